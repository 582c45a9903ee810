"""The process in which PDFs are drawn.

What stands in a print decides how much memory and time it takes to lay it out, and
whether that can be done at all.  So it is done in a process of its own, with limits:
when that ends, one PDF is missing, and all else is made.  It is started for the first
PDF and kept for the next, and it ends with whoever holds the press, however that ends.

It is given the HTML of a print, and asks for files of the site by their addresses;
there is nothing else that it could ask for.  What is said both ways are pickled values.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from math import ceil
from queue import SimpleQueue
from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired
from threading import Thread
from typing import IO, Any, Final, NoReturn
from weakref import finalize

from guidegen.model.controls import Form
from guidegen.model.packet import Paper
from guidegen.model.problem import NOWHERE, Flawed, Place, Problem, problem
from guidegen.model.unreadable import unreadable
from guidegen.model.url import SitePath
from guidegen.rendering.pdf import Files, available, make_pdf

_BEGIN: Final = "import sys; sys.path[:] = sys.argv[1:]; from guidegen.building.press import serve; serve()"

_NO_MEMORY: Final = 12
"""How the process ends where memory does."""

_NO_TIME: Final = -getattr(signal, "SIGXCPU", 0) or None
"""How the system ends it where its time does."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one PDF may take, where the system counts it: Linux does, Windows does not."""

    memory: int = 4 << 30
    """Bytes of addresses.  A page of a handbook takes about two million."""

    seconds: int = 600
    """Of processor time.  A page takes a tenth of one."""


@dataclass(frozen=True, slots=True)
class Job:
    """A print as it is handed over."""

    html: bytes
    address: SitePath
    files: frozenset[SitePath]
    """What may be asked for."""

    paper: Paper
    form: Form | None
    limits: Limits


class _GoneError(Exception):
    """The process has ended."""


@dataclass(slots=True, weakref_slot=True)
class Press:
    """The process that draws PDFs, once somebody has asked for one."""

    limits: Limits = field(default_factory=Limits)
    process: Popen[bytes] | None = None
    _found: list[Problem | None] = field(default_factory=list)
    """What the process said when it was ready."""

    _end: Any = None

    def start(self) -> None:
        """Start the process, for who will need it soon: it takes a moment to be ready."""
        if self.process is None:
            self.process = _started()
            self._end = finalize(self, _ended, self.process)
            self._found = []

    def missing(self) -> Problem | None:
        """Return why no PDF can be made here, with the remedy for this platform; None where one can."""
        self.start()
        assert self.process is not None
        if not self._found:
            try:
                self._found = [_heard(self.process)]
            except _GoneError:
                why = _why(self.process, self.limits)
                self._found = [problem("pdf-missing", f"no PDF is made: {why}.", NOWHERE, _AGAIN)]
        return self._found[0]

    def draw(
        self, html: bytes, address: SitePath, files: Files, paper: Paper, form: Form | None = None
    ) -> bytes | Flawed | Problem:
        """Return a print as a PDF, what is wrong in it, or why there is none, as `make_pdf` does."""
        if missing := self.missing():
            return missing
        assert self.process is not None
        try:
            _tell(self.process, Job(html, address, frozenset(files), paper, form, self.limits))
            while isinstance(said := _heard(self.process), str):
                _tell(self.process, _content(files, said))
        except _GoneError:
            said = _stopped(self.process, address, self.limits)
            self.close()
        except BaseException:
            # Interrupted in the middle of a sentence.
            self.close()
            raise
        drawn: bytes | Flawed | Problem = said
        return drawn

    def close(self) -> None:
        """End the process; whoever asks for another PDF starts a new one."""
        if self.process is not None:
            self._end()
            self.process = None


# On this side


def _started() -> Popen[bytes]:
    # Modules are found where they are found here, and never in the current folder for its own sake.
    told = [sys.executable, "-P", "-c", _BEGIN, *sys.path]
    return Popen(told, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)


def _ended(process: Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):
            assert pipe is not None
            pipe.close()
    process.wait()


def _tell(process: Popen[bytes], value: Any) -> None:
    assert process.stdin is not None
    try:
        pickle.dump(value, process.stdin)
        process.stdin.flush()
    except OSError:
        raise _GoneError from None


def _heard(process: Popen[bytes]) -> Any:
    assert process.stdout is not None
    try:
        return pickle.load(process.stdout)
    except (EOFError, OSError, pickle.UnpicklingError):
        raise _GoneError from None


def _content(files: Files, path: SitePath) -> bytes | Flawed | Problem:
    try:
        return files[path]()
    except OSError as failure:
        return unreadable(path, failure)


_AGAIN: Final = "Build again; if it happens again, report it as a mistake of guidegen."
_LESS: Final = (
    "Hand out less at once, as a packet or by guidegen print; where it is short already, report it as a "
    "mistake of guidegen."
)


def _stopped(process: Popen[bytes], address: SitePath, limits: Limits) -> Problem:
    return problem("pdf-stopped", f"the PDF is not drawn: {_why(process, limits)}.", Place(address), _LESS)


def _why(process: Popen[bytes], limits: Limits) -> str:
    try:
        code = process.wait(5)
    except TimeoutExpired:
        process.kill()
        code = process.wait()
    if code == _NO_MEMORY:
        return f"it takes more than {limits.memory / 2**30:.2g} GB of memory"
    if code == _NO_TIME:
        return f"it takes more than {limits.seconds / 60:.2g} minutes of processor time"
    told = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    return f"the program that draws it ended ({told}), perhaps for want of memory"


# On the other side


def serve() -> NoReturn:
    """Draw PDFs as long as somebody asks; this is what the process does."""
    # Ctrl+C is for whoever holds the press.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    said: SimpleQueue[Any] = SimpleQueue()
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    Thread(target=_listen, args=(sys.stdin.buffer, said), daemon=True).start()
    _say(out, available())
    while True:
        job = said.get()
        _limit(job.limits)
        files: Files = {path: partial(_asked, path, out, said) for path in job.files}
        try:
            _say(out, make_pdf(job.html, job.address, files, job.paper, job.form))
        except MemoryError:
            os._exit(_NO_MEMORY)


def _listen(pipe: IO[bytes], said: SimpleQueue[Any]) -> None:
    """Hear what is said, and end the process where nobody is there any more, whatever it is doing."""
    try:
        while True:
            said.put(pickle.load(pipe))
    finally:
        os._exit(0)


def _asked(path: SitePath, out: IO[bytes], said: SimpleQueue[Any]) -> bytes | Flawed | Problem:
    _say(out, path)
    content: bytes | Flawed | Problem = said.get()
    return content


def _say(out: IO[bytes], value: Any) -> None:
    pickle.dump(value, out)
    out.flush()


def _limit(limits: Limits) -> None:
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = ceil(used.ru_utime + used.ru_stime) + limits.seconds
    for kind, most in (("AS", limits.memory), ("CPU", seconds), ("CORE", 0)):
        number = getattr(resource, f"RLIMIT_{kind}")
        with suppress(OSError, ValueError):
            resource.setrlimit(number, (most, resource.getrlimit(number)[1]))
