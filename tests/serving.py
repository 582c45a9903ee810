"""The preview in a test: a server on a free port, and somebody who asks it.

`served` shows a handbook that lies on the disk, `staged` one that is made up:
a `Fiction` is a handbook of a few pages in memory, which a test changes as an
editor changes files.  Both run in this process, with real connections.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from guidegen.cli.preview import ports
from guidegen.cli.preview.server import Server, server_for
from guidegen.cli.preview.stage import Making, Moment, Stage
from guidegen.model.problem import Place, Problem

PATIENCE = 20
"""Seconds after which a test gives up on something that should happen at once."""


@dataclass
class Response:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode("utf-8")


@dataclass
class Served:
    """A running preview."""

    port: int
    stage: Stage
    server: Server
    said: list[Moment]
    bugs: list[Exception]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def get(self, target: str = "/", method: str = "GET", **headers: str) -> Response:
        """Ask for *target*, which is sent as it is; ``sec_fetch_site`` stands for ``Sec-Fetch-Site``."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.putrequest(method, target, skip_host="Host" in named, skip_accept_encoding=True)
            for name, value in named.items():
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Response(answer.status, found, answer.read())
        finally:
            connection.close()

    def problems(self) -> list[dict[str, Any]]:
        """Return the problems as a page lists them."""
        listed: list[dict[str, Any]] = json.loads(self.get("/.guidegen/problems.json").content)["problems"]
        return listed

    @contextmanager
    def live(self, page: str = "/", version: int | str = "", query: str | None = None) -> Iterator[Stream]:
        """Listen as an open tab does; *query* stands for what it says of itself."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        told = f"?page={page}&version={version}" if query is None else query
        with closing(connection):
            connection.request("GET", f"/.guidegen/live{told}")
            with connection.getresponse() as answer:
                assert answer.status == 200, answer.status
                yield Stream(answer)


@dataclass
class Stream:
    """What a tab is told."""

    answer: http.client.HTTPResponse
    lines: list[str] = field(default_factory=list)

    def message(self) -> dict[str, Any]:
        """Wait for the next message."""
        while line := self.answer.readline().decode():
            self.lines.append(line)
            if line.startswith("data: "):
                message: dict[str, Any] = json.loads(line.removeprefix("data: "))
                return message
        raise AssertionError("the stream has ended")

    def until(self, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait for a message that fits."""
        while True:
            message = self.message()
            if fits(message):
                return message


def eventually(fits: Callable[[], object]) -> None:
    """Wait until *fits* holds."""
    end = time.monotonic() + PATIENCE
    while not fits():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


@contextmanager
def served(root: Path, *, watched: bool = True) -> Iterator[Served]:
    """Show the handbook in *root*, and follow what is written there unless it is not *watched*."""
    from guidegen.building import preview as making
    from guidegen.cli.preview.watching import watch

    with _running(making.begin(root, lambda *_: None), making) as one:
        if not watched:
            yield one
            return
        with watch(root, lambda: one.stage.preview.folders, one.stage.wake, lambda _: None):
            yield one


@contextmanager
def staged(
    fiction: Fiction, hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
) -> Iterator[Served]:
    """Show a handbook that is made up."""
    with _running(fiction.begin(), fiction, hosts) as one:
        fiction.wake = one.stage.wake
        yield one


@dataclass
class Typed:
    """`guidegen serve` as somebody typed it, in a process of its own."""

    process: subprocess.Popen[str]
    address: str

    def get(self, path: str = "") -> Response:
        """Ask for a page, *path* from the front page on."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=PATIENCE) as answer:
                return Response(answer.status, dict(answer.headers), answer.read())
        except urllib.error.HTTPError as answer:
            with answer:
                return Response(answer.code, dict(answer.headers), answer.read())

    def shows(self, path: str, words: str) -> None:
        """Wait until a page has *words*."""
        eventually(lambda: words in self.get(path).text)

    def ended_by(self, number: int) -> tuple[int, str, str]:
        """Send a signal, and return the exit code and what was said on both streams meanwhile."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out, err


@contextmanager
def typed(root: Path, *arguments: str, **environment: str) -> Iterator[Typed]:
    """Type `guidegen serve` in *root*; it is up when it has said its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "guidegen", "serve", *arguments],
        cwd=root,
        env={**os.environ, **environment},
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        assert process.stdout
        yield Typed(process, process.stdout.readline().strip())
    finally:
        process.kill()
        process.communicate()


@contextmanager
def _running(
    first: Any, making: Making, hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
) -> Iterator[Served]:
    said: list[Moment] = []
    bugs: list[Exception] = []
    listener = ports.opened("127.0.0.1", 0)
    stage = Stage(first, making, said.append, bugs.append)
    server = server_for(stage, hosts, bugs.append)
    port = ports.port_of(listener)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    with stage.working():
        thread.start()
        try:
            yield Served(port, stage, server, said, bugs)
        finally:
            server.should_exit = True
            thread.join(PATIENCE)
            assert not thread.is_alive(), "the server goes on"


# A handbook that is made up


@dataclass(frozen=True)
class Answer:
    content: bytes
    media: str = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Edited:
    address: str
    fragment: str = ""


@dataclass(frozen=True)
class Fictional:
    """One state of a handbook that is made up; the same attributes as the real one."""

    version: int
    pages: Mapping[str, str]
    faults: tuple[Problem, ...] = ()
    last: Edited | None = None
    changed: frozenset[str] = frozenset()
    root: Path = Path()
    home: str = "index.html"
    homes: Mapping[str, str] = field(default_factory=lambda: {"all": "index.html"})
    folders: tuple[Path, ...] = ()


PAGES = {
    "index.html": "<h1>Welcome</h1>",
    "mentees/goals/index.html": "<h1>Goals</h1>",
    "404.html": "<h1>Nothing here</h1>",
    "assets/layout.css": "main { color: green }",
}


class Fiction:
    """A handbook that a test writes, and how it is made: draws nothing before somebody asks."""

    def __init__(self, pages: Mapping[str, str] | None = None) -> None:
        self.now = Fictional(1, dict(PAGES if pages is None else pages))
        self.drawn: list[tuple[int, str]] = []
        self.looked_into: list[int] = []
        self.hidden: tuple[Problem, ...] = ()
        """Problems that are found only when every page is looked into."""

        self.fails: dict[str, Exception] = {}
        """What each verb throws, as a mistake of guidegen would."""

        self.before_renewal: Callable[[], None] = lambda: None
        self.wake: Callable[[], None] = lambda: None

    def edit(self, path: str, text: str, **how: Any) -> None:
        """Save a page."""
        pages = {**self.now.pages, path: text}
        last = Edited(path) if path.endswith(".html") else None
        changed = frozenset() if path.endswith(".html") else frozenset({path})
        self.become(pages=pages, **{"last": last, "changed": changed, **how})

    def become(self, **how: Any) -> None:
        self.now = replace(self.now, version=self.now.version + 1, **how)
        self.wake()

    # What the stage calls

    def begin(self) -> Any:
        return self.now

    def renewed(self, preview: Any) -> Any:
        self.before_renewal()
        self._maybe_fail("renewed")
        return preview if self.now == preview else self.now

    def answer(self, preview: Any, path: str) -> Any:
        self._maybe_fail("answer")
        if path not in preview.pages:
            return None
        if not self.known(preview, path):
            self.drawn.append((preview.version, path))
        return self._made(preview, path)

    def known(self, preview: Any, path: str) -> Any:
        return self._made(preview, path) if (preview.version, path) in self.drawn else None

    def look_through(self, preview: Any) -> Iterator[None]:
        for _ in preview.pages:
            self._maybe_fail("look_through")
            yield
        self.looked_into.append(preview.version)

    def problems(self, preview: Any) -> tuple[Problem, ...]:
        self._maybe_fail("problems")
        looked = preview.version in self.looked_into
        return (*preview.faults, *(self.hidden if looked else ()))

    def pdf(self, preview: Any, path: str) -> Any:
        return None

    def edited(self, preview: Any, near: str) -> Any:
        return preview.last

    def opens(self, preview: Any, place: Place) -> str:
        return f"editor:{place.path}:{place.line}" if place.path else ""

    def _made(self, preview: Any, path: str) -> Answer:
        kinds = {"css": "text/css; charset=utf-8", "pdf": "application/pdf"}
        media = kinds.get(path.rpartition(".")[2], "text/html; charset=utf-8")
        return Answer(preview.pages[path].encode(), media)

    def _maybe_fail(self, verb: str) -> None:
        if verb in self.fails:
            raise self.fails[verb]
