"""One short hash for any frozen value.

Two values have one fingerprint if, and only if, they are of the same kind and
equal in every field.  It does not depend on the process, its hash seed, the
machine or the order in which files were found, so it can be kept on disk and
compared next year.

It knows what nouns are made of: text, numbers, dates, tuples and each other.
Anything else is a mistake of ours and raises.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any, Final, TypeAlias

_NUMBERS: Final = frozenset({bool, int, float, date, time})

Fingerprint: TypeAlias = str
"""Thirty-two hexadecimal digits."""


def fingerprint(value: Any) -> Fingerprint:
    """Return the fingerprint of a frozen value.

    Raises:
        TypeError: for what nouns are not made of, such as a list, a set or an open file.
    """
    return fingerprint_of_bytes(_encoded(value))


def fingerprint_of_bytes(content: bytes) -> Fingerprint:
    """Return the fingerprint of a file's bytes."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def _encoded(value: Any) -> bytes:
    # Every piece says its kind and its length, so that no two values read alike.
    kind = value.__class__
    if kind is str or isinstance(value, str):
        raw = value.encode("utf-8", "surrogatepass")
        return b"s%d:%b" % (len(raw), raw)
    if value is None:
        return b"n"
    if kind is tuple:
        return b"t%d:%b" % (len(value), b"".join([_encoded(one) for one in value]))
    if kind in _NUMBERS:
        raw = repr(value).encode()
        return b"v%d:%b" % (len(raw), raw)
    shape = _shape(kind)
    if shape is not None:
        name, read = shape
        return name + b"".join([_encoded(one) for one in read(value)])
    if kind is bytes:
        return b"b%d:%b" % (len(value), value)
    if isinstance(value, Enum):
        return _encoded((kind.__qualname__, value.value))
    if isinstance(value, Mapping):
        return _encoded(("mapping", *sorted(value.items())))
    raise TypeError(f"a {kind.__name__} cannot be part of a noun")


@cache
def _shape(kind: type[Any]) -> tuple[bytes, Callable[[Any], tuple[Any, ...]]] | None:
    if not is_dataclass(kind):
        return None
    names = [one.name for one in fields(kind)]
    header = f"d{kind.__qualname__}({','.join(names)}):".encode()
    match names:
        case []:
            return header, lambda _: ()
        case [name]:
            only = attrgetter(name)
            return header, lambda value: (only(value),)
    return header, attrgetter(*names)
