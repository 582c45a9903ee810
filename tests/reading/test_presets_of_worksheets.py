"""The worksheets that come with guidegen, as files."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest

from guidegen.model.activity import (
    WORKSHEET_PRESETS,
    GoalField,
    LongTextField,
    RecallField,
    SignatureField,
    Worksheet,
    answers_of,
    fields_of,
)
from guidegen.model.naming import is_preset, preset_path, worksheets_named
from guidegen.model.program import ROLE_KINDS
from guidegen.reading import activities
from guidegen.reading.activities import read_worksheet
from guidegen.reading.ids import ids_for_yaml
from guidegen.reading.presets import preset_worksheet
from guidegen.reading.project import Reading, read_project
from tests.story import LEAST


def sheet(name: str) -> Worksheet:
    source = preset_worksheet(name)
    read, problems = read_worksheet(source.text, source.path, "")
    assert read is not None
    assert problems == ()
    return read


SHEETS = {name: sheet(name) for name in WORKSHEET_PRESETS}


def read_with(root: Path, files: dict[str, str], before: Reading | None = None) -> Reading:
    for path, text in {**LEAST, **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return read_project(root, before.memory if before else {})


def sheets_of(reading: Reading) -> list[str]:
    assert reading.library is not None
    return [one.id for one in reading.library.worksheets]


def test_they_are_the_files_that_lie_there() -> None:
    folder = resources.files("guidegen").joinpath("presets/worksheets")
    assert sorted(one.name for one in folder.iterdir()) == sorted(f"{name}.yml" for name in WORKSHEET_PRESETS)


@pytest.mark.parametrize(("name", "read"), SHEETS.items(), ids=SHEETS)
def test_each_says_what_it_is_for_and_how_to_fill_it_in(name: str, read: Worksheet) -> None:
    assert read.id == name and is_preset(read)
    assert read.title and read.purpose and read.instructions
    assert 4 <= len(answers_of(read)) <= 30


@pytest.mark.parametrize("read", SHEETS.values(), ids=SHEETS)
def test_every_answer_hangs_on_an_id_that_is_written(read: Worksheet) -> None:
    assert all(one.written_id and len(one.id) <= 20 for one in fields_of(read))
    assert ids_for_yaml(preset_worksheet(read.id).text, read.place.path, "worksheet")[1] == ()


@pytest.mark.parametrize("read", SHEETS.values(), ids=SHEETS)
def test_each_holds_in_any_program(read: Worksheet) -> None:
    assert read.when is None and read.phase == ""
    named = {*read.roles, *read.audience, *(one.role for one in fields_of(read)), ""}
    assert named <= {*ROLE_KINDS, ""}
    assert not any(re.search(r"\{\w+\.\w+\}", one.default) for one in fields_of(read))


@pytest.mark.parametrize("read", SHEETS.values(), ids=SHEETS)
def test_each_fits_on_two_pages(read: Worksheet) -> None:
    ruled = sum(one.lines for one in fields_of(read) if isinstance(one, LongTextField))
    assert ruled <= 40


def test_who_signs_is_among_those_who_fill_it_in() -> None:
    for read in SHEETS.values():
        signed = [one.role for one in fields_of(read) if isinstance(one, SignatureField)]
        assert set(signed) <= set(read.roles)
    assert len([one for one in fields_of(SHEETS["idp"]) if isinstance(one, SignatureField)]) == 3


def test_goals_are_written_on_three_and_recalled_on_two() -> None:
    writing = {
        name for name, read in SHEETS.items() if any(isinstance(one, GoalField) for one in fields_of(read))
    }
    recalling = {
        name for name, read in SHEETS.items() if any(isinstance(one, RecallField) for one in fields_of(read))
    }
    assert writing == {"smart-goal", "grow", "idp"}
    assert recalling == {"midpoint-review", "closure"}


def test_what_is_for_the_coordinator_alone_is_private() -> None:
    private = [(name, one.id) for name, read in SHEETS.items() for one in fields_of(read) if one.private]
    assert private == [("midpoint-review", "note")]
    assert not SHEETS["compatibility"].persist


# Which are named


def test_every_name_of_a_worksheet_is_found(tmp_path: Path) -> None:
    reading = read_with(
        tmp_path,
        {
            "content/a.md": (
                "---\nworksheets: [one]\nsummary: As in [two](worksheet:two).\n---\n# A\n\n"
                "::: worksheet three\n:::\n\n[four](worksheet:four#field-x)\n\n"
                "- [ ] [five](worksheet:five)\n\n"
                "::: for mentor\n[six](worksheet:s%69x)\n:::\n\nA[^1]\n\n[^1]: [seven](worksheet:seven)\n\n"
                "::: worksheet here\ntitle: Here\n"
                "fields: [{label: A, help: '[eight](worksheet:eight)'}]\n:::\n"
            ),
            "content/programs/p.yml": (
                "title: P\nworksheets: [nine]\npolicies: {exit: 'See [ten](worksheet:ten).'}\n"
            ),
            "content/programs/q/program.yml": "title: Q\n",
            "content/programs/q/cohorts/x.yml": (
                "start: tba\nextra: {timeline: [{id: a, title: A, when: week 1, worksheet: eleven}]}\n"
            ),
            "guidegen.yml": (
                f"{LEAST['guidegen.yml']}contacts: {{a: {{name: A, url: 'https://example.org/', "
                "for: ['[twelve](worksheet:twelve)']}}\n"
            ),
        },
    )
    assert reading.library is not None
    numbers = "one two three four five six seven eight nine ten eleven twelve"
    assert worksheets_named(reading.library) == set(numbers.split())


def test_what_ours_name_is_not_named_by_the_handbook(tmp_path: Path) -> None:
    reading = read_with(tmp_path, {"content/a.md": "[](worksheet:closure)\n"})
    assert sheets_of(reading) == ["closure"]


def test_one_is_read_when_it_is_named_and_only_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = {"content/a.md": "[](worksheet:swot)\n"}
    first = read_with(tmp_path, named)
    assert sheets_of(first) == ["swot"] and preset_path("swot") in first.memory

    def forbidden(*_: object) -> None:
        raise AssertionError("it was read before")

    monkeypatch.setattr(activities, "read_worksheet", forbidden)
    again = read_with(tmp_path, named, first)
    assert again.library == first.library
    without = read_with(tmp_path, {"content/a.md": "# Nothing\n"}, again)
    assert sheets_of(without) == [] and preset_path("swot") not in without.memory
