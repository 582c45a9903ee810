"""Cells that a spreadsheet shows and never runs."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as some

from guidegen.rendering.tables import csv_of, guarded


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\n=1", "  =1", "'=1", "\uff1d1+1", "\u00a0=1",
        "-cmd|' /C calc'!A0",
    ],
)  # fmt: skip
def test_what_could_be_a_formula_has_an_apostrophe_before_it(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["", "yes", "2026-11-22", "a=b", "-5", "-0.5", "-1,5", "1. Trust", "a@b.org"]
)
def test_what_can_be_none_stays_as_it_is(cell: str) -> None:
    assert guarded(cell) == cell


@given(some.lists(some.text(max_size=6), min_size=1, max_size=3))
def test_cells_come_back_as_they_were_but_for_their_guard(cells: list[str]) -> None:
    (row,) = csv.reader(io.StringIO(csv_of(cells, []), newline=""))
    assert row == [guarded(one) for one in cells]
    lines = [one.replace("\r\n", "\n").replace("\r", "\n") for one in cells]
    assert [one.replace("'", "") for one in row] == [one.replace("'", "") for one in lines]


def test_a_semicolon_in_a_cell_begins_no_formula() -> None:
    assert guarded("lunch;=1+1; @b; -5; a=b") == "lunch;'=1+1; '@b; -5; a=b"


def test_a_return_in_a_cell_begins_no_row() -> None:
    assert csv_of(["a"], [["b\r=1+1"]]) == 'a\n"b\n=1+1"\n'
