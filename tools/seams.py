"""Refuse code below `node` that reaches for the clock, randomness, environment, network or disk by itself.

Usage: python -m tools.seams [PACKAGE_FOLDER]

Such things are arguments (`base/world.py`, `log/storage.py`), so that a test or a simulator can supply them
and an answer is a function of its inputs alone. The exceptions are named below, each with its reason; one
that is no longer needed is reported too.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ABOVE = ("node", "cli", "web", "__main__")

# A dotted name, or a module with everything in it, and what it reaches.
REACHES: dict[str, str] = {
    "asyncio": "network",
    "datetime.date.today": "clock",
    "datetime.datetime.now": "clock",
    "datetime.datetime.today": "clock",
    "datetime.datetime.utcnow": "clock",
    "fcntl": "disk",
    "getpass": "environment",
    "glob": "disk",
    "http": "network",
    "io.open": "disk",
    "locale": "environment",
    "multiprocessing": "process",
    "numpy.random": "randomness",
    "open": "disk",
    "os": "disk",
    "os.environ": "environment",
    "os.getenv": "environment",
    "os.urandom": "randomness",
    "os.getrandom": "randomness",
    "pathlib": "disk",
    "platform": "environment",
    "random": "randomness",
    "resource": "process",
    "secrets": "randomness",
    "shutil": "disk",
    "signal": "process",
    "socket": "network",
    "socketserver": "network",
    "sqlite3": "disk",
    "ssl": "network",
    "subprocess": "process",
    "tempfile": "disk",
    "time": "clock",
    "urllib.request": "network",
    "uuid": "randomness",
}

# Where a reach is allowed below `node`: module -> {what it reaches: why}.
EXCEPTIONS: dict[str, dict[str, str]] = {
    "intake/xlsx_child.py": {"process": "the confined process: it sets its own limits before it reads"},
    "intake/xlsx_rows.py": {"process": "starts the confined process that reads a spreadsheet"},
    "log/check.py": {"disk": "is given the path of a database and hands it on"},
    "log/database.py": {"disk": "opens the SQLite files of a log, at a path it is given"},
    "log/folder.py": {"disk": "publishes a log as files, in a folder it is given"},
    "log/signonce.py": {"disk": "the sign-once store, at a path it is given"},
    "log/sqlite.py": {"disk": "the authority of a log, at a path it is given, and its lock"},
    "plan/draws.py": {"randomness": "generators of numpy, each from a seed it is given"},
    "press/score/resample.py": {"randomness": "the generator of Python, from the seed of the shared scorer"},
    "simulate/seeded.py": {"randomness": "generators of numpy (PCG64), each from a seed it is given"},
    "testing/movements.py": {"randomness": "generators of numpy, each from a seed it is given"},
}


def findings(folder: Path, exceptions: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Every reach that no exception covers, and every exception that covers none; one sentence each."""
    found: list[str] = []
    used: set[tuple[str, str]] = set()
    for path in sorted(folder.rglob("*.py")):
        module = path.relative_to(folder).as_posix()
        if module.partition("/")[0].removesuffix(".py") in ABOVE:
            continue
        for line, name, what in reaches(path.read_text(encoding="utf-8")):
            if what in exceptions.get(module, {}):
                used.add((module, what))
            else:
                found.append(f"{path}:{line}: {name} reaches the {what}; below node it must come as an argument")
    for module, reasons in sorted(exceptions.items()):
        stale = [what for what in sorted(reasons) if (module, what) not in used]
        found += [f"tools/seams.py: {module} no longer reaches the {what}; drop its exception" for what in stale]
    return found


def reaches(source: str) -> list[tuple[int, str, str]]:
    r"""Line, dotted name and what it reaches, for everything in a source text that leaves its arguments.

    >>> reaches("import datetime as dt\nnow = dt.datetime.now()")
    [(2, 'datetime.datetime.now', 'clock')]
    """
    tree = _without_type_checking(ast.parse(source))
    known = dict(_names_bound_by_imports(tree))
    hits = set(_imports_that_reach(tree))
    for node in ast.walk(tree):
        head, dot, rest = _dotted(node).partition(".")
        if head in known:
            full = f"{known[head]}.{rest}" if dot else ""
        else:
            loaded = isinstance(getattr(node, "ctx", None), ast.Load)
            full = head if head == "open" and loaded and not dot else ""
        if full in REACHES:
            hits.add((getattr(node, "lineno", 0), full, REACHES[full]))
    return sorted(hits)


def _without_type_checking(tree: ast.Module) -> ast.Module:
    """The module as it runs: naming a type reaches for nothing."""
    for node in tree.body:
        if isinstance(node, ast.If) and _dotted(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}:
            node.body = [ast.Pass()]
    return tree


def _names_bound_by_imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Local name -> dotted name, for every import statement."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield (alias.asname, alias.name) if alias.asname else (alias.name.partition(".")[0],) * 2
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def _imports_that_reach(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    """Imports of a whole module that reaches out, or of one of its names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            what = _reach_of_import(name)
            if what:
                yield node.lineno, name, what


def _reach_of_import(name: str) -> str:
    """What importing a dotted name reaches: its own entry, or that of the longest package above it."""
    while name:
        if name in REACHES:
            return REACHES[name]
        name = name.rpartition(".")[0]
    return ""


def _dotted(node: ast.AST) -> str:
    """`a.b.c` for a chain of attributes on a name; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        base = _dotted(node.value)
        return f"{base}.{node.attr}" if base else ""
    return ""


def main(arguments: list[str]) -> int:
    """Print what reaches out; 1 if anything does without leave."""
    folder = Path(arguments[0]) if arguments else Path("src/safeconduct")
    found = findings(folder, {} if arguments else EXCEPTIONS)
    for line in found:
        print(line, file=sys.stderr)
    allowed = ", ".join(sorted(EXCEPTIONS)) or "no module"
    print(f"below node: {len(found)} reaches without leave; with leave: {allowed}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
