"""New files to begin with: a cohort with all that it can say behind a mark of comment, sheets, packets."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from guidegen.building.timetable import Plans
from guidegen.model.activity import WORKSHEET_PRESETS, Checklist, Worksheet
from guidegen.model.clock import read_zone
from guidegen.model.diary import entries_of
from guidegen.model.handbook import Library
from guidegen.model.naming import is_preset
from guidegen.model.nearest import did_you_mean, known_names
from guidegen.model.problem import escaped
from guidegen.model.program import ROLE_KINDS, Program
from guidegen.model.schedule import read_date
from guidegen.model.url import id_slug, without_number
from guidegen.reading.presets import preset_worksheet
from guidegen.reading.project import read_project
from guidegen.reading.values import is_id
from guidegen.shaping.complete import defined_in_chapters
from guidegen.shaping.folders import chapter_id_of, folder_indexes

SheetKind: TypeAlias = Literal["worksheet", "checklist"]

_MARGIN: Final = 31
"""Where the comments beside keys begin."""


class Refused(Exception):  # noqa: N818  # it is no error of the program
    """Nothing is written.  Its words can be shown to who asked."""


@dataclass(frozen=True, slots=True)
class NewCohort:
    """What a new cohort begins with."""

    id: str
    start: date | None
    """None: to be announced."""

    title: str = ""
    timezone: str = ""
    """Empty: that of the handbook, or none."""

    zone_of: str = ""
    """The cohort that the zone is taken from."""


def wanted_cohort(
    program: Program, identity: str, start: str, title: str, timezone: str, plans: Plans
) -> NewCohort:
    """Return the cohort that somebody asks for.

    Raises:
        Refused: where it cannot have that id.
        WhenError: where the start is no date, or the zone none.
    """
    if not is_id(identity):
        raise Refused(_no_id(identity, "a cohort"))
    for one in program.cohorts:
        if one.id.casefold() == identity.casefold():
            raise Refused(f'Program "{program.id}" already has a cohort "{one.id}", in {one.place.path}.')
    day = None if start.strip().lower() == "tba" else read_date(start)
    if timezone:
        return NewCohort(identity, day, title, read_zone(timezone))
    before = next((one for one in reversed(program.cohorts) if one.timezone), None)
    if before is None or plans.settings.timezone:
        return NewCohort(identity, day, title)
    return NewCohort(identity, day, title, before.timezone, before.id)


def write_cohort(root: Path, program: Program, cohort: NewCohort, plans: Plans) -> str:
    """Write the file of a cohort, and return its path in the project; nothing is ever overwritten.

    Raises:
        Refused: where there is already a file.
        OSError: where it cannot be written.
    """
    name = f"programs/{program.id}/cohorts/{cohort.id}.yml"
    path = posixpath.join(plans.settings.content_dir, name)
    write_new(root / path, cohort_text(program, cohort, plans), path)
    return path


def write_sheet(root: Path, kind: SheetKind, identity: str, title: str = "") -> str:
    """Write the file of a sheet or a list, and return its path in the project; nothing is ever overwritten.

    Args:
        title: empty for one that is made from the id, or for that of a worksheet that comes with guidegen.

    Raises:
        Refused: where it cannot have that id, or there is one of that id.
        OSError: where it cannot be written.
    """
    library = _library_for(root, kind, identity)
    path = posixpath.join(library.settings.content_dir, f"{kind}s/{identity}.yml")
    write_new(root / path, sheet_text(kind, identity, title), path)
    return path


def write_packet(root: Path, identity: str, title: str = "", role: str = "") -> tuple[str, str]:
    """Write the file of a packet; otherwise as `write_sheet`.

    Args:
        role: whom it is for; empty for the one that is part of its id, or for mentees.

    Returns:
        Its path in the project; and a sentence that says whom it is for, where nobody said so.
    """
    library = _library_for(root, "packet", identity)
    readers = _readers_of(identity, role, library)
    path = posixpath.join(library.settings.content_dir, f"packets/{identity}.yml")
    write_new(root / path, packet_text(identity, title, readers, library), path)
    return path, "" if readers.are_named else _whom_it_is_for(identity, readers, library)


def _library_for(root: Path, kind: str, identity: str) -> Library:
    """Return the library of a project in which nothing of a kind has an id yet; else `Refused`."""
    if not is_id(identity):
        raise Refused(_no_id(identity, f"a {kind}"))
    library = read_project(root, {}).library
    if library is None:
        raise Refused("guidegen.yml cannot be read. See what is wrong with it: guidegen check")
    if taken := _where_it_is(library, kind, identity):
        raise Refused(f'There is already a {kind} "{identity}", in {taken}.')
    return library


@dataclass(frozen=True, slots=True)
class _Readers:
    """Whom a new packet is for."""

    role: str
    kind: str
    program: Program | None
    are_named: bool
    """Whether somebody said so."""


def _readers_of(identity: str, wanted: str, library: Library) -> _Readers:
    """Return those of the role that is *wanted* or part of an id, else mentees; `Refused` where none is."""
    roles = [(program, role) for program in library.programs for role in program.roles]
    words = (
        {wanted}
        if wanted
        else {*identity.split("-"), *(one.removesuffix("s") for one in identity.split("-"))}
    )
    for program, role in roles:
        if {role.id, role.kind} & words or (not wanted and f"-{role.id}-" in f"-{identity}-"):
            return _Readers(role.id, role.kind, program, are_named=True)
    only = library.programs[0] if len(library.programs) == 1 else None
    for kind in ROLE_KINDS:
        if kind in words and (wanted or kind != "other"):
            return _Readers(kind, kind, only, are_named=True)
    if wanted:
        known = [*dict.fromkeys(role.id for _, role in roles), *ROLE_KINDS]
        raise Refused(
            f'There is no role "{escaped(wanted)}". {did_you_mean(wanted, known) or known_names(known)}'
        )
    for program, role in roles:
        if role.kind == "mentee":
            return _Readers(role.id, role.kind, program, are_named=False)
    return _Readers("mentee", "mentee", only, are_named=False)


def _whom_it_is_for(identity: str, readers: _Readers, library: Library) -> str:
    others = [role.id for program in library.programs for role in program.roles if role.id != readers.role]
    known = dict.fromkeys((*others, *(["coordinator"] if readers.role != "coordinator" else [])))
    return (
        f'No role is part of "{identity}", so it is for {readers.role}. '
        f"For others write another role into it: {', '.join(known)}."
    )


def packet_text(identity: str, title: str, readers: _Readers, library: Library) -> str:
    """Return the file of a packet to begin with: what a program has is in it, all else behind a #."""
    program = readers.program
    entries = [
        *(["timeline"] if program and (program.phases or entries_of(program)) else []),
        *(["contacts"] if library.settings.contacts else []),
        *(["policies"] if program and program.policies else []),
        "blank x2",
    ]
    words = title or identity.replace("-", " ").capitalize()
    lines = [
        "# Chapters, dates and sheets for one role, bound in this order. It is printed without dates,",
        "# and for each cohort with them.",
        f"title: {json.dumps(words, ensure_ascii=False)}",
        f"role: {readers.role}",
        *([f"program: {program.id}"] if program else []),
        *_PACKET_KEYS,
        "contents:",
        "# Take away the # and the space behind it where you need a line, and move the lines into order.",
        "# x8 means eight copies.",
        *(f"# - {one}" for one in _to_bind(library, {readers.role, readers.kind})),
        *(f"- {one}" for one in entries),
    ]
    return "\n".join(lines) + "\n"


def _to_bind(library: Library, readers: set[str]) -> Iterator[str]:
    """Yield an entry for each chapter, sheet and list that these readers have."""
    indexes = folder_indexes(library)
    for document in library.documents:
        audience = document.meta.audience
        if not document.meta.draft and (not audience or readers & set(audience)):
            yield f"chapter:{chapter_id_of(document, indexes)}"
    sheets = (*library.worksheets, *defined_in_chapters(library, Worksheet))
    lists = (*library.checklists, *defined_in_chapters(library, Checklist))
    for kind, nouns in (("worksheet", sheets), ("checklist", lists)):
        for one in nouns:
            audience = one.audience or one.roles
            if not audience or readers & set(audience):
                yield f"{kind}:{one.id}"


def sheet_text(kind: SheetKind, identity: str, title: str = "") -> str:
    """Return the file of a sheet or a list to begin with: a copy, where the sheet comes with guidegen."""
    if kind == "worksheet" and identity in WORKSHEET_PRESETS:
        text = _OWN_COPY + preset_worksheet(identity).text
        written = f"title: {json.dumps(title, ensure_ascii=False)}"
        return re.sub("^title: .*$", lambda _: written, text, count=1, flags=re.MULTILINE) if title else text
    words = title or identity.replace("-", " ").capitalize()
    text = _WORKSHEET if kind == "worksheet" else _CHECKLIST
    return re.sub(r"\bID\b(?!-)", identity, text).replace("TITLE", json.dumps(words, ensure_ascii=False))


def _where_it_is(library: Library, kind: str, identity: str) -> str:
    known: dict[str, tuple[Any, ...]] = {
        "worksheet": (*library.worksheets, *defined_in_chapters(library, Worksheet)),
        "checklist": (*library.checklists, *defined_in_chapters(library, Checklist)),
        "packet": (*library.packets, *(one for program in library.programs for one in program.packets)),
    }
    for one in known[kind]:
        if one.id == identity and not (isinstance(one, Worksheet) and is_preset(one)):
            return str(one.place.path)
    return ""


def write_new(file: Path, text: str, shown: str = "") -> Path:
    """Write a new file, and return it; nothing is ever overwritten.

    Args:
        shown: what a message calls it, if not by its name.

    Raises:
        Refused: where there is already a file.
        OSError: where it cannot be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with file.open("x", encoding="utf-8", newline="\n") as target:
            target.write(text)
    except FileExistsError:
        raise Refused(f"{shown or file.name} is already there, and stays as it is.") from None
    return file


def cohort_text(program: Program, cohort: NewCohort, plans: Plans) -> str:
    """Return the file of a cohort."""
    start = cohort.start or date(2027, 2, 1)
    title = json.dumps(cohort.title or cohort.id, ensure_ascii=False)
    zone = cohort.timezone or plans.settings.timezone or "Europe/London"
    same = f"as in {cohort.zone_of}; " if cohort.zone_of else ""
    role = next((one.id for one in program.roles if one.kind == "mentee"), "mentee")
    entries = [one.id for one in program.timeline] + [one.id for one in program.meetings]
    off = start + timedelta(weeks=8, days=-start.weekday())
    contact = next((one.id for one in plans.settings.contacts), "program-office")
    holidays = next((one.id for one in plans.holidays), "uk")
    lines = [
        f"# One run of {escaped(program.title.plain)}. Its days follow from the program; see them with:",
        f"#   guidegen schedule {program.id} {cohort.id}",
        "",
        *([f"id: {json.dumps(cohort.id)}"] if without_number(cohort.id) != cohort.id else []),
        f"title: {title}" if cohort.title else _with_comment(f"# title: {title}", "what people call it"),
        _with_comment(f"start: {cohort.start or 'tba'}", "the first day; tba while nobody knows"),
        _with_comment(
            f"{'' if cohort.timezone else '# '}timezone: {zone}",
            f"{same}every time without a zone is meant there",
        ),
        "",
        "# Take away the # and the space behind it where you need a line.",
        "",
        _with_comment(
            f"# weeks: {program.duration.weeks if program.duration else 16}", "if other than in the program"
        ),
        _with_comment(
            f"# end: {start + timedelta(weeks=16, days=4 - start.weekday())}",
            "instead of weeks: the last day",
        ),
        _with_comment(
            "# revision: 1", "one more each time that days change which people have in their calendars"
        ),
        "# display_zones: [America/New_York, Asia/Kolkata]",
        "",
        "# applications:",
        f'#   {role}: {{opens: start - 12w, closes: start - 6w, url: "https://example.org/apply"}}',
        "# capacity: {mentors: 12, mentees: 20}",
        "",
        "# Weeks in a break have no number; with weeks: count they keep it.",
        "# breaks:",
        f"# - {{from: {off}, to: {off + timedelta(days=11)}, title: A break}}",
        "",
        _with_comment(f"# holidays: [{holidays}]", "names of files in the folder holidays"),
        "",
        "# What is different this time, by the id of the entry in the program. Pages show what it was.",
        "# overrides:",
        f"#   {(*entries, 'kickoff')[0]}: {{when: week 2 wed, note: Moved as the office is closed}}",
        *(f"#   {one}: {{cancelled: true}}" for one in entries[1:2]),
        "",
        "# What only this cohort has.",
        "# extra:",
        "#   timeline:",
        "#   - {id: visit, title: A visit, when: week 5 fri}",
        "",
        f"# contacts: [{contact}]",
        '# links: {chat: "https://example.org/chat"}',
        "# notice: What people should know first.",
        _with_comment("# status: draft", "not published yet; later cancelled or archived"),
    ]
    return "\n".join(lines) + "\n"


def _no_id(identity: str, of_what: str) -> str:
    return (
        f'"{escaped(identity)}" cannot be the id of {of_what}: '
        f"ids use a-z, 0-9 and single dashes, e.g. {id_slug(identity)}."
    )


def _with_comment(written: str, comment: str) -> str:
    return f"{written:<{_MARGIN}} # {comment}"


_OWN_COPY: Final = """\
# Your own copy of a worksheet that comes with guidegen: it stands in its place, so change what you like.
# Keep the id of a field when you change its words: what people have written hangs on it.

"""

_PACKET_KEYS: Final = (
    "# cohort: ID                     # for this cohort alone",
    "# paper: letter                  # or a4; without this as guidegen.yml says",
    "# links: inline                  # or off; without this the addresses of links stand in notes",
    "# duplex: yes                    # each piece begins on a right-hand page",
    "# audience: [coordinator]        # in whose editions it is; without this, in those of the role",
)

_WORKSHEET: Final = """\
# Show it in a chapter with a line "::: worksheet ID" and a line ":::", link to it with [](worksheet:ID),
# or name it in a program: worksheets: [ID].
title: TITLE
purpose: What it is for, in one sentence.
# roles: [mentee]                # who fills it in; without this, whoever likes
# together: true                 # one sheet for all of them
# minutes: 30
# confidential: pair             # or private: then it is only kept where the reader asks for it
fields:
# Keep the id of a field when you change its words: what people have written hangs on it.
- {id: topic, label: What it is about}
- {id: thoughts, label: What I think about it, help: A few words are enough., type: long_text, lines: 4}
- {id: importance, label: "How much does it matter to me?", type: scale, labels: {1: Little, 5: Very much}}
- {id: with, label: "Who helps me with it?", type: choice, options: [My mentor, A colleague], other: true}
- {id: steps, label: What I do next, type: actions, rows: 3}
"""

_CHECKLIST: Final = """\
# Show it in a chapter with a line "::: checklist ID" and a line ":::", link to it with [](checklist:ID),
# or name it in a program: checklists: [ID].
title: TITLE
purpose: What is done when all of it is ticked.
# role: mentor                   # whose list it is; without this, everybody's
# program: ID-OF-A-PROGRAM       # then a thing can say when it is due: due: start - 2w
items:
# Keep the id of a thing when you change its words: the ticks hang on it.
- {id: first, text: The first thing to do}
- {id: second, text: The second, note: What helps with it., minutes: 10}
- {id: maybe, text: Something that can be left out, required: false}
"""
