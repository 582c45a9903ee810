"""Times in the reader's language: as words where nothing is dated yet, as dates where it is.

"10 working days after Kick-off" is put together from pieces, each with a word of
its own in the locale, so that a translator can turn the order around.  Dates are
written as the language writes them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, TypeAlias

from guidegen.model.clock import in_utc, zone_named
from guidegen.model.schedule import (
    WEEKDAYS,
    Between,
    Days,
    FromAnchor,
    InWeek,
    Moment,
    OnDate,
    Step,
    ToBeAnnounced,
    When,
    week_named,
)

if TYPE_CHECKING:
    from babel import Locale

    from guidegen.model.plan import Meeting, Milestone, Phase
    from guidegen.model.program import Program

Say: TypeAlias = Callable[..., str]
"""``say(key, **values)``: a word of the interface; `n` chooses its plural."""

_UNITS: Final = {"d": "days", "bd": "working_days", "w": "weeks", "m": "months", "h": "hours"}

WHEN_KEYS: Final = (
    "when.start",
    "when.end",
    "when.week",
    "when.week_before",
    "when.day_of",
    "when.at",
    "when.in_zone",
    "when.start_of",
    "when.end_of",
    "when.day_of_cohort",
    *(f"when.{unit}_{side}" for unit in _UNITS.values() for side in ("after", "before")),
    "when.or_next",
    "when.between",
    "when.tba",
    "when.tba_note",
    *(f"when.{day}" for day in WEEKDAYS),
)
"""The words of the locale that are used here."""

_DAY_FIRST: Final = {"en": "en_GB"}
"""English without a country is read in many; "14 September" is misread in none of them."""


def when_words(when: When, names: Mapping[str, str] | None, say: Say, language: str = "en") -> str:
    """Return a when in words, such as ``10 working days after Kick-off``.

    *names* has the titles of milestones and phases by id.  What is counted from one that is not among them
    is not said: it is not for these readers.  Without any names, ids stand for themselves.  *language* is
    that of dates.
    """
    if isinstance(when, Between):
        first, last = (_moment(one, names, say, language) for one in (when.first, when.last))
        return say("when.between", first=first, last=last)
    return _moment(when, names, say, language)


def day_words(days: Days, language: str) -> str:
    """Return real days as the language writes them: ``14–18 September 2026``, with time and zone if any."""
    locale = _locale(language)
    if days.time is None and days.last_time is None:
        return _dates(days.first, days.last, locale)
    zone = f" ({days.zone})" if days.zone else ""
    if days.first == days.last:
        until = f"–{_clock(days.last_time, locale)}" if days.last_time is not None else ""
        return f"{_date_and_clock(days.first, days.time, locale)}{until}{zone}"
    first = _date_and_clock(days.first, days.time, locale)
    return f"{first} – {_date_and_clock(days.last, days.last_time, locale)}{zone}"


def short_day(day: date, language: str) -> str:
    """Return a day without its year, in few letters: ``16 Sept``."""
    from babel.dates import format_skeleton

    return format_skeleton("MMMd", day, locale=_locale(language))


def short_month(day: date, language: str) -> str:
    """Return the month of a day in few letters, as it stands alone: ``Sept``."""
    from babel.dates import format_date

    return format_date(day, "LLL", locale=_locale(language))


def clock_words(clock: time, language: str) -> str:
    """Return a time as the language writes it: ``17:00``."""
    return _clock(clock, _locale(language))


def day_and_weekday(day: date, language: str) -> str:
    """Return a day without its year, in few letters, and its weekday: ``Wed 16 Sept``."""
    from babel.dates import format_skeleton

    return format_skeleton("MMMEd", day, locale=_locale(language))


def whole_day(day: date, language: str) -> str:
    """Return a day in few letters, with its weekday and its year: ``Wed, 16 Sept 2026``."""
    from babel.dates import format_skeleton

    return format_skeleton("yMMMEd", day, locale=_locale(language))


def short_days(days: Days, language: str) -> str:
    """Return the days without their year and their time: ``Wed 16 Sept``, ``Mon 2 Nov – Fri 6 Nov``."""
    first = day_and_weekday(days.first, language)
    return first if days.first == days.last else f"{first} – {day_and_weekday(days.last, language)}"


def days_of_year(first: date, last: date, known: int | None, language: str) -> str:
    """Return a stretch of days, without the year where it is the one that is known: ``14–20 September``."""
    locale = _locale(language)
    if first.year != last.year or first.year != known:
        return _dates(first, last, locale)
    if first == last:
        return _day_of_month(first, locale)
    patterns = _stretch_patterns(first, last, locale, "MMMd")
    if patterns is None:
        return f"{_day_of_month(first, locale)} – {_day_of_month(last, locale)}"
    return _stretch(first, last, patterns, locale)


def clock_range(days: Days, minutes: int | None, language: str) -> str:
    """Return from when to when something is on the clock: ``17:00–18:30``; empty where no time is known.

    Where clocks are changed in between, the end is what they show then.
    """
    if days.time is None:
        return ""
    begins, ends = clock_words(days.time, language), days.last_time
    if ends is None and minutes:
        ends = later(days, minutes)
    return begins if ends is None else f"{begins}–{clock_words(ends, language)}"


def later(days: Days, minutes: int) -> time:
    """Return what the clock shows some minutes after the first moment."""
    assert days.time is not None
    if not days.zone:
        return (datetime.combine(days.first, days.time) + timedelta(minutes=minutes)).time()
    over = in_utc(days.first, days.time, days.zone, second=days.second) + timedelta(minutes=minutes)
    return over.astimezone(zone_named(days.zone)).time()


def iso(days: Days) -> str:
    """Return the first moment for ``<time datetime>``: a day, or where a zone is known an instant of UTC."""
    if days.time is None:
        return str(days.first)
    if not days.zone:
        return f"{days.first}T{days.time:%H:%M}"
    return f"{in_utc(days.first, days.time, days.zone, second=days.second):%Y-%m-%dT%H:%MZ}"


def titles_of(program: Program) -> dict[str, str]:
    """Return what the anchors of a program's times are called, by id."""
    entries: tuple[Phase | Milestone | Meeting, ...] = (
        *program.phases,
        *program.timeline,
        *program.meetings,
    )
    return {one.id: one.title.plain for one in entries}


def entry_named(anchor: str) -> str | None:
    """Return the id of the phase, the milestone or the meeting that an anchor names, if it names one."""
    if anchor in ("start", "end") or anchor.startswith("week "):
        return None
    return anchor.partition(".")[0].partition("#")[0]


# Words


def _moment(moment: Moment, names: Mapping[str, str] | None, say: Say, language: str) -> str:
    match moment:
        case ToBeAnnounced(note=""):
            return say("when.tba")
        case ToBeAnnounced(note):
            return say("when.tba_note", note=note)
        case OnDate(day, clock, zone):
            return _at(_dates(day, day, _locale(language)), clock, zone, say, language)
        case InWeek(number, weekday, clock):
            return _at(_on(weekday, _week(number, say), say), clock, "", say, language)
        case FromAnchor(anchor) if names is not None and entry_named(anchor) not in (None, *names):
            return say("when.day_of_cohort")
        case FromAnchor(anchor, steps, weekday, clock):
            words = _anchor(anchor, names, say)
            for step in steps:
                words = _counted(step, words, say)
            if weekday is not None:
                words = say("when.or_next", when=words, day=say(f"when.{WEEKDAYS[weekday]}"))
            return _at(words, clock, "", say, language)


def _week(number: int, say: Say) -> str:
    # Readers count from one; what is before the first week is counted back from it.
    return say("when.week", number=number) if number > 0 else say("when.week_before", n=1 - number)


def _on(weekday: int | None, week: str, say: Say) -> str:
    return week if weekday is None else say("when.day_of", day=say(f"when.{WEEKDAYS[weekday]}"), week=week)


def _anchor(anchor: str, names: Mapping[str, str] | None, say: Say) -> str:
    name = entry_named(anchor)
    if name is None:
        return say(f"when.{anchor}") if anchor in ("start", "end") else _week(week_named(anchor), say)
    title = (names or {}).get(name, name)
    side, number = anchor.partition(".")[2], anchor.partition("#")[2]
    if number:
        return say("event.numbered", title=title, number=int(number))
    return say(f"when.{side}_of", name=title) if side in ("start", "end") else title


def _counted(step: Step, words: str, say: Say) -> str:
    if not step.count:
        return words
    side = "after" if step.count > 0 else "before"
    return say(f"when.{_UNITS[step.unit]}_{side}", n=abs(step.count), anchor=words)


def _at(words: str, clock: time | None, zone: str, say: Say, language: str) -> str:
    if clock is None:
        return words
    shown = _clock(clock, _locale(language))
    return say("when.at", when=words, time=say("when.in_zone", time=shown, zone=zone) if zone else shown)


# Dates


def _locale(language: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    written = _DAY_FIRST.get(language, language)
    try:
        return Locale.parse(written.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        shorter, _, _ = language.rpartition("-")
        return _locale(shorter or "en")


def _dates(first: date, last: date, locale: Locale) -> str:
    from babel.dates import format_date

    if first == last:
        return format_date(first, "long", locale=locale)
    patterns = _stretch_patterns(first, last, locale)
    if patterns is None:
        return f"{format_date(first, 'long', locale=locale)} – {format_date(last, 'long', locale=locale)}"
    return _stretch(first, last, patterns, locale)


def _stretch(first: date, last: date, patterns: tuple[str, str], locale: Locale) -> str:
    from babel.dates import format_date

    begins, ends = (
        pattern.replace("MMM", "MMMM") if "MMMM" not in pattern else pattern for pattern in patterns
    )
    return format_date(first, begins, locale=locale) + format_date(last, ends, locale=locale)


def _day_of_month(day: date, locale: Locale) -> str:
    from babel.dates import format_skeleton

    return format_skeleton("MMMMd", day, locale=locale)


def _stretch_patterns(
    first: date, last: date, locale: Locale, skeleton: str = "yMMMd"
) -> tuple[str, str] | None:
    """Return how the language writes a stretch of days without saying a month or a year twice."""
    differs = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    found = locale.interval_formats.get(skeleton, {}).get(differs)
    return (found[0], found[1]) if found is not None and len(found) == 2 else None


def _date_and_clock(day: date, clock: time | None, locale: Locale) -> str:
    words = _dates(day, day, locale)
    return words if clock is None else f"{words}, {_clock(clock, locale)}"


def _clock(clock: time, locale: Locale) -> str:
    from babel.dates import format_time

    # Some languages put a narrow no-break space before "PM"; a plain one breaks in fewer fonts.
    return format_time(clock, "short", locale=locale).replace("\u202f", "\u00a0")
