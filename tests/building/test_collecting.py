"""What many people handed in, side by side: tables, what is left out, and what is told."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from pypdf.generic import NameObject

from guidegen.building.beginnings import Refused
from guidegen.building.collecting import Collected, collect, write_tables, written_tables
from guidegen.building.timetable import read_plans
from guidegen.model.activity import WORKSHEET_PRESETS
from guidegen.model.answers import Answer, Table
from tests.pdf.made import MARK, a_field, a_pdf, radio
from tests.story import Handbook

GOALS = """
    title: Goals
    version: "2"
    roles: [mentor, mentee]
    fields:
    - {id: why, label: "Why now?", type: long_text, required: true}
    - {id: often, label: How often, type: choice, options: [Weekly, Every two weeks], other: true}
    - {id: ways, label: How we talk, type: multi_choice, options: [Phone, Walks]}
    - {id: near, label: How near, type: scale, not_applicable: true}
    - {id: now, label: Where I stand, type: grid, rows: [I ask, I tell], columns: [Never, Often]}
    - {id: order, label: What counts, type: ranking, options: [Time, Trust]}
    - {id: topics, label: Topics, type: list}
    - id: log
      label: Log
      type: table
      columns:
      - {id: day, label: Day, type: date}
      - {id: how, label: How, type: choice, options: [Well, Badly]}
    - id: steps
      label: Steps
      type: table
      columns: [{id: what, label: What}]
      row_labels: [First, Then]
    - {id: plan, label: Plan, type: actions}
    - {id: goal, label: My goal, type: goal, framework: smart}
    - {id: note, label: Note, type: note, text: Be kind.}
    - {id: secret, label: Not for you, type: text, private: true}
    - {id: signed, label: Signed, type: signature, role: mentor}
"""
TASKS = """
    title: First things
    items:
    - {id: room, text: Book a room}
    - {id: hello, text: Say hello}
"""
PROGRAM = """
    title: Pairs
    duration: {weeks: 4}
    roles:
      mentor: {label: Mentor, kind: mentor}
    checklists: [weekly]
    meetings:
    - id: kickoff
      title: Kick-off
      roles: [mentor]
      when: week 1 wed 17:00
      duration: 60m
      before: [{id: bring, text: Bring a question}]
      after: [{id: thank, text: Say thanks}]
    - id: call
      title: Call
      roles: [mentor]
      duration: 60m
      repeat: {every: 1w, on: thu, from: week 2, until: week 3}
      after: [{id: notes, text: Send notes}]
    cohorts:
    - {id: autumn, start: 2026-09-14, timezone: Europe/London}
"""
WEEKLY = """
    title: Each week
    items:
    - {id: write, text: Write a line, repeat: {every: 1w, on: fri, from: week 1, until: week 3}}
"""
CHAPTER = "# Welcome\n\n- [ ] Read this {#read}\n"

Rows: TypeAlias = list[dict[str, str]]


@pytest.fixture
def here(handbook: Handbook) -> Handbook:
    handbook.write("guidegen.yml", "title: Mentoring\nid: harbour\n").write("content/index.md", CHAPTER)
    handbook.write("content/worksheets/goals.yml", GOALS)
    return handbook.write("content/checklists/first.yml", TASKS)


def answer(item: str, value: Any, **other: Any) -> dict[str, Any]:
    return {
        "cohort": "-", "activity": "goals", "kind": "sheet", "title": "Goals", "version": "2", "item": item,
        "label": item.title(), "value": value, **other,
    }  # fmt: skip


def hand_in(here: Handbook, name: str, *answers: dict[str, Any], **changed: Any) -> Path:
    """Write a file of answers beside the project."""
    whole = {
        "guidegen": "answers", "format": 1, "purpose": "hand-in", "handbook": {"id": "harbour", "title": "M"},
        "saved": "2026-11-22T10:00:00.000Z", "answers": answers, **changed,
    }  # fmt: skip
    path = here.root.parent / "answers" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(whole), encoding="utf-8")
    return path


def collected(here: Handbook, *paths: Path, known: bool = True) -> Collected:
    return collect(paths or [here.root.parent / "answers"], read_plans(here.root) if known else None)


def rows_of(found: Collected, sheet: str = "goals", *, labels: bool = False) -> Rows:
    index = next(at for at, one in enumerate(found.tables) if one.activity == sheet)
    text = written_tables(found, Path("a.csv"), "csv", labels=labels)[index][1]
    return list(csv.DictReader(io.StringIO(text, newline="")))


def told(found: Collected) -> list[str]:
    return [f"{Path(one.place.path).name}: {one.slug}: {one.message}" for one in found.problems]


# Tables


def test_each_file_is_a_row_and_each_field_a_column_in_the_order_of_the_sheet(here: Handbook) -> None:
    hand_in(here, "bob.json", answer("often", "weekly"), answer("why", "Because"))
    hand_in(here, "Ada.json", answer("why", "So"))
    found = collected(here)
    first, second = rows_of(found)
    assert list(first) == [
        "file", "saved", "why", "often", "ways", "near", "now.i-ask", "now.i-tell", "order", "topics", "log",
        "steps", "plan", "goal.statement", "goal.specific", "goal.measurable", "goal.achievable",
        "goal.relevant", "goal.time-bound", "signed.name", "signed.date",
    ]  # fmt: skip
    assert (first["file"], first["why"], first["often"]) == ("Ada.json", "So", "")
    assert (second["file"], second["why"], second["often"]) == ("bob.json", "Because", "Weekly")
    assert found.files == 2


def test_files_of_one_name_are_told_apart_by_their_folders(here: Handbook) -> None:
    first = hand_in(here, "ada.json", answer("why", "So"))
    second = first.parent / "late" / "ada.json"
    second.parent.mkdir()
    second.write_text(first.read_text("utf-8").replace("So", "Because"), encoding="utf-8")
    third = hand_in(here, "bob.json", answer("why", "Hm"))
    rows = rows_of(collected(here, first, second, third))
    assert [row["file"] for row in rows] == [str(first), str(second), "bob.json"]


@pytest.mark.parametrize(
    ("item", "value", "cell", "words"),
    [
        ("often", "every-two-weeks", "often", "Every two weeks"),
        ("often", "other: Never", "often", "Never"),
        ("often", "yearly", "often", "yearly"),
        ("ways", ["phone", "walks"], "ways", "Phone; Walks"),
        ("near", "3", "near", "3"),
        ("near", "not-applicable", "near", "does not apply"),
        ("now", {"i-ask": "often"}, "now.i-ask", "Often"),
        ("order", ["trust", "", "time"], "order", "1. Trust; 3. Time"),
        ("topics", ["Pay", "Time off"], "topics", "Pay\nTime off"),
        ("log", [{"how": "well", "day": "2026-01-02"}, {}], "log", "Day: 2026-01-02; How: Well"),
        ("steps", {"first": {"what": "Ask"}}, "steps", "First: What: Ask"),
        ("plan", [{"what": "Call", "done": True}], "plan", "What: Call; Done: yes"),
        ("goal", {"time-bound": "May"}, "goal.time-bound", "May"),
        ("signed", {"name": "Ada", "date": "2026-01-02"}, "signed.name", "Ada"),
        ("why", "-5", "why", "-5"),
        ("why", "-5+1", "why", "'-5+1"),
    ],
)
def test_a_cell_holds_the_words_of_an_answer(
    here: Handbook, item: str, value: Any, cell: str, words: str
) -> None:
    hand_in(here, "ada.json", answer(item, value))
    assert rows_of(collected(here))[0][cell] == words


def test_heads_can_be_the_questions(here: Handbook) -> None:
    hand_in(here, "ada.json", answer("why", "So"), answer("later", "x", label="An old question"))
    (row,) = rows_of(collected(here), labels=True)
    assert list(row)[2:4] == ["Why now?", "How often"]
    assert {"Where I stand: I ask", "My goal: The goal, in one sentence", "Signed: Name"} <= row.keys()
    assert row["An old question"] == "x"


def test_json_has_the_values_as_they_are_and_their_words(here: Handbook) -> None:
    hand_in(here, "ada.json", answer("often", "weekly"), answer("now", {"i-ask": "often"}))
    found = collected(here)
    ((_, text, _),) = written_tables(found, Path("a.json"), "json", labels=False)
    whole = json.loads(text)
    assert (whole["guidegen"], whole["handbook"]) == ("collected", {"id": "harbour", "title": "Mentoring"})
    (table,) = whole["tables"]
    assert table["columns"][1] == {"id": "often", "label": "How often", "type": "choice"}
    assert table["rows"][0]["answers"] == {
        "often": {"value": "weekly", "text": "Weekly"},
        "now": {"value": {"i-ask": "often"}, "text": "I ask: Often"},
    }


def test_lists_are_tables_too_with_a_row_for_each_cohort(here: Handbook) -> None:
    tick = {"activity": "first", "kind": "list", "version": ""}
    hand_in(
        here,
        "ada.json",
        answer("room", True, **tick),
        answer("hello", False, **tick),
        answer("room", True, **tick, cohort="autumn"),
        answer("read", True, activity="index", kind="list"),
    )
    found = collected(here)
    assert [(one.kind, one.activity, one.title) for one in found.tables] == [
        ("list", "first", "First things"),
        ("list", "index", "Welcome"),
    ]
    assert [(row["cohort"], row["room"], row["hello"]) for row in rows_of(found, "first")] == [
        ("", "yes", "no"),
        ("autumn", "yes", ""),
    ]
    assert rows_of(found, "index")[0]["read"] == "yes"
    assert found.problems == ()


def test_what_is_ticked_on_the_page_of_a_cohort_has_its_columns(here: Handbook) -> None:
    here.write("content/programs/pairs.yml", PROGRAM)
    here.write("content/checklists/weekly.yml", WEEKLY)
    tick = {"kind": "list", "version": "", "cohort": "autumn"}
    hand_in(
        here,
        "ada.json",
        answer("bring", True, **tick, activity="kickoff"),
        answer("notes#2", True, **tick, activity="call"),
        answer("write#3", True, **tick, activity="weekly"),
        answer("write", True, **tick, activity="weekly"),
    )
    found = collected(here)
    assert found.problems == ()
    assert [(one.kind, one.activity, one.title) for one in found.tables] == [
        ("list", "weekly", "Each week"),
        ("list", "kickoff", "Kick-off"),
        ("list", "call", "Call"),
    ]
    (weekly,), (kickoff,), (call,) = (rows_of(found, one) for one in ("weekly", "kickoff", "call"))
    assert list(weekly) == ["file", "saved", "cohort", "write", "write#1", "write#2", "write#3"]
    assert (weekly["write"], weekly["write#2"], weekly["write#3"]) == ("yes", "", "yes")
    assert (kickoff["cohort"], kickoff["bring"], kickoff["thank"]) == ("autumn", "yes", "")
    assert (call["notes#1"], call["notes#2"]) == ("", "yes")
    assert {"Send notes 1", "Send notes 2"} <= rows_of(found, "call", labels=True)[0].keys()


def test_what_is_not_to_be_done_around_a_meeting_is_told(here: Handbook) -> None:
    here.write("content/programs/pairs.yml", PROGRAM)
    hand_in(here, "ada.json", answer("notes#9", True, kind="list", version="", activity="call"))
    found = collected(here)
    assert told(found) == [
        'ada.json: answers-unknown: "call" no longer asks for notes#9. Look at the end of the table.'
    ]
    assert rows_of(found, "call")[0]["notes#9"] == "yes"


def test_several_sheets_have_a_file_each(here: Handbook) -> None:
    here.write("content/worksheets/log.yml", "title: Log\nfields: [{id: day, label: Day}]\n")
    hand_in(here, "ada.json", answer("why", "So"), answer("day", "x", activity="log"))
    found = collected(here)
    names = [path.as_posix() for path, _, _ in written_tables(found, Path("out/a.csv"), "csv", labels=False)]
    assert names == ["out/a-goals.csv", "out/a-log.csv"]


def test_the_same_files_in_another_order_make_the_same_tables(here: Handbook) -> None:
    files = [hand_in(here, f"{name}.json", answer("why", name)) for name in ("ada", "bob", "eve")]
    one, other = collected(here, *files), collected(here, *reversed(files))
    assert (one.tables, one.problems) == (other.tables, other.problems)


# What is told


def test_unknown_and_missing_questions_are_told_and_nothing_is_lost(here: Handbook) -> None:
    here.write(
        "content/worksheets/goals.yml",
        "title: Goals\nfields:\n- {id: why, label: Why, required: true}\n- {id: how, label: How}\n",
    )
    hand_in(
        here,
        "ada.json",
        answer("who", "Bob", version="1"),
        answer("swot", {"s": "x"}, type="quadrants", version="1"),
    )
    found = collected(here)
    assert told(found) == [
        'ada.json: answers-missing: "goals" has no answer to why, and needs one.',
        'ada.json: answers-unknown: "goals" no longer asks for who, swot. Look at the end of the table.',
    ]
    (row,) = rows_of(found)
    assert (row["who"], row["swot.s"]) == ("Bob", "x")


def test_an_answer_that_has_another_shape_now_stands_at_the_end(here: Handbook) -> None:
    hand_in(here, "ada.json", answer("now", "Fine"), answer("signed", {"name": "Ada", "place": "Leeds"}))
    found = collected(here)
    assert (
        'ada.json: answers-unknown: "goals" no longer asks for now, signed. Look at the end of the table.'
        in told(found)
    )
    (row,) = rows_of(found)
    assert list(row)[-2:] == ["now", "signed.place"]
    assert (row["now"], row["now.i-ask"], row["signed.name"], row["signed.place"]) == (
        "Fine",
        "",
        "Ada",
        "Leeds",
    )


def test_another_version_is_told(here: Handbook) -> None:
    hand_in(here, "ada.json", answer("why", "So", version="1"))
    assert 'ada.json: answers-version: "goals" was answered in version 1; it is now version 2.' in told(
        collected(here)
    )


def test_what_is_private_is_left_out_whatever_a_file_says(here: Handbook) -> None:
    hand_in(
        here,
        "ada.json",
        answer("why", "So"),
        answer("secret", "Fear"),
        answer("often", "weekly", private=True),
    )
    found = collected(here)
    assert "ada.json: answers-private: 2 private answers are in this file, and left out." in told(found)
    for form in ("csv", "json"):
        for _, text, _ in written_tables(found, Path("a"), form, labels=False):  # type: ignore[arg-type]
            assert "Fear" not in text
            assert "weekly" not in text
            assert "secret" not in text


def test_what_is_private_is_left_out_of_a_list_that_a_file_makes_up(here: Handbook) -> None:
    hand_in(here, "ada.json", answer("why", "So"), answer("secret", "Fear", kind="list"))
    found = collected(here)
    assert "ada.json: answers-private: One private answer is in this file, and left out." in told(found)
    assert [one.activity for one in found.tables] == ["goals"]
    assert "Fear" not in written_tables(found, Path("a.json"), "json", labels=False)[0][1]


def test_what_browsers_keep_for_themselves_is_no_answer(here: Handbook) -> None:
    hand_in(
        here,
        "ada.json",
        answer("why", "So"),
        answer("~keep", True),
        answer("why~1", "Old"),
        answer("spring", "x", activity="~cohorts", kind="reader"),
        purpose="backup",
    )
    found = collected(here)
    assert [one.activity for one in found.tables] == ["goals"]
    assert found.problems == ()
    assert [one.item for one in found.tables[0].rows[0].answers.values()] == ["why"]


def test_broken_foreign_and_repeated_files_are_told_and_the_rest_is_collected(here: Handbook) -> None:
    hand_in(here, "ada.json", answer("why", "So"))
    hand_in(here, "bob.json", answer("why", "So"))
    hand_in(here, "cat.json", answer("why", "x"), handbook={"id": "other", "title": "An\u202eother"})
    (here.root.parent / "answers" / "dan.json").write_text("{", encoding="utf-8")
    (here.root.parent / "answers" / "notes.txt").write_text("not asked for", encoding="utf-8")
    found = collected(here)
    assert [one for one in told(found) if "missing" not in one] == [
        f"bob.json: answers-twice: this is {here.root.parent}/answers/ada.json again, and left out.",
        "cat.json: answers-handbook: this file is from another handbook, “An\\u202eother”.",
        "dan.json: answers-file: this is not a file of answers: it is not JSON, line 1.",
    ]
    assert len(rows_of(found)) == 1


def test_without_a_handbook_the_files_say_what_was_asked(here: Handbook) -> None:
    hand_in(
        here,
        "ada.json",
        answer("often", "weekly", text="Weekly"),
        answer("sign", {"name": "Ada"}, type="signature"),
    )
    hand_in(here, "bob.json", answer("why", "So"), handbook={"id": "other", "title": "O"})
    found = collected(here, known=False)
    assert found.problems == ()
    first, second = rows_of(found)
    assert list(first) == ["file", "saved", "often", "sign.name", "why"]
    assert (first["often"], first["sign.name"], second["why"]) == ("Weekly", "Ada", "So")
    assert rows_of(found, labels=True)[0].keys() == {"file", "saved", "Often", "Sign: Name", "Why"}


def test_a_sheet_that_nobody_knows_has_a_table_of_its_own(here: Handbook) -> None:
    hand_in(here, "ada.json", answer("a", "x", activity="../../etc", title="=Old"), answer("why", "So"))
    found = collected(here)
    assert 'ada.json: answers-unknown: there is no worksheet "../../etc" in the handbook.' in told(found)
    names = [path.name for path, _, _ in written_tables(found, Path("a.csv"), "csv", labels=False)]
    assert names == ["a-goals.csv", "a-etc.csv"]


def test_a_file_cannot_make_a_table_without_end(here: Handbook) -> None:
    hand_in(here, "ada.json", *(answer(f"x{number}", "y") for number in range(1000)))
    found = collected(here)
    assert len(found.tables[0].columns) < 250
    assert any("800 are left out" in one for one in told(found))


def test_a_file_cannot_push_out_what_others_wrote(here: Handbook) -> None:
    junk = [answer(f"x{number}", "y", cohort=str(number % 3)) for number in range(1000)]
    hand_in(here, "ada.json", *junk)
    hand_in(here, "bob.json", answer("was", "Mine"))
    found = collected(here)
    assert rows_of(found)[-1]["was"] == "Mine"
    assert len(found.tables[0].columns) < 250
    assert not any("bob.json" in one and "left out" in one for one in told(found))


def test_answers_of_a_large_file_are_not_compared_one_with_another(
    here: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compare(one: Answer, other: object) -> bool:
        raise AssertionError(f"{one} is compared with {other}")

    monkeypatch.setattr(Answer, "__eq__", compare)
    hand_in(here, "ada.json", *(answer(f"x{number}", "y") for number in range(2000)))
    assert len(collected(here).tables[0].rows[0].answers) == 200


def test_every_sheet_that_comes_along_has_words_for_its_columns(here: Handbook) -> None:
    for_others = [name for name in WORKSHEET_PRESETS if name != "compatibility"]
    links = "\n".join(f"- [it](worksheet:{name})" for name in for_others)
    here.write("content/sheets.md", f"# Sheets\n\n{links}\n")
    hand_in(here, "ada.json", *(answer("x", "y", activity=name) for name in for_others))
    found = collected(here)
    assert {one.activity for one in found.tables} == set(for_others)
    for _, text, table in written_tables(found, Path("a.csv"), "csv", labels=True):
        assert table is not None
        (head, row) = csv.reader(io.StringIO(text, newline=""))
        assert len(head) == len(row) > 3
        assert all(head), table.activity
        assert table.activity not in head


def test_a_sheet_for_one_person_alone_is_in_no_table(here: Handbook) -> None:
    here.write(
        "content/worksheets/own.yml", "title: Own\nconfidential: private\nfields: [{id: what, label: What}]\n"
    )
    hand_in(here, "ada.json", answer("what", "SECRET", activity="own"), answer("why", "So"))
    found = collected(here)
    assert [one.activity for one in found.tables] == ["goals"]
    assert "answers-private: One private answer is in this file, and left out." in " ".join(told(found))
    assert "SECRET" not in "".join(
        text for _, text, _ in written_tables(found, Path("a.csv"), "csv", labels=True)
    )


# Writing


def tables(here: Handbook) -> tuple[Table, ...]:
    hand_in(here, "ada.json", answer("why", "So"))
    return collected(here).tables


def test_nothing_is_overwritten_unless_it_is_asked_for(here: Handbook, tmp_path: Path) -> None:
    output = tmp_path / "a.csv"
    output.write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match=r"already there\. Say --force"):
        write_tables([(tmp_path / "b.csv", "x"), (output, "x")], [], "csv", force=False)
    assert sorted(one.name for one in tmp_path.glob("*.csv")) == ["a.csv"]
    write_tables([(output, "x")], [], "csv", force=True)
    assert output.read_text("utf-8-sig") == "x"


def test_excel_sees_that_csv_is_utf_8_and_json_has_no_mark(tmp_path: Path) -> None:
    for form in ("csv", "json"):
        write_tables([(tmp_path / f"a.{form}", "Größe")], [], form, force=False)
    assert (tmp_path / "a.csv").read_bytes() == b"\xef\xbb\xbfGr\xc3\xb6\xc3\x9fe"
    assert (tmp_path / "a.json").read_bytes() == b"Gr\xc3\xb6\xc3\x9fe"


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="There are no links here.")
def test_a_link_in_the_way_leads_nowhere(tmp_path: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("mine", encoding="utf-8")
    (tmp_path / ".a.csv.guidegen").symlink_to(precious)
    (tmp_path / "a.csv").symlink_to(precious)
    write_tables([(tmp_path / "a.csv", "x")], [], "csv", force=True)
    assert precious.read_text("utf-8") == "mine"
    assert not (tmp_path / "a.csv").is_symlink()
    assert (tmp_path / "a.csv").read_text("utf-8-sig") == "x"
    assert not (tmp_path / ".a.csv.guidegen").is_symlink()


def test_a_file_of_answers_is_never_the_output(here: Handbook) -> None:
    file = hand_in(here, "ada.json", answer("why", "So"))
    before = file.read_bytes()
    with pytest.raises(Refused, match="among the files to collect"):
        write_tables([(file, "x")], [file], "csv", force=True)
    with pytest.raises(Refused, match="among the files to collect"):
        write_tables([(file, "x")], collected(here).given, "csv", force=True)
    assert file.read_bytes() == before


def _several(inner: some.SearchStrategy[Any]) -> some.SearchStrategy[Any]:
    return some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=6), inner, max_size=3)


PLAIN = some.booleans() | some.text(max_size=6)
VALUES = PLAIN | _several(PLAIN) | _several(_several(PLAIN))
ITEMS = some.sampled_from(
    ["why", "often", "ways", "near", "now", "order", "log", "steps", "plan", "goal", "secret", "signed", "x"]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.dictionaries(ITEMS, VALUES, max_size=5), some.booleans())
def test_any_values_become_tables_in_which_no_cell_is_a_formula(
    here: Handbook, values: dict[str, Any], known: bool
) -> None:
    path = hand_in(here, "any.json", *(answer(item, value, type="goal") for item, value in values.items()))
    found = collected(here, path, known=known)
    assert written_tables(found, Path("a.json"), "json", labels=True)[0][1].encode()
    for _, text, table in written_tables(found, Path("a.csv"), "csv", labels=True):
        assert table is not None
        head, *rows = csv.reader(io.StringIO(text, newline=""))
        assert all(len(row) == len(head) for row in rows)
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]
        assert not known or "Not for you" not in head


# PDFs


def as_pdf(here: Handbook, name: str, *fields: Any, **mark: Any) -> Path:
    """Put a worksheet that was filled in as a PDF beside the project."""
    path = here.root.parent / "answers" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(a_pdf(list(fields), MARK | mark))
    return path


def test_pdfs_and_files_of_answers_make_one_table(here: Handbook) -> None:
    hand_in(here, "bob.json", answer("why", "Because"))
    often = radio("field-goals--often", "/every-two-weeks")
    as_pdf(here, "Ada.PDF", a_field("field-goals--why", "Γιατί;"), often)
    found = collected(here)
    first, second = rows_of(found)
    assert (first["file"], first["why"], first["often"]) == ("Ada.PDF", "Γιατί;", "Every two weeks")
    assert (second["file"], second["why"]) == ("bob.json", "Because")
    assert found.files == 2


def test_what_is_private_in_a_pdf_is_in_no_table(here: Handbook) -> None:
    as_pdf(here, "ada.pdf", a_field("field-goals--why", "So"), a_field("field-goals--secret", "Hush"))
    found = collected(here)
    assert "Hush" not in str(rows_of(found))
    assert "ada.pdf: answers-private: One private answer is in this file, and left out." in told(found)


def test_a_pdf_of_an_older_sheet_keeps_what_is_asked_no_longer(here: Handbook) -> None:
    as_pdf(here, "ada.pdf", a_field("field-goals--how-long", "A year"), version="1")
    found = collected(here)
    assert rows_of(found)[0]["how-long"] == "A year"
    assert [one for one in told(found) if "missing" not in one] == [
        'ada.pdf: answers-unknown: "goals" no longer asks for how-long. Look at the end of the table.',
        'ada.pdf: answers-version: "goals" was answered in version 1; it is now version 2.',
    ]


def test_a_pdf_of_a_sheet_that_is_gone_has_a_table_of_its_own(here: Handbook) -> None:
    as_pdf(here, "ada.pdf", a_field("field-old--why", "So"), worksheet="old")
    found = collected(here)
    assert rows_of(found, "old")[0]["why"] == "So"
    assert told(found) == ['ada.pdf: answers-unknown: there is no worksheet "old" in the handbook.']


@pytest.mark.parametrize(
    ("fields", "mark", "slug"),
    [
        (
            [a_field("field-goals--why", "So")],
            {"handbook": {"id": "pier", "title": "Pier"}},
            "answers-handbook",
        ),
        ([a_field("field-goals--why", "")], {}, "answers-missing"),
        ([], {}, "answers-file"),
    ],
)
def test_a_pdf_without_answers_to_show_is_told(
    here: Handbook, fields: list[Any], mark: dict[str, Any], slug: str
) -> None:
    as_pdf(here, "ada.pdf", *fields, **mark)
    found = collected(here)
    assert found.tables == ()
    assert [one.slug for one in found.problems] == [slug]


def test_without_a_handbook_nobody_knows_what_is_private_in_a_pdf(here: Handbook) -> None:
    as_pdf(here, "ada.pdf", a_field("field-goals--why", "So"))
    hand_in(here, "bob.json", answer("why", "Because"))
    found = collected(here, known=False)
    assert [row["file"] for row in rows_of(found)] == ["bob.json"]
    assert told(found) == ["ada.pdf: answers-file: what a PDF answers can only be told beside its handbook."]


# What is written as nobody else writes it

DAYS = """
    title: Goals
    version: "2"
    fields:
    - {id: day, label: By when, type: date}
    - {id: month, label: Month, type: month}
    - {id: clock, label: Time, type: time}
    - {id: steps, label: Steps, type: actions, rows: 2}
    - {id: signed, label: Signed, type: signature, role: mentee}
    - {id: often, label: How often, type: choice, options: [Weekly, Monthly], other: true}
    - {id: secret, label: Secret, type: choice, options: [Aye, Nay], other: true, private: true}
"""


@pytest.mark.parametrize(
    ("control", "words", "item", "remedy"),
    [
        ("day", "1 June 2027", "day", "Write a date as YYYY-MM-DD."),
        ("day", "2027-6-1", "day", "Write a date as YYYY-MM-DD."),
        ("day", "2027-02-30", "day", "Write a date as YYYY-MM-DD."),
        ("month", "June 2027", "month", "Write a month as YYYY-MM."),
        ("clock", "9 o'clock", "clock", "Write a time as HH:MM."),
        ("steps--2--by-when", "soon", "steps", "Write a date as YYYY-MM-DD."),
        ("signed--date", "today", "signed", "Write a date as YYYY-MM-DD."),
    ],
)
def test_a_day_that_is_typed_in_another_way_is_told_and_stays_as_it_is(
    control: str, words: str, item: str, remedy: str, here: Handbook
) -> None:
    here.write("content/worksheets/goals.yml", DAYS)
    as_pdf(here, "ada.pdf", a_field(f"field-goals--{control}", words))
    found = collected(here)
    assert told(found) == [
        f'ada.pdf: answers-unclear: "{item}" of "goals" is written "{words}", and stands so in the table.'
    ]
    assert found.problems[0].remedy == remedy
    assert words in str(rows_of(found))


def test_days_that_can_be_put_in_order_are_not_told(here: Handbook) -> None:
    here.write("content/worksheets/goals.yml", DAYS)
    typed = {"day": "2028-02-29", "month": "2027-12", "clock": "09:05", "steps--1--by-when": "2027-06-01"}
    as_pdf(here, "ada.pdf", *(a_field(f"field-goals--{name}", words) for name, words in typed.items()))
    assert told(collected(here)) == []


CHOSEN = """
    title: Goals
    version: "2"
    fields:
    - {id: matter, label: What matters, type: ranking, options: [Time, Trust, Skill], top: 3}
    - {id: days, label: Days, type: multi_choice, options: [Mon, Tue, Wed], max: 2, other: true}
"""


def test_what_is_chosen_more_often_than_a_sheet_allows_is_told_and_stays_as_it_is(here: Handbook) -> None:
    here.write("content/worksheets/goals.yml", CHOSEN)
    places = {"1": "Trust", "2": "time", "3": "trust"}
    ranks = [a_field(f"field-goals--matter--{place}", one) for place, one in places.items()]
    ticks = [a_field(f"field-goals--days--{one}", NameObject("/on")) for one in ("mon", "tue", "wed")]
    as_pdf(here, "ada.pdf", *ranks, *ticks)
    hand_in(here, "bob.json", answer("matter", ["time", "time"]), answer("days", ["mon", "tue", "other:Sun"]))
    hand_in(here, "cy.json", answer("matter", ["time", "", "trust"]), answer("days", ["mon", "other:Sun"]))
    found = collected(here)
    ticks_told = '"days" of "goals" has 3 ticks, where 2 is the most'
    ranks_told = '"matter" of "goals" has "{}" in more than one place'
    said = (ticks_told, ranks_told.format("trust"), ticks_told, ranks_told.format("time"))
    files = ("ada.pdf", "ada.pdf", "bob.json", "bob.json")
    assert told(found) == [
        f"{file}: answers-unclear: {words}, and stands so in the table."
        for file, words in zip(files, said, strict=True)
    ]
    assert "Wed" in rows_of(found)[0]["days"]


def test_words_beside_a_circle_that_says_something_else_are_told(here: Handbook) -> None:
    here.write("content/worksheets/goals.yml", DAYS)
    beside = [a_field(f"field-goals--{name}--other--words", "daily") for name in ("often", "secret")]
    circles = [
        radio(f"field-goals--{name}", value) for name, value in (("often", "/weekly"), ("secret", "/aye"))
    ]
    as_pdf(here, "ada.pdf", *circles, *beside)
    found = collected(here)
    assert "\n".join(one for one in told(found) if "private" not in one) == (
        'ada.pdf: answers-unclear: "often" of "goals" has a circle filled in, and "daily" is written beside '
        "another. The table has only the circle."
    )
    assert rows_of(found)[0]["often"] == "Weekly"


def test_of_two_equal_files_the_one_with_the_plain_name_is_kept(here: Handbook) -> None:
    for name in ("Ann (1).pdf", "Ann.pdf"):
        as_pdf(here, name, a_field("field-goals--why", "So"))
    found = collected(here)
    assert [row["file"] for row in rows_of(found)] == ["Ann.pdf"]
    assert [one.slug for one in found.problems] == ["answers-twice"]
