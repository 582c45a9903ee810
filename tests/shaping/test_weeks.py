"""The schedule of a cohort, sorted into weeks and breaks."""

from __future__ import annotations

from datetime import date, timedelta

from guidegen.model.activity import Item
from guidegen.model.cohort import Break, Cohort, Event, Schedule, Task, Week
from guidegen.model.problem import NOWHERE
from guidegen.model.prose import Text
from guidegen.model.schedule import Days
from guidegen.shaping.weeks import stretches_of

START = date(2026, 9, 14)
WEEKS = tuple(
    Week(at, START + timedelta(weeks=at - 1), START + timedelta(weeks=at, days=-1)) for at in (1, 2)
)
LATER = Week(3, date(2026, 10, 12), date(2026, 10, 18))
PAUSE = Break(date(2026, 9, 28), date(2026, 10, 11), Text("A pause", ("A pause",)), NOWHERE)


def on(day, month, last=None):
    return Days(date(2026, month, day), date(2026, last[1], last[0]) if last else date(2026, month, day))


def event(name, days, kind="milestone", **more):
    return Event(name, name, kind, Text(name, (name,)), days, NOWHERE, **more)


def stretches(*events, tasks=(), breaks=(PAUSE,), weeks=(*WEEKS, LATER)):
    cohort = Cohort(
        "one", START, NOWHERE, breaks=breaks, schedule=Schedule(weeks=weeks, events=events, tasks=tasks)
    )
    return stretches_of(cohort)


def told(*events, **more):
    """Return what stands where, without the weeks that hold nothing."""
    found = stretches(*events, **more)
    return [(one.id, [event.id for event in one.events]) for one in found if one.kind != "quiet"]


def test_weeks_that_hold_nothing_stand_together_but_not_across_breaks_and_phases():
    found = stretches(event("early", on(1, 6)))
    quiet = [(one.kind, one.number, one.last_number, one.first, one.last) for one in found]
    assert quiet == [
        ("before", None, None, date(2026, 6, 1), date(2026, 6, 1)),
        ("quiet", 1, 2, date(2026, 9, 14), date(2026, 9, 27)),
        ("break", None, None, PAUSE.first, PAUSE.last),
        ("quiet", 3, None, date(2026, 10, 12), date(2026, 10, 18)),
    ]
    begin, work = event("begin", on(14, 9, (20, 9)), "phase"), event("work", on(21, 9, (18, 10)), "phase")
    assert [one.number for one in stretches(begin, work) if one.kind == "quiet"] == [1, 2, 3]


def test_what_is_to_be_done_stands_by_its_day_after_what_happens_on_it():
    def task(name, days):
        return Task(name, "list", Item(name, Text(name, (name,)), NOWHERE), days)

    tasks = (task("before", on(15, 9)), task("then", on(16, 9)))
    found = stretches(event("call", on(16, 9)), event("late", on(17, 9)), tasks=tasks)
    assert [one.id for one in found[0].entries] == ["before", "call", "then", "late"]


def test_a_week_holds_what_begins_in_it():
    found = told(event("a", on(14, 9)), event("b", on(27, 9)), event("c", on(18, 10)))
    assert found == [("week-1", ["a"]), ("week-2", ["b"]), ("break-1", []), ("week-3", ["c"])]


def test_before_and_after_the_weeks_are_stretches_of_their_own():
    early, late = event("early", on(1, 6)), event("late", on(19, 10))
    first, *_, last = stretches(early, event("earlier", on(30, 5)), late)
    assert (first.kind, first.first, first.last) == ("before", date(2026, 5, 30), date(2026, 6, 1))
    assert (last.kind, last.first) == ("after", date(2026, 10, 19))


def test_what_falls_into_a_break_that_pauses_stands_in_it():
    assert told(event("a", on(1, 10))) == [("break-1", ["a"])]


def test_a_break_that_counts_leaves_what_happens_in_its_weeks():
    week_off = Break(date(2026, 9, 21), date(2026, 9, 25), PAUSE.title, NOWHERE, pauses=False)
    assert told(event("a", on(23, 9)), breaks=(week_off,)) == [("week-2", ["a"]), ("break-1", [])]


def test_what_is_left_out_stands_where_it_would_be_and_what_is_not_known_at_the_end():
    skipped = event("skipped", None, state="skipped", original=on(16, 9))
    assert told(event("open", None, state="tba", was=on(16, 9)), skipped) == [
        ("week-1", ["skipped"]),
        ("break-1", []),
        ("open", ["open"]),
    ]


def test_something_that_people_find_a_day_for_stands_after_what_has_one():
    pair = event("pair", on(14, 9, (20, 9)), arrange="pair")
    assert told(pair, event("friday", on(18, 9)), breaks=()) == [("week-1", ["friday", "pair"])]


def test_phases_are_said_beside_the_weeks_that_are_part_of_them():
    launch, work = event("launch", on(14, 9, (22, 9)), "phase"), event("work", on(23, 9, (9, 10)), "phase")
    found = stretches(
        launch, work, event("a", on(14, 9)), event("b", on(21, 9)), event("c", on(12, 10)), breaks=()
    )
    assert [[title.plain for title in one.phases] for one in found] == [["launch"], ["launch", "work"], []]


def test_a_list_without_any_day_is_none_of_a_schedules_business():
    def task(name, source, days):
        return Task(name, source, Item(name, Text(name, (name,)), NOWHERE), days)

    tasks = (task("a", "dated", on(15, 9)), task("b", "dated", None), task("c", "undated", None))
    found = {
        one.id: [task.id for task in one.tasks]
        for one in stretches(tasks=tasks, breaks=())
        if one.kind != "quiet"
    }
    assert found == {"week-1": ["a"], "open": ["b"]}


def test_of_a_cohort_that_is_called_off_nothing_takes_place():
    schedule = Schedule(weeks=WEEKS, events=(event("a", on(14, 9)),))
    assert stretches_of(Cohort("one", START, NOWHERE, status="cancelled", schedule=schedule)) == ()


def test_while_the_start_is_to_be_announced_only_what_has_a_day_is_there():
    schedule = Schedule(events=(event("fixed", on(14, 9)), event("open", None, state="tba")))
    (only,) = stretches_of(Cohort("one", None, NOWHERE, schedule=schedule))
    assert [one.id for one in only.events] == ["fixed"]


def test_without_weeks_everything_that_has_a_day_is_together():
    assert told(event("a", on(14, 9)), event("b", on(1, 12)), weeks=(), breaks=()) == [("before", ["a", "b"])]
