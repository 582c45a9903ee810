"""Worksheets filled in: answers that people could give, and what then stands in each control.

This is written out by hand, as a person reads a sheet, and not from what guidegen makes of it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as some

from guidegen.building.timetable import read_plans
from guidegen.model.activity import Field, Option, Worksheet, answers_of
from guidegen.model.answers import Value

EVERYTHING = Path(__file__).parent / "browser" / "everything"


@cache
def every_sheet() -> dict[str, Worksheet]:
    """Return the sheets of a handbook that has every type of field, and all that can be said of one."""
    handbook = read_plans(EVERYTHING).handbook
    assert handbook is not None
    return {one.id: one for one in handbook.worksheets}


def stands(worksheet: Worksheet, answers: dict[str, Any]) -> dict[str, str | bool]:
    """Return what stands in the controls of a sheet on which *answers* were given, by their names."""
    found: dict[str, str | bool] = {}
    for field in answers_of(worksheet):
        value = answers.get(field.id)
        if value is not None:
            begin = f"field-{worksheet.id}--{field.id}"
            found |= {"--".join((begin, *parts)): words for parts, words in _parts(field, value)}
    return found


def _parts(field: Field, value: Any) -> list[tuple[tuple[str, ...], str | bool]]:
    match field.type, value:
        case "choice", str() if value.startswith("other:"):
            return [((), "other"), (("other", "words"), value.removeprefix("other:"))]
        case "multi_choice", _:
            own = [one.removeprefix("other:") for one in value if one.startswith("other:")]
            ticks: list[Any] = [((one,), True) for one in value if not one.startswith("other:")]
            return [*ticks, *((("other",), True) for _ in own), *((("other", "words"), one) for one in own)]
        case (("list" | "ranking"), _):
            return [((str(number),), one) for number, one in enumerate(value, 1)]
        case (("table" | "actions"), tuple()):
            return [
                ((str(number), column), cell)
                for number, row in enumerate(value, 1)
                for column, cell in row.items()
            ]
        case (("table" | "actions"), _):
            return [((row, column), cell) for row, cells in value.items() for column, cell in cells.items()]
        case _, dict():
            return [((part,), one) for part, one in value.items()]
    return [((), value)]


def answers_to(worksheet: Worksheet) -> some.SearchStrategy[dict[str, Value]]:
    """Return answers to any of the questions of a sheet; where something stands to begin with, always one."""
    asked = {one.id: _answer(one) for one in answers_of(worksheet)}
    begun = {
        one.id for one in answers_of(worksheet) if one.default not in ("", "false") and "{" not in one.default
    }
    return some.fixed_dictionaries(
        {one: asked[one] for one in begun}, optional={one: asked[one] for one in asked.keys() - begun}
    )


WORDS = some.text(min_size=1)


def _answer(field: Any) -> some.SearchStrategy[Any]:
    match field.type:
        case "checkbox":
            return some.just(True)
        case "choice":
            own = [WORDS.map("other:{}".format)] if field.other else []
            return some.one_of(_one_of(field.options), *own)
        case "multi_choice":
            ids = [one.id for one in field.options]
            chosen = some.sets(some.sampled_from(ids), min_size=1).map(
                lambda few: tuple(one for one in ids if one in few)
            )
            if not field.other:
                return chosen
            return some.tuples(chosen, WORDS).map(lambda both: (*both[0], f"other:{both[1]}"))
        case "scale":
            last = ["not-applicable"] if field.not_applicable else []
            return some.sampled_from([*(str(one.value) for one in field.points), *last])
        case "grid":
            last = ["not-applicable"] if field.not_applicable else []
            points = some.sampled_from([*(one.id for one in field.columns), *last])
            return _named({one.id: points for one in field.rows})
        case "ranking":
            return some.lists(some.just("") | _one_of(field.options), max_size=field.top - 1).flatmap(
                lambda first: _one_of(field.options).map(lambda last: (*first, last))
            )
        case "list":
            return some.lists(some.just("") | WORDS, max_size=field.count - 1).flatmap(
                lambda first: WORDS.map(lambda last: (*first, last))
            )
        case "table" | "actions":
            row = _named({one.id: _cell(one) for one in field.columns})
            if field.row_labels:
                return _named({one.id: row for one in field.row_labels})
            return some.lists(some.just({}) | row, max_size=field.rows - 1).flatmap(
                lambda first: row.map(lambda last: (*first, last))
            )
        case "quadrants":
            return _named({one.id: WORDS for one in field.boxes})
        case "goal":
            return _named({one.id: WORDS for one in field.parts})
        case "signature":
            return _named({"name": WORDS, **({"date": WORDS} if field.date else {})})
    return WORDS


def _cell(column: Any) -> some.SearchStrategy[Any]:
    if column.type == "checkbox":
        return some.just(True)
    return _one_of(column.options) if column.options else WORDS


def _one_of(options: tuple[Option, ...]) -> some.SearchStrategy[str]:
    return some.sampled_from([one.id for one in options])


def _named(parts: dict[str, some.SearchStrategy[Any]]) -> some.SearchStrategy[dict[str, Any]]:
    return some.fixed_dictionaries({}, optional=parts).filter(bool)
