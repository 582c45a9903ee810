"""What one kind of reader sees.

The filter comes first: it leaves out of the library what is not for an edition,
before anything is put in order, numbered, listed or linked.  What is not in the
library of an edition cannot reach a file of it.

A name in an audience is a role's id in any program, or a kind of role, which
includes every role of that kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from operator import is_
from typing import Any

from guidegen.model.activity import Checklist, ItemGroup, SheetSection, Worksheet, items_of
from guidegen.model.cohort import Cohort, Task
from guidegen.model.handbook import Document, Edition, Library
from guidegen.model.naming import is_preset, worksheets_named
from guidegen.model.problem import NOWHERE
from guidegen.model.program import ROLE_KINDS, Program
from guidegen.model.prose import NO_TEXT, Audience, Prose
from guidegen.model.rebuild import DROP, KEEP, Change, rebuild
from guidegen.shaping.complete import defined_in_chapters
from guidegen.shaping.folders import folder_indexes, folders_above
from guidegen.shaping.packets import left_of, shelf_of


@dataclass(frozen=True, slots=True)
class Cast:
    """The roles of all programs, as pairs of id and kind; every kind is also a role of its own."""

    parts: frozenset[tuple[str, str]]

    def called(self, names: Iterable[str]) -> frozenset[tuple[str, str]]:
        """Return the roles that go by one of *names*, as their id or as their kind."""
        wanted = set(names)
        return frozenset(part for part in self.parts if wanted.intersection(part))

    def includes(self, edition: Edition, audience: Audience) -> bool:
        """Return whether something for *audience* is in *edition*."""
        if edition.roles is None or not audience:
            return True
        return bool(self.called(edition.roles) & self.called(audience))


def what_is_for(role: str, nouns: Any, cast: Cast) -> Any:
    """Return *nouns*, a tuple, with only what is for readers of one role, by its id or its kind.

    What did not change stays the same object.
    """
    return rebuild(nouns, _keeping(_looked_up(cast, _edition_of(role))))


def cast_of(programs: Iterable[Program]) -> Cast:
    """Return the roles of *programs*, and one for each kind."""
    written = {(role.id, role.kind) for program in programs for role in program.roles}
    return Cast(frozenset(written.union((kind, kind) for kind in ROLE_KINDS)))


def select(library: Library, edition: Edition) -> Library:
    """Return what of *library* is for the readers of *edition*.

    Drafts are left out as well, unless the settings ask for them.  What did not
    change stays the same object.
    """
    published = library if library.settings.drafts else _without_drafts(library)
    if edition.roles is not None:
        # A folder is closed by its first page also where that is a draft.
        published = _for_readers(published, folder_indexes(library), cast_of(library.programs), edition)
    left = published if published is library else _with_what_is_left(published)
    left = _with_packets_for_their_roles(left, library)
    return _without_presets_of_nobody(left)


def body_for(edition: Edition, body: Prose, cast: Cast) -> Prose:
    """Return what of the body of a document, which is in *edition*, is for its readers."""
    done: Prose = body if edition.roles is None else rebuild(body, _keeping(_looked_up(cast, edition)))
    return done


def _with_packets_for_their_roles(left: Library, library: Library) -> Library:
    """Take from the packets of an edition what their roles may not read; see `packets.left_of`."""
    if not left.packets:
        return left
    cast = cast_of(library.programs)
    sheets = (*left.worksheets, *defined_in_chapters(left, Worksheet))
    lists = (*left.checklists, *defined_in_chapters(left, Checklist))
    shelf = shelf_of(left, folder_indexes(library), sheets, lists)
    return replace(left, packets=left_of(left, shelf, lambda role, nouns: what_is_for(role, nouns, cast)))


def _without_presets_of_nobody(library: Library) -> Library:
    """Leave out guidegen's own sheets that nothing of the edition names."""
    if not any(map(is_preset, library.worksheets)):
        return library
    named = worksheets_named(library)
    worksheets = tuple(one for one in library.worksheets if one.id in named or not is_preset(one))
    return library if len(worksheets) == len(library.worksheets) else replace(library, worksheets=worksheets)


def _without_drafts(library: Library) -> Library:
    programs = tuple(_without_draft_cohorts(one) for one in library.programs if one.status != "draft")
    documents = tuple(one for one in library.documents if not one.meta.draft)
    return replace(library, programs=programs, documents=documents)


def _without_draft_cohorts(program: Program) -> Program:
    cohorts = tuple(one for one in program.cohorts if one.status != "draft")
    return program if len(cohorts) == len(program.cohorts) else replace(program, cohorts=cohorts)


def _for_readers(library: Library, indexes: Mapping[str, Document], cast: Cast, edition: Edition) -> Library:
    is_in = _looked_up(cast, edition)
    keep_or_drop = _keeping(is_in)

    def theirs(nouns: Any) -> Any:
        return rebuild(nouns, keep_or_drop)

    closed = {folder for folder, index in indexes.items() if folder and not is_in(index.meta.audience)}
    documents = (
        one
        for one in library.documents
        if is_in(one.meta.audience) and closed.isdisjoint(folders_above(one.path))
    )
    return replace(
        library,
        documents=tuple(_with_body(one, theirs(one.body)) for one in documents),
        programs=theirs(library.programs),
        worksheets=theirs(library.worksheets),
        checklists=theirs(library.checklists),
        glossary=theirs(library.glossary),
        packets=theirs(library.packets),
    )


def _edition_of(role: str) -> Edition:
    return Edition(id=role, label=NO_TEXT, roles=(role,), path="", language="", place=NOWHERE)


def _looked_up(cast: Cast, edition: Edition) -> Callable[[Audience], bool]:
    # The same few audiences come again and again, so each is looked up once.
    return cache(partial(cast.includes, edition))


def _keeping(is_in: Callable[[Audience], bool]) -> Change:
    return lambda noun: KEEP if _is_for(noun, is_in) else DROP


def _with_what_is_left(library: Library) -> Library:
    """Take from the cohorts the tasks whose item is in no list, and the overrides of what is in no plan."""
    lists = (*library.checklists, *defined_in_chapters(library, Checklist))
    items = {(one.id, item.id) for one in lists for item in items_of(one)}
    programs = tuple(_with_its_own_tasks(one, items) for one in library.programs)
    return replace(library, programs=programs)


def _with_its_own_tasks(program: Program, items: set[tuple[str, str]]) -> Program:
    cohorts = tuple(_left_of(one, program, items) for one in program.cohorts)
    unchanged = all(map(is_, cohorts, program.cohorts))
    return program if unchanged else replace(program, cohorts=cohorts)


def _left_of(cohort: Cohort, program: Program, items: set[tuple[str, str]]) -> Cohort:
    meetings = (*program.meetings, *cohort.meetings)
    timeline = (*program.timeline, *cohort.timeline)
    entries = {noun.id for nouns in (program.phases, timeline, meetings) for noun in nouns}
    errands = {(one.id, errand.id) for one in meetings for errand in (*one.before, *one.after)}
    there = items | errands
    tasks = tuple(one for one in cohort.schedule.tasks if (one.source, one.item.id) in there)
    overrides = tuple(one for one in cohort.overrides if one.entry.partition("#")[0] in entries)
    if len(tasks) == len(cohort.schedule.tasks) and len(overrides) == len(cohort.overrides):
        return cohort
    return replace(cohort, overrides=overrides, schedule=replace(cohort.schedule, tasks=tasks))


def _with_body(document: Document, body: Any) -> Document:
    return document if body is document.body else replace(document, body=body)


def _is_for(noun: Any, is_in: Callable[[Audience], bool]) -> bool:
    match noun:
        case Checklist() | Worksheet():
            # A sheet that mentors fill in is for mentors, unless it says otherwise.
            return is_in(noun.audience or noun.roles) and any(_is_for(one, is_in) for one in _parts(noun))
        case Task(item=item):
            return is_in(noun.audience) and is_in(item.audience)
        case ItemGroup(items=parts) | SheetSection(fields=parts) if parts:
            return any(is_in(one.audience) for one in parts)
    return is_in(getattr(noun, "audience", ()))


def _parts(activity: Checklist | Worksheet) -> tuple[ItemGroup, ...] | tuple[SheetSection, ...]:
    return activity.groups if isinstance(activity, Checklist) else activity.sections
