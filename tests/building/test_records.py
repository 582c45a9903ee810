"""The things that can happen to a site between two builds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guidegen.building.records import Known, Record, Target, orphans, read_records, stale, write_records
from guidegen.rendering.views import Piece

NAVIGATION = ("Welcome", "Goals")


@dataclass(frozen=True)
class Page:
    title: str
    body: str
    navigation: tuple[str, ...]


def drawn(view: Any) -> bytes:
    return repr(view).encode()


def page(
    path: str,
    *,
    title: str = "Goals",
    body: str = "Be kind.",
    navigation: tuple[str, ...] = NAVIGATION,
    template: str = "v1",
) -> Target:
    return Target(path, Page(title, body, navigation), recipe=drawn, tools={"template": template})


LAST_TIME = {path: Record(page(path).inputs(), output="") for path in ("welcome.html", "goals.html")}


def the_reasons(*plan: Target) -> dict[str, tuple[str, ...]]:
    return {target.path: reasons for target, reasons in stale(plan, LAST_TIME)}


def test_nothing_changed() -> None:
    assert the_reasons(page("welcome.html"), page("goals.html")) == {}


def test_a_chapter_was_edited() -> None:
    assert the_reasons(page("goals.html", body="Be brave.")) == {"goals.html": ("body",)}


def test_a_chapter_was_added() -> None:
    assert the_reasons(page("agenda.html")) == {"agenda.html": ("new",)}


def test_a_chapter_was_renamed() -> None:
    renamed = ("Welcome", "Aims")
    plan = page("welcome.html", navigation=renamed), page("goals.html", navigation=renamed, title="Aims")
    assert the_reasons(*plan) == {"welcome.html": ("navigation",), "goals.html": ("navigation", "title")}


def test_a_template_was_edited() -> None:
    assert the_reasons(page("goals.html", template="v2")) == {"goals.html": ("template",)}


def test_a_tool_that_was_not_there_before_is_a_reason() -> None:
    target = Target("goals.html", page("goals.html").view, drawn, {"template": "v1", "words": "en"})
    assert the_reasons(target) == {"goals.html": ("words",)}


def test_a_chapter_was_removed() -> None:
    assert orphans([page("welcome.html")], LAST_TIME) == ["goals.html"]


def test_records_come_back_as_they_were_kept(tmp_path: Path) -> None:
    write_records(tmp_path / "records.json", LAST_TIME)
    assert read_records(tmp_path / "records.json") == LAST_TIME


def damaged() -> Iterator[bytes]:
    yield from (b"", b"{", b"[]", b'{"a": 1}', b'{"a": [1, 2]}', b"\xff")


def test_damaged_records_are_as_good_as_none(tmp_path: Path) -> None:
    for content in damaged():
        (tmp_path / "records.json").write_bytes(content)
        assert read_records(tmp_path / "records.json") == {}


def test_a_print_is_made_again_when_one_of_its_pieces_differs_and_only_then() -> None:
    first, same, other = _Leaf("one"), _Leaf("one"), _Leaf("two")
    known = Known()
    prints = [
        Target("print/index.html", _Bound((Piece(leaf, "a", "chapter"),)), bytes).inputs(known)
        for leaf in (first, same, other)
    ]
    assert prints[0] == prints[1] != prints[2]
    renamed = Target("print/index.html", _Bound((Piece(first, "b", "chapter"),)), bytes).inputs(known)
    assert renamed != prints[0]


@dataclass(frozen=True, slots=True)
class _Leaf:
    title: str


@dataclass(frozen=True, slots=True)
class _Bound:
    pieces: tuple[Piece, ...]
