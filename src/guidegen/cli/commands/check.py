"""`guidegen check`: everything that is wrong or missing, without making anything."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path, PurePath

import click

from guidegen.cli import console
from guidegen.cli.project import project_argument, project_at
from guidegen.model.problem import Level


@click.command()
@project_argument
@click.option("--strict", is_flag=True, help="Exit with 1 where there are warnings, too.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="How problems are written: for people, for programs, or for a GitHub workflow.",
)
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day to check review dates against [today], such as 2027-01-31.",
)
def command(path: Path, strict: bool, form: str, today: datetime | None) -> int:
    """Tell what is wrong with the handbook in PATH [the current folder], and what it still lacks.

    \b
    Example:
      guidegen check
      guidegen check --strict --format github
    """
    from guidegen.building.build import check

    day: date = (today or datetime.now(UTC).astimezone()).date()
    root = project_at(path)
    problems = check(root, day)
    match form:
        case "json":
            click.echo(console.as_json(problems))
        case "github":
            folder = f"{PurePath(os.path.relpath(root)).as_posix()}/".removeprefix("./")
            for one in problems:
                click.echo(console.as_github(one, folder))
        case _:
            console.show(problems)
            click.echo(f"Checked: {console.counted(problems)}.")
    return int(any(one.level is Level.ERROR or strict for one in problems))
