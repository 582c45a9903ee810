"""The ids that each page of an edition will carry, before it is drawn."""

from __future__ import annotations

from collections.abc import Iterator

from guidegen.model import ids
from guidegen.model.activity import Checklist, Worksheet
from guidegen.model.cohort import Cohort
from guidegen.model.handbook import Chapter, Term
from guidegen.model.program import Program
from guidegen.model.prose import Placed
from guidegen.model.url import SitePath
from guidegen.shaping.directory import Directory, activity_named
from guidegen.shaping.mentions import Mentions, contacts_of
from guidegen.shaping.packets import packets_of
from guidegen.shaping.public import public_part
from guidegen.shaping.roles import Part
from guidegen.shaping.weeks import stretches_of


def anchors_of(address: SitePath, directory: Directory, mentions: Mentions) -> frozenset[str]:
    """Return the ids that the page at *address* will carry; those of footnotes nobody links to."""
    return frozenset(_ids_at(address, directory, mentions))


def _ids_at(address: SitePath, directory: Directory, mentions: Mentions) -> Iterator[str]:
    yield from ids.FRAME_IDS
    for noun in directory.pages.get(address, ()):
        match noun:
            case Chapter():
                yield from _chapter_ids(noun, directory)
            case Program():
                program = public_part(noun, directory.handbook.edition)
                yield from ids.program_ids(program, program.cohorts)
                contacts = contacts_of(program, directory.handbook.settings)
                chapters = mentions.chapters.get(address, ())
                packets = packets_of(noun, directory.handbook)
                lists = directory.tracking.of_programs.get(address, ())
                parts = ids.program_parts(program, program.cohorts, chapters, contacts, lists, packets)
                yield from map(ids.program_part_id, parts)
                for one in lists:
                    yield from ids.checklist_ids(one)
            case Cohort():
                yield from ids.cohort_page_ids(stretches_of(noun))
            case Part():
                yield from map(ids.role_part_id, noun.parts)
            case Worksheet():
                yield from ids.worksheet_ids(noun)
            case Checklist():
                yield from ids.checklist_ids(noun)
            case Term():
                yield ids.term_id(noun)


def _chapter_ids(chapter: Chapter, directory: Directory) -> Iterator[str]:
    yield from ids.body_ids(chapter.document.landmarks)
    for part in chapter.document.nouns:
        if isinstance(part, Placed) and (activity := activity_named(part, directory)) is not None:
            yield from ids.activity_ids(activity)
