"""Packets: what people of one role are handed, bound from the pages that there are anyway."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest

from tests.story import Handbook

PROGRAM = """
title: Harbour
roles:
  guide: {label: Guide, plural: Guides, kind: mentor, contact: office}
  learner: {label: Learner, plural: Learners, kind: mentee}
  coordinator: {label: Coordinator, kind: coordinator}
duration: {weeks: 4}
owner: office
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
  place: Hall 2
  before: [Bring a pen]
- {id: table, title: Guides' table, when: week 3 thu 12:00, duration: 60m, roles: [guide]}
agendas:
- id: opening
  title: The opening
  items:
  - {title: Welcome, minutes: 20}
  - {title: In pairs, minutes: 40, prompts: ["What is different in four weeks?"]}
policies:
  confidentiality: What is said stays here.
  escalation:
  - {when: A date does not work, contact: office}
  - {when: Somebody behaves badly, contact: conduct, confidential: true}
cohorts:
- {id: spring, title: Spring 2027, start: 2027-03-01, timezone: Europe/London}
- {id: autumn, title: Autumn 2027, start: 2027-09-06, timezone: Europe/London}
- {id: last-year, title: Spring 2026, start: 2026-03-02, status: archived}
"""

PACKET = """
title: Learner packet
role: learner
program: harbour
contents:
- chapter:goals
- timeline
- contacts
- worksheet:log x3
- checklist:way
- policies
- agenda:opening
- blank x2
"""

FILES = {
    "guidegen.yml": """
        title: Mentoring at Example
        id: k4tq7m
        base_url: https://example.org/guide/
        timezone: Europe/London
        release: "2027"
        org: {name: Example Network}
        contacts:
          office: {name: Program office, email: office@example.org, for: [dates]}
          conduct: {name: Conduct team, email: conduct@example.org}
    """,
    "content/01-why.md": "# Why\n\nBecause.\n",
    "content/02-goals.md": """
        # Your goals

        Write one down. See [the other chapter](01-why.md).

        ::: for guide
        Ask before you advise.
        :::

        ## Test it

        Could somebody see it?

        ### By whom

        By a friend.

        ## Tell it

        Tell one person.
    """,
    "content/worksheets/log.yml": """
        title: Meeting log
        sections:
        - fields:
          - {type: text, id: what, label: What we did}
          - {type: text, id: judgement, label: What the guide thinks, audience: [guide]}
    """,
    "content/checklists/way.yml": """
        title: The way
        role: learner
        program: harbour
        items:
        - {id: read, text: Read the chapter}
        - {id: sign, text: Sign the agreement, due: agreement}
        - {id: send, text: Send three lines, repeat: {every: 1w, on: mon, from: week 1, until: week 3}}
    """,
    "content/programs/harbour.yml": PROGRAM,
    "content/packets/learner.yml": PACKET,
}


@pytest.fixture
def here(handbook: Handbook) -> Handbook:
    for path, text in FILES.items():
        handbook.write(path, text)
    return handbook


def pieces_of(html: str) -> dict[str, str]:
    """Return the words of each piece of a print, by its id."""
    parts = re.split(r'<section class="page piece [^"]*" id="([^"]+)"[^>]*>', html)
    words = (" ".join(unescape(re.sub(r"<[^>]+>", " ", one)).split()) for one in parts[2::2])
    return dict(zip(parts[1::2], words, strict=True))


def pieces(here: Handbook, path: str) -> dict[str, str]:
    return pieces_of(here.page(path))


def with_contents(here: Handbook, *lines: str) -> Handbook:
    packet = PACKET.partition("contents:")[0] + "contents:\n" + "".join(f"- {one}\n" for one in lines)
    return here.write("content/packets/learner.yml", packet)


# Which there are


def test_a_packet_is_bound_without_dates_and_for_each_cohort_that_is_not_over(here: Handbook) -> None:
    here.build().has("packets/index.html", "packets/learner/index.html")
    here.has("packets/learner/spring/index.html", "packets/learner/autumn/index.html")
    here.lacks("packets/learner/last-year/index.html")


def test_a_packet_for_one_cohort_has_its_dates_and_is_bound_once(here: Handbook) -> None:
    here.write("content/packets/learner.yml", f"{PACKET}cohort: spring\n").build()
    here.lacks("packets/learner/spring/index.html", "packets/learner/autumn/index.html")
    here.shows("packets/learner/", "Spring 2027, 1–26 March 2027", "Wed 3 Mar")
    here.shows("packets/", "Spring 2027").shows("programs/harbour/cohorts/spring/", "Learner packet")
    here.hides("programs/harbour/cohorts/autumn/", "Learner packet")


def test_a_handbook_without_packets_has_no_list_of_them(here: Handbook) -> None:
    here.delete("content/packets/learner.yml").build().lacks("packets/index.html")
    here.hides("", "Packets")


def test_the_list_says_what_is_in_each_for_whom_and_where_it_is_bound(here: Handbook) -> None:
    here.build().shows("packets/", "Learner packet", "For Learners", "Harbour")
    here.shows("packets/", "Your goals, Dates, Whom to ask, Meeting log (3 copies), The way")
    page = here.page("packets/")
    assert re.findall(r'href="(learner/[^"]*)">([^<]*)<', page) == [
        ("learner/spring/index.html", "Spring 2027"),
        ("learner/autumn/index.html", "Autumn 2027"),
        ("learner/index.html", "Without dates"),
    ]


def test_a_chapter_introduces_the_list_and_links_reach_it_and_each_packet(here: Handbook) -> None:
    here.write("content/packets/index.md", "# On paper\n\nPrint both sides.\n")
    here.write(
        "content/01-why.md",
        "# Why\n\n[All](packets/index.md), [one](packet:learner), [](packets/learner.yml).\n",
    )
    here.build().says().shows("packets/", "On paper", "Print both sides.", "Learner packet")
    assert re.findall(r'href="(\.\./packets[^"]*)">([^<]*)</a>[,.]', here.page("why/")) == [
        ("../packets/index.html", "All"),
        ("../packets/learner/index.html", "one"),
        ("../packets/learner/index.html", "Learner packet"),
    ]


def test_packets_are_named_where_people_look_for_them(here: Handbook) -> None:
    here.build()
    assert 'href="../../packets/learner/index.html"' in here.page("programs/harbour/")
    assert 'href="../../../packets/learner/index.html"' in here.page("programs/harbour/learner/")
    assert "packets/learner/" not in here.page("programs/harbour/guide/")
    assert "packets/learner/spring/index.html" in here.page("programs/harbour/cohorts/spring/")
    assert "packets/learner/" not in here.page("programs/harbour/cohorts/last-year/")


# What is in them


def test_pieces_come_in_the_order_in_which_they_are_written(here: Handbook) -> None:
    here.build().says()
    assert list(pieces(here, "packets/learner/")) == [
        *("chapter-goals", "dates", "contacts", "worksheet-log", "worksheet-log-2", "worksheet-log-3"),
        *("checklist-way", "policies", "agenda-opening", "blank", "blank-2"),
    ]


def test_sheets_are_counted_through_and_chapters_keep_their_numbers(here: Handbook) -> None:
    found = pieces(here.build(), "packets/learner/")
    places = {
        name: match[0] for name, words in found.items() if (match := re.match(r"sheet \d+ of \d+", words))
    }
    assert places == {
        "worksheet-log": "sheet 1 of 6",
        "worksheet-log-2": "sheet 2 of 6",
        "worksheet-log-3": "sheet 3 of 6",
        "checklist-way": "sheet 4 of 6",
        "blank": "sheet 5 of 6",
        "blank-2": "sheet 6 of 6",
    }
    assert found["chapter-goals"].startswith("2 Your goals")


def test_the_contents_name_copies_once(here: Handbook) -> None:
    html = here.build().page("packets/learner/")
    lines = re.findall(
        r'<a class="entry" href="#([^"]+)"><span>(.*?)</span> <span class="where">(.*?)</span>', html
    )
    assert [(name, unescape(title), place) for name, title, place in lines] == [
        ("chapter-goals", "Your goals", "chapter 2"),
        ("dates", "Dates", ""),
        ("contacts", "Whom to ask", ""),
        ("worksheet-log", "Meeting log, 3 copies", "sheets 1–3"),
        ("checklist-way", "The way", "sheet 4"),
        ("policies", "What holds for everyone", ""),
        ("agenda-opening", "The opening", ""),
        ("blank", "Notes, 2 copies", "sheets 5–6"),
    ]


def test_only_what_is_for_the_role_is_in_it_also_where_an_edition_shows_all(here: Handbook) -> None:
    here.build().shows("goals/", "Ask before you advise.").shows("worksheets/log/", "What the guide thinks")
    here.hides("packets/learner/", "Ask before you advise.", "What the guide thinks")
    here.hides("packets/learner/spring/", "Guides' table", "List is checked")


def test_what_is_for_the_role_by_its_kind_is_in_it(here: Handbook) -> None:
    here.write(
        "content/02-goals.md", "# Your goals\n\n::: for mentee\nFor you.\n:::\n\n::: for mentor\nNot.\n:::\n"
    )
    with_contents(here, "chapter:goals").build().shows("packets/learner/", "For you.")
    here.hides("packets/learner/", "Not.")


def test_a_sheet_that_a_chapter_shows_holds_what_is_for_the_role(here: Handbook) -> None:
    here.write("content/02-goals.md", "# Your goals\n\n::: worksheet log\n:::\n")
    with_contents(here, "chapter:goals").build().shows("goals/", "What the guide thinks")
    here.shows("packets/learner/", "What we did").hides("packets/learner/", "What the guide thinks")


def test_a_sheet_that_is_a_piece_is_only_named_in_the_chapter_that_shows_it(here: Handbook) -> None:
    here.write(
        "content/02-goals.md", "# Your goals\n\nWrite.\n\n::: worksheet log\n:::\n\n## Then\n\nRead.\n"
    )
    with_contents(here, "chapter:goals", "worksheet:log").build().says()
    assert pieces(here, "packets/learner/")["chapter-goals"].endswith("Write. Meeting log Then Read.")
    html = here.page("packets/learner/")
    assert '<p class="elsewhere"><a href="#worksheet-log" class="within" data-where="sheet 1 of 1">' in html
    assert html.count('data-field="what"') == 1


def test_part_of_a_chapter_is_what_stands_under_its_heading(here: Handbook) -> None:
    with_contents(here, "chapter:goals#test-it", "worksheet:log").build().says()
    found = pieces(here, "packets/learner/")
    assert found["chapter-goals-test-it"] == "Test it Could somebody see it? By whom By a friend."
    html = here.page("packets/learner/")
    assert '<h2 id="chapter-goals-test-it--by-whom">By whom</h2>' in html
    assert 'id="chapter-goals-test-it--test-it"' in html
    assert '<span class="where">from chapter 2</span>' in html
    here.shows("packets/", "Test it, Meeting log")


def test_links_between_pieces_say_where_things_are(here: Handbook) -> None:
    here.write(
        "content/01-why.md",
        "# Why\n\n[Goals](02-goals.md), [the log](worksheet:log), [test](02-goals.md#test-it).\n",
    )
    html = (
        with_contents(here, "chapter:why", "chapter:goals", "worksheet:log x2")
        .build()
        .page("packets/learner/")
    )
    found = re.findall(r'<a href="(#[^"]+)" class="within" data-where="([^"]*)">([^<]*)', html)
    assert ("#chapter-goals", "chapter 2", "Goals") in found
    assert ("#worksheet-log", "sheet 1 of 2", "the log") in found
    assert ("#chapter-goals--test-it", "chapter 2", "test") in found


def test_the_first_page_of_a_section_is_bound_with_its_own_words_alone(here: Handbook) -> None:
    here.write("content/03-part/index.md", "# A part\n\nIts words.\n").write(
        "content/03-part/one.md", "# One\n\nx\n"
    )
    with_contents(here, "chapter:part", "chapter:index").write(
        "content/index.md", "# Welcome\n\nBe kind.\n"
    ).build()
    found = pieces(here, "packets/learner/")
    assert found["chapter-part"].endswith("Its words.")
    assert found["chapter-index"].endswith("Be kind.")


# Dates


def rows(html: str) -> Iterator[list[str]]:
    table = re.search(r'<table class="dates">.*?</table>', html, re.DOTALL)
    for row in re.findall(r"<tr.*?</tr>", table[0] if table else "", re.DOTALL):
        yield [
            " ".join(unescape(re.sub(r"<[^>]+>", " ", one)).split())
            for one in re.findall(r"<t[dh].*?</t[dh]>", row, re.DOTALL)
        ]


def test_the_dates_of_a_cohort_are_those_for_the_role(here: Handbook) -> None:
    here.build()
    assert list(rows(here.page("packets/learner/spring/"))) == [
        ["Week", "Day", "Time, London", "What"],
        ["2027"],
        ["1", "Tue 2 Mar", "–", "Bring a pen"],
        ["", "Wed 3 Mar", "17:00–18:00", "Kick-off Hall 2"],
        ["2", "Fri 12 Mar", "until 23:59", "Agreement signed"],
    ]


OVERRIDE = "overrides: {kickoff: {when: week 1 thu 17:00, note: The hall is taken.}}"


def test_what_was_moved_or_is_called_off_is_said(here: Handbook) -> None:
    here.write(
        "content/programs/harbour.yml",
        PROGRAM.replace("timezone: Europe/London}", f"timezone: Europe/London, {OVERRIDE}}}", 1),
    ).build()
    told = [row for row in rows(here.page("packets/learner/spring/")) if "Kick-off" in row[-1]]
    assert told == [
        ["", "Thu 4 Mar", "17:00–18:00", "Kick-off Was Wed 3 Mar, now Thu 4 Mar. The hall is taken. Hall 2"]
    ]


def test_without_a_cohort_there_are_weeks_and_no_date(here: Handbook) -> None:
    words = pieces(here.build(), "packets/learner/")["dates"]
    assert "Week 1 Kick-off" in words
    assert "Guides' table" not in words
    assert "2027" not in words.removeprefix("Dates")
    assert "Mar" not in words


def test_a_list_has_the_days_on_which_its_items_are_due(here: Handbook) -> None:
    here.build()
    dated, plain = (pieces(here, f"packets/learner/{one}")["checklist-way"] for one in ("spring/", ""))
    assert "Sign the agreement Due: 12 March 2027" in dated
    assert "Send three lines Mon 1 Mar, Mon 8 Mar, Mon 15 Mar" in dated.replace(
        " Due: every week on Mondays, weeks 1 to 3 ·", ""
    )
    assert "Sign the agreement Due: Agreement signed" in plain


def test_an_agenda_has_the_times_of_its_meeting(here: Handbook) -> None:
    here.build()
    dated, plain = (pieces(here, f"packets/learner/{one}")["agenda-opening"] for one in ("spring/", ""))
    assert "17:20 · 40 minutes In pairs What is different in four weeks?" in dated
    assert "40 minutes In pairs" in plain
    assert "17:20" not in plain


def test_whom_to_ask_says_in_which_case_and_the_rules_do_not_say_it_again(here: Handbook) -> None:
    found = pieces(here.build(), "packets/learner/")
    assert "Somebody behaves badly Conduct team: conduct@example.org In confidence" in found["contacts"]
    assert found["policies"].startswith("What holds for everyone Confidentiality What is said stays here.")
    assert "badly" not in found["policies"]
    assert "badly" in pieces(with_contents(here, "policies").build(), "packets/learner/")["policies"]


# The cover


def test_the_cover_says_what_it_is_for_whom_and_whose_it_is(here: Handbook) -> None:
    here.build()
    cover = (
        here.page("packets/learner/spring/")
        .partition('<section class="cover-sheet page">')[2]
        .partition("</section>")[0]
    )
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", cover)).split())
    assert words == (
        "Learner packet Harbour Spring 2027, 1–26 March 2027 For Learners"
        " This packet belongs to Guide We meet on"
        " Example Network · Mentoring at Example · Release 2027 · Program office: office@example.org"
    )


def test_roles_that_are_called_as_usual_are_asked_for_in_a_sentence(here: Handbook) -> None:
    here.write(
        "content/programs/harbour.yml",
        PROGRAM.replace("guide: {label: Guide, plural: Guides,", "guide: {label: Mentor,"),
    )
    here.build().shows("packets/learner/", "My mentor is")


def test_a_packet_may_have_no_cover(here: Handbook) -> None:
    here.write("content/packets/learner.yml", f"{PACKET}cover: no\n").build()
    here.hides("packets/learner/", "cover-sheet", "belongs to").shows("packets/learner/", "In this packet")


def test_duplex_and_paper_reach_the_page(here: Handbook) -> None:
    here.build().hides("packets/learner/", "duplex")
    here.write("content/packets/learner.yml", f"{PACKET}duplex: yes\nlinks: off\n").build()
    assert '<main class="bound packet duplex"' in here.page("packets/learner/")
    assert "assets/letter.css" not in here.page("packets/learner/")
    here.write("content/packets/learner.yml", f"{PACKET}paper: letter\n").build()
    assert "assets/letter.css" in here.page("packets/learner/")


# Codes


def test_printed_sheets_and_lists_carry_a_code_for_their_page(here: Handbook) -> None:
    here.build()
    for path in ("worksheets/log/", "packets/learner/"):
        assert 'class="qr"' in here.page(path)
        assert "example.org/guide/worksheets/log" in here.page(path)
    here.write(
        "guidegen.yml", FILES["guidegen.yml"].replace("base_url: https://example.org/guide/", "")
    ).build()
    assert 'class="qr"' not in here.page("worksheets/log/") + here.page("packets/learner/")


# What a change makes anew


def test_an_edit_makes_only_the_packets_that_hold_it(here: Handbook) -> None:
    here.write(
        "content/packets/guide.yml", PACKET.replace("learner", "guide").replace("- chapter:goals\n", "")
    ).build()
    here.write("content/02-goals.md", "# Your goals\n\nOther words.\n").build()
    made = {one for one in here.made() if one.startswith("packets/")}
    assert made == {
        "packets/learner/index.html",
        "packets/learner/spring/index.html",
        "packets/learner/autumn/index.html",
    }


def test_what_is_for_others_makes_no_packet_anew(here: Handbook) -> None:
    here.build().write(
        "content/02-goals.md", FILES["content/02-goals.md"].replace("Ask before", "Listen before")
    ).build()
    assert not [one for one in here.made() if one.startswith("packets/")]


def test_a_packet_that_did_not_change_is_not_made_again(here: Handbook) -> None:
    here.build().build().made_nothing()


def test_a_packet_without_a_cover_says_over_its_contents_what_it_is_and_for_whom(handbook: Handbook) -> None:
    for path, text in FILES.items():
        handbook.write(path, text)
    handbook.write("content/packets/learner.yml", f"{PACKET}cohort: spring\ncover: no\n").build().says()
    html = handbook.page("packets/learner/")
    head = html.partition('<header class="print-head">')[2].partition("</header>")[0]
    assert "<h1>Learner packet</h1>" in head
    assert "Spring" in head and "For " in head
    assert "cover-sheet" not in html
