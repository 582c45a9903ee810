"""Walking through nouns, and making one noun of another.

Editions drop what is not for their readers and links are filled in by the same
walk, so no noun needs to know either.  What did not change stays the same
object, and comparing it with last time costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache
from operator import is_
from typing import Any, Final, TypeAlias

from guidegen.model.problem import Place
from guidegen.model.schedule import Days

Change: TypeAlias = Callable[[Any], Any]
"""Returns `KEEP` to go on inside a value, `DROP` to leave it out of its tuple, or what takes its place."""


class _Mark:
    __slots__ = ()


_ATOMS: Final = frozenset({str, int, bool, date, Place, Days})
"""What has nothing in it to change."""

KEEP = _Mark()
DROP = _Mark()


def rebuild(value: Any, change: Change) -> Any:
    """Return *value* with *change* applied to every noun in it, from the outside in.

    `change` is asked about dataclasses only.  A noun that is dropped from a field
    of its own, not from a tuple, becomes None.
    """
    if isinstance(value, tuple):
        made = [new for one in value if (new := rebuild(one, change)) is not DROP]
        return value if len(made) == len(value) and all(map(is_, made, value)) else tuple(made)
    names = _walked(value.__class__)
    if names is None:
        return value
    instead = change(value)
    if instead is not KEEP:
        return instead
    changed = {}
    for name in names:
        old = getattr(value, name)
        # Most fields of most nouns are empty.
        if not old or old.__class__ in _ATOMS or (new := rebuild(old, change)) is old:
            continue
        changed[name] = None if new is DROP else new
    return replace(value, **changed) if changed else value


def nouns_in(value: Any) -> Iterator[Any]:
    """Yield every noun in *value*, itself first, in the order in which it is written."""
    if isinstance(value, tuple):
        for one in value:
            yield from nouns_in(one)
        return
    names = _walked(value.__class__)
    if names is not None:
        yield value
        for name in names:
            yield from nouns_in(getattr(value, name))


@cache
def _walked(kind: type) -> tuple[str, ...] | None:
    if kind is Place or not is_dataclass(kind):
        return None
    return tuple(field.name for field in fields(kind))
