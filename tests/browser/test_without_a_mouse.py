"""The keyboard script of the manual, pressed: how-to/31-without-a-mouse says what should be seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.readers import Reader, becomes
from tests.story import Handbook

FILES = {
    "guidegen.yml": "id: keys-1\ntitle: Harbour\ntimezone: Europe/London\neditions:\n"
    "- {id: mentee, label: Mentees, roles: [mentee]}\n- {id: mentor, label: Mentors, roles: [mentor]}\n",
    "content/index.md": "# Welcome\n",
    "content/01-begin.md": "# Begin\n\nRead [the log](worksheet:log).\n\n::: details More\nFolded.\n:::\n\n"
    "- [ ] Take a pen\n- [ ] Take paper\n",
    "content/02-go-on.md": "# Go on\n\nAnd feedback.\n",
    "content/worksheets/log.yml": "title: Log\nfields:\n- {id: said, label: What was said}\n"
    "- {id: well, label: How well, type: scale, labels: {1: Badly, 5: Well}}\n"
    "- {id: dates, label: Dates, type: list}\n",
    "content/programs/harbour.yml": "title: Harbour mentoring\nduration: {weeks: 8}\nmeetings:\n"
    '- {id: kickoff, title: Kick-off, roles: [mentor], when: "week 1 wed 17:00", duration: 60m}\n'
    '- {id: tea, title: Tea, roles: [mentee], when: "week 2 wed 17:00", duration: 60m}\n'
    "cohorts:\n- {id: spring, title: Spring 2127, start: 2127-03-03}\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    story = Handbook(tmp_path_factory.mktemp("keys"))
    for path, text in FILES.items():
        story.write(path, text)
    story.build()
    return story.root / "site"


@pytest.fixture
def reader(browser: Browser, site: Path) -> Iterator[Reader]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    yield Reader(context, f"{site.as_uri()}/mentee/")
    context.close()


def at(page: Page) -> str:
    """Return the words of what has the keyboard: its name, or its text."""
    words = page.evaluate(
        "(one => one.labels?.[0]?.innerText || one.getAttribute('aria-label') || one.innerText || '')"
        "(document.activeElement)"
    )
    return " ".join(words.split())


def tab_to(page: Page, words: str) -> None:
    """Press Tab until something with these words has the keyboard, as somebody would who looks for it."""
    passed = []
    for _ in range(80):
        page.keyboard.press("Tab")
        passed.append(at(page))
        if words in passed[-1]:
            return
    raise AssertionError(f"{words!r} is not among {passed}")


def test_the_first_stop_skips_the_contents_and_the_next_is_in_the_text(reader: Reader) -> None:
    page = reader.open("begin/index.html")
    page.keyboard.press("Tab")
    assert at(page) == "Skip to the text"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_edition_is_chosen_from_its_button(reader: Reader) -> None:
    page = reader.open("begin/index.html")
    tab_to(page, "Edition")
    page.keyboard.press("Enter")
    tab_to(page, "Mentors")
    page.keyboard.press("Enter")
    page.wait_for_url("**/mentor/begin/index.html")


def test_in_a_chapter_things_are_opened_and_ticked_and_the_keyboard_stays(reader: Reader) -> None:
    page = reader.open("begin/index.html")
    tab_to(page, "More")
    page.keyboard.press("Enter")
    assert page.get_by_text("Folded.").is_visible()
    tab_to(page, "Take a pen")
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.checked")
    assert "Take a pen" in at(page)
    tab_to(page, "Go on")


def test_a_cohort_is_made_ones_own_and_its_schedule_narrowed_with_arrows(reader: Reader) -> None:
    page = reader.open("programs/harbour/cohorts/spring/index.html")
    tab_to(page, "This is my cohort")
    page.keyboard.press("Enter")
    becomes(
        page,
        "document.activeElement.getAttribute('aria-pressed') === 'true' || "
        "!document.activeElement.innerText.startsWith('This is my cohort')",
    )
    tab_to(page, "everyone")
    tea, kickoff = (
        page.locator("main h3, main b").get_by_text(one, exact=True).last for one in ("Tea", "Kick-off")
    )
    assert tea.is_visible() and kickoff.is_visible()
    page.keyboard.press("ArrowRight")
    assert at(page) == "Mentors"
    assert kickoff.is_visible() and not tea.is_visible()
    page.keyboard.press("ArrowLeft")
    assert at(page) == "everyone"


def test_a_sheet_is_filled_in_a_row_of_circles_is_one_stop_and_a_line_is_added(reader: Reader) -> None:
    page = reader.open("worksheets/log/index.html")
    tab_to(page, "What was said")
    page.keyboard.type("A plan")
    page.keyboard.press("Tab")
    page.get_by_text("Saved on this device").first.wait_for()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.checked && document.activeElement.value === '3'")
    page.keyboard.press("Tab")
    assert at(page) == "Take this answer back"
    lines = page.locator("main input[type=text]:visible, main textarea:visible").count()
    tab_to(page, "Add a line")
    page.keyboard.press("Enter")
    assert page.locator("main input[type=text]:visible, main textarea:visible").count() == lines + 1
    assert page.evaluate("document.activeElement.matches('input, textarea')")


def test_the_search_opens_is_walked_and_closed(reader: Reader) -> None:
    page = reader.open("begin/index.html")
    tab_to(page, "the log")
    page.keyboard.press("/")
    page.locator(".finder input").first.wait_for()
    page.keyboard.press("Escape")
    becomes(page, "document.activeElement.textContent.includes('the log')")
    page.keyboard.press("/")
    page.keyboard.type("feedback")
    page.locator(".finder .found > li").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/go-on/index.html*")


def test_a_stroke_in_a_field_is_a_stroke(reader: Reader) -> None:
    page = reader.open("worksheets/log/index.html")
    tab_to(page, "What was said")
    page.keyboard.type("1/2")
    assert page.evaluate("document.activeElement.value") == "1/2"
