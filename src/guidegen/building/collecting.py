"""Answers that people give back become tables: read, compare with the handbook, write down.

Files of answers are never changed, and what could not be read is told while
everything else is still collected.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

from guidegen.building.beginnings import Refused
from guidegen.building.timetable import Plans
from guidegen.model.activity import Worksheet
from guidegen.model.answers import AnswerFile, Table
from guidegen.model.problem import Place, Problem, escaped, problem, settled
from guidegen.model.unreadable import unreadable
from guidegen.model.url import id_slug
from guidegen.reading.answers import LARGEST, read_answers
from guidegen.reading.filled import answer_file, is_pdf, read_form, words_aside
from guidegen.rendering.answers import answers_csv, answers_json
from guidegen.rendering.templates import OURS
from guidegen.rendering.words import Say, read_words, voice
from guidegen.shaping.answers import asked_in, tables_of

Form: TypeAlias = Literal["csv", "json"]

_ENDINGS: Final = (".json", ".pdf")


@dataclass(frozen=True, slots=True)
class Collected:
    """What many files say together."""

    tables: tuple[Table, ...]
    files: int
    """How many could be used."""

    problems: tuple[Problem, ...]
    handbook: tuple[str, str] | None
    """The id and the title of the handbook; None where it is not known."""

    say: Say
    given: tuple[Path, ...] = ()
    """Every file that was looked into."""


def collect(paths: Sequence[Path], plans: Plans | None) -> Collected:
    """Return the tables of all answers in some files, and in the folders among them.

    *plans* is None where no handbook is at hand; then the files are believed.
    """
    handbook = plans.handbook if plans is not None else None
    settings = handbook.settings if handbook is not None else None
    problems: list[Problem] = []
    given = _listed(paths)
    sheets = {one.id: one for one in handbook.worksheets} if handbook is not None else None
    found = _each_once(_read(given, sheets, problems), problems)
    used = [one for one in found if settings is None or _is_ours(one, settings.id, problems)]
    asked = asked_in(handbook) if handbook is not None else None
    tables, more = tables_of(used, asked, _called(given))
    return Collected(
        tables=tables,
        files=len(used),
        problems=settled((*problems, *more), dict(settings.levels) if settings is not None else {}),
        handbook=(settings.id, settings.title.plain) if settings is not None else None,
        say=plans.manner.say if plans is not None else voice(read_words(OURS / "locales", None, "en")[0]),
        given=tuple(given),
    )


def written_tables(
    collected: Collected, output: Path, form: Form, *, labels: bool
) -> tuple[tuple[Path, str, Table | None], ...]:
    """Return what is to be written: each file with its text, and the table that it is; JSON holds all."""
    if form == "json":
        return ((output, answers_json(collected.tables, collected.handbook, collected.say), None),)
    names = _names(output, collected.tables)
    return tuple(
        (path, answers_csv(one, collected.say, labels=labels), one)
        for path, one in zip(names, collected.tables, strict=True)
    )


def write_tables(
    files: Iterable[tuple[Path, str]], given: Iterable[Path], form: Form, *, force: bool
) -> None:
    """Write tables.  All lie beside their places before the first takes its own, and links lead nowhere else.

    CSV begins with a byte order mark: without it, Excel takes UTF-8 for something else.

    Raises:
        Refused: where a file is there already and *force* is not asked for, or is one of those *given*.
        OSError: where one cannot be written.
    """
    files = list(files)
    taken = {os.path.realpath(one) for one in given}
    for path, _ in files:
        if os.path.realpath(path) in taken:
            raise Refused(f"{escaped(str(path))} is among the files to collect. Write to another place.")
        if os.path.lexists(path) and not force:
            raise Refused(f"{escaped(str(path))} is already there. Say --force to write over it.")
        if path.is_dir():
            raise Refused(f"{escaped(str(path))} is a folder.")
    encoding = "utf-8-sig" if form == "csv" else "utf-8"
    waiting = [(path.with_name(f".{path.name}.guidegen"), path) for path, _ in files]
    try:
        for (beside, path), (_, text) in zip(waiting, files, strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.unlink(missing_ok=True)
            with beside.open("x", encoding=encoding, newline="\n") as file:
                file.write(text)
        for beside, path in waiting:
            beside.replace(path)
    finally:
        for beside, _ in waiting:
            with suppress(OSError):
                beside.unlink()


# Files


def _listed(paths: Sequence[Path]) -> list[Path]:
    """Return the files, those in folders too, each once, in the order of their names."""
    found: dict[str, Path] = {}
    for path in paths:
        inside = path.iterdir() if path.is_dir() else (path,)
        for one in inside:
            if one == path or (one.suffix.lower() in _ENDINGS and one.is_file()):
                found.setdefault(os.path.realpath(one), one)
    return sorted(found.values(), key=lambda one: (one.stem.casefold(), one.name.casefold(), str(one)))


def _read(
    files: Iterable[Path], sheets: Mapping[str, Worksheet] | None, problems: list[Problem]
) -> Iterator[AnswerFile]:
    for path in files:
        name = escaped(str(path))
        try:
            with path.open("rb") as file:
                content = file.read(LARGEST + 1)
        except OSError as failure:
            problems.append(unreadable(name, failure))
            continue
        read, wrong = _read_pdf(content, name, sheets) if is_pdf(content) else read_answers(content, name)
        problems += wrong
        if read is not None:
            yield read


def _read_pdf(
    content: bytes, name: str, sheets: Mapping[str, Worksheet] | None
) -> tuple[AnswerFile | None, tuple[Problem, ...]]:
    """Return the answers in a filled PDF.  What its fields mean, and which are private, the handbook says."""
    if sheets is None:
        message = "what a PDF answers can only be told beside its handbook."
        return None, (problem("answers-file", message, Place(name), "Name its folder with --project."),)
    form, wrong = read_form(content, name)
    if form is None:
        return None, wrong
    sheet = sheets.get(form.worksheet)
    read = answer_file(form, sheet, content, name)
    if not read.answers:
        empty = problem("answers-missing", f'nothing is filled in on "{form.worksheet}".', Place(name))
        return read, (*wrong, empty)
    return read, (*wrong, *words_aside(form, sheet, name))


def _called(files: Iterable[Path]) -> Mapping[str, str]:
    """Return what each file is called in a table: its name, with its folder where two have the same."""
    files = list(files)
    count = Counter(one.name for one in files)
    return {escaped(str(one)): escaped(one.name if count[one.name] == 1 else str(one)) for one in files}


def _each_once(files: Iterable[AnswerFile], problems: list[Problem]) -> Iterator[AnswerFile]:
    first: dict[str, str] = {}
    for one in files:
        if (same := first.setdefault(one.digest, one.name)) == one.name:
            yield one
        else:
            problems.append(problem("answers-twice", f"this is {same} again, and left out.", Place(one.name)))


def _is_ours(file: AnswerFile, handbook: str, problems: list[Problem]) -> bool:
    if file.handbook == handbook:
        return True
    told = f"this file is from another handbook, “{file.title or file.handbook}”."
    remedy = f'Its id is "{file.handbook}"; here it is "{handbook}".'
    problems.append(problem("answers-handbook", told, Place(file.name), remedy))
    return False


def _names(output: Path, tables: Sequence[Table]) -> list[Path]:
    """Return a file for each table: *output* itself for one, else the id of each is in its name."""
    if len(tables) == 1:
        return [output]
    names: dict[str, None] = {}
    for table in tables:
        name = base = id_slug(table.activity)
        number = 2
        while name in names:
            name, number = f"{base}-{number}", number + 1
        names[name] = None
    return [output.with_name(f"{output.stem}-{name}{output.suffix}") for name in names]
