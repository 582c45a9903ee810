"""What happens to files in the output folder, ours and others'."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from guidegen.building import output
from guidegen.building.output import MANIFEST, Refused

OLD = {"index.html": b"old front", "goals/index.html": b"old goals"}
OURS = {name: (output.hash_of(content),) for name, content in OLD.items()}


def install(
    folders: output.Folders, new: dict[str, bytes], gone: list[str], manifest: output.Manifest
) -> None:
    with output.staging_folder(folders) as staging:
        for name, content in new.items():
            output.stage(staging, name, content)
        output.install(folders, staging, sorted(new), gone, manifest)


@pytest.fixture
def folders(tmp_path: Path) -> output.Folders:
    """A project with a site of two pages."""
    root = tmp_path / "project"
    (root / "content").mkdir(parents=True)
    folders = output.folders_of(root, root / "site")
    output.make_state_folder(folders)
    install(folders, OLD, [], OURS)
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
    install(folders, {}, ["goals/index.html"], {"index.html": OURS["index.html"]})
    assert files_in(folders.output) == {
        "index.html": b"old front",
        "CNAME": b"example.org",
        ".well-known/x": b"y",
    }


def test_an_empty_folder_of_ours_goes_with_its_last_page(folders: output.Folders) -> None:
    install(folders, {}, ["goals/index.html"], {})
    assert not (folders.output / "goals").exists()


def test_a_page_may_become_a_folder_and_a_folder_a_page(folders: output.Folders) -> None:
    new = {"index.html/inner.html": b"inner", "goals": b"a file"}
    install(folders, new, list(OURS), {name: (output.hash_of(content),) for name, content in new.items()})
    assert files_in(folders.output) == new


@pytest.mark.parametrize("failure", [OSError, KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("moves", range(6))
def test_a_move_that_fails_or_is_interrupted_is_undone(
    folders: output.Folders, moves: int, failure: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    new = {"index.html": b"new front", "aims/index.html": b"new aims", "goals": b"a file"}
    manifest = {name: (output.hash_of(content),) for name, content in new.items()}
    count, really = [0], Path.replace

    def failing(source: Path, target: Path) -> Path:
        count[0] += 1
        if count[0] == moves + 1:
            raise failure
        return really(source, target)

    monkeypatch.setattr(Path, "replace", failing)
    if moves < 5:
        with pytest.raises(failure):
            install(folders, new, ["goals/index.html"], manifest)
        assert files_in(folders.output) == OLD
        assert output.read_manifest(folders.output) == OURS
        assert sorted(one.name for one in folders.output.iterdir() if one.is_dir()) == ["goals"]
    else:
        install(folders, new, ["goals/index.html"], manifest)
        assert files_in(folders.output) == new
    assert not (folders.state / "staging").exists()


def test_a_first_build_that_fails_leaves_no_folder(tmp_path: Path) -> None:
    folders = output.folders_of(tmp_path, tmp_path / "site")
    output.make_state_folder(folders)
    with output.staging_folder(folders) as staging, pytest.raises(OSError):
        output.install(folders, staging, ["never-staged.html"], [], {})
    assert not (tmp_path / "site").exists()


def test_after_a_kill_a_file_is_ours_with_its_old_bytes_and_with_its_new_ones(
    folders: output.Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_at, really = [0], Path.replace

    class Killed(BaseException):
        """Nothing runs after it: neither an undo nor the sweeping."""

    def dying(source: Path, target: Path) -> Path:
        killed_at[0] += 1
        if killed_at[0] > 2:
            raise Killed
        return really(source, target)

    monkeypatch.setattr(Path, "replace", dying)
    monkeypatch.setattr(output._Moves, "undo", lambda _: None)
    new = {"aims/index.html": b"new aims", "index.html": b"new front"}
    with pytest.raises(Killed):
        install(folders, new, [], {name: (output.hash_of(content),) for name, content in new.items()})
    monkeypatch.undo()
    ours = output.read_manifest(folders.output)
    assert files_in(folders.output) == {**OLD, "aims/index.html": b"new aims"}
    assert output.changed_by_hand(folders.output, sorted(ours), ours) == (
        ["aims/index.html", "goals/index.html", "index.html"],
        [],
    )


def test_what_a_killed_build_left_is_swept_by_the_next(folders: output.Folders) -> None:
    for left in (folders.state / "staging", folders.output / output.STAGING):
        (left / "made").mkdir(parents=True)
        (left / "made" / "index.html").write_bytes(b"half")
    install(folders, {}, [], OURS)
    assert files_in(folders.output) == OLD
    assert not (folders.state / "staging").exists()
    assert not (folders.output / output.STAGING).exists()


def test_another_file_system_is_staged_on_itself(folders: output.Folders, shared_memory: Path) -> None:
    elsewhere = output.folders_of(folders.root, shared_memory / "site")
    output.make_state_folder(elsewhere)
    with output.staging_folder(elsewhere) as staging:
        assert staging.stat().st_dev == shared_memory.stat().st_dev
        output.stage(staging, "index.html", b"front")
        output.install(elsewhere, staging, ["index.html"], [], {"index.html": (output.hash_of(b"front"),)})
    assert sorted(one.name for one in elsewhere.output.iterdir()) == [MANIFEST, "index.html"]


@pytest.fixture
def shared_memory(tmp_path: Path) -> Iterator[Path]:
    """A folder on another file system."""
    memory = Path("/dev/shm")
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no other file system here")
    with TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


def test_a_page_that_somebody_changed_is_not_deleted(folders: output.Folders) -> None:
    (folders.output / "goals/index.html").write_bytes(b"my notes")
    deletable, problems = output.changed_by_hand(folders.output, OURS, OURS)
    assert deletable == ["index.html"]
    assert [one.slug for one in problems] == ["output-changed"]


def test_foreign_files_in_the_way_are_told(folders: output.Folders) -> None:
    (folders.output / "mine.html").write_bytes(b"mine")
    (folders.output / "same.html").write_bytes(b"same")
    (folders.output / "aims").write_bytes(b"a file where a folder is needed")
    (folders.output / "404.html").mkdir()
    (folders.output / "404.html" / "note.txt").write_bytes(b"in a folder where a file is needed")
    (folders.output / "dangling.html").symlink_to("nowhere")
    (folders.output / "empty.html").mkdir()
    new = ("mine.html", "same.html", "aims/index.html", "404.html", "dangling.html", "empty.html", "new.html")
    wanted = {name: output.hash_of(b"same") for name in new}
    problems = output.foreign_files(folders.output, wanted, OURS)
    assert [(one.slug, one.place.path) for one in problems] == [
        ("output-foreign", "site/404.html/note.txt"),
        ("output-foreign", "site/aims"),
        ("output-foreign", "site/dangling.html"),
        ("output-foreign", "site/mine.html"),
    ]


def test_nothing_is_written_or_deleted_behind_a_link(folders: output.Folders, tmp_path: Path) -> None:
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "index.html").write_bytes(b"old goals")
    shutil.rmtree(folders.output / "goals")
    (folders.output / "goals").symlink_to(tmp_path / "private")
    deletable, problems = output.changed_by_hand(folders.output, ["goals/index.html"], OURS)
    assert deletable == []
    assert [one.slug for one in problems] == ["output-changed"]
    wanted = {"goals/index.html": output.hash_of(b"new goals")}
    told = output.foreign_files(folders.output, wanted, OURS)
    assert [one.place.path for one in told] == ["site/goals"]


@pytest.mark.parametrize("name", ["", "documents", "staging", "lock"])
def test_a_state_folder_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    root = tmp_path / "project"
    root.mkdir()
    (tmp_path / "private").mkdir()
    folders = output.folders_of(root, root / "site")
    link = folders.state / name if name else root / ".guidegen"
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(tmp_path / "private")
    with pytest.raises(Refused):
        output.make_state_folder(folders)
    assert list((tmp_path / "private").iterdir()) == []


def refused(folders: output.Folders, *, into_existing: bool = False) -> str:
    sources = [folders.root / "content", folders.root / "templates"]
    with pytest.raises(Refused) as refusal:
        output.refuse_unsafe_output(folders, sources, {}, into_existing=into_existing)
    return refusal.value.message


def test_a_folder_with_files_of_others_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    for name in "abcdefg":
        (tmp_path / "site" / name).write_text(name)
    folders = output.folders_of(tmp_path, tmp_path / "site")
    assert refused(folders) == "site is not empty, and guidegen did not make what is in it: a, b, c, d, e …"
    output.refuse_unsafe_output(folders, [], {}, into_existing=True)


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


def test_a_folder_of_our_files_is_ours_without_its_manifest(folders: output.Folders) -> None:
    (folders.output / MANIFEST).write_text('{"index.html": "cut o')
    output.refuse_unsafe_output(folders, [], OURS, into_existing=False)
    (folders.output / "CNAME").write_text("example.org")
    with pytest.raises(Refused) as refusal:
        output.refuse_unsafe_output(folders, [], OURS, into_existing=False)
    assert refusal.value.message == "site is not empty, and guidegen did not make what is in it: CNAME"


def test_a_user_without_a_home_can_build(folders: output.Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nobody)
    output.refuse_unsafe_output(folders, [], OURS, into_existing=False)


HOSTILE = ["../content/index.md", "/etc/passwd", "a/../../b", "", ".", "a//b", "a\0b", MANIFEST]


@pytest.mark.parametrize("path", HOSTILE)
def test_a_manifest_that_leads_out_of_the_site_is_not_believed(folders: output.Folders, path: str) -> None:
    (folders.output / MANIFEST).write_text(
        json.dumps({path: "x", "index.html": "z", "a: b/c.html": ["x", "y"]})
    )
    assert output.read_manifest(folders.output) == {"index.html": ("z",), "a: b/c.html": ("x", "y")}


@pytest.mark.parametrize(
    "text", ["", "[", "[1]", "null", '{"a": 1}', "[" * 100_000, '{"index.html": {"a": 1}}']
)
def test_a_damaged_manifest_is_as_good_as_none(folders: output.Folders, text: str) -> None:
    (folders.output / MANIFEST).write_text(text)
    known = output.read_manifest(folders.output)
    assert output.changed_by_hand(folders.output, known, known)[0] == []
