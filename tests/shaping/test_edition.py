"""Who sees what: the filter comes first, and a role goes by its id and by its kind."""

from __future__ import annotations

import pytest

from guidegen.model.handbook import Edition
from guidegen.model.problem import NOWHERE
from guidegen.model.program import Program, Role
from guidegen.model.prose import Text
from guidegen.shaping.edition import cast_of, select
from tests.plans import library_of


def text(words: str) -> Text:
    return Text(words, (words,))


def edition(*roles: str) -> Edition:
    return Edition("x", text("X"), roles or None, "x/", "en", NOWHERE)


HARBOUR = Program(
    "harbour",
    text("Harbour"),
    NOWHERE,
    roles=(
        Role("navigator", text("Navigator"), "mentor", NOWHERE),
        Role("newcomer", text("Newcomer"), "mentee", NOWHERE),
        Role("office", text("Office"), "coordinator", NOWHERE),
    ),
)


@pytest.mark.parametrize(
    ("reader", "audience", "sees"),
    [
        (edition(), ("mentor",), True),
        (edition("mentee"), (), True),
        (edition("mentor"), ("mentor",), True),
        (edition("mentee"), ("mentor",), False),
        (edition("mentor"), ("navigator",), True),
        (edition("navigator"), ("mentor",), True),
        (edition("navigator"), ("newcomer",), False),
        (edition("mentee", "coordinator"), ("office",), True),
        (edition("mentee"), ("mentor", "mentee"), True),
        (edition("sponsor"), ("mentor",), False),
        (edition("sponsor"), ("sponsor",), True),
    ],
)
def test_a_name_is_the_id_of_a_role_or_a_kind_of_roles(
    reader: Edition, audience: tuple[str, ...], sees: bool
) -> None:
    assert cast_of([HARBOUR]).includes(reader, audience) is sees


def test_a_name_that_nobody_has_is_for_nobody() -> None:
    assert not cast_of([HARBOUR]).includes(edition("mentor"), ("mentro",))


def test_without_programs_the_kinds_are_there() -> None:
    assert cast_of([]).includes(edition("mentor"), ("mentor",))


# Cohorts


PLAN = """
    title: Harbour
    duration: {weeks: 16}
    roles:
      mentor: {label: Mentor, kind: mentor}
      mentee: {label: Mentee, kind: mentee}
      office: {label: Office, kind: coordinator}
    checklists: [weekly]
    timeline:
    - {id: all, title: For all, when: week 1}
    - {id: theirs, title: For mentors, when: week 2, audience: [mentor]}
    - {id: hidden, title: Budget, when: week 3, public: no}
    meetings:
    - {id: meet, title: Meet, roles: [mentee], when: week 2 wed, duration: 60m, audience: [mentor],
        before: [Book a room]}
    evaluation:
    - {id: final, title: Final, roles: [mentor], when: end, audience: [mentor]}
    cohorts:
    - id: autumn
      start: 2026-09-14
      timezone: Europe/London
      overrides:
        theirs: {note: A secret of the mentors}
        all: {note: For everybody}
      extra: {timeline: [{id: visit, title: Visit, when: week 4, audience: [mentor]}]}
"""
LIST = """
    title: Weekly
    items:
    - {id: open, text: For all, due: week 1}
    - {id: closed, text: For mentors, due: week 2, audience: [mentor]}
"""


def seen_by(*roles: str, checklist: str = LIST) -> tuple[list[str], list[str], list[str]]:
    """Return what of the only cohort is in an edition: events, tasks and overrides."""
    library = select(library_of(PLAN, checklist=checklist), edition(*roles))
    (cohort,) = library.programs[0].cohorts
    return (
        [one.id for one in cohort.schedule.events],
        [one.id for one in cohort.schedule.tasks],
        [one.entry for one in cohort.overrides],
    )


def test_the_days_of_a_cohort_are_those_of_the_readers() -> None:
    assert seen_by("mentee") == (["all"], ["open"], ["all"])
    events, tasks, overrides = seen_by("mentor")
    assert events == ["all", "theirs", "meet", "visit", "survey-final-due"]
    assert tasks == ["open", "closed", "book-a-room"]
    assert overrides == ["theirs", "all"]


def test_what_is_not_public_is_in_the_edition_of_coordinators_and_in_that_of_everything() -> None:
    assert "hidden" in seen_by("coordinator")[0]
    assert "hidden" in seen_by()[0]
    assert "hidden" not in seen_by("mentor")[0]


def test_tasks_of_a_list_that_is_for_others_are_left_out() -> None:
    for_mentors = LIST.replace("items:", "role: mentor\n    items:")
    assert seen_by("mentee", checklist=for_mentors)[1] == []
    assert seen_by("mentor", checklist=for_mentors)[1] == ["open", "closed", "book-a-room"]


def test_nothing_of_another_edition_is_in_a_cohort() -> None:
    (cohort,) = select(library_of(PLAN, checklist=LIST), edition("mentee")).programs[0].cohorts
    for secret in ("secret", "Budget", "For mentors", "Visit", "Book a room", "Final"):
        assert secret not in repr(cohort.schedule)
        assert secret not in repr(cohort.overrides)
