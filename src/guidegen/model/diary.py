"""A schedule as people read it: week by week, with breaks between.

`shaping.weeks` sorts the events and the tasks of a cohort into stretches;
`shaping.outline` does the same for the plan of a program that nobody has dated.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from guidegen.model.cohort import Event, EventKind, Task
from guidegen.model.plan import Meeting, Milestone, Survey
from guidegen.model.program import Program
from guidegen.model.prose import NO_TEXT, Text
from guidegen.model.schedule import When

StretchKind: TypeAlias = Literal["before", "week", "quiet", "break", "after", "open"]
"""Quiet: weeks in which nothing is planned.  Open: to be announced, or at any time."""


PlanEntry: TypeAlias = Milestone | Meeting | Survey


def entries_of(program: Program) -> tuple[PlanEntry, ...]:
    """Return everything in the plan of a program but its phases."""
    return (*program.timeline, *program.meetings, *program.surveys)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some days of a cohort, and what happens in them."""

    kind: StretchKind
    id: str
    """Its own on the page of a cohort: ``before``, ``week-3``, ``break-1``, ``after``, ``open``."""

    number: int | None = None
    """Of a week, or of the first of some quiet ones."""

    last_number: int | None = None
    """Of the last of several quiet weeks."""

    title: Text = NO_TEXT
    """Of a break."""

    first: date | None = None
    last: date | None = None
    """Both days are meant; None where nothing here has a day."""

    pauses: bool = False
    """Whether the weeks of this break have no number."""

    phases: tuple[Text, ...] = ()
    """What the phases are called that these days are part of."""

    entries: tuple[Event | Task, ...] = ()
    """In order; of those on one day the events come first."""

    @property
    def events(self) -> tuple[Event, ...]:
        return tuple(one for one in self.entries if isinstance(one, Event))

    @property
    def tasks(self) -> tuple[Task, ...]:
        return tuple(one for one in self.entries if isinstance(one, Task))


@dataclass(frozen=True, slots=True)
class PlannedEntry:
    """Something in the plan of a program that nobody has dated."""

    entry: PlanEntry
    when: When
    """As written; for one meeting of a series its week and weekday."""

    number: int | None = None
    """Of a meeting in a series."""

    kind: EventKind | None = None
    """``survey-opens`` or ``survey-due`` of a survey; else None."""


@dataclass(frozen=True, slots=True)
class PlannedWeek:
    """A week of a program, and what is planned for it."""

    kind: Literal["before", "week", "after", "open"]
    entries: tuple[PlannedEntry, ...]
    number: int | None = None
    """Of a week."""

    phases: tuple[Text, ...] = ()
    """What the phases are called that it is part of."""
