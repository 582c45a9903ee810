"""Packets as they are written: what people of one role are handed on paper.

An entry of the contents is one line of words, such as ``worksheet:meeting-log x8``.
What it names is kept as written: whether it is there is a question for the whole
handbook.  Of an entry that is only an id, that question has to be asked as well:
it is kept without a kind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Final, Literal, TypeAlias

from guidegen.model.packet import (
    KINDS_IN_COPIES,
    MOST_COPIES,
    NAMING_KINDS,
    PACKET_KINDS,
    WAYS_TO_WRITE,
    Packet,
    PacketItem,
    PacketKind,
    kind_meant,
)
from guidegen.model.problem import Problem
from guidegen.model.reference import Reference
from guidegen.model.url import heading_slug
from guidegen.reading.schema import Shape, nothing_written, read
from guidegen.reading.spots import Spot
from guidegen.reading.values import (
    Id,
    PaperSize,
    ReadBy,
    Readers,
    Switch,
    Words,
    is_empty,
    meaning,
    shortened,
    written_text,
    wrong,
)
from guidegen.reading.yaml import load

_COPIES = re.compile(r"(?P<what>.*?\S)(?:\s+[x*]\s*|\s*×\s*)(?P<count>-?[0-9]+)", re.IGNORECASE)
_ONLY_A_NUMBER = re.compile(r"(?P<what>[^\s,]+)[\s,]+(?:by\s+)?(?P<count>[0-9]{1,2})(?:\s*[x×]|\s+copies)?")


@dataclass(frozen=True, slots=True)
class Written:
    """What one entry says."""

    kind: PacketKind | Literal[""]
    name: str = ""
    heading: str = ""
    copies: int = 1

    def item(self, spot: Spot) -> PacketItem:
        place = spot.place()
        match self.kind:
            case "chapter" | "worksheet" | "checklist" as kind:
                what = Reference(kind, self.name, place)
                return PacketItem(kind, place, what, heading=self.heading, copies=self.copies)
        return PacketItem(self.kind, place, name=self.name, copies=self.copies)


# Entries ------------------------------------------------------------------------------------------


def _entry(value: Any) -> Written:
    """Return what an entry such as ``worksheet:meeting-log x8`` says."""
    written = " ".join(written_text(_with_its_colon(value)).split())
    found = _COPIES.fullmatch(written)
    what, count = (found["what"], found["count"]) if found else (written, "1")
    word, colon, name = (part.strip() for part in what.partition(":"))
    kind = next((one for one in PACKET_KINDS if one == word.lower()), None)
    if kind is None:
        if colon:
            raise _no_kind(word, name)
        return Written("", _checked_name(word, written), copies=_copies(count, written))
    if found and kind not in KINDS_IN_COPIES:
        message = f'"{shortened(written)}": only worksheets, checklists and blank sheets come in copies.'
        raise wrong("packet", message, f"Write {shortened(what)}")
    name, sharp, heading = name.partition("#")
    _check_name(kind, name, written)
    if sharp:
        _check_heading(kind, name, heading, written)
    return Written(kind, _checked_name(name, written), heading, _copies(count, written))


def _copies(count: str, written: str) -> int:
    if len(count) > len(str(MOST_COPIES)) or not 1 <= int(count) <= MOST_COPIES:
        raise wrong("packet", f'"{shortened(written)}": copies must be 1 to {MOST_COPIES}.')
    return int(count)


def _with_its_colon(value: Any) -> Any:
    """Return an entry as text where YAML made a key of it, as of ``chapter:``."""
    if not isinstance(value, dict) or len(value) != 1:
        return value
    ((key, name),) = value.items()
    if is_empty(name):
        return f"{key}:"
    if isinstance(name, str):
        message = f'"{shortened(f"{key}: {name}")}" has a space after its colon, which makes a key of it.'
        raise wrong("packet", message, f'Write "{kind_meant(key) or key}:{shortened(name)}"')
    return value


def _no_kind(word: str, name: str) -> Exception:
    """Return the error for a word before a colon that is no kind of entry."""
    kind = kind_meant(word)
    message = f'nothing in a packet is called "{shortened(word)}".'
    if kind is None:
        return wrong("packet", message, WAYS_TO_WRITE)
    meant = f"{kind}:{shortened(name)}" if kind in NAMING_KINDS else kind
    return wrong("packet", message, f'Did you mean "{meant}"?')


def _check_name(kind: PacketKind, name: str, written: str) -> None:
    if kind in NAMING_KINDS and not name:
        raise wrong("packet", f'"{shortened(written)}" does not say which {kind}.', f"Write {kind}:ID")
    if kind not in NAMING_KINDS and name:
        raise wrong("packet", f'"{shortened(written)}": {kind} stands without a name.', f"Write {kind}")


def _checked_name(name: str, written: str) -> str:
    """Return a name; with a space in it, it is none."""
    if " " not in name:
        return name
    number = _ONLY_A_NUMBER.fullmatch(written)
    remedy = f"Write {number['what']} x{number['count']}" if number else WAYS_TO_WRITE
    raise wrong("packet", f'"{shortened(written)}" cannot be understood: ids have no spaces.', remedy)


def _check_heading(kind: PacketKind, name: str, heading: str, written: str) -> None:
    if kind != "chapter":
        message = f'"{shortened(written)}": only of a chapter a part can be taken.'
        raise wrong("packet", message, f"Write {kind}:{name}")
    if not heading:
        message = f'"{shortened(written)}" names no heading after its "#".'
        raise wrong("packet", message, f"Write {kind}:{name}, or the id of a heading after the #.")
    if " " in heading:
        message = f'"{shortened(heading)}" is not the id of a heading: ids have no spaces.'
        raise wrong("packet", message, f"Write {kind}:{name}#{heading_slug(shortened(heading))}")


def _one_role(value: Any) -> str:
    if isinstance(value, list):
        raise wrong("type", "{key} must be one role, got a list.", "Write a packet for each of them.")
    return written_text(value).strip()


Entry: TypeAlias = Annotated[Written, ReadBy(_entry, "entry")]


# Packets ------------------------------------------------------------------------------------------


_OTHER_NAMES: Final = MappingProxyType(
    {
        **dict.fromkeys(("items", "content", "pieces", "pages", "chapters", "entries"), "contents"),
        **dict.fromkeys(("for", "roles"), "role"),
        **dict.fromkeys(("name",), "title"),
        **dict.fromkeys(("size", "format"), "paper"),
        **dict.fromkeys(("footnotes", "urls"), "links"),
        **dict.fromkeys(("double_sided", "two_sided"), "duplex"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketInProgramShape(Shape):
    """A packet inside its program."""

    noun: ClassVar[str] = "packet"
    example: ClassVar[str] = (
        '{id: mentee-pack, title: Mentee packet, role: mentee, contents: ["chapter:goals"]}'
    )

    other_names: ClassVar[Mapping[str, str]] = _OTHER_NAMES

    id: Id
    title: Words
    role: Annotated[str, ReadBy(_one_role, "role"), meaning("the role that it is for, e.g. mentee")]
    contents: Annotated[
        tuple[Entry, ...], meaning('what is in it, e.g. ["chapter:goals", "worksheet:log x8"]')
    ]
    cohort: Words = ""
    cover: Switch = True
    paper: PaperSize | None = None
    links: Literal["footnotes", "inline", "off"] = "footnotes"
    duplex: Switch = False
    audience: Readers = ()

    def check(self) -> None:
        if not self.contents:
            name = shortened(self.id or self.title)
            raise wrong("missing-key", f'packet "{name}" needs an entry in "contents".', WAYS_TO_WRITE)

    @classmethod
    def advice(cls, key: str) -> str:
        if key == "program":
            return "A packet that stands in a program is of that program."
        return super(PacketInProgramShape, cls).advice(key)

    def packet(self, spot: Spot, default_id: str = "", program: str = "") -> Packet:
        return Packet(
            id=self.id or default_id,
            title=spot.name(self.title, "title"),
            place=spot.place(),
            role=Reference("role", self.role, spot.place("role")),
            contents=tuple(one.item(at) for one, at in spot.each("contents", self.contents)),
            audience=self.audience or (self.role,),
            readers_at=spot.places(self.audience, "audience") if self.audience else (spot.place("role"),),
            program=spot.reference("program", program, "program"),
            cohort=self.cohort,
            cohort_place=spot.place("cohort"),
            cover=self.cover,
            paper=self.paper,
            links=self.links,
            duplex=self.duplex,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketShape(PacketInProgramShape):
    """A packet in a file of its own."""

    id: Id = ""
    program: Words = ""


def read_packet(
    text: str, path: str, default_id: str, *, base: str = ""
) -> tuple[Packet | None, tuple[Problem, ...]]:
    """Return the packet that a file holds, and what is wrong with it.

    Args:
        default_id: its id where it writes none.
        base: the folder below the content folder that links in its title start from.
    """
    tree, problems = load(text, path)
    if tree is None:
        return None, problems or (nothing_written("the packet", path, 1),)
    shape, misfits = read(PacketShape, tree, "a packet file")
    if shape is None:
        return None, (*problems, *misfits)
    return shape.packet(Spot(tree, base), default_id, shape.program), problems
