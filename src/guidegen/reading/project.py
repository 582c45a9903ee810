"""A project becomes a library: every file read, each parsed at most once in its life.

What became of a file is kept by the digest of its text; only a file whose text
changed is parsed again.  A file that makes no sense leaves its problems, and
everything else is still read.
"""

from __future__ import annotations

import posixpath
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeAlias

from guidegen.model.activity import Checklist, Worksheet
from guidegen.model.alike import alike
from guidegen.model.cohort import Cohort, HolidaySet
from guidegen.model.fingerprint import fingerprint
from guidegen.model.handbook import (
    BUNDLED_FONTS,
    Asset,
    Document,
    Library,
    Parsed,
    Settings,
    Source,
    Term,
    Unread,
)
from guidegen.model.packet import Packet
from guidegen.model.plan import Agenda
from guidegen.model.problem import Place, Problem, has_errors, problem
from guidegen.model.program import Program
from guidegen.model.prose import NOBODY
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
from guidegen.reading.source import Found, asks_for_others, find, read_source
from guidegen.reading.values import is_id

SETTINGS_FILE: Final = "guidegen.yml"

Memory: TypeAlias = Mapping[str, tuple[str, Parsed]]
"""By path of the source: its digest, and what became of it."""

Stamps: TypeAlias = Mapping[Path, Stamp | None]
"""Files or folders, each with its stamp from just before it was looked into; none where it was not there."""

Progress: TypeAlias = Callable[[int, int, str], None]
"""Told how many of how many files are done, and which is next."""


_RECENT: Final = 2_000_000_000
"""Nanoseconds.  What changed this shortly before it was looked at may change again and keep its stamp."""


_FEW: Final = 20
"""What changes more files than this at once is read as a whole."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A file or a folder that was looked into, and what became of it."""

    stamps: Stamps
    """Its own, and those of the files that it includes."""

    found: Any
    problems: tuple[Problem, ...]
    is_settled: bool
    """Whether a change is sure to show in the stamps."""


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

    looked: Mapping[str, Looked] = field(default_factory=dict)
    """By path in the project: `guidegen.yml`, the content folder, and every file in it."""


def read_project(
    root: Path, memory: Memory, progress: Progress | None = None, before: Reading | None = None
) -> Reading:
    """Return what stands in the project in the folder *root*; *memory* is that of the last time.

    *before* is how the same project was read a moment ago, by whoever shows it while it is written: what has
    its old stamp is not opened, what means the same is the same object, and a file with errors stands as it
    stood before them, with its new problems.
    """
    desk = _Desk(root, memory, before, time.time_ns())
    if before is not None and before.library is not None:
        again = _read_again(before, desk)
        if again is not None:
            return again
        desk.looked.clear()
    chosen, files, problems = _settings(desk)
    if chosen is None:
        return Reading(None, problems, {}, files, {}, desk.looked)
    reading = _read_found(chosen, _listing(chosen, desk), files, desk, progress)
    if before is None or before.library is None or reading.library is None:
        return reading
    return replace(reading, library=_as_before(reading.library, before.library))


def read_settings(root: Path) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Return what `guidegen.yml` of the project in *root* says."""
    source, problems = read_source(root, SETTINGS_FILE, "")
    if source is None:
        return None, problems
    read, more = settings.read_settings(source.text, SETTINGS_FILE, root)
    return read, (*problems, *more)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is at hand while a project is read."""

    root: Path
    memory: Memory
    last: Reading | None
    now: int
    looked: dict[str, Looked] = field(default_factory=dict)

    @property
    def before(self) -> Mapping[str, Looked]:
        return self.last.looked if self.last else {}

    def unchanged(self, path: str) -> Looked | None:
        """Return what became of a file or folder before, where it lies on the disk as it lay then."""
        known = self.before.get(path)
        if known is None or not known.is_settled:
            return None
        if any(_stamp(file) != stamp for file, stamp in known.stamps.items()):
            return None
        return known

    def keep(self, path: str, looked: Looked) -> Looked:
        self.looked[path] = looked
        return looked

    def settles(self, stamps: Stamps) -> bool:
        return all(one is not None and max(one[0], one[2]) < self.now - _RECENT for one in stamps.values())


def _read_again(before: Reading, desk: _Desk) -> Reading | None:
    """Return a project in which at most a few chapters and pictures changed; None where more may have."""
    changed = [path for path, looked in before.looked.items() if not _is_as_it_was(looked)]
    chosen, library = before.looked[SETTINGS_FILE].found, before.library
    if library is None or library.unread or len(changed) > _FEW or SETTINGS_FILE in changed:
        return None
    if not changed:
        return before
    desk.looked.update(before.looked)
    old: Found = before.looked[chosen.content_dir].found[1]
    found = _listing(chosen, desk)
    if replace(found, folders={}) != replace(old, folders={}):
        return None
    parsed = dict(before.memory)
    documents: dict[str, Document] = {}
    assets: dict[str, Asset] = {}
    mark = _mark_of(chosen)
    for shown in changed:
        was, path = before.looked[shown], posixpath.relpath(shown, chosen.content_dir)
        if isinstance(was.found, Asset):
            assets[path] = _asset(path, chosen, desk)
        elif shown != chosen.content_dir:
            now = _source(shown, path, chosen, mark, desk)
            if not was.found or not now.found or not _names_the_same(now.found[1], was.found[1]):
                return None
            parsed[shown] = now.found
            documents.update((one.path, one) for one in now.found[1].nouns if isinstance(one, Document))
    done = replace(
        library,
        documents=tuple(documents.get(one.path, one) for one in library.documents),
        assets=tuple(assets.get(one.path, one) for one in library.assets),
    )
    files = dict(before.files)
    for shown in changed:
        files.update(desk.looked[shown].stamps)
    told = _told(chosen, found, parsed, desk)
    return Reading(_as_before(done, library), told, parsed, files, _folders(chosen, found, desk), desk.looked)


def _is_as_it_was(looked: Looked) -> bool:
    if not looked.is_settled:
        return False
    try:
        return all(stamp_of(file.stat()) == stamp for file, stamp in looked.stamps.items())
    except OSError:
        return False


def _settings(desk: _Desk) -> tuple[Settings | None, dict[Path, Stamp | None], tuple[Problem, ...]]:
    known = desk.unchanged(SETTINGS_FILE)
    if known is None:
        stamps = {desk.root / SETTINGS_FILE: _stamp(desk.root / SETTINGS_FILE)}
        chosen, problems = read_settings(desk.root)
        for path in _named_files(chosen) if chosen else ():
            stamps[desk.root / path] = _stamp(desk.root / path)
        known = Looked(stamps, chosen, problems, desk.settles(stamps))
    desk.keep(SETTINGS_FILE, known)
    return known.found, dict(known.stamps), known.problems


def _named_files(chosen: Settings) -> tuple[str, ...]:
    """Return the files that `guidegen.yml` names, relative to the project."""
    brand = chosen.brand
    font = "" if brand.font in BUNDLED_FONTS else brand.font
    return tuple(one for one in (chosen.logo, brand.logo_dark, font) if one)


def _listing(chosen: Settings, desk: _Desk) -> Found:
    """Return the files of the content folder."""
    content = desk.root / chosen.content_dir
    known = desk.unchanged(chosen.content_dir)
    if known is None or known.found[0] is not chosen:
        found = find(desk.root, chosen)
        stamps = {content / folder: stamp for folder, stamp in found.folders.items()}
        is_settled = bool(stamps) and not found.problems and desk.settles(stamps)
        known = Looked(stamps, (chosen, found), found.problems, is_settled)
    listing: Found = desk.keep(chosen.content_dir, known).found[1]
    return listing


def _source(shown: str, path: str, chosen: Settings, mark: str, desk: _Desk) -> Looked:
    """Return what became of a source: its digest and what it was parsed to, or None where it has no text."""
    known = desk.unchanged(shown)
    if known is None or (known.found and not known.found[0].endswith(mark)):
        source, problems = read_source(desk.root, shown, chosen.content_dir)
        if source is None:
            stamps: Stamps = {desk.root / shown: None}
            known = Looked(stamps, None, problems, is_settled=False)
        else:
            stamps = {desk.root / one.path: one.stamp for one in (source, *_included(source))}
            digest = f"{source.digest}-{mark}"
            kept = desk.memory.get(shown)
            found = kept if kept and kept[0] == digest else (digest, _parse(source, path, chosen))
            is_settled = desk.settles(stamps) and not asks_for_others(source.text)
            known = Looked(stamps, found, problems, is_settled)
    return desk.keep(shown, _as_it_stood(shown, known, desk))


def _as_it_stood(shown: str, looked: Looked, desk: _Desk) -> Looked:
    """Return what became of a source; of one with errors, what it was before these."""
    before = desk.before.get(shown)
    nouns = before.found[1].nouns if before and before.found else ()
    problems = looked.found[1].problems if looked.found else looked.problems
    if not nouns or looked is before or not has_errors(problems):
        return looked
    digest, parsed = looked.found or ("", Parsed(shown, (), ()))
    return replace(looked, found=(digest, replace(parsed, nouns=nouns)))


def _read_found(
    chosen: Settings,
    found: Found,
    files: dict[Path, Stamp | None],
    desk: _Desk,
    progress: Progress | None,
) -> Reading:
    content = chosen.content_dir
    parsed: dict[str, tuple[str, Parsed]] = {}
    closed: list[str] = []
    unread: list[Unread] = []
    mark = _mark_of(chosen)
    paths = (*found.chapters, *found.entities)
    for count, path in enumerate(paths):
        shown = posixpath.join(content, path)
        if progress is not None:
            progress(count, len(paths), shown)
        looked = _source(shown, path, chosen, mark, desk)
        files.update(looked.stamps)
        if looked.found is None:
            unread.append(_unread(path, chosen))
            closed.extend(_folder_introduced_by(path, chosen))
            continue
        parsed[shown] = looked.found
        if not parsed[shown][1].nouns or _is_for_nobody(parsed[shown][1]):
            unread.append(_unread(path, chosen))
    assets = tuple(_asset(path, chosen, desk) for path in found.assets)
    files.update(one for path in found.assets for one in desk.looked[f"{content}/{path}"].stamps.items())
    library = _without_folders(closed, _library(chosen, parsed, content, assets))
    library = replace(library, unread=tuple(unread))
    known = _presets_before(parsed, desk)
    parsed.update(_presets(library, desk.memory) if known is None else known)
    kept = [one for _, one in parsed.values()]
    return Reading(
        replace(library, agendas=_nouns(kept, Agenda), worksheets=_nouns(kept, Worksheet)),
        _told(chosen, found, parsed, desk),
        parsed,
        files,
        _folders(chosen, found, desk),
        desk.looked,
    )


def _mark_of(chosen: Settings) -> str:
    """Return what stands for the settings that decide how a file is understood."""
    return fingerprint((chosen.html, chosen.index_names, chosen.language, chosen.variables))


def _folders(chosen: Settings, found: Found, desk: _Desk) -> Stamps:
    return {desk.root / chosen.content_dir / folder: stamp for folder, stamp in found.folders.items()}


def _told(chosen: Settings, found: Found, parsed: Memory, desk: _Desk) -> tuple[Problem, ...]:
    """Return all that is wrong with what was read."""
    looked = [problem for one in desk.looked.values() if one.problems for problem in one.problems]
    kept = [problem for _, one in parsed.values() if one.problems for problem in one.problems]
    return (*looked, *_nothing_to_read(chosen, found), *kept)


def _as_before(library: Library, before: Library) -> Library:
    """Return a library in which what is as it was is the same object."""
    same = {
        one.name: old
        for one in fields(Library)
        if getattr(library, one.name) == (old := getattr(before, one.name))
    }
    return before if len(same) == len(fields(Library)) else replace(library, **same)


def _is_for_nobody(parsed: Parsed) -> bool:
    """Return whether of a chapter not even that is known who may read it."""
    return any(isinstance(one, Document) and one.meta.audience == NOBODY for one in parsed.nouns)


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


def _presets_before(parsed: Memory, desk: _Desk) -> Memory | None:
    """Return the presets of the last time; None where a file may name others."""
    known = desk.last.memory if desk.last else {}
    if not all(path in known and _names_the_same(one, known[path][1]) for path, (_, one) in parsed.items()):
        return None
    return {path: one for path, one in known.items() if path not in desk.before}


def _names_the_same(now: Parsed, before: Parsed) -> bool:
    match now.nouns, before.nouns:
        case (Document() as one,), (Document() as other,):
            return alike(one.landmarks, other.landmarks) and alike(one.meta, other.meta)
    return now is before


def _presets(library: Library, memory: Memory) -> Iterator[tuple[str, tuple[str, Parsed]]]:
    """Yield what comes with guidegen and is named in the project, as it is kept in memory."""
    for name in presets.presets_named(library.programs, library.cohorts, library.packets, library.documents):
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


def _asset(path: str, chosen: Settings, desk: _Desk) -> Asset:
    shown, file = f"{chosen.content_dir}/{path}", desk.root / chosen.content_dir / path
    known = desk.unchanged(shown)
    if known is None:
        stamps = {file: _stamp(file)}
        asset = Asset(path, pictures.measure(file), pictures.unsafe(file))
        known = Looked(stamps, asset, (), desk.settles(stamps))
    found: Asset = desk.keep(shown, known).found
    return found


def _library(
    chosen: Settings, parsed: Mapping[str, tuple[str, Parsed]], content: str, assets: tuple[Asset, ...]
) -> Library:
    nouns: dict[type, list[Any]] = defaultdict(list)
    cohorts = []
    for _, one in parsed.values():
        for noun in one.nouns:
            nouns[noun.__class__].append(noun)
            if isinstance(noun, Cohort):
                cohorts.append((one.source.removeprefix(f"{content}/").split("/")[1], noun))
    return Library(
        settings=chosen,
        documents=tuple(nouns[Document]),
        programs=tuple(nouns[Program]),
        worksheets=tuple(nouns[Worksheet]),
        checklists=tuple(nouns[Checklist]),
        holidays=tuple(nouns[HolidaySet]),
        glossary=tuple(nouns[Term]),
        cohorts=tuple(cohorts),
        assets=assets,
        packets=tuple(nouns[Packet]),
    )


def _nouns(parsed: Iterable[Parsed], kind: type) -> Any:
    return tuple(noun for one in parsed for noun in one.nouns if isinstance(noun, kind))
