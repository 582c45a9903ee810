"""Folders of chapters: which document is a folder's first page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from guidegen.model.handbook import Document, Library
from guidegen.model.url import chapter_id


def folder_of(path: str) -> str:
    """Return the folder of a path below the content folder; ``""`` is the content folder itself."""
    return path.rpartition("/")[0]


def folders_above(path: str) -> Iterator[str]:
    """Yield the folder of a path, the folder of that, and so on to the content folder."""
    folder = folder_of(path)
    yield folder
    while folder:
        folder = folder_of(folder)
        yield folder


def documents_by_name(library: Library) -> dict[str, Document]:
    """Return the documents by the ids of their chapters, and by the last parts of ids that are unique."""
    indexes = folder_indexes(library)
    found = {chapter_id_of(one, indexes): one for one in library.documents}
    short = Counter(name.rpartition("/")[2] for name in found)
    for name, document in list(found.items()):
        last = name.rpartition("/")[2]
        if short[last] == 1:
            found.setdefault(last, document)
    return found


def chapter_id_of(document: Document, indexes: dict[str, Document]) -> str:
    """Return the id of the chapter that a document is; *indexes* are the first pages of the folders."""
    is_index = indexes.get(folder_of(document.path)) is document
    return chapter_id(document.path, index_names=(document.path.rpartition("/")[2],) if is_index else ())


def folder_indexes(library: Library) -> dict[str, Document]:
    """Return the first page of each folder that has one, by folder.

    Of the index names, the first that exists counts; the others are chapters.
    """
    rank = {name: place for place, name in enumerate(library.settings.index_names)}
    found: dict[str, Document] = {}
    for document in library.documents:
        folder, _, name = document.path.rpartition("/")
        if name in rank:
            known = found.get(folder)
            if known is None or rank[name] < rank[known.path.rpartition("/")[2]]:
                found[folder] = document
    return found
