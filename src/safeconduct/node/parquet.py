"""Tables as Parquet files, for whoever works with them further."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import duckdb

from safeconduct.facts.columns import ColumnType
from safeconduct.facts.engines.duck import create_table, load_rows


def parquet_bytes(columns: Mapping[str, ColumnType], rows: Sequence[Sequence[object]]) -> bytes:
    """A table of integers and texts as one Parquet file, compressed with zstd.

    DuckDB writes files only, so it goes by a temporary folder, which is gone afterwards.
    """
    with tempfile.TemporaryDirectory(prefix="safeconduct-") as folder, closing(duckdb.connect(":memory:")) as con:
        place = Path(folder) / "table.parquet"
        create_table(con, "rows", columns)
        load_rows(con, "rows", columns, rows)
        con.execute(f"COPY rows TO '{place}' (FORMAT parquet, COMPRESSION zstd)")
        return place.read_bytes()
