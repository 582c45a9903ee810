"""The calendars of a site: which there are, what is in each, and when they are made again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from icalendar import Calendar

from tests.story import Handbook

SETTINGS = "title: Mentoring\nbase_url: https://example.org/guide/\ntimezone: Europe/London\n"
HARBOUR = """
    title: Harbour
    duration: {weeks: 8}
    timeline:
    - {id: agreed, title: Signed, when: week 2 fri, roles: [mentor]}
    meetings:
    - {id: kickoff, title: Kick-off, roles: [mentor, mentee], when: "week 1 wed 17:00", duration: 60m}
"""
COHORTS = "content/programs/harbour/cohorts"


@pytest.fixture
def harbour(handbook: Handbook) -> Handbook:
    """A program with two cohorts, another program, and a chapter."""
    handbook.write("guidegen.yml", SETTINGS)
    handbook.write("content/other.md", "# Other\n")
    handbook.write("content/programs/harbour.yml", HARBOUR)
    handbook.write(f"{COHORTS}/autumn.yml", "start: 2026-09-14\n")
    handbook.write(f"{COHORTS}/spring.yml", "start: 2027-02-01\n")
    return handbook.write(
        "content/programs/quay.yml",
        "title: Quay\nduration: {weeks: 8}\ntimeline: [{id: a, title: A, when: week 1}]\n"
        "cohorts: [{id: one, start: 2026-09-14}]\n",
    )


def calendars(handbook: Handbook) -> list[str]:
    return sorted(path for path in handbook.site() if path.endswith(".ics"))


def events(handbook: Handbook, path: str) -> list[Any]:
    return Calendar.from_ical(handbook.site()[path]).walk("VEVENT")


def titles(handbook: Handbook, path: str) -> list[str]:
    return [str(one["summary"]) for one in events(handbook, path)]


def test_each_program_each_cohort_and_each_role_in_it_has_one(harbour: Handbook) -> None:
    harbour.build().says()
    assert calendars(harbour) == [
        "programs/harbour/calendar.ics",
        "programs/harbour/cohorts/autumn/calendar.ics",
        "programs/harbour/cohorts/autumn/mentee.ics",
        "programs/harbour/cohorts/autumn/mentor.ics",
        "programs/harbour/cohorts/spring/calendar.ics",
        "programs/harbour/cohorts/spring/mentee.ics",
        "programs/harbour/cohorts/spring/mentor.ics",
        "programs/quay/calendar.ics",
        "programs/quay/cohorts/one/calendar.ics",
        "programs/quay/cohorts/one/mentee.ics",
        "programs/quay/cohorts/one/mentor.ics",
    ]
    assert titles(harbour, "programs/harbour/cohorts/autumn/calendar.ics") == ["Kick-off", "Signed"]
    assert titles(harbour, "programs/harbour/cohorts/autumn/mentee.ics") == ["Kick-off"]
    assert len(events(harbour, "programs/harbour/calendar.ics")) == 4


def test_a_calendar_is_called_after_its_program_cohort_and_role_and_leads_to_the_page(
    harbour: Handbook,
) -> None:
    harbour.build()
    calendar = Calendar.from_ical(harbour.site()["programs/harbour/cohorts/autumn/mentor.ics"])
    assert calendar["x-wr-calname"] == "Harbour: autumn (Mentors)"
    assert calendar["url"] == "https://example.org/guide/programs/harbour/cohorts/autumn/"
    assert "programs/harbour/cohorts/autumn/index.html" in harbour.site()


def test_the_start_of_a_cohort_makes_again_only_what_shows_its_dates(harbour: Handbook) -> None:
    harbour.build().write(f"{COHORTS}/spring.yml", "start: 2027-02-08\n").build()
    made = harbour.made()
    assert made["programs/harbour/cohorts/spring/calendar.ics"] == ("events",)
    assert {
        path for path in made if path.startswith(("programs/harbour/cohorts/autumn/", "programs/quay/"))
    } == set()
    assert {"404.html", "other/index.html", "sitemap.xml"}.isdisjoint(made)
    assert [path for path in made if path.endswith(".ics")] == [
        "programs/harbour/calendar.ics",
        "programs/harbour/cohorts/spring/calendar.ics",
        "programs/harbour/cohorts/spring/mentee.ics",
        "programs/harbour/cohorts/spring/mentor.ics",
    ]


def test_words_of_the_program_that_no_calendar_has_make_none_again(harbour: Handbook) -> None:
    harbour.build().write("content/programs/harbour.yml", f"summary: New words.\n{_flat(HARBOUR)}").build()
    assert [path for path in harbour.made() if path.endswith(".ics")] == []


def test_an_event_for_one_role_makes_the_calendars_of_others_not_again(harbour: Handbook) -> None:
    harbour.build().write("content/programs/harbour.yml", HARBOUR.replace("week 2 fri", "week 3 fri")).build()
    assert "programs/harbour/cohorts/autumn/mentor.ics" in harbour.made()
    assert "programs/harbour/cohorts/autumn/mentee.ics" not in harbour.made()


def test_after_an_edited_date_and_a_raised_revision_ids_are_the_same_and_the_sequence_is_higher(
    harbour: Handbook,
) -> None:
    path = "programs/harbour/cohorts/autumn/calendar.ics"
    before = events(harbour.build(), path)
    changed = "start: 2026-09-14\nrevision: 1\noverrides: {kickoff: {when: week 2 wed 17:00}}\n"
    after = events(harbour.write(f"{COHORTS}/autumn.yml", changed).build(), path)
    assert sorted(one["uid"] for one in before) == sorted(one["uid"] for one in after)
    assert {one["sequence"] for one in before} == {0}
    assert {one["sequence"] for one in after} == {1}
    (kickoff,) = (one for one in after if one["summary"] == "Kick-off")
    assert kickoff["dtstart"].dt.date() == date(2026, 9, 23)
    assert "now 23 September 2026" in kickoff["description"]


def test_an_archived_cohort_keeps_its_own_calendar_and_leaves_that_of_the_program(harbour: Handbook) -> None:
    harbour.write(f"{COHORTS}/autumn.yml", "start: 2026-09-14\nstatus: archived\n").build()
    assert len(events(harbour, "programs/harbour/cohorts/autumn/calendar.ics")) == 2
    assert all(".spring." in one["uid"] for one in events(harbour, "programs/harbour/calendar.ics"))


def test_a_cohort_that_is_called_off_is_told_to_those_who_have_its_dates(harbour: Handbook) -> None:
    harbour.write(f"{COHORTS}/autumn.yml", "start: 2026-09-14\nstatus: cancelled\n").build()
    off = [
        one for one in events(harbour, "programs/harbour/calendar.ics") if one.get("status") == "CANCELLED"
    ]
    assert [".autumn." in one["uid"] for one in off] == [True, True]


def test_what_has_nothing_in_it_is_not_made(harbour: Handbook) -> None:
    harbour.write(f"{COHORTS}/later.yml", "start: tba\n")
    harbour.write(f"{COHORTS}/draft.yml", "start: 2026-09-14\nstatus: draft\n")
    harbour.write(
        "content/programs/quay.yml", "title: Quay\ncohorts: [{id: one, start: 2026-09-14}]\n"
    ).build()
    assert [one for one in calendars(harbour) if "quay" in one or "later" in one or "draft" in one] == []


def test_without_an_address_of_the_site_one_warning_says_what_follows(harbour: Handbook) -> None:
    harbour.write("guidegen.yml", "title: M\ntimezone: Europe/London\n").build().says("base-url")
    assert harbour.outcome is not None
    (told,) = harbour.outcome.problems
    assert told.message == (
        "the dates in your calendars do not carry the address of your site yet, as base_url is not set."
    )
    assert told.place.path == "guidegen.yml"
    harbour.write(
        "guidegen.yml", "title: M\ntimezone: Europe/London\nlevels: {base-url: off}\n"
    ).build().says()


def test_a_handbook_without_calendars_needs_no_address(handbook: Handbook) -> None:
    handbook.write("content/programs/harbour.yml", HARBOUR).build().says()


def test_a_role_that_is_called_calendar_is_refused(harbour: Handbook) -> None:
    roles = (
        "roles:\n  calendar: {label: Calendar, kind: other}\n"
        "  mentor: {label: M, kind: mentor}\n  mentee: {label: N, kind: mentee}\n"
    )
    harbour.write(
        "content/programs/quay.yml", f"{roles}{(harbour.root / 'content/programs/quay.yml').read_text()}"
    )
    harbour.build()
    assert harbour.outcome is not None
    assert {one.slug for one in harbour.outcome.problems} == {"id-format"}


def test_words_and_links_in_details_are_those_of_the_page(harbour: Handbook) -> None:
    details = "Read [the other](other.md) and <https://example.org/x>."
    harbour.write(
        "content/programs/quay.yml",
        f"title: Quay\nduration: {{weeks: 8}}\nphases: default\n"
        f'timeline: [{{id: a, title: A, when: week 1, details: "{details}", worksheet: log}}]\n'
        "cohorts: [{id: one, start: 2026-09-14}]\n",
    )
    harbour.write("content/worksheets/log.yml", "title: Log\nfields: [{label: A}]\n")
    harbour.write("templates/locales/en.yml", "phase_prepare: Make ready\n").build()
    found = {str(one["summary"]): one for one in events(harbour, "programs/quay/calendar.ics")}
    assert "Make ready" in found
    assert found["A"]["description"].split("\n\n") == [
        "Read the other and https://example.org/x.",
        "Sheet: Log (https://example.org/guide/worksheets/log/index.html)",
    ]


# Editions


EDITIONS = """
    title: Mentoring
    base_url: https://example.org/
    timezone: Europe/London
    editions:
    - {id: mentor, label: For mentors, roles: [mentor]}
    - {id: mentee, label: For mentees, roles: [mentee]}
    - {id: office, label: For the office, roles: [coordinator]}
"""
SECRETS = """
    title: Harbour
    duration: {weeks: 8}
    phases:
    - {id: all, title: All of it, from: week 1, to: week 8}
    timeline:
    - {id: a, title: SECRET, when: week 1, audience: [mentor]}
    - {id: b, title: SECRET, when: week 2 fri, public: false}
    - {id: c, title: Open, when: week 3, worksheet: hidden, details: "See [it](worksheet:hidden)"}
    - {id: e, title: SECRET, when: week 4, audience: [mentor], kind: deadline}
    meetings:
    - {id: d, title: SECRET, roles: [mentor], audience: [mentor], when: "week 2 wed 17:00", duration: 60m}
    - id: f
      title: Call
      roles: [mentee]
      when: "week 3 wed 17:00"
      duration: 60m
      url: https://example.org/SECRET
      visibility: internal
    cohorts:
    - id: one
      start: 2026-09-14
      overrides: {a: {note: SECRET}}
      extra: {timeline: [{id: g, title: SECRET, when: week 5, audience: [mentor]}]}
    - {id: two, title: SECRET, start: 2026-09-14, status: draft}
"""


def test_a_calendar_of_an_edition_holds_nothing_that_is_for_others(handbook: Handbook) -> None:
    handbook.write("guidegen.yml", EDITIONS).write("content/programs/harbour.yml", SECRETS)
    handbook.write(
        "content/worksheets/hidden.yml", "title: SECRET\naudience: [mentor]\nfields: [{label: SECRET}]\n"
    )
    handbook.build()
    assert handbook.outcome is not None
    assert handbook.outcome.written, handbook.outcome.problems
    theirs = [path for path in calendars(handbook) if path.startswith("mentee/")]
    assert "mentee/programs/harbour/cohorts/one/mentee.ics" in theirs
    assert [path for path in theirs if b"SECRET" in handbook.site()[path].replace(b"\r\n ", b"")] == []
    assert titles(handbook, "mentee/programs/harbour/cohorts/one/mentee.ics") == ["All of it", "Open", "Call"]
    assert titles(handbook, "mentor/programs/harbour/cohorts/one/calendar.ics").count("SECRET") == 4


def test_no_calendar_has_what_only_coordinators_are_told(handbook: Handbook) -> None:
    handbook.write("guidegen.yml", EDITIONS).write("content/programs/harbour.yml", SECRETS)
    handbook.write("content/worksheets/hidden.yml", "title: H\nfields: [{label: H}]\n").build()
    uids = {one["uid"] for path in calendars(handbook) for one in events(handbook, path)}
    assert "1.a.one.harbour@example.org" in uids
    assert "1.b.one.harbour@example.org" not in uids


def _flat(text: str) -> str:
    return "\n".join(line[4:] for line in text.strip("\n").split("\n"))
