"""Programs and their cohorts.

What a program names in other files (sheets, chapters, contacts) is kept as
written: whether it is there is a question for the whole handbook.  What it says
about itself (roles, the order of things, what must not contradict) is seen here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, ClassVar, Final, Literal, TypeAlias

from pydantic import BeforeValidator

from guidegen.model.cohort import Cohort
from guidegen.model.nearest import did_you_mean
from guidegen.model.plan import Milestone, Phase
from guidegen.model.problem import Problem
from guidegen.model.program import (
    PROGRAM_FORMATS,
    PROGRAM_KINDS,
    ROLE_KINDS,
    Duration,
    Effort,
    Eligibility,
    Escalation,
    Policies,
    Program,
    Question,
    Role,
    Rule,
)
from guidegen.model.prose import Text, Word
from guidegen.model.reference import Reference
from guidegen.model.schedule import Between, ToBeAnnounced, read_date
from guidegen.reading.schema import Shape, nothing_written, read
from guidegen.reading.spots import Spot, given_twice
from guidegen.reading.values import (
    SKIP_EMPTY,
    Day,
    Id,
    ReadBy,
    Readers,
    Several,
    Switch,
    Timing,
    Url,
    Words,
    Zone,
    got,
    meaning,
    number,
    one_of,
    read_id,
    read_link,
    read_timed,
    shortened,
    whole,
    written_as,
    written_text,
    wrong,
)
from guidegen.reading.yaml import load

RoleKind: TypeAlias = Annotated[str, one_of(ROLE_KINDS), meaning(", ".join(ROLE_KINDS))]
ProgramKind: TypeAlias = Annotated[str, one_of(PROGRAM_KINDS)]
ProgramFormat: TypeAlias = Annotated[str, one_of(PROGRAM_FORMATS)]
EntryKind: TypeAlias = Literal["milestone", "deadline", "window", "event", "payment", "release"]

Weeks: TypeAlias = Annotated[int, whole(1, 104)]
Hours: TypeAlias = Annotated[float, number(above=0)]

RESERVED: Final = ("start", "end", "week", "tba")
"""What a `when` reads in its own way, so that no phase and no entry is called so."""

DEFAULT_PHASES: Final = (
    ("prepare", "Prepare", "start - 12w", "week 0"),
    ("launch", "Launch", "week 1", "week 2"),
    ("work", "Work", "week 3", "end - 2w"),
    ("close", "Close", "end - 13d", "end + 2w"),
)
"""The id, title, first and last days of each phase of ``phases: default``."""

DEFAULT_PHASES_FROM: Final = 6
"""How many weeks a program lasts at least that has these phases."""


# Roles --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursShape(Shape):
    noun: ClassVar[str] = "number of hours"

    hours: Annotated[Hours, written_as("n")]
    per: Literal["week", "month", "cohort"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentShape(Shape):
    noun: ClassVar[str] = "commitment"

    hours: Hours
    per: Literal["week", "month", "cohort"] = "month"
    note: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsibilitiesShape(Shape):
    before: Several = ()
    during: Several = ()
    after: Several = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleShape(Shape):
    noun: ClassVar[str] = "role"

    label: Words
    plural: Words | None = None
    kind: RoleKind
    summary: Words | None = None
    responsibilities: ResponsibilitiesShape | None = None
    not_responsible_for: Several = ()
    boundaries: Several = ()
    hours: HoursShape | None = None
    max_mentees: Annotated[int, whole(1)] | None = None
    requires: Several = ()
    training: Several = ()
    contact: Words | None = None

    def check(self) -> None:
        if self.max_mentees is not None and self.kind != "mentor":
            raise wrong("conflict", "only roles of kind mentor have max_mentees.", at=("max_mentees",))

    def role(self, spot: Spot, name: str, effort: Effort | None) -> Role:
        duties = self.responsibilities or ResponsibilitiesShape()
        return Role(
            id=name,
            label=spot.name(self.label, "label"),
            kind=self.kind,
            place=spot.key_place(),
            plural=spot.name(self.plural, "plural"),
            summary=spot.text(self.summary, "summary"),
            before=spot.texts(duties.before, "responsibilities", "before"),
            during=spot.texts(duties.during, "responsibilities", "during"),
            after=spot.texts(duties.after, "responsibilities", "after"),
            not_responsible_for=spot.texts(self.not_responsible_for, "not_responsible_for"),
            boundaries=spot.texts(self.boundaries, "boundaries"),
            effort=Effort(self.hours.hours, self.hours.per) if self.hours else effort,
            max_mentees=self.max_mentees,
            requires=spot.texts(self.requires, "requires"),
            training=spot.references("chapter", self.training, "training"),
            contact=spot.reference("contact", self.contact, "contact"),
        )


def _role_name(value: Any) -> str:
    name = read_id(value)
    if name == "cohorts":
        raise wrong("id-format", 'no role can be called "cohorts": its page would lie where the cohorts are.')
    return name


RoleName: TypeAlias = Annotated[str, ReadBy(_role_name)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleShape(Shape):
    noun: ClassVar[str] = "rule"
    text_key: ClassVar[str] = "text"

    text: Words
    required: Switch = True
    evidence: Words | None = None

    def rule(self, spot: Spot) -> Rule:
        return Rule(spot.text(self.text, "text"), self.required, spot.text(self.evidence, "evidence"))


# The plan -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class DurationShape(Shape):
    noun: ClassVar[str] = "duration"

    weeks: Weeks
    min_weeks: Weeks | None = None
    max_weeks: Weeks | None = None
    extension_weeks: Weeks | None = None

    def check(self) -> None:
        if self.min_weeks is not None and self.min_weeks > self.weeks:
            message = f"{{key}} must be {self.weeks} or less, as weeks says, got {self.min_weeks}."
            raise wrong("number", message, at=("min_weeks",))
        if self.max_weeks is not None and self.max_weeks < self.weeks:
            message = f"{{key}} must be {self.weeks} or more, as weeks says, got {self.max_weeks}."
            raise wrong("number", message, at=("max_weeks",))

    def duration(self) -> Duration:
        return Duration(self.weeks, self.min_weeks, self.max_weeks, self.extension_weeks)


def _entry_id(value: Any) -> str:
    name = read_id(value)
    if name in RESERVED:
        raise wrong("id-format", f'"{name}" means something else in a date. Write another id.')
    return name


EntryId: TypeAlias = Annotated[str, ReadBy(_entry_id)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseShape(Shape):
    noun: ClassVar[str] = "phase"

    id: EntryId
    title: Words
    first: Annotated[Timing, written_as("from"), meaning("e.g. week 1")]
    last: Annotated[Timing, written_as("to"), meaning("e.g. week 2")]
    summary: Words | None = None
    goals: Several = ()
    roles: Several = ()
    chapters: Several = ()
    worksheets: Several = ()
    checklists: Several = ()
    topics: Several = ()

    def phase(self, spot: Spot) -> Phase:
        return Phase(
            id=self.id,
            title=spot.name(self.title, "title"),
            first=self.first,
            last=self.last,
            place=spot.place(),
            summary=spot.text(self.summary, "summary"),
            goals=spot.texts(self.goals, "goals"),
            roles=spot.references("role", self.roles, "roles"),
            chapters=spot.references("chapter", self.chapters, "chapters"),
            worksheets=spot.references("worksheet", self.worksheets, "worksheets"),
            checklists=spot.references("checklist", self.checklists, "checklists"),
            topics=spot.texts(self.topics, "topics"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryShape(Shape):
    """An entry of the timeline."""

    noun: ClassVar[str] = "timeline entry"

    id: EntryId
    title: Words
    when: Annotated[Timing, meaning("e.g. week 3 or start + 2w, or tba")]
    kind: EntryKind = "milestone"
    roles: Several = ()
    owner: Words | None = None
    details: Words | None = None
    url: Url = ""
    worksheet: Words | None = None
    audience: Readers = ()

    def check(self) -> None:
        if self.kind == "window" and not isinstance(self.when, (Between, ToBeAnnounced)):
            message = "a window has a first and a last day, e.g. start - 3w .. start - 2w."
            raise wrong("offset-format", message, at=("when",))

    def milestone(self, spot: Spot) -> Milestone:
        return Milestone(
            id=self.id,
            title=spot.text(self.title, "title"),
            when=self.when,
            place=spot.place("when"),
            kind=self.kind,
            roles=spot.references("role", self.roles, "roles"),
            owner=spot.reference("role", self.owner, "owner"),
            details=spot.paragraphs(self.details, "details"),
            url=self.url,
            worksheet=spot.reference("worksheet", self.worksheet, "worksheet"),
            audience=self.audience,
            readers_at=spot.places(self.audience, "audience"),
        )


# Policies and questions ---------------------------------------------------------------------------


def _within(value: Any) -> tuple[int, str]:
    written = written_text(value)
    found = re.fullmatch(r"([1-9][0-9]{0,3}) ?(d|bd|w|m|h)", written.strip())
    if found is None:
        message = f'"{shortened(written)}" is no time to act within: write 2bd, 3d, 1w, 1m or 12h.'
        raise wrong("duration-format", message, "bd are working days, d days, w weeks, m months, h hours.")
    return int(found[1]), found[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfidentialityShape(Shape):
    noun: ClassVar[str] = "confidentiality policy"
    text_key: ClassVar[str] = "text"

    text: Words
    exceptions: Several = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationShape(Shape):
    noun: ClassVar[str] = "escalation step"

    when: Words
    contact: Words
    within: Annotated[tuple[int, str] | None, ReadBy(_within)] = None
    confidential: Switch = False

    def escalation(self, spot: Spot) -> Escalation:
        contact = Reference("contact", self.contact, spot.place("contact"))
        return Escalation(spot.text(self.when, "when"), contact, self.within, self.confidential)


def _chapter_or_url(value: Any) -> str:
    written = written_text(value).strip()
    return read_link(written) if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", written) else written


@dataclass(frozen=True, slots=True, kw_only=True)
class PoliciesShape(Shape):
    noun: ClassVar[str] = "policies"

    code_of_conduct: Annotated[str | None, ReadBy(_chapter_or_url)] = None
    confidentiality: ConfidentialityShape | None = None
    boundaries: Several = ()
    exit: Words | None = None
    publicity: Words | None = None
    data: Words | None = None
    safeguarding: Words | None = None
    escalation: tuple[EscalationShape, ...] = ()

    def policies(self, spot: Spot) -> Policies:
        secrecy = self.confidentiality
        return Policies(
            code_of_conduct=spot.reference("chapter", self.code_of_conduct, "code_of_conduct"),
            confidentiality=spot.paragraphs(secrecy.text if secrecy else None, "confidentiality", "text"),
            exceptions=spot.texts(secrecy.exceptions if secrecy else (), "confidentiality", "exceptions"),
            boundaries=spot.texts(self.boundaries, "boundaries"),
            exit=spot.paragraphs(self.exit, "exit"),
            publicity=spot.text(self.publicity, "publicity"),
            data=spot.paragraphs(self.data, "data"),
            safeguarding=spot.paragraphs(self.safeguarding, "safeguarding"),
            escalation=tuple(one.escalation(at) for one, at in spot.each("escalation", self.escalation)),
            place=spot.key_place(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionShape(Shape):
    noun: ClassVar[str] = "question"

    question: Annotated[Words, written_as("q")]
    answer: Annotated[Words, written_as("a")]


# Cohorts ------------------------------------------------------------------------------------------


def _start(value: Any) -> date | None:
    return None if written_text(value).strip().lower() == "tba" else read_timed(read_date)(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortFileShape(Shape):
    """A cohort in a file of its own, whose name is its id where it writes none."""

    noun: ClassVar[str] = "cohort"

    id: Id = ""
    title: Words | None = None
    start: Annotated[date | None, ReadBy(_start), meaning("a date, or tba")]
    end: Day | None = None
    weeks: Weeks | None = None
    timezone: Zone = ""
    status: Literal["auto", "draft", "cancelled", "archived"] = "auto"
    notice: Words | None = None

    def check(self) -> None:
        if self.start is not None and self.end is not None and self.end <= self.start:
            how = "the same day as" if self.end == self.start else "before"
            raise wrong("date-order", f"{{key}} {self.end} is {how} start {self.start}.", at=("end",))

    def cohort(self, spot: Spot, default_id: str = "") -> Cohort:
        return Cohort(
            id=self.id or default_id,
            start=self.start,
            place=spot.place(),
            title=spot.name(self.title, "title"),
            end=self.end,
            weeks=self.weeks,
            timezone=self.timezone,
            status=self.status,
            notice=spot.text(self.notice, "notice"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortShape(CohortFileShape):
    """A cohort inside its program."""

    id: Id


# Programs -----------------------------------------------------------------------------------------


def _phases_written(value: Any) -> Any:
    if value == "default":
        keys = ("id", "title", "from", "to")
        return [dict(zip(keys, phase, strict=True)) for phase in DEFAULT_PHASES]
    if isinstance(value, str):
        raise wrong("type", f"{{key}} must be a list, or default, got {got(value)}.")
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramShape(Shape):
    noun: ClassVar[str] = "program"

    id: Id = ""
    title: Words
    summary: Words | None = None
    kind: ProgramKind = "formal"
    format: ProgramFormat = "one-to-one"
    status: Literal["draft", "active", "paused", "retired"] = "active"
    notice: Words | None = None
    replaced_by: Words | None = None
    owner: Words | None = None
    outcomes: Several = ()
    overlaps: Switch = False
    roles: dict[RoleName, RoleShape] | None = None
    commitment: dict[Words, CommitmentShape] | None = None
    eligibility: Annotated[dict[Words, tuple[RuleShape, ...]], SKIP_EMPTY] | None = None
    duration: DurationShape | None = None
    phases: Annotated[tuple[PhaseShape, ...], BeforeValidator(_phases_written)] = ()
    timeline: tuple[EntryShape, ...] = ()
    checklists: Several = ()
    worksheets: Several = ()
    policies: PoliciesShape | None = None
    chapters: Several = ()
    faq: tuple[QuestionShape, ...] = ()
    cohorts: tuple[CohortShape, ...] = ()

    def check(self) -> None:
        if self.status in ("paused", "retired") and not self.notice:
            message = f'{{key}}: {self.status} needs "notice" so readers know what to do.'
            raise wrong("missing-key", message, at=("status",))

    def _phases(self, spot: Spot) -> tuple[Phase, ...]:
        phases = tuple(one.phase(at) for one, at in spot.each("phases", self.phases))
        if not isinstance(spot.written("phases"), str):
            return phases
        # The titles of our own phases are words of the interface.
        return tuple(replace(one, title=Text(one.title.plain, (Word(f"phase_{one.id}"),))) for one in phases)

    def program(self, spot: Spot, default_id: str) -> Program:
        return Program(
            id=self.id or default_id,
            title=spot.name(self.title, "title"),
            place=spot.place(),
            summary=spot.text(self.summary, "summary"),
            kind=self.kind,
            format=self.format,
            status=self.status,
            notice=spot.text(self.notice, "notice"),
            replaced_by=spot.reference("program", self.replaced_by, "replaced_by"),
            owner=spot.reference("contact", self.owner, "owner"),
            outcomes=spot.texts(self.outcomes, "outcomes"),
            overlaps=self.overlaps,
            roles=self._roles(spot),
            eligibility=self._eligibility(spot),
            duration=self.duration.duration() if self.duration else None,
            phases=self._phases(spot),
            timeline=tuple(one.milestone(at) for one, at in spot.each("timeline", self.timeline)),
            checklists=spot.references("checklist", self.checklists, "checklists"),
            worksheets=spot.references("worksheet", self.worksheets, "worksheets"),
            policies=self.policies.policies(spot.at("policies")) if self.policies else None,
            chapters=spot.references("chapter", self.chapters, "chapters"),
            questions=tuple(
                Question(at.text(one.question, "q"), at.paragraphs(one.answer, "a"))
                for one, at in spot.each("faq", self.faq)
            ),
            cohorts=tuple(one.cohort(at) for one, at in spot.each("cohorts", self.cohorts)),
        )

    def _roles(self, spot: Spot) -> tuple[Role, ...]:
        if not self.roles:
            # The words for these two come from the locale.
            kinds = ("mentor", "mentee")
            return tuple(
                Role(
                    one,
                    Text(one.capitalize(), (Word(f"one_{one}"),)),
                    one,
                    spot.place(),
                    plural=Text(f"{one.capitalize()}s", (Word(f"role_{one}"),)),
                    effort=self._effort(one, one, spot),
                )
                for one in kinds
            )
        return tuple(
            one.role(spot.at("roles", name), name, self._effort(name, one.kind, spot))
            for name, one in self.roles.items()
        )

    def _effort(self, name: str, kind: str, spot: Spot) -> Effort | None:
        for key in (name, kind):
            if self.commitment and key in self.commitment:
                one = self.commitment[key]
                return Effort(one.hours, one.per, spot.text(one.note, "commitment", key, "note"))
        return None

    def _eligibility(self, spot: Spot) -> tuple[Eligibility, ...]:
        return tuple(
            Eligibility(
                Reference("role", name, spot.key_place("eligibility", name)),
                tuple(one.rule(at) for one, at in spot.at("eligibility").each(name, rules)),
            )
            for name, rules in (self.eligibility or {}).items()
        )


# Reading ------------------------------------------------------------------------------------------


def read_program(text: str, path: str, default_id: str) -> tuple[Program | None, tuple[Problem, ...]]:
    """Return the program that a file holds, with the cohorts written in it, and what is wrong with it.

    Args:
        default_id: its id where it writes none.
    """
    tree, problems = load(text, path)
    if tree is None:
        return None, problems or (nothing_written("the program", path, 1),)
    problems = (
        *problems,
        *given_twice(tree, (("phases",), ("timeline",)), "entry"),
        *given_twice(tree, (("cohorts",),), "cohort"),
    )
    shape, misfits = read(ProgramShape, tree, "a program file")
    if shape is None:
        return None, (*problems, *misfits)
    spot = Spot(tree, _folder(path))
    program = shape.program(spot, default_id)
    return program, (
        *problems,
        *_missing_kinds(shape, spot),
        *_commitments(shape, program, spot),
        *_too_short(shape, spot),
    )


def read_cohort(text: str, path: str, default_id: str) -> tuple[Cohort | None, tuple[Problem, ...]]:
    """Return the cohort that a file of its own holds, and what is wrong with it; as `read_program`."""
    tree, problems = load(text, path)
    if tree is None:
        return None, problems or (nothing_written("the cohort", path, 1, "start"),)
    shape, misfits = read(CohortFileShape, tree, "a cohort file")
    if shape is None:
        return None, (*problems, *misfits)
    return shape.cohort(Spot(tree, _folder(path)), default_id), problems


def _folder(path: str) -> str:
    """Return the folder of a program's file below the content folder: `programs` or one inside it."""
    folders = path.split("/")[:-1]
    first = folders.index("programs") if "programs" in folders else len(folders)
    return "/".join(folders[first:])


def _missing_kinds(shape: ProgramShape, spot: Spot) -> Iterator[Problem]:
    if not shape.roles or shape.kind in ("peer", "training") or shape.format == "peer":
        return
    kinds = {role.kind for role in shape.roles.values()}
    for kind in ("mentor", "mentee"):
        if kind not in kinds:
            message = f"a {shape.format} program needs a role of kind {kind}."
            yield spot.key_problem("role-kinds", message, "roles")


def _commitments(shape: ProgramShape, program: Program, spot: Spot) -> Iterator[Problem]:
    """Yield a problem for hours of a role that is not there, and for hours that are given twice."""
    known = {name: role.id for role in program.roles for name in (role.kind, role.id)}
    for name in shape.commitment or {}:
        if name not in known:
            message = f'no role "{shortened(name)}" in this program. {did_you_mean(name, known)}'.rstrip()
            yield spot.at("commitment").key_problem("unknown-ref", message, name)
        elif shape.roles and name in shape.roles and shape.roles[name].hours:
            message = f'the hours of "{name}" are given here and under roles. Keep one.'
            yield spot.at("commitment").key_problem("conflict", message, name)


def _too_short(shape: ProgramShape, spot: Spot) -> Iterator[Problem]:
    weeks = shape.duration.weeks if shape.duration else DEFAULT_PHASES_FROM
    if isinstance(spot.written("phases"), str) and weeks < DEFAULT_PHASES_FROM:
        message = f"default is for programs of {DEFAULT_PHASES_FROM} weeks or more; this one has {weeks}."
        yield spot.problem("conflict", message, "phases", remedy="Write the phases as a list.")
