"""Times as a reader reads them."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

import guidegen
from guidegen.model.schedule import Days, read_when
from guidegen.rendering.times import WHEN_KEYS, day_words, iso, short_month, when_words
from guidegen.rendering.words import read_words, voice

LOCALES = Path(guidegen.__file__).parent / "theme" / "locales"
ENGLISH, _ = read_words(LOCALES, None, "en")
NAMES = {"kickoff": "Kick-off", "midpoint": "the mid-point review", "work": "Work together"}

IN_WORDS = {
    "week 3": "week 3",
    "week 0": "the week before week 1",
    "week -2": "the week 3 weeks before week 1",
    "week 8 fri": "Friday of week 8",
    "week 8 fri 17:00": "Friday of week 8, 17:00",
    "week 0 mon": "Monday of the week before week 1",
    "start": "the start",
    "end": "the end",
    "kickoff": "Kick-off",
    "kickoff 18:30": "Kick-off, 18:30",
    "kickoff + 10bd": "10 working days after Kick-off",
    "kickoff + 1bd": "1 working day after Kick-off",
    "kickoff + 1d": "1 day after Kick-off",
    "kickoff - 1w": "1 week before Kick-off",
    "kickoff + 3m": "3 months after Kick-off",
    "kickoff - 2h": "2 hours before Kick-off",
    "kickoff + 0d": "Kick-off",
    "midpoint - 4d": "4 days before the mid-point review",
    "start - 1m + 2w": "2 weeks after 1 month before the start",
    "work.start": "the start of Work together",
    "work.end + 1w": "1 week after the end of Work together",
    "week 8 + 2d": "2 days after week 8",
    "end + 1w fri 12:00": "1 week after the end, or the Friday that follows, 12:00",
    "start - 3w .. start - 2w": "from 3 weeks before the start to 2 weeks before the start",
    "week 3 .. tba": "from week 3 to to be announced",
    "tba": "to be announced",
    "tba (in May)": "to be announced (in May)",
    "2026-09-14": "14 September 2026",
    "2026-09-14 17:00": "14 September 2026, 17:00",
    "2026-09-14 17:00 Europe/London": "14 September 2026, 17:00 (Europe/London)",
}


@pytest.mark.parametrize("text", IN_WORDS)
def test_a_when_is_put_into_words(text):
    assert when_words(read_when(text), NAMES, voice(ENGLISH)) == IN_WORDS[text]


def test_dates_among_words_are_in_the_language_of_the_page():
    words = when_words(read_when("2026-09-14 .. end"), NAMES, voice(ENGLISH), "nb")
    assert words == "from 14. september 2026 to the end"


def test_every_word_that_is_asked_for_is_in_the_locale_and_the_other_way_round():
    said = {key for key, _ in ENGLISH.entries if key.startswith("when.")}
    assert said == set(WHEN_KEYS)


def a_day(text, **more):
    return Days(date.fromisoformat(text), date.fromisoformat(text), **more)


def a_stretch(first, last, **more):
    return Days(date.fromisoformat(first), date.fromisoformat(last), **more)


LONDON = "Europe/London"


@pytest.mark.parametrize(
    ("days", "language", "words"),
    [
        (a_day("2026-09-14"), "en", "14 September 2026"),
        (a_day("2026-09-14"), "en-US", "September 14, 2026"),
        (a_day("2026-09-14"), "de", "14. September 2026"),
        (a_day("2026-09-14"), "pt-BR", "14 de setembro de 2026"),
        (a_day("2026-09-14"), "ja", "2026年9月14日"),
        (a_day("2026-09-14"), "en-XX-odd", "14 September 2026"),
        (a_day("2026-09-14", time=time(17), zone=LONDON), "en", "14 September 2026, 17:00 (Europe/London)"),
        (a_day("2026-09-14", time=time(17)), "en-US", "September 14, 2026, 5:00\u00a0PM"),
        (
            a_day("2026-09-14", time=time(9), zone=LONDON, last_time=time(12, 30)),
            "en",
            "14 September 2026, 09:00–12:30 (Europe/London)",
        ),
        (a_stretch("2026-09-14", "2026-09-18"), "en", "14–18 September 2026"),
        (a_stretch("2026-09-28", "2026-10-02"), "en", "28 September – 2 October 2026"),
        (a_stretch("2026-12-28", "2027-01-02"), "en", "28 December 2026 – 2 January 2027"),
        (a_stretch("2026-09-14", "2026-09-18"), "de", "14.–18. September 2026"),
        (
            a_stretch("2026-09-14", "2026-09-18", time=time(9), zone=LONDON, last_time=time(12)),
            "en",
            "14 September 2026, 09:00 – 18 September 2026, 12:00 (Europe/London)",
        ),
        (
            a_stretch("2026-09-14", "2026-09-18", zone=LONDON, last_time=time(12)),
            "en",
            "14 September 2026 – 18 September 2026, 12:00 (Europe/London)",
        ),
    ],
)
def test_real_days_are_written_as_the_language_writes_them(days, language, words):
    assert day_words(days, language).replace("\u2009", " ") == words


@pytest.mark.parametrize(
    ("days", "machine"),
    [
        (a_day("2026-09-14"), "2026-09-14"),
        (a_stretch("2026-09-14", "2026-09-18"), "2026-09-14"),
        (a_day("2026-09-16", time=time(17)), "2026-09-16T17:00"),
        (a_day("2026-09-16", time=time(17), zone=LONDON), "2026-09-16T16:00Z"),
        (a_day("2026-11-04", time=time(17), zone=LONDON), "2026-11-04T17:00Z"),
        (a_day("2026-11-04", time=time(0, 30), zone="Asia/Kolkata"), "2026-11-03T19:00Z"),
    ],
)
def test_machines_get_a_day_or_an_instant(days, machine):
    assert iso(days) == machine


@pytest.mark.parametrize("text", ["budget", "budget + 2d mon 17:00", "budget#3 - 1w", "budget.end"])
def test_what_is_counted_from_something_that_is_not_for_these_readers_does_not_name_it(text: str) -> None:
    say = voice(ENGLISH)
    assert when_words(read_when(text), NAMES, say) == "a day that each cohort names"
    assert when_words(read_when(f"start .. {text}"), NAMES, say).endswith("to a day that each cohort names")
    assert "budget" in when_words(read_when(text), None, say)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Sept"), ("en-US", "Sep"), ("de", "Sep"), ("fr", "sept."), ("ja", "9月")]
)
def test_a_month_in_few_letters_stands_alone(language: str, words: str) -> None:
    assert short_month(date(2027, 9, 13), language) == words
