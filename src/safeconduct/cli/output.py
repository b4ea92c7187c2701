"""What the commands print: data to stdout, talk to stderr, nothing that a terminal would obey."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from safeconduct.base.errors import SafeconductError

if TYPE_CHECKING:
    from safeconduct.cli.settings import Settings

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def printable(text: str) -> str:
    r"""The text with control, format and direction characters written as escapes.

    >>> printable("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        char.encode("unicode_escape").decode() if unicodedata.category(char) in _UNSAFE else char for char in text
    )


def put(line: str = "") -> None:
    """Print one line of data."""
    sys.stdout.write(f"{line}\n")


def tell(line: str) -> None:
    """Print one line of what must be heard even with ``--quiet``: errors, problems."""
    sys.stderr.write(f"{line}\n")


def print_json(value: object) -> None:
    """Print one JSON object of several lines."""
    put(json.dumps(value, ensure_ascii=False, indent=2))


def print_json_line(value: object) -> None:
    """Print one JSON object on a line of its own."""
    put(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def say(settings: Settings, text: str) -> None:
    """Talk: what was done, what is noteworthy. Not data, so never on stdout."""
    if not settings.quiet:
        tell(text)


def error_lines(error: SafeconductError) -> Iterator[str]:
    """An error in words: what, where, what to do, one line each."""
    yield f"error {error.code}: {printable(error.what)}"
    if error.where:
        yield f"  where: {printable(error.where)}"
    if error.next_step:
        yield f"  do:    {printable(error.next_step)}"


@contextmanager
def about(path: Path, family: type[SafeconductError]) -> Iterator[None]:
    """Errors of this family come from reading this file: say so in their place."""
    try:
        yield
    except family as error:
        if str(path) not in error.where:
            error.where = f"{path}, {error.where}" if error.where else str(path)
        raise


def problem_lines(problems: tuple[SafeconductError, ...]) -> Iterator[str]:
    """Problems of single claims or rows, each as an error."""
    for problem in problems:
        yield from error_lines(problem)
