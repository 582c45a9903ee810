"""What holds for every plan: plain arithmetic, other people's libraries, and any machine agree."""

from __future__ import annotations

import time as clock
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from dateutil import tz
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from guidegen.model.clock import WhenError, in_utc
from guidegen.model.cohort import Break, Cohort, Holiday
from guidegen.model.dating import (
    Calendar,
    days_of,
    is_working_day,
    last_day,
    moved,
    week_begins,
    week_from,
    week_of,
    week_until,
)
from guidegen.model.handbook import Settings
from guidegen.model.plan import Meeting, Milestone, Repeat
from guidegen.model.problem import Level, Place
from guidegen.model.program import Duration, Program
from guidegen.model.prose import Text
from guidegen.model.schedule import Days, FromAnchor, InWeek, OnDate, Step, as_written, read_when
from guidegen.shaping.cohorts import lay
from guidegen.shaping.recurrence import series
from tests.plans import laid
from tests.shaping.test_worked_example import HARBOUR, HOLIDAYS

HERE = Place("content/programs/harbour.yml", 3, 5)
SETTINGS = Settings(title=Text("Guide", ("Guide",)), id="guide")
ZONES = st.sampled_from(
    ("Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo", "UTC")
)
STARTS = st.dates(date(2015, 1, 1), date(2035, 1, 1))


def words(text):
    return Text(text, (text,))


@st.composite
def days_off(draw, kind):
    first = draw(st.dates(date(2014, 6, 1), date(2037, 1, 1)))
    last = first + timedelta(days=draw(st.integers(0, 60)))
    return kind(first, last, words("Off"), HERE)


def calendars(**more):
    return st.builds(
        Calendar,
        STARTS,
        weeks=st.integers(1, 104),
        week_starts=st.integers(0, 6),
        working_days=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
        **more,
    )


OFF = {
    "breaks": st.lists(days_off(Break), max_size=4).map(tuple),
    "holidays": st.lists(days_off(Holiday), max_size=8).map(tuple),
}


def steps(text, calendar):
    return days_of(read_when(text), calendar, {}).first


# Offsets


@given(calendars(**OFF), st.integers(0, 900), st.sampled_from("dw"))
def test_an_offset_and_its_inverse_lead_back(calendar, count, unit):
    assert steps(f"start + {count}{unit} - {count}{unit}", calendar) == calendar.start


@given(calendars(**OFF), st.integers(1, 400), st.sampled_from((1, -1)))
def test_working_days_are_counted_one_by_one(calendar, count, sign):
    day, left = calendar.start, count
    while left:
        day += timedelta(days=sign)
        left -= is_working_day(calendar, day)
    assert steps(f"start {'+' if sign > 0 else '-'} {count}bd", calendar) == day


@given(calendars(**OFF), st.integers(1, 200))
def test_working_days_lead_back_from_a_working_day(calendar, count):
    begun = steps("start + 1bd", calendar)
    there = replace(calendar, start=begun)
    assert steps(f"start + {count}bd - {count}bd", there) == begun


# Weeks


@given(calendars(), st.integers(-60, 200))
def test_without_breaks_a_week_is_plain_arithmetic(calendar, number):
    first = calendar.start - timedelta(days=(calendar.start.weekday() - calendar.week_starts) % 7)
    assert week_begins(calendar, number) == first + timedelta(weeks=number - 1)
    assert week_of(calendar, first + timedelta(weeks=number - 1, days=6)) == number


@given(calendars(**OFF))
def test_weeks_have_numbers_in_order_but_those_that_lie_in_a_pause(calendar):
    pausing = [one for one in calendar.breaks if one.pauses]
    first, number = week_begins(calendar, 1), 1
    assert first <= calendar.start <= first + timedelta(days=6)
    for later in range(1, 150):
        week = [first + timedelta(weeks=later, days=one) for one in range(7)]
        work = [day for day in week if day.weekday() in calendar.working_days]
        paused = all(any(one.first <= day <= one.last for one in pausing) for day in work)
        before, number = number, number + (not paused)
        for day in (week[0], week[6]):
            assert week_of(calendar, day) == (None if paused else number)
            assert week_until(calendar, day) == number
            assert week_from(calendar, day) == before + 1
        if not paused:
            assert week_begins(calendar, number) == week[0]


@given(calendars(**OFF))
def test_the_end_is_a_day_of_work_in_the_last_week(calendar):
    end = last_day(calendar)
    begins = week_begins(calendar, calendar.weeks)
    week = [begins + timedelta(days=one) for one in range(7)]
    working = [day for day in week if is_working_day(calendar, day)]
    weekdays = [day for day in week if day.weekday() in calendar.working_days]
    assert end == (working or weekdays)[-1]


@given(calendars(**OFF), st.integers(0, 400), st.sampled_from(("next", "previous")), st.booleans())
def test_what_is_moved_comes_to_the_nearest_working_day_on_that_side(calendar, later, rule, weekends):
    day = calendar.start + timedelta(days=later)
    dated = moved(Days(day, day), rule, calendar, weekends=weekends)
    if dated.original is None:
        assert dated.days.first == day
        return
    there, step = dated.days.first, timedelta(days=1 if rule == "next" else -1)
    assert is_working_day(calendar, there)
    between = [day + step * one for one in range(abs((there - day).days))]
    assert not any(is_working_day(calendar, one) for one in between)


# Series


FREQUENCIES = {"d": DAILY, "w": WEEKLY, "m": MONTHLY}


@given(STARTS, st.integers(1, 5), st.sampled_from("dwm"), st.integers(1, 40), ZONES, st.times())
def test_series_and_their_instants_agree_with_dateutil(start, every, unit, count, zone, at):
    at = at.replace(second=0, microsecond=0, fold=0)
    start = start.replace(day=min(start.day, 28)) if unit == "m" else start
    there = tz.gettz(zone)
    walls = list(rrule(FREQUENCIES[unit], interval=every, count=count, dtstart=datetime.combine(start, at)))
    repeat = Repeat(every, unit, OnDate(start), HERE, count=count, unit="calendar", time=at)
    calendar = Calendar(start, 16, zone=zone)
    strange = [
        wall for wall in walls
        if tz.datetime_ambiguous(wall, there) or not tz.datetime_exists(wall, there)
    ]  # fmt: skip
    if strange:
        try:
            series("call", repeat, calendar, {})
        except WhenError as error:
            assert error.slug in ("time-ambiguous", "time-nonexistent")
            assert str(strange[0].date()) in error.message
        else:
            raise AssertionError(strange)
        return
    found = [one.dated.days for one in series("call", repeat, calendar, {})]
    assert [one.first for one in found] == [wall.date() for wall in walls]
    assert [in_utc(one.first, one.time, one.zone) for one in found] == [
        wall.replace(tzinfo=there).astimezone(UTC) for wall in walls
    ]


@given(calendars(), st.integers(1, 4), st.integers(0, 6), st.integers(1, 30))
def test_program_weeks_without_breaks_are_weeks_of_the_calendar(calendar, every, weekday, count):
    repeat = Repeat(every, "w", FromAnchor("start"), HERE, count=count, weekday=weekday)
    found = series("call", repeat, calendar, {})
    walls = rrule(WEEKLY, interval=every, count=count, byweekday=weekday, wkst=calendar.week_starts,
                  dtstart=datetime.combine(first_on(calendar.start, weekday), time()))  # fmt: skip
    assert [one.dated.days.first for one in found] == [wall.date() for wall in walls]
    assert [one.number for one in found] == list(range(1, count + 1))


def first_on(day, weekday):
    return day + timedelta(days=(weekday - day.weekday()) % 7)


# Whole plans


RELATIVE = st.sampled_from(
    (
        "start - 3w", "week 2 thu", "end + 1w", "kickoff + 10bd", "kickoff - 2d fri", "call#2 + 1w",
        "week 3 .. week 5", "week 4 fri 12:00", "tba",
    )
)  # fmt: skip


def plan(whens, *cohorts):
    timeline = [Milestone(f"e{at}", words("E"), read_when(when), HERE, kind="deadline")
                for at, when in enumerate(whens)]  # fmt: skip
    repeat = Repeat(2, "w", read_when("week 2"), HERE, last=read_when("end"), weekday=2, time=time(17))
    meetings = (
        Meeting("kickoff", words("Kick-off"), HERE, 60, when=read_when("week 1 wed 17:00")),
        Meeting("call", words("Call"), HERE, 60, repeat=repeat),
    )
    return Program("harbour", words("Harbour"), HERE, duration=Duration(16), timeline=tuple(timeline),
                   meetings=meetings, cohorts=cohorts)  # fmt: skip


def cohort(start, **more):
    return Cohort(str(start), start, HERE, timezone="Asia/Kolkata", **more)


@given(st.lists(RELATIVE, max_size=8), st.integers(-400, 400))
def test_moving_a_cohort_by_whole_weeks_moves_every_event_and_every_week_by_as_much(whens, weeks):
    first = date(2026, 9, 14)
    later = timedelta(weeks=weeks)
    done, found = lay(plan(whens, cohort(first), cohort(first + later)), SETTINGS)
    assert not [one for one in found if one.level is Level.ERROR]
    here, there = (one.schedule for one in done.cohorts)
    assert there.end == here.end + later
    assert [one.first for one in there.weeks] == [one.first + later for one in here.weeks]
    assert [one.id for one in there.events] == [one.id for one in here.events]
    for before, after in zip(here.events, there.events, strict=True):
        days = before.days
        assert after.days == (days and replace(days, first=days.first + later, last=days.last + later))


MOMENTS = st.one_of(
    st.builds(InWeek, st.integers(-3, 20), st.none() | st.integers(0, 6)),
    st.builds(
        FromAnchor,
        st.sampled_from(("start", "end", "kickoff", "call#2", "e0", "week 3", "work.end")),
        st.lists(
            st.builds(Step, st.integers(-9999, 9999), st.sampled_from(("d", "bd", "w", "m", "h"))), max_size=3
        ).map(tuple),
        st.none() | st.integers(0, 6),
        st.none() | st.just(time(9, 30)),
    ),
    st.builds(OnDate, st.dates()),
    st.builds(OnDate, st.dates(), st.just(time(2, 30)), st.sampled_from(("", "UTC", "Asia/Tokyo"))),
)


def is_read_so(when):
    """Whether reading makes such a when: a week from which nothing is counted is an `InWeek`."""
    return not (isinstance(when, FromAnchor) and when.anchor == "week 3" and not when.steps)


@given(MOMENTS.filter(is_read_so))
def test_what_is_written_from_a_when_is_read_as_the_same(when):
    assert read_when(as_written(when)) == when


@given(st.lists(MOMENTS, min_size=1, max_size=6), STARTS, st.lists(days_off(Break), max_size=3).map(tuple))
@settings(max_examples=200)
def test_however_strange_a_plan_is_it_is_laid_or_its_author_is_told(whens, start, breaks):
    entries = tuple(Milestone(f"e{at}", words("E"), when, HERE) for at, when in enumerate(whens))
    strange = replace(plan((), cohort(start, breaks=breaks), cohort(None)), timeline=entries)
    done, _ = lay(strange, SETTINGS)
    for one in done.cohorts:
        assert {event.id for event in one.schedule.events} >= {entry.id for entry in entries}


# Machines


def test_a_schedule_does_not_depend_on_the_zone_of_the_machine(monkeypatch):
    made = []
    for zone in ("UTC", "Pacific/Kiritimati", "America/Los_Angeles"):
        monkeypatch.setenv("TZ", zone)
        clock.tzset()
        made.append(laid(HARBOUR, holidays=HOLIDAYS).cohorts)
    monkeypatch.undo()
    clock.tzset()
    assert made[0] == made[1] == made[2]


# Much at once


def test_each_of_forty_cohorts_of_a_large_program_is_laid():
    whens = [f"week {1 + at % 16} fri" if at % 3 else f"kickoff + {at}bd" for at in range(60)]
    breaks = (Break(date(2026, 12, 19), date(2027, 1, 10), words("Winter break"), HERE),)
    cohorts = [cohort(date(2026, 9, 14) + timedelta(weeks=at), breaks=breaks) for at in range(40)]
    done, _ = lay(plan(whens, *cohorts), SETTINGS)
    assert {len(one.schedule.events) for one in done.cohorts} == {69}


def test_two_hundred_entries_in_a_circle_are_found():
    whens = [f"e{(at + 1) % 200} + 1d" for at in range(200)]
    _, found = lay(plan(whens, cohort(date(2026, 9, 14))), SETTINGS)
    (circle,) = [one for one in found if one.slug == "anchor-cycle"]
    assert circle.message.startswith("timeline[0].when: e0 → e1 → e2")
