"""What has hit tools like this one, tried on the preview: nothing is found that is not of the handbook."""

from __future__ import annotations

import gc
import http.client
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from guidegen.cli.preview import live
from guidegen.cli.preview import server as serving
from guidegen.cli.preview.asked import NoAddressError, is_foreign, path_in
from tests.serving import PAGES, Fiction, Served, eventually, served, staged
from tests.story import Handbook

SECRET = "root:x:0:0"


@pytest.fixture(scope="module")
def preview() -> Iterator[Served]:
    with staged(Fiction({**PAGES, "größe/index.html": "<h1>Size</h1>", "100%25/index.html": "?"})) as one:
        yield one


def said_to(preview: Served, request: bytes) -> bytes:
    """Send bytes as they are, and return all that comes back; of a stream, how it begins."""
    answer = b""
    with socket.create_connection(("127.0.0.1", preview.port), timeout=20) as client:
        client.sendall(request)
        while (more := client.recv(65_536)) and b"text/event-stream" not in answer:
            answer += more
    return answer


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer else 0


def asking(target: str, *lines: str, method: str = "GET") -> bytes:
    """Return a request with the right host, unless *lines* name another."""
    host = () if any(line.lower().startswith("host:") for line in lines) else ("Host: 127.0.0.1:8000",)
    return "\r\n".join([f"{method} {target} HTTP/1.1", *host, "Connection: close", *lines, "", ""]).encode(
        "latin-1"
    )


# Paths (classes 1, 2, 3, 24)

DOTS = ("..", "%2e%2e", "%2E.", ".%2e", "%252e%252e", "..;", "....", "%c0%ae%c0%ae", "%u002e%u002e", "..%00")
SLASHES = ("/", "%2f", "%5c", "\\", "//", "%252f", "%c0%af", "/./")
WAYS_OUT = [
    f"/{prefix}{(dots + slash) * depth}{file}"
    for dots in DOTS
    for slash in SLASHES
    for depth in (1, 6)
    for prefix, file in (("", "etc/passwd"), ("assets/", "guidegen.yml"), ("mentees/goals/", ".git/config"))
]
ODD = [
    "/.git/config",
    "/.guidegen",
    "/.guidegen/",
    "/.guidegen/../guidegen.yml",
    "/.guidegen/preview.js/",
    "/.guidegen/assets/preview.js",
    "/.guidegen//preview.js",
    "/.guidegen/__init__.py",
    "/guidegen.yml",
    "/content/index.md",
    "/site/index.html",
    "//etc/passwd",
    "///etc/passwd",
    "/etc/passwd",
    "/@fs/etc/passwd",
    "/C:/Windows/win.ini",
    "/c%3a%5cwindows%5cwin.ini",
    "/file:///etc/passwd",
    "/index.html%00",
    "/index.html%00.css",
    "/%00",
    "/index.html%0d%0aSet-Cookie:%20a=b",
    "/index.html%20",
    "/index.html.",
    "/INDEX.HTML",
    "/index.html/",
    "/index.html/x",
    "/%69ndex.html%2e",
    "/%25%32%65%25%32%65/etc/passwd",
    "/%ff%fe",
    "/%ed%a0%80",
    "/%e2%80%ae",
    "/%f0%9f%98%80%00",
    "/%",
    "/%zz",
    "/%2",
    "/./index.html",
    "/mentees/./goals/",
    "/mentees//goals/",
    "/mentees\\goals\\",
    "/mentees/goals/..",
    "/mentees/goals/../../index.html",
    "/assets_internal/secret",
    "/assets/layout.css.map",
    "/~root",
    "/index.html::$DATA",
    "/NUL",
    "/" + "a" * 10_000,
    "/" + "a/" * 5_000,
]


def test_no_way_out_of_the_handbook_is_found(preview: Served) -> None:
    for target in (*WAYS_OUT, *ODD):
        answer = said_to(preview, asking(target))
        assert status_of(answer) in (307, 400, 404), target
        assert SECRET.encode() not in answer and b"passwd" not in answer.partition(b"\r\n\r\n")[2], target
    assert preview.bugs == []


def test_nothing_beside_a_real_handbook_is_found(handbook: Handbook) -> None:
    secrets = {"passwd", "guidegen.yml", ".git/config", "content/.hidden.md", "notes/passwd", "site/old.html"}
    for path in secrets:
        if path != "guidegen.yml":
            handbook.write(path, f"{SECRET} in {path}")
    handbook.write("guidegen.yml", f"title: Mentoring # {SECRET}\n")
    handbook.write("../project_internal/passwd", SECRET)
    handbook.write("content/goals.md", f"# Goals\n\n<!-- {SECRET} -->\nAim.\n")
    beside = [
        "/../project_internal/passwd",
        "/%2e%2e/project_internal/passwd",
        "/content/goals.md",
        "/goals.md",
    ]
    with served(handbook.root, watched=False) as preview:
        assert "Aim." in preview.get("/goals/").text
        for target in (*WAYS_OUT, *ODD, *beside, *(f"/{path}" for path in secrets)):
            answer = said_to(preview, asking(target))
            assert status_of(answer) in (400, 404), target
            assert SECRET.encode() not in answer, target
        assert preview.bugs == []


def test_a_redirect_stays_on_this_server(preview: Served) -> None:
    for target in (
        *WAYS_OUT,
        *ODD,
        "//evil.example/",
        "/%2f/evil.example",
        "/\\evil.example",
        "/%5cevil.example",
    ):
        head = said_to(preview, asking(target)).partition(b"\r\n\r\n")[0].lower()
        assert b"\r\nlocation:" not in head, target
    answer = preview.get("/mentees/goals?next=//evil.example")
    assert (answer.status, answer.headers["location"]) == (307, "/mentees/goals/?next=//evil.example")
    assert preview.get("/gr%C3%B6%C3%9Fe").headers["location"] == "/gr%C3%B6%C3%9Fe/"


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:8000/index.html",
        "http://evil.example/",
        "index.html",
        "*",
        "?x",
        "/#",
        "/index.html#/../../etc/passwd",
        "/index.html?#/etc/passwd",
        "/?#",
    ],
)
def test_a_target_that_is_no_path_is_refused(target: str, preview: Served) -> None:
    assert status_of(said_to(preview, asking(target))) == 400


@pytest.mark.parametrize("query", ["?raw", "?import&raw??", "?url", "?.svg", "?x=%00", "?" + "a=b&" * 5_000])
def test_a_query_changes_nothing(query: str, preview: Served) -> None:
    assert preview.get(f"/mentees/goals/{query}").text == PAGES["mentees/goals/index.html"]
    assert preview.get(f"/guidegen.yml{query}").status == 404


def test_an_address_is_decoded_once(preview: Served) -> None:
    assert preview.get("/gr%C3%B6%C3%9Fe/").text == "<h1>Size</h1>"
    assert preview.get("/%67r%C3%B6%C3%9Fe/index.html").text == "<h1>Size</h1>"
    assert preview.get("/100%2525/").text == "?"
    assert preview.get("/100%25/").status == 404


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (b"/", "index.html"),
        (b"/a/", "a/index.html"),
        (b"/a", "a"),
        (b"/a%2Fb", "a/b"),
        (b"/a%20b/", "a b/index.html"),
        (b"/%2525", "%25"),
        (b"/a/../b", None),
        (b"/a%2f..%2fb", None),
        (b"//a", None),
        (b"/a//b", None),
        (b"/a%00", None),
        (b"/a%7f", None),
        (b"/a%c2%85", None),
        (b"/a%5cb", None),
        (b"/%ff", None),
        (b"/.", None),
    ],
)
def test_a_path_has_one_meaning_or_none(raw: bytes, path: str | None) -> None:
    assert path_in(raw) == path


@pytest.mark.parametrize("raw", [b"", b"a", b"http://a/", b"/a#b", b"*"])
def test_what_is_no_path_has_no_address(raw: bytes) -> None:
    with pytest.raises(NoAddressError):
        path_in(raw)


_opened: list[str] = []
_listening = threading.Event()


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if _listening.is_set() and event in ("open", "os.listdir", "os.scandir"):
        _opened.append(f"{event} {arguments[0]}")


def test_no_file_is_opened_for_an_answer(preview: Served) -> None:
    sys.addaudithook(_hear)
    _opened.clear()
    _listening.set()
    try:
        for target in (*ODD, "/", "/mentees/goals", "/.guidegen/preview.js", "/.guidegen/problems.json"):
            said_to(preview, asking(target))
        assert _opened == []
        Path(__file__).read_bytes()
        assert len(_opened) == 1
    finally:
        _listening.clear()


def test_an_error_page_names_no_path_of_this_computer(preview: Served) -> None:
    for target in ("/nothing", "/%00", "http://x/"):
        answer = said_to(preview, asking(target))
        assert str(Path.cwd()).encode() not in answer and str(Path.home()).encode() not in answer


# Who asks (classes 5 to 9)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.0.0.1:8000", "localhost", "LOCALHOST:8000", "[::1]", "[::1]:1"],
)
def test_this_computer_is_answered(host: str, preview: Served) -> None:
    assert status_of(said_to(preview, asking("/", f"Host: {host}"))) == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "evil-localhost",
        "127.0.0.1.evil.example",
        "127.0.0.1@evil.example",
        "evil.example@127.0.0.1",
        "127.1",
        "2130706433",
        "0.0.0.0",
        "127.0.0.1.",
        "[::ffff:127.0.0.1]",
        "::1",
        "",
        "localhost, evil.example",
        "localhost:8000:8000",
        "localhost/evil",
    ],
)
def test_another_host_is_not_answered(host: str, preview: Served) -> None:
    for target in ("/", "/.guidegen/problems.json", "/.guidegen/live"):
        answer = said_to(preview, asking(target, f"Host: {host}"))
        assert status_of(answer) == 400
        assert b"Welcome" not in answer


def test_a_request_names_one_host(preview: Served) -> None:
    two = asking("/", "Host: 127.0.0.1", "Host: evil.example")
    assert status_of(said_to(preview, two)) == 400
    assert status_of(said_to(preview, b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")) == 400
    assert status_of(said_to(preview, b"GET / HTTP/1.0\r\n\r\n")) == 400


def test_a_name_that_was_allowed_is_answered_and_no_other() -> None:
    with staged(Fiction(), ("localhost", "desk.example.org")) as preview:
        assert status_of(said_to(preview, asking("/", "Host: desk.example.org:8000"))) == 200
        assert status_of(said_to(preview, asking("/", "Host: x.desk.example.org"))) == 400


OURS = ("/.guidegen/live", "/.guidegen/problems.json", "/.guidegen/preview.js")
ALL = ("/", "/assets/layout.css", "/nothing", *OURS)


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "http://localhost:3000",
        "http://127.0.0.1",
        "http://127.0.0.1:8000.evil.example",
        "http://127.0.0.1:8000@evil.example",
        "file://",
        "null",
        "",
        "http://[",
        "chrome-extension://abc",
    ],
)
def test_a_foreign_origin_is_refused(origin: str, preview: Served) -> None:
    for target in ALL:
        answer = said_to(preview, asking(target, f"Origin: {origin}"))
        assert status_of(answer) == 403
        assert b"access-control" not in answer.lower()


@pytest.mark.parametrize("site", ["cross-site", "same-site", "something-new"])
def test_another_site_may_only_link_here(site: str, preview: Served) -> None:
    follows = ("Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document")
    framed = ("Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe")
    for target in ALL:
        assert status_of(said_to(preview, asking(target, f"Sec-Fetch-Site: {site}"))) == 403
        assert status_of(said_to(preview, asking(target, f"Sec-Fetch-Site: {site}", *framed))) == 403
    assert status_of(said_to(preview, asking("/", f"Sec-Fetch-Site: {site}", *follows))) == 200
    for target in OURS:
        assert status_of(said_to(preview, asking(target, f"Sec-Fetch-Site: {site}", *follows))) == 403


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_a_page_of_ours_may_ask(site: str, preview: Served) -> None:
    lines = (f"Sec-Fetch-Site: {site}", "Origin: http://127.0.0.1:8000")
    for target in ("/", "/.guidegen/problems.json"):
        assert status_of(said_to(preview, asking(target, *lines))) == 200


def test_origin_is_compared_with_the_host_that_was_asked() -> None:
    assert not is_foreign({"origin": "http://Desk.example.org", "host": "desk.example.org"}, "index.html")
    assert not is_foreign({"origin": "https://desk.example.org", "host": "desk.example.org"}, "index.html")
    assert is_foreign({"origin": "http://desk.example.org:81", "host": "desk.example.org"}, "index.html")
    assert not is_foreign({"host": "desk.example.org"}, "index.html")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get"])
def test_nothing_can_be_sent(method: str, preview: Served) -> None:
    for target in ALL:
        answer = said_to(preview, asking(target, "Content-Length: 0", method=method))
        assert status_of(answer) == 405
        assert b"allow: get, head" in answer.lower()


def test_connecting_through_the_preview_is_refused(preview: Served) -> None:
    assert status_of(said_to(preview, asking("evil.example:443", method="CONNECT"))) == 400


def test_a_websocket_is_not_opened(preview: Served) -> None:
    lines = ("Upgrade: websocket", "Sec-WebSocket-Key: dGhlIHNhbXBsZQ==", "Sec-WebSocket-Version: 13")
    request = asking("/", *lines).replace(b"Connection: close", b"Connection: Upgrade, close")
    assert status_of(said_to(preview, request)) == 200


def test_head_is_the_head_of_get(preview: Served) -> None:
    for target in ("/", "/nothing", "/mentees/goals", "/.guidegen/problems.json"):
        whole, head = preview.get(target), preview.get(target, "HEAD")
        assert head.content == b""
        assert (head.status, head.headers.keys()) == (whole.status, whole.headers.keys())
        assert head.headers["content-length"] == whole.headers["content-length"]
    assert preview.get("/.guidegen/live", "HEAD").status == 200


def test_nothing_is_kept_guessed_framed_or_given_away(preview: Served) -> None:
    answers = [
        *(preview.get(target) for target in ("/", "/nothing", "/mentees/goals", *OURS[1:])),
        preview.get("/.guidegen/live", "HEAD"),
        preview.get("/", Origin="http://evil.example"),
        preview.get("/", Host="evil.example"),
        preview.get("/", "POST"),
    ]
    assert sorted({one.status for one in answers}) == [200, 307, 400, 403, 404, 405]
    for one in answers:
        found = {name: one.headers.get(name.lower()) for name in serving.HEADERS}
        assert found == serving.HEADERS, one
        assert not {"server", "access-control-allow-origin", "etag", "last-modified"} & one.headers.keys()
        assert one.status == 307 or "charset=utf-8" in one.headers["content-type"]


def test_words_are_no_script_in_what_a_page_asks_for(preview: Served) -> None:
    answer = preview.get("/.guidegen/problems.json")
    assert answer.headers["content-type"].startswith("application/json")


# Requests that are none, and clients that are slow or gone


@pytest.mark.parametrize(
    "request_",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"GET / HTTP/9.9\r\nConnection: close\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + b"X: a\r\n" * 20_000 + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n\x00\x00GET",
    ],
)
def test_a_request_that_is_none_breaks_nothing(request_: bytes, preview: Served) -> None:
    try:
        answer = said_to(preview, request_)
    except ConnectionError:
        answer = b""
    assert status_of(answer) in (0, 200, 400)
    assert b"Traceback" not in answer
    assert preview.get("/").status == 200
    assert preview.bugs == []


def test_whoever_dawdles_is_cut_off_and_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "PATIENCE", 0.3)
    with staged(Fiction({**PAGES, "large.html": "x" * 30_000_000})) as preview, ExitStack() as clients:
        opened = [
            clients.enter_context(socket.create_connection(("127.0.0.1", preview.port), timeout=20))
            for _ in range(64)
        ]
        for one in opened[:32]:
            one.sendall(b"GET / HTTP/1.1\r\nHost: local")
        for one in opened[60:]:
            one.sendall(asking("/large.html"))
        assert preview.get("/").status == 200
        with preview.live() as stream:
            stream.message()
            eventually(lambda: len(preview.server.server_state.connections) == 1)
        eventually(lambda: len(preview.server.server_state.connections) == 0)
        for one in opened[:60]:
            assert one.recv(1_000) == b""


def test_nobody_can_keep_the_server_from_ending() -> None:
    with staged(Fiction({**PAGES, "large.html": "x" * 30_000_000})) as preview, ExitStack() as clients:
        preview.server.config.timeout_graceful_shutdown = None
        for request in (asking("/large.html"), asking("/.guidegen/live"), b"GET / HT", b""):
            client = clients.enter_context(socket.create_connection(("127.0.0.1", preview.port), timeout=20))
            client.sendall(request)
        eventually(lambda: len(preview.server.server_state.connections) == 4)
        eventually(lambda: len(preview.stage.open_pages) == 1)
        preview.server.should_exit = True
        eventually(lambda: not preview.server.server_state.connections)


def test_there_is_an_end_to_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "MOST_CONNECTIONS", 5)
    with staged(Fiction()) as preview, ExitStack() as clients:
        for _ in range(5):
            clients.enter_context(socket.create_connection(("127.0.0.1", preview.port), timeout=20))
        with pytest.raises((ConnectionError, http.client.HTTPException)):
            eventually(lambda: preview.get("/").status == 0)
        clients.close()
        eventually(lambda: not preview.server.server_state.connections)
        assert preview.get("/").status == 200


def test_there_is_an_end_to_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST", 3)
    with staged(Fiction()) as preview:
        with ExitStack() as tabs:
            for _ in range(3):
                tabs.enter_context(preview.live()).message()
            assert preview.get("/.guidegen/live").status == 503
        eventually(lambda: preview.stage.open_pages == ())
        with preview.live() as stream:
            assert stream.message()["version"] == 1


def test_a_stream_is_for_nothing_else(preview: Served) -> None:
    with preview.live() as stream:
        stream.message()
        assert stream.answer.headers["Connection"] == "close"
        assert stream.answer.headers["Content-Type"].startswith("text/event-stream")


@pytest.mark.parametrize(
    "query",
    [
        *("", "?", "?page=", "?page=%2F..%2F..%2Fetc", "?page=%00", "?page=%ff", "?page=//evil", "?version="),
        *("?version=-1", "?version=1e9", "?version=%D9%A1", "?version=" + "9" * 5_000, "?page=a&page=b"),
        *("?version=99", "?page=" + "a" * 20_000, "?" + "&".join(f"a{one}=" for one in range(3_000))),
    ],
)
def test_whatever_a_tab_says_of_itself_it_is_told_what_holds(query: str, preview: Served) -> None:
    with preview.live(query=query) as stream:
        assert stream.message()["version"] == 1


def descriptors() -> int:
    """Return how many files and connections this process has open; 0 where the system does not tell."""
    told = Path("/proc/self/fd")
    return len([*told.iterdir()]) if told.exists() else 0


def test_tabs_that_come_and_go_leave_nothing_behind() -> None:
    with staged(Fiction()) as preview:
        assert preview.get("/").status == 200
        eventually(lambda: not preview.server.server_state.connections)
        gc.collect()
        before = descriptors()
        for _ in range(100):
            with preview.live() as stream:
                stream.message()
        eventually(
            lambda: not preview.server.server_state.connections and not preview.server.server_state.tasks
        )
        assert preview.stage.open_pages == ()
        gc.collect()
        assert descriptors() <= before
        assert preview.bugs == []
