"""The stylesheet of colours: whatever brand comes in, everything can be read."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guidegen.model.colour import WHITE, contrast, read_colour, taken_apart
from guidegen.rendering.colours import PAIRS, Scheme, branded, palette
from guidegen.rendering.templates import OURS

CSS = (OURS / "assets" / "colours.css").read_text("utf-8")
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def colours_in(css: str, scheme: Scheme) -> dict[str, str]:
    """Return the colours of a scheme as a browser takes them from a stylesheet."""
    found = dict(palette(css, scheme))
    for name, light, dark in re.findall(r"^  --([\w-]+): light-dark\((#\w+), (#\w+)\);", css, re.MULTILINE):
        found[name] = light if scheme == "light" else dark
    return found | dict(re.findall(r"^  --([\w-]+): (#\w+);", css, re.MULTILINE))


def too_little(css: str) -> list[tuple[object, ...]]:
    """Return each pair of colours that has too little contrast."""
    found = []
    for scheme in SCHEMES:
        colours = colours_in(css, scheme)
        for name, (grounds, least) in PAIRS.items():
            for ground in grounds:
                if contrast(colours[name], colours[ground]) < least:
                    found.append((scheme, name, ground, colours[name], colours[ground]))
    return found


def test_the_colours_of_the_theme_can_be_read() -> None:
    assert too_little(CSS) == []


def test_the_pairs_name_every_colour_that_something_is_written_in() -> None:
    sheets = (one for one in (OURS / "assets").glob("*.css") if one.name != "colours.css")
    written = {
        name
        for sheet in sheets
        for name in re.findall(r"[;{\s]color: var\(--([\w-]+)\)", sheet.read_text("utf-8"))
    }
    # The first is drawn, the second written on white paper, the third one of the others.
    others = {"weave", "cloth", "sign"}
    assert written - PAIRS.keys() - others == set()


@settings(max_examples=150, deadline=None)
@given(COLOURS, COLOURS)
@example("#ffd500", "#00ff00")
@example("#ffffff", "#ffffff")
@example("#000000", "#000000")
@example("#808080", "#7f7f7f")
@example("#0000ff", "#ffff00")
def test_with_any_brand_everything_can_be_read(cloth: str, pen: str) -> None:
    css, adjusted = branded(CSS, cloth, pen)
    assert too_little(css) == []
    light = colours_in(css, "light")
    assert contrast(WHITE, light["cloth-printed"]) >= 4.5
    assert contrast(WHITE, light["pen-printed"]) >= 4.5
    used = {one.name: one.used for one in adjusted}
    assert light["cloth"] == light["cloth-printed"] == used.get("cloth", cloth)
    assert light["pen"] == light["pen-printed"] == used.get("pen", pen)


@settings(max_examples=60, deadline=None)
@given(COLOURS)
def test_with_one_of_the_two_everything_can_be_read_as_well(colour: str) -> None:
    assert too_little(branded(CSS, cloth=colour)[0]) == []
    assert too_little(branded(CSS, pen=colour)[0]) == []


@settings(max_examples=60, deadline=None)
@given(COLOURS, COLOURS)
def test_a_colour_that_is_told_to_be_used_instead_is_used_without_a_word(cloth: str, pen: str) -> None:
    _, adjusted = branded(CSS, cloth, pen)
    instead = {"cloth": cloth, "pen": pen} | {one.name: one.used for one in adjusted}
    again, told = branded(CSS, **instead)
    assert told == ()
    assert again.count(instead["cloth"]) >= 2


def test_a_dark_brand_is_used_as_it_is() -> None:
    css, adjusted = branded(CSS, "#7a1f3d", "#1d4ed8")
    assert adjusted == ()
    assert "  --cloth-printed: #7a1f3d;\n" in css
    assert "  --pen: light-dark(#1d4ed8, " in css


def test_what_was_changed_is_told_with_the_contrast_that_it_would_have_had() -> None:
    (told,) = branded(CSS, "#ffd500")[1]
    assert (told.name, told.given) == ("cloth", "#ffd500")
    assert told.contrast == pytest.approx(contrast("#ffd500", WHITE))
    assert contrast(told.used, WHITE) == pytest.approx(4.5, abs=0.1)
    assert taken_apart(told.used).hue == pytest.approx(taken_apart("#ffd500").hue, abs=3)


def test_without_a_brand_the_stylesheet_stays_as_it_is() -> None:
    assert branded(CSS) == (CSS, ())


def test_what_no_brand_changes_stays_as_it_is() -> None:
    css, _ = branded(CSS, "#7a1f3d", "#1d4ed8")
    kept = {line for line in css.splitlines() if line.startswith(("  --care", "  --stop", "  --marker"))}
    assert len(kept) == 5
    assert kept <= set(CSS.splitlines())
    assert css.partition("@media")[2] == CSS.partition("@media")[2]


def test_a_grey_brand_makes_no_coloured_page() -> None:
    css, _ = branded(CSS, "#333333", "#555555")
    for scheme in SCHEMES:
        colours = colours_in(css, scheme)
        for name in ("cloth", "link", "pen", "tint", "pen-tint", "weave"):
            assert taken_apart(read_colour(colours[name])).is_grey, (scheme, name)
