"""Fonts in WOFF2: whether a file is one, and whether its weight varies.

Only the directory at its beginning is read, which is not compressed (WOFF File Format 2.0, sections 4 and 5).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_HEADER: Final = 48
_TAG_FOLLOWS: Final = 63
_FVAR: Final = 47
"""The number of the table in which a font says along what it varies."""

_ALWAYS_TRANSFORMED: Final = (10, 11)
"""``glyf`` and ``loca``, for which 3 means that they are as they were; for others 0 does."""


@dataclass(frozen=True, slots=True)
class Font:
    """A font, as far as its directory tells."""

    varies: bool
    """Whether it is one file for several weights."""


def font_in(content: bytes) -> Font | None:
    """Return what a WOFF2 file is; None where it is none."""
    if not content.startswith(b"wOF2") or len(content) < _HEADER:
        return None
    try:
        return Font(any(known == _FVAR or tag == b"fvar" for known, tag in _tables(content)))
    except (IndexError, ValueError):
        return None


def _tables(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the number of each table in the directory, and its tag where it has no number."""
    (count,) = struct.unpack_from(">H", content, 12)
    at = _HEADER
    for _ in range(count):
        flags, at = content[at], at + 1
        known, version, tag = flags & 63, flags >> 6, b""
        if known == _TAG_FOLLOWS:
            tag, at = content[at : at + 4], at + 4
        at = _behind_number(content, at)
        if version != (3 if known in _ALWAYS_TRANSFORMED else 0):
            at = _behind_number(content, at)
        yield known, tag


def _behind_number(content: bytes, at: int) -> int:
    """Return where a number ends that is written in up to five bytes of seven bits each."""
    for length in range(1, 6):
        if content[at + length - 1] < 128:
            return at + length
    raise ValueError("a number of more than five bytes")
