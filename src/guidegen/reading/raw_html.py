"""HTML that an author wrote between Markdown.

Under ``html: safe`` a whole stretch of finished prose is cleaned at once, since
``<details>`` may open in one place and close in another; it is not even looked
at where the source has no HTML.  What is taken out is said, by line.

A stretch holds markers where parts stand that are not HTML yet.  A marker is
made of letters that no text contains: they are replaced in every source, and an
author can not write them as references (``&#xFDD0;``) either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final, NamedTuple

import nh3

RAW: Final = "\ufdd2"
"""Stands before HTML that an author wrote."""

MARKER: Final = re.compile("\ufdd0(\\d+)\ufdd1")

RUNNING: Final = "\ufdd5"
RUNNING_ENDS: Final = "\ufdd6"
"""Stand around running words, which are no HTML but are written down as it."""

RUNS: Final = re.compile(f"{RUNNING}([^{RUNNING}{RUNNING_ENDS}]*){RUNNING_ENDS}")

RESERVED: Final = re.compile("[\0\ufdd0-\ufdef]")
"""The letters of markers and their neighbours, which no script uses, and the letter zero."""

_INLINE = (
    "a abbr b bdi bdo br cite code data del dfn em i img ins kbd mark q rp rt ruby s samp small span strong "
    "sub sup time u var wbr"
)
_BLOCK = (
    "address article aside blockquote caption center col colgroup dd details div dl dt figcaption figure "
    "footer h1 h2 h3 h4 h5 h6 header hgroup hr li nav ol p pre section summary table tbody td tfoot th thead "
    "tr ul"
)
_TAGS: Final = frozenset((*_INLINE.split(), *_BLOCK.split()))

_ATTRIBUTES: Final = {
    "*": {"id", "class", "lang", "dir", "title", "role", "aria-label", "aria-hidden"},
    "a": {"href"},
    "abbr": {"title"},
    "blockquote": {"cite"},
    "col": {"span", "width"},
    "colgroup": {"span"},
    "data": {"value"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"start", "reversed", "type"},
    "q": {"cite"},
    "table": {"width"},
    "td": {"colspan", "rowspan", "headers", "width"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr", "width"},
    "time": {"datetime"},
}
_SCHEMES: Final = {"http", "https", "mailto", "tel", "worksheet", "checklist", "program", "chapter", "term"}
_CLOSED: Final = re.compile(
    r"<(?P<close>/?)(?:a|abbr|button|caption|code|dfn|dt|figcaption|h[1-6]|kbd|label|legend|math|option|pre|samp"
    r"|script|select|style|summary|svg|textarea|th|title|var)(?=[\s/>])",
    re.IGNORECASE,
)
"""Elements in which nothing is marked: links, headings, code, what can be clicked or filled in."""

_WITH_CONTENT: Final = {"script", "style", "template", "noscript", "object", "applet"}
"""What is taken out together with what is in it."""

_INSIDE_TAG = r"""(?P<attributes>(?:[^<>"']++|"[^"]{0,2000}"|'[^']{0,2000}'){0,100}+)"""
"""What stands between the name of a tag and its end.  The bounds keep many opened tags from being slow."""

_CLEAN_TAG = re.compile(r"<[^>]*>")
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][\w:-]*)" + _INSIDE_TAG + ">")
_ATTRIBUTE = re.compile(r"""(?P<name>[^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_SILENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_INSIDE_SCRIPT = re.compile(r"(<(script|style)\b[^>]*>).*?(?=</\2\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_NUMBERED_MARKER = re.compile(
    r"&#(?:x0*fdd[0-9a-f]|x0*fde[0-9a-f]|0*649[789]\d|0*650[01]\d);?", re.IGNORECASE
)
_FRAME = re.compile(r"<iframe\b" + _INSIDE_TAG + r">(?:[^<]*</iframe\s*>)?", re.DOTALL | re.IGNORECASE)
_NAMED_ANCHOR = re.compile(r"<a\s+name=", re.IGNORECASE)
_ELEMENT = re.compile(
    r"<!--.*?-->|<(?P<opaque>script|style|textarea|svg)\b.*?</(?P=opaque)\s*>"
    r"|<(?P<close>/?)(?P<name>a|img)(?=[\s>/])" + _INSIDE_TAG + ">",
    re.DOTALL | re.IGNORECASE,
)


class Removed(NamedTuple):
    """Something that cleaning takes out."""

    offset: int
    what: str
    remedy: str


class Element(NamedTuple):
    """A link or a picture in HTML."""

    start: int
    end: int
    name: str
    closes: bool
    attributes: dict[str, str]


def settle(text: str, *, safe: bool) -> str:
    """Return a stretch of prose without the signs before raw HTML, cleaned where *safe* says so."""
    text = _NUMBERED_MARKER.sub("\ufffd", text.replace(RAW, ""))
    if not safe:
        return text
    text = _NAMED_ANCHOR.sub("<a id=", text)
    if "<iframe" in text.lower():
        text = _FRAME.sub(_frame_as_link, text)
    cleaned = nh3.clean(
        text,
        tags=set(_TAGS),
        clean_content_tags=set(_WITH_CONTENT),
        attributes=_ATTRIBUTES,
        url_schemes=set(_SCHEMES),
        link_rel=None,
    )
    is_marked = "\ufdd0" in cleaned or RUNNING in cleaned
    return _CLEAN_TAG.sub(_without_markers, cleaned) if is_marked else cleaned


def closed_by(content: str) -> int:
    """Return how many elements HTML opens, and does not close, in which nothing is to be marked."""
    return sum(-1 if tag["close"] else 1 for tag in _CLOSED.finditer(_SILENT.sub("", content)))


def removed(content: str) -> Iterator[Removed]:
    """Yield what `settle` will take out of HTML as an author wrote it."""
    content = _INSIDE_SCRIPT.sub(lambda found: found[1] + " " * (len(found[0]) - len(found[1])), content)
    content = _SILENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), content)
    for tag in _TAG.finditer(content):
        if tag["close"]:
            continue
        name = tag["name"].lower()
        if name == "iframe":
            yield Removed(tag.start(), "<iframe> is shown as a link", "")
            continue
        if name not in _TAGS:
            yield Removed(tag.start(), f"<{name}> is removed", f"To show it as text, write &lt;{name}&gt;.")
            continue
        for attribute, value in read_attributes(tag["attributes"]).items():
            if attribute.startswith("on") or attribute == "style":
                yield Removed(tag.start(), f"{attribute} on <{name}> is removed", "")
            elif attribute in ("href", "src") and forbidden_scheme(value):
                scheme = forbidden_scheme(value)
                yield Removed(
                    tag.start(), f"{attribute} on <{name}> is removed: it begins with {scheme}:", ""
                )


def elements(text: str) -> Iterator[Element]:
    """Yield the links and pictures of settled HTML, opening and closing tags alike."""
    for found in _ELEMENT.finditer(text):
        if found["name"]:
            attributes = read_attributes(found["attributes"])
            yield Element(found.start(), found.end(), found["name"].lower(), bool(found["close"]), attributes)


def ids_in(text: str) -> Iterator[str]:
    """Yield the ids that a stretch of HTML carries."""
    for tag in _TAG.finditer(text):
        found = read_attributes(tag["attributes"]).get("id", "") if "id" in tag["attributes"] else ""
        if found and not tag["close"]:
            yield found


def read_attributes(text: str) -> dict[str, str]:
    """Return the attributes of a tag, names in lower case, values without quotes and references."""
    return {
        found["name"].lower(): unescape((found[2] or "").strip("\"'")) for found in _ATTRIBUTE.finditer(text)
    }


_CONTROL = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\ufeff]+")
_FORBIDDEN = re.compile(r"(javascript|vbscript|data|file):", re.IGNORECASE)


def forbidden_scheme(target: str) -> str:
    """Return the scheme of a target that no link may have, or nothing; blanks do not hide one."""
    found = _FORBIDDEN.match(_CONTROL.sub("", target))
    return found[1].lower() if found else ""


def _frame_as_link(found: re.Match[str]) -> str:
    attributes = read_attributes(found["attributes"])
    target = attributes.get("src", "")
    if not target or forbidden_scheme(target):
        return ""
    title = attributes.get("title", "") or target
    return f'<p><a href="{_quoted(target)}">{_quoted(title)}</a></p>'


def _quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _without_markers(found: re.Match[str]) -> str:
    tag = MARKER.sub("", found[0]) if "\ufdd0" in found[0] else found[0]
    return tag.replace(RUNNING, "").replace(RUNNING_ENDS, "") if RUNNING in tag else tag
