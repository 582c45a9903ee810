"""`guidegen build`: make the site, or see that there is nothing to make."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from guidegen.building import output, unchanged
from guidegen.building.options import Options
from guidegen.cli import console
from guidegen.cli.project import project_argument, project_at
from guidegen.model.problem import Level, Problem

if TYPE_CHECKING:
    from guidegen.building.build import Outcome

PATIENCE: Final = 30
"""Seconds to wait for another build of the same site."""


@click.command()
@project_argument
@click.option("--output", "folder", type=click.Path(path_type=Path), help="The folder for the site [site].")
@click.option("--strict", is_flag=True, help="Exit with 1 where there are warnings, too.")
@click.option("--keep-going", is_flag=True, help="After errors, make what can be made.")
@click.option("--dry-run", is_flag=True, help="Say what would be made, and why; write nothing.")
@click.option("--clean", is_flag=True, help="Forget what was made before, and make everything.")
@click.option("--into-existing", is_flag=True, help="Build beside files that guidegen did not make.")
@click.option("--pdf/--no-pdf", default=None, help="Make PDFs too, or not [as guidegen.yml says].")
def command(
    path: Path,
    folder: Path | None,
    strict: bool,
    keep_going: bool,
    dry_run: bool,
    clean: bool,
    into_existing: bool,
    pdf: bool | None,
) -> int:
    """Make the site of the handbook in PATH [the current folder].

    Only what changed since the last time is made. After an error nothing is
    written, and the old site stays as it is.

    \b
    Example:
      guidegen build
      guidegen build --dry-run
    """
    began = time.monotonic()
    root = project_at(path)
    site = folder.resolve() if folder else root / output.SITE
    options = Options(keep_going, dry_run, clean, into_existing, pdf)
    state = output.folders_of(root, site).state
    if not (dry_run or clean) and (kept := unchanged.unchanged(state, root, options.decisive())) is not None:
        console.show(kept.problems)
        click.echo(f"Nothing to make: all {_files(kept.files)} are up to date. {_open(site)}")
        return _exit_code(kept.problems, strict=strict)
    outcome = _build(root, site, options)
    console.show(outcome.problems)
    click.echo(_told(outcome, options, site, time.monotonic() - began))
    return _exit_code(outcome.problems, strict=strict)


def _build(root: Path, site: Path, options: Options) -> Outcome:
    from guidegen.building.build import build

    folders = output.folders_of(root, site)
    try:
        # A dry run writes nothing, not even a lock.
        alone = nullcontext() if options.dry_run else _alone(folders)
        with alone, console.progress("Building") as tell:
            return build(root, site, options, tell)
    except output.Refused as refused:
        raise click.UsageError(f"{refused.message}\n{refused.remedy}") from None
    except TimeoutError:
        return _failed("busy", "another build of this site is still running.", "Wait for it to end.")
    except OSError as failure:
        why = failure.strerror or type(failure).__name__
        remedy = "Check that the disk has room and that you may write there; the old site is as it was."
        return _failed("not-written", f"{_named(failure, folders)} cannot be written: {why}.", remedy)


@contextmanager
def _alone(folders: output.Folders) -> Iterator[None]:
    """Wait until no other process builds this site; the lock goes with its process, however that ends."""
    from filelock import FileLock, Timeout

    output.make_state_folder(folders)
    lock = FileLock(folders.state / "lock")
    try:
        lock.acquire(timeout=0.1)
    except Timeout:
        click.echo("Another build of this site is running; waiting for it.", err=True)
        lock.acquire(timeout=PATIENCE)
    try:
        yield
    finally:
        lock.release()


def _named(failure: OSError, folders: output.Folders) -> str:
    """Return the file that a failure is about: where on this machine it lies is nobody's business."""
    # Where moving fails, the second name is that of the file in the site.
    told = failure.filename2 or failure.filename
    path = Path(os.fsdecode(told)) if isinstance(told, str | bytes) else folders.output
    for folder, name in ((folders.root, ""), (folders.output, folders.output.name)):
        if path.is_relative_to(folder):
            return (Path(name) / path.relative_to(folder)).as_posix()
    return path.name


def _failed(slug: str, message: str, remedy: str) -> Outcome:
    from guidegen.building.build import Outcome
    from guidegen.model.problem import NOWHERE, problem

    return Outcome((problem(slug, message, NOWHERE, remedy),))


def _told(outcome: Outcome, options: Options, site: Path, seconds: float) -> str:
    if options.dry_run:
        lines = [f"{path}: {_why(reasons)}" for path, reasons in outcome.made]
        lines += [f"{path}: no longer made, would be deleted" for path in outcome.removed]
        return "\n".join([*lines, f"Would make {_files(len(outcome.made))}; {outcome.kept} are up to date."])
    if not outcome.written:
        return f"Nothing was written: {console.counted(outcome.problems)}. The site is as it was."
    if not outcome.made and not outcome.removed:
        return f"Nothing to make: all {_files(outcome.files)} are up to date. {_open(site)}"
    made = f"Made {_files(len(outcome.made))}"
    kept = f", {outcome.kept} were up to date" if outcome.kept else ""
    removed = f", removed {len(outcome.removed)}" if outcome.removed else ""
    told = f"{made}{kept}{removed}, in {seconds:.1f} s. {_open(site)}"
    return "\n".join([*_without_pdfs(outcome, options), told])


def _without_pdfs(outcome: Outcome, options: Options) -> Iterator[str]:
    """Yield a line where the PDFs of an earlier build were taken away, and nobody asked for that."""
    gone = sum(one.endswith(".pdf") for one in outcome.removed)
    told = any(one.slug == "pdf-missing" for one in outcome.problems)
    if gone and not outcome.makes_pdfs and options.pdf is None and not told:
        which = "1 PDF is" if gone == 1 else f"{gone} PDFs are"
        yield f"{which} gone, as this build makes none: build with --pdf, or write pdf: yes in guidegen.yml."


def _why(reasons: Sequence[str]) -> str:
    return "new" if tuple(reasons) == ("new",) else f"{', '.join(reasons)} changed"


def _files(count: int) -> str:
    return f"{count} file{'s' * (count != 1)}"


def _open(site: Path) -> str:
    index = site / "index.html"
    shown = os.path.relpath(index)
    return f"Open {index if shown.startswith('..') else shown}"


def _exit_code(problems: Sequence[Problem], *, strict: bool) -> int:
    return int(any(one.level is Level.ERROR or strict for one in problems))
