"""Footnotes of texts that are fields: said with the text itself, wherever it is drawn.

A chapter has a foot, where its notes stand under their numbers.  What a word means is drawn on
many pages, several times on some and in prints as well, so its notes go with it: behind the
paragraphs, without an id that could be there twice, or in brackets within a line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from guidegen.model.prose import Link, Note, Only, Part, Prose, Text


def behind(text: Text) -> Text:
    """Return paragraphs with their footnotes in a list behind them, numbered as they are called."""
    if _has_none(text):
        return text
    notes: dict[str, Note] = {}

    def number(note: Note) -> Prose:
        notes.setdefault(note.label, note)
        return (f'<sup class="footnote-call">{list(notes).index(note.label) + 1}</sup>',)

    parts = list(_told(text.parts, number))
    if not notes:
        return text
    parts.append('<ol class="asides">\n')
    done = 0
    # A note may call another, which is then the last one: so the list grows while it is read.
    while done < len(notes):
        parts += ("<li>", *_told(list(notes.values())[done].parts, number), "</li>\n")
        done += 1
    return Text(text.plain, (*parts, "</ol>\n"))


def within(text: Text) -> Text:
    """Return a line with its footnotes in brackets where they are called."""
    return text if _has_none(text) else Text(text.plain, tuple(_told(text.parts, _in_brackets)))


def _has_none(text: Text) -> bool:
    return all(isinstance(part, str) for part in text.parts)


def _in_brackets(note: Note) -> Prose:
    first, *others = _told(note.parts, _in_brackets)
    *before, last = (str(first).removeprefix("<p>"), *others)
    return (" (", *before, str(last).removesuffix("</p>\n"), ")")


def _told(parts: Prose, tell: Callable[[Note], Prose]) -> Iterator[Part]:
    for part in parts:
        match part:
            case Note():
                yield from tell(part)
            case Link(parts=inner) | Only(parts=inner):
                yield replace(part, parts=tuple(_told(inner, tell)))
            case _:
                yield part
