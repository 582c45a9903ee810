"""Controls of a worksheet: their names, and what answers are made of what stands in them."""

from __future__ import annotations

import re
import shutil
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from guidegen.model.controls import answers_from, controls_of, private_fields
from tests.filling import EVERYTHING, answers_to, every_sheet, stands
from tests.story import Handbook

SHEETS = ("every-field", "every-type", "own-eyes", "one-line")


@pytest.mark.parametrize("sheet", SHEETS)
@given(some.data())
def test_what_stands_in_the_controls_is_the_answers_that_were_given(
    sheet: str, data: some.DataObject
) -> None:
    worksheet = every_sheet()[sheet]
    answers = data.draw(answers_to(worksheet))
    empty = {one.name: "" for one in controls_of(worksheet)}
    assert dict(answers_from(worksheet, empty | stands(worksheet, answers))) == answers | {
        one: value for one, value in answers_from(worksheet, empty).items() if one not in answers
    }


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_control_has_a_name_of_its_own_that_a_pdf_can_have(sheet: str) -> None:
    names = [one.name for one in controls_of(every_sheet()[sheet])]
    assert len(set(names)) == len(names) > 0
    assert all(re.fullmatch("[a-z0-9-]+", one) for one in names)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    root = tmp_path_factory.mktemp("everything") / "project"
    shutil.copytree(EVERYTHING, root, ignore=shutil.ignore_patterns(".guidegen", "site"))
    return Handbook(root).build()


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_page_names_the_same_controls(everything: Handbook, sheet: str) -> None:
    html = everything.page(f"mentor/worksheets/{sheet}/")
    drawn = re.findall(r'<(?:input|textarea|select)\b[^>]*? name="([^"]+)"', html)
    assert list(dict.fromkeys(drawn)) == [one.name for one in controls_of(every_sheet()[sheet])]
    assert not re.findall(r"<(?:input|textarea|select)\b(?![^>]* name=)[^>]*data-part[^>]*>", html)


def test_a_field_that_is_not_on_a_copy_has_no_answer_even_where_something_stands_in_it() -> None:
    worksheet = every_sheet()["every-type"]
    found = answers_from(worksheet, {"field-every-type--mail": "ada@example.org"})
    assert dict(found) == {"mail": "ada@example.org"}


def test_what_stood_there_and_was_taken_out_is_an_answer() -> None:
    worksheet = every_sheet()["every-type"]
    found = answers_from(worksheet, {one.name: "" for one in controls_of(worksheet)})
    assert dict(found) == {
        "time": "", "day": "", "begun-long": "", "half-an-hour": "", "one": "", "agreed": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("stands_there", "value"),
    [
        ({"one": "This"}, "this"),
        ({"one": "", "one--other--words": "both"}, "other:both"),
        ({"one": "that", "one--other--words": "both"}, "that"),
        ({"one": "other"}, "other:"),
        ({"some--other--words": "up"}, ("other:up",)),
        ({"some--other": True}, ("other:",)),
        ({"ranks--1": "", "ranks--2": "Hours"}, ("", "hours")),
        ({"grid--i-say-what-i-expect-before-the-work-begins": "Often"}, "often"),
    ],
)
def test_what_people_and_programs_leave_half_said_is_understood(
    stands_there: dict[str, str | bool], value: Any
) -> None:
    worksheet = every_sheet()["every-type"]
    (found,) = answers_from(
        worksheet, {f"field-every-type--{name}": one for name, one in stands_there.items()}
    ).values()
    assert value == (next(iter(found.values())) if hasattr(found, "values") else found)


def test_a_question_is_needed_where_one_control_answers_it() -> None:
    controls = [one for sheet in SHEETS for one in controls_of(every_sheet()[sheet])]
    needed = [one.name for one in controls if one.required]
    assert needed == [
        "field-every-field--short", "field-every-field--yes", "field-every-type--mail",
        "field-every-type--begun-long",
    ]  # fmt: skip


def test_of_a_sheet_for_one_person_alone_every_answer_is_private() -> None:
    assert private_fields(every_sheet()["every-type"]) == ("phone", "begun-long", "agreed")
    assert private_fields(every_sheet()["own-eyes"]) == ("plan",)
