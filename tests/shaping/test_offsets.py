"""From a day to its words and back again."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from guidegen.model.cohort import Break
from guidegen.model.dating import Calendar, days_of
from guidegen.model.problem import NOWHERE
from guidegen.model.prose import NO_TEXT
from guidegen.model.schedule import read_when
from guidegen.shaping.offsets import offset_of, range_of

WINTER = Break(date(2026, 12, 19), date(2027, 1, 10), NO_TEXT, NOWHERE)
AUTUMN = Calendar(date(2026, 9, 14), weeks=16, breaks=(WINTER,))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 9, 14), "week 1 mon"),
        (date(2026, 9, 16), "week 1 wed"),
        (date(2026, 11, 6), "week 8 fri"),
        (date(2027, 1, 13), "week 15 wed"),  # after a break that pauses
        (date(2027, 1, 22), "week 16 fri"),
        (date(2027, 1, 29), "end + 1w"),
        (date(2027, 1, 25), "end + 3d"),
        (date(2027, 2, 2), "end + 1w tue"),
        (date(2026, 8, 3), "start - 6w"),
        (date(2026, 9, 11), "start - 3d"),
        (date(2026, 8, 7), "start - 6w fri"),
        (date(2026, 12, 22), "start + 14w tue"),  # in the break, whose weeks have no number
    ],
)
def test_a_day_in_words(day: date, words: str) -> None:
    assert offset_of(day, AUTUMN) == words


def test_a_time_stands_behind_the_day() -> None:
    assert offset_of(date(2026, 9, 16), AUTUMN, time(17)) == "week 1 wed 17:00"


def test_a_whole_week_has_its_number_alone() -> None:
    monday = date(2026, 11, 2)
    assert range_of(monday, monday + timedelta(days=6), AUTUMN) == "week 8"
    assert range_of(monday, monday + timedelta(days=4), AUTUMN) == "week 8 mon .. week 8 fri"


calendars = some.builds(
    Calendar,
    some.dates(date(2026, 1, 1), date(2028, 12, 31)),
    weeks=some.none() | some.integers(1, 60),
    week_starts=some.integers(0, 6),
    breaks=some.just(()) | some.just((WINTER,)),
)


@given(some.dates(date(2025, 1, 1), date(2030, 1, 1)), calendars)
def test_the_words_lead_back_to_the_day(day: date, calendar: Calendar) -> None:
    days = days_of(read_when(offset_of(day, calendar)), calendar, {})
    assert days is not None
    assert (days.first, days.last) == (day, day)


@given(some.dates(date(2025, 1, 1), date(2030, 1, 1)), some.integers(1, 30), calendars)
def test_the_words_of_some_days_lead_back_to_them(first: date, more: int, calendar: Calendar) -> None:
    last = first + timedelta(days=more)
    days = days_of(read_when(range_of(first, last, calendar)), calendar, {})
    assert days is not None
    assert (days.first, days.last) == (first, last)
