"""`safeconduct plan`: how long vehicles will wait at a post, and what other lanes or another share checked would do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from safeconduct.cli.errors import UsageError
from safeconduct.cli.output import print_json, put
from safeconduct.cli.settings import Command, Settings

if TYPE_CHECKING:
    from safeconduct.plan import Calibration

FILE = click.Path(path_type=Path)


@click.command("plan", cls=Command, short_help="How long vehicles will wait at a post.")
@click.argument("file", type=FILE, metavar="FILE")
@click.option("--record", type=FILE, metavar="F.json", help="What the record gives: arrivals, checks, waits by day.")
@click.option("--corridor", default=None, metavar="CORRIDOR", help="Calibrate from this corridor's record on the node.")
@click.option("--direction", default="", metavar="WORD", help="With --corridor: direction of travel, such as inbound.")
@click.option(
    "--post", default="", metavar="POST", help="With --corridor: the post; left out, the main one of the road."
)
@click.option("--days", type=click.IntRange(1, 3650), default=56, metavar="N", help="With --corridor: its newest days.")
@click.option(
    "--back-test",
    "held_back",
    type=click.IntRange(min=1),
    metavar="DAYS",
    help="Predict the waits of the last days of the record from the days before, and show the error.",
)
@click.pass_obj
def plan(
    settings: Settings,
    *,
    file: Path,
    record: Path | None,
    corridor: str | None,
    direction: str,
    post: str,
    days: int,
    held_back: int | None,
) -> None:
    """How long vehicles will wait at a post, by simulation of a plan FILE.

    Lanes by hour, teams, priorities, the share checked, a closure and its backlog, and a comparison of cases. Every
    figure is a range over seeded runs; inputs that nobody recorded are shown as assumptions.
    """
    from safeconduct.base.limits import YAML_BYTES_MAX
    from safeconduct.cli.layout import width
    from safeconduct.cli.plan_text import back_test_lines, plan_lines
    from safeconduct.node.durable import read_input
    from safeconduct.plan import back_test, plan_from_yaml, simulate

    wanted = plan_from_yaml(read_input(file, YAML_BYTES_MAX), file.name)
    if record is not None and corridor is not None:
        raise UsageError("--record and --corridor are two sources of one thing", next_step="Name one of them.")
    known = _record(record) if corridor is None else _of_node(settings, corridor, direction, post, days)
    if held_back is not None:
        if known is None:
            raise UsageError(
                "--back-test goes with --record or --corridor", next_step="Name the record to predict the end of."
            )
        tested = back_test(wanted, known, held_back)
        answer, lines = {"back_test": tested.to_json()}, back_test_lines(tested, width())
    else:
        found = simulate(wanted, known)
        answer, lines = {"plan": found.to_json()}, plan_lines(found, width())
    if settings.json:
        print_json(answer)
        return
    for line in lines:
        put(line)


def _of_node(settings: Settings, corridor: str, direction: str, post: str, days: int) -> Calibration:
    from safeconduct.cli.claim import opened
    from safeconduct.node.planning import recorded_plan

    if not direction:
        raise UsageError("--corridor goes with --direction", next_step="Name one, such as --direction inbound.")
    node, log = opened(settings, corridor)
    return recorded_plan(node, log, direction, post, days)


def _record(file: Path | None) -> Calibration | None:
    from safeconduct.base.limits import PLAN_RECORD_BYTES_MAX
    from safeconduct.node.durable import read_input
    from safeconduct.plan import calibration_from_json

    return None if file is None else calibration_from_json(read_input(file, PLAN_RECORD_BYTES_MAX), file.name)
