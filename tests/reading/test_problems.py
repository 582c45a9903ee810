"""The wrong files of `tests/problems`, and the exact words that each earns.

A fixture is a title that begins with the kind of the file, the file between lone
dots, and what is said about it: a line for each problem, and its remedy below.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from guidegen.model.problem import Problem
from guidegen.reading.activities import read_checklist, read_worksheet
from guidegen.reading.glossary import read_glossary
from guidegen.reading.programs import read_cohort, read_program
from guidegen.reading.settings import read_settings

FIXTURES = Path(__file__).parent.parent / "problems"
KINDS = ("settings", "program", "cohort", "worksheet", "checklist", "glossary")


def make_project(folder: Path) -> Path:
    """Make the project that every fixture lies in: it has a logo, and a link to a file outside."""
    project = folder / "project"
    (project / "images").mkdir(parents=True)
    (project / "images" / "logo.png").write_bytes(b"")
    (folder / "outside.png").write_bytes(b"")
    (project / "images" / "outside.png").symlink_to(folder / "outside.png")
    return project


def problems_of(kind: str, text: str, project: Path) -> tuple[Problem, ...]:
    match kind:
        case "settings":
            return read_settings(text, "guidegen.yml", project)[1]
        case "program":
            return read_program(text, "content/programs/x.yml", "x")[1]
        case "cohort":
            return read_cohort(text, "content/programs/x/cohorts/y.yml", "y")[1]
        case "worksheet":
            return read_worksheet(text, "content/worksheets/x.yml", "x")[1]
        case "checklist":
            return read_checklist(text, "content/checklists/x.yml", "x")[1]
        case _:
            return read_glossary(text, "content/glossary.yml")[1]


def told(kind: str, text: str, project: Path) -> str:
    return "".join(map(as_written, sorted(problems_of(kind, text, project))))


def as_written(one: Problem) -> str:
    remedy = f"  = {one.remedy}\n" if one.remedy else ""
    return f"{one.place.line}:{one.place.column}: {one.level}[{one.slug}]: {one.message}\n{remedy}"


def fixtures() -> Iterator[tuple[str, str, str]]:
    for kind in ("yaml", "settings", "program", "worksheet", "checklist", "glossary"):
        yield from fixtures_in((FIXTURES / f"{kind}.md").read_text(encoding="utf-8"))


def fixtures_in(page: str) -> Iterator[tuple[str, str, str]]:
    parts = [""]
    for line in page.splitlines(keepends=True):
        if line != ".\n":
            parts[-1] += line
        elif len(parts) < 3:
            parts.append("")
        else:
            title, text, expected = parts
            yield title.strip().rpartition("\n")[2], text, expected
            parts = [""]


@pytest.mark.parametrize(("title", "text", "expected"), list(fixtures()))
def test_a_wrong_file_earns_these_words(title: str, text: str, expected: str, tmp_path: Path) -> None:
    kind = title.partition(":")[0]
    assert kind in KINDS
    assert told(kind, text, make_project(tmp_path)) == expected
