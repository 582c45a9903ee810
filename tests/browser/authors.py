"""Somebody who writes a handbook with the preview beside them: files on the disk, tabs of a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error, Page

from tests.browser.readers import Reader
from tests.serving import Served, served
from tests.story import Handbook

LONG = "\n\n".join(f"Paragraph {number} of what stands here." for number in range(1, 40))
"""More than a window shows."""

SETTINGS = """\
id: preview-1
title: Harbour
base_url: https://harbour.example/
timezone: Europe/London
"""

GOALS = f"""\
# Goals

Why goals matter.

## First steps

- [ ] Take a pen
- [x] Take paper

::: details More on pens
They write.
:::

{LONG}

## Later

Look back.

::: details More on looking back
It helps.
:::

{LONG}
"""

HOME = "# Welcome\n\nBe kind.\n\n[Goals](goals.md)\n"

LOG = """\
title: Log
purpose: To remember.
fields:
- {id: name, label: Name, type: text}
- {id: why, label: Why, type: long_text}
- {id: often, label: Often, type: choice, options: [Weekly, Monthly]}
"""

SECRET = """\
title: Own eyes
confidential: private
fields:
- {id: worry, label: Worry, type: long_text}
- {id: hope, label: Hope, type: text}
"""

PROGRAM = """\
title: Harbour mentoring
duration: {weeks: 16}
phases: default
cohorts:
- {id: autumn, title: Autumn 2126, start: 2126-09-16}
- {id: spring, title: Spring 2127, start: 2127-03-03}
"""


@dataclass
class Author:
    """Writes, and looks."""

    story: Handbook
    preview: Served
    context: BrowserContext
    said: list[str] = field(default_factory=list)
    """What the pages complained of."""

    def write(self, path: str, text: str) -> Author:
        self.story.write(path, text)
        return self

    def edit(self, path: str, old: str, new: str) -> Author:
        """Put other words in the place of those that are there."""
        text = (self.story.root / path).read_text(encoding="utf-8")
        assert old in text
        return self.write(path, text.replace(old, new, 1))

    def open(self, path: str = "", site: str = "") -> Page:
        """Open a page in a tab of its own, and wait until it is told of changes."""
        reader = Reader(self.context, site or self.preview.url, self.said)
        page = reader.open(path)
        listening(page)
        page.evaluate("window.hasStayed = true")
        return page


def listening(page: Page) -> None:
    """Wait until the bar of the preview is there, and knows how things are."""
    page.locator("#guidegen-preview.ready").wait_for()


def stayed(page: Page) -> bool:
    """Return whether the page was never loaded anew."""
    return bool(page.evaluate("window.hasStayed === true"))


def anew(page: Page) -> None:
    """Wait until the page was loaded anew."""
    for _ in range(200):
        try:
            if page.evaluate("window.hasStayed !== true"):
                break
        except Error:  # in between
            pass
        page.wait_for_timeout(25)
    else:
        raise AssertionError("the page was not loaded anew")
    listening(page)


def shows(page: Page, words: str) -> None:
    """Wait until words stand on the page."""
    page.locator("main").get_by_text(words).first.wait_for()


@contextmanager
def writing(root: Path, browser: Browser, **files: str) -> Iterator[Author]:
    """Begin a handbook, some of it as *files* say by their path, and show it while it is written."""
    first = {
        "guidegen.yml": SETTINGS,
        "content/index.md": HOME,
        "content/goals.md": GOALS,
        "content/worksheets/log.yml": LOG,
        "content/worksheets/own-eyes.yml": SECRET,
        "content/programs/harbour.yml": PROGRAM,
    }
    story = Handbook(root)
    for path, text in {**first, **files}.items():
        story.write(path, text)
    with served(root) as preview:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
        context.set_default_timeout(10_000)
        yield Author(story, preview, context)
        context.close()
