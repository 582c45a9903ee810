"""The manual says everything, and nothing that is not so.

What the code knows (commands, keys, blocks, fields, templates, problems) is
looked for at its place in the reference; what the reference says is looked for
in the code; and every example that names a file is built.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from guidegen.building.build import Outcome, build, check
from guidegen.building.options import Options
from guidegen.cli.main import run
from guidegen.model import plan
from guidegen.model.activity import WORKSHEET_PRESETS
from guidegen.model.dating import Calendar, days_of
from guidegen.model.problem import WARNINGS, Problem
from guidegen.model.program import Program
from guidegen.model.schedule import Days, read_when
from guidegen.reading import (
    activities,
    blocks,
    front_matter,
    meetings,
    presets,
    syntax,
)
from guidegen.reading.programs import DEFAULT_PHASES
from guidegen.reading.schema import Shape, keys_of
from guidegen.rendering import functions
from guidegen.rendering.templates import OURS
from guidegen.rendering.times import when_words
from guidegen.rendering.words import read_words, voice
from scripts.annotations import NOUNS, NOUNS_FILE, said_of_fields
from scripts.known import (
    FIELD_SHAPES,
    PLACES,
    VIEWS,
    commands,
    described,
    fields_of,
    help_of,
    place_of_view,
    shapes,
)
from scripts.manual import (
    CONTENT,
    ROOT,
    Example,
    chapters,
    examples,
    read,
    section,
    sections_of,
)
from scripts.reference import BLOCK_PLACE, FRONT_MATTER, MISSING, OF_TIMES, openings, renewed, written_under
from scripts.tried import INSIDE, KNOWN, problems_of_blocks, problems_of_front_matter
from tests.story import LEAST, Handbook

SOURCE = ROOT / "src" / "guidegen"

# What the code knows -----------------------------------------------------------------------------


OF_FIELDS = {"FieldShape", *(one.__name__ for one in FIELD_SHAPES.values())}
SHAPES = [one for one in shapes() if one.__name__ not in OF_FIELDS]

SLUG = re.compile(r"[a-z]+(?:-[a-z]+)*")

FIRST_ARGUMENT = {
    "problem", "warning", "WhenError", "wrong", "complain", "warn", "say", "_WrongError", "Nowhere",
    "_failed", "key_problem", "unsafe_problem",
}  # fmt: skip
"""Functions whose first argument is a slug; `say` is either `complain` or `warn` in `markdown`."""

ANY_ARGUMENT = {"tell", "Mistake"}
"""Functions that take a slug behind a message."""


@cache
def slugs() -> dict[str, str]:
    """Return every slug in the source, each with a file that can report it."""
    found: dict[str, str] = {}
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            for slug in _slugs_in(node):
                found.setdefault(slug, file.relative_to(SOURCE).as_posix())
    return found


def _slugs_in(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name), args=args, keywords=keywords):
            if name in FIRST_ARGUMENT and args:
                yield from _texts(args[0])
            if name in ANY_ARGUMENT:
                for one in args:
                    if isinstance(one, ast.Constant):
                        yield from _texts(one)
            for keyword in keywords:
                if keyword.arg == "slug":
                    yield from _texts(keyword.value)
        case ast.FunctionDef(args=ast.arguments(kwonlyargs=names, kw_defaults=defaults)):
            for argument, default in zip(names, defaults, strict=True):
                if argument.arg == "slug" and default is not None:
                    yield from _texts(default)
        case ast.AnnAssign(target=ast.Name(id="slug"), value=ast.Constant() as value):
            yield from _texts(value)
        case ast.Return(value=ast.Tuple(elts=[ast.Constant(value=str()), said, *_])) if _is_sentence(said):
            # What `_wrong` in `words` and `_why_missing` in `paths` return.
            yield from _texts(node.value.elts[0])


def _is_sentence(node: ast.AST) -> bool:
    return any(isinstance(one, ast.Constant) and " " in str(one.value) for one in ast.walk(node))


def _texts(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and SLUG.fullmatch(one.value):
            yield one.value


def templates() -> list[Path]:
    return sorted((OURS / "templates").iterdir())


def blocks_of(template: Path) -> list[str]:
    return re.findall(r"\{% block (\w+)", template.read_text(encoding="utf-8"))


# Everything is said ------------------------------------------------------------------------------


def test_each_shape_has_its_place_in_the_manual() -> None:
    missing = {one.__name__ for one in SHAPES} - {one.__name__ for one in PLACES}
    assert not missing, (
        f"say in PLACES of {Path(__file__).name} where the reference has the keys of {missing}"
    )


@pytest.mark.parametrize("shape", PLACES, ids=lambda one: one.__name__)
def test_the_keys_of_a_shape_are_those_in_its_section(shape: type[Shape]) -> None:
    there = section(*PLACES[shape]).keys
    assert set(keys_of(shape)) <= set(there), "run: make reference"


@pytest.mark.parametrize(
    "name",
    sorted(
        {
            "02-chapters.md",
            "03-blocks.md",
            "10-commands.md",
            "12-templates.md",
            NOUNS_FILE,
            *(name for name, _ in described()),
        }
    ),
)
def test_what_the_code_knows_of_keys_stands_beside_them(name: str) -> None:
    assert renewed(name) == read(f"03-reference/{name}"), "run: make reference"


@pytest.mark.parametrize(("name", "title"), described())
def test_every_key_has_a_sentence(name: str, title: str) -> None:
    for key, (sentence, facts) in section(name, title).keys.items():
        assert sentence != MISSING, f"03-reference/{name} should say what `{key}` of {title!r} is for"
        assert re.search(r"[.:\"`)]$", sentence) and facts, (name, title, key)


@pytest.mark.parametrize(("name", "title"), described())
def test_every_key_is_in_an_example(name: str, title: str) -> None:
    _, keys = described()[name, title]
    missing = [key for key in keys if not written_under(key, name, title)]
    assert not missing, f"an example in 03-reference/{name} should hold {missing} of {title!r}"


def test_what_is_wrong_with_times_is_listed_once() -> None:
    first = section("06-time.md", "Problems").text.partition("One that can be read")[0]
    assert set(re.findall(r"#([a-z-]+)", first)) == OF_TIMES


def test_every_section_of_the_types_of_field_is_a_type() -> None:
    titles = list(sections_of("03-reference/07-worksheets.md"))
    between = titles[titles.index("Types of field") + 1 : titles.index("Option")]
    assert between == list(FIELD_SHAPES)


def test_every_key_of_front_matter_has_a_sentence_and_is_in_an_example() -> None:
    said = section(*FRONT_MATTER).keys
    assert set(said) == set(front_matter.KEYS)
    assert not [key for key, (sentence, *_) in said.items() if sentence == MISSING]
    assert not [key for key in said if not written_under(key, *FRONT_MATTER)]


def test_the_problems_of_front_matter_are_those_that_it_earns() -> None:
    assert {"review-due", "date-format"} <= set(problems_of_front_matter()["reviewed"])
    assert problems_of_front_matter()["audience"] == ("unknown-ref",)


def test_every_block_has_a_sentence_and_is_in_an_example() -> None:
    said = section(*BLOCK_PLACE).keys
    assert set(said) == set(blocks.BLOCKS)
    assert not [name for name, (sentence, *_) in said.items() if sentence == MISSING]
    assert not [name for name in said if not openings(name)]


def test_blocks_that_hold_nothing_are_those_whose_closing_line_may_be_left_out() -> None:
    empty = {name for name, one in blocks.BLOCKS.items() if not one.inside}
    assert empty == set(syntax.LEAF_BLOCKS) - set(syntax.SHEET_BLOCKS) | {"roles"}


def test_every_block_that_names_something_earns_a_problem_for_what_is_not_there() -> None:
    told = {
        name for name, slugs in problems_of_blocks().items() if {"unknown-ref", "missing-file"} & {*slugs}
    }
    assert told == set(KNOWN)


def test_blocks_that_take_nothing_behind_their_name_are_the_same_with_words_there(handbook: Handbook) -> None:
    for name in (name for name, one in blocks.BLOCKS.items() if not one.behind):
        inside = f"{INSIDE.get(name, 'Words')}\n\n:::\n"
        for words in ("", "Words"):
            text = f"---\ntoc: no\n---\n# Tried\n\n::: {name} {words}\n\n{inside}"
            handbook.write(f"content/{name}{words.lower()}.md", text).build()
        pages = [handbook.site()[f"{name}{words}/index.html"].decode() for words in ("", "words")]
        plain, worded = (re.search(r"<h1.*?</article>", one, re.DOTALL)[0] for one in pages)  # type: ignore[index]
        assert plain == worded, name


def test_every_command_has_a_section_and_every_section_a_command() -> None:
    parts = {"Commands", "guidegen", "Formats of a schedule", "Exit codes"}
    titles = set(sections_of("03-reference/10-commands.md")) - parts
    assert titles == set(commands())


def test_every_exit_code_is_in_the_table() -> None:
    told = {row[0] for row in section("10-commands.md", "Exit codes").rows}
    text = (SOURCE / "cli" / "main.py").read_text(encoding="utf-8")
    known = set(re.findall(r"\b(\d+):", text.partition('"""')[2].partition('"""')[0])) | {"0"}
    assert told == known


def test_the_collection_of_slugs_is_whole() -> None:
    """What tests speak of is among what was collected, and so is what is easily missed."""
    told = set()
    for file in (ROOT / "tests").rglob("*.md"):
        told |= set(re.findall(r"(?:error|warning)\[([a-z-]+)\]", file.read_text(encoding="utf-8")))
    assert len(told) > 40
    assert told <= slugs().keys()
    assert {
        "yaml-unsafe",
        "block-open",
        "busy",
        "table",
        "field-type",
        "unsafe-svg",
        "template",
    } <= slugs().keys()
    assert len(slugs()) > 70


@pytest.mark.parametrize("slug", sorted(slugs()))
def test_every_problem_is_in_the_list(slug: str) -> None:
    found = sections_of("03-reference/11-problems.md")
    assert slug in found, f"03-reference/11-problems.md should have a heading {slug!r}; see {slugs()[slug]}"
    level = "Warning" if slug in WARNINGS else "Error"
    assert found[slug].text.split("\n")[1].startswith(level), (
        f"03-reference/11-problems.md: {slug} is a {level}"
    )


def test_every_problem_in_the_list_is_one() -> None:
    kept = [line[4:] for line in read("03-reference/11-problems.md").split("\n") if line.startswith("### ")]
    assert sorted(kept) == sorted(slugs())


def test_problems_that_the_manual_links_to_are_there() -> None:
    for name in chapters():
        for slug in re.findall(r"11-problems\.md#([a-z-]+)", read(name)):
            assert slug in slugs(), f"{name}: {slug}"


# Templates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_every_field_of_a_view_says_what_it_is(name: str) -> None:
    found = section("12-templates.md", place_of_view(VIEWS[name]))
    rows = [row for title, rows in found.tables if title == "Field" for row in rows]
    assert len(rows) == len(fields_of(VIEWS[name]))
    assert all(words and MISSING not in words for _, _, words, *_ in rows)


@pytest.mark.parametrize("name", sorted(NOUNS))
def test_every_field_of_what_views_carry_says_what_it_is(name: str) -> None:
    rows = section(NOUNS_FILE, name).rows
    assert [row[0].strip("`") for row in rows] == list(said_of_fields(NOUNS[name]))
    assert all(len(row) == 3 and row[2] and MISSING not in row[2] for row in rows)


def test_everything_that_a_view_carries_is_described() -> None:
    carried = {
        one for view in VIEWS.values() for hint in get_type_hints(view).values() for one in nouns_in(hint)
    }
    assert Program in carried
    assert {one.__name__ for one in carried} - {"Text", "Place"} <= set(VIEWS) | set(NOUNS)


def nouns_in(hint: object) -> Iterator[type[object]]:
    """Yield the dataclasses that a type is made of."""
    if isinstance(hint, type) and is_dataclass(hint):
        yield hint
    for one in get_args(hint):
        yield from nouns_in(one)


@pytest.mark.parametrize("template", templates(), ids=lambda one: one.name)
def test_every_template_is_there_with_its_blocks(template: Path) -> None:
    found = sections_of("03-reference/12-templates.md")
    others = found["Other templates"].names("Template")
    place = {"frame.html": "Every page", "base.html": "Every page", "list.html": "List pages"}.get(
        template.name, template.name
    )
    assert template.name in found or template.name in others, (
        f"03-reference/12-templates.md should name {template.name}"
    )
    if place not in found:
        assert blocks_of(template) == []
        return
    told = found[place].names("Block") | set(re.findall(r"`(\w+)`", found[place].text))
    missing = set(blocks_of(template)) - told
    assert not missing, (
        f"03-reference/12-templates.md should name the blocks {sorted(missing)} of {template.name}"
    )


def test_every_block_in_the_manual_is_in_a_template() -> None:
    known = {block for one in templates() for block in blocks_of(one)}
    told = {
        name for one in sections_of("03-reference/12-templates.md").values() for name in one.names("Block")
    }
    assert told <= known


def test_every_function_and_filter_is_in_its_table() -> None:
    words, _ = read_words(OURS / "locales", None, "en")
    there = section("12-templates.md", "What a template can call")
    assert there.names("Function") == set(functions.functions(words))
    assert there.names("Filter") == set(functions.filters(words))
    assert set(re.findall(r"`is (\w+)`", there.text)) == set(functions.TESTS)


def test_every_stylesheet_is_in_the_table() -> None:
    assert section("12-templates.md", "Stylesheets").names() == {
        one.name for one in (OURS / "assets").glob("*.css")
    }


# What is said is so ------------------------------------------------------------------------------


def test_agendas_that_come_along_are_those_of_the_code() -> None:
    told = [
        (row[0].strip("`"), int(row[2]))
        for row in section("06-meetings.md", "Agenda in a meeting").tables[0][1]
    ]
    known = []
    for name in plan.AGENDA_PRESETS:
        source = presets.preset_source(name)
        agenda, _ = meetings.read_agenda(source.text, source.path)
        assert agenda is not None
        known.append((name, agenda.minutes))
    assert told == known


def test_worksheets_that_come_along_are_those_of_the_code() -> None:
    name = "07-worksheets-that-come-along.md"
    known, filling = [], {}
    for one in WORKSHEET_PRESETS:
        source = presets.preset_worksheet(one)
        sheet, _ = activities.read_worksheet(source.text, source.path, one)
        assert sheet is not None
        minutes = str(sheet.minutes or "")
        known.append((f"`{one}`", sheet.title.plain, sheet.purpose.plain, minutes))
        filling[one] = sheet.confidential
    assert [*section(name, "Which there are").rows] == known
    assert section(name, "What is on each").names() == set(WORKSHEET_PRESETS)
    rows = section(name, "Who fills them in").rows
    assert {one: row[3] for row in rows for one in re.findall("`(.+?)`", row[0])} == filling


def test_the_default_phases_are_those_of_the_code() -> None:
    rows = section("05-programs.md", "Phases").tables[0][1]
    assert [tuple(cell.strip("`") for cell in row) for row in rows] == list(DEFAULT_PHASES)


@pytest.mark.parametrize("row", section("06-time.md", "What you can write").rows, ids=lambda row: row[0])
def test_times_are_shown_as_the_manual_says(row: tuple[str, str, str]) -> None:
    say = voice(read_words(OURS / "locales", None, "en")[0])
    names = {"kickoff": "Kick-off", "launch": "Launch"}
    assert when_words(read_when(row[0].strip("`")), names, say, "en") == row[2]


@pytest.mark.parametrize("row", section("06-time.md", "How it is counted").rows, ids=lambda row: row[0])
def test_times_are_counted_as_the_manual_says(row: tuple[str, str, str]) -> None:
    calendar = Calendar(date(2026, 9, 14), weeks=16, zone="Europe/London")
    kickoff = Days(date(2026, 9, 16), date(2026, 9, 16), time(17), "Europe/London")
    end = Days(date(2026, 9, 27), date(2026, 9, 27))
    days = days_of(read_when(row[0].strip("`")), calendar, {"kickoff": kickoff, "launch.end": end})
    assert days is not None
    assert (days.first.isoformat(), days.last.isoformat()) == row[1:]


# Examples ----------------------------------------------------------------------------------------


def first_steps() -> list[Example]:
    """Return the examples of the tutorials; they go on from one another, as `test_first_steps.py` does."""
    return [one for one in examples() if one.file.startswith("01-first-steps/")]


ALONE = [one for one in examples() if one not in first_steps()]
FILES = [one for one in ALONE if "." in one.names and " " not in one.names]
COLLECTED = [one for one in FILES if one.section.startswith("answers-")]
HELPS = [one for one in ALONE if one.names.endswith("--help")]
SCHEDULES = [one for one in ALONE if one.names.startswith("guidegen schedule ") and one not in HELPS]


def label(example: Example) -> str:
    return f"{example.file}:{example.line}"


def around(example: Example) -> dict[str, str]:
    """Return the other files that its chapter shows; of several for one path, the one before it.

    In the list of problems every problem is a world of its own, in which each example has only those beside
    it that say so.
    """
    if example.file.endswith("11-problems.md"):
        beside = {one.names: one.text for one in FILES if one.section == example.section and one.too}
        return {**LEAST, **beside, example.names: example.text}
    near = [one for one in FILES if one.file == example.file and not one.wrong and not example.wrong]
    later = [one for one in near if one.line > example.line]
    earlier = [one for one in near if one.line < example.line]
    # Later ones first, from the end, so that what counts is the nearest before, else the nearest after.
    files = {one.names: one.text for one in (*reversed(later), *earlier)}
    return {**LEAST, **files, example.names: example.text}


COMPANIONS = {"break-all": {"date-range", "nonworking-day"}}
"""What is told beside a problem that cannot be shown alone."""

NOT_SHOWN = {
    "answers-hidden", "answers-unclear", "busy", "encoding", "heavy-font", "long-sheet", "not-written",
    "output-changed", "output-foreign", "pdf", "pdf-flaw", "pdf-letters", "pdf-missing", "pdf-stopped",
    "picture-size", "pictures-missing", "too-large", "unreadable",
}  # fmt: skip
"""Problems of which no text can be an example, or none that anybody wants to read; each says why."""


def lay(example: Example, folder: Path) -> None:
    """Write an example, and the files around it."""
    for path, text in around(example).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def told_of(example: Example, folder: Path) -> tuple[Outcome, list[Problem]]:
    """Build an example among the files around it, and return what `build` and `check` tell."""
    lay(example, folder)
    outcome = build(folder, folder / "site", Options(), lambda *_: None)
    return outcome, [*outcome.problems, *check(folder, date(2027, 1, 31))]


@pytest.mark.parametrize("example", [one for one in FILES if not one.too and one not in COLLECTED], ids=label)
def test_every_example_does_what_it_says(example: Example, tmp_path: Path) -> None:
    outcome, told = told_of(example, tmp_path)
    lines = [f"{one.place.path}:{one.place.line}: {one.level}[{one.slug}]: {one.message}" for one in told]
    # What a complete handbook would still have is no fault of an example.
    slugs = {one.slug for one in told}
    if example.wrong:
        beside = COMPANIONS.get(example.section, set()) | ({"incomplete"} - {example.section})
        assert slugs - beside == {example.section}, lines
    elif example.file.endswith("11-problems.md"):
        assert outcome.written, lines
        assert slugs <= {"incomplete"} - {example.section}, lines
    else:
        assert outcome.written, lines
        assert not {one.slug for one in told if one.place.path == example.names} - {"incomplete"}, lines


@pytest.mark.parametrize("example", [one for one in COLLECTED if not one.too], ids=label)
def test_every_file_of_answers_is_collected_as_it_says(
    example: Example, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lay(example, tmp_path)
    run(
        [
            "collect",
            str(tmp_path / "answers"),
            "--project",
            str(tmp_path),
            "--output",
            str(tmp_path / "tables"),
        ]
    )
    told = set(re.findall(r"(?:error|warning)\[([a-z-]+)\]", "".join(capsys.readouterr())))
    assert told == ({example.section} if example.wrong else set())


@pytest.mark.parametrize("slug", sorted(slugs()))
def test_every_problem_has_a_wrong_and_a_right_example(slug: str) -> None:
    shown = [
        one for one in FILES if one.file.endswith("11-problems.md") and one.section == slug and not one.too
    ]
    if slug in NOT_SHOWN:
        assert "No example shows this:" in section("11-problems.md", slug).text
        assert not shown
    else:
        assert {one.wrong for one in shown} == {True, False}, f"03-reference/11-problems.md: {slug}"


def test_all_examples_are_found() -> None:
    assert len(FILES) > 300
    assert sum(one.wrong for one in FILES) > 90
    assert len(HELPS) == len(commands()) + 1


def test_the_first_chapter_says_what_a_first_build_says(tmp_path: Path) -> None:
    assert run(["init", str(tmp_path)]) == 0
    said = read("01-first-steps/01-first-handbook.md")
    first = build(tmp_path, tmp_path / "site", Options(), lambda *_: None)
    assert f"Made {len(first.made)} files, in" in said
    goals = tmp_path / "content" / "01-prepare" / "01-your-goals.md"
    goals.write_text(goals.read_text(encoding="utf-8") + "\nOne sentence more.\n", encoding="utf-8")
    second = build(tmp_path, tmp_path / "site", Options(), lambda *_: None)
    assert [path for path, _ in second.made if not path.startswith("print/")] == [
        "prepare/your-goals/index.html",
        "search/sections-prepare.js",
    ]
    assert f"Made {len(second.made)} files, {second.kept} were up to date" in said
    assert "the two [prints]" in said
    assert len(second.made) == 4


def test_the_reasons_that_the_manual_shows_are_those_of_a_build(tmp_path: Path) -> None:
    assert run(["init", str(tmp_path)]) == 0
    build(tmp_path, tmp_path / "site", Options(), lambda *_: None)
    meeting = tmp_path / "content" / "01-prepare" / "02-first-meeting.md"
    text = meeting.read_text(encoding="utf-8")
    assert "\nsummary: " in text
    meeting.write_text(re.sub(r"\nsummary: .*", "\nsummary: How to begin.", text), encoding="utf-8")
    outcome = build(tmp_path, tmp_path / "site", Options(dry_run=True), lambda *_: None)
    lines = [f"{path}: {', '.join(reasons)} changed" for path, reasons in outcome.made]
    lines.append(f"Would make {len(lines)} files; {outcome.kept} are up to date.\n")
    shown = [one.text for one in examples() if one.file.endswith("01-how-a-build-decides.md")]
    assert "\n".join(lines) in shown


@pytest.mark.parametrize("example", HELPS, ids=lambda one: one.names)
def test_the_help_is_quoted_as_it_is_printed(example: Example) -> None:
    assert example.text == help_of(example.names), "run: make reference"


def quoted_as_printed(example: Example, printed: str) -> None:
    """See that an example is what is printed; where it is asked for, make it so."""
    if not os.environ.get("GUIDEGEN_UPDATE"):
        assert example.text == printed, "run this test once with GUIDEGEN_UPDATE=1"
        return
    file, opening = CONTENT / example.file, f"```text {example.names}\n"
    alike = [one.line for one in examples() if (one.file, one.names) == (example.file, example.names)]
    parts = file.read_text(encoding="utf-8").split(opening)
    number = alike.index(example.line) + 1
    parts[number] = printed + parts[number][parts[number].index("```") :]
    file.write_text(opening.join(parts), encoding="utf-8")


@pytest.mark.parametrize("example", SCHEDULES, ids=label)
def test_a_schedule_is_quoted_as_it_is_printed(
    example: Example, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier = [one for one in FILES if one.file == example.file and one.line < example.line]
    for path, text in {**LEAST, **{one.names: one.text for one in earlier}}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert run([*example.names.split()[1:], "--project", str(tmp_path)]) == 0
    quoted_as_printed(example, capsys.readouterr().out)


def test_no_sentence_ends_in_an_exclamation_mark() -> None:
    for name in chapters():
        words = re.sub(r"```.*?```|`[^`]*`", "", read(name), flags=re.DOTALL)
        assert not re.search(r"\w!(?:\s|$)", words), name


def shown_in(name: str, language: str, begins: str = "") -> str:
    """Return the first piece of code of a language in a chapter that begins with some words."""
    return next(
        one.text
        for one in examples()
        if one.file == name and one.language == language and one.text.startswith(begins)
    )


def test_the_import_in_the_manual_writes_the_program_beside_it(tmp_path: Path) -> None:
    chapter = "02-how-to/15-import-a-schedule.md"
    for path, text in {**LEAST, "s.csv": shown_in(chapter, "text", "Date;")}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    options = ["--start", "2026-09-14", "--timezone", "Europe/London", "--project", str(tmp_path)]
    assert run(["import", str(tmp_path / "s.csv"), "--program", "harbour", *options]) == 0
    written = (tmp_path / "content" / "programs" / "harbour.yml").read_text(encoding="utf-8")
    assert written == shown_in(chapter, "yaml")


ONE_PAGE = "02-how-to/30-one-page-differently.md"


def test_there_is_an_example_for_each_kind_of_page() -> None:
    """But for what only stands in prints, leads elsewhere, or is a part of other pages."""
    kinds = {getattr(one, "template", "") for one in VIEWS.values()}
    kinds = {one for one in kinds if one.endswith(".html") and not one.startswith("packet_")}
    kinds -= {"redirect.html", "navigation.html"}
    shown = [one.names for one in FILES if one.file == ONE_PAGE and one.language == "html"]
    assert {one.removeprefix("templates/") for one in shown} == kinds


def test_what_the_example_of_a_page_adds_is_on_such_a_page(tmp_path: Path) -> None:
    shown = [one for one in FILES if one.file == ONE_PAGE]
    for path, text in {**LEAST, **{one.names: one.text for one in shown}}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    outcome = build(tmp_path, tmp_path / "site", Options(), lambda *_: None)
    assert not outcome.problems
    pages = "".join(one.read_text(encoding="utf-8") for one in (tmp_path / "site").rglob("*.html"))
    for one in shown:
        if one.language == "html":
            added = re.search(r"<p[^>]*>([^<{]{12,}?)[\s:.?]*(?:\{|<)", one.text)
            assert added and added[1] in pages, one.names
