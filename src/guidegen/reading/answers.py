"""Files that readers give back: bytes become answers, or a sentence why not.

A file comes from somebody's mail, so nothing in it is believed.  It is taken
whole or not at all: half an answer would be one that nobody gave.

JSON is the one format today.  Another one would be another function that
returns an `AnswerFile`, and a line in `read_answers` that knows its first bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final, NoReturn

from guidegen.model.answers import DEEPEST, Answer, AnswerFile, Kind, Value
from guidegen.model.fingerprint import fingerprint_of_bytes
from guidegen.model.problem import Place, Problem, problem

LARGEST: Final = 20_000_000
"""Bytes of a file; a browser has room for less."""

FORMAT: Final = 1
"""What `theme/assets/files.js` writes."""

COLLECTED: Final = "collected"
"""How `guidegen collect` marks what it writes."""

_MOST: Final = 10_000
"""Answers in a file."""

_LONGEST_NAME: Final = 300
"""Letters of an id."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class _BrokenError(ValueError):
    """The file makes no sense.  Its words can be shown to who collects."""


def read_answers(content: bytes, name: str) -> tuple[AnswerFile | None, tuple[Problem, ...]]:
    """Return the answers in a file that a reader gave back; None, with the problem, where it is none.

    Control letters are replaced, so that every text can be written anywhere.
    """
    try:
        found = _file_of(_parsed(content), name)
    except _BrokenError as broken:
        return None, (problem("answers-file", str(broken), Place(name)),)
    return replace(found, digest=fingerprint_of_bytes(content)), ()


def _parsed(content: bytes) -> Mapping[str, Any]:
    if len(content) > LARGEST:
        raise _BrokenError(f"{len(content)} bytes are more than any sheet has: at most {LARGEST} are read.")
    try:
        found = json.loads(
            content.decode("utf-8-sig"), parse_int=_whole, parse_float=str, parse_constant=_no_number
        )
    except UnicodeDecodeError:
        raise _BrokenError("this is not a file of answers: it is not UTF-8.") from None
    except RecursionError:
        raise _BrokenError("this is not a file of answers: it is nested too deep.") from None
    except ValueError as wrong:
        where = f", line {wrong.lineno}" if isinstance(wrong, json.JSONDecodeError) else ""
        raise _BrokenError(f"this is not a file of answers: it is not JSON{where}.") from None
    if not isinstance(found, dict) or not isinstance(found.get("guidegen"), str):
        raise _BrokenError("this is not a file of answers: no page of a handbook wrote it.")
    if found["guidegen"] == COLLECTED:
        raise _BrokenError("this is what guidegen collect wrote, not what a reader gave back.")
    if found["guidegen"] != "answers":
        raise _BrokenError("this is not a file of answers, but something else of guidegen.")
    return found


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) < 16 else digits


def _no_number(words: str) -> NoReturn:
    raise ValueError(f"{words} is not JSON")


def _file_of(found: Mapping[str, Any], name: str) -> AnswerFile:
    if not isinstance(found.get("format"), int) or isinstance(found["format"], bool):
        raise _BrokenError('"format" should be a number.')
    if found["format"] > FORMAT:
        raise _BrokenError(f"it was written by a newer guidegen (format {found['format']}). Update guidegen.")
    if found["format"] not in _FORMATS:
        raise _BrokenError(f"there is no format {found['format']}.")
    return _FORMATS[found["format"]](found, name)


def _format_1(found: Mapping[str, Any], name: str) -> AnswerFile:
    handbook = found.get("handbook")
    if not isinstance(handbook, dict):
        raise _BrokenError("it does not say which handbook it is from.")
    if found.get("purpose") not in ("backup", "hand-in"):
        raise _BrokenError('"purpose" should be "backup" or "hand-in".')
    listed = found.get("answers")
    if not isinstance(listed, list):
        raise _BrokenError('"answers" should be a list.')
    if len(listed) > _MOST:
        raise _BrokenError(f"{len(listed)} answers are more than any handbook asks for.")
    answers = tuple(_answer(one, number) for number, one in enumerate(listed, 1))
    _check_once(answers)
    return AnswerFile(
        name=name,
        handbook=_id(handbook, "id", "the handbook"),
        title=_words(handbook, "title", "the handbook"),
        purpose=found["purpose"],
        saved=_words(found, "saved", "the file"),
        answers=answers,
    )


_FORMATS: Final[Mapping[int, Callable[[Mapping[str, Any], str], AnswerFile]]] = {1: _format_1}
"""A reader for each format that was ever written."""


def _answer(found: object, number: int) -> Answer:
    where = f"answer {number}"
    if not isinstance(found, dict):
        raise _BrokenError(f"{where} is not an answer.")
    if "value" not in found:
        raise _BrokenError(f'{where} has no "value".')
    cohort = _id(found, "cohort", where)
    return Answer(
        cohort="" if cohort == "-" else cohort,
        activity=_id(found, "activity", where),
        item=_id(found, "item", where),
        value=_value(found["value"], where, DEEPEST),
        kind=_kind(found.get("kind", ""), where),
        title=_words(found, "title", where),
        version=_words(found, "version", where),
        label=_words(found, "label", where),
        type=_words(found, "type", where),
        text=_words(found, "text", where),
        private=_flag(found.get("private", False), where),
    )


def _check_once(answers: tuple[Answer, ...]) -> None:
    seen: dict[tuple[str, str, str], int] = {}
    for number, one in enumerate(answers, 1):
        first = seen.setdefault((one.cohort, one.activity, one.item), number)
        if first != number:
            raise _BrokenError(f"answer {number} is to the same question as answer {first}.")


def _kind(found: object, where: str) -> Kind:
    match found:
        case "sheet" | "list" | "":
            return found
        case "reader":
            return ""
    raise _BrokenError(f'{where}: "kind" should be "sheet" or "list".')


def _flag(found: object, where: str) -> bool:
    if not isinstance(found, bool):
        raise _BrokenError(f'{where}: "private" should be true or false.')
    return found


def _id(found: Mapping[str, Any], key: str, where: str) -> str:
    words = _words(found, key, where)
    if not words or len(words) > _LONGEST_NAME or "\n" in words:
        raise _BrokenError(f'{where} needs "{key}".')
    return words


def _words(found: Mapping[str, Any], key: str, where: str) -> str:
    value = found.get(key, "")
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise _BrokenError(f'{where}: "{key}" should be text.')
    return clean(str(value))


def _value(found: object, where: str, deep: int) -> Value:
    match found:
        case bool():
            return found
        case str() | int():
            return clean(str(found))
        case list() if deep:
            return tuple(_value(one, where, deep - 1) for one in found)
        case dict() if deep:
            named = {clean(name): _value(one, where, deep - 1) for name, one in found.items()}
            return MappingProxyType(named)
    raise _BrokenError(f"{where} has a value that no question asks for.")


def clean(text: str) -> str:
    """Return a text with line feeds alone between lines, and only letters that can be written anywhere."""
    return _CONTROL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
