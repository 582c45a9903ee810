"""A schedule that somebody keeps in a spreadsheet, row by row, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from guidegen.model.schedule import Clock


@dataclass(frozen=True, slots=True)
class Row:
    """One row that says what happens when."""

    line: int
    """Of the file, from 1."""

    title: str
    first: date | None
    """None: to be announced."""

    last: date | None = None
    """None where it is one day."""

    time: time | None = None
    last_time: Clock | None = None
    minutes: int | None = None
    id: str = ""
    kind: str = ""
    roles: tuple[str, ...] = ()
    """As written."""

    details: str = ""
    url: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """Something in the file that is left out, and why."""

    line: int
    reason: str

    is_lost: bool = True
    """Whether something of the row is missing in what was made; else it only stands elsewhere."""


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """What could be read, and what could not."""

    rows: tuple[Row, ...]
    unread: tuple[Unread, ...] = ()
    unused: tuple[str, ...] = ()
    """Heads of columns that mean nothing here."""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry for the timeline of a program, or for its meetings where it has a length."""

    id: str
    title: str
    when: str
    """As an author writes it: ``week 3 wed 17:00``."""

    kind: str
    minutes: int | None = None
    roles: tuple[str, ...] = ()
    """Ids."""

    details: str = ""
    url: str = ""
    place: str = ""
    keeps_its_day: bool = False
    """Whether a holiday must not move it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """An event of a cohort that the spreadsheet has at another time."""

    line: int
    entry: str
    """As overrides name it: ``midpoint``, ``cohort-call#3``."""

    title: str
    here: str
    """When it is in the handbook, and when in the spreadsheet: both in figures."""

    there: str
    when: str
    """The time of the spreadsheet, as an author writes it."""
