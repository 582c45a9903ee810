"""What an editor waits for: see README.md."""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

WORDS = """
    mentor mentee meeting goal question answer week notes agreement feedback habit plan review step
    listen write ask agree meet decide try keep drop share read practise thank plain useful small
    honest specific written early late quiet open first next last before after while because so that
""".split()  # noqa: SIM905  # words read easier so


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--chapters", type=int, default=300)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--terms", type=int, default=0)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="guidegen-benchmark-") as folder:
        project = Path(folder)
        write_handbook(project, chosen.chapters)
        if chosen.terms:
            write_glossary(project, chosen.terms)
        report("guidegen --version", [measured(project, "--version") for _ in range(5)])
        report("cold build", [measured(project, "build", "--clean") for _ in range(chosen.runs)])
        report("nothing changed", [measured(project, "build") for _ in range(chosen.runs + 2)][2:])
        chapter = project / "content/section-01/01-step-1.md"
        report("one paragraph", [edited(project, chapter, "\nOne more line.\n") for _ in range(chosen.runs)])
        title = chapter.read_text("utf-8")
        for run in range(chosen.runs):
            chapter.write_text(title.replace("# ", f"# {run} ", 1), "utf-8")
            report("one title", [measured(project, "build")])
    with tempfile.TemporaryDirectory(prefix="guidegen-benchmark-") as folder:
        project = Path(folder)
        write_program(project, entries=60, cohorts=40)
        laid, planned = zip(*(replanned(project) for _ in range(chosen.runs)), strict=True)
        print(f"{'laying 40 cohorts':20} {min(laid):7.2f} s")
        print(f"{'planning them':20} {min(planned):7.2f} s")
        report("40 cohorts, cold", [measured(project, "build", "--clean") for _ in range(chosen.runs)])
        cohort = project / "content/programs/harbour/cohorts/c07.yml"
        for run in range(chosen.runs):
            write(cohort, cohort_text(7, later=run + 1))
            report("one cohort's start", [measured(project, "build")])


def replanned(project: Path) -> tuple[float, float]:
    """Return seconds of processor time: to lay all cohorts on their days, and to plan the site then."""
    from guidegen.building.plan import everything, plan, site_of
    from guidegen.reading.project import read_project
    from guidegen.rendering.theme import load_theme
    from guidegen.shaping.complete import complete

    reading = read_project(project, {})
    theme, _ = load_theme(None, "en")
    assert reading.library is not None
    began = time.process_time()
    library, _ = complete(reading.library)
    laid = time.process_time()
    plan(site_of(library, everything(library), theme, project, lambda _: "", ""))
    return laid - began, time.process_time() - laid


def write_program(project: Path, entries: int, cohorts: int) -> None:
    """Write a handbook with one program of many entries, a tenth of them meetings, and many cohorts."""
    write(project / "guidegen.yml", "title: Many cohorts\nbase_url: https://example.org/\n")
    write(project / "content/index.md", "# Welcome\n")
    lines = ["title: Harbour", "duration: {weeks: 16}", "phases: default", "timeline:"]
    singles = entries - 6
    for number in range(singles):
        week, day = number % 16 + 1, ("mon", "tue", "wed", "thu", "fri")[number % 5]
        when = f"week {week} {day}" if number % 3 else f"start + {number}bd"
        kind = "deadline" if number % 4 == 0 else "milestone"
        role = ", roles: [mentor]" if number % 7 == 0 else ""
        lines.append(f"- {{id: entry-{number}, title: Entry {number}, kind: {kind}, when: {when}{role}}}")
    lines.append("meetings:")
    for number in range(6):
        repeat = f'{{every: 2w, on: wed, at: "1{number}:00", from: week 1, until: week 16}}'
        lines += [f"- id: call-{number}", f"  title: Call {number}", "  roles: [mentee]"]
        lines += [f"  repeat: {repeat}", "  duration: 60m"]
    write(project / "content/programs/harbour.yml", "\n".join(lines) + "\n")
    for number in range(cohorts):
        write(project / f"content/programs/harbour/cohorts/c{number:02}.yml", cohort_text(number))


def cohort_text(number: int, later: int = 0) -> str:
    start = date(2026, 1, 5) + timedelta(weeks=4 * number + later)
    off = start + timedelta(weeks=6)
    return (
        f"start: {start}\ntimezone: Europe/London\n"
        f"breaks: [{{from: {off}, to: {off + timedelta(days=6)}, title: A break}}]\n"
    )


def write_handbook(project: Path, count: int) -> None:
    """Write a handbook of *count* chapters, in sections of twenty; always the same one."""
    chance = random.Random(7)
    (project / "guidegen.yml").write_text("title: A large handbook\n", "utf-8")
    write(project / "content/index.md", "# Welcome\n\n" + paragraph(chance))
    write(
        project / "content/worksheets/log.yml",
        "title: Meeting log\nfields:\n- label: Day\n  type: date\n- label: What we said\n  type: long_text\n",
    )
    for number in range(count):
        section, place = divmod(number, 20)
        folder = project / f"content/section-{section + 1:02}"
        if place == 0:
            write(folder / "index.md", f"# Section {section + 1}\n\n{paragraph(chance)}")
        write(folder / f"{place + 1:02}-step-{place + 1}.md", chapter(chance, number))


def write_glossary(project: Path, count: int) -> None:
    """Write a glossary of *count* terms, of which a chapter says some fifteen: most have several words."""
    chance = random.Random(11)
    lines = ["terms:"]
    for number in range(count):
        size = 1 if number < 6 else 2 if number < 60 else 3
        term = " ".join(chance.choice(WORDS) for _ in range(size))
        lines.append(f"- {{id: t{number}, term: {term}, definition: {sentence(chance)}}}")
    write(project / "content/glossary.yml", "\n".join(lines) + "\n")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def chapter(chance: random.Random, number: int) -> str:
    parts = [f"---\nsummary: {sentence(chance)}\n---\n\n# Chapter {number + 1}\n"]
    for heading in range(5):
        parts += [f"## {sentence(chance)[:40]}\n", paragraph(chance), paragraph(chance)]
        parts.append("\n".join(f"- {sentence(chance)}" for _ in range(4)) + "\n")
        if heading == 1:
            parts.append(
                "| What | When |\n|---|---|\n" + f"| {sentence(chance)} | {sentence(chance)} |\n" * 4
            )
        if heading == 2:
            parts.append("Use [the log](worksheet:log) and [read on](index.md).\n")
        if heading == 3:
            parts.append("\n".join(f"- [ ] {sentence(chance)} {{#task-{task}}}" for task in range(4)) + "\n")
    return "\n".join(parts)


def paragraph(chance: random.Random) -> str:
    return " ".join(sentence(chance) for _ in range(5)) + "\n"


def sentence(chance: random.Random) -> str:
    words = " ".join(chance.choice(WORDS) for _ in range(chance.randint(8, 16)))
    return f"{words.capitalize()}."


def edited(project: Path, path: Path, more: str) -> tuple[float, int]:
    with path.open("a", encoding="utf-8") as file:
        file.write(more)
    return measured(project, "build")


def measured(project: Path, *arguments: str) -> tuple[float, int]:
    """Return seconds of processor time and KiB of memory of one run of guidegen."""
    process = subprocess.Popen(
        [sys.executable, "-m", "guidegen", *arguments], cwd=project, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"guidegen {' '.join(arguments)} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss


def report(what: str, runs: list[tuple[float, int]]) -> None:
    seconds, memory = min(runs)
    print(f"{what:20} {seconds:7.2f} s   {memory / 1024:6.0f} MiB")


if __name__ == "__main__":
    main()
