"""The schemas for editors say what guidegen says, and are never stricter."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from functools import cache, reduce
from pathlib import Path as FilePath
from typing import Any, TypeAlias, get_args, get_origin, get_type_hints

import pytest
import yaml
from jsonschema import Draft7Validator
from pydantic import TypeAdapter, ValidationError

from guidegen.building.editors import SCHEMAS
from guidegen.cli.main import run
from guidegen.reading.schema import Shape, keys_of
from guidegen.reading.yaml import load
from scripts.known import FIELD_SHAPES, FILES, WRONG, bare, hints_of, is_shape
from scripts.manual import ROOT, examples
from scripts.schemas import KINDS, schemas


class EditorLoader(yaml.SafeLoader):
    """YAML 1.2, as editors read it: words such as yes are text, and so are days."""

    yaml_implicit_resolvers = {}  # noqa: RUF012  # of the base class


for tag, pattern, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", r"null|Null|NULL|~|", ["n", "N", "~", ""]),
):
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), [*first])


def as_json(data: Any) -> Any:
    """Return data with the keys that JSON has: text."""
    if isinstance(data, dict):
        return {str(key): as_json(one) for key, one in data.items()}
    return [as_json(one) for one in data] if isinstance(data, list) else data


def in_an_editor(text: str) -> Any:
    return as_json(yaml.load(text, EditorLoader))  # a safe one


@cache
def validator(kind: str) -> Draft7Validator:
    return Draft7Validator(json.loads((SCHEMAS / f"{kind}.json").read_text(encoding="utf-8")))


def kind_of(path: str) -> str | None:
    shape = next((shape for pattern, shape in FILES if re.fullmatch(pattern, path)), None)
    return next((kind for kind, (_, one) in KINDS.items() if one is shape), None)


def written() -> Iterator[tuple[str, str, str]]:
    """Yield the kind, the name and the text of each file that is known to be right."""
    for example in examples():
        if (kind := kind_of(example.names)) and not example.wrong:
            yield kind, f"{example.file}:{example.line}", example.text
    for root in (ROOT, ROOT / "manual", ROOT / "src" / "guidegen" / "starter"):
        for file in sorted([root / "guidegen.yml", *(root / "content").rglob("*.yml")]):
            if kind := kind_of(file.relative_to(root).as_posix()):
                text = file.read_text(encoding="utf-8").replace("{{ID}}", "k3m9qa")
                yield kind, file.relative_to(ROOT).as_posix(), text
    for file in sorted((ROOT / "src" / "guidegen" / "presets" / "worksheets").glob("*.yml")):
        yield "worksheet", file.name, file.read_text(encoding="utf-8")


RIGHT = list(written())


def complaints(kind: str, data: Any) -> list[str]:
    return [
        f"{'/'.join(map(str, one.path))}: {one.message[:200]}" for one in validator(kind).iter_errors(data)
    ]


@pytest.mark.parametrize("name", schemas())
def test_the_schemas_are_as_the_shapes_and_the_reference_have_them(name: str) -> None:
    assert (SCHEMAS / name).read_text(encoding="utf-8") == schemas()[name], "run: make reference"


def test_there_is_a_schema_for_each_kind_of_file() -> None:
    assert {shape for _, shape in KINDS.values()} == {shape for _, shape in FILES}
    assert {one.stem for one in SCHEMAS.iterdir()} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_one_and_explains_every_key(kind: str) -> None:
    schema = json.loads((SCHEMAS / f"{kind}.json").read_text(encoding="utf-8"))
    Draft7Validator.check_schema(schema)
    for name, shape in schema["definitions"].items():
        assert all(one["description"] for one in shape["properties"].values()), name


def test_the_files_that_are_known_to_be_right_are_many_and_of_every_kind() -> None:
    assert len(RIGHT) > 200
    assert {kind for kind, _, _ in RIGHT} == set(KINDS)


@pytest.mark.parametrize(("kind", "name", "text"), RIGHT, ids=[name for _, name, _ in RIGHT])
def test_what_is_right_is_right_in_an_editor(kind: str, name: str, text: str) -> None:
    tree, _ = load(text, "example.yml")
    assert tree is not None
    assert not complaints(kind, tree.data)
    assert not complaints(kind, in_an_editor(text))


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_that_guidegen_does_not_know_is_refused_wherever_it_stands(kind: str) -> None:
    tried = set()
    for _, data in smallest(kind):
        for shape, path in mappings(KINDS[kind][1], data):
            if shape not in tried:
                tried.add(shape)
                assert complaints(kind, with_key(data, path, "nonesuch", "x")), (shape.__name__, path)
                assert not complaints(kind, with_key(data, path, "x-mine", {"a": ["b"]})), shape.__name__
    assert KINDS[kind][1] in tried


WRITTEN = (
    *(f"'{one}'" for one in WRONG), "", "yes", "Yes", "no", "true", "1", "2", "0.5", " 3 ", "A4",
    "default", "17:00", "90m",
    "3d", "mon", "start + 2w", "week 3", "#fff", "en", "Europe/London", "name@example.org",
    "https://example.org/", "+44 20 7946 0000", "{a: b}", "[]", "[x]", "[1, 2]", "[x, ]", "{a: }",
    "{1: x, 2: y}", "[{id: x}]", "[{text: x, id: y}]", "{}",
)  # fmt: skip

VALUES = tuple((yaml.load(one, yaml.BaseLoader), in_an_editor(one)) for one in WRITTEN)
"""Each as guidegen has it and as an editor has it."""


@pytest.mark.parametrize("kind", KINDS)
def test_no_schema_is_stricter_than_guidegen(kind: str) -> None:
    _, shape = KINDS[kind]
    reader: TypeAdapter[Any] = TypeAdapter(shape)
    seen: set[tuple[type[Shape], str]] = set()
    taken = 0
    for text, data in smallest(kind):
        for one, path in mappings(shape, data):
            for key in keys_of(one):
                if (owner := owner_of(one, key), key) in seen:
                    continue
                seen.add((owner, key))
                mapping = reduce(lambda inside, step: inside[step], path, data)
                for value, seen_there in VALUES:
                    if reads(reader, with_key(text, path, key, value)):
                        taken += 1
                        shown = {**mapping, key: seen_there}
                        assert not [*part(kind, one).iter_errors(shown)], (one.__name__, key, value)
    assert taken > 20


def owner_of(shape: type[Shape], key: str) -> type[Shape]:
    """Return the shape from which a shape has a key."""
    kinds = [one for one in reversed(shape.__mro__) if is_shape(one) and one is not Shape]
    return next(one for one in kinds if key in keys_of(one))


@cache
def part(kind: str, shape: type[Shape]) -> Draft7Validator:
    """Return the part of a schema that is about one shape."""
    whole = json.loads((SCHEMAS / f"{kind}.json").read_text(encoding="utf-8"))
    return Draft7Validator(
        {"allOf": [{"$ref": f"#/definitions/{shape.__name__}"}], "definitions": whole["definitions"]}
    )


def reads(reader: TypeAdapter[Any], data: Any) -> bool:
    try:
        reader.validate_python(data)
    except ValidationError:
        return False
    return True


def smallest(kind: str) -> Iterator[tuple[Any, Any]]:
    """Yield what is right as text alone, as guidegen has it, and as an editor has it; the shortest first.

    Every key is in an example of the reference.
    """
    for one, name, text in sorted(RIGHT, key=lambda one: len(one[2])):
        if one == kind and name.startswith("03-reference/") and "11-problems" not in name:
            yield yaml.load(text, yaml.BaseLoader), in_an_editor(text)


Path: TypeAlias = tuple[str | int, ...]


def with_key(data: Any, path: Path, key: str, value: Any) -> Any:
    """Return data in which a key of the mapping at *path* has another value."""
    if not path:
        return {**data, key: value}
    changed = copy.copy(data)
    changed[path[0]] = with_key(data[path[0]], path[1:], key, value)
    return changed


def mappings(hint: Any, data: Any, path: Path = ()) -> Iterator[tuple[type[Shape], Path]]:
    """Yield where each mapping in a file is, with the shape that it has."""
    kind, _ = bare(hint)
    inner = get_args(kind)
    if get_origin(kind) is tuple and isinstance(data, list):
        for number, one in enumerate(data):
            yield from mappings(inner[0], one, (*path, number))
    elif isinstance(data, dict) and get_origin(kind) is dict:
        for key, one in data.items():
            yield from mappings(inner[1], one, (*path, key))
    elif isinstance(data, dict) and not is_shape(kind) and inner:
        yield from mappings(FIELD_SHAPES[str(data.get("type", "text"))], data, path)
    elif isinstance(data, dict) and is_shape(kind):
        yield kind, path
        hints = get_type_hints(kind, include_extras=True)
        below = dict(zip(keys_of(kind), (hints[one] for one in hints_of(kind)), strict=True))
        for key, one in data.items():
            if key in below:
                yield from mappings(below[key], one, (*path, key))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("program", "title: A\nphases: default\n"),
        ("program", "title: A\neligibility: {mentee: [New in a role]}\n"),
        ("program", "title: 2027\nsummary: Yes\nowner:\n"),
        ("checklist", "title: A\nitems: [Read this, {text: And this, after: read-this}]\n"),
        ("worksheet", "title: A\nfields: [{label: One}, {label: Two, type: number}]\n"),
        ("holidays", "days: [{date: 2026-12-25, title: Christmas}]\n"),
        ("handbook", "title: A\ndrafts: Yes\npaper: A4\n"),
    ],
)
def test_short_forms_are_taken(kind: str, text: str) -> None:
    assert not complaints(kind, in_an_editor(text)), text


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("program", "summary: Without a title\n"),
        ("program", "title: A\nkind: secret\n"),
        ("checklist", "title: A\naudience:\nitems: [Read this]\n"),
        ("program", "title: A\nroles: [mentor]\n"),
        ("program", "title: A\nduration: {weeks: 0}\n"),
        ("checklist", "title: A\nitems: Read this\n"),
        ("worksheet", "title: A\nfields: [{label: One, type: wish}]\n"),
        ("worksheet", "title: A\nfields: [{label: One, type: number, options: [a, b]}]\n"),
        ("handbook", "title: A\nid: My Handbook\n"),
    ],
)
def test_what_an_editor_can_see_is_refused(kind: str, text: str) -> None:
    assert complaints(kind, in_an_editor(text)), text


def test_schema_writes_them_beside_the_handbook_and_leaves_what_is_not_ours(tmp_path: FilePath) -> None:
    (tmp_path / "guidegen.yml").write_text("title: Mentoring\n", encoding="utf-8")
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "packet.json").write_text("{}", encoding="utf-8")
    assert run(["schema", str(tmp_path)]) == 1
    assert (tmp_path / "schemas" / "packet.json").read_text(encoding="utf-8") == "{}"
    (tmp_path / "schemas" / "packet.json").unlink()
    assert run(["schema", str(tmp_path)]) == 0
    written = {one.name: one.read_text(encoding="utf-8") for one in (tmp_path / "schemas").iterdir()}
    assert written == dict(schemas())
    assert run(["schema", str(tmp_path)]) == 0
