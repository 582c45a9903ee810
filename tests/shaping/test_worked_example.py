"""The worked example of the manual on time: sixteen weeks around a winter break, row by row."""

from __future__ import annotations

import pytest

from guidegen.model.clock import WhenError, in_utc, zone_named
from guidegen.model.schedule import read_when
from tests.plans import instant, laid

HARBOUR = """
    title: Harbour mentoring
    duration: {weeks: 16}
    phases:
    - {id: prepare, title: Prepare, from: start - 12w, to: week 0}
    - {id: launch, title: Launch, from: week 1, to: week 2}
    - {id: work, title: Work, from: week 3, to: week 14}
    - {id: close, title: Close, from: week 15, to: end + 2w}
    timeline:
    - {id: last-day, title: The last day, when: end}
    - {id: announced, title: Announced, when: start - 12w}
    - {id: apply-by, title: Apply by, kind: deadline, deadline_zone: AoE, when: start - 6w}
    - {id: ten-days, title: Ten days in, when: kickoff + 10d}
    - {id: agreement-due, title: Agreement signed, kind: deadline, when: kickoff + 10bd}
    - {id: midpoint, title: Mid-point review, when: week 8 fri}
    - {id: survey-due, title: Final survey due, when: end + 1w}
    meetings:
    - {id: kickoff, title: Kick-off, roles: [mentee], when: "week 1 wed 17:00", duration: 60m}
    - id: cohort-call
      title: Cohort call
      roles: [mentee]
      repeat: {every: 2w, on: wed, at: "17:00", from: week 2, until: week 16, on_holiday: skip}
      duration: 90m
    cohorts:
    - id: autumn
      start: 2026-09-14
      timezone: Europe/London
      breaks: [{from: 2026-12-19, to: 2027-01-10, title: Winter break}]
      holidays: [uk]
"""
HOLIDAYS = """
    days:
    - {date: 2026-12-25, title: Christmas Day}
    - {date: 2026-12-28, title: Boxing Day}
    - {date: 2027-01-01, title: New Year}
"""


@pytest.fixture(scope="module")
def harbour():
    made = laid(HARBOUR, holidays=HOLIDAYS)
    assert made.told() == []
    return made


def test_weeks_are_counted_past_the_winter_break(harbour):
    begin = {week.number: str(week.first) for week in harbour.cohorts[0].schedule.weeks}
    assert begin[1] == "2026-09-14"
    assert begin[8] == "2026-11-02"
    assert begin[14] == "2026-12-14"
    assert begin[15] == "2027-01-11"
    assert begin[16] == "2027-01-18"
    assert list(begin) == list(range(1, 17))


DAYS = {
    "last-day": "Fri 2027-01-22",
    "announced": "Mon 2026-06-22",
    "apply-by": "Mon 2026-08-03",
    "kickoff": "Wed 2026-09-16 17:00",
    "ten-days": "Sat 2026-09-26",
    "agreement-due": "Wed 2026-09-30",
    "midpoint": "Fri 2026-11-06",
    "survey-due": "Fri 2027-01-29",
}


@pytest.mark.parametrize("name", DAYS)
def test_every_expression_has_its_day(harbour, name):
    assert harbour.days(name) == DAYS[name]


def test_the_schedule_knows_its_end(harbour):
    assert str(harbour.cohorts[0].schedule.end) == "2027-01-22"


def test_a_deadline_anywhere_on_earth_is_an_instant(harbour):
    event = harbour.event("apply-by")
    assert event.closes is not None
    assert event.days.time is None
    closed = in_utc(event.days.last, event.closes.time, event.closes.zone)
    assert f"{closed:%Y-%m-%dT%H:%MZ}" == "2026-08-04T11:59Z"


def test_kickoff_is_in_summer_time(harbour):
    assert instant(harbour.event("kickoff").days) == "2026-09-16T16:00Z"


def test_the_call_is_held_eight_times_and_never_in_the_break(harbour):
    events = [one for one in harbour.cohorts[0].schedule.events if one.entry == "cohort-call"]
    assert {one.number: instant(one.days) for one in events} == {
        1: "2026-09-23T16:00Z",
        2: "2026-10-07T16:00Z",
        3: "2026-10-21T16:00Z",
        4: "2026-11-04T17:00Z",
        5: "2026-11-18T17:00Z",
        6: "2026-12-02T17:00Z",
        7: "2026-12-16T17:00Z",
        8: "2027-01-20T17:00Z",
    }
    assert [one.id for one in events][2] == "cohort-call#3"


@pytest.mark.parametrize(
    ("day", "there"),
    [("2026-10-21", "12:00 EDT"), ("2026-10-28", "13:00 EDT"), ("2026-11-04", "12:00 EST")],
)
def test_summer_time_ends_at_different_days_in_london_and_new_york(day, there):
    when = read_when(f"{day} 17:00 Europe/London")
    moment = in_utc(when.day, when.time, when.zone).astimezone(zone_named("America/New_York"))
    assert f"{moment:%H:%M %Z}" == there


def test_a_time_that_does_not_exist_is_refused():
    with pytest.raises(WhenError, match="does not exist in Europe/London") as error:
        read_when("2027-03-28 01:30 Europe/London")
    assert error.value.slug == "time-nonexistent"


AMBIGUOUS = """
    title: Harbour
    duration: {{weeks: 16}}
    timeline:
    - {{id: party, title: Party, when: "2026-11-01 01:30 America/New_York"{}}}
    cohorts:
    - {{id: autumn, start: 2026-09-14, timezone: Europe/London}}
"""


def test_a_time_that_comes_twice_is_refused():
    (problem,) = laid(AMBIGUOUS.format("")).problems
    assert problem.slug == "time-ambiguous"
    assert problem.message == "timeline[0].when: 01:30 happens twice on 2026-11-01 in America/New_York."
    assert problem.remedy == "Add fold: first or second."


@pytest.mark.parametrize(
    ("fold", "instants"), [("first", "2026-11-01T05:30Z"), ("second", "2026-11-01T06:30Z")]
)
def test_a_time_that_comes_twice_is_taken_with_a_fold(fold, instants):
    made = laid(AMBIGUOUS.format(f", fold: {fold}"))
    assert made.told() == []
    assert instant(made.event("party").days) == instants
