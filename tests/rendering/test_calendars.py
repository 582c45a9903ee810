"""Calendars are read back by two parsers that nobody here wrote, and say the same to both."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from icalendar import Calendar

from guidegen.model.cohort import Closing, Cohort, Event
from guidegen.model.plan import Agenda, AgendaItem
from guidegen.model.problem import NOWHERE
from guidegen.model.program import Program
from guidegen.model.prose import Text
from guidegen.model.reference import Reference
from guidegen.model.schedule import Days
from guidegen.rendering.calendars import (
    CALENDAR_KEYS,
    CalendarView,
    Manner,
    draw_calendar,
    drawing,
    entry_of,
    event_calendar,
    is_for,
    plain_words,
    uid_of,
)
from guidegen.rendering.events import EVENT_KEYS
from guidegen.rendering.templates import OURS
from guidegen.rendering.words import read_words, voice
from tests.tools import needs, suite

WORDS, _ = read_words(OURS / "locales", None, "en")
MANNER = Manner(voice(WORDS), "en", "https://example.org/guide/")
LONDON = "Europe/London"


def text(words: str) -> Text:
    return Text(words, (escape(words),)) if words else Text("", ())


def role(name: str) -> Reference:
    return Reference("role", name, NOWHERE, text(f"{name.capitalize()}s"))


HARBOUR = Program("harbour", text("Harbour"), NOWHERE)
AUTUMN = Cohort("2026-autumn", date(2026, 9, 14), NOWHERE)
A_WEDNESDAY = Days(date(2026, 9, 16), date(2026, 9, 16), time(17), LONDON)
KICKOFF = Event("kickoff", "kickoff", "meeting", text("Kick-off"), A_WEDNESDAY, NOWHERE, minutes=60)
DUE = Event(
    "agreed", "agreed", "deadline", text("Agreed"), Days(date(2026, 8, 3), date(2026, 8, 3)), NOWHERE,
    closes=Closing(time(23, 59), "Etc/GMT+12"),
)  # fmt: skip
A_WEEK = Event("talk", "talk", "milestone", text("Talk"), Days(date(2026, 11, 2), date(2026, 11, 8)), NOWHERE)


def drawn(*events: Event, cohort: Cohort = AUTUMN, manner: Manner = MANNER) -> bytes:
    entries = (entry_of(one, HARBOUR, cohort, manner) for one in events)
    view = CalendarView("a.ics", "Harbour: Autumn", "", tuple(one for one in entries if one))
    return draw_calendar(view, drawing(manner))


def only(ics: bytes) -> Any:
    """Return the one event of a calendar, as icalendar reads it."""
    (event,) = Calendar.from_ical(ics).walk("VEVENT")
    assert event.errors == []
    return event


def lines(ics: bytes) -> list[str]:
    """Return the lines of a calendar, unfolded."""
    return ics.decode().replace("\r\n ", "").split("\r\n")


# Days and instants


def test_a_time_is_an_instant_of_utc_and_its_end_follows_from_the_minutes() -> None:
    assert "DTSTART:20260916T160000Z" in lines(drawn(KICKOFF))
    assert "DTEND:20260916T170000Z" in lines(drawn(KICKOFF))


def test_in_winter_the_same_wall_clock_is_another_instant() -> None:
    winter = Days(date(2026, 11, 4), date(2026, 11, 4), time(17), LONDON)
    assert "DTSTART:20261104T170000Z" in lines(drawn(replace(KICKOFF, days=winter)))


def test_the_second_of_two_equal_times_is_an_hour_later() -> None:
    night = Days(date(2026, 10, 25), date(2026, 10, 25), time(1, 30), LONDON)
    first, second = (only(drawn(replace(KICKOFF, days=replace(night, second=one)))) for one in (False, True))
    assert second.decoded("dtstart") - first.decoded("dtstart") == timedelta(hours=1)


def test_days_end_where_the_next_one_begins() -> None:
    week = only(drawn(A_WEEK))
    assert (week.decoded("dtstart"), week.decoded("dtend")) == (date(2026, 11, 2), date(2026, 11, 9))
    assert "DTSTART;VALUE=DATE:20261102" in lines(drawn(A_WEEK))


def test_days_and_deadlines_say_when_and_not_that_people_are_busy() -> None:
    assert only(drawn(A_WEEK))["transp"] == "TRANSPARENT"
    assert only(drawn(DUE, manner=replace(MANNER, deadlines="timed")))["transp"] == "TRANSPARENT"
    assert "transp" not in only(drawn(KICKOFF))


def test_a_range_with_times_ends_at_the_second_one() -> None:
    camp = Days(date(2026, 9, 16), date(2026, 9, 18), time(9), LONDON, time(12, 30))
    event = only(drawn(replace(A_WEEK, days=camp)))
    assert event.decoded("dtend") == datetime(2026, 9, 18, 11, 30, tzinfo=UTC)


def test_a_range_with_one_time_is_whole_days_with_the_time_in_words() -> None:
    event = only(drawn(replace(A_WEEK, days=Days(date(2026, 9, 16), date(2026, 9, 18), time(9), LONDON))))
    assert event.decoded("dtstart") == date(2026, 9, 16)
    assert "09:00" in event["description"]


def test_a_time_without_a_zone_does_not_float_but_stands_on_its_day() -> None:
    event = only(drawn(replace(KICKOFF, days=replace(A_WEDNESDAY, zone=""))))
    assert event.decoded("dtstart") == date(2026, 9, 16)
    assert "17:00" in event["description"]


def test_a_deadline_is_a_whole_day_that_says_its_time() -> None:
    event = only(drawn(DUE))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 8, 3), date(2026, 8, 4))
    assert event["description"] == "Until 23:59 (anywhere on earth)."


def test_a_timed_deadline_is_an_instant_without_an_end() -> None:
    event = only(drawn(DUE, manner=replace(MANNER, deadlines="timed")))
    assert event.decoded("dtstart") == datetime(2026, 8, 4, 11, 59, tzinfo=UTC)
    assert "dtend" not in event


# Who it is, and which it is


@pytest.mark.parametrize(
    ("identity", "entry", "kind", "uid"),
    [
        ("kickoff", "kickoff", "meeting", "1.kickoff"),
        ("call#3", "call", "meeting", "3.call"),
        ("call#3.evening", "call", "meeting", "3.evening.call"),
        ("kickoff.evening", "kickoff", "meeting", "1.evening.kickoff"),
        ("apply-mentee-opens", "mentee", "application-opens", "application-opens.mentee"),
        ("survey-end-due", "end", "survey-due", "survey-due.end"),
    ],
)
def test_an_event_is_known_by_its_occurrence_entry_cohort_and_program(
    identity: str, entry: str, kind: Any, uid: str
) -> None:
    event = replace(KICKOFF, id=identity, entry=entry, kind=kind)
    assert uid_of(event, "harbour", "2026-autumn", "example.org") == f"{uid}.2026-autumn.harbour@example.org"


def test_without_an_address_of_the_site_ids_end_in_a_host_that_is_nobodys() -> None:
    event = only(drawn(KICKOFF, manner=replace(MANNER, base_url="")))
    assert event["uid"] == "1.kickoff.2026-autumn.harbour@guidegen.invalid"


def test_a_moved_event_keeps_its_id_and_the_revision_counts() -> None:
    later = replace(KICKOFF, days=replace(A_WEDNESDAY, first=date(2026, 9, 23), last=date(2026, 9, 23)))
    before, after = only(drawn(KICKOFF)), only(drawn(later, cohort=replace(AUTUMN, revision=1)))
    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert before["dtstamp"].dt == after["dtstamp"].dt == datetime(2026, 9, 14, tzinfo=UTC)


def test_what_is_called_off_stays_and_says_so() -> None:
    assert only(drawn(replace(KICKOFF, state="cancelled")))["status"] == "CANCELLED"
    assert only(drawn(KICKOFF, cohort=replace(AUTUMN, status="cancelled")))["status"] == "CANCELLED"
    assert "status" not in only(drawn(KICKOFF))


@pytest.mark.parametrize(
    "change",
    [
        {"state": "tba"},
        {"state": "skipped"},
        {"state": "tba", "days": None},
        {"public": False},
        {"calendar": False},
        {"arrange": "pair"},
    ],
)
def test_what_calendars_do_not_have(change: dict[str, Any]) -> None:
    assert entry_of(replace(KICKOFF, **change), HARBOUR, AUTUMN, MANNER) is None
    assert event_calendar(replace(KICKOFF, **change), HARBOUR, AUTUMN, MANNER) == ""


def test_a_cohort_without_a_start_has_nothing_in_calendars() -> None:
    assert entry_of(KICKOFF, HARBOUR, replace(AUTUMN, start=None), MANNER) is None


def test_an_event_without_roles_is_for_everyone_and_else_for_those_who_may_come_too() -> None:
    mentees = replace(KICKOFF, roles=(role("mentee"),), optional_for=(role("mentor"),))
    assert is_for(KICKOFF, "mentor")
    assert [is_for(mentees, one) for one in ("mentee", "mentor", "manager")] == [True, True, False]


def test_roles_are_the_categories() -> None:
    event = only(drawn(replace(KICKOFF, roles=(role("mentee"), role("mentor")))))
    assert list(event["categories"].cats) == ["Mentees", "Mentors"]


# Words


def test_an_agenda_has_a_running_clock_in_the_zone_of_the_meeting() -> None:
    items = (AgendaItem(text("Hello"), 10), AgendaItem(text("Goals"), 50), AgendaItem(text("Tea"), 0))
    event = only(drawn(replace(KICKOFF, agenda=Agenda("regular", text("Regular"), items, NOWHERE))))
    assert event["description"].split("\n") == [
        "Agenda (times in London):",
        "17:00 Hello (10 minutes)",
        "17:10 Goals (50 minutes)",
        "18:00 Tea",
    ]


def test_a_description_says_what_changed_what_it_is_about_and_what_to_bring() -> None:
    sheet = Reference("worksheet", "goals", NOWHERE, text("Goals"), "mentee/worksheets/goals/index.html")
    event = replace(
        A_WEEK,
        was=Days(date(2026, 10, 26), date(2026, 11, 1)),
        note=text("The office is closed."),
        details=Text(
            "", ('<p>Bring <em>two</em> <a href="https://example.org/a?b=1&amp;c">goals</a>.</p>\n',)
        ),
        worksheet=sheet,
        optional_for=(role("mentor"),),
        location=text("Room 1, or online"),
        url="https://example.org/room",
    )
    read = only(drawn(event))
    assert read["description"].replace("\u2009", " ").split("\n\n") == [
        "Was 26 October – 1 November 2026, now 2–8 November 2026.",
        "The office is closed.",
        "Bring two goals (https://example.org/a?b=1&c).",
        "If they like: Mentors",
        "Sheet: Goals (https://example.org/guide/mentee/worksheets/goals/index.html)",
    ]
    assert read["location"] == "Room 1, or online"
    assert read["url"] == "https://example.org/room"


def test_a_moved_event_says_from_where_and_why() -> None:
    moved = replace(
        DUE, closes=None, original=Days(date(2026, 8, 1), date(2026, 8, 1)), reason=text("Bank holiday")
    )
    assert only(drawn(moved))["description"] == "Moved from 1 August 2026: Bank holiday."
    assert "weekend" in only(drawn(replace(moved, reason=text(""))))["description"]


def test_html_becomes_words_with_its_paragraphs_and_lists() -> None:
    html = "<p>One &amp; two<br>\nthree</p>\n<ul>\n<li>a</li>\n<li>b <code>&lt;c&gt;</code></li>\n</ul>\n"
    assert plain_words(f"{html}<p>End</p>\n") == "One & two\nthree\n\n- a\n- b <c>\n\nEnd"


AWKWARD = [
    'Semicolons; commas, back\\slashes "and" quotes: all \\n of them',
    "Größe — 漢字 — 👩‍👩‍👧‍👦 — " + "ä漢👍" * 60,
    "x" * 400,
    "BEGIN:VEVENT\r\nUID:evil\nEND:VEVENT",
    "bell \x07, null \x00, escape \x1b[31m, delete \x7f",
]


@pytest.mark.parametrize("words", AWKWARD)
def test_any_words_come_back_and_no_line_is_longer_than_75_octets(words: str) -> None:
    event = replace(KICKOFF, title=text(words), location=text(words), roles=(role("mentee"),))
    ics = drawn(event)
    assert all(len(line) <= 75 for line in ics.split(b"\r\n"))
    assert all(line.decode() is not None for line in ics.split(b"\r\n"))  # no letter is cut in two
    assert ics.count(b"\n") == ics.count(b"\r\n") == ics.count(b"\r")
    read = only(ics)
    plain = words.replace("\r\n", "\n")
    assert (
        read["summary"]
        == read["location"]
        == "".join(one for one in plain if one in "\n" or one.isprintable() or ord(one) > 127)
    )


@given(some.text(min_size=1))
def test_every_text_comes_back_but_for_letters_that_no_calendar_may_hold(words: str) -> None:
    ics = drawn(replace(KICKOFF, title=text(words)))
    assert all(len(line) <= 75 for line in ics.split(b"\r\n"))
    allowed = "".join(one for one in words if one == "\n" or (one >= " " and one != "\x7f"))
    assert only(ics)["summary"] == allowed


def test_the_name_of_a_calendar_is_escaped_too() -> None:
    ics = draw_calendar(
        CalendarView("a.ics", "Harbour, spring; all\nX-EVIL:1", "https://example.org/", ()), drawing(MANNER)
    )
    assert "X-WR-CALNAME:Harbour\\, spring\\; all\\nX-EVIL:1" in lines(ics)
    assert "NAME:Harbour\\, spring\\; all\\nX-EVIL:1" in lines(ics)
    assert "URL:https://example.org/" in lines(ics)


def test_a_calendar_that_is_called_like_its_own_end_is_whole() -> None:
    entry = entry_of(KICKOFF, HARBOUR, AUTUMN, MANNER)
    assert entry is not None
    view = CalendarView("a.ics", "END:VCALENDAR", "", (entry,))
    assert only(draw_calendar(view, drawing(MANNER)))["summary"] == "Kick-off"


def test_a_calendar_begins_as_the_standard_wants_it() -> None:
    assert lines(drawn())[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//guidegen//guidegen//EN"]


def test_every_word_that_calendars_need_is_in_the_locale() -> None:
    assert {*CALENDAR_KEYS, *EVENT_KEYS} <= {key for key, _ in WORDS.entries}


def test_one_event_to_add_is_the_same_as_in_the_calendar() -> None:
    alone = event_calendar(KICKOFF, HARBOUR, AUTUMN, MANNER)
    assert only(alone.encode()).to_ical() == only(drawn(KICKOFF)).to_ical()


# Other readers, other machines


READER = """
import ICAL from "./ical.js/dist/ical.js";
let text = ""; for await (const piece of process.stdin) text += piece;
const calendar = new ICAL.Component(ICAL.parse(text));
const said = one => one && (one.isDate ? one.toString() : one.toUnixTime());
console.log(JSON.stringify(calendar.getAllSubcomponents("vevent").map(one => {
  const event = new ICAL.Event(one);
  return [event.uid, event.sequence, event.summary, event.description, event.location,
    said(one.getFirstPropertyValue("dtstart")), said(one.getFirstPropertyValue("dtend")),
    said(one.getFirstPropertyValue("dtstamp")), one.getFirstPropertyValue("status"),
    (one.getFirstProperty("categories") || {getValues: () => []}).getValues()];
})));
"""


def as_icaljs_reads(ics: bytes) -> list[list[Any]]:
    modules = suite("ical.js/dist/ical.js").parent.parent.parent
    needs(shutil.which("node") is not None, "node is not installed")
    done = subprocess.run(
        ["node", "--input-type=module", "-e", READER], input=ics, capture_output=True, check=True, cwd=modules
    )
    read: list[list[Any]] = json.loads(done.stdout)
    return read


def as_icalendar_reads(ics: bytes) -> list[list[Any]]:
    def said(event: Any, name: str) -> Any:
        moment = event.decoded(name, None)
        return moment.timestamp() if isinstance(moment, datetime) else moment and str(moment)

    return [
        [
            event["uid"], event["sequence"], event["summary"],
            event.get("description"), event.get("location"),
            said(event, "dtstart"), said(event, "dtend"), said(event, "dtstamp"), event.get("status"),
            list(event["categories"].cats) if "categories" in event else [],
        ]
        for event in Calendar.from_ical(ics).walk("VEVENT")
    ]  # fmt: skip


def a_bit_of_everything() -> bytes:
    night = Days(date(2026, 10, 25), date(2026, 10, 25), time(1, 30), LONDON, second=True)
    camp = Days(date(2026, 9, 16), date(2026, 9, 18), time(9), "Asia/Kolkata", time(12, 30))
    awkward = (
        replace(KICKOFF, id=f"call#{at}", entry="call", title=text(one), details=text(one))
        for at, one in enumerate(AWKWARD)
    )
    return drawn(
        KICKOFF, DUE, A_WEEK, replace(KICKOFF, state="cancelled"), replace(KICKOFF, days=night),
        replace(A_WEEK, days=camp, roles=(role("mentee"), role("a, b; c"))), *awkward,
        manner=replace(MANNER, deadlines="timed"),
    )  # fmt: skip


def test_two_parsers_read_the_same_words_and_the_same_instants() -> None:
    ics = a_bit_of_everything()
    read = as_icaljs_reads(ics)
    assert len(read) == 6 + len(AWKWARD)
    assert read == as_icalendar_reads(ics)


def test_the_zone_of_the_machine_changes_nothing() -> None:
    code = (
        "import sys; sys.path.insert(0, '.'); from tests.rendering.test_calendars import a_bit_of_everything;"
        "sys.stdout.buffer.write(a_bit_of_everything())"
    )
    zones = ("Pacific/Auckland", "America/New_York", "")
    made = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "TZ": zone}, capture_output=True, check=True
        ).stdout
        for zone in zones
    }
    assert made == {a_bit_of_everything()}
