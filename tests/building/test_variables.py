"""Values from programs, cohorts and contacts in running text."""

from __future__ import annotations

import pytest

from tests.story import Handbook

SETTINGS = """\
title: Mentoring at Example
release: "2027"
variables: yes
base_url: "https://example.org/"
timezone: Europe/London
org: {name: Example Network}
contacts:
  office: {name: Program office, email: office@example.org}
"""
PROGRAM = """\
title: Harbour mentoring
duration: {weeks: 8}
timeline:
- {id: kickoff, title: Kick-off, when: "week 1 wed 17:00"}
- {id: survey, title: Survey, when: kickoff + 10bd}
- {id: talk, title: Talk, when: tba}
"""
COHORT = """\
cohorts:
- {id: "2027-spring", title: Spring 2027, start: 2027-03-01}
"""


@pytest.fixture
def harbour(handbook: Handbook) -> Handbook:
    return handbook.write("guidegen.yml", SETTINGS).write("content/programs/harbour.yml", PROGRAM + COHORT)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("cohort.title", "Spring 2027"),
        ("cohort.start", "1 March 2027"),
        ("cohort.end", "23 April 2027"),
        ("cohort.kickoff", "3 March 2027, 17:00 (Europe/London)"),
        ("cohort.kickoff | date", "3 March 2027"),
        ("cohort.kickoff|time", "17:00"),
        ("cohort.kickoff | weekday", "Wednesday"),
        ("cohort.kickoff | short", "3 Mar"),
        ("cohort.kickoff | iso", "2027-03-03T17:00Z"),
        ("cohort.talk", "to be announced"),
        ("cohorts.2027-spring.start", "1 March 2027"),
        ("programs.harbour.cohorts.2027-spring.start", "1 March 2027"),
        ("program.title", "Harbour mentoring"),
        ("program.weeks", "8"),
        ("program.survey", "10 working days after Kick-off"),
        ("handbook.title", "Mentoring at Example"),
        ("handbook.release", "2027"),
        ("org.name", "Example Network"),
        ("contacts.office.name", "Program office"),
    ],
)
def test_a_variable_is_written_as_readers_read_it(harbour: Handbook, written: str, shown: str) -> None:
    harbour.write("content/index.md", f"# Welcome\n\nIt is {{{{ {written} }}}}, you see.\n").build()
    harbour.says().shows("", f"It is {shown}, you see.")


def test_a_variable_stands_in_lists_headings_and_links_but_not_in_code(harbour: Handbook) -> None:
    text = "# Welcome\n\n## From {{ cohort.start }}\n\n- **on {{ cohort.start }}**\n- `{{ cohort.start }}`\n"
    harbour.write("content/index.md", text).build().says()
    harbour.shows("", "From 1 March 2027", "on 1 March 2027", "{{ cohort.start }}")


def test_in_running_text_the_address_of_a_contact_is_a_link(harbour: Handbook) -> None:
    more = 'office@example.org, phone: "+44 20 7946 0000", url: "https://example.org/ask"'
    harbour.write("guidegen.yml", SETTINGS.replace("office@example.org", more))
    text = "# Welcome\n\n## At {{ contacts.office.phone }}\n\n| {{ contacts.office.email }} |\n|---|\n\n"
    text += "- Ring {{ contacts.office.phone }}\n- See {{ contacts.office.url }}\n"
    text += "- Ask the {{ contacts.office.name }}\n"
    harbour.write("content/index.md", text).build().says()
    for one in (
        '<a class="shown" href="mailto:office@example.org">office@example.org</a>',
        'Ring <a class="shown" href="tel:+442079460000">+44 20 7946 0000</a>',
        'See <a class="shown" href="https://example.org/ask">https://example.org/ask</a>',
        "Ask the Program office",
        ">At +44 20 7946 0000",
    ):
        assert one in harbour.page("")


def test_in_a_link_it_is_text(harbour: Handbook) -> None:
    text = "# Welcome\n\n[Write to {{ contacts.office.email }}](goals.md)\n\n"
    text += '<a href="https://example.com/">To <b>{{ contacts.office.email }}</b></a>, '
    text += "{{ contacts.office.email }}\n"
    harbour.write("content/index.md", text).write("content/goals.md", "# Goals\n").build().says()
    assert ">Write to office@example.org</a>" in harbour.page("")
    assert "<b>office@example.org</b></a>, <a " in harbour.page("")


def test_without_the_switch_braces_are_text(harbour: Handbook) -> None:
    harbour.write("guidegen.yml", SETTINGS.replace("variables: yes\n", ""))
    harbour.write("content/index.md", "# Welcome\n\n{{ cohort.start }} {{ any.thing }}\n").build()
    harbour.says("unknown-variable").shows("", "{{ cohort.start }} {{ any.thing }}")
    on = "---\nvariables: yes\n---\n\n# Welcome\n\n{{ cohort.start }}\n"
    harbour.write("content/index.md", on).build().says().shows("", "1 March 2027")


def test_a_chapter_of_a_program_means_its_own(harbour: Handbook) -> None:
    harbour.write("content/programs/ladder.yml", PROGRAM.replace("Harbour", "Ladder") + COHORT)
    harbour.write("content/programs/ladder.md", "# Ladder\n\nOf {{ program.title }}.\n")
    harbour.write("content/a.md", "---\nprograms: [harbour]\n---\n\n# A\n\nOf {{ program.title }}.\n")
    harbour.write("content/b.md", "# B\n\nOf {{ program.title }}.\n").build()
    harbour.says("unknown-variable")
    harbour.shows("programs/ladder/", "Of Ladder mentoring.").shows("a/", "Of Harbour mentoring.")


def test_of_several_cohorts_one_must_be_named(harbour: Handbook) -> None:
    more = "- {id: 2026-autumn, start: 2026-09-14, status: archived}\n"
    harbour.write("content/index.md", "# Welcome\n\nOn {{ cohort.start }}\n")
    harbour.write("content/programs/harbour.yml", PROGRAM + COHORT + more).build()
    harbour.says().shows("", "On 1 March 2027")
    harbour.write(
        "content/programs/harbour.yml", PROGRAM + COHORT + more.replace(", status: archived", "")
    ).build()
    harbour.says("unknown-variable").shows("", "On {{ cohort.start }}")
    assert harbour.outcome is not None
    assert "cohorts.2027-spring.start" in harbour.outcome.problems[0].remedy


@pytest.mark.parametrize(
    ("written", "message", "remedy"),
    [
        ("cohort.tite", 'unknown variable "cohort.tite".', 'Did you mean "cohort.title"?'),
        ("program.kikoff", 'unknown variable "program.kikoff".', 'Did you mean "program.kickoff"?'),
        ("handbok.title", 'unknown variable "handbok.title".', 'Did you mean "handbook.title"?'),
        ("cohort.start + 3d", '"cohort.start + 3d" is no variable', "Nothing is counted here."),
        ("cohort.start | tme", '"cohort.start" cannot be written as "tme".', 'Did you mean "time"?'),
        ("cohort.title | time", '"cohort.title" cannot be written as "time".', "A day can be written as"),
        ("cohort.start | time", '"cohort.start" cannot be written as "time".', "A day can be written as"),
    ],
)
def test_a_variable_that_stands_for_nothing_is_told(
    harbour: Handbook, written: str, message: str, remedy: str
) -> None:
    harbour.write("content/index.md", f"# Welcome\n\nIt is {{{{ {written} }}}}.\n").build()
    harbour.says("unknown-variable")
    assert harbour.outcome is not None
    (one,) = harbour.outcome.problems
    assert message in f"{one.message} {one.remedy}" and remedy in f"{one.message} {one.remedy}"
    assert (one.place.line, one.place.column) == (3, 7)


def test_a_day_that_moves_makes_only_the_pages_that_say_it(harbour: Handbook) -> None:
    harbour.write("content/when.md", "# When\n\nOn {{ cohort.kickoff | date }}\n")
    harbour.write("content/other.md", "# Other\n").build()
    moved = (PROGRAM + COHORT).replace("week 1 wed", "week 1 thu")
    harbour.write("content/programs/harbour.yml", moved).build().shows("when/", "On 4 March 2027")
    harbour.because("when/index.html", "body")
    assert "other/index.html" not in harbour.made()


def test_a_value_of_another_edition_is_not_written(harbour: Handbook) -> None:
    editions = (
        "editions:\n- {id: mentee, label: Mentees, roles: [mentee]}\n- {id: all, label: All, roles: all}\n"
    )
    secret = PROGRAM + "- {id: panel, title: Panel, when: week 2 mon, audience: [mentor]}\n" + COHORT
    harbour.write("guidegen.yml", SETTINGS + editions).write("content/programs/harbour.yml", secret)
    harbour.write("content/index.md", "# Welcome\n\nThe panel: {{ cohort.panel }}\n").build()
    harbour.says("not-in-edition").shows("all/", "The panel: 8 March 2027")
    harbour.shows("mentee/", "The panel: (not in this edition)").hides("mentee/", "8 March")


def test_what_only_coordinators_are_told_is_no_variable_for_others(harbour: Handbook) -> None:
    plan = PROGRAM + "- {id: budget, title: Budget, when: week 2 thu, public: false}\n" + COHORT
    assert plan.count("timeline:") == 1
    harbour.write("content/programs/harbour.yml", plan)
    harbour.write("content/index.md", "# Welcome\n\nOn {{ program.budget }} or {{ cohort.budget }}.\n")
    editions = "editions:\n" + "".join(
        f"- {{id: {one}, label: {one}, roles: [{one}]}}\n" for one in ("mentor", "coordinator")
    )
    settings = (harbour.root / "guidegen.yml").read_text(encoding="utf-8")
    harbour.write("guidegen.yml", settings + editions).build()
    harbour.shows("mentor/", "On (not in this edition) or (not in this edition).")
    harbour.shows("coordinator/", "On Thursday of week 2 or ")
    harbour.hides("coordinator/", "cohort.budget")
