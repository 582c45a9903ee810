"""Disks that fail, files that change under the hand, and a state folder that somebody else wrote."""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from guidegen.building import build as builds
from guidegen.building import unchanged
from guidegen.building.build import build, check
from guidegen.building.options import Options
from guidegen.building.output import MANIFEST, folders_of
from tests.story import Handbook

OPTIONS = Options()


def would_do_nothing(handbook: Handbook) -> bool:
    """Whether the short cut says that nothing changed."""
    state = folders_of(handbook.root, handbook.root / "site").state
    return unchanged.unchanged(state, handbook.root, OPTIONS.decisive()) is not None


def age(handbook: Handbook) -> None:
    """Make all files an hour old, as those of an editor who had lunch."""
    for path in sorted(handbook.root.rglob("*"), reverse=True):
        state = path.lstat()
        os.utime(path, ns=(state.st_mtime_ns - 3_600 * 10**9,) * 2, follow_symlinks=False)


def build_while(handbook: Handbook, change: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Build, and let something change after everything has been read."""
    really = builds.complete

    def reading_is_over(library: object) -> object:
        change()
        return really(library)  # type: ignore[arg-type]

    monkeypatch.setattr(builds, "complete", reading_is_over)
    handbook.build()
    monkeypatch.undo()


# While the build runs


def edited(root: Path) -> None:
    (root / "content/index.md").write_text("# Welcome\n\nBe bold.\n")


def edited_without_a_trace(root: Path) -> None:
    """An editor that puts the new file in the place of the old one, with the old one's time and size."""
    page = root / "content/index.md"
    state = page.stat()
    (root / "draft").write_text(page.read_text().replace("kind", "bold"))
    os.utime(root / "draft", ns=(state.st_atime_ns, state.st_mtime_ns))
    (root / "draft").replace(page)


def added(root: Path) -> None:
    (root / "content/late.md").write_text("# Be bold.\n")


def template_added(root: Path) -> None:
    (root / "templates").mkdir()
    (root / "templates/home.html").write_text("Be bold.")


@pytest.mark.parametrize("change", [edited, edited_without_a_trace, added, template_added])
def test_what_changes_while_a_build_runs_is_seen_by_the_next(
    handbook: Handbook, change: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    age(handbook)
    build_while(handbook, lambda: change(handbook.root), monkeypatch)
    assert not would_do_nothing(handbook)
    handbook.build()
    assert any(b"Be bold." in content for content in handbook.site().values())
    handbook.build()
    assert would_do_nothing(handbook)


def test_a_chapter_that_goes_while_a_build_runs_stops_nothing(
    handbook: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    handbook.write("content/goals.md", "# Goals\n")
    build_while(handbook, (handbook.root / "content/goals.md").unlink, monkeypatch)
    handbook.has("goals/index.html")
    assert not would_do_nothing(handbook)
    handbook.build().lacks("goals/index.html")


def test_a_picture_that_changes_while_a_build_runs_is_copied_again(
    handbook: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    handbook.write("content/index.md", "# Welcome\n\n![A tree](tree.png)\n").write("content/tree.png", "oak")
    age(handbook)
    build_while(handbook, lambda: handbook.write("content/tree.png", "elm"), monkeypatch)
    assert not would_do_nothing(handbook)
    handbook.build()
    assert handbook.site()["tree.png"] == b"elm"


def test_files_from_the_future_end_no_short_cut_and_hide_no_edit(handbook: Handbook) -> None:
    page = handbook.root / "content/index.md"
    handbook.build()
    os.utime(page, ns=(2**62, 2**62))
    handbook.build().made_nothing()
    assert would_do_nothing(handbook)
    page.write_text(page.read_text().replace("kind", "bold"))
    os.utime(page, ns=(2**62, 2**62))
    assert not would_do_nothing(handbook)
    handbook.build().shows("", "Be bold.")


def test_a_new_logo_is_seen(handbook: Handbook) -> None:
    handbook.write("guidegen.yml", "title: X\norg: {name: Y, logo: images/logo.png}\n")
    handbook.write("images/logo.png", "old").build()
    assert would_do_nothing(handbook)
    handbook.write("images/logo.png", "new")
    assert not would_do_nothing(handbook)
    handbook.build().made_only("assets/logo.png")


def test_a_file_that_is_swapped_by_an_editor_ends_no_short_cut(handbook: Handbook) -> None:
    handbook.build()
    handbook.write("content/.index.md.swp", "x")
    assert would_do_nothing(handbook)


# Files that cannot be read


def test_a_logo_that_is_not_there_is_told_and_the_rest_can_be_made(handbook: Handbook) -> None:
    handbook.write("guidegen.yml", "title: X\norg: {name: Y, logo: logo.png}\n").build().says("missing-file")
    handbook.build(keep_going=True).says("missing-file").has("index.html").lacks("assets/logo.png")


def test_a_picture_that_cannot_be_read_is_told(handbook: Handbook, monkeypatch: pytest.MonkeyPatch) -> None:
    handbook.write("content/index.md", "# Welcome\n\n![A tree](tree.png)\n").write("content/tree.png", "oak")
    handbook.build()
    locked = handbook.root / "content/tree.png"
    really_read, really_open = Path.read_bytes, Path.open

    def read(path: Path) -> bytes:
        if path == locked:
            raise PermissionError(13, "Permission denied", str(path))
        return really_read(path)

    def opened(path: Path, *how: str, **more: object) -> object:
        if path == locked:
            raise PermissionError(13, "Permission denied", str(path))
        return really_open(path, *how, **more)  # type: ignore[call-overload]

    handbook.write("content/tree.png", "elm").write("content/index.md", "# Hello\n\n![A tree](tree.png)\n")
    monkeypatch.setattr(Path, "read_bytes", read)
    monkeypatch.setattr(Path, "open", opened)
    handbook.build().says("unreadable")
    assert handbook.outcome is not None
    assert handbook.outcome.problems[0].place.path == "content/tree.png"
    assert [one.slug for one in check(handbook.root, date(2027, 1, 1))] == ["unreadable"]
    handbook.build(keep_going=True).says("unreadable").shows("", "Hello")


# Names


@pytest.mark.parametrize(
    "name", ["Week 1: goals.md", "a\\b.md", "What?.md", "50%.md", "été.md", "#1.md", "a&b'.md"]
)
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_page_of_an_odd_name_is_ours_in_the_next_build(handbook: Handbook, name: str) -> None:
    handbook.write(f"content/{name}", "# One\n").build()
    handbook.write(f"content/{name}", "# Two\n").build()
    assert handbook.outcome is not None
    assert {one.slug for one in handbook.outcome.problems} <= {"file-name"}
    assert len(handbook.made()) > 1
    handbook.delete(f"content/{name}").build()
    assert sorted(path for path in handbook.site() if path.endswith("index.html")) == [
        "index.html",
        "print/index.html",
        "search/index.html",
    ]


# The state folder


def test_a_lost_manifest_is_written_anew(handbook: Handbook) -> None:
    handbook.write("content/goals.md", "# Goals\n").build()
    whole = (handbook.root / "site" / MANIFEST).read_text()
    for damage in ("", "{", None):
        (handbook.root / "site" / MANIFEST).unlink()
        if damage is not None:
            (handbook.root / "site" / MANIFEST).write_text(damage)
        assert not would_do_nothing(handbook)
        handbook.build().made_nothing()
        assert (handbook.root / "site" / MANIFEST).read_text() == whole
    handbook.delete("content/goals.md").build().lacks("goals/index.html")


DAMAGES = {
    "cut": lambda content: content[: len(content) // 2],
    "empty": lambda content: b"",
    "noise": lambda content: bytes(one ^ 0x5A for one in content),
    "one letter": lambda content: content[:-20] + bytes([content[-20] ^ 1]) + content[-19:],
    "a list": lambda content: b"[1, 2]",
    "nothing": lambda content: b"null",
    "deep": lambda content: b"[" * 100_000,
    "other types": lambda content: (
        b'{"options": 1, "entries": [3], "problems": {"a": 1}, "files": [], "index.html": 7}'
    ),
    "entries of other types": lambda content: content.replace(b"[[", b"[[[").replace(b"null", b"{}"),
    "a pickle of a list": lambda content: pickle.dumps([1, 2]),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_state_folder_costs_nothing_but_time(handbook: Handbook, damage: str) -> None:
    handbook.write("content/goals.md", "# Goals\n\n![x](no.png)\n").build()
    state = folders_of(handbook.root, handbook.root / "site").state
    files = sorted(one.relative_to(state) for one in state.rglob("*") if one.is_file())
    assert len(files) == 3
    told = handbook.outcome
    for name in files:
        (state / name).write_bytes(DAMAGES[damage]((state / name).read_bytes()))
        would_do_nothing(handbook)
        handbook.build().is_as_before()
        assert handbook.outcome is not None
        assert told is not None
        assert handbook.outcome.problems == told.problems
    handbook.write("content/goals.md", "# Aims\n").build().shows("goals/", "Aims")


def test_a_table_from_somebody_else_cannot_play_with_the_terminal(handbook: Handbook) -> None:
    handbook.write("content/index.md", "# Welcome\n\n![x](no.png)\n").build()
    state = folders_of(handbook.root, handbook.root / "site").state
    table = json.loads((state / unchanged.TABLE).read_text())
    table["problems"][0][2] = "\x1b[2Jgone"
    (state / unchanged.TABLE).write_text(json.dumps(table))
    kept = unchanged.unchanged(state, handbook.root, OPTIONS.decisive())
    assert kept is not None
    assert kept.problems[0].message == "\\u001b[2Jgone"


def test_nothing_of_the_state_folder_is_written_through_a_link(handbook: Handbook, tmp_path: Path) -> None:
    handbook.build()
    (tmp_path / "mine.txt").write_text("mine")
    state = folders_of(handbook.root, handbook.root / "site").state
    for one in sorted(state.rglob("*")):
        if one.is_file():
            one.unlink()
            one.symlink_to(tmp_path / "mine.txt")
    handbook.write("content/index.md", "# Hello\n").build().shows("", "Hello")
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_a_memory_that_cannot_be_written_stops_no_build(
    handbook: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device", str(path))

    handbook.build()
    for module in ("memory", "records", "unchanged"):
        monkeypatch.setattr(f"guidegen.building.{module}.replace_file", full)
    handbook.write("content/index.md", "# Hello\n").build().shows("", "Hello")
    assert not would_do_nothing(handbook)
    monkeypatch.undo()
    handbook.build()
    assert would_do_nothing(handbook)


def test_the_short_cut_works_where_nothing_can_be_written(
    handbook: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(path: Path, content: bytes) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    handbook.build()
    os.utime(handbook.root / "content/index.md")
    monkeypatch.setattr("guidegen.building.unchanged.replace_file", read_only)
    assert would_do_nothing(handbook)


# The output folder


def test_a_full_disk_leaves_the_old_site_and_no_rests(
    handbook: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    handbook.build()
    before = handbook.site()
    really = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if path.name == "index.html":
            really(path, content[:10])
            raise OSError(28, "No space left on device", str(path))
        return really(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    handbook.write("content/index.md", "# Hello\n").write("content/goals.md", "# Goals\n")
    with pytest.raises(OSError, match="No space left"):
        handbook.build()
    assert handbook.site() == before
    assert not list(handbook.root.rglob("staging"))
    monkeypatch.undo()
    handbook.build().shows("", "Hello").has("goals/index.html")


def test_an_output_folder_that_is_a_link_is_built_behind_it(handbook: Handbook, tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    (handbook.root / "site").symlink_to(tmp_path / "public")
    handbook.build().shows("", "Be kind.")
    handbook.build().made_nothing()
    assert build(handbook.root, tmp_path / "public", OPTIONS, lambda *_: None).made == ()


def test_the_content_folder_may_be_the_project_itself(tmp_path: Path) -> None:
    (
        Handbook(tmp_path)
        .write("guidegen.yml", "title: X\ncontent_dir: .\n")
        .write("index.md", "# Welcome\n")
        .build()
        .says()
        .shows("", "Welcome")
        .build()
        .made_nothing()
    )
