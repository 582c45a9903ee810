"""Markdown in the fields of YAML files."""

from __future__ import annotations

import pytest

from guidegen.model.problem import Place
from guidegen.model.prose import NO_TEXT, Link, Picture, parts_within
from guidegen.reading.markdown import inline, paragraphs

PLACE = Place("content/worksheets/log.yml", 3, 8, "title: x")


def test_text_without_marks_is_taken_as_it_is():
    text = inline('Ask "why" & listen', PLACE)
    assert inline("Be kind - always: yes.", PLACE).parts == ("Be kind - always: yes.",)
    assert (text.plain, text.parts) == ('Ask "why" & listen', ('Ask "why" &amp; listen',))
    assert inline("", PLACE) == NO_TEXT


def test_marks_in_a_line():
    text = inline("Be *kind* and `x < y`, **always**\nreally", PLACE)
    assert text.plain == "Be kind and x < y, always really"
    assert text.parts == ("Be <em>kind</em> and <code>x &lt; y</code>, <strong>always</strong>\nreally",)


def test_links_and_pictures_are_parts_at_the_place_of_the_field():
    text = inline(
        "See [the *log*](worksheet:log) ![a tree](tree.png) https://example.org", PLACE, "worksheets"
    )
    links = [one for one in parts_within(text.parts) if isinstance(one, Link)]
    assert [(one.target, one.base, one.place) for one in links] == [
        ("worksheet:log", "worksheets", PLACE),
        ("https://example.org", "worksheets", PLACE),
    ]
    assert text.plain == "See the log a tree https://example.org"
    assert any(isinstance(one, Picture) for one in text.parts)


@pytest.mark.parametrize("read", [inline, paragraphs])
def test_html_is_shown_as_text(read):
    text = read("Write <b>bold</b> & <script>x</script>", PLACE)
    assert "<b>" not in "".join(text.parts)
    assert "&lt;script&gt;" in "".join(text.parts)
    assert text.plain == "Write <b>bold</b> & <script>x</script>"


def test_a_target_that_runs_something_waits_to_be_followed_and_refused():
    (link,) = inline("[x](javascript:alert(1))", PLACE).parts
    assert (link.target, link.parts) == ("javascript:alert(1)", ("x",))


def test_paragraphs():
    assert paragraphs("One line.", PLACE).parts == ("<p>One line.</p>\n",)
    text = paragraphs("One.\n\n- a\n- [ ] b\n\n::: note\nx {#id}\n:::", PLACE)
    assert "".join(text.parts) == (
        '<p>One.</p>\n<ul>\n<li>a</li>\n<li><span class="box">☐</span> b</li>\n</ul>\n'
        "<p>::: note\nx {#id}\n:::</p>\n"
    )
    assert text.plain == "One. a b ::: note x {#id} :::"


def test_headings_of_a_field_make_no_ids():
    assert paragraphs("# Why *not*\n\nx", PLACE).parts == (
        "<p><strong>Why <em>not</em></strong></p>\n<p>x</p>\n",
    )


def test_html_blocks_of_a_field_are_text():
    assert paragraphs("<div>\nx\n</div>", PLACE).parts == ("<p>&lt;div&gt;\nx\n&lt;/div&gt;</p>\n",)


def test_no_text_at_all():
    assert paragraphs("", PLACE) == NO_TEXT
    assert paragraphs("\n\n", PLACE) == NO_TEXT
    assert not paragraphs("[x]: y\n", PLACE)
