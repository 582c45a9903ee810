"""PDFs that come back: which are read, and what is said of the others."""

from __future__ import annotations

import builtins
import io
import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from guidegen.model.activity import SheetSection, TextField, Worksheet
from guidegen.model.controls import FilledForm
from guidegen.model.problem import NOWHERE
from guidegen.model.prose import NO_TEXT, Text
from guidegen.reading.filled import answer_file, is_pdf, read_form
from tests.pdf.made import MARK, a_field, a_pdf, radio
from tests.tools import needs


def form_in(content: bytes) -> FilledForm:
    form, wrong = read_form(content, "ada.pdf")
    assert form is not None and wrong == ()
    return form


def refusal(content: bytes) -> str:
    form, (wrong,) = read_form(content, "ada.pdf")
    assert form is None
    assert (wrong.slug, wrong.place.path) == ("answers-file", "ada.pdf")
    return " ".join(filter(None, (wrong.message, wrong.remedy)))


# What is read


def test_a_form_says_what_it_is_of_and_what_stands_in_it() -> None:
    fields = [
        a_field("field-goals--why", "So,\r\nand\rso"),
        a_field("field-goals--empty", ""),
        a_field("field-goals--yes", NameObject("/on")),
        a_field("field-goals--no", NameObject("/Off")),
        radio("field-goals--near", "/4"),
        radio("field-goals--far", "/Off"),
    ]
    form = form_in(a_pdf(fields, info={"ModDate": "D:20261122110000+01'00'"}))
    assert (form.handbook, form.title, form.worksheet, form.version) == (
        "harbour",
        "The Harbour",
        "goals",
        "2",
    )
    assert (form.private, form.saved) == (("secret",), "2026-11-22T10:00:00Z")
    assert dict(form.filled) == {
        "field-goals--why": "So,\nand\nso", "field-goals--empty": "", "field-goals--yes": True,
        "field-goals--no": False, "field-goals--near": "4", "field-goals--far": "",
    }  # fmt: skip


def test_a_circle_is_read_also_where_only_its_look_says_that_it_is_chosen() -> None:
    kids = ArrayObject(
        [DictionaryObject({NameObject("/AS"): NameObject(one)}) for one in ("/Off", "/weekly", "/Off")]
    )
    field = radio("field-goals--often", "/Off")
    del field["/V"]
    field[NameObject("/Kids")] = kids
    assert form_in(a_pdf([field])).filled == {"field-goals--often": "weekly"}


def test_a_choice_that_a_program_wrote_as_a_list_is_its_first() -> None:
    chosen = a_field("field-goals--first", ArrayObject([TextStringObject("time")]), FT=NameObject("/Ch"))
    assert form_in(a_pdf([chosen])).filled == {"field-goals--first": "time"}


def test_a_time_without_a_zone_is_taken_as_it_stands_and_nonsense_is_none() -> None:
    field = a_field("field-goals--why", "So")
    assert form_in(a_pdf([field], info={"ModDate": "D:20261122110000"})).saved == "2026-11-22T11:00:00Z"
    assert form_in(a_pdf([field], info={"ModDate": "yesterday"})).saved == ""
    assert form_in(a_pdf([field])).saved == ""


def test_what_a_program_put_into_the_letters_can_be_written_anywhere() -> None:
    assert form_in(a_pdf([a_field("field-goals--why", "a\x00b\x1b[31m")])).filled == {
        "field-goals--why": "a\ufffdb\ufffd[31m"
    }


def test_a_pdf_that_may_only_not_be_changed_is_read() -> None:
    content = a_pdf([a_field("field-goals--why", "So")], password="")
    assert form_in(content).filled == {"field-goals--why": "So"}


def test_a_pdf_may_begin_with_something_else() -> None:
    assert is_pdf(b"\xef\xbb\xbf\n%PDF-1.7\n") and not is_pdf(b'{"guidegen": "answers"}')


# What is not


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\ntrailer << /Root 1 0 R >>\n%%EOF", b"%PDF-"])
def test_a_broken_pdf_is_told(content: bytes) -> None:
    assert refusal(content) == "this PDF is broken."


@pytest.mark.parametrize(
    "mark",
    [None, "", "not JSON", "[]", '{"guidegen": "answers"}', json.dumps(MARK | {"worksheet": ""})],
)
def test_any_other_pdf_is_told(mark: Any) -> None:
    assert refusal(a_pdf([a_field("name", "Ada")], mark)) == "this PDF is no worksheet of a handbook."


def test_a_print_without_any_field_is_told() -> None:
    said = "this PDF has no fields: it was printed or scanned, so only people can read it."
    assert refusal(a_pdf([], None)) == said


def test_a_flattened_worksheet_is_told() -> None:
    said = refusal(a_pdf([], None, info={"Guidegen": json.dumps(MARK)}))
    assert said.startswith("its fields are gone: it was printed into a file, or flattened.")


def test_a_locked_pdf_is_told() -> None:
    content = a_pdf([a_field("field-goals--why", "So")], password="secret")
    assert refusal(content) == "this PDF is locked with a password."


@pytest.mark.skipif(find_spec("cryptography") is not None, reason="encrypted PDFs can be read here")
def test_a_pdf_that_only_more_software_could_read_is_told(tmp_path: Path) -> None:
    needs(shutil.which("qpdf") is not None, "qpdf is not installed")
    (tmp_path / "a.pdf").write_bytes(a_pdf([a_field("field-goals--why", "So")]))
    told = ["qpdf", "--encrypt", "", "owner", "256", "--", "a.pdf", "b.pdf"]
    subprocess.run(told, cwd=tmp_path, check=True)
    form, (wrong,) = read_form((tmp_path / "b.pdf").read_bytes(), "b.pdf")
    assert form is None
    assert wrong.message == "this PDF is encrypted, and there is nothing here that reads one."
    assert wrong.remedy == "Ask for it as it was first saved, or pip install cryptography."


@pytest.mark.parametrize("number", [True, "1", 1.0, 0, -1, None])
def test_a_form_whose_format_is_no_number_is_none_of_ours(number: Any) -> None:
    content = a_pdf([a_field("field-goals--why", "So")], MARK | {"format": number})
    assert refusal(content) == "this PDF is no worksheet of a handbook."


def test_a_newer_form_is_told() -> None:
    content = a_pdf([a_field("field-goals--why", "So")], MARK | {"format": 2})
    assert refusal(content) == "this PDF is from a newer guidegen. Update guidegen."


def test_a_form_without_end_is_told() -> None:
    field = a_field("a", "x")
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    reference = writer._add_object(field)
    field[NameObject("/Kids")] = ArrayObject([reference])
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
        {NameObject("/Fields"): ArrayObject([reference])}
    )
    out = io.BytesIO()
    writer.write(out)
    assert refusal(out.getvalue()) == "this PDF has more fields than any sheet."


def test_a_form_that_names_one_field_in_a_thousand_places_is_told() -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    reference = writer._add_object(a_field("a", "x"))
    for level in range(7):
        above = a_field(f"n{level}", "", Kids=ArrayObject([reference] * 300))
        reference = writer._add_object(above)
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
        {NameObject("/Fields"): ArrayObject([reference])}
    )
    out = io.BytesIO()
    writer.write(out)
    assert refusal(out.getvalue()) == "this PDF has more fields than any sheet."


def test_without_pypdf_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    content, real = a_pdf([a_field("field-goals--why", "So")]), builtins.__import__

    def hidden(name: str, *rest: Any) -> Any:
        if name.partition(".")[0] == "pypdf":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", hidden)
    said = refusal(content)
    assert said == "this is a PDF, and there is nothing here that reads one. pip install 'guidegen[pdf]'."


@settings(max_examples=150)
@given(some.integers(0, 5000), some.binary(min_size=1, max_size=12))
def test_a_damaged_pdf_is_read_or_told_and_nothing_is_printed(at: int, junk: bytes) -> None:
    whole = a_pdf([a_field("field-goals--why", "So"), radio("field-goals--near", "/4")])
    at %= len(whole)
    form, wrong = read_form(whole[:at] + junk + whole[at + len(junk) :], "ada.pdf")
    assert (form is None) == bool(wrong)


# Whose answers they are

GOALS = Worksheet(
    "goals",
    Text("Goals", ("Goals",)),
    (SheetSection(NO_TEXT, NO_TEXT, tuple(
        TextField(id=one, label=Text(one.title(), (one.title(),)), place=NOWHERE, private=one == "own")
        for one in ("why", "own", "secret")
    )),),
    NOWHERE,
    version="3",
)  # fmt: skip


def test_answers_are_those_of_the_sheet_with_what_it_asks_no_longer_behind_them() -> None:
    fields = [
        a_field("field-goals--gone--2--what", "Old"), a_field("field-goals--why", "So"), a_field("else", "x"),
        a_field("field-goals--empty", ""),
    ]  # fmt: skip
    file = answer_file(form_in(a_pdf(fields)), GOALS, b"", "ada.pdf")
    assert (file.handbook, file.title, file.purpose) == ("harbour", "The Harbour", "hand-in")
    why, gone = file.answers
    assert (why.item, why.value, why.label, why.type, why.title) == ("why", "So", "Why", "text", "Goals")
    assert (why.version, why.kind, why.activity, why.private) == ("2", "sheet", "goals", False)
    assert (gone.item, gone.value, gone.activity, gone.private) == ("gone--2--what", "Old", "goals", False)


def test_what_is_private_today_or_was_when_it_was_filled_in_is_marked() -> None:
    fields = [a_field(f"field-goals--{one}", "x") for one in ("why", "own", "secret")]
    today = answer_file(form_in(a_pdf(fields)), GOALS, b"", "ada.pdf")
    assert {one.item: one.private for one in today.answers} == {"why": False, "own": True, "secret": True}
    unknown = answer_file(form_in(a_pdf(fields)), None, b"", "ada.pdf")
    assert {one.item: one.private for one in unknown.answers} == {"why": False, "own": False, "secret": True}
