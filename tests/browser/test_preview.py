"""The page beside the editor: what an author saves shows in place, and nothing that a reader did is lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.authors import LONG, Author, anew, shows, stayed, writing
from tests.browser.readers import becomes, entries
from tests.serving import eventually

GOALS = "content/goals.md"
LOG = "content/worksheets/log.yml"
SECRET = "content/worksheets/own-eyes.yml"
THEME = Path(str(files("guidegen") / "theme"))


@pytest.fixture
def author(browser: Browser, tmp_path: Path) -> Iterator[Author]:
    with writing(tmp_path / "book", browser) as found:
        yield found
        assert found.said == []
        assert found.preview.bugs == []


def summaries(page: Page) -> list[str]:
    """Return which details are open."""
    opened = "all => all.filter(one => one.open).map(one => one.querySelector('summary').textContent)"
    return list(page.locator(".text details:not(.onpage)").evaluate_all(opened))


def scrolled(page: Page, css: str) -> float:
    """Return how far below the top of the window an element stands."""
    return float(page.locator(css).evaluate("one => one.getBoundingClientRect().top"))


def test_an_edit_shows_in_place(author: Author) -> None:
    page = author.open("goals/")
    author.edit(GOALS, "Why goals matter.", "Goals matter, *always*.")
    shows(page, "Goals matter, always.")
    assert page.locator("main em").inner_text() == "always"
    assert stayed(page)


def test_words_that_come_and_go_leave_the_page_as_it_was(author: Author) -> None:
    page = author.open("goals/")
    before = page.inner_html("main")
    author.edit(
        GOALS, "Look back.", "Look back.\n\n### Why\n\n1. Once\n2. Twice\n\n| A | B |\n|---|---|\n| 1 | 2 |\n"
    )
    shows(page, "Twice")
    author.edit(GOALS, "\n\n### Why\n\n1. Once\n2. Twice\n\n| A | B |\n|---|---|\n| 1 | 2 |\n", "")
    page.get_by_text("Twice").wait_for(state="detached")
    assert page.inner_html("main") == before
    assert stayed(page)


def test_what_is_in_view_stays_there_when_words_come_above_it(author: Author) -> None:
    page = author.open("goals/")
    page.get_by_label("Follow edits").uncheck()
    page.locator("#later").evaluate("one => one.scrollIntoView()")
    before = scrolled(page, "#later")
    author.edit(GOALS, "## First steps", f"{LONG}\n\nAll of this is new.\n\n## First steps")
    shows(page, "All of this is new.")
    page.wait_for_timeout(200)
    assert scrolled(page, "#later") == pytest.approx(before, abs=2)


def test_ticks_and_opened_details_stay(author: Author) -> None:
    page = author.open("goals/")
    page.get_by_label("Take a pen").check()
    page.get_by_text("More on pens").click()
    author.edit(GOALS, "- [ ] Take a pen", "- [ ] Take a chair\n- [ ] Take a pen")
    shows(page, "Take a chair")
    assert page.get_by_label("Take a pen").is_checked()
    assert page.get_by_label("Take paper").is_checked()
    assert not page.get_by_label("Take a chair").is_checked()
    assert summaries(page) == ["More on pens"]
    assert stayed(page)


def test_details_that_come_before_opened_ones_are_closed(author: Author) -> None:
    page = author.open("goals/")
    page.get_by_text("More on pens").click()
    page.get_by_text("More on looking back").click()
    added = "::: details New ones\nNew.\n:::\n\n::: details More on pens\nThey write well."
    author.edit(GOALS, "::: details More on pens\nThey write.", added)
    page.locator("main summary", has_text="New ones").wait_for()
    assert summaries(page) == ["More on pens", "More on looking back"]
    shows(page, "They write well.")


def test_what_scripts_put_into_the_page_stays_and_counts_what_is_new(author: Author) -> None:
    page = author.open("goals/")
    bar = page.locator("[data-fills=done]")
    assert bar.inner_text().strip() == "1 of 2 done"
    bar.locator("progress").evaluate("one => { one.isTheSame = true; }")
    author.edit(GOALS, "- [x] Take paper", "- [x] Take paper\n- [ ] Sit down")
    shows(page, "Sit down")
    becomes(page, "document.querySelector('[data-fills=done]').innerText.trim() === '1 of 3 done'")
    assert bar.locator("progress").evaluate("one => one.isTheSame") is True
    page.get_by_label("Sit down").check()
    assert bar.inner_text().strip() == "2 of 3 done"
    assert entries(page, "goals") == {"sit-down": True}
    becomes(page, "guidegen.activityNamed('list', 'goals').items.includes('sit-down')")
    assert stayed(page)


def test_a_first_task_list_works_without_the_page_being_loaded_anew(author: Author) -> None:
    page = author.open()
    author.edit("content/index.md", "Be kind.", "Be kind.\n\n- [ ] Smile\n- [ ] Nod")
    page.get_by_label("Smile").check()
    assert entries(page, "index") == {"smile": True} or stored_anywhere(page) == ["smile"]
    becomes(page, "document.querySelector('[data-fills=done]').innerText.trim() === '1 of 2 done'")
    assert page.locator("[data-scripted]").first.is_visible()
    assert stayed(page)


def stored_anywhere(page: Page) -> list[str]:
    return list(page.evaluate("guidegen.kept().map(one => one.item)"))


def test_half_an_answer_stays_with_its_cursor(author: Author) -> None:
    page = author.open("worksheets/log/")
    why = page.locator("[data-field=why] textarea")
    why.fill("Because I want")
    why.evaluate("one => { one.setSelectionRange(3, 7); one.isTheSame = true; }")
    author.edit(LOG, "purpose: To remember.", "purpose: To remember, and to learn.")
    shows(page, "To remember, and to learn.")
    state = "[one.value, one.selectionStart, one.selectionEnd, one.isTheSame, one === document.activeElement]"
    found = why.evaluate(f"one => {state}")
    assert found == ["Because I want", 3, 7, True, True]
    page.keyboard.type("X")
    assert why.input_value() == "BecX I want"
    assert stayed(page)


def test_other_words_for_a_field_leave_what_stands_in_it(author: Author) -> None:
    page = author.open("worksheets/log/")
    page.locator("[data-field=name] input").fill("Ada")
    page.get_by_label("Weekly").check()
    author.edit(LOG, "label: Name", "label: What you are called").edit(
        LOG, "[Weekly, Monthly]", "[Weekly, Monthly, Never]"
    )
    page.get_by_label("Never").wait_for()
    assert page.get_by_label("What you are called").input_value() == "Ada"
    assert page.get_by_label("Weekly").is_checked()
    page.get_by_label("Never").check()
    assert entries(page, "log") == {"name": "Ada", "often": "never"}
    assert stayed(page)


def test_a_new_field_works_and_answers_stay_that_nobody_keeps(author: Author) -> None:
    page = author.open("worksheets/own-eyes/")
    page.locator("[data-field=worry] textarea").fill("Nobody may keep this")
    page.locator("[data-field=hope] input").fill("All will be well")
    page.locator("[data-field=hope] input").evaluate("one => one.setSelectionRange(4, 8)")
    author.edit(SECRET, "- {id: hope", "- {id: joy, label: Joy, type: text}\n- {id: hope")
    anew(page)
    page.locator("[data-field=joy] input").fill("Yes")
    assert page.locator("[data-field=worry] textarea").input_value() == "Nobody may keep this"
    assert page.locator("[data-field=hope] input").input_value() == "All will be well"
    assert page.evaluate("Object.keys(localStorage).filter(one => one.includes('own-eyes'))") == []
    assert page.evaluate("JSON.parse(sessionStorage.getItem('guidegen-preview:carried'))") is None


def test_the_cursor_and_opened_details_come_back_where_the_page_begins_anew(author: Author) -> None:
    author.write("content/mix.md", f"# Mix\n\n::: details Fold\nIn it.\n:::\n\n::: worksheet log\n\n{LONG}\n")
    eventually(lambda: author.preview.get("/mix/").status == 200)
    page = author.open("mix/")
    page.get_by_text("Fold").click()
    name = page.locator("[data-field=name] input")
    name.fill("Grace Hopper")
    name.evaluate("one => one.setSelectionRange(6, 6)")
    author.edit(LOG, "- {id: why", "- {id: new, label: New, type: text}\n- {id: why")
    anew(page)
    assert summaries(page) == ["Fold"]
    page.keyboard.type("B. ")
    assert name.input_value() == "Grace B. Hopper"


def test_blocks_that_change_places_stay_what_they_are(author: Author) -> None:
    page = author.open("goals/")
    page.locator("#later").evaluate("one => { one.isTheSame = true; }")
    page.get_by_label("Take a pen").focus()
    text = (author.story.root / GOALS).read_text(encoding="utf-8")
    start, later = text.split("## Later")
    opening, first = start.split("## First steps")
    author.write(GOALS, f"{opening}## Later{later}\n\n## First steps{first}")
    becomes(
        page,
        "document.querySelector('#later ~ #first-steps, :has(> #later) ~ :has(> #first-steps)') !== null",
    )
    assert page.locator("#later").evaluate("one => one.isTheSame") is True
    assert page.get_by_label("Take a pen").evaluate("one => one === document.activeElement")
    assert page.locator(".text details:not(.onpage) summary").all_inner_texts() == [
        "More on looking back",
        "More on pens",
    ]


def test_what_scripts_say_of_an_element_stays_when_the_author_says_something_else(author: Author) -> None:
    shape = '{% extends "default/chapter.html" %}{% block shape %}one more{% endblock %}'
    author.write("templates/chapter.html", shape)
    page = author.open("goals/")
    main = page.locator("main")
    main.evaluate("one => { one.classList.add('marked'); one.setAttribute('aria-current', 'date'); }")
    main.evaluate("one => one.prepend(document.createElement('progress'))")
    author.edit("templates/chapter.html", "one more", "more two").edit(GOALS, "# Goals", "# All goals")
    becomes(page, "document.querySelector('main').classList.contains('two')")
    shows(page, "All goals")
    assert set((main.get_attribute("class") or "").split()) == {"page", "more", "two", "marked"}
    assert main.get_attribute("aria-current") == "date"
    assert main.locator("progress").count() == 1 + main.locator("[data-fills=done] progress").count()
    assert stayed(page)


def test_many_saves_in_a_row_end_with_the_last(author: Author) -> None:
    page = author.open("goals/")
    page.get_by_label("Take a pen").check()
    text = (author.story.root / GOALS).read_text(encoding="utf-8")
    for number in range(40):
        extra = "\n\n".join(f"Save {each} of {number}." for each in range(number % 7))
        author.write(GOALS, text.replace("Why goals matter.", f"Goals matter {number} times.\n\n{extra}"))
        page.wait_for_timeout(25)
    shows(page, "Goals matter 39 times.")
    becomes(page, "document.querySelector('main').innerText.split('Save ').length === 5")
    assert page.get_by_label("Take a pen").is_checked()
    assert stayed(page)


def test_an_edit_on_another_page_shows_in_the_contents(author: Author) -> None:
    page = author.open()
    page.get_by_label("Follow edits").uncheck()
    author.edit(GOALS, "# Goals", "# What you want")
    page.locator("#contents").get_by_text("What you want").wait_for()
    assert stayed(page)


def test_a_title_shows_in_the_tab(author: Author) -> None:
    page = author.open("goals/")
    author.edit(GOALS, "# Goals", "# What you want")
    becomes(page, "document.title === 'What you want · Harbour'")
    assert stayed(page)


def test_a_stylesheet_is_exchanged_without_the_page_being_loaded_anew(author: Author) -> None:
    colours = (THEME / "assets" / "colours.css").read_text(encoding="utf-8")
    author.write("templates/assets/colours.css", colours)
    page = author.open("goals/")
    sheets = "document.querySelectorAll('link[rel=stylesheet]').length"
    number = page.evaluate(sheets)
    for shade in (1, 2, 3):
        rule = f"h1 {{ color: rgb(1, 2, {shade}) !important }}"
        author.write("templates/assets/colours.css", f"{colours}\n{rule}\n")
    becomes(page, "getComputedStyle(document.querySelector('h1')).color === 'rgb(1, 2, 3)'")
    becomes(page, f"{sheets} === {number}")
    assert stayed(page)


def test_a_stylesheet_that_is_still_to_come_gives_way_to_a_newer_one(author: Author) -> None:
    colours = (THEME / "assets" / "colours.css").read_text(encoding="utf-8")
    author.write("templates/assets/colours.css", colours)
    page = author.open("goals/")
    asked: list[Route] = []
    page.route("**/colours.css?*", lambda route: asked.append(route))
    for number in (1, 2):
        author.write("templates/assets/colours.css", f"{colours}\nh1 {{ color: rgb(1, 2, {number}) }}\n")
        while len(asked) < number:
            page.wait_for_timeout(25)
    for route in reversed(asked):
        route.continue_()
    becomes(page, "getComputedStyle(document.querySelector('h1')).color === 'rgb(1, 2, 2)'")
    becomes(page, "document.querySelectorAll('link[href*=\"colours.css\"]').length === 1")


def test_a_script_that_changes_begins_the_page_anew(author: Author) -> None:
    lists = (THEME / "assets" / "lists.js").read_text(encoding="utf-8")
    author.write("templates/assets/lists.js", lists)
    page = author.open("goals/")
    author.write("templates/assets/lists.js", f"{lists}\nwindow.isNewScript = true;\n")
    anew(page)
    assert page.evaluate("window.isNewScript")


def test_a_picture_that_changes_is_shown_anew(author: Author) -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="{n}" height="{n}"><rect width="9" height="9"/></svg>'
    )
    author.write("content/images/map.svg", drawing.format(n=20))
    author.edit("content/index.md", "Be kind.", "![A map](images/map.svg)")
    page = author.open()
    becomes(page, "document.querySelector('main img')?.naturalWidth === 20")
    author.write("content/images/map.svg", drawing.format(n=40))
    becomes(page, "document.querySelector('main img')?.naturalWidth === 40")
    assert stayed(page)


def test_a_template_that_changes_shows_in_place(author: Author) -> None:
    page = author.open("goals/")
    author.write(
        "templates/chapter.html",
        '{% extends "default/chapter.html" %}{% block after %}<p>Ask us.</p>{% endblock %}',
    )
    shows(page, "Ask us.")
    assert stayed(page)


def test_a_page_that_is_gone_stays_on_the_screen_until_it_is_back(author: Author) -> None:
    page = author.open("goals/")
    page.get_by_label("Follow edits").uncheck()
    page.get_by_text("More on pens").click()
    author.story.move(GOALS, "goals.md")
    gone = page.get_by_text("This page is gone").first
    gone.wait_for()
    assert "Why goals matter." in page.inner_text("main")
    author.story.move("goals.md", GOALS)
    gone.wait_for(state="hidden")
    author.edit(GOALS, "Why goals matter.", "They are back.")
    shows(page, "They are back.")
    assert summaries(page) == ["More on pens"]
    assert stayed(page)
    author.said[:] = [one for one in author.said if "404" not in one]


def test_a_folder_that_is_gone_for_a_moment_harms_nothing(author: Author, tmp_path: Path) -> None:
    page = author.open("goals/")
    page.get_by_label("Follow edits").uncheck()
    shutil.move(author.story.root / "content", tmp_path / "aside")
    page.get_by_text("This page is gone").or_(page.get_by_text("error")).first.wait_for()
    shutil.move(tmp_path / "aside", author.story.root / "content")
    author.edit(GOALS, "Why goals matter.", "Here again.")
    shows(page, "Here again.")
    author.said[:] = [one for one in author.said if "404" not in one]
