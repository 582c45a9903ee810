"""What a page carries so that the script in the reader's browser can say what is current.

Days stay days, and compare with the reader's day in the zone of the cohort; what
has a time is an instant of UTC.  Nothing in here knows which day it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from json import dumps
from typing import Final

from guidegen.model.clock import in_utc
from guidegen.model.cohort import Closing, Cohort, Event, Week
from guidegen.model.schedule import Days
from guidegen.rendering.times import Say, iso

_SAID: Final = (
    "announced",
    "matching",
    "running",
    "closing",
    "completed",
    "week_of",
    "opens",
    "closes",
    "starts",
    "week_begins",
    "at",
    "your_clock",
)

TODAY_KEYS: Final = tuple(f"today.{name}" for name in _SAID)
"""The words of the locale that the script is given."""


def cohort_marks(cohort: Cohort) -> dict[str, str]:
    """Return the data attributes of the element that stands for a cohort; write them with ``xmlattr``."""
    events, schedule = cohort.schedule.events, cohort.schedule
    opens = [_begins(one) for one in events if one.kind == "application-opens" and one.days]
    closes = [_ends(one) for one in events if one.kind == "application-closes" and one.days]
    end = schedule.end or cohort.end
    marks = {
        "data-cohort": cohort.id,
        "data-status": cohort.status,
        "data-start": str(cohort.start or ""),
        "data-end": str(end or ""),
        "data-opens": min(opens, default=""),
        "data-closes": max(closes, default=""),
        "data-zone": schedule.zone or cohort.timezone,
        "data-weeks": dumps(list(_runs(schedule.weeks)), separators=(",", ":")) if schedule.weeks else "",
    }
    return {name: value for name, value in marks.items() if value}


def event_marks(event: Event) -> dict[str, str]:
    """Return the data attributes of an entry of a schedule; none where it has no day or does not happen."""
    if event.days is None or event.state not in ("planned", "tba"):
        return {}
    return {"data-begins": _begins(event), "data-ends": _ends(event)}


def end_of(days: Days, closes: Closing | None, minutes: int | None) -> str:
    """Return the last day of something, or the instant of UTC at which it is over."""
    if closes is not None:
        return iso(Days(days.last, days.last, closes.time, closes.zone))
    if days.time is None or not days.zone:
        return str(days.last)
    if minutes is None or days.last_time is not None:
        return iso(Days(days.last, days.last, days.last_time or days.time, days.zone))
    over = in_utc(days.first, days.time, days.zone, second=days.second) + timedelta(minutes=minutes)
    return f"{over:%Y-%m-%dT%H:%MZ}"


def script_words(say: Say) -> str:
    """Return what the script says, as JSON: words with their braces."""
    return dumps({name: say(f"today.{name}", **_BRACES) for name in _SAID}, ensure_ascii=False)


_BRACES: Final = {name: f"{{{name}}}" for name in ("number", "total", "when", "title", "time")}
"""For each value of a word itself in braces: it is filled in by the script."""


def _begins(event: Event) -> str:
    assert event.days is not None
    return iso(event.days)


def _ends(event: Event) -> str:
    assert event.days is not None
    return end_of(event.days, event.closes, event.minutes)


def _runs(weeks: tuple[Week, ...]) -> Iterator[tuple[int, str, str]]:
    """Yield each stretch of weeks without a gap: the number of its first week, its first and last day."""
    if not weeks:
        return
    first = weeks[0]
    for before, after in pairwise(weeks):
        if after.first != before.last + timedelta(days=1) or after.number != before.number + 1:
            yield first.number, str(first.first), str(before.last)
            first = after
    yield first.number, str(first.first), str(weeks[-1].last)
