"""What cohorts say."""

from __future__ import annotations

from datetime import date

from guidegen.model.cohort import Capacity, Cohort
from guidegen.model.schedule import FromAnchor, InWeek, OnDate, Step
from guidegen.reading.cohorts import read_cohort
from guidegen.reading.programs import read_program

EVERYTHING = """id: "007"
title: Autumn *2026*
start: 2026-09-14
end: 2027-01-22
weeks: 16
timezone: Europe/London
display_zones: [America/New_York, Asia/Kolkata]
revision: 3
applications:
  mentee: {opens: start - 12w, closes: start - 6w, url: "https://example.org/apply", worksheet: form,
    decision: start - 4w, late: Write to us}
  mentor: {opens: 2026-06-22, closes: start - 7w}
  coordinator:
capacity: {mentors: 12, mentees: 20, waitlist: yes}
breaks:
- {from: 2026-12-19, to: 2027-01-10, title: Winter break}
- {from: 2026-10-26, to: 2026-10-26, title: A day off, weeks: count}
holidays: [uk, house]
overrides:
  midpoint: {when: week 9 fri, note: Moved after the office closure}
  work: {from: week 4, to: week 13, title: Work on}
  cohort-call#3: {cancelled: yes}
  kickoff: {place: Hall, url: "https://example.org/x", duration: 2h, host: mentor, agenda: kickoff}
  nothing:
extra:
  timeline: [{id: visit, title: A visit, when: week 5 fri}]
  meetings: [{id: more, title: More, roles: [mentee], when: week 6 fri 10:00, duration: 1h}]
contacts: [office]
links: {chat: "https://example.org/chat", apply: "mailto:a@example.org"}
status: archived
archived_on: 2027-06-01
notice: It is over
x-color: blue
"""


def cohort_of(text: str) -> Cohort:
    cohort, problems = read_cohort(text, "content/programs/harbour/cohorts/autumn.yml", "autumn")
    assert cohort is not None and problems == ()
    return cohort


def test_a_start_is_enough() -> None:
    cohort = cohort_of("start: 2026-09-14")
    assert (cohort.id, cohort.start, cohort.status, cohort.revision) == (
        "autumn",
        date(2026, 9, 14),
        "auto",
        0,
    )
    assert (
        cohort.applications == cohort.breaks == cohort.overrides == cohort.timeline == cohort.meetings == ()
    )
    assert cohort.capacity is None


def test_a_start_may_be_announced_later_and_an_id_be_written() -> None:
    cohort = cohort_of("id: other\nstart: TBA")
    assert (cohort.id, cohort.start) == ("other", None)


def test_a_cohort_says_its_days_and_zones() -> None:
    cohort = cohort_of(EVERYTHING)
    assert (cohort.id, cohort.title.plain) == ("007", "Autumn 2026")
    assert (cohort.start, cohort.end, cohort.weeks) == (date(2026, 9, 14), date(2027, 1, 22), 16)
    assert (cohort.timezone, cohort.display_zones) == ("Europe/London", ("America/New_York", "Asia/Kolkata"))
    assert (cohort.revision, cohort.status, cohort.archived_on) == (3, "archived", date(2027, 6, 1))
    assert cohort.notice.plain == "It is over"


def test_people_of_each_role_apply_in_their_own_time() -> None:
    mentee, mentor = cohort_of(EVERYTHING).applications
    assert (mentee.role.kind, mentee.role.id, mentee.role.place.line) == ("role", "mentee", 10)
    assert (mentee.opens, mentee.closes, mentee.decision) == (
        FromAnchor("start", (Step(-12, "w"),)),
        FromAnchor("start", (Step(-6, "w"),)),
        FromAnchor("start", (Step(-4, "w"),)),
    )
    assert mentee.worksheet is not None
    assert (mentee.url, mentee.worksheet.id, mentee.late.plain) == (
        "https://example.org/apply",
        "form",
        "Write to us",
    )
    assert mentee.place.text[mentee.place.column - 1 :].startswith("start - 6w")
    assert (mentor.opens, mentor.decision) == (OnDate(date(2026, 6, 22)), None)


def test_breaks_pause_the_count_of_weeks_or_not() -> None:
    cohort = cohort_of(EVERYTHING)
    assert [(one.first, one.last, one.title.plain, one.pauses) for one in cohort.breaks] == [
        (date(2026, 12, 19), date(2027, 1, 10), "Winter break", True),
        (date(2026, 10, 26), date(2026, 10, 26), "A day off", False),
    ]
    assert cohort.capacity == Capacity(12, 20, None, True)


def test_no_holidays_are_not_those_of_the_handbook() -> None:
    named = cohort_of(EVERYTHING).holidays
    assert named is not None
    assert [(one.kind, one.id) for one in named] == [("holidays", "uk"), ("holidays", "house")]
    assert cohort_of("start: tba\nholidays: []").holidays == ()
    assert cohort_of("start: tba\nholidays:").holidays is None
    assert cohort_of("start: tba").holidays is None


def test_what_is_different_goes_by_the_id_of_the_entry() -> None:
    midpoint, work, call, kickoff = cohort_of(EVERYTHING).overrides
    assert (midpoint.entry, midpoint.when, midpoint.note.plain) == (
        "midpoint",
        InWeek(9, 4),
        "Moved after the office closure",
    )
    assert (midpoint.place.line, midpoint.place.width) == (20, len("midpoint"))
    assert (work.first, work.last, work.title.plain) == (InWeek(4), InWeek(13), "Work on")
    assert (call.entry, call.cancelled) == ("cohort-call#3", True)
    assert kickoff.host is not None and kickoff.agenda is not None
    assert (kickoff.location.plain, kickoff.minutes, kickoff.host.kind, kickoff.agenda.id) == (
        "Hall",
        120,
        "host",
        "kickoff",
    )


def test_additions_are_read_like_the_plan() -> None:
    cohort = cohort_of(EVERYTHING)
    assert [one.id for one in (*cohort.timeline, *cohort.meetings)] == ["visit", "more"]
    assert cohort.timeline[0].place.line == 26
    assert [one.id for one in cohort.contacts] == ["office"]
    assert cohort.links == (("chat", "https://example.org/chat"), ("apply", "mailto:a@example.org"))


def test_a_cohort_reads_alike_in_its_program() -> None:
    lines = "".join(f"  {line}\n" for line in EVERYTHING.splitlines())
    program, problems = read_program(f"title: Harbour\ncohorts:\n-\n{lines}", "content/programs/h.yml", "h")
    assert program is not None and problems == ()
    (inside,), apart = program.cohorts, cohort_of(EVERYTHING)
    assert (inside.id, inside.breaks[0].title, inside.links) == (apart.id, apart.breaks[0].title, apart.links)
    assert [one.entry for one in inside.overrides] == [one.entry for one in apart.overrides]
    assert [one.when for one in inside.timeline] == [one.when for one in apart.timeline]
