"""Documents whose words alone were changed, in a handbook that stays as it is but for them.

What the rest of a handbook shows of a document is its title, its front matter and its
landmarks.  Where these mean the same as before, nothing else needs to be understood
again: an edition takes the new words in the place of the old ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import TypeAlias

from guidegen.model.alike import alike
from guidegen.model.handbook import Chapter, Document, Edition, Handbook, Library, chapters_of
from guidegen.model.rebuild import rebuild
from guidegen.model.url import SitePath
from guidegen.shaping.directory import Directory
from guidegen.shaping.edition import body_for, cast_of
from guidegen.shaping.recalls import recalling, recalls_within
from guidegen.shaping.references import with_document, with_documents
from guidegen.shaping.signers import with_signers

Documents: TypeAlias = Mapping[str, Document]
"""By path."""


def reworded_in(before: Library, after: Library) -> Documents | None:
    """Return the documents that were reworded between two states of a library; None where more differs."""
    if any(
        getattr(before, one.name) is not getattr(after, one.name)
        for one in fields(Library)
        if one.name != "documents"
    ):
        return None
    if len(before.documents) != len(after.documents):
        return None
    found = {}
    for old, new in zip(before.documents, after.documents, strict=True):
        if old is not new:
            if not is_reworded(old, new):
                return None
            found[new.path] = new
    return found


def is_reworded(before: Document, after: Document) -> bool:
    """Return whether two states of a document differ at most in what its own page alone shows."""
    return (
        before.path == after.path
        and alike(before.title, after.title)
        and alike(before.meta, after.meta)
        and alike(before.landmarks, after.landmarks)
    )


def has_moved(before: Document, after: Document) -> bool:
    """Return whether something that can be named in a problem stands in another line than before."""
    return before.landmarks != after.landmarks or before.meta != after.meta


def reworded(directory: Directory, library: Library, documents: Documents, edition: Edition) -> Directory:
    """Return what can be linked to in an edition, after documents of *library* were reworded."""
    handbook = directory.handbook
    theirs = with_signers(replace(library, documents=tuple(documents.values()), worksheets=())).documents
    by_path = {one.path: one for one in theirs}
    cast = cast_of(library.programs)
    chapters: dict[str, Document] = {}
    at: dict[SitePath, str] = {}
    for chapter in (*chapters_of(handbook.root), *handbook.introductions):
        new = by_path.get(chapter.document.path)
        if new is not None:
            body = body_for(edition, new.body, cast)
            if recalls_within(chapter.document):
                body = rebuild(body, recalling(handbook.worksheets, directory.names))
            chapters[chapter.id] = replace(chapter.document, body=body, words=new.words, place=new.place)
            at[edition.path + chapter.address] = chapter.id
    if not chapters:
        return directory
    changed: Handbook = replace(
        handbook,
        root=with_documents(handbook.root, chapters),
        introductions=tuple(with_document(one, chapters) for one in handbook.introductions),
    )
    pages = {
        address: tuple(
            with_document(one, chapters) if isinstance(one, Chapter) else one
            for one in directory.pages[address]
        )
        for address in at
    }
    return replace(directory, handbook=changed, pages={**directory.pages, **pages})
