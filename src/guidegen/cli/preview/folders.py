"""Which folders are listened at while a handbook is written.

The project itself with the files that lie in it, the trees that pages are made
from, and what links in these lead to, as far as it lies in the project.  A link is
followed here since who listens does not follow it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PASSED_OVER: Final = re.compile(r"\..*|.*~|#.*#|4913|.*___jb_(tmp|old)___|node_modules|__pycache__", re.S)
"""Names that no page is made of: what is hidden, and what editors leave beside a file for a moment."""

_OUTPUT: Final = "site"
"""Is not listened at where the chapters lie in the project folder itself."""


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that is listened at."""

    path: str
    """Where it really lies."""

    deep: bool
    """Whether with all that lies below it."""

    identity: tuple[int, int]
    """Device and inode: another folder of the same name mostly has others."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What is found by looking through the trees of a project."""

    folders: int = 0
    linked: frozenset[str] = frozenset()
    """Folders of the project that a link leads to."""

    beside: frozenset[str] = frozenset()
    """Folders of the project with a file that a link leads to."""


def places(root: Path, trees: Sequence[Path], survey: Survey) -> tuple[Place, ...]:
    """Return what is to be listened at and is there, nothing twice, the root last."""
    top = os.path.realpath(root)
    deep: list[str] = []
    for path in sorted({*(one for tree in trees for one in _tops(top, tree)), *survey.linked}):
        if not any(_is_within(path, above) for above in deep):
            deep.append(path)
    shallow = [
        one for one in sorted(survey.beside - {top}) if not any(_is_within(one, above) for above in deep)
    ]
    found = []
    for path in (*deep, *shallow, top):
        with suppress(OSError):
            state = Path(path).stat()
            found.append(Place(path, path in deep, (state.st_dev, state.st_ino)))
    return tuple(found)


def surveyed(root: Path, trees: Sequence[Path]) -> Survey:
    """Count the folders, the root among them, and find where links lead."""
    top = os.path.realpath(root)
    seen = {top}
    linked: set[str] = set()
    beside: set[str] = set()
    waiting = [one for tree in trees for one in _tops(top, tree)]
    while waiting:
        folder = waiting.pop()
        if folder in seen:
            continue
        seen.add(folder)
        below, links = _looked_into(folder)
        leads = [one for one in map(os.path.realpath, links) if one != top and _is_within(one, top)]
        further = {one for one in leads if Path(one).is_dir()}
        linked |= further
        beside |= {str(Path(one).parent) for one in leads if one not in further}
        waiting += [*below, *further]
    return Survey(len(seen), frozenset(linked), frozenset(beside))


def is_passed_over(path: str) -> bool:
    """Return whether a path below a place is of no interest; "." is the place itself."""
    return path != "." and any(_PASSED_OVER.fullmatch(name) for name in path.split("/"))


def _tops(top: str, tree: Path) -> Iterator[str]:
    """Yield a tree; for the whole project those of its folders that pages may be made from."""
    real = os.path.realpath(tree)
    if real != top:
        yield real
        return
    below, _ = _looked_into(top)
    for path in below:
        name = Path(path).name
        if name != _OUTPUT and not is_passed_over(name):
            yield path


def _looked_into(folder: str) -> tuple[list[str], list[str]]:
    """Return the folders in a folder, and its links."""
    below: list[str] = []
    links: list[str] = []
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_symlink():
                links += [] if is_passed_over(entry.name) else [entry.path]
            elif entry.is_dir():
                below.append(entry.path)
    return below, links


def _is_within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
