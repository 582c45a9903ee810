"""Rows of a spreadsheet beside the plan of a program: what is there already, what differs, what is new.

A row is known by its id or by its title.  Of several meetings with one title it
is the one on that day, else the first that no other row has taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from guidegen.model.clock import WhenError
from guidegen.model.cohort import Cohort, Event
from guidegen.model.dating import Calendar, day_off, days_of
from guidegen.model.plan import MEETING_KINDS, MILESTONE_KINDS
from guidegen.model.program import ROLE_KINDS, Role
from guidegen.model.schedule import Days, read_when
from guidegen.model.spreadsheet import Difference, NewEntry, Row, Unread
from guidegen.model.url import id_slug
from guidegen.shaping.offsets import offset_of, range_of

_RESERVED: Final = ("start", "end", "week", "tba")
_CHANGEABLE: Final = (*MILESTONE_KINDS, "meeting")
"""The kinds of event whose time a cohort can change."""

_DUE: Final = ("deadline", "due")


@dataclass(frozen=True, slots=True)
class Compared:
    """What of a spreadsheet a cohort has already."""

    same: tuple[str, ...]
    """Titles of what is there, on the same days."""

    different: tuple[Difference, ...]
    new: tuple[Row, ...]


def compared(rows: Iterable[Row], cohort: Cohort, calendar: Calendar) -> Compared:
    """Return which rows the schedule of a cohort has already, and which it has at another time."""
    free = [one for one in cohort.schedule.events if one.kind in _CHANGEABLE and not one.slot]
    same: list[str] = []
    different: list[Difference] = []
    new: list[Row] = []
    for row in rows:
        event = _meant(row, free)
        if event is None:
            new.append(row)
            continue
        free.remove(event)
        if row.first is None or _is_same(row, event.days):
            same.append(row.title)
        else:
            there = when_of(row, calendar)
            different.append(
                Difference(row.line, event.id, row.title, _figures(event.days), _row_figures(row), there)
            )
    return Compared(tuple(same), tuple(different), tuple(new))


def new_entries(
    rows: Iterable[Row], calendar: Calendar, roles: Sequence[Role], taken: Iterable[str]
) -> tuple[tuple[NewEntry, ...], tuple[Unread, ...]]:
    """Return rows as entries of a program, and what of them has no place there.

    *taken* are the ids that the program has already.
    """
    ids = {*taken, *_RESERVED}
    names = roles_by_name(roles)
    entries: list[NewEntry] = []
    unread: list[Unread] = []
    for row in rows:
        try:
            when = when_of(row, calendar)
        except WhenError as wrong:
            unread.append(Unread(row.line, f"{wrong.message} {wrong.remedy}".rstrip()))
            continue
        known, unknown = _roles(row, names)
        unread.extend(Unread(row.line, f'there is no role "{one}"; it is left out.') for one in unknown)
        entry = _entry(row, when, known, [one.id for one in roles], _free_id(row, ids), calendar)
        if entry.minutes is not None and entry.details:
            unread.append(
                Unread(row.line, "a meeting has no notes; they are written behind a #.", is_lost=False)
            )
        entries.append(entry)
    return tuple(entries), tuple(unread)


def when_of(row: Row, calendar: Calendar) -> str:
    """Return the words for when a row is, of which it is known that they lead there.

    Raises:
        WhenError: where its time is not on the clocks of the cohort on that day, or is there twice.
    """
    if row.first is None:
        return "tba"
    if row.last is None:
        words = offset_of(row.first, calendar, row.time)
    else:
        words = range_of(row.first, row.last, calendar, row.time, row.last_time)
    days = days_of(read_when(words), calendar, {})
    assert days is not None
    assert (days.first, days.last) == (row.first, row.last or row.first), words
    return words


def roles_by_name(roles: Iterable[Role]) -> dict[str, str]:
    """Return the ids of roles by all that people call them, in small letters."""
    found: dict[str, str] = {}
    for role in roles:
        for name in (role.id, role.label.plain, role.plural.plain, f"{role.id}s", role.kind, f"{role.kind}s"):
            if name:
                found.setdefault(name.casefold(), role.id)
    return found


def roles_wanted(rows: Iterable[Row]) -> tuple[str, ...]:
    """Return the kinds of role that a spreadsheet names, for a program that has none yet."""
    named = {one.casefold().removesuffix("s") for row in rows for one in row.roles}
    return tuple(kind for kind in ROLE_KINDS if kind in named and kind != "other")


# Finding


def _meant(row: Row, free: Sequence[Event]) -> Event | None:
    if row.id and (found := [one for one in free if row.id in (one.id, one.entry)]):
        return _nearest(row, found)
    title = _folded(row.title)
    if exact := [one for one in free if title in _exact_names(one)]:
        return _nearest(row, exact)
    return _nearest(row, [one for one in free if title == _folded(one.title.plain)])


def _nearest(row: Row, events: Sequence[Event]) -> Event | None:
    same = [one for one in events if one.days is not None and one.days.first == row.first]
    return next(iter((*same, *events)), None)


def _exact_names(event: Event) -> set[str]:
    if event.number is None:
        return {_folded(event.title.plain)}
    title, topic = event.title.plain, event.topic.plain
    names = {f"{title} {event.number}", f"{title} #{event.number}", event.id}
    if topic:
        names |= {topic, f"{title}: {topic}", f"{title} {event.number}: {topic}"}
    return {_folded(one) for one in names}


def _folded(words: str) -> str:
    return " ".join("".join(one if one.isalnum() else " " for one in words.casefold()).split())


def _is_same(row: Row, days: Days | None) -> bool:
    if days is None or (days.first, days.last) != (row.first, row.last or row.first):
        return False
    return row.time is None or row.time == days.time


def _figures(days: Days | None) -> str:
    if days is None:
        return "no day"
    last = f" .. {days.last}" if days.last != days.first else ""
    return f"{days.first}{last}{f' {days.time:%H:%M}' if days.time else ''}"


def _row_figures(row: Row) -> str:
    last = f" .. {row.last}" if row.last else ""
    return f"{row.first}{last}{f' {row.time:%H:%M}' if row.time else ''}"


# Making


def _entry(
    row: Row, when: str, known: tuple[str, ...], every: Sequence[str], name: str, calendar: Calendar
) -> NewEntry:
    words = _folded(row.kind).replace(" ", "-")
    is_meeting = row.minutes is not None
    if is_meeting:
        kind = next(
            (one for one in (words, _folded(row.title).replace(" ", "-")) if one in MEETING_KINDS), ""
        )
    else:
        kind = _kind(row, words)
    return NewEntry(
        id=name,
        title=row.title,
        when=when,
        kind=kind,
        minutes=row.minutes,
        roles=known or (tuple(every) if is_meeting else ()),
        details=row.details,
        url=row.url,
        place=row.place,
        keeps_its_day=kind == "deadline" and row.first is not None and _is_off(row.first, calendar),
    )


def _kind(row: Row, words: str) -> str:
    if words in MILESTONE_KINDS and (words != "window" or row.last is not None or row.first is None):
        return words
    if any(one in _folded(f"{row.kind} {row.title}").split() for one in _DUE) and row.last is None:
        return "deadline"
    return "event" if row.time is not None or row.last is not None else "milestone"


def _is_off(day: date, calendar: Calendar) -> bool:
    return bool(day_off(calendar, day))


def _roles(row: Row, names: dict[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    written = [one for one in row.roles if one.casefold() not in ("all", "everyone", "everybody", "-")]
    known = dict.fromkeys(names[one.casefold()] for one in written if one.casefold() in names)
    return tuple(known), tuple(one for one in written if one.casefold() not in names)


def _free_id(row: Row, taken: set[str]) -> str:
    base = id_slug(row.id or row.title)
    free = next(one for one in _candidates(base) if one not in taken)
    taken.add(free)
    return free


def _candidates(base: str) -> Iterator[str]:
    yield base
    number = 2
    while True:
        suffix = f"-{number}"
        yield base[: 64 - len(suffix)].rstrip("-") + suffix
        number += 1
