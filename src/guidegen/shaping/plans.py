"""A plan is made whole: agendas, hosts, and roles that are called by their kind.

What a meeting names within its own program takes its place, so that nobody
after this has to look it up.  What is not public is for coordinators, and an
address that is not for the site goes no further.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, Literal, TypeVar

from guidegen.model.cohort import Cohort
from guidegen.model.nearest import did_you_mean, known_names
from guidegen.model.plan import AGENDA_PRESETS, Agenda, Meeting, Milestone, Phase, Survey
from guidegen.model.problem import Place, Problem, problem
from guidegen.model.program import Contact, Program
from guidegen.model.rebuild import KEEP, rebuild
from guidegen.model.reference import Reference

_UNASSIGNED: Final = 10
"""From how many minutes without a topic on an author is told."""

_NOT_PUBLIC: Final = ("coordinator",)

_Listed = TypeVar("_Listed", Milestone, Meeting)


def made_whole(
    program: Program, presets: Sequence[Agenda], contacts: Sequence[Contact]
) -> tuple[Program, tuple[Problem, ...]]:
    """Return *program* with its agendas and hosts in their places, and what is wrong with them.

    Args:
        presets: agendas that come with guidegen; those of the program hide them.
    """
    agendas = {one.id: one for one in (*presets, *program.agendas)}
    hosts: dict[str, Literal["contact", "role"]] = {one.id: "role" for one in program.roles}
    hosts |= {one.id: "contact" for one in contacts}
    kinds = {one.kind: one.id for one in reversed(program.roles)}
    ids = {one.id for one in program.roles}
    problems: list[Problem] = []

    def put_in(noun: Any) -> Any:
        match noun:
            case Reference(kind="agenda", id=name):
                if name in agendas:
                    return agendas[name]
                problems.append(_unknown(noun, (*agendas, *AGENDA_PRESETS)))
            case Reference(kind="host", id=name):
                if name in hosts:
                    return replace(noun, kind=hosts[name])
                if name in kinds:
                    return replace(noun, kind="role", id=kinds[name])
                problems.append(_unknown(noun, hosts))
            case Reference(kind="role", id=name) if name not in ids and name in kinds:
                return replace(noun, id=kinds[name])
        return KEEP

    found = tuple(_unfit_agendas(program, agendas))
    done = rebuild(_by_their_roles(program), put_in)
    return done, (*dict.fromkeys(problems), *found)


def _unknown(reference: Reference, known: Collection[str]) -> Problem:
    remedy = did_you_mean(reference.id, known) or known_names(known)
    what = "contact or role" if reference.kind == "host" else reference.kind
    return problem("unknown-ref", f'no {what} "{reference.id}".', reference.place, remedy)


# Who


def _by_their_roles(program: Program) -> Program:
    """Return the plan with every kind of role in its lists written as the roles of that kind."""
    by_kind: dict[str, list[str]] = {}
    for role in program.roles:
        by_kind.setdefault(role.kind, []).append(role.id)
    ids = {one.id for one in program.roles}

    def roles(written: tuple[Reference, ...]) -> tuple[Reference, ...]:
        if all(one.id in ids for one in written):
            return written
        named = {
            name: replace(one, id=name)
            for one in written
            for name in ([one.id] if one.id in ids else by_kind.get(one.id, [one.id]))
        }
        return tuple(named.values())

    def entry(one: _Listed) -> _Listed:
        audience = one.audience if one.public else one.audience or _NOT_PUBLIC
        return replace(one, roles=roles(one.roles), audience=audience)

    def meeting(one: Meeting) -> Meeting:
        url = "" if one.url_is_internal else one.url
        return replace(entry(one), optional_for=roles(one.optional_for), url=url)

    def phase(one: Phase) -> Phase:
        return replace(one, roles=roles(one.roles))

    def survey(one: Survey) -> Survey:
        return replace(one, roles=roles(one.roles))

    def cohort(one: Cohort) -> Cohort:
        timeline, meetings = tuple(map(entry, one.timeline)), tuple(map(meeting, one.meetings))
        return replace(one, timeline=timeline, meetings=meetings)

    return replace(
        program,
        phases=tuple(map(phase, program.phases)),
        timeline=tuple(map(entry, program.timeline)),
        meetings=tuple(map(meeting, program.meetings)),
        surveys=tuple(map(survey, program.surveys)),
        cohorts=tuple(map(cohort, program.cohorts)),
    )


# How long


def _unfit_agendas(program: Program, agendas: dict[str, Agenda]) -> Iterator[Problem]:
    """Yield a problem for each agenda that is longer than its meeting, or much shorter."""
    meetings = {one.id: one for one in program.meetings}
    for at, one in enumerate(program.meetings):
        yield from _unfit_in_meeting(one, f"meetings[{at}]", agendas)
    for cohort in program.cohorts:
        for at, one in enumerate(cohort.meetings):
            yield from _unfit_in_meeting(one, f"extra.meetings[{at}]", agendas)
        for override in cohort.overrides:
            meeting = meetings.get(override.entry.partition("#")[0])
            if meeting is not None and (override.agenda or override.minutes):
                agenda = override.agenda or meeting.agenda
                lead, minutes = f"overrides.{override.entry}", override.minutes or meeting.minutes
                place = override.agenda.place if override.agenda else override.place
                yield from _unfit(agenda, minutes, lead, place, agendas)


def _unfit_in_meeting(meeting: Meeting, lead: str, agendas: dict[str, Agenda]) -> Iterator[Problem]:
    if meeting.agenda is not None:
        yield from _unfit(meeting.agenda, meeting.minutes, f"{lead}.agenda", meeting.agenda.place, agendas)
    for change in meeting.changes:
        if change.agenda is not None:
            where = f"{lead}.occurrences.{change.number}.agenda"
            yield from _unfit(change.agenda, meeting.minutes, where, change.agenda.place, agendas)


def _unfit(
    named: Agenda | Reference | None, minutes: int, lead: str, place: Place, agendas: dict[str, Agenda]
) -> Iterator[Problem]:
    agenda = agendas.get(named.id) if isinstance(named, Reference) else named
    if agenda is None or not agenda.minutes:
        return
    message = f"{lead}: agenda items add up to {agenda.minutes} minutes; the meeting lasts {minutes}."
    if agenda.minutes > minutes:
        remedy = "Make the meeting longer, or give the items less time."
        yield problem("agenda-long", message, place, remedy)
    elif minutes - agenda.minutes >= _UNASSIGNED:
        remedy = f"Give the other {minutes - agenda.minutes} minutes to an item."
        yield problem("agenda-short", message, place, remedy)
