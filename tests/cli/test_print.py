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


def test_an_error_elsewhere_is_told_and_what_was_asked_for_is_made(here: Handbook, capsys: Captured) -> None:
    here.write("content/worksheets/broken.yml", "title: [\n")
    assert ended("worksheet:goals") == 1
    said = capsys.readouterr()
    assert "broken.yml" in said.err
    assert said.out == "Made goals.pdf.\n"
    assert (here.root / "goals.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("name", ["chapter:begin/goals", "section:begin"])
def test_with_an_error_in_what_was_asked_for_nothing_is_made(
    name: str, here: Handbook, capsys: Captured
) -> None:
    here.write("content/begin/goals.md", "# Know your goals\n\n::: worksheet nowhere\n:::\n")
    assert ended(name) == 1
    assert f"Mend content/begin/goals.md first: {name} is made from it." in capsys.readouterr().err
    assert not [one for one in here.root.iterdir() if one.suffix == ".pdf"]


def test_settings_that_make_no_sense_stop_everything(here: Handbook, capsys: Captured) -> None:
    here.write("guidegen.yml", "title: [\n")
    assert ended("goals") == 1
    assert "yaml-syntax" in capsys.readouterr().err
    assert not (here.root / "goals.pdf").exists()


def test_a_chapter_can_be_called_by_its_last_name(here: Handbook, capsys: Captured) -> None:
    assert ended("chapter:goals") == 0
    assert capsys.readouterr().out == "Made begin-goals.pdf.\n"
    here.write("content/end/goals.md", "# Goals again\n")
    assert ended("chapter:goals") == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "may be chapter:begin/goals or chapter:end/goals. Write one of them." in said


def test_the_handbook_of_an_edition_is_called_so(here: Handbook, capsys: Captured) -> None:
    assert ended("handbook", "--edition", "mentor") == 0
    assert capsys.readouterr().out == "Made handbook-mentor.pdf.\n"
    from pypdf import PdfReader

    pdf = PdfReader(here.root / "handbook-mentor.pdf")
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Mentoring · For Mentors"


def test_a_folder_that_is_not_there_is_named(here: Handbook, capsys: Captured) -> None:
    assert ended("goals", "--output", "nowhere/goals.pdf") == 2
    assert "There is no folder nowhere." in capsys.readouterr().err


def test_a_build_without_pdfs_says_that_they_are_gone_and_how_to_have_them(
    here: Handbook, capsys: Captured
) -> None:
    needs(available() is None, "WeasyPrint or Pango is not installed")
    hint = "4 PDFs are gone, as this build makes none: build with --pdf, or write pdf: yes in guidegen.yml."
    assert run(["build", "--pdf"]) == 0
    assert "gone" not in capsys.readouterr().out
    assert run(["build"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == hint
    assert run(["build", "--pdf"]) == 0
    assert run(["build", "--no-pdf"]) == 0
    assert "gone" not in capsys.readouterr().out
    assert run(["build", "--pdf"]) == 0
    here.delete("content/worksheets/goals.yml")
    assert run(["build", "--pdf"]) == 0
    assert "gone" not in capsys.readouterr().out
