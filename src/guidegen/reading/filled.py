"""Worksheets that come back as filled in PDFs.

A PDF comes from somebody's mail, so nothing in it is believed: it may be broken, locked,
of something else, or have been through programs that know nothing of it.  Only its
list of fields is looked at, never a page.

pypdf is imported when there is a PDF to read.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr
from dataclasses import dataclass
from datetime import UTC
from itertools import islice
from types import MappingProxyType
from typing import Any, Final

from guidegen.model.activity import ChoiceField, Worksheet, answers_of
from guidegen.model.answers import Answer, AnswerFile
from guidegen.model.controls import (
    FORM_FIELD,
    FORM_FORMAT,
    OTHER,
    OTHER_WORDS,
    Filled,
    FilledForm,
    answers_from,
    controls_of,
    private_fields,
)
from guidegen.model.fingerprint import fingerprint_of_bytes
from guidegen.model.ids import control_name, control_prefix
from guidegen.model.problem import Place, Problem, problem
from guidegen.reading.answers import LARGEST, clean
from guidegen.reading.values import shortened

_DEEPEST: Final = 8
"""A field in a field in a field: no program writes more than three."""

_MOST: Final = 20_000
"""Fields of one file."""

_RADIO: Final = 1 << 15
_NOT_MINE: Final = "this PDF is no worksheet of a handbook."
_TOO_MANY: Final = "this PDF has more fields than any sheet."


class _BrokenError(ValueError):
    """The file makes no sense.  Its words can be shown to who collects."""


class _EncryptedError(Exception):
    """The file cannot be read without what is not installed."""


def is_pdf(content: bytes) -> bool:
    """Return whether bytes are, or pretend to be, a PDF."""
    return b"%PDF-" in content[:1024]


def read_form(content: bytes, name: str) -> tuple[FilledForm | None, tuple[Problem, ...]]:
    """Return what stands in a worksheet that was filled in as a PDF; None, and why, where it is none."""
    try:
        return _form(content), ()
    except _BrokenError as broken:
        return None, (problem("answers-file", str(broken), Place(name)),)
    except _EncryptedError:
        message = "this PDF is encrypted, and there is nothing here that reads one."
        remedy = "Ask for it as it was first saved, or pip install cryptography."
        return None, (problem("answers-file", message, Place(name), remedy),)
    except ImportError:
        message = "this is a PDF, and there is nothing here that reads one."
        return None, (problem("answers-file", message, Place(name), "pip install 'guidegen[pdf]'."),)
    except Exception:
        # Whatever pypdf stumbles over, in a file that anybody can have made.
        return None, (problem("answers-file", "this PDF is broken.", Place(name)),)


def answer_file(form: FilledForm, worksheet: Worksheet | None, content: bytes, name: str) -> AnswerFile:
    """Return the answers in a filled form; *worksheet* is what it is of, as far as that is known today.

    What stands in controls that the sheet has no longer is an answer to a question of their name.
    """
    answers = _answers(form, worksheet) if worksheet is not None else {}
    known = {one.name for one in controls_of(worksheet)} if worksheet is not None else set()
    prefix = control_prefix(form.worksheet)
    for control, value in form.filled.items():
        if value and control not in known and control.startswith(prefix):
            item = control.removeprefix(prefix)
            answers[item] = _answer(form, item, value)
    return AnswerFile(
        name=name,
        handbook=form.handbook,
        title=form.title,
        purpose="hand-in",
        saved=form.saved,
        answers=tuple(answers.values()),
        digest=fingerprint_of_bytes(content),
    )


def words_aside(form: FilledForm, worksheet: Worksheet | None, name: str) -> Iterator[Problem]:
    """Yield a warning for words of somebody's own that stand beside a circle which says something else."""
    if worksheet is None:
        return
    private = {*private_fields(worksheet), *form.private}
    for field in answers_of(worksheet):
        if not isinstance(field, ChoiceField) or field.id in private:
            continue
        chosen = form.filled.get(control_name(worksheet, field), "")
        words = form.filled.get(control_name(worksheet, field, *OTHER_WORDS), "")
        if words and chosen not in ("", OTHER):
            message = (
                f'"{field.id}" of "{form.worksheet}" has a circle filled in, and "{shortened(str(words))}" '
                "is written beside another. The table has only the circle."
            )
            yield problem("answers-unclear", message, Place(name), "Ask which of the two is meant.")


def _answers(form: FilledForm, worksheet: Worksheet) -> dict[str, Answer]:
    private = private_fields(worksheet)
    fields = {one.field.id: one.field for one in controls_of(worksheet)}
    found = {}
    for item, value in answers_from(worksheet, form.filled).items():
        field = fields[item]
        found[item] = Answer(
            cohort="",
            activity=worksheet.id,
            item=item,
            value=value,
            kind="sheet",
            title=worksheet.title.plain,
            version=form.version,
            label=field.label.plain,
            type=field.type,
            private=item in private or item in form.private,
        )
    return found


def _answer(form: FilledForm, item: str, value: Filled) -> Answer:
    """Return what stands in a control of which nobody knows any more what it is."""
    private = item.partition("--")[0] in form.private
    return Answer("", form.worksheet, item, value, kind="sheet", version=form.version, private=private)


# What is in a PDF


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a field has from those that it is in."""

    name: str = ""
    type: str = ""
    flags: int = 0
    value: Any = None


def _form(content: bytes) -> FilledForm:
    if len(content) > LARGEST:
        raise _BrokenError(f"{len(content)} bytes are more than any sheet has: at most {LARGEST} are read.")
    import pypdf
    from pypdf.errors import DependencyError

    # pypdf tells of every oddity.
    with redirect_stderr(io.StringIO()):
        try:
            reader = pypdf.PdfReader(io.BytesIO(content))
            is_locked = reader.is_encrypted and not reader.decrypt("")
        except DependencyError:
            raise _EncryptedError from None
        if is_locked:
            raise _BrokenError("this PDF is locked with a password.")
        form: Any = reader.root_object.get("/AcroForm")
        listed = form.get_object().get("/Fields", ()) if form is not None else ()
        filled = dict(_few(_fields(listed, _Kept(), _DEEPEST)))
        info: Any = reader.metadata
        told = filled.pop(FORM_FIELD, "") or (info or {}).get("/Guidegen", "")
        saved = _saved(reader)
    if not told and not filled:
        raise _BrokenError("this PDF has no fields: it was printed or scanned, so only people can read it.")
    mark = _mark(str(told))
    if not filled:
        raise _BrokenError(
            "its fields are gone: it was printed into a file, or flattened. Ask for the PDF as it was saved."
        )
    handbook = mark["handbook"]
    return FilledForm(
        handbook=_name(handbook, "id"),
        title=_name(handbook, "title"),
        worksheet=_name(mark, "worksheet"),
        version=_name(mark, "version"),
        private=tuple(str(one) for one in mark.get("private", ())),
        saved=saved,
        filled=MappingProxyType(filled),
    )


def _mark(told: str) -> Mapping[str, Any]:
    try:
        found = json.loads(told)
    except ValueError:
        raise _BrokenError(_NOT_MINE) from None
    if not isinstance(found, dict) or found.get("guidegen") != "form":
        raise _BrokenError(_NOT_MINE)
    written = found.get("format")
    if not isinstance(written, int) or isinstance(written, bool) or written < 1:
        raise _BrokenError(_NOT_MINE)
    if written > FORM_FORMAT:
        raise _BrokenError("this PDF is from a newer guidegen. Update guidegen.")
    return found


def _name(found: Mapping[str, Any], key: str) -> str:
    value = found[key]
    if not isinstance(value, str) or (key != "title" and not value):
        raise _BrokenError(_NOT_MINE)
    return clean(value)


def _few(fields: Iterator[tuple[str, Filled]]) -> list[tuple[str, Filled]]:
    """Return the fields; one that is named in many places counts as often."""
    found = list(islice(fields, _MOST + 1))
    if len(found) > _MOST:
        raise _BrokenError(_TOO_MANY)
    return found


def _fields(listed: Any, above: _Kept, deep: int) -> Iterator[tuple[str, Filled]]:
    """Yield each field by its name, with what stands in it."""
    if not deep or len(listed) > _MOST:
        raise _BrokenError(_TOO_MANY)
    for one in listed:
        entries = one.get_object()
        kept = _Kept(
            name=".".join(filter(None, (above.name, str(entries.get("/T", ""))))),
            type=str(entries.get("/FT", above.type)),
            flags=int(entries.get("/Ff", above.flags)),
            value=entries.get("/V", above.value),
        )
        kids = entries.get("/Kids", ())
        named = [kid for kid in kids if "/T" in kid.get_object()]
        if named:
            yield from _fields(named, kept, deep - 1)
        else:
            yield kept.name, _value(kept, [entries, *(kid.get_object() for kid in kids)])


def _value(field: _Kept, widgets: list[Any]) -> Filled:
    """Return what stands in a field: a tick, the value of a circle, or words."""
    value = field.value.get_object() if field.value is not None else ""
    if field.type == "/Btn":
        shown = [str(one.get("/AS", "/Off")) for one in widgets]
        state = str(value) if value else next((one for one in shown if one != "/Off"), "/Off")
        if field.flags & _RADIO:
            return "" if state == "/Off" else state.removeprefix("/")
        return state != "/Off"
    if isinstance(value, list):
        value = value[0] if value else ""
    words = value.get_data().decode("utf-8", "replace") if hasattr(value, "get_data") else str(value)
    return clean(words)


def _saved(reader: Any) -> str:
    """Return when a file was saved; empty where it does not say, or says what makes no sense."""
    try:
        day = reader.metadata.modification_date
        if day is None:
            return ""
        # A time without a zone is taken as it stands: which one the computer of the sender had nobody knows.
        moment = day.astimezone(UTC) if day.tzinfo else day.replace(tzinfo=UTC)
        return str(moment.isoformat(timespec="seconds").replace("+00:00", "Z"))
    except (ValueError, AttributeError, OverflowError):
        return ""
