"""Packets as PDFs: their contents, and where their pieces begin."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from guidegen.rendering.pdf import available
from tests.building.test_packets import FILES, PACKET
from tests.story import Handbook
from tests.tools import needs

CONTENTS = 2
"""The page that says what is in the packet."""


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The packet of the spring cohort, on paper of two sides."""
    needs(available() is None, "WeasyPrint is not installed")
    from pypdf import PdfReader

    story = Handbook(tmp_path_factory.mktemp("packets"))
    for path, text in FILES.items():
        story.write(path, text)
    story.write("content/packets/learner.yml", f"{PACKET}duplex: yes\npaper: letter\ncohort: spring\n")
    story.build(pdf=True).says()
    return PdfReader(BytesIO((story.root / "site" / "packets" / "learner" / "learner.pdf").read_bytes()))


def pieces_in(pdf: Any) -> dict[str, int]:
    """Return the page on which each piece of the contents begins, from 1."""
    links = (note.get_object() for note in pdf.pages[CONTENTS - 1].get("/Annots", ()))
    names = [str(one.get("/Dest") or one["/A"]["/D"]) for one in links]
    targets = pdf.named_destinations
    return {name: pdf.get_destination_page_number(targets[name]) + 1 for name in names}


def test_each_piece_begins_on_a_right_hand_page(pdf: Any) -> None:
    pieces = pieces_in(pdf)
    assert list(pieces) == [
        *("chapter-goals", "dates", "contacts", "worksheet-log"),
        *("checklist-way", "policies", "agenda-opening", "blank"),
    ]
    assert [name for name, number in pieces.items() if number % 2 == 0] == []


def test_the_contents_say_the_pages_that_are_so(pdf: Any) -> None:
    words = pdf.pages[CONTENTS - 1].extract_text()
    for number in pieces_in(pdf).values():
        assert str(number) in words


def test_it_comes_in_the_size_that_the_packet_asks_for(pdf: Any) -> None:
    assert {(float(one.mediabox.width), float(one.mediabox.height)) for one in pdf.pages} == {(612, 792)}


def test_blank_sheets_and_the_cover_take_one_page_each(pdf: Any) -> None:
    told = [page.extract_text() for page in pdf.pages]
    assert "This packet belongs to" in told[0]
    assert [number for number, one in enumerate(told) if "heet 5 of 6" in one] == [len(told) - 3]
    assert [number for number, one in enumerate(told) if "heet 6 of 6" in one] == [len(told) - 1]


def test_bookmarks_are_those_of_the_pieces_and_copies_have_none(pdf: Any) -> None:
    first = [one.title for one in pdf.outline if not isinstance(one, list)]
    assert first[0] == "Your goals"
    assert len(first) == len(pieces_in(pdf))


def test_every_page_but_the_cover_names_the_packet(pdf: Any) -> None:
    assert all("Learner packet, " in page.extract_text() for page in pdf.pages[1:])
