"""Fields in which one chooses: among options, on a scale, row by row, or in what order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import BeforeValidator

from guidegen.model.activity import (
    ChoiceField,
    Field,
    GridField,
    MultiChoiceField,
    Option,
    Point,
    RankingField,
    ScaleField,
)
from guidegen.model.nearest import did_you_mean
from guidegen.model.problem import NOWHERE, Place, Problem, problem
from guidegen.model.url import id_of_words, own_ids
from guidegen.reading.asking import FieldShape
from guidegen.reading.markdown import inline
from guidegen.reading.schema import Shape
from guidegen.reading.spots import Spot
from guidegen.reading.values import Id, Switch, Words, got, shortened, whole, wrong

_Point: TypeAlias = Annotated[int, whole(-1000, 1000, slug="scale")]


def _by_point(value: Any) -> Any:
    if not isinstance(value, dict):
        remedy = "Write before each label which point it is for, e.g. labels: {1: Bad, 5: Good}"
        raise wrong("type", f"{{key}} must say which point each is for, got {got(value)}.", remedy)
    return value


_Labels: TypeAlias = Annotated[dict[_Point, Words], BeforeValidator(_by_point)]

_OTHER = "other"
_NOT_APPLICABLE = "not-applicable"
_MOST_ROWS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionShape(Shape):
    noun: ClassVar[str] = "option"
    text_key: ClassVar[str] = "label"

    label: Words
    id: Id = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowShape(OptionShape):
    noun: ClassVar[str] = "row"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceShape(FieldShape):
    tag: ClassVar[str] = "choice"

    type: Words = "choice"
    options: tuple[OptionShape, ...] = ()
    other: Switch = False
    layout: Literal["row", "column"] = "row"

    def check(self) -> None:
        check_options(self.called, self.options)
        _check_other(self.called, self.options, other=self.other)

    def beginning(self) -> str:
        return _chosen(self.default, self.options, other=self.other)

    def field(self, spot: Spot) -> Field:
        options = read_options(self.options, spot, "options")
        return ChoiceField(**self.common(spot), options=options, other=self.other, layout=self.layout)


@dataclass(frozen=True, slots=True, kw_only=True)
class MultiChoiceShape(FieldShape):
    tag: ClassVar[str] = "multi_choice"

    type: Words = "multi_choice"
    options: tuple[OptionShape, ...] = ()
    other: Switch = False
    layout: Literal["row", "column"] = "row"
    min: Annotated[int, whole(0)] | None = None
    max: Annotated[int, whole(1)] | None = None

    def check(self) -> None:
        check_options(self.called, self.options)
        _check_other(self.called, self.options, other=self.other)
        count = len(self.options) + self.other
        most = count if self.max is None else self.max
        if most > count:
            raise wrong("number", f"{{key}} must be {count} or less, the number of options.", at=("max",))
        if (self.min or 0) > most:
            raise wrong("number", f"{{key}} must be {most} or less, got {self.min}.", at=("min",))

    def beginning(self) -> str:
        return _chosen(self.default, self.options, other=self.other)

    def field(self, spot: Spot) -> Field:
        return MultiChoiceField(
            **self.common(spot),
            options=read_options(self.options, spot, "options"),
            other=self.other,
            layout=self.layout,
            min=self.min,
            max=self.max,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleShape(FieldShape):
    tag: ClassVar[str] = "scale"
    other_names: ClassVar[Mapping[str, str]] = MappingProxyType(
        {**FieldShape.other_names, "from": "min", "to": "max", "steps": "max"}
    )

    type: Words = "scale"
    min: _Point = 1
    max: _Point = 5
    labels: _Labels | None = None
    not_applicable: Switch = False

    def check(self) -> None:
        _check_points(self.min, self.max, self.labels or {})

    def beginning(self) -> str:
        if self.default == _NOT_APPLICABLE and self.not_applicable:
            return self.default
        if self.default not in map(str, range(self.min, self.max + 1)):
            message = (
                f'there is no point "{shortened(self.default)}" on a scale from {self.min} to {self.max}.'
            )
            raise wrong("scale", message, at=("default",))
        return self.default

    def field(self, spot: Spot) -> Field:
        points = _points(self.min, self.max, self.labels or {}, spot)
        return ScaleField(**self.common(spot), points=points, not_applicable=self.not_applicable)


@dataclass(frozen=True, slots=True, kw_only=True)
class GridShape(FieldShape):
    tag: ClassVar[str] = "grid"

    type: Words = "grid"
    rows: tuple[RowShape, ...]
    columns: tuple[OptionShape, ...] = ()
    min: _Point | None = None
    max: _Point | None = None
    labels: _Labels | None = None
    not_applicable: Switch = False

    def check(self) -> None:
        check_rows(self.called, self.rows, "rows")
        if not self.columns:
            _check_points(*self._ends(), self.labels or {})
            return
        for key in ("min", "max", "labels"):
            if getattr(self, key) is not None:
                message = f"{self.called} has columns, or the points of a scale, not both."
                raise wrong("conflict", message, at=(key,))
        check_options(self.called, self.columns, "columns", "column")
        if self.not_applicable and _NOT_APPLICABLE in option_ids(self.columns):
            message = f'{self.called} has a column "{_NOT_APPLICABLE}", and not_applicable: yes. Keep one.'
            raise wrong("options", message, at=("columns",))

    def _ends(self) -> tuple[int, int]:
        return 1 if self.min is None else self.min, 5 if self.max is None else self.max

    def field(self, spot: Spot) -> Field:
        columns = read_options(self.columns, spot, "columns") or tuple(
            Option(str(point.value), point.label) for point in _points(*self._ends(), self.labels or {}, spot)
        )
        return GridField(
            **self.common(spot),
            rows=read_options(self.rows, spot, "rows"),
            columns=columns,
            numbered=not self.columns,
            not_applicable=self.not_applicable,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingShape(FieldShape):
    tag: ClassVar[str] = "ranking"

    type: Words = "ranking"
    options: tuple[OptionShape, ...] = ()
    top: Annotated[int, whole(1)] | None = None

    def check(self) -> None:
        check_options(self.called, self.options)
        if (self.top or 1) > len(self.options):
            message = f"{{key}} must be {len(self.options)} or less, the number of options."
            raise wrong("number", message, at=("top",))

    def field(self, spot: Spot) -> Field:
        options = read_options(self.options, spot, "options")
        return RankingField(**self.common(spot), options=options, top=self.top or len(options))


# Options and rows


def check_options(
    name: str, options: Sequence[OptionShape], key: str = "options", noun: str = "option"
) -> None:
    """Raise `wrong` where there is nothing to choose from, or the same twice."""
    if len(options) < 2:
        raise wrong("options", f"{name} needs at least 2 {noun}s.", f"Write {key}: [Yes, No]")
    seen: set[str] = set()
    for position, one in enumerate(options):
        for called in (f'{noun} "{shortened(one.label)}"', f'{noun} id "{one.id}"' if one.id else ""):
            if called and called in seen:
                raise wrong("options", f"{name} has the {called} twice.", at=(key, position))
            seen.add(called)


def check_rows(name: str, rows: Sequence[RowShape], key: str) -> None:
    """Raise `wrong` where there are no rows, too many, or two that could not be told apart."""
    if not 1 <= len(rows) <= _MOST_ROWS:
        raise wrong("table", f"{name} must have between 1 and {_MOST_ROWS} rows, got {len(rows)}.", at=(key,))
    check_told_apart(rows, key)


def check_told_apart(shapes: Sequence[OptionShape], key: str) -> None:
    """Raise `wrong` where two rows, boxes or parts under a key have one id, or the same words and no id."""
    seen: set[str] = set()
    for position, one in enumerate(shapes):
        called = one.id or one.label
        if called in seen:
            message = f'{one.noun} "{shortened(called)}" is given twice.'
            remedy = "Write other words, or an id for each."
            raise wrong("duplicate-id", message, remedy, at=(key, position))
        seen.add(called)


def option_ids(shapes: Sequence[OptionShape]) -> list[str]:
    """Return the id of each option or row: as written, else made from its words."""
    wanted = zip(_wanted_ids(shapes), shapes, strict=True)
    return own_ids((name, bool(one.id)) for name, one in wanted)


def _wanted_ids(shapes: Sequence[OptionShape]) -> list[str]:
    return [one.id or id_of_words(inline(one.label, NOWHERE).plain) for one in shapes]


def read_options(shapes: Sequence[OptionShape], spot: Spot, key: str) -> tuple[Option, ...]:
    """Return the options or rows under a key, each with an id of its own."""
    ids = option_ids(shapes)
    each = zip(ids, spot.each(key, shapes), strict=True)
    return tuple(Option(name, at.text(one.label, "label")) for name, (one, at) in each)


def ambiguous(noun: str, wanted: str, own: str, place: Place) -> Problem:
    """Return the warning for what shares its words with another, and so got another id than it *wanted*."""
    message = f'another {noun} goes by "{wanted}" as well; this one is called "{own}" now.'
    remedy = "Write an id for each, so that answers stay where they are when the order changes."
    return problem("ambiguous-item", message, place, remedy)


def ambiguous_options(shape: Shape, spot: Spot) -> Iterator[Problem]:
    """Yield a warning for each option, row, box or part of a field whose id its order decides."""
    for key in (one.name for one in fields(shape)):
        value = getattr(shape, key)
        entries = value if isinstance(value, tuple) else ()
        options = [one for one in entries if isinstance(one, OptionShape)]
        ids = list(zip(options, _wanted_ids(options), option_ids(options), strict=True))
        shared = Counter(wanted for one, wanted, _ in ids if not one.id)
        for number, (one, wanted, own) in enumerate(ids):
            if wanted != own and shared[wanted] > 1:
                yield ambiguous(one.noun, wanted, own, spot.place(key, number))
        for entry, at in spot.each(key, entries):
            if isinstance(entry, Shape):
                yield from ambiguous_options(entry, at)


def _check_other(name: str, options: Sequence[OptionShape], *, other: bool) -> None:
    if other and _OTHER in option_ids(options):
        at = ("options", option_ids(options).index(_OTHER))
        raise wrong("options", f'{name} has an option "{_OTHER}", and other: yes. Keep one.', at=at)


def _chosen(written: str, options: Sequence[OptionShape], *, other: bool) -> str:
    """Return the id of the option that is written as a default, by its id or its words."""
    ids = option_ids(options)
    by_label = {one.label: name for one, name in zip(options, ids, strict=True)}
    if written in ids:
        return written
    if written in by_label:
        return by_label[written]
    if other and written.startswith("other:") and written.removeprefix("other:").strip():
        return f"other:{written.removeprefix('other:').strip()}"
    meant = did_you_mean(written, [*ids, *by_label])
    raise wrong("options", f'there is no option "{shortened(written)}". {meant}'.rstrip(), at=("default",))


# Points of a scale


def _check_points(low: int, high: int, labels: Mapping[int, str]) -> None:
    if low >= high:
        raise wrong("scale", f"a scale must go up, got {low} to {high}.")
    if high - low > 10:
        raise wrong("scale", f"a scale has at most 11 points, got {high - low + 1} ({low} to {high}).")
    for value in labels:
        if not low <= value <= high:
            message = f"there is no point {value} on a scale from {low} to {high}."
            raise wrong("scale", message, at=("labels", str(value)))


def _points(low: int, high: int, labels: Mapping[int, str], spot: Spot) -> tuple[Point, ...]:
    return tuple(
        Point(value, spot.text(labels.get(value), "labels", str(value))) for value in range(low, high + 1)
    )
