"""The live state of a road beside the batch: how soon an accepted entry is seen, and at what rate entries are counted.

Vehicles pass two posts, each with a log: they arrive, are let through, one in two is checked; posts tell every hour
that they watched. Entries come at a fixed rate; whatever came while the last transaction ran goes into the next one. An
entry is seen once the transaction is committed and a query of the day's flow has run. Run it as
``python bench/live.py [--seconds N]``; it prints one JSON object a line.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final, TypeAlias

from safeconduct.base.ident import derived_id
from safeconduct.base.instant import Instant, instant_from_text, instant_to_text
from safeconduct.entries.envelope import Envelope, entry_to_bytes
from safeconduct.facts.build import build_facts
from safeconduct.facts.live.compare import compare
from safeconduct.facts.live.entries import apply
from safeconduct.facts.live.refresh import refresh
from safeconduct.facts.live.schema import init
from safeconduct.testing.corridor import CORRIDOR, SampleLog, sample_charter

Row: TypeAlias = dict[str, str | int | float]
Piece: TypeAlias = tuple[str, int, bytes]

RATE: Final = 100
START: Final = instant_from_text("2023-03-01T06:00:00.000Z")
ORIGINS: Final = ("a.example/road/e1", "b.example/road/e1")
_US: Final = 1_000_000
_HOUR: Final = 3600 * _US
_TODAY: Final = "SELECT direction, category, observed, checked FROM flow_day WHERE day = ? ORDER BY 1, 2"
_DAY: Final = START // (24 * _HOUR)


def run(seconds: float = 20.0, before: int = 20_000) -> list[Row]:
    """Let entries come for so many seconds after `before` others of the same day; then compare with the batch."""
    pieces = [*_pieces(before + int(seconds * RATE))]
    logs = [SampleLog(origin, [data for log, _, data in pieces if log == origin]) for origin in ORIGINS]
    with tempfile.TemporaryDirectory() as folder, closing(_opened(Path(folder, "live.sqlite"))) as con:
        begin = time.perf_counter()
        _count(con, pieces[:before])
        rate = before / (time.perf_counter() - begin)
        waited, busy = _arrive(con, pieces[before:])
        begin = time.perf_counter()
        facts = build_facts(logs)
        facts.need("flow_day")
        batch = time.perf_counter() - begin
        if compare(con, facts):
            raise RuntimeError("the live state differs from the batch")
    return [_seen(sorted(waited), busy, batch), _counted(rate, before, len(pieces) / batch)]


def _arrive(con: sqlite3.Connection, pieces: Sequence[Piece]) -> tuple[list[float], list[float]]:
    """Seconds from the arrival of each entry to its being seen, and of each transaction."""
    begin, done = time.perf_counter(), 0
    waited: list[float] = []
    busy: list[float] = []
    while done < len(pieces):
        came = min(len(pieces), int((time.perf_counter() - begin) * RATE))
        if came == done:
            time.sleep(1 / RATE)
            continue
        start = time.perf_counter()
        _count(con, pieces[done:came])
        now = time.perf_counter()
        busy.append(now - start)
        waited += [now - begin - (number + 1) / RATE for number in range(done, came)]
        done = came
    return waited, busy


def _count(con: sqlite3.Connection, pieces: Sequence[Piece]) -> None:
    con.execute("BEGIN IMMEDIATE")
    for piece in pieces:
        apply(con, *piece)
    refresh(con)
    con.execute("COMMIT")
    con.execute(_TODAY, [_DAY]).fetchall()


def _seen(waited: Sequence[float], busy: Sequence[float], batch: float) -> Row:
    """The ratio: how much longer the batch takes to see one more entry."""
    p50, p99 = (waited[min(len(waited) - 1, len(waited) * percent // 100)] for percent in (50, 99))
    return {
        "name": f"accepted entry seen in the live state, p99 at {RATE} a second",
        "value": round(p99 * 1000, 1),
        "unit": "ms",
        "ratio": round(batch / p99, 2),
        "peer": "building the batch tables again (DuckDB)",
        "p50_ms": round(p50 * 1000, 1),
        "max_ms": round(waited[-1] * 1000, 1),
        "transactions": len(busy),
        "transaction_p50_ms": round(sorted(busy)[len(busy) // 2] * 1000, 1),
        "load": round(os.getloadavg()[0], 1),
    }


def _counted(rate: float, before: int, batch: float) -> Row:
    return {
        "name": f"entries counted from nothing, {before:,} in one transaction",
        "value": round(rate),
        "unit": "entries/s",
        "ratio": round(rate / batch, 3),
        "peer": "building the batch tables (DuckDB)",
        "load": round(os.getloadavg()[0], 1),
    }


def _opened(path: Path) -> sqlite3.Connection:
    """A file as a node opens it."""
    con = sqlite3.connect(path, isolation_level=None)
    for setting in ("journal_mode = WAL", "synchronous = NORMAL", "temp_store = MEMORY", "cache_size = -32768"):
        con.execute(f"PRAGMA {setting}")
    init(con)
    return con


def _pieces(count: int) -> Iterator[Piece]:
    """About so many entries, all of one morning, in the order of their times."""
    sizes = dict.fromkeys(ORIGINS, 0)
    for number, (post, kind, at, body) in enumerate(_events(count)):
        if number == count:
            return
        data = entry_to_bytes(Envelope(at=at, body=body, corridor=CORRIDOR, kind=kind, recorded=at))
        yield ORIGINS[post], sizes[ORIGINS[post]], data
        sizes[ORIGINS[post]] += 1


def _events(count: int) -> Iterator[tuple[int, str, Instant, dict[str, Any]]]:
    for post, origin in enumerate(ORIGINS):
        own = {"organisation": origin.partition("/")[0], **({"route": _ROUTE} if post == 0 else {})}
        yield (
            post,
            "charter",
            START,
            sample_charter(offsets=[{"from": "2022-01-01T00:00:00.000Z", "minutes": 0}], **own),
        )
    step = 9 * _HOUR // max(count // 5, 1)
    ways = [[*_way(number, number * step)] for number in range(count // 4)]
    beats = [
        (post, "heartbeat", Instant(START + hour * _HOUR), _beat(post, hour)) for hour in range(12) for post in (0, 1)
    ]
    yield from sorted([*beats, *(event for way in ways for event in way)], key=lambda event: event[2])


def _beat(post: int, hour: int) -> dict[str, Any]:
    return {"watcher": f"P{post}", "state": "watching", "end": instant_to_text(Instant(START + (hour + 1) * _HOUR))}


def _way(number: int, after: int) -> Iterator[tuple[int, str, Instant, dict[str, Any]]]:
    direction, category = ("in", "out")[number % 2], ("car", "truck", "bus")[number % 3]
    way = {"movement": derived_id("bench", str(number)), "direction": direction, "category": category}
    for post, minutes in ((0, 0), (1, 30)):
        for event, more in (("arrived", 0), ("passed", 4)):
            at = Instant((START + after + (minutes + more) * 60 * _US) // 1000 * 1000)
            yield post, "passage", at, {**way, "event": event, "post": f"P{post}"}
    if number % 2 == 0:
        at = Instant((START + after + 2 * 60 * _US) // 1000 * 1000)
        yield 0, "check", at, {"movement": way["movement"], "method": "visual", "result": "passed", "post": "P0"}


_ROUTE: Final[dict[str, Any]] = {
    "length_km": 30,
    "directions": [{"direction": name, "name": {"en": name}} for name in ("in", "out")],
    "places": [{"id": f"L{n}", "name": {"en": f"L{n}"}, "km": 30 * n} for n in (0, 1)],
    "posts": [
        {"id": f"P{n}", "place": f"L{n}", "km": 30 * n, "kept_by": "neutral", "by": "keepers", "main": n == 0}
        for n in (0, 1)
    ],
}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--before", type=int, default=20_000)
    asked = parser.parse_args()
    for row in run(asked.seconds, asked.before):
        print(json.dumps(row))
