"""Which worksheets something names, wherever a name can stand.

A sheet that comes with guidegen is published only where something names it.  A
name is a reference (in front matter, in a program, a cohort or a packet, in what
a sheet recalls), a place in a chapter, or a link in any text; whatever names sheets by
one of these three needs nothing in here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any, Final
from urllib.parse import unquote

from guidegen.model.activity import WORKSHEET_PRESETS, Checklist, Worksheet
from guidegen.model.cohort import NO_SCHEDULE
from guidegen.model.handbook import Document, Library
from guidegen.model.program import Program
from guidegen.model.prose import Link, Placed
from guidegen.model.rebuild import nouns_in
from guidegen.model.reference import Reference

_LINK: Final = "worksheet:"


PRESETS: Final = "guidegen/presets/"
"""Where problems say that what comes along with guidegen is written."""


def preset_path(name: str) -> str:
    """Return where problems say that a worksheet of guidegen's own is written."""
    return f"{PRESETS}worksheets/{name}.yml"


def is_preset(named: Worksheet | Reference) -> bool:
    """Return whether a worksheet, or what leads to one, is guidegen's own and not the project's."""
    return named.id in WORKSHEET_PRESETS and named.place.path == preset_path(named.id)


def nameable(kind: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return what somebody may have meant: the *known* names of a kind, and those that come with guidegen."""
    return (*known, *WORKSHEET_PRESETS) if kind == "worksheet" else tuple(known)


def worksheets_named(library: Library) -> frozenset[str]:
    """Return the id of every worksheet that is named somewhere in *library*, whether it exists or not.

    What guidegen's own sheets name does not count: they are there for others.
    """
    return frozenset(filter(None, map(_named_by, _nouns_of(library))))


def worksheets_defined(library: Library) -> frozenset[str]:
    """Return the ids that the project's own worksheets have, or would have if their file could be read."""
    bodies = (part for one in library.documents for part in one.nouns)
    written = (one.id for one in chain(library.worksheets, bodies) if isinstance(one, Worksheet))
    unread = (one.id for one in library.unread if one.kind == "worksheet")
    return frozenset((*written, *unread))


def _named_by(noun: Any) -> str:
    match noun:
        case Reference(kind="worksheet", id=name) | Placed(kind="worksheet", id=name):
            return name
        case Link(target=target) if target.startswith(_LINK):
            return unquote(target.removeprefix(_LINK)).partition("#")[0]
    return ""


def _nouns_of(library: Library) -> Iterator[Any]:
    for document in library.documents:
        yield from _nouns_of_chapter(document)
    yield from nouns_in(tuple(map(_without_schedules, library.programs)))
    own = tuple(one for one in library.worksheets if not is_preset(one))
    yield from nouns_in((library.cohorts, own, library.checklists, library.packets))
    yield from nouns_in((library.glossary, library.settings))


def _nouns_of_chapter(document: Document) -> Iterator[Any]:
    yield from nouns_in(document.meta)
    for part in document.nouns:
        # Most parts of a body are strings, and most others have nothing more inside.
        if isinstance(part, Checklist | Worksheet):
            yield from nouns_in(part)
        else:
            yield part


def _without_schedules(program: Program) -> Program:
    """Return a program without what was laid on days: nothing stands there that is not in its plan."""
    cohorts = tuple(replace(one, schedule=NO_SCHEDULE) for one in program.cohorts)
    return replace(program, cohorts=cohorts)
