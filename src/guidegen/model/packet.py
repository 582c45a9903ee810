"""Packets: what people of one role are handed on paper, bound together.

A packet names what is in it; what each name leads to, and on which days things
happen, is found when its print is bound.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from guidegen.model.nearest import nearest
from guidegen.model.plan import Agenda
from guidegen.model.problem import NOWHERE, Place
from guidegen.model.prose import Audience, Text
from guidegen.model.reference import Reference

Paper: TypeAlias = Literal["a4", "letter"]

Addresses: TypeAlias = Literal["footnotes", "inline", "off"]
"""Where a print says what its links lead to: in notes, behind the words, or nowhere."""

PacketKind: TypeAlias = Literal[
    "chapter", "worksheet", "checklist", "agenda", "timeline", "contacts", "policies", "blank"
]
"""The first word of an entry of `contents`; the first four name something: ``worksheet:goals``."""

PACKET_KINDS: Final[tuple[PacketKind, ...]] = get_args(PacketKind)
NAMING_KINDS: Final[tuple[PacketKind, ...]] = ("chapter", "worksheet", "checklist", "agenda")

KINDS_IN_COPIES: Final[tuple[PacketKind, ...]] = ("worksheet", "checklist", "blank")
"""What people write on, and may need several of."""

_ALSO: Final[Mapping[str, PacketKind]] = {
    **dict.fromkeys(("page", "section", "text"), "chapter"),
    **dict.fromkeys(("sheet", "form"), "worksheet"),
    **dict.fromkeys(("list", "task", "todo"), "checklist"),
    **dict.fromkeys(("schedule", "date", "calendar", "plan"), "timeline"),
    **dict.fromkeys(("people", "address", "addresses"), "contacts"),
    **dict.fromkeys(("rule", "policy"), "policies"),
    **dict.fromkeys(("empty", "note", "paper", "line"), "blank"),
}
"""What else people call the kinds, in the singular."""

MOST_COPIES: Final = 50

WAYS_TO_WRITE: Final = (
    "An entry is chapter:ID, worksheet:ID, worksheet:ID x8, checklist:ID, agenda:ID, timeline, contacts, "
    "policies, blank or blank x4."
)
"""The remedy for an entry that is like none."""


@dataclass(frozen=True, slots=True)
class PacketItem:
    """One entry of what is in a packet."""

    kind: PacketKind | Literal[""]
    """Empty: only `name` is written, and it is not known of what.  A completed library has none of these."""

    place: Place
    what: Reference | None = None
    """A chapter, a worksheet or a checklist."""

    name: str = ""
    """The id of an agenda: one of the program, one that comes with guidegen, or a meeting that has one."""

    agenda: Agenda | None = None
    """What `name` means, once the library is completed."""

    audience: Audience = ()
    """Who is told of the meeting, where the agenda is that of one."""

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
    """In whose editions it is: where nothing is written, in those of the role.  What is in it is always what
    the role may read."""

    readers_at: tuple[Place, ...] = ()
    """Where each name of the audience is written."""

    program: Reference | None = None
    """The program whose dates, people and rules it shows; where none is written, the only one that has the
    role."""

    cohort: str = ""
    """The cohort whose days it has; where it is empty, it is bound without dates and again for each cohort
    that runs or is to come."""

    cohort_place: Place = NOWHERE

    cover: bool = True
    paper: Paper | None = None
    """None: that of the handbook."""

    links: Addresses = "footnotes"
    duplex: bool = False
    """Whether each piece begins on a right-hand page."""


def kind_meant(word: str) -> PacketKind | None:
    """Return the kind of entry that somebody may mean by a word; none where it is like none.

    >>> kind_meant("sheets")
    'worksheet'
    """
    lower = word.lower()
    known: dict[str, PacketKind] = {**_ALSO, **{one: one for one in PACKET_KINDS}}
    near = nearest(lower, known)
    return known.get(lower) or known.get(lower.removesuffix("s")) or (known[near] if near else None)
