"""The command line: which commands there are, and what an ending means.

Exit 0: done.  1: something in the project's files.  2: the command line, no
project here, or an output folder that is refused.  3: a bug of ours, with a
report to paste.  130: interrupted; 143: ended by the system.

Commands are imported when they are called, and each imports what it needs.
"""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NoReturn

import click

from guidegen import __version__
from guidegen.model.nearest import did_you_mean

COMMANDS: Final = {
    "init": "Start a handbook in a new folder.",
    "build": "Make the site.",
    "serve": "Show the handbook in a browser while it is written.",
    "print": "Make a PDF of one thing: a worksheet, a packet, a chapter, the handbook.",
    "check": "Tell what is wrong, and what is missing, without making anything.",
    "new": "Begin a cohort with a file that says what can stand in it.",
    "schedule": "Show what happens when, or write it for another program.",
    "import": "Make entries of a program from a schedule in a spreadsheet.",
    "collect": "Make tables of the worksheets that people hand in.",
    "ids": "Write ids beside things to tick and to fill in, so that answers survive rewording.",
    "schema": "Write what editors need to complete and explain keys.",
}
"""Each with its line in the list of commands; `guidegen.cli.commands` has a module for each."""

_MODULES: Final = {"import": "import_schedule", "print": "print_pdf"}
"""Where the name of a command is no name for a module."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            meant = did_you_mean(cmd_name, COMMANDS) or f"There are {', '.join(COMMANDS)}."
            raise click.UsageError(f'There is no command "{cmd_name}". {meant}', ctx)
        command: click.Command = import_module(
            f"guidegen.cli.commands.{_MODULES.get(cmd_name, cmd_name)}"
        ).command
        command.short_help = COMMANDS[cmd_name]
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="guidegen", message="%(prog)s %(version)s")
def cli() -> None:
    """Publish mentorship guides and program handbooks.

    Chapters are Markdown files in content/, programs and worksheets are YAML
    files beside them, and the site is made in site/.

    \b
    Start with:
      guidegen init my-handbook
      cd my-handbook
      guidegen serve --open
    """


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run guidegen and end the process with the exit code that fits."""
    for name in ("SIGTERM", "SIGHUP"):
        _end_orderly_at(name)
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def _end_orderly_at(name: str) -> None:
    """End at a signal as at Ctrl+C: what is half done is undone first."""
    number = getattr(signal, name, None)
    if number is not None and signal.getsignal(number) == signal.SIG_DFL:
        signal.signal(number, lambda *_: sys.exit(128 + number))


def run(arguments: list[str]) -> int:
    """Return the exit code of a run with *arguments*."""
    # None: colours on a terminal, and nowhere else.
    colour = False if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else None
    try:
        ended: Any = cli.main(arguments, prog_name="guidegen", standalone_mode=False, color=colour)
    except click.exceptions.Exit as ended_early:
        return ended_early.exit_code
    except click.ClickException as mistake:
        mistake.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone; nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as failure:
        name = Path(os.fsdecode(failure.filename)).name if failure.filename else "a file"
        click.echo(f"{name} cannot be read or written: {failure.strerror or failure}.", err=True)
        return 1
    except Exception as bug:
        from guidegen.cli.console import report_of

        click.echo(report_of(bug, arguments), err=True)
        return 3
    return ended if isinstance(ended, int) else 0
