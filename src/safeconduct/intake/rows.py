"""Rows of a table to rows of values: the header is matched to the mapping, each cell to its column.

What does not fit becomes a problem with its place; the row is then no part of the import, nor is its
movement.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from safeconduct.base import limits
from safeconduct.base.suggest import nearest
from safeconduct.intake.columns import Cell, Column, Value
from safeconduct.intake.errors import HeaderError, TableError
from safeconduct.intake.problem import BadValueError, RowProblem, shown
from safeconduct.intake.table_map import TableMap

PROBLEMS_KEPT_MAX = 1_000
PROBLEMS_MAX = 100_000
_CACHED_MAX = 8_192
_UNKNOWN = object()


@dataclass(slots=True)
class Row:
    """One row. values: in the order of the mapping's columns. key: of its movement, None if unreadable."""

    number: int
    values: list[Value | None]
    key: tuple[str, ...] | None
    sound: bool


@dataclass(slots=True)
class Problems:
    """The problems met so far: the first thousand, and how many there are."""

    kept: list[RowProblem] = field(default_factory=list)
    count: int = 0

    def add(self, problem: RowProblem) -> None:
        """Note a problem. Raises TableError when there are so many that the mapping cannot be right."""
        self.count += 1
        if len(self.kept) < PROBLEMS_KEPT_MAX:
            self.kept.append(problem)
        if self.count > PROBLEMS_MAX:
            raise TableError(
                f"more than {PROBLEMS_MAX} problems; the first: {self.kept[0]}",
                next_step="The mapping probably does not fit this file.",
            )


class RowReader:
    """Reads the rows of one table.

    ignored: headers of the file that the mapping does not read.
    """

    def __init__(self, table: TableMap, header: Sequence[Cell], problems: Problems) -> None:
        """Match a header. Raises HeaderError, with the nearest header, for a column that is not there."""
        names = [str(cell).strip() for cell in header]
        while names and not names[-1]:
            names.pop()
        self._width = len(names)
        self._pad = table.input.format == "xlsx"
        self._problems = problems
        self._columns = [(_position(names, column, table), column, _Cache()) for column in table.columns]
        position = {column.name: number for number, column in enumerate(table.columns)}
        self._key = [position[name] for name in table.group]
        read = {column.header for column in table.columns}
        self.ignored = tuple(name for name in names if name and name not in read)

    def row(self, number: int, cells: Sequence[Cell]) -> Row:
        """The values of one row; what does not fit is added to the problems."""
        if len(cells) != self._width:
            fitted = self._fitted(number, cells)
            if fitted is None:
                return Row(number, [], None, sound=False)
            cells = fitted
        values: list[Any] = [cache.get(cells[index], _UNKNOWN) for index, _, cache in self._columns]
        sound = _UNKNOWN not in values or self._read_unknown(number, cells, values)
        key = [values[position] for position in self._key]
        named = sound or _UNKNOWN not in key
        return Row(number, values, tuple([str(part) for part in key]) if named else None, sound)

    def _read_unknown(self, number: int, cells: Sequence[Cell], values: list[Any]) -> bool:
        """Fill in the values that were not met before; whether all cells fit their columns."""
        sound = True
        for position, value in enumerate(values):
            if value is _UNKNOWN:
                index, column, cache = self._columns[position]
                cell = cells[index]
                try:
                    values[position] = read = column.value(cell)
                except BadValueError as error:
                    sound = False
                    text = shown(cell) if cell != "" else ""
                    self._problems.add(RowProblem(number, column.header, text, error.what, error.suggestion))
                else:
                    if len(cache) < _CACHED_MAX and isinstance(cell, str):
                        cache[cell] = read
        return sound

    def _fitted(self, number: int, cells: Sequence[Cell]) -> Sequence[Cell] | None:
        """The cells with blank ones added or cut at the end of a spreadsheet's row, else a problem."""
        extra = cells[self._width :]
        if self._pad and all(cell == "" for cell in extra):
            return [*cells[: self._width], *[""] * (self._width - len(cells))]
        what = f"has {len(cells)} cells; the header has {self._width}"
        hint = "a separator inside a field needs quotes around the field"
        self._problems.add(RowProblem(number, "", "", what, hint))
        return None


class _Cache(dict[Cell, "Value | None"]):
    """Text of a cell -> its value: columns repeat themselves. Bounded by its user."""

    __slots__ = ()


def rows_of(
    table: TableMap, numbered: Iterator[tuple[int, Sequence[Cell]]], problems: Problems
) -> tuple[RowReader, Iterator[Row]]:
    """The reader, for its header, and the rows below the header. Raises HeaderError or TableError."""
    found = next((cells for number, cells in numbered if number >= table.input.header), None)
    if found is None:
        raise HeaderError("the file is empty", where=f"row {table.input.header}")
    if len(found) > limits.CSV_COLUMNS_MAX:
        raise HeaderError(f"the header has {len(found)} columns; at most {limits.CSV_COLUMNS_MAX} are read")
    reader = RowReader(table, found, problems)
    return reader, (reader.row(number, cells) for number, cells in numbered)


def _position(names: list[str], column: Column, table: TableMap) -> int:
    where = f"row {table.input.header}"
    if names.count(column.header) == 1:
        return names.index(column.header)
    if column.header in names:
        raise HeaderError(f"the header has the column {column.header!r} twice", where=where)
    raise HeaderError(
        f"there is no column {column.header!r}", where=where, next_step=_header_hint(names, column, table)
    )


def _header_hint(names: list[str], column: Column, table: TableMap) -> str:
    if len(names) == 1 and table.input.format == "csv":
        used = next((mark for mark in ";\t|," if mark in names[0]), "")
        if used:
            return f"The header is one cell with {used!r} in it; set `delimiter` in the mapping."
    free = [name for name in names if name not in {each.header for each in table.columns}]
    close = nearest(column.header, free) or nearest(column.name, free)
    if close:
        return f"Did you mean {shown(close[0])}? Then set `header` of {column.name} in the mapping."
    listed = ", ".join(shown(name) for name in islice(names, 20))
    return f"The header has {listed}."
