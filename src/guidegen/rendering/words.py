"""The words of the interface: what guidegen itself says on a page.

They stand in ``locales/<language>.yml`` and a project overrides them, key by key,
in ``templates/locales/<language>.yml``.  A word may hold values in braces, such
as ``Chapter {number} of {total}``, and one that counts has a form for each plural
that its language knows; the form is chosen by `n`.

Where a language has no word of its own, the English one stands in.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from string import Formatter
from typing import Any, Final, NamedTuple, TypeAlias

import yaml
from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal

from guidegen.model.problem import Place, Problem, problem
from guidegen.model.unreadable import unreadable

Say: TypeAlias = Callable[..., str]
"""``say(key, **values)``: a word with its values in it, as plain text."""

PLURALS: Final = ("zero", "one", "two", "few", "many", "other")
FALLBACK: Final = "en"

Forms: TypeAlias = tuple[tuple[str, str], ...]
"""A text for each plural, ``other`` always among them; most words have that one alone."""


@dataclass(frozen=True, slots=True)
class Words:
    """Every word of the interface in one language."""

    language: str
    entries: tuple[tuple[str, Forms], ...]
    """Sorted by key; keys of groups are joined by dots, such as ``when.week``."""


def read_words(default: Path, folder: Path | None, language: str) -> tuple[Words, tuple[Problem, ...]]:
    """Return the words of *language*: ours from *default*, and over them the project's.

    *folder* is ``templates/locales`` of the project; it need not be there.
    """
    known: dict[str, Forms] = {}
    for tag in dict.fromkeys((FALLBACK, *_tags(language))):
        if (file := default / f"{tag}.yml").is_file():
            known |= {one.key: one.forms for one in _entries(_composed(file.read_text("utf-8")))}
    problems: list[Problem] = []
    for tag in _tags(language):
        if folder is not None and os.path.lexists(file := folder / f"{tag}.yml"):
            said, found = _overriding(file, f"{folder.parent.name}/{folder.name}/{file.name}", known)
            known |= said
            problems += found
    return Words(language, tuple(sorted(known.items()))), tuple(problems)


def voice(words: Words) -> Say:
    """Return ``say``, which knows the words and the plurals of their language.

    It raises KeyError for a word that is not there, and for a value that the word asks for
    and is not given.
    """
    choose = chooser(words)

    def say(key: str, **values: object) -> str:
        text, shown = choose(key, values)
        return text.format_map(shown)

    return say


def chooser(words: Words) -> Callable[[str, Mapping[str, Any]], tuple[str, dict[str, Any]]]:
    """Return what finds a word: its text in the right plural, and its values as its language writes them."""
    entries = {key: dict(forms) for key, forms in words.entries}
    locale = locale_of(words.language)

    def choose(key: str, values: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        forms = entries[key]
        text = (
            forms["other"] if len(forms) == 1 else forms.get(locale.plural_form(values["n"]), forms["other"])
        )
        shown = {name: format_decimal(one, locale=locale) if isinstance(one, int | float) else one
                 for name, one in values.items()}  # fmt: skip
        return text, shown

    return choose


def locale_of(language: str) -> Locale:
    """Return the locale of a language tag, else of a shorter one, else English.

    English without a country is read in many; that of Britain writes the day first, which is
    misread in none of them.
    """
    for tag in reversed(_tags(language)):
        if tag != FALLBACK:
            with suppress(ValueError, UnknownLocaleError):
                return Locale.parse(tag, sep="-")
    return Locale(FALLBACK, "GB")


def direction_of(language: str) -> str:
    """Return ``rtl`` for a language that is written from right to left, else ``ltr``."""
    return str(locale_of(language).text_direction)


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Entry(NamedTuple):
    key: str
    forms: Forms
    line: int
    column: int


def _tags(language: str) -> tuple[str, ...]:
    """Return ``pt`` and ``pt-BR`` for ``pt-BR``: what is more exact comes later."""
    parts = language.split("-")
    return tuple("-".join(parts[:count]) for count in range(1, len(parts) + 1))


def _composed(text: str) -> yaml.Node | None:
    return yaml.compose(text, Loader=_LOADER)


def _entries(node: yaml.Node | None, group: str = "") -> Iterator[_Entry]:
    """Yield every word in a mapping; every value is text, whatever it looks like."""
    for name, value in node.value if isinstance(node, yaml.MappingNode) else ():
        key, mark = f"{group}{name.value}", name.start_mark
        if isinstance(value, yaml.ScalarNode):
            yield _Entry(key, (("other", value.value),), mark.line + 1, mark.column + 1)
        elif _is_plural(value):
            forms = tuple(sorted((one.value, form.value) for one, form in value.value))
            yield _Entry(key, forms, mark.line + 1, mark.column + 1)
        else:
            yield from _entries(value, f"{key}.")


def _is_plural(node: yaml.Node) -> bool:
    if not isinstance(node, yaml.MappingNode):
        return False
    return any(name.value == "other" for name, _ in node.value) and all(
        isinstance(form, yaml.ScalarNode) for _, form in node.value
    )


def _overriding(
    file: Path, path: str, known: Mapping[str, Forms]
) -> tuple[dict[str, Forms], tuple[Problem, ...]]:
    """Return the words that a file of the project says, and what is wrong in it."""
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        return {}, (problem("encoding", "the file is not UTF-8.", Place(path), "save the file as UTF-8"),)
    except OSError as refusal:
        return {}, (unreadable(path, refusal),)
    lines = text.splitlines()
    try:
        node = _composed(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = _place(path, lines, mark.line + 1, mark.column + 1) if mark else Place(path)
        remedy = 'write one word a line, as key: text, and quote text that holds ": " or begins with a mark'
        return {}, (problem("yaml-syntax", "this cannot be read as YAML.", place, remedy),)
    if node is not None and not isinstance(node, yaml.MappingNode):
        remedy = "write one word a line, as key: text"
        return {}, (problem("type", "a file of words must be a mapping of keys.", Place(path), remedy),)
    said: dict[str, Forms] = {}
    problems: list[Problem] = []
    for entry in _entries(node):
        wrong = _wrong(entry, known)
        if wrong is None:
            said[entry.key] = entry.forms
        else:
            width = len(entry.key.rpartition(".")[2])
            problems.append(
                problem(*wrong[:2], _place(path, lines, entry.line, entry.column, width), wrong[2])
            )
    return said, tuple(problems)


def _wrong(entry: _Entry, known: Mapping[str, Forms]) -> tuple[str, str, str] | None:
    """Return slug, message and remedy where a word cannot be used, else None."""
    if entry.key not in known:
        near = get_close_matches(entry.key, known, 1)
        remedy = f'did you mean "{near[0]}"?' if near else "the words that can be changed are those of en.yml"
        return "unknown-key", f'no word of the interface is called "{entry.key}".', remedy
    if odd := sorted({name for name, _ in entry.forms} - set(PLURALS)):
        return "unknown-key", f'"{odd[0]}" is not the name of a plural.', f"they are {', '.join(PLURALS)}"
    allowed = _values(known[entry.key])
    try:
        unknown = sorted(_values(entry.forms) - allowed)
    except ValueError:
        return "template", "a brace is opened and not closed.", "write {{ and }} where braces are meant"
    if unknown:
        names = ", ".join(f"{{{one}}}" for one in sorted(allowed))
        remedy = f"it can hold {names}" if names else "it is a text without values"
        return "template", f'"{entry.key}" has no value "{unknown[0]}".', remedy
    return None


def _values(forms: Forms) -> frozenset[str]:
    return frozenset(
        name for _, text in forms for _, name, _, _ in Formatter().parse(text) if name is not None
    )


def _place(path: str, lines: list[str], line: int, column: int, width: int = 1) -> Place:
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    return Place(path, line, column, text, width)
