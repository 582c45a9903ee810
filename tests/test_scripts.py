"""The theme's scripts: few bytes, classic, and without a way to send anything or to make HTML of words."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
from collections.abc import Iterable
from importlib import resources

import pytest

from tests.tools import needs

ASSETS = resources.files("guidegen") / "theme" / "assets"
SCRIPTS = {one.name: one.read_text("utf-8") for one in ASSETS.iterdir() if one.name.endswith(".js")}

ON_FIRST_USE = {"search.js", "minisearch.js", "terms.js"}
"""What is loaded only when somebody searches, or when a mouse rests on a word of the glossary."""

VENDORED = {"minisearch.js"}
OWN_WORDS = {"minisearch.js": {"fetch"}}
"""Methods of a script's own that are called like something forbidden."""

SENDING = (
    "fetch",
    "XMLHttpRequest",
    "WebSocket",
    "EventSource",
    "sendBeacon",
    "RTCPeerConnection",
    "Worker",
    "window.open",
)
MAKING_HTML = (
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "DOMParser",
    "createContextualFragment",
)
RUNNING_WORDS = ("eval", "Function", "setAttribute\\(.on")


def compressed(names: Iterable[str]) -> int:
    """Return how many bytes scripts are when a server compresses them."""
    return sum(len(gzip.compress(SCRIPTS[name].encode(), 9)) for name in names)


def code_of(name: str) -> str:
    """Return a script without its comments."""
    return re.sub(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", "", SCRIPTS[name], flags=re.DOTALL)


def test_the_scripts_of_every_page_together_are_under_30_kilobytes_compressed() -> None:
    assert compressed(SCRIPTS.keys() - ON_FIRST_USE) < 30_000


def test_what_is_loaded_on_first_use_is_under_13_kilobytes_compressed() -> None:
    assert compressed(ON_FIRST_USE) < 13_000


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_a_script_sends_nothing_and_makes_no_html(name: str) -> None:
    for forbidden in {*SENDING, *MAKING_HTML, *RUNNING_WORDS} - OWN_WORDS.get(name, set()):
        assert not re.search(rf"\b{forbidden}\b", code_of(name)), forbidden


@pytest.mark.parametrize("name", sorted(SCRIPTS.keys() - VENDORED))
def test_a_script_is_classic_and_strict(name: str) -> None:
    code = code_of(name)
    assert '"use strict";' in code
    assert not re.search(r"^\s*(?:import|export)\b", code, re.MULTILINE)


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_a_script_can_be_parsed(name: str) -> None:
    node = shutil.which("node")
    needs(node is not None, "there is no node here")
    with resources.as_file(ASSETS / name) as file:
        checked = subprocess.run(
            [str(node), "--check", str(file)], capture_output=True, text=True, check=False
        )
    assert checked.returncode == 0, checked.stderr
