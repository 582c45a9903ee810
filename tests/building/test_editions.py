"""One source, a handbook for each kind of reader; nothing of one edition is in a file of another."""

from __future__ import annotations

import re

import pytest

from tests.story import Handbook

SETTINGS = """\
title: Mentoring at Example
editions:
- {id: mentee, label: Mentees, roles: [mentee]}
- {id: mentor, label: Mentors, roles: [mentor]}
- {id: coordinator, label: Coordinators, roles: all}
"""


@pytest.fixture
def editions(handbook: Handbook) -> Handbook:
    return handbook.write("guidegen.yml", SETTINGS)


def test_a_block_for_mentors_stays_out_of_the_mentee_edition(editions: Handbook) -> None:
    (
        editions.write(
            "content/first-meeting.md", "# First meeting\n\nCome.\n\n::: for mentor\nBring the form.\n:::\n"
        )
        .build()
        .shows("mentor/first-meeting/", "Bring the form.")
        .shows("coordinator/first-meeting/", "Bring the form.")
        .hides("mentee/first-meeting/", "Bring the form.")
        .write(
            "content/first-meeting.md", "# First meeting\n\nCome.\n\n::: for mentor\nBring both forms.\n:::\n"
        )
        .build()
        .made_only(
            *("mentor/first-meeting/index.html", "mentor/print/index.html"),
            *("coordinator/first-meeting/index.html", "coordinator/print/index.html"),
            *("mentor/search/sections-index.js", "coordinator/search/sections-index.js"),
        )
        .because("mentor/first-meeting/index.html", "body")
    )


def test_each_edition_has_the_forms_of_its_own_roles(editions: Handbook) -> None:
    (
        editions.write(
            "content/programs/harbour.yml",
            """\
title: Harbour
summary: For new team leads.
roles:
  mentee: {label: Mentee, kind: mentee, summary: Asks.}
  mentor: {label: Mentor, kind: mentor, summary: Listens.}
matching: {method: coordinator, form: {mentee: match-form-mentee, mentor: match-form-mentor}}
""",
        )
        .build()
        .has("mentee/worksheets/match-form-mentee/index.html")
        .lacks("mentee/worksheets/match-form-mentor/index.html")
        .shows("mentee/programs/harbour/mentee/", "What I look for in a mentor")
        .hides("mentee/programs/harbour/", "What I can offer")
    )


def test_numbers_and_neighbours_are_counted_after_the_filter(editions: Handbook) -> None:
    (
        editions.write("content/01-one.md", "# One\n")
        .write("content/02-two.md", "---\naudience: [mentor]\n---\n# Two\n")
        .write("content/03-three.md", "# Three\n")
        .build()
        .shows("mentor/three/", "Chapter 3 of 3")
        .shows("mentee/three/", "Chapter 2 of 2")
        .lacks("mentee/two/index.html")
        .hides("mentee/one/", "Two")
        .hides("mentee/three/", "Two")
    )


def test_a_folder_takes_the_audience_of_its_first_page(editions: Handbook) -> None:
    (
        editions.write("content/run/index.md", "---\naudience: [coordinator]\n---\n# Run it\n")
        .write("content/run/match.md", "# Match\n")
        .build()
        .has("coordinator/run/match/index.html")
        .lacks("mentee/run/match/index.html", "mentor/run/index.html")
    )


def test_a_link_to_another_edition_becomes_text_and_is_told(editions: Handbook) -> None:
    (
        editions.write("content/index.md", "# Welcome\n\nRead [the guide](guide.md) and [](guide.md).\n")
        .write("content/guide.md", "---\naudience: [mentor]\n---\n# Secrets of mentors\n")
        .build()
        .says("not-in-edition", "not-in-edition")
        .shows("mentee/", "Read the guide and (not in this edition).")
        .hides("mentee/", "Secrets of mentors")
    )


def test_the_switch_leads_to_the_same_chapter_or_the_nearest_section(editions: Handbook) -> None:
    editions.write("content/run/index.md", "# Run it\n").write("content/run/match.md", "# Match\n")
    editions.write("content/run/mind.md", "---\naudience: [mentor]\n---\n# Mind\n").build()
    assert 'href="../../../mentee/run/match/index.html"' in editions.page("mentor/run/match/")
    assert 'href="../../../mentee/run/index.html"' in editions.page("mentor/run/mind/")


def test_the_switch_knows_lists_and_folders_without_a_first_page(editions: Handbook) -> None:
    editions.write("content/worksheets/log.yml", "title: Log\nroles: [mentor]\nfields: [{label: Day}]\n")
    editions.write("content/worksheets/all.yml", "title: All\nfields: [{label: Day}]\n")
    editions.write("content/run/match.md", "# Match\n")
    editions.write(
        "content/glossary.yml", "terms: [{term: Goal, definition: Aim., audience: [mentor]}]\n"
    ).build()
    assert 'href="../../mentee/worksheets/index.html"' in editions.page("mentor/worksheets/")
    assert 'href="../../../mentee/worksheets/index.html"' in editions.page("mentor/worksheets/log/")
    assert 'href="../../mentee/run/index.html"' in editions.page("mentor/run/")
    assert 'href="../../mentee/index.html"' in editions.page("mentor/glossary/")
    editions.lacks("mentee/glossary/index.html")


def test_a_kind_of_role_includes_every_role_of_that_kind(editions: Handbook) -> None:
    program = """\
        title: Harbour
        roles:
          navigator: {label: Navigator, kind: mentor}
          newcomer: {label: Newcomer, kind: mentee}
        """
    (
        editions.write("content/programs/harbour.yml", program)
        .write(
            "content/index.md", "# Welcome\n\n::: for navigator\nSteer.\n:::\n\n::: for newcomer\nRow.\n:::\n"
        )
        .build()
        .shows("mentor/", "Steer.")
        .hides("mentor/", "Row.")
        .shows("mentee/", "Row.")
    )


def test_a_misspelt_audience_stops_the_build(editions: Handbook) -> None:
    editions.build()
    editions.write("content/index.md", "# Welcome\n\n::: for mentro\nBring the form.\n:::\n")
    editions.build().says("unknown-ref").is_as_before()


AUDIENCES = {
    "mentee": "word-for-mentee",
    "mentor": "word-for-mentor",
    "coordinator": "word-for-coordinator",
}


def full_of_words() -> dict[str, str]:
    """A handbook in which everything that can have an audience has one of each, with its word in it."""
    files = {
        "content/programs/spring.yml": (
            "title: Spring\nroles:\n"
            + "".join(f"  {one}: {{label: {one.title()}, kind: {one}}}\n" for one in AUDIENCES)
            + "duration: {weeks: 16}\nphases: default\ntimeline:\n"
            + "".join(
                f"- {{id: entry-{one}, title: {word} timeline, when: week 2, audience: [{one}]}}\n"
                for one, word in AUDIENCES.items()
            )
            + "chapters: [for-mentee, for-mentor, for-coordinator]\n"
            + "worksheets: [sheet-mentee, sheet-mentor, sheet-coordinator]\n"
            + "checklists: [list-mentee, list-mentor, list-coordinator]\n"
            + "cohorts:\n- {id: one, start: 2027-03-01, timezone: Europe/London}\n"
        ),
        "content/glossary.yml": "terms:\n"
        + "".join(
            f"- {{term: {word} term, id: term-{one}, definition: {word} definition, audience: [{one}]}}\n"
            for one, word in AUDIENCES.items()
        ),
        "content/worksheets/all.yml": "title: Everyone's sheet\nfields:\n- label: Common\n"
        + "".join(f"- {{label: {word} field, audience: [{one}]}}\n" for one, word in AUDIENCES.items()),
        "content/checklists/all.yml": "title: Everyone's list\nitems:\n- Common\n"
        + "".join(
            f"- {{id: {one}, text: {word} item, audience: [{one}]}}\n" for one, word in AUDIENCES.items()
        ),
        "content/all.md": "# Everyone\n\nCommon text.\n\n"
        + "".join(
            f"::: for {one}\n## {word} heading\n\n{word} block[^{one}] ![{word} picture]({one}.svg)\n:::\n\n"
            f"- Plain\n- {word} bullet {{for={one}}}\n\n- [ ] Common\n- [ ] {word} task {{for={one}}}\n\n"
            f"[^{one}]: {word} footnote\n\n"
            for one, word in AUDIENCES.items()
        ),
    }
    for one, word in AUDIENCES.items():
        files[f"content/for-{one}.md"] = (
            f"---\naudience: [{one}]\nsummary: {word} summary\naliases: [{word}-alias/]\n---\n"
            f"# {word} chapter\n\nSee [](worksheet:sheet-{one}).\n\n"
            f"::: worksheet\nid: inner-{one}\ntitle: {word} inner\nfields:\n- label: x\n:::\n"
        )
        files[f"content/worksheets/sheet-{one}.yml"] = (
            f"title: {word} sheet\nroles: [{one}]\nfields:\n- label: x\n"
        )
        files[f"content/checklists/list-{one}.yml"] = f"title: {word} list\nrole: {one}\nitems: [x]\n"
        files[f"content/{one}.svg"] = f'<svg xmlns="http://www.w3.org/2000/svg"><title>{word}</title></svg>'
    return files


def test_no_text_of_another_edition_is_in_any_file_of_an_edition(handbook: Handbook) -> None:
    handbook.write("guidegen.yml", SETTINGS.replace("roles: all", "roles: [coordinator]"))
    for path, text in full_of_words().items():
        handbook.write(path, text)
    handbook.build()
    assert handbook.outcome is not None
    assert [one.message for one in handbook.outcome.problems if one.level == "error"] == []
    kinds = "timeline term definition field item heading block bullet task footnote summary chapter"
    for one, word in AUDIENCES.items():
        own = b"\n".join(content for path, content in handbook.site().items() if path.startswith(f"{one}/"))
        for kind in (*kinds.split(), "inner", "sheet", "list"):
            assert f"{word} {kind}".encode() in own, f"{word} {kind} is missing from its own edition"
        for other in AUDIENCES.keys() - {one}:
            leaks = [
                path
                for path, content in handbook.site().items()
                if path.startswith(f"{one}/") and AUDIENCES[other].encode() in content + path.encode()
            ]
            assert leaks == []
    root = b"\n".join(content for path, content in handbook.site().items() if "/" not in path)
    assert not re.search(rb"word-for-\w+", root)
