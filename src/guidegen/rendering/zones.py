"""The same moment on the clocks of other places, and what these places are called.

Clocks change on other days in other places, so the time elsewhere is worked out
for each date: five o'clock in London is noon in New York, but for one week in
autumn it is one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from guidegen.model.clock import in_utc, zone_named
from guidegen.model.schedule import Days
from guidegen.rendering.times import Say, clock_words
from guidegen.rendering.words import locale_of

ANYWHERE: Final = "Etc/GMT+12"
"""What ``AoE`` is read as: a day is over here when it is over everywhere."""

ZONE_KEYS: Final = ("zone.anywhere", "zone.utc", "zone.time", "zone.time_on")
"""The words of the locale that are used here."""

_UNIVERSAL: Final = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "Etc/GMT", "GMT"})


def zone_name(zone: str, say: Say, language: str) -> str:
    """Return what people call a time zone, mostly by its city: ``New York``."""
    from babel.dates import get_timezone_location

    if zone == ANYWHERE:
        return say("zone.anywhere")
    if zone in _UNIVERSAL:
        return say("zone.utc")
    city = get_timezone_location(zone, locale=locale_of(language), return_city=True)
    # Where a language has no word for a city, that of the database stands in: "Argentina/Buenos Aires".
    return city.rpartition("/")[2]


def zone_times(days: Days, zones: Iterable[str], say: Say, language: str) -> str:
    """Return the first moment on the clocks of other zones: ``New York 12:00, Kolkata 21:30``.

    Where it is another day there, that is said.  Empty for days without a time or a zone.
    """
    from babel.dates import format_skeleton

    if days.time is None or not days.zone:
        return ""
    instant = in_utc(days.first, days.time, days.zone, second=days.second)
    shown = []
    for zone in zones:
        if zone == days.zone:
            continue
        there = instant.astimezone(zone_named(zone))
        clock, name = clock_words(there.time(), language), zone_name(zone, say, language)
        if there.date() == days.first:
            shown.append(say("zone.time", zone=name, time=clock))
        else:
            day = format_skeleton("MMMEd", there.date(), locale=locale_of(language))
            shown.append(say("zone.time_on", zone=name, time=clock, day=day))
    return ", ".join(shown)
