"""Finding the project that a command is about."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

SETTINGS_FILE: Final = "guidegen.yml"


def project_at(path: Path) -> Path:
    """Return the folder of the project that *path* is in.

    Raises:
        click.UsageError: where neither it nor a folder above it has a `guidegen.yml`.
    """
    start = path.resolve()
    if start.name == SETTINGS_FILE:
        start = start.parent
    for folder in (start, *start.parents):
        if (folder / SETTINGS_FILE).is_file():
            return folder
    raise click.UsageError(
        f"There is no handbook here: no {SETTINGS_FILE} in {start} or in a folder above it.\n"
        "Go to the folder of your handbook, or start one with: guidegen init my-handbook"
    )


project_argument = click.argument(
    "path", type=click.Path(exists=True, path_type=Path), default=Path(), required=False
)
"""``[PATH]``: the folder of the project; the current one unless given."""

project_option = click.option(
    "--project",
    type=click.Path(exists=True, path_type=Path),
    default=Path(),
    help="The folder of the handbook [the current one].",
)
"""The same for commands whose arguments name other things."""
