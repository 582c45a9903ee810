"""Which prints an edition has: the whole handbook on one page, and each section of several chapters.

A page gives way to a chapter that an author put at its address.
"""

from __future__ import annotations

from itertools import islice
from typing import Final

from guidegen.model.handbook import Section, chapters_of
from guidegen.model.program import current_cohorts
from guidegen.model.url import SitePath, print_address
from guidegen.shaping.directory import Directory

MOST_PAGES: Final = 300
"""What has more pages is not bound for a browser, which would take long to lay it out."""


def handbook_print(directory: Directory) -> SitePath:
    """Return where all of an edition lies on one page; empty where it is too long for that."""
    handbook = directory.handbook
    others = len(handbook.activities) + sum(1 + len(current_cohorts(one)) for one in handbook.programs)
    return _free(print_address("index.html"), directory) if _fits(handbook.root, others) else ""


def section_print(section: Section, directory: Directory) -> SitePath:
    """Return where all of a section lies on one page; empty where it is too long, or no more than a page."""
    several = sum(1 for _ in islice(chapters_of(section), 2)) > 1
    return _free(print_address(section.address), directory) if several and _fits(section, 0) else ""


def _fits(section: Section, others: int) -> bool:
    return sum(1 for _ in islice(chapters_of(section), MOST_PAGES + 1)) + others <= MOST_PAGES


def _free(address: SitePath, directory: Directory) -> SitePath:
    full = directory.handbook.edition.path + address
    return "" if full in directory.pages else full
