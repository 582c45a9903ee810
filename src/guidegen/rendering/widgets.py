"""Fields of a PDF that behave: what WeasyPrint leaves open of a form.

WeasyPrint makes a field of each control, where it stands.  `finisher` mends what it
leaves open before the file is written: circles of which one is chosen become one field,
whose values are those of the page; boxes and circles show in every program that they are
ticked; each field says what it is called and whether it is needed; and a field that
nobody sees says which sheet this is, so that it can be read when it comes back.

Text is typed in a font that is in the file, with Latin, Greek and Cyrillic letters.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from guidegen.model.controls import FORM_FIELD, Called, Form, form_mark

if TYPE_CHECKING:
    import pydyf

Finisher: TypeAlias = "Callable[[Any, pydyf.PDF], None]"
"""Called by WeasyPrint with what it laid out, and the file that is about to be written."""

_READ_ONLY: Final = 1 << 0
_REQUIRED: Final = 1 << 1
_NO_TOGGLE_TO_OFF: Final = 1 << 14
_RADIO: Final = 1 << 15
_HIDDEN: Final = 1 << 1


@dataclass(frozen=True, slots=True)
class _Widget:
    """One place on a page where something is filled in."""

    name: str
    value: str
    """What it stands for; only circles and boxes have one."""

    is_radio: bool
    entries: dict[str, Any]
    """As WeasyPrint made it, and as it is written."""

    color: tuple[float, ...]
    """Red, green and blue, from 0 to 1."""


def finisher(form: Form, letters: dict[str, None]) -> Finisher:
    """Return what makes of WeasyPrint's fields those of *form*.

    Letters that stand in a field to begin with, and are not in its font, are added to *letters*.
    """

    def finish(document: Any, pdf: pydyf.PDF) -> None:
        import pydyf

        by_name: dict[str, list[_Widget]] = {}
        for widget in _widgets(document):
            by_name.setdefault(widget.name, []).append(widget)
        called = {one.name: one for one in form.controls}
        fields = pydyf.Array(
            _field(pdf, widgets, called.get(name, Called(name, "")), letters)
            for name, widgets in by_name.items()
        )
        fields.append(_mark(pdf, form))
        pdf.catalog["AcroForm"] = pydyf.Dictionary(
            {
                "Fields": fields,
                "DR": pydyf.Dictionary({"Font": pydyf.Dictionary({**_fonts(pdf), "ZaDb": _dingbats(pdf)})}),
                "DA": pydyf.String("/ZaDb 0 Tf 0 g"),
            }
        )

    return finish


def _widgets(document: Any) -> Iterator[_Widget]:
    """Yield every place to fill in, in the order of the pages."""
    for page in document.pages:
        for boxes in page.forms.values():
            for box, _ in boxes:
                element, entries = box.element, box.widget_annotation
                if "FT" not in entries:
                    continue
                yield _Widget(
                    name=element.get("name") or entries["T"].string,
                    value=element.get("value", ""),
                    is_radio=element.get("type") == "radio",
                    entries=entries,
                    color=_on_screens(box.style["color"]),
                )


_TO_RED_GREEN_BLUE: Final = (
    (3.2404542, -1.5371385, -0.4985314),
    (-0.9692660, 1.8760108, 0.0415560),
    (0.0556434, -0.2040259, 1.0572252),
)
"""From CIE XYZ under daylight to linear sRGB."""


def _on_screens(color: Any) -> tuple[float, ...]:
    """Return a colour of CSS as red, green and blue: programs that fill in a form know no others.

    One that is neither in sRGB nor written as lightness, chroma and hue becomes black.
    """
    if color.space in ("srgb", "hsl", "hwb"):
        return tuple(color.to("srgb").coordinates)
    if color.space not in ("oklab", "oklch"):
        return (0.0, 0.0, 0.0)
    xyz = color.to("xyz-d65").coordinates
    linear = (sum(a * b for a, b in zip(row, xyz, strict=True)) for row in _TO_RED_GREEN_BLUE)
    return tuple(_curved(min(max(one, 0.0), 1.0)) for one in linear)


def _curved(linear: float) -> float:
    return float(12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055)


def _field(pdf: pydyf.PDF, widgets: list[_Widget], called: Called, letters: dict[str, None]) -> bytes:
    """Return the reference to a field that all widgets of one name share."""
    import pydyf

    for one in widgets:
        _draw(pdf, one, letters)
    first = widgets[0].entries
    flags = int(first.get("Ff", 0)) | (_REQUIRED if called.required else 0)
    whole: dict[str, Any] = {"FT": first["FT"], "T": pydyf.String(called.name)}
    whole["TU"] = pydyf.String(called.words) if called.words else first["TU"]
    if widgets[0].is_radio:
        flags |= _NO_TOGGLE_TO_OFF | _RADIO
    if flags:
        whole["Ff"] = flags
    if stands := next((one.entries["V"] for one in widgets if _stands(one.entries)), None):
        whole["V"] = stands
    if len(widgets) == 1 and not widgets[0].is_radio:
        first.update(whole)
        return _reference(first)
    parent = pydyf.Dictionary({**whole, "Kids": pydyf.Array(_reference(one.entries) for one in widgets)})
    pdf.add_object(parent)
    words = dict(called.values)
    for one in widgets:
        for key in ("T", "V", "FT", "Ff"):
            one.entries.pop(key, None)
        one.entries["Parent"] = parent.reference
        one.entries["TU"] = pydyf.String(", ".join(filter(None, (called.words, words.get(one.value)))))
    return bytes(parent.reference)


def _stands(entries: Mapping[str, Any]) -> bool:
    """Return whether something stands in a field already."""
    value = entries.get("V")
    return bool(getattr(value, "string", value)) and value != "/Off"


def _draw(pdf: pydyf.PDF, widget: _Widget, letters: dict[str, None]) -> None:
    """Say how a widget looks when it is empty, and when it is filled in."""
    import pydyf

    entries = widget.entries
    left, low, right, high = _corners(entries["Rect"])
    entries["Rect"] = pydyf.Array((left, low, right, high))
    entries.pop("Border", None)
    color = " ".join(f"{round(one, 3):g}" for one in widget.color)
    if "AP" not in entries:
        # Only the font of what WeasyPrint wrote: it knows colours that no program reads here.
        written = re.search(r"/(\S+) (\S+) Tf", _plain(entries["DA"].string))
        assert written is not None
        entries["DA"] = pydyf.String(f"/{written[1]} {float(written[2]):g} Tf {color} rg")
        if _stands(entries):
            look = _written(pdf, entries, written[1], float(written[2]), color, letters)
            entries["AP"] = pydyf.Dictionary({"N": look})
        else:
            entries.pop("V", None)
        return
    value = pydyf.name(widget.value or "on") if widget.is_radio else b"/on"
    is_on = entries["AS"] != "/Off"
    looks = {value[1:].decode(): _look(pdf, widget, f"{color} rg {color} RG"), "Off": _look(pdf, widget, "")}
    entries["FT"] = "/Btn"
    entries["AP"] = pydyf.Dictionary({"N": pydyf.Dictionary(looks)})
    entries["AS"] = entries["V"] = value.decode() if is_on else "/Off"
    entries["MK"] = pydyf.Dictionary({"CA": pydyf.String("l" if widget.is_radio else "4")})
    entries["DA"] = pydyf.String(f"/ZaDb 0 Tf {color} rg")


def _corners(rectangle: Any) -> tuple[float, float, float, float]:
    first, one, second, other = (round(float(number), 3) for number in rectangle)
    return min(first, second), min(one, other), max(first, second), max(one, other)


def _plain(written: str | bytes) -> str:
    return written.decode() if isinstance(written, bytes) else written


def _look(pdf: pydyf.PDF, widget: _Widget, color: str) -> bytes:
    """Return the reference to how a circle or a box looks: filled in with *color*, or empty where it is none.

    Each has one of its own: programs that find the same one twice have mixed fields up.
    """
    import pydyf

    left, low, right, high = widget.entries["Rect"]
    width, height = right - left, high - low
    extra = {
        "Type": "/XObject",
        "Subtype": "/Form",
        "BBox": pydyf.Array((0, 0, width, height)),
        "Resources": pydyf.Dictionary(),
    }
    shape = _disc(width, height) if widget.is_radio else _tick(width, height)
    stream = pydyf.Stream([f"q {color} {shape} Q".encode()] if color else [], extra)
    pdf.add_object(stream)
    return bytes(stream.reference)


_LINES: Final = 1 << 12
"""The flag of a field with several lines."""

_WITHOUT_INK: Final = ("Cc", "Cf", "Zl", "Zp", "Zs")
_VARIATIONS: Final = frozenset(map(chr, range(0xFE00, 0xFE10)))
_LEADING: Final = 1.3
_MARGIN: Final = 2.0


def _written(
    pdf: pydyf.PDF, entries: Mapping[str, Any], font: str, size: float, color: str, letters: dict[str, None]
) -> bytes:
    """Return the reference to how the words look that stand in a field to begin with."""
    import pydyf

    left, low, right, high = entries["Rect"]
    width, height = right - left, high - low
    reference = _fonts(pdf)[font]
    glyphs = _glyphs(pdf, reference)
    words = str(entries["V"].string)
    letters.update(dict.fromkeys(one for one in words if one not in glyphs and _is_seen(one)))
    lines = [words]
    y = height / 2 - 0.32 * size
    if int(entries.get("Ff", 0)) & _LINES:
        lines = list(_wrapped(words, glyphs, (width - 2 * _MARGIN) / size))
        y = height - _MARGIN - size
    shown = " ".join(
        f"<{''.join(f'{glyphs[one][0]:04x}' for one in line if one in glyphs)}> Tj T*" for line in lines
    )
    begin = f"/Tx BMC q BT {color} rg /{font} {size:g} Tf {size * _LEADING:g} TL {_numbers((_MARGIN, y))} Td"
    extra = {
        "Type": "/XObject",
        "Subtype": "/Form",
        "BBox": pydyf.Array((0, 0, width, height)),
        "Resources": pydyf.Dictionary({"Font": pydyf.Dictionary({font: reference})}),
    }
    stream = pydyf.Stream([f"{begin} {shown} ET Q EMC".encode()], extra)
    pdf.add_object(stream)
    return bytes(stream.reference)


def _glyphs(pdf: pydyf.PDF, font: bytes) -> dict[str, tuple[int, float]]:
    """Return of each letter that a font of the file has the number, and the width as part of its size."""
    from fontTools.ttLib import TTFont

    objects = {one.reference: one for one in pdf.objects}
    descriptor = objects[objects[objects[font]["DescendantFonts"][0]]["FontDescriptor"]]
    content = objects[descriptor.get("FontFile2") or descriptor["FontFile3"]].stream[0]
    found = TTFont(io.BytesIO(content))
    units = found["head"].unitsPerEm
    return {
        chr(letter): (found.getGlyphID(name), found["hmtx"][name][0] / units)
        for letter, name in found.getBestCmap().items()
    }


def _is_seen(letter: str) -> bool:
    """Return whether a letter leaves ink: no blank, and nothing that only says how its neighbours look."""
    return unicodedata.category(letter) not in _WITHOUT_INK and letter not in _VARIATIONS


def _wrapped(words: str, glyphs: Mapping[str, tuple[int, float]], width: float) -> Iterator[str]:
    """Yield lines that are at most *width* wide, in sizes of the font."""
    for paragraph in words.splitlines():
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and sum(glyphs.get(one, (0, 0.5))[1] for one in longer) > width:
                yield line
                longer = word
            line = longer
        yield line


def _disc(width: float, height: float) -> str:
    """Return the operators that fill the middle of a circle."""
    x, y, r = width / 2, height / 2, min(width, height) * 0.28
    bend = r * 0.5523
    curves = (
        (x + r, y + bend, x + bend, y + r, x, y + r),
        (x - bend, y + r, x - r, y + bend, x - r, y),
        (x - r, y - bend, x - bend, y - r, x, y - r),
        (x + bend, y - r, x + r, y - bend, x + r, y),
    )
    drawn = " ".join(f"{_numbers(one)} c" for one in curves)
    return f"{_numbers((x + r, y))} m {drawn} f"


def _tick(width: float, height: float) -> str:
    """Return the operators that draw a tick in a box."""
    points = ((0.22, 0.50), (0.42, 0.26), (0.80, 0.78))
    first, second, third = (_numbers((width * x, height * y)) for x, y in points)
    line = _numbers((min(width, height) * 0.14,))
    return f"{line} w 1 J 1 j {first} m {second} l {third} l S"


def _numbers(numbers: tuple[float, ...]) -> str:
    return " ".join(f"{round(one, 2):g}" for one in numbers)


def _fonts(pdf: pydyf.PDF) -> Any:
    """Return the references to the fonts of the pages, by the names that they have there."""
    by_reference = {one.reference: one for one in pdf.objects}
    page = by_reference[pdf.page_references[0]]
    return by_reference[by_reference[page["Resources"]]["Font"]]


def _dingbats(pdf: pydyf.PDF) -> bytes:
    """Return the reference to the font that programs take to draw ticks of their own."""
    import pydyf

    dingbats = pydyf.Dictionary({"Type": "/Font", "Subtype": "/Type1", "BaseFont": "/ZapfDingbats"})
    pdf.add_object(dingbats)
    return bytes(dingbats.reference)


def _mark(pdf: pydyf.PDF, form: Form) -> bytes:
    """Return the reference to the field that nobody sees; the same is said beside the title, which stays when
    a program makes plain ink of all fields."""
    import pydyf

    told = pydyf.String(form_mark(form))
    page = pdf.page_references[0]
    field = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Tx",
            "Rect": pydyf.Array((0, 0, 0, 0)),
            "P": page,
            "F": _HIDDEN,
            "Ff": _READ_ONLY,
            "T": pydyf.String(FORM_FIELD),
            "TU": pydyf.String(FORM_FIELD),
            "V": told,
            "DA": pydyf.String("/ZaDb 0 Tf 0 g"),
        }
    )
    pdf.add_object(field)
    first = next(one for one in pdf.objects if one.reference == page)
    first.setdefault("Annots", pydyf.Array()).append(field.reference)
    pdf.info["Guidegen"] = told
    return bytes(field.reference)


def _reference(entries: Any) -> bytes:
    return bytes(entries.reference)
