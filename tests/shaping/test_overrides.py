"""What one cohort says otherwise: overrides, additions, applications, how many can take part."""

from __future__ import annotations

import pytest

from guidegen.model.problem import Level
from tests.plans import laid, shown

HARBOUR = """
    title: Harbour
    duration: {{weeks: 16, min_weeks: 8, max_weeks: 20}}
    roles:
      mentor: {{label: Mentor, kind: mentor, max_mentees: 2}}
      mentee: {{label: Mentee, plural: Mentees, kind: mentee}}
    phases:
    - {{id: launch, title: Launch, from: week 1, to: week 2}}
    - {{id: work, title: Work, from: week 3, to: week 14}}
    timeline:
    - {{id: midpoint, title: Mid-point, when: week 8 fri}}
    - {{id: reminder, title: Reminder, when: midpoint - 4d}}
    - {{id: agreement-due, title: Agreement, kind: deadline, when: kickoff + 10bd}}
    meetings:
    - {{id: kickoff, title: Kick-off, roles: [mentor, mentee], when: "week 1 wed 17:00", duration: 60m,
        url: "https://example.org/room", visibility: internal}}
    - id: call
      title: Call
      roles: [mentee]
      duration: 60m
      repeat: {{every: 2w, on: wed, at: "17:00", from: week 2, until: week 8}}
    evaluation:
    - {{id: closing, title: Closing survey, roles: [mentee], when: {{opens: end, due: end + 2w}}}}
    cohorts:
    - id: autumn
      start: 2026-09-14
      timezone: Europe/London
      {}
"""


def harbour(*keys):
    return HARBOUR.format("\n      ".join(keys))


def autumn(*keys):
    made = laid(harbour(*keys))
    assert made.errors() == []
    return made


def test_an_override_moves_an_entry_and_all_that_is_counted_from_it():
    made = autumn("overrides: {midpoint: {when: week 9 fri, note: Moved after the office closure}}")
    event = made.event("midpoint")
    assert shown(event.days) == "Fri 2026-11-13"
    assert shown(event.was) == "Fri 2026-11-06"
    assert event.note.plain == "Moved after the office closure"
    assert made.days("reminder") == "Mon 2026-11-09"
    assert made.event("reminder").was is None


def test_an_override_that_changes_nothing_was_nothing_else():
    assert autumn("overrides: {midpoint: {when: week 8 fri}}").event("midpoint").was is None


def test_what_two_overrides_say_is_compared_with_the_plan_as_it_was():
    made = autumn('overrides: {kickoff: {when: "week 1 thu 17:00"}, agreement-due: {when: kickoff + 11bd}}')
    event = made.event("agreement-due")
    assert shown(event.days) == "Fri 2026-10-02"
    assert shown(event.was) == "Wed 2026-09-30"
    assert shown(made.event("kickoff").was) == "Wed 2026-09-16 17:00"


def test_a_phase_is_overridden_on_one_side():
    event = autumn("overrides: {launch: {to: week 2 wed}}").event("launch")
    assert shown(event.days) == "Mon 2026-09-14 .. Wed 2026-09-23"
    assert shown(event.was) == "Mon 2026-09-14 .. Sun 2026-09-27"


def test_what_is_cancelled_keeps_its_day():
    event = autumn("overrides: {midpoint: {cancelled: true}}").event("midpoint")
    assert (event.state, shown(event.days), event.was) == ("cancelled", "Fri 2026-11-06", None)


def test_a_cancelled_series_is_cancelled_as_a_whole():
    made = autumn("overrides: {call: {cancelled: true}, 'call#2': {note: This one too}}")
    events = [one for one in made.cohorts[0].schedule.events if one.entry == "call"]
    assert {one.state for one in events} == {"cancelled"}
    assert [one.note.plain for one in events] == ["", "This one too", "", ""]


def test_one_meeting_of_a_series_is_overridden_by_its_number():
    made = autumn("overrides: {'call#2': {when: week 4 thu 18:00, title: Guests}}")
    event = made.event("call#2")
    assert shown(event.days) == "Thu 2026-10-08 18:00"
    assert shown(event.was) == "Wed 2026-10-07 17:00"
    assert (event.title.plain, event.topic.plain) == ("Call", "Guests")
    assert made.days("call#3") == "Wed 2026-10-21 17:00"


def test_other_words_replace_those_of_the_plan():
    made = autumn(
        "overrides: {kickoff: {title: Opening, place: The hall, duration: 90m, url: 'https://example.org/b'}}"
    )
    event = made.event("kickoff")
    assert (event.title.plain, event.location.plain, event.minutes) == ("Opening", "The hall", 90)
    assert (event.url, event.url_is_internal) == ("", True), "the address is still not for the site"


def test_what_is_to_be_announced_says_so_and_keeps_when_it_was_planned():
    made = laid(harbour("overrides: {midpoint: {when: tba (after the summit)}}"))
    event = made.event("midpoint")
    assert (event.state, event.days) == ("tba", None)
    assert event.note.plain == "after the summit"
    assert shown(event.was) == "Fri 2026-11-06"
    assert made.told() == ['anchor-tba: timeline[1].when: depends on "midpoint", which is to be announced.']


def test_an_override_makes_known_what_the_plan_leaves_open():
    plan = harbour("overrides: {midpoint: {when: week 8 fri}}").replace(
        "when: week 8 fri}\n", "when: tba}\n", 1
    )
    made = laid(plan)
    assert made.told() == []
    assert made.days("reminder") == "Mon 2026-11-02"


def test_additions_are_events_like_others_and_can_be_counted_from():
    made = autumn(
        "extra:",
        "  timeline: [{id: visit, title: Visit, when: kickoff + 1w}]",
        "  meetings: [{id: dinner, title: Dinner, roles: [mentee], when: visit 19:00, duration: 2h}]",
        "overrides: {reminder: {when: visit + 1d}}",
    )
    assert made.days("visit") == "Wed 2026-09-23"
    assert made.days("dinner") == "Wed 2026-09-23 19:00"
    assert made.days("reminder") == "Thu 2026-09-24"


KNOWN = "Known: start, end, midpoint, reminder, agreement-due, kickoff, call#1, launch.start, …"
WRONG = {
    "overrides: {midpont: {when: week 9}}": (
        'unknown-override: overrides.midpont: no entry "midpont" in program harbour.',
        'Did you mean "midpoint"?',
    ),
    "overrides: {'call#9': {cancelled: true}}": (
        "unknown-occurrence: overrides.call#9: call has 4 meetings; there is no number 9.",
        "Write the number of one of them.",
    ),
    "overrides: {'kickoff#2': {cancelled: true}}": (
        'unknown-occurrence: overrides.kickoff#2: "kickoff" is there once, so it has no numbers.',
        'Write "kickoff".',
    ),
    "overrides: {call: {when: week 3 fri}}": (
        'conflict: overrides.call: "call" repeats, so it has no single time.',
        'Move one of its meetings, e.g. "call#3".',
    ),
    "overrides: {work: {when: week 3}}": (
        'conflict: overrides.work: "work" is a phase, so it takes from and to, not when.',
        "Write from: and to: instead.",
    ),
    "overrides: {midpoint: {from: week 3}}": (
        'conflict: overrides.midpoint: "midpoint" is no phase, so it takes when, not from and to.',
        "Write when: instead.",
    ),
    "overrides: {midpoint: {when: reminder + 1d}}": (
        "anchor-cycle: overrides.midpoint.when: midpoint → reminder → midpoint depend on each other.",
        "Count one of them from start, end or a week.",
    ),
    "overrides: {midpoint: {when: kickof + 1d}}": (
        f'unknown-anchor: overrides.midpoint.when: unknown anchor "kickof". {KNOWN}',
        'Did you mean "kickoff"?',
    ),
    "extra: {timeline: [{id: kickoff, title: Again, when: week 2}]}": (
        'duplicate-id: extra: there is already an entry "kickoff" in program harbour.',
        "Give it another id; what is different about that entry belongs under overrides.",
    ),
    "applications: {mentee: {opens: start - 6w, closes: start + 6d}}": (
        "date-order: applications.mentee closes 2026-09-20, after the cohort starts 2026-09-14.",
        "Applications close before the start, or on its day.",
    ),
    "applications: {mentee: {opens: start - 6w, closes: start - 7w}}": (
        "date-order: applications.mentee closes 2026-07-27, before it opens 2026-08-03.",
        "It opens first.",
    ),
    "applications: {mentee: {opens: starts - 6w, closes: start - 1w}}": (
        f'unknown-anchor: applications.mentee.opens: unknown anchor "starts". {KNOWN}',
        'Did you mean "start"?',
    ),
    "weeks: 24": (
        'conflict: cohort "autumn" lasts 24 weeks; program "harbour" lasts 20 at most.',
        "Change the length of the cohort, or duration in the program.",
    ),
    "weeks: 6": (
        'conflict: cohort "autumn" lasts 6 weeks; program "harbour" lasts at least 8.',
        "Change the length of the cohort, or duration in the program.",
    ),
}


@pytest.mark.parametrize("key", WRONG)
def test_what_a_cohort_cannot_say_is_told(key):
    made = laid(harbour(key))
    errors = [one for one in made.problems if one.level is Level.ERROR]
    assert (f"{errors[0].slug}: {errors[0].message}", errors[0].remedy) == WRONG[key]
    if key != "weeks: 6":
        assert len(errors) == 1


def test_applications_are_events_of_their_role():
    made = autumn(
        "applications:",
        "  mentee: {opens: start - 12w, closes: start - 6w, decision: start - 3w, late: By letter}",
        "  mentor: {opens: start - 12w, closes: tba}",
    )
    assert made.days("apply-mentee-opens") == "Mon 2026-06-22"
    closes = made.event("apply-mentee-closes")
    assert (closes.kind, closes.title.plain, closes.late.plain) == (
        "application-closes",
        "Mentees",
        "By letter",
    )
    assert (f"{closes.closes.time:%H:%M}", closes.closes.zone) == ("23:59", "Europe/London")
    assert [one.id for one in closes.roles] == ["mentee"]
    assert made.days("apply-mentee-decision") == "Mon 2026-08-24"
    assert made.event("apply-mentor-closes").state == "tba"


def test_a_survey_opens_and_is_due():
    made = autumn()
    assert made.days("survey-closing-opens") == "Fri 2027-01-01"
    due = made.event("survey-closing-due")
    assert (shown(due.days), due.entry, due.closes.zone) == ("Fri 2027-01-15", "closing", "Europe/London")


def test_more_mentees_than_the_mentors_can_take_are_a_warning():
    (warning,) = laid(harbour("capacity: {mentors: 8, mentees: 20}")).problems
    assert (warning.slug, warning.level) == ("capacity", Level.WARNING)
    assert warning.message == "20 mentees need at least 10 mentors at 2 each; capacity.mentors is 8."
    assert laid(harbour("capacity: {mentors: 10, mentees: 20}")).told() == []


def test_an_agenda_that_is_longer_than_its_meeting_is_an_error_and_a_short_one_a_warning():
    agenda = "agenda: {{items: [{{title: Welcome, minutes: {}}}]}}, duration: 60m,\n        url:"
    plan = HARBOUR.replace("duration: 60m,\n        url:", "@")

    def told(minutes):
        words = agenda.format(minutes).replace("{", "{{").replace("}", "}}")
        return laid(plan.replace("@", words).format("")).told()

    assert told(75) == [
        "agenda-long: meetings[0].agenda: agenda items add up to 75 minutes; the meeting lasts 60."
    ]
    assert told(50) == [
        "agenda-short: meetings[0].agenda: agenda items add up to 50 minutes; the meeting lasts 60."
    ]
    assert told(51) == []


def test_a_host_is_a_contact_or_a_role_and_nobody_else():
    plan = HARBOUR.replace("duration: 60m,\n        url", "duration: 60m, host: mentor,\n        url")
    host = laid(plan.format("")).event("kickoff").host
    assert (host.kind, host.id) == ("role", "mentor")
    (problem,) = laid(plan.replace("host: mentor", "host: mentro").format("")).problems
    assert (problem.slug, problem.message) == ("unknown-ref", 'no contact or role "mentro".')
    assert problem.remedy == 'Did you mean "mentor"?'


def test_an_agenda_that_nobody_wrote_is_told():
    plan = HARBOUR.replace("duration: 60m,\n        url", "duration: 60m, agenda: openning,\n        url")
    (problem,) = laid(plan.format("")).problems
    assert (problem.slug, problem.message) == ("unknown-ref", 'no agenda "openning".')


def test_roles_that_are_called_by_their_kind_are_those_of_that_kind():
    guests = "{{label: Guest, kind: mentee}}\n      djangonaut: {{label: Djangonaut, kind: mentee}}"
    plan = HARBOUR.replace("mentee: {{label: Mentee, plural: Mentees, kind: mentee}}", f"guest: {guests}")
    made = laid(plan.format(""))
    assert [one.id for one in made.event("kickoff").roles] == ["mentor", "guest", "djangonaut"]


def test_what_is_not_public_is_for_coordinators():
    plan = HARBOUR.replace("when: week 8 fri}}", "when: week 8 fri, public: no}}")
    event = laid(plan.format("")).event("midpoint")
    assert (event.public, event.audience) == (False, ("coordinator",))


def test_what_is_called_as_the_event_of_a_survey_needs_another_name():
    plan = HARBOUR.replace("id: reminder", "id: survey-closing-due")
    assert laid(plan.format("")).errors() == [
        'duplicate-id: "survey-closing-due" is what guidegen calls the day of an application or of a survey.'
    ]


def test_a_meeting_in_slots_is_moved_to_a_day_not_to_a_time():
    plan = HARBOUR.replace('at: "17:00", from', "from").replace(
        "until: week 8}}",
        'until: week 8}}\n      slots: [{{id: early, at: "09:00"}}, {{id: late, at: "18:00"}}]',
    )
    made = laid(plan.format("overrides: {'call#2': {when: week 4 thu}}"))
    assert made.errors() == []
    assert made.days("call#2.late") == "Thu 2026-10-08 18:00"
    assert shown(made.event("call#2.early").was) == "Wed 2026-10-07 09:00"
    assert laid(plan.format("overrides: {'call#2': {when: week 4 thu 12:00}}")).errors() == [
        "conflict: overrides.call#2: the slots say at which times; when says only on which day."
    ]


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("2026-09-17", "Thu 2026-09-17 17:00"),
        ("week 2 tue", "Tue 2026-09-22 17:00"),
        ("start + 3d", "Thu 2026-09-17 17:00"),
        ("2026-09-17 12:30", "Thu 2026-09-17 12:30"),
        ("week 2", "Mon 2026-09-21 .. Sun 2026-09-27"),
    ],
)
def test_who_moves_a_meeting_to_another_day_means_the_same_time(when, day):
    made = autumn("overrides:", f"  kickoff: {{when: {when}}}", f"  call#2: {{when: {when}}}")
    assert made.days("kickoff") == made.days("call#2") == day


def test_what_had_no_time_gets_none():
    made = autumn("overrides:", "  midpoint: {when: 2026-11-13}")
    assert made.days("midpoint") == "Fri 2026-11-13"
