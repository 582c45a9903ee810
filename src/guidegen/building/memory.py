"""What files became last time, so that no file is parsed twice in its life.

One shard for each folder of sources, so that one edit loads much and writes
little.  A shard holds only nouns; reading one back makes nothing else, whoever
wrote it.  A damaged or foreign shard is as good as none.
"""

from __future__ import annotations

import io
import pickle
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

from guidegen.model.fingerprint import fingerprint_of_bytes
from guidegen.model.handbook import Parsed

Memory: TypeAlias = Mapping[str, tuple[str, Parsed]]
"""By path of the source: its digest, and what became of it."""

_PLAIN: Final = {("datetime", "date"), ("datetime", "time"), ("guidegen.model.problem", "Level")}


_DAMAGED: Final = (
    OSError,
    EOFError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    KeyError,
    ImportError,
    pickle.UnpicklingError,
)
"""What reading back a shard raises that was cut, or written by another version."""


def remembered(folder: Path, mark: str) -> dict[str, tuple[str, Parsed]]:
    """Return what is kept in *folder* under *mark*, which names all that readers depend on."""
    found: dict[str, tuple[str, Parsed]] = {}
    for shard in sorted(folder.glob("*.shard")):
        try:
            kept_mark, kept = _Nouns(io.BytesIO(shard.read_bytes())).load()
        except (
            OSError,
            EOFError,
            ValueError,
            TypeError,
            AttributeError,
            IndexError,
            KeyError,
            pickle.UnpicklingError,
        ):
            continue
        if kept_mark == mark:
            found.update(kept)
    return found


def remember(folder: Path, mark: str, old: Memory, new: Memory) -> None:
    """Keep *new*; only the shards in which something differs from *old* are written."""
    folder.mkdir(parents=True, exist_ok=True)
    shards, before = _by_folder(new), _by_folder(old)
    for name, content in shards.items():
        path = folder / f"{name}.shard"
        if path.exists() and _digests(content) == _digests(before.get(name, {})):
            continue
        waiting = path.with_suffix(".new")
        waiting.write_bytes(pickle.dumps((mark, content), protocol=5))
        waiting.replace(path)
    for path in folder.glob("*.shard"):
        if path.stem not in shards:
            path.unlink()


def _digests(content: Memory) -> dict[str, str]:
    return {source: digest for source, (digest, _) in content.items()}


def _by_folder(memory: Memory) -> dict[str, dict[str, tuple[str, Parsed]]]:
    found: dict[str, dict[str, tuple[str, Parsed]]] = defaultdict(dict)
    for source, kept in memory.items():
        folder = source.rpartition("/")[0]
        found[fingerprint_of_bytes(folder.encode())[:12]][source] = kept
    return found


class _Nouns(pickle.Unpickler):
    """Reads nouns back, and refuses to make anything else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module.startswith("guidegen.model.") and name[:1].isupper()) or (module, name) in _PLAIN:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no noun")
