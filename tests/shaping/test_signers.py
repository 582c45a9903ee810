"""A signature that is asked for by role alone is called as the role is called, in what an edition knows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from guidegen.model.activity import Worksheet, fields_of
from guidegen.model.handbook import Edition, Library
from guidegen.model.problem import NOWHERE
from guidegen.model.prose import NO_TEXT, parts_within
from guidegen.reading.project import read_project
from guidegen.shaping.assemble import assemble
from guidegen.shaping.complete import complete

SHEET = "title: Agreement\nsignatures: [guide, mentee, line-manager]\nfields: [{label: Goal}]\n"
PROGRAM = """title: Harbour
roles:
  guide: {label: Harbour guide, kind: mentor}
  guest: {label: Guest, kind: mentee}
"""
LEAST = {"guidegen.yml": "title: Harbour\n", "content/index.md": "# Welcome\n"}
ALL = Edition("all", NO_TEXT, None, "", "en", NOWHERE)


def library_in(root: Path, files: dict[str, str]) -> Library:
    for path, text in {
        "guidegen.yml": "title: Harbour\n",
        "content/index.md": "# Welcome\n",
        **files,
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    library = read_project(root, {}).library
    assert library is not None
    return complete(library)[0]


def signers(sheet: Worksheet) -> list[str]:
    return [one.label.plain for one in fields_of(sheet) if one.type == "signature"]


def test_a_role_goes_by_its_id_by_its_kind_and_else_by_its_words(tmp_path: Path) -> None:
    files = {"content/programs/harbour.yml": PROGRAM, "content/worksheets/agreement.yml": SHEET}
    (sheet,) = assemble(library_in(tmp_path, files), ALL).worksheets
    assert signers(sheet) == ["Harbour guide", "Guest", "Line manager"]


def test_a_sheet_in_a_chapter_is_signed_in_the_same_words(tmp_path: Path) -> None:
    files = {
        "content/programs/harbour.yml": PROGRAM,
        "content/agree.md": f"# Agree\n\n::: worksheet\nid: agreement\n{SHEET}:::\n",
    }
    handbook = assemble(library_in(tmp_path, files), ALL)
    (sheet,) = handbook.worksheets
    (chapter,) = handbook.root.children
    drawn = [one for one in parts_within(chapter.document.body) if isinstance(one, Worksheet)]  # type: ignore[union-attr]
    assert signers(sheet) == ["Harbour guide", "Guest", "Line manager"]
    assert drawn == [sheet]


def test_a_program_that_an_edition_lacks_lends_it_no_words(tmp_path: Path) -> None:
    files = {"content/programs/harbour.yml": PROGRAM, "content/worksheets/agreement.yml": SHEET}
    left = replace(library_in(tmp_path, files), programs=())
    (sheet,) = assemble(left, ALL).worksheets
    assert signers(sheet) == ["Guide", "Mentee", "Line manager"]


def test_a_signature_with_words_of_its_own_keeps_them(tmp_path: Path) -> None:
    own = "title: A\nfields: [{id: signed, label: Signed by the guide, type: signature, role: guide}]\n"
    files = {"content/programs/harbour.yml": PROGRAM, "content/worksheets/agreement.yml": own}
    library = library_in(tmp_path, files)
    (sheet,) = assemble(library, ALL).worksheets
    assert signers(sheet) == ["Signed by the guide"]
    assert sheet is library.worksheets[0]
