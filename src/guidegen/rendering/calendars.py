"""Calendars: the events of cohorts as files that calendar programs subscribe to.

An `Entry` is what a calendar says of an event, in values; entries that compare
equal are written alike, in this build and in the next.  Drawing makes a file of
them by RFC 5545: whole days without a zone, times as instants of UTC, and every
meeting of a series by itself, since each can move or be called off.

Nothing is written without a zone that it needs: a time whose zone nobody knows
stands on its day, and is said in words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urlsplit

from guidegen.model.clock import zone_named
from guidegen.model.cohort import Closing, Cohort, Event
from guidegen.model.program import Program
from guidegen.model.prose import Text
from guidegen.model.reference import Reference
from guidegen.model.schedule import Days
from guidegen.model.url import SitePath
from guidegen.rendering.events import cohort_name, remarks, title_words
from guidegen.rendering.times import Say, clock_words, day_words
from guidegen.rendering.zones import zone_name

if TYPE_CHECKING:
    from icalendar import Calendar
    from icalendar import Event as Component

NO_HOST: Final = "guidegen.invalid"
"""What stands in the ids of events where the handbook has no `base_url`; nothing has this address."""

CALENDAR_KEYS: Final = (
    "calendar.cohort",
    "calendar.role",
    "calendar.sheet",
    "calendar.agenda",
    "calendar.agenda_in_zone",
    "calendar.minutes",
    "calendar.until",
    "calendar.optional",
)
"""The words of the locale that are used here."""

_DUE: Final = ("deadline", "application-closes", "survey-due")


@dataclass(frozen=True, slots=True)
class Manner:
    """How the calendars of a handbook are written."""

    say: Say
    language: str
    base_url: str = ""
    """As in `Settings`."""

    deadlines: Literal["timed", "all-day"] = "all-day"


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as calendars have it."""

    uid: str
    """The same in every build, whatever becomes of the event."""

    revision: int
    stamp: date
    """The start of the cohort."""

    kind: str
    title: str
    """Of the entry; with what follows it becomes the title of the event."""

    days: Days
    """Whole days, or a time in a zone."""

    number: int | None = None
    topic: str = ""
    minutes: int | None = None
    cancelled: bool = False
    roles: tuple[str, ...] = ()
    """What those are called who take part; empty: everyone."""

    optional_for: tuple[str, ...] = ()
    location: str = ""
    url: str = ""
    details: str = ""
    sheet: str = ""
    sheet_url: str = ""
    """Empty where the address of the handbook is not known."""

    agenda: tuple[tuple[int, str], ...] = ()
    """Minutes, and what for."""

    until: Closing | None = None
    """When on its day something is due."""

    clock: Days | None = None
    """Where it has a time that `days` does not say."""

    remarks: tuple[str, ...] = ()
    """What has changed, and why."""


@dataclass(frozen=True, slots=True)
class CalendarView:
    """What one calendar shows."""

    address: SitePath
    title: str
    url: str
    """The page of its cohort or program in full, where `base_url` is set; else empty."""

    events: tuple[Entry, ...]


def is_in_calendars(event: Event) -> bool:
    """Return whether calendars have an event: it has a day, and is for everybody to know.

    What pairs agree on by themselves has no day yet, only a week to find one in.
    """
    return (
        event.days is not None
        and event.state in ("planned", "cancelled")
        and event.public
        and event.calendar
        and event.arrange == "fixed"
    )


def is_for(event: Event, role: str) -> bool:
    """Return whether an event is for the people of a role; optional ones are."""
    return not event.roles or any(one.id == role for one in (*event.roles, *event.optional_for))


def _words_of_finished(text: Text) -> str:
    return plain_words("".join(map(str, text.parts)))


def entry_of(
    event: Event,
    program: Program | Reference,
    cohort: Cohort,
    manner: Manner,
    words: Callable[[Text], str] = _words_of_finished,
) -> Entry | None:
    """Return an event as calendars have it, none where they do not have it or the cohort has no start.

    *words* returns a text as plain words; without it, all texts of the event are finished.
    """
    if event.days is None or cohort.start is None or not is_in_calendars(event):
        return None
    shown = _shown_days(event, event.days, manner)
    return Entry(
        uid=uid_of(event, program.id, cohort.id, host_of(manner.base_url)),
        revision=cohort.revision,
        stamp=cohort.start,
        kind=event.kind,
        title=words(event.title),
        days=shown,
        number=event.number,
        topic=words(event.topic),
        minutes=event.minutes if shown.time is not None else None,
        cancelled=event.state == "cancelled" or cohort.status == "cancelled",
        roles=tuple(words(one.title) or one.id for one in event.roles),
        optional_for=tuple(words(one.title) or one.id for one in event.optional_for),
        location=words(event.location),
        url=event.url,
        details=words(event.details),
        sheet=words(event.worksheet.title) if event.worksheet else "",
        sheet_url=_full(event.worksheet, manner.base_url),
        agenda=tuple((one.minutes, words(one.title)) for one in event.agenda.items) if event.agenda else (),
        until=event.closes if shown.time is None else None,
        clock=event.days if event.days.time is not None and shown.time is None else None,
        remarks=remarks(event, manner.say, manner.language, words),
    )


def uid_of(event: Event, program: str, cohort: str, host: str) -> str:
    """Return the id of an event in all calendars of the world: ``3.cohort-call.2026-autumn.harbour@HOST``."""
    return f"{_occurrence(event)}.{event.entry}.{cohort}.{program}@{host}"


def host_of(base_url: str) -> str:
    """Return the host in the ids of events."""
    return urlsplit(base_url).hostname or NO_HOST


def calendar_title(program: Program, cohort: Cohort, say: Say, role: str = "") -> str:
    """Return what the calendar of a cohort, or of a role in it, is called."""
    title = say("calendar.cohort", program=program.title.plain, cohort=cohort_name(cohort))
    return say("calendar.role", calendar=title, role=role) if role else title


def draw_calendar(view: CalendarView, draw: Callable[[Entry], bytes]) -> bytes:
    """Return a calendar as a file; *draw* is a `drawing` of its entries."""
    from icalendar import vText, vUri

    calendar = _empty_calendar()
    calendar.add("name", vText(_clean(view.title)))
    calendar.add("x-wr-calname", vText(_clean(view.title)))
    if view.url:
        calendar.add("url", vUri(view.url))
    # How often programs may look whether something has moved; the second is what Outlook reads.
    calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vText("P1D"))
    return _filled(calendar, map(draw, view.events))


def drawing(manner: Manner) -> Callable[[Entry], bytes]:
    """Return what draws an entry, and does it once: it stands in several calendars."""

    @cache
    def draw(entry: Entry) -> bytes:
        return bytes(_component(entry, manner).to_ical())

    return draw


def event_calendar(event: Event, program: Program | Reference, cohort: Cohort, manner: Manner) -> str:
    """Return a file with one event, to add to a calendar; empty where calendars do not have it.

    All texts of *event* are finished.
    """
    entry = entry_of(event, program, cohort, manner)
    if entry is None:
        return ""
    return _filled(_empty_calendar(), [drawing(manner)(entry)]).decode("utf-8")


# Which day, which instant


def _shown_days(event: Event, days: Days, manner: Manner) -> Days:
    if event.kind in _DUE:
        last = Days(days.last, days.last)
        if manner.deadlines == "all-day":
            return last
        if event.closes is not None:
            return Days(days.last, days.last, event.closes.time, event.closes.zone)
        return days if days.time is not None and days.zone else last
    if days.time is None or not days.zone or (days.first != days.last and days.last_time is None):
        return Days(days.first, days.last)
    return days


def _instant(day: date, clock: time, zone: str, *, second: bool) -> datetime:
    return datetime.combine(day, clock, zone_named(zone)).replace(fold=int(second)).astimezone(UTC)


def _times(entry: Entry) -> tuple[date | datetime, date | datetime | None]:
    """Return when an entry begins and when it is over; days end where the next one begins."""
    days = entry.days
    if days.time is None:
        return days.first, days.last + timedelta(days=1)
    begins = _instant(days.first, days.time, days.zone, second=days.second)
    if days.last_time is not None:
        return begins, _instant(days.last, days.last_time, days.zone, second=days.second)
    return begins, None if entry.minutes is None else begins + timedelta(minutes=entry.minutes)


def _occurrence(event: Event) -> str:
    """Return which one of its entry an event is: ``3``, ``3.evening``, ``application-opens``."""
    if event.id == event.entry:
        return "1"
    if event.id.startswith(f"{event.entry}#"):
        return event.id.removeprefix(f"{event.entry}#")
    if event.id.startswith(f"{event.entry}."):
        return f"1{event.id.removeprefix(event.entry)}"
    return event.kind


# Writing


def _empty_calendar() -> Calendar:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//guidegen//guidegen//EN")
    calendar.add("version", "2.0")
    return calendar


def _filled(calendar: Calendar, components: Iterable[bytes]) -> bytes:
    head, end, rest = bytes(calendar.to_ical()).rpartition(b"END:VCALENDAR")
    return b"".join((head, *components, end, rest))


def _component(entry: Entry, manner: Manner) -> Component:
    from icalendar import Event as Component
    from icalendar import vUri

    component = Component()
    begins, ends = _times(entry)
    component.add("uid", entry.uid)
    component.add("sequence", entry.revision)
    component.add("dtstamp", datetime.combine(entry.stamp, time(), UTC))
    component.add("dtstart", begins)
    if ends is not None:
        component.add("dtend", ends)
    if not isinstance(begins, datetime) or entry.kind in _DUE:
        # This says when, not that people are busy.
        component.add("transp", "TRANSPARENT")
    title = title_words(entry.kind, entry.title, entry.number, entry.topic, manner.say)
    component.add("summary", _clean(title))
    if description := _description(entry, manner):
        component.add("description", _clean(description))
    if entry.location:
        component.add("location", _clean(entry.location))
    if entry.url:
        component.add("url", vUri(entry.url))
    if entry.roles:
        component.add("categories", [_clean(one) for one in entry.roles])
    if entry.cancelled:
        component.add("status", "CANCELLED")
    return component


def _description(entry: Entry, manner: Manner) -> str:
    say, language = manner.say, manner.language
    parts = [*entry.remarks, entry.details]
    if entry.clock is not None:
        parts.append(day_words(entry.clock, language))
    if entry.until is not None:
        clock = clock_words(entry.until.time, language)
        parts.append(say("calendar.until", time=clock, zone=zone_name(entry.until.zone, say, language)))
    if entry.optional_for:
        parts.append(say("calendar.optional", roles=", ".join(entry.optional_for)))
    if entry.sheet:
        sheet = f"{entry.sheet} ({entry.sheet_url})" if entry.sheet_url else entry.sheet
        parts.append(say("calendar.sheet", sheet=sheet))
    if entry.agenda:
        parts.append(_agenda(entry, say, language))
    return "\n\n".join(filter(None, parts))


def _agenda(entry: Entry, say: Say, language: str) -> str:
    clock, zone = entry.days.time, entry.days.zone
    head = say("calendar.agenda") if clock is None else _agenda_head(zone, say, language)
    at = None if clock is None else _instant(entry.days.first, clock, zone, second=entry.days.second)
    lines = [head]
    for minutes, title in entry.agenda:
        line = say("calendar.minutes", title=title, n=minutes) if minutes else title
        if at is not None:
            line = f"{clock_words(at.astimezone(zone_named(zone)).time(), language)} {line}"
            at += timedelta(minutes=minutes)
        lines.append(line)
    return "\n".join(lines)


def _agenda_head(zone: str, say: Say, language: str) -> str:
    return say("calendar.agenda_in_zone", zone=zone_name(zone, say, language))


def _full(sheet: Reference | None, base_url: str) -> str:
    return base_url + sheet.address if sheet is not None and sheet.address and base_url else ""


# Plain words

_LINK: Final = re.compile(r'<a\b[^>]*?href="(?P<url>https?://[^"]*)"[^>]*>(?P<words>.*?)</a>', re.DOTALL)
_ENDS_A_LINE: Final = re.compile(r"<br\b[^>]*>\n?|</(?:li|tr|dt|dd)>\n?")
_ENDS_A_PARAGRAPH: Final = re.compile(r"</(?:p|ul|ol|pre|table|blockquote|h[1-6]|dl)>\n?")
_ITEM: Final = re.compile(r"<li\b[^>]*>")
_TAG: Final = re.compile(r"<[^>]*>")


def plain_words(html: str) -> str:
    """Return HTML of ours as plain words, with its paragraphs and with the addresses of its links."""
    if "<" not in html:
        return unescape(html)
    html = _LINK.sub(_link_words, html)
    html = _ITEM.sub("- ", html)
    html = _ENDS_A_PARAGRAPH.sub("\n\n", _ENDS_A_LINE.sub("\n", html))
    words = unescape(_TAG.sub("", html))
    lines = [line.rstrip() for line in words.strip().split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _link_words(link: re.Match[str]) -> str:
    url, words = link["url"], link["words"]
    return words if words == url else f"{words} ({url})"


def _clean(text: str) -> str:
    """Return *text* without the letters that no calendar may hold."""
    return "".join(one for one in text if one == "\n" or (one >= " " and one != "\x7f"))
