"""What templates are given, in words: the type of each field of a view, and what the nouns in it are made of.

The words are those of an engineer who writes a template: ``list of [references](…)``,
``day or none``.  They are read from the annotations as they are written, so that an
alias such as `SitePath` keeps its meaning.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from typing import Any

from guidegen.model import activity, cohort, diary, handbook, plan, program, schedule, tracked
from guidegen.reading.schema import keys_of
from scripts.known import PLACES, VIEWS, fields_of

NOUNS_FILE = "12-values.md"

NOUNS: Mapping[str, type[Any]] = {
    one.__name__: one
    for one in (
        program.Program, program.Role, program.Rule, program.Policies, program.Escalation, program.Contact,
        plan.Phase, plan.Milestone, plan.Meeting, plan.Agenda,
        cohort.Cohort, cohort.Schedule, cohort.Event, cohort.Task, schedule.Days,
        diary.Stretch, diary.PlannedWeek, diary.PlannedEntry,
        activity.Checklist, activity.ItemGroup, activity.Item, activity.Worksheet, activity.SheetSection,
        handbook.Term, handbook.Organization, tracked.Tracked,
    )
}  # fmt: skip
"""The nouns that views carry, and what these are made of; what lies deeper is for the code to say."""

PLAIN: Mapping[str, str] = {
    "str": "plain text",
    "bool": "true or false",
    "int": "whole number",
    "float": "number",
    "date": "day",
    "time": "time of day",
    "Clock": "time of day",
    "Text": "text",
    "Html": "HTML",
    "SitePath": "address",
    "RoleId": "plain text",
    "Place": "place in a file",
    "When": "[time as written](06-time.md)",
    "Audience": "list of ids of roles",
    "Any": "view of the page",
    "Reference": "[reference](12-templates.md#reference)",
    "Navigation": "contents, drawn",
    "Body": "list of HTML, worksheets, checklists and [blocks](12-templates.md#blocks)",
    "AnyItem": "[item](#item) or [group](#itemgroup)",
    "SheetLook": "`lines`, `rows`, `circles` or `boxes`",
    "Tracked": "[list or sheet](12-values.md#tracked)",
    "PlanEntry": "[milestone](12-values.md#milestone), [meeting](12-values.md#meeting) or survey",
    "NavigationEntry": "[navigation entry](12-templates.md#navigationentry)",
}
"""What types are called that are described nowhere else, or under another name."""

MANY = {
    "stretch": "stretches",
    "place in a file": "places in files",
    "pair of plain text and plain text": "pairs of plain texts",
    "address": "addresses",
    "matching": "matching",
}
"""What many are called, where that is not the word with an s."""

WRITTEN = {"Milestone": "Entry"}
"""Nouns that have another name where they are written."""

UNTOLD = frozenset({"place", "start_at", "end_at", "capacity_at", "readers_at", "audience"})
"""Fields of nouns that tell a template nothing: for messages, and for the filter of editions."""

OF_EVERY = {
    "id": "Its id.",
    "title": "What it is called.",
    "kind": "Which kind it is.",
    "roles": "For whom it is.",
    "number": "Its number, where it has one.",
}
"""What fields are that say no more of themselves in any noun."""


def types_of(view: type[Any], file: str) -> Mapping[str, str]:
    """Return the type of each field that a view or a noun has beside those it builds on, in words.

    Links are those of a *file* of the reference.
    """
    written = _annotations(view)
    return {name: _in_file(_words(written[name], view), file) for name in fields_of(view)}


def _annotations(kind: type[Any]) -> Mapping[str, ast.expr]:
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    assert isinstance(definition, ast.ClassDef)
    return {
        one.target.id: one.annotation
        for one in definition.body
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
    }


def _words(written: ast.expr, kind: type[Any]) -> str:
    match written:
        case ast.BinOp(op=ast.BitOr()):
            return _either(list(_members(written)), kind)
        case ast.Subscript(value=ast.Name(id="tuple"), slice=ast.Tuple(elts=[inner, ast.Constant()])):
            return f"list of {several(_words(inner, kind))}"
        case ast.Subscript(value=ast.Name(id="tuple"), slice=ast.Tuple(elts=[first, second])):
            return f"pair of {_words(first, kind)} and {_words(second, kind)}"
        case ast.Subscript(value=ast.Name(id="Mapping"), slice=ast.Tuple(elts=[_, inner])):
            return f"for each id: {_words(inner, kind)}"
        case ast.Subscript(value=ast.Name(id="Literal"), slice=inside):
            chosen = inside.elts if isinstance(inside, ast.Tuple) else [inside]
            return _or([f"`{one.value}`" for one in chosen if isinstance(one, ast.Constant)])
        case ast.Name(id=name) | ast.Constant(value=str(name)):
            return _named(name, kind)
    raise LookupError(f"{kind.__name__}: no words for {ast.unparse(written)}")


def _members(written: ast.expr) -> Iterator[ast.expr]:
    if isinstance(written, ast.BinOp):
        yield from _members(written.left)
        yield from _members(written.right)
    else:
        yield written


def _either(members: list[ast.expr], kind: type[Any]) -> str:
    found = [one for one in members if not (isinstance(one, ast.Constant) and one.value is None)]
    return _or([*(_words(one, kind) for one in found), *(["none"] if len(found) < len(members) else [])])


def _or(words: list[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def _named(name: str, kind: type[Any]) -> str:
    if name in PLAIN:
        return PLAIN[name]
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
    if name in NOUNS:
        return f"[{spaced}]({NOUNS_FILE}#{name.lower()})"
    if name in VIEWS:
        return f"[{spaced.removesuffix(' view')}](12-templates.md#{name.lower()})"
    alias = getattr(inspect.getmodule(kind), name)
    if is_dataclass(alias):
        return spaced
    return _of_alias(alias, spaced)


def _of_alias(alias: Any, spaced: str) -> str:
    choices = getattr(alias, "__args__", ())
    if choices and all(isinstance(one, str) for one in choices):
        return _or([f"`{one}`" for one in choices])
    return spaced


def several(words: str) -> str:
    """Return words of a type as they are for many."""
    if words.startswith("[") and words.count("[") == 1:
        return re.sub(r"\[(.*?)\]", lambda found: f"[{several(found[1])}]", words)
    if words.startswith("`") or words == "HTML":
        return words
    parts = words.split(" or ")
    if (len(parts) > 1 and "](" not in words) or words.count("](") > 1:
        return " or ".join(several(one) for one in parts)
    if words in MANY:
        return MANY[words]
    return f"{words[:-1]}ies" if re.search("[^aeou]y$", words) else f"{words}s"


def _in_file(words: str, file: str) -> str:
    return words.replace(f"({file}#", "(#")


# Nouns -------------------------------------------------------------------------------------------


def said_of_noun(noun: type[Any]) -> str:
    """Return what a noun is, from its docstring."""
    return _as_markdown(inspect.getdoc(noun) or "").split("\n\n")[0].replace("\n", " ")


def said_of_fields(noun: type[Any]) -> Mapping[str, str]:
    """Return what each field of a noun is: its docstring, else the key that it is from."""
    return {
        name: _as_markdown(words) or _key_of(noun, name) or OF_EVERY.get(name, "")
        for name, words in fields_of(noun).items()
        if name not in UNTOLD
    }


def _as_markdown(words: str) -> str:
    return words.replace("``", "`")


def _key_of(noun: type[Any], name: str) -> str:
    """Return where the reference describes a key that a field has its name from."""
    for shape, (file, title) in PLACES.items():
        if shape.__name__ == f"{WRITTEN.get(noun.__name__, noun.__name__)}Shape" and name in keys_of(shape):
            anchor = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
            return f"The key [`{name}`]({file}#{anchor})."
    return ""
