"""Every command shown in the documents exists, with every option shown beside it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from safeconduct.cli.exits import Exit
from tools.docs import ROOT, documents
from tools.pages import EXIT_CODES, commands, root_command

FENCE = re.compile(r"```(?:sh|console)\n(.*?)```", re.DOTALL)


def shown(path: Path) -> Iterator[list[str]]:
    """The words of each `safeconduct` command in the blocks of one document."""
    for block in FENCE.findall(path.read_text(encoding="utf-8")):
        for line in block.splitlines():
            command = line.removeprefix("$ ").partition("|")[0].partition(">")[0]
            if command.startswith("safeconduct "):
                yield shlex.split(command, comments=True)[1:]


def problem(words: list[str]) -> str:
    """What is wrong with a command line as far as names go; empty if nothing is."""
    command: click.Command = root_command()
    known: set[str] = set()
    while True:
        known.update(name for option in command.params for name in (*option.opts, *option.secondary_opts))
        if not isinstance(command, click.Group):
            break
        name = next((word for word in words if not word.startswith("-")), "")
        below = command.get_command(click.Context(command), name)
        if below is None:
            return f"no command {name}"
        words.remove(name)
        command = below
    options = {word.partition("=")[0] for word in words if word.startswith("-")}
    return ", ".join(sorted(options - known - {"--help"}))


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_commands_in_the_documents_exist(path: Path) -> None:
    assert [problem(words) for words in shown(path) if problem(list(words))] == []


def test_every_command_has_help_and_so_has_every_option() -> None:
    for name, context in commands(root_command()):
        assert context.command.help, name
        for option in context.command.params:
            if isinstance(option, click.Option):
                assert option.help, f"{name} {option.opts}"


def test_every_exit_code_is_documented() -> None:
    assert set(EXIT_CODES) == {code.value for code in Exit}
