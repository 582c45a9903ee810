"""What looks like Markdown in a chapter, and is shown as it stands.

A blank too many, a bullet from an office program, a heading without a space:
Markdown takes them for text, and nobody is told.  Each slip here is looked for in
what was left over as words once a paragraph was understood; code, escaped letters
and what became a link are not among these.

A slip is a warning with what to write instead.  Where something could as well be
meant, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markdown_it.token import Token

from guidegen.model.problem import Slug
from guidegen.reading.manuscript import Manuscript
from guidegen.reading.values import shortened

_OTHER: Final = "\ufffc"
"""Stands for what is no plain word: code, a picture, an escaped letter."""

_BROKEN: Final = "\u2028\n"
"""Stands for the end of a line that was broken on purpose, so that it stays one without a list."""

_ITEM = re.compile(r"^[ \t]*(?:[•·◦▪●‣∙○]|[-*+–—](?=[\u00a0\u2007\u202f]))[ \t\u00a0\u2007\u202f]*\w", re.M)
_DASHED = re.compile(r"^[ \t]*(?P<sign>[–—](?![0-9])|-(?=[^\W\d]))[ \t]*\w")
_COUNTED = re.compile(r"^[ \t]*(?P<sign>[0-9]{1,2}[.)])[^\W\d_]")
_LETTERED = re.compile(r"^[ \t]*(?P<sign>\(?(?P<letter>[a-h])[.)])[ \t]+\w")
_BOX = re.compile(r"^[ \t]*(?P<box>\[[ xX]?\]|[☐☑☒□])[ \t\u00a0]*(?P<words>\w[^\n]*)", re.M)
_BOXES = re.compile(r"\[[ xX]?\]|[☐☑☒□]")
"""More of them on a line are answers to choose from, for paper."""
_HEADING = re.compile(r"(?P<signs>#{1,6})(?P<blank>[\u00a0\u2007\u202f]?)(?P<words>[^\W\d_][^\n]*)")
_HASHTAG = re.compile(r"\A#[^\W\d_]*[a-z][A-Z]|(?<!\A)#\w")
_TWO_COLONS = re.compile(
    r"^[ \t]*(?P<all>::[ \t]*(?:note|tip|warning|important|caution|steps|pairs|cards|worksheet|checklist"
    r"|details|quote|timeline|include)\b)",
    re.M,
)
_ROW = re.compile(r"\|.*\|[ \t]*")
_RULE = re.compile(r"\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*")

_BRACES = re.compile(r"(?<!\{)\{#[A-Za-z][\w-]*\}(?!\})")
_VALUE = re.compile(
    r"\{\{ ?(?:cohorts?|programs?|contacts|handbook|org)\.[\w.#-]{1,100}(?: ?\| ?[\w-]{1,40})? ?\}\}"
)
"""The name of a value from elsewhere, such as ``{{ cohort.start | weekday }}``."""

_APART = re.compile(
    r"(?P<words>!?\[[^\[\]\n]{1,300}\])[ \u00a0]\((?P<target>"
    r"[^()\s#]{1,300}\.(?:md|html?|pdf|png|jpe?g|svg|docx)(?:#[^()\s]{0,100})?|https?://[^()\s]{1,300}"
    r"|(?:worksheet|checklist|chapter|program|term|packet):[^()\s]{1,300}|#(?!\d+\))[\w-]{1,100})\)"
)
_TURNED = re.compile(
    r"\((?P<words>[^()\n]{1,300})\)\[(?P<target>[^\[\]\s]{0,300}(?:\.(?:md|html?|pdf)|://)[^\[\]\s]{0,300})\]"
)
_SPACED = re.compile(
    r"(?P<words>!?\[[^\[\]\n]{0,300}\])"
    r"\((?P<target>[^()<>\n\"#]{0,300}[^()<>\n\"#/]\.[A-Za-z]{2,5}(?:#[^()<>\n\"]{0,100})?)\)"
)
_BOLD = re.compile(r"(?<!\*)\*\*(?!\*)(?P<words>[^*\n]{1,200})\*\*(?!\*)")
_BEHIND_A_NUMBER = re.compile(r"[0-9][ ]?\Z")
_HALF_BOLD = re.compile(r"(?<![\w*])\*\*(?=[^\W\d_])")
_NOTE = re.compile(r"\[\^(?P<label>[^\[\]\s^]{1,40})\]")
_SUSPECT = re.compile(
    r"\{#|\{\{|\*\*|\[\^|\][ \u00a0]?\(|\)\["
    r"|^[ \t]*(?:[•·◦▪●‣∙○☐☑☒□–—#|-]|[*+]\S|::|\[[ xX]?\]|\(?[a-h0-9]{1,2}[.)])",
    re.M,
)
"""What every slip has: most paragraphs have none of it, and are looked at no further."""


@dataclass(frozen=True, slots=True)
class _Slip:
    """What was written, and what to write."""

    at: int
    written: str
    message: str
    remedy: str
    slug: Slug = "lost-markup"


def say_slips(tokens: Sequence[Token], sheet: Manuscript) -> None:
    """Warn of each place in a chapter that looks like Markdown and is none."""
    for index, token in enumerate(tokens):
        if token.type == "inline" and token.map is not None:
            words = _left_over(token)
            if _SUSPECT.search(words) is None:
                continue
            told = _values(words) if sheet.variables is None else ()
            for slip in (*_slips(words, tokens, index), *told):
                line = token.map[0] + words.count("\n", 0, slip.at)
                place = sheet.place(line, slip.written.partition(_OTHER)[0])
                sheet.complain(slip.slug, slip.message, place, slip.remedy.replace(_OTHER, "…"))
        elif token.type == "fence" or (token.type == "html_block" and token.content.startswith("<!--")):
            _say_open(token, sheet)


def _left_over(token: Token) -> str:
    """Return the words of a paragraph in which no mark of Markdown was found."""
    if token.children is None:
        return token.content
    pieces = []
    for child in token.children:
        if child.type == "text":
            pieces.append(child.content)
        elif child.type == "softbreak":
            pieces.append("\n")
        elif child.type == "hardbreak":
            pieces.append(_BROKEN)
        elif child.type not in ("link_open", "link_close"):
            pieces.append(_OTHER)
    return "".join(pieces)


def _say_open(token: Token, sheet: Manuscript) -> None:
    """Warn of code and of a comment that run to the end of the chapter."""
    first, last = token.map or (0, 1)
    if token.type == "fence":
        closing = sheet.place(last - 1).text.lstrip("> \t")
        if last - first > 1 and closing.startswith(token.markup):
            return
        message = f'the code that "{token.markup}" opens here is never closed.'
        sheet.warn(
            "block-open", message, sheet.place(first, token.markup), f'Write "{token.markup}" where it ends.'
        )
    elif "-->" not in token.content:
        message = "the comment that opens here is never closed, so nothing below it is shown."
        sheet.warn("block-open", message, sheet.place(first, "<!--"), 'Write "-->" where it ends.')


def _slips(words: str, tokens: Sequence[Token], index: int) -> Iterator[_Slip]:
    before = [one.type for one in tokens[max(index - 2, 0) : index]]
    for look in _IN_WORDS:
        yield from look(words)
    if before[-1:] == ["paragraph_open"]:
        for look in _IN_PARAGRAPHS:
            yield from look(words)
        if before[0] != "list_item_open":
            yield from _boxes(words)


# In any words


def _braces(words: str) -> Iterator[_Slip]:
    for found in _BRACES.finditer(words):
        yield _Slip(
            found.start(),
            found[0],
            f'"{found[0]}" gives nothing an id here, and readers will see it.',
            "Write it at the very end of a heading, or of the first line of an item of a list.",
        )


def _values(words: str) -> Iterator[_Slip]:
    for found in _VALUE.finditer(words):
        yield _Slip(
            found.start(),
            found[0],
            f'"{shortened(found[0])}" is shown as it stands here, since values in text are not switched on.',
            "Write variables: yes at the top of the chapter. If the braces are meant, write variables: no.",
            "unknown-variable",
        )


def _links(words: str) -> Iterator[_Slip]:
    for found in _APART.finditer(words):
        remedy = f"Write {shortened(found['words'])}({shortened(found['target'])})"
        yield _Slip(found.start(), found[0], "this is no link: a blank stands between its brackets.", remedy)
    for found in _TURNED.finditer(words):
        remedy = f"Write [{shortened(found['words'])}]({shortened(found['target'])})"
        yield _Slip(found.start(), found[0], "this is no link: its brackets are the wrong way round.", remedy)
    for found in _SPACED.finditer(words):
        if " " in found["target"].strip() or found["target"] != found["target"].strip():
            what = "picture" if found[0].startswith("!") else "link"
            remedy = f"Write {shortened(found['words'])}(<{shortened(found['target'].strip())}>)"
            yield _Slip(
                found.start(), found[0], f"this is no {what}: there are blanks in its address.", remedy
            )


def _bold(words: str) -> Iterator[_Slip]:
    found = None
    for found in _BOLD.finditer(words):
        inside = found["words"]
        is_sum = _BEHIND_A_NUMBER.search(words, max(found.start() - 2, 0), found.start()) is not None
        if inside.strip() and (inside[0].isspace() or inside[-1].isspace()) and not is_sum:
            remedy = f"Write **{shortened(inside.strip())}**"
            message = "this is not bold: a blank stands inside its asterisks."
            yield _Slip(found.start(), found[0], message, remedy)
    if found is None and (half := _HALF_BOLD.search(words)):
        message = 'the bold words that "**" opens here are never closed.'
        yield _Slip(half.start(), "**", message, 'Write "**" behind them, without a blank before it.')


def _notes(words: str) -> Iterator[_Slip]:
    for found in _NOTE.finditer(words):
        remedy = f"Write [^{found['label']}]: and its words, on a line of their own."
        yield _Slip(found.start(), found[0], f'there is no footnote "{found["label"]}".', remedy)


# In paragraphs


def _items(words: str) -> Iterator[_Slip]:
    if found := _ITEM.search(words):
        sign = found[0].strip()[0]
        message = f'"{sign}" begins no item of a list here.'
        blank = " The blank behind it is one that a keyboard does not write." if sign in "-*+" else ""
        yield _Slip(found.start(), sign, message, f'Write "- " at the beginning of each item.{blank}')
        return
    if _BROKEN in words:
        return
    lines = words.split("\n")
    for pattern, remedy in (
        (
            _DASHED,
            'Write "- ", with a space, at the beginning of each item, and an empty line above the first.',
        ),
        (_COUNTED, 'Write a space behind the number: "1. ".'),
        (_LETTERED, 'Items are counted in numbers: write "1. ", "2. ".'),
    ):
        marked = [pattern.match(line) for line in lines]
        if len(lines) > 1 and all(marked) and marked[0] and _is_in_order(marked):
            sign = marked[0]["sign"]
            yield _Slip(0, sign, f'"{sign}" begins no item of a list here.', remedy)


def _is_in_order(marked: Sequence[re.Match[str] | None]) -> bool:
    """Return whether letters before lines count them; those of ``b. 1912`` and ``d. 1990`` do not."""
    letters = "".join(one.groupdict().get("letter") or "" for one in marked if one)
    return letters in "abcdefgh"


def _heading(words: str) -> Iterator[_Slip]:
    found = _HEADING.fullmatch(words)
    if found is None or (found["signs"] == "#" and not found["blank"] and _HASHTAG.search(words)):
        return
    if len(found["signs"]) > 1 or found["blank"] or found["words"][0].isupper():
        written = f"{found['signs']} {shortened(found['words'])}"
        what = "a space" if not found["blank"] else "a space from the keyboard"
        message = f"this is no heading: {what} is missing behind the {found['signs']}."
        yield _Slip(0, words, message, f"Write {written}")


def _colons(words: str) -> Iterator[_Slip]:
    for found in _TWO_COLONS.finditer(words):
        remedy = f"Write :{found['all']}, and ::: below the text."
        yield _Slip(found.start("all"), found["all"], "a block begins with three colons.", remedy)


def _table(words: str) -> Iterator[_Slip]:
    lines = words.split("\n")
    if len(lines) < 2 or not (_ROW.fullmatch(lines[0]) and _ROW.fullmatch(lines[1])):
        return
    count = lines[0].strip().count("|") - 1
    if _RULE.fullmatch(lines[1]):
        dashes = lines[1].strip().count("|") - 1
        message = f"this is no table: the line of dashes has {dashes} columns, the row above it {count}."
    else:
        message = "this is no table: a line of dashes is missing below its first row."
    yield _Slip(0, lines[0], message, f"Write {'|---' * min(count, 12)}| as the second line.")


def _boxes(words: str) -> Iterator[_Slip]:
    found = _BOX.search(words)
    if found and not _BOXES.search(found["words"]):
        box = "[x]" if found["box"] in ("[x]", "[X]", "☑", "☒") else "[ ]"
        message = f'"{found["box"]}" makes no box to tick.'
        remedy = f'Write "- {box} {shortened(found["words"])}".'
        yield _Slip(found.start("box"), found["box"], message, remedy, "task-format")


_Look = Callable[[str], Iterator[_Slip]]
_IN_WORDS: Final[tuple[_Look, ...]] = (_braces, _links, _bold, _notes)
_IN_PARAGRAPHS: Final[tuple[_Look, ...]] = (_items, _heading, _colons, _table)
