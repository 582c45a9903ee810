"""A project becomes a library: every file read, each parsed at most once in its life.

What became of a file is kept by the digest of its text; only a file whose text
changed is parsed again.  A file that makes no sense leaves its problems, and
everything else is still read.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeAlias

from guidegen.model.activity import Checklist, Worksheet
from guidegen.model.cohort import Cohort, HolidaySet
from guidegen.model.fingerprint import fingerprint
from guidegen.model.handbook import Asset, Document, Library, Parsed, Settings, Source, Term, Unread
from guidegen.model.packet import Packet
from guidegen.model.plan import Agenda
from guidegen.model.problem import Place, Problem, problem
from guidegen.model.program import Program
from guidegen.model.stamp import Stamp, stamp_of
from guidegen.model.url import chapter_id, id_slug, without_number
from guidegen.reading import (
    activities,
    cohorts,
    documents,
    glossary,
    holidays,
    meetings,
    packets,
    pictures,
    presets,
    programs,
    settings,
)
from guidegen.reading.source import Found, find, read_source
from guidegen.reading.values import is_id

SETTINGS_FILE: Final = "guidegen.yml"

Memory: TypeAlias = Mapping[str, tuple[str, Parsed]]
"""By path of the source: its digest, and what became of it."""

Stamps: TypeAlias = Mapping[Path, Stamp | None]
"""Files or folders, each with its stamp from just before it was looked into; none where it was not there."""

Progress: TypeAlias = Callable[[int, int, str], None]
"""Told how many of how many files are done, and which is next."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a project."""

    library: Library | None
    """None where `guidegen.yml` makes no sense."""

    problems: tuple[Problem, ...]
    memory: Memory
    files: Stamps
    """Every file that was looked into."""

    folders: Stamps
    """Every folder whose listing decides what is read."""


def read_project(root: Path, memory: Memory, progress: Progress | None = None) -> Reading:
    """Return what stands in the project in the folder *root*; *memory* is that of the last time."""
    stamp = _stamp(root / SETTINGS_FILE)
    chosen, problems = read_settings(root)
    files = {root / SETTINGS_FILE: stamp}
    if chosen is None:
        return Reading(None, problems, {}, files, {})
    if chosen.organization is not None and chosen.organization.logo:
        logo = root / chosen.organization.logo
        files[logo] = _stamp(logo)
    found = find(root, chosen)
    told = (*problems, *found.problems)
    return _read_found(root, chosen, found, told, memory, files, progress)


def read_settings(root: Path) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Return what `guidegen.yml` of the project in *root* says."""
    source, problems = read_source(root, SETTINGS_FILE, "")
    if source is None:
        return None, problems
    read, more = settings.read_settings(source.text, SETTINGS_FILE, root)
    return read, (*problems, *more)


def _read_found(
    root: Path,
    chosen: Settings,
    found: Found,
    problems: tuple[Problem, ...],
    memory: Memory,
    files: dict[Path, Stamp | None],
    progress: Progress | None,
) -> Reading:
    content = chosen.content_dir
    parsed: dict[str, tuple[str, Parsed]] = {}
    unreadable: list[Problem] = []
    closed: list[str] = []
    unread: list[Unread] = []
    mark = fingerprint((chosen.html, chosen.index_names, chosen.language, chosen.variables))
    paths = (*found.chapters, *found.entities)
    for count, path in enumerate(paths):
        shown = posixpath.join(content, path)
        if progress is not None:
            progress(count, len(paths), shown)
        source, more = read_source(root, shown, content)
        unreadable.extend(more)
        files[root / shown] = source.stamp if source else None
        if source is None:
            unread.append(_unread(path, chosen))
            closed.extend(_folder_introduced_by(path, chosen))
            continue
        files.update((root / included.path, included.stamp) for included in _included(source))
        digest = f"{source.digest}-{mark}"
        known = memory.get(shown)
        parsed[shown] = known if known and known[0] == digest else (digest, _parse(source, path, chosen))
        if not parsed[shown][1].nouns:
            unread.append(_unread(path, chosen))
    files.update((root / content / path, _stamp(root / content / path)) for path in found.assets)
    assets = tuple(_asset(root / content, path) for path in found.assets)
    library = _without_folders(closed, _library(chosen, parsed, content, assets))
    library = replace(library, unread=tuple(unread))
    parsed.update(_presets(library, memory))
    kept = [one for _, one in parsed.values()]
    all_problems = [*problems, *unreadable, *_nothing_to_read(chosen, found)]
    all_problems += [said for one in kept for said in one.problems]
    return Reading(
        replace(library, agendas=_nouns(kept, Agenda), worksheets=_nouns(kept, Worksheet)),
        tuple(all_problems),
        parsed,
        files,
        {root / content / folder: stamp for folder, stamp in found.folders.items()},
    )


def _nothing_to_read(chosen: Settings, found: Found) -> Iterator[Problem]:
    if not found.chapters and not found.problems:
        yield problem(
            "empty-content",
            f"there are no chapters: the folder {chosen.content_dir} has no file that ends in .md.",
            Place(chosen.content_dir),
            f"Write the first one in {chosen.content_dir}/index.md.",
        )


def _folder_introduced_by(path: str, chosen: Settings) -> Iterator[str]:
    """Yield the folder whose first page a file is: who may read the folder stands in it."""
    folder, _, name = path.rpartition("/")
    if folder and name in chosen.index_names and any(one.roles is not None for one in chosen.editions):
        yield folder


def _without_folders(closed: Iterable[str], library: Library) -> Library:
    """Return the library without the chapters of folders of which nobody knows who may read them."""
    beginnings = tuple(f"{folder}/" for folder in closed)
    if not beginnings:
        return library
    documents = tuple(one for one in library.documents if not one.path.startswith(beginnings))
    return replace(library, documents=documents)


def _stamp(file: Path) -> Stamp | None:
    try:
        return stamp_of(file.stat())
    except OSError:
        return None


def _included(source: Source) -> Iterator[Source]:
    for included in source.includes:
        yield included
        yield from _included(included)


def _presets(library: Library, memory: Memory) -> Iterator[tuple[str, tuple[str, Parsed]]]:
    """Yield what comes with guidegen and is named in the project, as it is kept in memory."""
    for name in presets.presets_named(library.programs, library.cohorts, library.packets):
        yield _preset(presets.preset_source(name), meetings.read_agenda, memory)
    for name in presets.preset_worksheets_named(library):
        read = partial(activities.read_worksheet, default_id=name)
        yield _preset(presets.preset_worksheet(name), read, memory)


def _preset(
    source: Source, read: Callable[[str, str], tuple[Any, tuple[Problem, ...]]], memory: Memory
) -> tuple[str, tuple[str, Parsed]]:
    known = memory.get(source.path)
    if known is None or known[0] != source.digest:
        noun, problems = read(source.text, source.path)
        known = source.digest, Parsed(source.path, () if noun is None else (noun,), problems)
    return source.path, known


def _unread(path: str, chosen: Settings) -> Unread:
    if path.endswith(".md"):
        return Unread("chapter", chapter_id(path, index_names=chosen.index_names), path)
    parts = path.split("/")
    folder, stem = parts[0].partition(".")[0], without_number(parts[-1].rpartition(".")[0])
    kind = folder if folder in ("glossary", "holidays") else folder.removesuffix("s")
    if kind == "program" and len(parts) == 4:
        return Unread("cohort", stem, path)
    return Unread(kind, parts[1] if kind == "program" and len(parts) == 3 else stem, path)


def _parse(source: Source, path: str, chosen: Settings) -> Parsed:
    if path.endswith(".md"):
        document, problems = documents.read_document(source, path, chosen)
        return Parsed(source.path, (document,), problems)
    return _parse_entity(source, path)


def _parse_entity(source: Source, path: str) -> Parsed:
    folder, _, name = path.rpartition("/")
    stem = without_number(name.rpartition(".")[0])
    kind = path.split("/")[0].rpartition(".")[0] or path.split("/")[0]
    noun: Any
    match kind:
        case "glossary":
            terms, problems = glossary.read_glossary(source.text, source.path)
            return Parsed(source.path, terms, problems)
        case "worksheets":
            noun, problems = activities.read_worksheet(source.text, source.path, stem, base=folder)
        case "checklists":
            noun, problems = activities.read_checklist(source.text, source.path, stem, base=folder)
        case "packets":
            noun, problems = packets.read_packet(source.text, source.path, stem, base=folder)
        case "holidays":
            noun, problems = holidays.read_holidays(source.text, source.path, stem)
        case _:
            parts = path.split("/")
            if len(parts) == 4 and parts[2] == "cohorts":
                noun, problems = cohorts.read_cohort(source.text, source.path, stem)
            else:
                noun, problems = programs.read_program(
                    source.text, source.path, parts[1] if len(parts) == 3 else stem
                )
    if noun is not None and not is_id(noun.id):
        problems = (*problems, _no_id(noun.id, source.path))
    return Parsed(source.path, () if noun is None else (noun,), problems)


def _no_id(name: str, path: str) -> Problem:
    """Return the problem of a file or folder whose name would be an id and can be none."""
    return problem(
        "id-format",
        f'the name of the file makes the id "{name}": ids use a-z, 0-9 and single dashes, e.g. my-cohort.',
        Place(path),
        f"Rename it, or write id: {id_slug(name)} in it.",
    )


def _asset(content: Path, path: str) -> Asset:
    file = content / path
    return Asset(path, pictures.measure(file), pictures.unsafe(file))


def _library(
    chosen: Settings, parsed: Mapping[str, tuple[str, Parsed]], content: str, assets: tuple[Asset, ...]
) -> Library:
    kept = [one for _, one in parsed.values()]
    cohorts = tuple(
        (one.source.removeprefix(f"{content}/").split("/")[1], noun)
        for one in kept
        for noun in one.nouns
        if isinstance(noun, Cohort)
    )
    return Library(
        settings=chosen,
        documents=_nouns(kept, Document),
        programs=_nouns(kept, Program),
        worksheets=_nouns(kept, Worksheet),
        checklists=_nouns(kept, Checklist),
        holidays=_nouns(kept, HolidaySet),
        glossary=_nouns(kept, Term),
        cohorts=cohorts,
        assets=assets,
        packets=_nouns(kept, Packet),
    )


def _nouns(parsed: Iterable[Parsed], kind: type) -> Any:
    return tuple(noun for one in parsed for noun in one.nouns if isinstance(noun, kind))
