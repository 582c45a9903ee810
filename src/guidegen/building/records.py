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
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeAlias

from guidegen.model.fingerprint import Fingerprint, fingerprint
from guidegen.model.problem import Problem
from guidegen.model.url import SitePath

Reasons: TypeAlias = tuple[str, ...]
"""What differs from last time, in the words of the view: ``body``, ``title``, ``template``."""

Hash: TypeAlias = str
"""The sha256 of a file's bytes, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class Target:
    """One file to be made, and all that may go into it."""

    path: SitePath

    view: Any
    """A frozen dataclass.  The recipe is called with this and nothing else."""

    recipe: Callable[[Any], bytes | Problem]

    tools: Mapping[str, str] = field(default_factory=dict)
    """What the recipe brings along, by fingerprint: its template, its words, its version."""

    def inputs(self) -> dict[str, Fingerprint]:
        """Return one fingerprint for each thing this target is made from."""
        view = {one.name: fingerprint(getattr(self.view, one.name)) for one in fields(self.view)}
        return {**view, **self.tools}


@dataclass(frozen=True, slots=True)
class Record:
    """What a target was made from, and the hash of what came out."""

    inputs: Mapping[str, Fingerprint]
    output: Hash


Records: TypeAlias = Mapping[SitePath, Record]
"""The records of one finished build."""


def stale(plan: Iterable[Target], records: Records) -> Iterator[tuple[Target, Reasons]]:
    """Yield each target that must be made again, and why."""
    for target in plan:
        record = records.get(target.path)
        if record is None:
            yield target, ("new",)
        elif reasons := _differences(record.inputs, target.inputs()):
            yield target, reasons


def orphans(plan: Iterable[Target], known: Iterable[SitePath]) -> list[SitePath]:
    """Return the files of the last build that this plan no longer makes."""
    return sorted(set(known).difference(target.path for target in plan))


def read_records(path: Path) -> dict[SitePath, Record]:
    """Return the records that were kept at *path*; none where they are missing or damaged."""
    try:
        kept = json.loads(path.read_bytes())
        return {site_path: Record(dict(inputs), str(output)) for site_path, (inputs, output) in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def write_records(path: Path, records: Records) -> None:
    """Keep *records* for the next build."""
    kept = {site_path: (record.inputs, record.output) for site_path, record in records.items()}
    path.write_text(json.dumps(kept, sort_keys=True, separators=(",", ":")), encoding="utf-8", newline="\n")


def _differences(old: Mapping[str, str], new: Mapping[str, str]) -> Reasons:
    return tuple(sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name)))
