"""What a template can call beside the fields of its view.

Links are written here, so that they lead from the page that is drawn; ids come
from `model.ids`, so that what links to them knows them; words come from the
locale.  The README of the theme lists all of it for those who write templates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from html import unescape
from itertools import zip_longest
from typing import Any, Final
from urllib.parse import quote, urlsplit

from babel import Locale
from babel.numbers import format_decimal
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from guidegen.model import ids
from guidegen.model.activity import Checklist, Item, Worksheet, items_of
from guidegen.model.cohort import Cohort, Event, Task
from guidegen.model.diary import PlannedEntry, PlannedWeek
from guidegen.model.handbook import Term
from guidegen.model.plan import Agenda, AgendaItem, Meeting
from guidegen.model.program import Program, Role
from guidegen.model.prose import Html, Text
from guidegen.model.reference import Reference
from guidegen.model.schedule import WEEKDAYS, Days, InWeek
from guidegen.model.url import SitePath, entity_address, relative, role_address, root_of, telephone
from guidegen.rendering.calendars import Manner
from guidegen.rendering.codes import draw_code
from guidegen.rendering.downloads import calendar_link, subscription
from guidegen.rendering.drawing import draw_timeline
from guidegen.rendering.events import event_title, title_words
from guidegen.rendering.recurrence import repeat_words
from guidegen.rendering.times import (
    Say,
    clock_range,
    clock_words,
    day_words,
    days_of_year,
    iso,
    later,
    short_days,
    short_month,
    titles_of,
    when_words,
)
from guidegen.rendering.today import cohort_marks, event_marks, script_words
from guidegen.rendering.views import Block, Body, Navigation
from guidegen.rendering.words import Words, chooser, direction_of, locale_of, voice
from guidegen.rendering.zones import zone_name, zone_times

TABLE: Final = re.compile(r"<table\b.*?</table>", re.DOTALL)
MANY_COLUMNS: Final = 3
"""A table with so many may be wider than a phone, and scrolls by itself."""

CELL: Final = re.compile(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", re.DOTALL)
NAMED: Final = re.compile(r"<code\b[^>]*>(.*?)</code>", re.DOTALL)
PLAIN_WORD: Final = 10
"""How many letters a column of plain words needs beside each other; longer words are broken."""

CODE: Final = re.compile(r"<pre>(<code\b[^>]*>.*?</code>)</pre>", re.DOTALL)
TAG: Final = re.compile(r"<[^>]*>")
LONG_LINE: Final = 28
"""How many letters fit beside each other on the narrowest phone; code with longer lines scrolls by itself."""

SELF_TELLING: Final = re.compile(r'<a (?=href="(https?://[^"]+)">\1</a>)')
"""A link whose words are its address."""

IDS: Final = (
    ids.cohort_id,
    ids.control_id,
    ids.control_name,
    ids.entry_id,
    ids.event_id,
    ids.field_id,
    ids.footnote_call_id,
    ids.footnote_id,
    ids.help_id,
    ids.item_id,
    ids.label_id,
    ids.list_id,
    ids.phase_id,
    ids.program_part_id,
    ids.program_parts,
    ids.prompts_id,
    ids.recalled_id,
    ids.role_id,
    ids.role_part_id,
    ids.said_id,
    ids.sheet_id,
    ids.sheet_section_id,
    ids.stretch_id,
    ids.task_id,
    ids.term_id,
    ids.meaning_id,
    ids.unit_id,
)
"""Called by the names they have."""

TESTS: Final[dict[str, Callable[[object], bool]]] = {
    "block": lambda one: isinstance(one, Block),
    "checklist": lambda one: isinstance(one, Checklist),
    "worksheet": lambda one: isinstance(one, Worksheet),
}


class UnknownWordError(LookupError):
    """A template asks for a word that the locale does not have."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def functions(words: Words) -> dict[str, Callable[..., Any]]:
    """Return what templates can call, by the name they call it."""
    say, language, locale = voice(words), words.language, locale_of(words.language)
    return {
        "say": _say_html(words),
        "href": _href,
        "way": _way,
        "page_of": _page_of,
        "role_page": _role_page,
        "below": _below,
        "day": lambda one: day_words(Days(one, one), language),
        "when": lambda when, names=None: when_words(when, names, say, language),
        "days": lambda one, known_zone="": day_words(_without_zone(one, known_zone), language),
        "between": Days,
        "days_of_year": lambda first, last, known=None: days_of_year(first, last, known, language),
        "iso": iso,
        "clock": lambda one: clock_words(one, language),
        "short_days": lambda one: short_days(one, language),
        "short_month": lambda one: short_month(one, language),
        "clock_range": lambda one, minutes=None: clock_range(one, minutes, language),
        "often": lambda repeat, names: repeat_words(repeat, names, say, language),
        "planned_name": lambda one: _planned_name(one, say),
        "within_week": lambda one, week, names: _within_week(one, week, names, say, language),
        "event_name": lambda event: event_title(event, say),
        "due_at": _due_at,
        "date_order": lambda: _date_order(locale),
        "direction_of": direction_of,
        "draw_timeline": lambda program, run: draw_timeline(program, run, say, language),
        "zone_name": lambda zone: zone_name(zone, say, language),
        "zone_times": lambda days, zones: zone_times(days, zones, say, language),
        "qr": lambda url: draw_code(url, say("packet.code", address=_shown_url(url))),
        "cohort_marks": cohort_marks,
        "event_marks": event_marks,
        "script_words": lambda: script_words(say),
        "calendar_link": _calendar_link(say, language),
        "subscription": subscription,
        **{function.__name__: function for function in IDS},
    }


def filters(words: Words) -> dict[str, Callable[..., Any]]:
    """Return what templates can send a value through, by name."""
    locale = locale_of(words.language)
    return {
        "applications": _applications,
        "before": _before,
        "count_items": lambda checklist: len(items_of(checklist)),
        "in_words": lambda written: _in_words(written, words.language),
        "initials": _initials,
        "levels": partial(_levels, table=voice(words)("frame.table"), code=voice(words)("frame.code")),
        "number": lambda one: format_decimal(one, locale=locale),
        "placed": _placed,
        "running": lambda agenda, days=None: list(_running(agenda, days, words.language)),
        "shown_url": _shown_url,
        "telephone": telephone,
        "titles": titles_of,
    }


def _say_html(words: Words) -> Callable[..., Markup]:
    choose, known = chooser(words), {key for key, _ in words.entries}

    def say(key: str, **values: Any) -> Markup:
        if key not in known:
            raise UnknownWordError(key)
        text, shown = choose(key, values)
        return escape(text).format(**{name: escape(one) for name, one in shown.items()})

    return say


# Links


def _calendar_link(say: Say, language: str) -> Callable[..., str]:
    @pass_context
    def link(context: Context, event: Event) -> str:
        """Return one event of the cohort at hand for a calendar; empty where calendars do not have it."""
        manner = Manner(say, language, context["base_url"], context["deadlines"])
        return calendar_link(event, context["program"], context["cohort"], manner)

    return link


@pass_context
def _href(context: Context, address: SitePath, fragment: str = "") -> str:
    """Return the way from the page that is drawn to another file of the site."""
    if "base" in context:
        return f"{urlsplit(context['base']).path}{quote(address)}"
    return relative(context["address"], address, fragment)


@pass_context
def _way(context: Context, reference: Reference) -> str:
    """Return the way to what a reference leads to; empty where it leads nowhere in this edition."""
    target = reference.address or reference.id
    if "://" in target:
        return target
    if not reference.address:
        return ""
    return relative(context["address"], reference.address, reference.fragment)


@pass_context
def _page_of(context: Context, noun: Program | Worksheet | Checklist) -> SitePath:
    """Return where the page of a program, a sheet or a list is, in the edition of the page that is drawn."""
    edition = context["home"].removesuffix("index.html")
    return f"{edition}{entity_address(type(noun).__name__.lower(), noun.id)}"


@pass_context
def _role_page(context: Context, program: Program, role: Role) -> SitePath:
    """Return where the page of a role is, in the edition of the page that is drawn."""
    edition = context["home"].removesuffix("index.html")
    return f"{edition}{role_address(program.id, role.id)}"


def _below(address: SitePath) -> str:
    """Return a link for the contents of the handbook, which are drawn once for many pages."""
    return f"{Navigation.ROOT}{quote(address)}"


def _placed(navigation: Navigation) -> Html:
    """Return the contents of the handbook as one page shows them."""
    own = f'href="{_below(navigation.address)}"'
    marked = navigation.drawn.replace(own, f'{own} aria-current="page"')
    return Html(marked.replace(Navigation.ROOT, root_of(navigation.address)))


# Nouns


def _levels(body: Body, table: str, code: str) -> Iterator[tuple[Html | Checklist | Worksheet | Block, int]]:
    """Yield the parts of a body, each with the level that a heading of an activity or a block has there.

    *table* and *code* are what a table and an example of code are called that scroll.
    """
    level = 2
    for part in body:
        yield _on_screen_and_paper(part, table, code) if isinstance(part, Html) else part, level
        if isinstance(part, Html) and "<h2" in part:
            level = 3


def _on_screen_and_paper(html: Html, table: str, code: str) -> Html:
    """Let wide tables and code scroll, by keyboard too, and mark links that paper need not say again."""

    def reached(found: re.Match[str]) -> str:
        lines = unescape(TAG.sub("", found[1])).split("\n")
        if all(len(line) <= LONG_LINE for line in lines):
            return found[0]
        return f'<pre role="group" tabindex="0" aria-label="{escape(code)}">{found[1]}</pre>'

    def scrolling(found: re.Match[str]) -> str:
        if not _may_be_wide(found[0]):
            return found[0]
        return (
            f'<div class="table" role="group" tabindex="0" aria-label="{escape(table)}">\n{found[0]}\n</div>'
        )

    wide = CODE.sub(reached, TABLE.sub(scrolling, html))
    return Html(SELF_TELLING.sub('<a class="shown" ', wide))


def _may_be_wide(table: str) -> bool:
    """Return whether a table may be wider than a phone, by its columns or by code, which is not broken."""
    rows = [CELL.findall(row) for row in table.split("</tr>")]
    if len(rows[0]) >= MANY_COLUMNS:
        return True
    columns = zip_longest(*rows, fillvalue="")
    return sum(max(_longest_code(cell) for cell in column) for column in columns) > LONG_LINE


def _longest_code(cell: str) -> int:
    words = (word for code in NAMED.findall(cell) for word in unescape(TAG.sub("", code)).split())
    return max((len(word) for word in words), default=PLAIN_WORD)


@dataclass(frozen=True, slots=True)
class Applying:
    """When people of one role apply for a cohort."""

    role: Reference
    opens: Event | None
    closes: Event | None
    decision: Event | None
    url: str
    worksheet: Reference | None
    late: Text


def _applications(cohort: Cohort) -> list[Applying]:
    """Return when and how to apply for a cohort, for each role."""
    events = {(one.entry, one.kind): one for one in cohort.schedule.events}
    return [
        Applying(
            one.role,
            events.get((one.role.id, "application-opens")),
            events.get((one.role.id, "application-closes")),
            events.get((one.role.id, "application-decision")),
            one.url,
            one.worksheet,
            one.late,
        )
        for one in cohort.applications
    ]


def _planned_name(planned: PlannedEntry, say: Say) -> str:
    """Return what something is called that nobody has dated."""
    entry, number = planned.entry, planned.number
    changes = entry.changes if isinstance(entry, Meeting) else ()
    topic = next((one.title.plain for one in changes if one.number == number), "")
    return title_words(planned.kind or "", entry.title.plain, number, topic, say)


def _within_week(
    planned: PlannedEntry, week: PlannedWeek, names: Mapping[str, str], say: Say, language: str
) -> str:
    """Return when something is, for a reader who knows in which week."""
    when = planned.when
    if week.kind != "week" or not isinstance(when, InWeek):
        return when_words(when, names, say, language)
    day = say("cohort.any_day") if when.weekday is None else say(f"when.{WEEKDAYS[when.weekday]}")
    return say("when.at", when=day, time=clock_words(when.time, language)) if when.time else day


def _before(checklist: Checklist, item: Item) -> list[Item]:
    """Return the items of a list that an item waits for."""
    return [one for one in items_of(checklist) if one.id in item.after]


def _due_at(one: Event | Task) -> Days | None:
    """Return the moment at which something is due; None where it is not due at a known time."""
    if one.days is None or one.closes is None:
        return None
    return Days(one.days.last, one.days.last, one.closes.time, one.closes.zone)


def _running(agenda: Agenda, days: Days | None, language: str) -> Iterator[tuple[str, AgendaItem]]:
    """Yield each piece of a meeting with the time at which it begins; empty where that is not known."""
    passed = 0
    for item in agenda.items:
        clock = "" if days is None or days.time is None else clock_words(later(days, passed), language)
        yield clock, item
        passed += item.minutes


def _initials(terms: Iterable[Term]) -> list[tuple[str, Term]]:
    """Return each letter that terms begin with, and the first of them."""
    first: dict[str, Term] = {}
    for term in terms:
        first.setdefault(term.term.plain[:1].upper(), term)
    return list(first.items())


# Words and numbers


def _date_order(locale: Locale) -> list[str]:
    """Return ``day``, ``month`` and ``year`` in the order in which people write them there."""
    pattern = locale.date_formats["short"].pattern.lower()
    return sorted(("day", "month", "year"), key=lambda part: pattern.find(part[0]))


def _in_words(written: str, language: str) -> str:
    """Return a date or a month as people read it; a time as it is written."""
    from babel.dates import format_skeleton

    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", written):
        day = date.fromisoformat(written)
        return day_words(Days(day, day), language)
    if re.fullmatch(r"\d{4}-\d{2}", written):
        return format_skeleton("yMMMM", date.fromisoformat(f"{written}-01"), locale=locale_of(language))
    return written


def _without_zone(days: Days, known: str) -> Days:
    """Return days without their time zone where the reader knows it already."""
    return replace(days, zone="") if days.zone == known else days


def _shown_url(url: str) -> str:
    """Return an address as people read it, without its scheme."""
    return url.partition("://")[2].removesuffix("/") or url
