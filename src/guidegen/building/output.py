"""The output folder: what in it is ours, and moving a finished build in.

A manifest in the output says which files we wrote and with what bytes; what is
not in it is never touched.  All bytes of a build are staged beside the site
before the first is moved in; a move that fails or is interrupted is undone, so
that the old site stays whole.

Where a process is killed, nothing is undone, but the manifest has been written
before: it then has two hashes for a file, the old one and the new one, and the
next build knows either as ours.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from guidegen.building.records import Hash
from guidegen.model.problem import Place, Problem, problem, warning
from guidegen.model.url import SitePath

MANIFEST: Final = ".guidegen-manifest.json"
SITE: Final = "site"
"""The output folder, unless another one is named."""

STATE: Final = ".guidegen"
STAGING: Final = ".guidegen-staging"
"""In the output folder, where that is on another file system than the state folder."""

Manifest: TypeAlias = Mapping[SitePath, tuple[Hash, ...]]
"""Every file of the site that is ours, with the hash of the bytes we gave it; with several hashes where a
build was stopped and the file may have the bytes of any."""


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
    """Where it really lies, links followed."""

    state: Path
    """Records, documents and staging of this output; may be deleted at any time."""


def folders_of(root: Path, output: Path) -> Folders:
    """Return where a build of *root* into *output* reads and writes."""
    output = output.resolve()
    name = hashlib.sha256(os.path.relpath(output, root).encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return Folders(root, output, root / STATE / f"{output.name}-{name}")


def make_state_folder(folders: Folders) -> None:
    """Make the state folder where there is none.

    Raises:
        Refused: where it is a link: what lies behind it is not ours.
        OSError: where it cannot be made.
    """
    inside = (folders.root / STATE, folders.state, folders.state / "documents", folders.state / "staging")
    for folder in (*inside, folders.state / "lock"):
        if folder.is_symlink():
            shown = folder.relative_to(folders.root).as_posix()
            raise Refused(
                f"{shown} is a link, and guidegen keeps files of its own there.",
                "Delete the link; what belongs there is made again.",
            )
    folders.state.mkdir(parents=True, exist_ok=True)


def refuse_unsafe_output(
    folders: Folders, sources: Iterable[Path], ours: Manifest, *, into_existing: bool
) -> None:
    """Raise where the output folder must not be written into.

    Raises:
        Refused: where it is, holds or lies in a folder of the author, or holds files that are not ours.
    """
    output = folders.output
    shown = _shown(output, folders.root)
    kept_apart = [folders.root.resolve(), _home(), Path(output.anchor)]
    if output in kept_apart or (output / ".git").exists():
        raise Refused(f"{shown} cannot be the output folder: it holds other things.", "Name a new folder.")
    for source in (*sources, folders.root / STATE):
        inside = source.resolve()
        if inside == folders.root.resolve() and output == inside / SITE:
            continue  # the content folder is the project itself, and passes over this one name
        if output == inside or output.is_relative_to(inside) or inside.is_relative_to(output):
            raise Refused(
                f"{shown} cannot be the output folder: {_shown(source, folders.root)} is read from.",
                "Name a folder that is neither above nor inside it.",
            )
    if output.exists() and not output.is_dir():
        raise Refused(f"{shown} is a file, not a folder.", "Name another output folder.")
    if not output.is_dir() or into_existing or _is_readable_manifest(output):
        return
    names = sorted({one.split("/")[0] for one in _files_in(output) if one not in ours})
    if names:
        some = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
        raise Refused(
            f"{shown} is not empty, and guidegen did not make what is in it: {some}",
            "Name another folder, or add --into-existing to build beside these files; none is changed.",
        )


def read_manifest(output: Path) -> dict[SitePath, tuple[Hash, ...]]:
    """Return what in *output* is ours; nothing where there is no readable manifest."""
    try:
        kept = json.loads((output / MANIFEST).read_bytes())
        return {path: _hashes(found) for path, found in kept.items() if _is_inside(path)}
    except (OSError, ValueError, AttributeError, RecursionError):
        return {}


def hash_of(content: bytes) -> Hash:
    """Return the hash that manifest and records keep of a file's bytes."""
    return hashlib.sha256(content).hexdigest()


def foreign_files(output: Path, wanted: Mapping[SitePath, Hash], ours: Manifest) -> list[Problem]:
    """Return a problem for each file that is in the way of one of ours and that we did not write.

    One that already has the bytes it would be given is not in the way.
    """
    found = {_in_the_way_of(path, digest, output, ours) for path, digest in wanted.items()}
    return [
        problem(
            "output-foreign",
            f"{output.name}/{path} is not from guidegen, and a page of the handbook belongs there.",
            Place(f"{output.name}/{path}"),
            "Move it away, or into the content folder if the handbook needs it.",
        )
        for path in sorted(one for one in found if one is not None)
    ]


def changed_by_hand(
    output: Path, gone: Iterable[SitePath], ours: Manifest
) -> tuple[list[SitePath], list[Problem]]:
    """Return those of *gone* that may be deleted, and a warning for each that may not."""
    deletable, problems = [], []
    for path in gone:
        if _is_ours(path, output, ours):
            deletable.append(path)
        elif os.path.lexists(output / path) and not (output / path).is_dir():
            problems.append(
                warning(
                    "output-changed",
                    f"{output.name}/{path} is no longer made, but somebody changed it, so it is left alone.",
                    Place(f"{output.name}/{path}"),
                    "Delete it yourself if nobody needs it.",
                )
            )
    return deletable, problems


# Staging and moving in


@contextmanager
def staging_folder(folders: Folders) -> Iterator[Path]:
    """Give an empty folder on the file system of the output, so that moving is renaming; it goes at the end.

    What builds before left that were killed goes as well.
    """
    sweep(folders)
    staging = folders.state / "staging"
    existing = next(one for one in (folders.output, *folders.output.parents) if one.exists())
    if existing.stat().st_dev != folders.state.stat().st_dev:
        folders.output.mkdir(parents=True, exist_ok=True)
        staging = folders.output / STAGING
    staging.mkdir()
    try:
        yield staging
    finally:
        sweep(folders)


def sweep(folders: Folders) -> None:
    """Throw away what is staged."""
    for staging in (folders.state / "staging", folders.output / STAGING):
        if not staging.is_symlink():
            shutil.rmtree(staging, ignore_errors=True)


def stage(staging: Path, path: SitePath, content: bytes) -> None:
    """Write the bytes of one file of the site where they wait to be moved in."""
    target = staging / "made" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def install(
    folders: Folders, staging: Path, made: Sequence[SitePath], gone: Sequence[SitePath], manifest: Manifest
) -> None:
    """Move staged files into the output, delete what is gone, write the manifest; undo all where one fails.

    The manifest is written before the first move as well, with old and new
    files in it, so that after a crash nothing of ours is taken for foreign.

    Raises:
        OSError: where a file cannot be moved; the old site is whole then.
    """
    output = folders.output
    moves = _Moves(output, staging / "aside")
    is_new = not os.path.lexists(output / MANIFEST)
    output.mkdir(parents=True, exist_ok=True)
    before = read_manifest(output)
    try:
        _write_manifest(output, staging, _either(before, manifest))
        for path in gone:
            if _shares_a_name(path, made):
                moves.take_away(path)
        for path in made:
            moves.put(staging / "made" / path, path)
        for path in gone:
            if (output / path).is_file():
                moves.take_away(path)
        _write_manifest(output, staging, manifest)
    except BaseException:
        # Also where somebody presses Ctrl+C, or the computer shuts down.
        moves.undo()
        with suppress(OSError):
            if before or not is_new:
                _write_manifest(output, staging, before)
            else:
                (output / MANIFEST).unlink()
                output.rmdir()
        raise


class _Moves:
    """What has been moved so far, and how it was before."""

    __slots__ = ("aside", "done", "output")

    def __init__(self, output: Path, aside: Path) -> None:
        self.output = output
        self.aside = aside
        self.done: list[tuple[Path, Path | None]] = []

    def put(self, staged: Path, path: SitePath) -> None:
        """Put a staged file in its place."""
        target = self._set_aside(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear(target)
        staged.replace(target)

    def take_away(self, path: SitePath) -> None:
        """Delete a file, and the folders that are empty then."""
        _remove(self._set_aside(path), self.output)

    def undo(self) -> None:
        """Bring everything back that can be brought back."""
        for target, kept in reversed(self.done):
            with suppress(OSError):
                if kept is None:
                    _remove(target, self.output)
                else:
                    _clear(target)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    kept.replace(target)

    def _set_aside(self, path: SitePath) -> Path:
        target, kept = self.output / path, self.aside / path
        # It is noted before anything is done, so that an interruption in between is undone as well.
        if not target.is_file():
            self.done.append((target, None))
            return target
        kept.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(target, kept)
        except OSError:  # a file system without hard links
            shutil.copy2(target, kept)
        self.done.append((target, kept))
        return target


def _remove(target: Path, output: Path) -> None:
    target.unlink(missing_ok=True)
    folder = target.parent
    while folder != output and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _clear(target: Path) -> None:
    """Remove a folder where a file is to be; its files are gone already."""
    if target.is_dir() and not target.is_symlink():
        for inner in target.iterdir():
            _clear(inner)
        target.rmdir()


def _shares_a_name(path: SitePath, made: Sequence[SitePath]) -> bool:
    """Whether a file stands where a folder is needed, or in a folder where a file is needed."""
    return any(new.startswith(f"{path}/") or path.startswith(f"{new}/") for new in made)


# What is ours


def _is_ours(path: SitePath, output: Path, ours: Manifest) -> bool:
    """Return whether a file still has bytes that we gave it; never for one behind a link."""
    return _link_above(path, output) is None and _hash_at(output / path) in ours.get(path, ())


def _in_the_way_of(path: SitePath, digest: Hash, output: Path, ours: Manifest) -> SitePath | None:
    """Return the path of what stands where a file is to be and is not ours, none where there is room."""
    if (link := _link_above(path, output)) is not None:
        return link
    for folder in _folders_above(path):
        if (output / folder).is_dir() or not os.path.lexists(output / folder):
            continue
        return None if _is_ours(folder, output, ours) else folder
    if (output / path).is_dir():
        inside = (f"{path}/{one}" for one in _files_in(output / path))
        return next((one for one in inside if not _is_ours(one, output, ours)), None)
    if path in ours or not os.path.lexists(output / path):
        return None
    return None if _hash_at(output / path) == digest else path


def _link_above(path: SitePath, output: Path) -> SitePath | None:
    return next((folder for folder in _folders_above(path) if (output / folder).is_symlink()), None)


def _folders_above(path: SitePath) -> list[SitePath]:
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def _files_in(folder: Path) -> Iterator[str]:
    """Yield every file of a folder by its path in it, and links as they stand; without our own."""
    own = (MANIFEST, STAGING)
    for above, folders, names in os.walk(folder):
        links = (one for one in folders if Path(above, one).is_symlink())
        for name in (*names, *links):
            path = Path(above, name).relative_to(folder).as_posix()
            if path.split("/")[0] not in own:
                yield path


def _hash_at(file: Path) -> Hash | None:
    try:
        return hash_of(file.read_bytes())
    except OSError:
        return None


# The manifest


def _either(before: Manifest, after: Manifest) -> Manifest:
    """Return what is ours while files are being moved: each may be as it was, or as it will be."""
    return {
        path: tuple(dict.fromkeys((*before.get(path, ()), *after.get(path, ()))))
        for path in (*before, *after)
    }


def _is_readable_manifest(output: Path) -> bool:
    try:
        return isinstance(json.loads((output / MANIFEST).read_bytes()), dict)
    except (OSError, ValueError, RecursionError):
        return False


def _write_manifest(output: Path, staging: Path, manifest: Manifest) -> None:
    waiting = staging / "manifest.json"
    kept = {path: found[0] if len(found) == 1 else list(found) for path, found in manifest.items()}
    text = json.dumps(kept, sort_keys=True, indent=0, ensure_ascii=False)
    waiting.write_text(text + "\n", encoding="utf-8", newline="\n")
    waiting.replace(output / MANIFEST)


def _hashes(kept: object) -> tuple[Hash, ...]:
    return tuple(map(str, kept)) if isinstance(kept, list) else (str(kept),)


def _is_inside(path: str) -> bool:
    """Return whether a path leads to a file of the site, whoever wrote it."""
    parts = path.replace(os.sep, "/").split("/")
    is_bare = "\0" not in path and not os.path.splitdrive(path)[0]
    return is_bare and path != MANIFEST and not {"", ".", ".."} & set(parts)


def _home() -> Path | None:
    try:
        return Path.home().resolve()
    except (OSError, RuntimeError):  # nobody's: a user without a folder
        return None


def _shown(path: Path, root: Path) -> str:
    """Return a path as a message shows it: where on this machine the project lies is nobody's business."""
    path = path.resolve()
    try:
        return path.relative_to(root.resolve()).as_posix() or "."
    except ValueError:
        return path.name or str(path)
