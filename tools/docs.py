"""Write, or check, the parts of the documents that come from running the code.

Usage: python -m tools.docs write|check

Two kinds: whole pages of docs/reference (tools/pages.py), and blocks inside pages people wrote:

    <!-- file: my-claims.yaml -->       the block that follows is saved under that name
    <!-- produced -->                   the commands ($ ...) in the block that follows are run, in order, in a
                                        folder that holds the demo's node; what they print stands below each
    <!-- shown: FILE PATH PATH -->      the block that follows is made of these parts of a YAML file
    <!-- changed: NEW from FILE -->     the block that follows, a list of lines to take out (-) and put in (+), is
                                        applied to a file, and the result saved under a new name

FILE is one that the document has saved before, or one of `src/safeconduct/corridors`.

Every document runs in a folder of its own, with its own copy of the node. Commands whose output holds keys or times
differ from run to run and do not belong in such a block.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tools.excerpts import ExcerptError, changed, excerpt
from tools.pages import pages

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"<!-- (produced|file|shown|changed)(?:: ([\w./ -]+))? -->\n```(\w+)\n(.*?)```\n", re.DOTALL)
WORKS = re.compile(r"^<!-- (produced|shown:|changed:)", re.MULTILINE)
CORRIDORS = ROOT / "src" / "safeconduct" / "corridors"
NODE = "safeconduct-node"
PREPARE = f"safeconduct demo black-sea-2022 --node {NODE} --no-serve"
COMMAND_SECONDS_MAX = 300
NOT_FOUND = 127

Run = Callable[[str], str]
Save = Callable[[str, str], None]
Read = Callable[[str], str]


class DocsError(Exception):
    """A document cannot be produced; the message names the document or command."""


def documents() -> list[Path]:
    """Every Markdown file of ours, README first."""
    tops = sorted(ROOT.glob("*.md"), key=lambda path: (path.name != "README.md", path.name))
    return [*tops, *sorted((ROOT / "docs").rglob("*.md"))]


def rendered(text: str, run: Run, save: Save, read: Read) -> str:
    """A document with every produced block brought up to date; blocks are taken from top to bottom."""

    def block(match: re.Match[str]) -> str:
        kind, given, language, body = match.groups()
        words = (given or "").split()
        if kind == "file":
            save(words[0], body)
        elif kind == "changed":
            save(words[0], changed(read(words[2]), body))
        elif kind == "shown":
            body = excerpt(read(words[0]), words[1:])
        else:
            commands = [line[2:] for line in body.splitlines() if line.startswith("$ ")]
            body = "".join(f"$ {command}\n{_trimmed(run(command))}" for command in commands)
        return f"<!-- {kind}{f': {given}' if given else ''} -->\n```{language}\n{body}```\n"

    return BLOCK.sub(block, text)


def _trimmed(output: str) -> str:
    lines = [line.rstrip() for line in output.rstrip().splitlines()]
    return "".join(f"{line}\n" for line in lines)


def runner(folder: Path) -> Run:
    """Run shell commands in a folder, with our program first on the path and none of the user's settings."""
    environment = {
        "PATH": f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }

    def run(command: str) -> str:
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=COMMAND_SECONDS_MAX,
            check=False,
        )
        if done.returncode == NOT_FOUND:
            raise DocsError(f"{command}: {done.stdout.strip()}")
        return done.stdout

    return run


def produced(path: Path, node: Path) -> str:
    """What a document should say now; its commands work on a copy of the node."""
    text = path.read_text(encoding="utf-8")
    if not WORKS.search(text):
        return text
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(node, folder / NODE)
        try:
            return rendered(text, runner(folder), *files(folder))
        except ExcerptError as error:
            raise DocsError(f"{path.relative_to(ROOT)}: {error}") from error


def files(folder: Path) -> tuple[Save, Read]:
    """How a document saves files in its folder, and reads them; those of shipped corridors can be read too."""

    def save(name: str, body: str) -> None:
        (folder / name).write_text(body, encoding="utf-8")

    def read(name: str) -> str:
        own = folder / name
        return (own if own.exists() else CORRIDORS / name).read_text(encoding="utf-8")

    return save, read


def page_differences() -> Iterator[tuple[Path, str]]:
    """Generated pages that say something else than the code, each with what it should say."""
    for path, wanted in pages(ROOT).items():
        if not path.exists() or path.read_text(encoding="utf-8") != wanted:
            yield path, wanted


def block_differences() -> Iterator[tuple[Path, str]]:
    """Documents with a block that says something else than the program, each with what it should say."""
    with tempfile.TemporaryDirectory() as name:
        runner(Path(name))(PREPARE)
        for path in documents():
            wanted = produced(path, Path(name) / NODE)
            if path.read_text(encoding="utf-8") != wanted:
                yield path, wanted


def main(arguments: list[str]) -> int:
    """Write what differs, or say what differs; 1 if `check` finds anything."""
    if arguments not in (["write"], ["check"]):
        print(__doc__, file=sys.stderr)
        return 2
    found = 0
    for path, wanted in itertools.chain(page_differences(), block_differences()):
        found += 1
        if arguments == ["write"]:
            path.write_text(wanted, encoding="utf-8")
        print(f"{path.relative_to(ROOT)}: {'written' if arguments == ['write'] else 'differs; run make docs'}")
    return 1 if found and arguments == ["check"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
