"""When to look at the files again.

What the system says of a change is only a reason to look: what changed is found
out by comparing the files with what was read, so nothing hangs on the order of
events, or on which of them an editor causes.  The first one counts at once.  Where
many come together, as when a branch is switched, they are waited for a moment.

Folders come and go, and with them what is listened at.  Where a system reports of
too few folders, the files are looked at again and again instead.
"""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from guidegen.cli.preview.folders import Place, Survey, is_passed_over, places, surveyed

if TYPE_CHECKING:
    from guidegen.cli.preview.listening import Ears

_PAUSE: Final = 0.5
"""Seconds between two looks: at the folders, to see whether others must be listened at, or at all files."""

_LONGEST_PAUSE: Final = 2.0
_FOLDERS_A_SECOND: Final = 250
"""Where there are many files, looking at them all takes time, so it is done less often."""

_MANY: Final = 20
_MOMENT: Final = 0.1
_MOMENTS: Final = 10
"""While more than so many paths are heard of in so many seconds, more are waited for, this often at most."""

_WATCHES: Final = Path("/proc/sys/fs/inotify/max_user_watches")
_PLENTY: Final = 524_288


@contextmanager
def watch(
    root: Path,
    trees: Callable[[], Sequence[Path]],
    wake: Callable[[], None],
    say: Callable[[str], None],
    *,
    poll: bool = False,
) -> Iterator[None]:
    """Call *wake* whenever files of a project may have changed, until the block ends.

    Listens at the files that lie directly in *root* and at all that lies below *trees*, which
    are asked for again and again and need not be there.  *wake* is called in another thread
    and should take no time; once at the start, for what changed before.  *say* is given a
    sentence where looking must do for listening, unless *poll* asks for that.
    """
    watching = _Watching(root, trees, wake, say)
    if not poll:
        watching.begin()
    thread = threading.Thread(target=watching.go_on, name="guidegen-watch", daemon=True)
    thread.start()
    try:
        yield
    finally:
        watching.end()
        thread.join()


@dataclass(slots=True)
class _Watching:
    """What is listened at, and what was heard."""

    root: Path
    trees: Callable[[], Sequence[Path]]
    wake: Callable[[], None]
    say: Callable[[str], None]
    ears: Ears | None = None
    """None: all files are looked at again and again."""

    asked: tuple[Path, ...] = ()
    survey: Survey = field(default_factory=Survey)
    places: tuple[Place, ...] = ()
    is_old: bool = False
    """Whether names changed since the survey."""

    news: threading.Condition = field(default_factory=threading.Condition)
    heard: set[str] = field(default_factory=set)
    renamed: set[str] = field(default_factory=set)
    """What was heard of that came, went or has another name."""

    is_over: bool = False

    def begin(self) -> None:
        """Listen, or say why not."""
        from guidegen.cli.preview.listening import Ears

        try:
            self.ears = Ears(self.lose)
            self.move(frozenset())
        except OSError as error:
            self.look_instead(error)

    def go_on(self) -> None:
        """Wake whenever something is heard, and follow the folders, until it is over."""
        self.wake()
        if self.ears is None:
            self.survey = surveyed(self.root, tuple(self.trees()))
        while not self.is_over:
            anything, renamed = self.wait()
            if self.is_over:
                break
            if anything or self.ears is None:
                self.wake()
            if self.ears is not None and self.follow(renamed, is_quiet=not anything):
                self.wake()
        if self.ears is not None:
            self.ears.close()

    def end(self) -> None:
        """Let `go_on` come to its end."""
        with self.news:
            self.is_over = True
            self.news.notify_all()

    def hear(self, folder: str, paths: Sequence[str], is_name: bool) -> None:
        """Take in one event below a folder."""
        found = {str(Path(folder, path)) for path in paths if not is_passed_over(path)}
        if found:
            with self.news:
                self.heard |= found
                self.renamed |= found if is_name else set()
                self.news.notify_all()

    def lose(self) -> None:
        """Take in that events were lost."""
        self.hear(os.path.realpath(self.root), ["."], is_name=True)

    def wait(self) -> tuple[bool, frozenset[str]]:
        """Return whether anything was heard, and what changed its name, after a pause at the latest."""
        with self.news:
            self.news.wait_for(lambda: self.heard or self.is_over, self.pause())
            anything = bool(self.heard)
            for _ in range(_MOMENTS):
                if len(self.heard) <= _MANY:
                    break
                self.heard.clear()
                self.news.wait_for(lambda: self.is_over, _MOMENT)
            renamed = frozenset(self.renamed)
            self.heard.clear()
            self.renamed.clear()
        return anything, renamed

    def pause(self) -> float:
        """Return after how many seconds to look if nothing is heard."""
        if self.ears is not None:
            return _PAUSE
        return min(max(_PAUSE, self.survey.folders / _FOLDERS_A_SECOND), _LONGEST_PAUSE)

    def follow(self, renamed: frozenset[str], *, is_quiet: bool) -> bool:
        """Listen at other folders where they are others by now, and return whether they are."""
        self.is_old = self.is_old or bool(renamed)
        try:
            return self.move(renamed, is_quiet=is_quiet)
        except OSError as error:
            self.look_instead(error)
            return True

    def move(self, renamed: frozenset[str], *, is_quiet: bool = True) -> bool:
        """Listen at what is to be listened at now, and return whether that is anything else.

        The root comes last, and anew with every other: that fails where the system had no room
        for all that lies below the others.  The trees are looked through when all is quiet.

        Raises:
            OSError: where the system listens at no more folders.
        """
        assert self.ears is not None
        before, trees = self.survey.folders, tuple(self.trees())
        if trees != self.asked or (self.is_old and is_quiet):
            self.asked, self.survey, self.is_old = trees, surveyed(self.root, trees), False
            if self.survey.folders > _most_folders():
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        known = {one for one in self.places if one.path not in renamed}
        wanted = places(self.root, trees, self.survey)
        if known == set(self.places) == set(wanted) and self.survey.folders <= before:
            return False
        for gone in set(self.places) - set(wanted):
            self.ears.forget(gone.path)
        top = os.path.realpath(self.root)
        self.places = tuple(
            one for one in wanted if (one in known and one.path != top) or _listens(self.ears, one, self.hear)
        )
        return True

    def look_instead(self, error: OSError) -> None:
        """Listen no more, and say why."""
        if self.ears is not None:
            self.ears.close()
        self.ears = None
        self.say(_why(error, self.survey.folders))


def _listens(ears: Ears, place: Place, hear: Callable[[str, Sequence[str], bool], None]) -> bool:
    """Listen at a place, and return whether it is still there; OSError where there is no room."""
    try:
        ears.listen(place.path, deep=place.deep, hear=lambda paths, is_name: hear(place.path, paths, is_name))
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            return False
        raise
    return True


def _most_folders() -> float:
    """Return of how many folders the system reports; endless where it does not say."""
    try:
        return int(_WATCHES.read_text("ascii"))
    except (OSError, ValueError):
        return float("inf")


def _why(error: OSError, folders: int) -> str:
    """Return in words why the files are looked at, and what may be done."""
    most = _most_folders()
    if error.errno == errno.ENOSPC:
        reason = f"This system reports changes in {most:,.0f} folders at most, too few for this handbook"
        remedy = f"sudo sysctl fs.inotify.max_user_watches={max(_PLENTY, 2 * folders)} makes room"
    elif error.errno == errno.EMFILE:
        reason = "Other programs use all that this system has for reporting changes"
        remedy = "sudo sysctl fs.inotify.max_user_instances=1024 makes room"
    else:
        reason = f"This system reports no changes here ({error.strerror})"
        remedy = "that is slower by a moment, no more"
    return f"{reason}, so the files are looked at again and again; {remedy}. With --poll this is not said."
