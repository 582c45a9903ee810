"""Answers as tables: CSV for people and their spreadsheets, JSON for programs.

In CSV an option is its label; in JSON it is its id, with the words beside it.
Where no sheet is known, the words are those that came with the answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from guidegen.model.activity import (
    ChoiceField,
    Field,
    GoalField,
    GridField,
    MultiChoiceField,
    Option,
    RankingField,
    ScaleField,
    TableField,
)
from guidegen.model.activity import (
    Column as TableColumn,
)
from guidegen.model.answers import Answer, Column, Row, Table, Value
from guidegen.rendering.tables import csv_of
from guidegen.rendering.words import Say

_OTHER: Final = "other:"
_NOT_APPLICABLE: Final = "not-applicable"


def answers_csv(table: Table, say: Say, *, labels: bool) -> str:
    """Return a table of answers as CSV: a row of heads, then one for each file.

    *labels* says whether the heads are the questions, else they are ids.
    """
    has_cohorts = any(row.cohort for row in table.rows)
    first = ("file", "saved", *(("cohort",) if has_cohorts else ()))
    heads = [label_of(one, say) if labels else one.name for one in table.columns]
    rows = (
        [row.file, row.saved, *((row.cohort,) if has_cohorts else ()), *_cells(row, table.columns, say)]
        for row in table.rows
    )
    return csv_of([*first, *heads], rows)


def answers_json(tables: Iterable[Table], handbook: tuple[str, str] | None, say: Say) -> str:
    """Return tables of answers as JSON.

    *handbook* is the id and the title of the handbook, None where it is not known.
    """
    found = {
        "guidegen": "collected",
        "format": 1,
        "handbook": {"id": handbook[0], "title": handbook[1]} if handbook else None,
        "tables": [_as_mapping(one, say) for one in tables],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def label_of(column: Column, say: Say) -> str:
    """Return the question of a column in words, with that of its part."""
    label = column.label or column.item
    if not column.part:
        return label
    return f"{label}: {column.part_label or _part_words(column, say)}"


def words_of(column: Column, answer: Answer, say: Say) -> str:
    """Return what stands in one cell; empty where the answer has nothing for it."""
    value: Value | None = answer.value
    if column.part:
        value = value.get(column.part) if isinstance(value, Mapping) else None
    if value is None:
        return ""
    if column.field is None and not column.part and answer.text:
        return answer.text
    return _words(value, column.field, say)


# Cells


def _cells(row: Row, columns: Sequence[Column], say: Say) -> Iterator[str]:
    split = {one.item for one in columns if one.part}
    for column in columns:
        answer = row.answers.get(column.item)
        # What is answered in parts stands in their columns, and only what has none in the column of its own.
        if answer is None or (
            column.item in split and isinstance(answer.value, Mapping) != bool(column.part)
        ):
            yield ""
        else:
            yield words_of(column, answer, say)


def _words(value: Value, field: Field | None, say: Say) -> str:
    match field, value:
        case ChoiceField(options=options), str():
            return _option(value, _labels(options), say)
        case MultiChoiceField(options=options), tuple():
            inside = _labels(options)
            return "; ".join(_option(_flat(one, say), inside, say) for one in value)
        case RankingField(options=options), tuple():
            return _ranked(value, _labels(options), say)
        case GridField(columns=columns), str():
            return _option(value, _labels(columns), say)
        case TableField(columns=columns, row_labels=rows), _:
            return _table(value, columns, _labels(rows), say)
        case ScaleField(), str():
            return _option(value, {}, say)
    return _flat(value, say)


def _option(value: str, labels: Mapping[str, str], say: Say) -> str:
    if value == _NOT_APPLICABLE and value not in labels:
        return say("activity.not_applicable")
    if value.startswith(_OTHER):
        return value.removeprefix(_OTHER).strip()
    return labels.get(value) or value


def _ranked(value: tuple[Value, ...], labels: Mapping[str, str], say: Say) -> str:
    places = ((number, _flat(one, say)) for number, one in enumerate(value, 1))
    return "; ".join(f"{number}. {_option(one, labels, say)}" for number, one in places if one)


def _table(value: Value, columns: Sequence[TableColumn], rows: Mapping[str, str], say: Say) -> str:
    if isinstance(value, Mapping):
        lines = [f"{rows.get(name, name)}: {_line(one, columns, say)}" for name, one in value.items()]
    elif isinstance(value, tuple):
        lines = [_line(one, columns, say) for one in value]
    else:
        return _flat(value, say)
    return "\n".join(line for line in lines if line)


def _line(row: Value, columns: Sequence[TableColumn], say: Say) -> str:
    if not isinstance(row, Mapping):
        return _flat(row, say)
    known = {one.id: one for one in columns}
    order = [*(one for one in known if one in row), *(one for one in row if one not in known)]
    return "; ".join(_cell(name, row[name], known.get(name), say) for name in order if row[name] != "")


def _cell(name: str, value: Value, column: TableColumn | None, say: Say) -> str:
    if column is None:
        return f"{name}: {_flat(value, say)}"
    inside = _labels(column.options)
    words = _option(value, inside, say) if isinstance(value, str) else _flat(value, say)
    return f"{column.label.plain or say(f'actions.{_key(column.id)}')}: {words}"


def _flat(value: Value, say: Say) -> str:
    """Return any value in words, whatever it is an answer to."""
    match value:
        case bool():
            return say("answers.ticked") if value else say("answers.unticked")
        case str():
            return value
        case Mapping():
            return "; ".join(f"{name}: {_flat(one, say)}" for name, one in value.items())
    return "\n".join(words for one in value if (words := _flat(one, say)))


def _labels(options: Iterable[Option]) -> dict[str, str]:
    return {one.id: one.label.plain for one in options}


def _part_words(column: Column, say: Say) -> str:
    match column.type:
        case "signature" if column.part in ("name", "date"):
            return say(f"activity.{column.part}")
        case "goal" if isinstance(column.field, GoalField):
            return say(f"goal.{column.field.framework}_{_key(column.part)}")
    return column.part


def _key(identity: str) -> str:
    return identity.replace("-", "_")


# JSON


def _as_mapping(table: Table, say: Say) -> dict[str, Any]:
    return {
        "kind": table.kind,
        "id": table.activity,
        "title": table.title,
        "version": table.version,
        "columns": [{"id": one.name, "label": label_of(one, say), "type": one.type} for one in table.columns],
        "rows": [_row(row, table, say) for row in table.rows],
    }


def _row(row: Row, table: Table, say: Say) -> dict[str, Any]:
    by_item: dict[str, list[Column]] = {}
    for one in table.columns:
        by_item.setdefault(one.item, []).append(one)
    return {
        "file": row.file,
        "saved": row.saved,
        "cohort": row.cohort,
        "version": row.version,
        "answers": {
            item: {"value": _plain(row.answers[item].value), "text": _text(row.answers[item], columns, say)}
            for item, columns in by_item.items()
            if item in row.answers
        },
    }


def _text(answer: Answer, columns: Sequence[Column], say: Say) -> str:
    if len(columns) == 1 and not columns[0].part:
        return words_of(columns[0], answer, say)
    if not isinstance(answer.value, Mapping):
        return _flat(answer.value, say)
    told = ((one, words_of(one, answer, say)) for one in columns if one.part)
    return "\n".join(f"{one.part_label or _part_words(one, say)}: {words}" for one, words in told if words)


def _plain(value: Value) -> Any:
    match value:
        case Mapping():
            return {name: _plain(one) for name, one in value.items()}
        case tuple():
            return [_plain(one) for one in value]
    return value
