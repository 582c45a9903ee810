"""A spreadsheet becomes entries of a program: read, compare, write down.

Nothing of the user's is changed: a program that is there already gets text to
paste, a new one a file of its own.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from guidegen.building.beginnings import Refused
from guidegen.building.timetable import Plans, cohort_named
from guidegen.model.clock import read_zone
from guidegen.model.cohort import Cohort
from guidegen.model.dating import Calendar, week_of
from guidegen.model.handbook import Settings
from guidegen.model.problem import NOWHERE, escaped
from guidegen.model.program import Program, Role, current_cohorts
from guidegen.model.prose import NO_TEXT, Text
from guidegen.model.spreadsheet import Row, Spreadsheet, Unread
from guidegen.model.url import id_slug
from guidegen.reading.spreadsheets import AmbiguousDatesError as AmbiguousDatesError
from guidegen.reading.spreadsheets import Order, read_spreadsheet
from guidegen.reading.spreadsheets import UnreadableSheetError as UnreadableSheetError
from guidegen.reading.values import is_id
from guidegen.rendering.sources import entries_to_paste, new_program
from guidegen.shaping.cohorts import lay
from guidegen.shaping.spans import calendar_of
from guidegen.shaping.spreadsheets import compared, new_entries, roles_wanted

_LONGEST: Final = 104
"""Weeks of the longest program."""

_FIRST: Final = ("kick-off", "kickoff", "kick off", "welcome", "opening", "launch")
"""Words for the beginning of a program."""

_USUAL: Final = ("mentor", "mentee")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to import."""

    program: str
    content: bytes
    start: date | None = None
    cohort: str = ""
    timezone: str = ""
    order: Order | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a spreadsheet."""

    text: str
    """YAML: a whole file for a new program, else what to paste."""

    path: str
    """Where the file of a new program belongs, relative to the project; empty for one that is there."""

    entries: int
    same: tuple[str, ...]
    different: int
    unread: tuple[Unread, ...]
    unused: tuple[str, ...]
    remarks: tuple[str, ...]


def wanted(
    program: str, content: bytes, start: date | None, cohort: str, timezone: str, order: str | None
) -> Wanted:
    """Return what somebody wants to import.

    Raises:
        WhenError: where the time zone is none.
    """
    zone = read_zone(timezone) if timezone else ""
    sure: Order | None = "day" if order == "day" else "month" if order == "month" else None
    return Wanted(program, content, start, cohort, zone, sure)


def import_schedule(asked: Wanted, plans: Plans) -> Imported:
    """Return what the rows of a spreadsheet are in a program.

    Raises:
        UnreadableSheetError, AmbiguousDatesError: as `read_spreadsheet`.
        UnknownNameError: where there is no such cohort.
        Refused: where something has to be said first.
    """
    sheet = read_spreadsheet(asked.content, asked.order)
    assert plans.library is not None
    program = next((one for one in plans.library.programs if one.id == asked.program), None)
    if program is None:
        return _into_new(asked, sheet, plans)
    return _into_existing(asked, program, sheet, plans)


# A program that is there


def _into_existing(wanted: Wanted, program: Program, sheet: Spreadsheet, plans: Plans) -> Imported:
    cohort, laid = _cohort_of(wanted, program, plans)
    assert cohort.start is not None
    calendar = calendar_of(
        cohort, cohort.start, laid, plans.settings, {one.id: one for one in plans.holidays}
    )
    _check_zone(sheet.rows, calendar)
    found = compared(sheet.rows, cohort, calendar)
    taken = [
        *(one.id for one in program.phases),
        *(one.id for one in program.timeline),
        *(one.id for one in program.meetings),
    ]
    entries, unread = new_entries(found.new, calendar, program.roles, taken)
    where = cohort.place.path or "the cohort that starts then"
    text = entries_to_paste(program.place.path, entries, f"cohort {cohort.id} in {where}", found.different)
    return Imported(
        text=text,
        path="",
        entries=len(entries),
        same=found.same,
        different=len(found.different),
        unread=_in_order((*sheet.unread, *unread)),
        unused=sheet.unused,
        remarks=(f"Dates are counted from {cohort.start}, the start of {cohort.id}.",),
    )


def _cohort_of(wanted: Wanted, program: Program, plans: Plans) -> tuple[Cohort, Program]:
    """Return the cohort whose dates are meant, and the program with it."""
    if wanted.cohort:
        cohort = cohort_named(wanted.cohort, program)
        if cohort.start is None:
            raise Refused(f"The start of {cohort.id} is to be announced. Write it, or say --start DATE.")
        return cohort, program
    known = [one for one in program.cohorts if one.start is not None]
    if wanted.start is not None:
        there = next((one for one in known if one.start == wanted.start), None)
        return (there, program) if there else _sample(wanted, program, plans)
    current = [one for one in current_cohorts(program) if one.start is not None]
    if len(current) == 1:
        return current[0], program
    if not known:
        raise Refused(f'No cohort of program "{program.id}" has a start. Say from which day: --start DATE.')
    raise Refused(
        f'Program "{program.id}" has several cohorts. Say whose dates these are: '
        f"--cohort {' or --cohort '.join(one.id for one in known)}."
    )


def _sample(wanted: Wanted, program: Program, plans: Plans) -> tuple[Cohort, Program]:
    assert wanted.start is not None
    zone = wanted.timezone or next((one.timezone for one in reversed(program.cohorts) if one.timezone), "")
    sample = Cohort(str(wanted.start), wanted.start, NOWHERE, timezone=zone, holidays=())
    laid, _ = lay(replace(program, cohorts=(sample,)), plans.settings, plans.holidays)
    return laid.cohorts[0], laid


# A new program


def _into_new(wanted: Wanted, sheet: Spreadsheet, plans: Plans) -> Imported:
    if not is_id(wanted.program):
        raise Refused(
            f'"{escaped(wanted.program)}" cannot be the id of a program: '
            f"ids use a-z, 0-9 and single dashes, e.g. {id_slug(wanted.program)}."
        )
    days = [day for one in sheet.rows for day in (one.first, one.last) if day is not None]
    if not days:
        raise Refused("No row has a date that can be read.")
    start = wanted.start or _likely_start(sheet.rows, days)
    calendar = _calendar(start, max(days), wanted, plans.settings)
    _check_zone(sheet.rows, calendar)
    kinds = roles_wanted(sheet.rows)
    kinds = () if set(kinds) <= set(_USUAL) else (*_USUAL, *(one for one in kinds if one not in _USUAL))
    roles = tuple(_role(one) for one in kinds or _USUAL)
    entries, unread = new_entries(sheet.rows, calendar, roles, ())
    title = wanted.program.replace("-", " ").capitalize()
    cohort, weeks = f"{start:%Y-%m}", calendar.weeks or 1
    text = new_program(title, weeks, kinds, entries, cohort, start, wanted.timezone)
    remarks = () if wanted.start else (f"{start} is taken for the start. If it is not, say --start DATE.",)
    return Imported(
        text=text,
        path=posixpath.join(plans.settings.content_dir, f"programs/{wanted.program}.yml"),
        entries=len(entries),
        same=(),
        different=0,
        unread=_in_order((*sheet.unread, *unread)),
        unused=sheet.unused,
        remarks=remarks,
    )


def _likely_start(rows: Sequence[Row], days: Sequence[date]) -> date:
    """Return the day of what sounds like the first meeting, else the first day of all."""
    named = [one.first for one in rows if one.first and any(word in one.title.lower() for word in _FIRST)]
    return min(named, default=min(days))


def _calendar(start: date, last: date, wanted: Wanted, settings: Settings) -> Calendar:
    """Return a calendar that is long enough for all dates."""
    cohort = Cohort("new", start, NOWHERE, timezone=wanted.timezone)
    open_end = calendar_of(cohort, start, Program("new", NO_TEXT, NOWHERE), settings, {})
    weeks = min(max(1, week_of(open_end, last) or 1), _LONGEST)
    return replace(open_end, weeks=weeks)


def _role(kind: str) -> Role:
    return Role(kind, Text(kind.capitalize(), (kind.capitalize(),)), kind, NOWHERE)


def _check_zone(rows: Sequence[Row], calendar: Calendar) -> None:
    if not calendar.zone and any(one.time is not None for one in rows):
        raise Refused(
            "There are times, and no time zone is known. Say which is meant, e.g. --timezone Europe/London."
        )


def _in_order(unread: Sequence[Unread]) -> tuple[Unread, ...]:
    return tuple(sorted(unread, key=lambda one: one.line))
