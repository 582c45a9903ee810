"""A program drawn as a timeline: phases as bars, what is due as marks, weeks underneath.

Everything lies on one ruler of days.  Names that do not fit into their bar stand
above it, marks hang below it, each in the first row where it touches nothing.
Where that would take many rows, marks have numbers, and a list under the drawing
says what they are.

Shapes tell the kinds apart, so black on white is enough: colours are the business
of ``schedule.css``, and what is said in attributes here holds without it.  The
drawing has no ids, and nothing in it is to be found nowhere else on the page.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from babel.dates import format_skeleton
from markupsafe import Markup, escape

from guidegen.model.cohort import Break, Cohort, Event, Schedule
from guidegen.model.program import Program
from guidegen.model.reference import Reference
from guidegen.rendering.events import cohort_name, event_title
from guidegen.rendering.times import Say, short_day
from guidegen.rendering.words import direction_of, locale_of

WIDTH: Final = 680
SIZE: Final = 13
"""Of the text of marks."""

ROW: Final = 21
NUMBERED_ROW: Final = 34
BAR: Final = 34
BAR_SIZE: Final = 16
EDGE: Final = 8
"""How far the drawing goes on beyond its first and last day."""

MANY_ROWS: Final = 8
"""Marks that need more rows than these are numbered."""

LONGEST: Final = 300
"""How wide a name may be; what is longer is cut."""

_SHAPES: Final = {
    "milestone": "milestone",
    "event": "event",
    "deadline": "deadline",
    "payment": "payment",
    "release": "release",
    "window": "window",
    "application-opens": "release",
    "application-closes": "deadline",
    "application-decision": "milestone",
    "survey-opens": "release",
    "survey-due": "deadline",
}
"""How each kind of event is drawn, meetings and phases aside."""

_OUTLINES: Final = {
    "milestone": '<circle class="mark" r="5" fill="white" stroke="black" stroke-width="2"/>',
    "event": '<path class="mark" d="M-5-5h10v10h-10z" fill="white" stroke="black" stroke-width="2"/>',
    "deadline": '<path class="mark due" d="M0-7l7 7-7 7-7-7z"/>',
    "payment": '<circle class="mark" r="6" fill="white" stroke="black" stroke-width="1.500"/>'
    '<circle r="2" fill="currentColor"/>',
    "release": '<path class="mark" d="M0-6l6 10h-12z" fill="white" stroke="black" stroke-width="2"/>',
    "window": '<path class="mark" d="M-6-5v10M6-5v10M-6 0h12" fill="none" stroke="black" stroke-width="2"/>',
    "meeting": '<path class="tick" d="M0-5v10" stroke="black" stroke-width="1.500"/>',
    "meeting_week": '<path class="tick" d="M-7 4h14" stroke="black" stroke-width="1.500"/>',
    "break": '<path class="hatch" d="M-7 4l8-8M-1 5l8-8" stroke="#555"/>',
}

TIMELINE_KEYS: Final = (
    "timeline.of",
    "timeline.below",
    "timeline.today",
    "timeline.week",
    *(f"timeline.{shape}" for shape in _OUTLINES),
)
"""The words of the locale that are used here."""


_Side: TypeAlias = Literal["after", "before", "middle"]
_Extent: TypeAlias = tuple[float, float]
"""From where to where something reaches."""


@dataclass(frozen=True, slots=True)
class _Ruler:
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
class _Label:
    """Something with words beside it, on a pole."""

    x: float
    """Where its pole is."""

    words: str
    kind: str
    day: str = ""
    """Said before the words."""

    row: int = 0
    """Counted away from the bars."""

    side: _Side = "after"
    """Of the pole, as people read."""

    @property
    def text(self) -> str:
        return f"{self.day} {self.words}" if self.day else self.words


def draw_timeline(program: Program | Reference, run: Cohort | Schedule, say: Say, language: str) -> Markup:
    """Return a drawing of a cohort, or of a schedule on sample days: then weeks alone are named.

    Empty where there are neither phases nor weeks nor anything with a day.
    """
    cohort = run if isinstance(run, Cohort) else None
    schedule = run if isinstance(run, Schedule) else run.schedule
    happening = [one for one in schedule.events if one.days is not None and one.state == "planned"]
    ruler = _ruler(happening, schedule, language)
    if ruler is None:
        return Markup()
    breaks = [one for one in cohort.breaks if ruler.holds(one.first)] if cohort else []
    phases = [one for one in happening if one.kind == "phase"]
    meetings = [one for one in happening if one.kind == "meeting" and ruler.holds(_first(one))]
    marks = _marks(happening, ruler, say, language if cohort else "")
    below, numbered = _placed([_cut(one) for one in marks], ruler, ("after", "before")), False
    if _rows(below) > MANY_ROWS:
        numbers = [replace(one, words=str(at), day="") for at, one in enumerate(marks, 1)]
        below, numbered = _placed(numbers, ruler, ("middle",)), True
    above = _placed(
        [*_names_outside(phases, ruler), *_names_of(breaks, ruler)], ruler, ("middle", "after", "before")
    )

    top = -12 if cohort else 0
    months_end = 20 if cohort else 2
    bars_begin = months_end + (ROW * _rows(above) + 8 if above else 4)
    bars_end = bars_begin + (BAR + 4) * len(_lanes(phases))
    weeks_begin = bars_end + (16 if meetings else 4)
    weeks_end = weeks_begin + 20
    row = NUMBERED_ROW if numbered else ROW
    key, height = _key(_shapes(marks, meetings, breaks), weeks_end + row * _rows(below) + 8, say, ruler)
    parts = (
        *(_months(ruler, language, months_end, weeks_begin) if cohort else ()),
        *_bars(phases, ruler, bars_begin),
        *(_hatched(ruler, one, bars_begin - 4, weeks_begin) for one in breaks),
        *_standing(above, bars_begin),
        *_ticks(meetings, ruler, bars_end),
        *_weeks(schedule, ruler, weeks_begin, say),
        *_hanging(below, ruler, weeks_end, row),
        *key,
        *([_today(say, weeks_begin)] if cohort else ()),
    )
    title = f"{program.title.plain}, {cohort_name(cohort)}" if cohort else program.title.plain
    name, wide, tall = say("timeline.of", name=title), WIDTH + 2 * EDGE, _n(height - top)
    drawing = (
        f'<svg viewBox="-{EDGE} {top} {wide} {tall}" width="{wide}" height="{tall}" role="img"'
        f' aria-label="{escape(name)} {escape(say("timeline.below"))}"'
        f' direction="{"rtl" if ruler.mirrored else "ltr"}" font-size="{SIZE}" fill="currentColor"'
        f"{_days_of(ruler) if cohort else ''}>"
    )
    listed = "".join(f"<li>{escape(one.text)}</li>" for one in marks) if numbered else ""
    return Markup(
        f'<div class="timeline" role="group" tabindex="0" aria-label="{escape(name)}">\n'
        + "\n".join((drawing, *parts, "</svg>\n</div>\n"))
        + (f'<ol class="timeline-legend">{listed}</ol>\n' if listed else "")
    )


# What is drawn


def _ruler(events: Sequence[Event], schedule: Schedule, language: str) -> _Ruler | None:
    """Return a ruler for phases, weeks and what is near them; what is far away would make all of it small."""
    every = [(_first(one), _last(one)) for one in events]
    core = [
        *((_first(one), _last(one)) for one in events if one.kind == "phase"),
        *((week.first, week.last) for week in schedule.weeks),
    ] or every
    if not core:
        return None
    first, last = min(one for one, _ in core), max(one for _, one in core)
    margin = timedelta(days=max(14, (last - first).days // 4))
    near = [days for days in (*core, *every) if days[0] >= first - margin and days[1] <= last + margin]
    begins = min(one for one, _ in near)
    days = (max(one for _, one in near) - begins).days + 2
    return _Ruler(begins, days, direction_of(language) == "rtl")


def _days_of(ruler: _Ruler) -> str:
    """Return what the script needs to find the place of today."""
    left, right = (WIDTH, 0) if ruler.mirrored else (0, WIDTH)
    return f' data-from="{ruler.first}" data-days="{ruler.days}" data-left="{left}" data-right="{right}"'


def _first(event: Event) -> date:
    assert event.days is not None
    return event.days.first


def _last(event: Event) -> date:
    assert event.days is not None
    return event.days.last


def _marks(events: Iterable[Event], ruler: _Ruler, say: Say, language: str) -> list[_Label]:
    """Return what hangs below the weeks, earliest first; *language* is that of dates, empty for none.

    Applications of several roles that open or close on one day are one mark.
    """
    alike: dict[tuple[str, date, str], list[Event]] = {}
    for one in events:
        if one.kind in _SHAPES and ruler.holds(_first(one)):
            own = "" if one.kind.startswith("application") else one.id
            alike.setdefault((one.kind, _first(one), own), []).append(one)
    return [
        _Label(
            ruler.middle(day),
            event_title(_together(ones), say),
            _SHAPES[kind],
            short_day(day, language) if language else "",
        )
        for (kind, day, _), ones in alike.items()
    ]


def _together(events: Sequence[Event]) -> Event:
    names = ", ".join(dict.fromkeys(one.title.plain for one in events))
    return replace(events[0], title=replace(events[0].title, plain=names))


def _lanes(phases: Iterable[Event]) -> list[list[Event]]:
    """Return phases row by row; those of one row do not overlap."""
    lanes: list[list[Event]] = []
    for one in phases:
        lane = next((lane for lane in lanes if _last(lane[-1]) < _first(one)), None)
        if lane is None:
            lanes.append([one])
        else:
            lane.append(one)
    return lanes


def _fits(phase: Event, ruler: _Ruler) -> bool:
    return width_of(phase.title.plain, BAR_SIZE) + 16 <= ruler.span(_first(phase), _last(phase))[1]


def _names_outside(phases: Iterable[Event], ruler: _Ruler) -> Iterator[_Label]:
    """Yield the names of phases that do not fit into their bar."""
    for one in phases:
        if not _fits(one, ruler):
            left, width = ruler.span(_first(one), _last(one))
            yield _cut(_Label(left + width / 2, one.title.plain, "phase"))


def _names_of(breaks: Iterable[Break], ruler: _Ruler) -> Iterator[_Label]:
    for one in breaks:
        left, width = ruler.span(one.first, one.last)
        yield _cut(_Label(min(left + width / 2, WIDTH - 1), one.title.plain, "break"))


def _shapes(marks: Iterable[_Label], meetings: Sequence[Event], breaks: Sequence[Break]) -> list[str]:
    """Return the shapes that are on the drawing, in the order of the key."""
    drawn = {one.kind for one in marks}
    drawn |= {"meeting" if _first(one) == _last(one) else "meeting_week" for one in meetings}
    drawn |= {"break" for _ in breaks}
    return [one for one in _OUTLINES if one in drawn]


# Where names stand


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


def _cut(label: _Label) -> _Label:
    """Return a label that is not too long to be drawn."""
    if width_of(label.text, SIZE) <= LONGEST:
        return label
    words = label.words
    while words and width_of(f"{label.day} {words}…", SIZE) > LONGEST:
        words = words[:-1]
    return replace(label, words=f"{words.rstrip()}…")


def _extent(label: _Label, ruler: _Ruler) -> _Extent:
    """Return from where to where a mark and its words reach."""
    wide = width_of(label.text, SIZE)
    if label.side == "middle":
        half = max(10, wide / 2 + 4)
        return label.x - half, label.x + half
    to_the_left = (label.side == "before") != ruler.mirrored
    return (label.x - wide - 20, label.x + 10) if to_the_left else (label.x - 10, label.x + wide + 20)


def _placed(labels: Sequence[_Label], ruler: _Ruler, sides: Sequence[_Side]) -> list[_Label]:
    """Return labels, each in the first row where it meets neither words nor poles.

    Those that are read last go first, so that the poles of earlier ones pass beside their
    words.  Words that would leave the drawing stand on another side; of them, it depends
    whether they are better placed before all others or after them.
    """
    sided = [_inside(one, ruler, sides) for one in labels]
    late_first = sorted(sided, key=lambda one: one.x, reverse=not ruler.mirrored)
    edge_last = sorted(late_first, key=lambda one: one.side != sides[0])
    found = [_in_rows(order, ruler) for order in (late_first, edge_last)]
    return min(found, key=lambda one: (one[0], _rows(one[1])))[1]


def _inside(label: _Label, ruler: _Ruler, sides: Sequence[_Side]) -> _Label:
    """Return a label on the first side on which it stays within the drawing."""
    for side in sides:
        left, right = _extent(sided := replace(label, side=side), ruler)
        if left >= -EDGE and right <= WIDTH + EDGE:
            return sided
    return replace(label, side=sides[0])


def _in_rows(labels: Iterable[_Label], ruler: _Ruler) -> tuple[int, list[_Label]]:
    """Return labels in rows, and how many of them meet something all the same."""
    placed: list[tuple[_Label, _Extent]] = []
    meeting = 0
    for label in labels:
        extent, lowest = _extent(label, ruler), _rows(one for one, _ in placed)
        free = (row for row in range(lowest + 1) if _is_free(replace(label, row=row), extent, placed))
        row = next(free, None)
        meeting += row is None
        placed.append((replace(label, row=lowest if row is None else row), extent))
    return meeting, [one for one, _ in placed]


def _is_free(label: _Label, extent: _Extent, placed: Iterable[tuple[_Label, _Extent]]) -> bool:
    for other, reach in placed:
        if other.row == label.row and extent[0] < reach[1] and reach[0] < extent[1]:
            return False
        same_pole = abs(other.x - label.x) < 0.1
        if other.row < label.row and reach[0] < label.x < reach[1] and not same_pole:
            return False
        if other.row > label.row and extent[0] < other.x < extent[1] and not same_pole:
            return False
    return True


def _rows(labels: Iterable[_Label]) -> int:
    return max((one.row + 1 for one in labels), default=0)


# Lines and words


def _n(number: float) -> str:
    """Return a number in as few figures as the drawing needs."""
    return f"{number:.1f}".removesuffix(".0")


def _text(x: float, y: float, words: str, *, style: str = "", anchor: str = "", size: int = 0) -> str:
    said = {"class": style, "text-anchor": anchor, "font-size": size}
    attributes = "".join(f' {name}="{value}"' for name, value in said.items() if value)
    return f'<text x="{_n(x)}" y="{_n(y)}"{attributes}>{escape(words)}</text>'


def _lines(style: str, path: str, *, stroke: str = "#777", wide: str = "") -> str:
    width = f' stroke-width="{wide}"' if wide else ""
    return f'<path class="{style}" d="{path}" stroke="{stroke}"{width} fill="none"/>'


def _months(ruler: _Ruler, language: str, end: float, bottom: float) -> Iterator[str]:
    locale = locale_of(language)
    months = list(_month_starts(ruler))
    lines, names = [], []
    for first, after in pairwise((*months, ruler.first + timedelta(days=ruler.days))):
        x = ruler.at(first)
        room = abs(ruler.at(after) - x) - 8
        short = format_skeleton("MMM", first, locale=locale)
        words = (
            format_skeleton("yMMM", first, locale=locale)
            if first in (months[0], date(first.year, 1, 1))
            else short
        )
        name = next((one for one in (words, short) if width_of(one, 12) <= room), "")
        if name:
            names.append(_text(x - 5 if ruler.mirrored else x + 5, end - 6, name))
        lines.append(f"M{_n(x)} {_n(end - 16)}V{_n(bottom)}")
    yield _lines("ruled", "".join(lines), stroke="#bbb")
    yield _lines("ruled", f"M0 {_n(end)}h{WIDTH}")
    yield f'<g class="quiet" font-size="12">{"".join(names)}</g>'


def _month_starts(ruler: _Ruler) -> Iterator[date]:
    day = ruler.first
    while ruler.holds(day):
        yield day
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _bars(phases: Iterable[Event], ruler: _Ruler, top: float) -> Iterator[str]:
    for row, lane in enumerate(_lanes(phases)):
        y = top + row * (BAR + 4)
        for phase in lane:
            x, width = ruler.span(_first(phase), _last(phase))
            yield (
                f'<rect class="bar" x="{_n(x + 1)}" y="{_n(y)}" width="{_n(max(width - 2, 2))}"'
                f' height="{BAR}" rx="2" fill="none" stroke="black"/>'
            )
            if _fits(phase, ruler):
                edge = x + width - 9 if ruler.mirrored else x + 9
                yield _text(edge, y + 22, phase.title.plain, style="in", size=BAR_SIZE)


def _hatched(ruler: _Ruler, one: Break, top: float, bottom: float) -> str:
    """Return a break as slanting lines from edge to edge: a pattern would need an id."""
    x, width = ruler.span(one.first, one.last)
    tall = bottom - top
    lines = []
    for start in range(7, int(width + tall), 7):
        left, right = max(0.0, start - tall), min(float(start), width)
        lines.append(f"M{_n(x + left)} {_n(top + start - left)}L{_n(x + right)} {_n(top + start - right)}")
    return _lines("hatch", "".join(lines), wide="0.800")


def _standing(labels: Iterable[_Label], base: float) -> Iterator[str]:
    """Yield names above the bars, each with its pole."""
    for one in labels:
        y = base - ROW * one.row - 12
        yield _lines("pole", f"M{_n(one.x)} {_n(base)}V{_n(y + 4)}")
        yield _text(
            one.x, y, one.text, style="in" if one.kind == "phase" else "quiet", anchor=_ANCHORS[one.side]
        )


def _hanging(labels: Iterable[_Label], ruler: _Ruler, base: float, row: float) -> Iterator[str]:
    """Yield marks with their words under the weeks; poles come first, so that no shape has one across it."""
    heights = {one: base + row * one.row + 14 for one in labels}
    if heights:
        yield _lines("pole", "".join(f"M{_n(one.x)} {_n(base)}V{_n(y)}" for one, y in heights.items()))
    for one, y in heights.items():
        day = f'<tspan class="quiet">{escape(one.day)}</tspan> ' if one.day else ""
        if one.side == "middle":
            place = 'y="18" text-anchor="middle" font-size="12"'
        elif one.side == "before":
            place = f'x="{12 if ruler.mirrored else -12}" y="4.5" text-anchor="end"'
        else:
            place = f'x="{-12 if ruler.mirrored else 12}" y="4.5"'
        yield (
            f'<g transform="translate({_n(one.x)} {_n(y)})">{_OUTLINES[one.kind]}'
            f'<text class="said" {place}>{day}{escape(one.words)}</text></g>'
        )


_ANCHORS: Final[dict[_Side, str]] = {"after": "", "middle": "middle", "before": "end"}


def _ticks(meetings: Iterable[Event], ruler: _Ruler, top: float) -> Iterator[str]:
    """Yield a tick for each meeting on a day, and a flat line for one that is anywhere in a week."""
    ticks = []
    for one in meetings:
        if _first(one) == _last(one):
            ticks.append(f"M{_n(ruler.middle(_first(one)))} {_n(top)}v9")
        else:
            x, width = ruler.span(_first(one), _last(one))
            ticks.append(f"M{_n(x + 1)} {_n(top + 12)}h{_n(max(width - 2, 1))}")
    if ticks:
        yield _lines("tick", "".join(dict.fromkeys(ticks)), stroke="black", wide="1.500")


def _weeks(schedule: Schedule, ruler: _Ruler, top: float, say: Say) -> Iterator[str]:
    weeks = [one for one in schedule.weeks if ruler.holds(one.first)]
    lines, numbers = [f"M0 {_n(top)}h{WIDTH}"], []
    wide = 7 / ruler.days * WIDTH
    step = next((one for one in (1, 2, 4, 5, 10, 20) if one * wide >= 18), 50)
    for week in weeks:
        lines.append(f"M{_n(ruler.at(week.first))} {_n(top)}v5")
        if week.number % step == 0 or week.number == 1:
            left, width = ruler.span(week.first, week.last)
            numbers.append(_text(left + width / 2, top + 16, str(week.number)))
    if weeks:
        lines.append(f"M{_n(ruler.at(weeks[-1].last + timedelta(days=1)))} {_n(top)}v5")
        words, edge = say("timeline.week"), ruler.at(weeks[0].first)
        if width_of(words, 12) + 8 < (WIDTH - edge if ruler.mirrored else edge):
            x = edge + 6 if ruler.mirrored else edge - 6
            yield _text(x, top + 16, words, style="quiet", anchor="end", size=12)
    yield _lines("ruled", "".join(lines))
    yield f'<g class="quiet" font-size="12" text-anchor="middle">{"".join(numbers)}</g>'


def _key(shapes: Sequence[str], top: float, say: Say, ruler: _Ruler) -> tuple[list[str], float]:
    """Return what the shapes mean, in lines, and where that ends."""
    if not shapes:
        return [], top
    parts, x, y = [], 8.0, top + 14
    for shape in shapes:
        words = say(f"timeline.{shape}")
        room = width_of(words, 12) + 34
        if x + room > WIDTH and x > 8:
            x, y = 8.0, y + ROW
        at = WIDTH - x if ruler.mirrored else x
        text = _text(-12 if ruler.mirrored else 12, 4, words)
        parts.append(f'<g transform="translate({_n(at)} {_n(y)})">{_OUTLINES[shape]}{text}</g>')
        x += room
    return ['<g class="quiet" font-size="12">', *parts, "</g>"], y + 12


def _today(say: Say, bottom: float) -> str:
    """Return the line of today, which the script moves to its place and shows."""
    line = _lines("now", f"M0 4V{_n(bottom)}", stroke="black", wide="2")
    words = _text(0, 0, say("timeline.today"), anchor="middle", size=12)
    return f'<g class="today" display="none">{line}{words}</g>'
