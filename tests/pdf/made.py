"""PDFs with fields, made without any page of a handbook."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

import pypdf
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

MARK = {
    "guidegen": "form", "format": 1, "handbook": {"id": "harbour", "title": "The Harbour"},
    "worksheet": "goals", "version": "2", "private": ["secret"],
}  # fmt: skip


def a_field(name: str, value: Any, **entries: Any) -> DictionaryObject:
    """Return a field of text, or of a box or circles where the value is a name."""
    is_button = isinstance(value, NameObject)
    written = value if isinstance(value, NameObject | ArrayObject) else TextStringObject(value)
    whole: dict[str, Any] = {
        "T": TextStringObject(name),
        "FT": NameObject("/Btn" if is_button else "/Tx"),
        "V": written,
    }
    return DictionaryObject({NameObject(f"/{key}"): one for key, one in (whole | entries).items()})


def radio(name: str, value: str) -> DictionaryObject:
    return a_field(name, NameObject(value), Ff=NumberObject(1 << 15))


def a_pdf(
    fields: list[Any], mark: Any = MARK, info: Mapping[str, str] | None = None, password: str | None = None
) -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    told = [] if mark is None else [a_field("guidegen", mark if isinstance(mark, str) else json.dumps(mark))]
    form = DictionaryObject({NameObject("/Fields"): ArrayObject([*fields, *told])})
    if fields or told:
        writer.root_object[NameObject("/AcroForm")] = form
    writer.add_metadata({f"/{key}": value for key, value in (info or {}).items()})
    if password is not None:
        writer.encrypt(user_password=password, owner_password="owner")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
