"""Bring the results of a live state up to date with its entries: only what they change is counted again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from safeconduct.facts.context import US_PER_HOUR, Parameters
from safeconduct.facts.live.entries import Reader, Said
from safeconduct.facts.live.hours import hours_of, move_span, move_watchers, stage_hours, watch_again
from safeconduct.facts.live.parts import Parts, Sums, accumulate, add_parts, changed, parts_of_journeys, rank_logs
from safeconduct.facts.live.results import cover_again, flow_again, tally_again
from safeconduct.facts.live.schema import LEAF_KINDS, MADE, width
from safeconduct.facts.live.terms import Against, stage_terms, terms_in_force

if TYPE_CHECKING:
    import sqlite3

BASELINE_DAYS: Final = 56
"""How many days before a day its baseline reaches back: a changed day changes every later baseline that contains it."""
TURN_MAX: Final = 20_000
"""Entries counted in one turn; bounds the memory of a rebuild."""
JOURNEYS_MAX: Final = 5_000
"""Journeys whose entries are gathered at a time."""
PARAMETERS: Final = Parameters()

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Dirty:
    """What a refresh changed. Days are local days.

    posts: (post, day) of the coverage. flows: (direction, day) of the flow. journeys: those that the entries speak of.
    baselines: (direction, day) whose baseline contains a changed day. entries: how many were counted.
    """

    posts: frozenset[tuple[str | None, int | None]] = frozenset()
    flows: frozenset[tuple[str, int]] = frozenset()
    journeys: frozenset[str] = frozenset()
    baselines: frozenset[tuple[str, int]] = frozenset()
    entries: int = 0


@dataclass(slots=True)
class _Marks:
    """What has to be made again."""

    hours: set[int] = field(default_factory=set)
    days: set[int] = field(default_factory=set)
    tallies: set[int] = field(default_factory=set)
    periods: list[tuple[int, int]] = field(default_factory=list)
    journeys: set[str] = field(default_factory=set)
    step: Parts = field(default_factory=dict)
    entries: int = 0


def refresh(con: sqlite3.Connection, parameters: Parameters = PARAMETERS) -> Dirty:
    """Count the entries that were applied since the last time; what that changed.

    The caller holds the transaction; temporary tables come and go in it. While no log holds a charter nothing is
    counted. Raises EntryError for an entry that the batch would refuse, too.
    """
    against, others = terms_in_force(con, parameters)
    if against is None:
        return Dirty()
    if others:
        _forget(con)
    if con.execute("SELECT 1 FROM main.pending LIMIT 1").fetchone() is None:
        return Dirty()
    try:
        stage_terms(con, against)
        rank_logs(con)
        marks = _Marks()
        while pending := _take(con):
            _turn(con, against, pending, marks)
        _add_journeys(con, marks)
        return _results(con, against, marks)
    finally:
        _drop_temporary(con)


def _forget(con: sqlite3.Connection) -> None:
    """Take back all that was counted: every entry waits again."""
    for table in MADE:
        con.execute(f"DELETE FROM main.{table}")
    con.execute("DELETE FROM main.kept WHERE name = 'seen'")
    con.execute("INSERT OR IGNORE INTO main.pending SELECT log, COALESCE(target, leaf) FROM main.entry")


def _take(con: sqlite3.Connection) -> list[tuple[int, int]]:
    taken = con.execute("SELECT log, leaf FROM main.pending ORDER BY log, leaf LIMIT ?", [TURN_MAX]).fetchall()
    con.executemany("DELETE FROM main.pending WHERE log = ? AND leaf = ?", taken)
    return taken


def _turn(con: sqlite3.Connection, against: Against, pending: list[tuple[int, int]], marks: _Marks) -> None:
    """Replace what some entries said, and take back what their journeys added to the sums before."""
    readers: dict[int, Reader] = {}
    said = {}
    for log, leaf in pending:
        if log not in readers:
            readers[log] = against.reader(con, log)
        said[log, leaf] = readers[log].said(leaf)
    marks.entries += len(said)
    old = _held(con, said)
    new = {kind: [one.row for one in said.values() if one.kind == kind and one.row is not None] for kind in LEAF_KINDS}
    journeys = {_journey(row) for rows in (old, new) for kind in ("passage", "check") for row in rows[kind]}
    accumulate(marks.step, parts_of_journeys(con, journeys - marks.journeys), -1)
    marks.journeys |= journeys
    _write(con, said, new)
    _note_directions(con, said, marks)
    for rows, by in ((old, -1), (new, 1)):
        accumulate(marks.step, {"spoke_sum": _spoken(rows["count"])}, by)
        marks.tallies |= {_int(row[3]) // US_PER_HOUR for row in rows["count"]}
        marks.periods += [(_int(row[3]), _int(row[8])) for row in rows["heartbeat"]]


def _add_journeys(con: sqlite3.Connection, marks: _Marks) -> None:
    """Put into the sums what the journeys add now, in place of what they added before their first new entry."""
    journeys = sorted(marks.journeys)
    for first in range(0, len(journeys), JOURNEYS_MAX):
        accumulate(marks.step, parts_of_journeys(con, journeys[first : first + JOURNEYS_MAX]), 1)
    step = changed(marks.step)
    add_parts(con, step)
    marks.hours |= _firsts(step, "cover_sum")
    marks.days |= _firsts(step, "flow_sum") | _firsts(step, "spoke_sum")


def _held(con: sqlite3.Connection, said: Mapping[tuple[int, int], Said]) -> dict[str, list[Row]]:
    """The rows that stood for these entries so far."""
    held: dict[str, list[Row]] = {kind: [] for kind in LEAF_KINDS}
    for (log, leaf), one in said.items():
        if one.kind in LEAF_KINDS:
            query = f"SELECT * FROM main.leaf_{one.kind} WHERE log = ? AND leaf = ?"
            held[one.kind] += con.execute(query, [log, leaf]).fetchall()
    return held


def _journey(row: Row) -> str:
    return str(row[7] if row[8] is None else row[8])


def _write(con: sqlite3.Connection, said: Mapping[tuple[int, int], Said], new: Mapping[str, list[Row]]) -> None:
    for kind, rows in new.items():
        gone = [key for key, one in said.items() if one.kind == kind and one.row is None]
        con.executemany(f"DELETE FROM main.leaf_{kind} WHERE log = ? AND leaf = ?", gone)
        marks = ", ".join("?" * width(f"leaf_{kind}"))
        con.executemany(f"INSERT OR REPLACE INTO main.leaf_{kind} VALUES ({marks})", rows)
    gone = [key for key, one in said.items() if one.kind and one.span is None]
    con.executemany("DELETE FROM main.dated WHERE log = ? AND leaf = ?", gone)
    dated = ((*key, *one.span) for key, one in said.items() if one.span is not None)
    con.executemany("INSERT OR REPLACE INTO main.dated VALUES (?, ?, ?, ?, ?)", dated)
    beaters = {(row[7], row[0], row[11]) for row in new["heartbeat"]}
    con.executemany("INSERT OR IGNORE INTO main.beater VALUES (?, ?, ?)", beaters)


def _note_directions(con: sqlite3.Connection, said: Mapping[tuple[int, int], Said], marks: _Marks) -> None:
    """A sensor watches the directions that it ever counted; with a new one its heartbeats say more than before."""
    for sensor, direction in {pair for one in said.values() for pair in one.directions}:
        if con.execute("INSERT OR IGNORE INTO main.seen_by VALUES (?, ?)", [sensor, direction]).rowcount:
            query = "SELECT at_us, end_us FROM main.leaf_heartbeat WHERE watcher = ?"
            marks.periods += con.execute(query, [sensor]).fetchall()


def _spoken(counts: Iterable[Row]) -> Sums:
    """Who counts has spoken of a direction on a day: (day, log, direction) -> how often."""
    return {key: (times,) for key, times in Counter((row[4], row[0], row[9]) for row in counts).items()}


def _firsts(step: Parts, name: str) -> set[int]:
    """The hours or days in which a sum changed."""
    return {_int(key[0]) for key in step.get(name, {})}


def _int(value: object) -> int:
    assert isinstance(value, int)
    return value


def _results(con: sqlite3.Connection, against: Against, marks: _Marks) -> Dirty:
    if marks.tallies:
        tally_again(con, marks.tallies)
    marks.hours |= marks.tallies | move_span(con, against)
    start, end = con.execute("SELECT from_us, until_us FROM temp.span").fetchone()
    for first, last in (*marks.periods, *move_watchers(con)):
        begin, stop = min(first, last), max(first, last) + 1
        marks.hours |= set(hours_of(max(begin, start), min(stop, end)))
    stage_hours(con, marks.hours)
    watch_again(con)
    posts = cover_again(con)
    days = marks.days | {against.terms.day(hour * US_PER_HOUR) for hour in marks.hours}
    flows = flow_again(con, days)
    return Dirty(frozenset(posts), frozenset(flows), frozenset(marks.journeys), _baselines(con, flows), marks.entries)


def _baselines(con: sqlite3.Connection, flows: Iterable[tuple[str, int]]) -> frozenset[tuple[str, int]]:
    """The later days of the record, up to 56, after each day that changed."""
    (last,) = con.execute("SELECT MAX(day) FROM main.hour").fetchone()
    stop = -1 if last is None else last
    return frozenset(
        (direction, later) for direction, day in flows for later in range(day + 1, min(day + BASELINE_DAYS, stop) + 1)
    )


def _drop_temporary(con: sqlite3.Connection) -> None:
    """Leave no temporary table before the tables of the state."""
    names = con.execute("SELECT name FROM temp.sqlite_master WHERE type = 'table'").fetchall()
    for (name,) in names:
        con.execute(f'DROP TABLE IF EXISTS temp."{name}"')
