"""From what a YAML text says to shapes, all problems at once.

A *shape* is what may be written in one place: a frozen dataclass whose fields
are the keys.  The entities have theirs in their own modules; here is what all
shapes share, and the sentence for everything that does not fit one.

Pydantic walks the shapes and collects what is wrong; its words are never shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from types import MappingProxyType, UnionType
from typing import Annotated, Any, ClassVar, Self, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import ConfigDict, GetCoreSchemaHandler, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, core_schema

from guidegen.model.nearest import did_you_mean, nearest
from guidegen.model.problem import Place, Problem, problem
from guidegen.reading.mistakes import quoted
from guidegen.reading.values import DECIDES_WHO_READS, got, is_empty, not_among, sentence, shortened, wrong
from guidegen.reading.yaml import Data, Step, Steps, Tree, key_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What may be written in one place.

    A key left empty is not set; keys that begin with ``x-`` are the author's own.
    """

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")

    noun: ClassVar[str] = "entry"
    """What one is called in a message."""

    text_key: ClassVar[str] = ""
    """The key that plain text stands for, where a mapping would only hold that key."""

    example: ClassVar[str] = ""
    """What one looks like, for the message where something else is written."""

    example_key: ClassVar[str] = ""
    """The key of the example, where these are written in a mapping."""

    other_names: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """What keys are called elsewhere, and ours that says the same."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        # Pydantic keeps the schema of a class under a name, for the next place where it is used: what
        # stands around it takes over the name, or it would be missing there.
        plain: Any = {**handler.resolve_ref_schema(handler(source))}
        name = plain.pop("ref", None)
        inside = core_schema.no_info_before_validator_function(cls.set_keys, plain)
        return core_schema.no_info_after_validator_function(cls.checked, inside, ref=name)

    @classmethod
    def set_keys(cls, value: Any) -> Any:
        """Return the keys that are set."""
        if is_empty(value):
            raise wrong("empty-item", "{key} is empty.")
        if isinstance(value, str) and cls.text_key:
            return {cls.text_key: value}
        if not isinstance(value, dict):
            return value
        known = _known_keys(cls)
        if cls.text_key and cls.text_key not in value:
            _check_for_colon(value, {**known, **cls.other_names})
        return {
            key: one
            for key, one in value.items()
            if not key.startswith("x-") and not (is_empty(one) and _may_be_empty(known.get(key)))
        }

    def checked(self) -> Self:
        """Return the shape, once its keys fit one another."""
        self.check()
        return self

    def check(self) -> None:
        """Raise `wrong` where the keys do not fit one another, each right on its own."""

    @classmethod
    def advice(cls, key: str) -> str:
        """Return what to write instead of a key that is like none of its keys."""
        return f"Known keys: {', '.join(_known_keys(cls))}."


def _may_be_empty(kind: Any) -> bool:
    """Return whether a key of this type is as good as not written where it is left empty."""
    return kind is not None and DECIDES_WHO_READS not in get_args(kind)


def _check_for_colon(value: dict[str, Any], known: Mapping[str, Any]) -> None:
    """Raise `wrong` where a mapping is text with a colon in it, as in ``- Step 1: read this``."""
    if len(value) != 1:
        return
    ((key, said),) = value.items()
    if isinstance(said, str) and key not in known and not did_you_mean(key, known):
        written = quoted(f"{key}: {shortened(said)}")
        raise wrong("yaml-syntax", f'a value with ": " must be quoted, e.g. {written}')


@cache
def keys_of(shape: type[Any]) -> Mapping[str, Any]:
    """Return the keys of a shape with their types, in the order in which they are documented."""
    hints = get_type_hints(shape, include_extras=True)
    return {_key_of(one.name, hints[one.name]): hints[one.name] for one in fields(shape)}


def _known_keys(shape: Any) -> Mapping[str, Any]:
    # Mypy takes classes of frozen dataclasses for unhashable; as Any they pass.
    return keys_of(shape)


@cache
def required_keys(shape: type[Any]) -> tuple[str, ...]:
    """Return the keys that must be written."""
    hints = get_type_hints(shape, include_extras=True)
    return tuple(
        _key_of(one.name, hints[one.name])
        for one in fields(shape)
        if one.default is MISSING and one.default_factory is MISSING
    )


def _key_of(name: str, kind: Any) -> str:
    # A key that is a word of Python has another name in the shape.
    aliases = [one.alias for one in get_args(kind)[1:] if isinstance(one, FieldInfo) and one.alias]
    return aliases[0] if aliases else name


S = TypeVar("S", bound=Shape)


def read(shape: type[S], tree: Tree, what: str) -> tuple[S | None, tuple[Problem, ...]]:
    """Return what a tree says in a shape, or every problem that keeps it from fitting.

    Args:
        what: the file or block is called, for example ``a program file``.
    """
    if not isinstance(tree.data, dict):
        message = f"{what} must be a mapping of keys, got {got(tree.data)}."
        return None, (problem("type", message, tree.place(), 'Write keys as in "title: Goals".'),)
    kind: Any = shape
    try:
        return _reader(kind).validate_python(tree.data), ()
    except ValidationError as error:
        found = error.errors(include_url=False)
        misspelt = _misspelt(shape, tree, found)
        told = (_told(shape, tree, one) for one in found if (one["type"], one["loc"]) not in misspelt)
        return None, tuple(dict.fromkeys(told))


def nothing_written(what: str, path: str, first_line: int, key: str = "title") -> Problem:
    """Return the problem of a file or block in which nothing is written."""
    return problem("missing-key", f'{what} is empty; it needs "{key}".', Place(path, first_line))


@cache
def _reader(shape: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


@dataclass(frozen=True, slots=True)
class _Found:
    """Where an error is: the steps of it that exist, and the shape around the last of them."""

    steps: Steps
    kind: Any
    """The type of the value there."""

    around: Any
    """The type of what holds it."""

    data: Data


def _followed(kind: Any, data: Data, loc: Steps) -> _Found:
    """Follow the steps of an error through types and data: some are tags of ours, some do not exist."""
    steps: list[Step] = []
    around: Any = None
    kind = _bare(kind, data)
    skip_tag = False
    for step in loc:
        if skip_tag:
            skip_tag = False
            continue
        inner = _child(data, step)
        if inner is MISSING:
            break
        written = _inner_type(kind, step)
        around, kind, data = kind, _bare(written, inner), inner
        skip_tag = _is_tagged(written)
        steps.append(step)
    return _Found(tuple(steps), kind, around, data)


def _child(data: Data, step: Step) -> Any:
    if isinstance(data, dict):
        return data.get(str(step), MISSING) if isinstance(step, str) else MISSING
    if isinstance(data, list) and isinstance(step, int) and step < len(data):
        return data[step]
    return MISSING


def _inner_type(kind: Any, step: Step) -> Any:
    if _is_shape(kind):
        return keys_of(kind).get(str(step))
    arguments = get_args(kind)
    if get_origin(kind) is tuple:
        return arguments[0]
    return arguments[1] if get_origin(kind) is dict else None


def _bare(kind: Any, data: Data) -> Any:
    """Return a type without what is noted on it; of several shapes the one that the data names."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) not in (Union, UnionType):
        return kind
    choices = [_bare(one, data) for one in get_args(kind) if one is not type(None)]
    if len(choices) == 1:
        return choices[0]
    tagged = {one.tag: one for one in choices if _is_shape(one) and hasattr(one, "tag")}
    name = data.get("type") if isinstance(data, dict) else None
    return tagged.get(str(name), next(iter(tagged.values()), kind))


def _is_tagged(kind: Any) -> bool:
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    several = get_args(kind) if get_origin(kind) in (Union, UnionType) else ()
    return sum(1 for one in several if one is not type(None)) > 1 and all(
        _is_shape(_bare(one, None)) for one in several
    )


def _is_shape(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Shape)


def _told(shape: type[Shape], tree: Tree, error: Any) -> Problem:
    """Return the problem for one error of pydantic."""
    loc: Steps = error["loc"]
    of_a_key = bool(loc) and loc[-1] == "[key]"
    is_missing = error["type"] == "missing"
    found = _followed(shape, tree.data, loc[:-1] if of_a_key or is_missing else loc)
    context = error.get("ctx", {})
    if found.steps and isinstance(found.steps[-1], int) and is_empty(found.data) and not of_a_key:
        return _empty_item(found, tree)
    match error["type"]:
        case "missing":
            return _missing(found, tree, str(loc[-1]))
        case "unexpected_keyword_argument":
            return _unknown(found, tree)
        case "empty-item" if found.steps and isinstance(found.steps[-1], str):
            return _missing(found, tree)
        case "dataclass_type" | "dict_type":
            return _type(found, tree, "a mapping of keys", _write_keys(found))
        case "tuple_type":
            return _not_a_list(found, tree)
        case "literal_error":
            choices = re.findall(r"'([^']*)'", context["expected"])
            message = sentence(not_among(found.data, choices), found.steps)
            return problem("type", message, tree.place(*found.steps))
    steps = (*found.steps, *context["at"])
    place = tree.key_place(*steps) if of_a_key else tree.place(*steps)
    return problem(error["type"], sentence(context["said"], steps), place, context["remedy"])


def _misspelt(shape: type[Shape], tree: Tree, errors: list[Any]) -> set[tuple[str, Any]]:
    """Return the missing keys that are there under a name like it: one mistake is told once."""
    unknown = (one["loc"] for one in errors if one["type"] == "unexpected_keyword_argument")
    misspelt = set()
    for loc in unknown:
        meant = _meant(str(loc[-1]), _followed(shape, tree.data, loc).around)
        misspelt.add(("missing", (*loc[:-1], meant)))
    return misspelt


def _missing(found: _Found, tree: Tree, key: str = "") -> Problem:
    kind = found.kind
    keys = (key,) if key else (required_keys(kind) if _is_shape(kind) else ())
    if not keys:
        return problem("missing-key", f"{_name_of(found, tree)} is empty.", tree.key_place(*found.steps))
    needs = " and ".join(f'"{one}"' for one in keys)
    phrase = _meaning_of(keys_of(kind).get(key)) if _is_shape(kind) else ""
    message = f"{_name_of(found, tree)} needs {needs}{f' ({phrase})' if phrase else ''}."
    return problem("missing-key", message, tree.key_place(*found.steps))


def _name_of(found: _Found, tree: Tree) -> str:
    """Return how a message calls the thing that an error is in: ``phase "launch"``."""
    noun = found.kind.noun if _is_shape(found.kind) else "this"
    data = found.data if isinstance(found.data, dict) else {}
    written = [
        data[key] for key in ("id", "title", "label", "term", "name") if isinstance(data.get(key), str)
    ]
    if get_origin(found.around) is dict:
        written = [str(found.steps[-1])]
    if written:
        return f'{noun} "{shortened(written[0])}"'
    return f"the {noun}" if not found.steps else f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _meaning_of(kind: Any) -> str:
    for note in get_args(kind)[1:] if get_origin(kind) is Annotated else ():
        if isinstance(note, FieldInfo) and note.description:
            return note.description
    choices = get_args(_bare(kind, None))
    return ", ".join(choices) if choices and all(isinstance(one, str) for one in choices) else ""


def _unknown(found: _Found, tree: Tree) -> Problem:
    key = str(found.steps[-1])
    shape = found.around
    meant = _meant(key, shape)
    guess = f'Did you mean "{meant}"?' if meant else ""
    message = f'unknown key "{shortened(key)}". {guess}'.rstrip()
    remedy = "" if meant else shape.advice(key)
    return problem("unknown-key", sentence(message, found.steps[:-1]), tree.key_place(*found.steps), remedy)


def _meant(key: str, shape: Any) -> str | None:
    """Return the key of a shape that an unknown one may stand for."""
    return shape.other_names.get(key.lower()) or nearest(key, keys_of(shape))


def _empty_item(found: _Found, tree: Tree) -> Problem:
    position = found.steps[-1] if found.steps else 0
    count = position + 1 if isinstance(position, int) else 1
    message = f"item {count} of {key_path(found.steps[:-1])} is empty."
    return problem(
        "empty-item", message, tree.place(*found.steps), "Write something there, or delete the line."
    )


def _write_keys(found: _Found) -> str:
    """Return how a mapping of this type is written."""
    kind = found.kind
    shape: Any = _bare(get_args(kind)[1], None) if get_origin(kind) is dict else kind
    if not _is_shape(shape) or not shape.example:
        return 'Write keys as in "title: Goals".'
    without_name = get_origin(found.around) is dict and found.steps[-1] in keys_of(shape)
    name = f"{shape.example_key}: " if shape is not kind or without_name else ""
    return f"Write e.g. {name}{shape.example}"


def _not_a_list(found: _Found, tree: Tree) -> Problem:
    entry: Any = _bare(get_args(found.kind)[0], None) if get_args(found.kind) else None
    if isinstance(found.data, str):
        if re.fullmatch(r"[0-9]+", found.data) and _is_shape(entry) and entry.text_key:
            message = f"{{key}} must be a list, not how many there are: {found.data}."
            remedy = f"Write what each is called, e.g. {found.steps[-1]}: [One, Two]"
            return problem("type", sentence(message, found.steps), tree.place(*found.steps), remedy)
        if _is_shape(entry) and not entry.text_key:
            return _type(found, tree, "a list", f"Write e.g. [{entry.example}]" if entry.example else "")
        example = f", e.g. [{shortened(found.data)}]" if re.fullmatch(r"[\w /,-]{1,40}", found.data) else ""
        return _type(found, tree, f"a list{example}")
    return _type(found, tree, "a list", _write_entries(found.data, entry))


def _write_entries(data: Data, entry: Any) -> str:
    """Return how a list is written, for somebody who wrote a mapping."""
    name, said = next(iter(data.items()), ("", None)) if isinstance(data, dict) else ("", None)
    if _is_shape(entry) and name not in keys_of(entry):
        if isinstance(said, dict) and "id" in keys_of(entry):
            return f'Begin each entry with its id: "- id: {shortened(name)}", its other keys below it.'
        if entry.example:
            return f"Write e.g. [{entry.example}]"
    return 'Put "- " before each of its entries.'


def _type(found: _Found, tree: Tree, expected: str, remedy: str = "") -> Problem:
    message = f"{{key}} must be {expected}, got {got(found.data)}."
    return problem("type", sentence(message, found.steps), tree.place(*found.steps), remedy)
