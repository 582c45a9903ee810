"""What every test may ask for."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.story import LEAST, Handbook

if threading.current_thread() is threading.main_thread():
    # Where a shell started the tests in the background, Ctrl+C would mean nothing to what they start.
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("guidegen", deadline=None)
settings.load_profile("guidegen")


@pytest.fixture(scope="session", autouse=True)
def own_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A folder for what guidegen keeps for who runs it: theirs is not touched."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def handbook(tmp_path: Path) -> Handbook:
    """The least handbook, not built yet."""
    story = Handbook(tmp_path / "project")
    for path, text in LEAST.items():
        story.write(path, text)
    return story
