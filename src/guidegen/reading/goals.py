"""Fields for thinking something through: a goal, four boxes, and what was written elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, ClassVar, Final, Literal

from guidegen.model.activity import (
    Field,
    GoalField,
    GoalPart,
    Quadrant,
    QuadrantsField,
    Recalled,
    RecallField,
)
from guidegen.model.reference import Reference
from guidegen.reading.asking import FieldShape
from guidegen.reading.choices import OptionShape, check_told_apart, option_ids
from guidegen.reading.spots import Spot
from guidegen.reading.values import OneOrSeveral, Several, Words, is_id, shortened, whole, written_as, wrong

FRAMEWORKS: Final[Mapping[str, tuple[GoalPart, ...]]] = MappingProxyType(
    {
        "smart": (
            GoalPart("statement"),
            GoalPart("specific"),
            GoalPart("measurable"),
            GoalPart("achievable"),
            GoalPart("relevant"),
            GoalPart("time-bound", type="date"),
        ),
        "grow": (GoalPart("goal"), GoalPart("reality"), GoalPart("options"), GoalPart("way-forward")),
    }
)
"""The parts of a goal that come with its framework."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxShape(OptionShape):
    noun: ClassVar[str] = "box"

    prompts: Several = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuadrantsShape(FieldShape):
    tag: ClassVar[str] = "quadrants"

    type: Words = "quadrants"
    boxes: tuple[BoxShape, ...] = ()

    def check(self) -> None:
        if len(self.boxes) != 4:
            at = ("boxes",) if self.boxes else ()
            raise wrong("quadrants", f"quadrants needs exactly 4 boxes, got {len(self.boxes)}.", at=at)
        check_told_apart(self.boxes, "boxes")

    def field(self, spot: Spot) -> Field:
        each = zip(option_ids(self.boxes), spot.each("boxes", self.boxes), strict=True)
        boxes = tuple(
            Quadrant(name, at.text(one.label, "label"), at.texts(one.prompts, "prompts"))
            for name, (one, at) in each
        )
        return QuadrantsField(**self.common(spot), boxes=boxes)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartShape(OptionShape):
    noun: ClassVar[str] = "part"

    type: Literal["long_text", "date"] = "long_text"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalShape(FieldShape):
    tag: ClassVar[str] = "goal"

    type: Words = "goal"
    framework: Literal["smart", "grow", "custom"] = "smart"
    parts: tuple[PartShape, ...] = ()
    lines: Annotated[int, whole(1, 60)] = 2

    def check(self) -> None:
        if self.framework != "custom" and self.parts:
            message = f"the parts of a goal by {self.framework} are given; yours need framework: custom."
            raise wrong("conflict", message, at=("parts",))
        if self.framework == "custom" and not self.parts:
            raise wrong("missing-key", f'{self.called} is custom and needs "parts".')
        check_told_apart(self.parts, "parts")

    def field(self, spot: Spot) -> Field:
        each = zip(option_ids(self.parts), spot.each("parts", self.parts), strict=True)
        own = tuple(GoalPart(name, at.text(one.label, "label"), one.type) for name, (one, at) in each)
        return GoalField(
            **self.common(spot),
            framework=self.framework,
            parts=own or FRAMEWORKS[self.framework],
            lines=self.lines,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallShape(FieldShape):
    tag: ClassVar[str] = "recall"

    type: Words = "recall"
    sources: Annotated[OneOrSeveral, written_as("from")] = ()
    lines: Annotated[int, whole(1, 60)] = 3

    def check(self) -> None:
        for position, one in enumerate(self.sources):
            sheet, mark, field = one.partition("#")
            if not is_id(sheet) or (mark and not is_id(field)):
                message = (
                    f'"{shortened(one)}" names no sheet: write its id, or ID#FIELD for one of its fields.'
                )
                raise wrong("id-format", message, at=("from", position))

    def field(self, spot: Spot) -> Field:
        return RecallField(**self.common(spot), sources=tuple(self._recalled(spot)), lines=self.lines)

    def _recalled(self, spot: Spot) -> Iterator[Recalled]:
        alone = isinstance(spot.written("from"), str)
        for position, one in enumerate(self.sources):
            sheet, _, field = one.partition("#")
            place = spot.place("from") if alone else spot.place("from", position)
            yield Recalled(Reference("worksheet", sheet, place), field)
