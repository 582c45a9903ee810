"""What the code knows of the things that an author writes: keys, their values, and what goes wrong with them.

Everything here is read from the shapes (`guidegen.reading`): which keys there
are, what stands under them, what holds without them, and which problems a
reader of values tells.  `reference.py` writes it beside the sentences of the
manual; the tests hold the manual to it.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import time
from functools import cache
from itertools import pairwise
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import click
from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from guidegen.cli.main import COMMANDS, cli
from guidegen.model.handbook import FrontMatter
from guidegen.model.reference import Reference
from guidegen.reading import (
    activities,
    brand,
    choices,
    cohorts,
    glossary,
    goals,
    holidays,
    meetings,
    packets,
    plans,
    programs,
    roles,
    settings,
    tables,
)
from guidegen.reading import fields as field_shapes
from guidegen.reading.front_matter import KEYS
from guidegen.reading.schema import Shape, keys_of, required_keys
from guidegen.reading.values import DECIDES_WHO_READS, Also, ReadBy, alternatives
from guidegen.rendering import views

PLACES: dict[type[Shape], tuple[str, str]] = {
    settings.SettingsShape: ("01-settings.md", "The handbook"),
    settings.OrganizationShape: ("01-settings.md", "org"),
    settings.EditionShape: ("01-settings.md", "edition"),
    settings.ContactShape: ("01-settings.md", "contact"),
    settings.CalendarsShape: ("01-settings.md", "calendars"),
    brand.BrandShape: ("01-settings.md", "brand"),
    programs.ProgramShape: ("05-programs.md", "Program"),
    roles.RoleShape: ("05-programs.md", "Role"),
    roles.ResponsibilitiesShape: ("05-programs.md", "responsibilities"),
    roles.HoursShape: ("05-programs.md", "hours"),
    roles.CommitmentShape: ("05-programs.md", "commitment"),
    roles.RuleShape: ("05-programs.md", "Rule"),
    programs.DurationShape: ("05-programs.md", "Duration"),
    plans.PhaseShape: ("05-programs.md", "Phases"),
    plans.EntryShape: ("05-programs.md", "Timeline"),
    programs.MatchingShape: ("05-programs.md", "Matching"),
    programs.CriterionShape: ("05-programs.md", "criterion"),
    programs.GroupSizeShape: ("05-programs.md", "capacity"),
    programs.PoliciesShape: ("05-programs.md", "Policies"),
    programs.ConfidentialityShape: ("05-programs.md", "confidentiality"),
    programs.EscalationShape: ("05-programs.md", "escalation"),
    plans.SurveyShape: ("05-programs.md", "Survey"),
    plans.SurveyTimesShape: ("05-programs.md", "when of a survey"),
    programs.QuestionShape: ("05-programs.md", "faq"),
    meetings.MeetingShape: ("06-meetings.md", "Meeting"),
    plans.RepeatShape: ("06-meetings.md", "repeat"),
    meetings.SlotShape: ("06-meetings.md", "slot"),
    meetings.ErrandShape: ("06-meetings.md", "before and after"),
    meetings.OccurrenceShape: ("06-meetings.md", "occurrences"),
    meetings.AgendaShape: ("06-meetings.md", "Agenda"),
    meetings.MeetingAgendaShape: ("06-meetings.md", "Agenda in a meeting"),
    meetings.AgendaItemShape: ("06-meetings.md", "Item of an agenda"),
    cohorts.CohortShape: ("06-cohorts.md", "Cohort"),
    cohorts.CohortFileShape: ("06-cohorts.md", "Cohort"),
    cohorts.ApplicationShape: ("06-cohorts.md", "applications"),
    cohorts.CapacityShape: ("06-cohorts.md", "capacity"),
    cohorts.BreakShape: ("06-cohorts.md", "break"),
    cohorts.OverrideShape: ("06-cohorts.md", "overrides"),
    cohorts.ExtraShape: ("06-cohorts.md", "extra"),
    holidays.HolidaysShape: ("06-holidays.md", "Holiday set"),
    holidays.HolidayShape: ("06-holidays.md", "Day"),
    activities.WorksheetShape: ("07-worksheets.md", "Worksheet"),
    activities.SheetSectionShape: ("07-worksheets.md", "Section"),
    choices.OptionShape: ("07-worksheets.md", "Option"),
    choices.RowShape: ("07-worksheets.md", "Option"),
    tables.ColumnShape: ("07-worksheets.md", "Column"),
    goals.BoxShape: ("07-worksheets.md", "Box"),
    goals.PartShape: ("07-worksheets.md", "Part"),
    activities.ChecklistShape: ("08-checklists.md", "Checklist"),
    activities.ItemGroupShape: ("08-checklists.md", "Group"),
    activities.ItemShape: ("08-checklists.md", "Item"),
    packets.PacketShape: ("08-packets.md", "Packet"),
    packets.PacketInProgramShape: ("08-packets.md", "Packet"),
    glossary.GlossaryShape: ("09-glossary.md", "Glossary"),
    glossary.TermShape: ("09-glossary.md", "Term"),
}
"""Where the keys of each shape are documented: the file of the reference, and the heading in it.

Of two shapes with one place the first is described; the other has no key that it lacks.
"""

FIELD_SHAPES = dict(field_shapes._FIELD_SHAPES)
FIELDS = ("07-worksheets.md", "Field")
"""Where the keys are that every type of field has; its own stand under the name of the type."""

FILES: tuple[tuple[str, type[Shape]], ...] = (
    (r"guidegen\.yml", settings.SettingsShape),
    (r"content/programs/[^/]+\.yml", programs.ProgramShape),
    (r"content/programs/[^/]+/cohorts/[^/]+\.yml", cohorts.CohortFileShape),
    (r"content/worksheets/.+\.yml", activities.WorksheetShape),
    (r"content/checklists/.+\.yml", activities.ChecklistShape),
    (r"content/packets/.+\.yml", packets.PacketShape),
    (r"content/holidays/.+\.yml", holidays.HolidaysShape),
    (r"content/glossary\.yml", glossary.GlossaryShape),
)
"""Which shape a file has, by its path."""

SAID: Mapping[tuple[str, str], str] = {
    ("ContactShape", "role"): "role",
    ("ResponsibilitiesShape", "before"): "list of texts",
    ("ResponsibilitiesShape", "during"): "list of texts",
    ("ResponsibilitiesShape", "after"): "list of texts",
    ("CommitmentShape", "note"): "text",
    ("ConfidentialityShape", "text"): "Markdown",
    ("ConfidentialityShape", "exceptions"): "list of texts",
    ("QuestionShape", "q"): "text",
    ("QuestionShape", "a"): "Markdown",
    ("MatchingShape", "form"): "for each role: worksheet",
    ("SettingsShape", "levels"): "for each slug: `off`, `warning` or `error`",
    ("SettingsShape", "content_dir"): "folder",
    ("SettingsShape", "exclude"): "list of patterns",
    ("MeetingShape", "host"): "contact or role",
    ("OccurrenceShape", "host"): "contact or role",
    ("OverrideShape", "host"): "contact or role",
    ("WorksheetShape", "signatures"): "list of roles",
    ("ItemGroupShape", "phase"): "phase",
    ("ItemShape", "after"): "id of an item, or a list of these",
    ("ItemShape", "milestone"): "entry of the timeline",
    ("ChecklistShape", "program"): "program",
    ("PacketShape", "cohort"): "cohort",
    ("PacketShape", "program"): "program",
    ("TermShape", "aliases"): "list of plain texts",
    ("TermShape", "see"): "list of ids of terms",
    ("OptionShape", "label"): "text",
    ("BoxShape", "prompts"): "list of texts",
    ("ScaleShape", "labels"): "for each point: text",
    ("GridShape", "labels"): "for each point: text",
    ("AgendaShape", "title"): "text",
    ("MeetingAgendaShape", "id"): "agenda",
    ("MeetingAgendaShape", "title"): "text",
    ("TextShape", "role"): "role",
    ("TextShape", "type"): "[type of field](#types-of-field)",
    ("SignatureShape", "role"): "role",
    ("RecallShape", "from"): "worksheet, or `WORKSHEET#FIELD`, or a list of these",
}
"""What stands under keys that are text for the shape, and a name or a sentence for what reads it."""

LINKS = {"time": "06-time.md", "holiday set": "06-holidays.md", "entry": "#entries"}
"""Where the reference says more of a kind of value."""

PLAIN = {"milestone": "entry of the timeline"}
"""What references are called that have another name in the code."""


@dataclass(frozen=True, slots=True)
class Key:
    """What the code knows of one key."""

    name: str
    words: str
    """What stands there: ``list of [times](06-time.md)``."""

    required: bool
    default: str
    """What holds without it, as it is written; empty where that cannot be written."""

    choices: bool
    """Whether the words list everything that can stand there."""

    problems: tuple[str, ...]
    """What is told of a value that is wrong in itself."""


def keys_at(shape: type[Shape], file: str) -> tuple[Key, ...]:
    """Return the keys of a shape in the order of the code; links are those of a *file* of the reference."""
    defaults = {one.name: one for one in fields(shape)}
    hints = get_type_hints(shape, include_extras=True)
    names = dict(zip(hints_of(shape), keys_of(shape), strict=True))
    found = []
    for attribute, key in names.items():
        hint, written = hints[attribute], defaults[attribute]
        default = written.default if written.default is not MISSING else None
        words = _words(hint, shape, attribute, key, file)
        required = key in required_keys(shape)
        everything = lists_all(words)
        further = FURTHER.get(words, frozenset())
        told = tuple(sorted({*_problems(hint), *_judged(shape, key), *further}))
        found.append(Key(key, words, required, "" if required else _default(default), everything, told))
    return tuple(found)


def lists_all(words: str) -> bool:
    """Return whether the words for a value are every word that can stand there."""
    return re.fullmatch("`[^`]+`(?:, `[^`]+`)* or `[^`]+`", words) is not None


def _words(hint: Any, shape: type[Shape], attribute: str, key: str, file: str) -> str:
    said = (SAID.get((base.__name__, key)) for base in shape.__mro__)
    return next((one for one in said if one), "") or _called(hint, shape, attribute, file)


def front_matter(problems: Mapping[str, tuple[str, ...]]) -> tuple[Key, ...]:
    """Return the keys of front matter, and what is told of each."""
    found = []
    for name, key in KEYS.items():
        default = _default(getattr(FrontMatter(), name, None))
        found.append(Key(name, key.words, False, default, lists_all(key.words), problems[name]))
    return tuple(found)


def hints_of(shape: type[Shape]) -> list[str]:
    """Return the attributes of a shape, in the order of its keys."""
    return [one.name for one in fields(shape)]


def shapes(kind: type[Shape] = Shape) -> Iterator[type[Shape]]:
    """Yield every shape, those built on others too."""
    for one in kind.__subclasses__():
        yield one
        yield from shapes(one)


def described() -> dict[tuple[str, str], tuple[type[Shape], tuple[str, ...]]]:
    """Return the shape and the keys that each section of the reference describes."""
    found: dict[tuple[str, str], tuple[type[Shape], tuple[str, ...]]] = {}
    for shape, place in PLACES.items():
        found.setdefault(place, (shape, tuple(keys_of(shape))))
    every = [tuple(keys_of(one)) for one in FIELD_SHAPES.values()]
    common = tuple(key for key in every[0] if all(key in keys for keys in every))
    found[FIELDS] = (FIELD_SHAPES["text"], common)
    for name, shape in FIELD_SHAPES.items():
        needed = set(required_keys(shape)) - set(required_keys(FIELD_SHAPES["text"]))
        own = tuple(key for key in keys_of(shape) if key not in common or key in needed)
        found[FIELDS[0], name] = (shape, own)
    return found


# What stands under a key -------------------------------------------------------------------------


def bare(hint: Any) -> tuple[Any, list[Any]]:
    """Return a type without what is noted on it and without None, and the notes."""
    notes: list[Any] = []
    while True:
        if get_origin(hint) is Annotated:
            notes += get_args(hint)[1:]
            hint = get_args(hint)[0]
        elif get_origin(hint) in (Union, UnionType) and type(None) in get_args(hint):
            inner = [one for one in get_args(hint) if one is not type(None)]
            if len(inner) > 1:
                return Union[tuple(inner)], notes  # noqa: UP007
            hint = inner[0]
        else:
            return hint, notes


def is_shape(kind: Any) -> bool:
    """Return whether keys are written there."""
    return isinstance(kind, type) and issubclass(kind, Shape)


def _called(hint: Any, shape: type[Shape], attribute: str, file: str) -> str:
    kind, notes = bare(hint)
    also = "".join(f", or {one.words}" for one in notes if isinstance(one, Also))
    read = [one.words for one in notes if isinstance(one, ReadBy)]
    if read:
        words = _refined(read[-1], shape, attribute, DECIDES_WHO_READS in notes)
        return _linked(words, words, file) + also
    return _composed(kind, notes, shape, attribute, file) + also


def _composed(kind: Any, notes: list[Any], shape: type[Shape], attribute: str, file: str) -> str:
    inner = get_args(kind)
    if get_origin(kind) is Literal:
        return alternatives(inner)
    if is_shape(kind):
        return _alone(kind, file) + _these_keys(kind, file)
    if get_origin(kind) is tuple:
        return _list_of(inner[0], DECIDES_WHO_READS in notes, shape, attribute, file)
    if get_origin(kind) is dict:
        below = _called(inner[1], shape, attribute, file)
        under = _called(inner[0], shape, "", file)
        return f"for each {'name' if under == 'text' else under}: {below}"
    if get_origin(kind) in (Union, UnionType):
        return "[field](#field)"
    raise LookupError(f"say in SAID what {shape.__name__}.{attribute} holds")


def _list_of(hint: Any, readers: bool, shape: type[Shape], attribute: str, file: str) -> str:
    kind, notes = bare(hint)
    if is_shape(kind):
        return f"list, each {_alone(kind, file) or 'with '}{_these_keys(kind, file)}"
    read = [one.words for one in notes if isinstance(one, ReadBy)]
    if read:
        words = _refined(read[-1], shape, attribute, readers)
        return f"list of {_linked(words, _several(words), file)}"
    if get_origin(kind) is Literal:
        return f"list of {alternatives(get_args(kind))}"
    return f"list of {_several(_called(hint, shape, attribute, file))}"


def _alone(kind: Any, file: str) -> str:
    """Return what may stand in the place of keys."""
    if not kind.text_key:
        return ""
    attribute = dict(zip(keys_of(kind), hints_of(kind), strict=True))[kind.text_key]
    hint = get_type_hints(kind, include_extras=True)[attribute]
    return f"{_words(hint, kind, attribute, kind.text_key, file)} or "


def _several(words: str) -> str:
    if words.startswith("["):
        return words.replace("]", "s]", 1)
    first, of, rest = words.partition(" of ")
    several = f"{first[:-1]}ies" if first.endswith("y") and first[-2] not in "aeo" else f"{first}s"
    several = several.replace(" or ", "s or ") if " or " in several else several
    return f"{several}{of}{rest}"


def _these_keys(kind: type[Shape], file: str) -> str:
    there, title = PLACES[kind]
    anchor = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return f"[these keys]({'' if there == file else there}#{anchor})"


def _linked(words: str, shown: str, file: str) -> str:
    target = LINKS.get(words, "")
    return f"[{shown}]({target})" if target and target != file else shown


def _refined(words: str, shape: type[Shape], attribute: str, readers: bool) -> str:
    """Return what a text is: a name of something, Markdown, or text."""
    if words != "text" or not attribute:
        return words
    return "role" if readers else _uses(shape).get(attribute, "plain text")


@cache
def _uses(shape: Any) -> Mapping[str, str]:
    """Return what the methods of a shape make of its texts, by attribute."""
    found: dict[str, str] = {}
    for one in reversed([base for base in shape.__mro__ if is_shape(base) and base is not Shape]):
        tree = ast.parse(textwrap.dedent(inspect.getsource(one)))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            for attribute in _own_attributes(call):
                if kind := _use(call):
                    found[attribute] = kind
    return found


def _own_attributes(call: ast.Call) -> Iterator[str]:
    for one in call.args:
        match one:
            case ast.Attribute(value=ast.Name(id="self"), attr=name):
                yield name


def _use(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(attr="text" | "texts" | "name"):
            return "text"
        case ast.Attribute(attr="paragraphs"):
            return "Markdown"
        case ast.Attribute(attr="reference" | "references") | ast.Name(id="Reference"):
            kind = call.args[0]
            name = str(kind.value) if isinstance(kind, ast.Constant) else ""
            return PLAIN.get(name, name)
    return ""


def _default(value: Any) -> str:
    match value:
        case True:
            return "yes"
        case False:
            return "no"
        case time():
            return value.strftime("%H:%M")
        case int() | float():
            return f"{value:g}"
        case str():
            return value
        case (str(), *_):
            return f"[{', '.join(value)}]"
    return ""


# What is told of it ------------------------------------------------------------------------------

EVERYWHERE = frozenset({"type", "empty-item", "unknown-key", "missing-key"})
"""What can be told of nearly every key."""

FURTHER: Mapping[str, frozenset[str]] = {
    "[time](06-time.md)": frozenset({"unknown-anchor"}),
    "time": frozenset({"unknown-anchor"}),
    "file": frozenset({"missing-file"}),
    "list of [holiday sets](06-holidays.md)": frozenset({"unknown-ref"}),
    "[type of field](#types-of-field)": frozenset({"field-type"}),
}
"""What is told of values that can be read, and name what is not there, by the words for them."""

WRONG = (
    "Not An Id", "-1", "100000", "0.33333333333333", "maybe", "2026-02-30", "14/09/2026", "fri 2026-09-16",
    "week 1 wed 5pm", "25:99", "2026-09-16 Europe/London", "EST", "10 days after start", "start+1w",
    "example.org", "javascript:x", "https://exa mple.org", "https://example.org/?a=b", "english",
    "../outside", "/etc/x", "start", "cohorts", "sheet:goals", "chapter:goals x500", "x.woff", "2x",
)  # fmt: skip
"""Values that are wrong in one place or another."""


def _problems(hint: Any) -> set[str]:
    """Return what the readers of a value tell of values that are wrong."""
    kind, notes = bare(hint)
    if any(isinstance(one, ReadBy) for one in notes):
        return {slug for value in WRONG for slug in _told(kind, notes, value)} - EVERYWHERE
    inside = [one for one in get_args(kind) if get_origin(kind) in (tuple, dict)]
    if inside:
        return set().union(*(_problems(one) for one in inside if one is not Ellipsis))
    return set()


def _told(kind: Any, notes: list[Any], value: str) -> Iterator[str]:
    readers = tuple(one for one in notes if not isinstance(one, FieldInfo))
    try:
        TypeAdapter(Annotated[(kind, *readers)]).validate_python(value)
    except ValidationError as error:
        yield from (one["type"] for one in error.errors() if "_" not in one["type"])


def _judged(shape: type[Shape], key: str) -> Iterator[str]:
    """Yield what the shape tells of a key that is right in itself and does not fit the others."""
    for base in shape.__mro__:
        if is_shape(base) and base is not Shape:
            yield from (slug for at, slug in _judgements(base) if at == key and slug not in EVERYWHERE)


@cache
def _judgements(shape: Any) -> tuple[tuple[str, str], ...]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(shape)))
    found = []
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        match call:
            case ast.Call(func=ast.Name(id="wrong"), args=[ast.Constant(value=slug), *_], keywords=given):
                at = next((one.value for one in given if one.arg == "at"), None)
                if isinstance(at, ast.Tuple) and at.elts and isinstance(at.elts[0], ast.Constant):
                    found.append((str(at.elts[0].value), str(slug)))
    return tuple(found)


# Commands ----------------------------------------------------------------------------------------


def commands() -> dict[str, click.Command]:
    """Return every command by its words, those below others too."""
    found: dict[str, click.Command] = {}
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        found[name] = command
        if isinstance(command, click.Group):
            found |= {f"{name} {below}": one for below, one in command.commands.items()}
    return found


def help_of(words: str) -> str:
    """Return what a command prints in a terminal of 80 letters, of which click leaves two free."""
    names = words.split()[1:-1]
    context = click.Context(cli, info_name="guidegen", terminal_width=78, **cli.context_settings)
    command: click.Command = cli
    for count, name in enumerate(names):
        command = commands()[" ".join(names[: count + 1])]
        context = click.Context(command, info_name=name, parent=context, terminal_width=78)
    return command.get_help(context) + "\n"


def options_of(command: click.Command) -> Mapping[str, str]:
    """Return each option and argument of a command, and what is known of it in words."""
    found: dict[str, str] = {}
    for one in command.params:
        context = click.Context(command)
        if isinstance(one, click.Option):
            for name in (*one.opts, *one.secondary_opts):
                found[name] = _of_option(one, name, context)
        else:
            name = one.make_metavar(context).strip("[]")
            several = one.nargs == -1
            found[name] = " ".join(
                [*(["May be several."] if several else []), *(["**Required.**"] if one.required else [])]
            )
    return {name: words for name, words in found.items() if name != "--help"}


def _of_option(one: click.Option, name: str, context: click.Context) -> str:
    if one.is_flag:
        return "It has no value."
    said = [f"Written as `{name} {one.make_metavar(context)}`."]
    if isinstance(one.type, click.Choice):
        said = [f"{alternatives([str(choice) for choice in one.type.choices])}."]
    if one.multiple:
        said.append("May be written several times.")
    if one.required:
        said.append("**Required.**")
    elif isinstance(one.default, str | int) and one.default != "":
        said.append(f"Without it `{one.default}`.")
    return " ".join(said)


# Views -------------------------------------------------------------------------------------------

VIEWS = {
    name: one
    for name, one in vars(views).items()
    if isinstance(one, type)
    and is_dataclass(one)
    and one.__module__ in (views.__name__, "guidegen.model.program")
    and name not in ("Contact", "Escalation", "Policies", "Program", "Role", "Rule")
}
VIEWS |= {"Reference": Reference}
"""Everything that templates can be given, but for the nouns that are described with their keys."""

VIEW_PLACES = {"Page": "Every page", "ListPage": "List pages", "NavigationView": "navigation.html"}
"""The headings of the views that have neither a template's name nor their own."""


def place_of_view(view: type[Any]) -> str:
    """Return the heading of the section in which the fields of a view are."""
    return VIEW_PLACES.get(view.__name__) or getattr(view, "template", view.__name__)


def fields_of(view: type[Any]) -> Mapping[str, str]:
    """Return the fields that a view has beside those it builds on, each with its docstring or nothing."""
    inherited = {one.name for base in view.__mro__[1:] if is_dataclass(base) for one in fields(base)}
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(view))).body
    assert isinstance(definition, ast.ClassDef)
    said: dict[str, str] = {}
    for one, below in pairwise(definition.body):
        match one, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(words))):
                said[name] = " ".join(words.split())
    own = (one.name for one in fields(view) if one.name not in inherited)
    return {name: said.get(name, "") for name in own}
