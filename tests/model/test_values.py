"""What every noun shares: fingerprints, one walk through them, and problems in order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidegen.model.fingerprint import fingerprint
from guidegen.model.nearest import did_you_mean
from guidegen.model.problem import Level, Place, Problem, escaped, problem, settled, warning
from guidegen.model.rebuild import DROP, KEEP, nouns_in, rebuild


@dataclass(frozen=True, slots=True)
class Leaf:
    words: str


@dataclass(frozen=True, slots=True)
class Twig:
    leaves: tuple[Leaf, ...]
    best: Leaf | None = None
    day: date | None = None


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.dates(),
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.text(max_size=3).map(Leaf),
    max_leaves=8,
)


@given(VALUES, VALUES)
def test_two_values_have_one_fingerprint_only_if_they_are_the_same(one: Any, other: Any) -> None:
    assert (fingerprint(one) == fingerprint(other)) == (repr(one) == repr(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [(("a", "b"), ("ab",)), (("a", ("b",)), (("a",), "b")), (1, "1"), (1, True), (None, ""), ("", ())],
)
def test_values_that_read_alike_differ(one: Any, other: Any) -> None:
    assert fingerprint(one) != fingerprint(other)


def test_a_fingerprint_is_the_same_next_year() -> None:
    value = Twig((Leaf("ä"), Leaf("b")), Leaf("c"), date(2027, 3, 1))
    assert fingerprint(value) == "2abdb2ddfa1f96a091b500da220f6ffe"


def test_what_is_no_noun_has_no_fingerprint() -> None:
    for value in ([], {1}, object(), Leaf):
        with pytest.raises(TypeError):
            fingerprint(value)


TWIG = Twig((Leaf("a"), Leaf("b")), Leaf("a"))


def test_a_walk_changes_what_it_is_told_to_and_keeps_the_rest_the_same_object() -> None:
    louder = rebuild(TWIG, lambda noun: Leaf("B") if noun == Leaf("b") else KEEP)
    assert louder == Twig((Leaf("a"), Leaf("B")), Leaf("a"))
    assert louder.leaves[0] is TWIG.leaves[0]
    assert rebuild(TWIG, lambda _: KEEP) is TWIG


def test_what_is_dropped_leaves_its_tuple_and_is_none_in_a_field() -> None:
    assert rebuild(TWIG, lambda noun: DROP if noun == Leaf("a") else KEEP) == Twig((Leaf("b"),), None)


def test_a_walk_meets_every_noun_in_order() -> None:
    assert list(nouns_in(TWIG)) == [TWIG, Leaf("a"), Leaf("b"), Leaf("a")]


HERE = Place("content/a.md", 3, 5)


def test_problems_are_shown_once_sorted_by_place() -> None:
    first = problem("broken-link", "one.", HERE)
    second = problem("type", "two.", replace(HERE, line=2))
    assert settled([first, second, first], {}) == (second, first)


def test_a_warning_can_be_raised_and_silenced_and_an_error_only_mended() -> None:
    soft, hard = problem("broken-link", "x.", HERE), problem("type", "x.", HERE)
    assert settled([soft], {"broken-link": "off"}) == ()
    assert settled([soft], {"broken-link": "error"})[0].level is Level.ERROR
    assert settled([hard], {"type": "off"}) == (hard,)


def test_a_soft_warning_of_a_hard_slug_stays_what_it_is() -> None:
    soft = warning("unknown-key", "x.", HERE)
    assert settled([soft], {"unknown-key": "off"}) == (soft,)
    assert soft.level is Level.WARNING


def test_control_letters_are_shown_and_not_sent() -> None:
    assert escaped("a\x1b[31mb\u202ec") == "a\\u001b[31mb\\u202ec"
    assert problem("type", "bad \x07 bell.", HERE).message == "bad \\u0007 bell."


def test_problems_have_an_order_of_their_own() -> None:
    later: Problem = problem("type", "x.", replace(HERE, column=9))
    assert sorted([later, problem("type", "x.", HERE)])[1] is later


def test_the_nearest_name_is_offered_only_if_it_is_near() -> None:
    assert did_you_mean("kickof", ["kickoff", "midpoint"]) == 'Did you mean "kickoff"?'
    assert did_you_mean("GOALS", ["goals"]) == 'Did you mean "goals"?'
    assert did_you_mean("xyz", ["kickoff"]) == ""
