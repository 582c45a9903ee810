"""My progress, the reader's cohort, and the counts in the contents, as somebody meets them in a browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.readers import Reader, stored
from tests.story import Handbook
from tests.tools import suite

FILES = {
    "guidegen.yml": """\
        title: The Harbour Handbook
        id: harbour
        base_url: https://example.org/
        timezone: Europe/London
    """,
    "content/goals.md": """\
        # Identify your goals

        - [ ] Write one sentence {#sentence}
        - [x] Have a notebook {#notebook}
        - [ ] Ask {#ask}
    """,
    "content/checklists/begin.yml": """\
        title: Before we begin
        program: spring
        items:
        - {id: form, text: Send the form, due: start - 2w}
        - {id: agree, text: Agree on a day, due: kickoff + 3d}
        - {id: log, text: Write the log, repeat: {every: 2w, on: fri, from: week 2, count: 6}}
        - {id: cup, text: Bring a cup}
    """,
    "content/worksheets/aims.yml": """\
        title: My goals
        fields:
        - {id: aim, label: My main goal, type: goal}
        - {id: note, label: Notes, type: long_text}
        - {id: agree, label: We agree, type: checkbox}
        - {id: sign, label: Signed, type: signature, role: mentee}
        roles: [mentee]
    """,
    "content/programs/spring.yml": """\
        title: Spring mentoring
        duration: {weeks: 16}
        meetings:
        - id: kickoff
          title: Kick-off
          roles: [mentor, mentee]
          when: week 1 wed 17:00
          duration: 60m
          before: [Bring a question]
        cohorts:
        - {id: autumn, title: Autumn 2026, start: 2026-11-09}
        - {id: next, title: Spring 2027, start: 2027-03-01}
    """,
}

NOON = "2026-11-16T12:00:00Z"
"""A Monday, in the second week of the cohort of autumn."""

PROGRESS = "progress/index.html"
CHAPTER = "goals/index.html"
LIST = "checklists/begin/index.html"
COHORT = "programs/spring/cohorts/autumn/index.html"

Opened: TypeAlias = Callable[[str], Page]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    story = Handbook(tmp_path_factory.mktemp("progress"))
    for path, text in FILES.items():
        story.write(path, text)
    story.write("content/index.md", "# Welcome\n\nBe kind.\n").build().says()
    return story.root / "site"


@pytest.fixture
def reader(browser: Browser, site: Path) -> Iterator[Reader]:
    """Somebody with a browser of their own, at noon; nothing is said there and nothing else is asked for."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, timezone_id="Europe/London", locale="en-GB"
    )
    context.clock.set_fixed_time(NOON)
    somebody = Reader(context, f"{site.as_uri()}/")
    yield somebody
    context.close()
    assert somebody.said == []
    assert somebody.strangers() == []


def keep(page: Page, **entries: Any) -> None:
    """Keep entries as the scripts do; the name of each is its key, with ``__`` for colons."""
    kept = {
        f"guidegen:harbour:{name.replace('__', ':').replace('_', '-')}": json.dumps(
            {"at": "2026-11-14T09:00:00.000Z", **entry}
        )
        for name, entry in entries.items()
    }
    page.evaluate("all => Object.entries(all).forEach(one => localStorage.setItem(...one))", kept)


def kept(value: Any, **more: str) -> dict[str, Any]:
    return {"value": value, **more}


def told(page: Page, name: str) -> str:
    return " ".join(page.inner_text(f"[data-told={name}]").split())


def tally(page: Page) -> dict[str, str]:
    lines = page.locator(".tally > li")
    return {
        lines.nth(at).locator("a").inner_text(): lines.nth(at).locator(".number").inner_text()
        for at in range(lines.count())
    }


def rows(page: Page) -> list[list[str]]:
    return [one.inner_text().split("\t") for one in page.locator(".sheets-of tbody tr").all()]


def coming(page: Page) -> list[str]:
    return [" ".join(one.split()) for one in page.locator("[data-told=next] .dated > li").all_inner_texts()]


# The page


def test_it_says_in_words_that_nothing_is_there_yet(reader: Reader) -> None:
    page = reader.open(PROGRESS)
    assert told(page, "nothing").startswith("Nothing is ticked or written yet.")
    assert tally(page) == {"Identify your goals": "1 of 3 done", "Before we begin": "not begun"}
    assert rows(page) == [["My goals", "not begun", "–", "–"]]
    assert page.is_hidden("[data-told=goals]") and page.is_hidden("[data-told=earlier]")


def test_what_is_ticked_on_a_page_counts_here_and_in_the_contents(reader: Reader) -> None:
    page = reader.open(CHAPTER)
    page.check("[data-item=sentence]")
    assert page.inner_text(".contents [aria-current] .count [aria-hidden]") == "2/3"
    page.goto(reader.site + PROGRESS)
    assert tally(page)["Identify your goals"] == "2 of 3 done"
    assert page.locator(".tally progress").first.evaluate("bar => [bar.value, bar.max]") == [2, 3]
    count = page.locator(".contents a", has_text="Identify your goals").locator(".count")
    assert count.inner_text().split() == ["2/3", "2", "of", "3", "done"]
    assert page.is_hidden("[data-told=nothing]")


def test_another_tab_is_followed(reader: Reader) -> None:
    progress, chapter = reader.open(PROGRESS), reader.open(CHAPTER)
    chapter.check("[data-item=sentence]")
    chapter.check("[data-item=ask]")
    progress.wait_for_function("document.querySelector('.tally .number').textContent === 'All 3 done'")


def test_goals_sheets_and_signatures_are_gathered(reader: Reader) -> None:
    page = reader.open(PROGRESS)
    keep(
        page,
        **{
            "-__aims__aim": kept({"specific": "Speak up by <b>January</b>.", "relevant": "I stay silent."}),
            "-__aims__note": kept(""),
            "-__aims__agree": kept(False),
            "-__aims__sign": kept({"name": "Ada Moss", "date": "2026-11-14"}),
        },
    )
    page.reload()
    assert page.inner_text(".goal blockquote") == "Speak up by <b>January</b>."
    assert "Written: 14 November 2026" in page.inner_text(".goal p")
    assert rows(page) == [["My goals", "2 of 4 answered", "14 November 2026", "Ada Moss"]]
    page.click(".goal a")
    assert page.url.endswith("worksheets/aims/index.html#field-aims--aim")
    page.locator("#field-aims--aim").wait_for(state="attached")


def test_what_is_not_in_the_handbook_any_more_is_shown_removed_and_put_back(reader: Reader) -> None:
    page = reader.open(PROGRESS)
    keep(
        page,
        **{
            "-__aims__gone": kept("An old <answer>", label="What did you want?", title="My goals"),
            "-__aims__note~1": kept(["a", "b"], text="a\nb", label="Notes", title="My goals"),
            "summer__begin__cup": kept(True, text="done", label="Bring a cup", title="Before we begin"),
            "autumn__kickoff__bring-a-question": kept(True),
            "autumn__begin__log#2": kept(True),
            "-__aims__~keep": kept(True),
        },
    )
    page.reload()
    lines = page.locator("[data-told=earlier] .listing > li")
    assert lines.locator("h3").all_inner_texts() == ["What did you want?", "Notes", "Bring a cup"]
    assert "cohort: summer" in lines.nth(2).inner_text()
    page.get_by_role("button", name="Remove", exact=True).first.click()
    assert "guidegen:harbour:-:aims:gone" not in stored(page)
    assert "Removed from this device." in lines.first.inner_text()
    assert page.evaluate("document.activeElement.textContent") == "Undo"
    page.keyboard.press("Enter")
    assert "An old <answer>" in lines.first.inner_text()
    assert json.loads(stored(page)["guidegen:harbour:-:aims:gone"])["value"] == "An old <answer>"


def test_everything_is_removed_only_after_it_is_asked_for_twice(reader: Reader) -> None:
    page = reader.open(PROGRESS)
    keep(page, **{"-__goals__sentence": kept(True), "-__~cohorts__spring": kept("autumn")})
    page.evaluate("localStorage.setItem('guidegen:harbour:-:goals:ask', 'junk')")
    page.evaluate("localStorage.setItem('guidegen:other:-:goals:ask', 'theirs')")
    page.reload()
    page.get_by_role("button", name="Remove everything from this device").click()
    assert len(stored(page)) == 4
    page.get_by_role("button", name="Leave it as it is").click()
    assert page.is_hidden(".sure") and len(stored(page)) == 4
    page.get_by_role("button", name="Remove everything from this device").click()
    page.get_by_role("button", name="Remove everything", exact=True).click()
    assert stored(page) == {"guidegen:other:-:goals:ask": "theirs"}
    assert told(page, "said") == "Everything is removed from this device."
    assert tally(page)["Identify your goals"] == "1 of 3 done"


def test_everything_is_saved_to_a_file_and_loaded_again(reader: Reader, tmp_path: Path) -> None:
    page = reader.open(PROGRESS)
    keep(page, **{"-__goals__sentence": kept(True, label="Write one sentence", title="Identify your goals")})
    page.reload()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save everything to a file").click()
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    page.evaluate("localStorage.clear()")
    page.reload()
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Load a file").click()
    chosen.value.set_files(file)
    page.locator("[data-fills=loading] button").first.click()
    page.wait_for_function("document.querySelector('.tally .number').textContent === '2 of 3 done'")


def test_it_prints_what_is_done_without_buttons_and_without_today(reader: Reader) -> None:
    page = reader.open(PROGRESS)
    keep(page, **{"-__goals__sentence": kept(True), "-__~cohorts__spring": kept("autumn")})
    page.reload()
    page.wait_for_selector("[data-told=next] .dated > li")
    page.emulate_media(media="print")
    printed = page.inner_text("main")
    assert "2 of 3 done" in printed and "Fri, 20 Nov 2026" in printed
    assert "Save everything" not in printed and "in 4 days" not in printed


def test_without_script_it_is_an_index(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/{PROGRESS}")
    said = page.inner_text("main")
    assert "Without JavaScript this page lists what there is to tick" in said
    assert tally(page) == {"Identify your goals": "3 things to do", "Before we begin": "4 things to do"}
    assert page.inner_text(".sheets-of td") == "4 questions"
    assert "Next" not in said and "Take it with you" not in said
    context.close()


def test_a_browser_that_keeps_nothing_is_told(reader: Reader) -> None:
    getter = "{ get() { throw new DOMException('no', 'SecurityError'); } }"
    reader.context.add_init_script(f"Object.defineProperty(window, 'localStorage', {getter})")
    page = reader.open(PROGRESS)
    assert told(page, "standing").startswith("This browser keeps nothing here.")


# The cohort one is in


def due(page: Page) -> dict[str, str]:
    places = page.locator("[data-due]:visible").all()
    return {str(one.get_attribute("data-due")): one.inner_text() for one in places}


def test_dates_are_those_of_the_cohort_that_is_chosen(reader: Reader) -> None:
    page = reader.open(LIST)
    assert due(page) == {}
    assert page.is_visible("[data-when=form]")
    page.select_option("[data-chooses] select", label="Autumn 2026")
    page.wait_for_selector("[data-due=form]:visible")
    assert due(page) == {
        "form": "was due Mon, 26 Oct 2026",
        "agree": "was due Sat, 14 Nov 2026",
        "log": "by Fri, 20 Nov 2026 · in 4 days",
    }
    assert page.is_hidden("[data-when=form]")
    page.check("[data-item=agree]")
    assert due(page)["agree"] == "by Sat, 14 Nov 2026"
    page.select_option("[data-chooses] select", "")
    page.wait_for_selector("[data-when=form]:visible")
    assert due(page) == {}


def test_what_is_due_again_shows_the_next_time_that_is_not_past(reader: Reader) -> None:
    reader.context.clock.set_fixed_time("2026-12-07T12:00:00Z")
    page = reader.open(LIST)
    page.select_option("[data-chooses] select", "autumn")
    page.wait_for_selector("[data-due=log]:visible")
    assert due(page)["log"] == "by Fri, 18 Dec 2026 · in 11 days"


def test_the_page_of_a_cohort_says_that_it_is_ones_own(reader: Reader) -> None:
    page, other = reader.open(COHORT), reader.open(COHORT.replace("autumn", "next"))
    page.get_by_role("button", name="This is my cohort").click()
    assert page.inner_text(".my-cohort span") == "This is your cohort."
    other.wait_for_function(
        "document.querySelector('.my-cohort span').textContent === 'Your cohort is Autumn 2026.'"
    )
    kept_now = json.loads(stored(page)["guidegen:harbour:-:~cohorts:spring"])
    assert kept_now["value"] == "autumn"
    page.get_by_role("button", name="This is not my cohort").click()
    assert page.get_by_role("button", name="This is my cohort").is_visible()
    assert "guidegen:harbour:-:~cohorts:spring" not in stored(page)


def test_what_comes_next_in_it_is_on_the_page_of_progress(reader: Reader) -> None:
    page = reader.open(PROGRESS)
    assert "Choose your cohort" in told(page, "next")
    page.select_option("[data-chooses] select", "autumn")
    page.wait_for_selector("[data-told=next] .dated > li")
    assert coming(page) == ["Write the log Fri, 20 Nov 2026 · in 4 days"]
    assert "3 things that were due before today are not ticked." in told(page, "next")
    reader.context.clock.set_fixed_time("2026-11-10T12:00:00Z")
    page.reload()
    page.wait_for_selector("[data-told=next] .dated > li")
    assert coming(page) == [
        "Bring a question Tue, 10 Nov 2026 · today",
        "Kick-off Wed, 11 Nov 2026, 17:00 (London) · tomorrow",
        "Agree on a day Sat, 14 Nov 2026 · in 4 days",
        "Write the log Fri, 20 Nov 2026 · in 10 days",
    ]


def test_a_choice_that_is_not_there_any_more_is_none(reader: Reader) -> None:
    page = reader.open(LIST)
    keep(page, **{"-__~cohorts__spring": kept("gone")})
    page.reload()
    assert page.input_value("[data-chooses] select") == ""
    assert due(page) == {}


def test_dates_that_can_not_be_read_leave_the_words_of_the_list(reader: Reader) -> None:
    reader.context.route("**/dates.js", lambda route: route.abort())
    page = reader.open(LIST)
    page.select_option("[data-chooses] select", "autumn")
    page.wait_for_timeout(200)
    assert due(page) == {}
    assert page.is_visible("[data-when=form]")
    assert all("ERR_FAILED" in one for one in reader.said)
    reader.said.clear()


# For everyone


@pytest.mark.parametrize("path", [PROGRESS, LIST, COHORT])
def test_axe_finds_nothing(browser: Browser, site: Path, path: str) -> None:
    axe = suite("axe-core/axe.min.js").read_text(encoding="utf-8")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    context = browser.new_context(bypass_csp=True)
    context.clock.set_fixed_time(NOON)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/{path}")
    keep(
        page,
        **{
            "-__aims__aim": kept({"specific": "Speak up."}),
            "-__aims__gone": kept("Old", label="What did you want?"),
            "-__~cohorts__spring": kept("autumn"),
        },
    )
    page.reload()
    if path == PROGRESS:
        page.click("[data-does=remove-all]")
        page.wait_for_selector("[data-told=next] .dated > li")
    page.evaluate(axe)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate(
                "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", tags
            )
            assert [
                f"{one['id']}: {node['html']}" for one in found["violations"] for node in one["nodes"]
            ] == [], (width, scheme)
    context.close()


def test_the_page_needs_no_more_than_the_width_there_is(reader: Reader) -> None:
    page = reader.open(PROGRESS)
    keep(page, **{"-__aims__aim": kept({"specific": "w" * 200}), "-__aims__gone": kept("v" * 300)})
    page.reload()
    for width in (1280, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
