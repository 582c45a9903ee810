"""The schedule of a cohort for those who ask for it in a terminal, without a site being made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, Final, TypeVar

from guidegen.building.build import understood
from guidegen.model.cohort import Cohort, HolidaySet
from guidegen.model.handbook import Handbook, Library, Settings
from guidegen.model.nearest import did_you_mean
from guidegen.model.plan import Meeting, Milestone, Phase, Survey
from guidegen.model.problem import Problem, settled
from guidegen.model.program import Program, Role
from guidegen.model.prose import Text, Word
from guidegen.model.rebuild import KEEP, rebuild
from guidegen.reading.project import read_project
from guidegen.rendering.calendars import (
    CalendarView,
    Manner,
    calendar_title,
    draw_calendar,
    drawing,
    entry_of,
    is_for,
)
from guidegen.rendering.templates import OURS
from guidegen.rendering.timetables import Line, Timetable, event_line, planned_line
from guidegen.rendering.words import read_words, voice
from guidegen.shaping.consequences import without_consequences
from guidegen.shaping.outline import outline_of

_TEMPLATES: Final = "templates"


Named = TypeVar("Named", Program, Cohort, Role)


class UnknownNameError(LookupError):
    """There is nothing of that name.  Its words can be shown to who asked."""


@dataclass(frozen=True, slots=True)
class Plans:
    """All programs of a project with their cohorts on their days, and what is wrong."""

    handbook: Handbook | None
    """Everything that was written, drafts too; None where `guidegen.yml` makes no sense."""

    library: Library | None
    """The same, with all names as they are written."""

    manner: Manner
    problems: tuple[Problem, ...]

    @property
    def settings(self) -> Settings:
        assert self.handbook is not None
        return self.handbook.settings

    @property
    def programs(self) -> tuple[Program, ...]:
        """With all texts finished, as plain words where a page would have a link."""
        found = self.handbook.programs if self.handbook else ()
        return tuple(rebuild(one, self._finish) for one in found)

    @property
    def holidays(self) -> tuple[HolidaySet, ...]:
        return self.library.holidays if self.library else ()

    def _finish(self, noun: Any) -> Any:
        if not isinstance(noun, Text):
            return KEEP
        match noun.parts:
            case (Word(key=key),):
                return _as_text(self.manner.say(key))
            case parts if all(isinstance(part, str) for part in parts):
                return noun
        return _as_text(noun.plain)


def read_plans(root: Path) -> Plans:
    """Return the programs of the project in *root*, laid on their days."""
    reading = read_project(root, {})
    language = reading.library.settings.language if reading.library else "en"
    words, untidy = read_words(OURS / "locales", root / _TEMPLATES / "locales", language)
    if reading.library is None:
        return Plans(None, None, Manner(voice(words), language), settled(reading.problems, {}))
    settings = reading.library.settings
    library, whole, problems = understood(reading.library)
    found = (*reading.problems, *problems, *untidy)
    manner = Manner(voice(words), language, settings.base_url, settings.calendar_deadlines)
    return Plans(
        whole, library, manner, settled(without_consequences(found, library.unread), dict(settings.levels))
    )


def program_named(name: str, plans: Plans) -> Program:
    """Return the program of that id.

    Raises:
        UnknownNameError: where there is none.
    """
    return _named(name, plans.programs, "program")


def cohort_named(name: str, program: Program) -> Cohort:
    """Return the cohort of that id; as `program_named`."""
    return _named(name, program.cohorts, f'cohort of program "{program.id}"')


def role_named(name: str, program: Program) -> str:
    """Return the id of a role; as `program_named`."""
    return _named(name, program.roles, f'role in program "{program.id}"').id


def timetable(program: Program, cohort: Cohort | None, role: str, plans: Plans) -> Timetable:
    """Return the schedule of a cohort, or the words of a program; for one role where it is named."""
    if cohort is None:
        lines = tuple(_planned(program, role, plans))
        return Timetable(program.id, program.title.plain, "", None, None, "", 0, lines)
    say, language = plans.manner.say, plans.manner.language
    events = (one for one in cohort.schedule.events if not role or is_for(one, role))
    lines = tuple(event_line(one, cohort, plans.settings.working_days, say, language) for one in events)
    return Timetable(
        program=program.id,
        title=calendar_title(program, cohort, say),
        cohort=cohort.id,
        start=cohort.start,
        end=cohort.schedule.end,
        timezone=cohort.schedule.zone or cohort.timezone or plans.settings.timezone,
        revision=cohort.revision,
        lines=tuple(sorted(lines, key=lambda one: one.shown_at or date.max)),
    )


def calendar(program: Program, cohort: Cohort | None, role: str, plans: Plans) -> bytes:
    """Return the calendar of a cohort, or of all that are not over, as a file."""
    cohorts = (cohort,) if cohort else [one for one in program.cohorts if one.status != "archived"]
    found = (
        entry_of(event, program, one, plans.manner)
        for one in cohorts
        for event in one.schedule.events
        if not role or is_for(event, role)
    )
    entries = tuple(one for one in found if one is not None)
    title = calendar_title(program, cohort, plans.manner.say) if cohort else program.title.plain
    return draw_calendar(CalendarView("", title, "", entries), drawing(plans.manner))


def problems_in(paths: Iterable[str], plans: Plans) -> tuple[Problem, ...]:
    """Return what is wrong in some files."""
    wanted = set(paths)
    return tuple(one for one in plans.problems if one.place.path in wanted)


def _as_text(words: str) -> Text:
    return Text(words, (escape(words),))


def _named(name: str, known: Iterable[Named], kind: str) -> Named:
    by_id = {one.id: one for one in known}
    if name in by_id:
        return by_id[name]
    listed = f"There are {', '.join(by_id)}." if by_id else "There is none yet."
    raise UnknownNameError(f'There is no {kind} called "{name}". {did_you_mean(name, by_id) or listed}')


def _planned(program: Program, role: str, plans: Plans) -> Iterator[Line]:
    days: dict[str, date] = {}
    for event in outline_of(program, plans.settings).events:
        if event.days is not None:
            days.setdefault(event.entry, event.days.first)
    entries: tuple[Phase | Milestone | Meeting | Survey, ...]
    entries = (*program.phases, *program.timeline, *program.meetings, *program.surveys)
    for entry in sorted(entries, key=lambda one: days.get(one.id, date.max)):
        line = planned_line(entry, program, plans.manner.say, plans.manner.language)
        if not role or not line.roles or role in (*line.roles, *line.optional_for):
            yield line
