"""The same input gives the same bytes, wherever, whenever and in whatever order."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from guidegen.building.output import MANIFEST

ROOT = Path(__file__).resolve().parent.parent.parent
HARBOUR = ROOT / "tests" / "harbour"

EAST = {"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati", "LANG": "de_DE.UTF-8"}
WEST = {"PYTHONHASHSEED": "3", "TZ": "America/Los_Angeles", "LC_ALL": "C", "PYTHONUTF8": "0"}


def built(source: Path, folder: Path, **environment: str) -> dict[str, bytes]:
    """Return the site that a process of its own makes of a copy of the handbook *source* in *folder*."""
    folder.mkdir(parents=True)
    for name in ("content", "templates"):
        if (source / name).exists():
            shutil.copytree(source / name, folder / name)
    shutil.copy(source / "guidegen.yml", folder)
    subprocess.run(
        [sys.executable, "-m", "guidegen", "build"],
        cwd=folder,
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
    )
    return files_of(folder / "site")


def files_of(site: Path) -> dict[str, bytes]:
    return {one.relative_to(site).as_posix(): one.read_bytes() for one in site.rglob("*") if one.is_file()}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return built(HARBOUR, tmp_path_factory.mktemp("first") / "project", PYTHONHASHSEED="1", TZ="UTC")


@pytest.mark.parametrize("environment", [EAST, WEST], ids=["east", "west"])
def test_another_folder_zone_and_hash_seed_give_equal_bytes(
    first: dict[str, bytes], environment: dict[str, str], tmp_path: Path
) -> None:
    assert_alike(first, built(HARBOUR, tmp_path / "deeply" / "nested folder" / "projekt", **environment))


def test_our_own_handbook_is_built_alike_elsewhere(own_site: Path, tmp_path: Path) -> None:
    assert_alike(files_of(own_site), built(ROOT, tmp_path / "elsewhere", **EAST))


def assert_alike(first: dict[str, bytes], again: dict[str, bytes]) -> None:
    assert again.keys() == first.keys()
    assert [path for path in first if first[path] != again[path]] == []


def test_no_file_of_the_site_names_the_machine(first: dict[str, bytes], own_site: Path) -> None:
    marks = (str(Path.home()).encode(), str(ROOT).encode(), b"/tmp/", b"pytest-of-")
    for files in (first, files_of(own_site)):
        assert [path for path, content in files.items() if any(mark in content for mark in marks)] == []


def test_the_manifest_says_path_and_hash_and_nothing_else(first: dict[str, bytes]) -> None:
    manifest = json.loads(first[MANIFEST])
    assert manifest.keys() == first.keys() - {MANIFEST}
    assert all(isinstance(value, str) and len(value) == 64 for value in manifest.values())
