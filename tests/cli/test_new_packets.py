"""`guidegen new packet`, as an author types it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from guidegen.cli.main import run
from tests.story import Handbook

Captured = pytest.CaptureFixture[str]

HARBOUR = """\
title: Harbour
owner: office
roles:
  guide: {label: Guide, kind: mentor}
  guest: {label: Guest, kind: mentee}
phases: default
duration: {weeks: 16}
policies: {exit: Say so.}
packets:
- {id: inside, title: Inside, role: guest, contents: [timeline]}
cohorts:
- {id: autumn, start: 2026-09-14, timezone: Europe/London}
"""


@pytest.fixture
def here(handbook: Handbook, monkeypatch: pytest.MonkeyPatch) -> Handbook:
    """A handbook with a program, chapters and sheets, and its folder as the current one."""
    monkeypatch.chdir(handbook.root)
    contacts = "contacts: {office: {name: Office, email: office@example.org}}"
    return (
        handbook.write("guidegen.yml", f'title: Harbour\nbase_url: "https://example.org/"\n{contacts}\n')
        .write("content/programs/harbour.yml", HARBOUR)
        .write("content/01-prepare/goals.md", "# Goals\n")
        .write("content/guides.md", "---\naudience: [guide]\n---\n# For guides\n")
        .write("content/worksheets/log.yml", "title: Log\nfields: [{label: What}]\n")
        .write("content/checklists/steps.yml", "title: Steps\nrole: guest\nitems: [Read]\n")
    )


def written(here: Handbook, name: str) -> str:
    return (here.root / "content" / "packets" / f"{name}.yml").read_text(encoding="utf-8")


def test_a_new_packet_is_whole(here: Handbook, capsys: Captured) -> None:
    assert run(["new", "packet", "first-days", "--title", 'The "first" days']) == 0
    assert capsys.readouterr().out == (
        "Wrote content/packets/first-days.yml\n"
        'No role is part of "first-days", so it is for guest. '
        "For others write another role into it: guide, coordinator.\n"
    )
    here.build().says().shows("packets/first-days/", 'The "first" days')


@pytest.mark.parametrize(
    ("arguments", "role"),
    [
        (("first-days",), "guest"),
        (("guide-pack",), "guide"),
        (("mentor",), "guide"),
        (("mentors-autumn",), "guide"),
        (("coordinator",), "coordinator"),
        (("first-days", "--role", "coordinator"), "coordinator"),
        (("guest-pack", "--role", "mentor"), "guide"),
    ],
)
def test_it_is_for_the_role_in_its_id_or_the_one_that_is_named(
    arguments: tuple[str, ...], role: str, here: Handbook
) -> None:
    assert run(["new", "packet", *arguments]) == 0
    assert f"\nrole: {role}\nprogram: harbour\n" in written(here, arguments[0])
    here.build().says()


def test_a_role_that_is_none_is_told_and_nothing_is_written(here: Handbook, capsys: Captured) -> None:
    assert run(["new", "packet", "first-days", "--role", "guid"]) == 2
    assert 'There is no role "guid". Did you mean "guide"?' in capsys.readouterr().err
    assert not (here.root / "content" / "packets").exists()


def test_what_stands_behind_a_mark_of_comment_is_right(here: Handbook) -> None:
    assert run(["new", "packet", "guest"]) == 0
    text = re.sub("^# (?=- |[a-z]+: )", "", written(here, "guest"), flags=re.M).replace("ID ", "autumn ")
    assert "- chapter:prepare/goals\n" in text and "- worksheet:log\n- checklist:steps\n- timeline\n" in text
    assert "guides" not in text
    here.write("content/packets/guest.yml", text).build().says()


def test_without_a_program_it_is_whole_too(handbook: Handbook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(handbook.root)
    assert run(["new", "packet", "mentee"]) == 0
    handbook.build().says()
    assert "program" not in written(handbook, "mentee")


@pytest.mark.parametrize(
    ("name", "where"), [("inside", "content/programs/harbour.yml"), ("one", "content/packets/x.yml")]
)
def test_one_that_is_there_is_left_alone(name: str, where: str, here: Handbook, capsys: Captured) -> None:
    here.write("content/packets/x.yml", "id: one\ntitle: One\nrole: guest\ncontents: [timeline]\n")
    assert run(["new", "packet", name]) == 2
    assert f'There is already a packet "{name}", in {where}.' in capsys.readouterr().err
    assert not (here.root / "content" / "packets" / f"{name}.yml").exists()


def test_a_file_is_never_overwritten(here: Handbook, tmp_path: Path, capsys: Captured) -> None:
    here.write("content/packets/plan.yml", "broken: [")
    assert run(["new", "packet", "plan"]) == 2
    assert "content/packets/plan.yml is already there, and stays as it is." in capsys.readouterr().err
    assert written(here, "plan") == "broken: ["
