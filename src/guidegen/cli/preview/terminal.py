"""What the terminal says while the preview runs: each problem once, until it is gone and comes back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import click

from guidegen.cli import console
from guidegen.cli.preview.stage import Moment
from guidegen.model.problem import Problem

_Kind: TypeAlias = tuple[str, str, str, str]
"""What makes a problem the same as one before: not its line, which moves with every edit above."""

_GONE: Final = (OSError, ValueError)
"""A terminal that was closed, or that lacks a letter, is no reason to end."""


@dataclass(slots=True)
class Terminal:
    """What was said so far."""

    arguments: tuple[str, ...] = ()
    _said: Counter[_Kind] = field(default_factory=Counter)
    _reported: set[str] = field(default_factory=set)

    def tell(self, moment: Moment) -> None:
        """Show the problems that are new, and say so when the last one is gone."""
        before = self._said
        fresh = [*_beyond(before, moment.problems)]
        there = Counter(map(_kind, moment.problems))
        # As long as pages are still looked into, one that is missing may only not be found yet.
        self._said = there if moment.complete else there | before
        with suppress(*_GONE):
            console.show(fresh)
            if before and not self._said:
                click.echo("All problems are gone.", err=True)

    def report(self, bug: Exception) -> None:
        """Show a mistake of guidegen, once."""
        text = console.report_of(bug, self.arguments)
        if text not in self._reported:
            self._reported.add(text)
            with suppress(*_GONE):
                click.echo(text, err=True)


def _kind(one: Problem) -> _Kind:
    return one.slug, one.message, one.place.path, one.place.text


def _beyond(said: Counter[_Kind], problems: Iterable[Problem]) -> Iterable[Problem]:
    """Yield the problems that are there more often than they were said."""
    left = Counter(said)
    for one in problems:
        if left[_kind(one)] > 0:
            left[_kind(one)] -= 1
        else:
            yield one
