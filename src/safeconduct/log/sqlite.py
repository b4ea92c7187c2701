"""The authority: one SQLite file per log, written by one process at a time.

Table `log` names the key of the log, `piece` holds entries and leaf hashes, `node` the hashes of the tiles
above level 0, `checkpoint` what was signed. One row of `piece` holds up to 256 entries in the bytes of an
entry bundle, so that an import of millions stays compact and a bundle is read by joining rows. Nodes
between the levels of tiles are left out: they are at most 255 hashes away.

Triggers refuse every UPDATE and DELETE, a node out of its order, and a checkpoint that is not newer than the
last; the one writer, under its lock, refuses a piece that does not begin where the log ends (a trigger for it
made single appends some 3 to 10 % slower). They guard against our own mistakes, not against
someone with the disk: `log.check` does that.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safeconduct.log.database import connect, create, transaction
from safeconduct.log.errors import DamagedError, LogError, LogFileError, WriterBusyError
from safeconduct.log.storage import Batch, Piece, cut_tile
from safeconduct.merkle.hashing import HASH_BYTES
from safeconduct.merkle.tile import ENTRIES, Tile
from safeconduct.notes.errors import KeyTextError
from safeconduct.notes.keys import KeyKind, Verifier

_APPLICATION_ID = 0x53434C31  # "SCL1"
# The plain error means that our own statements no longer fit the tables.
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR})

_PARTS = {
    ENTRIES: "SELECT start, count, bundle FROM piece WHERE start >= ? AND start < ? ORDER BY start",
    0: "SELECT start, count, leaves FROM piece WHERE start >= ? AND start < ? ORDER BY start",
}

_INSERT_PIECE = "INSERT INTO piece VALUES (?, ?, ?, ?)"

_TABLES = (
    "CREATE TABLE log (id INTEGER PRIMARY KEY CHECK (id = 0), vkey TEXT NOT NULL) STRICT",
    """CREATE TABLE piece (
        start INTEGER PRIMARY KEY, count INTEGER NOT NULL,
        leaves BLOB NOT NULL, bundle BLOB NOT NULL,
        CHECK (count > 0 AND start / 256 = (start + count - 1) / 256),
        CHECK (length(leaves) = 32 * count AND length(bundle) >= 2 * count)
    ) STRICT""",
    """CREATE TABLE node (
        level INTEGER NOT NULL CHECK (level > 0), idx INTEGER NOT NULL,
        hash BLOB NOT NULL CHECK (length(hash) = 32), PRIMARY KEY (level, idx)
    ) STRICT, WITHOUT ROWID""",
    "CREATE TABLE checkpoint (size INTEGER PRIMARY KEY CHECK (size >= 0), note BLOB NOT NULL) STRICT",
    """CREATE TRIGGER node_follows BEFORE INSERT ON node
    WHEN NEW.idx IS NOT coalesce((SELECT max(idx) + 1 FROM node WHERE level = NEW.level), 0)
    BEGIN SELECT RAISE(ABORT, 'nodes are added in their order'); END""",
    """CREATE TRIGGER checkpoint_follows BEFORE INSERT ON checkpoint
    WHEN NEW.size <= (SELECT max(size) FROM checkpoint)
        OR NEW.size IS NOT coalesce(
            (SELECT start + count FROM piece WHERE start < NEW.size ORDER BY start DESC LIMIT 1), 0)
    BEGIN SELECT RAISE(ABORT, 'a checkpoint is newer than the last and of a size on record'); END""",
    *(
        f"CREATE TRIGGER {table}_{verb} BEFORE {verb} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, 'a log is only appended to'); END"
        for table in ("log", "piece", "node", "checkpoint")
        for verb in ("UPDATE", "DELETE")
    ),
)


def create_log(path: Path, vkey: str) -> None:
    """Make an empty log that the key of `vkey` will sign; its origin is the name of that key.

    Raises LogFileError if the file exists, KeyTextError if `vkey` is none.
    """
    verifier = Verifier.from_vkey(vkey)
    if verifier.kind is not KeyKind.ED25519:
        raise KeyTextError(f"the key {verifier.name!r} is a cosigner's, not a log's")

    def fill(connection: sqlite3.Connection) -> None:
        for statement in _TABLES:
            connection.execute(statement)
        connection.execute("INSERT INTO log VALUES (0, ?)", (vkey,))

    create(path, _APPLICATION_ID, fill)


class SqliteSource:
    """A log in its database, to read; takes no lock, and sees what was durable when each method is called."""

    def __init__(self, path: Path, *, read_only: bool = True) -> None:
        """Open a log that `create_log` made. Raises LogFileError if there is none."""
        self.path = path
        self._connection = connect(path, _APPLICATION_ID, read_only=read_only)
        try:
            self.vkey = self._read_vkey()
        except BaseException:
            self._connection.close()
            raise

    def size(self) -> int:
        """The number of durable entries."""
        with self._reading():
            row = self._connection.execute("SELECT start + count FROM piece ORDER BY start DESC LIMIT 1").fetchone()
        return int(row[0]) if row else 0

    def checkpoint(self) -> bytes | None:
        """The newest signed checkpoint."""
        with self._reading():
            row = self._connection.execute("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1").fetchone()
        return row[0] if row else None

    def load(self, tile: Tile) -> bytes:
        """The bytes of a hash tile or an entry bundle."""
        first, end = tile.index * 256, tile.index * 256 + tile.width
        with self._reading():
            if tile.level > 0:
                return self._nodes(tile, first, end)
            rows = self._connection.execute(
                _PARTS[tile.level],
                (first, end),
            ).fetchall()
        held = first
        for start, count, _ in rows:
            if start != held:
                raise DamagedError("a piece of this tile is out of its place", where=tile.path())
            held += count
        if held < end:
            raise DamagedError("the database does not hold all of this tile", where=tile.path())
        data = b"".join([part for _, _, part in rows])
        return data if held == end else cut_tile(tile, data)

    def checkpoints(self) -> Iterator[tuple[int, bytes]]:
        """Every signed checkpoint, by size."""
        with self._reading():
            yield from self._connection.execute("SELECT size, note FROM checkpoint ORDER BY size")

    def damage(self) -> Iterator[str]:
        """What SQLite itself finds wrong with the file, one sentence each; at most 100."""
        with self._reading():
            for (line,) in self._connection.execute("PRAGMA integrity_check"):
                if line != "ok":
                    yield line

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _read_vkey(self) -> str:
        with self._reading():
            row = self._connection.execute("SELECT vkey FROM log").fetchone()
        if row is None:
            raise LogFileError("this log names no key", where=str(self.path))
        return str(row[0])

    def _nodes(self, tile: Tile, first: int, end: int) -> bytes:
        rows = self._connection.execute(
            "SELECT hash FROM node WHERE level = ? AND idx >= ? AND idx < ? ORDER BY idx",
            (tile.level, first, end),
        ).fetchall()
        if len(rows) < tile.width:
            raise DamagedError("the database does not hold all of this tile", where=tile.path())
        return b"".join([row[0] for row in rows])

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Name damage for what it is; every other failure of the disk rises as it is."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE:
                raise DamagedError(f"the database is damaged ({error})", where=str(self.path)) from error
            raise


class SqliteStorage(SqliteSource):
    """A log in its database, to write: holds the lock of the log from opening to closing."""

    def __init__(self, path: Path) -> None:
        """Open a log for writing. Raises LogFileError if there is none, WriterBusyError if it is taken."""
        self._lock = _locked(path)
        try:
            super().__init__(path, read_only=False)
        except BaseException:
            os.close(self._lock)
            raise
        try:
            self._end = self.size()
        except BaseException:
            self.close()
            raise

    def append(self, batch: Batch) -> None:
        """Add a batch in one durable transaction."""
        pieces, nodes = batch
        end = self._end
        for piece in pieces:
            if piece.start != end:
                raise LogError(f"a piece begins at {piece.start}, the log ends at {end}", where=str(self.path))
            end = piece.end
        try:
            if len(pieces) == 1 and not nodes:  # one statement is a transaction by itself
                self._connection.execute(_INSERT_PIECE, _piece_row(pieces[0]))
            else:
                with transaction(self._connection):
                    self._connection.executemany(_INSERT_PIECE, map(_piece_row, pieces))
                    self._connection.executemany("INSERT INTO node VALUES (?, ?, ?)", nodes)
        except sqlite3.IntegrityError as error:
            raise self._refusal(error) from error
        self._end = end

    def put_checkpoint(self, size: int, note: bytes) -> None:
        """Add a signed checkpoint in one durable transaction."""
        try:
            with transaction(self._connection):
                self._connection.execute("INSERT INTO checkpoint VALUES (?, ?)", (size, note))
        except sqlite3.IntegrityError as error:
            raise self._refusal(error) from error

    def close(self) -> None:
        """Close the file and let another writer in."""
        try:
            super().close()
        finally:
            if self._lock >= 0:
                os.close(self._lock)
                self._lock = -1

    def _refusal(self, error: sqlite3.IntegrityError) -> LogError:
        return LogError(f"the database refuses this: {error}", where=str(self.path))


def _piece_row(piece: Piece) -> tuple[int, int, bytes, bytes]:
    start, leaves, bundle = piece
    return start, len(leaves) // HASH_BYTES, leaves, bundle


def _locked(path: Path) -> int:
    """Take the writer lock of a log; the descriptor that holds it. The lock ends with the process."""
    if not path.is_file():
        raise LogFileError("there is no log here", where=str(path))
    lock = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(lock)
        raise WriterBusyError(
            "another process is writing to this log",
            where=str(path),
            next_step="Wait for it or stop it; reading needs no lock.",
        ) from error
    return lock
