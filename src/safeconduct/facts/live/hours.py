"""The hours of the record and who watched in them: what to recompute when its span or a heartbeat changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from safeconduct.base.limits import FACTS_HOURS_MAX
from safeconduct.facts.context import US_PER_HOUR
from safeconduct.facts.live.terms import Against, stage_span
from safeconduct.facts.live.texts import for_sqlite

if TYPE_CHECKING:
    import sqlite3


def stage_hours(con: sqlite3.Connection, hours: Iterable[int]) -> None:
    """Put some hours into the temporary table `dirty_hour`, and the runs of them into `dirty_run`."""
    ordered = sorted(hours)
    for name, columns in (("dirty_hour", "hour INTEGER PRIMARY KEY"), ("dirty_run", "start_us BIGINT, end_us BIGINT")):
        con.execute(f"DROP TABLE IF EXISTS temp.{name}")
        con.execute(f"CREATE TEMP TABLE {name} ({columns})")
    con.executemany("INSERT INTO dirty_hour VALUES (?)", ((hour,) for hour in ordered))
    con.executemany("INSERT INTO dirty_run VALUES (?, ?)", _runs(ordered))


def _runs(hours: list[int]) -> Iterator[tuple[int, int]]:
    first = 0
    for n, hour in enumerate(hours):
        if n + 1 == len(hours) or hours[n + 1] != hour + 1:
            yield hours[first] * US_PER_HOUR, (hour + 1) * US_PER_HOUR
            first = n + 1


def move_span(con: sqlite3.Connection, against: Against) -> set[int]:
    """Bring `span` and `hour` up to date; the hours that came, went, or begin or end elsewhere."""
    (start,) = con.execute("SELECT MIN(at_us) FROM main.dated WHERE watched = 1").fetchone()
    (last,) = con.execute("SELECT MAX(last_us) FROM main.dated").fetchone()
    new = (0, 0)
    if start is not None:
        end = last + 1
        new = (max(min(start, end), (-(-end // US_PER_HOUR) - FACTS_HOURS_MAX) * US_PER_HOUR), end)
    old = con.execute("SELECT from_us, until_us FROM main.span").fetchone() or (0, 0)
    stage_span(con, against, *new)
    if new == old:
        return set()
    con.execute("DELETE FROM main.span")
    con.execute("INSERT INTO main.span VALUES (?, ?)", new)
    before, after = hours_of(*old), hours_of(*new)
    edges = (hour for hour in (*_edges(before), *_edges(after)) if _cut(hour, *old) != _cut(hour, *new))
    changed = {*_outside(before, after), *_outside(after, before), *edges}
    con.executemany("DELETE FROM main.hour WHERE hour = ?", ((hour,) for hour in changed))
    rows = ((hour, *_cut(hour, *new), against.terms.day(hour * US_PER_HOUR)) for hour in changed if hour in after)
    con.executemany("INSERT INTO main.hour VALUES (?, ?, ?, ?)", rows)
    return changed


def hours_of(start: int, end: int) -> range:
    """The hours that a period touches."""
    return range(start // US_PER_HOUR, -(-end // US_PER_HOUR)) if start < end else range(0)


def _outside(one: range, other: range) -> Iterator[int]:
    if not other:
        yield from one
        return
    yield from range(one.start, min(one.stop, other.start))
    yield from range(max(one.start, other.stop), one.stop)


def _edges(hours: range) -> tuple[int, ...]:
    return (hours[0], hours[-1]) if hours else ()


def _cut(hour: int, start: int, end: int) -> tuple[int, int]:
    return max(hour * US_PER_HOUR, start), min((hour + 1) * US_PER_HOUR, end)


def move_watchers(con: sqlite3.Connection) -> list[tuple[int, int]]:
    """Bring up to date since when each watcher that is no post promises to watch; the periods that changed."""
    start, end = con.execute("SELECT from_us, until_us FROM temp.span").fetchone()
    query = "SELECT DISTINCT watcher FROM main.beater WHERE watcher NOT IN (SELECT id FROM temp.post)"
    first = """
        SELECT log, leaf, MAX(at_us, :start) FROM main.leaf_heartbeat
        WHERE watcher = :watcher AND at_us < :end AND end_us > MAX(at_us, :start) ORDER BY at_us LIMIT 1
    """
    found = {
        watcher: con.execute(first, {"watcher": watcher, "start": start, "end": end}).fetchone()
        for (watcher,) in con.execute(query).fetchall()
    }
    held = {watcher: row for watcher, *row in con.execute("SELECT * FROM main.own_watcher").fetchall()}
    changed = []
    for watcher in found.keys() | held.keys():
        was = held[watcher][2] if watcher in held else end
        row = found.get(watcher)
        now = end if row is None else row[2]
        if was != now:
            changed.append((min(was, now), max(was, now)))
        con.execute("DELETE FROM main.own_watcher WHERE watcher = ?", [watcher])
        if row is not None:
            con.execute("INSERT INTO main.own_watcher VALUES (?, ?, ?, ?)", [watcher, *row])
    return changed


def watch_again(con: sqlite3.Connection) -> None:
    """Make the rows of `watch` for the hours in `dirty_hour` again, from the heartbeats that reach into them.

    Others cannot matter: time is told once, by the first heartbeat that covers it. A watcher that is no post promises
    from its first heartbeat on, so that one is looked at, too.
    """
    con.execute("CREATE TEMP TABLE superseded (log BIGINT, leaf BIGINT, by_leaf BIGINT, withdrawn BIGINT)")
    con.execute("CREATE TEMP TABLE hour AS SELECT h.* FROM dirty_hour AS d JOIN main.hour AS h ON h.hour = d.hour")
    con.execute("CREATE INDEX temp.one_hour ON hour (hour)")
    con.execute("CREATE TEMP TABLE leaf_heartbeat AS SELECT * FROM main.leaf_heartbeat LIMIT 0")
    con.execute("CREATE UNIQUE INDEX temp.one_heartbeat ON leaf_heartbeat (log, leaf)")
    con.execute(
        """
        INSERT OR IGNORE INTO temp.leaf_heartbeat
        SELECT h.* FROM dirty_run AS r CROSS JOIN main.beater AS b CROSS JOIN main.leaf_heartbeat AS h
          ON h.watcher = b.watcher AND h.log = b.log AND h.long_us = b.long_us
          AND h.at_us < r.end_us AND h.at_us > r.start_us - b.long_us
        WHERE h.end_us > r.start_us
        """
    )
    con.execute(
        """
        INSERT OR IGNORE INTO temp.leaf_heartbeat
        SELECT h.* FROM main.own_watcher AS w CROSS JOIN main.leaf_heartbeat AS h ON h.log = w.log AND h.leaf = w.leaf
        """
    )
    con.execute("DROP INDEX temp.one_heartbeat")
    con.execute("UPDATE leaf_heartbeat SET log = (SELECT r.log FROM ranked AS r WHERE r.id = leaf_heartbeat.log)")
    con.execute(for_sqlite("watch"))
    con.execute("DELETE FROM main.watch WHERE hour IN (SELECT hour FROM dirty_hour)")
    con.execute("INSERT INTO main.watch SELECT * FROM temp.watch")
    for name in ("watch", "leaf_heartbeat", "hour", "superseded"):
        con.execute(f"DROP TABLE temp.{name}")
