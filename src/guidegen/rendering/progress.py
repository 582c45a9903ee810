"""What the scripts in a reader's browser are told: of the handbook, and of the days of a cohort.

Both are scripts that hold values and nothing else, so that they can be read from
a folder on the disk, where a page may not ask for any other file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from json import dumps
from typing import Any, Final

from guidegen.model.cohort import Closing
from guidegen.model.schedule import Days
from guidegen.model.url import SitePath
from guidegen.rendering.events import title_words
from guidegen.rendering.times import Say, clock_words, iso, whole_day
from guidegen.rendering.today import end_of
from guidegen.rendering.words import Forms, Words, locale_of
from guidegen.rendering.zones import zone_name

SCRIPT_WORDS: Final = "script."
"""What the keys of words begin with that scripts say."""


@dataclass(frozen=True, slots=True)
class ActivityTold:
    """A list or a sheet, as `Tracked` describes it."""

    id: str
    kind: str
    title: str
    address: str
    """Below the folder of the edition."""

    items: tuple[str, ...]
    ticked: tuple[str, ...]
    version: str
    keep: str
    """``ask`` or ``yes``."""

    private: tuple[str, ...]
    goals: tuple[str, ...]
    signatures: tuple[str, ...]
    programs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CohortTold:
    """A cohort that readers of the edition may be in."""

    program: str
    programTitle: str  # noqa: N815 - as a script reads it
    id: str
    title: str
    address: str
    dates: str
    """The address of what is due in it; below the folder of the edition, as all addresses here."""

    start: str
    end: str
    zone: str
    lists: tuple[str, ...]
    """The ids of the lists and meetings that its tasks are from."""


@dataclass(frozen=True, slots=True)
class HandbookScript:
    """What every page tells its scripts of the handbook."""

    address: SitePath
    id: str
    title: str
    language: str
    activities: tuple[ActivityTold, ...]
    cohorts: tuple[CohortTold, ...]
    parts: tuple[str, ...]
    """The addresses of the scripts that hold the words of the handbook, for the search."""

    words: tuple[tuple[str, Forms], ...]
    """What scripts say, by key without `SCRIPT_WORDS`; values stay in braces."""


@dataclass(frozen=True, slots=True)
class Due:
    """A task of a cohort on its days."""

    list: str
    item: str
    text: str
    days: Days
    closes: Closing | None


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of a cohort on its days."""

    kind: str
    title: str
    number: int | None
    topic: str
    days: Days
    closes: Closing | None
    minutes: int | None


@dataclass(frozen=True, slots=True)
class DatesScript:
    """What is due in a cohort, and what happens in it; earliest first."""

    address: SitePath
    program: str
    cohort: str
    tasks: tuple[Due, ...]
    events: tuple[Happening, ...]


def draw_handbook(view: HandbookScript) -> bytes:
    """Return the script that says which handbook this is, what is tracked in it, and its words."""
    told = {
        "handbook": {"id": view.id, "title": view.title},
        "locale": str(locale_of(view.language)).replace("_", "-"),
        "words": {key: _said(forms) for key, forms in view.words},
        "activities": [asdict(one) for one in view.activities],
        "cohorts": [asdict(one) for one in view.cohorts],
        "parts": view.parts,
    }
    return f"window.guidegen = {as_value(told)};\n".encode()


def draw_dates(view: DatesScript, say: Say, language: str) -> bytes:
    """Return the script that says what is due in a cohort."""
    told = {
        "program": view.program,
        "cohort": view.cohort,
        "tasks": [_due(one, say, language) for one in view.tasks],
        "events": [_happening(one, say, language) for one in view.events],
    }
    return f"guidegen.dates({as_value(told)});\n".encode()


def words_of_scripts(words: Words) -> tuple[tuple[str, Forms], ...]:
    """Return every word that scripts say, by its key there."""
    return tuple(
        (key.removeprefix(SCRIPT_WORDS), forms)
        for key, forms in words.entries
        if key.startswith(SCRIPT_WORDS)
    )


def _due(task: Due, say: Say, language: str) -> dict[str, str]:
    days, closes = task.days, task.closes
    if closes is not None:
        moment = Days(days.last, days.last, closes.time, closes.zone)
    else:
        clock = days.last_time or (days.time if days.first == days.last else None)
        moment = Days(days.last, days.last, clock, days.zone, second=days.second)
    return {
        "list": task.list,
        "item": task.item,
        "text": task.text,
        "first": str(days.first),
        "last": str(days.last),
        "ends": iso(moment) if moment.time is not None and moment.zone else str(days.last),
        "words": _in_words(moment, say, language),
    }


def _happening(event: Happening, say: Say, language: str) -> dict[str, str]:
    days = event.days
    begins = Days(days.first, days.first, days.time, days.zone, second=days.second)
    return {
        "title": title_words(event.kind, event.title, event.number, event.topic, say),
        "first": str(days.first),
        "ends": end_of(days, event.closes, event.minutes),
        "words": _in_words(begins, say, language),
    }


def _in_words(moment: Days, say: Say, language: str) -> str:
    day = whole_day(moment.first, language)
    if moment.time is None:
        return day
    clock = clock_words(moment.time, language)
    if moment.zone:
        clock = say("when.in_zone", time=clock, zone=zone_name(moment.zone, say, language))
    return say("when.at", when=day, time=clock)


def _said(forms: Forms) -> str | Mapping[str, str]:
    return forms[0][1] if len(forms) == 1 else dict(forms)


def as_value(told: Any) -> str:
    """Return a value as a script reads it, with nothing in it that could end the script or a line of it."""
    written = dumps(told, ensure_ascii=False, separators=(",", ":"))
    return written.replace("</", "<\\/").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
