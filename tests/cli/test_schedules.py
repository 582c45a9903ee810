"""Cohorts and schedules, as a coordinator types them."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from guidegen.building.timetable import read_plans
from guidegen.cli.main import run
from tests.story import Handbook

Captured = pytest.CaptureFixture[str]

HARBOUR = """
    title: Harbour
    duration: {weeks: 16}
    timeline:
    - {id: review, title: "=Review", when: week 8 fri}
    - {id: agreed, title: Agreement signed, kind: deadline, when: week 3 wed, roles: [mentor]}
    meetings:
    - {id: kickoff, title: Kick-off, roles: [mentor, mentee], when: "week 1 wed 17:00", duration: 60m}
    - id: cohort-call
      title: Cohort call
      roles: [mentee]
      repeat: {every: 2w, on: wed, at: "17:00", from: week 2, until: week 16}
      duration: 90m
"""
AUTUMN = """
    start: 2026-09-14
    timezone: Europe/London
    breaks: [{from: 2026-12-19, to: 2027-01-10, title: Winter break}]
    holidays: [uk]
    overrides:
      review: {when: week 9 fri, note: Moved after the office closure}
"""
LADDER = """\
cohorts:
- {id: spring, start: 2027-03-01, timezone: Europe/London}
"""
UK = """
    days:
    - {date: 2026-09-30, title: A feast}
    - {date: 2026-11-04, title: A strike}
    - {date: 2027-02-03, title: A saint}
"""


@pytest.fixture
def here(handbook: Handbook, monkeypatch: pytest.MonkeyPatch) -> Handbook:
    """A handbook with a program and one cohort, with its folder as the current one."""
    handbook.write("guidegen.yml", "title: Mentoring\nbase_url: https://example.org/\n")
    handbook.write("content/holidays/uk.yml", UK)
    handbook.write("content/programs/harbour.yml", HARBOUR)
    handbook.write("content/programs/harbour/cohorts/2026-autumn.yml", AUTUMN)
    monkeypatch.chdir(handbook.root)
    return handbook


def told(captured: Captured) -> list[str]:
    """Return the lines of a table without the blanks between its columns."""
    return [" ".join(line.split()) for line in captured.readouterr().out.splitlines()]


# guidegen schedule


def test_the_only_cohort_is_meant_where_none_is_named(here: Handbook, capsys: Captured) -> None:
    assert run(["schedule", "harbour"]) == 0
    lines = told(capsys)
    assert lines[:3] == ["Harbour: 2026-autumn", "2026-09-14 to 2027-01-22, times in Europe/London", ""]
    assert lines[3] == "Wed 2026-09-16 17:00–18:00 Kick-off Mentors, Mentees"


def test_the_table_says_what_moved_and_why(here: Handbook, capsys: Captured) -> None:
    run(["schedule", "harbour"])
    lines = told(capsys)
    assert (
        "Thu 2026-10-01 until 23:59 Agreement signed Mentors Moved from 30 September 2026: A feast." in lines
    )
    assert "(Wed 2026-11-04) Cohort call 4 Mentees Left out on 4 November 2026: A strike." in lines
    assert (
        "Fri 2026-11-13 =Review Was 6 November 2026, now 13 November 2026. Moved after the office closure."
    ) in lines


def test_a_deadline_says_until_when_and_on_whose_clock(here: Handbook, capsys: Captured) -> None:
    settings = "title: Mentoring\nbase_url: https://example.org/\ndeadline_zone: AoE\n"
    here.write("guidegen.yml", settings)
    due = "- {id: form, title: Form, kind: deadline, when: week 2 fri}\n"
    here.write(
        "content/programs/ladder.yml", f"title: Ladder\nduration: {{weeks: 8}}\ntimeline:\n{due}{LADDER}"
    )
    assert run(["schedule", "ladder"]) == 0
    assert "Fri 2027-03-12 until 23:59, anywhere on earth Form" in told(capsys)
    assert run(["schedule", "ladder", "--format", "json"]) == 0
    (event,) = json.loads(capsys.readouterr().out)["events"]
    assert (event["first"], event["due"]) == ("2027-03-12", "2027-03-13T11:59Z")


def test_nothing_is_coloured_where_nobody_sees_it(here: Handbook, capsys: Captured) -> None:
    run(["schedule", "harbour"])
    assert "\x1b" not in capsys.readouterr().out


def test_a_role_sees_what_is_for_it_and_for_everyone(here: Handbook, capsys: Captured) -> None:
    run(["schedule", "harbour", "--role", "mentor"])
    lines = told(capsys)[3:]
    assert [line.split(" Mentor")[0].rpartition("00 ")[2][:20] for line in lines] == [
        "Kick-off",
        "Thu 2026-10-01 until",
        "Fri 2026-11-13 =Revi",
    ]


def test_several_cohorts_are_listed_to_choose_from(here: Handbook, capsys: Captured) -> None:
    here.write(
        "content/programs/harbour/cohorts/2027-spring.yml", "start: 2027-02-01\ntimezone: Europe/London\n"
    )
    assert run(["schedule", "harbour", "--role", "mentee"]) == 2
    assert capsys.readouterr().err.splitlines()[-3:] == [
        "Error: Harbour has 2 cohorts. Name one of them:",
        "  guidegen schedule harbour 2026-autumn --role mentee",
        "  guidegen schedule harbour 2027-spring --role mentee",
    ]


def test_a_cohort_that_is_over_is_not_meant_but_can_be_named(here: Handbook, capsys: Captured) -> None:
    here.write(
        "content/programs/harbour/cohorts/2025.yml",
        "start: 2025-09-15\ntimezone: Europe/London\nstatus: archived\n",
    )
    assert run(["schedule", "harbour"]) == 0
    assert told(capsys)[0] == "Harbour: 2026-autumn"
    assert run(["schedule", "harbour", "2025"]) == 0
    assert told(capsys)[0] == "Harbour: 2025"


def test_without_a_cohort_the_plan_is_told_in_words_in_its_order(here: Handbook, capsys: Captured) -> None:
    (here.root / "content/programs/harbour/cohorts/2026-autumn.yml").unlink()
    assert run(["schedule", "harbour"]) == 0
    assert told(capsys) == [
        "Harbour",
        "",
        "Wednesday of week 1, 17:00 Kick-off Mentors, Mentees",
        "every two weeks on Wednesdays at 17:00, weeks 2 to 16 Cohort call Mentees",
        "Wednesday of week 3 Agreement signed Mentors",
        "Friday of week 8 =Review",
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["harbor"], 'There is no program called "harbor". Did you mean "harbour"?'),
        (["zzz"], 'There is no program called "zzz". There are harbour.'),
        (
            ["harbour", "2026-autum"],
            'There is no cohort of program "harbour" called "2026-autum". Did you mean',
        ),
        (
            ["harbour", "--role", "menter"],
            'There is no role in program "harbour" called "menter". Did you mean',
        ),
    ],
)
def test_an_unknown_name_ends_with_2_and_the_nearest(
    here: Handbook, capsys: Captured, arguments: list[str], words: str
) -> None:
    assert run(["schedule", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_what_is_wrong_in_the_program_is_shown_and_ends_with_1(here: Handbook, capsys: Captured) -> None:
    here.write("content/programs/harbour.yml", HARBOUR.replace("week 3 wed", "kickof + 10bd"))
    here.write("content/index.md", "# Hi\n\n[x](missing.md)\n")
    assert run(["schedule", "harbour"]) == 1
    both = capsys.readouterr()
    assert "error[unknown-anchor]" in both.err
    assert "broken-link" not in both.err
    assert "Kick-off" in both.out


def test_json_has_keys_that_stay(here: Handbook, capsys: Captured) -> None:
    assert run(["schedule", "harbour", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {key: found[key] for key in found if key != "events"} == {
        "program": "harbour",
        "title": "Harbour: 2026-autumn",
        "cohort": "2026-autumn",
        "start": "2026-09-14",
        "end": "2027-01-22",
        "timezone": "Europe/London",
        "revision": 0,
    }
    assert found["events"][0] == {
        "id": "kickoff",
        "entry": "kickoff",
        "kind": "meeting",
        "title": "Kick-off",
        "state": "planned",
        "first": "2026-09-16",
        "last": "2026-09-16",
        "time": "17:00",
        "end_time": "18:00",
        "timezone": "Europe/London",
        "begins": "2026-09-16T16:00Z",
        "due": None,
        "minutes": 60,
        "when": None,
        "roles": ["mentor", "mentee"],
        "optional_for": [],
        "place": None,
        "url": None,
        "remarks": [],
    }


def test_csv_reads_back_and_no_cell_is_a_formula(here: Handbook, capsys: Captured) -> None:
    assert run(["schedule", "harbour", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert (rows[0]["id"], rows[0]["first"], rows[0]["roles"]) == ("kickoff", "2026-09-16", "mentor mentee")
    assert "'=Review" in [row["title"] for row in rows]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for row in rows for cell in row.values())


def test_ics_is_the_calendar_of_the_site_but_for_its_address(
    here: Handbook, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["schedule", "harbour", "--role", "mentee", "--format", "ics"]) == 0
    printed = Calendar.from_ical(capsysbinary.readouterr().out).walk("VEVENT")
    here.build()
    made = Calendar.from_ical(here.site()["programs/harbour/cohorts/2026-autumn/mentee.ics"]).walk("VEVENT")
    assert [one.to_ical() for one in printed] == [one.to_ical() for one in made] != []


# guidegen new cohort


def test_a_new_cohort_is_a_file_that_teaches_and_a_schedule_to_look_over(
    here: Handbook, capsys: Captured
) -> None:
    assert run(["new", "cohort", "harbour", "2027-spring", "--start", "2026-09-14"]) == 0
    lines = told(capsys)
    path = "content/programs/harbour/cohorts/2027-spring.yml"
    assert lines[0] == f"Wrote {path}"
    assert lines[2] == "Harbour: 2027-spring"
    assert "Wed 2026-09-16 17:00–18:00 Kick-off Mentors, Mentees" in lines
    text = (here.root / path).read_text()
    assert "start: 2026-09-14" in text
    assert (
        "timezone: Europe/London         # as in 2026-autumn; every time without a zone is meant there"
        in text
    )
    assert run(["build", "--strict"]) == 0


def test_every_date_on_a_day_off_is_marked_and_said_why(here: Handbook, capsys: Captured) -> None:
    here.write("guidegen.yml", "title: M\nbase_url: https://example.org/\nholidays: [uk]\n")
    here.write(
        "content/programs/harbour.yml",
        "title: Harbour\nduration: {weeks: 4}\ntimeline:\n"
        "- {id: a, title: A, when: week 1 wed}\n- {id: b, title: B, when: week 1 sun}\n"
        "- {id: c, title: C, when: week 1 wed, kind: deadline}\n",
    )
    assert run(["new", "cohort", "harbour", "2027-spring", "--start", "2027-02-01"]) == 0
    assert told(capsys)[-3:] == [
        "Wed 2027-02-03 A On a day off: A saint.",
        "Thu 2027-02-04 until 23:59 C Moved from 3 February 2027: A saint.",
        "Sun 2027-02-07 B On a day off: weekend.",
    ]


def test_everything_that_the_file_teaches_is_right(here: Handbook) -> None:
    assert (
        run(
            ["new", "cohort", "harbour", "2027-spring", "--start", "2027-03-01", "--title", 'It\'s: "spring"']
        )
        == 0
    )
    file = here.root / "content/programs/harbour/cohorts/2027-spring.yml"
    text = file.read_text()
    keys = [
        line
        for line in text.splitlines()
        if line.startswith(("# ", "#   ")) and (":" in line or "# - " in line)
    ]
    taught = "\n".join(
        line.removeprefix("# ") for line in keys if not line.startswith(("# One", "#   guidegen", "# Weeks"))
    )
    unfit = ("end:", "contacts:", "status:")  # an end beside weeks; a contact that is not there; a draft
    both = [line for line in (text + taught + "\n").splitlines() if not line.startswith(unfit)]
    file.write_text("\n".join(both) + "\n")
    plans = read_plans(here.root)
    assert [one for one in plans.problems if one.slug != "holiday-year"] == []
    assert plans.library is not None
    (cohort,) = (one for one in plans.library.programs[0].cohorts if one.id == "2027-spring")
    assert cohort.title.plain == 'It\'s: "spring"'
    assert cohort.applications and cohort.breaks and cohort.overrides and cohort.timeline and cohort.holidays


def test_what_the_program_lacks_for_a_cohort_is_told_at_once(here: Handbook, capsys: Captured) -> None:
    here.write("content/programs/ladder.yml", "title: Ladder\n")
    assert run(["new", "cohort", "ladder", "first", "--start", "2027-03-01"]) == 1
    assert 'program "ladder" needs "duration"' in capsys.readouterr().err


def test_a_start_that_is_not_known_yet(here: Handbook, capsys: Captured) -> None:
    assert run(["new", "cohort", "harbour", "later", "--start", "tba", "--timezone", "Asia/Kolkata"]) == 0
    assert "The start is to be announced." in told(capsys)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["harbor", "x", "--start", "2027-02-01"], 'Did you mean "harbour"?'),
        (["harbour", "My Cohort", "--start", "2027-02-01"], "e.g. my-cohort."),
        (["harbour", "../x", "--start", "2027-02-01"], "ids use a-z"),
        (["harbour", "2026-autumn", "--start", "2027-02-01"], 'already has a cohort "2026-autumn"'),
        (["harbour", "x", "--start", "01/02/2027"], "write dates as YYYY-MM-DD"),
        (["harbour", "x", "--start", "2027-02-30"], "2027-02-30 is not a date: February 2027 has 28 days."),
        (["harbour", "x", "--start", "2027-02-01", "--timezone", "EST"], "Use America/New_York."),
        (["harbour", "x"], "Missing option '--start'"),
    ],
)
def test_what_makes_no_sense_ends_with_2_and_writes_nothing(
    here: Handbook, capsys: Captured, arguments: list[str], words: str
) -> None:
    before = sorted(here.root.rglob("*"))
    assert run(["new", "cohort", *arguments]) == 2
    assert words in capsys.readouterr().err
    assert sorted(here.root.rglob("*")) == before


def test_a_file_that_is_there_is_never_overwritten(here: Handbook, capsys: Captured) -> None:
    path = "content/programs/harbour/cohorts/2027-spring.yml"
    here.write(path, "broken: [")
    assert run(["new", "cohort", "harbour", "2027-spring", "--start", "2027-02-01"]) == 2
    assert f"{path} is already there" in capsys.readouterr().err
    assert (here.root / path).read_text() == "broken: ["


def test_a_project_elsewhere_can_be_named(
    here: Handbook, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    project = str(here.root / "content")
    assert run(["schedule", "harbour"]) == 2
    assert run(["schedule", "harbour", "--project", project]) == 0
    assert run(["new", "cohort", "harbour", "x", "--start", "2027-02-01", "--project", project]) == 0
    assert (here.root / "content/programs/harbour/cohorts/x.yml").exists()


# guidegen import


def test_import_writes_a_new_program_that_builds(here: Handbook, capsys: Captured) -> None:
    here.write("s.csv", "Date;Start;End;Event\n2026-09-16;17:00;18:00;Kick-off\n2026-10-02;;;Signed\n")
    assert (
        run(["import", "s.csv", "--program", "quay", "--start", "2026-09-14", "--timezone", "Europe/Paris"])
        == 0
    )
    both = capsys.readouterr()
    assert both.out == ""
    assert both.err.endswith("Entries: 2 new. Wrote content/programs/quay.yml\n\n")
    assert run(["build", "--strict"]) == 0
    (cohort,) = next(one for one in read_plans(here.root).programs if one.id == "quay").cohorts
    assert [one.days.first for one in cohort.schedule.events if one.days] == [
        date(2026, 9, 16),
        date(2026, 10, 2),
    ]


def test_import_shows_what_to_paste_and_says_the_rest_beside_it(here: Handbook, capsys: Captured) -> None:
    here.write("s.csv", "Date,Event,Cost\n2026-09-17,Kick-off,3\n31/31/2026,Nothing,\n2026-10-02,Visit,\n")
    assert run(["import", "s.csv", "--program", "harbour"]) == 1
    both = capsys.readouterr()
    assert both.out.startswith("# For content/programs/harbour.yml:\n\ntimeline:\n- id: visit\n")
    assert "kickoff: {when: week 1 thu}" in both.out
    assert both.err.splitlines() == [
        "Dates are counted from 2026-09-14, the start of 2026-autumn.",
        'The column "Cost" is not used.',
        'Line 3: "31/31/2026" is not a day of the calendar.',
        "Entries: 1 new, 0 as they are there, 1 at another time.",
        "",
    ]
    assert run(["import", "s.csv", "--program", "harbour", "--output", "new.yml"]) == 1
    assert (here.root / "new.yml").read_text() == both.out
    assert run(["import", "s.csv", "--program", "harbour", "--output", "new.yml"]) == 2


def test_import_asks_for_what_it_cannot_know(here: Handbook, capsys: Captured) -> None:
    here.write("s.csv", "Date,Event\n03/04/2026,Visit\n")
    assert run(["import", "s.csv", "--program", "harbour"]) == 2
    assert "Say which is meant: --day-first or --month-first." in capsys.readouterr().err
    assert run(["import", "s.csv", "--program", "harbour", "--day-first"]) == 0
    assert "there 2026-04-03" not in capsys.readouterr().out
    assert run(["import", "s.csv", "--program", "Harbour 2"]) == 2
    assert run(["import", "s.csv", "--program", "harbour", "--cohort", "x", "--day-first"]) == 2
    assert run(["import", "missing.csv", "--program", "harbour"]) == 2


def test_import_of_what_is_no_table_ends_with_1(here: Handbook, capsys: Captured) -> None:
    here.write("s.csv", "Name,Size\nA,1\n")
    assert run(["import", "s.csv", "--program", "harbour"]) == 1
    assert "s.csv cannot be read: No column is called date, day or when." in capsys.readouterr().err
