"""Answers taken along, as a reader does it: saved, handed in, loaded on another device, copied, collected.

Everything happens in Chromium, from the disk, under the policy of the pages.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from guidegen.cli.main import run
from tests.story import Handbook
from tests.tools import suite

SHEET = """\
title: Our agreement
version: "2"
roles: [mentor, mentee]
fields:
- {id: why, label: "Why now?", type: long_text, required: true}
- {id: name, label: Name, type: text}
- {id: length, label: Minutes, type: number, unit: minutes}
- {id: review, label: Review, type: date}
- {id: often, label: How often, type: choice, options: [Weekly, Monthly], other: true}
- {id: ways, label: How we talk, type: multi_choice, options: [Phone, Mail, Walks]}
- {id: agreed, label: We keep it between us, type: checkbox}
- {id: near, label: How near, type: scale, not_applicable: true}
- {id: now, label: Where I stand, type: grid, rows: [I ask, I tell], columns: [Never, Often]}
- {id: order, label: What counts, type: ranking, options: [Time, Trust, Fun]}
- {id: topics, label: Topics, type: list, count: 2}
- id: log
  label: Log
  type: table
  rows: 2
  columns:
  - {id: day, label: Day, type: date}
  - {id: what, label: What, type: text}
  - {id: done, label: Done, type: checkbox}
- id: boxes
  label: Strengths and more
  type: quadrants
  boxes: [{id: s, label: Strong}, {id: w, label: Weak}, {id: o, label: Open}, {id: t, label: Threat}]
- {id: goal, label: My goal, type: goal, framework: smart}
- {id: secret, label: What I do not say, type: long_text, private: true}
- {id: signed, label: Signed, type: signature, role: mentor}
"""

PRIVATE = """\
title: Before you call
confidential: private
fields:
- {id: what, label: "What happened?", type: long_text}
- {id: often, label: How often, type: choice, options: [Once, Often]}
"""

CHAPTER = """\
# Welcome

- [ ] Book a room {#room}
- [ ] Say hello {#hello}

See [the agreement](worksheet:agreement) and [the other](worksheet:private).
"""

AGREEMENT = "worksheets/agreement/index.html"
PRIVATE_SHEET = "worksheets/private/index.html"
KEPT = "guidegen:harbour:-:agreement:"

Opened: TypeAlias = Callable[..., Page]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    story = Handbook(tmp_path_factory.mktemp("harbour"))
    story.write("guidegen.yml", "title: The Harbour Handbook\nid: harbour\n")
    story.write("content/index.md", CHAPTER)
    story.write("content/worksheets/agreement.yml", SHEET)
    story.write("content/worksheets/private.yml", PRIVATE).build()
    assert story.outcome is not None
    assert story.outcome.written, story.outcome.problems
    return story.root


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One device."""
    made = browser.new_context(accept_downloads=True, locale="en-GB", timezone_id="Europe/London")
    yield made
    made.close()


@pytest.fixture
def opened(context: BrowserContext, project: Path) -> Iterator[Opened]:
    """Return a function that opens a page of the handbook; at the end no page has complained."""
    said: list[str] = []

    def go(path: str, device: BrowserContext | None = None) -> Page:
        page = (device or context).new_page()
        page.on("console", lambda one: said.append(one.text))
        page.on("pageerror", lambda one: said.append(str(one)))
        page.goto((project / "site" / path).as_uri())
        return page

    yield go
    assert said == []


def fill_in(page: Page) -> None:
    """Answer every question of the agreement."""
    field = page.locator

    def at(item: str, part: str = "value") -> Any:
        return field(f'[data-field="{item}"] [data-part="{part}"]')

    at("why").fill("=1+1\nBecause <b>now</b>")
    at("name").fill("Ada")
    at("length").fill("45")
    at("review").fill("2026-11-30")
    field('[data-field="often"] [value="other"]').check()
    at("often", "other").fill("Twice a year")
    for one in ("phone", "walks"):
        field(f'[data-field="ways"] [value="{one}"]').check()
    at("agreed").check()
    field('[data-field="near"] [value="4"]').check()
    field('[data-field="now"] [data-part="i-ask"][value="often"]').check()
    at("order", "1").select_option("trust")
    at("order", "2").select_option("fun")
    at("topics", "1").fill("Pay")
    at("topics", "2").fill("Time off")
    rows = field('[data-field="log"] tr[data-row]')
    rows.nth(0).locator('[data-part="day"]').fill("2026-11-22")
    rows.nth(0).locator('[data-part="what"]').fill("Talked")
    rows.nth(1).locator('[data-part="done"]').check()
    at("boxes", "s").fill("Patient")
    field('[data-field="goal"] [data-part]').first.fill("Speak up")
    at("secret").fill("I am afraid")
    at("signed", "name").fill("Ada Lovelace")
    at("signed", "date").fill("2026-11-22")


def press(page: Page, name: str) -> None:
    page.locator(f'[data-does="{name}"]').click()


def downloaded(page: Page, name: str, to: Path) -> Path:
    """Press a button that saves a file, and return where it lies."""
    with page.expect_download() as waiting:
        press(page, name)
    path = to / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def choose(page: Page, file: Path, name: str = "load-file") -> Any:
    """Choose a file to load, and return the place that tells of it."""
    with page.expect_file_chooser() as waiting:
        press(page, name)
    waiting.value.set_files(file)
    place = page.locator("[data-fills=loading]")
    place.locator("button").first.wait_for()
    return place


def kept(page: Page) -> dict[str, Any]:
    """Return the values that the browser keeps, by key."""
    found = page.evaluate("Object.fromEntries(Object.entries(localStorage))")
    return {key: json.loads(entry)["value"] for key, entry in found.items()}


def write(path: Path, answers: list[dict[str, Any]], **other: Any) -> Path:
    """Write a file of answers."""
    whole = {
        "guidegen": "answers",
        "format": 1,
        "purpose": "backup",
        "handbook": {"id": "harbour", "title": "The Harbour Handbook"},
        "saved": "2026-11-21T09:00:00.000Z",
        "answers": answers,
        **other,
    }
    path.write_text(json.dumps(whole), encoding="utf-8")
    return path


def answer(item: str, value: Any, **other: Any) -> dict[str, Any]:
    return {
        "cohort": "-", "activity": "agreement", "kind": "sheet", "title": "Our agreement", "version": "2",
        "item": item, "label": item.title(), "value": value, **other,
    }  # fmt: skip


# There and back


def test_a_sheet_saved_on_one_device_is_loaded_on_another(
    opened: Opened, browser: Browser, tmp_path: Path
) -> None:
    page = opened(AGREEMENT)
    fill_in(page)
    before = kept(page)
    file = downloaded(page, "save-file", tmp_path)
    assert file.name.startswith("Our-agreement-20")
    told = json.loads(file.read_text("utf-8"))
    assert [one["item"] for one in told["answers"]] == [
        "why", "name", "length", "review", "often", "ways", "agreed", "near", "now", "order", "topics",
        "log", "boxes", "goal", "secret", "signed",
    ]  # fmt: skip
    assert told["answers"][4]["text"] == "Twice a year"
    assert told["answers"][14]["private"] is True
    other = browser.new_context(locale="en-GB", timezone_id="Europe/London")
    elsewhere = opened(AGREEMENT, other)
    place = choose(elsewhere, file)
    assert "16 answers are new." in place.inner_text()
    assert kept(elsewhere) == {}
    place.get_by_role("button", name="Load", exact=True).click()
    assert "16 answers are loaded." in place.inner_text()
    assert kept(elsewhere) == before
    assert elsewhere.locator('[data-field="why"] [data-part]').input_value() == "=1+1\nBecause <b>now</b>"
    elsewhere.reload()
    assert elsewhere.locator('[data-field="signed"] [data-part="name"]').input_value() == "Ada Lovelace"
    other.close()


def test_what_is_handed_in_has_nothing_private_and_becomes_a_row(
    opened: Opened, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(AGREEMENT)
    fill_in(page)
    file = downloaded(page, "hand-in", tmp_path)
    assert "afraid" not in file.read_text("utf-8")
    assert "What is marked private is not in it." in page.locator(".told").inner_text()
    monkeypatch.chdir(project)
    assert run(["collect", str(file), "--output", str(tmp_path / "answers.csv")]) == 0
    head, row = csv.reader((tmp_path / "answers.csv").read_text("utf-8").splitlines(keepends=True))
    cells = dict(zip(head, row, strict=True))
    assert cells["why"] == "'=1+1\nBecause <b>now</b>"
    assert cells["often"] == "Twice a year"
    assert cells["ways"] == "Phone; Walks"
    assert cells["agreed"] == "yes"
    assert cells["near"] == "4"
    assert (cells["now.i-ask"], cells["now.i-tell"]) == ("Often", "")
    assert cells["order"] == "1. Trust; 2. Fun"
    assert cells["topics"] == "Pay\nTime off"
    assert cells["log"] == "Day: 2026-11-22; What: Talked\nDone: yes"
    assert cells["boxes.s"] == "Patient"
    assert cells["signed.name"] == "Ada Lovelace"
    assert "secret" not in cells


def test_a_sheet_of_which_nothing_is_written_is_not_saved(opened: Opened) -> None:
    page = opened(AGREEMENT)
    press(page, "save-file")
    assert page.locator(".told").inner_text() == "Nothing is written yet that could be in it."
    page.locator('[data-field="secret"] [data-part]').fill("I am afraid")
    press(page, "hand-in")
    assert page.locator(".told").inner_text() == "Nothing is written yet that could be in it."


def test_what_was_private_when_it_was_written_stays_private(opened: Opened, tmp_path: Path) -> None:
    page = opened(AGREEMENT)
    page.locator('[data-field="why"] [data-part]').fill("Shown")
    old = json.dumps({"value": "Hidden", "label": "Name", "private": True, "at": "2026-01-01T00:00:00.000Z"})
    page.evaluate("([key, entry]) => localStorage.setItem(key, entry)", [f"{KEPT}gone", old])
    page.reload()
    assert "Hidden" not in downloaded(page, "hand-in", tmp_path).read_text("utf-8")
    assert "Hidden" in downloaded(page, "save-file", tmp_path).read_text("utf-8")


def test_what_was_written_as_private_stays_so_when_the_field_is_not_any_more(
    opened: Opened, tmp_path: Path
) -> None:
    page = opened(AGREEMENT)
    page.locator('[data-field="why"] [data-part]').fill("Shown")
    old = json.dumps({"value": "Hidden", "label": "Name", "private": True, "at": "2026-01-01T00:00:00.000Z"})
    page.evaluate("([key, entry]) => localStorage.setItem(key, entry)", [f"{KEPT}name", old])
    page.reload()
    assert page.locator('[data-field="name"] [data-part]').input_value() == "Hidden"
    assert "Hidden" not in downloaded(page, "hand-in", tmp_path).read_text("utf-8")


def test_a_sheet_for_one_person_alone_is_handed_in_to_nobody(opened: Opened) -> None:
    page = opened(PRIVATE_SHEET)
    assert page.locator("[data-does=save-file]").count() == 1
    assert page.locator("[data-does=hand-in]").count() == 0


def test_a_private_sheet_is_loaded_on_its_own_page_alone_unless_it_is_kept(
    opened: Opened, tmp_path: Path
) -> None:
    secret = answer("what", "It rained", activity="private", title="Before you call")
    asked = answer("~keep", True, activity="private")
    file = write(tmp_path / "all.json", [answer("why", "So"), secret, asked])
    page = opened("progress/index.html")
    place = choose(page, file, "load-all")
    assert "because its sheet keeps nothing unless you ask on its page: Before you call" in place.inner_text()
    place.get_by_role("button", name="Load", exact=True).click()
    assert kept(page) == {f"{KEPT}why": "So"}
    page.evaluate("guidegen.keep('-', 'private', '~keep', {value: true})")
    place = choose(page, file, "load-all")
    place.get_by_role("button", name="Load", exact=True).click()
    assert kept(page)["guidegen:harbour:-:private:what"] == "It rained"


def test_what_is_in_a_file_can_be_read_without_loading_it(begun: Page, file: Path) -> None:
    place = choose(begun, file)
    place.get_by_text("Read what is in the file").click()
    told = place.locator("details").inner_text()
    assert "Minutes" not in told
    assert "Length\n45" in told.replace("\n\n", "\n")
    assert "<img src=x onerror=alert(1)>" in told
    place.get_by_role("button", name="Leave all as it is").click()
    assert kept(begun) == MINE


# Loading says first what it would change


@pytest.fixture
def begun(opened: Opened) -> Page:
    """A sheet with three answers."""
    page = opened(AGREEMENT)
    page.locator('[data-field="why"] [data-part]').fill("Mine")
    page.locator('[data-field="name"] [data-part]').fill("Ada")
    page.locator('[data-field="topics"] [data-part="1"]').fill("Pay")
    return page


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """One new answer, two that differ, one as it is here, one that nobody asks for, one of another sheet."""
    return write(
        tmp_path / "other.json",
        [
            answer("length", "45", at="2026-11-20T10:00:00.000Z"),
            answer("why", "<img src=x onerror=alert(1)>", label="Why now?"),
            answer("topics", ["Time", "Pay"], text="1. Time\n2. Pay", label="Topics"),
            answer("name", "Ada"),
            answer("gone", "Old", label="An old question"),
            answer("what", "It rained", activity="private", title="Before you call"),
        ],
    )


MINE = {f"{KEPT}why": "Mine", f"{KEPT}name": "Ada", f"{KEPT}topics": ["Pay"]}


def test_loading_says_what_it_would_change_and_changes_nothing_before_one_chooses(
    begun: Page, file: Path
) -> None:
    place = choose(begun, file)
    lines = place.inner_text().splitlines()
    assert lines[0] == (
        "From “The Harbour Handbook”, saved on 21 November 2026 at 9:00. Nothing is loaded yet."
    )
    assert [line for line in lines if "answer" in line][:5] == [
        "One answer is new.",
        "2 answers differ from yours.",
        "One answer is as yours.",
        "One answer is to a question that is not here. It is kept aside.",
        "One answer belongs elsewhere and is not loaded here: Before you call. My progress loads everything.",
    ]
    listed = place.locator("dl").last.inner_text().split("\n")
    assert [one.strip() for one in listed if one.strip()] == [
        "Why now?",
        "Yours: Mine",
        "In the file: <img src=x onerror=alert(1)>",
        "Topics",
        "Yours: 1. Pay",
        "In the file: 1. Time 2. Pay",
    ]
    assert kept(begun) == MINE
    place.get_by_role("button", name="Leave all as it is").click()
    assert place.is_hidden()
    assert kept(begun) == MINE
    assert begun.evaluate("document.activeElement.dataset.does") == "load-file"


def test_what_differs_stays_as_it_is_where_one_keeps_mine(begun: Page, file: Path) -> None:
    choose(begun, file).get_by_role("button", name="keep mine").click()
    assert kept(begun) == {**MINE, f"{KEPT}length": "45", f"{KEPT}gone": "Old"}
    assert begun.locator('[data-field="length"] [data-part]').input_value() == "45"
    assert "Old" in begun.locator("[data-fills=aside]").inner_text()
    entry = json.loads(begun.evaluate(f"localStorage['{KEPT}length']"))
    assert entry["at"] == "2026-11-20T10:00:00.000Z"


def test_what_differs_is_taken_from_the_file_and_given_back_by_undo(begun: Page, file: Path) -> None:
    place = choose(begun, file)
    place.get_by_role("button", name="take the file").click()
    assert kept(begun) == {
        **MINE,
        f"{KEPT}length": "45",
        f"{KEPT}why": "<img src=x onerror=alert(1)>",
        f"{KEPT}topics": ["Time", "Pay"],
        f"{KEPT}gone": "Old",
    }
    assert begun.locator('[data-field="topics"] [data-part="2"]').input_value() == "Pay"
    assert begun.locator("img[src=x]").count() == 0
    place.get_by_role("button", name="Undo").click()
    assert kept(begun) == MINE
    assert begun.locator('[data-field="why"] [data-part]').input_value() == "Mine"
    assert begun.locator('[data-field="length"] [data-part]').input_value() == ""
    assert begun.locator('[data-field="topics"] [data-part="2"]').input_value() == ""


def test_what_is_written_between_choosing_and_loading_is_not_lost(begun: Page, file: Path) -> None:
    place = choose(begun, file)
    begun.locator('[data-field="length"] [data-part]').fill("30")
    place.get_by_role("button", name="keep mine").click()
    assert kept(begun)[f"{KEPT}length"] == "30"


def test_what_is_written_between_loading_and_undo_is_not_lost(begun: Page, file: Path) -> None:
    place = choose(begun, file)
    place.get_by_role("button", name="take the file").click()
    begun.locator('[data-field="why"] [data-part]').fill("Mine, and better")
    place.get_by_role("button", name="Undo").click()
    assert kept(begun) == {**MINE, f"{KEPT}why": "Mine, and better"}


def test_a_file_that_says_nothing_new_says_so(begun: Page, tmp_path: Path) -> None:
    place = choose(begun, write(tmp_path / "same.json", [answer("topics", ["Pay"])]))
    assert "Everything that belongs here is here already." in place.inner_text()
    assert place.get_by_role("button").all_inner_texts() == ["Close"]


def test_where_the_room_ends_midway_nothing_is_loaded(begun: Page, file: Path) -> None:
    begun.evaluate("""() => {
        const put = Storage.prototype.setItem;
        let left = 2;
        Storage.prototype.setItem = function (...given) {
            if (left-- <= 0 && left > -3) throw new DOMException("full", "QuotaExceededError");
            return put.apply(this, given);
        };
    }""")
    place = choose(begun, file)
    place.get_by_role("button", name="take the file").click()
    assert "Nothing is loaded, and all is as it was." in place.inner_text()
    begun.reload()
    assert kept(begun) == MINE


def test_a_browser_that_keeps_nothing_can_still_load_and_save(
    browser: Browser, opened: Opened, file: Path, tmp_path: Path
) -> None:
    device = browser.new_context(locale="en-GB")
    denied = "get() { throw new DOMException('no', 'SecurityError'); }"
    device.add_init_script(f"Object.defineProperty(window, 'localStorage', {{ {denied} }})")
    page = opened(AGREEMENT, device)
    choose(page, file).get_by_role("button", name="Load", exact=True).click()
    assert page.locator('[data-field="length"] [data-part]').input_value() == "45"
    saved = json.loads(downloaded(page, "save-file", tmp_path).read_text("utf-8"))
    assert {one["item"] for one in saved["answers"]} >= {"length", "why", "topics", "name"}
    device.close()


# Sheets of which nothing is kept


def test_a_sheet_that_keeps_nothing_is_saved_from_what_stands_in_it_and_loaded_into_it_alone(
    opened: Opened, browser: Browser, tmp_path: Path
) -> None:
    page = opened(PRIVATE_SHEET)
    page.locator('[data-field="what"] [data-part]').fill("It rained")
    page.locator('[data-field="often"] [value="once"]').check()
    saved = downloaded(page, "save-file", tmp_path)
    assert kept(page) == {}
    device = browser.new_context(locale="en-GB")
    other = opened(PRIVATE_SHEET, device)
    other.locator('[data-field="often"] [value="often"]').check()
    place = choose(other, saved)
    assert "One answer is new." in place.inner_text()
    assert "Yours: Often" in place.inner_text()
    place.get_by_role("button", name="take the file").click()
    assert other.locator('[data-field="what"] [data-part]').input_value() == "It rained"
    assert other.locator('[data-field="often"] [value="once"]').is_checked()
    place.get_by_role("button", name="Undo").click()
    assert other.locator('[data-field="what"] [data-part]').input_value() == ""
    assert other.locator('[data-field="often"] [value="often"]').is_checked()
    assert kept(other) == {}
    device.close()


def test_what_does_not_fit_a_sheet_that_keeps_nothing_is_shown_aside(opened: Opened, tmp_path: Path) -> None:
    page = opened(PRIVATE_SHEET)
    other = {"activity": "private"}
    answers = [answer("what", ["no", "text"], **other), answer("often", "once", **other)]
    file = write(tmp_path / "x.json", [*answers, answer("gone", "Old", **other)])
    place = choose(page, file)
    assert "2 answers are new." in place.inner_text()
    assert "One answer is to a question that is not here. It is kept aside." in place.inner_text()
    place.get_by_role("button", name="Load", exact=True).click()
    assert "3 answers are loaded." in place.inner_text()
    assert page.locator('[data-field="often"] [value="once"]').is_checked()
    assert "Old" in page.locator("[data-fills=aside]").inner_text()
    assert kept(page) == {}


# Copied


def test_a_sheet_is_copied_as_markdown(opened: Opened, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = opened(AGREEMENT)
    page.locator('[data-field="why"] [data-part]').fill("# Not *a* head\n<b>now</b>")
    page.locator('[data-field="agreed"] [data-part]').check()
    page.locator('[data-field="secret"] [data-part]').fill("Fear")
    press(page, "copy")
    place = page.locator(".told")
    place.get_by_text("One answer in it is marked private.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == (
        "# Our agreement\n\n"
        "**Why now?**\n\n\\# Not \\*a\\* head  \n\\<b\\>now\\</b\\>\n\n"
        "**We keep it between us**\n\nyes\n\n"
        "**What I do not say**\n\nFear\n"
    )


def test_where_the_page_may_not_copy_the_words_stand_there_to_be_copied(opened: Opened) -> None:
    page = opened(AGREEMENT)
    page.evaluate("""() => {
        navigator.clipboard.writeText = () => Promise.reject(new Error("no"));
        document.execCommand = () => false;
    }""")
    page.locator('[data-field="name"] [data-part]').fill("Ada")
    press(page, "copy")
    area = page.get_by_label("Press Ctrl+C")
    area.wait_for()
    assert area.input_value() == "# Our agreement\n\n**Name**\n\nAda\n"
    assert page.evaluate("getSelection().toString() || document.activeElement.value") == area.input_value()


def test_everything_is_copied_list_by_list_and_sheet_by_sheet(
    opened: Opened, context: BrowserContext
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened("index.html").locator('[data-item="hello"]').check()
    opened(AGREEMENT).locator('[data-field="name"] [data-part]').fill("Ada")
    page = opened("progress/index.html")
    page.evaluate("guidegen.files.copy(document.querySelector('[data-fills=loading]'))")
    assert page.evaluate("navigator.clipboard.readText()") == (
        "# Welcome\n\n- [x] Say hello\n\n# Our agreement\n\n**Name**\n\nAda\n"
    )


# Files from elsewhere

WHOLE = {
    "guidegen": "answers",
    "format": 1,
    "purpose": "backup",
    "handbook": {"id": "harbour"},
    "answers": [],
}
NOT_ANSWERS = "This is not a file of answers, or it is damaged. Nothing is loaded."
BROKEN = "Answer 1 in this file makes no sense. Nothing is loaded."


def deep(levels: int) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", NOT_ANSWERS),
        ("hello", NOT_ANSWERS),
        ("[]", NOT_ANSWERS),
        ("null", NOT_ANSWERS),
        ("[" * 100_000, NOT_ANSWERS),
        ("[" * 100_000 + "]" * 100_000, NOT_ANSWERS),
        ('{"guidegen": "collected"}', NOT_ANSWERS),
        (json.dumps({**WHOLE, "format": 0}), NOT_ANSWERS),
        (json.dumps({**WHOLE, "format": "1"}), NOT_ANSWERS),
        (json.dumps({**WHOLE, "format": 1e300}), "This file was written by a newer handbook than this one."),
        (json.dumps({**WHOLE, "format": 2}), "This file was written by a newer handbook than this one."),
        (json.dumps({**WHOLE, "handbook": None}), NOT_ANSWERS),
        (json.dumps({**WHOLE, "answers": {}}), NOT_ANSWERS),
        (json.dumps({**WHOLE, "answers": [{}] * 10_001}), NOT_ANSWERS),
        (
            json.dumps({**WHOLE, "handbook": {"id": "other", "title": "An\u202eother\x00"}}),
            "This file is from “An\ufffdother\ufffd”, another handbook. Nothing is loaded.",
        ),
        (json.dumps({**WHOLE, "answers": [None]}), BROKEN),
        (json.dumps({**WHOLE, "answers": [answer("why", 5)]}), BROKEN),
        (json.dumps({**WHOLE, "answers": [answer("why", None)]}), BROKEN),
        (json.dumps({**WHOLE, "answers": [answer("why", deep(4))]}), BROKEN),
        (json.dumps({**WHOLE, "answers": [answer("why", deep(500))]}), BROKEN),
        (json.dumps({**WHOLE, "answers": [answer("log", [{}] * 1001)]}), BROKEN),
        (json.dumps({**WHOLE, "answers": [answer("", "x")]}), BROKEN),
        (json.dumps({**WHOLE, "answers": [answer("x" * 301, "x")]}), BROKEN),
        (json.dumps({**WHOLE, "answers": [answer("why", "x", cohort="a:b")]}), BROKEN),
        (json.dumps({**WHOLE, "answers": [answer("why", "x", activity="")]}), BROKEN),
        (json.dumps({**WHOLE, "answers": [answer("why", "x", label=["y"])]}), BROKEN),
        (json.dumps({**WHOLE, "answers": [answer("why", "x", private="no")]}), BROKEN),
        (
            json.dumps({**WHOLE, "answers": [answer("why", "x"), answer("why", "y")]}),
            "Answer 2 in this file makes no sense. Nothing is loaded.",
        ),
        (" " * 20_000_001, "This file is larger than any file of answers. Nothing is loaded."),
    ],
    ids=lambda value: value[:60] if isinstance(value, str) else "",
)
def test_a_broken_foreign_or_newer_file_is_refused_with_words(
    opened: Opened, tmp_path: Path, content: str, words: str
) -> None:
    page = opened(AGREEMENT)
    (tmp_path / "x.json").write_text(content, encoding="utf-8")
    place = choose(page, tmp_path / "x.json")
    assert place.inner_text().startswith(words)
    place.get_by_role("button", name="Close").click()
    assert kept(page) == {}


def test_names_that_mean_something_to_javascript_are_names(opened: Opened, tmp_path: Path) -> None:
    names = ("__proto__", "constructor", "toString", "hasOwnProperty")
    answers = [answer(one, "x") for one in names]
    text = json.dumps({**WHOLE, "answers": [*answers, answer("boxes", {"s": "Patient"})]})
    text = text.replace(
        '{"s": "Patient"}', '{"__proto__": {"polluted": "yes"}, "constructor": "x", "s": "Patient"}'
    )
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    page = opened(AGREEMENT)
    choose(page, tmp_path / "x.json").get_by_role("button", name="Load", exact=True).click()
    assert page.evaluate("({}).polluted") is None
    assert {f"{KEPT}{one}" for one in names} <= kept(page).keys()
    page.reload()
    assert "__proto__" in page.locator("[data-fills=aside]").text_content()  # type: ignore[operator]


def test_letters_that_cannot_be_seen_do_no_harm(opened: Opened, tmp_path: Path) -> None:
    page = opened(AGREEMENT)
    strange = "a\x00b\ud800c\u202ed\u2028e"
    place = choose(page, write(tmp_path / "x.json", [answer("why", strange, label=strange)], saved="never"))
    place.get_by_role("button", name="Load", exact=True).click()
    file = downloaded(page, "hand-in", tmp_path)
    assert json.loads(file.read_text("utf-8"))["answers"][0]["label"] == "Why now?"


# Everything at once, from My progress


def test_everything_is_saved_and_loaded_from_my_progress(
    opened: Opened, browser: Browser, tmp_path: Path
) -> None:
    page = opened(AGREEMENT)
    page.locator('[data-field="why"] [data-part]').fill("Mine")
    page.locator('[data-field="secret"] [data-part]').fill("Fear")
    page = opened("index.html")
    page.locator('[data-item="room"]').check()
    page = opened(PRIVATE_SHEET)
    page.locator("[data-does=keep]").check()
    page.locator('[data-field="what"] [data-part]').fill("It rained")
    page = opened("progress/index.html")
    page.evaluate("guidegen.chooseCohort('harbour', 'autumn')")
    before = kept(page)
    with page.expect_download() as waiting:
        page.locator("[data-does=save-all]:visible").first.click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert [one["item"] for one in json.loads(file.read_text("utf-8"))["answers"]] == [
        "room", "what", "~keep", "why", "secret", "harbour",
    ]  # fmt: skip
    device = browser.new_context(locale="en-GB")
    other = opened("progress/index.html", device)
    place = choose(other, file, "load-all")
    assert "3 answers are new." in place.inner_text()
    place.get_by_role("button", name="Load", exact=True).click()
    asked = {key for key in before if ":private:" in key}
    assert kept(other) == {key: value for key, value in before.items() if key not in asked}
    assert "3 answers are loaded." in place.inner_text()
    device.close()


def test_a_thousand_answers_are_loaded_while_one_looks(opened: Opened, tmp_path: Path) -> None:
    page = opened("progress/index.html")
    file = write(tmp_path / "x.json", [answer(f"x{number}", "y" * 200) for number in range(1000)])
    place = choose(page, file, "load-all")
    assert "1000 answers are to questions that are not here." in place.inner_text()
    place.get_by_role("button", name="Load", exact=True).click()
    place.get_by_role("button", name="Undo").wait_for(timeout=3000)
    assert len(kept(page)) == 1000
    place.get_by_role("button", name="Undo").click()
    page.get_by_text("What was loaded is taken back.").wait_for(timeout=3000)
    assert kept(page) == {}


# For everybody


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_a_file_is_loaded(
    project: Path, browser: Browser, file: Path, scheme: Any
) -> None:
    axe = suite("axe-core/axe.min.js").read_text(encoding="utf-8")
    # axe asks for the stylesheets, which the policy of the page forbids.
    device = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = device.new_page()
    page.goto((project / "site" / AGREEMENT).as_uri())
    page.locator('[data-field="why"] [data-part]').fill("Mine")
    choose(page, file)
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [one["id"] for one in found["violations"]] == []
    device.close()


def test_a_file_is_judged_and_loaded_with_the_keyboard_alone(begun: Page, file: Path) -> None:
    choose(begun, file)
    assert begun.evaluate("document.activeElement.dataset.fills") == "loading"
    begun.keyboard.press("Tab")
    assert begun.evaluate("document.activeElement.textContent") == "Read what is in the file"
    begun.keyboard.press("Tab")
    assert begun.evaluate("document.activeElement.textContent") == "Load, keep mine where they differ"
    begun.keyboard.press("Enter")
    begun.keyboard.press("Tab")
    assert begun.evaluate("document.activeElement.textContent") == "Undo"
    begun.keyboard.press("Space")
    assert kept(begun) == MINE
