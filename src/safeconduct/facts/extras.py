"""The corridor's own columns: what entries carry in `extra`, as columns `x_<name>` of the derived tables."""

from __future__ import annotations

import duckdb

OWN_ENTRY = {
    "movement": "note_key",
    "cargo": "note_key",
    "check": "inspected_key",
    "passage": "passed_key",
}
"""The column of each derived table that names the entry whose `extra` columns it carries."""


def attach_extras(con: duckdb.DuckDBPyConnection, table: str, *, temporary: bool = False) -> None:
    """Give a derived table one column `x_<name>` for each of the corridor's own columns on its entries."""
    schema, create = ("temp.main.", "CREATE TEMP TABLE") if temporary else ("", "CREATE TABLE")
    lines = "" if table == "cargo" else "WHERE e.line = -1"
    found = con.execute(
        f"""
        SELECT e.name, MAX(e.text) IS NOT NULL AS is_text FROM leaf_extra AS e
        JOIN (SELECT DISTINCT {OWN_ENTRY[table]} AS entry_key FROM "{table}") AS t
          ON t.entry_key = e.log * 1099511627776 + e.leaf
        {lines} GROUP BY e.name ORDER BY e.name
        """
    ).fetchall()
    if not found:
        return
    on_line = "AND (e.line = -1 OR e.line = t.line)" if table == "cargo" else "AND e.line = -1"
    pivot = ", ".join(
        f"""(SELECT MAX({"e.text" if is_text else "e.number"}) FROM leaf_extra AS e
             LEFT JOIN superseded AS s ON s.log = e.log AND s.leaf = e.leaf
             WHERE e.log * 1099511627776 + e.leaf = t.{OWN_ENTRY[table]} {on_line}
               AND e.name = '{name.replace("'", "''")}'
               AND (s.by_leaf IS NULL OR s.by_leaf = e.by_leaf)) AS "x_{name.replace('"', '""')}" """
        for name, is_text in found
    )
    con.execute(f'{create} swap AS SELECT t.*, {pivot} FROM {schema}"{table}" AS t')
    con.execute(f'DROP TABLE {schema}"{table}"')
    con.execute(f'ALTER TABLE {schema}swap RENAME TO "{table}"')
