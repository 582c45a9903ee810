"""How large pictures are, and which drawings are more than drawings."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guidegen.reading.pictures import measure, unsafe, unsafe_svg

SPACE = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def png(width, height):
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


def gif(width, height):
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\x80\0\0"


def segment(marker, content):
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def exif(orientation, order):
    mark = {"<": b"II", ">": b"MM"}[order]
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    other = struct.pack(f"{order}HHIHH", 0x0110, 3, 1, 9, 0)
    tiff = mark + struct.pack(f"{order}HIH", 42, 8, 2) + other + entry
    return segment(0xE1, b"Exif\0\0" + tiff)


def jpeg(width, height, *before, start=0xC0):
    frame = segment(start, struct.pack(">BHHB", 8, height, width, 3) + b"\0" * 9)
    return b"\xff\xd8" + segment(0xE0, b"JFIF\0" + b"\0" * 9) + b"".join(before) + frame + b"\xff\xda\0\x08"


def webp(kind, content):
    return b"RIFF" + struct.pack("<I", 100) + b"WEBP" + kind + struct.pack("<I", len(content)) + content


def lossy(width, height):
    return webp(b"VP8 ", b"\x10\x02\x00\x9d\x01\x2a" + struct.pack("<HH", width | 0x4000, height))


def lossless(width, height):
    return webp(b"VP8L", b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14) + b"\0" * 8)


def extended(width, height):
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return webp(b"VP8X", b"\0" * 4 + sides)


def svg(attributes):
    return f'<?xml version="1.0"?><svg {SPACE} {attributes}><path d="M0 0"/></svg>'.encode()


MEASURED = {
    "png": ("a.png", png(640, 480)),
    "gif": ("a.gif", gif(640, 480)),
    "jpeg": ("a.jpg", jpeg(640, 480)),
    "progressive jpeg": ("a.jpeg", jpeg(640, 480, segment(0xC4, b"\0" * 40), start=0xC2)),
    "jpeg with fill bytes": ("a.jpg", jpeg(640, 480, b"\xff\xff")),
    "jpeg held upright": ("a.jpg", jpeg(640, 480, exif(1, "<"))),
    "jpeg held sideways": ("a.jpg", jpeg(480, 640, exif(6, "<"))),
    "jpeg held sideways, big end first": ("a.jpg", jpeg(480, 640, exif(8, ">"))),
    "lossy webp": ("a.webp", lossy(640, 480)),
    "lossless webp": ("a.webp", lossless(640, 480)),
    "extended webp": ("a.webp", extended(640, 480)),
    "a png that is called jpg": ("a.jpg", png(640, 480)),
    "svg": ("a.svg", svg('width="640" height="480"')),
    "svg in pixels": ("a.SVG", svg('width="640px" height="480px" viewBox="0 0 10 10"')),
    "svg in inches and points": ("a.svg", svg('width="6.6666666in" height="360pt"')),
    "svg by its box": ("a.svg", svg('viewBox="0 0 640 480"')),
    "svg by its box, with commas": ("a.svg", svg('viewBox="-10,-10,640,480" width="100%" height="100%"')),
    "svg by one side and its box": ("a.svg", svg('width="640" viewBox="0 0 64 48"')),
    "svg by the other side": ("a.svg", svg('height="480" viewBox="0 0 64 48"')),
    "svg with a doctype": (
        "a.svg",
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
        + svg('width="640" height="480"').partition(b"?>")[2],
    ),
    "svg that breaks off later": ("a.svg", svg('width="640" height="480"')[:-8]),
    "svg in sixteen bits": ("a.svg", svg('width="640" height="480"').decode().encode("utf-16")),
}


@pytest.mark.parametrize("case", MEASURED)
def test_a_picture_says_how_large_it_is(case, tmp_path):
    name, content = MEASURED[case]
    (tmp_path / name).write_bytes(content)
    assert measure(tmp_path / name) == (640, 480)


UNMEASURED = {
    "empty": ("a.png", b""),
    "text": ("a.png", b"hello"),
    "no width": ("a.png", png(0, 480)),
    "absurd": ("a.png", png(2**31, 480)),
    "png without a header": ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40),
    "jpeg without a frame": ("a.jpg", b"\xff\xd8\xff\xe0\x00\x04\0\0\xff\xd9"),
    "jpeg with a segment that never ends": ("a.jpg", b"\xff\xd8\xff\xe0\xff\xff"),
    "jpeg with a length of nothing": ("a.jpg", b"\xff\xd8\xff\xe0\x00\x00\xff\xe0\x00\x00"),
    "webp of an unknown kind": ("a.webp", webp(b"ALPH", b"\0" * 20)),
    "svg without a size": ("a.svg", svg("")),
    "svg with a size of nothing": ("a.svg", svg('viewBox="0 0 0 0"')),
    "svg with a size in words": ("a.svg", svg('width="wide" height="high" viewBox="a b c d"')),
    "svg with a size beyond numbers": ("a.svg", svg('width="1e999" height="1e999"')),
    "html that is called svg": ("a.svg", b'<html width="640" height="480"></html>'),
    "an svg bomb": (
        "a.svg",
        b'<!DOCTYPE svg [<!ENTITY a "6">]><svg xmlns="http://www.w3.org/2000/svg" width="&a;" height="4"/>',
    ),
    "svg in an encoding that is none": ("a.svg", b'<?xml version="1.0" encoding="klingon"?><svg/>'),
    "something else": ("notes.pdf", b"%PDF-1.7"),
}


@pytest.mark.parametrize("case", UNMEASURED)
def test_what_says_nothing_sensible_has_no_size(case, tmp_path):
    name, content = UNMEASURED[case]
    (tmp_path / name).write_bytes(content)
    assert measure(tmp_path / name) is None


def test_a_file_that_is_not_there_has_no_size(tmp_path):
    assert measure(tmp_path / "gone.png") is None
    assert measure(tmp_path) is None


@pytest.mark.parametrize("case", [case for case in MEASURED if "breaks off" not in case])
def test_a_picture_may_break_off_anywhere(case, tmp_path):
    name, content = MEASURED[case]
    for length in range(len(content)):
        (tmp_path / name).write_bytes(content[:length])
        assert measure(tmp_path / name) in (None, (640, 480), (480, 640))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    case=st.sampled_from(sorted(MEASURED)),
    damage=st.lists(st.tuples(st.integers(0, 200), st.integers(0, 255)), max_size=6),
)
def test_a_damaged_picture_is_never_a_reason_to_stop(case, tmp_path, damage):
    name, content = MEASURED[case]
    broken = bytearray(content)
    for at, byte in damage:
        broken[at % len(broken)] = byte
    (tmp_path / name).write_bytes(bytes(broken))
    size = measure(tmp_path / name)
    assert size is None or min(size) > 0
    assert isinstance(unsafe(tmp_path / name), str)


def drawing(tmp_path, inside, before="", attributes=""):
    file = tmp_path / "a.svg"
    file.write_text(f"{before}<svg {SPACE} {attributes}>{inside}</svg>", encoding="utf-8")
    return file


FINE = {
    "shapes": '<path d="M0 0"/><text>Once &amp; <tspan>again</tspan></text>',
    "a part that is used again": '<use href="#a"/><use xlink:href="#a"/>',
    "a gradient": '<rect fill="url(#shade)" style="stroke: url( \'#shade\' )"/>',
    "a picture inside": '<image href="data:image/png;base64,AAAA"/>',
    "a font inside": '<style>@font-face { font-family: A; src: url("data:font/woff2;base64,AAAA") }</style>',
    "a link to follow": '<a href="https://example.org/">more</a>',
    "colours": "<style><![CDATA[ .a > .b { fill: red } ]]></style>",
    "something that moves": '<animate attributeName="x" from="0" to="9"/>',
    "words about scripts": "<text>script onclick url(https://example.org)</text>",
}


@pytest.mark.parametrize("case", FINE)
def test_a_drawing_is_fine(case, tmp_path):
    assert unsafe_svg(drawing(tmp_path, FINE[case])) == ""


@pytest.mark.parametrize(
    "before",
    [
        "\ufeff",
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>',
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
        "<!-- made by hand -->",
    ],
)
def test_what_programs_write_before_a_drawing_is_fine(before, tmp_path):
    assert unsafe_svg(drawing(tmp_path, "<g/>", before)) == ""


REFUSED = {
    "<script>alert(1)</script>": "has a script",
    '<x:script xmlns:x="http://www.w3.org/2000/svg"/>': "has a script",
    "<SCRIPT/>": "has a script",
    '<g onclick="go()"/>': "has a script (onclick)",
    '<g ONLOAD="go()"/>': "has a script (onload)",
    "<foreignObject><p/></foreignObject>": "has a web page in it (foreignObject)",
    '<p xmlns="http://www.w3.org/1999/xhtml"/>': "has a web page in it",
    "<iframe/>": "has a web page in it (iframe)",
    '<use href="https://example.org/a.svg#b"/>': "refers to something outside itself",
    '<use xlink:href="other.svg#b"/>': "refers to something outside itself",
    '<image href="//example.org/a.png"/>': "refers to something outside itself",
    '<image href="file:///etc/passwd"/>': "refers to something outside itself",
    '<image href="data:image/svg+xml;base64,AAAA"/>': "refers to something outside itself",
    '<image href="data:text/html,x"/>': "refers to something outside itself",
    '<a href="javascript:go()"/>': "refers to something outside itself",
    '<a href=" java&#9;script:go()"/>': "refers to something outside itself",
    '<a xlink:href="data:text/html,x"/>': "refers to something outside itself",
    '<g xml:base="https://example.org/"/>': "refers to something outside itself",
    '<rect fill="url(https://example.org/a.svg#b)"/>': "refers to something outside itself",
    "<rect style=\"fill: url('//example.org/a.svg#b')\"/>": "refers to something outside itself",
    '<rect style="fill: \\75 rl(//example.org/a)"/>': "refers to something outside itself",
    '<rect style="fill: u/**/rl(//example.org/a)"/>': "refers to something outside itself",
    "<style>@import 'a.css';</style>": "refers to something outside itself",
    "<style>@im\\70ort 'a.css';</style>": "refers to something outside itself",
    "<style>a { fill: <![CDATA[url(]]>//example.org/) }</style>": "refers to something outside itself",
    '<set attributeName="href" to="javascript:go()"/>': "changes an address (href) by itself",
    '<animate attributeName="xlink:href" values="x"/>': "changes an address (href) by itself",
    '<set attributeName="onclick" to="go()"/>': "changes an address (onclick) by itself",
    "<g>": "is not well-formed",
    "&nbsp;": "is not well-formed",
}


@pytest.mark.parametrize("inside", REFUSED)
def test_what_is_no_drawing_is_refused_with_the_reason(inside, tmp_path):
    assert unsafe_svg(drawing(tmp_path, inside)) == REFUSED[inside]


def test_a_script_on_the_drawing_itself_is_found(tmp_path):
    assert unsafe_svg(drawing(tmp_path, "<g/>", attributes='onload="go()"')) == "has a script (onload)"


def test_a_sheet_of_styles_from_elsewhere_is_found(tmp_path):
    before = '<?xml-stylesheet href="https://example.org/a.css"?>'
    assert unsafe_svg(drawing(tmp_path, "<g/>", before)) == "refers to something outside itself"


def test_entities_are_refused_before_they_can_grow(tmp_path):
    grown = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    file = drawing(tmp_path, "<text>&a11;</text>", f"<!DOCTYPE svg [{grown}]>")
    assert unsafe_svg(file) == "declares a document type of its own"
    assert measure(file) is None


def test_files_from_elsewhere_are_not_opened(tmp_path):
    before = '<!DOCTYPE svg [<!ENTITY % more SYSTEM "file:///etc/passwd"> %more;]>'
    assert unsafe_svg(drawing(tmp_path, "<g/>", before)) == "declares a document type of its own"


def test_a_web_page_that_is_called_a_drawing_is_refused(tmp_path):
    file = tmp_path / "a.svg"
    file.write_text("<html><script>go()</script></html>", "utf-8")
    assert unsafe_svg(file) == "is no drawing"
    assert unsafe_svg(tmp_path / "gone.svg") == "cannot be read"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a.png", ""),
        ("form.pdf", ""),
        ("page.html", "is a web page"),
        ("PAGE.XHTML", "is a web page"),
        ("go.js", "is a script"),
        ("a.svgz", "is compressed, so that nobody sees what is in it"),
        ("a.svg", "is not well-formed"),
    ],
)
def test_every_file_beside_the_chapters_is_looked_at(name, reason, tmp_path):
    (tmp_path / name).write_bytes(b"x")
    assert unsafe(tmp_path / name) == reason
