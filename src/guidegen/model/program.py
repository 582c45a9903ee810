"""Programs: the plan of a mentorship, relative to its start, and its runs.

A program is timeless: roles, phases, milestones.  A cohort is one run of it on
real days.  Names in other files (chapters, sheets, contacts) are kept as
written; `shaping` finds what they mean and says what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from guidegen.model.problem import NOWHERE, Place
from guidegen.model.prose import NO_TEXT, Audience, Text
from guidegen.model.schedule import Days, When
from guidegen.model.url import SitePath

RoleId: TypeAlias = str

ROLE_KINDS: Final = (
    "mentor",
    "mentee",
    "coordinator",
    "manager",
    "sponsor",
    "facilitator",
    "expert",
    "reviewer",
    "participant",
    "other",
)


ReferenceKind: TypeAlias = Literal[
    "chapter", "worksheet", "checklist", "program", "phase", "role", "contact", "term"
]


@dataclass(frozen=True, slots=True)
class Reference:
    """The name of something that is written elsewhere, and where it was named.

    Reading fills in the first three; `select` finds what it leads to in one edition.
    """

    kind: ReferenceKind
    id: str
    place: Place
    title: Text = NO_TEXT
    """What it is called.  Empty: it does not exist, or not in this edition."""

    address: SitePath = ""
    """Where its page is.  Empty: it has none here, and is shown as text."""

    fragment: str = ""
    """The part of that page, where only a part is meant."""

    number: int | None = None
    """The number of the chapter, where it has one."""

    summary: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask."""

    id: str
    name: Text
    place: Place
    role: str = ""
    email: str = ""
    url: str = ""
    phone: str = ""
    hours: Text = NO_TEXT
    purposes: tuple[Text, ...] = ()
    """What to ask about (written as ``for``)."""

    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Effort:
    """How much time something takes: ``{n: 3, per: month}``."""

    hours: float
    per: Literal["week", "month", "cohort"]
    note: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Role:
    """A part that people take in a program."""

    id: RoleId
    label: Text
    kind: str
    """One of `ROLE_KINDS`."""

    place: Place
    plural: Text = NO_TEXT
    summary: Text = NO_TEXT
    before: tuple[Text, ...] = ()
    during: tuple[Text, ...] = ()
    after: tuple[Text, ...] = ()
    not_responsible_for: tuple[Text, ...] = ()
    boundaries: tuple[Text, ...] = ()
    effort: Effort | None = None
    """From `hours` here or from `commitment` of the program."""

    max_mentees: int | None = None
    requires: tuple[Text, ...] = ()
    training: tuple[Reference, ...] = ()
    contact: Reference | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """What somebody needs in order to take part."""

    text: Text
    required: bool = True
    evidence: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The rules for one role."""

    role: Reference
    rules: tuple[Rule, ...]


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
    audience: Audience = ()
    readers_at: tuple[Place, ...] = ()
    """Where each name of the audience is written."""


@dataclass(frozen=True, slots=True)
class Escalation:
    """A step to take when something goes wrong."""

    when: Text
    contact: Reference
    within: tuple[int, str] | None = None
    """An amount and a unit: ``(2, "bd")``."""

    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Policies:
    """What holds for everyone in a program."""

    code_of_conduct: Reference | None = None
    """The id of a chapter, or a URL."""

    confidentiality: Text = NO_TEXT
    exceptions: tuple[Text, ...] = ()
    boundaries: tuple[Text, ...] = ()
    exit: Text = NO_TEXT
    publicity: Text = NO_TEXT
    data: Text = NO_TEXT
    safeguarding: Text = NO_TEXT
    escalation: tuple[Escalation, ...] = ()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Question:
    """A question that people ask, and its answer."""

    question: Text
    answer: Text


@dataclass(frozen=True, slots=True)
class Duration:
    """How long a program runs, in weeks."""

    weeks: int
    min_weeks: int | None = None
    max_weeks: int | None = None
    extension_weeks: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of the timeline, or a phase, on the days of one cohort."""

    entry: str
    """The id of the milestone or phase."""

    days: Days | None
    """None: to be announced, or it hangs on something that is."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """One run of a program."""

    id: str
    start: date | None
    """None: to be announced."""

    place: Place
    title: Text = NO_TEXT
    end: date | None = None
    weeks: int | None = None
    timezone: str = ""
    status: Literal["auto", "draft", "cancelled", "archived"] = "auto"
    notice: Text = NO_TEXT
    events: tuple[Event, ...] = ()
    """Every phase and milestone on its days, earliest first; laid by `assemble`."""


@dataclass(frozen=True, slots=True)
class Program:
    """The plan of a mentorship, relative to its start."""

    id: str
    title: Text
    place: Place
    summary: Text = NO_TEXT
    kind: str = "formal"
    format: str = "one-to-one"
    status: Literal["draft", "active", "paused", "retired"] = "active"
    notice: Text = NO_TEXT
    replaced_by: Reference | None = None
    owner: Reference | None = None
    outcomes: tuple[Text, ...] = ()
    overlaps: bool = False
    roles: tuple[Role, ...] = ()
    """As written, or mentor and mentee with labels from the locale where none are."""

    eligibility: tuple[Eligibility, ...] = ()
    duration: Duration | None = None
    phases: tuple[Phase, ...] = ()
    timeline: tuple[Milestone, ...] = ()
    checklists: tuple[Reference, ...] = ()
    worksheets: tuple[Reference, ...] = ()
    policies: Policies | None = None
    chapters: tuple[Reference, ...] = ()
    questions: tuple[Question, ...] = ()
    cohorts: tuple[Cohort, ...] = ()
    audience: Audience = ()


PROGRAM_KINDS: Final = (
    "formal",
    "informal",
    "onboarding",
    "internship",
    "reverse",
    "peer",
    "ladder",
    "training",
)
PROGRAM_FORMATS: Final = ("one-to-one", "group", "circle", "peer", "team")
