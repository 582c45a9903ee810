"""What chapters show of programs, where their blocks stand: a timeline, contacts, rules, roles, an agenda.

Of a list from a file of its own, it is what its items count from.  All of it is drawn from what
the edition has of the program.  In a print that is for one role, it is what that role is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from guidegen.building.frame import EditionAtHand
from guidegen.building.leaves import in_few_words
from guidegen.building.programs import outline
from guidegen.model.activity import Checklist, Item, Worksheet
from guidegen.model.cohort import Cohort, Event
from guidegen.model.diary import Stretch
from guidegen.model.problem import NOWHERE, Problem, problem
from guidegen.model.program import Contact, Policies, Program, Role
from guidegen.model.prose import Html, Shown
from guidegen.model.rebuild import nouns_in
from guidegen.model.schedule import FromAnchor
from guidegen.model.url import SitePath
from guidegen.rendering import views
from guidegen.rendering.calendars import is_for
from guidegen.rendering.times import entry_named, titles_of
from guidegen.shaping.directory import Directory
from guidegen.shaping.edition import cast_of, what_is_for
from guidegen.shaping.excerpts import Meant, agenda_of, cohort_of, meant_by
from guidegen.shaping.links import Block, FilledCards, Findings
from guidegen.shaping.mentions import contacts_of
from guidegen.shaping.outline import weeks_for
from guidegen.shaping.public import part_for, public_part
from guidegen.shaping.references import cohort_reference, program_reference
from guidegen.shaping.roles import program_of, with_owners
from guidegen.shaping.weeks import stretches_of


def with_excerpts(
    blocks: Iterable[Block], address: SitePath, at_hand: EditionAtHand, findings: Findings
) -> views.Body:
    """Return the parts of the body of the page at *address*, what is shown of programs made; see `fill_body`.

    What the edition does not have is left out, with a warning among the findings.
    """
    return tuple(_made(blocks, address.removeprefix(at_hand.base), at_hand, findings))


def _made(
    blocks: Iterable[Block], address: SitePath, at_hand: EditionAtHand, findings: Findings
) -> Iterator[Html | Checklist | Worksheet | views.Block]:
    for block in blocks:
        match block:
            case FilledCards(cards=cards):
                yield views.CardsBlock(tuple(views.Card(one.name, one.about) for one in cards))
            case Shown():
                meant = meant_by(block, address, at_hand.everything.handbook)
                # What is wrong with it is told with all other names.
                if isinstance(meant, Problem):
                    continue
                made = _excerpt(block, meant, at_hand)
                if isinstance(made, Problem):
                    findings.problems.append(made)
                elif made is not None:
                    yield made
            case Checklist(in_chapter=False):
                yield _with_its_times(block, at_hand)
            case _:
                yield block


def _excerpt(shown: Shown, meant: Meant, at_hand: EditionAtHand) -> views.Block | Problem | None:
    """Return what a block shows; None where there is nothing of it for its readers."""
    if shown.kind == "contacts" and not meant.program:
        return views.ContactsBlock(at_hand.handbook.settings.contacts, ())
    role, program = _told(shown, meant, at_hand)
    if shown.kind == "agenda":
        agenda = agenda_of(meant, program)
        return views.AgendaBlock(agenda) if agenda else _missing(shown, meant, at_hand)
    cohort = cohort_of(meant, program) if program else None
    if program is None or (meant.cohort and cohort is None):
        return None if shown.reader else _missing(shown, meant, at_hand)
    match shown.kind:
        case "timeline":
            return _timeline(program, cohort, role, at_hand)
        case "contacts":
            contacts = _contacts(program, cohort, at_hand)
            return views.ContactsBlock(contacts, program.roles) if contacts else None
        case "policies" if program.policies and replace(program.policies, place=NOWHERE) != Policies():
            contacts = contacts_of(program, at_hand.handbook.settings)
            return views.PoliciesBlock(program.policies, contacts)
        case "roles":
            return views.RolesBlock(program_reference(program, at_hand.base), program.roles)
    return None


def _told(shown: Shown, meant: Meant, at_hand: EditionAtHand) -> tuple[Role | None, Program | None]:
    """Return what the readers of a block are told of its program, and their role, where it is for one."""
    program = next((one for one in at_hand.handbook.programs if one.id == meant.program), None)
    edition = at_hand.handbook.edition
    if program is None or not shown.reader:
        return None, public_part(program, edition) if program else None
    role = next((one for one in program.roles if shown.reader in (one.id, one.kind)), None)
    told = part_for(role, program, edition) if role else public_part(program, edition)
    kept = what_is_for(shown.reader, (told,), cast_of(at_hand.everything.handbook.programs))
    return role, kept[0] if kept else None


# What is shown


def _timeline(
    program: Program, cohort: Cohort | None, role: Role | None, at_hand: EditionAtHand
) -> views.TimelineBlock | None:
    has_days = cohort is not None and cohort.start is not None
    stretches = tuple(_with_events(cohort, role)) if cohort and has_days else ()
    name = role.id if role else None
    weeks = () if stretches else weeks_for(name, program, outline(program, at_hand))
    if not stretches and not weeks:
        return None
    base = at_hand.base
    return views.TimelineBlock(
        link=cohort_reference(program, cohort, base) if cohort else program_reference(program, base),
        cohort=in_few_words(cohort, program, at_hand) if cohort and has_days else None,
        stretches=stretches,
        weeks=weeks,
        reader=role,
        titles=titles_of(program) if weeks else {},
    )


def _with_events(cohort: Cohort, role: Role | None) -> Iterator[Stretch]:
    """Yield the days of a cohort with what happens on them; weeks in which nothing does are left out."""
    for stretch in stretches_of(cohort):
        events = (one for one in stretch.entries if isinstance(one, Event))
        kept = tuple(one for one in events if role is None or is_for(one, role.id))
        if kept or stretch.kind == "break":
            yield replace(stretch, entries=kept)


def _contacts(program: Program, cohort: Cohort | None, at_hand: EditionAtHand) -> tuple[Contact, ...]:
    """Return whom to ask: those whom the cohort names first, then those of the program."""
    settings = at_hand.handbook.settings
    named = {one.id for one in cohort.contacts} if cohort else set()
    first = (one for one in settings.contacts if one.id in named)
    return tuple(dict.fromkeys((*first, *contacts_of(program, settings))))


# Lists


def titles_for(program: Program | None, at_hand: EditionAtHand) -> dict[str, str]:
    """Return what the times of a list are counted from; one that belongs to no program may mean any."""
    edition = at_hand.handbook.edition
    programs = at_hand.handbook.programs if program is None else (program,)
    return {name: title for one in programs for name, title in titles_of(public_part(one, edition)).items()}


def _with_its_times(checklist: Checklist, at_hand: EditionAtHand) -> views.ChecklistBlock:
    """Return a list with who sees to its items, and the titles of that alone from which these count."""
    program = program_of(checklist, at_hand.handbook)
    owned = with_owners(checklist, program, at_hand.base) if program else checklist
    counted = {entry_named(one.anchor) for one in nouns_in(checklist) if isinstance(one, FromAnchor)}
    counted |= {one.milestone for one in nouns_in(checklist) if isinstance(one, Item)}
    titles = titles_for(program, at_hand)
    return views.ChecklistBlock(owned, {name: title for name, title in titles.items() if name in counted})


# What is not there


def _missing(shown: Shown, meant: Meant, at_hand: EditionAtHand) -> Problem:
    """Return the problem of a block about what an edition does not have."""
    what = f'program "{meant.program}"'
    if shown.kind == "agenda" and meant.agenda:
        what = f'agenda "{meant.agenda.id}"'
    elif meant.cohort:
        what = f'cohort "{meant.cohort}" of {what}'
    having = [one.label for one in at_hand.others if _has(shown, meant, one)]
    if not having:
        message = f"{what} is a draft, so this block is left out until it is published."
        return problem("draft-ref", message, shown.place)
    return problem(
        "not-in-edition",
        f"{what} is not in the edition {at_hand.directory.label}, so this block is left out there.",
        shown.place,
        f"It is in {', '.join(having)}. Put the block between ::: for and ::: if only they need it.",
    )


def _has(shown: Shown, meant: Meant, other: Directory) -> bool:
    edition = other.handbook.edition
    program = next((one for one in other.handbook.programs if one.id == meant.program), None)
    if program is None:
        return False
    told = public_part(program, edition)
    if shown.kind == "agenda":
        return agenda_of(meant, told) is not None
    return not meant.cohort or cohort_of(meant, told) is not None
