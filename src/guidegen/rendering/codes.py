"""QR codes: the address of a page for a camera, as a drawing for paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby

from markupsafe import Markup, escape

QUIET = 4
"""Modules of white that a code needs around it."""


@lru_cache(maxsize=512)
def draw_code(url: str, title: str) -> Markup:
    """Return an address as an SVG in black on white that a camera reads, also where some of it is stained.

    *title* says what it is to those who do not see it.
    """
    # Imported here: most builds draw no code anew.
    import segno

    rows = segno.make(url, error="m", micro=False, boost_error=False).matrix
    side = len(rows) + 2 * QUIET
    dark = "".join(_runs(rows))
    return Markup(
        f'<svg class="qr" role="img" viewBox="0 0 {side} {side}" width="{side}" height="{side}"'
        f' shape-rendering="crispEdges"><title>{escape(title)}</title>'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{dark}"/></svg>'
    )


def _runs(rows: Iterable[bytearray]) -> Iterator[str]:
    """Yield each stretch of dark modules in a row as a rectangle of a path."""
    for y, row in enumerate(rows, QUIET):
        x = QUIET
        for dark, modules in groupby(row):
            width = len(list(modules))
            if dark:
                yield f"M{x} {y}h{width}v1h-{width}z"
            x += width
