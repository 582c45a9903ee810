"""What an editor waits for while writing with `guidegen serve`: see README.md."""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from run import measured, write_handbook

CHAPTER = "content/section-01/01-step-1.md"
PAGE = "/section-01/step-1/"
PATIENCE = 60


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--chapters", type=int, nargs="+", default=[50, 1000, 10_000])
    options.add_argument("--edits", type=int, default=30)
    options.add_argument("--many", type=int, default=1000, help="edits over which memory is looked at")
    options.add_argument("--poll", action="store_true")
    chosen = options.parse_args()
    for chapters in chosen.chapters:
        with tempfile.TemporaryDirectory(prefix="guidegen-benchmark-") as folder:
            project = Path(folder)
            write_handbook(project, chapters)
            measured(project, "build")
            print(f"{chapters:,} chapters")
            look_at(project, chosen.edits, chosen.many, ["--poll"] if chosen.poll else [])


def look_at(project: Path, edits: int, many: int, options: list[str]) -> None:
    """Measure one handbook, and print it."""
    with serving(project, options) as server:
        report("start to first page", [server.start])
        print(f"{'':22} {server.processor() * 1000:6.0f} ms of processor time")
        print(f"{'memory at start':22} {server.memory():6.0f} MiB")
        server.settle()
        print(f"{'memory when settled':22} {server.memory():6.0f} MiB")
        chapter = project / CHAPTER
        text = chapter.read_text("utf-8")
        with server.stream() as messages:
            report_edits(
                "paragraph", server, messages, chapter, lambda mark: paragraph_with(text, mark), edits
            )
            report_edits("title", server, messages, chapter, lambda mark: title_with(text, mark), edits // 3)
            before = server.memory()
            for number in range(many):
                chapter.write_text(paragraph_with(text, f"again {number} again"), "utf-8")
                server.shows(messages, f"again {number} again")
            if many:
                print(f"{'memory':22} {before:6.0f} MiB, {server.memory():.0f} MiB after {many:,} more edits")


@dataclass
class Server:
    """`guidegen serve` in a process of its own."""

    process: subprocess.Popen[str]
    address: str
    start: float
    """Seconds from the start of the process to the first page."""

    def connection(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.address)
        assert parts.hostname
        return http.client.HTTPConnection(parts.hostname, parts.port, timeout=PATIENCE)

    def get(self, path: str) -> bytes:
        connection = self.connection()
        connection.request("GET", path)
        answer = connection.getresponse().read()
        connection.close()
        return answer

    @contextmanager
    def stream(self) -> Iterator[Iterator[dict[str, Any]]]:
        """Open the stream of a tab that shows the page, past its first message."""
        connection = self.connection()
        connection.request("GET", f"/.guidegen/live?page={PAGE}", headers={"Accept": "text/event-stream"})
        messages = read_messages(connection.getresponse())
        next(messages)
        yield messages
        connection.close()

    def shows(self, messages: Iterator[dict[str, Any]], mark: str) -> None:
        """Return when the page has a text, asking for it at each message as a tab does."""
        for _ in messages:
            if mark.encode() in self.get(PAGE):
                return
        sys.exit("The stream ended.")

    def settle(self) -> None:
        """Wait until every page was looked through and nothing more is done."""
        while not json.loads(self.get("/.guidegen/problems.json"))["complete"]:
            time.sleep(0.1)
        self.rest()

    def rest(self) -> None:
        """Wait until the process uses no processor time."""
        before = -1.0
        while (now := self.processor()) - before > 0.011:
            before = now
            time.sleep(0.25)

    def memory(self) -> float:
        """Return the MiB in memory."""
        text = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        found = re.search(r"VmRSS:\s*(\d+) kB", text)
        assert found
        return int(found[1]) / 1024

    def processor(self) -> float:
        """Return the seconds of processor time used so far, user and system."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(project: Path, options: list[str]) -> Iterator[Server]:
    """Start the preview and get its first page."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "guidegen", "serve", *options],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout
    try:
        server = Server(process, process.stdout.readline().strip(), 0)
        if not server.address:
            sys.exit("guidegen serve did not start.")
        server.get(PAGE)
        server.start = time.perf_counter() - began
        yield server
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)


def report_edits(
    what: str,
    server: Server,
    messages: Iterator[dict[str, Any]],
    chapter: Path,
    edited: Callable[[str], str],
    times: int,
) -> None:
    """Edit a chapter again and again, and print how long until the page has the edit."""
    waited, used = [], []
    for number in range(times):
        server.rest()
        text, processor = edited(f"mark {number} mark"), server.processor()
        began = time.perf_counter()
        chapter.write_text(text, "utf-8")
        server.shows(messages, f"mark {number} mark")
        waited.append(time.perf_counter() - began)
        server.rest()
        used.append(server.processor() - processor)
    report(what, waited)
    print(f"{'':22} {statistics.mean(used) * 1000:6.0f} ms of processor time, with what is done when idle")


def report(what: str, seconds: list[float]) -> None:
    middle, least, most = (1000 * pick(seconds) for pick in (statistics.median, min, max))
    print(f"{what:22} {middle:6.0f} ms" + (f" ({least:.0f} to {most:.0f})" if len(seconds) > 1 else ""))


def paragraph_with(text: str, mark: str) -> str:
    """Return a chapter with a sentence more in its first paragraph."""
    head, rest = text.split("\n## ", 1)
    title, blank, words = rest.partition("\n\n")
    return f"{head}\n## {title}{blank}The {mark} was here. {words}"


def title_with(text: str, mark: str) -> str:
    return re.sub(r"^# .*$", f"# A title with {mark}", text, count=1, flags=re.M)


def read_messages(response: http.client.HTTPResponse) -> Iterator[dict[str, Any]]:
    for line in response:
        if line.startswith(b"data:"):
            yield json.loads(line[5:])


if __name__ == "__main__":
    main()
