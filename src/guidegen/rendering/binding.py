"""Pages bound together: ids that stay apart, and links that lead to where things are in this print.

A print is many pages in one document.  What was an id on its own page takes the
id of its piece before it; a link to a page that is bound in as well leads there,
and where another leads is said beside it, because nobody can follow it on paper.

The drawn HTML is read as tags and written back as it stands, but for the
attributes that name or lead, and what is put behind links.  Nothing in here
knows which pages there are, or how one looks.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape, unescape
from typing import Final
from urllib.parse import quote, unquote

from guidegen.model.activity import Checklist, Worksheet
from guidegen.model.ids import FRAME_IDS, list_id, meaning_id, sheet_id, term_id
from guidegen.model.packet import Addresses
from guidegen.model.prose import Html
from guidegen.model.url import SitePath, entity_address, folder_form, relative
from guidegen.rendering.tags import ATTRIBUTE, Tag, ids_in, stretches_of, tags_in, value_of
from guidegen.rendering.views import Binding, Footnote, GlossaryPage, Piece, activities_in

APART: Final = "--"
"""Between the id of a piece and one of its own; no piece has two dashes in its id."""

REFERRING: Final = frozenset(
    (
        *("for", "list", "headers", "form", "popovertarget"),
        *("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details"),
    )
)
"""Attributes that hold ids of the same page, with spaces between them."""

LEADING: Final = frozenset(("href", "xlink:href", "src", "poster"))
"""Attributes that hold an address."""

CONTROLS: Final = frozenset(("input", "select", "textarea", "button", "fieldset", "output"))
"""Elements whose name tells one group from another."""

PAINT: Final = re.compile(r"""(url\(["']?#)([^)"']+)""")
"""How a drawing names a pattern or an arrow of its own."""

SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)
TOLD: Final = ("http://", "https://", "//", "mailto:")
"""How an address begins that paper says."""

OF_FOOTNOTES: Final = re.compile(r"note--[0-9]+(?:-call(?:-[0-9]+)?)?")
CALL: Final = re.compile(r'<sup class="footnote-call"><a href="#note--([0-9]+)"[^>]*>[0-9]+</a></sup>')
ALONE: Final = re.compile(r"<p>((?:(?!</?p\b).)*)</p>", re.DOTALL)
BLOCK: Final = re.compile(
    r"<(/?)(?:p|div|ul|ol|li|dl|dt|dd|blockquote|pre|figure|figcaption)\b[^>]*>\s*", re.IGNORECASE
)
TERM: Final = re.compile(
    r'<button class="term" type="button" popovertarget="(?P<meaning>[^"]*)">(?P<words>.*?)</button>',
    re.DOTALL,
)
"""A word of the glossary as a page has it; nobody can ask paper."""

SET_ASIDE: Final = "\ufdd3{}\ufdd4"
"""Stands for the call of a footnote while the rest is bound; no source can contain these."""

QUIET: Final = ("screen-only", "facts")
"""Where no address is said: what no paper shows, and what is a word on a page rather than a way on."""

NOTHING: Final[Mapping[str, str]] = {}
ASIDE: Final = re.compile("\ufdd3([0-9]+)\ufdd4")


@dataclass(frozen=True, slots=True)
class Print:
    """The pieces of a print, as links among them need to know them."""

    pieces: tuple[Piece, ...]
    ids: tuple[frozenset[str], ...]
    """For each piece, those that its page carries, without what is put before them."""

    places: Mapping[SitePath, tuple[int, ...]]
    """For each page, which pieces are made of it."""

    standing: Mapping[SitePath, tuple[int, str]]
    """For the page of a sheet or a list that stands within a piece, which piece that is, and its id there."""

    address: SitePath
    manner: Binding
    links: Addresses
    base_url: str

    @property
    def is_file(self) -> bool:
        """Whether it is a PDF, which stands alone."""
        return self.manner in ("pdf", "form")


@dataclass(slots=True)
class Sheet:
    """What comes together while one piece is bound."""

    place: int
    in_a_note: bool = False
    """Whether it is the text of a footnote, put where it is called."""

    out: list[str] = field(default_factory=list)
    told: dict[str, int] = field(default_factory=dict)
    """The addresses that are said in a note, with their numbers."""

    called: dict[str, int] = field(default_factory=dict)
    """The footnotes of its author that are put where they are called, with their numbers."""

    quiet: tuple[tuple[int, int], ...] = ()
    """From where to where nothing is put behind links."""

    waiting: str = ""
    """What stands behind the link that is open."""

    drawings: int = 0
    """How many drawings are open: there, nothing is put behind links."""

    def next_note(self) -> int:
        """Return the number of a new note: those of the author and addresses are counted through."""
        return len(self.told) + len(self.called) + 1


@dataclass(frozen=True, slots=True)
class Way:
    """Where a link leads in the print."""

    href: str
    """Empty where it leads nowhere."""

    place: int | None = None
    """Of the piece that it arrives at."""

    fragment: str = ""
    url: str = ""
    """The whole address of a page that is not in the print; empty where nobody knows it."""


def bind(
    drawn: tuple[tuple[Piece, Html], ...],
    address: SitePath,
    manner: Binding,
    links: Addresses,
    base_url: str,
) -> tuple[Html, ...]:
    """Return the HTML of each piece as it stands in the print at *address*.

    Every id begins with that of its piece, and so does whatever refers to one; the id
    of a piece itself is for the template to write.  A link to a page of the print leads
    to its piece and has the class ``within``, with the label of the piece in
    ``data-where`` where that is another.  A link to another page of the site still
    works on the screen; in a PDF it is absolute, or, without *base_url*, no link.
    Where a link leads that goes elsewhere is said as *links* asks, also to a page of the
    site where *base_url* says where that is.  At the end of a piece addresses have letters,
    because footnotes have numbers; at the foot of a page they are counted through together.
    """
    explained = _explained(drawn)
    drawn = tuple((piece, _without_buttons(piece, html, explained)) for piece, html in drawn)
    pieces = tuple(piece for piece, _ in drawn)
    places: dict[SitePath, tuple[int, ...]] = {}
    for place, piece in enumerate(pieces):
        places[piece.page.address] = (*places.get(piece.page.address, ()), place)
    tags = {html: tags_in(html) for html in {html for _, html in drawn}}
    ids = tuple(ids_in(tags[html]) for _, html in drawn)
    whole = Print(pieces, ids, places, _standing(pieces), address, manner, links, base_url)
    return tuple(_bound(place, html, tags[html], whole) for place, (_, html) in enumerate(drawn))


def _explained(drawn: tuple[tuple[Piece, Html], ...]) -> dict[str, SitePath]:
    """Return where the words are explained that the print has in a glossary, by the ids of their meanings."""
    pages = [piece.page for piece, _ in drawn if isinstance(piece.page, GlossaryPage)]
    return {meaning_id(term): f"{page.address}#{term_id(term)}" for page in pages for term in page.terms}


def _without_buttons(piece: Piece, html: Html, explained: Mapping[str, SitePath]) -> Html:
    """Return HTML in which a word of the glossary is a word, and leads to the glossary of the print."""
    if '<button class="term"' not in html:
        return html

    def word(found: re.Match[str]) -> str:
        page, _, fragment = explained.get(unescape(found["meaning"]), "").partition("#")
        if not page:
            return found["words"]
        href = relative(piece.page.address, page, fragment)
        return f'<a class="term" href="{escape(href)}">{found["words"]}</a>'

    return Html(TERM.sub(word, html))


def _standing(pieces: tuple[Piece, ...]) -> dict[SitePath, tuple[int, str]]:
    found: dict[SitePath, tuple[int, str]] = {}
    for place, page in enumerate(piece.page for piece in pieces):
        for one in (*activities_in(getattr(page, "body", ())), *getattr(page, "checklists", ())):
            if isinstance(one, Worksheet) or (isinstance(one, Checklist) and not one.in_chapter):
                kind, own = (
                    ("worksheet", sheet_id(one))
                    if isinstance(one, Worksheet)
                    else ("checklist", list_id(one))
                )
                edition = page.home.removesuffix("index.html")
                found.setdefault(edition + entity_address(kind, one.id), (place, own))
    return found


def _bound(place: int, html: Html, tags: tuple[Tag, ...], whole: Print) -> Html:
    sheet = Sheet(place)
    if not whole.is_file:
        _write(html, tags, whole, sheet)
        return Html("".join(sheet.out) + _told_at_the_end(sheet))
    if "footnote-call" in html:
        notes = _notes(place, whole)
        html = Html(CALL.sub(lambda call: SET_ASIDE.format(call[1]) if call[1] in notes else call[0], html))
        tags = tags_in(html)
    _write(html, tags, whole, sheet)
    return Html("".join(sheet.out))


def _notes(place: int, whole: Print) -> dict[str, Footnote]:
    return {str(one.number): one for one in getattr(whole.pieces[place].page, "notes", ())}


def _with_footnotes(words: str, whole: Print, sheet: Sheet) -> str:
    """Return what stands between tags, with the footnotes that are called there: again, a number will do."""

    def put_in(call: re.Match[str]) -> str:
        name = call[1]
        if name in sheet.called:
            return _called_again(sheet.called[name])
        number = sheet.called[name] = sheet.next_note()
        text = _in_a_line(_notes(sheet.place, whole)[name], sheet.place, whole)
        return f'<span class="footnote" data-number="{number}">{text}</span>'

    return ASIDE.sub(put_in, words) if "\ufdd3" in words else words


def _called_again(number: int) -> str:
    return f'<sup class="called-again">{number}</sup>'


def _in_a_line(note: Footnote, place: int, whole: Print) -> str:
    """Return the text of a footnote for where it is called: no blocks, no ids, addresses in words."""
    text = TERM.sub(r"\g<words>", note.text.strip())
    alone = ALONE.fullmatch(text)
    sheet = Sheet(place, in_a_note=True)
    line = BLOCK.sub(_as_span, alone[1] if alone else text)
    _write(line, tags_in(line), whole, sheet)
    return "".join(sheet.out)


def _as_span(tag: re.Match[str]) -> str:
    return "</span>" if tag[1] else '<span class="block">'


def _told_at_the_end(sheet: Sheet) -> str:
    if not sheet.told:
        return ""
    lines = "".join(f"<li>{escape(one)}</li>\n" for one in sheet.told)
    return f'<ol class="addresses">\n{lines}</ol>\n'


def _write(html: str, tags: tuple[Tag, ...], whole: Print, sheet: Sheet) -> None:
    """Put *html*, in which *tags* are, into *sheet* as the print has it."""
    sheet.quiet = stretches_of(html, QUIET) if whole.links != "off" else ()
    end = 0
    for tag in tags:
        sheet.out.append(_with_footnotes(html[end : tag.start], whole, sheet))
        if tag.name == "/a":
            sheet.out += (tag.attributes, sheet.waiting)
            sheet.waiting = ""
        elif tag.name == "a":
            sheet.out.append(_link(tag, html[tag.end : html.find("</a", tag.end)], whole, sheet))
        else:
            sheet.drawings += {"svg": 1, "/svg": -1}.get(tag.name, 0)
            sheet.out.append(_attributes(tag, whole, sheet))
        end = tag.end
    sheet.out.append(_with_footnotes(html[end:], whole, sheet))


# Links


def _link(tag: Tag, inside: str, whole: Print, sheet: Sheet) -> str:
    """Return the attributes of a link; what is to stand behind it waits in *sheet*."""
    written = {one[1].lower(): value_of(one[3]) for one in ATTRIBUTE.finditer(tag.attributes) if one[3]}
    href, classes = written.get("href"), written.get("class", "")
    if href is None:
        return _attributes(tag, whole, sheet)
    quiet = "shown" in classes.split() or any(start <= tag.start < end for start, end in sheet.quiet)
    if href.lower().startswith(TOLD):
        told = {} if quiet else _tell(href, inside, whole, sheet)
    else:
        way = _way(href, whole, sheet.place)
        said = _tell(way.url, inside, whole, sheet) if way.url and not quiet else {}
        told = {"href": way.href, **_where(way, whole, sheet), **said}
    if "class" in told:
        told["class"] = f"{classes} {told['class']}".strip()
    return _attributes(tag, whole, sheet, told)


def _where(way: Way, whole: Print, sheet: Sheet) -> dict[str, str]:
    """Return what a link says of where it arrives in the print; footnotes are near enough."""
    if way.place is None or OF_FOOTNOTES.fullmatch(way.fragment):
        return {}
    label = whole.pieces[way.place].label
    elsewhere = label and way.place != sheet.place
    return {"class": "within", "data-where": label} if elsewhere else {"class": "within"}


def _tell(href: str, inside: str, whole: Print, sheet: Sheet) -> dict[str, str]:
    """Say where a link leads that goes elsewhere; what comes back are attributes that it gets for that."""
    shown = href.removeprefix("mailto:").partition("?")[0] if href.startswith("mailto:") else _shown(href)
    if whole.links == "off" or sheet.drawings or shown in unescape(inside):
        return {}
    if sheet.in_a_note:
        sheet.waiting = f" ({escape(shown)})"
    elif whole.links == "inline":
        return {"class": "said", "data-said": shown}
    elif not whole.is_file:
        number = sheet.told.setdefault(shown, sheet.next_note())
        sheet.waiting = f'<sup class="address-call">{_letter(number)}</sup>'
    elif shown in sheet.told:
        sheet.waiting = _called_again(sheet.told[shown])
    else:
        number = sheet.told[shown] = sheet.next_note()
        sheet.waiting = f'<span class="footnote address" data-number="{number}">{escape(shown)}</span>'
    return {}


def _letter(number: int) -> str:
    """Return what stands for a number among letters: a to z, aa, ab and so on, as stylesheets count."""
    before, own = divmod(number - 1, 26)
    return (_letter(before) if before else "") + chr(ord("a") + own)


def _shown(url: str) -> str:
    """Return an address as people read it, without its scheme."""
    return url.partition("//")[2].removesuffix("/") or url


def _way(href: str, whole: Print, place: int) -> Way:
    """Return where a link on the page of a piece leads in the print."""
    own = whole.pieces[place].page.address
    path, _, fragment = href.partition("#")
    path, _, query = path.partition("?")
    if SCHEME.match(href) or not (path or fragment):
        return Way(href)
    page = _resolved(own, path) if path else own
    if arrived := _arrival(page, unquote(fragment), whole, place):
        return arrived
    rest = (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")
    url = whole.base_url + folder_form(page) + rest if whole.base_url else ""
    return Way(url if whole.is_file else _rebased(href, own, page, rest, whole), url=url)


def _arrival(page: SitePath, fragment: str, whole: Print, place: int) -> Way | None:
    """Return the way to a page of the print; within the piece at *place* where that has it."""
    there = whole.places.get(page, ())
    # A chapter comes before stretches of it, and the longest of these stands for it.
    for one in sorted(there, key=lambda one: (one != place, -len(whole.ids[one]))) if there[1:] else there:
        piece = whole.pieces[one]
        if fragment in whole.ids[one]:
            return Way(f"#{quote(_apart(piece) + fragment)}", one, fragment)
        if piece.id and (not fragment or fragment in FRAME_IDS):
            return Way(f"#{quote(piece.id)}", one)
    if page in whole.standing:
        one, own = whole.standing[page]
        name = fragment if fragment in whole.ids[one] else own
        return Way(f"#{quote(_apart(whole.pieces[one]) + name)}", one, name)
    return None


@lru_cache(maxsize=4096)
def _resolved(own: SitePath, path: str) -> SitePath:
    """Return the file that a relative link on a page means."""
    there = posixpath.normpath(posixpath.join(posixpath.dirname(own), unquote(path)))
    if path.endswith(("/", "/.", "/..")) or path in (".", ".."):
        there = posixpath.normpath(f"{there}/index.html")
    return there


def _rebased(href: str, own: SitePath, there: SitePath, rest: str, whole: Print) -> str:
    if posixpath.dirname(own) == posixpath.dirname(whole.address) and not href.startswith("#"):
        return href
    return relative(whole.address, there) + rest


def _apart(piece: Piece) -> str:
    return f"{piece.id}{APART}" if piece.id else ""


# Attributes


def _attributes(tag: Tag, whole: Print, sheet: Sheet, told: Mapping[str, str] = NOTHING) -> str:
    """Return the attributes of a tag as the print has them; *told* are those that are known already."""
    missing = dict(told)

    def changed(attribute: re.Match[str]) -> str:
        if not attribute[3] or not (value := value_of(attribute[3])):
            return attribute[0]
        name = attribute[1].lower()
        new = missing.pop(name) if name in missing else _changed(tag.name, name, value, whole, sheet)
        if new == value:
            return attribute[0]
        return f'{attribute[1]}{attribute[2]}"{escape(new)}"' if new else ""

    written = ATTRIBUTE.sub(changed, tag.attributes)
    return written + "".join(f' {name}="{escape(value)}"' for name, value in missing.items())


def _changed(tag: str, name: str, value: str, whole: Print, sheet: Sheet) -> str:
    """Return what an attribute holds in the print; nothing where it is left out."""
    apart, ids = _apart(whole.pieces[sheet.place]), whole.ids[sheet.place]
    if name == "id":
        return "" if sheet.in_a_note else apart + value
    if name == "name" and tag in CONTROLS:
        return apart + value
    if name in REFERRING and apart:
        return " ".join(apart + one if one in ids else one for one in value.split())
    if name in ("loading", "srcset", "sizes") and tag == "img":
        # What is loaded late may not be there when the print is made, and paper takes the largest.
        return ""
    if name in LEADING:
        return _source(tag, value, whole, sheet.place)
    if "url(" in value:
        return PAINT.sub(lambda found: found[1] + (apart if found[2] in ids else "") + found[2], value)
    return value


def _source(tag: str, value: str, whole: Print, place: int) -> str:
    """Return the way to what an element shows, from the print."""
    if tag in ("a", "area"):
        return _way(value, whole, place).href
    piece = whole.pieces[place]
    path, mark, fragment = value.partition("#")
    if SCHEME.match(value) or not value:
        return value
    if not path:
        known = unquote(fragment) in whole.ids[place]
        return f"#{quote(_apart(piece))}{fragment}" if known else value
    path, asked, query = path.partition("?")
    there = _resolved(piece.page.address, path)
    return _rebased(value, piece.page.address, there, asked + query + mark + fragment, whole)
