"""Every kind of page, drawn from a view made by hand."""

from __future__ import annotations

import posixpath
import re
from dataclasses import fields, replace
from datetime import date, time, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from typing import get_args
from xml.etree import ElementTree

import pytest
from jinja2 import Environment

from guidegen.model import ids
from guidegen.model.activity import (
    ActionsField,
    CheckboxField,
    Checklist,
    ChoiceField,
    Column,
    DateField,
    EmailField,
    GoalField,
    GoalPart,
    GridField,
    Item,
    ItemGroup,
    ListField,
    LongTextField,
    MonthField,
    MultiChoiceField,
    NoteField,
    NumberField,
    Option,
    PageBreakField,
    PhoneField,
    Point,
    Quadrant,
    QuadrantsField,
    RankingField,
    Recalled,
    RecallField,
    ScaleField,
    SheetSection,
    SignatureField,
    TableField,
    TextField,
    TimeField,
    UrlField,
    Worksheet,
)
from guidegen.model.cohort import (
    Application,
    Break,
    Capacity,
    Closing,
    Cohort,
    Event,
    Schedule,
    Task,
    Week,
)
from guidegen.model.diary import PlannedEntry, PlannedWeek, Stretch
from guidegen.model.handbook import Organization, Term
from guidegen.model.plan import Agenda, AgendaItem, Errand, Meeting, Milestone, Phase, Repeat, Slot, Survey
from guidegen.model.problem import NOWHERE
from guidegen.model.program import (
    Contact,
    Criterion,
    Duration,
    Effort,
    Eligibility,
    Escalation,
    Form,
    Matching,
    Policies,
    Program,
    Question,
    Role,
    Rule,
)
from guidegen.model.prose import NO_TEXT, Html, Text
from guidegen.model.rebuild import KEEP, rebuild
from guidegen.model.reference import Reference
from guidegen.model.schedule import Days, FromAnchor, InWeek, Step, ToBeAnnounced
from guidegen.model.tracked import Tracked
from guidegen.reading.goals import FRAMEWORKS
from guidegen.reading.tables import ACTION_COLUMNS
from guidegen.rendering import views
from guidegen.rendering.drawing import TIMELINE_KEYS
from guidegen.rendering.events import EVENT_KEYS
from guidegen.rendering.recurrence import REPEAT_KEYS
from guidegen.rendering.templates import OURS
from guidegen.rendering.theme import draw, draw_navigation, load_theme, theme_assets
from guidegen.rendering.times import WHEN_KEYS, day_words, days_of_year
from guidegen.rendering.today import TODAY_KEYS
from guidegen.rendering.zones import ZONE_KEYS

# The handbook that the pages are from


def text(words, html=""):
    return Text(words, (html or words,))


def paragraphs(*lines):
    return Text(" ".join(lines), tuple(f"<p>{line}</p>\n" for line in lines))


OFFICE = Contact(
    "mentoring-office",
    text("Mentoring Office"),
    NOWHERE,
    email="mentoring@northgate.example.org",
    phone="+44 115 496 0142",
    hours=text("Weekdays 9:00 to 16:00"),
    purposes=(text("dates"), text("a match that does not work")),
)
CONDUCT = Contact(
    "conduct",
    text("Samira Haddad"),
    NOWHERE,
    role="Conduct team",
    url="https://northgate.example.org/report/",
    confidential=True,
)
IMPRINT = views.Imprint(
    title=text("The Harbour Handbook"),
    id="harbour",
    organization=Organization(
        name=text("Northgate Libraries"),
        url="https://northgate.example.org/",
        address=text("1 Quay Street, Northgate NG1 4BL"),
    ),
    release="2026",
    license="CC BY 4.0",
    language="en-GB",
    direction="ltr",
    contacts=(OFFICE,),
)


def reference(kind, name, title, address="", **more):
    return Reference(kind, name, NOWHERE, title=text(title), address=address, **more)


HOME = reference("chapter", "index", "Harbour Handbook", "mentee/index.html")
PREPARE = reference(
    "chapter",
    "prepare",
    "Prepare",
    "mentee/prepare/index.html",
    summary=text("Find out what you want, and look for somebody who can help."),
)
WHY = reference(
    "chapter",
    "prepare/why",
    "How to use this book",
    "mentee/prepare/why/index.html",
    number=1,
    summary=text("Where to write, what to print, and what stays with you."),
)
GOALS = reference(
    "chapter", "prepare/goals", "Identify your goals", "mentee/prepare/goals/index.html", number=2
)
FIND = reference(
    "chapter",
    "prepare/find",
    "Find a mentor",
    "mentee/prepare/find/index.html",
    number=3,
    summary=text("Five places to look, and what to ask before you ask."),
)
LAUNCH = reference("chapter", "launch", "Launch", "mentee/launch/index.html")
FIRST = reference("chapter", "launch/first", "Your first meeting", "mentee/launch/first/index.html", number=4)
NOT_HERE = reference("chapter", "closing", "For coordinators only")
HARBOUR_PROGRAM = reference("program", "harbour", "Harbour mentoring", "mentee/programs/harbour/index.html")
AGREEMENT = reference(
    "worksheet",
    "agreement",
    "Goals and agreement",
    "mentee/worksheets/agreement/index.html",
    summary=text("The first half is yours; the second you fill in together."),
)
LOG = reference("worksheet", "log", "Meeting log", "mentee/worksheets/log/index.html")
BEFORE_START = reference(
    "checklist", "start", "Before the first meeting", "mentee/checklists/start/index.html"
)

DOORS = (
    views.Door(text("Mentees"), "mentee/index.html", True, NO_TEXT),
    views.Door(text("Mentors"), "mentor/index.html", False, NO_TEXT),
    views.Door(text("Coordinators"), "coordinator/index.html", False, NO_TEXT),
)
NAVIGATION = views.NavigationView(
    home="mentee/index.html",
    chapters=(
        views.NavigationEntry(
            PREPARE.title,
            PREPARE.address,
            "section",
            open=True,
            children=tuple(
                views.NavigationEntry(one.title, one.address, number=one.number, counts=counts)
                for one, counts in ((WHY, ()), (GOALS, ("prepare/goals", "start")), (FIND, ()))
            ),
        ),
        views.NavigationEntry(LAUNCH.title, LAUNCH.address, "section"),
        views.NavigationEntry(text("Say thank you, go on"), "mentee/thanks/index.html", number=5),
    ),
    back=(
        views.NavigationEntry(
            NO_TEXT,
            "mentee/programs/index.html",
            "programs",
            children=(views.NavigationEntry(HARBOUR_PROGRAM.title, HARBOUR_PROGRAM.address, "program"),),
        ),
        views.NavigationEntry(NO_TEXT, "mentee/worksheets/index.html", "worksheets"),
        views.NavigationEntry(NO_TEXT, "mentee/checklists/index.html", "checklists", counts=("start",)),
        views.NavigationEntry(NO_TEXT, "mentee/progress/index.html", "progress"),
        views.NavigationEntry(NO_TEXT, "mentee/glossary/index.html", "glossary"),
    ),
)

CHECKLIST = Checklist(
    "start",
    text("Before the first meeting"),
    (
        ItemGroup(
            text("Prepare"),
            "prepare",
            (
                Item("sentence", text("I can say my goal in one sentence"), NOWHERE, ticked=True),
                Item(
                    "moments",
                    text("I have written down three moments", "I have written down <em>three</em> moments"),
                    NOWHERE,
                    note=text("One that went well, one that did not, one you avoided"),
                    minutes=25,
                    link=text(
                        "Goals and agreement",
                        '<a href="../../worksheets/agreement/index.html">Goals and agreement</a>',
                    ),
                ),
            ),
            NOWHERE,
        ),
        ItemGroup(
            text("Launch"),
            "launch",
            (
                Item(
                    "manager",
                    text("My manager knows that I am applying"),
                    NOWHERE,
                    required=False,
                    minutes=1,
                    items=(Item("mail", text("By mail"), NOWHERE), Item("talk", text("In a talk"), NOWHERE)),
                ),
            ),
            NOWHERE,
        ),
    ),
    NOWHERE,
    purpose=text("Five things that make the first hour easy."),
)
TASKS = Checklist(
    "prepare-goals",
    NO_TEXT,
    (
        ItemGroup(
            NO_TEXT,
            "",
            (
                Item("read-aloud", text("I have read it to somebody outside my team"), NOWHERE),
                Item("calendar", text("The first three meetings are in both calendars"), NOWHERE),
            ),
            NOWHERE,
        ),
    ),
    NOWHERE,
    in_chapter=True,
)


def field(kind, name, label, /, **more):
    return kind(id=name, label=text(label), place=NOWHERE, **more)


def options(*labels):
    return tuple(Option(label.lower().replace(" ", "-"), text(label)) for label in labels)


WORKSHEET = Worksheet(
    "agreement",
    text("Goals and agreement"),
    (
        SheetSection(
            text("My goal"),
            NO_TEXT,
            (
                field(TextField, "statement", "In one sentence", help=text("“By … I can …”"), required=True),
                field(LongTextField, "why", "Why this, and why now?", lines=4, role="mentee"),
                field(NumberField, "hours", "Hours a month that I can give", min=1, max=20.5, unit="hours"),
                field(DateField, "review", "When do you look at it again?"),
                field(
                    ScaleField,
                    "near",
                    "How near are you today?",
                    not_applicable=True,
                    points=(
                        Point(1, text("Far away")),
                        Point(2, NO_TEXT),
                        Point(3, NO_TEXT),
                        Point(4, NO_TEXT),
                        Point(5, text("I do it already")),
                    ),
                ),
                field(ListField, "strengths", "Three things that I bring along", count=3),
            ),
        ),
        SheetSection(
            text("What we agree"),
            text("Fill this in together, aloud. There are no right answers, only ones you both remember."),
            (
                NoteField(
                    id="aside",
                    label=NO_TEXT,
                    place=NOWHERE,
                    text=paragraphs("Read the chapter on boundaries before you go on."),
                ),
                field(
                    ChoiceField,
                    "often",
                    "We meet",
                    default="every-two-weeks",
                    options=options("Every week", "Every two weeks", "Every month"),
                ),
                field(
                    MultiChoiceField,
                    "where",
                    "Places that suit us both",
                    min=1,
                    max=2,
                    options=options(
                        "At the library",
                        "By video",
                        "On a walk",
                        "Over lunch in the canteen on the third floor",
                    ),
                ),
                field(
                    CheckboxField, "confidence", "What is said in our meetings stays there.", required=True
                ),
                field(
                    TableField,
                    "actions",
                    "Next actions",
                    rows=4,
                    columns=(
                        Column("what", text("What"), "long_text", 45),
                        Column("when", text("By when"), "date", 20),
                        Column("who", text("Who"), "choice", 20, options("Mentee", "Mentor")),
                        Column("done", text("Done"), "checkbox", 15),
                    ),
                ),
                field(
                    TableField,
                    "ways",
                    "How we keep in touch",
                    rows=3,
                    columns=(Column("how", text("How")), Column("how-often", text("How often"))),
                    row_labels=options("Between meetings", "When something is urgent", "When one is away"),
                ),
                field(SignatureField, "sign-mentee", "Signed by the mentee", role="mentee"),
                field(SignatureField, "sign-mentor", "Signed by the mentor", role="mentor", name=False),
            ),
        ),
    ),
    NOWHERE,
    purpose=text("The first half is yours; the second you fill in together, in your first two weeks."),
    instructions=paragraphs("Take half an hour, and a pen."),
    roles=("mentee", "mentor"),
    together=True,
    minutes=30,
    when=InWeek(1),
    confidential="pair",
    version="2",
    source=text("the mentoring circle of the Eastern Libraries"),
    license="CC BY 4.0",
)
SHORT_SHEET = replace(
    WORKSHEET,
    id="three-moments",
    title=text("Three moments"),
    sections=(
        SheetSection(
            NO_TEXT,
            NO_TEXT,
            (
                field(LongTextField, "well", "One that went well", lines=2),
                field(TextField, "badly", "One that did not"),
            ),
        ),
    ),
    instructions=NO_TEXT,
    source=NO_TEXT,
    license="",
)

MORE_FIELDS = (
    field(
        EmailField, "mail", "Mail", width="half", required=True, example=text("amara@northgate.example.org")
    ),
    field(UrlField, "page", "A page", width="half"),
    field(PhoneField, "phone", "Telephone", width="third", private=True),
    field(TimeField, "at", "At", width="third", default="17:00"),
    field(MonthField, "month", "In", width="third"),
    field(TextField, "team", "Team", max=40, default="of {cohort.title}"),
    field(LongTextField, "last", "Last time", lines=2, default="what we said"),
    field(NumberField, "least", "At least", min=1, step=0.5),
    field(NumberField, "most", "At most", max=2000000, default="12.5"),
    field(
        ChoiceField,
        "way",
        "By",
        options=options("Train", "Boat"),
        other=True,
        layout="column",
        default="boat",
    ),
    field(MultiChoiceField, "days", "Days", options=options("Monday", "Friday"), other=True, max=1),
    field(CheckboxField, "agreed", "We agree", default="true", help=text("Take it away if not.")),
    field(
        GridField,
        "stand",
        "Where I stand",
        rows=options("I ask", "I listen"),
        columns=options("Never", "Often"),
        not_applicable=True,
    ),
    field(
        GridField,
        "fit",
        "How it fits",
        rows=options("Time"),
        columns=(Option("1", text("Far")), Option("2", NO_TEXT), Option("3", text("Near"))),
        numbered=True,
    ),
    field(RankingField, "first", "What comes first", options=options("Time", "Place", "Language"), top=2),
    PageBreakField(id="break", label=NO_TEXT, place=NOWHERE),
    field(
        QuadrantsField,
        "swot",
        "Where you are",
        boxes=(
            Quadrant("strengths", text("Strengths"), (text("What is easy?"), text("Who asks you?"))),
            *(Quadrant(name.lower(), text(name)) for name in ("Weaknesses", "Chances", "Risks")),
        ),
    ),
    field(GoalField, "smart", "A goal", parts=FRAMEWORKS["smart"]),
    field(GoalField, "grow", "Another", framework="grow", parts=FRAMEWORKS["grow"], lines=3),
    field(
        GoalField,
        "own",
        "Our own",
        framework="custom",
        parts=(GoalPart("what-for", text("What for")), GoalPart("by", text("By"), "date")),
    ),
    field(ActionsField, "next", "Next", columns=ACTION_COLUMNS, rows=2),
    field(
        RecallField, "then", "What you wrote", sources=(Recalled(AGREEMENT, "why"), Recalled(NOT_HERE, "x"))
    ),
    field(RecallField, "nothing", "What nobody wrote"),
    field(SignatureField, "sign", "Signed", date=False),
)
MORE_SHEET = replace(
    SHORT_SHEET,
    id="more",
    title=text("More"),
    sections=(SheetSection(text("All of it"), NO_TEXT, MORE_FIELDS),),
    persist=False,
    confidential="private",
    orientation="landscape",
)

MENTEES = reference("role", "mentee", "Mentees", "mentee/programs/harbour/mentee/index.html")
MENTORS = reference("role", "mentor", "Mentors", "mentee/programs/harbour/mentor/index.html")
AGENDA = Agenda(
    "opening",
    text("Opening"),
    (
        AgendaItem(text("Welcome"), 10, MENTORS),
        AgendaItem(
            text("Pairs meet"), 50, notes=paragraphs("In small rooms."), prompts=(text("Who helped you?"),)
        ),
    ),
    NOWHERE,
)
PROGRAM = Program(
    "harbour",
    text("Harbour mentoring"),
    NOWHERE,
    summary=text("A new team lead and somebody who has been one for years meet every other week."),
    status="paused",
    notice=text("There is no cohort in spring 2027: the library moves house."),
    outcomes=(text("One goal reached, or dropped for a good reason"), text("Somebody to ask, for years")),
    roles=(
        Role(
            "mentee",
            text("Mentee"),
            "mentee",
            NOWHERE,
            summary=text("Leads a team for the first time."),
            color="#7a1f5c",
            before=(text("Writes down one or two goals"), text("Applies, with the manager’s consent")),
            during=(text("Proposes dates and topics"), text("Keeps the meeting log")),
            not_responsible_for=(text("Finding a post"),),
            effort=Effort(3, "month"),
        ),
        Role(
            "mentor",
            text("Mentor"),
            "mentor",
            NOWHERE,
            before=(text("Completes the mentor training"),),
            during=(text("Listens first, then asks, then tells"),),
            after=(text("Returns the survey"),),
            boundaries=(text("Never judges performance"),),
            requires=(text("Two years in the role"),),
            training=(FIRST,),
            effort=Effort(2.5, "month", text("more at the start")),
            max_mentees=2,
        ),
        Role(
            "coordinator",
            text("Coordinator"),
            "coordinator",
            NOWHERE,
            contact=reference("contact", "mentoring-office", "Mentoring Office"),
            before=(text("Matches pairs and says why"),),
            not_responsible_for=(text("Reading worksheets"),),
        ),
    ),
    eligibility=(
        Eligibility(
            reference("role", "mentee", "Mentee"),
            (
                Rule(text("At least 3 months in post")),
                Rule(
                    text("Manager agrees"),
                    evidence=text("A short note"),
                    applies_from=FromAnchor("start", (Step(-8, "w"),)),
                ),
                Rule(text("Has read this handbook"), required=False),
            ),
        ),
        Eligibility(reference("role", "mentor", "Mentor"), (Rule(text("Completed mentor training")),)),
    ),
    duration=Duration(16, extension_weeks=4),
    phases=(
        Phase(
            "prepare",
            text("Prepare"),
            FromAnchor("start", (Step(-12, "w"),)),
            InWeek(0),
            NOWHERE,
            summary=text("You find out what you want, look for a mentor, and apply."),
            goals=(text("One goal in one sentence"),),
            chapters=(GOALS, FIND),
            worksheets=(AGREEMENT,),
            checklists=(BEFORE_START,),
        ),
        Phase(
            "work",
            text("Work"),
            InWeek(3),
            FromAnchor("end", (Step(-2, "w"),)),
            NOWHERE,
            topics=(text("Feedback"), text("Saying no")),
            worksheets=(LOG,),
            chapters=(NOT_HERE,),
            roles=(reference("role", "mentee", "Mentee"), reference("role", "mentor", "Mentor")),
        ),
    ),
    timeline=(
        Milestone(
            "kickoff",
            text("Kick-off"),
            InWeek(1, 2),
            NOWHERE,
            "event",
            details=paragraphs("Central Library, hall 2, or by video."),
        ),
        Milestone(
            "agreement-due",
            text("Agreement signed"),
            FromAnchor("kickoff", (Step(10, "bd"),)),
            NOWHERE,
            "deadline",
            worksheet=AGREEMENT,
            roles=(reference("role", "mentee", "Mentee"),),
            owner=reference("role", "coordinator", "Coordinator"),
            url="https://northgate.example.org/sign",
        ),
        Milestone("midpoint", text("Mid-point review"), InWeek(8, 4), NOWHERE),
    ),
    checklists=(BEFORE_START,),
    worksheets=(AGREEMENT, LOG),
    policies=Policies(
        code_of_conduct=Reference("chapter", "https://northgate.example.org/conduct", NOWHERE),
        confidentiality=paragraphs("What is said in a meeting stays there."),
        exceptions=(text("Risk of harm"), text("Legal duty")),
        boundaries=(text("No messages after seven"),),
        exit=paragraphs("Either of you may stop at any time, and nobody has to give a reason."),
        publicity=text("Only where both agree."),
        data=paragraphs("We keep names for two years."),
        safeguarding=paragraphs("Call 999 first."),
        escalation=(
            Escalation(
                text("The match does not work"),
                reference("contact", "mentoring-office", "Mentoring Office"),
                (5, "bd"),
            ),
            Escalation(
                text("Somebody behaved badly"),
                reference("contact", "conduct", "Samira Haddad"),
                (1, "bd"),
                True,
            ),
        ),
    ),
    questions=(
        Question(
            text("May my manager be my mentor?"),
            paragraphs("No. Ask somebody who does not decide about your pay."),
        ),
    ),
    meetings=(
        Meeting(
            "opening",
            text("Opening"),
            NOWHERE,
            60,
            "kickoff",
            roles=(MENTEES, MENTORS),
            when=InWeek(1, 2, time(17)),
            location=text("Central Library, hall 2"),
            url="https://meet.example.org/opening",
            url_is_internal=True,
            host=reference("host", "coordinator", "Coordinator"),
            agenda=AGENDA,
            before=(Errand("read", text("Read the agreement"), NOWHERE),),
            after=(Errand("thank", text("Thank the speaker"), NOWHERE),),
            outcomes=(text("Say who your partner is"),),
        ),
        Meeting(
            "call",
            text("Cohort call"),
            NOWHERE,
            90,
            roles=(MENTEES,),
            optional_for=(MENTORS,),
            repeat=Repeat(
                2,
                "w",
                InWeek(2),
                NOWHERE,
                InWeek(16),
                weekday=2,
                time=time(17),
                excluded=(5, date(2026, 12, 2)),
            ),
            slots=(Slot("late", time(21), "America/New_York", text("For the West")), Slot("early", time(8))),
            url="https://meet.example.org/call",
        ),
        Meeting(
            "pair",
            text("Pair meeting"),
            NOWHERE,
            30,
            "pair",
            arrange="pair",
            repeat=Repeat(1, "w", FromAnchor("opening", (Step(1, "w"),)), NOWHERE, count=8),
        ),
    ),
    surveys=(
        Survey(
            "baseline",
            text("Where you begin"),
            InWeek(2, 4),
            NOWHERE,
            opens=FromAnchor("start"),
            roles=(MENTEES,),
            worksheet=LOG,
            url="https://survey.example.org/",
            anonymous=True,
        ),
        Survey("later", text("A year on"), FromAnchor("end", (Step(12, "m"),)), NOWHERE),
    ),
    matching=Matching(
        NOWHERE,
        "hybrid",
        (Criterion(text("What you want to learn"), 0.6, text("the most")), Criterion(text("Hours"))),
        (Form(MENTEES, AGREEMENT),),
        3,
        text("Say so, and nobody asks why."),
        InWeek(3),
        2,
        3,
        6,
        reference("milestone", "midpoint", "Mid-point review"),
    ),
)


def on(day, month, year=2026, *, until=None, clock=None, zone="Europe/London"):
    first = date(year, month, day)
    return Days(first, until or first, clock, zone if clock else "")


AT_MIDNIGHT = Closing(time(23, 59), "Europe/London")
ANYWHERE = Closing(time(23, 59), "Etc/GMT+12")


def event(name, kind, title, days, /, **more):
    return Event(name, name.partition("#")[0], kind, text(title), days, NOWHERE, **more)


APPLYING = (
    Event(
        "apply-mentee-opens",
        "mentee",
        "application-opens",
        text("Mentees"),
        on(22, 6),
        NOWHERE,
        url="https://example.org/apply",
    ),
    Event(
        "apply-mentee-closes",
        "mentee",
        "application-closes",
        text("Mentees"),
        on(3, 8),
        NOWHERE,
        closes=ANYWHERE,
        late=text("Ask us."),
    ),
    Event("apply-mentee-decision", "mentee", "application-decision", text("Mentees"), on(24, 8), NOWHERE),
    Event(
        "apply-mentor-closes",
        "mentor",
        "application-closes",
        text("Mentors"),
        on(27, 7),
        NOWHERE,
        closes=AT_MIDNIGHT,
    ),
)
EVENTS = (
    event("prepare", "phase", "Prepare", on(22, 6, until=date(2026, 9, 13))),
    *APPLYING,
    event(
        "opening",
        "meeting",
        "Opening",
        on(16, 9, clock=time(17)),
        minutes=60,
        roles=(MENTEES, MENTORS),
        location=text("Central Library, hall 2"),
        url_is_internal=True,
        host=reference("host", "coordinator", "Coordinator"),
        agenda=AGENDA,
        outcomes=(text("Say who your partner is"),),
        recording="https://rec.example.org/1",
    ),
    event(
        "again",
        "meeting",
        "Again",
        on(17, 9, clock=time(17)),
        minutes=60,
        agenda=AGENDA,
        slot="late",
        url="https://meet.example.org/again",
    ),
    event(
        "call#1",
        "meeting",
        "Cohort call",
        on(23, 9, clock=time(17)),
        minutes=90,
        number=1,
        topic=text("Saying no"),
        roles=(MENTEES,),
        optional_for=(MENTORS,),
    ),
    event(
        "call#2",
        "meeting",
        "Cohort call",
        on(7, 10, clock=time(17)),
        minutes=90,
        number=2,
        state="cancelled",
        note=paragraphs("The hall is closed."),
    ),
    event(
        "call#3",
        "meeting",
        "Cohort call",
        None,
        minutes=90,
        number=3,
        state="skipped",
        original=on(21, 10),
        reason=text("bank holiday"),
    ),
    event(
        "pair#1", "meeting", "Pair meeting", on(21, 9, until=date(2026, 9, 27)), arrange="pair", minutes=30
    ),
    event(
        "agreement-due",
        "deadline",
        "Agreement signed",
        on(30, 9),
        closes=AT_MIDNIGHT,
        worksheet=AGREEMENT,
        owner=MENTORS,
        details=paragraphs("Both sign."),
    ),
    event(
        "midpoint",
        "milestone",
        "Mid-point review",
        on(13, 11),
        was=on(6, 11),
        note=text("The office was closed."),
    ),
    event("letter", "window", "Letters", on(5, 11, until=date(2026, 11, 6)), original=on(31, 10)),
    event("results", "release", "Results", None, state="tba", note=text("in spring")),
)
TASKS_THEN = (
    Task("read", "opening", Item("read", text("Read the agreement"), NOWHERE), on(15, 9), roles=(MENTEES,)),
    Task(
        "send",
        "start",
        Item(
            "send",
            text("Send it"),
            NOWHERE,
            note=text("By post."),
            required=False,
            minutes=5,
            owner=MENTORS,
            ticked=True,
            link=text("the sheet"),
        ),
        on(9, 11),
        original=on(8, 11),
        closes=ANYWHERE,
    ),
    Task("talk", "start", Item("talk", text("Talk"), NOWHERE), None),
)
AUTUMN_2026 = Cohort(
    "2026-autumn",
    date(2026, 9, 14),
    NOWHERE,
    title=text("Autumn 2026"),
    timezone="Europe/London",
    display_zones=("America/New_York", "Asia/Kolkata"),
    applications=(
        Application(
            MENTEES,
            InWeek(-2),
            InWeek(-1),
            NOWHERE,
            "https://example.org/apply",
            AGREEMENT,
            late=text("Ask us."),
        ),
        Application(MENTORS, InWeek(-2), InWeek(-1), NOWHERE),
    ),
    capacity=Capacity(12, 20, 6, waitlist=True),
    breaks=(Break(date(2026, 12, 19), date(2027, 1, 10), text("Winter break"), NOWHERE),),
    links=(("‹chat›", "https://chat.example.org/"),),
    notice=text("Fully booked."),
    schedule=Schedule(
        "Europe/London",
        date(2027, 1, 22),
        tuple(
            Week(
                number,
                date(2026, 9, 14) + timedelta(weeks=number - 1),
                date(2026, 9, 20) + timedelta(weeks=number - 1),
            )
            for number in range(1, 15)
        ),
        events=EVENTS,
        tasks=TASKS_THEN,
    ),
)
AUTUMN_PAGE = "mentee/programs/harbour/cohorts/2026-autumn/index.html"
OTHERS = (
    Cohort("2027-spring", None, NOWHERE),
    Cohort(
        "2027-summer",
        date(2027, 6, 7),
        NOWHERE,
        title=text("Summer 2027"),
        status="cancelled",
        notice=text("Too few."),
    ),
)
COHORTS = tuple(
    views.CohortEntry(
        reference(
            "program",
            f"harbour/{one.id}",
            one.title.plain or one.id,
            f"mentee/programs/harbour/cohorts/{one.id}/index.html",
        ),
        replace(
            one,
            schedule=replace(one.schedule, weeks=(), tasks=(), events=APPLYING if one is AUTUMN_2026 else ()),
        ),
    )
    for one in (AUTUMN_2026, *OTHERS)
)
ENTRY = views.ProgramEntry(HARBOUR_PROGRAM, PROGRAM, COHORTS)
STRETCHES = (
    Stretch(
        "before",
        "before",
        first=date(2026, 6, 22),
        last=date(2026, 8, 24),
        phases=(text("Prepare"),),
        entries=APPLYING,
    ),
    Stretch(
        "week",
        "week-1",
        1,
        first=date(2026, 9, 14),
        last=date(2026, 9, 20),
        entries=(*EVENTS[5:7], *TASKS_THEN[:1]),
    ),
    Stretch(
        "week", "week-2", 2, first=date(2026, 9, 21), last=date(2026, 9, 27), entries=(EVENTS[7], EVENTS[10])
    ),
    Stretch("week", "week-3", 3, first=date(2026, 9, 28), last=date(2026, 10, 4), entries=(EVENTS[11],)),
    Stretch("week", "week-4", 4, first=date(2026, 10, 5), last=date(2026, 10, 11), entries=EVENTS[8:10]),
    Stretch(
        "week",
        "week-9",
        9,
        first=date(2026, 11, 9),
        last=date(2026, 11, 15),
        entries=(*EVENTS[12:14], *TASKS_THEN[1:2]),
    ),
    Stretch(
        "break",
        "break-1",
        title=text("Winter break"),
        first=date(2026, 12, 19),
        last=date(2027, 1, 10),
        pauses=True,
    ),
    Stretch("break", "break-2", title=text("A week off"), first=date(2027, 1, 11), last=date(2027, 1, 15)),
    Stretch("quiet", "week-10", 10, 12, first=date(2027, 1, 16), last=date(2027, 1, 17)),
    Stretch("after", "after", first=date(2027, 1, 29), last=date(2027, 1, 29), entries=()),
    Stretch("open", "open", entries=(*EVENTS[14:], *TASKS_THEN[2:])),
)
TERMS = tuple(
    Term(name, text(title), paragraphs(words), NOWHERE, aliases, see)
    for name, title, words, aliases, see in (
        (
            "agreement",
            "Agreement",
            "What the two of you promise each other in the first fortnight.",
            ("mentoring agreement", "contract"),
            (),
        ),
        (
            "boundary",
            "Boundary",
            "A line you draw beforehand, so that nobody has to draw it in the moment.",
            (),
            (reference("term", "agreement", "Agreement", "mentee/glossary/index.html"),),
        ),
        ("cohort", "Cohort", "Everyone who goes through the program together.", (), ()),
        ("goal", "Goal", "One sentence that says what you will be able to do, by when.", ("SMART goal",), ()),
        (
            "zielvereinbarung",
            "Zielvereinbarungsgespräch",
            "German for the talk in which a goal is agreed.",
            (),
            (),
        ),
    )
)
BODY = Html("""\
<p>People who arrive with a goal meet more often, and stop less often, than people who arrive with a title
they would like to have. It may change: your <a href="../../glossary/index.html#term-goal">goal</a> only has
to be clear enough to begin.<sup class="footnote-call"><a href="#note--1" id="note--1-call">1</a></sup></p>
<div class="steps">
<section class="step">
<h2 id="look-around">Look around you</h2>
<p>Begin with the work that you already do. <strong>Last month</strong> holds better evidence than any list
of strengths.</p>
<dl class="pairs">
<div class="pair"><dt>What to do</dt><dd><p>Write down three moments of the last month.</p></dd></div>
<div class="pair"><dt>How to do it</dt><dd><p>Take your calendar, not your memory. Give each moment two
sentences: what happened, and what you would need to be able to do to meet it better next time.</p></dd></div>
</dl>
</section>
<section class="step">
<h2 id="one-sentence">Say it in one sentence</h2>
<p>Choose the moment that matters most and turn it round.</p>
<h3 id="an-example">An example, <em>and</em> what is wrong with it</h3>
<blockquote><p>I would like to be more confident, if possible.</p></blockquote>
</section>
</div>
<div class="note note-tip"><p class="note-title">Tip</p>
<p>Two goals are plenty: one for the job you have and one for the person you are becoming in it.</p></div>
<div class="note note-caution"><p class="note-title">If somebody is in danger</p>
<p>Call 999 first.</p></div>
<div class="note note-warning"><p class="note-title">Take care</p>
<p>Your mentor must not be your line manager.</p></div>
<div class="note note-note"><p class="note-title">Note</p><p>Nobody reads your sheet.</p>
<ul><li>Not your manager</li><li>Not the office</li></ul></div>
<div class="note note-important"><p class="note-title">Important</p><p>Sign the agreement.</p></div>
<h2 id="a-list">Lists, tables, code</h2>
<ul><li>One<ul><li>within</li></ul></li><li>Two</li></ul>
<div class="steps"><ol class="steps-list"><li><p>Open your calendar.</p></li>
<li>Find three moments.</li></ol></div>
<details class="details"><summary>What if I have no goal?</summary>
<p>Then begin with what bothers you.</p></details>
<table><thead><tr><th>Who</th><th class="align-right">Hours</th>
<th class="align-center">Paid</th></tr></thead>
<tbody><tr><td>Mentee</td><td class="align-right">3</td><td class="align-center">yes</td></tr>
<tr><td>Mentor</td><td class="align-right">2</td><td class="align-center">yes</td></tr></tbody></table>
<pre><code><span class="tok-k">print</span>(<span class="tok-s">"a goal"</span>)
<span class="tok-c1"># said aloud</span>
</code></pre>
<p>Press <kbd>Ctrl</kbd> and <code>p</code>, or tick <span class="box"></span> here.</p>
<hr>
<h2 id="before-you-go-on">Before you go on</h2>
""")

PAGE = {
    "address": "mentee/prepare/goals/index.html",
    "imprint": IMPRINT,
    "home": "mentee/index.html",
    "editions": DOORS,
    "title": text("Identify your goals"),
    "summary": text("A mentor can only walk with you if you can say, roughly, where you are going."),
    "trail": (HOME, PREPARE),
    "navigation": views.Navigation(Html(""), "mentee/prepare/goals/index.html"),
    "canonical": "https://harbour.example.org/mentee/prepare/goals/",
}
CHAPTER = {
    "number": 2,
    "total": 5,
    "body": (BODY, TASKS, Html("<p>And then:</p>"), CHECKLIST, SHORT_SHEET),
    "notes": (views.Footnote(1, Html("<p>Counted in four cohorts from 2019 to 2024.</p>"), 1),),
    "contents": (
        views.HeadingView(2, "look-around", text("Look around you")),
        views.HeadingView(2, "one-sentence", text("Say it in one sentence")),
        views.HeadingView(3, "an-example", text("An example, and what is wrong with it")),
        views.HeadingView(2, "a-list", text("Lists, tables, code")),
        views.HeadingView(2, "before-you-go-on", text("Before you go on")),
    ),
    "minutes": 9,
    "audience": (text("Mentees"),),
    "draft": True,
    "reviewed": date(2026, 5, 3),
    "owner": OFFICE,
    "language": "",
    "prerequisites": (WHY,),
    "phases": (reference("phase", "prepare", "Prepare", "mentee/programs/harbour/index.html"),),
    "programs": (HARBOUR_PROGRAM,),
    "sheets": (AGREEMENT, BEFORE_START),
    "previous": WHY,
    "next": FIND,
}
FRONT = CHAPTER | {
    "number": None,
    "body": (Html("<p>Sixteen weeks, two people, one conversation that goes on.</p>"),),
    "notes": (),
    "contents": (),
    "audience": (),
    "prerequisites": (),
    "phases": (),
    "programs": (),
    "draft": False,
    "previous": None,
}


def page(address, title, summary="", trail=(HOME,), **more):
    return (
        PAGE
        | {
            "address": address,
            "title": text(title),
            "summary": text(summary) if summary else NO_TEXT,
            "trail": trail,
            "navigation": views.Navigation(Html(""), address),
        }
        | more
    )


CHOICE = views.CohortChoice(
    HARBOUR_PROGRAM,
    (
        reference(
            "program",
            "harbour/2027-spring",
            "Spring 2027",
            "mentee/programs/harbour/cohorts/2027-spring/index.html",
        ),
    ),
)
INTRODUCED = {"body": (Html("<p>Print them, or read them here.</p>"),), "notes": ()}

MENTEE_PACKETS = "mentee/packets/mentee/"
MENTEE_PACKET = reference("packet", "mentee", "Mentee packet", f"{MENTEE_PACKETS}index.html")

PAGES = {
    "chapter": views.ChapterPage(**PAGE, **CHAPTER),
    "section": views.SectionPage(
        **page("mentee/prepare/index.html", "Prepare", "Find out what you want."),
        **FRONT,
        children=(WHY, GOALS, FIND),
    ),
    "home": views.HomePage(
        **page(
            "mentee/index.html",
            "The Harbour Handbook",
            "How new team leads learn from those who went before.",
            trail=(),
        ),
        **FRONT,
        sections=(
            views.SectionEntry(PREPARE, (WHY, GOALS, FIND)),
            views.SectionEntry(LAUNCH, (FIRST,)),
            views.SectionEntry(
                reference("chapter", "thanks", "Say thank you, go on", "mentee/thanks/index.html", number=5),
                (),
            ),
        ),
        programs_here=(ENTRY,),
        worksheets=(AGREEMENT, LOG),
        looks=("lines", "rows"),
        checklists=(BEFORE_START,),
        glossary="mentee/glossary/index.html",
    ),
    "programs": views.ProgramsPage(
        **page("mentee/programs/index.html", "Programs"),
        **INTRODUCED,
        programs=(
            ENTRY,
            replace(ENTRY, program=replace(PROGRAM, status="active", duration=None), cohorts=()),
        ),
    ),
    "one_program": views.ProgramsPage(
        **page("mentee/programs/index.html", "Programs"), **INTRODUCED, programs=(ENTRY,)
    ),
    "program": views.ProgramPage(
        **page(
            "mentee/programs/harbour/index.html",
            "Harbour mentoring",
            PROGRAM.summary.plain,
            trail=(HOME, reference("chapter", "programs", "Programs", "mentee/programs/index.html")),
        ),
        body=(Html("<p>We began in 2019 with four pairs.</p>"),),
        notes=(),
        program=PROGRAM,
        cohorts=COHORTS,
        chapters=(GOALS, FIND),
        contacts=(OFFICE, CONDUCT),
        checklists=(CHECKLIST,),
        choices=(CHOICE,),
        packets=(MENTEE_PACKET,),
    ),
    "role": views.RolePage(
        **page(
            "mentee/programs/harbour/mentor/index.html",
            "Mentor",
            "Listens.",
            trail=(
                HOME,
                reference("chapter", "programs", "Programs", "mentee/programs/index.html"),
                HARBOUR_PROGRAM,
            ),
        ),
        role=replace(PROGRAM.roles[1], color="#1f6f7a", not_responsible_for=(text("Posts"),)),
        program=HARBOUR_PROGRAM,
        parts=ids.ROLE_PARTS,
        rules=PROGRAM.eligibility[0].rules,
        weeks=(
            PlannedWeek("before", (PlannedEntry(PROGRAM.timeline[0], InWeek(-1)),)),
            PlannedWeek(
                "week",
                (
                    PlannedEntry(PROGRAM.timeline[1], PROGRAM.timeline[1].when),
                    PlannedEntry(PROGRAM.meetings[1], InWeek(3, 2, time(17)), 1),
                    PlannedEntry(PROGRAM.meetings[2], InWeek(3), 2),
                    PlannedEntry(PROGRAM.surveys[0], InWeek(3, 4)),
                ),
                3,
                (text("Work"),),
            ),
            PlannedWeek("after", (PlannedEntry(PROGRAM.timeline[2], InWeek(20)),), phases=(text("Work"),)),
            PlannedWeek("open", (PlannedEntry(PROGRAM.timeline[2], ToBeAnnounced()),)),
        ),
        meetings=PROGRAM.meetings,
        sheets=(AGREEMENT, BEFORE_START),
        packets=(MENTEE_PACKET,),
        cohorts=(COHORTS[0].link,),
        contacts=(OFFICE,),
        titles={"opening": "‹Opening›", "kickoff": "‹Kick-off›"},
    ),
    "cohort": views.CohortPage(
        **page(AUTUMN_PAGE, "Autumn 2026", trail=(HOME, HARBOUR_PROGRAM)),
        program=HARBOUR_PROGRAM,
        cohort=AUTUMN_2026,
        stretches=STRETCHES,
        weeks=(),
        titles={},
        roles=(views.RoleMark(MENTEES, "#7a1f5c"), views.RoleMark(MENTORS, "")),
        sources=(BEFORE_START, reference("milestone", "opening", "Opening")),
        contacts=(OFFICE, CONDUCT),
        packets=(MENTEE_PACKET,),
    ),
    "packets": views.PacketsPage(
        **page("mentee/packets/index.html", "Packets"),
        **INTRODUCED,
        packets=(
            views.PacketEntry(
                MENTEE_PACKET,
                text("Mentees"),
                HARBOUR_PROGRAM,
                (
                    views.PacketPart(text("Goals"), 1, "chapter"),
                    views.PacketPart(text("Log"), 8, "worksheet"),
                ),
                (
                    views.PacketPrint(f"{MENTEE_PACKETS}autumn/index.html", text("Autumn 2026")),
                    views.PacketPrint(MENTEE_PACKET.address, text(""), f"{MENTEE_PACKETS}mentee.pdf"),
                ),
            ),
        ),
    ),
    "worksheets": views.WorksheetsPage(
        **page("mentee/worksheets/index.html", "Worksheets"),
        **INTRODUCED,
        worksheets=(WORKSHEET, SHORT_SHEET),
        looks=("circles", "boxes"),
        links=(
            AGREEMENT,
            reference(
                "worksheet", "three-moments", "Three moments", "mentee/worksheets/three-moments/index.html"
            ),
        ),
    ),
    "worksheet": views.WorksheetPage(
        **page(
            "mentee/worksheets/agreement/index.html",
            "Goals and agreement",
            WORKSHEET.purpose.plain,
            trail=(HOME, reference("chapter", "worksheets", "Worksheets", "mentee/worksheets/index.html")),
        ),
        worksheet=WORKSHEET,
        roles=(text("Mentee"), text("Mentor")),
        titles={},
        moment=None,
        used_in=(GOALS, NOT_HERE),
    ),
    "sheet_of_all_types": views.WorksheetPage(
        **page("mentee/worksheets/more/index.html", "More"),
        worksheet=MORE_SHEET,
        roles=(),
        titles={},
        moment=None,
        used_in=(),
    ),
    "checklists": views.ChecklistsPage(
        **page("mentee/checklists/index.html", "Checklists"),
        **INTRODUCED,
        checklists=(CHECKLIST,),
        links=(BEFORE_START,),
    ),
    "checklist": views.ChecklistPage(
        **page("mentee/checklists/start/index.html", "Before the first meeting", CHECKLIST.purpose.plain),
        checklist=CHECKLIST,
        roles=(text("Mentee"),),
        titles={"kickoff": "Kick-off"},
        used_in=(GOALS,),
        choices=(CHOICE,),
    ),
    "progress": views.ProgressPage(
        **page("mentee/progress/index.html", "My progress"),
        **INTRODUCED,
        lists=(
            Tracked("list", "prepare/goals", GOALS.title, GOALS.address, ("ask", "tell"), in_chapter=True),
            Tracked("list", "start", BEFORE_START.title, BEFORE_START.address, ("agree",)),
        ),
        sheets=(
            Tracked("sheet", "more", text("More"), "mentee/worksheets/more/index.html", ("day", "talk")),
        ),
        choices=(CHOICE,),
    ),
    "search": views.SearchPage(
        **page("mentee/search/index.html", "Search"),
        **INTRODUCED,
        sections=(GOALS,),
        whole="mentee/glossary/index.html",
    ),
    "glossary": views.GlossaryPage(
        **page("mentee/glossary/index.html", "Glossary"), **INTRODUCED, terms=TERMS
    ),
    "editions": views.EditionsPage(
        address="index.html",
        imprint=IMPRINT,
        canonical="https://harbour.example.org/",
        editions=tuple(replace(one, current=False) for one in DOORS),
    ),
    "not_found": views.NotFoundPage(
        address="404.html",
        imprint=IMPRINT,
        base="/guide/",
        editions=tuple(replace(one, current=False) for one in DOORS),
        ways=tuple(
            views.WaysIn(
                one.label, one.address, one.address.replace("index", "search/index"), (GOALS, LAUNCH)
            )
            for one in DOORS
        ),
    ),
    "redirect": views.RedirectPage(
        address="mentee/old/goals/index.html",
        imprint=IMPRINT,
        target=GOALS.address,
        title=GOALS.title,
        canonical="",
    ),
    "sitemap": views.Sitemap(address="sitemap.xml", urls=("https://harbour.example.org/?a&b",)),
}


def drawn(name, theme=None, **changes):
    """Return a page of the sample handbook, with its navigation drawn as well."""
    theme = theme or load_theme(None, "en-GB")[0]
    view = replace(PAGES[name], **changes)
    if isinstance(view, views.Page):
        view = replace(view, navigation=replace(view.navigation, drawn=draw_navigation(theme, NAVIGATION)))
    made = draw(theme, view.template, view)
    assert isinstance(made, bytes), made
    return made.decode()


# What a page is made of


class Reader(HTMLParser):
    """What stands in a page: its elements, ids and classes, and all that a reader sees or hears."""

    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.words = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.elements.append((tag, values))
        self.words += [values[name] for name in ("aria-label", "alt", "title", "content") if values.get(name)]

    def handle_data(self, data):
        self.words.append(data)

    def all(self, name):
        return [values[name] for _, values in self.elements if name in values]

    def count(self, tag):
        return sum(one == tag for one, _ in self.elements)


HTML_PAGES = sorted(PAGES.keys() - {"sitemap"})
WITH_MASTHEAD = sorted(name for name, view in PAGES.items() if isinstance(view, views.Page))


@pytest.fixture(scope="module")
def theme():
    loaded, problems = load_theme(None, "en-GB")
    assert problems == ()
    return loaded


def declared_ids(view):
    """Return the ids that the model says are on a page."""
    found = list(ids.FRAME_IDS)
    for part in getattr(view, "body", ()):
        match part:
            case Checklist():
                found += ids.checklist_ids(part)
            case Worksheet():
                found += ids.worksheet_ids(part)
            case Html():
                found += Reader(part).all("id")
    found += [ids.footnote_id(note.number) for note in getattr(view, "notes", ())]
    match view:
        case views.ProgramPage(program=program, cohorts=entries, checklists=lists):
            parts = ids.program_parts(program, entries, view.chapters, view.contacts, lists)
            found += map(ids.program_part_id, parts)
            found += (name for one in lists for name in ids.checklist_ids(one))
            found += ids.program_ids(program, tuple(entry.cohort for entry in entries))
        case views.RolePage(parts=parts):
            found += map(ids.role_part_id, parts)
        case views.CohortPage(stretches=stretches):
            found += ids.cohort_page_ids(stretches)
        case views.WorksheetPage(worksheet=worksheet):
            found += ids.worksheet_ids(worksheet)
        case views.ChecklistPage(checklist=checklist):
            found += ids.checklist_ids(checklist)
        case views.GlossaryPage(terms=terms):
            found += map(ids.term_id, terms)
    return found


@pytest.mark.parametrize("name", WITH_MASTHEAD)
def test_a_page_has_exactly_the_ids_that_are_declared(name, theme):
    page = Reader(drawn(name, theme))
    assert sorted(page.all("id")) == sorted(declared_ids(PAGES[name]))


@pytest.mark.parametrize("name", sorted({"editions", "not_found", "redirect"}))
def test_a_page_without_masthead_has_no_ids(name, theme):
    assert Reader(drawn(name, theme)).all("id") == []


@pytest.mark.parametrize("name", HTML_PAGES)
def test_a_page_has_one_title_one_main_part_and_nothing_inline(name, theme):
    html = drawn(name, theme)
    page = Reader(html)
    assert (page.count("h1"), page.count("main"), html.partition("</head>")[0].count("<title>")) == (1, 1, 1)
    assert page.count("style") == 0
    assert [values for tag, values in page.elements if tag == "script" and "src" not in values] == []
    assert page.all("style") == []
    assert [
        value for _, values in page.elements for key, value in values.items() if key.startswith("on")
    ] == []


@pytest.mark.parametrize("name", HTML_PAGES)
def test_the_policy_comes_before_everything_but_the_encoding(name, theme):
    head = [
        (tag, values)
        for tag, values in Reader(drawn(name, theme)).elements
        if tag in ("meta", "link", "title")
    ]
    assert head[0] == ("meta", {"charset": "utf-8"})
    assert head[1] == (
        "meta",
        {
            "http-equiv": "Content-Security-Policy",
            "content": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            "font-src 'self'; media-src 'self'; connect-src 'none'; form-action 'none'; base-uri 'none'",
        },
    )


@pytest.mark.parametrize("name", HTML_PAGES)
def test_every_link_within_the_site_names_a_page_or_an_id_that_is_there(name, theme):
    page, view = Reader(drawn(name, theme)), PAGES[name]
    here = set(page.all("id"))
    there = {one.address for one in PAGES.values()} | {asset.path for asset in theme_assets(theme)}
    there.add("mentee/progress/handbook.js")
    elsewhere = {one.search for one in PAGES["not_found"].ways}
    elsewhere |= {"index.html", "mentor/index.html", "coordinator/index.html", f"{MENTEE_PACKETS}mentee.pdf"}
    elsewhere |= {
        f"mentee/{path}/index.html"
        for path in (
            "prepare/why",
            "prepare/find",
            "launch",
            "launch/first",
            "thanks",
            "worksheets/log",
            "packets/mentee",
            "packets/mentee/autumn",
            "worksheets/three-moments",
            "checklists/prepare-goals",
            "programs/harbour/mentee",
            "programs/harbour/coordinator",
            "programs/harbour/cohorts/2027-spring",
            "programs/harbour/cohorts/2027-summer",
        )
    }
    for link in [*page.all("href"), *page.all("src")]:
        if link.startswith("#"):
            assert link[1:] in here, link
        elif link.startswith("/guide/"):
            assert link.removeprefix("/guide/") in there | elsewhere, link
        elif "://" not in link and not link.startswith(("mailto:", "tel:", "data:")):
            target = posixpath.normpath(
                posixpath.join(posixpath.dirname(view.address), link.partition("#")[0])
            )
            assert target in there | elsewhere, link


@pytest.mark.parametrize("name", WITH_MASTHEAD)
def test_headings_leave_no_level_out(name, theme):
    levels = [int(tag[1]) for tag, _ in Reader(drawn(name, theme)).elements if re.fullmatch("h[1-6]", tag)]
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels)), levels


def test_the_contents_mark_the_page_one_is_on(theme):
    html = drawn("worksheet", theme)
    assert Reader(html).all("aria-current").count("page") == 0
    html = drawn("chapter", theme)
    assert '<a href="../../../mentee/prepare/goals/index.html" aria-current="page">' in html
    assert views.Navigation.ROOT not in html


def test_a_page_in_the_root_of_the_site_needs_no_way_up(theme):
    view = replace(PAGES["glossary"], address="glossary.html")
    navigation = replace(
        view.navigation, address="glossary.html", drawn=Html(f'<a href="{views.Navigation.ROOT}a.html">')
    )
    html = draw(theme, view.template, replace(view, navigation=navigation)).decode()
    assert '<a href="a.html">' in html
    assert '<link rel="stylesheet" href="assets/layout.css"' in html


def test_a_handbook_in_arabic_is_written_from_right_to_left(theme):
    imprint = replace(IMPRINT, language="ar", direction="rtl")
    assert '<html lang="ar" dir="rtl">' in drawn("chapter", theme, imprint=imprint)


def test_a_chapter_in_another_language_says_so(theme):
    assert '<article class="text" lang="ar" dir="rtl">' in drawn("chapter", theme, language="ar")
    assert '<article class="text" lang="de" dir="ltr">' in drawn("chapter", theme, language="de")


def test_what_is_not_in_the_edition_is_named_without_a_link(theme):
    assert re.search(r"<a [^>]*>Identify your goals</a>, For coordinators only", drawn("worksheet", theme))


def test_a_text_of_the_author_cannot_become_markup(theme):
    html = drawn("chapter", theme, title=Text('<b>"1 & 2"</b>', ("&lt;b&gt;",)))
    assert "<title>&lt;b&gt;&#34;1 &amp; 2&#34;&lt;/b&gt; · The Harbour Handbook</title>" in html
    assert "<b>&" not in html
    html = drawn("program", theme, contacts=(replace(OFFICE, phone='"><script>'),))
    assert "<script>" not in html


def test_a_table_of_many_columns_scrolls_by_itself_and_by_keyboard(theme):
    def table(columns):
        return Html("<table><thead><tr>" + '<th scope="col">A</th>' * columns + "</tr></thead></table>")

    scroll = '<div class="table" role="group" tabindex="0" aria-label="Table">\n<table>'
    assert scroll in drawn("chapter", theme, body=(table(3),))
    assert scroll not in drawn("chapter", theme, body=(table(2),))


def test_a_table_with_code_that_is_wider_than_a_phone_scrolls_by_itself(theme):
    def table(letters, *, beside="the word that <em>others</em> use"):
        code = f"<code>{'&lt;' * letters} so</code>"
        return Html(f"<table><tbody><tr><td>{code}</td><td>{beside}</td></tr></tbody></table>")

    scroll = '<div class="table" role="group" tabindex="0" aria-label="Table">\n<table>'
    assert scroll in drawn("chapter", theme, body=(table(19),))
    assert scroll not in drawn("chapter", theme, body=(table(18),))
    assert scroll in drawn("chapter", theme, body=(table(18, beside="<code>mentees.yml</code>"),))


def test_code_that_is_wider_than_a_phone_is_reached_by_keyboard(theme):
    def code(letters):
        return Html(f"<pre><code>{'&lt;' * letters}\nno\n</code></pre>\n")

    named = '<pre role="group" tabindex="0" aria-label="Code"><code>'
    assert named in drawn("chapter", theme, body=(code(29),))
    assert named not in drawn("chapter", theme, body=(code(28),))


def test_a_link_whose_words_are_its_address_is_marked_for_paper(theme):
    html = drawn(
        "chapter",
        theme,
        body=(
            Html(
                '<p><a href="https://example.org/a">https://example.org/a</a>'
                ' <a href="https://example.org/b">there</a></p>'
            ),
        ),
    )
    assert '<a class="shown" href="https://example.org/a">' in html
    assert '<a href="https://example.org/b">there</a>' in html


def entry_of(html, name):
    """Return one entry of a schedule."""
    rest = html.partition(f'id="event-{name}"')[2].partition(">")[2]
    return re.split(r'<li class="(?:entry|task)|</section>', rest, maxsplit=1)[0]


def words_of(html):
    return " ".join("".join(re.sub(r"<[^>]*>", " ", html)).split())


def test_a_deadline_is_said_with_its_time_its_zone_and_its_instant(theme):
    html = drawn("cohort", theme)
    closes = entry_of(html, "apply-mentee-closes")
    assert re.search(r'<time datetime="2026-08-04T11:59Z"[^>]*>Mon 3 Aug</time>', closes)
    assert "until 23:59, anywhere on earth" in closes
    due = entry_of(html, "agreement-due")
    assert re.search(r'<time datetime="2026-09-30T22:59Z"[^>]*>Wed 30 Sept</time>', due)
    assert "until 23:59</p>" in due


def test_a_meeting_shows_when_it_ends_and_the_time_elsewhere(theme):
    words = words_of(entry_of(drawn("cohort", theme), "opening"))
    assert words.count("17:00–18:00") == 1
    assert "New York 12:00, Kolkata 21:30" in words
    assert "The link is sent to those who take part." in words


def test_an_agenda_has_a_running_clock_and_paper_has_it_once(theme):
    html = drawn("cohort", theme)
    assert "17:00 Welcome 10 minutes" in words_of(entry_of(html, "opening"))
    assert "17:10 Pairs meet 50 minutes" in words_of(entry_of(html, "opening"))
    assert html.count('<details class="agenda">') == html.count('<details class="agenda screen-only">') == 1


def test_what_became_of_an_entry_is_said_in_words(theme):
    html = drawn("cohort", theme)
    for name, said in (
        ("call--2", "cancelled The hall is closed."),
        ("call--3", "Left out on Wed 21 Oct: bank holiday."),
        ("midpoint", "Was Fri 6 Nov, now Fri 13 Nov. The office was closed."),
        ("letter", "Moved from Sat 31 Oct: weekend."),
        ("results", "To be announced"),
    ):
        assert said in words_of(entry_of(html, name)), name
    assert "<s>Cohort call 2</s>" in html


def test_a_schedule_is_chosen_by_role_and_what_is_for_everyone_stays(theme):
    html = drawn("cohort", theme)
    assert 'data-for="1 2"' in html.partition('id="event-opening"')[2].partition(">")[0]
    assert "data-for" not in html.partition('id="event-midpoint"')[2].partition(">")[0]
    assert html.count('<input type="radio" name="only"') == 3
    assert '<input type="radio" name="only"' not in drawn("cohort", theme, roles=())


def test_a_week_carries_its_days_and_says_its_year_once(theme):
    html = drawn("cohort", theme)
    assert 'id="days-week-1" data-first="2026-09-14" data-last="2026-09-20"' in html
    heads = [words_of(one) for one in re.findall(r"<section class=\"stretch.*?</header>", html, re.DOTALL)]
    assert [one for one in heads if "2026" in one] == [
        "Before 22 June – 24 August 2026 Prepare You are here",
        "Winter break 19 December 2026 – 10 January 2027 You are here",
    ]


def test_a_task_can_be_found_by_its_list_and_its_item(theme):
    html = drawn("cohort", theme)
    marks = 'data-list="start" data-item="send" data-begins="2026-11-09" data-ends="2026-11-10T11:59Z"'
    assert f'<li class="task" id="task-start--send" {marks}>' in html
    task = html.partition(marks)[2].partition("</li>")[0]
    assert '<input type="checkbox" data-item="send" checked aria-describedby="task-start--send--day ' in task


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("cancelled", "This cohort is called off"),
        ("archived", "This cohort was closed on 1 July 2027"),
        ("draft", "This page is a draft"),
    ],
)
def test_a_cohort_that_is_not_to_be_joined_says_so_at_its_top(theme, status, said):
    cohort = replace(AUTUMN_2026, status=status, archived_on=date(2027, 7, 1))
    html = drawn("cohort", theme, cohort=cohort)
    assert said in html.partition('<div class="note note-warning"')[2].partition("</div>")[0]


def test_a_cohort_whose_start_is_to_be_announced_says_what_is_planned_in_words(theme):
    weeks, titles = PAGES["role"].weeks, PAGES["role"].titles
    cohort = replace(OTHERS[0], title=text("Spring"))
    html = drawn("cohort", theme, cohort=cohort, stretches=(), roles=(), weeks=weeks, titles=titles)
    assert "Week 3 Work Agreement signed 10 working days after Kick-off" in words_of(html).replace(
        "‹", ""
    ).replace("›", "")
    assert "For: Mentees" in words_of(html)


def test_programs_are_compared_in_a_table_and_one_alone_is_not(theme):
    assert '<div class="blocks programs-compared" role="table"' in drawn("programs", theme)
    assert 'role="table"' not in drawn("one_program", theme)


def test_a_checklist_on_its_own_page_says_when_things_are_due(theme):
    item = Item(
        "a", text("Ask"), NOWHERE, due=FromAnchor("kickoff", (Step(-4, "w"),)), after=("b",), owner=MENTORS
    )
    more = (
        Item("b", text("Beg"), NOWHERE, milestone="kickoff"),
        Item("c", text("Cry"), NOWHERE, repeat=PROGRAM.meetings[1].repeat),
    )
    checklist = replace(CHECKLIST, groups=(ItemGroup(NO_TEXT, "", (item, *more), NOWHERE),))
    words = words_of(drawn("checklist", theme, checklist=checklist))
    assert "Due: 4 weeks before Kick-off · In charge: Mentors · After: Beg" in words
    assert "Beg Due: Kick-off" in words
    assert (
        "Due: every two weeks on Wednesdays at 17:00, weeks 2 to 16, not in week 5, 2 December 2026" in words
    )


def test_the_page_for_lost_addresses_begins_at_the_root_of_any_server(theme):
    html = drawn("not_found", theme, base="https://example.org/a%20b/guide/")
    assert 'href="/a%20b/guide/assets/layout.css"' in html
    assert "https://example.org" not in html
    assert 'href="/assets/layout.css"' in drawn("not_found", theme, base="/")


def test_who_is_lost_is_led_to_the_search_and_the_sections_of_each_edition(theme):
    html = drawn("not_found", theme)
    ways = PAGES["not_found"].ways
    for address in (f"{way.home} {way.search} {GOALS.address}".split() for way in ways):
        assert all(f'href="/guide/{one}"' in html for one in address)
    alone = drawn("not_found", theme, ways=ways[:1])
    assert f'<a class="book" href="/guide/{ways[0].home}">' in alone
    assert ways[0].label.plain not in alone


def test_a_redirect_leads_on_without_script(theme):
    html = drawn("redirect", theme)
    assert '<meta http-equiv="refresh" content="0; url=../../prepare/goals/index.html">' in html
    assert '<a href="../../prepare/goals/index.html">Identify your goals</a>' in html


def test_a_sitemap_is_a_list_of_urls(theme):
    root = ElementTree.fromstring(draw(theme, "sitemap.xml", PAGES["sitemap"]))
    assert [one.text for one in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")] == [
        "https://harbour.example.org/?a&b"
    ]


def test_a_sheet_has_a_line_for_every_line_that_was_asked_for(theme):
    html = drawn("worksheet", theme)
    why = html.partition('id="field-agreement--why"')[2].partition('<div class="field"')[0]
    assert why.count('class="line"') == 4
    actions = html.partition('id="field-agreement--actions"')[2].partition('<div class="field"')[0]
    assert actions.count("<tr data-row=") == 4
    assert '<col class="width-45">' in actions
    assert "<thead>" in actions


def test_a_field_says_who_answers_it_unless_its_label_does(theme):
    html = drawn("worksheet", theme)
    assert "Why this, and why now?</span> <span" in html
    assert html.count("answered by: Mentee") == 1
    assert "answered by: Mentor" not in html


class Fields(HTMLParser):
    """The controls of a page: of each its tag, its attributes, its field, and what it stands in."""

    def __init__(self, html):
        super().__init__()
        self.open, self.controls, self.labelled = [], [], set()
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "label":
            self.labelled.add(values.get("for"))
        if tag in ("input", "textarea", "select", "button"):
            field = next((one for _, one in reversed(self.open) if "data-field" in one), {})
            self.controls.append((tag, values, field, tuple(self.open)))
        self.open.append((tag, values))

    def handle_startendtag(self, tag, attributes):
        """Nothing stands in it."""

    def handle_endtag(self, tag):
        while any(tag == one for one, _ in self.open) and self.open.pop()[0] != tag:
            pass

    def is_named(self, values, around):
        wrapped = any(tag == "label" for tag, _ in around)
        return bool(values.get("aria-label")) or wrapped or values.get("id") in self.labelled

    def parts(self, name):
        return [
            values["data-part"]
            for _, values, field, _ in self.controls
            if field.get("data-field") == name and "data-part" in values
        ]


@pytest.mark.parametrize("name", ["worksheet", "sheet_of_all_types", "chapter", "checklist", "cohort"])
def test_every_control_has_a_name(name, theme):
    page = Fields(drawn(name, theme))
    asked = [one for one in page.controls if one[0] != "button"]
    assert asked
    assert [values for _, values, _, around in asked if not page.is_named(values, around)] == []


@pytest.mark.parametrize(
    ("field", "parts"),
    [
        ("mail", ["value"]),
        ("agreed", ["value"]),
        ("way", ["value", "value", "value", "other"]),
        ("stand", ["i-ask"] * 3 + ["i-listen"] * 3),
        ("fit", ["time"] * 3),
        ("first", ["1", "2"]),
        ("swot", ["strengths", "weaknesses", "chances", "risks"]),
        ("smart", ["statement", "specific", "measurable", "achievable", "relevant", "time-bound"]),
        ("own", ["what-for", "by"]),
        ("next", ["what", "who", "by-when", "done"] * 2),
        ("then", []),
        ("sign", ["name"]),
    ],
)
def test_each_part_of_an_answer_has_its_control(field, parts, theme):
    assert Fields(drawn("sheet_of_all_types", theme)).parts(field) == parts


def test_the_rows_of_a_table_are_called_by_their_number_or_by_their_name(theme):
    html = drawn("worksheet", theme)
    assert '<tr data-row="4">' in html
    assert 'aria-label="By when, row 4"' in html
    assert '<tr data-row="when-one-is-away">' in html
    assert 'aria-label="When one is away: How often"' in html


def test_one_choice_never_unticks_another_question(theme):
    page = Fields(drawn("sheet_of_all_types", theme))
    questions = {}
    for _, values, field, _ in page.controls:
        if values.get("type") == "radio":
            row = values["data-part"] if field["data-type"] == "grid" else ""
            questions.setdefault(values["name"], set()).add((field["data-field"], row))
    assert len(questions) == 4
    assert all(len(asked) == 1 for asked in questions.values())


def test_what_is_said_of_a_field_is_told_with_its_control(theme):
    html = drawn("sheet_of_all_types", theme)
    mail = html.partition('id="field-more--mail--in"')[2].partition(">")[0]
    assert 'aria-describedby="field-more--mail--help"' in mail
    most = html.partition('id="field-more--most--in"')[2].partition(">")[0]
    assert 'max="2000000" step="any" aria-describedby="field-more--most--unit" value="12.5"' in most
    strengths = html.partition('id="field-more--swot--in-strengths"')[2].partition(">")[0]
    assert 'aria-describedby="field-more--swot--in-strengths--prompts"' in strengths


def test_what_is_private_and_what_is_needed_is_said_and_marked(theme):
    html = drawn("sheet_of_all_types", theme)
    phone = html.partition('data-field="phone"')[2].partition('class="field')[0]
    assert phone.startswith(' data-type="phone" data-private>')
    assert "stays out of files you hand in" in words_of(phone)
    mail = html.partition('data-field="mail"')[2].partition('class="field')[0]
    assert mail.startswith(' data-type="email" data-required>')
    assert 'data-min="1" data-max="2"' in drawn("worksheet", theme)


def test_a_default_that_names_the_cohort_waits_for_it(theme):
    html = drawn("sheet_of_all_types", theme)
    team = html.partition('data-field="team"')[2].partition('class="field')[0]
    assert 'data-default="of {cohort.title}"' in team
    assert " value=" not in team
    assert "begun" not in team


def test_a_default_stands_on_paper_as_people_read_it(theme):
    moments = (
        field(DateField, "day", "Day", default="2026-11-06"),
        field(MonthField, "month", "Month", default="2026-11"),
        field(TimeField, "time", "Time", default="17:00"),
    )
    sheet = replace(MORE_SHEET, sections=(SheetSection(NO_TEXT, NO_TEXT, moments),))
    html = drawn("worksheet", theme, worksheet=sheet)
    assert re.findall(r'class="begun">([^<]*)<', html) == ["6 November 2026", "November 2026", "17:00"]
    assert 'data-part="value" value="2026-11-06"' in html


def test_what_is_kept_where_is_said_before_the_first_field_and_only_where_it_is_true(theme):
    for name, sentence in (
        ("worksheet", "Kept on this device only."),
        ("sheet_of_all_types", "Nothing is kept unless you ask."),
        ("chapter", "Kept on this device only."),
    ):
        html = drawn(name, theme)
        assert html.index(sentence) < html.index("data-part=")
        scripted = html[: html.index(sentence)].rpartition("<p ")[2]
        assert re.match(r'class="keeping" data-scripted[^ ]* hidden>', scripted)
        without = re.findall(r"<noscript>(.*?)</noscript>", html, re.DOTALL)
        assert any("Without JavaScript nothing is kept here" in one for one in without)
    assert 'data-keep="yes"' in drawn("worksheet", theme)
    assert 'data-keep="ask"' in drawn("sheet_of_all_types", theme)
    assert 'data-does="keep"' not in drawn("worksheet", theme)


@pytest.mark.parametrize("name", ["worksheet", "sheet_of_all_types", "chapter"])
def test_a_button_that_needs_a_script_is_hidden_until_there_is_one(name, theme):
    page = Fields(drawn(name, theme))
    buttons = [(values, around) for _, values, _, around in page.controls if "data-does" in values]
    sheet = {
        *("print-filled", "print-blank", "save-file", "load-file", "copy", "clear", "undo"),
    }
    assert sheet <= {values["data-does"] for values, _ in buttons}
    # What is for one person alone is handed in to nobody.
    assert ("hand-in" in {values["data-does"] for values, _ in buttons}) == (name != "sheet_of_all_types")
    for values, around in buttons:
        assert "hidden" in values or any("hidden" in one for _, one in around), values


def test_a_sheet_can_be_sent_nowhere(theme):
    for _, values in Reader(drawn("sheet_of_all_types", theme)).elements:
        assert "action" not in values
        assert values.get("method", "dialog") == "dialog"


def test_recalled_answers_are_named_with_the_way_to_where_they_were_written(theme):
    html = drawn("sheet_of_all_types", theme)
    assert 'data-recalls="agreement:why closing:x"' in html
    assert '<a href="../agreement/index.html#field-agreement--why">Goals and agreement</a>' in html
    assert 'data-recalls=""' in html


def test_a_list_says_how_much_is_done_only_when_somebody_has_counted(theme):
    html = drawn("checklist", theme)
    assert '<p class="progressed screen-only" data-fills="done" hidden><progress max="5" value="0"' in html
    item = html.partition('id="item-start--moments"')[2].partition("</li>")[0]
    assert 'data-item="moments" aria-describedby="item-start--moments--said"' in item
    assert 'data-item="sentence" checked>' in html
    assert '<div class="checklist bare" data-list="prepare-goals" data-kind="list">' in drawn(
        "chapter", theme
    )


def test_the_day_of_an_item_has_a_place_that_waits_for_a_cohort(theme):
    item = Item("ask", text("Ask"), NOWHERE, due=FromAnchor("kickoff", (Step(-4, "w"),)))
    checklist = replace(CHECKLIST, groups=(ItemGroup(NO_TEXT, "", (item,), NOWHERE),))
    html = drawn("checklist", theme, checklist=checklist)
    assert '<span class="due" data-due="ask" hidden></span>' in html
    assert '<span data-when="ask">Due: 4 weeks before Kick-off</span>' in html
    block = views.ChecklistBlock(checklist, {"kickoff": "Kick-off"})
    for body, words in (((checklist,), 0), ((block,), 1)):
        placed = drawn("chapter", theme, body=body)
        assert '<span class="due" data-due="ask" hidden></span>' in placed
        assert placed.count('<span data-when="ask">Due: 4 weeks before Kick-off</span>') == words


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_same_view_is_the_same_page(name, theme):
    again, _ = load_theme(None, "en-GB")
    assert drawn(name, theme) == drawn(name, again)


# Words


def authored(view):
    """Return a view in which everything that an author wrote stands between marks."""

    def mark(words):
        scheme, slashes, rest = words.rpartition("://")
        return f"{scheme}{slashes}‹{rest}›" if rest else words

    def texts(value):
        if not isinstance(value, Text) or not value:
            return KEEP
        html = mark_html(f">{''.join(value.parts)}<")[1:-1]
        return Text(mark(value.plain), (html,))

    def rest(value):
        names = {
            Contact: ("role", "email", "phone", "url"),
            Cohort: ("id", "timezone"),
            Event: ("url",),
            LongTextField: ("default",),
            Meeting: ("url",),
            Milestone: ("url",),
            NumberField: ("unit",),
            Reference: ("id",) if getattr(value, "id", "").startswith("https:") else (),
            Survey: ("url",),
            Term: ("aliases",),
            Worksheet: ("license",),
            views.Imprint: ("release", "license"),
        }.get(type(value), ())
        changes = {name: getattr(value, name) for name in names}
        if not changes:
            return KEEP
        inner = {one.name: rebuild(getattr(value, one.name), rest) for one in fields(value)}
        marked = {
            name: tuple(map(mark, one)) if isinstance(one, tuple) else mark(one)
            for name, one in changes.items()
        }
        return replace(value, **inner | marked)

    marked = rebuild(rebuild(view, texts), rest)
    for name in ("body", "notes"):
        if hasattr(marked, name):
            changed = tuple(
                mark_html(one)
                if isinstance(one, Html)
                else replace(one, text=mark_html(one.text))
                if isinstance(one, views.Footnote)
                else one
                for one in getattr(marked, name)
            )
            marked = replace(marked, **{name: changed})
    return marked


DATES = (
    day_words(Days(date(2026, 9, 14), date(2027, 1, 22)), "en-GB"),
    *(
        days_of_year(one.first, one.last, known, "en-GB")
        for one in STRETCHES
        if one.first
        for known in (2026, 2027, 0)
    ),
)
"""The stretches of days that stand on a page without being an element of their own."""


def mark_html(html):
    return Html(re.sub(r">([^<]*[^<\s][^<]*)<", r">‹\1›<", html))


@pytest.fixture(scope="module")
def bracketed(tmp_path_factory):
    """A theme in which every word of the interface stands in brackets."""
    folder = tmp_path_factory.mktemp("project") / "templates"
    ours = (OURS / "locales" / "en.yml").read_text("utf-8")
    (folder / "locales").mkdir(parents=True)
    (folder / "locales" / "en.yml").write_text(
        re.sub(r'^(\s*[\w-]+): +"?(.+?)"?$', r'\1: "[\2]"', ours, flags=re.MULTILINE), "utf-8"
    )
    loaded, problems = load_theme(folder, "en-GB")
    assert problems == ()
    assert all(text.startswith("[") for _, forms in loaded.words.entries for _, text in forms)
    return loaded


@pytest.mark.parametrize("name", HTML_PAGES)
def test_every_word_on_a_page_is_the_authors_or_comes_from_the_locale(name, bracketed):
    view = authored(PAGES[name])
    if isinstance(view, views.Page):
        contents = draw_navigation(bracketed, authored(NAVIGATION))
        view = replace(view, navigation=replace(view.navigation, drawn=contents))
    undated = r'<time .*?</time>|<div class="timeline".*?</svg>|<wbr>'
    page = Reader(re.sub(undated, "", draw(bracketed, view.template, view).decode(), flags=re.DOTALL))
    technical = {"width=device-width, initial-scale=1", "light dark", "noindex", "website", "article"}
    technical.add(getattr(view, "canonical", ""))
    technical.add(getattr(view, "canonical", "").removeprefix("https://").removesuffix("/"))
    for words in page.words:
        if words in technical or words.startswith(("default-src", "0; url=")):
            continue
        left = words
        for days in DATES:
            left = left.replace(days, "")
        for inner in (r"‹[^‹›]*›", r"\[[^\[\]]*\]"):
            while left != (left := re.sub(inner, "", left)):
                pass
        assert not re.search(r"[^\W\d_]", left), words


# What is written about the theme, and what of it is used


def test_every_template_and_every_view_has_its_entry_in_the_readme():
    readme = (OURS / "README.md").read_text("utf-8")
    entries = set(re.findall(r"^\| `([\w.]+)` \|", readme, re.MULTILINE))
    assert {file.name for file in (OURS / "templates").iterdir()} <= entries
    with_view = dict(re.findall(r"^\| `([\w.]+)` \| `(\w+)` \|", readme, re.MULTILINE))
    made = {view.template: view.__name__ for view in get_args(views.View)} | {
        "navigation.html": "NavigationView"
    }
    assert with_view == made


def test_everything_that_templates_can_call_is_in_the_readme(theme):
    readme = (OURS / "README.md").read_text("utf-8")
    plain = Environment()
    ours = [
        *theme.environment.globals.keys() - plain.globals,
        *theme.environment.filters.keys() - plain.filters,
        *theme.environment.tests.keys() - plain.tests,
    ]
    assert [name for name in ours if not re.search(rf"\b{name}\b", readme)] == []


MARKDOWN_CLASSES = {
    *("note", "note-note", "note-tip", "note-warning", "note-important", "note-caution", "note-title"),
    *("note-do", "note-dont", "side-by-side", "quote"),
    *("details", "steps", "steps-list", "step", "pairs", "pair", "box"),
    *("align-left", "align-center", "align-right", "footnote-call", "asides", "code-line"),
}


def styled_classes():
    styles = "".join(file.read_text("utf-8") for file in sorted((OURS / "assets").glob("*.css")))
    selectors = re.sub(r"/\*.*?\*/|@[^{]*(?=\{)|url\([^)]*\)", " ", styles, flags=re.DOTALL)
    return set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"\{[^{}]*\}", " ", selectors)))


def scripts():
    return "".join(file.read_text("utf-8") for file in sorted((OURS / "assets").glob("*.js")))


def test_every_class_that_is_styled_is_used():
    templates = "".join(file.read_text("utf-8") for file in sorted((OURS / "templates").iterdir()))
    made = {f"width-{step}" for step in range(5, 101, 5)} | {f"points-{count}" for count in range(2, 13)}
    made |= {"level-3", "cell-checkbox", "cell-date", "cell-long-text", "year", "half", "third", "column"}
    made |= {"depth-2", "depth-3", "depth-4"}
    rendering = OURS.parent / "rendering"
    drawn = "".join((rendering / name).read_text("utf-8") for name in ("drawing.py", "binding.py"))
    known = set(re.findall(r"[\w-]+", templates + drawn + scripts())) | MARKDOWN_CLASSES | made
    assert sorted(one for one in styled_classes() - known if not one.startswith("tok-")) == []


def test_every_class_on_a_page_is_styled_or_tells_apart_what_a_project_may_style(theme):
    on_pages = {
        one for name in HTML_PAGES for one in " ".join(Reader(drawn(name, theme)).all("class")).split()
    }
    spare = {
        "cell-choice",
        "cell-date",
        "cell-text",
        "day",
        "deadline",
        "event",
        "level-2",
        "milestone",
        "month",
    }
    spare |= {"after", "before", "open", "meeting", "survey", "release", "window"}
    spare |= {"application-opens", "application-closes", "application-decision"}
    spare |= {"row", "lines", "note-note", "previous", "topic", "what"}
    numbered = {one for one in on_pages if one.startswith("points-")}
    assert sorted(on_pages - styled_classes() - spare - numbered) == []


FROM_THE_TYPE = {
    *(f"goal.{name}_{part.id}".replace("-", "_") for name, parts in FRAMEWORKS.items() for part in parts),
    *(f"actions.{column.id}".replace("-", "_") for column in ACTION_COLUMNS),
}
"""The words for what comes with a type of field, and has no label of its own."""

CALLED = {*WHEN_KEYS, *EVENT_KEYS, *REPEAT_KEYS, *TIMELINE_KEYS, *TODAY_KEYS, *ZONE_KEYS}
"""The words that are put together in code."""


def test_every_word_that_is_said_in_code_is_in_the_locale(theme):
    assert sorted((CALLED | FROM_THE_TYPE) - {key for key, _ in theme.words.entries}) == []


def test_every_word_of_the_locale_is_used(theme):
    package = OURS.parent
    files = [*sorted((OURS / "templates").iterdir()), *sorted(package.rglob("*.py"))]
    code = "".join(file.read_text("utf-8") for file in files)
    composed = (
        "note_",
        "one_",
        "phase_",
        "role_",
        "cohort.is_",
        "frame.",
        "program.",
        "programs.",
        "role.",
        "chapter.",
        "activity.",
        "worksheet.confidential_",
        "when.",
    )
    quoted, begun = re.findall(r'"(\w+)"', scripts()), tuple(re.findall(r"`(\w+_)\$\{", scripts()))
    said_in_scripts = {
        f"script.{name}"
        for name in (key.removeprefix("script.") for key, _ in theme.words.entries)
        if name in quoted or name.startswith(begun)
    }
    said = (
        said_in_scripts
        | FROM_THE_TYPE
        | CALLED
        | {f"cohort.{name}" for name in ("before", "after", "cancelled", "skipped")}
    )
    unused = [
        key
        for key, _ in theme.words.entries
        if key not in code and key not in said and not key.startswith(composed)
    ]
    assert unused == []


# Scripts


SCRIPTS_IN_ORDER = [
    "assets/page.js",
    "mentee/progress/handbook.js",
    *(f"assets/{name}.js" for name in ("kept", "lists", "fields", "sheets", "files", "cohort")),
]


def scripts_of(name, theme):
    page, folder = Reader(drawn(name, theme)), posixpath.dirname(PAGES[name].address)
    linked = [values for tag, values in page.elements if tag == "script"]
    assert ["defer" in one for one in linked] == [not one["src"].endswith("/page.js") for one in linked]
    return [posixpath.normpath(posixpath.join(folder, one["src"])) for one in linked]


@pytest.mark.parametrize("name", WITH_MASTHEAD)
def test_scripts_are_linked_in_the_order_in_which_they_need_one_another(name, theme):
    found = [one for one in scripts_of(name, theme) if one != "assets/today.js"]
    own = {"progress": ["assets/progress.js"], "search": ["assets/search.js"]}
    assert found == SCRIPTS_IN_ORDER + own.get(name, [])


@pytest.mark.parametrize("name", ["editions", "not_found"])
def test_a_page_without_masthead_is_light_or_dark_as_the_reader_chose(name, theme):
    assert [posixpath.basename(one) for one in scripts_of(name, theme)] == ["page.js"]


def test_a_redirect_has_no_script(theme):
    assert scripts_of("redirect", theme) == []


def test_the_contents_have_places_for_counts_that_stay_hidden_without_script(theme):
    counts = [values for _, values in Reader(drawn("chapter", theme)).elements if "data-counts" in values]
    assert [one["data-counts"] for one in counts] == ["prepare/goals start", "start"]
    assert all("hidden" in one for one in counts)


def test_progress_is_an_index_of_lists_and_sheets_without_script(theme):
    page = Reader(drawn("progress", theme))
    told = [values for _, values in page.elements if "data-told" in values]
    shown = {one["data-told"] for one in told if "hidden" not in one}
    assert shown == {"count", "said"}
    assert {"../prepare/goals/index.html", "../checklists/start/index.html"} <= set(page.all("href"))
    assert "../worksheets/more/index.html" in page.all("href")
