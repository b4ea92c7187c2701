"""Apache Spark as the engine: the same SQL texts, written for it by sqlglot, on this machine or on a cluster.

Needs the extra `[spark]` (pyspark, sqlglot) and a Java runtime; both are looked for only when they are used. The
corridor's own columns (`x_...`) are not attached here: tables are those of the texts alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import duckdb

from safeconduct.facts.build import DERIVED, text_of
from safeconduct.facts.columns import STAGE, ColumnType
from safeconduct.facts.context import CONTEXT
from safeconduct.facts.digest import rows_digest
from safeconduct.facts.engines.duck import create_table, load_rows
from safeconduct.facts.errors import FactsError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

LOCAL: Final = "local[2]"
_CHUNK: Final = 100_000
_OPTIONS: Final = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
}
"""Overflow raises, as in DuckDB; no table holds a time of the engine's, and no page is served."""
_ALONE: Final = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
"""On this machine alone: nothing is reached from, or through, the network."""


def spark_session(master: str = LOCAL, options: Mapping[str, str] | None = None) -> SparkSession:
    """A session on a master such as ``local[2]``, ``spark://host:7077`` or ``yarn``; the caller stops it.

    options: further settings, such as ``spark.sql.shuffle.partitions``; they win over ours. Raises FactsError where
    pyspark is not installed.
    """
    try:
        from pyspark.sql import SparkSession as Session
    except ImportError as error:
        what = "pyspark is not installed"
        raise FactsError(what, next_step="Install it with `pip install safeconduct[spark]`.") from error
    builder = Session.builder.master(master).appName("safeconduct")
    alone = _ALONE if master.startswith("local") else {}
    for name, value in {**_OPTIONS, **alone, **(options or {})}.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def spark_text(table: str) -> str:
    """The text of a derived table as a SELECT for Spark."""
    try:
        import sqlglot
    except ImportError as error:
        what = "sqlglot is not installed"
        raise FactsError(what, next_step="Install it with `pip install safeconduct[spark]`.") from error
    created = sqlglot.parse_one(text_of(table), read="duckdb")
    return created.args["expression"].sql(dialect="spark", identify=True)  # type: ignore[no-any-return]  # args are Any


def staged_tables() -> dict[str, dict[str, ColumnType]]:
    """The tables that derived ones are made from, with their columns."""
    return {**STAGE, **CONTEXT}


def write_staged(con: duckdb.DuckDBPyConnection, folder: str) -> None:
    """Write the staged tables that a connection sees to Parquet, ``<folder>/<table>.parquet``, for a cluster to read.

    The connection itself may write nothing outside its file, so rows are handed to another, in portions.
    """
    out = duckdb.connect()
    for name, columns in staged_tables().items():
        create_table(out, name, columns)
        for rows in _portions(con, name, columns):
            load_rows(out, name, columns, rows)
        place = f"{folder}/{name}.parquet".replace("'", "''")
        out.execute(f"COPY \"{name}\" TO '{place}' (FORMAT parquet, COMPRESSION zstd)")
        out.execute(f'DROP TABLE "{name}"')
    out.close()


def read_staged(session: SparkSession, folder: str) -> None:
    """Register the staged tables of a Parquet folder, on any file system that the cluster sees."""
    for name in staged_tables():
        session.read.parquet(f"{folder}/{name}.parquet").createOrReplaceTempView(name)


def stage_directly(session: SparkSession, con: duckdb.DuckDBPyConnection) -> None:
    """Register the staged tables that a DuckDB connection sees, without files: for small records and tests."""
    for name, columns in staged_tables().items():
        schema = ", ".join(f"`{column}` {_SPARK[kind]}" for column, kind in columns.items())
        rows = [row for portion in _portions(con, name, columns) for row in portion]
        session.createDataFrame(rows, schema).createOrReplaceTempView(name)


def make_tables(
    session: SparkSession, tables: Iterable[str] = tuple(DERIVED), *, into: str | None = None
) -> dict[str, DataFrame]:
    """Make derived tables and those below them, each once, from the staged tables of the session.

    into: a folder to write them to as Parquet, ``<into>/<table>``; without it they are kept by the executors.
    Returns every table made, by name; each is also a view of the session.
    """
    made: dict[str, DataFrame] = {}
    for table in tables:
        _make(session, table, into, made)
    return made


def frame_digest(frame: DataFrame) -> str:
    """The digest of a Spark table, equal to `table_digest` of the same table on DuckDB; rows come to the driver."""
    return rows_digest(frame.columns, frame.toLocalIterator())


_SPARK: Final = {"BIGINT": "bigint", "VARCHAR": "string"}


def _make(session: SparkSession, table: str, into: str | None, made: dict[str, DataFrame]) -> None:
    if table in made:
        return
    for below in DERIVED[table]:
        _make(session, below, into, made)
    frame = session.sql(spark_text(table))
    if into is None:
        made[table] = frame.localCheckpoint()
    else:
        frame.write.mode("overwrite").parquet(f"{into}/{table}")
        made[table] = session.read.parquet(f"{into}/{table}")
    made[table].createOrReplaceTempView(table)


def _portions(
    con: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, ColumnType]
) -> Iterator[Sequence[tuple[Any, ...]]]:
    listed = ", ".join(f'"{column}"' for column in columns)
    found = con.execute(f'SELECT {listed} FROM "{table}"')
    while rows := found.fetchmany(_CHUNK):
        yield rows
