"""The agendas that come with guidegen."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from guidegen.model.plan import AGENDA_PRESETS
from guidegen.reading import meetings
from guidegen.reading.cohorts import read_cohort
from guidegen.reading.meetings import read_agenda
from guidegen.reading.presets import preset_source, presets_named
from guidegen.reading.programs import read_program
from guidegen.reading.project import read_project

SERIES = "id: a, title: A, roles: [mentor], duration: 1h, repeat: {every: 1w, from: week 1, count: 2}"
SINGLE = "id: a, title: A, roles: [mentor], duration: 1h, when: week 1"


def named_in(text: str) -> tuple[str, ...]:
    program, problems = read_program(f"title: Harbour\n{text}", "content/programs/harbour.yml", "harbour")
    assert program is not None and problems == ()
    return presets_named([program])


@pytest.mark.parametrize("name", AGENDA_PRESETS)
def test_a_preset_is_an_agenda_with_something_to_say(name: str) -> None:
    source = preset_source(name)
    agenda, problems = read_agenda(source.text, source.path)
    assert agenda is not None and problems == ()
    assert agenda.id == name and agenda.title
    assert 30 <= agenda.minutes <= 90
    assert any(item.prompts for item in agenda.items) and any(item.notes for item in agenda.items)
    assert all(item.lead is None for item in agenda.items), "roles are the program's own"


def test_the_presets_are_the_files_that_lie_there() -> None:
    folder = resources.files("guidegen").joinpath("presets/agendas")
    assert sorted(one.name for one in folder.iterdir()) == sorted(f"{name}.yml" for name in AGENDA_PRESETS)


def test_a_meeting_one_of_a_series_an_override_and_an_addition_can_name_one() -> None:
    assert named_in(f"meetings: [{{{SINGLE}, agenda: regular}}]") == ("regular",)
    assert named_in(f"meetings: [{{{SERIES}, occurrences: {{2: {{agenda: closing}}}}}}]") == ("closing",)
    assert named_in("cohorts: [{id: x, start: tba, overrides: {a: {agenda: kickoff}}}]") == ("kickoff",)
    extra = f"cohorts: [{{id: x, start: tba, extra: {{meetings: [{{{SINGLE}, agenda: showcase}}]}}}}]"
    assert named_in(extra) == ("showcase",)


def test_what_a_program_defines_is_its_own() -> None:
    own = "agendas: [{id: regular, items: [{title: A, minutes: 5}]}]"
    assert named_in(f"meetings: [{{{SINGLE}, agenda: regular}}]\n{own}") == ()
    assert named_in(f"meetings: [{{{SINGLE}, agenda: other}}]") == ()
    assert (
        named_in(f"meetings: [{{{SINGLE}, agenda: {{id: regular, items: [{{title: A, minutes: 5}}]}}}}]")
        == ()
    )


def test_a_cohort_in_a_file_of_its_own_names_them_for_its_program() -> None:
    program, _ = read_program("title: Harbour", "content/programs/harbour/program.yml", "harbour")
    cohort, _ = read_cohort(
        "start: tba\noverrides: {a: {agenda: mid-point}}", "content/programs/harbour/cohorts/x.yml", "x"
    )
    assert program is not None and cohort is not None
    assert presets_named([program], [("harbour", cohort)]) == ("mid-point",)
    assert presets_named([program], [("other", cohort)]) == ()


def test_a_preset_is_read_when_it_is_named_and_only_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = tmp_path / "content" / "programs"
    programs.mkdir(parents=True)
    (tmp_path / "guidegen.yml").write_text("title: Harbour\n", encoding="utf-8")
    (tmp_path / "content" / "index.md").write_text("# Welcome\n", encoding="utf-8")
    (programs / "h.yml").write_text(f"title: H\nmeetings: [{{{SINGLE}, agenda: regular}}]", encoding="utf-8")
    first = read_project(tmp_path, {})
    assert first.library is not None and [one.id for one in first.library.agendas] == ["regular"]

    def forbidden(*_: object) -> None:
        raise AssertionError("it was read before")

    monkeypatch.setattr(meetings, "read_agenda", forbidden)
    again = read_project(tmp_path, first.memory)
    assert again.library is not None and again.library.agendas == first.library.agendas
    (programs / "h.yml").write_text("title: H\n", encoding="utf-8")
    without = read_project(tmp_path, again.memory)
    assert without.library is not None and without.library.agendas == ()
    assert set(without.memory) == {"content/index.md", "content/programs/h.yml"}
