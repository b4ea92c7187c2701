"""How the program ends: the one table of exit codes, and the one place where errors become words.

A command returns None or one of these codes. Whatever it raises ends here: what is wrong, where, what to do, one
line each on stderr; with ``--json`` also as an object on stdout.
"""

from __future__ import annotations

import enum
import os
import sys
import traceback

import click

from safeconduct.base.errors import SafeconductError
from safeconduct.cli.errors import CommandError, SystemRefusedError, UnexpectedError, UsageError
from safeconduct.cli.output import print_json, problem_lines, tell
from safeconduct.cli.settings import Settings


class Exit(enum.IntEnum):
    """The exit codes; docs/reference/command-line.md says the same."""

    DONE = 0
    ERROR = 1
    USAGE = 2
    CHECK_FAILED = 3
    INCOMPLETE = 4
    REFUSED = 5
    UNREACHABLE = 6
    STOPPED = 130


EXITS: dict[str, Exit] = {
    "SC-AGR-01": Exit.USAGE,  # an agreement that does not load
    "SC-BUN-03": Exit.CHECK_FAILED,
    "SC-CLI-02": Exit.USAGE,
    "SC-ENT-05": Exit.REFUSED,  # personal data in clear text
    "SC-LOG-04": Exit.CHECK_FAILED,  # stored bytes that do not lead to the root
    "SC-LOG-06": Exit.REFUSED,  # another state was signed
    "SC-LOG-09": Exit.REFUSED,  # a restored log is never continued
    "SC-LOG-10": Exit.CHECK_FAILED,  # published files with other bytes
    "SC-MRK-02": Exit.CHECK_FAILED,
    "SC-NOD-14": Exit.USAGE,  # a model's settings that do not stand together
    "SC-NOT-02": Exit.CHECK_FAILED,
}
"""Exit codes by error code, where it is not 1."""


def ended(error: BaseException, settings: Settings) -> Exit:
    """Say what ended the program, and give its exit code."""
    if settings.debug and not isinstance(error, click.exceptions.NoArgsIsHelpError):
        traceback.print_exception(error)
    if isinstance(error, KeyboardInterrupt | click.Abort):
        tell(f"\nStopped. {settings.resume}")
        return Exit.STOPPED
    if isinstance(error, OSError):
        _let_go_of_output()
    if isinstance(error, BrokenPipeError):
        return Exit.DONE  # whoever read our output has seen enough
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        tell(error.message)
        return Exit.USAGE
    told = _told(error)
    every = _problems(told)
    for line in problem_lines(every or (told,)):
        tell(line)
    if settings.json:
        problems = [one.to_json() for one in every]
        print_json({"error": told.to_json(), **({"problems": problems} if problems else {})})
    return Exit.USAGE if isinstance(error, click.UsageError) else EXITS.get(told.code, Exit.ERROR)


def _problems(error: SafeconductError) -> tuple[SafeconductError, ...]:
    """Every fault of an input that has several; the error itself tells the first."""
    found = getattr(error, "problems", ())
    return tuple(one for one in found if isinstance(one, SafeconductError))


def _told(error: BaseException) -> SafeconductError:
    """Any failure as an error with what, where and what to do."""
    if isinstance(error, SafeconductError):
        return error
    if isinstance(error, click.UsageError):
        path = error.ctx.command_path if error.ctx is not None else "safeconduct"
        return UsageError(error.format_message().rstrip("."), next_step=f"`{path} --help` shows what it takes.")
    if isinstance(error, click.ClickException):
        return CommandError(error.message)
    if isinstance(error, MemoryError):
        return SystemRefusedError("this needs more memory than there is")
    if isinstance(error, OSError):
        where = str(error.filename) if error.filename else ""
        return SystemRefusedError(f"the system says: {error.strerror or error}", where=where)
    return UnexpectedError(
        f"this should not have happened: {type(error).__name__}: {error}",
        next_step="Please report it with what --debug prints. The logs are safe: only whole entries are kept.",
    )


def _let_go_of_output() -> None:
    """Drop what stdout can no longer take, or the interpreter would complain about it when it ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
