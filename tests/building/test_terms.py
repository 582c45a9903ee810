"""Words of the glossary, from the files of a handbook to its pages and prints."""

from __future__ import annotations

import re
from datetime import date

import pytest

from guidegen.building.build import check
from tests.story import Handbook

GLOSSARY = """\
terms:
- {term: goal, definition: What *you* want., aliases: [aim]}
- {term: program office, definition: "Those who help with a [goal](term:goal)."}
- {term: GROW, definition: Four steps.}
- {term: secret, definition: Kept from mentees., audience: [mentor]}
"""

MARK = re.compile(
    r'<button class="term" type="button" popovertarget="meaning--([^"]+)">(.*?)</button>', re.DOTALL
)

EDITIONS = (
    "title: Mentoring\neditions:\n- {id: mentee, label: Mentees, roles: [mentee]}\n"
    "- {id: mentor, label: Mentors, roles: [mentor]}\n"
)


@pytest.fixture
def book(handbook: Handbook) -> Handbook:
    return handbook.write("content/glossary.yml", GLOSSARY)


def marks(book: Handbook, path: str) -> list[tuple[str, str]]:
    """Return which terms are marked on a page, each with its words."""
    return MARK.findall(book.page(path))


def explained(book: Handbook, path: str) -> list[str]:
    return re.findall(r'<div class="meaning" id="meaning--([^"]+)" popover>', book.page(path))


def test_a_word_is_marked_where_it_is_said_first_and_explained_once(book: Handbook) -> None:
    book.write("content/a.md", "# A\n\nNo *Aims*, no goal. The program\noffice.\n\n- GROW\n").build().says()
    assert marks(book, "a/") == [
        ("goal", "Aims"),
        ("program-office", "program\noffice"),
        ("grow", "GROW"),
    ]
    assert explained(book, "a/") == ["goal", "program-office", "grow"]
    assert "<p>What <em>you</em> want.</p>" in book.page("a/")
    assert '<a href="../glossary/index.html#term-goal">goal</a>' in book.page("a/"), "in the definition"


@pytest.mark.parametrize(
    "text",
    [
        "## A goal\n",
        "[A goal](index.md)\n",
        "`goal`\n\n```\ngoal\n```\n",
        "Write *go*al, go[al](index.md), goal.txt or goal@example.org.\n",
        "- [ ] A goal\n",
        "::: cards\n- [Home](index.md): a goal\n:::\n",
        "::: details The goal\nText.\n:::\n",
        "::: note The goal\nText.\n:::\n",
        "| goal |\n|---|\n| text |\n",
        "goal\n: text\n",
        "<abbr>goal</abbr> <a href='index.md'>a <b>goal</b></a>\n\n<h2>\n\ngoal\n\n</h2>\n",
        "![goal](path.svg)\n",
    ],
)
def test_nothing_is_marked_in_headings_links_code_and_names(book: Handbook, text: str) -> None:
    book.write("content/path.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='3'/>")
    book.write("content/a.md", f"# The goal\n\n{text}\nThe end: GROW.\n").build().says()
    assert marks(book, "a/") == [("grow", "GROW")]


@pytest.mark.parametrize(
    "text",
    [
        "::: note\nA goal.\n:::\n",
        "::: steps\n1. A goal\n:::\n",
        "::: pairs\nWhat\n: a goal\n:::\n",
        "> A goal\n",
        "| What |\n|---|\n| A goal |\n",
        "Text.[^1]\n\n[^1]: A goal.\n",
        "<details><summary>More</summary>\n\nA goal.\n\n</details>\n",
        "<span class='x'>A</span> goal\n",
    ],
)
def test_text_in_blocks_is_running_text_too(book: Handbook, text: str) -> None:
    book.write("content/a.md", f"# A\n\n{text}").build().says()
    assert marks(book, "a/") == [("goal", "goal")]


def test_a_link_to_a_word_is_drawn_alike_and_counts_as_the_first_time(book: Handbook) -> None:
    book.write(
        "content/a.md", "# A\n\n[What you want](term:goal) is a goal. A [](term:grow).\n"
    ).build().says()
    assert marks(book, "a/") == [("goal", "What you want"), ("grow", "GROW")]
    book.write("content/a.md", "# A\n\n## The [goal](term:goal)\n\nA goal.\n").build().says()
    assert '<a href="../glossary/index.html#term-goal">goal</a></h2>' in book.page("a/")
    assert marks(book, "a/") == [("goal", "goal")], "a heading is not asked"


def test_what_an_edition_leaves_out_is_not_the_first_time(book: Handbook) -> None:
    book.write("guidegen.yml", EDITIONS)
    book.write("content/a.md", "# A\n\n::: for mentor\nA goal, a secret.\n:::\n\nMy goals, no secret.\n")
    book.build().says()
    assert marks(book, "mentor/a/") == [("goal", "goal"), ("secret", "secret")]
    assert marks(book, "mentee/a/") == [("goal", "goals")]
    book.hides("mentee/a/", "Kept from mentees.")


def test_terms_chapters_and_handbooks_can_be_left_alone(book: Handbook) -> None:
    text = "A goal, [GROW](term:grow).\n"
    book.write("content/a.md", f"---\nterms: no\n---\n# A\n\n{text}").write("content/b.md", f"# B\n\n{text}")
    book.build().says()
    assert (marks(book, "a/"), len(marks(book, "b/"))) == ([("grow", "GROW")], 2)
    book.write("guidegen.yml", "title: Mentoring\nterms: no\n")
    book.write("content/c.md", f"---\nterms: yes\n---\n# C\n\n{text}").build().says()
    assert (len(marks(book, "b/")), len(marks(book, "c/"))) == (1, 2)
    book.write("guidegen.yml", "title: Mentoring\n")
    book.write("content/glossary.yml", GLOSSARY.replace("[aim]}", "[aim], mark: no}")).build().says()
    assert marks(book, "b/") == [("grow", "GROW")]


def test_a_chapter_in_another_language_has_no_words_of_this_glossary(book: Handbook) -> None:
    book.write("content/a.md", "---\nlang: de\n---\n# A\n\nEin goal.\n").build().says()
    assert marks(book, "a/") == []


def test_a_new_meaning_makes_the_pages_again_that_say_the_word_and_no_other(book: Handbook) -> None:
    (
        book.write("content/a.md", "# A\n\nA goal.\n")
        .write("content/b.md", "# B\n\nNothing.\n")
        .build()
        .write("content/glossary.yml", GLOSSARY.replace("Four", "Five"))
        .build()
        .made_only("glossary/index.html", "print/index.html", "search/sections-glossary.js")
        .write("content/glossary.yml", GLOSSARY.replace("*you*", "we"))
        .build()
        .because("a/index.html", "terms")
    )
    assert "b/index.html" not in book.made()


def test_a_print_says_each_word_once_behind_everything_and_has_no_buttons(book: Handbook) -> None:
    book.write("content/prepare/index.md", "# Prepare\n").write("content/prepare/a.md", "# A\n\nA goal.\n")
    book.write("content/prepare/b.md", "# B\n\nNo goal, but GROW.\n").build().says()
    for path in ("print/prepare/", "print/"):
        page = book.page(path)
        assert 'class="term" type' not in page and "meaning--" not in page
        assert page.count("What <em>you</em> want.") == 1
        assert re.search(r'A <a class="term within" href="#([^"]+)--term-goal">goal</a>\.', page)
    book.shows("print/prepare/", "Words used here", "Four steps.").hides("print/prepare/", "Those who help")
    assert "Words used here" not in book.page("print/")


def test_a_packet_explains_what_its_readers_may_read(book: Handbook) -> None:
    book.write("content/programs/spring.yml", "title: Spring\n")
    book.write("content/a.md", "# A\n\nA goal, a secret.\n")
    for role in ("mentee", "mentor"):
        packet = f"title: For you\nrole: {role}\ncontents: [chapter:a]\n"
        book.write(f"content/packets/{role}.yml", packet)
    book.build()
    book.shows("packets/mentor/", "What you want.", "Kept from mentees.")
    book.shows("packets/mentee/", "What you want.", "a secret").hides("packets/mentee/", "Kept from")


def test_a_passage_in_a_packet_marks_what_it_says(book: Handbook) -> None:
    book.write("content/a.md", "# A\n\nGROW\n\n## Part\n\nA *first* goal, a goal.\n\n## Rest\n\nGROW\n")
    book.write(
        "content/packets/p.yml", "title: P\nrole: mentee\ncontents: ['chapter:a#part']\n"
    ).build().says()
    assert book.page("packets/p/").count('class="term within"') == 1
    book.shows("packets/p/", "What you want.").hides("packets/p/", "Four steps.")


FOOTNOTES = """\
terms:
- term: goal
  definition: |
    What you[^1] want.

    [^1]: And *nobody* else, see [GROW](term:grow).
- {term: GROW, definition: "Four steps^[in a row]."}
"""


def test_a_footnote_of_a_definition_stands_behind_it_wherever_it_is_drawn(book: Handbook) -> None:
    book.write("content/glossary.yml", FOOTNOTES)
    book.write("content/a.md", "# A\n\nA goal[^1] and GROW.\n\n[^1]: Of the chapter.\n").build().says()
    for path in ("a/", "glossary/", "print/"):
        page = book.page(path)
        assert (
            '<p>What you<sup class="footnote-call">1</sup> want.</p>\n<ol class="asides">\n<li><p>And' in page
        )
        assert '<ol class="asides">\n<li><p>in a row</p>\n</li>\n</ol>' in page
        names = re.findall(r' id="([^"]+)"', page)
        assert len(names) == len(set(names))
        assert all(one in names for one in re.findall(r'href="#(note[^"]+)"', page))


def test_a_footnote_in_a_line_of_a_file_stands_in_brackets(book: Handbook) -> None:
    text = "title: Log\nfields:\n- {label: Day, help: 'Any day^[but *not* a [goal](term:goal)].'}\n"
    book.write("content/worksheets/log.yml", text).build().says()
    book.shows("worksheets/log/", "Any day (but not a")


def test_so_does_a_footnote_of_a_footnote(book: Handbook) -> None:
    text = "title: Log\nfields:\n- {label: Day, help: 'Any day^[but not a Sunday^[or a holiday].].'}\n"
    book.write("content/worksheets/log.yml", text).build().says()
    book.shows("worksheets/log/", "Any day (but not a Sunday (or a holiday).).")


def test_the_search_is_given_the_words_of_a_chapter_and_not_what_they_mean(book: Handbook) -> None:
    book.write("content/a.md", "# A\n\nThe goal’s (goal) end.\n").build()
    words = book.site()["search/sections-index.js"].decode()
    assert "The goal’s (goal) end." in words
    assert "want" not in words


def test_check_tells_which_terms_nobody_uses(book: Handbook) -> None:
    book.write("content/a.md", "# GROW\n\n[](term:secret)\n")
    book.write("content/worksheets/log.yml", "title: Log\nfields: [{label: My aims}]\n").build().says()
    told = check(book.root, date(2027, 1, 1))
    assert [(one.slug, one.place.line, one.message) for one in told] == [
        ("unused-term", 3, 'nothing in the handbook says "program office".')
    ]
    more = "- {term: sponsor, definition: Ask the program office., see: [sponsor]}\n"
    book.write("content/glossary.yml", GLOSSARY + more)
    assert [one.place.line for one in check(book.root, date(2027, 1, 1))] == [6]


def test_two_terms_that_claim_a_word_are_told(book: Handbook) -> None:
    book.write("content/glossary.yml", GLOSSARY + "- {term: Aim, definition: Where one looks.}\n")
    book.build().says("term-clash")
