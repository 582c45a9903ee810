"""What packets name: their program, the agendas in them, and what is there for the people of a role.

A packet is for one role.  What its readers may not read is not bound into it, in
whichever edition the packet is; that something is left out is told where it is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from guidegen.model.activity import WORKSHEET_PRESETS, Checklist, Worksheet
from guidegen.model.cohort import Cohort
from guidegen.model.diary import entries_of
from guidegen.model.handbook import Document, Handbook, Library, Settings
from guidegen.model.nearest import did_you_mean, known_names, nearest
from guidegen.model.packet import KINDS_IN_COPIES, WAYS_TO_WRITE, Packet, PacketItem, kind_meant
from guidegen.model.plan import AGENDA_PRESETS, Agenda
from guidegen.model.problem import Problem, problem
from guidegen.model.program import ROLE_KINDS, Program, current_cohorts
from guidegen.model.prose import Audience
from guidegen.model.reference import Reference
from guidegen.model.url import without_number
from guidegen.shaping.folders import documents_by_name, folders_above
from guidegen.shaping.passages import headings_in

Theirs: TypeAlias = Callable[[str, tuple[Any, ...]], tuple[Any, ...]]
"""Returns of some nouns what the people of a role may read; see `edition.what_is_for`."""

_OF_A_PROGRAM: Final = ("timeline", "policies")
"""Entries that say nothing without a program."""


def cohorts_of(packet: Packet, handbook: Handbook) -> tuple[Cohort, ...]:
    """Return the cohorts for each of which a packet is bound again, with dates.

    They are those that run or are to come and have a first day; none where the
    packet is bound for one cohort anyway.
    """
    if packet.cohort or packet.program is None:
        return ()
    name = packet.program.id
    return tuple(
        cohort
        for program in handbook.programs
        if program.id == name
        for cohort in current_cohorts(program)
        if cohort.start is not None
    )


def packets_of(program: Program, handbook: Handbook) -> tuple[Packet, ...]:
    """Return the packets of a program, for all of its roles."""
    return tuple(one for one in handbook.packets if one.program and one.program.id == program.id)


# Completing ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Known:
    """What packets can name, drafts too."""

    settings: Settings
    programs: tuple[Program, ...]
    presets: tuple[Agenda, ...]
    ids: Mapping[str, tuple[str, ...]]
    """By kind of entry: what there is of it."""


def gathered(
    library: Library, programs: tuple[Program, ...], sheets: Sequence[Worksheet], lists: Sequence[Checklist]
) -> tuple[tuple[Packet, ...], tuple[Problem, ...]]:
    """Return every packet, with its program and its agendas in their places, and what is wrong with them.

    Args:
        programs: those of the library, completed.
        sheets: all worksheets, those of chapters too.
        lists: all checklists, those of chapters too.
    """
    inside = (
        replace(one, program=Reference("program", program.id, one.place))
        for program in library.programs
        for one in program.packets
    )
    written = (*library.packets, *inside)
    if not written:
        return (), ()
    agendas = (*AGENDA_PRESETS, *(one.id for program in programs for one in program.agendas))
    ids = {
        "chapter": tuple(documents_by_name(library)),
        "worksheet": tuple(dict.fromkeys((*(one.id for one in sheets), *WORKSHEET_PRESETS))),
        "checklist": tuple(one.id for one in lists),
        "agenda": tuple(dict.fromkeys(agendas)),
    }
    known = _Known(library.settings, programs, library.agendas, ids)
    problems: list[Problem] = []
    return tuple(_completed(one, known, problems) for one in written), tuple(problems)


def _completed(packet: Packet, known: _Known, problems: list[Problem]) -> Packet:
    if packet.program is None:
        program = _only_program(packet, known.programs)
        if program is None:
            problems.extend(_without_a_program(packet, known.programs))
    else:
        named = packet.program.id
        program = next((one for one in known.programs if one.id == named), None)
    if program is not None:
        problems.extend(_not_of_the_program(packet, program))
        problems.extend(_role_of_another(packet, program, known.programs))
    contents = []
    for item in packet.contents:
        if not item.kind:
            problems.append(_of_which_kind(item, known.ids))
            continue
        if item.kind == "contacts" and not known.settings.contacts:
            remedy = "Write contacts there, or take the entry out."
            problems.append(problem("packet", '"contacts": guidegen.yml names none.', item.place, remedy))
        if item.kind == "agenda":
            item, found = _with_agenda(item, program, known.presets)
            problems.extend(found)
        contents.append(item)
    link = Reference("program", program.id, packet.place) if program else None
    return replace(packet, program=packet.program or link, contents=tuple(contents))


def _only_program(packet: Packet, programs: Iterable[Program]) -> Program | None:
    """Return the only program that a packet can be of; those that take nobody more come after all others.

    One for people that no program lists, such as its coordinators, can be of any.
    """
    programs = tuple(programs)
    having = [one for one in programs if _has_role(packet.role.id, one)]
    if not having and packet.role.id in ROLE_KINDS:
        having = [*programs]
    running = [one for one in having if packet.cohort in {cohort.id for cohort in one.cohorts}]
    having = running or having
    for statuses in (("active",), ("paused", "retired"), ("draft",)):
        found = [one for one in having if one.status in statuses]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _has_role(name: str, program: Program) -> bool:
    return any(name in (role.id, role.kind) for role in program.roles)


def _without_a_program(packet: Packet, programs: Sequence[Program]) -> Iterator[Problem]:
    """Yield a problem where a packet cannot do without a program, and nobody knows which."""
    needing = [f'"{one.kind}"' for one in packet.contents if one.kind in _OF_A_PROGRAM]
    needing += [
        f'"agenda:{one.name}"'
        for one in packet.contents
        if one.kind == "agenda" and one.name not in AGENDA_PRESETS
    ]
    if packet.cohort:
        needing.insert(0, f'cohort "{packet.cohort}"')
    if not needing:
        return
    having = [one.id for one in programs if _has_role(packet.role.id, one)]
    if programs and not having and packet.role.id not in ROLE_KINDS:
        # That there is no such role is told with all names.
        return
    could_be = having or [one.id for one in programs]
    which = f"{len(having)} programs have" if having else f"none of {len(programs)} programs has"
    yield problem(
        "missing-key",
        f'packet "{packet.id}" needs "program": {needing[0]} is of one, and '
        f'{which if programs else "no program has"} the role "{packet.role.id}".',
        packet.place,
        f"Write program: {could_be[0]}, or another that is meant." if could_be else "",
        ("role", packet.role.id),
    )


def _not_of_the_program(packet: Packet, program: Program) -> Iterator[Problem]:
    """Yield a problem for a cohort that is none of the program's, and for what there is nothing of in it."""
    cohorts = {one.id: one for one in program.cohorts}
    if packet.cohort and packet.cohort not in cohorts:
        message = f'program "{program.id}" has no cohort "{packet.cohort}".'
        remedy = did_you_mean(packet.cohort, cohorts) or known_names(cohorts)
        yield problem("unknown-ref", message, packet.cohort_place, remedy, ("cohort", packet.cohort))
    elif packet.cohort and cohorts[packet.cohort].status == "draft" and program.status != "draft":
        message = f'cohort "{packet.cohort}" is a draft, so the packet is left out until it is published.'
        yield problem("draft-ref", message, packet.cohort_place)
    empty = {
        "timeline": not (program.phases or entries_of(program)),
        "policies": program.policies is None,
    }
    for item in packet.contents:
        if empty.get(item.kind):
            message = f'"{item.kind}": program "{program.id}" has no {item.kind}.'
            yield problem("packet", message, item.place, "Write it there, or take the entry out.")


def _role_of_another(packet: Packet, program: Program, programs: Iterable[Program]) -> Iterator[Problem]:
    """Yield a problem where only other programs have the role; one that none has is found with all names."""
    role = packet.role
    if role.id in ROLE_KINDS or _has_role(role.id, program):
        return
    if any(_has_role(role.id, one) for one in programs):
        roles = [name for one in program.roles for name in (one.id, one.kind)]
        message = f'program "{program.id}" has no role "{role.id}".'
        remedy = did_you_mean(role.id, roles) or known_names([one.id for one in program.roles])
        yield problem("unknown-ref", message, role.place, remedy)


def _of_which_kind(item: PacketItem, ids: Mapping[str, tuple[str, ...]]) -> Problem:
    """Return the problem of an entry that is only an id, such as ``goals``."""
    copies = f" x{item.copies}" if item.copies > 1 else ""
    fitting = {kind: names for kind, names in ids.items() if not copies or kind in KINDS_IN_COPIES}

    def written(name: str | None) -> list[str]:
        return [f"{kind}:{name}{copies}" for kind, names in fitting.items() if name in names]

    message = f'"{item.name}{copies}" does not say what it is.'
    name = without_number(item.name.rpartition("/")[2].partition(".")[0])
    if could_be := written(item.name) or written(name):
        return problem("packet", message, item.place, f"Write {' or '.join(could_be)}")
    meant = written(nearest(name, [one for names in fitting.values() for one in names]))
    kind = kind_meant(item.name)
    if not meant and kind is not None and kind not in ids:
        meant = [kind]
    asked = " or ".join(f'"{one}"' for one in meant)
    return problem("packet", message, item.place, f"Did you mean {asked}?" if asked else WAYS_TO_WRITE)


def _with_agenda(
    item: PacketItem, program: Program | None, presets: Sequence[Agenda]
) -> tuple[PacketItem, tuple[Problem, ...]]:
    """Return an entry with its agenda: one of the program, of a meeting in it, or one that comes along."""
    name = item.name
    own = {one.id: one for one in program.agendas} if program else {}
    meetings = {one.id: one for one in program.meetings} if program else {}
    meeting = meetings.get(name)
    if name in own:
        return replace(item, agenda=own[name]), ()
    if meeting is not None and isinstance(meeting.agenda, Agenda):
        agenda = replace(meeting.agenda, title=meeting.agenda.title or meeting.title)
        return replace(item, agenda=agenda, audience=meeting.audience), ()
    preset = next((one for one in presets if one.id == name), None)
    if preset is not None or program is None:
        # That it needs a program, or that there is none of that name, is told.
        return replace(item, agenda=preset), ()
    if meeting is not None:
        message, remedy = f'meeting "{name}" has no agenda.', "Give it one, or take the entry out."
    else:
        having = (one.id for one in program.meetings if one.agenda is not None)
        names = dict.fromkeys((*own, *having, *AGENDA_PRESETS))
        message = f'no agenda "{name}" in program "{program.id}".'
        remedy = did_you_mean(name, names) or known_names(names)
    return item, (problem("unknown-ref", message, item.place, remedy),)


# What is there for a role ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shelf:
    """What packets are made of, by name."""

    documents: Mapping[str, Document]
    indexes: Mapping[str, Document]
    """The first page of each folder: who may not read it may not read what is below."""

    sheets: Mapping[str, Worksheet]
    lists: Mapping[str, Checklist]

    def named_by(self, item: PacketItem) -> Document | Worksheet | Checklist | None:
        """Return what an entry names; none where it names nothing, or what is not there."""
        name = item.what.id if item.what else ""
        match item.kind:
            case "chapter":
                return self.documents.get(name)
            case "worksheet":
                return self.sheets.get(name)
            case "checklist":
                return self.lists.get(name)
        return None

    def has(self, item: PacketItem) -> bool:
        """Return whether what an entry names is there."""
        if item.kind == "agenda":
            return item.agenda is not None
        return item.what is None or self.named_by(item) is not None

    def pages_above(self, document: Document) -> Iterator[Document]:
        """Yield a chapter, and the first pages of the folders that it lies in."""
        yield document
        for folder in folders_above(document.path):
            if folder and folder in self.indexes:
                yield self.indexes[folder]

    def audiences_of(self, noun: Document | Worksheet | Checklist) -> tuple[Audience, ...]:
        """Return for whom something is: who reads it is among each of these."""
        if isinstance(noun, Document):
            return tuple(one.meta.audience for one in self.pages_above(noun))
        return (noun.audience or noun.roles,)

    def is_theirs(self, item: PacketItem, role: str, theirs: Theirs) -> bool:
        """Return whether there is something of an entry that the people of a role may read."""
        if not theirs(role, (item,)):
            return False
        noun = self.named_by(item)
        if not isinstance(noun, Document):
            return noun is None or bool(theirs(role, (noun,)))
        metas = tuple(one.meta for one in self.pages_above(noun))
        if len(theirs(role, metas)) < len(metas):
            return False
        return not item.heading or item.heading in ids_of_headings(theirs(role, noun.body))


def shelf_of(
    library: Library,
    indexes: Mapping[str, Document],
    sheets: Iterable[Worksheet],
    lists: Iterable[Checklist],
) -> Shelf:
    """Return what the packets of a library are made of.

    Args:
        indexes: the first pages of folders, drafts too.
        sheets: all worksheets, those of chapters too.
        lists: all checklists, those of chapters too.
    """
    return Shelf(
        documents_by_name(library),
        indexes,
        {one.id: one for one in sheets},
        {one.id: one for one in lists},
    )


def ids_of_headings(body: tuple[Any, ...]) -> list[str]:
    """Return the ids of the headings of a body, in order."""
    return [one.id for one in headings_in(body)]


def left_of(library: Library, shelf: Shelf, theirs: Theirs) -> tuple[Packet, ...]:
    """Return the packets of the library of an edition, with what is there for their roles.

    A packet is left out with its program or its cohort, and where nothing is left of it.  An entry
    goes with what it names.
    """
    cohorts = {one.id: {cohort.id for cohort in one.cohorts} for one in library.programs}
    found = []
    for packet in library.packets:
        if packet.program is not None and packet.program.id not in cohorts:
            continue
        if packet.program is not None and packet.cohort and packet.cohort not in cohorts[packet.program.id]:
            continue
        contents = tuple(
            one for one in packet.contents if shelf.has(one) and shelf.is_theirs(one, packet.role.id, theirs)
        )
        if contents:
            same = len(contents) == len(packet.contents)
            found.append(packet if same else replace(packet, contents=contents))
    return tuple(found)


# What is wrong ------------------------------------------------------------------------------------


def wrong_entries(
    packet: Packet, shelf: Shelf, theirs: Theirs, lacking: Callable[[Packet, Audience], tuple[str, ...]]
) -> Iterator[Problem]:
    """Yield a problem for each heading that a chapter lacks, and a warning for what is left out of a packet.

    Names that lead nowhere are found with all others.

    Args:
        lacking: the labels of the editions that have a packet, and not what is for an audience.
    """
    for item in packet.contents:
        noun = shelf.named_by(item)
        headings = ids_of_headings(noun.body) if isinstance(noun, Document) and item.heading else []
        if item.heading and noun is not None and item.heading not in headings:
            yield _no_heading(item, headings)
        elif not shelf.is_theirs(item, packet.role.id, theirs):
            yield _not_for_the_role(item, packet)
        elif noun is not None:
            audiences = shelf.audiences_of(noun)
            labels = dict.fromkeys(label for one in audiences for label in lacking(packet, one))
            if labels:
                yield _not_in_edition(item, tuple(labels))


def _no_heading(item: PacketItem, headings: list[str]) -> Problem:
    name = item.what.id if item.what else ""
    message = f'chapter "{name}" has no heading "#{item.heading}".'
    remedy = did_you_mean(item.heading, headings) or known_names(headings)
    return problem("unknown-ref", message, item.place, remedy)


def _not_for_the_role(item: PacketItem, packet: Packet) -> Problem:
    return problem(
        "not-in-edition",
        f'{_called(item)} is not for the role "{packet.role.id}", so it is left out of this packet.',
        item.place,
        f"Take it out here, or let {packet.role.id} read it.",
    )


def _not_in_edition(item: PacketItem, labels: tuple[str, ...]) -> Problem:
    editions = "the edition" if len(labels) == 1 else "the editions"
    return problem(
        "not-in-edition",
        f"{_called(item)} is not in {editions} {', '.join(labels)}, so it is left out of this packet there.",
        item.place,
    )


def _called(item: PacketItem) -> str:
    name = item.what.id if item.what else item.name
    part = f' with the heading "#{item.heading}"' if item.heading else ""
    return f'{item.kind} "{name}"{part}'
