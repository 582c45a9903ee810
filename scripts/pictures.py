"""Take the pictures in the README and the manual, of this repository's handbook: `make pictures`.

Everything in them is real: the handbook is built, the preview runs, the message is what the program prints
in a terminal.  The clock stands still, so pictures change when what they show changes, and not otherwise.

Needs Chromium, what PDFs are drawn with, and a system with terminals (Linux or macOS).
"""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from guidegen.building.build import build
from guidegen.building.options import Options

ROOT: Final = Path(__file__).resolve().parent.parent
PICTURES: Final = ROOT / "manual" / "content" / "images"
NOW: Final = "2027-04-07T09:00:00Z"
"""A Wednesday in the sixth week of a cohort."""

WIDTH: Final = 1200
HEIGHT: Final = 900
COLOURS: Final = 96
"""Of a picture: drawn pages have few, so a palette halves a file and nobody sees it."""

THEME: Final = TerminalTheme(
    (30, 34, 39),
    (230, 230, 230),
    [(30, 34, 39), (255, 123, 114), (126, 211, 133), (226, 192, 110), *[(230, 230, 230)] * 4],
)
"""The colours of a terminal: black, red, green, yellow, and the rest as text."""

TERMINAL: Final = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 28px; background: #1e2227; width: max-content }}
pre {{ margin: 0; font: 15px/1.5 "DejaVu Sans Mono", monospace; color: #e6e6e6 }}
</style><pre>{0}</pre>"""

ANSWERS: Final = (
    "The talk for the planning meeting, three weeks in a row.",
    "Showing a new colleague around. I stayed an hour longer than I had to.",
)

MISTAKE: Final = ("content/programs/trellis.yml", "owner: program-office", "owner: program-ofice")


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("There is no Chromium here.")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        project = a_copy(Path(folder) / "handbook")
        outcome = build(project, project / "site", Options(), lambda *_: None)
        if not outcome.written:
            sys.exit("The handbook has errors: guidegen check tells which.")
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--hide-scrollbars"]
        )
        of_pages(browser, project / "site")
        of_paper(project)
        of_the_preview(browser, project)
        of_a_message(browser, project)
        browser.close()


def a_copy(project: Path) -> Path:
    """Copy the handbook of this repository, so that a mistake can be made in it."""
    for name in ("content", "templates"):
        shutil.copytree(ROOT / name, project / name)
    shutil.copy(ROOT / "guidegen.yml", project)
    return project


def of_pages(browser: Browser, site: Path) -> None:
    """Take the pages that people see first: the home of mentees, a chapter, a cohort, a worksheet."""
    home = (site / "mentee/index.html").as_uri()
    for name, scheme in (("home", "light"), ("home-dark", "dark")):
        with opened(browser, home, scheme=scheme) as page:
            keep(name, page.screenshot())
    with opened(browser, (site / "mentee/begin/first-meeting/index.html").as_uri()) as page:
        keep("chapter", page.screenshot())
    with opened(browser, (site / "mentor/programs/trellis/cohorts/2027-spring/index.html").as_uri()) as page:
        keep("program", page.screenshot())
    sheet = (site / "mentee/worksheets/goals/index.html").as_uri()
    with opened(browser, sheet, width=840, height=1188) as page:
        begin_to_answer(page)
        keep("worksheet", page.screenshot())


def begin_to_answer(page: Page) -> None:
    """Write into the first fields of a sheet, as a reader would."""
    for place, answer in enumerate(ANSWERS):
        page.locator("main textarea:visible").nth(place).fill(answer)
    page.keyboard.press("Tab")
    page.evaluate("document.activeElement.blur()")
    page.evaluate("scrollTo(0, 0)")


def of_paper(project: Path) -> None:
    """Take the first sheet of a worksheet as it is printed."""
    file = project / "goals.pdf"
    guidegen("print", "worksheet:goals", str(project), "--edition", "mentee", "--output", str(file))
    drawn = pypdfium2.PdfDocument(file)[0].render(scale=1.15).to_pil()
    framed = Image.new("RGB", (drawn.width + 2, drawn.height + 2), "#b8b4ac")
    framed.paste(drawn.convert("RGB"), (1, 1))
    keep("paper", as_png(framed))


def of_the_preview(browser: Browser, project: Path) -> None:
    """Take a chapter as it stands in the browser of somebody who writes, with the bar at its foot."""
    command = [sys.executable, "-m", "guidegen", "serve", str(project)]
    served = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert served.stdout is not None
        address = next(found[0] for line in served.stdout if (found := re.search(r"http://\S+/", line)))
        with opened(browser, urljoin(address, "/mentor/begin/first-meeting/")) as page:
            page.locator("text=No problems").first.wait_for()
            keep("preview", page.screenshot())
    finally:
        served.terminate()
        served.wait()


def of_a_message(browser: Browser, project: Path) -> None:
    """Take what a terminal shows when a name is misspelt."""
    path, right, wrong = MISTAKE
    file = project / path
    file.write_text(file.read_text(encoding="utf-8").replace(right, wrong), encoding="utf-8")
    said = in_a_terminal([sys.executable, "-m", "guidegen", "build"], project)
    with opened(browser, "about:blank") as page:
        page.set_content(TERMINAL.format(f"$ guidegen build\n{as_html(said)}"))
        page.set_viewport_size(
            page.evaluate("({width: document.body.offsetWidth, height: document.body.offsetHeight})")
        )
        keep("message", page.screenshot())


@contextmanager
def opened(
    browser: Browser, address: str, *, width: int = WIDTH, height: int = HEIGHT, scheme: str = "light"
) -> Iterator[Page]:
    """Open a page at a moment that stands still, and wait for its fonts and pictures."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        timezone_id="Europe/London",
        locale="en-GB",
    )
    page = context.new_page()
    page.clock.set_fixed_time(NOW)
    page.goto(address)
    page.evaluate("document.fonts.ready")
    page.evaluate("Promise.all([...document.images].map(one => one.loading == 'lazy' || one.decode()))")
    yield page
    context.close()


def guidegen(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "guidegen", *words], check=True)


def in_a_terminal(command: list[str], folder: Path) -> str:
    """Return what a command prints where it believes that somebody is watching, colours and all."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": "96", "TERM": "xterm-256color"}
    running = subprocess.Popen(
        command, cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    said = b""
    try:
        while part := os.read(ours, 4096):
            said += part
    except OSError:  # Linux says in this way that the other end is closed.
        pass
    running.wait()
    os.close(ours)
    return said.decode("utf-8").replace("\r\n", "\n")


def as_html(said: str) -> str:
    """Return the words of a terminal as HTML with its colours."""
    console = Console(record=True, file=open(os.devnull, "w"), width=200)  # noqa: SIM115, PTH123
    console.print(Text.from_ansi(said), soft_wrap=True)
    return console.export_html(theme=THEME, inline_styles=True, code_format="{code}")


def keep(name: str, content: bytes) -> None:
    """Write a picture with few colours, unless the one that is there shows the same."""
    picture = Image.open(BytesIO(content)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    file = PICTURES / f"{name}.png"
    if file.exists() and Image.open(file).convert("RGB").tobytes() == picture.convert("RGB").tobytes():
        return
    picture.save(file, optimize=True)
    print(f"{file.relative_to(ROOT)}: {picture.width} x {picture.height}, {file.stat().st_size // 1024} KB")


def as_png(picture: Image.Image) -> bytes:
    """Return a picture as the bytes of a file."""
    content = BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()


if __name__ == "__main__":
    main()
