"""`guidegen print`: one thing of the handbook as a PDF."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guidegen.building.state import replace_file
from guidegen.cli import console
from guidegen.cli.project import SETTINGS_FILE, project_argument, project_at
from guidegen.model.problem import Flawed, Problem, has_errors

if TYPE_CHECKING:
    from guidegen.building.printing import Printable
    from guidegen.model.packet import Paper


@click.command()
@click.argument("what", required=False)
@project_argument
@click.option("--output", type=click.Path(path_type=Path), help="The file [its name and .pdf, here].")
@click.option("--edition", default="", help="The edition to take it from [the first that has it].")
@click.option(
    "--paper", type=click.Choice(["a4", "letter"]), help="The size of a page [as the handbook says]."
)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def command(
    what: str | None, path: Path, output: Path | None, edition: str, paper: Paper | None, force: bool
) -> int:
    """Make a PDF of one thing.

    WHAT is handbook, or section:, chapter:, packet:, worksheet: or checklist: and an id.

    Without WHAT, tells what there is in the handbook in PATH [the current folder].
    A worksheet can be filled in, and prints blank as well. The site is left as it is.

    \b
    Example:
      guidegen print
      guidegen print packet:mentee/2027-spring
      guidegen print goals --paper letter
    """
    from guidegen.building import printing

    if what and path == Path() and (Path(what) / SETTINGS_FILE).is_file():
        what, path = "", Path(what)
    root = project_at(path)
    with console.progress("Reading") as tell:
        found = printing.printables(root, tell)
    errors = [one for one in found.problems if has_errors([one])]
    console.show(errors)
    if found.bindery is None:
        return 1
    if not what:
        click.echo(_listed(found.every))
        return int(bool(errors))
    try:
        chosen = printing.named(what, edition, found.every)
    except printing.UnknownNameError as unknown:
        raise click.UsageError(str(unknown)) from None
    if wrong := printing.in_the_way(chosen, found.problems):
        broken = wrong[0].place.path
        click.echo(f"Mend {broken} first: {chosen.name} is made from it. Nothing is written.", err=True)
        return 1
    if missing := found.bindery.press.missing():
        console.show([missing])
        return 1
    file = _file(output or Path(chosen.file), force=force)
    return _write(file, printing.print_one(chosen, paper, found.bindery)) or int(bool(errors))


def _file(file: Path, *, force: bool) -> Path:
    """Return where a PDF is to lie; UsageError where it cannot."""
    if file.exists() and not force:
        raise click.UsageError(f"{file} is there already. Name another with --output, or add --force.")
    if not file.parent.is_dir():
        raise click.UsageError(f"There is no folder {file.parent}. Make it first, or name another.")
    return file


def _write(file: Path, made: bytes | Flawed | Problem) -> int:
    if isinstance(made, Problem):
        console.show([made])
        return 1
    if isinstance(made, Flawed):
        console.show(made.problems)
    content = made.content if isinstance(made, Flawed) else made
    replace_file(file, content)
    click.echo(f"Made {file}.")
    return 0


def _listed(every: Iterable[Printable]) -> str:
    """Return the names of all that can be printed, each once, with what they are called in the handbook."""
    every = tuple(every)
    titles = {one.name: one.title for one in reversed(every)}
    kinds = ("handbook", "section", "chapter", "worksheet", "checklist", "packet")
    names = sorted(
        dict.fromkeys(one.name for one in every), key=lambda name: kinds.index(name.partition(":")[0])
    )
    widest = max(map(len, names))
    return "\n".join(f"{name:<{widest}}  {titles[name]}" for name in names)
