"""What editors do to files, and whether somebody looks after it: on a real file system."""

from __future__ import annotations

import ctypes
import errno
import logging
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from guidegen.cli.preview import watching
from guidegen.cli.preview.folders import Survey, is_passed_over, places, surveyed
from guidegen.cli.preview.watching import watch

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="what inotify does")

LONG = 20
"""Seconds after which a test gives up."""


@dataclass
class Project:
    """A project, and somebody who looks at all its files whenever there is a reason."""

    root: Path
    trees: list[Path]
    looks: list[Mapping[str, tuple[str, int]]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    looked: threading.Condition = field(default_factory=threading.Condition)

    def files(self) -> dict[str, tuple[str, int]]:
        """Return the text and the time of each file."""
        found = {}
        for folder, _, names in os.walk(self.root, followlinks=True):
            for name in names:
                path = Path(folder, name)
                shown = path.relative_to(self.root).as_posix()
                try:
                    if not is_passed_over(shown):
                        found[shown] = (path.read_text("utf-8"), path.stat().st_mtime_ns)
                except FileNotFoundError:
                    continue
        return found

    def look(self) -> None:
        files = self.files()
        with self.looked:
            self.looks.append(files)
            self.looked.notify_all()

    def waits_until(self, holds: Callable[[], bool]) -> bool:
        with self.looked:
            return self.looked.wait_for(holds, LONG)

    def is_seen(self) -> bool:
        """Return whether somebody looked after the last change."""
        now = self.files()
        return self.waits_until(lambda: self.looks[-1:] == [now])

    def write(self, path: str, text: str) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    @contextmanager
    def watched(self, *, poll: bool = False) -> Iterator[None]:
        with watch(self.root, lambda: self.trees, self.look, self.said.append, poll=poll):
            assert self.waits_until(lambda: len(self.looks) > 0)
            yield


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "project"
    project = Project(root, [root / "content", root / "templates"])
    project.write("guidegen.yml", "title: A handbook\n")
    project.write("content/a.md", "# Goals\n")
    project.write("content/steps/b.md", "# Steps\n")
    project.write("templates/page.html", "page\n")
    return project


# What editors do ---------------------------------------------------------------------------------


def writes_in_place(file: Path) -> None:
    file.write_text("# New\n", "utf-8")


def appends(file: Path) -> None:
    with file.open("a", encoding="utf-8") as opened:
        opened.write("More.\n")


def touches(file: Path) -> None:
    os.utime(file, (1, 1))


def empties_and_writes_later(file: Path) -> None:
    with file.open("w", encoding="utf-8") as opened:
        opened.flush()
        os.fsync(opened.fileno())
        opened.write("# New\n")


def saves_like_vim(file: Path) -> None:
    probe = file.with_name("4913")
    probe.write_text("", "utf-8")
    probe.unlink()
    backup = file.with_name(f"{file.name}~")
    file.rename(backup)
    file.write_text("# New\n", "utf-8")
    backup.unlink()


def saves_like_vim_with_backups_elsewhere(file: Path) -> None:
    folder = file.parents[2] / "backups"
    folder.mkdir(exist_ok=True)
    file.rename(folder / file.name)
    file.write_text("# New\n", "utf-8")


def saves_like_jetbrains(file: Path) -> None:
    new, old = file.with_name(f"{file.name}___jb_tmp___"), file.with_name(f"{file.name}___jb_old___")
    new.write_text("# New\n", "utf-8")
    file.rename(old)
    new.rename(file)
    old.unlink()


def renames_over_it(file: Path) -> None:
    new = file.with_name(f".{file.name}.tmp")
    new.write_text("# New\n", "utf-8")
    new.replace(file)


def renames_over_it_from_outside(file: Path) -> None:
    new = file.parents[2] / "elsewhere.md"
    new.write_text("# New\n", "utf-8")
    new.replace(file)


def deletes_and_creates(file: Path) -> None:
    file.unlink()
    file.write_text("# New\n", "utf-8")


def deletes(file: Path) -> None:
    file.unlink()


def renames(file: Path) -> None:
    file.rename(file.with_name("other.md"))


def moves_away(file: Path) -> None:
    file.rename(file.parents[2] / "elsewhere.md")


def creates_beside_it(file: Path) -> None:
    file.with_name("new.md").write_text("# New\n", "utf-8")


def creates_in_new_folders(file: Path) -> None:
    folder = file.parent / "one/two/three"
    folder.mkdir(parents=True)
    (folder / "new.md").write_text("# New\n", "utf-8")


def moves_a_folder_in(file: Path) -> None:
    folder = file.parents[2] / "elsewhere/below"
    folder.mkdir(parents=True)
    (folder / "new.md").write_text("# New\n", "utf-8")
    folder.parent.rename(file.parent / "moved")


def renames_a_folder(file: Path) -> None:
    (file.parent / "steps").rename(file.parent / "ways")


def deletes_a_folder(file: Path) -> None:
    shutil.rmtree(file.parent / "steps")


HABITS = [
    writes_in_place,
    appends,
    touches,
    empties_and_writes_later,
    saves_like_vim,
    saves_like_vim_with_backups_elsewhere,
    saves_like_jetbrains,
    renames_over_it,
    renames_over_it_from_outside,
    deletes_and_creates,
    deletes,
    renames,
    moves_away,
    creates_beside_it,
    creates_in_new_folders,
    moves_a_folder_in,
    renames_a_folder,
    deletes_a_folder,
]


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.__name__)
@pytest.mark.parametrize("poll", [False, True], ids=["listening", "looking"])
def test_somebody_looks_after_an_editor(habit: Callable[[Path], None], poll: bool, project: Project) -> None:
    with project.watched(poll=poll):
        habit(project.root / "content/a.md")
        assert project.is_seen()


@pytest.mark.parametrize("habit", HABITS[:11], ids=lambda habit: habit.__name__)
def test_an_editor_can_save_again_and_again(habit: Callable[[Path], None], project: Project) -> None:
    file = project.root / "content/a.md"
    with project.watched():
        for number in range(5):
            project.write("content/a.md", f"# Goals {number}\n")
            habit(file)
            assert project.is_seen()


def test_what_comes_into_new_and_renamed_folders_later_is_seen(project: Project) -> None:
    with project.watched():
        creates_in_new_folders(project.root / "content/a.md")
        renames_a_folder(project.root / "content/a.md")
        moves_a_folder_in(project.root / "content/a.md")
        assert project.is_seen()
        for folder in ("one/two/three", "ways", "moved/below"):
            project.write(f"content/{folder}/later.md", "# Later\n")
            assert project.is_seen()


def test_settings_and_templates_are_watched(project: Project) -> None:
    with project.watched():
        for path in ("guidegen.yml", "logo.svg", "templates/page.html"):
            project.write(path, "new")
            assert project.is_seen()


def test_five_hundred_files_at_once_are_all_seen(project: Project) -> None:
    with project.watched():
        for number in range(500):
            project.write(f"content/section-{number % 25}/{number}.md", f"# Chapter {number}\n")
        assert project.is_seen()
        shutil.rmtree(project.root / "content")
        assert project.is_seen()


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_a_branch_can_be_switched(project: Project) -> None:
    def git(*arguments: str) -> None:
        author = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *author, *arguments], cwd=project.root, check=True, capture_output=True)

    git("init", "--initial-branch=one")
    git("add", ".")
    git("commit", "-m", "one")
    git("checkout", "-b", "two")
    shutil.rmtree(project.root / "content/steps")
    for number in range(300):
        project.write(f"content/section-{number % 20}/{number}.md", f"# Chapter {number}\n")
    git("add", "--all")
    git("commit", "-m", "two")
    with project.watched():
        for branch in ("one", "two", "one"):
            git("checkout", branch)
            assert project.is_seen()


# When nobody needs to look -----------------------------------------------------------------------


def test_reading_is_no_reason_to_look(project: Project) -> None:
    with project.watched():
        for _ in range(10):
            project.files()
        touches(project.root / "content/a.md")
        assert project.is_seen()
    assert len(project.looks) == 2


@pytest.mark.parametrize(
    "name",
    [".a.md.swp", "4913", "a.md~", "#a.md#", ".#a.md", "b.md___jb_tmp___", ".git/index", "node_modules/a"],
)
def test_what_editors_and_tools_leave_beside_a_file_is_passed_over(name: str) -> None:
    assert is_passed_over(name)
    assert is_passed_over(f"steps/{name}")


@pytest.mark.parametrize("name", ["a.md", "steps/4913.md", "a~b.md", "#1.md", "."])
def test_what_only_looks_like_it_is_not(name: str) -> None:
    assert not is_passed_over(name)


def test_what_editors_leave_beside_a_file_is_no_reason_to_look(project: Project) -> None:
    with project.watched():
        for name in (".a.md.swp", "4913", "a.md~", "#a.md#", ".#a.md", "b.md___jb_tmp___", ".git/index"):
            project.write(f"content/{name}", "x")
        touches(project.root / "content/a.md")
        assert project.is_seen()
    assert len(project.looks) == 2


def test_a_project_that_is_its_own_content_folder_is_watched_without_what_is_made_of_it(
    project: Project,
) -> None:
    project.trees[:] = [project.root]
    passed = ("site/index.html", ".guidegen/state", ".venv/x.md", "node_modules/x.md", ".git/index")
    for path in passed:
        project.write(path, "old")
    assert listened_at(project) == ["content", "templates", "."]
    with project.watched():
        for path in passed:
            project.write(path, "new")
        touches(project.root / "content/a.md")
        assert project.waits_until(lambda: project.looks[-1]["content/a.md"][1] == 10**9)
        assert len(project.looks) == 2
        project.write("later/below/c.md", "# Later\n")
        assert project.is_seen()
        project.write("later/below/c.md", "# Later still\n")
        assert project.is_seen()


def test_many_paths_at_once_are_one_reason_to_look(project: Project) -> None:
    heard = watching._Watching(project.root, lambda: (), project.look, project.said.append)
    for number in range(30):
        heard.hear(str(project.root), [f"{number}.md"], True)
    anything, renamed = heard.wait()
    assert anything
    assert len(renamed) == 30
    assert heard.heard == set()


# Folders come and go -----------------------------------------------------------------------------


def test_a_tree_may_come_later_and_go_and_come_back(project: Project) -> None:
    tree = project.root / "texts/english"
    project.trees.append(tree)
    with project.watched():
        for text in ("one", "two", "three"):
            project.write("texts/english/a.md", text)
            assert project.is_seen()
            project.write("texts/english/a.md", f"{text}, edited")
            assert project.is_seen()
            shutil.rmtree(project.root / "texts")
            assert project.waits_until(lambda: "texts/english/a.md" not in project.looks[-1])


def test_other_trees_may_be_asked_for(project: Project) -> None:
    project.write("texts/below/a.md", "one")
    with project.watched():
        project.trees[:] = [project.root / "texts"]
        project.write("texts/below/a.md", "two")
        assert project.is_seen()
        project.write("texts/below/a.md", "three")
        assert project.is_seen()


@pytest.mark.parametrize("name", ["content", "."])
def test_a_folder_that_was_deleted_and_came_back_is_watched_again(name: str, project: Project) -> None:
    folder = project.root / name
    kept = project.root.with_name("kept")
    with project.watched():
        for text in ("one", "two"):
            shutil.copytree(folder, kept)
            shutil.rmtree(folder)
            assert project.waits_until(lambda: "content/a.md" not in project.looks[-1])
            kept.rename(folder)
            assert project.is_seen()
            project.write("content/steps/b.md", text)
            assert project.is_seen()


def test_a_folder_that_was_moved_away_and_replaced_is_watched(project: Project) -> None:
    content = project.root / "content"
    with project.watched():
        shutil.copytree(content, project.root / "other")
        content.rename(project.root / "old")
        (project.root / "other").rename(content)
        assert project.is_seen()
        project.write("content/steps/b.md", "new")
        assert project.is_seen()


def test_links_within_the_project_are_followed(project: Project) -> None:
    project.write("shared/folder/below/c.md", "# Shared\n")
    project.write("pieces/d.md", "# Piece\n")
    (project.root / "content/shared").symlink_to("../shared/folder")
    (project.root / "content/d.md").symlink_to("../pieces/d.md")
    with project.watched():
        for path in ("shared/folder/below/c.md", "pieces/d.md"):
            project.write(path, "new")
            assert project.is_seen()


def test_a_link_that_is_made_later_is_followed(project: Project) -> None:
    project.write("shared/c.md", "# Shared\n")
    with project.watched():
        (project.root / "content/shared").symlink_to("../shared")
        assert project.is_seen()
        project.write("shared/c.md", "new")
        assert project.is_seen()
        project.write("shared/c.md", "newer")
        assert project.is_seen()


def test_links_out_of_the_project_and_back_into_it_are_left_alone(project: Project, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (project.root / "content/out").symlink_to(tmp_path / "outside")
    (project.root / "content/round").symlink_to("..")
    (project.root / "content/broken").symlink_to("nowhere")
    assert listened_at(project) == ["content", "templates", "."]


# What the system has no room for -----------------------------------------------------------------


@on_linux
def test_too_many_folders_are_looked_at_instead_and_that_is_said(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_WATCHES", project.write("most", "3\n"))
    with project.watched():
        assert "".join(project.said) == (
            "This system reports changes in 3 folders at most, too few for this handbook, so the files are "
            "looked at again and again; sudo sysctl fs.inotify.max_user_watches=524288 makes room. "
            "With --poll this is not said."
        )
        project.write("content/steps/b.md", "new")
        assert project.is_seen()
    assert len(project.said) == 1


@on_linux
@pytest.mark.parametrize("room", [0, 1, 2, 3])
def test_room_that_others_have_taken_is_noticed(
    room: int, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_room(monkeypatch, room)
    with project.watched():
        assert len(project.said) == 1
        project.write("content/steps/b.md", "new")
        assert project.is_seen()


@on_linux
def test_with_just_enough_room_nothing_is_said(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    take_room(monkeypatch, 4)
    with project.watched():
        project.write("content/steps/b.md", "new")
        assert project.is_seen()
    assert project.said == []


@on_linux
def test_room_may_run_out_while_folders_are_made(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    with project.watched():
        take_room(monkeypatch, 1)
        creates_in_new_folders(project.root / "content/a.md")
        assert project.waits_until(lambda: len(project.said) == 1)
        project.write("content/one/two/three/new.md", "newer")
        assert project.is_seen()


@on_linux
def test_a_system_that_listens_to_nobody_else_is_said(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from watchdog.observers import inotify_c

    monkeypatch.setattr(inotify_c, "inotify_init", lambda: fails(errno.EMFILE))
    with project.watched():
        assert "fs.inotify.max_user_instances" in project.said[0]
        project.write("content/steps/b.md", "new")
        assert project.is_seen()


@on_linux
def test_lost_events_are_a_reason_to_look(project: Project) -> None:
    with project.watched():
        logging.getLogger("watchdog.observers.inotify_c").warning("Inotify queue overflowed")
        assert project.waits_until(lambda: len(project.looks) > 1)


def test_who_asks_for_looking_is_told_nothing(project: Project) -> None:
    with project.watched(poll=True):
        project.write("content/steps/b.md", "new")
        assert project.is_seen()
    assert project.said == []


@pytest.mark.parametrize(("folders", "pause"), [(2, 0.5), (125, 0.5), (250, 1.0), (500, 2.0), (9000, 2.0)])
def test_many_folders_are_looked_at_less_often(folders: int, pause: float, project: Project) -> None:
    watching_them = watching._Watching(project.root, lambda: (), project.look, project.said.append)
    watching_them.survey = Survey(folders)
    assert watching_them.pause() == pause


@on_linux
@pytest.mark.parametrize("poll", [False, True], ids=["listening", "looking"])
def test_nothing_is_left_when_it_ends(poll: bool, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    with project.watched():
        """Import what is imported once."""
    threads, descriptors = set(threading.enumerate()), descriptors_open()
    for most in ("1000\n", "1\n"):
        monkeypatch.setattr(watching, "_WATCHES", project.write("most", most))
        with project.watched(poll=poll):
            shutil.rmtree(project.root / "content/steps", ignore_errors=True)
            assert project.is_seen()
    assert set(threading.enumerate()) == threads
    assert descriptors_open() == descriptors


def listened_at(project: Project) -> list[str]:
    found = places(project.root, project.trees, surveyed(project.root, project.trees))
    return [Path(one.path).relative_to(project.root.resolve()).as_posix() for one in found]


def take_room(monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    """Let the system listen at *room* more folders."""
    from watchdog.observers import inotify_c

    real: Callable[[int, bytes, int], Any] = inotify_c.inotify_add_watch
    given: set[int] = set()

    def add_watch(descriptor: int, path: bytes, mask: int) -> Any:
        watch = real(descriptor, path, mask)
        if watch >= 0 and watch not in given and len(given) == room:
            inotify_c.inotify_rm_watch(descriptor, watch)
            return fails(errno.ENOSPC)
        given.add(watch)
        return watch

    monkeypatch.setattr(inotify_c, "inotify_add_watch", add_watch)


def descriptors_open() -> set[str]:
    return {one.name for one in Path("/proc/self/fd").iterdir()}


def fails(reason: int) -> int:
    ctypes.set_errno(reason)
    return -1
