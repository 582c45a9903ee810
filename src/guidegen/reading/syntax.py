"""The Markdown that authors write: one parser, set up once.

CommonMark with tables, struck words, task lists, footnotes, definition lists and
alerts (``> [!NOTE]``) comes from markdown-it.  Four things are ours: blocks
between ``:::`` lines, attributes in braces at the end of a heading or a list
item, bare addresses as links, and what happens where a text is nested too
deeply: it is kept as text and said, where markdown-it would drop it.

Markdown is nine tenths of a build, so of all rules only those are tried that
can begin with the letter at hand, and a text without tables, underlined headings
or definitions is not asked for them.

What comes out are markdown-it's tokens.  `markdown` makes prose of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final, NamedTuple, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from guidegen.model.prose import Audience
from guidegen.reading.addresses import ADDRESS_SIGN, with_addresses
from guidegen.reading.attributes import (
    Attributes,
    is_nearly_for,
    read_attributes,
    read_roles,
    reader_word,
)

DEEPEST: Final = 100
"""How many lists, items and quotes may lie in one another."""

SHEET_BLOCKS: Final = ("worksheet", "checklist")
"""Blocks that may hold YAML instead of Markdown."""

LEAF_BLOCKS: Final = ("include", "worksheet", "checklist", "timeline", "contacts", "policies", "agenda")
"""Blocks that hold no Markdown: the closing line may follow, and nothing else.

``roles`` is none of them: who writes text inside may have meant ``for``, and then that text is for some.
"""

Environment: TypeAlias = MutableMapping[str, Any]
"""What one parse remembers: link references, footnotes, where it was nested too deeply."""

_BlockRule: TypeAlias = Callable[[StateBlock, int, int, bool], bool]
_InlineRule: TypeAlias = Callable[[StateInline, bool], bool]

_FIRST_LETTERS: Final = {
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*+-0123456789",
    "footnote_def": "[",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
    "block": ":",
}
"""With which letters a rule for blocks can begin.  One that is not here is always tried."""

_ON_REQUEST: Final = ("table", "lheading", "deflist")
"""Rules that are tried only in a text that may need them."""

_INLINE_LETTERS: Final = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "emphasis": "*_",
    "link": "[",
    "footnote_ref": "[",
    "image": "!",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
    "footnote_inline": "^",
}

_MARKS = re.compile(r"[\n\\`~*_\[\]!<&^]")
"""Every letter at which something other than plain text may begin or end."""

_CONTAINERS = r"^[ \t>*+\-0-9.)]*"
_UNDERLINE = re.compile(_CONTAINERS + r"(?:=+|-+)[ \t]*$", re.MULTILINE)
_DEFINITION = re.compile(_CONTAINERS + r"[:~][ \t]", re.MULTILINE)

_OPENING = re.compile(
    r":{3,}[ \t]*(?P<name>[^\s{}\[\]:]+)?:?(?:\[(?P<label>[^\]]*)\])?"
    r"[ \t]*(?P<rest>.*?)[ \t]*(?::{3,})?[ \t]*"
)
_CLOSING = re.compile(r":{3,}[ \t]*")
_BRACES_AT_END = re.compile(r"(?<!\\)\{(?P<inside>[^{}]*)\}[ \t]*$")
_TWO_COLONS = re.compile(r"^::[ \t]*(?P<name>[A-Za-z][\w=-]*)", re.MULTILINE)
_YAML_KEY = re.compile(r"[A-Za-z_][\w-]*[ \t]*:(?:\s|$)")
_TASK = re.compile(r"[-*+][ \t]+\[[ xX]\][ \t]")


@dataclass(frozen=True, slots=True)
class Opening:
    """The line that opens a block of ours."""

    name: str
    """In lower case; empty where the line names nothing."""

    argument: str
    """What follows the name, without attributes."""

    attributes: Attributes
    line: int
    """From 0, in the parsed text."""

    raw: str | None = None
    """The text inside, where it is YAML."""

    @property
    def audience(self) -> Audience | None:
        """For whom the block is; none where it is for everyone."""
        return read_roles(self.argument) if self.name == "for" else self.attributes.audience


class _Chosen(NamedTuple):
    """Which rules are tried in one text."""

    by_letter: dict[str, tuple[_BlockRule, ...]]
    other: tuple[_BlockRule, ...]
    ends_paragraph: dict[str, tuple[_BlockRule, ...]]
    ends_paragraph_else: tuple[_BlockRule, ...]


def parse(text: str, environment: Environment, *, blocks: bool = False) -> list[Token]:
    """Return the tokens of a text; where *blocks* says so, with ``:::`` blocks and attributes in braces."""
    parser = _parser()
    environment["chosen"] = parser.chosen(text, blocks=blocks)
    environment.setdefault("too_deep", [])
    tokens: list[Token] = []
    parser.block.parse(text, parser, environment, tokens)
    if blocks and "{" in text:
        _take_attributes(tokens)
    if blocks and ("{" in text or "::" in text):
        _refuse_lost_readers(tokens)
    addresses = ADDRESS_SIGN.search(text) is not None
    for token in tokens:
        if token.type == "inline":
            _parse_line(token, parser, environment, addresses=addresses)
    return tokens


def parse_line(text: str, environment: Environment) -> list[Token]:
    """Return the tokens of text that is one line or one cell: no blocks are looked for."""
    token = Token("inline", "", 0, content=text)
    _parse_line(token, _parser(), environment, addresses=ADDRESS_SIGN.search(text) is not None)
    return token.children if token.children is not None else [Token("text", "", 0, content=text)]


def is_plain(text: str) -> bool:
    """Return whether nothing in a line has a meaning in Markdown."""
    return _MARKS.search(text) is None and ADDRESS_SIGN.search(text) is None


def _parse_line(token: Token, parser: _Parser, environment: Environment, *, addresses: bool) -> None:
    """Fill in the children of an inline token.  A token of plain text is left without."""
    content = token.content
    linked = addresses and ADDRESS_SIGN.search(content) is not None
    if not linked and _MARKS.search(content) is None:
        token.children = None
        return
    children: list[Token] = []
    token.children = children
    parser.inline.parse(content, parser, environment, children)
    if linked:
        token.children = list(with_addresses(children))


# The parser --------------------------------------------------------------------------------------


class _Parser(MarkdownIt):
    """markdown-it with our rules, which leaves targets as they are written."""

    def __init__(self) -> None:
        super().__init__("commonmark")
        self.block = self._blocks = _Blocks()
        self.inline = self._lines = _Lines()
        options = {"maxNesting": DEEPEST, "html": True, "tasklists": True, "alerts": True}
        self.configure("commonmark", options)
        self.enable(["table", "strikethrough"])
        footnote_plugin(self, move_to_end=False)
        deflist_plugin(self)
        ends: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
        self.block.ruler.before("fence", "block", _block_line, ends)
        self.block.ruler.at("paragraph", _paragraph)
        self._choices: dict[tuple[bool, ...], _Chosen] = {}
        self._lines.prepare()

    def chosen(self, text: str, *, blocks: bool) -> _Chosen:
        """Return the rules that a text may need."""
        needs = (
            "|" in text and "-" in text,
            _UNDERLINE.search(text) is not None,
            _DEFINITION.search(text) is not None,
            blocks and ":::" in text,
        )
        if needs not in self._choices:
            unneeded = {
                name for name, needed in zip((*_ON_REQUEST, "block"), needs, strict=True) if not needed
            }
            self._choices[needs] = self._blocks.choose(unneeded)
        return self._choices[needs]

    def normalizeLink(self, url: str) -> str:  # noqa: N802 (markdown-it's name)
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link

    def validateLink(self, url: str) -> bool:  # noqa: N802
        """Accept every target: one that is not allowed becomes a problem, not text."""
        return True


@cache
def _parser() -> _Parser:
    return _Parser()


class _Blocks(ParserBlock):
    """The loop over blocks, which asks only the rules that can apply."""

    def choose(self, unneeded: set[str]) -> _Chosen:
        rules = [one for one in self.ruler.__rules__ if one.enabled and one.name not in {*unneeded, "code"}]
        letters = sorted(
            {letter for one in rules for letter in _FIRST_LETTERS.get(one.name, "")} | {"~", ":"}
        )

        def beginning(letter: str, chain: str = "") -> tuple[_BlockRule, ...]:
            return tuple(
                one.fn
                for one in rules
                if letter in _FIRST_LETTERS.get(one.name, letter) and (not chain or chain in one.alt)
            )

        return _Chosen(
            {letter: beginning(letter) for letter in letters},
            beginning("\0"),
            {letter: beginning(letter, "paragraph") for letter in letters},
            beginning("\0", "paragraph"),
        )

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        by_letter, other, _, _ = state.env["chosen"]
        line, blank_before = startLine, False
        while line < endLine:
            line = state.line = state.skipEmptyLines(line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                return
            if state.level >= DEEPEST:
                _keep_as_text(state, line, endLine)
                return
            if state.sCount[line] - state.blkIndent >= 4:
                _code(state, line, endLine)
            else:
                letter = state.src[state.bMarks[line] + state.tShift[line]]
                for rule in by_letter.get(letter, other):
                    if rule(state, line, endLine, False):
                        break
            state.tight = not blank_before
            line = state.line
            if state.isEmpty(line - 1):
                blank_before = True
            if line < endLine and state.isEmpty(line):
                blank_before = True
                line += 1
                state.line = line


def _code(state: StateBlock, start: int, end: int) -> None:
    """Take the lines that are indented by four columns or more as code, blank ones between them too."""
    line = last = start + 1
    while line < end:
        if state.isEmpty(line):
            line += 1
        elif state.sCount[line] - state.blkIndent >= 4:
            line = last = line + 1
        else:
            break
    state.line = last
    token = state.push("code_block", "code", 0)
    token.content = state.getLines(start, last, 4 + state.blkIndent, False) + "\n"
    token.map = [start, last]


def _keep_as_text(state: StateBlock, line: int, end: int) -> None:
    """Take what is nested too deeply as one paragraph, and remember where."""
    state.env["too_deep"].append(line)
    state.push("paragraph_open", "p", 1).map = [line, end]
    token = state.push("inline", "", 0)
    token.content = state.getLines(line, end, state.blkIndent, False).strip()
    token.map = [line, end]
    state.push("paragraph_close", "p", -1)
    state.line = end


def _paragraph(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:  # noqa: N803
    """Take lines up to a blank one, or to one at which something else begins."""
    _, _, by_letter, other = state.env["chosen"]
    around, state.parentType = state.parentType, "paragraph"
    line, end = startLine + 1, state.lineMax
    while line < end and not state.isEmpty(line):
        if state.sCount[line] >= 0 and state.sCount[line] - state.blkIndent <= 3:
            letter = state.src[state.bMarks[line] + state.tShift[line]]
            if any(rule(state, line, end, True) for rule in by_letter.get(letter, other)):
                break
        line += 1
    state.line = line
    state.push("paragraph_open", "p", 1).map = [startLine, line]
    token = state.push("inline", "", 0)
    token.content = state.getLines(startLine, line, state.blkIndent, False).strip(" \t\n\r")
    token.map = [startLine, line]
    state.push("paragraph_close", "p", -1)
    state.parentType = around
    return True


class _Lines(ParserInline):
    """The loop over the letters of a line, which goes from mark to mark."""

    def __init__(self) -> None:
        super().__init__()
        self.terminator_re = _MARKS
        self._by_letter: dict[str, tuple[_InlineRule, ...]] = {}

    def prepare(self) -> None:
        """Sort the rules by the letters with which they begin."""
        rules = [(one.fn, _INLINE_LETTERS.get(one.name, "")) for one in self.ruler.__rules__ if one.enabled]
        letters = {letter for _, beginning in rules for letter in beginning}
        self._by_letter = {
            letter: tuple(rule for rule, beginning in rules if letter in beginning) for letter in letters
        }
        self._by_letter["]"] = ()

    def tokenize(self, state: StateInline) -> None:
        end, source = state.posMax, state.src
        while state.pos < end:
            position = state.pos
            rules = self._by_letter.get(source[position])
            if rules is None:
                stop = self._plain_until(source, position, end)
                state.append_pending(source[position:stop])
                state.pos = stop
            elif state.level >= DEEPEST or not any(rule(state, False) for rule in rules):
                state.append_pending(source[state.pos])
                state.pos += 1
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:  # noqa: N802 (markdown-it's name)
        position = state.pos
        known = state.cache.get(position)
        if known is not None:
            state.pos = known
            return
        rules = self._by_letter.get(state.src[position])
        if rules is None:
            state.pos = self._plain_until(state.src, position, state.posMax)
        elif state.level >= DEEPEST:
            state.pos = state.posMax
        else:
            state.level += 1
            found = any(rule(state, True) for rule in rules)
            state.level -= 1
            if not found:
                state.pos = position + 1
        state.cache[position] = state.pos

    @staticmethod
    def _plain_until(source: str, position: int, end: int) -> int:
        found = _MARKS.search(source, position, end)
        return found.start() if found else end


# Blocks of ours ----------------------------------------------------------------------------------


def _block_line(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:  # noqa: N803
    """Take a line that opens or closes a block; where it holds YAML, take the inside as well.

    Opening and closing stand beside each other in the stream of tokens, at one
    level: which belong together is found in `balanced`, when code and lists are known.
    """
    text = _line(state, startLine)
    if not text.startswith(":::") or state.is_code_block(startLine):
        return False
    if _CLOSING.fullmatch(text):
        if not silent:
            _push_block(state, "block_close", startLine)
        return True
    if not silent:
        _push_opening(state, _read_opening(text, startLine), endLine)
    return True


def _read_opening(text: str, line: int) -> Opening:
    """Return what a line says that begins with three colons and is not bare.

    Whatever it says, it opens a block: were it text, the line that closes it
    would close the block around it, and show to everyone what was meant for some.
    """
    found = _OPENING.fullmatch(text)
    if found is None:
        return Opening(text.strip(": \t"), "", Attributes(), line)
    rest = found["rest"]
    braces = _BRACES_AT_END.search(rest)
    attributes = read_attributes(braces["inside"]) if braces else None
    if braces and attributes is not None:
        rest = rest[: braces.start()].strip()
    attributes = attributes or Attributes()
    if lost := reader_word(rest):
        attributes = replace(attributes, misspelt=lost)
    name, label = found["name"] or "", found["label"]
    return Opening(name.lower(), rest if label is None else label.strip(), attributes, line)


def _push_opening(state: StateBlock, opening: Opening, end: int) -> None:
    line = opening.line
    if opening.name not in LEAF_BLOCKS:
        _push_block(state, "block_open", line).meta["opening"] = opening
        return
    inside = _next_written(state, line + 1, end)
    if inside < end and _CLOSING.fullmatch(_line(state, inside)):
        _push_block(state, "block_leaf", line, inside + 1).meta["opening"] = opening
        return
    if opening.name in SHEET_BLOCKS and inside < end:
        if not opening.argument and _TASK.match(_line(state, inside)):
            _push_block(state, "block_open", line).meta["opening"] = opening
            return
        if not opening.argument or _YAML_KEY.match(_line(state, inside)):
            _push_sheet(state, opening, end)
            return
    _push_block(state, "block_leaf", line).meta["opening"] = opening


def _push_sheet(state: StateBlock, opening: Opening, end: int) -> None:
    """Take the lines up to the closing one as they stand."""
    line = opening.line + 1
    while line < end and not _CLOSING.fullmatch(_line(state, line)):
        if not state.isEmpty(line) and state.sCount[line] < state.blkIndent:
            break
        line += 1
    closed = line < end and _CLOSING.fullmatch(_line(state, line)) is not None
    raw = state.getLines(opening.line + 1, line, state.sCount[opening.line], True)
    token = _push_block(state, "block_leaf", opening.line, line + 1 if closed else line)
    token.meta["opening"] = Opening(opening.name, opening.argument, opening.attributes, opening.line, raw)
    token.meta["closed"] = closed


def _push_block(state: StateBlock, kind: str, line: int, end: int = 0) -> Token:
    token = state.push(kind, "", 0)
    token.map = [line, end or line + 1]
    state.line = end or line + 1
    return token


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()


def _next_written(state: StateBlock, line: int, end: int) -> int:
    """Return the next line that is not blank and still in the same container, or *end*."""
    while line < end and state.isEmpty(line):
        line += 1
    return line if line < end and state.sCount[line] >= state.blkIndent else end


def balanced(tokens: Sequence[Token]) -> tuple[list[Token], list[Opening], list[int]]:
    """Return the tokens with every block closed once, the blocks left open, and lines that close nothing.

    A block ends at the latest with the list item or the quote in which it was opened.
    """
    kept: list[Token] = []
    stack: list[Token] = []
    unclosed: list[Opening] = []
    stray: list[int] = []

    def close_until_container() -> None:
        while stack and stack[-1].type == "block_open":
            unclosed.append(stack.pop().meta["opening"])
            kept.append(Token("block_close", "", 0))

    for token in tokens:
        if token.type == "block_close":
            if not stack or stack[-1].type != "block_open":
                stray.append(token.map[0] if token.map else 0)
                continue
            stack.pop()
        elif token.type == "block_open" or token.nesting == 1:
            stack.append(token)
        elif token.nesting == -1:
            close_until_container()
            if stack:
                stack.pop()
        kept.append(token)
    close_until_container()
    return kept, unclosed, stray


# Attributes in braces ----------------------------------------------------------------------------


def _take_attributes(tokens: Sequence[Token]) -> None:
    """Move ``{#id}`` from the end of headings and list items to the tokens that open them."""
    for index, token in enumerate(tokens):
        if token.type != "inline" or "{" not in token.content:
            continue
        first_line, newline, rest = token.content.partition("\n")
        owner = _owner(tokens, index)
        found = (
            _BRACES_AT_END.search(token.content) or (newline and _BRACES_AT_END.search(first_line)) or None
        )
        if found is None:
            continue
        attributes = read_attributes(found["inside"])
        if attributes is None or (owner is None and not attributes.is_for_readers):
            continue
        (owner or token).meta["attributes"] = attributes
        if found.string is first_line and newline:
            token.content = f"{first_line[: found.start()].rstrip()}\n{rest}"
        else:
            token.content = token.content[: found.start()].rstrip()


def _refuse_lost_readers(tokens: Sequence[Token]) -> None:
    """Note where something was meant to say who reads and is not understood: ``{for mentor}``, ``:: for``."""
    for index, token in enumerate(tokens):
        if token.type != "inline":
            continue
        if lost := reader_word(token.content):
            (_owner(tokens, index) or token).meta["attributes"] = Attributes(misspelt=lost)
        elif (line := _TWO_COLONS.search(token.content)) and (
            line["name"] == "for" or is_nearly_for(line["name"])
        ):
            token.meta["attributes"] = Attributes(misspelt=line[0].strip())


def _owner(tokens: Sequence[Token], index: int) -> Token | None:
    """Return the heading or list item whose first words an inline token holds."""
    before = tokens[index - 1] if index else None
    if before is not None and before.type == "heading_open":
        return before
    if before is not None and before.type == "paragraph_open" and index > 1:
        item = tokens[index - 2]
        return item if item.type == "list_item_open" else None
    return None
