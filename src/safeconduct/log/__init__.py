"""One append-only log: write, sign, publish, read and check it.

A log lives in a SQLite file (`create_log`). `open_writer` appends and signs, one process at a time;
`open_reader` and `open_files` read and prove without a lock; `check_database` and `check_files` compute
everything again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from safeconduct.log.append import LogWriter, WriterState
from safeconduct.log.check import Finding, check_database, check_files, check_log
from safeconduct.log.errors import (
    CannotWriteError,
    DamagedError,
    EntryRefusedError,
    ExportError,
    LogError,
    LogFileError,
    RestoredError,
    SignOnceError,
    UnsignedError,
    WriteFailedError,
    WriterBusyError,
)
from safeconduct.log.folder import DiskFolder, Folder, publish
from safeconduct.log.read import LogReader
from safeconduct.log.rebuild import rebuild
from safeconduct.log.signonce import SignOnceStore, SqliteSignOnce, create_sign_once
from safeconduct.log.sqlite import SqliteSource, SqliteStorage, create_log
from safeconduct.log.storage import LogSource, LogStorage
from safeconduct.log.tiles import log_files, open_files

if TYPE_CHECKING:
    from pathlib import Path

    from safeconduct.base.world import Clock
    from safeconduct.notes.keys import Signer

__all__ = [
    "CannotWriteError",
    "DamagedError",
    "DiskFolder",
    "EntryRefusedError",
    "ExportError",
    "Finding",
    "Folder",
    "LogError",
    "LogFileError",
    "LogReader",
    "LogSource",
    "LogStorage",
    "LogWriter",
    "RestoredError",
    "SignOnceError",
    "SignOnceStore",
    "SqliteSignOnce",
    "SqliteStorage",
    "UnsignedError",
    "WriteFailedError",
    "WriterBusyError",
    "WriterState",
    "check_database",
    "check_files",
    "check_log",
    "create_log",
    "create_sign_once",
    "log_files",
    "open_files",
    "open_reader",
    "open_writer",
    "publish",
    "rebuild",
]


def open_reader(path: Path) -> LogReader:
    """Read the log in the database at `path`, as it is now. Raises LogFileError if there is none."""
    return LogReader(SqliteSource(path))


def open_writer(path: Path, signer: Signer, sign_once: SignOnceStore | None, clock: Clock) -> LogWriter:
    """Write to the log in the database at `path`; None for `sign_once` says that the store is lost.

    Raises LogFileError if there is none, WriterBusyError if it is being written to, DamagedError if its end
    does not lead to its root. A log that must not be continued opens in the state RESTORED.
    """
    return LogWriter(SqliteStorage(path), signer, sign_once, clock)
