"""Laying a schedule over the calendar of one cohort: a `When` becomes `Days`.

Weeks are counted from the one that holds the start; those that lie in a break
that pauses have no number.  Offsets count from the first day of what they hang
on when they go back, and from its last day when they go on: two days after a
week of reviews is two days after its end.

Nothing in here knows programs or milestones; who calls says when they are, and
what becomes of a day on which nobody works.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final, TypeAlias

from guidegen.model.clock import WhenError, check_clock, check_exists, in_utc, is_repeated, zone_named
from guidegen.model.cohort import Break, Holiday
from guidegen.model.plan import OnHoliday
from guidegen.model.prose import NO_TEXT, Text
from guidegen.model.schedule import (
    Between,
    Days,
    Fold,
    FromAnchor,
    InWeek,
    OnDate,
    Step,
    ToBeAnnounced,
    When,
    week_named,
)

_Stretch: TypeAlias = tuple[int, int]
"""The first and the last of some days or weeks in a row, as numbers."""

_LATEST: Final = date.max.toordinal()


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

    breaks: tuple[Break, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    _off: tuple[_Stretch, ...] = field(init=False, repr=False, compare=False)
    """The days of all breaks and holidays, as ordinals: in order, and apart from each other."""

    _paused: tuple[_Stretch, ...] = field(init=False, repr=False, compare=False)
    """The weeks without a number, counted from 0 for the one that holds the start; likewise."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_off", _merged(map(_ordinals, self._days_off)))
        object.__setattr__(self, "_paused", _paused_weeks(self) if self.breaks else ())

    @property
    def _days_off(self) -> tuple[Holiday | Break, ...]:
        return (*self.holidays, *self.breaks)


@dataclass(frozen=True, slots=True)
class Dated:
    """When something is, and when it would be but for a day on which nobody works."""

    days: Days | None
    """None: not known yet, or skipped; then `original` says when it would be."""

    original: Days | None = None
    reason: Text = NO_TEXT
    """What the holiday or the break is called; empty for a weekend."""

    @property
    def anchor(self) -> Days | None:
        """From when others are counted."""
        return self.days or self.original


def days_of(
    when: When, calendar: Calendar, known: Mapping[str, Days | None], fold: Fold | None = None
) -> Days | None:
    """Return the days of a cohort on which something happens; none where that is not known yet.

    *known* says when the milestones and meetings are, and ``PHASE.start`` and ``PHASE.end``; ``start``,
    ``end`` and the weeks follow from the calendar.  *fold* says which of two equal times is meant.

    Raises:
        WhenError: with the slug ``week-range``, ``offset-unit``, ``date-order``, ``date-impossible``,
            ``time-nonexistent`` or ``time-ambiguous``.
    """
    with within_the_calendar():
        days = _days_of(when, calendar, known, fold)
    if days is not None and (days.first.year == date.min.year or days.last.year == date.max.year):
        # On the clocks of another zone it could be a day that no calendar has.
        edge = days.first if days.first.year == date.min.year else days.last
        raise WhenError("date-impossible", f"nothing can be planned around {edge}.", "Check the year.")
    return days


def moved(
    days: Days, rule: OnHoliday, calendar: Calendar, *, weekends: bool, fold: Fold | None = None
) -> Dated:
    """Return what becomes of something on *days* where nobody works then; a range of days stays.

    A day that is only a weekend counts where *weekends* says so.

    Raises:
        WhenError: with the slug ``date-impossible``, ``time-nonexistent`` or ``time-ambiguous``.
    """
    if rule == "keep" or days.first != days.last:
        return Dated(days)
    reason = day_off(calendar, days.first)
    if reason is None or not (weekends or _is_off(calendar, days.first)):
        return Dated(days)
    if rule == "skip":
        return Dated(None, days, reason)
    with within_the_calendar():
        day = _next_working_day(days.first, -1 if rule == "previous" else 1, calendar)
        there = Days(day, day, last_time=days.last_time)
        return Dated(on_clock(there, days.time, days.zone, fold), days, reason)


def week_begins(calendar: Calendar, number: int) -> date:
    """Return the first day of a week; week 1 is the one, from `week_starts` on, that holds the start."""
    at = number - 1
    for first, last in calendar._paused:
        if first > at:
            break
        at += last - first + 1
    return _first_day(calendar) + timedelta(weeks=at)


def week_of(calendar: Calendar, day: date) -> int | None:
    """Return the number of the week that holds a day, if it has one; 0 and below are before the start."""
    at = (day - _first_day(calendar)).days // 7
    passed = 0
    for first, last in calendar._paused:
        if first <= at <= last:
            return None
        passed += last - first + 1 if last < at else 0
    return at - passed + 1


def week_from(calendar: Calendar, day: date) -> int:
    """Return the number of the week that holds a day, else of the first one after it that has a number."""
    return week_until(calendar, day) + (week_of(calendar, day) is None)


def week_until(calendar: Calendar, day: date) -> int:
    """Return the number of the week that holds a day, else of the last one before it that has a number."""
    at = (day - _first_day(calendar)).days // 7
    return at + 1 - sum(min(last, at) - first + 1 for first, last in calendar._paused if first <= at)


def last_week(calendar: Calendar) -> int | None:
    """Return the number of the last week: that of the written end, else as many as were written."""
    return calendar.weeks if calendar.end is None else week_until(calendar, calendar.end)


def last_day(calendar: Calendar) -> date | None:
    """Return the end: as written, else the last working day of the last week.

    Where nobody works in that week, it is the last day on which people otherwise would.
    """
    if calendar.end is not None or calendar.weeks is None:
        return calendar.end
    first = week_begins(calendar, calendar.weeks)
    days = [first + timedelta(days=later) for later in reversed(range(7))]
    weekdays = [day for day in days if day.weekday() in calendar.working_days]
    return next((day for day in weekdays if not _is_off(calendar, day)), weekdays[0])


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Return whether people of this cohort work on a day."""
    return day.weekday() in calendar.working_days and not _is_off(calendar, day)


def day_off(calendar: Calendar, day: date) -> Text | None:
    """Return what the holiday or the break on a day is called; nothing for a working day.

    A day that is off only because it is no weekday of work has no name, but an empty text.
    """
    if _is_off(calendar, day):
        return next(one.title for one in calendar._days_off if one.first <= day <= one.last)
    return None if day.weekday() in calendar.working_days else NO_TEXT


def on_or_after(day: date, weekday: int) -> date:
    """Return the first such weekday from a day on."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def on_clock(days: Days, clock: time | None, zone: str, fold: Fold | None = None) -> Days:
    """Return *days* with the time at which they begin.

    Raises:
        WhenError: with the slug ``time-nonexistent`` or ``time-ambiguous``.
    """
    if clock is None:
        return days
    second = False
    if zone and fold is None:
        check_clock(days.first, clock, zone)
    elif zone:
        check_exists(days.first, clock, zone)
        second = fold == "second" and is_repeated(days.first, clock, zone)
    return Days(days.first, days.last, clock, zone, days.last_time, second)


@contextmanager
def within_the_calendar() -> Iterator[None]:
    """Say it in words of ours where counting leaves the calendar.

    Raises:
        WhenError: with the slug ``date-impossible``.
    """
    try:
        yield
    except (OverflowError, OutOfRangeError):
        raise WhenError(
            "date-impossible", "this leads out of the calendar (years 1 to 9999).", "Count fewer steps."
        ) from None


class OutOfRangeError(Exception):
    """A month before the year 1 or after the year 9999."""


def months_on(day: date, count: int) -> date:
    """Return the same day of another month, or its last one where that has no such day.

    Raises:
        OutOfRangeError: outside the years 1 to 9999.
    """
    from dateutil.relativedelta import relativedelta

    try:
        return day + relativedelta(months=count)
    except ValueError:
        raise OutOfRangeError from None


# Days off


def _first_day(calendar: Calendar) -> date:
    return calendar.start - timedelta(days=(calendar.start.weekday() - calendar.week_starts) % 7)


def _ordinals(one: Holiday | Break) -> _Stretch:
    return one.first.toordinal(), one.last.toordinal()


def _merged(stretches: Iterable[_Stretch]) -> tuple[_Stretch, ...]:
    """Return the same days or weeks in order, with those that touch or overlap as one."""
    merged: list[_Stretch] = []
    for first, last in sorted(stretches):
        if first > last:
            continue
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged)


def _paused_weeks(calendar: Calendar) -> tuple[_Stretch, ...]:
    """Return the weeks after the first whose days of work all lie in breaks that pause.

    Only the weeks at the ends of a break have to be looked at: those between lie in it.
    """
    breaks = _merged(_ordinals(one) for one in calendar.breaks if one.pauses)
    begins = _first_day(calendar).toordinal()
    weekdays = [(weekday - calendar.week_starts) % 7 for weekday in calendar.working_days]
    paused: list[_Stretch] = []
    for first, last in breaks:
        outer = ((first - begins) // 7, (last - begins) // 7)
        paused.append((max(outer[0] + 1, 1), outer[1] - 1))
        paused.extend(
            (week, week)
            for week in outer
            if week > 0 and all(_is_in(begins + 7 * week + later, breaks) for later in weekdays)
        )
    return _merged(paused)


def _is_off(calendar: Calendar, day: date) -> bool:
    return _is_in(day.toordinal(), calendar._off)


def _is_in(one: int, stretches: tuple[_Stretch, ...]) -> bool:
    at = bisect_right(stretches, (one, _LATEST))
    return at > 0 and stretches[at - 1][1] >= one


def _next_working_day(day: date, step: int, calendar: Calendar) -> date:
    """Return the working day after *day*, or before it where *step* is -1; a long break is one leap."""
    at = day.toordinal() + step
    while True:
        beside = bisect_right(calendar._off, (at, _LATEST)) - 1
        if beside >= 0 and calendar._off[beside][1] >= at:
            first, last = calendar._off[beside]
            at = last + 1 if step > 0 else first - 1
        elif _weekday(at) in calendar.working_days:
            return _day(at)
        else:
            at += step


def _working_days_on(day: date, count: int, calendar: Calendar) -> date:
    """Count working days, whole weeks at once where none of their days is off."""
    step = 1 if count >= 0 else -1
    left = abs(count)
    while left:
        weeks = min((left - 1) // len(calendar.working_days), _free_weeks(day, step, calendar))
        if weeks:
            day = _day(day.toordinal() + 7 * weeks * step)
            left -= weeks * len(calendar.working_days)
        else:
            day = _next_working_day(day, step, calendar)
            left -= 1
    return day


def _free_weeks(day: date, step: int, calendar: Calendar) -> int:
    """Return how many times seven days beside this one have no holiday and no break."""
    at = day.toordinal()
    beside = bisect_right(calendar._off, (at + step, _LATEST))
    if _is_in(at + step, calendar._off):
        return 0
    if step > 0:
        next_off = calendar._off[beside][0] if beside < len(calendar._off) else _LATEST + 1
        return (next_off - at - 1) // 7
    last_off = calendar._off[beside - 1][1] if beside else 0
    return (at - last_off - 1) // 7


def _weekday(ordinal: int) -> int:
    return (ordinal + 6) % 7


def _day(ordinal: int) -> date:
    if not 1 <= ordinal <= _LATEST:
        raise OutOfRangeError
    return date.fromordinal(ordinal)


# Reading a when over the calendar


def _days_of(
    when: When, calendar: Calendar, known: Mapping[str, Days | None], fold: Fold | None
) -> Days | None:
    match when:
        case ToBeAnnounced():
            return None
        case OnDate(day, clock, zone):
            return on_clock(Days(day, day), clock, zone or calendar.zone, fold)
        case InWeek(week, weekday, clock):
            days = _whole_week(calendar, week)
            if weekday is None:
                return days
            day = on_or_after(days.first, weekday)
            return on_clock(Days(day, day), clock, calendar.zone, fold)
        case FromAnchor():
            base = _anchor_days(when.anchor, calendar, known)
            return None if base is None else _counted(when, base, calendar, fold)
        case Between(first, last):
            return _stretch(_days_of(first, calendar, known, fold), _days_of(last, calendar, known, fold))


def _stretch(first: Days | None, last: Days | None) -> Days | None:
    if first is None or last is None:
        return None
    ends = _closing_time(last)
    if first.zone and last.zone and first.zone != last.zone and ends is not None:
        there = in_utc(last.last, ends, last.zone, second=last.second).astimezone(zone_named(first.zone))
        last, ends = Days(last.first, there.date()), there.time()
    if first.first > last.last or (first.first == last.last and first.time and ends and ends < first.time):
        raise WhenError(
            "date-order",
            f"the range ends on {last.last}, before it begins on {first.first}."
            if first.first > last.last
            else f"the range ends at {ends:%H:%M}, before it begins at {first.time:%H:%M}.",
            "Write the earlier one first.",
        )
    return Days(first.first, last.last, first.time, first.zone or last.zone, ends, first.second)


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


def _counted(when: FromAnchor, base: Days, calendar: Calendar, fold: Fold | None) -> Days:
    """Count the steps: those that go back from the first day of the anchor, others from its last."""
    if not when.steps and when.weekday is None:
        if when.time is None:
            return base
        return on_clock(Days(base.first, base.first), when.time, calendar.zone, fold)
    forward = bool(when.steps) and when.steps[0].count >= 0
    at = _Instant(base.last, _closing_time(base)) if forward else _Instant(base.first, base.time)
    if base.second and at.clock == base.time and at.day == base.first:
        at = _Instant(at.day, at.clock, second=True)
    for step in when.steps:
        at = _stepped(at, step, when.anchor, base.zone, calendar)
    day = at.day if when.weekday is None else on_or_after(at.day, when.weekday)
    if when.time is not None:
        return on_clock(Days(day, day), when.time, calendar.zone, fold)
    if any(step.unit == "h" for step in when.steps):
        return Days(day, day, at.clock, base.zone, second=at.second)
    return Days(day, day)


@dataclass(frozen=True, slots=True)
class _Instant:
    """Where counting has come to."""

    day: date
    clock: time | None
    second: bool = False


def _stepped(at: _Instant, step: Step, anchor: str, zone: str, calendar: Calendar) -> _Instant:
    match step.unit:
        case "d":
            return _Instant(at.day + timedelta(days=step.count), at.clock)
        case "w":
            return _Instant(at.day + timedelta(weeks=step.count), at.clock)
        case "bd":
            return _Instant(_working_days_on(at.day, step.count, calendar), at.clock)
        case "m":
            return _Instant(months_on(at.day, step.count), at.clock)
        case "h":
            return _hours_on(at, step.count, anchor, zone)


def _hours_on(at: _Instant, count: int, anchor: str, zone: str) -> _Instant:
    if at.clock is None:
        raise WhenError(
            "offset-unit",
            f'"{anchor}" has no time, so hours cannot be added.',
            "Count in d, bd, w or m, or give it a time.",
        )
    if not zone:
        wall = datetime.combine(at.day, at.clock) + timedelta(hours=count)
    else:
        begun = in_utc(at.day, at.clock, zone, second=at.second)
        wall = (begun + timedelta(hours=count)).astimezone(zone_named(zone))
    return _Instant(wall.date(), wall.time(), bool(wall.fold))
