"""`guidegen ids`: write ids into the sources, so that answers survive rewording."""

from __future__ import annotations

from pathlib import Path

import click

from guidegen.cli.project import project_argument


@click.command()
@project_argument
@click.option("--dry-run", is_flag=True, help="Say what would be written; write nothing.")
def command(path: Path, dry_run: bool) -> int:
    """Write an id beside each thing to tick or to fill in that has none.

    People's ticks and answers are kept under these ids. Without a written id it
    follows the words, and an answer is lost from sight when they change. Nothing
    but the ids is changed in your files.

    \b
    Example:
      guidegen ids --dry-run
      guidegen ids
    """
    raise NotImplementedError
