"""What readers tick and fill in, found in the handbook of one edition.

Ticks in the task lists of a chapter hang on the chapter, so its lists are one;
what is placed in a chapter, or defined there, is a list or a sheet of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from guidegen.model.activity import (
    Checklist,
    GoalField,
    Item,
    SignatureField,
    Worksheet,
    answers_of,
    items_of,
)
from guidegen.model.handbook import Chapter, Handbook, chapters_of
from guidegen.model.program import Program
from guidegen.model.prose import Placed
from guidegen.model.reference import Reference
from guidegen.model.tracked import Tracked, Tracking
from guidegen.model.url import SitePath
from guidegen.shaping.references import activity_reference, program_reference
from guidegen.shaping.tasks import lists_of


def tracking_in(handbook: Handbook) -> Tracking:
    """Return everything that is ticked and filled in, and on which pages lists stand."""
    base, found = handbook.edition.path, []
    known = {one.id for one in handbook.checklists}
    on_pages: dict[SitePath, tuple[str, ...]] = {}
    for chapter in (*chapters_of(handbook.root), *handbook.introductions):
        tasks, standing = _lists_in(chapter)
        address = base + chapter.address
        if tasks:
            found.append(_tasks_of(tasks, chapter, address))
        if counted := tuple(one for one in standing if one in known or (tasks and one == tasks[0].id)):
            on_pages[address] = counted
    of_programs: dict[SitePath, tuple[Checklist, ...]] = {}
    for program in handbook.programs:
        address = program_reference(program, base).address
        placed = on_pages.get(address, ())
        theirs = tuple(one for one in lists_of(program, handbook.checklists) if one.id not in placed)
        if theirs:
            of_programs[address] = theirs
            on_pages[address] = (*placed, *(one.id for one in theirs))
    found.extend(_list(one, handbook) for one in handbook.checklists)
    found.extend(_sheet(one, handbook) for one in handbook.worksheets)
    return Tracking(tuple(found), on_pages, of_programs)


def _lists_in(chapter: Chapter) -> tuple[list[Checklist], tuple[str, ...]]:
    """Return the task lists of a chapter, and the ids of all lists that stand in it, each once."""
    tasks: list[Checklist] = []
    standing: dict[str, None] = {}
    for part in chapter.document.nouns:
        match part:
            case Checklist(id=identity, in_chapter=in_chapter):
                standing[identity] = None
                if in_chapter:
                    tasks.append(part)
            case Placed(kind="checklist", id=identity):
                standing[identity] = None
    return tasks, tuple(standing)


def _tasks_of(lists: list[Checklist], chapter: Chapter, address: SitePath) -> Tracked:
    items = [item for one in lists for item in items_of(one)]
    ids = tuple(dict.fromkeys(one.id for one in items))
    return Tracked("list", lists[0].id, chapter.title, address, ids, in_chapter=True, ticked=_ticked(items))


def _list(checklist: Checklist, handbook: Handbook) -> Tracked:
    items = items_of(checklist)
    theirs = [one.id for one in handbook.programs if lists_of(one, (checklist,))]
    theirs.sort(key=lambda one: one != checklist.program)
    link = activity_reference(checklist, handbook.edition.path)
    ids = tuple(one.id for one in items)
    return Tracked(
        "list",
        checklist.id,
        checklist.title,
        link.address,
        ids,
        ticked=_ticked(items),
        programs=tuple(theirs),
    )


def _sheet(worksheet: Worksheet, handbook: Handbook) -> Tracked:
    fields = answers_of(worksheet)
    theirs = [one.id for one in handbook.programs if any(worksheet.id == name.id for name in _sheets_of(one))]
    if not theirs and len(handbook.programs) == 1:
        theirs = [handbook.programs[0].id]
    return Tracked(
        "sheet",
        worksheet.id,
        worksheet.title,
        activity_reference(worksheet, handbook.edition.path).address,
        tuple(one.id for one in fields),
        version=worksheet.version,
        asks=not worksheet.persist,
        private=tuple(one.id for one in fields if one.private),
        goals=tuple(one.id for one in fields if isinstance(one, GoalField)),
        signatures=tuple(one.id for one in fields if isinstance(one, SignatureField)),
        programs=tuple(theirs),
    )


def _ticked(items: list[Item] | tuple[Item, ...]) -> tuple[str, ...]:
    return tuple(one.id for one in items if one.ticked)


def _sheets_of(program: Program) -> Iterator[Reference]:
    yield from program.worksheets
    for phase in program.phases:
        yield from phase.worksheets
    used = [one.worksheet for one in program.timeline] + [one.worksheet for one in program.surveys]
    used += [one.worksheet for cohort in program.cohorts for one in cohort.applications]
    yield from filter(None, used)
    if program.matching is not None:
        yield from filter(None, (form.worksheet for form in program.matching.forms))
