"""`guidegen serve` as somebody types it: what it says, which port it takes, and how it ends."""

from __future__ import annotations

import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from guidegen.cli.main import run
from guidegen.cli.preview import ports
from tests.serving import Stream, eventually, served, typed
from tests.story import Handbook

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def here(handbook: Handbook, monkeypatch: pytest.MonkeyPatch) -> Handbook:
    """A handbook of two editions as the current folder."""
    handbook.write(
        "guidegen.yml",
        """
        title: Mentoring
        editions:
        - {id: mentee, label: Mentees, roles: [mentee]}
        - {id: mentor, label: Mentors, roles: [mentor]}
        """,
    )
    handbook.write("content/goals.md", "# Know your goals\n\nWrite them down.\n")
    monkeypatch.chdir(handbook.root)
    return handbook


@pytest.fixture
def never_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that ends as soon as it has begun."""
    monkeypatch.setattr("guidegen.cli.preview.server.Server.run", lambda *_, **__: None)


@contextmanager
def taken(host: str = "127.0.0.1", port: int = 0) -> Iterator[int]:
    """Hold a port, and say which."""
    with socket.create_server((host, port)) as listener:
        yield listener.getsockname()[1]


def tree(root: Path) -> dict[str, bytes]:
    return {str(one.relative_to(root)): one.read_bytes() for one in sorted(root.rglob("*")) if one.is_file()}


# What it says


@pytest.mark.usefixtures("never_runs")
def test_the_address_is_said_last(here: Handbook, capsys: Captured) -> None:
    here.write("content/goals.md", "# Goals\n\n[gone](gone.md)\n")
    assert run(["serve", "--port", "0"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("http://127.0.0.1:") and said.out.endswith("/\n")
    assert said.out.count("\n") == 1
    assert said.err.startswith(f"Reading {here.root.name}.\n")


@pytest.mark.usefixtures("never_runs")
def test_an_edition_is_opened_at_its_front_page(here: Handbook, capsys: Captured) -> None:
    assert run(["serve", "--port", "0", "--edition", "mentor"]) == 0
    assert capsys.readouterr().out.endswith("/mentor/\n")


@pytest.mark.usefixtures("never_runs")
def test_an_edition_that_is_none_ends_with_2(here: Handbook, capsys: Captured) -> None:
    assert run(["serve", "--port", "0", "--edition", "mentr"]) == 2
    assert 'There is no edition "mentr". Did you mean "mentor"?' in capsys.readouterr().err
    assert run(["serve", "--port", "0", "--edition", "xyz"]) == 2
    assert "Known: mentee, mentor." in capsys.readouterr().err


def test_a_folder_without_a_handbook_ends_with_2(tmp_path: Path, capsys: Captured) -> None:
    assert run(["serve", str(tmp_path)]) == 2
    assert "There is no handbook here" in capsys.readouterr().err


@pytest.mark.usefixtures("never_runs")
def test_mistakes_are_shown_before_the_address(here: Handbook, capfd: pytest.CaptureFixture[str]) -> None:
    here.write("content/terms.yml", "a: [\n")
    here.write("content/glossary.yml", "a: [\n")
    assert run(["serve", "--port", "0"]) == 0
    assert "content/glossary.yml:" in capfd.readouterr().err


# Ports and names


@pytest.mark.usefixtures("never_runs")
def test_a_port_that_was_typed_and_is_taken_ends_with_2(here: Handbook, capsys: Captured) -> None:
    with taken() as port:
        assert run(["serve", "--port", str(port)]) == 2
    said = capsys.readouterr()
    assert f"Port {port} is taken." in said.err
    assert said.out == ""


@pytest.mark.usefixtures("never_runs")
def test_without_a_port_the_next_free_one_is_taken_and_said(
    here: Handbook, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    with taken() as port:
        monkeypatch.setattr(ports, "FIRST", port)
        assert run(["serve"]) == 0
    said = capsys.readouterr()
    assert f"Port {port} is taken" in said.err
    found = int(said.out.rpartition(":")[2].rstrip("/\n"))
    assert port < found < port + ports.TRIED


@pytest.mark.usefixtures("never_runs")
def test_there_is_an_end_to_trying_ports(
    here: Handbook, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    with taken() as port:
        monkeypatch.setattr(ports, "FIRST", port)
        monkeypatch.setattr(ports, "TRIED", 1)
        assert run(["serve"]) == 2
    assert "are all taken. Name a free one with --port." in capsys.readouterr().err


@pytest.mark.usefixtures("never_runs")
def test_a_port_is_free_again_at_once(here: Handbook) -> None:
    with taken() as port:
        pass
    with typed(here.root, "--port", str(port)) as preview:
        assert preview.get().status == 200
        preview.ended_by(signal.SIGINT)
    assert run(["serve", "--port", str(port)]) == 0


@pytest.mark.usefixtures("never_runs")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--host", "203.0.113.7"), "cannot listen on 203.0.113.7"),
        (("--host", "no..host"), 'There is no host "no..host".'),
        (("--allow-host", "http://desk.example"), '"http://desk.example" is no name of a host.'),
        (("--allow-host", "*"), '"*" is no name of a host.'),
        (("--allow-host", "*.example.org"), '"*.example.org" is no name of a host.'),
        (("--allow-host", "desk.example:80"), '"desk.example:80" is no name of a host.'),
        (("--port", "70000"), "70000 is not in the range"),
        (("--port", "-1"), "-1 is not in the range"),
    ],
)
def test_a_door_that_cannot_be_opened_ends_with_2(
    arguments: tuple[str, ...], said: str, here: Handbook, capsys: Captured
) -> None:
    assert run(["serve", "--port", "0", *arguments]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.usefixtures("never_runs")
def test_opening_the_door_to_others_is_warned_of_with_the_names_that_are_answered(
    here: Handbook, capsys: Captured
) -> None:
    arguments = ["serve", "--port", "0", "--host", "0.0.0.0"]
    assert run([*arguments, "--allow-host", "Desk.example", "--allow-host", "::2"]) == 0
    said = capsys.readouterr()
    warning = [line for line in said.err.splitlines() if line.startswith("Warning:")]
    assert len(warning) == 1
    assert "localhost, 127.0.0.1, [::1], desk.example, [::2]" in warning[0]
    assert said.out.startswith("http://127.0.0.1:")
    assert run(["serve", "--port", "0"]) == 0
    assert "Warning" not in capsys.readouterr().err


def test_a_host_that_was_named_is_answered(here: Handbook) -> None:
    with typed(here.root, "--port", "0", "--host", "127.0.0.2") as preview:
        assert preview.address.startswith("http://127.0.0.2:")
        assert preview.get().status == 200


def test_the_browser_is_opened_when_asked(here: Handbook, tmp_path: Path) -> None:
    told = tmp_path / "told"
    script = tmp_path / "browser.py"
    script.write_text(f"import pathlib, sys; pathlib.Path({str(told)!r}).write_text(sys.argv[1])")
    browser = f"{sys.executable} {script} %s"
    with typed(here.root, "--port", "0", "--open", "--edition", "mentor", BROWSER=browser) as preview:
        eventually(lambda: told.exists() and told.read_text())
        assert told.read_text() == preview.address
        assert preview.address.endswith("/mentor/")


# How it ends


@pytest.mark.parametrize(
    ("number", "code", "said"), [(signal.SIGINT, 130, "Stopped.\n"), (signal.SIGTERM, 143, "")]
)
def test_it_ends_at_once_whatever_is_open(number: int, code: int, said: str, here: Handbook) -> None:
    with typed(here.root, "--port", "0") as preview, ExitStack() as clients:
        port = int(preview.address.rpartition(":")[2].partition("/")[0])
        for ask in (b"GET /.guidegen/live HTTP/1.1\r\nHost: localhost\r\n\r\n", b"GET / HT", b""):
            for _ in range(30):
                client = clients.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20))
                client.sendall(ask)
        assert preview.get().status == 200
        found, out, err = preview.ended_by(number)
        assert (found, out) == (code, "")
        assert "Traceback" not in err
        assert err.endswith(said)


def test_it_ends_while_the_rest_of_a_large_handbook_is_looked_through(here: Handbook) -> None:
    for one in range(150):
        here.write(
            f"content/part/chapter-{one}.md", f"# Chapter {one}\n\n" + "Words and *more* words.\n\n" * 40
        )
    with typed(here.root, "--port", "0") as preview:
        code, _, err = preview.ended_by(signal.SIGINT)
        assert code == 130
        assert "Traceback" not in err


def test_nobody_reading_what_it_says_does_not_end_it(here: Handbook) -> None:
    with typed(here.root, "--port", "0") as preview:
        assert preview.process.stderr
        preview.process.stderr.close()
        here.write("content/goals.md", "# Goals\n\n[gone](gone.md)\n\nChanged.\n")
        preview.shows("mentee/goals/", "Changed.")
        preview.process.send_signal(signal.SIGINT)
        assert preview.process.wait(20) in (0, 130)


# A real handbook


def test_what_is_saved_shows_and_the_site_is_left_alone(here: Handbook) -> None:
    run(["build"])
    before = tree(here.root / "site")
    with typed(here.root, "--port", "0") as preview:
        preview.shows("mentee/goals/", "Write them down.")
        here.write("content/goals.md", "# Know your goals\n\nSay them aloud.\n")
        preview.shows("mentee/goals/", "Say them aloud.")
        here.write("content/new/idea.md", "---\ndraft: true\n---\n# An idea\n\nNew.\n")
        preview.shows("mentor/new/idea/", "New.")
        here.delete("content/new/idea.md")
        eventually(lambda: preview.get("mentor/new/idea/").status == 404)
        preview.ended_by(signal.SIGINT)
    assert tree(here.root / "site") == before


def test_a_broken_beginning_is_mended_without_a_new_start(here: Handbook) -> None:
    good = (here.root / "guidegen.yml").read_text()
    here.write("guidegen.yml", "title: [\n")
    with typed(here.root, "--port", "0", "--edition", "mentor") as preview:
        assert preview.get().status == 503
        (here.root / "guidegen.yml").write_text(good)
        preview.shows("mentee/goals/", "Write them down.")
        _, _, err = preview.ended_by(signal.SIGINT)
        assert err.count("guidegen.yml:1") == 1
        assert "All problems are gone." in err


def test_a_broken_or_missing_settings_file_keeps_the_last_good_state(here: Handbook) -> None:
    settings = here.root / "guidegen.yml"
    good = settings.read_text()
    with served(here.root) as preview, preview.live("/mentee/goals/") as stream:
        for break_it in (lambda: settings.write_text("title: [\n"), settings.unlink):
            break_it()
            stream.until(lambda message: message["errors"] > 0)
            assert "Write them down." in preview.get("/mentee/goals/").text
            assert preview.problems()[0]["path"] == "guidegen.yml"
            settings.write_text(good)
            stream.until(lambda message: message["errors"] == 0)
        assert preview.bugs == []


def test_a_template_that_is_broken_from_the_start_is_explained_and_mended(here: Handbook) -> None:
    here.write("templates/chapter.html", "{% if %}")
    with served(here.root) as preview, preview.live("/mentee/goals/") as stream:
        answer = preview.get("/mentee/goals/")
        assert answer.status == 503 and "/.guidegen/preview.js" in answer.text
        stream.until(lambda message: message["errors"] > 0)
        assert {one["path"] for one in preview.problems()} == {"templates/chapter.html"}
        here.delete("templates/chapter.html")
        stream.until(lambda message: message["errors"] == 0)
        assert "Write them down." in preview.get("/mentee/goals/").text
        here.write("templates/chapter.html", "{% if %}")
        stream.until(lambda message: message["errors"] > 0)
        assert "Write them down." in preview.get("/mentee/goals/").text
        assert preview.bugs == []


def test_the_chapters_may_go_and_come_back(here: Handbook) -> None:
    content, aside = here.root / "content", here.root / "aside"
    with served(here.root) as preview:
        content.rename(aside)
        eventually(lambda: preview.problems() or preview.get("/mentee/goals/").status == 404)
        aside.rename(content)
        here.write("content/goals.md", "# Goals\n\nBack again.\n")
        eventually(lambda: "Back again." in preview.get("/mentee/goals/").text)
        eventually(lambda: not preview.problems())
        assert preview.bugs == []


def test_the_folder_of_the_handbook_may_go_and_come_back(
    here: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("/")
    with served(here.root) as preview:
        assert preview.get("/mentee/goals/").status == 200
        aside = here.root.with_name("aside")
        here.root.rename(aside)
        eventually(lambda: preview.problems())
        assert "Write them down." in preview.get("/mentee/goals/").text
        aside.rename(here.root)
        here.write("content/goals.md", "# Goals\n\nBack again.\n")
        eventually(lambda: "Back again." in preview.get("/mentee/goals/").text)
        eventually(lambda: not preview.problems())
        assert preview.bugs == []


def descriptors() -> int:
    """Return how many files and connections this process has open; 0 where the system does not tell."""
    told = Path("/proc/self/fd")
    return len([*told.iterdir()]) if told.exists() else 0


def test_twenty_tabs_and_a_hundred_saves_end_on_the_last_state_and_leave_nothing(here: Handbook) -> None:
    threads, files = set(threading.enumerate()), descriptors()
    with served(here.root) as preview:
        seen: list[str] = []

        def tab(stream: Stream) -> None:
            page = ""
            while "Save 100." not in page:
                stream.message()
                page = preview.get("/mentee/goals/").text
            seen.append(page)

        with ExitStack() as streams:
            tabs = [
                threading.Thread(target=tab, args=(streams.enter_context(preview.live("/mentee/goals/")),))
                for _ in range(20)
            ]
            for one in tabs:
                one.start()
            for save in range(1, 101):
                here.write("content/goals.md", f"# Goals\n\nSave {save}.\n")
                threading.Event().wait(0.05)
            for one in tabs:
                one.join(30)
        assert len(seen) == 20
        assert len(set(seen)) == 1
        assert preview.bugs == []
        eventually(lambda: not preview.server.server_state.connections)
    eventually(lambda: set(threading.enumerate()) == threads)
    assert descriptors() <= files
