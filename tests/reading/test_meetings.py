"""What meetings and agendas say."""

from __future__ import annotations

from datetime import date, time

import pytest

from guidegen.model.plan import Agenda, Meeting, Repeat
from guidegen.model.reference import Reference
from guidegen.model.schedule import FromAnchor, InWeek, OnDate, Step
from guidegen.reading.meetings import read_agenda
from guidegen.reading.programs import read_program

LEAST = "id: call, title: Call, roles: [mentee], duration: 1h"

SERIES = """title: Harbour
meetings:
- id: cohort-call
  title: Cohort *call*
  kind: q-and-a
  roles: [mentee]
  optional_for: [mentor]
  repeat: {every: 2w, on: wed, from: week 2, until: week 16, except: [2026-10-21, week 8], on_holiday: next}
  duration: 1h30
  slots:
  - {id: early, at: "09:00", note: for the east}
  - {id: late, at: "18:00", timezone: America/New_York}
  place: The *big* room
  url: https://example.org/join
  visibility: internal
  host: program-office
  agenda:
    title: Our call
    items: [{title: News, minutes: 10, lead: mentor, notes: Be short, prompts: ["What?"]}]
  before:
  - Send your question
  - {text: Send your question, due: cohort-call - 2d}
  - {id: room, text: Book the room}
  after: [Send your question]
  outcomes: [You know the others]
  occurrences:
    10: {cancelled: yes}
    3: {title: Feedback, when: week 6 thu 10:00, agenda: regular, notes: Bring one, host: mentor}
    4: {recording: "https://example.org/4", agenda: {items: [{title: Goals, minutes: 20}]}}
  public: no
  calendar: no
  audience: [mentee]
"""


def meetings_of(text: str) -> tuple[Meeting, ...]:
    program, problems = read_program(text, "content/programs/harbour.yml", "harbour")
    assert program is not None and problems == ()
    return program.meetings


def meeting_of(written: str) -> Meeting:
    (meeting,) = meetings_of(f"title: Harbour\nmeetings:\n- {{{LEAST}, {written}}}\n")
    return meeting


def repeat_of(written: str) -> Repeat:
    repeat = meeting_of(f"repeat: {{{written}}}").repeat
    assert repeat is not None
    return repeat


def test_a_single_meeting_has_a_day_and_what_is_usual() -> None:
    meeting = meeting_of("when: week 1 wed 17:00")
    assert (meeting.id, meeting.title.plain, meeting.minutes) == ("call", "Call", 60)
    assert meeting.when == InWeek(1, 2, time(17)) and meeting.repeat is None
    assert (meeting.kind, meeting.arrange, meeting.public, meeting.calendar) == (
        "cohort",
        "fixed",
        True,
        True,
    )
    assert meeting.agenda is None and meeting.host is None and not meeting.url_is_internal
    assert (meeting.place.line, meeting.place.text[meeting.place.column - 1 :][:6]) == (3, "week 1")


def test_a_series_says_how_often_and_where_it_ends() -> None:
    (call,) = meetings_of(SERIES)
    assert call.when is None and call.repeat is not None
    assert (call.repeat.every, call.repeat.every_unit, call.repeat.unit) == (2, "w", "program")
    assert (call.repeat.first, call.repeat.last, call.repeat.count) == (InWeek(2), InWeek(16), None)
    assert (call.repeat.weekday, call.repeat.time, call.repeat.excluded) == (2, None, (date(2026, 10, 21), 8))
    assert (call.repeat.on_holiday, call.on_holiday) == ("next", "next")
    assert call.place == call.repeat.place and call.place.line == 8


def test_a_meeting_says_who_comes_where_to_and_what_for() -> None:
    (call,) = meetings_of(SERIES)
    assert (call.title.plain, call.kind, call.minutes) == ("Cohort call", "q-and-a", 90)
    assert [(one.kind, one.id) for one in (*call.roles, *call.optional_for)] == [
        ("role", "mentee"),
        ("role", "mentor"),
    ]
    assert (call.location.plain, call.url, call.url_is_internal) == (
        "The big room",
        "https://example.org/join",
        True,
    )
    assert call.host is not None and (call.host.kind, call.host.id) == ("host", "program-office")
    assert [one.plain for one in call.outcomes] == ["You know the others"]
    assert (call.public, call.calendar, call.audience) == (False, False, ("mentee",))


def test_slots_are_times_with_or_without_a_zone_of_their_own() -> None:
    (call,) = meetings_of(SERIES)
    assert [(one.id, one.time, one.zone, one.note.plain) for one in call.slots] == [
        ("early", time(9), "", "for the east"),
        ("late", time(18), "America/New_York", ""),
    ]


def test_tasks_of_one_meeting_never_share_an_id() -> None:
    (call,) = meetings_of(SERIES)
    assert [one.id for one in call.before] == ["send-your-question", "send-your-question-2", "room"]
    assert [one.id for one in call.after] == ["send-your-question-3"]
    assert [one.due for one in call.before] == [None, FromAnchor("cohort-call", (Step(-2, "d"),)), None]


def test_what_is_different_about_one_meeting_goes_by_its_number() -> None:
    (call,) = meetings_of(SERIES)
    third, fourth, tenth = call.changes
    assert (third.number, third.title.plain, third.when) == (3, "Feedback", InWeek(6, 3, time(10)))
    assert isinstance(third.agenda, Reference) and (third.agenda.kind, third.agenda.id) == (
        "agenda",
        "regular",
    )
    assert third.host is not None and (third.notes.plain, third.host.id) == ("Bring one", "mentor")
    assert fourth.recording == "https://example.org/4" and isinstance(fourth.agenda, Agenda)
    assert fourth.agenda.id == "cohort-call-4"
    assert (tenth.number, tenth.cancelled, tenth.place.line) == (10, True, 27)


def test_an_agenda_written_in_a_meeting_is_called_like_it() -> None:
    (call,) = meetings_of(SERIES)
    assert isinstance(call.agenda, Agenda)
    assert (call.agenda.id, call.agenda.title.plain, call.agenda.minutes) == ("cohort-call", "Our call", 10)
    (news,) = call.agenda.items
    assert news.lead is not None and (news.lead.kind, news.lead.id) == ("role", "mentor")
    assert (news.title.plain, news.notes.plain, news.prompts[0].plain) == ("News", "Be short", "What?")


def test_an_agenda_may_be_the_name_of_one() -> None:
    agenda = meeting_of("when: week 1, agenda: regular").agenda
    assert isinstance(agenda, Reference)
    assert (agenda.kind, agenda.id, agenda.place.width) == ("agenda", "regular", len("regular"))


def test_agendas_of_a_program_stand_beside_its_meetings() -> None:
    program, problems = read_program(
        "title: Harbour\nagendas: [{id: first, items: [{title: A, minutes: 0}, {title: B, minutes: 45}]}]",
        "content/programs/harbour.yml",
        "harbour",
    )
    assert program is not None and problems == ()
    assert [(one.id, one.minutes, one.title.plain) for one in program.agendas] == [("first", 45, "")]


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("90m", 90), ("1h30", 90), ("1h30m", 90), ("2h", 120), ("1m", 1), ("12h", 720), ("0h45", 45)],
)
def test_durations_are_hours_and_minutes(written: str, minutes: int) -> None:
    (meeting,) = meetings_of(
        f"title: H\nmeetings: [{{id: a, title: A, roles: [mentor], when: week 1, duration: {written}}}]"
    )
    assert meeting.minutes == minutes


@pytest.mark.parametrize("written", ["90", "1h60", "1h5m30", "h30", "m", "1.5h"])
def test_an_hour_has_no_more_than_sixty_minutes(written: str) -> None:
    _, problems = read_program(
        f"title: H\nmeetings: [{{id: a, title: A, roles: [mentor], when: week 1, duration: {written}}}]",
        "p.yml",
        "p",
    )
    assert [one.slug for one in problems] == ["duration-format"]


@pytest.mark.parametrize(
    ("written", "every", "unit"),
    [
        ("every: 1w", (1, "w"), "program"),
        ("every: 2w, unit: calendar", (2, "w"), "calendar"),
        ("every: 10d", (10, "d"), "calendar"),
        ("every: 1m", (1, "m"), "calendar"),
        ("every: 1M, unit: calendar", (1, "m"), "calendar"),
    ],
)
def test_weeks_are_those_of_the_program_unless_it_says_otherwise(
    written: str, every: tuple[int, str], unit: str
) -> None:
    repeat = repeat_of(f"{written}, from: 2026-09-16, count: 3")
    assert ((repeat.every, repeat.every_unit), repeat.unit) == (every, unit)
    assert (repeat.first, repeat.count) == (OnDate(date(2026, 9, 16)), 3)


def test_on_holiday_may_stand_beside_a_repetition_or_in_it() -> None:
    for written in (
        "on_holiday: next, repeat: {every: 1w, from: week 1, count: 2}",
        "repeat: {every: 1w, from: week 1, count: 2, on_holiday: next}",
    ):
        meeting = meeting_of(written)
        assert meeting.repeat is not None
        assert (meeting.on_holiday, meeting.repeat.on_holiday) == ("next", "next")


def test_keys_of_the_authors_own_pass() -> None:
    assert meeting_of("when: week 1, x-catering: yes").id == "call"


def test_an_agenda_may_have_a_file_of_its_own() -> None:
    agenda, problems = read_agenda("id: a\nitems: [{title: A, minutes: 5}]", "guidegen/presets/a.yml")
    assert agenda is not None and (agenda.id, agenda.minutes, problems) == ("a", 5, ())
    assert read_agenda("", "guidegen/presets/a.yml")[1][0].slug == "missing-key"
