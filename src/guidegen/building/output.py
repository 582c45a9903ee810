"""The output folder: what in it is ours, and moving a finished build in.

A manifest in the output says which files we wrote and with what bytes; what is
not in it is never touched.  All bytes of a build are staged beside the site
before the first is moved in; a move that fails is undone, so that the old site
stays whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from guidegen.building.records import Hash
from guidegen.model.problem import Place, Problem, problem, warning
from guidegen.model.url import SitePath

MANIFEST: Final = ".guidegen-manifest.json"
STATE: Final = ".guidegen"

Manifest = Mapping[SitePath, Hash]
"""Every file of the site that is ours, with the hash of the bytes we gave it."""


class Refused(Exception):  # noqa: N818  # it is no error of ours
    """The output folder, or the state folder, cannot be used; the words can be shown to the user."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Folders:
    """Where a build reads and writes."""

    root: Path
    """The project: the folder of `guidegen.yml`."""

    output: Path
    state: Path
    """Records, documents and staging of this output; may be deleted at any time."""


def folders_of(root: Path, output: Path) -> Folders:
    """Return where a build of *root* into *output* reads and writes."""
    name = hashlib.sha256(os.path.relpath(output, root).encode()).hexdigest()[:8]
    return Folders(root, output, root / STATE / f"{output.name}-{name}")


def refuse_unsafe_output(folders: Folders, sources: Iterable[Path], *, into_existing: bool) -> None:
    """Raise where the output folder must not be written into.

    Raises:
        Refused: where it is, holds or lies in a folder of the author, or holds files that are not ours.
    """
    output = folders.output.resolve()
    shown = _shown(folders.output, folders.root)
    kept_apart = [folders.root.resolve(), Path.home().resolve(), Path(output.anchor)]
    if output in kept_apart or (output / ".git").exists():
        raise Refused(f"{shown} cannot be the output folder: it holds other things.", "Name a new folder.")
    for source in sources:
        inside = source.resolve()
        if output == inside or output.is_relative_to(inside) or inside.is_relative_to(output):
            raise Refused(
                f"{shown} cannot be the output folder: {_shown(source, folders.root)} is read from.",
                "Name a folder that is neither above nor inside it.",
            )
    if output.exists() and not output.is_dir():
        raise Refused(f"{shown} is a file, not a folder.", "Name another output folder.")
    if not output.is_dir() or (output / MANIFEST).exists() or into_existing:
        return
    names = sorted(one.name for one in output.iterdir())
    if names:
        some = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
        raise Refused(
            f"{shown} is not empty, and guidegen did not make what is in it: {some}",
            "Name another folder, or add --into-existing to build beside these files; none is changed.",
        )


def read_manifest(output: Path) -> dict[SitePath, Hash]:
    """Return what in *output* is ours; nothing where there is no readable manifest."""
    try:
        kept = json.loads((output / MANIFEST).read_bytes())
        return {str(path): str(digest) for path, digest in kept.items() if _is_inside(str(path))}
    except (OSError, ValueError, AttributeError):
        return {}


def hash_of(content: bytes) -> Hash:
    """Return the hash that manifest and records keep of a file's bytes."""
    return hashlib.sha256(content).hexdigest()


def hash_of_file(path: Path) -> Hash | None:
    """Return the hash of a file on disk, or none where there is no such file."""
    try:
        return hash_of(path.read_bytes())
    except OSError:
        return None


def foreign_files(output: Path, wanted: Mapping[SitePath, Hash], ours: Manifest) -> list[Problem]:
    """Return a problem for each file that is in the way of one of ours and that we did not write.

    One that already has the bytes it would be given is not in the way.
    """
    return [
        problem(
            "output-foreign",
            f"{output.name}/{path} is not from guidegen, and a page of the handbook belongs there.",
            Place(f"{output.name}/{path}"),
            "Move it away, or into the content folder if the handbook needs it.",
        )
        for path, digest in sorted(wanted.items())
        if path not in ours and (known := hash_of_file(output / path)) is not None and known != digest
    ]


def changed_by_hand(
    output: Path, gone: Iterable[SitePath], ours: Manifest
) -> tuple[list[SitePath], list[Problem]]:
    """Return those of *gone* that may be deleted, and a warning for each that may not."""
    deletable, problems = [], []
    for path in gone:
        found = hash_of_file(output / path)
        if found == ours.get(path):
            deletable.append(path)
        elif found is not None:
            problems.append(
                warning(
                    "output-changed",
                    f"{output.name}/{path} is no longer made, but somebody changed it, so it is left alone.",
                    Place(f"{output.name}/{path}"),
                    "Delete it yourself if nobody needs it.",
                )
            )
    return deletable, problems


def stage(staging: Path, path: SitePath, content: bytes) -> None:
    """Write the bytes of one file of the site where they wait to be moved in."""
    target = staging / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def staging_folder(folders: Folders) -> Path:
    """Return an empty folder on the file system of the output, so that moving is renaming."""
    staging = folders.state / "staging"
    existing = next(one for one in (folders.output, *folders.output.parents) if one.exists())
    folders.state.mkdir(parents=True, exist_ok=True)
    if existing.stat().st_dev != folders.state.stat().st_dev:
        staging = folders.output.parent / f".{folders.output.name}-staging"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    return staging


def install(
    folders: Folders, staging: Path, made: Sequence[SitePath], gone: Sequence[SitePath], manifest: Manifest
) -> None:
    """Move staged files into the output, delete what is gone, write the manifest; undo all where one fails.

    The manifest is written before the first move as well, with old and new
    files in it, so that after a crash nothing of ours is taken for foreign.

    Raises:
        OSError: where a file cannot be moved; the old site is whole then.
    """
    output, aside = folders.output, staging.with_name(staging.name + "-aside")
    shutil.rmtree(aside, ignore_errors=True)
    done: list[tuple[Path, Path | None]] = []
    output.mkdir(parents=True, exist_ok=True)
    before = read_manifest(output)
    try:
        _write_manifest(output, {**before, **manifest})
        for path in gone:
            if _in_the_way(path, made):
                _take_away(output, path, aside, done)
        for path in made:
            target = output / path
            target.parent.mkdir(parents=True, exist_ok=True)
            kept = _set_aside(target, aside / path)
            (staging / path).replace(target)
            done.append((target, kept))
        for path in gone:
            if (output / path).is_file():
                _take_away(output, path, aside, done)
        _write_manifest(output, manifest)
    except OSError:
        for target, kept in reversed(done):
            if kept is None:
                target.unlink(missing_ok=True)
            else:
                _clear(target)
                target.parent.mkdir(parents=True, exist_ok=True)
                kept.replace(target)
        _write_manifest(output, before)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        shutil.rmtree(staging, ignore_errors=True)


def sweep(staging: Path) -> None:
    """Throw away what was staged."""
    shutil.rmtree(staging, ignore_errors=True)


def _take_away(output: Path, path: SitePath, aside: Path, done: list[tuple[Path, Path | None]]) -> None:
    target = output / path
    kept = _set_aside(target, aside / path)
    target.unlink()
    done.append((target, kept))
    folder = target.parent
    while folder != output and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _clear(target: Path) -> None:
    """Remove the folders that were made where a file is to come back; their files are gone again."""
    if target.is_dir():
        for inner in target.iterdir():
            _clear(inner)
        target.rmdir()


def _set_aside(target: Path, kept: Path) -> Path | None:
    if not target.exists():
        return None
    kept.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(target, kept)
    except OSError:  # a file system without hard links
        shutil.copy2(target, kept)
    return kept


def _in_the_way(path: SitePath, made: Sequence[SitePath]) -> bool:
    """Whether a file stands where a folder is needed, or in a folder where a file is needed."""
    return any(new.startswith(f"{path}/") or path.startswith(f"{new}/") for new in made)


def _write_manifest(output: Path, manifest: Manifest) -> None:
    waiting = output / f"{MANIFEST}.new"
    text = json.dumps(dict(manifest), sort_keys=True, indent=0, ensure_ascii=False)
    waiting.write_text(text + "\n", encoding="utf-8", newline="\n")
    waiting.replace(output / MANIFEST)


def _is_inside(path: str) -> bool:
    return not path.startswith("/") and ".." not in path.split("/") and ":" not in path.split("/")[0]


def _shown(path: Path, root: Path) -> str:
    try:
        return path.resolve().relative_to(root.resolve()).as_posix() or "."
    except ValueError:
        return str(path)
