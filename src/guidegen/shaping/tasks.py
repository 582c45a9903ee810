"""What is to be done in a cohort, and by when: items of checklists, and errands of meetings.

A list says when in the same words as a plan.  What is due on a day on which
nobody works is due on the next working day.  Nothing is counted from a task.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Final

from guidegen.model.activity import Checklist, Item, items_of
from guidegen.model.cohort import Event, Task
from guidegen.model.dating import Dated, days_of, moved, within_the_calendar
from guidegen.model.nearest import did_you_mean, known_names
from guidegen.model.plan import Errand, Meeting, OnHoliday
from guidegen.model.problem import Place, Problem, problem
from guidegen.model.program import Program
from guidegen.model.prose import Audience
from guidegen.model.reference import Reference
from guidegen.model.schedule import Days, OnDate, When, WhenError
from guidegen.shaping.events import Run, moment_of
from guidegen.shaping.laying import UNDATED, check_occurrences, days_from
from guidegen.shaping.network import (
    anchor_names,
    names_in_a_circle,
    sorted_out,
    unknown_anchors,
)
from guidegen.shaping.recurrence import series

_BEFORE: Final = timedelta(days=-1)
_AFTER: Final = timedelta(days=2)
"""When an errand of a meeting is due that does not say it."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A checklist or a meeting, as its tasks show it."""

    id: str
    roles: tuple[Reference, ...]
    audience: Audience


def lists_of(program: Program, checklists: Sequence[Checklist]) -> tuple[Checklist, ...]:
    """Return the checklists that belong to a program: those that it names, and those that name it."""
    by_id = {one.id: one for one in reversed(checklists)}
    named = [*program.checklists, *(one for phase in program.phases for one in phase.checklists)]
    found = [by_id[one.id] for one in named if one.id in by_id]
    found.extend(one for one in checklists if one.program == program.id)
    return tuple({one.id: one for one in found}.values())


def tasks_of(lists: Iterable[Checklist], events: Iterable[Event], run: Run) -> tuple[Task, ...]:
    """Return the tasks of a cohort, earliest first, and add to its problems what is wrong with them."""
    by_entry: dict[str, Event] = {}
    for event in events:
        by_entry.setdefault(event.id, event)
    tasks = [
        *(task for one in lists for task in _of_list(one, by_entry, run)),
        *(task for one in run.meetings for task in _of_meeting(one, run)),
    ]
    return tuple(sorted(tasks, key=_last_moment))


def wrong_lists(program: Program, lists: Iterable[Checklist]) -> Iterator[Problem]:
    """Yield what is wrong in the lists of a program, and in its errands, before there are any days."""
    known = anchor_names(program)
    milestones = [*(one.id for one in program.timeline), *(one.id for one in program.meetings)]
    for checklist in lists:
        yield from _wrong_items(checklist, known, milestones, f' in program "{program.id}"')
    for meeting in program.meetings:
        for errand in (*meeting.before, *meeting.after):
            if errand.due is not None:
                yield from unknown_anchors((errand.due,), (*known, meeting.id), errand.place)


def wrong_list_of_nobody(checklist: Checklist, programs: Sequence[Program]) -> Iterator[Problem]:
    """Yield what is wrong in a list that belongs to no program: it may be meant for any."""
    known = [name for one in programs for name in anchor_names(one)] or ["start", "end"]
    milestones = [entry.id for one in programs for entry in one.timeline]
    yield from _wrong_items(checklist, tuple(dict.fromkeys(known)), milestones, "")


def wrong_dependencies(checklist: Checklist) -> Iterator[Problem]:
    """Yield a problem for each item that waits for one that is not there, and for each circle of items."""
    items = {item.id: item for item in items_of(checklist)}
    for item in items.values():
        for name in item.after:
            if name not in items:
                yield problem(
                    "unknown-ref",
                    f'{_lead(item)}: no item "{name}" in this list.',
                    item.place,
                    did_you_mean(name, items) or known_names(items),
                )
    _, circles = sorted_out({name: items.keys() & set(item.after) for name, item in items.items()})
    for circle in circles:
        wait = "waits for itself" if len(circle) == 1 else "wait for each other"
        names = circle[0] if len(circle) == 1 else names_in_a_circle(circle)
        yield problem("dep-cycle", f"{names} {wait}.", items[circle[0]].place, "Take one of the after: out.")


def _wrong_items(
    checklist: Checklist, known: Sequence[str], milestones: Sequence[str], where: str
) -> Iterator[Problem]:
    for item in items_of(checklist):
        yield from unknown_anchors(_whens_of(item), known, item.place, f"{_lead(item)}: ")
        if item.milestone and item.milestone not in milestones:
            message = f'{_lead(item)}: no milestone "{item.milestone}"{where}.'
            remedy = did_you_mean(item.milestone, milestones) or known_names(milestones)
            yield problem(
                "unknown-ref", message, item.place, remedy or "The timeline of the program has no entries."
            )


def _lead(item: Item) -> str:
    return f'item "{item.id}"'


def _whens_of(item: Item) -> tuple[When, ...]:
    repeat = item.repeat
    whens = (item.due,) if repeat is None else (item.due, repeat.first, repeat.last)
    return tuple(one for one in whens if one is not None)


# Checklists


def _of_list(checklist: Checklist, events: dict[str, Event], run: Run) -> Iterator[Task]:
    roles = tuple(Reference("role", name, checklist.place) for name in checklist.roles)
    source = _Source(checklist.id, roles, checklist.audience or checklist.roles)
    tasks: dict[str, Task] = {}
    for item in items_of(checklist):
        for task in _of_item(item, source, events, run):
            tasks.setdefault(task.id, task)
            yield task
    run.problems.extend(_out_of_order(tasks))


def _of_item(item: Item, source: _Source, events: dict[str, Event], run: Run) -> Iterator[Task]:
    if item.repeat is not None:
        yield from _repeated(item, source, run)
    elif item.milestone in events:
        event = events[item.milestone]
        dated = Dated(event.days if event.state == "planned" else None, event.original, event.reason)
        yield replace(_task(item.id, item, dated, source), closes=event.closes)
    else:
        yield _task(item.id, item, _due(item.due, item.place, f"{_lead(item)}: ", run), source)


def _repeated(item: Item, source: _Source, run: Run) -> Iterator[Task]:
    assert item.repeat is not None
    whens = [one for one in (item.repeat.first, item.repeat.last) if one is not None]
    found = None
    try:
        if not any(map(run.left_open, whens)):
            for when in whens:
                check_occurrences(when, run.laid)
            rule, known = item.repeat.on_holiday, run.laid.known
            found = series(
                _lead(item), item.repeat, run.calendar, known, rule=rule, on_holidays="next", noun="day"
            )
    except WhenError as error:
        run.problems.append(problem(error.slug, error.message, item.place, error.remedy))
    if found is None:
        yield _task(item.id, item, UNDATED, source)
    for one in found or ():
        if not one.excluded and one.dated.days is not None:
            yield _task(f"{item.id}#{one.number}", item, one.dated, source)


def _task(name: str, item: Item, dated: Dated, source: _Source) -> Task:
    return Task(
        name, source.id, item, dated.days,
        original=dated.original,
        reason=dated.reason,
        roles=(item.owner,) if item.owner is not None else source.roles,
        audience=source.audience,
    )  # fmt: skip


def _due(when: When | None, place: Place, lead: str, run: Run) -> Dated:
    if when is None or run.left_open(when):
        return UNDATED
    try:
        days = days_from(when, run.calendar, run.laid)
        if days is None:
            return UNDATED
        return moved(days, "keep" if isinstance(when, OnDate) else "next", run.calendar, weekends=False)
    except WhenError as error:
        run.problems.append(problem(error.slug, lead + error.message, place, error.remedy))
        return UNDATED


def _out_of_order(tasks: dict[str, Task]) -> Iterator[Problem]:
    """Yield a problem for each item that is due before one that it waits for."""
    for task in tasks.values():
        for name in task.item.after:
            other = tasks.get(name)
            if task.days is None or other is None or other.days is None:
                continue
            if task.days.last < other.days.last:
                yield problem(
                    "dep-order",
                    f'"{task.item.id}" is due {task.days.last}, before "{name}", which it waits for '
                    f"({other.days.last}).",
                    task.item.place,
                    "Change one of the days, or take the after: out.",
                )


# Meetings


def _of_meeting(meeting: Meeting, run: Run) -> Iterator[Task]:
    if not meeting.before and not meeting.after:
        return
    source = _Source(meeting.id, meeting.roles, meeting.audience)
    for suffix, days in _days_of_meetings(meeting, run):
        for errand, usual, rule in _errands(meeting):
            item = Item(errand.id, errand.text, errand.place)
            dated = _errand_due(errand, usual, rule, meeting, days, run)
            yield _task(errand.id + suffix, item, dated, source)


def _errands(meeting: Meeting) -> Iterator[tuple[Errand, timedelta, OnHoliday]]:
    """Yield what is to be done before and after: what comes before a meeting is not moved beyond it."""
    for errand in meeting.before:
        yield errand, _BEFORE, "previous"
    for errand in meeting.after:
        yield errand, _AFTER, "next"


def _days_of_meetings(meeting: Meeting, run: Run) -> Iterator[tuple[str, Days | None]]:
    """Yield the days of each meeting that is held, with what its tasks' ids end in."""
    if _is_cancelled(meeting.id, run):
        return
    occurrences = run.laid.series.get(meeting.id)
    if meeting.repeat is None or occurrences is None:
        dated = run.laid.dated.get(meeting.id, UNDATED)
        if dated.days is not None or dated.original is None:
            yield "", dated.days
        return
    cancelled = {one.number for one in meeting.changes if one.cancelled}
    for one in occurrences:
        name = f"{meeting.id}#{one.number}"
        dated = run.laid.dated.get(name, one.dated)
        if one.excluded or one.number in cancelled or _is_cancelled(name, run):
            continue
        if dated.days is not None or dated.original is None:
            yield f"#{one.number}", dated.days


def _is_cancelled(name: str, run: Run) -> bool:
    override = run.overrides.get(name)
    return override is not None and override.cancelled


def _errand_due(
    errand: Errand, usual: timedelta, rule: OnHoliday, meeting: Meeting, days: Days | None, run: Run
) -> Dated:
    if days is None:
        return UNDATED
    try:
        if errand.due is None:
            with within_the_calendar():
                day = (days.first if usual < timedelta(0) else days.last) + usual
            return moved(Days(day, day), rule, run.calendar, weekends=False)
        if run.left_open(errand.due):
            return UNDATED
        check_occurrences(errand.due, run.laid)
        # The name of the meeting means the one of the series that the errand is for.
        due = days_of(errand.due, run.calendar, {**run.laid.known, meeting.id: days})
        return UNDATED if due is None else moved(due, rule, run.calendar, weekends=False)
    except WhenError as error:
        run.problems.append(problem(error.slug, error.message, errand.place, error.remedy))
        return UNDATED


def _last_moment(task: Task) -> tuple[date, date, time]:
    if task.days is None:
        return date.max, date.max, time.max
    first, clock = moment_of(task.days, "")
    return first, task.days.last, clock
