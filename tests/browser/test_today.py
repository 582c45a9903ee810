"""What the reader's browser says of today: on several days, in several zones, and not at all without script.

The handbook has one program with cohorts in every state on 21 October 2026.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from playwright.sync_api import Browser, Page

from tests.story import Handbook
from tests.tools import suite

PROGRAM = """\
title: Harbour mentoring
owner: office
duration: {weeks: 16}
phases:
- {id: prepare, title: Prepare, from: start - 12w, to: week 0}
- {id: launch, title: Launch, from: week 1, to: week 2}
- {id: work, title: Work, from: week 3, to: week 14}
- {id: close, title: Close, from: week 15, to: end + 2w}
timeline:
- {id: matched, title: Pairs announced, when: start - 2w}
- {id: agreement, title: Agreement signed, kind: deadline, when: kickoff + 10bd, roles: [mentee]}
- {id: midpoint, title: Mid-point review, when: week 8 fri}
meetings:
- {id: kickoff, title: "Kick-off & tea", roles: [mentor, mentee], when: week 1 wed 17:00, duration: 60m}
- id: call
  title: Cohort call
  kind: cohort
  roles: [mentee]
  repeat: {every: 2w, on: wed, at: "17:00", from: week 2, until: week 16}
  duration: 90m
policies:
  code_of_conduct: https://example.org/conduct
cohorts:
- id: autumn
  title: Autumn 2026
  start: 2026-09-14
  applications:
    mentee: {opens: start - 12w, closes: start - 6w}
  breaks: [{from: 2026-12-19, to: 2027-01-10, title: Winter break}]
- {id: spring, title: Spring 2027, start: 2027-03-01}
- {id: gone, title: Autumn 2025, start: 2025-09-15}
- {id: kept, title: Spring 2025, start: 2025-03-03, status: archived}
- {id: off, title: Summer 2027, start: 2027-06-07, status: cancelled}
"""

SETTINGS = """\
title: The Harbour Handbook
timezone: Europe/London
deadline_zone: AoE
base_url: https://guide.example.org/harbour/
contacts:
  office: {name: Office, email: office@example.org}
"""

COHORT = "programs/harbour/cohorts/autumn/index.html"
PROGRAM_PAGE = "programs/harbour/index.html"
NOON = "2026-10-21T12:00:00Z"

Opened: TypeAlias = Callable[..., Page]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    story = Handbook(tmp_path_factory.mktemp("harbour"))
    story.write("guidegen.yml", SETTINGS).write("content/index.md", "# Welcome\n\nBe kind.\n")
    story.write("content/programs/harbour.yml", PROGRAM).build()
    assert (story.root / "site" / COHORT).is_file(), story.outcome
    return story.root / "site"


@pytest.fixture
def opened(browser: Browser, site: Path) -> Iterator[Opened]:
    """Open a page of the site at a moment: ``opened(COHORT, NOON, timezone_id="Asia/Tokyo")``."""
    contexts = []

    def open_page(path: str, now: str = NOON, **how: Any) -> Page:
        context = browser.new_context(
            **{"viewport": {"width": 1280, "height": 900}, "timezone_id": "Europe/London", **how}
        )
        contexts.append(context)
        page = context.new_page()
        if how.get("java_script_enabled", True):
            page.clock.set_fixed_time(now)
        page.goto((site / path).as_uri())
        return page

    yield open_page
    for one in contexts:
        one.close()


def standing(page: Page, cohort: str) -> str:
    """Return what is said of a cohort on the page of its program."""
    said = page.inner_text(f"#program-cohorts ~ * [data-cohort={cohort}] > :last-child", timeout=5000)
    return " ".join(said.split())


# Where a cohort stands


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-06-21T22:59:00Z", "Announced applications open tomorrow"),
        ("2026-06-21T23:01:00Z", "Applications close in 6 weeks"),  # It is 22 June in London.
        ("2026-07-30T12:00:00Z", "Applications close in 5 days"),
        ("2026-08-04T11:58:00Z", "Applications close today"),  # Still 3 August, anywhere on earth.
        ("2026-08-04T12:00:00Z", "Being matched starts in 6 weeks"),
        ("2026-09-13T12:00:00Z", "Being matched starts tomorrow"),
        ("2026-09-14T12:00:00Z", "Week 1 of 16"),
        (NOON, "Week 6 of 16"),
        ("2026-12-20T12:00:00Z", "Week 14 of 16"),
        ("2026-12-21T12:00:00Z", "Running week 15 begins in 3 weeks"),
        ("2027-01-11T12:00:00Z", "Week 15 of 16"),
        ("2027-01-22T12:00:00Z", "Week 16 of 16"),
        ("2027-01-23T12:00:00Z", "Just ended"),
        ("2027-02-05T12:00:00Z", "Just ended"),
        ("2027-02-06T12:00:00Z", "Completed"),
    ],
)
def test_a_cohort_stands_where_its_days_say(opened: Opened, now: str, said: str) -> None:
    assert standing(opened(PROGRAM_PAGE, now), "autumn") == said


@pytest.mark.parametrize("zone", ["Europe/London", "Pacific/Kiritimati", "Etc/GMT+12"])
def test_the_day_is_that_of_the_cohort_wherever_the_reader_is(opened: Opened, zone: str) -> None:
    assert (
        standing(opened(PROGRAM_PAGE, "2026-09-14T00:30:00Z", timezone_id=zone), "autumn") == "Week 1 of 16"
    )


def test_what_an_author_has_set_is_not_for_the_script_to_say(opened: Opened) -> None:
    page = opened(PROGRAM_PAGE)
    assert standing(page, "gone") == "Completed"
    assert standing(page, "kept") == "over"
    assert standing(page, "off") == "cancelled"
    assert standing(page, "spring") == "Announced starts in 19 weeks"


@pytest.mark.parametrize("path", [PROGRAM_PAGE, "programs/index.html", "index.html"])
def test_lists_of_cohorts_say_where_they_stand(opened: Opened, path: str) -> None:
    assert "Week 6 of 16" in opened(path).inner_text("main")


# This week


def test_the_box_says_what_is_on_and_what_comes_next(opened: Opened) -> None:
    page = opened(COHORT)
    box = " ".join(page.inner_text(".this-week").split())
    assert box == (
        "Week 6 of 16 Find today in the schedule Today Cohort call 3, 17:00–18:30 "
        "Next Cohort call 4, Wednesday 4 November (in 14 days)"
    )
    weeks = page.evaluate("[...document.querySelectorAll('.weeks-run li')].map(one => one.className)")
    assert weeks == ["past"] * 5 + ["current"] + [""] * 10
    page.click(".this-week a")
    assert page.evaluate("document.querySelector(':target h2').textContent") == "Week 6"


def test_one_week_is_current_and_earlier_ones_are_past(opened: Opened) -> None:
    page = opened(COHORT)
    current = page.locator("[aria-current=date]")
    assert current.count() == 1
    assert "You are here" in current.inner_text()
    assert page.locator(".here:visible").count() == 1
    past = page.evaluate("[...document.querySelectorAll('.past[data-first] h2')].map(one => one.textContent)")
    assert past[-1] == "Week 5"


def test_a_meeting_is_past_when_it_is_over(opened: Opened) -> None:
    states = [
        opened(COHORT, now).locator(".entry", has_text="Cohort call 3").get_attribute("class")
        for now in ("2026-10-21T15:59:00Z", "2026-10-21T17:29:00Z", "2026-10-21T17:31:00Z")
    ]
    assert [sorted({"past", "current"} & set((one or "").split())) for one in states] == [
        ["current"],
        ["current"],
        ["past"],
    ]


def test_what_is_over_is_not_on_any_more(opened: Opened) -> None:
    assert "Today" in opened(COHORT, "2026-10-21T17:29:00Z").inner_text(".this-week")
    assert "Today" not in opened(COHORT, "2026-10-21T17:31:00Z").inner_text(".this-week")


def test_a_break_is_called_by_its_name(opened: Opened) -> None:
    box = " ".join(opened(COHORT, "2026-12-30T12:00:00Z").inner_text(".this-week").split())
    assert box.startswith("Winter break Week 15 begins in 12 days")


def test_what_is_for_others_is_not_next(opened: Opened) -> None:
    page = opened(COHORT, "2026-09-25T12:00:00Z")
    assert "Agreement signed, Wednesday 30 September" in page.inner_text(".this-week")
    page.click(".filter label:has-text('Mentor')")
    assert "Agreement signed" not in page.inner_text(".this-week")


def test_a_cohort_that_is_over_has_no_box(opened: Opened) -> None:
    page = opened(COHORT, "2027-03-01T12:00:00Z")
    assert not page.locator(".this-week").is_visible()
    assert "Completed" in page.inner_text("main")


def test_today_is_on_the_timeline_while_it_lasts(opened: Opened) -> None:
    page = opened(COHORT)
    line, week = (page.locator(one).bounding_box() for one in (".now", ".timeline text:text-is('6')"))
    assert line and week
    assert abs(line["x"] + line["width"] / 2 - week["x"] - week["width"] / 2) < 8
    assert not opened(COHORT, "2028-01-01T12:00:00Z").locator(".now").is_visible()


# Clocks


def test_times_are_added_on_another_clock_and_only_there(opened: Opened) -> None:
    for zone, said in (
        ("America/New_York", "12:00 on your clock"),
        ("Asia/Tokyo", "Thu 01:00 on your clock"),
        ("Europe/London", ""),
        ("Europe/Lisbon", ""),
    ):
        page = opened(COHORT, timezone_id=zone)
        day = page.locator(".entry", has_text="Cohort call 3").locator(".day")
        assert ("on your clock" in day.inner_text()) == bool(said)
        assert said in day.inner_text().replace(",", "")


def test_a_deadline_of_another_zone_is_on_another_day_on_most_clocks(opened: Opened) -> None:
    for zone, said in (
        ("America/New_York", "Tue 07:59 on your clock"),
        ("Europe/London", "Tue 12:59 on your clock"),
        ("Etc/GMT+12", ""),
    ):
        page = opened(COHORT, timezone_id=zone)
        day = page.locator(".entry.application-closes .day")
        assert "Mon 3 Aug" in day.inner_text()
        assert ("on your clock" in day.inner_text()) == bool(said)
        assert said in day.inner_text().replace(",", "")


def test_on_the_clock_of_the_cohort_only_what_is_due_elsewhere_is_added(opened: Opened) -> None:
    page = opened(COHORT, timezone_id="Europe/London")
    assert page.locator(".your-clock").is_visible()
    said = page.locator(".on-your-clock").count()
    assert said == page.locator(".day time[data-zone]").count() > 0


def test_the_other_clock_can_be_put_away_and_is_not_printed(opened: Opened) -> None:
    page = opened(COHORT, timezone_id="America/New_York")
    assert page.locator(".on-your-clock:visible").count() > 5
    page.emulate_media(media="print")
    assert page.locator(".on-your-clock:visible").count() == 0
    page.emulate_media(media="screen")
    page.uncheck(".your-clock input")
    assert page.locator(".on-your-clock").count() == 0
    assert page.locator(".your-clock").is_visible()


def test_clocks_change_at_other_times_in_other_places(opened: Opened) -> None:
    page = opened(COHORT, timezone_id="America/New_York")
    shown = page.evaluate("[...document.querySelectorAll('.on-your-clock')].map(one => one.textContent)")
    assert {"12:00 on your clock"} == {one for one in shown if one.startswith("12")}


# Without script, and without anything else


def test_without_script_nothing_is_missing_and_nothing_empty_is_shown(opened: Opened) -> None:
    page = opened(COHORT, java_script_enabled=False)
    words = page.inner_text("main")
    for one in ("14 September 2026", "Week 16", "Kick-off & tea", "17:00–18:00", "Winter break"):
        assert one in words
    assert "You are here" not in words
    assert page.locator("[data-fills]:visible, .today:visible").count() == 0


@pytest.mark.parametrize("path", [COHORT, PROGRAM_PAGE, "programs/index.html", "index.html"])
def test_the_script_breaks_no_rule_of_the_page_and_asks_for_nothing(
    browser: Browser, site: Path, path: str
) -> None:
    page = browser.new_page(timezone_id="Asia/Kolkata")
    said, asked = [], []
    page.on("console", lambda one: said.append(one.text))
    page.on("pageerror", lambda one: said.append(str(one)))
    page.on("request", lambda one: asked.append(one.url))
    page.goto((site / path).as_uri())
    page.wait_for_load_state("networkidle")
    assert said == []
    assert f"{site.as_uri()}/assets/today.js" in asked
    assert [one for one in asked if not one.startswith((site.as_uri(), "data:"))] == []
    page.close()


@pytest.mark.parametrize("path", [COHORT, PROGRAM_PAGE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_the_script_has_filled(opened: Opened, path: str, scheme: str) -> None:
    axe = suite("axe-core/axe.min.js").read_text(encoding="utf-8")
    # axe puts a script and styles into the page, which the policy of the page forbids.
    page = opened(path, timezone_id="America/New_York", color_scheme=scheme, bypass_csp=True)
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [one["id"] for one in found["violations"]] == []


def test_a_page_with_nothing_to_mark_has_no_script(site: Path) -> None:
    assert "today.js" not in (site / "programs/harbour/mentor/index.html").read_text("utf-8")
    assert "today.js" in (site / PROGRAM_PAGE).read_text("utf-8")


def test_nothing_of_today_is_printed(opened: Opened) -> None:
    page = opened(COHORT)
    page.emulate_media(media="print")
    words = page.inner_text("main")
    assert "You are here" not in words
    assert "Find today" not in words
    assert page.locator(".now:visible, .this-week:visible, .add:visible").count() == 0


# The timeline


def test_the_timeline_scrolls_by_itself_on_a_phone_and_shows_today(opened: Opened) -> None:
    page = opened(COHORT, viewport={"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    box, line = page.locator(".timeline").bounding_box(), page.locator(".now").bounding_box()
    assert box and line
    assert box["x"] <= line["x"] <= box["x"] + box["width"]
    assert page.evaluate("document.querySelector('.timeline').scrollWidth") > 360


def test_the_words_of_a_timeline_are_large_enough_and_do_not_touch(opened: Opened) -> None:
    for width in (360, 1280):
        boxes = opened(COHORT, viewport={"width": width, "height": 740}).evaluate("""
            [...document.querySelectorAll(".timeline text")].filter(one => one.getBBox().width)
                .map(one => one.getBoundingClientRect().toJSON())""")
        assert min(one["height"] for one in boxes) >= 10
        for at, one in enumerate(boxes):
            for other in boxes[at + 1 :]:
                apart = (
                    one["right"] <= other["left"] + 0.5
                    or other["right"] <= one["left"] + 0.5
                    or one["bottom"] <= other["top"] + 4
                    or other["bottom"] <= one["top"] + 4
                )
                assert apart, (one, other)


# Calendars


def test_one_event_is_added_to_a_calendar_from_the_disk(opened: Opened, tmp_path: Path) -> None:
    page = opened(COHORT, "2026-09-01T12:00:00Z")
    with page.expect_download() as waiting:
        page.click(".entry:has-text('Kick-off') .add")
    assert waiting.value.suggested_filename == "kickoff.ics"
    waiting.value.save_as(tmp_path / "kickoff.ics")
    text = (tmp_path / "kickoff.ics").read_bytes().decode("utf-8")
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.count("BEGIN:VEVENT") == 1
    assert "DTSTART:20260916T160000Z\r\n" in text
    assert "SUMMARY:Kick-off & tea\r\n" in text
    assert text.endswith("END:VCALENDAR\r\n")


def test_all_dates_are_added_to_a_calendar_from_the_disk(opened: Opened, tmp_path: Path) -> None:
    page = opened(COHORT)
    for words, name in (("all dates", "calendar.ics"), ("Mentee", "mentee.ics")):
        with page.expect_download() as waiting:
            page.click(f".calendars div:first-child a:has-text('{words}')")
        assert waiting.value.suggested_filename == name
        waiting.value.save_as(tmp_path / name)
        assert b"BEGIN:VEVENT" in (tmp_path / name).read_bytes()


def test_a_calendar_can_be_subscribed_to_where_the_site_will_be(opened: Opened) -> None:
    page = opened(COHORT)
    links = page.evaluate("[...document.querySelectorAll('.calendars a')].map(one => one.href)")
    assert "webcal://guide.example.org/harbour/programs/harbour/cohorts/autumn/calendar.ics" in links


def test_the_links_of_events_say_which_event_they_add(opened: Opened) -> None:
    names = opened(COHORT, "2026-09-01T12:00:00Z").locator(".add").all_inner_texts()
    assert len(set(names)) == len(names) > 8
    assert all(re.match(r"\s*Add to calendar\s*: \S", one) for one in names)
