"""What the search is given: the words of each page, heading by heading, as a script that holds them.

The words are those of the finished page, so what an edition leaves out cannot be
found in it either.  A part of the handbook is one script, so that an edit makes
one of them again, and a page that is opened from a folder can ask for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any, Final

from guidegen.model.prose import Text
from guidegen.model.rebuild import KEEP, rebuild
from guidegen.model.reference import Reference
from guidegen.model.url import SitePath
from guidegen.rendering.progress import as_value

_REST = r"""(?:[^>"']|"[^"]*"|'[^']*')*>"""
_UNREAD: Final = re.compile(
    rf"<!--.*?-->|<(script|style|svg)\b{_REST}.*?</\1>"
    rf'|<sup class="footnote-call">.*?</sup>|[\u00ad\u200b\u2060\ufeff]',
    re.DOTALL,
)
"""What nobody reads: drawings, the numbers of footnotes, and letters that are not seen."""

_WITHIN: Final = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|button|cite|code|data|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|u"
    rf"|var|wbr)\b{_REST}"
)
"""Tags that may stand within a word; every other parts two."""

_TAG: Final = re.compile(rf"</?[a-zA-Z]{_REST}")
_HEADING: Final = re.compile(r'<h([23]) id="([^"]*)">(.*?)</h\1>', re.DOTALL)
_SENTENCE: Final = re.compile(r".{1,240}?(?:[.!?](?=\s|$)|[\u3002\uff01\uff1f])|.{1,240}(?=\s|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class SectionTold:
    """What stands under one heading."""

    id: str
    """Of the heading; empty for what stands above the first."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class PageTold:
    """A page, or something on one that is looked for by its own name, such as a word of the glossary."""

    address: str
    """Below the folder of the edition, with its fragment where it is on a page."""

    title: str
    where: str
    """What it is, and what it belongs to: "Chapter 3 · Prepare"."""

    about: str
    """Its summary."""

    language: str
    """Where it differs from the handbook's; else empty."""

    sections: tuple[SectionTold, ...]


@dataclass(frozen=True, slots=True)
class SectionsScript:
    """The words of one part of a handbook."""

    address: SitePath
    pages: tuple[PageTold, ...]


def draw_sections(view: SectionsScript) -> bytes:
    """Return the script that holds the words of one part of the handbook."""
    told = [
        {
            "address": page.address,
            "title": page.title,
            "where": page.where,
            "about": page.about,
            **({"lang": page.language} if page.language else {}),
            "sections": [[one.id, one.heading, one.text] for one in page.sections],
        }
        for page in view.pages
    ]
    return f"guidegen.sections({as_value(told)});\n".encode()


def words_of(html: str) -> str:
    """Return what a reader reads of finished HTML, on one line."""
    seen = _WITHIN.sub("", _UNREAD.sub("", html)) if "<" in html or "\u00ad" in html else html
    return " ".join(unescape(_TAG.sub(" ", seen)).split())


def words_in(noun: Any) -> Iterator[str]:
    """Yield the words of every finished text in a noun, without the names of what is written elsewhere."""
    found: list[str] = []

    def hear(one: Any) -> Any:
        if isinstance(one, Text):
            found.append(words_of("".join(map(str, one.parts))))
        return one if isinstance(one, Text | Reference) else KEEP

    rebuild(noun, hear)
    yield from filter(None, found)


def sections_of(blocks: tuple[Any, ...]) -> tuple[SectionTold, ...]:
    """Return what stands above the first heading of a finished body, and under each.

    Only headings of the second and third level count.
    """
    identity = heading = ""
    text: list[str] = []
    found: list[SectionTold] = []
    for block in blocks:
        if not isinstance(block, str):
            text.extend(words_in(block))
            continue
        place = 0
        for each in _HEADING.finditer(block):
            text.append(words_of(block[place : each.start()]))
            found.append(SectionTold(identity, heading, " ".join(filter(None, text))))
            identity, heading, place = unescape(each[2]), words_of(each[3]), each.end()
            text.clear()
        text.append(words_of(block[place:]))
    found.append(SectionTold(identity, heading, " ".join(filter(None, text))))
    return tuple(found)


def first_sentence(text: str) -> str:
    """Return the first sentence of a text, or its first words where that is long."""
    found = _SENTENCE.match(text)
    return found[0] if found else text[:240]
