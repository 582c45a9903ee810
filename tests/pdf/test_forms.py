"""Worksheets as PDFs that are filled in: what their fields are, how they look, and what comes back."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pypdf
import pytest
from PIL import Image

from guidegen.building.collecting import collect, written_tables
from guidegen.building.timetable import read_plans
from guidegen.model.controls import answers_from, controls_of
from guidegen.reading.filled import answer_file, read_form
from tests.filling import EVERYTHING, every_sheet, stands
from tests.pdf.sheets import Typist, blank, filled, widgets
from tests.story import Handbook
from tests.tools import needs

Sheets: TypeAlias = Callable[[str], bytes]

LATIN = "Ada's plan (50 % of it) \\ and so on"
ACCENTED = "Příliš žluťoučký kůň: Größe, ça, Łódź, ñandú"
GREEK = "Ωραία ημέρα, καλή μου φίλη"
CYRILLIC = "Съешь ещё этих мягких булок; їжак, Ђорђе"

RESOLUTION = 144
PEN = 60
"""How much more blue than red a pixel of the pen has at least."""


@pytest.fixture(scope="module")
def sheets() -> Sheets:
    made: dict[str, bytes] = {}

    def sheet(name: str) -> bytes:
        if name not in made:
            made[name] = blank(EVERYTHING, name)
        return made[name]

    return sheet


def fields_of(content: bytes) -> dict[str, Any]:
    found = pypdf.PdfReader(io.BytesIO(content)).get_fields()
    assert found is not None
    return {name: one for name, one in found.items() if name != "guidegen"}


def short(content: bytes, sheet: str) -> dict[str, Any]:
    return {name.removeprefix(f"field-{sheet}--"): one for name, one in fields_of(content).items()}


def drawn(content: bytes, tmp_path: Path) -> list[Image.Image]:
    """Return the pages as poppler draws them."""
    needs(shutil.which("pdftoppm") is not None, "poppler-utils is not installed")
    file = tmp_path / "drawn.pdf"
    file.write_bytes(content)
    subprocess.run(
        ["pdftoppm", "-r", str(RESOLUTION), "-png", file, tmp_path / "page"], check=True, capture_output=True
    )
    return [Image.open(one).convert("RGB") for one in sorted(tmp_path.glob("page-*.png"))]


def inked(content: bytes, tmp_path: Path) -> dict[tuple[str, str], int]:
    """Return how many pixels of the pen are in each control, by name and value."""
    pages = drawn(content, tmp_path)
    found = {}
    for number, _, name, value, (left, low, right, high) in widgets(content):
        scale, page = RESOLUTION / 72, pages[number]
        box = (left * scale, page.height - high * scale, right * scale, page.height - low * scale)
        colors = page.crop(tuple(map(round, box))).tobytes()
        found[name, value] = sum(
            blue - red > PEN for red, blue in zip(colors[::3], colors[2::3], strict=True)
        )
    return found


# What the fields are


@pytest.mark.parametrize("sheet", ["every-field", "every-type", "own-eyes"])
def test_every_control_of_a_sheet_is_a_field_in_its_order(sheets: Sheets, sheet: str) -> None:
    names = [one.name for one in controls_of(every_sheet()[sheet])]
    assert list(fields_of(sheets(sheet))) == names
    places = [name for _, _, name, _, _ in widgets(sheets(sheet))]
    assert list(dict.fromkeys(places)) == names


@pytest.mark.parametrize(
    ("sheet", "field", "words"),
    [
        ("every-field", "short", "A line (needed)"),
        ("every-field", "several--2", "Several things: 2"),
        ("every-field", "number", "For (minutes, 15 to 120)"),
        ("every-field", "date", "On (YYYY-MM-DD)"),
        ("every-field", "scale", "How near is it?"),
        ("every-field", "rows--1--when", "What we do: By, row 1 (YYYY-MM-DD)"),
        ("every-field", "named--for-dates--use", "Channels: For dates: We use"),
        ("every-field", "sign--date", "Mentee: Date (YYYY-MM-DD)"),
        ("every-type", "time", "At (HH:MM)"),
        ("every-type", "month", "In (YYYY-MM)"),
        ("every-type", "one--other--words", "One or another: Other, in words"),
        ("every-type", "some--there", "Some or others: There"),
        ("every-type", "some--other", "Some or others: Other"),
        ("every-type", "phone", "Telephone (for you alone; leave it empty in a copy that you send)"),
        ("every-type", "numbers--time", "From one to five: Time"),
        ("every-type", "ranks--1", "The three that matter most: Place 1"),
        ("every-type", "swot--strengths", "Where you are: Strengths"),
        ("every-type", "smart--statement", "A goal: The goal, in one sentence"),
        ("every-type", "own--by", "One of our own: By when (YYYY-MM-DD)"),
        ("every-type", "next--2--who", "Next actions: Who, row 2"),
    ],
)
def test_each_field_says_what_it_is_called(sheets: Sheets, sheet: str, field: str, words: str) -> None:
    assert short(sheets(sheet), sheet)[field]["/TU"] == words


def test_each_circle_says_what_it_stands_for(sheets: Sheets) -> None:
    told = {
        (name, value): entries["/TU"]
        for _, entries, name, value, _ in widgets(sheets("every-field"))
        if name.endswith(("--scale", "--one"))
    }
    assert told["field-every-field--scale", "1"] == "How near is it?, 1 Far away"
    assert told["field-every-field--scale", "2"] == "How near is it?, 2"
    assert told["field-every-field--scale", "not-applicable"] == "How near is it?, does not apply"
    assert told["field-every-field--one", "every-two-weeks"] == "One of these, Every two weeks"


def test_flags_say_what_is_needed_what_has_lines_and_what_nobody_writes(sheets: Sheets) -> None:
    read_only, required, lines = 1 << 0, 1 << 1, 1 << 12
    flags = {
        name: int(one.get("/Ff", 0))
        for sheet in ("every-field", "every-type")
        for name, one in fields_of(sheets(sheet)).items()
    }
    assert sorted(one for one, flag in flags.items() if flag & required) == [
        "field-every-field--short", "field-every-field--yes", "field-every-type--begun-long",
        "field-every-type--mail",
    ]  # fmt: skip
    assert not any(flag & read_only for flag in flags.values())
    hidden = (pypdf.PdfReader(io.BytesIO(sheets("every-type"))).get_fields() or {})["guidegen"]
    assert hidden["/Ff"] & read_only
    assert flags["field-every-type--swot--risks"] & lines and not flags["field-every-type--mail"] & lines


def test_a_line_takes_no_more_letters_than_on_the_page(sheets: Sheets) -> None:
    longest = {name: one.get("/MaxLen") for _, one, name, _, _ in widgets(sheets("every-type"))}
    assert {name: most for name, most in longest.items() if most is not None} == {
        "field-every-type--shortest": 12
    }


def test_one_goes_from_field_to_field_as_they_are_read(sheets: Sheets) -> None:
    pages = pypdf.PdfReader(io.BytesIO(sheets("every-type"))).pages
    assert [page.get("/Tabs") for page in pages] == ["/S"] * len(pages)


def test_circles_are_one_field_whose_values_are_those_of_the_page(sheets: Sheets) -> None:
    fields = short(sheets("every-type"), "every-type")
    assert fields["one"]["/_States_"] == ["/this", "/that", "/other"]
    assert fields["numbers--time"]["/_States_"] == ["/1", "/2", "/3", "/4", "/5"]
    assert not [name for name in fields if "." in name]


def test_what_stands_there_to_begin_with_stands_in_the_fields(sheets: Sheets) -> None:
    fields = short(sheets("every-type"), "every-type")
    begun = {name: one["/V"] for name, one in fields.items() if one.get("/V") not in (None, "/Off")}
    assert begun == {
        "time": "17:00", "day": "2027-03-05", "begun-long": "What we said last time", "half-an-hour": "12.5",
        "one": "/this", "agreed": "/on",
    }  # fmt: skip


LONG = """
    title: Long
    orientation: {orientation}
    fields:
    - {{id: a, label: A, type: long_text, lines: 60}}
    - {{id: b, label: B, type: quadrants, boxes: [One, Two, Three, Four]}}
    - {{id: c, label: C, type: table, columns: [{{id: x, label: X, type: long_text}}], rows: 30}}
    - {{id: d, label: D, type: scale, min: 0, max: 10, not_applicable: true}}
"""


@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_no_field_is_cut_by_the_end_of_a_page(handbook: Handbook, orientation: str) -> None:
    handbook.write("content/worksheets/long.yml", LONG.format(orientation=orientation))
    content = blank(handbook.root, "long")
    pages = [page.mediabox for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    found = widgets(content)
    assert len(found) == 1 + 4 + 30 + 12 and len({(name, value) for _, _, name, value, _ in found}) == len(
        found
    )
    for number, _, _, _, (left, low, right, high) in found:
        assert 30 < left < right < pages[number].width - 30
        assert 30 < low < high < pages[number].height - 30
    assert (pages[0].width > pages[0].height) == (orientation == "landscape")


HALVES = """
title: Halves
fields:
- {id: days, label: Days, type: number, width: half}
- {id: until, label: Until, type: date, width: half}
- {id: where, label: Where, type: choice, width: half, options: [In the library at noon, Here], other: true}
- {id: who, label: Who, type: text, width: half}
"""


def test_what_stands_side_by_side_stays_in_its_half_and_on_its_line(handbook: Handbook) -> None:
    handbook.write("content/worksheets/halves.yml", HALVES)
    found = {
        name.partition("--")[2]: corners for _, _, name, _, corners in widgets(blank(handbook.root, "halves"))
    }
    assert found["where--other--words"][2] < found["who"][0]
    assert found["days"][1] == pytest.approx(found["until"][1], abs=0.5)


def test_a_control_that_a_project_puts_in_is_a_field_beside_ours(handbook: Handbook) -> None:
    handbook.write("content/worksheets/one.yml", "title: One\nfields: [{id: a, label: A}]\n")
    handbook.write(
        "templates/worksheet.html",
        """
        {% extends "default/worksheet.html" %}
        {% block main %}{{ super() }}
        <p><input name="office" title="For the office"><input type="radio" name="kind" value="a b"></p>
        {% endblock %}
        """,
    )
    content = filled(blank(handbook.root, "one"), {"field-one--a": "So", "office": "Mine"})
    fields = fields_of(content)
    assert {name: one["/TU"] for name, one in fields.items()} == {
        "field-one--a": "A", "office": "For the office", "kind": "kind",
    }  # fmt: skip
    assert fields["kind"]["/_States_"] == ["/a b"]
    form, _ = read_form(content, "a.pdf")
    assert form is not None
    worksheet = read_plans(handbook.root).handbook.worksheets[0]  # type: ignore[union-attr]
    assert [one.item for one in answer_file(form, worksheet, content, "a.pdf").answers] == ["a"]


def test_the_same_sheet_makes_the_same_bytes(sheets: Sheets) -> None:
    assert blank(EVERYTHING, "one-line") == sheets("one-line")


def test_every_font_is_in_the_file(sheets: Sheets, tmp_path: Path) -> None:
    needs(shutil.which("pdffonts") is not None, "poppler-utils is not installed")
    everything = {f"field-every-type--{one}": ACCENTED for one in ("page", "begun", "swot--risks")}
    file = tmp_path / "sheet.pdf"
    for content in (sheets("every-type"), filled(sheets("every-type"), everything)):
        file.write_bytes(content)
        listed = subprocess.run(["pdffonts", file], check=True, capture_output=True, text=True).stdout
        rows = listed.splitlines()[2:]
        assert len(rows) > 3
        assert [row.split()[-5] for row in rows] == ["yes"] * len(rows), listed


# How they look


def test_a_blank_sheet_has_nothing_of_the_pen_but_what_stands_there_to_begin_with(
    sheets: Sheets, tmp_path: Path
) -> None:
    ink = inked(sheets("every-type"), tmp_path)
    assert {name.removeprefix("field-every-type--") for (name, _), pixels in ink.items() if pixels} == {
        "time", "day", "begun-long", "half-an-hour", "one", "agreed",
    }  # fmt: skip


def test_the_circle_that_was_chosen_is_the_one_that_is_filled_in(sheets: Sheets, tmp_path: Path) -> None:
    grid = "field-every-type--numbers--time"
    values = {grid: "4", "field-every-type--one": "that", "field-every-type--some--there": True}
    ink = inked(filled(sheets("every-type"), values | {"field-every-type--agreed": False}), tmp_path)
    ticks = {key for key, pixels in ink.items() if pixels and key[0] in {*values, "field-every-type--agreed"}}
    assert ticks == {(grid, "4"), ("field-every-type--one", "that"), ("field-every-type--some--there", "")}


@pytest.mark.parametrize("words", [LATIN, ACCENTED, GREEK, CYRILLIC])
def test_letters_of_every_script_in_reach_are_seen(sheets: Sheets, tmp_path: Path, words: str) -> None:
    needs(shutil.which("pdftotext") is not None, "poppler-utils is not installed")
    name = "field-every-type--begun"
    content = filled(sheets("every-type"), {name: words})
    assert inked(content, tmp_path)[name, ""] > 15 * len(words.replace(" ", ""))
    file = tmp_path / "filled.pdf"
    file.write_bytes(content)
    read = subprocess.run(["pdftotext", file, "-"], check=True, capture_output=True, text=True).stdout
    assert words in " ".join(read.split())


# What comes back


def everything_on(sheet: str) -> dict[str, Any]:
    """Return an answer to every question of a sheet."""
    return {
        "every-field": {
            "short": LATIN, "filled": ACCENTED, "long": f"{GREEK}\n{CYRILLIC}", "several": ("", GREEK, LATIN),
            "thoughts": (CYRILLIC,), "number": "45", "date": "2027-02-28", "one": "every-two-weeks",
            "some": ("somebody-who-asks",), "yes": True, "scale": "not-applicable", "ten": "10",
            "rows": ({"what": ACCENTED, "done": True}, {}, {"when": "2027-01-01", "who": "me"}),
            "named": {"when-it-is-urgent": {"use": GREEK, "within": "1 h"}},
            "sign": {"name": "Ada Łukasiewicz", "date": "2027-01-02"}, "sign-too": {"name": "Ђорђе"},
        },
        "every-type": {
            "mail": "ada@example.org", "page": "https://example.org/ü", "phone": "+44 20 7946 0000",
            "time": "09:05", "month": "2027-03", "day": "2027-03-06", "shortest": "Žluť", "begun": GREEK,
            "begun-long": CYRILLIC, "half-an-hour": "0.5", "one": f"other:{ACCENTED}",
            "some": ("here", f"other:{GREEK}"), "agreed": False,
            "grid": {"i-say-what-i-expect-before-the-work-begins": "not-applicable",
                     "i-ask-for-help-while-there-is-still-time": "often"},
            "numbers": {"expertise": "1", "time": "5"}, "ranks": ("language", "", "hours"),
            "swot": {"strengths": ACCENTED, "risks": f"{CYRILLIC}\n\n{GREEK}"},
            "smart": {"statement": LATIN, "time-bound": "2027-12-31"}, "grow": {"way-forward": GREEK},
            "own": {"what-for": CYRILLIC, "by": "2027-05-01"}, "next": ({"what": LATIN, "done": True},),
            "sign": {"name": "Grace"},
        },
    }[sheet]  # fmt: skip


def given_back(content: bytes, sheet: str) -> dict[str, Any]:
    form, wrong = read_form(content, "a.pdf")
    assert form is not None and not wrong, wrong
    assert (form.handbook, form.worksheet) == ("every1", sheet)
    return dict(answers_from(every_sheet()[sheet], form.filled))


@pytest.mark.parametrize("sheet", ["every-field", "every-type"])
def test_every_answer_that_pypdf_fills_in_comes_back_as_it_was(
    sheets: Sheets, sheet: str, tmp_path: Path
) -> None:
    answers = everything_on(sheet)
    content = filled(sheets(sheet), stands(every_sheet()[sheet], answers))
    assert given_back(content, sheet) == answers
    needs(shutil.which("qpdf") is not None, "qpdf is not installed")
    file = tmp_path / "filled.pdf"
    file.write_bytes(content)
    subprocess.run(["qpdf", "--check", file], check=True, capture_output=True)


@pytest.mark.parametrize("sheet", ["every-field", "every-type"])
def test_every_answer_that_is_typed_in_a_browser_comes_back_as_it_was(sheets: Sheets, sheet: str) -> None:
    """Chromium shows PDFs with pdfium."""
    answers = everything_on(sheet)
    kinds = {one.name: one.kind for one in controls_of(every_sheet()[sheet])}
    blank_fields = fields_of(sheets(sheet))
    typist = Typist(sheets(sheet))
    for name, value in stands(every_sheet()[sheet], answers).items():
        match kinds[name]:
            case "radio":
                typist.click(name, str(value))
            case "check":
                if value is (blank_fields[name].get("/V") != "/on"):
                    typist.click(name)
            case "choice":
                typist.choose(name, str(value))
            case _:
                typist.type(name, str(value))
    assert given_back(typist.saved(), sheet) == answers


def test_a_blank_sheet_has_the_answers_that_stand_there_to_begin_with(sheets: Sheets) -> None:
    assert given_back(sheets("every-type"), "every-type") == {
        "time": "17:00", "day": "2027-03-05", "begun-long": "What we said last time", "half-an-hour": "12.5",
        "one": "this", "agreed": True,
    }  # fmt: skip


def test_filled_sheets_become_a_table_without_what_is_private(sheets: Sheets, tmp_path: Path) -> None:
    content = filled(sheets("every-type"), stands(every_sheet()["every-type"], everything_on("every-type")))
    (tmp_path / "ada.pdf").write_bytes(content)
    (tmp_path / "bob.pdf").write_bytes(filled(sheets("own-eyes"), {"field-own-eyes--plan--1--what": "Leave"}))
    found = collect([tmp_path], read_plans(EVERYTHING))
    (table,) = found.tables
    text = written_tables(found, Path("a.csv"), "csv", labels=False)[0][1]
    assert table.activity == "every-type" and GREEK in text and "Hours" in text
    assert CYRILLIC not in text.replace(f"{CYRILLIC}\n\n{GREEK}", "").replace(f'"{CYRILLIC}', "")
    private = [one for one in found.problems if one.slug == "answers-private"]
    assert sorted(Path(one.place.path).name for one in private) == ["ada.pdf", "bob.pdf"]
    assert "Leave" not in text and "+44" not in text
