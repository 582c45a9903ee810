"""`guidegen collect`: the worksheets that people hand in, as tables."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from guidegen.cli import console
from guidegen.cli.project import project_at
from guidegen.model.problem import escaped, has_errors

if TYPE_CHECKING:
    from guidegen.building.collecting import Collected, Form
    from guidegen.building.timetable import Plans
    from guidegen.model.answers import Table

_STANDARD: Final = Path("-")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--project",
    type=click.Path(exists=True, path_type=Path),
    help="The folder of the handbook [the current one, if it is one].",
)
@click.option(
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help="The file to write, or - for the standard output; with several worksheets, one for each beside it.",
)
@click.option(
    "--format", "form", type=click.Choice(["csv", "json"]), help="CSV or JSON [as the output ends, else csv]."
)
@click.option("--labels", is_flag=True, help="Write the questions as heads of columns, not their ids.")
@click.option("--force", is_flag=True, help="Write over an output that is already there.")
def command(
    files: tuple[Path, ...], project: Path | None, output: Path, form: Form | None, labels: bool, force: bool
) -> int:
    """Make a table of what people handed in.

    FILES are what readers saved on the pages of worksheets, the PDFs that they
    filled in, or folders of both. Each worksheet becomes a table with a row for
    each file. What is marked private is left out, and what does not fit the
    handbook is told.

    \b
    Example:
      guidegen collect answers --output answers.csv
      guidegen collect filled/*.pdf answers/*.json --output answers.json
    """
    from guidegen.building import beginnings, collecting

    plans = _plans(project)
    if plans is not None and has_errors(plans.problems):
        console.show([one for one in plans.problems if has_errors([one])])
        click.echo("Mend this first: without it nobody knows what is private. Nothing is written.", err=True)
        return 1
    collected = collecting.collect(files, plans)
    for one in collected.problems:
        click.echo(console.as_text(one), err=True)
    if not collected.tables:
        click.echo("Nothing is written: no file has answers to show.", err=True)
        return 1
    form = form or _form_of(output)
    written = collecting.written_tables(collected, output, form, labels=labels)
    if output == _STANDARD:
        _print([text for _, text, _ in written])
        _tell(collected, [])
        return int(has_errors(collected.problems))
    try:
        tables = [(path, text) for path, text, _ in written]
        collecting.write_tables(tables, collected.given, form, force=force)
    except beginnings.Refused as refused:
        raise click.UsageError(str(refused)) from None
    _tell(collected, [path for path, _, _ in written])
    return int(has_errors(collected.problems))


def _form_of(output: Path) -> Form:
    forms: dict[str, Form] = {".json": "json", ".csv": "csv", "": "csv"}
    if output.suffix.lower() not in forms:
        raise click.UsageError(
            f"A table is written as CSV or JSON, so {escaped(output.name)} would not be what its name says. "
            "Name it .csv or .json, or say --format."
        )
    return forms[output.suffix.lower()]


def _print(texts: list[str]) -> None:
    if len(texts) > 1:
        raise click.UsageError(
            f"These are {len(texts)} tables, and one can be printed. Say --format json, or name an output."
        )
    click.echo(texts[0], nl=False)


def _plans(project: Path | None) -> Plans | None:
    """Return what the handbook asks for; None where no handbook is named and none is here."""
    from guidegen.building.timetable import read_plans

    try:
        return read_plans(project_at(project or Path()))
    except click.UsageError:
        if project is not None:
            raise
    click.echo("There is no handbook here, so the files are believed: nothing is compared.", err=True)
    return None


def _tell(collected: Collected, paths: list[Path]) -> None:
    count = collected.files
    click.echo(f"{count} file{'s' * (count != 1)} of answers.", err=True)
    for table in collected.tables:
        rows = len(table.rows)
        kind = "checklist" if table.kind == "list" else "worksheet"
        empty = _left_empty(table)
        more = f", {empty} answer{'s' * (empty != 1)} left empty" if empty else ""
        click.echo(f"  {escaped(table.title)} ({kind}): {rows} row{'s' * (rows != 1)}{more}", err=True)
    for path in paths:
        click.echo(f"Wrote {escaped(os.path.relpath(path))}", err=True)


def _left_empty(table: Table) -> int:
    """Return how many questions of a worksheet have no answer, over all its rows."""
    asked = {one.item for one in table.columns if one.field is not None}
    return sum(len(asked - row.answers.keys()) for row in table.rows)
