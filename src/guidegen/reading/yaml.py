"""YAML in which everything is text, with the place of every key and value.

An author writes `no`, `1.10`, `007` and `2026-10` and means just that; so every
scalar stays text, and the shapes in `schema` say what is a number or a day.
What YAML offers beyond mappings, lists and text (tags, merge keys, several
documents) is refused: it is a trap for the author and a danger to the reader of
the file.

The parser's events are read one by one and never deeper than `DEPTH`, so no
text whatever makes it crash or hang.  Where the text is no YAML, the author is
told in plain words; the parser's own words name things they have never heard of.
Those translations are in `mistakes`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, Final, NamedTuple, TypeAlias

import yaml

from guidegen.model.problem import LONGEST_LINE, Place, Problem, problem
from guidegen.reading.mistakes import (
    BLANKS_OF_ANOTHER_KIND,
    CANNOT_START,
    IN_BRACKETS,
    NO_BREAK,
    TYPE_A_SPACE,
    WIDE,
    WIDE_COLON,
    quoted,
    translated,
)

DEPTH: Final = 50
"""How many lists and mappings may lie in one another."""

ALIASED: Final = 10_000
"""How many values aliases may add."""

Step: TypeAlias = str | int
"""A key of a mapping, or the number of an item of a list, from 0."""

Steps: TypeAlias = tuple[Step, ...]
"""The way to a value."""

Data: TypeAlias = dict[str, Any] | list[Any] | str | None
"""What is written: None where a value is left empty."""

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NOT_TEXT = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_CURLY = re.compile("“[^“”„]*”|„[^“”„]*“|‘[^‘’]*’")
_WORDS_IN_A_NOTE = re.compile(r"[ \t]+(#[\w][^\n]*)")
_ITEM_WITHIN = re.compile(r"\n[ ]*(?P<item>- [^\n]*)")
_COMMENT = re.compile(r":[ \t]+(#\S[^\n]*)")


class Mark(NamedTuple):
    """Where a value stands, and what is in it; letters are counted from the start of the text."""

    first: int
    last: int
    inner: Mapping[Step, Mark] | None = None
    keys: Mapping[str, tuple[int, int]] | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """The text that is read, for finding the line of a letter."""

    path: str
    text: str
    first_line: int
    starts: tuple[int, ...]
    """Where each line of `text` begins."""

    written: tuple[str, ...]
    """Each line as it stands in the file: `text` may be a part of it, without its indentation."""

    def place(self, first: int, last: int) -> Place:
        """Return the place of the letters from *first* to before *last*."""
        number = bisect_right(self.starts, min(first, len(self.text))) - 1
        start = self.starts[number]
        end = self.starts[number + 1] - 1 if number + 1 < len(self.starts) else len(self.text)
        line = self.written[number]
        indentation = len(line) - (end - start)
        column = min(first, end) - start
        width = len(self.text[start + column : min(last, end)].rstrip())
        shown = line if len(line) <= LONGEST_LINE else ""
        return Place(
            self.path, self.first_line + number, column + max(indentation, 0) + 1, shown, max(width, 1)
        )


@dataclass(frozen=True, slots=True)
class Tree:
    """What a text says."""

    data: Data
    lines: Lines
    mark: Mark

    def place(self, *steps: Step) -> Place:
        """Return the place of the value that *steps* lead to, walking only the steps that exist."""
        mark = self.mark
        for step in steps:
            if mark.inner is None or step not in mark.inner:
                break
            mark = mark.inner[step]
        return self.lines.place(mark.first, mark.last)

    def key_place(self, *steps: Step) -> Place:
        """Return the place of the key that *steps* lead to; that of the value where it has none."""
        mark = self.mark
        for step in steps[:-1]:
            if mark.inner is None or step not in mark.inner:
                return self.place(*steps)
            mark = mark.inner[step]
        if not steps or mark.keys is None or steps[-1] not in mark.keys:
            return self.place(*steps)
        return self.lines.place(*mark.keys[str(steps[-1])])


def load(
    text: str, path: str, *, first_line: int = 1, lines: str | None = None
) -> tuple[Tree | None, tuple[Problem, ...]]:
    """Return what a text says, and what is wrong with it as YAML.

    There is no tree where the text is no YAML (then there are problems), and
    none where it is empty (then there are none).

    Args:
        path: of the file, as problems show it.
        first_line: the line of the file on which *text* begins.
        lines: the text of the whole file, where *text* is a part of it without its indentation.
    """
    counted = _lines(text, path, first_line, lines)
    if found := _NOT_TEXT.search(counted.text):
        place = counted.place(found.start(), found.end())
        message = f"there is a control letter here (U+{ord(found[0]):04X})."
        return None, (problem("yaml-syntax", message, place, "Delete it, and save the file as UTF-8."),)
    reader = _Reader(counted)
    try:
        mark_and_data = reader.document()
    except _RefusedError:
        return None, tuple(reader.problems)
    except yaml.MarkedYAMLError as error:
        mistake = translated(error, counted.text)
        place = counted.place(mistake.first, mistake.last)
        found_here = problem(mistake.slug, mistake.message, place, mistake.remedy)
        return None, (*reader.problems, found_here)
    if mark_and_data is None:
        return None, tuple(reader.problems)
    mark, data = mark_and_data
    return Tree(data, counted, mark), tuple(reader.problems)


def key_path(steps: Steps) -> str:
    """Return how a key is named in a message: ``phases[1].worksheets``."""
    written = ""
    for step in steps:
        if isinstance(step, int):
            written += f"[{step}]"
        else:
            written += f".{step}" if written else step
    return written


class _RefusedError(Exception):
    """The text is YAML that is not read to its end; the problem is collected already."""


@dataclass(slots=True)
class _Anchor:
    """A value that aliases may repeat."""

    mark: Mark
    data: Data
    size: int


@dataclass(slots=True)
class _Entries:
    """The keys of a mapping, as far as it is read."""

    data: dict[str, Data] = field(default_factory=dict)
    marks: dict[Step, Mark] = field(default_factory=dict)
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    last_key: str | None = None
    bare: list[tuple[int, int]] = field(default_factory=list)
    """Words that stand before the first key, without a colon."""

    dropped: bool = False
    """Whether there was a key that cannot be one."""


@dataclass(slots=True)
class _Reader:
    """One walk through the events of a text."""

    lines: Lines
    problems: list[Problem] = field(default_factory=list)
    anchors: dict[str, _Anchor | None] = field(default_factory=dict)
    """None while the value is still being read."""

    unused: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    """Anchors before plain text, until they are used: more likely a value that begins with ``&``."""

    count: int = 0
    """How many values were read, repeated ones too."""

    added: int = 0
    """How many of them by aliases."""

    steps: list[Step] = field(default_factory=list)
    """The way to the value at hand."""

    events: Iterator[Any] = field(init=False)

    def __post_init__(self) -> None:
        self.events = _events(self.lines.text)

    def document(self) -> tuple[Mark, Data] | None:
        next(self.events)
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return None
        read = self.value(next(self.events), flow=False)
        next(self.events)
        following = next(self.events)
        if not isinstance(following, yaml.StreamEndEvent):
            self.refuse(following, "only one document per file.", 'Delete the line "---".')
        for first, last, remedy in self.unused.values():
            self.tell(first, last, CANNOT_START.format("&"), remedy)
        return None if read[1] is None else read

    def tell(self, first: int, last: int, message: str, remedy: str = "", slug: str = "yaml-syntax") -> None:
        self.problems.append(problem(slug, message, self.lines.place(first, last), remedy))

    def refuse(self, event: Any, message: str, remedy: str = "") -> None:
        self.unsafe(event, message, remedy)
        raise _RefusedError

    def unsafe(self, event: Any, message: str, remedy: str = "") -> None:
        self.tell(*_span(event), message, remedy, "yaml-unsafe")

    def value(self, event: Any, flow: bool) -> tuple[Mark, Data]:
        """Return the value that begins with *event*; *flow* says whether it stands in brackets."""
        if isinstance(event, yaml.AliasEvent):
            return self.repeated(event)
        if event.tag is not None:
            self.unsafe(event, "tags are not supported.", 'Quote a value that starts with "!".')
        name, before = event.anchor, self.count
        if name is not None:
            self.anchors[name] = None
        self.count += 1
        mark, data = self.read(event, flow)
        if name is not None:
            self.anchors[name] = _Anchor(mark, data, self.count - before)
            if isinstance(event, yaml.ScalarEvent) and event.style in (None, ""):
                first = self.lines.text.rfind(f"&{name}", 0, mark.last)
                example = self.example(self.lines.text[first : mark.last])
                self.unused[name] = first, mark.last, f"Write {example}"
        return mark, data

    def read(self, event: Any, flow: bool) -> tuple[Mark, Data]:
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, flow)
        if len(self.steps) >= DEPTH:
            self.refuse(event, f"values lie more than {DEPTH} deep in one another.")
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(event)
        if flow and self.lines.text[event.start_mark.index] != "{":
            return self.pair_without_braces(event)
        return self.mapping(event)

    def repeated(self, event: Any) -> tuple[Mark, Data]:
        name = event.anchor
        here = Mark(*_span(event))
        self.unused.pop(name, None)
        if name not in self.anchors:
            written = self.lines.text[slice(*here[:2])]
            self.tell(*here[:2], CANNOT_START.format("*"), f"Write {self.example(written)}")
            return here, written
        anchor = self.anchors[name]
        if anchor is None:
            self.unsafe(event, f'"*{name}" repeats a value inside itself.')
            return here, f"*{name}"
        self.count += anchor.size
        self.added += anchor.size
        if self.added > ALIASED:
            self.refuse(event, f"aliases expand to more than {ALIASED:,} values.")
        return anchor.mark, anchor.data

    def scalar(self, event: Any, flow: bool) -> tuple[Mark, Data]:
        first, last = _span(event)
        text: str = event.value
        if event.style not in (None, ""):
            return Mark(first, last), text
        if flow and "?" in text:
            self.bracketed(first, last, text)
        if text:
            self.look_for_lost_quotes(first, last, text)
            self.look_for_words_in_a_note(first, last, flow=flow)
            self.look_for_marks(first, last, text)
        return Mark(first, last), text or None

    def sequence(self, event: Any) -> tuple[Mark, Data]:
        marks: dict[Step, Mark] = {}
        data: list[Data] = []
        while not isinstance(inner := next(self.events), yaml.SequenceEndEvent):
            self.steps.append(len(data))
            mark, value = self.value(inner, event.flow_style)
            self.steps.pop()
            marks[len(data)] = mark
            data.append(value)
        return Mark(_span(event)[0], _span(inner)[1], marks), data

    def mapping(self, event: Any) -> tuple[Mark, Data]:
        entries = _Entries()
        while not isinstance(inner := next(self.events), yaml.MappingEndEvent):
            self.entry(inner, event, entries)
        first, last = _span(event)[0], _span(inner)[1 if event.flow_style else 0]
        if (entries.bare or entries.dropped) and event.flow_style and not entries.data:
            return Mark(first, last), self.text_in_braces(first, last)
        for place in entries.bare:
            written = self.lines.text[slice(*place)]
            self.tell(*place, f'"{written}" has no value here.', f"Write {written}: and its value.")
        return Mark(first, last, entries.marks, entries.keys), entries.data

    def entry(self, event: Any, mapping: Any, entries: _Entries) -> None:
        """Add the key that begins with *event*, and its value, to those of a mapping."""
        self.steps.append("")
        key = self.key(event, mapping)
        self.steps[-1] = key or ""
        mark, value = self.value(next(self.events), mapping.flow_style)
        self.steps.pop()
        first, last = _span(event)
        if key is None:
            entries.dropped = True
        elif value is None and mapping.flow_style and ":" not in self.lines.text[last : mark.last]:
            self.entry_without_colon(key, first, last, entries)
        else:
            if value is None:
                self.look_for_a_comment((*self.steps, key), last)
            self.add(key, value, mark, (first, last), entries)

    def entry_without_colon(self, key: str, first: int, last: int, entries: _Entries) -> None:
        name, colon, text = key.partition(":")
        if colon and name:
            if text:
                self.tell(first, last, f'there is no space after "{name}:".', f"Write {name}: {text}")
            self.add(name, text or None, Mark(first, last), (first, last), entries)
        elif entries.last_key is None:
            entries.bare.append((first, last))
        else:
            self.after_a_comma(entries.last_key, last, entries)

    def add(self, key: str, value: Data, mark: Mark, where: tuple[int, int], entries: _Entries) -> None:
        if key in entries.data:
            line = self.lines.place(*entries.keys[key]).line
            self.tell(*where, f'"{key}" is given twice (first on line {line}).', slug="duplicate-key")
            return
        entries.data[key], entries.marks[key], entries.keys[key] = value, mark, where
        entries.last_key = key

    def key(self, event: Any, mapping: Any) -> str | None:
        """Return the name of a key, or None where it cannot be one: its value is read and dropped."""
        first, last = _span(event)
        if not isinstance(event, yaml.ScalarEvent):
            mark, data = self.value(event, mapping.flow_style)
            if not isinstance(data, str):
                self.tell(first, mark.last, "a key must be a word.", 'Write keys as in "title: Goals".')
                return None
            return None if data.startswith("{") else data
        if event.tag is not None:
            self.unsafe(event, "tags are not supported.", 'Quote a key that starts with "!".')
        if event.value == "<<" and event.style in (None, ""):
            self.unsafe(event, 'merge keys ("<<") are not supported.', "Write the keys out.")
            return None
        if not event.value:
            self.tell(first, max(last, first + 1), 'a key has no name before its ":".')
            return None
        name: str = event.value
        if BLANKS_OF_ANOTHER_KIND.match(name) and event.style in (None, ""):
            self.tell(first, first + 1, NO_BREAK, TYPE_A_SPACE)
            return None
        return name

    def pair_without_braces(self, event: Any) -> tuple[Mark, Data]:
        # [Week 1: goals] would be a list with a mapping in it; the author means text.
        mark, data = self.mapping(event)
        last = max((one.last for one in (mark.inner or {}).values()), default=mark.last)
        written = self.lines.text[mark.first : last].rstrip()
        if data:
            self.bracketed(mark.first, last, written)
        return Mark(mark.first, last), written

    def text_in_braces(self, first: int, last: int) -> str:
        # {name} would be a mapping with a key and no value, {{ name }} a mapping as a key; text is meant.
        written = self.lines.text[first:last]
        if self.lines.text[max(first - 1, 0)] != "{" or not first:
            self.tell(first, last, CANNOT_START.format("{"), f"Write {self.example(written)}")
        return written

    def after_a_comma(self, key: str, last: int, entries: _Entries) -> None:
        # {label: Hello, world} would be a key without a value; the author means a comma in the text.
        first = entries.marks[key].first
        whole = self.lines.text[first:last]
        message = f"{IN_BRACKETS}: {self.example(whole, key)}"
        self.tell(first, last, message, f"If it is a list, put brackets around it: {key}: [{whole}]")
        if isinstance(entries.data[key], str):
            entries.data[key] = whole

    def bracketed(self, first: int, last: int, text: str, key: str = "") -> None:
        self.tell(first, last, f"{IN_BRACKETS}: {self.example(text, key)}")

    def example(self, text: str, key: str = "") -> str:
        """Return how the text at hand is written in quotes, after its key."""
        here = self.steps[-1] if self.steps else ""
        name = key or (here if isinstance(here, str) else "")
        return f"{name}: {quoted(text)}" if name else quoted(text)

    def look_for_a_comment(self, steps: Steps, key_end: int) -> None:
        found = _COMMENT.match(self.lines.text, key_end)
        if found is None:
            return
        written = found[1].rstrip()
        message = f'{key_path(steps)} has no value ("#" starts a comment). Quote "{written}".'
        self.tell(found.start(1), found.end(1), message, slug="empty-value")

    def look_for_lost_quotes(self, first: int, last: int, text: str) -> None:
        if text[-1] == '"' and text.count('"') % 2 and not text[-2:-1].isnumeric():
            words = text[:-1].rstrip()
            message = "this ends in a quote that opens nowhere, and readers will see it."
            self.tell(
                first, last, message, f"Write {self.example(words)}, or leave the quote out.", "stray-quote"
            )
        elif isinstance(self.steps[-1] if self.steps else 0, str) and _CURLY.fullmatch(text):
            message = (
                "curly quotes, as office programs write them, are part of the text: readers will see them."
            )
            remedy = f"Write {self.example(text[1:-1])}. If they are meant, write {self.example(text)}."
            self.tell(first, last, message, remedy, slug="stray-quote")

    def look_for_marks(self, first: int, last: int, text: str) -> None:
        if not self.steps and (wide := WIDE_COLON.match(text)):
            self.tell(first + wide.start("colon"), first + wide.end("colon"), WIDE, "Write : and a space.")
        elif self.steps and isinstance(self.steps[-1], int):
            for found in _ITEM_WITHIN.finditer(self.lines.text, first, last):
                message = "this line belongs to the item above it, as it stands further in."
                remedy = "Begin all items of a list at the same place. If the dash is meant, quote the text."
                self.tell(found.start("item"), found.end(), message, remedy)

    def look_for_words_in_a_note(self, first: int, last: int, *, flow: bool) -> None:
        found = _WORDS_IN_A_NOTE.match(self.lines.text, last)
        if found is not None and not (flow and re.search(r"[\]}]", found[1])):
            whole = " ".join(self.lines.text[first : found.end()].split())
            message = f'"{found[1].rstrip()}" is left out: after a space "#" begins a note.'
            remedy = f'Write {self.example(whole)}. For a note, write a space after the "#".'
            self.tell(found.start(1), found.end(), message, remedy, slug="cut-value")


def _span(event: Any) -> tuple[int, int]:
    return event.start_mark.index, event.end_mark.index


def _events(text: str) -> Iterator[Any]:
    loader = _LOADER(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()


def _lines(text: str, path: str, first_line: int, lines: str | None) -> Lines:
    text = _with_plain_line_ends(text)
    own = tuple(text.split("\n"))
    starts = tuple(accumulate((len(line) + 1 for line in own[:-1]), initial=0))
    if lines is None:
        return Lines(path, text, first_line, starts, own)
    around = _with_plain_line_ends(lines).split("\n")[first_line - 1 :]
    shown = tuple(
        outer if outer.endswith(inner) else inner
        for inner, outer in zip(own, (*around, *own[len(around) :]), strict=False)
    )
    return Lines(path, text, first_line, starts, shown)


def _with_plain_line_ends(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
