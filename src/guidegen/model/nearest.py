"""The nearest of the known names, for what an author may have meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches
from itertools import islice
from typing import Final

SHOWN: Final = 8
"""How many names a message lists at most."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most like *name*, or none that is like it."""
    folded = {one.casefold(): one for one in known}
    found = get_close_matches(name.casefold(), folded, 1, 0.6)
    return folded[found[0]] if found else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return ``Did you mean "…"?`` for the nearest known name, or nothing."""
    found = nearest(name, known)
    return f'Did you mean "{found}"?' if found else ""


def known_names(known: Collection[str]) -> str:
    """Return ``Known: …`` with the first of the known names, or nothing where there are none."""
    shown = ", ".join(islice(known, SHOWN))
    if not shown:
        return ""
    return f"Known: {shown}, …" if len(known) > SHOWN else f"Known: {shown}."
