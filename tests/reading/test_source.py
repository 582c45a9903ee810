"""The files of a project: which are found, and what happens where one can not be read."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from guidegen.model.handbook import Settings
from guidegen.model.prose import Text
from guidegen.reading.source import find, include_path, read_source, split_front_matter

SETTINGS = Settings(Text("Handbook", ("Handbook",)), "handbook")


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    (folder / "content").mkdir(parents=True)
    return folder


def write(project, path, text=""):
    file = project / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def slugs(problems):
    return [one.slug for one in problems]


def test_files_are_sorted_by_kind_and_name(project):
    for path in (
        "index.md",
        "02-b/index.md",
        "01-a/goals.md",
        "images/tree.svg",
        "glossary.yml",
        "worksheets/log.yml",
        "worksheets/index.md",
        "checklists/first.yaml",
        "programs/spring.yml",
        "programs/harbour/program.yml",
        "programs/harbour/cohorts/2026.yml",
        "02-b/data.yml",
        "packets/mentee.yml",
    ):
        write(project, f"content/{path}")
    found = find(project, SETTINGS)
    assert found.chapters == ("01-a/goals.md", "02-b/index.md", "index.md", "worksheets/index.md")
    assert found.entities == (
        "checklists/first.yaml",
        "glossary.yml",
        "packets/mentee.yml",
        "programs/harbour/cohorts/2026.yml",
        "programs/harbour/program.yml",
        "programs/spring.yml",
        "worksheets/log.yml",
    )
    assert found.assets == ("02-b/data.yml", "images/tree.svg")
    assert list(found.folders)[:3] == ["", "01-a", "02-b"]
    assert found.problems == ()


def test_hidden_files_and_those_of_editors_are_passed_over(project):
    for path in (
        ".git/x.md",
        ".goals.md.swp",
        "goals.md~",
        "#goals.md#",
        "__pycache__/x.md",
        "node_modules/x.md",
    ):
        write(project, f"content/{path}")
    found = find(project, SETTINGS)
    assert (found.chapters, found.assets) == ((), ())


@pytest.mark.parametrize(
    ("globs", "left"),
    [
        (("drafts",), ("a/x.md", "b/notes.md", "x.md")),
        (("notes.md",), ("a/x.md", "drafts/a.md", "x.md")),
        (("*/x.md",), ("b/notes.md", "drafts/a.md", "x.md")),
        (("**/x.md",), ("b/notes.md", "drafts/a.md")),
        (("a/**", "b/"), ("drafts/a.md", "x.md")),
        (("?.md",), ("b/notes.md",)),
        (("*/*o*e*.m?",), ("a/x.md", "drafts/a.md", "x.md")),
        (("**/**/n*t*",), ("a/x.md", "drafts/a.md", "x.md")),
        (("***o***",), ("a/x.md", "drafts/a.md", "x.md")),
    ],
)
def test_excluded_files_are_left_out(project, globs, left):
    for path in ("x.md", "a/x.md", "b/notes.md", "drafts/a.md"):
        write(project, f"content/{path}")
    found = find(project, Settings(SETTINGS.title, "handbook", exclude=globs))
    assert found.chapters == left


def test_a_glob_of_many_stars_takes_no_longer_than_one_of_few(project):
    write(project, f"content/{'a' * 200}.md")
    globs = ("*a" * 40, "*" * 60 + "x", "**/" * 40 + "*a*a*a*a*a*a*b", "*a?" * 30)
    found = find(project, Settings(SETTINGS.title, "handbook", exclude=globs))
    assert len(found.chapters) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes among its files")
def test_what_would_never_end_is_not_opened(project):
    write(project, "content/x.md")
    for name in ("pipe.md", "pipe.png", "pipe.yml"):
        os.mkfifo(project / "content" / name)
    found = find(project, SETTINGS)
    assert (found.chapters, found.assets) == (("x.md",), ())
    assert [(one.slug, one.place.path) for one in found.problems] == [
        ("unreadable", "content/pipe.md"),
        ("unreadable", "content/pipe.png"),
        ("unreadable", "content/pipe.yml"),
    ]


def test_the_made_site_is_no_chapter_where_the_project_is_the_content_folder(project):
    for path in ("index.md", "site/index.md", "templates/a.md", "guidegen.yml"):
        write(project, path)
    found = find(project, Settings(SETTINGS.title, "handbook", content_dir="."))
    assert (found.chapters, found.assets) == (("index.md",), ())


def test_no_content_folder(tmp_path):
    (problem,) = find(tmp_path, SETTINGS).problems
    assert (problem.slug, problem.message) == ("missing-file", "there is no folder content.")


def test_a_content_folder_outside_the_project(project):
    found = find(project, Settings(SETTINGS.title, "handbook", content_dir="../other"))
    assert slugs(found.problems) == ["path-outside"]


def test_a_link_inside_the_project_is_followed(project):
    write(project, "elsewhere/terms.md", "Words.")
    (project / "content/terms.md").symlink_to("../elsewhere/terms.md")
    (project / "content/elsewhere").symlink_to("../elsewhere")
    found = find(project, SETTINGS)
    assert (found.chapters, found.problems) == (("elsewhere/terms.md", "terms.md"), ())


def test_a_link_out_of_the_project_is_refused_without_telling_where_that_is(project, tmp_path):
    write(tmp_path, "secret.md", "Secret.")
    (project / "content/terms.md").symlink_to(tmp_path / "secret.md")
    found = find(project, SETTINGS)
    assert found.chapters == ()
    (problem,) = found.problems
    assert problem.slug == "path-outside"
    assert problem.message == '"content/terms.md" is a link to "secret.md", outside the project folder.'
    source, problems = read_source(project, "content/terms.md", "content")
    assert source is None
    assert str(tmp_path) not in str(problems)


def test_a_link_to_nothing_and_a_link_that_goes_round(project):
    (project / "content/gone.md").symlink_to("nowhere.md")
    (project / "content/around").symlink_to(".")
    write(project, "content/a/x.md")
    (project / "content/a/up").symlink_to("..")
    found = find(project, SETTINGS)
    assert found.chapters == ("a/x.md",)
    assert [(one.place.path, one.slug) for one in found.problems] == [
        ("content/a/up", "unreadable"),
        ("content/around", "unreadable"),
        ("content/gone.md", "unreadable"),
    ]


def test_two_folders_that_lead_to_each_other(project):
    write(project, "content/a/x.md")
    write(project, "content/b/y.md")
    (project / "content/a/b").symlink_to("../b")
    (project / "content/b/a").symlink_to("../a")
    assert find(project, SETTINGS).chapters == ("a/b/y.md", "a/x.md", "b/a/x.md", "b/y.md")


@pytest.mark.parametrize("name", ["CON.md", "com1.tar.md", "what?.md", "a:b.md", "x" * 201 + ".md", "end."])
def test_names_that_other_computers_do_not_take(project, name):
    write(project, f"content/{name}")
    found = find(project, SETTINGS)
    assert slugs(found.problems) == ["file-name"]
    assert len(found.chapters) + len(found.assets) == 1


def test_a_name_that_is_no_text_is_left_out(project):
    try:
        with open(os.fsencode(project / "content") + b"/caf\xe9.md", "wb"):  # noqa: PTH123
            pass
    except OSError:
        pytest.skip("this disk takes names in UTF-8 only")
    found = find(project, SETTINGS)
    assert found.chapters == ()
    assert slugs(found.problems) == ["file-name"]
    assert found.problems[0].message.isascii()


def test_line_ends_and_byte_order_marks_make_no_difference(project):
    write(project, "content/a.md", b"\xef\xbb\xbfOne\r\nTwo\rThree\n")
    write(project, "content/b.md", b"One\nTwo\nThree\n")
    one, other = (read_source(project, f"content/{name}.md", "content")[0] for name in "ab")
    assert one.text == other.text == "One\nTwo\nThree\n"
    assert one.digest == other.digest


def test_a_text_that_is_not_utf8(project):
    write(project, "content/a.md", "Grüße\n\nCaf".encode() + b"\xe9\n")
    source, (problem,) = read_source(project, "content/a.md", "content")
    assert source is None
    assert (problem.slug, problem.place.line, problem.place.column) == ("encoding", 3, 4)
    assert problem.message == "byte 0xe9 at offset 12 is not UTF-8. Save the file as UTF-8."


def test_a_text_in_utf16(project):
    write(project, "content/a.md", "Hello".encode("utf-16"))
    _, (problem,) = read_source(project, "content/a.md", "content")
    assert problem.message == "the file is UTF-16, not UTF-8. Save the file as UTF-8."


def test_what_is_no_file_a_text_can_be_read_from(project):
    (project / "content/folder.md").mkdir()
    os.mkfifo(project / "content/pipe.md")
    write(project, "content/large.md", b"x" * 1_000_001)
    said = {}
    for name in ("folder.md", "pipe.md", "large.md", "missing.md"):
        source, (problem,) = read_source(project, f"content/{name}", "content")
        assert source is None
        said[name] = (problem.slug, problem.message)
    assert said == {
        "folder.md": ("unreadable", "content/folder.md cannot be read: it is a folder."),
        "pipe.md": ("unreadable", "content/pipe.md cannot be read: it is no ordinary file."),
        "large.md": ("too-large", "content/large.md has 1,000,001 bytes; a text may have 1,000,000."),
        "missing.md": ("unreadable", "content/missing.md cannot be read: it does not exist."),
    }


@contextmanager
def nobody_in_particular():
    """For the administrator, who may read every file: be somebody who may not."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="this system has no permissions of this kind")
def test_a_file_that_may_not_be_read():
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        write(Path(folder), "content/a.md").chmod(0)
        with nobody_in_particular():
            _, (problem,) = read_source(Path(folder), "content/a.md", "content")
    assert problem.message == "content/a.md cannot be read: you have no permission to read it."


def test_included_files_come_along_each_once_and_change_the_digest(project):
    write(project, "content/a/goals.md", "::: include shared/terms.md\n:::\n:::include ./beside.md {#x}\n")
    write(project, "content/a/beside.md", "> ::: include shared/terms.md :::\n::: include missing.md\n")
    write(project, "content/shared/terms.md", "Words. ::: include no.md\n::: include ../a/goals.md\n")
    source, problems = read_source(project, "content/a/goals.md", "content")
    assert problems == ()
    assert [one.path for one in source.includes] == ["content/a/beside.md", "content/shared/terms.md"]
    write(project, "content/shared/terms.md", "Other words.")
    assert read_source(project, "content/a/goals.md", "content")[0].digest != source.digest


def test_an_included_file_that_can_not_be_read_is_empty_and_said(project):
    write(project, "content/goals.md", "::: include terms.md\n:::\n")
    write(project, "content/terms.md", b"\xff")
    source, problems = read_source(project, "content/goals.md", "content")
    assert [one.text for one in source.includes] == [""]
    assert [(one.slug, one.place.path) for one in problems] == [("encoding", "content/terms.md")]


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("shared/x.md", "content/shared/x.md"),
        ("/shared/x.md", "content/shared/x.md"),
        ("./x.md", "content/a/x.md"),
        ("../x.md", "content/x.md"),
        ("'two words.md'", "content/two words.md"),
        ("../../x.md", None),
        ("a/../../x.md", None),
        ("..", None),
        ("", None),
    ],
)
def test_where_an_include_leads(asked, path):
    assert include_path(asked, "content", "a") == path


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("---\ntitle: A\n---\nWords", ("title: A", 4)),
        ("---\n# only a comment\n...\nWords", ("# only a comment", 4)),
        ("---\n---\nWords", ("", 3)),
        ("Words\n---\na: b\n---", (None, 1)),
        ("---\n\nWords\n\n---\n", (None, 1)),
        ("----\ntitle: A\n----\n", (None, 1)),
        ("---\n", (None, 1)),
    ],
)
def test_front_matter_is_between_two_lines_of_dashes(text, found):
    assert split_front_matter(text) == found


def test_front_matter_that_is_never_closed():
    with pytest.raises(ValueError):
        split_front_matter("---\ntitle: A\n\nWords")
