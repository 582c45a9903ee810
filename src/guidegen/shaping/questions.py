"""Answers that a change sets aside: what people were asked at the last build, beside what they are asked now.

A browser keeps an answer under the id of its question.  A question whose id is another one begins empty, and
what stood in it is shown as kept from earlier.  That may be meant: then the worksheet has another version.

What was asked once under a version stays known while that version lasts, so that a warning is told until it
is mended and not at one build alone.  Things to tick have no version, and lists change while they are
written; of them only the same words under another id are told.  Drafts are asked of nobody, and worksheets
that come along are not the author's to mend.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from textwrap import shorten
from typing import Final

from guidegen.model.activity import Checklist, Worksheet, answers_of, items_of
from guidegen.model.handbook import Handbook, chapters_of
from guidegen.model.naming import is_preset
from guidegen.model.nearest import SHOWN, nearest
from guidegen.model.problem import Place, Problem, problem
from guidegen.model.questions import Asker, Questions, Remembered

_LONGEST: Final = 60
"""Letters of a question in a message."""


@dataclass(frozen=True, slots=True)
class _Question:
    """A field to fill in, or an item to tick."""

    id: str
    words: str
    place: Place
    is_written: bool
    """Whether the author wrote the id; else it follows the words."""


@dataclass(frozen=True, slots=True)
class _Asking:
    """What asks something now."""

    asker: Asker
    version: str
    place: Place
    questions: tuple[_Question, ...]
    is_ours: bool = False
    """Whether it comes along with guidegen."""


@dataclass(frozen=True, slots=True)
class _Change:
    """What became of questions under the same version."""

    renamed: Mapping[str, _Question]
    """By the id that it had: a question that has another id now."""

    gone: tuple[str, ...]
    """The ids of the others that are no longer there."""


_NO_CHANGE: Final = _Change({}, ())


def hidden_answers(whole: Handbook, before: Remembered) -> tuple[Problem, ...]:
    """Return a warning for what was asked *before* and has another id now, or is gone.

    *whole* is the handbook of everything.
    """
    found: list[Problem] = []
    for one in _asking(whole):
        old = before.get(one.asker)
        if old is not None and not one.is_ours:
            tell = _of_a_worksheet if one.asker[0] == "worksheet" else _of_a_list
            found.extend(tell(one, old, _change(one, old)))
    return tuple(found)


def remembered(whole: Handbook, before: Remembered) -> Remembered:
    """Return what is known for the next build: what is asked now, and what was asked *before*.

    What is gone as a whole stays known: its file may only be unreadable.  What has another id is known under
    the old one alone, until that is mended.
    """
    found = dict(before)
    for one in _asking(whole):
        old = before.get(one.asker)
        known = old.words if old is not None and old.version == one.version else {}
        renamed = {each.id for each in _change(one, old).renamed.values()}
        now = {each.id: each.words for each in one.questions if each.id not in renamed}
        found[one.asker] = Questions(one.version, {**known, **now})
    return found


# What is asked


def _asking(whole: Handbook) -> Iterator[_Asking]:
    chapters = (*chapters_of(whole.root), *whole.introductions)
    published = [one for one in chapters if whole.settings.drafts or not one.document.meta.draft]
    drafts = {one.document.place.path for one in chapters} - {one.document.place.path for one in published}
    for sheet in whole.worksheets:
        if sheet.place.path not in drafts:
            yield _sheet(sheet)
    for checklist in whole.checklists:
        if checklist.place.path not in drafts:
            yield _list(("checklist", checklist.id), checklist)
    for chapter in published:
        parts = chapter.document.nouns
        tasks = [one for one in parts if isinstance(one, Checklist) and one.in_chapter]
        if tasks:
            yield _list(("chapter", tasks[0].id), *tasks)


def _sheet(sheet: Worksheet) -> _Asking:
    asked = (_Question(one.id, one.label.plain, one.place, one.written_id) for one in answers_of(sheet))
    return _Asking(("worksheet", sheet.id), sheet.version, sheet.place, tuple(asked), is_preset(sheet))


def _list(asker: Asker, *lists: Checklist) -> _Asking:
    items = (item for one in lists for item in items_of(one))
    asked = (_Question(one.id, one.text.plain, one.place, one.written_id) for one in items)
    return _Asking(asker, "", lists[0].place, tuple(asked))


# What became of it


def _change(now: _Asking, before: Questions | None) -> _Change:
    if before is None or before.version != now.version:
        return _NO_CHANGE
    there = {one.id for one in now.questions}
    gone = {name: words for name, words in before.words.items() if name not in there}
    new = {one.id: one for one in now.questions if one.id not in before.words}
    renamed: dict[str, _Question] = {}
    for name, words in gone.items():
        if same := next((one for one in new.values() if one.words == words), None):
            renamed[name] = new.pop(same.id)
    if now.asker[0] == "worksheet":
        for name, words in gone.items():
            if name not in renamed and (found := _reworded(words, new)):
                renamed[name] = new.pop(found.id)
    return _Change(renamed, tuple(name for name in gone if name not in renamed))


def _reworded(words: str, new: Mapping[str, _Question]) -> _Question | None:
    """Return the new question that is most like some words, of those whose id follows their words."""
    by_words = {one.words: one for one in new.values() if not one.is_written}
    found = nearest(words, by_words)
    return by_words[found] if found else None


# What is told


def _of_a_worksheet(now: _Asking, before: Questions, change: _Change) -> Iterator[Problem]:
    version = f'"{int(now.version) + 1}"' if now.version.isdecimal() else "another one"
    mean_it = f"If answers shall be set aside, make the version of the worksheet {version}."
    for name, question in change.renamed.items():
        words = before.words[name]
        became = "has" if words == question.words else "is worded anew, with the id"
        message = (
            f'{_shown(words, name)} had the id "{name}" at the last build and {became} "{question.id}" now, '
            "so what people answered is set aside."
        )
        yield problem(
            "answers-hidden", message, question.place, f"Write id: {name} if it asks the same. {mean_it}"
        )
    if change.gone:
        listed = [f'{_shown(before.words[name], name)} (id "{name}")' for name in islice(change.gone, SHOWN)]
        gone = ", ".join([*listed, "…"] if len(change.gone) > SHOWN else listed)
        were = (
            "was asked at the last build and is"
            if len(listed) == 1
            else "were asked at the last build and are"
        )
        message = f"{gone} {were} gone, so what people answered is set aside."
        keep = "Where one is there in other words, give it the id that it had."
        yield problem("answers-hidden", message, now.place, f"{keep} {mean_it}")


def _of_a_list(now: _Asking, before: Questions, change: _Change) -> Iterator[Problem]:
    for name, question in change.renamed.items():
        words = _shown(before.words[name], name)
        message = (
            f'{words} had the id "{name}" at the last build and has "{question.id}" now, '
            "so its ticks are set aside."
        )
        keep = f"Write {{#{name}}}" if now.asker[0] == "chapter" else f"Write id: {name}"
        remedy = f"{keep} to keep them. If nobody has ticked it yet, build once with --clean."
        yield problem("answers-hidden", message, question.place, remedy)


def _shown(words: str, name: str) -> str:
    return f'"{shorten(words or name, _LONGEST, placeholder="…")}"'
