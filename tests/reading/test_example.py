"""The example that the vocabulary was made with, in `tests/harbour`: a program with all that it names."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from guidegen.building.build import check
from guidegen.model.activity import items_of
from guidegen.model.handbook import Library
from guidegen.model.schedule import InWeek
from guidegen.reading.project import read_project

HARBOUR = Path(__file__).parent.parent / "harbour"


def library() -> Library:
    reading = read_project(HARBOUR, {})
    assert reading.library is not None and reading.problems == ()
    return reading.library


def test_the_example_is_read_without_a_problem() -> None:
    (program,) = library().programs
    assert [role.id for role in program.roles] == ["mentee", "mentor", "manager", "coordinator"]
    assert [phase.id for phase in program.phases] == ["prepare", "launch", "work", "close"]
    assert [entry.id for entry in program.timeline] == ["matched", "agreement-due", "midpoint", "survey-due"]
    assert [(one.id, one.minutes) for one in program.meetings] == [
        ("kickoff", 60),
        ("cohort-call", 90),
        ("pair-meeting", 30),
    ]


def test_the_packet_of_the_example_is_read() -> None:
    (packet,) = library().programs[0].packets
    assert (packet.id, packet.role.id, packet.audience) == ("mentee-pack", "mentee", ("mentee",))
    assert [(one.kind, one.what.id if one.what else one.name, one.copies) for one in packet.contents] == [
        ("chapter", "identify-goals", 1),
        ("worksheet", "idp", 1),
        ("worksheet", "meeting-log", 8),
        ("timeline", "", 1),
        ("contacts", "", 1),
        ("policies", "", 1),
        ("agenda", "pair-meeting", 1),
    ]


def test_the_cohort_of_the_example_has_its_days_and_exceptions() -> None:
    (cohort,) = library().programs[0].cohorts
    assert (cohort.id, cohort.start, cohort.timezone) == ("2026-autumn", date(2026, 9, 14), "Europe/London")
    assert [(one.first, one.last) for one in cohort.breaks] == [(date(2026, 12, 19), date(2027, 1, 10))]
    assert [(one.entry, one.when, one.note.plain) for one in cohort.overrides] == [
        ("midpoint", InWeek(9, 4), "Moved after the office closure")
    ]
    assert [one.role.id for one in cohort.applications] == ["mentee", "mentor"]


def test_what_the_example_names_is_there() -> None:
    whole = library()
    assert [one.id for one in whole.agendas] == ["regular"]
    assert [(one.id, len(one.days)) for one in whole.holidays] == [("uk", 3)]
    (checklist,) = whole.checklists
    book = next(item for item in items_of(checklist) if item.id == "book-kickoff")
    assert book.after == ("dates",) and book.due is not None


def test_nothing_is_wrong_with_the_whole_of_it() -> None:
    assert [(one.slug, one.message) for one in check(HARBOUR, date(2026, 5, 1))] == []
