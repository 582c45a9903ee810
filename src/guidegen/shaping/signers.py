"""Who signs a sheet, in the words of the programs.

A sheet may ask for signatures by role alone (`signatures: [mentor]`).  What the
line to sign is called then follows from the role, which is written elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from html import escape
from typing import Any

from guidegen.model.activity import SignatureField, Worksheet, fields_of
from guidegen.model.handbook import Document, Library
from guidegen.model.program import Program
from guidegen.model.prose import Text
from guidegen.model.rebuild import KEEP, rebuild


def with_signers(library: Library) -> Library:
    """Return the library in which each signature that has no words of its own has those of its role."""
    labels = _labels(library.programs)

    def name(noun: Any) -> Any:
        if not isinstance(noun, SignatureField) or noun.label:
            return KEEP
        return replace(noun, label=labels.get(noun.role) or _words_of(noun.role))

    def named(document: Document) -> Document:
        sheets = (part for part in document.nouns if isinstance(part, Worksheet))
        if not any(_lacks_words(one) for one in sheets):
            return document
        return replace(document, body=rebuild(document.body, name))

    return replace(
        library,
        worksheets=rebuild(library.worksheets, name),
        documents=tuple(named(document) for document in library.documents),
    )


def _lacks_words(worksheet: Worksheet) -> bool:
    return any(isinstance(one, SignatureField) and not one.label for one in fields_of(worksheet))


def _labels(programs: Iterable[Program]) -> dict[str, Text]:
    """Return what the roles are called, by id and by kind."""
    roles = [role for program in programs for role in program.roles]
    by_kind = {role.kind: role.label for role in reversed(roles)}
    return {**by_kind, **{role.id: role.label for role in reversed(roles)}}


def _words_of(role: str) -> Text:
    words = role.replace("-", " ")
    words = words[:1].upper() + words[1:]
    return Text(words, (escape(words),))
