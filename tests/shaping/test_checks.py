"""Names that lead nowhere, and what a complete handbook would still have."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from guidegen.model.activity import (
    Checklist,
    Item,
    ItemGroup,
    SheetSection,
    SignatureField,
    TextField,
    Worksheet,
)
from guidegen.model.handbook import Document, Edition, FrontMatter, Library, Settings, Term
from guidegen.model.plan import Milestone, Phase
from guidegen.model.problem import Level, Place
from guidegen.model.program import Contact, Eligibility, Escalation, Policies, Program, Role
from guidegen.model.prose import NO_TEXT, Only, Text
from guidegen.model.reference import Reference
from guidegen.model.schedule import read_when
from guidegen.shaping.assemble import assemble
from guidegen.shaping.checks import advice, check_references
from tests.plans import library_of

HERE = Place("content/somewhere.yml", 3, 7)


def words(text):
    return Text(text, (text,))


def ref(kind, name, place=HERE):
    return Reference(kind, name, place)


def chapter(path, *body, **meta):
    place = Place(f"content/{path}")
    return Document(path, words(path), tuple(body), FrontMatter(**meta), 100, place)


def sheet(name="log", *fields, **more):
    place = Place(f"content/worksheets/{name}.yml")
    return Worksheet(name, words(name), (SheetSection(NO_TEXT, NO_TEXT, fields),), place, **more)


def a_list(name="weekly", *items, **more):
    place = Place(f"content/checklists/{name}.yml")
    return Checklist(name, words(name), (ItemGroup(NO_TEXT, "", items, HERE),), place, **more)


def program(name="harbour", **more):
    roles = (
        Role("navigator", words("Navigator"), "mentor", Place(f"content/programs/{name}.yml", 4)),
        Role("mentee", words("Mentee"), "mentee", Place(f"content/programs/{name}.yml", 5)),
    )
    return Program(name, words(name), Place(f"content/programs/{name}.yml"), roles=roles, **more)


SETTINGS = Settings(
    title=words("Guide"),
    id="guide",
    editions=(Edition("", NO_TEXT, None, "", "en", HERE),),
    contacts=(Contact("office", words("Office"), Place("guidegen.yml", 5)),),
)


def library(*nouns, settings=SETTINGS):
    def of(kind):
        return tuple(one for one in nouns if isinstance(one, kind))

    return Library(settings, of(Document), of(Program), of(Worksheet), of(Checklist), of(Term))


def whole_of(a_library):
    return assemble(a_library, a_library.settings.editions[0])


def found(*nouns, settings=SETTINGS):
    everything = library(*nouns, settings=settings)
    return check_references(everything, whole_of(everything))


def told(*nouns, settings=SETTINGS):
    return [f"{one.slug}: {one.message} {one.remedy}".rstrip() for one in found(*nouns, settings=settings)]


PHASE = Phase("launch", words("Launch"), read_when("week 1"), read_when("week 2"), HERE)

COMPLETE = (
    chapter("index.md"),
    chapter("01-prepare/02-goals.md", programs=(ref("program", "harbour"),), owner=ref("contact", "office")),
    chapter("code-of-conduct.md", phases=(ref("phase", "launch"),), prerequisites=(ref("chapter", "goals"),)),
    sheet("log", roles=("mentor", "mentee")),
    a_list("weekly", program="harbour"),
    Term("pair", words("Pair"), words("Two"), HERE, see=(ref("term", "pair"),)),
    program(
        owner=ref("contact", "office"),
        summary=words("Each pair has sixteen weeks."),
        phases=(
            replace(
                PHASE,
                chapters=(ref("chapter", "prepare/goals"),),
                worksheets=(ref("worksheet", "log"),),
                checklists=(ref("checklist", "weekly"),),
                roles=(ref("role", "navigator"), ref("role", "coordinator")),
            ),
        ),
        eligibility=(Eligibility(ref("role", "mentee"), ()),),
        policies=Policies(code_of_conduct=ref("chapter", "code-of-conduct")),
    ),
)


def test_a_handbook_in_which_every_name_leads_somewhere_has_no_problems():
    assert found(*COMPLETE) == ()


UNKNOWN = {
    "worksheet": 'no worksheet "x-ray". It would be in content/worksheets/x-ray.yml.',
    "checklist": 'no checklist "x-ray". It would be in content/checklists/x-ray.yml.',
    "program": 'no program "x-ray". It would be in content/programs/x-ray.yml.',
    "chapter": 'no chapter "x-ray". It would be in content/x-ray.md.',
    "contact": 'no contact "x-ray". Add it under contacts in guidegen.yml.',
    "term": 'no term "x-ray". Add it to content/glossary.yml.',
    "phase": 'no phase "x-ray". Known: launch.',
    "role": (
        'no role "x-ray". '
        "Known: mentor, mentee, coordinator, manager, sponsor, facilitator, expert, reviewer, …"
    ),
}


@pytest.mark.parametrize("kind", UNKNOWN)
def test_a_name_that_leads_nowhere_is_told_with_where_it_would_be(kind):
    nowhere = ref(kind, "x-ray", Place("content/a.md", 5, 3))
    (one,) = found(*COMPLETE, chapter("a.md", prerequisites=(nowhere,)))
    assert (one.slug, one.level, one.place.line) == ("unknown-ref", Level.ERROR, 5)
    assert f"{one.message} {one.remedy}" == UNKNOWN[kind]


NEARLY = {
    ("worksheet", "logg"): 'Did you mean "log"? (content/worksheets/log.yml)',
    ("checklist", "weekley"): 'Did you mean "weekly"? (content/checklists/weekly.yml)',
    ("program", "harbor"): 'Did you mean "harbour"? (content/programs/harbour.yml)',
    ("chapter", "code-of-conducts"): 'Did you mean "code-of-conduct"? (content/code-of-conduct.md)',
    ("chapter", "prepare/goal"): 'Did you mean "prepare/goals"? (content/01-prepare/02-goals.md)',
    ("contact", "ofice"): 'Did you mean "office"?',
    ("role", "navigater"): 'Did you mean "navigator"?',
    ("role", "Mentor"): 'Did you mean "mentor"?',
    ("phase", "lunch"): 'Did you mean "launch"?',
    ("term", "pairs"): 'Did you mean "pair"?',
}


@pytest.mark.parametrize(("kind", "name"), NEARLY)
def test_the_nearest_name_is_offered_with_its_file(kind, name):
    (one,) = found(*COMPLETE, chapter("a.md", prerequisites=(ref(kind, name),)))
    assert one.remedy == NEARLY[kind, name]


def test_names_are_found_wherever_they_are_written():
    assert (
        len(
            found(
                *COMPLETE, program("tide", owner=ref("contact", "nobody"), chapters=(ref("chapter", "no"),))
            )
        )
        == 2
    )
    assert (
        len(
            found(
                *COMPLETE,
                replace(program("tide"), phases=(replace(PHASE, worksheets=(ref("worksheet", "no"),)),)),
            )
        )
        == 1
    )
    assert (
        len(found(*COMPLETE, Term("two", words("Two"), words("2"), HERE, see=(ref("term", "nothing"),)))) == 1
    )
    assert told(*COMPLETE, a_list("other", program="harbor")) == [
        'unknown-ref: no program "harbor". Did you mean "harbour"? (content/programs/harbour.yml)'
    ]


def test_a_code_of_conduct_may_be_a_page_elsewhere():
    elsewhere = Policies(code_of_conduct=ref("chapter", "https://example.org/conduct"))
    assert found(program(policies=elsewhere)) == ()


def test_the_last_part_of_a_chapters_id_is_enough_where_it_is_unique():
    chapters = (
        chapter("a/goals.md"),
        chapter("b/goals.md"),
        chapter("b/only.md"),
        chapter("c/top.md"),
        chapter("top.md"),
    )
    named = chapter(
        "index.md",
        prerequisites=tuple(
            ref("chapter", one) for one in ("only", "a/goals", "b/goals", "top", "c/top", "goals")
        ),
    )
    assert told(*chapters, named) == [
        (
            'unknown-ref: "goals" could be several chapters: a/goals, b/goals. '
            'Write the whole id, e.g. "a/goals".'
        )
    ]


def audiences():
    wrong = ("mentro",)
    place = Place("content/here.md", 9)
    yield chapter("a.md", audience=wrong, audience_place=place)
    yield chapter("a.md", Only(wrong, ("x",), place))
    yield chapter("a.md", Only(("mentor",), (Only(wrong, (), place),), HERE))
    yield chapter("a.md", replace(a_list("in-chapter", audience=wrong), place=place, in_chapter=True))
    yield chapter("a.md", a_list("in-chapter", Item("one", words("one"), place, audience=wrong)))
    yield replace(sheet("one", audience=wrong), place=place)
    yield replace(sheet("one", roles=wrong), place=place)
    yield sheet("one", TextField(id="a", label=words("A"), place=place, audience=wrong))
    yield sheet("one", TextField(id="a", label=words("A"), place=place, role="mentro"))
    yield replace(a_list("one", roles=wrong), place=place)
    yield a_list("one", Item("a", words("a"), HERE, items=(Item("b", words("b"), place, audience=wrong),)))
    yield Term("pair", words("Pair"), words("Two"), place, audience=wrong)
    yield replace(program(audience=wrong), place=place)
    yield program(timeline=(Milestone("kickoff", words("K"), read_when("start"), place, audience=wrong),))


@pytest.mark.parametrize("noun", list(audiences()), ids=lambda noun: type(noun).__name__)
def test_an_unknown_name_in_an_audience_is_an_error_wherever_it_stands(noun):
    (one,) = found(noun)
    assert (one.slug, one.level, one.message) == ("unknown-ref", Level.ERROR, 'no role "mentro".')
    assert one.remedy == 'Did you mean "mentor"?'
    assert one.place.line == 9


def test_roles_of_editions_and_contacts_are_checked():
    place = Place("guidegen.yml", 8)
    settings = replace(
        SETTINGS,
        editions=(Edition("m", NO_TEXT, ("pilot",), "m/", "en", place),),
        contacts=(Contact("office", words("Office"), place, role="cordinator"),),
    )
    assert told(settings=settings) == [
        'unknown-ref: no role "cordinator". Did you mean "coordinator"?',
        (
            'unknown-ref: no role "pilot". '
            "Known: mentor, mentee, coordinator, manager, sponsor, facilitator, expert, reviewer, …"
        ),
    ]
    renamed = replace(program(), roles=(Role("pilot", words("Pilot"), "mentor", HERE),))
    assert len(found(renamed, settings=settings)) == 1


def test_a_draft_that_is_named_by_what_is_published_is_a_warning():
    draft = chapter("later.md", draft=True)
    names_it = chapter("now.md", prerequisites=(ref("chapter", "later"),))
    (one,) = found(draft, names_it)
    assert (one.slug, one.level) == ("draft-ref", Level.WARNING)
    assert one.message == 'chapter "later" is a draft, so it is left out here until it is published.'


def test_a_draft_may_be_named_by_a_draft_and_everywhere_while_drafts_are_shown():
    draft = chapter("later.md", draft=True)
    program_draft = program("next", status="draft")
    names_them = chapter(
        "now.md", draft=True, prerequisites=(ref("chapter", "later"), ref("program", "next"))
    )
    assert found(draft, program_draft, names_them) == ()
    shown = replace(SETTINGS, drafts=True)
    published = replace(names_them, meta=replace(names_them.meta, draft=False))
    assert found(draft, program_draft, published, settings=shown) == ()
    assert len(found(draft, program_draft, published)) == 2


def test_who_signs_is_among_those_who_fill_in_the_sheet():
    def signed_by(role):
        return SignatureField(id="sign", label=words("Sign"), place=HERE, role=role)

    assert told(program(), sheet("one", signed_by("manager"), roles=("mentor", "mentee"))) == [
        (
            'signature-role: "manager" signs, but is not among the roles of this worksheet (mentor, mentee). '
            "Add manager to roles, or let somebody else sign."
        )
    ]
    assert found(program(), sheet("one", signed_by("mentor"), roles=("navigator",))) == ()
    assert found(program(), sheet("one", signed_by("navigator"), roles=("mentor",))) == ()
    assert found(program(), sheet("one", signed_by("manager"))) == ()
    assert [one.slug for one in found(sheet("one", signed_by("nobody"), roles=("mentor",)))] == [
        "unknown-ref"
    ]


def test_the_time_of_a_sheet_hangs_on_what_a_program_has():
    plan = program(phases=(PHASE,), timeline=(Milestone("kickoff", words("K"), read_when("start"), HERE),))
    assert found(plan, sheet("one", when=read_when("kickoff + 1w"))) == ()
    assert found(plan, sheet("one", phase="launch")) == ()
    assert found(plan, sheet("one", phase="kickoff")) == ()
    assert told(plan, sheet("one", when=read_when("kickof + 1w"))) == [
        (
            'unknown-anchor: unknown anchor "kickof". Known: start, end, kickoff, launch.start, launch.end '
            'Did you mean "kickoff"?'
        )
    ]
    assert told(sheet("one", phase="launch")) == [
        'unknown-ref: no phase "launch". No program has phases yet.'
    ]


def step(contact):
    return Escalation(words("Something is wrong"), ref("contact", contact))


def test_an_escalation_leads_to_more_than_one_person():
    settings = replace(SETTINGS, contacts=(*SETTINGS.contacts, Contact("conduct", words("Conduct"), HERE)))

    def thin(*steps):
        return [one.message for one in found(program(policies=Policies(escalation=steps)), settings=settings)]

    assert thin() == []
    assert thin(step("office"), step("conduct")) == []
    assert thin(step("office"), step("office"), step("conduct")) == []
    assert thin(step("office")) == ["the escalation has one step only."]
    assert thin(step("office"), step("office")) == ['every step of the escalation leads to "office".']
    (one,) = found(program(policies=Policies(escalation=(step("office"),))))
    assert (one.slug, one.level) == ("policy-thin", Level.WARNING)


def advised(*nouns, today=None):
    return [one.message for one in advice(whole_of(library(*nouns)), today)]


def test_a_complete_handbook_needs_no_advice():
    assert advised(*COMPLETE, today=date(2026, 11, 22)) == []


def test_a_program_is_told_what_it_still_lacks():
    assert advised(program()) == [
        'program "harbour" has no owner.',
        'program "harbour" has no summary.',
        'program "harbour" has no phases.',
        'program "harbour" has no code of conduct.',
    ]
    assert advised(program(status="draft")) == []
    assert 'program "harbour" has no code of conduct.' not in advised(program(status="paused"))
    assert 'program "harbour" has a summary of 301 letters.' in advised(program(summary=words("x" * 301)))
    assert all(
        one.remedy and one.level is Level.WARNING for one in advice(whole_of(library(program())), None)
    )


@pytest.mark.parametrize(
    ("today", "due"),
    [(None, False), (date(2026, 2, 28), False), (date(2026, 3, 1), True), (date(2027, 1, 1), True)],
)
def test_a_chapter_is_due_to_be_read_again(today, due):
    old = chapter("a.md", reviewed=date(2025, 8, 31), review_months=6, review_place=Place("content/a.md", 4))
    told = advice(whole_of(library(old, chapter("b.md", reviewed=date(2020, 1, 1)))), today)
    assert [one.slug for one in told] == ["review-due"] * due
    if due:
        assert told[0].message == "last reviewed on 2025-08-31, so it was due again on 2026-02-28."
        assert told[0].remedy == f"Read it once more, then set reviewed: {today}."
        assert told[0].place.line == 4


NAMED_IN_A_PROGRAM = """
    title: Harbour
    timeline:
    - {id: matched, title: Pairs announced, when: start - 2w}
    - {id: midpoint, title: Mid-point, when: week 8, survey: halfway}
    evaluation:
    - {id: halfway, title: Half way, roles: [mentee], when: week 8}
    matching: {announce: matched}
    duration: {weeks: 16}
    cohorts:
    - {id: autumn, start: 2026-09-14, holidays: [uk]}
"""
HOLIDAYS = """
    days:
    - {date: 2026-12-25, title: Christmas Day}
    - {date: 2027-01-01, title: New Year}
"""


def test_milestones_surveys_and_holidays_are_looked_for():
    a_library = library_of(NAMED_IN_A_PROGRAM, holidays=HOLIDAYS)
    whole = assemble(a_library, SETTINGS.editions[0])
    assert check_references(a_library, whole) == ()
    (program,) = whole.programs
    assert program.matching.announce.title.plain == "Pairs announced"
    assert program.timeline[1].survey.title.plain == "Half way"
    assert program.cohorts[0].holidays == (), "what has no page does not reach a template"


@pytest.mark.parametrize(
    ("wrong", "right", "message", "remedy"),
    [
        (
            "announce: mached",
            "announce: matched",
            'no milestone "mached" in program "harbour".',
            'Did you mean "matched"?',
        ),
        ("survey: zzz", "survey: halfway", 'no survey "zzz" in program "harbour".', "Known: halfway."),
        ("[uk, fr]", "[uk]", 'no holidays "fr".', "It would be in content/holidays/fr.yml."),
    ],
)
def test_milestones_surveys_and_holidays_that_are_not_there_are_told(wrong, right, message, remedy):
    plan = NAMED_IN_A_PROGRAM.replace(right, wrong)
    assert plan != NAMED_IN_A_PROGRAM
    a_library = library_of(plan, holidays=HOLIDAYS)
    (problem,) = check_references(a_library, assemble(a_library, SETTINGS.editions[0]))
    assert (problem.slug, problem.message, problem.remedy) == ("unknown-ref", message, remedy)
