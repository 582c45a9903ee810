"""`guidegen new worksheet` and `guidegen new checklist`, as an author types them."""

from __future__ import annotations

from pathlib import Path

import pytest

from guidegen.cli.main import run
from guidegen.model.activity import WORKSHEET_PRESETS
from guidegen.reading.presets import preset_worksheet
from tests.story import Handbook

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def here(handbook: Handbook, monkeypatch: pytest.MonkeyPatch) -> Handbook:
    """A handbook with its folder as the current one."""
    monkeypatch.chdir(handbook.root)
    return handbook


def written(here: Handbook, path: str) -> str:
    return (here.root / "content" / path).read_text(encoding="utf-8")


def test_a_copy_of_one_that_comes_along_takes_its_place(here: Handbook, capsys: Captured) -> None:
    here.write("content/index.md", "# Welcome\n\n[](worksheet:smart-goal)\n").build()
    assert run(["new", "worksheet", "smart-goal"]) == 0
    assert capsys.readouterr().out == "Wrote content/worksheets/smart-goal.yml\n"
    assert written(here, "worksheets/smart-goal.yml").endswith(preset_worksheet("smart-goal").text)
    here.build().says().is_as_before()
    here.write(
        "content/worksheets/smart-goal.yml",
        written(here, "worksheets/smart-goal.yml").replace("title: A SMART goal", "title: Our goal"),
    )
    here.build().says().shows("", "Our goal")


def test_a_copy_can_have_another_title(here: Handbook) -> None:
    assert run(["new", "worksheet", "grow", "--title", 'It\'s: "grow" \\1']) == 0
    here.build().says().shows("worksheets/grow/", 'It\'s: "grow" \\1').shows("worksheets/grow/", "Reality")


@pytest.mark.parametrize("name", WORKSHEET_PRESETS)
def test_every_copy_is_the_same_sheet(name: str, here: Handbook) -> None:
    here.write("content/index.md", f"# Welcome\n\n[](worksheet:{name})\n").build()
    before = here.page(f"worksheets/{name}/")
    assert run(["new", "worksheet", name]) == 0
    assert here.build().says().page(f"worksheets/{name}/") == before


def test_another_id_gets_a_small_sheet_that_is_whole(here: Handbook) -> None:
    assert run(["new", "worksheet", "half-way", "--title", "Half-way: a talk"]) == 0
    assert '"::: worksheet half-way"' in written(here, "worksheets/half-way.yml")
    here.build().says().shows("worksheets/half-way/", "Half-way: a talk", "What I do next")


def test_what_stands_behind_a_mark_of_comment_is_right(here: Handbook) -> None:
    assert run(["new", "worksheet", "half-way"]) == run(["new", "checklist", "before-we-meet"]) == 0
    here.write("content/programs/harbour.yml", "title: Harbour\nduration: {weeks: 8}\n")
    for path in ("worksheets/half-way.yml", "checklists/before-we-meet.yml"):
        lines = written(here, path).split("\n")
        bare = [line.removeprefix("# ") if line[2:].split(":")[0] in KEYS else line for line in lines]
        assert bare != lines
        here.write(f"content/{path}", "\n".join(bare).replace("ID-OF-A-PROGRAM", "harbour"))
    here.build().says()


KEYS = ("roles", "role", "together", "minutes", "confidential", "program")


def test_a_new_checklist_is_whole(here: Handbook, capsys: Captured) -> None:
    assert run(["new", "checklist", "before-we-meet"]) == 0
    assert capsys.readouterr().out == "Wrote content/checklists/before-we-meet.yml\n"
    here.build().says().shows("checklists/before-we-meet/", "Before we meet", "The first thing to do")


@pytest.mark.parametrize("kind", ["worksheet", "checklist"])
def test_one_that_is_there_is_left_alone(kind: str, here: Handbook, capsys: Captured) -> None:
    inside = "fields: [{label: A}]" if kind == "worksheet" else "items: [A]"
    here.write("content/log.md", f"# Log\n\n::: {kind} log\ntitle: Log\n{inside}\n:::\n")
    assert run(["new", kind, "log"]) == 2
    assert f'There is already a {kind} "log", in content/log.md.' in capsys.readouterr().err
    here.write(f"content/{kind}s/plan.yml", "broken: [")
    assert run(["new", kind, "plan"]) == 2
    assert f"content/{kind}s/plan.yml is already there, and stays as it is." in capsys.readouterr().err
    assert written(here, f"{kind}s/plan.yml") == "broken: ["


def test_what_can_be_no_id_is_refused(here: Handbook, capsys: Captured) -> None:
    assert run(["new", "worksheet", "My Goal"]) == 2
    assert '"My Goal" cannot be the id of a worksheet' in capsys.readouterr().err
    assert run(["new", "checklist", "../x"]) == 2
    assert not (here.root / "content/worksheets").exists()


def test_settings_that_cannot_be_read_are_told_of(here: Handbook, capsys: Captured) -> None:
    here.write("guidegen.yml", "title: [\n")
    assert run(["new", "worksheet", "swot"]) == 2
    assert "guidegen.yml cannot be read" in capsys.readouterr().err


def test_it_goes_where_the_content_is(tmp_path: Path, here: Handbook) -> None:
    here.write("guidegen.yml", "title: A\ncontent_dir: docs\n").move("content/index.md", "docs/index.md")
    assert run(["new", "worksheet", "swot"]) == 0
    assert (here.root / "docs/worksheets/swot.yml").exists()
