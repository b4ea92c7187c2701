"""Import a large synthetic table, build its facts, put claims to it; DuckDB's plain scan beside it.

Every step of ours is the command that a user would type, in a process of its own, start included: init,
import (checked, signed, published as tiles), claim check. Peak memory is that of the process. The peer reads
the same table and the same columns with nothing but DuckDB, on as many threads. A wrong answer fails the run.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from bench._road import FIRST_DAY, FOLDER, SAME_IN_SQL, Truth, claims_file, write_table

Row: TypeAlias = dict[str, str | int | float]

ROWS = 10_000_000
TURNS = 3
MARCH = (59, 90)
APRIL = (90, 120)
SIX_MONTHS = [(151, 181), (181, 212), (212, 243), (243, 273), (273, 304), (304, 334)]
_COMMAND = (sys.executable, "-c", "from safeconduct.cli.main import main; main()")
_SELF = (sys.executable, "-m", "bench.claims")


@dataclass(frozen=True, slots=True)
class Ran:
    """A process that ended well: what it printed, seconds of the clock and of the processor, peak memory."""

    out: str
    seconds: float
    cpu_seconds: float
    peak_mb: int


@dataclass(frozen=True, slots=True)
class Peer:
    """Seconds that DuckDB takes: to load the table, to scan what it stored, to scan the CSV file."""

    load: float
    scan: float
    scan_csv: float


def run(rows: int = ROWS) -> list[Row]:
    """Measure everything over so many rows, in a temporary folder that needs about 1 KB a row."""
    with tempfile.TemporaryDirectory(prefix="safeconduct-bench-") as name:
        folder = Path(name)
        table, node = folder / "passages.csv", folder / "node"
        truth = write_table(table, rows)
        _safeconduct(node, "init", "--corridor", str(FOLDER / "corridor.yaml"))
        imported = _safeconduct(node, "import", str(table), "--map", str(FOLDER / "map.yaml"), "--json")
        assert json.loads(imported.out)["movements"] == rows
        facts = _ran([*_SELF, "facts", str(node)])
        peer = Peer(**json.loads(_ran([*_SELF, "peer", str(table), str(folder / "peer.duckdb")]).out))
        found: list[Row] = [
            _throughput("import: checked, signed, published", rows, imported, peer.load),
            _throughput("facts from the log", rows, facts, peer.load),
            {
                "name": f"DuckDB scan of the CSV, {rows:,} rows",
                "value": round(peer.scan_csv, 3),
                "unit": "s",
                "ratio": round(peer.scan / peer.scan_csv, 4),
                "peer": _scan(peer),
            },
        ]
        return [*found, *(_answered(folder, node, question, rows, peer) for question in _questions(truth))]


@dataclass(frozen=True, slots=True)
class _Question:
    name: str
    claims: bytes
    is_right: Callable[[dict[str, Any]], bool]


def _questions(truth: Truth) -> list[_Question]:
    return [
        _Question(
            "one sum, contradicted, reconciled",
            claims_file("Load", truth, [MARCH], shift=1, loads=True),
            lambda report: (
                _verdicts(report) == ["contradicted"]
                and report["claims"][0]["reconciliations"][0]["kind"] == "period_end"
            ),
        ),
        _Question(
            "one count, supported",
            claims_file("Number", truth, [APRIL], shift=0, loads=False),
            lambda report: _verdicts(report) == ["supported"],
        ),
        _Question(
            "six claims of one speaker with their convention",
            claims_file("Monthly number", truth, SIX_MONTHS, shift=1, loads=False),
            lambda report: _verdicts(report) == ["contradicted"] * 6 and report["conventions"][0]["agree"] == 6,
        ),
    ]


def _verdicts(report: dict[str, Any]) -> list[str]:
    return [claim["verdict"] for claim in report["claims"]]


def _answered(folder: Path, node: Path, question: _Question, rows: int, peer: Peer) -> Row:
    file = folder / "claims.yaml"
    file.write_bytes(question.claims)
    ran = [_safeconduct(node, "claim", "check", "--file", str(file), "--json") for _ in range(TURNS)]
    for each in ran:
        assert question.is_right(json.loads(each.out)), f"wrong answer: {each.out[:2000]}"
    seconds = statistics.median(each.seconds for each in ran)
    return {
        "name": f"claim check: {question.name}, {rows:,} rows",
        "value": round(seconds, 2),
        "unit": "s",
        "ratio": round(peer.scan / seconds, 4),
        "peer": _scan(peer),
        "cpu_seconds": round(statistics.median(each.cpu_seconds for each in ran), 2),
        "peak_mb": max(each.peak_mb for each in ran),
    }


def _throughput(name: str, rows: int, ran: Ran, peer_seconds: float) -> Row:
    return {
        "name": f"{name}, {rows:,} rows",
        "value": round(rows / ran.seconds),
        "unit": "rows/s",
        "ratio": round(peer_seconds / ran.seconds, 4),
        "peer": f"DuckDB reads the CSV into a table in {peer_seconds:.2f} s",
        "seconds": round(ran.seconds, 1),
        "cpu_seconds": round(ran.cpu_seconds, 1),
        "peak_mb": ran.peak_mb,
    }


def _scan(peer: Peer) -> str:
    return f"DuckDB scan of the stored columns in {peer.scan:.3f} s"


def _safeconduct(node: Path, *arguments: str) -> Ran:
    return _ran([*_COMMAND, "--node", str(node), *arguments])


def _ran(command: list[str]) -> Ran:
    """Run a process to its end. Raises RuntimeError with what it said if it fails."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=err, cwd=FOLDER.parent.parent)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        print(f"bench: {' '.join(command[3:])[-60:]}: {seconds:.1f} s", file=sys.stderr, flush=True)
        if process.returncode:
            raise RuntimeError(f"{' '.join(command)}: exit {process.returncode}: {err.read()[-2000:].decode()}")
        return Ran(out.read().decode(), seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024)


def make_facts(node_folder: Path) -> None:
    """Child process: make the tables of the only log of a node, as the first question to it does."""
    from safeconduct.node.node import open_node
    from safeconduct.node.tables import open_tables
    from safeconduct.node.world import system_world

    node = open_node(node_folder, system_world())
    with open_tables(node, node.log()):
        pass


def measure_peer(table: Path, database: Path) -> Peer:
    """Child process: the same table and question in DuckDB alone; the median of several scans."""
    import duckdb

    since = FIRST_DAY + MARCH[0], FIRST_DAY + MARCH[1]
    days = f"epoch(date) // 86400 >= {since[0]} AND epoch(date) // 86400 < {since[1]}"
    question = f"SELECT COUNT(*), SUM(load_kg) FROM {{}} WHERE {SAME_IN_SQL} AND {days}"
    with closing(duckdb.connect(str(database), config={"threads": "2"})) as con:

        def seconds(sql: str, turns: int = 1) -> float:
            taken = []
            for _ in range(turns):
                begin = time.perf_counter()
                con.execute(sql).fetchall()
                taken.append(time.perf_counter() - begin)
            return statistics.median(taken)

        load = seconds(f"CREATE TABLE passage AS SELECT * FROM read_csv('{table}')")
        scan = seconds(question.format("passage"), 2 * TURNS + 1)
        return Peer(load, scan, seconds(question.format(f"read_csv('{table}')"), TURNS))


def main(arguments: list[str]) -> None:
    """The steps that need a process of their own; without arguments, run and print the rows."""
    match arguments:
        case ["facts", node]:
            make_facts(Path(node))
        case ["peer", table, database]:
            peer = measure_peer(Path(table), Path(database))
            print(json.dumps({"load": peer.load, "scan": peer.scan, "scan_csv": peer.scan_csv}))
        case _:
            for row in run(*map(int, arguments)):
                print(json.dumps(row))


if __name__ == "__main__":
    main(sys.argv[1:])
