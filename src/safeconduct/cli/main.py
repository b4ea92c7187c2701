"""The program: its commands, and the frame in which one of them runs.

Nothing heavy is imported before a command needs it, so that ``--help`` answers at once.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from safeconduct import __version__
from safeconduct.cli.agreement import agreement
from safeconduct.cli.claim import claim
from safeconduct.cli.demo import demo
from safeconduct.cli.exits import Exit, ended
from safeconduct.cli.importing import import_
from safeconduct.cli.init import init
from safeconduct.cli.log import log
from safeconduct.cli.plan import plan
from safeconduct.cli.press_kept import press
from safeconduct.cli.report import report
from safeconduct.cli.schema import schema
from safeconduct.cli.serve import serve
from safeconduct.cli.settings import Group, Settings
from safeconduct.cli.status import status
from safeconduct.cli.verify import verify

ORDER = (
    *("demo", "init", "import", "claim", "agreement", "press", "plan"),
    *("log", "status", "report", "verify", "serve", "schema"),
)


class _Program(Group):
    """The commands in the order in which they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        known = super().list_commands(ctx)
        return sorted(known, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))


@click.group("safeconduct", cls=_Program, context_settings={"max_content_width": 100})
@click.version_option(__version__, message="%(prog)s %(version)s", help="Print the version.")
def program() -> None:
    """Keep a signed record of a corridor, put claims to it, and check other people's answers.

    Exit codes: 0 done, 1 error, 2 usage, 3 check failed, 4 incomplete data, 5 refused by the rules,
    6 peer unreachable, 130 stopped.
    """


for _command in (demo, init, import_, claim, agreement, press, plan, log, status, report, verify, serve, schema):
    program.add_command(_command)


def run(arguments: Sequence[str]) -> int:
    """Run one command; its exit code."""
    settings = Settings(json="--json" in arguments)  # known early, for errors in the options themselves
    try:
        with program.make_context("safeconduct", list(arguments), obj=settings) as context:
            result = program.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except BaseException as error:  # noqa: BLE001 - everything ends in the one table
        return ended(error, settings)
    return result if isinstance(result, int) else Exit.DONE


def main() -> None:
    """The console script."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open until we end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except OSError as error:
        code = ended(error, Settings())
    sys.exit(code)
