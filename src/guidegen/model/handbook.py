"""The handbook and what it is made of.

Reading makes a `Library`: everything that stands in the project, as it stands.
`assemble` puts it in order as a `Handbook`; `select` makes of it the handbook
that one kind of reader sees, in the same shape.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time
from typing import Final, Literal, TypeAlias

from guidegen.model.activity import Activity, Checklist, Worksheet
from guidegen.model.cohort import Cohort, HolidaySet
from guidegen.model.colour import Shown
from guidegen.model.packet import Packet, Paper
from guidegen.model.plan import Agenda
from guidegen.model.problem import NOWHERE, Place, Problem
from guidegen.model.program import Contact, Program
from guidegen.model.prose import NO_TEXT, Audience, Prose, Text, landmarks_in, parts_within
from guidegen.model.reference import Reference
from guidegen.model.stamp import Stamp
from guidegen.model.url import INDEX_NAMES, Address


@dataclass(frozen=True, slots=True)
class Source:
    """One file as read."""

    path: str
    """Relative to the project, with ``/``."""

    text: str
    """With ``\\n`` line ends and without a byte order mark."""

    digest: str
    """The fingerprint of the text and of the texts of `includes`."""

    includes: tuple[Source, ...] = ()
    """The files that this one may include, and theirs, each once.  One that is missing is not here."""

    stamp: Stamp | None = None
    """How the file lay on the disk just before it was read."""


@dataclass(frozen=True, slots=True)
class Edition:
    """Who reads: role and language together."""

    id: str
    label: Text
    roles: tuple[str, ...] | None
    """Ids or kinds of roles; None: all of them, without a filter."""

    path: str
    """The folder below the site, empty or ending in ``/``."""

    language: str
    place: Place
    readers_at: tuple[Place, ...] = ()
    """Where each name of `roles` is written."""

    summary: Text = NO_TEXT
    """What its readers find in it, for those who choose."""


@dataclass(frozen=True, slots=True)
class Organization:
    """Who publishes the handbook."""

    name: Text
    url: str = ""
    logo: str = ""
    """A file, relative to the project."""

    address: Text = NO_TEXT
    place: Place = NOWHERE


BUNDLED_FONTS: Final = ("atkinson", "literata")
"""The fonts that come along, by the names that `brand.font` has for them."""


@dataclass(frozen=True, slots=True)
class Brand:
    """What a handbook looks like: all of it is the theme's where it is empty."""

    logo: str = ""
    """A file, relative to the project; takes the place of the organization's."""

    logo_dark: str = ""
    """A file, for readers who have their screen in the dark."""

    colour: Shown = ""
    """What the handbook is printed in: the cover, and what follows from its colour."""

    accent: Shown = ""
    """What readers write in, and what waits to be written."""

    font: str = ""
    """A file, relative to the project, or one of `BUNDLED_FONTS`."""

    font_varies: bool = False
    """Whether the file is one for several weights."""

    colour_place: Place = NOWHERE
    accent_place: Place = NOWHERE


NO_BRAND: Final = Brand()


@dataclass(frozen=True, slots=True)
class Settings:
    """What `guidegen.yml` says."""

    title: Text
    id: str
    language: str = "en"
    organization: Organization | None = None
    base_url: str = ""
    """Empty, or with a slash at its end."""

    week_starts: int = 0
    working_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    """0 is Monday."""

    timezone: str = ""
    deadline_time: time = time(23, 59)
    deadline_zone: str = ""
    """Empty: that of the cohort."""

    holidays: tuple[Reference, ...] = ()
    """Of cohorts that name none."""

    calendar_deadlines: Literal["timed", "all-day"] = "all-day"
    levels: tuple[tuple[str, Literal["off", "warning", "error"]], ...] = ()
    editions: tuple[Edition, ...] = ()
    """At least one: where none is written, one that shows everything, with id and path empty."""

    release: str = ""
    contacts: tuple[Contact, ...] = ()
    license: str = ""
    drafts: bool = False
    variables: bool = False
    """Whether ``{{ cohort.start }}`` in a chapter means a value from elsewhere."""

    terms: bool = True
    """Whether words of the glossary are marked in chapters."""

    content_dir: str = "content"
    exclude: tuple[str, ...] = ()
    index_names: tuple[str, ...] = INDEX_NAMES
    keep_numbers: bool = False
    html: Literal["safe", "trusted"] = "safe"
    remote: Literal["link", "allow"] = "link"
    paper: Paper = "a4"
    pdf: bool = False
    """Whether each build makes PDFs too."""

    editor: str = ""
    """The address with which the preview opens a file in an editor: with ``{path}``, perhaps ``{line}``."""

    edit_url: str = ""
    """The address at which readers may edit a file: with ``{path}``, perhaps ``{line}``."""

    brand: Brand = NO_BRAND
    pictures: Literal["plain", "responsive"] = "plain"
    """Whether there are smaller copies of pictures, for phones."""

    @property
    def logo(self) -> str:
        """The logo of the handbook, a file relative to the project; empty where there is none."""
        organization = self.organization.logo if self.organization else ""
        return self.brand.logo or organization


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a chapter says of itself above its text."""

    title: str = ""
    order: float | None = None
    summary: Text = NO_TEXT
    audience: Audience = ()
    audience_place: Place = NOWHERE
    phases: tuple[Reference, ...] = ()
    programs: tuple[Reference, ...] = ()
    worksheets: tuple[Reference, ...] = ()
    minutes: int | None = None
    prerequisites: tuple[Reference, ...] = ()
    reviewed: date | None = None
    review_months: int | None = None
    review_place: Place = NOWHERE
    owner: Reference | None = None
    aliases: tuple[str, ...] = ()
    """Addresses that lead here, as written."""

    aliases_place: Place = NOWHERE
    draft: bool = False
    language: str = ""
    toc: bool = True
    chapters: bool = True
    """Whether what is in a section is listed on its first page, below these words."""

    search: bool = True
    """Whether the search finds it."""

    variables: bool | None = None
    """None: as the handbook says."""

    terms: bool | None = None
    """Whether words of the glossary are marked; None: as the handbook says."""

    unknown: int = 0
    """How many keys were not understood."""


@dataclass(frozen=True, slots=True)
class Document:
    """One Markdown file understood on its own."""

    path: str
    """Below the content folder, with ``/``."""

    title: Text
    """From front matter, else the first heading, else the name of the file."""

    body: Prose
    meta: FrontMatter
    words: int
    """How many words a reader reads."""

    place: Place
    landmarks: Prose = field(init=False)
    """What of the body matters elsewhere in the handbook: see `landmarks_in`."""

    nouns: Prose = field(init=False)
    """Every landmark, those inside others too, without the words: what most questions are put to."""

    def __post_init__(self) -> None:
        landmarks = landmarks_in(self.body)
        object.__setattr__(self, "landmarks", landmarks)
        nouns = tuple(one for one in parts_within(landmarks) if not isinstance(one, str))
        object.__setattr__(self, "nouns", nouns)


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of the glossary."""

    id: str
    term: Text
    definition: Text
    place: Place
    aliases: tuple[str, ...] = ()
    see: tuple[Reference, ...] = ()
    audience: Audience = ()
    readers_at: tuple[Place, ...] = ()
    """Where each name of the audience is written."""

    mark: bool = True
    """Whether it is marked in chapters where it stands as a word."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What became of one file."""

    source: str
    """The path, relative to the project."""

    nouns: tuple[
        Document | Worksheet | Checklist | Program | Cohort | HolidaySet | Agenda | Term | Packet | Settings,
        ...,
    ]
    """Usually one; none where the file makes no sense, many for a glossary."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the content folder that is no chapter and no YAML: a picture or an attachment."""

    path: str
    """Below the content folder, with ``/``."""

    size: tuple[int, int] | None = None
    """Width and height in pixels, where it is a picture that says so."""

    unsafe: str = ""
    """Why it is not copied under ``html: safe`` (``has a script``), or empty."""


@dataclass(frozen=True, slots=True)
class SmallCopy:
    """A picture made smaller, for phones."""

    asset: Asset
    width: int
    """In pixels; its height follows."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A file of which nothing could be made.  What it would have been called is known by its name."""

    kind: str
    """``chapter``, ``program``, ``worksheet``, ``checklist``, ``packet``, ``cohort``, ``holidays`` or
    ``glossary``."""

    id: str
    path: str
    """Below the content folder."""


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that stands in the project, as it stands."""

    settings: Settings
    documents: tuple[Document, ...]
    programs: tuple[Program, ...]
    worksheets: tuple[Worksheet, ...]
    checklists: tuple[Checklist, ...]
    glossary: tuple[Term, ...]
    cohorts: tuple[tuple[str, Cohort], ...] = ()
    """Cohorts in files of their own, each with the id of its program."""

    holidays: tuple[HolidaySet, ...] = ()
    agendas: tuple[Agenda, ...] = ()
    """Those that come with guidegen and that a program names without defining them."""

    unread: tuple[Unread, ...] = ()
    assets: tuple[Asset, ...] = ()
    """Every other file of the content folder, sorted by path."""

    packets: tuple[Packet, ...] = ()
    """Those of files, and, once it is completed, those that stand in programs."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A document in its place."""

    id: str
    document: Document
    address: Address
    number: int | None
    """Counted through the whole handbook; none for the first page of a section."""

    @property
    def title(self) -> Text:
        return self.document.title


@dataclass(frozen=True, slots=True)
class Section:
    """A folder of chapters."""

    id: str
    title: Text
    address: Address
    """Of its first page, which exists even where the folder has no index."""

    introduction: Chapter | None
    """The folder's index."""

    children: tuple[Section | Chapter, ...]


@dataclass(frozen=True, slots=True)
class Handbook:
    """The whole, as one reader sees it; before `select`, as nobody does: everything."""

    settings: Settings
    edition: Edition
    root: Section
    introductions: tuple[Chapter, ...]
    """Chapters at the address of a page that is made anyway (``programs/index.md``): they open it."""

    programs: tuple[Program, ...]
    worksheets: tuple[Worksheet, ...]
    """Those with a page of their own, those defined in a chapter included, sorted by title."""

    checklists: tuple[Checklist, ...]
    glossary: tuple[Term, ...]
    """Sorted by term."""

    assets: tuple[Asset, ...]
    packets: tuple[Packet, ...] = ()
    """Sorted by title."""

    agendas: tuple[Agenda, ...] = ()
    """Those that come with guidegen and that something names."""

    @property
    def activities(self) -> tuple[Activity, ...]:
        return (*self.worksheets, *self.checklists)


Entry: TypeAlias = Section | Chapter


def chapters_of(section: Section) -> Iterator[Chapter]:
    """Yield the chapters of a section in reading order, its own first page first."""
    if section.introduction is not None:
        yield section.introduction
    for child in section.children:
        if isinstance(child, Chapter):
            yield child
        else:
            yield from chapters_of(child)


def sections_of(section: Section) -> Iterator[Section]:
    """Yield a section and all below it in reading order."""
    yield section
    for child in section.children:
        if isinstance(child, Section):
            yield from sections_of(child)
