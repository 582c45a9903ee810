"""`guidegen schema`: let an editor complete and explain keys."""

from __future__ import annotations

from pathlib import Path

import click

from guidegen.cli.project import project_argument, project_at


@click.command()
@project_argument
def command(path: Path) -> int:
    """Write what editors need to complete and explain the keys of YAML files.

    A JSON Schema for each kind of file is put into the folder schemas/ of the
    handbook. Run it again after an update of guidegen.

    \b
    Example:
      guidegen schema
    """
    from guidegen.building.editors import FOLDER, write_schemas

    there, foreign = write_schemas(project_at(path))
    for name in foreign:
        click.echo(f"Left as it is, because guidegen did not write it: {FOLDER}/{name}", err=True)
    click.echo(f"{FOLDER}/ has {len(there)} schemas: {', '.join(there)}")
    return int(bool(foreign))
