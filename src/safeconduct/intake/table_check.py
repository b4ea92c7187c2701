"""The first reading of a table: every row, every movement, every body is checked; nothing is written.

Rows of a movement belong together: if one of them has a problem the movement is left out whole. A row whose
movement cannot be told may belong to the movement above or below it, so where movements have several rows
those two are left out as well, and nothing is withdrawn.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby, islice
from typing import IO, TypeAlias

from safeconduct.base import limits
from safeconduct.intake.blocks import CheckedBlocks
from safeconduct.intake.columns import Cell
from safeconduct.intake.csv_rows import csv_rows
from safeconduct.intake.drafts import Drafter
from safeconduct.intake.errors import TableError
from safeconduct.intake.problem import RowProblem
from safeconduct.intake.rows import Problems, Row, rows_of
from safeconduct.intake.table_map import TableMap
from safeconduct.intake.xlsx_rows import workbook_bytes, xlsx_rows

ROWS_IN_MEMORY_MAX = 200_000
OpenFile: TypeAlias = Callable[[], IO[bytes]]
Progress: TypeAlias = Callable[[int], None]
Numbered: TypeAlias = Iterator[tuple[int, Sequence[Cell]]]
Movements: TypeAlias = Iterator[tuple[str, list[Row]]]


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What was read: digest (64 hex digits), size in bytes, rows of data, whether a UTF-8 mark stood first."""

    sha256: str
    size: int
    rows: int
    has_mark: bool = False


@dataclass(slots=True)
class _Run:
    """Adjacent rows of one movement."""

    key: tuple[str, ...]
    rows: list[Row]
    sound: bool


@dataclass(slots=True)
class TableCheck:
    """One table, checked by `run`.

    file: what was read. movements: how many are sound. bad: ids of those left out.
    all_named: whether the movement of every row could be told. ignored: headers that the mapping does not read.
    """

    table: TableMap
    drafter: Drafter
    problems: Problems = field(default_factory=Problems)
    file: FileFacts = field(default_factory=lambda: FileFacts("", 0, 0))
    movements: int = 0
    bad: set[str] = field(default_factory=set)
    all_named: bool = True
    ignored: tuple[str, ...] = ()
    _held: list[tuple[str, list[Row]]] | None = None
    _digests: bytes = b""
    _rows: int = 0

    def run(self, open_file: OpenFile, progress: Progress | None = None) -> None:
        """Read and check the whole file. Raises TableError and its kind for the file as a whole."""
        if self.table.input.format == "xlsx":
            with open_file() as stream:
                data = workbook_bytes(stream)
            self._check(xlsx_rows(data, self.table.input.sheet))
            self.file = FileFacts(hashlib.sha256(data).hexdigest(), len(data), self._rows)
            return
        with open_file() as stream:
            blocks = CheckedBlocks(stream, progress=progress)
            self._check(csv_rows(blocks, self.table.input.delimiter))
        self._digests = bytes(blocks.digests)
        self.file = FileFacts(blocks.sha256, blocks.size, self._rows, blocks.has_mark)

    def sound_movements(self, open_file: OpenFile, progress: Progress | None = None) -> Movements:
        """The movements to import, in file order; a large file is read again. Raises ChangedError."""
        if self._held is not None:
            yield from self._held
            return
        with open_file() as stream:
            blocks = CheckedBlocks(stream, self._digests, progress)
            _, rows = rows_of(self.table, csv_rows(blocks, self.table.input.delimiter), Problems())
            for run in self._runs(rows):
                movement = self.drafter.movement(run.key)
                if movement not in self.bad:
                    yield movement, run.rows

    def _check(self, numbered: Numbered) -> None:
        reader, rows = rows_of(self.table, numbered, self.problems)
        self.ignored = reader.ignored
        counted = self._counted(rows)
        first = list(islice(counted, ROWS_IN_MEMORY_MAX + 1))
        if len(first) > ROWS_IN_MEMORY_MAX:
            self._check_apart(self._runs(chain(first, counted)))
        else:
            self._check_together(self._runs(first))

    def _counted(self, rows: Iterator[Row]) -> Iterator[Row]:
        for row in rows:
            self._rows += 1
            yield row

    def _check_together(self, runs: Iterator[_Run]) -> None:
        """All rows are in memory: runs of one movement are joined, wherever they stand."""
        joined: dict[tuple[str, ...], _Run] = {}
        for run in runs:
            known = joined.setdefault(run.key, run)
            if known is not run:
                known.rows += run.rows
                known.sound = known.sound and run.sound
        checked = ((self._checked(run), run.rows) for run in joined.values())
        self._held = [(movement, rows) for movement, rows in checked if movement not in self.bad]

    def _check_apart(self, runs: Iterator[_Run]) -> None:
        """Too many rows to keep: each run must be a whole movement."""
        ids, firsts = array("Q"), array("Q")
        for run in runs:
            ids.append(int(self._checked(run)[:16], 16))
            firsts.append(run.rows[0].number)
        twice = _first_twice(ids)
        if twice:
            first, second = sorted(firsts[position] for position in twice)
            raise TableError(
                f"rows {first} and {second} belong to one movement and other rows stand between them",
                next_step=(
                    f"Sort the file by {', '.join(self.table.group)}: in files of more than {ROWS_IN_MEMORY_MAX} "
                    "rows those of a movement must stand together."
                ),
            )

    def _checked(self, run: _Run) -> str:
        """The id of the run's movement, which is counted as sound or as bad."""
        movement = self.drafter.movement(run.key)
        found = list(self.drafter.problems(movement, run.rows)) if run.sound else []
        for problem in found:
            self.problems.add(problem)
        if found or not run.sound:
            self.bad.add(movement)
        else:
            self.movements += 1
        return movement

    def _runs(self, rows: Iterable[Row]) -> Iterator[_Run]:
        """Adjacent rows of one movement; a run beside a row without a key is not sound if runs can be longer."""
        spoils = not self.table.one_row_a_movement
        pending: _Run | None = None
        beside = False
        for key, members in groupby(rows, key=_key):
            if key is None:
                self.all_named = False
                beside = spoils
                if pending is not None and spoils:
                    pending.sound = False
                for _ in members:
                    pass
                continue
            if pending is not None:
                yield pending
            pending = self._run(key, members, sound=not beside)
            beside = False
        if pending is not None:
            yield pending

    def _run(self, key: tuple[str, ...], members: Iterator[Row], *, sound: bool) -> _Run:
        kept = list(islice(members, limits.JSON_MEMBERS_MAX))
        over = sum(1 for _ in members)
        if over:
            what = f"a movement of {len(kept) + over} rows; {limits.JSON_MEMBERS_MAX} are the most"
            self.problems.add(RowProblem(kept[0].number, "", "", what))
        return _Run(key, kept, sound and not over and all(row.sound for row in kept))


def _key(row: Row) -> tuple[str, ...] | None:
    return row.key


def _first_twice(ids: array[int]) -> tuple[int, int] | None:
    """Two positions that hold the same id, or None."""
    import numpy as np

    values = np.frombuffer(ids, dtype=np.uint64)
    order = np.argsort(values, kind="stable")
    equal = np.flatnonzero(values[order][1:] == values[order][:-1])
    return (int(order[equal[0]]), int(order[equal[0] + 1])) if len(equal) else None
