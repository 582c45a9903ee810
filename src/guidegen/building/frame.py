"""What stands around every page of an edition: contents, trail, the doors to other editions.

Everything that the pages of one edition share is found once, and the contents
of the handbook are drawn once per section.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from html import escape
from itertools import islice
from typing import Any, Final, TypeAlias
from urllib.parse import quote

from guidegen.model.handbook import Asset, Chapter, Handbook, Section, SmallCopy, chapters_of, sections_of
from guidegen.model.naming import PRESETS
from guidegen.model.problem import NOWHERE, Place, Problem
from guidegen.model.program import current_cohorts
from guidegen.model.prose import NO_TEXT, Html, Text
from guidegen.model.reference import Reference
from guidegen.model.url import (
    LISTS,
    SitePath,
    entity_address,
    folder_form,
    handbook_pdf_address,
    list_address,
    pdf_address,
)
from guidegen.model.value import Value
from guidegen.rendering import views
from guidegen.rendering.variables import written
from guidegen.shaping.anchors import anchors_of
from guidegen.shaping.directory import Directory
from guidegen.shaping.links import Findings, Here, fill_noun
from guidegen.shaping.mentions import Mentions, mentions_in
from guidegen.shaping.prints import handbook_print
from guidegen.shaping.references import (
    cohort_reference,
    program_reference,
    reference_to,
    section_reference,
)
from guidegen.shaping.terms import Terms, terms_of
from guidegen.shaping.variables import values_in

SMALL: Final = 60
"""A handbook with fewer pages than this has all of them in the contents of every page."""

Say: TypeAlias = Callable[..., str]
DescribePreview: TypeAlias = Callable[[str, Any], views.Preview]
"""Returns what a page tells of itself while it is written, from the path of its source and its view."""

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

    values: Callable[[], Mapping[str, Value]]
    """What variables stand for."""

    write: Callable[[Value, str], str | None]
    """Writes a value down in a form."""

    terms: Callable[[], Terms]
    """The glossary, to look words up in."""

    total: int
    """How many chapters have a number."""

    sections: dict[SitePath, Section]
    """By the address of the first page."""

    navigation: Mapping[SitePath, Callable[[], Html]]
    """The contents for each section by the address of its first page, drawn when they are first asked for."""

    pdf: bool = False
    """Whether PDFs are made, too."""

    preview: DescribePreview | None = None
    """What a page tells of itself while it is written; None in a site that is built."""

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
    problems: tuple[Problem, ...] = ()
    assets: tuple[Asset, ...] = ()
    copies: tuple[SmallCopy, ...] = ()
    """Smaller copies of pictures that it shows."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A page of which only the address is known until somebody asks for more."""

    address: SitePath
    origin: str
    """What it is made from, in words for a message: a path, or ``the list of programs``."""

    made: Callable[[], MadePage]
    """Makes it once, and returns the same page each time."""

    @property
    def view(self) -> Any:
        return self.made().view


Pages: TypeAlias = Mapping[SitePath, Promise]
"""The pages of an edition by their address."""


def edition_at_hand(
    directory: Directory,
    others: tuple[Directory, ...],
    everything: Directory,
    imprint: views.Imprint,
    say: Say,
    draw_navigation: DrawNavigation,
    *,
    pdf: bool = False,
    preview: DescribePreview | None = None,
) -> EditionAtHand:
    """Return what the pages of one edition share; its navigation is drawn once per section."""
    root, base = directory.handbook.root, directory.handbook.edition.path
    mentions = mentions_in(directory)
    sections = {base + one.address: one for one in sections_of(root)}
    return EditionAtHand(
        directory=directory,
        others=others,
        everything=everything,
        mentions=mentions,
        imprint=imprint,
        say=say,
        anchors=cache(partial(anchors_of, directory=directory, mentions=mentions)),
        values=cache(partial(values_in, directory.handbook)),
        write=partial(written, say=say, language=imprint.language),
        terms=once(partial(terms_of, directory.handbook.glossary, imprint.language)),
        total=sum(1 for one in chapters_of(root) if one.number is not None),
        sections=sections,
        navigation={
            address: once(partial(_navigation, section, directory, draw_navigation, pdf=pdf))
            for address, section in sections.items()
        },
        pdf=pdf,
        preview=preview,
    )


def as_reworded(
    at_hand: EditionAtHand, directory: Directory, others: tuple[Directory, ...], everything: Directory
) -> EditionAtHand:
    """Return an edition in which some chapters have other words: see `shaping.rewording`."""
    return replace(
        at_hand,
        directory=directory,
        others=others,
        everything=everything,
        anchors=cache(partial(anchors_of, directory=directory, mentions=at_hand.mentions)),
        sections={at_hand.base + one.address: one for one in sections_of(directory.handbook.root)},
    )


def _navigation(section: Section, directory: Directory, draw: DrawNavigation, *, pdf: bool) -> Html:
    view = views.NavigationView(
        home=f"{directory.handbook.edition.path}index.html",
        chapters=_entries(section, directory),
        back=_back(directory, pdf=pdf),
    )
    return draw(view)


def frame(address: SitePath, title: Text, summary: Text, at_hand: EditionAtHand) -> dict[str, Any]:
    """Return the fields that every page with a masthead has."""
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


def pdf_beside(page: SitePath, at_hand: EditionAtHand) -> SitePath:
    """Return where the PDF of a page lies, empty where none is made."""
    if not at_hand.pdf:
        return ""
    return at_hand.base + pdf_address(page.removeprefix(at_hand.base))


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
            summary=one.handbook.edition.summary,
        )
        for one in every
    )


def ways_in(at_hand: EditionAtHand) -> views.WaysIn:
    """Return from where somebody who is lost goes on in an edition.

    The page stands outside of all editions, so it names nothing of one among several.
    """
    handbook, base = at_hand.handbook, at_hand.base
    inside = () if at_hand.others else handbook.root.children
    return views.WaysIn(
        label=handbook.edition.label or handbook.settings.title,
        home=at_hand.home,
        search=base + list_address("search"),
        chapters=tuple(
            section_reference(one, base) if isinstance(one, Section) else reference_to(one, base)
            for one in inside
        ),
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
    return at_hand.navigation[nearest]()


def _trail(address: SitePath, at_hand: EditionAtHand) -> tuple[Reference, ...]:
    if address == at_hand.home:
        return ()
    lists = {at_hand.base + list_address(name): name for name in LISTS}
    programs = {at_hand.base + entity_address("program", one.id): one for one in at_hand.handbook.programs}
    above = []
    for folder in _way_up(address):
        if folder in lists and folder != address:
            word = as_text(at_hand.say(f"frame.{lists[folder]}"))
            above.append(Reference("chapter", lists[folder], NOWHERE, word, folder))
        elif folder in programs and folder != address:
            above.append(program_reference(programs[folder], at_hand.base))
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


def here_at(address: SitePath, at_hand: EditionAtHand) -> tuple[Here, Findings]:
    """Return what the page at *address* is filled with, and a sheet for what is met."""
    others = (*at_hand.others, at_hand.everything)
    return Here(
        address, at_hand.directory, others, at_hand.say, at_hand.anchors, at_hand.values, at_hand.write
    ), Findings()


def promised(
    address: SitePath, origin: str | Place, make: Callable[[], MadePage], at_hand: EditionAtHand
) -> Promise:
    """Return the page at *address* for whoever asks; *origin* is where it is written, or says it in words."""
    source = origin.path if isinstance(origin, Place) else ""
    edit = _edit_address(origin, at_hand) if isinstance(origin, Place) else ""

    def page() -> MadePage:
        done = make()
        is_edited = edit and not isinstance(done.view, views.PrintPage)
        added: dict[str, Any] = {"edit": edit} if is_edited else {}
        if at_hand.preview is not None:
            added["preview"] = at_hand.preview(source, done.view)
        return replace(done, view=replace(done.view, **added)) if added else done

    return Promise(address, source or str(origin), once(page))


def _edit_address(place: Place, at_hand: EditionAtHand) -> str:
    """Return where readers edit what is written at a place; empty where the handbook does not say."""
    pattern = at_hand.handbook.settings.edit_url
    if not pattern or not place.path or place.path.startswith(PRESETS):
        return ""
    return pattern.replace("{path}", quote(place.path)).replace("{line}", str(max(place.line, 1)))


def once(make: Callable[[], Any]) -> Callable[[], Any]:
    """Return what makes a value when it is first asked for, and then forgets how."""
    waiting, known = [make], list[Any]()

    def remembered() -> Any:
        if not known:
            known.append(waiting[0]())
            waiting.clear()
        return known[0]

    return remembered


def made(view: Any, here: Here, findings: Findings) -> MadePage:
    """Return the page with every text in its view finished."""
    done = fill_noun(view, here, findings)
    return MadePage(done, tuple(findings.problems), tuple(findings.assets.values()), tuple(findings.copies))


def as_text(words: str) -> Text:
    """Return words of the interface, or a name, as a text."""
    return Text(words, (escape(words),))


# The contents of the handbook


def _entries(open_at: Section, directory: Directory) -> tuple[views.NavigationEntry, ...]:
    """The top level, and below it what is above or beside *open_at*; all of a small handbook."""

    root, base = directory.handbook.root, directory.handbook.edition.path
    counted = directory.tracking.on_pages
    small = sum(1 for _ in islice(chapters_of(root), SMALL)) < SMALL

    def entry(one: Section | Chapter) -> views.NavigationEntry:
        counts = counted.get(base + one.address, ())
        if isinstance(one, Chapter):
            return views.NavigationEntry(
                one.title, base + one.address, number=one.number, counts=counts, draft=one.document.meta.draft
            )
        inside = small or (
            open_at is not root and open_at.address.startswith(one.address.removesuffix("index.html"))
        )
        children = tuple(map(entry, one.children)) if inside else ()
        return views.NavigationEntry(
            one.title,
            base + one.address,
            kind="section",
            open=inside,
            counts=counts,
            draft=one.introduction is not None and one.introduction.document.meta.draft,
            children=children,
        )

    return tuple(map(entry, root.children))


def _back(directory: Directory, *, pdf: bool) -> tuple[views.NavigationEntry, ...]:
    handbook, base = directory.handbook, directory.handbook.edition.path
    found = []
    opened = {one.address for one in handbook.introductions}
    for name in LISTS:
        if name == "search":
            continue
        if not directory.listed(name) and list_address(name) not in opened:
            continue
        children: tuple[views.NavigationEntry, ...] = ()
        if name == "programs":
            children = tuple(
                views.NavigationEntry(
                    one.title,
                    program_reference(one, base).address,
                    kind="program",
                    counts=directory.tracking.on_pages.get(program_reference(one, base).address, ()),
                    draft=one.status == "draft",
                    children=tuple(
                        views.NavigationEntry(
                            link.title, link.address, kind="cohort", draft=cohort.status == "draft"
                        )
                        for cohort in current_cohorts(one)
                        for link in (cohort_reference(one, cohort, base),)
                    ),
                )
                for one in handbook.programs
            )
        counts = tuple(one.id for one in handbook.checklists) if name == "checklists" else ()
        address = base + list_address(name)
        found.append(views.NavigationEntry(NO_TEXT, address, kind=name, counts=counts, children=children))
    if whole := handbook_print(directory):
        found.append(views.NavigationEntry(NO_TEXT, whole, kind="print"))
    elif pdf:
        address = base + handbook_pdf_address(handbook.edition.id)
        found.append(views.NavigationEntry(NO_TEXT, address, kind="pdf"))
    return tuple(found)
