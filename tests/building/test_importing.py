"""A spreadsheet becomes a program, and the program has the same dates again."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from guidegen.building.beginnings import Refused, write_new
from guidegen.building.importing import Imported, import_schedule, wanted
from guidegen.building.timetable import program_named, read_plans, timetable
from guidegen.reading.spreadsheets import read_spreadsheet
from tests.story import LEAST, Handbook

HARBOUR = """
    title: Harbour
    duration: {weeks: 16}
    timeline:
    - {id: midpoint, title: Mid-point review, when: week 8 fri}
    - {id: agreed, title: Agreement signed, kind: deadline, when: kickoff + 10bd}
    meetings:
    - {id: kickoff, title: Kick-off, roles: [mentor, mentee], when: "week 1 wed 17:00", duration: 60m}
    - id: cohort-call
      title: Cohort call
      roles: [mentee]
      repeat: {every: 2w, on: wed, at: "17:00", from: week 2, until: week 8}
      duration: 90m
    cohorts:
    - {id: "2026-autumn", start: 2026-09-14, timezone: Europe/London}
"""


@pytest.fixture
def harbour(handbook: Handbook) -> Handbook:
    return handbook.write("content/programs/harbour.yml", HARBOUR)


def imported(handbook: Handbook, text: str, program: str = "harbour", **asked: Any) -> Imported:
    given_: dict[str, Any] = {"start": None, "cohort": "", "timezone": "", "order": None, **asked}
    return import_schedule(wanted(program, text.encode(), **given_), read_plans(handbook.root))


def test_what_is_there_is_told_and_what_differs_is_an_override_to_paste(harbour: Handbook) -> None:
    done = imported(
        harbour,
        "title,date,time\n"
        "Kick-off,2026-09-16,17:00\n"
        "mid point REVIEW,2026-11-13,\n"
        "Cohort call 2,2026-10-08,18:00\n"
        "Cohort call,2026-09-23,17:00\n",
    )
    assert done.same == ("Kick-off", "Cohort call")
    assert done.entries == 0
    assert done.text.splitlines() == [
        "# For cohort 2026-autumn in content/programs/harbour.yml:",
        "",
        "overrides:",
        "  midpoint: {when: week 9 fri}  # here 2026-11-06, there 2026-11-13",
        "  cohort-call#2: {when: week 4 thu 18:00}  # here 2026-10-07 17:00, there 2026-10-08 18:00",
    ]


def test_pasted_overrides_bring_the_dates_of_the_spreadsheet(harbour: Handbook) -> None:
    sheet = "title,date,time\nMid-point review,2026-11-13,\nCohort call 2,2026-10-08,18:00\n"
    pasted = imported(harbour, sheet).text.partition("overrides:\n")[2]
    program = (harbour.root / "content/programs/harbour.yml").read_text()
    cohort = '- id: "2026-autumn"\n  start: 2026-09-14\n  timezone: Europe/London\n  overrides:\n'
    written = program.partition('- {id: "2026-autumn"')[0] + cohort
    harbour.write(
        "content/programs/harbour.yml", written + "".join(f"  {line}\n" for line in pasted.splitlines())
    )
    again = imported(harbour, sheet)
    assert (again.same, again.different) == (("Mid-point review", "Cohort call 2"), 0)
    assert read_plans(harbour.root).problems == ()


def test_what_is_new_is_an_entry_to_paste_under_an_id_that_is_free(harbour: Handbook) -> None:
    done = imported(
        harbour,
        "title,date,time,end,for,kind,notes,url\n"
        'Midpoint,2026-11-20,,,Mentors,,"Bring *it*",https://example.org/\n'
        "Talk: how?,2026-11-25,17:00,18:00,,training,,\n"
        "Applications due,2026-08-03,,,Managers,,,\n",
    )
    assert done.text.splitlines() == [
        "# For content/programs/harbour.yml:",
        "",
        "timeline:",
        "- id: midpoint-2",
        '  title: "Midpoint"',
        "  kind: milestone",
        "  when: week 10 fri",
        "  roles: [mentor]",
        '  url: "https://example.org/"',
        '  details: "Bring \\\\*it\\\\*"',
        "- id: applications-due",
        '  title: "Applications due"',
        "  kind: deadline",
        "  when: start - 6w",
        "",
        "meetings:",
        "- id: talk-how",
        '  title: "Talk: how?"',
        "  kind: training",
        "  when: week 11 wed 17:00",
        "  duration: 60m",
        "  roles: [mentor, mentee]",
    ]
    assert [(one.line, one.reason) for one in done.unread] == [
        (4, 'there is no role "Managers"; it is left out.')
    ]


def test_dates_are_counted_from_a_start_that_no_cohort_has(harbour: Handbook) -> None:
    done = imported(
        harbour, "title,date\nVisit,2027-03-10\n", start=date(2027, 3, 1), timezone="Europe/London"
    )
    assert "when: week 2 wed" in done.text


def test_several_cohorts_are_asked_for(harbour: Handbook) -> None:
    harbour.write(
        "content/programs/harbour/cohorts/2027-spring.yml", "start: 2027-02-01\ntimezone: Europe/London\n"
    )
    with pytest.raises(Refused, match="--cohort 2026-autumn or --cohort 2027-spring"):
        imported(harbour, "title,date\nVisit,2027-03-10\n")
    assert "week 6 wed" in imported(harbour, "title,date\nVisit,2027-03-10\n", cohort="2027-spring").text


def test_a_time_that_is_not_on_the_clocks_is_told_by_its_line(harbour: Handbook) -> None:
    done = imported(
        harbour, "title,date,time\nA,2027-03-28,01:30\n", start=date(2027, 3, 1), timezone="Europe/London"
    )
    assert [(one.line, "does not exist" in one.reason) for one in done.unread] == [(2, True)]


def test_times_need_a_zone(handbook: Handbook) -> None:
    with pytest.raises(Refused, match="--timezone"):
        imported(handbook, "title,date,time\nA,2026-09-14,17:00\n")


def test_a_first_meeting_is_taken_for_the_start_and_told(handbook: Handbook) -> None:
    done = imported(handbook, "title,date\nApplications due,2026-08-03\nKick-off,2026-09-14\n")
    assert "start: 2026-09-14" in done.text
    assert "when: start - 6w" in done.text
    assert done.remarks == ("2026-09-14 is taken for the start. If it is not, say --start DATE.",)


def test_a_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    write_new(tmp_path / "a/b.yml", "mine")
    with pytest.raises(Refused, match="stays as it is"):
        write_new(tmp_path / "a/b.yml", "yours")
    assert (tmp_path / "a/b.yml").read_text() == "mine"


# There and back

WORDS = some.text(some.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=30)
AWKWARD = some.sampled_from(
    ["# no heading", "- no item", "1. no list", "*stars*", "[x](y.md)", "<b>bold</b>", "&amp;", "{{ x }}",
     "{for=mentor}", "::: note", "=1+1", "`code`", "a: b", "~~no~~", "https://example.org/", "![p](q.png)",
     "[^1]", "'quoted'", '"quoted"', "\\", "---", "| a |", "http://a_b_c", "null", "2026-09-14", "yes"]
)  # fmt: skip


@some.composite
def sheet_rows(draw: Any) -> dict[str, str]:
    first = draw(some.dates(date(2026, 1, 1), date(2027, 12, 31)))
    title = draw(WORDS | AWKWARD)
    row = {"title": title, "date": str(first), "notes": draw(some.just("") | WORDS | AWKWARD)}
    match draw(some.sampled_from(["day", "days", "time", "meeting"])):
        case "days":
            row["end date"] = str(first + timedelta(days=draw(some.integers(1, 20))))
        case "time":
            row["time"] = "17:00"
        case "meeting":
            row |= {"time": "17:00", "end": "18:30"}
    return row | {"kind": draw(some.sampled_from(["", "deadline", "event", "window", "training", "party"]))}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.lists(sheet_rows(), min_size=1, max_size=6))
def test_a_new_program_reads_back_without_a_problem_and_has_the_same_dates(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]
) -> None:
    handbook = Handbook(tmp_path_factory.mktemp("project"))
    for path, content in LEAST.items():
        handbook.write(path, content)
    written = io.StringIO()
    table = csv.DictWriter(written, ["title", "date", "end date", "time", "end", "kind", "notes"])
    table.writeheader()
    table.writerows(rows)
    try:
        done = imported(
            handbook, written.getvalue(), "back", start=date(2026, 9, 14), timezone="Europe/London"
        )
    except Refused as refused:
        assert str(refused) == "No row has a date that can be read."
        return
    write_new(handbook.root / done.path, done.text)
    plans = read_plans(handbook.root)
    assert [one for one in plans.problems if one.slug not in ("date-range", "far-date")] == []
    program = program_named("back", plans)
    lines = timetable(program, program.cohorts[0], "", plans).lines
    read = read_spreadsheet(written.getvalue().encode()).rows
    assert sorted(one.title for one in lines) == sorted(one.title for one in read)
    no_title = {one.line for one in done.unread if "no title" in one.reason}
    kept = [row for line, row in enumerate(rows, 2) if row["title"].strip() and line not in no_title]
    assert sorted(_of_sheet(row) for row in kept) == sorted(
        (
            str(one.days.first),
            str(one.days.last),
            f"{one.days.time:%H:%M}" if one.days.time else "",
            one.minutes or 0,
        )
        for one in lines
        if one.days is not None
    )


def _of_sheet(row: dict[str, str]) -> tuple[str, str, str, int]:
    return (
        row["date"], row.get("end date", row["date"]), row.get("time", ""), 90 if "end" in row else 0
    )  # fmt: skip
