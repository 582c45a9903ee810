"""Prints: their pieces drawn, bound together, and set on sheets.

A page that stands in several prints is drawn once for them all, as long as few
others come between.
"""

from __future__ import annotations

from typing import Final

from guidegen.model.fingerprint import Fingerprint, fingerprint
from guidegen.model.problem import Problem
from guidegen.model.prose import Html
from guidegen.model.url import folder_form
from guidegen.rendering.binding import bind
from guidegen.rendering.theme import Theme, draw_bound, draw_piece, tools
from guidegen.rendering.views import Binding, Piece, PrintPage

KEPT: Final = 600
"""How many drawn pieces are kept for the next print: twice what the largest print for a browser has."""


def draw_print(theme: Theme, view: PrintPage, manner: Binding = "print") -> bytes | Problem:
    """Return a print as one page, or what is wrong in a template of the project."""
    drawn: list[tuple[Piece, Html]] = []
    for piece in view.pieces:
        html = _piece(theme, piece, manner)
        if isinstance(html, Problem):
            return html
        drawn.append((piece, html))
    base_url = view.canonical.removesuffix(folder_form(view.address))
    bound = bind(tuple(drawn), view.address, manner, view.links, base_url)
    return draw_bound(theme, view.template, view, manner, tuple(zip(view.pieces, bound, strict=True)))


def print_tools(theme: Theme, view: PrintPage) -> dict[str, Fingerprint]:
    """Return what a print depends on beside its view: the templates of its pieces, too."""
    names = {view.template, *(piece.page.template for piece in view.pieces)}
    templates = fingerprint(tuple(theme.prints[name] for name in sorted(names)))
    return {**tools(theme, view.template), "template": templates}


def _piece(theme: Theme, piece: Piece, manner: Binding) -> Html | Problem:
    key = id(piece.page), manner
    if key in theme.pieces:
        return theme.pieces[key][1]
    html = draw_piece(theme, piece.page.template, piece.page, manner)
    if not isinstance(html, Problem):
        if len(theme.pieces) >= KEPT:
            theme.pieces.clear()
        theme.pieces[key] = piece.page, html
    return html
