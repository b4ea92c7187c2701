"""`safeconduct init`: make a node, or set up one more corridor in it."""

from __future__ import annotations

from pathlib import Path

import click

from safeconduct.cli.errors import UsageError
from safeconduct.cli.output import print_json, put
from safeconduct.cli.settings import Command, Settings

ORGANISATION = "node.example"
NAME = "node"


@click.command("init", cls=Command)
@click.option("--corridor", "file", type=click.Path(path_type=Path), metavar="FILE", help="Corridor to set up.")
@click.option(
    "--agreement",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Agreement that the charter of this corridor names.",
)
@click.option(
    "--organisation",
    metavar="NAME",
    help=f"Who keeps the node, as a domain name; it stands in the names of its logs. [{ORGANISATION}]",
)
@click.option("--name", metavar="NAME", help=f"What you call this node; stands there too. [{NAME}]")
@click.pass_obj
def init(
    settings: Settings, file: Path | None, agreement: Path | None, organisation: str | None, name: str | None
) -> None:
    """Make a node: a folder with keys and logs.

    With --corridor, set up the corridor that FILE describes: its key and its log, whose first entry is the
    charter. On a node that exists, that is all it does. FILE may also be the id of a corridor that ships.
    The agreement is an agreement file or the id of one that ships; the charter then names its digest.
    """
    from safeconduct.node.agreements import agreement_bytes
    from safeconduct.node.node import open_node
    from safeconduct.node.shipped import begin_corridor, corridor_of
    from safeconduct.node.starting import create_node
    from safeconduct.node.world import system_world

    settings.resume = "Run the same command again."
    definition = corridor_of(file) if file is not None else None
    text = agreement_bytes(agreement) if agreement is not None else b""
    if agreement is not None and file is None:
        raise UsageError("--agreement goes with --corridor", next_step="Name the corridor file too.")
    world = system_world()
    if definition is not None and (settings.node / "node.json").exists() and not (organisation or name):
        node = open_node(settings.node, world)
    else:
        node = create_node(settings.node, world, organisation=organisation or ORGANISATION, name=name or NAME)
    if definition is not None:
        node = begin_corridor(node, definition, text)
    logs = [{"corridor": log.corridor, "origin": log.origin, "vkey": log.vkey} for log in node.config.logs]
    if settings.json:
        print_json({"node": str(settings.node), "logs": logs})
        return
    put(f"node    {settings.node}")
    for log in logs:
        put(f"log     {log['origin']}")
        put(f"        {log['vkey']}")
