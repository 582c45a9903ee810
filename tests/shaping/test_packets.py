"""What packets name is found, and what their readers may not read is left out of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest

from guidegen.building.build import understood
from guidegen.model.handbook import Handbook as Book
from guidegen.model.packet import Packet
from guidegen.model.problem import Problem
from guidegen.reading.project import read_project
from guidegen.shaping.assemble import assemble
from guidegen.shaping.consequences import without_consequences
from guidegen.shaping.directory import arrive, directory_of
from guidegen.shaping.edition import select
from guidegen.shaping.packets import cohorts_of

HARBOUR = """
title: Harbour
roles:
  navigator: {label: Navigator, kind: mentor}
  djangonaut: {label: Djangonaut, kind: mentee}
timeline: [{id: pairs, title: Pairs, when: week 1}]
policies: {exit: Say so.}
duration: {weeks: 16}
agendas: [{id: an-hour, title: An hour, items: [{title: All, minutes: 60, lead: mentor}]}]
meetings:
- id: kickoff
  title: Kick-off
  roles: [mentor, mentee]
  when: week 1 wed 17:00
  duration: 60m
  agenda: {items: [{title: Hello, minutes: 60}]}
- id: briefing
  title: Briefing
  roles: [mentor]
  audience: [mentor]
  when: week 1 wed 12:00
  duration: 60m
  agenda: {items: [{title: What mentors do, minutes: 60}]}
- id: team
  title: Team
  roles: [mentor]
  public: no
  when: week 1 wed 13:00
  duration: 60m
  agenda: {items: [{title: How it goes, minutes: 60}]}
cohorts:
- {id: past, start: 2025-09-15, timezone: Europe/London, status: archived}
- {id: autumn, start: 2026-09-14, timezone: Europe/London}
- {id: spring, start: tba, timezone: Europe/London}
- {id: later, start: 2027-09-13, timezone: Europe/London, status: draft}
"""

EDITIONS = """
title: Harbour
editions:
- {id: all, label: Everyone, roles: all}
- {id: mentee, label: Mentees, roles: [mentee]}
- {id: mentor, label: Mentors, roles: [mentor]}
contacts: {office: {name: Office, email: office@example.org}}
"""


@dataclass(frozen=True)
class Understood:
    books: dict[str, Book]
    problems: tuple[Problem, ...]

    def packet(self, edition: str = "", name: str = "mentee") -> Packet:
        return next(one for one in self.books[edition].packets if one.id == name)

    def inside(self, edition: str = "", name: str = "mentee") -> list[str]:
        """Return what is in a packet, each as its kind and the id of what it leads to."""
        found = self.packet(edition, name).contents
        return [f"{one.kind}:{one.what.id if one.what else one.name}".rstrip(":") for one in found]

    def told(self) -> list[str]:
        return [one.slug for one in self.problems]


@pytest.fixture
def project(tmp_path: Path):
    """Return the editions of a project with these files, and the problems in it."""

    def understand(**files: str) -> Understood:
        for path, text in {"guidegen.yml": "title: Harbour", "content/index.md": "# Hello", **files}.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(
                dedent(text).lstrip() + "\n", encoding="utf-8", errors="surrogateescape"
            )
        reading = read_project(tmp_path, {})
        assert reading.library is not None, reading.problems
        library, _, problems = understood(reading.library)
        told = without_consequences((*reading.problems, *problems), library.unread)
        editions = {one.id: assemble(select(library, one), one) for one in library.settings.editions}
        return Understood(editions, told)

    return lambda files: understand(**files)


def packet(*contents: str, role: str = "mentee", more: str = "") -> dict[str, str]:
    entries = "".join(f'- "{one}"\n' for one in contents)
    text = f"title: Packet\nrole: {role}\n{more}\ncontents:\n{entries}"
    return {"content/programs/harbour.yml": HARBOUR, "content/packets/mentee.yml": text}


# What is meant ------------------------------------------------------------------------------------


def test_a_packet_is_of_the_only_program_with_its_role(project):
    found = project(
        {
            **packet("blank"),
            "content/programs/pilot.yml": "title: Pilot\nkind: training\nroles: {a: {label: A, kind: other}}",
        }
    )
    made = found.packet()
    assert made.program is not None
    assert (made.program.id, made.program.title.plain) == ("harbour", "Harbour")
    assert made.program.address == "programs/harbour/index.html"


def test_one_for_a_kind_of_role_that_no_program_has_is_of_the_only_program(project):
    found = project(packet("timeline", "policies", role="coordinator"))
    made = found.packet()
    assert made.program is not None and made.program.id == "harbour"
    assert found.told() == []


def test_a_role_that_is_none_is_told_once(project):
    found = project(packet("timeline", role="all"))
    assert [one.slug for one in found.problems] == ["unknown-ref"]


def test_a_program_that_runs_comes_before_one_that_is_over(project):
    over = "title: Old\nstatus: retired\nnotice: It is over."
    found = project({**packet("timeline"), "content/programs/old.yml": over})
    made = found.packet()
    assert made.program is not None and made.program.id == "harbour"
    assert found.told() == []


def test_of_two_programs_it_is_the_one_with_the_cohort(project):
    files = packet("blank", more="cohort: autumn")
    found = project({**files, "content/programs/pilot.yml": "title: Pilot"})
    made = found.packet()
    assert made.program is not None and made.program.id == "harbour"


def test_of_two_programs_it_is_none_where_nothing_asks_for_one(project):
    found = project({**packet("blank"), "content/programs/pilot.yml": "title: Pilot"})
    assert found.packet().program is None
    assert found.told() == []


@pytest.mark.parametrize(
    ("role", "title", "address"),
    [
        ("djangonaut", "Djangonaut", "programs/harbour/djangonaut/index.html"),
        ("mentee", "Djangonaut", "programs/harbour/djangonaut/index.html"),
        ("manager", "manager", ""),
    ],
)
def test_a_packet_is_for_a_role_or_a_kind_of_role(project, role, title, address):
    made = project(packet("blank", role=role, more="program: harbour")).packet()
    assert (made.role.title.plain, made.role.address) == (title, address)


def test_names_are_followed_to_what_they_name(project):
    files = {
        "content/02-talks/goals.md": "# Set goals\n\n## Then",
        "content/worksheets/log.yml": "title: Log\nfields: [{label: What}]",
        "content/checklists/weeks.yml": "title: Weeks\nitems: [Read]",
    }
    found = project({**packet("chapter:goals#then", "worksheet:log x3", "checklist:weeks"), **files})
    chapter, sheet, weeks = found.packet().contents
    assert chapter.what is not None and sheet.what is not None and weeks.what is not None
    assert (chapter.what.id, chapter.what.title.plain, chapter.what.number) == ("talks/goals", "Set goals", 1)
    assert (chapter.what.address, chapter.heading) == ("talks/goals/index.html", "then")
    assert (sheet.what.address, sheet.copies) == ("worksheets/log/index.html", 3)
    assert weeks.what.title.plain == "Weeks"


def test_an_agenda_is_of_the_program_of_a_meeting_or_comes_along(project):
    found = project(packet("agenda:an-hour", "agenda:kickoff", "agenda:closing"))
    agendas = [one.agenda for one in found.packet().contents]
    assert all(agendas)
    assert [(one.title.plain, one.items[0].title.plain) for one in agendas[:2]] == [
        ("An hour", "All"),
        ("Kick-off", "Hello"),
    ]
    assert agendas[2].id == "closing"
    lead = agendas[0].items[0].lead
    assert lead.title.plain == "Navigator" and found.told() == []


def test_an_agenda_that_comes_along_needs_no_program(project):
    found = project({"content/packets/mentee.yml": 'title: P\nrole: mentee\ncontents: ["agenda:regular"]'})
    assert found.told() == []
    assert found.packet().contents[0].agenda is not None


def test_packets_in_programs_and_files_stand_together_by_title(project):
    inline = HARBOUR + "packets:\n- {id: b, title: Bravo, role: mentor, contents: [timeline]}\n"
    found = project(
        {
            "content/programs/harbour.yml": inline,
            "content/packets/c.yml": "title: Charlie\nrole: mentee\ncontents: [blank]",
            "content/packets/a.yml": "title: alpha\nrole: mentee\ncontents: [blank]",
        }
    )
    assert [one.id for one in found.books[""].packets] == ["a", "b", "c"]
    assert all(one.program is not None and one.program.id == "harbour" for one in found.books[""].packets)
    assert all(one.packets == () for one in found.books[""].programs)


def test_a_packet_is_bound_for_each_cohort_that_runs_or_is_to_come_and_has_a_day(project):
    found = project(packet("timeline"))
    assert [one.id for one in cohorts_of(found.packet(), found.books[""])] == ["autumn"]


def test_a_packet_of_one_cohort_is_bound_once(project):
    found = project(packet("timeline", more="cohort: past"))
    assert cohorts_of(found.packet(), found.books[""]) == ()


# Who reads ----------------------------------------------------------------------------------------


def test_a_packet_is_in_the_editions_of_its_role(project):
    found = project({"guidegen.yml": EDITIONS, **packet("blank", role="djangonaut")})
    has = {name: [one.id for one in book.packets] for name, book in found.books.items()}
    assert has == {"all": ["mentee"], "mentee": ["mentee"], "mentor": []}


def test_a_packet_can_be_in_other_editions_too(project):
    found = project({"guidegen.yml": EDITIONS, **packet("blank", more="audience: [mentee, mentor]")})
    assert [one.id for one in found.books["mentor"].packets] == ["mentee"]


FOR_MENTORS = {
    "content/for-mentors.md": "---\naudience: [mentor]\n---\n# For mentors",
    "content/closed/index.md": "---\naudience: [navigator]\n---\n# Closed",
    "content/closed/inside.md": "# Inside",
    "content/goals.md": "# Goals\n\n::: for mentor\n## Eyes\n:::\n\n## All",
    "content/worksheets/watch.yml": "title: Watch\nroles: [mentor]\nfields: [{label: What}]",
    "content/checklists/steps.yml": "title: Steps\nrole: mentor\nitems: [Read]",
}


@pytest.mark.parametrize("edition", ["all", "mentee"])
def test_what_is_not_for_the_role_is_in_no_edition_of_the_packet(project, edition):
    entries = (
        "chapter:for-mentors", "chapter:inside", "chapter:closed", "chapter:goals#eyes", "worksheet:watch",
        "worksheet:match-form-mentor", "checklist:steps", "agenda:briefing", "agenda:team", "chapter:goals",
    )  # fmt: skip
    found = project({"guidegen.yml": EDITIONS, **packet(*entries), **FOR_MENTORS})
    assert found.inside(edition) == ["chapter:goals"]
    assert found.told() == ["not-in-edition"] * 9


def test_mentors_are_handed_it(project):
    entries = (
        "chapter:for-mentors",
        "chapter:inside",
        "chapter:goals#eyes",
        "worksheet:watch",
        "agenda:briefing",
    )
    found = project({"guidegen.yml": EDITIONS, **packet(*entries, role="mentor"), **FOR_MENTORS})
    assert found.inside("mentor") == [
        "chapter:for-mentors", "chapter:closed/inside", "chapter:goals", "worksheet:watch", "agenda:briefing",
    ]  # fmt: skip
    assert found.told() == []


def test_what_an_edition_lacks_is_not_in_its_packet(project):
    files = {
        "guidegen.yml": EDITIONS,
        "content/mentees.md": "---\naudience: [mentee]\n---\n# Mentees",
        **packet("chapter:mentees", "blank", more="audience: [mentee, mentor]"),
    }
    found = project(files)
    assert found.inside("mentor") == ["blank"]
    assert found.inside("mentee") == ["chapter:mentees", "blank"]
    assert found.told() == ["not-in-edition"]


def test_a_packet_of_which_nothing_is_left_is_left_out(project):
    found = project({**packet("chapter:for-mentors"), **FOR_MENTORS})
    assert found.books[""].packets == ()


def test_a_folder_is_closed_for_packets_also_where_its_first_page_is_a_draft(project):
    closed = "---\naudience: [mentor]\ndraft: yes\n---\n# Closed"
    files = {**packet("chapter:inside", "blank"), **FOR_MENTORS, "content/closed/index.md": closed}
    assert project(files).inside() == ["blank"]


def test_drafts_are_left_out(project):
    files = {**packet("chapter:soon", "blank"), "content/soon.md": "---\ndraft: yes\n---\n# Soon"}
    found = project(files)
    assert found.inside() == ["blank"]
    assert found.told() == ["draft-ref"]


def test_a_packet_goes_with_its_program_and_its_cohort(project):
    files = packet("blank", more="program: harbour")
    files["content/programs/harbour.yml"] += "status: draft\n"
    found = project(
        {**files, "content/packets/later.yml": "title: L\nrole: mentee\ncohort: later\ncontents: [blank]"}
    )
    assert found.books[""].packets == ()


def test_a_packet_of_a_cohort_that_is_a_draft_is_left_out(project):
    found = project(packet("blank", more="cohort: later"))
    assert found.books[""].packets == () and found.told() == ["draft-ref"]


def test_drafts_are_in_packets_where_they_are_asked_for(project):
    files = {
        **packet("chapter:soon", more="cohort: later"),
        "guidegen.yml": "title: Harbour\ndrafts: yes",
        "content/soon.md": "---\ndraft: yes\n---\n# Soon",
    }
    assert project(files).inside() == ["chapter:soon"]


# What comes along, and links ----------------------------------------------------------------------


def test_a_worksheet_that_only_a_packet_names_comes_along_in_its_editions(project):
    found = project({"guidegen.yml": EDITIONS, **packet("worksheet:meeting-log x8")})
    has = {name: [one.id for one in book.worksheets] for name, book in found.books.items()}
    assert has == {"all": ["meeting-log"], "mentee": ["meeting-log"], "mentor": []}


@pytest.mark.parametrize("target", ["packet:mentee", "packets/mentee.yml"])
def test_a_packet_can_be_linked_to(project, target):
    found = project(packet("blank"))
    there = arrive(target, "", directory_of(found.books[""]))
    assert (there.kind, there.title.plain, there.address) == ("packet", "Packet", "packets/mentee/index.html")


def test_pages_of_packets_are_known(project):
    pages = directory_of(project(packet("blank")).books[""]).pages
    assert {"packets/mentee/index.html", "packets/mentee/autumn/index.html"} <= pages.keys()


# What only follows --------------------------------------------------------------------------------

NO_TEXT_AT_ALL = "\udcff"
"""A byte that is no UTF-8."""


@pytest.mark.parametrize(
    ("broken", "entry"),
    [
        ("content/goals.md", "chapter:goals"),
        ("content/worksheets/log.yml", "worksheet:log x2"),
        ("content/checklists/weeks.yml", "checklist:weeks"),
        ("content/programs/harbour.yml", "timeline"),
        ("content/programs/harbour.yml", "agenda:an-hour"),
    ],
)
def test_what_follows_from_a_file_that_cannot_be_read_is_not_told(project, broken, entry):
    files = {**packet(entry, role="djangonaut", more="program: harbour"), broken: NO_TEXT_AT_ALL}
    assert {one.place.path for one in project(files).problems} == {broken}


def test_a_packet_that_cannot_be_read_is_one_mistake(project):
    found = project(
        {"content/index.md": "# Hello\n\n[](packet:mentee)", "content/packets/mentee.yml": "title: ["}
    )
    assert [one.place.path for one in found.problems] == ["content/packets/mentee.yml"]
