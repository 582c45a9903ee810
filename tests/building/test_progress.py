"""What scripts are told of an edition: which lists and sheets there are, and what is due in a cohort."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.story import Handbook

PROGRAM = """\
title: Harbour mentoring
duration: {weeks: 16}
timeline:
- {id: midpoint, title: Mid-point review, when: week 8 fri}
- {id: sealed, title: SEALED day, when: week 9 fri, public: false}
meetings:
- id: kickoff
  title: Kick-off
  roles: [mentor, mentee]
  when: week 1 wed 17:00
  duration: 60m
  before: [Bring a question]
cohorts:
- {id: autumn, title: Autumn 2026, start: 2026-11-09, timezone: Europe/London}
- {id: old, title: Spring 2025, start: 2025-03-03, timezone: Europe/London, status: archived}
"""

FILES = {
    "guidegen.yml": """\
        title: The </script> Handbook
        id: k7wq2m
        base_url: https://example.org/
        editions:
        - {id: mentee, label: For mentees, roles: [mentee]}
        - {id: mentor, label: For mentors, roles: [mentor]}
    """,
    "content/goals.md": """\
        # Identify your goals

        - [ ] Write one sentence {#sentence}
        - [x] Have a notebook {#notebook}
        - [ ] SECRET task {#secret-task for=mentor}

        Then

        - [ ] Ask {#ask}

        ::: checklist begin
        :::
    """,
    "content/lead.md": "---\naudience: [mentor]\n---\n# SECRET chapter\n\n- [ ] SECRET task {#lead}\n",
    "content/checklists/begin.yml": """\
        title: Before we begin
        program: harbour
        items:
        - {id: agree, text: Agree on a *day*, due: kickoff + 3d}
        - {id: log, text: Write the log, repeat: {every: 2w, on: fri, from: week 2, count: 3}}
        - {id: mid, text: Prepare the review, milestone: midpoint}
        - {id: led, text: SECRET item, due: week 3, audience: [mentor]}
        - Bring a cup
    """,
    "content/checklists/led.yml": "title: SECRET list\nrole: mentor\nprogram: harbour\nitems: [SECRET]\n",
    "content/worksheets/aims.yml": """\
        title: My goals
        fields:
        - {id: aim, label: My main goal, type: goal}
        - {id: led, label: SECRET question, type: goal, audience: [mentor]}
        - {id: diary, label: For me, type: long_text, private: true}
        - {type: note, text: Well done.}
        - {id: sign, label: Signed, type: signature, role: mentee}
        roles: [mentee, mentor]
    """,
    "content/worksheets/own.yml": """\
        title: SECRET sheet
        roles: [mentor]
        confidential: private
        fields: [{id: led-aim, label: SECRET goal, type: goal}]
    """,
    "content/worksheets/review.yml": """\
        title: Review
        fields:
        - {id: goals, label: What you wanted, type: recall}
        - {id: how, label: How it goes}
    """,
    "content/programs/harbour.yml": PROGRAM,
}

SCRIPT = "progress/handbook.js"
DATES = "programs/harbour/cohorts/autumn/dates.js"


@pytest.fixture
def told(handbook: Handbook) -> Handbook:
    for path, text in FILES.items():
        handbook.write(path, text)
    return handbook.build().says()


def value(handbook: Handbook, path: str) -> Any:
    """Return what a script holds."""
    script = handbook.site()[path].decode()
    found = re.fullmatch(r"(?:window\.guidegen = |guidegen\.dates\()(\{.*\})\)?;\n", script)
    assert found, script
    return json.loads(found[1])


def activities(handbook: Handbook, edition: str = "mentee") -> dict[str, Any]:
    return {one["id"]: one for one in value(handbook, f"{edition}/{SCRIPT}")["activities"]}


def test_every_list_and_sheet_of_an_edition_is_told_in_the_order_of_reading(told: Handbook) -> None:
    kinds = [(one["kind"], one["id"]) for one in value(told, f"mentee/{SCRIPT}")["activities"]]
    assert kinds == [("list", "goals"), ("list", "begin"), ("sheet", "aims"), ("sheet", "review")]


def test_the_task_lists_of_a_chapter_are_one(told: Handbook) -> None:
    tasks = activities(told)["goals"]
    assert (tasks["title"], tasks["address"]) == ("Identify your goals", "goals/index.html")
    assert tasks["items"] == ["sentence", "notebook", "ask"]
    assert tasks["ticked"] == ["notebook"]
    assert tasks["programs"] == []


def test_a_list_is_told_with_the_programs_whose_days_it_goes_by(told: Handbook) -> None:
    begin = activities(told)["begin"]
    assert begin["items"] == ["agree", "log", "mid", "bring-a-cup"]
    assert begin["programs"] == ["harbour"]


def test_a_sheet_is_told_with_what_is_private_aimed_for_and_signed(told: Handbook) -> None:
    aims = activities(told)["aims"]
    assert aims["items"] == ["aim", "diary", "sign"]
    assert (aims["private"], aims["goals"], aims["signatures"]) == (["diary"], ["aim"], ["sign"])
    assert (aims["version"], aims["keep"]) == ("1", "yes")


def test_a_sheet_that_is_kept_only_where_the_reader_asks_says_so(told: Handbook) -> None:
    assert activities(told, "mentor")["own"]["keep"] == "ask"


def test_cohorts_are_told_with_the_way_to_their_dates(told: Handbook) -> None:
    cohorts = {one["id"]: one for one in value(told, f"mentee/{SCRIPT}")["cohorts"]}
    assert cohorts["autumn"] == {
        "program": "harbour",
        "programTitle": "Harbour mentoring",
        "id": "autumn",
        "title": "Autumn 2026",
        "address": "programs/harbour/cohorts/autumn/index.html",
        "dates": DATES,
        "start": "2026-11-09",
        "end": "2027-02-26",
        "zone": "Europe/London",
        "lists": ["kickoff", "begin"],
    }
    assert cohorts.keys() == {"autumn", "old"}


def test_what_is_due_is_told_in_words_with_the_day_on_which_it_ends(told: Handbook) -> None:
    dates = value(told, f"mentee/{DATES}")
    assert (dates["program"], dates["cohort"]) == ("harbour", "autumn")
    due = {one["item"]: one for one in dates["tasks"]}
    assert due["agree"] == {
        "list": "begin",
        "item": "agree",
        "text": "Agree on a day",
        "first": "2026-11-14",
        "last": "2026-11-14",
        "ends": "2026-11-14",
        "words": "Sat, 14 Nov 2026",
    }
    assert [one for one in due if one.startswith("log")] == ["log#1", "log#2", "log#3"]
    assert (due["mid"]["last"], due["bring-a-question"]["list"]) == ("2027-01-01", "kickoff")
    assert "bring-a-cup" not in due


def test_what_happens_is_told_with_the_moment_at_which_it_is_over(told: Handbook) -> None:
    events = {one["title"]: one for one in value(told, f"mentee/{DATES}")["events"]}
    assert events["Kick-off"] == {
        "title": "Kick-off",
        "first": "2026-11-11",
        "ends": "2026-11-11T18:00Z",
        "words": "Wed, 11 Nov 2026, 17:00 (London)",
    }


def test_nothing_of_another_edition_is_told(told: Handbook) -> None:
    theirs = {path: content for path, content in told.site().items() if path.startswith("mentee/")}
    assert {f"mentee/{SCRIPT}", f"mentee/{DATES}", "mentee/progress/index.html"} <= theirs.keys()
    assert [path for path, content in theirs.items() if b"SECRET" in content or b"SEALED" in content] == []
    names = theirs[f"mentee/{SCRIPT}"].decode() + theirs[f"mentee/{DATES}"].decode()
    assert not re.search(r'"(?:led|lead|led-aim|secret-task)"', names)
    told.shows("mentor/progress/", "SECRET chapter", "SECRET list", "SECRET sheet")


def test_a_script_can_not_be_ended_by_what_it_holds(handbook: Handbook) -> None:
    for path, text in FILES.items():
        handbook.write(path, text)
    handbook.write("content/goals.md", "# A </script><!-- \u2028 \u2029 title\n\n- [ ] Ask\n").build()
    script = handbook.site()[f"mentee/{SCRIPT}"].decode()
    assert not re.search("</|\u2028|\u2029", script)
    assert value(handbook, f"mentee/{SCRIPT}")["handbook"]["title"] == "The </script> Handbook"


def test_scripts_are_given_every_word_they_may_say(told: Handbook) -> None:
    words = value(told, f"mentee/{SCRIPT}")["words"]
    assert words["cohort_by"] == "by {when}"
    assert set(words["progress_late"]) == {"one", "other"}
    assert not any(key.startswith("script.") for key in words)


def test_a_project_can_say_other_words_in_scripts(told: Handbook) -> None:
    told.write("templates/locales/en.yml", "script:\n  cohort_by: until {when}\n").build()
    assert value(told, f"mentee/{SCRIPT}")["words"]["cohort_by"] == "until {when}"
    assert "words" in told.made()[f"mentee/{SCRIPT}"]


# When they are made again


def test_a_word_of_a_chapter_makes_no_script_again_but_that_of_the_search(told: Handbook) -> None:
    text = FILES["content/goals.md"].replace("Then", "And then")
    told.write("content/goals.md", text).build()
    goals, prints = told.made()["mentee/goals/index.html"], told.made()["mentee/print/index.html"]
    assert (goals, prints) == (("body",), ("pieces",))
    told.made_only(
        *("mentee/goals/index.html", "mentor/goals/index.html"),
        *("mentee/print/index.html", "mentor/print/index.html"),
        *("mentee/search/sections-index.js", "mentor/search/sections-index.js"),
    )


def test_a_new_item_makes_the_script_again_and_says_why(told: Handbook) -> None:
    text = FILES["content/goals.md"].replace("- [ ] Ask {#ask}", "- [ ] Ask {#ask}\n        - [ ] Listen")
    told.write("content/goals.md", text).build().because(f"mentee/{SCRIPT}", "activities")
    assert activities(told)["goals"]["items"][-1] == "listen"


def test_another_first_day_makes_the_dates_again_and_no_checklist(told: Handbook) -> None:
    told.write("content/programs/harbour.yml", PROGRAM.replace("2026-11-09", "2026-11-16")).build()
    assert told.made()[f"mentee/{DATES}"] == ("events", "tasks")
    assert "mentee/checklists/begin/index.html" not in told.made()


# The page, and what leads to it


def test_progress_has_a_page_where_there_is_something_to_do(handbook: Handbook) -> None:
    handbook.build().has("progress/handbook.js").lacks("progress/index.html").hides("", "progress/index.html")
    handbook.write("content/goals.md", "# Goals\n\n- [ ] Ask\n").build().has("progress/index.html")
    assert 'href="progress/index.html"' in handbook.page("")


def test_a_chapter_at_its_address_introduces_it(handbook: Handbook) -> None:
    handbook.write("content/goals.md", "# Goals\n\n- [ ] Ask\n")
    handbook.write("content/progress.md", "# Where I am\n\nLook at it *once a week*.\n").build().says()
    handbook.shows("progress/", "Where I am", "Look at it once a week .", "Goals")


def test_a_chapter_below_a_list_that_is_not_made_has_a_first_page_of_its_folder(handbook: Handbook) -> None:
    handbook.write("content/progress/how.md", "# How\n\nSlowly.\n").build().says()
    handbook.has("progress/index.html", "progress/how/index.html").shows("progress/", "How")


def counts_of(page: str) -> dict[str, str]:
    """Return what is counted beside each link of the contents."""
    navigation = re.search(r"<nav class=\"contents\".*?</nav>", page, re.DOTALL)
    assert navigation
    found = re.findall(r'<a href="([^"]+)"[^>]*>(?:(?!</a>).)*?data-counts="([^"]+)"', navigation[0])
    return dict(found)


def test_the_contents_count_the_lists_that_stand_in_a_chapter_or_under_a_program(told: Handbook) -> None:
    assert counts_of(told.page("mentee/")) == {
        "../mentee/goals/index.html": "goals begin",
        "../mentee/programs/harbour/index.html": "begin",
        "../mentee/checklists/index.html": "begin",
    }
    assert counts_of(told.page("mentor/"))["../mentor/lead/index.html"] == "lead"


# Which cohort one is in


def test_a_list_of_a_program_asks_for_the_cohort_among_those_that_are_current(told: Handbook) -> None:
    page = told.page("mentee/checklists/begin/")
    assert 'data-chooses="harbour" hidden' in page
    asked = page.partition('data-chooses="harbour"')[2].partition("</select>")[0]
    assert re.findall(r'<option value="([^"]*)">', asked) == ["", "autumn"]


def test_a_list_of_no_program_asks_for_none(told: Handbook) -> None:
    told.write("content/checklists/begin.yml", "title: Begin\nitems: [One]\n").build()
    told.hides("mentee/checklists/begin/", "data-chooses")


def test_the_page_of_a_cohort_that_is_over_can_not_be_chosen(told: Handbook) -> None:
    assert 'data-means="autumn"' in told.page("mentee/programs/harbour/cohorts/autumn/")
    told.hides("mentee/programs/harbour/cohorts/old/", "data-means")


# What sheets recall


def recalled(handbook: Handbook, edition: str, sheet: str = "review") -> list[str]:
    page = handbook.page(f"{edition}/worksheets/{sheet}/")
    return " ".join(re.findall(r'data-recalls="([^"]*)"', page)).split()


def test_a_sheet_recalls_every_goal_of_its_edition(told: Handbook) -> None:
    assert recalled(told, "mentee") == ["aims:aim"]
    assert recalled(told, "mentor") == ["aims:aim", "aims:led", "own:led-aim"]


@pytest.mark.parametrize(
    ("written", "mentees", "mentors"),
    [
        ("from: aims", ["aims:aim"], ["aims:aim", "aims:led"]),
        ("from: own", [], ["own:led-aim"]),
        ("from: other", ["other:one", "other:two"], ["other:one", "other:two"]),
    ],
)
def test_a_sheet_recalls_the_goals_of_another_or_all_of_it(
    told: Handbook, written: str, mentees: list[str], mentors: list[str]
) -> None:
    told.write(
        "content/worksheets/other.yml", "title: Other\nfields: [{id: one, label: A}, {id: two, label: B}]\n"
    )
    review = FILES["content/worksheets/review.yml"].replace("type: recall", f"type: recall, {written}")
    told.write("content/worksheets/review.yml", review).build()
    assert recalled(told, "mentee") == mentees
    assert recalled(told, "mentor") == mentors


def test_a_sheet_does_not_recall_its_own_goals_unless_it_says_so(told: Handbook) -> None:
    fields = "- {id: mine, label: Mine, type: goal}\n- {id: all, label: All, type: recall}\n"
    own = f"title: Review\nfields:\n{fields}"
    told.write("content/worksheets/review.yml", own).build()
    assert recalled(told, "mentee") == ["aims:aim"]


def test_a_sheet_that_is_defined_in_a_chapter_recalls_as_well(told: Handbook) -> None:
    chapter = (
        "# Look back\n\n::: worksheet\nid: back\ntitle: Back\n"
        "fields: [{id: then, label: Then, type: recall}, {id: now, label: Now}]\n:::\n"
    )
    told.write("content/look-back.md", chapter).build()
    assert 'data-recalls="aims:aim"' in told.page("mentee/look-back/")
    assert recalled(told, "mentee", "back") == ["aims:aim"]
