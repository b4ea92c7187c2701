"""DuckDB as the engine: connections with nothing from outside switched on, and fast loading of typed columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb
import numpy as np
import numpy.typing as npt

_SETTINGS = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "threads": "2",
    "preserve_insertion_order": "true",
}


def connect(path: str = ":memory:", *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a database file, or one in memory, that can read nothing else from the machine."""
    return duckdb.connect(path, read_only=read_only, config=dict(_SETTINGS))


def create_table(
    con: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, str], *, temporary: bool = False
) -> None:
    """Create an empty table with the given column types; a temporary one is seen by this connection alone."""
    listed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
    con.execute(f'CREATE {"TEMP TABLE" if temporary else "TABLE"} "{name}" ({listed})')


def load_rows(
    con: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[object]]
) -> None:
    """Append rows (None is NULL) to a table of BIGINT and VARCHAR columns."""
    if not rows:
        return
    arrays = {
        column: _array(kind, values)
        for (column, kind), values in zip(columns.items(), zip(*rows, strict=True), strict=True)
    }
    con.register("incoming", arrays)
    con.execute(f'INSERT INTO "{name}" SELECT * FROM incoming')
    con.unregister("incoming")


def _array(kind: str, values: Sequence[object]) -> npt.NDArray[np.generic]:
    if kind == "VARCHAR":
        return np.array(values, dtype=object)
    if None not in values:
        return np.array(values, dtype=np.int64)
    mask = np.fromiter((value is None for value in values), dtype=bool, count=len(values))
    filled = np.array([0 if value is None else value for value in values], dtype=np.int64)
    masked: npt.NDArray[np.generic] = np.ma.masked_array(filled, mask=mask)
    return masked
