"""Tasks: items of checklists on their days, and what is to be done around a meeting."""

from __future__ import annotations

import pytest

from guidegen.model.problem import Level
from tests.plans import laid

HARBOUR = """
    title: Harbour
    duration: {weeks: 16}
    roles:
      mentor: {label: Mentor, kind: mentor}
      mentee: {label: Mentee, kind: mentee}
      office: {label: Office, kind: coordinator}
    checklists: [weekly]
    timeline:
    - {id: midpoint, title: Mid-point, kind: deadline, when: week 8 fri}
    meetings:
    - id: kickoff
      title: Kick-off
      roles: [mentor]
      when: week 1 wed 17:00
      duration: 60m
      before: [Book a room, {id: invite, text: Invite everybody, due: kickoff - 2w}]
      after: [Send the notes]
    - id: call
      title: Call
      roles: [mentee]
      duration: 60m
      repeat: {every: 1w, on: thu, from: week 3, until: week 5}
      after: [{id: minutes, text: Write the minutes, due: call + 1d}]
"""
COHORTS = """
    cohorts:
    - id: autumn
      start: 2026-09-14
      timezone: Europe/London
      holidays: [uk]
"""
HOLIDAYS = """
    days:
    - {date: 2026-09-15, title: Founders' Day}
    - {date: 2026-10-08, title: Bridge}
    - {date: 2027-01-01, title: New Year}
"""


def weekly(*items):
    return "title: Weekly\nrole: mentee\nitems:\n" + "\n".join(f"- {{{one}}}" for one in items)


def autumn(*items, plan=HARBOUR):
    return laid(plan + COHORTS, holidays=HOLIDAYS, checklist=weekly(*items) if items else "")


def told(*items, plan=HARBOUR + COHORTS):
    return laid(plan, holidays=HOLIDAYS, checklist=weekly(*items)).errors()


def test_items_are_due_on_their_days_and_those_without_come_last():
    tasks = autumn(
        "id: any, text: Any time",
        "id: late, text: Late, due: end",
        "id: early, text: Early, due: week 2 tue",
        "id: moved, text: Moved, due: week 4 thu",
        "id: half, text: Half, milestone: midpoint",
        "id: week, text: Some time in the week, due: week 6",
    )
    assert tasks.errors() == []
    own = [
        (one, day)
        for one, day in tasks.tasks().items()
        if one in ("any", "late", "early", "moved", "half", "week")
    ]
    assert own == [
        ("early", "Tue 2026-09-22"),
        ("moved", "Fri 2026-10-09"),
        ("week", "Mon 2026-10-19 .. Sun 2026-10-25"),
        ("half", "Fri 2026-11-06"),
        ("late", "Thu 2026-12-31"),
        ("any", "tba"),
    ]


def test_a_task_knows_its_list_its_readers_and_why_it_is_moved():
    made = autumn(
        "id: moved, text: Moved, due: week 4 thu", "id: mine, text: Mine, due: week 3, owner: office"
    )
    moved, mine = (
        next(one for one in made.cohorts[0].schedule.tasks if one.id == name) for name in ("moved", "mine")
    )
    assert (moved.source, moved.reason.plain, str(moved.original.first)) == ("weekly", "Bridge", "2026-10-08")
    assert [one.id for one in moved.roles] == ["mentee"]
    assert moved.audience == ("mentee",)
    assert [one.id for one in mine.roles] == ["office"]


def test_the_task_of_a_deadline_closes_when_it_does():
    made = autumn("id: half, text: Half, milestone: midpoint")
    task = next(one for one in made.cohorts[0].schedule.tasks if one.id == "half")
    assert (f"{task.closes.time:%H:%M}", task.closes.zone) == ("23:59", "Europe/London")


def test_an_item_that_repeats_is_a_task_each_time():
    made = autumn("id: log, text: Log, repeat: {every: 1w, on: thu, from: week 3, until: week 5}")
    assert {one: day for one, day in made.tasks().items() if one.startswith("log")} == {
        "log#1": "Thu 2026-10-01",
        "log#2": "Fri 2026-10-09",
        "log#3": "Thu 2026-10-15",
    }


def test_errands_are_a_day_before_and_two_days_after_a_meeting():
    made = autumn()
    assert made.errors() == []
    assert made.tasks() == {
        "invite": "Wed 2026-09-02",
        "book-a-room": "Mon 2026-09-14",
        "send-the-notes": "Fri 2026-09-18",
        "minutes#1": "Fri 2026-10-02",
        "minutes#3": "Fri 2026-10-16",
    }
    room = next(one for one in made.cohorts[0].schedule.tasks if one.id == "book-a-room")
    assert (room.source, room.item.text.plain, room.reason.plain) == (
        "kickoff",
        "Book a room",
        "Founders' Day",
    )


def test_a_meeting_that_is_cancelled_needs_no_errands():
    cancelled = COHORTS + "      overrides: {kickoff: {cancelled: yes}, 'call#1': {cancelled: yes}}\n"
    made = laid(HARBOUR + cancelled, holidays=HOLIDAYS)
    assert made.tasks() == {"minutes#3": "Fri 2026-10-16"}


def test_nested_items_of_a_list_that_names_its_program_are_tasks_too():
    checklist = "title: Weekly\nprogram: harbour\nitems: [{id: a, text: A, due: start}]"
    plan = HARBOUR.replace("    checklists: [weekly]\n", "") + COHORTS
    assert laid(plan, holidays=HOLIDAYS, checklist=checklist).tasks()["a"] == "Mon 2026-09-14"


WRONG = {
    ("id: a, text: A, due: kickof + 1d",): [
        'unknown-anchor: item "a": unknown anchor "kickof". Known: start, end, midpoint, kickoff, call#1'
    ],
    ("id: a, text: A, due: midpoint + 2h",): [
        'offset-unit: item "a": "midpoint" has no time, so hours cannot be added.'
    ],
    ("id: a, text: A, due: week 20",): ['week-range: item "a": week 20 is after the last week (16).'],
    ("id: a, text: A, milestone: midpont",): [
        'unknown-ref: item "a": no milestone "midpont" in program "harbour".'
    ],
    ("id: a, text: A, after: bb", "id: b, text: B"): ['unknown-ref: item "a": no item "bb" in this list.'],
    ("id: a, text: A, after: b", "id: b, text: B, after: a"): ["dep-cycle: a → b → a wait for each other."],
    ("id: a, text: A, after: a",): ["dep-cycle: a waits for itself."],
}


@pytest.mark.parametrize("items", WRONG)
def test_a_list_is_checked_with_dates_and_without(items):
    assert told(*items) == WRONG[items]
    assert told(*items, plan=HARBOUR) == WRONG[items]


def test_what_waits_for_something_that_is_due_later_is_told_with_both_days():
    items = ("id: dates, text: Dates, due: week 3 fri", "id: book, text: Book, due: week 2 fri, after: dates")
    assert told(*items) == [
        'dep-order: "book" is due 2026-09-25, before "dates", which it waits for (2026-10-02).'
    ]
    assert told(*items, plan=HARBOUR) == ['dep-order: "book" is due before "dates", which it waits for.']


def test_what_is_due_before_anybody_can_apply_is_a_warning():
    applications = COHORTS + "      applications: {mentee: {opens: start - 8w, closes: start - 2w}}\n"
    items = (
        "id: a, text: A, due: start - 9w",
        "id: b, text: B, due: start - 7w",
        "id: c, text: C, due: start - 9w, owner: office",
    )
    made = laid(HARBOUR + applications, holidays=HOLIDAYS, checklist=weekly(*items))
    (warning,) = made.problems
    assert (warning.slug, warning.level) == ("early-due", Level.WARNING)
    assert warning.message == (
        'item "a" is due 2026-07-13, before applications to cohort "autumn" open (2026-07-20).'
    )


def test_without_applications_half_a_year_is_early():
    made = autumn("id: a, text: A, due: start - 27w", "id: b, text: B, due: start - 26w")
    (warning,) = made.problems
    assert warning.message == (
        'item "a" is due 2026-03-09, more than 26 weeks before cohort "autumn" starts (2026-09-14).'
    )
