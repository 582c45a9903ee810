"""What a page offers to calendars: one event as a link without a file, and calendars to subscribe to."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from guidegen.model.cohort import Cohort, Event
from guidegen.model.program import Program
from guidegen.model.reference import Reference
from guidegen.model.url import SitePath
from guidegen.rendering.calendars import Manner, event_calendar

_PLAIN: Final = "!$()*+,/:;=?@"
"""What an address may hold as it is."""


def calendar_link(event: Event, program: Program | Reference, cohort: Cohort, manner: Manner) -> str:
    """Return a ``data:`` link with a calendar of one event; empty where calendars do not have it."""
    text = event_calendar(event, program, cohort, manner)
    return f"data:text/calendar;charset=utf-8,{quote(text, safe=_PLAIN)}" if text else ""


def subscription(base_url: str, address: SitePath) -> str:
    """Return the link by which a calendar program subscribes; empty without an address of the site."""
    _, _, place = base_url.partition("://")
    return f"webcal://{place}{quote(address)}" if place else ""
