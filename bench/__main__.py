"""Run every benchmark in one go and keep the numbers: ``python -m bench [NAME ...]``, or `make bench`.

A benchmark is a module of this folder with a function ``run() -> list[Row]``: what we do beside what a peer
does, measured in turns on one machine. Machines differ more than programs do, so read the ratios. The rows
are printed and written to ``bench/results/<name>.json``, with what is needed to compare runs.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import sys
from pathlib import Path
from typing import TypeAlias

Row: TypeAlias = dict[str, str | int | float]

FOLDER = Path(__file__).resolve().parent


def names() -> list[str]:
    """Every benchmark of this folder, in alphabetical order."""
    return sorted(path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_"))


def machine() -> Row:
    """What the numbers were measured on."""
    return {"cores": os.cpu_count() or 0, "python": platform.python_version(), "system": platform.machine()}


def main(wanted: list[str]) -> int:
    """Run the benchmarks named, or all of them; 2 if one of the names is unknown."""
    unknown = sorted(set(wanted) - set(names()))
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(names())}", file=sys.stderr)
        return 2
    for name in wanted or names():
        print(f"bench: {name}", file=sys.stderr, flush=True)
        rows: list[Row] = importlib.import_module(f"bench.{name}").run()
        for row in rows:
            print(json.dumps({"bench": name, **row}), flush=True)
        (FOLDER / "results").mkdir(exist_ok=True)
        text = json.dumps({"bench": name, "machine": machine(), "rows": rows}, indent=1, sort_keys=True)
        (FOLDER / "results" / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
