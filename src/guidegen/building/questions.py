"""What people were asked at the last build, kept beside its records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from guidegen.building.state import replace_file
from guidegen.model.questions import Asker, Questions, Remembered

_FILE: Final = "questions.json"


def read_questions(state: Path) -> Remembered:
    """Return what is kept in a state folder; nothing where that is missing or damaged."""
    try:
        kept = json.loads((state / _FILE).read_bytes())
        return dict(_remembered(*one) for one in kept)
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def keep_questions(state: Path, asked: Remembered) -> None:
    """Keep for the next build what was asked; a file that says so already is left as it is.

    Raises:
        OSError: where it cannot be written.
    """
    if asked == read_questions(state):
        return
    kept = [[*asker, one.version, dict(one.words)] for asker, one in sorted(asked.items())]
    replace_file(state / _FILE, json.dumps(kept, separators=(",", ":")).encode())


def _remembered(kind: Any, name: Any, version: Any, words: Any) -> tuple[Asker, Questions]:
    if kind not in ("worksheet", "checklist", "chapter"):
        raise ValueError
    return (kind, str(name)), Questions(str(version), {str(one): str(said) for one, said in words.items()})
