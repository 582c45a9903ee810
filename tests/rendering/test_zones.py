"""The same moment on the clocks of other places."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

import guidegen
from guidegen.model.schedule import Days
from guidegen.rendering.words import read_words, voice
from guidegen.rendering.zones import ZONE_KEYS, zone_name, zone_times

LOCALES = Path(guidegen.__file__).parent / "theme" / "locales"
WORDS, _ = read_words(LOCALES, None, "en")
SAY = voice(WORDS)


def in_zones(day: str, *zones: str, clock: str = "17:00", zone: str = "Europe/London") -> str:
    on = date.fromisoformat(day)
    return zone_times(Days(on, on, time.fromisoformat(clock), zone), zones, SAY, "en")


@pytest.mark.parametrize(
    ("day", "there"),
    [
        ("2026-10-21", "New York 12:00"),  # Both in summer.
        ("2026-10-28", "New York 13:00"),  # London has gone back, New York has not.
        ("2026-11-04", "New York 12:00"),  # Both in winter.
    ],
)
def test_clocks_change_on_other_days_in_other_places(day: str, there: str) -> None:
    assert in_zones(day, "America/New_York") == there


def test_zones_come_in_the_order_of_the_author_and_that_of_the_cohort_is_not_said_twice() -> None:
    zones = ("Asia/Kolkata", "Europe/London", "America/New_York")
    assert in_zones("2026-10-21", *zones) == "Kolkata 21:30, New York 12:00"


def test_another_day_is_said() -> None:
    assert in_zones("2026-10-21", "Pacific/Auckland") == "Auckland 05:00 (Thu 22 Oct)"
    assert in_zones("2026-10-21", "America/New_York", clock="02:00") == "New York 21:00 (Tue 20 Oct)"


def test_the_end_of_a_day_anywhere_on_earth_is_the_next_day_in_london() -> None:
    assert in_zones("2026-08-03", "Europe/London", clock="23:59", zone="Etc/GMT+12") == (
        "London 12:59 (Tue 4 Aug)"
    )


def test_of_two_equal_times_the_one_that_is_meant_is_shown() -> None:
    on = date(2026, 10, 25)
    first = Days(on, on, time(1, 30), "Europe/London")
    second = Days(on, on, time(1, 30), "Europe/London", second=True)
    assert zone_times(first, ["Asia/Kolkata"], SAY, "en") == "Kolkata 06:00"
    assert zone_times(second, ["Asia/Kolkata"], SAY, "en") == "Kolkata 07:00"


def test_what_has_no_time_or_no_zone_is_the_same_everywhere() -> None:
    on = date(2026, 10, 21)
    assert zone_times(Days(on, on), ["America/New_York"], SAY, "en") == ""
    assert zone_times(Days(on, on, time(17)), ["America/New_York"], SAY, "en") == ""


@pytest.mark.parametrize(
    ("zone", "language", "name"),
    [
        ("America/New_York", "en", "New York"),
        ("America/New_York", "ar", "نيويورك"),
        ("Europe/Vienna", "de", "Wien"),
        ("America/Argentina/Buenos_Aires", "en", "Buenos Aires"),
        ("Etc/GMT+12", "en", "anywhere on earth"),
        ("UTC", "en", "UTC"),
        ("Etc/UTC", "en", "UTC"),
    ],
)
def test_a_zone_is_called_by_its_city_in_the_language_of_the_page(
    zone: str, language: str, name: str
) -> None:
    assert zone_name(zone, SAY, language) == name


def test_every_word_that_is_said_is_in_the_locale() -> None:
    assert set(ZONE_KEYS) <= {key for key, _ in WORDS.entries}
