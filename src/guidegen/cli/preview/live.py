"""What open pages are told: that something changed, and what.

A tab is told of the state that holds when it can be told, so nothing piles up
for one that reads slowly: the newest state is the only one worth knowing.  The
stream goes one way, and what it carries is numbers and addresses.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Final

from sse_starlette import EventSourceResponse, ServerSentEvent

from guidegen.cli.console import excerpt
from guidegen.cli.preview.stage import Moment, Stage
from guidegen.model.problem import Level, Problem, escaped
from guidegen.model.url import SitePath

MOST: Final = 200
"""How many tabs are told of changes at a time."""

RETRY: Final = 500
"""Milliseconds until a browser that lost the stream asks for it again."""

HEARTBEAT: Final = 15
"""Seconds between two signs of life."""

LISTED: Final = 200
"""How many problems a page lists at most."""


class TooManyError(Exception):
    """There are as many streams as there may be."""


@dataclass(eq=False, slots=True)
class Streams:
    """Who is told of changes."""

    stage: Stage
    build: str
    """A name for this run of the server: pages that know another must be loaded anew."""

    _listening: dict[asyncio.Event, SitePath] = field(default_factory=dict)
    _loop: asyncio.AbstractEventLoop | None = None

    def __len__(self) -> int:
        return len(self._listening)

    def wake(self) -> None:
        """Let each stream look at the newest moment.  Any thread may say so."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        for event in self._listening:
            event.set()

    @contextmanager
    def joined(self, page: SitePath) -> Iterator[asyncio.Event]:
        """Be woken for as long as this is open; the page counts as one that a browser shows."""
        if len(self._listening) >= MOST:
            raise TooManyError
        self._loop = asyncio.get_running_loop()
        event = asyncio.Event()
        self._listening[event] = page
        self._say_which_are_open()
        try:
            yield event
        finally:
            del self._listening[event]
            self._say_which_are_open()

    def _say_which_are_open(self) -> None:
        newest_first = reversed(self._listening.values())
        self.stage.open_pages = tuple(dict.fromkeys(newest_first))


def response(streams: Streams, page: SitePath, version: int | None) -> EventSourceResponse:
    """Return the stream for a tab that shows *page* as it was in *version*; None where it does not know."""
    answer = EventSourceResponse(
        _messages(streams, page, version),
        headers={"Cache-Control": "no-store"},
        ping=HEARTBEAT,
        ping_message_factory=lambda: ServerSentEvent(comment="still here", sep="\n"),
        sep="\n",
    )
    # A tab may keep few connections to a host: this one is for nothing else.
    answer.headers["Connection"] = "close"
    return answer


async def _messages(streams: Streams, page: SitePath, version: int | None) -> AsyncIterator[ServerSentEvent]:
    with suppress(TooManyError), streams.joined(page) as woken:
        told = ""
        seen = version
        while True:
            woken.clear()
            moment = streams.stage.moment
            since = moment.version if seen is None else seen
            text = json.dumps(await _message(streams, moment, page, since), separators=(",", ":"))
            seen = moment.version
            if text != told:
                yield ServerSentEvent(text, retry=None if told else RETRY, sep="\n")
                told = text
            await woken.wait()


async def _message(streams: Streams, moment: Moment, page: SitePath, since: int) -> dict[str, Any]:
    edited = None
    if since != moment.version:
        if page in moment.edited:
            edited = moment.edited[page]
        else:
            edited = await asyncio.wrap_future(streams.stage.edited(page))
    return {
        "version": moment.version,
        "build": streams.build,
        "edited": edited and {"address": edited.address, "fragment": edited.fragment},
        "changed": sorted(moment.changed_since(since)),
        "problems": _token(moment),
        "count": len(moment.problems) + moment.failed,
        "errors": moment.errors,
    }


def problems_json(stage: Stage) -> bytes:
    """Return what is wrong, as a page lists it: errors first, and no more than it can show."""
    moment = stage.moment
    ranked = sorted(moment.problems, key=lambda one: (one.level is not Level.ERROR, one))
    listed = [_OUR_MISTAKE] * moment.failed + [
        _listed(one, stage.opens(one.place)) for one in ranked[:LISTED]
    ]
    answer = {
        "version": moment.version,
        "complete": moment.complete,
        "problems": listed,
        "more": max(0, len(ranked) - LISTED),
    }
    return json.dumps(answer, ensure_ascii=False).encode()


_OUR_MISTAKE: Final = {
    "level": "error",
    "slug": "guidegen",
    "message": "The newest change cannot be shown: this is a mistake in guidegen, not in your files.",
    "path": "",
    "line": 0,
    "column": 0,
    "width": 1,
    "excerpt": "",
    "remedy": "The terminal has a report to send us. What you see is the last good state.",
    "open": "",
}


def _listed(one: Problem, opens: str) -> dict[str, Any]:
    text, start = excerpt(one)
    return {
        "level": one.level.value,
        "slug": one.slug,
        "message": one.message,
        "path": escaped(one.place.path),
        "line": one.place.line,
        "column": start + 1 if one.place.column else 0,
        "width": max(1, min(one.place.width, len(text) - start)),
        "excerpt": text,
        "remedy": one.remedy,
        "open": opens,
    }


def _token(moment: Moment) -> str:
    """Return a text that differs when the list of problems does."""
    return blake2b(repr((moment.failed, moment.problems)).encode(), digest_size=8).hexdigest()
