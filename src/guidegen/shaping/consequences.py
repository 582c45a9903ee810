"""What only follows from a file that cannot be read.

A program with a slip in it has no roles, no phases and no page until the slip is
mended; that a hundred other places name them is no news then.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from guidegen.model.handbook import Unread
from guidegen.model.problem import Problem

_IN_PROGRAMS: Final = ("role", "phase", "anchor")
"""What may be in any program that cannot be read."""


def without_consequences(problems: Iterable[Problem], unread: Iterable[Unread]) -> tuple[Problem, ...]:
    """Return the problems without those that name what is in a file of which nothing could be made."""
    files = {one.path for one in unread}
    names = {(one.kind, name) for one in unread for name in (one.id, one.id.rpartition("/")[2])}
    is_open = any(kind == "program" for kind, _ in names)

    def follows(one: Problem) -> bool:
        kind, name = one.about
        if kind in _IN_PROGRAMS:
            return is_open
        if kind == "term":
            return any(other == "glossary" for other, _ in names)
        return (kind, name) in names or (kind == "file" and (name in files or f"{name}.md" in files))

    return tuple(one for one in problems if not follows(one)) if names else tuple(problems)
