"""The plan of a program: what happens when, relative to a start.

Phases, milestones, meetings and surveys say when in the words of `schedule`.
Laid over the days of a cohort they become the events of `cohort`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Final, Literal, TypeAlias

from guidegen.model.problem import Place
from guidegen.model.prose import NO_TEXT, Audience, Text
from guidegen.model.reference import Reference
from guidegen.model.schedule import Fold, When

OnHoliday: TypeAlias = Literal["keep", "next", "previous", "skip"]
"""What becomes of something that would fall on a holiday or in a break."""

ON_HOLIDAY: Final = ("keep", "next", "previous", "skip")

MILESTONE_KINDS: Final = ("milestone", "deadline", "window", "event", "payment", "release")

MEETING_KINDS: Final = (
    "pair",
    "cohort",
    "role",
    "training",
    "social",
    "q-and-a",
    "showcase",
    "kickoff",
    "closing",
)

AGENDA_PRESETS: Final = ("first-meeting", "regular", "mid-point", "closing", "kickoff", "showcase")
"""The ids of the agendas that come with guidegen."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of a program."""

    id: str
    title: Text
    first: When
    last: When
    place: Place
    summary: Text = NO_TEXT
    goals: tuple[Text, ...] = ()
    roles: tuple[Reference, ...] = ()
    chapters: tuple[Reference, ...] = ()
    worksheets: tuple[Reference, ...] = ()
    checklists: tuple[Reference, ...] = ()
    topics: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Milestone:
    """An entry of the timeline."""

    id: str
    title: Text
    when: When
    place: Place
    """Where `when` is written."""

    kind: Literal["milestone", "deadline", "window", "event", "payment", "release"] = "milestone"
    roles: tuple[Reference, ...] = ()
    owner: Reference | None = None
    details: Text = NO_TEXT
    url: str = ""
    worksheet: Reference | None = None
    survey: Reference | None = None
    public: bool = True
    """Else only coordinators see it."""

    calendar: bool = True
    """Whether calendars have it."""

    on_holiday: OnHoliday | None = None
    """None: what is usual for its kind."""

    deadline_time: time | None = None
    deadline_zone: str = ""
    """A name of the IANA database; ``AoE`` is read as ``Etc/GMT+12``."""

    fold: Fold | None = None
    """Which of two equal times is meant, where clocks are set back."""

    audience: Audience = ()
    readers_at: tuple[Place, ...] = ()
    """Where each name of the audience is written."""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A piece of a meeting."""

    title: Text
    minutes: int
    lead: Reference | None = None
    """A role."""

    notes: Text = NO_TEXT
    prompts: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a meeting is made of, in order."""

    id: str
    title: Text
    items: tuple[AgendaItem, ...]
    place: Place

    @property
    def minutes(self) -> int:
        """How long all of it takes."""
        return sum(one.minutes for one in self.items)


@dataclass(frozen=True, slots=True)
class Slot:
    """One of several times at which the same meeting is held, so that people in all zones can come."""

    id: str
    time: time
    zone: str = ""
    """Empty: that of the cohort."""

    note: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Repeat:
    """How often something comes again, such as ``{every: 2w, on: wed, from: week 2, until: week 16}``."""

    every: int
    every_unit: Literal["d", "w", "m"]
    first: When
    """Written as ``from``."""

    place: Place
    last: When | None = None
    """Written as ``until``.  Just one of `last` and `count` is there; reading sees to it."""

    count: int | None = None
    unit: Literal["program", "calendar"] = "program"
    """Program weeks have numbers: those of a break that pauses have none, and are passed over."""

    weekday: int | None = None
    """Written as ``on``.  None, with program weeks: the whole week; else the weekday of the first."""

    time: time | None = None
    excluded: tuple[date | int, ...] = ()
    """Written as ``except``: days, and numbers of weeks."""

    on_holiday: OnHoliday | None = None


@dataclass(frozen=True, slots=True)
class MeetingChange:
    """What is different about one meeting of a series (an entry of ``occurrences``)."""

    number: int
    place: Place
    title: Text = NO_TEXT
    when: When | None = None
    agenda: Agenda | Reference | None = None
    notes: Text = NO_TEXT
    recording: str = ""
    cancelled: bool = False
    host: Reference | None = None


@dataclass(frozen=True, slots=True)
class Errand:
    """Something to do before or after a meeting."""

    id: str
    text: Text
    place: Place
    due: When | None = None
    """None: a day before, or two days after."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting, or a series of them."""

    id: str
    title: Text
    place: Place
    """Where `when` or `repeat` is written."""

    minutes: int
    """Written as ``duration``."""

    kind: str = "cohort"
    """One of `MEETING_KINDS`."""

    roles: tuple[Reference, ...] = ()
    optional_for: tuple[Reference, ...] = ()
    when: When | None = None
    """Just one of `when` and `repeat` is there; reading sees to it."""

    repeat: Repeat | None = None
    slots: tuple[Slot, ...] = ()
    arrange: Literal["fixed", "pair"] = "fixed"
    """A pair agrees on its own day in the week that is meant."""

    location: Text = NO_TEXT
    """Written as ``place``."""

    url: str = ""
    url_is_internal: bool = False
    """``visibility: internal``: the address is not for the site; people get it by other ways."""

    host: Reference | None = None
    agenda: Agenda | Reference | None = None
    """A reference until the plan is completed, then an agenda."""

    before: tuple[Errand, ...] = ()
    after: tuple[Errand, ...] = ()
    outcomes: tuple[Text, ...] = ()
    changes: tuple[MeetingChange, ...] = ()
    """By the number that a meeting of the series has on the grid, skipped ones counted."""

    public: bool = True
    calendar: bool = True
    on_holiday: OnHoliday | None = None
    fold: Fold | None = None
    audience: Audience = ()
    readers_at: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Survey:
    """A question round of the evaluation."""

    id: str
    title: Text
    due: When
    place: Place
    opens: When | None = None
    roles: tuple[Reference, ...] = ()
    worksheet: Reference | None = None
    url: str = ""
    anonymous: bool = False
    audience: Audience = ()
    readers_at: tuple[Place, ...] = ()
