"""The pages of docs/reference that are made from the code: agreements, commands, entries, errors, limits, make."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import click

import safeconduct
from safeconduct.base import limits
from safeconduct.base.errors import SafeconductError
from safeconduct.entries.reference import entries_page
from tools.agreement_page import agreement_page

NOTICE = "<!-- written by `make docs` from the code; do not edit -->\n"
HELP_WIDTH = 100
TARGET = re.compile(r"^([a-z-]+):.*?  ## (.*)$", re.MULTILINE)


def pages(root: Path) -> dict[Path, str]:
    """Path and text of every generated page."""
    reference = root / "docs" / "reference"
    return {
        reference / "agreement.md": agreement_page([*error_rows(), *raised_rows()]),
        reference / "entries.md": entries_page(),
        reference / "command-line.md": command_line_page(root_command()),
        reference / "errors.md": errors_page(),
        reference / "limits.md": limits_page(),
        reference / "make.md": make_page((root / "Makefile").read_text(encoding="utf-8")),
    }


def root_command() -> click.Group:
    """The program's own command, with all others below it."""
    module = importlib.import_module("safeconduct.cli.main")
    groups = [value for value in vars(module).values() if isinstance(value, click.Group)]
    return next(group for group in groups if group.name == "safeconduct")


def command_line_page(command: click.Group) -> str:
    """Usage and options of every command, as the program prints them."""
    lines = [
        "# Command line",
        NOTICE,
        "Data goes to standard output, everything else to standard error. `--json` gives one object, or one",
        "line for each item of a long list. Colours and bars appear on a terminal only; `NO_COLOR` works.",
        "",
        "| exit code | meaning |",
        "|---|---|",
        *(f"| {code} | {meaning} |" for code, meaning in EXIT_CODES.items()),
        "",
    ]
    for path, context in commands(command):
        lines += [f"## {path}", "", "```text", context.get_help().rstrip(), "```", ""]
    return "\n".join(lines).rstrip() + "\n"


EXIT_CODES = {
    0: "done",
    1: "an error; the message says where and what to do. `agreement check` found something; verdicts differ in `diff`",
    2: "the command was not written as it should be, or an agreement does not load",
    3: "a check failed: a proof, a signature or a recomputed answer does not match. `agreement decide` left one open",
    4: "the data is incomplete; a result is given and its gaps are listed",
    5: "refused by the rules",
    6: "a peer could not be reached",
    130: "stopped by Ctrl-C; what was finished is kept",
}


def commands(command: click.Command, parent: click.Context | None = None) -> Iterator[tuple[str, click.Context]]:
    """A command and all below it, depth first, each with its full name."""
    context = click.Context(
        command, parent, info_name=command.name, terminal_width=HELP_WIDTH, max_content_width=HELP_WIDTH
    )
    yield context.command_path, context
    if isinstance(command, click.Group):
        for name in sorted(command.list_commands(context)):
            below = command.get_command(context, name)
            if below is not None and not below.hidden:
                yield from commands(below, context)


def errors_page() -> str:
    """Every error of ours with its code and what it means."""
    lines = [
        "# Errors",
        NOTICE,
        "Every message says what is wrong, where, and what to do next. The code is stable: translations and",
        "support refer to it, and `--json` prints it. A finding, such as two logs that disagree, is a result",
        "and not an error.",
        "",
        "| code | error | meaning |",
        "|---|---|---|",
        *(f"| {code} | {name} | {meaning} |" for code, name, meaning in sorted(error_rows() + raised_rows())),
    ]
    return "\n".join(lines) + "\n"


def error_rows() -> list[tuple[str, str, str]]:
    """Code, dotted class name and first sentence of every error class, ordered by code."""
    for module in pkgutil.walk_packages(safeconduct.__path__, "safeconduct."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    rows = []
    for error in _families(SafeconductError):
        first = inspect.cleandoc(error.__doc__ or "").split("\n\n")[0].replace("\n", " ")
        module_name = error.__module__.removeprefix("safeconduct.").removesuffix(".errors")
        rows.append((error.code, f"{module_name}.{error.__name__}", first))
    return sorted(rows)


def raised_rows() -> list[tuple[str, str, str]]:
    """Code, module and message of errors that get their code where they are raised and have no class of their own."""
    owned = {code for code, _, _ in error_rows()}
    rows: dict[str, tuple[str, str, str]] = {}
    for folder in map(Path, safeconduct.__path__):
        for path in sorted(folder.rglob("*.py")):
            module = path.relative_to(folder).with_suffix("").as_posix().replace("/", ".")
            for code, message in _codes_given(ast.parse(path.read_text(encoding="utf-8"))):
                if code not in owned:
                    rows.setdefault(code, (code, module, message or "The message says what is wrong."))
    return sorted(rows.values())


def _codes_given(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Every call with a literal `code=`, and its first argument if that is a literal too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            first = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else ""
            for word in node.keywords:
                if word.arg == "code" and isinstance(word.value, ast.Constant):
                    code = word.value.value
                    if isinstance(code, str) and code.startswith("SC-"):
                        text = str(first)
                        yield code, f"{text[:1].upper()}{text[1:]}." if text else ""


def _families(error: type[SafeconductError]) -> Iterator[type[SafeconductError]]:
    yield error
    for below in error.__subclasses__():
        if below.__module__.startswith("safeconduct."):
            yield from _families(below)


def limits_page() -> str:
    """Every bound on what comes from outside, in the groups of its source file."""
    lines = ["# Limits", NOTICE, inspect.cleandoc(limits.__doc__ or "").split("\n\n")[0], ""]
    source = Path(inspect.getfile(limits)).read_text(encoding="utf-8")
    for comment, names in limit_groups(source):
        lines += [f"## {comment.rstrip('.')}", "", "| limit | value |", "|---|---:|"]
        lines += [f"| {name} | {_number(getattr(limits, name))} |" for name in names]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _number(value: float) -> str:
    return f"{value:,}"


def limit_groups(source: str) -> list[tuple[str, list[str]]]:
    """The comment above each block of constants, and the names in the block."""
    rows = source.splitlines()
    groups: list[tuple[str, list[str]]] = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            above = _comment_above(rows, node.lineno - 1)
            if above or not groups:
                groups.append((above or "General", []))
            groups[-1][1].append(node.targets[0].id)
    return groups


def _comment_above(rows: list[str], line: int) -> str:
    """The comment that ends right above a line (0-based), joined; empty if there is none."""
    found: list[str] = []
    while line > 0 and rows[line - 1].startswith("# "):
        line -= 1
        found.insert(0, rows[line][2:])
    return " ".join(found)


def make_page(makefile: str) -> str:
    """What `make` can do, from the notes beside its targets."""
    lines = [
        "# Make targets",
        NOTICE,
        "Every target sets up what it needs, so that any of them can be the first command on a new machine.",
        "",
        "| command | what it does |",
        "|---|---|",
        *(f"| `make {name}` | {note} |" for name, note in TARGET.findall(makefile)),
        "",
        "Settings go on the command line: `PYTHON=python3.12` names another interpreter, `NODE=folder` and `PORT=n`",
        "the demo's node and the port of its pages, `JOBS=4` the number of test processes, `BENCH=append` one",
        "benchmark.",
    ]
    return "\n".join(lines) + "\n"
