"""Writing ids into the sources of a project: the only change that guidegen makes to an author's files."""

from __future__ import annotations

import posixpath
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from guidegen.model.handbook import Settings, Source
from guidegen.model.problem import Problem, settled
from guidegen.reading.ids import Written, ids_for_markdown, ids_for_yaml, undecided
from guidegen.reading.project import read_settings
from guidegen.reading.source import find, read_source


@dataclass(frozen=True, slots=True)
class Identified:
    """Which ids were written, by file, and what could not be read or be given an id."""

    files: tuple[tuple[str, tuple[Written, ...]], ...]
    problems: tuple[Problem, ...]


def identify(root: Path, *, dry_run: bool) -> Identified:
    """Write an id beside everything to tick or to fill in that has none.

    Raises:
        OSError: where a file cannot be written; it is as it was then.
    """
    settings, problems = read_settings(root)
    if settings is None:
        return Identified((), settled(problems, {}))
    sources, unreadable = _read(root, settings)
    # Looked for before anything is written: an id that is written changes none of the others.
    left = undecided({path: one for path, one in sources.items() if path.endswith(".md")}, settings)
    files = []
    for path, source in sources.items():
        text = (root / source.path).read_bytes().decode("utf-8")
        without = {one.place.line for one in left if one.place.path == source.path}
        new, written = _with_ids(text, path, source, settings, without)
        if written:
            files.append((source.path, written))
            if not dry_run:
                _replace(root / source.path, new)
    return Identified(tuple(files), settled((*unreadable, *left), {}))


def _read(root: Path, settings: Settings) -> tuple[dict[str, Source], list[Problem]]:
    """Return every chapter and every file of a sheet or a list, by its path below the content folder."""
    found = find(root, settings)
    sources = {}
    problems: list[Problem] = []
    for path in (*found.chapters, *found.entities):
        shown = posixpath.normpath(posixpath.join(settings.content_dir, path))
        source, wrong = read_source(root, shown, settings.content_dir)
        problems.extend(wrong)
        if source is not None:
            sources[path] = source
    return sources, problems


def _with_ids(
    text: str, path: str, source: Source, settings: Settings, without: Collection[int]
) -> tuple[str, tuple[Written, ...]]:
    if path.endswith(".md"):
        return ids_for_markdown(text, path, includes=source.includes, settings=settings, without=without)
    match path.split("/")[0]:
        case "worksheets":
            return ids_for_yaml(text, source.path, "worksheet")
        case "checklists":
            return ids_for_yaml(text, source.path, "checklist")
    return text, ()


def _replace(path: Path, text: str) -> None:
    # Through a link, so that the file itself is replaced and not the link.
    file = path.resolve()
    waiting = file.with_name(f".{file.name}.guidegen")
    try:
        waiting.write_bytes(text.encode("utf-8"))
        waiting.chmod(file.stat().st_mode)
        waiting.replace(file)
    except OSError as failure:
        with suppress(OSError):
            waiting.unlink()
        raise OSError(failure.errno, failure.strerror, str(path)) from failure
