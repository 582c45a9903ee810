"""Addresses follow files, and a link needs no table to be written."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidegen.model import url


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("index.md", "index.html"),
        ("goals.md", "goals/index.html"),
        ("Goals.md", "goals/index.html"),
        ("01-goals.md", "goals/index.html"),
        ("010-goals.md", "goals/index.html"),
        ("1-on-1s.md", "1-on-1s/index.html"),
        ("30-60-90-plan.md", "30-60-90-plan/index.html"),
        ("01-prepare/README.md", "prepare/index.html"),
        ("01-prepare/02-ask twice.md", "prepare/ask-twice/index.html"),
        ("Über uns/Größe.md", "über-uns/größe/index.html"),
        ("a & b/c_d.md", "a-b/c-d/index.html"),
        ("what?.md", "what/index.html"),
        ("v1.2.md", "v1-2/index.html"),
    ],
)
def test_the_address_of_a_chapter_follows_from_its_path(path: str, address: str) -> None:
    assert url.chapter_address(path) == address


def test_numbers_are_kept_where_the_handbook_says_so() -> None:
    assert url.chapter_address("01-prepare/02-ask.md", keep_numbers=True) == "01-prepare/02-ask/index.html"


@pytest.mark.parametrize(
    ("path", "identity"),
    [
        ("index.md", "index"),
        ("01-prepare/index.md", "prepare"),
        ("01-prepare/02-ask.md", "prepare/ask"),
        ("1-on-1s.md", "1-on-1s"),
    ],
)
def test_the_id_of_a_chapter_is_its_path_without_numbers_and_ending(path: str, identity: str) -> None:
    assert url.chapter_id(path) == identity


@pytest.mark.parametrize(
    ("here", "there", "link"),
    [
        ("index.html", "index.html", "index.html"),
        ("index.html", "goals/index.html", "goals/index.html"),
        ("goals/index.html", "index.html", "../index.html"),
        ("a/b/index.html", "a/c/index.html", "../c/index.html"),
        ("mentee/a/index.html", "assets/x.css", "../../assets/x.css"),
        ("a/index.html", "a/ein größe.pdf", "ein%20gr%C3%B6%C3%9Fe.pdf"),
    ],
)
def test_a_link_goes_the_shortest_way_and_names_the_file(here: str, there: str, link: str) -> None:
    assert url.relative(here, there) == link


def test_a_link_within_a_page_is_only_its_fragment() -> None:
    assert url.relative("a/index.html", "a/index.html", "größe") == "#gr%C3%B6%C3%9Fe"


NAMES = st.text("abcä b#?%&", min_size=1, max_size=5).filter(lambda name: name not in (".", ".."))
PATHS = st.lists(NAMES, min_size=1, max_size=4).map("/".join)


@given(PATHS, PATHS)
def test_every_link_arrives(here: str, there: str) -> None:
    link = url.relative(here, there)
    arrived = posixpath.normpath(posixpath.join(posixpath.dirname(here), unquote(link)))
    assert arrived == posixpath.normpath(there)


@given(st.text(max_size=200))
def test_an_id_made_of_words_is_always_an_id(words: str) -> None:
    made = url.id_slug(words)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)
    assert len(made) <= 64
    assert url.id_slug(words) == made


@pytest.mark.parametrize(
    ("words", "made"),
    [
        ("What did you put off?", "what-did-you-put-off"),
        ("Größe und Maß", "grosse-und-mass"),
        ("  ", "empty"),
        ("目标", "76ee-6807"),
    ],
)
def test_an_id_reads_like_its_words(words: str, made: str) -> None:
    assert url.id_slug(words) == made


@given(st.text(max_size=200))
def test_an_id_that_answers_hang_on_is_always_an_id(words: str) -> None:
    made = url.id_of_words(words)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)
    assert len(made) <= 64


@pytest.mark.parametrize(
    "words", ["Book the room", "Übung und Länge", "What did you put off?", "Don’t wait!"]
)
def test_capitals_accents_and_punctuation_leave_such_an_id_to_its_words(words: str) -> None:
    assert url.id_of_words(words) == url.id_slug(words)
    assert url.id_of_words(words.upper().rstrip("?!")) == url.id_slug(words)


LONG = "Write down three goals for the next months and send them to your "


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The handbook", "The hand\u00adbook"),
        ("The handbook", "\ufeffThe\u200b hand\u2060book\u200e"),
        (LONG + "mentor", LONG + "men\u00adtor"),
        (LONG + "mentor", LONG + "mentor."),
        (LONG + "mentor", LONG.upper().replace(" ", "\u00a0 ") + "MENTOR!"),
        (LONG + "mentor's boss", LONG + "mentor\u2019s boss"),
        (LONG + '"mentor"...', LONG + "\u201cmentor\u201d\u2026"),
        (LONG + "mentor - soon", LONG + "mentor \u2014 soon"),
        (LONG + "fianc\u00e9", LONG + "fiance\u0301"),
        ("Learn C++", "Learn C++."),
        ("\u0412\u0441\u0442\u0440\u0435\u0447\u0430", "\u0432\u0441\u0442\u0440\u0435\u0447\u0430."),
        ("\u4f1a\u3046", "\u4f1a\u3046\u3002"),
        ("Rise by -1", "Rise by \u22121"),
    ],
)
def test_mere_typography_makes_no_other_id(one: str, other: str) -> None:
    assert url.id_of_words(one) == url.id_of_words(other)


@given(st.text(max_size=200))
def test_what_is_not_seen_makes_no_other_id(words: str) -> None:
    broken = "\u200b".join(words)
    assert url.id_of_words(broken) == url.id_of_words(words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Learn C++", "Learn C#"),
        ("Learn C", "Learn C++"),
        ("-1", "1"),
        ("10² people", "102 people"),
        ("1.5 hours", "1-5 hours"),
        ("Maße", "Masse"),
        (LONG + "mentor", LONG + "manager"),
        ("建" * 20, "建" * 21),
        (LONG + "mentor, not now", LONG + "mentor not now"),
        (LONG + "10\u00b2 peers", LONG + "102 peers"),
        (LONG + "5' desk", LONG + '5" desk'),
        (LONG + "1.5 peers", LONG + "1-5 peers"),
        ("???", "!!!"),
        (
            "\U0001f3f4\U000e0065\U000e006e\U000e0067\U000e007f",
            "\U0001f3f4\U000e0073\U000e0063\U000e0074\U000e007f",
        ),
    ],
)
def test_two_sentences_never_share_an_id_that_answers_hang_on(one: str, other: str) -> None:
    assert url.id_of_words(one) != url.id_of_words(other)


@given(st.text(max_size=60))
def test_a_segment_of_an_address_is_safe_on_every_system(name: str) -> None:
    made = url.path_slug(name)
    assert made
    assert not set(made) & set('/\\<>:"|?*\0')
    assert not made.endswith((".", " "))


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("index.html", ""),
        ("goals/index.html", "goals/"),
        ("404.html", "404.html"),
        ("ä/index.html", "%C3%A4/"),
    ],
)
def test_search_engines_are_told_the_folder(path: str, form: str) -> None:
    assert url.folder_form(path) == form
