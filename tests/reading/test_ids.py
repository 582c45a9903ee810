"""Ids written into the sources: the ones that were there unwritten, and nothing else changed."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from guidegen.model.activity import SILENT, Checklist, Worksheet, fields_of, items_of
from guidegen.model.handbook import Settings, Source
from guidegen.model.problem import Level
from guidegen.model.prose import NO_TEXT, parts_within
from guidegen.reading.activities import read_checklist, read_worksheet
from guidegen.reading.documents import read_document
from guidegen.reading.ids import Written, ids_for_markdown, ids_for_yaml, undecided

IN_CHAPTERS = {
    "an item": ("- [ ] Book a room\n", "- [ ] Book a room {#book-a-room}\n"),
    "without a last line end": ("- [ ] Book a room", "- [ ] Book a room {#book-a-room}"),
    "an item over two lines": (
        "- [ ] Book\n  a room\n- [x] Done\n",
        "- [ ] Book\n  a room {#book-a-room}\n- [x] Done {#done}\n",
    ),
    "an item with more below": (
        "* [ ] Book\n\n  With a window.\n\n  - any size\n",
        "* [ ] Book {#book}\n\n  With a window.\n\n  - any size\n",
    ),
    "items in items": (
        "1. [ ] One\n   - [ ] Two\n2. [ ] Three\n",
        "1. [ ] One {#one}\n   - [ ] Two {#two}\n2. [ ] Three {#three}\n",
    ),
    "an item for one audience": (
        "- [ ] Book {for=mentor}\n- [ ] Call {for='mentor mentee'}\n",
        "- [ ] Book {#book for=mentor}\n- [ ] Call {#call for='mentor mentee'}\n",
    ),
    "an audience on the first of two lines": (
        "- [ ] Book {for=mentor}\n  a room\n",
        "- [ ] Book {#book-a-room for=mentor}\n  a room\n",
    ),
    "braces that are words": ("- [ ] Fill in {name}\n", "- [ ] Fill in {name} {#fill-in-name-d08a5d}\n"),
    "an item that ends in a link": (
        "- [ ] Read [this](goals.md)\n",
        "- [ ] Read [this](goals.md) {#read-this}\n",
    ),
    "blanks at the end": ("- [ ] Book  \n", "- [ ] Book {#book}  \n"),
    "a written id": ("- [ ] Book {#room}\n", "- [ ] Book {#room}\n"),
    "the same words twice": (
        "- [ ] Book\n- [ ] Book\n- [ ] Call {#book-3}\n- [ ] Book\n",
        "- [ ] Book {#book}\n- [ ] Book {#book-2}\n- [ ] Call {#book-3}\n- [ ] Book {#book-4}\n",
    ),
    "words in another script": ("- [ ] 会う\n", "- [ ] 会う {#4f1a-3046-edd390}\n"),
    "a list in a quote": ("> - [ ] Book\n", "> - [ ] Book {#book}\n"),
    "a list in a block": (
        "::: for mentor\n- [ ] Book\n:::\n",
        "::: for mentor\n- [ ] Book {#book}\n:::\n",
    ),
    "below front matter": (
        "---\ntitle: Goals\n---\n\n- [ ] Book\n",
        "---\ntitle: Goals\n---\n\n- [ ] Book {#book}\n",
    ),
    "below front matter of another tool": (
        '+++\ntitle = "Goals"\n+++\n\n- [ ] Book\n',
        '+++\ntitle = "Goals"\n+++\n\n- [ ] Book {#book}\n',
    ),
    "a list in which not everything is to be ticked": ("- [ ] Book\n- Call\n", "- [ ] Book\n- Call\n"),
    "code": ("```\n- [ ] Book\n```\n\n    - [ ] Book\n", "```\n- [ ] Book\n```\n\n    - [ ] Book\n"),
    "no list at all": ("# Goals\n\nBe kind.\n", "# Goals\n\nBe kind.\n"),
    "nothing": ("", ""),
    "line ends of another system": (
        "- [ ] Book\r\n- [ ] Call\r\n  them\r\n",
        "- [ ] Book {#book}\r\n- [ ] Call\r\n  them {#call-them}\r\n",
    ),
    "a mark of byte order": ("\ufeff- [ ] Book\n", "\ufeff- [ ] Book {#book}\n"),
    "a checklist in a chapter": (
        "# Goals\n\n::: checklist\ntitle: First\nitems:\n- Book\n- text: Call\n:::\n\n- [ ] Write\n",
        (
            "# Goals\n\n::: checklist\ntitle: First\nitems:\n- id: book\n  text: Book\n"
            "- id: call\n  text: Call\n:::\n\n- [ ] Write {#write}\n"
        ),
    ),
    "a worksheet in a list of a chapter": (
        (
            "1. Fill in:\n\n   ::: worksheet\n   title: Log\n   fields:\n"
            "   - label: Why\n     type: text\n   :::\n"
        ),
        (
            "1. Fill in:\n\n   ::: worksheet\n   title: Log\n   fields:\n"
            "   - id: why\n     label: Why\n     type: text\n   :::\n"
        ),
    ),
    "a checklist in a chapter, with other line ends": (
        "::: checklist\r\ntitle: First\r\nitems:\r\n- Book\r\n:::\r\n",
        "::: checklist\r\ntitle: First\r\nitems:\r\n- id: book\r\n  text: Book\r\n:::\r\n",
    ),
}


@pytest.mark.parametrize("case", IN_CHAPTERS)
def test_ids_go_to_the_end_of_the_words_of_an_item(case):
    before, after = IN_CHAPTERS[case]
    assert ids_for_markdown(before, "goals.md")[0] == after


def test_what_was_written_is_told_with_its_line():
    text = "---\ntitle: A\n---\n- [ ] Book *a* room\n- [ ] Call {#call}\n"
    assert ids_for_markdown(text, "goals.md")[1] == (Written("book-a-room", "Book a room", 4),)


def test_what_is_included_stays_as_it_is_and_its_ids_are_not_given_twice():
    text = "::: include more.md\n:::\n\n- [ ] Book\n"
    more = Source("content/more.md", "- [ ] Book\n", "")
    done, written = ids_for_markdown(text, "content/goals.md", includes=(more,))
    assert written == (Written("book-2", "Book", 4),)
    assert done == "::: include more.md\n:::\n\n- [ ] Book {#book-2}\n"


def project(**texts):
    """Return chapters by their paths, each with all the others as what it may include."""
    files = [Source(f"content/{name}.md", text, "") for name, text in texts.items()]
    return {
        f"{name}.md": Source(f"content/{name}.md", text, "", tuple(one for one in files if one.path != path))
        for name, text in texts.items()
        for path in (f"content/{name}.md",)
    }


def ids_of(chapters):
    """Return the ids of everything in each chapter, and the slugs of what is wrong in them."""
    found = {}
    for path, source in chapters.items():
        document, problems = read_document(source, path, Settings(NO_TEXT, ""))
        lists = [part for part in parts_within(document.body) if isinstance(part, Checklist)]
        errors = [one.slug for one in problems if one.level is Level.ERROR]
        found[path] = [item.id for one in lists for item in items_of(one)], errors
    return found


def with_ids(chapters):
    """Return the chapters with all ids written, and what is told of those that are not."""
    left = undecided(chapters)
    texts = {}
    for path, source in chapters.items():
        without = [one.place.line for one in left if one.place.path == source.path]
        done, _ = ids_for_markdown(source.text, path, includes=source.includes, without=without)
        texts[path.removesuffix(".md")] = done
    return project(**texts), left


INCLUDES = "::: include part.md\n:::\n"


def test_nothing_is_written_where_chapters_call_it_by_different_ids():
    before = project(
        index=f"- [ ] Agree\n\n{INCLUDES}",
        part="- [ ] Agree\n- [ ] Other\n",
        two=f"{INCLUDES}\n- [ ] Other\n",
    )
    after, (left,) = with_ids(before)
    assert {path: source.text for path, source in after.items()} == {
        "index.md": f"- [ ] Agree {{#agree}}\n\n{INCLUDES}",
        "part.md": "- [ ] Agree\n- [ ] Other {#other}\n",
        "two.md": f"{INCLUDES}\n- [ ] Other {{#other-2}}\n",
    }
    assert ids_of(after) == ids_of(before)
    assert (left.slug, left.place.path, left.place.line) == ("ambiguous-item", "content/part.md", 1)
    assert left.message == (
        '"Agree" is called "agree-2", "agree" in the chapters that it is part of; no id is written for it.'
    )


def test_nothing_is_written_where_a_chapter_has_a_file_twice():
    before = project(index=f"{INCLUDES}\n{INCLUDES}", part="- [ ] Agree\n")
    after, left = with_ids(before)
    assert after == before
    assert [one.place.path for one in left] == ["content/part.md"]


def test_a_file_that_is_no_chapter_is_not_told_of():
    chapters = project(index=f"{INCLUDES}\n{INCLUDES}", part="- [ ] Agree\n")
    assert undecided({"index.md": chapters["index.md"]}) == ()


PIECES = st.sampled_from(
    (
        "- [ ] Agree\n",
        "- [ ] Agree {#agree-2}\n",
        "- [ ] Call\n  - [ ] Agree\n",
        "::: include part.md\n:::\n",
        "::: include more.md\n:::\n",
    )
)
TEXTS_OF_CHAPTERS = st.lists(PIECES, max_size=5).map("\n<!-- -->\n\n".join)


@given(TEXTS_OF_CHAPTERS, TEXTS_OF_CHAPTERS, TEXTS_OF_CHAPTERS)
def test_chapters_that_share_files_keep_every_id(index, part, more):
    before = project(index=index, part=part, more=more)
    assume(not any("duplicate-id" in errors for _, errors in ids_of(before).values()))
    after, _ = with_ids(before)
    assert ids_of(after) == ids_of(before)
    assert with_ids(after)[0] == after


LISTS = {
    "plain text": (
        "items:\n- Book\n- 'Call: now'\n",
        "items:\n- id: book\n  text: Book\n- id: call-now\n  text: 'Call: now'\n",
    ),
    "plain text further in": ("items:\n  -   Book\n", "items:\n  -   id: book\n      text: Book\n"),
    "text over several lines": (
        "items:\n- Book\n  a room\n- >\n  Call\n  them\n\n- 'One\n\n  Two'\n",
        (
            "items:\n- id: book-a-room\n  text: Book\n    a room\n"
            "- id: call-them\n  text: >\n    Call\n    them\n\n- id: one-two\n  text: 'One\n\n    Two'\n"
        ),
    ),
    "text on the next line": ("items:\n-\n  Book\n", "items:\n-\n  id: book\n  text: Book\n"),
    "a list on one line": (
        "items: [Book, 'Call, now', \"Go\"]\n",
        "items: [{id: book, text: Book}, {id: call-now, text: 'Call, now'}, {id: go, text: \"Go\"}]\n",
    ),
    "a mapping": ("items:\n- text: Book\n  minutes: 5\n", "items:\n- id: book\n  text: Book\n  minutes: 5\n"),
    "a mapping on the next line": ("items:\n-\n   text: Book\n", "items:\n-\n   id: book\n   text: Book\n"),
    "a mapping whose text comes later": (
        "items:\n- minutes: 5 # or ten\n  text: Book\n",
        "items:\n- id: book\n  minutes: 5 # or ten\n  text: Book\n",
    ),
    "a mapping in braces": (
        "items:\n- {text: Book, minutes: 5}\n- { 'text': Call }\n",
        "items:\n- {id: book, text: Book, minutes: 5}\n- { id: call, 'text': Call }\n",
    ),
    "braces over several lines": (
        "items: [\n  {\n    text: Book,\n  },\n]\n",
        "items: [\n  {\n    id: book, text: Book,\n  },\n]\n",
    ),
    "groups": (
        "groups:\n- title: Before\n  items:\n  - Book\n- title: After\n  items: [Call]\n",
        (
            "groups:\n- title: Before\n  items:\n  - id: book\n    text: Book\n"
            "- title: After\n  items: [{id: call, text: Call}]\n"
        ),
    ),
    "comments": (
        "# why\nitems: # what\n# here\n- Book # soon\n\n# end\n",
        "# why\nitems: # what\n# here\n- id: book\n  text: Book # soon\n\n# end\n",
    ),
    "a written id": ("items:\n- {id: room, text: Book}\n", "items:\n- {id: room, text: Book}\n"),
    "an empty id": ("items:\n- id:\n  text: Book\n", "items:\n- id:\n  text: Book\n"),
    "an item that stands here twice": (
        "items:\n- &a\n  text: Book\n- *a\n- Call\n",
        "items:\n- &a\n  text: Book\n- *a\n- id: call\n  text: Call\n",
    ),
    "a text with a name": ("items:\n- &a Book\n", "items:\n- id: book\n  text: &a Book\n"),
    "the same words twice": (
        "items: [Book, Book]\n",
        "items: [{id: book, text: Book}, {id: book-2, text: Book}]\n",
    ),
    "other line ends": ("items:\r\n- Book\r\n", "items:\r\n- id: book\r\n  text: Book\r\n"),
    "no last line end": ("items:\n- Book", "items:\n- id: book\n  text: Book"),
    "letters that end lines elsewhere": ("items:\n- 'A\u2028B'\n- C\n", None),
    "no checklist": ("items: 3\n", "items: 3\n"),
    "no YAML": ("items: [\n", "items: [\n"),
}


@pytest.mark.parametrize("case", LISTS)
def test_ids_go_into_the_items_of_a_checklist(case):
    before, after = LISTS[case]
    done, _ = ids_for_yaml(f"title: First\n{before}", "content/checklists/first.yml", "checklist")
    if after is None:
        assert [item.id for item in checklist(done)] == [
            item.id for item in checklist(f"title: First\n{before}")
        ]
    else:
        assert done == f"title: First\n{after}"


def test_ids_go_into_the_fields_of_a_worksheet_but_not_into_notes():
    before = (
        "\ufefftitle: Log\nsections:\n- title: A\n  fields:\n  - {label: Why, type: long_text}\n"
        "  - type: note\n    text: Be kind.\n- title: B\n  fields:\n  - label: 'Who: you'\n    type: text\n"
    )
    done, written = ids_for_yaml(before, "content/worksheets/log.yml", "worksheet")
    assert done == (
        "\ufefftitle: Log\nsections:\n- title: A\n  fields:\n  - {id: why, label: Why, type: long_text}\n"
        "  - type: note\n    text: Be kind.\n- title: B\n  fields:\n"
        "  - id: who-you\n    label: 'Who: you'\n    type: text\n"
    )
    assert written == (Written("why", "Why", 5), Written("who-you", "Who: you", 10))


def test_ids_go_into_fields_beside_signatures_and_what_nobody_answers():
    before = (
        "title: Log\nsignatures: [mentee, mentor]\nfields:\n- {label: C++ (why)}\n- {type: page_break}\n"
        "- {label: My goals, type: recall}\n- label: Goal\n  type: goal\n"
    )
    done, written = ids_for_yaml(before, "content/worksheets/log.yml", "worksheet")
    assert done == (
        "title: Log\nsignatures: [mentee, mentor]\nfields:\n- {id: c-why-36f544, label: C++ (why)}\n"
        "- {type: page_break}\n- {label: My goals, type: recall}\n- id: goal\n  label: Goal\n  type: goal\n"
    )
    assert [one.id for one in written] == ["c-why-36f544", "goal"]
    assert [one.id for one in worksheet(done)] == [one.id for one in worksheet(before)]


def test_the_id_of_words_too_long_for_one_is_written_as_it_is():
    words = "What do the two of you want to have achieved together by the time that this program ends"
    done, (one,) = ids_for_yaml(f"title: Log\nfields: [{{label: {words}}}]\n", "log.yml", "worksheet")
    assert len(one.id) <= 64 and done == f"title: Log\nfields: [{{id: {one.id}, label: {words}}}]\n"
    item, _ = ids_for_markdown(f"- [ ] {words}\n", "goals.md")
    assert item == f"- [ ] {words} {{#{one.id}}}\n"


def checklist(text):
    found, _ = read_checklist(text.replace("\r\n", "\n"), "first.yml", "first")
    return () if found is None else items_of(found)


def worksheet(text):
    found, _ = read_worksheet(text.replace("\r\n", "\n"), "log.yml", "log")
    return () if found is None else fields_of(found)


def chapter(text):
    plain = text.replace("\r\n", "\n")
    document, _ = read_document(Source("goals.md", plain, ""), "goals.md", Settings(NO_TEXT, ""))
    found = []
    for part in parts_within(document.body):
        if isinstance(part, Checklist):
            found.extend(items_of(part))
        elif isinstance(part, Worksheet):
            found.extend(fields_of(part))
    return found


def only_adds(before, after):
    """Return whether *after* is *before* with letters put in, and none taken away."""
    letters = iter(after)
    return all(letter in letters for letter in before)


LINE_ENDS = st.sampled_from(("\n", "\r\n"))
WORD = st.sampled_from(
    (
        "Book",
        "a room",
        "*now*",
        "`code`",
        "{x}",
        "#1",
        "Straße",
        "会う",
        "[it](a.md)",
        "50 %",
        "& <b>",
        "a_b",
        "—",
        "{#no one}",
    )
)
WORDS = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
ENDS = st.sampled_from(("", "", "", " {for=mentor}", " {#own}", "  ", "\n  further words", "\n\n  A note."))
BULLETS = st.sampled_from(("- [ ] ", "- [x] ", "* [ ] ", "1. [ ] ", "  - [ ] ", "   + [ ] ", "> - [ ] "))
ITEMS = st.lists(st.tuples(BULLETS, WORDS, ENDS).map("".join), max_size=6)
CHAPTERS = st.builds(
    lambda items, between, ending: between.join(items).replace("\n", ending),
    ITEMS,
    st.sampled_from(("\n", "\n\n", "\n\n## More\n\n")),
    LINE_ENDS,
)


@given(CHAPTERS)
def test_a_chapter_reads_as_before_with_every_id_written(text):
    before = chapter(text)
    done, written = ids_for_markdown(text, "goals.md")
    after = chapter(done)
    assert [one.id for one in after] == [one.id for one in before]
    assert [one.text.plain for one in after] == [one.text.plain for one in before]
    assert all(one.written_id for one in after)
    assert [one.id for one in written] == [one.id for one in before if not one.written_id]
    assert done.count("\n") == text.count("\n")
    assert only_adds(text, done)
    assert ids_for_markdown(done, "goals.md") == (done, ())


TEXTS = st.one_of(
    st.sampled_from(("Book", "Book a room", "Straße", "'Call: now'", '"Say \\"hi\\""', "50 %", "会う")),
    st.sampled_from(("'It''s here'", '"a, b"', "'? what'", "'#1'", "'Book'")),
)
LONGER = st.sampled_from(
    ("|\n    One\n    Two\n", ">-\n    One\n\n    Two\n", "One\n    two\n", "'One\n\n    two'\n")
)
SHEET_TEXTS = st.one_of(TEXTS.map(lambda text: text + "\n"), LONGER)
ENTRIES = st.one_of(
    SHEET_TEXTS.map(lambda text: f"  - {text}"),
    SHEET_TEXTS.map(
        lambda text: f"  - text: {text.replace(chr(10) + '    ', chr(10) + '        ')}    required: no # c\n"
    ),
    TEXTS.map(lambda text: f"  - {{text: {text}, minutes: 5}}  # c\n"),
    TEXTS.map(lambda text: f"  - minutes: 5\n\n    text: {text}\n"),
    TEXTS.map(lambda text: f"  - {{id: own-{len(text)}, text: {text}}}\n"),
    st.just("  # a comment\n"),
)


@given(st.lists(ENTRIES, min_size=1, max_size=6), LINE_ENDS)
def test_a_checklist_reads_as_before_with_every_id_written(entries, ending):
    text = ("title: First\nitems:\n" + "".join(entries)).replace("\n", ending)
    before = checklist(text)
    done, written = ids_for_yaml(text, "first.yml", "checklist")
    after = checklist(done)
    assert [(one.id, one.text, one.minutes, one.required) for one in after] == [
        (one.id, one.text, one.minutes, one.required) for one in before
    ]
    assert all(one.written_id for one in after)
    assert [one.id for one in written] == [one.id for one in before if not one.written_id]
    assert only_adds(text, done)
    assert (ending == "\r\n") == ("\r\n" in done)
    assert ids_for_yaml(done, "first.yml", "checklist") == (done, ())


FIELDS = st.one_of(
    TEXTS.map(lambda text: f"- label: {text}\n  type: long_text\n  lines: 3\n"),
    TEXTS.map(lambda text: f"- {{type: text, label: {text}}}\n"),
    TEXTS.map(lambda text: f"- {{type: choice, label: {text}, options: [A, B]}}\n"),
    TEXTS.map(lambda text: f"- type: note\n  text: {text}\n"),
    TEXTS.map(lambda text: f"- {{type: recall, label: {text}}}\n"),
    st.just("- type: page_break\n"),
)


@given(st.lists(FIELDS, min_size=1, max_size=6), st.sampled_from(("", "signatures: [mentor]\n")), LINE_ENDS)
def test_a_worksheet_reads_as_before_with_every_id_written(entries, signatures, ending):
    text = (f"title: Log\n{signatures}fields:\n" + "".join(entries)).replace("\n", ending)
    before = worksheet(text)
    done, _ = ids_for_yaml(text, "log.yml", "worksheet")
    after = worksheet(done)
    assert [(one.id, one.label) for one in after] == [(one.id, one.label) for one in before]
    assert all(one.written_id for one in after if not isinstance(one, SILENT))
    assert ids_for_yaml(done, "log.yml", "worksheet") == (done, ())


@given(st.text(max_size=60), st.sampled_from(("checklist", "worksheet")))
def test_no_text_whatever_is_a_reason_to_stop(text, kind):
    assert ids_for_yaml(text, "first.yml", kind) == (text, ())
    done, written = ids_for_markdown(text, "goals.md")
    assert (done == text) == (not written)
