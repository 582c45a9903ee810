"""Problems that no file shows by itself: names of what is written elsewhere, and what is still missing.

A name that leads nowhere is an error, and the name of a role more than any other:
a slip of the pen must never widen an audience.  Links in texts are not checked
here: whether one arrives depends on the edition, and `links` follows them.

`advice` is what a complete handbook would still have.  It is given when it is
asked for, and only there does the day of today count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from typing import Any, Final

from guidegen.model.activity import (
    Checklist,
    FieldBase,
    Item,
    Recalled,
    SignatureField,
    Worksheet,
    answers_of,
    fields_of,
    items_of,
)
from guidegen.model.cohort import NO_SCHEDULE
from guidegen.model.handbook import (
    Chapter,
    Document,
    Edition,
    FrontMatter,
    Handbook,
    Library,
    Term,
    chapters_of,
)
from guidegen.model.naming import nameable, preset_path
from guidegen.model.nearest import did_you_mean, known_names, nearest
from guidegen.model.packet import Packet
from guidegen.model.plan import Meeting, Milestone, Survey
from guidegen.model.problem import Place, Problem, problem
from guidegen.model.program import ROLE_KINDS, Contact, Policies, Program
from guidegen.model.prose import NOBODY, Audience, Only
from guidegen.model.rebuild import nouns_in
from guidegen.model.reference import Reference
from guidegen.shaping.edition import Cast, cast_of, what_is_for
from guidegen.shaping.excerpts import wrong_excerpts
from guidegen.shaping.folders import folder_indexes
from guidegen.shaping.network import anchor_names, unknown_anchors
from guidegen.shaping.packets import shelf_of, wrong_entries
from guidegen.shaping.terms import clashes, unused

_SUMMARY: Final = 300
"""Letters that a summary has at most."""


@dataclass(frozen=True, slots=True)
class _Names:
    """What goes by which name in the whole handbook, drafts too."""

    known: dict[str, dict[str, Place]]
    """By the kind of reference, then by id: where it is written."""

    several: dict[str, tuple[str, ...]]
    """The last part of chapters' ids where it is not unique, and the ids that it could mean."""

    drafts: frozenset[tuple[str, str]]
    """Kind and id of what is not published."""

    roles: Cast
    anchors: tuple[str, ...]
    fields: dict[str, tuple[str, ...]]
    """By the id of a worksheet: the ids of what is answered on it."""

    content: str
    """The content folder."""


def check_references(library: Library, whole: Handbook) -> tuple[Problem, ...]:
    """Return what is named in the handbook and does not exist, or is a draft.

    *whole* is the handbook of everything in *library*, whose chapters have their ids.
    """
    names = _names_in(library, whole)
    found: list[Problem] = []
    for noun, published in _nouns_of(library):
        found.extend(_wrong_with(noun, names, published=published))
    found.extend(_shared_answers(whole))
    found.extend(_wrong_packets(library, whole, names))
    found.extend(wrong_excerpts(whole))
    found.extend(clashes(library.glossary))
    return tuple(dict.fromkeys(found))


def advice(handbook: Handbook, today: date | None) -> tuple[Problem, ...]:
    """Return what a complete handbook would still have, and what is due to be read again *today*."""
    found = [one for program in handbook.programs for one in _incomplete(program)]
    if today is not None:
        for chapter in (*chapters_of(handbook.root), *handbook.introductions):
            found.extend(_overdue(chapter.document.meta, today))
    found.extend(unused(handbook))
    return tuple(found)


# What there is


def _names_in(library: Library, whole: Handbook) -> _Names:
    settings = library.settings
    chapters = (*chapters_of(whole.root), *whole.introductions)
    programs = library.programs
    ids, several = _chapter_names(chapters)
    known = {
        "chapter": ids,
        "worksheet": {one.id: one.place for one in whole.worksheets},
        "checklist": {one.id: one.place for one in whole.checklists},
        "program": {one.id: one.place for one in programs},
        "phase": {phase.id: phase.place for one in programs for phase in one.phases},
        "term": {one.id: one.place for one in library.glossary},
        "contact": {one.id: one.place for one in settings.contacts},
        "role": _role_names(programs),
        "holidays": {one.id: one.place for one in library.holidays},
    }
    unpublished = {one.document.place.path for one in chapters if one.document.meta.draft}
    drafts = {("program", one.id) for one in programs if one.status == "draft"}
    drafts.update(("chapter", name) for name, place in ids.items() if place.path in unpublished)
    return _Names(
        known=known,
        several=several,
        drafts=frozenset() if settings.drafts else frozenset(drafts),
        roles=cast_of(programs),
        anchors=tuple(dict.fromkeys(name for one in programs for name in anchor_names(one))),
        fields={one.id: tuple(field.id for field in answers_of(one)) for one in whole.worksheets},
        content=settings.content_dir,
    )


def _chapter_names(chapters: Iterable[Chapter]) -> tuple[dict[str, Place], dict[str, tuple[str, ...]]]:
    """Return where the chapters are, by id and by a last part that is unique, and the other last parts."""
    whole = {one.id: one.document.place for one in chapters}
    by_last: dict[str, list[str]] = defaultdict(list)
    for identity in whole:
        by_last[identity.rpartition("/")[2]].append(identity)
    short = {last: whole[ids[0]] for last, ids in by_last.items() if len(ids) == 1}
    several = {last: tuple(ids) for last, ids in by_last.items() if len(ids) > 1 and last not in whole}
    return {**short, **whole}, several


def _role_names(programs: Iterable[Program]) -> dict[str, Place]:
    written = {role.id: role.place for program in programs for role in program.roles}
    return {**{kind: Place("") for kind in ROLE_KINDS}, **written}


def _nouns_of(library: Library) -> Iterator[tuple[Any, bool]]:
    """Yield every noun in which something can be named, and whether it is published."""
    settings = library.settings
    drafts = () if settings.drafts else tuple(one.id for one in library.programs if one.status == "draft")
    for document in library.documents:
        published = not document.meta.draft or settings.drafts
        for noun in _nouns_of_chapter(document):
            yield noun, published
    for program in library.programs:
        # Its schedules hold nothing that is not written in the plan or in a cohort.
        cohorts = tuple(replace(one, schedule=NO_SCHEDULE) for one in program.cohorts)
        for noun in nouns_in(replace(program, cohorts=cohorts)):
            yield noun, program.status != "draft" or settings.drafts
    for packet in library.packets:
        # It is a draft as its program is.
        for noun in nouns_in(packet):
            yield noun, packet.program is None or packet.program.id not in drafts
    said = (settings.contacts, settings.editions, settings.holidays)
    rest = (library.worksheets, library.checklists, library.glossary, said)
    for noun in nouns_in(rest):
        yield noun, True


def _nouns_of_chapter(document: Document) -> Iterator[Any]:
    yield from nouns_in(document.meta)
    for part in document.nouns:
        if isinstance(part, Checklist | Worksheet):
            yield from nouns_in(part)
        else:
            yield part


# What is wrong with one noun


def _wrong_with(noun: Any, names: _Names, *, published: bool) -> Iterator[Problem]:
    match noun:
        case Reference():
            yield from _wrong_reference(noun, names, published=published)
        case Policies():
            yield from _thin_policy(noun)
        case Recalled():
            yield from _unknown_field(noun, names)
        case Worksheet():
            yield from _unknown_roles((*noun.roles, *noun.audience), noun.place, names, noun.readers_at)
            yield from _unknown_time(noun, names)
            yield from _strange_signatures(noun, names)
        case Checklist():
            yield from _unknown_roles((*noun.roles, *noun.audience), noun.place, names, noun.readers_at)
            if noun.program:
                yield from _wrong_reference(
                    Reference("program", noun.program, noun.place), names, published=published
                )
        case Packet():
            yield from _unknown_roles(noun.audience, noun.place, names, noun.readers_at)
        case FrontMatter():
            yield from _unknown_roles(noun.audience, noun.audience_place, names)
        case FieldBase():
            asked = (noun.role,) if noun.role else ()
            yield from _unknown_roles((*asked, *noun.audience), noun.place, names, noun.readers_at)
        case Item() | Term() | Milestone() | Meeting() | Survey():
            yield from _unknown_roles(noun.audience, noun.place, names, noun.readers_at)
        case Only():
            yield from _unknown_roles(noun.audience, noun.place, names)
        case Program():
            yield from _unknown_roles(noun.audience, noun.place, names)
            yield from _unknown_in_program(noun)
        case Edition():
            yield from _unknown_roles(noun.roles or (), noun.place, names, noun.readers_at)
        case Contact():
            yield from _unknown_roles((noun.role,) if noun.role else (), noun.place, names)


def _unknown_roles(
    written: Sequence[str], place: Place, names: _Names, places: Sequence[Place] = ()
) -> Iterator[Problem]:
    """Yield a problem for each name that is no role's; *places* are those of the names, where known."""
    for name, own in zip_longest(written, places[: len(written)]):
        # What is for nobody was said where it was read.
        if name not in names.known["role"] and (name,) != NOBODY:
            yield _unknown("role", name, own or _within(place, name), names)


def _within(place: Place, words: str) -> Place:
    """Return where in the line of a place some words stand; the place itself where they do not."""
    found = place.text.find(words, max(place.column - 1, 0))
    return replace(place, column=found + 1, width=len(words)) if found >= 0 else place


def _wrong_reference(reference: Reference, names: _Names, *, published: bool) -> Iterator[Problem]:
    kind, name = reference.kind, reference.id
    if "://" in name or kind in _WITHIN_A_PROGRAM:
        return
    if kind == "chapter" and name in names.several:
        could_be = ", ".join(names.several[name])
        yield problem(
            "unknown-ref",
            f'"{name}" could be several chapters: {could_be}.',
            reference.place,
            f'Write the whole id, e.g. "{names.several[name][0]}".',
        )
    elif name not in names.known[kind]:
        yield _unknown(kind, name, reference.place, names)
    elif published and (kind, name) in names.drafts:
        yield problem(
            "draft-ref",
            f'{kind} "{name}" is a draft, so it is left out here until it is published.',
            reference.place,
        )


def _unknown_in_program(program: Program) -> Iterator[Problem]:
    """Yield a problem for each milestone and each survey that a program names and does not have."""
    timeline = (*program.timeline, *(one for cohort in program.cohorts for one in cohort.timeline))
    known = {"milestone": [one.id for one in timeline], "survey": [one.id for one in program.surveys]}
    for noun in nouns_in((program.timeline, program.matching, program.cohorts)):
        if isinstance(noun, Reference) and noun.kind in known and noun.id not in known[noun.kind]:
            message = f'no {noun.kind} "{noun.id}" in program "{program.id}".'
            remedy = did_you_mean(noun.id, known[noun.kind]) or known_names(known[noun.kind])
            yield problem("unknown-ref", message, noun.place, remedy)


def _unknown(kind: str, name: str, place: Place, names: _Names) -> Problem:
    known = names.known[kind]
    meant = nearest(name, nameable(kind, known))
    if meant is None:
        remedy = _where_it_would_be(kind, name, names)
    else:
        where = known[meant].path if meant in known and kind in _FILES else ""
        shown = where and where != preset_path(meant)
        remedy = f'Did you mean "{meant}"?' + (f" ({where})" if shown else "")
    return problem("unknown-ref", f'no {kind} "{name}".', place, remedy, (kind, name))


_FILES: Final = ("chapter", "worksheet", "checklist", "program", "holidays")
"""What has a file of its own."""

_WITHIN_A_PROGRAM: Final = ("agenda", "host", "milestone", "survey")
"""What is looked for in the program that names it, not in the whole handbook."""


def _where_it_would_be(kind: str, name: str, names: _Names) -> str:
    known = names.known[kind]
    match kind:
        case "chapter":
            return f"It would be in {names.content}/{name}.md."
        case "worksheet" | "checklist" | "program":
            return f"It would be in {names.content}/{kind}s/{name}.yml."
        case "holidays":
            return f"It would be in {names.content}/holidays/{name}.yml."
        case "contact":
            return "Add it under contacts in guidegen.yml."
        case "term":
            return f"Add it to {names.content}/glossary.yml."
        case "phase" if not known:
            return "No program has phases yet."
    return known_names(known)


def _unknown_time(worksheet: Worksheet, names: _Names) -> Iterator[Problem]:
    if worksheet.phase:
        if worksheet.phase not in names.known["phase"] and worksheet.phase not in names.anchors:
            yield _unknown("phase", worksheet.phase, worksheet.place, names)
    elif worksheet.when is not None:
        known = names.anchors or ("start", "end")
        yield from unknown_anchors((worksheet.when,), known, worksheet.place)


def _strange_signatures(worksheet: Worksheet, names: _Names) -> Iterator[Problem]:
    if not worksheet.roles:
        return
    filling = names.roles.called(worksheet.roles)
    for field in fields_of(worksheet):
        if not isinstance(field, SignatureField) or field.role not in names.known["role"]:
            continue
        if not filling & names.roles.called((field.role,)):
            yield problem(
                "signature-role",
                f'"{field.role}" signs, but is not among the roles of this worksheet '
                f"({', '.join(worksheet.roles)}).",
                field.place,
                f"Add {field.role} to roles, or let somebody else sign.",
            )


def _unknown_field(recalled: Recalled, names: _Names) -> Iterator[Problem]:
    sheet, field = recalled.sheet, recalled.field
    known = names.fields.get(sheet.id)
    if known is not None and field and field not in known:
        message = f'worksheet "{sheet.id}" has no field "{field}".'
        yield problem("unknown-ref", message, sheet.place, did_you_mean(field, known) or known_names(known))


def _shared_answers(whole: Handbook) -> Iterator[Problem]:
    """Yield a warning for each item whose tick would be kept where an answer of something else is."""
    first: dict[tuple[str, str], tuple[str, Place]] = {}
    for kind, activity, item, place in _kept(whole):
        other, there = first.setdefault((activity, item), (kind, place))
        if other != kind:
            where = f"{there.path}, line {there.line}" if there.line else there.path
            yield problem(
                "ambiguous-item",
                f'"{item}" of the {kind} "{activity}" and of the {other} "{activity}" ({where}) '
                "would be kept in one place.",
                place,
                "Give one of the two another id.",
            )


def _wrong_packets(library: Library, whole: Handbook, names: _Names) -> Iterator[Problem]:
    """Yield what a packet names in a chapter that lacks it, and what its readers may not read."""
    if not library.packets:
        return
    cast, editions = names.roles, library.settings.editions
    shelf = shelf_of(library, folder_indexes(library), whole.worksheets, whole.checklists)

    def theirs(role: str, nouns: tuple[Any, ...]) -> tuple[Any, ...]:
        found: tuple[Any, ...] = what_is_for(role, nouns, cast)
        return found

    def lacking(packet: Packet, audience: Audience) -> tuple[str, ...]:
        having = (one for one in editions if cast.includes(one, packet.audience))
        return tuple(one.label.plain for one in having if not cast.includes(one, audience))

    for packet in library.packets:
        if packet.role.id in names.known["role"]:
            yield from wrong_entries(packet, shelf, theirs, lacking)


def _kept(whole: Handbook) -> Iterator[tuple[str, str, str, Place]]:
    """Yield what is kept for a reader: the kind and the id of what it is part of, its own id, its place."""
    for sheet in whole.worksheets:
        yield from (("worksheet", sheet.id, field.id, field.place) for field in answers_of(sheet))
    for checklist in whole.checklists:
        yield from (("checklist", checklist.id, item.id, item.place) for item in items_of(checklist))
    for chapter in (*chapters_of(whole.root), *whole.introductions):
        for part in chapter.document.nouns:
            if isinstance(part, Checklist) and part.in_chapter:
                yield from (("chapter", part.id, item.id, item.place) for item in items_of(part))


def _thin_policy(policies: Policies) -> Iterator[Problem]:
    steps = policies.escalation
    if not steps:
        return
    first = steps[0].contact
    advise = "Add a step that leads to somebody else, for when the first is the one it is about."
    if len(steps) == 1:
        yield problem("policy-thin", "the escalation has one step only.", first.place, advise)
    elif all(step.contact.id == first.id for step in steps):
        message = f'every step of the escalation leads to "{first.id}".'
        yield problem("policy-thin", message, first.place, advise)


# What is missing


def _incomplete(program: Program) -> Iterator[Problem]:
    def missing(what: str, remedy: str) -> Problem:
        return problem("incomplete", f'program "{program.id}" has {what}.', program.place, remedy)

    if program.status in ("draft", "retired"):
        return
    if program.owner is None:
        yield missing("no owner", "Add owner: ID with the id of a contact, so that readers know whom to ask.")
    if not program.summary:
        yield missing("no summary", "Add summary: one or two sentences; lists of programs show it.")
    elif len(program.summary.plain) > _SUMMARY:
        length = f"a summary of {len(program.summary.plain)} letters"
        yield missing(length, f"Keep it to {_SUMMARY}; the page of the program has room for more.")
    if not program.phases:
        yield missing("no phases", "Add phases: default, or a list of your own.")
    if program.status == "active" and (program.policies is None or program.policies.code_of_conduct is None):
        yield missing(
            "no code of conduct", "Add policies: {code_of_conduct: ID} with the id of a chapter, or a URL."
        )


def _overdue(meta: FrontMatter, today: date) -> Iterator[Problem]:
    from dateutil.relativedelta import relativedelta

    if meta.reviewed is None or meta.review_months is None:
        return
    due = meta.reviewed + relativedelta(months=meta.review_months)
    if due < today:
        yield problem(
            "review-due",
            f"last reviewed on {meta.reviewed}, so it was due again on {due}.",
            meta.review_place,
            f"Read it once more, then set reviewed: {today}.",
        )
