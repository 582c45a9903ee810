"""Words of the glossary in running text: what counts as one, and what does not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidegen.model.handbook import Term
from guidegen.model.problem import Place
from guidegen.model.prose import NO_TEXT, Text
from guidegen.shaping.terms import Terms, clashes, found_in, terms_of


def term(name: str, *aliases: str, mark: bool = True, audience: tuple[str, ...] = (), line: int = 1) -> Term:
    place = Place("content/glossary.yml", line)
    return Term(name, Text(name, (name,)), NO_TEXT, place, aliases=aliases, audience=audience, mark=mark)


def named(*names: str, language: str = "en") -> Terms:
    return terms_of((term(one) for one in names), language)


def said(text: str, terms: Terms) -> list[tuple[str, str]]:
    """Return what is found in a text: as it stands there, and the id of what it is."""
    return [(text[one.start : one.end], one.term.id) for one in found_in(text, terms)]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("mentor", "Mentors ask. A mentor’s task; MENTOR.", ["Mentors", "mentor", "MENTOR"]),
        ("mentor", "Mentorship is mentoring.", []),
        ("mentor", "Write to mentor@example.org or mentor.example.org.", []),
        ("mentor", "Ask the mentor. Or a peer-mentor/coach.", ["mentor", "mentor"]),
        ("mid-point review", "The mid point\nreviews", ["mid point\nreviews"]),
        ("mid-point review", "Mid\u2011point review", ["Mid\u2011point review"]),
        ("mid-point review", "The mid. Point review, midpoint review", []),
        ("Program office", "our program office", ["program office"]),
        ("policy", "Policies and policys", ["Policies"]),
        ("match", "two matches", ["matches"]),
        ("key", "the keys", ["keys"]),
        ("boss", "bosses", ["bosses"]),
        ("new", "The news is new.", ["new"]),
        ("GROW", "People grow by GROW, not by Grow.", ["GROW"]),
        ("IDP", "All IDPs, no idps", ["IDPs"]),
        ("Q&A", "A Q&amp;A, a Q&amp;B", ["Q&amp;A"]),
        ("devil's advocate", "a devil’s advocate", ["devil’s advocate"]),
        ("devil’s advocate", "a devil's advocate", ["devil's advocate"]),
        ("re\u0301sume\u0301", "A résumé, a résum, résumé\u0323", ["résumé"]),
        ("导师", "每位导师都会提问", ["导师"]),
        ("メンター", "メンターはメンターシップを", ["メンター"]),
        ("C++", "C++ and C, in C++.", ["C++", "C++"]),
        ("C", "C++, C# and C", ["C"]),
        ("e.g.", "e.g. this, e.g that", ["e.g."]),
        ("…", "No… words", []),
    ],
)  # fmt: skip
def test_a_name_is_found_as_a_whole_word(name: str, text: str, found: list[str]) -> None:
    assert [words for words, _ in said(text, named(name))] == found


def test_the_longest_name_wins_wherever_it_begins() -> None:
    terms = named("exit", "no-fault exit", "no-fault exit talk")
    text = "The exit, a no-fault exit, then a no fault exit talks no."
    assert said(text, terms) == [
        ("exit", "exit"),
        ("no-fault exit", "no-fault exit"),
        ("no fault exit talks", "no-fault exit talk"),
    ]


def test_what_a_longer_name_holds_is_not_found_again_though_the_longer_is_met() -> None:
    terms = named("office", "program office")
    found = found_in("The program office.", terms, {"program office"})
    assert [one.term.id for one in found] == ["program office"]


def test_a_plural_of_one_term_gives_way_to_the_name_of_another() -> None:
    assert said("Many goals.", named("goal", "goals")) == [("goals", "goals")]


def test_plurals_are_those_of_english_alone() -> None:
    assert said("Zwei Mentors, ein Mentor", named("Mentor", language="de")) == [("Mentor", "Mentor")]
    assert said("two mentors", named("mentor", language="en-GB")) == [("mentors", "mentor")]


def test_an_alias_means_its_term_and_what_says_so_is_never_marked() -> None:
    terms = terms_of((term("plan", "IDP", "growth plan"), term("peer", mark=False)), "en")
    assert said("Growth plans: an IDP for each peer", terms) == [("Growth plans", "plan"), ("IDP", "plan")]
    assert set(terms.by_id) == {"plan", "peer"}


WORDS = st.lists(
    st.sampled_from(["goal", "goals", "Mid", "mid-term", "review", "a", "ß", "İ", "&amp;", "目标"])
)


@given(WORDS, st.sets(st.sampled_from(["goal", "mid-term review", "review", "目标", "mid", "a goal"])))
def test_what_is_found_is_what_a_plain_search_finds(words: Sequence[str], names: set[str]) -> None:
    text, terms = " ".join(words), terms_of([term(one) for one in sorted(names)], "de")
    end = 0
    for found in found_in(text, terms):
        assert end <= found.start < found.end <= len(text)
        end = found.end
        plain = text[found.start : found.end].lower().replace(" ", "-")
        assert plain == found.term.id.replace(" ", "-")
    met = {one.term.id for one in found_in(text, terms)}
    for one in names:
        if one not in ("review", "mid") and f" {one} " in f" {text} ":
            assert one in met or any(one in other for other in met)


@given(WORDS)
def test_what_is_met_before_changes_nothing_about_what_is_new(words: Sequence[str]) -> None:
    text, terms = " ".join(words), named("goal", "mid-term review", "review", "mid")
    every = list(found_in(text, terms))
    for known in ({"goal"}, {"review", "goal"}, {"mid"}):
        new = [one for one in found_in(text, terms, known) if one.term.id not in known]
        assert new == [one for one in every if one.term.id not in known]


def test_a_word_that_two_terms_claim_is_told_where_both_may_be_read() -> None:
    exit_, door = term("no-fault exit", "Exit", line=2), term("exit", line=5)
    (told,) = clashes([exit_, door])
    assert (told.slug, told.place.line) == ("term-clash", 5)
    assert told.message == (
        '"exit" is a name of the term "no-fault exit" (line 2) and of "exit": '
        "in a chapter it can mean one only."
    )
    assert list(clashes([exit_, term("exit", mark=False)])) == []
    for_mentors, for_mentees = (term(one, "pair", audience=(one,)) for one in ("mentor", "mentee"))
    assert list(clashes([for_mentors, for_mentees])) == []
    assert list(clashes([term("mean"), term("means")])) == [], "a plural is only what follows"
