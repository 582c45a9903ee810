"""One file understood on its own, whatever stands in it."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from guidegen.model.activity import Checklist, items_of
from guidegen.model.fingerprint import fingerprint
from guidegen.model.handbook import Settings, Source
from guidegen.model.prose import Anchor, Heading, Link, Only, Picture, Text, parts_within
from guidegen.reading.documents import read_document
from guidegen.reading.source import read_source

SETTINGS = Settings(Text("Handbook", ("Handbook",)), "handbook")
TRUSTED = Settings(Text("Handbook", ("Handbook",)), "handbook", html="trusted")


def read(text, path="goals.md", settings=SETTINGS):
    return read_document(Source(f"content/{path}", text, ""), path, settings)


def read_files(tmp_path, **files):
    for name, text in files.items():
        file = tmp_path / "content" / (name.replace("__", "/") + ".md")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    name = next(iter(files)).replace("__", "/")
    source, problems = read_source(tmp_path, f"content/{name}.md", "content")
    document, more = read_document(source, f"{name}.md", SETTINGS)
    return document, (*problems, *more)


def of_kind(document, kind):
    return [one for one in parts_within(document.body) if isinstance(one, kind)]


def literal(document):
    return "".join(one for one in parts_within(document.body) if isinstance(one, str))


@pytest.mark.parametrize(
    ("text", "path", "title"),
    [
        ("---\ntitle: From above\n---\n# From the text", "x.md", "From above"),
        ("# From the *text*", "x.md", "From the text"),
        ("Words\n\nUnderlined\n---", "x.md", "Underlined"),
        ("# [Goals](goals.md) and ![a tree](tree.png)[^1]\n\n[^1]: x", "x.md", "Goals and a tree"),
        ("Words", "01-set-goals_together.md", "Set goals together"),
        ("Words", "a/02-first-steps/index.md", "First steps"),
        ("Words", "index.md", "Index"),
        ("> # In a quote\n\n::: note\n# In a block\n:::", "x.md", "X"),
        ("", "30-60-90-plan.md", "30 60 90 plan"),
    ],
)
def test_where_the_title_comes_from(text, path, title):
    assert read(text, path)[0].title.plain == title


def test_a_title_holds_no_links_since_it_becomes_one():
    document, _ = read("# [Our *goals*](goals.md)")
    assert document.title.parts == ("Our <em>goals</em>",)


def test_the_heading_that_became_the_title_can_still_be_reached():
    document, _ = read("# Our goals {#all}\n\nWords.")
    assert document.body[0] == Anchor("all")


def test_words_are_counted_as_readers_read_them():
    assert read("# Title\n\nFour *words* are [here](https://example.org).\n\n- [ ] Two more")[0].words == 6
    assert read("<!-- not me --> `one` two &amp;")[0].words == 2
    assert read("目标设定")[0].words == 5


def test_a_chapter_without_parts_is_one_string():
    document, problems = read("Words.\n\n- one\n- two\n")
    assert (len(document.body), problems) == (1, ())


def test_the_letters_of_our_markers_are_replaced():
    document, _ = read("a\ufdd00\ufdd1b\0c [x](y.md)")
    assert document.body[0] == "<p>a\ufffd0\ufffdb\ufffdc "


def test_only_lines_of_code_that_paper_may_break_are_elements_of_their_own():
    long, short = f"b: {'x' * 70}", "c: |\n  two lines\n  of text"

    def code_in(text):
        document, problems = read(text)
        assert problems == ()
        return literal(document)

    drawn = code_in(f"```yaml\n{long}\n{short}\n```\n")
    first, *others = drawn.partition("<code")[2].split("\n")
    assert first.count('<span class="code-line">') == 1
    assert first.endswith("</span></span>")
    assert "code-line" not in "\n".join(others)
    assert "code-line" not in code_in(f"```\n{short}\n```\n")
    assert f'<span class="code-line">{long}</span>\n' in code_in(f"```\n{long}\n```\n")


@pytest.mark.parametrize(
    "text", ["```python\n{long}", "> ```sh\n> {long}", "```robotframework\n  \n{long}\n```\n"]
)
def test_long_code_whose_lines_a_lexer_counts_otherwise_is_read_like_any_other(text):
    long = "x" * 100
    assert literal(read(text.format(long=long))[0]).count('<span class="code-line">') == 1


def test_an_example_with_many_lines_of_dashes_is_read_like_any_other():
    document, problems = read("````markdown\n" + "---\n---\n" * 3_000 + "````\n")
    assert problems == ()
    assert literal(document).count("---") == 6_000


def test_what_stands_above_a_chapter_is_no_heading_in_an_example_of_it():
    document, _ = read("````markdown\n---\ntitle: Goals\nterms: yes\n---\n\n## Ask\n````\n")
    drawn = literal(document)
    assert '<span class="tok-nt">terms</span><span class="tok-p">:</span>' in drawn
    assert '---</span>\n\n<span class="tok-gu">## Ask</span>\n</code>' in drawn


def test_links_know_their_place_and_the_folder_they_start_from():
    document, _ = read("Words and\nmore, [a](x.md) and\n[b](x.md), [c][ref]\n\n[ref]: y.md", "a/b.md")
    assert [(one.target, one.base, one.place.line, one.place.column) for one in of_kind(document, Link)] == [
        ("x.md", "a", 2, 11),
        ("x.md", "a", 3, 5),
        ("y.md", "a", 1, 1),
    ]


def test_places_count_from_the_top_of_the_file_and_hold_the_line():
    _, (problem,) = read("---\ntitle: A\n---\n\n![](x.png)\n")
    assert (problem.place.line, problem.place.column, problem.place.text, problem.place.width) == (
        5,
        5,
        "![](x.png)",
        5,
    )


def test_moving_and_inserting_items_keeps_their_ids():
    def ids(text):
        return {
            item.text.plain: item.id for part in of_kind(read(text)[0], Checklist) for item in items_of(part)
        }

    before = ids("- [ ] Book the room\n- [ ] Call Ada\n")
    after = ids("- [ ] Call Ada\n- [ ] Something new\n\nWords\n\n1. [ ] Book the room\n")
    assert before.items() <= after.items()


def test_text_nested_too_deeply_is_kept_and_said():
    deep = "\n".join("  " * depth + f"- level{depth}" for depth in range(60))
    document, problems = read(deep)
    assert [one.slug for one in problems] == ["nesting"]
    assert problems[0].place.line == 50
    assert all(f"level{depth}" in literal(document) for depth in range(60))


@pytest.mark.parametrize(
    "text", ["::: note\n" * 1500, "> " * 3000 + "end", "[" * 3000 + "end", "![" * 1000 + "end"]
)
def test_no_depth_breaks_the_reader_or_loses_the_words(text):
    document, _ = read(text + "\nend\n")
    assert "end" in literal(document)


def test_trusted_html_stays_as_it_is_but_its_links_are_looked_at():
    document, problems = read(
        "<div style=\"x\" onclick='y'>\n<a href='goals.md'>a</a><img src=x.png alt=b>\n</div>\n\n"
        "<script>'<a href=\"z\">'</script>",
        settings=TRUSTED,
    )
    assert problems == ()
    assert [one.target for one in of_kind(document, Link)] == ["goals.md"]
    assert [one.target for one in of_kind(document, Picture)] == ["x.png"]
    assert "<div style=\"x\" onclick='y'>" in literal(document)
    assert "<script>'<a href=\"z\">'</script>" in literal(document)


# Including ---------------------------------------------------------------------------------------


def test_an_included_file_is_drawn_in_place_with_its_own_links_and_problems(tmp_path):
    document, problems = read_files(
        tmp_path,
        a__goals="## Terms\n\n::: for mentor\n::: include shared/terms.md\n:::\n:::\n\n[x](x.md)",
        shared__terms="---\ntitle: Terms\n---\n\n# Terms\n\n[y](y.md) ![](z.png)\n\n[x]: no.md",
    )
    (only,) = of_kind(document, Only)
    assert [(one.level, one.id) for one in of_kind(document, Heading)] == [(2, "terms"), (2, "terms-1")]
    assert [(one.target, one.base) for one in of_kind(document, Link)] == [("y.md", "shared"), ("x.md", "a")]
    assert "y.md" in str(only.parts)
    assert [(one.slug, one.place.path, one.place.line) for one in problems] == [
        ("alt", "content/shared/terms.md", 7)
    ]


def test_files_that_include_one_another(tmp_path):
    _, (problem,) = read_files(
        tmp_path, a="::: include b.md\n:::", b="One\n\n::: include c.md\n:::", c="::: include a.md\n:::"
    )
    assert (problem.slug, problem.place.path) == ("include-loop", "content/c.md")
    assert problem.message.startswith("content/a.md → content/b.md → content/c.md → content/a.md: ")


def test_files_that_include_others_too_deeply(tmp_path):
    chain = {f"f{n}": f"::: include f{n + 1}.md\n:::" for n in range(9)}
    assert read_files(tmp_path, **chain, f9="End.")[1][0].slug == "include-loop"
    del chain["f0"]
    document, problems = read_files(tmp_path, **chain, f9="End.")
    assert (literal(document), problems) == ("<p>End.</p>\n", ())


@pytest.mark.parametrize(
    ("line", "slug"),
    [
        ("nowhere.md", "missing-file"),
        ("../../x.md", "path-outside"),
        ("", "missing-key"),
        ("./goals.md", "include-loop"),
    ],
)
def test_an_include_that_leads_nowhere(tmp_path, line, slug):
    _, (problem,) = read_files(tmp_path, goals=f"Words.\n\n::: include {line}\n:::")
    assert (problem.slug, problem.place.line) == (slug, 3)


def test_ticks_of_an_included_list_hang_on_the_chapter_that_shows_it(tmp_path):
    document, _ = read_files(tmp_path, a__b="::: include c.md\n:::", c="- [ ] Call")
    assert [one.id for one in of_kind(document, Checklist)] == ["a/b"]


# Any text at all ---------------------------------------------------------------------------------

FRAGMENTS = [
    "\n",
    "\n\n",
    "    ",
    "- ",
    "- [ ] ",
    "> ",
    "# ",
    "1. ",
    "---",
    "===",
    "```",
    "~~~",
    "::: note\n",
    "::: for mentor\n",
    ":::\n",
    "::: details {#a}\n",
    "::: steps\n",
    "::: pairs\n",
    "::: worksheet\ntitle: x\n",
    "::: include x.md\n",
    "a\n: b\n",
    "| a | b |\n|---|:-:|\n",
    "[a](b)",
    "![",
    "](",
    "[^1]",
    "[^1]: ",
    "^[",
    "<b>",
    "</b>",
    '<a href="x">',
    "</a>",
    "<a href=javascript:x>",
    "<img src=x onerror=y>",
    "<script>",
    "</script>",
    "<style>",
    '<div style="x" title="',
    '">',
    "<!--",
    "-->",
    "<svg onload=x>",
    "<details>",
    "<iframe src=x>",
    "{#a}",
    "{for=mentor}",
    "{fro=x}",
    "&#xFDD0;",
    "\ufdd0",
    "\0",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "https://a.b",
    "a@b.c",
    "{{< x >}}",
    "> [!NOTE]\n",
    "word",
    "é",
    "\t",
    "\\",
    "javascript:",
]


class Tags(HTMLParser):
    """Collects what a browser would run or what no page of ours may carry."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        if tag in ("script", "style", "iframe", "svg", "object"):
            self.found.append(tag)
        for name, value in attributes:
            if (
                name.startswith("on")
                or name == "style"
                or (value or "").strip().lower().startswith("javascript:")
            ):
                self.found.append(name)


TEXTS = some.lists(some.sampled_from(FRAGMENTS) | some.text(max_size=4), max_size=30).map("".join)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_any_text_becomes_a_document_that_carries_nothing_that_runs(text):
    document, problems = read(text)
    for part in parts_within(document.body):
        if isinstance(part, str):
            tags = Tags()
            tags.feed(part)
            tags.close()
            assert tags.found == []
            assert "\ufdd0" not in part and "\ufdd2" not in part
    fingerprint((document, problems))


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_any_text_can_be_trusted_without_breaking_the_reader(text):
    fingerprint(read(text, settings=TRUSTED))


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_what_is_for_mentors_is_in_no_part_for_others(before, after):
    text = f"{before}\n\n::: for mentor\nUNSEEN\n:::\n\n{after}"
    document, _ = read(text)
    assert "UNSEEN" not in "".join(for_everyone(document.body)) or "UNSEEN" in code(before)


def for_everyone(parts):
    for part in parts:
        if isinstance(part, str):
            yield part
        elif not isinstance(part, Only):
            yield from for_everyone(getattr(part, "parts", ()))


def code(before):
    """Return the words for mentors where what stands before makes code, HTML or a sheet of their lines."""
    return "UNSEEN" if any(one in before for one in ("```", "~~~", "<", "worksheet", "---", "`")) else ""


@pytest.mark.parametrize(
    "text",
    [
        "Bring the list. {for=coordinator}",
        "# Plans {for=coordinator}\n\nWords",
        "::: nothing {for=coordinator}\nBring the list.\n:::",
    ],
)
def test_a_remedy_names_the_role_that_was_written(text):
    (problem,) = read(text)[1]
    assert "::: for coordinator" in problem.remedy
    assert "mentor" not in problem.remedy


@pytest.mark.parametrize("text", ["- Bring the list. {for=}", "::: fro coordinator\nBring the list.\n:::"])
def test_where_no_role_can_be_read_a_remedy_gives_an_example(text):
    (problem,) = read(text)[1]
    assert "::: for mentor, with the role it is meant for" in problem.remedy
