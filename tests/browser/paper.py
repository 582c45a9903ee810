"""What comes out of the printer, examined: where things begin and end, page by page.

A script puts a tiny number at the beginning and at the end of what must not be
torn; Chromium prints the page, and `pdftotext` says on which sheet each number is.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from tests.tools import needs

A_SHEET: Final = 880
"""What is higher than so many pixels may be longer than a sheet of either size, and is torn rightly."""

MARK: Final = """(limit) => {
  const seen = one => one.getClientRects().length > 0 && getComputedStyle(one).visibility !== "hidden";
  const table = new Set(["TABLE", "THEAD", "TBODY", "TR", "UL", "OL", "DL", "SELECT", "PICTURE"]);
  const told = [];
  // A row holds cells and nothing else; what touches the end of a sheet is not written whole.
  const put = (into, text, edge) => {
    const at = getComputedStyle(into).display === "table-row" ? into.lastElementChild : into;
    const mark = document.createElement("i");
    mark.textContent = text;
    mark.style.cssText = `position: absolute; ${edge}: ${edge === "top" ? 0 : 2}px; left: 0; margin: 0; ` +
      "padding: 0; border: 0; font: 1px/1 monospace; letter-spacing: 0; text-transform: none;" +
      "direction: ltr; unicode-bidi: isolate-override";
    if (getComputedStyle(at).position === "static") at.style.position = "relative";
    at.append(mark);
  };
  const words = one => one.textContent.trim().replace(/\\s+/g, " ").slice(0, 40);
  const whole = [...document.querySelectorAll("body *")].filter(one =>
    seen(one) && getComputedStyle(one).breakInside === "avoid" && !table.has(one.tagName) &&
    one.tagName !== "IMG" && !one.closest("svg") && one.getBoundingClientRect().height < limit);
  const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6, summary")].filter(one => seen(one));
  const next = one => {
    for (let at = one; at && at !== document.body; at = at.parentElement)
      for (let after = at.nextElementSibling; after; after = after.nextElementSibling)
        if (seen(after) && after.textContent.trim() && getComputedStyle(after).position !== "absolute")
          return after;
  };
  const follows = headings.map(one => [one, next(one)]).filter(([, after]) => after && !after.closest("svg"));
  const rows = [...document.querySelectorAll("table")]
    .filter(one => seen(one) && one.tHead && one.tHead.textContent.trim());
  for (const one of whole) {
    const n = told.push(["torn", words(one)]) - 1;
    put(one, `b${n}.`, "top");
    put(one, `e${n}.`, "bottom");
  }
  for (const [one, after] of follows) {
    const n = told.push(["alone", words(one)]) - 1;
    let inside = after;
    while (table.has(inside.tagName) && inside.firstElementChild) inside = inside.firstElementChild;
    put(one, `b${n}.`, "bottom");
    put(inside, `e${n}.`, "top");
  }
  for (const one of rows) {
    const n = told.push(["headless", words(one.tHead)]) - 1;
    put(one.tHead.rows[0].cells[0], `h${n}.`, "top");
    for (const row of one.tBodies[0]?.rows || []) if (row.cells[0]) put(row.cells[0], `r${n}.`, "top");
  }
  return told;
}"""


@dataclass(slots=True)
class Paper:
    """A page as it comes out of the printer."""

    sheets: list[str]
    """The text of each."""

    torn: list[str] = field(default_factory=list)
    """What begins on one sheet and ends on another, though it would fit on one."""

    alone: list[str] = field(default_factory=list)
    """Headings that stand last on their sheet."""

    headless: list[str] = field(default_factory=list)
    """Tables that go on without their heads."""


def on_paper(page: Page, at: Path, size: str) -> Paper:
    """Return what Chromium prints of an open page whose policy is lifted; the PDF is written to *at*."""
    needs(shutil.which("pdftotext") is not None, "there is no pdftotext here")
    page.emulate_media(media="print")
    told: list[list[str]] = page.evaluate(MARK, A_SHEET)
    page.pdf(path=str(at), format=size)
    sheets = text_of(at)
    places: dict[str, list[int]] = {}
    for number, sheet in enumerate(sheets):
        for mark in re.findall(r"[behr]\d+(?=\.)", sheet):
            places.setdefault(mark, []).append(number)
    paper = Paper([re.sub(r"[behr]\d+\.", "", one) for one in sheets])
    for number, (kind, words) in enumerate(told):
        if kind == "headless":
            going_on = set(places.get(f"r{number}", ())) - set(places.get(f"h{number}", ()))
            paper.headless += [words] if going_on else []
        elif max(places[f"b{number}"]) != min(places[f"e{number}"]):
            found = paper.torn if kind == "torn" else paper.alone
            found.append(words)
    return paper


def text_of(pdf: Path) -> list[str]:
    """Return the text of each page of a PDF."""
    run = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, text=True, check=True)
    return run.stdout.split("\f")[:-1]
