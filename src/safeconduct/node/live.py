"""The live state of a corridor's road: one file that follows the signed logs, batch by batch.

``corridors/<id>/live.sqlite`` holds what `facts.live` makes of the entries, and how far each log was read, in one
transaction: after a power cut it is some earlier state, and reads on from there. It can be deleted; it is made again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from safeconduct.facts.live.entries import apply
from safeconduct.facts.live.refresh import Dirty, refresh
from safeconduct.facts.live.schema import LIVE_VERSION, init
from safeconduct.log import LogReader
from safeconduct.log.database import transaction
from safeconduct.node.node import Node

LIVE_FILE: Final = "live.sqlite"
FEED_ENTRIES_MAX: Final = 20_000
"""Entries read in one transaction; more of them wait for the next."""
_BUSY_SECONDS_MAX: Final = 30.0
_SETTINGS: Final = ("synchronous = NORMAL", "temp_store = MEMORY", "trusted_schema = OFF", "cache_size = -32768")
"""NORMAL may lose the last transactions in a power cut; a derived state then reads those entries again."""


@dataclass(frozen=True, slots=True)
class Fed:
    """What following the logs did: entries read, and what they changed."""

    read: int
    dirty: Dirty


def live_path(node: Node, corridor: str) -> Path:
    """Where the live state of a corridor lies."""
    return node.layout.corridor(corridor) / LIVE_FILE


@contextmanager
def open_live(node: Node, corridor: str) -> Iterator[sqlite3.Connection]:
    """The live state as it was last fed, made if there is none; the tables are those of `facts.live`.

    A file that is damaged, or of another version, is replaced. Raises sqlite3.Error if it cannot be written.
    """
    path = live_path(node, corridor)
    try:
        con = _opened(path)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
            path.with_name(name).unlink(missing_ok=True)
        con = _opened(path)
    with closing(con):
        yield con


def feed(node: Node, corridor: str, con: sqlite3.Connection) -> Fed:
    """Read what is new in the signed logs of a corridor, and count it.

    Entries and the positions read go in together; what is counted appears in the last transaction. If a log is no
    longer the one that was read, the state is made again. Raises FactsError, UnsignedError, LogError.
    """
    with node.all_signed(corridor) as readers:
        with transaction(con):
            if not _extends(con, readers):
                _start_again(con)
        read = 0
        while True:
            with transaction(con):
                taken = _take(con, readers)
                read += taken
                if taken < FEED_ENTRIES_MAX:
                    return Fed(read, refresh(con))


def _opened(path: Path) -> sqlite3.Connection:
    con = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=_BUSY_SECONDS_MAX)
    try:
        con.execute("PRAGMA journal_mode = WAL")
        for setting in _SETTINGS:
            con.execute(f"PRAGMA {setting}")
        with transaction(con):
            if _version(con) != LIVE_VERSION:
                _start_again(con)
    except BaseException:
        con.close()
        raise
    return con


def _version(con: sqlite3.Connection) -> str:
    if con.execute("SELECT 1 FROM sqlite_master WHERE name = 'kept'").fetchone() is None:
        return ""
    row = con.execute("SELECT value FROM kept WHERE name = 'version'").fetchone()
    return "" if row is None else str(row[0])


def _start_again(con: sqlite3.Connection) -> None:
    """Empty the file within the transaction, so that readers see the old state until the new one stands."""
    names = con.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall()
    for (name,) in names:
        con.execute(f'DROP TABLE "{name}"')
    init(con)
    con.execute("CREATE TABLE position (origin VARCHAR PRIMARY KEY, size BIGINT, root BLOB) WITHOUT ROWID")


def _extends(con: sqlite3.Connection, readers: Sequence[LogReader]) -> bool:
    """Whether every log that was read is still there and begins with what was read of it."""
    now = {reader.origin: reader for reader in readers}
    held = con.execute("SELECT origin, size, root FROM position").fetchall()
    return all(
        origin in now and now[origin].size >= size and now[origin].root_at(size) == root for origin, size, root in held
    )


def _take(con: sqlite3.Connection, readers: Sequence[LogReader]) -> int:
    """Take in what is new, up to the bound of one transaction; how many entries were read."""
    sizes = dict(con.execute("SELECT origin, size FROM position").fetchall())
    taken = 0
    for reader in readers:
        start = sizes.get(reader.origin, 0)
        end = min(reader.size, start + FEED_ENTRIES_MAX - taken)
        for leaf, data in enumerate(reader.entries(start, end), start):
            apply(con, reader.origin, leaf, data)
        if end > start:
            place = (reader.origin, end, reader.root_at(end))
            con.execute("INSERT OR REPLACE INTO position VALUES (?, ?, ?)", place)
            taken += end - start
    return taken
