"""The wrong files of `tests/problems`, and the exact words that each earns.

A fixture is a title that begins with the kind of the file, the file between lone
dots, and what is said about it: a line for each problem, and its remedy below.

A `project` is several files, each under a line with its path (``== content/programs/x.yml``); what only
the whole can tell is found in it: names that lead nowhere, days that cannot be.

`GUIDEGEN_UPDATE=1 pytest` writes what is said into the files.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from guidegen.building.plan import everything
from guidegen.model.problem import Problem, settled
from guidegen.reading.activities import read_checklist, read_worksheet
from guidegen.reading.cohorts import read_cohort
from guidegen.reading.glossary import read_glossary
from guidegen.reading.holidays import read_holidays
from guidegen.reading.packets import read_packet
from guidegen.reading.programs import read_program
from guidegen.reading.project import read_project
from guidegen.reading.settings import read_settings
from guidegen.shaping.checks import check_references
from guidegen.shaping.complete import complete

FIXTURES = Path(__file__).parent.parent / "problems"
LEAST = {"guidegen.yml": "title: Harbour\n", "content/index.md": "# Welcome\n"}
KINDS = (
    "settings",
    "program",
    "cohort",
    "holidays",
    "worksheet",
    "checklist",
    "packet",
    "glossary",
    "project",
)


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
        case "holidays":
            return read_holidays(text, "content/holidays/x.yml", "x")[1]
        case "worksheet":
            return read_worksheet(text, "content/worksheets/x.yml", "x")[1]
        case "checklist":
            return read_checklist(text, "content/checklists/x.yml", "x")[1]
        case "packet":
            return read_packet(text, "content/packets/x.yml", "x")[1]
        case "project":
            return problems_in(text, project)
        case _:
            return read_glossary(text, "content/glossary.yml")[1]


def problems_in(text: str, root: Path) -> tuple[Problem, ...]:
    """Return what is wrong with the files that a text holds; they are made in the folder *root*."""
    written = dict(re.findall(r"^== (\S+)\n(.*?)(?=^== |\Z)", text, re.MULTILINE | re.DOTALL))
    for path, content in {**LEAST, **written}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")
    reading = read_project(root, {})
    assert reading.library is not None
    library, found = complete(reading.library)
    return (*reading.problems, *found, *check_references(library, everything(library)))


def told(kind: str, text: str, project: Path) -> str:
    problems = problems_of(kind, text, project)
    if kind != "project":
        return "".join(map(as_written, sorted(problems)))
    return "".join(f"{one.place.path}:{as_written(one)}" for one in settled(problems, {}))


def as_written(one: Problem) -> str:
    remedy = f"  = {one.remedy}\n" if one.remedy else ""
    return f"{one.place.line}:{one.place.column}: {one.level}[{one.slug}]: {one.message}\n{remedy}"


def fixtures() -> Iterator[tuple[Path, str, str, str]]:
    for page in sorted(FIXTURES.glob("*.md")):
        for one in fixtures_in(page.read_text(encoding="utf-8")):
            yield page, *one


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


@pytest.mark.parametrize(("page", "title", "text", "expected"), list(fixtures()))
def test_a_wrong_file_earns_these_words(
    page: Path, title: str, text: str, expected: str, tmp_path: Path
) -> None:
    kind = title.partition(":")[0]
    assert kind in KINDS
    said = told(kind, text, make_project(tmp_path))
    if said != expected and os.environ.get("GUIDEGEN_UPDATE"):
        written = page.read_text(encoding="utf-8")
        assert written.count(f"{title}\n.\n{text}.\n") == 1, "the same words twice in one page"
        old, new = (f"{title}\n.\n{text}.\n{one}.\n" for one in (expected, said))
        page.write_text(written.replace(old, new), encoding="utf-8")
        return
    assert said == expected


def test_every_page_of_wrong_files_holds_some() -> None:
    pages = sorted(FIXTURES.glob("*.md"))
    assert len(pages) > 9 and {page for page, *_ in fixtures()} == set(pages)
