"""What editors do, and what they see then."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from guidegen.building.build import build
from guidegen.building.options import Options
from tests.story import Handbook


def test_the_least_handbook_is_a_site(handbook: Handbook) -> None:
    handbook.build().says().has("index.html", "404.html", "assets/colours.css").shows("", "Be kind.")


def test_a_second_build_makes_nothing(handbook: Handbook) -> None:
    handbook.build().build().made_nothing().is_as_before()


def test_a_paragraph_makes_its_page_again_and_what_holds_its_words_and_no_other(handbook: Handbook) -> None:
    (
        handbook.write("content/goals.md", "# Goals\n\nAim.\n")
        .build()
        .write("content/goals.md", "# Goals\n\nAim high.\n")
        .build()
        .made_only("goals/index.html", "print/index.html", "search/sections-index.js")
        .because("goals/index.html", "body")
        .because("print/index.html", "pieces")
    )


def test_a_title_is_a_reason_wherever_it_is_listed(handbook: Handbook) -> None:
    handbook.write("content/goals.md", "# Goals\n").write("content/ask.md", "# Ask\n").build()
    handbook.write("content/goals.md", "# Aims\n").build()
    assert handbook.made()["goals/index.html"] == ("body", "navigation", "title")
    assert "navigation" in handbook.made()["ask/index.html"]


def test_an_override_of_a_template_is_a_reason(handbook: Handbook) -> None:
    (
        handbook.build()
        .write(
            "templates/chapter.html",
            '{% extends "default/chapter.html" %}\n{% block title %}Mine: {{ title.plain }}{% endblock %}\n',
        )
        .build()
    )
    assert {reason for reasons in handbook.made().values() for reason in reasons} == {"template"}


def test_a_misspelt_variable_is_told_with_its_line_and_the_old_site_stays(handbook: Handbook) -> None:
    (
        handbook.build()
        .write(
            "templates/home.html",
            '{% extends "default/home.html" %}\n{% block main %}\n{{ titel }}\n{% endblock %}\n',
        )
        .build()
        .says("template")
        .is_as_before()
    )
    assert handbook.outcome is not None
    place = handbook.outcome.problems[0].place
    assert (place.path, place.line) == ("templates/home.html", 3)


def test_a_moved_chapter_leaves_nothing_behind(handbook: Handbook) -> None:
    (
        handbook.write("content/goals.md", "# Goals\n")
        .build()
        .move("content/goals.md", "content/aims.md")
        .build()
        .has("aims/index.html")
        .lacks("goals/index.html")
    )
    assert not (handbook.root / "site/goals").exists()


def test_an_alias_keeps_an_old_address_alive(handbook: Handbook) -> None:
    handbook.write("content/aims.md", "---\naliases: [goals/, old.html]\n---\n# Aims\n").build()
    assert 'href="../aims/index.html"' in handbook.page("goals/")
    assert 'href="aims/index.html"' in handbook.page("old.html")


def test_a_damaged_site_mends_itself(handbook: Handbook) -> None:
    handbook.build()
    whole = handbook.site()
    (handbook.root / "site/index.html").write_text("damaged")
    (handbook.root / "site/404.html").unlink()
    handbook.build().made_only("index.html", "404.html")
    assert handbook.site() == whole


def test_files_of_others_survive_every_build(handbook: Handbook) -> None:
    handbook.build()
    (handbook.root / "site/CNAME").write_text("example.org")
    handbook.write("content/index.md", "# Hello\n").build(clean=True).has("CNAME")


def test_a_page_of_others_in_the_way_is_not_overwritten(handbook: Handbook) -> None:
    handbook.build()
    (handbook.root / "site/goals").mkdir()
    (handbook.root / "site/goals/index.html").write_text("mine")
    handbook.write("content/goals.md", "# Goals\n").build().says("output-foreign").is_as_before()


def test_an_error_leaves_the_old_site_to_the_byte(handbook: Handbook) -> None:
    (
        handbook.write("content/goals.md", "# Goals\n")
        .build()
        .write("content/goals.md", "# Aims\n")
        .write("content/programs/spring.yml", "title: [\n")
        .build()
        .says("yaml-syntax")
        .is_as_before()
    )


def test_keep_going_makes_what_can_be_made(handbook: Handbook) -> None:
    (
        handbook.write("content/programs/spring.yml", "title: Spring\n")
        .build()
        .write("content/index.md", "# Hello\n\nNew words.\n")
        .write("content/worksheets/log.yml", "title: Log\n")
        .build(keep_going=True)
        .says("missing-key")
        .shows("", "New words.")
        .has("programs/spring/index.html")
    )


def test_a_dry_run_writes_nothing(handbook: Handbook) -> None:
    handbook.build(dry_run=True)
    assert handbook.made()["index.html"] == ("new",)
    assert not (handbook.root / "site").exists()
    assert not (handbook.root / ".guidegen").exists()


def test_warnings_come_back_though_nothing_is_parsed_again(handbook: Handbook) -> None:
    handbook.write("content/index.md", "# Welcome\n\n![](path.png) [x](missing.md)\n").build()
    first = handbook.outcome
    handbook.build()
    assert first is not None
    assert handbook.outcome is not None
    assert handbook.outcome.problems == first.problems
    handbook.says("alt", "missing-image", "broken-link")


def test_a_level_silences_a_warning_and_raises_another(handbook: Handbook) -> None:
    handbook.write("content/index.md", "# Welcome\n\n![](path.png) [x](missing.md)\n")
    handbook.write(
        "guidegen.yml", "title: X\nlevels: {alt: off, missing-image: off, broken-link: error}\n"
    ).build()
    handbook.says("broken-link")
    assert not (handbook.root / "site").exists()


def test_two_files_with_one_address_are_refused(handbook: Handbook) -> None:
    handbook.write("content/Goals.md", "# A\n").write("content/goals/index.md", "# B\n").build().says(
        "path-clash"
    )
    assert handbook.outcome is not None
    assert handbook.outcome.problems[0].message == (
        '"content/Goals.md" and "content/goals/index.md" both become /goals/.'
    )


def test_a_worksheet_and_a_chapter_at_one_address_are_refused(handbook: Handbook) -> None:
    handbook.write("content/worksheets/log.yml", "title: Log\nfields: [{label: A}]\n")
    handbook.write("content/worksheets/log.md", "# Log\n").build().says("path-clash")


def test_a_chapter_names_the_sheets_that_do_not_stand_in_it(handbook: Handbook) -> None:
    for name in ("here", "elsewhere"):
        handbook.write(f"content/worksheets/{name}.yml", f"title: Sheet {name}\nfields: [{{label: A}}]\n")
    handbook.write(
        "content/goals.md", "# Goals\n\nSee [it](worksheet:elsewhere).\n\n::: worksheet here\n:::\n"
    ).build().says()
    last = handbook.page("goals/").partition('class="belongs"')[2].partition("</aside>")[0]
    assert "Sheet elsewhere" in last
    assert "Sheet here" not in last


def test_a_chapter_introduces_a_list_and_a_program(handbook: Handbook) -> None:
    (
        handbook.write("content/worksheets/log.yml", "title: Log\nfields: [{label: A}]\n")
        .write("content/worksheets/index.md", "# All our sheets\n\nPrint them.\n")
        .write("content/programs/spring.yml", "title: Spring\n")
        .write("content/programs/spring.md", "# Spring\n\nIn its own words.\n")
        .build()
        .says()
        .shows("worksheets/", "All our sheets", "Print them.", "Log")
        .shows("programs/spring/", "In its own words.")
    )


def test_content_that_is_missing_or_empty_is_told(handbook: Handbook) -> None:
    handbook.delete("content/index.md").build().says("empty-content")
    (handbook.root / "content").rmdir()
    handbook.build()
    assert handbook.outcome is not None
    assert len(handbook.outcome.problems) == 1
    assert not handbook.outcome.written


@pytest.mark.skipif(sys.platform == "win32", reason="symlinks need a permission on Windows")
def test_a_link_out_of_the_project_is_refused(handbook: Handbook, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("# Secret\n")
    (handbook.root / "content/leak.md").symlink_to(tmp_path / "secret.md")
    handbook.build().says("path-outside")
    assert handbook.outcome is not None
    assert str(tmp_path) not in handbook.outcome.problems[0].message


def test_a_file_that_is_not_utf_8_is_told_and_the_rest_is_made(handbook: Handbook) -> None:
    (handbook.root / "content/goals.md").write_bytes(b"# Goals\n\ncaf\xe9\n")
    handbook.build().says("encoding")
    handbook.build(keep_going=True).has("index.html").lacks("goals/index.html")


def test_drafts_are_left_out_and_links_to_them_are_text(handbook: Handbook) -> None:
    (
        handbook.write("content/index.md", "# Welcome\n\nSee [plans](plans.md).\n")
        .write("content/plans.md", "---\ndraft: true\n---\n# Plans\n")
        .build()
        .says("draft-ref")
        .lacks("plans/index.html")
        .shows("", "See plans.")
        .write("guidegen.yml", "title: X\ndrafts: true\n")
        .build()
        .says()
        .has("plans/index.html")
    )


def test_a_deleted_state_folder_costs_nothing_but_time(handbook: Handbook) -> None:
    handbook.write("content/goals.md", "# Goals\n").build()
    shutil.rmtree(handbook.root / ".guidegen")
    handbook.delete("content/goals.md").build().lacks("goals/index.html")


def test_two_builds_into_two_folders_do_not_disturb_one_another(handbook: Handbook) -> None:
    handbook.build()
    elsewhere = build(handbook.root, handbook.root / "public", Options(), lambda *_: None)
    assert elsewhere.written
    handbook.build().made_nothing()


def test_a_section_that_lists_its_chapters_itself_does_not_get_them_twice(handbook: Handbook) -> None:
    words = "# Prepare\n\n- [Goals](goals.md) come first.\n- [Ask](ask.md) when they stand.\n"
    (
        handbook.write("content/prepare/goals.md", "# Goals\n")
        .write("content/prepare/ask.md", "# Ask\n")
        .write("content/prepare/index.md", words)
        .build()
        .shows("prepare/", "In this section", "Print this section")
        .write("content/prepare/index.md", f"---\nchapters: no\n---\n{words}")
        .build()
        .shows("prepare/", "come first", "Print this section")
        .hides("prepare/", "In this section")
    )
