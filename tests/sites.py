"""Looking at the pages of a built site, as a browser would."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


@dataclass
class Page(HTMLParser):
    """What is in one page: ids, links, and what may not be there."""

    text: str
    ids: list[str] = field(default_factory=list)
    links: list[tuple[str, str, str]] = field(default_factory=list)
    """Tag, attribute and value of everything that refers to something."""

    inline: list[str] = field(default_factory=list)
    """Styles, scripts and event attributes written into the page."""

    policy: str = ""
    headings: list[int] = field(default_factory=list)
    is_print: bool = False
    """Whether it is other pages, bound together."""

    pieces: list[str] = field(default_factory=list)
    """The ids of what is bound together in a print."""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        for name in ("href", "src", "srcset", "action", "data", "poster"):
            if name in given:
                self.links.append((tag, name, given[name]))
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)
        if given.get("http-equiv", "").lower() == "content-security-policy":
            self.policy = given["content"]
        classes = given.get("class", "").split()
        self.is_print |= tag == "main" and "bound" in classes
        if tag == "section" and "piece" in classes and given.get("id"):
            self.pieces.append(given["id"])
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))


@dataclass(frozen=True)
class Site:
    """A folder that was built."""

    folder: Path

    @property
    def pages(self) -> list[str]:
        return sorted(one.relative_to(self.folder).as_posix() for one in self.folder.rglob("*.html"))

    def page(self, path: str) -> Page:
        return _read(self.folder / path)

    def astray(self) -> Iterator[str]:
        """Yield each link inside the site that does not arrive, as a sentence."""
        for path in self.pages:
            for _, _, value in self.page(path).links:
                parts = urlsplit(value)
                if parts.scheme or parts.netloc:
                    continue
                joined = posixpath.join(posixpath.dirname(path), unquote(parts.path)) if parts.path else path
                target = posixpath.normpath(joined)
                if target.startswith(("../", "/")) and path != "404.html":
                    yield f"{path}: {value} leads out of the site"
                elif path == "404.html":
                    continue
                elif not (self.folder / target).is_file():
                    yield f"{path}: {value} does not exist"
                elif parts.fragment and unquote(parts.fragment) not in self.page(target).ids:
                    yield f"{path}: {value} has no such id"


@cache
def _read(path: Path) -> Page:
    return Page(path.read_text(encoding="utf-8"))
