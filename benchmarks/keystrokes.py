"""How long a worksheet of 200 fields takes to answer a key, in Chromium: see README.md."""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

TYPES = (
    "type: text",
    "type: long_text",
    "type: number, min: 1, max: 90",
    "type: date",
    "type: choice, options: [Weekly, Monthly], other: true",
    "type: scale, labels: {1: Never, 5: Always}",
    "type: list, count: 3",
    "type: actions",
)
WRITTEN = "input[type=text][data-part=value], textarea"

LISTEN = """() => {
    // From the key until scripts are done with it, and until the page has drawn what came of it.
    window.drawn = new Promise(tell => document.addEventListener("keydown", () => {
        const began = performance.now(), since = () => performance.now() - began;
        let done = 0;
        window.addEventListener("input", () => { done = since(); }, { once: true });
        requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => tell([done, since()]);
            channel.port2.postMessage(null);
        });
    }, { capture: true, once: true }));
}"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--fields", type=int, default=200)
    options.add_argument("--keys", type=int, default=100)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="guidegen-benchmark-") as folder, sync_playwright() as playwright:
        project = Path(folder)
        write_sheet(project, chosen.fields)
        subprocess.run(
            [sys.executable, "-m", "guidegen", "build"], cwd=project, check=True, stdout=subprocess.DEVNULL
        )
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=["--no-sandbox"],
        )
        page = browser.new_page()
        page.goto((project / "site/worksheets/long/index.html").as_uri())
        report("a key, nothing kept", measured(page, chosen.keys))
        fill(page)
        page.reload()
        report("a key, all answered", measured(page, chosen.keys))
        browser.close()


def write_sheet(project: Path, fields: int) -> None:
    """Write a handbook with one worksheet in which all common types of fields take turns."""
    lines = [f"- {{id: field-{at}, label: Question {at}, {TYPES[at % len(TYPES)]}}}" for at in range(fields)]
    (project / "content/worksheets").mkdir(parents=True)
    (project / "guidegen.yml").write_text("id: keys-1\ntitle: Keystrokes\n", "utf-8")
    (project / "content/index.md").write_text("# Welcome\n", "utf-8")
    (project / "content/worksheets/long.yml").write_text(
        "title: Long\nfields:\n" + "\n".join(lines) + "\n", "utf-8"
    )


def fill(page: Page) -> None:
    """Answer everything that can be written in words."""
    page.evaluate(
        """css => document.querySelectorAll(css).forEach(one => {
        one.value = "A sentence about mentoring, and one more. ".repeat(one.rows ? 8 : 1);
        one.dispatchEvent(new Event("input", { bubbles: true }));
    })""",
        WRITTEN,
    )


def measured(page: Page, keys: int) -> list[tuple[float, float]]:
    """Return milliseconds from a key to the end of all scripts and to the next frame, all over the sheet."""
    places = page.locator(WRITTEN)
    count, found = places.count(), []
    for at in range(keys):
        places.nth(at * 37 % count).focus()
        page.keyboard.press("End")
        page.evaluate(LISTEN)
        page.keyboard.press("a")
        found.append(tuple(page.evaluate("window.drawn")))
    return found


def report(what: str, took: list[tuple[float, float]]) -> None:
    for when, times in zip(("scripts", "drawn"), zip(*took, strict=True), strict=True):
        name = f"{what}, {when}"
        print(f"{name:28} {statistics.median(times):7.1f} ms median   {max(times):6.1f} ms worst")


if __name__ == "__main__":
    main()
