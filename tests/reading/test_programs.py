"""What programs and cohorts say."""

from __future__ import annotations

from datetime import date

import pytest

from guidegen.model.cohort import Cohort
from guidegen.model.program import Duration, Effort, Program
from guidegen.model.prose import Link
from guidegen.model.schedule import FromAnchor, InWeek, Step
from guidegen.reading.programs import read_cohort, read_program

HARBOUR = """id: harbour
title: Harbour mentoring
summary: A 16-week program for new team leads.
kind: formal
format: one-to-one
status: active
owner: program-office
outcomes: [Clear goals]
roles:
  mentee: {label: Mentee, plural: Mentees, kind: mentee, hours: {n: 3, per: month}}
  mentor: {label: Mentor, kind: mentor, hours: {n: 2.5, per: week}, max_mentees: 2, training: [first]}
  manager: {label: Line manager, kind: manager, responsibilities: {before: [Agree], after: [Ask]}}
  coordinator: {label: Coordinator, kind: coordinator, contact: program-office}
commitment:
  manager: {hours: 1, per: cohort, note: in all}
eligibility:
  mentee: [At least 3 months in post, {text: Manager agrees, required: no, evidence: a note}]
duration: {weeks: 16, extension_weeks: 4}
phases:
- {id: prepare, title: Prepare, from: start - 12w, to: week 0, chapters: [identify-goals, find-a-mentor]}
- {id: work, title: Work, from: week 3, to: week 14, worksheets: [idp, meeting-log], goals: [Meet]}
timeline:
- {id: matched, title: Pairs announced, when: start - 2w, roles: [mentor, mentee], owner: coordinator}
- {id: signed, title: Signed, kind: deadline, when: kickoff + 10bd, worksheet: sheet, audience: [mentee]}
- {id: kickoff, title: Kick-off, kind: event, when: tba, url: "https://example.org/", details: Bring *both*}
checklists: [mentee]
worksheets: [idp]
chapters: [identify-goals]
policies:
  code_of_conduct: https://example.org/conduct
  confidentiality: {text: What is said stays., exceptions: [Risk of harm, Legal duty]}
  boundaries: [No lending]
  exit: Say so, [to anybody](../exit.md).
  escalation:
  - {when: The match does not work, contact: program-office, within: 5bd}
  - {when: A worry, contact: conduct, confidential: true}
faq:
- {q: "How long?", a: Sixteen weeks.}
cohorts:
- id: 2026-autumn
  start: 2026-09-14
  end: 2027-01-22
  timezone: Europe/London
- {id: "007", start: tba, title: The next one, weeks: 20, status: cancelled, notice: Not this year}
"""


def program_of(text: str) -> Program:
    program, problems = read_program(text, "content/programs/harbour.yml", "harbour")
    assert program is not None and problems == ()
    return program


def cohort_of(text: str) -> Cohort:
    cohort, problems = read_cohort(text, "content/programs/harbour/cohorts/autumn.yml", "autumn")
    assert cohort is not None and problems == ()
    return cohort


def test_a_title_is_enough() -> None:
    program = program_of("title: Harbour")
    assert (program.id, program.kind, program.format, program.status) == (
        "harbour",
        "formal",
        "one-to-one",
        "active",
    )
    assert [(role.id, role.kind, bool(role.label)) for role in program.roles] == [
        ("mentor", "mentor", True),
        ("mentee", "mentee", True),
    ]
    assert program.phases == () and program.duration is None and program.policies is None


def test_roles_say_what_they_do_and_for_how_long() -> None:
    mentee, mentor, manager, coordinator = program_of(HARBOUR).roles
    assert (mentee.plural.plain, mentee.effort) == ("Mentees", Effort(3.0, "month"))
    assert (mentor.effort, mentor.max_mentees) == (Effort(2.5, "week"), 2)
    assert [(one.kind, one.id) for one in mentor.training] == [("chapter", "first")]
    assert ([one.plain for one in manager.before], [one.plain for one in manager.after]) == (
        ["Agree"],
        ["Ask"],
    )
    assert manager.effort is not None
    assert (manager.effort.hours, manager.effort.per, manager.effort.note.plain) == (1, "cohort", "in all")
    assert coordinator.contact is not None and coordinator.contact.id == "program-office"
    assert (mentor.place.line, mentor.place.column, mentor.place.width) == (11, 3, 6)


def test_a_commitment_of_a_kind_is_one_of_its_roles() -> None:
    program = program_of("""title: Harbour
roles: {navigator: {label: Navigator, kind: mentor}, learner: {label: Learner, kind: mentee}}
commitment: {mentor: {hours: 4}}
""")
    assert [role.effort for role in program.roles] == [Effort(4, "month"), None]


def test_rules_are_text_or_say_more() -> None:
    (mentee,) = program_of(HARBOUR).eligibility
    assert (mentee.role.kind, mentee.role.id, mentee.role.place.line) == ("role", "mentee", 17)
    assert [(one.text.plain, one.required, one.evidence.plain) for one in mentee.rules] == [
        ("At least 3 months in post", True, ""),
        ("Manager agrees", False, "a note"),
    ]


def test_phases_and_entries_are_read_but_not_dated() -> None:
    program = program_of(HARBOUR)
    assert program.duration == Duration(16, extension_weeks=4)
    prepare, work = program.phases
    assert (prepare.first, prepare.last) == (FromAnchor("start", (Step(-12, "w"),)), InWeek(0))
    assert [one.id for one in prepare.chapters] == ["identify-goals", "find-a-mentor"]
    assert [(one.kind, one.id) for one in work.worksheets] == [
        ("worksheet", "idp"),
        ("worksheet", "meeting-log"),
    ]
    matched, due, kickoff = program.timeline
    assert (matched.kind, matched.when) == ("milestone", FromAnchor("start", (Step(-2, "w"),)))
    assert matched.owner is not None and (matched.owner.kind, matched.owner.id) == ("role", "coordinator")
    assert due.worksheet is not None
    assert (due.kind, due.worksheet.id, due.audience) == ("deadline", "sheet", ("mentee",))
    assert (due.place.line, due.place.column, due.place.width) == (24, 53, 14)
    assert (kickoff.url, kickoff.details.plain) == ("https://example.org/", "Bring both")


def test_policies_say_whom_to_ask_and_by_when() -> None:
    policies = program_of(HARBOUR).policies
    assert policies is not None and policies.code_of_conduct is not None
    assert policies.code_of_conduct.id == "https://example.org/conduct"
    assert [one.plain for one in policies.exceptions] == ["Risk of harm", "Legal duty"]
    assert [(one.contact.id, one.within, one.confidential) for one in policies.escalation] == [
        ("program-office", (5, "bd"), False),
        ("conduct", None, True),
    ]


@pytest.mark.parametrize(
    ("path", "base"),
    [
        ("content/programs/harbour.yml", "programs"),
        ("content/programs/harbour/program.yml", "programs/harbour"),
        ("docs/programs/programs/program.yml", "programs/programs"),
    ],
)
def test_links_start_from_the_folder_of_the_file(path: str, base: str) -> None:
    program, _ = read_program("title: H\nsummary: See [this](x.md)", path, "harbour")
    assert program is not None
    (link,) = (one for one in program.summary.parts if isinstance(one, Link))
    assert link.base == base


def test_the_default_phases_are_four() -> None:
    program = program_of("title: Harbour\nphases: default\nduration: {weeks: 6}")
    assert [(one.id, one.title.plain) for one in program.phases] == [
        ("prepare", "Prepare"),
        ("launch", "Launch"),
        ("work", "Work"),
        ("close", "Close"),
    ]
    assert (program.phases[1].first, program.phases[1].last) == (InWeek(1), InWeek(2))
    assert program.phases[3].first == FromAnchor("end", (Step(-13, "d"),))


def test_cohorts_are_runs_of_the_program() -> None:
    autumn, following = program_of(HARBOUR).cohorts
    assert (autumn.id, autumn.start, autumn.end, autumn.timezone) == (
        "2026-autumn", date(2026, 9, 14), date(2027, 1, 22), "Europe/London",
    )  # fmt: skip
    assert (following.id, following.start, following.weeks, following.status) == (
        "007",
        None,
        20,
        "cancelled",
    )
    assert (following.title.plain, following.notice.plain) == ("The next one", "Not this year")


def test_a_cohort_may_have_a_file_of_its_own() -> None:
    assert cohort_of("start: 2026-09-14").id == "autumn"
    assert cohort_of("id: other\nstart: TBA").start is None
