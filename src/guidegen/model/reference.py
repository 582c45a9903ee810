"""The name of something that is written elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from guidegen.model.problem import Place
from guidegen.model.prose import NO_TEXT, Text
from guidegen.model.url import SitePath

ReferenceKind: TypeAlias = Literal[
    "agenda",
    "chapter",
    "checklist",
    "contact",
    "holidays",
    "host",
    "milestone",
    "packet",
    "phase",
    "program",
    "role",
    "survey",
    "term",
    "worksheet",
]
"""A host is a contact, or a role of the program; a milestone and a survey are of the same program."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The name of something that is written elsewhere, and where it was named.

    Reading fills in the first three; `select` finds what it leads to in one edition.
    """

    kind: ReferenceKind
    id: str
    place: Place
    title: Text = NO_TEXT
    """What it is called.  Empty: it does not exist, or not in this edition."""

    address: SitePath = ""
    """Where its page is.  Empty: it has none here, and is shown as text."""

    fragment: str = ""
    """The part of that page, where only a part is meant."""

    number: int | None = None
    """The number of the chapter, where it has one."""

    summary: Text = NO_TEXT
