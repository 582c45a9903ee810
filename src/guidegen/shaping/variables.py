"""What ``{{ cohort.start }}`` stands for in a chapter.

Every value of an edition has one full name, such as
``programs.harbour.cohorts.2026-autumn.kickoff``.  A chapter may say ``program``
for the program that it belongs to, ``cohorts`` for those of that program, and
``cohort`` where there is only one that is not over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guidegen.model.cohort import Cohort
from guidegen.model.handbook import Chapter, Handbook
from guidegen.model.nearest import did_you_mean
from guidegen.model.plan import Meeting, Milestone, Phase
from guidegen.model.problem import Problem, problem
from guidegen.model.program import Program, current_cohorts
from guidegen.model.prose import Variable
from guidegen.model.url import SitePath, telephone
from guidegen.model.value import Relative, Value
from guidegen.shaping.directory import Directory
from guidegen.shaping.public import public_part


def values_in(handbook: Handbook) -> dict[str, Value]:
    """Return what the variables of an edition stand for, by their full names."""
    return dict(_values(handbook))


def way_to(name: str, values: Mapping[str, Value]) -> str:
    """Return where a contact's address, number or page leads by its full name; empty for everything else."""
    key, value = name.rpartition(".")[2], values.get(name)
    if not name.startswith("contacts.") or not isinstance(value, str):
        return ""
    ways = {"email": f"mailto:{value}", "phone": f"tel:{telephone(value)}", "url": value}
    return ways.get(key, "")


def full_name(name: str, address: SitePath, directory: Directory) -> str:
    """Return the full name of a variable that is written on the page at *address*."""
    first, _, rest = name.partition(".")
    if first not in ("program", "cohort", "cohorts"):
        return name
    program = _program_of(address, directory)
    if program is None:
        return name
    if first == "cohort":
        current = current_cohorts(program)
        return f"programs.{program.id}.cohorts.{current[0].id}.{rest}" if len(current) == 1 else name
    return f"programs.{program.id}.{rest}" if first == "program" else f"programs.{program.id}.cohorts.{rest}"


def unknown_variable(
    variable: Variable, name: str, address: SitePath, directory: Directory, values: Mapping[str, Value]
) -> Problem:
    """Return the problem that a variable stands for nothing; *name* is its full name."""
    message = f'unknown variable "{variable.name}".'
    if name == variable.name and name.partition(".")[0] in ("program", "cohort", "cohorts"):
        return problem("unknown-variable", message, variable.place, _which(name, address, directory))
    beginning = name.removesuffix(variable.name.partition(".")[2])
    known = {
        variable.name.partition(".")[0] + "." + one.removeprefix(beginning): one
        for one in values
        if name != variable.name and one.startswith(beginning)
    }
    meant = did_you_mean(variable.name, known or values)
    return problem("unknown-variable", f"{message} {meant}".rstrip(), variable.place)


def _which(name: str, address: SitePath, directory: Directory) -> str:
    """Return what to write where it is open which program or which cohort is meant."""
    first, _, rest = name.partition(".")
    programs = directory.handbook.programs
    program = _program_of(address, directory)
    if program is None and not programs:
        return "There is no program in this edition."
    if program is None:
        return f"Write which program: programs.{programs[0].id}.{rest}, or programs: [ID] above the chapter."
    cohorts = current_cohorts(program) or program.cohorts
    if first == "cohort" and cohorts:
        return f"There is more than one cohort. Write which: cohorts.{cohorts[-1].id}.{rest}"
    return f'Program "{program.id}" has no cohort that is not over.'


def _program_of(address: SitePath, directory: Directory) -> Program | None:
    """Return the program that a page is of or belongs to, or the only one that there is."""
    programs = directory.handbook.programs
    for noun in directory.pages.get(address, ()):
        if isinstance(noun, Program):
            return noun
        if isinstance(noun, Chapter):
            named = {one.id for one in noun.document.meta.programs}
            found = [one for one in programs if one.id in named or _names(one, noun)]
            if found:
                return found[0] if len(found) == 1 else None
    return programs[0] if len(programs) == 1 else None


def _names(program: Program, chapter: Chapter) -> bool:
    named = (*program.chapters, *(one for phase in program.phases for one in phase.chapters))
    return any(one.id == chapter.id for one in named)


def _values(handbook: Handbook) -> Iterator[tuple[str, Value]]:
    settings = handbook.settings
    yield "handbook.title", settings.title.plain
    yield "handbook.release", settings.release
    if settings.organization is not None:
        yield "org.name", settings.organization.name.plain
    for contact in settings.contacts:
        yield f"contacts.{contact.id}.name", contact.name.plain
        for key in ("email", "phone", "url"):
            if written := getattr(contact, key):
                yield f"contacts.{contact.id}.{key}", written
    for program in handbook.programs:
        for name, value in _of_program(public_part(program, handbook.edition)):
            yield f"programs.{program.id}.{name}", value


def _of_program(program: Program) -> Iterator[tuple[str, Value]]:
    yield "title", program.title.plain
    if program.duration is not None:
        yield "weeks", program.duration.weeks
    entries: tuple[Phase | Milestone | Meeting, ...] = (
        *program.phases,
        *program.timeline,
        *program.meetings,
    )
    names = {one.id: one.title.plain for one in entries}
    for milestone in program.timeline:
        yield milestone.id, Relative(milestone.when, names)
    for meeting in program.meetings:
        if meeting.when is not None:
            yield meeting.id, Relative(meeting.when, names)
    for cohort in program.cohorts:
        for name, value in _of_cohort(cohort):
            yield f"cohorts.{cohort.id}.{name}", value


def _of_cohort(cohort: Cohort) -> Iterator[tuple[str, Value]]:
    schedule = cohort.schedule
    yield "title", cohort.title.plain or cohort.id
    yield "start", cohort.start
    yield "end", schedule.end
    if schedule.weeks:
        yield "weeks", schedule.weeks[-1].number
    if schedule.zone:
        yield "timezone", schedule.zone
    for event in schedule.events:
        yield event.id, event.days or event.original
