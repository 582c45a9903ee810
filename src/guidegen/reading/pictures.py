"""Pictures: how large they are, and whether a drawing brings along more than a drawing.

The size is read from the first bytes of a file, so that a page can keep the
place free while the picture comes.  A file that says nothing sensible has no
size; it is never a reason to stop.

An SVG is a document that can hold scripts and fetch from elsewhere.  It is read
here with a parser that expands nothing, and refused at the first such thing.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias
from xml.parsers import expat

Size: TypeAlias = tuple[int, int]
"""Width and height in pixels."""

_LARGEST: Final = 1_000_000
_SIDEWAYS: Final = (5, 6, 7, 8)
"""The orientations in which a camera's picture is shown with its sides swapped."""

_NOT_COPIED: Final = {
    ".html": "is a web page",
    ".htm": "is a web page",
    ".shtml": "is a web page",
    ".xhtml": "is a web page",
    ".xht": "is a web page",
    ".js": "is a script",
    ".mjs": "is a script",
    ".svgz": "is compressed, so that nobody sees what is in it",
}


def measure(path: Path) -> Size | None:
    """Return the size of a PNG, JPEG, GIF, WebP or SVG; none where the file does not say."""
    try:
        with path.open("rb") as file:
            size = _measured(file, path)
    except (OSError, struct.error, expat.ExpatError, ValueError, LookupError, ArithmeticError):
        return None
    return size if size is not None and all(0 < side <= _LARGEST for side in size) else None


def unsafe(path: Path) -> str:
    """Return why a file is not put beside the pages (``has a script``); empty where it may be."""
    if path.suffix.lower() == ".svg":
        return unsafe_svg(path)
    return _NOT_COPIED.get(path.suffix.lower(), "")


def unsafe_svg(path: Path) -> str:
    """Return what an SVG brings along beside a drawing (``has a script``); empty where it is fine."""
    inspection = _Inspection()
    parser = _parser()
    parser.StartElementHandler = inspection.element
    parser.EndElementHandler = inspection.end
    parser.CharacterDataHandler = inspection.text
    parser.StartDoctypeDeclHandler = inspection.doctype
    parser.EntityDeclHandler = inspection.entity
    parser.ProcessingInstructionHandler = inspection.instruction
    try:
        with path.open("rb") as file:
            parser.ParseFile(file)
    except _Found as found:
        return found.reason
    except OSError:
        return "cannot be read"
    except (expat.ExpatError, ValueError, LookupError):
        return "is not well-formed"
    return ""


# Sizes


def _measured(file: BinaryIO, path: Path) -> Size | None:
    head = file.read(32)
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR":
        return _two(">II", head, 16)
    if head.startswith((b"GIF87a", b"GIF89a")):
        return _two("<HH", head, 6)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _webp(head)
    if head.startswith(b"\xff\xd8"):
        return _jpeg(file)
    if path.suffix.lower() == ".svg":
        file.seek(0)
        return _svg(file)
    return None


def _two(form: str, head: bytes, at: int) -> Size:
    width, height = struct.unpack_from(form, head, at)
    return width, height


def _webp(head: bytes) -> Size | None:
    match head[12:16]:
        case b"VP8 " if head[23:26] == b"\x9d\x01\x2a":
            width, height = struct.unpack_from("<HH", head, 26)
            return width & 0x3FFF, height & 0x3FFF
        case b"VP8L" if head[20:21] == b"\x2f":
            (bits,) = struct.unpack_from("<I", head, 21)
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X" if len(head) >= 30:
            return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    return None


def _jpeg(file: BinaryIO) -> Size | None:
    sideways = False
    for marker, length in _jpeg_segments(file):
        if marker == 0xE1:
            sideways = sideways or _orientation(file.read(length)) in _SIDEWAYS
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">xHH", file.read(5))
            return (height, width) if sideways else (width, height)
    return None


def _jpeg_segments(file: BinaryIO) -> Iterator[tuple[int, int]]:
    """Yield the marker and length of each segment, the file standing at its content."""
    at = 2
    while True:
        file.seek(at)
        lead, marker, length = struct.unpack(">BBH", file.read(4))
        if lead != 0xFF or marker in (0xD9, 0xDA) or length < 2:
            return
        if marker == 0xFF:
            at += 1
            continue
        yield marker, length - 2
        at += 2 + length


def _orientation(segment: bytes) -> int:
    """Return how a camera was held, 1 to 8; 0 where the segment does not say."""
    if not segment.startswith(b"Exif\0\0"):
        return 0
    tiff = segment[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 0
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for entry in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * entry)
            if tag == 0x0112:
                return int(value)
    except struct.error:
        pass
    return 0


_LENGTH = re.compile(
    r"\s*\+?([0-9]*\.?[0-9]+(?:e[+-]?[0-9]{1,3})?)\s*(px|in|cm|mm|q|pt|pc)?\s*", re.IGNORECASE
)
_PIXELS: Final = {
    "px": 1.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "q": 96 / 101.6,
    "pt": 96 / 72,
    "pc": 16.0,
}


class _RootSeenError(Exception):
    """The first element is here; the rest need not be read."""


def _svg(file: BinaryIO) -> Size | None:
    root: dict[str, str] = {}

    def see(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "svg":
            root.update({_local(key): value for key, value in attributes.items()})
        raise _RootSeenError

    parser = _parser()
    parser.StartElementHandler = see
    parser.EntityDeclHandler = _refuse_entities
    with suppress(_RootSeenError):
        parser.ParseFile(file)
    width, height = _length(root.get("width", "")), _length(root.get("height", ""))
    box = re.split(r"[\s,]+", root.get("viewbox", "").strip())
    if (width is None or height is None) and len(box) == 4:
        across, down = float(box[2]), float(box[3])
        if across <= 0 or down <= 0:
            return None
        if width is not None:
            height = width * down / across
        elif height is not None:
            width = height * across / down
        else:
            width, height = across, down
    return None if width is None or height is None else (round(width), round(height))


def _refuse_entities(*declared: object) -> None:
    raise ValueError("entities can grow without end")


def _length(written: str) -> float | None:
    found = _LENGTH.fullmatch(written)
    return float(found[1]) * _PIXELS[(found[2] or "px").lower()] if found else None


# Safety


class _Found(Exception):  # noqa: N818  what was found is no error of ours
    """Something in a drawing that is no drawing."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


_DRAWING: Final = "http://www.w3.org/2000/svg"
_ACTIVE: Final = {
    "script": "has a script",
    "handler": "has a script",
    "foreignobject": "has a web page in it (foreignObject)",
    "iframe": "has a web page in it (iframe)",
    "object": "has a web page in it (object)",
    "embed": "has a web page in it (embed)",
    "audio": "has sound in it",
    "video": "has a film in it",
}
_ELSEWHERE: Final = "refers to something outside itself"
_INSIDE = re.compile(
    r"#|data:(?:image/(?:png|jpe?g|gif|webp|avif)|font/|application/(?:x-)?font)", re.IGNORECASE
)
_LINK = re.compile(r"https?://|mailto:|#", re.IGNORECASE)
_CSS_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)
_CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_CSS_ADDRESS = re.compile(r"(?:url|src|image|image-set)\(\s*[\"']?\s*([^\"')\s]*)", re.IGNORECASE)


class _Inspection:
    """Looks at each piece of a drawing as it comes, and stops at the first that is none."""

    def __init__(self) -> None:
        self._depth = 0
        self._style: list[str] | None = None

    def element(self, name: str, attributes: dict[str, str]) -> None:
        space, local = _space(name), _local(name)
        if not self._depth and (local != "svg" or space != _DRAWING):
            raise _Found("is no drawing")
        self._depth += 1
        if local in _ACTIVE:
            raise _Found(_ACTIVE[local])
        if space.endswith("/xhtml"):
            raise _Found("has a web page in it")
        if local in ("set", "animate"):
            _check_animation(attributes)
        for key, value in attributes.items():
            _check_attribute(local, key, value)
        if local == "style":
            self._style = []

    def text(self, words: str) -> None:
        if self._style is not None:
            self._style.append(words)

    def end(self, name: str) -> None:
        self._depth -= 1
        if self._style is not None and _local(name) == "style":
            _check_style("".join(self._style))
            self._style = None

    def doctype(self, name: str, system: str | None, public: str | None, inside: int) -> None:
        if inside:
            raise _Found("declares a document type of its own")

    def entity(self, *declared: object) -> None:
        raise _Found("declares entities")

    def instruction(self, target: str, words: str) -> None:
        if target.lower().startswith("xml-"):
            raise _Found(_ELSEWHERE)


def _check_attribute(element: str, key: str, value: str) -> None:
    local = _local(key)
    if local.startswith("on"):
        raise _Found(f"has a script ({local})")
    if local == "base" and _space(key):
        raise _Found(_ELSEWHERE)
    if local in ("href", "src"):
        # Browsers leave out control letters in addresses, so that "java\tscript:" is one as well.
        address = re.sub(r"[\x00-\x20]", "", value)
        allowed = _LINK if element == "a" else _INSIDE
        if address and not allowed.match(address):
            raise _Found(_ELSEWHERE)
    else:
        _check_style(value)


def _check_animation(attributes: dict[str, str]) -> None:
    animated = {_local(key): value for key, value in attributes.items()}.get("attributename", "")
    name = animated.strip().lower().rpartition(":")[2]
    if name in ("href", "src") or name.startswith("on"):
        raise _Found(f"changes an address ({name}) by itself")


def _check_style(written: str) -> None:
    style = _CSS_COMMENT.sub("", _CSS_ESCAPE.sub(_unescaped, written))
    if "@import" in style.lower():
        raise _Found(_ELSEWHERE)
    for address in _CSS_ADDRESS.findall(style):
        if address and not _INSIDE.match(address):
            raise _Found(_ELSEWHERE)


def _unescaped(found: re.Match[str]) -> str:
    if found[1] is None:
        return found[2]
    code = int(found[1], 16)
    return chr(code) if 0 < code < 0x110000 else ""


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    # Without a handler that follows them, entities from elsewhere are never opened.
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    return parser


def _local(name: str) -> str:
    return name.rpartition(" ")[2].lower()


def _space(name: str) -> str:
    return name.rpartition(" ")[0]
