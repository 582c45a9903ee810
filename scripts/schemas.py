"""The JSON Schemas by which an editor completes and explains the keys of our YAML files.

They are made from the shapes by which guidegen itself reads (`guidegen.reading`), and the
sentences are those of the reference.  A schema is never stricter than guidegen:
where a value is read from text (a day, a time, an id of something elsewhere), it
lets every text pass, and says in words what is meant.

``make reference`` writes them into the package; a test compares.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from guidegen.building.editors import OURS
from guidegen.reading import activities, cohorts, glossary, holidays, packets, programs, settings
from guidegen.reading.schema import Shape, keys_of, required_keys
from guidegen.reading.values import DECIDES_WHO_READS, SKIP_EMPTY, Also, PaperSize, ReadBy
from scripts.known import (
    FIELD_SHAPES,
    FIELDS,
    PLACES,
    Key,
    bare,
    described,
    hints_of,
    is_shape,
    keys_at,
    lists_all,
)
from scripts.manual import ROOT, section
from scripts.reference import written_under

FOLDER = ROOT / "src" / "guidegen" / "schemas"

KINDS: Mapping[str, tuple[str, type[Shape]]] = {
    "handbook": ("What holds for the whole handbook: guidegen.yml", settings.SettingsShape),
    "program": ("A program", programs.ProgramShape),
    "cohort": ("A cohort of a program", cohorts.CohortFileShape),
    "worksheet": ("A worksheet", activities.WorksheetShape),
    "checklist": ("A checklist", activities.ChecklistShape),
    "packet": ("A packet", packets.PacketShape),
    "holidays": ("A set of holidays", holidays.HolidaysShape),
    "glossary": ("The glossary", glossary.GlossaryShape),
}
"""Each kind of file, what it is, and its shape."""

TEXT = ["string", "number", "boolean"]
"""What an editor takes for text that is not quoted: ``release: 2027``, ``title: Yes``."""


IN_SMALL_LETTERS = get_args(PaperSize)[1]
"""The note on a choice that may be written in capital letters as well."""


def _in_any_case(words: Iterable[str]) -> str:
    """Return the pattern of words in small or capital letters, as schemas have patterns: without flags."""
    spelt = ("".join(f"[{letter.upper()}{letter}]" for letter in word) for word in words)
    return rf"^\s*({'|'.join(spelt)})\s*$"


SWITCH = {
    "anyOf": [
        {"type": "boolean"},
        {"enum": ["yes", "no"]},
        {"type": "string", "pattern": _in_any_case(("true", "yes", "on", "false", "no", "off"))},
    ]
}


def schemas() -> Mapping[str, str]:
    """Return the text of each schema, by the name of its file."""
    return {f"{kind}.json": _as_text(_file(title, shape)) for kind, (title, shape) in KINDS.items()}


def _as_text(schema: Any) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _file(title: str, shape: type[Shape]) -> dict[str, Any]:
    defined: dict[str, Any] = {}
    top = _reference(shape, defined)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$comment": OURS,
        "title": title,
        "allOf": [top],
        "definitions": dict(sorted(defined.items())),
    }


def _reference(shape: Any, defined: dict[str, Any]) -> dict[str, Any]:
    """Return the way to the schema of a shape, which is put among those that are defined."""
    if shape.__name__ not in defined:
        defined[shape.__name__] = {}
        defined[shape.__name__] = _keys(shape, defined)
    return {"$ref": f"#/definitions/{shape.__name__}"}


def _keys(shape: Any, defined: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(shape, include_extras=True)
    required = required_keys(shape)
    found = {}
    for attribute, key in zip(hints_of(shape), keys_of(shape), strict=True):
        hint = hints[attribute]
        _, notes = bare(hint)
        value = _value(hint, defined)
        if key not in required and DECIDES_WHO_READS not in notes:
            value = _or_nothing(value)
        found[key] = {**_said(shape, key), **({"allOf": [value]} if "$ref" in value else value)}
    mapping = {
        "type": "object",
        "properties": found,
        "patternProperties": {"^x-": {}},
        "additionalProperties": False,
    }
    if required:
        mapping["required"] = list(required)
    return mapping


def _or_nothing(value: dict[str, Any]) -> dict[str, Any]:
    if isinstance(value.get("type"), list):
        return {**value, "type": [*value["type"], "null"]}
    return {"anyOf": [value, {"type": "null"}]}


def _value(hint: Any, defined: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of what stands under a key, or in a list."""
    kind, notes = bare(hint)
    value = _plain(kind, notes, defined)
    also = [one for words in (note.words for note in notes if isinstance(note, Also)) for one in _also(words)]
    return {"anyOf": [value, *also]} if also else value


def _also(words: str) -> list[dict[str, Any]]:
    return [{"type": TEXT}] if words == "one alone" else [{"enum": re.findall("`([^`]+)`", words)}]


def _plain(kind: Any, notes: list[Any], defined: dict[str, Any]) -> dict[str, Any]:
    read = [one.words for one in notes if isinstance(one, ReadBy)]
    inner = get_args(kind)
    if read:
        return _scalar(read[-1])
    if get_origin(kind) is Literal and IN_SMALL_LETTERS in notes:
        return {"anyOf": [_one_of(list(inner)), {"type": "string", "pattern": _in_any_case(inner)}]}
    if get_origin(kind) is Literal:
        return _one_of(list(inner))
    if is_shape(kind):
        keys = _reference(kind, defined)
        return {"anyOf": [keys, {"type": TEXT}]} if kind.text_key else keys
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _value(inner[0], defined)}
    if get_origin(kind) is dict:
        value = _value(inner[1], defined)
        return {
            "type": "object",
            "additionalProperties": _or_nothing(value) if SKIP_EMPTY in notes else value,
        }
    if get_origin(kind) in (Union, UnionType):
        return _any_field(defined)
    raise LookupError(f"no schema for {kind}")


def _scalar(words: str) -> dict[str, Any]:
    """Return the schema of a value that is read from text, by what the reference calls it."""
    if words == "`yes` or `no`":
        return SWITCH
    if lists_all(words):
        return _one_of(re.findall("`([^`]+)`", words))
    if words.startswith("list of "):
        return {"anyOf": [{"type": "array", "items": {"type": TEXT}}, {"type": TEXT}]}
    if words == "id":
        return {"type": TEXT, "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 64}
    if found := re.fullmatch(r"whole number (?:of (-?\d+) or more|from (-?\d+) to (\d+))", words):
        bounds = {"minimum": int(found[1] or found[2]), **({"maximum": int(found[3])} if found[3] else {})}
        return {"type": ["integer", "string"], **bounds, "pattern": r"^\s*-?[0-9]+\s*$"}
    if words.startswith("number"):
        return {"type": ["number", "string"], "pattern": r"^\s*-?[0-9]+(\.[0-9]+)?\s*$"}
    return {"type": TEXT}


def _one_of(choices: list[str]) -> dict[str, Any]:
    return {"enum": choices}


def _any_field(defined: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a field of a worksheet, whose keys hang on its type."""
    name = "AnyField"
    if name not in defined:
        defined[name] = {}
        kinds = {tag: _reference(shape, defined) for tag, shape in FIELD_SHAPES.items()}
        chosen = [
            {"if": {"properties": {"type": {"const": tag}}, "required": ["type"]}, "then": keys}
            for tag, keys in kinds.items()
        ]
        untyped = {"anyOf": [{"not": {"required": ["type"]}}, {"properties": {"type": {"type": "null"}}}]}
        defined[name] = {
            "type": "object",
            "properties": {"type": {"enum": [*FIELD_SHAPES, None], **_said(FIELD_SHAPES["text"], "type")}},
            "allOf": [*chosen, {"if": untyped, "then": kinds["text"]}],
        }
    return {"$ref": f"#/definitions/{name}"}


# What the reference says -------------------------------------------------------------------------


@cache
def _places() -> Mapping[tuple[str, str], tuple[str, str, Key]]:
    """Return where the reference describes a key of a shape, by the names of both."""
    found = {}
    for (file, title), (shape, keys) in described().items():
        known = {one.name: one for one in keys_at(shape, file)}
        for key in keys:
            found[shape.__name__, key] = (file, title, known[key])
    return found


def _said(shape: Any, key: str) -> dict[str, Any]:
    """Return what an editor shows of a key: what it is for, what holds without it, an example."""
    names = [base.__name__ for base in shape.__mro__] + [twin.__name__ for twin in _twins(shape)]
    place = next((one for name in names if (one := _places().get((name, key)))), None)
    if place is None:
        raise LookupError(f"the reference says nothing of {shape.__name__}.{key}")
    file, title, known = place
    sentence = _without_links(section(file, title).keys[key][0])
    words = _without_links(known.words)
    meant = f"{words[0].upper()}{words[1:]}." + (f" Without it {known.default}." if known.default else "")
    shown = [value for _, value in written_under(key, file, title) if isinstance(value, str)]
    return {"description": f"{sentence}\n{meant}", **({"examples": shown[:1]} if shown else {})}


def _twins(shape: Any) -> list[type[Shape]]:
    """Return the shapes that the reference describes in its place."""
    there = PLACES.get(shape, FIELDS)
    return [FIELD_SHAPES["text"]] if there == FIELDS else [one for one, at in PLACES.items() if at == there]


def _without_links(words: str) -> str:
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", words).replace("`", "").replace("\n", " ")


def main() -> None:
    """Write each schema that is not as it should be."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in schemas().items():
        file = FOLDER / name
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8", newline="\n")
            print(f"renewed {name}")


if __name__ == "__main__":
    main()
