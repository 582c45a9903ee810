"""Programs on the days of their cohorts, and what does not fit together."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidegen.model.cohort import Cohort
from guidegen.model.handbook import Settings
from guidegen.model.plan import Milestone, Phase
from guidegen.model.problem import Level, Place
from guidegen.model.program import Duration, Program
from guidegen.model.prose import Text
from guidegen.model.schedule import read_when
from guidegen.shaping.cohorts import lay

SETTINGS = Settings(title=Text("Guide", ("Guide",)), id="guide")
FILE = "content/programs/harbour.yml"


def words(text):
    return Text(text, (text,))


def phase(name, first, last, line=1):
    return Phase(name, words(name.title()), read_when(first), read_when(last), Place(FILE, line, 3))


def entry(name, when, line=1):
    return Milestone(name, words(name.title()), read_when(when), Place(FILE, line, 9))


def cohort(start="2026-09-14", **more):
    day = None if start == "tba" else date.fromisoformat(start)
    place = Place("content/programs/harbour/cohorts/autumn.yml", 2, 8)
    return Cohort(id="autumn", start=day, place=place, **{"timezone": "Europe/London", **more})


def program(*entries, cohorts=(), weeks=16, **more):
    return Program(
        id="harbour",
        title=words("Harbour"),
        place=Place(FILE),
        duration=Duration(weeks) if weeks else None,
        phases=tuple(one for one in entries if isinstance(one, Phase)),
        timeline=tuple(one for one in entries if isinstance(one, Milestone)),
        cohorts=cohorts,
        **more,
    )


def problems(*entries, settings=SETTINGS, **more):
    """Return the problems of a program as ``slug: message``, without the way to the key."""
    return [f"{one.slug}: {sentence(one)}" for one in lay(program(*entries, **more), settings)[1]]


def sentence(one):
    return re.sub(r"^(?:phases|timeline)\[\d+\]\.\w+: ", "", one.message)


def days(*entries, settings=SETTINGS, **more):
    """Return the events of the only cohort, each as its name and days."""
    laid, found = lay(program(*entries, **{"cohorts": (cohort(),), **more}), settings)
    assert not [one for one in found if one.level is Level.ERROR], found
    return [(event.entry, shown(event.days)) for event in laid.cohorts[0].schedule.events]


def shown(days):
    if days is None:
        return "tba"
    at = f" {days.time:%H:%M}" if days.time else ""
    return f"{days.first}{at}" if days.first == days.last else f"{days.first}{at} .. {days.last}"


HARBOUR = (
    phase("prepare", "start - 12w", "week 0"),
    phase("launch", "week 1", "week 2"),
    phase("work", "week 3", "week 14"),
    phase("close", "week 15", "end + 2w"),
    entry("survey-due", "end + 1w"),
    entry("agreement-due", "kickoff + 10bd"),
    entry("kickoff", "week 1 wed 17:00"),
    entry("matched", "start - 2w"),
    entry("midpoint", "week 8 fri"),
    entry("reminder", "midpoint - 4d"),
    entry("halfway", "work.start + 6w"),
    entry("party", "tba (in January)"),
)


def test_every_phase_and_milestone_is_on_its_days_and_the_earliest_is_first():
    assert days(*HARBOUR) == [
        ("prepare", "2026-06-22 .. 2026-09-13"),
        ("matched", "2026-08-31"),
        ("launch", "2026-09-14 .. 2026-09-27"),
        ("kickoff", "2026-09-16 17:00"),
        ("work", "2026-09-28 .. 2026-12-20"),
        ("agreement-due", "2026-09-30"),
        ("reminder", "2026-11-02"),
        ("midpoint", "2026-11-06"),
        ("halfway", "2026-11-09"),
        ("close", "2026-12-21 .. 2027-01-15"),
        ("survey-due", "2027-01-08"),
        ("party", "tba"),
    ]


def test_a_program_that_fits_has_no_problems_with_or_without_cohorts():
    assert problems(*HARBOUR) == []
    assert problems(*HARBOUR, cohorts=(cohort(),)) == []


def test_the_phases_that_come_with_guidegen_fit_from_six_weeks_on():
    shipped = (
        phase("prepare", "start - 12w", "week 0"),
        phase("launch", "week 1", "week 2"),
        phase("work", "week 3", "end - 2w"),
        phase("close", "end - 13d", "end + 2w"),
    )
    for weeks in (6, 8, 16, 52):
        assert problems(*shipped, weeks=weeks) == []
        assert problems(*shipped, weeks=weeks, cohorts=(cohort(),)) == []


def test_a_program_without_cohorts_stays_the_same_object():
    plan = program(*HARBOUR)
    assert lay(plan, SETTINGS)[0] is plan


def test_a_cohort_without_a_start_has_only_its_fixed_days():
    assert days(
        entry("kickoff", "week 1 wed"),
        entry("follow-up", "kickoff + 2d"),
        entry("apply-by", "2026-08-01"),
        entry("decided", "apply-by + 2w"),
        cohorts=(cohort("tba"),),
    ) == [("apply-by", "2026-08-01"), ("decided", "2026-08-15"), ("kickoff", "tba"), ("follow-up", "tba")]


def test_weeks_and_zone_come_from_the_cohort_then_from_the_program_and_the_handbook():
    last = (entry("last-day", "end"),)
    assert days(*last, cohorts=(cohort(),)) == [("last-day", "2027-01-01")]
    assert days(*last, cohorts=(cohort(weeks=4),)) == [("last-day", "2026-10-09")]
    assert days(*last, cohorts=(cohort(end=date(2026, 10, 7)),)) == [("last-day", "2026-10-07")]
    laid, _ = lay(
        program(entry("kickoff", "start 17:00"), cohorts=(cohort(timezone=""),)),
        replace(SETTINGS, timezone="Asia/Kolkata"),
    )
    assert laid.cohorts[0].schedule.events[0].days.zone == "Asia/Kolkata"


def test_the_week_is_that_of_the_handbook():
    sundays = replace(SETTINGS, week_starts=6, working_days=(6, 0, 1, 2, 3))
    assert days(entry("first-week", "week 1"), entry("last-day", "end"), settings=sundays) == [
        ("first-week", "2026-09-13 .. 2026-09-19"),
        ("last-day", "2026-12-31"),
    ]


def test_an_unknown_anchor_is_told_with_the_names_there_are():
    (found,) = lay(
        program(
            entry("kickoff", "week 1"),
            entry("midpoint", "week 8"),
            phase("work", "kickof + 10d", "end"),
        ),
        SETTINGS,
    )[1]
    assert found.slug == "unknown-anchor"
    assert found.message == (
        'phases[0].from: unknown anchor "kickof". Known: start, end, kickoff, midpoint, work.start, work.end'
    )
    assert found.remedy == 'Did you mean "kickoff"?'


def test_a_long_list_of_names_is_cut():
    entries = [entry(f"meeting-{one}", "start") for one in range(30)]
    (found,) = problems(*entries, entry("other", "lunch + 1d"))
    assert found.endswith(
        "Known: start, end, meeting-0, meeting-1, meeting-2, meeting-3, meeting-4, meeting-5, …"
    )


def test_a_phase_has_two_ends_to_count_from():
    (found,) = lay(program(phase("work", "week 1", "week 3"), entry("review", "work + 1d")), SETTINGS)[1]
    assert found.remedy == 'Write "work.start" or "work.end".'


def test_anchors_are_checked_on_both_sides_of_a_range_and_once_for_all_cohorts():
    window = entry("window", "kickof .. kickof + 2d", line=7)
    found = lay(program(window, cohorts=(cohort(), replace(cohort(), id="spring"))), SETTINGS)[1]
    assert [(one.slug, one.place.line) for one in found] == [("unknown-anchor", 7)]


def test_entries_that_wait_for_each_other_are_named_in_a_circle():
    assert problems(
        entry("after", "review + 1d"),
        entry("agreement-due", "review + 1w"),
        entry("review", "agreement-due - 1d"),
        entry("alone", "alone + 1d"),
        cohorts=(cohort(),),
    ) == [
        "anchor-cycle: agreement-due → review → agreement-due depend on each other.",
        "anchor-cycle: alone depends on itself.",
    ]


def test_a_phase_can_wait_for_a_milestone_that_waits_for_it():
    assert problems(phase("work", "midpoint - 2w", "end"), entry("midpoint", "work.start + 2w")) == [
        "anchor-cycle: work.start → midpoint → work.start depend on each other."
    ]


def test_a_phase_may_be_as_long_as_it_is_counted_from_its_own_start():
    assert days(phase("work", "week 2", "work.start + 2w")) == [("work", "2026-09-21 .. 2026-10-05")]


def test_what_hangs_on_a_circle_has_no_day():
    laid, _ = lay(
        program(
            entry("a", "b + 1d"),
            entry("b", "a + 1d"),
            entry("c", "b"),
            entry("d", "start"),
            cohorts=(cohort(),),
        ),
        SETTINGS,
    )
    assert [(event.entry, shown(event.days)) for event in laid.cohorts[0].schedule.events] == [
        ("d", "2026-09-14"),
        ("a", "tba"),
        ("b", "tba"),
        ("c", "tba"),
    ]


def test_hundreds_of_entries_in_a_row_are_laid():
    row = [entry(f"e{one}", f"e{one - 1} + 1d" if one else "start") for one in range(800)]
    laid, found = lay(program(*reversed(row), weeks=104, cohorts=(cohort(),)), SETTINGS)
    assert {one.slug for one in found} <= {"far-date"}
    assert shown(laid.cohorts[0].schedule.events[-1].days) == "2028-11-21"


def test_hundreds_of_circles_are_found():
    pairs = [
        one
        for pair in range(300)
        for one in (entry(f"a{pair}", f"b{pair} + 1d"), entry(f"b{pair}", f"a{pair} + 1d"))
    ]
    ring = [entry(f"r{one}", f"r{(one + 1) % 500} + 1d") for one in range(500)]
    found = problems(*pairs, *ring)
    assert len(found) == 301
    assert "anchor-cycle: r0 → r1 → r2 → r3 → r4 → r5 → r6 → … → r0 depend on each other." in found


def test_what_hangs_on_something_to_be_announced_is_a_warning():
    found = lay(
        program(
            entry("kickoff", "tba"),
            entry("follow-up", "kickoff + 2d"),
            phase("work", "follow-up", "end"),
            cohorts=(cohort(),),
        ),
        SETTINGS,
    )[1]
    assert {one.level for one in found} == {Level.WARNING}
    assert [f"{one.slug}: {one.message}" for one in found] == [
        'anchor-tba: timeline[1].when: depends on "kickoff", which is to be announced.',
        'anchor-tba: phases[0].from: depends on "follow-up", which is to be announced.',
    ]


CHECKED_WITHOUT_DATES = {
    "week 20": ["week-range: week 20 is after the last week (16)."],
    "week 20 + 1d": ["week-range: week 20 is after the last week (16)."],
    "start + 2h": ['offset-unit: "start" has no time, so hours cannot be added.'],
    "kickoff + 2h": [],
    "week 3 .. week 2": ["date-order: the range ends before it begins."],
    "start + 1m .. week 3": [],
    "2026-10-02 .. start": [],
}


@pytest.mark.parametrize("when", CHECKED_WITHOUT_DATES)
def test_a_program_without_cohorts_is_checked_all_the_same(when):
    assert problems(entry("kickoff", "start 17:00"), entry("one", when)) == CHECKED_WITHOUT_DATES[when]


def test_phases_without_cohorts_are_checked_in_weeks():
    assert problems(
        phase("launch", "week 1", "week 3"),
        phase("work", "week 3", "week 9"),
        phase("close", "week 16", "week 12"),
    ) == [
        'date-order: phase "close" ends before it begins.',
        'phase-overlap: phases "launch" and "work" overlap in week 3.',
    ]


def test_without_a_length_no_week_is_too_late():
    assert problems(entry("late", "week 90"), entry("last", "end + 1w"), weeks=None) == []


def test_overlapping_phases_are_named_with_the_days_they_share():
    launch, work = phase("launch", "week 1", "week 3 fri"), phase("work", "week 3", "end", line=9)
    (found,) = lay(program(launch, work, cohorts=(cohort(),)), SETTINGS)[1]
    assert found.slug == "phase-overlap"
    assert found.message == 'phases "launch" and "work" overlap from 2026-09-28 to 2026-10-02.'
    assert found.remedy == "Set overlaps: true if meant."
    assert found.place.line == 9


def test_phases_may_overlap_where_that_is_meant():
    launch, work = phase("launch", "week 1", "week 3"), phase("work", "week 3", "end")
    assert problems(launch, work, cohorts=(cohort(),), overlaps=True) == []


def test_a_reversed_range_and_a_reversed_phase_are_told_with_their_days():
    assert problems(
        entry("window", "week 4 .. week 2"), phase("work", "week 9", "week 3"), cohorts=(cohort(),)
    ) == [
        "date-order: the range ends on 2026-09-27, before it begins on 2026-10-05.",
        'date-order: phase "work" ends on 2026-10-04, before it begins on 2026-11-09.',
    ]


WRONG_COHORTS = {
    "an end before the start": (
        cohort(end=date(2026, 9, 1)),
        ["date-order: end 2026-09-01 is before start 2026-09-14."],
    ),
    "an end on the day of the start": (
        cohort(end=date(2026, 9, 14)),
        ["date-order: end 2026-09-14 is the same day as start 2026-09-14."],
    ),
    "an end and weeks that disagree": (
        cohort(end=date(2027, 2, 12), weeks=16),
        ["conflict: weeks: 16 ends on 2027-01-01 but end says 2027-02-12."],
    ),
    "an end and weeks that agree": (cohort(end=date(2026, 12, 30), weeks=16), []),
    "an end that is not that of the program": (cohort(end=date(2027, 2, 12)), []),
    "an end decades later": (
        cohort(end=date(2062, 2, 12)),
        ["date-range: 2062-02-12 is more than 5 years from the cohort start 2026-09-14."],
    ),
    "a start on a Sunday": (
        cohort("2026-09-13"),
        ["nonworking-day: 2026-09-13 is a Sunday. It stays because the date is fixed."],
    ),
    "a start in the year 1": (
        cohort("0001-01-01"),
        ["date-impossible: nothing can be planned around 0001-01-01."],
    ),
}


@pytest.mark.parametrize("case", WRONG_COHORTS)
def test_a_cohort_is_checked(case):
    one, expected = WRONG_COHORTS[case]
    assert problems(entry("kickoff", "start"), cohorts=(one,)) == expected


def test_something_dated_needs_a_length():
    assert problems(entry("kickoff", "start"), weeks=None, cohorts=(cohort(),)) == [
        'missing-key: program "harbour" needs "duration", because cohort "autumn" has a start.'
    ]
    assert problems(entry("kickoff", "start"), weeks=None, cohorts=(cohort(weeks=4),)) == []
    assert problems(entry("kickoff", "start"), weeks=None, cohorts=(cohort("tba"),)) == []


def test_a_time_needs_a_zone():
    assert problems(entry("kickoff", "start 17:00"), cohorts=(cohort(timezone=""),)) == [
        'missing-key: cohort "autumn" needs "timezone", because "kickoff" has a time (17:00).'
    ]


def test_a_time_that_is_on_no_clock_of_the_cohort_is_told():
    assert problems(entry("early", "2027-03-28 01:30"), cohorts=(cohort(),)) == [
        "time-nonexistent: 2027-03-28 01:30 does not exist in Europe/London (clocks go from 01:00 to 02:00)."
    ]


def test_days_in_another_century_are_a_warning():
    found = lay(program(entry("old", "1900-03-05"), cohorts=(cohort(),)), SETTINGS)[1]
    assert [(one.slug, one.level, one.remedy) for one in found] == [
        ("date-range", Level.WARNING, "Check the year.")
    ]
    assert (
        found[0].message
        == "timeline[0].when: 1900-03-05 is more than 5 years from the cohort start 2026-09-14."
    )


def test_days_half_a_year_outside_the_cohort_are_a_warning():
    assert problems(
        entry("early", "start - 27w"),
        entry("late", "end + 27w"),
        entry("fine", "end + 26w"),
        cohorts=(cohort(),),
    ) == [
        'far-date: 2026-03-09 is more than 26 weeks before the start of cohort "autumn" (2026-09-14).',
        'far-date: 2027-07-09 is more than 26 weeks after the end of cohort "autumn" (2027-01-01).',
    ]


RELATIVE = st.sampled_from(
    ("start - 3w", "week 2 thu", "end + 1w", "kickoff + 10bd", "kickoff - 2d fri", "week 3 .. week 5", "tba")
)


@given(st.lists(RELATIVE, max_size=8), st.integers(-500, 500))
def test_moving_a_cohort_by_whole_weeks_moves_every_event_by_as_much(whens, weeks):
    entries = (entry("kickoff", "week 1 wed"), *(entry(f"e{at}", when) for at, when in enumerate(whens)))
    first = date(2026, 9, 14).toordinal()
    plan = program(*entries, cohorts=(cohort(), cohort(str(date.fromordinal(first + 7 * weeks)))))
    here, there = (one.schedule.events for one in lay(plan, SETTINGS)[0].cohorts)
    assert [event.entry for event in here] == [event.entry for event in there]
    for before, after in zip(here, there, strict=True):
        if before.days is None:
            assert after.days is None
        else:
            assert (after.days.first - before.days.first).days == 7 * weeks
            assert (after.days.last - before.days.last).days == 7 * weeks


NAMES = [f"e{one}" for one in range(6)]


@given(st.lists(st.sampled_from([*NAMES, "start", "unheard"]), min_size=6, max_size=6))
def test_however_entries_hang_together_each_is_laid_once_and_circles_are_found(anchors):
    entries = [entry(name, f"{anchor} + 1d") for name, anchor in zip(NAMES, anchors, strict=True)]
    laid, found = lay(program(*entries, cohorts=(cohort(),)), SETTINGS)
    assert sorted(event.entry for event in laid.cohorts[0].schedule.events) == NAMES
    leads_to = dict(zip(NAMES, anchors, strict=True))
    circular = {name for name in NAMES if returns(name, leads_to)}
    told = " ".join(one.message for one in found if one.slug == "anchor-cycle")
    assert {name for name in NAMES if name in told} == circular


def returns(name, leads_to):
    at = leads_to[name]
    for _ in NAMES:
        if at == name:
            return True
        at = leads_to.get(at, "")
    return False
