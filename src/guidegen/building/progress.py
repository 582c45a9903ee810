"""What scripts are told of an edition, and what the page of the reader's progress is made from.

One file says which lists and sheets the edition has and what they are called in
the browser's storage; one for each cohort says what is due in it.  They are made
from what the edition has left, like its pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from html import unescape
from typing import Final

from guidegen.building.frame import EditionAtHand, Promise, here_at
from guidegen.building.programs import cohort_entries
from guidegen.building.records import Target
from guidegen.model.cohort import Cohort
from guidegen.model.problem import NOWHERE
from guidegen.model.program import Program, current_cohorts
from guidegen.model.prose import Text
from guidegen.model.tracked import Tracked
from guidegen.model.url import cohort_address, dates_address, handbook_script_address
from guidegen.rendering import views
from guidegen.rendering.progress import (
    ActivityTold,
    CohortTold,
    DatesScript,
    Due,
    HandbookScript,
    Happening,
    draw_dates,
    draw_handbook,
)
from guidegen.rendering.words import Forms
from guidegen.shaping.links import fill_noun
from guidegen.shaping.public import public_part
from guidegen.shaping.references import cohort_reference, program_reference

_TAG: Final = re.compile(r"<[^>]*>")

Read = Callable[[Text], str]
"""Makes plain words of a text."""


def scripts_of(
    at_hand: EditionAtHand,
    parts: Iterable[Promise],
    words: tuple[tuple[str, Forms], ...],
    tools: Mapping[str, str],
) -> Iterator[tuple[Target, str]]:
    """Yield what scripts are told of an edition, each with what it is made from, in words for a message.

    *parts* hold the words of the handbook for the search; *words* are what scripts say; *tools* stands for
    what is drawn with beside the views.
    """
    handbook, read = at_hand.handbook, _reading(at_hand)
    told = [public_part(one, handbook.edition) for one in handbook.programs]
    script = HandbookScript(
        address=at_hand.base + handbook_script_address(),
        id=handbook.settings.id,
        title=at_hand.imprint.title.plain,
        language=handbook.settings.language,
        activities=tuple(_activity(one, at_hand, read) for one in at_hand.directory.tracking.activities),
        cohorts=tuple(
            _cohort(program, cohort, at_hand, read) for program in told for cohort in program.cohorts
        ),
        parts=tuple(one.address.removeprefix(at_hand.base) for one in parts),
        words=words,
    )
    yield Target(script.address, script, draw_handbook, tools), "what scripts are told of the handbook"
    draw = partial(draw_dates, say=at_hand.say, language=handbook.settings.language)
    for program in told:
        for cohort in program.cohorts:
            view = _dates(program, cohort, at_hand, read)
            yield Target(view.address, view, draw, tools), f"the dates of {cohort.place.path}"


def choices_among(programs: tuple[str, ...], at_hand: EditionAtHand) -> tuple[views.CohortChoice, ...]:
    """Return those of *programs* in whose current cohorts a reader may be, each with these."""
    found = []
    for program in at_hand.handbook.programs:
        entries = cohort_entries(current_cohorts(program), program, at_hand)
        if program.id in programs and entries:
            # Where they are written is left out: a line with a date would make the page anew.
            cohorts = tuple(replace(one.link, place=NOWHERE) for one in entries)
            link = replace(program_reference(program, at_hand.base), place=NOWHERE)
            found.append(views.CohortChoice(link, cohorts))
    return tuple(found)


def _reading(at_hand: EditionAtHand) -> Read:
    """Return what makes plain words of a text; what is wrong in one is told where a page shows it."""
    here, findings = here_at(at_hand.home, at_hand)

    # Cohorts share the texts of their program. A text is kept beside its words, so that no other gets its id.
    known: dict[int, tuple[Text, str]] = {}

    def read(text: Text) -> str:
        if id(text) not in known:
            html = "".join(fill_noun(text, here, findings).parts)
            known[id(text)] = text, " ".join(unescape(_TAG.sub("", html)).split())
        return known[id(text)][1]

    return read


def _activity(one: Tracked, at_hand: EditionAtHand, read: Read) -> ActivityTold:
    return ActivityTold(
        id=one.id,
        kind=one.kind,
        title=read(one.title),
        address=one.address.removeprefix(at_hand.base),
        items=one.items,
        ticked=one.ticked,
        version=one.version,
        keep="ask" if one.asks else "yes",
        private=one.private,
        goals=one.goals,
        signatures=one.signatures,
        programs=one.programs,
    )


def _cohort(program: Program, cohort: Cohort, at_hand: EditionAtHand, read: Read) -> CohortTold:
    schedule = cohort.schedule
    return CohortTold(
        program=program.id,
        programTitle=read(program.title),
        id=cohort.id,
        title=read(cohort_reference(program, cohort, at_hand.base).title),
        address=cohort_address(program.id, cohort.id),
        dates=dates_address(program.id, cohort.id),
        start=str(cohort.start or ""),
        end=str(schedule.end or cohort.end or ""),
        zone=schedule.zone or cohort.timezone,
        lists=tuple(dict.fromkeys(one.source for one in schedule.tasks)),
    )


def _dates(program: Program, cohort: Cohort, at_hand: EditionAtHand, read: Read) -> DatesScript:
    return DatesScript(
        address=at_hand.base + dates_address(program.id, cohort.id),
        program=program.id,
        cohort=cohort.id,
        tasks=tuple(
            Due(one.source, one.id, read(one.item.text), one.days, one.closes)
            for one in cohort.schedule.tasks
            if one.days is not None
        ),
        events=tuple(
            Happening(
                one.kind, read(one.title), one.number, read(one.topic), one.days, one.closes, one.minutes
            )
            for one in cohort.schedule.events
            if one.days is not None and one.state in ("planned", "tba") and one.kind != "phase"
        ),
    )
