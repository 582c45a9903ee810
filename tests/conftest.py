"""What every test may ask for."""

from __future__ import annotations

import fcntl
import shutil
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.story import LEAST, Handbook

ROOT = Path(__file__).resolve().parent.parent

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


@pytest.fixture(scope="session")
def own_project(
    own_folder: None, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Path:
    """A copy of this repository's handbook, built once for all who only look at it, in any process."""
    common = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        common = common.parent
    project = common / "own-handbook"
    with (common / "own-handbook.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (project / "built").exists():
            for folder in ("content", "templates"):
                shutil.copytree(ROOT / folder, project / folder)
            shutil.copy(ROOT / "guidegen.yml", project)
            outcome = Handbook(project).build().outcome
            assert outcome is not None
            assert outcome.problems == ()
            (project / "built").touch()
    return project


@pytest.fixture(scope="session")
def own_site(own_project: Path) -> Path:
    """The site of this repository's handbook."""
    return own_project / "site"
