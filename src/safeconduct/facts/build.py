"""Build the tables of one corridor from its logs: a pure function of (log sizes and roots, code version).

Logs are numbered by sorted origin, so the order in which they arrive changes nothing. Derived tables are made by
the SQL texts in `tables/`, in the portable subset of docs/reference/facts.md, and only when a question needs them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

import duckdb

from safeconduct.base.canonical import value_from_canonical
from safeconduct.entries.envelope import Envelope, entry_from_bytes
from safeconduct.facts.columns import STAGE
from safeconduct.facts.engines.duck import connect, create_table, load_rows
from safeconduct.facts.errors import FactsError
from safeconduct.facts.extras import attach_extras
from safeconduct.facts.stage import LogSource, Row, Rows, Stager
from safeconduct.facts.terms import Evidence, Terms, terms_from_charter, weakest

FACTS_VERSION = "facts/2"
DERIVED = {"movement": (), "cargo": ("movement",), "check": ("movement",), "passage": ()}
"""The derived tables and those each is made from."""


@dataclass(frozen=True, slots=True)
class LogState:
    """One log in a stamp: its name, size and root (64 hex digits)."""

    origin: str
    size: int
    root: str


@dataclass(slots=True)
class Facts:
    """The tables of one corridor, stamped with the log states they were made from."""

    con: duckdb.DuckDBPyConnection
    stamp: tuple[LogState, ...]
    terms: Terms
    evidence: Evidence
    _made: set[str] = field(default_factory=set)
    _extras: dict[str, dict[str, str]] = field(default_factory=dict)
    _left_out: int | None = None

    def need(self, table: str) -> None:
        """Make a derived table and those below it, once."""
        if table in self._made:
            return
        for below in DERIVED[table]:
            self.need(below)
        if not _table_exists(self.con, table):
            self.con.execute(files("safeconduct.facts.tables").joinpath(f"{table}.sql").read_text("utf-8"))
            attach_extras(self.con, table)
        self._made.add(table)

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
                "WHERE table_name = ? AND starts_with(column_name, 'x_') ORDER BY column_name"
            )
            found = self.con.execute(query, [table]).fetchall()
            self._extras[table] = {name[2:]: kind for name, kind in found}
        return self._extras[table]


def states_of(sources: Sequence[LogSource]) -> tuple[LogState, ...]:
    """The states of some logs, by sorted origin."""
    ordered = sorted(sources, key=lambda source: source.origin)
    return tuple(LogState(source.origin, source.size, source.root.hex()) for source in ordered)


def build_facts(sources: Sequence[LogSource], *, path: str = ":memory:") -> Facts:
    """Stage the entries of all logs into a new database (a file at `path`, which must not exist, or memory).

    Raises FactsError when no log holds a charter.
    """
    ordered = sorted(sources, key=lambda source: source.origin)
    terms, evidence = read_terms(ordered)
    con = connect(path)
    for name, columns in STAGE.items():
        create_table(con, name, columns)

    def flush(rows: Rows) -> None:
        for name, incoming in rows.items():
            load_rows(con, name, STAGE[name], incoming)

    for number, source in enumerate(ordered):
        stager = Stager(number, source, terms)
        stager.run(flush)
        flush({"log": [_log_row(number, source, stager.last)]})
    return Facts(con, states_of(ordered), terms, evidence)


def open_facts(sources: Sequence[LogSource], path: str) -> Facts:
    """Open tables built earlier from exactly these log states; the caller keeps one file a stamp."""
    ordered = sorted(sources, key=lambda source: source.origin)
    terms, evidence = read_terms(ordered)
    return Facts(connect(path), states_of(ordered), terms, evidence)


def read_terms(sources: Sequence[LogSource]) -> tuple[Terms, Evidence]:
    """The corridor's terms, from the newest charter of the first log that has one, and the weakest evidence class.

    The first by origin. A charter stands among the first entries of its log. Raises FactsError when there is none.
    """
    ordered = sorted(sources, key=lambda source: source.origin)
    found = [terms for source in ordered if (terms := _charter(source)) is not None]
    if not found:
        raise FactsError(
            "no log here holds a charter, so nothing says what its columns mean",
            next_step="Start the log with `safeconduct init --corridor FILE`.",
        )
    return found[0], weakest([terms.evidence for terms in found])


def _charter(source: LogSource) -> Terms | None:
    newest = _newest_charter(source)
    return None if newest is None else terms_from_charter(newest.corridor, newest.body)


def _charter_body(source: LogSource) -> Mapping[str, Any] | None:
    newest = _newest_charter(source)
    return None if newest is None else newest.body


def _newest_charter(source: LogSource, *, within: int = 16) -> Envelope | None:
    first = map(entry_from_bytes, source.entries(0, min(source.size, within)))
    return next((entry for entry in reversed([*first]) if entry.kind == "charter"), None)


def _log_row(number: int, source: LogSource, last: int | None) -> Row:
    """The row of a log in the table `log`: what its own charter says of it; NULL where it has none."""
    said: Mapping[str, Any] = _charter_body(source) or {}
    words = (said.get(name) for name in ("party", "organisation", "role", "evidence"))
    return (number, source.origin, *words, source.size, last)


def _table_exists(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    query = "SELECT COUNT(*) FROM information_schema.tables WHERE table_name = ?"
    row = con.execute(query, [table]).fetchone()
    return row is not None and row[0] > 0
