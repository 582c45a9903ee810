"""What a chapter says of itself above its text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from guidegen.model.problem import Level
from guidegen.reading import front_matter
from guidegen.reading.front_matter import read_front_matter


def read(text):
    return read_front_matter(text, "content/a/b.md", f"---\n{text}\n---\n", "a")


def test_everything_that_can_be_said():
    front = read(
        "title: Our goals\norder: 3.5\nsummary: How *we* set goals\n"
        "audience: [mentor, coordinator]\nphase: prepare\n"
        "programs: [spring, harbour]\nworksheets: [log]\nminutes: 15\nprerequisites: [chapter:welcome]\n"
        "reviewed: 2026-02-28\nreview_every: 1y\nowner: office\n"
        "aliases: [old/path, older]\ndraft: yes\nlang: pt-BR\n"
        "toc: no\nchapters: no\nx-color: red\nlayout: page"
    )
    meta = front.meta
    assert front.problems == ()
    assert (meta.title, meta.order, meta.minutes) == ("Our goals", 3.5, 15)
    assert meta.summary.parts == ("How <em>we</em> set goals",)
    assert (meta.audience, meta.audience_place.line) == (("mentor", "coordinator"), 5)
    assert [(one.kind, one.id) for one in meta.phases] == [("phase", "prepare")]
    assert [(one.kind, one.id, one.place.column) for one in meta.programs] == [
        ("program", "spring", 12),
        ("program", "harbour", 20),
    ]
    assert [one.id for one in meta.worksheets] == ["log"]
    assert [one.id for one in meta.prerequisites] == ["welcome"]
    assert (meta.reviewed, meta.review_months) == (date(2026, 2, 28), 12)
    assert (meta.owner.kind, meta.owner.id) == ("contact", "office")
    assert meta.aliases == ("old/path", "older")
    assert (meta.draft, meta.language) == (True, "pt-BR")
    assert meta.toc is False
    assert meta.chapters is False
    assert meta.unknown == 1


@pytest.mark.parametrize("key", ["weight", "nav_order", "sidebar_position"])
def test_names_that_other_tools_have_for_the_order(key):
    assert read(f"{key}: 4").meta.order == 4
    assert read(f"{key}: 4\norder: 2").meta.order == 2
    assert read(f"order: 2\n{key}: 4").meta.order == 2


def test_an_audience_may_be_words():
    assert read("audience: mentor, mentee").meta.audience == ("mentor", "mentee")
    assert read("audience: mentor").meta.audience == ("mentor",)


@pytest.mark.parametrize("key", ["audiance", "Audience", "audience_", "roles", "for"])
def test_what_is_nearly_audience_is_an_error(key):
    (problem,) = read(f"{key}: [mentor]").problems
    assert (problem.level, problem.slug) == (Level.ERROR, "unknown-key")
    assert 'Did you mean "audience"?' in problem.message


@pytest.mark.parametrize("value", ["[]", "''", "{mentor: yes}", "[[mentor]]", "['']"])
def test_a_wrong_audience_is_an_error(value):
    (problem,) = read(f"audience: {value}").problems
    assert problem.level is Level.ERROR


def test_a_wrong_value_is_a_soft_warning_at_its_place():
    (problem,) = read("title: Goals\nminutes: ten").problems
    assert (problem.level, problem.soft) == (Level.WARNING, True)
    assert (problem.place.line, problem.place.column, problem.place.width) == (3, 10, 3)


def test_keys_without_a_value_are_not_set():
    front = read("title:\nminutes: \nowner:")
    assert front.problems == ()
    assert front.meta.audience == ()


def test_old_ids():
    front = read("anchors:\n  first-steps: begin\n  '#top': '#start'")
    assert [(old, new) for old, new, _ in front.anchors] == [("first-steps", "begin"), ("top", "start")]


WORDS = some.text("abz AZ09 :#'\"-,.()[]{}&*!|>%@\\ü\t", max_size=12)
KEYS = some.sampled_from(["title", "a-b", "x", "Order"])
BLANKS = some.sampled_from(["", " ", "  "])
LINES = some.builds(lambda key, blank, value: f"{key}:{blank}{value}", KEYS, BLANKS, WORDS)


@given(some.lists(LINES | some.sampled_from(["", "# words", "- a", "  b: c"]), max_size=4))
def test_reading_quickly_says_the_same_as_the_yaml_reader(lines):
    text = "\n".join(lines)
    quickly = front_matter._read_quickly(text, "a.md")
    if quickly:
        slowly, problems = front_matter._read_yaml(text, "a.md", f"---\n{text}\n---\n")
        assert [one.slug for one in problems if one.slug != "empty-value"] == []
        assert [(one.key, one.value) for one in quickly] == [(one.key, one.value) for one in slowly]
        assert [(one.place.line, one.place.column) for one in quickly if one.value] == [
            (one.place.line, one.place.column) for one in slowly if one.value
        ]
