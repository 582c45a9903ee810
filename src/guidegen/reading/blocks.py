"""The blocks between ``:::`` lines, drawn.

A block is drawn from the line that opens it and the tokens inside.  Most become
plain HTML around their inside; a block for one audience, a sheet and a list become
parts.  A name that is no block is said and its text is kept, with one exception:
where the name is nearly ``for``, the text is left out, since a typing mistake must
never show to everyone what was meant for some.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Final, Literal, cast

from markdown_it.token import Token

from guidegen.model.prose import NOBODY, Audience, Card, Cards, Only, Part, Placed, Shown, Word
from guidegen.model.url import id_slug
from guidegen.reading import activities, source, syntax
from guidegen.reading.attributes import Attributes, block_for, is_nearly_for
from guidegen.reading.front_matter import misplaced, read_front_matter, unclosed
from guidegen.reading.manuscript import Manuscript, Pieces, opened
from guidegen.reading.markdown import draw, draw_line, read_tokens, refuse_readers, siblings
from guidegen.reading.raw_html import RESERVED
from guidegen.reading.syntax import Opening
from guidegen.reading.targets import prose

DEEPEST_INCLUDE: Final = 8
"""How many files may include one another in a row."""

_LISTS: Final = ("bullet_list_open", "ordered_list_open")
_BETWEEN_NAMES = re.compile(r"[\s/]+")
_AFTER_LINK = re.compile(r"^[\s:,;.–—-]+")
_TITLE_LINE = re.compile(r"^title:[ \t]*(?P<title>\S.*)$", re.MULTILINE)


def draw_block(opening: Opening, inside: Sequence[Token], sheet: Manuscript) -> Pieces:
    """Return a block as HTML with markers."""
    attributes = opening.attributes
    if attributes.misspelt:
        message = f'unknown attribute "{attributes.misspelt}" in braces. Did you mean "for"?'
        if attributes.misspelt == "for":
            message = "who reads is written {for=mentor}, at the very end of the line."
        _refuse(message, opening, sheet)
        return []
    block = BLOCKS.get(opening.name)
    if block is None:
        return _unknown(opening, inside, sheet)
    if attributes.id:
        sheet.take_id(attributes, "", sheet.place(opening.line, attributes.id))
    if opening.name == "for" or attributes.audience is None:
        return block.draw(opening, inside, sheet)
    plain = replace(opening, attributes=replace(attributes, audience=None))
    return _only(opening, block.draw(plain, inside, sheet), sheet)


def _note(opening: Opening, inside: Sequence[Token], sheet: Manuscript) -> Pieces:
    kind = opening.name
    return [
        opened("div", opening.attributes, "note", f"note-{kind}", role="note"),
        '\n<p class="note-title">', *_title(opening, f"note_{kind}", sheet), "</p>\n",
        *draw(inside, sheet), "</div>\n",
    ]  # fmt: skip


def _details(opening: Opening, inside: Sequence[Token], sheet: Manuscript) -> Pieces:
    return [
        opened("details", opening.attributes, "details"),
        "\n<summary>", *_title(opening, "note_details", sheet), "</summary>\n",
        *draw(inside, sheet), "</details>\n",
    ]  # fmt: skip


def _quote(opening: Opening, inside: Sequence[Token], sheet: Manuscript) -> Pieces:
    who: Pieces = []
    if opening.argument:
        who = ["<figcaption>", *_title(opening, "", sheet), "</figcaption>\n"]
    return [
        opened("figure", opening.attributes, "quote"),
        "\n<blockquote>\n", *draw(inside, sheet), "</blockquote>\n", *who, "</figure>\n",
    ]  # fmt: skip


def _title(opening: Opening, word: str, sheet: Manuscript) -> Pieces:
    """Return the title of a block: as written, else the word of the interface for it."""
    title = opening.argument or opening.attributes.title
    if not title:
        return [sheet.mark(Word(word))]
    sheet.here, sheet.cursor = (opening.line, opening.line + 1), 0
    with sheet.unmarked():
        return draw_line(syntax.parse_line(title, sheet.environment), sheet)


def _for(opening: Opening, inside: Sequence[Token], sheet: Manuscript) -> Pieces:
    return _only(opening, _within(opening, draw(inside, sheet)), sheet)


def _only(opening: Opening, drawn: Pieces, sheet: Manuscript) -> Pieces:
    audience = opening.audience
    if not audience:
        _refuse('"for" needs a role.', opening, sheet, slug="missing-key")
        return []
    parts = prose(drawn, sheet)
    place = sheet.place(opening.line, audience[0])
    return [sheet.mark(Only(audience, parts, place))] if parts else []


def _steps(opening: Opening, inside: Sequence[Token], sheet: Manuscript) -> Pieces:
    """Draw numbered steps: a section for each heading of the highest level, else an ordered list."""
    around = opened("div", opening.attributes, "steps") + "\n"
    starts = _step_headings(inside)
    if not starts:
        drawn = draw(inside, sheet)
        first = next((index for index, piece in enumerate(drawn) if piece.startswith("<ol")), None)
        if first is not None:
            drawn[first] = drawn[first].replace("<ol", '<ol class="steps-list"', 1)
        return [around, *drawn, "</div>\n"]
    pieces = [around, *draw(inside[: starts[0]], sheet)]
    for start, end in zip(starts, [*starts[1:], len(inside)], strict=True):
        pieces += ['<section class="step">\n', *draw(inside[start:end], sheet), "</section>\n"]
    return [*pieces, "</div>\n"]


def _step_headings(inside: Sequence[Token]) -> list[int]:
    """Return where the headings of the highest level stand that are in no list, quote or block."""
    found: list[tuple[str, int]] = []
    index = 0
    for one in siblings(inside):
        if one[0].type == "heading_open":
            found.append((one[0].tag, index))
        index += len(one)
    highest = min((tag for tag, _ in found), default="")
    return [index for tag, index in found if tag == highest]


def _pairs(opening: Opening, inside: Sequence[Token], sheet: Manuscript) -> Pieces:
    """Draw definition lists with each term and what belongs to it in a box of their own."""
    pieces: Pieces = []
    attributes = opening.attributes
    for one in siblings(inside):
        if one[0].type != "dl_open":
            pieces += draw(one, sheet)
            continue
        pieces += [opened("dl", attributes, "pairs"), "\n", *_boxed(one[1:-1], sheet), "</dl>\n"]
        attributes = Attributes()
    return pieces


def _boxed(terms: Sequence[Token], sheet: Manuscript) -> Pieces:
    """Draw the inside of a definition list; a box begins with each term that follows a definition."""
    pieces: Pieces = []
    before = "dd_open"
    for one in siblings(terms):
        kind = one[0].type
        if kind == "dt_open" and before == "dd_open":
            pieces += ["</div>\n" if pieces else "", '<div class="pair">\n']
        pieces += draw(one, sheet)
        before = kind
    return [*pieces, "</div>\n"]


def _cards(opening: Opening, inside: Sequence[Token], sheet: Manuscript) -> Pieces:
    """Draw each list as cards, one for an item; what else is inside stays where it is."""
    pieces: Pieces = []
    for one in siblings(inside):
        if one[0].type in _LISTS:
            with sheet.unmarked():
                found = tuple(card for item in siblings(one[1:-1]) for card in _card(item, sheet))
            pieces.append(sheet.mark(Cards(found, sheet.place(opening.line))))
        else:
            pieces += draw(one, sheet)
    return _within(opening, pieces)


def _card(item: Sequence[Token], sheet: Manuscript) -> Iterator[Part]:
    """Yield the card of an item of a list; nothing where it is for readers whom nobody knows."""
    line = item[0].map[0] if item[0].map else 0
    attributes: Attributes = item[0].meta.get("attributes", Attributes())
    sheet.here = (line, line + 1)
    if attributes.is_for_readers and not attributes.audience:
        refuse_readers(attributes, sheet, "{for=} needs a role, for example {for=mentor}.")
        return
    place, card = sheet.place(line), _card_of(item[1:-1], sheet)
    yield Only(attributes.audience, (card,), place) if attributes.audience else card


def _card_of(inside: Sequence[Token], sheet: Manuscript) -> Card:
    """Return the card of an item that begins with a link, or else with a line that is its name."""
    if len(inside) < 2 or inside[1].type != "inline" or "attributes" in inside[1].meta:
        return Card((), prose(draw(inside, sheet), sheet))
    words, rest = inside[1], inside[3:]
    if words.map is not None:
        sheet.here, sheet.cursor = (words.map[0], words.map[1]), 0
    line = [one for one in words.children or () if one.type != "text" or one.content]
    first = next(siblings(line), ())
    starts = next((at for at, one in enumerate(first) if one.type == "link_open"), None)
    if starts is None:
        return Card(prose(draw([words], sheet), sheet), prose(draw(rest, sheet), sheet))
    link = next(siblings(first[starts:]))
    name = prose(draw_line(link, sheet), sheet)
    behind = draw_line(line[len(first) :], sheet)
    if behind:
        behind[0] = _AFTER_LINK.sub("", behind[0])
    about = ["<p>", *behind, "</p>\n"] if any(behind) else []
    return Card(name, prose([*about, *draw(rest, sheet)], sheet))


def _shown(opening: Opening, inside: Sequence[Token], sheet: Manuscript) -> Pieces:
    """Leave a place for what a program says; which program that is, is known when all are read."""
    if inside:
        _refuse(f'"{opening.name}" is made of a program and holds no text.', opening, sheet)
        return []
    named = opening.argument.rpartition(":")[2].strip()
    kind = cast("Literal['timeline', 'contacts', 'policies', 'roles', 'agenda']", opening.name)
    names = tuple(filter(None, _BETWEEN_NAMES.split(named)))
    if kind == "agenda" and not names:
        remedy = "Write ::: agenda ID; it is among the agendas or the meetings of a program."
        place = sheet.place(opening.line)
        sheet.complain("missing-key", '"agenda" needs the id of one.', place, remedy)
        return []
    place = sheet.place(opening.line, named)
    return _within(opening, [sheet.mark(Shown(kind, names, place))])


def _within(opening: Opening, drawn: Pieces) -> Pieces:
    """Return what was drawn, in an element with the id and the classes that the author gives it."""
    attributes = opening.attributes
    if not attributes.id and not attributes.classes:
        return drawn
    return [opened("div", attributes), "\n", *drawn, "</div>\n"]


def _sheet(opening: Opening, inside: Sequence[Token], sheet: Manuscript) -> Pieces:
    """Place a worksheet or a checklist from elsewhere, or define it here."""
    if inside:
        return draw(inside, sheet)
    if opening.raw is not None:
        return _defined(opening, opening.raw, sheet)
    name = opening.argument.split(":", 1)[-1].strip()
    if not name:
        sheet.complain(
            "missing-key",
            f'"{opening.name}" needs the id of one, or one written inside.',
            sheet.place(opening.line),
            f"Write ::: {opening.name} ID, or its title and what is on it before the closing :::.",
        )
        return []
    kind = cast("Literal['worksheet', 'checklist']", opening.name)
    return [sheet.mark(Placed(kind, name, sheet.place(opening.line, name)))]


def _defined(opening: Opening, text: str, sheet: Manuscript) -> Pieces:
    read = activities.read_worksheet if opening.name == "worksheet" else activities.read_checklist
    title = _TITLE_LINE.search(text)
    name = opening.argument or opening.attributes.id or id_slug(title["title"].strip("\"'") if title else "")
    first_line = sheet.first_line + opening.line + 1
    activity, problems = read(text, sheet.path, name, first_line=first_line, base=sheet.base)
    sheet.desk.problems.extend(problems)
    return [] if activity is None else [sheet.mark(activity)]


def _include(opening: Opening, inside: Sequence[Token], sheet: Manuscript) -> Pieces:
    """Draw another file in place.  Its links start from its own folder, and its problems are placed in it."""
    asked = opening.argument.strip("\"'")
    place = sheet.place(opening.line, asked)
    if not asked:
        sheet.complain(
            "missing-key",
            '"include" needs a file.',
            place,
            "Write ::: include FILE, with its path below the content folder.",
        )
        return []
    desk = sheet.desk
    path = source.include_path(asked, desk.content_dir, sheet.base)
    if path is None:
        sheet.complain(
            "path-outside", f'"{asked}" is outside the content folder.', place, "Move the file into it."
        )
        return []
    if path in sheet.trail or len(sheet.trail) > DEEPEST_INCLUDE:
        chain = " → ".join((*sheet.trail, path))
        message = f"{chain}: the files include one another without end."
        if path not in sheet.trail:
            message = f"{chain}: files may include one another {DEEPEST_INCLUDE} deep."
        sheet.complain("include-loop", message, place, "Take one of these blocks out.")
        return []
    found = desk.sources.get(path)
    if found is None:
        sheet.complain(
            "missing-file",
            f"{path} does not exist.",
            place,
            "The path counts from the content folder; begin it with ./ for a file beside this one.",
        )
        return []
    text = RESERVED.sub("\ufffd", found.text)
    audience, first_line = _front_of(path, text, sheet)
    body = source.lines_from(text, first_line)
    base = posixpath.dirname(posixpath.relpath(path, desk.content_dir))
    included = Manuscript(
        desk,
        path,
        text,
        base,
        sheet.html,
        first_line,
        trail=(*sheet.trail, path),
        draw_block=sheet.draw_block,
        read_task_list=sheet.read_task_list,
        variables=sheet.variables,
        is_running=sheet.is_running,
    )
    tokens = read_tokens(body, included)
    included.shift = 1 if any(one.type == "heading_open" and one.tag == "h1" for one in tokens) else 0
    drawn = draw(tokens, included)
    if not audience:
        return drawn
    parts = prose(drawn, sheet)
    return [sheet.mark(Only(audience, parts, place))] if parts else []


def _front_of(path: str, text: str, sheet: Manuscript) -> tuple[Audience, int]:
    """Return for whom an included file is by its own front matter, and the line after that."""
    try:
        written, first_line = source.split_front_matter(text)
    except ValueError:
        sheet.desk.problems.append(unclosed(path, text))
        return NOBODY, 1
    if (wrong := misplaced(path, text)) is not None:
        sheet.desk.problems.append(wrong)
        return NOBODY, 1
    if written is None:
        return (), first_line
    front = read_front_matter(written, path, text, sheet.base)
    sheet.desk.problems.extend(front.problems)
    return front.meta.audience, first_line


def _unknown(opening: Opening, inside: Sequence[Token], sheet: Manuscript) -> Pieces:
    name = opening.name
    if is_nearly_for(name):
        _refuse(f'unknown block "{name}". Did you mean "for"?', opening, sheet)
        return []
    if opening.attributes.audience is not None:
        message = f'unknown block "{name}".' if name else 'a block for one audience begins with "for".'
        _refuse(message, opening, sheet)
        return []
    if name.startswith(("end", "/", "close")):
        message = f'"::: {name}" closes no block.'
        remedy = "Write ::: alone on its line: it closes the block that was opened last."
        sheet.complain("unknown-block", message, sheet.place(opening.line, name), remedy)
        return draw(inside, sheet)
    near = get_close_matches(name, BLOCKS, 1, 0.6)
    message = f'unknown block "{name}".' if name else "a block needs a name."
    if near:
        message += f' Did you mean "{near[0]}"?'
    remedy = f"Blocks are {', '.join(sorted(BLOCKS))}. Until then its text stands without a block."
    sheet.complain("unknown-block", message, sheet.place(opening.line, name), remedy)
    return draw(inside, sheet)


def _refuse(message: str, opening: Opening, sheet: Manuscript, *, slug: str = "unknown-block") -> None:
    """Say that words for one audience can not be kept for it; they are shown to nobody."""
    written = opening.attributes.misspelt or opening.name
    sheet.complain(
        slug,
        message,
        sheet.place(opening.line, written),
        f"Write {block_for(opening.attributes.audience)}. Until then its text is left out.",
    )


@dataclass(frozen=True, slots=True)
class Block:
    """One kind of block."""

    draw: Callable[[Opening, Sequence[Token], Manuscript], Pieces]
    behind: str = ""
    """What stands behind its name, as the reference calls it; empty where nothing there counts."""

    inside: str = ""
    """What it holds, as the reference calls it; empty where that is nothing."""


_TITLED: Final = Block(_note, "a title, if you like", "Markdown")
_OF_A_PROGRAM: Final = Block(_shown, "[program and cohort](#what-a-program-says), if needed")

BLOCKS: Final[Mapping[str, Block]] = {
    **dict.fromkeys(("note", "tip", "important", "warning", "caution"), _TITLED),
    "for": Block(_for, "roles", "Markdown"),
    **dict.fromkeys(("do", "dont"), _TITLED),
    "steps": Block(_steps, inside="Markdown: a list, or headings with their text"),
    "pairs": Block(_pairs, inside="Markdown: a list of definitions"),
    "cards": Block(_cards, inside="Markdown: a list of links"),
    "quote": Block(_quote, "who said it, if you like", "Markdown"),
    "details": Block(_details, "a title, if you like", "Markdown"),
    "worksheet": Block(
        _sheet, "id of a worksheet, if it is not inside", "[YAML](07-worksheets.md#worksheet)"
    ),
    "checklist": Block(
        _sheet, "id of a checklist, if it is not inside", "[YAML](08-checklists.md#checklist), or a task list"
    ),
    **dict.fromkeys(("timeline", "roles", "contacts", "policies"), _OF_A_PROGRAM),
    "agenda": Block(_shown, "[id of an agenda or of a meeting](#what-a-program-says)"),
    "include": Block(_include, "path of a file"),
}
