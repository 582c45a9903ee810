"""What a reader looks at stays where it is: while a page arrives, and when its letters are made larger."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.readers import becomes
from tests.conftest import ROOT
from tests.story import Handbook

Arriving: TypeAlias = Callable[[Path, str, int], Page]

PEOPLE = "mentee"
CHAPTER = f"{PEOPLE}/prepare/know-your-goals/"
PROGRAM = f"{PEOPLE}/programs/trellis/"
SHEET = f"{PEOPLE}/worksheets/goals/"
COHORT = f"{PEOPLE}/programs/trellis/cohorts/2027-spring/"
ARRIVING = (CHAPTER, PROGRAM, SHEET, COHORT, f"{PEOPLE}/", f"{PEOPLE}/checklists/", f"{PEOPLE}/search/")

SCRIPTS_TAKE: Final = 0.4
"""Seconds, in which what needs no script is drawn."""

WATCH = """
    window.moved = [];
    new PerformanceObserver(list => list.getEntries().forEach(entry => moved.push(entry)))
        .observe({type: "layout-shift", buffered: true});
"""
MOVED = """moved.filter(one => !one.hadRecentInput).map(one => ({value: one.value, what: one.sources
    .map(({node}) => node && (node.outerHTML || node.data).slice(0, 80))}))"""
LAST_FONT = """Math.max(0, ...performance.getEntriesByType("resource")
    .filter(one => one.name.endsWith(".woff2")).map(one => one.responseEnd))"""
IS_DRAWN = "performance.getEntriesByName('first-contentful-paint').length > 0"


class Slow(SimpleHTTPRequestHandler):
    """A server that takes its time over scripts, and keeps fonts back until a page is drawn without them."""

    drawn: Final = threading.Event()

    def do_GET(self) -> None:
        if self.path.endswith(".woff2"):
            self.drawn.wait(60)
        elif self.path.endswith(".js") and not self.path.endswith("/page.js"):
            time.sleep(SCRIPTS_TAKE)
        super().do_GET()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def slow() -> Iterator[Callable[[Path], str]]:
    """A way to show sites by slow servers; what comes is the address of one."""
    servers: dict[Path, ThreadingHTTPServer] = {}

    def shown(site: Path) -> str:
        if site not in servers:
            servers[site] = ThreadingHTTPServer(("127.0.0.1", 0), partial(Slow, directory=str(site)))
            threading.Thread(target=servers[site].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[site].server_port}/"

    yield shown
    for one in servers.values():
        one.shutdown()
        one.server_close()


@pytest.fixture
def arriving(browser: Browser, slow: Callable[[Path], str]) -> Iterator[Arriving]:
    """A way to open a page of a site for the first time, and to wait until all of it is there."""
    contexts = []

    def opened(site: Path, path: str, width: int) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": 800}))
        page = contexts[-1].new_page()
        page.add_init_script(WATCH)
        Slow.drawn.clear()
        page.goto(slow(site) + path, wait_until="commit")
        becomes(page, IS_DRAWN)
        Slow.drawn.set()
        page.wait_for_load_state("networkidle")
        becomes(page, f"{LAST_FONT} > 0 && document.fonts.status === 'loaded'")
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        return page

    yield opened
    for one in contexts:
        one.close()


# While it arrives


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ARRIVING)
def test_nothing_moves_when_fonts_and_scripts_come_late(
    arriving: Arriving, own_site: Path, path: str, width: int
) -> None:
    page = arriving(own_site, path, width)
    moved = page.evaluate(MOVED)
    assert round(sum(one["value"] for one in moved), 3) == 0, moved


def test_nothing_moves_for_the_font_of_a_brand(arriving: Arriving, handbook: Handbook) -> None:
    shutil.copy(ROOT / "src/guidegen/theme/assets/fonts/literata-pen.woff2", handbook.root / "ours.woff2")
    handbook.write("guidegen.yml", "title: Mentoring\nbrand: {font: ours.woff2}\n")
    handbook.write(
        "content/index.md", "# Welcome\n\n" + "Be kind, and be there when you are needed. " * 60
    ).build()
    for width in (360, 1280):
        page = arriving(handbook.root / "site", "", width)
        assert page.evaluate(MOVED) == []


def test_a_font_that_came_late_is_there_on_the_next_page(arriving: Arriving, own_site: Path) -> None:
    page = arriving(own_site, CHAPTER, 1280)
    assert "Literata" not in fonts_of(page, "h1")
    page.reload(wait_until="networkidle")
    assert fonts_of(page, "h1") == ["Literata"]


@pytest.mark.parametrize("path", [CHAPTER, PROGRAM, SHEET, COHORT])
def test_pages_in_a_folder_have_their_fonts_at_once_and_say_nothing(
    browser: Browser, own_site: Path, path: str
) -> None:
    page = browser.new_context().new_page()
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text))
    page.goto((own_site / path / "index.html").as_uri())
    page.evaluate("document.fonts.ready.then(() => true)")
    assert fonts_of(page, "h1") == ["Literata"]
    assert fonts_of(page, ".running a") == ["Atkinson Hyperlegible Next"]
    assert said == []
    page.context.close()


def test_only_what_a_page_shows_at_its_top_is_asked_for_early(own_site: Path) -> None:
    """A browser complains of what it is told to fetch early and does not need."""
    for file in own_site.rglob("*.html"):
        html = file.read_text(encoding="utf-8")
        if "assets/page.js" in html and "data-told" not in html:
            assert ("literata-italic" in html) == ('class="lede"' in html), file
            assert html.count('rel="preload"') == 2 + ("literata-italic" in html), file


def fonts_of(page: Page, css: str) -> list[str]:
    """Return the names of the fonts in which the first element is drawn that a selector finds."""
    tools = page.context.new_cdp_session(page)
    tools.send("DOM.enable")
    tools.send("CSS.enable")
    root = tools.send("DOM.getDocument")["root"]["nodeId"]
    found = tools.send("DOM.querySelector", {"nodeId": root, "selector": css})["nodeId"]
    return [
        one["familyName"] for one in tools.send("CSS.getPlatformFontsForNode", {"nodeId": found})["fonts"]
    ]


# With larger letters

KINDS = (
    "index.html",
    "404.html",
    "mentor/index.html",
    "mentor/begin/index.html",
    "mentor/begin/agree-how-you-work/index.html",
    "coordinator/index.html",
    "coordinator/run-a-program/measure/index.html",
    "coordinator/programs/index.html",
    "coordinator/programs/trellis/index.html",
    "coordinator/programs/hedgerow/index.html",
    "coordinator/programs/trellis/mentor/index.html",
    "coordinator/programs/trellis/cohorts/2027-spring/index.html",
    "coordinator/worksheets/index.html",
    "coordinator/worksheets/mentoring-agreement/index.html",
    "coordinator/worksheets/goals/index.html",
    "coordinator/checklists/index.html",
    "coordinator/packets/index.html",
    "coordinator/glossary/index.html",
    "coordinator/progress/index.html",
    "coordinator/search/index.html",
)
MANUAL = (
    "reference/worksheets/index.html",
    "reference/problems/index.html",
    "first-steps/first-program/index.html",
)

WINDOWS = ((320, 256), (320, 640), (360, 740), (768, 1024), (1280, 800))
"""The first is what 400 % makes of 1280 by 1024 pixels."""

TOO_WIDE = """() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const isOut = one => one.getBoundingClientRect().right > root.clientWidth;
    const found = [...document.querySelectorAll("body *")].filter(isOut).map(one => one.outerHTML);
    return [root.scrollWidth, ...found.map(one => one.slice(0, 120))];
}"""


@pytest.fixture(scope="module")
def manual(own_folder: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The manual, built."""
    project = tmp_path_factory.mktemp("manual")
    shutil.copytree(
        ROOT / "manual", project, dirs_exist_ok=True, ignore=shutil.ignore_patterns("site", ".guidegen")
    )
    assert Handbook(project).build().outcome is not None
    return project / "site"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", KINDS)
def test_no_page_scrolls_sideways_however_large_its_letters(page: Page, own_site: Path, path: str) -> None:
    page.goto((own_site / path).as_uri())
    keeps_its_width(page)


@pytest.mark.parametrize("path", MANUAL)
def test_nor_does_a_page_of_the_reference(page: Page, manual: Path, path: str) -> None:
    page.goto((manual / path).as_uri())
    keeps_its_width(page)


def test_nor_does_the_search_that_is_open_over_a_page(page: Page, own_site: Path) -> None:
    page.goto((own_site / CHAPTER / "index.html").as_uri())
    page.click(".opens-search")
    page.fill("dialog input[type=search]", "goal")
    becomes(page, "document.querySelectorAll('dialog .found > li').length > 0")
    keeps_its_width(page)
    dialog = "(({scrollWidth, clientWidth}) => scrollWidth <= clientWidth)(document.querySelector('dialog'))"
    assert page.evaluate(dialog)


def test_letters_of_twice_the_size_find_the_page_of_half_the_window(page: Page, own_site: Path) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto((own_site / CHAPTER / "index.html").as_uri())
    assert page.locator("#contents").is_visible()
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert not page.locator("#contents").is_visible()
    assert page.locator(".opens-contents").is_visible()


def keeps_its_width(page: Page) -> None:
    for width, height in WINDOWS:
        for size in ("100%", "200%"):
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
            assert page.evaluate(TOO_WIDE) == [], (width, size)


# Code, tables and pairs


@pytest.fixture
def written(handbook: Handbook) -> Callable[[str], str]:
    """A way to see a page; what comes is its address."""

    def shown(text: str) -> str:
        handbook.write("content/index.md", f"# Welcome\n\n{text}").build().says()
        return (handbook.root / "site" / "index.html").as_uri()

    return shown


def code(letters: int) -> str:
    """Return an example of three lines, the second of which has so many letters."""
    return f"```yaml\ntitle: Harbour\n{'summary: ':.<{letters}}\nend: yes\n```\n"


def test_eighty_letters_of_code_fit_beside_each_other_on_a_desk(
    page: Page, written: Callable[[str], str]
) -> None:
    page.goto(written(code(80)))
    for width in (1280, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert (
            page.evaluate(
                "(({scrollWidth, clientWidth}) => scrollWidth - clientWidth)(document.querySelector('pre'))"
            )
            <= 0
        )


def test_code_that_is_wider_scrolls_by_itself_and_by_keyboard(
    page: Page, written: Callable[[str], str]
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(written(code(60)))
    box = page.get_by_role("group", name="Code")
    box.focus()
    assert page.evaluate("document.activeElement.matches('pre')")
    assert box.evaluate("one => one.scrollWidth > one.clientWidth")
    line = box.evaluate("one => parseFloat(getComputedStyle(one).lineHeight)")
    assert box.locator("code").evaluate("one => one.getBoundingClientRect().height") < 3.5 * line


def test_code_that_fits_on_every_phone_is_no_stop_for_the_keyboard(
    page: Page, written: Callable[[str], str]
) -> None:
    page.set_viewport_size({"width": 320, "height": 740})
    page.goto(written("```\n" + 28 * "x" + "\n```\n"))
    assert page.locator("pre").get_attribute("tabindex") is None
    assert (
        page.evaluate(
            "(({scrollWidth, clientWidth}) => scrollWidth - clientWidth)(document.querySelector('pre'))"
        )
        <= 0
    )


def test_on_paper_a_long_line_of_code_goes_on_far_to_the_right(
    page: Page, written: Callable[[str], str]
) -> None:
    page.set_viewport_size({"width": 640, "height": 800})
    page.goto(written(code(160)))
    page.emulate_media(media="print")
    lines = page.evaluate("""() => {
        const words = document.createRange();
        words.selectNodeContents(document.querySelector(".code-line"));
        return [...words.getClientRects()].map(one => [Math.round(one.top), one.left]);
    }""")
    tops = sorted({top for top, _ in lines})
    lefts = [min(left for top, left in lines if top == one) for one in tops]
    assert len(tops) > 1
    assert all(left > lefts[0] + 40 for left in lefts[1:])


def test_pairs_that_follow_each_other_share_a_rule(page: Page, written: Callable[[str], str]) -> None:
    pairs = "::: pairs\nName\n: {0}\n\nOther\n: {0}\n:::\n\n"
    page.goto(written(pairs.format("one") + pairs.format("two")))
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        first, second = page.evaluate(
            "[...document.querySelectorAll('.pairs')].map(one => one.getBoundingClientRect().toJSON())"
        )
        assert 0 < first["bottom"] - second["top"] < 1.5, media
