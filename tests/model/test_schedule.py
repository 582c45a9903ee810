"""What an author can write for a time, and what a slip earns."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidegen.model.schedule import (
    WEEKDAYS,
    Between,
    FromAnchor,
    InWeek,
    OnDate,
    Step,
    ToBeAnnounced,
    WhenError,
    anchors_of,
    as_written,
    read_date,
    read_when,
    weeks_of,
)

UNDERSTOOD = {
    "2026-09-16": OnDate(date(2026, 9, 16)),
    "2026-09-16 17:00": OnDate(date(2026, 9, 16), time(17)),
    "2026-09-16 17:00 Europe/London": OnDate(date(2026, 9, 16), time(17), "Europe/London"),
    "wed 2026-09-16": OnDate(date(2026, 9, 16)),
    "Wednesday, 2026-09-16 17:00": OnDate(date(2026, 9, 16), time(17)),
    "2026-09-16 wed 17:00": OnDate(date(2026, 9, 16), time(17)),
    "week 8": InWeek(8),
    "week 08": InWeek(8),
    "week 0": InWeek(0),
    "week -2": InWeek(-2),
    "week 8 fri": InWeek(8, 4),
    "Week 8 Fri 17:00": InWeek(8, 4, time(17)),
    "start": FromAnchor("start"),
    "End": FromAnchor("end"),
    "kickoff + 10bd": FromAnchor("kickoff", (Step(10, "bd"),)),
    "agreement-due - 3d": FromAnchor("agreement-due", (Step(-3, "d"),)),
    "end + 1w fri 12:00": FromAnchor("end", (Step(1, "w"),), 4, time(12)),
    "start - 1m + 2W": FromAnchor("start", (Step(-1, "m"), Step(2, "w"))),
    "kickoff 18:30": FromAnchor("kickoff", time=time(18, 30)),
    "kickoff fri": FromAnchor("kickoff", weekday=4),
    "work.end + 1d": FromAnchor("work.end", (Step(1, "d"),)),
    "cohort-call#3": FromAnchor("cohort-call#3"),
    "cohort-call#12 + 2bd 12:00": FromAnchor("cohort-call#12", (Step(2, "bd"),), time=time(12)),
    "2026-11-01 01:30 America/New_York": OnDate(date(2026, 11, 1), time(1, 30), "America/New_York"),
    "week 8 + 2d": FromAnchor("week 8", (Step(2, "d"),)),
    "30-60-90-plan + 1d": FromAnchor("30-60-90-plan", (Step(1, "d"),)),
    "may-review + 1d": FromAnchor("may-review", (Step(1, "d"),)),
    "start - 3w .. start - 2w": Between(
        FromAnchor("start", (Step(-3, "w"),)), FromAnchor("start", (Step(-2, "w"),))
    ),
    "  week   1 ..  week 2 ": Between(InWeek(1), InWeek(2)),
    "week 3 .. tba": Between(InWeek(3), ToBeAnnounced()),
    "tba": ToBeAnnounced(),
    "TBA (in May .. June)": ToBeAnnounced("in May .. June"),
}


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_what_an_author_writes_is_understood(text):
    assert read_when(text) == UNDERSTOOD[text]


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_what_is_understood_is_written_in_one_way(text):
    assert read_when(as_written(UNDERSTOOD[text])) == UNDERSTOOD[text]


WRITE_DATES = "write dates as YYYY-MM-DD, e.g. 2026-09-14."
WRITE_TIMES = "write times as HH:MM in 24 hours, e.g. 09:30 or 17:00."
WRITE_OFFSETS = "write offsets as <anchor> + <whole number><d, bd, w, m or h>, e.g. kickoff + 10d."
WRITE_LIKE = "write offsets as <anchor> + <whole number><d, bd, w, m or h>, here {}."
WRITE_WEEKS = "write weeks as week <whole number>, e.g. week 8, week 8 fri or week 8 fri 17:00."
WRITE_RANGES = "write ranges as <first> .. <last>, with spaces, e.g. start - 3w .. start - 2w."

DATES_HERE = "write dates as YYYY-MM-DD, here {}."
TIMES_HERE = "write times as HH:MM in 24 hours, here {}."
WRITE_DAYS = "Write days as mon, tue, wed, thu, fri, sat or sun."
WITHOUT_UNIT = "Write kickoff + 10d for days, kickoff + 10bd for working days or kickoff + 10w for weeks."
WITHOUT_SPACE = "Write cohort-call#3, without a space: that is meeting 3 of a series."
WITH_SPACES = 'Write kickoff + 10d, with a space on each side of "+" and "-": ids have dashes too.'
TWO_DOTS = "Write {}, with two dots and a space on each side."
KEYBOARD = "Write {}, with the letters of the keyboard: an office program puts others in their place."

REFUSED = {
    "2026-02-30": ("date-impossible", "2026-02-30 is not a date: February 2026 has 28 days."),
    "2026-11-31": ("date-impossible", "2026-11-31 is not a date: November has 30 days."),
    "2026-13-01": ("date-impossible", "2026-13-01 is not a date: months are numbered 01 to 12."),
    "2026-01-00": ("date-impossible", "2026-01-00 is not a date: days are counted from 01."),
    "0000-01-01": ("date-impossible", "0000-01-01 is not a date: there is no year 0000."),
    "14/09/2026": ("date-format", WRITE_DATES),
    "14.9.2026 17:00": ("date-format", DATES_HERE.format("2026-09-14")),
    "Sep 14 2026": ("date-format", DATES_HERE.format("2026-09-14")),
    "14 September 2026": ("date-format", DATES_HERE.format("2026-09-14")),
    "1st of June, 2026": ("date-format", DATES_HERE.format("2026-06-01")),
    "31 June 2026": ("date-format", WRITE_DATES),
    "14th of September": ("date-format", WRITE_DATES),
    "May 2026": ("date-format", WRITE_DATES),
    "2026-9-1": ("date-format", DATES_HERE.format("2026-09-01")),
    "2026–09–14": ("date-format", DATES_HERE.format("2026-09-14")),
    "31.2.2026": ("date-format", WRITE_DATES),
    "20260914": ("date-format", WRITE_DATES),
    "2026-09-14T17:00": ("date-format", WRITE_DATES),
    "2026-09-14..2026-09-15": ("date-format", WRITE_RANGES),
    "fri 2026-11-05": ("weekday-mismatch", "2026-11-05 is a Thursday, not a Friday."),
    "2026-11-05 Friday": ("weekday-mismatch", "2026-11-05 is a Thursday, not a Friday."),
    "2026-09-14 5pm": ("time-format", TIMES_HERE.format("17:00")),
    "2026-09-14 noon": ("time-format", WRITE_TIMES),
    "2026-09-14 at 17:00": ("time-format", WRITE_TIMES),
    "week 8 fri 9:30": ("time-format", TIMES_HERE.format("09:30")),
    "week 8 fri 5:30 pm": ("time-format", TIMES_HERE.format("17:30")),
    "week 8 fri 12 am": ("time-format", TIMES_HERE.format("00:00")),
    "week 8 fri 17h": ("time-format", TIMES_HERE.format("17:00")),
    "2026-09-14 5 pm": ("time-format", TIMES_HERE.format("17:00")),
    "2026-09-14 5:30 p.m.": ("time-format", TIMES_HERE.format("17:30")),
    "week 8 fri at 17:00": ("offset-format", 'Write week 8 fri 17:00, without "at".'),
    "week 8 at 17:00": ("offset-format", WRITE_WEEKS),
    "+3d": ("offset-format", WRITE_OFFSETS),
    "-3d": ("offset-format", WRITE_OFFSETS),
    "start to -3d": ("offset-format", WRITE_OFFSETS),
    "0 .. )": ("offset-format", WRITE_RANGES),
    "week 8 fri 13pm": ("time-format", WRITE_TIMES),
    "2026-09-14 24:30": ("time-format", WRITE_TIMES),
    "kickoff + 1d 17.00": ("time-format", TIMES_HERE.format("17:00")),
    "17:00": ("time-format", '"17:00" has no day.'),
    "2026-09-14 Europe/London": ("zone-on-date", "2026-09-14 has no time, so a zone has no effect."),
    "2026-09-14 EST": ("zone-on-date", "2026-09-14 has no time, so a zone has no effect."),
    "2026-09-14 17:00 Europe/Londn": ("timezone", 'unknown time zone "Europe/Londn".'),
    "2027-03-28 01:30 Europe/London": (
        "time-nonexistent",
        "2027-03-28 01:30 does not exist in Europe/London (clocks go from 01:00 to 02:00).",
    ),
    "kickoff +10": ("offset-format", WITHOUT_UNIT),
    "cohort-call#0": ("offset-format", WRITE_OFFSETS),
    "cohort-call#3.evening": ("offset-format", WRITE_OFFSETS),
    "cohort-call #3": ("offset-format", WITHOUT_SPACE),
    "cohort-call 3": ("offset-format", WITHOUT_SPACE),
    "kickoff + 10": ("offset-format", WITHOUT_UNIT),
    "kickoff+10d": ("offset-format", WITH_SPACES),
    "kickoff − 10d": ("offset-format", KEYBOARD.format("kickoff - 10d")),
    "‘week 8’": ("offset-format", KEYBOARD.format("week 8")),
    "kickoff + 10d -": ("offset-format", WRITE_OFFSETS),
    "kickoff + 99999d": ("offset-format", WRITE_OFFSETS),
    "10 days after kickoff": ("offset-format", WRITE_LIKE.format("kickoff + 10d")),
    "3 days before the end": ("offset-format", WRITE_LIKE.format("end - 3d")),
    "a week before week 8": ("offset-format", WRITE_LIKE.format("week 8 - 1w")),
    "Two working days from Start": ("offset-format", WRITE_LIKE.format("Start + 2bd")),
    "six months after call#3": ("offset-format", WRITE_LIKE.format("call#3 + 6m")),
    "1 hour after call": ("offset-format", WRITE_LIKE.format("call + 1h")),
    "3 days after the end of week 2": ("offset-format", WRITE_OFFSETS),
    "+1.5w": ("offset-format", WRITE_OFFSETS),
    "next week": ("offset-format", WRITE_OFFSETS),
    "": ("offset-format", "nothing is written here."),
    "2026-09-14 + 3d": ("offset-format", '"2026-09-14 + 3d" counts from a date.'),
    "kickoff + 1d 17:00 Europe/London": (
        "offset-format",
        '"Europe/London" cannot stand after the time here.',
    ),
    "week": ("offset-format", WRITE_WEEKS),
    "week eight": ("offset-format", WRITE_WEEKS),
    "week 8 17:00": ("offset-format", '"week 8 17:00" has a time, but no day.'),
    "week 8 friday": ("offset-format", '"friday" is written fri.'),
    "week 8 fry": ("offset-format", '"fry" is no weekday.'),
    "kickoff + 1w Fridy": ("offset-format", f'Did you mean "fri"? {WRITE_DAYS}'),
    "week 8 later": ("offset-format", '"later" is no weekday.'),
    "Friday of week 8": ("offset-format", "Write week 8 fri."),
    "fri week 8": ("offset-format", "Write week 8 fri."),
    "on Tuesday in week 8 17:00": ("offset-format", "Write week 8 tue 17:00."),
    "kickoff + 2 weeks": ("offset-format", "Write kickoff + 2w."),
    "end - 10 working days": ("offset-format", "Write end - 10bd."),
    "week 8 + 1 month": ("offset-format", "Write week 8 + 1m."),
    "week 2 to week 3": ("offset-format", TWO_DOTS.format("week 2 .. week 3")),
    "week 2 - week 3": ("offset-format", TWO_DOTS.format("week 2 .. week 3")),
    "weeks 2-3": ("offset-format", "Write week 2 .. week 3."),
    "wk 2": ("offset-format", "Write week 2."),
    "week 8 fri + 2d": ("offset-format", WRITE_WEEKS),
    "start..end": ("offset-format", TWO_DOTS.format("start .. end")),
    "start ... end": ("offset-format", TWO_DOTS.format("start .. end")),
    "start .. end .. tba": ("offset-format", '"start .. end .. tba" is a range of ranges.'),
    "start .. ": ("offset-format", WRITE_RANGES),
    "tba in May": ("offset-format", "write tba, or tba (a note in brackets)."),
    "tba (May": ("offset-format", "write tba, or tba (a note in brackets)."),
    "tba + 1d": ("offset-format", "write tba, or tba (a note in brackets)."),
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_slip_gets_the_sentence_that_mends_it(text):
    slug, sentence = REFUSED[text]
    with pytest.raises(WhenError) as error:
        read_when(text)
    assert error.value.slug == slug
    assert sentence in (error.value.message, error.value.remedy)
    assert str(error.value) == error.value.message
    assert error.value.remedy


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("2026-02-30", "date-impossible"),
        ("14/09/2026", "date-format"),
        ("2026-09-14 17:00", "date-format"),
        ("mon 2026-09-14", "date-format"),
        ("tue 2026-09-14", "weekday-mismatch"),
        ("2026-09-14 tue", "weekday-mismatch"),
        ("week 3", "date-format"),
        ("", "date-format"),
        ("２０２６-09-14", "date-format"),
    ],
)
def test_where_only_a_day_can_stand_anything_else_is_refused(text, slug):
    with pytest.raises(WhenError) as error:
        read_date(text)
    assert error.value.slug == slug


def test_a_day_may_have_space_around_it():
    assert read_date(" 2028-02-29 ") == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("text", "anchors", "weeks"),
    [
        ("2026-09-14", (), ()),
        ("week 8 fri", (), (8,)),
        ("week 8 + 2d", (), (8,)),
        ("kickoff + 2d", ("kickoff",), ()),
        ("work.start .. work.end", ("work.start", "work.end"), ()),
        ("start .. start + 2w", ("start",), ()),
        ("week 2 .. week 3 + 1d", (), (2, 3)),
        ("tba", (), ()),
    ],
)
def test_a_when_says_what_it_hangs_on(text, anchors, weeks):
    assert anchors_of(read_when(text)) == anchors
    assert weeks_of(read_when(text)) == weeks


def written(when):
    """Return a when as an author would write it."""
    match when:
        case OnDate(day, clock, zone):
            return " ".join(filter(None, (str(day), clock and f"{clock:%H:%M}", zone)))
        case InWeek(week, weekday, clock):
            return f"week {week}" + day_and_time(weekday, clock)
        case FromAnchor(anchor, steps, weekday, clock):
            counted = "".join(f" {'-' if one.count < 0 else '+'} {abs(one.count)}{one.unit}" for one in steps)
            return anchor + counted + day_and_time(weekday, clock)
        case ToBeAnnounced(note):
            return f"tba ({note})" if note else "tba"
        case Between(first, last):
            return f"{written(first)} .. {written(last)}"


def day_and_time(weekday, clock):
    day = "" if weekday is None else f" {WEEKDAYS[weekday]}"
    return day + ("" if clock is None else f" {clock:%H:%M}")


TIMES = st.times().map(lambda clock: time(clock.hour, clock.minute))
SOMETIMES = st.none() | TIMES
WEEKDAY = st.none() | st.integers(0, 6)
ANCHORS = st.sampled_from(("start", "end", "kickoff", "mid-point", "work.start", "close-2.end", "week 3"))
STEPS = st.builds(Step, st.integers(-9999, 9999), st.sampled_from(("d", "bd", "w", "m", "h")))
MOMENTS = st.one_of(
    st.builds(OnDate, st.dates(), SOMETIMES),
    st.builds(InWeek, st.integers(-9999, 9999)),
    st.builds(InWeek, st.integers(-9999, 9999), st.integers(0, 6), SOMETIMES),
    st.builds(FromAnchor, ANCHORS, st.lists(STEPS, min_size=1, max_size=3).map(tuple), WEEKDAY, SOMETIMES),
    st.builds(ToBeAnnounced, st.sampled_from(("", "in May .. June", "see the list"))),
)
WHENS = MOMENTS | st.builds(Between, MOMENTS, MOMENTS)


@given(WHENS)
def test_what_is_written_is_what_is_read(when):
    assert read_when(written(when)) == when


@given(st.text() | st.text("0123456789-+.: wdbhmtbasrek()/", max_size=40))
def test_no_text_leads_to_anything_but_a_when_or_a_sentence(text):
    try:
        assert read_when(written(read_when(text))) == read_when(text)
    except WhenError as error:
        assert error.message
        assert error.remedy
