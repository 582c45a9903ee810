"""Activities: things to tick and things to write.

A checklist or a worksheet is a value of its own, wherever it was written: in a
YAML file, between two ``:::`` lines, or as a task list in a chapter.  It is not
drawn before a template draws it, so that the same sheet can be a page, ruled
lines on paper, or a part of a chapter.

Saved answers hang on `id`s, so they never depend on order or position.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final, Literal, TypeAlias

from guidegen.model.plan import Repeat
from guidegen.model.problem import Place
from guidegen.model.prose import NO_TEXT, Audience, Text
from guidegen.model.reference import Reference
from guidegen.model.schedule import When

WORKSHEET_PRESETS: Final = (
    "mentoring-agreement",
    "first-meeting",
    "compatibility",
    "smart-goal",
    "grow",
    "swot",
    "idp",
    "mentoring-map",
    "meeting-log",
    "meeting-agenda",
    "feedback-sbi",
    "midpoint-review",
    "closure",
    "match-form-mentee",
    "match-form-mentor",
    "program-survey",
)
"""The ids of the worksheets that come with guidegen."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to tick."""

    id: str
    text: Text
    place: Place
    note: Text = NO_TEXT
    required: bool = True
    minutes: int | None = None
    link: Text = NO_TEXT
    """Where to do it, as a link that takes the title of what it leads to."""

    due: When | None = None
    after: tuple[str, ...] = ()
    """The ids of the items that come first."""

    owner: Reference | None = None
    """The role that sees to it."""

    repeat: Repeat | None = None
    milestone: str = ""
    """The id of the milestone on whose day this is due."""

    ticked: bool = False
    """Written as ``- [x]``."""

    written_id: bool = True
    """Whether the author wrote the id; else it follows the words."""

    audience: Audience = ()
    items: tuple[Item, ...] = ()
    """What this one is made of, where a task list is nested."""

    readers_at: tuple[Place, ...] = ()
    """Where each name of the audience is written."""


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """Items under a heading of their own, or under a phase of the program."""

    title: Text
    """Empty for a list without groups; for a phase it is filled in by `assemble`."""

    phase: str
    """The id of a phase, or empty."""

    items: tuple[Item, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Checklist:
    """A list of things to tick."""

    id: str
    title: Text
    groups: tuple[ItemGroup, ...]
    place: Place
    roles: tuple[str, ...] = ()
    program: str = ""
    purpose: Text = NO_TEXT
    audience: Audience = ()
    in_chapter: bool = False
    """Whether it is a task list of a chapter: then it has no title, and no page of its own."""

    readers_at: tuple[Place, ...] = ()
    """Where each name of `roles` is written, then each of `audience`."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen."""

    id: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldBase:
    """What every field has."""

    id: str
    label: Text
    place: Place
    help: Text = NO_TEXT
    required: bool = False
    role: str = ""
    """The id of the role that answers; empty: whoever fills the sheet."""

    audience: Audience = ()
    default: str = ""
    """What stands in it to begin with; ``{cohort.title}`` is filled in where a cohort is known."""

    example: Text = NO_TEXT
    private: bool = False
    """Whether the answer stays out of every file that is meant for somebody else."""

    width: Literal["full", "half", "third"] = "full"
    """How much of the sheet's width it takes, where there is room."""

    written_id: bool = True
    readers_at: tuple[Place, ...] = ()
    """Where `role` is written, then each name of `audience`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField(FieldBase):
    type: ClassVar = "text"
    max: int | None = None
    """Letters at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LongTextField(FieldBase):
    type: ClassVar = "long_text"
    lines: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberField(FieldBase):
    type: ClassVar = "number"
    min: float | None = None
    max: float | None = None
    step: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateField(FieldBase):
    type: ClassVar = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeField(FieldBase):
    type: ClassVar = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthField(FieldBase):
    type: ClassVar = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailField(FieldBase):
    type: ClassVar = "email"


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlField(FieldBase):
    type: ClassVar = "url"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneField(FieldBase):
    type: ClassVar = "phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceField(FieldBase):
    type: ClassVar = "choice"
    options: tuple[Option, ...]
    other: bool = False
    """Whether something else may be written in; then no option is called `other`."""

    layout: Literal["row", "column"] = "row"


@dataclass(frozen=True, slots=True, kw_only=True)
class MultiChoiceField(FieldBase):
    type: ClassVar = "multi_choice"
    options: tuple[Option, ...]
    other: bool = False
    layout: Literal["row", "column"] = "row"
    min: int | None = None
    max: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckboxField(FieldBase):
    type: ClassVar = "checkbox"


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a scale."""

    value: int
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleField(FieldBase):
    type: ClassVar = "scale"
    points: tuple[Point, ...]
    not_applicable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GridField(FieldBase):
    """One answer of the same few for each row."""

    type: ClassVar = "grid"
    rows: tuple[Option, ...]
    columns: tuple[Option, ...]
    """Where `numbered`, the points of a scale: their ids are the numbers, their labels may be empty."""

    numbered: bool = False
    not_applicable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingField(FieldBase):
    """Options to put in order."""

    type: ClassVar = "ranking"
    options: tuple[Option, ...]
    top: int
    """How many places there are to give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListField(FieldBase):
    type: ClassVar = "list"
    count: int = 3
    item: Literal["text", "long_text"] = "text"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table to fill in."""

    id: str
    label: Text
    type: Literal["text", "long_text", "date", "choice", "checkbox"] = "text"
    width: int | None = None
    """Percent of the table's width."""

    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableField(FieldBase):
    type: ClassVar = "table"
    columns: tuple[Column, ...]
    rows: int = 5
    row_labels: tuple[Option, ...] = ()
    """Where given, one row each, and `rows` is their number; else rows can be added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionsField(TableField):
    """Who does what by when: a table whose columns need not be written.

    A column that comes with the type has no label of its own: its words are the interface's.
    """

    type: ClassVar = "actions"


@dataclass(frozen=True, slots=True)
class Quadrant:
    """One of four boxes to write in."""

    id: str
    label: Text
    prompts: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuadrantsField(FieldBase):
    type: ClassVar = "quadrants"
    boxes: tuple[Quadrant, ...]
    """Four."""


@dataclass(frozen=True, slots=True)
class GoalPart:
    """One question about a goal."""

    id: str
    label: Text = NO_TEXT
    """Empty for a part that comes with the framework: its words are the interface's."""

    type: Literal["long_text", "date"] = "long_text"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalField(FieldBase):
    """A goal, thought through part by part.  It reappears on the sheets that recall it."""

    type: ClassVar = "goal"
    framework: Literal["smart", "grow", "custom"] = "smart"
    parts: tuple[GoalPart, ...]
    """The first says what the goal is."""

    lines: int = 2
    """For each part, on paper."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """A field of another sheet whose answer is shown."""

    sheet: Reference
    field: str
    """The id of the field; empty for each goal of the sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallField(FieldBase):
    """What was answered elsewhere, to read again; nothing to write on the screen."""

    type: ClassVar = "recall"
    sources: tuple[Recalled, ...] = ()
    """As written, none for every goal of the handbook; `assemble` names each field."""

    lines: int = 3
    """On paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureField(FieldBase):
    """A line to sign.  `role` says who signs.

    One of the sheet's own `signatures` is read without a label; `assemble` calls it as the role is called.
    """

    type: ClassVar = "signature"
    date: bool = True
    name: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteField(FieldBase):
    """Words between fields; nothing to write."""

    type: ClassVar = "note"
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBreakField(FieldBase):
    """On paper, what follows begins on a new page; nothing on the screen."""

    type: ClassVar = "page_break"


Field: TypeAlias = (
    TextField
    | LongTextField
    | NumberField
    | DateField
    | TimeField
    | MonthField
    | EmailField
    | UrlField
    | PhoneField
    | ChoiceField
    | MultiChoiceField
    | CheckboxField
    | ScaleField
    | GridField
    | RankingField
    | ListField
    | TableField
    | ActionsField
    | QuadrantsField
    | GoalField
    | RecallField
    | SignatureField
    | NoteField
    | PageBreakField
)


@dataclass(frozen=True, slots=True)
class SheetSection:
    """Fields under a heading of their own."""

    title: Text
    intro: Text
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A sheet to write on."""

    id: str
    title: Text
    sections: tuple[SheetSection, ...]
    place: Place
    purpose: Text = NO_TEXT
    instructions: Text = NO_TEXT
    version: str = "1"
    roles: tuple[str, ...] = ()
    """Who fills it in."""

    together: bool = False
    minutes: int | None = None
    when: When | None = None
    phase: str = ""
    """The phase that `when` names, where it names one."""

    confidential: Literal["none", "pair", "private"] = "none"
    persist: bool = True
    """Whether a browser keeps what is written without being asked to."""

    orientation: Literal["portrait", "landscape"] = "portrait"
    copies: int = 1
    """How many are printed."""

    audience: Audience = ()
    source: Text = NO_TEXT
    license: str = ""
    readers_at: tuple[Place, ...] = ()
    """Where each name of `roles` is written, then each of `audience`."""


Activity: TypeAlias = Checklist | Worksheet

SheetLook: TypeAlias = Literal["lines", "rows", "circles", "boxes"]
"""What a sheet looks like from afar."""

_LOOKS: Final[Mapping[str, SheetLook]] = {
    "quadrants": "boxes",
    "table": "rows",
    "actions": "rows",
    "grid": "circles",
    "scale": "circles",
}


def look_of(worksheet: Worksheet) -> SheetLook:
    """Return what a sheet looks like from afar: its first field that is no line to write on decides."""
    types = (field.type for section in worksheet.sections for field in section.fields)
    return next((_LOOKS[one] for one in types if one in _LOOKS), "lines")


def items_of(checklist: Checklist) -> tuple[Item, ...]:
    """Return every item of a checklist in reading order, nested ones after their parent."""
    return tuple(one for group in checklist.groups for item in group.items for one in _with_nested(item))


def fields_of(worksheet: Worksheet) -> tuple[Field, ...]:
    """Return every field of a worksheet in reading order."""
    return tuple(field for section in worksheet.sections for field in section.fields)


SILENT: Final = (NoteField, PageBreakField, RecallField)
"""Fields in which nobody writes."""


def answers_of(worksheet: Worksheet) -> tuple[Field, ...]:
    """Return the fields of a worksheet that can be answered, in reading order."""
    return tuple(field for field in fields_of(worksheet) if not isinstance(field, SILENT))


def _with_nested(item: Item) -> tuple[Item, ...]:
    return (item, *(one for inner in item.items for one in _with_nested(inner)))
