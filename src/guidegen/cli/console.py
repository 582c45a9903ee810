"""What people see in the terminal: problems with their excerpts, progress, and a report of a bug."""

from __future__ import annotations

import json
import platform
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from guidegen import __version__
from guidegen.model.problem import Level, Problem, escaped

if TYPE_CHECKING:
    from guidegen.rendering.timetables import Timetable

MOST: Final = 50
"""How many problems a terminal shows; the formats for programs show all."""

_WIDEST: Final = 100
"""Letters of a line in an excerpt."""

_COLOURS: Final = {Level.ERROR: "red", Level.WARNING: "yellow"}


def show(problems: Sequence[Problem]) -> None:
    """Show problems, the errors first where there are too many."""
    shown = problems
    if len(problems) > MOST:
        first = [one for one in problems if one.level is Level.ERROR][:MOST]
        rest = [one for one in problems if one.level is not Level.ERROR][: MOST - len(first)]
        shown = sorted((*first, *rest))
    for one in shown:
        click.echo(as_text(one), err=True)
    if len(shown) < len(problems):
        click.echo(
            f"… and {len(problems) - len(shown)} more. guidegen check --format json lists all.\n", err=True
        )


def as_text(one: Problem) -> str:
    """Return a problem as lines: place and sentence, the excerpt with a mark under it, the remedy."""
    level = click.style(f"{one.level.value}[{one.slug}]", fg=_COLOURS[one.level], bold=True)
    lines = [f"{_where(one)}: {level}: {one.message}"]
    margin = " " * max(4, len(str(one.place.line)) + 2)
    if one.place.text.strip():
        text, start = excerpt(one)
        mark = "^" * max(1, min(one.place.width, len(text) - start))
        lines += ["", f"{one.place.line:>{len(margin)}} | {text}"]
        lines += [f"{margin} | {' ' * start}{click.style(mark, fg=_COLOURS[one.level])}"]
    if one.remedy:
        lines.append(f"{margin} = {one.remedy}")
    return "\n".join([*lines, ""])


def as_json(problems: Iterable[Problem]) -> str:
    """Return problems as a JSON list, for programs."""
    return json.dumps(
        [
            {
                "level": one.level.value,
                "slug": one.slug,
                "message": one.message,
                "path": one.place.path,
                "line": one.place.line or None,
                "column": one.place.column or None,
                "excerpt": one.place.text,
                "remedy": one.remedy,
            }
            for one in problems
        ],
        ensure_ascii=False,
        indent=2,
    )


def as_github(one: Problem, folder: str = "") -> str:
    """Return a problem as a line that GitHub shows beside the source.

    *folder* is the way from the repository to the project, empty or with a slash at its end.
    """
    place = one.place
    where = f"file={_property(folder + place.path)},line={max(place.line, 1)},col={max(place.column, 1)}"
    words = f"{one.message} {one.remedy}".strip()
    return f"::{one.level.value} {where},title={_property(one.slug)}::{_quoted(words)}"


def schedule_text(timetable: Timetable, language: str) -> str:
    """Return a schedule with a head: what it is of, from when to when, and in which zone."""
    from guidegen.rendering.timetables import as_table

    head = [click.style(escaped(timetable.title), bold=True)]
    if timetable.start is not None:
        until = f" to {timetable.end}" if timetable.end else ""
        zone = f", times in {timetable.timezone}" if timetable.timezone else ""
        head.append(f"{timetable.start}{until}{zone}")
    elif timetable.cohort:
        head.append("The start is to be announced.")
    table = as_table(timetable, language).rstrip() or "Nothing is planned yet."
    return "\n".join([*head, "", table])


def counted(problems: Iterable[Problem]) -> str:
    """Return how many errors and warnings there are, in words."""
    levels = [one.level for one in problems]
    errors, warnings = levels.count(Level.ERROR), levels.count(Level.WARNING)
    words = [f"{errors} error{'s' * (errors != 1)}"] if errors else []
    words += [f"{warnings} warning{'s' * (warnings != 1)}"] if warnings else []
    return " and ".join(words) or "no problems"


@contextmanager
def progress(title: str) -> Iterator[Callable[[int, int, str], None]]:
    """Give a function that is told how far the work is; a bar shows on a terminal after a second."""
    began = time.monotonic()
    with ExitStack() as open_things:
        bar: list[Callable[[int, int, str], None]] = []

        def tell(done: int, total: int, path: str) -> None:
            if not bar and sys.stderr.isatty() and time.monotonic() - began > 1:
                bar.append(open_things.enter_context(_bar(title)))
            for shown in bar:
                shown(done, total, path)

        yield tell


@contextmanager
def _bar(title: str) -> Iterator[Callable[[int, int, str], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn(title), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[file]}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", file="")
        yield lambda done, total, path: bar.update(task, completed=done, total=total, file=path)


def report_of(bug: Exception, arguments: Sequence[str]) -> str:
    """Return what to paste into a report: what happened, where, and with which versions."""
    home = str(Path.home())
    trace = "".join(traceback.format_exception(bug)).replace(home, "~")
    return (
        "This is a mistake in guidegen, not in your files. Nothing of yours was changed.\n"
        "Please report it with what follows:\n\n"
        f"guidegen {__version__}, Python {platform.python_version()}, {platform.system()}\n"
        f"guidegen {' '.join(map(escaped, arguments))}\n\n{trace}"
    )


def _where(one: Problem) -> str:
    parts = [escaped(one.place.path), *(str(part) for part in (one.place.line, one.place.column) if part)]
    return click.style(":".join(parts) if one.place.path else "guidegen", bold=True)


def excerpt(one: Problem) -> tuple[str, int]:
    """Return what fits of the line, and where in it the mark begins."""
    text = escaped(one.place.text.replace("\t", " ").rstrip())
    start = max(0, one.place.column - 1)
    if len(text) <= _WIDEST:
        return text, min(start, len(text))
    first = max(0, min(start - 20, len(text) - _WIDEST))
    part = text[first : first + _WIDEST]
    before, after = "…" * (first > 0), "…" * (first + _WIDEST < len(text))
    return f"{before}{part}{after}", start - first + len(before)


def _property(text: str) -> str:
    return _quoted(text).replace(":", "%3A").replace(",", "%2C")


def _quoted(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
