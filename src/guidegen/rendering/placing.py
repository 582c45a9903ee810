"""Where words stand on a drawing, so that none of them touches another.

A drawing has one ruler of days.  Words hang on it by poles, in rows, each in the
first row where it meets neither other words nor their poles.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate, takewhile
from typing import Final, Literal, TypeAlias

WIDTH: Final = 680
"""From the first day to the last."""

EDGE: Final = 8
"""How far a drawing goes on beyond them."""

SIZE: Final = 13
"""Of words."""

LONGEST: Final = 300
"""How wide words may be; what is longer is cut."""

Side: TypeAlias = Literal["after", "before", "middle"]
Extent: TypeAlias = tuple[float, float]
"""From where to where something reaches."""


@dataclass(frozen=True, slots=True)
class Ruler:
    """Where a day lies on the drawing."""

    first: date
    days: int
    mirrored: bool

    def at(self, day: date) -> float:
        """Where a day begins."""
        passed = (day - self.first).days / self.days * WIDTH
        return WIDTH - passed if self.mirrored else passed

    def middle(self, day: date) -> float:
        return (self.at(day) + self.at(day + timedelta(days=1))) / 2

    def span(self, first: date, last: date) -> tuple[float, float]:
        """Left edge and width of a stretch of days, both meant."""
        edges = self.at(first), self.at(last + timedelta(days=1))
        return min(edges), abs(edges[1] - edges[0])

    def holds(self, day: date) -> bool:
        return self.first <= day < self.first + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Label:
    """Something with words beside it, on a pole."""

    x: float
    """Where its pole is."""

    words: str
    kind: str
    day: str = ""
    """Said before the words."""

    row: int = 0
    """Counted away from the bars."""

    side: Side = "after"
    """Of the pole, as people read."""

    @property
    def text(self) -> str:
        return f"{self.day} {self.words}" if self.day else self.words


def width_of(text: str, size: float) -> float:
    """Return about how wide a text is, rather too much than too little."""
    return size * sum(map(_width, text))


def _width(one: str) -> float:
    if unicodedata.east_asian_width(one) in "WF":
        return 1.05
    if unicodedata.combining(one):
        return 0
    if one in "iljtfrI.,:;'!|()[] ":
        return 0.36
    return 0.74 if one.isupper() or one in "mwMW" else 0.585


def shortened(label: Label) -> Label:
    """Return a label that is not too long to be drawn."""
    if width_of(label.text, SIZE) <= LONGEST:
        return label
    room = LONGEST - width_of(f"{label.day} …", SIZE)
    widths = accumulate(width_of(one, SIZE) for one in label.words)
    fitting = sum(1 for _ in takewhile(lambda wide: wide <= room, widths))
    return replace(label, words=f"{label.words[:fitting].rstrip()}…")


def _extent(label: Label, ruler: Ruler) -> Extent:
    """Return from where to where a mark and its words reach."""
    wide = width_of(label.text, SIZE)
    if label.side == "middle":
        half = max(10, wide / 2 + 4)
        return label.x - half, label.x + half
    to_the_left = (label.side == "before") != ruler.mirrored
    return (label.x - wide - 20, label.x + 10) if to_the_left else (label.x - 10, label.x + wide + 20)


def placed(labels: Sequence[Label], ruler: Ruler, sides: Sequence[Side]) -> list[Label]:
    """Return labels, each in the first row where it meets neither words nor poles.

    Those that are read last go first, so that the poles of earlier ones pass beside their
    words.  Words that would leave the drawing stand on another side; of them, it depends
    whether they had better go first or last.
    """
    sided = [_inside(one, ruler, sides) for one in labels]
    late_first = sorted(sided, key=lambda one: one.x, reverse=not ruler.mirrored)
    edge_last = sorted(late_first, key=lambda one: one.side != sides[0])
    found = [_in_rows(order, ruler) for order in (late_first, edge_last)]
    return min(found, key=lambda one: (one[0], rows_of(one[1])))[1]


def _inside(label: Label, ruler: Ruler, sides: Sequence[Side]) -> Label:
    """Return a label on the first side on which it stays within the drawing."""
    for side in sides:
        left, right = _extent(sided := replace(label, side=side), ruler)
        if left >= -EDGE and right <= WIDTH + EDGE:
            return sided
    return replace(label, side=sides[0])


def _in_rows(labels: Iterable[Label], ruler: Ruler) -> tuple[int, list[Label]]:
    """Return labels in rows, and how many of them meet something all the same."""
    there: list[tuple[Label, Extent]] = []
    meeting = 0
    for label in labels:
        extent, lowest = _extent(label, ruler), rows_of(one for one, _ in there)
        free = (row for row in range(lowest + 1) if _is_free(replace(label, row=row), extent, there))
        row = next(free, None)
        meeting += row is None
        there.append((replace(label, row=lowest if row is None else row), extent))
    return meeting, [one for one, _ in there]


def _is_free(label: Label, extent: Extent, there: Iterable[tuple[Label, Extent]]) -> bool:
    for other, reach in there:
        if other.row == label.row and extent[0] < reach[1] and reach[0] < extent[1]:
            return False
        same_pole = abs(other.x - label.x) < 0.1
        if other.row < label.row and reach[0] < label.x < reach[1] and not same_pole:
            return False
        if other.row > label.row and extent[0] < other.x < extent[1] and not same_pole:
            return False
    return True


def rows_of(labels: Iterable[Label]) -> int:
    return max((one.row + 1 for one in labels), default=0)
