"""What blocks of a chapter show of a program: which program, which cohort or which agenda is meant.

A block names a program, a cohort of it, or neither: then it is about the only
program that its chapter belongs to.  What is meant is the same in every edition;
whether an edition has it is another question.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from guidegen.model.cohort import Cohort
from guidegen.model.diary import entries_of
from guidegen.model.handbook import Handbook, chapters_of
from guidegen.model.nearest import did_you_mean, known_names
from guidegen.model.plan import AGENDA_PRESETS, Agenda
from guidegen.model.problem import Place, Problem, problem
from guidegen.model.program import Program
from guidegen.model.prose import Shown
from guidegen.model.url import SitePath, entity_address

_MOST_NAMES: Final = 2
"""How many names a block can have: a program, and a cohort of it."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a block is about."""

    program: str = ""
    """Empty: no program, but what the whole handbook says."""

    cohort: str = ""
    """Empty: none, so without dates."""

    agenda: Agenda | None = None


def programs_of(address: SitePath, handbook: Handbook) -> tuple[str, ...]:
    """Return the ids of the programs that a chapter belongs to, by its address below the edition's folder."""
    chapters = (*chapters_of(handbook.root), *handbook.introductions)
    named = [link.id for one in chapters if one.address == address for link in one.document.meta.programs]
    whole = handbook.edition.path + address
    for program in handbook.programs:
        phases = (link for phase in program.phases for link in phase.chapters)
        links = {one.address for one in (*program.chapters, *phases)}
        if whole in links or address == entity_address("program", program.id):
            named.append(program.id)
    return tuple(dict.fromkeys(named))


def meant_by(shown: Shown, address: SitePath, whole: Handbook) -> Meant | Problem:
    """Return what a block in the chapter at an address is about, or what is wrong with it.

    *whole* is the handbook of everything.
    """
    own = programs_of(address, whole)
    if shown.kind == "agenda":
        return _agenda_meant(shown, own, whole)
    if len(shown.names) > _MOST_NAMES:
        message = f'"{" ".join(shown.names)}" is more than a program and a cohort of it.'
        return problem("unknown-ref", message, shown.place, f"Write ::: {shown.kind} PROGRAM COHORT.")
    programs = {one.id: one for one in whole.programs}
    default = _default(shown, own, programs)
    if not shown.names:
        return _without_a_name(shown, default, own, programs)
    name, *others = shown.names
    if name in programs:
        found = _in_program(shown, programs[name], others)
    elif default and not others and name in {one.id for one in programs[default].cohorts}:
        found = Meant(default, name)
    else:
        found = _no_program(shown, name, default, programs)
    return found


def wrong_excerpts(whole: Handbook) -> Iterator[Problem]:
    """Yield what is wrong with the blocks of all chapters that show something of a program."""
    for chapter in (*chapters_of(whole.root), *whole.introductions):
        for part in chapter.document.nouns:
            if isinstance(part, Shown):
                meant = meant_by(part, chapter.address, whole)
                if isinstance(meant, Problem):
                    yield meant


def agenda_of(meant: Meant, program: Program | None) -> Agenda | None:
    """Return the agenda that is meant, as *program* has it: what an edition, or a role, is told of it."""
    if meant.agenda is None or not meant.program:
        return meant.agenda
    return _agendas_in(program).get(meant.agenda.id) if program is not None else None


# Programs and cohorts


def _default(shown: Shown, own: tuple[str, ...], programs: Mapping[str, Program]) -> str:
    """Return the program of a block that names none; empty where it could be several, or none at all."""
    if len(own) == 1 and own[0] in programs:
        return own[0]
    # Whom to ask can be said of a whole handbook.
    return next(iter(programs)) if len(programs) == 1 and not own and shown.kind != "contacts" else ""


def _without_a_name(
    shown: Shown, default: str, own: tuple[str, ...], programs: Mapping[str, Program]
) -> Meant | Problem:
    if default:
        return _in_program(shown, programs[default], [])
    if shown.kind == "contacts":
        return Meant()
    belongs = f"belongs to {len(own)} programs" if own else "belongs to none"
    return problem(
        "missing-key",
        f'"{shown.kind}" needs the id of a program: this chapter {belongs}.',
        shown.place,
        f"Write ::: {shown.kind} ID. {known_names(own or programs)}".strip(),
    )


def _in_program(shown: Shown, program: Program, names: Sequence[str]) -> Meant | Problem:
    cohorts = [one.id for one in program.cohorts]
    for name in names:
        if name not in cohorts:
            message = f'program "{program.id}" has no cohort "{name}".'
            remedy = did_you_mean(name, cohorts) or known_names(cohorts)
            return problem("unknown-ref", message, _within(shown.place, name), remedy, ("cohort", name))
    told = {
        "timeline": program.phases or entries_of(program),
        "policies": program.policies,
        "roles": program.roles,
        "contacts": True,
    }
    if not told[shown.kind]:
        message = f'program "{program.id}" has no {shown.kind}.'
        return problem("missing-key", message, shown.place, "Write it there, or take the block out.")
    return Meant(program.id, names[0] if names else "")


def _no_program(shown: Shown, name: str, default: str, programs: Mapping[str, Program]) -> Problem:
    cohorts = [one.id for one in programs[default].cohorts] if default else []
    remedy = did_you_mean(name, (*programs, *cohorts)) or known_names(programs)
    message = f'no program "{name}".'
    return problem("unknown-ref", message, _within(shown.place, name), remedy, ("program", name))


def _within(place: Place, name: str) -> Place:
    """Return where in the line of a place a name stands."""
    found = place.text.find(name, max(place.column - 1, 0))
    return replace(place, column=found + 1, width=len(name)) if found >= 0 else place


# Agendas


def _agenda_meant(shown: Shown, own: tuple[str, ...], whole: Handbook) -> Meant | Problem:
    """Return an agenda of the chapter's programs, else of another that has it, else one that comes along."""
    name = shown.names[-1]
    named = shown.names[:-1]
    first = [one for one in whole.programs if one.id in (named or own)]
    having = [one for one in first if name in _agendas_in(one)]
    having = having or [one for one in whole.programs if name in _agendas_in(one) and not named]
    if len(having) == 1:
        return Meant(having[0].id, agenda=_agendas_in(having[0])[name])
    if having:
        could_be = known_names([f"{one.id} {name}" for one in having])
        message = f'{len(having)} programs have an agenda "{name}".'
        return problem("unknown-ref", message, shown.place, f"Write ::: agenda PROGRAM ID. {could_be}")
    preset = next((one for one in whole.agendas if one.id == name), None)
    if preset is not None:
        return Meant(agenda=preset)
    written = (one for program in whole.programs for one in _agendas_in(program))
    known = dict.fromkeys((*written, *AGENDA_PRESETS))
    remedy = did_you_mean(name, known) or known_names(known)
    return problem("unknown-ref", f'no agenda "{name}".', shown.place, remedy, ("agenda", name))


def _agendas_in(program: Program) -> dict[str, Agenda]:
    """Return the agendas of a program by their ids, and those of its meetings by the ids of these."""
    meetings = {
        one.id: replace(one.agenda, title=one.agenda.title or one.title, id=one.id)
        for one in program.meetings
        if isinstance(one.agenda, Agenda)
    }
    return meetings | {one.id: one for one in program.agendas}


def cohort_of(meant: Meant, program: Program) -> Cohort | None:
    """Return the cohort that is meant, where what is told of *program* has it."""
    return next((one for one in program.cohorts if one.id == meant.cohort), None)
