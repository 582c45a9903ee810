"""Tables for spreadsheets: CSV in which no cell can be taken for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "'", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a cell must not begin with: a spreadsheet would take the rest for a formula, or eat the guard."""

_INNER = re.compile(r"(;\s*)(?=[=+@\uff1d\uff0b\uff20])")
"""Where a cell would begin in countries whose spreadsheets part cells by semicolons."""

_NUMBER = re.compile(r"-\d{1,15}(?:[.,]\d{1,15})?")
"""What may begin with a minus: it is counted with, and can do nothing."""


def csv_of(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table as CSV, every cell guarded."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow([guarded(cell) for cell in head])
    for row in rows:
        table.writerow([guarded(cell) for cell in row])
    return written.getvalue()


def guarded(cell: str) -> str:
    """Return what a spreadsheet shows as *cell*, and never runs: with an apostrophe where it needs one.

    A lone ``\\r`` would begin another row, and what follows it another cell; so would what follows a ``;``
    where a spreadsheet takes that for the end of a cell.
    """
    cell = _INNER.sub(r"\1'", cell.replace("\r\n", "\n").replace("\r", "\n"))
    if _NUMBER.fullmatch(cell):
        return cell
    is_formula = cell.startswith(("\t", "\n")) or cell.lstrip().startswith(_FORMULA)
    return f"'{cell}" if is_formula else cell
