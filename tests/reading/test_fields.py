"""Every type of field: what it says, what it begins with, and that no mixture of keys is a reason to stop."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidegen.model.activity import (
    ActionsField,
    ChoiceField,
    EmailField,
    Field,
    FieldBase,
    GoalField,
    GridField,
    MonthField,
    MultiChoiceField,
    Option,
    PhoneField,
    QuadrantsField,
    RankingField,
    RecallField,
    SignatureField,
    TableField,
    TimeField,
    UrlField,
    Worksheet,
    answers_of,
    fields_of,
)
from guidegen.model.problem import Level
from guidegen.reading.activities import read_worksheet
from guidegen.reading.fields import _FIELD_SHAPES
from guidegen.reading.schema import keys_of


def sheet_of(text: str) -> Worksheet:
    sheet, problems = read_worksheet(text, "content/worksheets/goals.yml", "goals")
    assert problems == () and sheet is not None
    return sheet


def field_of(written: str) -> Field:
    (field,) = fields_of(sheet_of(f"title: Goals\nfields:\n- {{label: Goal, {written}}}"))
    return field


def named(options: tuple[Option, ...]) -> list[tuple[str, str]]:
    return [(one.id, one.label.plain) for one in options]


def test_there_is_a_noun_for_every_type_and_a_type_for_every_noun() -> None:
    nouns = {one.type for kind in FieldBase.__subclasses__() for one in (kind, *kind.__subclasses__())}
    assert set(_FIELD_SHAPES) == nouns


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("time", TimeField),
        ("month", MonthField),
        ("email", EmailField),
        ("url", UrlField),
        ("phone", PhoneField),
    ],
)
def test_some_types_have_no_keys_of_their_own(tag: str, kind: type[Field]) -> None:
    assert isinstance(field_of(f"type: {tag}"), kind)


def test_a_field_says_how_wide_it_is_whether_it_is_private_and_what_could_stand_there() -> None:
    field = field_of("private: yes, width: third, example: Ask *early*")
    assert (field.private, field.width, field.example.plain) == (True, "third", "Ask early")
    plain = field_of("type: text")
    assert (plain.private, plain.width, plain.example.plain) == (False, "full", "")


# Choosing


def test_a_choice_can_leave_room_for_another() -> None:
    choice = field_of("type: choice, options: [Weekly, Monthly], other: yes, layout: column")
    assert isinstance(choice, ChoiceField)
    assert (choice.other, choice.layout) == (True, "column")
    several = field_of("type: multi_choice, options: [Weekly, Monthly], other: yes, max: 3")
    assert isinstance(several, MultiChoiceField)
    assert (several.other, several.layout, several.max) == (True, "row", 3)


def test_a_grid_asks_the_points_of_a_scale_for_each_row() -> None:
    field = field_of("type: grid, rows: [Trust, {id: t, label: Time}], max: 3, labels: {1: Never}")
    assert isinstance(field, GridField) and field.numbered and not field.not_applicable
    assert named(field.rows) == [("trust", "Trust"), ("t", "Time")]
    assert named(field.columns) == [("1", "Never"), ("2", ""), ("3", "")]


def test_a_grid_can_have_columns_in_words() -> None:
    field = field_of(
        "type: grid, rows: [Trust], columns: [Never, {id: o, label: Often}], not_applicable: yes"
    )
    assert isinstance(field, GridField) and not field.numbered and field.not_applicable
    assert named(field.columns) == [("never", "Never"), ("o", "Often")]


def test_a_ranking_has_a_place_for_each_option_or_for_the_first_few() -> None:
    whole, few = (
        field_of(f"type: ranking, options: [Trust, Time, Topics]{more}") for more in ("", ", top: 2")
    )
    assert isinstance(whole, RankingField) and isinstance(few, RankingField)
    assert (whole.top, few.top) == (3, 2)
    assert named(few.options) == [("trust", "Trust"), ("time", "Time"), ("topics", "Topics")]


def test_ids_that_are_written_win_over_those_of_words() -> None:
    field = field_of("type: ranking, options: [Trust, {id: trust, label: Something else}]")
    assert isinstance(field, RankingField)
    assert [one.id for one in field.options] == ["trust-2", "trust"]


# Tables, goals, boxes


def test_actions_have_columns_of_their_own_in_the_words_of_the_interface() -> None:
    field = field_of("type: actions")
    assert isinstance(field, ActionsField) and isinstance(field, TableField)
    assert [(one.id, one.type, one.label.plain) for one in field.columns] == [
        ("what", "text", ""),
        ("who", "text", ""),
        ("by-when", "date", ""),
        ("done", "checkbox", ""),
    ]
    assert (field.rows, sum(one.width or 0 for one in field.columns)) == (5, 100)


def test_actions_can_have_other_columns() -> None:
    field = field_of("type: actions, rows: 3, columns: [{id: step, label: Step}]")
    assert isinstance(field, ActionsField)
    assert ([one.label.plain for one in field.columns], field.rows) == (["Step"], 3)


def test_rows_of_a_table_can_have_ids() -> None:
    field = field_of(
        "type: table, columns: [{id: a, label: A}], row_labels: [Coach, {id: s, label: Sponsor}]"
    )
    assert isinstance(field, TableField)
    assert named(field.row_labels) == [("coach", "Coach"), ("s", "Sponsor")]


def test_four_boxes_have_labels_and_may_have_prompts() -> None:
    field = field_of(
        'type: quadrants, boxes: [Strengths, Gaps, {id: o, label: Chances, prompts: ["Who?", When]}, Risks]'
    )
    assert isinstance(field, QuadrantsField)
    assert [one.id for one in field.boxes] == ["strengths", "gaps", "o", "risks"]
    assert [one.plain for one in field.boxes[2].prompts] == ["Who?", "When"]


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("", ["statement", "specific", "measurable", "achievable", "relevant", "time-bound"]),
        (", framework: grow", ["goal", "reality", "options", "way-forward"]),
        (", framework: custom, parts: [What, {id: w, label: When, type: date}]", ["what", "w"]),
    ],
)
def test_a_goal_has_the_parts_of_its_framework(written: str, parts: list[str]) -> None:
    field = field_of(f"type: goal{written}")
    assert isinstance(field, GoalField)
    assert [one.id for one in field.parts] == parts
    assert field.lines == 2


def test_only_the_last_part_of_smart_is_a_date_and_none_has_words_of_its_own() -> None:
    field = field_of("type: goal")
    assert isinstance(field, GoalField)
    assert [one.type for one in field.parts] == ["long_text"] * 5 + ["date"]
    assert not any(one.label for one in field.parts)


@pytest.mark.parametrize(
    ("written", "sources"),
    [
        ("", []),
        (", from: goals", [("goals", "", 49)]),
        (", from: [goals#sentence, log]", [("goals", "sentence", 50), ("log", "", 66)]),
    ],
)
def test_what_is_recalled_is_named_by_sheet_and_field(
    written: str, sources: list[tuple[str, str, int]]
) -> None:
    (field,) = fields_of(
        sheet_of(f"title: Goals\nfields:\n- {{id: again, label: Again, type: recall{written}}}")
    )
    assert isinstance(field, RecallField)
    assert [(one.sheet.id, one.field, one.sheet.place.column) for one in field.sources] == sources
    assert {one.sheet.kind for one in field.sources} <= {"worksheet"}


# What stands there to begin with


@pytest.mark.parametrize(
    ("written", "begins"),
    [
        ("default: In two weeks", "In two weeks"),
        ("default: 'About {cohort.title} of {program.title}'", "About {cohort.title} of {program.title}"),
        ("max: 3, default: One", "One"),
        ("type: long_text, default: 'First\n\n  second'", "First\nsecond"),
        ("type: number, min: 1, max: 3, default: 2.5", "2.5"),
        ("type: date, default: 2026-09-14", "2026-09-14"),
        ('type: date, default: "{cohort.end}"', "{cohort.end}"),
        ('type: time, default: "09:30"', "09:30"),
        ("type: month, default: 2026-09", "2026-09"),
        ("type: email, default: us@example.org", "us@example.org"),
        ('type: url, default: "https://example.org/a"', "https://example.org/a"),
        ("type: phone, default: +44 20 7946 0000", "+44 20 7946 0000"),
        ("type: checkbox, default: yes", "true"),
        ("type: checkbox, default: no", ""),
        ("type: scale, default: 4", "4"),
        ("type: scale, not_applicable: yes, default: not-applicable", "not-applicable"),
        ("type: choice, options: [Once a week, Monthly], default: Once a week", "once-a-week"),
        ("type: choice, options: [{id: w, label: Weekly}, Monthly], default: w", "w"),
        ("type: choice, options: [Weekly, Monthly], other: yes, default: 'other: Daily'", "other:Daily"),
        ("type: multi_choice, options: [Weekly, Monthly], default: Monthly", "monthly"),
    ],
)
def test_a_default_is_kept_as_answers_are(written: str, begins: str) -> None:
    assert field_of(written).default == begins


def test_a_wrong_default_is_told_and_the_rest_is_looked_at_all_the_same() -> None:
    _, problems = read_worksheet(
        "title: Goals\nfields:\n- {label: A, type: date, default: soon}\n- {label: B, lines: 3}\n",
        "x.yml",
        "x",
    )
    assert [one.slug for one in problems] == ["date-format", "unknown-key"]


# The sheet


def test_a_sheet_is_kept_by_itself_unless_it_is_private() -> None:
    def kept(more: str) -> bool:
        return sheet_of(f"title: Goals\n{more}fields: [{{label: Goal}}]").persist

    assert kept("") and kept("confidential: pair\n")
    assert not kept("confidential: private\n")
    assert kept("confidential: private\npersist: yes\n")
    assert not kept("persist: no\n")


def test_a_sheet_says_how_it_lies_and_how_many_are_printed() -> None:
    plain = sheet_of("title: Goals\nfields: [{label: Goal}]")
    assert (plain.orientation, plain.copies) == ("portrait", 1)
    wide = sheet_of("title: Goals\norientation: landscape\ncopies: 12\nfields: [{label: Goal}]")
    assert (wide.orientation, wide.copies) == ("landscape", 12)


def test_signatures_stand_at_the_end_one_for_each_role() -> None:
    sheet = sheet_of(
        "title: Goals\nsections:\n- {title: Goal, fields: [{label: Goal}]}\nsignatures: [mentee, mentor]\n"
    )
    *_, last = sheet.sections
    assert len(sheet.sections) == 2 and not last.title
    signed = [one for one in last.fields if isinstance(one, SignatureField)]
    assert [(one.id, one.role, one.written_id) for one in signed] == [
        ("signature-mentee", "mentee", True),
        ("signature-mentor", "mentor", True),
    ]
    assert [(one.place.line, one.place.column) for one in signed] == [(4, 14), (4, 22)]


def test_words_between_fields_give_way_to_answers() -> None:
    sheet = sheet_of(
        "title: Goals\nfields:\n- {type: note, text: Goal}\n- {type: page_break}\n- {label: Goal}\n"
        "- {type: page_break}\n- {label: Page break}\n- {type: note, text: Goal}\n"
    )
    assert [one.id for one in answers_of(sheet)] == ["goal", "page-break"]
    ids = [one.id for one in fields_of(sheet)]
    assert len(set(ids)) == len(ids) == 6


def test_two_hundred_fields_are_a_long_sheet_and_one_more_is_told() -> None:
    def problems(count: int) -> list[tuple[str, Level]]:
        fields = "".join(f"- {{id: f{one}, label: Field}}\n" for one in range(count))
        _, found = read_worksheet(f"title: Goals\nfields:\n{fields}", "x.yml", "x")
        return [(one.slug, one.level) for one in found]

    assert problems(200) == []
    assert problems(201) == [("long-sheet", Level.WARNING)]


# Whatever is written

KEYS = sorted({key for shape in _FIELD_SHAPES.values() for key in keys_of(shape)} | {"lable", "x-own"})
ATOMS = st.sampled_from(
    (
        None, "", " ", "yes", "no", "0", "1", "3", "-1", "61", "1.5", "1e9", "text", "date", "choice",
        "smart", "grow", "custom", "row", "column", "half", "other", "other:", "other:x", "not-applicable",
        "a", "A", "A b", "é", "会う", "{cohort.title}", "{cohort.x}", "{{ a.b }}", "goals#a", "goals#", "#",
        "2026-09-14", "2026-13", "09:30", "x@y.org", "https://x.org", "mentor", "*a*", "[a](b.md)",
        "{for=mentor}", "-x",
    )
)  # fmt: skip
OPTIONS = st.lists(
    st.one_of(
        ATOMS,
        st.fixed_dictionaries(
            {},
            optional={
                "id": ATOMS,
                "label": ATOMS,
                "prompts": st.lists(ATOMS, max_size=2),
                "type": ATOMS,
                "width": ATOMS,
                "options": st.lists(ATOMS, max_size=3),
            },
        ),
    ),
    max_size=5,
)
VALUES = st.one_of(ATOMS, OPTIONS, st.dictionaries(ATOMS.map(str), ATOMS, max_size=3))
GOOD = {
    "choice": {"options": ["A", "B", "C"]},
    "multi_choice": {"options": ["A", "B", "C"]},
    "ranking": {"options": ["A", "B", "C"]},
    "grid": {"rows": ["A", "B"]},
    "table": {"columns": [{"id": "a", "label": "A"}]},
    "quadrants": {"boxes": ["A", "B", "C", "D"]},
    "signature": {"role": "mentor"},
    "note": {"text": "Words"},
}
"""What a field of a type needs beside its label."""

FITS = {
    "id": ["g", "g-2"], "label": ["Aim"], "help": ["How *so*"], "example": ["By March"], "required": ["yes"],
    "role": ["mentor"], "audience": [["mentor"]], "private": ["yes"], "width": ["half", "third"],
    "default": ["yes", "3", "a", "{cohort.start}", "2026-09-14", "09:30", "2026-09", "x@y.org", "other:x"],
    "max": ["3", "5"], "min": ["0", "1"], "step": ["0.5"], "unit": ["hours"], "lines": ["3"], "rows": ["3"],
    "options": [["A", {"id": "b", "label": "B"}], ["*A*", "A", "É"]], "other": ["yes"], "layout": ["column"],
    "labels": [{"1": "Never"}], "not_applicable": ["yes"], "top": ["2"],
    "columns": [["A", "B"], [{"id": "a", "label": "A"}]], "count": ["4"], "item": ["long_text"],
    "row_labels": [["A", {"id": "b", "label": "B"}]],
    "framework": ["grow", "custom"], "parts": [["A", {"label": "B", "type": "date"}]],
    "from": ["goals", ["goals#a", "log"]], "date": ["no"], "name": ["no"], "text": ["Be kind."],
}  # fmt: skip
"""What may well stand under a key."""


@st.composite
def a_field(draw: st.DrawFn) -> dict[str, object]:
    tag = draw(st.sampled_from([*_FIELD_SHAPES] * 4 + ["radio", "", None]))
    known = sorted(keys_of(_FIELD_SHAPES[tag])) if tag in _FIELD_SHAPES else KEYS
    keys = st.sampled_from(known * 5 + KEYS)
    own = {
        key: draw(st.sampled_from(FITS.get(key, ["x"]) * 4) | VALUES)
        for key in draw(st.lists(keys, max_size=4))
    }
    return {"label": "Goal", **GOOD.get(tag, {}), "type": tag, **own}


SHEET_KEYS = st.sampled_from(("persist", "orientation", "copies", "signatures", "confidential", "version"))


@given(st.lists(a_field(), min_size=1, max_size=3), st.dictionaries(SHEET_KEYS, VALUES, max_size=2))
def test_every_mixture_of_types_and_keys_gives_fields_or_problems(
    fields: list[dict[str, object]], more: dict[str, object]
) -> None:
    text = json.dumps({"title": "Goals", "fields": fields, **more}, ensure_ascii=False, indent=1)
    sheet, problems = read_worksheet(text, "x.yml", "x")
    lines = text.count("\n") + 1
    assert all(1 <= one.place.line <= lines and one.message for one in problems)
    errors = [one for one in problems if one.level is Level.ERROR]
    assert (sheet is not None) or errors
    if sheet is not None:
        ids = [one.id for one in fields_of(sheet)]
        assert len(set(ids)) == len(ids) or "duplicate-id" in {one.slug for one in errors}
        assert len(ids) >= len(fields)
