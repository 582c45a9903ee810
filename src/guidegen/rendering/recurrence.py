"""How often something comes again, in words: ``every two weeks on Wednesdays at 17:00, weeks 2 to 16``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from guidegen.model.plan import Repeat
from guidegen.model.schedule import WEEKDAYS, Days, InWeek, OnDate, When
from guidegen.rendering.times import Say, clock_words, day_words, when_words

_UNITS: Final = {"d": "day", "w": "week", "m": "month"}

REPEAT_KEYS: Final = (
    *(f"repeat.every_{unit}" for unit in _UNITS.values()),
    *(f"repeat.every_other_{unit}" for unit in _UNITS.values()),
    *(f"repeat.on_{day}" for day in WEEKDAYS),
    "repeat.at",
    "repeat.weeks",
    "repeat.until",
    "repeat.times",
    "repeat.but_not",
)
"""The words of the locale that are used here."""


def repeat_words(repeat: Repeat, names: Mapping[str, str], say: Say, language: str) -> str:
    """Return how often something comes again; *names* has the titles of what it is counted from."""
    unit = _UNITS[repeat.every_unit]
    often = (
        say(f"repeat.every_other_{unit}")
        if repeat.every == 2
        else say(f"repeat.every_{unit}", n=repeat.every)
    )
    weekday, clock = repeat.weekday, repeat.time
    if isinstance(repeat.first, InWeek):
        weekday = repeat.first.weekday if weekday is None else weekday
        clock = clock or repeat.first.time
    if weekday is not None and unit == "week":
        often = say(f"repeat.on_{WEEKDAYS[weekday]}", often=often)
    if clock is not None:
        often = say("repeat.at", often=often, time=clock_words(clock, language))
    often = _bounded(often, repeat, names, say, language)
    if repeat.excluded:
        days = ", ".join(_excluded(repeat.excluded, say, language))
        often = say("repeat.but_not", often=often, days=days)
    return often


def _bounded(often: str, repeat: Repeat, names: Mapping[str, str], say: Say, language: str) -> str:
    first, last = _without_time(repeat.first), repeat.last
    if last is None:
        return say(
            "repeat.times", often=often, n=repeat.count or 0, first=when_words(first, names, say, language)
        )
    last = _without_time(last)
    if isinstance(first, InWeek) and isinstance(last, InWeek) and first.week > 0:
        return say("repeat.weeks", often=often, first=first.week, last=last.week)
    words = (when_words(one, names, say, language) for one in (first, last))
    return say("repeat.until", often=often, first=next(words), last=next(words))


def _without_time(when: When) -> When:
    """Return the week or the day: weekday and time are said already."""
    match when:
        case InWeek(week):
            return InWeek(week)
        case OnDate(day):
            return OnDate(day)
    return when


def _excluded(excluded: Iterable[date | int], say: Say, language: str) -> Iterable[str]:
    for one in excluded:
        yield say("when.week", number=one) if isinstance(one, int) else day_words(Days(one, one), language)
