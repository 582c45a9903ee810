"""Whether nothing changed, decided before anything heavy is imported.

After each build without errors a table keeps the stamp of every file that was
read or written, and the problems that were shown.  When all stamps are as they
were, the build is over: what it would do is known.  A stamp that differs is
settled by the hash, so that a table restored on another machine still holds.

The stamps of what was read are those from just before it was read.  What was
changed while the build ran has another one at its end, and gets no hash: the next
build looks for itself.  No clock is asked for that.

Imports only what starts fast; the rest of the house is not needed to see that
it need not be entered.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from guidegen.building.state import replace_file
from guidegen.model.problem import Level, Place, Problem, escaped
from guidegen.model.stamp import Stamp, stamp_of

TABLE: Final = "unchanged.json"

_RECENT: Final = 2_000_000_000
"""Nanoseconds.  What changed this shortly before it was looked at may change again unnoticed."""

_DAMAGED: Final = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""What reading a table raises that was cut, or written by another version or by hand."""

Entry: TypeAlias = list[Any]
"""The stamp (none for what is not there), whether it is a folder, the hash (empty where it is not known),
and whether the stamp alone can be trusted."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What an unchanged build says again."""

    problems: tuple[Problem, ...]
    files: int


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
        kept = Kept(tuple(map(_problem, table["problems"])), int(table["files"]))
    except _DAMAGED:
        return None
    if looked_again:
        table["entries"].update(looked_again)
        with suppress(OSError):
            _write(state, table)
    return kept


def known_hashes(state: Path, root: Path) -> Callable[[Path], str]:
    """Return a function that gives the sha256 of a file, from the table where its stamp is as it was.

    It raises OSError where the file cannot be read.
    """
    try:
        entries = dict(json.loads((state / TABLE).read_bytes())["entries"])
    except _DAMAGED:
        entries = {}

    def digest(path: Path) -> str:
        try:
            stamp, is_folder, known, trusted = entries[_key(path, root)]
        except (KeyError, TypeError, ValueError):
            return hash_of_file(path)
        if trusted and not is_folder and known and stamp == list(stamp_of(path.stat())):
            return str(known)
        return hash_of_file(path)

    return digest


def hash_of_file(path: Path) -> str:
    """Return the sha256 of a file; OSError where it cannot be read."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def stamp_at(path: Path) -> Stamp | None:
    """Return the stamp of a file or a folder, none where it is not there."""
    try:
        return stamp_of(path.stat())
    except (OSError, ValueError):
        return None


def keep(
    state: Path,
    root: Path,
    options: Sequence[str],
    read: Mapping[Path, Stamp | None],
    written: Mapping[Path, str],
    folders: Mapping[Path, Stamp | None],
    problems: Iterable[Problem],
    files: int,
) -> None:
    """Write the table.

    *read* are the files that a build looked into and *folders* those whose listing
    decides what is read, each with its stamp from just before; *written* are the
    files that it wrote, each with the sha256 of its bytes.
    """
    digest = known_hashes(state, root)
    now = time.time_ns()
    entries: dict[str, Entry] = {}
    for path, stamp in read.items():
        entries[_key(path, root)] = _entry(stamp, _if_unchanged(path, stamp, digest), now)
    for path, stamp in folders.items():
        entries[_key(path, root)] = _entry(stamp, _if_unchanged(path, stamp, _listing), now, is_folder=True)
    for path, known in written.items():
        entries[_key(path, root)] = _entry(stamp_at(path), known, now)
    table = {
        "options": list(options),
        "entries": entries,
        "problems": [_written(one) for one in problems],
        "files": files,
    }
    _write(state, table)


def forget(state: Path) -> None:
    """Let the next build look for itself."""
    (state / TABLE).unlink(missing_ok=True)


def _looked_at(path: Path, entry: Entry) -> Entry | None:
    """Return the entry as it is now: the same object if its stamp is, None if what it stands for changed."""
    stamp, is_folder, known, trusted = entry
    now = stamp_at(path)
    if now is None or stamp is None:
        return entry if now is None and stamp is None else None
    if trusted and list(now) == stamp:
        return entry
    if not known or (not is_folder and now[1] != stamp[1]):
        return None
    found = _listing(path) if is_folder else hash_of_file(path)
    return _entry(now, known, time.time_ns(), is_folder=is_folder) if found == known else None


def _if_unchanged(path: Path, before: Stamp | None, look: Callable[[Path], str]) -> str:
    """Return what *look* sees where a file is as it was; nothing where it has changed since."""
    try:
        found = look(path)
    except OSError:
        return ""
    return found if stamp_at(path) == before else ""


def _entry(stamp: Stamp | None, known: str, now: int, *, is_folder: bool = False) -> Entry:
    # An entry that changed a moment ago, or in the future, may change again and keep its stamp.
    settled = stamp is not None and max(stamp[0], stamp[2]) < now - _RECENT
    return [None if stamp is None else list(stamp), is_folder, known, settled and bool(known)]


def _write(state: Path, table: dict[str, Any]) -> None:
    replace_file(state / TABLE, json.dumps(table, separators=(",", ":")).encode())


def _listing(folder: Path) -> str:
    """Return the hash of the names in a folder, without hidden ones: those are not read."""
    with os.scandir(folder) as entries:
        names = sorted(
            f"{one.name}/" if one.is_dir() else one.name for one in entries if not one.name.startswith(".")
        )
    return hashlib.sha256("\0".join(names).encode("utf-8", "surrogateescape")).hexdigest()


def _key(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _written(one: Problem) -> list[Any]:
    place = one.place
    where = [place.path, place.line, place.column, place.text, place.width]
    return [one.level.value, one.slug, one.message, where, one.remedy, one.soft]


def _problem(kept: list[Any]) -> Problem:
    level, slug, message, (path, line, column, text, width), remedy, soft = kept
    place = Place(str(path), int(line), int(column), str(text), int(width))
    said = escaped(str(message)), place, escaped(str(remedy))
    return Problem(Level(level), escaped(str(slug)), *said, soft=soft is True)
