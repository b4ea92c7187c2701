"""What a live state is counted against: the terms of its charters, staged for the texts of the derived tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from safeconduct.entries.envelope import entry_from_bytes
from safeconduct.facts.build import FACTS_VERSION, read_terms
from safeconduct.facts.context import Parameters, main_spans
from safeconduct.facts.live.entries import CHARTER_WITHIN, Reader
from safeconduct.facts.live.schema import LIVE_VERSION
from safeconduct.facts.terms import Evidence, Terms

if TYPE_CHECKING:
    import sqlite3

_CONTEXT = """
CREATE TEMP TABLE post (id VARCHAR, from_us BIGINT, until_us BIGINT);
CREATE TEMP TABLE main_span (post VARCHAR, from_us BIGINT, until_us BIGINT);
CREATE TEMP TABLE towards (direction VARCHAR, rank BIGINT);
CREATE TEMP TABLE span (from_us BIGINT, until_us BIGINT, dwell_us BIGINT, late_us BIGINT);
CREATE TEMP TABLE log AS SELECT id AS log, origin, organisation FROM main.log;
"""


@dataclass(frozen=True, slots=True)
class Against:
    """The terms in force, and of each log (by its number here) its name and evidence."""

    terms: Terms
    parameters: Parameters
    logs: dict[int, tuple[str, Evidence]]

    def reader(self, con: sqlite3.Connection, log: int) -> Reader:
        """Reads the entries of one log under these terms."""
        origin, evidence = self.logs[log]
        return Reader(con, log, origin, self.terms, evidence)


@dataclass(frozen=True, slots=True)
class _Charters:
    """The first entries of a log, as far as they are charters: all that `read_terms` looks at."""

    origin: str
    data: tuple[bytes, ...]
    root: bytes = b""

    @property
    def size(self) -> int:
        return len(self.data)

    def entries(self, lo: int, hi: int) -> Iterator[bytes]:
        return iter(self.data[lo:hi])


def terms_in_force(con: sqlite3.Connection, parameters: Parameters) -> tuple[Against | None, bool]:
    """The terms that the charters here state, None without a charter; whether they are others than the last time.

    A log that nothing was counted from yet changes nothing for the others. Raises EntryError for a bad charter.
    """
    logs = con.execute("SELECT id, origin, organisation, evidence FROM main.log ORDER BY origin").fetchall()
    charters = [_Charters(origin, _charters(con, number)) for number, origin, _, _ in logs]
    if not any(charter.size for charter in charters):
        return None, False
    terms, _ = read_terms(charters)
    changed = False
    known: dict[int, tuple[str, Evidence]] = {}
    for (number, origin, *held), charter in zip(logs, charters, strict=True):
        said = entry_from_bytes(charter.data[-1]).body if charter.data else {}
        card = [said.get("organisation"), said.get("evidence", "observed")]
        known[number] = (origin, card[1])
        if card != held:
            changed |= held[1] is not None
            con.execute("UPDATE main.log SET organisation = ?, evidence = ? WHERE id = ?", [*card, number])
    stated = repr((FACTS_VERSION, LIVE_VERSION, terms.offsets, terms.route, parameters))
    digest = hashlib.sha256(stated.encode()).hexdigest()
    return Against(terms, parameters, known), keep(con, "terms", digest) or changed


def _charters(con: sqlite3.Connection, log: int) -> tuple[bytes, ...]:
    query = "SELECT data FROM main.entry WHERE log = ? AND leaf < ? AND kind = 'charter' ORDER BY leaf"
    return tuple(data for (data,) in con.execute(query, [log, CHARTER_WITHIN]))


def keep(con: sqlite3.Connection, name: str, value: str) -> bool:
    """Keep a value under a name; whether there was none or another."""
    held = con.execute("SELECT value FROM main.kept WHERE name = ?", [name]).fetchone()
    con.execute("INSERT OR REPLACE INTO main.kept VALUES (?, ?)", [name, value])
    return held is None or held[0] != value


def stage_terms(con: sqlite3.Connection, against: Against) -> None:
    """Stage post, main_span, towards, span (not yet filled) and log as temporary tables."""
    for statement in _CONTEXT.split(";\n"):
        con.execute(statement)
    route = against.terms.route
    if route is not None:
        posts = [(post.id, post.from_us, post.until_us) for post in route.posts]
        con.executemany("INSERT INTO temp.post VALUES (?, ?, ?)", posts)
        con.executemany("INSERT INTO temp.main_span VALUES (?, ?, ?)", main_spans(route.posts))
        ranks = [(one.direction, rank) for rank, one in enumerate(route.directions, 1)]
        con.executemany("INSERT INTO temp.towards VALUES (?, ?)", ranks)
    stage_span(con, against, 0, 0)


def stage_span(con: sqlite3.Connection, against: Against, start: int, end: int) -> None:
    """Put the span of the record, and the parameters, before the texts."""
    parameters = against.parameters
    con.execute("DELETE FROM temp.span")
    con.execute("INSERT INTO temp.span VALUES (?, ?, ?, ?)", [start, end, parameters.dwell_us, parameters.late_us])
