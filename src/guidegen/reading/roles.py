"""Roles as they are written: what people do, how much time it takes, and what they need to take part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Literal, TypeAlias

from guidegen.model.program import ROLE_KINDS, Effort, Role, Rule
from guidegen.reading.schema import Shape
from guidegen.reading.spots import Spot
from guidegen.reading.values import (
    Color,
    ReadBy,
    Several,
    Switch,
    Timing,
    Words,
    meaning,
    number,
    one_of,
    read_id,
    whole,
    written_as,
    wrong,
)

RoleKind: TypeAlias = Annotated[str, one_of(ROLE_KINDS), meaning(", ".join(ROLE_KINDS))]
Hours: TypeAlias = Annotated[float, number(above=0)]


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
    example: ClassVar[str] = "{label: Mentor, kind: mentor}"
    example_key: ClassVar[str] = "mentor"

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
    color: Color = ""

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
            color=self.color,
            training=spot.references("chapter", self.training, "training"),
            contact=spot.reference("contact", self.contact, "contact"),
        )


_TAKEN: Final = {
    "cohorts": "its page would lie where the cohorts are",
    "calendar": "its calendars would lie where those for everyone are",
}


def _role_name(value: Any) -> str:
    name = read_id(value)
    if name in _TAKEN:
        raise wrong("id-format", f'no role can be called "{name}": {_TAKEN[name]}.')
    return name


RoleName: TypeAlias = Annotated[str, ReadBy(_role_name, "role")]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleShape(Shape):
    noun: ClassVar[str] = "rule"
    text_key: ClassVar[str] = "text"

    text: Words
    required: Switch = True
    evidence: Words | None = None
    applies_from: Timing | None = None

    def rule(self, spot: Spot) -> Rule:
        return Rule(
            text=spot.text(self.text, "text"),
            required=self.required,
            evidence=spot.text(self.evidence, "evidence"),
            applies_from=self.applies_from,
            place=spot.place("applies_from") if self.applies_from is not None else spot.place(),
        )
