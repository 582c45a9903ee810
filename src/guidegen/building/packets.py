"""Packets: what people of one role are handed, bound from the pages that there are anyway.

A packet is bound without dates and again for each cohort that runs or is to
come.  A chapter, a sheet or a list is the page of the edition with only what is
for the role; its number stays that of the edition.  What has no page of its own
is made in `leaves`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import partial
from html import escape
from typing import Any, Final

from guidegen.building.frame import (
    EditionAtHand,
    MadePage,
    Pages,
    Promise,
    as_text,
    frame,
    here_at,
    pdf_beside,
    promised,
)
from guidegen.building.handouts import chapter_at, program_of_packet, role_of_packet
from guidegen.building.leaves import Reader, in_few_words, leaf_for, on_its_days
from guidegen.building.pages import with_body
from guidegen.building.prints import with_words
from guidegen.model.activity import Activity, Checklist, Worksheet
from guidegen.model.cohort import Cohort
from guidegen.model.handbook import Document, Term
from guidegen.model.packet import Packet, PacketItem
from guidegen.model.program import Contact
from guidegen.model.prose import NO_TEXT, Link, Only, Placed, Prose, Shown, Text
from guidegen.model.rebuild import DROP, KEEP, rebuild
from guidegen.model.url import SitePath, id_slug, own_ids, packet_address
from guidegen.rendering import views
from guidegen.rendering.times import titles_of
from guidegen.shaping.directory import activity_named
from guidegen.shaping.edition import Cast, cast_of, what_is_for
from guidegen.shaping.links import fill_body, fill_noun
from guidegen.shaping.packets import cohorts_of
from guidegen.shaping.passages import passage_under
from guidegen.shaping.public import part_for, public_part
from guidegen.shaping.references import cohort_reference

SHEETS: Final = ("worksheet", "checklist", "blank")
"""What is counted through a packet: "sheet 3 of 9"."""

_KINDS: Final = {"timeline": "dates"}
"""What pieces are called that are not called as the entry of the packet."""

_PARTNERS: Final = {"mentee": ("mentor", "packet.my_mentor"), "mentor": ("mentee", "packet.my_mentee")}
"""With whom people of a kind work, and the words for a line with their name."""


@dataclass(frozen=True, slots=True)
class _Bindery:
    """What packets of an edition are bound from."""

    at_hand: EditionAtHand
    pages: Pages
    cast: Cast
    read: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    """Pages as one role reads them beside the other pieces: bound for many cohorts, drawn once."""

    def sheets_for(self, role: str) -> frozenset[tuple[str, str]]:
        """Return the sheets and lists that a role has something of, by kind and id."""
        if (role,) not in self.read:
            theirs = what_is_for(role, self.at_hand.handbook.activities, self.cast)
            self.read[role,] = frozenset((type(one).__name__.lower(), one.id) for one in theirs)
        found: frozenset[tuple[str, str]] = self.read[role,]
        return found

    def what_is_for(self, reader: Reader, terms: tuple[Term, ...]) -> tuple[Term, ...]:
        """Return those of some terms that a role may read."""
        theirs: tuple[Term, ...] = what_is_for(reader.name, terms, self.cast)
        return theirs


def packets_of(at_hand: EditionAtHand, pages: Pages) -> Iterator[Promise]:
    """Yield every packet of an edition as it is bound; *pages* are those of the edition, by address."""
    bindery = _Bindery(at_hand, pages, cast_of(at_hand.everything.handbook.programs))
    for packet in at_hand.handbook.packets:
        dated = {packet_address(packet.id, one.id): one.id for one in cohorts_of(packet, at_hand.handbook)}
        for address, cohort in ({packet_address(packet.id): packet.cohort} | dated).items():
            make = partial(_packet, packet, cohort, address, bindery)
            yield promised(at_hand.base + address, packet.place, make, at_hand)


def _packet(packet: Packet, cohort: str, address: SitePath, bindery: _Bindery) -> MadePage:
    at_hand = bindery.at_hand
    reader = _reader(packet, cohort, at_hand.base + address, bindery)
    found = [(one, page) for one in packet.contents if (page := _page(one, reader, bindery)) is not None]
    pieces = _pieces(found, at_hand)
    cover = _cover(packet, reader, at_hand)
    view = views.PrintPage(
        **frame(reader.address, _title(packet, reader, at_hand), NO_TEXT, at_hand),
        kind="packet",
        cover=cover if packet.cover else None,
        head=None if packet.cover else cover,
        pieces=with_words(pieces, at_hand, bindery.pages, lambda terms: bindery.what_is_for(reader, terms)),
        links=packet.links,
        duplex=packet.duplex,
        paper=packet.paper,
        pdf=pdf_beside(reader.address, at_hand),
    )
    return MadePage(view)


def _reader(packet: Packet, cohort: str, address: SitePath, bindery: _Bindery) -> Reader:
    """Return for whom a packet is bound, and what they are told of its program."""
    at_hand, name = bindery.at_hand, packet.role.id
    asks = any(one.kind == "contacts" for one in packet.contents)
    sheets = frozenset((one.kind, one.what.id) for one in packet.contents if one.what and one.kind in SHEETS)
    program = program_of_packet(packet, at_hand)
    if program is None:
        return Reader(address, name, None, None, None, asks, sheets)
    role = next((one for one in program.roles if name in (one.id, one.kind)), None)
    told = part_for(role, program, at_hand.handbook.edition) if role else program
    kept = what_is_for(name, (told,), bindery.cast)
    if not kept:
        return Reader(address, name, None, None, None, asks, sheets)
    run = next((one for one in kept[0].cohorts if one.id == cohort), None)
    return Reader(address, name, role, kept[0], run, asks, sheets)


# What is on the cover


def _title(packet: Packet, reader: Reader, at_hand: EditionAtHand) -> Text:
    if reader.cohort is None or reader.program is None:
        return packet.title
    cohort = cohort_reference(reader.program, reader.cohort, at_hand.base).title
    return as_text(at_hand.say("packet.of_cohort", packet=packet.title.plain, cohort=cohort.plain))


def _cover(packet: Packet, reader: Reader, at_hand: EditionAtHand) -> views.Cover:
    program, cohort = reader.program, reader.cohort
    cover = views.Cover(
        kind=packet.title,
        title=program.title if program else at_hand.imprint.title,
        role=role_of_packet(packet, at_hand),
        cohort=in_few_words(cohort, program, at_hand) if cohort and program else None,
        lines=_lines(reader, at_hand),
        contacts=_contacts(reader, at_hand),
    )
    finished: views.Cover = fill_noun(cover, *here_at(reader.address, at_hand))
    return finished


def _contacts(reader: Reader, at_hand: EditionAtHand) -> tuple[Contact, ...]:
    """Return whom the people of a role ask first; none where the program does not say."""
    named = [one.id for one in reader.cohort.contacts] if reader.cohort else []
    if reader.role and reader.role.contact:
        named.append(reader.role.contact.id)
    if reader.program and reader.program.owner:
        named.append(reader.program.owner.id)
    known = {one.id: one for one in at_hand.handbook.settings.contacts}
    return tuple(known[one] for one in dict.fromkeys(named) if one in known)


def _lines(reader: Reader, at_hand: EditionAtHand) -> tuple[str, ...]:
    """Return under which words people write who they are, and with whom they work."""
    kind = reader.role.kind if reader.role else reader.name
    belongs = at_hand.say("packet.belongs")
    if kind not in _PARTNERS:
        return (belongs,)
    other, words = _PARTNERS[kind]
    partners = [one for one in reader.program.roles if one.kind == other] if reader.program else []
    label = partners[0].label.plain if len(partners) == 1 else other
    partner = at_hand.say(words) if label.casefold() == other else label
    return belongs, partner, at_hand.say("packet.we_meet")


# What is inside


def _pieces(found: list[tuple[PacketItem, Any]], at_hand: EditionAtHand) -> tuple[views.Piece, ...]:
    """Return the pieces of a packet: several of an entry with copies, sheets counted through."""
    total = sum(item.copies for item, _ in found if item.kind in SHEETS)
    names = own_ids((_id(item), False) for item, _ in found for _ in range(item.copies))
    say, sheet, pieces = at_hand.say, 0, list[views.Piece]()
    for item, page in found:
        first = sheet + 1
        for copy in range(item.copies):
            label, listed_as = _label(item, page, at_hand), ""
            if item.kind in SHEETS:
                sheet += 1
                label = say("packet.sheet_of", number=sheet, total=total)
                last = first + item.copies - 1
                listed_as = say("packet.sheets" if last > first else "packet.sheet", first=first, last=last)
            piece = views.Piece(
                page,
                names[len(pieces)],
                _KINDS.get(item.kind, item.kind),
                label,
                listed_as,
                listed=not copy,
                copies=item.copies if not copy else 1,
            )
            pieces.append(piece)
    return tuple(pieces)


def _id(item: PacketItem) -> str:
    name = item.what.id if item.what else item.name
    parts = (_KINDS.get(item.kind, item.kind), name, item.heading)
    return id_slug("-".join(one for one in parts if one))


def _label(item: PacketItem, page: Any, at_hand: EditionAtHand) -> str:
    if item.kind != "chapter" or item.what is None or item.what.number is None:
        return ""
    key = "packet.from_chapter" if item.heading else "print.chapter"
    return at_hand.say(key, number=item.what.number)


def _page(item: PacketItem, reader: Reader, bindery: _Bindery) -> Any:
    """Return the view of an entry, as people of the role read it; None where nothing of it is for them."""
    if item.what is None:
        view = leaf_for(item, reader, bindery.at_hand)
        return fill_noun(view, *here_at(reader.address, bindery.at_hand)) if view is not None else None
    key = reader.name, reader.sheets, item.what.address, item.heading
    if key not in bindery.read:
        bindery.read[key] = _as_read(item, reader, bindery)
    page = bindery.read[key]
    return _dated(page, reader.cohort, bindery.at_hand) if page is not None and reader.cohort else page


def _as_read(item: PacketItem, reader: Reader, bindery: _Bindery) -> Any:
    assert item.what is not None
    page = bindery.pages[item.what.address].view
    match page:
        case views.WorksheetPage():
            sheets = what_is_for(reader.name, (page.worksheet,), bindery.cast)
            return _with(page, "worksheet", sheets)
        case views.ChecklistPage():
            lists = what_is_for(reader.name, (page.checklist,), bindery.cast)
            return _with(replace(page, titles=_told(page.titles, reader, bindery)), "checklist", lists)
    chapter = _chapter(page, item.heading, reader, bindery)
    return _with_lists(chapter, lambda one: replace(one, titles=_told(one.titles, reader, bindery)))


def _with_lists(page: Any, change: Callable[[views.ChecklistBlock], views.ChecklistBlock]) -> Any:
    """Return a page with every list that stands in a body on it changed; None for no page."""
    parts: views.Body = getattr(page, "body", ())
    if not any(isinstance(one, views.ChecklistBlock) for one in parts):
        return page
    changed = (change(one) if isinstance(one, views.ChecklistBlock) else one for one in parts)
    return replace(page, body=tuple(changed))


def _told(titles: Mapping[str, str], reader: Reader, bindery: _Bindery) -> dict[str, str]:
    """Return those titles of entries of programs that a role may read."""
    edition = bindery.at_hand.handbook.edition
    programs = tuple(public_part(one, edition) for one in bindery.at_hand.handbook.programs)
    theirs = {name for one in what_is_for(reader.name, programs, bindery.cast) for name in titles_of(one)}
    return {name: title for name, title in titles.items() if name in theirs}


def _dated(page: Any, cohort: Cohort, at_hand: EditionAtHand) -> Any:
    """Return a page of a packet with the days of a cohort in its lists."""
    if isinstance(page, views.ChecklistPage):
        return replace(page, checklist=on_its_days(page.checklist, cohort, at_hand))
    return _with_lists(page, lambda one: replace(one, checklist=on_its_days(one.checklist, cohort, at_hand)))


def _with(page: Any, name: str, kept: tuple[Any, ...]) -> Any:
    if not kept:
        return None
    return page if kept[0] is getattr(page, name) else replace(page, **{name: kept[0]})


def _chapter(
    page: views.ChapterPage, heading: str, reader: Reader, bindery: _Bindery
) -> views.ChapterPage | None:
    at_hand = bindery.at_hand
    document = chapter_at(page.address, at_hand).document
    written = document.body
    body = _read_by(reader, written, bindery)
    if heading:
        return _passage(page, heading, body, document, at_hand)
    chapter = _alone(page)
    sheets = tuple(one for one in page.sheets if (one.kind, one.id) in bindery.sheets_for(reader.name))
    if len(sheets) < len(page.sheets):
        chapter = replace(chapter, sheets=sheets)
    return chapter if body is written else with_body(chapter, body, document, at_hand)


def _read_by(reader: Reader, body: Prose, bindery: _Bindery) -> Prose:
    """Return what of a body is for a role, also of the sheets in it; those that are pieces are named only."""

    def theirs(part: Any) -> Any:
        match part:
            case Shown():
                return replace(part, reader=reader.name)
            case Placed():
                sheet = activity_named(part, bindery.at_hand.directory)
            case Worksheet() | Checklist(in_chapter=False):
                sheet = part
            case _:
                return KEEP
        if sheet is None:
            return KEEP
        kind = "worksheet" if isinstance(sheet, Worksheet) else "checklist"
        if (kind, sheet.id) in reader.sheets:
            return _named(kind, sheet)
        kept = what_is_for(reader.name, (sheet,), bindery.cast)
        if not kept:
            return DROP
        return KEEP if kept[0] is sheet else kept[0]

    done: Prose = rebuild(what_is_for(reader.name, body, bindery.cast), theirs)
    return done


def _named(kind: str, sheet: Activity) -> Only:
    """Return a line that leads to a sheet, for the place where it would stand."""
    link = Link(f"{kind}:{sheet.id}", sheet.title.parts, "", sheet.place, "")
    return Only((), ('<p class="elsewhere">', link, "</p>\n"), sheet.place)


def _alone(page: views.ChapterPage) -> views.ChapterPage:
    """Return the first page of a section, or of the handbook, with nothing but its own words."""
    if type(page) is views.ChapterPage:
        return page
    return views.ChapterPage(**{one.name: getattr(page, one.name) for one in fields(views.ChapterPage)})


def _passage(
    page: views.ChapterPage, heading: str, body: Prose, document: Document, at_hand: EditionAtHand
) -> views.ChapterPage | None:
    """Return what stands under a heading as a page of its own, at which links to the heading arrive."""
    found = passage_under(heading, body)
    if found is None:
        return None
    _, _, words = fill_body((found.heading,), *here_at(page.address, at_hand)).headings[0]
    named = f'<span id="{escape(heading)}">{"".join(map(str, words.parts))}</span>'
    chapter = replace(
        _alone(page),
        title=Text(words.plain, (named,)),
        summary=NO_TEXT,
        number=None,
        minutes=0,
        audience=(),
        reviewed=None,
        owner=None,
        prerequisites=(),
        phases=(),
        programs=(),
        sheets=(),
    )
    return with_body(chapter, found.body, document, at_hand)
