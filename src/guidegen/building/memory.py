"""What files became last time, so that no file is parsed twice in its life.

One shard for each folder of sources, so that one edit loads much and writes
little.  A shard holds only nouns; reading one back makes nothing else, whoever
wrote it.  It begins with the hash of what follows: a damaged or foreign shard is as
good as none, also where it could still be read.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Final, TypeAlias

from platformdirs import user_cache_path

from guidegen.building.state import replace_file, sweep_files
from guidegen.model.fingerprint import fingerprint_of_bytes
from guidegen.model.handbook import Parsed

Memory: TypeAlias = Mapping[str, tuple[str, Parsed]]
"""By path of the source: its digest, and what became of it."""

_PLAIN: Final = {("datetime", "date"), ("datetime", "time")}


def remembered(folder: Path, mark: str) -> dict[str, tuple[str, Parsed]]:
    """Return what is kept in *folder* under *mark*, which names all that readers depend on."""
    found: dict[str, tuple[str, Parsed]] = {}
    for shard in sorted(folder.glob("*.shard")):
        found.update(_read(shard, mark))
    return found


def remember(folder: Path, mark: str, old: Memory, new: Memory) -> None:
    """Keep *new*; only the shards in which something differs from *old* are written.

    Raises:
        OSError: where one cannot be written; what was there before stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sweep_files(folder)
    shards, before = _by_folder(new), _by_folder(old)
    for name, content in shards.items():
        path = folder / f"{name}.shard"
        if path.exists() and _digests(content) == _digests(before.get(name, {})):
            continue
        kept = pickle.dumps((mark, content), protocol=5)
        replace_file(path, _hash(kept) + kept)
    for path in folder.glob("*.shard"):
        if path.stem not in shards:
            path.unlink()


def own_folder() -> Path:
    """Return where guidegen keeps for whoever runs it what no project may bring along: compiled templates."""
    return user_cache_path("guidegen", appauthor=False)


def _read(shard: Path, mark: str) -> dict[str, tuple[str, Parsed]]:
    try:
        content = shard.read_bytes()
        size = len(_hash(b""))
        if content[:size] != _hash(content[size:]):
            return {}
        kept_mark, kept = _Nouns(io.BytesIO(content[size:])).load()
        if kept_mark != mark:
            return {}
        return {str(path): (str(digest), _parsed(one)) for path, (digest, one) in kept.items()}
    except Exception:  # whatever is wrong with it, it is only a memory
        return {}


def _parsed(noun: Any) -> Parsed:
    if not isinstance(noun, Parsed):
        raise TypeError
    return noun


def _hash(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


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
        """Return a class of ours.

        A name with a dot could lead from a class of ours to anything that Python has; so could a name
        that a module of ours only imports.

        Raises:
            pickle.UnpicklingError: for anything else.
        """
        is_plain = (module, name) in _PLAIN
        if is_plain or (module.startswith("guidegen.model.") and "." not in name):
            found = super().find_class(module, name)
            if is_plain or (_is_noun(found) and found.__module__ == module):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no noun")


def _is_noun(found: Any) -> bool:
    return isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum | str))
