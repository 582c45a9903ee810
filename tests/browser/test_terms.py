"""Words of the glossary as readers meet them: by mouse, keys and touch, on a phone, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.readers import Reader, becomes
from tests.story import Handbook
from tests.tools import suite

LONG = "".join(f"    Paragraph {place} of what a charter is, which is long.\n\n" for place in range(20))
WORDS = "so that each line of it is long enough to reach the other side of the page, "
FILES = {
    "guidegen.yml": "title: The Harbour Handbook\nid: harbour\n",
    "content/index.md": "# The Harbour Handbook\n\nA mentor asks.\n",
    "content/a.md": (
        "# Ask\n\nA mentor and their mentee are here, and their very first peer too, sponsor.\n\n"
        + (WORDS * 30)
        + "\n\nAt the end there is a goal.\n"
    ),
    "content/b.md": ("# Long\n\n" + WORDS * 30 + "in the middle is a charter, " + WORDS * 30),
    "content/glossary.yml": (
        "terms:\n"
        "- {term: mentor, definition: Somebody who asks *good* questions.}\n"
        '- {term: mentee, definition: "See [mentor](term:mentor)."}\n'
        f"- {{term: sponsor, definition: Somebody who speaks for you {'again and again ' * 20}.}}\n"
        "- term: goal\n  definition: |\n    What you want[^1].\n\n    - One.\n    - Two.\n"
        "\n    [^1]: Not others.\n"
        f"- term: charter\n  definition: |\n{LONG}"
    ),
}
OPEN = ".meaning:popover-open"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    story = Handbook(tmp_path_factory.mktemp("terms"))
    for path, text in FILES.items():
        story.write(path, text)
    story.build().says()
    return story.root / "site"


@pytest.fixture
def reader(browser: Browser, site: Path) -> Iterator[Reader]:
    """Somebody with a mouse; nothing is said there and nothing else is asked for."""
    context = browser.new_context(viewport={"width": 1280, "height": 700})
    one = Reader(context, f"{site.as_uri()}/")
    yield one
    context.close()
    assert (one.said, one.strangers()) == ([], [])


def word(page: Page, name: str) -> Locator:
    return page.locator(f'.term[popovertarget="meaning--{name}"]').first


def is_open(page: Page) -> list[str]:
    """Return what is open, by its heading."""
    return page.locator(f"{OPEN} .name").all_inner_texts()


def stands_within(page: Page, place: Locator) -> bool:
    box, size = place.bounding_box(), page.viewport_size
    assert box is not None and size is not None
    return (
        box["x"] >= 0
        and box["y"] >= 0
        and box["x"] + box["width"] <= size["width"]
        and box["y"] + box["height"] <= size["height"]
    )


def test_a_click_shows_what_is_meant_and_another_closes_it(reader: Reader) -> None:
    page = reader.open("a/index.html")
    word(page, "mentor").click()
    assert is_open(page) == ["mentor"]
    page.wait_for_timeout(600)
    assert is_open(page) == ["mentor"], "a mouse that rests there takes nothing away"
    page.mouse.move(2, 2)
    page.wait_for_timeout(600)
    assert is_open(page) == ["mentor"], "nor one that leaves: a click has opened it"
    word(page, "mentor").click()
    assert is_open(page) == []


def test_keys_open_it_lead_into_it_and_close_it(reader: Reader) -> None:
    page = reader.open("a/index.html")
    word(page, "mentee").focus()
    page.keyboard.press("Enter")
    assert is_open(page) == ["mentee"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "mentor"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "In the glossary"
    page.keyboard.press("Escape")
    assert is_open(page) == []
    assert page.evaluate("document.activeElement.textContent") == "mentee"
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary/index.html#term-mentee")


def test_a_resting_mouse_shows_it_as_long_as_it_rests_there_or_on_the_meaning(reader: Reader) -> None:
    page = reader.open("a/index.html")
    assert not any("terms.js" in one for one in reader.asked)
    word(page, "mentor").hover()
    becomes(page, f"document.querySelector('{OPEN}') !== null")
    page.locator(OPEN).hover()
    page.wait_for_timeout(600)
    assert is_open(page) == ["mentor"]
    page.mouse.move(2, 2)
    becomes(page, f"document.querySelector('{OPEN}') === null")
    word(page, "mentee").hover()
    becomes(page, f"document.querySelector('{OPEN}') !== null")
    page.keyboard.press("Escape")
    page.wait_for_timeout(600)
    assert is_open(page) == [], "without the mouse being moved"
    word(page, "mentor").hover()
    becomes(page, f"document.querySelector('{OPEN}') !== null")
    word(page, "mentor").click()
    page.mouse.move(2, 2)
    page.wait_for_timeout(600)
    assert is_open(page) == ["mentor"], "a click keeps what the mouse has opened"


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_what_is_meant_stands_on_the_screen_and_moves_nothing(
    browser: Browser, site: Path, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 640}, has_touch=True)
    page = Reader(context, f"{site.as_uri()}/").open("a/index.html")
    for name in ("mentor", "mentee", "sponsor", "goal"):
        word(page, name).scroll_into_view_if_needed()
        before = word(page, name).bounding_box()
        word(page, name).tap()
        assert is_open(page) == [name]
        assert stands_within(page, page.locator(OPEN))
        assert word(page, name).bounding_box() == before
        page.touchscreen.tap(2, 2)
        becomes(page, f"document.querySelector('{OPEN}') === null")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


@pytest.mark.parametrize("block", ["start", "center", "end"])
@pytest.mark.parametrize(("width", "height"), [(360, 640), (1280, 300), (320, 256), (320, 180)])
def test_what_is_meant_fits_a_small_window_and_is_scrolled_however_long_it_is(
    browser: Browser, site: Path, width: int, height: int, block: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=True)
    page = Reader(context, f"{site.as_uri()}/").open("b/index.html")
    look = f"one => one.scrollIntoView({{block: '{block}', behavior: 'instant'}})"
    word(page, "charter").evaluate(look)
    word(page, "charter").evaluate("one => one.click()")
    assert stands_within(page, page.locator(OPEN))
    said, shown = page.locator(OPEN).bounding_box(), word(page, "charter").bounding_box()
    assert said is not None and shown is not None
    above, below = said["y"] + said["height"] <= shown["y"], said["y"] >= shown["y"] + shown["height"]
    assert above or below, "the word is seen"
    page.locator(OPEN).evaluate("one => one.scrollTo({top: one.scrollHeight, behavior: 'instant'})")
    assert stands_within(page, page.locator(f"{OPEN} a"))
    context.close()


def test_a_meaning_that_was_clicked_open_stays_while_a_mouse_passes_other_words(reader: Reader) -> None:
    page = reader.open("a/index.html")
    word(page, "mentor").click()
    for name in ("mentee", "sponsor", "mentor"):
        word(page, name).hover()
        page.wait_for_timeout(500)
        assert is_open(page) == ["mentor"]
    page.mouse.move(2, 2)
    page.wait_for_timeout(500)
    assert is_open(page) == ["mentor"]
    page.keyboard.press("Escape")
    word(page, "mentee").hover()
    becomes(page, f"document.querySelector('{OPEN}') !== null")
    assert is_open(page) == ["mentee"]
    word(page, "sponsor").hover()
    becomes(page, "document.querySelector('.meaning:popover-open .name')?.innerText === 'sponsor'")


def test_a_sentence_is_selected_with_its_words(reader: Reader) -> None:
    page = reader.open("a/index.html")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.text > p:has(.term)'))")
    said = page.evaluate("getSelection().toString()")
    assert said == "A mentor and their mentee are here, and their very first peer too, sponsor."


def test_paper_has_plain_words_and_a_list_of_what_they_mean(reader: Reader) -> None:
    page = reader.open("a/index.html")
    assert not page.get_by_text("Words used here").is_visible()
    page.emulate_media(media="print")
    assert page.get_by_text("Words used here").is_visible()
    assert page.locator(".meaning .name").all_inner_texts() == ["mentor", "mentee", "sponsor", "goal"]
    assert not page.get_by_text("In the glossary").first.is_visible()
    drawn = word(page, "mentor").evaluate(
        "one => { const style = getComputedStyle(one); return [style.borderWidth, style.textDecorationLine,"
        " style.fontSize === getComputedStyle(one.parentElement).fontSize] }"
    )
    assert drawn == ["0px", "none", True]


def test_words_can_be_asked_for_without_script(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = Reader(context, f"{site.as_uri()}/").open("index.html")
    page.locator(".term").click()
    assert page.locator(f"{OPEN} .name").inner_text() == "mentor"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_a_word_is_explained(browser: Browser, site: Path, scheme: str) -> None:
    axe = suite("axe-core/axe.min.js").read_text(encoding="utf-8")
    # axe puts a script and styles into the page, which the policy of the page forbids.
    context = browser.new_context(bypass_csp=True, color_scheme="dark" if scheme == "dark" else "light")
    page = Reader(context, f"{site.as_uri()}/").open("a/index.html")
    page.evaluate(axe)
    word(page, "goal").click()
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [one["id"] for one in found["violations"]] == []
    context.close()
