"""The events of a cohort: every entry of the plan on its days, with what the cohort says otherwise.

An override replaces what it names.  Its entry keeps, as `was`, the days on which
it would be if nothing were overridden, where they differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from html import escape
from typing import Any, Literal

from guidegen.model.clock import in_utc, zone_named
from guidegen.model.cohort import Application, Closing, Cohort, Event, EventKind, Override
from guidegen.model.dating import Calendar, Dated, moved, on_clock
from guidegen.model.handbook import Settings
from guidegen.model.plan import Agenda, Meeting, MeetingChange, Milestone, OnHoliday, Phase, Slot, Survey
from guidegen.model.problem import Place, Problem, problem
from guidegen.model.program import Program
from guidegen.model.prose import NO_TEXT, Text
from guidegen.model.reference import Reference
from guidegen.model.schedule import Days, OnDate, ToBeAnnounced, When, WhenError
from guidegen.shaping.laying import UNDATED, Laid, days_from
from guidegen.shaping.recurrence import Occurrence


@dataclass(frozen=True, slots=True)
class Run:
    """A cohort with everything that its events are made of."""

    program: Program
    cohort: Cohort
    settings: Settings
    calendar: Calendar
    laid: Laid
    planned: Laid
    """As laid, but without any override."""

    overrides: Mapping[str, Override]
    """By the entry that they name."""

    left_open: Callable[[When], bool]
    """What is not known yet, and not looked at."""

    problems: list[Problem]
    """What is found to be wrong on the way."""

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        return (*self.program.meetings, *self.cohort.meetings)

    @property
    def timeline(self) -> tuple[Milestone, ...]:
        return (*self.program.timeline, *self.cohort.timeline)


def events_of(run: Run) -> tuple[Event, ...]:
    """Return the events of a cohort, earliest first, and add to its problems what is wrong with them."""
    events = [
        *(_phase(one, run) for one in run.program.phases),
        *(_milestone(one, run) for one in run.timeline),
        *(event for one in run.meetings for event in _meeting(one, run)),
        *(event for one in run.cohort.applications for event in _application(one, run)),
        *(event for one in run.program.surveys for event in _survey(one, run)),
    ]
    zone = run.calendar.zone
    return tuple(sorted(events, key=lambda event: moment_of(event.days, zone)))


def phase_days(phase: Phase, laid: Laid) -> Days | None:
    """Return the days of a phase, where both sides are known and in order."""
    first, last = laid.known.get(f"{phase.id}.start"), laid.known.get(f"{phase.id}.end")
    if first is None or last is None or first.first > last.last:
        return None
    return Days(first.first, last.last)


def moment_of(days: Days | None, zone: str) -> tuple[date, time]:
    """Return what days are sorted by: when they begin, on the clocks of a zone."""
    if days is None:
        return date.max, time.max
    if days.time is None:
        return days.first, time.min
    if not zone or not days.zone or days.zone == zone:
        return days.first, days.time
    there = in_utc(days.first, days.time, days.zone, second=days.second).astimezone(zone_named(zone))
    return there.date(), there.time()


def closing(days: Days | None, run: Run, clock: time | None = None, zone: str = "") -> Closing | None:
    """Return when something that is due on a day is due; none where it has a time, or no zone is known."""
    where = zone or run.settings.deadline_zone or run.calendar.zone
    if days is None or days.time is not None or days.last_time is not None or not where:
        return None
    return Closing(clock or run.settings.deadline_time, where)


# The plan


def _phase(phase: Phase, run: Run) -> Event:
    days = phase_days(phase, run.laid)
    event = Event(
        phase.id, phase.id, "phase", phase.title, days, phase.place,
        state="planned" if days else "tba",
        note=_announced(days, phase.first, phase.last),
        roles=phase.roles,
        details=phase.summary,
    )  # fmt: skip
    override = run.overrides.get(phase.id)
    return event if override is None else _overridden(event, override, phase_days(phase, run.planned))


def _milestone(entry: Milestone, run: Run) -> Event:
    dated = run.laid.dated.get(entry.id, UNDATED)
    closes = (
        closing(dated.anchor, run, entry.deadline_time, entry.deadline_zone)
        if entry.kind == "deadline"
        else None
    )
    event = Event(
        entry.id, entry.id, entry.kind, entry.title, dated.days, entry.place,
        state=_state(dated),
        closes=closes,
        original=dated.original,
        reason=dated.reason,
        note=_announced(dated.days, entry.when),
        roles=entry.roles,
        owner=entry.owner,
        url=entry.url,
        details=entry.details,
        worksheet=entry.worksheet,
        public=entry.public,
        calendar=entry.calendar,
        audience=_audience(entry),
    )  # fmt: skip
    override = run.overrides.get(entry.id)
    if override is None:
        return event
    return _overridden(event, override, run.planned.dated.get(entry.id, UNDATED).days)


def _meeting(meeting: Meeting, run: Run) -> Iterator[Event]:
    override = run.overrides.get(meeting.id)
    if meeting.repeat is None:
        dated = run.laid.dated.get(meeting.id, UNDATED)
        planned = run.planned.dated.get(meeting.id, UNDATED)
        for event, was in _held(meeting, dated, planned, run, meeting.when):
            yield event if override is None else _overridden(event, override, was)
        return
    occurrences = run.laid.series.get(meeting.id)
    if occurrences is None:
        event = _base(meeting, meeting.id, UNDATED)
        yield event if override is None else _overridden(event, override, None)
        return
    changes = {one.number: one for one in meeting.changes}
    for one in occurrences:
        if not one.excluded:
            yield from _one_of_series(meeting, one, changes.get(one.number), override, run)


def _one_of_series(
    meeting: Meeting, one: Occurrence, change: MeetingChange | None, whole: Override | None, run: Run
) -> Iterator[Event]:
    name = f"{meeting.id}#{one.number}"
    dated = run.laid.dated.get(name, one.dated)
    planned = run.planned.dated.get(name) or _planned(run, meeting.id, one.number)
    when = change.when if change is not None else None
    override = run.overrides.get(name)
    for event, was in _held(meeting, dated, planned, run, when, one.number):
        if change is not None:
            event = _changed(event, change)
        if whole is not None:
            event = _overridden(event, whole, event.days)
        if override is not None:
            event = _overridden(event, override, was)
        if override is not None and override.title:
            # It is still one of the series: what is new is what this one is about.
            event = replace(event, title=meeting.title, topic=override.title)
        yield event


def _planned(run: Run, name: str, number: int) -> Dated:
    """Return when one of a series would be without any override."""
    meetings = run.planned.series.get(name) or ()
    return meetings[number - 1].dated if number <= len(meetings) else UNDATED


def _held(
    meeting: Meeting, dated: Dated, planned: Dated, run: Run, when: When | None, number: int | None = None
) -> Iterator[tuple[Event, Days | None]]:
    """Yield a meeting on its days, once in each of its slots, and when that was planned."""
    name = meeting.id if number is None else f"{meeting.id}#{number}"
    note = _announced(dated.days, when)
    if not meeting.slots:
        yield _base(meeting, name, dated, number, note), planned.days
    for slot in meeting.slots:
        try:
            there = _in_slot(dated, slot, meeting, run)
            was = _in_slot(planned, slot, meeting, run).days
        except WhenError as error:
            message = f'slot "{slot.id}": {error.message}'
            run.problems.append(problem(error.slug, message, meeting.place, error.remedy))
            there, was = UNDATED, None
        yield _base(meeting, f"{name}.{slot.id}", there, number, note or slot.note, slot.id), was


def _in_slot(dated: Dated, slot: Slot, meeting: Meeting, run: Run) -> Dated:
    """Return when a meeting is in one of its slots; a day that has a time of its own keeps it."""
    zone = slot.zone or run.calendar.zone

    def at(days: Days | None) -> Days | None:
        if days is None or days.time is not None:
            return days
        return on_clock(days, slot.time, zone, meeting.fold)

    return Dated(at(dated.days), at(dated.original), dated.reason)


def _base(
    meeting: Meeting,
    name: str,
    dated: Dated,
    number: int | None = None,
    note: Text = NO_TEXT,
    slot: str = "",
) -> Event:
    return Event(
        name, meeting.id, "meeting", meeting.title, dated.days, meeting.place,
        state=_state(dated),
        number=number,
        slot=slot,
        original=dated.original,
        reason=dated.reason,
        note=note,
        roles=meeting.roles,
        optional_for=meeting.optional_for,
        minutes=meeting.minutes,
        arrange=meeting.arrange,
        location=meeting.location,
        url="" if meeting.url_is_internal else meeting.url,
        url_is_internal=meeting.url_is_internal,
        host=meeting.host,
        agenda=_found(meeting.agenda),
        outcomes=meeting.outcomes,
        public=meeting.public,
        calendar=meeting.calendar,
        audience=_audience(meeting),
    )  # fmt: skip


def _changed(event: Event, change: MeetingChange) -> Event:
    return replace(
        event,
        topic=change.title,
        note=change.notes or event.note,
        recording=change.recording,
        host=change.host or event.host,
        agenda=_found(change.agenda) or event.agenda,
        state="cancelled" if change.cancelled else event.state,
        place=change.place if change.when is not None else event.place,
    )


def _overridden(event: Event, override: Override, planned: Days | None) -> Event:
    """Return *event* as its cohort says; *planned* is when it would be otherwise."""
    whens = (override.when, override.first, override.last)
    url = override.url or event.url
    return replace(
        event,
        title=override.title or event.title,
        state="cancelled" if override.cancelled else event.state,
        was=planned if planned != event.days else None,
        note=override.note or _announced(event.days, *whens) or event.note,
        details=override.details or event.details,
        url="" if event.url_is_internal else url,
        location=override.location or event.location,
        minutes=override.minutes or event.minutes,
        host=override.host or event.host,
        agenda=_found(override.agenda) or event.agenda,
        place=override.place if any(whens) else event.place,
    )


def _state(dated: Dated) -> Literal["planned", "tba", "skipped"]:
    if dated.days is not None:
        return "planned"
    return "tba" if dated.original is None else "skipped"


def _announced(days: Days | None, *whens: When | None) -> Text:
    """Return what the author says about something that is to be announced."""
    notes = (one.note for one in whens if isinstance(one, ToBeAnnounced) and one.note)
    note = next(notes, "") if days is None else ""
    return Text(note, (escape(note),)) if note else NO_TEXT


def _audience(entry: Milestone | Meeting) -> tuple[str, ...]:
    return entry.audience if entry.public else entry.audience or ("coordinator",)


def _found(agenda: Agenda | Reference | None) -> Agenda | None:
    return agenda if isinstance(agenda, Agenda) else None


# What is not counted from


def _application(application: Application, run: Run) -> Iterator[Event]:
    name = application.role.id
    labels = {role.id: role.plural or role.label for role in run.program.roles}
    title = labels.get(name, Text(name, (name,)))

    def event(what: str, kind: EventKind, when: When, **more: Any) -> Event:
        lead = f"applications.{name}.{what}: "
        dated = _due(when, application.place, lead, run, moves=kind == "application-closes")
        return Event(
            f"apply-{name}-{what}", name, kind, title, dated.days, application.place,
            state=_state(dated),
            original=dated.original,
            reason=dated.reason,
            closes=closing(dated.days, run) if kind == "application-closes" else None,
            note=_announced(dated.days, when),
            roles=(application.role,),
            url=application.url,
            worksheet=application.worksheet,
            **more,
        )  # fmt: skip

    yield event("opens", "application-opens", application.opens)
    yield event("closes", "application-closes", application.closes, late=application.late)
    if application.decision is not None:
        yield event("decision", "application-decision", application.decision)


def _survey(survey: Survey, run: Run) -> Iterator[Event]:
    def event(what: str, kind: EventKind, when: When) -> Event:
        lead = f'survey "{survey.id}" {what}: '
        dated = _due(when, survey.place, lead, run, moves=kind == "survey-due")
        return Event(
            f"survey-{survey.id}-{what}", survey.id, kind, survey.title, dated.days, survey.place,
            state=_state(dated),
            original=dated.original,
            reason=dated.reason,
            closes=closing(dated.days, run) if kind == "survey-due" else None,
            note=_announced(dated.days, when),
            roles=survey.roles,
            worksheet=survey.worksheet,
            url=survey.url,
            audience=survey.audience,
        )  # fmt: skip

    if survey.opens is not None:
        yield event("opens", "survey-opens", survey.opens)
    yield event("due", "survey-due", survey.due)


def _due(when: When, place: Place, lead: str, run: Run, *, moves: bool) -> Dated:
    """Return when something is that is counted from the plan; what is due moves to the next working day."""
    if run.left_open(when):
        return UNDATED
    try:
        days = days_from(when, run.calendar, run.laid)
        if days is None:
            return UNDATED
        rule: OnHoliday = "next" if moves and not isinstance(when, OnDate) else "keep"
        return moved(days, rule, run.calendar, weekends=False)
    except WhenError as error:
        run.problems.append(problem(error.slug, lead + error.message, place, error.remedy))
        return UNDATED
