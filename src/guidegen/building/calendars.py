"""The calendars of an edition: one for each program, each cohort, and each role in a cohort.

A calendar with nothing in it is not made: many programs refuse one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from guidegen.building.frame import EditionAtHand, here_at
from guidegen.building.records import Target
from guidegen.model.cohort import Cohort, Event
from guidegen.model.program import Program
from guidegen.model.prose import Text
from guidegen.model.url import SitePath, cohort_address, entity_address, folder_form
from guidegen.rendering.calendars import (
    CalendarView,
    Entry,
    Manner,
    calendar_title,
    draw_calendar,
    drawing,
    entry_of,
    is_for,
    plain_words,
)
from guidegen.shaping.links import fill_noun


def calendars_of(at_hand: EditionAtHand, tools: Mapping[str, str]) -> Iterator[tuple[Target, str]]:
    """Yield the calendars of an edition, each with what it is made from, in words for a message.

    *tools* stands for what calendars are drawn with beside their views.
    """
    settings = at_hand.handbook.settings
    manner = Manner(at_hand.say, settings.language, settings.base_url, settings.calendar_deadlines)
    recipe = partial(draw_calendar, draw=drawing(manner))
    for program in at_hand.handbook.programs:
        for view in _views(program, manner, at_hand):
            yield Target(view.address, view, recipe, tools), f"the calendar of {program.place.path}"


def _views(program: Program, manner: Manner, at_hand: EditionAtHand) -> Iterator[CalendarView]:
    base, words = at_hand.base, _reading(at_hand)
    everything: list[Entry] = []
    for cohort in program.cohorts:
        page = base + cohort_address(program.id, cohort.id)
        pairs = _entries(program, cohort, manner, words)
        entries = tuple(entry for _, entry in pairs)
        if cohort.status != "archived":
            everything.extend(entries)
        if entries:
            title = calendar_title(program, cohort, manner.say)
            yield _view(page, "calendar.ics", title, entries, manner)
        for role in program.roles:
            theirs = tuple(entry for event, entry in pairs if is_for(event, role.id))
            if theirs:
                name = words(role.plural or role.label)
                title = calendar_title(program, cohort, manner.say, name)
                yield _view(page, f"{role.id}.ics", title, theirs, manner)
    if everything:
        page = base + entity_address("program", program.id)
        yield _view(page, "calendar.ics", program.title.plain, tuple(everything), manner)


def _view(page: SitePath, name: str, title: str, entries: tuple[Entry, ...], manner: Manner) -> CalendarView:
    url = manner.base_url + folder_form(page) if manner.base_url else ""
    return CalendarView(page.removesuffix("index.html") + name, title, url, entries)


def _entries(
    program: Program, cohort: Cohort, manner: Manner, words: Callable[[Text], str]
) -> tuple[tuple[Event, Entry], ...]:
    found = ((event, entry_of(event, program, cohort, manner, words)) for event in cohort.schedule.events)
    return tuple((event, entry) for event, entry in found if entry is not None)


def _reading(at_hand: EditionAtHand) -> Callable[[Text], str]:
    """Return what makes plain words of a text; what is wrong in one is told where a page shows it."""
    here, findings = here_at(at_hand.home, at_hand)
    # Cohorts share the texts of their program, which are kept by the handbook as long as this is.
    known: dict[int, str] = {}

    def words(text: Text) -> str:
        if not text.parts:
            return ""
        if id(text) not in known:
            known[id(text)] = plain_words("".join(fill_noun(text, here, findings).parts))
        return known[id(text)]

    return words
