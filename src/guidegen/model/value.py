"""What a variable in running text can stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from guidegen.model.schedule import Days, When

FORMS: Final = ("date", "short", "weekday", "time", "iso")
"""How a day can be written down, beside the usual way."""


@dataclass(frozen=True, slots=True)
class Relative:
    """A time of a program, which has no days."""

    when: When
    names: Mapping[str, str]
    """The titles of phases and entries by id."""


Value: TypeAlias = str | int | date | Days | Relative | None
"""None: to be announced."""
