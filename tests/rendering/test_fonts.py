"""The stylesheets of the theme in the font of a brand."""

from __future__ import annotations

import re

import pytest

from guidegen.model.handbook import BUNDLED_FONTS
from guidegen.rendering.fonts import FAMILIES, in_font
from guidegen.rendering.templates import OURS

SHEETS = {one.name: one.read_text("utf-8") for one in sorted((OURS / "assets").glob("*.css"))}
FACE = re.compile(r"@font-face \{[^}]*\}")


@pytest.mark.parametrize("name", SHEETS)
def test_no_stylesheet_sets_anything_in_the_fonts_of_the_theme_any_more(name: str) -> None:
    css = FACE.sub("", in_font(SHEETS[name], "Brand", "fonts/brand.woff2"))
    assert not re.search('"(Atkinson Next|Literata Heads)', css)
    assert css.count('"Brand') == sum(
        FACE.sub("", SHEETS[name]).count(f'"{one}') for one in FAMILIES.values()
    )


@pytest.mark.parametrize("name", ["layout.css", "print.css"])
def test_the_font_is_declared_where_the_theme_declares_its_own(name: str) -> None:
    css = in_font(SHEETS[name], "Brand", "fonts/brand.woff2", varies=True)
    faces = FACE.findall(css)
    own = len(faces) - len(FACE.findall(SHEETS[name]))
    assert faces[own:] == FACE.findall(SHEETS[name])
    for face in faces[:own]:
        assert 'src: url(fonts/brand.woff2) format("woff2"); font-weight: 100 900;' in face


def test_the_font_is_left_for_the_next_page_where_it_is_late_and_waited_for_in_a_folder() -> None:
    left, waited, *_ = FACE.findall(in_font(SHEETS["layout.css"], "Brand", "fonts/brand.woff2"))
    assert ('"Brand";' in left, "font-display: optional;" in left) == (True, True)
    assert ('"Brand at once";' in waited, "font-display: block;" in waited) == (True, True)
    assert '--text: "Brand at once",' in in_font(SHEETS["layout.css"], "Brand", "fonts/brand.woff2")


def test_a_font_with_one_weight_leaves_bold_letters_to_the_browser() -> None:
    assert "font-weight" not in FACE.findall(in_font(SHEETS["layout.css"], "Brand", "fonts/b.woff2"))[0]


def test_a_font_that_the_theme_has_needs_no_declaration() -> None:
    css = in_font(SHEETS["layout.css"], "Literata Heads")
    assert FACE.findall(css) == FACE.findall(SHEETS["layout.css"])
    assert '--text: "Literata Heads",' in css


def test_both_fonts_of_the_theme_have_a_name() -> None:
    assert tuple(FAMILIES) == BUNDLED_FONTS


def test_the_fonts_of_the_pages_are_under_80_kilobytes_in_all() -> None:
    named = set(re.findall(r"url\((fonts/[^)]+)\)", SHEETS["layout.css"]))
    assert len(named) == 4
    assert sum((OURS / "assets" / one).stat().st_size for one in named) < 80_000
