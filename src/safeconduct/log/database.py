"""How our SQLite files are opened: settings that decide whether a committed row outlives a power cut.

`synchronous` is FULL on every connection: in a test of lost writes NORMAL lost acknowledged entries in half
of all crash states, FULL in none. `recursive_triggers` is on, or `INSERT OR REPLACE` would slip past a
trigger on DELETE.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from safeconduct.log.errors import LogFileError

_FORMAT = 1
_BUSY_SECONDS_MAX = 30.0
_SETTINGS: tuple[str, ...] = (
    "PRAGMA synchronous = FULL",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
)


def connect(path: Path, application_id: int, *, read_only: bool = False) -> sqlite3.Connection:
    """Open a database that `create` made. Raises LogFileError if it is missing or of another kind.

    The connection commits by itself except inside `transaction`. Threads may share one that only reads.
    """
    if not path.is_file():
        raise LogFileError("there is no such file", where=str(path))
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=_BUSY_SECONDS_MAX,
    )
    try:
        _prepare(connection, path, application_id)
    except BaseException:
        connection.close()
        raise
    return connection


def create(path: Path, application_id: int, fill: Callable[[sqlite3.Connection], None]) -> None:
    """Make a database whole or not at all; `fill` runs in its first transaction.

    Raises LogFileError if the file exists: nothing is ever overwritten.
    """
    draft = path.with_name(path.name + ".new")
    if path.exists():
        raise LogFileError("this file exists already", where=str(path))
    for leftover in (draft, draft.with_name(draft.name + "-wal"), draft.with_name(draft.name + "-shm")):
        leftover.unlink(missing_ok=True)
    with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        _set(connection)
        with transaction(connection):
            connection.execute(f"PRAGMA application_id = {application_id}")
            connection.execute(f"PRAGMA user_version = {_FORMAT}")
            fill(connection)
    try:
        path.hardlink_to(draft)  # unlike a rename, a link never replaces a file that another process just made
    except FileExistsError as error:
        raise LogFileError("this file exists already", where=str(path)) from error
    finally:
        draft.unlink()
    sync_folder(path.parent)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """One write transaction: committed durably at the end, undone if anything is raised."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def sync_folder(path: Path) -> None:
    """Make new names in a folder durable."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _set(connection: sqlite3.Connection) -> None:
    for setting in _SETTINGS:
        connection.execute(setting)


def _prepare(connection: sqlite3.Connection, path: Path, application_id: int) -> None:
    try:
        _set(connection)
        (found_id,) = connection.execute("PRAGMA application_id").fetchone()
        (found_format,) = connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise LogFileError(f"this file cannot be read as a database ({error})", where=str(path)) from error
    if found_id != application_id:
        raise LogFileError("this is a database of another program", where=str(path))
    if found_format != _FORMAT:
        raise LogFileError(f"this file has format {found_format}, this version reads format {_FORMAT}", where=str(path))
