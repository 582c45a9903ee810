"""YAML as an author means it: everything is text, and everything has a place."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import yaml as pyyaml

from guidegen.model.problem import Place, Problem
from guidegen.reading import yaml
from guidegen.reading.yaml import Data, Tree, load


@pytest.fixture(params=["quick", "slow"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read with both parsers of PyYAML: the quick one is not everywhere."""
    if request.param == "slow":
        monkeypatch.setattr(yaml, "_LOADER", pyyaml.SafeLoader)


def tree_of(text: str) -> Tree:
    tree, problems = load(text, "x.yml")
    assert tree is not None and not problems
    return tree


def said_by(text: str) -> Data:
    return tree_of(text).data


def problem_of(text: str) -> Problem:
    _, problems = load(text, "x.yml")
    assert len(problems) == 1
    return problems[0]


# What is written ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    ["no", "007", "1.10", "12:30", "1:20:30", "2026-10", "null", "~", "1e3", "0x1f", "true", "Why now?"],
)
def test_every_scalar_is_text(written: str) -> None:
    assert said_by(f"a: {written}") == {"a": written}
    assert said_by(f"{written}: a") == {written: "a"}


def test_a_key_left_empty_is_not_set_and_quoted_nothing_is_text() -> None:
    assert said_by("a:\nb: ''\nc:\n- \n- x\n") == {"a": None, "b": "", "c": [None, "x"]}


@pytest.mark.parametrize("text", ["", "\n", "# a comment", "---", "\ufeff", "--- # nothing"])
def test_nothing_written_is_no_tree_and_no_problem(text: str) -> None:
    assert load(text, "x.yml") == (None, ())


def test_line_ends_of_every_kind_and_a_byte_order_mark_are_read() -> None:
    assert said_by("\ufeffa: b\r\nc:\r- d\n") == {"a": "b", "c": ["d"]}


def test_long_text_is_folded_or_kept_as_the_author_says() -> None:
    assert said_by("a: |\n  one\n  two\nb: >\n  one\n  two\nc: one\n  two\n") == {
        "a": "one\ntwo\n", "b": "one two\n", "c": "one two",
    }  # fmt: skip


def test_an_alias_repeats_its_anchor() -> None:
    assert said_by("a: &both [mentor, mentee]\nb: *both\n") == {
        "a": ["mentor", "mentee"],
        "b": ["mentor", "mentee"],
    }


# Where it stands ----------------------------------------------------------------------------------

PROGRAM = """title: Harbour
phases:
- id: launch
  roles: [mentor, mentee]
- {id: work, title: "Ärbeit & more"}
"""


@pytest.mark.parametrize(
    ("steps", "line", "column", "width"),
    [
        (("title",), 1, 8, 7),
        (("phases",), 3, 1, 12),
        (("phases", 0), 3, 3, 10),
        (("phases", 0, "id"), 3, 7, 6),
        (("phases", 0, "roles", 1), 4, 19, 6),
        (("phases", 1), 5, 3, 34),
        (("phases", 1, "title"), 5, 21, 15),
    ],
)
def test_every_value_has_its_place(steps: tuple[str | int, ...], line: int, column: int, width: int) -> None:
    text = PROGRAM.splitlines()[line - 1]
    assert tree_of(PROGRAM).place(*steps) == Place("x.yml", line, column, text, width)


@pytest.mark.parametrize(
    ("steps", "line", "column"),
    [
        (("title",), 1, 1),
        (("phases",), 2, 1),
        (("phases", 0, "roles"), 4, 3),
        (("phases", 1, "title"), 5, 14),
    ],
)
def test_every_key_has_its_place(steps: tuple[str | int, ...], line: int, column: int) -> None:
    place = tree_of(PROGRAM).key_place(*steps)
    assert (place.line, place.column, place.width) == (line, column, len(str(steps[-1])))


def test_a_place_is_as_near_as_the_steps_exist() -> None:
    tree = tree_of(PROGRAM)
    assert tree.place("phases", 0, "goals", 3) == tree.place("phases", 0)
    assert tree.key_place("phases", 0, "goals") == tree.place("phases", 0)
    assert tree.key_place("phases", 7, "goals") == tree.place("phases")
    assert tree.place("nothing") == tree.place()


def test_lines_are_counted_from_the_first_line_of_the_part() -> None:
    tree, _ = load("title: Goals\nminutes: 5", "x.md", first_line=2)
    assert tree is not None
    assert tree.place("minutes") == Place("x.md", 3, 10, "minutes: 5", 1)


def test_a_part_without_its_indentation_is_shown_as_it_stands_in_the_file() -> None:
    whole = "- A list\n\n    title: Goals\n    minutes: 5\n"
    tree, _ = load("title: Goals\nminutes: 5", "x.md", first_line=3, lines=whole)
    assert tree is not None
    assert tree.place("minutes") == Place("x.md", 4, 14, "    minutes: 5", 1)


def test_a_separator_of_another_script_does_not_count_as_a_line() -> None:
    assert tree_of('a: "x\u2028y"\nb: c').place("b").line == 2


# What is refused ----------------------------------------------------------------------------------


def nested(depth: int) -> str:
    return "a: " + "[" * depth + "]" * depth


def test_fifty_values_deep_is_deep_enough() -> None:
    assert load(nested(49), "x.yml")[1] == ()
    assert problem_of(nested(50)).slug == "yaml-unsafe"


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_a_million_values_deep_is_refused(opening: str) -> None:
    assert problem_of("a:\n  " + opening * 1_000_000).slug == "yaml-unsafe"


def test_aliases_add_ten_thousand_values_at_most() -> None:
    hundred = f"a: &a [{', '.join('x' * 99)}]\n"
    assert load(f"{hundred}b: [{', '.join(['*a'] * 100)}]", "x.yml")[1] == ()
    one = problem_of(f"{hundred}b: [{', '.join(['*a'] * 101)}]")
    assert (one.slug, one.message) == ("yaml-unsafe", "aliases expand to more than 10,000 values.")


def test_values_that_are_no_aliases_are_not_counted() -> None:
    assert load("".join(f"- [{number}, x]\n" for number in range(10_000)), "x.yml")[1] == ()


def test_aliases_of_aliases_do_not_grow_without_end() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{level}: &a{level} [*a{level - 1}, *a{level - 1}]\n" for level in range(1, 40)
    )
    assert problem_of(bomb).message == "aliases expand to more than 10,000 values."


def test_a_key_given_twice_keeps_the_first_and_names_both_lines() -> None:
    tree, (one,) = load("a: x\nb: y\na: z\n", "x.yml")
    assert tree is not None and tree.data == {"a": "x", "b": "y"}
    assert one.message == '"a" is given twice (first on line 1).'
    assert one.place.line == 3


def test_a_control_letter_is_found_where_it_stands() -> None:
    one = problem_of("title: Ä\nid: \x07\n")
    assert (one.slug, one.message, one.place.line, one.place.column) == (
        "yaml-syntax", "there is a control letter here (U+0007).", 2, 5,
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", ["a: b: c", "a: [b", 'a: "b', "a: @b", "a:\n\t- b", "a: !!x b", "%x", "a: *b", "]"]
)
def test_nobody_reads_the_words_of_the_parser(text: str) -> None:
    one = problem_of(text)
    words = f"{one.message} {one.remedy}"
    assert not any(
        word in words for word in ("token", "scalar", "flow", "block", "simple key", "expected ", "stream")
    )


def test_ten_thousand_lines_are_read() -> None:
    text = "terms:\n" + "".join(f"- term: T{one}\n  definition: D\n  see: [a, b]\n" for one in range(3_334))
    data = said_by(text)
    assert isinstance(data, Mapping)
    assert len(data["terms"]) == 3_334


def test_a_long_stretch_before_a_mistake_is_read_once() -> None:
    """Were each blank the beginning of another try, this would take hours."""
    for long in (
        "a: [b," + " " * 100_000 + "c: d: e",
        'a: "' + "x\n" * 50_000 + "b: c",
    ):
        tree, problems = load(long, "x.yml")
        assert tree is None
        assert {one.slug for one in problems} == {"yaml-syntax"}
