"""What every command takes: where the node is, how much to say, in which form. Accepted at any position."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

NODE_VARIABLE = "SAFECONDUCT_NODE"
NODE_DEFAULT = "safeconduct-node"


def _node_folder() -> Path:
    return Path(os.environ.get(NODE_VARIABLE) or NODE_DEFAULT)


@dataclass(slots=True)
class Settings:
    """The options that all commands share.

    resume: what to do after an interruption; a command that takes long sets it.
    """

    node: Path = field(default_factory=_node_folder)
    json: bool = False
    quiet: bool = False
    debug: bool = False
    resume: str = "Nothing was changed."


def _remember(context: click.Context, parameter: click.Parameter, value: object) -> None:
    if value is not None and value is not False:
        setattr(context.ensure_object(Settings), parameter.name or "", value)


def shared_options() -> list[click.Parameter]:
    """Fresh copies of the shared options, for one command."""
    flags: dict[str, Any] = {"is_flag": True, "expose_value": False, "callback": _remember}
    return [
        click.Option(
            ["--node"],
            type=click.Path(path_type=Path),
            metavar="DIR",
            expose_value=False,
            callback=_remember,
            help=f"Folder of the node; else ${NODE_VARIABLE}, else ./{NODE_DEFAULT}.",
        ),
        click.Option(["--json"], help="Print one JSON object, or one a line for long lists.", **flags),
        click.Option(["--quiet"], help="Say nothing but results and errors.", **flags),
        click.Option(["--debug"], help="Show the trace of an error.", **flags),
    ]


class _WithShared(click.Command):
    """A command that also takes the shared options, listed after its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._shared = shared_options()
        self.params.extend(self._shared)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Two sections: the command's own options, then those that every command takes."""
        options = [parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option)]
        own = [parameter for parameter in options if parameter not in self._shared]
        for title, parameters in (("Options", own), ("Options of every command", self._shared)):
            records = [record for item in parameters if (record := item.get_help_record(ctx)) is not None]
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)


class Command(_WithShared):
    """A single command."""


class Group(_WithShared, click.Group):
    """A noun with commands below it."""

    command_class = Command
    group_class = type

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Commands first: they are what a reader of this page looks for."""
        self.format_commands(ctx, formatter)
        super().format_options(ctx, formatter)
