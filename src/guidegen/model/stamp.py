"""How a file lies on the disk: three numbers that change when it does.

A stamp is taken just before a file is read.  Where the file has the same stamp
later, what was read still holds, whatever the clocks of machine and disk say.
"""

from __future__ import annotations

import os
from typing import TypeAlias

Stamp: TypeAlias = tuple[int, int, int]
"""The time of the last change and the size, and the time at which its entry on the disk last changed, which
no program can set back; times in nanoseconds."""


def stamp_of(state: os.stat_result) -> Stamp:
    """Return the stamp of what the disk says of a file or a folder."""
    return state.st_mtime_ns, state.st_size, state.st_ctime_ns
