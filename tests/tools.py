"""Tools that a user's machine may lack: tests that need one skip with the reason, but never in CI."""

from __future__ import annotations

import os

import pytest


def needs(condition: bool, reason: str) -> None:
    """Go on where *condition* holds; else skip with *reason*, or fail where every tool is required."""
    if condition:
        return
    if os.environ.get("GUIDEGEN_REQUIRE_TOOLS"):
        pytest.fail(f"this run must not skip anything, but: {reason}")
    pytest.skip(reason)
