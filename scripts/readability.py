"""Say how easy each chapter is to read, the hardest first: `make readability`.

The words are those of the finished pages, with their variables, includes and blocks, as guidegen
itself draws them.  What counts is running text: paragraphs, items of lists and notes.  Titles, tables, code
and fields are left out, since a formula that counts sentences has nothing to say about them.

Flesch reading ease: 60 is plain English, 70 easy, 30 academic.  The two grades are years of school, one from
syllables (Flesch-Kincaid) and one from letters (Coleman-Liau).  Where they are far apart, a few long names
that come again and again are the reason.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import textstat

from guidegen.building.build import plan_project
from guidegen.building.pdfs import Bound
from guidegen.rendering.search import words_of
from guidegen.rendering.views import ChapterPage

ROOT = Path(__file__).resolve().parent.parent
PROJECTS = (ROOT, ROOT / "manual")

RUNNING = frozenset({"p", "li", "dd", "blockquote"})
PASSED_OVER = frozenset(
    {"table", "pre", "svg", "figure", "form", "nav", "h1", "h2", "h3", "h4", "h5", "h6", "dt"}
)
ENDS = (".", "!", "?", ":", "…", ".”", '."', ".)")


@dataclass(frozen=True, slots=True)
class Reading:
    """How easy one chapter is to read."""

    path: str
    words: int
    sentence: float
    """Words in a sentence, on average."""

    ease: float
    """Flesch reading ease, from about 0 (hard) to 100."""

    grade: float
    """Years of school, by Flesch and Kincaid."""

    letters: float
    """Years of school, by Coleman and Liau."""


def main(folders: list[str]) -> None:
    for root in [Path(one).resolve() for one in folders] or PROJECTS:
        planned = plan_project(root, {}, lambda _: "", "")
        found = sorted(readings_of(planned.plan.editions), key=lambda one: (one.ease, one.path))
        if planned.handbook is None or not found:
            sys.exit(f"There is no handbook with chapters in {root}.")
        print(table(planned.handbook.settings.title.plain, found))


def readings_of(editions: Iterable[Bound]) -> Iterator[Reading]:
    """Yield how each chapter reads, in the edition that shows most of it; short ones are left out."""
    texts: dict[str, str] = {}
    for edition in editions:
        for promise in edition.pages.values():
            if isinstance(promise.view, ChapterPage):
                text = running_text("".join(one for one in promise.view.body if isinstance(one, str)))
                texts[promise.origin] = max(texts.get(promise.origin, ""), text, key=len)
    for path, text in texts.items():
        if len(text.split()) >= 100:
            yield reading(path, text)


def reading(path: str, text: str) -> Reading:
    words = textstat.lexicon_count(text)
    return Reading(
        path,
        words,
        words / textstat.sentence_count(text),
        textstat.flesch_reading_ease(text),
        textstat.flesch_kincaid_grade(text),
        textstat.coleman_liau_index(text),
    )


def table(name: str, found: list[Reading]) -> str:
    """Return the readings as a table, and the middle of each column below."""
    heading = f"{'ease':>6} {'grade':>6} {'letters':>8} {'words per sentence':>19} {'words':>6}  {name}"
    rows = [_row(one) for one in found]
    middle = Reading(
        f"the middle of {len(found)} chapters",
        *(
            _median([getattr(one, key) for one in found])
            for key in ("words", "sentence", "ease", "grade", "letters")
        ),
    )
    return "\n".join([heading, *rows, _row(middle), ""])


def running_text(html: str) -> str:
    """Return the running text of finished HTML, one paragraph a line, each closed like a sentence."""
    parser = _Running()
    parser.feed(html)
    parser.close()
    lines = (words_of(one) for one in parser.paragraphs)
    return "\n".join(line if line.endswith(ENDS) else f"{line}." for line in lines if re.search(r"\w", line))


def _row(one: Reading) -> str:
    figures = f"{one.ease:6.1f} {one.grade:6.1f} {one.letters:8.1f} {one.sentence:19.1f} {one.words:6.0f}"
    return f"{figures}  {one.path}"


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


class _Running(HTMLParser):
    """Collects paragraphs: what stands in a tag of running text and in no tag that is passed over."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.paragraphs = [""]
        self.over: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in PASSED_OVER:
            self.over.append(tag)
        elif tag in RUNNING:
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        if self.over and tag == self.over[-1]:
            self.over.pop()
        elif tag in RUNNING:
            self.paragraphs.append("")

    def handle_data(self, data: str) -> None:
        if not self.over:
            self.paragraphs[-1] += data

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")


if __name__ == "__main__":
    main(sys.argv[1:])
