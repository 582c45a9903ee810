"""What is at each address of a handbook that is held in memory, made when somebody asks.

A `Made` remembers what was made of one state of the handbook, so all of this belongs in
one thread, but for what `pdf` returns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import Any, Final

from guidegen.building.frame import Promise
from guidegen.building.pdfs import Bound, pdf_addresses
from guidegen.building.plan import (
    Site,
    beside_content,
    beside_editions,
    beside_pages,
    copy_of,
    doorways,
    plan,
    small_copy,
)
from guidegen.building.press import Press
from guidegen.building.records import Target
from guidegen.model.handbook import Asset, Library, SmallCopy
from guidegen.model.problem import Flawed, Problem
from guidegen.model.url import SitePath
from guidegen.shaping.directory import asset_address, copy_address, small_copies

_PRESSING: Final = Lock()
"""One PDF is made at a time: each takes much of the memory."""

_KINDS: Final = {
    "css": "text/css",
    "csv": "text/csv",
    "gif": "image/gif",
    "html": "text/html",
    "ics": "text/calendar",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript",
    "json": "application/json",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "webm": "video/webm",
    "webp": "image/webp",
    "woff2": "font/woff2",
    "xml": "application/xml",
}
"""The type of a file by the end of its name."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is at an address."""

    content: bytes
    """Where it cannot be drawn just now, what was drawn last; empty where nothing ever was."""

    media: str


@dataclass(slots=True)
class Made:
    """What was made of one state of the handbook, as far as somebody asked."""

    library: Library
    """Completed."""

    site: Site
    found: tuple[Problem, ...]
    """What is wrong with the handbook, as far as its pages need not be looked into."""

    is_behind: bool = False
    """Whether it must be understood again to tell problems in the lines in which they are now."""

    checked: tuple[Problem, ...] = ()
    """What is named and is not there, and the like."""

    is_checked: bool = False
    """Whether that holds for this state, not only for the one before."""

    in_pages: dict[SitePath, tuple[Problem, ...]] = field(default_factory=dict)
    """What is wrong with each page, or was when it was looked into last."""

    looked_into: set[SitePath] = field(default_factory=set)
    in_drawing: dict[SitePath, Problem] = field(default_factory=dict)
    answers: dict[SitePath, Answer] = field(default_factory=dict)
    drawn: dict[SitePath, bytes] = field(default_factory=dict)
    """What each page looked like when it could be drawn last."""

    files: dict[SitePath, Callable[[], Target | None]] = field(default_factory=dict)
    """What is no page of an edition, by address; empty until it is asked for."""

    scripts: dict[SitePath, Target] = field(default_factory=dict)
    """Redirects, calendars and what scripts are told, by address; empty until it is asked for."""


def answer(made: Made, path: SitePath) -> Answer | None:
    """Return what is at an address, drawn when it is first asked for; None where there is nothing."""
    if path not in made.answers:
        target = _target_at(path, made)
        if target is not None:
            made.answers[path] = _drawn(path, target.recipe(target.view), made)
    return made.answers.get(path)


def pdf(made: Made, path: SitePath) -> Callable[[], Answer] | None:
    """Return what makes the PDF at an address, in any thread, as it takes long; None where there is none."""
    editions = made.site.editions if made.site.settings.pdf else ()
    if not any(path in pdf_addresses(one) for one in editions):
        return None
    if path in made.answers:
        return partial(made.answers.__getitem__, path)
    order = _Order()
    target = next(one for one in plan(made.site, order, pdf=True).targets if one.path == path)
    drawn = target.recipe(target.view)
    return partial(_made_pdf, path, drawn if isinstance(drawn, Problem) else order, made)


def copies_at(assets: Iterable[Asset], site: Site) -> Iterator[SitePath]:
    """Yield where the copies of files lie."""
    for asset in assets:
        for handbook in (one.at_hand.handbook for one in site.editions):
            yield asset_address(asset, handbook)
            yield from (copy_address(one, handbook) for one in small_copies(asset, handbook))


def _target_at(path: SitePath, made: Made) -> Target | None:
    for edition in made.site.editions:
        if path in edition.pages:
            promise = edition.pages[path]
            look_into(promise, made)
            return made.site.draw(promise.view)
    if not made.files:
        made.files.update(_files(made.site))
    if path in made.files:
        return made.files[path]()
    if not made.scripts:
        told = (one for edition in made.site.editions for one in beside_pages(edition, made.site, []))
        made.scripts.update((target.path, target) for target, _ in told)
    return made.scripts.get(path)


def look_into(promise: Promise, made: Made) -> None:
    made.in_pages[promise.address] = promise.made().problems
    made.looked_into.add(promise.address)


def _files(site: Site) -> Iterator[tuple[SitePath, Callable[[], Target | None]]]:
    """Yield what is no page of an edition and is found at once, by address."""

    def page(promise: Promise) -> Target:
        return site.draw(promise.view)

    for edition in site.editions:
        for asset in edition.at_hand.directory.assets.values():
            if not asset.unsafe or site.settings.html == "trusted":
                path = asset_address(asset, edition.at_hand.handbook)
                yield path, partial(_copy_within, path, asset, site)
                for copy in small_copies(asset, edition.at_hand.handbook):
                    path = copy_address(copy, edition.at_hand.handbook)
                    yield path, partial(_small_within, copy, edition, site)
        for promise in (*edition.prints, *edition.packets, *edition.searched):
            yield promise.address, partial(page, promise)
    for promise in doorways(site):
        yield promise.address, partial(page, promise)
    for target, _ in beside_content(site, []):
        yield target.path, partial(_itself, target)
    if site.settings.base_url:
        yield "sitemap.xml", partial(_sitemap, site)


def _itself(target: Target) -> Target:
    return target


def _copy_within(path: SitePath, asset: Asset, site: Site) -> Target | None:
    """Return the copy of a file; None where a link leads out of the project by now."""
    origin = f"{site.settings.content_dir}/{asset.path}"
    if not (site.root / origin).resolve().is_relative_to(site.root.resolve()):
        return None
    return copy_of(path, site.root / origin, "", origin)


def _small_within(copy: SmallCopy, edition: Bound, site: Site) -> Target | None:
    """Return a smaller copy of a picture; None where a link leads out of the project by now."""
    whole = _copy_within("", copy.asset, site)
    return small_copy(copy, "", edition, site) if whole else None


def _sitemap(site: Site) -> Target | None:
    pages = (promise for edition in site.editions for promise in edition.pages.values())
    targets = beside_editions(site, [site.draw(one.view) for one in pages])
    return next((target for target, _ in targets if target.path == "sitemap.xml"), None)


def _drawn(path: SitePath, drawn: bytes | Flawed | Problem, made: Made) -> Answer:
    """Return what is at an address; where it could not be drawn, what was there last."""
    made.in_drawing.pop(path, None)
    if isinstance(drawn, Problem):
        made.in_drawing[path] = drawn
        drawn = made.drawn.get(path, b"")
    content = drawn.content if isinstance(drawn, Flawed) else drawn
    if path.endswith(".html"):
        made.drawn[path] = content
    return Answer(content, _media(path))


class _Order(Press):
    """A press that only takes note of what is to be drawn."""

    asked: tuple[Any, ...] = ()

    def draw(self, *asked: Any) -> bytes:
        """Take note; nothing is drawn yet."""
        self.asked = asked
        return b""


def _made_pdf(path: SitePath, order: _Order | Problem, made: Made) -> Answer:
    if isinstance(order, Problem):
        return _drawn(path, order, made)
    with _PRESSING, closing(Press()) as press:
        made.answers[path] = _drawn(path, press.draw(*order.asked), made)
    return made.answers[path]


def _media(path: SitePath) -> str:
    kind = _KINDS.get(path.rpartition(".")[2], "application/octet-stream")
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind.endswith(("json", "xml")) else kind
