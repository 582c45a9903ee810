"""What can be linked to in one edition, and where a link leads.

A directory is made once for an edition; asking it where a link leads is a look
at what is there, never at the disk.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias
from urllib.parse import unquote, urlsplit

from guidegen.model.activity import Activity, Checklist, Worksheet
from guidegen.model.handbook import Asset, Chapter, Handbook, SmallCopy, chapters_of, sections_of
from guidegen.model.naming import is_preset, nameable
from guidegen.model.nearest import did_you_mean, nearest
from guidegen.model.problem import NOWHERE
from guidegen.model.program import Program
from guidegen.model.prose import Placed, Text, Word
from guidegen.model.reference import Reference
from guidegen.model.tracked import Tracking
from guidegen.model.url import (
    LISTS,
    SitePath,
    cohort_address,
    file_address,
    id_slug,
    list_address,
    packet_address,
    role_address,
)
from guidegen.shaping.folders import folder_of
from guidegen.shaping.packets import cohorts_of
from guidegen.shaping.public import public_part
from guidegen.shaping.references import moments_of, references_of, section_reference
from guidegen.shaping.roles import part_of
from guidegen.shaping.tracking import tracking_in

SCHEMES: Final = ("http", "https", "mailto", "tel")
FORBIDDEN_SCHEMES: Final = ("javascript", "vbscript", "data", "file")
SCALED: Final = ("jpg", "jpeg", "png", "webp")
"""The kinds of pictures that there can be smaller copies of."""

WIDTHS: Final = (480, 960)
"""How wide smaller copies are, in pixels: a column of text on a phone, and on one with a fine screen."""

NOUN_SCHEMES: Final = ("worksheet", "checklist", "packet", "program", "chapter", "term")


_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_SITE = re.compile(
    r"(?:www\.[\w.-]{1,200}|[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.(?:org|com|net|edu|gov|io|eu|uk|de|fr|es|nl))"
    r"(?:/.{0,500})?"
)


@dataclass(frozen=True, slots=True)
class Directory:
    """What can be linked to in one edition."""

    handbook: Handbook
    names: Mapping[tuple[str, str], Reference]
    """By kind and id."""

    moments: Mapping[str, Reference]
    """Phases and entries of timelines, by id."""

    files: Mapping[str, Reference]
    """Chapters and folders by their path below the content folder, entities by that of their file."""

    assets: Mapping[str, Asset]
    pages: Mapping[SitePath, tuple[Any, ...]]
    """The nouns that each page shows."""

    tracking: Tracking

    def listed(self, name: str) -> tuple[Any, ...]:
        """Return what one of the `LISTS` lists; it has a page where there is something."""
        return _listed(name, self.handbook, self.tracking)

    @property
    def label(self) -> str:
        return self.handbook.edition.label.plain or self.handbook.edition.id


def directory_of(handbook: Handbook) -> Directory:
    """Return what can be linked to in *handbook*."""
    base = handbook.edition.path
    names = references_of(handbook)
    tracking = tracking_in(handbook)
    files: dict[str, Reference] = {}
    for chapter in (*chapters_of(handbook.root), *handbook.introductions):
        files[chapter.document.path] = names["chapter", chapter.id]
        if (
            isinstance(chapter, Chapter)
            and chapter.document.path.rpartition("/")[2] in handbook.settings.index_names
        ):
            files[folder_of(chapter.document.path)] = names["chapter", chapter.id]
    for section in sections_of(handbook.root):
        for child in section.children:
            if isinstance(child, Chapter):
                files.setdefault(folder_of(child.document.path), section_reference(section, base))
    for (kind, identity), reference in names.items():
        if reference.kind in ("program", "worksheet", "checklist", "packet") and not is_preset(reference):
            files.update(dict.fromkeys(_files_of(kind, identity), reference))
    for name in LISTS:
        if _listed(name, handbook, tracking):
            files.setdefault(name, _list_reference(name, base))
            files.setdefault(f"{name}/index.md", _list_reference(name, base))
    return Directory(
        handbook,
        names,
        moments_of(handbook),
        files,
        assets={asset.path: asset for asset in handbook.assets},
        pages=_pages_of(handbook, names, tracking),
        tracking=tracking,
    )


def _list_reference(name: str, base: SitePath) -> Reference:
    """Return what a link to a page that is made anyway arrives at; its title is a word of the interface."""
    return Reference("chapter", name, NOWHERE, Text("", (Word(f"frame.{name}"),)), base + list_address(name))


def _listed(name: str, handbook: Handbook, tracking: Tracking) -> tuple[Any, ...]:
    if name == "search":
        return (handbook.edition,)
    found: tuple[Any, ...] = tracking.activities if name == "progress" else getattr(handbook, name)
    return found


def _pages_of(
    handbook: Handbook, names: Mapping[tuple[str, str], Reference], tracking: Tracking
) -> dict[SitePath, tuple[Any, ...]]:
    base = handbook.edition.path
    found: dict[SitePath, tuple[Any, ...]] = {
        base + list_address(name): handbook.glossary if name == "glossary" else ()
        for name in LISTS
        if _listed(name, handbook, tracking)
    }
    found |= {base + section.address: () for section in sections_of(handbook.root)}
    for chapter in (*chapters_of(handbook.root), *handbook.introductions):
        found[base + chapter.address] = (chapter, *found.get(base + chapter.address, ()))
    entities: tuple[Program | Activity, ...] = (*handbook.programs, *handbook.activities)
    for entity in entities:
        address = names[type(entity).__name__.lower(), entity.id].address
        found[address] = (*found.get(address, ()), entity)
    for packet in handbook.packets:
        for name in ("", *(cohort.id for cohort in cohorts_of(packet, handbook))):
            found[base + packet_address(packet.id, name)] = (packet,)
    for program in handbook.programs:
        for role in program.roles:
            found[base + role_address(program.id, role.id)] = (part_of(role, program, handbook),)
        for cohort in public_part(program, handbook.edition).cohorts:
            found[base + cohort_address(program.id, cohort.id)] = (cohort,)
    return found


def _files_of(kind: str, identity: str) -> Iterator[str]:
    """Yield the paths, below the content folder, at which something may be written in a file of its own."""
    program, _, cohort = identity.partition("/")
    for ending in ("yml", "yaml"):
        if cohort:
            yield f"programs/{program}/cohorts/{cohort}.{ending}"
            continue
        yield f"{kind}s/{identity}.{ending}"
        if kind == "program":
            yield f"programs/{program}/program.{ending}"


def activity_named(placed: Placed, directory: Directory) -> Checklist | Worksheet | None:
    """Return the sheet or list that is placed somewhere, as the edition has it."""
    return next((one for one in activities_of(placed, directory) if one.id == placed.id), None)


def activities_of(placed: Placed, directory: Directory) -> tuple[Checklist, ...] | tuple[Worksheet, ...]:
    """Return every sheet, or every list, of the edition: what may be placed."""
    handbook = directory.handbook
    return handbook.worksheets if placed.kind == "worksheet" else handbook.checklists


def asset_address(asset: Asset, handbook: Handbook) -> SitePath:
    """Return where the copy of a file lies in an edition."""
    return handbook.edition.path + file_address(asset.path, keep_numbers=handbook.settings.keep_numbers)


def small_copies(asset: Asset, handbook: Handbook) -> tuple[SmallCopy, ...]:
    """Return the smaller copies that an edition has of a file: none where it is no picture, or small."""
    kind = asset.path.rpartition(".")[2].lower()
    if handbook.settings.pictures == "plain" or asset.size is None or kind not in SCALED:
        return ()
    return tuple(SmallCopy(asset, width) for width in WIDTHS if width < asset.size[0])


def copy_address(copy: SmallCopy, handbook: Handbook) -> SitePath:
    """Return where a smaller copy of a picture lies in an edition."""
    name, _, kind = asset_address(copy.asset, handbook).rpartition(".")
    return f"{name}-{copy.width}w.{kind}"


@dataclass(frozen=True, slots=True)
class Outside:
    """A link that leaves the handbook."""

    url: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A link to a file that is copied."""

    asset: Asset


@dataclass(frozen=True, slots=True)
class Nowhere:
    """A link that does not arrive."""

    slug: str
    message: str
    remedy: str
    about: tuple[str, str] = ("", "")
    """Kind and name of what is not there; ``file`` and its path below the content folder."""


Arrival: TypeAlias = Reference | Outside | Attachment | Nowhere


def arrive(target: str, base: str, directory: Directory) -> Arrival:
    """Return where a link, as written in a file of the folder *base*, leads in one edition.

    A reference has the fragment of the link, unless it brings one of its own.
    """
    scheme, colon, rest = target.partition(":")
    if colon and scheme in NOUN_SCHEMES:
        return _named(scheme, rest, directory)
    if (colon and scheme.lower() in SCHEMES) or target.startswith("//"):
        return Outside(target)
    if colon and scheme.lower() in FORBIDDEN_SCHEMES:
        return Nowhere(
            "url-scheme",
            "only http, https, mailto and tel links are allowed here.",
            f"A link with {scheme}: can run or open what the reader did not ask for; link to a page instead.",
        )
    path, fragment = path_and_fragment(target)
    return in_the_tree(path, fragment, base, directory)


def _named(kind: str, rest: str, directory: Directory) -> Arrival:
    identity, _, fragment = unquote(rest).partition("#")
    reference = directory.names.get((kind, identity))
    if reference is not None:
        return replace(reference, fragment=fragment) if fragment else reference
    known = [one for named, one in directory.names if named == kind]
    ambiguous = [one for one in known if kind == "chapter" and one.rpartition("/")[2] == identity]
    if ambiguous:
        return Nowhere(
            "broken-link",
            f'more than one chapter is called "{identity}".',
            "Write which one: " + ", ".join(f"chapter:{one}" for one in sorted(ambiguous)) + ".",
        )
    about = kind, identity.partition("/")[0]
    meant = (
        _term_meant(identity, directory) if kind == "term" else did_you_mean(identity, nameable(kind, known))
    )
    remedy = meant or _where_to_write(kind, identity, directory)
    return Nowhere("broken-link", f'there is no {kind} "{identity}".', remedy, about)


def way_below(content_dir: str) -> str:
    """Return a content folder with a slash, to write names of files after; nothing for the project's own."""
    folder = posixpath.normpath(content_dir)
    return "" if folder == "." else f"{folder}/"


def _where_to_write(kind: str, identity: str, directory: Directory) -> str:
    """Return in which file something would be written; nothing where its name cannot be one of a file."""
    if not re.fullmatch(r"[a-z0-9-]+(?:/[a-z0-9-]+)*", identity) or (kind != "chapter" and "/" in identity):
        return ""
    below = way_below(directory.handbook.settings.content_dir)
    if kind == "term":
        return f"Add it to {below}glossary.yml."
    return f"It would be in {below}{f'{identity}.md' if kind == 'chapter' else f'{kind}s/{identity}.yml'}."


def _term_meant(written: str, directory: Directory) -> str:
    """Return which term a name is near to, by its id, its words or its aliases; nothing where none is."""
    names = {
        id_slug(name): one.id
        for one in directory.handbook.glossary
        for name in (*one.aliases, one.term.plain, one.id)
    }
    near = nearest(id_slug(written), names)
    return f'Did you mean "{names[near]}"?' if near else ""


def in_the_tree(path: str, fragment: str, base: str, directory: Directory) -> Arrival:
    """Return what lies at a path of the content folder, written in a file of the folder *base*."""
    joined = path.lstrip("/") if path.startswith("/") else posixpath.join(base, path)
    wanted = posixpath.normpath(joined) if joined else ""
    wanted = "" if wanted == "." else wanted
    if wanted == ".." or wanted.startswith("../"):
        return Nowhere(
            "path-outside", f'"{path}" leads out of the content folder.', "Link to a file inside it."
        )
    reference = directory.files.get(wanted)
    if reference is not None:
        return replace(reference, fragment=fragment) if fragment else reference
    if wanted in directory.assets:
        return Attachment(directory.assets[wanted])
    return _missing(path, wanted, base, directory)


def _missing(path: str, wanted: str, base: str, directory: Directory) -> Nowhere:
    return replace(_why_missing(path, wanted, base, directory), about=("file", wanted))


def _why_missing(path: str, wanted: str, base: str, directory: Directory) -> Nowhere:
    known = [*directory.files, *directory.assets]
    if told := _elsewhere(path):
        return told
    same = next((one for one in known if one.casefold() == wanted.casefold()), None)
    if same is not None:
        return Nowhere(
            "missing-file" if same in directory.assets else "broken-link",
            f'"{path}" does not exist; the folder has "{way_from(base, same)}".',
            "Capital and small letters must be as in the name of the file.",
        )
    name = wanted.rpartition("/")[2]
    if f"{wanted}.md" in directory.files:
        return Nowhere("broken-link", f'no chapter at "{path}".', f'Did you mean "{path}.md"?')
    elsewhere = sorted(one for one in known if one.rpartition("/")[2] == name and name)
    if elsewhere:
        return Nowhere(
            "broken-link", f'no chapter at "{path}".', f'Did you mean "{way_from(base, elsewhere[0])}"?'
        )
    written = {way_from(base, one).removesuffix(".md"): way_from(base, one) for one in known}
    near = nearest(way_from(base, wanted).removesuffix(".md"), written)
    what = "chapter" if name.endswith(".md") or "." not in name else "file"
    remedy = f'Did you mean "{written[near]}"?' if near else ""
    return Nowhere("broken-link", f'no {what} at "{path}".', remedy)


def _elsewhere(path: str) -> Nowhere | None:
    """Return what is wrong with a path that is the address of a site, or of a person."""
    if _MAIL.fullmatch(path):
        return Nowhere("broken-link", f'"{path}" is an address for mail.', f"Write mailto:{path}")
    if _SITE.fullmatch(path):
        return Nowhere("broken-link", f'no file at "{path}".', f"For a page on the web write https://{path}")
    return None


def way_from(base: str, path: str) -> str:
    """Return how a file of the folder *base* would write a path of the content folder."""
    return posixpath.relpath(path or ".", base or ".")


def path_and_fragment(target: str) -> tuple[str, str]:
    """Return both parts of a link as written, percent signs decoded."""
    parts = urlsplit(target) if not target.startswith("#") else None
    if parts is None:
        return "", unquote(target[1:])
    return unquote(parts.path), unquote(parts.fragment)
