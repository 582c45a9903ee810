"""What the preview shows where the handbook has nothing to show, and what it brings along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from typing import Final, TypeAlias

from guidegen.cli.preview.asked import OURS
from guidegen.model.url import SitePath

HTML: Final = "text/html; charset=utf-8"
JSON: Final = "application/json; charset=utf-8"

_MEDIA: Final = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)

_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="/{ours}preview.css">
<script src="/{ours}idiomorph.js" defer></script>
<script src="/{ours}preview.js" defer data-source="" data-editor="" data-edition=""></script>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{words}</p>
</main>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that the preview brings along."""

    content: bytes
    media: str


Assets: TypeAlias = Mapping[SitePath, Asset]
"""The scripts and styles of the preview, by their address."""


def assets() -> Assets:
    """Read the scripts and styles of the preview."""
    folder = files(__package__) / "assets"
    return {
        OURS + one.name: Asset(one.read_bytes(), media)
        for one in folder.iterdir()
        if (media := _MEDIA.get(one.name[one.name.rfind(".") :]))
    }


def no_handbook_yet() -> bytes:
    """Return the page that stands in for every other while there is no handbook to show."""
    return _page(
        "There is no page yet",
        "The handbook cannot be read. What is wrong is listed here and in the terminal; "
        "this page gives way to the handbook once it is mended.",
    )


def not_drawn_yet() -> bytes:
    """Return the page that stands in for one that could not be drawn even once."""
    return _page(
        "This page cannot be drawn yet",
        "What is wrong is listed here and in the terminal; the page appears once it is mended.",
    )


def not_found() -> bytes:
    """Return the page for an address that leads nowhere in a handbook without a page for that."""
    return _page("There is no page here", "The link that led here may be old, or the page has moved.")


def broken() -> bytes:
    """Return the page for what guidegen fails to draw."""
    return _page("This page cannot be drawn", "This is a mistake in guidegen: the terminal has a report.")


def _page(title: str, words: str) -> bytes:
    return _PAGE.format(policy=escape(_POLICY), title=escape(title), words=escape(words), ours=OURS).encode()
