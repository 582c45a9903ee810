"""The prints of an edition: the whole handbook on one page, and each section.

A print is made of pages that are planned anyway: nothing is filled a second time,
and the same page in several prints is the same object.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Final

from guidegen.building.frame import EditionAtHand, MadePage, Pages, Promise, as_text, frame, promised
from guidegen.model.activity import Activity, Worksheet
from guidegen.model.handbook import Chapter, Section, Term, sections_of
from guidegen.model.program import current_cohorts
from guidegen.model.prose import NO_TEXT, Text
from guidegen.model.url import (
    SitePath,
    cohort_address,
    entity_address,
    handbook_pdf_address,
    list_address,
    own_ids,
    print_address,
)
from guidegen.rendering import views
from guidegen.shaping.prints import handbook_print, section_print
from guidegen.shaping.references import section_reference

UNSEEN: Final = re.compile(r'<span id="[^"]*"></span>|\s')
"""What stands in a body that nobody sees: where its first heading was, which became the title."""


def prints_of(at_hand: EditionAtHand, pages: Pages) -> Iterator[Promise]:
    """Yield the prints that are for a browser."""
    if address := handbook_print(at_hand.directory):
        origin = "the handbook on one page"
        yield promised(address, origin, lambda: MadePage(whole_handbook(at_hand, pages)), at_hand)
    for section in sections_of(at_hand.handbook.root):
        if section is not at_hand.handbook.root and (address := section_print(section, at_hand.directory)):
            make = partial(_section_print, section, at_hand, pages)
            yield promised(address, f"the folder {section.id} on one page", make, at_hand)


def _section_print(section: Section, at_hand: EditionAtHand, pages: Pages) -> MadePage:
    return MadePage(whole_section(section, at_hand, pages))


def whole_handbook(at_hand: EditionAtHand, pages: Pages) -> views.PrintPage:
    """Return all of an edition as one print, however long it is."""
    cover = views.Cover(NO_TEXT, at_hand.imprint.title, _whose(at_hand), None)
    pieces = (*_front(at_hand, pages), *_sections(at_hand.handbook.root, 1, at_hand, pages))
    back = tuple(_back(pieces, at_hand, pages))
    around = frame(at_hand.base + print_address("index.html"), at_hand.imprint.title, NO_TEXT, at_hand)
    pdf = at_hand.base + handbook_pdf_address(at_hand.handbook.edition.id) if at_hand.pdf else ""
    return replace(_print("handbook", cover, (*pieces, *back), around), pdf=pdf)


def whole_section(section: Section, at_hand: EditionAtHand, pages: Pages) -> views.PrintPage:
    """Return a section, with the sections in it, as one print."""
    first = pages[at_hand.base + section.address].view
    cover = views.Cover(at_hand.imprint.title, first.title, _whose(at_hand), None)
    own = _piece(first, "section", 1, at_hand)
    opening = (own,) if _body(first) else ()
    around = frame(at_hand.base + print_address(section.address), first.title, NO_TEXT, at_hand)
    around["trail"] = (*around["trail"], section_reference(section, at_hand.base))
    pieces = (*opening, *_sections(section, 1, at_hand, pages))
    return _print("section", cover, with_words(pieces, at_hand, pages), around)


def with_words(
    pieces: tuple[views.Piece, ...],
    at_hand: EditionAtHand,
    pages: Pages,
    among: Callable[[tuple[Term, ...]], tuple[Term, ...]] = lambda terms: terms,
) -> tuple[views.Piece, ...]:
    """Return the pieces of a print, and behind them what the words of the glossary mean that they say.

    *among* leaves out what the readers of the print may not read.
    """
    used = {one.id for piece in pieces for one in getattr(piece.page, "terms", ())}
    if not used:
        return pieces
    page = pages[at_hand.base + list_address("glossary")].view
    terms = among(tuple(one for one in page.terms if one.id in used))
    if not terms:
        return pieces
    words = as_text(at_hand.say("chapter.words"))
    page = replace(page, title=words, summary=NO_TEXT, body=(), notes=(), terms=terms)
    return (*pieces, _piece(page, "glossary", 1, at_hand))


def _whose(at_hand: EditionAtHand) -> Text:
    """Return for whom an edition is; nothing where it is the only one and has no name of its own."""
    edition = at_hand.handbook.edition
    return edition.label if edition.id else NO_TEXT


def _print(
    kind: Any, cover: views.Cover, pieces: tuple[views.Piece, ...], around: dict[str, Any]
) -> views.PrintPage:
    return views.PrintPage(
        **around,
        kind=kind,
        cover=cover,
        head=None,
        pieces=_with_own_ids(pieces),
        links="footnotes",
        duplex=False,
        paper=None,
        pdf="",
    )


def _with_own_ids(pieces: tuple[views.Piece, ...]) -> tuple[views.Piece, ...]:
    ids = own_ids((one.id, False) for one in pieces)
    return tuple(replace(piece, id=own) for piece, own in zip(pieces, ids, strict=True))


# What is in them


def _front(at_hand: EditionAtHand, pages: Pages) -> Iterator[views.Piece]:
    page = pages[at_hand.home].view
    if _body(page):
        yield replace(_piece(page, "section", 1, at_hand), listed=False)


def _sections(section: Section, depth: int, at_hand: EditionAtHand, pages: Pages) -> Iterator[views.Piece]:
    """Yield what is in a section, in reading order."""
    for child in section.children:
        page = pages[at_hand.base + child.address].view
        if isinstance(child, Chapter):
            yield _piece(page, "chapter", depth, at_hand)
        else:
            yield _piece(page, "section", depth, at_hand)
            yield from _sections(child, depth + 1, at_hand, pages)


def _back(before: tuple[views.Piece, ...], at_hand: EditionAtHand, pages: Pages) -> Iterator[views.Piece]:
    """Yield what stands at the back: programs and their dates, what stands nowhere else, and the words."""
    handbook, base = at_hand.handbook, at_hand.base
    there = {one.page.address for one in before}
    yield from _introduction("programs", there, at_hand, pages)
    programs = tuple(_programs(at_hand, pages))
    yield from programs
    placed = {one for piece in (*before, *programs) for one in _activities_in(piece.page)}
    for name, activities in (("worksheets", handbook.worksheets), ("checklists", handbook.checklists)):
        yield from _introduction(name, there, at_hand, pages)
        for activity in activities:
            kind = _kind(activity)
            if (kind, activity.id) not in placed:
                page = pages[base + entity_address(kind, activity.id)].view
                yield _piece(page, kind, 1, at_hand)
    if handbook.glossary:
        yield _piece(pages[base + list_address("glossary")].view, "glossary", 1, at_hand)


def _introduction(
    name: str, there: set[SitePath], at_hand: EditionAtHand, pages: Pages
) -> Iterator[views.Piece]:
    """Yield the page of a list where an author wrote something on it that is in no section."""
    address = at_hand.base + list_address(name)
    if address in pages and address not in there and _body(pages[address].view):
        yield _piece(pages[address].view, "section", 1, at_hand)


def _programs(at_hand: EditionAtHand, pages: Pages) -> Iterator[views.Piece]:
    for program in at_hand.handbook.programs:
        address = at_hand.base + entity_address("program", program.id)
        yield _piece(pages[address].view, "program", 1, at_hand)
        for cohort in current_cohorts(program):
            page = pages[at_hand.base + cohort_address(program.id, cohort.id)].view
            yield _piece(page, "cohort", 2, at_hand)


def _activities_in(page: Any) -> Iterator[tuple[str, str]]:
    """Yield kind and id of the sheets and lists that stand on a page."""
    folded = page.checklists if isinstance(page, views.ProgramPage) else ()
    for one in (*views.activities_in(_body(page)), *folded):
        yield _kind(one), one.id


def _body(page: Any) -> views.Body:
    """Return what an author wrote on a page; nothing where that is no more than its title."""
    body: views.Body = getattr(page, "body", ())
    return body if any(not isinstance(one, str) or UNSEEN.sub("", one) for one in body) else ()


def _kind(activity: Activity) -> str:
    return "worksheet" if isinstance(activity, Worksheet) else "checklist"


def _piece(page: Any, kind: str, depth: int, at_hand: EditionAtHand) -> views.Piece:
    number = page.number if isinstance(page, views.ChapterPage) else None
    label = at_hand.say("print.chapter", number=number) if number else ""
    place = page.address.removeprefix(at_hand.base).removesuffix("index.html").rstrip("/") or "front"
    # A chapter may be called anything, even as the page around the pieces.
    own = f"{kind}-{place}" if kind in ("chapter", "section") else place
    bare = kind == "section" and not _body(page)
    return views.Piece(page, own.replace("/", "-"), kind, label, depth=depth, bare=bare)
