"""`guidegen ids`: write ids into the sources, so that answers survive rewording."""

from __future__ import annotations

from pathlib import Path

import click

from guidegen.cli import console
from guidegen.cli.project import project_argument, project_at
from guidegen.model.problem import Level


@click.command()
@project_argument
@click.option("--dry-run", is_flag=True, help="Say what would be written; write nothing.")
def command(path: Path, dry_run: bool) -> int:
    """Write an id beside each thing to tick or to fill in that has none.

    Things to tick and to fill in are known by their ids. An id that is not
    written follows the words, and changes with them. Nothing but the ids is
    changed in your files.

    \b
    Example:
      guidegen ids --dry-run
      guidegen ids
    """
    from guidegen.building.identify import identify

    identified = identify(project_at(path), dry_run=dry_run)
    console.show(identified.problems)
    count = 0
    for file, written in identified.files:
        for one in written:
            click.echo(f"{file}:{one.line}: {one.id} ({one.words})")
            count += 1
    done = "would be written" if dry_run else "written"
    if count or not identified.problems:
        click.echo(f"{count} id{'s' * (count != 1)} {done}." if count else "Everything has its id already.")
    return int(any(one.level is Level.ERROR for one in identified.problems))
