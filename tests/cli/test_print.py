"""One thing as a PDF, as somebody types it."""

from __future__ import annotations

from pathlib import Path

import pytest

from guidegen.cli.main import run
from guidegen.rendering.pdf import available
from tests.story import Handbook
from tests.tools import needs

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def here(handbook: Handbook, monkeypatch: pytest.MonkeyPatch) -> Handbook:
    """A handbook of two editions as the current folder."""
    handbook.write(
        "guidegen.yml",
        """
        title: Mentoring
        editions:
        - {id: mentee, label: Mentees, roles: [mentee]}
        - {id: mentor, label: Mentors, roles: [mentor]}
        """,
    )
    handbook.write("content/begin/index.md", "# Begin\n\nFirst.\n")
    handbook.write("content/begin/goals.md", "# Know your goals\n\nSecond.\n")
    handbook.write("content/mentors.md", "---\naudience: mentor\n---\n# For mentors\n\nThird.\n")
    handbook.write("content/worksheets/goals.yml", "title: Goals\nfields: [{id: why, label: Why}]\n")
    monkeypatch.chdir(handbook.root)
    return handbook


def ended(*arguments: str) -> int:
    needs(available() is None, "WeasyPrint or Pango is not installed")
    return run(["print", *arguments])


def test_without_a_name_it_says_what_there_is(here: Handbook, capsys: Captured) -> None:
    assert run(["print"]) == 0
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert names == [
        *("handbook", "section:begin"),
        *("chapter:index", "chapter:begin", "chapter:begin/goals", "chapter:mentors", "worksheet:goals"),
    ]


def test_the_folder_of_a_handbook_is_no_name(here: Handbook, capsys: Captured, tmp_path: Path) -> None:
    assert run(["print", str(here.root)]) == 0
    assert capsys.readouterr().out.startswith("handbook ")


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("worksheet:goals", "goals.pdf"),
        ("goals", "goals.pdf"),
        ("chapter:begin/goals", "begin-goals.pdf"),
        ("section:begin", "begin.pdf"),
        ("mentors", "mentors.pdf"),
    ],
)
def test_a_thing_lies_in_the_current_folder_and_the_site_is_left_alone(
    name: str, file: str, here: Handbook, capsys: Captured
) -> None:
    assert ended(name) == 0
    assert capsys.readouterr().out == f"Made {file}.\n"
    assert (here.root / file).read_bytes().startswith(b"%PDF-1.7")
    assert sorted(one.name for one in here.root.iterdir()) == sorted(["content", file, "guidegen.yml"])


def test_the_handbook_of_an_edition(here: Handbook, capsys: Captured) -> None:
    assert ended("handbook") == 2
    assert "Add --edition mentee or --edition mentor." in capsys.readouterr().err
    assert ended("handbook", "--edition", "mentor", "--output", "all.pdf", "--paper", "letter") == 0
    from pypdf import PdfReader

    pdf = PdfReader(here.root / "all.pdf")
    assert "Third." in "".join(page.extract_text() for page in pdf.pages)
    assert {round(page.mediabox.width) for page in pdf.pages} == {612}


def test_a_file_that_is_there_is_not_written_over(here: Handbook, capsys: Captured) -> None:
    here.write("goals.pdf", "Mine.")
    assert ended("goals") == 2
    assert "goals.pdf is there already" in capsys.readouterr().err
    assert (here.root / "goals.pdf").read_text() == "Mine."
    assert ended("goals", "--force") == 0
    assert (here.root / "goals.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("worksheet:goal",), 'Did you mean "worksheet:goals"?'),
        (("goalz",), 'Did you mean "goals"?'),
        (("zzz",), "guidegen print lists what there is."),
        (("begin",), '"begin" may be section:begin or chapter:begin. Write one of them.'),
        (("goals", "--edition", "mente"), 'There is no edition "mente". Did you mean "mentee"?'),
        (("mentors", "--edition", "mentee"), 'There is no "mentors" to print.'),
    ],
)
def test_a_name_that_is_none_gets_a_hint(
    arguments: tuple[str, ...], said: str, here: Handbook, capsys: Captured
) -> None:
    assert run(["print", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_after_an_error_nothing_is_made(here: Handbook, capsys: Captured) -> None:
    here.write("content/worksheets/broken.yml", "title: [\n")
    assert run(["print", "goals"]) == 1
    assert "broken.yml" in capsys.readouterr().err
    assert not (here.root / "goals.pdf").exists()
