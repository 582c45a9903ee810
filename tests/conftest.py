"""What every test may ask for."""

from __future__ import annotations

import signal
import threading
from pathlib import Path

import pytest
from hypothesis import settings

from tests.story import LEAST, Handbook

if threading.current_thread() is threading.main_thread():
    # Where a shell started the tests in the background, Ctrl+C would mean nothing to what they start.
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("guidegen", deadline=None)
settings.load_profile("guidegen")


@pytest.fixture
def handbook(tmp_path: Path) -> Handbook:
    """The least handbook, not built yet."""
    story = Handbook(tmp_path / "project")
    for path, text in LEAST.items():
        story.write(path, text)
    return story
