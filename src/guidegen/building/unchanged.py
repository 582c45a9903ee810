"""Whether nothing changed, decided before anything heavy is imported.

After each build without errors a table keeps the stat of every file that was
read or written, and the problems that were shown.  When all stats are as they
were, the build is over: what it would do is known.  A stat that differs is
settled by the hash, so that a table restored on another machine still holds.

Imports only what starts fast; the rest of the house is not needed to see that
it need not be entered.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from guidegen.model.problem import Level, Place, Problem

TABLE: Final = "unchanged.json"

_RECENT: Final = 2_000_000_000
"""Nanoseconds.  What changed this shortly before it was looked at may change again unnoticed."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What an unchanged build says again."""

    problems: tuple[Problem, ...]
    pages: int


def unchanged(state: Path, root: Path, options: Sequence[str]) -> Kept | None:
    """Return what the last build said, if a build with *options* would do nothing; else None."""
    try:
        table = json.loads((state / TABLE).read_bytes())
        if table["options"] != list(options):
            return None
        looked_again = {}
        for path, entry in table["entries"].items():
            now = _looked_at(root / path, entry)
            if now is None:
                return None
            if now is not entry:
                looked_again[path] = now
        kept = Kept(tuple(map(_problem, table["problems"])), table["pages"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    if looked_again:
        table["entries"].update(looked_again)
        _write(state, table)
    return kept


def known_hashes(state: Path, root: Path) -> Callable[[Path], str]:
    """Return a function that gives the sha256 of a file, from the table where its stat is as it was.

    It raises OSError where the file cannot be read.
    """
    try:
        entries = json.loads((state / TABLE).read_bytes())["entries"]
    except (OSError, ValueError, KeyError, TypeError):
        entries = {}

    def digest(path: Path) -> str:
        entry = entries.get(_key(path, root))
        if entry and entry[3] and entry[1] is not None:
            stat = path.stat()
            if (stat.st_mtime_ns, stat.st_size) == (entry[0], entry[1]):
                return str(entry[2])
        return hashlib.sha256(path.read_bytes()).hexdigest()

    return digest


def keep(
    state: Path,
    root: Path,
    options: Sequence[str],
    read: Iterable[Path],
    written: Mapping[Path, str],
    folders: Iterable[Path],
    problems: Iterable[Problem],
    pages: int,
    began: int,
) -> None:
    """Write the table.

    *read* and *written* are the files that a build touched, the latter each with
    the sha256 of its bytes; *folders* are those whose listing decides what is
    read; *began* is when the build did, in nanoseconds.  A file that changed since
    then may not be what was read: it makes the next build look for itself.
    """
    digest = known_hashes(state, root)
    now = time.time_ns()
    entries = {}
    for path in read:
        stat = path.stat()
        same = stat.st_mtime_ns < began
        entries[_key(path, root)] = _file(stat, digest(path) if same else "", began)
    for path, known in written.items():
        entries[_key(path, root)] = _file(path.stat(), known, now)
    for path in folders:
        entries[_key(path, root)] = _folder(path, began)
    table = {
        "options": list(options),
        "entries": entries,
        "problems": [_written(one) for one in problems],
        "pages": pages,
    }
    _write(state, table)


def forget(state: Path) -> None:
    """Let the next build look for itself."""
    (state / TABLE).unlink(missing_ok=True)


Entry: TypeAlias = list[Any]
"""The time of the last change, the size (none for a folder), the hash, and whether the time can be
trusted; all none for what is not there."""


def _looked_at(path: Path, entry: Entry) -> Entry | None:
    """Return the entry as it is now: the same object if its stat is, None if what it stands for changed."""
    changed, size, digest, trusted = entry
    try:
        stat = path.stat()
    except OSError:
        return entry if changed is None else None
    if changed is None:
        return None
    if trusted and stat.st_mtime_ns == changed and (size is None or stat.st_size == size):
        return entry
    if size is not None and stat.st_size != size:
        return None
    now = time.time_ns()
    found = _listing(path) if size is None else hashlib.sha256(path.read_bytes()).hexdigest()
    return [stat.st_mtime_ns, size, digest, stat.st_mtime_ns < now - _RECENT] if found == digest else None


def _file(stat: os.stat_result, digest: str, since: int) -> Entry:
    return [stat.st_mtime_ns, stat.st_size, digest, stat.st_mtime_ns < since - _RECENT]


def _folder(path: Path, since: int) -> Entry:
    if not path.is_dir():
        return [None, None, None, True]
    changed = path.stat().st_mtime_ns
    return [changed, None, _listing(path), changed < since - _RECENT]


def _write(state: Path, table: dict[str, Any]) -> None:
    waiting = state / f"{TABLE}.new"
    waiting.write_text(json.dumps(table, separators=(",", ":")), encoding="utf-8", newline="\n")
    waiting.replace(state / TABLE)


def _listing(folder: Path) -> str:
    names = sorted(f"{one.name}/" if one.is_dir() else one.name for one in os.scandir(folder))
    return hashlib.sha256("\0".join(names).encode("utf-8", "surrogateescape")).hexdigest()


def _key(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _written(one: Problem) -> list[Any]:
    place = one.place
    where = [place.path, place.line, place.column, place.text, place.width]
    return [one.level.value, one.slug, one.message, where, one.remedy, one.soft]


def _problem(kept: list[Any]) -> Problem:
    level, slug, message, where, remedy, soft = kept
    return Problem(Level(level), slug, message, Place(*where), remedy, soft)
