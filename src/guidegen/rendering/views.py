"""What templates are given: one frozen value for each kind of page.

The fields of a view are the variables of its template, and nothing else can
reach the page.  When a field changes, the page is made again, and the name of
the field is the reason that the author reads.

Addresses are paths below the site folder; a template writes ``{{ href(address) }}``
for the way there from its own page.  Texts and bodies are finished: all links
in them are filled in for this page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Literal, TypeAlias

from guidegen.model.activity import Checklist, SheetLook, Worksheet
from guidegen.model.cohort import NO_SCHEDULE, Cohort, Event, Schedule
from guidegen.model.diary import PlannedWeek, Stretch
from guidegen.model.handbook import Organization, Term
from guidegen.model.packet import Addresses, Paper
from guidegen.model.plan import Agenda, Meeting
from guidegen.model.program import Contact, Escalation, Policies, Program, Role, Rule
from guidegen.model.prose import NO_TEXT, Html, Text
from guidegen.model.reference import Reference
from guidegen.model.tracked import Tracked
from guidegen.model.url import SitePath


@dataclass(frozen=True, slots=True)
class Card:
    """One way to go on."""

    name: Html
    """With the link in it, where it leads somewhere in this edition."""

    about: Html
    """Paragraphs, or empty."""


@dataclass(frozen=True, slots=True)
class CardsBlock:
    """A list of links as cards."""

    kind: ClassVar = "cards"

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class TimelineBlock:
    """What happens when in a program: on the days of a cohort, or week by week."""

    kind: ClassVar = "timeline"

    link: Reference
    """The page of the cohort, else that of the program."""

    cohort: Cohort | None
    """Whose days these are: of its schedule only the end and the zone.  None: there are no days."""

    stretches: tuple[Stretch, ...]
    """Days of the cohort, with what happens on them, without lists; empty without a cohort."""

    weeks: tuple[PlannedWeek, ...]
    """What is planned; empty where there is a cohort."""

    reader: Role | None
    """For whom alone it is, where a print is for one role."""

    titles: Mapping[str, str]
    """What the program calls that from which it counts, by id: for `when`."""


@dataclass(frozen=True, slots=True)
class ContactsBlock:
    """Whom to ask."""

    kind: ClassVar = "contacts"

    contacts: tuple[Contact, ...]
    roles: tuple[Role, ...]
    """Those of the program, for what contacts are called."""


@dataclass(frozen=True, slots=True)
class PoliciesBlock:
    """What holds for everyone in a program."""

    kind: ClassVar = "policies"

    policies: Policies
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class RolesBlock:
    """Who does what in a program."""

    kind: ClassVar = "roles"

    program: Reference
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class AgendaBlock:
    """What a meeting is made of."""

    kind: ClassVar = "agenda"

    agenda: Agenda


@dataclass(frozen=True, slots=True)
class ChecklistBlock:
    """A list from a file of its own, with what its times are counted from."""

    kind: ClassVar = "checklist"

    checklist: Checklist
    """With the names of the roles that see to its items."""

    titles: Mapping[str, str]
    """What its items count from is called, by id: for `when`."""


Block: TypeAlias = (
    CardsBlock | TimelineBlock | ContactsBlock | PoliciesBlock | RolesBlock | AgendaBlock | ChecklistBlock
)

Body: TypeAlias = tuple[Html | Checklist | Worksheet | Block, ...]
"""Finished HTML, and activities and blocks for the template to draw where they stand."""


def activities_in(body: Body) -> Iterator[Checklist | Worksheet]:
    """Yield the sheets and lists that stand in a body, from the first to the last."""
    for one in body:
        if isinstance(one, ChecklistBlock):
            yield one.checklist
        elif isinstance(one, Checklist | Worksheet):
            yield one


@dataclass(frozen=True, slots=True)
class Icon:
    """The small picture by which a browser tells its tabs apart."""

    address: SitePath
    media: str
    """Its type, such as ``image/png``."""


EMBLEM = Icon("assets/emblem.svg", "image/svg+xml")
"""That of a handbook whose logo is none."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What is the same on every page of a handbook."""

    title: Text
    id: str
    organization: Organization | None
    release: str
    license: str
    language: str
    direction: str
    """``ltr`` or ``rtl``."""

    contacts: tuple[Contact, ...]
    logo: SitePath = ""
    """Empty where there is none."""

    logo_dark: SitePath = ""
    """The one for a dark screen; empty where the same will do."""

    icon: Icon = EMBLEM
    shared_picture: str = ""
    """The full address of the picture beside a link to a page; empty where there is none."""

    remote: bool = False
    """Whether pictures from other servers are shown."""

    fonts: tuple[SitePath, ...] = ()
    """Those in which text and headings are set."""

    slanted: SitePath = ""
    """That of summaries; empty where the font of a brand slants by itself."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a page tells of itself while its handbook is written: in `guidegen serve`, and nowhere else."""

    source: str
    """The file it is written in, relative to the project; empty where it is made from several."""

    editor: str
    """The address that opens it in an editor, with ``{line}`` for a line; empty where none is set."""

    edition: str
    """Whose edition it is in, in words; empty where there is only one."""

    draft: bool
    """Whether readers do not get it yet."""


@dataclass(frozen=True, slots=True)
class Door:
    """The way into one edition from the page at hand."""

    label: Text
    address: SitePath
    """The same page there, else the nearest section above it."""

    current: bool
    summary: Text
    """What its readers find in it; may be empty."""


@dataclass(frozen=True, slots=True)
class WaysIn:
    """From where somebody who is lost goes on in one edition."""

    label: Text
    """Of the edition; of the handbook where there is only one."""

    home: SitePath
    search: SitePath
    chapters: tuple[Reference, ...]
    """Its sections, and chapters that are in none; where there are several editions, nothing of any."""


@dataclass(frozen=True, slots=True)
class Navigation:
    """The contents of the handbook, drawn once per section; a page takes two replacements."""

    drawn: Html
    """With `ROOT` where the way to the site folder belongs, and `href`s below it."""

    address: SitePath
    """Of the page: its own link gets ``aria-current``."""

    ROOT: ClassVar = "\ufdd2/"


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """One line of the contents."""

    title: Text
    """Empty for the lists at the back: then `kind` says which word of the locale stands here."""

    address: SitePath
    kind: str = "chapter"
    """``chapter``, ``section``, ``programs``, ``program``, ``cohort``, ``worksheets``, ``checklists``,
    ``packets``, ``progress``, ``glossary``, ``print``, or ``pdf`` where it is too long for a page."""

    number: int | None = None
    open: bool = False
    """Whether its children are listed: it is the page's section, or above it."""

    counts: tuple[str, ...] = ()
    """The ids of the lists that stand on its page, of which a script says how much is ticked."""

    draft: bool = False
    """Whether readers do not get it yet."""

    children: tuple[NavigationEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class NavigationView:
    """What ``navigation.html`` is given; `Navigation` is what becomes of it."""

    home: SitePath
    chapters: tuple[NavigationEntry, ...]
    """The top level; below it only what is above or beside the pages that share this navigation."""

    back: tuple[NavigationEntry, ...]
    """At the back of the book: programs with their cohorts, and the other `LISTS`."""


@dataclass(frozen=True, slots=True)
class HeadingView:
    """A line of the contents of the page."""

    level: int
    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote at the foot of the page."""

    number: int
    text: Html
    calls: int
    """How often it is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What every page with a masthead has."""

    address: SitePath
    imprint: Imprint
    home: SitePath
    """The front page of the edition."""

    editions: tuple[Door, ...]
    """Empty where there is only one."""

    title: Text
    summary: Text = NO_TEXT
    trail: tuple[Reference, ...]
    """The sections above, the front page first; without the page itself."""

    navigation: Navigation
    canonical: str
    """The full address, where `base_url` is set; else empty."""

    preview: Preview | None = None
    """None in a site that is built."""

    edit: str = ""
    """The address at which its file is edited; empty where it has no file, or `edit_url` is not set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterPage(Page):
    """A chapter, or the first page of a section."""

    template: ClassVar = "chapter.html"

    number: int | None
    total: int
    """How many numbered chapters the edition has."""

    body: Body
    notes: tuple[Footnote, ...]
    terms: tuple[Term, ...] = ()
    """The words of the glossary that its text says, the first first."""

    contents: tuple[HeadingView, ...]
    """Headings of level 2 and 3; empty where the chapter says ``toc: false``."""

    minutes: int
    """To read, or what the author says it takes."""

    audience: tuple[Text, ...]
    """The labels of the roles it is for, where it says so."""

    draft: bool
    reviewed: date | None
    owner: Contact | None
    language: str
    """Where it differs from the handbook's; else empty."""

    prerequisites: tuple[Reference, ...]
    phases: tuple[Reference, ...]
    programs: tuple[Reference, ...]
    sheets: tuple[Reference, ...]
    """The worksheets and checklists that it mentions and that do not stand in it."""

    previous: Reference | None
    next: Reference | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionPage(ChapterPage):
    """The first page of a section: its introduction and what is in it."""

    template: ClassVar = "section.html"

    children: tuple[Reference, ...]
    """Empty where the page says ``chapters: no``."""

    to_print: SitePath = ""
    """All of the section on one page; empty where there is no such page."""


@dataclass(frozen=True, slots=True)
class SectionEntry:
    """A section as the front page lists it."""

    section: Reference
    children: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class CohortEntry:
    """A cohort as lists show it: its days, and when to apply."""

    link: Reference
    cohort: Cohort
    """Of its schedule only the end, the zone and what is about applications."""


@dataclass(frozen=True, slots=True)
class CohortChoice:
    """A program with the cohorts that a reader may be in, of whom a script asks which one it is."""

    program: Reference
    cohorts: tuple[Reference, ...]
    """Those that are neither over nor called off, by their start; what has no start comes last."""


@dataclass(frozen=True, slots=True)
class ProgramEntry:
    """A program as lists show it."""

    link: Reference
    program: Program
    """What it is and whom it is for: without plan, policies and cohorts."""

    cohorts: tuple[CohortEntry, ...]
    """Those that are neither over nor called off, by their start; what has no start comes last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(ChapterPage):
    """The front page of an edition."""

    template: ClassVar = "home.html"

    sections: tuple[SectionEntry, ...]
    """The top level; a chapter that is in no section has no children."""

    programs_here: tuple[ProgramEntry, ...]
    worksheets: tuple[Reference, ...]
    looks: tuple[SheetLook, ...]
    """Of each worksheet, as it is drawn small."""

    checklists: tuple[Reference, ...]
    glossary: SitePath
    """Empty where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage(Page):
    """A page that lists things, introduced by a chapter at its address where there is one."""

    body: Body
    notes: tuple[Footnote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramsPage(ListPage):
    """The programs of the handbook."""

    template: ClassVar = "programs.html"

    programs: tuple[ProgramEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramPage(ListPage):
    """One program; `body` is the program's own words."""

    template: ClassVar = "program.html"

    program: Program
    """Without its cohorts.  References in it are filled in: one with an empty address is shown as text."""

    cohorts: tuple[CohortEntry, ...]
    """By their start; what has no start, and then what is over, comes last."""

    chapters: tuple[Reference, ...]
    """Those that the program names or that name it, each once, in reading order."""

    contacts: tuple[Contact, ...]
    """Those that the program names, its owner first."""

    checklists: tuple[Checklist, ...] = ()
    """Those of the program that do not stand in its own words already."""

    choices: tuple[CohortChoice, ...] = ()
    """Whose dates these go by; none where the program has no current cohorts."""

    packets: tuple[Reference, ...] = ()
    """Those of the program, as they are without dates."""

    course: Schedule = NO_SCHEDULE
    """What happens when, on days that are a sample: only the weeks count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RolePage(Page):
    """The part that one kind of people takes in a program.  No date stands here."""

    template: ClassVar = "role.html"

    role: Role
    program: Reference
    parts: tuple[str, ...]
    """The headings of the page: those of `model.ids.ROLE_PARTS` that there is something to say under."""

    rules: tuple[Rule, ...]
    """What somebody needs in order to take this part."""

    weeks: tuple[PlannedWeek, ...]
    """What is planned for this role and for everyone, week by week."""

    meetings: tuple[Meeting, ...]
    sheets: tuple[Reference, ...]
    """Worksheets and checklists."""

    packets: tuple[Reference, ...]
    """Those for this role, as they are without dates."""

    cohorts: tuple[Reference, ...]
    """The pages on which the dates are."""

    contacts: tuple[Contact, ...]
    titles: Mapping[str, str]
    """What the program calls that from which it counts, by id: for `when`."""


@dataclass(frozen=True, slots=True)
class RoleMark:
    """A role as a schedule marks and filters by it."""

    role: Reference
    color: str
    """``#rrggbb``, or empty."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A file with dates for calendar programs."""

    role: Text
    """Whose dates they are; empty for those of everybody."""

    address: SitePath


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortPage(Page):
    """One cohort: its days."""

    template: ClassVar = "cohort.html"

    program: Reference
    cohort: Cohort
    stretches: tuple[Stretch, ...]
    """Its schedule, week by week."""

    weeks: tuple[PlannedWeek, ...]
    """What is planned, where its start is to be announced; else empty."""

    titles: Mapping[str, str]
    """What the program calls that from which it counts, by id: for `when`."""

    roles: tuple[RoleMark, ...]
    """Those that something in the schedule is for and not for everyone, in the order of the program."""

    sources: tuple[Reference, ...]
    """The lists that its tasks are from, and the meetings that they belong to."""

    contacts: tuple[Contact, ...]
    feeds: tuple[Feed, ...] = ()
    """That of everybody first; none where calendars have nothing of this cohort."""

    packets: tuple[Reference, ...] = ()
    """Those that are bound with the dates of this cohort."""

    base_url: str = ""
    """Of the site; empty where it is not known."""

    deadlines: Literal["timed", "all-day"] = "all-day"
    """How calendars have them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorksheetsPage(ListPage):
    """The worksheets of the handbook."""

    template: ClassVar = "worksheets.html"

    worksheets: tuple[Worksheet, ...]
    links: tuple[Reference, ...]
    looks: tuple[SheetLook, ...]
    """Of each worksheet, as it is drawn small."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorksheetPage(Page):
    """One worksheet."""

    template: ClassVar = "worksheet.html"

    worksheet: Worksheet
    roles: tuple[Text, ...]
    """The labels of those who fill it in."""

    moment: Reference | None
    """The phase, or the entry of a timeline, that it says it is for."""

    titles: Mapping[str, str]
    """What programs call that from which its time counts, by id: for `when`."""

    used_in: tuple[Reference, ...]
    pdf: SitePath = ""
    """The same as a PDF to fill in; empty where none is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistsPage(ListPage):
    """The checklists of the handbook."""

    template: ClassVar = "checklists.html"

    checklists: tuple[Checklist, ...]
    links: tuple[Reference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistPage(Page):
    """One checklist."""

    template: ClassVar = "checklist.html"

    checklist: Checklist
    roles: tuple[Text, ...]
    titles: Mapping[str, str]
    """What its program calls that from which it counts, by id: for `when`."""

    used_in: tuple[Reference, ...]
    choices: tuple[CohortChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class PacketPart:
    """Something that is in a packet, as the list of packets says it."""

    title: Text
    copies: int
    kind: str
    """As in `Piece`."""


@dataclass(frozen=True, slots=True)
class PacketPrint:
    """A packet as it is bound: without dates, or with those of a cohort."""

    address: SitePath
    cohort: Text
    """What the cohort is called; empty: without dates."""

    pdf: SitePath = ""
    """The same as a PDF; empty where none is made."""


@dataclass(frozen=True, slots=True)
class PacketEntry:
    """A packet as the list of packets shows it."""

    link: Reference
    role: Text
    program: Reference | None
    inside: tuple[PacketPart, ...]
    prints: tuple[PacketPrint, ...]
    """Those with dates first, by the start of their cohorts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketsPage(ListPage):
    """The packets of the handbook."""

    template: ClassVar = "packets.html"

    packets: tuple[PacketEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressPage(ListPage):
    """What readers have ticked and written; a script fills it in, for them alone."""

    template: ClassVar = "progress.html"

    lists: tuple[Tracked, ...]
    """The task lists of chapters, each with the title of its chapter, then the checklists."""

    sheets: tuple[Tracked, ...]
    choices: tuple[CohortChoice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage(ListPage):
    """Where an edition is searched; a script does that, in the reader's browser."""

    template: ClassVar = "search.html"

    sections: tuple[Reference, ...]
    """The top level of the handbook, for those without script."""

    whole: SitePath
    """The whole handbook on one page, in which a browser can search; empty where there is no such page."""


Binding: TypeAlias = Literal["", "print", "pdf", "form"]
"""How a page is drawn as a piece of a print, in the variable `bound` of every template: not at all (a page of
the site), for a browser that prints, for a PDF, or for a PDF that is filled in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundPage:
    """What stands in packets and has no page of its own; `address` is that of the print."""

    address: SitePath
    home: SitePath
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesPage(BoundPage):
    """What happens when, for one role: on the days of a cohort, or week by week."""

    template: ClassVar = "packet_dates.html"

    cohort: Cohort | None
    """Whose days these are: of its schedule only the end and the zone.  None: there are no days."""

    stretches: tuple[Stretch, ...]
    """Days of the cohort, with what is for the role in them, without lists; empty without a cohort."""

    weeks: tuple[PlannedWeek, ...]
    """What is planned for the role; empty where there is a cohort."""

    reader: Role | None
    titles: Mapping[str, str]
    """What the program calls that from which it counts, by id: for `when`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactsPage(BoundPage):
    """Whom to ask, and in which case."""

    template: ClassVar = "packet_contacts.html"

    contacts: tuple[Contact, ...]
    roles: tuple[Role, ...]
    """Those of the program, for what contacts are called."""

    steps: tuple[Escalation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PoliciesPage(BoundPage):
    """What holds for everyone in a program."""

    template: ClassVar = "packet_policies.html"

    policies: Policies
    """Without what to do when something goes wrong, where the same print says whom to ask."""

    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaPage(BoundPage):
    """What a meeting is made of."""

    template: ClassVar = "packet_agenda.html"

    agenda: Agenda
    events: tuple[Event, ...]
    """The meetings with this agenda in a cohort, in order; empty where there are no dates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankPage(BoundPage):
    """A ruled sheet."""

    template: ClassVar = "packet_blank.html"


@dataclass(frozen=True, slots=True)
class Piece:
    """A page as one piece of a print."""

    page: Any
    """A view with a template, which is drawn without what stands around a page."""

    id: str
    """What all its ids begin with in the print; empty where it is the only piece."""

    kind: str
    """``section``, ``chapter``, ``program``, ``cohort``, ``worksheet``, ``checklist``, ``glossary``,
    ``dates``, ``contacts``, ``policies``, ``agenda`` or ``blank``."""

    label: str = ""
    """What the contents and links of the print call its place: "chapter 6", "sheet 3 of 9"."""

    listed_as: str = ""
    """What the contents say of its place where that is not the label: "sheets 5–12" for several copies."""

    depth: int = 1
    """How deep its title stands in the contents: 1 is the highest level."""

    listed: bool = True
    """Whether the contents of the print name it: of several copies only the first."""

    copies: int = 1
    """How many pieces this entry of the contents stands for."""

    bare: bool = False
    """Whether it is no more than a title, so that the next piece follows on the same sheet."""


@dataclass(frozen=True, slots=True)
class Cover:
    """The first sheet of a print."""

    kind: Text
    """What it is: the title of the packet; the handbook's for a section; empty for a whole handbook."""

    title: Text
    role: Text
    cohort: Cohort | None
    """Whose days are in the print; without its schedule but for the end."""

    lines: tuple[str, ...] = ()
    """The words under which there is a line to write on, such as whom the print belongs to."""

    contacts: tuple[Contact, ...] = ()
    """Whom to ask; none: those of the handbook."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintPage(Page):
    """A handbook, a section or a packet on one page, to print."""

    template: ClassVar = "print.html"

    kind: Literal["handbook", "section", "packet", "page"]
    """``page``: one piece alone, such as a worksheet, without cover and contents."""

    cover: Cover | None
    head: Cover | None
    """What stands over the contents where there is no cover: what it is, for whom, and on whose days."""

    pieces: tuple[Piece, ...]
    """`drawn` is beside them in the template: the same, each with its finished HTML."""

    links: Addresses
    duplex: bool
    paper: Paper | None
    """What the packet asks for; None: whatever paper is in the printer, or the handbook's in a PDF."""

    pdf: SitePath
    """The same as a PDF; empty where none is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryPage(ListPage):
    """The terms of the handbook."""

    template: ClassVar = "glossary.html"

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionsPage:
    """The page to choose an edition from, at the root of a site whose editions all have a folder."""

    template: ClassVar = "editions.html"

    address: SitePath
    imprint: Imprint
    editions: tuple[Door, ...]
    canonical: str
    preview: Preview | None = None
    """None in a site that is built."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFoundPage:
    """What a server shows for an address that leads nowhere.

    It is shown at any depth, so its links start at the root of the server.
    """

    template: ClassVar = "404.html"

    address: SitePath
    imprint: Imprint
    base: str
    """The address of the site, of which only the path counts: ``https://example.org/guide/``, or ``/``."""

    editions: tuple[Door, ...]
    ways: tuple[WaysIn, ...]
    """From where one goes on in each edition, in the order of `editions`."""

    preview: Preview | None = None
    """None in a site that is built."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectPage:
    """A page that has moved."""

    template: ClassVar = "redirect.html"

    address: SitePath
    imprint: Imprint
    target: SitePath
    title: Text
    canonical: str
    preview: Preview | None = None
    """None in a site that is built."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """The pages of a site for search engines."""

    template: ClassVar = "sitemap.xml"

    address: SitePath
    urls: tuple[str, ...]
    """Full addresses, sorted."""


View: TypeAlias = (
    ChapterPage
    | SectionPage
    | HomePage
    | ProgramsPage
    | ProgramPage
    | RolePage
    | CohortPage
    | WorksheetsPage
    | WorksheetPage
    | ChecklistsPage
    | ChecklistPage
    | PacketsPage
    | DatesPage
    | ContactsPage
    | PoliciesPage
    | AgendaPage
    | BlankPage
    | ProgressPage
    | SearchPage
    | GlossaryPage
    | PrintPage
    | EditionsPage
    | NotFoundPage
    | RedirectPage
    | Sitemap
)
