"""What stands under one heading of a chapter, as a text of its own.

It reaches from the heading to the next of its level or above, or to the end of
the element around it: the step of a series, a box.  It is cut between elements,
never through one, so that what is left is whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from guidegen.model.prose import Heading, Only, Part, Prose, Running

_TAG: Final = re.compile(
    r"""<!--.*?-->|<(?P<ends>/?)(?P<name>[a-zA-Z][^\s/>]*)(?:"[^"]*"|'[^']*'|[^'">])*>""", re.DOTALL
)

_VOID: Final = frozenset(
    ("area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading, and what stands under it."""

    heading: Heading
    body: Prose
    """Headings in it stand as far below the title as they stood below the heading."""


def passage_under(identity: str, body: Prose) -> Passage | None:
    """Return what stands under the heading with an id; None where the body has no such heading."""
    pieces = list(_pieces(body))
    begins = next((at for at, (part, _) in enumerate(pieces) if _is_heading(part, identity)), None)
    if begins is None:
        return None
    heading, depth = pieces[begins]
    assert isinstance(heading, Heading)
    inside: list[Part] = []
    whole = 0
    for part, below in pieces[begins + 1 :]:
        if below < depth or (isinstance(part, Heading) and part.level <= heading.level):
            break
        inside.append(_raised(part, heading.level - 1))
        if below == depth:
            whole = len(inside)
    return Passage(heading, tuple(inside[:whole]))


def headings_in(body: Prose) -> tuple[Heading, ...]:
    """Return the headings of a body, in order."""
    return tuple(part for part, _ in _pieces(body) if isinstance(part, Heading))


def _is_heading(part: Part, identity: str) -> bool:
    return isinstance(part, Heading) and part.id == identity


def _raised(part: Part, by: int) -> Part:
    return replace(part, level=max(2, part.level - by)) if isinstance(part, Heading) else part


def _pieces(body: Prose) -> Iterator[tuple[Part, int]]:
    """Yield the parts of a body, literal HTML tag by tag, each with how many elements are open behind it."""
    depth = 0
    for part in _stretches(body):
        if not isinstance(part, str) or isinstance(part, Running):
            yield part, depth
            continue
        read = 0
        for tag in _TAG.finditer(part):
            if read < tag.start():
                yield part[read : tag.start()], depth
            read = tag.end()
            depth += _step(tag)
            yield tag[0], depth
        if read < len(part):
            yield part[read:], depth


def _stretches(body: Prose) -> Iterator[Part]:
    """Yield the parts of a body, running words apart from the HTML around them."""
    for part in _flat(body):
        if not isinstance(part, Running):
            yield part
            continue
        for piece, is_running in part.stretches():
            yield Running(piece, (0, len(piece))) if is_running else piece


def _flat(body: Prose) -> Iterator[Part]:
    for part in body:
        if isinstance(part, Only):
            yield from _flat(part.parts)
        else:
            yield part


def _step(tag: re.Match[str]) -> int:
    """Return how many elements a tag opens: one, none, or one less."""
    if tag["name"] is None or tag["name"].lower() in _VOID or tag[0].endswith("/>"):
        return 0
    return -1 if tag["ends"] else 1
