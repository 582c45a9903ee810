"""Ids written into chapters that include one another: a site built after is the site from before."""

from __future__ import annotations

from pathlib import Path

import pytest

from guidegen.cli.main import run
from tests.story import Handbook

Captured = pytest.CaptureFixture[str]

CHAPTERS = {
    "guidegen.yml": "title: Mentoring\n",
    "content/index.md": "# Welcome\n\n- [ ] Agree\n\n::: include parts/form.md\n:::\n\n- [ ] Sign\n",
    "content/later.md": "# Later\n\n::: include parts/form.md\n:::\n\n- [ ] Call\n",
    "content/parts/form.md": "# Form\n\n- [ ] Agree\n- [ ] Call\n",
}


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Handbook:
    monkeypatch.chdir(tmp_path)
    handbook = Handbook(tmp_path)
    for path, text in CHAPTERS.items():
        handbook.write(path, text)
    return handbook


def test_a_site_is_the_same_after_ids_are_written(shared: Handbook, capsys: Captured) -> None:
    before = shared.build().site()
    assert run(["ids"]) == 0
    told = capsys.readouterr()
    assert "content/parts/form.md:4: call (Call)" in told.out
    assert "4 ids written." in told.out
    assert (
        'content/parts/form.md:3: warning[ambiguous-item]: "Agree" is called "agree-2", "agree"' in told.err
    )
    assert (
        shared.root / "content/parts/form.md"
    ).read_text() == "# Form\n\n- [ ] Agree\n- [ ] Call {#call}\n"
    assert "- [ ] Agree {#agree}\n" in (shared.root / "content/index.md").read_text()
    assert shared.build().site() == before


def test_what_would_be_written_is_what_is_written(shared: Handbook, capsys: Captured) -> None:
    run(["ids", "--dry-run"])
    would = capsys.readouterr().out
    assert shared.build().site() and "{#" not in (shared.root / "content/index.md").read_text()
    run(["ids"])
    assert capsys.readouterr().out == would.replace("would be written", "written")


def test_what_is_left_out_is_told_again_and_not_called_done(shared: Handbook, capsys: Captured) -> None:
    run(["ids"])
    capsys.readouterr()
    assert run(["ids"]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("warning[ambiguous-item]") == 1
