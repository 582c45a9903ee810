"""The thread that makes what the preview shows.

It does one thing after the other: look at what changed, draw what somebody
waits for, and with nothing else to do look through the rest of the handbook for
problems.  A change goes first, but never twice before somebody who waits got an
answer, so that saving again and again keeps nobody waiting.

Everybody else reads `Stage.moment`, which is replaced whole: who holds one sees
one state of the handbook, never half of two.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias, TypeVar

from guidegen.model.problem import Level, Place, Problem
from guidegen.model.url import SitePath

if TYPE_CHECKING:
    from guidegen.building.preview import Edited, Preview
    from guidegen.building.shown import Answer

AGAIN: Final = 0.05
"""Seconds after a change until the disk is looked at once more: an editor may have been half way."""

_REVIEW: Final = 0.3
"""Seconds between two looks at the problems while the handbook is looked through."""

_REMEMBERED: Final = 1_000
"""How many changes of copied files are remembered for tabs that were asleep."""

_FAREWELL: Final = 0.5
"""Seconds that the thread gets to end; what it draws by then is given up with the process."""

_TIDY: Final = 50
"""After how many versions memory is tidied, when there is nothing else to do."""

T = TypeVar("T")


class Making(Protocol):
    """How a handbook is made and looked at: what `guidegen.building.preview` can do."""

    def renewed(self, preview: Preview) -> Preview: ...
    def answer(self, preview: Preview, path: SitePath) -> Answer | None: ...
    def known(self, preview: Preview, path: SitePath) -> Answer | None: ...
    def look_through(self, preview: Preview) -> Iterator[None]: ...
    def problems(self, preview: Preview) -> tuple[Problem, ...]: ...
    def edited(self, preview: Preview, near: SitePath) -> Edited | None: ...
    def pdf(self, preview: Preview, path: SitePath) -> Callable[[], Answer] | None: ...
    def opens(self, preview: Preview, place: Place) -> str: ...


class NotDrawnError(Exception):
    """A mistake of guidegen keeps an answer from being made; it was reported."""


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """What can be shown, and said of it, at one moment."""

    preview: Preview
    problems: tuple[Problem, ...] = ()

    complete: bool = False
    """Whether every page was looked into for problems."""

    failed: bool = False
    """Whether a mistake of guidegen keeps the newest change from being shown."""

    edited: Mapping[SitePath, Edited | None] = field(default_factory=dict)
    """What was changed last, as seen from each page that was open in a browser then."""

    changes: tuple[tuple[int, frozenset[SitePath]], ...] = ()
    """Which copied files differ since which version, the newest first."""

    @property
    def version(self) -> int:
        return self.preview.version

    @property
    def errors(self) -> int:
        """How many errors there are; a mistake of guidegen is one."""
        return sum(one.level is Level.ERROR for one in self.problems) + self.failed

    def says_the_same(self, other: Moment) -> bool:
        """Return whether nobody who saw *other* has to look again."""
        mine = self.preview, self.problems, self.complete, self.failed
        return mine[0] is other.preview and mine[1:] == (other.problems, other.complete, other.failed)

    def changed_since(self, version: int) -> frozenset[SitePath]:
        """Return the copied files that differ from those of an earlier *version*."""
        later = takewhile(lambda change: change[0] > version, self.changes)
        return frozenset[SitePath]().union(*(paths for _, paths in later))


Tell: TypeAlias = Callable[[Moment], None]
"""Is told of each new moment, in the thread of the stage."""

Found: TypeAlias = "tuple[int, Answer | None]"
"""What is at an address, None for nothing, and in which version of the handbook."""

Report: TypeAlias = Callable[[Exception], None]
"""Is told of a mistake of guidegen."""


@dataclass(slots=True)
class _Job:
    work: Callable[[Preview], Any]
    waiting: list[Future[Any]] = field(default_factory=list)


class Stage:
    """The handbook in memory, and the thread that keeps it new."""

    def __init__(self, preview: Preview, making: Making, tell: Tell, report: Report) -> None:
        self.moment = Moment(preview)
        self.open_pages: tuple[SitePath, ...] = ()
        """Pages that a browser shows just now: they are drawn again after each change."""

        self._making = making
        self._tell = tell
        self._report = report
        self._listeners: list[Callable[[], None]] = []
        self._condition = threading.Condition()
        self._jobs: dict[object, _Job] = {}
        self._woken = True
        self._again = 0.0
        self._ending = False
        self._rest: Iterator[None] | None = None
        self._reviewed = 0.0
        self._tidied = -_TIDY

    @property
    def preview(self) -> Preview:
        return self.moment.preview

    # For other threads

    @contextmanager
    def working(self) -> Iterator[None]:
        """Work, in a thread of its own, until this is left."""
        thread = threading.Thread(target=self._work, name="guidegen-stage", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.end()
            thread.join(_FAREWELL)

    def end(self) -> None:
        """Stop working after what is being done; nobody gets an answer any more."""
        with self._condition:
            self._ending = True
            waiting = [one for job in self._jobs.values() for one in job.waiting]
            self._jobs.clear()
            self._condition.notify()
        for one in waiting:
            one.cancel()

    def wake(self) -> None:
        """Say that something on the disk may have changed."""
        with self._condition:
            self._woken = True
            self._condition.notify()

    def when_new(self, listener: Callable[[], None]) -> None:
        """Call *listener* at each new moment, in the thread of the stage."""
        self._listeners.append(listener)

    def known(self, path: SitePath) -> Found:
        """Return what is drawn already of an address, without waiting."""
        preview = self.moment.preview
        return preview.version, self._making.known(preview, path)

    def opens(self, place: Place) -> str:
        """Return the address at which the author's editor shows a place; empty without one."""
        return self._making.opens(self.moment.preview, place)

    def found(self, path: SitePath) -> Future[Found]:
        """Return what is at an address, as soon as it is drawn."""
        return self._asked(("page", path), self._finding(path))

    def pdf(self, path: SitePath) -> Future[Callable[[], Answer] | None]:
        """Return what makes the PDF at an address; None where there is none."""
        return self._asked(("pdf", path), lambda preview: self._making.pdf(preview, path))

    def edited(self, near: SitePath) -> Future[Edited | None]:
        """Return what was changed last, as seen from the page *near*."""
        return self._asked(("edited", near), lambda preview: self._making.edited(preview, near))

    def _asked(self, key: object, work: Callable[[Preview], T]) -> Future[T]:
        future: Future[T] = Future()
        with self._condition:
            if self._ending:
                future.cancel()
            else:
                self._jobs.setdefault(key, _Job(work)).waiting.append(future)
                self._condition.notify()
        return future

    # In its own thread

    def _work(self) -> None:
        self._look_through_anew()
        self.review()
        renewed_last = False
        while not self._ending:
            with self._condition:
                renews = self._due() and not (renewed_last and self._jobs)
                job = None if renews or not self._jobs else self._jobs.pop(next(iter(self._jobs)))
                if renews:
                    self._woken, self._again = False, 0.0
            renewed_last = renews
            if renews:
                self._renew()
            elif job:
                self._do(job)
            elif self._rest is not None:
                self._step()
            else:
                self._wait()

    def _due(self) -> bool:
        return self._woken or (self._again > 0 and time.monotonic() >= self._again)

    def _wait(self) -> None:
        with self._condition:
            if not (self._due() or self._jobs or self._ending):
                self._condition.wait(max(0.0, self._again - time.monotonic()) if self._again else None)

    def _renew(self) -> None:
        before = self.moment
        try:
            preview = self._making.renewed(before.preview)
            near = self.open_pages
            edited = {page: self._making.edited(preview, page) for page in near} if near else {}
            found = self._making.problems(preview)
        except Exception as bug:
            self._report(bug)
            self._again = 0.0 if before.failed else time.monotonic() + AGAIN
            self._now(replace(before, failed=True))
            return
        if preview is before.preview:
            self._now(replace(before, failed=False))
            return
        changes = before.changes
        if preview.changed:
            changes = ((preview.version, preview.changed), *changes)[:_REMEMBERED]
        self._again = time.monotonic() + AGAIN
        self._look_through_anew(preview)
        self._now(Moment(preview, found, False, False, edited, changes))
        with self._condition:
            for page in near:
                self._jobs.setdefault(("page", page), _Job(self._finding(page)))

    def _finding(self, path: SitePath) -> Callable[[Preview], Found]:
        return lambda preview: (preview.version, self._making.answer(preview, path))

    def _do(self, job: _Job) -> None:
        waiting = [one for one in job.waiting if one.set_running_or_notify_cancel()]
        if job.waiting and not waiting:
            return
        try:
            result = job.work(self.moment.preview)
        except Exception as bug:
            self._report(bug)
            for one in waiting:
                one.set_exception(NotDrawnError())
            return
        for one in waiting:
            one.set_result(result)
        if not self._jobs:
            self.review()

    def _look_through_anew(self, preview: Preview | None = None) -> None:
        try:
            self._rest = self._making.look_through(preview or self.moment.preview)
        except Exception as bug:
            self._rest = None
            self._report(bug)

    def _step(self) -> None:
        assert self._rest is not None
        try:
            next(self._rest)
        except StopIteration:
            self._rest = None
        except Exception as bug:
            self._rest = None
            self._report(bug)
        if self._rest is None or time.monotonic() - self._reviewed > _REVIEW:
            self.review()
        if self._rest is None and self.moment.version >= self._tidied + _TIDY:
            self._tidied = self.moment.version
            _tidy()

    def review(self) -> None:
        """See whether more problems are known by now."""
        self._reviewed = time.monotonic()
        try:
            found = self._making.problems(self.moment.preview)
        except Exception as bug:
            self._report(bug)
            return
        self._now(replace(self.moment, problems=found, complete=self._rest is None))

    def _now(self, moment: Moment) -> None:
        before, self.moment = self.moment, moment
        if moment.says_the_same(before):
            return
        self._tell(moment)
        for listener in self._listeners:
            listener()


def _tidy() -> None:
    """Free what nobody needs, and keep the collector from the rest: it would walk through it at any save."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
