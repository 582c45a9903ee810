"""The pages as Chromium shows and prints them: this repository's handbook, and one that holds everything.

`everything/` has one of each block, field and page, and titles that are too long.
Both sites are opened from the disk, as a reader would who was sent a folder.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from playwright.sync_api import Browser, Page

from tests.story import Handbook
from tests.tools import needs, suite

HERE = Path(__file__).resolve().parent
SUBPATH = "some/guide/"
"""Where the handbook with everything says that it will be."""

Sites: TypeAlias = dict[str, Path]

PAGES = (
    "everything/index.html",
    "everything/mentor/index.html",
    "everything/mentor/blocks/index.html",
    "everything/mentor/blocks/every-block/index.html",
    "everything/mentor/code/index.html",
    "everything/mentor/arabic/index.html",
    "everything/mentor/deep/deeper/deepest/bottom/index.html",
    "everything/mentor/programs/index.html",
    "everything/mentor/programs/full/index.html",
    "everything/mentor/programs/terse/index.html",
    "everything/mentor/programs/terse/mentor/index.html",
    "everything/mentor/programs/full/mentee/index.html",
    "everything/mentor/programs/full/keeper/index.html",
    "everything/mentor/programs/full/cohorts/2027/index.html",
    "everything/mentor/programs/full/cohorts/2028/index.html",
    "everything/mentor/programs/full/cohorts/2025/index.html",
    "everything/mentor/worksheets/index.html",
    "everything/mentor/worksheets/every-field/index.html",
    "everything/mentor/worksheets/every-type/index.html",
    "everything/mentor/worksheets/own-eyes/index.html",
    "everything/mentor/checklists/index.html",
    "everything/mentor/checklists/every-item/index.html",
    "everything/mentor/packets/index.html",
    "everything/mentor/progress/index.html",
    "everything/mentor/search/index.html",
    "everything/mentor/glossary/index.html",
    "own/coordinator/index.html",
    "own/coordinator/begin/agree-how-you-work/index.html",
    "own/coordinator/programs/trellis/index.html",
    "own/coordinator/worksheets/mentoring-agreement/index.html",
)
"""One of every kind, and those of this repository's handbook on which most stands."""

BRANDED_PAGES = (
    "mentor/index.html",
    "mentor/blocks/every-block/index.html",
    "mentor/code/index.html",
    "mentor/programs/full/index.html",
    "mentor/programs/full/cohorts/2027/index.html",
    "mentor/worksheets/every-type/index.html",
)
"""Those with the most colours on one another."""

EVERY_RULE = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
RULES_OF_COLOUR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}

CHAPTER = "everything/mentor/blocks/every-block/index.html"
SHEET = "everything/mentor/worksheets/every-field/index.html"
TYPES = "everything/mentor/worksheets/every-type/index.html"
COHORT = "everything/mentor/programs/full/cohorts/2027/index.html"


@pytest.fixture(scope="module")
def sites(own_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Sites:
    """Both handbooks, built."""
    project = tmp_path_factory.mktemp("everything") / "project"
    shutil.copytree(HERE / "everything", project)
    assert Handbook(project).build().outcome is not None
    return {"everything": project / "site", "own": own_site}


@pytest.fixture(scope="module")
def branded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The handbook with everything, in two colours that are hard to read and with two logos, built."""
    project = tmp_path_factory.mktemp("branded")
    shutil.copytree(HERE / "everything", project, dirs_exist_ok=True)
    for name, colour in (("day", "#204080"), ("night", "#ffeeaa")):
        square = f'<path fill="{colour}" d="M0 0h9v9z"/>'
        drawn = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{square}</svg>'
        (project / f"{name}.svg").write_text(drawn, encoding="utf-8")
    told = (project / "guidegen.yml").read_text(encoding="utf-8")
    brand = 'brand: {colour: "#e6007e", accent: "#ffb000", logo: day.svg, logo_dark: night.svg}'
    (project / "guidegen.yml").write_text(f"{told}\n{brand}\n", encoding="utf-8")
    assert Handbook(project).build().outcome is not None
    return project / "site"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page in a window of ordinary size."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def address(sites: Sites) -> Iterator[str]:
    """Where a server shows the handbook with everything, below a path; a lost address gets its 404.html."""
    site = sites["everything"]

    class Server(SimpleHTTPRequestHandler):
        def translate_path(self, path: str) -> str:
            inside = path.partition("?")[0].removeprefix(f"/{SUBPATH}")
            wanted = site / inside / ("index.html" if inside.endswith("/") or not inside else "")
            return str(wanted if wanted.is_file() else site / "404.html")

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{SUBPATH}"
    server.shutdown()
    server.server_close()


def uri(sites: Sites, path: str) -> str:
    site, _, rest = path.partition("/")
    return (sites[site] / rest).as_uri()


def listen(page: Page) -> tuple[list[str], list[str]]:
    """Return what the page says to the console, and what it asks for, as lists that grow."""
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda one: said.append(one.text))
    page.on("pageerror", lambda one: said.append(str(one)))
    page.on("requestfailed", lambda one: said.append(f"failed: {one.url}"))
    page.on("request", lambda one: asked.append(one.url))
    return said, asked


# Nothing from elsewhere


@pytest.mark.parametrize("path", PAGES)
def test_a_page_from_the_disk_asks_only_for_files_of_its_site(page: Page, sites: Sites, path: str) -> None:
    said, asked = listen(page)
    page.goto(uri(sites, path))
    page.evaluate("document.fonts.ready")
    site = sites[path.partition("/")[0]].as_uri() + "/"
    assert [one for one in asked if not one.startswith((site, "data:"))] == []
    assert any(one.endswith(".woff2") for one in asked)
    assert said == []


def test_a_page_that_has_moved_leads_on(page: Page, sites: Sites) -> None:
    page.goto(uri(sites, "everything/mentor/old-address.html"))
    page.wait_for_url("**/blocks/every-block/index.html")


def test_the_site_is_the_same_below_a_path_of_a_server(page: Page, sites: Sites, address: str) -> None:
    for path in ("", "mentor/", "mentor/blocks/every-block/", "mentor/programs/full/"):
        page.goto(uri(sites, f"everything/{path}index.html"))
        words, colour = page.inner_text("body"), _ground(page)
        # A browser asks for the icon of a page when it has nothing better to do.
        page.goto("about:blank")
        said, asked = listen(page)
        page.goto(address + path)
        assert (page.inner_text("body"), _ground(page)) == (words, colour)
        assert [one for one in asked if not one.startswith((address, "data:"))] == []
        assert said == []


def test_the_page_for_a_lost_address_is_whole_at_any_depth(page: Page, address: str) -> None:
    said, asked = listen(page)
    page.goto(address + "mentor/no/such/page/")
    assert page.inner_text("h1") == "This page is not here"
    assert any(one.endswith("layout.css") for one in asked)
    assert said == []
    page.click("main a")
    assert page.inner_text("h1") == "Everything a handbook can hold"


def _ground(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))


# For everybody


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(page: Page, sites: Sites, path: str) -> None:
    """In the dark only colours differ, so only their rules are asked again."""
    page.goto(uri(sites, path))
    page.evaluate(suite("axe-core/axe.min.js").read_text(encoding="utf-8"))
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="light")
        assert _found_by_axe(page, EVERY_RULE) == [], width
        page.emulate_media(color_scheme="dark")
        assert _found_by_axe(page, RULES_OF_COLOUR) == [], width


@pytest.mark.parametrize("path", BRANDED_PAGES)
def test_axe_finds_nothing_in_the_colours_of_a_brand(page: Page, branded: Path, path: str) -> None:
    page.goto((branded / path).as_uri())
    page.evaluate(suite("axe-core/axe.min.js").read_text(encoding="utf-8"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert _found_by_axe(page, RULES_OF_COLOUR) == [], scheme


def _found_by_axe(page: Page, rules: dict[str, Any]) -> list[str]:
    """Return what axe complains of on a page that keeps its policy, so that nothing is asked for again."""
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false})", rules
    )
    assert found["passes"] != []
    return [f"{one['id']}: {node['html']}" for one in found["violations"] for node in one["nodes"]]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways(page: Page, sites: Sites, path: str) -> None:
    page.goto(uri(sites, path))
    for width in (1920, 1280, 768, 360, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert _needed(page) <= width, width


@pytest.mark.parametrize(
    "path", [CHAPTER, SHEET, TYPES, "everything/mentor/programs/full/index.html", COHORT]
)
def test_twice_the_size_of_text_loses_nothing(phone: Page, sites: Sites, path: str) -> None:
    phone.goto(uri(sites, path))
    phone.evaluate("document.documentElement.style.fontSize = '200%'")
    assert _needed(phone) <= 360


def _needed(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


def test_the_contents_open_and_close_by_keyboard_on_a_phone(phone: Page, sites: Sites) -> None:
    phone.goto(uri(sites, CHAPTER))
    contents = phone.locator("#contents")
    assert not contents.is_visible()
    phone.focus(".opens-contents")
    phone.keyboard.press("Enter")
    assert contents.is_visible()
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.closest('#contents') !== null")
    phone.keyboard.press("Escape")
    assert not contents.is_visible()
    assert phone.evaluate("document.activeElement.matches('.opens-contents')")


def test_the_contents_always_stand_beside_a_wide_page(page: Page, sites: Sites) -> None:
    page.goto(uri(sites, CHAPTER))
    assert page.locator("#contents").is_visible()
    assert not page.locator(".opens-contents").is_visible()
    assert "Every block" in page.inner_text("#contents [aria-current=page]").splitlines()


DEEP = "own/coordinator/run-a-program/measure/index.html"
"""A chapter that stands far down in the contents."""


def test_the_contents_show_where_one_is_however_far_down_that_is(
    page: Page, phone: Page, sites: Sites
) -> None:
    for one, width, opened in ((page, 1280, False), (phone, 360, True)):
        one.goto(uri(sites, DEEP))
        one.set_viewport_size({"width": width, "height": 600})
        if opened:
            one.click(".opens-contents")
        _until(one, f"document.querySelector('#contents').scrollTop > 0 && {IN_VIEW}")


def test_the_contents_stay_where_they_were_on_the_next_page(page: Page, sites: Sites) -> None:
    line = "[...document.querySelectorAll('#contents a')].find(one => one.innerText.includes('Measure'))"
    page.goto(uri(sites, DEEP))
    _until(page, f"document.querySelector('#contents').scrollTop > 0 && {IN_VIEW}")
    page.evaluate("document.querySelector('#contents').scrollTop -= 50")
    top = page.evaluate(f"{line}.getBoundingClientRect().top")
    page.evaluate(f"{line}.closest('li').nextElementSibling.querySelector('a').click()")
    page.wait_for_url("**/close-a-cohort/index.html")
    _until(page, IN_VIEW)
    # A line may be a little higher before its font is there.
    assert abs(page.evaluate(f"{line}.getBoundingClientRect().top") - top) < 20


IN_VIEW = """(() => {
    const {top, bottom} = document.querySelector("#contents [aria-current]").getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
})()"""


def _until(page: Page, condition: str) -> None:
    """Wait for something; pages forbid the way in which Playwright asks again."""
    for _ in range(50):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(condition)


def test_the_headings_beside_a_page_follow_its_reader(page: Page, sites: Sites) -> None:
    page.goto(uri(sites, CHAPTER))
    here = page.locator(".beside [aria-current]")
    assert here.count() == 0
    page.locator("main h2").nth(2).evaluate("one => one.scrollIntoView()")
    title = page.locator("main h2").nth(2).inner_text()
    marked = "(document.querySelector('.beside [aria-current=location]') || {}).innerText"
    _until(page, f"{marked} === {title!r}")
    page.keyboard.press("End")
    last = page.locator(".beside a").last.inner_text()
    _until(page, f"{marked} === {last!r}")
    assert here.count() == 1


def test_previous_and_next_say_what_they_are_about(page: Page, sites: Sites) -> None:
    page.goto(uri(sites, "own/coordinator/begin/agree-how-you-work/index.html"))
    following = page.locator(".neighbours .next")
    summary, address = following.locator("span").inner_text(), following.get_attribute("href")
    following.click()
    page.wait_for_url(f"**/{str(address).removeprefix('../')}")
    assert page.inner_text(".lede") == summary


# Light and dark


def _scheme(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.documentElement).colorScheme"))


def test_light_and_dark_are_chosen_by_keyboard_and_stay_chosen(page: Page, sites: Sites) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(uri(sites, CHAPTER))
    bright = _ground(page)
    page.focus(".editions summary")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement === document.querySelector('.scheme select')")
    page.keyboard.press("End")
    _until(page, "document.documentElement.dataset.scheme === 'dark'")
    dark = _ground(page)
    assert dark != bright
    for path in (SHEET, "everything/mentor/blocks/index.html", "own/index.html"):
        page.goto(uri(sites, path))
        assert (_scheme(page), _ground(page)) == ("dark", dark)
    page.goto(uri(sites, CHAPTER))
    assert page.get_by_label("Light or dark").input_value() == "dark"
    page.get_by_label("Light or dark").select_option("As on this device")
    assert _ground(page) == bright
    page.emulate_media(color_scheme="dark")
    assert _ground(page) == dark


def test_a_page_is_printed_on_white_whatever_was_chosen(page: Page, sites: Sites) -> None:
    page.goto(uri(sites, CHAPTER))
    page.get_by_label("Light or dark").select_option("Dark")
    page.emulate_media(media="print")
    assert _scheme(page) == "light"


def test_the_logo_goes_with_what_was_chosen(page: Page, branded: Path) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto((branded / "mentor/index.html").as_uri())
    shown = "document.querySelector('.masthead .logo').currentSrc.split('/').pop()"
    night = page.evaluate(shown)
    page.get_by_label("Light or dark").select_option("Light")
    _until(page, f"{shown} !== {night!r}")
    page.emulate_media(color_scheme="light")
    page.get_by_label("Light or dark").select_option("Dark")
    _until(page, f"{shown} === {night!r}")


def test_where_the_browser_remembers_nothing_the_choice_holds_for_the_page(page: Page, sites: Sites) -> None:
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error(); }})")
    said, _ = listen(page)
    page.goto(uri(sites, CHAPTER))
    page.get_by_label("Light or dark").select_option("Dark")
    assert _scheme(page) == "dark"
    assert said == []


# Editions


def test_an_edition_is_chosen_by_keyboard_on_the_first_page(page: Page, sites: Sites) -> None:
    page.goto(uri(sites, "own/index.html"))
    assert page.inner_text("h1") == "The Mentorship Handbook"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.querySelector('b').innerText") == "Mentors"
    page.keyboard.press("Enter")
    page.wait_for_url("**/mentor/index.html")
    assert "For Mentors" in page.inner_text(".cover")


def test_the_edition_is_switched_by_keyboard(page: Page, sites: Sites) -> None:
    page.goto(uri(sites, CHAPTER))
    page.focus(".editions summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/mentee/blocks/every-block/index.html")
    assert "Only mentors read this." not in page.inner_text("main")


def test_the_first_stop_leads_past_the_contents(page: Page, sites: Sites) -> None:
    page.goto(uri(sites, CHAPTER))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_every_stop_of_the_keyboard_is_seen(phone: Page, sites: Sites) -> None:
    phone.goto(uri(sites, CHAPTER))
    phone.keyboard.press("Tab")
    unseen = phone.evaluate("""() => {
        const stops = [...document.querySelectorAll("a[href], button, summary, [tabindex='0']")]
            .filter(one => one.checkVisibility());
        const seen = one => {
            one.focus();
            const style = getComputedStyle(one);
            return document.activeElement === one && style.outlineStyle === "solid"
                && parseFloat(style.outlineWidth) >= 2;
        };
        return stops.length > 20 ? stops.filter(one => !seen(one)).map(one => one.outerHTML) : ["too few"];
    }""")
    assert unseen == []


def test_nothing_moves_for_those_who_asked_for_that(browser: Browser, sites: Sites) -> None:
    for choice, moving in (("reduce", "none auto"), ("no-preference", "slide smooth")):
        context = browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion=choice)
        page = context.new_page()
        page.goto(uri(sites, CHAPTER))
        page.click(".opens-contents")
        found = page.evaluate("""[
            getComputedStyle(document.querySelector("#contents")).animationName,
            getComputedStyle(document.documentElement).scrollBehavior,
        ].join(" ")""")
        assert found == moving
        context.close()


def test_where_one_is_shows_in_forced_colours(browser: Browser, sites: Sites) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, forced_colors="active")
    page = context.new_page()
    page.goto(uri(sites, CHAPTER))
    outline = "getComputedStyle(document.querySelector('#contents [aria-current]')).outlineStyle"
    assert page.evaluate(outline) == "solid"
    context.close()


def test_a_schedule_shows_what_is_for_one_role_without_script(browser: Browser, sites: Sites) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(uri(sites, COHORT))
    everything = page.locator(".entry:visible, .task:visible").count()
    page.get_by_label("Keeper of the calendar").check()
    # A letter to everybody stays; the weeks that have nothing for this role go.
    assert page.locator("#event-letter").is_visible()
    assert not page.locator("#event-call--1--early").is_visible()
    assert not page.locator("#days-week-4").is_visible()
    page.get_by_label("Mentors").check()
    assert page.locator("#event-call--1--early").is_visible()
    assert 0 < page.locator(".entry:visible, .task:visible").count() < everything
    context.close()


# Sheets and lists


def test_everything_on_a_sheet_can_be_hit_with_a_finger(phone: Page, sites: Sites) -> None:
    for path in (SHEET, TYPES, "everything/mentor/checklists/every-item/index.html"):
        phone.goto(uri(sites, path))
        small = phone.evaluate("""() =>
            [...document.querySelectorAll("main :is(input, textarea, select, button)")]
            .filter(one => one.checkVisibility())
            .filter(one => Math.min(one.offsetWidth, one.offsetHeight) < 24).map(one => one.outerHTML)""")
        assert small == []


def test_every_control_of_a_sheet_shows_that_it_has_the_focus(phone: Page, sites: Sites) -> None:
    phone.goto(uri(sites, TYPES))
    phone.keyboard.press("Tab")
    unseen = phone.evaluate("""() => {
        const controls = [...document.querySelectorAll("main :is(input, textarea, select, button)")]
            .filter(one => one.checkVisibility());
        const seen = one => {
            one.focus();
            const style = getComputedStyle(one);
            return document.activeElement === one && style.outlineStyle === "solid"
                && parseFloat(style.outlineWidth) >= 2;
        };
        const unseen = controls.filter(one => !seen(one)).map(one => one.outerHTML);
        return controls.length > 50 ? unseen : ["too few"];
    }""")
    assert unseen == []


def test_fields_of_half_the_width_stand_side_by_side_where_there_is_room(page: Page, sites: Sites) -> None:
    page.goto(uri(sites, TYPES))
    mail, link = page.locator("#field-every-type--mail"), page.locator("#field-every-type--page")
    for width, beside in ((1280, True), (360, False)):
        page.set_viewport_size({"width": width, "height": 900})
        first, second = mail.bounding_box(), link.bounding_box()
        assert first is not None
        assert second is not None
        assert (second["x"] > first["x"] + first["width"]) == beside
        assert (second["y"] > first["y"] + first["height"]) != beside


def test_the_rows_of_a_table_are_blocks_on_a_phone_and_stay_rows(phone: Page, sites: Sites) -> None:
    phone.goto(uri(sites, TYPES))
    rows = phone.get_by_role("table", name="Where I stand").get_by_role("row")
    assert rows.count() == 3
    assert rows.nth(1).get_by_role("radio").count() == 5
    cells = (one.bounding_box() for one in rows.nth(1).get_by_role("cell").all())
    tops = [one["y"] for one in cells if one]
    head = rows.nth(1).get_by_role("rowheader").bounding_box()
    assert head is not None
    assert min(tops) >= head["y"] + head["height"]
    assert rows.nth(1).get_by_text("Seldom", exact=True).is_visible()
    actions = phone.get_by_role("table", name="Next actions")
    assert actions.get_by_label("By when, row 2").is_visible()
    assert _needed(phone) <= 360


def test_boxes_and_circles_are_the_systems_own_in_forced_colours(browser: Browser, sites: Sites) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(uri(sites, TYPES))
    assert (
        page.locator("[data-field=agreed] input").evaluate("one => getComputedStyle(one).appearance")
        == "auto"
    )
    assert (
        page.locator("[data-field=one] input").first.evaluate("one => getComputedStyle(one).appearance")
        == "auto"
    )
    context.close()


def test_without_script_a_sheet_is_filled_in_and_printed(
    browser: Browser, sites: Sites, tmp_path: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(uri(sites, TYPES))
    assert page.locator("noscript .keeping").is_visible()
    assert not page.get_by_text("Kept on this device only").is_visible()
    assert page.locator("main button:visible").count() == 0
    page.get_by_label("A page").fill("https://example.org/mine")
    page.get_by_label("What for").fill("For the long way round")
    page.get_by_label("Place 1").select_option("Hours")
    words = _printed(page, tmp_path)
    for one in ("https://example.org/mine", "For the long way round", "What we said last time", "Hours"):
        assert one in words
    assert "Without JavaScript" not in words
    context.close()


# On paper


def test_a_sheet_is_printed_with_what_is_written_or_blank(page: Page, sites: Sites, tmp_path: Path) -> None:
    page.goto(uri(sites, TYPES))
    page.get_by_label("A page").fill("https://example.org/mine")
    page.get_by_label("Weaknesses").fill("Saying no")
    page.get_by_label("A day that stands there").fill("2027-04-01")
    page.get_by_label("Some lines with words in them").fill("")
    page.get_by_label("Place 1").select_option("Hours")
    filled = _printed(page, tmp_path)
    for one in ("https://example.org/mine", "Saying no", "1 April 2027", "Hours"):
        assert one in filled
    for one in ("What we said last time", "5 March 2027"):
        assert one not in filled
    page.evaluate("document.documentElement.dataset.print = 'blank'")
    blank = _printed(page, tmp_path)
    for one in ("https://example.org/mine", "Saying no", "1 April 2027"):
        assert one not in blank
    assert "What we said last time" in blank
    assert "5 March 2027" in blank
    assert page.get_by_label("Weaknesses").input_value() == "Saying no"


def test_a_new_page_begins_where_the_author_says(page: Page, sites: Sites, tmp_path: Path) -> None:
    page.goto(uri(sites, TYPES))
    pages = _printed(page, tmp_path).split("\f")
    begun = next(one for one in pages if "What is made of parts" in one)
    assert begun.split("\n", maxsplit=1)[0].strip() == "What is made of parts"


def test_a_sheet_that_lies_on_its_side_is_printed_so(page: Page, sites: Sites, tmp_path: Path) -> None:
    needs(shutil.which("pdfinfo") is not None, "reading what was printed needs poppler")
    for path, lies in (("everything/mentor/worksheets/own-eyes/index.html", True), (TYPES, False)):
        page.goto(uri(sites, path))
        page.pdf(path=tmp_path / "sheet.pdf", prefer_css_page_size=True)
        told = subprocess.run(["pdfinfo", tmp_path / "sheet.pdf"], capture_output=True, text=True, check=True)
        found = re.search(r"Page size: +([\d.]+) x ([\d.]+)", told.stdout)
        assert found is not None
        assert (float(found[1]) > float(found[2])) == lies


def test_agendas_are_open_on_paper_and_the_choice_of_a_role_is_not_there(
    page: Page, sites: Sites, tmp_path: Path
) -> None:
    page.goto(uri(sites, COHORT))
    words = _printed(page, tmp_path)
    assert "Talk in pairs about something" in words
    assert "17:10" in words
    assert "Show what is for" not in words


@pytest.mark.parametrize("path", PAGES)
def test_a_page_prints_without_what_only_a_screen_needs(
    page: Page, sites: Sites, path: str, tmp_path: Path
) -> None:
    page.goto(uri(sites, path))
    heading = page.inner_text("h1")
    words = _printed(page, tmp_path)
    assert _letters(heading) in _letters(words)
    for chrome in ("Edition:", "Skip to the text", "On this page", "On a page of its own"):
        assert chrome not in words


def test_paper_has_what_is_folded_away_and_where_links_lead(page: Page, sites: Sites, tmp_path: Path) -> None:
    page.goto(uri(sites, CHAPTER))
    words = _letters(_printed(page, tmp_path))
    assert "Wordsthatoneasksfor." in words
    assert "linkelsewhere(https://example.org/a/very/long/way/to/a/page?with=a&query=in-it)" in words
    assert words.count("https://example.org/.") == 1
    assert "handbook.example.org/some/guide/mentor/blocks/every-block" in words
    page.goto(uri(sites, "everything/mentor/programs/full/index.html"))
    words = _printed(page, tmp_path)
    assert "The mood" in words
    assert "office.for.mentoring.and.everything.else@example.org" in words


def test_lines_on_paper_are_high_enough_to_write_on(page: Page, sites: Sites) -> None:
    page.emulate_media(media="print")
    page.goto(uri(sites, SHEET))
    millimetres = page.evaluate("""() => [...document.querySelectorAll(".line, .field tbody td")]
        .filter(one => one.checkVisibility()).map(one => one.getBoundingClientRect().height / 96 * 25.4)""")
    assert len(millimetres) > 20
    assert min(millimetres) >= 8


def test_a_sheet_in_a_chapter_begins_where_it_stands(page: Page, sites: Sites, tmp_path: Path) -> None:
    """Long sheets are torn between two fields rather than leave half a page empty."""
    page.goto(uri(sites, "own/coordinator/begin/agree-how-you-work/index.html"))
    pages = [_letters(one) for one in _printed(page, tmp_path).split("\f")]
    introduced = next(one for one in pages if "Fillitintogether,oneofyouwriting" in one)
    assert "Oneofyouwrites,bothreaditaloud" in introduced


def _printed(page: Page, folder: Path) -> str:
    needs(shutil.which("pdftotext") is not None, "reading what was printed needs poppler")
    page.pdf(path=folder / "printed.pdf", format="A4")
    command = ["pdftotext", "-layout", "-enc", "UTF-8", str(folder / "printed.pdf"), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _letters(words: str) -> str:
    """Return words without the blanks, which depend on where lines break."""
    return "".join(words.split())
