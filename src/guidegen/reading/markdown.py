"""Tokens of Markdown → prose, once.

A text is written down as HTML in which everything that is not HTML yet stands as
a marker: a heading, a link, a footnote, a list to tick, a block for one
audience.  What is inside such a part was turned into parts before it, so one cut
at the markers gives the parts of a stretch, and raw HTML is cleaned stretch by
stretch without reaching out of a link or of a block for one audience.

`inline` and `paragraphs` do the same for fields of YAML files: there HTML is
shown as text, and ``:::`` lines mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from html import unescape
from typing import Any, Final, TypeAlias

from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

from guidegen.model.problem import Place
from guidegen.model.prose import (
    NO_TEXT,
    Anchor,
    Audience,
    Heading,
    Link,
    Note,
    Only,
    Part,
    Picture,
    Prose,
    Text,
    Variable,
    Word,
)
from guidegen.reading import raw_html, syntax
from guidegen.reading.attributes import Attributes, block_for, is_nearly_for
from guidegen.reading.manuscript import (
    Desk,
    Manuscript,
    Pieces,
    escape,
    escape_attribute,
    opened,
    plain_words,
    words_of,
)
from guidegen.reading.raw_html import RESERVED
from guidegen.reading.slips import say_slips
from guidegen.reading.targets import draw_link, draw_picture, prose, raw
from guidegen.reading.values import shortened

_BOX = r"\[(?P<tick>[ \t]*[xX]?[ \t]*)\](?![(\[])"
_AT_BOX, _ITEM_WITH_BOX = re.compile(_BOX), re.compile(rf"[-+*.)][ \t]+{_BOX}")
_LOST_BLOCK = re.compile(r"^[ \t]*(?P<block>:{3,}[ \t]*(?P<name>[A-Za-z][\w=-]*))", re.MULTILINE)
_VARIABLE = re.compile(r"\{\{(?P<inside>[^{}\n<%][^{}\n]{0,199})\}\}")
_NAMED = re.compile(r"(?P<name>[\w-]+(?:\.[\w#-]+)*)(?:\s*\|\s*(?P<form>[\w-]+))?")
_LANGUAGE = re.compile(r"[A-Za-z0-9_+#.-]+")
_TAG = re.compile(r"<[^<>]*>")
_LINE_OF_PAPER = 72
"""How many letters a line of code can have so that paper never breaks it."""
_SIDE_BY_SIDE: Final = ({"do", "dont"},)
"""Blocks that stand beside each other where one follows the other."""


# Fields of YAML files ----------------------------------------------------------------------------


def inline(text: str, place: Place, base: str = "") -> Text:
    """Return one line of Markdown as text.  *base* is the folder that relative links start from."""
    if RESERVED.search(text):
        text = RESERVED.sub("\ufffd", text)
    if syntax.is_plain(text):
        return Text(text, (escape(text),)) if text else NO_TEXT
    sheet = _field(place, base)
    tokens = syntax.parse_line(text, sheet.environment)
    return Text(plain_words(tokens, html=True), prose(draw_line(tokens, sheet), sheet))


def paragraphs(text: str, place: Place, base: str = "") -> Text:
    """Return some paragraphs of Markdown as text: lists, tables and code, but no blocks and no ids."""
    text = RESERVED.sub("\ufffd", text).strip("\n")
    if text[:1].isalpha() and syntax.is_plain(text):
        return Text(text, (f"<p>{escape(text)}</p>\n",))
    sheet = _field(place, base)
    tokens = read_tokens(text, sheet)
    words = " ".join(filter(None, (words_of(one, html=True) for one in tokens)))
    return Text(words, prose(draw(tokens, sheet), sheet))


def unlinked(text: Text) -> Text:
    """Return a title that can itself be a link: links in it as their words, pictures too, notes dropped."""
    return Text(text.plain, tuple(_plain_parts(text.parts)))


def _plain_parts(parts: Prose) -> Iterator[Part]:
    for part in parts:
        match part:
            case Link(parts=inner) | Only(parts=inner) | Heading(parts=inner):
                yield from _plain_parts(inner)
            case Picture(alt=alt):
                yield escape(alt)
            case Note() | Anchor():
                pass
            case _:
                yield part


def _field(place: Place, base: str) -> Manuscript:
    return Manuscript(Desk(), place.path, "", base, "escaped", fixed=place)


# Tokens → pieces ---------------------------------------------------------------------------------


def read_tokens(text: str, sheet: Manuscript) -> list[Token]:
    """Return the tokens of a text, blocks closed and footnotes set aside; what is wrong is noted."""
    blocks = sheet.html != "escaped"
    tokens = syntax.parse(text, sheet.environment, blocks=blocks)
    for line in sheet.environment["too_deep"]:
        sheet.complain(
            "nesting",
            f"lists and quotes lie more than {syntax.DEEPEST // 2} deep in one another here.",
            sheet.place(line),
            "Begin a list or a heading of its own; what lies deeper is shown as plain text.",
        )
    if blocks and _ITEM_WITH_BOX.search(text):
        _say_unticked(tokens, sheet)
    if blocks:
        say_slips(tokens, sheet)
    if blocks and ":::" in text:
        tokens = _closed(tokens, sheet)
    if "footnotes" in sheet.environment:
        tokens = _without_notes(tokens, sheet)
    if "<" in text or "{" in text:
        _reserve_ids(tokens, sheet)
    return tokens


def draw(tokens: Sequence[Token], sheet: Manuscript) -> Pieces:
    """Return tokens as HTML with markers."""
    pieces: Pieces = []
    index, end = 0, len(tokens)
    while index < end:
        token = tokens[index]
        kind = token.type
        if kind == "inline":
            if index and tokens[index - 1].type in _NAMING:
                with sheet.unmarked():
                    _draw_words(token, sheet, pieces)
            else:
                _draw_words(token, sheet, pieces)
        elif kind == "paragraph_open" or kind == "paragraph_close":
            if not token.hidden:
                pieces.append("<p>" if kind == "paragraph_open" else "</p>\n")
        elif kind in _SIMPLE and not token.attrs and not token.meta:
            pieces.append(_SIMPLE[kind])
        else:
            drawn = _DRAWN.get(kind, _draw_simply)
            index = drawn(tokens, index, sheet, pieces)
            continue
        index += 1
    return pieces


def draw_line(tokens: Sequence[Token], sheet: Manuscript) -> Pieces:
    """Return the tokens of one line as HTML with markers."""
    pieces: Pieces = []
    index, end = 0, len(tokens)
    while index < end:
        token = tokens[index]
        kind = token.type
        if kind == "text" or kind == "text_special":
            _draw_text(token.content, sheet, pieces)
        elif kind == "softbreak":
            pieces.append(sheet.running("\n"))
        elif kind in _SIMPLE:
            pieces.append(_SIMPLE[kind])
        elif kind == "link_open":
            close = _link_end(tokens, index)
            with sheet.unmarked():
                words = draw_line(tokens[index + 1 : close], sheet)
            draw_link(token, words, sheet, pieces)
            index = close
        elif kind == "code_inline":
            pieces.append(f"<code>{escape(token.content)}</code>")
        elif kind == "image":
            draw_picture(token, sheet, pieces)
        elif kind == "html_inline":
            pieces.append(raw(token.content, sheet, sheet.here[0]))
        elif kind == "footnote_ref":
            _draw_call(token, sheet, pieces)
        index += 1
    return pieces


def _draw_text(words: str, sheet: Manuscript, pieces: Pieces) -> None:
    if not sheet.variables or "{{" not in words:
        pieces.append(sheet.running(escape(words)))
        return
    end = 0
    for found in _VARIABLE.finditer(words):
        pieces.append(sheet.running(escape(words[end : found.start()])))
        end = found.end()
        named = _NAMED.fullmatch(found["inside"].strip())
        place = sheet.place_of(found[0])
        if named is None:
            shown = shortened(found["inside"].strip())
            sheet.complain(
                "unknown-variable",
                f'"{shown}" is no variable: it is a name with dots, such as cohort.start.',
                place,
                "Nothing is counted here. A form may follow the name, as in {{ cohort.start | weekday }}.",
            )
            pieces.append(escape(found[0]))
        else:
            pieces.append(sheet.mark(Variable(named["name"], named["form"] or "", place)))
    pieces.append(sheet.running(escape(words[end:])))


def all_tasks(tokens: Sequence[Token]) -> bool:
    """Return whether every item of the list that the first token opens is to be ticked."""
    level = tokens[0].level + 1
    return all("checked" in one.meta for one in tokens if one.type == "list_item_open" and one.level == level)


def siblings(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Yield tokens in stretches, each from one that opens something to the one that closes it."""
    index = 0
    while index < len(tokens):
        end = end_of(tokens, index) + 1
        yield tokens[index:end]
        index = end


def end_of(tokens: Sequence[Token], index: int) -> int:
    """Return the index of the token that closes the one at *index*."""
    if tokens[index].type == "block_open":
        opens, closes = "block_open", "block_close"
        depth = 0
        for here in range(index, len(tokens)):
            kind = tokens[here].type
            depth += (kind == opens) - (kind == closes)
            if not depth:
                return here
        return len(tokens)
    depth = 0
    for here in range(index, len(tokens)):
        depth += tokens[here].nesting
        if not depth:
            return here
    return len(tokens)


def _draw_words(token: Token, sheet: Manuscript, pieces: Pieces) -> None:
    if token.map is not None:
        sheet.here, sheet.cursor = (token.map[0], token.map[1]), 0
    attributes = token.meta.get("attributes") if token.meta else None
    if attributes is not None:
        refuse_readers(attributes, sheet, "an audience in braces can stand at the end of a list item only.")
        return
    if token.children is None:
        _draw_text(token.content, sheet, pieces)
    else:
        pieces.extend(draw_line(token.children, sheet))


def refuse_readers(attributes: Attributes, sheet: Manuscript, message: str) -> None:
    """Say that words for one audience stand where none can be given; they are shown to nobody."""
    written = "{"
    if attributes.misspelt.startswith("::"):
        written, message = attributes.misspelt, "a block begins with three colons, as in ::: for mentor."
    elif attributes.misspelt == "for":
        message = "who reads is written {for=mentor}, at the very end of a list item."
    elif attributes.misspelt:
        message = f'unknown attribute "{attributes.misspelt}" in braces. Did you mean "for"?'
    first, last = sheet.here
    lines = (sheet.place(line, written) for line in range(first, max(last, first + 1)))
    place = next((one for one in lines if one.column), sheet.place(first))
    remedy = f"Put the text below {block_for(attributes.audience)}, and ::: below the text."
    sheet.complain("unknown-key", message, place, remedy)


def _draw_simply(tokens: Sequence[Token], index: int, sheet: Manuscript, pieces: Pieces) -> int:
    token = tokens[index]
    if token.type in _SIMPLE:
        pieces.append(_SIMPLE[token.type])
    return index + 1


def _draw_ordered(tokens: Sequence[Token], index: int, sheet: Manuscript, pieces: Pieces) -> int:
    token = tokens[index]
    if "class" in token.attrs:
        return _draw_tasks(tokens, index, sheet, pieces)
    start = token.attrs.get("start")
    pieces.append("<ol>\n" if start is None else f'<ol start="{start}">\n')
    return index + 1


def _draw_bullets(tokens: Sequence[Token], index: int, sheet: Manuscript, pieces: Pieces) -> int:
    if "class" in tokens[index].attrs:
        return _draw_tasks(tokens, index, sheet, pieces)
    pieces.append("<ul>\n")
    return index + 1


def _draw_tasks(tokens: Sequence[Token], index: int, sheet: Manuscript, pieces: Pieces) -> int:
    """Draw a list in which something is to be ticked: a checklist where everything is, else boxes."""
    end = end_of(tokens, index)
    if sheet.read_task_list is not None and all_tasks(tokens[index:end]):
        pieces.append(sheet.mark(sheet.read_task_list(tokens[index : end + 1], sheet)))
        return end + 1
    token = tokens[index]
    start = token.attrs.get("start")
    pieces.append(f"<{token.tag}>\n" if start is None else f'<{token.tag} start="{start}">\n')
    return index + 1


def _draw_item(tokens: Sequence[Token], index: int, sheet: Manuscript, pieces: Pieces) -> int:
    """Draw an item of an ordinary list; one for an audience becomes a part of its own."""
    token = tokens[index]
    attributes = token.meta.get("attributes", Attributes())
    tag = opened("li", attributes)
    if attributes.id:
        sheet.take_id(attributes, "", sheet.place(token.map[0] if token.map else 0))
    if "checked" in token.meta:
        tag += f'<span class="box">{"☑" if token.meta["checked"] else "☐"}</span> '
    if not attributes.is_for_readers:
        pieces.append(tag)
        return index + 1
    end = end_of(tokens, index)
    line = token.map[0] if token.map else 0
    sheet.here = (line, line + 1)
    place = sheet.place(line, "{")
    if not attributes.audience:
        message = "{for=} needs a role, for example {for=mentor}."
        refuse_readers(attributes, sheet, message)
        return end + 1
    inside = [tag, *draw(tokens[index + 1 : end], sheet), "</li>\n"]
    pieces.append(sheet.mark(Only(attributes.audience, prose(inside, sheet), place)))
    return end + 1


def _draw_heading(tokens: Sequence[Token], index: int, sheet: Manuscript, pieces: Pieces) -> int:
    opening, words = tokens[index], tokens[index + 1]
    if words.map is not None:
        sheet.here, sheet.cursor = (words.map[0], words.map[1]), 0
    if sheet.html == "escaped":
        pieces.append("<p><strong>")
        _draw_words(words, sheet, pieces)
        pieces.append("</strong></p>\n")
        return index + 3
    attributes: Attributes | None = opening.meta.get("attributes") if opening.meta else None
    if attributes is not None and attributes.is_for_readers:
        refuse_readers(
            attributes, sheet, "a heading cannot be for one audience: what is under it would still show."
        )
        return index + 3
    inside: Pieces = []
    sheet.closed = 0
    with sheet.unmarked():
        _draw_words(words, sheet, inside)
    plain = words_of(words)
    name = sheet.take_id(attributes, plain, sheet.place(sheet.here[0]))
    for old in sheet.desk.anchors.pop(name, ()):
        pieces.append(f'<span id="{escape_attribute(old)}"></span>')
    level = min(int(opening.tag[1]) + sheet.shift, 6)
    pieces.append(sheet.mark(Heading(level, name, prose(inside, sheet), plain)))
    return index + 3


def _draw_code(tokens: Sequence[Token], index: int, sheet: Manuscript, pieces: Pieces) -> int:
    token = tokens[index]
    if token.type == "code_block" and _refuse_lost_block(
        token, sheet, "is indented by four blanks or more, which makes an example of it"
    ):
        return index + 1
    words = unescapeAll(token.info).split(maxsplit=1)
    if not words:
        pieces.append(f"<pre><code>{_in_lines(escape(token.content), token.content)}</code></pre>\n")
        return index + 1
    language = escape_attribute(words[0])
    coloured = _in_lines(_coloured(token.content, words[0].strip("{.}").lower()), token.content)
    pieces.append(f'<pre><code class="language-{language}">{coloured}</code></pre>\n')
    return index + 1


def _refuse_lost_block(token: Token, sheet: Manuscript, why: str) -> bool:
    """Say that a block for some readers stands where it is none; then its text is shown to nobody."""
    found = _LOST_BLOCK.search(token.content) if sheet.draw_block is not None else None
    if found is None or not (found["name"] == "for" or is_nearly_for(found["name"])):
        return False
    line = (token.map[0] if token.map else 0) + token.content.count("\n", 0, found.start())
    sheet.complain(
        "unknown-block",
        f'this "{found["block"]}" {why}.',
        sheet.place(line, found["block"]),
        "Begin it at the left, with an empty line above. Until then its text is left out.",
    )
    return True


def _draw_html(tokens: Sequence[Token], index: int, sheet: Manuscript, pieces: Pieces) -> int:
    token = tokens[index]
    line = token.map[0] if token.map else 0
    if not token.content.startswith("<!--") and _refuse_lost_block(
        token, sheet, "stands inside HTML, where it is no block"
    ):
        return index + 1
    if sheet.html == "escaped":
        pieces.append(f"<p>{escape(token.content.strip())}</p>\n")
    else:
        sheet.here, sheet.cursor = (line, token.map[1] if token.map else line + 1), 0
        pieces.append(raw(token.content, sheet, line))
    return index + 1


def _draw_cell(tokens: Sequence[Token], index: int, sheet: Manuscript, pieces: Pieces) -> int:
    """Draw a cell of a table: where it is aligned, by a class, since pages carry no style attributes."""
    token = tokens[index]
    side = str(token.attrs.get("style", "")).rpartition(":")[2]
    scope = ' scope="col"' if token.tag == "th" else ""
    pieces.append(f'<{token.tag}{scope} class="align-{side}">' if side else f"<{token.tag}{scope}>")
    return index + 1


def _draw_alert(tokens: Sequence[Token], index: int, sheet: Manuscript, pieces: Pieces) -> int:
    """Draw ``> [!TIP]`` as the block ``tip`` is drawn, and pass over the title that markdown-it gives it."""
    kind = str(tokens[index].meta["kind"]).lower()
    pieces.append(opened("div", Attributes(), "note", f"note-{kind}", role="note") + "\n")
    pieces.append(f'<p class="note-title">{sheet.mark(Word(f"note_{kind}"))}</p>\n')
    return index + 4


def _draw_block(tokens: Sequence[Token], index: int, sheet: Manuscript, pieces: Pieces) -> int:
    token = tokens[index]
    is_leaf = token.type == "block_leaf"
    end = index if is_leaf else end_of(tokens, index)
    inside = tokens[index + 1 : end]
    for one in inside:
        if one.hidden and one.level <= token.level:
            one.hidden = False
    if sheet.draw_block is not None:
        pieces.extend(sheet.draw_block(token.meta["opening"], inside, sheet))
    return end + 1


def _draw_blocks(tokens: Sequence[Token], index: int, sheet: Manuscript, pieces: Pieces) -> int:
    """Draw a block, and the next as well where the two stand beside each other."""
    following = end_of(tokens, index) + 1
    pair = {
        one.meta["opening"].name
        for one in (tokens[index], *tokens[following : following + 1])
        if one.type == "block_open"
    }
    if pair not in _SIDE_BY_SIDE:
        return _draw_block(tokens, index, sheet, pieces)
    pieces.append('<div class="side-by-side">\n')
    after = _draw_block(tokens, _draw_block(tokens, index, sheet, pieces), sheet, pieces)
    pieces.append("</div>\n")
    return after


_SIMPLE: Final = {
    "blockquote_open": "<blockquote>\n", "blockquote_close": "</blockquote>\n", "alert_close": "</div>\n",
    "bullet_list_close": "</ul>\n", "ordered_list_close": "</ol>\n",
    "list_item_open": "<li>", "list_item_close": "</li>\n",
    "bullet_list_open": "<ul>\n", "ordered_list_open": "<ol>\n",
    "hr": "<hr>\n", "table_open": "<table>\n", "table_close": "</table>\n",
    "thead_open": "<thead>\n", "thead_close": "</thead>\n",
    "tbody_open": "<tbody>\n", "tbody_close": "</tbody>\n",
    "tr_open": "<tr>", "tr_close": "</tr>\n", "td_open": "<td>", "td_close": "</td>",
    "th_open": '<th scope="col">', "th_close": "</th>",
    "dl_open": "<dl>\n", "dl_close": "</dl>\n", "dt_open": "<dt>", "dt_close": "</dt>\n",
    "dd_open": "<dd>", "dd_close": "</dd>\n",
    "softbreak": "\n", "hardbreak": "<br>\n", "em_open": "<em>", "em_close": "</em>",
    "strong_open": "<strong>", "strong_close": "</strong>", "s_open": "<del>", "s_close": "</del>",
}  # fmt: skip
"""What a token without attributes becomes."""

_NAMING: Final = ("th_open", "dt_open")
"""What opens the name of what follows, which is no running text."""

_Draw: TypeAlias = Callable[[Sequence[Token], int, Manuscript, Pieces], int]

_DRAWN: Final[dict[str, _Draw]] = {
    "heading_open": _draw_heading,
    "ordered_list_open": _draw_ordered,
    "bullet_list_open": _draw_bullets,
    "list_item_open": _draw_item,
    "fence": _draw_code,
    "code_block": _draw_code,
    "html_block": _draw_html,
    "th_open": _draw_cell,
    "td_open": _draw_cell,
    "alert_open": _draw_alert,
    "block_open": _draw_blocks,
    "block_leaf": _draw_block,
}
"""How a token is drawn that has attributes or needs thought.  Each returns the index at which to go on."""


# Links and footnotes ------------------------------------------------------------------


def _link_end(tokens: Sequence[Token], index: int) -> int:
    depth = 0
    for here in range(index, len(tokens)):
        kind = tokens[here].type
        depth += (kind == "link_open") - (kind == "link_close")
        if not depth:
            return here
    return len(tokens)


def _draw_call(token: Token, sheet: Manuscript, pieces: Pieces) -> None:
    """Draw the call of a footnote with the note inside, so that it goes where its caller goes."""
    label = token.meta.get("label")
    if label is None:
        number = int(token.meta["id"])
        children = sheet.environment["footnotes"]["list"][number]["tokens"]
        inside = ["<p>", *draw_line(children, sheet), "</p>\n"]
        pieces.append(sheet.mark(Note(f"^{number}", prose(inside, sheet))))
        return
    if label not in sheet.notes or sheet.noted.get(label) == ():
        return
    tokens, audiences = sheet.notes[label]
    if label not in sheet.noted:
        sheet.noted[label] = ()
        here, cursor = sheet.here, sheet.cursor
        sheet.noted[label] = prose(draw(tokens, sheet), sheet) or ("",)
        sheet.here, sheet.cursor = here, cursor
    part: Part = Note(label, sheet.noted[label])
    for audience in reversed(audiences):
        part = Only(audience, (part,), sheet.place(sheet.here[0]))
    pieces.append(sheet.mark(part))


def _without_notes(tokens: Sequence[Token], sheet: Manuscript) -> list[Token]:
    """Return the tokens without the texts of footnotes, which wait in the manuscript for their callers."""
    kept: list[Token] = []
    around: list[Audience | None] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "footnote_reference_open":
            end = end_of(tokens, index)
            inside = _without_notes(tokens[index + 1 : end], sheet)
            sheet.notes[token.meta["label"]] = (inside, tuple(one for one in around if one is not None))
            index = end + 1
            continue
        if token.type in ("block_open", "list_item_open"):
            around.append(_audience_of(token))
        elif token.type in ("block_close", "list_item_close"):
            around.pop()
        kept.append(token)
        index += 1
    return kept


def _audience_of(token: Token) -> Audience | None:
    """Return for whom a block or an item is; none where it is for everyone."""
    if token.type == "block_open":
        opening: syntax.Opening = token.meta["opening"]
        return opening.audience
    attributes: Attributes = token.meta.get("attributes", Attributes())
    return attributes.audience


def _reserve_ids(tokens: Sequence[Token], sheet: Manuscript) -> None:
    """Remember the ids that are written, so that none made from words takes one of them."""
    desk = sheet.desk
    for token in tokens:
        attributes = token.meta.get("attributes") if token.meta else None
        if attributes is not None and attributes.id:
            is_task = "checked" in token.meta
            (desk.reserved_items if is_task else desk.reserved).add(attributes.id)
        elif token.type == "html_block":
            desk.reserved.update(raw_html.ids_in(token.content))
        elif token.type == "inline":
            for child in token.children or ():
                if child.type == "html_inline":
                    desk.reserved.update(raw_html.ids_in(child.content))
        elif token.type in ("block_open", "block_leaf") and token.meta["opening"].attributes.id:
            desk.reserved.add(token.meta["opening"].attributes.id)


def _say_unticked(tokens: Sequence[Token], sheet: Manuscript) -> None:
    """Warn of each item that begins with what somebody may have meant for a box to tick."""
    for index, token in enumerate(tokens[:-2]):
        words = tokens[index + 2]
        if token.type != "list_item_open" or "checked" in token.meta or words.map is None:
            continue
        found = _AT_BOX.match(words.content) if words.type == "inline" else None
        if found is not None and words.children and words.children[0].type == "text":
            box = f"[{found['tick'].strip() or ' '}]"
            meant = shortened(words.content[found.end() :]) or "what to do"
            place = sheet.place(words.map[0], found[0])
            sheet.complain(
                "task-format", f'"{found[0]}" makes no box to tick.', place, f'Write "{box} {meant}".'
            )


def _closed(tokens: Sequence[Token], sheet: Manuscript) -> list[Token]:
    """Return the tokens with every block closed once; lines without a partner are said."""
    kept, unclosed, stray = syntax.balanced(tokens)
    for opening in unclosed:
        say = sheet.complain if opening.audience is not None else sheet.warn
        say(
            "block-open",
            f'the block "{opening.name}" is never closed.',
            sheet.place(opening.line, ":::"),
            'Write ":::" alone on a line where it ends.',
        )
    closes_for = any(one.type == "block_open" and one.meta["opening"].audience is not None for one in kept)
    for line in stray:
        say = sheet.complain if closes_for else sheet.warn
        say(
            "block-open",
            '":::" closes nothing here.',
            sheet.place(line, ":::"),
            "Take the line out, or look above for a block that was closed too early.",
        )
    return kept


# Code --------------------------------------------------------------------------------------------


_FRONT_MATTER = re.compile(r"---\n(?:.*\n)*?---\n")
"""What stands above a chapter; to Markdown, the last of its lines would be a heading."""


def _coloured(code: str, language: str) -> str:
    """Return code as HTML, its words in classes where Pygments knows the language."""
    if language in ("markdown", "md") and (front := _FRONT_MATTER.match(code)):
        return _highlighted(front[0], "yaml") + _highlighted(code[front.end() :], language)
    return _highlighted(code, language)


def _highlighted(code: str, language: str) -> str:
    lexer = _lexer(language) if _LANGUAGE.fullmatch(language) else None
    if lexer is None:
        return escape(code)
    from pygments import highlight  # type: ignore[import-untyped]

    return str(highlight(code, lexer, _formatter()))


def _in_lines(html: str, code: str) -> str:
    """Return code in which each line that paper may break is an element, so that it is seen to be one line.

    What colours words ends with each line (`HtmlFormatter`), so no element is cut in two.  Its lines are
    counted and not those of the code: some lexers add one at the end, or leave blanks out.
    """
    if all(len(line) <= _LINE_OF_PAPER for line in code.split("\n")):
        return html
    return "\n".join(
        f'<span class="code-line">{line}</span>'
        if len(unescape(_TAG.sub("", line))) > _LINE_OF_PAPER
        else line
        for line in html.split("\n")
    )


@cache
def _lexer(language: str) -> Any:
    from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
    from pygments.util import ClassNotFound  # type: ignore[import-untyped]

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


@cache
def _formatter() -> Any:
    from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]

    return HtmlFormatter(nowrap=True, classprefix="tok-")
