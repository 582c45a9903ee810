"""What a chapter says of itself above its text.

Trees that were written for other tools carry keys of theirs, so an unknown key is
counted and otherwise left alone, and a wrong value is said and ignored.  One key
is different: who may read is never a matter of taste, and what is nearly
``audience`` is an error.

Most front matter is a few lines of ``key: words``.  Those are read as they stand;
anything else goes to the YAML reader, which says the same of them and more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any, Final, TypeAlias

from guidegen.model.handbook import FrontMatter
from guidegen.model.problem import NOWHERE, Level, Place, Problem, problem, warning
from guidegen.model.prose import NOBODY
from guidegen.model.reference import Reference, ReferenceKind
from guidegen.model.schedule import WhenError, read_date
from guidegen.reading import yaml
from guidegen.reading.asides import within
from guidegen.reading.attributes import READER_WORDS, read_roles
from guidegen.reading.markdown import inline
from guidegen.reading.values import alternatives

ALSO: Final = {
    "weight": "order", "nav_order": "order", "sidebar_position": "order",
    "description": "summary", "redirect_from": "aliases",
}  # fmt: skip
"""Names that other tools have for our keys; ours counts where both are given."""

Value: TypeAlias = "str | list[Any] | dict[str, Any] | None"

_PLAIN = r"[A-Za-z0-9(](?:[^:\#\n]|:(?=\S)|(?<=\S)\#)*"
_LINE = re.compile(
    rf"""(?P<key>[A-Za-z_][\w-]*):(?:[ ]+(?:
        (?P<plain>{_PLAIN}) | "(?P<double>[^"\\]*)" | '(?P<single>[^']*)' | \[(?P<list>[\w ./,-]*)\]
    ))?[ ]*""",
    re.VERBOSE,
)
_NEARLY = re.compile(
    r"""(?!---[ \t]*\n)\s*+(?P<rule>-{2,}|\u2013+|\u2014+)[ \t]*\n   # a line of dashes
    (?:\#.*\n)*+[A-Za-z_][\w-]*:(?:[ \t].*)?\n                      # and a key
    (?:(?:[A-Za-z_][\w-]*:(?:[ \t].*)?|-[ \t].*|[ \t].*|\#.*|)\n)*+   # and more of them
    (?:-{2,}|\.{3}|\u2013+|\u2014+)[ \t]*(?:\n|\Z)                  # up to another line of dashes
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,9})?")
_WHOLE = re.compile(r"\d{1,6}")
_MONTHS = re.compile(r"(?P<n>[1-9]\d{0,2})\s*(?P<unit>m|months?|y|years?)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_BOOLEANS: Final = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


@dataclass(frozen=True, slots=True)
class Front:
    """Front matter as understood, and what of it concerns the text below."""

    meta: FrontMatter
    title_place: Place
    anchors: tuple[tuple[str, str, Place], ...] = ()
    """Old ids, each with the id of the heading that it now leads to."""

    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    """One key and its value."""

    key: str
    value: Value
    key_place: Place
    place: Place
    item_places: tuple[Place, ...] = ()


UNREAD: Final = FrontMatter(audience=NOBODY)
"""What is known of a chapter whose front matter makes no sense: not even who may read it."""


class _WrongError(Exception):
    """A value that is not what its key needs, in words for the author."""

    def __init__(self, slug: str, message: str) -> None:
        super().__init__(message)
        self.slug = slug


def read_front_matter(text: str, path: str, file: str, base: str) -> Front:
    """Return what the YAML above a chapter says.  It begins on line 2 of *path*, whose text is *file*."""
    if not text.strip():
        return Front(FrontMatter(), NOWHERE)
    entries, problems = _entries(text, path, file)
    meta, title_place = UNREAD if entries is None else FrontMatter(), NOWHERE
    changes: dict[str, Any] = {}
    unknown = 0
    names = {one.key for one in entries or ()}
    for entry in entries or ():
        name = ALSO.get(entry.key, entry.key)
        if name not in KEYS:
            said = _unknown(entry)
            problems.extend(said)
            if any(one.level is Level.ERROR for one in said):
                changes["audience"] = NOBODY
            unknown += not said and not entry.key.startswith("x-")
            continue
        if (
            (entry.value is None and name != "audience")
            or (name != entry.key and name in names)
            or (name in changes and name != "audience")
        ):
            continue
        try:
            changes.update(KEYS[name].read(entry, base))
        except (_WrongError, WhenError) as wrong:
            problems.append(_wrong_value(name, entry, wrong))
            if name == "audience":
                changes["audience"] = NOBODY
        if name == "title":
            title_place = entry.place
    anchors = changes.pop("anchors", ())
    return Front(replace(meta, unknown=unknown, **changes), title_place, anchors, tuple(problems))


def unclosed(path: str, file: str) -> Problem:
    """Return the problem of front matter that never ends."""
    first = file.split("\n", 1)[0]
    return problem(
        "front-matter",
        'front matter opened on line 1 is never closed with "---".',
        Place(path, 1, 1, first, 3),
        'Write "---" on a line of its own below the last key.',
    )


def misplaced(path: str, file: str) -> Problem | None:
    """Return the problem of what looks like front matter and is none, so that its keys would be text."""
    found = _NEARLY.match(file)
    if found is None:
        return None
    line = file.count("\n", 0, found.start("rule")) + 1
    return problem(
        "front-matter",
        "front matter stands between two lines of three dashes, and nothing stands above the first.",
        Place(path, line, 1, found["rule"], len(found["rule"])),
        "Begin the file with --- on its first line.",
    )


def foreign_readers(path: str, lines: Sequence[str]) -> Problem | None:
    """Return the problem of front matter in TOML that says who may read: it is not read."""
    for number, line in enumerate(lines, 2):
        key = line.partition("=")[0].strip()
        if key.lower() in READER_WORDS and "=" in line:
            message = "who may read is said here in TOML, which is not read."
            place = Place(path, number, line.find(key) + 1, line, len(key))
            return problem("front-matter", message, place, "Write it as YAML between --- lines.")
    return None


def lone_rule(path: str) -> Problem:
    """Return the warning for a first line of dashes that opens nothing."""
    return warning(
        "front-matter",
        'the line "---" at the top opens no front matter, so it is drawn as a rule.',
        Place(path, 1, 1, "---", 3),
        "Take it out, or write keys such as title: below it and close them with ---.",
    )


# Text → entries ----------------------------------------------------------------------------------


def _entries(text: str, path: str, file: str) -> tuple[list[_Entry] | None, list[Problem]]:
    """Return the keys with their values, none where there is no telling what they are."""
    quickly = _read_quickly(text, path)
    return (quickly, []) if quickly is not None else _read_yaml(text, path, file)


def _read_quickly(text: str, path: str) -> list[_Entry] | None:
    """Return the entries of front matter that is lines of ``key: words``; none for any other."""
    entries: dict[str, _Entry] = {}
    for number, line in enumerate(text.split("\n"), 2):
        if not line.strip(" ") or line.startswith("# "):
            continue
        found = _LINE.fullmatch(line)
        if found is None or not line.isprintable() or found["key"] in entries:
            return None
        value = _quick_value(found)
        kind = found.lastgroup or "key"
        column = found.start(kind) + 1 - (kind in ("double", "single", "list")) if kind != "key" else 1
        width = len(line.rstrip()) - column + 1
        place = Place(path, number, column, line, width)
        key_place = Place(path, number, 1, line, len(found["key"]))
        items = tuple(_items_in(value, line, place)) if isinstance(value, list) else ()
        entries[found["key"]] = _Entry(found["key"], value, key_place, place, items)
    return list(entries.values())


def _quick_value(found: re.Match[str]) -> Value:
    if found["plain"] is not None:
        return str(found["plain"]).rstrip()
    if found["list"] is not None:
        written = [one.strip() for one in found["list"].split(",")]
        return [one for one in written if one]
    return found["double"] if found["double"] is not None else found["single"]


def _items_in(values: list[Any], line: str, place: Place) -> Iterator[Place]:
    position = place.column
    for value in values:
        position = line.find(value, position)
        yield Place(place.path, place.line, position + 1, line, len(value))


def _read_yaml(text: str, path: str, file: str) -> tuple[list[_Entry] | None, list[Problem]]:
    tree, found = yaml.load(text, path, first_line=2)
    problems = [replace(one, slug="front-matter") if one.slug == "yaml-syntax" else one for one in found]
    if tree is None:
        return (None if problems else []), problems
    if not isinstance(tree.data, dict):
        first = file.split("\n", 2)[1]
        message = "front matter must be a mapping of keys, such as title: Goals."
        return None, [*problems, problem("front-matter", message, Place(path, 2, 1, first, len(first) or 1))]
    entries = []
    for key, value in tree.data.items():
        size = len(value) if isinstance(value, list) else 0
        items = tuple(tree.place(key, number) for number in range(size))
        entries.append(_Entry(key, value, tree.key_place(key), tree.place(key), items))
    return entries, problems


# Entries → front matter --------------------------------------------------------------------------


def _unknown(entry: _Entry) -> list[Problem]:
    """Return what is to be said of a key that we do not know: nothing, unless it is nearly one we know."""
    lowered = entry.key.lower()
    if lowered in READER_WORDS or get_close_matches(lowered, ["audience"], 1, 0.7):
        message = f'unknown key "{entry.key}". Did you mean "audience"?'
        remedy = "Write audience: [mentor], with the roles that may read the chapter."
        return [problem("unknown-key", message, entry.key_place, remedy)]
    near = get_close_matches(lowered, [*KEYS, *ALSO], 1, 0.8)
    if not near:
        return []
    return [warning("unknown-key", f'unknown key "{entry.key}". Did you mean "{near[0]}"?', entry.key_place)]


def _wrong_value(name: str, entry: _Entry, wrong: _WrongError | WhenError) -> Problem:
    message = str(wrong) if isinstance(wrong, _WrongError) else wrong.message
    remedy = "" if isinstance(wrong, _WrongError) else wrong.remedy
    found = problem(wrong.slug, f"{entry.key}: {message}", entry.place, remedy)
    if name == "audience":
        return replace(found, level=Level.ERROR)
    return replace(found, level=Level.WARNING, soft=True)


def _words(entry: _Entry) -> str:
    if not isinstance(entry.value, str):
        raise _WrongError("type", "this must be text.")
    return entry.value.strip()


def _list(entry: _Entry) -> list[tuple[str, Place]]:
    """Return the texts of a list, or of one text, each with its place."""
    if isinstance(entry.value, str):
        return [(entry.value.strip(), entry.place)] if entry.value.strip() else []
    if not isinstance(entry.value, list):
        raise _WrongError("type", f"this must be a list, e.g. {entry.key}: [first, second].")
    places = entry.item_places
    for value in entry.value:
        if not isinstance(value, str) or not value.strip():
            raise _WrongError("type", "every item of this list must be text.")
    return [(value.strip(), places[at]) for at, value in enumerate(entry.value)]


def _title(entry: _Entry, base: str) -> Mapping[str, Any]:
    return {"title": _words(entry)}


def _order(entry: _Entry, base: str) -> Mapping[str, Any]:
    words = _words(entry)
    if not _NUMBER.fullmatch(words):
        raise _WrongError("number", f'this must be a number, got "{words}".')
    return {"order": float(words)}


def _summary(entry: _Entry, base: str) -> Mapping[str, Any]:
    return {"summary": within(inline(" ".join(_words(entry).split()), entry.place, base))}


def _audience(entry: _Entry, base: str) -> Mapping[str, Any]:
    if entry.value is None:
        roles: tuple[str, ...] = ()
    elif isinstance(entry.value, str):
        roles = read_roles(entry.value)
    else:
        roles = tuple(dict.fromkeys(one for one, _ in _list(entry)))
    if not roles:
        raise _WrongError(
            "empty-item", "this names no role. Leave the key out where the chapter is for everyone."
        )
    return {"audience": roles, "audience_place": entry.place}


def _references(kind: ReferenceKind, name: str) -> Callable[[_Entry, str], Mapping[str, Any]]:
    def read(entry: _Entry, base: str) -> Mapping[str, Any]:
        found = (Reference(kind, one.removeprefix(f"{kind}:"), place) for one, place in _list(entry))
        return {name: tuple(found)}

    return read


def _owner(entry: _Entry, base: str) -> Mapping[str, Any]:
    return {"owner": Reference("contact", _words(entry), entry.place)}


def _minutes(entry: _Entry, base: str) -> Mapping[str, Any]:
    words = _words(entry)
    if not _WHOLE.fullmatch(words) or not int(words):
        raise _WrongError("number", f'this must be a whole number of minutes, got "{words}".')
    return {"minutes": int(words)}


def _reviewed(entry: _Entry, base: str) -> Mapping[str, Any]:
    return {"reviewed": read_date(_words(entry)), "review_place": entry.place}


def _review_every(entry: _Entry, base: str) -> Mapping[str, Any]:
    words = _words(entry)
    found = _MONTHS.fullmatch(words)
    if found is None:
        raise _WrongError("duration-format", f'write how often in months, e.g. 6m or 12m, got "{words}".')
    return {"review_months": int(found["n"]) * (12 if found["unit"].startswith("y") else 1)}


def _aliases(entry: _Entry, base: str) -> Mapping[str, Any]:
    return {"aliases": tuple(one for one, _ in _list(entry)), "aliases_place": entry.place}


def _language(entry: _Entry, base: str) -> Mapping[str, Any]:
    words = _words(entry)
    if not _LANGUAGE.fullmatch(words):
        raise _WrongError("language", f'use a language tag such as en, es or pt-BR, got "{words}".')
    return {"language": words}


def _boolean(entry: _Entry) -> bool:
    words = _words(entry).lower()
    if words not in _BOOLEANS:
        raise _WrongError("type", f'this must be true or false, got "{words}".')
    return _BOOLEANS[words]


def _anchors(entry: _Entry, base: str) -> Mapping[str, Any]:
    if not isinstance(entry.value, dict):
        raise _WrongError(
            "type", "this must be a mapping of old ids to ids of headings, e.g. {first-steps: begin}."
        )
    found = []
    for old, new in entry.value.items():
        if not isinstance(new, str) or not old or re.search(r"[\s\"'<>&]", old + new):
            raise _WrongError("type", "ids are text without blanks.")
        found.append((old.removeprefix("#"), new.removeprefix("#"), entry.place))
    return {"anchors": tuple(found)}


@dataclass(frozen=True, slots=True)
class Key:
    """What can stand under a key of front matter."""

    words: str
    """As the reference calls it."""

    read: Callable[[_Entry, str], Mapping[str, Any]]
    """What comes back are fields of `FrontMatter`, or the `anchors` of `Front`."""


def _switch(key: str) -> Key:
    return Key(alternatives(("yes", "no")), lambda entry, _: {key: _boolean(entry)})


def _names(kind: ReferenceKind, field: str) -> Key:
    return Key(f"list of {kind}s, or one alone", _references(kind, field))


KEYS: Final[Mapping[str, Key]] = {
    "title": Key("plain text", _title),
    "order": Key("number", _order),
    "summary": Key("text", _summary),
    "audience": Key("list of roles, or one alone", _audience),
    "phase": _names("phase", "phases"),
    "programs": _names("program", "programs"),
    "worksheets": _names("worksheet", "worksheets"),
    "minutes": Key("whole number of 1 or more", _minutes),
    "prerequisites": _names("chapter", "prerequisites"),
    "reviewed": Key("day", _reviewed),
    "review_every": Key("months or years", _review_every),
    "owner": Key("contact", _owner),
    "aliases": Key("list of addresses, or one alone", _aliases),
    "anchors": Key("for each old id: id of a heading", _anchors),
    "draft": _switch("draft"),
    "lang": Key("tag of a language", _language),
    "toc": _switch("toc"),
    "chapters": _switch("chapters"),
    "search": _switch("search"),
    "variables": _switch("variables"),
    "terms": _switch("terms"),
}
