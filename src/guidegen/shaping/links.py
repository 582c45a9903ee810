"""Where links lead, and filling them in.

A link is kept as the author wrote it until it is known for which edition, and
on which page, it stands.  Filling is one join over the parts of a text: every
slot becomes HTML, every link that does not arrive becomes text and a problem,
and every file that a page refers to is remembered, to be copied.

Nothing of another edition is written: a link to what this edition lacks keeps
the author's words, without the title of what it would lead to.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any, Final, TypeAlias
from urllib.parse import quote, unquote, urlsplit

from guidegen.model import ids
from guidegen.model.activity import Activity, Checklist, Worksheet
from guidegen.model.handbook import Asset, Chapter, Handbook, Term, chapters_of, sections_of
from guidegen.model.nearest import did_you_mean
from guidegen.model.problem import Problem, problem
from guidegen.model.program import Program, Reference
from guidegen.model.prose import (
    Anchor,
    Heading,
    Html,
    Link,
    Note,
    Only,
    Picture,
    Placed,
    Prose,
    Text,
    Word,
    parts_within,
)
from guidegen.model.rebuild import KEEP, rebuild
from guidegen.model.url import SitePath, file_address, relative
from guidegen.shaping.assemble import list_address, phases_of, references_of, section_reference
from guidegen.shaping.folders import folder_of

Say: TypeAlias = Callable[[str], str]
"""Returns a word of the interface for its key."""

SCHEMES: Final = ("http", "https", "mailto", "tel")
NOUN_SCHEMES: Final = ("worksheet", "checklist", "program", "chapter", "term")


@dataclass(frozen=True, slots=True)
class Directory:
    """What can be linked to in one edition."""

    handbook: Handbook
    names: Mapping[tuple[str, str], Reference]
    """By kind and id."""

    phases: Mapping[str, Reference]

    files: Mapping[str, Reference]
    """Chapters and folders by their path below the content folder, entities by that of their file."""

    assets: Mapping[str, Asset]
    pages: Mapping[SitePath, tuple[Any, ...]]
    """The nouns that each page shows."""

    anchors: dict[SitePath, frozenset[str]] = field(default_factory=dict)
    """The ids of pages that were asked for; filled as they are."""

    @property
    def label(self) -> str:
        return self.handbook.edition.label.plain or self.handbook.edition.id


@dataclass(frozen=True, slots=True)
class Here:
    """The page that is being filled, and everything that decides how."""

    address: SitePath
    directory: Directory
    others: tuple[Directory, ...]
    """The directories of the other editions, to tell what is missing here only; drafts and all last."""

    say: Say


@dataclass(slots=True)
class Findings:
    """What is met while a page is filled."""

    problems: list[Problem] = field(default_factory=list)
    assets: dict[str, Asset] = field(default_factory=dict)
    """Files that the page refers to, by path."""

    notes: dict[str, tuple[int, Note]] = field(default_factory=dict)
    """Footnotes by label, with their number."""

    calls: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FilledNote:
    """A footnote, numbered and filled."""

    number: int
    text: Html
    calls: int


@dataclass(frozen=True, slots=True)
class FilledBody:
    """The body of a page: finished HTML, and activities with finished texts."""

    blocks: tuple[Html | Checklist | Worksheet, ...]
    notes: tuple[FilledNote, ...]
    headings: tuple[tuple[int, str, Text], ...]
    """Level, id and words of each."""


def directory_of(handbook: Handbook) -> Directory:
    """Return what can be linked to in *handbook*."""
    base = handbook.edition.path
    names = references_of(handbook)
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
    for kind in ("program", "worksheet", "checklist"):
        for ending in ("yml", "yaml"):
            for (named, identity), reference in names.items():
                if named == kind:
                    files[f"{kind}s/{identity}.{ending}"] = reference
    return Directory(
        handbook,
        names,
        phases_of(handbook),
        files,
        assets={asset.path: asset for asset in handbook.assets},
        pages=_pages_of(handbook, names),
    )


def _pages_of(
    handbook: Handbook, names: Mapping[tuple[str, str], Reference]
) -> dict[SitePath, tuple[Any, ...]]:
    base = handbook.edition.path
    found: dict[SitePath, tuple[Any, ...]] = {base + list_address("glossary"): handbook.glossary}
    for chapter in (*chapters_of(handbook.root), *handbook.introductions):
        found[base + chapter.address] = (chapter, *found.get(base + chapter.address, ()))
    entities: tuple[Program | Activity, ...] = (*handbook.programs, *handbook.activities)
    for entity in entities:
        address = names[type(entity).__name__.lower(), entity.id].address
        found[address] = (*found.get(address, ()), entity)
    return found


# Filling


def fill_body(body: Prose, here: Here, findings: Findings) -> FilledBody:
    """Return the body of a page, finished; footnotes are numbered in the order of their first call."""
    headings: list[tuple[int, str, Text]] = []
    blocks: list[Html | Checklist | Worksheet] = []
    run: list[str] = []

    def finish() -> None:
        if run:
            blocks.append(Html("".join(run)))
            run.clear()

    def write(parts: Prose) -> None:
        for part in parts:
            match part:
                case str():
                    run.append(part)
                case Only(parts=inner):
                    write(inner)
                case Heading(level=level, id=name, parts=inner):
                    drawn = _drawn(inner, here, findings)
                    headings.append((level, name, Text(part.plain, (drawn,))))
                    run.append(f'<h{level} id="{escape(name)}">{drawn}</h{level}>\n')
                case Checklist() | Worksheet():
                    finish()
                    blocks.append(fill_noun(part, here, findings))
                case Placed():
                    if (sheet := _placed(part, here, findings)) is not None:
                        finish()
                        blocks.append(fill_noun(sheet, here, findings))
                case _:
                    run.append(_drawn((part,), here, findings))

    write(body)
    finish()
    return FilledBody(tuple(blocks), _filled_notes(here, findings), tuple(headings))


def fill_noun(noun: Any, here: Here, findings: Findings) -> Any:
    """Return *noun* with every text in it finished for the page at hand."""

    def finish(one: Any) -> Any:
        if not isinstance(one, Text):
            return KEEP
        if all(type(part) is str for part in one.parts):
            return one
        return Text(one.plain, (_drawn(one.parts, here, findings),))

    return rebuild(noun, finish)


def _drawn(parts: Prose, here: Here, findings: Findings) -> str:
    return "".join(_part(part, here, findings) for part in parts)


def _part(part: Any, here: Here, findings: Findings) -> str:
    match part:
        case str():
            return part
        case Link():
            return _link(part, here, findings)
        case Picture():
            return _picture(part, here, findings)
        case Note():
            return _call(part, findings)
        case Word(key=key):
            return escape(here.say(key))
        case Only(parts=inner):
            return _drawn(inner, here, findings)
        case Heading(level=level, id=name, parts=inner):
            return f'<h{level} id="{escape(name)}">{_drawn(inner, here, findings)}</h{level}>\n'
        case Anchor():
            return ""
    raise TypeError(f"a {type(part).__name__} cannot stand inside a text")


def _call(note: Note, findings: Findings) -> str:
    number, _ = findings.notes.setdefault(note.label, (len(findings.notes) + 1, note))
    call = findings.calls[note.label] = findings.calls.get(note.label, 0) + 1
    return (
        f'<sup class="footnote-call"><a href="#{ids.footnote_id(number)}"'
        f' id="{ids.footnote_call_id(number, call)}">{number}</a></sup>'
    )


def _filled_notes(here: Here, findings: Findings) -> tuple[FilledNote, ...]:
    texts: dict[str, Html] = {}
    # A note may call another, which is then the last one: so the list grows while it is read.
    while waiting := [label for label in findings.notes if label not in texts]:
        for label in waiting:
            texts[label] = Html(_drawn(findings.notes[label][1].parts, here, findings))
    return tuple(
        FilledNote(number, texts[label], findings.calls[label])
        for label, (number, _) in findings.notes.items()
    )


def _placed(placed: Placed, here: Here, findings: Findings) -> Checklist | Worksheet | None:
    found = _activity(placed, here.directory)
    if found is not None:
        return found
    having = [other for other in here.others if _activity(placed, other) is not None]
    if having:
        findings.problems.append(_not_here(f'{placed.kind} "{placed.id}"', placed.place, here, having))
        return None
    known = [one.id for one in _activities(placed, (here.others or (here.directory,))[-1])]
    findings.problems.append(
        problem(
            "unknown-ref",
            f'there is no {placed.kind} "{placed.id}".',
            placed.place,
            did_you_mean(placed.id, known) or f"Write it in {placed.kind}s/{placed.id}.yml.",
        )
    )
    return None


def _activity(placed: Placed, directory: Directory) -> Checklist | Worksheet | None:
    return next((one for one in _activities(placed, directory) if one.id == placed.id), None)


def _activities(placed: Placed, directory: Directory) -> tuple[Checklist, ...] | tuple[Worksheet, ...]:
    handbook = directory.handbook
    return handbook.worksheets if placed.kind == "worksheet" else handbook.checklists


# Links


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
    path, fragment = _path_and_fragment(target)
    return _in_the_tree(path, fragment, base, directory)


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
    return Nowhere("broken-link", f'there is no {kind} "{identity}".', did_you_mean(identity, known))


def _in_the_tree(path: str, fragment: str, base: str, directory: Directory) -> Arrival:
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
    known = [*directory.files, *directory.assets]
    same = next((one for one in known if one.casefold() == wanted.casefold()), None)
    if same is not None:
        return Nowhere(
            "missing-file" if same in directory.assets else "broken-link",
            f'"{path}" does not exist; the folder has "{_from(base, same)}".',
            "Capital and small letters must be as in the name of the file.",
        )
    name = wanted.rpartition("/")[2]
    if f"{wanted}.md" in directory.files:
        return Nowhere("broken-link", f'no chapter at "{path}".', f'Did you mean "{path}.md"?')
    elsewhere = sorted(one for one in known if one.rpartition("/")[2] == name and name)
    if elsewhere:
        return Nowhere(
            "broken-link", f'no chapter at "{path}".', f'Did you mean "{_from(base, elsewhere[0])}"?'
        )
    near = did_you_mean(_from(base, wanted), [_from(base, one) for one in known])
    what = "chapter" if name.endswith(".md") or "." not in name else "file"
    return Nowhere("broken-link", f'no {what} at "{path}".', near)


def _from(base: str, path: str) -> str:
    return posixpath.relpath(path or ".", base or ".")


def _path_and_fragment(target: str) -> tuple[str, str]:
    parts = urlsplit(target) if not target.startswith("#") else None
    if parts is None:
        return "", unquote(target[1:])
    return unquote(parts.path), unquote(parts.fragment)


def _link(link: Link, here: Here, findings: Findings) -> str:
    words = _drawn(link.parts, here, findings)
    if link.target.startswith("#"):
        return _within_page(link, words, here, findings)
    arrival = arrive(link.target, link.base, here.directory)
    match arrival:
        case Outside(url=url):
            return _anchor(url, words or escape(url), link.title)
        case Attachment(asset=asset):
            if refusal := _refused(asset, here):
                findings.problems.append(_unsafe(asset, refusal, link))
                return words
            href = relative(here.address, _keep(asset, here, findings))
            return _anchor(href, words or escape(asset.path.rpartition("/")[2]), link.title)
        case Reference():
            _check_fragment(arrival, link, here, findings)
            href = relative(here.address, arrival.address, arrival.fragment)
            return _anchor(href, words or escape(arrival.title.plain), link.title)
    return _astray(link, arrival, words, here, findings)


def _within_page(link: Link, words: str, here: Here, findings: Findings) -> str:
    fragment = unquote(link.target[1:])
    if fragment and fragment not in anchors_of(here.address, here.directory):
        findings.problems.append(_broken_anchor(fragment, here.address, link, here))
    return _anchor(link.target, words or escape(fragment), link.title)


def _astray(link: Link, nowhere: Nowhere, words: str, here: Here, findings: Findings) -> str:
    having = [other for other in here.others if isinstance(arrive(link.target, link.base, other), Reference)]
    if having:
        findings.problems.append(_not_here(f'"{link.target}"', link.place, here, having))
        return words or escape(here.say("link.elsewhere"))
    # What the nearest name is, is asked of everything there is.
    widest = here.others[-1] if here.others else here.directory
    arrival = arrive(link.target, link.base, widest)
    told = arrival if isinstance(arrival, Nowhere) else nowhere
    findings.problems.append(problem(told.slug, told.message, link.place, told.remedy))
    return words or escape(link.target)


def _not_here(what: str, place: Any, here: Here, having: Iterable[Directory]) -> Problem:
    labels = sorted(
        {other.label for other in having if other.handbook.edition.roles is not None or other.label}
    )
    if not labels:
        return problem("draft-ref", f"{what} is a draft, so the link is shown as text.", place)
    return problem(
        "not-in-edition",
        f"{what} is not in the edition {here.directory.label}, so it is shown as text there.",
        place,
        f"It is in {', '.join(labels)}. Put the link between ::: for and ::: if only they need it.",
    )


def _check_fragment(reference: Reference, link: Link, here: Here, findings: Findings) -> None:
    if reference.fragment and reference.fragment not in anchors_of(reference.address, here.directory):
        findings.problems.append(_broken_anchor(reference.fragment, reference.address, link, here))


def _broken_anchor(fragment: str, address: SitePath, link: Link, here: Here) -> Problem:
    known = anchors_of(address, here.directory)
    where = "this page" if address == here.address else f'"{link.target.partition("#")[0]}"'
    remedy = did_you_mean(fragment, sorted(known))
    return problem("broken-anchor", f'{where} has no heading "#{fragment}".', link.place, remedy)


def anchors_of(address: SitePath, directory: Directory) -> frozenset[str]:
    """Return the ids that the page at *address* will carry."""
    if address not in directory.anchors:
        directory.anchors[address] = frozenset(_ids_at(address, directory))
    return directory.anchors[address]


def _ids_at(address: SitePath, directory: Directory) -> Iterator[str]:
    yield from ids.FRAME_IDS
    for noun in directory.pages.get(address, ()):
        match noun:
            case Chapter():
                yield from _chapter_ids(noun, directory)
            case Program():
                yield from ids.program_ids(noun)
            case Worksheet():
                yield from ids.worksheet_ids(noun)
            case Checklist():
                yield from ids.checklist_ids(noun)
            case Term():
                yield ids.term_id(noun)


def _chapter_ids(chapter: Chapter, directory: Directory) -> Iterator[str]:
    yield from ids.body_ids(chapter.document.body)
    for part in parts_within(chapter.document.body):
        if isinstance(part, Placed) and (activity := _activity(part, directory)) is not None:
            yield from ids.activity_ids(activity)


def _anchor(href: str, words: str, title: str) -> str:
    told = f' title="{escape(title)}"' if title else ""
    return f'<a href="{escape(href)}"{told}>{words}</a>'


# Pictures and attachments


def _picture(picture: Picture, here: Here, findings: Findings) -> str:
    settings = here.directory.handbook.settings
    if picture.target.lower().startswith(("http://", "https://", "//")):
        if settings.remote == "allow":
            return _image(picture.target, picture, None)
        findings.problems.append(
            problem(
                "remote-image",
                f'the picture "{picture.target}" lies on another server, so a link stands in its place.',
                picture.place,
                "Put a copy into the content folder, or set remote: allow.",
            )
        )
        return _anchor(picture.target, escape(picture.alt or picture.target), picture.title)
    path, _ = _path_and_fragment(picture.target)
    arrival = _in_the_tree(path, "", picture.base, here.directory)
    if isinstance(arrival, Attachment):
        asset = arrival.asset
        if refusal := _refused(asset, here):
            findings.problems.append(_unsafe(asset, refusal, picture))
            return escape(picture.alt)
        return _image(relative(here.address, _keep(asset, here, findings)), picture, asset.size)
    findings.problems.append(_no_picture(picture, path, arrival, here))
    return escape(picture.alt)


def _no_picture(picture: Picture, path: str, arrival: Arrival, here: Here) -> Problem:
    if isinstance(arrival, Nowhere) and arrival.slug in ("missing-file", "path-outside"):
        return problem(arrival.slug, arrival.message, picture.place, arrival.remedy)
    known = [_from(picture.base, one) for one in here.directory.assets]
    return problem(
        "missing-image", f'there is no picture at "{path}".', picture.place, did_you_mean(path, known)
    )


def _image(source: str, picture: Picture, size: tuple[int, int] | None) -> str:
    title = f' title="{escape(picture.title)}"' if picture.title else ""
    measured = f' width="{size[0]}" height="{size[1]}"' if size else ""
    return f'<img src="{escape(source)}" alt="{escape(picture.alt)}"{title}{measured} loading="lazy">'


def _keep(asset: Asset, here: Here, findings: Findings) -> SitePath:
    findings.assets[asset.path] = asset
    return asset_address(asset, here.directory.handbook)


def asset_address(asset: Asset, handbook: Handbook) -> SitePath:
    """Return where the copy of a file lies in an edition."""
    return handbook.edition.path + file_address(asset.path, keep_numbers=handbook.settings.keep_numbers)


def _refused(asset: Asset, here: Here) -> str:
    return "" if here.directory.handbook.settings.html == "trusted" else asset.unsafe


def _unsafe(asset: Asset, refusal: str, slot: Link | Picture) -> Problem:
    return problem(
        "unsafe-svg" if asset.path.lower().endswith(".svg") else "unsafe-file",
        f'"{slot.target}" is not copied because it {refusal}.',
        slot.place,
        "Set html: trusted if you know who made it.",
    )


def quoted(path: SitePath) -> str:
    """Return a site path as it stands in a full URL."""
    return quote(path)
