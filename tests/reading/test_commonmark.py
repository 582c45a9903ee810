"""The examples of the CommonMark specification, read by our parser and joined again as plain HTML.

The suite is the npm package `commonmark-spec` 0.31.2; it is looked for in
`node_modules` of the project and in the folder that `GUIDEGEN_SUITES` names.
Ids, cleaning and blocks are off, and parts are written as the specification
writes them.
"""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from pathlib import Path

from markdown_it.common.normalize_url import normalizeLink

from guidegen.model.problem import NOWHERE
from guidegen.model.prose import Anchor, Heading, Link, Note, Picture
from guidegen.reading.manuscript import Desk, Manuscript, escape_attribute
from guidegen.reading.markdown import draw, read_tokens
from guidegen.reading.targets import prose
from tests.tools import needs

DELIBERATE = {
    475: "a picture in HTML gets an alt attribute, so that no reader is told its file name",
    608: "a bare address is a link, as on GitHub",
    611: "a bare address is a link, as on GitHub",
    612: "a bare address is a link, as on GitHub",
}
"""The examples that we read otherwise, each with the reason."""

EXAMPLE = re.compile(r"^`{32} example\n(?P<markdown>[\s\S]*?)^\.\n(?P<html>[\s\S]*?)^`{32}$", re.MULTILINE)


def suite():
    folders = [Path(__file__).parents[2] / "node_modules"]
    if named := os.environ.get("GUIDEGEN_SUITES"):
        folders += [Path(named), Path(named) / "node_modules"]
    for folder in folders:
        text = folder / "commonmark-spec" / "spec.txt"
        if text.is_file():
            return text.read_text(encoding="utf-8").replace("→", "\t").split("<!-- END TESTS -->")[0]
    return None


def read(markdown):
    sheet = Manuscript(Desk(), "suite.md", "", html="trusted", fixed=NOWHERE)
    html = written(prose(draw(read_tokens(markdown, sheet), sheet), sheet))
    return re.sub(r'</?span(?: class="tok-[a-z0-9]+")?>', "", html) if "tok-" in html else html


def written(parts):
    return "".join(map(written_part, parts))


def written_part(part):
    match part:
        case Heading(level=level, parts=inside):
            return f"<h{level}>{written(inside)}</h{level}>"
        case Link(target=target, title=title, parts=inside):
            named = f' title="{escape_attribute(title)}"' if title else ""
            return f'<a href="{escape_attribute(normalizeLink(target))}"{named}>{written(inside)}</a>'
        case Picture(target=target, alt=alt, title=title):
            named = f' title="{escape_attribute(title)}"' if title else ""
            return (
                f'<img src="{escape_attribute(normalizeLink(target))}" alt="{escape_attribute(alt)}"{named}>'
            )
        case Note(parts=inside):
            return f"<note>{written(inside)}</note>"
        case Anchor():
            return ""
        case _:
            return part


class Normal(HTMLParser):
    """HTML as a list of tags and words, blank space around blocks left out."""

    BLOCKS = frozenset(
        [
            "blockquote",
            "dd",
            "div",
            "dl",
            "dt",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "li",
            "ol",
            "p",
            "pre",
            "section",
            "table",
            "tbody",
            "td",
            "th",
            "thead",
            "tr",
            "ul",
            "br",
        ]
    )

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found = []
        self.in_pre = False

    def handle_starttag(self, tag, attributes):
        self.in_pre = self.in_pre or tag == "pre"
        self.found.append(("<", tag, tuple(sorted(attributes))))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag):
        self.in_pre = self.in_pre and tag != "pre"
        self.found.append((">", tag))

    def handle_data(self, words):
        if not self.in_pre:
            words = re.sub(r"\s+", " ", words)
        if self.found and self.found[-1][0] == "text":
            words = self.found.pop()[1] + words
        self.found.append(("text", words))

    def handle_comment(self, words):
        self.found.append(("comment", words))

    def handle_decl(self, words):
        self.found.append(("declaration", words))

    def handle_pi(self, words):
        self.found.append(("instruction", words))

    def unknown_decl(self, words):
        self.found.append(("declaration", words))


def normal(html):
    parser = Normal()
    parser.feed(html.replace("<s>", "<del>").replace("</s>", "</del>"))
    parser.close()
    found = parser.found
    kept = []
    for at, one in enumerate(found):
        if one[0] == "text" and not in_pre(found, at):
            words = one[1]
            if at == 0 or is_block(found[at - 1]):
                words = words.lstrip()
            if at == len(found) - 1 or is_block(found[at + 1]):
                words = words.rstrip()
            if words:
                kept.append(("text", words))
        else:
            kept.append(one)
    return kept


def is_block(one):
    return one[0] in "<>" and one[1] in Normal.BLOCKS


def in_pre(found, at):
    return (
        sum((one[0] == "<") - (one[0] == ">") for one in found[:at] if len(one) > 1 and one[1] == "pre") > 0
    )


def test_the_examples_of_commonmark_read_as_specified():
    text = suite()
    needs(text is not None, "the npm package commonmark-spec 0.31.2 is not there")
    examples = [(one["markdown"], one["html"]) for one in EXAMPLE.finditer(text)]
    assert len(examples) == 652
    wrong = {
        number
        for number, (markdown, html) in enumerate(examples, 1)
        if normal(read(markdown)) != normal(html)
    }
    assert wrong == DELIBERATE.keys()
