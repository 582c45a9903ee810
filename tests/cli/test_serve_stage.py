"""What the preview makes, in which order, and whom it tells."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack

import pytest

from guidegen.cli.preview import live
from guidegen.cli.preview.stage import Moment, Stage
from guidegen.cli.preview.terminal import Terminal
from guidegen.model.problem import Place, Problem, problem
from tests.serving import PATIENCE, Edited, Fiction, Fictional, eventually, staged

GOALS = "mentees/goals/index.html"
BROKEN = problem("yaml", "this is no YAML.", Place("content/a.yml", 3, 5, "a: [", 1), "Close the bracket.")
LINK = problem("broken-link", "there is no b.md.", Place("content/a.md", 7, 1, "[b](b.md)", 4))

Captured = pytest.CaptureFixture[str]


# What tabs are told


def test_a_tab_is_told_at_once_what_holds() -> None:
    with staged(Fiction()) as preview, preview.live() as stream:
        message = stream.message()
        assert message.keys() == {"version", "build", "edited", "changed", "problems", "count", "errors"}
        assert (message["version"], message["edited"], message["changed"]) == (1, None, [])
        assert stream.answer.readline() == b"retry: 500\n"


def test_a_tab_is_told_of_a_change_and_finds_it() -> None:
    fiction = Fiction()
    with staged(fiction) as preview, preview.live() as stream:
        stream.message()
        fiction.edit(GOALS, "<h1>New goals</h1>", last=Edited(GOALS, "aims"))
        message = stream.message()
        assert message["version"] == 2
        assert message["edited"] == {"address": GOALS, "fragment": "aims"}
        page = preview.get("/mentees/goals/")
        assert page.text == "<h1>New goals</h1>"
        assert page.headers["server-timing"] == 'guidegen;desc="2"'


def test_a_tab_that_slept_is_told_all_that_it_missed() -> None:
    fiction = Fiction()
    with staged(fiction) as preview:
        for path in ("assets/layout.css", GOALS, "assets/prose.css", GOALS):
            before = preview.stage.moment.version
            fiction.edit(path, f"{path} after {before}")
            eventually(lambda before=before: preview.stage.moment.version > before)
        with preview.live(version=1) as stream:
            message = stream.message()
            assert message["changed"] == ["assets/layout.css", "assets/prose.css"]
            assert message["edited"] == {"address": GOALS, "fragment": ""}
        with preview.live(version=3) as stream:
            assert stream.message()["changed"] == ["assets/prose.css"]
        for current in (5, ""):
            with preview.live(version=current) as stream:
                message = stream.message()
                assert (message["changed"], message["edited"]) == ([], None)


def test_a_tab_that_reads_slowly_is_told_of_the_newest_state_only() -> None:
    fiction = Fiction()
    with staged(fiction) as preview, preview.live() as stream:
        stream.message()
        versions = 5_000
        for one in range(versions):
            fiction.edit(GOALS, str(one))
        eventually(lambda: preview.stage.moment.version == versions + 1)
        last = stream.until(lambda message: message["version"] == versions + 1)
        assert last["edited"] == {"address": GOALS, "fragment": ""}
        assert len([line for line in stream.lines if line.startswith("data:")]) < versions


def test_a_change_that_is_none_is_not_told() -> None:
    fiction = Fiction()
    with staged(fiction) as preview:
        eventually(lambda: preview.stage.moment.complete)
        said = len(preview.said)
        looked = threading.Semaphore(0)
        fiction.before_renewal = looked.release
        preview.stage.wake()
        assert looked.acquire(timeout=PATIENCE)
        fiction.edit(GOALS, "new")
        eventually(lambda: preview.stage.moment.version == 2 and preview.stage.moment.complete)
        assert [one.version for one in preview.said[said:]] == [2, 2]


def test_nothing_is_told_twice() -> None:
    fiction = Fiction()
    told = threading.Event()

    def waiting(preview: object) -> Iterator[None]:
        told.wait(PATIENCE)
        yield

    fiction.look_through = waiting  # type: ignore[method-assign,assignment]
    with staged(fiction) as preview, preview.live() as stream:
        assert stream.message()["version"] == 1
        told.set()
        eventually(lambda: preview.stage.moment.complete)
        fiction.edit(GOALS, "new")
        assert stream.message()["version"] == 2


def test_each_tab_knows_which_run_of_the_server_it_talks_to() -> None:
    builds = []
    for _ in range(2):
        with staged(Fiction()) as preview, preview.live() as one, preview.live() as other:
            builds.append(one.message()["build"])
            assert other.message()["build"] == builds[-1]
    assert builds[0] != builds[1]


# Problems


def test_problems_are_listed_with_the_errors_first() -> None:
    fiction = Fiction()
    fiction.now = Fictional(1, fiction.now.pages, faults=(LINK, BROKEN))
    with staged(fiction) as preview, preview.live() as stream:
        message = stream.until(lambda message: message["count"] == 2)
        assert message["errors"] == 1
        listed = preview.problems()
        assert [one["slug"] for one in listed] == ["yaml", "broken-link"]
        assert listed[0] == {
            "level": "error",
            "slug": "yaml",
            "message": "this is no YAML.",
            "path": "content/a.yml",
            "line": 3,
            "column": 5,
            "width": 1,
            "excerpt": "a: [",
            "remedy": "Close the bracket.",
            "open": "editor:content/a.yml:3",
        }


def test_a_page_lists_no_more_problems_than_it_can_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LISTED", 3)
    fiction = Fiction()
    many = tuple(problem("alt", f"{one}", Place("content/a.md", one)) for one in range(1, 10))
    fiction.now = Fictional(1, fiction.now.pages, faults=(*many, BROKEN))
    with staged(fiction) as preview:
        eventually(lambda: len(preview.problems()) == 3)
        assert b'"more": 7' in preview.get("/.guidegen/problems.json").content
        assert preview.problems()[0]["slug"] == "yaml"


def test_an_excerpt_can_play_no_tricks_and_is_cut_around_its_mark() -> None:
    fiction = Fiction()
    line = "x" * 5_000 + "\u202e</script>\x1b[2J" + "y" * 4_000
    fiction.now = Fictional(
        1, fiction.now.pages, faults=(problem("yaml", "no\x07.", Place("a\x1b.yml", 1, 5_001, line, 10)),)
    )
    with staged(fiction) as preview:
        eventually(preview.problems)
        (one,) = preview.problems()
        assert all(letter.isprintable() for name in ("message", "path", "excerpt") for letter in one[name])
        assert len(one["excerpt"]) < 200
        assert one["excerpt"][one["column"] - 1 :].startswith("\\u202e")


def test_problems_of_pages_that_nobody_asked_for_are_told_when_they_are_found() -> None:
    fiction = Fiction()
    fiction.hidden = (BROKEN,)
    with staged(fiction) as preview, preview.live() as stream:
        message = stream.until(lambda message: message["errors"] == 1)
        assert (message["version"], message["edited"]) == (1, None)
        assert preview.stage.moment.complete


def test_a_mended_problem_is_gone() -> None:
    fiction = Fiction()
    with staged(fiction) as preview, preview.live() as stream:
        fiction.become(faults=(BROKEN,))
        first = stream.until(lambda message: message["errors"] == 1)
        fiction.become(faults=())
        last = stream.until(lambda message: message["errors"] == 0)
        assert first["problems"] != last["problems"]
        assert preview.problems() == []


# The order of work


def test_pages_that_are_open_are_drawn_after_a_change_before_the_rest_is_looked_through() -> None:
    fiction = Fiction()
    with staged(fiction) as preview, ExitStack() as tabs:
        for page in ("/", "/mentees/goals/"):
            tabs.enter_context(preview.live(page)).message()
        eventually(lambda: 1 in fiction.looked_into)
        fiction.edit(GOALS, "new")
        eventually(lambda: 2 in fiction.looked_into)
        assert fiction.drawn == [(2, GOALS), (2, "index.html")]


def test_a_page_that_nobody_shows_any_more_is_not_drawn() -> None:
    fiction = Fiction()
    with staged(fiction) as preview:
        with preview.live("/mentees/goals/") as stream:
            stream.message()
        eventually(lambda: preview.stage.open_pages == ())
        fiction.edit(GOALS, "new")
        eventually(lambda: 2 in fiction.looked_into)
        assert fiction.drawn == []


def test_a_change_goes_before_a_page_and_a_page_before_the_next_change() -> None:
    fiction = Fiction({"a.html": "a", "b.html": "b"})
    done: list[str] = []
    stage = Stage(fiction.begin(), fiction, lambda _: None, lambda _: None)
    fiction.wake = stage.wake

    def saved_again() -> None:
        done.append("look")
        fiction.edit("a.html", str(len(done)))

    fiction.before_renewal = saved_again
    answers = [stage.found(path) for path in ("a.html", "b.html")]
    for one, name in zip(answers, "ab", strict=True):
        one.add_done_callback(lambda _, name=name: done.append(name))
    with stage.working():
        for one in answers:
            one.result(PATIENCE)
    assert done[:4] == ["look", "a", "look", "b"]


def test_two_who_wait_for_one_page_get_one_drawing() -> None:
    fiction = Fiction()
    stage = Stage(fiction.begin(), fiction, lambda _: None, lambda _: None)
    answers = [stage.found(GOALS) for _ in range(10)]
    with stage.working():
        assert {one.result(PATIENCE) for one in answers} == {answers[0].result(PATIENCE)}
    assert fiction.drawn == [(1, GOALS)]


def test_a_page_that_nobody_waits_for_any_more_is_not_made() -> None:
    fiction = Fiction()
    stage = Stage(fiction.begin(), fiction, lambda _: None, lambda _: None)
    assert stage.found(GOALS).cancel()
    with stage.working():
        stage.found("index.html").result(PATIENCE)
    assert fiction.drawn == [(1, "index.html")]


def test_the_disk_is_looked_at_once_more_after_a_change() -> None:
    fiction = Fiction()
    with staged(fiction) as preview:
        eventually(lambda: preview.stage.moment.complete)
        looks: list[int] = []

        def look() -> None:
            looks.append(fiction.now.version)
            if len(looks) == 1:
                fiction.wake = lambda: None
                fiction.edit("index.html", "half a page")
            elif len(looks) == 2:
                fiction.edit("index.html", "a whole page")

        fiction.before_renewal = look
        preview.stage.wake()
        eventually(lambda: preview.get("/").text == "a whole page")
        eventually(lambda: len(looks) == 3)


def test_looking_through_the_handbook_gives_way_to_a_page() -> None:
    fiction = Fiction()
    answered = threading.Event()
    held = threading.Semaphore(0)

    def endless(preview: object) -> object:
        while not answered.is_set():
            held.release()
            yield

    fiction.look_through = endless  # type: ignore[method-assign,assignment]
    with staged(fiction) as preview:
        assert held.acquire(timeout=PATIENCE)
        assert preview.get("/").status == 200
        assert not preview.stage.moment.complete
        answered.set()
        eventually(lambda: preview.stage.moment.complete)


def test_ending_leaves_nobody_waiting_and_no_thread() -> None:
    fiction = Fiction()
    stage = Stage(fiction.begin(), fiction, lambda _: None, lambda _: None)
    waiting = stage.found(GOALS)
    stage.end()
    for one in (waiting, stage.found("index.html"), stage.edited("index.html")):
        with pytest.raises(CancelledError):
            one.result(PATIENCE)
    with stage.working():
        pass
    assert "guidegen-stage" not in {one.name for one in threading.enumerate()}


def test_a_server_leaves_no_thread() -> None:
    before = set(threading.enumerate())
    with staged(Fiction()) as preview, preview.live() as stream:
        stream.message()
    assert set(threading.enumerate()) == before


# When guidegen has a mistake


def test_a_mistake_in_renewing_keeps_the_last_good_state_and_is_told() -> None:
    fiction = Fiction()
    with staged(fiction) as preview, preview.live() as stream:
        stream.message()
        fiction.fails["renewed"] = ZeroDivisionError("a mistake")
        fiction.edit(GOALS, "new")
        assert stream.until(lambda message: message["errors"] == 1)["version"] == 1
        assert preview.get("/mentees/goals/").text == "<h1>Goals</h1>"
        assert [one["slug"] for one in preview.problems()] == ["guidegen"]
        assert {type(one) for one in preview.bugs} == {ZeroDivisionError}
        del fiction.fails["renewed"]
        preview.stage.wake()
        assert stream.until(lambda message: message["errors"] == 0)["version"] == 2
        assert preview.get("/mentees/goals/").text == "new"


def test_a_mistake_in_renewing_is_not_tried_for_ever() -> None:
    fiction = Fiction()
    looks: list[None] = []
    fiction.before_renewal = lambda: looks.append(None)
    fiction.fails["renewed"] = ZeroDivisionError()
    with staged(fiction) as preview:
        eventually(lambda: len(preview.bugs) == 2)
        threading.Event().wait(0.3)
        assert preview.get("/").status == 200
        assert len(looks) == 2


@pytest.mark.parametrize("verb", ["look_through", "problems"])
def test_a_mistake_elsewhere_stops_nothing(verb: str) -> None:
    fiction = Fiction()
    fiction.fails[verb] = ZeroDivisionError()
    with staged(fiction) as preview:
        assert preview.get("/").status == 200
        eventually(lambda: preview.bugs)
        fiction.fails.clear()
        fiction.edit("index.html", "new")
        eventually(lambda: preview.get("/").text == "new")


def test_a_page_that_cannot_be_drawn_is_reported_once_and_the_others_are_there() -> None:
    fiction = Fiction()
    with staged(fiction) as preview:
        assert preview.get("/").status == 200
        fiction.fails["answer"] = ZeroDivisionError()
        answer = preview.get("/mentees/goals/")
        assert answer.status == 500
        assert "/.guidegen/preview.js" in answer.text
        assert len(preview.bugs) == 1
        assert preview.get("/").status == 200


# Where there is no page


@pytest.mark.parametrize("path", ["index.html", "print/all.pdf"])
def test_a_page_that_was_never_drawn_explains_itself(path: str) -> None:
    fiction = Fiction({"index.html": "<h1>Welcome</h1>", path: "", "assets/empty.css": ""})
    with staged(fiction) as preview:
        answer = preview.get(f"/{path}")
        assert answer.status == 503
        assert "This page cannot be drawn yet" in answer.text and "/.guidegen/preview.js" in answer.text
        assert preview.get("/assets/empty.css").status == 200
        fiction.edit(path, "Drawn.")
        eventually(lambda: preview.get(f"/{path}").text == "Drawn.")


def test_a_page_that_is_none_is_told_in_the_handbook_s_own_words() -> None:
    with staged(Fiction()) as preview:
        answer = preview.get("/nothing/")
        assert (answer.status, answer.text) == (404, "<h1>Nothing here</h1>")


def test_a_handbook_without_such_a_page_gets_one_that_follows_changes() -> None:
    with staged(Fiction({"index.html": "<h1>Welcome</h1>"})) as preview:
        answer = preview.get("/nothing/")
        assert answer.status == 404
        assert "There is no page here" in answer.text and "/.guidegen/preview.js" in answer.text


def test_without_a_handbook_every_address_waits_for_one() -> None:
    fiction = Fiction({})
    with staged(fiction) as preview, preview.live("/mentees/goals/") as stream:
        for target in ("/", "/mentees/goals/", "/404.html", "/%00"):
            answer = preview.get(target)
            assert answer.status == 503
            assert "There is no page yet" in answer.text and "/.guidegen/preview.js" in answer.text
        assert preview.get("/.guidegen/preview.js").status == 200
        fiction.edit("index.html", "<h1>Mended</h1>")
        stream.until(lambda message: message["version"] == 2)
        assert preview.get("/").text == "<h1>Mended</h1>"
        assert preview.get("/mentees/goals/").status == 404


# The terminal


def moment(*problems: Problem, complete: bool = True, version: int = 1) -> Moment:
    return Moment(Fictional(version, {}), problems, complete)


def test_the_terminal_shows_each_problem_once_until_it_comes_back(capsys: Captured) -> None:
    terminal = Terminal()

    def said(*problems: Problem, complete: bool = True) -> str:
        terminal.tell(moment(*problems, complete=complete))
        return capsys.readouterr().err

    assert "this is no YAML" in said(BROKEN, complete=False)
    assert said(BROKEN) == ""
    both = said(BROKEN, LINK)
    assert "there is no b.md" in both and "YAML" not in both
    assert said(LINK) == ""
    assert "this is no YAML" in said(BROKEN, LINK)
    assert said() == "All problems are gone.\n"
    assert said() == ""
    assert "there is no b.md" in said(LINK)


def test_a_problem_is_not_gone_before_every_page_was_looked_into(capsys: Captured) -> None:
    terminal = Terminal()
    terminal.tell(moment(LINK))
    capsys.readouterr()
    terminal.tell(moment(complete=False, version=2))
    terminal.tell(moment(LINK, version=2))
    assert capsys.readouterr().err == ""
    terminal.tell(moment(complete=False, version=3))
    terminal.tell(moment(version=3))
    assert capsys.readouterr().err == "All problems are gone.\n"


def test_a_problem_that_moves_with_its_line_is_the_same(capsys: Captured) -> None:
    terminal = Terminal()
    terminal.tell(moment(LINK))
    capsys.readouterr()
    lower = problem("broken-link", "there is no b.md.", Place("content/a.md", 8, 1, "[b](b.md)", 4))
    terminal.tell(moment(lower))
    assert capsys.readouterr().err == ""
    terminal.tell(moment(LINK, lower))
    assert capsys.readouterr().err.count("there is no b.md") == 1


def test_a_mistake_of_guidegen_is_reported_once(capsys: Captured) -> None:
    terminal = Terminal(("serve",))
    for _ in range(3):
        terminal.report(ZeroDivisionError("what we forgot"))
    said = capsys.readouterr().err
    assert said.count("what we forgot") == 1
    assert said.startswith("This is a mistake in guidegen")


def test_a_terminal_that_is_gone_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object, **__: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("click.echo", gone)
    terminal = Terminal()
    terminal.tell(moment(BROKEN))
    terminal.report(ZeroDivisionError())
    terminal.tell(moment())
