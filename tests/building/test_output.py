"""What happens to files in the output folder, ours and others'."""

from __future__ import annotations

from pathlib import Path

import pytest

from guidegen.building import output
from guidegen.building.output import MANIFEST, Refused

OURS = {"index.html": output.hash_of(b"old front"), "goals/index.html": output.hash_of(b"old goals")}


@pytest.fixture
def folders(tmp_path: Path) -> output.Folders:
    """A project with a site of two pages."""
    root = tmp_path / "project"
    (root / "content").mkdir(parents=True)
    folders = output.folders_of(root, root / "site")
    staged = output.staging_folder(folders)
    output.stage(staged, "index.html", b"old front")
    output.stage(staged, "goals/index.html", b"old goals")
    output.install(folders, staged, ["goals/index.html", "index.html"], [], OURS)
    return folders


def files_in(folder: Path) -> dict[str, bytes]:
    found = (one for one in folder.rglob("*") if one.is_file())
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in found if one.name != MANIFEST}


def test_what_was_staged_is_moved_in_and_listed(folders: output.Folders) -> None:
    assert files_in(folders.output) == {"index.html": b"old front", "goals/index.html": b"old goals"}
    assert output.read_manifest(folders.output) == OURS
    assert not (folders.state / "staging").exists()


def test_files_of_others_stay(folders: output.Folders) -> None:
    (folders.output / "CNAME").write_text("example.org")
    (folders.output / ".well-known").mkdir()
    (folders.output / ".well-known" / "x").write_text("y")
    staged = output.staging_folder(folders)
    output.install(folders, staged, [], ["goals/index.html"], {"index.html": OURS["index.html"]})
    assert files_in(folders.output) == {
        "index.html": b"old front",
        "CNAME": b"example.org",
        ".well-known/x": b"y",
    }


def test_an_empty_folder_of_ours_goes_with_its_last_page(folders: output.Folders) -> None:
    output.install(folders, output.staging_folder(folders), [], ["goals/index.html"], {})
    assert not (folders.output / "goals").exists()


def test_a_page_may_become_a_folder_and_a_folder_a_page(folders: output.Folders) -> None:
    staged = output.staging_folder(folders)
    output.stage(staged, "index.html/inner.html", b"inner")
    output.stage(staged, "goals", b"a file")
    manifest = {"index.html/inner.html": output.hash_of(b"inner"), "goals": output.hash_of(b"a file")}
    output.install(folders, staged, ["goals", "index.html/inner.html"], list(OURS), manifest)
    assert files_in(folders.output) == {"index.html/inner.html": b"inner", "goals": b"a file"}


def test_a_move_that_fails_is_undone(folders: output.Folders) -> None:
    staged = output.staging_folder(folders)
    output.stage(staged, "index.html", b"new front")
    # The second file was never staged, so moving it fails.
    with pytest.raises(OSError):
        output.install(folders, staged, ["index.html", "missing.html"], ["goals/index.html"], {})
    assert files_in(folders.output) == {"index.html": b"old front", "goals/index.html": b"old goals"}
    assert output.read_manifest(folders.output) == OURS


def test_a_page_that_somebody_changed_is_not_deleted(folders: output.Folders) -> None:
    (folders.output / "goals/index.html").write_bytes(b"my notes")
    deletable, problems = output.changed_by_hand(folders.output, OURS, OURS)
    assert deletable == ["index.html"]
    assert [one.slug for one in problems] == ["output-changed"]


def test_a_foreign_file_in_the_way_is_told(folders: output.Folders) -> None:
    (folders.output / "mine.html").write_bytes(b"mine")
    (folders.output / "same.html").write_bytes(b"same")
    wanted = {name: output.hash_of(name.removesuffix(".html").encode() * 2) for name in ("mine.html",)}
    wanted["same.html"] = output.hash_of(b"same")
    problems = output.foreign_files(folders.output, wanted, OURS)
    assert [(one.slug, one.place.path) for one in problems] == [("output-foreign", "site/mine.html")]


def refused(folders: output.Folders, *, into_existing: bool = False) -> str:
    sources = [folders.root / "content", folders.root / "templates"]
    with pytest.raises(Refused) as refusal:
        output.refuse_unsafe_output(folders, sources, into_existing=into_existing)
    return refusal.value.message


def test_a_folder_with_files_of_others_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    for name in "abcdefg":
        (tmp_path / "site" / name).write_text(name)
    folders = output.folders_of(tmp_path, tmp_path / "site")
    assert refused(folders) == "site is not empty, and guidegen did not make what is in it: a, b, c, d, e …"
    output.refuse_unsafe_output(folders, [], into_existing=True)


@pytest.mark.parametrize("name", ["", "content", "content/inner", "templates", "..", "note.txt"])
def test_folders_of_the_author_are_always_refused(tmp_path: Path, name: str) -> None:
    root = tmp_path / "above" / "project"
    (root / "content" / "inner").mkdir(parents=True)
    (root / "templates").mkdir()
    (root / "note.txt").write_text("x")
    folders = output.folders_of(root, root / name)
    assert refused(folders, into_existing=True)


def test_a_repository_and_the_home_folder_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere" / ".git").mkdir(parents=True)
    assert refused(output.folders_of(tmp_path, tmp_path / "elsewhere"), into_existing=True)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    (tmp_path / "home").mkdir()
    assert refused(output.folders_of(tmp_path, tmp_path / "home"), into_existing=True)


def test_a_manifest_that_leads_out_of_the_site_is_not_believed(folders: output.Folders) -> None:
    (folders.output / MANIFEST).write_text(
        '{"../content/index.md": "x", "/etc/passwd": "y", "index.html": "z"}'
    )
    assert output.read_manifest(folders.output) == {"index.html": "z"}
