"""The words that the search is given, out of finished HTML."""

from __future__ import annotations

import json

import pytest

from guidegen.model.prose import Html
from guidegen.rendering.search import (
    PageTold,
    SectionsScript,
    SectionTold,
    draw_sections,
    first_sentence,
    sections_of,
    words_of,
)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>Be <em>un</em>believably kind.</p><p>Ask.</p>", "Be unbelievably kind. Ask."),
        ("<ul><li>One</li><li>Two</li></ul>", "One Two"),
        ('<td title="a > b">Five &lt; six &amp; more</td>', "Five < six & more"),
        ('<p>So<sup class="footnote-call"><a href="#n" id="c">1</a></sup>.</p>', "So."),
        ("<p>A <svg><title>sign</title></svg> here<!-- not > there --></p>", "A here"),
        ("Ver\u00adant\u00adwor\u00adtung", "Verantwortung"),
        ("no tag at all", "no tag at all"),
    ],
)
def test_words_are_what_a_reader_reads(html: str, words: str) -> None:
    assert words_of(html) == words


def test_a_body_is_cut_at_its_headings_of_the_second_and_third_level() -> None:
    first = Html('<p>Above.</p>\n<h2 id="one">The <em>first</em></h2>\n<p>Of it.</p>\n<h4 id="x">Deep</h4>')
    second = Html('<h3 id="a&amp;b">Second</h3>\n<p>Last.</p>')
    assert sections_of((first, second)) == (
        SectionTold("", "", "Above."),
        SectionTold("one", "The first", "Of it. Deep"),
        SectionTold("a&b", "Second", "Last."),
    )


def test_a_body_without_headings_is_one_section() -> None:
    assert sections_of(()) == (SectionTold("", "", ""),)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Be kind. Ask again.", "Be kind."),
        ("At 3.30 we meet! Then tea.", "At 3.30 we meet!"),
        ("\u8bbe\u5b9a\u76ee\u6807\u3002\u7136\u540e\u3002", "\u8bbe\u5b9a\u76ee\u6807\u3002"),
        ("without an end", "without an end"),
        ("", ""),
    ],
)
def test_the_first_sentence_ends_where_it_ends(text: str, first: str) -> None:
    assert first_sentence(text) == first


def test_a_sentence_that_never_ends_is_cut_between_words() -> None:
    assert first_sentence("word " * 100).split() == ["word"] * 48


def test_the_script_holds_values_and_cannot_be_ended_by_them() -> None:
    page = PageTold("a/index.html", "A </script> \u2028", "", "", "", (SectionTold("", "", "x"),))
    drawn = draw_sections(SectionsScript("search/sections-a.js", (page,))).decode()
    assert "</" not in drawn
    assert "\u2028" not in drawn
    told = json.loads(drawn.removeprefix("guidegen.sections(").removesuffix(");\n"))
    assert told[0]["title"] == "A </script> \u2028"
    assert told[0]["sections"] == [["", "", "x"]]
    assert "lang" not in told[0]
