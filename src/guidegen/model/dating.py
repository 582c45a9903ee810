"""Laying a schedule over the calendar of one cohort: a `When` becomes `Days`.

Weeks are counted from the one that holds the start.  Offsets count from the
first day of what they hang on when they go back, and from its last day when
they go on: two days after a week of reviews is two days after its end.

Nothing in here knows programs or milestones; who calls says when they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from guidegen.model.clock import WhenError, check_clock, in_utc, zone_named
from guidegen.model.schedule import (
    Between,
    Days,
    FromAnchor,
    InWeek,
    OnDate,
    Step,
    ToBeAnnounced,
    When,
    week_named,
)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What one cohort needs in order to turn a `When` into days."""

    start: date
    weeks: int | None = None
    """How many weeks it lasts; none where nobody said so."""

    end: date | None = None
    """The last day, where it is written; else `last_day` finds it from the weeks."""

    week_starts: int = 0
    """0 is Monday."""

    working_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    """At least one."""

    zone: str = ""
    """The zone of every time that is written without one."""


def days_of(when: When, calendar: Calendar, known: Mapping[str, Days | None]) -> Days | None:
    """Return the days of a cohort on which something happens; none where that is not known yet.

    *known* says when the milestones are, and ``PHASE.start`` and ``PHASE.end``; ``start``, ``end``
    and the weeks follow from the calendar.

    Raises:
        WhenError: with the slug ``week-range``, ``offset-unit``, ``date-order``, ``date-impossible``,
            ``time-nonexistent`` or ``time-ambiguous``.
    """
    try:
        return _days_of(when, calendar, known)
    except (OverflowError, _OutOfRangeError):
        raise WhenError(
            "date-impossible", "this leads out of the calendar (years 1 to 9999).", "Count fewer steps."
        ) from None


def week_begins(calendar: Calendar, number: int) -> date:
    """Return the first day of a week; week 1 is the one, from `week_starts` on, that holds the start."""
    first = calendar.start - timedelta(days=(calendar.start.weekday() - calendar.week_starts) % 7)
    return first + timedelta(weeks=number - 1)


def week_of(calendar: Calendar, day: date) -> int:
    """Return the number of the week that holds a day; 0 and below are before the start."""
    return (day - week_begins(calendar, 1)).days // 7 + 1


def last_week(calendar: Calendar) -> int | None:
    """Return the number of the last week: that of the written end, else as many as were written."""
    return calendar.weeks if calendar.end is None else week_of(calendar, calendar.end)


def last_day(calendar: Calendar) -> date | None:
    """Return the end: as written, else the last working day of the last week."""
    if calendar.end is not None or calendar.weeks is None:
        return calendar.end
    first = week_begins(calendar, calendar.weeks)
    days = [first + timedelta(days=later) for later in range(7)]
    return next(day for day in reversed(days) if is_working_day(calendar, day))


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Return whether people of this cohort work on a day."""
    return day.weekday() in calendar.working_days


def _days_of(when: When, calendar: Calendar, known: Mapping[str, Days | None]) -> Days | None:
    match when:
        case ToBeAnnounced():
            return None
        case OnDate(day, clock, zone):
            return _on_clock(Days(day, day), clock, zone or calendar.zone)
        case InWeek(week, weekday, clock):
            days = _whole_week(calendar, week)
            if weekday is None:
                return days
            day = _on_or_after(days.first, weekday)
            return _on_clock(Days(day, day), clock, calendar.zone)
        case FromAnchor():
            base = _anchor_days(when.anchor, calendar, known)
            return None if base is None else _counted(when, base, calendar)
        case Between(first, last):
            return _stretch(_days_of(first, calendar, known), _days_of(last, calendar, known))


def _stretch(first: Days | None, last: Days | None) -> Days | None:
    if first is None or last is None:
        return None
    ends = _closing_time(last)
    if first.zone and last.zone and first.zone != last.zone and ends is not None:
        moved = in_utc(last.last, ends, last.zone).astimezone(zone_named(first.zone))
        last, ends = Days(last.first, moved.date()), moved.time()
    if first.first > last.last or (first.first == last.last and first.time and ends and ends < first.time):
        raise WhenError(
            "date-order",
            f"the range ends on {last.last}, before it begins on {first.first}."
            if first.first > last.last
            else f"the range ends at {ends:%H:%M}, before it begins at {first.time:%H:%M}.",
            "Write the earlier one first.",
        )
    return Days(first.first, last.last, first.time, first.zone or last.zone, ends)


def _closing_time(days: Days) -> time | None:
    return days.last_time or (days.time if days.first == days.last else None)


def _anchor_days(anchor: str, calendar: Calendar, known: Mapping[str, Days | None]) -> Days | None:
    if anchor == "start":
        return Days(calendar.start, calendar.start)
    if anchor == "end":
        end = last_day(calendar)
        return None if end is None else Days(end, end)
    if anchor.startswith("week "):
        return _whole_week(calendar, week_named(anchor))
    return known.get(anchor)


def _whole_week(calendar: Calendar, number: int) -> Days:
    last = last_week(calendar)
    if last is not None and number > last:
        raise WhenError(
            "week-range",
            f"week {number} is after the last week ({last}).",
            f"Use a week up to {last}, or count from the end, e.g. end + 2w.",
        )
    first = week_begins(calendar, number)
    return Days(first, first + timedelta(days=6))


def _counted(when: FromAnchor, base: Days, calendar: Calendar) -> Days:
    """Count the steps: those that go back from the first day of the anchor, others from its last."""
    if not when.steps and when.weekday is None:
        if when.time is None:
            return base
        return _on_clock(Days(base.first, base.first), when.time, calendar.zone)
    forward = bool(when.steps) and when.steps[0].count >= 0
    at = _Instant(base.last, _closing_time(base)) if forward else _Instant(base.first, base.time)
    for step in when.steps:
        at = _stepped(at, step, when.anchor, base.zone, calendar)
    day = at.day if when.weekday is None else _on_or_after(at.day, when.weekday)
    if when.time is not None:
        return _on_clock(Days(day, day), when.time, calendar.zone)
    if any(step.unit == "h" for step in when.steps):
        return Days(day, day, at.clock, base.zone)
    return Days(day, day)


@dataclass(frozen=True, slots=True)
class _Instant:
    """Where counting has come to."""

    day: date
    clock: time | None


def _stepped(at: _Instant, step: Step, anchor: str, zone: str, calendar: Calendar) -> _Instant:
    match step.unit:
        case "d":
            return replace(at, day=at.day + timedelta(days=step.count))
        case "w":
            return replace(at, day=at.day + timedelta(weeks=step.count))
        case "bd":
            return replace(at, day=_working_days_on(at.day, step.count, calendar))
        case "m":
            return replace(at, day=_months_on(at.day, step.count))
        case "h":
            return _hours_on(at, step.count, anchor, zone)


def _working_days_on(day: date, count: int, calendar: Calendar) -> date:
    one = timedelta(days=1 if count >= 0 else -1)
    for _ in range(abs(count)):
        day += one
        while not is_working_day(calendar, day):
            day += one
    return day


def _months_on(day: date, count: int) -> date:
    from dateutil.relativedelta import relativedelta

    try:
        return day + relativedelta(months=count)
    except ValueError:
        raise _OutOfRangeError from None


def _hours_on(at: _Instant, count: int, anchor: str, zone: str) -> _Instant:
    if at.clock is None:
        raise WhenError(
            "offset-unit",
            f'"{anchor}" has no time, so hours cannot be added.',
            "Count in d, bd, w or m, or give it a time.",
        )
    if not zone:
        moved = datetime.combine(at.day, at.clock) + timedelta(hours=count)
    else:
        moved = (in_utc(at.day, at.clock, zone) + timedelta(hours=count)).astimezone(zone_named(zone))
    return _Instant(moved.date(), moved.time())


class _OutOfRangeError(Exception):
    """A month before the year 1 or after the year 9999."""


def _on_or_after(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _on_clock(days: Days, clock: time | None, zone: str) -> Days:
    if clock is None:
        return days
    if zone:
        check_clock(days.first, clock, zone)
    return replace(days, time=clock, zone=zone)
