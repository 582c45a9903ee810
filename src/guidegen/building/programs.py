"""The pages of roles and of cohorts, and what lists say of a program.

What has no date is kept apart from what has one, so that the first day of a
cohort makes only those pages again that show it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from guidegen.building.frame import EditionAtHand, MadePage, Promise, frame, here_at, made, once, promised
from guidegen.building.handouts import packets_of_cohort
from guidegen.model.cohort import Cohort, Schedule
from guidegen.model.diary import Stretch
from guidegen.model.program import Contact, Program, Role, current_cohorts
from guidegen.model.prose import NO_TEXT
from guidegen.model.reference import Reference
from guidegen.model.url import SitePath, cohort_address
from guidegen.rendering import views
from guidegen.rendering.calendars import is_for, is_in_calendars
from guidegen.rendering.times import titles_of
from guidegen.shaping.outline import Outline, course_of, outline_of, weeks_for
from guidegen.shaping.public import public_part
from guidegen.shaping.references import (
    activity_reference,
    cohort_reference,
    program_reference,
    role_reference,
)
from guidegen.shaping.roles import part_of
from guidegen.shaping.weeks import stretches_of

# Lists of programs


def program_entry(program: Program, at_hand: EditionAtHand) -> views.ProgramEntry:
    """Return what the list of programs and the front page say of a program."""
    facts = Program(
        program.id,
        program.title,
        program.place,
        kind=program.kind,
        format=program.format,
        status=program.status,
        notice=program.notice,
        roles=program.roles,
        duration=program.duration,
    )
    entries = cohort_entries(current_cohorts(program), program, at_hand)
    return views.ProgramEntry(program_reference(program, at_hand.base), facts, entries)


def cohort_entries(
    cohorts: Iterable[Cohort], program: Program, at_hand: EditionAtHand
) -> tuple[views.CohortEntry, ...]:
    """Return what lists say of cohorts: by their start, then what has none, then what is over."""
    ordered = sorted(cohorts, key=lambda one: (one.status == "archived", one.start or date.max))
    return tuple(
        views.CohortEntry(cohort_reference(program, one, at_hand.base), _in_few_words(one)) for one in ordered
    )


def _in_few_words(cohort: Cohort) -> Cohort:
    schedule = cohort.schedule
    return Cohort(
        cohort.id,
        cohort.start,
        cohort.place,
        title=cohort.title,
        end=cohort.end,
        timezone=cohort.timezone,
        applications=cohort.applications,
        capacity=cohort.capacity,
        status=cohort.status,
        notice=cohort.notice,
        schedule=Schedule(
            schedule.zone,
            schedule.end,
            schedule.weeks,
            events=tuple(one for one in schedule.events if one.kind.startswith("application-")),
        ),
    )


# Roles


def role_pages(program: Program, at_hand: EditionAtHand) -> Iterator[Promise]:
    """Yield the page of each role of a program."""
    course = once(partial(outline, program, at_hand))
    for role in program.roles:
        address = role_reference(program, role, at_hand.base).address
        yield promised(address, program.place, partial(_role, role, program, course, at_hand), at_hand)


def _role(role: Role, program: Program, course: Callable[[], Outline], at_hand: EditionAtHand) -> MadePage:
    part = part_of(role, program, at_hand.handbook)
    link = role_reference(program, role, at_hand.base)
    view = views.RolePage(
        **frame(link.address, role.label, role.summary, at_hand),
        role=role,
        program=program_reference(program, at_hand.base),
        parts=part.parts,
        rules=part.rules,
        weeks=weeks_for(role.id, part.program, course()),
        meetings=part.meetings,
        sheets=part.sheets,
        packets=part.packets,
        cohorts=part.cohorts,
        contacts=part.contacts,
        titles=titles_of(part.program),
    )
    return made(view, *here_at(link.address, at_hand))


def outline(program: Program, at_hand: EditionAtHand) -> Outline:
    """Return where the entries of a program would be, counted on all of it, not on what an edition has."""
    everything = at_hand.everything.handbook
    whole = next((one for one in everything.programs if one.id == program.id), program)
    return outline_of(whole, everything.settings)


def course_of_program(told: Program, at_hand: EditionAtHand) -> Schedule:
    """Return the plan of a program in weeks, as its page draws it; *told* is what the page tells of it."""
    return course_of(told, outline(told, at_hand))


# Cohorts


def cohort_pages(program: Program, at_hand: EditionAtHand) -> Iterator[Promise]:
    """Yield the page of each cohort of a program."""
    told = public_part(program, at_hand.handbook.edition)
    course = once(partial(outline, program, at_hand))
    for cohort in told.cohorts:
        address = at_hand.base + cohort_address(program.id, cohort.id)
        make = partial(_cohort, cohort, told, program, course, at_hand)
        yield promised(address, cohort.place, make, at_hand)


def _cohort(
    cohort: Cohort, told: Program, program: Program, course: Callable[[], Outline], at_hand: EditionAtHand
) -> MadePage:
    address = at_hand.base + cohort_address(program.id, cohort.id)
    stretches = stretches_of(cohort)
    waits = cohort.start is None and cohort.status != "cancelled"
    title = cohort_reference(program, cohort, at_hand.base).title
    view = views.CohortPage(
        **frame(address, title, NO_TEXT, at_hand),
        program=program_reference(program, at_hand.base),
        cohort=cohort,
        stretches=stretches,
        weeks=weeks_for(None, _with_additions(told, cohort), course()) if waits else (),
        titles=titles_of(_with_additions(told, cohort)) if waits else {},
        roles=_marks(program, stretches),
        sources=_sources(told, cohort, at_hand),
        contacts=_contacts(program, cohort, at_hand),
        feeds=_feeds(program, cohort, address),
        base_url=at_hand.handbook.settings.base_url,
        deadlines=at_hand.handbook.settings.calendar_deadlines,
        packets=packets_of_cohort(program, cohort, at_hand),
    )
    return made(view, *here_at(address, at_hand))


def _feeds(program: Program, cohort: Cohort, page: SitePath) -> tuple[views.Feed, ...]:
    """Return the calendars that lie beside the page of a cohort."""
    folder = page.removesuffix("index.html")
    events = [one for one in cohort.schedule.events if is_in_calendars(one)] if cohort.start else []
    if not events:
        return ()
    whose = [role for role in program.roles if any(is_for(one, role.id) for one in events)]
    return (
        views.Feed(NO_TEXT, f"{folder}calendar.ics"),
        *(views.Feed(role.plural or role.label, f"{folder}{role.id}.ics") for role in whose),
    )


def _with_additions(program: Program, cohort: Cohort) -> Program:
    timeline, meetings = (*program.timeline, *cohort.timeline), (*program.meetings, *cohort.meetings)
    return replace(program, timeline=timeline, meetings=meetings)


def _marks(program: Program, stretches: tuple[Stretch, ...]) -> tuple[views.RoleMark, ...]:
    named: dict[str, Reference] = {}
    for stretch in stretches:
        named |= {role.id: role for event in stretch.events for role in event.roles}
        named |= {role.id: role for task in stretch.tasks for role in task.roles}
    return tuple(views.RoleMark(named[role.id], role.color) for role in program.roles if role.id in named)


def _sources(program: Program, cohort: Cohort, at_hand: EditionAtHand) -> tuple[Reference, ...]:
    wanted = {task.source for task in cohort.schedule.tasks}
    lists = [activity_reference(one, at_hand.base) for one in at_hand.handbook.checklists]
    meetings = [
        Reference("milestone", one.id, one.place, one.title) for one in (*program.meetings, *cohort.meetings)
    ]
    return tuple(one for one in (*lists, *meetings) if one.id in wanted)


def _contacts(program: Program, cohort: Cohort, at_hand: EditionAtHand) -> tuple[Contact, ...]:
    named = cohort.contacts or ((program.owner,) if program.owner else ())
    known = {contact.id: contact for contact in at_hand.handbook.settings.contacts}
    return tuple(known[one.id] for one in named if one.id in known)
