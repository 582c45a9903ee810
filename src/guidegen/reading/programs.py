"""Programs: who takes part, how pairs come about, and what holds for everyone.

What a program names in other files (sheets, chapters, contacts) is kept as
written: whether it is there is a question for the whole handbook.  What it says
about itself (roles, the order of things, what must not contradict) is seen here.
Its plan is read in `plans` and `meetings`, its runs in `cohorts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar, Final, Literal, TypeAlias

from pydantic import BeforeValidator

from guidegen.model.nearest import did_you_mean
from guidegen.model.plan import Phase
from guidegen.model.problem import Problem
from guidegen.model.program import (
    PROGRAM_FORMATS,
    PROGRAM_KINDS,
    Criterion,
    Duration,
    Effort,
    Eligibility,
    Escalation,
    Form,
    Matching,
    Policies,
    Program,
    Question,
    Role,
)
from guidegen.model.prose import Text, Word
from guidegen.model.reference import Reference
from guidegen.reading.cohorts import CohortShape, Weeks, folder_of, twice_in_cohort
from guidegen.reading.meetings import AgendaShape, MeetingShape, twice_in_meetings
from guidegen.reading.packets import PacketInProgramShape
from guidegen.reading.plans import EntryShape, PhaseShape, SurveyShape
from guidegen.reading.roles import CommitmentShape, RoleName, RoleShape, RuleShape
from guidegen.reading.schema import Shape, nothing_written, read
from guidegen.reading.spots import Spot, given_twice, length_at
from guidegen.reading.values import (
    SKIP_EMPTY,
    Also,
    Id,
    Part,
    ReadBy,
    Several,
    Switch,
    Timing,
    Words,
    got,
    number,
    one_of,
    read_link,
    shortened,
    whole,
    written_as,
    written_text,
    wrong,
)
from guidegen.reading.yaml import Tree, load

ProgramKind: TypeAlias = Annotated[str, one_of(PROGRAM_KINDS)]
ProgramFormat: TypeAlias = Annotated[str, one_of(PROGRAM_FORMATS)]


DEFAULT_PHASES: Final = (
    ("prepare", "Prepare", "start - 12w", "week 0"),
    ("launch", "Launch", "week 1", "week 2"),
    ("work", "Work", "week 3", "end - 2w"),
    ("close", "Close", "end - 13d", "end + 2w"),
)
"""The id, title, first and last days of each phase of ``phases: default``."""

DEFAULT_PHASES_FROM: Final = 6
"""How many weeks a program lasts at least that has these phases."""


# Matching -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionShape(Shape):
    noun: ClassVar[str] = "criterion"
    text_key: ClassVar[str] = "label"

    label: Words
    weight: Part | None = None
    note: Words | None = None

    def criterion(self, spot: Spot) -> Criterion:
        return Criterion(spot.text(self.label, "label"), self.weight, spot.text(self.note, "note"))


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSizeShape(Shape):
    """How many belong together."""

    noun: ClassVar[str] = "capacity"
    example: ClassVar[str] = "{max_mentees_per_mentor: 2}"

    max_mentees_per_mentor: Annotated[int, whole(1)] | None = None
    min_group: Annotated[int, whole(1)] | None = None
    max_group: Annotated[int, whole(1)] | None = None

    def check(self) -> None:
        least, most = self.min_group, self.max_group
        if least is not None and most is not None and least > most:
            message = f"{{key}} must be {most} or less, as max_group says, got {least}."
            raise wrong("number", message, at=("min_group",))


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingShape(Shape):
    noun: ClassVar[str] = "matching"
    example: ClassVar[str] = "{method: coordinator, criteria: [Goals, Time zone]}"

    method: Literal["self", "coordinator", "mentor-choice", "hybrid"] | None = None
    criteria: tuple[CriterionShape, ...] = ()
    form: Annotated[dict[Words, Words], SKIP_EMPTY] | None = None
    preferences_max: Annotated[int, whole(1)] | None = None
    no_fault_exit: Words | None = None
    rematch_window: Timing | None = None
    capacity: GroupSizeShape | None = None
    announce: Words | None = None

    def check(self) -> None:
        weights = [one.weight for one in self.criteria if one.weight is not None]
        if weights and abs(sum(weights) - 1) > 0.001:
            message = f"matching weights add up to {round(sum(weights), 3):g}, not 1."
            raise wrong("weights", message, at=("criteria",))

    def matching(self, spot: Spot) -> Matching:
        size = self.capacity or GroupSizeShape()
        return Matching(
            place=spot.key_place(),
            method=self.method,
            criteria=tuple(one.criterion(at) for one, at in spot.each("criteria", self.criteria)),
            forms=tuple(
                Form(
                    Reference("role", role, spot.key_place("form", role)),
                    Reference("worksheet", sheet, spot.place("form", role)),
                )
                for role, sheet in (self.form or {}).items()
            ),
            preferences_max=self.preferences_max,
            no_fault_exit=spot.text(self.no_fault_exit, "no_fault_exit"),
            rematch_window=self.rematch_window,
            max_mentees_per_mentor=size.max_mentees_per_mentor,
            min_group=size.min_group,
            max_group=size.max_group,
            announce=spot.reference("milestone", self.announce, "announce"),
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
    within: Annotated[tuple[int, str] | None, ReadBy(_within, "amount of time")] = None
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

    code_of_conduct: Annotated[str | None, ReadBy(_chapter_or_url, "chapter or address")] = None
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


# Programs -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class DurationShape(Shape):
    noun: ClassVar[str] = "duration"
    example: ClassVar[str] = "{weeks: 16}"

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
    order: Annotated[float, number()] | None = None
    outcomes: Several = ()
    overlaps: Switch = False
    roles: dict[RoleName, RoleShape] | None = None
    commitment: dict[Words, CommitmentShape] | None = None
    eligibility: Annotated[dict[Words, tuple[RuleShape, ...]], SKIP_EMPTY] | None = None
    duration: DurationShape | None = None
    phases: Annotated[tuple[PhaseShape, ...], BeforeValidator(_phases_written), Also("`default`")] = ()
    timeline: tuple[EntryShape, ...] = ()
    meetings: tuple[MeetingShape, ...] = ()
    agendas: tuple[AgendaShape, ...] = ()
    evaluation: tuple[SurveyShape, ...] = ()
    matching: MatchingShape | None = None
    checklists: Several = ()
    worksheets: Several = ()
    policies: PoliciesShape | None = None
    chapters: Several = ()
    faq: tuple[QuestionShape, ...] = ()
    packets: tuple[PacketInProgramShape, ...] = ()
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
            order=self.order,
            outcomes=spot.texts(self.outcomes, "outcomes"),
            overlaps=self.overlaps,
            roles=self._roles(spot),
            eligibility=self._eligibility(spot),
            duration=self.duration.duration() if self.duration else None,
            phases=self._phases(spot),
            timeline=tuple(one.milestone(at) for one, at in spot.each("timeline", self.timeline)),
            meetings=tuple(one.meeting(at) for one, at in spot.each("meetings", self.meetings)),
            agendas=tuple(one.agenda(at) for one, at in spot.each("agendas", self.agendas)),
            surveys=tuple(one.survey(at) for one, at in spot.each("evaluation", self.evaluation)),
            matching=self.matching.matching(spot.at("matching")) if self.matching else None,
            checklists=spot.references("checklist", self.checklists, "checklists"),
            worksheets=spot.references("worksheet", self.worksheets, "worksheets"),
            policies=self.policies.policies(spot.at("policies")) if self.policies else None,
            chapters=spot.references("chapter", self.chapters, "chapters"),
            questions=tuple(
                Question(at.text(one.question, "q"), at.paragraphs(one.answer, "a"))
                for one, at in spot.each("faq", self.faq)
            ),
            packets=tuple(one.packet(at) for one, at in spot.each("packets", self.packets)),
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
        *given_twice(tree, (("phases",), ("timeline",), ("meetings",)), "entry"),
        *given_twice(tree, (("agendas",),), "agenda"),
        *given_twice(tree, (("evaluation",),), "survey"),
        *given_twice(tree, (("cohorts",),), "cohort"),
        *twice_in_meetings(tree, ("meetings",)),
        *_twice_in_cohorts(tree),
    )
    shape, misfits = read(ProgramShape, tree, "a program file")
    if shape is None:
        return None, (*problems, *misfits)
    spot = Spot(tree, folder_of(path))
    program = shape.program(spot, default_id)
    return program, (
        *problems,
        *_missing_kinds(shape, spot),
        *_commitments(shape, program, spot),
        *_too_short(shape, spot),
    )


def _twice_in_cohorts(tree: Tree) -> Iterator[Problem]:
    for at in range(length_at(tree, ("cohorts",))):
        yield from twice_in_cohort(tree, ("cohorts", at))


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
