"""`guidegen new`: a file to begin with, filled in as far as it can be."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import click

from guidegen.cli import console
from guidegen.cli.project import project_at, project_option
from guidegen.model.problem import has_errors


@click.group("new")
def command() -> None:
    """Begin something with a file that says what can stand in it.

    \b
    Example:
      guidegen new cohort harbour 2027-spring --start 2027-02-01
      guidegen new worksheet smart-goal
      guidegen new packet mentee
    """


@command.command("cohort")
@click.argument("program")
@click.argument("cohort")
@project_option
@click.option("--start", required=True, help="The first day, such as 2027-02-01, or tba.")
@click.option("--title", default="", help="What people call it [its id].")
@click.option("--timezone", default="", help="Where it takes place, such as Europe/London [as before].")
def cohort(program: str, cohort: str, project: Path, start: str, title: str, timezone: str) -> int:
    """Write the file of a new cohort, COHORT, of PROGRAM, and show its schedule.

    Everything that a cohort can say stands in the file, most of it behind a #.
    No file of yours is changed.

    \b
    Example:
      guidegen new cohort harbour 2027-spring --start 2027-02-01
      guidegen new cohort harbour 2027-spring --start tba --title "Spring 2027"
    """
    from guidegen.building import beginnings, timetable
    from guidegen.model.schedule import WhenError

    root = project_at(project)
    plans = timetable.read_plans(root)
    try:
        chosen = timetable.program_named(program, plans)
        wanted = beginnings.wanted_cohort(chosen, cohort, start, title, timezone, plans)
        path = beginnings.write_cohort(root, chosen, wanted, plans)
    except WhenError as wrong:
        raise click.UsageError(f"{wrong.message}\n{wrong.remedy}".rstrip()) from None
    except (timetable.UnknownNameError, beginnings.Refused) as refused:
        console.show([one for one in plans.problems if has_errors([one])])
        raise click.UsageError(str(refused)) from None
    click.echo(f"Wrote {os.path.relpath(root / path)}\n")
    fresh = timetable.read_plans(root)
    problems = tuple(one for one in fresh.problems if one not in plans.problems)
    console.show(problems)
    laid = timetable.program_named(program, fresh)
    if cohort in [one.id for one in laid.cohorts]:
        shown = timetable.timetable(laid, timetable.cohort_named(cohort, laid), "", fresh)
        click.echo(console.schedule_text(shown, fresh.manner.language))
    return int(has_errors(problems))


@command.command("worksheet")
@click.argument("worksheet")
@project_option
@click.option("--title", default="", help="What people call it [its own, or made from its id].")
def worksheet(worksheet: str, project: Path, title: str) -> int:
    """Write the file of a new worksheet, WORKSHEET.

    Where a worksheet of that id comes with guidegen, the file is a copy of it:
    change what you like, your own stands in its place. No file of yours is
    changed.

    \b
    Example:
      guidegen new worksheet smart-goal
      guidegen new worksheet half-way --title "Half-way talk"
    """
    return _write_sheet("worksheet", worksheet, project, title)


@command.command("checklist")
@click.argument("checklist")
@project_option
@click.option("--title", default="", help="What people call it [made from its id].")
def checklist(checklist: str, project: Path, title: str) -> int:
    """Write the file of a new checklist, CHECKLIST.

    \b
    Example:
      guidegen new checklist before-we-meet --title "Before we meet"
    """
    return _write_sheet("checklist", checklist, project, title)


@command.command("packet")
@click.argument("packet")
@project_option
@click.option("--title", default="", help="What people call it [made from its id].")
@click.option("--role", default="", help="Whom it is for [the role in its id, or mentees].")
def packet(packet: str, project: Path, title: str, role: str) -> int:
    """Write the file of a new packet, PACKET, to hand out on paper.

    Dates, contacts and policies of the program are in it; every chapter, sheet
    and list stands there behind a #. It is for the role that is part of its id,
    or for the one that you name.

    \b
    Example:
      guidegen new packet mentee --title "Mentee packet"
      guidegen new packet first-days --role coordinator
    """
    from guidegen.building import beginnings

    root = project_at(project)
    try:
        path, told = beginnings.write_packet(root, packet, title, role)
    except beginnings.Refused as refused:
        raise click.UsageError(str(refused)) from None
    click.echo(f"Wrote {os.path.relpath(root / path)}")
    if told:
        click.echo(told)
    return 0


def _write_sheet(kind: Literal["worksheet", "checklist"], identity: str, project: Path, title: str) -> int:
    from guidegen.building import beginnings

    root = project_at(project)
    try:
        path = beginnings.write_sheet(root, kind, identity, title)
    except beginnings.Refused as refused:
        raise click.UsageError(str(refused)) from None
    click.echo(f"Wrote {os.path.relpath(root / path)}")
    return 0
