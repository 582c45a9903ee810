"""`guidegen init`: a good small handbook to start from."""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import Final

import click

STARTER: Final = Path(__file__).parent.parent.parent / "starter"

_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Those that nobody takes for one another."""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path(), required=False)
def command(folder: Path) -> int:
    """Start a handbook in FOLDER [the current one].

    Files that are already there are left as they are.

    \b
    Example:
      guidegen init my-handbook
    """
    if (folder / "guidegen.yml").exists():
        raise click.UsageError(f"{folder / 'guidegen.yml'} is already there: this is a handbook.")
    written, left = [], []
    for source in sorted(one for one in STARTER.rglob("*") if one.is_file()):
        name = source.relative_to(STARTER)
        target = folder / name
        if target.exists():
            left.append(name)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_text(encoding="utf-8")
        target.write_text(_filled(text, folder), encoding="utf-8", newline="\n")
        written.append(name)
    for name in left:
        click.echo(f"Left as it is: {name.as_posix()}")
    click.echo(f"Wrote {len(written)} files. Now:\n")
    if folder != Path():
        click.echo(f"  cd {folder}")
    click.echo("  guidegen serve --open    to see it in your browser while you write")
    click.echo(f"  guidegen build           to make the pages; then open {Path('site', 'index.html')}")
    return 0


def _filled(text: str, folder: Path) -> str:
    word = "".join(secrets.choice(_LETTERS) for _ in range(6))
    name = re.sub(r"[-_\W]+", " ", folder.resolve().name).strip()
    title = name[:1].upper() + name[1:] or "My handbook"
    return text.replace("{{ID}}", word).replace("{{TITLE}}", title)
