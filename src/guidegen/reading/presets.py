"""What comes with guidegen: agendas and worksheets, for who names one and does not write it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib import resources

from guidegen.model.activity import WORKSHEET_PRESETS
from guidegen.model.cohort import Cohort
from guidegen.model.fingerprint import fingerprint
from guidegen.model.handbook import Document, Library, Source
from guidegen.model.naming import preset_path, worksheets_defined, worksheets_named
from guidegen.model.packet import Packet
from guidegen.model.plan import AGENDA_PRESETS, Agenda, Meeting
from guidegen.model.program import Program
from guidegen.model.prose import Shown
from guidegen.model.reference import Reference


def preset_source(name: str) -> Source:
    """Return the file of an agenda that is among `AGENDA_PRESETS`."""
    return _source(f"guidegen/presets/agendas/{name}.yml")


def preset_worksheet(name: str) -> Source:
    """Return the file of a worksheet that is among `WORKSHEET_PRESETS`."""
    return _source(preset_path(name))


def _source(path: str) -> Source:
    text = resources.files("guidegen").joinpath(path.removeprefix("guidegen/")).read_text(encoding="utf-8")
    return Source(path, text, fingerprint(text))


def preset_worksheets_named(library: Library) -> tuple[str, ...]:
    """Return the presets of worksheets that something in *library* names and nothing in it defines."""
    named = worksheets_named(library).intersection(WORKSHEET_PRESETS)
    wanted = named - worksheets_defined(library) if named else named
    return tuple(name for name in WORKSHEET_PRESETS if name in wanted)


def presets_named(
    programs: Iterable[Program],
    cohorts: Iterable[tuple[str, Cohort]] = (),
    packets: Iterable[Packet] = (),
    documents: Iterable[Document] = (),
) -> tuple[str, ...]:
    """Return the presets that a program, or one of its cohorts, names and the program does not define.

    What a packet or a chapter names is there as well: of which program it is, is found later.

    Args:
        cohorts: in files of their own, each with the id of its program.
        packets: in files of their own.
        documents: the chapters, in which agendas may be shown.
    """
    apart = tuple(cohorts)
    named = {item.name for packet in packets for item in packet.contents}
    parts = (part for document in documents for part in document.nouns)
    named |= {part.names[-1] for part in parts if isinstance(part, Shown) and part.kind == "agenda"}
    for program in programs:
        named |= {item.name for packet in program.packets for item in packet.contents}
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
