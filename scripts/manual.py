"""The manual as a text: its sections with their tables and keys, and every piece of code in it.

`reference.py` writes the generated parts of it, and the tests look in it for
what the code knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "manual" / "content"
REFERENCE = CONTENT / "03-reference"


@dataclass(frozen=True)
class Example:
    """A piece of code in the manual."""

    file: str
    """The chapter, below the content folder."""

    section: str
    """The heading above it."""

    line: int
    """From 1."""

    language: str
    names: str
    """The file that it is, or the command that it quotes; empty for a fragment."""

    wrong: bool
    """Whether it shows what not to write."""

    too: bool
    """Whether it stands beside the wrong and the right example of its section, neither of them itself."""

    text: str


@dataclass(frozen=True)
class Section:
    """What stands under one heading, without what stands under deeper ones."""

    title: str
    text: str
    rows: tuple[tuple[str, ...], ...]
    """The cells of the rows of its tables, without the rows of headings."""

    tables: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]
    """Each table: the first heading, and the rows."""

    keys: Mapping[str, tuple[str, ...]]
    """What is said of each key that is defined, paragraph by paragraph."""

    def names(self, heading: str = "") -> set[str]:
        """Return what stands in code in the first cells of the tables (whose first heading is *heading*)."""
        tables = [rows for title, rows in self.tables if not heading or title == heading]
        return {name for rows in tables for row in rows for name in re.findall(r"`([^`]+)`", row[0])}


@cache
def read(name: str) -> str:
    return (CONTENT / name).read_text(encoding="utf-8")


@cache
def tokens_of(name: str) -> list[Any]:
    return MarkdownIt("commonmark").enable("table").use(deflist_plugin).parse(read(name))


@cache
def sections_of(name: str) -> dict[str, Section]:
    """Return the sections of a chapter by their titles; what stands above all headings by the chapter's."""
    _, front, _ = read(name).split("---\n", 2)
    found: dict[str, list[Any]] = {re.search(r"^title: (.*)$", front, re.MULTILINE)[1]: []}  # type: ignore[index]
    tokens = tokens_of(name)
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and tokens[index + 1].content.partition("\n")[0][:6] != "title:":
            title = re.sub(r"\s*\{#.*\}$", "", tokens[index + 1].content)
            assert title not in found, f"{name}: two sections are called {title!r}"
            found[title] = []
        list(found.values())[-1].append(token)
    return {title: _section(title, kept) for title, kept in found.items()}


def _section(title: str, tokens: list[Any]) -> Section:
    text, tables, row, heading = [], [], [], ""
    rows: list[tuple[str, ...]] = []
    keys: dict[str, list[str]] = {}
    for index, token in enumerate(tokens):
        match token.type:
            case "inline":
                text.append(token.content)
            case "table_open":
                rows, heading = [], ""
            case "tr_open":
                row = []
            case "dt_open":
                said = keys.setdefault(tokens[index + 1].content.strip("`"), [])
            case "dd_open":
                said.append(tokens[index + 2].content)
            case "th_open":
                heading = heading or tokens[index + 1].content
            case "td_open":
                row.append(tokens[index + 1].content)
            case "tr_close" if row:
                rows.append(tuple(row))
            case "table_close":
                tables.append((heading, tuple(rows)))
    every = tuple(one for _, kept in tables for one in kept)
    said_of = {name: tuple(one) for name, one in keys.items()}
    return Section(title, "\n".join(text), every, tuple(tables), said_of)


def section(name: str, title: str) -> Section:
    found = sections_of(f"03-reference/{name}")
    assert title in found, f"manual/content/03-reference/{name} should have a section {title!r}"
    return found[title]


def chapters() -> list[str]:
    return sorted(one.relative_to(CONTENT).as_posix() for one in CONTENT.rglob("*.md"))


@cache
def examples() -> tuple[Example, ...]:
    """Return every piece of code in the manual, in reading order."""
    return tuple(one for name in chapters() for one in examples_in(name))


def examples_in(name: str) -> Iterator[Example]:
    """Yield every piece of code in a file, named from the folder of the chapters."""
    heading, tokens = "", tokens_of(name)
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = tokens[index + 1].content
        if token.type == "fence":
            language, _, names = token.info.strip().partition(" ")
            wrong = names.endswith(" wrong")
            too = names.endswith(" too")
            names = names.removesuffix(" wrong").removesuffix(" too")
            yield Example(name, heading, token.map[0] + 1, language, names, wrong, too, token.content)
