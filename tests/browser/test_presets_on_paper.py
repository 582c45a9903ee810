"""The worksheets that come along, as Chromium shows and prints them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from guidegen.model.activity import WORKSHEET_PRESETS
from tests.story import LEAST, Handbook
from tests.tools import suite

LONGER = {"idp": 3, "midpoint-review": 3}
"""The pages of those that have more than two; the last one of the review is to be handed on alone."""


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of all of them."""
    story = Handbook(tmp_path_factory.mktemp("presets"))
    for path, text in LEAST.items():
        story.write(path, text)
    story.write("content/sheets.md", f"---\nworksheets: [{', '.join(WORKSHEET_PRESETS)}]\n---\n# Sheets\n")
    story.build().says()
    return story.root / "site" / "worksheets"


@pytest.mark.parametrize("name", WORKSHEET_PRESETS)
def test_it_takes_two_sheets_of_paper_at_most(browser: Browser, sheets: Path, name: str) -> None:
    page = browser.new_page()
    page.goto((sheets / name / "index.html").as_uri())
    printed = page.pdf(format="A4", landscape=name == "meeting-log")
    page.close()
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= LONGER.get(name, 2)


@pytest.mark.parametrize("name", WORKSHEET_PRESETS)
def test_axe_finds_nothing(browser: Browser, sheets: Path, name: str) -> None:
    axe = suite("axe-core/axe.min.js").read_text(encoding="utf-8")
    # axe asks for the stylesheets, which the policy of the page forbids.
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto((sheets / name / "index.html").as_uri())
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    context.close()
    assert [one["id"] for one in found["violations"]] == []
