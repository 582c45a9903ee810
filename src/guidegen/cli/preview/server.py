"""Answering a browser, from memory alone.

A request is judged before it is looked at: the host that it names, where it
comes from, what it wants to do.  Then its address is looked up among those of
the handbook.  There is no file in the way of an answer, so there is none to
find by a clever address.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Final
from urllib.parse import parse_qs, quote

import h11
import uvicorn
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from guidegen.building.shown import Answer
from guidegen.cli.preview import live, pages
from guidegen.cli.preview.asked import METHODS, OURS, NoAddressError, is_foreign, path_in
from guidegen.cli.preview.stage import NotDrawnError, Report, Stage
from guidegen.model.url import SitePath

HEADERS: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
"""On every answer: nothing is kept, guessed, or shown inside another site."""

LARGEST_HEAD: Final = 65_536
"""Bytes of a request before its body."""

PATIENCE: Final = 5
"""Seconds that a client may do nothing while it is its turn."""

MOST_CONNECTIONS: Final = 500

_NEVER_EMPTY: Final = ("text/html", "application/pdf")
"""What has no bytes only because it could not be drawn even once."""


# A server, and how it ends


class Server(uvicorn.Server):
    """A server that is gone at once when it is told to end, whatever is open."""

    def __init__(self, config: uvicorn.Config, stage: Stage) -> None:
        super().__init__(config)
        self._stage = stage

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        # What a broken connection throws is nobody's business; mistakes of ours are reported by the app.
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        await super().serve(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stage.end()
        for connection in list(self.server_state.connections):
            if connection.transport is not None:
                connection.transport.abort()
        await super().shutdown(sockets)


def server_for(stage: Stage, hosts: Sequence[str], report: Report) -> Server:
    """Return a server that shows *stage* to who asks for one of *hosts*."""
    config = uvicorn.Config(
        app_for(stage, hosts, report),
        http=_Connection,
        h11_max_incomplete_event_size=LARGEST_HEAD,
        interface="asgi3",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        loop="asyncio",
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=1,
        ws="none",
    )
    return Server(config, stage)


class _Connection(H11Protocol):
    """A connection that is cut when the client neither asks nor reads."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._look_again: asyncio.TimerHandle | None = None
        if len(self.connections) > MOST_CONNECTIONS:
            transport.abort()
        else:
            self._look(object(), 0)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._look_again is not None:
            self._look_again.cancel()
        super().connection_lost(exc)

    def _look(self, last: object, unsent: int) -> None:
        """Cut the connection where nothing happened since the last look, and it was the client's turn.

        *last* is what had been answered by then, *unsent* how many bytes had not gone out.
        """
        asks = self.conn.their_state in (h11.IDLE, h11.SEND_BODY)
        left = self.transport.get_write_buffer_size()
        if (asks and self.cycle is last) or 0 < unsent <= left:
            self.transport.abort()
        else:
            self._look_again = self.loop.call_later(
                PATIENCE, self._look, self.cycle if asks else object(), left
            )


# An answer


def app_for(stage: Stage, hosts: Sequence[str], report: Report) -> ASGIApp:
    """Return what answers requests."""
    streams = live.Streams(stage, secrets.token_hex(8))
    stage.when_new(streams.wake)
    brought = pages.assets()

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        answer = await _answer(streams, brought, scope)
        await answer(scope, receive, send)

    return _with_headers(TrustedHostMiddleware(answering, list(hosts), www_redirect=False), report)


def _with_headers(app: ASGIApp, report: Report) -> ASGIApp:
    async def headed(scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def send_headed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        try:
            await app(scope, receive, send_headed)
        except h11.LocalProtocolError:
            return  # the client broke the rules in the middle of an answer
        except Exception as bug:
            if not isinstance(bug, NotDrawnError):
                report(bug)
            if not started:
                await Response(pages.broken(), 500, media_type=pages.HTML)(scope, receive, send_headed)

    return headed


async def _answer(streams: live.Streams, brought: pages.Assets, scope: Scope) -> Response:
    headers = Headers(scope=scope)
    try:
        if b"#" in scope["query_string"]:
            raise NoAddressError
        path = path_in(scope["raw_path"])
    except NoAddressError:
        return PlainTextResponse("This is no address on this server.", 400)
    if is_foreign(headers, path):
        return PlainTextResponse("Another site may not ask for this.", 403)
    if scope["method"] not in METHODS:
        return PlainTextResponse("Only GET and HEAD.", 405, {"Allow": ", ".join(METHODS)})
    if path is not None and path.startswith(OURS):
        return _ours(streams, brought, path, scope["query_string"])
    return await _page(streams.stage, path, scope["query_string"])


def _ours(streams: live.Streams, brought: pages.Assets, path: SitePath, query: bytes) -> Response:
    """Return something of the preview's own."""
    if path == OURS + "live":
        page, version = _shown(query)
        if len(streams) >= live.MOST:
            return PlainTextResponse("Too many tabs are open.", 503)
        return live.response(streams, page, version)
    if path == OURS + "problems.json":
        return Response(live.problems_json(streams.stage), media_type=pages.JSON)
    if asset := brought.get(path):
        return Response(asset.content, media_type=asset.media)
    return Response(pages.not_found(), 404, media_type=pages.HTML)


def _shown(query: bytes) -> tuple[SitePath, int | None]:
    """Return the page that a tab shows, and its version where it says one."""
    try:
        asked = parse_qs(query.decode("latin-1"), errors="replace", max_num_fields=10)
    except ValueError:
        asked = {}
    version = asked.get("version", [""])[0]
    try:
        page = path_in(quote(asked.get("page", ["/"])[0]).encode()) or "index.html"
    except NoAddressError:
        page = "index.html"
    known = version.isascii() and version.isdecimal() and len(version) < 10
    return page, int(version) if known else None


def _drawn(answer: Answer, version: int) -> Response:
    if not answer.content and answer.media.startswith(_NEVER_EMPTY):
        return Response(pages.not_drawn_yet(), 503, media_type=pages.HTML)
    return Response(answer.content, 200, {"Server-Timing": f'guidegen;desc="{version}"'}, answer.media)


def _beside(make: Callable[[], Answer]) -> Future[Answer | None]:
    """Return what *make* makes, in a thread of its own that nobody waits for at the end."""
    future: Future[Answer | None] = Future()
    future.set_running_or_notify_cancel()

    def work() -> None:
        try:
            future.set_result(make())
        except Exception as bug:
            future.set_exception(bug)

    threading.Thread(target=work, name="guidegen-pdf", daemon=True).start()
    return future


async def _page(stage: Stage, path: SitePath | None, query: bytes) -> Response:
    """Return a page of the handbook, the way to it, or the page that says that there is none."""
    if path is not None:
        version, answer = stage.known(path)
        if answer is None:
            version, answer = await asyncio.wrap_future(stage.found(path))
        if answer is None and path.endswith(".pdf"):
            make = await asyncio.wrap_future(stage.pdf(path))
            answer = await asyncio.wrap_future(_beside(make)) if make else None
        if answer is not None:
            return _drawn(answer, version)
        if (await asyncio.wrap_future(stage.found(f"{path}/index.html")))[1] is not None:
            after = f"?{query.decode('ascii')}" if query else ""
            return Response(status_code=307, headers={"Location": f"/{quote(path)}/{after}"})
    if (await asyncio.wrap_future(stage.found(stage.preview.home)))[1] is None:
        return Response(pages.no_handbook_yet(), 503, media_type=pages.HTML)
    _, answer = await asyncio.wrap_future(stage.found("404.html"))
    return Response(answer.content if answer else pages.not_found(), 404, media_type=pages.HTML)
