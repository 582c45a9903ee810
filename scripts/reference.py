"""Write what the code knows into the reference of the manual, beside the sentences that people wrote.

A key is defined in two paragraphs: a sentence, which is the author's, and below
it what the shapes say (what is written there, an example of the same chapter, what
holds without it, which problems it can earn), which is made here.  Keys that
are gone are taken out, new ones are put at the end of their section with ``…``
where a sentence is missing.

``make reference`` runs it.  A test compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from guidegen.reading.blocks import BLOCKS
from guidegen.reading.front_matter import ALSO
from guidegen.reading.schema import keys_of
from guidegen.reading.values import alternatives
from guidegen.reading.yaml import load
from scripts.annotations import NOUNS, NOUNS_FILE, said_of_fields, said_of_noun, types_of
from scripts.known import (
    FIELD_SHAPES,
    FIELDS,
    FILES,
    PLACES,
    VIEWS,
    Key,
    bare,
    commands,
    described,
    fields_of,
    front_matter,
    help_of,
    hints_of,
    is_shape,
    keys_at,
    options_of,
    place_of_view,
)
from scripts.manual import REFERENCE, Example, examples, read
from scripts.tried import attributes_of_blocks, problems_of_blocks, problems_of_front_matter

MISSING = "…"
"""What stands where somebody has to write a sentence."""

FRONT_MATTER = ("02-chapters.md", "Front matter")
BLOCK_PLACE = ("03-blocks.md", "Which there are")
"""Where the keys of front matter and the blocks are described."""

LONGEST = 56
"""Letters of an example that fits into a line."""

ENTRY = re.compile(r"^`(?P<key>[^`\n]+)`\n(?P<said>(?:: .*\n(?:  .*\n)*)+)\n?", re.MULTILINE)
"""A key with its paragraphs."""

OF_TIMES = {
    "date-format",
    "date-impossible",
    "offset-format",
    "time-format",
    "weekday-mismatch",
    "zone-on-date",
}
"""What is told of every time that cannot be read; `06-time.md` lists it once."""

NAMES = re.compile(
    r"^(?:list of |for each role: )?"
    r"(agenda|role|contact|program|chapter|worksheet|checklist|survey|phase|cohort|entry of the timeline)s?\b"
)
"""Values that are names of something elsewhere."""


# Sections of a chapter ---------------------------------------------------------------------------


def renewed(name: str) -> str:
    """Return a chapter of the reference as it should be; *name* is that of its file."""
    text = read(f"03-reference/{name}")
    for (file, title), (shape, keys) in described().items():
        if file == name:
            first, last = _bounds(text, title)
            known = {one.name: one for one in keys_at(shape, file) if one.name in keys}
            body = _with_keys(text[first:last], known, file, title)
            text = text[:first] + body + text[last:]
    further = {
        FRONT_MATTER[0]: _with_front_matter,
        BLOCK_PLACE[0]: _with_blocks,
        "10-commands.md": _with_commands,
        "12-templates.md": _with_views,
        NOUNS_FILE: _with_nouns,
    }
    return further[name](text) if name in further else text


def _bounds(text: str, title: str) -> tuple[int, int]:
    """Return where a section begins, behind its heading, and where it ends; a chapter's title is its top."""
    headings = list(re.finditer(r"^(#+) (.*)\n", _without_code(text), re.MULTILINE))
    begins = text.index("---\n", 4) + 4
    for number, heading in enumerate(headings):
        if re.sub(r"\s*\{#.*\}$", "", heading[2]) == title:
            begins = heading.end()
            rest = headings[number + 1 :]
            return begins, rest[0].start() if rest else len(text)
    if f"\ntitle: {title}\n" not in text[:begins]:
        raise LookupError(f"the reference should have a section {title!r}")
    return begins, headings[0].start() if headings else len(text)


def _without_code(text: str) -> str:
    """Return a text of the same length in which no heading stands inside code."""
    fences = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
    return fences.sub(lambda found: re.sub(r"^#", "-", found[0], flags=re.MULTILINE), text)


def _with_keys(body: str, known: dict[str, Key], file: str, title: str) -> str:
    return _defined(body, {key: _facts(one, file, title) for key, one in known.items()})


def _defined(body: str, facts: Mapping[str, str]) -> str:
    """Return a section in which each name is defined, by its sentence and by what is known."""
    if not facts:
        return body
    entries = list(ENTRY.finditer(body))
    said = {one["key"]: _sentence(one["said"]) for one in entries}
    order = [key for key in said if key in facts] + [key for key in facts if key not in said]
    made = "\n".join(
        f"`{key}`\n: {said.get(key, MISSING)}\n" + (f": {facts[key]}\n" if facts[key] else "")
        for key in order
    )
    if not entries:
        return f"{body.rstrip()}\n\n{made}\n"
    return f"{body[: entries[0].start()]}{made}\n{body[entries[-1].end() :]}".rstrip("\n") + _end(body)


def _end(body: str) -> str:
    return body[len(body.rstrip("\n")) :]


def _sentence(said: str) -> str:
    """Return the author's paragraph of an entry."""
    first = re.match(r": (.*\n(?:  .*\n)*)", said)
    return first[1].rstrip("\n") if first else MISSING


def _with_front_matter(text: str) -> str:
    """Return the chapter of chapters with what is known of each key that can stand above the text of one."""
    first, last = _bounds(text, FRONT_MATTER[1])
    others = {key: [other for other, ours in ALSO.items() if ours == key] for key in ALSO.values()}
    facts = {}
    for key in front_matter(problems_of_front_matter()):
        also = alternatives(others[key.name]) if key.name in others else ""
        facts[key.name] = _facts(key, *FRONT_MATTER) + (f" Also read as {also}." if also else "")
    return text[:first] + _defined(text[first:last], facts) + text[last:]


def _with_blocks(text: str) -> str:
    """Return the chapter of blocks with what each takes and holds, and what can be wrong with it."""
    first, last = _bounds(text, BLOCK_PLACE[1])
    facts = {name: _of_block(name) for name in BLOCKS}
    return text[:first] + _defined(text[first:last], facts) + text[last:]


def _of_block(name: str) -> str:
    block, problems = BLOCKS[name], problems_of_blocks()[name]
    fitting = (one for one in openings(name) if re.search(rf"{name} +[^{{]+$", one) and len(one) <= LONGEST)
    shown = next(fitting, "") if block.behind else ""
    said = [
        f"Behind its name: {block.behind or 'nothing'}{f', such as `{shown}`' if shown else ''}.",
        f"Inside: {block.inside or 'nothing'}.",
    ]
    if attributes := attributes_of_blocks()[name]:
        said.append(f"In braces: {', '.join(attributes)}.")
    if problems:
        said.append(f"Problems: {_linked(problems)}.")
    return " ".join(said)


def openings(block: str) -> list[str]:
    """Return the lines of examples that open a block of a kind, those of the reference first."""
    opening = re.compile(rf"^::: *{block}\b.*$", re.MULTILINE)
    built = [one for one in examples() if one.names.endswith(".md") and not one.wrong]
    built.sort(key=lambda one: not one.file.startswith("03-reference/0"))
    return [line for one in built for line in opening.findall(one.text)]


def _with_commands(text: str) -> str:
    """Return the chapter of commands with the help and the options of each as they are."""
    for name, command in commands().items():
        first, last = _bounds(text, name)
        options = options_of(command)
        body = _defined(text[first:last], {one: options[one] for one in options})
        text = text[:first] + body + text[last:]
    quoted = re.compile(r"^```text (guidegen [^\n]*--help)\n.*?^```$", re.MULTILINE | re.DOTALL)
    return quoted.sub(lambda found: f"```text {found[1]}\n{help_of(found[1])}```", text)


def _with_views(text: str) -> str:
    """Return the chapter of templates with the fields of each view, in their order."""
    for view in VIEWS.values():
        first, last = _bounds(text, place_of_view(view))
        fields = fields_of(view)
        body = _with_fields(text[first:last], fields, types_of(view, "12-templates.md"))
        text = text[:first] + body + text[last:]
    return text


def _with_nouns(text: str) -> str:
    """Return the chapter of what views carry, with a section for each noun."""
    for name, noun in NOUNS.items():
        if f"\n## {name}\n" not in text:
            text += f"\n## {name}\n\n{said_of_noun(noun)}\n\n{_FIELD_TABLE}| … | … | … |\n"
        first, last = _bounds(text, name)
        body = _with_fields(text[first:last], said_of_fields(noun), types_of(noun, NOUNS_FILE))
        text = text[:first] + body + text[last:]
    return text


_FIELD_TABLE = "| Field | Type | What it is |\n|---|---|---|\n"


def _with_fields(body: str, known: Mapping[str, str], types: Mapping[str, str]) -> str:
    table = re.search(rf"^{re.escape(_FIELD_TABLE)}(?P<rows>(?:\|.*\n)+)", body, re.MULTILINE)
    if table is None or not known:
        return body
    rows = dict(re.findall(r"^\| `(\w+)` \|(?:\\\||[^|])*\| (.*) \|$", table["rows"], re.MULTILINE))
    made = "".join(
        f"| `{name}` | {types[name]} | {rows.get(name) or words or MISSING} |\n"
        for name, words in known.items()
    )
    return body[: table.start("rows")] + made + body[table.end("rows") :]


# What is said of a key ---------------------------------------------------------------------------


def _facts(key: Key, file: str, title: str) -> str:
    example = "" if key.choices else _example(key, file, title)
    said = [f"{_capital(key.words)}{f', such as `{example}`' if example else ''}."]
    if key.required:
        said.append("**Required.**")
    elif key.default:
        said.append(f"Without it `{key.default}`.")
    if key.problems or NAMES.match(key.words):
        said.append(f"Problems: {_problems(key)}.")
    return " ".join(said)


def _problems(key: Key) -> str:
    names = set(key.problems) | ({"unknown-ref"} if NAMES.match(key.words) else set())
    if names >= OF_TIMES:
        return ", ".join(filter(None, (_linked(names - OF_TIMES), "[those of times](06-time.md#problems)")))
    return _linked(names)


def _linked(slugs: Iterable[str]) -> str:
    return ", ".join(f"[{one}](11-problems.md#{one})" for one in sorted(slugs))


def _capital(words: str) -> str:
    at = 1 if words.startswith("[") else 0
    return words[:at] + words[at : at + 1].upper() + words[at + 1 :]


def _shapes_at(file: str, title: str) -> tuple[type[Any], ...]:
    """Return the shapes whose keys a section describes."""
    if (file, title) == FIELDS:
        return tuple(FIELD_SHAPES.values())
    if file == FIELDS[0] and title in FIELD_SHAPES:
        return (FIELD_SHAPES[title],)
    return tuple(shape for shape, place in PLACES.items() if place == (file, title))


# Examples ----------------------------------------------------------------------------------------


def _example(key: Key, file: str, title: str) -> str:
    """Return what the examples of the reference write under a key, those of the same chapter first."""
    found = written_under(key.name, file, title)
    found.sort(key=lambda one: (str(one[1]).endswith("."), one[0] != f"03-reference/{file}"))
    shown = (as_yaml(value) for _, value in found)
    fitting = (one for one in shown if len(one) <= LONGEST and "`" not in one)
    return next((one for one in fitting if one not in ("", key.default)), "")


def written_under(key: str, file: str, title: str) -> list[tuple[str, Any]]:
    """Return each value of a key in the examples of the reference, with the chapter that it is in."""
    if (file, title) == FRONT_MATTER:
        return [(file, front[key]) for file, front in _fronts() if key in front]
    return [one for shape in _shapes_at(file, title) for one in _written().get((shape, key), ())]


@cache
def _fronts() -> tuple[tuple[str, dict[str, Any]], ...]:
    """Return the front matter of each chapter in the examples of the reference, with where it is shown."""
    found = []
    for example in examples():
        in_reference = example.file.startswith("03-reference/") and not example.wrong
        if in_reference and example.language == "markdown" and example.text.startswith("---\n"):
            tree, _ = load(example.text.split("---\n")[1], example.names)
            if tree is not None and isinstance(tree.data, dict):
                found.append((example.file, tree.data))
    return tuple(found)


@cache
def _written() -> dict[tuple[type[Any], str], list[tuple[str, Any]]]:
    """Return every value in the examples of the reference, by shape and key, with its chapter."""
    found: dict[tuple[type[Any], str], list[tuple[str, Any]]] = {}
    for example in (one for one in examples() if one.file.startswith("03-reference/")):
        shape = shape_of(example)
        tree, _ = load(example.text, example.names) if shape and not example.wrong else (None, ())
        if tree is not None:
            for one, key, value in _values(shape, tree.data):
                found.setdefault((one, key), []).append((example.file, value))
    return found


def shape_of(example: Example) -> type[Any] | None:
    """Return the shape of the file that an example is; none for what is no YAML of ours."""
    return next((shape for path, shape in FILES if re.fullmatch(path, example.names)), None)


def _values(hint: Any, data: Any) -> Iterator[tuple[type[Any], str, Any]]:
    kind, _ = bare(hint)
    if is_shape(kind) and isinstance(data, dict):
        hints = get_type_hints(kind, include_extras=True)
        below = dict(zip(keys_of(kind), (hints[one] for one in hints_of(kind)), strict=True))
        for key, value in data.items():
            if key in below:
                yield kind, key, value
                yield from _values(below[key], value)
    elif get_origin(kind) is tuple and isinstance(data, list):
        for one in data:
            yield from _values(get_args(kind)[0], one)
    elif get_origin(kind) is dict and isinstance(data, dict):
        for one in data.values():
            yield from _values(get_args(kind)[1], one)
    elif isinstance(data, dict) and not is_shape(kind) and get_args(kind):
        yield from _values(FIELD_SHAPES.get(str(data.get("type", "text")), FIELD_SHAPES["text"]), data)


def as_yaml(value: Any) -> str:
    """Return a value in one line, as an author writes it; empty where that cannot be done."""
    match value:
        case str():
            return next((one for one in (value, f'"{value}"') if _reads_as(one, value)), "")
        case list():
            items = [as_yaml(one) for one in value]
            return f"[{', '.join(items)}]" if all(items) else ""
        case dict():
            pairs = {key: as_yaml(one) for key, one in value.items()}
            return f"{{{', '.join(f'{k}: {v}' for k, v in pairs.items())}}}" if all(pairs.values()) else ""
    return ""


def _reads_as(written: str, value: str) -> bool:
    """Return whether a text is read as it is meant, in a list and in a mapping."""
    if "\n" in written or (value.startswith(("{", "[")) and written == value):
        return False
    tree, problems = load(f"k: [{written}, {{a: {written}}}]\n", "example.yml")
    return tree is not None and not problems and tree.data == {"k": [value, {"a": value}]}


# From the command line ---------------------------------------------------------------------------


def main() -> int:
    """Write every chapter of the reference anew, and say which sentences are missing."""
    missing = 0
    for file in sorted(REFERENCE.glob("*.md")):
        text = renewed(file.name)
        if text != read(f"03-reference/{file.name}"):
            file.write_text(text, encoding="utf-8")
            print(f"renewed {file.name}")
        for found in re.finditer(rf"^`(.+)`\n: {MISSING}$", text, re.MULTILINE):
            missing += 1
            print(f"{file.name}: say what `{found[1]}` is for")
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
