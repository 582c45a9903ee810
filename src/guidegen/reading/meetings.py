"""Meetings as they are written, and their agendas.

A meeting is held once or in a series, on one time or in slots.  Its agenda is
written there, in the program, or comes with guidegen; only its name is kept here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from guidegen.model.plan import (
    MEETING_KINDS,
    Agenda,
    AgendaItem,
    Errand,
    Meeting,
    MeetingChange,
    OnHoliday,
    Slot,
)
from guidegen.model.problem import Problem
from guidegen.model.reference import Reference
from guidegen.model.schedule import Fold
from guidegen.model.url import id_of_words, own_ids
from guidegen.reading.plans import EntryId, RepeatShape, check_fold, has_time, is_week
from guidegen.reading.schema import Shape, nothing_written, read
from guidegen.reading.spots import Spot, given_twice, length_at
from guidegen.reading.values import (
    Clock,
    Id,
    Minutes,
    ReadBy,
    Readers,
    Several,
    Switch,
    Timing,
    Url,
    Words,
    Zone,
    meaning,
    one_of,
    shortened,
    whole,
    written_as,
    written_text,
    wrong,
)
from guidegen.reading.yaml import Steps, Tree, load

MeetingKind: TypeAlias = Annotated[str, one_of(MEETING_KINDS)]


# Agendas ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItemShape(Shape):
    noun: ClassVar[str] = "agenda item"
    example: ClassVar[str] = "{title: Welcome, minutes: 10}"

    title: Words
    minutes: Annotated[int, whole(0)]
    lead: Words | None = None
    notes: Words | None = None
    prompts: Several = ()

    def item(self, spot: Spot) -> AgendaItem:
        return AgendaItem(
            title=spot.text(self.title, "title"),
            minutes=self.minutes,
            lead=spot.reference("role", self.lead, "lead"),
            notes=spot.paragraphs(self.notes, "notes"),
            prompts=spot.texts(self.prompts, "prompts"),
        )


def _agenda(shape: AgendaShape | MeetingAgendaShape, spot: Spot, name: str) -> Agenda:
    return Agenda(
        id=name,
        title=spot.name(shape.title, "title"),
        items=tuple(one.item(at) for one, at in spot.each("items", shape.items)),
        place=spot.place(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaShape(Shape):
    """An agenda that meetings name."""

    noun: ClassVar[str] = "agenda"
    example: ClassVar[str] = "{id: first, items: [{title: Welcome, minutes: 10}]}"

    id: Id
    title: Words | None = None
    items: tuple[AgendaItemShape, ...]

    def check(self) -> None:
        _check_items(self)

    def agenda(self, spot: Spot) -> Agenda:
        return _agenda(self, spot, self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingAgendaShape(Shape):
    """The agenda of a meeting: the name of one, or one that is written there."""

    noun: ClassVar[str] = "agenda"
    text_key: ClassVar[str] = "id"
    example: ClassVar[str] = "{items: [{title: Welcome, minutes: 10}]}"

    id: Id = ""
    title: Words | None = None
    items: tuple[AgendaItemShape, ...] = ()

    def check(self) -> None:
        if self.title or not self.id:
            _check_items(self)

    def agenda(self, spot: Spot, meeting: str) -> Agenda | Reference:
        if not self.items:
            return Reference("agenda", self.id, spot.place("id"))
        return _agenda(self, spot, self.id or meeting)


def _check_items(shape: AgendaShape | MeetingAgendaShape) -> None:
    if not shape.items:
        raise wrong("missing-key", '{key} needs "items".', f"Write e.g. items: [{AgendaItemShape.example}]")


# Meetings -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotShape(Shape):
    noun: ClassVar[str] = "slot"
    example: ClassVar[str] = '{id: evening, at: "18:00", timezone: Asia/Kolkata}'

    id: Id
    time: Annotated[Clock, written_as("at"), meaning("e.g. 17:00")]
    timezone: Zone = ""
    note: Words | None = None

    def slot(self, spot: Spot) -> Slot:
        return Slot(self.id, self.time, self.timezone, spot.text(self.note, "note"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrandShape(Shape):
    """Something to do before or after a meeting."""

    noun: ClassVar[str] = "task"
    text_key: ClassVar[str] = "text"

    text: Words
    id: Id = ""
    due: Timing | None = None

    def errand(self, spot: Spot) -> Errand:
        text = spot.text(self.text, "text")
        return Errand(self.id or id_of_words(text.plain), text, spot.place(), self.due)


@dataclass(frozen=True, slots=True, kw_only=True)
class OccurrenceShape(Shape):
    """What is different about one meeting of a series."""

    noun: ClassVar[str] = "meeting number"
    example: ClassVar[str] = "{title: Feedback}"
    example_key: ClassVar[str] = "3"

    title: Words | None = None
    when: Timing | None = None
    agenda: MeetingAgendaShape | None = None
    notes: Words | None = None
    recording: Url = ""
    cancelled: Switch = False
    host: Words | None = None

    def change(self, spot: Spot, number: int, meeting: str) -> MeetingChange:
        return MeetingChange(
            number=number,
            place=spot.key_place(),
            title=spot.text(self.title, "title"),
            when=self.when,
            agenda=self.agenda.agenda(spot.at("agenda"), f"{meeting}-{number}") if self.agenda else None,
            notes=spot.paragraphs(self.notes, "notes"),
            recording=self.recording,
            cancelled=self.cancelled,
            host=spot.reference("host", self.host, "host"),
        )


def _occurrence(value: Any) -> int:
    written = written_text(value)
    if not re.fullmatch("[1-9][0-9]{0,3}", written):
        message = f'"{shortened(written)}" is not the number of a meeting: the first is 1.'
        raise wrong("number", message, "Write e.g. 3: {title: Feedback}")
    return int(written)


OccurrenceNumber: TypeAlias = Annotated[int, ReadBy(_occurrence, "number")]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingShape(Shape):
    noun: ClassVar[str] = "meeting"
    example: ClassVar[str] = (
        '{id: kickoff, title: Kick-off, roles: [mentor, mentee], when: "week 1 wed 17:00", duration: 60m}'
    )

    id: EntryId
    title: Words
    kind: MeetingKind = "cohort"
    roles: Annotated[Several, meaning("e.g. [mentor, mentee]")]
    optional_for: Several = ()
    when: Timing | None = None
    repeat: RepeatShape | None = None
    duration: Annotated[Minutes, meaning("e.g. 90m or 1h30")]
    slots: tuple[SlotShape, ...] = ()
    arrange: Literal["fixed", "pair"] = "fixed"
    location: Annotated[Words | None, written_as("place")] = None
    url: Url = ""
    visibility: Literal["public", "internal"] = "public"
    host: Words | None = None
    agenda: MeetingAgendaShape | None = None
    before: tuple[ErrandShape, ...] = ()
    after: tuple[ErrandShape, ...] = ()
    outcomes: Several = ()
    occurrences: dict[OccurrenceNumber, OccurrenceShape] | None = None
    public: Switch = True
    calendar: Switch = True
    on_holiday: OnHoliday | None = None
    fold: Fold | None = None
    audience: Readers = ()

    def check(self) -> None:
        if not self.roles:
            raise wrong("missing-key", "{key} names no role.", "Write who attends.", at=("roles",))
        if self.repeat is None:
            self._check_single()
        else:
            self._check_series(self.repeat)

    def _check_single(self) -> None:
        if self.when is None:
            message = f'meeting "{self.id}" needs "when" or "repeat".'
            raise wrong("missing-key", message, "Add e.g. when: week 1 wed 17:00")
        check_fold(self.when, self.fold)
        if self.slots and has_time(self.when):
            message = "the slots say at which times; when says only on which day."
            raise wrong("conflict", message, at=("when",))
        if self.slots and is_week(self.when):
            raise wrong("offset-format", "slots need a day.", "Add the day, e.g. week 1 wed", at=("when",))
        if self.occurrences:
            message = "only a meeting that repeats has occurrences."
            raise wrong("conflict", message, at=("occurrences",))

    def _check_series(self, repeat: RepeatShape) -> None:
        if self.when is not None:
            raise wrong("conflict", "when and repeat both say when it is. Keep one.", at=("when",))
        if self.on_holiday and repeat.on_holiday:
            raise wrong("conflict", "on_holiday is under repeat as well. Keep one.", at=("on_holiday",))
        if self.slots and repeat.time is not None:
            message = "the slots say at which times. Keep one."
            raise wrong("conflict", message, at=("repeat", "at"))
        if self.slots and repeat.means_weeks:
            raise wrong("offset-format", "slots need a day.", "Add the day, e.g. on: wed", at=("repeat",))
        repeat.check_bounds(self.id)

    def meeting(self, spot: Spot) -> Meeting:
        on_holiday = self.on_holiday or (self.repeat.on_holiday if self.repeat else None)
        before, after = self._errands(spot)
        return Meeting(
            id=self.id,
            title=spot.text(self.title, "title"),
            place=spot.place("repeat" if self.repeat else "when"),
            minutes=self.duration,
            kind=self.kind,
            roles=spot.references("role", self.roles, "roles"),
            optional_for=spot.references("role", self.optional_for, "optional_for"),
            when=self.when,
            repeat=self.repeat.repeat(spot.at("repeat"), on_holiday) if self.repeat else None,
            slots=tuple(one.slot(at) for one, at in spot.each("slots", self.slots)),
            arrange=self.arrange,
            location=spot.text(self.location, "place"),
            url=self.url,
            url_is_internal=self.visibility == "internal",
            host=spot.reference("host", self.host, "host"),
            agenda=self.agenda.agenda(spot.at("agenda"), self.id) if self.agenda else None,
            before=before,
            after=after,
            outcomes=spot.texts(self.outcomes, "outcomes"),
            changes=tuple(
                one.change(spot.at("occurrences", str(number)), number, self.id)
                for number, one in sorted((self.occurrences or {}).items())
            ),
            public=self.public,
            calendar=self.calendar,
            on_holiday=on_holiday,
            fold=self.fold,
            audience=self.audience,
            readers_at=spot.places(self.audience, "audience"),
        )

    def _errands(self, spot: Spot) -> tuple[tuple[Errand, ...], tuple[Errand, ...]]:
        """Return what is to be done before and after, each under an id that no other has."""
        shapes = (*self.before, *self.after)
        before = [one.errand(at) for one, at in spot.each("before", self.before)]
        after = [one.errand(at) for one, at in spot.each("after", self.after)]
        made = (*before, *after)
        ids = own_ids((one.id, bool(shape.id)) for one, shape in zip(made, shapes, strict=True))
        owned = tuple(replace(one, id=name) for one, name in zip(made, ids, strict=True))
        return owned[: len(before)], owned[len(before) :]


# Reading ------------------------------------------------------------------------------------------


def read_agenda(text: str, path: str) -> tuple[Agenda | None, tuple[Problem, ...]]:
    """Return the agenda that a file of its own holds, and what is wrong with it."""
    tree, problems = load(text, path)
    if tree is None:
        return None, problems or (nothing_written("the agenda", path, 1, "items"),)
    shape, misfits = read(AgendaShape, tree, "an agenda file")
    if shape is None:
        return None, (*problems, *misfits)
    return shape.agenda(Spot(tree, "")), problems


def twice_in_meetings(tree: Tree, *lists: Steps) -> Iterator[Problem]:
    """Yield a problem for every slot, and every task, whose id another one of its meeting has already.

    Args:
        lists: the steps to each list of meetings.
    """
    for steps in lists:
        for number in range(length_at(tree, steps)):
            at = (*steps, number)
            yield from given_twice(tree, ((*at, "slots"),), "slot")
            yield from given_twice(tree, ((*at, "before"), (*at, "after")), "task")
