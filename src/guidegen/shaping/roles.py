"""What the page of a role tells: the part that one kind of people takes in a program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from guidegen.model.activity import Checklist
from guidegen.model.diary import entries_of
from guidegen.model.handbook import Handbook
from guidegen.model.ids import ROLE_PARTS
from guidegen.model.plan import Meeting
from guidegen.model.problem import NOWHERE
from guidegen.model.program import Contact, Program, Role, Rule, current_cohorts
from guidegen.model.rebuild import KEEP, rebuild
from guidegen.model.reference import Reference
from guidegen.model.url import SitePath, packet_address
from guidegen.shaping.outline import concerns
from guidegen.shaping.packets import packets_of
from guidegen.shaping.public import part_for
from guidegen.shaping.references import activity_reference, cohort_reference, role_reference


@dataclass(frozen=True, slots=True)
class Part:
    """A role, and what an edition tells it of its program."""

    role: Role
    program: Program
    handbook: Handbook

    @property
    def rules(self) -> tuple[Rule, ...]:
        """What somebody needs in order to take this part."""
        return tuple(
            rule for one in self.program.eligibility if one.role.id == self.role.id for rule in one.rules
        )

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        return tuple(one for one in self.program.meetings if concerns(self.role.id, one))

    @property
    def cohorts(self) -> tuple[Reference, ...]:
        """The pages on which the dates are, of cohorts that are not over and not called off.

        Where they are written is left out: that line has dates, and the page of a role has none.
        """
        base = self.handbook.edition.path
        links = (cohort_reference(self.program, one, base) for one in current_cohorts(self.program))
        return tuple(replace(link, place=NOWHERE) for link in links)

    @property
    def sheets(self) -> tuple[Reference, ...]:
        """The sheets and lists of the program that are for this role, each once."""
        return tuple({(one.kind, one.id): one for one in self._sheets()}.values())

    @property
    def packets(self) -> tuple[Reference, ...]:
        """The packets for this role, as they are without dates."""
        base, names = self.handbook.edition.path, (self.role.id, self.role.kind)
        return tuple(
            Reference("packet", one.id, NOWHERE, one.title, base + packet_address(one.id))
            for one in packets_of(self.program, self.handbook)
            if one.role.id in names
        )

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Whom this role asks, its own contact first."""
        named = [one.id for one in (self.role.contact, self.program.owner) if one is not None]
        known = {contact.id: contact for contact in self.handbook.settings.contacts}
        return tuple(known[one] for one in dict.fromkeys(named) if one in known)

    @property
    def parts(self) -> tuple[str, ...]:
        """Those of `ROLE_PARTS` that there is something to say under."""
        role, program = self.role, self.program
        said = {
            "duties": role.before or role.during or role.after,
            "rules": self.rules or role.requires,
            "training": role.training,
            "cohorts": self.cohorts,
            "weeks": any(concerns(role.id, one) for one in entries_of(program)),
            "meetings": self.meetings,
            "materials": self.sheets or self.packets,
            "limits": role.boundaries or role.not_responsible_for,
            "contacts": self.contacts,
        }
        return tuple(one for one in ROLE_PARTS if said[one])

    def _sheets(self) -> Iterator[Reference]:
        program, base = self.program, self.handbook.edition.path
        named = [*program.worksheets, *program.checklists]
        for phase in program.phases:
            named += [*phase.worksheets, *phase.checklists]
        if program.matching is not None:
            yield from (
                form.worksheet
                for form in program.matching.forms
                if form.worksheet and form.role and form.role.id == self.role.id
            )
        roles = {(_kind(one), one.id): one.roles for one in self.handbook.activities}
        for one in named:
            if self._is_mine(roles.get((one.kind, one.id), ())):
                yield one
        for checklist in self.handbook.checklists:
            if checklist.program == program.id and checklist.roles and self._is_mine(checklist.roles):
                yield activity_reference(checklist, base)

    def _is_mine(self, roles: tuple[str, ...]) -> bool:
        return not roles or self.role.id in roles or self.role.kind in roles


def part_of(role: Role, program: Program, handbook: Handbook) -> Part:
    """Return what the page of a role tells in an edition."""
    return Part(role, part_for(role, program, handbook.edition), handbook)


def program_of(checklist: Checklist, handbook: Handbook) -> Program | None:
    """Return the program whose days a checklist counts from: the one it names, else one that names it."""
    named = [one for one in handbook.programs if one.id == checklist.program]
    naming = [one for one in handbook.programs if any(checklist.id == name.id for name in _lists_of(one))]
    return next(iter((*named, *naming)), None)


def _lists_of(program: Program) -> Iterator[Reference]:
    yield from program.checklists
    for phase in program.phases:
        yield from phase.checklists


def with_owners(checklist: Checklist, program: Program, base: SitePath) -> Checklist:
    """Return a checklist with the names of the roles that see to its items."""
    links = {role.id: role_reference(program, role, base) for role in program.roles}

    def follow(noun: Any) -> Any:
        is_role = isinstance(noun, Reference) and noun.kind == "role"
        return links.get(noun.id, KEEP) if is_role else KEEP

    done: Checklist = rebuild(checklist, follow)
    return done


def _kind(activity: object) -> str:
    return type(activity).__name__.lower()
