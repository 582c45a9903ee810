"""The files of a project: which there are, and what each says.

Finding asks the disk for names only; reading opens one file, and those that it
may include.  Both go on where something is wrong, and say it with names relative
to the project: where on this machine the project lies is nobody's business.

Nothing here knows what a chapter means.
"""

from __future__ import annotations

import errno
import os
import posixpath
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from guidegen.model.fingerprint import fingerprint
from guidegen.model.handbook import Settings, Source
from guidegen.model.problem import Place, Problem, problem
from guidegen.model.stamp import Stamp, stamp_of
from guidegen.model.unreadable import unreadable

LARGEST: Final = 1_000_000
"""Bytes of a text.  A chapter of a hundred pages has a quarter of them."""

ENTITY_FOLDERS: Final = ("programs", "worksheets", "checklists", "packets", "holidays")
"""Folders directly below the content folder whose YAML files are something of their own."""

_OUTPUT: Final = ("site", "templates", "guidegen.yml")
"""What lies beside the chapters where the content folder is the project itself."""

_SKIPPED: Final = ("__pycache__", "node_modules", "Thumbs.db", "desktop.ini")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[1-9]|lpt[1-9])(\..*)?", re.IGNORECASE)
_AWKWARD = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]')
_LIKE_A_TEXT = re.compile(r"(?:\.(?:md|ya?ml)\.txt|\.(?!(?:md|ya?ml)$)(?i:md|ya?ml)|\.markdown)$")
_INCLUDE = re.compile(
    r"^[ \t>]*:{3,}[ \t]*include[ \t]+(?P<path>[^\n{]+?)[ \t:]*(?:\{[^}\n]*\})?[ \t]*$", re.M | re.I
)


@dataclass(frozen=True, slots=True)
class Found:
    """The files below the content folder, each by its path in it, sorted."""

    chapters: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    """Programs, cohorts, worksheets, checklists, packets, holiday sets and the glossary."""

    assets: tuple[str, ...] = ()
    """Everything else: pictures and attachments."""

    folders: Mapping[str, Stamp | None] = field(default_factory=dict)
    """Every folder that was listed, with its stamp from before; the content folder itself is empty."""

    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Search:
    """What has been found so far, and what must not be left."""

    root: str
    """Where the project really lies."""

    content: str
    """The content folder, relative to the project."""

    excluded: re.Pattern[str] | None
    files: list[str] = field(default_factory=list)
    folders: dict[str, Stamp | None] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def shown(self, path: str) -> str:
        return _shown(posixpath.normpath(posixpath.join(self.content, path)))


def find(root: Path, settings: Settings) -> Found:
    """Return the files below the content folder, without hidden and excluded ones."""
    top = root / settings.content_dir
    search = _Search(os.path.realpath(root), settings.content_dir, _patterns(settings.exclude))
    if not _within(os.path.realpath(top), search.root):
        message = f"the content folder {settings.content_dir} is outside the project folder."
        return Found(problems=(problem("path-outside", message, Place("guidegen.yml")),))
    _look(top, "", search, (os.path.realpath(top),))
    files = sorted(search.files)
    entities = tuple(one for one in files if _is_entity(one))
    chapters = tuple(one for one in files if one.endswith(".md"))
    known = {*entities, *chapters}
    assets = tuple(one for one in files if one not in known)
    return Found(chapters, entities, assets, dict(sorted(search.folders.items())), tuple(search.problems))


def read_source(root: Path, path: str, content_dir: str) -> tuple[Source | None, tuple[Problem, ...]]:
    """Return a file as read, with all files that it may include; *path* is relative to the project.

    None, with the problem, for one that can not be read.  What it includes and is
    missing is left out; what is there and can not be read is empty, with the problem.
    """
    read, problems = _read_text(root, path)
    if read is None:
        return None, problems
    text, stamp = read
    if not path.endswith(".md") or ":::" not in text:
        return Source(path, text, fingerprint(text), stamp=stamp), problems
    included, more = _read_included(root, path, text, content_dir)
    digest = fingerprint((text, tuple((one.path, one.text) for one in included)))
    return Source(path, text, digest, included, stamp), (*problems, *more)


def asks_for_others(text: str) -> bool:
    """Return whether a text includes files, also where these are not there yet."""
    return ":::" in text and _INCLUDE.search(text) is not None


def include_path(asked: str, content_dir: str, folder: str) -> str | None:
    """Return the path in the project of a file to include, none where it is outside the content folder.

    A path counts from the content folder; one that begins with ``./`` or ``../``
    from *folder*, the folder below it of the file that asks.
    """
    asked = asked.strip().strip("\"'").replace("\\", "/")
    start = folder if asked.startswith(("./", "../")) else ""
    path = posixpath.normpath(posixpath.join(start, asked.lstrip("/")))
    if path in ("", ".", "..") or path.startswith("../") or "\0" in path:
        return None
    return posixpath.normpath(posixpath.join(content_dir, path))


def split_front_matter(text: str) -> tuple[str | None, int]:
    """Return the YAML between two lines of dashes, none where a text has none, and the line after it.

    Raises:
        ValueError: where front matter is opened and never closed.
    """
    if not text.startswith("---"):
        return None, 1
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return None, 1
    closing = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    first = next(
        (line for line in lines[1:closing] if line.strip() and not line.lstrip().startswith("#")), ""
    )
    if first and not _BEGINS_YAML.match(first):
        return None, 1
    if closing is None:
        if not first:
            return None, 1
        raise ValueError
    return "\n".join(lines[1:closing]), closing + 2


_BEGINS_YAML = re.compile(r"""(?:[^\s:#-][^:\n]*|"[^"]*"|'[^']*')\s*:(?:\s|$)|-\s+\S|[\[{&!*%@`\t]""")


def lines_from(text: str, line: int) -> str:
    """Return a text from a line (from 1) on."""
    position = 0
    for _ in range(line - 1):
        position = text.find("\n", position) + 1
        if not position:
            return ""
    return text[position:]


# Finding -----------------------------------------------------------------------------------------


def _look(folder: Path, path: str, search: _Search, above: tuple[str, ...]) -> None:
    """Take in the files of a folder and of those below it; *above* is where it and those above really lie."""
    with suppress(OSError):
        search.folders[path] = stamp_of(folder.stat())
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda one: one.name)
    except OSError as error:
        if path or error.errno != errno.ENOENT:
            search.problems.append(unreadable(search.shown(path), error))
        else:
            message = f"there is no folder {search.shown(path)}."
            search.problems.append(problem("missing-file", message, Place("guidegen.yml"), _NO_CONTENT))
        return
    for entry in entries:
        below = f"{path}/{entry.name}" if path else entry.name
        if not _is_skipped(entry.name, below, search):
            _take(entry, below, search, above)


_NO_CONTENT: Final = "Make it and write a first chapter in it, or say content_dir: where the chapters are."


def _take(entry: os.DirEntry[str], path: str, search: _Search, above: tuple[str, ...]) -> None:
    if oddity := _oddity(entry.name):
        place = Place(search.shown(path))
        message = f'"{_shown(entry.name)}" {oddity}.'
        search.problems.append(problem("file-name", message, place, _rename(entry.name)))
    if not _can_be_written(entry.name):
        return
    linked = entry.is_symlink()
    if linked and not _may_follow(entry, path, search, above):
        return
    if entry.is_dir():
        real = os.path.realpath(entry.path) if linked else posixpath.join(above[-1], entry.name)
        _look(Path(entry.path), path, search, (*above, real))
    elif entry.is_file():
        search.files.append(path)
    else:
        search.problems.append(_no_ordinary_file(search.shown(path), "it is no ordinary file"))


_RENAME: Final = (
    "Rename it with letters, digits and dashes, so that the handbook can be copied to any computer."
)


def _rename(name: str) -> str:
    found = _LIKE_A_TEXT.search(name)
    if found is None:
        return _RENAME
    kind = "md" if found[0].lower().startswith(".m") else "yml"
    return f"Rename it to {name[: found.start()]}.{kind}. Windows hides endings until you let it show them."


def _may_follow(entry: os.DirEntry[str], path: str, search: _Search, above: tuple[str, ...]) -> bool:
    real = os.path.realpath(entry.path)
    place = Place(search.shown(path))
    if not _within(real, search.root):
        leads = Path(entry.path).readlink()
        named = leads.name if leads.is_absolute() else leads.as_posix()
        search.problems.append(
            problem(
                "path-outside",
                f'"{search.shown(path)}" is a link to "{_shown(named)}", outside the project folder.',
                place,
                "Copy what is meant into the project.",
            )
        )
        return False
    if not os.path.lexists(real) or not Path(entry.path).exists():
        message = f'"{search.shown(path)}" is a link that leads to nothing.'
        search.problems.append(problem("unreadable", message, place, "Mend the link or take it out."))
        return False
    if entry.is_dir() and any(_within(one, real) for one in above):
        message = f'"{search.shown(path)}" is a link to a folder that it lies in itself.'
        search.problems.append(problem("unreadable", message, place, "Take the link out."))
        return False
    return True


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/" + os.sep) + os.sep)


def _is_skipped(name: str, path: str, search: _Search) -> bool:
    if name.startswith(".") or name.endswith("~") or name in _SKIPPED or (name[0] == "#" == name[-1]):
        return True
    if path in _OUTPUT and posixpath.normpath(search.content) == ".":
        return True
    return search.excluded is not None and search.excluded.fullmatch(path) is not None


def _oddity(name: str) -> str:
    """Return what makes a name troublesome, here or on another computer, or nothing."""
    if found := _LIKE_A_TEXT.search(name):
        return f'ends in "{found[0]}", so it is not read'
    if not _can_be_written(name):
        return "has letters that are no text, so the file is left out"
    if _AWKWARD.search(name):
        return "has a letter that some computers do not allow in names"
    if _RESERVED.fullmatch(name):
        return "is a name that Windows keeps for itself"
    if name.endswith((".", " ")):
        return "ends in a full stop or a blank, which Windows drops"
    if len(name) > 60 and len(name.encode()) > 200:
        return "is longer than 200 bytes"
    return ""


def _can_be_written(name: str) -> bool:
    """Return whether a name is text: one that is not UTF-8 comes from the disk with stand-ins."""
    return name.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in name)


def _shown(name: str) -> str:
    return name if _can_be_written(name) else name.encode("utf-8", "backslashreplace").decode()


def _patterns(globs: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return one pattern for all paths that are left out, by their path in the content folder."""
    written = [_pattern(one.strip().rstrip("/")) for one in globs if one.strip(" /")]
    return re.compile("|".join(f"(?:{one})" for one in written)) if written else None


def _pattern(glob: str) -> str:
    """Return a glob as a pattern.  One without a slash is the name of a file or folder at any depth.

    A star that another one follows takes as little as it can, and is not tried again: what it left
    is for the next.  So a glob of many stars takes no longer than one of few.
    """
    anywhere = "(?:.*/)?" if "/" not in glob else ""
    glob = re.sub(r"(?:\*\*/)+", "**/", re.sub(r"\*{3,}", "**", glob.lstrip("/")))
    parts = re.split(r"(\*\*/|\*\*|\*)", glob)
    fixed = ["".join("[^/]" if one == "?" else re.escape(one) for one in part) for part in parts[::2]]
    stars = [*parts[1::2], ""]
    written = fixed[0]
    for star, following, after in zip(stars, stars[1:], fixed[1:], strict=False):
        is_settled = star == following == "*" and after
        written += f"(?>[^/]*?{after})" if is_settled else _STARS[star] + after
    return anywhere + written


_STARS: Final = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*"}


def _is_yaml(path: str) -> bool:
    return path.endswith((".yml", ".yaml"))


def _is_entity(path: str) -> bool:
    folder, slash, _ = path.partition("/")
    if not slash:
        return path in ("glossary.yml", "glossary.yaml")
    return folder in ENTITY_FOLDERS and _is_yaml(path)


# Reading -----------------------------------------------------------------------------------------


def _read_text(root: Path, path: str) -> tuple[tuple[str, Stamp] | None, tuple[Problem, ...]]:
    """Return the text of a file, with ``\\n`` line ends and without a byte order mark, and its stamp."""
    file = root / path
    try:
        if not _within(os.path.realpath(file), os.path.realpath(root)):
            return None, (problem("path-outside", f'"{path}" is outside the project folder.', Place(path)),)
        state = file.stat()
        if not stat.S_ISREG(state.st_mode):
            reason = "it is a folder" if stat.S_ISDIR(state.st_mode) else "it is no ordinary file"
            return None, (_no_ordinary_file(path, reason),)
        if state.st_size > LARGEST:
            message = f"{path} has {state.st_size:,} bytes; a text may have {LARGEST:,}."
            return None, (problem("too-large", message, Place(path), "Make several chapters of it."),)
        content = file.read_bytes()
    except (OSError, ValueError) as error:
        return None, (unreadable(path, error),)
    text, problems = _decoded(content, path)
    return None if text is None else (text, stamp_of(state)), problems


def _no_ordinary_file(path: str, reason: str) -> Problem:
    return problem("unreadable", f"{path} cannot be read: {reason}.", Place(path))


def _decoded(content: bytes, path: str) -> tuple[str | None, tuple[Problem, ...]]:
    mark = 3 if content.startswith(b"\xef\xbb\xbf") else 0
    try:
        text = content[mark:].decode("utf-8")
    except UnicodeDecodeError as error:
        return None, (_encoding(content, error.start + mark, path),)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, ()


def _encoding(content: bytes, offset: int, path: str) -> Problem:
    line_start = content.rfind(b"\n", 0, offset) + 1
    line = content.count(b"\n", 0, offset) + 1
    before = content[line_start:offset].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    place = Place(path, line, len(before) + 1)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return problem("encoding", "the file is UTF-16, not UTF-8. Save the file as UTF-8.", place)
    byte = content[offset]
    message = f"byte 0x{byte:02x} at offset {offset} is not UTF-8. Save the file as UTF-8."
    return problem("encoding", message, place)


def _read_included(
    root: Path, path: str, text: str, content_dir: str
) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """Return the files that a text may include, and theirs, each once."""
    found: dict[str, Source] = {}
    problems: list[Problem] = []
    waiting = [(path, text)]
    seen = {path}
    while waiting:
        from_path, from_text = waiting.pop(0)
        for target in _included_paths(from_path, from_text, content_dir):
            if target in seen or not os.path.lexists(root / target):
                continue
            seen.add(target)
            read, more = _read_text(root, target)
            problems.extend(more)
            text, stamp = read or ("", None)
            found[target] = Source(target, text, fingerprint(text), stamp=stamp)
            waiting.append((target, text))
    return tuple(found[one] for one in sorted(found)), tuple(problems)


def _included_paths(path: str, text: str, content_dir: str) -> Iterator[str]:
    folder = posixpath.relpath(posixpath.dirname(path) or ".", content_dir or ".")
    for found in _INCLUDE.finditer(text) if "nclude" in text or "NCLUDE" in text else ():
        target = include_path(found["path"], content_dir, "" if folder == "." else folder)
        if target is not None:
            yield target
