"""Where links lead, and what becomes of those that lead nowhere; read through the real reader."""

from __future__ import annotations

import re

import pytest

from tests.story import Handbook

FILES = {
    "content/01-begin/goals.md": "# Goals\n\n## Say it\n\nText.\n",
    "content/01-begin/index.md": "# Begin\n",
    "content/worksheets/log.yml": "title: Meeting *log*\nfields: [{label: Day}]\n",
    "content/checklists/first.yml": "title: First steps\nitems: [Read]\n",
    "content/programs/spring.yml": "title: Spring\nphases: [{id: work, title: W, from: week 1, to: end}]\n",
    "content/glossary.yml": "terms:\n- {term: Goal, definition: What you want., aliases: [ambition]}\n",
    "content/files/plan one.pdf": "x",
    "content/files/path.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"></svg>',
}


@pytest.fixture
def full(handbook: Handbook) -> Handbook:
    for path, words in FILES.items():
        handbook.write(path, words)
    return handbook


def drawn(full: Handbook, markdown: str) -> str:
    """Return what a line of the front page becomes."""
    full.write("content/index.md", f"# Welcome\n\n{markdown}\n").build()
    found = re.search(r'<span id="welcome"></span>\s*<p>(.*?)</p>', full.page(""), re.DOTALL)
    assert found, full.page("")
    return found[1]


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("[x](01-begin/goals.md)", '<a href="begin/goals/index.html">x</a>'),
        ("[x](./01-begin/goals.md#say-it)", '<a href="begin/goals/index.html#say-it">x</a>'),
        ("[x](/01-begin/goals.md)", '<a href="begin/goals/index.html">x</a>'),
        ("[x](01-begin/)", '<a href="begin/index.html">x</a>'),
        ("[](01-begin/goals.md)", '<a href="begin/goals/index.html">Goals</a>'),
        ("[](chapter:goals)", '<a href="begin/goals/index.html">Goals</a>'),
        ("[](chapter:begin/goals)", '<a href="begin/goals/index.html">Goals</a>'),
        ("[](worksheet:log)", '<a href="worksheets/log/index.html">Meeting log</a>'),
        ("[x](worksheets/log.yml)", '<a href="worksheets/log/index.html">x</a>'),
        ("[](checklist:first)", '<a href="checklists/first/index.html">First steps</a>'),
        ("[](program:spring#phase-work)", '<a href="programs/spring/index.html#phase-work">Spring</a>'),
        (
            "[aims](term:goal)",
            '<button class="term" type="button" popovertarget="meaning--goal">aims</button>',
        ),
        ("[x](files/plan%20one.pdf)", '<a href="files/plan%20one.pdf">x</a>'),
        ("[x](https://example.org/?a=1&b=2)", '<a href="https://example.org/?a=1&amp;b=2">x</a>'),
        ("[x](mailto:a@example.org)", '<a href="mailto:a@example.org">x</a>'),
        ('[x](01-begin/goals.md "Why")', '<a href="begin/goals/index.html" title="Why">x</a>'),
        (
            "![A path](files/path.svg)",
            '<img src="files/path.svg" alt="A path" width="40" height="30">',
        ),
    ],
)
def test_a_link_arrives(full: Handbook, written: str, becomes: str) -> None:
    assert drawn(full, written) == becomes
    full.says()


@pytest.mark.parametrize(
    ("written", "becomes", "slug", "remedy"),
    [
        ("[x](01-begin/gaols.md)", "x", "broken-link", 'Did you mean "01-begin/goals.md"?'),
        ("[x](goals.md)", "x", "broken-link", 'Did you mean "01-begin/goals.md"?'),
        ("[x](01-begin/goals)", "x", "broken-link", 'Did you mean "01-begin/goals.md"?'),
        ("[x](worksheet:logg)", "x", "broken-link", 'Did you mean "log"?'),
        ("[](term:gaol)", "term:gaol", "broken-link", 'Did you mean "goal"?'),
        ("[](term:Goals)", "term:Goals", "broken-link", 'Did you mean "goal"?'),
        ("[](term:ambitions)", "term:ambitions", "broken-link", 'Did you mean "goal"?'),
        (
            "[it](term:xylophone)",
            "it",
            "broken-link",
            "Add it to content/glossary.yml.",
        ),
        (
            "[x](01-begin/Goals.md)",
            "x",
            "broken-link",
            "Capital and small letters must be as in the name of the file.",
        ),
        (
            "[x](01-begin/goals.md#say)",
            '<a href="begin/goals/index.html#say">x</a>',
            "broken-anchor",
            'Did you mean "say-it"?',
        ),
        ("[x](#nowhere)", '<a href="#nowhere">x</a>', "broken-anchor", ""),
        ("![A path](files/paht.svg)", "A path", "missing-image", 'Did you mean "files/path.svg"?'),
        (
            "![A path](https://example.org/a.png)",
            '<a href="https://example.org/a.png">A path</a>',
            "remote-image",
            "Put a copy into the content folder, or set remote: allow.",
        ),
    ],
)
def test_a_link_that_leads_nowhere_becomes_text_and_is_told(
    full: Handbook, written: str, becomes: str, slug: str, remedy: str
) -> None:
    got = drawn(full.write("guidegen.yml", "title: X\n"), written)
    full.build(keep_going=True)
    assert full.outcome is not None
    assert [(one.slug, one.remedy) for one in full.outcome.problems] == [(slug, remedy)]
    assert got == becomes


def test_a_link_out_of_the_content_folder_is_an_error(full: Handbook) -> None:
    full.write("content/index.md", "# Welcome\n\n[x](../../etc/passwd)\n").build().says("path-outside")


def test_only_files_that_a_page_refers_to_are_copied(full: Handbook) -> None:
    full.build().lacks("files/path.svg")
    full.write("content/index.md", "# Welcome\n\n![A path](files/path.svg)\n").build().has("files/path.svg")
    full.lacks("files/plan one.pdf")


def test_a_picture_with_a_script_is_not_copied(full: Handbook) -> None:
    full.write("content/files/path.svg", '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')
    assert drawn(full, "![A path](files/path.svg)") == "A path"
    full.says("unsafe-svg").lacks("files/path.svg")
    full.write("guidegen.yml", "title: X\nhtml: trusted\n").build().says().has("files/path.svg")


def test_pictures_from_elsewhere_can_be_allowed(full: Handbook) -> None:
    full.write("guidegen.yml", "title: X\nremote: allow\n")
    assert 'src="https://example.org/a.png"' in drawn(full, "![A](https://example.org/a.png)")
    full.says()
    assert "img-src 'self' data: https:;" in full.page("")


def test_footnotes_are_numbered_in_the_order_of_their_calls(full: Handbook) -> None:
    line = "One[^b] and two[^a] and one[^b].\n\n[^a]: First.\n[^b]: Second, see [](worksheet:log).\n"
    got = drawn(full, line)
    assert re.findall(r'href="#(note--\d)" id="(note--[^"]+)"', got) == [
        ("note--1", "note--1-call"),
        ("note--2", "note--2-call"),
        ("note--1", "note--1-call-2"),
    ]
    notes = full.text("")
    assert notes.index("Second, see Meeting log") < notes.index("First.")


def test_a_heading_called_like_a_footnote_has_an_id_of_its_own(full: Handbook) -> None:
    drawn(full, "One[^a], [below](#note-1).\n\n## Note 1\n\n[^a]: First.\n")
    full.says()
    got = full.page("")
    assert got.count('id="note-1"') == 1
    assert '<a href="#note-1">below</a>' in got
    assert got.count('href="#note--1"') == 1


def test_a_sheet_that_is_placed_twice_is_told(full: Handbook) -> None:
    full.write("content/index.md", "# Welcome\n\n::: worksheet log\n:::\n\n::: worksheet log\n:::\n")
    full.build().says("duplicate-id")


def test_the_links_of_an_include_start_from_its_own_folder(full: Handbook) -> None:
    full.write("content/01-begin/part.md", "See [x](goals.md) and ![A path](../files/path.svg).\n")
    full.write("content/guidegen-part.md", "# Part\n\n::: include 01-begin/part.md\n:::\n").build()
    assert 'href="../begin/goals/index.html"' in full.page("guidegen-part/")
    assert 'src="../files/path.svg"' in full.page("guidegen-part/")
