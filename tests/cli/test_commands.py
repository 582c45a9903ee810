"""The commands, as a person types them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import guidegen
from guidegen.cli.main import COMMANDS, run
from guidegen.cli.project import project_at
from tests.story import Handbook

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def here(handbook: Handbook, monkeypatch: pytest.MonkeyPatch) -> Handbook:
    """The least handbook, with its folder as the current one."""
    monkeypatch.chdir(handbook.root)
    return handbook


def said(captured: Captured) -> str:
    both = captured.readouterr()
    return both.out + both.err


def test_build_says_what_it_made_and_where_to_open_it(here: Handbook, capsys: Captured) -> None:
    assert run(["build"]) == 0
    assert re.fullmatch(r"Made \d+ files, in \d+\.\d s\. Open site/index\.html\n", said(capsys))


def test_a_second_build_makes_nothing_and_says_so(here: Handbook, capsys: Captured) -> None:
    run(["build"])
    capsys.readouterr()
    assert run(["build"]) == 0
    files = len(here.site())
    assert said(capsys) == f"Nothing to make: all {files} files are up to date. Open site/index.html\n"


def test_the_short_cut_says_the_same_problems_and_ends_the_same(here: Handbook, capsys: Captured) -> None:
    here.write("content/index.md", "# Welcome\n\n[x](missing.md)\n")
    assert run(["build", "--strict"]) == 1
    first = said(capsys)
    assert run(["build", "--strict"]) == 1
    again = said(capsys)
    assert again.split("Nothing to make")[0] == first.split("Made ")[0]
    assert "broken-link" in again
    assert run(["build"]) == 0


def test_the_short_cut_imports_nothing_heavy(here: Handbook) -> None:
    run(["build"])
    code = (
        "import sys; from guidegen.cli.main import run; run(['build']); "
        "heavy = ('jinja2', 'markdown_it', 'yaml', 'pydantic', 'babel', 'rich'); "
        "print([one for one in heavy if one in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=here.root, check=True
    )
    told, heavy = done.stdout.splitlines()
    assert told.startswith("Nothing to make")
    assert heavy == "[]"


def test_any_change_ends_the_short_cut(here: Handbook, capsys: Captured) -> None:
    run(["build"])
    for path, text in {
        "content/index.md": "# Hello\n",
        "content/more.md": "# More\n",
        "guidegen.yml": "title: Another\n",
        "templates/locales/en.yml": "frame: {skip: Go on}\n",
        "site/index.html": "damaged",
    }.items():
        here.write(path, text)
        capsys.readouterr()
        assert run(["build"]) == 0
        assert said(capsys).startswith("Made "), path


def test_a_dry_run_tells_reasons(here: Handbook, capsys: Captured) -> None:
    here.write("content/goals.md", "# Goals\n")
    run(["build"])
    here.write("content/goals.md", "# Goals\n\nAim.\n")
    capsys.readouterr()
    assert run(["build", "--dry-run"]) == 0
    lines = said(capsys).splitlines()
    assert lines[:2] == ["goals/index.html: body changed", "print/index.html: pieces changed"]
    assert lines[2].startswith("search/sections-")
    assert lines[-1].startswith("Would make 3 files; ")


def test_an_error_ends_with_1_and_says_that_nothing_was_written(here: Handbook, capsys: Captured) -> None:
    here.write("guidegen.yml", "title: X\nlevls: {}\n")
    assert run(["build"]) == 1
    told = said(capsys)
    assert 'guidegen.yml:2:1: error[unknown-key]: unknown key "levls". Did you mean "levels"?' in told
    assert "Nothing was written: 1 error. The site is as it was.\n" in told


def test_a_folder_without_a_handbook_ends_with_2_and_says_where_it_looked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("build", "check", "ids"):
        assert run([name]) == 2
        told = said(capsys)
        assert f"no guidegen.yml in {tmp_path}" in told
        assert "guidegen init" in told


def test_a_command_works_from_a_folder_of_the_project(here: Handbook) -> None:
    assert project_at(here.root / "content") == here.root
    assert project_at(here.root / "guidegen.yml") == here.root


def test_an_output_folder_that_is_not_ours_ends_with_2(here: Handbook, capsys: Captured) -> None:
    here.write("site/mine.txt", "mine")
    assert run(["build"]) == 2
    assert "mine.txt" in said(capsys)
    assert run(["build", "--into-existing"]) == 0
    assert (here.root / "site/mine.txt").read_text() == "mine"
    assert run(["build", "--output", "content"]) == 2
    assert (here.root / "content/index.md").exists()


def test_an_output_folder_that_cannot_be_written_is_told(here: Handbook, capsys: Captured) -> None:
    (here.root / "blocked").write_text("a file")
    assert run(["build", "--output", "blocked/site"]) == 1
    told = said(capsys)
    assert "error[not-written]" in told
    assert "Traceback" not in told


def test_check_tells_what_is_missing_and_makes_nothing(here: Handbook, capsys: Captured) -> None:
    here.write("content/programs/spring.yml", "title: Spring\n")
    assert run(["check"]) == 0
    assert "warning[incomplete]" in said(capsys)
    assert run(["check", "--strict"]) == 1
    assert not (here.root / "site").exists()


def test_check_in_json_is_a_list_of_problems(here: Handbook, capsys: Captured) -> None:
    here.write("content/index.md", "# Welcome\n\nSee [x](missing.md).\n")
    assert run(["check", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {
            "level": "warning",
            "slug": "broken-link",
            "message": 'no chapter at "missing.md".',
            "path": "content/index.md",
            "line": 3,
            "column": 9,
            "excerpt": "See [x](missing.md).",
            "remedy": "",
        }
    ]


def test_check_for_github_is_a_line_a_problem(here: Handbook, capsys: Captured) -> None:
    here.write("content/index.md", "# Welcome\n\nSee [x](missing.md).\n")
    run(["check", "--format", "github"])
    assert capsys.readouterr().out == (
        '::warning file=content/index.md,line=3,col=9,title=broken-link::no chapter at "missing.md".\n'
    )


def test_github_is_told_where_the_handbook_is_in_the_repository(here: Handbook, capsys: Captured) -> None:
    os.chdir(here.root.parent)
    here.write("content/index.md", "# Welcome\n\nSee [x](missing.md).\n")
    run(["check", "--format", "github", here.root.name])
    assert capsys.readouterr().out.startswith(f"::warning file={here.root.name}/content/index.md,line=3")


def test_check_asks_the_clock_only_for_reviews(here: Handbook, capsys: Captured) -> None:
    here.write("content/index.md", "---\nreviewed: 2026-01-10\nreview_every: 6m\n---\n# Welcome\n")
    assert run(["check", "--strict", "--today", "2026-07-09"]) == 0
    assert run(["check", "--strict", "--today", "2026-07-11"]) == 1
    assert "review-due" in said(capsys)


def test_init_starts_a_handbook_that_builds_without_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["init", "my-handbook"]) == 0
    assert "cd my-handbook" in said(capsys)
    assert run(["build", "my-handbook", "--strict"]) == 0
    assert run(["check", "my-handbook", "--strict", "--today", "2027-01-01"]) == 0
    settings = (tmp_path / "my-handbook/guidegen.yml").read_text()
    assert 'title: "My handbook"' in settings
    assert "{{" not in settings


def test_init_gives_every_handbook_an_id_of_its_own(tmp_path: Path) -> None:
    run(["init", str(tmp_path / "one")])
    run(["init", str(tmp_path / "two")])
    one, two = (
        (tmp_path / name / "guidegen.yml").read_text().replace(name.title(), "") for name in ("one", "two")
    )
    assert one != two


def test_init_leaves_what_is_there(here: Handbook, capsys: Captured) -> None:
    assert run(["init"]) == 2
    assert "this is a handbook" in said(capsys)
    (here.root / "guidegen.yml").unlink()
    assert run(["init"]) == 0
    assert "Left as it is: content/index.md" in said(capsys)
    assert (here.root / "content/index.md").read_text() == "# Welcome\n\nBe kind.\n"


def test_ids_are_written_once_and_nothing_else_changes(here: Handbook, capsys: Captured) -> None:
    here.write("content/index.md", "# Welcome\r\n\r\n- [ ] Ask twice\r\n- [x] Listen {#ear}\r\n")
    here.write("content/worksheets/log.yml", "title: Log # a note\nfields:\n- label: What we said\n")
    assert run(["ids", "--dry-run"]) == 0
    assert "2 ids would be written." in said(capsys)
    assert run(["ids"]) == 0
    assert (here.root / "content/index.md").read_bytes() == (
        b"# Welcome\r\n\r\n- [ ] Ask twice {#ask-twice}\r\n- [x] Listen {#ear}\r\n"
    )
    assert (here.root / "content/worksheets/log.yml").read_text() == (
        "title: Log # a note\nfields:\n- id: what-we-said\n  label: What we said\n"
    )
    capsys.readouterr()
    run(["ids"])
    assert said(capsys) == "Everything has its id already.\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str, capsys: Captured) -> None:
    assert run([name, "--help"]) == 0
    told = capsys.readouterr().out
    assert "Example:" in told
    assert f"guidegen {name}" in told


def test_a_misspelt_command_ends_with_2_and_names_the_nearest(capsys: Captured) -> None:
    assert run(["biuld"]) == 2
    assert 'There is no command "biuld". Did you mean "build"?' in said(capsys)


def test_a_bug_ends_with_3_and_a_report_to_paste(
    here: Handbook, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr("guidegen.building.build.build", broken)
    assert run(["build"]) == 3
    told = said(capsys)
    assert "a mistake of ours" in told
    assert f"guidegen {guidegen.__version__}" in told


def test_an_interrupt_ends_with_130(here: Handbook, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("guidegen.building.build.build", interrupted)
    assert run(["build"]) == 130


def test_control_letters_of_an_author_do_not_reach_the_terminal(here: Handbook, capsys: Captured) -> None:
    here.write("content/index.md", "# Welcome\n\n[x](mis\x1b[31msing.md)\n")
    run(["check"])
    assert "\x1b[31msing" not in said(capsys)
