"""The plan of a program, week by week and without a date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from guidegen.model.handbook import Settings
from guidegen.model.ids import entry_id
from guidegen.model.plan import Meeting, Milestone, Phase, Repeat, Slot, Survey
from guidegen.model.problem import NOWHERE
from guidegen.model.program import Duration, Program, Role
from guidegen.model.prose import Text
from guidegen.model.reference import Reference
from guidegen.model.schedule import FromAnchor, InWeek, OnDate, Step, ToBeAnnounced
from guidegen.shaping.outline import course_of, outline_of, weeks_for


def text(words):
    return Text(words, (words,))


def role(name):
    return Reference("role", name, NOWHERE)


def milestone(name, when, *roles, **more):
    return Milestone(name, text(name), when, NOWHERE, roles=tuple(map(role, roles)), **more)


SETTINGS = Settings(text("Handbook"), "handbook")
PROGRAM = Program(
    "spring",
    text("Spring"),
    NOWHERE,
    duration=Duration(8),
    roles=(
        Role("mentor", text("Mentor"), "mentor", NOWHERE),
        Role("mentee", text("Mentee"), "mentee", NOWHERE),
    ),
    phases=(
        Phase("prepare", text("Prepare"), FromAnchor("start", (Step(-4, "w"),)), InWeek(0), NOWHERE),
        Phase("work", text("Work"), InWeek(1), InWeek(8), NOWHERE),
    ),
    timeline=(
        milestone("matched", FromAnchor("start", (Step(-2, "w"),))),
        milestone("signed", FromAnchor("kickoff", (Step(10, "bd"),)), "mentor"),
        milestone("letter", OnDate(date(2026, 9, 1))),
        milestone("results", ToBeAnnounced("in spring")),
        milestone("party", FromAnchor("end", (Step(1, "w"),)), "mentee"),
    ),
    meetings=(
        Meeting("kickoff", text("kickoff"), NOWHERE, 60, when=InWeek(1, 2, time(17))),
        Meeting(
            "talk",
            text("talk"),
            NOWHERE,
            30,
            roles=(role("mentee"),),
            optional_for=(role("mentor"),),
            repeat=Repeat(3, "w", InWeek(2), NOWHERE, InWeek(8), weekday=3, time=time(9)),
        ),
    ),
    surveys=(
        Survey(
            "first", text("first"), InWeek(2, 4), NOWHERE, opens=FromAnchor("start"), roles=(role("mentee"),)
        ),
    ),
)


def weeks(name, program=PROGRAM):
    found = weeks_for(name, program, outline_of(PROGRAM, SETTINGS))
    return [
        (one.number or one.kind, [(entry.entry.id, entry.number) for entry in one.entries]) for one in found
    ]


def test_a_role_has_its_own_entries_and_those_for_everyone_in_order():
    assert weeks("mentor") == [
        ("before", [("matched", None)]),
        (1, [("kickoff", None)]),
        (2, [("talk", 1)]),
        (3, [("signed", None)]),
        (5, [("talk", 2)]),
        (8, [("talk", 3)]),
        ("open", [("letter", None), ("results", None)]),
    ]
    assert ("after", [("party", None)]) in weeks("mentee")
    assert (1, [("first", None), ("kickoff", None)]) in weeks("mentee")


def test_one_meeting_of_a_series_says_its_weekday_and_its_time():
    found = weeks_for("mentee", PROGRAM, outline_of(PROGRAM, SETTINGS))
    (talk,) = next(one for one in found if one.number == 5).entries
    assert talk.when == InWeek(5, 3, time(9))


def test_a_survey_opens_in_one_week_and_is_due_in_another():
    found = weeks_for("mentee", PROGRAM, outline_of(PROGRAM, SETTINGS))
    said = [(one.number, entry.kind) for one in found for entry in one.entries if entry.entry.id == "first"]
    assert said == [(1, "survey-opens"), (2, "survey-due")]


def test_a_meeting_that_is_held_at_two_times_is_told_once():
    slots = (Slot("early", time(8)), Slot("late", time(20), "America/New_York"))
    talk = replace(PROGRAM.meetings[1], slots=slots)
    program = replace(PROGRAM, meetings=(PROGRAM.meetings[0], talk))
    found = weeks_for(None, program, outline_of(program, SETTINGS))
    said = [(one.number, entry.number) for one in found for entry in one.entries if entry.entry.id == "talk"]
    assert said == [(2, 1), (5, 2), (8, 3)]


def test_what_an_edition_does_not_have_is_not_there_and_the_rest_keeps_its_week():
    without = Program(
        **{
            name: getattr(PROGRAM, name)
            for name in ("id", "title", "place", "duration", "phases", "timeline")
        }
    )
    assert (3, [("signed", None)]) in weeks("mentor", without)
    assert not any("kickoff" in dict(entries) for _, entries in weeks("mentor", without))


def test_weeks_say_of_which_phase_they_are():
    found = weeks_for("mentor", PROGRAM, outline_of(PROGRAM, SETTINGS))
    assert {one.number or one.kind: [title.plain for title in one.phases] for one in found} == {
        "before": ["Prepare"], 1: ["Work"], 2: ["Work"], 3: ["Work"], 5: ["Work"], 8: ["Work"], "open": [],
    }  # fmt: skip


def test_a_program_that_does_not_say_how_long_it_lasts_has_its_weeks_too():
    endless = Program(
        "open", text("Open"), NOWHERE, timeline=(milestone("a", InWeek(3)), milestone("b", FromAnchor("end")))
    )
    found = weeks_for("mentor", endless, outline_of(endless, SETTINGS))
    assert [(one.number or one.kind, [entry.entry.id for entry in one.entries]) for one in found] == [
        (3, ["a"]),
        ("open", ["b"]),
    ]


def test_a_course_has_weeks_and_what_is_counted_from_them():
    course = course_of(PROGRAM, outline_of(PROGRAM, SETTINGS))
    assert [week.number for week in course.weeks] == list(range(1, 9))
    names = {event.entry for event in course.events}
    assert {"prepare", "work", "matched", "signed", "party", "kickoff", "talk"} <= names
    assert not {"letter", "results"} & names


def test_a_course_has_only_what_an_edition_has():
    part = replace(PROGRAM, timeline=(), meetings=())
    course = course_of(part, outline_of(PROGRAM, SETTINGS))
    assert {"prepare", "work"} <= {event.entry for event in course.events}
    assert not {"signed", "talk"} & {event.entry for event in course.events}


def test_a_milestone_and_the_survey_that_it_is_about_may_have_one_id() -> None:
    program = replace(
        PROGRAM,
        timeline=(milestone("midpoint", InWeek(4)), milestone("letter", OnDate(date(2026, 9, 1)))),
        meetings=(),
        surveys=(
            Survey("midpoint", text("How is it going?"), InWeek(6), NOWHERE),
            Survey("letter", text("Was the letter clear?"), InWeek(7), NOWHERE),
        ),
    )
    outline = outline_of(program, SETTINGS)
    weeks = {
        one.number: [entry.entry.title.plain for entry in one.entries]
        for one in weeks_for(None, program, outline)
    }
    assert (
        weeks[4] == ["midpoint"]
        and weeks[6] == ["How is it going?"]
        and weeks[7] == ["Was the letter clear?"]
    )
    drawn = {one.id for one in course_of(program, outline).events if one.kind != "phase"}
    assert drawn == {"midpoint", "survey-midpoint-due", "survey-letter-due"}
    assert len({entry_id(one) for one in (*program.timeline, *program.surveys)}) == 4
