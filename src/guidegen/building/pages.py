"""The pages of one edition: each noun with what stands around it becomes a view.

A view is finished here: the links in its texts lead from its own page, and what
they were found to lack, or to need a copy of, comes with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from html import escape
from itertools import islice
from typing import Any, Final, TypeAlias

from guidegen.model.activity import Checklist, Worksheet
from guidegen.model.handbook import Asset, Chapter, Handbook, Section, chapters_of, sections_of
from guidegen.model.problem import NOWHERE, Problem
from guidegen.model.program import ROLE_KINDS, Contact, Program, Reference
from guidegen.model.prose import NO_TEXT, Html, Prose, Text
from guidegen.model.url import SitePath, folder_form
from guidegen.rendering import views
from guidegen.shaping.anchors import anchors_of
from guidegen.shaping.assemble import (
    LISTS,
    activity_reference,
    entries_of,
    list_address,
    program_reference,
    reference_to,
    section_reference,
)
from guidegen.shaping.directory import Directory
from guidegen.shaping.links import FilledBody, Findings, Here, fill_body, fill_noun
from guidegen.shaping.mentions import Mentions, contacts_of, mentions_in

WORDS_A_MINUTE: Final = 220
SMALL: Final = 60
"""A handbook with fewer pages than this has all of them in the contents of every page."""

Say: TypeAlias = Callable[..., str]
DrawNavigation: TypeAlias = Callable[[views.NavigationView], Html]


@dataclass(frozen=True, slots=True)
class EditionAtHand:
    """One edition and everything that its pages share."""

    directory: Directory
    others: tuple[Directory, ...]
    everything: Directory
    mentions: Mentions
    imprint: views.Imprint
    say: Say
    anchors: Callable[[SitePath], frozenset[str]]
    """The ids that a page will carry."""

    total: int
    """How many chapters have a number."""

    sections: dict[SitePath, Section]
    """By the address of the first page."""

    navigation: dict[SitePath, Html]
    """The drawn contents for each section, by the address of its first page."""

    @property
    def handbook(self) -> Handbook:
        return self.directory.handbook

    @property
    def base(self) -> SitePath:
        return self.handbook.edition.path

    @property
    def home(self) -> SitePath:
        return f"{self.base}index.html"


@dataclass(frozen=True, slots=True)
class MadePage:
    """A finished view, and what was met while it was filled."""

    view: Any
    origin: str
    """What it is made from, in words for a message: a path, or ``the list of programs``."""

    problems: tuple[Problem, ...]
    assets: tuple[Asset, ...]


def edition_at_hand(
    directory: Directory,
    others: tuple[Directory, ...],
    everything: Directory,
    imprint: views.Imprint,
    say: Say,
    draw_navigation: DrawNavigation,
) -> EditionAtHand:
    """Return what the pages of one edition share; its navigation is drawn here, once per section."""
    root, base = directory.handbook.root, directory.handbook.edition.path
    mentions = mentions_in(directory)
    at_hand = EditionAtHand(
        directory=directory,
        others=others,
        everything=everything,
        mentions=mentions,
        imprint=imprint,
        say=say,
        anchors=cache(partial(anchors_of, directory=directory, mentions=mentions)),
        total=sum(1 for one in chapters_of(root) if one.number is not None),
        sections={base + one.address: one for one in sections_of(root)},
        navigation={},
    )
    for address, section in at_hand.sections.items():
        view = views.NavigationView(
            home=at_hand.home,
            chapters=_entries(root, section, base),
            back=_back(directory.handbook, base),
        )
        at_hand.navigation[address] = draw_navigation(view)
    return at_hand


def pages_of(at_hand: EditionAtHand) -> Iterator[MadePage]:
    """Yield every page of one edition."""
    handbook = at_hand.handbook
    order = list(chapters_of(handbook.root))
    if handbook.root.introduction is None:
        yield _home(None, None, at_hand)
    yield from _chapter_pages(order, at_hand)
    yield from _bare_sections(at_hand)
    introductions = {one.address: one for one in handbook.introductions}
    for name in LISTS:
        yield from _list(name, introductions.get(list_address(name)), at_hand)
    for program in handbook.programs:
        yield _program(program, introductions.get(f"programs/{program.id}/index.html"), at_hand)
    for activity in handbook.activities:
        yield _activity(activity, at_hand)


# Chapters


def _chapter_pages(order: list[Chapter], at_hand: EditionAtHand) -> Iterator[MadePage]:
    for place, chapter in enumerate(order):
        before = order[place - 1] if place > 0 else None
        after = order[place + 1] if place + 1 < len(order) else None
        if chapter.number is None and chapter.address == "index.html":
            yield _home(chapter, after, at_hand)
        elif chapter.number is None:
            section = at_hand.sections[at_hand.base + chapter.address]
            yield _chapter(
                chapter, before, after, at_hand, views.SectionPage, children=_children(section, at_hand.base)
            )
        else:
            yield _chapter(chapter, before, after, at_hand, views.ChapterPage)


def _chapter(
    chapter: Chapter,
    before: Chapter | None,
    after: Chapter | None,
    at_hand: EditionAtHand,
    kind: type[views.ChapterPage],
    **more: Any,
) -> MadePage:
    document, meta, address = chapter.document, chapter.document.meta, at_hand.base + chapter.address
    here, findings = _here(address, at_hand)
    body = fill_body(document.body, here, findings)
    language = meta.language if meta.language != at_hand.imprint.language else ""
    view = kind(
        **_frame(address, document.title, meta.summary, at_hand),
        number=chapter.number,
        total=at_hand.total,
        body=body.blocks,
        notes=_notes(body),
        contents=_contents(body) if meta.toc else (),
        minutes=meta.minutes or max(1, round(document.words / WORDS_A_MINUTE)),
        audience=_labels(meta.audience, at_hand),
        draft=meta.draft,
        reviewed=meta.reviewed,
        owner=_contact(meta.owner, at_hand),
        language=language,
        prerequisites=meta.prerequisites,
        phases=at_hand.mentions.phases.get(address, ()),
        programs=at_hand.mentions.programs.get(address, ()),
        sheets=at_hand.mentions.sheets.get(address, ()),
        previous=reference_to(before, at_hand.base) if before else None,
        next=reference_to(after, at_hand.base) if after else None,
        **more,
    )
    return _made(view, document.place.path, here, findings)


def _home(chapter: Chapter | None, after: Chapter | None, at_hand: EditionAtHand) -> MadePage:
    handbook, base = at_hand.handbook, at_hand.base
    more: dict[str, Any] = {
        "sections": tuple(_section_entry(one, base) for one in handbook.root.children),
        "programs_here": handbook.programs,
        "worksheets": tuple(activity_reference(one, base) for one in handbook.worksheets),
        "checklists": tuple(activity_reference(one, base) for one in handbook.checklists),
        "glossary": base + list_address("glossary") if handbook.glossary else "",
    }
    if chapter is not None:
        return _chapter(chapter, None, after, at_hand, views.HomePage, **more)
    here, findings = _here(at_hand.home, at_hand)
    view = views.HomePage(**_bare(at_hand.home, handbook.settings.title, at_hand), **more)
    return _made(view, "the front page", here, findings)


def _bare_sections(at_hand: EditionAtHand) -> Iterator[MadePage]:
    for address, section in at_hand.sections.items():
        is_list = section.address in {list_address(name) for name in LISTS}
        if section.introduction is None and section.address != "index.html" and not is_list:
            here, findings = _here(address, at_hand)
            children = _children(section, at_hand.base)
            view = views.SectionPage(**_bare(address, section.title, at_hand), children=children)
            yield _made(view, f"the folder {section.id}", here, findings)


def _bare(address: SitePath, title: Text, at_hand: EditionAtHand) -> dict[str, Any]:
    return {
        **_frame(address, title, NO_TEXT, at_hand),
        "number": None,
        "total": 0,
        "body": (),
        "notes": (),
        "contents": (),
        "minutes": 0,
        "audience": (),
        "draft": False,
        "reviewed": None,
        "owner": None,
        "language": "",
        "prerequisites": (),
        "phases": (),
        "programs": (),
        "sheets": (),
        "previous": None,
        "next": None,
    }


def _section_entry(entry: Section | Chapter, base: SitePath) -> views.SectionEntry:
    if isinstance(entry, Chapter):
        return views.SectionEntry(reference_to(entry, base), ())
    return views.SectionEntry(section_reference(entry, base), _children(entry, base))


def _children(section: Section, base: SitePath) -> tuple[Reference, ...]:
    return tuple(
        reference_to(one, base) if isinstance(one, Chapter) else section_reference(one, base)
        for one in section.children
    )


def _contents(body: FilledBody) -> tuple[views.HeadingView, ...]:
    return tuple(
        views.HeadingView(level, name, words) for level, name, words in body.headings if level in (2, 3)
    )


def _notes(body: FilledBody) -> tuple[views.Footnote, ...]:
    return tuple(views.Footnote(note.number, note.text, note.calls) for note in body.notes)


# Lists, programs, activities


def _list(name: str, introduction: Chapter | None, at_hand: EditionAtHand) -> Iterator[MadePage]:
    handbook, base = at_hand.handbook, at_hand.base
    nouns: tuple[Any, ...] = getattr(handbook, name)
    if not nouns and introduction is None:
        return
    address = base + list_address(name)
    here, findings = _here(address, at_hand)
    frame = _introduced(address, introduction, at_hand.say(f"frame.{name}"), here, findings, at_hand)
    view: Any
    match name:
        case "programs":
            links = tuple(program_reference(one, base) for one in handbook.programs)
            view = views.ProgramsPage(**frame, programs=handbook.programs, links=links)
        case "worksheets":
            links = tuple(activity_reference(one, base) for one in handbook.worksheets)
            view = views.WorksheetsPage(**frame, worksheets=handbook.worksheets, links=links)
        case "checklists":
            links = tuple(activity_reference(one, base) for one in handbook.checklists)
            view = views.ChecklistsPage(**frame, checklists=handbook.checklists, links=links)
        case _:
            view = views.GlossaryPage(**frame, terms=handbook.glossary)
    yield _made(view, f"the list of {name}", here, findings)


def _program(program: Program, words: Chapter | None, at_hand: EditionAtHand) -> MadePage:
    link = program_reference(program, at_hand.base)
    here, findings = _here(link.address, at_hand)
    frame = _introduced(link.address, words, "", here, findings, at_hand)
    frame["title"], frame["summary"] = program.title, program.summary
    view = views.ProgramPage(
        **frame,
        program=program,
        chapters=at_hand.mentions.chapters.get(link.address, ()),
        contacts=contacts_of(program, at_hand.handbook.settings),
    )
    return _made(view, program.place.path, here, findings)


def _activity(activity: Checklist | Worksheet, at_hand: EditionAtHand) -> MadePage:
    link = activity_reference(activity, at_hand.base)
    here, findings = _here(link.address, at_hand)
    frame = _frame(link.address, activity.title, activity.purpose, at_hand)
    roles = _labels(activity.roles, at_hand)
    users = at_hand.mentions.users.get(link.address, ())
    view: Any
    if isinstance(activity, Worksheet):
        moments = {**entries_of(at_hand.handbook), **at_hand.directory.phases}
        moment = moments.get(activity.phase)
        view = views.WorksheetPage(**frame, worksheet=activity, roles=roles, moment=moment, used_in=users)
    else:
        view = views.ChecklistPage(**frame, checklist=activity, roles=roles, used_in=users)
    return _made(view, activity.place.path, here, findings)


def _introduced(
    address: SitePath,
    introduction: Chapter | None,
    title: str,
    here: Here,
    findings: Findings,
    at_hand: EditionAtHand,
) -> dict[str, Any]:
    document = introduction.document if introduction else None
    body = fill_body(document.body if document else _NOTHING, here, findings)
    words = document.title if document else Text(title, (escape(title),))
    summary = document.meta.summary if document else NO_TEXT
    return {**_frame(address, words, summary, at_hand), "body": body.blocks, "notes": _notes(body)}


_NOTHING: Prose = ()


# What every page has


def _frame(address: SitePath, title: Text, summary: Text, at_hand: EditionAtHand) -> dict[str, Any]:
    base_url = at_hand.handbook.settings.base_url
    return {
        "address": address,
        "imprint": at_hand.imprint,
        "home": at_hand.home,
        "editions": doors(address.removeprefix(at_hand.base), at_hand),
        "title": title,
        "summary": summary,
        "trail": _trail(address, at_hand),
        "navigation": views.Navigation(_navigation_for(address, at_hand), address),
        "canonical": base_url + folder_form(address) if base_url else "",
    }


def doors(address: str, at_hand: EditionAtHand) -> tuple[views.Door, ...]:
    """Return the ways into each edition from the page at *address*, below the edition's folder."""
    every = sorted((at_hand.directory, *at_hand.others), key=_place_among_editions)
    if len(every) < 2:
        return ()
    return tuple(
        views.Door(
            one.handbook.edition.label,
            one.handbook.edition.path + _nearest_page(address, one),
            current=one is at_hand.directory,
        )
        for one in every
    )


def _place_among_editions(directory: Directory) -> int:
    return directory.handbook.settings.editions.index(directory.handbook.edition)


def _nearest_page(address: str, directory: Directory) -> str:
    base = directory.handbook.edition.path
    if base + address in directory.pages:
        return address
    return next((one for one in _way_up(address) if base + one in directory.pages), "index.html")


def _navigation_for(address: SitePath, at_hand: EditionAtHand) -> Html:
    nearest = next((one for one in _way_up(address) if one in at_hand.navigation), at_hand.home)
    return at_hand.navigation[nearest]


def _trail(address: SitePath, at_hand: EditionAtHand) -> tuple[Reference, ...]:
    if address == at_hand.home:
        return ()
    lists = {at_hand.base + list_address(name): name for name in LISTS}
    above = []
    for folder in _way_up(address):
        if folder in lists and folder != address:
            word = _word(at_hand.say(f"frame.{lists[folder]}"))
            above.append(Reference("chapter", lists[folder], NOWHERE, word, folder))
        elif folder in at_hand.sections and folder not in (address, at_hand.home):
            above.append(section_reference(at_hand.sections[folder], at_hand.base))
    home = Reference("chapter", "index", NOWHERE, at_hand.imprint.title, at_hand.home)
    return (home, *reversed(above))


def _way_up(address: SitePath) -> Iterator[SitePath]:
    """Yield the first pages of the folders that hold a page, the nearest first, up to the site's."""
    folder = address.rpartition("/")[0]
    while folder:
        yield f"{folder}/index.html"
        folder = folder.rpartition("/")[0]
    yield "index.html"


def _here(address: SitePath, at_hand: EditionAtHand) -> tuple[Here, Findings]:
    others = (*at_hand.others, at_hand.everything)
    return Here(address, at_hand.directory, others, at_hand.say, at_hand.anchors), Findings()


def _made(view: Any, origin: str, here: Here, findings: Findings) -> MadePage:
    done = fill_noun(view, here, findings)
    return MadePage(done, origin, tuple(findings.problems), tuple(findings.assets.values()))


def _labels(names: tuple[str, ...], at_hand: EditionAtHand) -> tuple[Text, ...]:
    labels = {
        role.id: role.plural or role.label for program in at_hand.handbook.programs for role in program.roles
    }
    kinds = {name: _word(at_hand.say(f"role_{name}")) for name in names if name in ROLE_KINDS}
    return tuple(labels.get(name) or kinds.get(name) or _word(name) for name in names)


def _word(words: str) -> Text:
    return Text(words, (escape(words),))


def _contact(reference: Reference | None, at_hand: EditionAtHand) -> Contact | None:
    if reference is None:
        return None
    return next((one for one in at_hand.handbook.settings.contacts if one.id == reference.id), None)


# The contents of the handbook


def _entries(root: Section, open_at: Section, base: SitePath) -> tuple[views.NavigationEntry, ...]:
    """The top level, and below it what is above or beside *open_at*; all of a small handbook."""

    small = sum(1 for _ in islice(chapters_of(root), SMALL)) < SMALL

    def entry(one: Section | Chapter) -> views.NavigationEntry:
        if isinstance(one, Chapter):
            return views.NavigationEntry(one.title, base + one.address, number=one.number)
        inside = small or (
            open_at is not root and open_at.address.startswith(one.address.removesuffix("index.html"))
        )
        children = tuple(map(entry, one.children)) if inside else ()
        return views.NavigationEntry(
            one.title, base + one.address, kind="section", open=inside, children=children
        )

    return tuple(map(entry, root.children))


def _back(handbook: Handbook, base: SitePath) -> tuple[views.NavigationEntry, ...]:
    found = []
    opened = {one.address for one in handbook.introductions}
    for name in LISTS:
        if not getattr(handbook, name) and list_address(name) not in opened:
            continue
        children: tuple[views.NavigationEntry, ...] = ()
        if name == "programs":
            children = tuple(
                views.NavigationEntry(one.title, program_reference(one, base).address, kind="program")
                for one in handbook.programs
            )
        found.append(views.NavigationEntry(NO_TEXT, base + list_address(name), kind=name, children=children))
    return tuple(found)
