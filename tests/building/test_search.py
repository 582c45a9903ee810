"""What can be found in an edition: everything that it shows, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from guidegen.building import preview as previews
from guidegen.building import search
from tests.story import Handbook

PROGRAM = """\
title: Harbour mentoring
summary: Sixteen weeks, one to one.
duration: {weeks: 16}
phases:
- {id: begin, title: Beginnings, from: week 1, to: week 2, summary: Meet and agree.}
timeline:
- {id: midpoint, title: Half-way review, when: week 8 fri}
meetings:
- id: call
  title: Cohort call
  roles: [mentor, mentee]
  repeat: {every: 2w, on: wed, at: "17:00", from: week 1, count: 2}
  duration: 60m
  occurrences: {2: {title: Feedback that lands}}
faq:
- {q: "Must I pay?", a: "No, it is free."}
cohorts:
- {id: autumn, title: Autumn 2026, start: 2026-11-09, timezone: Europe/London}
"""

FILES = {
    "guidegen.yml": """\
        title: Guiding
        base_url: https://example.org/
        editions:
        - {id: mentee, label: For mentees, roles: [mentee]}
        - {id: mentor, label: For mentors, roles: [mentor]}
    """,
    "content/index.md": "# Guiding\n\nWelcome aboard.\n",
    "content/goals.md": "# Your goals\n\nWrite them down.[^a]\n\n## Small ones\n\nBegin here.\n\n"
    "::: for mentor\nSECRET words\n:::\n\n[^a]: On paper, too.\n",
    "content/lead.md": "---\naudience: [mentor]\n---\n# SECRET chapter\n",
    "content/hidden.md": "---\nsearch: no\n---\n# Minutes\n\nFor the record.\n",
    "content/01-work/index.md": "# Work\n",
    "content/01-work/ask.md": "---\nsummary: A good question.\n---\n# Ask\n\n- [ ] Call them {#call}\n",
    "content/worksheets/aims.yml": """\
        title: My aims
        purpose: One page.
        roles: [mentee, mentor]
        sections:
        - title: Next year
          fields:
          - {id: aim, label: Where to, type: text}
          - {id: led, label: SECRET, type: text, audience: [mentor]}
    """,
    "content/checklists/begin.yml": "title: Before\nitems: [Bring a cup]\n",
    "content/glossary.yml": "terms:\n- {term: Sponsor, aliases: [patron], definition: Who *pays*.}\n",
    "content/packets/kit.yml": "title: Kit\nrole: mentee\ncontents: [chapter:goals]\n",
}


@pytest.fixture
def book(handbook: Handbook) -> Handbook:
    for path, text in FILES.items():
        handbook.write(path, text)
    return handbook.write("content/programs/harbour.yml", PROGRAM)


def told(site: dict[str, bytes], edition: str = "mentee") -> dict[str, Any]:
    """Return what can be found in an edition, by address."""
    start = f"{edition}/search/sections-".lstrip("/")
    scripts = [content.decode() for path, content in site.items() if path.startswith(start)]
    pages = [
        page
        for one in scripts
        for page in json.loads(one.removeprefix("guidegen.sections(").removesuffix(");\n"))
    ]
    assert len({page["address"] for page in pages}) == len(pages)
    return {page["address"]: page for page in pages}


def test_a_chapter_is_found_by_title_headings_words_and_footnotes(book: Handbook) -> None:
    page = told(book.build().site())["goals/index.html"]
    assert page["title"] == "Your goals"
    assert page["where"].startswith("Chapter ")
    assert page["sections"] == [
        ["", "", "Write them down. On paper, too."],
        ["small-ones", "Small ones", "Begin here."],
    ]


def test_everything_with_a_name_is_found(book: Handbook) -> None:
    found = told(book.build().site())
    assert {page["title"]: page["where"] for page in found.values()}.items() >= {
        "Guiding": "",
        "Work": "Section",
        "Harbour mentoring": "Program",
        "Mentor": "Role \u00b7 Harbour mentoring",
        "Autumn 2026": "Cohort \u00b7 Harbour mentoring",
        "My aims": "Worksheet",
        "Before": "Checklist",
        "Kit": "Packet \u00b7 Mentees",
        "Sponsor, patron": "Glossary",
        "My progress": "",
    }.items()
    assert found["glossary/index.html#term-sponsor"]["sections"] == [["", "", "Who pays."]]
    assert found["worksheets/aims/index.html"]["about"] == "One page."
    assert found["worksheets/aims/index.html"]["sections"][1] == [
        "sheet-aims--part-1",
        "Next year",
        "Where to",
    ]
    assert found["checklists/begin/index.html"]["sections"] == [["", "", "Bring a cup"]]
    assert found["work/ask/index.html"]["sections"] == [["", "", "Call them"]]
    assert found["work/ask/index.html"]["about"] == "A good question."


def test_a_program_is_found_by_its_plan_and_a_cohort_by_the_topics_of_its_meetings(book: Handbook) -> None:
    found = told(book.build().site())
    program = {
        name: [heading, text] for name, heading, text in found["programs/harbour/index.html"]["sections"]
    }
    assert program["phase-begin"] == ["Beginnings", "Meet and agree."]
    assert program["entry-midpoint"][0] == "Half-way review"
    assert "it is free" in program[""][1]
    cohort = found["programs/harbour/cohorts/autumn/index.html"]["sections"]
    assert [one[1] for one in cohort[1:]] == ["Cohort call 2: Feedback that lands"]


def test_what_is_found_is_where_it_says(book: Handbook) -> None:
    site = book.build().site()
    for edition in ("mentee", "mentor"):
        for page in told(site, edition).values():
            path, _, fragment = page["address"].partition("#")
            html = site[f"{edition}/{path}"].decode()
            for name in filter(None, (fragment, *(one[0] for one in page["sections"]))):
                assert f'id="{name}"' in html, (path, name)


def test_nothing_of_another_edition_can_be_found(book: Handbook) -> None:
    site = book.build().site()
    mentee = [content for path, content in site.items() if path.startswith("mentee/search/")]
    assert mentee
    assert not any(b"SECRET" in one for one in mentee)
    assert "SECRET chapter" in {page["title"] for page in told(site, "mentor").values()}


def test_a_chapter_that_says_so_is_left_out_and_its_page_is_there(book: Handbook) -> None:
    site = book.build().site()
    assert b"Minutes" in site["mentee/hidden/index.html"]
    assert not any(b"For the record" in one for path, one in site.items() if "/search/" in path)


def test_an_edit_of_words_makes_the_part_again_that_has_them_and_no_other(book: Handbook) -> None:
    book.build()
    book.write("content/01-work/ask.md", "# Ask\n\n- [ ] Call all of them {#call}\n").build()
    made = [path for path in book.made() if "/search/" in path]
    assert made == ["mentee/search/sections-work.js", "mentor/search/sections-work.js"]


def test_the_pages_know_which_parts_there_are(book: Handbook) -> None:
    site = book.build().site()
    script = site["mentee/progress/handbook.js"].decode()
    value = json.loads(script.removeprefix("window.guidegen = ").removesuffix(";\n"))
    there = {path.removeprefix("mentee/") for path in site if path.startswith("mentee/search/sections-")}
    assert set(value["parts"]) == there
    assert {"search/sections-index.js", "search/sections-work.js", "search/sections-glossary.js"} <= there


def test_a_large_edition_keeps_titles_headings_and_first_sentences(
    book: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MANY", 10)
    book.write(
        "content/goals.md", "# Your goals\n\nWrite them down. Then wait.\n\n## Small ones\n\nBegin. Go on.\n"
    )
    page = told(book.build().site())["goals/index.html"]
    assert page["sections"] == [["", "", "Write them down."], ["small-ones", "Small ones", "Begin."]]


def test_search_engines_are_told_to_leave_the_page_alone_and_the_sitemap_has_it_not(book: Handbook) -> None:
    site = book.build().site()
    assert b'<meta name="robots" content="noindex">' in site["mentee/search/index.html"]
    assert b"/goals/" in site["sitemap.xml"]
    assert b"search" not in site["sitemap.xml"]


def test_no_print_has_the_page(book: Handbook) -> None:
    html = book.build().site()["mentee/print/index.html"]
    assert b"Write them down" in html
    assert b"data-search" not in html
    assert b"opens-search" not in html


def test_a_chapter_at_its_address_introduces_it_and_can_be_linked_to(book: Handbook) -> None:
    book.write("content/search.md", "# Look it up\n\nSpell it as you like.\n")
    book.write("content/index.md", "# Guiding\n\nSee [](/search/).\n")
    html = book.build().says().site()["mentee/search/index.html"].decode()
    assert "<h1>Look it up</h1>" in html
    assert "Spell it as you like" in html


def test_a_preview_finds_new_words_and_looks_into_no_page_before_somebody_searches(book: Handbook) -> None:
    book.write("guidegen.yml", "title: Guiding\n")
    preview = previews.begin(book.root)
    assert preview.made is not None
    previews.answer(preview, "index.html")
    assert preview.made.looked_into == {"index.html"}
    path = "search/sections-work.js"
    before = previews.answer(preview, path)
    book.write("content/01-work/ask.md", "---\nsummary: A good question.\n---\n# Ask\n\n- [ ] Sing {#call}\n")
    after = previews.answer(previews.renewed(preview), path)
    assert before is not None
    assert after is not None
    assert "Call them" in before.content.decode()
    assert "Sing" in after.content.decode()
