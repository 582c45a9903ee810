"""What becomes of pages that are bound together: their ids, their links, and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as some

from guidegen.model.activity import Checklist, Worksheet
from guidegen.model.problem import NOWHERE
from guidegen.model.prose import Html, Text
from guidegen.rendering.binding import bind
from guidegen.rendering.views import Footnote, Piece

PRINT = "print/index.html"


@dataclass(frozen=True)
class Page:
    """As much of a view as binding looks at."""

    address: str
    body: tuple[object, ...] = ()
    notes: tuple[Footnote, ...] = ()
    home: str = "index.html"


def a_piece(page: str, html: str, *, id: str = "", label: str = "", **more: object) -> tuple[Piece, Html]:
    return Piece(Page(page, **more), id, "chapter", label), Html(html)


def bound(*pieces: tuple[Piece, Html], address=PRINT, manner="print", links="off", base_url="") -> list[str]:
    return list(bind(pieces, address, manner, links, base_url))


def alone(html: str, **how: str) -> str:
    """What becomes of a piece with the id `p`, from the chapter `a/`."""
    return bound(a_piece("a/index.html", html, id="p"), **how)[0]


class Read(HTMLParser):
    """The ids, references and links of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name == "href":
                self.hrefs.append(value or "")


# Ids


def test_every_id_begins_with_that_of_its_piece() -> None:
    one, two = bound(
        a_piece("a/index.html", '<h2 id="same">A</h2>', id="a"),
        a_piece("b/index.html", '<h2 id="same">B</h2>', id="b"),
    )
    assert one == '<h2 id="a--same">A</h2>'
    assert two == '<h2 id="b--same">B</h2>'


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('<label for="x"></label><input id="x">', '<label for="p--x"></label><input id="p--x">'),
        ("<b id='x'></b>", '<b id="p--x"></b>'),
        ("<b ID=x></b>", '<b ID="p--x"></b>'),
        ('<B Id = "x" title="a > b"></B>', '<B Id = "p--x" title="a > b"></B>'),
        ('<i title=" id=y" id="x"></i>', '<i title=" id=y" id="p--x"></i>'),
        ('<b id="x"></b><i aria-labelledby="x  y">', '<b id="p--x"></b><i aria-labelledby="p--x y">'),
        ('<td id="x"><td headers="x">', '<td id="p--x"><td headers="p--x">'),
        ('<input type="radio" name="q">', '<input type="radio" name="p--q">'),
        ('<meta name="q">', '<meta name="q">'),
        ('<b id="&quot;x"></b>', '<b id="p--&quot;x"></b>'),
        ('<b id=""></b>', '<b id=""></b>'),
        ('<br id="x"/>', '<br id="p--x"/>'),
        (
            '<svg viewBox="0 0 9 9"><g id="x"/><path fill="url(#x)" clip-path="url(#y)"/></svg>',
            '<svg viewBox="0 0 9 9"><g id="p--x"/><path fill="url(#p--x)" clip-path="url(#y)"/></svg>',
        ),
        ('<svg><g id="x"/><use href="#x"/></svg>', '<svg><g id="p--x"/><use href="#p--x"/></svg>'),
    ],
)
def test_what_refers_to_an_id_goes_along(written: str, expected: str) -> None:
    assert alone(written) == expected


@pytest.mark.parametrize(
    "text",
    [
        '<pre><code>&lt;b id="x"&gt; id="x" href="#x"</code></pre>',
        '<!-- <b id="x"> -->',
        "<script>if (a<b && \"<i id='x'>\") {}</script>",
        '<style>a[id="x"] { color: red }</style>',
        '<p>1 < 2 id="x" > 0</p>',
        '<p title="&amp; &quot; >">&nbsp;&#39;</p>',
        "<p data-id=x data-href='#x'>",
        "<a>no link</a><a name='x'></a>",
        '<a href="mailto:a@example.org">a</a>',
        '<a href="data:text/plain,id=1">a</a>',
        '<a href="#">top</a>',
        "< p id='x'>",
        "<p id",
        "",
    ],
)
def test_what_is_no_attribute_of_a_tag_stays_as_it_is(text: str) -> None:
    assert alone(text) == text


def test_the_text_of_a_field_stays_as_it_is_and_its_id_does_not() -> None:
    html = '<textarea id="x"><b id="y"></textarea><i id="z">'
    assert alone(html) == '<textarea id="p--x"><b id="y"></textarea><i id="p--z">'


WORDS = some.sampled_from(
    [
        "a ",
        "<p>",
        "</p>",
        '<b id="x">',
        "<!-- <i id=y> -->",
        "&lt;",
        '<input name="q">',
        "<br/>",
        "\n",
        "é",
        '"',
    ]
)


@given(some.lists(WORDS).map("".join))
def test_a_single_page_without_links_stays_to_the_letter(html: str) -> None:
    assert bound(a_piece("a/index.html", html)) == [html]


@given(some.text(alphabet="<>a =\"'/!-#idhref", max_size=60))
def test_no_text_is_too_strange_to_be_bound(html: str) -> None:
    assert len(bound(a_piece("a/index.html", html, id="p"))) == 1


IDS = some.lists(some.sampled_from(["x", "y", "term-x", "x--y", "note--1"]), unique=True)
PAGES = some.lists(IDS, min_size=1, max_size=5)


@given(PAGES, some.data())
def test_ids_are_unique_and_every_link_within_arrives(pages: list[list[str]], data: some.DataObject) -> None:
    pieces = []
    for number, ids in enumerate(pages):
        places = [(there, name) for there, names in enumerate(pages) for name in ["", *names]]
        links = data.draw(some.lists(some.sampled_from(places)))
        html = "".join(f'<b id="{one}"></b>' for one in ids)
        html += "".join(
            f'<a href="../{there}/index.html{"#" + name if name else ""}">go</a>' for there, name in links
        )
        pieces.append(a_piece(f"{number}/index.html", html, id=f"piece-{number}"))
    read = Read("".join(bound(*pieces)))
    ids = [*read.ids, *(piece.id for piece, _ in pieces)]
    assert len(ids) == len(set(ids))
    assert all(href.startswith("#") and href[1:] in ids for href in read.hrefs)


# Links


def test_a_link_to_a_page_of_the_print_leads_to_its_piece_and_says_where_that_is() -> None:
    link = '<a href="../b/index.html">B</a> <a class="x" href="../b/index.html#h">H</a>'
    one, _ = bound(
        a_piece("a/index.html", link, id="a", label="chapter 1"),
        a_piece("b/index.html", '<h2 id="h">H</h2>', id="b", label="chapter 2"),
    )
    assert one == (
        '<a href="#b" class="within" data-where="chapter 2">B</a>'
        ' <a class="x within" href="#b--h" data-where="chapter 2">H</a>'
    )


def test_a_link_in_its_own_piece_does_not_say_which_one_that_is() -> None:
    html = '<h2 id="h">H</h2><a href="#h">up</a>'
    only = bound(a_piece("a/index.html", html, id="a", label="chapter 1"))[0]
    assert only == '<h2 id="a--h">H</h2><a href="#a--h" class="within">up</a>'


def test_each_copy_of_a_sheet_links_to_itself() -> None:
    html = '<h2 id="h">H</h2><a href="#h">up</a>'
    copies = bound(*(a_piece("a/index.html", html, id=f"a-{number}") for number in (1, 2)))
    assert ['href="#a-2--h"' in one for one in copies] == [False, True]


def test_a_stretch_of_a_chapter_takes_only_what_it_holds() -> None:
    link = '<a href="../b/index.html#in">in</a><a href="../b/index.html#out">out</a>'
    one, _ = bound(a_piece("a/index.html", link, id="a"), a_piece("b/index.html", '<b id="in"></b>', id="b"))
    assert Read(one).hrefs == ["#b--in", "../b/index.html#out"]


def test_a_link_without_a_fragment_leads_to_the_chapter_and_not_to_a_stretch_of_it() -> None:
    stretch, whole = '<b id="x"></b>', '<b id="x"></b><b id="y"></b>'
    one, _, _ = bound(
        a_piece("a/index.html", '<a href="../b/index.html">B</a>', id="a"),
        a_piece("b/index.html", stretch, id="stretch"),
        a_piece("b/index.html", whole, id="whole"),
    )
    assert Read(one).hrefs == ["#whole"]


def test_a_fragment_may_be_written_in_percents_and_an_id_in_entities() -> None:
    html = '<h2 id="&uuml;ber">Ü</h2><a href="#%C3%BCber">up</a>'
    assert Read(alone(html)).hrefs == ["#p--%C3%BCber"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("../c/index.html", "../c/index.html"),
        ("../c/index.html?x=1#y", "../c/index.html?x=1#y"),
        ("sub/index.html", "../a/sub/index.html"),
        ("../c/", "../c/index.html"),
        ("notes.pdf", "../a/notes.pdf"),
        ("my%20notes.pdf", "../a/my%20notes.pdf"),
        ("#gone", "../a/index.html#gone"),
        ("../../other/index.html", "../../other/index.html"),
        ("/root.html", "/root.html"),
    ],
)
def test_other_links_of_the_site_still_work_from_the_print(written: str, expected: str) -> None:
    assert Read(alone(f'<a href="{written}">x</a>')).hrefs == [expected]


def test_a_pdf_says_the_whole_address_of_a_page_that_is_not_in_it() -> None:
    link = '<a href="../c/index.html#x">x</a>'
    assert Read(alone(link, manner="pdf", base_url="https://example.org/g/")).hrefs == [
        "https://example.org/g/c/#x"
    ]


def test_a_pdf_of_a_site_without_an_address_has_no_link_to_what_is_not_in_it() -> None:
    assert Read(alone('<a class="c" href="../c/index.html">x</a>', manner="pdf")).hrefs == []


@pytest.mark.parametrize("manner", ["print", "pdf", "form"])
def test_pictures_are_found_from_the_print_and_not_waited_for(manner: str) -> None:
    html = alone('<img src="p.png" alt="" loading="lazy">', manner=manner, base_url="https://example.org/")
    assert html == '<img src="../a/p.png" alt="" >'


@dataclass(frozen=True)
class Sheet(Page):
    checklists: tuple[Checklist, ...] = field(default=())


def test_a_link_to_a_sheet_arrives_where_the_sheet_stands_in_the_print() -> None:
    sheet = Worksheet("goals", Text("Goals", ("Goals",)), (), NOWHERE)
    one, _ = bound(
        a_piece("a/index.html", '<a href="../worksheets/goals/index.html">Goals</a>', id="a"),
        a_piece("b/index.html", '<form id="sheet-goals"></form>', id="b", label="chapter 2", body=(sheet,)),
    )
    assert one == '<a href="#b--sheet-goals" class="within" data-where="chapter 2">Goals</a>'


# Where links lead that go elsewhere

OUT = '<a href="https://example.org/x/">There</a>'


def test_an_address_is_a_note_at_the_end_of_its_piece_and_the_same_address_the_same_note() -> None:
    html = alone(f'{OUT} {OUT} <a href="mailto:a@example.org">Ann</a>', links="footnotes")
    assert re.findall(r'<sup class="address-call">(\w)</sup>', html) == ["a", "a", "b"]
    assert html.endswith('<ol class="addresses">\n<li>example.org/x</li>\n<li>a@example.org</li>\n</ol>\n')


@pytest.mark.parametrize(
    "link",
    [
        '<a class="shown" href="https://example.org/x">There</a>',
        '<a href="https://example.org/x">example.org/x</a>',
        '<a href="mailto:a@example.org">write to a@example.org</a>',
        '<svg><a href="https://example.org/"><text>There</text></a></svg>',
    ],
)
def test_an_address_that_can_be_read_already_is_not_said_again(link: str) -> None:
    assert alone(link, links="footnotes") == link


def test_an_address_in_a_pdf_is_a_footnote_of_its_page_and_the_same_address_the_same_footnote() -> None:
    assert alone(f"{OUT} {OUT}", links="footnotes", manner="pdf") == (
        f'{OUT}<span class="footnote address" data-number="1">example.org/x</span>'
        f' {OUT}<sup class="called-again">1</sup>'
    )


def test_after_the_last_letter_addresses_have_two() -> None:
    links = "".join(f'<a href="https://example.org/{number}">x</a>' for number in range(1, 29))
    calls = re.findall(r'<sup class="address-call">(\w+)</sup>', alone(links, links="footnotes"))
    assert calls[0] == "a" and calls[25:] == ["z", "aa", "ab"]


ELSEWHERE = '<a href="../c/index.html#x">C</a>'


@pytest.mark.parametrize("manner", ["print", "pdf"])
def test_a_page_of_the_site_that_is_not_in_the_print_has_an_address_like_any_other(manner: str) -> None:
    html = alone(ELSEWHERE, links="footnotes", manner=manner, base_url="https://example.org/g/")
    assert ">example.org/g/c/#x<" in html
    inline = alone(ELSEWHERE, links="inline", manner=manner, base_url="https://example.org/g/")
    assert 'data-said="example.org/g/c/#x"' in inline


def test_a_page_of_a_site_without_an_address_has_none_on_paper() -> None:
    html = alone(ELSEWHERE, links="footnotes")
    assert html == '<a href="../c/index.html#x">C</a>'


def test_a_page_that_is_in_the_print_needs_no_address() -> None:
    one, _ = bound(
        a_piece("a/index.html", '<a href="../b/index.html">B</a>', id="a"),
        a_piece("b/index.html", "", id="b"),
        links="footnotes",
        base_url="https://example.org/",
    )
    assert "example.org" not in one


@pytest.mark.parametrize("name", ["screen-only", "facts", "facts listed"])
def test_no_address_is_said_of_what_no_paper_shows_nor_of_a_word_in_the_head(name: str) -> None:
    quiet = f'<ul class="{name}"><li><ul><li>{OUT}</li></ul>{ELSEWHERE}</li></ul>'
    html = alone(quiet + OUT, links="footnotes", base_url="https://example.org/g/")
    assert html.count("address-call") == 1
    assert html.count("<li>example.org") == 1
    hidden = OUT.replace("<a", '<a class="screen-only"')
    assert alone(hidden, links="footnotes") == hidden


def test_an_address_may_stand_behind_its_words() -> None:
    assert alone(OUT, links="inline") == (
        '<a href="https://example.org/x/" class="said" data-said="example.org/x">There</a>'
    )


def test_nothing_is_said_where_nobody_wants_it() -> None:
    assert alone(OUT, links="off") == OUT


# Footnotes of authors

CALL = '<sup class="footnote-call"><a href="#note--1" id="note--1-call">1</a></sup>'
FOOT = '<li id="note--1">Text <a class="footnote-back" href="#note--1-call">↩</a></li>'


def with_a_note(text: str, **how: str) -> str:
    note = (Footnote(1, Html(text), 1),)
    return bound(a_piece("a/index.html", f"<p>So{CALL}.</p>", id="p", notes=note), **how)[0]


def test_a_footnote_in_a_browser_is_where_it_was_and_its_call_finds_it() -> None:
    html = alone(CALL + FOOT)
    assert Read(html).hrefs == ["#p--note--1", "#p--note--1-call"]
    assert "within" not in html


def test_a_footnote_in_a_pdf_stands_where_it_is_called() -> None:
    html = with_a_note(
        '<p>See <a id="x" href="https://example.org/">there</a>.</p>\n', manner="pdf", links="footnotes"
    )
    assert html == (
        '<p>So<span class="footnote" data-number="1">See <a  href="https://example.org/">there</a>'
        " (example.org).</span>.</p>"
    )


def test_footnotes_and_addresses_of_a_pdf_are_counted_through_and_a_note_is_written_once() -> None:
    html = bound(
        a_piece("a/index.html", f"{OUT}{CALL}{OUT}{CALL}", id="p", notes=(Footnote(1, Html("Note."), 2),)),
        manner="pdf",
        links="footnotes",
    )[0]
    assert re.findall(r'data-number="(\d)"', html) == ["1", "2"]
    assert re.findall(r'<sup class="called-again">(\d)</sup>', html) == ["1", "2"]


def test_a_footnote_of_several_paragraphs_does_not_end_the_one_that_calls_it() -> None:
    html = with_a_note("<p>One.</p>\n<ul>\n<li>Two.</li>\n</ul>\n", manner="pdf")
    inside = html.partition('<span class="footnote" data-number="1">')[2]
    assert "<p" not in inside and "<li" not in inside
    assert inside.count("<span") + 1 == inside.count("</span>")


ASKED = '<button class="term" type="button" popovertarget="meaning--goal">goal</button>'


def test_a_word_that_can_be_asked_for_is_a_word_on_paper_in_a_footnote_too() -> None:
    assert bound(a_piece("a/index.html", f"<p>A {ASKED}.</p>", id="p"))[0] == "<p>A goal.</p>"
    assert "A goal.</span>" in with_a_note(f"<p>A {ASKED}.</p>\n", manner="pdf")
