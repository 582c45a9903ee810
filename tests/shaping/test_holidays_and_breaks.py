"""Days on which nobody works: what they do to weeks, to offsets and to what falls on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from guidegen.model.problem import Level, Place
from guidegen.model.reference import Reference
from tests.plans import SETTINGS, instant, laid

HOLIDAYS = """
    days:
    - {date: 2026-10-07, title: Founders' Day}
    - {date: 2026-10-08, title: Bridge}
    - {date: 2026-10-10, title: Harvest}
    - {from: 2026-12-24, to: 2026-12-26, title: Christmas}
    - {date: 2027-01-01, title: New Year}
"""


def harbour(*entries, breaks="", start="2026-09-14", weeks=16, cohort=""):
    timeline = "\n".join(f"        - {{{one}}}" for one in entries)
    return f"""
        title: Harbour
        duration: {{weeks: {weeks}}}
        timeline:
        - {{id: zero, title: Zero, when: start}}
{timeline}
        cohorts:
        - id: autumn
          start: {start}
          timezone: Europe/London
          breaks: [{breaks}]
          holidays: [uk]
          {cohort}
    """


def days(when, *, kind="milestone", more="", breaks="", **rest):
    entry = f"id: one, title: One, kind: {kind}, when: {when}{more}"
    made = laid(harbour(entry, breaks=breaks, **rest), holidays=HOLIDAYS)
    assert made.errors() == []
    return made.days("one")


WINTER = "{from: 2026-12-19, to: 2027-01-10, title: Winter break}"
COUNTED = "{from: 2026-12-19, to: 2027-01-10, title: Winter break, weeks: count}"


def test_a_break_that_pauses_takes_the_number_of_its_weeks():
    assert days("week 15", breaks=WINTER) == "Mon 2027-01-11 .. Sun 2027-01-17"
    assert days("end", breaks=WINTER) == "Fri 2027-01-22"


def test_a_break_that_counts_leaves_the_weeks_as_they_are():
    assert days("week 15", breaks=COUNTED) == "Mon 2026-12-21 .. Sun 2026-12-27"


def test_the_end_is_the_last_day_of_work_even_where_nobody_works_in_the_last_week():
    assert days("end", breaks=COUNTED) == "Fri 2027-01-01", "the whole week is a break"
    assert (
        days("end", breaks="{from: 2026-12-30, to: 2027-01-10, title: Off, weeks: count}") == "Tue 2026-12-29"
    )


def test_a_week_keeps_its_number_if_anybody_works_in_it():
    assert days("week 15", breaks="{from: 2026-12-15, to: 2026-12-20, title: Off}") == (
        "Mon 2026-12-21 .. Sun 2026-12-27"
    )
    assert days("week 14", breaks="{from: 2026-12-14, to: 2026-12-18, title: Off}") == (
        "Mon 2026-12-21 .. Sun 2026-12-27"
    )


def test_a_week_may_lie_in_two_breaks():
    breaks = "{from: 2026-12-14, to: 2026-12-15, title: Off}, {from: 2026-12-16, to: 2026-12-18, title: Away}"
    assert days("week 14", breaks=breaks) == "Mon 2026-12-21 .. Sun 2026-12-27"


def test_holidays_take_no_number():
    assert days("week 4", more="") == "Mon 2026-10-05 .. Sun 2026-10-11"


def test_weeks_before_the_first_are_plain_weeks():
    early = "{from: 2026-09-01, to: 2026-09-09, title: Moving house}"
    assert days("week 0", breaks=early) == "Mon 2026-09-07 .. Sun 2026-09-13"
    assert days("week -2", breaks=early) == "Mon 2026-08-24 .. Sun 2026-08-30"


def test_week_one_holds_the_start_whatever_break_it_lies_in():
    assert days("week 1", breaks="{from: 2026-09-14, to: 2026-09-27, title: Off}") == (
        "Mon 2026-09-14 .. Sun 2026-09-20"
    )
    assert days("week 2", breaks="{from: 2026-09-14, to: 2026-09-27, title: Off}") == (
        "Mon 2026-09-28 .. Sun 2026-10-04"
    )


def test_working_days_skip_holidays_and_both_kinds_of_break():
    assert days("2026-10-06 .. 2026-10-06") == "Tue 2026-10-06"
    assert days("week 4 tue", more="") == "Tue 2026-10-06"
    two = ("id: tue, title: Tue, when: week 4 tue", "id: one, title: One, when: tue + 1bd")
    assert laid(harbour(*two), holidays=HOLIDAYS).days("one") == "Fri 2026-10-09"
    for breaks in (WINTER, COUNTED):
        assert days("week 14 fri", breaks=breaks) == "Fri 2026-12-18"
        after = ("id: fri, title: Fri, when: week 14 fri", "id: one, title: One, when: fri + 1bd")
        assert laid(harbour(*after, breaks=breaks), holidays=HOLIDAYS).days("one") == "Mon 2027-01-11"
        back = ("id: jan, title: Jan, when: 2027-01-11", "id: one, title: One, when: jan - 1bd")
        assert laid(harbour(*back, breaks=breaks), holidays=HOLIDAYS).days("one") == "Fri 2026-12-18"


@pytest.mark.parametrize(
    ("kind", "rule", "day"),
    [
        ("milestone", "", "Wed 2026-10-07"),
        ("event", "", "Wed 2026-10-07"),
        ("deadline", "", "Fri 2026-10-09"),
        ("deadline", ", on_holiday: keep", "Wed 2026-10-07"),
        ("deadline", ", on_holiday: previous", "Tue 2026-10-06"),
        ("milestone", ", on_holiday: next", "Fri 2026-10-09"),
        ("milestone", ", on_holiday: skip", "tba"),
    ],
)
def test_what_falls_on_a_holiday_goes_where_its_rule_says(kind, rule, day):
    assert days("week 4 wed", kind=kind, more=rule) == day


def test_what_is_moved_says_from_when_and_why():
    made = laid(
        harbour(
            "id: one, title: One, kind: deadline, when: week 4 wed", "id: two, title: Two, when: one + 1d"
        ),
        holidays=HOLIDAYS,
    )
    event = made.event("one")
    assert str(event.original.first) == "2026-10-07"
    assert event.reason.plain == "Founders' Day"
    assert event.state == "planned"
    assert made.days("two") == "Sat 2026-10-10", "counted from where it has been moved to"


def test_what_is_skipped_has_no_day_but_others_are_counted_from_where_it_would_have_been():
    made = laid(
        harbour(
            "id: one, title: One, when: week 4 wed, on_holiday: skip", "id: two, title: Two, when: one + 1d"
        ),
        holidays=HOLIDAYS,
    )
    assert made.event("one").state == "skipped"
    assert made.event("one").days is None
    assert made.days("two") == "Thu 2026-10-08"


def test_a_weekend_moves_only_what_says_so_itself():
    assert days("week 3 sat", kind="deadline") == "Sat 2026-10-03"
    assert days("week 3 sat", kind="deadline", more=", on_holiday: next") == "Mon 2026-10-05"
    assert days("week 4 sat", kind="deadline") == "Mon 2026-10-12", "the Saturday is a holiday"


def test_a_weekend_has_no_name():
    made = laid(harbour("id: one, title: One, when: week 3 sat, on_holiday: next"), holidays=HOLIDAYS)
    assert made.event("one").reason.plain == ""
    assert str(made.event("one").original.first) == "2026-10-03"


def test_a_range_is_never_moved():
    assert days("week 4 wed .. week 4 thu", kind="window", more=", on_holiday: next") == (
        "Wed 2026-10-07 .. Thu 2026-10-08"
    )


def test_a_time_is_kept_where_a_day_is_moved():
    made = laid(harbour('id: one, title: One, kind: deadline, when: "week 4 wed 17:00"'), holidays=HOLIDAYS)
    assert instant(made.event("one").days) == "2026-10-09T16:00Z"
    assert made.event("one").closes is None, "it says its time itself"


def test_a_fixed_date_stays_with_a_warning():
    made = laid(
        harbour("id: one, title: One, kind: deadline, when: 2026-12-25", breaks=WINTER), holidays=HOLIDAYS
    )
    assert made.days("one") == "Fri 2026-12-25"
    (warning,) = made.problems
    assert (warning.slug, warning.level) == ("nonworking-day", Level.WARNING)
    assert warning.message == (
        "timeline[1].when: 2026-12-25 is a holiday (Christmas). It stays because the date is fixed."
    )
    in_break = laid(harbour("id: one, title: One, when: 2026-12-30", breaks=WINTER), holidays=HOLIDAYS)
    why = "is in a break (Winter break)"
    assert in_break.told() == [
        f"nonworking-day: timeline[1].when: 2026-12-30 {why}. It stays because the date is fixed."
    ]


def test_a_fixed_date_that_is_meant_is_no_problem():
    plan = harbour(
        "id: one, title: One, when: 2026-12-25, on_holiday: keep", "id: two, title: Two, when: 2026-10-03"
    )
    assert laid(plan, holidays=HOLIDAYS).told() == []


@pytest.mark.parametrize(
    ("start", "why"),
    [
        ("2026-09-13", "is a Sunday"),
        ("2026-10-07", "is a holiday (Founders' Day)"),
        ("2026-12-21", "is in a break (Winter break)"),
    ],
)
def test_a_start_on_which_nobody_works_is_told(start, why):
    made = laid(harbour(start=start, breaks=WINTER), holidays=HOLIDAYS)
    assert f"nonworking-day: {start} {why}. It stays because the date is fixed." in made.told()


def test_deadlines_close_at_the_time_and_in_the_zone_of_the_handbook():
    entry = "id: one, title: One, kind: deadline, when: week 3 fri"
    closes = laid(harbour(entry), holidays=HOLIDAYS).event("one").closes
    assert (f"{closes.time:%H:%M}", closes.zone) == ("23:59", "Europe/London")
    settings = replace(SETTINGS, deadline_zone="Etc/GMT+12", deadline_time=closes.time.replace(12, 0))
    closes = laid(harbour(entry), holidays=HOLIDAYS, settings=settings).event("one").closes
    assert (f"{closes.time:%H:%M}", closes.zone) == ("12:00", "Etc/GMT+12")
    own = entry + ', deadline_time: "18:00", deadline_zone: Asia/Kolkata'
    closes = laid(harbour(own), holidays=HOLIDAYS, settings=settings).event("one").closes
    assert (f"{closes.time:%H:%M}", closes.zone) == ("18:00", "Asia/Kolkata")


def test_a_deadline_is_no_instant_where_nobody_says_in_which_zone():
    plan = harbour("id: one, title: One, kind: deadline, when: week 3 fri").replace(
        "timezone: Europe/London", ""
    )
    made = laid(plan, holidays=HOLIDAYS)
    assert made.event("one").closes is None


WRONG_BREAKS = {
    "{from: 2026-09-14, to: 2027-01-10, title: All of it}": ["break-all: breaks leave 0 of 16 weeks."],
    "{from: 2027-03-01, to: 2027-03-05, title: Spring}": [
        (
            'break-outside: break "Spring" (2027-03-01 to 2027-03-05) is not within cohort "autumn" '
            "(2026-09-14 to 2026-12-31)."
        )
    ],
    "{from: 2126-12-19, to: 2127-01-10, title: Winter}": [
        "date-range: 2126-12-19 is more than 5 years from the cohort start 2026-09-14."
    ],
}


@pytest.mark.parametrize("breaks", WRONG_BREAKS)
def test_breaks_that_cannot_be_meant_are_told(breaks):
    made = laid(harbour(breaks=breaks), holidays=HOLIDAYS)
    told = [one for one in made.told() if not one.startswith(("nonworking-day", "holiday-year"))]
    assert told == WRONG_BREAKS[breaks]


def test_a_year_without_holidays_is_told():
    made = laid(harbour(start="2026-11-02", weeks=80), holidays=HOLIDAYS)
    assert made.told() == ["holiday-year: holiday set uk has no days in 2028."]


def test_holidays_are_those_of_the_cohort_else_those_of_the_handbook():
    plan = harbour("id: one, title: One, kind: deadline, when: week 4 wed").replace("holidays: [uk]", "")
    assert laid(plan, holidays=HOLIDAYS).days("one") == "Wed 2026-10-07"
    settings = replace(SETTINGS, holidays=(Reference("holidays", "uk", Place("guidegen.yml", 3, 12)),))
    assert laid(plan, holidays=HOLIDAYS, settings=settings).days("one") == "Fri 2026-10-09"


def test_a_schedule_shows_the_holidays_between_its_days():
    made = laid(harbour(), holidays=HOLIDAYS)
    assert [one.title.plain for one in made.cohorts[0].schedule.holidays] == [
        "Founders' Day", "Bridge", "Harvest", "Christmas", "New Year",
    ]  # fmt: skip
    short = laid(harbour(weeks=6), holidays=HOLIDAYS)
    assert len(short.cohorts[0].schedule.holidays) == 3


def test_a_break_of_thousands_of_years_is_one_leap():
    ages = "{from: 2026-12-01, to: 8999-12-31, title: The long winter}"
    made = laid(harbour("id: one, title: One, when: start + 60bd", breaks=ages), holidays=HOLIDAYS)
    assert made.event("one").days.first > date(9000, 1, 1)
