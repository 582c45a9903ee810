"""One thing of a handbook as a PDF, for who asks for it by name; the site is left alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from guidegen.building.build import plan_project
from guidegen.building.pdfs import Bindery, Bound, alone, form_on, pdf_page, pdf_target
from guidegen.building.prints import whole_handbook, whole_section
from guidegen.building.unchanged import hash_of_file
from guidegen.model.controls import Form
from guidegen.model.handbook import chapters_of, sections_of
from guidegen.model.nearest import did_you_mean
from guidegen.model.packet import Paper
from guidegen.model.problem import Flawed, Problem, has_errors, settled
from guidegen.model.url import entity_address, handbook_pdf_address
from guidegen.reading.project import SETTINGS_FILE, Progress
from guidegen.rendering.views import PrintPage


class UnknownNameError(LookupError):
    """There is nothing of that name, or several things.  Its words can be shown to who asked."""


@dataclass(frozen=True, slots=True)
class Printable:
    """Something that can be had as a PDF."""

    name: str
    """``handbook``, or its kind and id: ``worksheet:goals``."""

    page: PrintPage
    form: Form | None
    edition: Bound
    sources: frozenset[str]
    """The files that its pages are made from, by their paths in the project."""

    @property
    def title(self) -> str:
        return self.page.title.plain

    @property
    def file(self) -> str:
        """What its PDF is called: ``goals.pdf``."""
        if self.name == "handbook":
            return handbook_pdf_address(_edition_of(self)).rpartition("/")[2]
        return self.name.partition(":")[2].replace("/", "-") + ".pdf"


@dataclass(frozen=True, slots=True)
class Printables:
    """All that can be had as a PDF, and what is wrong with the handbook."""

    every: tuple[Printable, ...]
    """What several editions have stands here for each, in the order of the editions."""

    bindery: Bindery | None
    problems: tuple[Problem, ...]


def printables(root: Path, progress: Progress) -> Printables:
    """Return what of the project in *root* can be had as a PDF; nothing is written."""
    planned = plan_project(root, {}, hash_of_file, "", progress)
    problems = settled(planned.problems, planned.levels)
    every = tuple(one for edition in planned.plan.editions for one in _printables(edition))
    return Printables(every, planned.plan.bindery, problems)


def named(name: str, edition: str, found: Sequence[Printable]) -> Printable:
    """Return what is called *name*: ``worksheet:goals``, or ``goals`` where only one thing is called so.

    Where several editions have it, it is that of the first; the handbook itself is different in each.

    Raises:
        UnknownNameError: where there is none, where several things have the name, or where an edition is to
            be named.
    """
    here = [one for one in found if not edition or _edition_of(one) == edition]
    if edition and not here:
        known = dict.fromkeys(_edition_of(one) for one in found)
        listed = (
            f"There are {', '.join(filter(None, known))}." if any(known) else "This handbook has only one."
        )
        raise UnknownNameError(f'There is no edition "{edition}". {did_you_mean(edition, known) or listed}')
    same = [one for one in here if name in (one.name, one.name.partition(":")[2])]
    same = same or [one for one in here if _in_short(one.name) in (name, f"chapter:{name}")]
    names = tuple(dict.fromkeys(one.name for one in same))
    if len(names) > 1:
        raise UnknownNameError(f'"{name}" may be {" or ".join(names)}. Write one of them.')
    if not same:
        known_names = dict.fromkeys(one.name for one in here)
        short = {one.partition(":")[2]: one for one in known_names if ":" in one}
        hint = did_you_mean(name, known_names) or did_you_mean(name, short)
        raise UnknownNameError(
            f'There is no "{name}" to print. {hint or "guidegen print lists what there is."}'
        )
    if name == "handbook" and len(same) > 1:
        editions = " or ".join(f"--edition {_edition_of(one)}" for one in same)
        raise UnknownNameError(f"Each edition is a handbook of its own. Add {editions}.")
    return same[0]


def in_the_way(one: Printable, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return the errors in what a printable is made from: with these it is not what its authors mean."""
    needed = {*one.sources, SETTINGS_FILE}
    return tuple(found for found in problems if has_errors([found]) and found.place.path in needed)


def print_one(one: Printable, paper: Paper | None, bindery: Bindery) -> bytes | Flawed | Problem:
    """Return a printable as a PDF; *paper* overrides what the packet or the handbook asks for."""
    view = pdf_page(one.page, one.form, one.edition, bindery)
    target = pdf_target(replace(view, paper=paper or view.paper), bindery)
    return target.recipe(target.view)


def _in_short(name: str) -> str:
    """Return what a chapter is called by its last name alone, as in a packet; empty for all else."""
    kind, _, path = name.partition(":")
    return f"chapter:{path.rpartition('/')[2]}" if kind == "chapter" else ""


def _edition_of(one: Printable) -> str:
    return one.edition.at_hand.handbook.edition.id


def _printables(edition: Bound) -> Iterator[Printable]:
    every = (*edition.prints, *edition.packets, *edition.pages.values())
    origins = {one.address: one.origin for one in every}
    for name, page, form in _prints(edition):
        shown = (page, *(piece.page for piece in page.pieces))
        sources = frozenset(origins[one.address] for one in shown if one.address in origins)
        yield Printable(name, page, form, edition, sources)


def _prints(edition: Bound) -> Iterator[tuple[str, PrintPage, Form | None]]:
    at_hand, pages = edition.at_hand, edition.pages
    yield "handbook", whole_handbook(at_hand, pages), None
    for section in sections_of(at_hand.handbook.root):
        if section is not at_hand.handbook.root:
            yield f"section:{section.id}", whole_section(section, at_hand, pages), None
    for chapter in chapters_of(at_hand.handbook.root):
        page = alone(pages[at_hand.base + chapter.address].view, "chapter")
        yield f"chapter:{chapter.id}", page, None
    for sheet in at_hand.handbook.worksheets:
        made = pages[at_hand.base + entity_address("worksheet", sheet.id)]
        yield f"worksheet:{sheet.id}", alone(made.view, "worksheet"), form_on(made.view, at_hand)
    for checklist in at_hand.handbook.checklists:
        page = alone(pages[at_hand.base + entity_address("checklist", checklist.id)].view, "checklist")
        yield f"checklist:{checklist.id}", page, None
    for packet in edition.packets:
        folder = packet.view.address.removeprefix(f"{at_hand.base}packets/").removesuffix("/index.html")
        yield f"packet:{folder}", packet.view, None
