"""The handbooks that this repository ships: its own, its manual, and what `guidegen init` writes.

Everything is looked at in the built pages, not in what was meant.
"""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import TypeAlias

import pytest

from guidegen.building.build import build, check
from guidegen.building.options import Options
from guidegen.cli.main import run
from guidegen.model.ids import FRAME_IDS
from guidegen.reading.project import read_project
from guidegen.rendering.binding import APART
from guidegen.shaping.anchors import anchors_of
from guidegen.shaping.assemble import assemble
from guidegen.shaping.complete import complete
from guidegen.shaping.directory import directory_of
from guidegen.shaping.edition import select
from guidegen.shaping.mentions import mentions_in
from tests.sites import Site
from tests.tools import needs, suite

ROOT = Path(__file__).resolve().parent.parent
Made: TypeAlias = tuple[Path, Site]
"""A copy of the project, and its site."""

OWN_URL = "https://handbook.example.org/"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "media-src 'self'; connect-src 'none'; form-action 'none'; base-uri 'none'"
)


@pytest.fixture(scope="module", params=["own", "manual", "starter", "branded"])
def made(request: pytest.FixtureRequest, own_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A copy of each handbook, and its site, which was built without a word."""
    if request.param == "own":
        return own_project, Site(own_project / "site")
    project = tmp_path_factory.mktemp(request.param) / "project"
    if request.param == "manual":
        shutil.copytree(ROOT / "manual" / "content", project / "content")
        shutil.copy(ROOT / "manual" / "guidegen.yml", project)
    else:
        assert run(["init", str(project)]) == 0
    if request.param == "branded":
        dress(project)
    outcome = build(project, project / "site", Options(), lambda *_: None)
    told = [f"{one.place.path}:{one.place.line}: {one.slug}: {one.message}" for one in outcome.problems]
    assert told == []
    return project, Site(project / "site")


def dress(project: Path) -> None:
    """Give a handbook two colours and a logo for each scheme."""
    for name in ("day", "night"):
        logo = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>\n'
        (project / f"{name}.svg").write_text(logo, encoding="utf-8")
    with (project / "guidegen.yml").open("a", encoding="utf-8") as settings:
        colours = 'colour: "#7a1f3d", accent: "#1f3d7a"'
        settings.write(f"\nbrand: {{{colours}, logo: day.svg, logo_dark: night.svg}}\n")


def test_there_is_nothing_to_complain_about(made: Made) -> None:
    assert [one.message for one in check(made[0], date(2026, 11, 22))] == []


def test_every_link_and_fragment_arrives(made: Made) -> None:
    assert list(made[1].astray()) == []


def test_no_id_is_there_twice(made: Made) -> None:
    for path in made[1].pages:
        ids = made[1].page(path).ids
        assert len(ids) == len(set(ids)), path


def test_every_page_has_the_policy_and_nothing_inline(made: Made) -> None:
    for path in made[1].pages:
        page = made[1].page(path)
        assert page.policy == POLICY, path
        assert page.inline == [], path


def test_no_page_loads_anything_from_elsewhere(made: Made) -> None:
    for path in made[1].pages:
        links = made[1].page(path).links
        loaded = [
            value for tag, name, value in links if name == "src" or (tag == "link" and "/assets/" in value)
        ]
        # The page for lost addresses may be shown at any depth, so it names the site in full.
        foreign = [
            value for value in loaded if "://" in value and not (path == "404.html" and OWN_URL in value)
        ]
        assert foreign == [], path


def test_headings_skip_no_level(made: Made) -> None:
    for path in made[1].pages:
        page = made[1].page(path)
        levels = page.headings
        # A print begins with its title; each of its pieces has the one of its own page.
        assert levels[0] == 1 if page.is_print else levels.count(1) == 1, path
        steps = [(one, two) for one, two in zip([0, *levels], levels, strict=False) if two > one + 1]
        assert steps == [], path


def test_pages_have_the_ids_that_were_known_before_they_were_drawn(made: Made) -> None:
    """Links to parts of pages are checked against these, so they must be exactly what is drawn."""
    project, site = made
    library = read_project(project, {}).library
    assert library is not None
    library, _ = complete(library)
    for edition in library.settings.editions:
        directory = directory_of(assemble(select(library, edition), edition))
        for address in directory.pages:
            page = site.page(address)
            drawn = {one for one in page.ids if not one.startswith(("note-", "meaning--"))}
            if page.is_print:
                drawn = {one for one in drawn if one.partition(APART)[0] not in page.pieces}
            known = anchors_of(address, directory, mentions_in(directory))
            assert drawn == known, f"{address}: {drawn ^ known}"
            assert known >= set(FRAME_IDS)


def test_every_id_of_a_print_is_that_of_a_piece_or_begins_with_one(made: Made) -> None:
    site = made[1]
    prints = {path: site.page(path) for path in site.pages if site.page(path).is_print}
    assert prints
    for path, page in prints.items():
        assert page.pieces, path
        alien = {one for one in page.ids if one.partition(APART)[0] not in page.pieces}
        assert alien == set(FRAME_IDS), f"{path}: {alien}"


def test_the_checker_of_the_w3c_finds_no_error(made: Made) -> None:
    needs(shutil.which("java") is not None, "the Nu HTML checker needs Java")
    jar = suite("vnu-jar/build/dist/vnu.jar")
    command = [
        "java",
        "-jar",
        str(jar),
        "--errors-only",
        "--format",
        "gnu",
        "--skip-non-html",
        str(made[1].folder),
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.stderr == ""
    assert done.returncode == 0
