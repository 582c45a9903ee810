"""A schedule outside the site: as a table for the terminal, as JSON, as CSV.

A `Line` is what all three say of one event.  Days are written as in the files of
the handbook, so that they can be found there; words are in its language.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from guidegen.model.clock import in_utc
from guidegen.model.cohort import Closing, Cohort, Event
from guidegen.model.plan import Meeting, Milestone, Phase, Survey
from guidegen.model.problem import escaped
from guidegen.model.program import Program
from guidegen.model.reference import Reference
from guidegen.model.schedule import Between, Days, When
from guidegen.rendering.events import event_title, remarks
from guidegen.rendering.recurrence import repeat_words
from guidegen.rendering.tables import csv_of
from guidegen.rendering.times import Say, later, titles_of, when_words
from guidegen.rendering.words import locale_of
from guidegen.rendering.zones import zone_name

COLUMNS: Final = (
    "id", "kind", "title", "state", "first", "last", "time", "end_time", "timezone", "due", "when", "roles",
    "optional_for", "place", "url", "remarks",
)  # fmt: skip
"""Of the CSV."""


@dataclass(frozen=True, slots=True)
class Line:
    """One event in a schedule."""

    id: str
    entry: str
    kind: str
    title: str
    state: str
    """``planned``, ``tba``, ``cancelled``, ``skipped``, or ``undated`` without a cohort."""

    days: Days | None = None
    closes: Closing | None = None
    until: str = ""
    """When it closes, in words: ``until 23:59, anywhere on earth``."""

    minutes: int | None = None
    when: str = ""
    """In words, where it has no day."""

    roles: tuple[str, ...] = ()
    """Ids; empty: everyone."""

    optional_for: tuple[str, ...] = ()
    audience: str = ""
    """Both in words."""

    place: str = ""
    url: str = ""
    remarks: tuple[str, ...] = ()
    shown_at: date | None = None
    """Where in the order it is; for what is left out the day on which it would have been."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """The schedule of a cohort, or of a program that nobody has dated."""

    program: str
    title: str
    cohort: str
    """Empty: the words of the program."""

    start: date | None
    end: date | None
    timezone: str
    revision: int
    lines: tuple[Line, ...]


def event_line(event: Event, cohort: Cohort, working_days: Sequence[int], say: Say, language: str) -> Line:
    """Return what a schedule says of an event of a cohort."""
    told = list(remarks(event, say, language))
    if event.state == "cancelled":
        told.insert(0, say("event.cancelled"))
    if event.original is None and event.days is not None and (why := _off(event, cohort, working_days, say)):
        told.append(say("event.off", reason=why))
    at = event.days or event.original or event.was
    return Line(
        id=event.id,
        entry=event.entry,
        kind=event.kind,
        title=event_title(event, say),
        state=event.state,
        days=event.days,
        closes=event.closes,
        until=_until(event.closes, cohort.schedule.zone, say, language),
        minutes=event.minutes,
        when=say("when.tba") if event.state == "tba" else "",
        roles=_ids(event.roles),
        optional_for=_ids(event.optional_for),
        audience=_audience(event.roles, event.optional_for, say),
        place=event.location.plain,
        url=event.url,
        remarks=tuple(told),
        shown_at=at.first if at else None,
    )


def planned_line(
    entry: Phase | Milestone | Meeting | Survey, program: Program, say: Say, language: str
) -> Line:
    """Return what a schedule says of an entry of a program that nobody has dated."""
    names = titles_of(program)
    if isinstance(entry, Meeting) and entry.repeat is not None:
        words = repeat_words(entry.repeat, names, say, language)
    else:
        words = when_words(_when(entry), names, say, language)
    optional: tuple[Reference, ...] = entry.optional_for if isinstance(entry, Meeting) else ()
    return Line(
        id=entry.id,
        entry=entry.id,
        kind=_kind(entry),
        title=entry.title.plain,
        state="undated",
        minutes=entry.minutes if isinstance(entry, Meeting) else None,
        when=words,
        roles=_ids(entry.roles),
        optional_for=_ids(optional),
        audience=_audience(entry.roles, optional, say),
        place=entry.location.plain if isinstance(entry, Meeting) else "",
        url="" if isinstance(entry, Phase) else entry.url,
    )


def as_table(timetable: Timetable, language: str) -> str:
    """Return a schedule as lines of columns; colours and width are left to who prints it."""
    rows = [_cells(line, timetable.timezone, language) for line in timetable.lines]
    widths = [max((_width(row[at]) for row in rows), default=0) for at in range(5)]
    kept = [at for at in range(5) if widths[at]]
    return "".join("  ".join(_padded(row[at], widths[at]) for at in kept).rstrip() + "\n" for row in rows)


def as_json(timetable: Timetable) -> str:
    """Return a schedule as JSON, for programs."""
    found = {
        "program": timetable.program,
        "title": timetable.title,
        "cohort": timetable.cohort or None,
        "start": _iso(timetable.start),
        "end": _iso(timetable.end),
        "timezone": timetable.timezone or None,
        "revision": timetable.revision,
        "events": [_as_mapping(line) for line in timetable.lines],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def as_csv(timetable: Timetable) -> str:
    """Return a schedule as CSV, in which no cell can be taken for a formula."""
    mappings = (
        {**_as_mapping(line), "remarks": " ".join(_sentences(line.remarks))} for line in timetable.lines
    )
    return csv_of(COLUMNS, ([_cell(one[column]) for column in COLUMNS] for one in mappings))


# Columns


def _cells(line: Line, zone: str, language: str) -> tuple[str, ...]:
    clock = _clock(line) or line.until
    if clock and not line.until and line.days and line.days.zone != zone:
        clock = f"{clock} {line.days.zone}".rstrip()
    cells = (_day_cell(line, language), clock, line.title, line.audience, " ".join(_sentences(line.remarks)))
    return tuple(escaped(" ".join(one.split())) for one in cells)


def _sentences(remarks: Iterable[str]) -> Iterable[str]:
    whole = (one if one.endswith((".", "!", "?", "…")) else f"{one}." for one in remarks)
    return (one[:1].upper() + one[1:] for one in whole)


def _day_cell(line: Line, language: str) -> str:
    if line.days is not None:
        first = _day(line.days.first, language)
        return first if line.days.first == line.days.last else f"{first} – {_day(line.days.last, language)}"
    return f"({_day(line.shown_at, language)})" if line.shown_at is not None else line.when


def _day(day: date, language: str) -> str:
    from babel.dates import format_date

    return f"{format_date(day, 'EEE', locale=locale_of(language))} {day}"


def _clock(line: Line) -> str:
    if line.days is None or line.days.time is None:
        return ""
    ends = _ends(line)
    return f"{line.days.time:%H:%M}–{ends}" if ends else f"{line.days.time:%H:%M}"


def _ends(line: Line) -> str:
    if line.days is None or line.days.time is None:
        return ""
    if line.days.last_time is not None:
        return f"{line.days.last_time:%H:%M}"
    return f"{later(line.days, line.minutes):%H:%M}" if line.minutes else ""


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - _width(cell))


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1
        for one in text
    )


# Values


def _as_mapping(line: Line) -> dict[str, Any]:
    days = line.days
    return {
        "id": line.id,
        "entry": line.entry,
        "kind": line.kind,
        "title": line.title,
        "state": line.state,
        "first": _iso(days.first) if days else None,
        "last": _iso(days.last) if days else None,
        "time": f"{days.time:%H:%M}" if days and days.time else None,
        "end_time": _ends(line) or None,
        "timezone": days.zone or None if days else None,
        "begins": _instant(line),
        "due": _due(line),
        "minutes": line.minutes,
        "when": line.when or None,
        "roles": list(line.roles),
        "optional_for": list(line.optional_for),
        "place": line.place or None,
        "url": line.url or None,
        "remarks": list(line.remarks),
    }


def _instant(line: Line) -> str | None:
    days = line.days
    if days is None or days.time is None or not days.zone:
        return None
    return f"{in_utc(days.first, days.time, days.zone, second=days.second):%Y-%m-%dT%H:%MZ}"


def _due(line: Line) -> str | None:
    if line.days is None or line.closes is None:
        return None
    return f"{in_utc(line.days.last, line.closes.time, line.closes.zone):%Y-%m-%dT%H:%MZ}"


def _iso(day: date | None) -> str | None:
    return None if day is None else str(day)


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(value) if all(" " not in one for one in value) else "; ".join(value)
    return "" if value is None else str(value)


# Words


def _until(closes: Closing | None, zone: str, say: Say, language: str) -> str:
    if closes is None:
        return ""
    clock = f"{closes.time:%H:%M}"
    if closes.zone == zone:
        return say("cohort.until", time=clock)
    return say("cohort.until_in", time=clock, zone=zone_name(closes.zone, say, language))


def _off(event: Event, cohort: Cohort, working_days: Sequence[int], say: Say) -> str:
    """Return what is on a single day on which nobody works: a holiday, a break or a weekend."""
    days = event.days
    if days is None or days.first != days.last or event.state == "cancelled":
        return ""
    offs = [(one.first, one.last, one.title.plain) for one in cohort.schedule.holidays]
    offs += [(one.first, one.last, one.title.plain) for one in cohort.breaks]
    named = next((title for first, last, title in offs if first <= days.first <= last), "")
    return named or ("" if days.first.weekday() in working_days else say("event.weekend"))


def _ids(references: Iterable[Reference]) -> tuple[str, ...]:
    return tuple(one.id for one in references)


def _audience(roles: Iterable[Reference], optional: Iterable[Reference], say: Say) -> str:
    names, others = ([one.title.plain or one.id for one in group] for group in (roles, optional))
    told = ", ".join(names)
    if not others:
        return told
    return f"{told} ({say('event.optional', roles=', '.join(others))})".lstrip()


def _kind(entry: Phase | Milestone | Meeting | Survey) -> str:
    return entry.kind if isinstance(entry, Milestone) else type(entry).__name__.lower()


def _when(entry: Phase | Milestone | Meeting | Survey) -> When:
    match entry:
        case Phase(first=first, last=last) if not isinstance(first, Between) and not isinstance(
            last, Between
        ):
            return first if first == last else Between(first, last)
        case Phase(first=first):
            return first
        case Survey(due=due):
            return due
    assert entry.when is not None
    return entry.when
