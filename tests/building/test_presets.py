"""Worksheets that come with guidegen: published where something names them, and gone when nothing does."""

from __future__ import annotations

import pytest

from guidegen.model.activity import WORKSHEET_PRESETS
from guidegen.model.problem import Problem
from tests.story import Handbook

GOAL = "worksheets/smart-goal/index.html"
OF_YOUR_OWN = "title: A goal of ours\nfields: [{label: Goal}]\n"
PROGRAM = "title: Harbour\nduration: {{weeks: 16}}\n{words}\n"
EDITIONS = (
    "title: Mentoring at Example\neditions:\n- {id: mentee, label: Mentees, roles: [mentee]}\n"
    "- {id: mentor, label: Mentors, roles: [mentor]}\n"
    "- {id: coordinator, label: Coordinators, roles: [coordinator]}\n"
)


def in_chapter(words: str) -> dict[str, str]:
    return {"content/goals.md": f"# Goals\n\n{words}\n"}


def in_program(words: str) -> dict[str, str]:
    return {"content/programs/harbour.yml": PROGRAM.format(words=words)}


WAYS = {
    "a block": in_chapter("::: worksheet smart-goal\n:::"),
    "a link": in_chapter("See [the sheet](worksheet:smart-goal)."),
    "a link that takes the title": in_chapter("See [](worksheet:smart-goal)."),
    "a link to a place in it": in_chapter("See [it](worksheet:smart-goal#sheet-smart-goal)."),
    "a link in an item": in_chapter("- [ ] Write [your goal](worksheet:smart-goal)"),
    "a link for one role": in_chapter("::: for mentee\nSee [it](worksheet:smart-goal).\n:::"),
    "front matter": {"content/goals.md": "---\nworksheets: [smart-goal]\n---\n# Goals\n"},
    "a program": in_program("worksheets: [smart-goal]"),
    "a phase": in_program(
        "phases: [{id: work, title: Work, from: week 1, to: week 2, worksheets: [smart-goal]}]"
    ),
    "a milestone": in_program("timeline: [{id: half, title: Half, when: week 8, worksheet: smart-goal}]"),
    "a survey": in_program(
        "evaluation: [{id: s, title: S, roles: [mentee], when: {due: end}, worksheet: smart-goal}]"
    ),
    "a matching form": in_program("matching: {method: coordinator, form: {mentee: smart-goal}}"),
    "an application": in_program(
        "cohorts: [{id: one, start: 2027-03-01, timezone: Europe/London,\n"
        "  applications: {mentee: {opens: start - 8w, closes: start - 2w, worksheet: smart-goal}}}]"
    ),
    "a checklist": {
        "content/checklists/first.yml": "title: First\nitems: [{text: Write, link: 'worksheet:smart-goal'}]\n"
    },
    "a worksheet that recalls it": {
        "content/worksheets/back.yml": (
            "title: Back\nfields: [{label: Then, type: recall, from: smart-goal}, {label: Now}]\n"
        )
    },
    "the help of a field": {
        "content/worksheets/back.yml": (
            "title: Back\nfields: [{label: Now, help: 'As in [your goal](worksheet:smart-goal).'}]\n"
        )
    },
    "the glossary": {
        "content/glossary.yml": "terms: [{term: Goal, definition: 'See [it](worksheet:smart-goal).'}]\n"
    },
}


def problems_of(story: Handbook) -> tuple[Problem, ...]:
    assert story.outcome is not None
    return story.outcome.problems


def test_nothing_that_comes_along_is_published_by_itself(handbook: Handbook) -> None:
    assert not [one for one in handbook.build().site() if one.startswith("worksheets")]


@pytest.mark.parametrize("files", WAYS.values(), ids=WAYS)
def test_a_worksheet_is_published_where_something_names_it(files: dict[str, str], handbook: Handbook) -> None:
    handbook.write("guidegen.yml", "title: Mentoring at Example\nbase_url: https://example.org/\n")
    for path, text in files.items():
        handbook.write(path, text)
    handbook.build().has(GOAL, "worksheets/index.html").says()
    handbook.build().made_nothing()
    for path in files:
        handbook.delete(path)
    handbook.build().lacks(GOAL, "worksheets/index.html").says()


def test_words_that_are_no_name_publish_nothing(handbook: Handbook) -> None:
    handbook.write("content/goals.md", "# smart-goal\n\nsmart-goal, `worksheet:smart-goal`\n").build()
    handbook.lacks(GOAL)


def test_a_link_to_where_its_file_would_be_arrives_nowhere(handbook: Handbook) -> None:
    handbook.write("content/goals.md", "# G\n\n[a](worksheet:smart-goal), [b](worksheets/smart-goal.yml)\n")
    handbook.build(keep_going=True).has(GOAL).says("broken-link")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("content/worksheets/smart-goal.yml", OF_YOUR_OWN),
        ("content/worksheets/01-smart-goal.yml", OF_YOUR_OWN),
        ("content/worksheets/other.yml", f"id: smart-goal\n{OF_YOUR_OWN}"),
        ("content/own.md", f"# Own\n\n::: worksheet smart-goal\n{OF_YOUR_OWN}:::\n"),
    ],
)
def test_your_own_stands_in_its_place(path: str, text: str, handbook: Handbook) -> None:
    handbook.write("content/goals.md", "# Goals\n\n[](worksheet:smart-goal)\n").build()
    handbook.shows("goals/", "A SMART goal").write(path, text).build().says("answers-hidden")
    handbook.shows("goals/", "A goal of ours").shows("worksheets/smart-goal/", "A goal of ours")
    handbook.delete(path).build().shows("goals/", "A SMART goal")


def test_a_broken_file_of_your_own_is_not_replaced_by_ours(handbook: Handbook) -> None:
    handbook.write("content/goals.md", "# Goals\n\n[goal](worksheet:smart-goal)\n")
    handbook.write("content/worksheets/smart-goal.yml", "title: [\n").build(keep_going=True)
    handbook.lacks(GOAL).says("yaml-syntax")


def test_a_name_that_is_nearly_one_is_told_which_is_meant(handbook: Handbook) -> None:
    words = "[a](worksheet:smart-gaol)\n\n::: worksheet smart-goals\n:::"
    handbook.write("content/goals.md", f"---\nworksheets: [smartgoal]\n---\n# Goals\n\n{words}\n")
    remedies = [one.remedy for one in problems_of(handbook.build(keep_going=True))]
    assert remedies == ['Did you mean "smart-goal"?'] * 3


def test_one_that_is_published_already_is_suggested_without_a_path_of_ours(handbook: Handbook) -> None:
    handbook.write("content/goals.md", "---\nworksheets: [smart-goal, smart-gaol]\n---\n# Goals\n")
    assert [one.remedy for one in problems_of(handbook.build())] == ['Did you mean "smart-goal"?']


# Editions


def test_it_is_in_the_editions_that_name_it(handbook: Handbook) -> None:
    handbook.write("guidegen.yml", EDITIONS)
    handbook.write("content/goals.md", "# Goals\n\n::: for mentor\n[](worksheet:smart-goal)\n:::\n").build()
    handbook.has(f"mentor/{GOAL}").lacks(f"mentee/{GOAL}", f"coordinator/{GOAL}").says()


def test_one_that_mentees_fill_in_is_not_for_mentors(handbook: Handbook) -> None:
    handbook.write("guidegen.yml", EDITIONS)
    handbook.write("content/goals.md", "# Apply\n\n[the form](worksheet:match-form-mentee)\n").build()
    form = "worksheets/match-form-mentee/index.html"
    handbook.has(f"mentee/{form}", f"coordinator/{form}").lacks(f"mentor/{form}").says("not-in-edition")


def test_one_that_only_a_draft_names_is_a_draft_too(handbook: Handbook) -> None:
    handbook.write("content/goals.md", "---\ndraft: true\n---\n# Goals\n\n[](worksheet:smart-goal)\n").build()
    handbook.lacks(GOAL).says()
    handbook.write("guidegen.yml", "title: Mentoring at Example\ndrafts: true\n").build().has(GOAL)


# All of them


def test_all_of_them_build_in_one_handbook_without_a_word(handbook: Handbook) -> None:
    blocks = "\n\n".join(f"::: worksheet {name}\n:::" for name in WORKSHEET_PRESETS)
    links = "\n".join(f"- [](worksheet:{name})" for name in WORKSHEET_PRESETS)
    handbook.write("content/sheets.md", f"# Sheets\n\n{blocks}\n").write(
        "content/links.md", f"# Links\n\n{links}\n"
    )
    handbook.build().says().has(*(f"worksheets/{name}/index.html" for name in WORKSHEET_PRESETS))


def test_all_but_the_forms_are_for_everybody(handbook: Handbook) -> None:
    handbook.write("guidegen.yml", EDITIONS)
    names = [one for one in WORKSHEET_PRESETS if not one.startswith("match-form")]
    handbook.write(
        "content/index.md", f"---\nworksheets: [{', '.join(names)}]\n---\n# Welcome\n"
    ).build().says()
    for edition in ("mentee", "mentor", "coordinator"):
        handbook.has(*(f"{edition}/worksheets/{name}/index.html" for name in names))


def test_goals_of_the_handbook_are_recalled_where_we_look_back(handbook: Handbook) -> None:
    handbook.write("content/a.md", "---\nworksheets: [midpoint-review, smart-goal, grow]\n---\n# A\n").build()
    review = handbook.page("worksheets/midpoint-review/")
    assert "smart-goal:goal" in review and "grow:goal" in review
