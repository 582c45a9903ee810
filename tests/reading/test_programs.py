"""What programs and cohorts say."""

from __future__ import annotations

from datetime import date, time

import pytest

from guidegen.model.cohort import Cohort
from guidegen.model.program import Duration, Effort, Program
from guidegen.model.prose import Link
from guidegen.model.schedule import Between, FromAnchor, InWeek, Step
from guidegen.reading.cohorts import read_cohort
from guidegen.reading.programs import read_program

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
- id: survey-due
  title: Survey due
  kind: deadline
  when: end + 1w
  survey: closing
  deadline_time: "12:00"
  deadline_zone: AoE
  on_holiday: previous
  public: no
  calendar: no
  fold: second
evaluation:
- {id: closing, title: Closing, roles: [mentor], when: {opens: end, due: end + 1w}, worksheet: sheet}
- {id: later, title: Later, roles: [mentee], when: end + 6m, url: "https://example.org/s", anonymous: yes}
matching:
  method: hybrid
  criteria: [Goals, {label: Zone, weight: 1, note: Three hours apart at most}]
  form: {mentee: sheet, mentor: other}
  preferences_max: 3
  no_fault_exit: Say so
  rematch_window: week 4 .. week 6
  capacity: {max_mentees_per_mentor: 2, min_group: 4, max_group: 4}
  announce: matched
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
    matched, due, kickoff, _ = program.timeline
    assert (matched.kind, matched.when) == ("milestone", FromAnchor("start", (Step(-2, "w"),)))
    assert matched.owner is not None and (matched.owner.kind, matched.owner.id) == ("role", "coordinator")
    assert due.worksheet is not None
    assert (due.kind, due.worksheet.id, due.audience) == ("deadline", "sheet", ("mentee",))
    assert (due.place.line, due.place.column, due.place.width) == (24, 53, 14)
    assert (kickoff.url, kickoff.details.plain) == ("https://example.org/", "Bring both")


def test_an_entry_of_the_timeline_says_how_it_is_shown_and_moved() -> None:
    *_, kickoff, survey = program_of(HARBOUR).timeline
    assert (kickoff.public, kickoff.calendar, kickoff.on_holiday, kickoff.fold) == (True, True, None, None)
    assert (survey.public, survey.calendar, survey.on_holiday, survey.fold) == (
        False,
        False,
        "previous",
        "second",
    )
    assert (survey.deadline_time, survey.deadline_zone) == (time(12), "Etc/GMT+12")
    assert survey.survey is not None and (survey.survey.kind, survey.survey.id) == ("survey", "closing")


def test_a_survey_is_due_and_may_open_before() -> None:
    closing, later = program_of(HARBOUR).surveys
    assert (closing.opens, closing.due) == (FromAnchor("end"), FromAnchor("end", (Step(1, "w"),)))
    assert closing.worksheet is not None and (closing.worksheet.id, closing.roles[0].id) == (
        "sheet",
        "mentor",
    )
    assert (later.opens, later.due) == (None, FromAnchor("end", (Step(6, "m"),)))
    assert (later.url, later.anonymous, later.place.line) == ("https://example.org/s", True, 39)


def test_matching_says_how_pairs_come_about() -> None:
    matching = program_of(HARBOUR).matching
    assert matching is not None and matching.announce is not None
    assert (matching.method, matching.preferences_max, matching.no_fault_exit.plain) == (
        "hybrid",
        3,
        "Say so",
    )
    assert [(one.label.plain, one.weight, one.note.plain) for one in matching.criteria] == [
        ("Goals", None, ""),
        ("Zone", 1, "Three hours apart at most"),
    ]
    assert [(one.role.kind, one.role.id, one.worksheet.kind, one.worksheet.id) for one in matching.forms] == [
        ("role", "mentee", "worksheet", "sheet"),
        ("role", "mentor", "worksheet", "other"),
    ]
    assert matching.rematch_window == Between(InWeek(4), InWeek(6))
    assert (matching.max_mentees_per_mentor, matching.min_group, matching.max_group) == (2, 4, 4)
    assert (matching.announce.kind, matching.announce.id) == ("milestone", "matched")


@pytest.mark.parametrize(("written", "color"), [("#0b6e4f", "#0b6e4f"), ("#0B6", "#00bb66")])
def test_a_colour_has_six_digits_in_the_end(written: str, color: str) -> None:
    program = program_of(f"""title: Harbour
roles:
  mentor: {{label: Mentor, kind: mentor, color: "{written}"}}
  mentee: {{label: Mentee, kind: mentee}}
""")
    assert [role.color for role in program.roles] == [color, ""]


def test_a_rule_may_begin_to_hold_on_a_day() -> None:
    program = program_of(
        "title: H\neligibility: {mentee: [{text: In post, applies_from: start - 3m}, Ready]}"
    )
    first, second = program.eligibility[0].rules
    assert (first.applies_from, second.applies_from) == (FromAnchor("start", (Step(-3, "m"),)), None)
    assert first.place.text[first.place.column - 1 :].startswith("start - 3m")


TWENTY = """title: Harbour mentoring
kind: formul
owner:
- program-office
roles:
  mentor: {label: Mentor, kind: mentr}
  mentee: {label: Mentee, kind: mentee}
  My Manager: {label: Line manager, kind: manager}
duration: {weeks: 0}
phases:
- {id: start, title: Launch, from: week 1, to: week 2}
- {id: work, title: Work, from: week three, to: week 14}
timeline:
- {id: matched, title: Pairs announced, when: 2026-11-31}
- {id: midpoint, title: Mid-point review, when: 14/09/2026}
- {id: midpoint, title: Final review, when: fri 2026-11-05}
- {id: survey-due, title: Survey due, when: 2026-09-14 5pm}
meetings:
- {id: kickoff, title: Kick-off, roles: mentor, when: week 1, duration: 90}
- {id: call, title: Call, roles: [mentor], repeat: {every: 2w, from: week 2}, duration: 1h}
matching: {criteria: [{label: Goals, weight: 0.9}]}
policies: {escalation: [{when: A concern}]}
cohorts:
- {id: 2026-autumn, timezone: EST, breaks: Christmas}
"""


def test_twenty_mistakes_in_one_file_are_twenty_problems_in_one_run() -> None:
    _, problems = read_program(TWENTY, "content/programs/harbour.yml", "harbour")
    assert len(problems) == len(set(problems)) == 20
    assert [(one.place.line, one.slug) for one in sorted(problems)] == [
        (2, "type"),
        (4, "type"),
        (6, "type"),
        (8, "id-format"),
        (9, "number"),
        (11, "id-format"),
        (12, "offset-format"),
        (14, "date-impossible"),
        (15, "date-format"),
        (16, "duplicate-id"),
        (16, "weekday-mismatch"),
        (17, "time-format"),
        (19, "type"),
        (19, "duration-format"),
        (20, "repeat-bounds"),
        (21, "weights"),
        (22, "missing-key"),
        (24, "missing-key"),
        (24, "timezone"),
        (24, "type"),
    ]


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
