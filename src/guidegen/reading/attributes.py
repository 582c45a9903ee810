"""Attributes in braces: ``{#id .class for=mentor}``.

They stand at the end of a heading, of a list item or of the line that opens a
block.  Braces in which anything else stands are text, with one exception: what
is nearly ``for`` is never text, since a typing mistake must not show to everyone
what was meant for some.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from guidegen.model.program import ROLE_KINDS
from guidegen.model.prose import Audience

READER_WORDS: Final = ("for", "audience", "audiences", "role", "roles", "only", "for-roles")
"""What authors write when they mean ``for``."""

_ATTRIBUTE = re.compile(
    r"""\s*(?:
        \#(?P<id>[^\s{}"'#<>&]+)
      | \.(?P<class>[A-Za-z_][\w-]*)
      | (?P<key>[A-Za-z][\w-]*)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'=]*))
    )(?=\s|$)""",
    re.VERBOSE,
)
_BRACES = re.compile(r"(?<![\\{])\{(?P<inside>[^{}\n]{1,200})(?:\}|$)", re.MULTILINE)
_READER = re.compile(r"\s*(?:[#.][^\s{}]+\s+)*(?P<word>[A-Za-z][\w-]*)(?P<sign>\s*[=:]\s*|\s+)\S")
_CODE_SPAN = re.compile(r"(?<!`)(`++).{0,500}?[^`]\1(?!`)", re.DOTALL)
_BETWEEN_ROLES = re.compile(r"[\s,]+")


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands in a pair of braces."""

    id: str = ""
    classes: tuple[str, ...] = ()
    audience: Audience | None = None
    """None where ``for`` is not written."""

    title: str = ""
    misspelt: str = ""
    """A word that is nearly ``for``, or empty."""

    @property
    def is_for_readers(self) -> bool:
        """Whether the braces are about who reads."""
        return self.audience is not None or bool(self.misspelt)


def read_attributes(text: str) -> Attributes | None:
    """Return what stands between two braces, or none where they are no attributes."""
    position, found_id, title, misspelt = 0, "", "", ""
    classes: list[str] = []
    audience: Audience | None = None
    while position < len(text.rstrip()):
        found = _ATTRIBUTE.match(text, position)
        if found is None:
            return None
        position = found.end()
        value = found["double"] or found["single"] or found["bare"] or ""
        match found["key"]:
            case None if found["id"]:
                found_id = found["id"]
            case None:
                classes.append(found["class"])
            case "for":
                audience = read_roles(value)
            case "id":
                found_id = value
            case "class":
                classes.extend(value.split())
            case "title":
                title = value
            case key if is_nearly_for(key):
                misspelt = key
            case _:
                return None
    if not position:
        return None
    return Attributes(found_id, tuple(classes), audience, title, misspelt)


def read_roles(text: str) -> Audience:
    """Return the roles in ``mentor coordinator`` or ``mentor, coordinator``."""
    return tuple(dict.fromkeys(one for one in _BETWEEN_ROLES.split(text.strip()) if one))


def block_for(audience: Audience | None) -> str:
    """Return the line that opens a block for an audience, as a remedy says it; with nobody, an example."""
    return f"::: for {' '.join(audience)}" if audience else "::: for mentor, with the role it is meant for"


def reader_word(text: str) -> str:
    """Return a word in braces that was meant to say who reads and cannot, as in ``{for mentor}``, or nothing.

    *text* is Markdown from which braces that are understood have been taken away.
    """
    if "{" not in text:
        return ""
    for braces in _BRACES.finditer(_CODE_SPAN.sub("", text)):
        found = _READER.match(braces["inside"])
        if found and (found["word"] == "for" or (found["sign"].strip() and is_nearly_for(found["word"]))):
            return found["word"]
    return ""


def is_nearly_for(word: str) -> bool:
    """Return whether a word, not ``for`` itself, was probably meant to say who reads."""
    if word == "for":
        return False
    lowered = re.split(r"[=:(]", word.lower())[0]
    if lowered == "for":
        return True
    if lowered in READER_WORDS or lowered in ROLE_KINDS or lowered.startswith(("for-", "for_")):
        return True
    return bool(get_close_matches(lowered, ("for", "audience"), 1, 0.65))
