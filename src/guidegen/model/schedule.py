"""When something happens: relative to a start, or on a day.

A program is written once, relative to its start.  A cohort is one run of it,
with a real first day.  A `When` is what an author wrote, understood but not
dated; laid over the calendar of a cohort (`dating`) it becomes `Days`.

Nothing in here asks what day it is today.  The same files make the same
handbook next year; what is happening *now* is for the reader's browser to say.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Final, Literal, TypeAlias, cast

from guidegen.model.clock import WhenError as WhenError
from guidegen.model.clock import check_exists, is_like_a_zone, read_zone
from guidegen.model.nearest import nearest

Clock: TypeAlias = time
"""A time on the wall."""

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Fold: TypeAlias = Literal["first", "second"]
"""Which of two equal times is meant, where clocks are set back and an hour comes twice."""

Unit: TypeAlias = Literal["d", "bd", "w", "m", "h"]
"""Days, working days, weeks, months, hours."""


@dataclass(frozen=True, slots=True)
class OnDate:
    """A day of the calendar, such as ``2026-09-16 17:00 Europe/London``."""

    day: date
    time: time | None = None
    zone: str = ""


@dataclass(frozen=True, slots=True)
class InWeek:
    """A week of the program, or a day in it, such as ``week 8 fri 17:00``."""

    week: int
    weekday: int | None = None
    """0 is Monday; with none, the whole week is meant."""

    time: time | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """How far from an anchor: ``+ 10bd`` is ``Step(10, "bd")``."""

    count: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class FromAnchor:
    """Counted from something else, such as ``kickoff + 10bd`` or ``end + 1w fri 12:00``."""

    anchor: str
    """``start``, ``end``, ``week 8``, the id of a milestone or meeting, ``MEETING#3``, ``PHASE.start`` or
    ``PHASE.end``."""

    steps: tuple[Step, ...] = ()
    weekday: int | None = None
    """The first such day on or after the one that the steps lead to."""

    time: time | None = None


@dataclass(frozen=True, slots=True)
class Between:
    """From the first day of one to the last day of the other."""

    first: Moment
    last: Moment


@dataclass(frozen=True, slots=True)
class ToBeAnnounced:
    """Not known yet."""

    note: str = ""


Moment: TypeAlias = OnDate | InWeek | FromAnchor | ToBeAnnounced
When: TypeAlias = OnDate | InWeek | FromAnchor | ToBeAnnounced | Between


@dataclass(frozen=True, slots=True)
class Days:
    """Real days: one, or from the first to the last, both meant."""

    first: date
    last: date
    time: time | None = None
    """Wall-clock time on the first day, in `zone`."""

    zone: str = ""
    last_time: Clock | None = None
    """Wall-clock time on the last day, where a range says one."""

    second: bool = False
    """Whether the second of two equal times is meant, on a day on which clocks are set back."""


_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_RANGE = re.compile(r" \.\. (?![^(]*\))")
_TBA = re.compile(r"tba(?: ?\(([^()]*)\))?", re.IGNORECASE)
_ANCHOR = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:start|end)|#[1-9][0-9]{0,3})?", re.IGNORECASE)
_WEEK_NUMBER = re.compile(r"-?[0-9]{1,4}")
_COUNTS: Final = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_IN_WORDS = re.compile(
    rf"(?P<count>[0-9]{{1,4}}|{'|'.join(_COUNTS)}) (?P<unit>(?:working |business )?day|week|month|hour)s? "
    rf"(?P<side>before|after|from) (?:the )?(?P<anchor>week [0-9]{{1,3}}|{_ANCHOR.pattern})",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"([0-9]{1,4})(d|bd|w|m|h)", re.IGNORECASE)
_NUMBERS_LIKE_A_DATE = re.compile(r"(?:[0-9]+[-/.][0-9]+[-/.][0-9]+|[0-9]{8})(?:T.*|\.\..*)?")
_NUMBERS_LIKE_A_TIME = re.compile(
    r"[0-9]{1,2}(?:[:.][0-9]|h(?:[0-9]{2})?\b|[ap]m\b)|[0-9]{3,4}$", re.IGNORECASE
)
_SPOKEN_TIME = re.compile(
    r"(?P<hour>[0-9]{1,2}?)(?:[:.h]?(?P<minute>[0-5][0-9]))? ?(?P<half>[ap]\.?m\.?)?h?", re.IGNORECASE
)
_TYPOGRAPHIC: Final = str.maketrans(
    {**dict.fromkeys("–—−‐‑", "-"), **dict.fromkeys("“”„‘’‚«»", ""), "…": ".."}
)
"""Letters that office programs put in the place of those of the keyboard."""

_SPOKEN_RANGE = re.compile(
    r"(?P<first>.{1,60}?)(?: (?:to|until|till|through) | ?\.{2,3} ?| - (?=week |start|end|[0-9]{4}-))"
    r"(?P<last>.{1,60})"
)
_WEEKS = re.compile(r"(?:weeks?|wk) ?(?P<first>[0-9]{1,3})(?: ?- ?(?P<last>[0-9]{1,3}))?", re.IGNORECASE)
_SPACED_NUMBER = re.compile(
    r"(?P<series>[a-z0-9]+(?:-[a-z0-9]+)*) (?:#|no\. ?|nr\. ?)? ?(?P<number>[1-9][0-9]{0,3})"
)
_AT = re.compile(r" at (?=[0-9])")
_DAY_OF_WEEK = re.compile(
    rf"(?:on )?(?P<day>{'|'.join(WEEKDAYS)})[a-z]* (?:(?:of|in) )?week (?P<week>[0-9]{{1,3}})"
    rf"(?: (?P<clock>{_TIME.pattern}))?",
    re.IGNORECASE,
)
_UNIT_IN_WORDS = re.compile(
    rf"(?P<anchor>week [0-9]{{1,3}}|{_ANCHOR.pattern}) ?(?P<side>[+-]) ?(?P<count>[0-9]{{1,4}}) ?"
    r"(?P<of_work>working |business )?(?P<unit>day|week|month|hour)s?",
    re.IGNORECASE,
)
_STEP = re.compile(r" ?([+-]) ?([0-9]{1,4}(?:d|bd|w|m|h)\b)")
_COUNTS_FROM = re.compile(r"week |\S+ [+-] ", re.IGNORECASE)
_WITHOUT_UNIT = re.compile(
    rf"(?P<anchor>week [0-9]{{1,3}}|{_ANCHOR.pattern}) ?(?P<side>[+-]) ?(?P<count>[0-9]{{1,4}})",
    re.IGNORECASE,
)
_MONTH_NAME = r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_WORDS_LIKE_A_DATE = re.compile(
    rf"\b[0-9]{{1,2}}(?:st|nd|rd|th)?\.? (?:of )?{_MONTH_NAME}(?:,? [0-9]{{4}})?"
    rf"|{_MONTH_NAME},? [0-9]{{1,4}}\b",
    re.IGNORECASE,
)

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAY_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_WRITE_DATES = "write dates as YYYY-MM-DD, e.g. 2026-09-14."
_WRITE_TIMES = "write times as HH:MM in 24 hours, e.g. 09:30 or 17:00."
_WRITE_LIKE = "write offsets as <anchor> + <whole number><d, bd, w, m or h>"
_WRITE_OFFSETS = f"{_WRITE_LIKE}, e.g. kickoff + 10d."
_WRITE_WEEKS = "write weeks as week <whole number>, e.g. week 8, week 8 fri or week 8 fri 17:00."
_WRITE_DAYS = "write days as mon, tue, wed, thu, fri, sat or sun."
_WRITE_RANGES = "write ranges as <first> .. <last>, with spaces, e.g. start - 3w .. start - 2w."
_WRITE_TBA = "write tba, or tba (a note in brackets)."


def read_when(text: str) -> When:
    """Return what an author wrote, understood but not dated.

    Raises:
        WhenError: with the slug ``date-format``, ``date-impossible``, ``weekday-mismatch``, ``time-format``,
            ``timezone``, ``zone-on-date``, ``time-nonexistent`` or ``offset-format``.
    """
    written = " ".join(text.split())
    sides = _RANGE.split(written)
    if len(sides) == 1:
        return _moment(written)
    if len(sides) > 2:
        raise WhenError("offset-format", f'"{written}" is a range of ranges.', _WRITE_RANGES)
    return Between(_moment(sides[0]), _moment(sides[1]))


def read_date(text: str) -> date:
    """Return a day written as ``YYYY-MM-DD``, and nothing beside it.

    Raises:
        WhenError: with the slug ``date-format``, ``date-impossible`` or ``weekday-mismatch``.
    """
    written = " ".join(text.split())
    words = written.split(" ")
    weekdays = [day for word in words if (day := _named_day(word)) is not None]
    if len(words) == 2 and weekdays and (found := next(filter(_DATE.fullmatch, words), "")):
        _check_weekday(_date(found), weekdays[0])
    if len(words) != 1:
        raise WhenError("date-format", f'"{written}" is more than a date.', _date_remedy(written))
    return _date(written)


def read_time(text: str) -> time:
    """Return a time of the day written as ``HH:MM``.

    Raises:
        WhenError: with the slug ``time-format``.
    """
    return _time(" ".join(text.split()))


def as_written(when: When) -> str:
    """Return a when in the words in which an author writes it; `read_when` reads them back."""
    match when:
        case Between(first, last):
            return f"{as_written(first)} .. {as_written(last)}"
        case ToBeAnnounced(note):
            return f"tba ({note})" if note else "tba"
        case OnDate(day, clock, zone):
            words = [str(day), *_clock_words(clock), zone]
        case InWeek(week, weekday, clock):
            words = [f"week {week}", *_weekday_words(weekday), *_clock_words(clock)]
        case FromAnchor(anchor, steps, weekday, clock):
            counted = [f"{'-' if step.count < 0 else '+'} {abs(step.count)}{step.unit}" for step in steps]
            words = [anchor, *counted, *_weekday_words(weekday), *_clock_words(clock)]
    return " ".join(filter(None, words))


def series_named(anchor: str) -> tuple[str, int] | None:
    """Return the series and the number that ``cohort-call#3`` names, and nothing for other anchors."""
    series, mark, number = anchor.partition("#")
    return (series, int(number)) if mark and number.isdigit() else None


def anchors_of(when: When) -> tuple[str, ...]:
    """Return the names that a when counts from, as written: ``start``, ``kickoff``, ``work.end``."""
    match when:
        case Between(first, last):
            return tuple(dict.fromkeys((*anchors_of(first), *anchors_of(last))))
        case FromAnchor(anchor=anchor) if not anchor.startswith("week "):
            return (anchor,)
    return ()


def weeks_of(when: When) -> tuple[int, ...]:
    """Return the numbers of the weeks that a when names."""
    match when:
        case Between(first, last):
            return tuple(dict.fromkeys((*weeks_of(first), *weeks_of(last))))
        case InWeek(week=week):
            return (week,)
        case FromAnchor(anchor=anchor) if anchor.startswith("week "):
            return (week_named(anchor),)
    return ()


def moments_of(when: When) -> tuple[Moment, ...]:
    """Return both sides of a range, or the when itself."""
    return (when.first, when.last) if isinstance(when, Between) else (when,)


def clock_of(when: When | None) -> time | None:
    """Return the time of the day that a when says; of a span, none."""
    return None if when is None or isinstance(when, Between | ToBeAnnounced) else when.time


def at_clock(when: When, clock: time | None) -> When:
    """Return a single day that says no time at this one; anything else as it is."""
    match when:
        case OnDate(time=None, zone="") | InWeek(weekday=int(), time=None):
            return replace(when, time=clock)
        case FromAnchor(time=None, steps=steps, weekday=weekday) if (steps or weekday is not None) and all(
            step.unit != "h" for step in steps
        ):
            return replace(when, time=clock)
    return when


def week_named(anchor: str) -> int:
    """Return the number of the week that an anchor such as ``week 8`` names."""
    return int(anchor.removeprefix("week "))


def _weekday_words(weekday: int | None) -> tuple[str, ...]:
    return () if weekday is None else (WEEKDAYS[weekday],)


def _clock_words(clock: time | None) -> tuple[str, ...]:
    return () if clock is None else (f"{clock:%H:%M}",)


def _moment(written: str) -> Moment:
    words = written.split(" ")
    if found := _TBA.fullmatch(written):
        return ToBeAnnounced((found[1] or "").strip())
    if words[0].lower() == "week":
        return _week(written, words)
    after_weekday = words[1] if len(words) > 1 and _named_day(words[0]) is not None else words[0]
    if _NUMBERS_LIKE_A_DATE.fullmatch(after_weekday.translate(_TYPOGRAPHIC)):
        return _on_date(written, words)
    if _NUMBERS_LIKE_A_TIME.match(words[0]):
        raise WhenError(
            "time-format", f'"{written}" has no day.', "Write the day before it, e.g. week 8 fri 17:00."
        )
    return _from_anchor(written, words)


def _on_date(written: str, words: list[str]) -> OnDate:
    weekday = _named_day(words[0])
    words = words if weekday is None else words[1:]
    day, rest = _date(words[0]), words[1:]
    if weekday is None and rest:
        weekday = _named_day(rest[0])
        rest = rest if weekday is None else rest[1:]
    if weekday is not None:
        _check_weekday(day, weekday)
    if not rest:
        return OnDate(day)
    if rest[0] in ("+", "-"):
        raise WhenError("offset-format", f'"{written}" counts from a date.', _WRITE_OFFSETS)
    _refuse_halves(rest)
    if not rest[0][0].isdigit():
        raise _not_a_time(words[0], " ".join(rest))
    clock = _time(rest[0])
    if len(rest) == 1:
        return OnDate(day, clock)
    zone = read_zone(" ".join(rest[1:]))
    # A time that comes twice is refused when it is laid: the entry may say which of the two is meant.
    check_exists(day, clock, zone)
    return OnDate(day, clock, zone)


def _not_a_time(day: str, rest: str) -> WhenError:
    if is_like_a_zone(rest):
        return WhenError(
            "zone-on-date",
            f"{day} has no time, so a zone has no effect.",
            f"Leave the zone out, or add a time, e.g. {day} 17:00 Europe/London.",
        )
    return WhenError("time-format", f'"{rest}" is not a time.', _WRITE_TIMES)


def _week(written: str, words: list[str]) -> InWeek | FromAnchor:
    if len(words) == 1 or not _WEEK_NUMBER.fullmatch(words[1]):
        raise WhenError("offset-format", f'"{written}" does not say which week.', _WRITE_WEEKS)
    number, rest = int(words[1]), words[2:]
    if rest and rest[0] in ("+", "-"):
        return _offset(written, f"week {number}", rest)
    weekday, clock = _day_and_time(written, rest, _WRITE_WEEKS)
    if clock is not None and weekday is None:
        raise WhenError(
            "offset-format", f'"{written}" has a time, but no day.', "Add the day, e.g. week 8 fri 17:00."
        )
    return InWeek(number, weekday, clock)


def _from_anchor(written: str, words: list[str]) -> FromAnchor:
    name = words[0]
    if not _ANCHOR.fullmatch(name) or _WORDS_LIKE_A_DATE.fullmatch(written):
        raise _not_understood(written, _WRITE_OFFSETS)
    if name.lower() == "tba":
        raise WhenError("offset-format", f'nothing can be counted from "{name}".', _WRITE_TBA)
    if name.lower() in ("start", "end"):
        name = name.lower()
    return _offset(written, name, words[1:])


def _not_understood(written: str, remedy: str) -> WhenError:
    if meant := _meant_by(written):
        return WhenError("offset-format", f'"{written}" is not understood.', f"Write {meant}")
    if _WORDS_LIKE_A_DATE.search(written):
        return WhenError(
            "date-format", f'"{written}" is not a date guidegen can read.', _date_remedy(written)
        )
    if not written:
        return WhenError("offset-format", "nothing is written here.", remedy)
    if ".." in written:
        remedy = _WRITE_RANGES
    elif written.lower().startswith("tba"):
        remedy = _WRITE_TBA
    elif any(word.title() in _DAY_NAMES for word in written.split(" ")):
        remedy = _WRITE_DAYS
    elif found := _IN_WORDS.fullmatch(written):
        remedy = f"{_WRITE_LIKE}, here {_offset_in(found)}."
    return WhenError("offset-format", f'"{written}" is not understood.', remedy)


def _meant_by(written: str) -> str:
    """Return what an author probably meant, as it is written, with a reason; empty where that is unclear.

    What is tried is never the same text again, as it would be tried for ever.
    """
    plain = " ".join(written.translate(_TYPOGRAPHIC).split())
    if plain != written and _is_understood(plain):
        return f"{plain}, with the letters of the keyboard: an office program puts others in their place."
    if (short := _AT.sub(" ", plain)) != plain and _is_understood(short):
        return f'{short}, without "at".'
    spaced = _STEP.sub(r" \1 \2", plain).strip()
    if spaced != plain and _is_understood(spaced):
        return f'{spaced}, with a space on each side of "+" and "-": ids have dashes too.'
    if found := _WEEKS.fullmatch(plain):
        return (
            f"week {found['first']} .. week {found['last']}." if found["last"] else f"week {found['first']}."
        )
    if found := _SPOKEN_RANGE.fullmatch(plain):
        both = f"{found['first']} .. {found['last']}"
        is_another = both != plain and _is_understood(both)
        return f"{both}, with two dots and a space on each side." if is_another else ""
    if found := _DAY_OF_WEEK.fullmatch(plain):
        clock = f" {found['clock']}" if found["clock"] else ""
        return f"week {found['week']} {found['day'][:3].lower()}{clock}."
    if found := _UNIT_IN_WORDS.fullmatch(plain):
        letters = "bd" if found["of_work"] else found["unit"][0].lower()
        return f"{found['anchor']} {found['side']} {found['count']}{letters}."
    if found := _SPACED_NUMBER.fullmatch(plain):
        number = found["number"]
        return f"{found['series']}#{number}, without a space: that is meeting {number} of a series."
    if found := _WITHOUT_UNIT.fullmatch(plain):
        amount = f"{found['anchor']} {found['side']} {found['count']}"
        return f"{amount}d for days, {amount}bd for working days or {amount}w for weeks."
    return ""


def _is_understood(written: str) -> bool:
    try:
        read_when(written)
    except WhenError:
        return False
    return True


def _date_remedy(written: str) -> str:
    meant = _date_meant_by(written)
    return f"{_WRITE_DATES.partition(',')[0]}, here {meant}." if meant else _WRITE_DATES


def _date_meant_by(written: str) -> str:
    """Return a date in the way it is written, where another way leaves no doubt which is meant."""
    plain = written.translate(_TYPOGRAPHIC)
    if found := re.fullmatch(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", plain):
        plain = f"{found[3]}-{found[2]}-{found[1]}"
    elif found := next(filter(None, (one.fullmatch(plain) for one in _SPOKEN_DATES)), None):
        month = next(number for number, name in enumerate(_MONTHS, 1) if name[:3] == found["month"].title())
        plain = f"{found['year']}-{month}-{found['day']}"
    if not (found := re.fullmatch(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})", plain)):
        return ""
    year, month, day = (int(one) for one in found.groups())
    return "" if _impossible(year, month, day) else f"{year:04}-{month:02}-{day:02}"


def _offset_in(found: re.Match[str]) -> str:
    """Return how ``3 days before the end`` is written: ``end - 3d``."""
    count, unit = found["count"].lower(), found["unit"].lower()
    letters = "bd" if " " in unit else unit[0]
    sign = "-" if found["side"].lower() == "before" else "+"
    return f"{found['anchor']} {sign} {_COUNTS.get(count, count)}{letters}"


def _offset(written: str, anchor: str, words: list[str]) -> FromAnchor:
    steps: list[Step] = []
    while words and words[0] in ("+", "-"):
        found = _AMOUNT.fullmatch(words[1]) if len(words) > 1 else None
        if found is None:
            raise _not_understood(written, _WRITE_OFFSETS)
        count, unit = int(found[1]), cast(Unit, found[2].lower())
        steps.append(Step(count if words[0] == "+" else -count, unit))
        words = words[2:]
    weekday, clock = _day_and_time(written, words, _WRITE_OFFSETS)
    return FromAnchor(anchor, tuple(steps), weekday, clock)


def _day_and_time(written: str, words: list[str], remedy: str) -> tuple[int | None, time | None]:
    weekday = WEEKDAYS.index(words[0].lower()) if words and words[0].lower() in WEEKDAYS else None
    rest = words if weekday is None else words[1:]
    if not rest:
        return weekday, None
    _refuse_halves(rest)
    if not _NUMBERS_LIKE_A_TIME.match(rest[0]):
        counts = _COUNTS_FROM.match(written) is not None
        if counts and weekday is None and rest[0].isalpha() and rest[0] != "at" and not _meant_by(written):
            raise _no_weekday(rest[0])
        raise _not_understood(written, remedy)
    clock = _time(rest[0])
    if len(rest) > 1:
        extra = " ".join(rest[1:])
        raise WhenError(
            "offset-format",
            f'"{extra}" cannot stand after the time here.',
            "Leave it out: times that are counted are those of the cohort's time zone.",
        )
    return weekday, clock


_SPOKEN_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_SPOKEN_MONTH = rf"(?P<month>{'|'.join(name[:3] for name in _MONTHS)})[a-z]*\.?"
_SPOKEN_DATES = (
    re.compile(rf"{_SPOKEN_DAY}\.? (?:of )?{_SPOKEN_MONTH},? (?P<year>[0-9]{{4}})", re.IGNORECASE),
    re.compile(rf"{_SPOKEN_MONTH} {_SPOKEN_DAY},? (?P<year>[0-9]{{4}})", re.IGNORECASE),
)


def _date(written: str) -> date:
    found = _DATE.fullmatch(written)
    if found is None:
        remedy = _WRITE_RANGES if ".." in written else _date_remedy(written)
        raise WhenError("date-format", f'"{written}" is not a date guidegen can read.', remedy)
    year, month, day = (int(one) for one in found.groups())
    if reason := _impossible(year, month, day):
        raise WhenError(
            "date-impossible", f"{written} is not a date: {reason}.", "Write a day that is in the calendar."
        )
    return date(year, month, day)


def _impossible(year: int, month: int, day: int) -> str:
    if not year:
        return "there is no year 0000"
    if not 1 <= month <= 12:
        return "months are numbered 01 to 12"
    last = monthrange(year, month)[1]
    if 1 <= day <= last:
        return ""
    if not day:
        return "days are counted from 01"
    name = _MONTHS[month - 1]
    return f"{name} {year} has {last} days" if month == 2 else f"{name} has {last} days"


def _time(written: str) -> time:
    found = _TIME.fullmatch(written)
    if found is None:
        raise _no_time(written)
    return time(int(found[1]), int(found[2]))


def _refuse_halves(words: Sequence[str]) -> None:
    """Refuse a time of which the second word says in which half of the day it is: ``5 pm``."""
    if len(words) > 1 and words[1].lower().replace(".", "") in ("am", "pm"):
        raise _no_time(" ".join(words[:2]))


def _no_time(written: str) -> WhenError:
    found = _SPOKEN_TIME.fullmatch(written)
    remedy, hour = _WRITE_TIMES, int(found["hour"]) if found else 0
    half = (found["half"] or "").lower().replace(".", "") if found else ""
    if found and (1 <= hour <= 12 if half else hour < 24):
        hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
        remedy = f"{_WRITE_TIMES.partition(',')[0]}, here {hour:02}:{found['minute'] or '00'}."
    return WhenError("time-format", f'"{written}" is not a time guidegen can read.', remedy)


def _no_weekday(word: str) -> WhenError:
    named = _named_day(word.removesuffix("s"))
    if named is not None:
        message = f'"{word}" is written {WEEKDAYS[named]}.'
        return WhenError("offset-format", message, _WRITE_DAYS)
    meant = nearest(word, WEEKDAYS) or nearest(word, _DAY_NAMES)
    ask = f'Did you mean "{meant[:3].lower()}"? ' if meant else ""
    return WhenError("offset-format", f'"{word}" is no weekday.', f"{ask}{_WRITE_DAYS.capitalize()}")


def _named_day(word: str) -> int | None:
    """Return the weekday that stands beside a date: ``fri``, ``Friday`` or ``Fri,``."""
    name = word.rstrip(",").title()
    if name in _DAY_NAMES or name.lower() in WEEKDAYS:
        return WEEKDAYS.index(name[:3].lower())
    return None


def _check_weekday(day: date, weekday: int) -> None:
    if day.weekday() != weekday:
        raise WhenError(
            "weekday-mismatch",
            f"{day} is a {_DAY_NAMES[day.weekday()]}, not a {_DAY_NAMES[weekday]}.",
            "Mend one of them; the weekday may be left out.",
        )
