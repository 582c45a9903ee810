"""The preview goes where the author is writing, and never where somebody else is busy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.authors import Author, listening, shows, stayed, writing
from tests.browser.readers import becomes
from tests.serving import eventually

GOALS = "content/goals.md"
HOME = "content/index.md"
LOG = "content/worksheets/log.yml"

HIDING = """
let hidden = false;
Object.defineProperty(document, 'visibilityState', { get: () => (hidden ? 'hidden' : 'visible') });
window.hide = isHidden => {
  hidden = isHidden;
  document.dispatchEvent(new Event('visibilitychange'));
};
"""
"""A browser without a window shows every tab; so a test says which one nobody sees."""


@pytest.fixture
def author(browser: Browser, tmp_path: Path) -> Iterator[Author]:
    with writing(tmp_path / "book", browser) as found:
        found.context.add_init_script(HIDING)
        yield found
        assert found.said == []
        assert found.preview.bugs == []


def is_in_view(page: Page, css: str) -> bool:
    """Return whether some of an element stands in the window, above the bar."""
    edges = page.locator(css).first.evaluate("one => one.getBoundingClientRect().toJSON()")
    return bool(edges["bottom"] > 0 and edges["top"] < page.evaluate("innerHeight") - 40)


def becomes_quiet(author: Author) -> None:
    """Wait until no tab listens."""
    eventually(lambda: not author.preview.stage.open_pages)


def goes_to(page: Page, path: str) -> None:
    page.wait_for_url(f"**{path}")
    listening(page)


def test_the_browser_goes_to_the_page_and_the_heading_that_were_edited(author: Author) -> None:
    page = author.open()
    author.edit(GOALS, "Look back.", "Look back, every month.")
    goes_to(page, "/goals/#later")
    shows(page, "Look back, every month.")
    assert is_in_view(page, "#later")


def test_the_way_back_stays_open(author: Author) -> None:
    page = author.open()
    author.edit(GOALS, "Look back.", "Look back, every month.")
    goes_to(page, "/goals/#later")
    page.go_back()
    page.wait_for_url("**/")
    listening(page)
    page.wait_for_timeout(500)
    assert page.url == author.preview.url


def test_a_page_that_the_browser_kept_is_not_left_when_the_author_goes_back_to_it(author: Author) -> None:
    page = author.open()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    becomes_quiet(author)
    author.edit(GOALS, "# Goals", "# All goals")
    page.wait_for_timeout(300)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    page.locator("#contents").get_by_text("All goals").wait_for()
    assert stayed(page)


def test_a_page_that_is_opened_is_not_left_for_what_was_edited_before(author: Author) -> None:
    first = author.open()
    author.edit(GOALS, "Look back.", "Look back, every month.")
    goes_to(first, "/goals/#later")
    page = author.open()
    page.wait_for_timeout(500)
    assert page.url == author.preview.url


def test_with_the_switch_off_the_browser_stays_and_offers_the_way(author: Author) -> None:
    page = author.open()
    page.get_by_label("Follow edits").uncheck()
    author.edit(GOALS, "Look back.", "Look back, every month.")
    page.get_by_role("link", name="Go to the last edit").click()
    goes_to(page, "/goals/#later")
    assert not page.get_by_label("Follow edits").is_checked()


def test_somebody_who_writes_in_a_field_is_left_there(author: Author) -> None:
    page = author.open("worksheets/log/")
    page.locator("[data-field=name] input").focus()
    author.edit(GOALS, "Look back.", "Look back, every month.")
    page.get_by_role("link", name="Go to the last edit").wait_for()
    assert stayed(page)


def test_answers_that_nobody_keeps_are_not_left_behind(author: Author) -> None:
    page = author.open("worksheets/own-eyes/")
    page.locator("[data-field=worry] textarea").fill("This")
    page.locator("h1").click()
    author.edit(GOALS, "Look back.", "Look back, every month.")
    page.get_by_role("link", name="Go to the last edit").wait_for()
    assert page.locator("[data-field=worry] textarea").input_value() == "This"


def test_what_changed_far_below_comes_into_view_with_its_heading(author: Author) -> None:
    page = author.open("goals/")
    author.edit(GOALS, "Look back.", "Look back, every month.")
    shows(page, "Look back, every month.")
    becomes(page, "document.getElementById('later').getBoundingClientRect().top < innerHeight / 2")
    assert is_in_view(page, "#later")
    assert stayed(page)


def test_what_changed_far_below_its_heading_comes_into_view_by_itself(author: Author) -> None:
    page = author.open("goals/")
    text = (author.story.root / GOALS).read_text(encoding="utf-8")
    author.write(GOALS, text.rstrip() + "\n\nThis is the very end.\n")
    shows(page, "This is the very end.")
    becomes(page, "scrollY > 1000")
    assert is_in_view(page, "p:has-text('This is the very end.')")


def test_the_window_stays_where_what_changed_is_in_view(author: Author) -> None:
    page = author.open("goals/")
    page.evaluate("scrollTo(0, 120)")
    author.edit(GOALS, "They write.", "They write.").edit(GOALS, "Take a pen", "Take two pens")
    shows(page, "Take two pens")
    page.wait_for_timeout(200)
    assert page.evaluate("scrollY") == 120


def test_a_tab_that_nobody_sees_gives_its_connection_back_and_catches_up(author: Author) -> None:
    page = author.open("goals/")
    page.evaluate("hide(true)")
    becomes_quiet(author)
    author.edit(GOALS, "Why goals matter.", "Goals matter.")
    page.wait_for_timeout(300)
    assert "Why goals matter." in page.inner_text("main")
    page.evaluate("hide(false)")
    shows(page, "Goals matter.")
    assert stayed(page)


def test_the_tab_that_was_seen_last_goes_where_the_author_was_meanwhile(author: Author) -> None:
    page = author.open()
    page.evaluate("hide(true)")
    becomes_quiet(author)
    author.edit(GOALS, "Look back.", "Look back, every month.")
    page.wait_for_timeout(300)
    page.evaluate("hide(false)")
    goes_to(page, "/goals/#later")


def test_a_tab_that_was_not_seen_last_stays_where_it_is(author: Author) -> None:
    first, second = author.open(), author.open("worksheets/log/")
    for page in (first, second):
        page.evaluate("hide(true)")
    becomes_quiet(author)
    author.edit(GOALS, "Look back.", "Look back, every month.")
    first.wait_for_timeout(300)
    first.evaluate("hide(false)")
    first.wait_for_timeout(500)
    assert stayed(first)
    assert first.url == author.preview.url


def test_nine_tabs_open_without_one_waiting_for_another(author: Author) -> None:
    pages = []
    for _ in range(9):
        page = author.open("goals/")
        pages.append(page)
        page.evaluate("hide(true)")
    pages[0].evaluate("hide(false)")
    author.edit(GOALS, "Why goals matter.", "Goals matter.")
    shows(pages[0], "Goals matter.")
    assert len(author.preview.stage.open_pages) == 1
