"""Answers that many people gave, laid side by side: a table for each sheet, a row for each file.

The columns are those of the sheet as it is now, in its order.  What a file has
and the sheet has not comes after them; what is private is in no column.  Where
no handbook is known, the files themselves say what was asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

from guidegen.model.activity import (
    Checklist,
    Field,
    GoalField,
    GridField,
    Option,
    QuadrantsField,
    SignatureField,
    Worksheet,
    answers_of,
    items_of,
)
from guidegen.model.answers import Answer, AnswerFile, Column, Row, Table, TableKey
from guidegen.model.handbook import Handbook, chapters_of
from guidegen.model.nearest import SHOWN
from guidegen.model.problem import Place, Problem, problem
from guidegen.model.prose import parts_within

_SET_ASIDE = re.compile(r"~\d*$|^~")
"""Entries of a browser that answer no question of today."""

_MOST_UNKNOWN: Final = 200
"""Columns of a table that no sheet knows."""

_IN_PARTS: Final = ("grid", "quadrants", "goal", "signature")
"""Types of fields whose answers have a column for each part."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one sheet or list asks for."""

    kind: Literal["sheet", "list"]
    title: str
    version: str
    columns: tuple[Column, ...]
    private: frozenset[str] = frozenset()
    """The ids of fields whose answers are nobody else's."""

    required: frozenset[str] = frozenset()

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.item for one in self.columns))


@dataclass(slots=True)
class _Draft:
    """A table while it grows."""

    asked: Asked
    rows: list[Row] = field(default_factory=list)
    extra: dict[tuple[str, str], Column] = field(default_factory=dict)


def asked_in(handbook: Handbook) -> dict[TableKey, Asked]:
    """Return what each worksheet, checklist and chapter with things to tick asks for, by kind and id."""
    found: dict[TableKey, Asked] = {("sheet", one.id): _sheet(one) for one in handbook.worksheets}
    found |= {("list", one.id): _list(one.title.plain, (one,)) for one in handbook.checklists}
    for chapter in (*chapters_of(handbook.root), *handbook.introductions):
        lists = [one for one in parts_within(chapter.document.body) if isinstance(one, Checklist)]
        if tasks := [one for one in lists if one.in_chapter]:
            found.setdefault(("list", tasks[0].id), _list(chapter.title.plain, tasks))
    return found


def tables_of(
    files: Sequence[AnswerFile], asked: Mapping[TableKey, Asked] | None
) -> tuple[tuple[Table, ...], tuple[Problem, ...]]:
    """Return a table for each sheet that the files answer, and what does not fit.

    *asked* is None where no handbook is known.  Tables come in the order of the handbook,
    then those that only files know; rows in the order of the files.
    """
    drafts: dict[TableKey, _Draft] = {}
    problems: list[Problem] = []
    for file in files:
        for key, cohort, answers in _by_sheet(file, asked or {}):
            draft = drafts.setdefault(key, _Draft((asked or {}).get(key) or _unknown(key, answers)))
            known = key in asked if asked is not None else None
            problems += _add_row(draft, file, key, cohort, answers, known)
        problems += _private_problem(file, asked or {})
    order = [
        *(key for key in asked or {} if key in drafts),
        *(key for key in drafts if key not in (asked or {})),
    ]
    return tuple(_table(key, drafts[key]) for key in order), tuple(problems)


# What is asked


def _sheet(worksheet: Worksheet) -> Asked:
    """Return what a worksheet asks; of one that is for one person alone everything is private."""
    fields = answers_of(worksheet)
    private = frozenset(one.id for one in fields if one.private or worksheet.confidential == "private")
    return Asked(
        kind="sheet",
        title=worksheet.title.plain,
        version=worksheet.version,
        columns=tuple(column for one in fields if one.id not in private for column in _columns(one)),
        private=private,
        required=frozenset(one.id for one in fields if one.required),
    )


def _list(title: str, lists: Iterable[Checklist]) -> Asked:
    items = (item for one in lists for item in items_of(one))
    columns = {one.id: Column(one.id, label=one.text.plain, type="item") for one in items}
    return Asked("list", title, "", tuple(columns.values()))


def _columns(one: Field) -> Iterator[Column]:
    parts = parts_of(one)
    for part, label in parts or (("", ""),):
        yield Column(one.id, part, one, one.label.plain, one.type, label)


def parts_of(one: Field) -> tuple[tuple[str, str], ...]:
    """Return the id and the words of each part of a field that is answered in parts; the words may be the
    interface's, and empty here."""
    match one:
        case GridField(rows=rows):
            return _labelled(rows)
        case QuadrantsField(boxes=boxes):
            return tuple((box.id, box.label.plain) for box in boxes)
        case GoalField(parts=parts):
            return tuple((part.id, part.label.plain) for part in parts)
        case SignatureField(name=name, date=day):
            return (*([("name", "")] if name else []), *([("date", "")] if day else []))
    return ()


def _labelled(options: Iterable[Option]) -> tuple[tuple[str, str], ...]:
    return tuple((one.id, one.label.plain) for one in options)


def _unknown(key: TableKey, answers: Sequence[Answer]) -> Asked:
    """Return what a sheet asks that no handbook has: nothing that is known, all comes from the files."""
    kind, activity = key
    title = next((one.title for one in answers if one.title), activity)
    return Asked("list" if kind == "list" else "sheet", title, "", ())


# Rows


def _by_sheet(
    file: AnswerFile, asked: Mapping[TableKey, Asked]
) -> Iterator[tuple[TableKey, str, list[Answer]]]:
    """Yield the answers of a file that may be shown, by sheet and cohort, in the order of the file."""
    found: dict[tuple[TableKey, str], list[Answer]] = {}
    for one in file.answers:
        if _SET_ASIDE.search(one.item) or _SET_ASIDE.search(one.activity):
            continue
        key = _key(one, asked)
        if not _is_private(one, key, asked):
            found.setdefault((key, one.cohort), []).append(one)
    for (key, cohort), answers in found.items():
        yield key, cohort, answers


def _key(answer: Answer, asked: Mapping[TableKey, Asked]) -> TableKey:
    if not answer.kind and ("list", answer.activity) in asked and ("sheet", answer.activity) not in asked:
        return "list", answer.activity
    return answer.kind or "sheet", answer.activity


def _is_private(answer: Answer, key: TableKey, asked: Mapping[TableKey, Asked]) -> bool:
    return answer.private or (key in asked and answer.item in asked[key].private)


def _private_problem(file: AnswerFile, asked: Mapping[TableKey, Asked]) -> Iterator[Problem]:
    count = sum(_is_private(one, _key(one, asked), asked) for one in file.answers)
    if count:
        answers = "One private answer is" if count == 1 else f"{count} private answers are"
        yield problem("answers-private", f"{answers} in this file, and left out.", Place(file.name))


def _add_row(
    draft: _Draft, file: AnswerFile, key: TableKey, cohort: str, answers: Sequence[Answer], known: bool | None
) -> Iterator[Problem]:
    place, asked, name = Place(file.name), draft.asked, f'"{key[1]}"'
    if known is False:
        kind = "checklist" if key[0] == "list" else "worksheet"
        yield problem("answers-unknown", f"there is no {kind} {name} in the handbook.", place)
    version = next((one.version for one in answers if one.version), "")
    if version and asked.version and version != asked.version:
        message = f"{name} was answered in version {version}; it is now version {asked.version}."
        yield problem("answers-version", message, place)
    strange = [one for one in answers if not _has_place(one, asked)]
    left_out = [one for one in strange if not _place_at_the_end(one, draft)]
    if known and strange:
        yield problem("answers-unknown", _unknown_words(name, strange), place)
    if left_out:
        message = f"{name} has too many answers that no sheet asks for: {len(left_out)} are left out."
        yield problem("answers-unknown", message, place)
    missing = [one for one in asked.items if one not in {found.item for found in answers}]
    if known and missing and asked.kind == "sheet":
        yield problem("answers-missing", _missing_words(name, missing, asked), place)
    by_item = MappingProxyType({one.item: one for one in answers if one not in left_out})
    draft.rows.append(Row(file.name, file.saved, cohort, version, by_item))


def _has_place(answer: Answer, asked: Asked) -> bool:
    """Return whether there is a column for everything that an answer says."""
    parts = {one.part for one in asked.columns if one.item == answer.item}
    if not parts or parts == {""}:
        return bool(parts)
    return isinstance(answer.value, Mapping) and answer.value.keys() <= parts


def _place_at_the_end(answer: Answer, draft: _Draft) -> bool:
    """Return whether an answer that the sheet has no column for has one behind them."""
    known = {one.part for one in draft.asked.columns if one.item == answer.item}
    parts: tuple[str, ...] = ("",)
    if isinstance(answer.value, Mapping) and (known or answer.type in _IN_PARTS):
        parts = tuple(one for one in answer.value if one not in known)
    for part in parts:
        if (answer.item, part) not in draft.extra and len(draft.extra) >= _MOST_UNKNOWN:
            return False
        column = Column(answer.item, part, label=answer.label, type=answer.type)
        draft.extra.setdefault((answer.item, part), column)
    return True


def _unknown_words(name: str, answers: Sequence[Answer]) -> str:
    return (
        f"{name} no longer asks for {_listed([one.item for one in answers])}. Look at the end of the table."
    )


def _missing_words(name: str, missing: Sequence[str], asked: Asked) -> str:
    shown = [f"{one} (needed)" if one in asked.required else one for one in missing]
    return f"{len(missing)} of {len(asked.items)} questions of {name} have no answer: {_listed(shown)}."


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _table(key: TableKey, draft: _Draft) -> Table:
    asked = draft.asked
    columns = (*asked.columns, *draft.extra.values())
    return Table(asked.kind, key[1], asked.title, asked.version, columns, tuple(draft.rows))
