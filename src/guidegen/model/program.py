"""Programs: what a mentorship is, who takes part, its plan (`plan`) and its runs (`cohort`).

A program is timeless: roles, phases, milestones.  A cohort is one run of it on
real days.  Names in other files (chapters, sheets, contacts) are kept as
written; `shaping` finds what they mean and says what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from guidegen.model.cohort import Cohort
from guidegen.model.packet import Packet
from guidegen.model.plan import Agenda, Meeting, Milestone, Phase, Survey
from guidegen.model.problem import NOWHERE, Place
from guidegen.model.prose import NO_TEXT, Audience, Text
from guidegen.model.reference import Reference
from guidegen.model.schedule import When

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
    color: str = ""
    """``#rrggbb``, or empty."""

    training: tuple[Reference, ...] = ()
    contact: Reference | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """What somebody needs in order to take part."""

    text: Text
    required: bool = True
    evidence: Text = NO_TEXT
    applies_from: When | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The rules for one role."""

    role: Reference
    rules: tuple[Rule, ...]


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
class Criterion:
    """What people are matched by."""

    label: Text
    weight: float | None = None
    """From 0 to 1; all of them add up to 1."""

    note: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Form:
    """What people of one role fill in to be matched."""

    role: Reference | None
    worksheet: Reference | None
    """None in an edition that lacks it."""


@dataclass(frozen=True, slots=True)
class Matching:
    """How pairs come about.  For people to read: nothing here matches anybody."""

    place: Place
    method: Literal["self", "coordinator", "mentor-choice", "hybrid"] | None = None
    criteria: tuple[Criterion, ...] = ()
    forms: tuple[Form, ...] = ()

    preferences_max: int | None = None
    no_fault_exit: Text = NO_TEXT
    rematch_window: When | None = None
    max_mentees_per_mentor: int | None = None
    min_group: int | None = None
    max_group: int | None = None
    announce: Reference | None = None
    """A milestone."""


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
    order: float | None = None
    """Its place among the programs; those without one come last, by title."""

    outcomes: tuple[Text, ...] = ()
    overlaps: bool = False
    roles: tuple[Role, ...] = ()
    """As written, or mentor and mentee with labels from the locale where none are."""

    eligibility: tuple[Eligibility, ...] = ()
    duration: Duration | None = None
    phases: tuple[Phase, ...] = ()
    timeline: tuple[Milestone, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    agendas: tuple[Agenda, ...] = ()
    surveys: tuple[Survey, ...] = ()
    """Written as ``evaluation``."""

    matching: Matching | None = None
    checklists: tuple[Reference, ...] = ()
    worksheets: tuple[Reference, ...] = ()
    policies: Policies | None = None
    chapters: tuple[Reference, ...] = ()
    questions: tuple[Question, ...] = ()
    packets: tuple[Packet, ...] = ()
    """As written; in a completed library they stand with those of files."""

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


def current_cohorts(program: Program) -> tuple[Cohort, ...]:
    """Return the cohorts that are neither over nor called off."""
    return tuple(one for one in program.cohorts if one.status not in ("archived", "cancelled"))
