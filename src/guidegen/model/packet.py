"""Packets: what people of one role are handed on paper, bound together.

A packet names what is in it; what each name leads to, and on which days things
happen, is found when its print is bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from guidegen.model.problem import Place
from guidegen.model.prose import Audience, Text
from guidegen.model.reference import Reference

Paper: TypeAlias = Literal["a4", "letter"]

Addresses: TypeAlias = Literal["footnotes", "inline", "off"]
"""Where a print says what its links lead to: in notes, behind the words, or nowhere."""

PACKET_ITEMS: Final = (
    "chapter", "worksheet", "checklist", "agenda", "timeline", "contacts", "policies", "blank",
)  # fmt: skip
"""The first word of an entry of `contents`; the first four name something: ``worksheet:goals``."""

MOST_COPIES: Final = 50


@dataclass(frozen=True, slots=True)
class PacketItem:
    """One entry of what is in a packet."""

    kind: Literal["chapter", "worksheet", "checklist", "agenda", "timeline", "contacts", "policies", "blank"]
    place: Place
    what: Reference | None = None
    """A chapter, a worksheet or a checklist."""

    name: str = ""
    """The id of an agenda of the program, or of a meeting that has one."""

    heading: str = ""
    """Of a chapter only what stands under the heading with this id."""

    copies: int = 1
    """From 1 to `MOST_COPIES`."""


@dataclass(frozen=True, slots=True)
class Packet:
    """A bundle for one role, to print."""

    id: str
    title: Text
    place: Place
    role: Reference
    contents: tuple[PacketItem, ...]
    audience: Audience
    """The role, by its id or its kind."""

    program: Reference | None = None
    """The program whose dates, people and rules it shows."""

    cohort: str = ""
    """The cohort whose days it has; where it is empty, it is bound without dates and again for each cohort
    that runs or is to come."""

    cover: bool = True
    paper: Paper | None = None
    """None: that of the handbook."""

    links: Addresses = "footnotes"
    duplex: bool = False
    """Whether each piece begins on a right-hand page."""
