"""A library becomes a handbook: order, numbers, addresses, and what a name leads to.

Folders are sections.  Their order is the author's (``order``, or the number that
begins a name), then the alphabet's.  Chapters are counted through the whole
handbook; the first page of a section introduces it and has no number.

`complete` comes first, once: it brings together what is written in several files.
`assemble` is then done for each edition, with what `select` left of the library.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from guidegen.model import ids
from guidegen.model.activity import Checklist, ItemGroup, Worksheet
from guidegen.model.handbook import Chapter, Document, Edition, Handbook, Library, Section, chapters_of
from guidegen.model.nearest import did_you_mean
from guidegen.model.problem import Place, Problem, problem
from guidegen.model.program import Cohort, Program, Reference
from guidegen.model.prose import Text, parts_within
from guidegen.model.rebuild import DROP, KEEP, rebuild
from guidegen.model.url import (
    Address,
    SitePath,
    chapter_address,
    chapter_id,
    folder_address,
    order_number,
    without_number,
)
from guidegen.shaping.cohorts import lay
from guidegen.shaping.folders import folder_indexes, folder_of

LISTS = ("programs", "worksheets", "checklists", "glossary")
"""The lists that are made anyway; a chapter at the address of one introduces it."""


def list_address(name: str) -> Address:
    """Return where one of the `LISTS` lies."""
    return f"{name}/index.html"


def activity_address(activity: Checklist | Worksheet) -> Address:
    """Return where the page of a sheet or a list lies."""
    folder = "worksheets" if isinstance(activity, Worksheet) else "checklists"
    return f"{folder}/{activity.id}/index.html"


def program_address(program: Program) -> Address:
    """Return where the page of a program lies."""
    return f"programs/{program.id}/index.html"


def complete(library: Library) -> tuple[Library, tuple[Problem, ...]]:
    """Return the library with cohorts laid on their days and lists under the names of their phases."""
    problems: list[Problem] = []
    programs = _with_their_cohorts(library, problems)
    laid = []
    for program in programs:
        done, found = lay(program, library.settings)
        laid.append(done)
        problems.extend(found)
    whole = replace(library, programs=tuple(laid))
    checklists = tuple(_under_phases(one, whole.programs, problems) for one in whole.checklists)
    whole = replace(whole, checklists=checklists)
    return whole, (*problems, *_twice(whole))


def assemble(library: Library, edition: Edition) -> Handbook:
    """Return the handbook that *library* makes for *edition*, with every name followed to what it names."""
    settings = library.settings
    made = {list_address(name) for name in LISTS} | {program_address(one) for one in library.programs}
    introductions, documents = [], []
    indexes = folder_indexes(library)
    for document in library.documents:
        address = _address(document, indexes, settings.keep_numbers)
        if address in made:
            identity = chapter_id(document.path, index_names=settings.index_names)
            introductions.append(Chapter(identity, document, address, None))
        else:
            documents.append(document)
    root = _Shelf(documents, indexes, settings.keep_numbers).section("")
    handbook = Handbook(
        settings=settings,
        edition=edition,
        root=_numbered(root, _Counter()),
        introductions=tuple(introductions),
        programs=library.programs,
        worksheets=_by_title((*library.worksheets, *_defined_in_chapters(library, Worksheet))),
        checklists=_by_title((*library.checklists, *_defined_in_chapters(library, Checklist))),
        glossary=tuple(sorted(library.glossary, key=lambda term: term.term.plain.casefold())),
        assets=library.assets,
    )
    return _followed(handbook)


def references_of(handbook: Handbook) -> dict[tuple[str, str], Reference]:
    """Return what each name of something with a page leads to, by kind and id.

    A chapter goes by its whole id, and by the last part of it where that is unique.
    """
    found: dict[tuple[str, str], Reference] = {}
    base = handbook.edition.path
    chapters = [*chapters_of(handbook.root), *handbook.introductions]
    short = Counter(one.id.rpartition("/")[2] for one in chapters)
    for chapter in chapters:
        reference = reference_to(chapter, base)
        found["chapter", chapter.id] = reference
        last = chapter.id.rpartition("/")[2]
        if short[last] == 1:
            found.setdefault(("chapter", last), reference)
    for worksheet in handbook.worksheets:
        found["worksheet", worksheet.id] = activity_reference(worksheet, base)
    for checklist in handbook.checklists:
        found["checklist", checklist.id] = activity_reference(checklist, base)
    for program in handbook.programs:
        found["program", program.id] = program_reference(program, base)
    for term in handbook.glossary:
        address = base + list_address("glossary")
        found["term", term.id] = Reference(
            "term", term.id, term.place, term.term, address, fragment=ids.term_id(term)
        )
    for contact in handbook.settings.contacts:
        found["contact", contact.id] = Reference("contact", contact.id, contact.place, contact.name)
    return found


def reference_to(chapter: Chapter, base: SitePath) -> Reference:
    """Return the link to a chapter of the edition whose folder is *base*."""
    document = chapter.document
    return Reference(
        "chapter",
        chapter.id,
        document.place,
        document.title,
        base + chapter.address,
        number=chapter.number,
        summary=document.meta.summary,
    )


def section_reference(section: Section, base: SitePath) -> Reference:
    """Return the link to the first page of a section."""
    summary = section.introduction.document.meta.summary if section.introduction else Text("", ())
    place = section.introduction.document.place if section.introduction else Place(section.id)
    return Reference("chapter", section.id, place, section.title, base + section.address, summary=summary)


def activity_reference(activity: Checklist | Worksheet, base: SitePath) -> Reference:
    """Return the link to the page of a sheet or a list."""
    kind: Any = "worksheet" if isinstance(activity, Worksheet) else "checklist"
    address = base + activity_address(activity)
    return Reference(kind, activity.id, activity.place, activity.title, address, summary=activity.purpose)


def program_reference(program: Program, base: SitePath) -> Reference:
    """Return the link to the page of a program."""
    address = base + program_address(program)
    return Reference("program", program.id, program.place, program.title, address, summary=program.summary)


# Completing


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
            )
        )
    return tuple(_with_cohorts(program, apart.get(program.id, [])) for program in library.programs)


def _with_cohorts(program: Program, apart: list[Cohort]) -> Program:
    return replace(program, cohorts=(*program.cohorts, *apart)) if apart else program


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
    )


def _twice(library: Library) -> Iterator[Problem]:
    kinds: dict[str, tuple[Any, ...]] = {
        "program": library.programs,
        "worksheet": (*library.worksheets, *_defined_in_chapters(library, Worksheet)),
        "checklist": (*library.checklists, *_defined_in_chapters(library, Checklist)),
        "term": library.glossary,
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


# Putting in order


class _Counter:
    __slots__ = ("count",)

    def __init__(self) -> None:
        self.count = 0

    def next(self) -> int:
        self.count += 1
        return self.count


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The documents, and the way to make sections of them."""

    documents: list[Document]
    indexes: dict[str, Document]
    keep_numbers: bool

    def section(self, folder: str) -> Section:
        by_folder: dict[str, list[Document]] = defaultdict(list)
        below: dict[str, set[str]] = defaultdict(set)
        for document in self.documents:
            inside = folder_of(document.path)
            by_folder[inside].append(document)
            while inside and inside not in below[folder_of(inside)]:
                below[folder_of(inside)].add(inside)
                inside = folder_of(inside)
        return self._section(folder, by_folder, below)

    def _section(
        self, folder: str, documents: dict[str, list[Document]], below: dict[str, set[str]]
    ) -> Section:
        index = self.indexes.get(folder)
        if index is not None and index not in documents[folder]:
            index = None
        children: list[tuple[tuple[float, str], Section | Chapter]] = []
        for document in documents[folder]:
            if document is not index:
                children.append((_rank(document.path, document), self._chapter(document)))
        for inner in below[folder]:
            made = self._section(inner, documents, below)
            children.append((_rank(inner, self.indexes.get(inner)), made))
        children.sort(key=lambda pair: pair[0])
        return Section(
            id="/".join(without_number(one) for one in folder.split("/") if one) or "index",
            title=index.title if index else _title_of(folder),
            address=folder_address(folder, keep_numbers=self.keep_numbers) + "index.html",
            introduction=self._chapter(index) if index else None,
            children=tuple(child for _, child in children),
        )

    def _chapter(self, document: Document) -> Chapter:
        names = (document.path.rpartition("/")[2],) if self._is_index(document) else ()
        identity = chapter_id(document.path, index_names=names)
        return Chapter(identity, document, _address(document, self.indexes, self.keep_numbers), None)

    def _is_index(self, document: Document) -> bool:
        return self.indexes.get(folder_of(document.path)) is document


def _address(document: Document, indexes: dict[str, Document], keep_numbers: bool) -> Address:
    folder, _, name = document.path.rpartition("/")
    names = (name,) if indexes.get(folder) is document else ()
    return chapter_address(document.path, index_names=names, keep_numbers=keep_numbers)


def _rank(path: str, document: Document | None) -> tuple[float, str]:
    name = path.rpartition("/")[2]
    number = order_number(name)
    order = document.meta.order if document else None
    if order is None:
        order = float("inf") if number is None else float(number)
    return order, without_number(name).casefold()


def _title_of(folder: str) -> Text:
    name = without_number(folder.rpartition("/")[2]).replace("-", " ").replace("_", " ").strip()
    words = name[:1].upper() + name[1:]
    return Text(words, (escape(words),))


def _numbered(section: Section, counter: _Counter) -> Section:
    children = tuple(
        replace(one, number=counter.next()) if isinstance(one, Chapter) else _numbered(one, counter)
        for one in section.children
    )
    return replace(section, children=children)


def _by_title(activities: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(activities, key=lambda one: (one.title.plain.casefold(), one.id)))


def _defined_in_chapters(library: Library, kind: type) -> Iterator[Any]:
    for document in library.documents:
        for part in parts_within(document.body):
            if isinstance(part, kind) and not getattr(part, "in_chapter", False):
                yield part


# Following names


def _followed(handbook: Handbook) -> Handbook:
    known = references_of(handbook)
    phases = phases_of(handbook)

    def follow(noun: Any) -> Any:
        if not isinstance(noun, Reference):
            return KEEP
        if noun.kind == "role":
            return KEEP
        if noun.kind == "phase":
            return phases.get(noun.id, DROP)
        if "://" in noun.id:
            return replace(noun, title=Text(noun.id, (escape(noun.id),)), address=noun.id)
        # What this edition does not have is left out, its title too.
        return replace(known[noun.kind, noun.id], place=noun.place) if (noun.kind, noun.id) in known else DROP

    programs = tuple(_with_roles(rebuild(one, follow)) for one in handbook.programs)
    glossary = rebuild(handbook.glossary, follow)
    chapters = {
        one.id: replace(one.document, meta=meta)
        for one in (*chapters_of(handbook.root), *handbook.introductions)
        if (meta := rebuild(one.document.meta, follow)) is not one.document.meta
    }
    return replace(
        handbook,
        programs=programs,
        glossary=glossary,
        root=_with_documents(handbook.root, chapters),
        introductions=tuple(_with_document(one, chapters) for one in handbook.introductions),
    )


def phases_of(handbook: Handbook) -> dict[str, Reference]:
    """Return the link to each phase of the programs; of two with one id, to the first."""
    found: dict[str, Reference] = {}
    for program in handbook.programs:
        address = handbook.edition.path + program_address(program)
        for phase in program.phases:
            link = Reference(
                "phase", phase.id, phase.place, phase.title, address, fragment=ids.phase_id(phase)
            )
            found.setdefault(phase.id, link)
    return found


def entries_of(handbook: Handbook) -> dict[str, Reference]:
    """Return the link to each entry on the timeline of a program; of two with one id, to the first."""
    found: dict[str, Reference] = {}
    for program in handbook.programs:
        address = handbook.edition.path + program_address(program)
        for entry in program.timeline:
            link = Reference(
                "phase", entry.id, entry.place, entry.title, address, fragment=ids.entry_id(entry)
            )
            found.setdefault(entry.id, link)
    return found


def _with_roles(program: Program) -> Program:
    labels = {role.id: role.plural or role.label for role in program.roles}

    def follow(noun: Any) -> Any:
        if isinstance(noun, Reference) and noun.kind == "role":
            label = labels.get(noun.id)
            return replace(noun, title=label) if label else DROP
        return KEEP

    done: Program = rebuild(program, follow)
    return done


def _with_documents(section: Section, documents: dict[str, Document]) -> Section:
    introduction = section.introduction
    return replace(
        section,
        introduction=_with_document(introduction, documents) if introduction else None,
        children=tuple(
            _with_document(one, documents) if isinstance(one, Chapter) else _with_documents(one, documents)
            for one in section.children
        ),
    )


def _with_document(chapter: Chapter, documents: dict[str, Document]) -> Chapter:
    document = documents.get(chapter.id)
    return replace(chapter, document=document) if document else chapter
