"""`safeconduct import`: a published table becomes entries of a signed log."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from safeconduct.cli.bars import progress
from safeconduct.cli.exits import Exit
from safeconduct.cli.output import about, print_json, printable, put, say, tell
from safeconduct.cli.settings import Command, Settings

if TYPE_CHECKING:
    from safeconduct.intake.table_map import TableMap
    from safeconduct.node.importing import Imported
    from safeconduct.node.node import Node

PATH = click.Path(path_type=Path)
PROBLEMS_SHOWN = 20


@click.command("import", cls=Command, short_help="Import a table into the log of its corridor.")
@click.argument("file", type=PATH)
@click.option("--map", "map_file", type=PATH, metavar="MAP.yaml", help="Mapping; else the one that ships.")
@click.option("--corridor", metavar="ID", default="", help="Corridor; needed without --map if there are several.")
@click.option("--sheet", metavar="NAME", default="", help="Sheet of a spreadsheet; else the mapping's, or the first.")
@click.option("--strict", is_flag=True, help="Import nothing if any row has a problem.")
@click.option("--dry-run", is_flag=True, help="Check everything, and say what would be added.")
@click.pass_obj
def import_(
    settings: Settings,
    *,
    file: Path,
    map_file: Path | None,
    corridor: str,
    sheet: str,
    strict: bool,
    dry_run: bool,
) -> Exit:
    """Import a table (CSV or XLSX) into the log of its corridor.

    All of it is checked before anything is written. Rows with problems are reported and their movements
    left out (exit code 4); with --strict, one of them refuses the whole file. The same file again adds nothing,
    a corrected edition becomes corrections.
    """
    from safeconduct.intake.errors import IntakeError
    from safeconduct.node.importing import TableFile, import_table, try_import, with_sheet
    from safeconduct.node.node import open_node
    from safeconduct.node.world import system_world

    node = open_node(settings.node, system_world())
    table = _mapping(node, map_file, corridor)
    table = with_sheet(table, sheet) if sheet else table
    log = node.log(corridor or table.corridor)
    act = try_import if dry_run else import_table
    settings.resume = "Run the same command again: it goes on where it stopped, and nothing is recorded twice."
    with progress(settings) as listener, about(file, IntakeError):
        source = TableFile(file.name, _size(file), lambda: _open(file))
        done = act(node, log, source, table, strict=strict, listener=listener)
    _show(settings, log.corridor, done, dry_run=dry_run)
    return Exit.INCOMPLETE if done.problem_count else Exit.DONE


def _mapping(node: Node, map_file: Path | None, corridor: str) -> TableMap:
    from safeconduct.base.limits import YAML_BYTES_MAX
    from safeconduct.intake.map_file import map_from_yaml
    from safeconduct.node.durable import read_input
    from safeconduct.node.shipped import shipped_map

    if map_file is None:
        return shipped_map(node.log(corridor).corridor)
    return map_from_yaml(read_input(map_file, YAML_BYTES_MAX), map_file.name)


def _size(file: Path) -> int:
    with _open(file) as stream:
        return stream.seek(0, 2)


def _open(file: Path) -> BinaryIO:
    from safeconduct.base.limits import CSV_BYTES_MAX
    from safeconduct.node.durable import open_input

    return open_input(file, CSV_BYTES_MAX)


def _show(settings: Settings, corridor: str, done: Imported, *, dry_run: bool) -> None:
    if settings.json:
        print_json({"corridor": corridor, "dry_run": dry_run, **done.to_json()})
    else:
        put(f"file      {done.rows:,} rows, sha256 {done.sha256}")
        put(f"sound     {done.movements:,} movements" + (f"; {done.left_out:,} left out" if done.left_out else ""))
        put(f"{'would add' if dry_run else 'added':9} {_counts(done)}")
    for problem in done.problems[:PROBLEMS_SHOWN]:
        tell(printable(str(problem)))
    if done.problem_count > PROBLEMS_SHOWN:
        tell(f"and {done.problem_count - PROBLEMS_SHOWN:,} more problems; --json lists 1,000")
    for note in done.notes:
        say(settings, f"note: {printable(note)}")


def _counts(done: Imported) -> str:
    parts = [f"{count:,} {action}" for action, count in done.entries.items() if action != "document"]
    return ", ".join(parts) if parts else "nothing: all of it is on record"
