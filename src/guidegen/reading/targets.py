"""Links, pictures and raw HTML: what other files and the policy on HTML decide.

Every target becomes a part as it is written.  Whether it arrives is for `shaping`
to say; here only those are refused that no page may have.
"""

from __future__ import annotations

import re
from typing import Final

from markdown_it.token import Token

from guidegen.model.problem import Place
from guidegen.model.prose import Link, Picture, Prose
from guidegen.reading import raw_html
from guidegen.reading.manuscript import Manuscript, Pieces, escape, escape_attribute, plain_words
from guidegen.reading.raw_html import RAW

_LEADS_BY_TITLE = re.compile(r"(?:worksheet|checklist|program|chapter|term):")


def prose(pieces: Pieces, sheet: Manuscript) -> Prose:
    """Return a stretch as parts; raw HTML in it is cleaned first."""
    text = "".join(pieces)
    if RAW in text:
        text = _with_elements(raw_html.settle(text, safe=sheet.html == "safe"), sheet)
    return sheet.cut(text)


def draw_link(token: Token, inside: Pieces, sheet: Manuscript, pieces: Pieces) -> None:
    target = str(token.attrs.get("href", ""))
    written = target.removeprefix("mailto:").removeprefix("http://") if token.info else target
    place = sheet.place_of(written)
    # In a field of YAML nothing can be said yet: there the link says it itself, when it is followed.
    if sheet.fixed is None and (scheme := raw_html.forbidden_scheme(target)):
        _refuse_scheme(scheme, place, sheet)
        pieces.extend(inside)
        return
    by_title = token.info == "auto" and _LEADS_BY_TITLE.match(target)
    parts = () if by_title else prose(inside, sheet)
    pieces.append(sheet.mark(Link(target, parts, str(token.attrs.get("title", "")), place, sheet.base)))


def draw_picture(token: Token, sheet: Manuscript, pieces: Pieces) -> None:
    target = str(token.attrs.get("src", ""))
    alt = plain_words(token.children or ())
    place = sheet.place_of(target)
    if scheme := raw_html.forbidden_scheme(target):
        _refuse_scheme(scheme, place, sheet, _SAVE_IT)
        pieces.append(escape(alt))
        return
    if not alt:
        _miss_alt(target, place, sheet)
    pieces.append(sheet.mark(Picture(target, alt, str(token.attrs.get("title", "")), place, sheet.base)))


def _miss_alt(target: str, place: Place, sheet: Manuscript) -> None:
    sheet.complain(
        "alt",
        f'the picture "{target}" has no words for readers who do not see it.',
        place,
        f"Say in a few words what it shows: ![what it shows]({target}).",
    )


_SAVE_IT: Final = (
    "Save the picture in the folder of the handbook, e.g. as images/map.png beside this file, and write"
    " ![what it shows](images/map.png)"
)


def _refuse_scheme(scheme: str, place: Place, sheet: Manuscript, remedy: str = "") -> None:
    why = f"A link with {scheme}: can run or open what the reader did not ask for; link to a page instead."
    message = "only http, https, mailto and tel links are allowed here."
    if remedy:
        message = f'a picture is a file of the handbook, and cannot begin with "{scheme}:".'
    sheet.complain("url-scheme", message, place, remedy or why)


def raw(content: str, sheet: Manuscript, line: int) -> str:
    """Return HTML as the author wrote it, with a sign before it; what cleaning will take out is said."""
    if sheet.html == "escaped":
        return escape(content)
    sheet.closed = max(0, sheet.closed + raw_html.closed_by(content))
    if sheet.html == "safe":
        for one in raw_html.removed(content):
            written = content[one.offset : one.offset + 40].split("\n")[0]
            place = sheet.place_of(written)
            if place.column == 1 and "\n" in content[: one.offset]:
                place = sheet.place(line + content.count("\n", 0, one.offset))
            remedy = f"{one.remedy} Set html: trusted to keep it.".strip()
            sheet.complain("unsafe-html", f"{one.what}.", place, remedy)
    return RAW + content


def _with_elements(text: str, sheet: Manuscript) -> str:
    """Return settled HTML with markers for its links and pictures, which other files decide as well."""
    if "<a" not in text.lower() and "<img" not in text.lower():
        return text
    done = 0
    stack: list[tuple[Pieces, raw_html.Element | None]] = [([], None)]
    for one in raw_html.elements(text):
        pieces = stack[-1][0]
        pieces.append(text[done : one.start])
        done = one.end
        if one.name == "img" and "src" in one.attributes:
            pieces.append(_picture_element(one, sheet))
        elif one.name == "a" and not one.closes and "href" in one.attributes:
            stack.append(([], one))
        elif one.name == "a" and one.closes and len(stack) > 1:
            inside, opening = stack.pop()
            if opening is not None:
                stack[-1][0].append(_link_element(opening, inside, sheet))
        else:
            pieces.append(text[one.start : one.end])
    stack[-1][0].append(text[done:])
    while len(stack) > 1:
        inside, opening = stack.pop()
        if opening is not None:
            stack[-1][0].extend((text[opening.start : opening.end], *inside))
    return "".join(stack[0][0])


def _link_element(element: raw_html.Element, inside: Pieces, sheet: Manuscript) -> str:
    target, title = element.attributes["href"], element.attributes.get("title", "")
    if raw_html.forbidden_scheme(target):
        return "".join(inside)
    name = element.attributes.get("id", "")
    anchor = f'<span id="{escape_attribute(name)}"></span>' if name else ""
    link = Link(target, sheet.cut("".join(inside)), title, _place_anywhere(target, sheet), sheet.base)
    return anchor + sheet.mark(link)


def _picture_element(element: raw_html.Element, sheet: Manuscript) -> str:
    target, alt = element.attributes["src"], element.attributes.get("alt", "")
    place = _place_anywhere(target, sheet)
    if "alt" not in element.attributes:
        _miss_alt(target, place, sheet)
    if raw_html.forbidden_scheme(target):
        return escape(alt)
    return sheet.mark(Picture(target, alt, element.attributes.get("title", ""), place, sheet.base))


def _place_anywhere(target: str, sheet: Manuscript) -> Place:
    """Return where a target of raw HTML is written, in all of the text: a stretch knows no lines."""
    sheet.here, sheet.cursor = (0, len(sheet.starts)), 0
    return sheet.place_of(target)
