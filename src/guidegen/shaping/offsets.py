"""The way back from a day to the words that lead to it: what `dating` undoes.

A program says ``week 3 wed`` and not a date, so that it serves every cohort.
Days before the first week count from the start, days after the last from the end.
"""

from __future__ import annotations

from datetime import date, time, timedelta

from guidegen.model.dating import Calendar, last_day, last_week, week_begins, week_of
from guidegen.model.schedule import WEEKDAYS


def offset_of(day: date, calendar: Calendar, clock: time | None = None) -> str:
    """Return the words for a day in one cohort, such as ``week 3 wed 17:00`` or ``start - 6w``."""
    words = _offset(day, calendar)
    return words if clock is None else f"{words} {clock:%H:%M}"


def range_of(
    first: date, last: date, calendar: Calendar, clock: time | None = None, last_clock: time | None = None
) -> str:
    """Return the words for some days; for a whole week its number."""
    number = week_of(calendar, first)
    if (
        clock is None
        and last_clock is None
        and number is not None
        and _is_numbered(number, calendar)
        and (first, last) == (week_begins(calendar, number), first + timedelta(days=6))
    ):
        return f"week {number}"
    return f"{offset_of(first, calendar, clock)} .. {offset_of(last, calendar, last_clock)}"


def _offset(day: date, calendar: Calendar) -> str:
    if day < week_begins(calendar, 1):
        return _before(day, calendar.start)
    number = week_of(calendar, day)
    if number is not None and _is_numbered(number, calendar):
        return f"week {number} {WEEKDAYS[day.weekday()]}"
    end = last_day(calendar)
    if end is not None and day > end:
        return _after(day, end, "end")
    # In a break the weeks have no number.
    return _after(day, calendar.start, "start")


def _is_numbered(number: int, calendar: Calendar) -> bool:
    last = last_week(calendar)
    return number >= 1 and (last is None or number <= last)


def _before(day: date, start: date) -> str:
    days = (start - day).days
    weeks = -(-days // 7)
    if days % 7 == 0:
        return f"start - {weeks}w"
    return f"start - {days}d" if days < 7 else f"start - {weeks}w {WEEKDAYS[day.weekday()]}"


def _after(day: date, anchor: date, name: str) -> str:
    weeks, days = divmod((day - anchor).days, 7)
    if days == 0:
        return f"{name} + {weeks}w"
    return f"{name} + {days}d" if weeks == 0 else f"{name} + {weeks}w {WEEKDAYS[day.weekday()]}"
