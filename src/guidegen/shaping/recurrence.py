"""What comes again: a series of meetings, or something to do every week.

A series is a grid of days, numbered from 1.  What is left out (a day under
``except``, a holiday) keeps its number, which stays unused, so that the number
of a meeting never slides.

In weeks of the program a break that pauses is passed over; in days, weeks and
months of the calendar it is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Final

from guidegen.model.clock import WhenError
from guidegen.model.dating import (
    Calendar,
    Dated,
    OutOfRangeError,
    day_off,
    days_of,
    is_working_day,
    months_on,
    moved,
    on_clock,
    on_or_after,
    week_begins,
    week_from,
    week_of,
    week_until,
    within_the_calendar,
)
from guidegen.model.plan import OnHoliday, Repeat
from guidegen.model.schedule import Days, Fold, as_written

MOST: Final = 500
"""How often something may come again at most."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One of a series."""

    number: int
    dated: Dated
    excluded: bool = False
    """Whether the author left it out (``except``)."""


def series(
    name: str,
    repeat: Repeat,
    calendar: Calendar,
    known: Mapping[str, Days | None],
    *,
    rule: OnHoliday | None = None,
    on_holidays: OnHoliday = "skip",
    fold: Fold | None = None,
    noun: str = "meeting",
) -> tuple[Occurrence, ...] | None:
    """Return every day on which something comes again; nothing where it is not known yet.

    Args:
        rule: what the author says about holidays and breaks.
        on_holidays: what is usual on a holiday; in a break it is usual to skip.

    Raises:
        WhenError: with the slug ``repeat-bounds`` or ``date-order``, or one of `days_of`.
    """
    first = days_of(repeat.first, calendar, known)
    last = days_of(repeat.last, calendar, known) if repeat.last is not None else None
    if first is None or (repeat.last is not None and last is None):
        return None
    with within_the_calendar():
        grid = _bounded(name, repeat, first, last, calendar)
        found = tuple(
            Occurrence(number, Dated(days), excluded=True)
            if _is_excluded(days, repeat, calendar)
            else Occurrence(number, _fate(days, repeat, calendar, rule, on_holidays, fold))
            for number, days in enumerate(grid, 1)
        )
    if all(one.excluded for one in found):
        raise WhenError(
            "repeat-bounds", f"{name} has no {noun} {_between(repeat)}.", "Check from, until and on."
        )
    return found


def _bounded(name: str, repeat: Repeat, first: Days, last: Days | None, calendar: Calendar) -> list[Days]:
    if last is not None and last.last < first.first:
        assert repeat.last is not None
        raise WhenError(
            "date-order",
            f"{name} repeats until {as_written(repeat.last)}, which is before {as_written(repeat.first)}.",
            "Write the earlier one under from.",
        )
    if repeat.count is not None and repeat.count > MOST:
        raise _too_often(name, repeat.count)
    if repeat.count is None and last is None:
        raise WhenError("repeat-bounds", f"{name} repeats without until or count.", "Add one of them.")
    days: list[Days] = []
    for one in _endless(repeat, first, calendar):
        if (last is not None and one.first > last.last) or len(days) == repeat.count:
            break
        if one.last.year == date.max.year:
            raise OutOfRangeError
        days.append(one)
        if len(days) > MOST and last is not None:
            raise _too_often(name, _how_often(repeat, days[0], last.last, calendar))
    return days


def _too_often(name: str, times: int) -> WhenError:
    return WhenError(
        "repeat-bounds",
        f"{name} repeats {times:,} times; {MOST} is the most.",
        "Check until and count, or write it less often.",
    )


def _endless(repeat: Repeat, first: Days, calendar: Calendar) -> Iterator[Days]:
    if repeat.unit == "program" and repeat.every_unit == "w":
        return _program_weeks(repeat, first, calendar)
    return (Days(day, day) for day in _calendar_days(repeat, first.first))


def _program_weeks(repeat: Repeat, first: Days, calendar: Calendar) -> Iterator[Days]:
    weekday = repeat.weekday
    if weekday is None and repeat.time is not None:
        weekday = first.first.weekday()
    number = week_from(calendar, first.first)
    if weekday is not None and on_or_after(week_begins(calendar, number), weekday) < first.first:
        number += 1
    for week in count(number, repeat.every):
        begins = week_begins(calendar, week)
        if weekday is None:
            yield Days(begins, begins + timedelta(days=6))
        else:
            day = on_or_after(begins, weekday)
            yield Days(day, day)


def _calendar_days(repeat: Repeat, first: date) -> Iterator[date]:
    if repeat.every_unit == "m":
        for months in count(0, repeat.every):
            day = months_on(first, months)
            yield day if repeat.weekday is None else on_or_after(day, repeat.weekday)
    day = first if repeat.weekday is None else on_or_after(first, repeat.weekday)
    step = timedelta(days=repeat.every * (7 if repeat.every_unit == "w" else 1))
    while True:
        yield day
        day += step


def _how_often(repeat: Repeat, first: Days, until: date, calendar: Calendar) -> int:
    """Return how often something comes until a day, without going through it; to the month exact."""
    if repeat.every_unit == "m":
        months = 12 * (until.year - first.first.year) + until.month - first.first.month
        return months // repeat.every + 1
    if repeat.unit == "program" and repeat.every_unit == "w":
        number, last = week_from(calendar, first.first), week_until(calendar, until)
        into_the_week = first.first - week_begins(calendar, number)
        last -= week_begins(calendar, last) + into_the_week > until
        return (last - number) // repeat.every + 1
    step = repeat.every * (7 if repeat.every_unit == "w" else 1)
    return (until - first.first).days // step + 1


def _is_excluded(days: Days, repeat: Repeat, calendar: Calendar) -> bool:
    return any(
        days.first <= one <= days.last if isinstance(one, date) else week_of(calendar, days.first) == one
        for one in repeat.excluded
    )


def _fate(
    days: Days,
    repeat: Repeat,
    calendar: Calendar,
    rule: OnHoliday | None,
    on_holidays: OnHoliday,
    fold: Fold | None,
) -> Dated:
    """Return when one of a series is, once holidays and breaks are seen to."""
    if days.first != days.last:
        return _whole_week(days, calendar, rule)
    at_its_time = on_clock(days, repeat.time, calendar.zone, fold)
    in_a_break = any(one.first <= days.first <= one.last for one in calendar.breaks)
    if in_a_break and rule != "keep":
        return moved(at_its_time, "skip", calendar, weekends=False)
    # Who meets every Saturday does not mean that all of it is left out.
    weekends = rule is not None and (repeat.weekday is None or repeat.weekday in calendar.working_days)
    return moved(at_its_time, rule or on_holidays, calendar, weekends=weekends, fold=fold)


def _whole_week(days: Days, calendar: Calendar, rule: OnHoliday | None) -> Dated:
    """Keep a week in which anybody works; others are skipped."""
    each = [days.first + timedelta(days=later) for later in range(7)]
    if rule == "keep" or any(is_working_day(calendar, day) for day in each):
        return Dated(days)
    reasons = (day_off(calendar, day) for day in each if day.weekday() in calendar.working_days)
    return Dated(None, days, next(one for one in reasons if one is not None))


def _between(repeat: Repeat) -> str:
    first = as_written(repeat.first)
    return f"between {first} and {as_written(repeat.last)}" if repeat.last is not None else f"from {first} on"
