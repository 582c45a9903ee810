"""What the system says of changes below folders, by way of watchdog.

Only what may change a file is listened for: that a file was opened or read is said
by nobody, so looking at the files is no reason to look again.  Who asks for one
folder too many is told with an OSError, but only for the folder itself: of those
below a deep one watchdog keeps silent.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeAlias

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileAttribEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

Hear: TypeAlias = Callable[[Sequence[str], bool], None]
"""Is called in another thread with the paths of one event, relative to the folder ("." is the folder itself),
and whether names came or went."""

_CONTENT: Final = (FileModifiedEvent, FileAttribEvent, FileClosedEvent)
_NAMES: Final = (
    FileCreatedEvent,
    FileDeletedEvent,
    FileMovedEvent,
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
)

_PATIENCE: Final = 0.02
"""Seconds for which watchdog waits to learn where a file was moved, with all that it heard after."""


class Ears:
    """Folders that are listened at."""

    def __init__(self, lost: Callable[[], None]) -> None:
        """Listen at nothing yet; *lost* is called in another thread where not everything was said.

        Raises:
            OSError: where it says nothing to this program.
        """
        _tame()
        self._complaints = _Complaints(lost)
        self._observer = Observer()
        self._watches: dict[str, ObservedWatch] = {}
        logging.getLogger("watchdog").addHandler(self._complaints)
        self._observer.start()

    def listen(self, folder: str, *, deep: bool, hear: Hear) -> None:
        """Listen at a folder, anew if it is listened at already.

        Raises:
            OSError: where the system listens at no more folders, or this one is gone.
        """
        self.forget(folder)
        self._watches[folder] = self._observer.schedule(
            _Ear(folder, hear), folder, recursive=deep, event_filter=[*_CONTENT, *_NAMES]
        )

    def forget(self, folder: str) -> None:
        """Listen at a folder no more; nothing happens where it is not listened at."""
        watch = self._watches.pop(folder, None)
        if watch is not None:
            self._observer.unschedule(watch)

    def close(self) -> None:
        """Listen at nothing, and leave no thread and no descriptor."""
        self._observer.stop()
        self._observer.join()
        logging.getLogger("watchdog").removeHandler(self._complaints)


class _Ear(FileSystemEventHandler):
    """One folder that is listened at."""

    def __init__(self, folder: str, hear: Hear) -> None:
        self._folder = Path(folder)
        self._hear = hear

    def on_any_event(self, event: FileSystemEvent) -> None:
        named = [Path(str(path)) for path in (event.src_path, event.dest_path) if path]
        inside = [path.relative_to(self._folder) for path in named if path.is_relative_to(self._folder)]
        self._hear([path.as_posix() for path in inside], isinstance(event, _NAMES))


class _Complaints(logging.Handler):
    """Takes what watchdog says in its log, and only there; that events were lost is worth knowing."""

    def __init__(self, lost: Callable[[], None]) -> None:
        super().__init__(logging.WARNING)
        self._lost = lost

    def emit(self, record: logging.LogRecord) -> None:
        if "overflow" in record.getMessage():
            self._lost()


def _tame() -> None:
    """Let watchdog hurry, and not print of a new folder that it found it twice."""
    warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
    # An editor may move a file among its backups and write it anew: watchdog would wait half a second then.
    with suppress(ImportError):
        from watchdog.observers.inotify_move_event_grouper import InotifyMoveEventGrouper

        InotifyMoveEventGrouper.delay = _PATIENCE
