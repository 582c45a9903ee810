"""What the renderer may see, what it says, and what is said where it is missing."""

from __future__ import annotations

import builtins
import socket
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from guidegen.model.problem import Flawed, Level
from guidegen.rendering import pdf
from tests.story import LEAST, Handbook
from tests.tools import needs

HEAD = '<meta charset="utf-8"><title>A</title>{head}'
PAGE = f'<!doctype html><html lang="en"><head>{HEAD}</head><body>{{body}}</body></html>'


def drawn(head: str = "", body: str = "", files: pdf.Files | None = None) -> bytes:
    needs(pdf.available() is None, "WeasyPrint or Pango is not installed")
    made = pdf.make_pdf(PAGE.format(head=head, body=body).encode(), "print/a.pdf", files or {}, "a4")
    assert isinstance(made, bytes), made
    return made


def text_of(content: bytes) -> str:
    from pypdf import PdfReader

    return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("something asked the network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/style.css",
        "http://127.0.0.1:9/style.css",
        "file:///etc/passwd",
        "ftp://example.org/style.css",
        "//example.org/style.css",
        "../../../../etc/passwd",
        "../secret.css",
        "%2e%2e/secret.css",
        "/secret.css",
    ],
)
def test_nothing_but_files_of_the_site_is_ever_read(
    address: str, tmp_path: Path, no_network: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret.css").write_text("body::before { content: 'SECRET' }")
    monkeypatch.chdir(tmp_path)
    opened: list[str] = []
    truly_open = builtins.open

    def watched(file: Any, *more: Any, **named: Any) -> Any:
        opened.append(str(file))
        return truly_open(file, *more, **named)

    monkeypatch.setattr(builtins, "open", watched)
    body = f'<p>Here.</p><img src="{address}" alt="A picture"><object data="{address}">Nothing</object>'
    said = text_of(drawn(f'<link rel="stylesheet" href="{address}">', body))
    assert "Here." in said
    assert "SECRET" not in said
    assert "A picture" in said
    assert not [one for one in opened if "secret" in one or "passwd" in one]


def test_a_base_in_the_html_changes_nothing_of_that(tmp_path: Path, no_network: None) -> None:
    (tmp_path / "secret.css").write_text("body::before { content: 'SECRET' }")
    head = f'<base href="{tmp_path.as_uri()}/"><link rel="stylesheet" href="secret.css">'
    assert "SECRET" not in text_of(drawn(head, "Here."))


def test_a_stylesheet_that_names_another_gets_only_files_of_the_site(no_network: None) -> None:
    files = {
        "assets/a.css": lambda: b"@import url(b.css); @import url(http://example.org/c.css);",
        "assets/b.css": lambda: b"body::before { content: 'From b. ' }",
    }
    assert "From b. Here." in text_of(drawn('<link rel="stylesheet" href="../assets/a.css">', "Here.", files))


def test_a_paper_that_asks_for_no_size_has_the_one_that_is_wanted() -> None:
    from pypdf import PdfReader

    page = PdfReader(BytesIO(drawn())).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)


def test_what_only_a_screen_shows_is_left_out_and_words_after_it_stay() -> None:
    said = text_of(drawn(body='<p>One <b class="screen-only">hidden</b>two <i hidden>hidden</i>three</p>'))
    assert " ".join(said.split()) == "One two three"


def test_a_picture_that_cannot_be_read_is_told_with_its_address() -> None:
    needs(pdf.available() is None, "WeasyPrint or Pango is not installed")
    html = PAGE.format(head="", body='<img src="../p.png" alt="P">').encode()
    made = pdf.make_pdf(html, "print/a.pdf", {"p.png": lambda: b"no picture"}, "a4")
    assert isinstance(made, Flawed)
    (told,) = made.problems
    assert (told.slug, told.level, told.place.path) == ("pdf-flaw", Level.WARNING, "print/a.pdf")
    assert "p.png" in told.message
    assert "site.invalid" not in told.message


def test_a_picture_with_more_points_than_memory_is_left_out_and_told() -> None:
    needs(pdf.available() is None, "WeasyPrint or Pango is not installed")
    # The head of a PNG says how large it is; nobody looks further.
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 20_000, 20_000, 8, 0, 0, 0, 0)
    content = head + struct.pack(">II4s", zlib.crc32(head[12:]), 4, b"IDAT") + bytes(8)
    html = PAGE.format(head="", body='<p>Before</p><img src="../p.png" alt="P"><p>After</p>').encode()
    made = pdf.make_pdf(html, "print/a.pdf", {"p.png": lambda: content}, "a4")
    assert isinstance(made, Flawed)
    assert [one.message for one in made.problems] == ["The picture p.png has too many points to be printed."]
    assert "Before" in text_of(made.content) and "After" in text_of(made.content)


def test_a_picture_that_only_decorates_is_no_flaw() -> None:
    content = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
    assert drawn(body='<img src="../logo.svg" alt="">', files={"logo.svg": lambda: content})


def test_it_leaves_the_logs_and_the_renderer_as_they_were(capfd: pytest.CaptureFixture[str]) -> None:
    import gc
    import logging

    needs(pdf.available() is None, "WeasyPrint or Pango is not installed")
    from weasyprint.css.targets import TargetCollector

    def state() -> tuple[Any, ...]:
        log = logging.getLogger("weasyprint")
        return (*log.handlers, *log.filters, TargetCollector.cache_target_page_counters, gc.get_threshold())

    before = state()
    drawn("<style>p { unknown: 3; width: nonsense }</style>", "<p>Here.</p>")
    assert state() == before
    assert capfd.readouterr() == ("", "")


# Letters that no font has

STRANGE = "\U0010fff0"
"""A letter for private use: no font of a computer has it."""


def lacking(body: str, head: str = "") -> Flawed:
    needs(pdf.available() is None, "WeasyPrint or Pango is not installed")
    made = pdf.make_pdf(PAGE.format(head=head, body=body).encode(), "print/a.pdf", {}, "a4")
    assert isinstance(made, Flawed)
    return made


def test_letters_that_no_font_has_are_told_by_name_with_the_words_around_them() -> None:
    more = "".join(chr(ord(STRANGE) + number) for number in range(1, 8))
    made = lacking(
        f"<p>Before.</p><p>Now we read {STRANGE} and, much later than that, {more} again {STRANGE}.</p>"
    )
    (told,) = made.problems
    assert (told.slug, told.level, told.place.path) == ("pdf-letters", Level.WARNING, "print/a.pdf")
    assert "no font has U+10FFF0, U+10FFF1," in told.message
    assert "U+10FFF4 and 3 more letters, so" in told.message
    assert told.message.endswith(', the first in "Now we read \\u10fff0 and, much later th…".')
    assert "fonts-noto" in told.remedy


def test_a_letter_that_only_a_stylesheet_writes_is_told_too() -> None:
    (told,) = lacking("<p>Words.</p>", f"<style>p::before {{ content: '{STRANGE}' }}</style>").problems
    assert told.message == "no font has U+10FFF0, so the PDF shows empty boxes."


def test_letters_of_any_font_and_marks_without_ink_are_not_told() -> None:
    assert drawn(body="<p>Čeština, Ελληνικά, Українська\u200d\ufe0f\u00a0\u202f\u00ad\u2060!</p>")


def test_letters_that_stand_in_a_field_and_are_not_in_its_font_are_told(tmp_path: Path) -> None:
    needs(pdf.available() is None, "WeasyPrint or Pango is not installed")
    story = Handbook(tmp_path)
    for path, text in LEAST.items():
        story.write(path, text)
    sheet = "title: Goals\nfields: [{{id: why, label: Why, type: text, default: '{}'}}]\n"
    story.write("content/worksheets/goals.yml", sheet.format("Να είμαι\u00a0καλά")).build(pdf=True).says()
    story.write("content/worksheets/goals.yml", sheet.format(f"Be {STRANGE}")).build(pdf=True)
    assert story.outcome is not None
    told = {one.place.path: one.message for one in story.outcome.problems}
    assert "U+10FFF0" in told["worksheets/goals/goals.pdf"]
    assert {one.slug for one in story.outcome.problems} == {"pdf-letters"}


def test_a_handbook_with_such_a_letter_has_its_pdf_and_is_told_each_time(handbook: Handbook) -> None:
    needs(pdf.available() is None, "WeasyPrint or Pango is not installed")
    handbook.write("content/01-start.md", f"# Start\n\nRead {STRANGE}.\n").build(pdf=True).says("pdf-letters")
    handbook.has("print/handbook.pdf").build(pdf=True).says("pdf-letters")
    handbook.write("content/01-start.md", "# Start\n\nRead on.\n").build(pdf=True).says()


# Where it is missing


def hide(monkeypatch: pytest.MonkeyPatch, error: Exception, banner: str = "") -> None:
    """Let the import of WeasyPrint fail."""
    truly_import = builtins.__import__

    def importing(name: str, *more: Any, **named: Any) -> Any:
        if name == "weasyprint":
            print(banner, end="")
            raise error
        return truly_import(name, *more, **named)

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(builtins, "__import__", importing)


def without_weasyprint(monkeypatch: pytest.MonkeyPatch) -> None:
    hide(monkeypatch, ModuleNotFoundError("No module named 'weasyprint'"))


def without_pango(monkeypatch: pytest.MonkeyPatch) -> None:
    hide(
        monkeypatch, OSError("cannot load library 'libpango-1.0-0'"), "-----\nWeasyPrint could not import …\n"
    )


@pytest.mark.parametrize("missing", [without_weasyprint, without_pango])
@pytest.mark.parametrize(
    ("system", "remedy"),
    [
        ("Linux", "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
        ("Linux", "dnf install pango"),
        ("Darwin", "brew install pango"),
        ("Windows", "pacman -S mingw-w64-x86_64-pango"),
        ("Haiku", "install Pango"),
    ],
)
def test_one_sentence_says_what_is_missing_and_the_remedy_for_the_platform(
    missing: Callable[[pytest.MonkeyPatch], None],
    system: str,
    remedy: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    missing(monkeypatch)
    monkeypatch.setattr("platform.system", lambda: system)
    told = pdf.available()
    assert told is not None
    assert (told.slug, told.level) == ("pdf-missing", Level.WARNING)
    assert remedy in told.remedy
    assert ("pip install 'guidegen[pdf]'" in told.remedy) == (missing is without_weasyprint)
    assert "\n" not in told.message + told.remedy
    assert capfd.readouterr() == ("", "")


def test_the_library_itself_fails_so_where_pango_cannot_be_loaded() -> None:
    needs(pdf.available() is None, "WeasyPrint or Pango is not installed")
    program = (
        "import cffi\n"
        "truly = cffi.FFI.dlopen\n"
        "def dlopen(self, name, *more):\n"
        "    if name and 'pango' in str(name): raise OSError('cannot load library')\n"
        "    return truly(self, name, *more)\n"
        "cffi.FFI.dlopen = dlopen\n"
        "from guidegen.rendering.pdf import available\n"
        "print(available().message)\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stdout == "no PDF is made: WeasyPrint does not find Pango.\n"
    assert ended.stderr == ""


def test_an_old_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    needs(pdf.available() is None, "WeasyPrint or Pango is not installed")
    import weasyprint

    monkeypatch.setattr(weasyprint, "__version__", "67.0")
    told = pdf.available()
    assert told is not None
    assert "67.0 is too old" in told.message


@pytest.fixture
def without_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Take WeasyPrint away from all that is started after this is called."""

    def take_away() -> None:
        (tmp_path / "weasyprint.py").write_text(
            "raise ModuleNotFoundError(\"No module named 'weasyprint'\")\n"
        )
        monkeypatch.syspath_prepend(tmp_path)

    return take_away


def test_without_it_the_rest_is_built_and_nothing_leads_to_a_pdf(
    handbook: Handbook, without_it: Callable[[], None]
) -> None:
    without_it()
    handbook.write("guidegen.yml", "title: Mentoring\npdf: yes\n")
    handbook.write("content/worksheets/goals.yml", "title: Goals\nfields: [{id: why, label: Why}]\n")
    handbook.build().says("pdf-missing").has("index.html", "print/index.html")
    assert not [path for path in handbook.site() if path.endswith(".pdf")]
    handbook.hides("worksheets/goals/", ".pdf").hides("print/", ".pdf")
    handbook.write("guidegen.yml", "title: Mentoring\npdf: yes\nlevels: {pdf-missing: off}\n").build().says()


def test_once_it_is_there_the_next_build_makes_them(
    handbook: Handbook, without_it: Callable[[], None], tmp_path: Path
) -> None:
    needs(pdf.available() is None, "WeasyPrint or Pango is not installed")
    without_it()
    handbook.build(pdf=True).says("pdf-missing")
    (tmp_path / "weasyprint.py").unlink()
    handbook.build(pdf=True).says().has("print/handbook.pdf")


def test_a_build_with_nothing_to_make_neither_loads_it_nor_starts_what_does(handbook: Handbook) -> None:
    needs(pdf.available() is None, "WeasyPrint or Pango is not installed")
    handbook.write("guidegen.yml", "title: Mentoring\npdf: yes\n").build().says()
    program = (
        "import sys\n"
        "from guidegen.cli.main import run\n"
        f"code = run(['build', {str(handbook.root)!r}])\n"
        "print(code, 'weasyprint' in sys.modules, 'subprocess' in sys.modules)\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stdout.startswith("Nothing to make")
    assert ended.stdout.endswith("0 False False\n")


def test_a_note_stands_once_and_at_the_foot_of_the_page_on_which_it_is_called() -> None:
    needs(pdf.available() is None, "WeasyPrint or Pango is not installed")
    from pypdf import PdfReader

    theme = Path(pdf.__file__).parent.parent / "theme" / "assets" / "pdf.css"
    link = '<a class="within" href="#last">on</a>'
    calls = " ".join(f'C{n}c<span class="footnote" data-number="{n}">N{n}n</span>' for n in range(1, 7))
    line = '<p style="margin: 0; height: 6mm">Line.</p>'
    for lines in range(30, 45):
        body = f"{line * lines}<p>{calls}</p>"
        for part in ("", ' id="last"'):
            body += f'<h1 style="break-before: page"{part}>Part</h1><p>Read {link}.</p>'
        content = drawn(
            '<link rel="stylesheet" href="../assets/pdf.css">', body, {"assets/pdf.css": theme.read_bytes}
        )
        pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
        for number in range(1, 7):
            called = [at for at, words in enumerate(pages) if f"C{number}c" in words]
            noted = [at for at, words in enumerate(pages) for _ in range(words.count(f"N{number}n"))]
            assert noted == called, f"after {lines} lines"


def test_a_drawing_has_the_colour_of_the_words_around_it() -> None:
    from pypdf import PdfReader

    style = "<style>p { color: #336600 }</style>"
    svg = '<p><svg width="9" height="9" fill="currentColor"><rect width="9" height="9"/></svg></p>'
    page = PdfReader(BytesIO(drawn(style, svg))).pages[0]
    assert b"0.2 0.4 0" in page.get_contents().get_data()


def test_words_in_a_drawing_are_in_the_font_that_is_said_for_it() -> None:
    from pypdf import PdfReader

    style = '<link rel="stylesheet" href="../assets/print.css">'
    style += '<style>svg { font-family: "Atkinson Next" }</style>'
    svg = '<svg width="90" height="20"><title>A</title><text x="1" y="15">Words</text></svg>'
    assets = Path(pdf.__file__).parent.parent / "theme" / "assets"
    files = {f"assets/{one.relative_to(assets).as_posix()}": one.read_bytes for one in assets.rglob("*.*")}
    content = drawn(style, svg, files)
    fonts = PdfReader(BytesIO(content)).pages[0]["/Resources"]["/Font"].values()
    named = {str(one.get_object()["/BaseFont"]).partition("+")[2] for one in fonts}
    assert named == {"Atkinson-Next", "Literata-Heads"}, "the second is that of the number of the page"
