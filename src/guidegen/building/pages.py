"""The pages of one edition: each noun with what stands around it becomes a view.

Those of programs are made in `programs`.

A view is finished here: the links in its texts lead from its own page, and what
they were found to lack, or to need a copy of, comes with it.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace
from functools import partial
from html import escape
from typing import Any, Final

from guidegen.building.excerpts import titles_for, with_excerpts
from guidegen.building.frame import (
    EditionAtHand,
    MadePage,
    Promise,
    as_text,
    frame,
    here_at,
    made,
    pdf_beside,
    promised,
)
from guidegen.building.handouts import packet_entries, packets_of_program
from guidegen.building.programs import (
    cohort_entries,
    cohort_pages,
    course_of_program,
    program_entry,
    role_pages,
)
from guidegen.building.progress import choices_among
from guidegen.model.activity import Checklist, Worksheet, look_of
from guidegen.model.handbook import Chapter, Document, Section, chapters_of
from guidegen.model.program import ROLE_KINDS, Contact, Program
from guidegen.model.prose import NO_TEXT, Prose, Text
from guidegen.model.reference import Reference
from guidegen.model.url import LISTS, SitePath, entity_address, list_address
from guidegen.rendering import views
from guidegen.shaping.links import FilledBody, Findings, Here, fill_body, fill_noun
from guidegen.shaping.mentions import contacts_of
from guidegen.shaping.prints import handbook_print, section_print
from guidegen.shaping.public import public_part
from guidegen.shaping.references import (
    activity_reference,
    program_reference,
    reference_to,
    section_reference,
)
from guidegen.shaping.roles import program_of, with_owners

WORDS_A_MINUTE: Final = 220


def pages_of(at_hand: EditionAtHand, only: Container[SitePath] | None = None) -> Iterator[Promise]:
    """Yield every page of one edition, or those alone whose address is in *only*."""
    yield from _chapter_pages(at_hand, only)
    yield from (one for one in _other_pages(at_hand) if only is None or one.address in only)


def _other_pages(at_hand: EditionAtHand) -> Iterator[Promise]:
    handbook = at_hand.handbook
    if handbook.root.introduction is None:
        yield promised(at_hand.home, "the front page", partial(_home, None, None, at_hand), at_hand)
    yield from _bare_sections(at_hand)
    introductions = {one.address: one for one in handbook.introductions}
    for name in LISTS:
        yield from _list(name, introductions.get(list_address(name)), at_hand)
    for program in handbook.programs:
        address = entity_address("program", program.id)
        make = partial(_program, program, introductions.get(address), at_hand)
        yield promised(at_hand.base + address, program.place, make, at_hand)
        yield from role_pages(program, at_hand)
        yield from cohort_pages(program, at_hand)
    for activity in handbook.activities:
        address = activity_reference(activity, at_hand.base).address
        yield promised(address, activity.place, partial(_activity, activity, at_hand), at_hand)


# Chapters


def _chapter_pages(at_hand: EditionAtHand, only: Container[SitePath] | None) -> Iterator[Promise]:
    order = list(chapters_of(at_hand.handbook.root))
    for place, chapter in enumerate(order):
        address = at_hand.base + chapter.address
        if only is not None and address not in only:
            continue
        before = order[place - 1] if place > 0 else None
        after = order[place + 1] if place + 1 < len(order) else None
        if chapter.number is None and chapter.address == "index.html":
            make = partial(_home, chapter, after, at_hand)
        elif chapter.number is None:
            make = partial(_section, chapter, before, after, at_hand)
        else:
            make = partial(_chapter, chapter, before, after, at_hand, views.ChapterPage)
        yield promised(address, chapter.document.place, make, at_hand)


def _section(
    chapter: Chapter, before: Chapter | None, after: Chapter | None, at_hand: EditionAtHand
) -> MadePage:
    inside = _inside(at_hand.sections[at_hand.base + chapter.address], at_hand)
    if not chapter.document.meta.chapters:
        inside["children"] = ()
    return _chapter(chapter, before, after, at_hand, views.SectionPage, **inside)


def _chapter(
    chapter: Chapter,
    before: Chapter | None,
    after: Chapter | None,
    at_hand: EditionAtHand,
    kind: type[views.ChapterPage],
    **more: Any,
) -> MadePage:
    document, meta, address = chapter.document, chapter.document.meta, at_hand.base + chapter.address
    here, findings = here_at(address, at_hand)
    body = fill_body(document.body, _with_terms(here, document, at_hand), findings)
    language = meta.language if meta.language != at_hand.imprint.language else ""
    view = kind(
        **frame(address, document.title, meta.summary, at_hand),
        number=chapter.number,
        total=at_hand.total,
        body=with_excerpts(body.blocks, address, at_hand, findings),
        notes=_notes(body),
        terms=body.terms,
        contents=_contents(body) if meta.toc else (),
        minutes=meta.minutes or max(1, round(document.words / WORDS_A_MINUTE)),
        audience=_labels(meta.audience, at_hand),
        draft=meta.draft,
        reviewed=meta.reviewed,
        owner=_contact(meta.owner, at_hand),
        language=language,
        prerequisites=meta.prerequisites,
        phases=at_hand.mentions.phases.get(address, ()),
        programs=at_hand.mentions.programs.get(address, ()),
        sheets=_sheets_elsewhere(body, at_hand.mentions.sheets.get(address, ())),
        previous=reference_to(before, at_hand.base) if before else None,
        next=reference_to(after, at_hand.base) if after else None,
        **more,
    )
    return made(view, here, findings)


def with_body(
    view: views.ChapterPage, body: Prose, document: Document, at_hand: EditionAtHand
) -> views.ChapterPage:
    """Return the page of a chapter with other words in it; what is wrong with them is told elsewhere."""
    here, findings = here_at(view.address, at_hand)
    filled = fill_body(body, _with_terms(here, document, at_hand), findings)
    contents = _contents(filled) if view.contents else ()
    blocks = fill_noun(with_excerpts(filled.blocks, view.address, at_hand, findings), here, findings)
    terms = fill_noun(filled.terms, here, findings)
    return replace(view, body=blocks, notes=_notes(filled), terms=terms, contents=contents)


def _home(chapter: Chapter | None, after: Chapter | None, at_hand: EditionAtHand) -> MadePage:
    handbook, base = at_hand.handbook, at_hand.base
    more: dict[str, Any] = {
        "sections": tuple(_section_entry(one, base) for one in handbook.root.children),
        "programs_here": tuple(program_entry(one, at_hand) for one in handbook.programs),
        "worksheets": tuple(activity_reference(one, base) for one in handbook.worksheets),
        "looks": tuple(look_of(one) for one in handbook.worksheets),
        "checklists": tuple(activity_reference(one, base) for one in handbook.checklists),
        "glossary": base + list_address("glossary") if handbook.glossary else "",
    }
    if chapter is not None:
        return _chapter(chapter, None, after, at_hand, views.HomePage, **more)
    here, findings = here_at(at_hand.home, at_hand)
    view = views.HomePage(**_bare(at_hand.home, handbook.settings.title, at_hand), **more)
    return made(view, here, findings)


def _bare_sections(at_hand: EditionAtHand) -> Iterator[Promise]:
    opened = {one.address for one in at_hand.handbook.introductions}
    lists = opened | {list_address(name) for name in LISTS if at_hand.directory.listed(name)}
    for address, section in at_hand.sections.items():
        if section.introduction is None and section.address not in ("index.html", *lists):
            make = partial(_bare_section, address, section, at_hand)
            yield promised(address, f"the folder {section.id}", make, at_hand)


def _bare_section(address: SitePath, section: Section, at_hand: EditionAtHand) -> MadePage:
    view = views.SectionPage(**_bare(address, section.title, at_hand), **_inside(section, at_hand))
    return made(view, *here_at(address, at_hand))


def _bare(address: SitePath, title: Text, at_hand: EditionAtHand) -> dict[str, Any]:
    return {
        **frame(address, title, NO_TEXT, at_hand),
        "number": None,
        "total": 0,
        "body": (),
        "notes": (),
        "terms": (),
        "contents": (),
        "minutes": 0,
        "audience": (),
        "draft": False,
        "reviewed": None,
        "owner": None,
        "language": "",
        "prerequisites": (),
        "phases": (),
        "programs": (),
        "sheets": (),
        "previous": None,
        "next": None,
    }


def _section_entry(entry: Section | Chapter, base: SitePath) -> views.SectionEntry:
    if isinstance(entry, Chapter):
        return views.SectionEntry(reference_to(entry, base), ())
    return views.SectionEntry(section_reference(entry, base), _children(entry, base))


def _children(section: Section, base: SitePath) -> tuple[Reference, ...]:
    return tuple(
        reference_to(one, base) if isinstance(one, Chapter) else section_reference(one, base)
        for one in section.children
    )


def _inside(section: Section, at_hand: EditionAtHand) -> dict[str, Any]:
    """Return what a section's first page says of what is in it."""
    return {
        "children": _children(section, at_hand.base),
        "to_print": section_print(section, at_hand.directory),
    }


def _contents(body: FilledBody) -> tuple[views.HeadingView, ...]:
    return tuple(
        views.HeadingView(level, name, words) for level, name, words in body.headings if level in (2, 3)
    )


def _sheets_elsewhere(body: FilledBody, sheets: tuple[Reference, ...]) -> tuple[Reference, ...]:
    """Return those of the sheets and lists that a chapter mentions which do not stand in it."""
    here = {(type(one), one.id) for one in body.blocks if isinstance(one, Checklist | Worksheet)}
    kinds = {"worksheet": Worksheet, "checklist": Checklist}
    return tuple(one for one in sheets if (kinds[one.kind], one.id) not in here)


def _notes(body: FilledBody) -> tuple[views.Footnote, ...]:
    return tuple(views.Footnote(note.number, note.text, note.calls) for note in body.notes)


def _with_terms(here: Here, document: Document, at_hand: EditionAtHand) -> Here:
    """Return what the text of a chapter is filled with: words of the glossary can be asked for there."""
    meta = document.meta
    said = at_hand.handbook.settings.terms if meta.terms is None else meta.terms
    is_in_its_language = (meta.language or at_hand.imprint.language) == at_hand.imprint.language
    return replace(here, terms=at_hand.terms(), marks=said and is_in_its_language)


# Lists, programs, activities


def _list(name: str, introduction: Chapter | None, at_hand: EditionAtHand) -> Iterator[Promise]:
    if at_hand.directory.listed(name) or introduction is not None:
        origin = introduction.document.place if introduction else f"the list of {name}"
        make = partial(_listing, name, introduction, at_hand)
        yield promised(at_hand.base + list_address(name), origin, make, at_hand)


def _listing(name: str, introduction: Chapter | None, at_hand: EditionAtHand) -> MadePage:
    handbook, base = at_hand.handbook, at_hand.base
    address = base + list_address(name)
    here, findings = here_at(address, at_hand)
    around = _introduced(address, introduction, at_hand.say(f"frame.{name}"), here, findings, at_hand)
    view: Any
    match name:
        case "programs":
            entries = tuple(program_entry(one, at_hand) for one in handbook.programs)
            view = views.ProgramsPage(**around, programs=entries)
        case "worksheets":
            links = tuple(activity_reference(one, base) for one in handbook.worksheets)
            looks = tuple(look_of(one) for one in handbook.worksheets)
            view = views.WorksheetsPage(**around, worksheets=handbook.worksheets, links=links, looks=looks)
        case "progress":
            view = _progress(around, at_hand)
        case "checklists":
            links = tuple(activity_reference(one, base) for one in handbook.checklists)
            view = views.ChecklistsPage(**around, checklists=handbook.checklists, links=links)
        case "packets":
            view = views.PacketsPage(**around, packets=packet_entries(at_hand))
        case "search":
            whole = handbook_print(at_hand.directory)
            view = views.SearchPage(**around, sections=_children(handbook.root, base), whole=whole)
        case _:
            view = views.GlossaryPage(**around, terms=handbook.glossary)
    return made(view, here, findings)


def _progress(around: dict[str, Any], at_hand: EditionAtHand) -> views.ProgressPage:
    tracked = at_hand.directory.tracking.activities
    return views.ProgressPage(
        **around,
        lists=tuple(one for one in tracked if one.kind == "list"),
        sheets=tuple(one for one in tracked if one.kind == "sheet"),
        choices=choices_among(tuple(one.id for one in at_hand.handbook.programs), at_hand),
    )


def _program(program: Program, words: Chapter | None, at_hand: EditionAtHand) -> MadePage:
    link = program_reference(program, at_hand.base)
    here, findings = here_at(link.address, at_hand)
    around = _introduced(link.address, words, "", here, findings, at_hand)
    around["title"], around["summary"] = program.title, program.summary
    told = public_part(program, at_hand.handbook.edition)
    lists = at_hand.directory.tracking.of_programs.get(link.address, ())
    view = views.ProgramPage(
        **around,
        program=replace(told, cohorts=()),
        cohorts=cohort_entries(told.cohorts, told, at_hand),
        course=course_of_program(told, at_hand),
        chapters=at_hand.mentions.chapters.get(link.address, ()),
        contacts=contacts_of(program, at_hand.handbook.settings),
        checklists=tuple(with_owners(one, program, at_hand.base) for one in lists),
        choices=choices_among((program.id,), at_hand) if lists else (),
        packets=packets_of_program(program, at_hand),
    )
    return made(view, here, findings)


def _activity(activity: Checklist | Worksheet, at_hand: EditionAtHand) -> MadePage:
    link = activity_reference(activity, at_hand.base)
    here, findings = here_at(link.address, at_hand)
    around = frame(link.address, activity.title, activity.purpose, at_hand)
    roles = _labels(activity.roles, at_hand)
    users = at_hand.mentions.users.get(link.address, ())
    view: Any
    if isinstance(activity, Worksheet):
        moment = at_hand.directory.moments.get(activity.phase)
        view = views.WorksheetPage(
            **around,
            worksheet=activity,
            roles=roles,
            moment=moment,
            titles=titles_for(None, at_hand) if activity.when else {},
            used_in=users,
            pdf=pdf_beside(link.address, at_hand),
        )
    else:
        program = program_of(activity, at_hand.handbook)
        view = views.ChecklistPage(
            **around,
            checklist=with_owners(activity, program, at_hand.base) if program else activity,
            roles=roles,
            titles=titles_for(program, at_hand),
            used_in=users,
            choices=choices_among(_programs_of(activity, at_hand), at_hand),
        )
    return made(view, here, findings)


def _programs_of(checklist: Checklist, at_hand: EditionAtHand) -> tuple[str, ...]:
    tracked = at_hand.directory.tracking.activities
    named = (one.programs for one in tracked if (one.kind, one.id) == ("list", checklist.id))
    return next((one for one in named if one), ())


def _introduced(
    address: SitePath,
    introduction: Chapter | None,
    title: str,
    here: Here,
    findings: Findings,
    at_hand: EditionAtHand,
) -> dict[str, Any]:
    document = introduction.document if introduction else None
    body = fill_body(document.body if document else _NOTHING, here, findings)
    words = document.title if document else Text(title, (escape(title),))
    summary = document.meta.summary if document else NO_TEXT
    blocks = with_excerpts(body.blocks, address, at_hand, findings)
    return {**frame(address, words, summary, at_hand), "body": blocks, "notes": _notes(body)}


_NOTHING: Prose = ()


# Names in words


def _labels(names: tuple[str, ...], at_hand: EditionAtHand) -> tuple[Text, ...]:
    labels = {
        role.id: role.plural or role.label for program in at_hand.handbook.programs for role in program.roles
    }
    kinds = {name: as_text(at_hand.say(f"role_{name}")) for name in names if name in ROLE_KINDS}
    return tuple(labels.get(name) or kinds.get(name) or as_text(name) for name in names if name)


def _contact(reference: Reference | None, at_hand: EditionAtHand) -> Contact | None:
    if reference is None:
        return None
    return next((one for one in at_hand.handbook.settings.contacts if one.id == reference.id), None)
