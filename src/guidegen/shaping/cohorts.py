"""Programs, and the days on which things happen in their cohorts.

A program is written once, relative to its start.  A cohort is one run of it,
with a real first day.  `lay` lays one over the other, and says what does not
fit: names that nothing has, entries that wait for each other, phases that overlap.

A program that has no dates yet is rehearsed: laid over a sample cohort, so that
its author hears today what would be wrong with the first real one.  What hangs
on the calendar itself (a fixed date, the length of a month) is left open there.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Final, TypeAlias

from guidegen.model.cohort import Cohort, Event, Schedule
from guidegen.model.dating import Calendar, days_of, is_working_day, last_day, week_of
from guidegen.model.handbook import Settings
from guidegen.model.nearest import did_you_mean
from guidegen.model.plan import Phase
from guidegen.model.problem import Place, Problem, problem
from guidegen.model.program import Program
from guidegen.model.schedule import (
    Days,
    FromAnchor,
    OnDate,
    ToBeAnnounced,
    When,
    WhenError,
    anchors_of,
    moments_of,
    weeks_of,
)

_SHOWN: Final = 8
"""How many names a message lists at most."""

_FIVE_YEARS: Final = 5 * 366
_HALF_A_YEAR: Final = 26 * 7

_DAY_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Known: TypeAlias = dict[str, Days | None]
"""When the anchors of a program are, in one cohort."""


@dataclass(frozen=True, slots=True)
class _Anchor:
    """Something that has a day, and that other things can be counted from."""

    name: str
    """The id of a milestone, ``PHASE.start`` or ``PHASE.end``."""

    when: When
    place: Place
    lead: str
    """What a message begins with: the way to the key."""


def lay(program: Program, settings: Settings) -> tuple[Program, tuple[Problem, ...]]:
    """Return *program* with every phase and milestone on its days in each cohort, and what is wrong."""
    anchors = _anchors_in(program)
    order, cycles = _in_order(anchors)
    problems = [
        *_unknown(anchors, program),
        *cycles,
        *_waiting(order),
    ]
    cohorts = []
    for cohort in program.cohorts:
        events, found = _events_of(cohort, program, settings, order)
        cohorts.append(replace(cohort, schedule=Schedule(events=events)))
        problems.extend(found)
    if all(cohort.start is None for cohort in cohorts):
        problems.extend(_rehearsed(program, settings, order))
    done = replace(program, cohorts=tuple(cohorts)) if cohorts else program
    return done, tuple(dict.fromkeys(problems))


def anchor_names(program: Program) -> tuple[str, ...]:
    """Return what a time of this program can be counted from; the milestones before the phases."""
    # Milestones are what is usually meant.
    names = sorted((one.name for one in _anchors_in(program)), key=lambda name: "." in name)
    return ("start", "end", *names)


def unknown_anchor(name: str, known: Sequence[str], place: Place, lead: str = "") -> Problem:
    """Return the problem that *name* is not among the names that are *known*."""
    shown = ", ".join(known[:_SHOWN]) + (", …" if len(known) > _SHOWN else "")
    remedy = did_you_mean(name, known)
    if f"{name}.start" in known:
        remedy = f'Write "{name}.start" or "{name}.end".'
    return problem(
        "unknown-anchor",
        f'{lead}unknown anchor "{name}". Known: {shown}',
        place,
        remedy or "Count from one of these, or add an entry with this id to the timeline.",
    )


# What can be counted from, and in which order


def _anchors_in(program: Program) -> tuple[_Anchor, ...]:
    found: dict[str, _Anchor] = {}
    for at, phase in enumerate(program.phases):
        begins = _Anchor(f"{phase.id}.start", phase.first, phase.place, f"phases[{at}].from: ")
        ends = _Anchor(f"{phase.id}.end", phase.last, phase.place, f"phases[{at}].to: ")
        found.setdefault(begins.name, begins)
        found.setdefault(ends.name, ends)
    for at, entry in enumerate(program.timeline):
        found.setdefault(entry.id, _Anchor(entry.id, entry.when, entry.place, f"timeline[{at}].when: "))
    return tuple(found.values())


def _unknown(anchors: Sequence[_Anchor], program: Program) -> Iterator[Problem]:
    known = anchor_names(program)
    for one in anchors:
        for name in anchors_of(one.when):
            if name not in known:
                yield unknown_anchor(name, known, one.place, one.lead)


def _in_order(anchors: Sequence[_Anchor]) -> tuple[tuple[_Anchor, ...], tuple[Problem, ...]]:
    """Return the anchors so that each comes after those it is counted from, and the circles among them.

    What is in a circle, or hangs on one, comes last.
    """
    by_name = {one.name: one for one in anchors}
    waits_for = {one.name: {name for name in anchors_of(one.when) if name in by_name} for one in anchors}
    order: list[_Anchor] = []
    circles: list[tuple[str, ...]] = []
    _take_out(waits_for, by_name, order)
    while waits_for:
        circle = _circle_in(waits_for)
        circles.append(circle)
        for name in circle:
            waits_for[name] = set()
        _take_out(waits_for, by_name, order)
    problems = tuple(_circle_problem([by_name[name] for name in circle]) for circle in circles)
    return tuple(order), problems


def _take_out(waits_for: dict[str, set[str]], by_name: Mapping[str, _Anchor], order: list[_Anchor]) -> None:
    """Move from *waits_for* to *order* whatever waits for nothing, and what waited only for that."""
    followers: dict[str, list[str]] = defaultdict(list)
    missing = {}
    for name, others in waits_for.items():
        missing[name] = len(others := others & waits_for.keys())
        for other in others:
            followers[other].append(name)
    ready = deque(name for name, count in missing.items() if not count)
    while ready:
        name = ready.popleft()
        order.append(by_name[name])
        del waits_for[name]
        for follower in followers[name]:
            missing[follower] -= 1
            if not missing[follower]:
                ready.append(follower)


def _circle_in(waits_for: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Return the first circle met: every name here waits for another one that is here."""
    path: dict[str, int] = {}
    name = next(iter(waits_for))
    while name not in path:
        path[name] = len(path)
        name = min(waits_for[name] & waits_for.keys())
    circle = tuple(path)[path[name] :]
    written = {name: at for at, name in enumerate(waits_for)}
    first = circle.index(min(circle, key=lambda name: written[name]))
    return circle[first:] + circle[:first]


def _circle_problem(circle: Sequence[_Anchor]) -> Problem:
    remedy = "Count one of them from start, end or a week."
    if len(circle) == 1:
        message = f"{circle[0].name} depends on itself."
        return problem(
            "anchor-cycle", circle[0].lead + message, circle[0].place, "Count it from something else."
        )
    names = [one.name for one in circle]
    if len(names) > _SHOWN:
        names = [*names[: _SHOWN - 1], "…"]
    message = " → ".join([*names, circle[0].name])
    return problem(
        "anchor-cycle", f"{circle[0].lead}{message} depend on each other.", circle[0].place, remedy
    )


def _waiting(order: Iterable[_Anchor]) -> Iterator[Problem]:
    """Say which entries are not known yet because another one is not."""
    unknown: set[str] = set()
    for one in order:
        waits = [name for name in anchors_of(one.when) if name in unknown]
        if any(isinstance(moment, ToBeAnnounced) for moment in moments_of(one.when)):
            unknown.add(one.name)
        elif waits:
            unknown.add(one.name)
            yield problem(
                "anchor-tba",
                f'{one.lead}depends on "{waits[0]}", which is to be announced.',
                one.place,
                "It is shown as to be announced as well.",
            )


# One cohort


def _events_of(
    cohort: Cohort, program: Program, settings: Settings, order: Sequence[_Anchor]
) -> tuple[tuple[Event, ...], list[Problem]]:
    problems = list(_wrong_in(cohort, program, settings))
    start = cohort.start if cohort.start is not None and _is_plannable(cohort.start) else None
    if start is None:
        calendar = _calendar(replace(cohort, end=None), _sample_start(settings), program, settings)
        known, found = _dated(order, calendar, _hangs_on_the_start)
        return _events(program, known), [*problems, *found]
    calendar = _calendar(cohort, start, program, settings)
    known, found = _dated(order, calendar, _nothing)
    problems.extend(found)
    problems.extend(_phases_out_of_order(program, known))
    problems.extend(_overlaps(program, known, _in_days))
    problems.extend(_far_away(order, known, calendar, cohort))
    events = _events(program, known)
    problems.extend(_without_zone(events, cohort))
    return events, problems


def _calendar(cohort: Cohort, start: date, program: Program, settings: Settings) -> Calendar:
    end = cohort.end if cohort.end is not None and cohort.end > start and _is_plannable(cohort.end) else None
    weeks = cohort.weeks
    if weeks is None and end is None and program.duration is not None:
        weeks = program.duration.weeks
    return Calendar(
        start=start,
        weeks=weeks,
        end=end,
        week_starts=settings.week_starts,
        working_days=settings.working_days,
        zone=cohort.timezone or settings.timezone,
    )


def _wrong_in(cohort: Cohort, program: Program, settings: Settings) -> Iterator[Problem]:
    start, end = cohort.start, cohort.end
    if start is None:
        return
    for day in (start, end):
        if day is not None and not _is_plannable(day):
            yield problem(
                "date-impossible", f"nothing can be planned around {day}.", cohort.place, "Check the year."
            )
            return
    calendar = _calendar(cohort, start, program, settings)
    if not is_working_day(calendar, start):
        yield problem(
            "nonworking-day",
            f"{start} is a {_DAY_NAMES[start.weekday()]}. It stays because the date is fixed.",
            cohort.place,
            "Start on a working day, or add the day to working_days in guidegen.yml.",
        )
    if end is not None:
        yield from _wrong_end(cohort, start, end, calendar)
    if calendar.weeks is None and calendar.end is None:
        yield problem(
            "missing-key",
            f'program "{program.id}" needs "duration", because cohort "{cohort.id}" has a start.',
            program.place,
            "Add duration: {weeks: 16} to the program, or weeks: 16 to the cohort.",
        )


def _wrong_end(cohort: Cohort, start: date, end: date, calendar: Calendar) -> Iterator[Problem]:
    if end <= start:
        relation = "before" if end < start else "the same day as"
        message = f"end {end} is {relation} start {start}."
        yield problem("date-order", message, cohort.place, "The end comes after the start.")
    elif abs((end - start).days) > _FIVE_YEARS:
        yield _out_of_range(end, start, cohort.place)
    elif cohort.weeks is not None and cohort.weeks != week_of(calendar, end):
        counted = last_day(replace(calendar, end=None))
        yield problem(
            "conflict",
            f"weeks: {cohort.weeks} ends on {counted} but end says {end}.",
            cohort.place,
            "Keep one.",
        )


def _dated(
    order: Iterable[_Anchor], calendar: Calendar, left_open: Callable[[When], bool]
) -> tuple[Known, list[Problem]]:
    """Return the days of every anchor; none for those that *left_open* says are not to be looked at."""
    known: Known = {}
    problems = []
    for one in order:
        try:
            days = None if left_open(one.when) else days_of(one.when, calendar, known)
        except WhenError as error:
            known[one.name] = None
            problems.append(problem(error.slug, one.lead + error.message, one.place, error.remedy))
        else:
            known[one.name] = _side_of_a_phase(one, days)
    return known, problems


def _side_of_a_phase(one: _Anchor, days: Days | None) -> Days | None:
    """Return the whole day on which a phase begins or ends; other anchors keep their days."""
    if days is None or "." not in one.name:
        return days
    day = days.first if one.name.endswith(".start") else days.last
    return Days(day, day)


def _phase_days(phase: Phase, known: Known) -> Days | None:
    first, last = known.get(f"{phase.id}.start"), known.get(f"{phase.id}.end")
    if first is None or last is None or first.first > last.last:
        return None
    return Days(first.first, last.last)


def _events(program: Program, known: Known) -> tuple[Event, ...]:
    phases = [
        Event(phase.id, phase.id, "phase", phase.title, _phase_days(phase, known), phase.place)
        for phase in program.phases
    ]
    entries = [
        Event(entry.id, entry.id, entry.kind, entry.title, known.get(entry.id), entry.place)
        for entry in program.timeline
    ]
    return tuple(sorted((*phases, *entries), key=_moment_of))


def _moment_of(event: Event) -> tuple[date, time]:
    if event.days is None:
        return date.max, time.max
    return event.days.first, event.days.time or time.min


# What does not fit together


def _phases_out_of_order(program: Program, known: Known) -> Iterator[Problem]:
    for phase in program.phases:
        first, last = known.get(f"{phase.id}.start"), known.get(f"{phase.id}.end")
        if first is not None and last is not None and first.first > last.last:
            yield problem(
                "date-order",
                f'phase "{phase.id}" ends on {last.last}, before it begins on {first.first}.',
                phase.place,
                "Write the earlier one under from.",
            )


def _overlaps(program: Program, known: Known, said: Callable[[Days], str]) -> Iterator[Problem]:
    if program.overlaps:
        return
    phases = [(phase, days) for phase in program.phases if (days := _phase_days(phase, known))]
    for at, (earlier, its) in enumerate(phases):
        for later, their in phases[at + 1 :]:
            both = Days(max(its.first, their.first), min(its.last, their.last))
            if both.first <= both.last:
                yield problem(
                    "phase-overlap",
                    f'phases "{earlier.id}" and "{later.id}" overlap {said(both)}.',
                    later.place,
                    "Set overlaps: true if meant.",
                )


def _in_days(both: Days) -> str:
    return f"on {both.first}" if both.first == both.last else f"from {both.first} to {both.last}"


def _far_away(
    order: Iterable[_Anchor], known: Known, calendar: Calendar, cohort: Cohort
) -> Iterator[Problem]:
    for one in order:
        days = known.get(one.name)
        if days is None:
            continue
        fixed = [moment.day for moment in moments_of(one.when) if isinstance(moment, OnDate)]
        out = [day for day in fixed if abs((day - calendar.start).days) > _FIVE_YEARS]
        if out:
            yield _out_of_range(out[0], calendar.start, one.place, one.lead)
            continue
        end = last_day(calendar) or calendar.start
        if (calendar.start - days.last).days > _HALF_A_YEAR:
            yield _far(one, days.last, f'before the start of cohort "{cohort.id}" ({calendar.start})')
        elif (days.first - end).days > _HALF_A_YEAR:
            yield _far(one, days.first, f'after the end of cohort "{cohort.id}" ({end})')


def _far(one: _Anchor, day: date, side: str) -> Problem:
    message = f"{one.lead}{day} is more than 26 weeks {side}."
    return problem("far-date", message, one.place, "Check the date, or what it is counted from.")


def _out_of_range(day: date, start: date, place: Place, lead: str = "") -> Problem:
    message = f"{lead}{day} is more than 5 years from the cohort start {start}."
    return problem("date-range", message, place, "Check the year.")


def _without_zone(events: Iterable[Event], cohort: Cohort) -> Iterator[Problem]:
    for event in events:
        if event.days is not None and event.days.time is not None and not event.days.zone:
            yield problem(
                "missing-key",
                f'cohort "{cohort.id}" needs "timezone", because "{event.entry}" has a time '
                f"({event.days.time:%H:%M}).",
                cohort.place,
                "Add e.g. timezone: Europe/London to the cohort, or to guidegen.yml for all of them.",
            )
            return


# Programs without dates


def _rehearsed(program: Program, settings: Settings, order: Sequence[_Anchor]) -> Iterator[Problem]:
    weeks = program.duration.weeks if program.duration is not None else None
    start = _sample_start(settings)
    calendar = Calendar(start, weeks, None, settings.week_starts, settings.working_days)
    known, found = _dated(order, calendar, _hangs_on_the_calendar)
    for one in found:
        yield replace(one, message=_without_days(one))
    for one in _phases_out_of_order(program, known):
        yield replace(one, message=_without_days(one))

    def in_weeks(both: Days) -> str:
        first, last = week_of(calendar, both.first), week_of(calendar, both.last)
        return f"in week {first}" if first == last else f"from week {first} to week {last}"

    yield from _overlaps(program, known, in_weeks)


def _without_days(one: Problem) -> str:
    """Return a message that does not speak of the days of a sample cohort."""
    if one.slug != "date-order":
        return one.message
    subject, _, _ = one.message.partition(" ends ")
    return f"{subject} ends before it begins."


def _sample_start(settings: Settings) -> date:
    """Return a day on which a week begins, far from any that is written."""
    monday = date(2001, 1, 1)
    return monday + timedelta(days=settings.week_starts)


def _hangs_on_the_calendar(when: When) -> bool:
    return any(
        isinstance(moment, OnDate)
        or (isinstance(moment, FromAnchor) and any(step.unit == "m" for step in moment.steps))
        for moment in moments_of(when)
    )


def _hangs_on_the_start(when: When) -> bool:
    return bool(weeks_of(when)) or not {"start", "end"}.isdisjoint(anchors_of(when))


def _nothing(when: When) -> bool:
    return False


def _is_plannable(day: date) -> bool:
    return 1000 <= day.year <= 9000
