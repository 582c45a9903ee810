"""What does not fit together in the days of a cohort, or is probably a slip of the pen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from guidegen.model.cohort import Application, Cohort, Event, Override, Task
from guidegen.model.dating import Calendar, day_off, last_day
from guidegen.model.nearest import did_you_mean, known_names
from guidegen.model.plan import Meeting, Milestone
from guidegen.model.problem import Place, Problem, problem
from guidegen.model.program import Program
from guidegen.model.schedule import Days, OnDate, ToBeAnnounced, When, moments_of
from guidegen.shaping.events import Run, phase_days
from guidegen.shaping.laying import Laid, no_such_meeting
from guidegen.shaping.network import Anchor, unknown_anchors
from guidegen.shaping.spans import FIVE_YEARS, out_of_range, why_off

_HALF_A_YEAR: Final = 26 * 7


def misfits(
    run: Run, order: Sequence[Anchor], events: Sequence[Event], tasks: Sequence[Task]
) -> Iterator[Problem]:
    """Yield what does not fit in a cohort whose days are known."""
    yield from phases_out_of_order(run.program, run.laid)
    yield from overlaps(run.program, run.laid, _in_days)
    yield from _far_away(order, run)
    yield from _fixed_on_days_off(order, run)
    yield from _wrong_applications(events, run)
    yield from _early(tasks, events, run)


def phases_out_of_order(program: Program, laid: Laid) -> Iterator[Problem]:
    """Yield a problem for each phase that ends before it begins."""
    for phase in program.phases:
        first, last = laid.known.get(f"{phase.id}.start"), laid.known.get(f"{phase.id}.end")
        if first is not None and last is not None and first.first > last.last:
            yield problem(
                "date-order",
                f'phase "{phase.id}" ends on {last.last}, before it begins on {first.first}.',
                phase.place,
                "Write the earlier one under from.",
            )


def overlaps(program: Program, laid: Laid, said: Callable[[Days], str]) -> Iterator[Problem]:
    """Yield a problem for each two phases that share days, which *said* puts into words."""
    if program.overlaps:
        return
    phases = [(phase, days) for phase in program.phases if (days := phase_days(phase, laid))]
    for at, (earlier, its) in enumerate(phases):
        for later, their in phases[at + 1 :]:
            if its.first <= their.last and their.first <= its.last:
                both = Days(max(its.first, their.first), min(its.last, their.last))
                yield problem(
                    "phase-overlap",
                    f'phases "{earlier.id}" and "{later.id}" overlap {said(both)}.',
                    later.place,
                    "Set overlaps: true if meant.",
                )


def wrong_overrides(cohort: Cohort, program: Program) -> Iterator[Problem]:
    """Yield what is wrong with the overrides of a cohort before there are any days."""
    phases = [one.id for one in program.phases]
    meetings = {one.id: one for one in (*program.meetings, *cohort.meetings)}
    entries = [*(one.id for one in (*program.timeline, *cohort.timeline)), *meetings, *phases]
    for override in cohort.overrides:
        name, mark, _ = override.entry.partition("#")
        lead = f"overrides.{override.entry}: "
        if name not in entries:
            message = f'{lead}no entry "{name}" in program {program.id}.'
            remedy = did_you_mean(name, entries) or known_names(entries)
            yield problem("unknown-override", message, override.place, remedy)
        elif mark and (name not in meetings or meetings[name].repeat is None):
            message = f'{lead}"{name}" is there once, so it has no numbers.'
            yield problem("unknown-occurrence", message, override.place, f'Write "{name}".')
        elif message := _wrong_keys(override, name in phases, meetings.get(override.entry)):
            yield problem("conflict", lead + message, override.place, _right_keys(override, name in phases))
        elif name in meetings:
            yield from _time_beside_slots(override.when, meetings[name], lead, override.place)


def wrong_numbers(run: Run) -> Iterator[Problem]:
    """Yield a problem for each override of a meeting that the series does not have in this cohort."""
    for override in run.cohort.overrides:
        name, mark, number = override.entry.partition("#")
        if mark and (message := no_such_meeting(name, int(number), run.laid)):
            lead = f"overrides.{override.entry}: "
            yield problem(
                "unknown-occurrence", lead + message, override.place, "Write the number of one of them."
            )


def wrong_changes(meetings: Iterable[Meeting], laid: Sequence[Laid]) -> Iterator[Problem]:
    """Yield a problem for each change of a meeting that no cohort in *laid* has in its series."""
    for meeting in meetings:
        for change in meeting.changes:
            lead = f"{meeting.id}#{change.number}: "
            yield from _time_beside_slots(change.when, meeting, lead, change.place)
            missing = [no_such_meeting(meeting.id, change.number, one) for one in laid]
            if missing and all(missing):
                remedy = "Write the number of one of them."
                yield problem("unknown-occurrence", max(missing), change.place, remedy)


def wrong_capacity(cohort: Cohort, program: Program) -> Iterator[Problem]:
    """Yield a problem where there are more mentees than the mentors can take."""
    capacity = cohort.capacity
    if capacity is None or capacity.mentors is None or capacity.mentees is None:
        return
    each = max((role.max_mentees or 0 for role in program.roles), default=0)
    if not each and program.matching is not None:
        each = program.matching.max_mentees_per_mentor or 0
    if each and capacity.mentees > capacity.mentors * each:
        needed = -(-capacity.mentees // each)
        yield problem(
            "capacity",
            f"{capacity.mentees} mentees need at least {needed} mentors at {each} each; "
            f"capacity.mentors is {capacity.mentors}.",
            cohort.capacity_at,
            "Find more mentors, or take fewer mentees.",
        )


def unknown_in_cohort(cohort: Cohort, added: Iterable[Anchor], known: Sequence[str]) -> Iterator[Problem]:
    """Yield a problem for each unknown anchor in what a cohort adds and says otherwise."""
    for one in added:
        yield from unknown_anchors(one.whens, known, one.place, one.lead)
    for application in cohort.applications:
        for key, when in times_of(application):
            lead = f"applications.{application.role.id}.{key}: "
            yield from unknown_anchors((when,), known, application.place, lead)


def times_of(application: Application) -> tuple[tuple[str, When], ...]:
    """Return when an application opens, closes and is decided, by the keys."""
    times = (("opens", application.opens), ("closes", application.closes), ("decision", application.decision))
    return tuple((key, when) for key, when in times if when is not None)


def twice_in_extra(cohort: Cohort, program: Program) -> Iterator[Problem]:
    """Yield a problem for each addition of a cohort that is called as something in the program."""
    timed: list[Milestone | Meeting] = [*program.timeline, *program.meetings]
    there = {one.id for one in program.phases} | {one.id for one in timed}
    extra: list[Milestone | Meeting] = [*cohort.timeline, *cohort.meetings]
    for one in extra:
        if one.id in there:
            yield problem(
                "duplicate-id",
                f'extra: there is already an entry "{one.id}" in program {program.id}.',
                one.place,
                "Give it another id; what is different about that entry belongs under overrides.",
            )


def names_of_events(cohort: Cohort, program: Program) -> Iterator[Problem]:
    """Yield a problem for each entry that is called as the event of an application or of a survey."""
    made = {f"survey-{one.id}-{what}" for one in program.surveys for what in ("opens", "due")}
    for application in cohort.applications:
        made.update(f"apply-{application.role.id}-{what}" for what in ("opens", "closes", "decision"))
    entries: list[Milestone | Meeting] = [*program.timeline, *cohort.timeline, *program.meetings]
    for one in (*entries, *cohort.meetings):
        if one.id in made:
            message = f'"{one.id}" is what guidegen calls the day of an application or of a survey.'
            yield problem("duplicate-id", message, one.place, "Give it another id.")


def without_zone(events: Iterable[Event], cohort: Cohort) -> Iterator[Problem]:
    """Yield the problem that something has a time, and nobody says in which zone."""
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


def wrong_order_of_applications(events: Iterable[Event]) -> Iterator[Problem]:
    """Yield a problem for each application, and each survey, that ends before it begins."""
    first: dict[str, Event] = {}
    for event in sorted(events, key=lambda event: event.id, reverse=True):
        if event.kind in ("application-opens", "survey-opens"):
            first[event.id.rpartition("-")[0]] = event
    for event in events:
        opens = first.get(event.id.rpartition("-")[0])
        if opens is None or opens.days is None or event.days is None:
            continue
        what = f"applications.{event.entry} closes" if event.kind == "application-closes" else ""
        if event.kind == "survey-due":
            what = f'survey "{event.entry}" is due'
        same = event.days.last == opens.days.first and _times_are_lost(opens.days, event)
        if what and (event.days.last < opens.days.first or same):
            when = "the day on which it opens" if same else f"before it opens {opens.days.first}"
            message = f"{what} {event.days.last}, {when}."
            yield problem("date-order", message, event.place, "It opens first.")


def _times_are_lost(opens: Days, closes: Event) -> bool:
    """Return whether an application has no time between its opening and closing on one day."""
    if closes.kind != "application-closes" or closes.days is None:
        return False
    return opens.time is None or closes.days.time is None or closes.days.time <= opens.time


def _time_beside_slots(when: When | None, meeting: Meeting, lead: str, place: Place) -> Iterator[Problem]:
    moments = () if when is None or not meeting.slots else moments_of(when)
    if any(not isinstance(one, ToBeAnnounced) and one.time is not None for one in moments):
        message = f"{lead}the slots say at which times; when says only on which day."
        yield problem("conflict", message, place, "Leave the time out.")


def _wrong_keys(override: Override, is_phase: bool, meeting: Meeting | None) -> str:
    """Return the sentence that an override says its time in the wrong way; empty where it does not."""
    if is_phase and override.when is not None:
        return f'"{override.entry}" is a phase, so it takes from and to, not when.'
    if not is_phase and (override.first is not None or override.last is not None):
        return f'"{override.entry}" is no phase, so it takes when, not from and to.'
    if override.when is not None and meeting is not None and meeting.repeat is not None:
        return f'"{override.entry}" repeats, so it has no single time.'
    return ""


def _right_keys(override: Override, is_phase: bool) -> str:
    if is_phase:
        return "Write from: and to: instead."
    if override.when is None:
        return "Write when: instead."
    return f'Move one of its meetings, e.g. "{override.entry}#3".'


def _in_days(both: Days) -> str:
    return f"on {both.first}" if both.first == both.last else f"from {both.first} to {both.last}"


def _far_away(order: Iterable[Anchor], run: Run) -> Iterator[Problem]:
    start, end = run.calendar.start, last_day(run.calendar) or run.calendar.start
    for one in order:
        out = next((day for when in one.whens for day in _fixed(when) if _is_out(day, start)), None)
        days = run.laid.known.get(one.name)
        if out is not None:
            yield out_of_range(out, start, one.place, one.lead)
        elif days is not None and (start - days.last).days > _HALF_A_YEAR:
            yield _far(one, days.last, f'before the start of cohort "{run.cohort.id}" ({start})')
        elif days is not None and (days.first - end).days > _HALF_A_YEAR:
            yield _far(one, days.first, f'after the end of cohort "{run.cohort.id}" ({end})')
    for when, place, lead in _beside_the_plan(run):
        out = next((day for day in _fixed(when) if _is_out(day, start)), None)
        if out is not None:
            yield out_of_range(out, start, place, lead)


def _beside_the_plan(run: Run) -> Iterator[tuple[When, Place, str]]:
    """Yield the times that nothing is counted from, with their places and the way to their keys."""
    for application in run.cohort.applications:
        for key, when in times_of(application):
            yield when, application.place, f"applications.{application.role.id}.{key}: "
    for survey in run.program.surveys:
        for when in (survey.due,) if survey.opens is None else (survey.opens, survey.due):
            yield when, survey.place, f'survey "{survey.id}": '


def _fixed(when: When) -> Iterator[date]:
    return (moment.day for moment in moments_of(when) if isinstance(moment, OnDate))


def _is_out(day: date, start: date) -> bool:
    return abs((day - start).days) > FIVE_YEARS


def _far(one: Anchor, day: date, side: str) -> Problem:
    message = f"{one.lead}{day} is more than 26 weeks {side}."
    return problem("far-date", message, one.place, "Check the date, or what it is counted from.")


def _fixed_on_days_off(order: Iterable[Anchor], run: Run) -> Iterator[Problem]:
    """Yield a warning for each fixed date on a holiday or in a break that nobody says is meant."""
    fixed = [
        (one.when, one.place, one.lead)
        for one in order
        if one.on_holiday is None and "." not in one.name and one.when is not None
    ]
    for when, place, lead in (*fixed, *_beside_the_plan(run)):
        if isinstance(when, OnDate) and day_off(run.calendar, when.day):
            yield _stays(when.day, run.calendar, place, lead)


def _stays(day: date, calendar: Calendar, place: Place, lead: str) -> Problem:
    return problem(
        "nonworking-day",
        f"{lead}{day} {why_off(calendar, day)}. It stays because the date is fixed.",
        place,
        "Choose another day, or write on_holiday: keep if it is meant.",
    )


def _wrong_applications(events: Iterable[Event], run: Run) -> Iterator[Problem]:
    start = run.calendar.start
    for event in events:
        if event.kind == "application-closes" and event.days is not None and event.days.last > start:
            yield problem(
                "date-order",
                f"applications.{event.entry} closes {event.days.last}, after the cohort starts {start}.",
                event.place,
                "Applications close before the start, or on its day.",
            )


def _early(tasks: Iterable[Task], events: Iterable[Event], run: Run) -> Iterator[Problem]:
    """Yield a warning for each task that is due before anybody has heard of the cohort.

    Who coordinates knows of it before: what they have to do is early half a year before the start.
    """
    start = run.calendar.start
    coordinators = {"coordinator", *(role.id for role in run.program.roles if role.kind == "coordinator")}
    opens = [one.days.first for one in events if one.kind == "application-opens" and one.days]
    long_before = start - timedelta(days=_HALF_A_YEAR)
    for task in tasks:
        theirs = bool(task.roles) and all(one.id in coordinators for one in task.roles)
        limit = min(opens) if opens and not theirs else long_before
        if task.days is None or task.days.last >= limit:
            continue
        if limit == long_before:
            why = f'more than 26 weeks before cohort "{run.cohort.id}" starts ({start})'
        else:
            why = f'before applications to cohort "{run.cohort.id}" open ({limit})'
        yield problem(
            "early-due",
            f'item "{task.item.id}" is due {task.days.last}, {why}.',
            task.item.place,
            "Check what it is counted from.",
        )
