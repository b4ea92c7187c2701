"""Durable appends beside bare SQLite: the same entries, the same flush, in turns within one run.

Both commit with WAL and `synchronous = FULL`. The peer only inserts the bytes of each entry under its
number; the log also hashes, grows its tree, stores leaves and root, and refuses what does not follow. Run
it as ``python bench/append.py [--seconds N]``; it prints one JSON object a line. The disk differs by ten
times and more between machines, so read the ratio.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeAlias

from safeconduct.log import create_log, create_sign_once, open_writer
from safeconduct.notes.keys import Signer
from safeconduct.testing import FakeClock, SeededRandom

Row: TypeAlias = dict[str, str | int | float]
Append: TypeAlias = Callable[[list[bytes]], object]

GROUPS = (1, 100, 10_000)
ENTRY_BYTES = 200
_TURNS = 12


def run(seconds: float = 6.0) -> list[Row]:
    """Measure every group size, for about `seconds` in all: entries a second, and the ratio to the peer."""
    with tempfile.TemporaryDirectory() as folder:
        return [_row(Path(folder), group, seconds / len(GROUPS)) for group in GROUPS]


def _row(folder: Path, group: int, seconds: float) -> Row:
    entries = [SeededRandom(number).random_bytes(ENTRY_BYTES) for number in range(group)]
    place = folder / str(group)
    place.mkdir()
    turn = seconds / (2 * _TURNS)
    ratios, rates = [], []
    with _ours(place) as ours, _bare(place) as bare:
        _rate(ours, entries, turn)  # the first pages of a file cost more than later ones
        _rate(bare, entries, turn)
        for _ in range(_TURNS):
            peer = _rate(bare, entries, turn)
            rates.append(_rate(ours, entries, turn))
            ratios.append(rates[-1] / peer)
    return {
        "name": f"durable append, groups of {group}",
        "value": round(statistics.median(rates)),
        "unit": "entries/s",
        "ratio": round(statistics.median(ratios), 3),
        "peer": "bare SQLite, WAL, synchronous=FULL",
    }


def _rate(append: Append, entries: list[bytes], seconds: float) -> float:
    """Entries a second over at least `seconds`."""
    begin, appended = time.perf_counter(), 0
    while True:
        append(entries)
        appended += len(entries)
        passed = time.perf_counter() - begin
        if passed >= seconds:
            return appended / passed


@contextmanager
def _ours(folder: Path) -> Iterator[Append]:
    signer = Signer.from_seed("bench.example/append/e1", bytes(range(32)))
    create_log(folder / "log.sqlite", signer.vkey)
    with closing(create_sign_once(folder / "once.sqlite")) as once:
        writer = open_writer(folder / "log.sqlite", signer, once, FakeClock())
        with writer:
            yield writer.append


@contextmanager
def _bare(folder: Path) -> Iterator[Append]:
    with closing(sqlite3.connect(folder / "bare.sqlite", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE entry (idx INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT")
        count = 0

        def append(entries: list[bytes]) -> None:
            nonlocal count
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO entry VALUES (?, ?)", enumerate(entries, count))
            connection.execute("COMMIT")
            count += len(entries)

        yield append


def main() -> None:
    """Print the rows."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=6.0, help="about how long to measure in all")
    for row in run(parser.parse_args().seconds):
        print(json.dumps(row))


if __name__ == "__main__":
    main()
