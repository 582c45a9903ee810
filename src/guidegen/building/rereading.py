"""What stands on the disk, again and again: what a reading says beside the one before it.

An editor saves in more than one step, and a branch that is switched changes hundreds
of files; so what seems half done is looked at once more, and what was read before is
kept until there is something better.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from guidegen.model.handbook import Asset, Document
from guidegen.model.prose import Heading, parts_within
from guidegen.reading.project import SETTINGS_FILE, Looked, Reading, read_project

_MOMENT: Final = 0.05
"""Seconds after which a file that vanished, or is suddenly empty, is looked at again: half saved, perhaps."""

_MANY: Final = 5
"""What changes more files than this at once was no edit of one of them."""


def settled_reading(root: Path, before: Reading, *, shows: bool) -> Reading:
    """Return what stands on the disk; where something seems half saved, a moment later.

    Args:
        before: what was read last; its memory and its stamps are kept where nothing usable is there now.
        shows: whether there is something to show already.
    """
    reading = read_project(root, before.memory, before=before)
    paths = {**before.looked, **reading.looked}
    if any(_is_half_saved(path, before.looked.get(path), reading.looked.get(path)) for path in paths):
        time.sleep(_MOMENT)
        reading = read_project(root, before.memory, before=before)
    if is_usable(reading, shows=shows):
        return reading
    # What was read before still holds when this is mended.
    return replace(reading, memory=before.memory, looked={**before.looked, **reading.looked})


def _is_half_saved(path: str, old: Looked | None, new: Looked | None) -> bool:
    """Return whether a source is gone, or is empty and was not."""
    if old is new or not path.endswith((".md", ".yml", ".yaml")):
        return False
    return new is None or (_is_empty(new) and not (old and _is_empty(old)))


def _is_empty(looked: Looked) -> bool:
    return any(one is not None and one[1] == 0 for one in looked.stamps.values())


def is_same(one: Reading, other: Reading) -> bool:
    """Return whether two readings mean the same, problems included."""
    return (
        one.library is other.library
        and one.problems == other.problems
        and one.looked.keys() == other.looked.keys()
        and all(_means_the_same(looked, other.looked[path]) for path, looked in one.looked.items())
    )


def _means_the_same(looked: Looked, other: Looked) -> bool:
    """Return whether a file has the stamp that it had; a source, also where it has the text that it had."""
    if looked is other or looked.stamps == other.stamps:
        return True
    is_source = isinstance(looked.found, tuple) and isinstance(other.found, tuple)
    return is_source and looked.found[0] == other.found[0]


def is_usable(reading: Reading, *, shows: bool) -> bool:
    """Return whether there is something to show: what is shown is not given up for an empty folder."""
    if reading.library is None:
        return False
    return bool(reading.library.documents) or not shows


def last_change(before: Reading, now: Reading) -> tuple[str, str] | None:
    """Return the source that was changed, and the heading above the change; None where several were."""
    changed = [
        path
        for path, looked in now.looked.items()
        if looked is not before.looked.get(path) and path != SETTINGS_FILE and not _was(looked, path, before)
    ]
    sources = [one for one in changed if one in now.memory]
    if not sources or len(sources) > _MANY:
        return None
    path = sources[-1]
    return path, _heading_above_change(before.memory.get(path), now.memory[path])


def _was(looked: Looked, path: str, before: Reading) -> bool:
    return path in before.looked and _means_the_same(looked, before.looked[path])


def _heading_above_change(before: Any, now: Any) -> str:
    old, new = (one[1].nouns[0] if one and one[1].nouns else None for one in (before, now))
    if not isinstance(old, Document) or not isinstance(new, Document):
        return ""
    heading = ""
    for one, other in zip_longest(parts_within(new.body), parts_within(old.body)):
        if isinstance(one, Heading):
            heading = one.id
        if one != other:
            break
    return heading


def changed_assets(before: Reading, now: Reading) -> Iterator[Asset]:
    """Yield the files that are copied and have another stamp than before."""
    for path, looked in now.looked.items():
        old = before.looked.get(path)
        if isinstance(looked.found, Asset) and old is not looked and old and old.stamps != looked.stamps:
            yield looked.found
