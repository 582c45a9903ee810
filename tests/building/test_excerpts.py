"""What chapters show of programs: a timeline, contacts, rules, roles, an agenda; and cards and lists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.story import Handbook

PROGRAM = """
title: Harbour
owner: office
roles:
  guide: {label: Guide, plural: Guides, kind: mentor, contact: office, summary: Shows the way.}
  learner: {label: Learner, plural: Learners, kind: mentee, summary: Finds it.}
  coordinator: {label: Coordinator, kind: coordinator}
duration: {weeks: 4}
timeline:
- {id: agreement, title: Agreement signed, when: week 2 fri, kind: deadline, roles: [guide, learner]}
- {id: list, title: List is checked, when: week 1, public: false, roles: [coordinator]}
meetings:
- id: kickoff
  title: Kick-off
  roles: [guide, learner]
  when: week 1 wed 17:00
  duration: 60m
  agenda: opening
- id: table
  title: Night watch
  when: week 3 thu 12:00
  duration: 60m
  roles: [guide]
  audience: [guide]
  agenda: {items: [{title: What is hard, minutes: 60}]}
agendas:
- {id: opening, title: The opening, items: [{title: Welcome, minutes: 20}, {title: In pairs, minutes: 40}]}
policies:
  confidentiality: What is said stays here.
  escalation:
  - {when: A date does not work, contact: office}
  - {when: Somebody behaves badly, contact: conduct}
cohorts:
- {id: spring, title: Spring 2027, start: 2027-03-01, timezone: Europe/London, contacts: [desk]}
"""

FILES = {
    "guidegen.yml": """
        title: Mentoring at Example
        base_url: https://example.org/guide/
        timezone: Europe/London
        contacts:
          office: {name: Program office, email: office@example.org}
          conduct: {name: Conduct team, email: conduct@example.org}
          desk: {name: Front desk, email: desk@example.org}
          press: {name: Press, email: press@example.org}
    """,
    "content/index.md": "# Welcome\n\nBe kind.\n",
}

EDITIONS = """
title: Mentoring at Example
base_url: https://example.org/guide/
timezone: Europe/London
contacts:
  office: {name: Program office, email: office@example.org}
  conduct: {name: Conduct team, email: conduct@example.org}
  desk: {name: Front desk, email: desk@example.org}
editions:
- {id: guide, label: Guides, roles: [guide]}
- {id: learner, label: Learners, roles: [learner]}
"""


@pytest.fixture
def handbook(tmp_path: Path) -> Handbook:
    story = Handbook(tmp_path / "project")
    for path, text in FILES.items():
        story.write(path, text)
    return story.write("content/programs/harbour.yml", PROGRAM)


def chapter(handbook: Handbook, *blocks: str, front: str = "") -> Handbook:
    """Return the handbook with a chapter that holds these blocks, built."""
    above = f"---\n{front}\n---\n\n" if front else ""
    return handbook.write("content/dates.md", f"{above}# Dates\n\n" + "\n\n".join(blocks) + "\n").build()


def ids_on(handbook: Handbook, path: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', handbook.page(path))


# What is shown


def test_a_timeline_without_a_cohort_goes_by_weeks(handbook):
    chapter(handbook, "::: timeline harbour\n:::").says().shows(
        "dates/", "Week 1", "Kick-off Wednesday, 17:00", "For: Guides, Learners", "Agreement signed"
    )
    assert "2027" not in handbook.text("dates/")


def test_a_timeline_with_a_cohort_has_its_days(handbook):
    chapter(handbook, "::: timeline harbour spring\n:::").says().shows(
        "dates/", "Spring 2027", "1–26 March 2027", "Wed 3 Mar", "17:00–18:00", "Kick-off", "Fri 12 Mar"
    )


def test_what_only_coordinators_are_told_is_not_in_a_timeline(handbook):
    chapter(handbook, "::: timeline\n:::", "::: timeline spring\n:::").hides("dates/", "List is checked")


def test_roles_lead_to_their_pages(handbook):
    chapter(handbook, "::: roles\n:::").says().shows("dates/", "Guide", "Shows the way.", "Finds it.")
    assert 'href="../programs/harbour/guide/index.html"' in handbook.page("dates/")


def test_policies_are_those_of_the_program(handbook):
    chapter(handbook, "::: policies\n:::").says().shows(
        "dates/", "What is said stays here.", "A date does not work", "Program office: office@example.org"
    )


def test_contacts_are_those_that_a_program_names_and_first_those_of_the_cohort(handbook):
    chapter(handbook, "::: contacts harbour spring\n:::").says()
    assert "press@example.org" not in handbook.text("dates/")
    assert re.findall(r"Front desk|Program office|Conduct team", handbook.text("dates/")) == [
        "Front desk",
        "Program office",
        "Conduct team",
    ]


def test_contacts_of_a_chapter_without_a_program_are_those_of_the_handbook(handbook):
    chapter(handbook, "::: contacts\n:::").says().shows("dates/", "press@example.org", "desk@example.org")


@pytest.mark.parametrize(
    ("name", "title", "first"),
    [
        ("opening", "The opening 60 minutes", "Welcome"),
        ("table", "Night watch 60 minutes", "What is hard"),
        ("first-meeting", "The first meeting", "Who you are"),
    ],
)
def test_an_agenda_is_one_of_a_program_or_of_a_meeting_or_comes_along(handbook, name, title, first):
    chapter(handbook, f"::: agenda {name}\n:::").says().shows("dates/", title, first)


def test_several_blocks_of_a_kind_on_one_page_share_no_id(handbook):
    blocks = ("::: timeline {#plan}\n:::", "::: timeline spring\n:::", "::: roles {#who}\n:::")
    chapter(
        handbook, *blocks, *blocks[1:2], "::: roles\n:::", "See [the plan](#plan) and [who](#who)."
    ).says()
    found = ids_on(handbook, "dates/")
    assert len(found) == len(set(found))
    assert {"plan", "who"} <= set(found)


def test_headings_of_blocks_stand_below_those_of_the_chapter(handbook):
    chapter(handbook, "::: agenda opening\n:::", "## Later", "::: agenda opening\n:::")
    assert "<h2>The opening</h2>" in handbook.page("dates/")
    assert "<h3>The opening</h3>" in handbook.page("dates/")


# Which program is meant


def test_the_only_program_of_a_chapter_may_be_left_out(handbook):
    handbook.write("content/programs/quay.yml", PROGRAM.replace("title: Harbour", "title: Quay"))
    quay = "::: timeline\n:::\n\n::: timeline spring\n:::"
    chapter(handbook, quay, front="programs: [quay]").says()
    assert "programs/quay/cohorts/spring/index.html" in handbook.page("dates/")


def test_a_program_that_names_a_chapter_is_its_program(handbook):
    handbook.write("content/programs/quay.yml", PROGRAM + "chapters: [dates]\n")
    chapter(handbook, "::: timeline spring\n:::").says()
    assert "programs/quay/cohorts/spring/index.html" in handbook.page("dates/")


def test_a_program_s_own_words_are_about_that_program(handbook):
    handbook.write("content/programs/quay.yml", PROGRAM)
    handbook.write("content/programs/quay.md", "# Quay\n\n::: timeline spring\n:::\n").build().says()
    handbook.shows("programs/quay/", "Wed 3 Mar")


def test_a_chapter_of_several_programs_is_asked_which(handbook):
    handbook.write("content/programs/quay.yml", PROGRAM)
    chapter(handbook, "::: timeline\n:::", front="programs: [harbour, quay]").says("missing-key")
    told = handbook.outcome.problems[0]
    assert told.message == '"timeline" needs the id of a program: this chapter belongs to 2 programs.'
    assert told.remedy == "Write ::: timeline ID. Known: harbour, quay."


@pytest.mark.parametrize(
    ("block", "slug", "column", "message", "remedy"),
    [
        ("timeline harbor", "unknown-ref", 14, 'no program "harbor".', 'Did you mean "harbour"?'),
        (
            "timeline harbour sprin",
            "unknown-ref",
            22,
            'program "harbour" has no cohort "sprin".',
            'Did you mean "spring"?',
        ),
        ("timeline sprin", "unknown-ref", 14, 'no program "sprin".', 'Did you mean "spring"?'),
        ("agenda openning", "unknown-ref", 12, 'no agenda "openning".', 'Did you mean "opening"?'),
        (
            "roles harbour spring now",
            "unknown-ref",
            11,
            '"harbour spring now" is more than a program and a cohort of it.',
            "Write ::: roles PROGRAM COHORT.",
        ),
    ],
)
def test_a_name_that_leads_nowhere_is_told_with_its_place(handbook, block, slug, column, message, remedy):
    chapter(handbook, f"::: {block}\n:::", "Words.")
    told = [one for one in handbook.outcome.problems if one.place.path == "content/dates.md"]
    assert [(one.slug, one.message, one.remedy) for one in told] == [(slug, message, remedy)]
    assert (told[0].place.line, told[0].place.column) == (3, column)


def test_a_program_without_policies_is_told(handbook):
    handbook.write("content/programs/harbour.yml", "title: Harbour\n")
    chapter(handbook, "::: policies\n:::").says("missing-key")
    assert handbook.outcome.problems[0].message == 'program "harbour" has no policies.'


def test_of_a_program_that_cannot_be_read_nothing_else_is_told(handbook):
    handbook.write("content/programs/harbour.yml", "title: Harbour: one\n")
    chapter(handbook, "::: timeline harbour\n:::").says("yaml-syntax")


def test_two_programs_with_an_agenda_of_one_name_are_told_apart(handbook):
    handbook.write("content/programs/quay.yml", PROGRAM)
    chapter(handbook, "::: agenda opening\n:::").says("unknown-ref")
    told = handbook.outcome.problems[0]
    assert told.message == '2 programs have an agenda "opening".'
    assert told.remedy == "Write ::: agenda PROGRAM ID. Known: harbour opening, quay opening."
    chapter(handbook, "::: agenda quay opening\n:::").says().shows("dates/", "The opening")


# Lists


WAY = """
title: The way
program: harbour
items:
- {id: book, text: Book a room, due: kickoff - 2d, owner: guide}
- {id: sign, text: Sign it, milestone: agreement}
- {id: watch, text: Write about the watch, due: table + 1d}
- {id: note, text: Write three lines, due: week 2}
"""


def test_a_list_in_a_chapter_says_by_when_its_items_are_due_as_its_own_page_does(handbook):
    handbook.write("content/checklists/way.yml", WAY)
    chapter(handbook, "::: checklist way\n:::").says()
    for page in ("dates/", "checklists/way/"):
        handbook.shows(
            page,
            "Book a room Due: 2 days before Kick-off · In charge: Guide",
            "Sign it Due: Agreement signed",
            "Write three lines Due: week 2",
        )
    assert '<span class="due" data-due="book" hidden></span>' in handbook.page("dates/")
    assert "2027" not in handbook.text("dates/")


def test_a_list_that_a_chapter_holds_itself_says_by_when_too(handbook):
    chapter(handbook, "::: checklist {#way}\n" + WAY.strip() + "\n:::").says()
    handbook.shows("dates/", "Book a room Due: 2 days before Kick-off")


def test_a_list_counts_from_the_program_that_it_belongs_to(handbook):
    other = PROGRAM.replace("title: Kick-off", "title: Casting off").replace("title: Harbour", "title: Quay")
    handbook.write("content/programs/quay.yml", other)
    handbook.write("content/checklists/way.yml", WAY.replace("harbour", "quay"))
    chapter(handbook, "::: checklist way\n:::").says().shows("dates/", "2 days before Casting off")


def test_what_a_list_counts_from_is_not_named_where_an_edition_lacks_it(handbook):
    handbook.write("guidegen.yml", EDITIONS).write("content/checklists/way.yml", WAY)
    chapter(handbook, "::: checklist way\n:::").says()
    handbook.shows("guide/dates/", "Write about the watch Due: 1 day after Night watch")
    handbook.shows("learner/dates/", "Write about the watch Due: a day that each cohort names")
    handbook.hides("learner/dates/", "Night watch")


def test_a_list_in_a_packet_names_what_its_role_is_told_and_has_the_days_of_the_cohort(handbook):
    handbook.write("content/checklists/way.yml", WAY)
    packet = "title: Learner packet\nrole: learner\nprogram: harbour\ncontents: [chapter:dates]\n"
    handbook.write("content/packets/learner.yml", packet)
    chapter(handbook, "::: checklist way\n:::").says()
    handbook.shows("packets/learner/", "Book a room Due: 2 days before Kick-off")
    handbook.shows("packets/learner/", "Write about the watch Due: a day that each cohort names")
    handbook.shows("packets/learner/spring/", "Book a room Due: 1 March 2027", "Sign it Due: 12 March 2027")
    handbook.hides("packets/learner/", "Night watch").hides("packets/learner/spring/", "Night watch")


def test_a_list_as_a_piece_of_a_packet_names_what_its_role_is_told(handbook):
    handbook.write("content/checklists/way.yml", WAY)
    packet = "title: Learner packet\nrole: learner\nprogram: harbour\ncontents: [checklist:way]\n"
    handbook.write("content/packets/learner.yml", packet).build().says()
    handbook.shows("packets/learner/", "2 days before Kick-off").hides("packets/learner/", "Night watch")


def test_a_list_that_stands_in_a_chapter_is_no_piece_of_its_own_in_the_print(handbook):
    handbook.write("content/checklists/way.yml", WAY.replace("program: harbour\n", ""))
    chapter(handbook, "::: checklist way\n:::").says()
    assert handbook.text("print/").count("2 days before Kick-off") == 1


# For whom


def test_what_an_edition_lacks_is_not_in_a_timeline(handbook):
    handbook.write("guidegen.yml", EDITIONS)
    chapter(handbook, "::: timeline\n:::", "::: timeline spring\n:::").says()
    handbook.shows("guide/dates/", "Night watch").hides("learner/dates/", "Guides&#39; table", "Night watch")


def test_an_agenda_that_an_edition_lacks_is_left_out_with_a_warning(handbook):
    handbook.write("guidegen.yml", EDITIONS)
    chapter(handbook, "Before.\n\n::: agenda table\n:::").says("not-in-edition")
    told = handbook.outcome.problems[0]
    assert told.message == 'agenda "table" is not in the edition Learners, so this block is left out there.'
    assert told.remedy.startswith("It is in Guides.")
    handbook.shows("guide/dates/", "What is hard").hides("learner/dates/", "What is hard")


def test_a_program_that_is_a_draft_is_left_out(handbook):
    handbook.write("content/programs/harbour.yml", PROGRAM + "status: draft\n")
    chapter(handbook, "Before.\n\n::: timeline harbour\n:::").says("draft-ref").hides("dates/", "Kick-off")


def test_a_packet_for_one_role_shows_what_that_role_is_told(handbook):
    handbook.write(
        "content/packets/learner.yml",
        "title: Learner packet\nrole: learner\ncontents: [chapter:dates]\n",
    )
    chapter(handbook, "::: timeline\n:::", "::: timeline spring\n:::").says()
    handbook.shows("dates/", "Night watch")
    handbook.shows("packets/learner/", "Kick-off", "Wed 3 Mar").hides("packets/learner/", "Night watch")


# Cards


def test_cards_say_what_the_pages_say_of_themselves_that_they_lead_to(handbook):
    handbook.write("content/ask.md", "---\nsummary: Two people are *enough*.\n---\n\n# Ask somebody\n")
    cards = (
        "::: cards\n- [](ask.md)\n- [The program](program:harbour): in our words\n- [Part](ask.md#one)\n:::"
    )
    handbook.write("content/one.md", "# One\n")
    chapter(handbook, cards).says("broken-anchor")
    page = handbook.page("dates/")
    assert '<p class="name"><a href="../ask/index.html">Ask somebody</a></p>' in page
    assert '<div class="about">\n<p>Two people are <em>enough</em>.</p>' in page
    assert "<p>in our words</p>" in page


def test_a_card_of_another_edition_is_left_out_and_a_lost_link_is_words(handbook):
    handbook.write("guidegen.yml", EDITIONS)
    handbook.write("content/lead.md", "---\naudience: [guide]\nsummary: Only for guides.\n---\n\n# Lead\n")
    chapter(handbook, "::: cards\n- [Lead](lead.md)\n- [Go](index.md) {for=guide}\n:::").says(
        "not-in-edition"
    )
    handbook.shows("guide/dates/", "Lead Only for guides. Go")
    handbook.shows("learner/dates/", "Lead").hides("learner/dates/", "Only for guides.", ">Go<")


def test_a_sheet_on_a_card_is_mentioned_by_its_chapter_and_published(handbook):
    chapter(handbook, "::: cards\n- [The goal](worksheet:smart-goal) {for=mentor}\n:::").says()
    handbook.shows("worksheets/smart-goal/", "Dates").shows("dates/", "To fill in and to tick")


def test_cards_in_a_packet_are_those_for_its_role(handbook):
    handbook.write("content/packets/learner.yml", "title: Mine\nrole: learner\ncontents: [chapter:dates]\n")
    chapter(handbook, "::: cards\n- [Welcome](index.md)\n- [Secret](index.md) {for=guide}\n:::").says()
    handbook.shows("dates/", "Welcome", "Secret").hides("packets/learner/", "Secret")


# Building again


def test_a_chapter_is_made_again_when_what_it_shows_of_a_program_changes(handbook):
    chapter(handbook, "::: policies\n:::")
    handbook.write("content/programs/harbour.yml", PROGRAM.replace("stays here", "stays between us")).build()
    handbook.because("dates/index.html", "body").shows("dates/", "stays between us")
    handbook.write("content/programs/harbour.yml", PROGRAM.replace("week 2 fri", "week 2 thu")).build()
    handbook.write("content/programs/harbour.yml", PROGRAM.replace("week 2 fri", "week 2 wed")).build()
    assert "dates/index.html" not in handbook.made()


def test_a_chapter_with_a_list_is_made_again_when_that_is_renamed_from_which_the_list_counts(handbook):
    handbook.write("content/checklists/way.yml", WAY)
    chapter(handbook, "::: checklist way\n:::")
    renamed = PROGRAM.replace("title: Kick-off", "title: Casting off")
    handbook.write("content/programs/harbour.yml", renamed).build()
    handbook.because("dates/index.html", "body").shows("dates/", "2 days before Casting off")
    unused = renamed.replace("title: List is checked", "title: List is looked at").replace(
        "week 2 fri", "week 2 thu"
    )
    handbook.write("content/programs/harbour.yml", unused).build()
    assert "dates/index.html" not in handbook.made()


@pytest.mark.parametrize(
    "inside", ["- [ ] Tick me", "::: timeline\n    :::", "::: cards\n    - [Go](index.md)\n    :::"]
)
def test_what_is_more_than_words_cannot_stand_in_a_footnote(handbook, inside):
    chapter(handbook, f"Words.[^a]\n\n[^a]: First.\n\n    {inside}\n").says("nesting")
