"""The door of the preview: an address and a port that are ours from the moment they are found free."""

from __future__ import annotations

import errno
import socket
import sys
from ipaddress import ip_address
from typing import Any, Final

import click

FIRST: Final = 8000
"""The port unless another is named."""

TRIED: Final = 20
"""How many ports are tried, from the first on, where none is named."""

BACKLOG: Final = 128


def opened(host: str, port: int | None) -> socket.socket:
    """Return a socket that listens on *host*, at *port* or at the first free one from `FIRST` on.

    Raises:
        click.UsageError: where a port that was named is taken, all that are tried are, or the host is
            not one of this computer.
    """
    if port is not None:
        return _listening(host, port)
    for one in range(FIRST, FIRST + TRIED):
        try:
            return _listening(host, one)
        except _TakenError:
            continue
    raise click.UsageError(
        f"The ports {FIRST} to {FIRST + TRIED - 1} are all taken. Name a free one with --port."
    )


class _TakenError(click.UsageError):
    pass


def _listening(host: str, port: int) -> socket.socket:
    family, address = _resolved(host, port)
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            # Else a port rests for a minute after each use.  There it would let two servers have it.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as failure:
        listener.close()
        if failure.errno == errno.EADDRINUSE:
            message = f"Port {port} is taken. Name another with --port, or none for the next free one."
            raise _TakenError(message) from None
        raise click.UsageError(
            f"The preview cannot listen on {host} at port {port}: {failure.strerror}."
        ) from None
    return listener


def _resolved(host: str, port: int) -> tuple[socket.AddressFamily, Any]:
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        raise click.UsageError(f'There is no host "{host}".') from None
    family, _, _, _, address = found[0]
    return family, address


def is_only_here(listener: socket.socket) -> bool:
    """Return whether nobody but this computer can reach *listener*."""
    return ip_address(listener.getsockname()[0].partition("%")[0]).is_loopback


def port_of(listener: socket.socket) -> int:
    port: int = listener.getsockname()[1]
    return port
