"""One run of a program: its days, and what is different about it.

The first half is what an author writes; `Schedule` is what becomes of the plan
of the program on the days of this cohort.  Everything that shows a date (a page,
a calendar, a list in the terminal) shows an `Event` or a `Task` of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Literal, TypeAlias

from guidegen.model.activity import Item
from guidegen.model.plan import Agenda, Meeting, Milestone
from guidegen.model.problem import NOWHERE, Place
from guidegen.model.prose import NO_TEXT, Audience, Text
from guidegen.model.reference import Reference
from guidegen.model.schedule import Days, When


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days on which nobody works, both meant."""

    first: date
    last: date
    title: Text
    place: Place


@dataclass(frozen=True, slots=True)
class HolidaySet:
    """The holidays of a place, over some years."""

    id: str
    title: Text
    days: tuple[Holiday, ...]
    place: Place
    timezone: str = ""
    source: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Break:
    """Days off within a cohort, both meant."""

    first: date
    last: date
    title: Text
    place: Place
    pauses: bool = True
    """Whether the weeks in it have no number (``weeks: pause``)."""


@dataclass(frozen=True, slots=True)
class Application:
    """When and how people of one role apply."""

    role: Reference
    opens: When
    closes: When
    place: Place
    url: str = ""
    worksheet: Reference | None = None
    decision: When | None = None
    late: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many can take part."""

    mentors: int | None = None
    mentees: int | None = None
    groups: int | None = None
    waitlist: bool = False


@dataclass(frozen=True, slots=True)
class Override:
    """What is different about one entry of the plan in this cohort; what is not written stays."""

    entry: str
    """The id of a phase, a milestone, a meeting, or of one meeting of a series (``cohort-call#3``)."""

    place: Place
    when: When | None = None
    first: When | None = None
    """Of a phase; written as ``from``."""

    last: When | None = None
    """Of a phase; written as ``to``."""

    title: Text = NO_TEXT
    details: Text = NO_TEXT
    url: str = ""
    location: Text = NO_TEXT
    """Written as ``place``."""

    minutes: int | None = None
    """Written as ``duration``."""

    host: Reference | None = None
    agenda: Agenda | Reference | None = None
    cancelled: bool = False
    note: Text = NO_TEXT


# What becomes of it

EventKind: TypeAlias = Literal[
    "phase",
    "milestone",
    "deadline",
    "window",
    "event",
    "payment",
    "release",
    "meeting",
    "application-opens",
    "application-closes",
    "application-decision",
    "survey-opens",
    "survey-due",
]


@dataclass(frozen=True, slots=True)
class Closing:
    """The moment at which something that is due on a day is due."""

    time: time
    zone: str
    """``Etc/GMT+12`` is anywhere on earth."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens in a cohort, on its days."""

    id: str
    """Its own in the cohort, and the same in every build: ``kickoff``, ``cohort-call#3``,
    ``cohort-call#3.evening`` in a slot, ``apply-mentee-opens``, ``survey-end-due``."""

    entry: str
    """The id of the phase, the milestone, the meeting or the survey; for an application that of the role."""

    kind: EventKind
    title: Text
    """For an application the name of the role, many of them; templates and calendars say the rest."""

    days: Days | None
    """None: to be announced, or left out."""

    place: Place
    """Where its time is written."""

    state: Literal["planned", "tba", "cancelled", "skipped"] = "planned"
    """Skipped: it would fall on a holiday or in a break; `original` says when."""

    closes: Closing | None = None
    """Of something due on a day, where its zone is known."""

    number: int | None = None
    """Of a meeting in a series."""

    topic: Text = NO_TEXT
    """What this one meeting of a series is about (its title under ``occurrences``)."""

    slot: str = ""
    original: Days | None = None
    """When it would be but for a holiday, a weekend or a break; `reason` says which."""

    reason: Text = NO_TEXT
    """What the holiday or the break is called; empty where it is a weekend."""

    was: Days | None = None
    """When it was planned, where the cohort says otherwise."""

    note: Text = NO_TEXT
    """Why the cohort says otherwise, what is to be announced, or notes about this one meeting."""

    roles: tuple[Reference, ...] = ()
    """Empty: everyone."""

    optional_for: tuple[Reference, ...] = ()
    owner: Reference | None = None
    minutes: int | None = None
    arrange: Literal["fixed", "pair"] = "fixed"
    location: Text = NO_TEXT
    url: str = ""
    """Empty where it is not for the site."""

    url_is_internal: bool = False
    """Whether there is an address that people get by other ways."""

    details: Text = NO_TEXT
    worksheet: Reference | None = None
    host: Reference | None = None
    agenda: Agenda | None = None
    outcomes: tuple[Text, ...] = ()
    recording: str = ""
    late: Text = NO_TEXT
    """What becomes of late applications."""

    public: bool = True
    calendar: bool = True
    audience: Audience = ()


@dataclass(frozen=True, slots=True)
class Task:
    """An item of a checklist, or an errand of a meeting, on its day."""

    id: str
    """``ITEM`` as in its list; ``ITEM#3`` where it comes again, or is for the third meeting of a series."""

    source: str
    """The id of the checklist or of the meeting."""

    item: Item
    """As in its list; an errand of a meeting is one as well."""

    days: Days | None
    """None: it says no day, or one that is not known."""

    closes: Closing | None = None
    original: Days | None = None
    reason: Text = NO_TEXT
    roles: tuple[Reference, ...] = ()
    audience: Audience = ()
    """That of its list or meeting; its own is in `item`."""


@dataclass(frozen=True, slots=True)
class Week:
    """A week of a cohort that has a number."""

    number: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Schedule:
    """The plan of a program on the days of one cohort."""

    zone: str = ""
    """Of every time that is shown without one."""

    end: date | None = None
    """The last day: as written, else counted."""

    weeks: tuple[Week, ...] = ()
    """From the first to the last that has a number."""

    holidays: tuple[Holiday, ...] = ()
    """Those between the first and the last of all days here, in order."""

    events: tuple[Event, ...] = ()
    """Earliest first; what has no day comes last."""

    tasks: tuple[Task, ...] = ()
    """Earliest first; what has no day comes last."""


NO_SCHEDULE = Schedule()


@dataclass(frozen=True, slots=True)
class Cohort:
    """One run of a program."""

    id: str
    start: date | None
    """None: to be announced."""

    place: Place
    start_at: Place = NOWHERE
    end_at: Place = NOWHERE
    capacity_at: Place = NOWHERE
    """Where `start`, `end` and `capacity` are written."""

    title: Text = NO_TEXT
    end: date | None = None
    """As written; `schedule` has the one that counts."""

    weeks: int | None = None
    timezone: str = ""
    display_zones: tuple[str, ...] = ()
    revision: int = 0
    """Raised by the author when days that were published change."""

    applications: tuple[Application, ...] = ()
    capacity: Capacity | None = None
    breaks: tuple[Break, ...] = ()
    holidays: tuple[Reference, ...] | None = None
    """None: those of the handbook."""

    overrides: tuple[Override, ...] = ()
    timeline: tuple[Milestone, ...] = ()
    """Additions to that of the program (``extra``)."""

    meetings: tuple[Meeting, ...] = ()
    """Additions to those of the program (``extra``)."""

    contacts: tuple[Reference, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    """Names such as ``apply`` or ``chat``, and addresses."""

    status: Literal["auto", "draft", "cancelled", "archived"] = "auto"
    archived_on: date | None = None
    notice: Text = NO_TEXT
    schedule: Schedule = NO_SCHEDULE
    """Laid by `complete`."""
