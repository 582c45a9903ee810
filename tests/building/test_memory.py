"""What files became is kept by folder, and reading it back makes nothing but nouns."""

from __future__ import annotations

import pickle
from pathlib import Path

from guidegen.building.memory import remember, remembered
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
    (tmp_path / "evil.shard").write_bytes(pickle.dumps(("mark", Evil(trap))))
    assert remembered(tmp_path, "mark") == {}
    assert not trap.exists()


def test_a_damaged_shard_is_as_good_as_none(tmp_path: Path) -> None:
    remember(tmp_path, "mark", {}, MEMORY)
    for shard in tmp_path.glob("*.shard"):
        shard.write_bytes(shard.read_bytes()[:-9])
    assert remembered(tmp_path, "mark") == {}
