"""This repository's own templates: a line at the foot says that its handbook may be used, and how."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Literal

import pytest

from tests.story import Handbook
from tests.tools import needs

ROOT = Path(__file__).resolve().parent.parent.parent
DEED = "https://creativecommons.org/licenses/by/4.0/"
CHROMIUM = shutil.which("chromium") or ""


@pytest.fixture
def with_our_templates(handbook: Handbook) -> Handbook:
    shutil.copytree(ROOT / "templates", handbook.root / "templates")
    handbook.write("guidegen.yml", "title: Mentoring at Example\nlicense: CC BY 4.0\n")
    return handbook.write("content/worksheets/log.yml", "title: Log\nfields: [{label: Date}]\n").build()


def test_every_page_with_a_masthead_says_that_it_may_be_used(with_our_templates: Handbook) -> None:
    with_our_templates.says()
    for path in ("", "worksheets/", "worksheets/log/"):
        page = with_our_templates.page(path)
        assert "You may use this handbook, change it and pass it on, if you say where it comes from." in page
        assert re.search(rf'<a [^>]*href="{DEED}"><span [^>]*>What CC BY 4.0 asks of you</span>', page)


def test_what_the_default_theme_draws_there_stays(with_our_templates: Handbook) -> None:
    page = with_our_templates.page("")
    foot = page[page.index("<footer") : page.index("</footer>")]
    assert "Licence: CC BY 4.0" in foot
    assert 'class="reuse"' in foot


def test_a_handbook_without_a_licence_does_not_offer_one(with_our_templates: Handbook) -> None:
    with_our_templates.write("guidegen.yml", "title: Mentoring at Example\n").build().hides(
        "", 'class="reuse"', DEED
    )


def test_only_what_is_needed_is_drawn_differently() -> None:
    """A living example stays small: one template that builds on ours and refines one block of it."""
    assert [one.name for one in (ROOT / "templates").rglob("*")] == ["base.html"]
    source = (ROOT / "templates" / "base.html").read_text(encoding="utf-8")
    assert '{% extends "default/base.html" %}' in source
    assert re.findall(r"\{% block (\w+)", source) == ["foot"]


@pytest.mark.parametrize(
    ("path", "medium", "words"),
    [
        ("index.html", "screen", "What CC BY 4.0 asks of you"),
        ("index.html", "print", "creativecommons.org/licenses/by/4.0"),
        ("worksheets/log/index.html", "screen", "What CC BY 4.0 asks of you"),
        ("worksheets/log/index.html", "print", ""),
    ],
)
def test_paper_shows_the_address_and_sheets_stay_as_short_as_they_are(
    with_our_templates: Handbook, path: str, medium: Literal["screen", "print"], words: str
) -> None:
    needs(bool(CHROMIUM), "looking at paper needs Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.emulate_media(media=medium)
        page.goto((with_our_templates.root / "site" / path).as_uri())
        link = page.locator(".reuse a")
        assert (link.inner_text() if link.is_visible() else "") == words
        browser.close()


def test_our_own_handbook_builds_with_it(own_site: Path) -> None:
    pages = [one.read_text(encoding="utf-8") for one in (own_site / "mentee").rglob("*.html")]
    assert len(pages) > 20
    assert all(DEED in one for one in pages if "masthead" in one)
