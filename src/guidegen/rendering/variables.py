"""How the value of a variable is written down in running text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

from guidegen.model.schedule import WEEKDAYS, Days
from guidegen.model.value import Relative, Value
from guidegen.rendering.times import Say, clock_words, day_words, iso, short_day, when_words


def written(value: Value, form: str, say: Say, language: str) -> str | None:
    """Return how *value* is written down in one of `FORMS`, or as usual; none where that makes no sense."""
    if isinstance(value, date):
        value = Days(value, value)
    match value:
        case None:
            return say("when.tba")
        case Days():
            write = _DAYS.get(form)
            return write(value, say, language) if write else None
        case _ if form:
            return None
        case Relative(when, names):
            return when_words(when, names, say, language)
        case _:
            return str(value)


def _weekday(days: Days, say: Say, language: str) -> str:
    return say(f"when.{WEEKDAYS[days.first.weekday()]}")


def _time(days: Days, say: Say, language: str) -> str | None:
    return None if days.time is None else clock_words(days.time, language)


_DAYS: Final[dict[str, Callable[[Days, Say, str], str | None]]] = {
    "": lambda days, say, language: day_words(days, language),
    "date": lambda days, say, language: day_words(replace(days, time=None, last_time=None), language),
    "short": lambda days, say, language: short_day(days.first, language),
    "weekday": _weekday,
    "time": _time,
    "iso": lambda days, say, language: iso(days),
}
