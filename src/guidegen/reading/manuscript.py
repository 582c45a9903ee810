"""A text while it is being read: where it stands, what has been found in it so far.

A part that is not HTML yet is laid on the desk and leaves a marker in the text.
One desk serves a chapter and all files that it includes, so that ids stay unlike
one another; a manuscript is one file, so that problems and links know theirs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, TypeAlias

from markdown_it.token import Token

from guidegen.model.activity import Checklist
from guidegen.model.handbook import Source
from guidegen.model.problem import LONGEST_LINE, Place, Problem, Slug, problem, warning
from guidegen.model.prose import Anchor, Audience, Part, Prose, Running
from guidegen.model.url import heading_slug
from guidegen.reading import raw_html
from guidegen.reading.attributes import Attributes
from guidegen.reading.raw_html import MARKER, RUNNING, RUNNING_ENDS, RUNS
from guidegen.reading.syntax import Opening

Pieces: TypeAlias = list[str]
"""Literal HTML and markers, to be joined."""

DrawBlock: TypeAlias = "Callable[[Opening, Sequence[Token], Manuscript], Pieces]"
"""Draws a block of ours from the line that opens it and the tokens inside."""

ReadTaskList: TypeAlias = "Callable[[Sequence[Token], Manuscript], Checklist]"
"""Makes a checklist of the tokens of a list in which every item is to be ticked."""


@dataclass(slots=True)
class Desk:
    """What all texts of one document share while they are being read."""

    parts: list[Part | None] = field(default_factory=list)
    """What the markers stand for; None once it is in its place."""

    problems: list[Problem] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)
    """How many were made from the same words, for headings and for things to tick."""

    reserved: set[str] = field(default_factory=set)
    """Ids that an author wrote: none that we make takes one."""

    items: dict[str, str] = field(default_factory=dict)
    """The ids of things to tick, each with its words."""

    reserved_items: set[str] = field(default_factory=set)
    chapter: str = ""
    """The id of the chapter, on which ticks hang."""

    content_dir: str = ""
    sources: Mapping[str, Source] = field(default_factory=dict)
    """What may be included, by its path in the project."""

    anchors: dict[str, list[str]] = field(default_factory=dict)
    """Old ids, by the id of the heading that they now lead to."""


@dataclass
class Manuscript:
    """One text while it is being read."""

    desk: Desk
    path: str
    """As shown in problems."""

    text: str
    """The whole file, for excerpts."""

    base: str = ""
    """The folder below the content folder that links are relative to."""

    html: Literal["safe", "trusted", "escaped"] = "safe"
    first_line: int = 1
    """The line of the file on which the parsed text begins."""

    fixed: Place | None = None
    """Where everything stands, for the field of a YAML file."""

    trail: tuple[str, ...] = ()
    """The files that include this one, outermost first, itself last."""

    shift: int = 0
    """By how much headings are lowered, so that the title alone has level 1."""

    environment: dict[str, Any] = field(default_factory=dict)
    variables: bool | None = False
    """Whether ``{{ cohort.start }}`` means a value from elsewhere; None: nobody has said."""

    is_running: bool = False
    """Whether what is drawn now is running text, in which words of the glossary may be marked."""

    closed: int = 0
    """How many elements of raw HTML are open in which nothing may be marked, such as a link or a button."""

    notes: dict[str, tuple[Sequence[Token], tuple[Audience, ...]]] = field(default_factory=dict)
    """Footnotes by label: their tokens, and the audiences of the blocks in which they are written."""

    noted: dict[str, Prose] = field(default_factory=dict)
    """Footnotes already turned into parts; empty for one that is being read."""

    here: tuple[int, int] = (0, 1)
    """The lines of the paragraph being read, from 0, in the parsed text."""

    cursor: int = 0
    """Up to where in `text` the targets of this paragraph have been found."""

    lines: dict[int, str] = field(default_factory=dict)
    """Those that problems and links have shown."""

    draw_block: DrawBlock | None = None
    """None for a field of a YAML file, in which ``:::`` lines mean nothing."""

    read_task_list: ReadTaskList | None = None
    """None for a field of a YAML file, which holds no lists to tick."""

    @cached_property
    def starts(self) -> list[int]:
        """Return where in `text` each line begins."""
        starts, position = [0], self.text.find("\n")
        while position >= 0:
            starts.append(position + 1)
            position = self.text.find("\n", position + 1)
        return starts

    def place(self, line: int, written: str = "") -> Place:
        """Return the place of a line of the parsed text (from 0), and of words in it where they are found."""
        if self.fixed is not None:
            return self.fixed
        index = min(max(line + self.first_line - 1, 0), len(self.starts) - 1)
        start = self.starts[index]
        found = self.text.find(written, start, self._end(index)) if written else -1
        column = found - start + 1 if found >= 0 else 0
        return Place(self.path, index + 1, column, self._line(index), len(written) if column else 1)

    def place_of(self, target: str) -> Place:
        """Return where a target is written in the paragraph being read; else its first line."""
        if self.fixed is not None:
            return self.fixed
        first, last = (min(line + self.first_line - 1, len(self.starts)) for line in self.here)
        start = self.starts[first] if first < len(self.starts) else len(self.text)
        end = self.starts[last] if last < len(self.starts) else len(self.text)
        found = self.text.find(target, max(start, self.cursor), end) if target else -1
        if found < 0:
            found = self.text.find(target, start, end) if target else -1
        if found < 0:
            place = self.place(self.here[0])
            return Place(place.path, place.line, 1, place.text)
        self.cursor = found + len(target)
        index = bisect_right(self.starts, found) - 1
        return Place(self.path, index + 1, found - self.starts[index] + 1, self._line(index), len(target))

    def _line(self, index: int) -> str:
        """Return a line for an excerpt; all places in it share one."""
        if index not in self.lines:
            start, end = self.starts[index], self._end(index)
            self.lines[index] = self.text[start:end] if end - start <= LONGEST_LINE else ""
        return self.lines[index]

    def _end(self, index: int) -> int:
        return self.starts[index + 1] - 1 if index + 1 < len(self.starts) else len(self.text)

    def complain(self, slug: Slug, message: str, place: Place, remedy: str = "") -> None:
        self.desk.problems.append(problem(slug, message, place, remedy))

    def warn(self, slug: Slug, message: str, place: Place, remedy: str = "") -> None:
        self.desk.problems.append(warning(slug, message, place, remedy))

    def mark(self, part: Part) -> str:
        """Return the marker that stands for a part."""
        self.desk.parts.append(part)
        return f"\ufdd0{len(self.desk.parts) - 1}\ufdd1"

    @contextmanager
    def unmarked(self) -> Iterator[None]:
        """Draw what is no running text: a heading, the words of a link, a title."""
        before, self.is_running = self.is_running, False
        try:
            yield
        finally:
            self.is_running = before

    def running(self, words: str) -> str:
        """Return finished words, with signs around them where they are running text."""
        return f"{RUNNING}{words}{RUNNING_ENDS}" if self.is_running and not self.closed else words

    def cut(self, text: str) -> Prose:
        """Return a settled stretch as parts: literal HTML, and what the markers stand for, each once."""
        text = text.replace(f"{RUNNING_ENDS}{RUNNING}", "")
        if "\ufdd0" not in text and ' id="' not in text:
            return (_literal(text),) if text else ()
        parts: list[Part] = []
        for index, piece in enumerate(MARKER.split(text)):
            if not index % 2:
                if ' id="' in piece:
                    parts.extend(Anchor(one) for one in raw_html.ids_in(piece))
                if piece:
                    parts.append(_literal(piece))
                continue
            number = int(piece)
            part = self.desk.parts[number] if number < len(self.desk.parts) else None
            if part is not None:
                self.desk.parts[number] = None
                parts.append(part)
        return tuple(parts)

    def take_id(self, attributes: Attributes | None, words: str, place: Place) -> str:
        """Return the id of a heading: as written, else made from its words and unlike all before."""
        desk = self.desk
        if attributes is not None and attributes.id:
            if attributes.id in desk.ids:
                self.complain(
                    "duplicate-id",
                    f'"{attributes.id}" is the id of two places in this chapter.',
                    place,
                    "Give one of them another id: a link can lead to one place only.",
                )
            desk.ids.add(attributes.id)
            return attributes.id
        slug = heading_slug(words) or "heading"
        name, count = slug, desk.counts.get(slug, 0)
        while name in desk.ids or name in desk.reserved:
            count += 1
            name = f"{slug}-{count}"
        desk.counts[slug] = count
        desk.ids.add(name)
        return name


def _literal(html: str) -> str:
    """Return literal HTML without the signs around running words; where these are is kept beside it."""
    if RUNNING not in html:
        return html
    pieces = RUNS.split(html)
    return Running("".join(pieces), tuple(map(len, pieces)))


def plain_words(tokens: Sequence[Token], *, html: bool = False) -> str:
    """Return what a line says, without marks; with its HTML where *html* says that it is shown as text."""
    words = []
    for token in tokens:
        if token.type in ("text", "text_special", "code_inline") or (html and token.type == "html_inline"):
            words.append(token.content)
        elif token.type == "image":
            words.append(plain_words(token.children or ()))
        elif token.type in ("softbreak", "hardbreak"):
            words.append(" ")
    return "".join(words).strip()


def words_of(token: Token, *, html: bool = False) -> str:
    """Return what an inline token says, without marks; nothing for other tokens."""
    if token.type != "inline":
        return ""
    return token.content if token.children is None else plain_words(token.children, html=html)


def escape(text: str) -> str:
    """Return text as HTML, for between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(text: str) -> str:
    """Return text as HTML, for between double quotes."""
    return escape(text).replace('"', "&quot;")


def opened(tag: str, attributes: Attributes, *classes: str, role: str = "") -> str:
    """Return an opening tag with the id and classes of a block."""
    names = " ".join((*classes, *attributes.classes))
    written = (
        (f' id="{escape_attribute(attributes.id)}"' if attributes.id else "")
        + (f' class="{escape_attribute(names)}"' if names else "")
        + (f' role="{role}"' if role else "")
    )
    return f"<{tag}{written}>"
