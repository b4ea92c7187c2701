"""The staged tables as they stood at earlier log sizes: views that hide what was not yet known.

The views are temporary: they belong to one connection and shadow the tables of the same name, so that the texts of
the derived tables read them unchanged. A row counts if the entry that supplies it lies below the size of its log and,
where an instant is given, if what it tells of had happened by then.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import duckdb

from safeconduct.facts.columns import STAGE, ColumnType
from safeconduct.facts.engines.duck import create_table, load_rows

HORIZON: Final[dict[str, ColumnType]] = {"log": "BIGINT", "size": "BIGINT"}
_BY_LEAF: Final = tuple(name for name in STAGE if name not in {"log", "superseded"})
_RECORDED: Final = tuple(name for name in _BY_LEAF if "recorded_us" in STAGE[name] and name != "amended")


def known_at(con: duckdb.DuckDBPyConnection, instant: int) -> dict[str, int]:
    """The size of every log that was known at an instant, by origin.

    Of a log whose heads others have seen (`heads` of heartbeats) the newest head recorded by then; of any other log,
    all that it had recorded itself. Of a log that was not known yet, 0.
    """
    recorded = _sizes_recorded(con, instant)
    seen = dict(
        con.execute(
            """
            SELECT h."of", MAX(CASE WHEN b.recorded_us <= ? THEN h.size ELSE 0 END) FROM leaf_head AS h
            JOIN leaf_heartbeat AS b ON b.log = h.log AND b.leaf = h.leaf AND b.by_leaf = h.by_leaf
            GROUP BY h."of"
            """,
            [instant],
        ).fetchall()
    )
    logs = con.execute("SELECT log, origin, size FROM log ORDER BY log").fetchall()
    return {origin: min(size, seen.get(origin, recorded[log])) for log, origin, size in logs}


def _sizes_recorded(con: duckdb.DuckDBPyConnection, instant: int) -> dict[int, int]:
    """By number of the log: how many entries stand before the first that was recorded later."""
    tables = " UNION ALL ".join(
        f'SELECT log, by_leaf AS leaf FROM "{name}" WHERE recorded_us > $at AND {_own(name)}'
        for name in (*_RECORDED, "amended")
    )
    found = con.execute(
        f"""
        SELECT l.log, COALESCE(f.leaf, l.size) FROM log AS l
        LEFT JOIN (SELECT log, MIN(leaf) AS leaf FROM ({tables}) GROUP BY log) AS f ON f.log = l.log
        """,
        {"at": instant},
    ).fetchall()
    return dict(found)


def _own(table: str) -> str:
    """A corrected edition bears the time of the entry it corrects; when it came is in `amended`."""
    return "TRUE" if table == "amended" else "by_leaf = leaf"


def stage_horizon(con: duckdb.DuckDBPyConnection, horizon: Mapping[str, int] | None, until: int | None) -> None:
    """Shadow the staged tables of a connection by views of them as of some sizes and an instant (exclusive).

    horizon: size by origin; a log it does not name is not in view. None is every log whole.
    """
    logs = con.execute("SELECT log, origin, size FROM log").fetchall()
    rows = [(log, size if horizon is None else min(size, horizon.get(origin, 0))) for log, origin, size in logs]
    create_table(con, "horizon", HORIZON, temporary=True)
    load_rows(con, "horizon", HORIZON, rows)
    base = f'"{_database(con)}".main'
    for name in _BY_LEAF:
        happened = f"AND t.at_us < {until:d}" if until is not None and "at_us" in STAGE[name] else ""
        con.execute(
            f"""CREATE TEMP VIEW "{name}" AS SELECT t.* FROM {base}."{name}" AS t
                JOIN horizon AS z ON z.log = t.log WHERE t.by_leaf < z.size {happened}"""
        )
    con.execute(
        """
        CREATE TEMP VIEW superseded AS SELECT a.log, a.leaf, a.by_leaf, a.withdrawn FROM amended AS a
        JOIN (SELECT log, leaf, MAX(by_leaf) AS by_leaf FROM amended GROUP BY log, leaf) AS n
          ON n.log = a.log AND n.leaf = a.leaf AND n.by_leaf = a.by_leaf
        """
    )
    _shadow_log(con, base)


def _shadow_log(con: duckdb.DuckDBPyConnection, base: str) -> None:
    """The table `log` at those sizes; of a log cut short the last time of recording is that of the rows in view."""
    tables = " UNION ALL ".join(
        f'SELECT log, recorded_us FROM "{name}" WHERE {_own(name)}' for name in (*_RECORDED, "amended")
    )
    con.execute(
        f"""
        CREATE TEMP TABLE log AS SELECT l.log, l.origin, l.party, l.organisation, l.role, l.evidence, z.size,
               CASE WHEN z.size = l.size THEN l.last_us ELSE r.last_us END AS last_us
        FROM {base}.log AS l JOIN horizon AS z ON z.log = l.log AND z.size > 0
        LEFT JOIN (SELECT log, MAX(recorded_us) AS last_us FROM ({tables}) GROUP BY log) AS r ON r.log = l.log
        """
    )


def _database(con: duckdb.DuckDBPyConnection) -> str:
    row = con.execute("SELECT current_database()").fetchone()
    assert row is not None
    return str(row[0]).replace('"', '""')
