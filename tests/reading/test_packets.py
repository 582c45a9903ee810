"""Packets as authors write them: what each line of the contents says."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidegen.model.packet import KINDS_IN_COPIES, MOST_COPIES, PACKET_KINDS, Packet, PacketItem, kind_meant
from guidegen.reading.packets import read_packet
from guidegen.reading.programs import read_program
from guidegen.reading.yaml import load

FILE = "content/packets/mentee.yml"


def packet(text: str) -> Packet:
    found, problems = read_packet(dedent(text), FILE, "mentee")
    assert found is not None and not problems, problems
    return found


def entry(written: str) -> PacketItem:
    return packet(f"title: Mentee packet\nrole: mentee\ncontents:\n- {written}\n").contents[0]


def said(item: PacketItem) -> tuple[str, str, str, int]:
    """Return the kind of an entry, what it names, the heading and the copies."""
    return item.kind, item.what.id if item.what else item.name, item.heading, item.copies


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("chapter:goals", ("chapter", "goals", "", 1)),
        ("chapter:prepare/goals", ("chapter", "prepare/goals", "", 1)),
        ("chapter:goals#first-steps", ("chapter", "goals", "first-steps", 1)),
        ('"chapter:goals#größe"', ("chapter", "goals", "größe", 1)),
        ("worksheet:meeting-log", ("worksheet", "meeting-log", "", 1)),
        ("worksheet:meeting-log x8", ("worksheet", "meeting-log", "", 8)),
        ("worksheet:meeting-log ×8", ("worksheet", "meeting-log", "", 8)),
        ("worksheet:meeting-log×8", ("worksheet", "meeting-log", "", 8)),
        ("worksheet:meeting-log X 8", ("worksheet", "meeting-log", "", 8)),
        ("worksheet:meeting-log    x   8", ("worksheet", "meeting-log", "", 8)),
        ("worksheet:matrix8", ("worksheet", "matrix8", "", 1)),
        ("worksheet:log-x8", ("worksheet", "log-x8", "", 1)),
        ("checklist:mentee x2", ("checklist", "mentee", "", 2)),
        ("agenda:an-hour", ("agenda", "an-hour", "", 1)),
        ("timeline", ("timeline", "", "", 1)),
        ("Timeline", ("timeline", "", "", 1)),
        ('"timeline:"', ("timeline", "", "", 1)),
        ("contacts", ("contacts", "", "", 1)),
        ("policies", ("policies", "", "", 1)),
        ("blank", ("blank", "", "", 1)),
        ("blank x50", ("blank", "", "", 50)),
        ("goals", ("", "goals", "", 1)),
        ("goals x3", ("", "goals", "", 3)),
    ],
)
def test_an_entry_says_what_it_is(written: str, means: tuple[str, str, str, int]) -> None:
    assert said(entry(written)) == means


def test_an_entry_knows_where_it_is_written() -> None:
    places = [
        one.place for one in packet("title: A\nrole: mentee\ncontents: [timeline, blank x2]\n").contents
    ]
    assert [(one.line, one.column) for one in places] == [(3, 12), (3, 22)]


def test_what_is_not_written_is_as_most_people_want_it() -> None:
    made = packet("title: Mentee packet\nrole: mentee\ncontents: [timeline]\n")
    assert (made.id, made.title.plain, made.role.id, made.audience) == (
        "mentee",
        "Mentee packet",
        "mentee",
        ("mentee",),
    )
    assert (made.program, made.cohort, made.cover, made.paper) == (None, "", True, None)
    assert (made.links, made.duplex) == ("footnotes", False)


def test_everything_can_be_written() -> None:
    made = packet("""
        id: for-mentees
        title: Mentee packet
        role: mentee
        program: harbour
        cohort: 2026-autumn
        cover: no
        paper: Letter
        links: "off"
        duplex: yes
        audience: [mentee, coordinator]
        contents: [timeline]
        x-own: anything
    """)
    assert made.program is not None
    assert (made.id, made.program.id, made.cohort, made.cover) == (
        "for-mentees",
        "harbour",
        "2026-autumn",
        False,
    )
    assert (made.paper, made.links, made.duplex) == ("letter", "off", True)
    assert made.audience == ("mentee", "coordinator")


def test_a_packet_in_a_program_is_read_as_one_in_a_file() -> None:
    program, problems = read_program(
        dedent("""
        title: Harbour
        packets:
        - {id: mentee, title: Mentee packet, role: mentee, contents: ["worksheet:log x8", timeline]}
        """),
        "content/programs/harbour.yml",
        "harbour",
    )
    assert program is not None and not problems
    alone = packet('title: Mentee packet\nrole: mentee\ncontents: ["worksheet:log x8", timeline]\n')
    inside = program.packets[0]
    assert (inside.id, inside.title.plain, inside.audience) == (alone.id, alone.title.plain, alone.audience)
    assert [said(one) for one in inside.contents] == [said(one) for one in alone.contents]


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("worksheets", "worksheet"),
        ("sheet", "worksheet"),
        ("Sheets", "worksheet"),
        ("chpater", "chapter"),
        ("dates", "timeline"),
        ("schedule", "timeline"),
        ("policy", "policies"),
        ("zzz", None),
    ],
)
def test_other_words_for_the_kinds_are_known(word: str, kind: str | None) -> None:
    assert kind_meant(word) == kind


@given(
    kind=st.sampled_from(KINDS_IN_COPIES),
    copies=st.integers(1, MOST_COPIES),
    sign=st.sampled_from([" x", " X", " x ", "×", " × ", " *"]),
)
def test_copies_are_counted_however_they_are_written(kind: str, copies: int, sign: str) -> None:
    what = "blank" if kind == "blank" else f"{kind}:log"
    assert entry(f'"{what}{sign}{copies}"').copies == copies


PIECES = st.sampled_from([*PACKET_KINDS, *"abx×8#: -*/\n\"'éß"])


@given(st.lists(PIECES, max_size=8).map("".join))
def test_any_entry_is_read_or_refused_in_one_sentence(written: str) -> None:
    quoted = "'" + written.replace("'", "''").replace("\n", "\n\n  ") + "'"
    text = f"title: A\nrole: mentee\ncontents:\n- {quoted}\n"
    assert load(text, FILE)[0] is not None
    found, problems = read_packet(text, FILE, "a")
    if found is None:
        assert [one.slug for one in problems] in (["packet"], ["empty-item"])
        assert all("\n" not in one.message + one.remedy for one in problems)
    else:
        kind, name, _, copies = said(found.contents[0])
        assert not problems and " " not in name and 1 <= copies <= MOST_COPIES
        assert bool(name) == (kind in ("", "chapter", "worksheet", "checklist", "agenda"))
