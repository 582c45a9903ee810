"""Colours: taken apart and put together again, contrast by WCAG, and moved until they can be read."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from guidegen.model.colour import (
    BLACK,
    WHITE,
    Oklch,
    contrast,
    luminance,
    read_colour,
    readable,
    shown,
    taken_apart,
)

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
DARK = st.integers(0, 0x40).map(lambda one: f"#{one:02x}{one:02x}{one:02x}")


@pytest.mark.parametrize(
    ("written", "lightness", "chroma", "hue"),
    [
        ("#ff0000", 0.62796, 0.25768, 29.234),
        ("#00ff00", 0.86644, 0.29483, 142.495),
        ("#0000ff", 0.45201, 0.31321, 264.052),
        ("#663399", 0.44027, 0.16030, 303.373),
    ],
)
def test_a_colour_is_taken_apart_as_css_does(
    written: str, lightness: float, chroma: float, hue: float
) -> None:
    looks = taken_apart(written)
    assert looks.lightness == pytest.approx(lightness, abs=0.0002)
    assert looks.chroma == pytest.approx(chroma, abs=0.0002)
    assert looks.hue == pytest.approx(hue, abs=0.1)


@given(COLOURS)
def test_a_colour_that_is_put_together_again_is_the_same(colour: str) -> None:
    assert shown(taken_apart(colour)) == colour


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (BLACK, WHITE, 21.0),
        ("#777777", WHITE, 4.48),
        ("#767676", WHITE, 4.54),
        ("#ff0000", WHITE, 4.00),
        ("#1f6f5c", "#1f6f5c", 1.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == pytest.approx(expected, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


def test_a_colour_that_no_screen_shows_keeps_its_lightness_and_its_hue() -> None:
    looks = taken_apart(shown(Oklch(0.425, 0.35, 27.0)))
    assert looks.lightness == pytest.approx(0.425, abs=0.01)
    assert looks.hue == pytest.approx(27.0, abs=2)
    assert 0.1 < looks.chroma < 0.2


@pytest.mark.parametrize(("lightness", "end"), [(-0.5, BLACK), (1.5, WHITE)])
def test_what_is_darker_than_black_is_black_and_lighter_than_white_is_white(
    lightness: float, end: str
) -> None:
    assert shown(Oklch(lightness, 0.2, 100.0)) == end


@pytest.mark.parametrize(
    ("written", "read"), [("#1F6F5C", "#1f6f5c"), (" #168 ", "#116688"), ("#fff", "#ffffff")]
)
def test_a_colour_is_written_in_hexadecimal_digits(written: str, read: str) -> None:
    assert read_colour(written) == read


@pytest.mark.parametrize("written", ["teal", "1f6f5c", "#1f6f5", "#12345g", "", "rgb(1, 2, 3)", "#١٢٣"])
def test_anything_else_is_no_colour(written: str) -> None:
    with pytest.raises(ValueError, match="is not a colour"):
        read_colour(written)


@given(COLOURS, st.sampled_from([3.0, 4.5]))
def test_any_colour_becomes_readable_on_white(colour: str, least: float) -> None:
    assert contrast(readable(colour, (WHITE,), least), WHITE) >= least


@given(COLOURS, DARK)
def test_on_a_dark_ground_a_colour_becomes_lighter(colour: str, ground: str) -> None:
    assume(luminance(colour) > luminance(ground))
    lighter = readable(colour, (ground,), 4.5)
    assert contrast(lighter, ground) >= 4.5
    assert luminance(lighter) >= luminance(colour)


@given(COLOURS)
def test_a_colour_that_can_be_read_stays_as_it_is(colour: str) -> None:
    once = readable(colour, (WHITE, "#f3efe6"), 4.5)
    assert readable(once, (WHITE, "#f3efe6"), 4.5) == once


def test_a_colour_is_moved_no_further_than_it_must_be() -> None:
    moved = readable("#e30613", (WHITE, "#f0ebe0"), 4.5)
    assert contrast(moved, "#f0ebe0") == pytest.approx(4.5, abs=0.1)
    assert taken_apart(moved).hue == pytest.approx(taken_apart("#e30613").hue, abs=2)


def test_where_no_colour_is_far_enough_away_it_ends_as_black_or_white() -> None:
    assert readable("#808080", ("#7f7f7f",), 10) == WHITE
    assert readable("#7f7f7f", ("#808080",), 10) == BLACK
