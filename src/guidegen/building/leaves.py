"""What stands in packets and has no page of its own: dates, contacts, rules, agendas, blank sheets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from guidegen.building.frame import EditionAtHand, as_text
from guidegen.building.handouts import title_of
from guidegen.building.programs import outline
from guidegen.model.activity import Checklist, Item
from guidegen.model.cohort import Cohort, Event, Schedule, Task
from guidegen.model.diary import Stretch
from guidegen.model.packet import PacketItem
from guidegen.model.problem import NOWHERE
from guidegen.model.program import Contact, Policies, Program, Role
from guidegen.model.prose import Text
from guidegen.model.rebuild import KEEP, rebuild
from guidegen.model.schedule import Between, Days, OnDate, When
from guidegen.model.url import SitePath
from guidegen.rendering import views
from guidegen.rendering.calendars import is_for
from guidegen.rendering.times import short_days, titles_of
from guidegen.shaping.mentions import contacts_of
from guidegen.shaping.outline import weeks_for
from guidegen.shaping.references import cohort_reference
from guidegen.shaping.weeks import stretches_of


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a packet is bound, and with whose days."""

    address: SitePath
    """Of the print."""

    name: str
    """The role, by its id or its kind."""

    role: Role | None
    program: Program | None
    """What the role is told of it."""

    cohort: Cohort | None
    """One of the program, where the print has dates."""

    asks: bool = False
    """Whether the print says whom to ask: then the rules need not."""

    sheets: frozenset[tuple[str, str]] = frozenset()
    """By kind and id what is a piece of the print: then a chapter in it need not show it."""


def leaf_for(item: PacketItem, reader: Reader, at_hand: EditionAtHand) -> Any:
    """Return the view of an entry that names no page; None where there is nothing to say."""
    frame: dict[str, Any] = {
        "address": reader.address,
        "home": at_hand.home,
        "title": title_of(item, at_hand),
    }
    match item.kind:
        case "timeline" if reader.program is not None:
            return _dates(reader.program, reader, frame, at_hand)
        case "contacts":
            return _contacts(reader, frame, at_hand)
        case "policies" if reader.program is not None and reader.program.policies is not None:
            return _policies(reader.program, reader.program.policies, reader, frame, at_hand)
        case "agenda" if item.agenda is not None:
            return views.AgendaPage(**frame, agenda=item.agenda, events=_meetings(item.agenda.id, reader))
        case "blank":
            return views.BlankPage(**frame)
    return None


# When


def _dates(
    program: Program, reader: Reader, frame: dict[str, Any], at_hand: EditionAtHand
) -> views.DatesPage | None:
    cohort, role = reader.cohort, reader.role
    if cohort is not None:
        frame = {**frame, "title": as_text(at_hand.say("packet.your_dates"))}
    stretches = tuple(_for_the_role(program, cohort, reader)) if cohort else ()
    weeks = () if cohort else weeks_for(role.id if role else None, program, outline(program, at_hand))
    if not stretches and not weeks:
        return None
    return views.DatesPage(
        **frame,
        cohort=in_few_words(cohort, program, at_hand) if cohort else None,
        stretches=stretches,
        weeks=weeks,
        reader=role,
        titles=titles_of(program) if weeks else {},
    )


def in_few_words(cohort: Cohort, program: Program, at_hand: EditionAtHand) -> Cohort:
    """Return what a cohort is called, when it begins and ends, and on whose clocks."""
    return Cohort(
        cohort.id,
        cohort.start,
        NOWHERE,
        title=cohort_reference(program, cohort, at_hand.base).title,
        end=cohort.end,
        display_zones=cohort.display_zones,
        schedule=Schedule(cohort.schedule.zone, cohort.schedule.end),
    )


def _for_the_role(program: Program, cohort: Cohort, reader: Reader) -> Iterator[Stretch]:
    """Yield the days of a cohort with what is for the role in them; weeks without any are left out."""
    meetings = {one.id for one in (*program.meetings, *cohort.meetings)}
    for stretch in stretches_of(cohort):
        kept = tuple(one for one in stretch.entries if _is_theirs(one, meetings, reader))
        if kept or stretch.kind == "break":
            yield replace(stretch, entries=kept)


def _is_theirs(entry: Event | Task, meetings: set[str], reader: Reader) -> bool:
    if isinstance(entry, Event):
        return is_for(entry, reader.role.id) if reader.role else not entry.roles
    named = {one.id for one in entry.roles}
    if named and (reader.role is None or reader.role.id not in named):
        return False
    # What is to be ticked from a list stands in that list.
    return entry.source in meetings


def on_its_days(checklist: Checklist, cohort: Cohort, at_hand: EditionAtHand) -> Checklist:
    """Return a list with the days on which its items are due in a cohort, where these are known."""
    days: dict[str, list[Days]] = defaultdict(list)
    for task in cohort.schedule.tasks:
        if task.source == checklist.id and task.days is not None:
            days[task.item.id].append(task.days)
    language, zone = at_hand.imprint.language, cohort.schedule.zone

    def dated(noun: Any) -> Any:
        if not isinstance(noun, Item) or noun.id not in days:
            return KEEP
        items = rebuild(noun.items, dated)
        if noun.repeat is None:
            return replace(noun, items=items, due=_on(days[noun.id][0], zone), milestone="")
        said = ", ".join(short_days(one, language) for one in days[noun.id])
        return replace(noun, items=items, note=_behind(as_text(said), noun.note))

    done: Checklist = rebuild(checklist, dated)
    return done


def _on(days: Days, zone: str) -> When:
    """Return real days as a time of the calendar; *zone* is the one that readers know."""
    first = OnDate(days.first, days.time, "" if days.zone == zone else days.zone)
    return first if days.first == days.last else Between(first, OnDate(days.last, days.last_time))


def _behind(first: Text, second: Text) -> Text:
    if not second:
        return first
    return Text(f"{first.plain}. {second.plain}", (*first.parts, ". ", *second.parts))


# Who, and what holds


def _contacts(reader: Reader, frame: dict[str, Any], at_hand: EditionAtHand) -> views.ContactsPage | None:
    program = reader.program
    steps = program.policies.escalation if program and program.policies else ()
    contacts = _asked(reader, at_hand)
    if not contacts and not steps:
        return None
    roles = program.roles if program else ()
    return views.ContactsPage(**frame, contacts=contacts, roles=roles, steps=steps)


def _asked(reader: Reader, at_hand: EditionAtHand) -> tuple[Contact, ...]:
    """Return whom people of the role can ask: those of the cohort first, then those of the program."""
    settings = at_hand.handbook.settings
    if reader.program is None:
        return settings.contacts
    named = {one.id for one in reader.cohort.contacts} if reader.cohort else set()
    first = [one for one in settings.contacts if one.id in named]
    return tuple(dict.fromkeys((*first, *contacts_of(reader.program, settings))))


def _policies(
    program: Program, policies: Policies, reader: Reader, frame: dict[str, Any], at_hand: EditionAtHand
) -> views.PoliciesPage | None:
    told = replace(policies, escalation=() if reader.asks else policies.escalation, place=NOWHERE)
    if told == Policies():
        return None
    contacts = contacts_of(program, at_hand.handbook.settings)
    return views.PoliciesPage(**frame, policies=told, contacts=contacts)


def _meetings(agenda: str, reader: Reader) -> tuple[Event, ...]:
    """Return the meetings with an agenda that take place on a day that is known."""
    events = reader.cohort.schedule.events if reader.cohort else ()
    return tuple(
        one
        for one in events
        if one.agenda is not None
        and (one.agenda.id, one.state, one.arrange) == (agenda, "planned", "fixed")
        and _is_theirs(one, set(), reader)
    )
