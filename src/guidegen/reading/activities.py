"""Worksheets and checklists, from files of their own and from blocks in chapters.

Answers and ticks hang on ids.  Where the author wrote none, the id follows the
words; two of one sheet never share one, so that no answer appears twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Final, Literal

from guidegen.model.activity import (
    SILENT,
    Checklist,
    Field,
    Item,
    ItemGroup,
    SheetSection,
    SignatureField,
    Worksheet,
    fields_of,
    items_of,
)
from guidegen.model.problem import Place, Problem, problem
from guidegen.model.prose import NO_TEXT, Link, Text
from guidegen.model.schedule import FromAnchor, When, read_when
from guidegen.model.url import id_of_words, id_slug, own_ids
from guidegen.reading.asking import FieldShape
from guidegen.reading.choices import GridShape, ambiguous, ambiguous_options
from guidegen.reading.fields import AnyField
from guidegen.reading.plans import RepeatShape
from guidegen.reading.schema import Shape, nothing_written, read
from guidegen.reading.spots import Spot, given_twice, lists_at
from guidegen.reading.tables import ActionsShape, TableShape
from guidegen.reading.values import (
    Id,
    OneOrSeveral,
    ReadBy,
    Reader,
    Readers,
    Several,
    Switch,
    Timing,
    Words,
    is_id,
    read_link,
    read_timed,
    shortened,
    whole,
    written_text,
    wrong,
)
from guidegen.reading.yaml import load

_WIDE: Final = 8
"""Columns that are many for an upright page."""

_LONG: Final = 200
"""Fields that are the most for one sheet."""

_FIELDS: Final = MappingProxyType({"questions": "fields", "items": "fields"})
_ITEMS: Final = MappingProxyType({"tasks": "items", "steps": "items", "todos": "items", "fields": "items"})
_TEXT: Final = MappingProxyType({"label": "text", "title": "text", "task": "text"})
"""What keys are called elsewhere, and ours."""


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
    other_names: ClassVar[Mapping[str, str]] = _FIELDS

    title: Words | None = None
    intro: Words | None = None
    fields: tuple[AnyField, ...]

    def section(self, spot: Spot) -> SheetSection:
        return SheetSection(
            spot.text(self.title, "title"),
            spot.paragraphs(self.intro, "intro"),
            tuple(one.field(at) for one, at in spot.each("fields", self.fields)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WorksheetShape(Shape):
    noun: ClassVar[str] = "worksheet"
    other_names: ClassVar[Mapping[str, str]] = _FIELDS

    id: Id = ""
    title: Words
    purpose: Words | None = None
    instructions: Words | None = None
    version: Words = "1"
    roles: Readers = ()
    together: Switch = False
    minutes: Annotated[int, whole(1)] | None = None
    when: Annotated[When | str | None, ReadBy(_when_or_phase, "time, or the id of a phase")] = None
    confidential: Literal["none", "pair", "private"] = "none"
    persist: Switch | None = None
    orientation: Literal["portrait", "landscape"] = "portrait"
    copies: Annotated[int, whole(1, 50)] = 1
    audience: Readers = ()
    source: Words | None = None
    license: Words = ""
    sections: tuple[SheetSectionShape, ...] = ()
    fields: tuple[AnyField, ...] = ()
    signatures: Several = ()

    def check(self) -> None:
        if self.sections and self.fields:
            raise wrong("conflict", 'a worksheet has "sections" or "fields", not both.', at=("fields",))
        if not self.fields and not any(section.fields for section in self.sections):
            raise wrong("missing-key", f'worksheet "{shortened(self.id or self.title)}" needs "fields".')
        for position, role in enumerate(self.signatures):
            if role in self.signatures[:position]:
                message = f'"{shortened(role)}" signs twice.'
                raise wrong("duplicate-id", message, at=("signatures", position))

    def worksheet(self, spot: Spot, default_id: str) -> Worksheet:
        return Worksheet(
            id=self.id or default_id,
            title=spot.name(self.title, "title"),
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
            persist=self.confidential != "private" if self.persist is None else self.persist,
            orientation=self.orientation,
            copies=self.copies,
            audience=self.audience,
            readers_at=(*spot.places(self.roles, "roles"), *spot.places(self.audience, "audience")),
            source=spot.text(self.source, "source"),
            license=self.license,
        )

    def _sections(self, spot: Spot) -> tuple[SheetSection, ...]:
        sections = tuple(one.section(at) for one, at in spot.each("sections", self.sections))
        fields = tuple(one.field(at) for one, at in spot.each("fields", self.fields))
        below = tuple(_signature(role, at) for role, at in spot.each("signatures", self.signatures))
        without_title = (SheetSection(NO_TEXT, NO_TEXT, one) for one in (fields, below) if one)
        return (*sections, *without_title)

    def doubts(self, spot: Spot) -> Iterator[Problem]:
        """Yield a warning for everything that can be written, and hardly is meant."""
        fields = list(self._fields(spot))
        for shape, at in fields:
            yield from shape.doubts(at)
            yield from ambiguous_options(shape, at)
            if self.orientation == "portrait":
                yield from _wide(shape, at)
        if len(fields) > _LONG:
            message = f"this worksheet has {len(fields)} fields; few will fill in more than {_LONG}."
            where = "sections" if self.sections else "fields"
            yield spot.key_problem("long-sheet", message, where, remedy="Make two or three sheets of it.")

    def _fields(self, spot: Spot) -> Iterator[tuple[FieldShape, Spot]]:
        for section, at in spot.each("sections", self.sections):
            yield from at.each("fields", section.fields)
        yield from spot.each("fields", self.fields)


def _signature(role: str, spot: Spot) -> SignatureField:
    place = spot.place()
    return SignatureField(
        id=f"signature-{role if is_id(role) else id_slug(role)}"[:64].rstrip("-"),
        label=NO_TEXT,
        place=place,
        role=role,
        written_id=True,
        readers_at=(place,),
    )


def _wide(shape: FieldShape, spot: Spot) -> Iterator[Problem]:
    columns = shape.columns if isinstance(shape, TableShape | ActionsShape | GridShape) else ()
    if len(columns) >= _WIDE:
        message = f"{shape.called} has {len(columns)} columns, which get narrow on an upright page."
        remedy = "Use fewer columns, or write orientation: landscape for the sheet."
        yield spot.problem("wide-table", message, "columns", remedy=remedy)


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
    spot = Spot(tree, base)
    sheet = shape.worksheet(spot, default_id or id_slug(shape.title))
    owned = _with_own_field_ids(sheet)
    ambiguous = _ambiguous(fields_of(sheet), fields_of(owned), "field")
    return owned, (*problems, *ambiguous, *_signed_twice(owned), *shape.doubts(spot))


# Checklists ---------------------------------------------------------------------------------------


def _item_link(value: Any) -> str:
    written = written_text(value).strip()
    if re.match(r"(?:chapter|worksheet|checklist|packet|program|term):[^\s/]", written):
        return written
    if re.match(r"[A-Za-z][A-Za-z0-9+-]*:|//", written):
        return read_link(written)
    if re.search(r"\s", written):
        raise wrong("url", f'"{shortened(written)}" has spaces. Use %20 or check the link.')
    return written


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemShape(Shape):
    noun: ClassVar[str] = "item"
    other_names: ClassVar[Mapping[str, str]] = _TEXT
    text_key: ClassVar[str] = "text"

    text: Words
    id: Id = ""
    required: Switch = True
    minutes: Annotated[int, whole(1)] | None = None
    link: Annotated[str | None, ReadBy(_item_link, "address, or the name of something")] = None
    note: Words | None = None
    due: Timing | None = None
    milestone: Words = ""
    repeat: RepeatShape | None = None
    after: OneOrSeveral = ()
    owner: Words | None = None
    audience: Readers = ()

    def check(self) -> None:
        written = [key for key in ("due", "milestone", "repeat") if getattr(self, key)]
        if len(written) > 1:
            message = f"{written[0]} and {written[1]} both say when. Keep one."
            raise wrong("conflict", message, at=(written[1],))
        if self.repeat is not None:
            self.repeat.check_bounds(self.id or f'"{shortened(self.text)}"')

    def item(self, spot: Spot) -> Item:
        text = spot.text(self.text, "text")
        return Item(
            id=self.id or id_of_words(text.plain),
            text=text,
            place=spot.place(),
            note=spot.text(self.note, "note"),
            required=self.required,
            minutes=self.minutes,
            link=_link_text(self.link, spot.at("link")),
            due=self.due,
            after=self.after,
            owner=spot.reference("role", self.owner, "owner"),
            repeat=self.repeat.repeat(spot.at("repeat")) if self.repeat else None,
            milestone=self.milestone,
            written_id=bool(self.id),
            audience=self.audience,
            readers_at=spot.places(self.audience, "audience"),
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
    other_names: ClassVar[Mapping[str, str]] = _ITEMS

    title: Words | None = None
    phase: Words = ""
    items: tuple[ItemShape, ...]

    def check(self) -> None:
        if bool(self.title) == bool(self.phase):
            which = '"title" or "phase", not both' if self.title else '"title" or "phase"'
            raise wrong("conflict" if self.title else "missing-key", f"a group needs {which}.")

    def group(self, spot: Spot) -> ItemGroup:
        items = tuple(one.item(at) for one, at in spot.each("items", self.items))
        return ItemGroup(spot.text(self.title, "title"), self.phase, items, spot.place())


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistShape(Shape):
    noun: ClassVar[str] = "checklist"
    other_names: ClassVar[Mapping[str, str]] = _ITEMS

    id: Id = ""
    title: Words
    role: Reader = ""
    roles: Readers = ()
    program: Words = ""
    purpose: Words | None = None
    audience: Readers = ()
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
            title=spot.name(self.title, "title"),
            groups=self._groups(spot),
            place=spot.place(),
            roles=(self.role,) if self.role else self.roles,
            program=self.program,
            purpose=spot.text(self.purpose, "purpose"),
            audience=self.audience,
            readers_at=self._readers_at(spot),
        )

    def _readers_at(self, spot: Spot) -> tuple[Place, ...]:
        roles = (spot.place("role"),) if self.role else spot.places(self.roles, "roles")
        return (*roles, *spot.places(self.audience, "audience"))

    def _groups(self, spot: Spot) -> tuple[ItemGroup, ...]:
        if self.groups:
            return tuple(one.group(at) for one, at in spot.each("groups", self.groups))
        items = tuple(one.item(at) for one, at in spot.each("items", self.items))
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
    """Return the sheet with ids that differ; words between fields give way to what is answered."""
    fields = fields_of(sheet)
    order = sorted(range(len(fields)), key=lambda number: isinstance(fields[number], SILENT))
    names = own_ids((fields[number].id, fields[number].written_id) for number in order)
    ids = iter(name for _, name in sorted(zip(order, names, strict=True)))
    sections = tuple(
        replace(section, fields=tuple(replace(field, id=next(ids)) for field in section.fields))
        for section in sheet.sections
    )
    return replace(sheet, sections=sections)


def _signed_twice(sheet: Worksheet) -> Iterator[Problem]:
    """Yield a problem for each signature at the end whose id a field has already."""
    *others, last = sheet.sections
    known = {field.id: field.place.line for section in others for field in section.fields}
    for field in last.fields:
        if field.id in known and not field.label:
            message = f'field "{field.id}" is given twice (first on line {known[field.id]}).'
            yield problem("duplicate-id", message, field.place, "Give that field another id.")


def _ambiguous(made: Sequence[Field | Item], owned: Sequence[Field | Item], noun: str) -> Iterator[Problem]:
    """Yield a warning for each that shares its words with another, and so got another id."""
    for before, after in zip(made, owned, strict=True):
        if before.id != after.id and not isinstance(after, SILENT):
            yield ambiguous(noun, before.id, after.id, after.place)


def _called(path: str, noun: str) -> str:
    return f"a {noun} block" if path.endswith(".md") else f"a {noun} file"
