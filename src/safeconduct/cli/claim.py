"""`safeconduct claim`: put claims to the record, list and show those on record, add more."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from safeconduct.cli.exits import Exit
from safeconduct.cli.output import print_json, printable, problem_lines, put, say, tell
from safeconduct.cli.settings import Group, Settings

if TYPE_CHECKING:
    from safeconduct.base.errors import SafeconductError
    from safeconduct.node.answering import Checked
    from safeconduct.node.config import OwnLog
    from safeconduct.node.node import Node

CORRIDOR = click.option("--corridor", metavar="ID", default="", help="Corridor; needed if the node has several.")
FILE = click.Path(path_type=Path)


@click.group("claim", cls=Group)
def claim() -> None:
    """Put public claims to the record."""


@claim.command("check", short_help="Answer claims from the record.")
@click.argument("ids", metavar="[CLAIM]...", nargs=-1)
@click.option("--id", "more_ids", metavar="CLAIM", multiple=True, help="Only this claim; may be repeated.")
@click.option("--file", "file", type=FILE, metavar="FILE", help="Claims file; else the claims on record.")
@CORRIDOR
@click.option("--bundle", type=FILE, metavar="OUT.scz", help="Also write the answer with all its proofs.")
@click.option("--strict", is_flag=True, help="Answer nothing if any claim has a problem.")
@click.pass_obj
def check(
    settings: Settings,
    *,
    ids: tuple[str, ...],
    more_ids: tuple[str, ...],
    file: Path | None,
    corridor: str,
    bundle: Path | None,
    strict: bool,
) -> Exit:
    """Answer claims from the record: supported, contradicted, or cannot be decided.

    Named claims are answered in full; otherwise a table of all is printed, and below it the changes of
    definition under which most claims of one speaker agree. Claims of one file, or of the record, are answered
    together, because one can explain another. A claim that cannot be asked is reported and the others are
    answered; the exit code is then 1. It is 4 if the record itself is incomplete.
    """
    from safeconduct.node.answering import check_claims, claims_in_file, claims_on_record

    node, log = opened(settings, corridor)
    chosen = (*ids, *more_ids)
    claims = claims_in_file(file) if file is not None else claims_on_record(node, log)
    checked = check_claims(node, log, claims, ids=chosen, strict=strict)
    show(settings, checked, full=bool(chosen) or len(claims.claims) == 1)
    if bundle is not None:
        _write_bundle(settings, node, log, checked, bundle)
    return told(settings, checked.report.problems, checked.gaps)


@claim.command("show")
@click.argument("claim_id", metavar="CLAIM")
@CORRIDOR
@click.pass_obj
def show_one(settings: Settings, claim_id: str, corridor: str) -> Exit:
    """Show one claim on record with its whole answer."""
    from safeconduct.node.answering import check_claims, claims_on_record

    node, log = opened(settings, corridor)
    checked = check_claims(node, log, claims_on_record(node, log), ids=[claim_id])
    show(settings, checked, full=True)
    return told(settings, checked.report.problems, checked.gaps)


@claim.command("list")
@CORRIDOR
@click.pass_obj
def list_claims(settings: Settings, corridor: str) -> Exit:
    """List the claims on record: who said what, and when."""
    from safeconduct.assess.claims.question import claim_to_json
    from safeconduct.cli.layout import columns
    from safeconduct.node.answering import claims_on_record

    node, log = opened(settings, corridor)
    found = claims_on_record(node, log)
    if settings.json:
        print_json({"corridor": log.corridor, "claims": [claim_to_json(one) for one in found.claims]})
    else:
        rows = [
            [printable(one.id), one.said_on, printable(one.wording), printable(one.speaker)] for one in found.claims
        ]
        for line in columns(rows):
            put(line)
        if not rows:
            say(settings, "No claim is on record yet. Add some: safeconduct claim add FILE")
    return told(settings, found.problems, ())


@claim.command("add")
@click.argument("file", type=FILE)
@CORRIDOR
@click.option("--strict", is_flag=True, help="Add nothing if any claim has a problem.")
@click.pass_obj
def add(settings: Settings, file: Path, corridor: str, strict: bool) -> Exit:
    """Put the claims of a file on record, as signed entries.

    The same claims again add nothing. A claim that says something else now becomes a correction; what was
    recorded first stays in the log.
    """
    from safeconduct.node.answering import claims_in_file
    from safeconduct.node.recording import add_claims

    settings.resume = "Nothing was lost: run the same command again."
    node, log = opened(settings, corridor)
    done = add_claims(node, log, claims_in_file(file), strict=strict)
    if settings.json:
        counts = {"added": done.added, "corrected": done.corrected, "unchanged": done.unchanged}
        errors = [problem.to_json() for problem in done.problems]
        print_json({"corridor": log.corridor, **counts, **({"errors": errors} if errors else {})})
    else:
        put(f"{done.added} claims added, {done.corrected} corrected, {done.unchanged} were on record as they are.")
    return told(settings, done.problems, ())


def opened(settings: Settings, corridor: str) -> tuple[Node, OwnLog]:
    """The node, and the log of the corridor. Raises NodeError."""
    from safeconduct.node.node import open_node
    from safeconduct.node.world import system_world

    node = open_node(settings.node, system_world())
    return node, node.log(corridor)


def show(settings: Settings, checked: Checked, *, full: bool) -> None:
    """Print answers: as JSON, in full, or as a table."""
    from safeconduct.cli.answers import conventions, in_full, table, tally
    from safeconduct.cli.layout import width

    if settings.json:
        print_json(checked.report.to_json())
        return
    answers, wide = checked.report.answers, width()
    if full:
        for number, answer in enumerate(answers):
            for line in [*([""] if number else []), *in_full(answer, wide)]:
                put(line)
    elif answers:
        for line in [*table(answers, wide), "", tally(answers)]:
            put(line)
    if checked.report.conventions and not full:
        put("\nOne change for many claims:")
        for line in conventions(checked.report.conventions, wide):
            put(line)


def told(settings: Settings, problems: Sequence[SafeconductError], gaps: Sequence[str]) -> Exit:
    """Tell what was left out and what is missing; the exit code that says so."""
    for line in problem_lines(tuple(problems)):
        tell(line)
    for gap in gaps:
        say(settings, f"note: {gap}")
    if problems:
        return Exit.ERROR
    return Exit.INCOMPLETE if gaps else Exit.DONE


def _write_bundle(settings: Settings, node: Node, log: OwnLog, checked: Checked, path: Path) -> None:
    from safeconduct.node.bundling import export_bundle

    size = export_bundle(node, log, checked, path)
    say(settings, f"{path}: {size:,} bytes. Anyone can check it: safeconduct verify {path}")
