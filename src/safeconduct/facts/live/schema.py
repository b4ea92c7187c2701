"""The tables of a live state, in a SQLite database that the caller opens.

What came in: `entry` (bytes, of the kinds that the road's tables are made of), `log` (its organisation and evidence, as
its own charter says), `pending` (entries not counted yet). What it says: `leaf_passage`, `leaf_check`, `leaf_count`,
`leaf_heartbeat`, with the columns of the batch tables but only the edition that stands; `dated` bounds the span. Sums
over it that change by addition: `cover_sum`, `flow_sum`, `spoke_sum`. Results: `watch`, `coverage_hour`, `flow_day`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from safeconduct.facts.columns import KEY, LEAF_TABLES, ColumnType

if TYPE_CHECKING:
    import sqlite3

LIVE_VERSION: Final = "live/1"
LEAF_KINDS: Final = ("passage", "check", "count", "heartbeat")
"""The kinds whose values are kept; of other kinds that date the record only their times are."""

RESULTS: Final[dict[str, tuple[str, ...]]] = {
    "watch": (
        *("watcher", "hour", "day", "promised_us", "watched_us", "degraded_us", "denied_us", "blind_us", "simulated"),
    ),
    "coverage_hour": (
        *("post", "direction", "category", "hour", "day", "counted", "counter_us", "arrived", "passed", "checked"),
        *("watched_us", "blind_us", "gap", "simulated"),
    ),
    "flow_day": (
        *("direction", "category", "day", "observed", "exposed_us", "blind_us", "sources", "counted", "counter_us"),
        *("checked", "late", "simulated"),
    ),
}
"""The tables that equal those of the batch, with their columns."""

_COLUMNS: Final[dict[str, dict[str, ColumnType]]] = {
    f"leaf_{kind}": {**KEY, **LEAF_TABLES[kind]} for kind in LEAF_KINDS
}
_TEXTS: Final = frozenset({"watcher", "post", "direction", "category", "gap"})
_OWN: Final = """
CREATE TABLE kept (name VARCHAR PRIMARY KEY, value VARCHAR) WITHOUT ROWID;
CREATE TABLE log (id INTEGER PRIMARY KEY, origin VARCHAR UNIQUE, organisation VARCHAR, evidence VARCHAR);
CREATE TABLE entry (log BIGINT, leaf BIGINT, kind VARCHAR, target BIGINT, data BLOB, PRIMARY KEY (log, leaf));
CREATE INDEX entry_target ON entry (log, target, leaf) WHERE target IS NOT NULL;
CREATE TABLE pending (log BIGINT, leaf BIGINT, PRIMARY KEY (log, leaf)) WITHOUT ROWID;
CREATE INDEX passage_journey ON leaf_passage (COALESCE(journey, movement));
CREATE INDEX check_journey ON leaf_check (COALESCE(journey, movement));
CREATE INDEX count_time ON leaf_count (at_us);
CREATE INDEX heartbeat_time ON leaf_heartbeat (watcher, log, long_us, at_us);
CREATE INDEX heartbeat_first ON leaf_heartbeat (watcher, at_us);
CREATE TABLE beater (watcher VARCHAR, log BIGINT, long_us BIGINT, PRIMARY KEY (watcher, log, long_us)) WITHOUT ROWID;
CREATE TABLE seen_by (sensor VARCHAR, direction VARCHAR, PRIMARY KEY (sensor, direction)) WITHOUT ROWID;
CREATE TABLE dated (log BIGINT, leaf BIGINT, at_us BIGINT, last_us BIGINT, watched BIGINT, PRIMARY KEY (log, leaf));
CREATE INDEX dated_first ON dated (watched, at_us);
CREATE INDEX dated_last ON dated (last_us);
CREATE TABLE cover_sum (hour BIGINT, post VARCHAR, direction VARCHAR, category VARCHAR, arrived BIGINT, passed BIGINT,
  checked BIGINT, parts BIGINT, made_up BIGINT, PRIMARY KEY (hour, post, direction, category)) WITHOUT ROWID;
CREATE TABLE flow_sum (day BIGINT, direction VARCHAR, category VARCHAR, observed BIGINT, checked BIGINT, late BIGINT,
  parts BIGINT, made_up BIGINT, PRIMARY KEY (day, direction, category)) WITHOUT ROWID;
CREATE TABLE spoke_sum (day BIGINT, log BIGINT, direction VARCHAR, parts BIGINT,
  PRIMARY KEY (day, log, direction)) WITHOUT ROWID;
CREATE TABLE tally (post VARCHAR, direction VARCHAR, category VARCHAR, hour BIGINT, counted BIGINT, counter_us BIGINT,
  simulated BIGINT);
CREATE INDEX tally_hour ON tally (hour);
CREATE TABLE counted_day (direction VARCHAR, category VARCHAR, day BIGINT, counted BIGINT, counter_us BIGINT,
  simulated BIGINT, PRIMARY KEY (day, direction, category)) WITHOUT ROWID;
CREATE TABLE span (from_us BIGINT, until_us BIGINT);
CREATE TABLE hour (hour INTEGER PRIMARY KEY, start_us BIGINT, end_us BIGINT, day BIGINT);
CREATE INDEX hour_day ON hour (day);
CREATE TABLE own_watcher (watcher VARCHAR PRIMARY KEY, log BIGINT, leaf BIGINT, from_us BIGINT) WITHOUT ROWID;
CREATE INDEX watch_hour ON watch (hour);
CREATE INDEX coverage_of_hour ON coverage_hour (hour);
CREATE INDEX coverage_of_day ON coverage_hour (day);
CREATE INDEX flow_of_day ON flow_day (day);
"""
MADE: Final = (
    *(f"leaf_{kind}" for kind in LEAF_KINDS),
    *("beater", "seen_by", "dated", "cover_sum", "flow_sum", "spoke_sum", "tally", "counted_day", "span", "hour"),
    *("own_watcher", *RESULTS),
)
"""The tables that follow from `entry` and `log`."""


def init(con: sqlite3.Connection) -> None:
    """Make the tables of an empty state; the caller holds the transaction."""
    for name, columns in _COLUMNS.items():
        listed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
        more = ", long_us BIGINT" if name == "leaf_heartbeat" else ""
        con.execute(f'CREATE TABLE "{name}" ({listed}{more}, PRIMARY KEY (log, leaf))')
    for name, result in RESULTS.items():
        listed = ", ".join(f"{column} {'VARCHAR' if column in _TEXTS else 'BIGINT'}" for column in result)
        con.execute(f"CREATE TABLE {name} ({listed})")
    for statement in _OWN.split(";\n"):
        con.execute(statement)
    con.execute("INSERT INTO kept VALUES ('version', ?)", [LIVE_VERSION])


def width(table: str) -> int:
    """How many columns a table of leaf values has here."""
    return len(_COLUMNS[table]) + (table == "leaf_heartbeat")
