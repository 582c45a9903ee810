"""Worksheets as people fill them in: every type of field, kept, put back, cleared, printed, by keyboard."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.readers import Reader, becomes, entries, served, stored
from tests.story import Handbook
from tests.tools import needs, suite

SHEET = """\
title: Every field
fields:
- {id: name, label: Name, type: text}
- {id: why, label: Why, type: long_text}
- {id: length, label: Length, type: number, min: 15, max: 180, unit: minutes}
- {id: day, label: Day, type: date}
- {id: at, label: At, type: time}
- {id: until, label: Until, type: month}
- {id: mail, label: Mail, type: email, required: true}
- {id: web, label: Web, type: url}
- {id: call, label: Call, type: phone}
- {id: often, label: Often, type: choice, options: [Weekly, Monthly], other: true}
- {id: topics, label: Topics, type: multi_choice, options: [Career, Skills, People], other: true, max: 2}
- {id: agree, label: We agree, type: checkbox}
- {id: near, label: Near, type: scale, labels: {1: Never, 5: Always}, not_applicable: true}
- id: stand
  label: Stand
  type: grid
  rows: [I ask, I say]
  labels: {1: Never, 5: Always}
  not_applicable: true
- {id: rank, label: Rank, type: ranking, options: [Xylophone, Yoga, Zither], top: 3}
- {id: aims, label: Aims, type: list, count: 2}
- id: log
  label: Log
  type: table
  rows: 2
  columns:
  - {id: what, label: What}
  - {id: when, label: When, type: date}
  - {id: who, label: Who, type: choice, options: [Me, You]}
  - {id: done, label: Done, type: checkbox}
- id: needs
  label: Needs
  type: table
  row_labels: [Career, Skills]
  columns: [{id: who, label: Who}, {id: gap, label: Gap, type: long_text}]
- {id: todo, label: Todo, type: actions}
- id: swot
  label: Swot
  type: quadrants
  boxes: [{id: s, label: Strong}, {id: w, label: Weak}, {id: o, label: Open}, {id: t, label: Threat}]
- {id: goal, label: Goal, type: goal}
- {id: notice, label: Notice, type: text, default: 24 hours}
- {id: sign, label: Mentor, type: signature, role: mentor}
- {id: secret, label: Secret, type: text, private: true}
"""

LATER = """\
title: Looking back
confidential: private
fields:
- {id: goal-then, label: What you wanted, type: recall}
- {id: day, label: Day, type: date}
- {id: now, label: Where you are now, type: long_text}
"""

PAGE = "worksheets/every-field/index.html"
LATER_PAGE = "worksheets/looking-back/index.html"

Act: TypeAlias = Callable[[Page], None]


@dataclass(frozen=True)
class Filled:
    """How a field is filled in, and what is kept of it then."""

    item: str
    act: Act
    value: Any
    text: str
    """As words; what prints."""


def types(css: str, words: str) -> Act:
    return lambda page: page.fill(css, words)


def ticks(*css: str) -> Act:
    def act(page: Page) -> None:
        for one in css:
            page.check(one)

    return act


def both(*acts: Act) -> Act:
    def act(page: Page) -> None:
        for one in acts:
            one(page)

    return act


def picks(css: str, option: str) -> Act:
    def act(page: Page) -> None:
        page.select_option(css, option)

    return act


def presses(css: str) -> Act:
    return lambda page: page.click(css)


def simple(item: str, words: str, text: str = "") -> Filled:
    return Filled(item, types(f"[data-field={item}] [data-part=value]", words), words, text or words)


EVERY = (
    simple("name", "Zoë <b>Bold</b> & Sons"),
    simple("why", "Because.\n\nAnd because."),
    simple("length", "45", "45 minutes"),
    simple("day", "2026-11-06", "6 November 2026"),
    simple("at", "17:30"),
    simple("until", "2027-02", "February 2027"),
    simple("mail", "ada@example.org"),
    simple("web", "https://example.org/a?b=c"),
    simple("call", "+44 20 7946 0000"),
    Filled("often", ticks("[data-field=often] [value=monthly]"), "monthly", "Monthly"),
    Filled("often", types("[data-field=often] [data-part=other]", "Daily"), "other:Daily", "Daily"),
    Filled(
        "topics",
        ticks("[data-field=topics] [value=people]", "[data-field=topics] [value=career]"),
        ["career", "people"],
        "Career\nPeople",
    ),
    Filled("agree", ticks("[data-field=agree] input"), True, "yes"),
    Filled("near", ticks("[data-field=near] [value='5']"), "5", "5 Always"),
    Filled("near", ticks("[data-field=near] [value=not-applicable]"), "not-applicable", "does not apply"),
    Filled(
        "stand",
        ticks("[data-part=i-say][value='1']", "[data-part=i-ask][value=not-applicable]"),
        {"i-ask": "not-applicable", "i-say": "1"},
        "I ask: does not apply\nI say: 1 Never",
    ),
    Filled(
        "rank",
        both(
            picks("[data-field=rank] [data-part='1']", "zither"),
            picks("[data-field=rank] [data-part='3']", "yoga"),
        ),
        ["zither", "", "yoga"],
        "1. Zither\n3. Yoga",
    ),
    Filled(
        "aims",
        both(
            presses("[data-field=aims] [data-does=add-row]"),
            lambda page: page.keyboard.type("Run"),
            types("[data-field=aims] [data-part='1']", "Walk"),
        ),
        ["Walk", "", "Run"],
        "1. Walk\n3. Run",
    ),
    Filled(
        "log",
        both(
            types("[data-field=log] [data-row='2'] [data-part=when]", "2026-12-01"),
            picks("[data-field=log] [data-row='2'] [data-part=who]", "you"),
            ticks("[data-field=log] [data-row='2'] [data-part=done]"),
            presses("[data-field=log] [data-does=add-row]"),
            lambda page: page.keyboard.type("Call"),
        ),
        [{}, {"when": "2026-12-01", "who": "you", "done": True}, {"what": "Call"}],
        "When: 1 December 2026; Who: You; Done\nWhat: Call",
    ),
    Filled(
        "needs",
        types("[data-field=needs] [data-row=skills] [data-part=gap]", "much"),
        {"skills": {"gap": "much"}},
        "Skills: Gap: much",
    ),
    Filled(
        "todo",
        types("[data-field=todo] [data-row='1'] [data-part=what]", "Ask Hana"),
        [{"what": "Ask Hana"}],
        "What: Ask Hana",
    ),
    Filled("swot", types("[data-field=swot] [data-part=w]", "Names"), {"w": "Names"}, "Weak: Names"),
    Filled(
        "goal",
        both(
            types("[data-field=goal] [data-part=statement]", "Speak the same day"),
            types("[data-field=goal] [type=date]", "2027-01-31"),
        ),
        {"statement": "Speak the same day", "time-bound": "2027-01-31"},
        "",
    ),
    simple("notice", "two days"),
    Filled(
        "sign",
        both(
            types("[data-field=sign] [data-part=name]", "Hana Nováková"),
            types("[data-field=sign] [data-part=date]", "2026-09-28"),
        ),
        {"name": "Hana Nováková", "date": "2026-09-28"},
        "Name: Hana Nováková\nDate: 28 September 2026",
    ),
    simple("secret", "hush"),
)
"""Each type, filled in."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    story = Handbook(tmp_path_factory.mktemp("sheets"))
    story.write("guidegen.yml", "id: sheets-1\ntitle: Sheets\n")
    story.write("content/index.md", "# Welcome\n\n::: worksheet looking-back\n")
    story.write("content/worksheets/every-field.yml", SHEET).write(
        "content/worksheets/looking-back.yml", LATER
    )
    story.build()
    assert (story.root / "site" / PAGE).is_file(), story.outcome
    return story.root / "site"


@pytest.fixture(params=["disk", "server"])
def place(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """The address of the site: a folder, and then a server."""
    if request.param == "disk":
        yield site.as_uri() + "/"
        return
    with served(site) as address:
        yield address


@pytest.fixture
def reader(browser: Browser, site: Path) -> Iterator[Reader]:
    """Somebody who reads the handbook from a folder, and hears nothing from the console."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    found = Reader(context, site.as_uri() + "/")
    yield found
    context.close()
    assert found.said == []
    assert found.strangers() == []


def entry(page: Page, item: str, sheet: str = "every-field") -> Any:
    return page.evaluate("([sheet, item]) => guidegen.recall('-', sheet, item)", [sheet, item])


def shown(page: Page) -> dict[str, Any]:
    """Return what stands in the fields of the sheet, as it would be saved to a file."""
    answers = page.evaluate("guidegen.sheets.answers(document.querySelector('form'))")
    return {one["item"]: one["value"] for one in answers}


# Every type of field


@pytest.mark.parametrize("filled", EVERY, ids=lambda one: f"{one.item}-{one.value}"[:24])
def test_what_is_written_is_kept_and_comes_back(reader: Reader, filled: Filled) -> None:
    page = reader.open(PAGE)
    before = shown(page)
    filled.act(page)
    kept = entry(page, filled.item)
    assert kept["value"] == filled.value
    if filled.text:
        assert kept.get("text", kept["value"]) == filled.text
    assert kept["title"] == "Every field"
    assert list(entries(page, "every-field")) == [filled.item]
    page.reload()
    assert shown(page) == {**before, filled.item: filled.value}
    page.click("[data-does=clear]")
    assert shown(page) == before
    assert stored(page) == {}
    page.click("[data-does=undo]")
    assert shown(page) == {**before, filled.item: filled.value}
    assert entry(page, filled.item) == kept


def test_a_whole_sheet_is_kept_from_a_folder_and_from_a_server(browser: Browser, place: str) -> None:
    context = browser.new_context()
    reader = Reader(context, place)
    page = reader.open(PAGE)
    for one in EVERY:
        one.act(page)
    written = shown(page)
    assert set(written) == {one.item for one in EVERY}
    page.reload()
    assert shown(page) == written
    assert page.inner_text("[data-fills=saved]").startswith("Saved on this device, today at ")
    assert reader.said == []
    assert reader.strangers() == []
    context.close()


def test_the_words_of_a_label_are_kept_beside_the_answer_and_what_is_private_says_so(reader: Reader) -> None:
    page = reader.open(PAGE)
    page.fill("[data-field=secret] input", "hush")
    page.fill("[data-field=name] input", "Ada")
    secret, name = entry(page, "secret"), entry(page, "name")
    assert (secret["label"], secret["private"]) == ("Secret", True)
    assert name["label"] == "Name"
    assert "private" not in name
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", name["at"])


# Beginnings and ends


def test_a_default_that_nobody_touched_is_not_kept_and_one_that_is_taken_away_stays_away(
    reader: Reader,
) -> None:
    page = reader.open(PAGE)
    notice = "[data-field=notice] input"
    assert page.input_value(notice) == "24 hours"
    assert stored(page) == {}
    page.fill(notice, "")
    assert entry(page, "notice")["value"] == ""
    page.reload()
    assert page.input_value(notice) == ""
    page.fill(notice, "24 hours")
    assert entry(page, "notice")["value"] == "24 hours"


def test_an_answer_that_is_deleted_leaves_nothing_behind(reader: Reader) -> None:
    page = reader.open(PAGE)
    page.fill("[data-field=name] input", "Ada")
    page.fill("[data-field=name] input", "")
    page.check("[data-field=agree] input")
    page.uncheck("[data-field=agree] input")
    assert stored(page) == {}


def test_clearing_keeps_what_was_cleared_in_memory_alone(reader: Reader) -> None:
    page = reader.open(PAGE)
    page.fill("[data-field=name] input", "Ada")
    page.fill("[data-field=why] textarea", "Because")
    page.click("[data-does=clear]")
    assert page.evaluate("document.activeElement.dataset.does") == "undo"
    page.fill("[data-field=name] input", "Grace")
    page.click("[data-does=undo]")
    # What was written since is newer than what was cleared.
    assert entries(page, "every-field") == {"name": "Grace", "why": "Because"}
    page.click("[data-does=clear]")
    page.reload()
    assert not page.locator("[data-does=undo]").is_visible()
    assert stored(page) == {}


def test_rows_that_were_added_come_back_and_have_names_of_their_own(reader: Reader) -> None:
    page = reader.open(PAGE)
    for _ in range(3):
        page.click("[data-field=log] [data-does=add-row]")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "What, row 5"
    page.keyboard.type("Fifth")
    page.reload()
    assert page.locator("[data-field=log] tr[data-row]").count() == 5
    names = page.locator("[data-field=log] [data-part=what]").evaluate_all(
        "all => all.map(one => one.getAttribute('aria-label'))"
    )
    assert names == [f"What, row {number}" for number in range(1, 6)]
    assert page.input_value("[data-field=log] [data-row='5'] [data-part=what]") == "Fifth"
    page.click("[data-does=clear]")
    assert page.locator("[data-field=log] tr[data-row]").count() == 2


def test_words_of_ones_own_choose_other(reader: Reader) -> None:
    page = reader.open(PAGE)
    page.check("[data-field=often] [value=weekly]")
    page.fill("[data-field=often] [data-part=other]", "Every day: at noon")
    assert page.is_checked("[data-field=often] [value=other]")
    page.reload()
    assert page.input_value("[data-field=often] [data-part=other]") == "Every day: at noon"
    page.check("[data-field=often] [value=weekly]")
    assert entry(page, "often")["value"] == "weekly"


def test_the_answers_of_some_of_many_do_not_depend_on_the_order_of_the_options(reader: Reader) -> None:
    page = reader.open(PAGE)
    keep(page, "topics", ["people", "career"])
    page.reload()
    assert page.is_checked("[data-field=topics] [value=people]")
    assert page.inner_text("[data-fills=aside]") == ""


# What looks wrong


@pytest.mark.parametrize(
    ("item", "act", "said"),
    [
        ("length", types("[data-field=length] input", "7"), "Write 15 or more."),
        ("length", types("[data-field=length] input", "700"), "Write 180 or less."),
        (
            "mail",
            types("[data-field=mail] input", "ada"),
            "This does not look like an e-mail address, such as ada@example.org.",
        ),
        ("mail", presses("[data-field=mail] input"), "This is needed."),
        (
            "web",
            types("[data-field=web] input", "example"),
            "This does not look like an address on the web, such as https://example.org.",
        ),
        (
            "topics",
            ticks(*(f"[data-field=topics] [value={one}]" for one in ("career", "skills", "people"))),
            "Choose 2 at most.",
        ),
        (
            "rank",
            both(
                picks("[data-field=rank] [data-part='1']", "yoga"),
                picks("[data-field=rank] [data-part='2']", "yoga"),
            ),
            "“Yoga” stands in two places.",
        ),
    ],
)
def test_what_looks_wrong_is_said_beside_the_field_and_holds_nothing_up(
    reader: Reader, item: str, act: Act, said: str
) -> None:
    page = reader.open(PAGE)
    act(page)
    page.focus("[data-field=name] input")
    place = page.locator(f"[data-field={item}] .problem")
    assert place.inner_text() == said
    described = page.locator(f"[data-field={item}], [data-field={item}] [data-part]").evaluate_all(
        "all => all.map(one => one.getAttribute('aria-describedby') || '').join(' ')"
    )
    assert place.get_attribute("id") in described.split()
    page.fill("[data-field=name] input", "Ada")
    assert "name" in entries(page, "every-field")


def test_what_was_wrong_is_taken_back_as_soon_as_it_is_right(reader: Reader) -> None:
    page = reader.open(PAGE)
    page.fill("[data-field=length] input", "7")
    page.focus("[data-field=name] input")
    page.fill("[data-field=length] input", "70")
    assert page.locator("[data-field=length] .problem").is_hidden()


def test_half_a_date_is_not_lost_without_a_word(reader: Reader) -> None:
    page = reader.open(PAGE)
    page.focus("[data-field=day] input")
    page.keyboard.type("11")
    page.focus("[data-field=name] input")
    assert page.inner_text("[data-field=day] .problem") == "This is not complete yet."


def test_a_click_reaches_what_it_was_meant_for_though_words_appear_above_it(reader: Reader) -> None:
    page = reader.open(PAGE)
    page.fill("[data-field=length] input", "7")
    page.click("[data-field=agree] label")
    assert page.is_checked("[data-field=agree] input")
    page.locator("[data-field=length] .problem").wait_for()


# Goals travel


def test_a_goal_reappears_on_a_later_sheet_with_the_way_to_where_it_is_written(
    reader: Reader, tmp_path: Path
) -> None:
    later = reader.open(LATER_PAGE)
    recalled = later.locator("[data-fills=recalled]")
    assert recalled.inner_text() == "Nothing written yet."
    page = reader.open(PAGE)
    page.fill("[data-field=goal] [data-part=statement]", "Open a <hard> talk")
    # The later sheet is open in another tab all the while.
    becomes(later, "document.querySelector('[data-fills=recalled]').textContent.includes('<hard>')")
    assert recalled.locator("input, textarea").count() == 0
    assert "Open a <hard> talk" in printed(later, tmp_path)
    later.click("[data-field=goal-then] a")
    later.wait_for_url("**/every-field/index.html#field-every-field--goal")


# A sheet that is kept only when asked


def test_a_private_sheet_is_not_kept_before_the_reader_asks(reader: Reader) -> None:
    page = reader.open(LATER_PAGE)
    page.fill("[data-field=now] textarea", "Tired")
    assert stored(page) == {}
    assert page.inner_text("[data-fills=saved]").startswith("Not kept.")
    page.check("[data-does=keep]")
    assert entries(page, "looking-back") == {"now": "Tired", "~keep": True}
    page.reload()
    assert page.is_checked("[data-does=keep]")
    assert page.input_value("[data-field=now] textarea") == "Tired"


def test_a_sheet_that_is_no_longer_kept_leaves_the_device_and_not_the_screen(reader: Reader) -> None:
    page = reader.open(LATER_PAGE)
    page.check("[data-does=keep]")
    page.fill("[data-field=now] textarea", "Tired")
    other = reader.open(LATER_PAGE)
    page.uncheck("[data-does=keep]")
    assert stored(page) == {}
    assert page.input_value("[data-field=now] textarea") == "Tired"
    becomes(other, "!document.querySelector('[data-does=keep]').checked")
    assert other.input_value("[data-field=now] textarea") == "Tired"
    other.fill("[data-field=now] textarea", "Awake")
    assert stored(page) == {}
    page.click("[data-does=clear]")
    page.click("[data-does=undo]")
    assert page.input_value("[data-field=now] textarea") == "Tired"
    assert stored(page) == {}


def test_what_was_kept_before_a_sheet_became_private_is_not_lost(reader: Reader) -> None:
    page = reader.open(PAGE)
    page.evaluate("guidegen.keep('-', 'looking-back', 'now', {value: 'Tired'})")
    page = reader.open(LATER_PAGE)
    assert page.input_value("[data-field=now] textarea") == "Tired"
    assert page.is_checked("[data-does=keep]")
    page.uncheck("[data-does=keep]")
    page.reload()
    assert page.input_value("[data-field=now] textarea") == ""
    assert stored(page) == {}


def test_asking_in_one_tab_keeps_what_another_has_written_too(reader: Reader) -> None:
    one, other = reader.open(LATER_PAGE), reader.open(LATER_PAGE)
    other.fill("[data-field=day] input", "2026-11-06")
    one.fill("[data-field=now] textarea", "Tired")
    one.check("[data-does=keep]")
    becomes(other, "document.querySelector('[data-field=now] textarea').value === 'Tired'")
    assert entries(one, "looking-back") == {"now": "Tired", "day": "2026-11-06", "~keep": True}
    assert other.input_value("[data-field=day] input") == "2026-11-06"


# Answers that have no field any more


def keep(page: Page, item: str, value: Any, **more: Any) -> None:
    page.evaluate(
        "([item, entry]) => guidegen.keep('-', 'every-field', item, entry)", [item, {"value": value, **more}]
    )


def test_an_answer_whose_field_is_gone_is_shown_and_can_be_copied_and_removed(reader: Reader) -> None:
    page = reader.open(PAGE)
    keep(page, "gone", "Old words <i>here</i>", label="What was asked")
    page.reload()
    aside = page.locator("[data-fills=aside]")
    assert "What was asked" in aside.inner_text()
    assert "Old words <i>here</i>" in aside.inner_text()
    aside.get_by_role("button", name="Remove").click()
    assert entries(page, "every-field") == {}
    aside.get_by_role("button", name="Undo").click()
    assert entries(page, "every-field") == {"gone": "Old words <i>here</i>"}
    aside.get_by_role("button", name="Copy").click()
    page.focus("[data-field=name] input")
    page.keyboard.press("Control+v")
    assert page.input_value("[data-field=name] input") == "Old words <i>here</i>"


@pytest.mark.parametrize(
    ("item", "value", "partly"),
    [
        ("name", ["once", "a list"], ""),
        ("day", "next spring", ""),
        ("often", "yearly", ""),
        ("agree", "certainly", False),
        ("stand", {"i-ask": "2", "i-sing": "3"}, {"i-ask": "2"}),
        ("rank", ["yoga", "chess"], ["yoga"]),
        ("log", {"career": {"what": "Call"}}, []),
        ("goal", {"statement": "Speak", "wish": "Sing"}, {"statement": "Speak"}),
        ("aims", [f"{number}" for number in range(300)], None),
    ],
    ids=lambda one: str(one)[:16],
)
def test_an_answer_that_its_field_can_not_hold_is_kept_aside_before_the_field_is_written(
    reader: Reader, item: str, value: Any, partly: Any
) -> None:
    page = reader.open(PAGE)
    keep(page, item, value, label="As it was")
    page.reload()
    assert "As it was" in page.inner_text("[data-fills=aside]")
    assert entries(page, "every-field") == {item: value}
    if partly is not None:
        assert shown(page).get(item, partly) == partly
    next(one for one in EVERY if one.item == item).act(page)
    found = entries(page, "every-field")
    assert found[f"{item}~1"] == value
    assert found[item] != value
    page.reload()
    assert "As it was" in page.inner_text("[data-fills=aside]")


# For everybody


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_sheet_in_use(
    browser: Browser, site: Path, scheme: Literal["light", "dark"]
) -> None:
    axe = suite("axe-core/axe.min.js").read_text(encoding="utf-8")
    # axe puts a script and styles into the page, which the policy of the page forbids.
    context = browser.new_context(bypass_csp=True, color_scheme=scheme)
    page = Reader(context, site.as_uri() + "/").open(PAGE)
    keep(page, "gone", "Old words", label="What was asked")
    page.reload()
    for one in EVERY:
        one.act(page)
    page.fill("[data-field=length] input", "7")
    page.focus("[data-field=mail] input")
    page.fill("[data-field=mail] input", "")
    page.focus("[data-field=name] input")
    assert page.locator(".problem:visible").count() == 2
    page.evaluate(axe)
    for clears in (False, True):
        if clears:
            page.click("[data-does=clear]")
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [f"{one['id']}: {at['html']}" for one in found["violations"] for at in one["nodes"]] == []
    context.close()


def test_every_control_has_a_name_of_its_own(reader: Reader) -> None:
    page = reader.open(PAGE)
    for one in page.locator("[data-does=add-row]").all():
        one.click()
    names = page.locator("[data-field=log] [data-part], [data-field=aims] [data-part]").evaluate_all(
        "all => all.map(one => one.ariaLabel)"
    )
    assert len(names) == len(set(names)) == 15
    assert all(names)


# On paper


def printed(page: Page, folder: Path) -> str:
    needs(shutil.which("pdftotext") is not None, "reading what was printed needs poppler")
    page.pdf(path=folder / "printed.pdf", format="A4")
    command = ["pdftotext", "-layout", "-enc", "UTF-8", str(folder / "printed.pdf"), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_a_sheet_prints_as_it_is_filled_in_with_dates_in_words(reader: Reader, tmp_path: Path) -> None:
    page = reader.open(PAGE)
    for one in EVERY:
        one.act(page)
    words = " ".join(printed(page, tmp_path).split())
    for said in (
        *("Zoë <b>Bold</b> & Sons", "And because.", "6 November 2026", "February 2027", "17:30", "Daily"),
        *(
            "ada@example.org",
            "Zither",
            "Walk",
            "Call",
            "1 December 2026",
            "Ask Hana",
            "Names",
            "31 January 2027",
        ),
        *("two days", "Hana Nováková", "28 September 2026", "hush"),
    ):
        assert said in words, said
    assert "2026-11-06" not in words
    for tool in ("Print blank", "Clear this sheet", "Saved on this device", "Add a line"):
        assert tool not in words


def test_a_sheet_prints_blank_and_loses_nothing(reader: Reader, tmp_path: Path) -> None:
    page = reader.open(PAGE)
    for one in EVERY:
        one.act(page)
    written, kept = shown(page), stored(page)
    page.evaluate("window.print = () => { window.asked = document.documentElement.dataset.print; }")
    page.click("[data-does=print-blank]")
    assert page.evaluate("window.asked") == "blank"
    assert "Zoë" not in printed(page, tmp_path)
    assert page.evaluate("document.documentElement.dataset.print") is None
    assert (shown(page), stored(page)) == (written, kept)
    page.click("[data-does=print-filled]")
    assert page.evaluate("window.asked") == "filled"
    assert "Zoë" in printed(page, tmp_path)


# By keyboard, and without help from the browser


def test_a_whole_sheet_is_filled_in_by_keyboard_alone(reader: Reader) -> None:
    page = reader.open(PAGE)
    page.focus("[data-field=name] input")
    keys = {
        "text": ["Ada"], "textarea": ["Because"], "number": ["45"], "date": ["11062026"], "time": ["0530PM"],
        "month": ["February", "Tab", "2027"], "email": ["a@b.org"], "url": ["https://b.org"], "tel": ["123"],
        "radio": [" "], "checkbox": [" "], "select-one": ["Y"],
    }  # fmt: skip
    focused = """(one => [one.type, one.closest('[data-field]')?.dataset.field, one.dataset.part])(
        document.activeElement)"""
    filled = set()
    for _ in range(200):
        kind, field, part = page.evaluate(focused)
        if field is None:
            break
        if part and (field, part) not in filled:
            for one in keys[kind]:
                (page.keyboard.press if one == "Tab" else page.keyboard.type)(one)
            filled.add((field, part))
        page.keyboard.press("Tab")
    every = page.evaluate("guidegen.activities.find(one => one.id === 'every-field').items")
    assert {field for field, _ in filled} == set(every)
    assert set(shown(page)) == set(every)


def test_arrows_move_along_a_scale_and_are_kept(reader: Reader) -> None:
    page = reader.open(PAGE)
    page.focus("[data-field=near] [value='1']")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert entry(page, "near")["value"] == "3"


def test_long_answers_grow_where_the_browser_does_not_do_it_by_itself(browser: Browser, site: Path) -> None:
    context = browser.new_context()
    context.add_init_script("CSS.supports = () => false;")
    page = Reader(context, site.as_uri() + "/").open(PAGE)
    area = page.locator("[data-field=why] textarea")
    area.evaluate("one => { one.style.fieldSizing = 'fixed'; }")
    before = area.bounding_box()
    area.fill("One line\n" * 20)
    after = area.bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > before["height"] + 100
    context.close()


def test_a_sheet_without_script_can_still_be_written_on(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = Reader(context, site.as_uri() + "/").open(PAGE)
    page.fill("[data-field=name] input", "Ada")
    assert not page.locator("[data-does=clear]").is_visible()
    assert page.locator("[data-field=log] [data-does=add-row]").is_hidden()
    context.close()


def test_one_of_several_can_be_taken_back(reader: Reader) -> None:
    page = reader.open(PAGE)
    field = page.locator("[data-field=often]")
    field.locator("input[type=radio]").first.check()
    field.get_by_role("button", name="Take this answer back").click()
    assert field.locator("input:checked").count() == 0
    assert "often" not in entries(page, "every-field")
    assert field.get_by_role("button", name="Take this answer back").count() == 0


def test_what_looks_wrong_is_said_when_one_comes_back_too(reader: Reader) -> None:
    page = reader.open(PAGE)
    page.fill("[data-field=length] input", "9999")
    page.reload()
    assert "or less" in page.inner_text("[data-field=length] .problem")
