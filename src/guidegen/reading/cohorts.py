"""Cohorts: one run of a program, inside its program or in a file of its own.

What a cohort says of the plan of its program (other days, additions) is read
like the plan; whether the program has what it names is for the two together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from guidegen.model.cohort import Application, Break, Capacity, Cohort, Override
from guidegen.model.problem import Problem
from guidegen.model.reference import Reference
from guidegen.model.schedule import read_date
from guidegen.reading.meetings import MeetingAgendaShape, MeetingShape, twice_in_meetings
from guidegen.reading.plans import EntryShape
from guidegen.reading.schema import Shape, nothing_written, read
from guidegen.reading.spots import Spot, given_twice
from guidegen.reading.values import (
    SKIP_EMPTY,
    Day,
    HolidaySets,
    Id,
    Minutes,
    ReadBy,
    Several,
    Switch,
    Timing,
    Url,
    Words,
    Zone,
    Zones,
    is_id,
    meaning,
    read_timed,
    shortened,
    whole,
    written_as,
    written_text,
    wrong,
)
from guidegen.reading.yaml import Steps, Tree, load

Weeks: TypeAlias = Annotated[int, whole(1, 104)]
Places: TypeAlias = Annotated[int, whole(1)]
"""How many can take part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationShape(Shape):
    noun: ClassVar[str] = "application"
    example: ClassVar[str] = "{opens: start - 12w, closes: start - 6w}"
    example_key: ClassVar[str] = "mentee"

    opens: Annotated[Timing, meaning("e.g. start - 12w")]
    closes: Annotated[Timing, meaning("e.g. start - 6w")]
    url: Url = ""
    worksheet: Words | None = None
    decision: Timing | None = None
    late: Words | None = None

    def application(self, spot: Spot, role: str) -> Application:
        return Application(
            role=Reference("role", role, spot.key_place()),
            opens=self.opens,
            closes=self.closes,
            place=spot.place("closes"),
            url=self.url,
            worksheet=spot.reference("worksheet", self.worksheet, "worksheet"),
            decision=self.decision,
            late=spot.text(self.late, "late"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityShape(Shape):
    noun: ClassVar[str] = "capacity"
    example: ClassVar[str] = "{mentors: 12, mentees: 20}"

    mentors: Places | None = None
    mentees: Places | None = None
    groups: Places | None = None
    waitlist: Switch = False

    def capacity(self) -> Capacity:
        return Capacity(self.mentors, self.mentees, self.groups, self.waitlist)


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakShape(Shape):
    noun: ClassVar[str] = "break"
    example: ClassVar[str] = "{from: 2026-12-19, to: 2027-01-10, title: Winter break}"

    first: Annotated[Day, written_as("from"), meaning("its first day")]
    last: Annotated[Day, written_as("to"), meaning("its last day")]
    title: Words
    weeks: Literal["pause", "count"] = "pause"

    def check(self) -> None:
        check_days(self.first, self.last)

    def pause(self, spot: Spot) -> Break:
        return Break(
            self.first, self.last, spot.text(self.title, "title"), spot.place(), self.weeks == "pause"
        )


def check_days(first: date, last: date) -> None:
    """Raise `wrong` where days that are written as ``from`` and ``to`` go backwards."""
    if last < first:
        raise wrong("date-order", f"{{key}} {last} is before from {first}.", at=("to",))


def _entry(value: Any) -> str:
    written = written_text(value)
    name, mark, number = written.partition("#")
    if is_id(name) and (not mark or re.fullmatch("[1-9][0-9]{0,3}", number)):
        return written
    message = f'"{shortened(written)}" is no id of an entry.'
    raise wrong("id-format", message, "Write an id, or that of one meeting of a series, e.g. cohort-call#3.")


EntryName: TypeAlias = Annotated[str, ReadBy(_entry, "id of an entry")]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideShape(Shape):
    noun: ClassVar[str] = "override"
    example: ClassVar[str] = "{when: week 9 fri, note: Moved after the office closure}"
    example_key: ClassVar[str] = "midpoint"

    when: Timing | None = None
    first: Annotated[Timing | None, written_as("from")] = None
    last: Annotated[Timing | None, written_as("to")] = None
    title: Words | None = None
    details: Words | None = None
    url: Url = ""
    location: Annotated[Words | None, written_as("place")] = None
    duration: Minutes | None = None
    host: Words | None = None
    agenda: MeetingAgendaShape | None = None
    cancelled: Switch = False
    note: Words | None = None

    def check(self) -> None:
        if self.when is not None and (self.first is not None or self.last is not None):
            message = "a phase has from and to, everything else when."
            raise wrong("conflict", message, "Keep those that the program writes.", at=("when",))

    def override(self, spot: Spot, entry: str) -> Override:
        return Override(
            entry=entry,
            place=spot.key_place(),
            when=self.when,
            first=self.first,
            last=self.last,
            title=spot.text(self.title, "title"),
            details=spot.paragraphs(self.details, "details"),
            url=self.url,
            location=spot.text(self.location, "place"),
            minutes=self.duration,
            host=spot.reference("host", self.host, "host"),
            agenda=self.agenda.agenda(spot.at("agenda"), entry.replace("#", "-")) if self.agenda else None,
            cancelled=self.cancelled,
            note=spot.text(self.note, "note"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraShape(Shape):
    noun: ClassVar[str] = "extra"
    example: ClassVar[str] = "{timeline: [{id: visit, title: Visit, when: week 5 fri}]}"

    timeline: tuple[EntryShape, ...] = ()
    meetings: tuple[MeetingShape, ...] = ()


def _start(value: Any) -> date | None:
    written = written_text(value).strip().lower()
    if written in ("tbd", "tbc"):
        raise wrong("date-format", "{key} is no date.", "Write tba where it is not known yet.")
    return None if written == "tba" else read_timed(read_date)(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortFileShape(Shape):
    """A cohort in a file of its own, whose name is its id where it writes none."""

    noun: ClassVar[str] = "cohort"
    example: ClassVar[str] = "{id: 2026-autumn, start: 2026-09-14}"

    id: Id = ""
    title: Words | None = None
    start: Annotated[date | None, ReadBy(_start, "day, or `tba`"), meaning("a date, or tba")]
    end: Day | None = None
    weeks: Weeks | None = None
    timezone: Zone = ""
    display_zones: Zones = ()
    revision: Annotated[int, whole(0)] = 0
    applications: Annotated[dict[Words, ApplicationShape], SKIP_EMPTY] | None = None
    capacity: CapacityShape | None = None
    breaks: tuple[BreakShape, ...] = ()
    holidays: HolidaySets | None = None
    overrides: Annotated[dict[EntryName, OverrideShape], SKIP_EMPTY] | None = None
    extra: ExtraShape | None = None
    contacts: Several = ()
    links: Annotated[dict[Words, Url], SKIP_EMPTY] | None = None
    status: Literal["auto", "draft", "cancelled", "archived"] = "auto"
    archived_on: Day | None = None
    notice: Words | None = None

    def check(self) -> None:
        if self.start is not None and self.end is not None and self.end <= self.start:
            how = "the same day as" if self.end == self.start else "before"
            raise wrong("date-order", f"{{key}} {self.end} is {how} start {self.start}.", at=("end",))

    def cohort(self, spot: Spot, default_id: str = "") -> Cohort:
        extra = self.extra or ExtraShape()
        beside = spot.at("extra")
        return Cohort(
            id=self.id or default_id,
            start=self.start,
            place=spot.place(),
            start_at=spot.place("start"),
            end_at=spot.place("end"),
            capacity_at=spot.place("capacity"),
            title=spot.name(self.title, "title"),
            end=self.end,
            weeks=self.weeks,
            timezone=self.timezone,
            display_zones=self.display_zones,
            revision=self.revision,
            applications=tuple(
                one.application(spot.at("applications", role), role)
                for role, one in (self.applications or {}).items()
            ),
            capacity=self.capacity.capacity() if self.capacity else None,
            breaks=tuple(one.pause(at) for one, at in spot.each("breaks", self.breaks)),
            holidays=None
            if self.holidays is None
            else spot.references("holidays", self.holidays, "holidays"),
            overrides=tuple(
                one.override(spot.at("overrides", entry), entry)
                for entry, one in (self.overrides or {}).items()
            ),
            timeline=tuple(one.milestone(at) for one, at in beside.each("timeline", extra.timeline)),
            meetings=tuple(one.meeting(at) for one, at in beside.each("meetings", extra.meetings)),
            contacts=spot.references("contact", self.contacts, "contacts"),
            links=tuple((self.links or {}).items()),
            status=self.status,
            archived_on=self.archived_on,
            notice=spot.text(self.notice, "notice"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortShape(CohortFileShape):
    """A cohort inside its program."""

    id: Id


def read_cohort(text: str, path: str, default_id: str) -> tuple[Cohort | None, tuple[Problem, ...]]:
    """Return the cohort that a file of its own holds, and what is wrong with it.

    Args:
        default_id: its id where it writes none.
    """
    tree, problems = load(text, path)
    if tree is None:
        return None, problems or (nothing_written("the cohort", path, 1, "start"),)
    problems = (*problems, *twice_in_cohort(tree))
    shape, misfits = read(CohortFileShape, tree, "a cohort file")
    if shape is None:
        return None, (*problems, *misfits)
    return shape.cohort(Spot(tree, folder_of(path)), default_id), problems


def twice_in_cohort(tree: Tree, steps: Steps = ()) -> Iterator[Problem]:
    """Yield a problem for every id that is given twice in the additions of the cohort at *steps*."""
    timeline, meetings = (*steps, "extra", "timeline"), (*steps, "extra", "meetings")
    yield from given_twice(tree, (timeline, meetings), "entry")
    yield from twice_in_meetings(tree, meetings)


def folder_of(path: str) -> str:
    """Return the folder of a program's file below the content folder: `programs` or one inside it."""
    folders = path.split("/")[:-1]
    first = folders.index("programs") if "programs" in folders else len(folders)
    return "/".join(folders[first:])
