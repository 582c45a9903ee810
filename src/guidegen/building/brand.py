"""The theme in the colours and the font of a handbook.

What comes out is a theme like any other, so whatever takes files of a theme (the site, PDFs, the preview)
has those of the brand.  A stylesheet of colours that the project brings along itself stays as it is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from guidegen.model.fingerprint import fingerprint_of_bytes
from guidegen.model.handbook import BUNDLED_FONTS, Brand, Settings
from guidegen.model.problem import Place, Problem, problem
from guidegen.model.unreadable import unreadable
from guidegen.model.url import SitePath
from guidegen.rendering import views
from guidegen.rendering.colours import Adjusted, branded
from guidegen.rendering.fonts import BRAND, FAMILIES, in_font
from guidegen.rendering.templates import ThemeAsset, is_ours, read_asset
from guidegen.rendering.theme import Theme
from guidegen.rendering.words import direction_of

COLOURS: Final[SitePath] = "assets/colours.css"
FONT: Final[SitePath] = "assets/fonts/brand.woff2"

_UPRIGHT: Final[Mapping[str, SitePath]] = {
    "atkinson": "assets/fonts/atkinson-next.woff2",
    "literata": "assets/fonts/literata-heads.woff2",
}
_SLANTED: Final[Mapping[str, SitePath]] = {
    "atkinson": "assets/fonts/atkinson-next-italic.woff2",
    "literata": "assets/fonts/literata-italic.woff2",
}

_KEYS: Final = {"cloth": "colour", "pen": "accent"}
_SEEN: Final = {
    "cloth": "white letters on it, and it on white paper,",
    "pen": "what readers write, on the colours of the page,",
}
_ICONS: Final = {"svg": "image/svg+xml", "png": "image/png"}
_SHARED: Final = ("png", "jpg", "jpeg", "webp", "gif")
"""The kinds of pictures that are shown beside a link elsewhere."""


def dressed(theme: Theme, settings: Settings, root: Path) -> tuple[Theme, tuple[Problem, ...]]:
    """Return the theme in the brand of a handbook, and a warning for each colour that is used otherwise.

    *root* is the folder of the project.
    """
    assets = {one.path: one for one in theme.assets}
    coloured, told = _coloured(assets[COLOURS], settings.brand)
    assets[COLOURS] = coloured
    try:
        assets |= {one.path: one for one in _in_font(assets.values(), settings.brand, root)}
    except OSError as refusal:
        told = (*told, unreadable(settings.brand.font, refusal))
    return replace(theme, assets=tuple(assets[path] for path in sorted(assets))), told


def _coloured(sheet: ThemeAsset, brand: Brand) -> tuple[ThemeAsset, tuple[Problem, ...]]:
    """Return the stylesheet of colours with those of a brand, unless it is the project's own."""
    if not (brand.colour or brand.accent) or not is_ours(sheet):
        return sheet, ()
    css, adjusted = branded(read_asset(sheet).decode(), brand.colour, brand.accent)
    return _written(sheet, css), tuple(_told(one, brand) for one in adjusted)


def _in_font(assets: Iterable[ThemeAsset], brand: Brand, root: Path) -> Iterator[ThemeAsset]:
    """Yield the font of a brand, and each stylesheet of ours that is different with it."""
    if not brand.font:
        return
    family, file = FAMILIES.get(brand.font, BRAND), ""
    if brand.font not in BUNDLED_FONTS:
        file = "fonts/brand.woff2"
        content = (root / brand.font).read_bytes()
        yield ThemeAsset(FONT, fingerprint_of_bytes(content), root / brand.font, content)
    for one in assets:
        if one.path.endswith(".css") and is_ours(one):
            was = read_asset(one).decode()
            css = in_font(was, family, file, varies=brand.font_varies)
            if css != was:
                yield _written(one, css)


def _written(sheet: ThemeAsset, css: str) -> ThemeAsset:
    content = css.encode()
    return replace(sheet, digest=fingerprint_of_bytes(content), content=content)


def _told(one: Adjusted, brand: Brand) -> Problem:
    place: Place = brand.colour_place if one.name == "cloth" else brand.accent_place
    message = (
        f"brand.{_KEYS[one.name]}: {one.given} is too light: {_SEEN[one.name]} would have a contrast of "
        f"{math.floor(10 * one.contrast) / 10} to 1, and 4.5 is needed; {one.used} is used instead."
    )
    return problem("contrast", message, place, f'Write "{one.used}", or a darker colour.')


def marks_of(settings: Settings) -> Iterator[tuple[SitePath, str]]:
    """Yield where the logos of a handbook lie in its site, and which files of the project they are."""
    if settings.logo:
        yield f"assets/logo.{_kind(settings.logo)}", settings.logo
    if settings.brand.logo_dark:
        yield f"assets/logo-dark.{_kind(settings.brand.logo_dark)}", settings.brand.logo_dark


def imprint_of(settings: Settings) -> views.Imprint:
    """Return what is the same on every page of a handbook."""
    marks = dict(marks_of(settings))
    logo = next((one for one in marks if one.startswith("assets/logo.")), "")
    kind = _kind(logo)
    return views.Imprint(
        title=settings.title,
        id=settings.id,
        organization=settings.organization,
        release=settings.release,
        license=settings.license,
        language=settings.language,
        direction=direction_of(settings.language),
        contacts=settings.contacts,
        logo=logo,
        logo_dark=next((one for one in marks if one.startswith("assets/logo-dark.")), "") if logo else "",
        icon=views.Icon(logo, _ICONS[kind]) if kind in _ICONS else views.EMBLEM,
        shared_picture=settings.base_url + logo if settings.base_url and kind in _SHARED else "",
        remote=settings.remote == "allow",
        fonts=_fonts_of(settings.brand),
        slanted=_SLANTED.get(settings.brand.font or "literata", ""),
    )


def _fonts_of(brand: Brand) -> tuple[SitePath, ...]:
    """Return where the fonts lie in which text and headings are set."""
    return (_UPRIGHT.get(brand.font, FONT),) if brand.font else tuple(_UPRIGHT.values())


def _kind(path: str) -> str:
    return path.rpartition(".")[2].lower()
