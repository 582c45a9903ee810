"""Why a file cannot be read, in words for the author.

What the computer says is not repeated: it names places on this machine.
"""

from __future__ import annotations

import errno
from typing import Final

from guidegen.model.problem import Place, Problem, problem

_REASONS: Final = {
    errno.EACCES: "you have no permission to read it",
    errno.EPERM: "you have no permission to read it",
    errno.ENOENT: "it does not exist",
    errno.ENOTDIR: "a part of its path is a file, not a folder",
    errno.EISDIR: "it is a folder",
    errno.ELOOP: "it is a link that leads back to itself",
    errno.ENAMETOOLONG: "its name is too long",
    errno.EIO: "the disk cannot be read there",
}


def unreadable(path: str, error: OSError | ValueError) -> Problem:
    """Return the problem of a file that is there and cannot be read."""
    return problem("unreadable", f"{path} cannot be read: {reason_of(error)}.", Place(path))


def reason_of(error: OSError | ValueError) -> str:
    """Return why, for the middle of a sentence."""
    number = error.errno if isinstance(error, OSError) else None
    return _REASONS.get(number or 0, "the computer does not say why")
