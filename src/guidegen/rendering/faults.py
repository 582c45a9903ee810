"""What is wrong in a project's template, told as a problem.

Jinja knows the template and the line in which an error came up, and puts both
into the traceback as if templates were Python.  The innermost place in a
template of the project is the one to show.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from typing import Any

from jinja2 import StrictUndefined, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.utils import missing

from guidegen.model.problem import Place, Problem, problem
from guidegen.rendering.functions import UnknownWordError
from guidegen.rendering.templates import TemplateFile


class UnknownNameError(UndefinedError):
    """A template asks for a name that is not there."""

    def __init__(self, name: str, owner: Any, message: str) -> None:
        super().__init__(message)
        self.name = name
        self.owner = owner
        """What was asked for it; `missing` where it is a variable."""


class Missing(StrictUndefined):
    """What a name that is not there stands for: any use of it raises `UnknownNameError`."""

    __slots__ = ()

    def __init__(
        self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = None
    ) -> None:
        asks: Any = partial(UnknownNameError, name or "", obj)
        super().__init__(hint, obj, name, asks)


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a template could have meant."""

    variables: tuple[str, ...]
    templates: tuple[str, ...]
    words: tuple[str, ...]


def syntax_problem(template: TemplateFile, error: TemplateSyntaxError) -> Problem:
    """Return what is wrong in the writing of a template."""
    message = f"the template cannot be understood: {_sentence(error.message)}"
    return problem("template", message, _place(template, error.lineno))


def drawing_problem(reached: Iterable[TemplateFile], error: Exception, known: Known) -> Problem | None:
    """Return what an error has to do with the project's templates; None where it has nothing to.

    *reached* is every template that took part.
    """
    project = {one.path: one for one in reached if not one.ours}
    if isinstance(error, TemplateSyntaxError):
        found = project.get(error.filename or "")
        return syntax_problem(found, error) if found else None
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename in project:
            return _problem_at(project[frame.filename], frame.lineno or 0, error, known)
    # One of ours that leans on one of theirs: a macro that theirs does not have any more.
    return _problem_at(project[min(project)], 0, error, known) if project else None


def _problem_at(template: TemplateFile, line: int, error: Exception, known: Known) -> Problem:
    name, message, near = _told(error, known)
    close = get_close_matches(name, sorted(set(near)), 3)
    remedy = f"did you mean {' or '.join(close)}?" if close else ""
    return problem("template", message, _place(template, line, name), remedy)


def _told(error: Exception, known: Known) -> tuple[str, str, Iterable[str]]:
    """Return the name that was asked for in vain, a sentence, and the names that could be meant."""
    match error:
        case UnknownNameError(name=name, owner=owner) if owner is missing:
            return name, f'there is no "{name}" in this template.', known.variables
        case UnknownNameError(name=name, owner=owner):
            return name, f'{_called(owner)} has no "{name}".', _public(owner)
        case TemplateNotFound(name=str(name)):
            return name, f'there is no template "{name}".', known.templates
        case UnknownWordError(key=key):
            return key, f'there is no word "{key}" in the locale.', known.words
        case KeyError(args=(str(name),)):
            return name, f'"{name}" is asked for and not given.', ()
    return "", f"the template cannot be drawn: {_sentence(str(error))}", ()


def _place(template: TemplateFile, line: int, name: str = "") -> Place:
    lines = template.source.splitlines()
    if not 0 < line <= len(lines):
        return Place(template.path)
    text = lines[line - 1]
    column = text.find(name) + 1 if name else 0
    return Place(template.path, line, column, text, len(name) if column else 1)


def _public(owner: Any) -> tuple[str, ...]:
    return tuple(one for one in dir(owner) if not one.startswith("_"))


def _called(owner: Any) -> str:
    """Return what an author may call a value: ``a heading view`` for `HeadingView`."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(owner).__name__).lower()
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def _sentence(message: str | None) -> str:
    return f"{(message or 'something is wrong').rstrip('.')}."
