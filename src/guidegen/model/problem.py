"""What is wrong in a handbook, as values.

A problem is never thrown: reading, shaping and building collect problems and
go on, so that one run shows everything.  Each has a slug, which is a public
contract: tests and the tools of users match on it, and `levels` in
`guidegen.yml` raises or silences a warning by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeAlias

Slug: TypeAlias = str
"""The stable name of a kind of problem, for example ``broken-link``."""


class Level(StrEnum):
    """How much a problem matters."""

    ERROR = "error"
    """It cannot be rendered rightly; nothing is written."""

    WARNING = "warning"
    """A reader would stumble over it; the site is made."""


WARNINGS: Final = frozenset(
    {
        "agenda-short",
        "alt",
        "ambiguous-item",
        "anchor-tba",
        "answers-hidden",
        "answers-missing",
        "answers-private",
        "answers-twice",
        "answers-unclear",
        "answers-unknown",
        "answers-version",
        "base-url",
        "break-outside",
        "broken-anchor",
        "broken-link",
        "capacity",
        "contrast",
        "cut-value",
        "date-range",
        "draft-ref",
        "early-due",
        "empty-value",
        "far-date",
        "file-name",
        "foreign-syntax",
        "heavy-font",
        "holiday-year",
        "incomplete",
        "long-sheet",
        "lost-markup",
        "missing-image",
        "nonworking-day",
        "not-in-edition",
        "output-changed",
        "pdf-flaw",
        "pdf-letters",
        "pdf-missing",
        "pdf-stopped",
        "picture-size",
        "pictures-missing",
        "policy-thin",
        "remote-image",
        "review-due",
        "stray-quote",
        "task-format",
        "term-clash",
        "unknown-variable",
        "unsafe-html",
        "unsafe-svg",
        "unused-term",
        "wide-table",
    }
)
"""Slugs that are warnings unless `levels` says otherwise.  Every other slug is an error."""


LONGEST_LINE: Final = 10_000
"""Letters of a line that is kept for an excerpt."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in the author's files something stands."""

    path: str
    """Relative to the project, with ``/``."""

    line: int = 0
    """From 1; 0 where the whole file is meant."""

    column: int = 0
    """From 1, in letters; 0 where the whole line is meant."""

    text: str = ""
    """The line as written, for the excerpt; empty where no line is meant, or where it has more letters than
    `LONGEST_LINE`: it would be of no use, and thousands of places may be in one line."""

    width: int = 1
    """How many letters the mark under the excerpt covers."""


NOWHERE: Final = Place("")
"""The place of what is not written in any file."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and what to write instead."""

    level: Level
    slug: Slug
    message: str
    """One sentence.  It does not repeat the place, and shows control letters escaped."""

    place: Place
    remedy: str = ""
    """What to write instead, without a leading ``=``; empty where the message says it all."""

    about: tuple[str, str] = ("", "")
    """Kind and name of what is named and not there, such as ``("worksheet", "log")``: while the file of it
    cannot be read, this follows from that, and is not told."""

    soft: bool = False
    """Whether this is a warning of a slug that is elsewhere an error; not silenced by `levels`."""

    def __lt__(self, other: Problem) -> bool:
        return _order(self) < _order(other)


@dataclass(frozen=True, slots=True)
class Flawed:
    """A file that is made although something in it is not as it should be."""

    content: bytes
    problems: tuple[Problem, ...]
    """Warnings."""


def problem(
    slug: Slug, message: str, place: Place, remedy: str = "", about: tuple[str, str] = ("", "")
) -> Problem:
    """Return a problem at the level that its slug has by default."""
    level = Level.WARNING if slug in WARNINGS else Level.ERROR
    return Problem(level, slug, escaped(message), place, escaped(remedy), about)


def warning(slug: Slug, message: str, place: Place, remedy: str = "") -> Problem:
    """Return a warning whose slug is otherwise an error, such as a wrong value in front matter."""
    return Problem(Level.WARNING, slug, escaped(message), place, escaped(remedy), soft=True)


def settled(problems: Iterable[Problem], levels: Mapping[Slug, str]) -> tuple[Problem, ...]:
    """Return the problems sorted by place, each once, warnings raised or silenced as *levels* say.

    An error can only be mended: its level never changes.
    """
    kept = (_levelled(one, levels.get(one.slug)) for one in set(problems))
    return tuple(sorted(one for one in kept if one is not None))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Return whether anything stands in the way of writing the site."""
    return any(one.level is Level.ERROR for one in problems)


def escaped(text: str) -> str:
    """Return *text* with control and direction letters shown, so that input cannot play with a terminal."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in text)


def _levelled(one: Problem, level: str | None) -> Problem | None:
    if level is None or one.level is Level.ERROR or one.soft:
        return one
    return None if level == "off" else replace(one, level=Level(level))


def _order(one: Problem) -> tuple[Place, str, str]:
    return one.place, one.slug, one.message
