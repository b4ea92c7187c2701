"""Show the levels of `src/safeconduct` and refuse an import that runs upwards or in a circle.

Usage: python -m tools.layers [PACKAGE_FOLDER]

The order below is the architecture (docs/concepts/architecture.md). Packages on one level may know each other
in one direction only. Late imports and imports for type checking count like any other: they are dependencies
too.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

LEVELS: tuple[tuple[str, ...], ...] = (
    ("base",),
    ("merkle", "notes"),
    ("log",),
    ("entries",),
    ("agreement",),
    ("facts",),
    ("assess", "plan"),
    ("intake", "press", "simulate"),
    ("node",),
    ("cli", "web"),
)
TESTING = "testing"  # fakes we ship: may import anything below `node`, and nothing that runs may import them
DATA = frozenset({"corridors"})  # folders of data, without code of their own
TOP = len(LEVELS)


@dataclass(frozen=True, slots=True)
class Import:
    """One import statement: which module names which other, and where."""

    importer: str
    imported: str
    line: int


@dataclass(frozen=True, slots=True)
class Tree:
    """The modules of one package and what they import of each other.

    Modules have dotted names without the package's own: its `__init__` is the empty name, the `__init__` of a
    sub-package the name of its folder.
    """

    modules: Mapping[str, Path]
    imports: tuple[Import, ...]


def read_tree(folder: Path) -> Tree:
    """Parse every module below a package folder."""
    modules = {_module_name(path.relative_to(folder)): path for path in sorted(folder.rglob("*.py"))}
    imports = [
        Import(name, target, line)
        for name, path in modules.items()
        for target, line in sorted(set(_targets(path, folder.name, name, modules)))
        if target != name
    ]
    return Tree(modules, tuple(imports))


def _module_name(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _targets(path: Path, package: str, name: str, modules: Mapping[str, Path]) -> Iterator[tuple[str, int]]:
    """The modules of `package` that one file names, as `(name, line)`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        for dotted in _dotted_names(node, package, name, is_package=path.name == "__init__.py"):
            head, _, rest = dotted.partition(".")
            if head == package:
                yield _nearest_module(rest, modules), getattr(node, "lineno", 0)


def _dotted_names(node: ast.AST, package: str, name: str, *, is_package: bool) -> list[str]:
    """What one statement imports, as absolute dotted names; `from a import b` may mean the module `a.b`."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            above = [package, *name.split(".")] if name else [package]
            keep = len(above) - node.level + (1 if is_package else 0)
            base = ".".join([*above[:keep], *([node.module] if node.module else [])])
        return [f"{base}.{alias.name}" for alias in node.names]
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        named = node.args[0].value
        if called in {"import_module", "__import__"} and isinstance(named, str):
            return [named]
    return []


def _nearest_module(dotted: str, modules: Mapping[str, Path]) -> str:
    """The longest part of a dotted name that is a module: the rest names something inside it."""
    while dotted and dotted not in modules:
        dotted = dotted.rpartition(".")[0]
    return dotted


def level_of(module: str) -> int | None:
    """The level of the package that holds a module, 0 at the bottom; None if the package is not declared."""
    package = module.partition(".")[0]
    if package == "":
        return 0
    if package == "__main__":
        return TOP
    return next((level for level, names in enumerate(LEVELS) if package in names), None)


def problems(tree: Tree) -> list[str]:
    """Everything that breaks the order, one sentence each; empty when the tree is sound."""
    undeclared = {module.partition(".")[0] for module in tree.modules if not _is_known(module)}
    found = [f"{package}: no level is declared for this package in tools/layers.py" for package in sorted(undeclared)]
    for item in tree.imports:
        complaint = _complaint(item)
        if complaint:
            place = f"{tree.modules[item.importer]}:{item.line}"
            found.append(f"{place}: {_shown(item.importer)} imports {_shown(item.imported)}, {complaint}")
    edges = {module: {item.imported for item in tree.imports if item.importer == module} for module in tree.modules}
    found += [f"modules import each other in a circle: {' -> '.join([*c, c[0]])}" for c in cycles(edges)]
    found += [f"packages import each other in a circle: {' -> '.join([*c, c[0]])}" for c in cycles(_folded(edges))]
    return found


def _is_known(module: str) -> bool:
    package = module.partition(".")[0]
    return level_of(module) is not None or package == TESTING or package in DATA


def _complaint(item: Import) -> str:
    """Why one import is not allowed; empty if it is."""
    importer, imported = (name.partition(".")[0] for name in (item.importer, item.imported))
    if imported in {importer, ""}:
        return ""
    if importer in DATA:
        return "but that package is data"
    if importer == TESTING:
        above = level_of(item.imported)
        return "which is not below node" if above is not None and above >= _level("node") else ""
    if imported == TESTING:
        return "which holds fakes for tests"
    upper, lower = level_of(item.imported), level_of(item.importer)
    if upper is not None and lower is not None and upper > lower:
        return "which lies above it"
    return ""


def _level(package: str) -> int:
    return next(level for level, names in enumerate(LEVELS) if package in names)


def _shown(module: str) -> str:
    return module or "the top package"


def _folded(edges: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """The same imports between packages instead of modules; imports inside one package are left out."""
    folded: dict[str, set[str]] = {}
    for module, targets in edges.items():
        package = module.partition(".")[0]
        reached = {target.partition(".")[0] for target in targets}
        folded.setdefault(package, set()).update(reached - {package, ""})
    folded.pop("", None)
    return folded


def cycles(edges: Mapping[str, set[str]]) -> list[list[str]]:
    """Shortest circles, enough of them to name every node that lies on one; each starts at its first name.

    >>> cycles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}})
    [['a', 'b', 'c']]
    """
    found: list[list[str]] = []
    seen: set[str] = set()
    for node in sorted(edges):
        circle = [] if node in seen else _circle_through(node, edges)
        seen.update(circle)
        if circle:
            found.append(circle)
    return found


def _circle_through(start: str, edges: Mapping[str, set[str]]) -> list[str]:
    """The shortest way from a node back to itself, breadth first; empty if there is none."""
    came_from: dict[str, str] = {}
    queue = [start]
    for node in queue:
        for target in sorted(edges.get(node, ())):
            if target == start:
                return _way_back(node, start, came_from)
            if target not in came_from:
                came_from[target] = node
                queue.append(target)
    return []


def _way_back(node: str, start: str, came_from: Mapping[str, str]) -> list[str]:
    way = [node]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return way[::-1]


def picture(tree: Tree) -> str:
    """The levels from the top down, each package with its modules and the packages it imports."""
    reach = _folded(
        {module: {item.imported for item in tree.imports if item.importer == module} for module in tree.modules}
    )
    lines = []
    for level in range(TOP - 1, -1, -1):
        for package in LEVELS[level]:
            lines += _picture_line(str(level), package, tree, reach)
    lines += _picture_line("-", TESTING, tree, reach)
    return "\n".join(lines)


def _picture_line(mark: str, package: str, tree: Tree, reach: Mapping[str, set[str]]) -> list[str]:
    count = sum(module.partition(".")[0] == package for module in tree.modules)
    below = ", ".join(sorted(reach.get(package, ()))) or "nothing of ours"
    return [f"{mark:>2}  {package:<10} {count:>3} modules  imports {below}"] if count else []


def main(arguments: list[str]) -> int:
    """Print the levels; 1 if an import breaks their order."""
    folder = Path(arguments[0]) if arguments else Path("src/safeconduct")
    tree = read_tree(folder)
    if not tree.modules:
        print(f"{folder} holds no Python modules", file=sys.stderr)
        return 1
    print(picture(tree))
    found = problems(tree)
    for problem in found:
        print(problem, file=sys.stderr)
    verdict = f"{len(found)} problems" if found else "no upward import, no circle"
    print(f"{len(tree.modules)} modules, {len(tree.imports)} imports: {verdict}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
