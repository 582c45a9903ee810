"""One Markdown file → a document, understood on its own.

Whatever stands in the file, a document comes back: what is wrong are problems
beside it.  It depends on its own text, on the files that it includes and on the
settings of the parser, and on nothing else, so it can be kept until one of them
changes.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from guidegen.model.activity import Checklist, items_of
from guidegen.model.handbook import Document, FrontMatter, Settings, Source
from guidegen.model.problem import NOWHERE, Place, Problem, problem
from guidegen.model.prose import (
    Heading,
    Html,
    Note,
    Part,
    Prose,
    Text,
    parts_within,
)
from guidegen.model.url import chapter_id, heading_slug, without_number
from guidegen.reading import source as files
from guidegen.reading.blocks import draw_block
from guidegen.reading.front_matter import (
    UNREAD,
    Front,
    foreign_readers,
    lone_rule,
    misplaced,
    read_front_matter,
    unclosed,
)
from guidegen.reading.lists import read_task_list
from guidegen.reading.manuscript import Desk, Manuscript, escape, escape_attribute, words_of
from guidegen.reading.markdown import draw, inline, read_tokens, siblings, unlinked
from guidegen.reading.raw_html import RESERVED
from guidegen.reading.targets import prose

_LETTERS_THAT_ARE_WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_TAG = re.compile(r"<[^>]*>|&\w+;")

_FOREIGN = (
    ("Hugo shortcode", re.compile(r"\{\{[<%][^\n]{0,200}?[>%]\}\}")),
    ("Liquid tag", re.compile(r"\{%[^\n]{0,200}?%\}")),
    ("MkDocs admonition", re.compile(r"^[ ]{0,3}(?:!!!|\?\?\?\+?)[ ]+\w.*$", re.MULTILINE)),
    (
        "import of a component",
        re.compile(r"^import[ ]+[^\n;]+[ ]from[ ]+['\"][^'\"\n]+['\"];?[ ]*$", re.MULTILINE),
    ),
)
_CODE_SPAN = re.compile(r"(?<!`)(`++).{0,500}?[^`]\1(?!`)", re.DOTALL)


def read_document(source: Source, path: str, settings: Settings) -> tuple[Document, tuple[Problem, ...]]:
    """Return the document of a source and what is wrong in it; *path* is below the content folder."""
    text = RESERVED.sub("\ufffd", source.text)
    front, first_line = _front(text, source.path, posixpath.dirname(path))
    sheet = _manuscript(source, text, path, settings, first_line)
    sheet.desk.problems.extend(front.problems)
    sheet.variables = (settings.variables or None) if front.meta.variables is None else front.meta.variables
    for old, new, _ in front.anchors:
        sheet.desk.anchors.setdefault(new, []).append(old)
    try:
        title, body = _read(files.lines_from(text, first_line), path, front, sheet)
    except RecursionError:
        title, body = _too_deep(path, front, sheet)
    _say_lost_anchors(front, sheet)
    place = Place(source.path)
    document = Document(path, title, body, front.meta, count_words(body), place)
    return document, tuple(sheet.desk.problems)


def count_words(body: Prose) -> int:
    """Return how many words a reader reads; each letter of Chinese or Japanese counts as well."""
    words = _TAG.sub(" ", "".join(map(_words_in, parts_within(body))))
    count = len(words.split())
    return count if words.isascii() else count + len(_LETTERS_THAT_ARE_WORDS.findall(words))


def _words_in(part: Part) -> str:
    match part:
        case str():
            return part
        case Checklist():
            return " ".join(f" {escape(item.text.plain)} " for item in items_of(part))
        case Heading() | Note():
            return " "
        case _:
            return ""


def _manuscript(source: Source, text: str, path: str, settings: Settings, first_line: int) -> Manuscript:
    desk = Desk(
        chapter=chapter_id(path, index_names=settings.index_names),
        content_dir=settings.content_dir,
        sources={one.path: one for one in source.includes},
    )
    return Manuscript(
        desk,
        source.path,
        text,
        posixpath.dirname(path),
        settings.html,
        first_line,
        trail=(source.path,),
        draw_block=draw_block,
        read_task_list=read_task_list,
    )


def _read(body: str, path: str, front: Front, sheet: Manuscript) -> tuple[Text, Prose]:
    tokens = read_tokens(body, sheet)
    _say_foreign(body, tokens, sheet)
    title, rest, old_title = _title(tokens, path, front, sheet)
    if any(one.type == "heading_open" and one.tag == "h1" for one in rest):
        sheet.shift = 1
    sheet.is_running = True
    return title, prose([*_old_anchor(old_title, sheet), *draw(rest, sheet)], sheet)


# Title -------------------------------------------------------------------------------------------


def _title(
    tokens: Sequence[Token], path: str, front: Front, sheet: Manuscript
) -> tuple[Text, Sequence[Token], str]:
    """Return the title, the tokens without the heading that says it, and the id which that heading had."""
    found = _first_heading(tokens)
    index, words = found if found else (0, None)
    written = Text("", ())
    if front.meta.title:
        written = unlinked(inline(front.meta.title, front.title_place, sheet.base))
    if words is None:
        return written or _title_of_name(path), tokens, ""
    heading = words_of(words)
    is_title = tokens[index].tag == "h1" and (not written or _alike(written.plain, heading))
    if not written and heading:
        written = unlinked(Text(heading, prose(draw([words], sheet), sheet)))
    if not is_title:
        return written or _title_of_name(path), tokens, ""
    attributes = tokens[index].meta.get("attributes") if tokens[index].meta else None
    old = attributes.id if attributes is not None and attributes.id else heading_slug(heading)
    return written or _title_of_name(path), [*tokens[:index], *tokens[index + 3 :]], old


def _first_heading(tokens: Sequence[Token]) -> tuple[int, Token] | None:
    """Return the first heading that is in no block, list or quote: its index, and its words."""
    index = 0
    for one in siblings(tokens):
        if one[0].type == "heading_open" and not _is_for_some(one[0]):
            return index, one[1]
        index += len(one)
    return None


def _is_for_some(heading: Token) -> bool:
    attributes = heading.meta.get("attributes") if heading.meta else None
    return attributes is not None and bool(attributes.is_for_readers)


def _alike(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _title_of_name(path: str) -> Text:
    """Return a title for a file that says none: its name, or for the first page of a folder the folder's."""
    folder, _, name = path.rpartition("/")
    stem = name.removesuffix(".md")
    if stem.lower() in ("index", "readme", "_index") and folder:
        stem = folder.rpartition("/")[2]
    words = without_number(stem).replace("-", " ").replace("_", " ").strip() or stem
    words = words[:1].upper() + words[1:]
    return Text(words, (escape(words),))


def _old_anchor(name: str, sheet: Manuscript) -> Iterator[str]:
    """Yield a place for links to the heading that has become the title."""
    if name and name not in sheet.desk.ids:
        sheet.desk.ids.add(name)
        for old in (*sheet.desk.anchors.pop(name, ()), name):
            yield f'<span id="{escape_attribute(old)}"></span>'


# Front matter, and what is only said -------------------------------------------------------------


def _front(text: str, path: str, base: str) -> tuple[Front, int]:
    """Return the front matter of a file, and the line on which its text begins."""
    nothing = Front(FrontMatter(), NOWHERE)
    if text.startswith("+++\n"):
        return _foreign_front(text, path, nothing)
    if (wrong := misplaced(path, text)) is not None:
        return Front(UNREAD, NOWHERE, (), (wrong,)), 1
    if not text.startswith("---"):
        return nothing, 1
    try:
        written, first_line = files.split_front_matter(text)
    except ValueError:
        return Front(UNREAD, NOWHERE, (), (unclosed(path, text),)), 1
    if written is not None:
        return read_front_matter(written, path, text, base), first_line
    is_rule = text.split("\n", 1)[0].rstrip() == "---"
    return (Front(FrontMatter(), NOWHERE, (), (lone_rule(path),)) if is_rule else nothing), 1


def _foreign_front(text: str, path: str, nothing: Front) -> tuple[Front, int]:
    """Pass over front matter in TOML, as Hugo has it."""
    lines = text.split("\n")
    closing = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == "+++"), None)
    said = problem(
        "foreign-syntax",
        "front matter between +++ lines (TOML) is not read.",
        Place(path, 1, 1, "+++", 3),
        "Write it as YAML between --- lines, for example title: Goals.",
    )
    front = Front(nothing.meta, nothing.title_place, (), (said,))
    if (wrong := foreign_readers(path, lines[1:closing])) is not None:
        front = Front(UNREAD, NOWHERE, (), (said, wrong))
    return front, 1 if closing is None else closing + 2


def _say_lost_anchors(front: Front, sheet: Manuscript) -> None:
    for old, new, place in front.anchors:
        if old in sheet.desk.anchors.get(new, ()):
            message = f'anchors: "{old}" leads to "{new}", and no heading has this id.'
            sheet.complain("broken-anchor", message, place, "Write the id of a heading of this chapter.")


def _say_foreign(body: str, tokens: Sequence[Token], sheet: Manuscript) -> None:
    """Say once that a text has syntax of another tool in it, which is left as text."""
    if (
        "{{" not in body
        and "{%" not in body
        and "!!!" not in body
        and "???" not in body
        and "import " not in body
    ):
        return
    text = _without_code(body, tokens)
    for kind, pattern in _FOREIGN:
        found = list(pattern.finditer(text))
        if not found:
            continue
        first = found[0][0].strip()
        shown = first if len(first) <= 60 else f"{first[:59]}…"
        line = text.count("\n", 0, found[0].start())
        plural = "s" if len(found) > 1 else ""
        message = f"{len(found)} {kind}{plural} left as text (first: {shown})."
        sheet.complain(
            "foreign-syntax", message, sheet.place(line, first.split("\n")[0]), "Write it in Markdown."
        )
        return


def _without_code(body: str, tokens: Sequence[Token]) -> str:
    """Return a text with blanks where code is, line for line."""
    lines = body.split("\n")
    for token in tokens:
        if token.type in ("fence", "code_block") and token.map:
            for line in range(token.map[0], min(token.map[1], len(lines))):
                lines[line] = ""
    return _CODE_SPAN.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), "\n".join(lines))


def _too_deep(path: str, front: Front, sheet: Manuscript) -> tuple[Text, Prose]:
    """Return a text whose marks are nested beyond all reading, as the words that stand there."""
    sheet.complain(
        "nesting",
        "marks are nested too deeply in this chapter to be read.",
        Place(sheet.path),
        "Look for many brackets in a row; until then the text is shown as it is written.",
    )
    title = inline(front.meta.title, front.title_place) if front.meta.title else _title_of_name(path)
    return title, (Html(f"<pre>{escape(sheet.text)}</pre>\n"),)
