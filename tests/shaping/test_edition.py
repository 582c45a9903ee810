"""Who sees what: the filter comes first, and a role goes by its id and by its kind."""

from __future__ import annotations

import pytest

from guidegen.model.handbook import Edition
from guidegen.model.problem import NOWHERE
from guidegen.model.program import Program, Role
from guidegen.model.prose import Text
from guidegen.shaping.edition import cast_of


def text(words: str) -> Text:
    return Text(words, (words,))


def edition(*roles: str) -> Edition:
    return Edition("x", text("X"), roles or None, "x/", "en", NOWHERE)


HARBOUR = Program(
    "harbour",
    text("Harbour"),
    NOWHERE,
    roles=(
        Role("navigator", text("Navigator"), "mentor", NOWHERE),
        Role("newcomer", text("Newcomer"), "mentee", NOWHERE),
        Role("office", text("Office"), "coordinator", NOWHERE),
    ),
)


@pytest.mark.parametrize(
    ("reader", "audience", "sees"),
    [
        (edition(), ("mentor",), True),
        (edition("mentee"), (), True),
        (edition("mentor"), ("mentor",), True),
        (edition("mentee"), ("mentor",), False),
        (edition("mentor"), ("navigator",), True),
        (edition("navigator"), ("mentor",), True),
        (edition("navigator"), ("newcomer",), False),
        (edition("mentee", "coordinator"), ("office",), True),
        (edition("mentee"), ("mentor", "mentee"), True),
        (edition("sponsor"), ("mentor",), False),
        (edition("sponsor"), ("sponsor",), True),
    ],
)
def test_a_name_is_the_id_of_a_role_or_a_kind_of_roles(
    reader: Edition, audience: tuple[str, ...], sees: bool
) -> None:
    assert cast_of([HARBOUR]).includes(reader, audience) is sees


def test_a_name_that_nobody_has_is_for_nobody() -> None:
    assert not cast_of([HARBOUR]).includes(edition("mentor"), ("mentro",))


def test_without_programs_the_kinds_are_there() -> None:
    assert cast_of([]).includes(edition("mentor"), ("mentor",))
