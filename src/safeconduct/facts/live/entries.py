"""Entries into a live state, and what each of them says after its corrections.

The state is the set of entries it was given, each under its log and index. So applying is commutative and idempotent,
and two states merge into the one that had all entries of both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import msgspec

from safeconduct.entries.envelope import entry_from_bytes
from safeconduct.facts.context import DATED, WATCHED
from safeconduct.facts.errors import FactsError
from safeconduct.facts.live.schema import LEAF_KINDS
from safeconduct.facts.stage import Row, Rows, Stager
from safeconduct.facts.terms import Evidence, Terms

if TYPE_CHECKING:
    import sqlite3

CHARTER_WITHIN: Final = 16
"""A charter stands among so many first entries of its log."""
_US_PER_HOUR: Final = 3_600_000_000


class _Target(msgspec.Struct):
    log: str
    index: int


class _Correction(msgspec.Struct):
    target: _Target


class _Kind(msgspec.Struct):
    kind: str
    body: msgspec.Raw


_KIND = msgspec.json.Decoder(_Kind)
_CORRECTION = msgspec.json.Decoder(_Correction)


@dataclass(frozen=True, slots=True)
class Said:
    """What one entry says now. kind: empty if it is of none that counts. row: None if it does not count.

    directions: of a count, every (sensor, direction) of its editions; span: (at, last, watched) for the span.
    """

    kind: str
    row: Row | None = None
    directions: tuple[tuple[object, object], ...] = ()
    span: tuple[int, int, int] | None = None


def apply(con: sqlite3.Connection, origin: str, leaf: int, data: bytes) -> bool:
    """Take in one entry of a log; whether it is new and of a kind that the tables are made of.

    It counts after the next `refresh`. The caller holds the transaction, and has verified the log. Raises FactsError if
    the log has other bytes at this index.
    """
    kind, target = _kind_of(origin, leaf, data)
    if not kind:
        return False
    log = _number(con, origin)
    row = con.execute("SELECT data FROM main.entry WHERE log = ? AND leaf = ?", [log, leaf]).fetchone()
    if row is not None and row[0] != data:
        raise FactsError(
            f"two states of the log {origin} do not extend one another",
            where=f"entry {leaf}",
            next_step="Compare them with `safeconduct verify`, and leave the false one out.",
        )
    if row is not None:
        return False
    con.execute("INSERT INTO main.entry VALUES (?, ?, ?, ?, ?)", [log, leaf, kind, target, data])
    con.execute("INSERT OR IGNORE INTO main.pending VALUES (?, ?)", [log, leaf if target is None else target])
    return True


def merge(into: sqlite3.Connection, other: sqlite3.Connection) -> int:
    """Take in all entries of another state; how many were new. They count after the next `refresh`."""
    query = "SELECT l.origin, e.leaf, e.data FROM main.entry AS e JOIN main.log AS l ON l.id = e.log"
    return sum(apply(into, origin, leaf, data) for origin, leaf, data in other.execute(query))


def _kind_of(origin: str, leaf: int, data: bytes) -> tuple[str, int | None]:
    """The kind of an entry that counts here, else '', and which entry it corrects."""
    try:
        found = _KIND.decode(data)
        if found.kind != "correction":
            counts = found.kind in DATED or (found.kind == "charter" and leaf < CHARTER_WITHIN)
            return (found.kind if counts else ""), None
        target = _CORRECTION.decode(found.body).target
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FactsError(f"this is no entry: {error}", where=f"{origin}, entry {leaf}") from error
    own = target.log == origin and 0 <= target.index < leaf
    return ("correction", target.index) if own else ("", None)


def _number(con: sqlite3.Connection, origin: str) -> int:
    con.execute("INSERT OR IGNORE INTO main.log (origin) VALUES (?)", [origin])
    (number,) = con.execute("SELECT id FROM main.log WHERE origin = ?", [origin]).fetchone()
    return int(number)


@dataclass(frozen=True, slots=True)
class _Held:
    """A log as far as its entries are in the state; enough for corrections to find what they correct."""

    con: sqlite3.Connection
    number: int
    origin: str
    size: int = 0
    root: bytes = b""

    def entries(self, lo: int, hi: int) -> Iterator[bytes]:
        query = "SELECT data FROM main.entry WHERE log = ? AND leaf >= ? AND leaf < ? ORDER BY leaf"
        return (data for (data,) in self.con.execute(query, [self.number, lo, hi]))


@dataclass(slots=True)
class Reader:
    """Reads what entries of one log say, each once, as the batch does: one definition of a row."""

    con: sqlite3.Connection
    number: int
    origin: str
    terms: Terms
    evidence: Evidence
    _stager: Stager = field(init=False)

    def __post_init__(self) -> None:
        """The stager of the batch, over the entries that are held."""
        self._stager = Stager(self.number, _Held(self.con, self.number, self.origin), self.terms, self.evidence)

    def said(self, leaf: int) -> Said:
        """What an entry says after the corrections that are known. Raises EntryError if it is no entry."""
        found = self.con.execute(
            "SELECT kind, data FROM main.entry WHERE log = ? AND leaf = ?", [self.number, leaf]
        ).fetchone()
        if found is None or found[0] not in DATED:
            return Said("")
        kind, data = found
        self._stager.add(leaf, entry_from_bytes(data))
        query = "SELECT leaf, data FROM main.entry WHERE log = ? AND target = ? ORDER BY leaf"
        for by_leaf, correction in self.con.execute(query, [self.number, leaf]).fetchall():
            self._stager.add(by_leaf, entry_from_bytes(correction))
        rows, self._stager.rows = self._stager.rows, {}
        return _said(kind, rows)


def _said(kind: str, rows: Rows) -> Said:
    editions = rows[f"leaf_{kind}"]
    newest = rows["amended"][-1] if "amended" in rows else None
    directions = tuple({(row[7], row[9]) for row in editions}) if kind == "count" else ()
    if newest is not None and newest[3] == 1:
        return Said(kind, None, directions)
    row = editions[-1]
    at, recorded = row[3], row[5]
    assert isinstance(at, int)
    assert isinstance(recorded, int)
    span = (at, min(at, recorded), int(kind in WATCHED))
    if kind == "heartbeat":
        row = (*row, _long(at, row[8]))
    return Said(kind, row if kind in LEAF_KINDS else None, directions, span)


def _long(at: int, end: object) -> int:
    """The smallest power of two, in hours, that holds a period: those of one length are found by their time."""
    assert isinstance(end, int)
    hours = max(1, -(-(end - at) // _US_PER_HOUR))
    return (1 << (hours - 1).bit_length()) * _US_PER_HOUR
