"""`guidegen.yml`: what holds for the whole handbook.

Where no edition is written there is one that shows everything, so nobody after
this has to ask whether there are any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, TypeAlias
from urllib.parse import urlsplit

from guidegen.model.handbook import NO_BRAND, Edition, Organization, Settings
from guidegen.model.nearest import did_you_mean
from guidegen.model.problem import WARNINGS, Problem
from guidegen.model.program import Contact
from guidegen.model.prose import Text
from guidegen.model.schedule import WEEKDAYS
from guidegen.model.url import INDEX_NAMES, id_slug
from guidegen.reading.brand import BrandShape, checked_files
from guidegen.reading.paths import ProjectPath, inside, inside_project
from guidegen.reading.schema import Shape, nothing_written, read
from guidegen.reading.spots import Spot, given_twice
from guidegen.reading.values import (
    SKIP_EMPTY,
    Clock,
    DeadlineZone,
    Email,
    HolidaySets,
    Id,
    Language,
    PaperSize,
    Phone,
    ReadBy,
    Several,
    Switch,
    Url,
    Weekday,
    Words,
    Zone,
    got,
    is_empty,
    read_link,
    shortened,
    written_as,
    wrong,
)
from guidegen.reading.yaml import load

_NO_EDITORS = ("data", "javascript", "vbscript")
"""Schemes that would run something in the page, not open an editor."""

_WEB = ("http", "https")

LevelName: TypeAlias = Literal["off", "warning", "error"]


def _base_url(value: Any) -> str:
    written = read_link(value, _WEB)
    parts = urlsplit(written)
    if parts.query or parts.fragment:
        raise wrong("url", f'"{shortened(written)}" has "?" or "#" in it. Write the address without.')
    return written if written.endswith("/") else f"{written}/"


def _editor(value: Any) -> str:
    """Return the address with which a file is opened in an editor."""
    example = "Write an address such as vscode://file/{path}:{line}"
    if not isinstance(value, str):
        raise wrong("type", f"{{key}} must be text, got {got(value)}.", example)
    written = value.strip()
    scheme, colon, _ = written.partition(":")
    if not colon or not scheme.isalnum() or scheme.lower() in _NO_EDITORS:
        said = f'{{key}} must be an address that opens an editor, got "{shortened(written)}".'
        raise wrong("url", said, example)
    if "{path}" not in written:
        raise wrong("type", "{key} must say with {path} where the name of the file goes.", example)
    return written


def _edit_url(value: Any) -> str:
    """Return the address at which a file is edited."""
    example = "Write an address such as https://example.org/edit/{path}"
    written = value.strip() if isinstance(value, str) else value
    # With a file in their place the address has no braces, which no address may have.
    read_link(re.sub(r"\{(?:path|line)\}", "1", written) if isinstance(written, str) else written, _WEB)
    if "{path}" not in written:
        raise wrong("type", "{key} must say with {path} where the name of the file goes.", example)
    return str(written)


def _readers(value: Any) -> tuple[str, ...] | None:
    """Return the roles of an edition; None for ``all``."""
    if value == "all":
        return None
    if not isinstance(value, list):
        example = f", e.g. [{value}]" if isinstance(value, str) else ""
        raise wrong("type", f"{{key}} must be a list{example}, or all, got {got(value)}.")
    if not value:
        raise wrong("type", "{key} must name at least one role, or be all.")
    for number, one in enumerate(value):
        if is_empty(one):
            raise wrong("empty-item", "{key} is empty.", at=(number,))
        if not isinstance(one, str):
            raise wrong("type", f"{{key}} must be text, got {got(one)}.", at=(number,))
    if "all" in value:
        raise wrong("type", "{key} must be a list of roles, or all without brackets.", "Write roles: all")
    return tuple(value)


def _edition_path(value: Any) -> str:
    written = value.strip() if isinstance(value, str) else value
    return "" if written == "/" else f"{inside(written, 'the site')}/"


def _index_name(value: Any) -> str:
    name = inside_project(value)
    if "/" in name or not name.endswith(".md"):
        raise wrong("type", f'{{key}} must be the name of a Markdown file, got "{shortened(name)}".')
    return name


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationShape(Shape):
    noun: ClassVar[str] = "organization"

    name: Words
    url: Url = ""
    logo: ProjectPath = ""
    address: Words | None = None

    def organization(self, spot: Spot) -> Organization:
        return Organization(
            name=spot.name(self.name, "name"),
            url=self.url,
            logo=self.logo,
            address=spot.text(self.address, "address"),
            place=spot.place(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionShape(Shape):
    noun: ClassVar[str] = "edition"
    example: ClassVar[str] = "{id: mentee, label: Mentees, roles: [mentee]}"

    id: Id
    label: Words
    roles: Annotated[tuple[str, ...] | None, ReadBy(_readers, "list of roles, or `all`")]
    path: Annotated[str | None, ReadBy(_edition_path, "folder, or `/`")] = None
    summary: Words | None = None

    def edition(self, spot: Spot, language: str) -> Edition:
        path = f"{self.id}/" if self.path is None else self.path
        label, places = spot.name(self.label, "label"), spot.places(self.roles or (), "roles")
        summary = spot.name(self.summary, "summary")
        return Edition(self.id, label, self.roles, path, language, spot.place(), places, summary)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactShape(Shape):
    noun: ClassVar[str] = "contact"
    example: ClassVar[str] = "{name: Program office, email: office@example.org}"
    example_key: ClassVar[str] = "program-office"

    name: Words | None = None
    role: Words = ""
    email: Email = ""
    url: Url = ""
    phone: Phone = ""
    hours: Words | None = None
    purposes: Annotated[Several, written_as("for")] = ()
    confidential: Switch = False

    def check(self) -> None:
        if not (self.email or self.url or self.phone):
            raise wrong("missing-key", '{key} needs at least one of "email", "url" or "phone".')

    def contact(self, spot: Spot, name: str) -> Contact:
        return Contact(
            id=name,
            name=spot.name(self.name, "name"),
            place=spot.key_place(),
            role=self.role,
            email=self.email,
            url=self.url,
            phone=self.phone,
            hours=spot.text(self.hours, "hours"),
            purposes=spot.texts(self.purposes, "for"),
            confidential=self.confidential,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarsShape(Shape):
    noun: ClassVar[str] = "calendars"
    example: ClassVar[str] = "{deadlines: timed}"

    deadlines: Literal["timed", "all-day"] = "all-day"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsShape(Shape):
    noun: ClassVar[str] = "handbook"

    title: Words
    id: Id = ""
    org: OrganizationShape | None = None
    base_url: Annotated[str, ReadBy(_base_url, "address")] = ""
    language: Language = "en"
    week_starts: Weekday = "mon"
    working_days: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")
    timezone: Zone = ""
    deadline_time: Clock = time(23, 59)
    deadline_zone: DeadlineZone = ""
    holidays: HolidaySets = ()
    calendars: CalendarsShape | None = None
    levels: Annotated[dict[Words, LevelName], SKIP_EMPTY] | None = None
    editions: tuple[EditionShape, ...] = ()
    release: Words = ""
    contacts: dict[Id, ContactShape] | None = None
    license: Words = ""
    drafts: Switch = False
    variables: Switch = False
    terms: Switch = True
    exclude: Several = ()
    index_names: tuple[Annotated[str, ReadBy(_index_name, "file name")], ...] = INDEX_NAMES
    number_prefixes: Literal["drop", "keep"] = "drop"
    html: Literal["safe", "trusted"] = "safe"
    remote: Literal["link", "allow"] = "link"
    content_dir: ProjectPath = "content"
    paper: PaperSize = "a4"
    pdf: Switch = False
    editor: Annotated[str, ReadBy(_editor, "address with `{path}`, perhaps `{line}`")] = ""
    edit_url: Annotated[str, ReadBy(_edit_url, "address with `{path}`, perhaps `{line}`")] = ""
    brand: BrandShape | None = None
    pictures: Literal["plain", "responsive"] = "plain"

    def check(self) -> None:
        if not self.working_days:
            raise wrong("type", "{key} must name at least one day, e.g. [mon, tue].", at=("working_days",))
        if not self.index_names:
            raise wrong("type", "{key} must name at least one file.", at=("index_names",))

    def settings(self, spot: Spot) -> Settings:
        title = spot.name(self.title, "title")
        contacts = self.contacts or {}
        return Settings(
            title=title,
            id=self.id or id_slug(title.plain),
            language=self.language,
            organization=self.org.organization(spot.at("org")) if self.org else None,
            base_url=self.base_url,
            week_starts=WEEKDAYS.index(self.week_starts),
            working_days=tuple(sorted({WEEKDAYS.index(day) for day in self.working_days})),
            timezone=self.timezone,
            deadline_time=self.deadline_time,
            deadline_zone=self.deadline_zone,
            holidays=spot.references("holidays", self.holidays, "holidays"),
            calendar_deadlines=(self.calendars or CalendarsShape()).deadlines,
            levels=tuple((self.levels or {}).items()),
            editions=self._editions(spot, title),
            release=self.release,
            contacts=tuple(one.contact(spot.at("contacts", name), name) for name, one in contacts.items()),
            license=self.license,
            drafts=self.drafts,
            variables=self.variables,
            terms=self.terms,
            content_dir=self.content_dir,
            exclude=self.exclude,
            index_names=self.index_names,
            keep_numbers=self.number_prefixes == "keep",
            html=self.html,
            remote=self.remote,
            paper=self.paper,
            pdf=self.pdf,
            editor=self.editor,
            edit_url=self.edit_url,
            brand=self.brand.brand(spot.at("brand")) if self.brand else NO_BRAND,
            pictures=self.pictures,
        )

    def _editions(self, spot: Spot, title: Text) -> tuple[Edition, ...]:
        if not self.editions:
            return (Edition("", title, None, "", self.language, spot.place()),)
        return tuple(one.edition(at, self.language) for one, at in spot.each("editions", self.editions))


def read_settings(text: str, path: str, root: Path) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Return what `guidegen.yml` says; *root* is the folder of the project, in which logo and font lie."""
    tree, problems = load(text, path)
    if tree is None:
        return None, problems or (nothing_written("the handbook", path, 1),)
    problems = (*problems, *given_twice(tree, (("editions",),), "edition"))
    shape, misfits = read(SettingsShape, tree, path)
    if shape is None:
        return None, (*problems, *misfits)
    spot = Spot(tree, "")
    settings = shape.settings(spot)
    settings, missing = checked_files(settings, spot, root)
    return settings, (*problems, *_unknown_levels(settings, spot), *_same_paths(settings, spot), *missing)


def _unknown_levels(settings: Settings, spot: Spot) -> Iterator[Problem]:
    for slug, _ in settings.levels:
        if slug in WARNINGS:
            continue
        meant = did_you_mean(slug, WARNINGS)
        message = f'"{shortened(slug)}" is no warning. {meant}'.rstrip()
        remedy = "" if meant else "Only warnings have levels; an error can only be mended."
        yield spot.at("levels").key_problem("unknown-key", message, slug, remedy=remedy)


def _same_paths(settings: Settings, spot: Spot) -> Iterator[Problem]:
    seen: dict[str, Edition] = {}
    for number, edition in enumerate(settings.editions):
        other = seen.setdefault(edition.path.casefold(), edition)
        if other is not edition and other.id != edition.id:
            message = f'editions "{other.id}" and "{edition.id}" both lie at /{edition.path}.'
            yield spot.problem("path-clash", message, "editions", number, "path")
