"""Somebody who reads a handbook in a browser of their own, and what that browser keeps for them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

KEPT = """() => Object.fromEntries(Object.keys(localStorage).map(key => [key, localStorage.getItem(key)]))"""


@dataclass
class Reader:
    """A browser at the folder or server of a site, with everything that its pages said and asked for."""

    context: BrowserContext
    site: str
    """The address of the site, ending in a slash."""

    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Open a page of the site in a tab of its own."""
        page = self.context.new_page()
        page.on("console", lambda one: self.said.append(one.text))
        page.on("pageerror", lambda one: self.said.append(f"{one}\n{one.stack}"))
        page.on("request", lambda one: self.asked.append(one.url))
        page.goto(self.site + path)
        return page

    def strangers(self) -> list[str]:
        """Return what was asked for beyond the files of the site."""
        return [one for one in self.asked if not one.startswith((self.site, "data:", "blob:"))]


def stored(page: Page) -> dict[str, str]:
    """Return all that the browser keeps, as it lies there."""
    return dict(page.evaluate(KEPT))


def entries(page: Page, activity: str) -> dict[str, Any]:
    """Return the value of each entry that is kept of an activity outside of cohorts."""
    found = page.evaluate("guidegen.kept()")
    return {
        one["item"]: one["entry"]["value"]
        for one in found
        if one["activity"] == activity and one["cohort"] == "-"
    }


def becomes(page: Page, expression: str) -> None:
    """Wait until an expression is true on a page; the policy of pages stops playwright's own way."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(25)
    raise AssertionError(expression)


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Show a site by a server on this machine; what comes is its address."""

    class Server(SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
