"""A slip of the pen never widens an audience: it is told, and until it is mended nobody else reads."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from guidegen.model.problem import Level, Problem
from tests.story import Handbook

EDITIONS = """
    title: Mentoring
    editions:
    - {id: mentor, label: For mentors, roles: [mentor]}
    - {id: mentee, label: For mentees, roles: [mentee]}
"""


@pytest.fixture
def two_editions(handbook: Handbook) -> Handbook:
    """A handbook with an edition for mentors and one for mentees."""
    return handbook.write("guidegen.yml", EDITIONS)


def errors_of(handbook: Handbook) -> list[Problem]:
    assert handbook.outcome is not None
    return [one for one in handbook.outcome.problems if one.level is Level.ERROR]


def seen_by_mentees(handbook: Handbook) -> list[str]:
    theirs = {path: content for path, content in handbook.site().items() if path.startswith("mentee/")}
    return sorted(path for path, content in theirs.items() if b"SECRET" in content)


def are_kept_from_mentees(handbook: Handbook, files: dict[str, str]) -> None:
    """Each file has a slip that is told, and of none is anything shown to mentees where the rest is made."""
    for path, text in files.items():
        handbook.write(path, text)
    told = {one.place.path for one in errors_of(handbook.build())}
    assert {path: text for path, text in files.items() if path not in told} == {}
    assert not handbook.site()
    handbook.build(keep_going=True).has("mentee/index.html")
    assert seen_by_mentees(handbook) == []


def chapters(pages: Iterable[str]) -> dict[str, str]:
    return {f"content/page-{number}.md": page for number, page in enumerate(pages)}


# Chapters


FRONT_MATTER = [
    "audience:", "audience: []", "audience: mentr", "audience: Mentor", "audience: [mentor, mentr]",
    "audience: {mentor: yes}", "audience: [mentor", "audience: [[mentor]]", "audience: #mentor",
    "audiance: [mentor]", "Audience: [mentor]", "for: mentor", "roles: [mentor]", "- audience: [mentor]",
    "audience: [mentor]\ntitle: One: two", "audience mentor",
]  # fmt: skip


def test_in_front_matter(two_editions: Handbook) -> None:
    pages = (f"---\nsummary: SECRET\n{one}\n---\n# SECRET\n\nSECRET\n" for one in FRONT_MATTER)
    are_kept_from_mentees(two_editions, chapters(pages))


NEARLY_FRONT_MATTER = [
    "---\naudience: [mentor]\n\nSECRET\n",
    "\n---\naudience: [mentor]\n---\nSECRET\n",
    "----\naudience: [mentor]\n----\nSECRET\n",
    " ---\n# who reads\naudience:\n- mentor\n---\nSECRET\n",
    "–––\naudience: [mentor]\n–––\nSECRET\n",
    "+++\naudience = ['mentor']\n+++\nSECRET\n",
]


def test_where_front_matter_is_nearly_none(two_editions: Handbook) -> None:
    are_kept_from_mentees(two_editions, chapters(NEARLY_FRONT_MATTER))


FINE = [
    "---\n\nA rule, and text.\n",
    "\n---\n\nNote: a rule above, and one below\n\n---\n",
    "# A\n\n---\nnote: text\n",
    "+++\ntitle = 'A'\n+++\n",
    "Write `{for=mentor}` or \\{for mentor}, and `{for mentor}`.\n",
    "```\n::: for mentor\n{for mentor}\n```\n",
    "A form {formula} of {what: ever} is text, and {{ for them }} as well.\n",
    "<!--\n::: for mentor\nLater.\n:::\n-->\n",
]


def test_what_only_looks_like_it_is_no_error(two_editions: Handbook) -> None:
    for path, page in chapters(FINE).items():
        two_editions.write(path, page)
    assert errors_of(two_editions.build()) == []
    two_editions.has(*(f"mentee/page-{number}/index.html" for number in range(len(FINE))))


def test_on_the_first_page_of_a_folder(two_editions: Handbook) -> None:
    slips = ("audience: [mentr]", "audiance: [mentor]", "audience: [mentor")
    files = {f"content/s{number}/index.md": f"---\n{one}\n---\nSECRET\n" for number, one in enumerate(slips)}
    for index in (*files, "content/s9/index.md"):
        two_editions.write(index.replace("index", "a"), "# SECRET\n")
        two_editions.write(index.replace("index", "t/b"), "# SECRET\n")
    not_text = b"---\naudience: [mentor]\n---\ncaf\xe9\n"
    (two_editions.root / "content/s9/index.md").write_bytes(not_text)
    are_kept_from_mentees(two_editions, files)


def test_a_folder_is_closed_by_its_first_page_also_where_that_is_a_draft(two_editions: Handbook) -> None:
    two_editions.write("content/s/index.md", "---\naudience: [mentor]\ndraft: true\n---\nSECRET\n")
    two_editions.write("content/s/a.md", "# SECRET\n").build().says().has("mentor/s/a/index.html")
    assert seen_by_mentees(two_editions) == []


BLOCKS = [
    "::: for mentr", "::: for", "::: fro mentor", "::: for=mentor", "::: {for=mentor}", "::: mentor",
    "::: nte {for=mentor}", "::: details {for=mentor} Title", "::: note {for mentor}", ":: for mentor",
    "    ::: for mentor", "<div>\n::: for mentor", "::: audience mentor", "::: For_mentor",
]  # fmt: skip


def with_block(opening: str) -> str:
    indent = opening[: len(opening) - len(opening.lstrip())]
    return f"# A\n\n{opening}\n{indent}SECRET\n{indent}:::\n"


def test_at_a_block(two_editions: Handbook) -> None:
    are_kept_from_mentees(two_editions, chapters(map(with_block, BLOCKS)))


BRACES = [
    "{for=mentr}", "{fro=mentor}", "{For=mentor}", "{audience=mentor}", "{for mentor}", "{for:mentor}",
    "{for=}", "{for=mentor", "{for=mentor}.", "{for=mentor extra}", "{for=mentor} {#x}", "{#x for mentor}",
    "{mentor=yes}",
]  # fmt: skip
ITEMS = [
    "- [ ] SECRET",
    "- SECRET",
    "1. SECRET",
    "## SECRET",
    "SECRET",
    "| a |\n|---|\n| SECRET",
    "A\n: SECRET",
]


def test_in_braces(two_editions: Handbook) -> None:
    pages = (f"# A\n\n{item} {braces}\n" for item in ITEMS for braces in BRACES)
    are_kept_from_mentees(two_editions, chapters(pages))


def test_an_included_file_keeps_its_audience(two_editions: Handbook) -> None:
    two_editions.write("content/part.md", "---\naudience: [mentor]\n---\nSECRET\n")
    two_editions.write("content/a.md", "# A\n\n::: include part.md\n:::\n").build().says()
    assert "SECRET" in two_editions.page("mentor/a/")
    assert seen_by_mentees(two_editions) == []


def test_an_included_file_whose_audience_is_not_understood_is_for_nobody(two_editions: Handbook) -> None:
    parts = ("audience: [mentr]\n---", "audiance: mentor\n---", "audience: [mentor]")
    files = {f"content/part-{number}.md": f"---\n{one}\nSECRET\n" for number, one in enumerate(parts)}
    for path in files:
        name = path.rpartition("/")[2]
        two_editions.write(f"content/with-{name}", f"# A\n\n::: include {name}\n:::\n")
    are_kept_from_mentees(two_editions, files)


# Files of YAML


WRONG = ["[mentr]", "mentor", "[]", "", "#mentor", "[Mentor]", "{mentor: yes}", '[""]', "[mentor, mentr]"]

ENTITIES = {
    "worksheets/one.yml": "title: SECRET\naudience: @\nfields: [{label: One}]\n",
    "worksheets/two.yml": "title: SECRET\nroles: @\nfields: [{label: One}]\n",
    "worksheets/three.yml": "title: Log\nfields:\n- {label: Fine}\n- label: SECRET\n  audience: @\n",
    "checklists/one.yml": "title: SECRET\naudience: @\nitems: [One]\n",
    "checklists/two.yml": "title: SECRET\nroles: @\nitems: [One]\n",
    "checklists/three.yml": "title: List\nitems:\n- Fine\n- text: SECRET\n  audience: @\n",
    "glossary.yml": "terms:\n- term: SECRET\n  definition: Good\n  audience: @\n",
    "programs/spring.yml": "title: A\ntimeline:\n- id: a\n  title: SECRET\n  when: week 2\n  audience: @\n",
}


@pytest.mark.parametrize("written", WRONG)
def test_in_a_file_of_its_own(two_editions: Handbook, written: str) -> None:
    files = {f"content/{path}": text.replace("@", written) for path, text in ENTITIES.items()}
    are_kept_from_mentees(two_editions, files)
    for one in errors_of(two_editions):
        place, text = one.place, ENTITIES[one.place.path.removeprefix("content/")]
        assert place.line == text.split("@")[0].count("\n") + 1
        if "mentr" in written:
            assert place.text[place.column - 1 :][: place.width] == "mentr"


def test_braces_of_markdown_in_a_file_of_its_own(two_editions: Handbook) -> None:
    braces = {
        "content/worksheets/log.yml": "title: Log\nfields:\n- {label: Fine}\n- label: SECRET {for=mentor}\n",
        "content/checklists/list.yml": "title: List\nitems:\n- Fine\n- SECRET {for=mentor}\n",
    }
    are_kept_from_mentees(two_editions, braces)


def test_in_the_role_of_a_checklist(two_editions: Handbook) -> None:
    slips = ("", "mentr", "#mentor", "[mentor]")
    files = {
        f"content/checklists/list-{number}.yml": f"title: SECRET\nrole: {one}\nitems: [One]\n"
        for number, one in enumerate(slips)
    }
    are_kept_from_mentees(two_editions, files)


@pytest.mark.parametrize("roles", ["[mentr]", "mentor", "[]", "", "All", "[all]", "[Mentor]"])
def test_in_an_edition_nothing_is_made(two_editions: Handbook, roles: str) -> None:
    text = f"title: X\neditions:\n- {{id: a, label: A, roles: {roles}}}\n"
    assert {one.place.path for one in errors_of(two_editions.write("guidegen.yml", text).build())} == {
        "guidegen.yml"
    }
