"""The stylesheet of colours, with the colours of a brand.

`assets/colours.css` of the theme says how each colour follows from two: *cloth*, which the handbook is
printed in, and *pen*, which its reader writes with.  Its formulas are read here, so that they stand in one
place. Where a brand gives one of the two, every colour that follows from it is worked out as a screen shows
it, and moved until it can be read on whatever it is seen on.  The brand's own colour is moved only where
white letters could not be read on it, or it could not be read on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from guidegen.model.colour import WHITE, Oklch, Shown, contrast, readable, shown, taken_apart

Name: TypeAlias = str
"""What a colour is called in the stylesheet, without dashes before it."""

Scheme: TypeAlias = Literal["light", "dark"]
Palette: TypeAlias = Mapping[Name, Shown]
"""The colours of one scheme."""

TEXT: Final = 4.5
CONTROL: Final = 3.0
"""The contrasts of WCAG 2.2 at level AA: 1.4.3 for text, 1.4.11 for the edge of a control and the focus."""

SURFACES: Final = ("desk", "paper", "slip", "tint", "pen-tint", "field")
NOTES: Final = ("care-tint", "stop-tint", "marker")

PAIRS: Final[Mapping[Name, tuple[tuple[Name, ...], float]]] = {
    "on-cloth": (("cloth",), TEXT),
    "on-cloth-faint": (("cloth",), TEXT),
    "ink": ((*SURFACES, *NOTES), TEXT),
    "faint": ((*SURFACES, "care-tint", "stop-tint"), TEXT),
    "edge": (SURFACES, CONTROL),
    "link": ((*SURFACES, "care-tint", "stop-tint"), TEXT),
    "on-link": (("link",), TEXT),
    "pen": (SURFACES, TEXT),
    "on-pen": (("pen",), TEXT),
    "care": (("desk", "paper", "slip", "tint", "care-tint"), TEXT),
    "stop": (("desk", "paper", "slip", "tint", "stop-tint"), TEXT),
    "code-word": (("slip", "tint"), TEXT),
    "code-text": (("slip", "tint"), TEXT),
    "code-name": (("slip", "tint"), TEXT),
    "code-value": (("slip", "tint"), TEXT),
}
"""Each colour that is seen on others, those others, and the contrast that it needs, in the order of moving.

The focus is drawn in *pen*, on the cover in *on-cloth*; both are held to more than it needs.
"""

_BRANDS: Final[Mapping[Name, tuple[Name, ...]]] = {"cloth": (), "pen": SURFACES}
"""What a brand gives, and what it is seen on beside white paper."""

_DECLARED: Final = re.compile(r"^  --([\w-]+):\s*(.+);$", re.MULTILINE)
_VARIABLE: Final = re.compile(r"var\(--([\w-]+)\)")
_SUM: Final = re.compile(r"calc\(([\d.]+) ([+*]) ([\d.]+)\)")
_COLOUR: Final = re.compile(r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)")


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A colour of the brand that cannot be used as it is."""

    name: Name
    given: Shown
    used: Shown
    contrast: float
    """Of the given one, where it was least."""


def palette(css: str, scheme: Scheme) -> Palette:
    """Return the colours of a scheme, by the formulas of a stylesheet of colours."""
    formulas = dict(_DECLARED.findall(_root_of(css)))
    found = {name: _colour(name, formulas, scheme) for name in formulas}
    return {name: shown(one) for name, one in found.items() if one is not None}


def branded(css: str, cloth: Shown = "", pen: Shown = "") -> tuple[str, tuple[Adjusted, ...]]:
    """Return a stylesheet of colours with those of a brand, and which of these had to be changed.

    An empty colour stays the theme's.
    """
    given = {name: colour for name, colour in (("cloth", cloth), ("pen", pen)) if colour}
    if not given:
        return css, ()
    root = _root_of(css)
    ours = dict(_DECLARED.findall(root))
    formulas = ours | {name: value for one, colour in given.items() for name, value in _numbers(one, colour)}
    follows = [name for name in ours if _follows(name, ours, tuple(given))]
    light, dark = (_worked_out(formulas, follows, given, scheme) for scheme in ("light", "dark"))
    used = {name: light[f"{name}-printed"] for name in given}
    values = {name: f"light-dark({light[name]}, {dark[name]})" for name in follows if name in light}
    values |= {f"{name}-printed": colour for name, colour in used.items()}
    values |= {name: formulas[name] for name in formulas if formulas[name] != ours[name]}
    adjusted = tuple(_changes(given, used, light))
    return css.replace(root, _DECLARED.sub(lambda one: _declared(one, values), root), 1), adjusted


def _root_of(css: str) -> str:
    """Return what is declared for every screen, before what holds for some."""
    return css.partition("\n}")[0]


def _declared(found: re.Match[str], values: Mapping[Name, str]) -> str:
    return f"  --{found[1]}: {values[found[1]]};" if found[1] in values else found[0]


def _numbers(name: Name, colour: Shown) -> Iterator[tuple[Name, str]]:
    """Yield the numbers that stand for a colour of the brand; a grey has no hue and leaves the theme's."""
    looks = taken_apart(colour)
    yield f"{name}-chroma", f"{0 if looks.is_grey else looks.chroma:.3f}"
    if not looks.is_grey:
        yield f"{name}-hue", f"{looks.hue:.1f}"


def _follows(name: Name, formulas: Mapping[Name, str], given: tuple[Name, ...]) -> bool:
    """Return whether a colour is worked out from one that the brand gives, or is seen on one."""
    value = formulas[name]
    if "oklch" not in value and "light-dark" not in value:
        return False
    if any(f"--{one}-{part}" in value for one in given for part in ("hue", "chroma", "printed")):
        return True
    return any(f"on-{one}" == name for one in given)


def _worked_out(
    formulas: Mapping[Name, str], follows: list[Name], given: Mapping[Name, Shown], scheme: Scheme
) -> dict[Name, Shown]:
    """Return the colours of a scheme, each moved until it can be read."""
    looks = {name: _colour(name, formulas, scheme) for name in formulas}
    found = {name: shown(_no_brighter(name, one, formulas, given)) for name, one in looks.items() if one}
    for name, colour in given.items() if scheme == "light" else ():
        found[name] = found[f"{name}-printed"] = readable(colour, _grounds(name, found), TEXT)
    for name, (grounds_of, least) in PAIRS.items():
        if name in follows:
            found[name] = readable(found[name], tuple(found[one] for one in grounds_of), least)
    return found


def _no_brighter(
    name: Name, colour: Oklch, formulas: Mapping[Name, str], given: Mapping[Name, Shown]
) -> Oklch:
    """Return a colour with no more chroma than fits a pale brand: the formulas are for a strong one."""
    for one, brand in given.items():
        if f"--{one}-hue" in formulas[name]:
            looks = taken_apart(brand)
            return replace(colour, chroma=min(colour.chroma, 0 if looks.is_grey else 1.5 * looks.chroma))
    return colour


def _colour(name: Name, formulas: Mapping[Name, str], scheme: Scheme) -> Oklch | None:
    """Return the colour that a formula stands for; None where it is a number, or can be seen through."""
    value = formulas[name]
    while "var(" in value:
        value = _VARIABLE.sub(lambda one: formulas[one[1]], value)
    colours = _COLOUR.findall(_SUM.sub(_summed, value))
    if not colours or " / " in value:
        return None
    lightness, chroma, hue = map(float, colours[0] if scheme == "light" else colours[-1])
    return Oklch(lightness, chroma, hue)


def _summed(found: re.Match[str]) -> str:
    one, other = float(found[1]), float(found[3])
    return f"{one + other if found[2] == '+' else one * other:.4f}"


def _changes(given: Mapping[Name, Shown], used: Mapping[Name, Shown], light: Palette) -> Iterator[Adjusted]:
    for name, colour in given.items():
        if used[name] != colour:
            least = min(contrast(colour, one) for one in _grounds(name, light))
            yield Adjusted(name, colour, used[name], least)


def _grounds(name: Name, light: Palette) -> tuple[Shown, ...]:
    return (WHITE, *(light[one] for one in _BRANDS[name]))
