"""What a name leads to: the page of a chapter, a sheet, a program, a term.

A reference is written as a name in one file and leads to something in another.
In the handbook of an edition every reference carries the title and the address
of what it leads to; one that leads nowhere there is left out, title and all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from html import escape
from typing import Any

from guidegen.model import ids
from guidegen.model.activity import Activity, Worksheet
from guidegen.model.cohort import Cohort
from guidegen.model.diary import PlanEntry, entries_of
from guidegen.model.handbook import Chapter, Document, Handbook, Section, chapters_of
from guidegen.model.packet import Packet, PacketItem
from guidegen.model.plan import Phase
from guidegen.model.problem import Place
from guidegen.model.program import ROLE_KINDS, Program, Role
from guidegen.model.prose import NO_TEXT, Text, Word
from guidegen.model.rebuild import DROP, KEEP, Change, rebuild
from guidegen.model.reference import Reference
from guidegen.model.url import (
    SitePath,
    cohort_address,
    entity_address,
    list_address,
    packet_address,
    role_address,
)
from guidegen.shaping.public import public_part
from guidegen.shaping.recalls import recalling, recalls, recalls_within


def references_of(handbook: Handbook) -> dict[tuple[str, str], Reference]:
    """Return what each name of something with a page leads to, by kind and id.

    A chapter goes by its whole id, and by the last part of it where that is unique.
    """
    found: dict[tuple[str, str], Reference] = {}
    base = handbook.edition.path
    chapters = [*chapters_of(handbook.root), *handbook.introductions]
    short = Counter(one.id.rpartition("/")[2] for one in chapters)
    for chapter in chapters:
        reference = reference_to(chapter, base)
        found["chapter", chapter.id] = reference
        last = chapter.id.rpartition("/")[2]
        if short[last] == 1:
            found.setdefault(("chapter", last), reference)
    for worksheet in handbook.worksheets:
        found["worksheet", worksheet.id] = activity_reference(worksheet, base)
    for checklist in handbook.checklists:
        found["checklist", checklist.id] = activity_reference(checklist, base)
    for program in handbook.programs:
        found["program", program.id] = program_reference(program, base)
        for role in program.roles:
            found["program", f"{program.id}/{role.id}"] = role_reference(program, role, base)
        for cohort in program.cohorts:
            found.setdefault(
                ("program", f"{program.id}/{cohort.id}"), cohort_reference(program, cohort, base)
            )
    for packet in handbook.packets:
        found["packet", packet.id] = packet_reference(packet, base)
    for term in handbook.glossary:
        address = base + list_address("glossary")
        found["term", term.id] = Reference(
            "term", term.id, term.place, term.term, address, fragment=ids.term_id(term)
        )
    for contact in handbook.settings.contacts:
        found["contact", contact.id] = Reference("contact", contact.id, contact.place, contact.name)
    return found


def reference_to(chapter: Chapter, base: SitePath) -> Reference:
    """Return the link to a chapter of the edition whose folder is *base*."""
    document = chapter.document
    return Reference(
        "chapter",
        chapter.id,
        document.place,
        document.title,
        base + chapter.address,
        number=chapter.number,
        summary=document.meta.summary,
    )


def section_reference(section: Section, base: SitePath) -> Reference:
    """Return the link to the first page of a section."""
    summary = section.introduction.document.meta.summary if section.introduction else NO_TEXT
    place = section.introduction.document.place if section.introduction else Place(section.id)
    return Reference("chapter", section.id, place, section.title, base + section.address, summary=summary)


def activity_reference(activity: Activity, base: SitePath) -> Reference:
    """Return the link to the page of a sheet or a list."""
    kind: Any = "worksheet" if isinstance(activity, Worksheet) else "checklist"
    address = base + entity_address(kind, activity.id)
    return Reference(kind, activity.id, activity.place, activity.title, address, summary=activity.purpose)


def program_reference(program: Program, base: SitePath) -> Reference:
    """Return the link to the page of a program."""
    address = base + entity_address("program", program.id)
    return Reference("program", program.id, program.place, program.title, address, summary=program.summary)


def role_reference(program: Program, role: Role, base: SitePath) -> Reference:
    """Return the link to the page of a role."""
    address = base + role_address(program.id, role.id)
    return Reference("role", role.id, role.place, role.label, address, summary=role.summary)


def cohort_reference(program: Program, cohort: Cohort, base: SitePath) -> Reference:
    """Return the link to the page of a cohort."""
    title = cohort.title or Text(cohort.id, (escape(cohort.id),))
    address = base + cohort_address(program.id, cohort.id)
    return Reference("program", f"{program.id}/{cohort.id}", cohort.place, title, address)


def packet_reference(packet: Packet, base: SitePath) -> Reference:
    """Return the link to a packet as it is bound first: without dates, or for its own cohort."""
    return Reference("packet", packet.id, packet.place, packet.title, base + packet_address(packet.id))


def moments_of(handbook: Handbook) -> dict[str, Reference]:
    """Return the link to each phase and each entry of a plan; of two with one id, to the first."""
    found: dict[str, Reference] = {}
    for whole in handbook.programs:
        program = public_part(whole, handbook.edition)
        address = handbook.edition.path + entity_address("program", program.id)
        named: list[tuple[Phase | PlanEntry, str]] = [(one, ids.phase_id(one)) for one in program.phases]
        named += [(one, ids.entry_id(one)) for one in entries_of(program)]
        for one, fragment in named:
            link = Reference("phase", one.id, one.place, one.title, address, fragment=fragment)
            found.setdefault(one.id, link)
    return found


def followed(handbook: Handbook) -> Handbook:
    """Return *handbook* with every name in it followed to what it names; what is not there is left out."""
    known = references_of(handbook)
    moments = moments_of(handbook)

    def follow(noun: Any) -> Any:
        if not isinstance(noun, Reference):
            return KEEP
        if noun.kind == "phase":
            return moments.get(noun.id, DROP)
        if "://" in noun.id:
            return replace(noun, title=Text(noun.id, (escape(noun.id),)), address=noun.id)
        # What this edition does not have is left out, its title too.
        return replace(known[noun.kind, noun.id], place=noun.place) if (noun.kind, noun.id) in known else DROP

    base = handbook.edition.path
    programs = tuple(_with_names_of_its_own(one, follow, base) for one in handbook.programs)
    glossary = rebuild(handbook.glossary, follow)
    name_recalled = recalling(handbook.worksheets, known)
    recall = any(map(recalls, handbook.worksheets))
    chapters = {}
    for one in (*chapters_of(handbook.root), *handbook.introductions):
        document = one.document
        meta, body = rebuild(document.meta, follow), document.body
        if recall and recalls_within(document):
            body = rebuild(body, name_recalled)
        if meta is not document.meta or body is not document.body:
            chapters[one.id] = replace(document, meta=meta, body=body)
    return replace(
        handbook,
        programs=programs,
        worksheets=rebuild(handbook.worksheets, name_recalled),
        glossary=glossary,
        packets=tuple(_with_its_names(one, handbook.programs, follow, base) for one in handbook.packets),
        root=with_documents(handbook.root, chapters),
        introductions=tuple(with_document(one, chapters) for one in handbook.introductions),
    )


def _with_names_of_its_own(program: Program, follow: Change, base: SitePath) -> Program:
    """Follow every name in a program: roles, milestones and surveys to its own, others as *follow* says."""
    done: Program = rebuild(program, _following_in(program, follow, base))
    return done


def _with_its_names(packet: Packet, programs: tuple[Program, ...], follow: Change, base: SitePath) -> Packet:
    """Follow every name in a packet; an entry that names what is not there is left out."""
    named = packet.program.id if packet.program else ""
    program = next((one for one in programs if one.id == named), None)
    follow_in_program = _following_in(program, follow, base)

    def follow_here(noun: Any) -> Any:
        if isinstance(noun, PacketItem) and noun.what is not None and follow(noun.what) is DROP:
            return DROP
        return follow_in_program(noun)

    done: Packet = rebuild(packet, follow_here)
    return replace(done, role=_role_of(packet, (program,) if program else programs, base))


def _role_of(packet: Packet, programs: tuple[Program, ...], base: SitePath) -> Reference:
    """Return for whom a packet is: a role, as one of its people is called, or a kind of several."""
    name = packet.role.id
    having = [(program, role) for program in programs for role in program.roles]
    by_id = [(program, role) for program, role in having if role.id == name]
    found = by_id or [(program, role) for program, role in having if role.kind == name]
    if len(found) == 1:
        address = role_reference(*found[0], base).address
        return replace(packet.role, title=found[0][1].label, address=address)
    if by_id:
        return replace(packet.role, title=by_id[0][1].label)
    return replace(packet.role, title=_kind_of_role(name))


def _kind_of_role(name: str) -> Text:
    return Text(name, (Word(f"role_{name}"),) if name in ROLE_KINDS else (escape(name),))


def _following_in(program: Program | None, follow: Change, base: SitePath) -> Change:
    """Return what follows the names in a program, or in what belongs to one; without one, kinds of roles."""
    own = _names_in(program, base) if program else {}
    for kind in ROLE_KINDS:
        # A kind that no role of this program has is somebody all the same: not everybody.
        own.setdefault(("role", kind), (_kind_of_role(kind), "", ""))

    def follow_here(noun: Any) -> Any:
        if not isinstance(noun, Reference) or noun.kind not in ("role", "milestone", "survey"):
            return follow(noun)
        if (noun.kind, noun.id) not in own:
            return DROP
        title, there, fragment = own[noun.kind, noun.id]
        return replace(noun, title=title, address=there, fragment=fragment)

    return follow_here


def _names_in(program: Program, base: SitePath) -> dict[tuple[str, str], tuple[Text, SitePath, str]]:
    """Return what is called by a name in one program: the title, the address and the fragment of each."""
    own: dict[tuple[str, str], tuple[Text, SitePath, str]] = {}
    address = base + entity_address("program", program.id)
    for role in program.roles:
        own["role", role.id] = role.plural or role.label, role_reference(program, role, base).address, ""
    for entry in (one for cohort in program.cohorts for one in cohort.timeline):
        own["milestone", entry.id] = entry.title, "", ""
    for entry in program.timeline:
        own["milestone", entry.id] = entry.title, address, ids.entry_id(entry)
    for survey in program.surveys:
        own["survey", survey.id] = survey.title, address, ids.entry_id(survey)
    return own


def with_documents(section: Section, documents: Mapping[str, Document]) -> Section:
    """Return a section in which the chapters have these documents, by id."""
    introduction = section.introduction
    return replace(
        section,
        introduction=with_document(introduction, documents) if introduction else None,
        children=tuple(
            with_document(one, documents) if isinstance(one, Chapter) else with_documents(one, documents)
            for one in section.children
        ),
    )


def with_document(chapter: Chapter, documents: Mapping[str, Document]) -> Chapter:
    """Return a chapter with its document among these, by id; itself where there is none."""
    document = documents.get(chapter.id)
    return replace(chapter, document=document) if document else chapter
