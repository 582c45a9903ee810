"""Folders of chapters: which document is a folder's first page."""

from __future__ import annotations

from guidegen.model.handbook import Document, Library


def folder_of(path: str) -> str:
    """Return the folder of a path below the content folder; ``""`` is the content folder itself."""
    return path.rpartition("/")[0]


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
