"""What an editor needs to complete and explain the keys of our YAML files, put beside a handbook.

The schemas lie in the package as they are; `scripts/schemas.py` makes them from
the shapes by which the files are read.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from guidegen.building.state import replace_file

SCHEMAS: Final = Path(__file__).parent.parent / "schemas"
FOLDER: Final = "schemas"

OURS: Final = "Made by guidegen. `guidegen schema` writes it anew."
"""What stands in each of them, by which we know our own."""


def write_schemas(project: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Write the schemas into a folder of the project.

    Returns:
        The names of all that are now there as they should be, and of files of that
        name that are not ours, which are left alone.

    Raises:
        OSError: where one cannot be written.
    """
    folder = project / FOLDER
    folder.mkdir(exist_ok=True)
    there, foreign = [], []
    for schema in sorted(SCHEMAS.glob("*.json")):
        target = folder / schema.name
        if target.is_symlink() or (target.exists() and OURS.encode() not in target.read_bytes()):
            foreign.append(schema.name)
            continue
        replace_file(target, schema.read_bytes())
        there.append(schema.name)
    return tuple(there), tuple(foreign)
