"""One process at work on a log, for the scenarios: it appends until it is stopped and says what is durable.

``log_process.py append FOLDER``  appends groups of 1, 2, 3 ... entries, signs and publishes now and then; before
                                  anything it prints ``open SIZE``, after each durable step ``appended SIZE`` or
                                  ``published SIZE``, and if a write fails ``stopped REASON``
``log_process.py hold FOLDER``    opens the log for writing, prints ``open SIZE`` and waits for its input to end
``log_process.py brief FOLDER M`` appends and signs 20 times with ``synchronous = M`` and ends
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from safeconduct.log import CannotWriteError, DiskFolder, LogWriter, SqliteSignOnce, database, open_writer
from safeconduct.testing import FakeClock, sample_entries, sample_signer


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def append(writer: LogWriter, folder: Path) -> None:
    tiles = DiskFolder(folder / "tiles")
    for group in range(1, 10_000):
        writer.append(sample_entries(1 + group % 40, writer.size))
        say("appended", writer.size)
        if group % 7 == 0:
            writer.sign()
        if group % 20 == 0:
            writer.publish(tiles)
            say("published", writer.size)


def brief(writer: LogWriter) -> None:
    for group in range(20):
        writer.append(sample_entries(1 + group, writer.size))
        say("appended", writer.size)
        if group % 3 == 0:
            writer.sign()


def main(act: str, folder: Path, option: str) -> None:
    if act == "append" and option:  # a disk that is full: every write beyond this size fails
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(option), int(option)))
    if act == "brief":  # the journal is written back often, so that a short life shows every kind of write
        weaker = f"PRAGMA synchronous = {option}"
        database._SETTINGS = (*database._SETTINGS[1:], weaker, "PRAGMA wal_autocheckpoint = 5")
    once = SqliteSignOnce(folder / "once.sqlite")
    with open_writer(folder / "log.sqlite", sample_signer(), once, FakeClock()) as writer:
        say("open", writer.size)
        if act == "hold":
            sys.stdin.read()
            return
        try:
            brief(writer) if act == "brief" else append(writer, folder)
        except CannotWriteError as error:
            say("stopped", error)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "")
