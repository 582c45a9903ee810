"""One slip in a file is one problem, however many places name what is in it."""

from __future__ import annotations

import pytest

from tests.story import Handbook

CHAPTER = """\
---
audience: [navigator]
phase: [launch]
programs: [harbour]
worksheets: [log]
---

# Welcome

[](program:harbour), [the log](worksheet:log), [the file](worksheets/log.yml), [](chapter:goals),
[](goals.md).

::: worksheet log
:::

::: checklist steps
:::
"""
PROGRAM = """\
title: Harbour
roles:
  navigator: {label: Navigator, kind: mentor}
  sailor: {label: Sailor, kind: mentee}
phases:
- {id: launch, title: Launch, from: week 1, to: week 2}
timeline:
- {id: kickoff, title: Kick-off, when: week 1 wed}
worksheets: [log]
"""
STEPS = """\
title: Steps
program: harbour
groups:
- phase: launch
  items: [{text: Go, due: kickoff + 1d}]
"""


@pytest.fixture
def harbour(handbook: Handbook) -> Handbook:
    steps = (
        "title: Steps\nprogram: harbour\ngroups:\n- phase: launch\n  items: [{text: Go, due: kickoff + 1d}]\n"
    )
    handbook.write("content/programs/harbour.yml", PROGRAM).write("content/checklists/steps.yml", steps)
    handbook.write("guidegen.yml", 'title: Mentoring\nbase_url: "https://example.org/"\n')
    handbook.write("content/programs/harbour/cohorts/spring.yml", "start: 2027-03-01\nweeks: 8\n")
    handbook.write("content/worksheets/log.yml", "title: Log\nwhen: kickoff\nfields: [{label: Date}]\n")
    handbook.write("content/goals.md", "# Goals\n").write("content/welcome.md", CHAPTER)
    return handbook.build().says()


@pytest.mark.parametrize(
    "path", ["content/programs/harbour.yml", "content/worksheets/log.yml", "content/checklists/steps.yml"]
)
def test_a_file_that_makes_no_sense_is_one_problem(harbour: Handbook, path: str) -> None:
    harbour.write(path, "title: [\n").build().says("yaml-syntax")


def test_a_chapter_that_cannot_be_read_is_one_problem(harbour: Handbook) -> None:
    (harbour.root / "content/goals.md").write_bytes(b"# Goals \xff\n")
    harbour.build().says("encoding")


def test_what_has_nothing_to_do_with_it_is_told_all_the_same(harbour: Handbook) -> None:
    harbour.write("content/worksheets/log.yml", "title: [\n")
    harbour.write("content/other.md", "---\naudience: [navigaator]\n---\n\n[x](worksheet:logg)\n").build()
    harbour.says("unknown-ref", "broken-link", "yaml-syntax")
