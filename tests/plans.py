"""Programs in the words of their authors, laid on the days of their cohorts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from textwrap import dedent

from guidegen.model.clock import in_utc
from guidegen.model.cohort import Cohort, Event
from guidegen.model.handbook import Library, Settings
from guidegen.model.problem import Level, Problem
from guidegen.model.prose import Text
from guidegen.model.schedule import Days
from guidegen.reading.activities import read_checklist
from guidegen.reading.holidays import read_holidays
from guidegen.reading.programs import read_program
from guidegen.shaping.complete import complete

SETTINGS = Settings(title=Text("Guide", ("Guide",)), id="guide")


@dataclass(frozen=True, slots=True)
class Laid:
    """What became of a program."""

    cohorts: tuple[Cohort, ...]
    problems: tuple[Problem, ...]

    def days(self, name: str, cohort: int = 0) -> str:
        """Return when an event is, such as ``Wed 2026-09-16 17:00`` or ``tba``."""
        return shown(self.event(name, cohort).days)

    def event(self, name: str, cohort: int = 0) -> Event:
        return next(one for one in self.cohorts[cohort].schedule.events if one.id == name)

    def series(self, name: str, cohort: int = 0) -> dict[int | None, str]:
        """Return when each meeting of a series is, by number."""
        events = self.cohorts[cohort].schedule.events
        return {one.number: shown(one.days) for one in events if one.entry == name}

    def tasks(self, cohort: int = 0) -> dict[str, str]:
        return {one.id: shown(one.days) for one in self.cohorts[cohort].schedule.tasks}

    def told(self) -> list[str]:
        """Return the problems as ``slug: message``."""
        return [f"{one.slug}: {one.message}" for one in self.problems]

    def errors(self) -> list[str]:
        return [f"{one.slug}: {one.message}" for one in self.problems if one.level is Level.ERROR]


def laid(program: str, *, holidays: str = "", checklist: str = "", settings: Settings = SETTINGS) -> Laid:
    """Return what becomes of a program written in YAML; of one that cannot be read, its problems."""
    library, wrong = _read(program, holidays, checklist, settings)
    if wrong:
        return Laid((), wrong)
    done, found = complete(library)
    return Laid(done.programs[0].cohorts, found)


def library_of(program: str, *, holidays: str = "", checklist: str = "") -> Library:
    """Return a library with a program, completed, that has no problems."""
    library, wrong = _read(program, holidays, checklist, SETTINGS)
    done, found = complete(library)
    assert not wrong and not found, (wrong, found)
    return done


def _read(
    program: str, holidays: str, checklist: str, settings: Settings
) -> tuple[Library, tuple[Problem, ...]]:
    plan, wrong = read_program(dedent(program), "content/programs/harbour.yml", "harbour")
    library = Library(settings, (), (plan,) if plan else (), (), (), ())
    if checklist:
        a_list, unread = read_checklist(dedent(checklist), "content/checklists/weekly.yml", "weekly")
        assert a_list is not None and not unread, unread
        library = replace(library, checklists=(a_list,))
    if holidays:
        a_set, unread = read_holidays(dedent(holidays), "content/holidays/uk.yml", "uk")
        assert a_set is not None and not unread, unread
        library = replace(library, holidays=(a_set,))
    return library, wrong


def shown(days: Days | None) -> str:
    if days is None:
        return "tba"
    clock = f" {days.time:%H:%M}" if days.time else ""
    until = f" .. {days.last:%a} {days.last}" if days.last != days.first else ""
    return f"{days.first:%a} {days.first}{clock}{until}"


def instant(days: Days) -> str:
    """Return the beginning of *days* in UTC, such as ``2026-09-16T16:00Z``."""
    assert days.time is not None and days.zone
    return f"{in_utc(days.first, days.time, days.zone, second=days.second):%Y-%m-%dT%H:%MZ}"
