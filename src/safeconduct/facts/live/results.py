"""The result tables of some hours and days made again, from sums, by the texts of the derived tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from safeconduct.facts.live.terms import keep
from safeconduct.facts.live.texts import for_sqlite, query_of

if TYPE_CHECKING:
    import sqlite3

_COVER: Final = """
  SELECT NULLIF(s.post, '') AS post, NULLIF(s.direction, '') AS direction, NULLIF(s.category, '') AS category, s.hour,
         NULL AS counted, NULL AS counter_us, s.arrived, s.passed, s.checked, s.made_up > 0 AS simulated
  FROM dirty_hour AS d CROSS JOIN main.cover_sum AS s ON s.hour = d.hour
"""
_THROUGH: Final = "SELECT direction, category FROM main.flow_sum"
_COUNTED: Final = "SELECT * FROM main.counted_day"
_FLOW: Final = """
  SELECT s.direction, s.category, s.day, s.observed, s.checked, s.late, s.made_up > 0 AS simulated
  FROM dirty_day AS d CROSS JOIN main.flow_sum AS s ON s.day = d.day
"""
_OBSERVER: Final = """
  SELECT o.id, t.direction FROM post AS o CROSS JOIN towards AS t
  UNION SELECT sensor AS id, direction FROM main.seen_by
"""
_SPOKE: Final = """
  SELECT s.log, s.direction, s.day FROM dirty_day AS d CROSS JOIN main.spoke_sum AS s ON s.day = d.day
  UNION
  SELECT b.log, o.direction, d.day FROM a_day AS d CROSS JOIN main.beater AS b JOIN observer AS o ON o.id = b.watcher
  WHERE EXISTS (
    SELECT 1 FROM main.leaf_heartbeat AS h
    WHERE h.watcher = b.watcher AND h.log = b.log AND h.long_us = b.long_us
      AND h.at_us < d.end_us AND h.at_us > d.start_us - b.long_us AND h.end_us > d.start_us AND h.state <> 'denied'
  )
"""


def tally_again(con: sqlite3.Connection, hours: Iterable[int]) -> None:
    """Make the rows of `tally` for some hours again, from the counts that begin in them."""
    con.execute("CREATE TEMP TABLE asked (hour INTEGER PRIMARY KEY)")
    con.executemany("INSERT INTO asked VALUES (?)", ((hour,) for hour in hours))
    con.execute("CREATE TEMP TABLE superseded (log BIGINT, leaf BIGINT, by_leaf BIGINT, withdrawn BIGINT)")
    con.execute(
        """
        CREATE TEMP TABLE leaf_count AS SELECT c.* FROM asked AS a
        CROSS JOIN main.leaf_count AS c ON c.at_us >= a.hour * 3600000000 AND c.at_us < (a.hour + 1) * 3600000000
        """
    )
    con.execute(for_sqlite("tally"))
    con.execute("DELETE FROM main.tally WHERE hour IN (SELECT hour FROM asked)")
    con.execute("INSERT INTO main.tally SELECT * FROM temp.tally")
    for name in ("tally", "leaf_count", "superseded", "asked"):
        con.execute(f"DROP TABLE temp.{name}")


def cover_again(con: sqlite3.Connection) -> set[tuple[str | None, int | None]]:
    """Make the rows of `coverage_hour` for the hours in `dirty_hour` again; every (post, day) of a changed row."""
    _shadow_hours(con, "dirty_hour")
    con.execute(f"CREATE TEMP TABLE made AS {query_of('coverage_hour', {'part': _COVER})}")
    changed = _replace(con, "coverage_hour", "hour", "dirty_hour", "post, day")
    _drop(con, "made", "hour", "watch", "tally")
    return {(post, day) for post, day in changed}


def flow_again(con: sqlite3.Connection, days: set[int]) -> set[tuple[str, int]]:
    """Make the rows of `flow_day` for some days again; every (direction, day) of which a row changed.

    A direction or category that was not seen before has a row on every day.
    """
    _shadow_days(con, days)
    con.execute("DELETE FROM main.counted_day WHERE day IN (SELECT day FROM dirty_day)")
    con.execute(f"INSERT INTO main.counted_day {query_of('flow_day', {}, part='counted')}")
    given = {"through": _THROUGH, "counted": _COUNTED}
    seen = [sorted(con.execute(query_of("flow_day", given, part=part)).fetchall()) for part in ("kind", "bearing")]
    if keep(con, "seen", repr(seen)):
        held = con.execute("SELECT day FROM main.hour UNION SELECT day FROM main.flow_day").fetchall()
        _drop(con, "hour", "watch", "tally", "dirty_day")
        _shadow_days(con, days | {day for (day,) in held})
    given |= {"part": _FLOW, "observer": _OBSERVER, "spoke": _SPOKE}
    con.execute(f"CREATE TEMP TABLE made AS {query_of('flow_day', given)}")
    changed = _replace(con, "flow_day", "day", "dirty_day", "direction, day")
    _drop(con, "made", "hour", "watch", "tally", "dirty_day")
    return {(direction, day) for direction, day in changed}


def _shadow_days(con: sqlite3.Connection, days: set[int]) -> None:
    con.execute("CREATE TEMP TABLE dirty_day (day INTEGER PRIMARY KEY)")
    con.executemany("INSERT INTO dirty_day VALUES (?)", ((day,) for day in days))
    hours = "(SELECT h.hour FROM dirty_day AS d CROSS JOIN main.hour AS h ON h.day = d.day)"
    _shadow_hours(con, hours)


def _shadow_hours(con: sqlite3.Connection, hours: str) -> None:
    """Put what lies in some hours before the tables of all."""
    for name in ("hour", "watch", "tally"):
        con.execute(
            f"CREATE TEMP TABLE {name} AS SELECT t.* FROM {hours} AS d CROSS JOIN main.{name} AS t ON t.hour = d.hour"
        )
        con.execute(f"CREATE INDEX temp.{name}_by_hour ON {name} (hour{', watcher' if name == 'watch' else ''})")


def _replace(con: sqlite3.Connection, table: str, key: str, dirty: str, what: str) -> list[Any]:
    """Replace the rows of some hours or days by those of `made`; of what there is another row than before."""
    held = f"SELECT t.* FROM {dirty} AS d CROSS JOIN main.{table} AS t ON t.{key} = d.{key}"
    changed = con.execute(
        f"""
        SELECT DISTINCT {what} FROM (
          SELECT * FROM ({held} EXCEPT SELECT * FROM made)
          UNION ALL SELECT * FROM (SELECT * FROM made EXCEPT {held})
        )
        """
    ).fetchall()
    con.execute(f"DELETE FROM main.{table} WHERE {key} IN (SELECT {key} FROM {dirty})")
    con.execute(f"INSERT INTO main.{table} SELECT * FROM made")
    return changed


def _drop(con: sqlite3.Connection, *names: str) -> None:
    for name in names:
        con.execute(f"DROP TABLE temp.{name}")
