"""What looks like Markdown and is none, and what looks like it and is meant."""

from __future__ import annotations

import pytest

from tests.story import Handbook

SLIPS = {
    "Some {#here} words.": (
        "{#here}",
        "Write it at the very end of a heading, or of the first line of an item",
    ),
    "## Two {#two} three": ("{#two}", "Write it at the very end of a heading"),
    "- [ ] Ask {#ask} somebody": ("{#ask}", "Write it at the very end of a heading"),
    "[Goals] (goals.md)": ("[Goals] (goals.md)", "Write [Goals](goals.md)"),
    "[Site] (https://example.org)": ("[Site] (https://example.org)", "Write [Site](https://example.org)"),
    "(Goals)[goals.md]": ("(Goals)[goals.md]", "Write [Goals](goals.md)"),
    "[Goals](my goals.md)": ("[Goals](my goals.md)", "Write [Goals](<my goals.md>)"),
    "![A map](the map.png)": ("![A map](the map.png)", "Write ![A map](<the map.png>)"),
    "A ** bold ** word": ("** bold **", "Write **bold**"),
    "A **bold ** word": ("**bold **", "Write **bold**"),
    "A ** bold `word` **": ("** bold ", "Write **bold …**"),
    "A **bold word": ("**", 'Write "**" behind them'),
    "Words[^1] and more": ("[^1]", "Write [^1]: and its words"),
    "• one\n• two": ("•", 'Write "- " at the beginning of each item.'),
    "-\u00a0one": ("-", "The blank behind it is one that a keyboard does not write."),
    "— one\n— two": ("—", 'Write "- ", with a space'),
    "-one\n-two": ("-", 'Write "- ", with a space'),
    "1.one\n2.two": ("1.", 'Write a space behind the number: "1. ".'),
    "a) one\nb) two": ("a)", 'write "1. ", "2. ".'),
    "#Goals": ("#Goals", "Write # Goals"),
    "##goals": ("##goals", "Write ## goals"),
    "##\u00a0Goals": ("##\u00a0Goals", "Write ## Goals"),
    ":: note\nwords": (":: note", "Write ::: note, and ::: below the text."),
    "| a | b |\n| 1 | 2 |": ("| a | b |", "Write |---|---| as the second line."),
    "| a | b |\n|---|\n| 1 | 2 |": ("| a | b |", "Write |---|---| as the second line."),
}

MEANT = (
    "`{#here}` and \\{#here}",
    "## Two {#two}",
    "{{#if}} and { #here",
    "[a] (see below) and [1] (2)",
    "f(x)[1]",
    "[x](see the page)",
    "2 ** 3 and **bold**, `**kwargs`",
    "\\[^1]",
    "\\• one",
    "— Anna, mentor",
    "a · b · c",
    "-5 degrees outside",
    "1.5 hours\n2.5 hours",
    "#mentors is the place to ask",
    "#mentoring",
    "C#",
    "::: note\nx\n:::",
    "a | b\nc | d",
    "```\n#One\n• two\n[x] (y.md)\n```",
    "He said:\n— yes",
    "[ ](goals.md)",
    "Update it [skip ci] (#432)",
    "— Yes.  \n— No.",
    "— Ada Lovelace\\\n— Grace Hopper",
    "-5 °C\n-3 °C",
    "–5 °C\n–10 °C",
    "5 ** 2 is 25, and 2 ** 8 is 256",
    "b. 1912\nd. 1990",
    "#MeToo was started in 2006.",
    "#Mentoring #Harbour",
    "☐ Yes ☐ No",
)


def told(handbook: Handbook, text: str) -> list[tuple[str, int, int, str, str]]:
    handbook.write("content/index.md", "# Welcome\n").write("content/goals.md", "# Goals\n")
    handbook.write("content/one.md", f"# One\n\nBefore.\n\n{text}\n").build()
    return [
        (one.slug, one.place.line, one.place.width, one.place.text[one.place.column - 1 :], one.remedy)
        for one in handbook.outcome.problems
    ]


@pytest.mark.parametrize("text", SLIPS)
def test_what_looks_like_markdown_and_is_none_is_told_with_its_place(handbook, text):
    written, remedy = SLIPS[text]
    ((slug, line, width, rest, said),) = told(handbook, text)
    assert (slug, line, rest[:width]) == ("lost-markup", 5, written)
    assert remedy in said
    assert handbook.outcome.written


@pytest.mark.parametrize("text", MEANT)
def test_what_may_be_meant_is_not_told(handbook, text):
    assert told(handbook, text) == []


@pytest.mark.parametrize(
    "text", ["{{ cohort.start }}", "{{handbook.title}}", "{{ programs.a.cohort.end | short }}"]
)
def test_a_value_is_told_where_nobody_switched_values_on_or_off(handbook, text):
    ((slug, line, width, rest, remedy),) = told(handbook, f"On {text} we meet.")
    assert (slug, line, rest[:width]) == ("unknown-variable", 5, text)
    assert remedy.startswith("Write variables: yes at the top of the chapter.")


@pytest.mark.parametrize(
    "text", ["{{ name }}", "{{ site.title }}", "`{{ cohort.start }}`", "\\{{ cohort.start }}"]
)
def test_what_is_in_the_braces_of_others_is_not_told(handbook, text):
    assert [one for one in told(handbook, text) if one[0] == "unknown-variable"] == []


def test_a_value_is_not_told_where_braces_are_meant(handbook):
    handbook.write(
        "content/index.md", "---\nvariables: no\n---\n\n# Welcome\n\n{{ cohort.start }}\n"
    ).build().says()


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("[ ] one\n[x] two", 'Write "- [ ] one".'),
        ("☐ one", 'Write "- [ ] one".'),
        ("☑ one", 'Write "- [x] one".'),
    ],
)
def test_a_box_without_a_dash_is_told(handbook, text, remedy):
    assert [(one[0], one[4]) for one in told(handbook, text)] == [("task-format", remedy)]


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("```\ncode", 'Write "```" where it ends.'),
        ("~~~~ sh\ncode\n~~~", 'Write "~~~~" where it ends.'),
        ("> ```\n> code\n\nAfter.", 'Write "```" where it ends.'),
        ("<!-- later\n\n## Two", 'Write "-->" where it ends.'),
    ],
)
def test_code_and_comments_that_are_never_closed_are_told(handbook, text, remedy):
    assert [(one[0], one[1], one[4]) for one in told(handbook, text)] == [("block-open", 5, remedy)]


@pytest.mark.parametrize(
    "text", ["```\ncode\n```", "> ~~~\n> code\n> ~~~", "<!-- x\n\ny -->", "- ```\n  x\n  ```"]
)
def test_code_and_comments_that_are_closed_are_not_told(handbook, text):
    assert told(handbook, text) == []


def test_a_slip_in_a_hostile_line_takes_no_longer_than_any_other(handbook):
    long = "[x](a.md#" * 5_000 + "\n" + "(a)[b" * 5_000 + "\n" + "** a " * 5_000 + "\n" + "[a] (" * 5_000
    told(handbook, long)
    assert handbook.outcome.written


# Elsewhere


@pytest.mark.parametrize(
    ("text", "slug", "remedy"),
    [
        ("[x](www.example.org)", "broken-link", "For a page on the web write https://www.example.org"),
        ("[x](example.org/page)", "broken-link", "For a page on the web write https://example.org/page"),
        ("[x](office@example.org)", "broken-link", "Write mailto:office@example.org"),
        ("[](worksheet:nothing)", "broken-link", "It would be in content/worksheets/nothing.yml."),
        ("[](term:nothing)", "broken-link", "Add it to content/glossary.yml."),
        ("::: worksheet nothing\n:::", "unknown-ref", "Write it in content/worksheets/nothing.yml."),
        ("![A map](images\\map.svg)", "missing-image", 'Did you mean "images/map.svg"?'),
        (
            "![A map](C:\\Users\\me\\map.png)",
            "missing-image",
            "Copy it to content/images/map.png and write ![…](/images/map.png)",
        ),
        ("![A map](data:image/png;base64,iVBORw0KGgo=)", "url-scheme", "Save the picture in the folder"),
        ("::: end", "unknown-block", "Write ::: alone on its line"),
    ],
)
def test_what_leads_nowhere_is_told_with_what_to_write(handbook, text, slug, remedy):
    handbook.write("content/images/map.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    assert [one[4].startswith(remedy) for one in told(handbook, text) if one[0] == slug] == [True]


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("two.md.txt", "two.md"),
        ("programs/harbour.yml.txt", "harbour.yml"),
        ("TWO.MD", "TWO.md"),
        ("programs/harbour.YAML", "harbour.yml"),
        ("two.markdown", "two.md"),
    ],
)
def test_a_file_whose_ending_is_not_read_is_told(handbook, name, better):
    handbook.write(f"content/{name}", "title: Two\n")
    ((slug, _, _, _, remedy),) = told(handbook, "Words.")
    assert slug == "file-name"
    assert remedy.startswith(f"Rename it to {better}.")
