"""What guidegen does with things that are tried: which problems they earn, and what of them is on the page.

Front matter and blocks have no shapes.  What can go wrong with them is found by
writing much of it wrong, a chapter for each attempt, all in one handbook.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from guidegen.building.build import build, check
from guidegen.building.options import Options
from guidegen.reading.blocks import BLOCKS
from guidegen.reading.front_matter import KEYS
from scripts.known import EVERYWHERE, WRONG

AROUND: Mapping[str, str] = {
    "guidegen.yml": "title: Tried\ncontacts: {office: {name: Office, email: office@example.org}}\n",
    "content/index.md": "# Tried\n\nBe kind.\n",
    "content/part.md": "Included.\n",
    "content/worksheets/log.yml": "title: Log\nfields: [{id: date, label: Date}]\n",
    "content/checklists/first.yml": "title: First\nitems: [{id: one, text: Write}]\n",
    "content/programs/harbour.yml": """
title: Harbour
owner: office
roles: {mentor: {label: Mentor, kind: mentor}, mentee: {label: Mentee, kind: mentee}}
phases: [{id: launch, title: Launch, from: week 1, to: week 2}]
policies: {code_of_conduct: part}
""",
    "content/programs/other.yml": "title: Other\n",
}
"""A handbook with one of each thing that blocks name."""

KNOWN = {
    "for": "mentor",
    "worksheet": "log",
    "checklist": "first",
    "timeline": "harbour",
    "roles": "harbour",
    "contacts": "harbour",
    "policies": "harbour",
    "agenda": "regular",
    "include": "part.md",
}
"""What is there, behind the name of each block that names something."""

INSIDE = {"pairs": "Word\n: What it means", "cards": "- [Welcome](index.md): Marked"}
"""What stands in a block to be tried, where that is not any text."""

OF_EVERY_BLOCK = frozenset({"block-open", "unknown-block"})
"""What every block can earn."""


@cache
def problems_of_front_matter() -> Mapping[str, tuple[str, ...]]:
    """Return what wrong values earn under each key of front matter."""
    values = (*WRONG, *(f"[{one}]" for one in WRONG if ":" not in one), "{a: {b: c}}")
    attempts = [(key, f"---\n{key}: {_quoted(value)}\n---\nText.\n") for key in KEYS for value in values]
    attempts += [("reviewed", "---\nreviewed: 2019-01-07\nreview_every: 6m\n---\nText.\n")]
    found = _told(attempts)
    return {key: _but(EVERYWHERE, found[key]) for key in KEYS}


def _quoted(value: str) -> str:
    return value if value.startswith(("[", "{")) else f'"{value}"'


@cache
def problems_of_blocks() -> Mapping[str, tuple[str, ...]]:
    """Return what each kind of block earns that is not written as it should be."""
    found = _told([(name, f"Text.\n\n{text}\n") for name in BLOCKS for text in _attempts(name)])
    return {name: _but(OF_EVERY_BLOCK, slugs) for name, slugs in found.items()}


def _attempts(name: str) -> Iterator[str]:
    for behind in ("", KNOWN.get(name, ""), "nowhere", "harbour nowhere", "../outside.md", "SELF"):
        for inside in ("", "Words.\n\n", "- [Words](index.md)\n\n", "title: 3\nfields: 3\nitems: 3\n"):
            yield f"::: {name} {behind}\n{inside}:::"
    yield f"::: {name} {KNOWN.get(name, '')} {{fro=mentor}}\n\nWords.\n\n:::"
    yield f"::: {name} {KNOWN.get(name, '')}\n\nWords."


def _but(others: frozenset[str], slugs: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(slugs) - others))


def _told(attempts: Iterable[tuple[str, str]]) -> Mapping[str, set[str]]:
    """Return the problems of chapters, by what each of them is an attempt at."""
    written = {
        f"content/tried-{number}.md": (name, text.replace("SELF", f"tried-{number}.md"))
        for number, (name, text) in enumerate(attempts)
    }
    told: dict[str, set[str]] = {name: set() for name, _ in written.values()}
    with tempfile.TemporaryDirectory() as folder:
        _lay(Path(folder), {**AROUND, **{path: text for path, (_, text) in written.items()}})
        for one in check(Path(folder), date(2027, 1, 31)):
            if one.place.path in written:
                told[written[one.place.path][0]].add(one.slug)
    return told


@cache
def attributes_of_blocks() -> Mapping[str, tuple[str, ...]]:
    """Return which attributes in braces show on the page, for each kind of block."""
    opening = "{#marked-id .marked-class title=Titled}"
    pages = {
        name: f"# Tried\n\n::: {name} {KNOWN.get(name, '')} {opening}\n\n{_inside(name)}:::\n"
        for name in BLOCKS
    }
    signs = {"`{#id}`": 'id="marked-id"', "`{.class}`": "marked-class", "`{title=}`": "Titled"}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _lay(root, {**AROUND, **{f"content/tried-{name}.md": text for name, text in pages.items()}})
        problems = build(root, root / "site", Options(), lambda *_: None).problems
        assert not problems, problems
        drawn = {
            name: (root / "site" / f"tried-{name}" / "index.html").read_text(encoding="utf-8")
            for name in BLOCKS
        }
    return {name: tuple(sign for sign, mark in signs.items() if mark in drawn[name]) for name in BLOCKS}


def _inside(name: str) -> str:
    return f"{INSIDE.get(name, 'Marked')}\n\n" if BLOCKS[name].inside.startswith("Markdown") else ""


def _lay(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
