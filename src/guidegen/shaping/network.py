"""What can be counted from, what hangs on what, and in which order days can be found.

The plan of a program is a network: an entry is counted from another one, which
is counted from a third.  Names that nothing has, entries that wait for each
other and what is not known yet are seen here, before there are any days.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time

from guidegen.model.cohort import Cohort, Override
from guidegen.model.nearest import SHOWN, did_you_mean, nearest
from guidegen.model.plan import Meeting, Milestone, OnHoliday, Phase, Repeat
from guidegen.model.problem import Place, Problem, problem
from guidegen.model.program import Program
from guidegen.model.schedule import (
    WEEKDAYS,
    Fold,
    OnDate,
    ToBeAnnounced,
    When,
    anchors_of,
    at_clock,
    clock_of,
    moments_of,
    series_named,
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Something that has days, and that other things can be counted from."""

    name: str
    """The id of a milestone or a meeting, ``MEETING#3``, ``PHASE.start`` or ``PHASE.end``."""

    place: Place
    lead: str
    """What a message begins with: the way to the key."""

    when: When | None = None
    """Just one of `when` and `repeat` is there."""

    repeat: Repeat | None = None
    """Of a series: its meetings are the anchors ``MEETING#1`` and so on."""

    on_holiday: OnHoliday | None = None
    """As written; None: what is usual."""

    usual: OnHoliday = "keep"
    fold: Fold | None = None
    series: str = ""
    """Of one meeting that has a time of its own: the series that it belongs to."""

    @property
    def whens(self) -> tuple[When, ...]:
        """What it is counted from, as written."""
        if self.repeat is not None:
            return tuple(one for one in (self.repeat.first, self.repeat.last) if one is not None)
        return (self.when,) if self.when is not None else ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names that it is counted from, as written."""
        return tuple(dict.fromkeys(name for when in self.whens for name in anchors_of(when)))

    @property
    def is_fixed(self) -> bool:
        """Whether its day is written as a date."""
        return isinstance(self.when, OnDate)


def anchors_in(program: Program) -> tuple[Anchor, ...]:
    """Return the anchors of a plan, in the order in which it is written."""
    found: dict[str, Anchor] = {}
    for at, phase in enumerate(program.phases):
        for one in _sides(phase, f"phases[{at}]"):
            found.setdefault(one.name, one)
    for one in entries_of(program.timeline, program.meetings):
        found.setdefault(one.name, one)
    return tuple(found.values())


def entries_of(
    timeline: Iterable[Milestone], meetings: Iterable[Meeting], lead: str = ""
) -> Iterator[Anchor]:
    """Yield the anchors of milestones and meetings; *lead* is the way to their lists."""
    for at, entry in enumerate(timeline):
        usual: OnHoliday = "next" if entry.kind == "deadline" else "keep"
        yield Anchor(
            entry.id,
            entry.place,
            f"{lead}timeline[{at}].when: ",
            entry.when,
            on_holiday=entry.on_holiday,
            usual=usual,
            fold=entry.fold,
        )
    for at, meeting in enumerate(meetings):
        yield from _of_meeting(meeting, f"{lead}meetings[{at}]")


def with_overrides(anchors: Sequence[Anchor], cohort: Cohort) -> tuple[Anchor, ...]:
    """Return the anchors of a plan with what one cohort adds and says otherwise."""
    found = {one.name: one for one in anchors}
    for one in entries_of(cohort.timeline, cohort.meetings, "extra."):
        found.setdefault(one.name, one)
    for override in cohort.overrides:
        for name, key, when in _times_of(override):
            instead = _instead_of(found, name)
            if when is None or instead is None:
                continue
            lead = f"overrides.{override.entry}.{key}: "
            # Who moves a meeting to another day writes the day, and means the same time.
            when = at_clock(when, _clock_of(instead, found))
            found[name] = replace(instead, when=when, place=override.place, lead=lead)
    return tuple(found.values())


def anchor_names(program: Program) -> tuple[str, ...]:
    """Return what a time of this program can be counted from; a series by its first meeting, phases last."""
    # Milestones are what is usually meant.
    names = (f"{one.name}#1" if one.repeat else one.name for one in anchors_in(program) if not one.series)
    return ("start", "end", *sorted(names, key=lambda name: "." in name))


def is_known(name: str, known: Sequence[str]) -> bool:
    """Return whether a name is one of those *known*, or any meeting of a series that is."""
    series = series_named(name)
    return (f"{series[0]}#1" if series else name) in known


def unknown_anchors(
    whens: Iterable[When], known: Sequence[str], place: Place, lead: str = ""
) -> Iterator[Problem]:
    """Yield a problem for each name that *whens* are counted from and that is not among those *known*."""
    for when in whens:
        for name in anchors_of(when):
            if not is_known(name, known):
                yield _unknown_anchor(name, known, place, lead)


def in_order(anchors: Sequence[Anchor]) -> tuple[tuple[Anchor, ...], tuple[Problem, ...]]:
    """Return the anchors so that each comes after those it is counted from, and the circles among them.

    What is in a circle, or hangs on one, comes last.
    """
    by_name = {one.name: one for one in anchors}
    order, circles = sorted_out({one.name: set(_waits_for(one, by_name)) for one in anchors})
    problems = (_circle_problem([by_name[name] for name in circle]) for circle in circles)
    return tuple(by_name[name] for name in order), tuple(problems)


def sorted_out(waits_for: dict[str, set[str]]) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return the names so that each comes after those it waits for, and the circles among them.

    What is in a circle, or waits for one, comes last.  *waits_for* is used up.
    """
    order: list[str] = []
    circles: list[tuple[str, ...]] = []
    _take_out(waits_for, order)
    while waits_for:
        circle = _circle_in(waits_for)
        circles.append(circle)
        for name in circle:
            waits_for[name] = set()
        _take_out(waits_for, order)
    return order, circles


def names_in_a_circle(circle: Sequence[str]) -> str:
    """Return ``a → b → a``; of a long circle only the beginning."""
    shown = [*circle[: SHOWN - 1], "…"] if len(circle) > SHOWN else list(circle)
    return " → ".join([*shown, circle[0]])


def waiting(order: Iterable[Anchor]) -> Iterator[Problem]:
    """Say which entries are not known yet because another one is not."""
    unknown: set[str] = set()
    for one in order:
        waits = [name for name in one.names if name in unknown or name.partition("#")[0] in unknown]
        if any(isinstance(moment, ToBeAnnounced) for when in one.whens for moment in moments_of(when)):
            unknown.add(one.name)
        elif waits:
            unknown.add(one.name)
            yield problem(
                "anchor-tba",
                f'{one.lead}depends on "{waits[0]}", which is to be announced.',
                one.place,
                "It is shown as to be announced as well.",
            )


def _sides(phase: Phase, lead: str) -> Iterator[Anchor]:
    yield Anchor(f"{phase.id}.start", phase.place, f"{lead}.from: ", phase.first)
    yield Anchor(f"{phase.id}.end", phase.place, f"{lead}.to: ", phase.last)


def _of_meeting(meeting: Meeting, lead: str) -> Iterator[Anchor]:
    if meeting.repeat is None:
        yield Anchor(
            meeting.id,
            meeting.place,
            f"{lead}.when: ",
            meeting.when,
            on_holiday=meeting.on_holiday,
            fold=meeting.fold,
        )
        return
    rule = meeting.repeat.on_holiday or meeting.on_holiday
    yield Anchor(
        meeting.id,
        meeting.repeat.place,
        f"{lead}.repeat: ",
        repeat=meeting.repeat,
        on_holiday=rule,
        usual="skip",
        fold=meeting.fold,
    )
    for change in meeting.changes:
        if change.when is not None:
            yield Anchor(
                f"{meeting.id}#{change.number}",
                change.place,
                f"{lead}.occurrences.{change.number}.when: ",
                at_clock(change.when, meeting.repeat.time),
                on_holiday=meeting.on_holiday,
                fold=meeting.fold,
                series=meeting.id,
            )


def _times_of(override: Override) -> tuple[tuple[str, str, When | None], ...]:
    """Return the anchors that an override may give another time, with the keys that say so."""
    return (
        (override.entry, "when", override.when),
        (f"{override.entry}.start", "from", override.first),
        (f"{override.entry}.end", "to", override.last),
    )


def _instead_of(found: Mapping[str, Anchor], name: str) -> Anchor | None:
    """Return the anchor that gets another time; for one meeting of a series a new one."""
    one = found.get(name)
    series = series_named(name)
    if one is None and series is not None:
        whole = found.get(series[0])
        if whole is not None and whole.repeat is not None:
            return replace(whole, name=name, repeat=None, usual="keep", series=whole.name)
    # A series as a whole has no time that could be another.
    return one if one is not None and one.repeat is None else None


def _clock_of(one: Anchor, found: Mapping[str, Anchor]) -> time | None:
    """Return the time of the day that the plan says; of one meeting of a series, that of the series."""
    if one.series and (series := found.get(one.series)) is not None and series.repeat is not None:
        return clock_of(one.when) or series.repeat.time
    return clock_of(one.when)


def _waits_for(one: Anchor, by_name: Mapping[str, Anchor]) -> Iterator[str]:
    if one.series:
        yield one.series
    for name in one.names:
        if name in by_name:
            yield name
        elif (series := series_named(name)) and series[0] in by_name:
            yield series[0]


def _unknown_anchor(name: str, known: Sequence[str], place: Place, lead: str) -> Problem:
    shown = ", ".join(known[:SHOWN]) + (", …" if len(known) > SHOWN else "")
    return problem(
        "unknown-anchor",
        f'{lead}unknown anchor "{name}". Known: {shown}',
        place,
        _meant(name, known) or "Count from one of these, or add an entry with this id to the timeline.",
        ("anchor", name),
    )


_WITHOUT_SPACES = re.compile(r"(.+)-([0-9]+)(bd|[dwmh])", re.IGNORECASE)


def _meant(name: str, known: Sequence[str]) -> str:
    if (counted := _WITHOUT_SPACES.fullmatch(name)) and counted[1] in known:
        return f'Put a space on each side of the sign: "{counted[1]} - {counted[2]}{counted[3]}".'
    if name.lower() in ("tbd", "tbc"):
        return 'Write "tba" for what is to be announced.'
    if name[:3].lower() in WEEKDAYS and name.lower().endswith(("day", name[:3].lower())):
        return f'Write the week before the day, e.g. "week 8 {name[:3].lower()}".'
    if f"{name}.start" in known:
        return f'Write "{name}.start" or "{name}.end".'
    if f"{name}#1" in known:
        return f'Write "{name}#1" for the first of these meetings, "{name}#2" for the second.'
    series = series_named(name)
    if series is None:
        return did_you_mean(name, known)
    if series[0] in known:
        return f'Write "{series[0]}", which is there once.'
    meant = nearest(f"{series[0]}#1", known)
    return f'Did you mean "{meant.replace("#1", f"#{series[1]}")}"?' if meant else ""


def _take_out(waits_for: dict[str, set[str]], order: list[str]) -> None:
    """Move from *waits_for* to *order* whatever waits for nothing, and what waited only for that."""
    followers: dict[str, list[str]] = defaultdict(list)
    missing = {}
    for name, others in waits_for.items():
        missing[name] = len(others := others & waits_for.keys())
        for other in others:
            followers[other].append(name)
    ready = deque(name for name, count in missing.items() if not count)
    while ready:
        name = ready.popleft()
        order.append(name)
        del waits_for[name]
        for follower in followers[name]:
            missing[follower] -= 1
            if not missing[follower]:
                ready.append(follower)


def _circle_in(waits_for: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Return the first circle met: every name here waits for another one that is here."""
    path: dict[str, int] = {}
    name = next(iter(waits_for))
    while name not in path:
        path[name] = len(path)
        name = min(waits_for[name] & waits_for.keys())
    circle = tuple(path)[path[name] :]
    written = {name: at for at, name in enumerate(waits_for)}
    first = circle.index(min(circle, key=lambda name: written[name]))
    return circle[first:] + circle[:first]


def _circle_problem(circle: Sequence[Anchor]) -> Problem:
    first = circle[0]
    if len(circle) == 1:
        message = f"{first.lead}{first.name} depends on itself."
        return problem("anchor-cycle", message, first.place, "Count it from something else.")
    message = f"{first.lead}{names_in_a_circle([one.name for one in circle])} depend on each other."
    return problem("anchor-cycle", message, first.place, "Count one of them from start, end or a week.")
