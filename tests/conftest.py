"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.story import LEAST, Handbook


@pytest.fixture
def handbook(tmp_path: Path) -> Handbook:
    """The least handbook, not built yet."""
    story = Handbook(tmp_path / "project")
    for path, text in LEAST.items():
        story.write(path, text)
    return story
