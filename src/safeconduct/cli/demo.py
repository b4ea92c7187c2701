"""`safeconduct demo`: a real corridor from its published table to answered claims, in one command."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from safeconduct.cli.bars import progress
from safeconduct.cli.claim import show
from safeconduct.cli.exits import Exit
from safeconduct.cli.output import print_json, put, say
from safeconduct.cli.serve import PORT_OPTION, run_pages
from safeconduct.cli.settings import Command, Settings
from safeconduct.cli.verify import show_findings

if TYPE_CHECKING:
    from safeconduct.node.answering import Checked
    from safeconduct.node.checking import CheckedLog
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
    from safeconduct.node.checking import check_logs

    settings.resume = "Run the same command again: what is done is not repeated."
    done = _set_up(settings, corridor)
    log = done.node.log(corridor)
    verified = check_logs(done.node, done.node.logs(corridor))
    if verified.findings:
        return show_findings(settings, verified.to_json(), verified.lines(), verified.findings)
    overview, checked = _answers(done.node, log)
    if settings.json:
        print_json(_json(settings, done, log, overview, checked))
    else:
        _print(settings, done, verified.logs, overview, checked)
    if not no_serve:
        _serve(settings, done.node, corridor, checked, port)
    return Exit.DONE


def _answers(node: Node, log: OwnLog) -> tuple[Overview, Checked]:
    from safeconduct.node.answering import check_claims, claims_on_record
    from safeconduct.node.overview import overview_of
    from safeconduct.node.tables import open_tables

    with open_tables(node, log) as facts:
        overview = overview_of(facts)
    return overview, check_claims(node, log, claims_on_record(node, log))


def _serve(settings: Settings, node: Node, corridor: str, checked: Checked, port: int) -> None:
    from safeconduct.cli.pages import NodePages

    run_pages(settings, NodePages(settings.node, node.world, {corridor: checked}), port=port)


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


def _print(settings: Settings, done: SetUp, logs: Sequence[CheckedLog], overview: Overview, checked: Checked) -> None:
    added = f"{done.added:,} entries added" if done.added else "nothing to add, all of it was there"
    put(f"{checked.whole.corridor}: {_amounts(overview)} verified against the log")
    put(f"  node  {settings.node} ({added})")
    for log in logs:
        put(f"  log   {log.origin}, {log.size:,} entries")
        put(f"  root  {log.root}")
    for line in _road(done.node, checked.whole.corridor):
        put(line)
    put()
    show(settings, checked, full=False)
    put()
    for line in _next_steps(settings, checked):
        put(line)


def _road(node: Node, corridor: str) -> Iterator[str]:
    from safeconduct.base.instant import day_to_text
    from safeconduct.node.situation import shown_of

    found = shown_of(node, node.log(corridor)).situation
    if found is not None:
        simulated = " (simulated traffic: nothing in it happened)" if found.simulated else ""
        yield f"  road  {day_to_text(found.day)}: {found.sentence}{simulated}"


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
