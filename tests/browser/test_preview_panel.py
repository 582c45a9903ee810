"""What the preview tells on the page: mistakes over the last good one, and the bar at its foot."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.authors import PROGRAM, Author, anew, shows, stayed, writing
from tests.browser.readers import becomes, stored
from tests.tools import suite

GOALS = "content/goals.md"
LOG = "content/worksheets/log.yml"
SECRET = "content/worksheets/own-eyes.yml"
OWN = "#guidegen-preview"


@pytest.fixture
def author(browser: Browser, tmp_path: Path) -> Iterator[Author]:
    with writing(tmp_path / "book", browser) as found:
        found.context.grant_permissions(["clipboard-read", "clipboard-write"])
        yield found
        assert found.said == []
        assert found.preview.bugs == []


def panel(page: Page) -> Any:
    return page.locator("#problems")


def flaws(author: Author, page: Page) -> list[str]:
    """Return what axe finds on a page; that the policy keeps axe itself from styling it is no flaw."""
    before = len(author.said)
    page.evaluate(suite("axe-core/axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    assert all("inline style" in one for one in author.said[before:])
    del author.said[before:]
    return [f"{one['id']}: {[each['target'] for each in one['nodes']]}" for one in found["violations"]]


# Mistakes


def test_a_mistake_shows_over_the_last_good_page_until_it_is_mended(author: Author) -> None:
    page = author.open("worksheets/log/")
    page.locator("[data-field=name] input").fill("Ada")
    author.edit(LOG, "title: Log", "title: [Log")
    panel(page).wait_for()
    told = panel(page).inner_text()
    assert "Error" in told
    assert "content/worksheets/log.yml:" in told
    assert page.locator("#problems pre code").first.inner_text() != ""
    assert page.get_by_role("button", name="1 error").is_visible()
    page.locator("[data-field=name] input").fill("Ada L.")
    author.edit(LOG, "title: [Log", "title: Log book")
    panel(page).wait_for(state="hidden")
    shows(page, "Log book")
    assert page.locator("[data-field=name] input").input_value() == "Ada L."
    assert stayed(page)


@pytest.mark.parametrize(
    ("path", "good", "wrong"),
    [
        (GOALS, "Why goals matter.", "::: include nothing.md\n\nWhy goals matter."),
        (GOALS, "# Goals", "---\nsummary: [Goals\n---\n\n# Goals"),
        (LOG, "type: long_text", "type: longest_text"),
        ("guidegen.yml", "title: Harbour", "title: Harbour\neditions: three"),
    ],
)
def test_mistakes_of_every_kind_of_file_show_and_go(author: Author, path: str, good: str, wrong: str) -> None:
    page = author.open("goals/")
    author.edit(path, good, wrong)
    panel(page).wait_for()
    assert path in panel(page).inner_text()
    author.edit(path, wrong, good)
    panel(page).wait_for(state="hidden")
    page.get_by_role("button", name="No problems").wait_for()


def test_a_template_that_cannot_be_drawn_shows_and_the_page_stays(author: Author) -> None:
    page = author.open("goals/")
    author.write(
        "templates/chapter.html",
        '{% extends "default/chapter.html" %}{% block after %}{{ nothing.at.all }}{% endblock %}',
    )
    panel(page).wait_for()
    assert "templates/chapter.html" in panel(page).inner_text()
    assert "Why goals matter." in page.inner_text("main")
    author.write(
        "templates/chapter.html",
        '{% extends "default/chapter.html" %}{% block after %}<p>Mended.</p>{% endblock %}',
    )
    shows(page, "Mended.")
    panel(page).wait_for(state="hidden")


def test_a_handbook_that_cannot_be_read_at_first_appears_when_it_is_mended(
    browser: Browser, tmp_path: Path
) -> None:
    with writing(tmp_path / "book", browser, **{"guidegen.yml": "title: [Harbour\n"}) as author:
        page = author.open("goals/")
        panel(page).wait_for()
        assert "guidegen.yml:" in panel(page).inner_text()
        author.write("guidegen.yml", "title: Harbour\n")
        shows(page, "Why goals matter.")
        panel(page).wait_for(state="hidden")


def test_the_panel_is_folded_away_by_escape_and_comes_back_with_the_next_error(author: Author) -> None:
    page = author.open("goals/")
    author.edit(LOG, "type: long_text", "type: longest_text")
    panel(page).wait_for()
    page.keyboard.press("Escape")
    assert panel(page).is_hidden()
    author.edit(GOALS, "Why goals matter.", "Goals matter.")
    shows(page, "Goals matter.")
    assert panel(page).is_hidden()
    author.edit(LOG, "type: choice", "type: choices")
    panel(page).wait_for()
    page.get_by_role("button", name="Close").click()
    page.reload()
    page.get_by_role("button", name="2 errors").wait_for()
    assert panel(page).is_hidden()
    page.get_by_role("button", name="2 errors").click()
    assert panel(page).is_visible()
    page.keyboard.press("Escape")
    assert page.evaluate(f"document.querySelector('{OWN}').shadowRoot.activeElement.className").startswith(
        "count"
    )


def test_warnings_wait_until_somebody_asks_and_errors_come_first(author: Author) -> None:
    page = author.open("goals/")
    author.edit("content/index.md", "(goals.md)", "(goal.md)")
    button = page.get_by_role("button", name="1 warning")
    button.wait_for()
    assert panel(page).is_hidden()
    button.click()
    assert "content/index.md:" in panel(page).inner_text()
    author.edit(LOG, "type: long_text", "type: longest_text")
    page.get_by_role("button", name="1 error, 1 warning").wait_for()
    assert page.locator("#problems li b").all_inner_texts() == ["Error", "Warning"]


def test_the_mark_covers_what_is_wrong_and_the_place_is_copied(author: Author) -> None:
    page = author.open("goals/")
    author.edit(LOG, "type: long_text", "type: longest_text")
    panel(page).wait_for()
    assert page.locator("#problems mark").inner_text() == "longest_text"
    page.locator("#problems").get_by_role("button", name="Copy the place").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("content/worksheets/log.yml:5:")


def test_what_an_author_writes_is_shown_as_words_and_runs_nowhere(author: Author) -> None:
    page = author.open("goals/")
    author.edit(LOG, "type: long_text", 'type: "<img src=x onerror=alert(1)>\\u202e"')
    panel(page).wait_for()
    assert "<img src=x" in panel(page).inner_text()
    assert page.locator("#problems img").count() == 0


# The bar


def test_the_bar_says_where_the_page_is_from_and_copies_it(author: Author) -> None:
    page = author.open("goals/")
    page.get_by_role("button", name="Copy path").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == GOALS
    assert page.get_by_role("link", name="Open content/goals.md in the editor").count() == 0


def test_the_bar_and_the_panel_lead_to_the_editor_where_one_is_set(author: Author) -> None:
    author.edit("guidegen.yml", "title:", 'editor: "vscode://file/{path}:{line}"\ntitle:')
    author.edit(LOG, "type: long_text", "type: longest_text")
    page = author.open("goals/")
    link = page.get_by_role("link", name="Open content/goals.md in the editor").get_attribute("href")
    assert link is not None and link.startswith("vscode://file/") and link.endswith("/content/goals.md:1")
    found = panel(page).get_by_role("link", name="Open content/worksheets/log.yml").get_attribute("href")
    assert found is not None and found.endswith("/content/worksheets/log.yml:5")


def test_an_address_that_would_run_a_script_is_no_editor(author: Author) -> None:
    page = author.open("goals/")
    page.route(
        "**/.guidegen/problems.json",
        lambda route: route.fulfill(body=json.dumps(forged()), content_type="application/json"),
    )
    author.edit(LOG, "type: long_text", "type: longest_text")
    panel(page).wait_for()
    assert page.locator("#problems a").count() == 0


def forged() -> dict[str, Any]:
    wrong = {
        "level": "error",
        "slug": "x",
        "message": "m",
        "path": "p",
        "line": 1,
        "column": 0,
        "width": 1,
        "excerpt": "",
        "remedy": "",
    }
    return {"version": 2, "complete": True, "more": 0, "problems": [{**wrong, "open": "javascript:alert(1)"}]}


def test_the_cohort_of_the_bar_is_that_of_the_page(author: Author) -> None:
    page = author.open("programs/harbour/")
    page.locator(f"{OWN} select").select_option("spring")
    assert page.evaluate("guidegen.cohortOf('harbour')") == "spring"
    other = author.open("goals/")
    assert other.locator(f"{OWN} select").input_value() == "spring"
    other.locator(f"{OWN} select").select_option("")
    becomes(page, f"document.querySelector('{OWN}')?.shadowRoot.querySelector('select')?.value === ''")
    assert not [one for one in stored(page) if "harbour" in one]


def test_the_cohorts_of_several_programs_leave_the_bar_its_room(tmp_path: Path, browser: Browser) -> None:
    others = {
        f"content/programs/{name}.yml": PROGRAM.replace("Harbour", name.title()) for name in ("quay", "pier")
    }
    with writing(tmp_path, browser, **others) as author:
        page = author.open("goals/")
        page.set_viewport_size({"width": 1100, "height": 700})
        assert page.get_by_role("button", name="Options").is_hidden()
        assert page.get_by_label("Follow edits").is_visible()
        assert page.get_by_label("Pier").is_hidden()
        page.locator(f"{OWN} summary").press("Enter")
        page.get_by_label("Pier").select_option("spring")
        assert page.evaluate("guidegen.cohortOf('pier')") == "spring"
        assert flaws(author, page) == []
        page.keyboard.press("Escape")
        assert page.get_by_label("Pier").is_hidden()


def test_a_draft_says_so(author: Author) -> None:
    page = author.open("goals/")
    assert page.locator(f"{OWN} .draft").count() == 0
    author.edit(GOALS, "# Goals", "---\ndraft: yes\n---\n\n# Goals")
    anew(page)
    assert page.locator(f"{OWN} .draft").inner_text() == "Draft"


def test_a_page_shows_as_on_paper_until_that_is_enough(author: Author) -> None:
    page = author.open("goals/")
    button = page.get_by_role("button", name="As on paper")
    button.click()
    assert page.locator(".masthead").is_hidden()
    assert page.locator(f"{OWN} .bar").is_visible()
    author.edit(GOALS, "Why goals matter.", "Goals matter.")
    shows(page, "Goals matter.")
    page.reload()
    page.locator(f"{OWN}.ready").wait_for()
    becomes(page, "getComputedStyle(document.querySelector('.masthead')).display === 'none'")
    button.click()
    assert page.locator(".masthead").is_visible()


def test_what_is_printed_is_the_same_as_on_paper_and_otherwise(author: Author) -> None:
    page = author.open("goals/")
    printed = words_of(page.pdf())
    page.get_by_role("button", name="As on paper").click()
    assert words_of(page.pdf()) == printed
    assert "Why goals matter." in printed[0]
    assert "Follow edits" not in "".join(printed)
    assert page.locator(".masthead").is_hidden()


def words_of(pdf: bytes) -> list[str]:
    """Return the words on each page."""
    document = pdfium.PdfDocument(pdf)
    return [one.get_textpage().get_text_bounded() for one in document]


def test_the_edition_stands_in_the_bar_and_changes_with_the_page(author: Author) -> None:
    roles = {"mentee": "Mentees", "mentor": "Mentors"}
    each = [f"- {{id: {role}, label: {label}, roles: [{role}]}}" for role, label in roles.items()]
    editions = "\n".join(["editions:", *each, ""])
    author.edit("guidegen.yml", "title: Harbour\n", f"title: Harbour\n{editions}")
    page = author.open("mentee/goals/")
    assert page.locator(f"{OWN} .edition").inner_text() == "Mentees"
    page.locator(".editions summary").click()
    page.locator(".editions a", has_text="Mentors").click()
    page.wait_for_url("**/mentor/goals/index.html")
    assert page.locator(f"{OWN} .edition").inner_text() == "Mentors"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_axe_finds_nothing_and_nothing_is_cut_off(author: Author, scheme: Any, width: int) -> None:
    author.edit(LOG, "type: long_text", "type: longest_text")
    page = author.open("goals/")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    panel(page).wait_for()
    assert flaws(author, page) == []
    page.keyboard.press("Escape")
    if width < 1024:
        page.get_by_role("button", name="Options").click()
    assert flaws(author, page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.get_by_label("Follow edits").is_visible()
    box = page.locator(f"{OWN} .bar").bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width and box["height"] < 60


def test_all_of_it_works_by_keyboard_alone(author: Author) -> None:
    author.edit(LOG, "type: long_text", "type: longest_text")
    page = author.open("goals/")
    page.set_viewport_size({"width": 360, "height": 740})
    panel(page).wait_for()
    page.get_by_role("button", name="Close").press("Enter")
    options = page.get_by_role("button", name="Options")
    options.press("Enter")
    page.get_by_label("Follow edits").press("Space")
    assert not page.get_by_label("Follow edits").is_checked()
    page.keyboard.press("Escape")
    assert page.get_by_label("Follow edits").is_hidden()
    assert options.get_attribute("aria-expanded") == "false"


# The server goes and comes


@contextmanager
def guidegen(root: Path, port: int) -> Iterator[None]:
    """Run the command as an author does, until it is interrupted."""
    command = [sys.executable, "-m", "guidegen", "serve", str(root), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        assert any("http://" in line for line in process.stdout)
        yield
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)


def test_a_page_waits_for_the_server_and_begins_anew_with_it(author: Author) -> None:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    with guidegen(author.story.root, port):
        page = author.open("worksheets/own-eyes/", f"http://127.0.0.1:{port}/")
        page.locator("[data-field=worry] textarea").fill("This")
    page.locator(f"{OWN} .state", has_text="Waiting for guidegen serve").wait_for()
    author.edit(SECRET, "label: Hope", "label: What you hope")
    with guidegen(author.story.root, port):
        anew(page)
        shows(page, "What you hope")
        assert page.locator("[data-field=worry] textarea").input_value() == "This"
        page.close()
    author.said[:] = [one for one in author.said if "ERR_" not in one]
