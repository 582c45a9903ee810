"""The tags of drawn HTML that a print changes, and the ids in it.

A tag is found as a browser finds it: quotes hide ``>``, and in a script, a style
or the text of a field nothing is a tag.  All else is left unread.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final, NamedTuple

TAG: Final = re.compile(
    r"<(?:!--.*?-->"
    r"|/(?P<ended>[a-z][^\s/>]*)[^>]*>"
    r"|(?P<name>[a-z][^\s/>]*)"
    r"""(?P<attributes>(?:[\s/]++|[^\s/>=]++(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>][^\s>]*+)?)?+|=)*+)>)""",
    re.IGNORECASE | re.DOTALL,
)
"""A comment, the end of an element, or its beginning."""

ATTRIBUTE: Final = re.compile(r"""([^\s/>=]+)(?:(\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>][^\s>]*))?""")
"""A name, what stands between, and the value with its quotes."""

NO_TAGS_WITHIN: Final = {
    name: re.compile(rf"</{name}\b", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "xmp")
}
"""Elements in which everything is text, each with what ends it."""

MAY_CHANGE: Final = re.compile(
    r"(?:id|for|name|list|headers|form|target|href|src|poster|loading|aria-[a-z]+)\s*=|url\(", re.IGNORECASE
)
"""What stands in a tag of which an attribute may change."""


class Tag(NamedTuple):
    """The attributes of an element that may change; or the end of a link or a drawing, whole."""

    start: int
    end: int
    name: str
    """In lower case; with a slash before it for an end."""

    attributes: str


def tags_in(html: str) -> tuple[Tag, ...]:
    """Return the tags that may change, and where links and drawings end."""
    found: list[Tag] = []
    place = 0
    while tag := TAG.search(html, place):
        place = tag.end()
        if tag["name"]:
            name = tag["name"].lower()
            if name in NO_TAGS_WITHIN:
                ending = NO_TAGS_WITHIN[name].search(html, place)
                place = ending.start() if ending else len(html)
            if name in ("a", "svg") or MAY_CHANGE.search(tag["attributes"]):
                found.append(Tag(*tag.span("attributes"), name, tag["attributes"]))
        elif tag["ended"] and tag["ended"].lower() in ("a", "svg"):
            found.append(Tag(*tag.span(), f"/{tag['ended'].lower()}", tag[0]))
    return tuple(found)


def stretches_of(html: str, classes: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Return from where to where the elements reach that have one of *classes*, outermost only."""
    named = "|".join(map(re.escape, classes))
    having = re.compile(rf'<([a-z][^\s/>]*)[^<>]*?\sclass="(?:[^"]*\s)?(?:{named})[\s"]', re.IGNORECASE)
    found: list[tuple[int, int]] = []
    place = 0
    while begun := having.search(html, place):
        place = _end_of(begun[1], begun.start(), html)
        found.append((begun.start(), place))
    return tuple(found)


def _end_of(name: str, start: int, html: str) -> int:
    """Return where the element ends that begins at *start*."""
    depth = 0
    same = re.compile(rf"<(/?){re.escape(name)}(?![^\s/>])[^>]*>", re.IGNORECASE)
    for tag in same.finditer(html, start):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.end()
    return len(html)


def ids_in(tags: tuple[Tag, ...]) -> frozenset[str]:
    """Return the ids that elements have."""
    return frozenset(
        value_of(one[3])
        for tag in tags
        if not tag.name.startswith("/")
        for one in ATTRIBUTE.finditer(tag.attributes)
        if one[3] and one[1].lower() == "id"
    )


def value_of(written: str) -> str:
    """Return what an attribute holds, of how it is written there."""
    return unescape(written[1:-1] if written[0] in "\"'" else written)
