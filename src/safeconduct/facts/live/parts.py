"""What some journeys add to the sums: counted from the entries that stand, by the texts of the derived tables.

A figure of an hour or a day is a sum over journeys. So when entries arrive, what their journeys added before is taken
away, and what they add now is put there; no other journey is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from safeconduct.facts.live.texts import query_of

if TYPE_CHECKING:
    import sqlite3

Sums = dict[tuple[object, ...], tuple[int, ...]]
Parts = dict[str, Sums]

CHAIN: Final = {
    "idle_passage": "log, leaf, by_leaf",
    "visit": "journey, post",
    "checked": "journey",
    "post_number": "post",
    "way": "journey",
    "seen_way": "journey",
    "journey": "journey",
}
_STANDS: Final = """
  FROM leaf_passage AS p LEFT JOIN idle_passage AS x ON x.log = p.log AND x.leaf = p.leaf AND x.by_leaf = p.by_leaf
  WHERE x.leaf IS NULL
"""
_COVER: Final = f"""
SELECT hour, COALESCE(post, ''), COALESCE(direction, ''), COALESCE(category, ''),
       SUM(arrived), SUM(passed), SUM(checked), COUNT(*), SUM(simulated)
FROM (
  SELECT p.at_us / 3600000000 AS hour, COALESCE(p.post, p.place) AS post, p.direction, p.category,
         p.event = 'arrived' AS arrived, p.event = 'passed' AS passed, 0 AS checked, p.simulated
  {_STANDS}
  UNION ALL
  SELECT hour, post, direction, category, 0, 0, 1, simulated FROM ({{looked}})
)
GROUP BY 1, 2, 3, 4
"""
_FLOW: Final = """
SELECT t.day, t.direction, t.category, COUNT(*), COUNT(k.journey), SUM(t.late), COUNT(*),
       SUM(CASE WHEN t.simulated = 1 OR k.simulated = 1 THEN 1 ELSE 0 END)
FROM ({through}) AS t LEFT JOIN ({looked}) AS k ON k.journey = t.journey
GROUP BY 1, 2, 3
"""
_SPOKE: Final = f"""
SELECT stood.day, r.id, stood.direction, COUNT(*)
FROM (SELECT p.log, p.direction, p.day {_STANDS}) AS stood JOIN ranked AS r ON r.log = stood.log
GROUP BY 1, 2, 3
"""
KEYS: Final = {
    "cover_sum": ("hour", "post", "direction", "category"),
    "flow_sum": ("day", "direction", "category"),
    "spoke_sum": ("day", "log", "direction"),
}
VALUES: Final = {
    "cover_sum": ("arrived", "passed", "checked", "parts", "made_up"),
    "flow_sum": ("observed", "checked", "late", "parts", "made_up"),
    "spoke_sum": ("parts",),
}


def rank_logs(con: sqlite3.Connection) -> None:
    """Number the logs by sorted origin, as the batch does: where all else is equal, the first of them counts."""
    con.execute("DROP TABLE IF EXISTS temp.ranked")
    ranks = "SELECT id, ROW_NUMBER() OVER (ORDER BY origin) - 1 AS log FROM main.log"
    con.execute(f"CREATE TEMP TABLE ranked AS {ranks}")


def parts_of_journeys(con: sqlite3.Connection, journeys: Iterable[str]) -> Parts:
    """What these journeys add to each sum. The context tables and `ranked` are staged; leaves no table behind."""
    con.execute("CREATE TEMP TABLE asked (journey PRIMARY KEY)")
    con.executemany("INSERT INTO asked VALUES (?)", ((journey,) for journey in journeys))
    made = ["asked", "superseded", "leaf_passage", "leaf_check"]
    con.execute("CREATE TEMP TABLE superseded (log BIGINT, leaf BIGINT, by_leaf BIGINT, withdrawn BIGINT)")
    rows = sum(_shadow(con, table) for table in ("leaf_passage", "leaf_check"))
    try:
        if not rows:
            return {}
        for table, (key, query) in _chain().items():
            made.append(table)
            con.execute(f"CREATE TEMP TABLE {table} AS {query}")
            con.execute(f"CREATE INDEX temp.{table}_by ON {table} ({key})")
        return {name: _sums(con, query, len(KEYS[name])) for name, query in _queries().items()}
    finally:
        for table in made:
            con.execute(f'DROP TABLE IF EXISTS temp."{table}"')


def _chain() -> dict[str, tuple[str, str]]:
    """The tables by journey, each made from those before it: what each is looked up by, and its query.

    SQLite looks through a part of a text row by row, so the larger part of `journey` is a table with an index.
    """
    seen = query_of("journey", {}, part="seen")
    journey = query_of("journey", {"seen": "SELECT * FROM seen_way"})
    given = {"seen_way": seen, "journey": journey}
    return {table: (key, given.get(table) or query_of(table, {})) for table, key in CHAIN.items()}


def _shadow(con: sqlite3.Connection, table: str) -> int:
    """Put the entries of the journeys asked for before the table of all; how many."""
    con.execute(
        f"""
        CREATE TEMP TABLE {table} AS SELECT p.* FROM asked AS a
        CROSS JOIN main.{table} AS p ON COALESCE(p.journey, p.movement) = a.journey
        """
    )
    changed = con.execute(f"UPDATE {table} SET log = (SELECT r.log FROM ranked AS r WHERE r.id = {table}.log)")
    return changed.rowcount


def _queries() -> Mapping[str, str]:
    looked, through = (query_of("flow_day", {}, part=part) for part in ("looked", "through"))
    return {
        "cover_sum": _COVER.format(looked=query_of("checked_hour", {}, part="looked")),
        "flow_sum": _FLOW.format(looked=looked, through=through),
        "spoke_sum": _SPOKE,
    }


def _sums(con: sqlite3.Connection, query: str, keys: int) -> Sums:
    return {tuple(row[:keys]): tuple(row[keys:]) for row in con.execute(query)}


def accumulate(into: Parts, parts: Parts, by: int) -> None:
    """Add what journeys contribute, or take it away (`by` = -1)."""
    for name, sums in parts.items():
        held = into.setdefault(name, {})
        for key, values in sums.items():
            was = held.get(key) or (0,) * len(values)
            held[key] = tuple(old + by * value for old, value in zip(was, values, strict=True))


def changed(step: Parts) -> Parts:
    """A step without what it leaves as it is."""
    return {name: {key: values for key, values in sums.items() if any(values)} for name, sums in step.items()}


def add_parts(con: sqlite3.Connection, parts: Parts) -> None:
    """Add to the sums; a cell to which nothing contributes any more goes."""
    for name, sums in parts.items():
        columns = (*KEYS[name], *VALUES[name])
        added = ", ".join(f"{value} = {value} + excluded.{value}" for value in VALUES[name])
        con.executemany(
            f"INSERT INTO main.{name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))}) "
            f"ON CONFLICT ({', '.join(KEYS[name])}) DO UPDATE SET {added}",
            ((*key, *values) for key, values in sums.items()),
        )
        same = " AND ".join(f"{key} = ?" for key in KEYS[name])
        con.executemany(f"DELETE FROM main.{name} WHERE {same} AND parts = 0", sums.keys())
