"""Programs, and the days on which things happen in their cohorts.

A program is written once, relative to its start.  A cohort is one run of it,
with a real first day.  `lay` lays one over the other, and says what does not
fit: names that nothing has, entries that wait for each other, phases that overlap.

A program that has no dates yet is rehearsed: laid over a sample cohort, so that
its author hears today what would be wrong with the first real one.  What hangs
on the calendar itself (a fixed date, the length of a month) is left open there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from guidegen.model.activity import Checklist
from guidegen.model.cohort import Cohort, HolidaySet, Schedule
from guidegen.model.dating import Calendar, last_day, week_of
from guidegen.model.handbook import Settings
from guidegen.model.problem import NOWHERE, Problem
from guidegen.model.program import Program
from guidegen.model.schedule import Days
from guidegen.shaping.events import Run, events_of
from guidegen.shaping.judgement import (
    misfits,
    names_of_events,
    overlaps,
    phases_out_of_order,
    twice_in_extra,
    unknown_in_cohort,
    without_zone,
    wrong_capacity,
    wrong_changes,
    wrong_numbers,
    wrong_order_of_applications,
    wrong_overrides,
)
from guidegen.shaping.laying import Laid, hangs_on_the_calendar, hangs_on_the_start, laid_over, nothing
from guidegen.shaping.network import (
    Anchor,
    anchor_names,
    anchors_in,
    in_order,
    unknown_anchors,
    waiting,
    with_overrides,
)
from guidegen.shaping.spans import (
    HolidaySets,
    calendar_of,
    holidays_between,
    is_plannable,
    weeks_of_calendar,
    wrong_span,
)
from guidegen.shaping.tasks import lists_of, tasks_of, wrong_lists

_DAY: Final = re.compile(r"(?: on)? \(?[0-9]{4}-[0-9]{2}-[0-9]{2}\)?")


@dataclass(frozen=True, slots=True)
class _Plan:
    """A program with what is the same in all of its cohorts."""

    program: Program
    settings: Settings
    sets: HolidaySets
    lists: tuple[Checklist, ...]
    anchors: tuple[Anchor, ...]
    order: tuple[Anchor, ...]


def lay(
    program: Program,
    settings: Settings,
    holidays: Iterable[HolidaySet] = (),
    checklists: Sequence[Checklist] = (),
) -> tuple[Program, tuple[Problem, ...]]:
    """Return *program* with every entry and every task on its days in each cohort, and what is wrong."""
    anchors = anchors_in(program)
    order, circles = in_order(anchors)
    lists = lists_of(program, checklists)
    plan = _Plan(program, settings, {one.id: one for one in holidays}, lists, anchors, order)
    problems = [*_unknown(plan), *circles]
    cohorts, every = [], []
    for cohort in program.cohorts:
        schedule, laid = _schedule(cohort, plan, problems)
        cohorts.append(replace(cohort, schedule=schedule))
        every.append(laid)
    if not cohorts:
        problems.extend(waiting(order))
    dated = [laid for cohort, laid in zip(program.cohorts, every, strict=True) if cohort.start is not None]
    if not dated:
        dated.append(_rehearsed(plan, problems))
    problems.extend(wrong_changes(program.meetings, dated))
    done = replace(program, cohorts=tuple(cohorts)) if cohorts else program
    return done, tuple(dict.fromkeys(problems))


def _unknown(plan: _Plan) -> Iterator[Problem]:
    program, known = plan.program, anchor_names(plan.program)
    for one in plan.anchors:
        yield from unknown_anchors(one.whens, known, one.place, one.lead)
    for survey in program.surveys:
        whens = [one for one in (survey.opens, survey.due) if one is not None]
        yield from unknown_anchors(whens, known, survey.place, f'survey "{survey.id}": ')
    for rule in (rule for one in program.eligibility for rule in one.rules):
        if rule.applies_from is not None:
            yield from unknown_anchors((rule.applies_from,), known, rule.place, "applies_from: ")
    if program.matching is not None and program.matching.rematch_window is not None:
        window = (program.matching.rematch_window,)
        yield from unknown_anchors(window, known, program.matching.place, "matching.rematch_window: ")
    yield from wrong_lists(program, plan.lists)


def _schedule(cohort: Cohort, plan: _Plan, problems: list[Problem]) -> tuple[Schedule, Laid]:
    """Return the plan on the days of a cohort; what is wrong is added to *problems*."""
    program, settings = plan.program, plan.settings
    problems.extend(wrong_span(cohort, program, settings, plan.sets))
    problems.extend(wrong_capacity(cohort, program))
    problems.extend(wrong_overrides(cohort, program))
    problems.extend(twice_in_extra(cohort, program))
    problems.extend(names_of_events(cohort, program))
    order = _order_in(cohort, plan, problems)
    problems.extend(waiting(order))
    start = cohort.start if cohort.start is not None and is_plannable(cohort.start) else None
    left_open = nothing if start is not None else hangs_on_the_start
    on = cohort if start is not None else replace(cohort, end=None)
    calendar = calendar_of(on, start or _sample_start(settings), program, settings, plan.sets)
    laid, found = laid_over(order, calendar, left_open)
    problems.extend(found)
    planned = (
        laid if not cohort.overrides else laid_over(_planned_order(cohort, plan), calendar, left_open)[0]
    )
    overrides = {one.entry: one for one in cohort.overrides}
    run = Run(program, cohort, settings, calendar, laid, planned, overrides, left_open, problems)
    events = events_of(run)
    tasks = tasks_of(plan.lists, events, run)
    problems.extend(wrong_numbers(run))
    problems.extend(wrong_changes(cohort.meetings, (laid,)))
    problems.extend(wrong_order_of_applications(events))
    problems.extend(without_zone(events, cohort))
    if start is not None:
        problems.extend(misfits(run, order, events, tasks))
    weeks = weeks_of_calendar(calendar) if start is not None else ()
    dated = [one.days for one in events if one.days] + [one.days for one in tasks if one.days]
    stretches = [(one.first, one.last) for one in dated] + [(one.first, one.last) for one in weeks]
    schedule = Schedule(
        zone=calendar.zone,
        end=last_day(calendar) if start is not None else None,
        weeks=weeks,
        holidays=holidays_between(calendar, stretches),
        events=events,
        tasks=tasks,
    )
    return schedule, laid


def _order_in(cohort: Cohort, plan: _Plan, problems: list[Problem]) -> tuple[Anchor, ...]:
    """Return the anchors of a cohort so that each comes after those it is counted from."""
    anchors = with_overrides(plan.anchors, cohort)
    own = {one.name: one for one in plan.anchors}
    added = [one for one in anchors if own.get(one.name) is not one]
    timeline = (*plan.program.timeline, *cohort.timeline)
    meetings = (*plan.program.meetings, *cohort.meetings)
    known = anchor_names(replace(plan.program, timeline=timeline, meetings=meetings))
    problems.extend(unknown_in_cohort(cohort, added, known))
    if not added:
        return plan.order
    order, circles = in_order(anchors)
    problems.extend(circles)
    return order


def _planned_order(cohort: Cohort, plan: _Plan) -> tuple[Anchor, ...]:
    """Return the anchors of a cohort as if nothing were overridden."""
    if not cohort.timeline and not cohort.meetings:
        return plan.order
    return in_order(with_overrides(plan.anchors, replace(cohort, overrides=())))[0]


# Programs without dates


def _rehearsed(plan: _Plan, problems: list[Problem]) -> Laid:
    """Lay a program over a sample cohort; what would be wrong with a real one is added to *problems*."""
    program, settings = plan.program, plan.settings
    weeks = program.duration.weeks if program.duration is not None else None
    start = _sample_start(settings)
    calendar = Calendar(start, weeks, None, settings.week_starts, settings.working_days)
    laid, found = laid_over(plan.order, calendar, hangs_on_the_calendar)
    sample = Cohort("", start, NOWHERE)
    run = Run(program, sample, settings, calendar, laid, laid, {}, hangs_on_the_calendar, list(found))
    events = events_of(run)
    tasks_of(plan.lists, events, run)
    run.problems.extend(phases_out_of_order(program, laid))
    run.problems.extend(wrong_order_of_applications(events))
    # What the clocks do on some day says nothing about another year.
    told = (one for one in run.problems if not one.slug.startswith("time-"))
    problems.extend(replace(one, message=_without_days(one.message)) for one in told)

    def in_weeks(both: Days) -> str:
        first, last = week_of(calendar, both.first), week_of(calendar, both.last)
        return f"in week {first}" if first == last else f"from week {first} to week {last}"

    problems.extend(overlaps(program, laid, in_weeks))
    return laid


def _without_days(message: str) -> str:
    """Return a message that does not speak of the days of a sample cohort."""
    return _DAY.sub("", message).replace(", before", " before")


def _sample_start(settings: Settings) -> date:
    """Return a day on which a week begins, far from any that is written."""
    monday = date(2001, 1, 1)
    return monday + timedelta(days=settings.week_starts)
