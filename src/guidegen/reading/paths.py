"""Paths that an author writes: to a file or a folder of the project, and never out of it."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Annotated, Any, TypeAlias

from guidegen.model.nearest import nearest
from guidegen.model.unreadable import reason_of
from guidegen.reading.values import ReadBy, got, shortened, wrong


def inside_project(value: Any) -> str:
    """Return a path below the project's folder; see `inside`."""
    return inside(value, "the project folder")


def inside(value: Any, folder: str) -> str:
    """Return a path below a folder, with ``/`` and without ``.`` in it.

    Raises:
        PydanticCustomError: with the slug ``path-outside``.
    """
    if not isinstance(value, str):
        raise wrong("type", f"{{key}} must be text, got {got(value)}.")
    written = value.strip()
    path = PurePosixPath(written)
    windows = written[1:2] == ":" or "\\" in written
    if path.is_absolute() or windows or ".." in path.parts:
        raise wrong(
            "path-outside",
            f'{{key}} "{shortened(written)}" is outside {folder}.',
            f"Write a path below {folder}, with /.",
        )
    return path.as_posix()


ProjectPath: TypeAlias = Annotated[str, ReadBy(inside_project, "file")]


def why_missing(root: Path, path: str) -> tuple[str, str] | None:
    """Return the slug and the message where a file of the project is not there under this very name."""
    try:
        return _why_missing(root, path)
    except OSError as refusal:
        return "unreadable", f"{path} cannot be read: {reason_of(refusal)}."


def _why_missing(root: Path, path: str) -> tuple[str, str] | None:
    folder, there = root, []
    for part in path.split("/"):
        names = sorted(one.name for one in folder.iterdir()) if folder.is_dir() else []
        found = part if part in names else nearest(part, names)
        if found is None:
            return "missing-file", f"{path} does not exist."
        there.append(found)
        folder = folder / found
    if (instead := "/".join(there)) != path:
        return "missing-file", f"{path} does not exist; the folder has {instead}."
    if not folder.resolve().is_relative_to(root.resolve()):
        return "path-outside", f'{{key}} "{path}" is outside the project folder.'
    return None if folder.is_file() else ("missing-file", f"{path} is not a file.")
