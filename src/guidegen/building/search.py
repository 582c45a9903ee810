"""What can be found in an edition: the words of its pages, part by part.

They are taken from the finished pages of the edition, so nothing is found that
it does not show.  Each section at the top of the handbook is a script of its
own, which is made again when a word in it changes; nobody asks for any of them
before somebody searches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial, singledispatch
from typing import Any, Final, TypeAlias

from guidegen.building.frame import EditionAtHand, MadePage, Pages, Promise, once
from guidegen.model import ids
from guidegen.model.diary import entries_of
from guidegen.model.handbook import Handbook, Section, chapters_of
from guidegen.model.prose import Text
from guidegen.model.url import LISTS, SitePath, list_address, sections_address
from guidegen.rendering import views
from guidegen.rendering.events import event_title
from guidegen.rendering.search import (
    PageTold,
    SectionsScript,
    SectionTold,
    first_sentence,
    sections_of,
    words_in,
    words_of,
)
from guidegen.rendering.times import whole_day

MANY: Final = 5000
"""An edition with more sections than this is searched by titles, headings and first sentences only."""

Parts: TypeAlias = Mapping[str, tuple[PageTold, ...]]
"""What can be found in each part of the handbook, by the name of the part."""

Say: TypeAlias = Callable[..., str]


def searched_in(at_hand: EditionAtHand, pages: Pages) -> Iterator[Promise]:
    """Yield the scripts that hold the words of an edition.

    None of its *pages* is looked into before one of the scripts is made; then all are.
    """
    names = dict(_found_in(at_hand, pages))
    told = once(partial(_told, names, at_hand, pages))

    def script(address: SitePath, name: str) -> MadePage:
        return MadePage(SectionsScript(address, told()[name]))

    for name in dict.fromkeys(names.values()):
        address = at_hand.base + sections_address(name)
        yield Promise(address, "what the search is given", once(partial(script, address, name)))


def _found_in(at_hand: EditionAtHand, pages: Pages) -> Iterator[tuple[SitePath, str]]:
    """Yield the addresses of the pages that can be found, each with the part of the handbook that it is in.

    A part is a section at the top, or one of the lists; ``index`` is all else.
    """
    handbook, base = at_hand.handbook, at_hand.base
    hidden = {base + one for one in (*_left_out(handbook), list_address("search"))}
    tops = {one.address.partition("/")[0] for one in handbook.root.children if isinstance(one, Section)}
    for address in pages:
        first = address.removeprefix(base).partition("/")[0]
        if address not in hidden:
            yield address, first if first in tops or first in LISTS else "index"


def _left_out(handbook: Handbook) -> Iterator[str]:
    for chapter in (*chapters_of(handbook.root), *handbook.introductions):
        if not chapter.document.meta.search:
            yield chapter.address


def _told(names: Mapping[SitePath, str], at_hand: EditionAtHand, pages: Pages) -> Parts:
    parts: dict[str, list[PageTold]] = {name: [] for name in names.values()}
    for address, name in names.items():
        parts[name].extend(_within(pages[address].view, at_hand))
    found = {name: tuple(pages) for name, pages in parts.items()}
    if sum(len(page.sections) for pages in found.values() for page in pages) <= MANY:
        return found
    return {name: tuple(map(_in_short, pages)) for name, pages in found.items()}


def _in_short(page: PageTold) -> PageTold:
    return replace(page, sections=tuple(replace(one, text=first_sentence(one.text)) for one in page.sections))


def _within(view: Any, at_hand: EditionAtHand) -> Iterator[PageTold]:
    """Yield what can be found on a page: the page, and what on it is looked for by its own name."""
    say = at_hand.say
    yield PageTold(
        address=view.address.removeprefix(at_hand.base),
        title=_words(view.title),
        where=" · ".join(filter(None, _where(view, say))),
        about=_words(view.summary),
        language=getattr(view, "language", ""),
        sections=tuple(_sections(view, say)),
    )
    match view:
        case views.GlossaryPage(terms=terms):
            for term in terms:
                text = " ".join(words_in(term.definition))
                name = ", ".join((_words(term.term), *term.aliases))
                yield _entry(f"{view.address}#{ids.term_id(term)}", name, _words(view.title), text, at_hand)
        case views.PacketsPage(packets=packets):
            for packet in packets:
                where = " · ".join(filter(None, (say("frame.packet"), _words(packet.role))))
                text = " ".join(_words(part.title) for part in packet.inside)
                yield _entry(packet.link.address, _words(packet.link.title), where, text, at_hand)


def _entry(address: SitePath, title: str, where: str, text: str, at_hand: EditionAtHand) -> PageTold:
    return PageTold(address.removeprefix(at_hand.base), title, where, "", "", (SectionTold("", "", text),))


def _words(text: Text) -> str:
    return words_of("".join(map(str, text.parts)))


def _where(view: Any, say: Say) -> tuple[str, ...]:
    """Return what a page is, and what it belongs to."""
    above = _words(view.trail[-1].title) if len(view.trail) > 1 else ""
    match view:
        case views.SectionPage():
            return say("frame.section"), above
        case views.ChapterPage(number=number) if number:
            return say("chapter.number", number=number), above
        case views.ProgramPage():
            return (say("frame.program"),)
        case views.RolePage(program=program):
            return say("role.role"), _words(program.title)
        case views.CohortPage(program=program):
            return say("frame.cohort"), _words(program.title)
        case views.WorksheetPage():
            return (say("frame.worksheet"),)
        case views.ChecklistPage():
            return (say("frame.checklist"),)
    return ()


@singledispatch
def _sections(view: Any, say: Say) -> Iterable[SectionTold]:
    """Return the words of a page, heading by heading."""
    return ()


@_sections.register
def _(view: views.ChapterPage, say: Say) -> Iterable[SectionTold]:
    return _with_notes(view)


@_sections.register
def _(view: views.ListPage, say: Say) -> Iterable[SectionTold]:
    return _with_notes(view)


def _with_notes(view: views.ChapterPage | views.ListPage) -> tuple[SectionTold, ...]:
    first, *rest = sections_of(view.body)
    text = " ".join(filter(None, (first.text, *(words_of(note.text) for note in view.notes))))
    return replace(first, text=text), *rest


@_sections.register
def _(view: views.ProgramPage, say: Say) -> Iterable[SectionTold]:
    program = view.program
    first, *rest = _with_notes(view)
    told = (program.notice, program.outcomes, program.eligibility, program.matching, program.policies)
    text = " ".join(filter(None, (first.text, *words_in((*told, program.questions)))))
    yield replace(first, text=text)
    yield from rest
    for phase in program.phases:
        text = " ".join(words_in((phase.summary, phase.goals, phase.topics)))
        yield SectionTold(ids.phase_id(phase), _words(phase.title), text)
    for entry in entries_of(program):
        title = _words(entry.title)
        text = " ".join(words for words in words_in(entry) if words != title)
        yield SectionTold(ids.entry_id(entry), title, text)


@_sections.register
def _(view: views.RolePage, say: Say) -> Iterable[SectionTold]:
    yield SectionTold("", "", " ".join(words_in((replace(view.role, summary=view.role.label), view.rules))))


@_sections.register
def _(view: views.CohortPage, say: Say) -> Iterable[SectionTold]:
    yield SectionTold("", "", _words(view.cohort.notice))
    for stretch in view.stretches:
        for event in stretch.events:
            if event.topic and event.days is not None:
                day = whole_day(event.days.first, view.imprint.language)
                yield SectionTold(ids.event_id(event), event_title(event, say, _words), day)


@_sections.register
def _(view: views.WorksheetPage, say: Say) -> Iterable[SectionTold]:
    sheet = view.worksheet
    yield SectionTold("", "", " ".join(words_in((sheet.instructions, sheet.source))))
    for section in sheet.sections:
        identity = ids.sheet_section_id(sheet, section) if section.title else ""
        text = " ".join(words_in((section.intro, section.fields)))
        yield SectionTold(identity, _words(section.title), text)


@_sections.register
def _(view: views.ChecklistPage, say: Say) -> Iterable[SectionTold]:
    yield SectionTold("", "", " ".join(words_in(view.checklist.groups)))
