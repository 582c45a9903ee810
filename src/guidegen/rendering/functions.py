"""What a template can call beside the fields of its view.

Links are written here, so that they lead from the page that is drawn; ids come
from `model.ids`, so that what links to them knows them; words come from the
locale.  The README of the theme lists all of it for those who write templates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Final
from urllib.parse import quote, urlsplit

from babel import Locale
from babel.numbers import format_decimal
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from guidegen.model import ids
from guidegen.model.activity import Checklist, Worksheet, items_of
from guidegen.model.handbook import Term
from guidegen.model.plan import Milestone, Phase
from guidegen.model.program import Program
from guidegen.model.prose import Html
from guidegen.model.reference import Reference
from guidegen.model.schedule import Days
from guidegen.model.url import SitePath, entity_address, relative, root_of
from guidegen.rendering.times import day_words, iso, when_words
from guidegen.rendering.views import Body, Navigation
from guidegen.rendering.words import Words, chooser, direction_of, locale_of, voice

TABLE: Final = re.compile(r"<table\b.*?</table>", re.DOTALL)
MANY_COLUMNS: Final = 4
"""A table with so many may be wider than a phone, and scrolls by itself."""

SELF_TELLING: Final = re.compile(r'<a (?=href="(https?://[^"]+)">\1</a>)')
"""A link whose words are its address."""

IDS: Final = (
    ids.cohort_id,
    ids.entry_id,
    ids.field_id,
    ids.footnote_call_id,
    ids.footnote_id,
    ids.item_id,
    ids.list_id,
    ids.phase_id,
    ids.program_part_id,
    ids.program_parts,
    ids.role_id,
    ids.sheet_id,
    ids.sheet_section_id,
    ids.term_id,
)
"""Called by the names they have."""

TESTS: Final[dict[str, Callable[[object], bool]]] = {
    "checklist": lambda one: isinstance(one, Checklist),
    "phase": lambda one: isinstance(one, Phase),
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
        "below": _below,
        "day": lambda one: day_words(Days(one, one), language),
        "when": lambda when, names=None: when_words(when, names or {}, say, language),
        "days": lambda one, known_zone="": day_words(_without_zone(one, known_zone), language),
        "between": Days,
        "iso": iso,
        "date_order": lambda: _date_order(locale),
        "direction_of": direction_of,
        **{function.__name__: function for function in IDS},
    }


def filters(words: Words) -> dict[str, Callable[..., Any]]:
    """Return what templates can send a value through, by name."""
    locale = locale_of(words.language)
    return {
        "count_items": lambda checklist: len(items_of(checklist)),
        "entries": _entries,
        "initials": _initials,
        "levels": partial(_levels, table=voice(words)("frame.table")),
        "number": lambda one: format_decimal(one, locale=locale),
        "placed": _placed,
        "shown_url": _shown_url,
        "telephone": _telephone,
        "titles": _titles,
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


def _below(address: SitePath) -> str:
    """Return a link for the contents of the handbook, which are drawn once for many pages."""
    return f"{Navigation.ROOT}{quote(address)}"


def _placed(navigation: Navigation) -> Html:
    """Return the contents of the handbook as one page shows them."""
    own = f'href="{_below(navigation.address)}"'
    marked = navigation.drawn.replace(own, f'{own} aria-current="page"')
    return Html(marked.replace(Navigation.ROOT, root_of(navigation.address)))


# Nouns


def _levels(body: Body, table: str) -> Iterator[tuple[Html | Checklist | Worksheet, int]]:
    """Yield the parts of a body, each with the level that a heading of an activity has there.

    *table* is what a table that scrolls is called.
    """
    level = 2
    for part in body:
        yield _on_screen_and_paper(part, table) if isinstance(part, Html) else part, level
        if isinstance(part, Html) and "<h2" in part:
            level = 3


def _on_screen_and_paper(html: Html, table: str) -> Html:
    """Let wide tables scroll, by keyboard too, and mark links that paper need not say again."""

    def scrolling(found: re.Match[str]) -> str:
        if found[0].partition("</tr>")[0].count("</th>") < MANY_COLUMNS:
            return found[0]
        return (
            f'<div class="table" role="group" tabindex="0" aria-label="{escape(table)}">\n{found[0]}\n</div>'
        )

    return Html(SELF_TELLING.sub('<a class="shown" ', TABLE.sub(scrolling, html)))


def _titles(program: Program) -> dict[str, str]:
    """Return what the anchors of a program's times are called."""
    return {name: one.title.plain for name, one in _entries(program).items()}


def _entries(program: Program) -> dict[str, Phase | Milestone]:
    """Return the phases and milestones of a program by id."""
    entries: tuple[Phase | Milestone, ...] = (*program.phases, *program.timeline)
    return {one.id: one for one in entries}


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


def _without_zone(days: Days, known: str) -> Days:
    """Return days without their time zone where the reader knows it already."""
    return replace(days, zone="") if days.zone == known else days


def _shown_url(url: str) -> str:
    """Return an address as people read it, without its scheme."""
    return url.partition("://")[2].removesuffix("/") or url


def _telephone(number: str) -> str:
    """Return a telephone number as links write it."""
    return "".join(one for one in number if one.isdigit() or one == "+")
