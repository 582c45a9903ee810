"""What an event of a cohort is called, on pages, in calendars and in the terminal alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from guidegen.model.cohort import Cohort, Event
from guidegen.model.prose import Text
from guidegen.model.schedule import Days
from guidegen.rendering.times import Say, day_words

_SAID: Final = {
    "application-opens": ("event.application_opens", "who"),
    "application-closes": ("event.application_closes", "who"),
    "application-decision": ("event.application_decision", "who"),
    "survey-opens": ("event.survey_opens", "title"),
    "survey-due": ("event.survey_due", "title"),
}

EVENT_KEYS: Final = (
    *(key for key, _ in _SAID.values()),
    "event.numbered",
    "event.about",
    "event.was",
    "event.was_now",
    "event.moved",
    "event.skipped",
    "event.weekend",
)
"""The words of the locale that are used here."""


def _plain(text: Text) -> str:
    return text.plain


def event_title(event: Event, say: Say, words: Callable[[Text], str] = _plain) -> str:
    """Return what an event is called, such as ``Cohort call 3: Feedback that lands``.

    *words* returns a text as plain words.
    """
    return title_words(event.kind, words(event.title), event.number, words(event.topic), say)


def title_words(kind: str, title: str, number: int | None, topic: str, say: Say) -> str:
    """Return what an event of a kind is called, of which this is known."""
    if kind in _SAID:
        key, name = _SAID[kind]
        return say(key, **{name: title})
    if number is not None:
        title = say("event.numbered", title=title, number=number)
    return say("event.about", title=title, topic=topic) if topic else title


def remarks(event: Event, say: Say, language: str, words: Callable[[Text], str] = _plain) -> tuple[str, ...]:
    """Return what has changed about an event, and why, in sentences."""
    told = []
    if event.was is not None:
        now = event.days if event.state != "cancelled" else None
        was = _without_time(event.was) if now and _clock(now) == _clock(event.was) else event.was
        if now is None:
            told.append(say("event.was", was=day_words(was, language)))
        else:
            shown = _without_time(now) if was is not event.was else now
            told.append(say("event.was_now", was=day_words(was, language), now=day_words(shown, language)))
    if event.original is not None:
        key = "event.skipped" if event.state == "skipped" else "event.moved"
        day = day_words(_without_time(event.original), language)
        told.append(say(key, day=day, reason=words(event.reason) or say("event.weekend")))
    if event.note:
        told.append(words(event.note))
    return tuple(told)


def _clock(days: Days) -> tuple[object, ...]:
    return days.time, days.zone, days.last_time


def _without_time(days: Days) -> Days:
    return Days(days.first, days.last)


def cohort_name(cohort: Cohort) -> str:
    """Return what a cohort is called."""
    return cohort.title.plain or cohort.id
