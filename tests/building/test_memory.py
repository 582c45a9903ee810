"""What files became is kept by folder, and reading it back makes nothing but nouns."""

from __future__ import annotations

import hashlib
import io
import pickle
from pathlib import Path

import pytest

from guidegen.building.memory import _Nouns, remember, remembered
from guidegen.model.handbook import Parsed, Term
from guidegen.model.problem import NOWHERE, problem
from guidegen.model.prose import Text


def parsed(name: str) -> Parsed:
    noun = Term(name, Text(name, (name,)), Text("", ()), NOWHERE)
    return Parsed(f"content/{name}.yml", (noun,), (problem("type", "wrong.", NOWHERE),))


MEMORY = {"content/a/one.md": ("1", parsed("one")), "content/b/two.md": ("2", parsed("two"))}


def test_it_comes_back_as_it_was(tmp_path: Path) -> None:
    remember(tmp_path, "mark", {}, MEMORY)
    assert remembered(tmp_path, "mark") == MEMORY


def test_another_version_remembers_nothing(tmp_path: Path) -> None:
    remember(tmp_path, "mark", {}, MEMORY)
    assert remembered(tmp_path, "another") == {}


def test_an_edit_writes_one_shard(tmp_path: Path) -> None:
    remember(tmp_path, "mark", {}, MEMORY)
    before = {one.name: one.stat().st_mtime_ns for one in tmp_path.iterdir()}
    edited = {**MEMORY, "content/b/two.md": ("3", parsed("three"))}
    remember(tmp_path, "mark", MEMORY, edited)
    after = {one.name: one.stat().st_mtime_ns for one in tmp_path.iterdir()}
    assert sum(before[name] != after[name] for name in before) == 1
    assert remembered(tmp_path, "mark") == edited


def test_a_folder_that_is_gone_is_forgotten(tmp_path: Path) -> None:
    remember(tmp_path, "mark", {}, MEMORY)
    left = {"content/a/one.md": MEMORY["content/a/one.md"]}
    remember(tmp_path, "mark", MEMORY, left)
    assert remembered(tmp_path, "mark") == left


class Evil:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (exec, (f"open({str(self.path)!r}, 'w').close()",))


def test_a_shard_cannot_run_code(tmp_path: Path) -> None:
    trap = tmp_path / "sprung"
    content = pickle.dumps(("mark", Evil(trap)))
    (tmp_path / "evil.shard").write_bytes(hashlib.sha256(content).digest() + content)
    assert remembered(tmp_path, "mark") == {}
    assert not trap.exists()


def text(written: str) -> bytes:
    return b"\x8c" + bytes([len(written)]) + written.encode()


def named(module: str, name: str) -> bytes:
    """Return what asks an unpickler for something by its name."""
    return text(module) + text(name) + b"\x93"


def called(function: bytes, *arguments: bytes) -> bytes:
    """Return what lets an unpickler call something."""
    return function + b"(" + b"".join(arguments) + b"tR"


PROBLEM = "guidegen.model.problem"


def test_no_way_leads_from_a_noun_to_running_code(tmp_path: Path) -> None:
    trap = tmp_path / "sprung"
    builtins = called(named(PROBLEM, "Place.__init__.__globals__.__getitem__"), text("__builtins__"))
    function = called(
        named(PROBLEM, "Place.__init__.__globals__.__class__.__getitem__"), builtins, text("exec")
    )
    content = b"\x80\x05" + called(function, text(f"open('{trap}', 'w').close()")) + b"."
    pickle.loads(content)
    assert trap.exists(), "the trap works for one who is not wary"
    trap.unlink()
    (tmp_path / "evil.shard").write_bytes(hashlib.sha256(content).digest() + content)
    assert remembered(tmp_path, "mark") == {}
    assert not trap.exists()


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (PROBLEM, "StrEnum"),
        (PROBLEM, "Final"),
        (PROBLEM, "problem"),
        ("guidegen.model.url", "re"),
        ("os", "system"),
    ],
)
def test_what_a_module_of_nouns_only_uses_is_no_noun(tmp_path: Path, module: str, name: str) -> None:
    content = b"\x80\x05" + named(module, name) + b"."
    with pytest.raises(pickle.UnpicklingError, match="no noun"):
        _Nouns(io.BytesIO(content)).load()


def test_a_damaged_shard_is_as_good_as_none(tmp_path: Path) -> None:
    for damage in (-1, -9, -100, 0, 40):
        remember(tmp_path, "mark", {}, MEMORY)
        for shard in tmp_path.glob("*.shard"):
            content = bytearray(shard.read_bytes())
            content[damage] ^= 1
            shard.write_bytes(content)
        assert remembered(tmp_path, "mark") == {}
        remember(tmp_path, "mark", remembered(tmp_path, "mark"), MEMORY)
        assert remembered(tmp_path, "mark") == MEMORY


@pytest.mark.parametrize(
    "kept", [1, [1, 2], ("mark", {"a": 1}), ("mark", {"a": ("1", "no noun")}), ("mark", [])]
)
def test_a_shard_of_other_things_is_as_good_as_none(tmp_path: Path, kept: object) -> None:
    content = pickle.dumps(kept)
    (tmp_path / "odd.shard").write_bytes(hashlib.sha256(content).digest() + content)
    assert remembered(tmp_path, "mark") == {}
