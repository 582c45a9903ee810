"""Tables to fill in, and the table of who does what by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final, Literal

from guidegen.model.activity import ActionsField, Column, Field, TableField
from guidegen.model.prose import NO_TEXT
from guidegen.model.url import id_of_words
from guidegen.reading.asking import FieldShape
from guidegen.reading.choices import OptionShape, RowShape, check_options, check_rows, read_options
from guidegen.reading.schema import Shape
from guidegen.reading.spots import Spot
from guidegen.reading.values import Id, Words, whole, wrong

_ROWS: Final = 5

ACTION_COLUMNS: Final = (
    Column("what", NO_TEXT, "text", 50),
    Column("who", NO_TEXT, "text", 20),
    Column("by-when", NO_TEXT, "date", 20),
    Column("done", NO_TEXT, "checkbox", 10),
)
"""Those of a field of type ``actions`` that writes none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnShape(Shape):
    noun: ClassVar[str] = "column"
    text_key: ClassVar[str] = "label"

    id: Id = ""
    label: Words
    type: Literal["text", "long_text", "date", "choice", "checkbox"] = "text"
    width: Annotated[int, whole(1, 100, slug="table")] | None = None
    options: tuple[OptionShape, ...] = ()

    def check(self) -> None:
        if self.type == "choice":
            check_options(f'column "{self.own_id}"', self.options)
        elif self.options:
            raise wrong("options", "only a column of type choice has options.", at=("options",))

    @property
    def own_id(self) -> str:
        return self.id or id_of_words(self.label)

    def column(self, spot: Spot) -> Column:
        label = spot.text(self.label, "label")
        return Column(self.own_id, label, self.type, self.width, read_options(self.options, spot, "options"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TableShape(FieldShape):
    tag: ClassVar[str] = "table"

    type: Words = "table"
    columns: tuple[ColumnShape, ...] = ()
    rows: Annotated[int, whole(1, 60, slug="table")] | None = None
    row_labels: tuple[RowShape, ...] = ()

    def check(self) -> None:
        if not self.columns:
            raise wrong("table", f"{self.called} needs at least one column.")
        _check_columns(self.called, self.columns)
        if not self.row_labels:
            return
        check_rows(self.called, self.row_labels, "row_labels")
        if self.rows not in (None, len(self.row_labels)):
            message = f"{{key}} says {self.rows}, but there are {len(self.row_labels)} row_labels. Keep one."
            raise wrong("table", message, at=("rows",))

    def field(self, spot: Spot) -> Field:
        labels = read_options(self.row_labels, spot, "row_labels")
        rows = len(labels) or self.rows or _ROWS
        columns = _read_columns(self.columns, spot)
        return TableField(**self.common(spot), columns=columns, rows=rows, row_labels=labels)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionsShape(FieldShape):
    tag: ClassVar[str] = "actions"

    type: Words = "actions"
    columns: tuple[ColumnShape, ...] = ()
    rows: Annotated[int, whole(1, 60, slug="table")] = _ROWS

    def check(self) -> None:
        _check_columns(self.called, self.columns)

    def field(self, spot: Spot) -> Field:
        columns = _read_columns(self.columns, spot) or ACTION_COLUMNS
        return ActionsField(**self.common(spot), columns=columns, rows=self.rows)


def _check_columns(name: str, columns: Sequence[ColumnShape]) -> None:
    total = sum(column.width or 0 for column in columns)
    if total > 100:
        raise wrong("table", f"the widths of {name} add up to {total} percent.", at=("columns",))
    seen: set[str] = set()
    for position, one in enumerate(columns):
        if one.own_id in seen:
            at = ("columns", position, "id") if one.id else ("columns", position)
            raise wrong("duplicate-id", f'column "{one.own_id}" is given twice.', at=at)
        seen.add(one.own_id)


def _read_columns(columns: Sequence[ColumnShape], spot: Spot) -> tuple[Column, ...]:
    return tuple(one.column(at) for one, at in spot.each("columns", columns))
