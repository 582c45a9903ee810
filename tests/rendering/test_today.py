"""What the script in the reader's browser is told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import guidegen
from guidegen.model.cohort import Closing, Cohort, Event, EventKind, Schedule, Week
from guidegen.model.problem import NOWHERE
from guidegen.model.prose import Text
from guidegen.model.schedule import Days
from guidegen.rendering.today import TODAY_KEYS, cohort_marks, event_marks, script_words
from guidegen.rendering.words import read_words, voice

THEME = Path(guidegen.__file__).parent / "theme"
WORDS, _ = read_words(THEME / "locales", None, "en")
AOE = Closing(time(23, 59), "Etc/GMT+12")


def event(
    kind: EventKind, first: str, last: str = "", *, closes: Closing | None = None, minutes: int | None = None,
    clock: time | None = None,
) -> Event:  # fmt: skip
    days = Days(
        date.fromisoformat(first),
        date.fromisoformat(last or first),
        clock,
        "Europe/London" if clock else "",
    )
    return Event(kind, kind, kind, Text("Call", ("Call",)), days, NOWHERE, closes=closes, minutes=minutes)


def week(number: int, first: str) -> Week:
    day = date.fromisoformat(first)
    return Week(number, day, day + timedelta(days=6))


def cohort(*events: Event, weeks: tuple[Week, ...] = ()) -> Cohort:
    schedule = Schedule("Europe/London", date(2027, 1, 22), weeks, events=events)
    return Cohort("autumn", date(2026, 9, 14), NOWHERE, schedule=schedule)


def test_a_cohort_says_when_it_is_and_in_which_zone() -> None:
    assert cohort_marks(cohort()) == {
        "data-cohort": "autumn",
        "data-status": "auto",
        "data-start": "2026-09-14",
        "data-end": "2027-01-22",
        "data-zone": "Europe/London",
    }


def test_applications_are_open_from_the_first_that_opens_to_the_last_that_closes() -> None:
    marks = cohort_marks(
        cohort(
            event("application-opens", "2026-06-29"),
            event("application-opens", "2026-06-22"),
            event("application-closes", "2026-08-03", closes=AOE),
            event("application-closes", "2026-07-27", closes=AOE),
        )
    )
    assert (marks["data-opens"], marks["data-closes"]) == ("2026-06-22", "2026-08-04T11:59Z")


def test_weeks_are_told_in_runs_that_a_break_divides() -> None:
    weeks = (week(1, "2026-12-07"), week(2, "2026-12-14"), week(3, "2027-01-11"))
    assert json.loads(cohort_marks(cohort(weeks=weeks))["data-weeks"]) == [
        [1, "2026-12-07", "2026-12-20"],
        [3, "2027-01-11", "2027-01-17"],
    ]


def test_a_meeting_ends_after_its_minutes() -> None:
    assert event_marks(event("meeting", "2026-10-21", clock=time(17), minutes=90)) == {
        "data-begins": "2026-10-21T16:00Z",
        "data-ends": "2026-10-21T17:30Z",
    }


def test_the_second_of_two_equal_times_is_an_hour_later() -> None:
    call = event("meeting", "2026-10-25", clock=time(1, 30), minutes=60)
    assert call.days
    again = replace(call, days=replace(call.days, second=True))
    assert event_marks(call) == {"data-begins": "2026-10-25T00:30Z", "data-ends": "2026-10-25T01:30Z"}
    assert event_marks(again) == {"data-begins": "2026-10-25T01:30Z", "data-ends": "2026-10-25T02:30Z"}


def test_days_stay_days() -> None:
    assert event_marks(event("window", "2026-10-05", "2026-10-16")) == {
        "data-begins": "2026-10-05",
        "data-ends": "2026-10-16",
    }


def test_what_is_due_is_over_when_it_closes() -> None:
    marks = event_marks(event("deadline", "2026-08-03", closes=AOE))
    assert marks == {"data-begins": "2026-08-03", "data-ends": "2026-08-04T11:59Z"}


def test_what_has_no_day_is_not_marked() -> None:
    nameless = Event("x", "x", "meeting", Text("Call", ("Call",)), None, NOWHERE, state="tba")
    assert event_marks(nameless) == {}


def test_the_script_is_given_its_words_with_their_braces() -> None:
    said = json.loads(script_words(voice(WORDS)))
    assert said["week_of"] == "week {number} of {total}"
    assert set(TODAY_KEYS) <= {key for key, _ in WORDS.entries}


def test_the_script_says_no_word_that_it_is_not_given() -> None:
    script = (THEME / "assets" / "today.js").read_text("utf-8")
    said = json.loads(script_words(voice(WORDS)))
    unused = {name for name in said if f'"{name}"' not in script and f"words.{name}" not in script}
    # Where a cohort stands is itself the name of the word for it.
    assert unused == set()
