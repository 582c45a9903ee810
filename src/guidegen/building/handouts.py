"""What pages say of packets: what is in each, for whom, and where it is bound."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from guidegen.building.frame import EditionAtHand, as_text, pdf_beside
from guidegen.model.cohort import Cohort
from guidegen.model.handbook import Chapter
from guidegen.model.packet import Packet, PacketItem
from guidegen.model.problem import NOWHERE
from guidegen.model.program import Program
from guidegen.model.prose import NO_TEXT, Text
from guidegen.model.reference import Reference
from guidegen.model.url import SitePath, packet_address
from guidegen.rendering import views
from guidegen.shaping.packets import cohorts_of, packets_of
from guidegen.shaping.passages import headings_in
from guidegen.shaping.references import cohort_reference

_TITLES: Final = {
    "timeline": "packet.timeline",
    "contacts": "program.contacts",
    "policies": "program.policies",
    "blank": "packet.blank",
}
"""What that is called in the words of the interface which has no title of its own."""


def title_of(item: PacketItem, at_hand: EditionAtHand) -> Text:
    """Return what an entry of a packet is called."""
    if item.kind in _TITLES:
        return as_text(at_hand.say(_TITLES[item.kind]))
    if item.agenda is not None:
        return item.agenda.title
    if item.heading and item.what is not None:
        headings = headings_in(chapter_at(item.what.address, at_hand).document.body)
        return next((as_text(one.plain) for one in headings if one.id == item.heading), item.what.title)
    return item.what.title if item.what is not None else as_text(item.name)


def chapter_at(address: SitePath, at_hand: EditionAtHand) -> Chapter:
    """Return the chapter that the page at an address shows.

    Raises:
        StopIteration: where it shows none.
    """
    return next(one for one in at_hand.directory.pages[address] if isinstance(one, Chapter))


def packet_entries(at_hand: EditionAtHand) -> tuple[views.PacketEntry, ...]:
    """Return what the list of packets says of each."""
    return tuple(_entry(one, at_hand) for one in at_hand.handbook.packets)


def packets_of_program(program: Program, at_hand: EditionAtHand) -> tuple[Reference, ...]:
    """Return the packets of a program, as they are without dates."""
    return tuple(_link(one, at_hand) for one in packets_of(program, at_hand.handbook))


def packets_of_cohort(program: Program, cohort: Cohort, at_hand: EditionAtHand) -> tuple[Reference, ...]:
    """Return the packets that are bound with the dates of a cohort."""
    handbook, base = at_hand.handbook, at_hand.base
    found = []
    for packet in packets_of(program, handbook):
        if packet.cohort == cohort.id:
            found.append(_link(packet, at_hand))
        elif any(one.id == cohort.id for one in cohorts_of(packet, handbook)):
            address = base + packet_address(packet.id, cohort.id)
            found.append(replace(_link(packet, at_hand), address=address))
    return tuple(found)


def program_of_packet(packet: Packet, at_hand: EditionAtHand) -> Program | None:
    """Return the program whose dates, people and rules a packet shows."""
    named = packet.program.id if packet.program else ""
    return next((one for one in at_hand.handbook.programs if one.id == named), None)


def role_of_packet(packet: Packet, at_hand: EditionAtHand) -> Text:
    """Return what those are called, many of them, for whom a packet is."""
    program = program_of_packet(packet, at_hand)
    roles = program.roles if program else ()
    role = next((one for one in roles if packet.role.id in (one.id, one.kind)), None)
    return (role.plural or role.label) if role else packet.role.title


def _link(packet: Packet, at_hand: EditionAtHand) -> Reference:
    # Where it is written is left out: another line above it would make every page anew that names it.
    return replace(at_hand.directory.names["packet", packet.id], place=NOWHERE)


def _entry(packet: Packet, at_hand: EditionAtHand) -> views.PacketEntry:
    inside = tuple(views.PacketPart(title_of(one, at_hand), one.copies, one.kind) for one in packet.contents)
    return views.PacketEntry(
        link=_link(packet, at_hand),
        role=role_of_packet(packet, at_hand),
        program=replace(packet.program, place=NOWHERE) if packet.program else None,
        inside=inside,
        prints=_prints(packet, at_hand),
    )


def _prints(packet: Packet, at_hand: EditionAtHand) -> tuple[views.PacketPrint, ...]:
    program, base = program_of_packet(packet, at_hand), at_hand.base
    plain = base + packet_address(packet.id)
    if program is None:
        return (views.PacketPrint(plain, NO_TEXT, pdf_beside(plain, at_hand)),)
    titles = {one.id: cohort_reference(program, one, base).title for one in program.cohorts}
    dated = tuple(
        views.PacketPrint(address, titles[one.id], pdf_beside(address, at_hand))
        for one in cohorts_of(packet, at_hand.handbook)
        for address in (base + packet_address(packet.id, one.id),)
    )
    undated = views.PacketPrint(plain, titles.get(packet.cohort, NO_TEXT), pdf_beside(plain, at_hand))
    return (*dated, undated)
