"""Prose: finished HTML but for its slots.

Markdown becomes HTML once, when its file is read.  What other files or the
edition decide stays a slot: a link, a picture, a footnote, an item that is for
one audience only.  `shaping` drops and numbers slots for an edition and fills
them for a page, by one join over the parts: no second parse, no HTML read again.

A checklist or a worksheet inside a chapter is a part as well, and stays a value
until a template draws it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, Union

from guidegen.model.problem import Place

if TYPE_CHECKING:
    from guidegen.model.activity import Checklist, Worksheet

Audience: TypeAlias = tuple[str, ...]
"""The roles, or kinds of role, something is for.  Empty: everyone."""

NOBODY: Final[Audience] = ("",)
"""For no role: what is written about who may read makes no sense, and until it does nobody is to read it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, drawn as ``<hN id="…">``.  Levels are those of the page: the title has 1."""

    level: int
    id: str
    parts: Prose
    plain: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """An id that the literal HTML around it carries.  Draws nothing."""

    id: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link as written.  With no parts it takes the title of what it leads to."""

    target: str
    """As written, percent signs decoded by nobody yet: ``goals.md#test``, ``worksheet:log``, ``https://…``."""

    parts: Prose
    title: str
    place: Place
    base: str
    """The folder, below the content folder, that the target is relative to; ``""`` is the content folder."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture.  Its size is in another file, and which edition holds a copy is decided later."""

    target: str
    alt: str
    title: str
    place: Place
    base: str


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote where it is called, with its text inside, so that it stays with its caller."""

    label: str
    parts: Prose


@dataclass(frozen=True, slots=True)
class Only:
    """Parts that are for one audience: a ``::: for`` block or a list item with ``{for=…}``."""

    audience: Audience
    parts: Prose
    place: Place


@dataclass(frozen=True, slots=True)
class Placed:
    """A sheet or list from elsewhere, shown at this place (``::: worksheet ID``)."""

    kind: Literal["worksheet", "checklist"]
    id: str
    place: Place


@dataclass(frozen=True, slots=True)
class Shown:
    """What a program says of something, shown at this place (``::: timeline harbour 2026-autumn``)."""

    kind: Literal["timeline", "contacts", "policies", "roles", "agenda"]
    names: tuple[str, ...]
    """As written: a program, a cohort, both or neither; for an agenda its id."""

    place: Place
    reader: str = ""
    """The role that is shown it, where a print is for one; empty: everyone who reads the edition."""


@dataclass(frozen=True, slots=True)
class Card:
    """One way to go on."""

    name: Prose
    """What stands at its head, with the link that it is about."""

    words: Prose
    """Paragraphs about it; empty: the summary of what it leads to is shown."""


@dataclass(frozen=True, slots=True)
class Cards:
    """A list of links, shown as cards."""

    parts: Prose
    """Cards, some of them for one audience."""

    place: Place


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the interface, such as the title of a note without one.  Its language is the page's."""

    key: str
    """As in ``locales/``, for example ``note_tip``."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A value from elsewhere in running text: ``{{ cohort.start | weekday }}``."""

    name: str
    """Dotted, as written: ``cohort.start``, ``contacts.program-office.email``."""

    form: str
    """How it is written down: ``weekday``; empty for what is usual."""

    place: Place


Part: TypeAlias = Union[
    str,
    Heading,
    Anchor,
    Link,
    Picture,
    Note,
    Only,
    Placed,
    Shown,
    Card,
    Cards,
    Word,
    Variable,
    "Checklist",
    "Worksheet",
]
"""Literal HTML, or a slot."""

Prose: TypeAlias = tuple[Part, ...]


class Running(str):
    """Literal HTML of which it is known where people read: there words of the glossary may be marked.

    As a string it is the HTML itself, so whoever marks nothing writes it as it stands.
    """

    __slots__ = ("lengths",)

    lengths: tuple[int, ...]
    """How many letters are HTML, then how many are running words, and so on in turns; both may be none."""

    def __new__(cls, html: str, lengths: tuple[int, ...]) -> Running:
        self = super().__new__(cls, html)
        self.lengths = lengths
        return self

    def __reduce__(self) -> tuple[type[Running], tuple[str, tuple[int, ...]]]:
        return Running, (str(self), self.lengths)

    def stretches(self) -> Iterator[tuple[str, bool]]:
        """Yield the HTML in pieces, none of them empty, each with whether it is running words."""
        start = 0
        for place, length in enumerate(self.lengths):
            if length:
                yield self[start : start + length], place % 2 == 1
            start += length


class Html(str):
    """Finished HTML.  Templates write it as it stands; everything else they escape."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


@dataclass(frozen=True, slots=True)
class Text:
    """A line or some paragraphs of Markdown: as plain words, and as prose.

    A template that is given a text writes its HTML; ``text.plain`` is for
    titles of windows, attributes and messages.
    """

    plain: str
    parts: Prose

    def __html__(self) -> str:
        return "".join(self.parts)  # type: ignore[arg-type]  # filled before it reaches a template

    def __str__(self) -> str:
        return self.plain

    def __bool__(self) -> bool:
        return bool(self.parts)


NO_TEXT = Text("", ())


SHEETS: Final = ("worksheet", "checklist")
"""How links to sheets and lists begin; others lead to their files, which end in ``.yml`` or ``.yaml``."""


def landmarks_in(parts: Prose) -> Prose:
    """Return what of a prose matters elsewhere in the handbook, without the words around it.

    Headings and other ids, activities and where some are placed, what is shown of programs, links that may
    lead to an activity, and for whom what is; notes and cards are taken apart.
    """
    found: list[Part] = []
    for part in parts:
        match part:
            case str():
                continue
            case Only():
                found.append(replace(part, parts=landmarks_in(part.parts)))
            case Link(target=target) if target.startswith(SHEETS) or ".y" in target:
                found.append(replace(part, parts=(), title=""))
            case Link(parts=inner) | Note(parts=inner) | Cards(parts=inner):
                found.extend(landmarks_in(inner))
            case Card(name=name, words=words):
                found.extend(landmarks_in((*name, *words)))
            case Picture() | Word() | Variable():
                continue
            case _:
                found.append(part)
    return tuple(found)


def parts_within(parts: Prose) -> Iterator[Part]:
    """Yield every part of a prose in reading order, those inside other parts too."""
    for part in parts:
        yield part
        match part:
            case Heading() | Link() | Note() | Only() | Cards():
                yield from parts_within(part.parts)
            case Card(name=name, words=words):
                yield from parts_within((*name, *words))
