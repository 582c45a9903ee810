"""The plan of a program as it is written: phases, timeline, surveys, and what comes again.

Nothing here is dated: what an entry counts from may be written further down, or
in another file.  Names of other things are kept as written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, Final, Literal, TypeAlias, cast

from guidegen.model.clock import WhenError, check_clock
from guidegen.model.plan import (
    MEETING_KINDS,
    Milestone,
    OnHoliday,
    Phase,
    Repeat,
    Survey,
)
from guidegen.model.schedule import (
    WEEKDAYS,
    Between,
    Fold,
    InWeek,
    OnDate,
    ToBeAnnounced,
    When,
    moments_of,
    read_date,
)
from guidegen.reading.schema import Shape
from guidegen.reading.spots import Spot
from guidegen.reading.values import (
    Clock,
    DeadlineZone,
    Id,
    ReadBy,
    Readers,
    Several,
    Switch,
    Timing,
    Url,
    Weekday,
    Words,
    meaning,
    one_of,
    read_id,
    read_timed,
    shortened,
    whole,
    written_as,
    written_text,
    wrong,
)

EntryKind: TypeAlias = Literal["milestone", "deadline", "window", "event", "payment", "release"]
MeetingKind: TypeAlias = Annotated[str, one_of(MEETING_KINDS)]

RESERVED: Final = ("start", "end", "week", "tba")
"""What a `when` reads in its own way, so that no phase, entry or meeting is called so."""

MOST_MEETINGS: Final = 500
"""How often something may come again at most."""


def _entry_id(value: Any) -> str:
    name = read_id(value)
    if name in RESERVED:
        raise wrong("id-format", f'"{name}" means something else in a date. Write another id.')
    return name


EntryId: TypeAlias = Annotated[str, ReadBy(_entry_id, "id")]


# Phases and timeline ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseShape(Shape):
    noun: ClassVar[str] = "phase"
    example: ClassVar[str] = "{id: launch, title: Launch, from: week 1, to: week 2}"

    id: EntryId
    title: Words
    first: Annotated[Timing, written_as("from"), meaning("e.g. week 1")]
    last: Annotated[Timing, written_as("to"), meaning("e.g. week 2")]
    summary: Words | None = None
    goals: Several = ()
    roles: Several = ()
    chapters: Several = ()
    worksheets: Several = ()
    checklists: Several = ()
    topics: Several = ()

    def phase(self, spot: Spot) -> Phase:
        return Phase(
            id=self.id,
            title=spot.name(self.title, "title"),
            first=self.first,
            last=self.last,
            place=spot.place(),
            summary=spot.text(self.summary, "summary"),
            goals=spot.texts(self.goals, "goals"),
            roles=spot.references("role", self.roles, "roles"),
            chapters=spot.references("chapter", self.chapters, "chapters"),
            worksheets=spot.references("worksheet", self.worksheets, "worksheets"),
            checklists=spot.references("checklist", self.checklists, "checklists"),
            topics=spot.texts(self.topics, "topics"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryShape(Shape):
    """An entry of the timeline."""

    noun: ClassVar[str] = "timeline entry"
    example: ClassVar[str] = "{id: midpoint, title: Mid-point review, when: week 8 fri}"

    id: EntryId
    title: Words
    when: Annotated[Timing, meaning("e.g. week 3 or start + 2w, or tba")]
    kind: EntryKind = "milestone"
    roles: Several = ()
    owner: Words | None = None
    details: Words | None = None
    url: Url = ""
    worksheet: Words | None = None
    survey: Words | None = None
    public: Switch = True
    calendar: Switch = True
    on_holiday: OnHoliday | None = None
    deadline_time: Clock | None = None
    deadline_zone: DeadlineZone = ""
    fold: Fold | None = None
    audience: Readers = ()

    def check(self) -> None:
        check_fold(self.when, self.fold)
        if self.kind == "window" and not isinstance(self.when, (Between, ToBeAnnounced)):
            message = "a window has a first and a last day, e.g. start - 3w .. start - 2w."
            raise wrong("offset-format", message, at=("when",))
        for key in ("deadline_time", "deadline_zone"):
            if getattr(self, key) and self.kind != "deadline":
                raise wrong("conflict", f"only entries of kind deadline have {key}.", at=(key,))
            if getattr(self, key) and has_time(self.when):
                raise wrong("conflict", "when says a time already. Keep one.", at=(key,))

    def milestone(self, spot: Spot) -> Milestone:
        return Milestone(
            id=self.id,
            title=spot.text(self.title, "title"),
            when=self.when,
            place=spot.place("when"),
            kind=self.kind,
            roles=spot.references("role", self.roles, "roles"),
            owner=spot.reference("role", self.owner, "owner"),
            details=spot.paragraphs(self.details, "details"),
            url=self.url,
            worksheet=spot.reference("worksheet", self.worksheet, "worksheet"),
            survey=spot.reference("survey", self.survey, "survey"),
            public=self.public,
            calendar=self.calendar,
            on_holiday=self.on_holiday,
            deadline_time=self.deadline_time,
            deadline_zone=self.deadline_zone,
            fold=self.fold,
            audience=self.audience,
            readers_at=spot.places(self.audience, "audience"),
        )


def has_time(when: When) -> bool:
    """Return whether a time of the day is written."""
    return getattr(when, "time", None) is not None


def is_week(when: When) -> bool:
    """Return whether a whole week is written."""
    return isinstance(when, InWeek) and when.weekday is None


def check_fold(when: When, fold: Fold | None) -> None:
    """Raise `wrong` where a time in a zone of its own comes twice, and nobody says which is meant."""
    for moment in moments_of(when):
        if isinstance(moment, OnDate) and moment.time is not None and moment.zone and fold is None:
            try:
                check_clock(moment.day, moment.time, moment.zone)
            except WhenError as error:
                raise wrong(error.slug, error.message, error.remedy, at=("when",)) from None


# What comes again ---------------------------------------------------------------------------------


def _every(value: Any) -> tuple[int, Literal["d", "w", "m"]]:
    written = written_text(value)
    found = re.fullmatch(r"([1-9][0-9]{0,2}) ?([dwm])", written.strip(), re.IGNORECASE)
    if found is None:
        message = (
            f'"{shortened(written)}" does not say how often: write 1w for every week, 2w for every second.'
        )
        raise wrong("duration-format", message, "d are days, w weeks, m months.")
    return int(found[1]), cast(Literal["d", "w", "m"], found[2].lower())


def _excluded(value: Any) -> date | int:
    written = written_text(value).strip()
    if not written.lower().startswith("week"):
        return read_timed(read_date)(value)
    found = re.fullmatch(r"week (-?[0-9]{1,4})", written, re.IGNORECASE)
    if found is None:
        message = f'"{shortened(written)}" does not say which week.'
        raise wrong("offset-format", message, "write a date, or week and its number, e.g. week 5.")
    return int(found[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatShape(Shape):
    noun: ClassVar[str] = "repetition"
    example: ClassVar[str] = '{every: 1w, on: wed, at: "17:00", from: week 1, until: week 16}'

    every: Annotated[tuple[int, Literal["d", "w", "m"]], ReadBy(_every, "amount of time"), meaning("e.g. 2w")]
    unit: Literal["program", "calendar"] | None = None
    weekday: Annotated[Weekday | None, written_as("on")] = None
    time: Annotated[Clock | None, written_as("at")] = None
    first: Annotated[Timing, written_as("from"), meaning("e.g. week 1")]
    last: Annotated[Timing | None, written_as("until")] = None
    count: Annotated[int, whole(1, MOST_MEETINGS)] | None = None
    excluded: Annotated[
        tuple[Annotated[date | int, ReadBy(_excluded, "day or week")], ...], written_as("except")
    ] = ()
    on_holiday: OnHoliday | None = None

    def check(self) -> None:
        unit = self.every[1]
        if self.last is not None and self.count is not None:
            raise wrong("conflict", "until and count both say when it ends. Keep one.", at=("count",))
        if self.unit == "program" and unit != "w":
            message = f"days and months are those of the calendar, so every: {self.every[0]}{unit} is too."
            raise wrong("conflict", message, "Write every in weeks, or leave unit out.", at=("unit",))
        if self.weekday is not None and unit == "d":
            raise wrong("conflict", "what comes again by days has no weekday.", at=("on",))
        if self.time is not None and self.means_weeks:
            raise wrong(
                "offset-format", "there is a time, but no day.", "Add the day, e.g. on: wed", at=("at",)
            )

    @property
    def means_weeks(self) -> bool:
        """Whether each time a whole week is meant, without a day in it."""
        return self.every[1] == "w" and self.weekday is None and is_week(self.first)

    def check_bounds(self, name: str) -> None:
        """Raise `wrong` where this never ends; *name* is what comes again."""
        if self.last is None and self.count is None:
            message = f"{name} repeats without until or count."
            raise wrong("repeat-bounds", message, "Add e.g. until: week 16, or count: 8.", at=("repeat",))

    def repeat(self, spot: Spot, on_holiday: OnHoliday | None = None) -> Repeat:
        count, unit = self.every
        return Repeat(
            every=count,
            every_unit=unit,
            first=self.first,
            place=spot.place(),
            last=self.last,
            count=self.count,
            unit=self.unit or ("program" if unit == "w" else "calendar"),
            weekday=None if self.weekday is None else WEEKDAYS.index(self.weekday),
            time=self.time,
            excluded=self.excluded,
            on_holiday=self.on_holiday or on_holiday,
        )


# Surveys ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyTimesShape(Shape):
    noun: ClassVar[str] = "survey"
    text_key: ClassVar[str] = "due"

    opens: Timing | None = None
    due: Annotated[Timing, meaning("e.g. end + 1w")]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyShape(Shape):
    noun: ClassVar[str] = "survey"
    example: ClassVar[str] = "{id: closing, title: Closing survey, roles: [mentor, mentee], when: end + 1w}"

    id: Id
    title: Words
    roles: Annotated[Several, meaning("e.g. [mentor, mentee]")]
    when: Annotated[SurveyTimesShape, meaning("e.g. end + 1w, or {opens: week 8, due: week 9}")]
    worksheet: Words | None = None
    url: Url = ""
    anonymous: Switch = False
    audience: Readers = ()

    def check(self) -> None:
        if not self.roles:
            raise wrong("missing-key", "{key} names no role.", "Write who is asked.", at=("roles",))
        if self.worksheet and self.url:
            raise wrong("conflict", 'a survey has "worksheet" or "url", not both.', at=("url",))

    def survey(self, spot: Spot) -> Survey:
        return Survey(
            id=self.id,
            title=spot.text(self.title, "title"),
            due=self.when.due,
            place=spot.place("when"),
            opens=self.when.opens,
            roles=spot.references("role", self.roles, "roles"),
            worksheet=spot.reference("worksheet", self.worksheet, "worksheet"),
            url=self.url,
            anonymous=self.anonymous,
            audience=self.audience,
            readers_at=spot.places(self.audience, "audience"),
        )
