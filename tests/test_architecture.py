"""The house stands: floors import downwards only, wings never meet, nouns are frozen, one floor prints."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import is_dataclass
from pathlib import Path

import pytest

import guidegen
import guidegen.model

PACKAGE = Path(guidegen.__file__).parent

MAY_IMPORT = {
    "model": {"model"},
    "reading": {"model", "reading"},
    "shaping": {"model", "shaping"},
    "rendering": {"model", "rendering"},
    "building": {"model", "reading", "shaping", "rendering", "building"},
    "cli": {"model", "reading", "shaping", "rendering", "building", "cli"},
}
"""Each room, and the rooms below or beside it that it may use."""

FORBIDDEN_BELOW_CLI = {"click", "rich", "logging"}
ASKS_THE_WORLD = {
    "datetime.now",
    "date.today",
    "time.time",
    "os.environ",
    "os.getenv",
    "random",
    "socket",
    "urllib.request",
}


def modules() -> list[tuple[str, Path]]:
    named = [(path.relative_to(PACKAGE).as_posix(), path) for path in sorted(PACKAGE.rglob("*.py"))]
    return [(name, path) for name, path in named if name.split("/")[0] in MAY_IMPORT]


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


@pytest.mark.parametrize(
    ("name", "path"), modules(), ids=lambda value: str(value) if isinstance(value, str) else ""
)
def test_a_room_imports_only_from_its_own_floor_and_below(name: str, path: Path) -> None:
    room = name.split("/")[0]
    rooms = {one.split(".")[1] for one in imports_of(path) if one.startswith("guidegen.")} & MAY_IMPORT.keys()
    assert rooms <= MAY_IMPORT[room]


@pytest.mark.parametrize(
    ("name", "path"), modules(), ids=lambda value: str(value) if isinstance(value, str) else ""
)
def test_only_the_command_line_prints(name: str, path: Path) -> None:
    if name.startswith("cli/"):
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    assert not [node.lineno for node in calls if node.func.id in ("print", "input")]
    assert not {one.split(".")[0] for one in imports_of(path)} & FORBIDDEN_BELOW_CLI


@pytest.mark.parametrize(
    ("name", "path"), modules(), ids=lambda value: str(value) if isinstance(value, str) else ""
)
def test_between_reading_and_writing_nothing_asks_the_world(name: str, path: Path) -> None:
    if name.split("/")[0] not in ("model", "reading", "shaping", "rendering"):
        return
    text = path.read_text(encoding="utf-8")
    names = {ast.unparse(node) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)}
    assert not names & ASKS_THE_WORLD
    assert not {one.split(".")[0] for one in imports_of(path)} & {"random", "secrets", "socket", "subprocess"}


def test_no_module_imports_in_a_circle() -> None:
    edges = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = "guidegen." + path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        top = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        found = set()
        for node in top:
            if isinstance(node, ast.ImportFrom) and node.module:
                found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
            elif isinstance(node, ast.Import):
                found |= {one.name for one in node.names}
        edges[name] = found
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " → ".join((*above, name))
        if name in done:
            return
        for one in sorted(edges.get(name, ()) & edges.keys()):
            visit(one, (*above, name))
        done.add(name)

    for name in edges:
        visit(name, ())


def test_every_noun_is_frozen_and_slotted() -> None:
    for found in pkgutil.iter_modules(guidegen.model.__path__, "guidegen.model."):
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            if isinstance(value, type) and value.__module__ == found.name and is_dataclass(value):
                assert value.__dataclass_params__.frozen, f"{found.name}.{name} can be changed"  # type: ignore[attr-defined]
                assert "__slots__" in vars(value), f"{found.name}.{name} has no slots"


def test_every_module_says_what_it_is() -> None:
    silent = [
        name for name, path in modules() if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert [name for name in silent if not name.endswith("commands/__init__.py")] == []
