"""A schedule kept in a spreadsheet: CSV of any make becomes rows.

Columns are known by their heads, dates by how they are written.  What can be
read in two ways is not guessed: it is told, or asked for.

Raises `UnreadableSheetError` where the whole file makes no sense.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final, Literal, TypeAlias
from urllib.parse import urlsplit

from guidegen.model.schedule import WEEKDAYS, Clock, WhenError, read_date
from guidegen.model.spreadsheet import Row, Spreadsheet, Unread

Order: TypeAlias = Literal["day", "month"]
"""Which number comes first in ``03/04/2026``."""

HEADS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("id", "key"),
    "title": ("title", "event", "what", "session", "name", "activity", "milestone", "summary", "subject"),
    "date": ("date", "day", "when", "first", "start date", "date start", "from"),
    "last": ("end date", "last", "until", "to", "date end"),
    "time": ("time", "start", "begin", "begins", "start time", "starts"),
    "end": ("end", "ends", "end time", "finish", "end_time"),
    "minutes": ("duration", "minutes", "length"),
    "kind": ("kind", "type", "category"),
    "roles": ("roles", "role", "for", "who", "audience", "participants", "attendees"),
    "details": ("details", "notes", "note", "description", "comment", "comments"),
    "url": ("url", "link", "web", "website"),
    "place": ("place", "location", "where", "room", "venue"),
}
"""What each column may be called."""

_TBA: Final = ("tba", "tbd", "tbc", "to be announced", "to be confirmed", "?")
_LONGEST: Final = 12 * 60
"""Minutes of the longest meeting."""

_MOST: Final = 5_000_000
"""Bytes of a file."""


class UnreadableSheetError(ValueError):
    """The file is no table of dates.  Its words can be shown to who asked."""


class AmbiguousDatesError(ValueError):
    """Dates can be read with the day or with the month first.  Its words can be shown to who asked."""


def read_spreadsheet(content: bytes, order: Order | None = None) -> Spreadsheet:
    """Return the rows of a file, and what of it could not be read.

    *order* says how ``03/04/2026`` is meant; without it, other dates of the file may tell.

    Raises:
        UnreadableSheetError: where it is no CSV with a head, or has no column for dates or titles.
        AmbiguousDatesError: where the order of day and month has to be said.
    """
    table = _table(_decoded(content))
    head = _head_of(table)
    columns, unused = _columns(table[head][1])
    below = table[head + 1 :]
    cells = [(line, _cells(row, columns)) for line, row in below if any(one.strip() for one in row)]
    order = order or _order_of(cells)
    rows: list[Row] = []
    unread: list[Unread] = []
    for line, one in cells:
        try:
            rows.append(_row(line, one, order))
        except _CellError as wrong:
            unread.append(Unread(line, str(wrong)))
    return Spreadsheet(tuple(rows), tuple(unread), unused)


class _CellError(ValueError):
    """A cell makes no sense; its words say why."""


# The file -----------------------------------------------------------------------------------------


def _decoded(content: bytes) -> str:
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UnreadableSheetError("This is a workbook, not a CSV. Save the sheet as CSV (UTF-8) first.")
    if len(content) > _MOST:
        raise UnreadableSheetError(f"The file has more than {_MOST:,} bytes: that is no schedule.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _table(text: str) -> list[tuple[int, list[str]]]:
    """Return the rows with the line on which each begins, without empty ones at the top."""
    lines = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"), newline="")
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=lambda one: len(next(csv.reader([head], delimiter=one), [])))
    reader = csv.reader(lines, delimiter=delimiter)
    found: list[tuple[int, list[str]]] = []
    try:
        at = 0
        for row in reader:
            if found or any(one.strip() for one in row):
                found.append((at + 1, [_clean(one) for one in row]))
            at = reader.line_num
    except csv.Error as error:
        raise UnreadableSheetError(f"Line {reader.line_num} is no CSV: {error}.") from None
    if not found:
        raise UnreadableSheetError("The file is empty.")
    return found


def _clean(cell: str) -> str:
    kept = "".join(
        one if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cs") else " " for one in cell
    )
    stripped = kept.replace("\u00a0", " ").strip()
    # What our own CSV guards against spreadsheets.
    return stripped[1:] if re.match(r"'[=+\-@\t']", stripped) else stripped


_ROWS_ABOVE: Final = 10


def _head_of(table: list[tuple[int, list[str]]]) -> int:
    """Return which row has the heads: the first one, unless a title of the sheet stands above them."""
    names = {name: key for key, several in HEADS.items() for name in several}
    for at, (_, row) in enumerate(table[: _ROWS_ABOVE + 1]):
        if {"date", "title"} <= names_in(row, names):
            return at
    return 0


def _columns(head: list[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Return where each column is, and the heads that mean nothing."""
    names = {name: key for key, several in HEADS.items() for name in several}
    found: dict[str, int] = {}
    unused: list[str] = []
    for at, cell in enumerate(head):
        words = " ".join(cell.casefold().replace("_", " ").split()).rstrip(":")
        key = names.get(words) or names.get(words.replace(" ", "_"))
        if key == "time" and words == "start" and "date" not in names_in(head, names):
            key = "date"
        if key == "end" and words == "end" and "date" not in names_in(head, names):
            key = "last"
        if key is None or key in found:
            unused.extend([cell] if cell else [])
        else:
            found[key] = at
    for key, what in (("date", "date, day or when"), ("title", "title, event or what")):
        if key not in found:
            there = ", ".join(f'"{one}"' for one in head if one)
            raise UnreadableSheetError(f"No column is called {what}. The columns are {there}.")
    return found, tuple(unused)


def names_in(head: Iterable[str], names: Mapping[str, str]) -> set[str]:
    """Return the columns that the heads of a file name."""
    return {names[words] for one in head if (words := " ".join(one.casefold().split())) in names}


def _cells(row: list[str], columns: Mapping[str, int]) -> dict[str, str]:
    return {key: row[at] if at < len(row) else "" for key, at in columns.items()}


# A row --------------------------------------------------------------------------------------------


def _row(line: int, cells: Mapping[str, str], order: Order | None) -> Row:
    title = " ".join(cells.get("title", "").split())
    if not title:
        raise _CellError("it has no title.")
    when = _when(cells, order)
    minutes = _minutes(cells.get("minutes", "")) if cells.get("minutes") else None
    if when.minutes is not None:
        minutes = when.minutes
    place = " ".join(cells.get("place", "").split())
    online = _url(place)
    return Row(
        line=line,
        title=title,
        first=when.first,
        last=when.last,
        time=when.time,
        last_time=when.last_time,
        minutes=minutes if when.time is not None and when.last is None else None,
        id=cells.get("id", "").strip(),
        kind=cells.get("kind", "").strip().casefold(),
        roles=tuple(
            one.strip() for one in re.split(r"[,;/&+\n]| and ", cells.get("roles", "")) if one.strip()
        ),
        details=cells.get("details", ""),
        url=_url(cells.get("url", "")) or online,
        place="" if online else place,
    )


@dataclass(frozen=True, slots=True)
class _When:
    first: date | None
    last: date | None = None
    time: time | None = None
    last_time: Clock | None = None
    minutes: int | None = None


def _when(cells: Mapping[str, str], order: Order | None) -> _When:
    written, clock, end = (" ".join(cells.get(key, "").split()) for key in ("date", "time", "end"))
    last_day = " ".join(cells.get("last", "").split())
    if not written:
        raise _CellError("it has no date.")
    if written.casefold() in _TBA:
        return _When(None)
    first_words, last_words = _both_sides(written, order)
    if not clock:
        first_words, clock = _date_and_clock(first_words)
    first = _date(first_words, order)
    last = _date(last_words, order) if last_words else None
    if last_day and last_day.casefold() not in _TBA:
        last = _date(last_day, order)
    elif end and not _TIME.fullmatch(end):
        last, end = _date(end, order), ""
    if last is not None and last < first:
        raise _CellError(f"it ends on {last}, before it begins on {first}.")
    last = None if last == first else last
    begins, ends = _clocks(clock, end)
    if begins is None or ends is None or last is not None:
        return _When(first, last, begins, ends if last is not None and begins is not None else None)
    minutes = (ends.hour - begins.hour) * 60 + ends.minute - begins.minute
    if minutes <= 0:
        raise _CellError(f"it ends at {ends:%H:%M}, before it begins at {begins:%H:%M}.")
    if minutes > _LONGEST:
        raise _CellError(f"it lasts {minutes // 60} hours; a meeting lasts 12 at most.")
    return _When(first, None, begins, None, minutes)


def _both_sides(written: str, order: Order | None) -> tuple[str, str]:
    for sign in (" to ", " – ", " — ", " - ", "–", " .. "):
        first, found, last = written.partition(sign)
        if found and _is_date(first, order) and _is_date(last, order):
            return first.strip(), last.strip()
    return written, ""


def _is_date(written: str, order: Order | None) -> bool:
    try:
        _date(written.strip(), order)
    except _CellError:
        return False
    return True


# Dates --------------------------------------------------------------------------------------------

_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIGURES: Final = re.compile(r"(\d{1,4})([/.\-])(\d{1,2})\2(\d{1,4})")
_MONTH: Final = re.compile(r"(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*")
_DAY_NAME: Final = re.compile(
    r"(?i)\b(mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday|s|rs|r|nes|ur)?\b\.?,?"
)


def _order_of(cells: Iterable[tuple[int, Mapping[str, str]]]) -> Order | None:
    """Return the order that the dates of a file tell.

    Raises:
        AmbiguousDatesError: where some could be read in both ways, and the others do not tell.
    """
    orders: set[Order] = set()
    open_ones: list[tuple[int, str]] = []
    for line, row in cells:
        for key in ("date", "last", "end"):
            for found in _FIGURES.finditer(row.get(key, "")):
                if found[2] != "/" and not (found[2] == "-" and len(found[1]) <= 2):
                    continue
                first, second = int(found[1]), int(found[3])
                if len(found[1]) > 2 or first == second:
                    continue
                if first > 12 or second > 12:
                    orders.add("day" if first > 12 else "month")
                else:
                    open_ones.append((line, found[0]))
    if open_ones and len(orders) != 1:
        line, written = open_ones[0]
        one, other = re.split(r"[/-]", written)[:2]
        raise AmbiguousDatesError(
            f"{written} in line {line} can be the {int(one)}. of month {int(other)}, "
            f"or the {int(other)}. of month {int(one)}."
        )
    return orders.pop() if len(orders) == 1 else None


def _date(written: str, order: Order | None) -> date:
    words = written.strip()
    named = _DAY_NAME.search(words)
    day = _plain_date(_DAY_NAME.sub(" ", words).strip(" ,"), words, order)
    if named is not None and WEEKDAYS[day.weekday()] != named[1].lower():
        raise _CellError(f'"{words}": {day} is a {day:%A}.')
    return day


def _plain_date(words: str, written: str, order: Order | None) -> date:
    if _ISO.fullmatch(words):
        try:
            return read_date(words)
        except WhenError as wrong:
            raise _CellError(wrong.message) from None
    if found := _FIGURES.fullmatch(words):
        return _in_figures(found, written, order)
    if _MONTH.search(words) and re.search(r"(?<!\d)\d{4}(?!\d)", words):
        return _in_words(words, written)
    if _MONTH.search(words):
        raise _CellError(f'"{written}" has no year.')
    raise _CellError(f'"{written}" is not a date: write it as 2026-09-14.')


def _in_figures(found: re.Match[str], written: str, order: Order | None) -> date:
    numbers = [int(found[1]), int(found[3]), int(found[4])]
    if len(found[1]) == 4:
        year, month, day = numbers
    else:
        first, second, year = numbers
        if len(found[4]) not in (2, 4):
            raise _CellError(f'"{written}" is not a date: write it as 2026-09-14.')
        year += 2000 if len(found[4]) == 2 else 0
        day_first = found[2] == "." or order == "day" or first > 12
        day, month = (first, second) if day_first else (second, first)
    try:
        return date(year, month, day)
    except ValueError:
        raise _CellError(f'"{written}" is not a day of the calendar.') from None


def _in_words(words: str, written: str) -> date:
    """Return a day with the name of its month.  What is not written is not filled in."""
    from dateutil import parser

    plain = re.sub(r"(?i)\b(\d{1,2})(?:st|nd|rd|th)\b|\bof\b", r"\1", words)
    try:
        one, other = (
            parser.parse(plain, default=datetime(year, month, day))
            for year, month, day in ((2000, 1, 1), (2004, 2, 2))
        )
    except (ValueError, OverflowError, TypeError):
        raise _CellError(f'"{written}" is not a date: write it as 2026-09-14.') from None
    if one.date() != other.date():
        raise _CellError(f'"{written}" is no whole date: write it as 2026-09-14.')
    return one.date()


# Times --------------------------------------------------------------------------------------------

_ONE_TIME: Final = r"\d{1,2}(?:[:.h]\d{2})?\s*(?:[ap]\.?m\.?|h)?"
_TIME: Final = re.compile(rf"(?i){_ONE_TIME}")
_TIMES: Final = re.compile(rf"(?i)(?P<first>{_ONE_TIME})(?:\s*(?:-|–|—|to|until)\s*(?P<last>{_ONE_TIME}))?")
_PARTS: Final = re.compile(r"(?i)(\d{1,2})(?:[:.h](\d{2}))?\s*([ap]\.?m\.?|h)?")
_CLOCK_BEHIND: Final = re.compile(
    r"(?i)(?P<date>.*\d)(?:T|,?\s+(?:at\s+)?)(?P<clock>\d{1,2}[:.]\d{2}.*|\d{1,2}\s*[ap]m.*)"
)


def _date_and_clock(words: str) -> tuple[str, str]:
    found = _CLOCK_BEHIND.fullmatch(words)
    return (found["date"], found["clock"]) if found else (words, "")


def _clocks(written: str, end: str) -> tuple[time | None, time | None]:
    if not written or written.casefold() in _TBA or written.casefold() in ("all day", "all-day", "-"):
        return None, None
    seconds = re.fullmatch(r"(\d{1,2}:\d{2}):00", written)
    found = _TIMES.fullmatch(seconds[1] if seconds else written)
    if found is None:
        raise _CellError(
            f'"{written}" is not a time: write it as 17:00, in the time zone of the cohort, without the zone.'
        )
    # "5-6:30 pm": what the second one says holds for both.
    half = _PARTS.fullmatch(found["last"])[3] if found["last"] else None  # type: ignore[index]
    begins = _time(found["first"], half if found["last"] else None)
    ends = _time(found["last"]) if found["last"] else None
    if end and end.casefold() not in _TBA:
        if not _TIME.fullmatch(end):
            raise _CellError(f'"{end}" is not a time: write it as 18:30.')
        ends = _time(end)
    return begins, ends


def _time(written: str, half: str | None = None) -> time:
    found = _PARTS.fullmatch(written.strip())
    if found is None or (found[2] is None and found[3] is None and half is None):
        raise _CellError(f'"{written}" is not a time: write it as 17:00.')
    hour, minute = int(found[1]), int(found[2] or 0)
    suffix = (found[3] or half or "").lower().replace(".", "")
    if suffix in ("am", "pm"):
        if not 1 <= hour <= 12:
            raise _CellError(f'"{written}" is not a time.')
        hour = hour % 12 + (12 if suffix == "pm" else 0)
    if hour > 23 or minute > 59:
        raise _CellError(f'"{written}" is not a time.')
    return time(hour, minute)


def _minutes(written: str) -> int:
    found = re.fullmatch(
        r"(?i)(?:(\d{1,2})\s*(?:h|hours?|hrs?)\s*)?(?:(\d{1,3})\s*(?:m|min|mins|minutes)?)?", written.strip()
    )
    clock = re.fullmatch(r"(\d{1,2}):(\d{2})", written.strip())
    if clock:
        total = int(clock[1]) * 60 + int(clock[2])
    elif found and (found[1] or found[2]):
        total = int(found[1] or 0) * 60 + int(found[2] or 0)
    else:
        raise _CellError(f'"{written}" is not how long something lasts: write 90m or 1h30.')
    if not 0 < total <= _LONGEST:
        raise _CellError(f'"{written}" is not how long a meeting lasts: 12 hours at most.')
    return total


def _url(written: str) -> str:
    parts = urlsplit(written) if written and " " not in written else None
    return written if parts and parts.scheme in ("http", "https") and parts.netloc else ""
