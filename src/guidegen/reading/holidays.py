"""Holiday sets: the days on which nobody works in some place, written out.

There are no rules in here that a holiday could be computed from: who writes the
days down knows which are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Final

from guidegen.model.cohort import Holiday, HolidaySet
from guidegen.model.problem import Problem
from guidegen.reading.cohorts import check_days
from guidegen.reading.schema import Shape, nothing_written, read
from guidegen.reading.spots import Spot
from guidegen.reading.values import Day, Id, Words, Zone, written_as, wrong
from guidegen.reading.yaml import load

LONGEST: Final = 366
"""How many days may lie from the first to the last day of one holiday, both counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayShape(Shape):
    noun: ClassVar[str] = "holiday"
    example: ClassVar[str] = "{date: 2026-12-25, title: Christmas Day}"

    day: Annotated[Day | None, written_as("date")] = None
    first: Annotated[Day | None, written_as("from")] = None
    last: Annotated[Day | None, written_as("to")] = None
    title: Words

    def check(self) -> None:
        self._days()

    def _days(self) -> tuple[date, date]:
        """Return the first and the last day."""
        match self.day, self.first, self.last:
            case None, date() as first, date() as last:
                check_days(first, last)
                if (last - first).days >= LONGEST:
                    message = f"from {first} to {last} is longer than a year."
                    raise wrong("date-order", message, "Check the years.", at=("to",))
                return first, last
            case date() as day, None, None:
                return day, day
            case None, _, _:
                missing = '"date", or "from" and "to"'
                raise wrong("missing-key", f"holiday needs {missing}.", f"Write e.g. {self.example}")
        message = "a holiday has a date, or from and to, not both."
        raise wrong("conflict", message, at=("date",))

    def holiday(self, spot: Spot) -> Holiday:
        first, last = self._days()
        return Holiday(first, last, spot.name(self.title, "title"), spot.place())


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidaysShape(Shape):
    noun: ClassVar[str] = "holiday set"

    id: Id = ""
    title: Words | None = None
    timezone: Zone = ""
    days: tuple[HolidayShape, ...]
    source: Words | None = None

    def holidays(self, spot: Spot, default_id: str) -> HolidaySet:
        return HolidaySet(
            id=self.id or default_id,
            title=spot.name(self.title, "title"),
            days=tuple(one.holiday(at) for one, at in spot.each("days", self.days)),
            place=spot.place(),
            timezone=self.timezone,
            source=spot.text(self.source, "source"),
        )


def read_holidays(text: str, path: str, default_id: str) -> tuple[HolidaySet | None, tuple[Problem, ...]]:
    """Return the holiday set that a file holds, and what is wrong with it.

    Args:
        default_id: its id where it writes none.
    """
    tree, problems = load(text, path)
    if tree is None:
        return None, problems or (nothing_written("the holiday set", path, 1, "days"),)
    shape, misfits = read(HolidaysShape, tree, "a holidays file")
    if shape is None:
        return None, (*problems, *misfits)
    return shape.holidays(Spot(tree, "holidays"), default_id), problems
