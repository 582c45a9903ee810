"""The script that says how chapters read counts running text, and nothing else."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.story import Handbook
from tests.tools import needs

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "readability.py"


@pytest.fixture(scope="module")
def readability() -> ModuleType:
    needs(importlib.util.find_spec("textstat") is not None, "textstat is not installed; make installs it")
    spec = importlib.util.spec_from_file_location("readability", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Be kind.</p><p>Be brave</p>", "Be kind.\nBe brave."),
        ("<h2>Title</h2><p>Be <em>kind</em> &amp; brave.</p>", "Be kind & brave."),
        ("<ul><li>Ask\n<ul><li>twice</li></ul></li><li>Listen</li></ul>", "Ask.\ntwice.\nListen."),
        ("<table><tr><td><p>a cell</p></td></tr></table><pre>code</pre><p>Said.</p>", "Said."),
        ("<p>—</p>", ""),
    ],
)
def test_running_text_is_what_stands_in_paragraphs_and_items(
    readability: ModuleType, html: str, text: str
) -> None:
    assert readability.running_text(html) == text


def test_hard_words_come_first_and_short_chapters_are_left_out(
    readability: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    easy, hard = (
        "The cat sat on the mat. " * 30,
        "Institutional considerations necessitate documentation. " * 40,
    )
    story = (
        Handbook(tmp_path)
        .write("guidegen.yml", "title: Harbour\n")
        .write("content/index.md", "# Hi\n\nHi.\n")
    )
    story.write("content/easy.md", f"# Easy\n\n{easy}\n").write("content/hard.md", f"# Hard\n\n{hard}\n")
    readability.main([str(tmp_path)])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[-1] for line in lines[:3]] == ["Harbour", "content/hard.md", "content/easy.md"]
    assert "content/index.md" not in "".join(lines)
