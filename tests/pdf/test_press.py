"""The process that draws PDFs: what it is given, and what becomes of it."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from guidegen.building.build import build
from guidegen.building.options import Options
from guidegen.building.press import Limits, Press
from guidegen.model.problem import Flawed, Level, Problem
from guidegen.rendering.pdf import Files, available, make_pdf
from tests.story import Handbook
from tests.tools import needs

HEAD = '<!doctype html><html lang="en"><head><title>A</title><link rel="stylesheet" href="../a.css"></head>'
FILES: Files = {"a.css": lambda: b"body { color: #336600 }", "b.css": lambda: b""}
LONG = "<p>Read the next one too.</p>" * 8_000
PATIENCE = 20.0
"""Seconds after which a process that should have ended has not."""


def page(body: str = "<p>Here.</p>") -> bytes:
    return f"{HEAD}<body>{body}</body></html>".encode()


@pytest.fixture
def press() -> Iterator[Press]:
    needs(available() is None, "WeasyPrint or Pango is not installed")
    made = Press()
    yield made
    made.close()


def drawn(press: Press, html: bytes | None = None, files: Files = FILES) -> bytes | Flawed | Problem:
    return press.draw(html or page(), "print/a.pdf", files, "a4")


def number(press: Press) -> int:
    assert press.process is not None
    return press.process.pid


def is_there(process: int) -> bool:
    """Return whether a process runs, whoever started it."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def gone(process: int) -> bool:
    """Return whether a process ends soon."""
    until = time.monotonic() + PATIENCE
    while is_there(process) and time.monotonic() < until:
        time.sleep(0.02)
    return not is_there(process)


# What it makes


def test_what_it_draws_is_what_is_drawn_here(press: Press) -> None:
    assert drawn(press) == make_pdf(page(), "print/a.pdf", FILES, "a4")


def test_it_is_given_the_files_that_it_asks_for_and_no_others(press: Press) -> None:
    asked = []
    files: Files = {path: lambda path=path: asked.append(path) or b"" for path in ("a.css", "b.css")}  # type: ignore[misc]
    secret = Path(__file__).as_uri()
    assert isinstance(
        drawn(press, page(f'<p>Here</p><object data="{secret}">Nothing</object>'), files), bytes
    )
    assert asked == ["a.css"]


def test_a_file_that_cannot_be_read_is_a_flaw_and_no_more(press: Press) -> None:
    def vanished() -> bytes:
        raise FileNotFoundError(2, "No such file or directory", "/somewhere/a.css")

    made = drawn(press, files={"a.css": vanished})
    assert isinstance(made, Flawed)
    assert [one.slug for one in made.problems] == ["pdf-flaw"]
    assert "/somewhere" not in made.problems[0].message


def test_modules_are_not_looked_for_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, press: Press
) -> None:
    for name in ("weasyprint", "pickle", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    assert isinstance(drawn(press), bytes)


# How long it lives


def test_it_is_started_when_it_is_needed_and_kept_for_the_next(press: Press) -> None:
    assert press.process is None
    drawn(press)
    first = number(press)
    drawn(press)
    assert number(press) == first
    press.close()
    assert gone(first) and press.process is None
    drawn(press)
    assert number(press) != first


def test_it_ends_with_whoever_holds_it() -> None:
    needs(available() is None, "WeasyPrint or Pango is not installed")
    press = Press()
    drawn(press)
    process = number(press)
    del press
    gc.collect()
    assert gone(process)


def test_an_interruption_ends_it(press: Press) -> None:
    def interrupted() -> bytes:
        raise KeyboardInterrupt

    drawn(press)
    process = number(press)
    with pytest.raises(KeyboardInterrupt):
        drawn(press, files={"a.css": interrupted})
    assert gone(process)
    assert isinstance(drawn(press), bytes)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="there is no /proc here")
def test_it_ends_in_the_middle_of_a_page_when_who_started_it_is_killed() -> None:
    needs(available() is None, "WeasyPrint or Pango is not installed")
    program = (
        "from guidegen.building.press import Press\n"
        "press = Press()\n"
        "press.missing()\n"
        "print(press.process.pid, flush=True)\n"
        "press.draw(b'<p>Read on.' * 100_000, 'a.pdf', {}, 'a4')\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        process = int(holder.stdout.readline())
        assert is_there(process)
        holder.kill()
    assert gone(process)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="there is no /proc here")
def test_control_c_ends_a_build_and_what_draws_for_it(tmp_path: Path) -> None:
    needs(available() is None, "WeasyPrint or Pango is not installed")
    story = Handbook(tmp_path).write("guidegen.yml", "title: Mentoring\n")
    story.write("content/index.md", "# Welcome\n\n" + "Be kind.\n\n" * 8_000)
    told = [sys.executable, "-m", "guidegen", "build", "--pdf", str(story.root)]
    with subprocess.Popen(
        told, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as one:
        children = Path(f"/proc/{one.pid}/task/{one.pid}/children")
        until = time.monotonic() + PATIENCE
        while not children.read_text().split() and time.monotonic() < until:
            time.sleep(0.02)
        (process,) = map(int, children.read_text().split())
        time.sleep(1)
        os.killpg(one.pid, signal.SIGINT)
        assert b"Stopped." in one.communicate(timeout=PATIENCE)[1]
    assert one.returncode == 130
    assert gone(process)
    story.lacks("index.html")


# What may happen to it


def stopped(made: bytes | Flawed | Problem) -> Problem:
    assert isinstance(made, Problem)
    assert (made.slug, made.level, made.place.path) == ("pdf-stopped", Level.WARNING, "print/a.pdf")
    return made


def test_a_print_that_takes_too_much_memory_is_told_and_the_next_one_is_made(press: Press) -> None:
    drawn(press)
    file = Path(f"/proc/{number(press)}/status")
    needs(file.exists(), "there is no /proc here")
    taken = next(int(line.split()[1]) << 10 for line in file.read_text().splitlines() if "VmPeak" in line)
    press.limits = Limits(memory=taken + (20 << 20))
    told = stopped(drawn(press, page(LONG * 3)))
    assert "memory" in told.message
    assert isinstance(drawn(press), bytes)


def test_a_print_that_takes_too_long_is_told_and_the_next_one_is_made(press: Press) -> None:
    needs(sys.platform != "win32", "Windows counts no processor time")
    press.limits = Limits(seconds=1)
    told = stopped(drawn(press, page(LONG)))
    assert "minutes of processor time" in told.message
    assert "packet" in told.remedy
    assert isinstance(drawn(press), bytes)


def test_when_it_is_killed_one_pdf_is_missing_and_the_next_is_made(press: Press) -> None:
    def killed() -> bytes:
        os.kill(number(press), signal.SIGKILL)
        return b""

    told = stopped(drawn(press, files={"a.css": killed}))
    assert "SIGKILL" in told.message
    assert isinstance(drawn(press), bytes)


def test_when_it_cannot_begin_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    press = Press()
    told = press.missing()
    press.close()
    assert told is not None
    assert (told.slug, told.level) == ("pdf-missing", Level.WARNING)


def test_a_build_in_which_one_pdf_is_stopped_has_all_else_and_tries_again(
    handbook: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs(available() is None, "WeasyPrint or Pango is not installed")
    handbook.write("content/worksheets/goals.yml", "title: Goals\nfields: [{id: why, label: Why}]\n")
    truly = Press.draw

    def draw(self: Press, html: bytes, address: str, files: Files, paper: object, form: object) -> object:
        if address.startswith("print/"):
            self.start()
            os.kill(number(self), signal.SIGKILL)
        return truly(self, html, address, files, paper, form)  # type: ignore[arg-type]

    with monkeypatch.context() as killing:
        killing.setattr(Press, "draw", draw)
        handbook.build(pdf=True).says("pdf-stopped")
        handbook.has("index.html", "worksheets/goals/goals.pdf").lacks("print/handbook.pdf")
    handbook.build(pdf=True).says().made_only("print/handbook.pdf")


def test_a_build_leaves_no_process_behind(handbook: Handbook) -> None:
    needs(available() is None, "WeasyPrint or Pango is not installed")
    before = _children()
    during: set[int] = set()
    handbook.write("content/01.md", "# One\n")
    build(
        handbook.root,
        handbook.root / "site",
        Options(pdf=True),
        lambda *_: during.update(_children() - before),
    )
    assert len(during) == 1
    assert _children() == before


def _children() -> set[int]:
    file = Path(f"/proc/self/task/{os.getpid()}/children")
    needs(file.exists(), "there is no /proc here")
    return set(map(int, file.read_text().split()))
