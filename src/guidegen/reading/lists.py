"""Task lists of a chapter → checklists.

A list in which every item begins with ``[ ]`` is a checklist, wherever it stands.
Ticks hang on the id of the chapter and the id of the item: as written at the end
of its text, ``{#book-room}``, else made from its words, so that items may be moved
and others put between them.  Two items with the same words can not be told apart
that way, and the author is asked for ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from guidegen.model.activity import Checklist, Item, ItemGroup
from guidegen.model.problem import Place
from guidegen.model.prose import NO_TEXT, Text
from guidegen.model.url import id_of_words, id_slug
from guidegen.reading.attributes import Attributes
from guidegen.reading.manuscript import Manuscript, words_of
from guidegen.reading.markdown import all_tasks, draw, refuse_readers, siblings
from guidegen.reading.targets import prose

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LISTS = ("bullet_list_open", "ordered_list_open")


def read_task_list(tokens: Sequence[Token], sheet: Manuscript) -> Checklist:
    """Return the checklist that the tokens of a list make, from the one that opens it on."""
    place = sheet.place(tokens[0].map[0] if tokens[0].map else 0)
    with sheet.unmarked():
        group = ItemGroup(NO_TEXT, "", tuple(_items(tokens, sheet)), place)
    return Checklist(sheet.desk.chapter, NO_TEXT, (group,), place, in_chapter=True)


def _items(tokens: Sequence[Token], sheet: Manuscript) -> Iterator[Item]:
    for one in siblings(tokens[1:-1]):
        item = _item(one[0], one[1:-1], sheet)
        if item is not None:
            yield item


def _item(opening: Token, inside: Sequence[Token], sheet: Manuscript) -> Item | None:
    line = opening.map[0] if opening.map else 0
    sheet.here = (line, line + 1)
    place = sheet.place(line)
    attributes: Attributes = opening.meta.get("attributes", Attributes())
    if attributes.is_for_readers and not attributes.audience:
        refuse_readers(attributes, sheet, "{for=} needs a role, for example {for=mentor}.")
        return None
    text, rest = _text(inside, sheet)
    name, is_written = _id(attributes.id, text.plain, place, sheet)
    note, items = _rest(rest, sheet)
    return Item(
        name,
        text,
        place,
        note,
        ticked=bool(opening.meta["checked"]),
        written_id=is_written,
        audience=attributes.audience or (),
        items=items,
    )


def _text(inside: Sequence[Token], sheet: Manuscript) -> tuple[Text, Sequence[Token]]:
    """Return the first paragraph of an item, and the tokens after it."""
    if not inside or inside[0].type != "paragraph_open":
        return NO_TEXT, inside
    words = inside[1]
    return Text(words_of(words), prose(draw([words], sheet), sheet)), inside[3:]


def _rest(inside: Sequence[Token], sheet: Manuscript) -> tuple[Text, tuple[Item, ...]]:
    """Return what else is in an item: as a note, and as items of their own."""
    if not inside:
        return NO_TEXT, ()
    items: list[Item] = []
    noted: list[Token] = []
    for stretch in siblings(inside):
        if stretch[0].type in _LISTS and "class" in stretch[0].attrs and all_tasks(stretch):
            items.extend(_items(stretch, sheet))
        else:
            noted.extend(stretch)
    words = " ".join(filter(None, map(words_of, noted)))
    return (Text(words, prose(draw(noted, sheet), sheet)) if noted else NO_TEXT), tuple(items)


def _id(written: str, words: str, place: Place, sheet: Manuscript) -> tuple[str, bool]:
    """Return the id of an item, and whether the author wrote it."""
    desk = sheet.desk
    if written:
        if not _ID.fullmatch(written) or len(written) > 64:
            sheet.complain(
                "id-format",
                f'"{written}" is not an id: ids use a-z, 0-9 and single dashes, e.g. my-item.',
                place,
                f"Write {{#{id_slug(written)}}}.",
            )
        elif written in desk.items:
            sheet.complain(
                "duplicate-id",
                f'"{written}" is the id of two items in this chapter.',
                place,
                "Give one of them another id: ticks hang on it.",
            )
        desk.items[written] = words
        return written, True
    slug = id_of_words(words)
    name, count = slug, desk.counts.get(f"item {slug}", 1)
    while name in desk.items or name in desk.reserved_items:
        count += 1
        name = f"{slug[:58].rstrip('-')}-{count}"
    desk.counts[f"item {slug}"] = count
    if name != slug:
        sheet.complain(
            "ambiguous-item",
            f'"{words}" is written twice in the lists of this chapter, so ticks could be mixed up.',
            place,
            f"Write an id at the end of one of them, for example {{#{name}}}.",
        )
    desk.items[name] = words
    return name, False
