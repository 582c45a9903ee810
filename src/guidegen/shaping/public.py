"""What of a program is for everybody, and what only coordinators are told (``public: false``).

An edition for coordinators tells all of it everywhere.  An edition that shows
everything tells it on the pages of coordinators' roles; all others nowhere.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from guidegen.model.cohort import Event, Task
from guidegen.model.handbook import Edition
from guidegen.model.plan import Meeting, Milestone
from guidegen.model.program import Program, Role
from guidegen.model.rebuild import DROP, KEEP, rebuild

COORDINATOR: Final = "coordinator"


def is_for_coordinators(edition: Edition, program: Program) -> bool:
    """Return whether the readers of an edition coordinate a program."""
    kinds = {role.id: role.kind for role in program.roles}
    return any(kinds.get(name, name) == COORDINATOR for name in edition.roles or ())


def public_part(program: Program, edition: Edition) -> Program:
    """Return what the pages of an edition tell of a program and its cohorts."""
    return program if is_for_coordinators(edition, program) else _without_secrets(program)


def part_for(role: Role, program: Program, edition: Edition) -> Program:
    """Return what the page of a role tells."""
    if role.kind == COORDINATOR and edition.roles is None:
        return program
    return public_part(program, edition)


def _without_secrets(program: Program) -> Program:
    plan: list[Milestone | Meeting] = [*program.timeline, *program.meetings]
    for cohort in program.cohorts:
        plan += [*cohort.timeline, *cohort.meetings]
    hidden = {one.id for one in plan if not one.public}

    def keep_or_drop(noun: Any) -> Any:
        match noun:
            case Milestone(public=False) | Meeting(public=False) | Event(public=False):
                return DROP
            case Task(source=source) if source in hidden:
                return DROP
        return KEEP

    if not hidden:
        return program
    return replace(
        program,
        timeline=rebuild(program.timeline, keep_or_drop),
        meetings=rebuild(program.meetings, keep_or_drop),
        cohorts=rebuild(program.cohorts, keep_or_drop),
    )
