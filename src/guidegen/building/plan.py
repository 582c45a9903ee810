"""The plan: every file of the site, before any of it is made.

For each edition the library is filtered, put in order and turned into pages;
beside them stand what belongs to the whole site.  Two targets for one path are
refused, also where they differ only in capital letters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, TypeAlias

from guidegen.building.brand import dressed, imprint_of, marks_of
from guidegen.building.calendars import calendars_of
from guidegen.building.frame import (
    DescribePreview,
    EditionAtHand,
    Pages,
    Promise,
    as_reworded,
    edition_at_hand,
    here_at,
    promised,
    ways_in,
)
from guidegen.building.frame import made as finished
from guidegen.building.packets import packets_of
from guidegen.building.pages import pages_of
from guidegen.building.pdfs import Bindery, Bound, Copies, pdfs_of
from guidegen.building.press import Press
from guidegen.building.prints import prints_of
from guidegen.building.progress import scripts_of
from guidegen.building.records import Target
from guidegen.building.search import searched_in
from guidegen.model.handbook import Asset, Edition, Handbook, Library, Settings, SmallCopy, chapters_of
from guidegen.model.problem import NOWHERE, Flawed, Place, Problem, problem
from guidegen.model.prose import NO_TEXT, Html
from guidegen.model.unreadable import unreadable
from guidegen.model.url import SitePath, chapter_address, folder_form
from guidegen.rendering import scaling, views
from guidegen.rendering import theme as themes
from guidegen.rendering.calendars import CalendarView
from guidegen.rendering.prints import draw_print, print_tools
from guidegen.rendering.progress import words_of_scripts
from guidegen.rendering.search import SectionsScript, draw_sections
from guidegen.rendering.templates import ThemeAsset, read_asset
from guidegen.rendering.words import voice
from guidegen.shaping.assemble import assemble
from guidegen.shaping.directory import Directory, asset_address, copy_address, directory_of
from guidegen.shaping.edition import select
from guidegen.shaping.rewording import Documents, reworded

EVERYTHING: Final = Edition(id="", label=NO_TEXT, roles=None, path="", language="", place=NOWHERE)
"""The edition that nobody reads: with drafts and all, to check names against and to tell what is missing."""


UNLISTED: Final = (views.RedirectPage, views.PrintPage, views.SearchPage)
"""Pages that are not for search engines."""

Draw: TypeAlias = Callable[[Any], Target]
"""Makes a target of a view."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Every file of the site."""

    targets: tuple[Target, ...]
    """Sorted by path."""

    problems: tuple[Problem, ...]
    editions: tuple[Bound, ...] = ()
    """The pages of each edition, from which more can be bound."""

    bindery: Bindery | None = None
    """What PDFs are made with; None where nothing could be planned."""


@dataclass(frozen=True, slots=True)
class Site:
    """A project as far as it is known where each page is, and what all share."""

    settings: Settings
    editions: tuple[Bound, ...]
    theme: themes.Theme
    root: Path
    digest: Callable[[Path], str]
    """Returns the hash of a file; raises OSError where it cannot be read."""

    mark: str
    """Stands for the code that draws."""

    draw: Draw
    wrong: list[Problem]
    """Colours that are used otherwise, and what was met in the contents, as far as they were drawn."""


@dataclass(frozen=True, slots=True)
class CopiedFile:
    """A file that is copied as it is."""

    digest: str


@dataclass(frozen=True, slots=True)
class ScaledFile:
    """A picture that is made smaller."""

    digest: str
    """Of the picture."""

    width: int


def everything(library: Library) -> Handbook:
    """Return the handbook with all that was written, drafts too."""
    return assemble(library, EVERYTHING)


def site_of(
    library: Library,
    whole: Handbook,
    theme: themes.Theme,
    root: Path,
    digest: Callable[[Path], str],
    mark: str,
    *,
    pdf: bool = False,
    preview: DescribePreview | None = None,
) -> Site:
    """Return the site of a project; none of its pages is looked into.

    *whole* is what `everything` made of *library*; *root* is the folder of the
    project; *digest* returns the hash of a file, remembered from the last build
    where it can be; *mark* stands for the code that draws.  PDFs are made only
    with *pdf*.
    """
    theme, told = dressed(theme, library.settings, root)
    wrong = list(told)
    if library.settings.pictures == "responsive" and (missing := scaling.available()):
        wrong.append(missing)
        library = replace(library, settings=replace(library.settings, pictures="plain"))

    def draw_navigation(view: views.NavigationView) -> Html:
        drawn = themes.draw_navigation(theme, view)
        if isinstance(drawn, Problem):
            wrong.append(drawn)
            return Html("")
        return drawn

    settings, say, imprint = library.settings, voice(theme.words), imprint_of(library.settings)
    widest = directory_of(whole)
    directories = [directory_of(assemble(select(library, one), one)) for one in settings.editions]
    editions = []
    for place, directory in enumerate(directories):
        others: tuple[Directory, ...] = (*directories[:place], *directories[place + 1 :])
        at_hand = edition_at_hand(
            directory, others, widest, imprint, say, draw_navigation, pdf=pdf, preview=preview
        )
        editions.append(bound(at_hand))
    return Site(settings, tuple(editions), theme, root, digest, mark, _drawing(theme, mark), wrong)


def bound(at_hand: EditionAtHand) -> Bound:
    """Return the pages of an edition, its prints and its packets; none is looked into."""
    every = tuple(pages_of(at_hand))
    pages = {one.address: one for one in every}
    return bound_again(at_hand, pages, tuple(one for one in every if pages[one.address] is not one))


def reworded_site(site: Site, library: Library, documents: Documents) -> Site:
    """Return the site after documents of *library* were reworded: see `shaping.rewording`."""
    old = [one.at_hand for one in site.editions]
    directories = [reworded(one.directory, library, documents, one.handbook.edition) for one in old]
    widest = reworded(old[0].everything, library, documents, EVERYTHING)
    editions = []
    for place, (edition, directory) in enumerate(zip(site.editions, directories, strict=True)):
        others = (*directories[:place], *directories[place + 1 :])
        at_hand = as_reworded(edition.at_hand, directory, others, widest)
        before = edition.at_hand.directory.pages
        changed = {address for address, nouns in directory.pages.items() if nouns is not before[address]}
        pages = {**edition.pages, **{one.address: one for one in pages_of(at_hand, changed)}}
        editions.append(bound_again(at_hand, pages, edition.clashing))
    return replace(site, editions=tuple(editions))


def bound_again(at_hand: EditionAtHand, pages: Pages, clashing: tuple[Promise, ...]) -> Bound:
    """Return an edition that has these pages, with its prints and packets bound anew."""
    prints, packets = tuple(prints_of(at_hand, pages)), tuple(packets_of(at_hand, pages))
    return Bound(at_hand, pages, prints, packets, clashing, tuple(searched_in(at_hand, pages)))


def plan(site: Site, press: Press, *, pdf: bool = False) -> Plan:
    """Return every file of the site; its PDFs, which *press* draws, only with *pdf*."""
    made: list[tuple[Target, str]] = []
    problems: list[Problem] = []
    for edition in site.editions:
        assets: dict[str, Asset] = {}
        copies: dict[SmallCopy, None] = {}
        for promise in promises_of(edition):
            page = promise.made()
            made.append((site.draw(page.view), promise.origin))
            problems.extend(page.problems)
            assets.update((asset.path, asset) for asset in page.assets)
            copies.update(dict.fromkeys(page.copies))
        made.extend(beside_pages(edition, site, problems))
        made.extend(target for asset in assets.values() for target in _asset(asset, edition, site, problems))
        made.extend(target for copy in copies for target in _small(copy, edition, site, problems))
    made.extend(beside_editions(site, [target for target, _ in made]))
    problems.extend(without_host(site.settings, [target for target, _ in made]))
    made.extend(beside_content(site, problems))
    bindery = Bindery(site.theme, site.mark, _copies_among(target for target, _ in made), press)
    if pdf:
        for edition in site.editions:
            made.extend(pdfs_of(edition, bindery))
    clashes = clashes_among((target.path, origin) for target, origin in made)
    first = {_key(target.path): target for target, _ in reversed(made)}
    in_order = tuple(sorted(first.values(), key=lambda one: one.path))
    return Plan(in_order, (*problems, *site.wrong, *clashes), site.editions, bindery)


def promises_of(edition: Bound) -> Iterator[Promise]:
    """Yield all that an edition has promised: its pages, what is bound of them, and what is searched."""
    yield from (*edition.pages.values(), *edition.clashing)
    yield from (*edition.prints, *edition.packets, *edition.searched)


def beside_pages(edition: Bound, site: Site, problems: list[Problem]) -> Iterator[tuple[Target, str]]:
    """Yield what an edition has beside pages, each with what it is made from, in words for a message."""
    drawn_with = {"words": site.theme.words_print, "guidegen": site.mark}
    yield from _redirects(edition.at_hand, site.draw, problems)
    yield from calendars_of(edition.at_hand, drawn_with)
    yield from scripts_of(edition.at_hand, edition.searched, words_of_scripts(site.theme.words), drawn_with)


def beside_content(site: Site, problems: list[Problem]) -> Iterator[tuple[Target, str]]:
    """Yield the logos and the files of the theme, each with what it is made from, in words for a message."""
    for path, logo in marks_of(site.settings):
        yield from _copied(path, site.root / logo, logo, site.digest, problems)
    for file in themes.theme_assets(site.theme):
        yield _asset_of_theme(file), f"the theme's {file.path}"


def _asset(asset: Asset, edition: Bound, site: Site, problems: list[Problem]) -> Iterator[tuple[Target, str]]:
    """Yield the copy of a file for an edition, with where it is written; nothing where it cannot be read."""
    origin = f"{site.settings.content_dir}/{asset.path}"
    path = asset_address(asset, edition.at_hand.handbook)
    return _copied(path, site.root / origin, origin, site.digest, problems)


def _small(
    copy: SmallCopy, edition: Bound, site: Site, problems: list[Problem]
) -> Iterator[tuple[Target, str]]:
    """Yield a smaller copy of a picture for an edition; nothing where the picture cannot be read."""
    origin = f"{site.settings.content_dir}/{copy.asset.path}"
    try:
        digest = site.digest(site.root / origin)
    except OSError:
        # That the picture cannot be read is told of its copy in full size.
        return
    yield small_copy(copy, digest, edition, site), f"{origin}, {copy.width} pixels wide"


def small_copy(copy: SmallCopy, digest: str, edition: Bound, site: Site) -> Target:
    """Return a smaller copy of a picture as a file to be made; *digest* is that of the picture."""
    origin = f"{site.settings.content_dir}/{copy.asset.path}"

    def make(view: ScaledFile) -> bytes | Flawed | Problem:
        try:
            return scaling.scaled((site.root / origin).read_bytes(), view.width, origin)
        except OSError as failure:
            return unreadable(origin, failure)

    path = copy_address(copy, edition.at_hand.handbook)
    return Target(
        path, ScaledFile(digest, copy.width), make, {"pillow": scaling.library(), "guidegen": site.mark}
    )


def _drawing(theme: themes.Theme, mark: str) -> Draw:
    """Return how a view becomes a target; what a template brings along is looked up once."""

    @cache
    def tools(template: str) -> Mapping[str, str]:
        return {**themes.tools(theme, template), "guidegen": mark}

    def draw(view: Any) -> Target:
        if isinstance(view, SectionsScript):
            return Target(view.address, view, draw_sections, {"guidegen": mark})
        template = type(view).template
        if isinstance(view, views.PrintPage):
            brought = {**print_tools(theme, view), "guidegen": mark}
            return Target(view.address, view, partial(draw_print, theme), brought)
        return Target(view.address, view, partial(themes.draw, theme, template), tools(template))

    return draw


def _copied(
    path: SitePath, source: Path, origin: str, digest: Callable[[Path], str], problems: list[Problem]
) -> Iterator[tuple[Target, str]]:
    try:
        yield copy_of(path, source, digest(source), origin), origin
    except OSError as failure:
        problems.append(unreadable(origin, failure))


def copy_of(path: SitePath, source: Path, digest: str, origin: str) -> Target:
    def read(_: CopiedFile) -> bytes | Problem:
        try:
            return source.read_bytes()
        except OSError as failure:
            return unreadable(origin, failure)

    return Target(path, CopiedFile(digest), read)


def _asset_of_theme(file: ThemeAsset) -> Target:
    def read(_: CopiedFile) -> bytes | Problem:
        try:
            return read_asset(file)
        except OSError as failure:
            return unreadable(file.path, failure)

    return Target(file.path, CopiedFile(file.digest), read)


def _copies_among(targets: Iterable[Target]) -> Copies:
    """Return the files that are copied as they are, each with its hash and how its bytes are read."""
    return {
        one.path: (one.view.digest, partial(one.recipe, one.view))
        for one in targets
        if isinstance(one.view, CopiedFile)
    }


# What belongs to the whole site


def beside_editions(site: Site, pages: Iterable[Target]) -> Iterator[tuple[Target, str]]:
    """Yield what belongs to all editions; *pages* are those that the sitemap lists."""
    settings, draw = site.settings, site.draw
    for promise in doorways(site):
        yield draw(promise.view), promise.origin
    if settings.base_url:
        urls = sorted(
            settings.base_url + folder_form(one.path)
            for one in pages
            if one.path.endswith(".html") and not isinstance(one.view, UNLISTED)
        )
        yield draw(views.Sitemap(address="sitemap.xml", urls=tuple(urls))), "the sitemap"


def doorways(site: Site) -> Iterator[Promise]:
    """Yield the pages that stand before the editions: to choose one, and for addresses that lead nowhere."""
    settings, at_hand = site.settings, [one.at_hand for one in site.editions]
    first, imprint = at_hand[0], at_hand[0].imprint
    editions = [(one.handbook.edition, one.home) for one in at_hand]
    doors = tuple(
        views.Door(one.label or settings.title, home, current=False, summary=one.summary)
        for one, home in editions
    )
    if all(one.base for one in at_hand):
        chooser = views.EditionsPage(
            address="index.html", imprint=imprint, editions=doors, canonical=settings.base_url
        )
        make = partial(finished, chooser, *here_at(chooser.address, first))
        yield promised(chooser.address, "the page to choose an edition from", make, first)
    base = settings.base_url if settings.base_url and first.preview is None else "/"
    ways = tuple(map(ways_in, at_hand))
    not_found = views.NotFoundPage(address="404.html", imprint=imprint, base=base, editions=doors, ways=ways)
    make = partial(finished, not_found, *here_at(not_found.address, first))
    yield promised(not_found.address, "the page for addresses that lead nowhere", make, first)


def _redirects(at_hand: EditionAtHand, draw: Draw, problems: list[Problem]) -> Iterator[tuple[Target, str]]:
    handbook, base_url = at_hand.handbook, at_hand.handbook.settings.base_url
    for chapter in (*chapters_of(handbook.root), *handbook.introductions):
        meta = chapter.document.meta
        for alias in meta.aliases:
            address = _alias_address(alias, handbook.settings)
            if address is None:
                problems.append(
                    problem(
                        "alias",
                        f'"{alias}" is not an address in this handbook.',
                        meta.aliases_place,
                        "Write where the page was, from the top of the handbook, e.g. old-name/ or old.html.",
                    )
                )
            elif address != chapter.address:
                target = at_hand.base + chapter.address
                view = views.RedirectPage(
                    address=at_hand.base + address,
                    imprint=at_hand.imprint,
                    target=target,
                    title=chapter.title,
                    canonical=base_url + folder_form(target) if base_url else "",
                )
                origin = f"an alias in {chapter.document.place.path}"
                yield draw(finished(view, *here_at(view.address, at_hand)).view), origin


def _alias_address(alias: str, settings: Settings) -> str | None:
    path = alias.strip().lstrip("/")
    if not path or "://" in alias or ".." in path.split("/") or any(one in path for one in '\\?#:*"<>|'):
        return None
    if path.endswith(".md"):
        return chapter_address(path, index_names=settings.index_names, keep_numbers=settings.keep_numbers)
    if path.endswith((".html", ".htm")):
        return path
    return path.rstrip("/") + "/index.html"


def without_host(settings: Settings, targets: Iterable[Target]) -> Iterator[Problem]:
    """Yield a problem where there are calendars, whose events need the name of a host, and none is known."""
    if not settings.base_url and any(isinstance(one.view, CalendarView) for one in targets):
        yield problem(
            "base-url",
            "the dates in your calendars do not carry the address of your site yet, as base_url is not set.",
            Place("guidegen.yml"),
            "Write where readers will find it, e.g. base_url: https://example.org/mentoring/. This can wait"
            " until you publish; who takes dates into a calendar before that has them twice afterwards.",
        )


# Clashes


def clashes_among(named: Iterable[tuple[SitePath, str]]) -> list[Problem]:
    """Return a problem for each path that is one with another, or lies in it; with what each is made from."""
    kept: dict[str, tuple[SitePath, str]] = {}
    problems: list[Problem] = []
    for path, origin in named:
        key = _key(path)
        if key in kept:
            problems.append(_clash(kept[key], (path, origin)))
        else:
            kept[key] = path, origin
    for key, made in kept.items():
        for above in _folders_above(key):
            if above in kept:
                problems.append(_clash(kept[above], made))
    return problems


def _key(path: SitePath) -> str:
    """Return what is the same for paths that some file systems cannot tell apart."""
    return unicodedata.normalize("NFC", path).casefold()


def _clash(first: tuple[SitePath, str], second: tuple[SitePath, str]) -> Problem:
    first, second = sorted((first, second), key=lambda pair: pair[1])
    path = "/" + second[0].removesuffix("index.html")
    if first[1] == second[1]:
        message = f'"{first[1]}" would be made twice at {path}.'
    else:
        message = f'"{first[1]}" and "{second[1]}" both become {path}.'
    return problem("path-clash", message, Place(second[1]), "Rename one of them.")


def _folders_above(path: str) -> Iterator[str]:
    folder = path.rpartition("/")[0]
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
