"""Worksheets and checklists, from files of their own and from blocks in chapters.

Answers and ticks hang on ids.  Where the author wrote none, the id follows the
words; two of one sheet never share one, so that no answer appears twice.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Final, Literal, TypeAlias

from pydantic import BeforeValidator, Discriminator, Tag

from guidegen.model.activity import (
    CheckboxField,
    Checklist,
    ChoiceField,
    Column,
    DateField,
    Field,
    Item,
    ItemGroup,
    ListField,
    LongTextField,
    MultiChoiceField,
    NoteField,
    NumberField,
    Option,
    Point,
    ScaleField,
    SheetSection,
    SignatureField,
    TableField,
    TextField,
    Worksheet,
    fields_of,
    items_of,
)
from guidegen.model.nearest import did_you_mean
from guidegen.model.problem import Problem, problem
from guidegen.model.prose import NO_TEXT, Link, Text
from guidegen.model.schedule import FromAnchor, When, read_when
from guidegen.model.url import id_slug
from guidegen.reading.schema import Shape, keys_of, nothing_written, read
from guidegen.reading.spots import Spot, given_twice, lists_at
from guidegen.reading.values import (
    Id,
    ReadBy,
    Several,
    Switch,
    Words,
    number,
    read_link,
    read_timed,
    shortened,
    whole,
    written_text,
    wrong,
)
from guidegen.reading.yaml import load

_OTHER_NAMES: Final = MappingProxyType(
    {
        "radio": "choice", "radios": "choice", "dropdown": "choice", "select": "choice",
        "single_choice": "choice", "checkboxes": "multi_choice", "multiple_choice": "multi_choice", "multiselect": "multi_choice",
        "rating": "scale", "likert": "scale", "range": "scale",
        "string": "text", "line": "text", "input": "text", "email": "text", "url": "text", "phone": "text",
        "textarea": "long_text", "longtext": "long_text", "paragraph": "long_text", "multiline": "long_text",
        "bool": "checkbox", "boolean": "checkbox", "tick": "checkbox", "int": "number", "integer": "number",
        "float": "number", "datetime": "date", "time": "text", "month": "text", "grid": "table",
        "quadrants": "table", "actions": "table", "ranking": "list", "goal": "long_text", "heading": "note",
    }
)  # fmt: skip
"""What other tools call a type of field, and ours that does the same."""


# Fields -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionShape(Shape):
    noun: ClassVar[str] = "option"
    text_key: ClassVar[str] = "label"

    label: Words
    id: Id = ""

    def option(self, spot: Spot) -> Option:
        label = spot.text(self.label, "label")
        return Option(self.id or id_slug(label.plain), label)


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
    audience: Several = ()
    default: Words = ""

    @classmethod
    def advice(cls, key: str) -> str:
        others = [kind for kind, shape in _FIELD_SHAPES.items() if key in keys_of(shape)]
        if others:
            return f'"{key}" is for fields of type {", ".join(others)}; this one has type {cls.tag}.'
        return f"Known keys of a {cls.tag} field: {', '.join(keys_of(cls))}."

    def common(self, spot: Spot) -> dict[str, Any]:
        """Return what every field has, by the names of the noun."""
        label = spot.text(self.label, "label")
        return {
            "id": self.id or id_slug(label.plain),
            "label": label,
            "place": spot.place(),
            "help": spot.text(self.help, "help"),
            "required": self.required,
            "role": self.role,
            "audience": self.audience,
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
        columns = tuple(one.column(spot.at("columns", position)) for position, one in enumerate(self.columns))
        labels = spot.texts(self.row_labels, "row_labels")
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
            common["id"] = id_slug(text.plain)
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
        for mark in (f"label {one.label.strip()}", f"id {one.id}" if one.id else ""):
            if mark and mark in seen:
                message = f'{name} has the option "{shortened(one.label)}" twice.'
                raise wrong("options", message, at=("options", position))
            seen.add(mark)


def read_options(shapes: tuple[OptionShape, ...], spot: Spot) -> tuple[Option, ...]:
    """Return the options of a field or column, each with an id of its own."""
    options = [one.option(spot.at("options", position)) for position, one in enumerate(shapes)]
    ids = own_ids((option.id, bool(shape.id)) for option, shape in zip(options, shapes, strict=True))
    return tuple(replace(option, id=name) for option, name in zip(options, ids, strict=True))


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


# Worksheets ---------------------------------------------------------------------------------------


def _when_or_phase(value: Any) -> When | str:
    when = read_timed(read_when)(value)
    match when:
        case FromAnchor(anchor=name, steps=(), weekday=None, time=None) if re.fullmatch("[a-z0-9-]+", name):
            return when if name in ("start", "end") else name
    return when


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSectionShape(Shape):
    noun: ClassVar[str] = "section"

    title: Words | None = None
    intro: Words | None = None
    fields: tuple[AnyField, ...]

    def section(self, spot: Spot) -> SheetSection:
        return SheetSection(
            spot.text(self.title, "title"),
            spot.paragraphs(self.intro, "intro"),
            tuple(one.field(spot.at("fields", position)) for position, one in enumerate(self.fields)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WorksheetShape(Shape):
    noun: ClassVar[str] = "worksheet"

    id: Id = ""
    title: Words
    purpose: Words | None = None
    instructions: Words | None = None
    version: Words = "1"
    roles: Several = ()
    together: Switch = False
    minutes: Annotated[int, whole(1)] | None = None
    when: Annotated[When | str | None, ReadBy(_when_or_phase)] = None
    confidential: Literal["none", "pair", "private"] = "none"
    audience: Several = ()
    source: Words | None = None
    license: Words = ""
    sections: tuple[SheetSectionShape, ...] = ()
    fields: tuple[AnyField, ...] = ()

    def check(self) -> None:
        if self.sections and self.fields:
            raise wrong("conflict", 'a worksheet has "sections" or "fields", not both.', at=("fields",))
        if not self.fields and not any(section.fields for section in self.sections):
            raise wrong("missing-key", f'worksheet "{shortened(self.id or self.title)}" needs "fields".')

    def worksheet(self, spot: Spot, default_id: str) -> Worksheet:
        return Worksheet(
            id=self.id or default_id,
            title=spot.text(self.title, "title"),
            sections=self._sections(spot),
            place=spot.place(),
            purpose=spot.text(self.purpose, "purpose"),
            instructions=spot.paragraphs(self.instructions, "instructions"),
            version=self.version,
            roles=self.roles,
            together=self.together,
            minutes=self.minutes,
            when=None if isinstance(self.when, str) else self.when,
            phase=self.when if isinstance(self.when, str) else "",
            confidential=self.confidential,
            audience=self.audience,
            source=spot.text(self.source, "source"),
            license=self.license,
        )

    def _sections(self, spot: Spot) -> tuple[SheetSection, ...]:
        if self.sections:
            return tuple(
                one.section(spot.at("sections", position)) for position, one in enumerate(self.sections)
            )
        fields = tuple(one.field(spot.at("fields", position)) for position, one in enumerate(self.fields))
        return (SheetSection(NO_TEXT, NO_TEXT, fields),)


def read_worksheet(
    text: str, path: str, default_id: str, *, first_line: int = 1, base: str = ""
) -> tuple[Worksheet | None, tuple[Problem, ...]]:
    """Return the sheet that a file or a block holds, and what is wrong with it.

    Args:
        default_id: its id where it writes none.
        first_line: the line of the file on which *text* begins.
        base: the folder below the content folder that its links start from.
    """
    tree, problems = load(text, path, first_line=first_line)
    if tree is None:
        return None, problems or (nothing_written("the worksheet", path, first_line),)
    problems = (*problems, *given_twice(tree, lists_at(tree, "sections", "fields"), "field"))
    shape, misfits = read(WorksheetShape, tree, _called(path, "worksheet"))
    if shape is None:
        return None, (*problems, *misfits)
    sheet = shape.worksheet(Spot(tree, base), default_id or id_slug(shape.title))
    owned = _with_own_field_ids(sheet)
    ambiguous = _ambiguous(fields_of(sheet), fields_of(owned), "field")
    return owned, (*problems, *ambiguous, *_strangers(shape, Spot(tree, base)))


def _strangers(shape: WorksheetShape, spot: Spot) -> Iterator[Problem]:
    """Yield a problem for each signature of somebody who does not fill the sheet."""
    if not shape.roles:
        return
    places = [(shape.fields, spot)]
    places += [(one.fields, spot.at("sections", position)) for position, one in enumerate(shape.sections)]
    for fields, at in places:
        for position, field in enumerate(fields):
            if isinstance(field, SignatureShape) and field.role not in shape.roles:
                message = f'"{shortened(field.role)}" signs, but is not among the roles of the sheet.'
                remedy = f"Write roles: [{', '.join((*shape.roles, field.role))}]"
                yield at.problem("signature-role", message, "fields", position, "role", remedy=remedy)


# Checklists ---------------------------------------------------------------------------------------


def _item_link(value: Any) -> str:
    written = written_text(value).strip()
    if re.match(r"(?:chapter|worksheet|checklist|program|term):[^\s/]", written):
        return written
    if re.match(r"[A-Za-z][A-Za-z0-9+-]*:|//", written):
        return read_link(written)
    if re.search(r"\s", written):
        raise wrong("url", f'"{shortened(written)}" has spaces. Use %20 or check the link.')
    return written


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemShape(Shape):
    noun: ClassVar[str] = "item"
    text_key: ClassVar[str] = "text"

    text: Words
    id: Id = ""
    required: Switch = True
    minutes: Annotated[int, whole(1)] | None = None
    link: Annotated[str | None, ReadBy(_item_link)] = None
    note: Words | None = None
    audience: Several = ()

    def item(self, spot: Spot) -> Item:
        text = spot.text(self.text, "text")
        return Item(
            id=self.id or id_slug(text.plain),
            text=text,
            place=spot.place(),
            note=spot.text(self.note, "note"),
            required=self.required,
            minutes=self.minutes,
            link=_link_text(self.link, spot.at("link")),
            written_id=bool(self.id),
            audience=self.audience,
        )


def _link_text(target: str | None, spot: Spot) -> Text:
    """Return a link that takes the title of what it leads to; one that leads out shows its address."""
    if not target:
        return NO_TEXT
    leads_out = re.match(r"(?:https?|mailto|tel):", target, re.IGNORECASE)
    parts = (escape(re.sub(r"^(?:https?://|mailto:|tel:)", "", target)),) if leads_out else ()
    return Text(target, (Link(target, parts, "", spot.place(), spot.base),))


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemGroupShape(Shape):
    noun: ClassVar[str] = "group"

    title: Words | None = None
    phase: Words = ""
    items: tuple[ItemShape, ...]

    def check(self) -> None:
        if bool(self.title) == bool(self.phase):
            which = '"title" or "phase", not both' if self.title else '"title" or "phase"'
            raise wrong("conflict" if self.title else "missing-key", f"a group needs {which}.")

    def group(self, spot: Spot) -> ItemGroup:
        items = tuple(one.item(spot.at("items", position)) for position, one in enumerate(self.items))
        return ItemGroup(spot.text(self.title, "title"), self.phase, items, spot.place())


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistShape(Shape):
    noun: ClassVar[str] = "checklist"

    id: Id = ""
    title: Words
    role: Words = ""
    roles: Several = ()
    program: Words = ""
    purpose: Words | None = None
    audience: Several = ()
    groups: tuple[ItemGroupShape, ...] = ()
    items: tuple[ItemShape, ...] = ()

    def check(self) -> None:
        if self.role and self.roles:
            raise wrong("conflict", 'a checklist has "role" or "roles", not both.', at=("role",))
        if self.groups and self.items:
            raise wrong("conflict", 'a checklist has "groups" or "items", not both.', at=("items",))
        if not self.items and not any(group.items for group in self.groups):
            raise wrong("missing-key", f'checklist "{shortened(self.id or self.title)}" needs "items".')

    def checklist(self, spot: Spot, default_id: str) -> Checklist:
        return Checklist(
            id=self.id or default_id,
            title=spot.text(self.title, "title"),
            groups=self._groups(spot),
            place=spot.place(),
            roles=(self.role,) if self.role else self.roles,
            program=self.program,
            purpose=spot.text(self.purpose, "purpose"),
            audience=self.audience,
        )

    def _groups(self, spot: Spot) -> tuple[ItemGroup, ...]:
        if self.groups:
            return tuple(one.group(spot.at("groups", position)) for position, one in enumerate(self.groups))
        items = tuple(one.item(spot.at("items", position)) for position, one in enumerate(self.items))
        return (ItemGroup(NO_TEXT, "", items, spot.place("items")),)


def read_checklist(
    text: str, path: str, default_id: str, *, first_line: int = 1, base: str = ""
) -> tuple[Checklist | None, tuple[Problem, ...]]:
    """Return the list that a file or a block holds, and what is wrong with it; as `read_worksheet`."""
    tree, problems = load(text, path, first_line=first_line)
    if tree is None:
        return None, problems or (nothing_written("the checklist", path, first_line),)
    problems = (*problems, *given_twice(tree, lists_at(tree, "groups", "items"), "item"))
    shape, misfits = read(ChecklistShape, tree, _called(path, "checklist"))
    if shape is None:
        return None, (*problems, *misfits)
    made = shape.checklist(Spot(tree, base), default_id or id_slug(shape.title))
    owned = _with_own_item_ids(made)
    return owned, (*problems, *_ambiguous(items_of(made), items_of(owned), "item"))


def _with_own_item_ids(checklist: Checklist) -> Checklist:
    ids = iter(own_ids((item.id, item.written_id) for item in items_of(checklist)))
    groups = tuple(
        replace(group, items=tuple(replace(item, id=next(ids)) for item in group.items))
        for group in checklist.groups
    )
    return replace(checklist, groups=groups)


def _with_own_field_ids(sheet: Worksheet) -> Worksheet:
    ids = iter(own_ids((field.id, field.written_id) for field in fields_of(sheet)))
    sections = tuple(
        replace(section, fields=tuple(replace(field, id=next(ids)) for field in section.fields))
        for section in sheet.sections
    )
    return replace(sheet, sections=sections)


def _ambiguous(made: Sequence[Field | Item], owned: Sequence[Field | Item], noun: str) -> Iterator[Problem]:
    """Yield a warning for each that shares its words with another, and so got another id."""
    for before, after in zip(made, owned, strict=True):
        if before.id != after.id:
            message = f'another {noun} goes by "{before.id}" as well; this one is called "{after.id}" now.'
            remedy = "Write an id for each, so that answers stay where they are when the order changes."
            yield problem("ambiguous-item", message, after.place, remedy)


def _called(path: str, noun: str) -> str:
    return f"a {noun} block" if path.endswith(".md") else f"a {noun} file"
