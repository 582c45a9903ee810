"""Worksheets as PDFs to fill in, without a site around them, and people who fill them in."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2

from guidegen.building.build import plan_project
from guidegen.building.pdfs import alone
from guidegen.model.problem import Flawed, Problem
from guidegen.reading.project import read_settings
from guidegen.rendering.forms import form_of
from guidegen.rendering.pdf import available, make_pdf
from guidegen.rendering.prints import draw_print
from guidegen.rendering.theme import load_theme, theme_assets
from guidegen.rendering.views import WorksheetPage
from guidegen.rendering.words import voice
from tests.tools import needs


def blank(root: Path, sheet: str) -> bytes:
    """Return the PDF of a worksheet of a project."""
    needs(available() is None, "WeasyPrint or Pango is not here")
    planned = plan_project(root, {}, lambda _: "", "")
    views = [one.view for one in planned.plan.targets if isinstance(one.view, WorksheetPage)]
    view = next(one for one in views if one.worksheet.id == sheet)
    settings, _ = read_settings(root)
    assert settings is not None
    theme, _ = load_theme(root / "templates", settings.language)
    html = draw_print(theme, alone(view, "worksheet"), "form")
    assert not isinstance(html, Problem), html
    form = form_of(view.worksheet, (settings.id, settings.title.plain), voice(theme.words))
    files = {one.path: one.file.read_bytes for one in theme_assets(theme)}
    made = make_pdf(html, view.address, files, "a4", form)
    assert not isinstance(made, Problem | Flawed), made
    return made


def filled(content: bytes, values: Mapping[str, str | bool]) -> bytes:
    """Return a PDF after somebody filled in some controls with pypdf; a tick is True or False."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    buttons = {name for name, one in writer.get_fields().items() if one["/FT"] == "/Btn"}
    written = {name: _state(value) if name in buttons else value for name, value in values.items()}
    missing = written.keys() - writer.get_fields().keys()
    assert not missing, missing
    for page in writer.pages:
        writer.update_page_form_field_values(page, written, auto_regenerate=False)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _state(value: str | bool) -> str:
    if isinstance(value, bool):
        return "/on" if value else "/Off"
    return f"/{value}"


class Typist:
    """Somebody before a PDF in a browser: clicks where a field is, and types."""

    def __init__(self, content: bytes) -> None:
        self.raw: Any = pypdfium2.raw
        self.document = pypdfium2.PdfDocument(content)
        self.document.init_forms()
        self.pages = [self.document[number] for number in range(len(self.document))]
        self.places = _places(content)
        self.options = {name: one["/Opt"] for _, one, name, _, _ in widgets(content) if "/Opt" in one}
        for page in self.pages:
            self.raw.FORM_OnAfterLoadPage(page, self.document.formenv)

    def click(self, name: str, value: str = "") -> None:
        """Click on a control, of circles on that with a value."""
        number, (x, y) = self.places[name, value]
        form = self.document.formenv
        for act in (self.raw.FORM_OnMouseMove, self.raw.FORM_OnLButtonDown, self.raw.FORM_OnLButtonUp):
            act(form, self.pages[number], 0, x, y)

    def choose(self, name: str, value: str) -> None:
        """Take an option of a list by its place."""
        self.click(name)
        number, _ = self.places[name, ""]
        options = [one[0] for one in self.options[name]]
        self.raw.FORM_SetIndexSelected(self.document.formenv, self.pages[number], options.index(value), True)

    def type(self, name: str, words: str) -> None:
        """Write over what stands in a control."""
        self.click(name)
        number, _ = self.places[name, ""]
        self.raw.FORM_SelectAllText(self.document.formenv, self.pages[number])
        for letter in words:
            code = ord("\r") if letter == "\n" else ord(letter)
            self.raw.FORM_OnChar(self.document.formenv, self.pages[number], code, 0)

    def saved(self) -> bytes:
        self.raw.FORM_ForceToKillFocus(self.document.formenv)
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()


def _places(content: bytes) -> dict[tuple[str, str], tuple[int, tuple[float, float]]]:
    """Return where the middle of each control is, by its name, and of circles by their value."""
    found = {}
    for number, _, name, value, (left, low, right, high) in widgets(content):
        found[name, value] = number, ((left + right) / 2, (low + high) / 2)
    return found


def widgets(content: bytes) -> list[tuple[int, Any, str, str, tuple[float, ...]]]:
    """Return every place to fill in that is seen: its page, what the PDF says of it, the name of the control,
    of circles the value, and the corners in points."""
    found = []
    for number, page in enumerate(pypdf.PdfReader(io.BytesIO(content)).pages):
        for one in page.get("/Annots", ()):
            entries = one.get_object()
            if entries["/Subtype"] != "/Widget" or entries["/F"] & 2:
                continue
            parent = entries["/Parent"].get_object() if "/Parent" in entries else entries
            is_radio = int(parent.get("/Ff", 0)) & (1 << 15)
            states = (
                [one.removeprefix("/") for one in entries["/AP"]["/N"] if one != "/Off"] if is_radio else [""]
            )
            corners = tuple(float(corner) for corner in entries["/Rect"])
            found.append((number, entries, str(parent["/T"]), states[0], corners))
    return found
