"""The PDFs of an edition: the whole handbook, each packet, and each worksheet to fill in.

A PDF is a print like those for a browser, of the same pages, but without what only
a screen shows of them: when the contents of the handbook change, a worksheet need
not be made again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import partial
from typing import Any, Final, TypeAlias

from guidegen.building.frame import EditionAtHand, Pages, Promise
from guidegen.building.press import Press
from guidegen.building.prints import whole_handbook
from guidegen.building.records import Hash, Target
from guidegen.model.controls import Form
from guidegen.model.fingerprint import fingerprint
from guidegen.model.packet import Paper
from guidegen.model.problem import Flawed, Problem
from guidegen.model.prose import Html
from guidegen.model.url import (
    SitePath,
    entity_address,
    handbook_pdf_address,
    pdf_address,
)
from guidegen.rendering import views
from guidegen.rendering.forms import form_of
from guidegen.rendering.pdf import Files, libraries
from guidegen.rendering.prints import draw_print, print_tools
from guidegen.rendering.templates import read_asset
from guidegen.rendering.theme import Theme
from guidegen.shaping.directory import asset_address

NO_NAVIGATION: Final = views.Navigation(Html(""), "")

_OF_THE_SCREEN: Final = {
    "navigation": NO_NAVIGATION,
    "editions": (),
    "previous": None,
    "next": None,
    "used_in": (),
    "pdf": "",
    "edit": "",
}
"""Fields of pages that no paper shows, and what stands in them there."""


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A print as a PDF, with all that is seen in it."""

    address: SitePath
    page: views.PrintPage
    paper: Paper
    form: Form | None
    """What its controls are called, where it is to be filled in."""

    pictures: tuple[tuple[SitePath, Hash], ...]
    """The files of the site that its pages refer to, each with the hash of its bytes."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The pages of one edition, and what is bound from them for a browser."""

    at_hand: EditionAtHand
    pages: Pages
    prints: tuple[Promise, ...]
    packets: tuple[Promise, ...]
    clashing: tuple[Promise, ...] = ()
    """Pages at an address that another of the pages has: a problem, which the plan tells."""

    searched: tuple[Promise, ...] = ()
    """The words of the edition, part by part, as the search is given them."""


Copies: TypeAlias = Mapping[SitePath, tuple[Hash, Callable[[], bytes | Flawed | Problem]]]
"""The files of a site that are copied as they are, each with its hash and how its bytes are read."""


@dataclass(frozen=True, slots=True)
class Bindery:
    """What the PDFs of a site are made with."""

    theme: Theme
    mark: str
    """Stands for the code that draws."""

    copies: Copies
    press: Press
    on_paper: dict[int, tuple[Any, Any]] = field(default_factory=dict)
    """Pages without what only a screen shows, by the identity of the whole page, which is kept too."""


def pdfs_of(edition: Bound, bindery: Bindery) -> Iterator[tuple[Target, str]]:
    """Yield the PDFs of an edition, each with what it is made from, in words for a message."""
    for page, form, origin in _prints(edition):
        yield pdf_target(pdf_page(page, form, edition, bindery), bindery), f"{origin} as a PDF"


def pdf_addresses(edition: Bound) -> Iterator[SitePath]:
    """Yield where the PDFs of an edition would lie; none of its pages is looked into."""
    at_hand = edition.at_hand
    yield at_hand.base + handbook_pdf_address(at_hand.handbook.edition.id)
    pages = [one.address.removeprefix(at_hand.base) for one in edition.packets]
    pages += [entity_address("worksheet", one.id) for one in at_hand.handbook.worksheets]
    yield from (at_hand.base + pdf_address(one) for one in pages)


def _prints(edition: Bound) -> Iterator[tuple[views.PrintPage, Form | None, str]]:
    yield whole_handbook(edition.at_hand, edition.pages), None, "the handbook"
    for one in edition.packets:
        yield one.view, None, one.origin
    for sheet in edition.at_hand.handbook.worksheets:
        made = edition.pages[edition.at_hand.base + entity_address("worksheet", sheet.id)]
        yield alone(made.view, "worksheet"), form_on(made.view, edition.at_hand), made.origin


def alone(page: Any, kind: str) -> views.PrintPage:
    """Return one page of the handbook as a print without cover and contents."""
    around = {one.name: getattr(page, one.name) for one in fields(views.Page)}
    return views.PrintPage(
        **around,
        kind="page",
        cover=None,
        head=None,
        pieces=(views.Piece(page, "", kind),),
        links="footnotes",
        duplex=False,
        paper=None,
        pdf="",
    )


def form_on(page: views.WorksheetPage, at_hand: EditionAtHand) -> Form:
    """Return what the controls of a worksheet are called."""
    settings = at_hand.handbook.settings
    return form_of(page.worksheet, (settings.id, settings.title.plain), at_hand.say)


def pdf_page(page: views.PrintPage, form: Form | None, edition: Bound, bindery: Bindery) -> PdfPage:
    """Return a print as it is drawn for a PDF."""
    at_hand = edition.at_hand
    shown = _without_screen(page, bindery)
    pieces = tuple(replace(one, page=_without_screen(one.page, bindery)) for one in page.pieces)
    return PdfPage(
        address=address_of(page, at_hand),
        page=replace(shown, pieces=pieces),
        paper=page.paper or at_hand.handbook.settings.paper,
        form=form,
        pictures=tuple(_pictures(page, edition, bindery)),
    )


def address_of(page: views.PrintPage, at_hand: EditionAtHand) -> SitePath:
    """Return where the PDF of a print lies."""
    if page.kind == "handbook":
        return at_hand.base + handbook_pdf_address(at_hand.handbook.edition.id)
    return at_hand.base + pdf_address(page.address.removeprefix(at_hand.base))


def pdf_target(view: PdfPage, bindery: Bindery) -> Target:
    """Return the PDF as a file to be made."""
    assets = {one.path: partial(read_asset, one) for one in bindery.theme.assets}
    files: Files = {**assets, **{path: bindery.copies[path][1] for path, _ in view.pictures}}
    styles = tuple((one.path, one.digest) for one in bindery.theme.assets if not one.path.endswith(".js"))
    tools = {
        **print_tools(bindery.theme, view.page),
        "styles": fingerprint(styles),
        "weasyprint": fingerprint(libraries()),
        "guidegen": bindery.mark,
    }
    return Target(view.address, view, partial(_draw, bindery=bindery, files=files), tools)


def _draw(view: PdfPage, bindery: Bindery, files: Files) -> bytes | Flawed | Problem:
    html = draw_print(bindery.theme, view.page, "form" if view.form else "pdf")
    if isinstance(html, Problem):
        return html
    return bindery.press.draw(html, view.address, files, view.paper, view.form)


def _without_screen(page: Any, bindery: Bindery) -> Any:
    """Return a page without what no paper shows of it: the same for the same page."""
    kept = bindery.on_paper.get(id(page))
    if kept is None:
        names = {one.name for one in fields(page)}
        changed = {name: value for name, value in _OF_THE_SCREEN.items() if name in names}
        kept = bindery.on_paper[id(page)] = page, replace(page, **changed)
    return kept[1]


def _pictures(page: views.PrintPage, edition: Bound, bindery: Bindery) -> Iterator[tuple[SitePath, Hash]]:
    named = {page.imprint.logo}
    for piece in page.pieces:
        made = edition.pages.get(piece.page.address)
        assets = made.made().assets if made else ()
        named |= {asset_address(one, edition.at_hand.handbook) for one in assets}
    for path in sorted(named & bindery.copies.keys()):
        yield path, bindery.copies[path][0]
