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

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from babel.dates import format_skeleton
from markupsafe import Markup, escape

from guidegen.model.cohort import Break, Cohort, Event, Schedule, Week
from guidegen.model.program import Program
from guidegen.model.reference import Reference
from guidegen.rendering.events import cohort_name, event_title
from guidegen.rendering.placing import (
    EDGE,
    SIZE,
    WIDTH,
    Label,
    Ruler,
    Side,
    placed,
    rows_of,
    shortened,
    width_of,
)
from guidegen.rendering.times import Say, short_day
from guidegen.rendering.words import direction_of, locale_of

ROW: Final = 21
NUMBERED_ROW: Final = 34
BAR: Final = 34
BAR_SIZE: Final = 16
MANY_ROWS: Final = 8
"""Marks that need more rows than these are numbered."""

MOST: Final = 60
"""Of more marks only the deadlines are drawn, and none of more deadlines: nobody could tell them apart."""

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


@dataclass(frozen=True, slots=True)
class _Course:
    """What there is to draw."""

    ruler: Ruler
    weeks: tuple[Week, ...]
    phases: tuple[Event, ...]
    meetings: tuple[Event, ...]
    breaks: tuple[Break, ...]
    marks: tuple[Label, ...]
    """Earliest first."""


def draw_timeline(program: Program | Reference, run: Cohort | Schedule, say: Say, language: str) -> Markup:
    """Return a drawing of a cohort, or of a schedule on sample days: then weeks alone are named.

    Empty where there are neither phases nor weeks nor anything with a day.
    """
    cohort = run if isinstance(run, Cohort) else None
    course = _course_of(run, say, language)
    if course is None:
        return Markup()
    title = f"{program.title.plain}, {cohort_name(cohort)}" if cohort else program.title.plain
    name = say("timeline.of", name=title)
    below = placed([shortened(one) for one in course.marks], course.ruler, ("after", "before"))
    numbered = rows_of(below) > MANY_ROWS
    if numbered:
        below = placed(_numbers(course.marks), course.ruler, ("middle",))
    drawing = _svg(course, below, NUMBERED_ROW if numbered else ROW, name, say, language if cohort else "")
    listed = "".join(f"<li>{escape(one.text)}</li>" for one in course.marks) if numbered else ""
    return Markup(
        f'<div class="timeline" role="group" tabindex="0" aria-label="{escape(name)}">\n{drawing}\n</div>\n'
        + (f'<ol class="timeline-legend">{listed}</ol>\n' if listed else "")
    )


def _svg(course: _Course, below: Sequence[Label], row: float, name: str, say: Say, language: str) -> str:
    """Return the drawing; *row* is the height of those below, *language* that of dates, empty for none."""
    ruler, dated = course.ruler, bool(language)
    names = [*_names_outside(course.phases, ruler), *_names_of(course.breaks, ruler)]
    above = placed(names, ruler, ("middle", "after", "before"))
    top = -12 if dated else 0
    months_end = 20 if dated else 2
    bars_begin = months_end + (ROW * rows_of(above) + 8 if above else 4)
    bars_end = bars_begin + (BAR + 4) * len(_lanes(course.phases))
    weeks_begin = bars_end + (16 if course.meetings else 4)
    weeks_end = weeks_begin + 20
    key, bottom = _key(_shapes(course), weeks_end + row * rows_of(below) + 8, say, ruler)
    parts = (
        *(_months(ruler, language, months_end, weeks_begin) if dated else ()),
        *_bars(course.phases, ruler, bars_begin),
        *(_hatched(ruler, one, bars_begin - 4, weeks_begin) for one in course.breaks),
        *_standing(above, bars_begin),
        *_ticks(course.meetings, ruler, bars_end),
        *_weeks(course.weeks, ruler, weeks_begin, say),
        *_hanging(below, ruler, weeks_end, row),
        *key,
        *([_today(say, weeks_begin)] if dated else ()),
    )
    wide, tall = WIDTH + 2 * EDGE, _n(bottom - top)
    opening = (
        f'<svg viewBox="-{EDGE} {top} {wide} {tall}" width="{wide}" height="{tall}" role="img"'
        f' aria-label="{escape(name)} {escape(say("timeline.below"))}"'
        f' direction="{"rtl" if ruler.mirrored else "ltr"}" font-size="{SIZE}" fill="currentColor"'
        f"{_days_of(ruler) if dated else ''}>"
    )
    return "\n".join((opening, *parts, "</svg>"))


# What is drawn


def _course_of(run: Cohort | Schedule, say: Say, language: str) -> _Course | None:
    schedule = run if isinstance(run, Schedule) else run.schedule
    planned = [one for one in schedule.events if one.days is not None and one.state == "planned"]
    ruler = _ruler(planned, schedule, language)
    if ruler is None:
        return None
    happening = [one for one in planned if ruler.holds(_first(one)) and ruler.holds(_last(one))]
    marks = list(_marks(happening, say, language if isinstance(run, Cohort) else "", ruler))
    if len(marks) > MOST:
        marks = [one for one in marks if one.kind == "deadline"]
    breaks = run.breaks if isinstance(run, Cohort) else ()
    return _Course(
        ruler,
        weeks=schedule.weeks,
        phases=tuple(one for one in happening if one.kind == "phase"),
        meetings=tuple(one for one in happening if one.kind == "meeting"),
        breaks=tuple(one for one in breaks if ruler.holds(one.first) and ruler.holds(one.last)),
        marks=tuple(marks if len(marks) <= MOST else ()),
    )


def _ruler(events: Sequence[Event], schedule: Schedule, language: str) -> Ruler | None:
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
    return Ruler(begins, days, direction_of(language) == "rtl")


def _days_of(ruler: Ruler) -> str:
    """Return what the script needs to find the place of today."""
    left, right = (WIDTH, 0) if ruler.mirrored else (0, WIDTH)
    return f' data-from="{ruler.first}" data-days="{ruler.days}" data-left="{left}" data-right="{right}"'


def _first(event: Event) -> date:
    assert event.days is not None
    return event.days.first


def _last(event: Event) -> date:
    assert event.days is not None
    return event.days.last


def _marks(events: Iterable[Event], say: Say, language: str, ruler: Ruler) -> Iterator[Label]:
    """Yield what hangs below the weeks, earliest first; *language* is that of dates, empty for none.

    Applications of several roles that open or close on one day are one mark.
    """
    alike: dict[tuple[str, date, str], list[Event]] = {}
    for one in events:
        if one.kind in _SHAPES:
            own = "" if one.kind.startswith("application") else one.id
            alike.setdefault((one.kind, _first(one), own), []).append(one)
    for (kind, day, _), ones in alike.items():
        said = short_day(day, language) if language else ""
        yield Label(ruler.middle(day), event_title(_together(ones), say), _SHAPES[kind], said)


def _numbers(marks: Sequence[Label]) -> list[Label]:
    return [replace(one, words=str(at), day="") for at, one in enumerate(marks, 1)]


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


def _fits(phase: Event, ruler: Ruler) -> bool:
    return width_of(phase.title.plain, BAR_SIZE) + 16 <= ruler.span(_first(phase), _last(phase))[1]


def _names_outside(phases: Iterable[Event], ruler: Ruler) -> Iterator[Label]:
    """Yield the names of phases that do not fit into their bar."""
    for one in phases:
        if not _fits(one, ruler):
            left, width = ruler.span(_first(one), _last(one))
            yield shortened(Label(left + width / 2, one.title.plain, "phase"))


def _names_of(breaks: Iterable[Break], ruler: Ruler) -> Iterator[Label]:
    for one in breaks:
        left, width = ruler.span(one.first, one.last)
        yield shortened(Label(min(left + width / 2, WIDTH - 1), one.title.plain, "break"))


def _shapes(course: _Course) -> list[str]:
    """Return the shapes that are on the drawing, in the order of the key."""
    drawn = {one.kind for one in course.marks}
    drawn |= {"meeting" if _first(one) == _last(one) else "meeting_week" for one in course.meetings}
    drawn |= {"break" for _ in course.breaks}
    return [one for one in _OUTLINES if one in drawn]


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


def _months(ruler: Ruler, language: str, end: float, bottom: float) -> Iterator[str]:
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


def _month_starts(ruler: Ruler) -> Iterator[date]:
    day = ruler.first
    while ruler.holds(day):
        yield day
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _bars(phases: Iterable[Event], ruler: Ruler, top: float) -> Iterator[str]:
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


def _hatched(ruler: Ruler, one: Break, top: float, bottom: float) -> str:
    """Return a break as slanting lines from edge to edge: a pattern would need an id."""
    x, width = ruler.span(one.first, one.last)
    tall = bottom - top
    lines = []
    for start in range(7, int(width + tall), 7):
        left, right = max(0.0, start - tall), min(float(start), width)
        lines.append(f"M{_n(x + left)} {_n(top + start - left)}L{_n(x + right)} {_n(top + start - right)}")
    return _lines("hatch", "".join(lines), wide="0.800")


def _standing(labels: Iterable[Label], base: float) -> Iterator[str]:
    """Yield names above the bars, each with its pole."""
    for one in labels:
        y = base - ROW * one.row - 12
        yield _lines("pole", f"M{_n(one.x)} {_n(base)}V{_n(y + 4)}")
        yield _text(
            one.x, y, one.text, style="in" if one.kind == "phase" else "quiet", anchor=_ANCHORS[one.side]
        )


def _hanging(labels: Iterable[Label], ruler: Ruler, base: float, row: float) -> Iterator[str]:
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


_ANCHORS: Final[dict[Side, str]] = {"after": "", "middle": "middle", "before": "end"}


def _ticks(meetings: Iterable[Event], ruler: Ruler, top: float) -> Iterator[str]:
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


def _weeks(weeks: Sequence[Week], ruler: Ruler, top: float, say: Say) -> Iterator[str]:
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


def _key(shapes: Sequence[str], top: float, say: Say, ruler: Ruler) -> tuple[list[str], float]:
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
