"""The plan of a program week by week, without a date.

The program is laid over a sample cohort, and only the order is kept: which
entry is in which week.  So a page that shows it says the same for every cohort.
What hangs on the calendar itself (a fixed date, what is to be announced) is in
no week.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, TypeAlias

from guidegen.model.cohort import Cohort, Event, Schedule, Week
from guidegen.model.diary import PlanEntry, PlannedEntry, PlannedWeek, entries_of
from guidegen.model.handbook import Settings
from guidegen.model.plan import Meeting, Phase, Survey
from guidegen.model.problem import NOWHERE
from guidegen.model.program import Program
from guidegen.model.reference import Reference
from guidegen.model.schedule import Days, InWeek, OnDate, ToBeAnnounced, When, moments_of
from guidegen.shaping.cohorts import lay

BEFORE: Final = 0
"""The number under which everything before week 1 is kept."""

_NEAR: Final = 53
"""How many weeks before its start and after its end a program may begin and end."""

_Key: TypeAlias = tuple[bool, str]
"""Whether it is a survey, and its id: a milestone may be called as the survey that it is about."""


@dataclass(frozen=True, slots=True)
class Outline:
    """Where the entries of a program would be in a cohort without holidays and breaks."""

    events: tuple[Event, ...]
    start: date
    weeks: int | None

    def week_of(self, day: date) -> int:
        """Return the number of the week that holds a day; 0 and below are before the start."""
        return (day - self.start).days // 7 + 1


def outline_of(program: Program, settings: Settings) -> Outline:
    """Return where everything in the plan of a program would be."""
    start = date(2001, 1, 1) + timedelta(days=settings.week_starts)
    sample = Cohort("sample", start, NOWHERE, timezone=settings.timezone or "UTC")
    done, _ = lay(replace(program, cohorts=(sample,)), replace(settings, holidays=()))
    weeks = program.duration.weeks if program.duration else None
    return Outline(done.cohorts[0].schedule.events, start, weeks)


def weeks_for(role: str | None, program: Program, outline: Outline) -> tuple[PlannedWeek, ...]:
    """Return what is planned for a role and for everyone, week by week; with no role, all that is planned.

    *program* is what an edition has of it; *outline* is that of the whole program.
    """
    entries = {_key(one): one for one in entries_of(program)}
    found: dict[int | None, list[PlannedEntry]] = defaultdict(list)
    told: set[tuple[_Key, int | None]] = set()
    for event in sorted(outline.events, key=_moment):
        key = _key_of(event)
        entry = entries.get(key)
        if entry is None or not concerns(role, entry):
            continue
        # A meeting that is held at several times is told once.
        if event.slot and (key, event.number) in told:
            continue
        when = _as_written(entry, event, outline)
        week = (
            None if event.days is None or _hangs_on_the_calendar(when) else outline.week_of(event.days.first)
        )
        kind = event.kind if isinstance(entry, Survey) else None
        if week is None and any(key == other for other, _ in told):
            continue
        told.add((key, event.number))
        planned = PlannedEntry(entry, when, event.number, kind)
        found[week if week is None or week > 0 else BEFORE].append(planned)
    # What could not be laid still has words.
    named = {key for key, _ in told}
    missing = [one for key, one in entries.items() if key not in named and concerns(role, one)]
    found[None] += [PlannedEntry(one, _when(one)) for one in missing]
    numbers = sorted(one for one in found if one is not None)
    weeks = [_week(number, tuple(found[number]), program, outline) for number in numbers]
    return (*_after_merged(weeks), *([PlannedWeek("open", tuple(found[None]))] if found[None] else ()))


def course_of(program: Program, outline: Outline) -> Schedule:
    """Return what an edition has of a program on the days of the sample, to be drawn in weeks.

    What hangs on the calendar itself, or on something that does, is not in it.
    """
    parts: tuple[PlanEntry | Phase, ...] = (*program.phases, *entries_of(program))
    fixed = {_key(one) for one in parts if any(map(_hangs_on_the_calendar, _times_of(one)))}
    shown = {_key(one) for one in parts} - fixed
    count = outline.weeks or 0
    begins = [outline.start + timedelta(weeks=number) for number in range(count)]
    weeks = tuple(Week(at, day, day + timedelta(days=6)) for at, day in enumerate(begins, 1))
    first, last = (outline.start + timedelta(weeks=away) for away in (-_NEAR, count + _NEAR))
    events = tuple(
        one
        for one in outline.events
        if _key_of(one) in shown and one.days and one.days.first >= first and one.days.last <= last
    )
    return Schedule(weeks=weeks, events=events)


def _key(part: PlanEntry | Phase) -> _Key:
    return isinstance(part, Survey), part.id


def _key_of(event: Event) -> _Key:
    return event.kind.startswith("survey"), event.entry


def _times_of(entry: PlanEntry | Phase) -> tuple[When, ...]:
    return (entry.first, entry.last) if isinstance(entry, Phase) else (_when(entry),)


def concerns(role: str | None, entry: PlanEntry) -> bool:
    """Return whether an entry is for a role: it says so, or it is for everyone.  No role: any."""
    named: tuple[Reference, ...] = (*entry.roles, *getattr(entry, "optional_for", ()))
    return role is None or not entry.roles or any(one.id == role for one in named)


def _week(number: int, entries: tuple[PlannedEntry, ...], program: Program, outline: Outline) -> PlannedWeek:
    begins = outline.start + timedelta(weeks=number - 1)
    ends = begins + timedelta(days=6)
    titles = {one.id: one.title for one in program.phases}
    phases = tuple(
        titles[one.entry]
        for one in outline.events
        if one.kind == "phase"
        and one.days
        and one.entry in titles
        and (
            one.days.first <= ends if number == BEFORE else one.days.first <= ends and one.days.last >= begins
        )
    )
    if number == BEFORE:
        return PlannedWeek("before", entries, phases=phases)
    if outline.weeks is not None and number > outline.weeks:
        return PlannedWeek("after", entries, phases=phases)
    return PlannedWeek("week", entries, number, phases)


def _after_merged(weeks: list[PlannedWeek]) -> list[PlannedWeek]:
    after = [one for one in weeks if one.kind == "after"]
    if not after:
        return weeks
    phases = tuple(dict.fromkeys(title for one in after for title in one.phases))
    merged = PlannedWeek("after", tuple(entry for one in after for entry in one.entries), phases=phases)
    return [*(one for one in weeks if one.kind != "after"), merged]


def _as_written(entry: PlanEntry, event: Event, outline: Outline) -> When:
    """Return when an event is, in the words of its author; for one of a series, its week and weekday."""
    if isinstance(entry, Survey) and event.kind == "survey-opens" and entry.opens is not None:
        return entry.opens
    days = event.days
    if isinstance(entry, Meeting) and entry.repeat is not None and days is not None:
        weekday = days.first.weekday() if days.first == days.last else None
        return InWeek(outline.week_of(days.first), weekday, days.time)
    return _when(entry)


def _when(entry: PlanEntry) -> When:
    match entry:
        case Survey(due=due):
            return due
        case Meeting(when=None, repeat=repeat):
            return repeat.first if repeat else ToBeAnnounced()
    return entry.when or ToBeAnnounced()


def _hangs_on_the_calendar(when: When) -> bool:
    return any(isinstance(one, OnDate | ToBeAnnounced) for one in moments_of(when))


def _moment(event: Event) -> tuple[date, str]:
    days: Days | None = event.days
    if days is None:
        return date.max, ""
    day = days.last if event.arrange == "pair" else days.first
    return day, f"{days.time:%H:%M}" if days.time else ""
