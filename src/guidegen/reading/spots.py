"""Spots: values of a tree, for the nouns that are made of them.

A noun keeps the place where it is written, and its texts are Markdown.  A spot
knows both: the value at hand, and the folder that links in it start from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from guidegen.model.problem import Place, Problem, problem
from guidegen.model.prose import NO_TEXT, Text
from guidegen.model.reference import Reference, ReferenceKind
from guidegen.reading import asides
from guidegen.reading.markdown import inline, paragraphs, unlinked
from guidegen.reading.values import sentence, shortened
from guidegen.reading.yaml import Step, Steps, Tree

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Spot:
    """One value of a tree, for the nouns that are made of it: they know where they are written."""

    tree: Tree
    base: str
    """The folder below the content folder that links in its texts start from."""

    steps: Steps = ()

    def at(self, *steps: Step) -> Spot:
        """Return a value inside this one."""
        return Spot(self.tree, self.base, (*self.steps, *steps))

    def each(self, key: Step, shapes: Iterable[T]) -> Iterator[tuple[T, Spot]]:
        """Yield each shape of a list inside this value with its spot."""
        for number, one in enumerate(shapes):
            yield one, self.at(key, number)

    def written(self, *steps: Step) -> Any:
        """Return what is written at this value, or at one inside it; None where that does not exist."""
        return _value_at(self.tree.data, (*self.steps, *steps))

    def place(self, *steps: Step) -> Place:
        """Return where this value, or one inside it, is written."""
        return self.tree.place(*self.steps, *steps)

    def places(self, written: Iterable[str], *steps: Step) -> tuple[Place, ...]:
        """Return where each entry of a list inside this value is written."""
        return tuple(self.place(*steps, number) for number, _ in enumerate(written))

    def key_place(self, *steps: Step) -> Place:
        """Return where the key of this value, or of one inside it, is written."""
        return self.tree.key_place(*self.steps, *steps)

    def text(self, written: str | None, *steps: Step) -> Text:
        """Return a line of Markdown, its footnotes in brackets."""
        return asides.within(inline(written, self.place(*steps), self.base)) if written else NO_TEXT

    def name(self, written: str | None, *steps: Step) -> Text:
        """Return a line of Markdown that can itself be a link: a title, or what something is called."""
        return unlinked(inline(written, self.place(*steps), self.base)) if written else NO_TEXT

    def texts(self, written: Iterable[str], *steps: Step) -> tuple[Text, ...]:
        """Return a list of lines of Markdown."""
        return tuple(self.text(one, *steps, number) for number, one in enumerate(written))

    def paragraphs(self, written: str | None, *steps: Step) -> Text:
        """Return some paragraphs of Markdown, their footnotes behind them."""
        return asides.behind(paragraphs(written, self.place(*steps), self.base)) if written else NO_TEXT

    def reference(self, kind: ReferenceKind, written: str | None, *steps: Step) -> Reference | None:
        """Return the name of something written elsewhere."""
        return Reference(kind, written, self.place(*steps)) if written else None

    def references(self, kind: ReferenceKind, written: Iterable[str], *steps: Step) -> tuple[Reference, ...]:
        """Return a list of names of things written elsewhere."""
        return tuple(Reference(kind, one, self.place(*steps, number)) for number, one in enumerate(written))

    def problem(self, slug: str, said: str, *steps: Step, remedy: str = "") -> Problem:
        """Return a problem with a value inside this one; for what is *said* see `sentence` of `values`."""
        path = (*self.steps, *steps)
        return problem(slug, sentence(said, path), self.tree.place(*path), remedy)

    def key_problem(self, slug: str, said: str, *steps: Step, remedy: str = "") -> Problem:
        """Return a problem with a key inside this value."""
        return problem(slug, sentence(said, self.steps), self.key_place(*steps), remedy)


def given_twice(tree: Tree, lists: Iterable[Steps], noun: str) -> tuple[Problem, ...]:
    """Return a problem for every id that an earlier entry of the *lists* has already.

    This looks at what is written, not at shapes, so that it finds something in a file with other mistakes.
    """
    seen: dict[str, int] = {}
    problems = []
    for steps in lists:
        entries = _value_at(tree.data, steps)
        for number, entry in enumerate(entries if isinstance(entries, list) else ()):
            name = entry.get("id") if isinstance(entry, dict) else None
            if not isinstance(name, str):
                continue
            place = tree.place(*steps, number, "id")
            if name in seen:
                message = f'{noun} "{shortened(name)}" is given twice (first on line {seen[name]}).'
                problems.append(problem("duplicate-id", message, place, "Give each an id of its own."))
            seen.setdefault(name, place.line)
    return tuple(problems)


def lists_at(tree: Tree, outer: str, inner: str) -> tuple[Steps, ...]:
    """Return the steps to each list *inner* of the entries of the list *outer*, and to *inner* at the top."""
    return (*((outer, number, inner) for number in range(length_at(tree, (outer,)))), (inner,))


def length_at(tree: Tree, steps: Steps) -> int:
    """Return how many entries the list has that *steps* lead to; none where there is no list."""
    entries = _value_at(tree.data, steps)
    return len(entries) if isinstance(entries, list) else 0


def _value_at(data: Any, steps: Steps) -> Any:
    for step in steps:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data
