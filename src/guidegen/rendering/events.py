"""What an event of a cohort is called, on pages, in calendars and in the terminal alike."""

from __future__ import annotations

from typing import Final

from guidegen.model.cohort import Cohort, Event
from guidegen.rendering.times import Say

_SAID: Final = {
    "application-opens": ("event.application_opens", "who"),
    "application-closes": ("event.application_closes", "who"),
    "application-decision": ("event.application_decision", "who"),
    "survey-opens": ("event.survey_opens", "title"),
    "survey-due": ("event.survey_due", "title"),
}

EVENT_KEYS: Final = (*(key for key, _ in _SAID.values()), "event.numbered", "event.about")
"""The words of the locale that are used here."""


def event_title(event: Event, say: Say) -> str:
    """Return what an event is called, such as ``Cohort call 3: Feedback that lands``."""
    if event.kind in _SAID:
        key, name = _SAID[event.kind]
        return say(key, **{name: event.title.plain})
    title = event.title.plain
    if event.number is not None:
        title = say("event.numbered", title=title, number=event.number)
    return say("event.about", title=title, topic=event.topic.plain) if event.topic else title


def cohort_name(cohort: Cohort) -> str:
    """Return what a cohort is called."""
    return cohort.title.plain or cohort.id
