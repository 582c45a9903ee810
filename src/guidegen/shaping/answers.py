"""Answers that many people gave, laid side by side: a table for each sheet, a row for each file.

The columns are those of the sheet as it is now, in its order.  What a file has
and the sheet has not comes after them; what is private is in no column.  Where
no handbook is known, the files themselves say what was asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from time import strptime
from types import MappingProxyType
from typing import Final, Literal

from guidegen.model.activity import (
    Checklist,
    DateField,
    Field,
    GoalField,
    GridField,
    MonthField,
    MultiChoiceField,
    Option,
    QuadrantsField,
    RankingField,
    SignatureField,
    TableField,
    TimeField,
    Worksheet,
    answers_of,
    items_of,
)
from guidegen.model.answers import Answer, AnswerFile, Column, Row, Table, TableKey, Value
from guidegen.model.handbook import Handbook, chapters_of
from guidegen.model.nearest import SHOWN
from guidegen.model.problem import Place, Problem, escaped, problem
from guidegen.model.program import Program

_SET_ASIDE = re.compile(r"~\d*$|^~")
"""Entries of a browser that answer no question of today."""

_WRITTEN: Final = {"date": "YYYY-MM-DD", "month": "YYYY-MM", "time": "HH:MM"}
"""How a day, a month and a time are written, so that those of many people can be put in order."""

_SO: Final = "and stands so in the table"
_FORMATS: Final = {"date": "%Y-%m-%d", "month": "%Y-%m", "time": "%H:%M"}

_LONGEST: Final = 60
"""So many letters of what somebody wrote are shown in a message."""

_MOST_UNKNOWN: Final = 200
"""Columns that one file can add to a table, for what no sheet knows."""

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
    added: Counter[str] = field(default_factory=Counter)
    """How many of the extra columns each file brought."""


def asked_in(handbook: Handbook) -> dict[TableKey, Asked]:
    """Return what each worksheet, checklist and chapter with things to tick asks for, by kind and id."""
    found: dict[TableKey, Asked] = {("sheet", one.id): _sheet(one) for one in handbook.worksheets}
    found |= {("list", one.id): _list(one.title.plain, (one,)) for one in handbook.checklists}
    for chapter in (*chapters_of(handbook.root), *handbook.introductions):
        lists = [one for one in chapter.document.nouns if isinstance(one, Checklist)]
        if tasks := [one for one in lists if one.in_chapter]:
            found.setdefault(("list", tasks[0].id), _list(chapter.title.plain, tasks))
    for program in handbook.programs:
        _add_tasks(found, program)
    return found


def tables_of(
    files: Sequence[AnswerFile], asked: Mapping[TableKey, Asked] | None, called: Mapping[str, str]
) -> tuple[tuple[Table, ...], tuple[Problem, ...]]:
    """Return a table for each sheet that the files answer, and what does not fit.

    *asked* is None where no handbook is known.  Tables come in the order of the handbook,
    then those that only files know; rows in the order of the files, each with the name
    in *called* of its file.
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
    return tuple(_table(key, drafts[key], called) for key in order), tuple(problems)


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


def _add_tasks(found: dict[TableKey, Asked], program: Program) -> None:
    """Add what is ticked on the pages of cohorts only: errands of meetings, and what comes again."""
    for cohort in program.cohorts:
        titles = {one.id: one.title.plain for one in (*program.meetings, *cohort.meetings)}
        by_source: dict[str, list[Column]] = {}
        for task in cohort.schedule.tasks:
            label = " ".join(filter(None, (task.item.text.plain, task.id.partition("#")[2])))
            by_source.setdefault(task.source, []).append(Column(task.id, label=label, type="item"))
        for source, columns in by_source.items():
            asked = found.get(("list", source)) or _list(titles.get(source, source), ())
            every = {one.item: one for one in (*asked.columns, *columns)}
            found["list", source] = replace(asked, columns=tuple(every.values()))


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
        case SignatureField(date=day):
            # Where paper asks for no name, a screen has no other way to sign.
            return (("name", ""), *([("date", "")] if day else []))
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
        if not _is_private(one, asked):
            found.setdefault((_key(one, asked), one.cohort), []).append(one)
    for (key, cohort), answers in found.items():
        yield key, cohort, answers


def _key(answer: Answer, asked: Mapping[TableKey, Asked]) -> TableKey:
    if not answer.kind and ("list", answer.activity) in asked and ("sheet", answer.activity) not in asked:
        return "list", answer.activity
    return answer.kind or "sheet", answer.activity


def _is_private(answer: Answer, asked: Mapping[TableKey, Asked]) -> bool:
    """Return whether an answer is nobody else's, whatever kind the file says it is of."""
    sheet = asked.get(("sheet", answer.activity))
    return answer.private or (sheet is not None and answer.item in sheet.private)


def _private_problem(file: AnswerFile, asked: Mapping[TableKey, Asked]) -> Iterator[Problem]:
    count = sum(_is_private(one, asked) for one in file.answers)
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
    parts = _parts_by_item(asked.columns)
    strange = [one for one in answers if not _has_place(one, parts)]
    left_out = {one.item for one in strange if not _place_at_the_end(one, parts, draft, file.name)}
    if known and strange:
        yield problem("answers-unknown", _unknown_words(name, strange), place)
    if left_out:
        message = f"{name} has too many answers that no sheet asks for: {len(left_out)} are left out."
        yield problem("answers-unknown", message, place)
    given = {one.item for one in answers}
    missing = [one for one in asked.items if one in asked.required and one not in given]
    if known and missing:
        message = f"{name} has no answer to {_listed(missing)}, and needs one."
        yield problem("answers-missing", message, place)
    yield from _unclear(name, answers, asked, place)
    by_item = MappingProxyType({one.item: one for one in answers if one.item not in left_out})
    draft.rows.append(Row(file.name, file.saved, cohort, version, by_item))


def _parts_by_item(columns: Iterable[Column]) -> dict[str, set[str]]:
    parts: dict[str, set[str]] = {}
    for one in columns:
        parts.setdefault(one.item, set()).add(one.part)
    return parts


def _has_place(answer: Answer, parts: Mapping[str, set[str]]) -> bool:
    """Return whether there is a column for everything that an answer says."""
    known = parts.get(answer.item, set())
    if not known or known == {""}:
        return bool(known)
    return isinstance(answer.value, Mapping) and answer.value.keys() <= known


def _place_at_the_end(answer: Answer, parts: Mapping[str, set[str]], draft: _Draft, file: str) -> bool:
    """Return whether an answer that the sheet has no column for has one behind them."""
    known = parts.get(answer.item, set())
    needed: tuple[str, ...] = ("",)
    if isinstance(answer.value, Mapping) and (known or answer.type in _IN_PARTS):
        needed = tuple(one for one in answer.value if one not in known)
    for part in needed:
        if (answer.item, part) in draft.extra:
            continue
        if draft.added[file] >= _MOST_UNKNOWN:
            return False
        draft.added[file] += 1
        draft.extra[answer.item, part] = Column(answer.item, part, label=answer.label, type=answer.type)
    return True


def _unknown_words(name: str, answers: Sequence[Answer]) -> str:
    return (
        f"{name} no longer asks for {_listed([one.item for one in answers])}. Look at the end of the table."
    )


# What may be meant otherwise


def _unclear(name: str, answers: Sequence[Answer], asked: Asked, place: Place) -> Iterator[Problem]:
    """Yield a warning for what no page would take, and for days, months and times that cannot be put in order
    with those of others."""
    fields = {one.item: one.field for one in asked.columns if one.field is not None}
    for answer in answers:
        if answer.item not in fields:
            continue
        if said := _too_much(fields[answer.item], answer.value):
            message = f'"{answer.item}" of {name} {said}, {_SO}.'
            yield problem("answers-unclear", message, place, "Ask what is meant.")
        for kind, written in _moments(fields[answer.item], answer.value):
            if not _is_moment(kind, written):
                message = f'"{answer.item}" of {name} is written "{_shown(written)}", {_SO}.'
                yield problem("answers-unclear", message, place, f"Write a {kind} as {_WRITTEN[kind]}.")


def _shown(written: str) -> str:
    return escaped(written if len(written) <= _LONGEST else f"{written[:_LONGEST]}…")


def _too_much(one: Field, value: Value) -> str:
    """Return what is chosen more often than the sheet allows; empty where nothing is."""
    chosen = [name for name in value if isinstance(name, str) and name] if isinstance(value, tuple) else []
    match one:
        case RankingField():
            twice = next((name for name, count in Counter(chosen).items() if count > 1), "")
            return f'has "{_shown(twice)}" in more than one place' if twice else ""
        case MultiChoiceField(max=most) if most is not None and len(chosen) > most:
            return f"has {len(chosen)} ticks, where {most} is the most"
    return ""


def _moments(one: Field, value: Value) -> Iterator[tuple[str, str]]:
    """Yield each day, month or time in an answer, with which of these it should be."""
    found: list[tuple[str, object]] = []
    match one:
        case DateField() | MonthField() | TimeField():
            found = [(one.type, value)]
        case SignatureField():
            found = [("date", _part_of(value, "date"))]
        case GoalField(parts=parts):
            found = [("date", _part_of(value, part.id)) for part in parts if part.type == "date"]
        case TableField(columns=columns):
            lines = tuple(value.values()) if isinstance(value, Mapping) else value
            rows = lines if isinstance(lines, tuple) else ()
            days = [column.id for column in columns if column.type == "date"]
            found = [("date", _part_of(row, day)) for row in rows for day in days]
    yield from ((kind, words) for kind, words in found if isinstance(words, str) and words)


def _part_of(value: object, name: str) -> object:
    return value.get(name, "") if isinstance(value, Mapping) else ""


def _is_moment(kind: str, written: str) -> bool:
    with suppress(ValueError):
        strptime(written, _FORMATS[kind])
        return len(written) == len(_WRITTEN[kind])
    return False


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _table(key: TableKey, draft: _Draft, called: Mapping[str, str]) -> Table:
    asked = draft.asked
    rows = tuple(replace(one, file=called[one.file]) for one in draft.rows)
    columns = (*asked.columns, *draft.extra.values())
    return Table(asked.kind, key[1], asked.title, asked.version, columns, rows)
