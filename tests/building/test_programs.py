"""Pages of programs in time: what is shown where, and what a change of dates makes again."""

from __future__ import annotations

import re

import pytest

from tests.story import Handbook

SPRING = """\
title: Spring
owner: office
roles:
  mentor: {{label: Mentor, kind: mentor}}
  mentee: {{label: Mentee, kind: mentee}}
  lead: {{label: Lead, kind: coordinator}}
duration: {{weeks: 8}}
timeline:
- {{id: matched, title: Pairs announced, when: start - 2w}}
- {{id: budget, title: Budget report, kind: deadline, when: week 4 fri, roles: [lead], public: false}}
meetings:
- id: talk
  title: Talk
  roles: [mentor]
  repeat: {{every: 2w, on: wed, from: week 2, until: week 8}}
  duration: 30m
cohorts:
- {{id: one, title: First round, start: {start}, timezone: Europe/London}}
- {{id: two, title: Second round, start: 2028-03-06, timezone: Europe/London}}
- {{id: old, title: Long ago, start: 2024-03-04, timezone: Europe/London, status: archived}}
"""
SETTINGS = """\
title: Mentoring at Example
base_url: https://example.org/
contacts:
  office: {name: Office, email: office@example.org}
"""


def spring(handbook: Handbook, start: str = "2027-03-01") -> Handbook:
    return handbook.write("guidegen.yml", SETTINGS).write(
        "content/programs/spring.yml", SPRING.format(start=start)
    )


def test_a_program_has_a_page_for_each_role_and_each_cohort(handbook: Handbook) -> None:
    (
        spring(handbook)
        .build()
        .has(
            "programs/spring/mentor/index.html",
            "programs/spring/lead/index.html",
            "programs/spring/cohorts/one/index.html",
            "programs/spring/cohorts/old/index.html",
        )
        .shows("programs/spring/cohorts/one/", "1 March – 23 April 2027", "Week 2", "Talk 1", "Wed 10 Mar")
        .shows("programs/spring/mentor/", "Week 2", "Talk 1", "First round")
        .hides("programs/spring/mentee/", "Talk")
    )


def test_the_first_day_of_a_cohort_makes_again_only_what_shows_it(handbook: Handbook) -> None:
    handbook.write("content/ask.md", "# Ask\n\n[When?](program:spring/one)\n")
    spring(handbook).build()
    spring(handbook, "2027-03-08").build()
    pages = {path: reasons for path, reasons in handbook.made().items() if path.endswith(".html")}
    assert pages == {
        "index.html": ("programs_here",),
        "programs/index.html": ("programs",),
        "programs/spring/index.html": ("cohorts",),
        "programs/spring/cohorts/one/index.html": ("cohort", "stretches"),
        "print/index.html": ("pieces",),
    }


def test_cohorts_and_roles_are_linked_by_name_and_by_file(handbook: Handbook) -> None:
    handbook.write("content/programs/spring/cohorts/third.yml", "title: Third round\nstart: tba\n")
    handbook.write(
        "content/ask.md",
        "# Ask\n\n[](program:spring/one#days-week-2), [](program:spring/lead), [](program:spring/third), "
        "[here](programs/spring/cohorts/third.yml), [no](program:spring/one#days-week-30)\n",
    )
    spring(handbook).build()
    assert [one.slug for one in handbook.outcome.problems if "ask.md" in one.place.path] == ["broken-anchor"]  # type: ignore[union-attr]
    page = handbook.page("ask/")
    assert '<a href="../programs/spring/cohorts/one/index.html#days-week-2">First round</a>' in page
    assert '<a href="../programs/spring/lead/index.html">Lead</a>' in page
    assert (
        page.count('href="../programs/spring/cohorts/third/index.html"') == 2 + 1
    )  # two links, and the contents


def test_what_only_coordinators_are_told_is_on_their_page_alone(handbook: Handbook) -> None:
    spring(handbook).build().shows("programs/spring/lead/", "Budget report")
    for path in ("programs/spring/", "programs/spring/mentor/", "programs/spring/cohorts/one/"):
        handbook.hides(path, "Budget report", "entry-budget", "event-budget")


def test_an_edition_for_coordinators_tells_all_and_one_for_others_nothing(handbook: Handbook) -> None:
    spring(handbook)
    handbook.write(
        "guidegen.yml",
        SETTINGS
        + "editions:\n- {id: lead, label: Leads, roles: [lead]}\n"
        + "- {id: mentor, label: Mentors, roles: [mentor]}\n",
    ).build()
    handbook.shows("lead/programs/spring/", "Budget report")
    handbook.shows("lead/programs/spring/cohorts/one/", "Budget report")
    mentors = [
        path
        for path, content in handbook.site().items()
        if path.startswith("mentor/") and b"Budget" in content
    ]
    assert mentors == []


def test_what_is_counted_from_something_hidden_does_not_name_it(handbook: Handbook) -> None:
    plan = (
        "title: Spring\nduration: {weeks: 8}\nchecklists: [todo]\ntimeline:\n"
        "- {id: hush, title: Hush-hush, when: week 2 thu, public: false}\n"
        "- {id: murmur, title: Murmurs, when: week 2 fri, audience: [mentor]}\n"
        "- {id: reply, title: Reply, when: hush + 2d}\n"
        "- {id: form, title: Form, when: start .. murmur + 1w}\n"
        "cohorts:\n- {id: one, start: 2027-03-01}\n- {id: two, start: tba}\n"
    )
    todo = "title: To do\nitems:\n- {text: Ask, milestone: hush}\n- {text: Write, due: murmur + 2d}\n"
    handbook.write("content/programs/spring.yml", plan).write("content/checklists/todo.yml", todo)
    handbook.write("content/ask.md", "---\nvariables: yes\n---\n# Ask\n\n{{ programs.spring.reply }}.\n")
    editions = "editions:\n" + "".join(
        f"- {{id: {one}, label: {one}, roles: [{one}]}}\n" for one in ("mentee", "mentor", "coordinator")
    )
    handbook.write("guidegen.yml", SETTINGS + editions).build()
    told = {path: content.lower() for path, content in handbook.site().items()}
    assert [path for path in told if b"hush" in told[path] and not path.startswith("coordinator/")] == []
    assert [path for path in told if b"murmur" in told[path] and not path.startswith("mentor/")] == []
    handbook.shows("mentee/programs/spring/", "a day that each cohort names Reply")
    handbook.shows("coordinator/programs/spring/", "2 days after Hush-hush Reply")
    handbook.shows("mentee/programs/spring/cohorts/one/", "13 Mar")


def test_the_contents_have_the_cohorts_that_are_not_over(handbook: Handbook) -> None:
    spring(handbook).build()
    contents = handbook.page("").partition('id="contents"')[2].partition("</nav>")[0]
    assert 'href="programs/spring/cohorts/one/index.html"' in contents
    assert "Long ago" not in contents
    assert "Long ago" in handbook.text("programs/spring/")


def test_the_way_back_leads_over_the_program(handbook: Handbook) -> None:
    spring(handbook).build()
    trail = (
        handbook.page("programs/spring/cohorts/one/").partition('class="running"')[2].partition("</nav>")[0]
    )
    assert '<a href="../../../index.html">Programs</a>' in trail
    assert '<a href="../../index.html">Spring</a>' in trail


def test_the_same_page_of_a_cohort_is_found_in_another_edition(handbook: Handbook) -> None:
    spring(handbook)
    handbook.write(
        "guidegen.yml",
        SETTINGS + "editions:\n- {id: a, label: A, roles: [mentor]}\n- {id: b, label: B, roles: [mentee]}\n",
    ).build()
    assert 'href="../../../../../b/programs/spring/cohorts/one/index.html"' in handbook.page(
        "a/programs/spring/cohorts/one/"
    )


def test_the_time_of_a_sheet_is_told_in_the_words_of_the_program(handbook: Handbook) -> None:
    plan = "title: P\ntimeline:\n- {id: budget, title: The budget, when: week 2, audience: [mentor]}\n"
    handbook.write(
        "guidegen.yml",
        SETTINGS + "editions:\n- {id: mentor, label: A, roles: [mentor]}\n"
        "- {id: mentee, label: B, roles: [mentee]}\n",
    )
    handbook.write("content/programs/p.yml", plan)
    handbook.write("content/worksheets/log.yml", "title: Log\nwhen: budget + 2d\nfields:\n- {label: Date}\n")
    handbook.build().shows("mentor/worksheets/log/", "2 days after The budget")
    handbook.shows("mentee/worksheets/log/", "a day that each cohort names").hides(
        "mentee/worksheets/log/", "budget"
    )


@pytest.mark.parametrize(
    ("format", "heading"),
    [
        ("one-to-one", "How pairs come about"),
        ("group", "How groups come about"),
        ("circle", "How circles come about"),
        ("peer", "How people come together"),
        ("team", "How teams come about"),
    ],
)
def test_matching_is_told_in_words_for_the_format(handbook: Handbook, format: str, heading: str) -> None:
    page = (
        handbook.write(
            "content/programs/six.yml",
            f"title: Six\nformat: {format}\nmatching:\n  method: coordinator\n",
        )
        .build()
        .shows("programs/six/", heading, "Coordinators match people")
    )
    if format != "one-to-one":
        page.hides("programs/six/", "pairs")


def test_a_sheet_that_stays_among_those_who_meet_says_so_for_two_and_for_six(handbook: Handbook) -> None:
    (
        handbook.write(
            "content/worksheets/rules.yml",
            "title: Our rules\nconfidential: pair\nsections:\n- fields: [{id: a, label: A, type: text}]\n",
        )
        .build()
        .shows("worksheets/rules/", "Stays in your pair or group")
    )


def test_what_one_meeting_of_a_series_is_about_is_said_wherever_it_is_named(handbook: Handbook) -> None:
    told = "  occurrences: {2: {title: Feedback that lands}, 3: {title: Called off, cancelled: yes}}\n"
    (
        spring(handbook)
        .write(
            "content/programs/spring.yml", SPRING.format(start="tba").replace("cohorts:", told + "cohorts:")
        )
        .build()
        .shows("programs/spring/mentor/", "Talk 1", "Talk 2: Feedback that lands")
        .shows("programs/spring/cohorts/one/", "Talk 2: Feedback that lands")
        .shows("programs/spring/cohorts/two/", "Talk 2: Feedback that lands")
        .shows("programs/spring/", "Talk 2: Feedback that lands")
        .hides("programs/spring/", "Called off")
    )


def test_programs_stand_in_the_order_of_their_author_then_by_title(handbook: Handbook) -> None:
    written = ("Ash", "Birch\norder: 2", "Cedar\norder: 1.5", "Alder")
    for place, title in enumerate(written):
        handbook.write(f"content/programs/p{place}.yml", f"title: {title}\n")
    page = handbook.build().page("programs/")
    told = re.findall(r'<h2><a href="[^"]*">(\w+)</a>', page)
    assert told == ["Cedar", "Birch", "Alder", "Ash"]
