"""The program starts without what it may not need, and every command explains itself."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from safeconduct.cli.main import ORDER, program

HEAVY = {
    "asyncio",
    "cryptography",
    "duckdb",
    "jinja2",
    "msgspec",
    "numpy",
    "python_calamine",
    "rich",
    "sqlite3",
    "starlette",
    "uvicorn",
    "yaml",
}
MODULES_MAX = 250
COUNT = """
import sys
from safeconduct.cli.main import run
code = run(sys.argv[1:])
print(code, len(sys.modules), *sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", [["--help"], ["claim", "check", "--help"], ["--version"], ["claim", "chek"]])
def test_help_and_usage_load_nothing_heavy(arguments: list[str]) -> None:
    done = subprocess.run([sys.executable, "-c", COUNT, *arguments], capture_output=True, text=True, check=True)
    code, count, *loaded = done.stderr.splitlines()[-1].split()
    assert int(code) in {0, 2}
    assert HEAVY & set(loaded) == set()
    assert int(count) < MODULES_MAX


def commands(group: click.Group) -> list[click.Command]:
    found: list[click.Command] = []
    for command in group.commands.values():
        found += [command, *(commands(command) if isinstance(command, click.Group) else [])]
    return found


def test_the_commands_stand_in_the_order_in_which_they_are_needed() -> None:
    assert tuple(program.list_commands(click.Context(program))) == ORDER


@pytest.mark.parametrize("command", commands(program), ids=lambda command: str(command.name))
def test_every_command_takes_the_shared_options_and_says_what_it_does(command: click.Command) -> None:
    options = {name for parameter in command.params for name in parameter.opts}
    assert {"--node", "--json", "--quiet", "--debug"} <= options
    summary = command.get_short_help_str(limit=60)
    assert summary
    assert not summary.endswith("...")
