"""When something happens: relative to a start, or on a day.

A program is written once, relative to its start.  A cohort is one run of it,
with a real first day.  A `When` is what an author wrote, understood but not
dated; laid over a cohort it becomes days.

Nothing in here asks what day it is today.  The same files make the same
handbook next year; what is happening *now* is for the reader's browser to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Final, Literal, TypeAlias

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Unit: TypeAlias = Literal["d", "bd", "w", "m", "h"]
"""Days, working days, weeks, months, hours."""


@dataclass(frozen=True, slots=True)
class OnDate:
    """A day of the calendar, such as ``2026-09-16 17:00 Europe/London``."""

    day: date
    time: time | None = None
    zone: str = ""


@dataclass(frozen=True, slots=True)
class InWeek:
    """A week of the program, or a day in it, such as ``week 8 fri 17:00``."""

    week: int
    weekday: int | None = None
    """0 is Monday; with none, the whole week is meant."""

    time: time | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """How far from an anchor: ``+ 10bd`` is ``Step(10, "bd")``."""

    count: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class FromAnchor:
    """Counted from something else, such as ``kickoff + 10bd`` or ``end + 1w fri 12:00``."""

    anchor: str
    """``start``, ``end``, the id of a milestone, ``PHASE.start`` or ``PHASE.end``."""

    steps: tuple[Step, ...] = ()
    weekday: int | None = None
    """The first such day on or after the one that the steps lead to."""

    time: time | None = None


@dataclass(frozen=True, slots=True)
class Between:
    """From the first day of one to the last day of the other."""

    first: Moment
    last: Moment


@dataclass(frozen=True, slots=True)
class ToBeAnnounced:
    """Not known yet."""

    note: str = ""


Moment: TypeAlias = OnDate | InWeek | FromAnchor | ToBeAnnounced
When: TypeAlias = OnDate | InWeek | FromAnchor | ToBeAnnounced | Between


@dataclass(frozen=True, slots=True)
class Days:
    """Real days: one, or from the first to the last, both meant."""

    first: date
    last: date
    time: time | None = None
    """Wall-clock time on the first day, in `zone`."""

    zone: str = ""
