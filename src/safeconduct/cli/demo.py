"""`safeconduct demo`: a real corridor from its published table to answered claims, in one command."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from safeconduct.cli.bars import progress
from safeconduct.cli.claim import show
from safeconduct.cli.exits import Exit
from safeconduct.cli.output import print_json, put, say
from safeconduct.cli.serve import PORT_OPTION, run_pages
from safeconduct.cli.settings import Command, Settings

if TYPE_CHECKING:
    from safeconduct.node.answering import Checked
    from safeconduct.node.config import OwnLog
    from safeconduct.node.node import Node
    from safeconduct.node.overview import Overview
    from safeconduct.node.shipped import SetUp

CORRIDOR = "black-sea-2022"
ORGANISATION, NAME = "demo.example", "demo"


@click.command("demo", cls=Command, short_help="Set up a real corridor and answer claims about it.")
@click.argument("corridor", default=CORRIDOR)
@click.option("--no-serve", is_flag=True, help="End after the answers; serve no pages.")
@PORT_OPTION
@click.pass_obj
def demo(settings: Settings, corridor: str, no_serve: bool, port: int) -> Exit:
    """Set up a corridor that ships with the program, answer the public claims about it, serve the pages.

    A second run finds the work done and does not repeat it. [black-sea-2022]
    """
    from safeconduct.cli.pages import NodePages
    from safeconduct.node.answering import check_claims, claims_on_record
    from safeconduct.node.checking import check_log
    from safeconduct.node.overview import overview_of
    from safeconduct.node.tables import open_tables

    settings.resume = "Run the same command again: what is done is not repeated."
    done = _set_up(settings, corridor)
    log = done.node.log(corridor)
    verified = check_log(done.node, log)
    with open_tables(done.node, log) as facts:
        overview = overview_of(facts)
    checked = check_claims(done.node, log, claims_on_record(done.node, log))
    if verified.findings:
        from safeconduct.cli.verify import show_findings

        return show_findings(settings, verified.to_json(), verified.lines(), verified.findings)
    if settings.json:
        print_json(_json(settings, done, log, overview, checked))
    else:
        for line in _lines(settings, done, log, overview):
            put(line)
        put()
        show(settings, checked, full=False)
        put()
        for line in _next_steps(settings, checked):
            put(line)
    if not no_serve:
        run_pages(settings, NodePages(settings.node, done.node.world, {corridor: checked}), port=port)
    return Exit.DONE


def _set_up(settings: Settings, corridor: str) -> SetUp:
    from safeconduct.node.shipped import set_up, shipped_corridor

    shipped_corridor(corridor)
    with progress(settings) as listener:
        return set_up(_node(settings), corridor, listener=listener)


def _node(settings: Settings) -> Node:
    from safeconduct.node.node import open_node
    from safeconduct.node.starting import create_node
    from safeconduct.node.world import system_world

    if (settings.node / "node.json").exists():
        return open_node(settings.node, system_world())
    say(settings, f"Making a node in {settings.node} ...")
    return create_node(settings.node, system_world(), organisation=ORGANISATION, name=NAME)


def _lines(settings: Settings, done: SetUp, log: OwnLog, overview: Overview) -> Iterator[str]:
    added = f"{done.added:,} entries added" if done.added else "nothing to add, all of it was there"
    yield f"{log.corridor}: {_amounts(overview)} verified against the log"
    yield f"  node  {settings.node} ({added})"
    yield f"  log   {log.origin}, {done.node.signed(log).size:,} entries"


def _amounts(overview: Overview) -> str:
    from safeconduct.assess.claims.phrases import plain_number

    parts = [f"{overview.movements:,} {overview.noun}"]
    parts += [f"{overview.lines:,} cargo lines"] if overview.lines else []
    parts += [f"{plain_number(overview.tonnes)} t"] if overview.tonnes is not None else []
    return ", ".join(parts)


def _next_steps(settings: Settings, checked: Checked) -> Iterator[str]:
    node = f"--node {settings.node}"
    one = checked.whole.answers[0].claim.id if checked.whole.answers else "CLAIM"
    yield "Look closer, and check it yourself:"
    yield f"  safeconduct claim show {one} {node}"
    yield f"  safeconduct log check {node}"
    yield f"  safeconduct claim check --bundle answers.scz {node}"
    yield "  safeconduct verify answers.scz        (anywhere, without this node)"


def _json(settings: Settings, done: SetUp, log: OwnLog, overview: Overview, checked: Checked) -> dict[str, Any]:
    from safeconduct.assess.claims.model import number_to_json

    tonnes = overview.tonnes
    totals = {
        "movements": overview.movements,
        "cargo_lines": overview.lines,
        "tonnes": None if tonnes is None else number_to_json(tonnes),
    }
    return {
        "node": str(settings.node),
        "vkey": log.vkey,
        "entries_added": done.added,
        "verified": totals,
        **checked.whole.to_json(),
    }
