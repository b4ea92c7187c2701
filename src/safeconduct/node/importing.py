"""Import a table: check all of it, then append what the log does not hold yet, then sign and publish."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from safeconduct.facts.build import read_terms
from safeconduct.intake.plan import ImportPlan, Planned, plan_import
from safeconduct.intake.problem import RowProblem
from safeconduct.intake.table_check import OpenFile
from safeconduct.intake.table_map import TableMap
from safeconduct.log import LogReader
from safeconduct.node import unfinished
from safeconduct.node.config import OwnLog
from safeconduct.node.errors import CorridorError, NodeError
from safeconduct.node.node import Node
from safeconduct.node.progress import Listener, Progress, nobody

BATCH_ENTRIES_MAX = 50_000
BATCH_BYTES_MAX = 64 * 1024**2


@dataclass(frozen=True, slots=True)
class TableFile:
    """The file to import. name: as the user knows it; size: in bytes; open: opens it anew at its start."""

    name: str
    size: int
    open: OpenFile


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do.

    entries: how many were added, by what they do (document, new, corrected, withdrawn, restored).
    left_out: movements that were not imported because of problems; problems: the first thousand of them.
    """

    sha256: str
    rows: int
    movements: int
    left_out: int
    entries: Mapping[str, int]
    problems: tuple[RowProblem, ...]
    problem_count: int
    notes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """As an object for ``--json``."""
        return {
            "file": {"sha256": self.sha256, "rows": self.rows},
            "movements": self.movements,
            "left_out": self.left_out,
            "entries": dict(self.entries),
            "problem_count": self.problem_count,
            "problems": [problem.to_json() for problem in self.problems],
            "notes": list(self.notes),
        }


def with_sheet(table: TableMap, sheet: str) -> TableMap:
    """The mapping for another sheet of a spreadsheet. Raises NodeError if it is for text files."""
    if table.input.format != "xlsx":
        raise NodeError(
            "a sheet was named, and the mapping is for text files",
            where=table.name,
            next_step="Set `format: xlsx` in the mapping, or leave out --sheet.",
        )
    return replace(table, input=replace(table.input, sheet=sheet))


def import_table(
    node: Node,
    log: OwnLog,
    file: TableFile,
    table: TableMap,
    *,
    strict: bool = False,
    listener: Listener = nobody,
) -> Imported:
    """Import a table into the log of its corridor.

    Raises IntakeError for a file that cannot be read as the mapping says, RowsRefusedError for problems if
    `strict`, UnfinishedError while another import waits to be completed. If it is interrupted, the same call
    again goes on where it stopped, and until then the half is not signed.
    """
    _check_corridor(log, table)
    note = node.layout.importing(log.corridor)
    with node.writing(log) as writer:
        unfinished.require_none(note, besides=table.dataset)
        plan = _planned(node, writer.reader(), file, table, strict=strict, listener=listener)
        writer.append([])  # raises now, before anything is noted, if this log must not be continued
        for batch in _batches(_told(plan, listener)):
            unfinished.begin(note, table.dataset, file.name)
            writer.append(batch)
        node.publish(log, writer)
        unfinished.end(note)
    return _result(plan)


def try_import(
    node: Node,
    log: OwnLog,
    file: TableFile,
    table: TableMap,
    *,
    strict: bool = False,
    listener: Listener = nobody,
) -> Imported:
    """What `import_table` would do, without writing anything."""
    _check_corridor(log, table)
    with node.reader(log) as reader:
        plan = _planned(node, reader, file, table, strict=strict, listener=listener)
        for _ in _told(plan, listener):
            pass
    return _result(plan)


def _check_corridor(log: OwnLog, table: TableMap) -> None:
    if table.corridor != log.corridor:
        raise CorridorError(
            f"the mapping is for the corridor {table.corridor!r}, not for {log.corridor!r}", where=table.name
        )


def _planned(
    node: Node, reader: LogReader, file: TableFile, table: TableMap, *, strict: bool, listener: Listener
) -> ImportPlan:
    read = 0

    def told(more: int) -> None:
        nonlocal read
        read += more
        listener(Progress("check", read, file.size, "bytes"))

    terms, _ = read_terms([reader])
    now = node.world.clock.now()
    return plan_import(file.open, table, offsets=terms.offsets, recorded=now, log=reader, strict=strict, progress=told)


def _told(plan: ImportPlan, listener: Listener) -> Iterator[Planned]:
    """The entries of a plan, telling the listener how many movements are done."""
    done = 0

    def told(more: int) -> None:
        nonlocal done
        done += more
        listener(Progress("import", done, plan.movements, "movements"))

    return plan.entries(told)


def _batches(entries: Iterator[Planned]) -> Iterator[list[bytes]]:
    """Entries in groups that one transaction takes; a small table is one group, so all or nothing."""
    batch: list[bytes] = []
    size = 0
    for planned in entries:
        if len(batch) >= BATCH_ENTRIES_MAX or size + len(planned.data) > BATCH_BYTES_MAX:
            yield batch
            batch, size = [], 0
        batch.append(planned.data)
        size += len(planned.data)
    if batch:
        yield batch


def _result(plan: ImportPlan) -> Imported:
    return Imported(
        sha256=plan.file.sha256,
        rows=plan.file.rows,
        movements=plan.movements,
        left_out=plan.left_out,
        entries=dict(sorted(plan.tally.items())),
        problems=plan.problems,
        problem_count=plan.problem_count,
        notes=tuple(plan.notes()),
    )
