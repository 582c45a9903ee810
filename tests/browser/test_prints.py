"""Prints as Chromium shows them, and every kind of page as it comes out of the printer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.paper import on_paper, text_of
from tests.story import Handbook
from tests.tools import suite

PRINTS = ("coordinator/print/index.html", "mentee/print/begin/index.html")

PAGES = (
    "coordinator/index.html",
    "coordinator/begin/index.html",
    "coordinator/begin/agree-how-you-work/index.html",
    "coordinator/close/end-well/index.html",
    "coordinator/programs/index.html",
    "coordinator/programs/trellis/index.html",
    "coordinator/programs/hedgerow/index.html",
    "coordinator/programs/trellis/mentee/index.html",
    "coordinator/programs/trellis/cohorts/2027-spring/index.html",
    "coordinator/checklists/index.html",
    "coordinator/checklists/mentee/index.html",
    "coordinator/worksheets/index.html",
    "coordinator/worksheets/first-meeting/index.html",
    "coordinator/worksheets/goals/index.html",
    "coordinator/worksheets/mentoring-agreement/index.html",
    "coordinator/packets/index.html",
    "coordinator/glossary/index.html",
    "coordinator/progress/index.html",
    "coordinator/print/begin/index.html",
)
"""One of every kind, of this repository's handbook."""

ENDS = (
    "coordinator/programs/index.html",
    "coordinator/programs/trellis/cohorts/2027-spring/index.html",
    "coordinator/worksheets/index.html",
    "coordinator/packets/index.html",
    "coordinator/glossary/index.html",
    "coordinator/progress/index.html",
)
"""What ends with something other than plain text."""

FEWER = """(most) => {
  const seen = {};
  for (const piece of [...document.querySelectorAll(".piece")]) {
    seen[piece.className] = (seen[piece.className] || 0) + 1;
    if (seen[piece.className] <= most) continue;
    piece.remove();
  }
}"""
"""Removes what is in a print beyond so many pieces of a kind."""


@pytest.fixture
def site(own_site: Path) -> Path:
    """This repository's handbook, built."""
    return own_site


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page whose policy is lifted, for scripts that look at it, in the dark."""
    context = browser.new_context(bypass_csp=True, color_scheme="dark")
    yield context.new_page()
    context.close()


# On the screen


@pytest.mark.parametrize("path", PRINTS)
def test_a_print_asks_for_nothing_from_elsewhere_and_opens_no_dialog(
    browser: Browser, site: Path, path: str
) -> None:
    page = browser.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; };")
    page.goto((site / path).as_uri())
    assert page.evaluate("window.printed") == 0
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed") == 1
    page.close()
    assert said == []
    assert all(one.startswith(site.as_uri()) for one in asked)


@pytest.mark.parametrize("path", PRINTS)
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_print_scrolls_sideways(page: Page, site: Path, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto((site / path).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("path", PRINTS)
def test_axe_finds_nothing(page: Page, site: Path, path: str) -> None:
    """In the cover, the contents and six pieces of each kind: in hundreds of pages axe is slow."""
    axe = suite("axe-core/axe.min.js").read_text(encoding="utf-8")
    page.goto((site / path).as_uri())
    page.evaluate(FEWER, 6)
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(one["id"], one["nodes"][0]["html"][:160]) for one in found["violations"]] == []


def test_paper_is_white_by_night_as_well(page: Page, site: Path) -> None:
    page.goto((site / PRINTS[1]).as_uri())
    for media in ("screen", "print"):
        page.emulate_media(media=media, color_scheme="dark")
        sheet = page.evaluate(
            "(({backgroundColor, color}) => [backgroundColor, color])"
            "(getComputedStyle(document.querySelector('.piece.of-chapter')))"
        )
        assert sheet[0] in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
        assert sheet[1] == "rgb(0, 0, 0)"


def test_without_a_script_a_print_is_all_there_but_for_its_button(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / PRINTS[1]).as_uri())
    assert page.locator(".to-print").is_hidden()
    assert page.locator(".piece").first.is_visible()
    assert page.locator(".bar .back").is_visible()
    context.close()


# On paper


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_torn_or_left_alone_on_paper(
    page: Page, site: Path, tmp_path: Path, path: str, size: str
) -> None:
    page.goto((site / path).as_uri())
    paper = on_paper(page, tmp_path / "printed.pdf", size)
    assert paper.torn == []
    assert paper.alone == []
    assert paper.headless == []
    assert len(paper.sheets[-1].split()) > 2, "the last sheet is empty"


@pytest.mark.parametrize("path", PAGES[:-1])
def test_what_is_for_the_screen_is_not_printed(page: Page, site: Path, path: str) -> None:
    page.goto((site / path).as_uri())
    page.emulate_media(media="print")
    shown = page.evaluate(
        "[...document.querySelectorAll("
        "  '.masthead, .contents, .skip, .onpage, .neighbours, .screen-only, button:not(.term)')]"
        ".filter(one => one.getClientRects().length > 0).map(one => one.className)"
    )
    assert shown == []


def test_each_piece_begins_on_a_sheet_of_its_own(page: Page, site: Path, tmp_path: Path) -> None:
    page.goto((site / PRINTS[1]).as_uri())
    titles = page.evaluate("[...document.querySelectorAll('.piece h1')].map(one => one.textContent.trim())")
    sheets = on_paper(page, tmp_path / "printed.pdf", "A4").sheets
    for title in titles:
        began = [one for one in sheets if re.search(rf"(?m)^(\d+ )?{re.escape(title)}$", one)]
        assert len(began) >= 1, title


def test_the_foot_is_not_alone_on_the_last_sheet(page: Page, site: Path, tmp_path: Path) -> None:
    """However long the text is: paragraphs are added until the foot has wandered over the end of a sheet."""
    page.goto((site / "coordinator/use-this-handbook/index.html").as_uri())
    page.emulate_media(media="print")
    for _ in range(14):
        page.evaluate(
            "document.querySelector('.text').append(Object.assign(document.createElement('p'),"
            " {textContent: 'One more line.'}))"
        )
        page.pdf(path=str(tmp_path / "foot.pdf"), format="A4")
        last = text_of(tmp_path / "foot.pdf")[-1]
        assert "Alderbrook Network" in last
        assert re.search(r"One more line|Last reviewed|Kept by", last)


@pytest.mark.parametrize("path", ENDS)
def test_nor_is_it_after_a_list_or_a_table(page: Page, site: Path, tmp_path: Path, path: str) -> None:
    """However high they begin: the room above them grows until they have wandered over a sheet."""
    page.goto((site / path).as_uri())
    page.emulate_media(media="print")
    page.evaluate("document.querySelector('.running').insertAdjacentHTML('afterend', '<div id=room></div>')")
    foot = [one for one in page.locator(".foot").inner_text().splitlines() if one]
    for height in range(0, 260, 20):
        page.evaluate("height => { document.querySelector('#room').style.height = height; }", f"{height}mm")
        page.pdf(path=str(tmp_path / "foot.pdf"), format="A4")
        last = " ".join(text_of(tmp_path / "foot.pdf")[-1].split())
        for one in foot:
            assert one in last, height
            last = last.replace(one, "", 1)
        assert re.search("[A-Za-z]", last), height


def test_three_hundred_chapters_open_on_one_page(browser: Browser, tmp_path: Path) -> None:
    story = Handbook(tmp_path).write("guidegen.yml", "title: Long\n").write("content/index.md", "# Long\n")
    for number in range(298):
        words = "\n\n".join(["Some words that fill a line or two of a chapter, again and again."] * 12)
        story.write(f"content/chapter-{number}.md", f"# Chapter {number}\n\n## Part\n\n{words}\n")
    story.build()
    page = browser.new_page()
    page.goto((tmp_path / "site" / "print" / "index.html").as_uri())
    assert page.locator(".piece").count() == 298
    page.close()
