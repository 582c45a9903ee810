"""Entries of a program as YAML that a person would have written, and that reads back as the same.

What comes from elsewhere is plain words, so marks that Markdown would read are
escaped, and every text stands in quotes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from guidegen.model.spreadsheet import Difference, NewEntry

_MARKS: Final = re.compile(r"([\\`*_\[\]{~]|<(?=[A-Za-z!?/])|&(?=#?\w+;))")
_AT_START: Final = re.compile(r"([-+#>=:|]|\d+(?=[.)]))")
"""Marks that mean something at the start of a line."""

_UNSAFE: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def new_program(
    title: str,
    weeks: int,
    roles: Sequence[str],
    entries: Sequence[NewEntry],
    cohort: str,
    start: date,
    zone: str,
) -> str:
    """Return the file of a program with one cohort.

    *roles* are kinds; none where mentor and mentee are enough.
    """
    lines = [f"title: {_quoted(title)}", f"duration: {{weeks: {weeks}}}"]
    if roles:
        lines.append("roles:")
        lines += [
            f"  {one}: {{label: {one.capitalize()}, plural: {one.capitalize()}s, kind: {one}}}"
            for one in roles
        ]
    lines += ["", *_sections(entries)]
    zone = f", timezone: {zone}" if zone else ""
    lines += ["cohorts:", f"- {{id: {_quoted(cohort)}, start: {start}{zone}}}"]
    return "\n".join(lines) + "\n"


def entries_to_paste(
    program: str, entries: Sequence[NewEntry], cohort: str, differences: Sequence[Difference]
) -> str:
    """Return what an author pastes into a program, and into one of its cohorts.

    *program* and *cohort* say where that is, in words.
    """
    lines = []
    if entries:
        lines += [f"# For {program}:", "", *_sections(entries)]
    if differences:
        lines += [f"# For {cohort}:", "", "overrides:"]
        for one in differences:
            lines.append(f"  {one.entry}: {{when: {one.when}}}  # here {one.here}, there {one.there}")
        lines.append("")
    return "\n".join(lines)


def _sections(entries: Sequence[NewEntry]) -> list[str]:
    meetings = [one for one in entries if one.minutes is not None]
    others = [one for one in entries if one.minutes is None]
    lines = ["timeline:", *_listed(others), ""] if others else []
    return [*lines, *(["meetings:", *_listed(meetings), ""] if meetings else [])]


def _listed(entries: Iterable[NewEntry]) -> list[str]:
    return [line for one in entries for line in _entry(one)]


def _entry(one: NewEntry) -> list[str]:
    lines = [
        f"- id: {_quoted(one.id) if one.id.isdigit() else one.id}",
        f"  title: {_quoted(_inline(one.title))}",
    ]
    if one.kind:
        lines.append(f"  kind: {one.kind}")
    lines.append(f"  when: {one.when}")
    if one.minutes is not None:
        lines.append(f"  duration: {one.minutes}m")
    if one.roles:
        lines.append(f"  roles: [{', '.join(one.roles)}]")
    if one.keeps_its_day:
        lines.append("  on_holiday: keep")
    if one.url:
        lines.append(f"  url: {_quoted(one.url)}")
    if one.minutes is None:
        details = "\n\n".join(filter(None, (one.details, one.place)))
        if details:
            lines.append(f"  details: {_quoted(_paragraphs(details))}")
        return lines
    if one.place:
        lines.append(f"  place: {_quoted(_inline(one.place))}")
    return [*lines, *(f"  # {line}".rstrip() for line in _UNSAFE.sub(" ", one.details).split("\n") if line)]


def _inline(words: str) -> str:
    return _MARKS.sub(r"\\\1", words)


def _paragraphs(words: str) -> str:
    return "\n".join(_line(line.strip()) for line in words.split("\n"))


def _line(words: str) -> str:
    found = _AT_START.match(words)
    if found is None:
        return _inline(words)
    mark, rest = found[1], _inline(words[found.end() :])
    return f"{mark}\\{rest}" if mark.isdigit() else f"\\{mark}{rest}"


def _quoted(text: str) -> str:
    written = json.dumps(text, ensure_ascii=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)
