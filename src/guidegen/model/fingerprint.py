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
from typing import Any, TypeAlias

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
    match value:
        case str():
            raw = value.encode("utf-8", "surrogatepass")
            return b"s%d:%b" % (len(raw), raw)
        case None:
            return b"n"
        case bool() | int() | float() | date() | time():
            raw = repr(value).encode()
            return b"v%d:%b" % (len(raw), raw)
        case bytes():
            return b"b%d:%b" % (len(value), value)
        case tuple():
            return b"t%d:%b" % (len(value), b"".join(map(_encoded, value)))
        case Enum():
            return _encoded((type(value).__qualname__, value.value))
        case Mapping():
            return _encoded(("mapping", *sorted(value.items())))
    if is_dataclass(value) and not isinstance(value, type):
        name, read = _shape(type(value))
        return name + b"".join(map(_encoded, read(value)))
    raise TypeError(f"a {type(value).__name__} cannot be part of a noun")


@cache
def _shape(kind: type) -> tuple[bytes, Callable[[Any], tuple[Any, ...]]]:
    names = [one.name for one in fields(kind)]
    header = f"d{kind.__qualname__}({','.join(names)}):".encode()
    match names:
        case []:
            return header, lambda _: ()
        case [name]:
            only = attrgetter(name)
            return header, lambda value: (only(value),)
    return header, attrgetter(*names)
