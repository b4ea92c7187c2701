"""Build the tables of one corridor from its logs: a pure function of (log sizes and roots, code version).

Logs are numbered by sorted origin, so the order in which they arrive changes nothing. Derived tables are made by
the SQL texts in `tables/`, in the portable subset of docs/reference/facts.md, and only when a question needs them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import Any

import duckdb

from safeconduct.base.canonical import value_from_canonical
from safeconduct.base.instant import Instant
from safeconduct.entries.envelope import Envelope, entry_from_bytes
from safeconduct.facts.asof import known_at, stage_horizon
from safeconduct.facts.columns import STAGE
from safeconduct.facts.context import Parameters, stage_context
from safeconduct.facts.engines.duck import connect, create_table, load_rows
from safeconduct.facts.errors import FactsError
from safeconduct.facts.extras import OWN_ENTRY, attach_extras
from safeconduct.facts.logs import distinct_logs, logs_at
from safeconduct.facts.stage import LogSource, Row, Rows, Stager
from safeconduct.facts.terms import Evidence, Terms, terms_from_charter, weakest

FACTS_VERSION = "facts/5"
DERIVED: dict[str, tuple[str, ...]] = {
    "movement": (),
    "cargo": ("movement",),
    "check": ("movement",),
    "passage": (),
    "idle_passage": (),
    "visit": ("idle_passage",),
    "checked": (),
    "post_number": (),
    "way": ("idle_passage", "post_number"),
    "journey": ("visit", "way", "checked"),
    "watch": (),
    "tally": (),
    "checked_hour": ("visit", "checked", "journey"),
    "coverage_hour": ("idle_passage", "checked_hour", "watch", "tally"),
    "flow_day": ("idle_passage", "checked", "watch", "tally"),
    "closure": (),
    "incident": (),
    "delivery": (),
    "stock": (),
    "outage": (),
    "statement": (),
}
"""The derived tables and those each is made from."""


@dataclass(frozen=True, slots=True)
class LogState:
    """One log in a stamp: its name, size and root (64 hex digits)."""

    origin: str
    size: int
    root: str


@dataclass(slots=True)
class Facts:
    """The tables of one corridor, stamped with the log states they were made from.

    until: the instant up to which entries count (µs, exclusive); None is all of them. temporary: the derived tables
    belong to this connection alone, as they do for an earlier state of the record.
    """

    con: duckdb.DuckDBPyConnection
    stamp: tuple[LogState, ...]
    terms: Terms
    evidence: Evidence
    parameters: Parameters = field(default_factory=Parameters)
    until: int | None = None
    temporary: bool = False
    _made: set[str] = field(default_factory=set)
    _extras: dict[str, dict[str, str]] = field(default_factory=dict)
    _left_out: int | None = None

    def need(self, table: str) -> None:
        """Make a derived table and those below it, once. Raises FactsError for a table there is none of."""
        if table in self._made:
            return
        if table not in DERIVED:
            raise FactsError(f"there is no derived table {table!r}", next_step=f"There are {', '.join(DERIVED)}.")
        for below in DERIVED[table]:
            self.need(below)
        if not self._exists(table):
            text = text_of(table)
            self.con.execute(text.replace("CREATE TABLE", "CREATE TEMP TABLE", 1) if self.temporary else text)
            if table in OWN_ENTRY:
                attach_extras(self.con, table, temporary=self.temporary)
        self._made.add(table)

    def known_at(self, instant: Instant) -> dict[str, int]:
        """The size of every log that was known at an instant, by origin; see `safeconduct.facts.asof`."""
        return known_at(self.con, instant)

    def as_of(self, horizon: Mapping[str, int] | None = None, until: Instant | None = None) -> Facts:
        """The record as it stood at some log sizes, of what had happened by an instant (exclusive).

        The same tables on a connection of their own, for the caller to close: they begin from the whole record, even
        when these are themselves of an earlier state. Derived tables must be asked for by `need` before they are read.
        horizon: size by origin, for example from `known_at`; a log it does not name is not in view.
        """
        con = self.con.cursor()
        stage_horizon(con, horizon, until)
        stage_context(con, self.terms, self.parameters, until, temporary=True)
        known = con.execute("SELECT origin, size, evidence FROM log ORDER BY log").fetchall()
        whole = {state.origin: state for state in self.stamp}
        stamp = tuple(
            whole[origin] if whole[origin].size == size else LogState(origin, size, "") for origin, size, _ in known
        )
        evidence = weakest([evidence for _, _, evidence in known if evidence is not None])
        return Facts(con, stamp, self.terms, evidence, self.parameters, until, temporary=True)

    def left_out(self) -> int:
        """Movements that the newest edition of each dataset holds and that could not be imported."""
        if self._left_out is None:
            query = (
                "SELECT log, leaf, by_leaf, body FROM leaf_words WHERE kind = 'document' ORDER BY log, by_leaf, leaf"
            )
            newest: dict[tuple[int, str], int] = {}
            for log, _, _, words in self.con.execute(query).fetchall():
                body = value_from_canonical(words.encode())
                if isinstance(body, dict) and "dataset" in body:
                    newest[log, str(body["dataset"])] = int(str(body.get("left_out", 0)))
            self._left_out = sum(newest.values())
        return self._left_out

    def extras(self, table: str) -> dict[str, str]:
        """The corridor's own columns of a derived table: name -> BIGINT or VARCHAR."""
        if table not in self._extras:
            self.need(table)
            query = (
                "SELECT column_name, data_type FROM information_schema.columns "
                "WHERE table_name = ? AND starts_with(column_name, 'x_') AND (table_catalog = 'temp') = ? "
                "ORDER BY column_name"
            )
            found = self.con.execute(query, [table, self.temporary]).fetchall()
            self._extras[table] = {name[2:]: kind for name, kind in found}
        return self._extras[table]

    def _exists(self, table: str) -> bool:
        query = "SELECT COUNT(*) FROM information_schema.tables WHERE table_name = ? AND (table_catalog = 'temp') = ?"
        row = self.con.execute(query, [table, self.temporary]).fetchone()
        return row is not None and row[0] > 0


def text_of(table: str) -> str:
    """The SQL text of a derived table: one CREATE TABLE ... AS in the portable subset."""
    return files("safeconduct.facts.tables").joinpath(f"{table}.sql").read_text("utf-8")


def states_of(sources: Sequence[LogSource]) -> tuple[LogState, ...]:
    """The states of some logs, each log once, by sorted origin."""
    return tuple(LogState(source.origin, source.size, source.root.hex()) for source in distinct_logs(sources))


def build_facts(
    sources: Sequence[LogSource],
    *,
    path: str = ":memory:",
    horizon: Mapping[str, int] | None = None,
    until: Instant | None = None,
    parameters: Parameters | None = None,
) -> Facts:
    """Stage the entries of all logs into a new database (a file at `path`, which must not exist, or memory).

    Of several states of one log the largest is read. horizon: sizes up to which logs are read, by origin; others are
    left out. until: entries about what happened at or after this instant do not count.
    Raises FactsError when no log holds a charter, or two states of a log contradict each other.
    """
    ordered = logs_at(distinct_logs(sources), horizon)
    terms, evidence = read_terms(ordered)
    con = connect(path)
    for name, columns in STAGE.items():
        create_table(con, name, columns)

    def flush(rows: Rows) -> None:
        for name, incoming in rows.items():
            kept = incoming if until is None else [row for row in incoming if _happened(name, row, until)]
            load_rows(con, name, STAGE[name], kept)

    for number, source in enumerate(ordered):
        said = _charter_body(source) or {}
        stager = Stager(number, source, terms, said.get("evidence", "observed"))
        stager.run(flush)
        flush({"log": [_log_row(number, source, said, stager.last)]})
    made = parameters or Parameters()
    stage_context(con, terms, made, until)
    return Facts(con, states_of(ordered), terms, evidence, made, until)


def _happened(table: str, row: Row, until: int) -> bool:
    """Whether a row tells of something before an instant; rows without a time of their own do not say."""
    at = row[3] if "at_us" in STAGE[table] else None
    return not isinstance(at, int) or at < until


def open_facts(sources: Sequence[LogSource], path: str) -> Facts:
    """Open tables built earlier from exactly these log states; the caller keeps one file a stamp."""
    terms, evidence = read_terms(sources)
    return Facts(connect(path), states_of(sources), terms, evidence)


def read_terms(sources: Sequence[LogSource]) -> tuple[Terms, Evidence]:
    """The corridor's terms, from the newest charter of the first log that has one, and the weakest evidence class.

    The first by origin; the road is that of the first which describes one. A charter stands among the first entries of
    its log. Raises FactsError when there is none.
    """
    ordered = distinct_logs(sources)
    found = [terms for source in ordered if (terms := _charter(source)) is not None]
    if not found:
        raise FactsError(
            "no log here holds a charter, so nothing says what its columns mean",
            next_step="Start the log with `safeconduct init --corridor FILE`.",
        )
    route = next((terms.route for terms in found if terms.route is not None), None)
    return replace(found[0], route=route), weakest([terms.evidence for terms in found])


def _charter(source: LogSource) -> Terms | None:
    newest = _newest_charter(source)
    return None if newest is None else terms_from_charter(newest.corridor, newest.body)


def _charter_body(source: LogSource) -> Mapping[str, Any] | None:
    newest = _newest_charter(source)
    return None if newest is None else newest.body


def _newest_charter(source: LogSource, *, within: int = 16) -> Envelope | None:
    first = map(entry_from_bytes, source.entries(0, min(source.size, within)))
    return next((entry for entry in reversed([*first]) if entry.kind == "charter"), None)


def _log_row(number: int, source: LogSource, said: Mapping[str, Any], last: int | None) -> Row:
    """The row of a log in the table `log`: what its own charter says of it; NULL where it has none."""
    words = (said.get(name) for name in ("party", "organisation", "role", "evidence"))
    return (number, source.origin, *words, source.size, last)
