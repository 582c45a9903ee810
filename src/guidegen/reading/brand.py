"""`brand` of `guidegen.yml`: logo, colours and font, and whether their files are what they should be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, ClassVar, Final

from guidegen.model.colour import read_colour
from guidegen.model.handbook import BUNDLED_FONTS, Brand, Settings
from guidegen.model.problem import Problem
from guidegen.reading.fonts import font_in
from guidegen.reading.paths import ProjectPath, inside_project, why_missing
from guidegen.reading.schema import Shape
from guidegen.reading.spots import Spot
from guidegen.reading.values import ReadBy, got, got_value, wrong

HEAVY: Final = 80
"""Kilobytes of a font from which on readers on a phone wait for it."""

_EXAMPLE: Final = 'Write red, green and blue in hexadecimal digits, in quotes: "#1f6f5c".'


def _colour(value: Any) -> str:
    if not isinstance(value, str):
        raise wrong("type", f"{{key}} must be a colour in quotes, got {got(value)}.", _EXAMPLE)
    try:
        return read_colour(value)
    except ValueError:
        raise wrong("type", f"{{key}} must be a colour, got {got_value(value)}.", _EXAMPLE) from None


def _font(value: Any) -> str:
    if value in BUNDLED_FONTS:
        return str(value)
    path = inside_project(value)
    if not path.lower().endswith(".woff2"):
        said = f"{{key}} must be a .woff2 file, {' or '.join(BUNDLED_FONTS)}, got {got(value)}."
        raise wrong("type", said, "Other kinds of fonts can be converted to WOFF2.")
    return path


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandShape(Shape):
    noun: ClassVar[str] = "brand"
    example: ClassVar[str] = '{colour: "#1f6f5c"}'

    logo: ProjectPath = ""
    logo_dark: ProjectPath = ""
    colour: Annotated[str, ReadBy(_colour, "colour")] = ""
    accent: Annotated[str, ReadBy(_colour, "colour")] = ""
    font: Annotated[str, ReadBy(_font, "`.woff2` file, `atkinson` or `literata`")] = ""

    def brand(self, spot: Spot) -> Brand:
        return Brand(
            logo=self.logo,
            logo_dark=self.logo_dark,
            colour=self.colour,
            accent=self.accent,
            font=self.font,
            colour_place=spot.place("colour"),
            accent_place=spot.place("accent"),
        )


def checked_files(settings: Settings, spot: Spot, root: Path) -> tuple[Settings, tuple[Problem, ...]]:
    """Return the settings without the files that are not there, and what is wrong with these and the others.

    *root* is the folder of the project.
    """
    organization, brand, problems = settings.organization, settings.brand, list[Problem]()

    def there(path: str, *steps: str) -> str:
        found = why_missing(root, path) if path and path not in BUNDLED_FONTS else None
        if found is not None:
            problems.append(spot.problem(*found, *steps))
        return path if found is None else ""

    if organization:
        organization = replace(organization, logo=there(organization.logo, "org", "logo"))
    brand = replace(
        brand,
        logo=there(brand.logo, "brand", "logo"),
        logo_dark=there(brand.logo_dark, "brand", "logo_dark"),
        font=there(brand.font, "brand", "font"),
    )
    if brand.font and brand.font not in BUNDLED_FONTS:
        brand, told = _with_font(brand, root, spot)
        problems.extend(told)
    return replace(settings, organization=organization, brand=brand), tuple(problems)


def _with_font(brand: Brand, root: Path, spot: Spot) -> tuple[Brand, tuple[Problem, ...]]:
    content = (root / brand.font).read_bytes()
    font = font_in(content)
    if font is None:
        told = spot.problem("font", f"{brand.font} is not a WOFF2 font.", "brand", "font")
        return replace(brand, font=""), (told,)
    return replace(brand, font_varies=font.varies), tuple(_heavy(brand.font, len(content), spot))


def _heavy(path: str, size: int, spot: Spot) -> Iterator[Problem]:
    if size > HEAVY * 1000:
        said = f"{path} has {round(size / 1000)} KB, so on a phone it comes too late for the first page."
        remedy = f"Keep only the letters that you need; {HEAVY} KB are enough for most languages."
        yield spot.problem("heavy-font", said, "brand", "font", remedy=remedy)
