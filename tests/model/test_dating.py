"""A cohort that starts on Monday 14 September 2026 and lasts sixteen weeks, and what falls on which day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidegen.model.dating import (
    Calendar,
    days_of,
    is_working_day,
    last_day,
    last_week,
    week_begins,
    week_of,
)
from guidegen.model.schedule import Days, WhenError, read_when

LONDON = "Europe/London"
AUTUMN = Calendar(date(2026, 9, 14), weeks=16, zone=LONDON)

KICKOFF = Days(date(2026, 9, 16), date(2026, 9, 16), time(17), LONDON)
REVIEWS = Days(date(2026, 11, 2), date(2026, 11, 8))
MIDPOINT = Days(date(2026, 11, 6), date(2026, 11, 6))
CALLS = Days(date(2026, 10, 5), date(2026, 10, 9), time(9), LONDON, time(12))
KNOWN = {
    "kickoff": KICKOFF,
    "reviews": REVIEWS,
    "midpoint": MIDPOINT,
    "calls": CALLS,
    "later": None,
    "work.end": Days(date(2026, 12, 20), date(2026, 12, 20)),
}


def on(text, calendar=AUTUMN, known=KNOWN):
    """Return the days as ``2026-09-14``, ``2026-09-14 .. 2026-09-20`` or with a time and zone."""
    days = days_of(read_when(text), calendar, known)
    if days is None:
        return None
    clock = f" {days.time:%H:%M} {days.zone}".rstrip() if days.time else ""
    until = "" if days.last == days.first and not days.last_time else f" .. {days.last}"
    return f"{days.first}{clock}{until}" + (f" {days.last_time:%H:%M}" if days.last_time else "")


WORKED = {
    "week 1": "2026-09-14 .. 2026-09-20",
    "week 8": "2026-11-02 .. 2026-11-08",
    "week 14": "2026-12-14 .. 2026-12-20",
    "week 0": "2026-09-07 .. 2026-09-13",
    "week -2": "2026-08-24 .. 2026-08-30",
    "start": "2026-09-14",
    "end": "2027-01-01",
    "end + 1w": "2027-01-08",
    "start - 12w": "2026-06-22",
    "start - 6w": "2026-08-03",
    "week 1 wed 17:00": "2026-09-16 17:00 Europe/London",
    "kickoff": "2026-09-16 17:00 Europe/London",
    "kickoff + 10d": "2026-09-26",
    "kickoff + 10bd": "2026-09-30",
    "kickoff - 1bd": "2026-09-15",
    "kickoff + 10d 12:00": "2026-09-26 12:00 Europe/London",
    "kickoff 18:30": "2026-09-16 18:30 Europe/London",
    "kickoff fri": "2026-09-18",
    "kickoff wed": "2026-09-16",
    "kickoff + 2h": "2026-09-16 19:00 Europe/London",
    "kickoff + 8h": "2026-09-17 01:00 Europe/London",
    "kickoff + 1d - 2h": "2026-09-17 15:00 Europe/London",
    "week 8 fri": "2026-11-06",
    "week 8 sun": "2026-11-08",
    "week 8 + 2d": "2026-11-10",
    "week 8 - 2d": "2026-10-31",
    "week 1 .. week 2": "2026-09-14 .. 2026-09-27",
    "start - 12w .. week 0": "2026-06-22 .. 2026-09-13",
    "end - 13d .. end + 2w": "2026-12-19 .. 2027-01-15",
    "midpoint - 4d": "2026-11-02",
    "midpoint + 1bd": "2026-11-09",
    "reviews": "2026-11-02 .. 2026-11-08",
    "reviews - 1d": "2026-11-01",
    "reviews + 1d": "2026-11-09",
    "reviews fri": "2026-11-06",
    "calls": "2026-10-05 09:00 Europe/London .. 2026-10-09 12:00",
    "calls - 1h": "2026-10-05 08:00 Europe/London",
    "calls + 1h": "2026-10-09 13:00 Europe/London",
    "work.end + 1d": "2026-12-21",
    "start + 1m": "2026-10-14",
    "2026-12-24": "2026-12-24",
    "2026-12-24 10:00": "2026-12-24 10:00 Europe/London",
    "2026-12-24 10:00 Asia/Tokyo": "2026-12-24 10:00 Asia/Tokyo",
    "2026-10-01 09:00 .. 2026-10-02 17:30": "2026-10-01 09:00 Europe/London .. 2026-10-02 17:30",
    "2026-10-01 09:00 .. 2026-10-01 17:30": "2026-10-01 09:00 Europe/London .. 2026-10-01 17:30",
    "2026-10-01 09:00 Europe/London .. 2026-10-02 02:00 Asia/Tokyo": (
        "2026-10-01 09:00 Europe/London .. 2026-10-01 18:00"
    ),
    "tba": None,
    "later": None,
    "later + 3d": None,
    "week 3 .. later": None,
    "unheard-of + 1d": None,
}


@pytest.mark.parametrize("text", WORKED)
def test_every_expression_falls_on_its_day(text):
    assert on(text) == WORKED[text]


def test_week_one_holds_a_start_in_the_middle_of_the_week():
    midweek = replace(AUTUMN, start=date(2026, 9, 16))
    assert on("week 1", midweek) == "2026-09-14 .. 2026-09-20"
    assert on("week 2", midweek) == "2026-09-21 .. 2026-09-27"


def test_a_week_can_begin_on_sunday():
    sundays = replace(AUTUMN, week_starts=6)
    assert on("week 1", sundays) == "2026-09-13 .. 2026-09-19"
    assert on("week 1 sat", sundays) == "2026-09-19"
    assert on("week 1 sun", sundays) == "2026-09-13"
    assert last_day(sundays) == date(2027, 1, 1)


def test_the_end_is_the_last_working_day_of_the_last_week():
    assert last_day(AUTUMN) == date(2027, 1, 1)
    assert last_day(replace(AUTUMN, working_days=(0, 1, 2, 3))) == date(2026, 12, 31)
    assert last_day(replace(AUTUMN, working_days=(6,))) == date(2027, 1, 3)


def test_a_written_end_decides_the_last_week():
    short = replace(AUTUMN, end=date(2026, 11, 4), weeks=None)
    assert last_week(short) == 8
    assert on("end - 1d", short) == "2026-11-03"


def test_where_nobody_said_how_long_the_end_is_not_known():
    endless = replace(AUTUMN, weeks=None)
    assert last_day(endless) is None
    assert on("end + 1w", endless) is None
    assert on("week 40", endless) == "2027-06-14 .. 2027-06-20"


def test_working_days_are_those_of_the_handbook():
    weekend = replace(AUTUMN, working_days=(5, 6))
    assert on("start + 3bd", weekend) == "2026-09-26"
    assert on("start - 1bd", weekend) == "2026-09-13"
    assert not is_working_day(weekend, date(2026, 9, 14))


@pytest.mark.parametrize(
    ("start", "text", "day"),
    [
        (date(2027, 1, 31), "start + 1m", "2027-02-28"),
        (date(2028, 1, 31), "start + 1m", "2028-02-29"),
        (date(2026, 10, 31), "start - 1m", "2026-09-30"),
        (date(2026, 12, 31), "start + 2m", "2027-02-28"),
    ],
)
def test_months_end_where_the_shorter_one_does(start, text, day):
    assert on(text, replace(AUTUMN, start=start)) == day


def test_hours_are_real_hours_when_the_clocks_change():
    night = {"party": Days(date(2026, 10, 24), date(2026, 10, 24), time(22), LONDON)}
    assert on("party + 5h", known=night) == "2026-10-25 02:00 Europe/London"


def test_hours_without_a_zone_are_those_of_the_clock():
    assert on("noon + 13h", known={"noon": Days(date(2026, 10, 24), date(2026, 10, 24), time(12))}) == (
        "2026-10-25 01:00"
    )


REFUSED = {
    "week 17": ("week-range", "week 17 is after the last week (16)."),
    "week 20 + 1d": ("week-range", "week 20 is after the last week (16)."),
    "midpoint + 2h": ("offset-unit", '"midpoint" has no time, so hours cannot be added.'),
    "start + 2h": ("offset-unit", '"start" has no time, so hours cannot be added.'),
    "reviews + 2h": ("offset-unit", '"reviews" has no time, so hours cannot be added.'),
    "week 3 .. week 2": ("date-order", "the range ends on 2026-09-27, before it begins on 2026-09-28."),
    "2026-10-01 17:00 .. 2026-10-01 09:00": (
        "date-order",
        "the range ends at 09:00, before it begins at 17:00.",
    ),
    "start" + " - 9999w" * 11: (
        "date-impossible",
        "this leads out of the calendar (years 1 to 9999).",
    ),
    "start - 9999m - 9999m - 9999m": (
        "date-impossible",
        "this leads out of the calendar (years 1 to 9999).",
    ),
    "start + 195d 01:30": (
        "time-nonexistent",
        "2027-03-28 01:30 does not exist in Europe/London (clocks go from 01:00 to 02:00).",
    ),
    "week 6 sun 01:30": ("time-ambiguous", "01:30 happens twice on 2026-10-25 in Europe/London."),
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_leads_to_no_day_says_why(text):
    with pytest.raises(WhenError) as error:
        on(text)
    assert (error.value.slug, error.value.message) == REFUSED[text]
    assert error.value.remedy


NIGHT = "2026-10-25 01:30"


@pytest.mark.parametrize(("fold", "second"), [("first", False), ("second", True)])
def test_a_time_that_comes_twice_is_taken_with_a_fold(fold, second):
    days = days_of(read_when(NIGHT), AUTUMN, {}, fold)
    assert (days.time, days.second) == (time(1, 30), second)


def test_a_fold_means_nothing_at_other_times():
    assert days_of(read_when("week 1 wed 17:00"), AUTUMN, {}, "second").second is False


def test_hours_are_counted_from_the_second_of_two_equal_times():
    known = {"party": days_of(read_when(NIGHT), AUTUMN, {}, "second")}
    assert on("party + 1h", known=known) == "2026-10-25 02:30 Europe/London"
    known = {"party": days_of(read_when(NIGHT), AUTUMN, {}, "first")}
    again = days_of(read_when("party + 1h"), AUTUMN, known)
    assert (again.time, again.second) == (time(1, 30), True)


def test_a_fold_does_not_make_a_time_that_does_not_exist():
    with pytest.raises(WhenError, match="does not exist"):
        days_of(read_when("start + 195d 01:30"), AUTUMN, {}, "first")


DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
CALENDARS = st.builds(
    Calendar,
    DAYS,
    weeks=st.integers(1, 104),
    week_starts=st.integers(0, 6),
    working_days=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
)


@given(CALENDARS, st.integers(0, 600), st.sampled_from(("d", "w")))
def test_an_offset_and_its_inverse_lead_back(calendar, count, unit):
    assert on(f"start + {count}{unit} - {count}{unit}", calendar) == str(calendar.start)


@given(CALENDARS, st.integers(1, 300))
def test_working_days_lead_back_to_a_working_day(calendar, count):
    first = days_of(read_when(f"start + {count}bd"), calendar, {}).first
    assert is_working_day(calendar, first)
    again = {"there": Days(first, first)}
    start = days_of(read_when(f"there - {count}bd"), calendar, again).first
    nearest = next(
        day for back in range(7) if is_working_day(calendar, day := calendar.start - timedelta(days=back))
    )
    assert start == nearest


@given(CALENDARS, st.integers(1, 300))
def test_working_days_count_just_the_working_days_between(calendar, count):
    reached = days_of(read_when(f"start + {count}bd"), calendar, {}).first
    passed = [calendar.start + timedelta(days=one + 1) for one in range((reached - calendar.start).days)]
    assert sum(is_working_day(calendar, day) for day in passed) == count


@given(CALENDARS, st.integers(-60, 60))
def test_week_numbers_are_plain_arithmetic(calendar, number):
    first = week_begins(calendar, number)
    assert first.weekday() == calendar.week_starts
    assert (first - week_begins(calendar, 1)).days == 7 * (number - 1)
    assert [week_of(calendar, first + timedelta(days=one)) for one in (-1, 0, 6, 7)] == [
        number - 1,
        number,
        number,
        number + 1,
    ]
    assert week_of(calendar, calendar.start) == 1


RELATIVE = st.sampled_from([text for text in WORKED if text[0].isalpha() and not text.endswith("m")])


@given(RELATIVE, st.integers(-200, 200))
def test_a_cohort_moved_by_whole_weeks_moves_everything_by_as_much(text, weeks):
    later = timedelta(weeks=weeks)
    plain = replace(AUTUMN, zone="")
    still = {name: days and replace(days, zone="") for name, days in KNOWN.items()}
    moved = {
        name: days and replace(days, first=days.first + later, last=days.last + later)
        for name, days in still.items()
    }
    before = days_of(read_when(text), plain, still)
    after = days_of(read_when(text), replace(plain, start=plain.start + later), moved)
    assert after == (before and replace(before, first=before.first + later, last=before.last + later))
