"""How long a key takes until what it finds is shown, in a handbook of 200 chapters: see README.md."""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

SYLLABLES = (
    "men",
    "tor",
    "goal",
    "meet",
    "ask",
    "plan",
    "note",
    "call",
    "week",
    "pair",
    "form",
    "list",
    "read",
)
QUERIES = ("mentor", "feedback", "goalplan", "meetask notecall", "callwek", "a", "readnote formlist week")

LISTEN = """() => {
    // From the key until the results stand in the page.
    window.shown = new Promise(tell => {
        const list = document.querySelector(".finder .found");
        document.addEventListener("keydown", () => {
            const began = performance.now();
            const look = new MutationObserver(() => { look.disconnect(); tell(performance.now() - began); });
            look.observe(list.parentElement, { childList: true, subtree: true, characterData: true });
        }, { capture: true, once: true });
    });
}"""

LONGEST = """() => {
    // The longest time for which the page does nothing but read, from now on.
    window.longest = 0;
    new PerformanceObserver(list => list.getEntries().forEach(one => {
        window.longest = Math.max(window.longest, one.duration);
    })).observe({ type: "longtask" });
    window.began = performance.now();
}"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--chapters", type=int, default=200)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="guidegen-benchmark-") as folder, sync_playwright() as playwright:
        project = Path(folder)
        write_handbook(project, chosen.chapters)
        subprocess.run(
            [sys.executable, "-m", "guidegen", "build"], cwd=project, check=True, stdout=subprocess.DEVNULL
        )
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=["--no-sandbox"],
        )
        page = browser.new_page()
        page.goto((project / "site/index.html").as_uri())
        open_search(page)
        report("a key", [time for query in QUERIES for time in typed(page, query)])
        browser.close()


def write_handbook(project: Path, chapters: int) -> None:
    """Write chapters of five headings and some nine hundred words, of a vocabulary of about two thousand."""
    chance = random.Random(7)
    words = [first + second for first in SYLLABLES for second in SYLLABLES]
    words += [first + second for first in words for second in SYLLABLES[:11]]
    for at in range(chapters):
        lines = [f"# {' '.join(chance.choices(words, k=3))} {at}"]
        for place in range(5):
            lines.append(f"## {' '.join(chance.choices(words, k=4))} {place}")
            lines.append(" ".join(chance.choices(words, k=180)) + (". Feedback." if place == at % 5 else "."))
        file = project / f"content/part-{at // 20:02}/chapter-{at:04}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n\n".join(lines) + "\n", "utf-8")
    (project / "guidegen.yml").write_text("id: search-1\ntitle: Searching\n", "utf-8")
    (project / "content/index.md").write_text("# Welcome\n", "utf-8")


def open_search(page: Page) -> None:
    """Open the search and type at once; print how soon something is shown, and all is read."""
    page.evaluate(LONGEST)
    page.keyboard.press("/")
    page.locator("dialog.finder input").first.wait_for()
    page.keyboard.type("feedb")
    since = "performance.now() - window.began"
    for what, is_so in (
        ("first result", "document.querySelector('.finder .found > li') !== null"),
        ("all is read", "guidegen.finder.isRead()"),
    ):
        while not page.evaluate(is_so):
            page.wait_for_timeout(5)
        print(f"{what:28} {page.evaluate(since):7.1f} ms after the search is opened")
    print(f"{'longest stall':28} {page.evaluate('window.longest'):7.1f} ms")


def typed(page: Page, query: str) -> list[float]:
    """Return milliseconds from each key to what it finds."""
    page.locator("dialog.finder input[type=search]").fill("")
    page.wait_for_timeout(50)
    found = []
    for letter in query:
        page.evaluate(LISTEN)
        page.keyboard.press("Space" if letter == " " else letter)
        if letter != " ":
            found.append(float(page.evaluate("window.shown")))
    return found


def report(what: str, took: list[float]) -> None:
    print(f"{what:28} {statistics.median(took):7.1f} ms median   {max(took):6.1f} ms worst")


if __name__ == "__main__":
    main()
