"""`guidegen import`: a schedule from a spreadsheet, as entries of a program."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guidegen.cli import console
from guidegen.cli.project import project_at, project_option
from guidegen.model.problem import escaped, has_errors

if TYPE_CHECKING:
    from guidegen.building.importing import Imported


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--program", required=True, help="The id of the program; a new one is written.")
@project_option
@click.option(
    "--start",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day that weeks are counted from [that of the cohort, or the first date].",
)
@click.option("--cohort", default="", help="The cohort whose dates these are, where there are several.")
@click.option("--timezone", default="", help="Where a new program takes place, such as Europe/London.")
@click.option("--day-first", "order", flag_value="day", help="03/04/2026 is the third of April.")
@click.option("--month-first", "order", flag_value="month", help="03/04/2026 is the fourth of March.")
@click.option("--output", type=click.Path(path_type=Path), help="Write to this file instead of the terminal.")
def command(
    file: Path,
    program: str,
    project: Path,
    start: datetime | None,
    cohort: str,
    timezone: str,
    order: str | None,
    output: Path | None,
) -> int:
    """Turn a schedule in FILE, a CSV, into entries of a program.

    Dates become weeks and days counted from the start, so that they serve the
    next cohort too. A new program gets a file. For one that is there, what is
    new, and what differs, is shown for you to paste: no file of yours is changed.

    \b
    Example:
      guidegen import schedule.csv --program harbour --start 2026-09-14
      guidegen import schedule.csv --program harbour --day-first
    """
    from guidegen.building import beginnings, importing, timetable
    from guidegen.model.schedule import WhenError

    root = project_at(project)
    plans = timetable.read_plans(root)
    if plans.handbook is None:
        console.show(plans.problems)
        return 1
    try:
        wanted = importing.wanted(
            program, file.read_bytes(), start.date() if start else None, cohort, timezone, order
        )
        imported = importing.import_schedule(wanted, plans)
        path = _written(root, output, imported)
    except importing.UnreadableSheetError as unreadable:
        click.echo(f"{escaped(file.name)} cannot be read: {escaped(str(unreadable))}", err=True)
        return 1
    except importing.AmbiguousDatesError as ambiguous:
        raise click.UsageError(f"{ambiguous}\nSay which is meant: --day-first or --month-first.") from None
    except WhenError as wrong:
        raise click.UsageError(f"{wrong.message}\n{wrong.remedy}".rstrip()) from None
    except (beginnings.Refused, timetable.UnknownNameError) as refused:
        raise click.UsageError(str(refused)) from None
    _tell(imported, path)
    is_incomplete = any(one.is_lost for one in imported.unread)
    if path is None:
        click.echo(imported.text, nl=False)
        return int(is_incomplete)
    fresh = timetable.read_plans(root)
    problems = timetable.problems_in((imported.path,), fresh) if imported.path else ()
    console.show(problems)
    return int(is_incomplete or has_errors(problems))


def _written(root: Path, output: Path | None, imported: Imported) -> Path | None:
    """Return the file that was written; none where the text is for the terminal."""
    from guidegen.building.beginnings import write_new

    if output is not None:
        return write_new(output, imported.text)
    return write_new(root / imported.path, imported.text) if imported.path else None


def _tell(imported: Imported, path: Path | None) -> None:
    """Say on the side what became of the rows, so that what is to be pasted can be piped."""
    for remark in imported.remarks:
        click.echo(remark, err=True)
    for head in imported.unused:
        click.echo(f'The column "{escaped(head)}" is not used.', err=True)
    for one in imported.unread:
        click.echo(f"Line {one.line}: {escaped(one.reason)}", err=True)
    told = [f"{imported.entries} new"]
    if not imported.path:
        told += [f"{len(imported.same)} as they are there", f"{imported.different} at another time"]
    where = f" Wrote {escaped(os.path.relpath(path))}" if path else ""
    click.echo(f"Entries: {', '.join(told)}.{where}\n", err=True)
