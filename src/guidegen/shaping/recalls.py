"""What sheets show of one another's answers, in the handbook of one edition.

A sheet recalls single answers, each goal of another sheet, or each goal of the
handbook.  Here every answer is named, with the page on which it is written;
what an edition does not have is not recalled in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from guidegen.model.activity import GoalField, Recalled, RecallField, Worksheet, answers_of, fields_of
from guidegen.model.handbook import Document
from guidegen.model.rebuild import KEEP, Change, rebuild
from guidegen.model.reference import Reference


def recalls(worksheet: Worksheet) -> bool:
    """Return whether a sheet shows what is written on others."""
    return any(isinstance(one, RecallField) for one in fields_of(worksheet))


def recalls_within(document: Document) -> bool:
    """Return whether a sheet that is defined in a chapter shows what is written on others."""
    return any(isinstance(one, Worksheet) and recalls(one) for one in document.nouns)


def recalling(worksheets: Iterable[Worksheet], known: Mapping[tuple[str, str], Reference]) -> Change:
    """Return the change by which sheets name every answer that they recall.

    *worksheets* are those of the edition, *known* what each name leads to there, by kind and id.
    """
    sheets = {one.id: one for one in worksheets}

    def name(noun: Any) -> Any:
        if not isinstance(noun, Worksheet):
            return KEEP
        if not recalls(noun):
            return noun

        def named(field: Any) -> Any:
            if not isinstance(field, RecallField):
                return KEEP
            found = _sources(field, noun, sheets)
            sources = tuple(
                Recalled(replace(known["worksheet", sheet.id], place=field.place), one)
                for sheet, one in dict.fromkeys(found)
            )
            return replace(field, sources=sources)

        return replace(noun, sections=rebuild(noun.sections, named))

    return name


def _sources(
    field: RecallField, own: Worksheet, sheets: Mapping[str, Worksheet]
) -> Iterator[tuple[Worksheet, str]]:
    """Yield the sheet and the id of each answer that a field recalls."""
    if not field.sources:
        others = (one for one in sheets.values() if one.id != own.id)
        yield from ((one, goal) for one in others for goal in _goals(one))
    for source in field.sources:
        sheet = sheets.get(source.sheet.id)
        if sheet is None:
            continue
        answers = [one.id for one in answers_of(sheet)]
        if not source.field:
            yield from ((sheet, one) for one in _goals(sheet) or answers)
        elif source.field in answers:
            yield sheet, source.field


def _goals(worksheet: Worksheet) -> list[str]:
    return [one.id for one in answers_of(worksheet) if isinstance(one, GoalField)]
