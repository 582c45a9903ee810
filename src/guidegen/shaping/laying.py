"""Every anchor of a plan on its days, in one cohort.

Each is found after those it is counted from.  One that falls on a day on which
nobody works is moved or skipped as its rule says; others are counted from where
it has been moved to, and from where one that is skipped would have been.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from guidegen.model.dating import Calendar, Dated, days_of, moved
from guidegen.model.problem import Problem, problem
from guidegen.model.schedule import (
    Days,
    FromAnchor,
    OnDate,
    When,
    WhenError,
    anchors_of,
    moments_of,
    series_named,
    weeks_of,
)
from guidegen.shaping.network import Anchor
from guidegen.shaping.recurrence import Occurrence, series


@dataclass(frozen=True, slots=True)
class Laid:
    """When everything of a plan is, in one cohort."""

    known: dict[str, Days | None] = field(default_factory=dict)
    """From when others are counted, by the name of the anchor."""

    dated: dict[str, Dated] = field(default_factory=dict)
    """Without the meetings of a series, but for those that have a time of their own."""

    series: dict[str, tuple[Occurrence, ...] | None] = field(default_factory=dict)
    """None: not known yet."""


UNDATED = Dated(None)


def laid_over(
    order: Iterable[Anchor], calendar: Calendar, left_open: Callable[[When], bool]
) -> tuple[Laid, tuple[Problem, ...]]:
    """Return the days of every anchor; none for those that *left_open* says are not to be looked at."""
    laid = Laid()
    problems = []
    for one in order:
        try:
            if one.repeat is not None:
                _lay_series(one, calendar, left_open, laid)
            else:
                dated = _dated(one, calendar, left_open, laid)
                laid.dated[one.name] = dated
                laid.known[one.name] = dated.anchor
        except WhenError as error:
            laid.dated[one.name] = UNDATED
            laid.known[one.name] = None
            if one.repeat is not None:
                laid.series[one.name] = None
            problems.append(problem(error.slug, one.lead + error.message, one.place, error.remedy))
    return laid, tuple(problems)


def days_from(when: When, calendar: Calendar, laid: Laid) -> Days | None:
    """Return the days of something that nothing is counted from.

    Raises:
        WhenError: as `days_of`, and with the slug ``unknown-occurrence``.
    """
    check_occurrences(when, laid)
    return days_of(when, calendar, laid.known)


def check_occurrences(when: When, laid: Laid) -> None:
    """See that every meeting of a series that a when is counted from is held.

    Raises:
        WhenError: with the slug ``unknown-occurrence``.
    """
    for name in anchors_of(when):
        if (one := series_named(name)) and (message := no_such_meeting(*one, laid)):
            raise WhenError("unknown-occurrence", message, "Count from a meeting that is held.")


def no_such_meeting(name: str, number: int, laid: Laid) -> str:
    """Return the sentence that a series has no meeting of this number; empty where it has."""
    meetings = laid.series.get(name)
    if meetings is None or number <= len(meetings):
        return ""
    held = f"{len(meetings)} {'meeting' if len(meetings) == 1 else 'meetings'}"
    return f"{name} has {held}; there is no number {number}."


def nothing(when: When) -> bool:
    """Leave nothing open."""
    return False


def hangs_on_the_calendar(when: When) -> bool:
    """Return whether a when means other days in a sample cohort: a date, or the length of a month."""
    return any(
        isinstance(moment, OnDate)
        or (isinstance(moment, FromAnchor) and any(step.unit == "m" for step in moment.steps))
        for moment in moments_of(when)
    )


def hangs_on_the_start(when: When) -> bool:
    """Return whether a when is not known before the start of a cohort is."""
    return bool(weeks_of(when)) or not {"start", "end"}.isdisjoint(anchors_of(when))


def _dated(one: Anchor, calendar: Calendar, left_open: Callable[[When], bool], laid: Laid) -> Dated:
    if one.when is None or left_open(one.when):
        return UNDATED
    check_occurrences(one.when, laid)
    days = days_of(one.when, calendar, laid.known, one.fold)
    if days is None:
        return UNDATED
    side = one.name.rpartition(".")[2]
    if side in ("start", "end") and side != one.name:
        day = days.first if side == "start" else days.last
        return Dated(Days(day, day))
    rule = one.on_holiday or ("keep" if one.is_fixed else one.usual)
    return moved(days, rule, calendar, weekends=one.on_holiday is not None, fold=one.fold)


def _lay_series(one: Anchor, calendar: Calendar, left_open: Callable[[When], bool], laid: Laid) -> None:
    assert one.repeat is not None
    in_program_weeks = one.repeat.unit == "program"
    if any(map(left_open, one.whens)) or (in_program_weeks and left_open is hangs_on_the_start):
        laid.series[one.name] = None
        return
    for when in one.whens:
        check_occurrences(when, laid)
    found = series(one.name, one.repeat, calendar, laid.known, rule=one.on_holiday, fold=one.fold)
    laid.series[one.name] = found
    for meeting in found or ():
        laid.known[f"{one.name}#{meeting.number}"] = meeting.dated.anchor
