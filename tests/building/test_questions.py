"""What authors are told before a change sets people's answers aside."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from guidegen.building.build import build, check
from guidegen.building.options import Options
from guidegen.building.output import folders_of
from guidegen.building.questions import keep_questions, read_questions
from guidegen.building.unchanged import unchanged
from guidegen.model.questions import Questions
from tests.story import Handbook

TODAY = date(2027, 3, 1)
SHEET = "content/worksheets/aims.yml"
LIST = "content/checklists/start.yml"


def sheet(*fields: str, more: str = "") -> str:
    return f"title: Aims\n{more}fields:\n" + "".join(f"- {{{one}}}\n" for one in fields)


def told(story: Handbook) -> list[tuple[str, int, str, str]]:
    assert story.outcome is not None
    assert {one.slug for one in story.outcome.problems} <= {"answers-hidden"}
    return [(one.place.path, one.place.line, one.message, one.remedy) for one in story.outcome.problems]


ASIDE = "so what people answered is set aside."
MEANT = "If answers shall be set aside, make the version of the worksheet"
RENAMED = (
    SHEET,
    4,
    f'"Why here" had the id "why" at the last build and has "reason" now, {ASIDE}',
    f'Write id: why if it asks the same. {MEANT} "2".',
)


@pytest.fixture
def aims(handbook: Handbook) -> Handbook:
    return handbook.write(SHEET, sheet("id: what, label: What", "id: why, label: Why here")).build().says()


@pytest.fixture
def renamed(aims: Handbook) -> Handbook:
    return aims.write(SHEET, sheet("id: what, label: What", "id: reason, label: Why here")).build()


def test_a_field_with_another_id_is_told_at_its_new_place(renamed: Handbook) -> None:
    assert told(renamed) == [RENAMED]


def test_it_is_told_until_the_field_has_its_id_again(renamed: Handbook) -> None:
    for text in ("Be kind.", "Be brave."):
        assert told(renamed.write("content/index.md", f"# Welcome\n\n{text}\n").build()) == [RENAMED]
    assert (
        told(renamed.write(SHEET, sheet("id: what, label: What", "id: why, label: Why here")).build()) == []
    )


def test_it_is_told_where_nothing_changed(renamed: Handbook) -> None:
    state = folders_of(renamed.root, renamed.root / "site").state
    kept = unchanged(state, renamed.root, Options().decisive())
    assert kept is not None and kept.problems == renamed.outcome.problems  # type: ignore[union-attr]


def test_another_version_sets_answers_aside_on_purpose(renamed: Handbook) -> None:
    fields = "id: what, label: What", "id: reason, label: Why here"
    assert told(renamed.write(SHEET, sheet(*fields, more='version: "2"\n')).build()) == []
    assert told(renamed.write(SHEET, sheet(fields[1], more='version: "2"\n')).build()) == [
        (
            SHEET,
            1,
            f'"What" (id "what") was asked at the last build and is gone, {ASIDE}',
            f'Where one is there in other words, give it the id that it had. {MEANT} "3".',
        )
    ]


def test_a_version_that_is_no_number_is_another_one(handbook: Handbook) -> None:
    handbook.write(SHEET, sheet("label: What", "label: Why", more="version: spring\n")).build()
    ((*_, remedy),) = told(handbook.write(SHEET, sheet("label: What", more="version: spring\n")).build())
    assert remedy.endswith("make the version of the worksheet another one.")


def test_levels_silence_it(renamed: Handbook) -> None:
    settings = "title: Mentoring at Example\nlevels: {answers-hidden: off}\n"
    assert told(renamed.write("guidegen.yml", settings).build()) == []


def test_a_clean_build_begins_anew(renamed: Handbook) -> None:
    assert told(renamed.build(clean=True)) == []
    assert told(renamed.write("content/index.md", "# Welcome\n").build()) == []


def test_a_question_worded_anew_without_an_id_is_told(handbook: Handbook) -> None:
    handbook.write(SHEET, sheet("label: What is your aim", "label: How")).build()
    handbook.write(SHEET, sheet("label: What is our aim", "label: How")).build()
    message = (
        '"What is your aim" had the id "what-is-your-aim" at the last build and is worded anew, '
        f'with the id "what-is-our-aim" now, {ASIDE}'
    )
    remedy = f'Write id: what-is-your-aim if it asks the same. {MEANT} "2".'
    assert told(handbook) == [(SHEET, 3, message, remedy)]


def test_a_question_worded_anew_with_an_id_is_not_told(aims: Handbook) -> None:
    assert told(aims.write(SHEET, sheet("id: what, label: Your aim", "id: why, label: Why")).build()) == []


def test_fields_that_come_move_or_are_never_answered_are_not_told(aims: Handbook) -> None:
    fields = "id: why, label: Why here", "label: When", "type: note, text: Be honest", "id: what, label: What"
    assert told(aims.write(SHEET, sheet(*fields)).build()) == []
    assert told(aims.write(SHEET, sheet(*fields[:2], fields[3])).build()) == []


def test_many_fields_that_are_gone_are_one_message(handbook: Handbook) -> None:
    fields = [f"id: q{number}, label: Question {number}" for number in range(12)]
    handbook.write(SHEET, sheet(*fields)).build().write(SHEET, sheet(fields[0])).build()
    ((path, line, message, _),) = told(handbook)
    assert (path, line) == (SHEET, 1)
    assert message.startswith('"Question 1" (id "q1"), ')
    end = f'"Question 8" (id "q8"), … were asked at the last build and are gone, {ASIDE}'
    assert message.endswith(end)


def test_a_worksheet_that_is_gone_is_not_told_and_not_forgotten(aims: Handbook) -> None:
    text = (aims.root / SHEET).read_text()
    assert told(aims.delete(SHEET).build()) == []
    assert told(aims.write(SHEET, text.replace("id: why", "id: reason")).build()) == [RENAMED]


def test_a_worksheet_in_a_chapter_is_told_too_but_not_in_a_draft(handbook: Handbook) -> None:
    def written(name: str, meta: str = "") -> str:
        block = f"::: worksheet log\ntitle: Log\nfields: [{{id: {name}, label: Why}}]\n:::\n"
        return f"{meta}# Aims\n\n{block}"

    draft = "---\ndraft: true\n---\n"
    handbook.write("content/aims.md", written("why", draft)).build()
    assert told(handbook.write("content/aims.md", written("reason", draft)).build()) == []
    assert told(handbook.write("content/aims.md", written("because")).build()) == []
    assert [one[:2] for one in told(handbook.write("content/aims.md", written("why")).build())] == [
        ("content/aims.md", 5)
    ]


def test_a_worksheet_that_takes_the_place_of_one_that_comes_along_keeps_its_fields(
    handbook: Handbook,
) -> None:
    handbook.write("content/a.md", "# A\n\n::: worksheet smart-goal\n:::\n").build().says()
    handbook.write("content/worksheets/smart-goal.yml", sheet("id: own, label: My own")).build()
    assert [one[:2] for one in told(handbook)] == [("content/worksheets/smart-goal.yml", 1)]
    assert told(handbook.delete("content/worksheets/smart-goal.yml").build()) == []


def test_an_item_with_another_id_is_told(handbook: Handbook) -> None:
    handbook.write("content/a.md", "# A\n\n- [ ] Read {#read}\n- [ ] Write\n")
    handbook.write(LIST, "title: Start\nitems: [{id: room, text: Book a room}, Say hello]\n").build().says()
    handbook.write("content/a.md", "# A\n\n- [ ] Write {#notes}\n- [ ] Read {#form}\n")
    handbook.write(LIST, "title: Start\nitems: [Say hello, {id: space, text: Book a room}]\n").build()
    write, read, room = told(handbook)
    assert room == (
        LIST,
        2,
        '"Book a room" had the id "room" at the last build and has "space" now, so its ticks are set aside.',
        "Write id: room to keep them. If nobody has ticked it yet, build once with --clean.",
    )
    assert [write[:2], read[:2]] == [("content/a.md", 3), ("content/a.md", 4)]


def test_items_that_are_worded_anew_or_gone_are_not_told(handbook: Handbook) -> None:
    handbook.write("content/a.md", "# A\n\n- [ ] Read {#read}\n- [ ] Write\n- [ ] Ask\n").build()
    assert told(handbook.write("content/a.md", "# A\n\n- [ ] Write it down\n").build()) == []


def test_a_dry_run_tells_it_and_remembers_nothing(aims: Handbook) -> None:
    state = folders_of(aims.root, aims.root / "site").state
    before = read_questions(state)
    aims.write(SHEET, sheet("id: what, label: What", "id: reason, label: Why here"))
    assert told(aims.build(dry_run=True)) == [RENAMED]
    assert read_questions(state) == before


def test_after_an_error_nothing_is_remembered(aims: Handbook) -> None:
    aims.write("content/worksheets/broken.yml", "title: [\n")
    aims.write(SHEET, sheet("id: what, label: What", "id: when, label: When", "id: why, label: Why here"))
    aims.build().delete("content/worksheets/broken.yml")
    assert told(aims.write(SHEET, sheet("id: what, label: What", "id: why, label: Why here")).build()) == []


def test_check_compares_with_the_last_build_and_remembers_nothing(aims: Handbook) -> None:
    aims.write(SHEET, sheet("id: what, label: What", "id: reason, label: Why here"))
    for _ in range(2):
        assert [one.slug for one in check(aims.root, TODAY)] == ["answers-hidden"]
    assert told(aims.build()) == [RENAMED]


def test_another_output_folder_has_a_memory_of_its_own(renamed: Handbook) -> None:
    outcome = build(renamed.root, renamed.root / "other", Options(), lambda *_: None)
    assert outcome.problems == ()


def test_without_a_memory_there_is_nothing_to_compare(aims: Handbook) -> None:
    (folders_of(aims.root, aims.root / "site").state / "questions.json").unlink()
    assert told(aims.write(SHEET, sheet("id: reason, label: Why here")).build()) == []


def test_questions_come_back_as_they_were_kept(tmp_path: Path) -> None:
    asked = {
        ("worksheet", "aims"): Questions("1", {"why": "Why?", "what": "Wozu – und «wie»?"}),
        ("chapter", "part/one"): Questions("", {}),
    }
    keep_questions(tmp_path, asked)
    assert read_questions(tmp_path) == asked
    assert list(read_questions(tmp_path)[("worksheet", "aims")].words) == ["why", "what"]


def damaged() -> Iterator[bytes]:
    yield from (
        b"",
        b"{",
        b"{}",
        b"[[]]",
        b"[1]",
        b'[["worksheet","a","1",[]]]',
        b'[["x","a","1",{}]]',
        b"\xff",
    )


def test_damaged_questions_are_as_good_as_none(tmp_path: Path) -> None:
    for content in damaged():
        (tmp_path / "questions.json").write_bytes(content)
        assert read_questions(tmp_path) == {}
