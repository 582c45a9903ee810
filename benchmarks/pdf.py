"""How long the PDF of a handbook takes, and how much memory: see README.md."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--project", type=Path, default=ROOT, help="The handbook to print [that of this repository]."
    )
    options.add_argument("--edition", default="", help="Only this one [each].")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="guidegen-benchmark-") as folder:
        project = Path(folder) / "handbook"
        kept = ("content", "templates", "guidegen.yml")
        shutil.copytree(
            chosen.project, project, ignore=lambda here, names: left_out(here, names, chosen.project, kept)
        )
        report("pages alone", *measured("build", "--no-pdf", str(project)), 0)
        seconds, memory = measured("build", "--pdf", str(project))
        files = sorted((project / "site").rglob("*.pdf"))
        report(f"all {len(files)} PDFs too", seconds, memory, sum(map(pages_of, files)))
        for file in files:
            if file.name == "handbook.pdf" and chosen.edition in (*file.parts[-3:], ""):
                edition = file.parent.parent.name
                name = ["--edition", edition] if edition != "site" else []
                out = Path(folder) / "one.pdf"
                seconds, memory = measured(
                    "print", "handbook", str(project), *name, "--output", str(out), "--force"
                )
                read, _ = measured("print", str(project))
                report(f"the handbook of {edition}", seconds - read, memory, pages_of(out))
        report("nothing changed", *measured("build", "--pdf", str(project)), 0)


def left_out(here: str, names: list[str], project: Path, kept: tuple[str, ...]) -> list[str]:
    return [one for one in names if one not in kept] if Path(here) == project else []


def measured(*arguments: str) -> tuple[float, float]:
    """Return processor seconds and the peak of memory in MiB of one run of guidegen."""
    child = subprocess.Popen([sys.executable, "-m", "guidegen", *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, arguments
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def pages_of(file: Path) -> int:
    from pypdf import PdfReader

    return len(PdfReader(file).pages)


def report(what: str, seconds: float, memory: float, pages: int) -> None:
    each = f"   {pages:4} pages, {seconds / pages:.3f} s each" if pages else ""
    print(f"{what:28} {seconds:7.1f} s {memory:6.0f} MiB{each}", flush=True)


if __name__ == "__main__":
    main()
