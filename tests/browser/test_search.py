"""Searching, as somebody does it in a browser: from a folder and from a server, by keyboard, with slips."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.readers import Reader, becomes, served, stored
from tests.story import Handbook
from tests.tools import suite

FILES = {
    "guidegen.yml": "title: The Harbour Handbook\nid: harbour\n",
    "content/index.md": "# The Harbour Handbook\n\nWelcome aboard.\n",
    "content/01-work/index.md": "# Work\n",
    "content/01-work/01-feedback.md": """\
        ---
        summary: Three questions that help.
        ---
        # Ask for feedback

        Say what you want to know.

        ## After the meeting

        Write down the résumé of it, and thank them.
    """,
    "content/01-work/02-meet.md": """\
        # Meet

        ## Give each other feedback

        Use the café.

        ::: details
        The pelican stays in here.
        :::
    """,
    "content/01-work/03-notes.md": "# Notes\\n\\nKeep them. Feedback is one of them.\n".replace("\\n", "\n"),
    "content/it.md": "# Machines\n\nAsk IT about it.\n",
    "content/chinese.md": "---\nlang: zh\n---\n# \u6307\u5357\n\n"
    "\u5728\u7b2c\u4e00\u6b21\u4f1a\u9762\u4e4b\u524d\uff0c\u5148\u8bbe\u5b9a\u4f60\u7684\u76ee\u6807\u3002\n",
    "content/worksheets/aims.yml": "title: My aims\nfields:\n- {id: aim, label: My aim, type: text}\n",
    "content/glossary.yml": "terms:\n- {term: Sponsor, definition: Who pays for it.}\n",
}

SEARCH, NOTES = "search/index.html", "work/notes/index.html"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    story = Handbook(tmp_path_factory.mktemp("search"))
    for path, text in FILES.items():
        story.write(path, text)
    story.build().says()
    return story.root / "site"


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[str]:
    with served(site) as address:
        yield address


@pytest.fixture(params=["folder", "server"])
def reader(request: pytest.FixtureRequest, browser: Browser, site: Path, server: str) -> Iterator[Reader]:
    """Somebody at a folder, and at a server; nothing is said there and nothing else is asked for."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    one = Reader(context, f"{site.as_uri()}/" if request.param == "folder" else server)
    yield one
    context.close()
    assert one.said == []
    assert one.strangers() == []


def results(page: Page) -> Locator:
    return page.locator(".finder .found > li")


def titles(page: Page) -> list[str]:
    return page.locator(".finder .found h2").all_inner_texts()


def look_for(page: Page, words: str) -> list[str]:
    """Type words, and return the titles of what is found once everything is read."""
    page.locator(".finder input[type=search]").fill(words)
    page.wait_for_timeout(50)
    becomes(page, "!document.querySelector('.finder [role=status]').textContent.startsWith('Reading')")
    return titles(page)


def status(page: Page) -> str:
    return page.locator(".finder [role=status]").inner_text()


def test_a_key_opens_the_search_and_what_it_needs_is_asked_for_then(reader: Reader) -> None:
    page = reader.open(NOTES)
    page.wait_for_timeout(100)
    assert not [one for one in reader.asked if one.endswith("search.js") or "/search/" in one]
    page.keyboard.press("/")
    page.locator("dialog.finder input[type=search]").wait_for()
    page.keyboard.type("feedb")
    page.wait_for_timeout(50)
    becomes(page, "document.querySelectorAll('.finder .found > li').length === 3")
    assert any(one.endswith("/minisearch.js") for one in reader.asked)
    assert titles(page) == ["Ask for feedback", "Meet", "Notes"]
    assert status(page) == "3 pages"
    page.keyboard.press("Escape")
    assert page.locator("dialog.finder").is_hidden()


def test_the_button_opens_it_too_and_closes(reader: Reader) -> None:
    page = reader.open(NOTES)
    page.click(".opens-search")
    page.locator("dialog.finder input[type=search]").wait_for()
    assert page.url.endswith(NOTES)
    page.locator("dialog.finder").get_by_role("button", name="Close").click()
    assert page.locator("dialog.finder").is_hidden()


def test_the_arrow_keys_walk_through_the_results_and_enter_opens_one(reader: Reader) -> None:
    page = reader.open(SEARCH)
    look_for(page, "feedback")
    for name in ("Ask for feedback", "Meet", "Give each other feedback"):
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.textContent") == name
    page.keyboard.press("Enter")
    page.wait_for_url("**/work/meet/index.html#give-each-other-feedback")
    page.go_back()
    look_for(page, "feedback")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.press("Enter")
    page.wait_for_url("**/work/feedback/index.html")


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("resume", "Ask for feedback"),
        ("CAF\u00c9", "Meet"),
        ("\u76ee\u6807", "\u6307\u5357"),
        ("aims", "My aims"),
        ("patrons sponsor", "Sponsor"),
        ("questions resume", "Ask for feedback"),
        ("it", "Machines"),
        ("ai", "My aims"),
    ],
)
def test_accents_capitals_and_scripts_without_blanks_are_found(
    reader: Reader, words: str, title: str
) -> None:
    page = reader.open(SEARCH)
    assert look_for(page, words)[0] == title


@pytest.mark.parametrize(
    ("words", "found", "said"),
    [
        ("thank feedback", ["Ask for feedback"], "One page"),
        ("feedback feedback", ["Ask for feedback", "Meet", "Notes"], "3 pages"),
        ("feedback o", ["Meet", "Ask for feedback", "Notes"], "3 pages"),
        ("feedback of", ["Ask for feedback", "Notes"], "2 pages"),
        ("feedback pelicn", ["Meet"], "Nothing for"),
        ("pelican xylophone", ["Meet"], "No page has all of"),
        ("pelican xylophone z", ["Meet"], "No page has all of"),
    ],
)
def test_words_together_are_those_of_a_page_whichever_of_its_sections_have_them(
    reader: Reader, words: str, found: list[str], said: str
) -> None:
    page = reader.open(SEARCH)
    assert look_for(page, words) == found
    assert status(page).startswith(said)


def test_many_pages_are_all_shown_best_first_and_a_key_leaves_out_the_rest_of_those_before(
    browser: Browser, tmp_path: Path
) -> None:
    story = Handbook(tmp_path).write("guidegen.yml", "title: Piers\n").write("content/index.md", "# Piers\n")
    for place in range(30):
        story.write(f"content/page-{place:02}.md", f"# Page {place:02} on harbours\n\nA pier.\n")
    story.write("content/ship.md", "# Ship\n\n## In the harbour\n\nHarbours for pier and ship.\n")
    story.build().says()
    context = browser.new_context()
    page = Reader(context, f"{story.root.as_uri()}/site/").open(SEARCH)
    shown = look_for(page, "harbour")
    becomes(page, "document.querySelectorAll('.finder .found > li').length === 20")
    assert titles(page)[: len(shown)] == shown
    assert all(one.endswith("on harbours") for one in titles(page)), "a word of the title comes first"
    field = page.locator(".finder input[type=search]")
    field.fill("harbour")
    field.fill("harbour ship")
    becomes(page, "document.querySelectorAll('.finder .found > li').length === 1")
    page.wait_for_timeout(200)
    assert titles(page) == ["Ship"]
    context.close()


def test_a_slip_of_the_hand_is_forgiven_and_told(reader: Reader) -> None:
    page = reader.open(SEARCH)
    assert look_for(page, "feedbak")[0] == "Ask for feedback"
    assert status(page).startswith("Nothing for \u201cfeedbak\u201d as it is written.")
    assert look_for(page, "xylophone") == []
    assert status(page) == "Nothing for \u201cxylophone\u201d."


def test_found_words_are_marked_in_the_results_as_words_and_not_as_html(reader: Reader) -> None:
    page = reader.open(SEARCH)
    look_for(page, "resume")
    assert results(page).first.locator("mark").all_inner_texts() == ["r\u00e9sum\u00e9"]
    look_for(page, "<img src=x onerror=alert(1)>")
    assert page.locator(".finder img").count() == 0


def test_found_words_are_marked_on_the_page_that_is_opened_until_escape(reader: Reader) -> None:
    page = reader.open(SEARCH)
    look_for(page, "pelican")
    page.keyboard.press("Enter")
    page.wait_for_url("**/work/meet/index.html")
    page.locator("mark.sought").wait_for()
    assert page.locator("mark.sought").all_inner_texts() == ["pelican"]
    page.keyboard.press("Escape")
    assert page.locator("mark.sought").count() == 0
    page.reload()
    page.wait_for_timeout(200)
    assert page.locator("mark").count() == 0


def test_a_result_on_the_page_at_hand_closes_the_search_and_is_marked(reader: Reader) -> None:
    page = reader.open("work/feedback/index.html")
    page.keyboard.press("/")
    page.locator("dialog.finder").wait_for()
    look_for(page, "thank")
    page.get_by_role("link", name="After the meeting", exact=True).locator("visible=true").last.click()
    assert page.locator("dialog.finder").is_hidden()
    assert page.url.endswith("#after-the-meeting")
    assert page.locator("mark.sought").all_inner_texts() == ["thank"]


def test_what_is_searched_for_stays_in_the_tab_and_what_was_written_is_not_searched(reader: Reader) -> None:
    page = reader.open("worksheets/aims/index.html")
    page.locator("input[type=text]").first.fill("Zebra crossing")
    page.wait_for_timeout(400)
    before = stored(page)
    page.goto(reader.site + SEARCH)
    assert look_for(page, "zebra") == []
    look_for(page, "feedback")
    assert stored(page) == before
    assert "feedback" not in page.url
    page.reload()
    assert page.locator(".finder input[type=search]").input_value() == "feedback"
    other = reader.open(SEARCH)
    assert other.locator(".finder input[type=search]").input_value() == ""


def test_the_key_writes_where_somebody_types_and_can_be_switched_off(reader: Reader) -> None:
    page = reader.open("worksheets/aims/index.html")
    page.locator("input[type=text]").first.press("/")
    assert page.locator("input[type=text]").first.input_value() == "/"
    page.goto(reader.site + SEARCH)
    page.get_by_label("The key / opens the search").uncheck()
    page.goto(reader.site + NOTES)
    page.keyboard.press("/")
    page.wait_for_timeout(200)
    assert page.locator("dialog.finder").count() == 0


def test_without_script_the_button_leads_to_a_page_that_says_what_is_left(
    browser: Browser, site: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/{NOTES}")
    page.click(".opens-search")
    assert "Searching needs JavaScript" in page.inner_text("main")
    page.click("main a[href$='print/index.html']")
    assert "Keep them." in page.inner_text("main")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", [SEARCH, NOTES])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser, site: Path, path: str, width: int, scheme: str
) -> None:
    axe = suite("axe-core/axe.min.js").read_text(encoding="utf-8")
    # axe asks for the stylesheets, which the policy of the page forbids.
    context = browser.new_context(viewport={"width": width, "height": 740}, bypass_csp=True)
    page = context.new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{site.as_uri()}/{path}")
    if path != SEARCH:
        page.click(".opens-search")
    page.locator(".finder input[type=search]").wait_for()
    assert len(look_for(page, "feedback")) == 3
    wide = "one => one.scrollWidth > innerWidth"
    assert not page.evaluate(
        f"[document.documentElement, ...document.querySelectorAll('dialog')].some({wide})"
    )
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []
    context.close()
