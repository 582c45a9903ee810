"""How often something comes again, in words."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

import guidegen
from guidegen.model.plan import Repeat
from guidegen.model.problem import NOWHERE
from guidegen.model.schedule import FromAnchor, InWeek, OnDate, Step
from guidegen.rendering.recurrence import REPEAT_KEYS, repeat_words
from guidegen.rendering.words import read_words, voice

WORDS, _ = read_words(Path(guidegen.__file__).parent / "theme" / "locales", None, "en")


def often(every, first, last=None, **more):
    return Repeat(int(every[:-1]), every[-1], first, NOWHERE, last, **more)


@pytest.mark.parametrize(
    ("repeat", "words"),
    [
        (
            often("2w", InWeek(2), InWeek(16), weekday=2, time=time(17)),
            "every two weeks on Wednesdays at 17:00, weeks 2 to 16",
        ),
        (often("1w", InWeek(1, 4, time(9)), count=8), "every week on Fridays at 09:00, 8 times from week 1"),
        (often("3w", InWeek(1), FromAnchor("end")), "every 3 weeks, from week 1 until the end"),
        (
            often("1d", FromAnchor("kickoff", (Step(1, "d"),)), count=5),
            "every day, 5 times from 1 day after Kick-off",
        ),
        (
            often("1m", OnDate(date(2026, 9, 1)), OnDate(date(2027, 1, 1), time(9))),
            "every month, from 1 September 2026 until 1 January 2027",
        ),
        (
            often("2m", InWeek(1), InWeek(30), excluded=(5, date(2026, 12, 2))),
            "every two months, weeks 1 to 30, not in week 5, 2 December 2026",
        ),
        (
            often("2d", InWeek(0), InWeek(1), weekday=0),
            "every other day, from the week before week 1 until week 1",
        ),
    ],
)
def test_a_repetition_is_said_as_people_say_it(repeat, words):
    assert repeat_words(repeat, {"kickoff": "Kick-off"}, voice(WORDS), "en") == words


def test_every_word_that_is_needed_is_in_the_locale():
    assert set(REPEAT_KEYS) <= {key for key, _ in WORDS.entries}
