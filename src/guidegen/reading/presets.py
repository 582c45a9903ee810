"""The agendas that come with guidegen, for programs that name one and do not write it themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib import resources

from guidegen.model.cohort import Cohort
from guidegen.model.fingerprint import fingerprint
from guidegen.model.handbook import Source
from guidegen.model.plan import AGENDA_PRESETS, Agenda, Meeting
from guidegen.model.program import Program
from guidegen.model.reference import Reference


def preset_source(name: str) -> Source:
    """Return the file of an agenda that is among `AGENDA_PRESETS`."""
    path = f"presets/agendas/{name}.yml"
    text = resources.files("guidegen").joinpath(path).read_text(encoding="utf-8")
    return Source(f"guidegen/{path}", text, fingerprint(text))


def presets_named(programs: Iterable[Program], cohorts: Iterable[tuple[str, Cohort]] = ()) -> tuple[str, ...]:
    """Return the presets that a program, or one of its cohorts, names and the program does not define.

    Args:
        cohorts: in files of their own, each with the id of its program.
    """
    apart = tuple(cohorts)
    named: set[str] = set()
    for program in programs:
        own = tuple(cohort for name, cohort in apart if name == program.id)
        defined = {agenda.id for agenda in program.agendas}
        named |= set(_named_in(program, (*program.cohorts, *own))) - defined
    return tuple(name for name in AGENDA_PRESETS if name in named)


def _named_in(program: Program, cohorts: Sequence[Cohort]) -> Iterator[str]:
    for one in _agendas_in(program, cohorts):
        if isinstance(one, Reference):
            yield one.id


def _agendas_in(program: Program, cohorts: Sequence[Cohort]) -> Iterator[Agenda | Reference | None]:
    meetings: list[Meeting] = [*program.meetings]
    for cohort in cohorts:
        meetings.extend(cohort.meetings)
        yield from (override.agenda for override in cohort.overrides)
    for meeting in meetings:
        yield meeting.agenda
        yield from (change.agenda for change in meeting.changes)
