"""The fields of a worksheet: one shape for each type, chosen by `type`.

A type says which keys a field may have, how many there may be of something, and
what they mean together; a field that is wrong in itself is told so here.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Final, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Tag

from guidegen.model.activity import (
    CheckboxField,
    ChoiceField,
    Column,
    DateField,
    Field,
    ListField,
    LongTextField,
    MultiChoiceField,
    NoteField,
    NumberField,
    Option,
    Point,
    ScaleField,
    SignatureField,
    TableField,
    TextField,
)
from guidegen.model.nearest import did_you_mean
from guidegen.model.problem import Place
from guidegen.model.prose import Text
from guidegen.model.url import id_of_words
from guidegen.reading.schema import Shape, keys_of
from guidegen.reading.spots import Spot
from guidegen.reading.values import (
    Id,
    Readers,
    Several,
    Switch,
    Words,
    number,
    shortened,
    whole,
    wrong,
)

_OTHER_NAMES: Final = MappingProxyType(
    {
        "radio": "choice", "radios": "choice", "dropdown": "choice", "select": "choice",
        "single_choice": "choice", "checkboxes": "multi_choice", "multiple_choice": "multi_choice",
        "multiselect": "multi_choice",
        "rating": "scale", "likert": "scale", "range": "scale",
        "string": "text", "line": "text", "input": "text", "email": "text", "url": "text", "phone": "text",
        "textarea": "long_text", "longtext": "long_text", "paragraph": "long_text", "multiline": "long_text",
        "bool": "checkbox", "boolean": "checkbox", "tick": "checkbox", "int": "number", "integer": "number",
        "float": "number", "datetime": "date", "time": "text", "month": "text", "grid": "table",
        "quadrants": "table", "actions": "table", "ranking": "list", "goal": "long_text", "heading": "note",
    }
)  # fmt: skip
"""What other tools call a type of field, and ours that does the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionShape(Shape):
    noun: ClassVar[str] = "option"
    text_key: ClassVar[str] = "label"

    label: Words
    id: Id = ""

    def option(self, spot: Spot) -> Option:
        label = spot.text(self.label, "label")
        return Option(self.id or id_of_words(label.plain), label)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldShape(Shape, ABC):
    """What every field may say."""

    noun: ClassVar[str] = "field"
    tag: ClassVar[str]

    id: Id = ""
    label: Words
    help: Words | None = None
    required: Switch = False
    role: Words = ""
    audience: Readers = ()
    default: Words = ""

    @classmethod
    def advice(cls, key: str) -> str:
        others = [kind for kind, shape in _FIELD_SHAPES.items() if key in keys_of(shape)]
        if others:
            return f'"{key}" is for fields of type {", ".join(others)}; this one has type {cls.tag}.'
        return f"Known keys of a {cls.tag} field: {', '.join(keys_of(cls))}."

    def _readers_at(self, spot: Spot) -> tuple[Place, ...]:
        role = (spot.place("role"),) if self.role else ()
        return (*role, *spot.places(self.audience, "audience"))

    def common(self, spot: Spot) -> dict[str, Any]:
        """Return what every field has, by the names of the noun."""
        label = spot.text(self.label, "label")
        return {
            "id": self.id or id_of_words(label.plain),
            "label": label,
            "place": spot.place(),
            "help": spot.text(self.help, "help"),
            "required": self.required,
            "role": self.role,
            "audience": self.audience,
            "readers_at": self._readers_at(spot),
            "default": self.default,
            "written_id": bool(self.id),
        }

    @abstractmethod
    def field(self, spot: Spot) -> Field:
        """Return the field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextShape(FieldShape):
    tag: ClassVar[str] = "text"

    type: Words = "text"
    max: Annotated[int, whole(1)] | None = None

    def field(self, spot: Spot) -> Field:
        return TextField(**self.common(spot), max=self.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class LongTextShape(FieldShape):
    tag: ClassVar[str] = "long_text"

    type: Words = "long_text"
    lines: Annotated[int, whole(1, 60)] = 4

    def field(self, spot: Spot) -> Field:
        return LongTextField(**self.common(spot), lines=self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberShape(FieldShape):
    tag: ClassVar[str] = "number"

    type: Words = "number"
    min: Annotated[float, number()] | None = None
    max: Annotated[float, number()] | None = None
    step: Annotated[float, number(above=0)] | None = None
    unit: Words = ""

    def check(self) -> None:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise wrong("number", f"{{key}} must be {self.max:g} or less, got {self.min:g}.", at=("min",))

    def field(self, spot: Spot) -> Field:
        return NumberField(**self.common(spot), min=self.min, max=self.max, step=self.step, unit=self.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateShape(FieldShape):
    tag: ClassVar[str] = "date"

    type: Words = "date"

    def field(self, spot: Spot) -> Field:
        return DateField(**self.common(spot))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceShape(FieldShape):
    tag: ClassVar[str] = "choice"

    type: Words = "choice"
    options: tuple[OptionShape, ...] = ()

    def check(self) -> None:
        check_options(f'choice "{self.id or shortened(self.label)}"', self.options)

    def field(self, spot: Spot) -> Field:
        return ChoiceField(**self.common(spot), options=read_options(self.options, spot))


@dataclass(frozen=True, slots=True, kw_only=True)
class MultiChoiceShape(FieldShape):
    tag: ClassVar[str] = "multi_choice"

    type: Words = "multi_choice"
    options: tuple[OptionShape, ...] = ()
    min: Annotated[int, whole(0)] | None = None
    max: Annotated[int, whole(1)] | None = None

    def check(self) -> None:
        check_options(f'multi_choice "{self.id or shortened(self.label)}"', self.options)
        count = len(self.options)
        most = count if self.max is None else self.max
        if most > count:
            raise wrong("number", f"{{key}} must be {count} or less, the number of options.", at=("max",))
        if (self.min or 0) > most:
            raise wrong("number", f"{{key}} must be {most} or less, got {self.min}.", at=("min",))

    def field(self, spot: Spot) -> Field:
        options = read_options(self.options, spot)
        return MultiChoiceField(**self.common(spot), options=options, min=self.min, max=self.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckboxShape(FieldShape):
    tag: ClassVar[str] = "checkbox"

    type: Words = "checkbox"

    def field(self, spot: Spot) -> Field:
        return CheckboxField(**self.common(spot))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleShape(FieldShape):
    tag: ClassVar[str] = "scale"

    type: Words = "scale"
    min: Annotated[int, whole(-1000, 1000, slug="scale")] = 1
    max: Annotated[int, whole(-1000, 1000, slug="scale")] = 5
    labels: dict[Annotated[int, whole(-1000, 1000, slug="scale")], Words] | None = None
    not_applicable: Switch = False

    def check(self) -> None:
        if self.min >= self.max:
            raise wrong("scale", f"a scale must go up, got {self.min} to {self.max}.")
        if self.max - self.min > 10:
            count = self.max - self.min + 1
            raise wrong("scale", f"a scale has at most 11 points, got {count} ({self.min} to {self.max}).")
        for value in self.labels or {}:
            if not self.min <= value <= self.max:
                message = f"there is no point {value} on a scale from {self.min} to {self.max}."
                raise wrong("scale", message, at=("labels", str(value)))

    def field(self, spot: Spot) -> Field:
        labels = self.labels or {}
        points = tuple(
            Point(value, spot.text(labels.get(value), "labels", str(value)))
            for value in range(self.min, self.max + 1)
        )
        return ScaleField(**self.common(spot), points=points, not_applicable=self.not_applicable)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListShape(FieldShape):
    tag: ClassVar[str] = "list"

    type: Words = "list"
    count: Annotated[int, whole(1, 30)] = 3
    item: Literal["text", "long_text"] = "text"

    def field(self, spot: Spot) -> Field:
        return ListField(**self.common(spot), count=self.count, item=self.item)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnShape(Shape):
    noun: ClassVar[str] = "column"

    id: Id
    label: Words
    type: Literal["text", "long_text", "date", "choice", "checkbox"] = "text"
    width: Annotated[int, whole(1, 100, slug="table")] | None = None
    options: tuple[OptionShape, ...] = ()

    def check(self) -> None:
        if self.type == "choice":
            check_options(f'column "{self.id}"', self.options)
        elif self.options:
            raise wrong("options", "only a column of type choice has options.", at=("options",))

    def column(self, spot: Spot) -> Column:
        label = spot.text(self.label, "label")
        return Column(self.id, label, self.type, self.width, read_options(self.options, spot))


@dataclass(frozen=True, slots=True, kw_only=True)
class TableShape(FieldShape):
    tag: ClassVar[str] = "table"

    type: Words = "table"
    columns: tuple[ColumnShape, ...] = ()
    rows: Annotated[int, whole(1, 60, slug="table")] | None = None
    row_labels: Several = ()

    def check(self) -> None:
        name = f'table "{self.id or shortened(self.label)}"'
        if not self.columns:
            raise wrong("table", f"{name} needs at least one column.")
        total = sum(column.width or 0 for column in self.columns)
        if total > 100:
            raise wrong("table", f"the widths of {name} add up to {total} percent.", at=("columns",))
        if len(self.row_labels) > 60:
            raise wrong(
                "table", f"{name} has {len(self.row_labels)} rows; 60 are allowed.", at=("row_labels",)
            )
        if self.row_labels and self.rows not in (None, len(self.row_labels)):
            message = f"{{key}} says {self.rows}, but there are {len(self.row_labels)} row_labels. Keep one."
            raise wrong("table", message, at=("rows",))
        names = [column.id for column in self.columns]
        for position, one in enumerate(names):
            if one in names[:position]:
                message = f'column "{one}" is given twice.'
                raise wrong("duplicate-id", message, at=("columns", position, "id"))

    def field(self, spot: Spot) -> Field:
        columns = tuple(one.column(at) for one, at in spot.each("columns", self.columns))
        labels = _rows_named(spot.texts(self.row_labels, "row_labels"))
        rows = len(labels) or self.rows or 5
        return TableField(**self.common(spot), columns=columns, rows=rows, row_labels=labels)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureShape(FieldShape):
    tag: ClassVar[str] = "signature"

    type: Words = "signature"
    role: Words
    date: Switch = True
    name: Switch = True

    def field(self, spot: Spot) -> Field:
        return SignatureField(**self.common(spot), date=self.date, name=self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteShape(FieldShape):
    tag: ClassVar[str] = "note"

    type: Words = "note"
    label: Words = ""
    text: Words

    def field(self, spot: Spot) -> Field:
        text = spot.paragraphs(self.text, "text")
        common = self.common(spot)
        if not self.id and not self.label:
            common["id"] = id_of_words(text.plain)
        return NoteField(**common, text=text)


_FIELD_SHAPES: Final[Mapping[str, type[FieldShape]]] = MappingProxyType(
    {
        shape.tag: shape
        for shape in (
            TextShape, LongTextShape, NumberShape, DateShape, ChoiceShape, MultiChoiceShape,
            CheckboxShape, ScaleShape, ListShape, TableShape, SignatureShape, NoteShape,
        )
    }
)  # fmt: skip


def _with_known_type(value: Any) -> Any:
    name = value.get("type") if isinstance(value, dict) else None
    if name is None or (isinstance(name, str) and (name in _FIELD_SHAPES or not name.strip())):
        return value
    if not isinstance(name, str):
        raise wrong("type", "{key} must be text.", at=("type",))
    folded = re.sub(r"[\s-]+", "_", name.strip().lower())
    meant = folded if folded in _FIELD_SHAPES else _OTHER_NAMES.get(folded)
    advice = f"Use {meant}." if meant else did_you_mean(name, _FIELD_SHAPES)
    remedy = "" if advice else f"Known types: {', '.join(_FIELD_SHAPES)}."
    message = f'unknown field type "{shortened(name)}". {advice}'.rstrip()
    raise wrong("field-type", message, remedy, at=("type",))


def _type_of(value: Any) -> str:
    name = value.get("type") if isinstance(value, dict) else None
    return name if isinstance(name, str) and name in _FIELD_SHAPES else "text"


AnyField: TypeAlias = Annotated[
    Annotated[TextShape, Tag("text")]
    | Annotated[LongTextShape, Tag("long_text")]
    | Annotated[NumberShape, Tag("number")]
    | Annotated[DateShape, Tag("date")]
    | Annotated[ChoiceShape, Tag("choice")]
    | Annotated[MultiChoiceShape, Tag("multi_choice")]
    | Annotated[CheckboxShape, Tag("checkbox")]
    | Annotated[ScaleShape, Tag("scale")]
    | Annotated[ListShape, Tag("list")]
    | Annotated[TableShape, Tag("table")]
    | Annotated[SignatureShape, Tag("signature")]
    | Annotated[NoteShape, Tag("note")],
    Discriminator(_type_of),
    BeforeValidator(_with_known_type),
]


def check_options(name: str, options: tuple[OptionShape, ...]) -> None:
    """Raise `wrong` where there is nothing to choose from, or the same twice."""
    if len(options) < 2:
        raise wrong("options", f"{name} needs at least 2 options.", "Write options: [Yes, No]")
    seen: set[str] = set()
    for position, one in enumerate(options):
        for called in (f'option "{shortened(one.label)}"', f'option id "{one.id}"' if one.id else ""):
            if called and called in seen:
                raise wrong("options", f"{name} has the {called} twice.", at=("options", position))
            seen.add(called)


def read_options(shapes: tuple[OptionShape, ...], spot: Spot) -> tuple[Option, ...]:
    """Return the options of a field or column, each with an id of its own."""
    options = [one.option(at) for one, at in spot.each("options", shapes)]
    ids = own_ids((option.id, bool(shape.id)) for option, shape in zip(options, shapes, strict=True))
    return tuple(replace(option, id=name) for option, name in zip(options, ids, strict=True))


def _rows_named(labels: Iterable[Text]) -> tuple[Option, ...]:
    """Return rows that go by their words, so that an answer stays with its row when the order changes."""
    rows = tuple(labels)
    ids = own_ids((id_of_words(label.plain), False) for label in rows)
    return tuple(Option(name, label) for name, label in zip(ids, rows, strict=True))


def own_ids(ids: Iterable[tuple[str, bool]]) -> list[str]:
    """Return an id for each, no two the same unless both are written: the second gets ``-2``.

    Args:
        ids: each with whether the author wrote it; else it follows the words, and gives way.
    """
    wanted = list(ids)
    taken = {name for name, written in wanted if written}
    next_number: dict[str, int] = {}
    found = []
    for name, written in wanted:
        own = name
        while not written and own in taken:
            next_number[name] = next_number.get(name, 1) + 1
            own = f"{name[:58].rstrip('-')}-{next_number[name]}"
        taken.add(own)
        found.append(own)
    return found
