"""The fields of a worksheet: one shape for each type, chosen by `type`.

A type says which keys a field may have, how many there may be of something, and
what they mean together; a field that is wrong in itself is told so here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Final, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Tag

from guidegen.model.activity import (
    CheckboxField,
    DateField,
    EmailField,
    Field,
    ListField,
    LongTextField,
    MonthField,
    NoteField,
    NumberField,
    PageBreakField,
    PhoneField,
    SignatureField,
    TextField,
    TimeField,
    UrlField,
)
from guidegen.model.nearest import did_you_mean
from guidegen.model.schedule import read_date, read_time
from guidegen.model.url import id_of_words
from guidegen.reading.asking import FieldShape, variable_in
from guidegen.reading.choices import ChoiceShape, GridShape, MultiChoiceShape, RankingShape, ScaleShape
from guidegen.reading.goals import GoalShape, QuadrantsShape, RecallShape
from guidegen.reading.spots import Spot
from guidegen.reading.tables import ActionsShape, TableShape
from guidegen.reading.values import (
    Switch,
    Words,
    number,
    read_email,
    read_link,
    read_phone,
    read_switch,
    read_timed,
    shortened,
    whole,
    wrong,
)

_OTHER_NAMES: Final = MappingProxyType(
    {
        "radio": "choice", "radios": "choice", "dropdown": "choice", "select": "choice",
        "single_choice": "choice", "checkboxes": "multi_choice", "multiple_choice": "multi_choice",
        "multiselect": "multi_choice",
        "rating": "scale", "likert": "scale", "range": "scale", "slider": "scale",
        "matrix": "grid", "rank": "ranking", "order": "ranking",
        "string": "text", "line": "text", "input": "text", "e_mail": "email", "mail": "email",
        "link": "url", "website": "url", "tel": "phone", "telephone": "phone",
        "textarea": "long_text", "longtext": "long_text", "paragraph": "long_text", "multiline": "long_text",
        "bool": "checkbox", "boolean": "checkbox", "tick": "checkbox", "int": "number", "integer": "number",
        "float": "number", "datetime": "date", "day": "date", "swot": "quadrants", "smart": "goal",
        "action": "actions", "heading": "note", "pagebreak": "page_break",
    }
)  # fmt: skip
"""What other tools call a type of field, and ours that does the same."""


# What is written


@dataclass(frozen=True, slots=True, kw_only=True)
class TextShape(FieldShape):
    tag: ClassVar[str] = "text"

    type: Words = "text"
    max: Annotated[int, whole(1)] | None = None

    def beginning(self) -> str:
        written = " ".join(self.default.split())
        if self.max is not None and len(written) > self.max:
            message = f"{{key}} has {len(written)} letters; max is {self.max}."
            raise wrong("field-default", message, at=("default",))
        return written

    def field(self, spot: Spot) -> Field:
        return TextField(**self.common(spot), max=self.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class LongTextShape(FieldShape):
    tag: ClassVar[str] = "long_text"

    type: Words = "long_text"
    lines: Annotated[int, whole(1, 60)] = 4

    def beginning(self) -> str:
        return self.default

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

    def beginning(self) -> str:
        found = self.read_default(number().function)
        for limit, beyond, words in (
            (self.min, self.min is not None and found < self.min, "more"),
            (self.max, self.max is not None and found > self.max, "less"),
        ):
            if beyond:
                message = f"{{key}} must be {limit:g} or {words}, got {found:g}."
                raise wrong("number", message, at=("default",))
        return self.default.strip()

    def field(self, spot: Spot) -> Field:
        return NumberField(**self.common(spot), min=self.min, max=self.max, step=self.step, unit=self.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateShape(FieldShape):
    tag: ClassVar[str] = "date"

    type: Words = "date"

    def beginning(self) -> str:
        variable = variable_in(self.default)
        if variable.endswith(".title"):
            raise wrong("field-default", f"{{key}} must be a date; {variable} is none.", at=("default",))
        return self.default if variable else self.read_default(read_timed(read_date)).isoformat()

    def field(self, spot: Spot) -> Field:
        return DateField(**self.common(spot))


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeShape(FieldShape):
    tag: ClassVar[str] = "time"

    type: Words = "time"

    def beginning(self) -> str:
        return self.read_default(read_timed(read_time)).strftime("%H:%M")

    def field(self, spot: Spot) -> Field:
        return TimeField(**self.common(spot))


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthShape(FieldShape):
    tag: ClassVar[str] = "month"

    type: Words = "month"

    def beginning(self) -> str:
        if not re.fullmatch(r"(?!0000)[0-9]{4}-[0-9]{2}", self.default):
            message = f'"{shortened(self.default)}" is not a month guidegen can read.'
            raise wrong("date-format", message, "write months as YYYY-MM, e.g. 2026-09.", at=("default",))
        if not 1 <= int(self.default[5:]) <= 12:
            message = f"{self.default} is not a month: a year has 12."
            raise wrong("date-impossible", message, at=("default",))
        return self.default

    def field(self, spot: Spot) -> Field:
        return MonthField(**self.common(spot))


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailShape(FieldShape):
    tag: ClassVar[str] = "email"

    type: Words = "email"

    def beginning(self) -> str:
        return self.read_default(read_email)

    def field(self, spot: Spot) -> Field:
        return EmailField(**self.common(spot))


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlShape(FieldShape):
    tag: ClassVar[str] = "url"

    type: Words = "url"

    def beginning(self) -> str:
        return self.read_default(read_link)

    def field(self, spot: Spot) -> Field:
        return UrlField(**self.common(spot))


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneShape(FieldShape):
    tag: ClassVar[str] = "phone"

    type: Words = "phone"

    def beginning(self) -> str:
        return self.read_default(read_phone)

    def field(self, spot: Spot) -> Field:
        return PhoneField(**self.common(spot))


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckboxShape(FieldShape):
    tag: ClassVar[str] = "checkbox"

    type: Words = "checkbox"

    def beginning(self) -> str:
        return "true" if self.read_default(read_switch) else ""

    def field(self, spot: Spot) -> Field:
        return CheckboxField(**self.common(spot))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListShape(FieldShape):
    tag: ClassVar[str] = "list"

    type: Words = "list"
    count: Annotated[int, whole(1, 30)] = 3
    item: Literal["text", "long_text"] = "text"

    def field(self, spot: Spot) -> Field:
        return ListField(**self.common(spot), count=self.count, item=self.item)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureShape(FieldShape):
    tag: ClassVar[str] = "signature"

    type: Words = "signature"
    role: Words
    date: Switch = True
    name: Switch = True

    def field(self, spot: Spot) -> Field:
        return SignatureField(**self.common(spot), date=self.date, name=self.name)


# What is only read


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBreakShape(FieldShape):
    tag: ClassVar[str] = "page_break"

    type: Words = "page_break"
    label: Words = ""

    def field(self, spot: Spot) -> Field:
        common = self.common(spot)
        return PageBreakField(**{**common, "id": self.id or "page-break"})


# One of them


_FIELD_SHAPES: Final[Mapping[str, type[FieldShape]]] = MappingProxyType(
    {
        shape.tag: shape
        for shape in (
            TextShape, LongTextShape, NumberShape, DateShape, TimeShape, MonthShape, EmailShape, UrlShape,
            PhoneShape, ChoiceShape, MultiChoiceShape, CheckboxShape, ScaleShape, GridShape, RankingShape,
            ListShape, TableShape, ActionsShape, QuadrantsShape, GoalShape, RecallShape, SignatureShape,
            NoteShape, PageBreakShape,
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
    | Annotated[TimeShape, Tag("time")]
    | Annotated[MonthShape, Tag("month")]
    | Annotated[EmailShape, Tag("email")]
    | Annotated[UrlShape, Tag("url")]
    | Annotated[PhoneShape, Tag("phone")]
    | Annotated[ChoiceShape, Tag("choice")]
    | Annotated[MultiChoiceShape, Tag("multi_choice")]
    | Annotated[CheckboxShape, Tag("checkbox")]
    | Annotated[ScaleShape, Tag("scale")]
    | Annotated[GridShape, Tag("grid")]
    | Annotated[RankingShape, Tag("ranking")]
    | Annotated[ListShape, Tag("list")]
    | Annotated[TableShape, Tag("table")]
    | Annotated[ActionsShape, Tag("actions")]
    | Annotated[QuadrantsShape, Tag("quadrants")]
    | Annotated[GoalShape, Tag("goal")]
    | Annotated[RecallShape, Tag("recall")]
    | Annotated[SignatureShape, Tag("signature")]
    | Annotated[NoteShape, Tag("note")]
    | Annotated[PageBreakShape, Tag("page_break")],
    Discriminator(_type_of),
    BeforeValidator(_with_known_type),
]
