"""Rows of a CSV file, one at a time. Quotes as in RFC 4180; row numbers count records, header included."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from safeconduct.intake.errors import TableError

if TYPE_CHECKING:
    from safeconduct.intake.blocks import CheckedBlocks


def csv_rows(blocks: CheckedBlocks, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(row number, cells) of every row that is not blank. Raises TableError where quotes do not close."""
    text = io.TextIOWrapper(io.BufferedReader(blocks, 1 << 16), encoding="utf-8-sig", newline="")
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if cells:
                yield number, cells
    except csv.Error as error:
        raise TableError(
            f"the quotes or line ends are not those of a CSV file ({error})",
            where=f"row {number + 1}, line {reader.line_num}",
            next_step='A field with a quote in it is written "like ""this""".',
        ) from error
