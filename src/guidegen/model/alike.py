"""Whether two nouns say the same, wherever that is written."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from guidegen.model.problem import Place


def alike(one: Any, other: Any) -> bool:
    """Return whether two nouns are equal but for the lines in which they are written."""
    if one is other:
        return True
    if one.__class__ is not other.__class__:
        return False
    if isinstance(one, tuple):
        return len(one) == len(other) and all(alike(*pair) for pair in zip(one, other, strict=True))
    if isinstance(one, Place):
        return isinstance(other, Place) and one.path == other.path
    if is_dataclass(one):
        names = [own.name for own in fields(one)]
        return all(alike(getattr(one, name), getattr(other, name)) for name in names)
    same: bool = one == other
    return same
