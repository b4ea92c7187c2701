"""The sign-once store: the highest state that each key has ever signed of each log.

It is asked before every signature, is a file of its own, belongs on another medium than the log if there is
one, and never into the same backup: after a restore it is what tells that the log has gone back in time. It
is created by `create_sign_once` only, never as a side effect. (After Sunlight's checkpoint lock.)

What an attacker who can change it gains: the log key can be made to sign a second history, which anyone who
holds a checkpoint of the first one can prove. What its loss costs: the log must be continued under a new
origin and key.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from safeconduct.base.instant import Instant
from safeconduct.log.database import connect, create, transaction
from safeconduct.log.errors import LogFileError, SignOnceError

if TYPE_CHECKING:
    from pathlib import Path

_APPLICATION_ID = 0x53435331  # "SCS1"

_TABLES = (
    """CREATE TABLE signed (
        vkey TEXT NOT NULL, origin TEXT NOT NULL,
        size INTEGER NOT NULL CHECK (size >= 0), root BLOB NOT NULL CHECK (length(root) = 32),
        at INTEGER NOT NULL, PRIMARY KEY (vkey, origin)
    ) STRICT""",
    """CREATE TRIGGER signed_rises BEFORE UPDATE ON signed
    WHEN NEW.vkey IS NOT OLD.vkey OR NEW.origin IS NOT OLD.origin OR NEW.size < OLD.size OR NEW.at < OLD.at
        OR (NEW.size = OLD.size AND NEW.root IS NOT OLD.root)
    BEGIN SELECT RAISE(ABORT, 'the sign-once store only rises'); END""",
    """CREATE TRIGGER signed_stays BEFORE DELETE ON signed
    BEGIN SELECT RAISE(ABORT, 'the sign-once store never forgets'); END""",
)


@dataclass(frozen=True, slots=True)
class Signed:
    """A state that a key has signed, or is about to. at: when, by the clock of the signer."""

    size: int
    root: bytes
    at: Instant


class SignOnceStore(Protocol):
    """Remembers for ever what was signed."""

    def highest(self, vkey: str, origin: str) -> Signed | None:
        """The highest state signed with a key for a log; None if it never signed."""
        ...

    def advance(self, vkey: str, origin: str, signed: Signed) -> None:
        """Note durably what is about to be signed. Raises SignOnceError unless `check_advance` allows it."""
        ...


def check_advance(last: Signed | None, new: Signed) -> None:
    """The rule: larger, or the same size and root; and time never runs back. Raises SignOnceError."""
    if last is None:
        return
    if new.size < last.size:
        raise SignOnceError(
            f"size {last.size} of this log was signed before, so size {new.size} must not be",
            next_step="Treat this copy as restored: continue under a new origin and key.",
        )
    if new.size == last.size and new.root != last.root:
        raise SignOnceError(
            f"another root of size {new.size} was signed before",
            next_step="Treat this copy as restored: continue under a new origin and key.",
        )
    if new.at < last.at:
        raise SignOnceError("the clock is behind the last signature", next_step="Set the clock right.")


class SqliteSignOnce:
    """The sign-once store in a file of its own, safe between processes."""

    def __init__(self, path: Path) -> None:
        """Open the store at `path`. Raises SignOnceError if it is missing or is no such store."""
        try:
            self._connection = connect(path, _APPLICATION_ID)
        except LogFileError as error:
            raise SignOnceError(
                "the store that remembers what was signed is missing or unreadable",
                where=str(path),
                next_step="Never replace it for a log that has signed: continue under a new origin and key.",
            ) from error

    def highest(self, vkey: str, origin: str) -> Signed | None:
        """The highest state signed."""
        row = self._connection.execute(
            "SELECT size, root, at FROM signed WHERE vkey = ? AND origin = ?", (vkey, origin)
        ).fetchone()
        return Signed(*row) if row else None

    def advance(self, vkey: str, origin: str, signed: Signed) -> None:
        """Compare and set in one durable transaction."""
        with transaction(self._connection):
            check_advance(self.highest(vkey, origin), signed)
            self._connection.execute(
                "INSERT INTO signed VALUES (?, ?, ?, ?, ?) ON CONFLICT (vkey, origin)"
                " DO UPDATE SET size = excluded.size, root = excluded.root, at = excluded.at",
                (vkey, origin, signed.size, signed.root, signed.at),
            )

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def create_sign_once(path: Path) -> SqliteSignOnce:
    """Make an empty sign-once store, once in the life of a node. Raises LogFileError if the file exists."""

    def fill(connection: sqlite3.Connection) -> None:
        for statement in _TABLES:
            connection.execute(statement)

    create(path, _APPLICATION_ID, fill)
    return SqliteSignOnce(path)
