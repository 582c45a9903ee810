"""The fixtures in this folder: Markdown that a person can read, and the parts that it becomes.

Each case is a title, the text of a chapter and what is made of it, between lines
that hold a single dot.  In the expectation, what is no HTML stands in braces, and
each problem on a line that begins with ``!``.
`pytest --update` (or `GUIDEGEN_UPDATE=1 pytest`) writes what is made into the files;
the difference is the review.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from guidegen.model.activity import Checklist, Worksheet
from guidegen.model.handbook import Settings, Source
from guidegen.model.prose import (
    Anchor,
    Card,
    Cards,
    Heading,
    Link,
    Note,
    Only,
    Picture,
    Placed,
    Shown,
    Text,
    Word,
)
from guidegen.reading.documents import read_document

SETTINGS = Settings(Text("Handbook", ("Handbook",)), "handbook")
FILES = sorted(Path(__file__).parent.glob("*.md"))
UPDATE = bool(os.environ.get("GUIDEGEN_UPDATE"))


def cases(file):
    title, stretches = "", []
    for line in file.read_text(encoding="utf-8").split("\n"):
        if line == ".":
            stretches.append([])
            if len(stretches) == 3:
                yield title.strip(), "\n".join(stretches[0]), "\n".join(stretches[1])
                title, stretches = "", []
        elif stretches:
            stretches[-1].append(line)
        elif line.strip():
            title = line


def read(markdown):
    text = markdown + "\n"
    document, problems = read_document(Source("content/goals.md", text, ""), "goals.md", SETTINGS)
    title = [] if document.title.plain == "Goals" else [f"# {shown(document.title.parts)}"]
    body = shown(document.body).strip("\n")
    said = [
        f"! {one.place.line}:{one.place.column} {one.level}[{one.slug}] {one.message}" for one in problems
    ]
    return "\n".join([*title, *([body] if body else []), *said])


def shown(parts):
    return "".join(map(shown_part, parts))


def shown_part(part):
    match part:
        case Heading(level=level, id=name, parts=inside):
            return f'<h{level} id="{name}">{shown(inside)}</h{level}>\n'
        case Anchor(id=name):
            return f"{{anchor {name}}}"
        case Link(target=target, parts=inside, title=title):
            return f"{{link {target}{f' ({title})' if title else ''}: {shown(inside)}}}"
        case Picture(target=target, alt=alt):
            return f"{{picture {target}: {alt}}}"
        case Note(label=label, parts=inside):
            return f"{{note {label}: {shown(inside).strip()}}}"
        case Only(audience=roles, parts=inside):
            return f"{{only {' '.join(roles)}:\n{shown(inside)}}}\n"
        case Placed(kind=kind, id=name):
            return f"{{place {kind} {name}}}\n"
        case Shown(kind=kind, names=names):
            return f"{{show {' '.join((kind, *names))}}}\n"
        case Cards(parts=inside):
            return f"{{cards:\n{shown(inside)}}}\n"
        case Card(name=name, words=words):
            return f"{{card {shown(name)}: {shown(words).strip()}}}\n"
        case Word(key=key):
            return f"{{word {key}}}"
        case Checklist(id=name, groups=groups):
            items = "".join(shown_item(item, "") for group in groups for item in group.items)
            return f"{{checklist {name}:\n{items}}}\n"
        case Worksheet(id=name, title=title):
            return f"{{worksheet {name}: {title}}}\n"
        case _:
            return part


def shown_item(item, indent):
    box = "[x]" if item.ticked else "[ ]"
    audience = f" for {' '.join(item.audience)}" if item.audience else ""
    note = f" — {shown(item.note.parts).strip()}" if item.note else ""
    nested = "".join(shown_item(one, indent + "  ") for one in item.items)
    return f"{indent}{box} #{item.id}{audience} {shown(item.text.parts)}{note}\n{nested}"


def all_cases():
    return [pytest.param(file, *case, id=f"{file.stem}: {case[0]}") for file in FILES for case in cases(file)]


@pytest.mark.parametrize(("file", "title", "markdown", "expected"), all_cases())
def test_a_block_becomes_what_its_fixture_says(file, title, markdown, expected, request):
    made = read(markdown)
    if made != expected and (UPDATE or request.config.getoption("--update", default=False)):
        text = file.read_text(encoding="utf-8")
        old, new = f".\n{markdown}\n.\n{expected}\n.", f".\n{markdown}\n.\n{made}\n."
        old = old.replace(".\n\n.", ".\n.") if not expected else old
        assert text.count(old) == 1, f"the case {title!r} is not written once in {file.name}"
        file.write_text(text.replace(old, new), encoding="utf-8")
        return
    assert made == expected


def test_every_file_of_fixtures_holds_cases():
    assert FILES
    assert all(list(cases(file)) for file in FILES)
