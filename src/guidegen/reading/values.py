"""The kinds of value that an author writes: a day, an id, a whole number, a link …

Every scalar arrives as text, and each kind has a reader of its own: pydantic's
would take `0` for a day and `t` for yes.  A reader returns what was meant, or
raises `wrong` with the sentence that the author will read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Annotated, Any, Final, Literal, TypeAlias, TypeVar
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from guidegen.model.clock import WhenError, read_deadline_zone, read_zone
from guidegen.model.nearest import did_you_mean
from guidegen.model.packet import Paper
from guidegen.model.schedule import When, read_date, read_time, read_when
from guidegen.model.url import id_slug
from guidegen.reading.attributes import reader_word
from guidegen.reading.yaml import Step, key_path

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ReadBy:
    """The function that reads a kind of value; pydantic does not look at the type that it returns."""

    function: Callable[[Any], Any]

    words: str
    """What is written there, as the reference calls it: ``time zone``; choices in backticks."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.function)


@dataclass(frozen=True, slots=True)
class Also:
    """A note on a kind of value: what else can be written there, as the reference calls it."""

    words: str


def wrong(slug: str, said: str, remedy: str = "", *, at: tuple[Step, ...] = ()) -> PydanticCustomError:
    """Return the error for a wrong value; for what is *said* see `sentence`.

    Args:
        at: the steps from the value to the part of it that is wrong.
    """
    context = {"said": said, "remedy": remedy, "at": at}
    return PydanticCustomError(slug, "{said}", context)


def sentence(said: str, steps: tuple[Step, ...]) -> str:
    """Return a message with the path of the key in it.

    The path takes the place of ``{key}`` where the message begins with that;
    else it is written before it.
    """
    path = key_path(steps)
    if said.startswith("{key}"):
        return (path or "this") + said.removeprefix("{key}")
    return f"{path}: {said}" if path else said


def got(value: Any) -> str:
    """Return how a message names what was written instead."""
    match value:
        case str():
            return f'text "{shortened(value)}"'
        case list():
            return "a list"
        case dict():
            return "a mapping of keys"
    return "nothing"


def shortened(text: str) -> str:
    """Return text that is short enough for a message, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}…"


def got_value(value: Any) -> str:
    """Return how a message shows what was written instead, numbers as they are."""
    if not isinstance(value, str):
        return got(value)
    return value if re.fullmatch(r"[-+]?[0-9.]{1,20}", value) else f'"{shortened(value)}"'


def is_empty(value: Any) -> bool:
    """Return whether nothing is written."""
    return value is None or (isinstance(value, str) and not value.strip())


def written_text(value: Any) -> str:
    """Return text that is not empty.

    Raises:
        PydanticCustomError: with the slug ``empty-item`` or ``type``.
    """
    if isinstance(value, str) and value.strip():
        return value
    if is_empty(value):
        raise wrong("empty-item", "{key} is empty.")
    remedy = ""
    if isinstance(value, dict) and len(value) == 1:
        ((name, said),) = value.items()
        remedy = f'Quote text that contains ": ", e.g. "{name}: {shortened(str(said or ""))}".'
    raise wrong("type", f"{{key}} must be text, got {got(value)}.", remedy)


_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LATIN = re.compile(r"[a-z0-9]", re.IGNORECASE)
_LONGEST_ID: Final = 64


def is_id(name: str) -> bool:
    """Return whether a name can be an id."""
    return len(name) <= _LONGEST_ID and _ID.fullmatch(name) is not None


def read_id(value: Any) -> str:
    """Return an id.

    Raises:
        PydanticCustomError: with the slug ``id-format``.
    """
    name = written_text(value)
    if not is_id(name):
        example = id_slug(name) if len(name) <= _LONGEST_ID and _LATIN.search(name) else "my-cohort"
        reason = f'"{shortened(name)}" is no id: ids use a-z, 0-9 and single dashes, e.g. {example}.'
        raise wrong("id-format", reason, "An id has at most 64 letters." if len(name) > _LONGEST_ID else "")
    return name


def read_switch(value: Any) -> bool:
    """Return whether yes is written, and not no.

    Raises:
        PydanticCustomError: with the slug ``type``.
    """
    written = written_text(value).strip().lower()
    if written in ("true", "yes", "on"):
        return True
    if written in ("false", "no", "off"):
        return False
    raise wrong("type", f"{{key}} must be yes or no, got {got_value(value)}.")


def not_among(value: Any, choices: Sequence[str]) -> str:
    """Return the sentence for a value that is none of the choices."""
    allowed = ", ".join(choices[:-1]) + f" or {choices[-1]}" if len(choices) > 1 else choices[0]
    meant = did_you_mean(value, choices) if isinstance(value, str) else ""
    if isinstance(value, str) and not meant:
        begun = (one for one in choices if len(one) > 2 and value.casefold().startswith(one))
        meant = next((f'Did you mean "{one}"?' for one in begun), "")
    return f"{{key}} must be {allowed}, got {got_value(value)}. {meant}".rstrip()


def alternatives(choices: Sequence[str]) -> str:
    """Return how the reference lists the words of which one can stand under a key."""
    marked = [f"`{one}`" for one in choices]
    return " or ".join([", ".join(marked[:-1]), marked[-1]]) if len(marked) > 1 else marked[0]


def one_of(choices: Sequence[str]) -> Any:
    """Return the reader of one of several words."""

    def read_choice(value: Any) -> str:
        if isinstance(value, str) and value in choices:
            return value
        raise wrong("type", not_among(value, choices))

    return ReadBy(read_choice, alternatives(choices))


def whole(minimum: int, maximum: int | None = None, *, slug: str = "number") -> Any:
    """Return the reader of a whole number within bounds, both allowed."""

    bounds = f"of {minimum} or more" if maximum is None else f"from {minimum} to {maximum}"

    def read_number(value: Any) -> int:
        written = value.strip() if isinstance(value, str) else ""
        if re.fullmatch(r"-?[0-9]{1,9}", written):
            found = int(written)
            if found >= minimum and (maximum is None or found <= maximum):
                return found
            if maximum is not None:
                raise wrong(slug, f"{{key}} must be between {minimum} and {maximum}, got {found}.")
        raise wrong(slug, f"{{key}} must be a whole number {bounds}, got {got_value(value)}.")

    return ReadBy(read_number, f"whole number {bounds}")


def number(above: float | None = None) -> Any:
    """Return the reader of a number, such as ``2`` or ``0.5``."""

    bound = "" if above is None else f" above {above:g}"

    def read_number(value: Any) -> float:
        found = _number(value)
        if found is None or (above is not None and found <= above):
            raise wrong("number", f"{{key}} must be a number{bound}, got {got_value(value)}.")
        return found

    return ReadBy(read_number, f"number{bound}")


def _number(value: Any) -> float | None:
    written = value.strip() if isinstance(value, str) else ""
    return float(written) if re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", written) else None


def _part(value: Any) -> float:
    found = _number(value)
    if found is None or not 0 <= found <= 1:
        raise wrong("number", f"{{key}} must be a number from 0 to 1, got {got_value(value)}.")
    return found


_LONGEST_MEETING: Final = 12 * 60
_WRITE_DURATIONS: Final = "write durations as 90m or 1h30."


def _minutes(value: Any) -> int:
    written = written_text(value).strip()
    found = re.fullmatch(r"([0-9]{1,3})m|([0-9]{1,2})h(?:([0-5][0-9])m?)?", written, re.IGNORECASE)
    if found is None:
        message = f'"{shortened(written)}" is not a duration guidegen can read.'
        raise wrong("duration-format", message, _WRITE_DURATIONS)
    minutes = int(found[1] or 0) + int(found[2] or 0) * 60 + int(found[3] or 0)
    if not 0 < minutes <= _LONGEST_MEETING:
        bound = "nothing takes no time" if not minutes else "a meeting lasts 12 hours at most"
        raise wrong("duration-format", f'"{written}" cannot be: {bound}.', _WRITE_DURATIONS)
    return minutes


def _color(value: Any) -> str:
    written = written_text(value).strip().lower()
    if not re.fullmatch("#(?:[0-9a-f]{3}|[0-9a-f]{6})", written):
        remedy = f'Write "#{written}"' if re.fullmatch("[0-9a-f]{3}|[0-9a-f]{6}", written) else ""
        raise wrong("type", f'{{key}} must be a colour such as "#0b6e4f", got {got_value(value)}.', remedy)
    return written if len(written) == 7 else "#" + "".join(2 * one for one in written[1:])


def _in_small_letters(value: Any) -> Any:
    return value.strip().lower() if isinstance(value, str) else value


def _one_or_several(value: Any) -> Any:
    return [value] if isinstance(value, str) and value.strip() else value


def _holiday_set(value: Any) -> str:
    written = written_text(value)
    if re.match(r"[0-9]{4}-[0-9]{2}", written):
        remedy = "Write the days in a file such as content/holidays/uk.yml, and its name here: [uk]."
        raise wrong("type", f'{{key}} must be the name of a holiday set, got "{shortened(written)}".', remedy)
    return written


def _zones(value: Any) -> Any:
    if isinstance(value, str) and value.strip():
        # A list is wanted; what is wrong with the zone itself comes first.
        read_timed(read_zone)(value)
    return value


def read_timed(read_text: Callable[[str], T]) -> Callable[[Any], T]:
    """Return the reader of a value for a function that raises `WhenError`."""

    def read_value(value: Any) -> T:
        try:
            return read_text(written_text(value))
        except WhenError as error:
            raise wrong(error.slug, error.message, error.remedy) from None

    return read_value


_LANGUAGE = re.compile(r"([a-z]{2,3})(-[A-Z][a-z]{3})?(-(?:[A-Z]{2}|[0-9]{3}))?")


def _language(value: Any) -> str:
    written = written_text(value).strip()
    found = _LANGUAGE.fullmatch(written)
    if found is None or not _is_spoken(found[1]):
        message = f'use a language tag such as en, es or pt-BR, got "{shortened(written)}".'
        raise wrong("language", message)
    return written


def _is_spoken(language: str) -> bool:
    if language == "en":
        return True
    from babel import localedata  # costs a twentieth of a second, and most handbooks are done by now

    return bool(localedata.exists(language))


_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_HOST = re.compile(r"(?=[^.])[\w.-]*\w(?:\.)?|\[[0-9a-fA-F:.]+\]")
_EMAIL = re.compile(r"""[^\s@<>"',;:()\[\]\\]+@[\w-]+(?:\.[\w-]+)+""")
_PHONE = re.compile(r"\+?[0-9(][0-9 ()./-]{1,28}[0-9]")


def read_link(value: Any, schemes: tuple[str, ...] = ("http", "https", "mailto", "tel")) -> str:
    """Return an address that a browser can follow, as written.

    Raises:
        PydanticCustomError: with the slug ``url`` or ``url-scheme``.
    """
    written = written_text(value).strip()
    shown = f'"{shortened(written)}"'
    if re.search(r"\s", written):
        raise wrong("url", f"{shown} has spaces. Use %20 or check the link.")
    found = _SCHEME.match(written)
    scheme = found[1].lower() if found else ""
    if written.startswith("//") or (scheme and scheme not in schemes and "." not in scheme):
        allowed = f"{', '.join(schemes[:-1])} and {schemes[-1]}"
        raise wrong("url-scheme", f"only {allowed} links are allowed here.")
    if not found or scheme not in schemes:
        remedy = (
            f"Write https://{written}" if re.match(r"[\w-]+\.\w", written) else "Write the whole address."
        )
        raise wrong("url", f"{shown} is not a full address, e.g. https://example.org/page.", remedy)
    rest = written[found.end() :]
    works = {"mailto": _is_mail, "tel": _is_phone}.get(scheme, _is_web)
    if not works(rest) or re.search(r'[<>"\\^`{|}]', rest):
        raise wrong("url", f"{shown} is not an address that works. Check the link.")
    return written


def _is_web(rest: str) -> bool:
    try:
        parts = urlsplit(f"http:{rest}")
        return rest.startswith("//") and parts.port != 0 and bool(_HOST.fullmatch(_host_of(parts.netloc)))
    except ValueError:
        return False


def _host_of(netloc: str) -> str:
    host = netloc.rpartition("@")[2]
    return host if host.endswith("]") else re.sub(r":[0-9]*$", "", host)


def _is_mail(rest: str) -> bool:
    return bool(_EMAIL.fullmatch(rest.partition("?")[0]))


def _is_phone(rest: str) -> bool:
    return bool(re.fullmatch(r"\+?[0-9()./-]{2,30}", rest))


def read_email(value: Any) -> str:
    """Return an e-mail address.

    Raises:
        PydanticCustomError: with the slug ``email``.
    """
    written = written_text(value).strip().removeprefix("mailto:")
    if not _EMAIL.fullmatch(written):
        raise wrong("email", f'"{shortened(written)}" is not an e-mail address, e.g. name@example.org.')
    return written


def read_phone(value: Any) -> str:
    """Return a telephone number, as written.

    Raises:
        PydanticCustomError: with the slug ``url``.
    """
    written = written_text(value).strip()
    if not _PHONE.fullmatch(written):
        message = f'"{shortened(written)}" is not a phone number, e.g. +44 20 7946 0000.'
        raise wrong("url", message, "Write digits and spaces; a + before the code of the country.")
    return written


def _without_empty(value: Any) -> Any:
    return {key: one for key, one in value.items() if not is_empty(one)} if isinstance(value, dict) else value


def _words(value: Any) -> str:
    written = written_text(value)
    if reader_word(written):
        raise wrong(
            "unknown-key",
            "{key}: who reads is not written in braces here.",
            "Write a key of its own: audience: [mentor].",
        )
    return written


Words: TypeAlias = Annotated[str, ReadBy(_words, "text")]
"""Text, as Markdown or plain."""

Id: TypeAlias = Annotated[str, ReadBy(read_id, "id")]
Switch: TypeAlias = Annotated[bool, ReadBy(read_switch, alternatives(("yes", "no")))]
Day: TypeAlias = Annotated[date, ReadBy(read_timed(read_date), "day")]
Timing: TypeAlias = Annotated[When, ReadBy(read_timed(read_when), "time")]
Clock: TypeAlias = Annotated[time, ReadBy(read_timed(read_time), "time of day")]
Weekday: TypeAlias = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Zone: TypeAlias = Annotated[str, ReadBy(read_timed(read_zone), "time zone")]
Zones: TypeAlias = Annotated[tuple[Zone, ...], BeforeValidator(_zones)]
DeadlineZone: TypeAlias = Annotated[str, ReadBy(read_timed(read_deadline_zone), "time zone, or `AoE`")]
"""A time zone, or ``AoE``."""

Minutes: TypeAlias = Annotated[int, ReadBy(_minutes, "amount of time")]
"""How long a meeting lasts, as ``90m`` or ``1h30``."""

Language: TypeAlias = Annotated[str, ReadBy(_language, "tag of a language")]
Url: TypeAlias = Annotated[str, ReadBy(read_link, "address")]
Email: TypeAlias = Annotated[str, ReadBy(read_email, "e-mail address")]
Phone: TypeAlias = Annotated[str, ReadBy(read_phone, "telephone number")]
Several: TypeAlias = tuple[Words, ...]
"""A list of texts or of names."""

OneOrSeveral: TypeAlias = Annotated[Several, BeforeValidator(_one_or_several), Also("one alone")]
"""As `Several`; one alone may stand without brackets."""

HolidaySets: TypeAlias = tuple[Annotated[str, ReadBy(_holiday_set, "holiday set")], ...]
"""The names of files of holidays."""

Color: TypeAlias = Annotated[str, ReadBy(_color, "colour")]
"""As ``#rrggbb``."""

PaperSize: TypeAlias = Annotated[Paper, BeforeValidator(_in_small_letters)]
Part: TypeAlias = Annotated[float, ReadBy(_part, "number from 0 to 1")]
"""A number from 0 to 1."""


def _somebody(value: Any) -> Any:
    if is_empty(value) or value == []:
        raise wrong("missing-key", "{key} names no role.", "Leave the key out where it is for everyone.")
    return value


DECIDES_WHO_READS: Final = BeforeValidator(_somebody)
"""For a key that must not be left empty: with nothing under it, everyone would read."""

Readers: TypeAlias = Annotated[tuple[Words, ...], DECIDES_WHO_READS]
"""Those who may read, one at least; everyone where the key is not written."""

Reader: TypeAlias = Annotated[Words, DECIDES_WHO_READS]

SKIP_EMPTY: Final = BeforeValidator(_without_empty)
"""For a mapping whose keys are the author's: those left empty are not set."""


def meaning(phrase: str) -> Any:
    """Return the words that say what belongs under a key, for the message where it is missing."""
    return Field(description=phrase)


def written_as(key: str) -> Any:
    """Return the name of a key that is a word of Python."""
    return Field(alias=key)
