"""The prints of a handbook: what is in them, in which order, and what they are made from."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

from guidegen.shaping import prints
from tests.story import Handbook

SECTION = {
    "content/prepare/index.md": "# Prepare\n\nBefore you begin. See [the goals](goals.md#test-it).\n",
    "content/prepare/goals.md": "# Goals\n\n## Test it\n\nRead [why](why.md) and [the rest](../end.md).\n",
    "content/prepare/why.md": "# Why\n\nBecause.\n",
    "content/end.md": "# The end\n\nSee [the test](prepare/goals.md#test-it).\n",
}


@pytest.fixture
def book(handbook: Handbook) -> Handbook:
    for path, text in SECTION.items():
        handbook.write(path, text)
    return handbook


class Pieces(HTMLParser):
    """The pieces of a print in order, its ids and its links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if "piece" in (found.get("class") or "").split():
            self.pieces.append(found.get("id") or "")
        if found.get("id"):
            self.ids.append(found["id"] or "")
        if found.get("href"):
            self.hrefs.append(found["href"] or "")


def pieces(handbook: Handbook, path: str = "print/") -> list[str]:
    return Pieces(handbook.page(path)).pieces


def test_the_handbook_is_bound_in_reading_order(book: Handbook) -> None:
    book.build().says()
    assert pieces(book) == [
        "section-front",
        "chapter-end",
        *("section-prepare", "chapter-prepare-goals", "chapter-prepare-why"),
    ]
    book.shows("print/", "Be kind.", "Before you begin.", "Because.", "The end")


def test_a_section_is_bound_alone_and_offers_it(book: Handbook) -> None:
    book.build().shows("prepare/", "Print this section")
    assert pieces(book, "print/prepare/") == [
        "section-prepare",
        "chapter-prepare-goals",
        "chapter-prepare-why",
    ]
    assert 'href="../print/prepare/index.html"' in book.page("prepare/")
    assert 'href="print/index.html"' in book.page("")


def test_links_lead_to_where_things_are_in_this_print(book: Handbook) -> None:
    book.build()
    whole, section = Pieces(book.page("print/")), Pieces(book.page("print/prepare/"))
    assert whole.hrefs.count("#chapter-prepare-goals--test-it") == 2
    assert "#chapter-end" in whole.hrefs
    assert "#chapter-prepare-why" in section.hrefs
    assert "../../end/index.html" in section.hrefs


def test_chapters_keep_the_numbers_of_the_handbook(book: Handbook) -> None:
    book.build()
    section = book.page("print/prepare/")
    assert re.findall(r'class="numeral"[^>]*>(\d+)<', section) == ["2", "3"]
    assert 'data-where="chapter 2"' in section


def test_a_section_of_one_chapter_is_its_chapter(handbook: Handbook) -> None:
    handbook.write("content/one/only.md", "# Only\n").build().lacks("print/one/index.html")


def test_what_stands_around_a_page_is_not_printed(book: Handbook) -> None:
    book.build().hides("print/", '<nav class="contents"', "neighbours", "onpage", "today.js", "sheets.js")


def test_sheets_that_stand_in_a_chapter_are_not_bound_again(handbook: Handbook) -> None:
    (
        handbook.write(
            "content/worksheets/log.yml",
            "title: Log\nsections: [{fields: [{id: a, type: text, label: A}]}]\n",
        )
        .write(
            "content/worksheets/map.yml",
            "title: Map\nsections: [{fields: [{id: a, type: text, label: A}]}]\n",
        )
        .write("content/notes.md", "# Notes\n\n::: worksheet log\n:::\n\nAnd [the log](worksheet:log).\n")
        .build()
        .says()
    )
    assert pieces(handbook) == ["section-front", "chapter-notes", "worksheets-map"]
    assert "#chapter-notes--sheet-log" in Pieces(handbook.page("print/")).hrefs


def test_programs_are_bound_with_the_days_of_their_current_cohorts(handbook: Handbook) -> None:
    handbook.write(
        "content/programs/pair.yml",
        """
        title: In pairs
        duration: {weeks: 8}
        roles: {mentee: {kind: mentee, label: Mentee}, mentor: {kind: mentor, label: Mentor}}
        cohorts:
        - {id: this, start: 2027-03-01}
        - {id: last, start: 2025-03-03, status: archived}
        """,
    ).write("content/glossary.yml", "terms: [{term: Mentee, definition: Who asks.}]\n").build().says()
    assert pieces(handbook)[1:] == [
        "programs-pair",
        "programs-pair-cohorts-this",
        "glossary",
    ]


def test_every_id_of_a_print_is_unique_and_every_link_within_arrives(book: Handbook) -> None:
    book.build()
    for path in ("print/", "print/prepare/"):
        found = Pieces(book.page(path))
        assert len(found.ids) == len(set(found.ids))
        assert {unquote(one[1:]) for one in found.hrefs if one.startswith("#")} <= set(found.ids)


def test_a_print_is_made_again_only_when_something_in_it_changed(book: Handbook) -> None:
    (
        book.build()
        .write("content/prepare/why.md", "# Why\n\nBecause it helps.\n")
        .build()
        .made_only(
            *("prepare/why/index.html", "print/index.html", "print/prepare/index.html"),
            "search/sections-prepare.js",
        )
        .because("print/prepare/index.html", "pieces")
        .write("content/end.md", "# The end\n\nGo.\n")
        .build()
        .made_only("end/index.html", "print/index.html", "search/sections-index.js")
    )


def test_a_template_of_the_project_holds_on_paper_too(book: Handbook) -> None:
    book.build().write(
        "templates/chapter.html", '{% extends "default/chapter.html" %}{% block text %}Mine.{% endblock %}'
    ).build()
    assert "template" in book.made()["print/index.html"]
    book.shows("print/", "Mine.").hides("print/", "Because.")


def test_a_mistake_in_a_template_is_told_once(book: Handbook) -> None:
    book.write("templates/chapter.html", "{{ nonsense }}").build().says("template")


def test_what_is_too_long_for_a_browser_is_bound_in_sections_alone(
    book: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prints, "MOST_PAGES", 3)
    book.build().lacks("print/index.html").has("print/prepare/index.html")
    assert "print/index.html" not in book.page("")


def test_a_print_gives_way_to_a_chapter_at_its_address(book: Handbook) -> None:
    book.write("content/print.md", "# How to print\n\nPress the button.\n").build().says()
    book.shows("print/", "Press the button.").has("print/prepare/index.html")


def test_search_engines_are_led_to_the_pages_and_not_to_prints(book: Handbook) -> None:
    book.write("guidegen.yml", "title: Mentoring\nbase_url: https://example.org/\n").build()
    assert "print" not in book.site()["sitemap.xml"].decode()
    assert '<meta name="robots" content="noindex">' in book.page("print/")


def test_an_edition_is_bound_for_its_own_readers(handbook: Handbook) -> None:
    (
        handbook.write(
            "guidegen.yml",
            "title: M\neditions: [{id: mentee, label: Mentees, roles: [mentee]},"
            " {id: all, label: All, roles: all}]\n",
        )
        .write("content/secret.md", "---\naudience: [mentor]\n---\n# Secret\n\nHush.\n")
        .build()
        .hides("mentee/print/", "Hush.")
        .shows("all/print/", "Hush.")
    )


def test_the_cover_of_the_only_edition_does_not_say_that_it_is_for_itself(book: Handbook) -> None:
    book.build().says()
    assert "cover-role" not in book.page("print/")


def test_a_chapter_in_a_print_says_in_its_head_when_it_was_reviewed_and_lists_no_sheets(
    book: Handbook,
) -> None:
    book.write("content/worksheets/log.yml", "title: Log\nfields: [{type: text, label: What}]\n")
    head = "---\ntitle: Why\nreviewed: 2026-01-05\nworksheets: [log]\n---\n\nBecause.\n"
    book.write("content/prepare/why.md", head).build()
    assert "To fill in and to tick" in book.page("prepare/why/")
    piece = book.page("print/").partition('id="chapter-prepare-why"')[2].partition("</section>")[0]
    assert "2026-01-05" in piece.partition("</header>")[0]
    assert "To fill in and to tick" not in piece and 'class="kept"' not in piece
