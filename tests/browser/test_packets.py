"""Packets as Chromium shows and prints them: one that holds everything, on both sizes of paper."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.paper import on_paper
from tests.story import Handbook
from tests.tools import needs, suite

HERE = Path(__file__).resolve().parent
DATED, PLAIN = "packets/all/2027/index.html", "packets/all/index.html"
SIZES = {"A4": (595, 842), "Letter": (612, 792)}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition for mentees of the handbook that holds everything; its packet asks for no size of paper."""
    project = tmp_path_factory.mktemp("everything") / "project"
    shutil.copytree(HERE / "everything", project)
    packet = project / "content" / "packets" / "all.yml"
    packet.write_text(packet.read_text("utf-8").replace("paper: letter\n", ""), encoding="utf-8")
    Handbook(project).build()
    return project / "site" / "mentee"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page without a policy, so that it can be examined."""
    context = browser.new_context(bypass_csp=True)
    yield context.new_page()
    context.close()


def head_of(sheet: str) -> str:
    """Return what a sheet of paper says of its place in the packet; empty where it says nothing."""
    found = re.search(r"^Sheet \d+ of \d+", sheet, re.MULTILINE)
    return found[0].lower() if found else ""


@pytest.mark.parametrize("path", [DATED, PLAIN, "packets/index.html"])
def test_axe_finds_nothing(page: Page, site: Path, path: str) -> None:
    axe = suite("axe-core/axe.min.js").read_text(encoding="utf-8")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto((site / path).as_uri())
    assert said == []
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    told = [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found["violations"]]
    assert told == []


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_scrolls_sideways(page: Page, site: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto((site / DATED).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_torn_and_no_heading_stands_alone(
    page: Page, site: Path, size: str, tmp_path: Path
) -> None:
    page.goto((site / DATED).as_uri())
    paper = on_paper(page, tmp_path / "packet.pdf", size)
    assert (paper.torn, paper.alone, paper.headless) == ([], [], [])


@pytest.mark.parametrize("size", SIZES)
def test_the_cover_the_contents_and_each_blank_sheet_take_one_sheet(
    page: Page, site: Path, size: str, tmp_path: Path
) -> None:
    page.goto((site / DATED).as_uri())
    sheets = on_paper(page, tmp_path / "packet.pdf", size).sheets
    assert "This packet belongs to" in sheets[0]
    assert "In this packet" in sheets[1]
    assert "Every block" in sheets[2]
    blank, words = sheets[-3:-1], sheets[-1]
    assert [one for one in blank if "Notes" in one] == blank
    assert "Words used here" in words
    assert [sheet for sheet in sheets if not re.search(r"[^\W\d]", sheet)] == []


def test_each_piece_begins_on_a_sheet_of_its_own(page: Page, site: Path, tmp_path: Path) -> None:
    page.goto((site / DATED).as_uri())
    count = page.locator(".piece").count()
    places = page.locator(".place").all_text_contents()
    sheets = on_paper(page, tmp_path / "packet.pdf", "A4").sheets
    assert len(sheets) >= count + 2
    heads = [head_of(one) for one in sheets]
    assert [one for one in places if heads.count(one) != 1] == []


def test_a_packet_comes_in_the_size_that_it_asks_for(browser: Browser, tmp_path: Path) -> None:
    needs(shutil.which("pdfinfo") is not None, "there is no pdfinfo here")
    project = tmp_path / "project"
    shutil.copytree(HERE / "everything", project)
    Handbook(project).build()
    page = browser.new_page()
    page.goto((project / "site" / "mentee" / PLAIN).as_uri())
    page.pdf(path=tmp_path / "packet.pdf", format="A4", prefer_css_page_size=True)
    page.close()
    told = subprocess.run(["pdfinfo", tmp_path / "packet.pdf"], capture_output=True, text=True, check=True)
    assert "612 x 792 pts (letter)" in told.stdout


def test_a_camera_reads_the_code_on_a_printed_sheet(page: Page, site: Path, tmp_path: Path) -> None:
    needs(shutil.which("zbarimg") is not None, "there is no zbarimg here")
    page.goto((site / "worksheets/every-field/index.html").as_uri())
    page.pdf(path=tmp_path / "sheet.pdf", format="A4")
    command = [
        "pdftoppm",
        "-r",
        "150",
        "-gray",
        "-png",
        "-singlefile",
        tmp_path / "sheet.pdf",
        tmp_path / "sheet",
    ]
    subprocess.run(command, check=True)
    read = subprocess.run(
        ["zbarimg", "-q", "--raw", tmp_path / "sheet.png"], capture_output=True, text=True, check=True
    )
    assert read.stdout.strip() == "https://handbook.example.org/some/guide/mentee/worksheets/every-field/"


def test_the_code_is_for_paper_alone(page: Page, site: Path) -> None:
    page.goto((site / "worksheets/every-field/index.html").as_uri())
    assert not page.locator(".qr").is_visible()
    page.emulate_media(media="print")
    box = page.locator(".qr").bounding_box()
    assert box is not None
    assert abs(box["width"] / 96 * 25.4 - 18) < 0.5
