"""Collecting what people handed in, as a coordinator types it."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from guidegen.cli.main import run
from tests.story import Handbook

Captured = pytest.CaptureFixture[str]

GOALS = """
    title: Goals
    fields:
    - {id: why, label: "Why now?", type: long_text}
    - {id: secret, label: Not for you, private: true}
"""


@pytest.fixture
def here(handbook: Handbook, monkeypatch: pytest.MonkeyPatch) -> Handbook:
    """A handbook as the current folder, with two files that people handed in."""
    handbook.write("guidegen.yml", "title: Mentoring\nid: harbour\n")
    handbook.write("content/worksheets/goals.yml", GOALS)
    hand_in(handbook, "ada.json", {"why": "Größe & =1"})
    hand_in(handbook, "bob.json", {"why": "=1", "secret": "Fear"})
    monkeypatch.chdir(handbook.root)
    return handbook


def hand_in(here: Handbook, name: str, values: dict[str, Any], handbook: str = "harbour") -> None:
    common = {"cohort": "-", "activity": "goals", "kind": "sheet", "title": "Goals", "version": "1"}
    whole = {
        "guidegen": "answers", "format": 1, "purpose": "hand-in", "saved": "2026-11-22T10:00:00.000Z",
        "handbook": {"id": handbook, "title": "Another"},
        "answers": [{**common, "item": item, "value": value} for item, value in values.items()],
    }  # fmt: skip
    here.write(f"answers/{name}", json.dumps(whole))


def test_a_folder_of_files_becomes_a_table(here: Handbook, capsys: Captured) -> None:
    assert run(["collect", "answers", "--output", "out/answers.csv"]) == 0
    table = (here.root / "out" / "answers.csv").read_bytes()
    assert table.startswith(b"\xef\xbb\xbffile,")
    assert list(csv.reader(table.decode("utf-8-sig").splitlines())) == [
        ["file", "saved", "why"],
        ["ada.json", "2026-11-22T10:00:00.000Z", "Größe & =1"],
        ["bob.json", "2026-11-22T10:00:00.000Z", "'=1"],
    ]
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "answers/bob.json: warning[answers-private]: One private answer is in this file, and left out.",
        "",
        "2 files of answers.",
        "  Goals (worksheet): 2 rows",
        "Wrote out/answers.csv",
    ]
    assert sorted(one.name for one in (here.root / "out").iterdir()) == ["answers.csv"]


def test_the_ending_says_which_format_and_an_option_says_it_better(here: Handbook) -> None:
    assert run(["collect", "answers", "--output", "a.json"]) == 0
    assert json.loads(Path("a.json").read_text("utf-8"))["guidegen"] == "collected"
    assert run(["collect", "answers", "--output", "b.json", "--format", "csv", "--labels"]) == 0
    assert Path("b.json").read_text("utf-8").startswith("\ufefffile,saved,Why now?\n")


def test_a_table_can_be_printed(here: Handbook, capsys: Captured) -> None:
    assert run(["collect", "answers", "--output", "-", "--format", "json"]) == 0
    assert [one["id"] for one in json.loads(capsys.readouterr().out)["tables"]] == ["goals"]
    assert run(["collect", "answers", "--output", "-"]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[0] == "file,saved,why"
    assert "2 files of answers." in said.err
    assert "Wrote" not in said.err
    assert not Path("-").exists()


def test_of_several_tables_only_json_is_printed(here: Handbook, capsys: Captured) -> None:
    here.write("content/worksheets/log.yml", "title: Log\nfields: [{id: why, label: Why}]\n")
    here.write("answers/log.json", Path("answers/ada.json").read_text("utf-8").replace('"goals"', '"log"'))
    assert run(["collect", "answers", "--output", "-"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "These are 2 tables, and one can be printed. Say --format json, or name an output." in said.err
    assert run(["collect", "answers", "--output", "-", "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["tables"]) == 2


def test_a_file_that_cannot_be_used_is_told_and_the_rest_is_collected(
    here: Handbook, capsys: Captured
) -> None:
    hand_in(here, "cat.json", {"why": "x"}, handbook="other")
    here.write("answers/dan\u202e.json", "{")
    assert run(["collect", "answers", "--output", "a.csv"]) == 1
    assert len(Path("a.csv").read_text("utf-8").splitlines()) == 3
    said = capsys.readouterr().err
    assert "answers/cat.json: error[answers-handbook]: this file is from another handbook, “Another”." in said
    assert "answers/dan\\u202e.json: error[answers-file]" in said


def test_nothing_to_show_is_an_error_and_nothing_is_written(here: Handbook, capsys: Captured) -> None:
    here.write("empty/note.txt", "x")
    assert run(["collect", "empty", "--output", "a.csv"]) == 1
    assert "Nothing is written" in capsys.readouterr().err
    assert not Path("a.csv").exists()


def test_an_output_that_is_there_stays_unless_it_is_forced(here: Handbook, capsys: Captured) -> None:
    here.write("a.csv", "mine")
    assert run(["collect", "answers", "--output", "a.csv"]) == 2
    assert "already there" in capsys.readouterr().err
    assert Path("a.csv").read_text("utf-8") == "mine"
    assert run(["collect", "answers", "--output", "a.csv", "--force"]) == 0
    assert Path("a.csv").read_text("utf-8") != "mine"


def test_files_of_answers_are_never_written_over(here: Handbook) -> None:
    before = Path("answers/ada.json").read_bytes()
    assert run(["collect", "answers", "--output", "answers/ada.json", "--force"]) == 2
    assert Path("answers/ada.json").read_bytes() == before


def test_outside_a_handbook_the_files_are_believed(
    here: Handbook, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(here.root / "answers")
    (here.root / "guidegen.yml").rename(here.root / "elsewhere.yml")
    assert run(["collect", ".", "--output", "../a.csv"]) == 0
    assert "There is no handbook here" in capsys.readouterr().err
    assert Path("../a.csv").read_text("utf-8").startswith("\ufefffile,saved,why,secret\n")
    assert run(["collect", ".", "--output", "../b.csv", "--project", "."]) == 2


def test_a_handbook_that_makes_no_sense_is_told_first(here: Handbook, capsys: Captured) -> None:
    here.write("guidegen.yml", "title: [\n")
    assert run(["collect", "answers", "--output", "a.csv"]) == 1
    assert "yaml-syntax" in capsys.readouterr().err
    assert not Path("a.csv").exists()


def test_while_a_sheet_cannot_be_read_nothing_is_collected_as_nobody_knows_what_is_private(
    here: Handbook, capsys: Captured
) -> None:
    here.write("content/worksheets/goals.yml", "title: Goals\nfields: [{type: [}]\n")
    assert run(["collect", "answers", "--output", "a.csv"]) == 1
    assert "Mend this first: without it nobody knows what is private." in capsys.readouterr().err
    assert not Path("a.csv").exists()
