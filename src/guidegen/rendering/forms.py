"""A worksheet as a PDF that is filled in: which it is, and what its controls are called.

Each says in words what is wanted, how it is written, and whether it is needed; these words are
all that somebody has who hears the form read out.  How the fields behave is for `widgets`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guidegen.model.activity import (
    Column,
    DateField,
    GoalField,
    GridField,
    ListField,
    MonthField,
    MultiChoiceField,
    NumberField,
    Option,
    QuadrantsField,
    RankingField,
    ScaleField,
    SignatureField,
    TableField,
    TimeField,
    Worksheet,
)
from guidegen.model.controls import (
    NOT_APPLICABLE,
    OTHER,
    OTHER_WORDS,
    Called,
    Control,
    Form,
    controls_of,
    private_fields,
)
from guidegen.rendering.words import Say


def form_of(worksheet: Worksheet, handbook: tuple[str, str], say: Say) -> Form:
    """Return what the fields of a worksheet's PDF are called; *handbook* is its id and its title."""
    return Form(
        handbook=handbook[0],
        title=handbook[1],
        worksheet=worksheet.id,
        version=worksheet.version,
        private=private_fields(worksheet),
        controls=tuple(_called(one, say) for one in controls_of(worksheet)),
    )


# What they are called


def _called(control: Control, say: Say) -> Called:
    hints = list(_hints(control, say))
    part = _part(control, say)
    label = control.field.label.plain
    words = say("activity.cell_named", row=label, column=part) if part else label
    if hints:
        words = f"{words} ({', '.join(hints)})"
    values = tuple((one, _value_words(control, one, say)) for one in control.values)
    return Called(control.name, words, control.required, values if control.kind == "radio" else ())


def _part(control: Control, say: Say) -> str:
    """Return the words of the part of a field that a control is for; empty where it is for all of it."""
    field, parts = control.field, control.parts
    if not parts:
        return ""
    if parts == OTHER_WORDS:
        return say("form.other_words")
    match field:
        case MultiChoiceField(options=options):
            return say("activity.other") if parts == (OTHER,) else _label(options, parts[0])
        case GridField(rows=rows):
            return _label(rows, parts[0])
        case RankingField():
            return say("activity.place", n=int(parts[0]))
        case ListField():
            return parts[0]
        case TableField():
            return _cell(field, parts[0], parts[1], say)
        case QuadrantsField(boxes=boxes):
            return next(one.label.plain for one in boxes if one.id == parts[0])
        case GoalField():
            label = next(one.label.plain for one in field.parts if one.id == parts[0])
            return label or say(f"goal.{field.framework}_{parts[0].replace('-', '_')}")
    return say(f"activity.{parts[0]}")


def _cell(field: TableField, row: str, column: str, say: Say) -> str:
    one = next(one for one in field.columns if one.id == column)
    heading = _heading(one, say)
    if field.row_labels:
        return say("activity.cell_named", row=_label(field.row_labels, row), column=heading)
    return say("activity.cell", label=heading, row=int(row))


def _heading(column: Column, say: Say) -> str:
    return column.label.plain or say(f"actions.{column.id.replace('-', '_')}")


def _label(options: tuple[Option, ...], name: str) -> str:
    return next((one.label.plain for one in options if one.id == name), "") or name


def _value_words(control: Control, value: str, say: Say) -> str:
    if value == NOT_APPLICABLE:
        return say("activity.not_applicable")
    match control.field:
        case ScaleField(points=points):
            label = next(one.label.plain for one in points if str(one.value) == value)
            return f"{value} {label}".strip()
        case GridField(columns=columns, numbered=numbered):
            label = _label(columns, value)
            return f"{value} {label}" if numbered and label != value else label
    options: tuple[Option, ...] = getattr(control.field, "options", ())
    return say("activity.other") if value == OTHER else _label(options, value)


_WRITTEN_AS: Final = {"date": "form.date", "month": "form.month", "time": "form.time"}


def _hints(control: Control, say: Say) -> Iterator[str]:
    """Yield what is said behind the name of a control: how to write it, and what is to be known of it."""
    match control.field:
        case NumberField(unit=unit, min=least, max=most):
            yield from [unit] if unit else []
            yield from [_bounds(least, most, say)] if least is not None or most is not None else []
        case DateField() | MonthField() | TimeField():
            yield say(_WRITTEN_AS[control.field.type])
        case _ if _is_day(control):
            yield say("form.date")
    if control.field.required:
        yield say("activity.needed")
    if control.field.private:
        yield say("form.private")


def _bounds(least: float | None, most: float | None, say: Say) -> str:
    if least is None:
        return say("activity.at_most", max=most)
    return (
        say("activity.at_least", min=least) if most is None else say("activity.between", min=least, max=most)
    )


def _is_day(control: Control) -> bool:
    """Return whether a part of a field is a day."""
    match control.field:
        case SignatureField():
            return control.parts == ("date",)
        case GoalField(parts=parts):
            return any(one.type == "date" and control.parts == (one.id,) for one in parts)
        case TableField(columns=columns):
            return any(one.type == "date" and control.parts[-1] == one.id for one in columns)
    return False
