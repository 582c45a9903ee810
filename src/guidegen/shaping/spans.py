"""How long a cohort lasts and on which days nobody works: the calendar of one run of a program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final, TypeAlias

from guidegen.model.cohort import Break, Cohort, Holiday, HolidaySet, Week
from guidegen.model.dating import (
    Calendar,
    day_off,
    is_working_day,
    last_day,
    last_week,
    week_begins,
)
from guidegen.model.handbook import Settings
from guidegen.model.problem import Place, Problem, problem
from guidegen.model.program import Program
from guidegen.model.reference import Reference

FIVE_YEARS: Final = 5 * 366

_MOST_WEEKS: Final = 520
"""How many weeks a schedule shows; more come of a slip of the pen, which is told."""

_DAY_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

HolidaySets: TypeAlias = Mapping[str, HolidaySet]


def calendar_of(
    cohort: Cohort, start: date, program: Program, settings: Settings, sets: HolidaySets
) -> Calendar:
    """Return the calendar of a cohort that starts on *start*; what makes no sense is left out."""
    end = cohort.end if cohort.end is not None and cohort.end > start and is_plannable(cohort.end) else None
    weeks = cohort.weeks
    if weeks is None and end is None and program.duration is not None:
        weeks = program.duration.weeks
    holidays = {
        (one.first, one.last): one
        for name in _set_names(cohort, settings)
        if name.id in sets
        for one in sets[name.id].days
    }
    return Calendar(
        start=start,
        weeks=weeks,
        end=end,
        week_starts=settings.week_starts,
        working_days=settings.working_days,
        zone=cohort.timezone or settings.timezone,
        breaks=tuple(one for one in cohort.breaks if _is_sound(one)),
        holidays=tuple(holidays.values()),
    )


def weeks_of_calendar(calendar: Calendar) -> tuple[Week, ...]:
    """Return the weeks that have a number, from the first to the last."""
    last = min(last_week(calendar) or 0, _MOST_WEEKS)
    firsts = [(number, week_begins(calendar, number)) for number in range(1, last + 1)]
    return tuple(Week(number, first, first + timedelta(days=6)) for number, first in firsts)


def holidays_between(calendar: Calendar, days: Sequence[tuple[date, date]]) -> tuple[Holiday, ...]:
    """Return the holidays between the first and the last of all *days*, in order."""
    if not days:
        return ()
    first, last = min(one for one, _ in days), max(one for _, one in days)
    shown = (one for one in calendar.holidays if one.first <= last and one.last >= first)
    return tuple(sorted(shown, key=lambda one: (one.first, one.last)))


def is_plannable(day: date) -> bool:
    """Return whether there is room in the calendar for a plan around a day."""
    return 1000 <= day.year <= 9000


def why_off(calendar: Calendar, day: date) -> str:
    """Return ``is a Sunday``, ``is a holiday (Christmas Day)`` or ``is in a break (Winter break)``."""
    title = day_off(calendar, day)
    if title:
        is_holiday = any(one.first <= day <= one.last for one in calendar.holidays)
        return f"is a holiday ({title.plain})" if is_holiday else f"is in a break ({title.plain})"
    return f"is a {_DAY_NAMES[day.weekday()]}"


def out_of_range(day: date, start: date, place: Place, lead: str = "") -> Problem:
    """Return the warning that a day is in quite another year than a cohort."""
    message = f"{lead}{day} is more than 5 years from the cohort start {start}."
    return problem("date-range", message, place, "Check the year.")


def wrong_span(
    cohort: Cohort, program: Program, settings: Settings, sets: HolidaySets
) -> tuple[Problem, ...]:
    """Return what is wrong with the days of a cohort itself: start, end, breaks, holidays."""
    start, end = cohort.start, cohort.end
    days = (start, end, *(day for one in cohort.breaks for day in (one.first, one.last)))
    impossible = next((day for day in days if day is not None and not is_plannable(day)), None)
    if impossible is not None:
        message = f"nothing can be planned around {impossible}."
        return (problem("date-impossible", message, cohort.place, "Check the year."),)
    if start is None:
        return ()
    calendar = calendar_of(cohort, start, program, settings, sets)
    return (
        *_wrong_start(cohort, start, calendar),
        *_wrong_end(cohort, start, end, calendar),
        *_wrong_length(cohort, program, calendar),
        *_wrong_breaks(cohort, calendar),
        *_years_without_holidays(cohort, settings, sets, calendar),
    )


def _set_names(cohort: Cohort, settings: Settings) -> tuple[Reference, ...]:
    return settings.holidays if cohort.holidays is None else cohort.holidays


def _is_sound(one: Break) -> bool:
    return one.first <= one.last and is_plannable(one.first) and is_plannable(one.last)


def _wrong_start(cohort: Cohort, start: date, calendar: Calendar) -> Iterator[Problem]:
    if not is_working_day(calendar, start):
        yield problem(
            "nonworking-day",
            f"{start} {why_off(calendar, start)}. It stays because the date is fixed.",
            cohort.start_at,
            "Start on a working day, or add the day to working_days in guidegen.yml."
            if start.weekday() not in calendar.working_days
            else "Start on a working day.",
        )


def _wrong_end(cohort: Cohort, start: date, end: date | None, calendar: Calendar) -> Iterator[Problem]:
    if end is None:
        return
    if end <= start:
        relation = "before" if end < start else "the same day as"
        message = f"end {end} is {relation} start {start}."
        yield problem("date-order", message, cohort.end_at, "The end comes after the start.")
    elif abs((end - start).days) > FIVE_YEARS:
        yield out_of_range(end, start, cohort.end_at)
    elif cohort.weeks is not None and cohort.weeks != last_week(calendar):
        counted = last_day(replace(calendar, end=None))
        message = f"weeks: {cohort.weeks} ends on {counted} but end says {end}."
        yield problem("conflict", message, cohort.end_at, "Keep one.")


def _wrong_length(cohort: Cohort, program: Program, calendar: Calendar) -> Iterator[Problem]:
    weeks, planned = last_week(calendar), program.duration
    if weeks is None:
        yield problem(
            "missing-key",
            f'program "{program.id}" needs "duration", because cohort "{cohort.id}" has a start.',
            program.place,
            "Add duration: {weeks: 16} to the program, or weeks: 16 to the cohort.",
        )
    if weeks is None or planned is None:
        return
    lasts = f'cohort "{cohort.id}" lasts {weeks} {"week" if weeks == 1 else "weeks"}'
    remedy = "Change the length of the cohort, or duration in the program."
    if planned.min_weeks is not None and weeks < planned.min_weeks:
        message = f'{lasts}; program "{program.id}" lasts at least {planned.min_weeks}.'
        yield problem("conflict", message, cohort.place, remedy)
    elif planned.max_weeks is not None and weeks > planned.max_weeks:
        message = f'{lasts}; program "{program.id}" lasts {planned.max_weeks} at most.'
        yield problem("conflict", message, cohort.place, remedy)


def _wrong_breaks(cohort: Cohort, calendar: Calendar) -> Iterator[Problem]:
    weeks = last_week(replace(calendar, breaks=()))
    if not calendar.breaks or weeks is None:
        return
    if not _weeks_left(calendar, min(weeks, _MOST_WEEKS)):
        last = max(calendar.breaks, key=lambda one: one.last)
        message = f"breaks leave 0 of {weeks} weeks."
        yield problem("break-all", message, last.place, "Check the first and last days of the breaks.")
        return
    end = last_day(calendar)
    for one in calendar.breaks:
        far = next((d for d in (one.first, one.last) if abs((d - calendar.start).days) > FIVE_YEARS), None)
        if far is not None:
            yield out_of_range(far, calendar.start, one.place)
        elif end is not None and (one.first < calendar.start or one.last > end):
            yield problem(
                "break-outside",
                f'break "{one.title.plain}" ({one.first} to {one.last}) is not within '
                f'cohort "{cohort.id}" ({calendar.start} to {end}).',
                one.place,
                "Check the days of the break.",
            )


def _weeks_left(calendar: Calendar, weeks: int) -> bool:
    """Return whether people work in any of the weeks that there would be without breaks."""
    first = week_begins(calendar, 1)
    days = (first + timedelta(days=later) for later in range(7 * weeks))
    return any(
        day.weekday() in calendar.working_days
        and not any(one.first <= day <= one.last for one in calendar.breaks)
        for day in days
    )


def _years_without_holidays(
    cohort: Cohort, settings: Settings, sets: HolidaySets, calendar: Calendar
) -> Iterator[Problem]:
    end = last_day(calendar) or calendar.start
    if (end - calendar.start).days > FIVE_YEARS:
        return
    for name in _set_names(cohort, settings):
        if name.id not in sets:
            continue
        there = [(one.first.year, one.last.year) for one in sets[name.id].days]
        for year in range(calendar.start.year, end.year + 1):
            if not any(first <= year <= last for first, last in there):
                yield problem(
                    "holiday-year",
                    f"holiday set {name.id} has no days in {year}.",
                    name.place,
                    f"Add the holidays of {year}.",
                )
