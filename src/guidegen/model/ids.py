"""The ids that a made page carries, known before it is drawn.

Templates ask these functions for every id they write, and the check of
fragments asks the same, so a link to a phase, a field or a term either arrives
or is a problem.  Names that we make carry a prefix: an author's heading can not
take one by accident.  Where one is made of several, two dashes part them, which no
id of an author has: the field `c` of the sheet `a-b` is not the field `b-c` of `a`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from guidegen.model.activity import (
    Activity,
    CheckboxField,
    Checklist,
    DateField,
    EmailField,
    Field,
    GoalField,
    Item,
    LongTextField,
    MonthField,
    MultiChoiceField,
    NoteField,
    NumberField,
    PageBreakField,
    PhoneField,
    Quadrant,
    QuadrantsField,
    Recalled,
    SheetSection,
    SignatureField,
    TextField,
    TimeField,
    UrlField,
    Worksheet,
    fields_of,
    items_of,
)
from guidegen.model.cohort import Cohort, Event, Task
from guidegen.model.diary import PlanEntry, Stretch, entries_of
from guidegen.model.handbook import Term
from guidegen.model.plan import Phase, Survey
from guidegen.model.problem import NOWHERE
from guidegen.model.program import Contact, Matching, Policies, Program, Role
from guidegen.model.prose import Anchor, Heading, Prose, parts_within
from guidegen.model.reference import Reference

FRAME_IDS: Final = ("main", "contents")
"""What every page with a masthead has: its text, and the contents of the handbook."""

PROGRAM_PARTS: Final = (
    "outcomes", "phases", "cohorts", "roles", "eligibility", "matching", "timeline", "meetings", "surveys",
    "materials", "checklists", "policies", "contacts", "questions",
)  # fmt: skip
"""The headings of a program's page in their order; `program_parts` says which are there."""

ROLE_PARTS: Final = (
    "duties", "rules", "training", "cohorts", "weeks", "meetings", "materials", "limits", "contacts",
)  # fmt: skip
"""The headings of a role's page in their order; its view says which are there."""


def program_part_id(part: str) -> str:
    """The id of one of the headings of a program's page, which `program_parts` names."""
    return f"program-{part}"


def role_part_id(part: str) -> str:
    """The id of one of the `ROLE_PARTS`."""
    return f"role-{part}"


def term_id(term: Term) -> str:
    return f"term-{term.id}"


def meaning_id(term: Term) -> str:
    """The id of what a term means, on the pages that say it; no heading can have it."""
    return f"meaning--{term.id}"


def phase_id(phase: Phase) -> str:
    return f"phase-{phase.id}"


def role_id(role: Role) -> str:
    return f"role-{role.id}"


def entry_id(entry: PlanEntry) -> str:
    """The id of an entry of the plan; a milestone may be called as the survey that it is about."""
    return f"survey-{entry.id}" if isinstance(entry, Survey) else f"entry-{entry.id}"


def cohort_id(cohort: Cohort) -> str:
    return f"cohort-{cohort.id}"


def event_id(event: Event) -> str:
    """The id of an event on the page of its cohort; ids of authors have no two dashes in a row."""
    return "event-" + event.id.replace("#", "--").replace(".", "--")


def stretch_id(stretch: Stretch) -> str:
    """The id of a week, a break or another stretch on the page of a cohort."""
    return f"days-{stretch.id}"


def sheet_id(worksheet: Worksheet) -> str:
    return f"sheet-{worksheet.id}"


def sheet_section_id(worksheet: Worksheet, section: SheetSection) -> str:
    """The id of the heading of a titled section."""
    return f"sheet-{worksheet.id}--part-{worksheet.sections.index(section) + 1}"


def field_id(worksheet: Worksheet, field: Field) -> str:
    return f"field-{worksheet.id}--{field.id}"


SINGLE: Final = (
    TextField, LongTextField, NumberField, DateField, TimeField, MonthField, EmailField, UrlField, PhoneField,
)  # fmt: skip
"""Fields with one control, which their label names; in all others it names a group of controls."""


def recalled_id(recalled: Recalled) -> str:
    """The id of the field that is shown again, on the page of its sheet."""
    return f"field-{recalled.sheet.id}--{recalled.field}"


def label_id(worksheet: Worksheet, field: Field) -> str:
    """The id of the words that name a group of controls; empty where nothing needs it."""
    if isinstance(field, (*SINGLE, CheckboxField, NoteField, PageBreakField)):
        return ""
    return f"{field_id(worksheet, field)}--label"


def help_id(worksheet: Worksheet, field: Field) -> str:
    """The id of what helps to answer a field; empty where nothing is said."""
    chosen = isinstance(field, MultiChoiceField) and (field.min or field.max)
    said = field.help or field.example or chosen or isinstance(field, SignatureField)
    silent = isinstance(field, NoteField | PageBreakField)
    return f"{field_id(worksheet, field)}--help" if said and not silent else ""


def unit_id(worksheet: Worksheet, field: Field) -> str:
    """The id of what stands behind a number: its unit and its bounds; empty where nothing does."""
    said = isinstance(field, NumberField) and (field.unit or field.min is not None or field.max is not None)
    return f"{field_id(worksheet, field)}--unit" if said else ""


def control_id(worksheet: Worksheet, field: Field, part: str = "") -> str:
    """The id of a control that has a label of its own; *part* says which, where a field has several."""
    return f"{field_id(worksheet, field)}--in-{part}" if part else f"{field_id(worksheet, field)}--in"


def control_name(worksheet: Worksheet, field: Field, *parts: object) -> str:
    """The name of a control: that of the field, and of what part of it is written there.

    No two controls of a sheet share one but the circles of which one is chosen.  It has no dot: in a PDF
    that would part it in two.
    """
    return "--".join((field_id(worksheet, field), *map(str, parts)))


def control_prefix(worksheet: str) -> str:
    """What the names of all controls of a sheet begin with, by the id of the sheet."""
    return f"field-{worksheet}--"


def control_parts(field: Field) -> tuple[str, ...]:
    """Return the parts of a field whose controls have an id; an empty one where it has one control."""
    match field:
        case QuadrantsField(boxes=boxes):
            return tuple(box.id for box in boxes)
        case GoalField(parts=parts):
            return tuple(part.id for part in parts)
        case SignatureField(date=dated):
            return ("name", "date") if dated else ("name",)
        case _:
            return ("",) if isinstance(field, SINGLE) else ()


def prompts_id(worksheet: Worksheet, field: QuadrantsField, box: Quadrant) -> str:
    """The id of the questions that a box is written under; empty where there are none."""
    return f"{control_id(worksheet, field, box.id)}--prompts" if box.prompts else ""


def list_id(checklist: Checklist) -> str:
    return f"list-{checklist.id}"


def item_id(checklist: Checklist, item: Item) -> str:
    return f"item-{checklist.id}--{item.id}"


def said_id(checklist: Checklist, item: Item) -> str:
    """The id of what is said of an item beside its words; empty where nothing is."""
    said = (
        *(item.note, item.link, item.after, item.owner),
        *(item.minutes, item.due, item.repeat, item.milestone),
    )
    return f"{item_id(checklist, item)}--said" if any(said) else ""


def task_id(task: Task) -> str:
    """The id of something to tick on the page of a cohort."""
    return f"task-{task.source}--" + task.id.replace("#", "--").replace(".", "--")


TASK_PARTS: Final = ("--day", "--said")
"""What follows the id of a task in those of its day, and of what is said of it."""


def footnote_id(number: int) -> str:
    """The id of the text of a footnote at the foot of the page; no heading can have it."""
    return f"note--{number}"


def footnote_call_id(number: int, call: int) -> str:
    """The id of the place where a footnote is called; *call* counts the calls of one note from 1."""
    return f"note--{number}-call" if call == 1 else f"note--{number}-call-{call}"


def worksheet_ids(worksheet: Worksheet) -> Iterator[str]:
    """Yield the ids that a drawn sheet carries."""
    yield sheet_id(worksheet)
    for section in worksheet.sections:
        if section.title:
            yield sheet_section_id(worksheet, section)
    for field in fields_of(worksheet):
        yield from field_ids(worksheet, field)


def field_ids(worksheet: Worksheet, field: Field) -> Iterator[str]:
    """Yield the ids that a drawn field carries."""
    yield field_id(worksheet, field)
    about = (one(worksheet, field) for one in (label_id, help_id, unit_id))
    yield from (one for one in about if one)
    for part in control_parts(field):
        yield control_id(worksheet, field, part)
    if isinstance(field, QuadrantsField):
        yield from (one for box in field.boxes if (one := prompts_id(worksheet, field, box)))


def checklist_ids(checklist: Checklist) -> Iterator[str]:
    """Yield the ids that a drawn checklist carries."""
    if not checklist.in_chapter:
        yield list_id(checklist)
    for item in items_of(checklist):
        yield item_id(checklist, item)
        if said := said_id(checklist, item):
            yield said


def activity_ids(activity: Activity) -> Iterator[str]:
    """Yield the ids that a drawn sheet or list carries."""
    return worksheet_ids(activity) if isinstance(activity, Worksheet) else checklist_ids(activity)


def body_ids(body: Prose) -> Iterator[str]:
    """Yield the ids in prose, those of the activities in it too, without footnotes."""
    for part in parts_within(body):
        match part:
            case Heading(id=name) | Anchor(id=name):
                yield name
            case Checklist() | Worksheet():
                yield from activity_ids(part)


def program_parts(
    program: Program,
    cohorts: tuple[Any, ...],
    chapters: tuple[Reference, ...],
    contacts: tuple[Contact, ...],
    checklists: tuple[Checklist, ...],
    packets: tuple[Any, ...] = (),
) -> Iterator[str]:
    """Yield the names of those of `PROGRAM_PARTS` that a program says something under.

    All but the program are those of its page: it may name chapters and lists, or they it.
    """
    policies = program.policies is not None and replace(program.policies, place=NOWHERE) != Policies()
    matching = program.matching is not None and replace(program.matching, place=NOWHERE) != Matching(NOWHERE)
    said = {
        "outcomes": program.outcomes,
        "phases": program.phases,
        "cohorts": cohorts,
        "roles": program.roles,
        "eligibility": program.eligibility,
        "matching": matching,
        "timeline": program.timeline,
        "meetings": program.meetings,
        "surveys": program.surveys,
        "materials": chapters or program.worksheets or packets,
        "checklists": checklists,
        "policies": policies,
        "contacts": contacts,
        "questions": program.questions,
    }
    return (part for part in PROGRAM_PARTS if said[part])


def program_ids(program: Program, cohorts: tuple[Cohort, ...]) -> Iterator[str]:
    """Yield the ids of the entries of a program's page; `program_parts` come beside them."""
    yield from map(phase_id, program.phases)
    yield from map(role_id, program.roles)
    yield from map(entry_id, entries_of(program))
    yield from map(cohort_id, cohorts)


def cohort_page_ids(stretches: tuple[Stretch, ...]) -> Iterator[str]:
    """Yield the ids of the schedule on the page of a cohort."""
    for stretch in stretches:
        yield stretch_id(stretch)
        yield from map(event_id, stretch.events)
        yield from (f"{task_id(task)}{part}" for task in stretch.tasks for part in ("", *TASK_PARTS))
