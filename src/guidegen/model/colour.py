"""Colours, and how well one is read on another.

What is shown is eight bits each of red, green and blue, written ``#1f6f5c``; contrast is measured on that.
To move a colour it is taken apart as OKLCH, in which two colours of one lightness look equally light whatever
their hue, so that a colour that is made darker can still be recognized.

The numbers are those of the CSS Color Module Level 4; contrast is that of WCAG 2.2.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

Shown: TypeAlias = str
"""A colour as it is shown: ``#`` and six hexadecimal digits in small letters."""

_Three: TypeAlias = tuple[float, float, float]
_Matrix: TypeAlias = tuple[_Three, _Three, _Three]

WHITE: Final[Shown] = "#ffffff"
BLACK: Final[Shown] = "#000000"

_HEX: Final = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")
_GREY: Final = 0.005
"""A chroma below this has no hue that anybody sees."""

_STEP: Final = 1 / 256

_TO_CONES: Final[_Matrix] = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB: Final[_Matrix] = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_FROM_LAB: Final[_Matrix] = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_FROM_CONES: Final[_Matrix] = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)


@dataclass(frozen=True, slots=True)
class Oklch:
    """A colour by how it looks."""

    lightness: float
    """From 0, black, to 1, white."""

    chroma: float
    """0 is grey; what a screen can show ends between 0.1 and 0.33."""

    hue: float
    """In degrees; of no meaning where the colour is grey."""

    @property
    def is_grey(self) -> bool:
        return self.chroma < _GREY


def read_colour(written: str) -> Shown:
    """Return a colour written as ``#1f6f5c`` or ``#168``.

    Raises:
        ValueError: where it is neither.
    """
    small = written.strip().lower()
    if not _HEX.fullmatch(small):
        raise ValueError(f"{written!r} is not a colour such as #1f6f5c")
    return small if len(small) == 7 else "#" + "".join(2 * one for one in small[1:])


def taken_apart(shown: Shown) -> Oklch:
    """Return a colour by how it looks."""
    cones = _times(_TO_CONES, _linear(shown))
    lightness, a, b = _times(_TO_LAB, _each(math.cbrt, cones))
    return Oklch(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def shown(colour: Oklch) -> Shown:
    """Return a colour as a screen shows it: with as much of its chroma as there is at this lightness."""
    lightness = min(max(colour.lightness, 0.0), 1.0)
    most, least = colour.chroma, 0.0
    found = _light(replace(colour, lightness=lightness))
    if not _is_shown(found):
        while most - least > 0.0005:
            middle = (most + least) / 2
            if _is_shown(_light(Oklch(lightness, middle, colour.hue))):
                least = middle
            else:
                most = middle
        found = _light(Oklch(lightness, least, colour.hue))
    return "#" + "".join(f"{round(255 * _curved(min(max(one, 0.0), 1.0))):02x}" for one in found)


def contrast(one: Shown, other: Shown) -> float:
    """Return the contrast of two colours by WCAG 2.2: from 1, the same, to 21, black on white."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(of: Shown) -> float:
    """Return the relative luminance of a colour by WCAG 2.2, from 0 to 1."""
    red, green, blue = _linear(of)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def readable(colour: Shown, on: tuple[Shown, ...], least: float) -> Shown:
    """Return the nearest colour of the same hue that has at least this contrast with each of some others.

    It becomes lighter where it is lighter than they are, else darker, and ends as white or black.  Where that
    has too little contrast with one of them, no colour of this hue on this side of them has enough.
    """
    if all(contrast(colour, one) >= least for one in on):
        return colour
    is_lighter = luminance(colour) > max(map(luminance, on))
    looks, step = taken_apart(colour), _STEP if is_lighter else -_STEP
    while 0 < looks.lightness < 1:
        looks = replace(looks, lightness=min(max(looks.lightness + step, 0.0), 1.0))
        nearer = shown(looks)
        if all(contrast(nearer, one) >= least for one in on):
            return nearer
    return WHITE if is_lighter else BLACK


def _linear(of: Shown) -> _Three:
    red, green, blue = (int(of[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _each(_straight, (red, green, blue))


def _straight(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else math.pow((value + 0.055) / 1.055, 2.4)


def _curved(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else 1.055 * math.pow(value, 1 / 2.4) - 0.055


def _light(colour: Oklch) -> _Three:
    """Return red, green and blue as amounts of light, outside 0 to 1 where no screen shows the colour."""
    angle = math.radians(colour.hue)
    a, b = colour.chroma * math.cos(angle), colour.chroma * math.sin(angle)
    cones = _times(_FROM_LAB, (colour.lightness, a, b))
    return _times(_FROM_CONES, _each(lambda one: one**3, cones))


def _is_shown(light: _Three) -> bool:
    return all(-0.0001 <= one <= 1.0001 for one in light)


def _times(matrix: _Matrix, by: _Three) -> _Three:
    first, second, third = (sum(a * b for a, b in zip(row, by, strict=True)) for row in matrix)
    return first, second, third


def _each(function: Callable[[float], float], of: _Three) -> _Three:
    first, second, third = (function(one) for one in of)
    return first, second, third
