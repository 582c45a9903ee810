"""Answers that people give back: as a file holds them, and as the rows of a table.

A reader's browser writes a file (`theme/assets/files.js`), a coordinator collects
many.  What reads them, from JSON or from anything else, makes an `AnswerFile`;
everything after that knows no formats.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from guidegen.model.activity import Field

Value: TypeAlias = str | bool | tuple["Value", ...] | Mapping[str, "Value"]
"""What stands in a field or an item: words, a tick, several in order, or several by name.

The shape is that of the type of the field, and at most `DEEPEST` deep: a table is a
tuple of rows, each a mapping of columns to words.
"""

DEEPEST: Final = 3

Kind: TypeAlias = Literal["sheet", "list", ""]
"""A worksheet or a checklist; empty where a file does not say."""

TableKey: TypeAlias = tuple[Kind, str]
"""What a table is of: the kind, and the id of the worksheet, the checklist or the chapter."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, or one tick."""

    cohort: str
    """Its id; empty for none."""

    activity: str
    item: str
    value: Value
    kind: Kind = ""
    title: str = ""
    """What the sheet or the list was called."""

    version: str = ""
    label: str = ""
    """The question, as it was when it was answered."""

    type: str = ""
    text: str = ""
    """The answer in words; empty where the value is the words."""

    private: bool = False


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """The answers of one person, as they were given back."""

    name: str
    """As it was named on the command line."""

    handbook: str
    """The id of the handbook it comes from."""

    title: str
    """What that handbook was called."""

    purpose: Literal["backup", "hand-in"]
    saved: str
    """When, as ISO time in UTC."""

    answers: tuple[Answer, ...]
    digest: str = ""
    """The fingerprint of its bytes."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table of answers."""

    item: str
    """The id of the field or the item."""

    part: str = ""
    """Of a field that is answered in parts: the id of a row, a box, a part."""

    field: Field | None = None
    """The field; None for an item, and for what no sheet knows."""

    label: str = ""
    """The question as plain words; empty where nobody knows."""

    type: str = ""
    part_label: str = ""
    """The words of the part; empty where they are the interface's, or nobody knows them."""

    @property
    def name(self) -> str:
        return f"{self.item}.{self.part}" if self.part else self.item


@dataclass(frozen=True, slots=True)
class Row:
    """The answers of one file to one sheet."""

    file: str
    saved: str
    cohort: str
    version: str
    answers: Mapping[str, Answer]
    """By item."""


@dataclass(frozen=True, slots=True)
class Table:
    """Every answer to one worksheet or one checklist."""

    kind: Literal["sheet", "list"]
    activity: str
    title: str
    version: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    """In the order of the files."""
