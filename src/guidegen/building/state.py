"""The state folder: what guidegen remembers of a site, in files that are replaced whole.

It may be deleted at any time, and it may come with a project from somebody else.
So nothing is ever written through a link in it, and what cannot be written is only
a loss of time.

Imports only what starts fast: the short cut begins here.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

WAITING: Final = ".new"
"""The end of the name of a file that is not yet in its place."""


def replace_file(path: Path, content: bytes) -> None:
    """Put a file in place whole: one that is read at the same time is the old one or the new one.

    Raises:
        OSError: where it cannot be written; the old one stays.
    """
    waiting = path.with_name(f"{path.name}.{os.getpid()}{WAITING}")
    try:
        waiting.unlink(missing_ok=True)
        with waiting.open("xb") as file:
            file.write(content)
        waiting.replace(path)
    except BaseException:
        with suppress(OSError):
            waiting.unlink(missing_ok=True)
        raise


def sweep_files(folder: Path) -> None:
    """Delete the files that a build left which was stopped before they were in place."""
    for waiting in folder.glob(f"*{WAITING}"):
        with suppress(OSError):
            waiting.unlink()


@contextmanager
def memory_only() -> Iterator[None]:
    """Go on where what is only remembered cannot be written: the next build takes longer."""
    with suppress(OSError):
        yield
