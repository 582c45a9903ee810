"""WOFF2: whether a file is one, and whether its weight varies."""

from __future__ import annotations

import struct

import pytest

from guidegen.reading.fonts import Font, font_in
from guidegen.rendering.templates import OURS

FONTS = OURS / "assets" / "fonts"


def woff2(*tables: bytes) -> bytes:
    """Return the beginning of a font that has these tables in its directory."""
    return struct.pack(">4s8xH34x", b"wOF2", len(tables)) + b"".join(tables)


@pytest.mark.parametrize(
    ("name", "varies"),
    [("atkinson-next", True), ("literata-heads", True), ("literata-italic", False), ("literata-pen", False)],
)
def test_a_font_says_whether_it_varies(name: str, varies: bool) -> None:
    assert font_in((FONTS / f"{name}.woff2").read_bytes()) == Font(varies)


def test_a_table_may_be_called_by_its_letters() -> None:
    assert font_in(woff2(b"\x3ffvar\x10")) == Font(varies=True)
    assert font_in(woff2(b"\x3ffvax\x10")) == Font(varies=False)


def test_a_table_that_is_transformed_has_a_second_length() -> None:
    assert font_in(woff2(b"\x0a\x81\x00\x2f", b"\x2f\x10")) == Font(varies=True)
    assert font_in(woff2(b"\xca\x81\x00", b"\x2f\x10")) == Font(varies=True)
    assert font_in(woff2(b"\x41\x05\x2f", b"\x01\x05")) == Font(varies=False)


@pytest.mark.parametrize(
    "content",
    [b"", b"wOFF" + bytes(60), b"wOF2", b"<svg/>", woff2(b"\x2f"), woff2(b"\x01\x80\x80\x80\x80\x80\x01")],
)
def test_anything_else_is_no_font(content: bytes) -> None:
    assert font_in(content) is None
