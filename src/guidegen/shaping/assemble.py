"""A library becomes a handbook: order, numbers, addresses.

Folders are sections.  Their order is the author's (``order``, or the number that
begins a name), then the alphabet's.  Chapters are counted through the whole
handbook; the first page of a section introduces it and has no number.

This is done for each edition, with what `select` left of the library.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from guidegen.model.activity import Checklist, Worksheet
from guidegen.model.handbook import Chapter, Document, Edition, Handbook, Library, Section
from guidegen.model.program import Program
from guidegen.model.prose import Text
from guidegen.model.url import (
    LISTS,
    Address,
    chapter_address,
    chapter_id,
    entity_address,
    folder_address,
    list_address,
    order_number,
    without_number,
)
from guidegen.shaping.complete import defined_in_chapters
from guidegen.shaping.folders import chapter_id_of, folder_indexes, folder_of
from guidegen.shaping.references import followed
from guidegen.shaping.signers import with_signers


def assemble(library: Library, edition: Edition) -> Handbook:
    """Return the handbook that *library* makes for *edition*, with every name followed to what it names."""
    library = with_signers(library)
    settings = library.settings
    made = {list_address(name) for name in LISTS} | {
        entity_address("program", one.id) for one in library.programs
    }
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
        programs=_in_order(library.programs),
        worksheets=_by_title((*library.worksheets, *defined_in_chapters(library, Worksheet))),
        checklists=_by_title((*library.checklists, *defined_in_chapters(library, Checklist))),
        glossary=tuple(sorted(library.glossary, key=lambda term: term.term.plain.casefold())),
        assets=library.assets,
        packets=_by_title(library.packets),
        agendas=library.agendas,
    )
    return followed(handbook)


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
        identity = chapter_id_of(document, self.indexes)
        return Chapter(identity, document, _address(document, self.indexes, self.keep_numbers), None)


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


def _in_order(programs: Iterable[Program]) -> tuple[Program, ...]:
    """Return programs as their author orders them; those without an order come last."""
    return tuple(
        sorted(_by_title(programs), key=lambda one: float("inf") if one.order is None else one.order)
    )


def _by_title(nouns: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(nouns, key=lambda one: (one.title.plain.casefold(), one.id)))
