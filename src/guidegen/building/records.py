"""What was built last time, and from what.

A *target* is one file of the site, together with everything its recipe may look
at.  A *record* is what remains of a target once it is made: a fingerprint for
each thing it was made from, and the hash of the bytes that came out.  A target
is stale when its record, written anew, would read differently; the names that
differ are the reason, and the author reads them as they stand.

There is no graph of dependencies and nothing to invalidate.  Nothing in here
watches files, follows links or knows what a chapter is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from guidegen.building.state import replace_file
from guidegen.model.fingerprint import Fingerprint, fingerprint
from guidegen.model.handbook import Term
from guidegen.model.problem import Flawed, Problem
from guidegen.model.url import SitePath
from guidegen.rendering.views import Piece, PrintPage

Reasons: TypeAlias = tuple[str, ...]
"""What differs from last time, in the words of the view: ``body``, ``title``, ``template``."""

Hash: TypeAlias = str
"""The sha256 of a file's bytes, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class Known:
    """Fingerprints by the identity of their value, which is kept so that no other takes its identity."""

    values: dict[int, tuple[Any, Fingerprint]] = field(default_factory=dict)
    views: dict[int, tuple[Any, dict[str, Fingerprint]]] = field(default_factory=dict)
    """Those of the fields of a view: a page may be a target, and a piece of several prints."""


@dataclass(frozen=True, slots=True)
class Target:
    """One file to be made, and all that may go into it."""

    path: SitePath

    view: Any
    """A frozen dataclass.  The recipe is called with this and nothing else."""

    recipe: Callable[[Any], bytes | Flawed | Problem]

    tools: Mapping[str, str] = field(default_factory=dict)
    """What the recipe brings along, by fingerprint: its template, its words, its version."""

    def inputs(self, known: Known | None = None) -> dict[str, Fingerprint]:
        """Return one fingerprint for each thing this target is made from.

        *known* remembers those of values that many targets share.
        """
        return {**_prints(self.view, Known() if known is None else known), **self.tools}


@dataclass(frozen=True, slots=True)
class Record:
    """What a target was made from, and the hash of what came out."""

    inputs: Mapping[str, Fingerprint]
    output: Hash


Records: TypeAlias = Mapping[SitePath, Record]
"""The records of one finished build."""


def stale(plan: Iterable[Target], records: Records) -> Iterator[tuple[Target, Reasons]]:
    """Yield each target that must be made again, and why."""
    known = Known()
    for target in plan:
        record = records.get(target.path)
        if record is None:
            yield target, ("new",)
        elif reasons := _differences(record.inputs, target.inputs(known)):
            yield target, reasons


def orphans(plan: Iterable[Target], known: Iterable[SitePath]) -> list[SitePath]:
    """Return the files of the last build that this plan no longer makes."""
    return sorted(set(known).difference(target.path for target in plan))


def read_records(path: Path) -> dict[SitePath, Record]:
    """Return the records that were kept at *path*; none where they are missing or damaged."""
    try:
        kept = json.loads(path.read_bytes())
        return {site_path: Record(dict(inputs), str(output)) for site_path, (inputs, output) in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def write_records(path: Path, records: Records) -> None:
    """Keep *records* for the next build."""
    kept = {site_path: (record.inputs, record.output) for site_path, record in records.items()}
    replace_file(path, json.dumps(kept, sort_keys=True, separators=(",", ":")).encode())


def _prints(view: Any, known: Known) -> dict[str, Fingerprint]:
    kept = known.views.get(id(view))
    if kept is None:
        prints = {name: _print(getattr(view, name), known) for name in _names(view.__class__)}
        kept = known.views[id(view)] = view, prints
    return kept[1]


def _print(value: Any, known: Known) -> Fingerprint:
    if isinstance(value, tuple) and value and isinstance(value[0], Piece):
        return fingerprint(tuple(_print_of_piece(one, known) for one in value))
    if isinstance(value, tuple) and value and isinstance(value[0], Term):
        return fingerprint(tuple(_print(one, known) for one in value))
    if not is_dataclass(value):
        return fingerprint(value)
    kept = known.values.get(id(value))
    if kept is None:
        made = _whole(value, known) if isinstance(value, PrintPage) else fingerprint(value)
        kept = known.values[id(value)] = value, made
    return kept[1]


def _print_of_piece(piece: Piece, known: Known) -> Fingerprint:
    return fingerprint((_whole(piece.page, known), replace(piece, page=None)))


def _whole(view: Any, known: Known) -> Fingerprint:
    return fingerprint((view.__class__.__qualname__, tuple(_prints(view, known).items())))


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


def _differences(old: Mapping[str, str], new: Mapping[str, str]) -> Reasons:
    return tuple(sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name)))
