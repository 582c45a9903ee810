"""Writing ids into the sources, so that answers survive rewording.

Ticks and answers hang on ids.  Where an author wrote none, the id follows the
words, and is lost when they change.  Here the ids that the readers would make are
written down: after the words of a task list's item, and as ``id`` in YAML.  All
else in the file stays as it is, to the letter.

Every text is read again after writing.  Where that would give another id to
anything, the id is not written: an answer that was saved must be found again.
So nothing is written either where a file is part of several chapters, and what
it holds has another id in each.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import yaml
from markdown_it.token import Token

from guidegen.model.activity import SILENT, Checklist, Field, Item, Worksheet, fields_of, items_of
from guidegen.model.handbook import Settings, Source
from guidegen.model.problem import Place, Problem, problem
from guidegen.model.prose import NO_TEXT, parts_within
from guidegen.reading import syntax
from guidegen.reading.activities import read_checklist, read_worksheet
from guidegen.reading.attributes import read_attributes
from guidegen.reading.documents import read_document
from guidegen.reading.source import lines_from, split_front_matter

Kind: TypeAlias = Literal["worksheet", "checklist"]

_ID = re.compile(r"(?=.{1,64}$)[a-z0-9]+(?:-[a-z0-9]+)*")
_BRACES_AT_END = re.compile(r"(?<!\\)\{(?P<inside>[^{}]*)\}[ \t]*$")
_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|$)")
_BYTE_ORDER_MARK: Final = "\ufeff"
_PLAIN: Final = Settings(title=NO_TEXT, id="")


@dataclass(frozen=True, slots=True)
class Written:
    """An id that was written into a file."""

    id: str
    words: str
    """What is to be ticked or filled in."""

    line: int
    """From 1, in the file as it was."""


@dataclass(frozen=True, slots=True)
class _Thing:
    """An item or a field, as the readers see it."""

    id: str
    written: bool
    words: str
    place: Place

    @property
    def line(self) -> int:
        return self.place.line


@dataclass(frozen=True, slots=True)
class _Insertion:
    """Letters that come into a text; a line break in them continues at the indentation of the text."""

    line: int
    """From 0."""

    column: int
    letters: str


_Insertions: TypeAlias = Mapping[int, tuple[_Insertion, ...]]
"""By the number of the thing whose id is written."""


def ids_for_markdown(
    text: str,
    path: str,
    *,
    includes: tuple[Source, ...] = (),
    settings: Settings = _PLAIN,
    without: Collection[int] = (),
) -> tuple[str, tuple[Written, ...]]:
    """Return a chapter with an id at each thing to tick or to fill in that had none, and those ids.

    Args:
        path: below the content folder.
        includes: the files that the chapter may include: what is in them stays as it is, but its
            ids are not given twice.
        without: the lines, from 1, on which nothing is written; see `undecided`.
    """

    def read(now: str) -> tuple[_Thing, ...]:
        things = _things_of(Source(path, now, "", includes), path, settings)
        return tuple(sorted((one for one in things if one.place.path == path), key=lambda one: one.line))

    def find(now: str, things: Sequence[_Thing]) -> _Insertions:
        found = _in_markdown(now, things)
        return {number: several for number, several in found.items() if things[number].line not in without}

    return _with_ids(text, read, find)


def undecided(chapters: Mapping[str, Source], settings: Settings = _PLAIN) -> tuple[Problem, ...]:
    """Return a warning for everything without an id whose words make another one in another chapter.

    That is so where a file is included beside the same words.

    Args:
        chapters: by their paths below the content folder; only what stands in these files is told.
    """
    included = {one.path for source in chapters.values() for one in source.includes}
    ids: dict[tuple[Place, str], list[str]] = {}
    for path, source in chapters.items():
        if source.includes or source.path in included:
            for one in _things_of(source, path, settings):
                if not one.written:
                    ids.setdefault((one.place, one.words), []).append(one.id)
    files = {source.path for source in chapters.values()}
    return tuple(
        _left(words, place, dict.fromkeys(several))
        for (place, words), several in ids.items()
        if place.path in files and len(set(several)) > 1
    )


def _left(words: str, place: Place, ids: Iterable[str]) -> Problem:
    several = ", ".join(f'"{one}"' for one in ids)
    message = f'"{words}" is called {several} in the chapters that it is part of; no id is written for it.'
    remedy = "Write ids for what has the same words in these chapters, or other words."
    return problem("ambiguous-item", message, place, remedy)


def ids_for_yaml(text: str, path: str, kind: Kind) -> tuple[str, tuple[Written, ...]]:
    """Return the file of a sheet or a list with an id at each thing that had none, and those ids."""

    def read(now: str) -> tuple[_Thing, ...]:
        return _things_in_yaml(now, path, kind)

    def find(now: str, things: Sequence[_Thing]) -> _Insertions:
        return _in_yaml(now, kind, things)

    return _with_ids(text, read, find)


def _with_ids(
    text: str,
    read: Callable[[str], tuple[_Thing, ...]],
    find: Callable[[str, Sequence[_Thing]], _Insertions],
) -> tuple[str, tuple[Written, ...]]:
    mark = _BYTE_ORDER_MARK if text.startswith(_BYTE_ORDER_MARK) else ""
    lines = _lines(text.removeprefix(mark))
    plain = _plain(lines)
    things = read(plain)
    insertions = {
        number: several
        for number, several in find(plain, things).items()
        if not things[number].written and _ID.fullmatch(things[number].id)
    }
    while insertions:
        done = _inserted(lines, [one for several in insertions.values() for one in several])
        wrong = _changed(things, read(_plain(_lines(done))), insertions)
        if not wrong:
            written = (things[number] for number in sorted(insertions))
            return mark + done, tuple(Written(one.id, one.words, one.line) for one in written)
        insertions = {number: several for number, several in insertions.items() if number not in wrong}
    return text, ()


def _lines(text: str) -> list[tuple[str, str]]:
    """Return each line and how it ends; the last one does not."""
    found = [(one[1], one[2]) for one in _LINE.finditer(text)]
    return found if not found[-2:-1] or found[-2][1] else found[:-1]


def _plain(lines: Sequence[tuple[str, str]]) -> str:
    """Return lines as the readers are given them, whatever they end with in the file."""
    return "\n".join(line for line, _ in lines)


def _changed(before: Sequence[_Thing], after: Sequence[_Thing], insertions: _Insertions) -> set[int]:
    """Return the insertions after which something is not what it was, or not written after all."""
    if len(before) != len(after):
        return set(insertions)
    wrong = {
        number
        for number, (old, new) in enumerate(zip(before, after, strict=True))
        if old.id != new.id or old.words != new.words or (number in insertions and not new.written)
    }
    return wrong if not wrong or wrong & insertions.keys() else set(insertions)


def _inserted(lines: Sequence[tuple[str, str]], insertions: Sequence[_Insertion]) -> str:
    usual = next((ending for _, ending in lines if ending), "\n")
    changed = [line for line, _ in lines]
    # From the back, so that the columns before stay true; of two at one place the later one goes in first.
    for _, one in sorted(enumerate(insertions), key=lambda pair: (pair[1].line, pair[1].column, pair[0]))[
        ::-1
    ]:
        line = changed[one.line]
        letters = one.letters.replace("\n", lines[one.line][1] or usual)
        changed[one.line] = line[: one.column] + letters + line[one.column :]
    return "".join(line + ending for line, (_, ending) in zip(changed, lines, strict=True))


# What the readers see


def _things_of(source: Source, path: str, settings: Settings) -> Iterator[_Thing]:
    """Yield everything in a chapter, and in what it includes."""
    document, _ = read_document(source, path, settings)
    for part in parts_within(document.body):
        if isinstance(part, Checklist):
            yield from (_thing(one, one.text.plain) for one in items_of(part))
        elif isinstance(part, Worksheet):
            yield from (_thing(one, one.label.plain) for one in fields_of(part))


def _things_in_yaml(text: str, path: str, kind: Kind) -> tuple[_Thing, ...]:
    if kind == "worksheet":
        sheet, _ = read_worksheet(text, path, kind)
        return () if sheet is None else tuple(_thing(one, one.label.plain) for one in fields_of(sheet))
    checklist, _ = read_checklist(text, path, kind)
    return () if checklist is None else tuple(_thing(one, one.text.plain) for one in items_of(checklist))


def _thing(one: Item | Field, words: str) -> _Thing:
    # Where nobody writes, as in a note, the id is nobody's answer, and is left to follow its words.
    return _Thing(one.id, one.written_id or isinstance(one, SILENT), words, one.place)


# Task lists


def _in_markdown(text: str, things: Sequence[_Thing]) -> _Insertions:
    first_line = _first_line(text)
    lines = text.split("\n")
    by_line: dict[int, list[int]] = {}
    for number, one in enumerate(things):
        by_line.setdefault(one.line - 1, []).append(number)
    tokens = syntax.parse(lines_from(text, first_line), {}, blocks=True)
    found: dict[int, tuple[_Insertion, ...]] = {}
    for at, token in enumerate(tokens):
        if token.map is None:
            continue
        if token.type == "list_item_open" and "checked" in token.meta:
            numbers = by_line.get(token.map[0] + first_line - 1, [])
            insertion = (
                _after_words(tokens[at + 1 : at + 3], lines, first_line, things[numbers[0]])
                if numbers
                else None
            )
            if len(numbers) == 1 and insertion is not None:
                found[numbers[0]] = (insertion,)
        elif token.type == "block_leaf" and token.meta["opening"].raw is not None:
            found.update(_in_block(token.meta["opening"], lines, first_line, by_line, things))
    return found


def _first_line(text: str) -> int:
    """Return the line after the front matter, from 1."""
    if text.startswith("+++\n"):
        lines = text.split("\n")
        closing = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == "+++"), None)
        return 1 if closing is None else closing + 2
    try:
        return split_front_matter(text)[1]
    except ValueError:
        return 1


def _after_words(
    tokens: Sequence[Token], lines: Sequence[str], first_line: int, thing: _Thing
) -> _Insertion | None:
    """Return where the id of an item goes: into its braces, else after its first paragraph."""
    if tokens[0].type != "paragraph_open" or tokens[1].map is None:
        return None
    begins, ends = (line + first_line - 1 for line in tokens[1].map)
    for number in (ends - 1, begins):
        braces = _BRACES_AT_END.search(lines[number])
        if braces is not None and read_attributes(braces["inside"]) is not None:
            return _Insertion(number, braces.start("inside"), f"#{thing.id} ")
    last = lines[ends - 1].rstrip()
    return _Insertion(ends - 1, len(last), f" {{#{thing.id}}}")


def _in_block(
    opening: syntax.Opening,
    lines: Sequence[str],
    first_line: int,
    by_line: Mapping[int, Sequence[int]],
    things: Sequence[_Thing],
) -> _Insertions:
    """Return the insertions for a sheet or a list that is written between two ``:::`` lines."""
    kind: Kind = "worksheet" if opening.name == "worksheet" else "checklist"
    above = opening.line + first_line
    inside = (opening.raw or "").split("\n")
    written = lines[above : above + len(inside)]
    if not all(line.endswith(part) for line, part in zip(written, inside, strict=False)):
        return {}
    numbers = [number for at in range(above, above + len(inside)) for number in by_line.get(at, ())]
    own = [things[number] for number in numbers]
    found: dict[int, tuple[_Insertion, ...]] = {}
    for at, insertions in _in_yaml(opening.raw or "", kind, own).items():
        moved = []
        for one in insertions:
            container = written[one.line][: len(written[one.line]) - len(inside[one.line])]
            letters = one.letters.replace("\n", f"\n{container}")
            moved.append(_Insertion(above + one.line, len(container) + one.column, letters))
        found[numbers[at]] = tuple(moved)
    return found


# YAML


_LISTS: Final[dict[Kind, tuple[str, str, str]]] = {
    "worksheet": ("sections", "fields", "label"),
    "checklist": ("groups", "items", "text"),
}
"""The key of the groups, that of the list in each, and the key that plain text stands for."""


class _Composer(yaml.SafeLoader):
    """Composes nodes without a look at what they mean; its marks count letters."""


def _in_yaml(text: str, kind: Kind, things: Sequence[_Thing]) -> _Insertions:
    if not things:
        return {}
    root = yaml.compose(text, _Composer)
    nodes = list(_listed(root, *_LISTS[kind][:2]))
    if len(nodes) != len(things):
        return {}
    # What an alias repeats stands in one place only, and cannot have two ids.
    seen = Counter(id(node) for _, node in nodes)
    starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def at(index: int, letters: str) -> _Insertion:
        line = bisect_right(starts, index) - 1
        return _Insertion(line, index - starts[line], letters)

    found = {}
    for number, ((owner, node), thing) in enumerate(zip(nodes, things, strict=True)):
        if seen[id(node)] == 1 and not thing.written:
            insertions = _for_node(node, owner, text, thing.id, _LISTS[kind][2])
            if insertions:
                found[number] = tuple(at(index, letters) for index, letters in insertions)
    return found


def _listed(
    root: yaml.Node | None, groups: str, inside: str
) -> Iterator[tuple[yaml.SequenceNode, yaml.Node]]:
    """Yield each entry with the list that holds it."""
    for group in (*_entries(_value(root, groups)), root):
        entries = _value(group, inside)
        if isinstance(entries, yaml.SequenceNode):
            yield from ((entries, one) for one in entries.value)
    # A sheet has a field more for each of its signatures; their ids are those of the roles.
    signatures = _value(root, "signatures")
    if isinstance(signatures, yaml.SequenceNode):
        yield from ((signatures, one) for one in signatures.value)


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def _entries(node: yaml.Node | None) -> Sequence[yaml.Node]:
    return node.value if isinstance(node, yaml.SequenceNode) else ()


def _for_node(
    node: yaml.Node, owner: yaml.SequenceNode, text: str, name: str, text_key: str
) -> list[tuple[int, str]]:
    """Return what comes in where, so that *node* has an id; nothing where that cannot be done."""
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, yaml.MappingNode):
        if not node.value or _value(node, "id") is not None:
            return []
        first = node.value[0][0].start_mark
        if not node.flow_style:
            return [(first.index, f"id: {name}\n{' ' * first.column}")]
        if text[start : start + 1] == "{":
            return [(first.index, f"id: {name}, ")]
        return [(start, f"{{id: {name}, "), (end, "}")]
    if not isinstance(node, yaml.ScalarNode):
        return []
    if owner.flow_style:
        return [(start, f"{{id: {name}, {text_key}: "), (end, "}")]
    column = node.start_mark.column
    further = " " * (column - owner.start_mark.column)
    return [
        (start, f"id: {name}\n{' ' * column}{text_key}: "),
        # What goes on over several lines must stand further in than the keys.
        *((line, further) for line in _lines_within(text, start, end)),
    ]


def _lines_within(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where the lines between two letters begin that are not blank."""
    at = text.find("\n", start, end) + 1
    while at:
        stop = text.find("\n", at)
        if at < end and text[at : stop if stop >= 0 else len(text)].strip():
            yield at
        at = text.find("\n", at, end) + 1
