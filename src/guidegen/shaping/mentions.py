"""Which chapters, sheets and programs know one another.

A chapter mentions a sheet by a link, by a block or in its front matter; nothing
is guessed from words.  A program and its chapters know one another, whichever
of the two names the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from guidegen.model.activity import Checklist, Worksheet
from guidegen.model.handbook import Chapter, Settings, chapters_of
from guidegen.model.program import Contact, Program
from guidegen.model.prose import SHEETS, Link, Placed
from guidegen.model.reference import Reference
from guidegen.model.url import SitePath
from guidegen.shaping.directory import Directory, arrive
from guidegen.shaping.references import program_reference, reference_to


@dataclass(frozen=True, slots=True)
class Mentions:
    """Who names whom in one edition, by address; each once, in reading order."""

    sheets: Mapping[SitePath, tuple[Reference, ...]]
    """The sheets and lists that a chapter mentions."""

    users: Mapping[SitePath, tuple[Reference, ...]]
    """The chapters and programs that mention a sheet or list."""

    programs: Mapping[SitePath, tuple[Reference, ...]]
    """The programs that a chapter belongs to."""

    phases: Mapping[SitePath, tuple[Reference, ...]]
    """The phases that a chapter is for."""

    chapters: Mapping[SitePath, tuple[Reference, ...]]
    """The chapters that belong to a program."""


def mentions_in(directory: Directory) -> Mentions:
    """Return who names whom in one edition."""
    handbook, base = directory.handbook, directory.handbook.edition.path
    sheets: dict[SitePath, list[Reference]] = defaultdict(list)
    users: dict[SitePath, list[Reference]] = defaultdict(list)
    programs: dict[SitePath, list[Reference]] = defaultdict(list)
    phases: dict[SitePath, list[Reference]] = defaultdict(list)
    chapters: dict[SitePath, list[Reference]] = defaultdict(list)
    for chapter in (*handbook.introductions, *chapters_of(handbook.root)):
        here = reference_to(chapter, base)
        for sheet in _sheets_in(chapter, directory):
            sheets[here.address].append(sheet)
            users[sheet.address].append(here)
        for program in chapter.document.meta.programs:
            programs[here.address].append(program)
            chapters[program.address].append(here)
        phases[here.address].extend(chapter.document.meta.phases)
    for named in handbook.programs:
        link = program_reference(named, base)
        for chapter_named in _chapters_named_by(named):
            programs[chapter_named.address].append(link)
            chapters[link.address].append(chapter_named)
        for sheet in _sheets_named_by(named):
            users[sheet.address].append(link)
        for phase in named.phases:
            for chapter_named in phase.chapters:
                known = directory.moments.get(phase.id)
                if known is not None:
                    phases[chapter_named.address].append(known)
    return Mentions(*(_each_once(found) for found in (sheets, users, programs, phases, chapters)))


def contacts_of(program: Program, settings: Settings) -> tuple[Contact, ...]:
    """Return the contacts that a program names, its owner first, each once."""
    named = [program.owner, *(role.contact for role in program.roles)]
    if program.policies is not None:
        named += [step.contact for step in program.policies.escalation]
    known = {contact.id: contact for contact in settings.contacts}
    return tuple({one.id: known[one.id] for one in named if one is not None and one.id in known}.values())


def _sheets_in(chapter: Chapter, directory: Directory) -> Iterable[Reference]:
    for part in chapter.document.nouns:
        match part:
            case Placed(kind=kind, id=identity) if (kind, identity) in directory.names:
                yield directory.names[kind, identity]
            case Worksheet():
                yield directory.names["worksheet", part.id]
            case Checklist(in_chapter=False):
                yield directory.names["checklist", part.id]
            case Link(target=target, base=base) if target.startswith(SHEETS) or ".y" in target:
                arrival = arrive(target, base, directory)
                if isinstance(arrival, Reference) and arrival.kind in SHEETS:
                    yield directory.names[arrival.kind, arrival.id]
    yield from chapter.document.meta.worksheets


def _chapters_named_by(program: Program) -> Iterable[Reference]:
    yield from program.chapters
    for phase in program.phases:
        yield from phase.chapters


def _sheets_named_by(program: Program) -> Iterable[Reference]:
    yield from program.worksheets
    yield from program.checklists
    for phase in program.phases:
        yield from phase.worksheets
        yield from phase.checklists
    worksheets = [one.worksheet for one in program.timeline] + [one.worksheet for one in program.surveys]
    yield from filter(None, worksheets)
    if program.matching is not None:
        yield from filter(None, (form.worksheet for form in program.matching.forms))


def _each_once(found: Mapping[SitePath, list[Reference]]) -> dict[SitePath, tuple[Reference, ...]]:
    return {
        address: tuple({(one.address, one.fragment): one for one in references}.values())
        for address, references in found.items()
    }
