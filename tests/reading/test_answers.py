"""Files that readers give back, and files that only look like them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from guidegen.model.answers import DEEPEST, AnswerFile
from guidegen.reading.answers import LARGEST, read_answers

WHY = {"cohort": "-", "activity": "goals", "kind": "sheet", "item": "why", "label": "Why?", "value": "So"}
WHOLE = {
    "guidegen": "answers",
    "format": 1,
    "purpose": "hand-in",
    "handbook": {"id": "harbour", "title": "Harbour"},
    "saved": "2026-11-22T10:00:00.000Z",
    "answers": [WHY],
}


def content(**changed: Any) -> bytes:
    return json.dumps({**WHOLE, **changed}).encode()


def of_answer(**changed: Any) -> bytes:
    return content(answers=[{**WHY, **changed}])


def read(found: bytes) -> AnswerFile:
    file, problems = read_answers(found, "ada.json")
    assert problems == ()
    assert file is not None
    return file


def refusal(found: bytes) -> str:
    file, (one,) = read_answers(found, "ada.json")
    assert file is None
    assert (one.slug, one.place.path) == ("answers-file", "ada.json")
    return one.message


def test_a_file_is_its_answers_and_where_they_are_from() -> None:
    file = read(content(answers=[WHY, {**WHY, "cohort": "autumn", "item": "log", "value": [{"day": "x"}]}]))
    assert (file.name, file.handbook, file.title) == ("ada.json", "harbour", "Harbour")
    assert (file.purpose, file.saved) == ("hand-in", "2026-11-22T10:00:00.000Z")
    assert [(one.cohort, one.item, one.value) for one in file.answers] == [
        ("", "why", "So"),
        ("autumn", "log", ({"day": "x"},)),
    ]


def test_a_byte_order_mark_and_spaces_do_no_harm() -> None:
    assert read(b"\xef\xbb\xbf\n " + content()).answers == read(content()).answers


def test_as_much_as_a_browser_keeps_is_read() -> None:
    long = "\N{CJK UNIFIED IDEOGRAPH-6587}" * 5_000_000
    whole = json.dumps({**WHOLE, "answers": [{**WHY, "value": long}]}, ensure_ascii=False).encode()
    assert len(whole) > 15_000_000
    assert read(whole).answers[0].value == long


def test_what_a_later_page_might_add_is_passed_over() -> None:
    assert read(of_answer(colour="green")).answers == read(content()).answers


@pytest.mark.parametrize(
    ("value", "read_as"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x00b\x1b[31m", "a\ufffdb\ufffd[31m"),
        ("a\ud800b", "a\ufffdb"),
        ("tab\tstays", "tab\tstays"),
        (7, "7"),
        (10**400, "1" + "0" * 400),
        (True, True),
        ({"__proto__": "x", "a\x00": ["y"]}, {"__proto__": "x", "a\ufffd": ("y",)}),
    ],
    ids=repr,
)
def test_a_value_is_made_so_that_it_can_be_written_anywhere(value: Any, read_as: Any) -> None:
    assert read(of_answer(value=value)).answers[0].value == read_as


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (b"", "this is not a file of answers: it is not JSON, line 1."),
        (b"\xff\xfe{}", "this is not a file of answers: it is not UTF-8."),
        (b"[" * 1_000_000, "this is not a file of answers: it is nested too deep."),
        (b'{"guidegen": NaN}', "this is not a file of answers: it is not JSON."),
        (b"[]", "this is not a file of answers: no page of a handbook wrote it."),
        (b'{"answers": []}', "this is not a file of answers: no page of a handbook wrote it."),
        (b'{"guidegen": "records"}', "this is not a file of answers, but something else of guidegen."),
        (b'{"guidegen": "collected"}', "this is what guidegen collect wrote, not what a reader gave back."),
        (b" " * (LARGEST + 1), "20000001 bytes are more than any sheet has: at most 20000000 are read."),
        (content(format="1"), '"format" should be a number.'),
        (content(format=True), '"format" should be a number.'),
        (content(format=2), "it was written by a newer guidegen (format 2). Update guidegen."),
        (content(format=0), "there is no format 0."),
        (content(purpose="share"), '"purpose" should be "backup" or "hand-in".'),
        (content(handbook="harbour"), "it does not say which handbook it is from."),
        (content(handbook={"title": "x"}), 'the handbook needs "id".'),
        (content(answers={}), '"answers" should be a list.'),
        (content(answers=[0] * 10_001), "10001 answers are more than any handbook asks for."),
        (content(answers=[WHY, 1]), "answer 2 is not an answer."),
        (content(answers=[WHY, WHY]), "answer 2 is to the same question as answer 1."),
        (of_answer(value=None), "answer 1 has a value that no question asks for."),
        (of_answer(value=[[[["x"]]]]), "answer 1 has a value that no question asks for."),
        (of_answer(item=""), 'answer 1 needs "item".'),
        (of_answer(activity="x" * 301), 'answer 1 needs "activity".'),
        (of_answer(item="a\nb"), 'answer 1 needs "item".'),
        (of_answer(label=["x"]), 'answer 1: "label" should be text.'),
        (of_answer(kind="form"), 'answer 1: "kind" should be "sheet" or "list".'),
        (of_answer(private="yes"), 'answer 1: "private" should be true or false.'),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_file_of_answers_is_refused_whole_and_with_words(found: bytes, words: str) -> None:
    assert refusal(found) == words


def test_an_answer_without_a_value_is_refused() -> None:
    assert (
        refusal(content(answers=[{"cohort": "-", "activity": "a", "item": "b"}]))
        == 'answer 1 has no "value".'
    )


LETTERS = some.text(some.characters(exclude_categories=()), max_size=8)
JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | LETTERS,
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(LETTERS, inner, max_size=4),
    max_leaves=12,
)


def depth(value: Any) -> int:
    inside = value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else None
    return 0 if inside is None else 1 + max(map(depth, inside), default=0)


@given(some.binary(max_size=60))
def test_any_bytes_are_read_or_refused(found: bytes) -> None:
    file, problems = read_answers(found, "x.json")
    assert (file is None) == bool(problems)


@given(some.dictionaries(some.sampled_from([*WHOLE, "x"]), JSON))
def test_any_json_in_the_place_of_a_key_is_read_or_refused(changed: dict[str, Any]) -> None:
    file, problems = read_answers(content(**changed), "x.json")
    assert (file is None) == bool(problems)


@given(some.dictionaries(some.sampled_from([*WHY, "type", "text", "private", "version"]), JSON))
def test_what_is_read_of_any_answer_can_be_written_and_is_not_deep(changed: dict[str, Any]) -> None:
    file, _ = read_answers(of_answer(**changed), "x.json")
    for one in file.answers if file else ():
        assert depth(one.value) <= DEEPEST
        f"{one!r}".encode()
