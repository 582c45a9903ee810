"""The theme: templates, words and assets, ours and over them the project's.

What a project puts into ``templates/`` shadows ours by name.  A template that
begins with ``{% extends "default/chapter.html" %}`` changes one block of ours and
keeps the rest; a file in ``templates/assets/`` replaces or adds one; a file in
``templates/locales/`` says other words.  There is no other mechanism.

A template is given the fields of its view as variables, and may ask for nothing
else: a name that is not there is a problem with the line of the template.  Who
writes the templates is trusted; what is written in chapters and programs is not,
and is escaped everywhere.

Nothing in here knows which pages there are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemBytecodeCache,
    FunctionLoader,
    TemplateSyntaxError,
    meta,
)
from jinja2.bccache import Bucket

from guidegen import __version__
from guidegen.model.fingerprint import Fingerprint, fingerprint
from guidegen.model.problem import Problem
from guidegen.model.prose import Html
from guidegen.rendering.faults import Known, Missing, drawing_problem, syntax_problem
from guidegen.rendering.functions import TESTS, filters, functions
from guidegen.rendering.templates import (
    OURS,
    TemplateFile,
    TemplateName,
    TemplatePath,
    ThemeAsset,
    asset_files,
    project_files,
    template_files,
)
from guidegen.rendering.views import Binding, NavigationView, Piece
from guidegen.rendering.words import Words, read_words

MENTION: Final = re.compile(r'\{%-?\s*(?:extends|from|import|include)\s+"([^"]+)"(?:[^%]*? else "([^"]+)")?')
"""How a template of ours mentions another, or one of two; what a project writes is parsed."""

NOT_BOUND: Final[Mapping[str, Any]] = {"bound": ""}
"""What templates are given beside the fields of a view for a page of the site."""


@dataclass(frozen=True, slots=True)
class Theme:
    """What pages are drawn with."""

    language: str
    templates: Mapping[TemplateName, TemplateFile]
    words: Words
    assets: tuple[ThemeAsset, ...]
    reached: Mapping[TemplateName, tuple[TemplateFile, ...]]
    """For each template, itself and every template that it reaches, sorted by path."""

    prints: Mapping[TemplateName, Fingerprint]
    """For each template, the fingerprint of all that it reaches."""

    words_print: Fingerprint
    environment: Environment = field(compare=False, repr=False)
    pieces: dict[tuple[int, Binding], tuple[Any, Html]] = field(
        default_factory=dict, compare=False, repr=False
    )
    """What was drawn for prints lately, by the identity of its view, kept so that no other takes it."""


def load_theme(
    folder: Path | None, language: str, compiled: Path | None = None, mark: str = ""
) -> tuple[Theme, tuple[Problem, ...]]:
    """Return the theme of a project, and what is wrong in its own part.

    *folder* is the project's ``templates/``; it need not be there.  What templates are compiled to is kept in
    the folder *compiled*, under *mark*, which names all that compiling depends on beside a template.  It is
    code: nobody may write there but who runs guidegen.
    """
    mine = folder if folder is not None and folder.is_dir() else None
    words, wrong_words = read_words(OURS / "locales", mine and mine / "locales", language)
    files, wrong_files = project_files(mine) if mine else ({}, ())
    templates, unreadable = template_files(files)
    words_print = fingerprint(words)
    environment = _environment(templates, words, _compiled(compiled, mark + words_print))
    mentions, mistakes = _mentions(environment, templates)
    reached = {name: _reached(one, templates, mentions) for name, one in templates.items()}
    theme = Theme(
        language=language,
        templates=templates,
        words=words,
        assets=asset_files(files),
        reached=reached,
        prints={name: fingerprint(ones) for name, ones in reached.items()},
        words_print=words_print,
        environment=environment,
    )
    return theme, (*wrong_words, *wrong_files, *unreadable, *mistakes)


def draw(theme: Theme, template: TemplateName, view: Any) -> bytes | Problem:
    """Return the page that a template makes of a view, or what is wrong in the project's template.

    A mistake in a template of ours raises: it is a bug.
    """
    drawn = _drawn(theme, template, view)
    return drawn if isinstance(drawn, Problem) else drawn.encode()


def draw_piece(theme: Theme, template: TemplateName, view: Any, bound: Binding) -> Html | Problem:
    """Return what a page is about, without what stands around it, as it is bound into a print."""
    drawn = _drawn(theme, template, view, {"bound": bound})
    return drawn if isinstance(drawn, Problem) else Html(drawn)


def draw_bound(
    theme: Theme, template: TemplateName, view: Any, bound: Binding, drawn: tuple[tuple[Piece, Html], ...]
) -> bytes | Problem:
    """Return the print that a template makes of a view, with its finished pieces as `drawn`."""
    whole = _drawn(theme, template, view, {"bound": bound, "drawn": drawn})
    return whole if isinstance(whole, Problem) else whole.encode()


def draw_navigation(theme: Theme, view: NavigationView) -> Html | Problem:
    """Return the contents of the handbook, with `Navigation.ROOT` before every address in it."""
    drawn = _drawn(theme, "navigation.html", view)
    return drawn if isinstance(drawn, Problem) else Html(drawn)


def tools(theme: Theme, template: TemplateName) -> dict[str, Fingerprint]:
    """Return what a page depends on beside its view."""
    return {"template": theme.prints[template], "words": theme.words_print, "guidegen": __version__}


def theme_assets(theme: Theme) -> tuple[ThemeAsset, ...]:
    """Return the files that every site has as they stand, sorted by path."""
    return theme.assets


def _drawn(
    theme: Theme, template: TemplateName, view: Any, beside: Mapping[str, Any] = NOT_BOUND
) -> str | Problem:
    variables = {**{one.name: getattr(view, one.name) for one in fields(view)}, **beside}
    try:
        return theme.environment.get_template(template).render(variables)
    except Exception as error:
        known = Known(
            variables=(*variables, *theme.environment.globals),
            templates=tuple(theme.templates),
            words=tuple(key for key, _ in theme.words.entries),
        )
        found = drawing_problem(theme.reached[template], error, known)
        if found is None:
            raise
        return found


def _environment(
    templates: Mapping[TemplateName, TemplateFile], words: Words, compiled: BytecodeCache
) -> Environment:
    def source_of(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        found = templates.get(name)
        return (found.source, found.path, lambda: True) if found else None

    environment = Environment(
        loader=FunctionLoader(source_of),
        autoescape=True,
        undefined=Missing,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=compiled,
    )
    # Chance has no place in a page that is the same every time.
    del environment.globals["lipsum"], environment.filters["random"]
    environment.globals |= functions(words)
    environment.filters |= filters(words)
    environment.tests |= TESTS
    return environment


class _Compiled(FileSystemBytecodeCache):
    """Templates that are compiled already: by this process, each as it was last, or by one before it."""

    def __init__(self, folder: Path | None, mark: str) -> None:
        super().__init__(str(folder or ""), pattern="%s.template")
        self._mark = mark
        self._codes: dict[str, tuple[str, Any]] = {}

    def get_source_checksum(self, source: str) -> str:
        """Return what stands for a template, and for all that it is compiled with."""
        return fingerprint((self._mark, source))

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._codes.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code
        elif self.directory:
            try:
                super().load_bytecode(bucket)
            except Exception:  # whatever is wrong with it, it is only a memory
                bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key] = bucket.checksum, bucket.code
        if self.directory:
            with suppress(OSError):
                Path(self.directory).mkdir(mode=0o700, parents=True, exist_ok=True)
                super().dump_bytecode(bucket)


@lru_cache(maxsize=8)
def _compiled(folder: Path | None, mark: str) -> _Compiled:
    """Return what was compiled under the same mark, which names the words too: constants are worked out."""
    return _Compiled(folder, mark)


# What a template reaches


def _mentions(
    environment: Environment, templates: Mapping[TemplateName, TemplateFile]
) -> tuple[dict[TemplatePath, frozenset[TemplateName]], tuple[Problem, ...]]:
    """Return the templates that each template mentions, and the mistakes in the writing of the project's."""
    mentions: dict[TemplatePath, frozenset[TemplateName]] = {}
    problems: list[Problem] = []
    for template in dict.fromkeys(templates.values()):
        if template.ours:
            pairs = MENTION.findall(template.source)
            mentions[template.path] = frozenset(name for pair in pairs for name in pair if name)
            continue
        try:
            named = set(
                meta.find_referenced_templates(environment.parse(template.source, filename=template.path))
            )
        except TemplateSyntaxError as error:
            problems.append(syntax_problem(template, error))
            named = set()
        # A name that is only known while drawing may be any name.
        mentions[template.path] = frozenset(templates if None in named else filter(None, named))
    return mentions, tuple(problems)


def _reached(
    template: TemplateFile,
    templates: Mapping[TemplateName, TemplateFile],
    mentions: Mapping[TemplatePath, frozenset[TemplateName]],
) -> tuple[TemplateFile, ...]:
    reached: dict[TemplatePath, TemplateFile] = {}
    waiting = [template]
    while waiting:
        one = waiting.pop()
        if one.path not in reached:
            reached[one.path] = one
            waiting += (templates[name] for name in mentions[one.path] if name in templates)
    return tuple(reached[path] for path in sorted(reached))
