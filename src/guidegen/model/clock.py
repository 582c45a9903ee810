"""Clocks: the names of time zones, and whether a time is on the clocks of one.

Times are what a clock on the wall shows.  In spring an hour is missing from it,
in autumn one is there twice; both are found here, before anybody waits at the
wrong time.

The zones come from a package, not from the machine: the same files make the
same handbook everywhere.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from guidegen.model.nearest import nearest

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


class WhenError(ValueError):
    """What an author wrote is no time, or leads to none.  Its words can be shown to the author."""

    def __init__(self, slug: str, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.slug = slug
        self.message = message
        self.remedy = remedy


_ZONES_MEANT: Final = {
    "ET": "America/New_York", "EST": "America/New_York", "EDT": "America/New_York",
    "EST5EDT": "America/New_York",
    "CT": "America/Chicago", "CST": "America/Chicago", "CDT": "America/Chicago",
    "CST6CDT": "America/Chicago",
    "MT": "America/Denver", "MST": "America/Denver", "MDT": "America/Denver",
    "MST7MDT": "America/Denver",
    "PT": "America/Los_Angeles", "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles",
    "PST8PDT": "America/Los_Angeles",
    "AKST": "America/Anchorage", "AKDT": "America/Anchorage", "HST": "Pacific/Honolulu",
    "GMT": "Europe/London", "BST": "Europe/London", "WET": "Europe/Lisbon", "WEST": "Europe/Lisbon",
    "CET": "Europe/Berlin", "CEST": "Europe/Berlin", "MET": "Europe/Berlin", "MEZ": "Europe/Berlin",
    "MESZ": "Europe/Berlin", "EET": "Europe/Helsinki", "EEST": "Europe/Helsinki", "MSK": "Europe/Moscow",
    "IST": "Asia/Kolkata", "SGT": "Asia/Singapore", "HKT": "Asia/Hong_Kong", "JST": "Asia/Tokyo",
    "KST": "Asia/Seoul", "AEST": "Australia/Sydney", "AEDT": "Australia/Sydney",
    "NZST": "Pacific/Auckland", "NZDT": "Pacific/Auckland", "AOE": "Etc/GMT+12", "Z": "UTC",
}  # fmt: skip
_NOTHING: Final = timedelta(0)
_FIXED_ZONE = re.compile(r"(?:GMT|UTC|UT|Z)? ?[+-][0-9:]+|GMT[0-9]*|[A-Z]{3,4}[0-9][A-Z]{3}", re.IGNORECASE)


def read_zone(text: str) -> str:
    """Return the name of a time zone of the IANA database, as the database writes it.

    Raises:
        WhenError: with the slug ``timezone``.
    """
    written = " ".join(text.split())
    if _is_fixed(written) or written.upper() in _ZONES_MEANT:
        meant = _ZONES_MEANT.get(written.upper())
        raise WhenError(
            "timezone",
            f'"{written}" is not a time zone name guidegen accepts because it ignores daylight saving.',
            f"Use {meant}." if meant else "Use the name of a region and a city, e.g. Europe/Berlin.",
        )
    if written in _zone_names():
        return written
    raise WhenError("timezone", f'unknown time zone "{written}".', _nearest_zone(written))


def is_like_a_zone(text: str) -> bool:
    """Return whether somebody who wrote this meant a time zone."""
    return "/" in text or text in _zone_names() or text.upper() in _ZONES_MEANT or _is_fixed(text)


def read_deadline_zone(text: str) -> str:
    """Return the name of a zone in which something is due: one of the IANA database, or ``AoE``.

    Anywhere on earth is where it is still that day: ``Etc/GMT+12``.

    Raises:
        WhenError: with the slug ``timezone``.
    """
    written = " ".join(text.split()).lower()
    if written == "aoe":
        return "Etc/GMT+12"
    if written == "anywhere on earth":
        raise WhenError("timezone", f'unknown time zone "{text}".', "Write AoE.")
    return read_zone(text)


def check_clock(day: date, clock: time, zone: str) -> None:
    """See that a time is on the clocks of a zone on that day, once.

    Raises:
        WhenError: with the slug ``time-nonexistent`` or ``time-ambiguous``.
    """
    check_exists(day, clock, zone)
    if is_repeated(day, clock, zone):
        raise WhenError(
            "time-ambiguous", f"{clock:%H:%M} happens twice on {day} in {zone}.", "Add fold: first or second."
        )


def check_exists(day: date, clock: time, zone: str) -> None:
    """See that a time is on the clocks of a zone on that day, once or twice.

    Raises:
        WhenError: with the slug ``time-nonexistent``.
    """
    before, after = _offsets(day, clock, zone)
    if before < after:
        turn = _turn(datetime.combine(day, clock), before, after, zone_named(zone))
        raise WhenError(
            "time-nonexistent",
            f"{day} {clock:%H:%M} does not exist in {zone} "
            f"(clocks go from {turn + before:%H:%M} to {turn + after:%H:%M}).",
            "Choose a time that is on the clock that day.",
        )


def is_repeated(day: date, clock: time, zone: str) -> bool:
    """Return whether the clocks of a zone show a time twice on that day, because they are set back."""
    before, after = _offsets(day, clock, zone)
    return before > after


@cache
def zone_named(name: str) -> ZoneInfo:
    """Return the zone that goes by a name that `read_zone` has accepted."""
    from zoneinfo import ZoneInfo

    with resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def in_utc(day: date, clock: time, zone: str, *, second: bool = False) -> datetime:
    """Return the instant at which the clocks of a zone show a time, or show it for the *second* time."""
    return datetime.combine(day, clock.replace(fold=int(second)), zone_named(zone)).astimezone(UTC)


def _offsets(day: date, clock: time, zone: str) -> tuple[timedelta, timedelta]:
    """Return what a zone is from UTC at a time that is shown first, and at the same shown again.

    They are the same but where clocks are set forward (the first is less) or back (it is more).
    """
    wall = datetime.combine(day, clock, zone_named(zone))
    return wall.utcoffset() or _NOTHING, wall.replace(fold=1).utcoffset() or _NOTHING


def _turn(wall: datetime, before: timedelta, after: timedelta, place: ZoneInfo) -> datetime:
    """Return the instant, in UTC and to the minute, at which the clocks jump over *wall*.

    With the offset of afterwards, *wall* is an instant before the jump; with
    the offset of before, one after it; the jump is found by halving what lies between.
    """
    early, late = wall - after, wall - before
    while late - early > timedelta(minutes=1):
        middle = early + (late - early) / 2
        if middle.replace(tzinfo=UTC).astimezone(place).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late.replace(second=0, microsecond=0)


def _is_fixed(written: str) -> bool:
    return bool(_FIXED_ZONE.fullmatch(written))


def _nearest_zone(written: str) -> str:
    typed = written.replace(" ", "_")
    names = sorted(_zone_names())
    cities = {name.rpartition("/")[2]: name for name in names if "/" in name}
    city = nearest(typed, cities) if "/" not in typed else None
    meant = cities[city] if city else nearest(typed, names)
    return f'Did you mean "{meant}"?' if meant else "Use the name of a region and a city, e.g. Europe/London."


@cache
def _zone_names() -> frozenset[str]:
    return frozenset(resources.files("tzdata").joinpath("zones").read_text("utf-8").split())
