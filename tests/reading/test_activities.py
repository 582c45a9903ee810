"""What worksheets and checklists say, in files and in blocks."""

from __future__ import annotations

import pytest

from guidegen.model.activity import (
    Checklist,
    ChoiceField,
    Field,
    ListField,
    LongTextField,
    MultiChoiceField,
    NoteField,
    NumberField,
    ScaleField,
    SignatureField,
    TableField,
    TextField,
    Worksheet,
    fields_of,
    items_of,
)
from guidegen.model.prose import Link
from guidegen.model.schedule import FromAnchor, InWeek, Step
from guidegen.reading.activities import read_checklist, read_worksheet


def sheet_of(text: str) -> Worksheet:
    sheet, problems = read_worksheet(text, "content/worksheets/goals.yml", "goals", base="worksheets")
    assert sheet is not None and problems == ()
    return sheet


def field_of(written: str) -> Field:
    (field,) = fields_of(sheet_of(f"title: Goals\nfields:\n- {{label: Goal, {written}}}"))
    return field


def list_of(text: str) -> Checklist:
    checklist, problems = read_checklist(text, "content/checklists/start.yml", "start", base="checklists")
    assert checklist is not None and problems == ()
    return checklist


# Worksheets ---------------------------------------------------------------------------------------

AGREEMENT = """id: agreement
title: Mentoring agreement
purpose: To agree on *how*
instructions: |
  Fill it in together.

  - Read it first
roles: [mentor, mentee]
together: true
confidential: pair
when: week 1
minutes: 30
source: After a form of Example
license: CC BY 4.0
version: 2
audience: [mentor, mentee]
sections:
- title: Purpose
  intro: See [the goals](../goals.md).
  fields:
  - {id: goals, label: "What do we want to achieve together?", type: list, count: 3}
  - {id: success, label: "How will we know it worked?", type: long_text, lines: 3}
- title: Meetings
  fields:
  - {id: frequency, label: How often, type: choice, options: [Weekly, Every two weeks, Monthly]}
  - {id: length, label: Length, type: number, min: 15, max: 180, step: 0.5, unit: minutes}
  - {id: cancel, label: Notice for cancelling, type: text, default: 24 hours}
- title: Ending
  fields:
  - {id: sig-mentor, label: Mentor, type: signature, role: mentor}
  - {id: sig-mentee, label: Mentee, type: signature, role: mentee, date: no}
"""


def test_a_sheet_says_what_it_is_for_and_what_is_on_it() -> None:
    sheet = sheet_of(AGREEMENT)
    assert (sheet.id, sheet.title.plain, sheet.purpose.plain) == (
        "agreement",
        "Mentoring agreement",
        "To agree on how",
    )
    assert (sheet.roles, sheet.together, sheet.confidential) == (("mentor", "mentee"), True, "pair")
    assert (sheet.when, sheet.phase, sheet.minutes, sheet.version) == (InWeek(1), "", 30, "2")
    assert (sheet.source.plain, sheet.license) == ("After a form of Example", "CC BY 4.0")
    assert [section.title.plain for section in sheet.sections] == ["Purpose", "Meetings", "Ending"]
    assert [field.type for field in fields_of(sheet)] == [
        "list", "long_text", "choice", "number", "text", "signature", "signature",
    ]  # fmt: skip
    assert [field.id for field in fields_of(sheet)][:3] == ["goals", "success", "frequency"]


def test_links_of_a_sheet_start_from_its_own_folder() -> None:
    (link,) = (one for one in sheet_of(AGREEMENT).sections[0].intro.parts if isinstance(one, Link))
    assert (link.target, link.base, link.place.line) == ("../goals.md", "worksheets", 19)


def test_a_title_and_a_field_are_enough() -> None:
    sheet = sheet_of("title: Goals\nfields: [{label: My goal}]")
    (section,) = sheet.sections
    assert (sheet.id, section.title.plain) == ("goals", "")
    (field,) = section.fields
    assert isinstance(field, TextField)
    assert (field.id, field.written_id, field.required, field.max) == ("my-goal", False, False, None)
    assert (field.place.line, field.place.column) == (2, 10)


def test_what_every_field_may_say() -> None:
    field = field_of(
        "id: g, help: One *line*, required: yes, role: mentee, audience: [mentee], default: None yet"
    )
    assert (field.id, field.written_id, field.help.plain) == ("g", True, "One line")
    assert (field.required, field.role, field.audience, field.default) == (
        True,
        "mentee",
        ("mentee",),
        "None yet",
    )


@pytest.mark.parametrize(
    ("written", "kind", "said"),
    [
        ("max: 80", TextField, {"max": 80}),
        ("type: long_text", LongTextField, {"lines": 4}),
        ("type: number, min: -1.5", NumberField, {"min": -1.5, "max": None, "unit": ""}),
        ("type: list, item: long_text", ListField, {"count": 3, "item": "long_text"}),
        ("type: multi_choice, options: [a, b], max: 2", MultiChoiceField, {"min": None, "max": 2}),
        ("type: signature, role: mentor", SignatureField, {"role": "mentor", "date": True, "name": True}),
        ("type: note, text: Thank you", NoteField, {"id": "goal"}),
    ],
)
def test_what_fields_of_a_type_say(written: str, kind: type[Field], said: dict[str, object]) -> None:
    field = field_of(written)
    assert isinstance(field, kind)
    assert {name: getattr(field, name) for name in said} == said


def test_a_note_needs_no_label() -> None:
    (field,) = fields_of(sheet_of("title: Goals\nfields: [{type: note, text: Thank you for *this*}]"))
    assert isinstance(field, NoteField)
    assert (field.id, field.label.plain, field.text.plain) == ("thank-you-for-this", "", "Thank you for this")


def test_a_scale_has_a_point_for_each_number() -> None:
    field = field_of("type: scale, min: 0, max: 3, labels: {0: Never, 3: Always}, not_applicable: yes")
    assert isinstance(field, ScaleField) and field.not_applicable
    assert [(one.value, one.label.plain) for one in field.points] == [
        (0, "Never"),
        (1, ""),
        (2, ""),
        (3, "Always"),
    ]


def test_a_scale_goes_from_one_to_five_unless_it_says_so() -> None:
    field = field_of("type: scale")
    assert isinstance(field, ScaleField)
    assert [one.value for one in field.points] == [1, 2, 3, 4, 5]


def test_options_have_ids_of_their_own() -> None:
    field = field_of('type: choice, options: ["C", "C++", {id: c-2, label: C sharp}]')
    assert isinstance(field, ChoiceField)
    assert [(one.id, one.label.plain) for one in field.options] == [
        ("c", "C"),
        ("c-cedb1b", "C++"),
        ("c-2", "C sharp"),
    ]


def test_a_table_has_columns_and_rows() -> None:
    field = field_of("type: table, columns: [{id: a, label: A}, {id: b, label: B, type: date, width: 40}]")
    assert isinstance(field, TableField)
    assert [(one.id, one.type, one.width) for one in field.columns] == [
        ("a", "text", None),
        ("b", "date", 40),
    ]
    assert (field.rows, field.row_labels) == (5, ())


def test_a_column_may_be_written_as_its_words() -> None:
    field = field_of("type: table, columns: [What we said, {label: When, type: date}]")
    assert isinstance(field, TableField)
    assert [(one.id, one.label.plain) for one in field.columns] == [
        ("what-we-said", "What we said"),
        ("when", "When"),
    ]


def test_a_table_with_labels_has_a_row_for_each() -> None:
    field = field_of("type: table, columns: [{id: a, label: A}], row_labels: [Sponsor, Coach]")
    assert isinstance(field, TableField)
    assert (field.rows, [(one.id, one.label.plain) for one in field.row_labels]) == (
        2,
        [("sponsor", "Sponsor"), ("coach", "Coach")],
    )


@pytest.mark.parametrize(
    ("written", "when", "phase"),
    [
        ("prepare", None, "prepare"),
        ("start", FromAnchor("start"), ""),
        ("week 3", InWeek(3), ""),
        ("prepare.end", FromAnchor("prepare.end"), ""),
    ],
)
def test_a_sheet_is_for_a_time_or_for_a_phase(written: str, when: object, phase: str) -> None:
    sheet = sheet_of(f"title: Goals\nwhen: {written}\nfields: [{{label: Goal}}]")
    assert (sheet.when, sheet.phase) == (when, phase)


def test_fields_that_share_their_words_share_no_answers() -> None:
    sheet, problems = read_worksheet(
        "title: G\nfields: [{label: Goal}, {label: Goal}, {id: goal-2, label: Other}, {label: Goal}]",
        "x.yml",
        "x",
    )
    assert sheet is not None
    assert [field.id for field in fields_of(sheet)] == ["goal", "goal-3", "goal-2", "goal-4"]
    assert [one.slug for one in problems] == ["ambiguous-item", "ambiguous-item"]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("type: choice, options: [Schon, Schön]", 'another option goes by "schon"'),
        ("type: multi_choice, options: [Yes, Yes!]", 'another option goes by "yes"'),
        ("type: ranking, options: [Yes, Yes!]", 'another option goes by "yes"'),
        ("type: grid, rows: [Yes, Yes!]", 'another row goes by "yes"'),
        ("type: grid, rows: [A], columns: [Yes, Yes!]", 'another option goes by "yes"'),
        ("type: table, columns: [{id: a, label: A}], row_labels: [Yes, Yes!]", 'another row goes by "yes"'),
        ("type: table, columns: [{label: A, type: choice, options: [Yes, Yes!]}]", "another option"),
        ("type: quadrants, boxes: [A, B, C, C!]", 'another box goes by "c"'),
        ("type: goal, framework: custom, parts: [A, A!]", 'another part goes by "a"'),
    ],
)
def test_options_that_share_their_words_are_told(keys: str, said: str) -> None:
    text = f"title: G\nfields: [{{label: Q, {keys}}}]"
    sheet, (one,) = read_worksheet(text, "x.yml", "x")
    assert sheet is not None
    assert (one.slug, one.place.line) == ("ambiguous-item", 2)
    assert said in one.message
    assert text.split("\n")[1][one.place.column - 1 :].startswith(("Yes!", "Schön", "C!", "A!"))


def test_options_with_ids_of_their_own_may_share_their_words() -> None:
    options = "[{id: yes, label: Yes}, {id: sure, label: Yes!}]"
    text = f"title: G\nfields: [{{label: Q, type: choice, options: {options}}}]"
    assert read_worksheet(text, "x.yml", "x")[1] == ()


def test_options_that_give_way_to_a_written_id_are_told_where_their_order_decides() -> None:
    text = "title: G\nfields: [{label: Q, type: choice, options: [Yes, {id: yes, label: Sure}, Yes!]}]"
    told = [one.message for one in read_worksheet(text, "x.yml", "x")[1]]
    assert told == [
        'another option goes by "yes" as well; this one is called "yes-2" now.',
        'another option goes by "yes" as well; this one is called "yes-3" now.',
    ]


def test_a_block_knows_its_lines_in_the_chapter() -> None:
    sheet, (one,) = read_worksheet(
        "title: Goals\nfields: [{lable: Goal}]", "content/goals.md", "goals", first_line=12
    )
    assert sheet is None
    assert (one.place.path, one.place.line, one.place.column) == ("content/goals.md", 13, 11)
    _, (other,) = read_worksheet("- title: Goals", "content/goals.md", "goals", first_line=12)
    assert other.message == "a worksheet block must be a mapping of keys, got a list."


# Checklists ---------------------------------------------------------------------------------------


def test_an_item_is_due_waits_for_others_and_has_somebody_who_sees_to_it() -> None:
    checklist = list_of("""title: Coordinate
items:
- {id: dates, text: Fix the dates, due: start - 16w, owner: coordinator}
- {id: call, text: Announce the call, due: cohort-call - 1d, after: dates}
- {id: both, text: Write to both, milestone: matched, after: [dates, call]}
- {id: pulse, text: Ask every pair, repeat: {every: 2w, on: fri, from: week 3, until: week 14}}
""")
    dates, call, both, pulse = items_of(checklist)
    assert dates.owner is not None and (dates.owner.kind, dates.owner.id) == ("role", "coordinator")
    assert (dates.due, dates.after) == (FromAnchor("start", (Step(-16, "w"),)), ())
    assert (call.due, call.after) == (FromAnchor("cohort-call", (Step(-1, "d"),)), ("dates",))
    assert (both.due, both.milestone, both.after) == (None, "matched", ("dates", "call"))
    assert pulse.repeat is not None
    assert (pulse.repeat.every, pulse.repeat.weekday, pulse.repeat.last) == (2, 4, InWeek(14))
    assert pulse.repeat.place.line == 6


def test_items_are_text_or_say_more() -> None:
    checklist = list_of("""title: First weeks
role: mentee
program: harbour
purpose: To begin well
items:
- Read *the form*
- {id: write, text: Write, required: no, minutes: 5, note: By hand, audience: [mentee]}
""")
    assert (checklist.id, checklist.roles, checklist.program) == ("start", ("mentee",), "harbour")
    assert not checklist.in_chapter
    read, write = items_of(checklist)
    assert (read.id, read.text.plain, read.written_id, read.required) == (
        "read-the-form",
        "Read the form",
        False,
        True,
    )
    assert (write.id, write.written_id, write.required, write.minutes) == ("write", True, False, 5)
    assert (write.note.plain, write.audience, write.place.line) == ("By hand", ("mentee",), 7)


def test_groups_have_a_title_or_a_phase() -> None:
    checklist = list_of("title: T\ngroups:\n- {title: Before, items: [a]}\n- {phase: work, items: [b, c]}\n")
    assert [(one.title.plain, one.phase, len(one.items)) for one in checklist.groups] == [
        ("Before", "", 1),
        ("", "work", 2),
    ]


@pytest.mark.parametrize("target", ["worksheet:goals", "chapter:find-a-mentor", "../goals.md#now"])
def test_a_link_takes_the_title_of_what_it_leads_to(target: str) -> None:
    (item,) = items_of(list_of(f'title: T\nitems: [{{text: Read, link: "{target}"}}]'))
    (link,) = item.link.parts
    assert isinstance(link, Link)
    assert (link.target, link.parts, link.base) == (target, (), "checklists")


def test_a_link_that_leads_out_shows_its_address() -> None:
    (item,) = items_of(list_of('title: T\nitems: [{text: Read, link: "https://example.org/?a&b"}]'))
    (link,) = item.link.parts
    assert isinstance(link, Link)
    assert link.parts == ("example.org/?a&amp;b",)


def test_ten_thousand_lines_are_read() -> None:
    text = "title: T\nitems:\n" + "".join(
        f"- {{id: i{one}, text: Read chapter {one}}}\n" for one in range(10_000)
    )
    assert len(items_of(list_of(text))) == 10_000
