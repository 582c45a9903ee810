"""What stands under one heading of a chapter, cut out whole."""

from __future__ import annotations

import re

import pytest

from guidegen.model.problem import NOWHERE
from guidegen.model.prose import Heading, Only, Part, Prose
from guidegen.shaping.passages import headings_in, passage_under


def heading(level: int, words: str) -> Heading:
    return Heading(level, words.lower(), (words,), words)


def words_of(body: Prose) -> str:
    return "".join(f"[{one.level} {one.plain}]" if isinstance(one, Heading) else str(one) for one in body)


def cut(identity: str, *body: Part) -> str:
    found = passage_under(identity, body)
    assert found is not None
    return words_of(found.body)


CHAPTER = (
    "<p>Before.</p>",
    heading(2, "Goals"),
    "<p>One.</p>",
    heading(3, "Small"),
    "<p>Two.</p>",
    heading(2, "Means"),
    "<p>Three.</p>",
)


def test_it_reaches_to_the_next_heading_of_its_level() -> None:
    assert cut("goals", *CHAPTER) == "<p>One.</p>[2 Small]<p>Two.</p>"


def test_it_ends_with_its_parent() -> None:
    assert cut("small", *CHAPTER) == "<p>Two.</p>"


def test_the_last_reaches_to_the_end() -> None:
    assert cut("means", *CHAPTER) == "<p>Three.</p>"


def test_a_heading_that_is_not_there_has_nothing() -> None:
    assert passage_under("elsewhere", CHAPTER) is None


def test_headings_below_move_up_with_it_and_never_above_the_second_level() -> None:
    body = (heading(3, "Deep"), heading(4, "Deeper"), heading(5, "Deepest"))
    assert cut("deep", *body) == "[2 Deeper][3 Deepest]"


def test_in_a_step_it_ends_with_the_step() -> None:
    steps = (
        '<div class="steps"><div class="step">',
        heading(2, "Read"),
        "<p>One.</p></div>",
        '<div class="step">',
        heading(2, "Write"),
        "<p>Two.<br></p></div></div>\n<p>After.</p>",
    )
    assert cut("read", *steps) == "<p>One.</p>"
    assert cut("write", *steps) == "<p>Two.<br></p>"


def test_it_ends_before_a_box_in_which_the_next_heading_stands() -> None:
    body = (heading(2, "A"), '<p>One.</p><div class="steps"><p>', heading(2, "B"), "</p></div><p>Two.</p>")
    assert cut("a", *body) == "<p>One.</p>"


def test_what_is_for_some_readers_is_part_of_it() -> None:
    only = Only(("mentor",), (heading(2, "Inner"), "<p>Theirs.</p>"), NOWHERE)
    body = (heading(2, "A"), "<p>One.</p>", only, heading(2, "B"))
    assert cut("inner", *body) == "<p>Theirs.</p>"
    assert cut("a", *body) == "<p>One.</p>"
    assert [one.id for one in headings_in(body)] == ["a", "inner", "b"]


@pytest.mark.parametrize(
    "html",
    [
        '<p title="a > b">x</p>',
        "<p title='</div>'>x</p>",
        "<!-- <div> --><p>x</p>",
        '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>',
        "<P>x<IMG SRC=a.png></P>",
        "<p>1 < 2 &lt; 3</p>",
    ],
)
def test_no_tag_is_misread(html: str) -> None:
    assert cut("a", "<div>", heading(2, "A"), html, "</div><p>After.</p>") == html


def test_whatever_is_cut_is_balanced() -> None:
    pieces = ["<div>", "<p>x</p>", "<ul><li>", "</li></ul>", "</div>"]
    body = (pieces[0], heading(2, "A"), pieces[1], pieces[2], heading(2, "B"), pieces[3], pieces[4])
    for name in ("a", "b"):
        html = cut(name, *body)
        assert len(re.findall(r"<[a-z]", html)) == len(re.findall(r"</", html))
