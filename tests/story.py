"""A handbook in a story: write, build, look, write again.

Each step returns the story, so a test reads from top to bottom as what an
editor does and sees.  Builds are real: files are read, a site is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from textwrap import dedent

from guidegen.building.build import Outcome, build
from guidegen.building.options import Options
from guidegen.building.output import MANIFEST

LEAST = {"guidegen.yml": "title: Mentoring at Example\n", "content/index.md": "# Welcome\n\nBe kind.\n"}
"""The least handbook."""


@dataclass
class Handbook:
    """A project in a folder, and what its last build did."""

    root: Path
    outcome: Outcome | None = None
    last: dict[str, bytes] = field(default_factory=dict)

    def write(self, path: str, text: str) -> Handbook:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(dedent(text), encoding="utf-8", newline="\n")
        return self

    def delete(self, path: str) -> Handbook:
        (self.root / path).unlink()
        return self

    def move(self, path: str, to: str) -> Handbook:
        (self.root / to).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).rename(self.root / to)
        return self

    def build(self, **options: bool) -> Handbook:
        """Build, and remember the site as it was before."""
        self.last = self.site()
        self.outcome = build(self.root, self.root / "site", Options(**options), lambda *_: None)
        return self

    def site(self) -> dict[str, bytes]:
        """Return every file of the site but the manifest."""
        site = self.root / "site"
        found = (one for one in site.rglob("*") if one.is_file() and one.name != MANIFEST)
        return {one.relative_to(site).as_posix(): one.read_bytes() for one in found}

    def page(self, path: str) -> str:
        """Return the HTML of a page; a path that ends in a slash, or is empty, means its ``index.html``."""
        name = f"{path}index.html" if path.endswith("/") or not path else path
        return (self.root / "site" / name).read_text(encoding="utf-8")

    def text(self, path: str) -> str:
        """Return the words between the tags of the main part of a page."""
        html = self.page(path)
        main = re.search(r"<main.*?</main>", html, re.DOTALL)
        words = re.sub(r"<[^>]+>", " ", main[0] if main else html)
        return " ".join(unescape(words).split())

    # What is seen

    def shows(self, path: str, *words: str) -> Handbook:
        for one in words:
            assert one in self.text(path), f"{one!r} is not on {path}: {self.text(path)}"
        return self

    def hides(self, path: str, *words: str) -> Handbook:
        for one in words:
            assert one not in self.page(path), f"{one!r} is on {path}"
        return self

    def has(self, *paths: str) -> Handbook:
        assert set(paths) <= self.site().keys(), (
            f"{set(paths) - self.site().keys()} not in {sorted(self.site())}"
        )
        return self

    def lacks(self, *paths: str) -> Handbook:
        assert not set(paths) & self.site().keys()
        return self

    def made(self) -> dict[str, tuple[str, ...]]:
        """Return what the last build made, and why."""
        assert self.outcome is not None
        return dict(self.outcome.made)

    def made_only(self, *paths: str) -> Handbook:
        assert set(self.made()) == set(paths), f"made {self.made()}"
        return self

    def made_nothing(self) -> Handbook:
        assert self.outcome is not None
        assert self.made() == {}
        assert self.outcome.removed == ()
        return self

    def because(self, path: str, *reasons: str) -> Handbook:
        assert self.made().get(path) == reasons, f"made {self.made()}"
        return self

    def says(self, *slugs: str) -> Handbook:
        """The last build had exactly these problems, in this order."""
        assert self.outcome is not None
        told = [
            f"{one.place.path}:{one.place.line}: {one.slug}: {one.message}" for one in self.outcome.problems
        ]
        assert [one.slug for one in self.outcome.problems] == list(slugs), told
        return self

    def is_as_before(self) -> Handbook:
        """The site is, to the byte, what it was before the last build."""
        assert self.site() == self.last
        return self
