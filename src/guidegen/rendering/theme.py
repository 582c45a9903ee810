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
import traceback
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, TypeAlias, cast
from urllib.parse import quote

from babel import Locale
from babel.numbers import format_decimal
from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
    meta,
    pass_context,
)
from jinja2.runtime import Context
from jinja2.utils import missing
from markupsafe import Markup, escape

from guidegen import __version__
from guidegen.model import ids
from guidegen.model.activity import Checklist, Worksheet, items_of
from guidegen.model.fingerprint import Fingerprint, fingerprint, fingerprint_of_bytes
from guidegen.model.handbook import Term
from guidegen.model.problem import Place, Problem, problem
from guidegen.model.program import Milestone, Phase, Program, Reference
from guidegen.model.prose import Html
from guidegen.model.schedule import Days
from guidegen.model.url import SitePath, relative, root_of
from guidegen.rendering.times import day_words, iso, when_words
from guidegen.rendering.views import Body, Navigation, NavigationView
from guidegen.rendering.words import Words, chooser, direction_of, locale_of, read_words, voice

OURS: Final = Path(__file__).parent.parent / "theme"
"""The theme that comes with guidegen."""

DEFAULT: Final = "default/"
"""Before the name of a template: ours, even where the project has one of that name."""

TemplateName: TypeAlias = str


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """One template as written."""

    name: TemplateName
    path: str
    """As shown in problems."""

    source: str
    ours: bool


@dataclass(frozen=True, slots=True)
class ThemeAsset:
    """One file that every site has as it stands: a stylesheet, a font, an emblem."""

    path: SitePath
    digest: Fingerprint
    file: Path


@dataclass(frozen=True, slots=True)
class Theme:
    """What pages are drawn with."""

    language: str
    templates: Mapping[TemplateName, TemplateFile]
    words: Words
    assets: tuple[ThemeAsset, ...]
    reached: Mapping[TemplateName, tuple[str, ...]]
    """For each template, the paths of itself and of every template it reaches."""

    prints: Mapping[TemplateName, Fingerprint]
    """For each template, the fingerprint of all that it reaches."""

    environment: Environment = field(compare=False, repr=False)


def load_theme(folder: Path | None, language: str) -> tuple[Theme, tuple[Problem, ...]]:
    """Return the theme of a project, and what is wrong in its own part.

    *folder* is the project's ``templates/``; it need not be there.
    """
    mine = folder if folder is not None and folder.is_dir() else None
    words, wrong_words = read_words(OURS / "locales", mine and mine / "locales", language)
    files, wrong_files = _project_files(mine) if mine else ({}, ())
    templates, unreadable = _templates(files)
    environment = _environment(templates, words)
    references, mistakes = _references(environment, templates)
    reached = {name: _reached(one, templates, references) for name, one in templates.items()}
    sources = {one.path: one for one in templates.values()}
    theme = Theme(
        language=language,
        templates=templates,
        words=words,
        assets=_assets(files),
        reached=reached,
        prints={name: fingerprint(tuple(sources[one] for one in paths)) for name, paths in reached.items()},
        environment=environment,
    )
    return theme, (*wrong_words, *wrong_files, *unreadable, *mistakes)


def draw(theme: Theme, template: TemplateName, view: Any) -> bytes | Problem:
    """Return the page that a template makes of a view, or what is wrong in the project's template.

    A mistake in a template of ours raises: it is a bug.
    """
    drawn = _drawn(theme, template, view)
    return drawn if isinstance(drawn, Problem) else drawn.encode()


def draw_navigation(theme: Theme, view: NavigationView) -> Html | Problem:
    """Return the contents of the handbook, with `Navigation.ROOT` before every address in it."""
    drawn = _drawn(theme, "navigation.html", view)
    return drawn if isinstance(drawn, Problem) else Html(drawn)


def tools(theme: Theme, template: TemplateName) -> dict[str, Fingerprint]:
    """Return what a page depends on beside its view."""
    return {
        "template": theme.prints[template],
        "words": fingerprint(theme.words),
        "guidegen": __version__,
    }


def theme_assets(theme: Theme) -> tuple[ThemeAsset, ...]:
    """Return the files that every site has as they stand, sorted by path."""
    return theme.assets


# What stands in the folders


def _project_files(folder: Path) -> tuple[dict[str, Path], tuple[Problem, ...]]:
    """Return the project's templates and assets by their path in *folder*, and what cannot be taken."""
    files: dict[str, Path] = {}
    problems: list[Problem] = []
    for file in _files(folder):
        name = file.relative_to(folder).as_posix()
        place = Place(f"{folder.name}/{name}")
        if not file.resolve().is_relative_to(folder.resolve()):
            message = f"{place.path} is a link that leads out of {folder.name}/."
            problems.append(problem("path-outside", message, place, "put a copy of the file in its place"))
        elif name.startswith(DEFAULT):
            message = f"{folder.name}/{DEFAULT} is the name of the templates that come with guidegen."
            problems.append(problem("template", message, place, f"move the file to {folder.name}/"))
        else:
            files[name] = file
    return files, tuple(problems)


def _files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if file.is_file() and not hidden and not file.name.endswith("~"):
            yield file


def _templates(
    project: Mapping[str, Path],
) -> tuple[dict[TemplateName, TemplateFile], tuple[Problem, ...]]:
    """Return every template by every name it can be asked for."""
    templates: dict[TemplateName, TemplateFile] = {}
    problems: list[Problem] = []
    for file in sorted((OURS / "templates").iterdir()):
        path = f"{DEFAULT}{file.name}"
        ours = TemplateFile(path, path, file.read_text("utf-8"), ours=True)
        templates[path] = templates[file.name] = ours
    for name, file in project.items():
        if not name.endswith((".html", ".xml")) or name.startswith("assets/"):
            continue
        path = f"templates/{name}"
        try:
            source = file.read_text("utf-8-sig")
        except UnicodeDecodeError:
            problems.append(problem("encoding", "the file is not UTF-8.", Place(path), "save it as UTF-8"))
        else:
            templates[name] = TemplateFile(name, path, source, ours=False)
    return templates, tuple(problems)


def _assets(project: Mapping[str, Path]) -> tuple[ThemeAsset, ...]:
    ours = OURS / "assets"
    files = {f"assets/{file.relative_to(ours).as_posix()}": file for file in _files(ours)}
    files |= {name: file for name, file in project.items() if name.startswith("assets/")}
    return tuple(
        ThemeAsset(path, fingerprint_of_bytes(file.read_bytes()), file)
        for path, file in sorted(files.items())
    )


# What a template reaches


def _references(
    environment: Environment, templates: Mapping[TemplateName, TemplateFile]
) -> tuple[dict[str, frozenset[str]], tuple[Problem, ...]]:
    """Return, for the path of each template, the names it mentions, and the mistakes in its writing."""
    references: dict[str, frozenset[str]] = {}
    problems: list[Problem] = []
    for template in dict.fromkeys(templates.values()):
        try:
            named = meta.find_referenced_templates(environment.parse(template.source, template.path))
        except TemplateSyntaxError as error:
            if template.ours:
                raise
            problems.append(_syntax_problem(template, error))
            references[template.path] = frozenset()
        else:
            # A name that is only known while drawing may be any name.
            references[template.path] = frozenset().union(*({one} if one else templates for one in named))
    return references, tuple(problems)


def _reached(
    template: TemplateFile,
    templates: Mapping[TemplateName, TemplateFile],
    references: Mapping[str, frozenset[str]],
) -> tuple[str, ...]:
    reached: set[str] = set()
    waiting = [template]
    while waiting:
        one = waiting.pop()
        if one.path not in reached:
            reached.add(one.path)
            waiting += (templates[name] for name in references[one.path] if name in templates)
    return tuple(sorted(reached))


# Drawing


def _drawn(theme: Theme, template: TemplateName, view: Any) -> str | Problem:
    try:
        return theme.environment.get_template(template).render(_variables(view))
    except Exception as error:
        found = _template_problem(theme, template, view, error)
        if found is None:
            raise
        return found


def _variables(view: Any) -> dict[str, Any]:
    return {name: getattr(view, name) for name in _names(type(view))}


@cache
def _names(kind: Hashable) -> tuple[str, ...]:
    """Return the names of the fields of a kind of view."""
    return tuple(one.name for one in fields(cast(Any, kind)))


def _environment(templates: Mapping[TemplateName, TemplateFile], words: Words) -> Environment:
    def source_of(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        found = templates.get(name)
        return (found.source, found.path, lambda: True) if found else None

    environment = Environment(
        loader=FunctionLoader(source_of),
        autoescape=True,
        undefined=_Missing,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
    )
    # Chance has no place in a page that is the same every time.
    del environment.globals["lipsum"], environment.filters["random"]
    environment.globals |= _functions(words)
    environment.filters |= _filters(words)
    environment.tests |= {
        "checklist": lambda one: isinstance(one, Checklist),
        "phase": lambda one: isinstance(one, Phase),
        "worksheet": lambda one: isinstance(one, Worksheet),
    }
    return environment


def _functions(words: Words) -> dict[str, Callable[..., Any]]:
    """Return what templates can call, by the name they call it."""
    say, choose, locale = voice(words), chooser(words), locale_of(words.language)

    def say_html(key: str, **values: Any) -> Markup:
        text, shown = choose(key, values)
        return escape(text).format(**{name: escape(one) for name, one in shown.items()})

    return {
        "say": say_html,
        "href": _href,
        "way": _way,
        "page_of": _page_of,
        "below": _below,
        "day": lambda one: day_words(Days(one, one), words.language),
        "when": lambda when, names=None: when_words(when, names or {}, say, words.language),
        "days": lambda one: day_words(one, words.language),
        "between": Days,
        "iso": iso,
        "date_order": lambda: _date_order(locale),
        "direction_of": direction_of,
        "program_parts": ids.program_parts,
        **{function.__name__: function for function in _ID_FUNCTIONS},
    }


def _filters(words: Words) -> dict[str, Callable[..., Any]]:
    """Return what templates can send a value through, by name."""
    locale = locale_of(words.language)
    return {
        "count_items": lambda checklist: len(items_of(checklist)),
        "entries": _entries,
        "initials": _initials,
        "levels": _levels,
        "number": lambda one: format_decimal(one, locale=locale),
        "placed": _placed,
        "shown_url": _shown_url,
        "telephone": _telephone,
        "titles": _titles,
    }


_ID_FUNCTIONS: Final = (
    ids.cohort_id,
    ids.entry_id,
    ids.field_id,
    ids.footnote_call_id,
    ids.footnote_id,
    ids.item_id,
    ids.list_id,
    ids.phase_id,
    ids.role_id,
    ids.sheet_id,
    ids.sheet_section_id,
    ids.term_id,
)


# What templates can call


@pass_context
def _href(context: Context, address: SitePath, fragment: str = "") -> str:
    """Return the way from the page that is drawn to another file of the site."""
    if "base" in context:
        return f"{context['base']}{quote(address)}"
    return relative(context["address"], address, fragment)


@pass_context
def _way(context: Context, reference: Reference) -> str:
    """Return the way to what a reference leads to; empty where it leads nowhere in this edition."""
    target = reference.address or reference.id
    if "://" in target:
        return target
    if not reference.address:
        return ""
    return relative(
        context["address"], reference.address, _FRAGMENTS.get(reference.kind, "").format(reference.id)
    )


_FRAGMENTS: Final = {"phase": "phase-{}", "role": "role-{}", "term": "term-{}"}
"""What is no page of its own has an id on one."""


@pass_context
def _page_of(context: Context, noun: Program | Worksheet | Checklist) -> SitePath:
    """Return where the page of a program, a sheet or a list is in the edition of the page that is drawn."""
    folder = {Program: "programs", Worksheet: "worksheets", Checklist: "checklists"}[type(noun)]
    return f"{context['home'].removesuffix('index.html')}{folder}/{noun.id}/index.html"


def _below(address: SitePath) -> str:
    """Return a link for the contents of the handbook, which are drawn once for many pages."""
    return f"{Navigation.ROOT}{quote(address)}"


def _placed(navigation: Navigation) -> Html:
    """Return the contents of the handbook as one page shows them."""
    own = f'href="{_below(navigation.address)}"'
    marked = navigation.drawn.replace(own, f'{own} aria-current="page"')
    return Html(marked.replace(Navigation.ROOT, root_of(navigation.address)))


def _levels(body: Body) -> Iterator[tuple[Html | Checklist | Worksheet, int]]:
    """Yield the parts of a body, each with the level that a heading of an activity has there."""
    level = 2
    for part in body:
        yield part, level
        if isinstance(part, Html) and "<h2" in part:
            level = 3


def _titles(program: Program) -> dict[str, str]:
    """Return what the anchors of a program's times are called."""
    return {name: one.title.plain for name, one in _entries(program).items()}


def _entries(program: Program) -> dict[str, Phase | Milestone]:
    """Return the phases and milestones of a program by id."""
    entries: tuple[Phase | Milestone, ...] = (*program.phases, *program.timeline)
    return {one.id: one for one in entries}


def _initials(terms: Iterable[Term]) -> list[tuple[str, Term]]:
    """Return each letter that terms begin with, and the first of them."""
    first: dict[str, Term] = {}
    for term in terms:
        first.setdefault(term.term.plain[:1].upper(), term)
    return list(first.items())


def _date_order(locale: Locale) -> list[str]:
    """Return ``day``, ``month`` and ``year`` in the order in which people write them there."""
    pattern = locale.date_formats["short"].pattern.lower()
    return sorted(("day", "month", "year"), key=lambda part: pattern.find(part[0]))


def _shown_url(url: str) -> str:
    """Return an address as people read it, without its scheme."""
    return url.partition("://")[2].removesuffix("/") or url


def _telephone(number: str) -> str:
    """Return a telephone number as links write it."""
    return "".join(one for one in number if one.isdigit() or one == "+")


# What is wrong in a project's template


class _UnknownNameError(UndefinedError):
    """A template asks for a name that is not there."""

    def __init__(self, name: str, owner: Any, message: str) -> None:
        super().__init__(message)
        self.name = name
        self.owner = owner
        """What was asked for it; `missing` where it is no name at all."""


class _Missing(StrictUndefined):
    """What a name that is not there stands for: any use of it raises `_UnknownNameError`."""

    __slots__ = ()

    def __init__(
        self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = None
    ) -> None:
        asks: Any = partial(_UnknownNameError, name or "", obj)
        super().__init__(hint, obj, name, asks)


def _template_problem(theme: Theme, template: TemplateName, view: Any, error: Exception) -> Problem | None:
    """Return what the project's templates have to do with an error; None where they have nothing to."""
    project = {one.path: one for one in theme.templates.values() if not one.ours}
    if isinstance(error, TemplateSyntaxError):
        found = project.get(error.filename or "")
        return _syntax_problem(found, error) if found else None
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename in project:
            return _drawing_problem(theme, project[frame.filename], frame.lineno or 0, view, error)
    # One of ours that leans on one of theirs: a macro that theirs does not have any more.
    reached = sorted(set(theme.reached[template]) & set(project))
    return _drawing_problem(theme, project[reached[0]], 0, view, error) if reached else None


def _syntax_problem(template: TemplateFile, error: TemplateSyntaxError) -> Problem:
    message = f"the template cannot be understood: {_sentence(error.message)}"
    return problem("template", message, _place(template, error.lineno))


def _drawing_problem(theme: Theme, template: TemplateFile, line: int, view: Any, error: Exception) -> Problem:
    name, known = _asked_for(theme, view, error)
    match error:
        case _UnknownNameError(owner=owner) if owner is not missing:
            message = f'{_called(owner)} has no "{name}".'
        case _UnknownNameError():
            message = f'there is no "{name}" in this template.'
        case TemplateNotFound():
            message = f'there is no template "{name}".'
        case _:
            message = f"the template cannot be drawn: {_sentence(str(error))}"
    return problem("template", message, _place(template, line, name), _nearest(name, known))


def _asked_for(theme: Theme, view: Any, error: Exception) -> tuple[str, Iterable[str]]:
    """Return the name that a template asked for in vain, and the names it could have asked for."""
    match error:
        case _UnknownNameError(name=name, owner=owner) if owner is not missing:
            return name, (one for one in dir(owner) if not one.startswith("_"))
        case _UnknownNameError(name=name):
            return name, (*_names(type(view)), *theme.environment.globals)
        case TemplateNotFound(name=name):
            return str(name or ""), theme.templates
    return "", ()


def _place(template: TemplateFile, line: int, name: str = "") -> Place:
    lines = template.source.splitlines()
    if not 0 < line <= len(lines):
        return Place(template.path)
    text = lines[line - 1]
    column = text.find(name) + 1 if name else 0
    return Place(template.path, line, column, text, len(name) if column else 1)


def _nearest(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, sorted(set(known)), 3)
    return f"did you mean {' or '.join(near)}?" if near else ""


def _called(owner: Any) -> str:
    """Return what an author may call a value: ``a heading view`` for `HeadingView`."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(owner).__name__).lower()
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def _sentence(message: str | None) -> str:
    return f"{(message or 'something is wrong').rstrip('.')}."
