"""Which names of time zones are taken, and the hours that clocks leave out or show twice."""

from __future__ import annotations

from datetime import date, time

import pytest

from guidegen.model.clock import WhenError, check_clock, in_utc, read_deadline_zone, read_zone


@pytest.mark.parametrize("name", ["Europe/London", "America/Argentina/Buenos_Aires", "UTC", "Etc/GMT+12"])
def test_names_of_the_database_are_taken(name):
    assert read_zone(f" {name} ") == name


NO_ZONES = {
    "EST": "Use America/New_York.",
    "est": "Use America/New_York.",
    "PT": "Use America/Los_Angeles.",
    "BST": "Use Europe/London.",
    "CET": "Use Europe/Berlin.",
    "EST5EDT": "Use America/New_York.",
    "AoE": "Use Etc/GMT+12.",
    "GMT+2": "Use the name of a region and a city, e.g. Europe/Berlin.",
    "UTC-05:00": "Use the name of a region and a city, e.g. Europe/Berlin.",
    "+02:00": "Use the name of a region and a city, e.g. Europe/Berlin.",
    "Europe/Londn": 'Did you mean "Europe/London"?',
    "europe/london": 'Did you mean "Europe/London"?',
    "London": 'Did you mean "Europe/London"?',
    "America/New York": 'Did you mean "America/New_York"?',
    "../../etc/passwd": "Use the name of a region and a city, e.g. Europe/London.",
    "": "Use the name of a region and a city, e.g. Europe/London.",
}


@pytest.mark.parametrize("name", NO_ZONES)
def test_other_names_are_refused_with_the_one_that_was_meant(name):
    with pytest.raises(WhenError) as error:
        read_zone(name)
    assert error.value.slug == "timezone"
    assert error.value.remedy == NO_ZONES[name]


def test_a_short_name_is_refused_because_of_summer_time():
    with pytest.raises(WhenError, match="because it ignores daylight saving"):
        read_zone("EST")


@pytest.mark.parametrize(
    ("day", "clock", "zone", "jump"),
    [
        (date(2027, 3, 28), time(1, 0), "Europe/London", "from 01:00 to 02:00"),
        (date(2027, 3, 28), time(1, 59), "Europe/London", "from 01:00 to 02:00"),
        (date(2027, 3, 14), time(2, 30), "America/New_York", "from 02:00 to 03:00"),
        (date(2027, 10, 3), time(2, 10), "Australia/Lord_Howe", "from 02:00 to 02:30"),
    ],
)
def test_an_hour_that_is_left_out_is_found_with_the_jump(day, clock, zone, jump):
    with pytest.raises(WhenError, match=jump) as error:
        check_clock(day, clock, zone)
    assert error.value.slug == "time-nonexistent"


@pytest.mark.parametrize("clock", [time(0, 59), time(2, 0)])
def test_beside_the_jump_all_is_well(clock):
    check_clock(date(2027, 3, 28), clock, "Europe/London")


def test_an_hour_that_comes_twice_is_found():
    with pytest.raises(WhenError, match="01:30 happens twice on 2026-11-01") as error:
        check_clock(date(2026, 11, 1), time(1, 30), "America/New_York")
    assert error.value.slug == "time-ambiguous"


@pytest.mark.parametrize(
    ("day", "zone", "instant"),
    [
        (date(2026, 9, 16), "Europe/London", "2026-09-16T16:00:00+00:00"),
        (date(2026, 10, 21), "Europe/London", "2026-10-21T16:00:00+00:00"),
        (date(2026, 11, 4), "Europe/London", "2026-11-04T17:00:00+00:00"),
        (date(2026, 11, 4), "Asia/Kolkata", "2026-11-04T11:30:00+00:00"),
    ],
)
def test_five_in_the_afternoon_is_an_instant(day, zone, instant):
    assert in_utc(day, time(17), zone).isoformat() == instant


def test_the_second_of_two_equal_times_is_an_hour_later():
    day, clock = date(2026, 11, 1), time(1, 30)
    first, second = (in_utc(day, clock, "America/New_York", second=one) for one in (False, True))
    assert (first.isoformat(), second.isoformat()) == (
        "2026-11-01T05:30:00+00:00",
        "2026-11-01T06:30:00+00:00",
    )


@pytest.mark.parametrize(
    ("text", "zone"), [("AoE", "Etc/GMT+12"), (" aoe ", "Etc/GMT+12"), ("Europe/London", "Europe/London")]
)
def test_a_deadline_may_be_anywhere_on_earth(text, zone):
    assert read_deadline_zone(text) == zone


def test_other_short_names_are_no_zones_for_a_deadline_either():
    with pytest.raises(WhenError, match="ignores daylight saving"):
        read_deadline_zone("PST")


def test_who_writes_anywhere_on_earth_in_words_is_told_the_short_name():
    with pytest.raises(WhenError) as error:
        read_deadline_zone("Anywhere on  Earth")
    assert error.value.remedy == "Write AoE."
