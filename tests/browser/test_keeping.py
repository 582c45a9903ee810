"""What a browser keeps, and what it refuses: two tabs, no room, no right, junk, two handbooks in a place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.readers import Reader, becomes, entries, stored
from tests.story import Handbook

SHEET = """\
title: Log
fields:
- {id: name, label: Name, type: text}
- {id: why, label: Why, type: long_text}
- {id: often, label: Often, type: choice, options: [Weekly, Monthly]}
- {id: todo, label: Todo, type: actions}
"""

PAGE = "worksheets/log/index.html"
NAME = "[data-field=name] input"
WHY = "[data-field=why] textarea"
KEY = "guidegen:one-1:-:log:name"

FORBIDDEN = {
    "throws": "{ get() { throw new DOMException('no', 'SecurityError'); } }",
    "null": "{ get() { return null; } }",
    "items throw": "{ get() { return new Proxy({}, { get() { throw new Error('no'); } }); } }",
}


def handbook(folder: Path, identity: str) -> Path:
    story = Handbook(folder).write("guidegen.yml", f"id: {identity}\ntitle: {identity}\n")
    story.write("content/index.md", "# Welcome\n\n- [ ] Sit down\n- [ ] Stand up\n").write(
        "content/worksheets/log.yml", SHEET
    )
    return story.build().root / "site"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return handbook(tmp_path_factory.mktemp("one"), "one-1")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    found = browser.new_context(viewport={"width": 1280, "height": 900})
    yield found
    found.close()


@pytest.fixture
def reader(context: BrowserContext, site: Path) -> Iterator[Reader]:
    found = Reader(context, site.as_uri() + "/")
    yield found
    assert found.said == []
    assert found.strangers() == []


def saved(page: Page) -> str:
    return page.inner_text("[data-fills=saved]")


def fill_up(page: Page, spare: int = 0) -> None:
    """Leave room for that many letters in the browser's storage, and a few."""
    page.evaluate(
        """spare => {
        localStorage.setItem("stuffing", "");
        let text = "";
        for (let size = 4194304; size >= 32; size /= 2) {
            const more = text + "x".repeat(size);
            try { localStorage.setItem("stuffing", more); text = more; } catch (full) {}
        }
        localStorage.setItem("stuffing", text.slice(spare));
    }""",
        spare,
    )


# Two tabs


def test_two_tabs_agree(reader: Reader) -> None:
    one, other = reader.open(PAGE), reader.open(PAGE)
    one.fill(NAME, "Ada")
    one.locator(NAME).blur()
    becomes(other, "document.querySelector('[data-field=name] input').value === 'Ada'")
    other.check("[value=weekly]")
    becomes(one, "document.querySelector('[value=weekly]').checked")
    other.click("[data-does=clear]")
    becomes(one, "document.querySelector('[data-field=name] input').value === ''")
    other.click("[data-does=undo]")
    becomes(one, "document.querySelector('[data-field=name] input').value === 'Ada'")


def test_two_tabs_do_not_overwrite_what_the_other_wrote_in_another_field(reader: Reader) -> None:
    one, other = reader.open(PAGE), reader.open(PAGE)
    one.fill(NAME, "Ada")
    other.fill(WHY, "Because")
    assert entries(one, "log") == {"name": "Ada", "why": "Because"}


def test_two_tabs_in_one_field_add_to_what_the_other_wrote_and_lose_nothing(reader: Reader) -> None:
    one, other = reader.open(PAGE), reader.open(PAGE)
    one.focus(NAME)
    one.keyboard.type("Ada")
    one.keyboard.press("ArrowLeft")
    becomes(other, "document.querySelector('[data-field=name] input').value === 'Ada'")
    other.focus(NAME)
    other.keyboard.press("End")
    other.keyboard.type(" Grace")
    becomes(one, "document.querySelector('[data-field=name] input').value === 'Ada Grace'")
    one.keyboard.type("-")
    assert one.input_value(NAME) == "Ad-a Grace"
    becomes(other, "document.querySelector('[data-field=name] input').value === 'Ad-a Grace'")
    assert entries(other, "log")["name"] == "Ad-a Grace"


def test_a_browser_that_is_emptied_empties_every_tab(reader: Reader) -> None:
    one, other = reader.open(PAGE), reader.open("index.html")
    one.fill(NAME, "Ada")
    other.get_by_label("Sit down").check()
    third = reader.open("progress/index.html")
    third.evaluate("localStorage.clear()")
    becomes(other, "!document.querySelector('[data-item=sit-down]').checked")
    becomes(
        one, "document.activeElement.blur() || document.querySelector('[data-field=name] input').value === ''"
    )


# No room, and no right


def test_a_full_browser_is_said_aloud_and_loses_nothing_while_the_page_stays(
    reader: Reader, tmp_path: Path
) -> None:
    page = reader.open(PAGE)
    fill_up(page)
    page.fill(WHY, "There is no room for this. " * 10)
    assert saved(page).startswith("Not saved: this browser has no room left.")
    assert page.evaluate("document.querySelector('[data-fills=saved]').classList.contains('broken')")
    assert page.get_attribute("[data-fills=saved]", "role") == "status"
    assert page.evaluate("guidegen.standing") == "full"
    assert entries(page, "log")["why"].startswith("There is no room")
    assert not any("log:why" in one for one in stored(page))
    # Once there is room, everything that waited is kept.
    page.evaluate("localStorage.removeItem('stuffing')")
    page.fill(NAME, "Ada")
    assert saved(page).startswith("Saved on this device")
    page.reload()
    assert page.input_value(WHY).startswith("There is no room")


def test_what_was_kept_before_the_browser_was_full_stays(reader: Reader) -> None:
    page = reader.open(PAGE)
    page.fill(NAME, "Ada")
    fill_up(page)
    page.fill(NAME, "Ada Lovelace, and a good many words more than fit")
    assert json.loads(stored(page)[KEY])["value"] == "Ada"
    page.fill(NAME, "")
    assert KEY not in stored(page)


def test_without_room_to_keep_an_old_answer_aside_it_is_not_overwritten(reader: Reader) -> None:
    page = reader.open(PAGE)
    old = {"value": ["A list", "once" * 100], "label": "As it was"}
    page.evaluate("old => guidegen.keep('-', 'log', 'name', old)", old)
    page.reload()
    before = stored(page)
    fill_up(page)
    page.fill(NAME, "A")
    assert stored(page)[KEY] == before[KEY]
    assert saved(page).startswith("Not saved")
    assert page.evaluate("guidegen.sheets.answers(document.querySelector('form'))[0].value") == "A"
    page.evaluate("localStorage.removeItem('stuffing')")
    page.fill(NAME, "Ada")
    assert entries(page, "log") == {"name": "Ada", "name~1": old["value"]}
    assert saved(page).startswith("Saved on this device")


@pytest.mark.parametrize("how", FORBIDDEN)
def test_a_browser_that_keeps_nothing_says_so_and_the_sheet_still_works(
    context: BrowserContext, reader: Reader, how: str
) -> None:
    context.add_init_script(f"Object.defineProperty(window, 'localStorage', {FORBIDDEN[how]});")
    page = reader.open(PAGE)
    assert saved(page).startswith("This browser keeps nothing here.")
    assert "Kept on this device" not in page.inner_text("main")
    page.fill(NAME, "Ada")
    assert page.evaluate("guidegen.recall('-', 'log', 'name').value") == "Ada"
    assert page.evaluate("guidegen.sheets.answers(document.querySelector('form')).length") == 1
    page.click("[data-does=clear]")
    assert page.input_value(NAME) == ""
    page.click("[data-does=undo]")
    assert page.input_value(NAME) == "Ada"
    assert saved(page).startswith("This browser keeps nothing here.")


@pytest.mark.parametrize("how", FORBIDDEN)
def test_a_tick_that_is_not_kept_says_so(context: BrowserContext, reader: Reader, how: str) -> None:
    context.add_init_script(f"Object.defineProperty(window, 'localStorage', {FORBIDDEN[how]});")
    page = reader.open("index.html")
    page.get_by_label("Sit down").check()
    assert page.get_by_label("Sit down").is_checked()
    assert page.locator("[data-fills=done]").inner_text().strip() == "1 of 2 done"
    said = page.locator(".unkept").all_inner_texts()
    assert [one.partition(",")[0] for one in said] == ["This browser keeps nothing here"]
    assert "Your ticks are kept" not in page.inner_text("main")


def test_a_tick_without_room_says_so(reader: Reader) -> None:
    page = reader.open("index.html")
    fill_up(page)
    page.get_by_label("Sit down").check()
    assert page.locator(".unkept").inner_text().startswith("This browser has no room left")
    assert page.locator(".unkept").count() == 1


# Junk


@pytest.mark.parametrize(
    "junk",
    [
        *("", "null", "true", "12", '"text"', "[]", "{}", "{", "undefined", '{"value":null}', '{"value":1}'),
        *(
            '{"value":[[[["deep"]]]]}',
            '{"value":"a","text":7}',
            '{"value":"a","at":{}}',
            '{"__proto__":{"value":"a"}}',
        ),
        '{"value":"a","label":["<img src=x>"]}',
        json.dumps({"value": ["many"] * 1001}),
        "\u0000\ud7ff\u2028",
    ],
)
def test_junk_is_nobodys_answer_and_is_not_overwritten(reader: Reader, junk: str) -> None:
    page = reader.open(PAGE)
    page.evaluate("([key, junk]) => localStorage.setItem(key, junk)", [KEY, junk])
    page.reload()
    assert page.input_value(NAME) == ""
    assert stored(page) == {KEY: junk}
    page.fill(NAME, "Ada")
    assert entries(page, "log") == {"name": "Ada", "name~1": junk}
    page.fill(NAME, "Ada!")
    assert entries(page, "log") == {"name": "Ada!", "name~1": junk}


def test_names_that_every_object_has_are_names_like_others(reader: Reader) -> None:
    page = reader.open(PAGE)
    values = '{"value":[{"__proto__":{"what":"x"},"constructor":"y","toString":"z"}],"label":"Todo"}'
    page.evaluate("value => localStorage.setItem('guidegen:one-1:-:log:todo', value)", values)
    page.evaluate("localStorage.setItem('guidegen:one-1:-:__proto__:constructor', '{\"value\":\"x\"}')")
    page.evaluate("localStorage.setItem('guidegen:one-1:constructor', 'x')")
    page.evaluate("localStorage.setItem('guidegen:one-1:', '{\"value\":\"x\"}')")
    page.reload()
    assert page.locator("[data-field=todo] textarea").first.input_value() == ""
    assert page.evaluate("({}).what") is None
    assert "Todo" in page.inner_text("[data-fills=aside]")
    page.locator("[data-field=todo] textarea").first.fill("Call")
    assert entries(page, "log")["todo"] == [{"what": "Call"}]


def test_what_is_written_is_never_taken_for_html(reader: Reader) -> None:
    page = reader.open(PAGE)
    bad = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>"
    entry = {"value": ["not", "text", bad], "text": bad, "label": bad, "title": bad}
    page.evaluate("entry => guidegen.keep('-', 'log', 'name', entry)", entry)
    page.reload()
    assert bad in page.inner_text("[data-fills=aside]")
    assert page.locator("main img").count() == 0
    assert "broken" not in page.title()


# More than one handbook


def test_two_handbooks_in_one_place_do_not_see_each_other(
    context: BrowserContext, reader: Reader, tmp_path: Path
) -> None:
    other = Reader(context, handbook(tmp_path, "one-10").as_uri() + "/")
    mine, theirs = reader.open(PAGE), other.open(PAGE)
    mine.fill(NAME, "Ada")
    mine.evaluate("localStorage.setItem('somebody-else', 'x')")
    assert set(stored(theirs)) == {KEY, "somebody-else"}
    assert theirs.evaluate("guidegen.kept()") == []
    theirs.fill(WHY, "Because")
    assert theirs.input_value(NAME) == ""
    assert mine.input_value(WHY) == ""
    theirs.click("[data-does=clear]")
    assert set(stored(mine)) == {KEY, "somebody-else"}
    assert other.said == []


def test_nothing_is_asked_for_beyond_the_files_of_the_site_while_one_writes(reader: Reader) -> None:
    page = reader.open(PAGE)
    page.wait_for_load_state("networkidle")
    before = len(reader.asked)
    page.fill(NAME, "Ada")
    page.click("[data-does=clear]")
    page.click("[data-does=undo]")
    page.click("[data-field=todo] [data-does=add-row]")
    page.wait_for_timeout(200)
    assert reader.asked[before:] == []
    policy = page.get_attribute("meta[http-equiv=Content-Security-Policy]", "content")
    assert "connect-src 'none'" in str(policy)
    assert page.evaluate("fetch('x').then(() => 'sent', () => 'stopped')") == "stopped"
    reader.said.clear()  # The browser has told of what it stopped.


def test_a_chapter_and_a_private_sheet_of_one_name_know_nothing_of_each_other(
    browser: Browser, tmp_path: Path
) -> None:
    story = (
        Handbook(tmp_path).write("guidegen.yml", "id: h\ntitle: H\n").write("content/index.md", "# Hello\n")
    )
    story.write("content/goals.md", "# Goals\n\n- [ ] Sit down {#sit}\n")
    story.write(
        "content/worksheets/goals.yml", "title: G\nconfidential: private\nfields: [{id: why, label: Why}]\n"
    )
    story.build()
    reader = Reader(browser.new_context(), (story.root / "site").as_uri() + "/")
    reader.open("goals/index.html").get_by_label("Sit down").check()
    sheet = reader.open("worksheets/goals/index.html")
    assert not sheet.locator("[data-does=keep]").is_checked()
    assert sheet.locator("[data-fills=aside]").inner_text() == ""
    sheet.locator("[data-does=keep]").check()
    sheet.fill("[data-field=why] input", "So")
    sheet.locator("[data-does=keep]").uncheck()
    chapter = reader.open("goals/index.html")
    assert chapter.get_by_label("Sit down").is_checked()
    assert "why" not in entries(chapter, "goals")
    assert reader.said == []
    reader.context.close()


def test_an_answer_that_its_field_can_not_hold_does_not_count_as_given(reader: Reader) -> None:
    page = reader.open(PAGE)
    page.fill(NAME, "Ada")
    page.evaluate("guidegen.keep('-', 'log', 'often', {kind: 'sheet', value: ['weekly'], label: 'Often'})")
    page.reload()
    progress = reader.open("progress/index.html")
    assert "1 of 4 answered" in progress.inner_text("[data-kind=sheet]")
    assert "Often" in progress.inner_text("[data-told=earlier]")
    page.fill(NAME, "Ada Moss")
    page.evaluate("guidegen.keep('-', 'log', 'often', {kind: 'sheet', value: 'weekly', label: 'Often'})")
    becomes(progress, "document.querySelector('[data-told=earlier]').hidden")


def test_very_long_words_are_shown_short_and_kept_whole(reader: Reader) -> None:
    page = reader.open(PAGE)
    page.evaluate(
        "guidegen.keep('-', 'log', 'gone', {kind: 'sheet', value: 'x'.repeat(300000), label: 'Old'})"
    )
    assert len(page.inner_text("[data-fills=aside] .answer")) < 2100
    assert len(entries(page, "log")["gone"]) == 300000
