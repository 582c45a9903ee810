"""The schedule of a cohort as people read it: before, week by week, breaks, after.

Weeks that hold nothing stand together in one line.  Days that are in no week lie in a break
that pauses, and stand there.  What has no day comes at the end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from guidegen.model.cohort import Cohort, Event, Task
from guidegen.model.diary import Stretch
from guidegen.model.prose import Text
from guidegen.model.schedule import Days


def stretches_of(cohort: Cohort) -> tuple[Stretch, ...]:
    """Return the schedule of a cohort in stretches, each with its events and tasks in order.

    Phases are no entries of their own: they are said beside the weeks that are part of them.
    While the start is to be announced, only what has a day all the same is here: `outline` says the rest.
    Of a cohort that is called off nothing takes place.
    """
    if cohort.status == "cancelled":
        return ()
    frames = _frames(cohort)
    entries: dict[str, list[Event | Task]] = defaultdict(list)
    for event in cohort.schedule.events:
        if event.kind != "phase":
            entries[_where(_shown_on(event), frames)].append(event)
    for task in _worth_showing(cohort.schedule.tasks):
        entries[_where(task.days, frames)].append(task)
    phases = [
        one for one in cohort.schedule.events if one.kind == "phase" and one.days and one.state == "planned"
    ]
    found = [
        _with_its_days(replace(frame, entries=tuple(sorted(entries[frame.id], key=_moment))), phases)
        for frame in frames
        if (entries[frame.id] or frame.kind in ("week", "break"))
        and (cohort.start is not None or frame.kind != "open")
    ]
    return tuple(_quiet_together(found))


def _quiet_together(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Yield the stretches, with weeks that hold nothing and follow on one another as one."""
    waiting: Stretch | None = None
    for one in stretches:
        is_quiet = one.kind == "week" and not one.entries
        if is_quiet and waiting is not None and waiting.phases == one.phases:
            waiting = replace(waiting, last_number=one.number, last=one.last)
            continue
        if waiting is not None:
            yield waiting
        waiting = replace(one, kind="quiet") if is_quiet else None
        if waiting is None:
            yield one
    if waiting is not None:
        yield waiting


def _frames(cohort: Cohort) -> tuple[Stretch, ...]:
    """Return every stretch that may hold something, in order."""
    weeks = cohort.schedule.weeks
    dated: list[Stretch] = [
        Stretch("week", f"week-{week.number}", week.number, first=week.first, last=week.last)
        for week in weeks
    ]
    for at, one in enumerate(sorted(cohort.breaks, key=lambda one: one.first), 1):
        dated.append(
            Stretch(
                "break",
                f"break-{at}",
                title=one.title,
                first=one.first,
                last=one.last,
                pauses=one.pauses,
            )
        )
    # A break stands after the week in which it begins.
    dated.sort(key=lambda one: (one.first or date.max, one.kind == "break"))
    return (Stretch("before", "before"), *dated, Stretch("after", "after"), Stretch("open", "open"))


def _where(days: Days | None, frames: tuple[Stretch, ...]) -> str:
    """Return the id of the stretch that a day belongs to."""
    if days is None:
        return "open"
    day = days.first
    weeks = [one for one in frames if one.kind == "week" and one.first and one.last]
    if not weeks or not weeks[0].first or day < weeks[0].first:
        return "before"
    if weeks[-1].last and day > weeks[-1].last:
        return "after"
    inside = [one for one in frames if one.first and one.last and one.first <= day <= one.last]
    earlier = [one for one in frames if one.first and one.first <= day]
    return next((one.id for one in inside if one.kind == "week"), (inside or earlier)[-1].id)


def _shown_on(event: Event) -> Days | None:
    """Return the days under which something stands: its own, else those it would have had."""
    return event.days or (None if event.state == "tba" else event.original or event.was)


def _worth_showing(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """Return the tasks of lists that have a day somewhere; other lists have nothing to do with dates."""
    every = tuple(tasks)
    dated = {task.source for task in every if task.days is not None}
    return tuple(task for task in every if task.source in dated)


def _moment(entry: Event | Task) -> tuple[date, bool, str]:
    """Return what an entry is sorted by; something for which people find a day stands under the last one."""
    is_task = isinstance(entry, Task)
    days = entry.days if isinstance(entry, Task) else _shown_on(entry)
    if days is None:
        return date.max, is_task, ""
    day = days.last if isinstance(entry, Event) and entry.arrange == "pair" else days.first
    return day, is_task, f"{days.time:%H:%M}" if days.time else ""


def _with_its_days(stretch: Stretch, phases: list[Event]) -> Stretch:
    """Give what lies before and after the weeks the days it has, and every stretch its phases."""
    if stretch.kind in ("before", "after"):
        days = [
            one for one in (*map(_shown_on, stretch.events), *(task.days for task in stretch.tasks)) if one
        ]
        stretch = replace(stretch, first=min(one.first for one in days), last=max(one.first for one in days))
    if stretch.kind in ("break", "open") or stretch.first is None or stretch.last is None:
        return stretch
    titles: list[Text] = [
        one.title
        for one in phases
        if one.days and one.days.first <= stretch.last and one.days.last >= stretch.first
    ]
    return replace(stretch, phases=tuple(titles))
