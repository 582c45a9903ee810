"""The files of a theme: ours, and over them those of the project's ``templates/``.

A template is known by its name, and ours by a second one that begins with
``default/``, so that a project's template can build on the one it shadows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from guidegen.model.fingerprint import Fingerprint, fingerprint_of_bytes
from guidegen.model.problem import Place, Problem, problem
from guidegen.model.unreadable import unreadable
from guidegen.model.url import SitePath

OURS: Final = Path(__file__).parent.parent / "theme"
"""The theme that comes with guidegen."""

DEFAULT: Final = "default/"
"""Before the name of a template: ours, even where the project has one of that name."""

TemplateName: TypeAlias = str
TemplatePath: TypeAlias = str
"""As shown in problems: ``templates/chapter.html``, or ``default/chapter.html`` for one of ours."""


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """One template as written."""

    path: TemplatePath
    source: str
    ours: bool


@dataclass(frozen=True, slots=True)
class ThemeAsset:
    """One file that every site has as it stands: a stylesheet, a font, an emblem."""

    path: SitePath
    digest: Fingerprint
    file: Path
    content: bytes | None = None
    """What it holds, where that is not as it is in the file."""


def read_asset(asset: ThemeAsset) -> bytes:
    """Return what a file of the theme holds; OSError where it cannot be read."""
    return asset.file.read_bytes() if asset.content is None else asset.content


def is_ours(asset: ThemeAsset) -> bool:
    """Return whether a file came along with guidegen, not with the project."""
    return asset.file.is_relative_to(OURS)


def project_files(folder: Path) -> tuple[dict[str, Path], tuple[Problem, ...]]:
    """Return the files of a project's ``templates/`` by their path in it, and what cannot be taken."""
    files: dict[str, Path] = {}
    problems: list[Problem] = []
    if folder.exists() and (refusal := _refusal(folder)):
        return {}, (unreadable(folder.name, refusal),)
    inside = folder.resolve()
    for file in _files(folder):
        name = file.relative_to(folder).as_posix()
        place = Place(f"{folder.name}/{name}")
        if not file.resolve().is_relative_to(inside):
            message = f"{place.path} is a link that leads out of {folder.name}/."
            problems.append(problem("path-outside", message, place, "put a copy of the file in its place"))
        elif name.startswith(DEFAULT):
            message = f"{folder.name}/{DEFAULT} is the name of the templates that come with guidegen."
            problems.append(problem("template", message, place, f"move the file to {folder.name}/"))
        elif refusal := _refusal(file):
            problems.append(unreadable(place.path, refusal))
        else:
            files[name] = file
    return files, tuple(problems)


def _refusal(path: Path) -> OSError | None:
    """Return why a file or a folder cannot be looked into, none where it can."""
    try:
        if path.is_dir():
            any(path.iterdir())
        else:
            path.open("rb").close()
    except OSError as refusal:
        return refusal
    return None


def template_files(
    project: Mapping[str, Path],
) -> tuple[dict[TemplateName, TemplateFile], tuple[Problem, ...]]:
    """Return every template by every name that it can be asked for, and what cannot be read."""
    templates: dict[TemplateName, TemplateFile] = {}
    problems: list[Problem] = []
    for file in sorted((OURS / "templates").iterdir()):
        ours = TemplateFile(f"{DEFAULT}{file.name}", file.read_text("utf-8"), ours=True)
        templates[ours.path] = templates[file.name] = ours
    for name, file in project.items():
        if not name.endswith((".html", ".xml")) or name.startswith("assets/"):
            continue
        path = f"templates/{name}"
        try:
            templates[name] = TemplateFile(path, file.read_text("utf-8-sig"), ours=False)
        except UnicodeDecodeError:
            message = "the file is not UTF-8."
            problems.append(problem("encoding", message, Place(path), "save the file as UTF-8"))
    return templates, tuple(problems)


def asset_files(project: Mapping[str, Path]) -> tuple[ThemeAsset, ...]:
    """Return the files that every site has as they stand, sorted by path."""
    ours = OURS / "assets"
    files = {f"assets/{file.relative_to(ours).as_posix()}": file for file in _files(ours)}
    files |= {name: file for name, file in project.items() if name.startswith("assets/")}
    return tuple(
        ThemeAsset(path, fingerprint_of_bytes(file.read_bytes()), file)
        for path, file in sorted(files.items())
    )


def _files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if file.is_file() and not hidden and not file.name.endswith("~"):
            yield file
