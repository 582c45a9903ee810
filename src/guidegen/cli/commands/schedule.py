"""`guidegen schedule`: what happens when, in the terminal or for another program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from guidegen.cli import console
from guidegen.cli.project import project_at, project_option
from guidegen.model.problem import Problem, has_errors

if TYPE_CHECKING:
    from guidegen.building.timetable import Plans
    from guidegen.model.cohort import Cohort
    from guidegen.model.program import Program


@click.command()
@click.argument("program")
@click.argument("cohort", required=False)
@project_option
@click.option("--role", default="", help="Only what is for this role, and for everyone.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "ics"]),
    default="text",
    show_default=True,
    help="A table for people, or a file for another program.",
)
def command(program: str, cohort: str | None, project: Path, role: str, form: str) -> int:
    """Show the schedule of a cohort of PROGRAM.

    COHORT may be left out where only one is not over. A program without cohorts
    is shown in words, such as "week 3".

    \b
    Example:
      guidegen schedule harbour
      guidegen schedule harbour 2026-autumn --role mentee
      guidegen schedule harbour --format csv > harbour.csv
    """
    from guidegen.building import timetable
    from guidegen.rendering import timetables

    plans = timetable.read_plans(project_at(project))
    try:
        chosen = timetable.program_named(program, plans)
        run = timetable.cohort_named(cohort, chosen) if cohort else _only_one(chosen, role, form)
        role = timetable.role_named(role, chosen) if role else ""
    except timetable.UnknownNameError as unknown:
        # What cannot be read has no name either.
        console.show([one for one in plans.problems if has_errors([one])])
        raise click.UsageError(str(unknown)) from None
    problems = _about(chosen, run, plans)
    console.show(problems)
    shown = timetable.timetable(chosen, run, role, plans)
    match form:
        case "ics":
            click.echo(timetable.calendar(chosen, run, role, plans), nl=False)
        case "json":
            click.echo(timetables.as_json(shown), nl=False)
        case "csv":
            click.echo(timetables.as_csv(shown), nl=False)
        case _:
            click.echo(console.schedule_text(shown, plans.manner.language))
    return int(has_errors(problems))


def _only_one(program: Program, role: str, form: str) -> Cohort | None:
    """Return the cohort that is meant where none is named; none for a program without one."""
    from guidegen.model.program import current_cohorts

    current = current_cohorts(program)
    if len(current) == 1 or form == "ics":
        return current[0] if len(current) == 1 else None
    if not current:
        return None
    options = "".join(
        f"\n  guidegen schedule {program.id} {one.id}{f' --role {role}' if role else ''}" for one in current
    )
    raise click.UsageError(f"{program.title.plain} has {len(current)} cohorts. Name one of them:{options}")


def _about(program: Program, cohort: Cohort | None, plans: Plans) -> tuple[Problem, ...]:
    from guidegen.building.timetable import problems_in

    return problems_in({program.place.path, *([cohort.place.path] if cohort else [])}, plans)
