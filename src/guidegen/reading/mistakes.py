"""What an author did, where the YAML parser says what it did not find.

The parser's words are about tokens, scalars and simple keys.  An author wrote a
title with a colon in it.  Each function here looks at what the parser stumbled
over, and at the line around it, and says what is wrong and what to write.
The words of the two parsers of PyYAML differ; what is asked of them here is what
they have in common.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

CANNOT_START: Final = 'a value cannot start with "{}". Quote it.'
IN_BRACKETS: Final = 'inside { } or [ ], quote text that contains "?", ": ", "," or brackets'

NO_BREAK: Final = "there is a no-break space here. It looks like a space and is none."
TYPE_A_SPACE: Final = "Delete it and type a space: office programs and web pages put it there."
WIDE: Final = "this colon is a wide one (\uff1a), which is a letter to YAML."
BLANKS_OF_ANOTHER_KIND = re.compile("[\u00a0\u2007\u202f\u3000]")

_BLANK_WHERE_A_SPACE_COUNTS = re.compile(
    rf"^[ ]*+(?:-(?![^ ]) *+)*+(?:[\w-]++:)?[ -]*+{BLANKS_OF_ANOTHER_KIND.pattern}", re.MULTILINE
)
WIDE_COLON = re.compile(r"[ ]*(?:- +)*(?P<key>[\w-]+)[ ]?(?P<colon>\uff1a)[ ]*(?P<value>.*)")
_KEY_AND_VALUE = re.compile(r"[ ]*(?:- +)*(?P<key>[^\s:#][^:#]*):[ ]+(?P<value>\S.*)")
_NO_SPACE_AFTER = re.compile(r"[ ]*(?:- +)*(?P<key>[\w-]+):(?P<value>[^\s/].*)")
_DASH_WITHOUT_SPACE = re.compile(r"[ ]*-(?P<value>[^\s-].*)")
_SLIPPED: Final = 2
"""How far a line stands in by mistake, as where a "#" was deleted and the space after it was not."""

_WORDS_IN_A_NOTE = re.compile(r"[ ]#\w[^\n]*")
_BLANKS = re.compile(r"[ \t]*")
_OPENING = re.compile(
    r"""
    (?: ^[ ]*+(?:-[ ]++)*+(?:[^\s:#"'\[{][^:#\n]*+:[ ]+)?   # at the beginning of an item or a value,
      | [\[{,][ ]*+(?:[\w-][\w -]*+:[ ]+)? )               # also of one in brackets,
    (?:[\[{][ ]*+(?:[\w-][\w -]*+:[ ]+)?)*+
    (?P<quote>["'])
    """,
    re.MULTILINE | re.VERBOSE,
)
_UNTIL_CLOSED = {'"': re.compile(r'(?:[^"\\]|\\.)*+"', re.DOTALL), "'": re.compile(r"(?:[^']|'')*+'")}
_AFTER_QUOTE = re.compile(r"[ ]*(?:$|[\n,\]}:]|[ ]#)")
_ENTRY = re.compile(r"[ ]*(?:- |[\w-]+:(?:\s|$))")


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong, between two letters of the text."""

    message: str
    first: int
    last: int
    remedy: str = ""
    slug: str = "yaml-syntax"


@dataclass(frozen=True, slots=True)
class _Stumble:
    """Where the parser gave up, and the line around it."""

    text: str
    said: str
    while_doing: str
    at: int
    """The letter at which it gave up."""

    begun: int
    """The letter at which the part began that it could not finish."""

    @property
    def letter(self) -> str:
        return self.text[self.at : self.at + 1]

    @property
    def line_start(self) -> int:
        return self.text.rfind("\n", 0, self.at) + 1

    @property
    def line_end(self) -> int:
        return _end_of_line(self.text, self.at)

    @property
    def line(self) -> str:
        return self.text[self.line_start : self.line_end]

    @property
    def before(self) -> str:
        """What stands before the letter in its line."""
        return self.text[self.line_start : self.at]


def translated(error: Any, text: str) -> Mistake:
    """Return what an author did wrong, for an error with a mark of the parser."""
    mark = error.problem_mark or error.context_mark
    context = error.context_mark or mark
    at = min(mark.index, len(text)) if mark else 0
    begun = min(context.index, len(text)) if context else 0
    stumble = _Stumble(text, error.problem or "", error.context or "", at, begun)
    return (
        _tab(stumble)
        or _blank_of_another_kind(stumble)
        or _runs_on(stumble)
        or _by_what_was_read(stumble)
        or _by_what_was_found(stumble)
        or _unknown(stumble)
    )


def quoted(text: str) -> str:
    """Return text in the quotes that keep it as it is."""
    if "\\" in text or '"' in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _tab(here: _Stumble) -> Mistake | None:
    indentation = _BLANKS.match(here.line)
    tab = indentation[0].find("\t") if indentation else -1
    if tab < 0 and here.letter != "\t":
        return None
    first = here.line_start + tab if tab >= 0 else here.at
    return Mistake("a tab is used for indentation. Use spaces.", first, first + 1)


def _blank_of_another_kind(here: _Stumble) -> Mistake | None:
    """Return that a blank of another kind stands where a space counts, here or in the line above."""
    above = here.text.rfind("\n", 0, max(here.line_start - 1, 0)) + 1
    found = _BLANK_WHERE_A_SPACE_COUNTS.search(here.text, above, here.line_end)
    if found is None:
        return None
    first = found.end() - 1
    return Mistake(NO_BREAK, first, first + 1, TYPE_A_SPACE)


def _runs_on(here: _Stumble) -> Mistake | None:
    """Return that a quote is not closed on its line, where the next one below ends it amid other words."""
    closed = 0
    for opening in _OPENING.finditer(here.text, 0, here.at):
        first, quote = opening.start("quote"), opening["quote"]
        if first < closed:
            continue
        inside = _UNTIL_CLOSED[quote].match(here.text, first + 1)
        if inside is None:
            return None
        closed = inside.end()
        if "\n" in inside[0] and not _AFTER_QUOTE.match(here.text, closed):
            message = "the quote that opens here is not closed on its line."
            last = _end_of_line(here.text, first)
            return Mistake(message, first, last, f"Write {quote} where the text ends.")
    return None


def _by_what_was_read(here: _Stumble) -> Mistake | None:
    """Return the mistake that the part tells in which the parser gave up."""
    doing = here.while_doing
    opening = here.text[here.begun : here.begun + 1]
    if "escape" in here.said or "hex" in here.said:
        return _backslash(here)
    if "quoted scalar" in doing:
        return _open_quote(here, opening)
    if "alias" in doing or "anchor" in doing or "undefined alias" in here.said:
        return _cannot_start(here, here.begun)
    if "block scalar" in doing:
        return _cannot_start(here, here.begun)
    if "tag" in doing or "tag" in here.said:
        last = _end_of_line(here.text, here.begun)
        remedy = 'Quote a value that starts with "!".'
        return Mistake("tags are not supported.", here.begun, last, remedy, "yaml-unsafe")
    if "directive" in doing or "directive" in here.said:
        return Mistake('a line cannot start with "%".', here.begun, here.begun + 1, "Quote the value.")
    if "simple key" in doing:
        return _no_key(here, here.begun)
    if "flow" in doing:
        return _in_brackets(here, opening)
    return None


def _by_what_was_found(here: _Stumble) -> Mistake | None:
    """Return the mistake that the letter tells at which the parser gave up."""
    if "cannot start any token" in here.said:
        return _cannot_start(here, here.at)
    if "unexpected ':'" in here.said:
        return Mistake('there is no space after ":".', here.at, here.at + 1, "Write a space there.")
    if "mapping keys are not allowed" in here.said:
        return _cannot_start(here, here.at)
    if "sequence entries are not allowed" in here.said:
        first, last = here.at, here.line_end
        return Mistake(
            'a list cannot begin beside its key, and a value cannot start with "- ".',
            first, last, "Begin the list on the next line, or quote the value.",
        )  # fmt: skip
    if "mapping values are not allowed" in here.said:
        return _colon(here)
    if "document start" in here.said:
        remedy = 'Delete what follows the line "...".'
        return Mistake("only one document per file.", here.at, here.line_end, remedy, "yaml-unsafe")
    if "block mapping" in here.while_doing:
        return _after_a_value(here) or _beside_keys(here)
    if "block collection" in here.while_doing:
        return _after_a_value(here) or _beside_items(here)
    return None


def _unknown(here: _Stumble) -> Mistake:
    remedy = "Look at the quotes, brackets and spaces here and in the line above."
    return Mistake("this line cannot be understood.", here.at, max(here.line_end, here.at + 1), remedy)


def _cannot_start(here: _Stumble, first: int) -> Mistake:
    letter = here.text[first : first + 1]
    if not letter.strip():
        return _unknown(here)
    last = _end_of_line(here.text, first)
    value = here.text[first:last].rstrip()
    start = here.text.rfind("\n", 0, first) + 1
    found = _KEY_AND_VALUE.match(here.text[start:last])
    key = found["key"].strip() if found and found.start("value") == first - start else ""
    remedy = f"Write {key}: {quoted(value)}" if key else f"Write {quoted(value)}"
    return Mistake(CANNOT_START.format(letter), first, last, remedy)


def _backslash(here: _Stumble) -> Mistake:
    first = here.text.rfind("\\", here.begun, here.at + 1)
    first = here.at if first < 0 else first
    written = here.text[first : first + 2]
    message = f'inside double quotes "{written}" is read as a special letter, and there is no such letter.'
    return Mistake(message, first, first + 2, "Use single quotes around the text.")


def _open_quote(here: _Stumble, opening: str) -> Mistake:
    message = f"the quote ({opening}) that opens here is never closed."
    return Mistake(message, here.begun, here.begun + 1, "Write the same quote at the end of the text.")


def _no_key(here: _Stumble, first: int) -> Mistake:
    """Return what is wrong with a line that is neither a key nor an item."""
    start = here.text.rfind("\n", 0, first) + 1
    last = _end_of_line(here.text, start)
    line = here.text[start:last]
    first = start + len(line) - len(line.lstrip())
    if found := WIDE_COLON.match(line):
        first = start + found.start("colon")
        remedy = f"Write {found['key']}: {found['value']}".rstrip()
        return Mistake("this colon is a wide one (：), which is a letter to YAML.", first, first + 1, remedy)
    if found := _NO_SPACE_AFTER.match(line):
        key, value = found["key"], found["value"]
        return Mistake(f'there is no space after "{key}:".', first, last, f"Write {key}: {value}")
    if found := _DASH_WITHOUT_SPACE.match(line):
        return Mistake('there is no space after "-".', first, last, f"Write - {found['value']}")
    return Mistake(
        'this line has no key: keys are written as in "title: Goals", items of a list as in "- Goals".',
        first, last, "If the line belongs to the value above it, indent it below that value.",
    )  # fmt: skip


def _in_brackets(here: _Stumble, opening: str) -> Mistake:
    begun = here.begun
    if opening not in "[{" or not opening:
        begun = max(here.text.rfind("[", 0, here.at), here.text.rfind("{", 0, here.at), 0)
        opening = here.text[begun : begun + 1]
    closing = {"[": "]", "{": "}"}.get(opening, "]")
    on_a_later_line = "\n" in here.text[begun : here.at]
    if not here.letter.strip() or (on_a_later_line and _ENTRY.match(here.line)):
        message = f'the "{opening}" that opens here is never closed.'
        if note := _WORDS_IN_A_NOTE.search(here.text, begun, _end_of_line(here.text, begun)):
            remedy = 'After a space "#" begins a note: quote the value with the "#" in it, e.g. "call #3".'
            return Mistake(message, begun, note.end(), remedy)
        return Mistake(message, begun, begun + 1, f'Write "{closing}" at its end, or quote the value.')
    if here.letter == ",":
        return Mistake("nothing stands before this comma.", here.at, here.at + 1, "Delete the comma.")
    start = max(here.text.rfind(one, 0, here.at) for one in ",[{\n") + 1
    end = _end_of_entry(here.text, start)
    key, colon, value = here.text[start:end].strip().partition(": ")
    example = f"{key}: {quoted(value.strip())}" if colon and value.strip() else quoted(key)
    first = start + _blanks(here.text[start:end]) + (len(key) + 2 if colon else 0)
    return Mistake(f"{IN_BRACKETS}: {example}", first, end)


def _colon(here: _Stumble) -> Mistake:
    """Return what is wrong with a colon that makes no key here."""
    if (found := _KEY_AND_VALUE.match(here.line)) and found.start("value") + here.line_start <= here.at:
        key, value = found["key"].strip(), found["value"].rstrip()
        first = here.line_start + found.start("value")
        message = f'a value with ": " must be quoted, e.g. {key}: {quoted(value)}'
        return Mistake(message, first, here.line_end)
    above_start = here.text.rfind("\n", 0, max(here.line_start - 1, 0)) + 1
    above = here.text[above_start : max(here.line_start - 1, 0)]
    if above.strip() and not _ENTRY.match(above) and len(above) - len(above.lstrip()) >= _blanks(here.line):
        return _no_key(here, above_start)
    first = here.line_start + _blanks(here.line)
    key = here.text[first : here.at].strip()
    return Mistake(
        f'"{key}:" is indented below a key that has a value already.',
        first, here.line_end, "Move it to the left, or quote the value above if this belongs to it.",
    )  # fmt: skip


def _after_a_value(here: _Stumble) -> Mistake | None:
    """Return what is wrong with words after a closing quote or bracket."""
    found = _KEY_AND_VALUE.match(here.line)
    first = found.start("value") if found else len(here.before) - len(here.before.lstrip(" -"))
    value = here.line[first:].rstrip()
    if here.line_start + first >= here.at or not value:
        return None
    key = f"{found['key'].strip()}: " if found else ""
    opening = value[0]
    if opening in "[{":
        message = f'a value that starts with "{opening}" must be quoted when words follow'
        return Mistake(f"{message}, e.g. {key}{quoted(value)}", here.line_start + first, here.line_end)
    if opening in "\"'":
        inside = value.replace(opening, "") if opening == '"' else value[1:].removesuffix("'")
        message = "words follow the closing quote. Quote the whole value"
        return Mistake(f"{message}, e.g. {key}{quoted(inside)}", here.line_start + first, here.line_end)
    return None


def _beside_keys(here: _Stumble) -> Mistake:
    if here.letter == ":":
        return Mistake('a key has no name before its ":".', here.at, here.at + 1)
    if here.letter == "-":
        if _is_an_item(here.text, here.line_start):
            return _uneven(here)
        message = "an item of a list stands where a key is expected."
        return Mistake(
            message, here.at, here.line_end, "Write the key of the list on the line above its items."
        )
    return _uneven(here)


def _is_an_item(text: str, line_start: int) -> bool:
    """Return whether the line above, or the nearest above it that is written, is an item of a list."""
    above = next((one for one in reversed(text[:line_start].split("\n")) if one.strip()), "")
    return above.lstrip(" ").startswith("- ")


def _beside_items(here: _Stumble) -> Mistake:
    if here.letter == "-" or here.at - here.line_start != _column(here.text, here.begun):
        return _uneven(here)
    message = 'this line stands among the items of a list, but does not start with "- ".'
    return Mistake(message, here.at, here.line_end, "Put a dash before it, or indent it below its item.")


def _uneven(here: _Stumble) -> Mistake:
    count = here.at - here.line_start
    spaces = "1 space" if count == 1 else f"{count} spaces"
    extra = count - _column(here.text, here.begun)
    remedy = "Indent what belongs together by the same number of spaces."
    if here.letter != "-" and 0 < extra <= _SLIPPED:
        some = "the space" if extra == 1 else f"{extra} spaces"
        remedy = f"Delete {some} at its beginning, or indent by the same number what belongs together."
    return Mistake(
        f"this line begins {spaces} in, where nothing begins that it could belong to.",
        here.at, here.line_end, remedy,
    )  # fmt: skip


def _blanks(line: str) -> int:
    return len(line) - len(line.lstrip())


def _column(text: str, position: int) -> int:
    return position - text.rfind("\n", 0, position) - 1


def _end_of_line(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def _end_of_entry(text: str, start: int) -> int:
    """Return where an entry between brackets ends: at a comma, a closing bracket, or the end of the line."""
    depth = 0
    for position in range(start, len(text)):
        letter = text[position]
        if letter == "\n" or (depth == 0 and letter in ",]}"):
            return position
        depth += (letter in "[{") - (letter in "]}")
    return len(text)
