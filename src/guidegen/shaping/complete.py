"""A library is completed: what is written in several files comes together.

Cohorts join their programs and are laid on their days, with the holidays and the
checklists that they name; checklists take the names of the phases they are
grouped by; packets join those of files, wherever they stand; and what has one
name twice is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from guidegen.model.activity import Checklist, ItemGroup, Worksheet
from guidegen.model.cohort import Cohort
from guidegen.model.handbook import Library
from guidegen.model.nearest import did_you_mean
from guidegen.model.problem import Problem, problem
from guidegen.model.program import Program
from guidegen.model.prose import Text
from guidegen.shaping.cohorts import lay
from guidegen.shaping.packets import gathered
from guidegen.shaping.plans import made_whole
from guidegen.shaping.tasks import lists_of, wrong_dependencies, wrong_list_of_nobody


def complete(library: Library) -> tuple[Library, tuple[Problem, ...]]:
    """Return the library with cohorts laid on their days and lists under the names of their phases."""
    problems: list[Problem] = []
    settings = library.settings
    lists = (*library.checklists, *defined_in_chapters(library, Checklist))
    for checklist in lists:
        problems.extend(wrong_dependencies(checklist))
    laid = []
    for program in _with_their_cohorts(library, problems):
        whole_plan, found = made_whole(replace(program, packets=()), library.agendas, settings.contacts)
        problems.extend(found)
        done, found = lay(whole_plan, settings, library.holidays, lists)
        problems.extend(found)
        laid.append(done)
    theirs = {one.id for program in laid for one in lists_of(program, lists)}
    for checklist in lists:
        if checklist.id not in theirs:
            problems.extend(wrong_list_of_nobody(checklist, laid))
    sheets = (*library.worksheets, *defined_in_chapters(library, Worksheet))
    packets, found = gathered(library, tuple(laid), sheets, lists)
    problems.extend(found)
    whole = replace(library, programs=tuple(laid), packets=packets)
    checklists = tuple(_under_phases(one, whole.programs, problems) for one in whole.checklists)
    whole = replace(whole, checklists=checklists)
    return whole, (*problems, *_twice(whole))


def defined_in_chapters(library: Library, kind: type) -> Iterator[Any]:
    """Yield the sheets, or the lists, that are written in a chapter and have a page of their own."""
    for document in library.documents:
        for part in document.nouns:
            if isinstance(part, kind) and not getattr(part, "in_chapter", False):
                yield part


def _with_their_cohorts(library: Library, problems: list[Problem]) -> tuple[Program, ...]:
    apart: dict[str, list[Cohort]] = defaultdict(list)
    for program_id, cohort in library.cohorts:
        apart[program_id].append(cohort)
    known = [program.id for program in library.programs]
    for program_id in sorted(apart.keys() - set(known)):
        place = apart[program_id][0].place
        problems.append(
            problem(
                "unknown-ref",
                f'there is no program "{program_id}" for the cohorts in this folder.',
                replace(place, line=0, column=0, text=""),
                did_you_mean(program_id, known) or "Put a program.yml beside the folder cohorts.",
                ("program", program_id),
            )
        )
    return tuple(_with_cohorts(program, apart.get(program.id, [])) for program in library.programs)


def _with_cohorts(program: Program, apart: list[Cohort]) -> Program:
    """Return the program with all of its cohorts, the earliest first."""
    cohorts = sorted((*program.cohorts, *apart), key=lambda one: one.start or date.max)
    return replace(program, cohorts=tuple(cohorts)) if cohorts else program


def _under_phases(checklist: Checklist, programs: Iterable[Program], problems: list[Problem]) -> Checklist:
    program = next((one for one in programs if one.id == checklist.program), None)
    phases = {phase.id: phase.title for phase in program.phases} if program else {}
    groups = []
    for group in checklist.groups:
        if group.phase and not group.title:
            if group.phase not in phases:
                problems.append(_unknown_phase(checklist, group, list(phases)))
            group = replace(group, title=phases.get(group.phase, Text(group.phase, (group.phase,))))
        groups.append(group)
    return replace(checklist, groups=tuple(groups))


def _unknown_phase(checklist: Checklist, group: ItemGroup, known: list[str]) -> Problem:
    if not checklist.program:
        return problem(
            "missing-key",
            f'groups by phase need the program whose phases are meant: "{group.phase}" could be any.',
            group.place,
            "Add a line such as program: ID at the top of the file.",
        )
    return problem(
        "unknown-ref",
        f'program "{checklist.program}" has no phase "{group.phase}".',
        group.place,
        did_you_mean(group.phase, known),
        ("phase", group.phase),
    )


def _twice(library: Library) -> Iterator[Problem]:
    kinds: dict[str, tuple[Any, ...]] = {
        "program": library.programs,
        "worksheet": (*library.worksheets, *defined_in_chapters(library, Worksheet)),
        "checklist": (*library.checklists, *defined_in_chapters(library, Checklist)),
        "packet": library.packets,
        "term": library.glossary,
        "holiday set": library.holidays,
    }
    for kind, nouns in kinds.items():
        yield from _same_id(kind, nouns)
    for program in library.programs:
        yield from _same_id(f'cohort of program "{program.id}"', program.cohorts)


def _same_id(kind: str, nouns: Iterable[Any]) -> Iterator[Problem]:
    first: dict[str, Any] = {}
    for noun in nouns:
        known = first.setdefault(noun.id.casefold(), noun)
        if known is not noun:
            where = f"{known.place.path}, line {known.place.line}" if known.place.line else known.place.path
            yield problem(
                "duplicate-id",
                f'there is already a {kind} "{known.id}" ({where}).',
                noun.place,
                "Give one of them another id.",
            )
