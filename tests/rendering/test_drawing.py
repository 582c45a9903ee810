"""A program as a timeline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import guidegen
from guidegen.model.cohort import Break, Cohort, Event, EventKind, Schedule, Week
from guidegen.model.problem import NOWHERE
from guidegen.model.program import Program
from guidegen.model.prose import Text
from guidegen.model.schedule import Days
from guidegen.rendering import placing
from guidegen.rendering.drawing import TIMELINE_KEYS, draw_timeline
from guidegen.rendering.placing import SIZE, WIDTH, width_of
from guidegen.rendering.words import read_words, voice

LOCALES = Path(guidegen.__file__).parent / "theme" / "locales"
WORDS, _ = read_words(LOCALES, None, "en")
SAY = voice(WORDS)
START = date(2026, 9, 14)
PAUSE = (date(2026, 12, 19), date(2027, 1, 10))

MARKS: tuple[EventKind, ...] = (
    "milestone", "deadline", "window", "event", "payment", "release",
    "application-opens", "application-closes", "application-decision", "survey-opens", "survey-due",
)  # fmt: skip


def text(words: str) -> Text:
    return Text(words, (words,))


def event(kind: EventKind, title: str, first: date, last: date | None = None, **more: object) -> Event:
    days = Days(first, last or first)
    return replace(Event(title, title, kind, text(title), days, NOWHERE), **more)  # type: ignore[arg-type]


def weeks() -> Iterator[Week]:
    first = START
    for number in range(1, 17):
        if number == 15:
            first = date(2027, 1, 11)
        yield Week(number, first, first + timedelta(days=6))
        first += timedelta(weeks=1)


PHASES = (
    event("phase", "Prepare", date(2026, 6, 22), date(2026, 9, 13)),
    event("phase", "Launch", START, date(2026, 9, 27)),
    event("phase", "Work", date(2026, 9, 28), date(2026, 12, 20)),
    event("phase", "Close", date(2027, 1, 11), date(2027, 2, 5)),
)
CALLS = tuple(event("meeting", "Call", START + timedelta(days=9 + 14 * n), number=n) for n in range(7))
PLAN = (
    *PHASES,
    *CALLS,
    event("application-opens", "Mentees", date(2026, 6, 22)),
    event("application-opens", "Mentors", date(2026, 6, 22)),
    event("application-closes", "Mentees", date(2026, 8, 3)),
    event("application-closes", "Mentors", date(2026, 7, 27)),
    event("milestone", "Pairs announced", date(2026, 8, 31)),
    event("deadline", "Agreement signed", date(2026, 9, 30)),
    event("milestone", "Mid-point review", date(2026, 11, 6)),
    event("survey-due", "Final survey", date(2027, 1, 29)),
)
PROGRAM = Program("harbour", text("Harbour mentoring"), NOWHERE)


def schedule(*events: Event) -> Schedule:
    return Schedule("Europe/London", date(2027, 1, 22), tuple(weeks()), events=events)


def cohort(*events: Event) -> Cohort:
    pause = Break(*PAUSE, text("Winter break"), NOWHERE)
    return Cohort(
        "autumn", START, NOWHERE, title=text("Autumn 2026"), breaks=(pause,), schedule=schedule(*events)
    )


def drawn(*events: Event, language: str = "en", dated: bool = True) -> str:
    return str(draw_timeline(PROGRAM, cohort(*events) if dated else schedule(*events), SAY, language))


def svg(drawing: str) -> ElementTree.Element:
    found = re.search(r"<svg.*</svg>", drawing, re.DOTALL)
    assert found
    return ElementTree.fromstring(found[0])


def words_of(drawing: str) -> list[str]:
    return ["".join(one.itertext()) for one in svg(drawing).iter("text")]


def test_a_timeline_of_sixteen_weeks_is_small_and_says_what_is_on_it() -> None:
    drawing = drawn(*PLAN)
    assert len(drawing.encode()) < 15_000
    said = words_of(drawing)
    for one in ("Prepare", "Launch", "Work", "Close", "Winter break", "Aug", "Jan 2027", "today"):
        assert one in said
    for one in ("6 Nov Mid-point review", "30 Sept Agreement signed", "3 Aug Applications close: Mentees"):
        assert one in said
    assert [one for one in said if one.isdigit()] == [str(number) for number in range(1, 17)]


def test_it_has_a_name_and_says_that_all_is_written_out() -> None:
    attributes = svg(drawn(*PLAN)).attrib
    assert attributes["role"] == "img"
    assert attributes["aria-label"] == (
        "Timeline: Harbour mentoring, Autumn 2026. All of it is written out on this page."
    )


def test_applications_that_open_on_one_day_are_one_mark() -> None:
    assert "22 Jun Applications open: Mentees, Mentors" in words_of(drawn(*PLAN))


def test_a_sample_has_weeks_but_no_dates() -> None:
    drawing = drawn(*PLAN, dated=False)
    assert not re.search(r"20\d\d|Nov|Sept|today", drawing)
    assert "Mid-point review" in words_of(drawing)
    assert "16" in words_of(drawing)


def test_it_has_neither_ids_nor_styles_of_its_own() -> None:
    assert not re.search(r"\s(id|style)=|<style|url\(#", drawn(*PLAN))


def test_it_is_the_same_every_time() -> None:
    assert drawn(*PLAN) == drawn(*PLAN)


def test_each_kind_of_mark_has_a_shape_that_the_key_explains() -> None:
    shapes = set()
    for kind in ("milestone", "deadline", "window", "event", "payment", "release"):
        drawing = svg(drawn(*PHASES, event(kind, "Something", date(2026, 10, 5))))  # type: ignore[arg-type]
        mark = next(one for one in drawing.iter("g") if "Something" in "".join(one.itertext()))
        shapes.add("".join(ElementTree.tostring(one, "unicode") for one in mark if one.tag != "text"))
    assert len(shapes) == 6
    assert "deadline" in words_of(drawn(*PLAN))
    assert "payment" not in words_of(drawn(*PLAN))


def test_phases_that_overlap_lie_in_rows() -> None:
    training = event("phase", "Training", date(2026, 9, 1), date(2026, 10, 15))
    rows = {one.attrib["y"] for one in svg(drawn(*PHASES, training)).iter("rect")}
    assert len(rows) == 2
    assert len({one.attrib["y"] for one in svg(drawn(*PHASES)).iter("rect")}) == 1


def test_what_lies_far_away_does_not_make_the_rest_small() -> None:
    late = event("survey-due", "After a year", date(2028, 1, 22))
    assert svg(drawn(*PHASES, late)).attrib == svg(drawn(*PHASES)).attrib
    assert "After a year" not in drawn(*PHASES, late)


def test_what_is_called_off_or_left_out_is_not_drawn() -> None:
    gone = event("event", "Outing", date(2026, 10, 5), state="cancelled")
    assert "Outing" not in drawn(*PLAN, gone)


def test_a_name_with_marks_is_words() -> None:
    drawing = drawn(*PHASES, event("event", "<b>R&D</b>", date(2026, 10, 5)))
    assert any("<b>R&D</b>" in one for one in words_of(drawing))


def test_nothing_at_all_is_no_drawing() -> None:
    assert draw_timeline(PROGRAM, Schedule(), SAY, "en") == ""


def test_it_is_mirrored_where_people_read_from_the_right() -> None:
    def bars(language: str) -> list[tuple[float, float]]:
        found = svg(drawn(*PLAN, language=language)).iter("rect")
        return [(float(one.attrib["x"]), float(one.attrib["width"])) for one in found]

    for (left, width), (right, same) in zip(bars("en"), bars("ar"), strict=True):
        assert width == pytest.approx(same, abs=0.2)
        assert right == pytest.approx(WIDTH - left - width, abs=0.2)
    assert svg(drawn(*PLAN, language="ar")).attrib["direction"] == "rtl"


def test_many_marks_are_numbered_and_listed_in_full() -> None:
    title = "Letter to all managers of those who take part this time, with what they are asked to do"
    many = [event("event", f"{title} {n}", START + timedelta(days=n)) for n in range(30)]
    drawing = drawn(*PHASES, *many)
    listed = re.findall(r"<li>(.*?)</li>", drawing)
    assert listed[0] == f"14 Sept {title} 0"
    assert len(listed) == 30
    assert title not in "".join(words_of(drawing))


def test_of_too_many_marks_deadlines_are_left() -> None:
    many = [event("event", f"Visit {n}", START + timedelta(days=n)) for n in range(70)]
    drawing = drawn(*PHASES, *many, event("deadline", "Agreement", date(2026, 10, 5)))
    assert "5 Oct Agreement" in words_of(drawing)
    assert "Visit" not in drawing
    due = [event("deadline", f"Form {n}", START + timedelta(days=n)) for n in range(70)]
    assert words_of(drawn(*PHASES, *due)) == words_of(drawn(*PHASES))


def test_a_long_name_is_cut_where_it_stands_beside_its_mark() -> None:
    drawing = drawn(*PHASES, event("event", "A very long name " * 12, date(2026, 10, 5)))
    name = next(one for one in words_of(drawing) if "very long" in one)
    assert name.endswith("…")
    assert width_of(name, SIZE) < WIDTH / 2


def test_a_name_of_ten_thousand_letters_is_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    measured = 0
    measure = placing.width_of

    def counted(text: str, size: float) -> float:
        nonlocal measured
        measured += len(text)
        return measure(text, size)

    monkeypatch.setattr(placing, "width_of", counted)
    label = placing.shortened(placing.Label(0, "x" * 10_000, "milestone"))
    assert label.words.endswith("…") and measure(label.text, SIZE) <= placing.LONGEST
    assert measured < 30_000


@st.composite
def plans(draw: st.DrawFn) -> tuple[Event, ...]:
    """Any number of marks on any days, with names in letters of several widths."""
    names = st.text(st.sampled_from("aWi 中ж"), min_size=1, max_size=30).map(str.strip).filter(bool)
    marks = draw(st.lists(st.tuples(st.sampled_from(MARKS), st.integers(-80, 140), names), max_size=14))
    return tuple(event(kind, name, START + timedelta(days=day)) for kind, day, name in marks)


@settings(max_examples=60, deadline=None)
@given(plans(), st.sampled_from(["en", "ar"]))
def test_no_words_ever_lie_on_others(marks: tuple[Event, ...], language: str) -> None:
    drawing = svg(drawn(*PHASES, *marks, language=language))
    boxes = []
    for group in drawing.iter("g"):
        label = group.find("text[@class='said']")
        place = re.match(r"translate\((\S+) (\S+)\)", group.attrib.get("transform", ""))
        if label is not None and place:
            x, y = float(place[1]) + float(label.attrib.get("x", 0)), float(place[2])
            wide = width_of("".join(label.itertext()), SIZE)
            anchor = label.attrib.get("text-anchor", "start")
            rightwards = (anchor == "start") == (language == "en")
            left = x - wide / 2 if anchor == "middle" else x if rightwards else x - wide
            boxes.append((left, left + wide, y))
    for (left, right, y), (other_left, other_right, other_y) in combinations(boxes, 2):
        assert y != other_y or right <= other_left or other_right <= left
    for left, right, _ in boxes:
        assert left >= -8
        assert right <= WIDTH + 8


def test_every_word_that_is_said_is_in_the_locale() -> None:
    assert set(TIMELINE_KEYS) <= {key for key, _ in WORDS.entries}
