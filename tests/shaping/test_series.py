"""What comes again: by program weeks and by the calendar, with exceptions, bounded always."""

from __future__ import annotations

import pytest

from tests.plans import instant, laid

HOLIDAYS = """
    days:
    - {date: 2026-10-07, title: Founders' Day}
    - {date: 2027-01-01, title: New Year}
"""


def harbour(repeat, *, more="", extra="", timezone="Europe/London", rest=""):
    return f"""
        title: Harbour
        duration: {{weeks: 16}}
        timeline:
        - {{id: anchor, title: Anchor, when: week 1}}
        {extra}
        meetings:
        - id: call
          title: Call
          roles: [mentee]
          duration: 60m
          repeat: {repeat}
          {more}
        cohorts:
        - id: autumn
          start: 2026-09-14
          timezone: {timezone}
          breaks: [{{from: 2026-12-19, to: 2027-01-10, title: Winter break}}]
          holidays: [uk]
          {rest}
    """


def series(repeat, **more):
    made = laid(harbour(repeat, **more), holidays=HOLIDAYS)
    assert made.errors() == []
    return made.series("call")


def test_a_series_in_program_weeks_passes_over_a_break_that_pauses():
    assert series("{every: 1w, on: wed, from: week 13, until: week 16}") == {
        1: "Wed 2026-12-09",
        2: "Wed 2026-12-16",
        3: "Wed 2027-01-13",
        4: "Wed 2027-01-20",
    }


def test_a_series_in_calendar_weeks_loses_the_meetings_of_the_break_but_not_their_numbers():
    made = laid(
        harbour("{every: 1w, unit: calendar, on: wed, from: week 14, until: week 15}"), holidays=HOLIDAYS
    )
    assert made.series("call") == {1: "Wed 2026-12-16", 2: "tba", 3: "tba", 4: "tba", 5: "Wed 2027-01-13"}
    skipped = made.event("call#3")
    assert (skipped.state, skipped.reason.plain) == ("skipped", "Winter break")
    assert str(skipped.original.first) == "2026-12-30"


def test_a_series_is_skipped_in_a_break_whose_weeks_count():
    plan = harbour("{every: 1w, on: wed, from: week 14, until: week 16}").replace(
        "title: Winter break", "title: Winter break, weeks: count"
    )
    made = laid(plan, holidays=HOLIDAYS)
    assert made.series("call") == {1: "Wed 2026-12-16", 2: "tba", 3: "tba"}


@pytest.mark.parametrize(("rule", "day"), [("next", "tba"), ("previous", "tba"), ("keep", "Wed 2026-12-23")])
def test_a_series_is_not_pushed_out_of_a_break_but_can_be_held_in_it(rule, day):
    repeat = f"{{every: 1w, unit: calendar, on: wed, from: week 14, until: week 15, on_holiday: {rule}}}"
    assert laid(harbour(repeat), holidays=HOLIDAYS).series("call")[2] == day


def test_a_meeting_on_a_holiday_is_skipped_and_keeps_its_number():
    made = laid(harbour("{every: 1w, on: wed, from: week 3, until: week 5}"), holidays=HOLIDAYS)
    assert made.series("call") == {1: "Wed 2026-09-30", 2: "tba", 3: "Wed 2026-10-14"}
    assert made.event("call#2").reason.plain == "Founders' Day"


@pytest.mark.parametrize(
    ("rule", "day"), [("next", "Thu 2026-10-08"), ("previous", "Tue 2026-10-06"), ("keep", "Wed 2026-10-07")]
)
def test_a_meeting_on_a_holiday_goes_where_its_rule_says(rule, day):
    made = series(f"{{every: 1w, on: wed, from: week 3, until: week 5, on_holiday: {rule}}}")
    assert made[2] == day


def test_what_meets_on_saturdays_is_not_left_out_as_a_whole():
    made = series("{every: 1w, on: sat, from: week 1, until: week 2, on_holiday: skip}")
    assert made == {1: "Sat 2026-09-19", 2: "Sat 2026-09-26"}


def test_days_and_weeks_under_except_keep_their_numbers_unused():
    made = series("{every: 1w, on: wed, from: week 1, until: week 5, except: [2026-09-23, week 4]}")
    assert made == {1: "Wed 2026-09-16", 3: "Wed 2026-09-30", 5: "Wed 2026-10-14"}


def test_a_count_ends_a_series_as_until_does():
    made = series("{every: 2w, on: fri, from: week 1, count: 3}")
    assert made == {1: "Fri 2026-09-18", 2: "Fri 2026-10-02", 3: "Fri 2026-10-16"}


def test_the_first_meeting_is_on_or_after_the_day_from_which_it_repeats():
    made = series("{every: 1w, on: tue, from: 2026-09-16, count: 2}")
    assert made == {1: "Tue 2026-09-22", 2: "Tue 2026-09-29"}


def test_days_are_those_of_the_calendar():
    made = series("{every: 10d, from: start, count: 3}")
    assert made == {1: "Mon 2026-09-14", 2: "Thu 2026-09-24", 3: "Sun 2026-10-04"}


def test_months_end_where_the_shorter_one_does_and_do_not_slide():
    made = series("{every: 1m, from: 2026-10-31, until: 2027-03-31, on_holiday: keep}")
    assert made == {
        1: "Sat 2026-10-31",
        2: "Mon 2026-11-30",
        3: "Thu 2026-12-31",
        4: "Sun 2027-01-31",
        5: "Sun 2027-02-28",
        6: "Wed 2027-03-31",
    }


def test_a_pair_has_the_whole_week_to_meet():
    made = series("{every: 8w, from: week 1, until: week 15}", more="arrange: pair")
    assert made == {1: "Mon 2026-09-14 .. Sun 2026-09-20", 2: "Mon 2026-11-09 .. Sun 2026-11-15"}


def test_each_slot_is_an_event_in_its_own_zone():
    slots = (
        'slots: [{id: morning, at: "09:00"},'
        ' {id: evening, at: "19:00", timezone: America/New_York, note: For the west}]'
    )
    made = laid(harbour("{every: 1w, on: wed, from: week 6, until: week 8}", more=slots), holidays=HOLIDAYS)
    assert made.errors() == []
    events = [one for one in made.cohorts[0].schedule.events if one.entry == "call"]
    assert {one.id: instant(one.days) for one in events} == {
        "call#1.morning": "2026-10-21T08:00Z",
        "call#1.evening": "2026-10-21T23:00Z",
        "call#2.morning": "2026-10-28T09:00Z",
        "call#2.evening": "2026-10-28T23:00Z",
        "call#3.morning": "2026-11-04T09:00Z",
        "call#3.evening": "2026-11-05T00:00Z",
    }
    assert made.event("call#1.evening").note.plain == "For the west"
    assert made.event("call#1.evening").slot == "evening"


def test_other_entries_are_counted_from_a_meeting_of_the_series():
    made = laid(
        harbour(
            "{every: 1w, on: wed, from: week 3, until: week 6}",
            extra="- {id: notes, title: Notes, when: call#2 + 1bd}",
        ),
        holidays=HOLIDAYS,
    )
    assert made.errors() == []
    assert made.days("notes") == "Thu 2026-10-08", "counted from the day on which the second would have been"


def test_occurrences_say_what_is_different_about_one_meeting():
    more = """
          occurrences:
            1: {title: Feedback, notes: Bring an example, recording: "https://example.org/1"}
            3: {when: week 5 thu}
            4: {cancelled: true}
    """.strip()
    made = laid(
        harbour(
            "{every: 1w, on: wed, from: week 3, until: week 6}",
            more=more,
            extra="- {id: after, title: After, when: call#3 + 1d}",
        ),
        holidays=HOLIDAYS,
    )
    assert made.errors() == []
    first = made.event("call#1")
    assert (first.topic.plain, first.title.plain) == ("Feedback", "Call")
    assert first.note.plain == "Bring an example"
    assert first.recording == "https://example.org/1"
    assert made.days("call#3") == "Thu 2026-10-15"
    assert made.days("after") == "Fri 2026-10-16"
    assert made.event("call#3").was is None, "the plan itself says so"
    assert (made.event("call#4").state, made.days("call#4")) == ("cancelled", "Wed 2026-10-21")


WRONG = {
    "{every: 1w, on: wed, from: week 3, until: week 2}": (
        "date-order: meetings[0].repeat: call repeats until week 2, which is before week 3."
    ),
    "{every: 1w, on: mon, from: week 2 tue, until: week 2}": (
        "repeat-bounds: meetings[0].repeat: call has no meeting between week 2 tue and week 2."
    ),
    "{every: 1w, on: mon, from: week 2, until: week 3, except: [week 2, week 3]}": (
        "repeat-bounds: meetings[0].repeat: call has no meeting between week 2 and week 3."
    ),
    "{every: 1d, from: 1900-01-01, until: 2173-10-15}": (
        "repeat-bounds: meetings[0].repeat: call repeats 100,000 times; 500 is the most."
    ),
    "{every: 1w, unit: calendar, from: 1900-01-01, until: 2173-10-15}": (
        "repeat-bounds: meetings[0].repeat: call repeats 14,286 times; 500 is the most."
    ),
    "{every: 1m, from: 1900-01-01, until: 2173-10-15}": (
        "repeat-bounds: meetings[0].repeat: call repeats 3,286 times; 500 is the most."
    ),
    "{every: 1w, on: wed, from: start, until: 2173-10-15}": (
        "repeat-bounds: meetings[0].repeat: call repeats 7,672 times; 500 is the most."
    ),
    "{every: 1w, on: wed, from: week 20, count: 3}": (
        "week-range: meetings[0].repeat: week 20 is after the last week (16)."
    ),
    "{every: 1w, on: wed, from: anker, count: 3}": (
        'unknown-anchor: meetings[0].repeat: unknown anchor "anker". Known: start, end, anchor, call#1'
    ),
    "{every: 1w, on: wed, from: call#1, count: 3}": (
        "anchor-cycle: meetings[0].repeat: call depends on itself."
    ),
}


@pytest.mark.parametrize("repeat", WRONG)
def test_a_series_that_cannot_be_is_told(repeat):
    made = laid(harbour(repeat), holidays=HOLIDAYS)
    assert made.errors() == [WRONG[repeat]]


def test_seven_hundred_weeks_are_counted_past_the_break():
    plan = harbour("{every: 1w, on: wed, from: week 1, until: 2040-12-31}")
    (told,) = laid(plan, holidays=HOLIDAYS).errors()
    # 746 Wednesdays from 16 September 2026 to 26 December 2040; three of them lie in the break.
    assert "repeats 743 times" in told


KNOWN = "Known: start, end, anchor, notes, call#1"
NUMBERS = {
    "call#9 + 1d": "unknown-occurrence: timeline[1].when: call has 4 meetings; there is no number 9.",
    "call + 1d": f'unknown-anchor: timeline[1].when: unknown anchor "call". {KNOWN}',
    "cal#2 + 1d": f'unknown-anchor: timeline[1].when: unknown anchor "cal#2". {KNOWN}',
    "anchor#2": f'unknown-anchor: timeline[1].when: unknown anchor "anchor#2". {KNOWN}',
}


@pytest.mark.parametrize("when", NUMBERS)
def test_a_meeting_of_a_series_goes_by_its_number(when):
    plan = harbour(
        "{every: 1w, on: wed, from: week 3, until: week 6}",
        extra=f"- {{id: notes, title: Notes, when: {when}}}",
    )
    assert laid(plan, holidays=HOLIDAYS).errors() == [NUMBERS[when]]


@pytest.mark.parametrize(
    ("when", "remedy"),
    [
        ("call + 1d", 'Write "call#1" for the first of these meetings, "call#2" for the second.'),
        ("cal#2", 'Did you mean "call#2"?'),
        ("anchor#2", 'Write "anchor", which is there once.'),
    ],
)
def test_the_remedy_names_the_meeting_that_was_meant(when, remedy):
    plan = harbour(
        "{every: 1w, on: wed, from: week 3, until: week 6}",
        extra=f"- {{id: notes, title: Notes, when: {when}}}",
    )
    (problem,) = laid(plan, holidays=HOLIDAYS).problems
    assert problem.remedy == remedy


def test_an_exception_for_a_meeting_that_is_not_held_is_told():
    plan = harbour(
        "{every: 1w, on: wed, from: week 3, until: week 6}", more="occurrences: {9: {title: Late}}"
    )
    assert laid(plan, holidays=HOLIDAYS).errors() == [
        "unknown-occurrence: call has 4 meetings; there is no number 9."
    ]


def test_a_shorter_cohort_may_have_fewer_meetings_than_the_plan_speaks_of():
    plan = harbour(
        "{every: 1w, on: wed, from: week 3, until: end}", more="occurrences: {12: {title: The last}}"
    )
    both = plan + "\n        - {id: short, start: 2027-02-01, weeks: 8, timezone: UTC}\n"
    assert laid(both, holidays=HOLIDAYS).errors() == []
    assert laid(both.replace("12:", "22:"), holidays=HOLIDAYS).errors() == [
        "unknown-occurrence: call has 6 meetings; there is no number 22."
    ]


def test_a_series_without_dates_is_rehearsed():
    plan = harbour("{every: 1w, on: wed, from: week 3, until: week 2}").partition("cohorts:")[0]
    assert laid(plan).errors() == [
        "date-order: meetings[0].repeat: call repeats until week 2, which is before week 3."
    ]


def test_a_series_of_a_cohort_that_is_to_be_announced_is_one_event_without_a_day():
    plan = harbour("{every: 1w, on: wed, from: week 3, until: week 6}").replace("2026-09-14", "tba")
    made = laid(plan, holidays=HOLIDAYS)
    assert made.errors() == []
    assert (made.days("call"), made.event("call").state) == ("tba", "tba")
