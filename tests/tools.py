"""Tools that a user's machine may lack: tests that need one skip with the reason, but never in CI."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def needs(condition: bool, reason: str) -> None:
    """Go on where *condition* holds; else skip with *reason*, or fail where every tool is required."""
    if condition:
        return
    if os.environ.get("GUIDEGEN_REQUIRE_TOOLS"):
        pytest.fail(f"this run must not skip anything, but: {reason}")
    pytest.skip(reason)


def suite(path: str) -> Path:
    """Return a file of a suite that npm installed, in ``.suites`` or where `GUIDEGEN_SUITES` says."""
    folder = Path(os.environ.get("GUIDEGEN_SUITES", Path(__file__).resolve().parent.parent / ".suites"))
    found = folder / "node_modules" / path
    needs(found.exists(), f"{path} is not installed; .ci/run shows how")
    return found
