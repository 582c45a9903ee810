"""Ids on one page: what is made of several names is never made of other ones."""

from __future__ import annotations

from guidegen.model.activity import (
    Checklist,
    GoalField,
    GoalPart,
    Item,
    ItemGroup,
    SheetSection,
    TextField,
    Worksheet,
)
from guidegen.model.ids import checklist_ids, worksheet_ids
from guidegen.model.problem import NOWHERE
from guidegen.model.prose import NO_TEXT, Text


def sheet(name: str, *fields: str) -> Worksheet:
    asked = tuple(TextField(id=one, label=NO_TEXT, place=NOWHERE) for one in fields)
    section = SheetSection(Text("Now", ("Now",)), NO_TEXT, asked)
    return Worksheet(name, NO_TEXT, (section,), NOWHERE)


def a_list(name: str, *items: str) -> Checklist:
    ticked = tuple(Item(one, NO_TEXT, NOWHERE, minutes=5) for one in items)
    return Checklist(name, NO_TEXT, (ItemGroup(NO_TEXT, "", ticked, NOWHERE),), NOWHERE)


def test_sheets_whose_names_flow_together_share_no_id() -> None:
    one, other = list(worksheet_ids(sheet("a", "b-c", "b"))), list(worksheet_ids(sheet("a-b", "c", "in")))
    assert "field-a--b-c" in one and "field-a-b--c" in other
    assert not set(one) & set(other)


def test_a_sheet_is_not_the_section_of_another() -> None:
    assert not set(worksheet_ids(sheet("a", "b"))) & set(worksheet_ids(sheet("a-part-1", "b")))


def test_lists_whose_names_flow_together_share_no_id() -> None:
    one, other = list(checklist_ids(a_list("a", "b-c"))), list(checklist_ids(a_list("a-b", "c")))
    assert "item-a--b-c--said" in one and "item-a-b--c--said" in other
    assert not set(one) & set(other)


def test_parts_of_a_field_are_not_fields() -> None:
    parts = tuple(GoalPart(one) for one in ("label", "in", "help"))
    goal = GoalField(id="in", label=NO_TEXT, place=NOWHERE, help=Text("x", ("x",)), parts=parts)
    fields = (
        goal,
        *(TextField(id=one, label=NO_TEXT, place=NOWHERE) for one in ("label", "in-label", "help")),
    )
    ids = list(worksheet_ids(Worksheet("a", NO_TEXT, (SheetSection(NO_TEXT, NO_TEXT, fields),), NOWHERE)))
    assert len(ids) == len(set(ids)) > 10
