"""`guidegen serve`: the handbook in a browser, which follows what is written."""

from __future__ import annotations

import gc
import re
import socket
import threading
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import click

from guidegen.cli import console
from guidegen.cli.project import project_argument, project_at
from guidegen.model.nearest import did_you_mean, known_names

if TYPE_CHECKING:
    from guidegen.building.preview import Preview
    from guidegen.model.url import SitePath

LOOPBACK: Final = "127.0.0.1"

OWN_NAMES: Final = ("localhost", LOOPBACK, "[::1]")
"""What this computer is called by itself."""

_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]")


@click.command()
@project_argument
@click.option("--open", "opens", is_flag=True, help="Open the handbook in your browser.")
@click.option("--port", type=click.IntRange(0, 65_535), help="The port [8000, or the next free one].")
@click.option("--host", default=LOOPBACK, help="The address to listen at [this computer only].")
@click.option(
    "--allow-host", "allowed", multiple=True, metavar="NAME", help="Answer under this name as well."
)
@click.option("--edition", default="", help="The edition to begin with [the first].")
@click.option("--poll", is_flag=True, help="Look at the files twice a second: for folders on a network.")
def command(
    path: Path,
    opens: bool,
    port: int | None,
    host: str,
    allowed: Sequence[str],
    edition: str,
    poll: bool,
) -> int:
    """Show the handbook in PATH [the current folder] in a browser while it is written.

    What is saved shows at once, and mistakes are explained in the page. Drafts
    are shown too. Nothing is written into site/. Ctrl+C ends it.

    \b
    Example:
      guidegen serve --open
      guidegen serve --edition mentor
      guidegen serve --host 0.0.0.0 --allow-host desk.example.org
    """
    from guidegen.cli.preview import ports

    root = project_at(path)
    names = _names(host, allowed)
    listener = ports.opened(host, port)
    try:
        if port is None and ports.port_of(listener) != ports.FIRST:
            taken = f"Port {ports.FIRST} is taken, so the preview is at {ports.port_of(listener)}."
            click.echo(taken, err=True)
        if not ports.is_only_here(listener):
            click.echo(_warning(names), err=True)
        return _serve(root, listener, names, edition, opens=opens, poll=poll)
    finally:
        listener.close()


def _serve(
    root: Path, listener: socket.socket, names: Sequence[str], edition: str, *, opens: bool, poll: bool
) -> int:
    click.echo(f"Reading {root.name or root}.", err=True)
    from guidegen.building import preview as making
    from guidegen.cli.preview.server import server_for
    from guidegen.cli.preview.stage import Stage
    from guidegen.cli.preview.terminal import Terminal
    from guidegen.cli.preview.watching import watch

    terminal = Terminal(("serve",))
    # Nearly all that is made now stays, so looking for what does not would be in vain.
    gc.disable()
    with console.progress("Reading") as tell:
        first = making.begin(root, tell)
    gc.enable()
    address = _address(listener, names, _home(first, edition))
    stage = Stage(first, making, terminal.tell, terminal.report)
    server = server_for(stage, names, terminal.report)
    stage.review()
    with watch(root, lambda: stage.preview.folders, stage.wake, _say, poll=poll), stage.working():
        click.echo("Ctrl+C ends the preview.", err=True)
        click.echo(address)
        if opens:
            threading.Thread(target=_open, args=(address,), name="guidegen-browser", daemon=True).start()
        server.run(sockets=[listener])
    return 0


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)


def _names(host: str, allowed: Sequence[str]) -> tuple[str, ...]:
    """Return the names that the preview answers under; UsageError where one can be no name."""
    wanted = [*allowed] if host in ("0.0.0.0", "::", "[::]") else [host, *allowed]
    names = [f"[{one.lower()}]" if one.count(":") > 1 and "[" not in one else one.lower() for one in wanted]
    for one in names:
        if not _NAME.fullmatch(one):
            raise click.UsageError(
                f'"{one}" is no name of a host. Write it as in an address, without http:// and port, '
                "e.g. --allow-host desk.example.org"
            )
    return tuple(dict.fromkeys((*OWN_NAMES, *names)))


def _warning(names: Sequence[str]) -> str:
    return (
        "Warning: whoever reaches this computer can read the handbook, drafts too. "
        f"It answers under {', '.join(names)}; --allow-host adds a name."
    )


def _home(preview: Preview, edition: str) -> SitePath:
    if not edition or not preview.homes:
        return preview.home
    if edition not in preview.homes:
        hint = did_you_mean(edition, preview.homes) or known_names(preview.homes)
        raise click.UsageError(f'There is no edition "{edition}". {hint}')
    return preview.homes[edition]


def _address(listener: socket.socket, names: Sequence[str], home: SitePath) -> str:
    """Return what to type into a browser on this computer."""
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    if shown not in names:
        shown = LOOPBACK
    return f"http://{shown}:{port}/{quote(home.removesuffix('index.html'))}"


def _open(address: str) -> None:
    if not webbrowser.open(address):
        click.echo("No browser could be opened: open the address yourself.", err=True)
