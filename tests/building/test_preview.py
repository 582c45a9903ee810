"""The handbook in memory shows what a build would make, whatever was edited in between."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from guidegen.building import preview as previews
from guidegen.building.pdfs import pdf_addresses
from guidegen.building.plan import plan
from guidegen.building.press import Press
from guidegen.building.preview import Edited, Preview
from guidegen.reading import project
from tests.building.test_history import Edits
from tests.story import Handbook


def shown(preview: Preview) -> dict[str, bytes]:
    """Return what is at each address."""
    assert preview.made is not None
    paths = [one.path for one in plan(preview.made.site, Press()).targets]
    answers = {path: previews.answer(preview, path) for path in paths}
    return {path: one.content for path, one in answers.items() if one is not None}


def told(preview: Preview) -> list[str]:
    """Return all that is wrong with a handbook, after it was looked through."""
    for _ in previews.look_through(preview):
        pass
    return [
        f"{one.place.path}:{one.place.line}: {one.slug}: {one.message}" for one in previews.problems(preview)
    ]


class Showing(Edits):
    """The same edits, with the handbook shown after each as after a fresh start."""

    preview: Preview | None = None

    def build(self) -> None:
        self.preview = previews.renewed(self.preview) if self.preview else previews.begin(self.story.root)
        fresh = previews.begin(self.story.root)
        now, then = shown(self.preview), shown(fresh)
        assert now.keys() == then.keys()
        assert [path for path in now if now[path] != then[path]] == []
        assert told(self.preview) == told(fresh)


Showing.TestCase.settings = settings(
    max_examples=15,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestShowing = Showing.TestCase


@pytest.fixture(autouse=True)
def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let stamps count at once: what has its old stamp is not opened, however new it is."""
    monkeypatch.setattr(project, "_RECENT", -(10**18))


@pytest.fixture
def handbook(tmp_path: Path) -> Handbook:
    story = Handbook(tmp_path / "project")
    story.write("guidegen.yml", "title: Mentoring\n")
    story.write("content/index.md", "# Welcome\n\nBe kind. Then read [the goals](goals.md).\n")
    story.write(
        "content/goals.md", "# Goals\n\nWrite them down.\n\n## Small ones\n\nBegin here.\n\n## Large ones\n"
    )
    return story.write("content/ask.md", "# Ask\n\nAsk somebody.\n")


def page(preview: Preview, path: str) -> str:
    found = previews.answer(preview, path)
    assert found is not None
    return found.content.decode()


def test_what_is_shown_is_what_a_build_makes_but_for_the_note_of_the_preview(handbook: Handbook) -> None:
    site = handbook.build().site()
    preview = previews.begin(handbook.root)
    assert preview.made is not None
    assert shown(preview).keys() == site.keys()
    for path, content in site.items():
        answer = previews.answer(preview, path)
        assert answer is not None
        lines = [
            one for one in answer.content.decode("utf-8", "replace").split("\n") if "/.guidegen/" not in one
        ]
        assert "\n".join(lines).replace("connect-src 'self'", "connect-src 'none'") == content.decode(
            "utf-8", "replace"
        )


def test_what_did_not_change_is_the_same_object(handbook: Handbook) -> None:
    preview = previews.begin(handbook.root)
    assert previews.renewed(preview) is preview
    os.utime(handbook.root / "content/goals.md")
    assert previews.renewed(preview) is preview


def test_an_edit_of_words_makes_the_page_of_the_chapter_again_and_no_other(handbook: Handbook) -> None:
    before = previews.begin(handbook.root)
    assert "Write them down" in page(before, "goals/index.html")
    welcome = previews.answer(before, "index.html")
    handbook.write("content/goals.md", "# Goals\n\nWrite all of them down.\n\n## Small ones\n")
    after = previews.renewed(before)
    assert after.version == 2
    handbook.write("content/goals.md", "# Goals\n\nWrite two of them down.\n\n## Small ones\n")
    last = previews.renewed(after)
    assert "Write two of them down" in page(last, "goals/index.html")
    assert welcome is not previews.known(after, "index.html"), "a heading went, so links to it may be wrong"
    assert previews.known(after, "ask/index.html") is previews.known(last, "ask/index.html")


def test_only_what_an_edit_of_words_reaches_is_drawn_again(handbook: Handbook) -> None:
    before = previews.begin(handbook.root)
    welcome, goals = (previews.answer(before, one) for one in ("index.html", "goals/index.html"))
    handbook.write("content/ask.md", "# Ask\n\nAsk two people.\n")
    after = previews.renewed(before)
    assert previews.known(after, "index.html") is welcome
    assert previews.known(after, "goals/index.html") is goals
    assert previews.known(after, "ask/index.html") is None
    assert "Ask two people" in page(after, "ask/index.html")


def test_drafts_are_shown_and_marked(handbook: Handbook) -> None:
    handbook.write("content/later.md", "---\ndraft: yes\n---\n# Later\n\nNot yet.\n")
    preview = previews.begin(handbook.root)
    assert "data-draft" in page(preview, "later/index.html")
    assert "data-draft" not in page(preview, "ask/index.html")
    handbook.build().lacks("later/index.html")


def test_the_contents_of_every_page_mark_what_is_a_draft_now(handbook: Handbook) -> None:
    line = '<span class="what">Later</span>'
    handbook.write("content/later.md", "---\ndraft: yes\n---\n# Later\n\nNot yet.\n")
    before = previews.begin(handbook.root)
    assert f'{line} <strong class="state">Draft</strong>' in page(before, "ask/index.html")
    handbook.write("content/later.md", "# Later\n\nNot yet.\n")
    after = page(previews.renewed(before), "ask/index.html")
    assert line in after
    assert "Draft</strong>" not in after


def test_each_page_names_its_source_and_how_to_open_it(handbook: Handbook) -> None:
    handbook.write("guidegen.yml", "title: Mentoring\neditor: vscode://file/{path}:{line}\n")
    html = page(previews.begin(handbook.root), "goals/index.html")
    assert 'data-source="content/goals.md"' in html
    assert f'data-editor="vscode://file/{handbook.root.as_posix()}/content/goals.md:{{line}}"' in html


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("# Goals\n\nWrite.\n\n## Small ones\n\nBegin here.\n\n## Large ones\n", ""),
        ("# Goals\n\nWrite them down.\n\n## Small ones\n\nEnd here.\n\n## Large ones\n", "small-ones"),
        (
            "# Goals\n\nWrite them down.\n\n## Small ones\n\nBegin here.\n\n## Large ones\n\nNow.\n",
            "large-ones",
        ),
    ],
)
def test_an_edit_is_found_under_the_heading_above_it(handbook: Handbook, text: str, fragment: str) -> None:
    preview = previews.begin(handbook.root)
    handbook.write("content/goals.md", text)
    preview = previews.renewed(preview)
    assert previews.edited(preview, "index.html") == Edited("goals/index.html", fragment)


def test_an_edit_is_found_in_the_edition_of_who_asks(handbook: Handbook) -> None:
    roles = (
        "- {id: mentee, label: Mentees, roles: [mentee]}\n- {id: mentor, label: Mentors, roles: [mentor]}\n"
    )
    handbook.write("guidegen.yml", f"title: Mentoring\neditions:\n{roles}")
    preview = previews.begin(handbook.root)
    assert preview.home == "index.html"
    assert preview.homes == {"mentee": "mentee/index.html", "mentor": "mentor/index.html"}
    handbook.write("content/ask.md", "# Ask\n\nAsk two people.\n")
    preview = previews.renewed(preview)
    assert previews.edited(preview, "mentor/goals/index.html") == Edited("mentor/ask/index.html", "")
    assert previews.edited(preview, "mentee/index.html") == Edited("mentee/ask/index.html", "")
    assert 'data-edition="Mentors"' in page(preview, "mentor/ask/index.html")


HARBOUR = """\
title: Harbour
duration: {{weeks: 4}}
cohorts: [{{id: one, start: {start}}}]
"""


def test_a_page_that_shows_the_change_is_where_it_was_made(handbook: Handbook) -> None:
    handbook.write("content/programs/harbour.yml", HARBOUR.format(start="2027-03-01"))
    handbook.write("content/worksheets/log.yml", "title: Log\nfields: [{label: Day}]\n")
    handbook.write("content/ask.md", "# Ask\n\n::: worksheet log\n:::\n")
    preview = previews.begin(handbook.root)
    cohort = "programs/harbour/cohorts/one/index.html"
    for path in (cohort, "ask/index.html", "goals/index.html", "print/index.html"):
        page(preview, path)
    handbook.write("content/programs/harbour.yml", HARBOUR.format(start="2027-03-08"))
    preview = previews.renewed(preview)
    assert previews.edited(preview, cohort) == Edited(cohort, "")
    assert previews.edited(preview, "goals/index.html") == Edited("programs/harbour/index.html", "")
    handbook.write("content/worksheets/log.yml", "title: Log\nfields: [{label: Week}]\n")
    preview = previews.renewed(preview)
    assert previews.edited(preview, "ask/index.html") == Edited("ask/index.html", "")
    handbook.write("content/goals.md", "# Goals\n\nWrite two of them down.\n")
    preview = previews.renewed(preview)
    assert previews.edited(preview, "print/index.html") == Edited("print/index.html", "")
    assert previews.edited(preview, "ask/index.html") == Edited("goals/index.html", "")


def test_a_list_whose_dates_a_script_puts_in_stays_when_these_change(handbook: Handbook) -> None:
    checklist = "title: First\nprogram: harbour\nitems: [{id: book, text: Book, due: start - 1w}]\n"
    handbook.write("content/programs/harbour.yml", HARBOUR.format(start="2127-03-01"))
    handbook.write("content/checklists/first.yml", checklist)
    preview = previews.begin(handbook.root)
    for path in ("checklists/first/index.html", "programs/harbour/cohorts/one/dates.js"):
        page(preview, path)
    handbook.write("content/programs/harbour.yml", HARBOUR.format(start="2127-03-08"))
    preview = previews.renewed(preview)
    assert previews.edited(preview, "checklists/first/index.html") == Edited(
        "checklists/first/index.html", ""
    )


def test_what_a_list_in_a_chapter_counts_from_is_shown_as_it_is_called_now(handbook: Handbook) -> None:
    checklist = "title: First\nprogram: harbour\nitems: [{id: book, text: Book, due: kickoff - 1w}]\n"
    handbook.write("content/checklists/first.yml", checklist)
    handbook.write("content/goals.md", "# Goals\n\n::: checklist first\n:::\n")
    meeting = "meetings: [{id: kickoff, title: %s, roles: [mentor], when: week 1 wed 17:00, duration: 1h}]\n"
    program = "title: Harbour\nduration: {weeks: 4}\n" + meeting
    handbook.write("content/programs/harbour.yml", program % "Kick-off")
    preview = previews.begin(handbook.root)
    assert "1 week before Kick-off" in page(preview, "goals/index.html")
    handbook.write("content/programs/harbour.yml", program % "Casting off")
    preview = previews.renewed(preview)
    assert "1 week before Casting off" in page(preview, "goals/index.html")
    handbook.write("content/checklists/first.yml", checklist.replace("- 1w", "+ 2d"))
    preview = previews.renewed(preview)
    assert "2 days after Casting off" in page(preview, "goals/index.html")


def test_the_logo_is_shown_as_it_is_now(handbook: Handbook) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"><title>{}</title></svg>'
    handbook.write("brand/logo.svg", svg.format("one"))
    handbook.write("guidegen.yml", "title: Mentoring\norg: {name: Harbour, logo: brand/logo.svg}\n")
    preview = previews.begin(handbook.root)
    assert handbook.root / "brand" in preview.folders
    assert "one" in page(preview, "assets/logo.svg")
    handbook.write("brand/logo.svg", svg.format("two"))
    preview = previews.renewed(preview)
    assert preview.changed == {"assets/logo.svg"}
    assert "two" in page(preview, "assets/logo.svg")


def test_the_folders_of_a_brand_are_watched(handbook: Handbook) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>'
    handbook.write("brand/day.svg", svg).write("night/logo.svg", svg)
    handbook.write(
        "guidegen.yml", "title: Mentoring\nbrand: {logo: brand/day.svg, logo_dark: night/logo.svg}\n"
    )
    folders = previews.begin(handbook.root).folders
    assert {handbook.root / "brand", handbook.root / "night"} < set(folders)


def test_a_chapter_of_which_nobody_knows_the_readers_is_told_once(handbook: Handbook) -> None:
    roles = "- {id: mentee, label: Mentees, roles: [mentee]}\n- {id: all, label: All, roles: all, path: /}\n"
    handbook.write("guidegen.yml", f"title: Mentoring\neditions:\n{roles}")
    handbook.write("content/goals.md", "---\ntitle: [\n---\n# Goals\n")
    assert len(told(previews.begin(handbook.root))) == 1


def test_what_was_edited_before_is_not_named_again(handbook: Handbook) -> None:
    preview = previews.begin(handbook.root)
    handbook.write("content/ask.md", "# Ask\n\nAsk two people.\n")
    preview = previews.renewed(preview)
    handbook.delete("content/goals.md")
    preview = previews.renewed(preview)
    assert previews.edited(preview, "index.html") is None
    handbook.write("guidegen.yml", "title: Guiding\n")
    assert previews.edited(previews.renewed(preview), "index.html") is None


def test_a_broken_file_stands_as_it_stood_with_its_problem_told(handbook: Handbook) -> None:
    preview = previews.begin(handbook.root)
    handbook.write("content/goals.md", "---\ntitle: [\n---\n# Goals\n\nNew words.\n")
    preview = previews.renewed(preview)
    assert "Write them down" in page(preview, "goals/index.html")
    assert any("goals.md" in one for one in told(preview))
    handbook.write("content/goals.md", "# Goals\n\nNew words.\n")
    preview = previews.renewed(preview)
    assert "New words" in page(preview, "goals/index.html")
    assert not any("goals.md" in one for one in told(preview))


def test_broken_settings_leave_the_handbook_as_it_was(handbook: Handbook) -> None:
    preview = previews.begin(handbook.root)
    handbook.write("guidegen.yml", "titel: Mentoring\n")
    preview = previews.renewed(preview)
    assert "Write them down" in page(preview, "goals/index.html")
    assert any("guidegen.yml" in one for one in told(preview))
    handbook.write("guidegen.yml", "title: Guiding\n")
    preview = previews.renewed(preview)
    assert "Guiding" in page(preview, "goals/index.html")
    assert told(preview) == []


def test_after_broken_settings_a_broken_file_still_stands_as_it_stood(handbook: Handbook) -> None:
    preview = previews.begin(handbook.root)
    handbook.write("content/goals.md", "---\ntitle: [\n---\n# Goals\n\nNew words.\n")
    preview = previews.renewed(preview)
    handbook.write("guidegen.yml", "titel: Mentoring\n")
    preview = previews.renewed(preview)
    assert previews.renewed(preview) is preview
    handbook.write("guidegen.yml", "title: Mentoring\n")
    preview = previews.renewed(preview)
    assert "Write them down" in page(preview, "goals/index.html")


def test_settings_that_are_broken_from_the_start_give_no_page_until_they_are_mended(
    handbook: Handbook,
) -> None:
    handbook.write("guidegen.yml", "titel: Mentoring\n")
    preview = previews.begin(handbook.root)
    assert previews.answer(preview, preview.home) is None
    assert any("guidegen.yml" in one for one in told(preview))
    handbook.write("guidegen.yml", "title: Mentoring\n")
    preview = previews.renewed(preview)
    assert "Be kind" in page(preview, preview.home)


def test_a_deleted_folder_leaves_the_handbook_as_it_was(handbook: Handbook) -> None:
    preview = previews.begin(handbook.root)
    (handbook.root / "content").rename(handbook.root / "away")
    preview = previews.renewed(preview)
    assert "Write them down" in page(preview, "goals/index.html")
    assert any("there is no folder content" in one for one in told(preview))
    (handbook.root / "away").rename(handbook.root / "content")
    preview = previews.renewed(preview)
    assert told(preview) == []


def test_a_template_with_a_mistake_shows_the_page_as_it_could_be_drawn_last(handbook: Handbook) -> None:
    preview = previews.begin(handbook.root)
    assert "Write them down" in page(preview, "goals/index.html")
    handbook.write(
        "templates/chapter.html",
        '{% extends "default/chapter.html" %}{% block main %}{{ titel }}{% endblock %}',
    )
    preview = previews.renewed(preview)
    assert "Write them down" in page(preview, "goals/index.html")
    assert previews.answer(preview, "ask/index.html") == previews.Answer(b"", "text/html; charset=utf-8")
    assert any("templates/chapter.html:1" in one for one in told(preview))
    handbook.delete("templates/chapter.html")
    preview = previews.renewed(preview)
    assert "Ask somebody" in page(preview, "ask/index.html")
    assert told(preview) == []


def test_a_stylesheet_and_a_picture_that_differ_are_named(handbook: Handbook) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"><title>{}</title></svg>'
    handbook.write("content/way.svg", svg.format("one")).write(
        "content/ask.md", "# Ask\n\n![A way](way.svg)\n"
    )
    handbook.write("templates/assets/colours.css", "/* one */")
    preview = previews.begin(handbook.root)
    for path in ("ask/index.html", "way.svg", "assets/colours.css", "assets/layout.css"):
        page(preview, path)
    handbook.write("content/way.svg", svg.format("two"))
    preview = previews.renewed(preview)
    assert preview.changed == {"way.svg"}
    assert "two" in page(preview, "way.svg")
    handbook.write("templates/assets/colours.css", "/* two */")
    preview = previews.renewed(preview)
    assert preview.changed == {"assets/colours.css"}
    handbook.write("content/index.md", "# Welcome\n\nBe very kind.\n")
    assert previews.renewed(preview).changed == frozenset()


def test_a_file_that_vanishes_for_a_moment_is_waited_for(
    handbook: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = previews.begin(handbook.root)
    path = handbook.root / "content/goals.md"
    text = path.read_text("utf-8")
    path.unlink()
    monkeypatch.setattr(
        time, "sleep", lambda _: handbook.write("content/goals.md", text.replace("down", "up"))
    )
    preview = previews.renewed(preview)
    assert "Write them up" in page(preview, "goals/index.html")


def test_a_file_that_is_empty_for_a_moment_is_waited_for(
    handbook: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = previews.begin(handbook.root)
    handbook.write("content/ask.md", "")
    monkeypatch.setattr(time, "sleep", lambda _: handbook.write("content/ask.md", "# Ask\n\nMe.\n"))
    assert "<p>Me.</p>" in page(previews.renewed(preview), "ask/index.html")


def test_a_link_that_leads_out_by_now_is_not_followed(handbook: Handbook, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    handbook.write("content/form.txt", "A form").write("content/ask.md", "# Ask\n\n[Form](form.txt)\n")
    preview = previews.begin(handbook.root)
    handbook.delete("content/form.txt")
    (handbook.root / "content/form.txt").symlink_to(tmp_path / "secret.txt")
    assert previews.answer(preview, "form.txt") is None


def test_nothing_is_written_into_the_site(handbook: Handbook) -> None:
    preview = previews.begin(handbook.root)
    handbook.write("content/ask.md", "# Ask\n\nAgain.\n")
    told(previews.renewed(preview))
    assert not (handbook.root / "site").exists()


def test_problems_move_with_the_lines_they_are_in(handbook: Handbook) -> None:
    handbook.write("content/ask.md", "# Ask\n\n::: for mentro\nBring it.\n:::\n")
    preview = previews.begin(handbook.root)
    assert [one.split(":")[1] for one in told(preview)] == ["3"]
    handbook.write("content/ask.md", "# Ask\n\nMore.\n\n::: for mentro\nBring it.\n:::\n")
    assert [one.split(":")[1] for one in told(previews.renewed(preview))] == ["5"]


def test_a_link_that_was_mended_is_told_no_more(handbook: Handbook) -> None:
    handbook.write("content/ask.md", "# Ask\n\n[Goals](gaols.md)\n")
    preview = previews.begin(handbook.root)
    assert len(told(preview)) == 1
    handbook.write("content/ask.md", "# Ask\n\n[Goals](goals.md)\n")
    assert told(previews.renewed(preview)) == []


def test_a_pdf_is_made_only_when_it_is_asked_for(handbook: Handbook) -> None:
    pytest.importorskip("weasyprint", reason="WeasyPrint is not installed; pip install 'guidegen[pdf]'")
    handbook.write("guidegen.yml", "title: Mentoring\npdf: yes\n")
    preview = previews.begin(handbook.root)
    assert 'href="handbook.pdf"' in page(preview, "print/index.html")
    assert previews.known(preview, "print/handbook.pdf") is None
    make = previews.pdf(preview, "print/handbook.pdf")
    assert make is not None
    pdf = make()
    assert pdf.media == "application/pdf"
    assert pdf.content.startswith(b"%PDF")
    assert previews.known(preview, "print/handbook.pdf") is pdf
    assert previews.pdf(preview, "print/other.pdf") is None


def test_each_pdf_has_the_address_that_a_build_gives_it(handbook: Handbook) -> None:
    editions = "[{id: mentee, label: Mentees, roles: [mentee]}, {id: all, label: All, roles: all, path: /}]"
    handbook.write("guidegen.yml", f"title: Mentoring\npdf: yes\neditions: {editions}\n")
    handbook.write("content/worksheets/log.yml", "title: Log\nfields: [{label: Day}]\n")
    handbook.write("content/packets/begin.yml", "title: Begin\nrole: mentee\ncontents: [worksheet:log]\n")
    preview = previews.begin(handbook.root)
    assert preview.made is not None
    planned = plan(preview.made.site, Press(), pdf=True).targets
    known = {path for one in preview.made.site.editions for path in pdf_addresses(one)}
    assert known == {one.path for one in planned if one.path.endswith(".pdf")}
