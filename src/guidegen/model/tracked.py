"""What readers tick and fill in, as the scripts in their browsers know it.

A browser keeps one entry for each item of a list and each field of a sheet.
Here stands which of them there are in one edition, and in which order, without
their words: these are on the pages, and beside every answer that is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from guidegen.model.activity import Checklist
from guidegen.model.prose import Text
from guidegen.model.url import SitePath


@dataclass(frozen=True, slots=True)
class Tracked:
    """A checklist, the task lists of a chapter together, or a worksheet."""

    kind: Literal["list", "sheet"]
    id: str
    """On which ticks and answers hang; for task lists that of their chapter."""

    title: Text
    address: SitePath
    """The page on which it can be ticked or filled in."""

    items: tuple[str, ...]
    """The ids of its items, or of the fields that can be answered, in reading order."""

    in_chapter: bool = False
    """Whether it is the task lists of a chapter."""

    ticked: tuple[str, ...] = ()
    """The items that begin ticked."""

    version: str = ""
    asks: bool = False
    """Whether a browser keeps what is written only where it is asked to."""

    private: tuple[str, ...] = ()
    """The fields whose answers are for nobody else."""

    goals: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    """The programs whose days it goes by, or that use it."""


@dataclass(frozen=True, slots=True)
class Tracking:
    """Everything that is tracked in one edition."""

    activities: tuple[Tracked, ...]
    """Task lists in the order of their chapters, then checklists, then worksheets."""

    on_pages: Mapping[SitePath, tuple[str, ...]]
    """The ids of the lists that stand in a chapter or on the page of a program, by its address."""

    of_programs: Mapping[SitePath, tuple[Checklist, ...]]
    """The lists that the page of a program shows beside its own words, by its address."""
