"""What people were asked at the last build: enough to see whose answers a change would set aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Asker: TypeAlias = tuple[Literal["worksheet", "checklist", "chapter"], str]
"""What asks, and its id: a worksheet, a checklist, or a chapter by its task lists."""


@dataclass(frozen=True, slots=True)
class Questions:
    """What a worksheet, a checklist or a chapter asked."""

    version: str
    """That of the worksheet; empty for things to tick."""

    words: Mapping[str, str]
    """By the id of each field or item: its words."""


Remembered: TypeAlias = Mapping[Asker, Questions]
"""Everything that was asked, as far as it is known."""
