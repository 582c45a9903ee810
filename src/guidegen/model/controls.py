"""The controls of a worksheet: what one types into, ticks and chooses from, each by its name.

A field has one control or many.  On the page they hang on the field by their place
in it; where a sheet is a form of its own, as a PDF, all that is left is a flat list of
names with what stands in each.  `controls_of` says which there are, `answers_from`
makes of such a list the answers that a page would have kept.

Words are not known here: what a control is called is for who draws it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from guidegen.model.activity import (
    CheckboxField,
    ChoiceField,
    Column,
    Field,
    GoalField,
    GridField,
    ListField,
    LongTextField,
    MultiChoiceField,
    Option,
    QuadrantsField,
    RankingField,
    ScaleField,
    SignatureField,
    TableField,
    Worksheet,
    answers_of,
)
from guidegen.model.answers import Value
from guidegen.model.ids import control_name

Kind: TypeAlias = Literal["text", "lines", "check", "radio", "choice"]
"""One line, several, a box, circles of which one is filled in, or a list to choose from."""

Filled: TypeAlias = str | bool
"""What stands in a control: words, the value that was chosen, or a tick."""

OTHER: Final = "other"
"""The value of what is not among the options, and the part that its words are."""

OTHER_WORDS: Final = (OTHER, "words")
"""Two parts, so that no option is called so."""

NOT_APPLICABLE: Final = "not-applicable"


@dataclass(frozen=True, slots=True)
class Control:
    """One place to write, to tick or to choose."""

    field: Field
    parts: tuple[str, ...]
    """Where in the field: a row and a column, an option, a box; none for a field with one control."""

    name: str
    kind: Kind
    values: tuple[str, ...] = ()
    """What can be chosen, by id."""

    required: bool = False
    """Whether the question has no answer while this is empty."""


@dataclass(frozen=True, slots=True)
class Called:
    """What one control is called by those who hear a form read out."""

    name: str
    words: str
    required: bool = False
    values: tuple[tuple[str, str], ...] = ()
    """Of circles, the words of each by its value."""


@dataclass(frozen=True, slots=True)
class Form:
    """A worksheet as a PDF that is filled in: which it is, and what each of its controls is called."""

    handbook: str
    """Its id."""

    title: str
    """What the handbook is called."""

    worksheet: str
    version: str
    private: tuple[str, ...]
    """The ids of the fields whose answers are nobody else's."""

    controls: tuple[Called, ...]
    """In the order in which they stand."""


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form that came back: what it says of itself, and what stands in it."""

    handbook: str
    title: str
    worksheet: str
    version: str
    private: tuple[str, ...]
    saved: str
    """When, as ISO time in UTC; empty where nobody knows."""

    filled: Mapping[str, Filled]
    """By the name of the control, also where nothing stands in it."""


FORM_FIELD: Final = "guidegen"
"""The name of the control that nobody sees: its value is the `form_mark`."""

FORM_FORMAT: Final = 1
"""Which controls there are, and how they are called."""


def form_mark(form: Form) -> str:
    """Return what a form says of itself, as JSON on a line."""
    told = {
        "guidegen": "form",
        "format": FORM_FORMAT,
        "handbook": {"id": form.handbook, "title": form.title},
        "worksheet": form.worksheet,
        "version": form.version,
        "private": list(form.private),
    }
    return json.dumps(told, ensure_ascii=False)


def controls_of(worksheet: Worksheet) -> tuple[Control, ...]:
    """Return every control of a worksheet, in reading order."""
    return tuple(
        Control(
            field=field,
            parts=parts,
            name=control_name(worksheet, field, *parts),
            kind=kind,
            values=values,
            required=field.required and not parts,
        )
        for field in answers_of(worksheet)
        for parts, kind, values in _controls(field)
    )


def answers_from(worksheet: Worksheet, filled: Mapping[str, Filled]) -> Mapping[str, Value]:
    """Return what was answered, by field, in the shapes that a page keeps.

    *filled* says what stands in each control, by its name.  A field in which nothing stands has no answer,
    unless something stood in it to begin with; nor has one of which no control is there.  In place of the id
    of an option its words will do: some programs write these.
    """
    found: dict[str, Value] = {}
    there = {one.field.id for one in controls_of(worksheet) if one.name in filled}
    for field in (one for one in answers_of(worksheet) if one.id in there):
        value = _value(field, lambda *parts, one=field: filled.get(control_name(worksheet, one, *parts), ""))
        if not is_empty(value) or _begins(field):
            found[field.id] = value
    return MappingProxyType(found)


def private_fields(worksheet: Worksheet) -> tuple[str, ...]:
    """Return the ids of the fields whose answers are nobody else's: all, where the sheet is for one alone."""
    alone = worksheet.confidential == "private"
    return tuple(one.id for one in answers_of(worksheet) if one.private or alone)


def is_empty(value: Value) -> bool:
    """Return whether nothing is said, however many parts say it."""
    match value:
        case str() | bool():
            return not value
        case Mapping():
            return all(map(is_empty, value.values()))
    return all(map(is_empty, value))


def _begins(field: Field) -> bool:
    """Return whether something stands in a field on every copy; what only a cohort knows does not."""
    return bool(field.default) and "{" not in field.default and field.default != "false"


# Which there are

_Parts: TypeAlias = tuple[tuple[str, ...], Kind, tuple[str, ...]]


def _controls(field: Field) -> Iterable[_Parts]:
    match field:
        case ChoiceField(options=options, other=other):
            circles = (*_ids(options), OTHER) if other else _ids(options)
            return [((), "radio", circles), *_lines_of(OTHER_WORDS if other else ())]
        case MultiChoiceField(options=options, other=other):
            boxes = (*_ids(options), OTHER) if other else _ids(options)
            return [*_each(boxes, "check"), *_lines_of(OTHER_WORDS if other else ())]
        case ScaleField():
            return [((), "radio", _points(field))]
        case GridField(rows=rows):
            return _each(_ids(rows), "radio", _points(field))
        case RankingField(options=options, top=top):
            return _each(_numbers(top), "choice", _ids(options))
        case ListField(count=count, item=item):
            return _each(_numbers(count), _written(item))
        case TableField(columns=columns):
            return [((row, one.id), *_cell(one)) for row in rows_of(field) for one in columns]
        case QuadrantsField(boxes=boxes):
            return _each((box.id for box in boxes), "lines")
        case GoalField(parts=parts):
            return [((part.id,), _written(part.type), ()) for part in parts]
        case SignatureField(date=dated):
            return _each(("name", "date") if dated else ("name",), "text")
        case CheckboxField():
            return [((), "check", ())]
    return [((), _written(field.type), ())]


def _each(parts: Iterable[str], kind: Kind, values: tuple[str, ...] = ()) -> list[_Parts]:
    return [((one,), kind, values) for one in parts]


def _lines_of(parts: tuple[str, ...]) -> list[_Parts]:
    return [(parts, "text", ())] if parts else []


def _written(kind: str) -> Kind:
    return "lines" if kind == LongTextField.type else "text"


def _cell(column: Column) -> tuple[Kind, tuple[str, ...]]:
    match column.type:
        case "checkbox":
            return "check", ()
        case "choice":
            return "choice", _ids(column.options)
        case "date":
            return "text", ()
    return "lines", ()


def rows_of(field: TableField) -> tuple[str, ...]:
    """Return what the rows of a table are called in the names of controls: their ids, or numbers from 1."""
    return _ids(field.row_labels) or _numbers(field.rows)


def _points(field: ScaleField | GridField) -> tuple[str, ...]:
    found = (
        tuple(str(one.value) for one in field.points)
        if isinstance(field, ScaleField)
        else _ids(field.columns)
    )
    return (*found, NOT_APPLICABLE) if field.not_applicable else found


def _ids(options: Iterable[Option]) -> tuple[str, ...]:
    return tuple(one.id for one in options)


def _numbers(count: int) -> tuple[str, ...]:
    return tuple(map(str, range(1, count + 1)))


# What stands in them

_Get: TypeAlias = Callable[..., Filled]
"""What stands in the part of a field that the arguments name."""


def _value(field: Field, get: _Get) -> Value:
    match field:
        case ChoiceField(options=options, other=other):
            return _chosen(options, other, get)
        case MultiChoiceField(options=options, other=other):
            ticked = tuple(one for one in _ids(options) if get(one) is True)
            words = get(*OTHER_WORDS)
            return (*ticked, f"{OTHER}:{words}") if other and (get(OTHER) is True or words) else ticked
        case CheckboxField():
            return get() is True
        case GridField(rows=rows, columns=columns):
            return _named((row, _option(columns, get(row))) for row in _ids(rows))
        case RankingField(options=options, top=top):
            return _trimmed(_option(options, get(place)) for place in _numbers(top))
        case ListField(count=count):
            return _trimmed(get(number) for number in _numbers(count))
        case TableField(columns=columns, row_labels=labels):
            lines = [(row, _row(row, columns, get)) for row in rows_of(field)]
            return _named(lines) if labels else _trimmed(one for _, one in lines)
        case QuadrantsField() | GoalField() | SignatureField():
            return _named((parts[0], get(*parts)) for parts, _, _ in _controls(field))
    return get()


def _chosen(options: Iterable[Option], other: bool, get: _Get) -> str:
    """Return what was chosen; words of one's own say that it is none of the options, circle or not."""
    chosen, words = _option(options, get()), get(*OTHER_WORDS)
    return f"{OTHER}:{words}" if other and (chosen == OTHER or (words and not chosen)) else chosen


def _option(options: Iterable[Option], value: Filled) -> str:
    """Return the id of an option that is named by its id or by its words; anything else as it is."""
    by_words = {one.label.plain: one.id for one in options} | {one.id: one.id for one in options}
    return by_words.get(str(value), str(value)) if value else ""


def _row(row: str, columns: Iterable[Column], get: _Get) -> Value:
    cells = ((one, get(row, one.id)) for one in columns)
    return _named((one.id, _option(one.options, value) if one.options else value) for one, value in cells)


def _named(values: Iterable[tuple[str, Value]]) -> Value:
    return MappingProxyType({name: value for name, value in values if not is_empty(value)})


def _trimmed(values: Iterable[Value]) -> Value:
    """Return what stands in some places in order, without the empty ones at the end."""
    found = list(values)
    while found and is_empty(found[-1]):
        found.pop()
    return tuple(found)
