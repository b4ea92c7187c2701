"""Parts of YAML files for the documents, and small changes to such files, both checked against the files themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence


class ExcerptError(Exception):
    """A part that a file does not have, or a change that does not fit it."""


def excerpt(text: str, paths: Sequence[str]) -> str:
    r"""Parts of a YAML file as they stand in it, each below the lines of the blocks it stands in.

    A path is made of keys, or of ids in a list: ``sources.PACT`` or ``rules.arms``. Raises ExcerptError.

    >>> excerpt("a:\n  b: 1\n  c: 2\nd:\n  - id: x\n    e: 3\n  - id: y\n", ["a.c", "d.x"])
    'a:\n  c: 2\nd:\n  - id: x\n    e: 3\n'
    """
    lines = text.splitlines()
    wanted: dict[int, None] = {}
    for path in paths:
        start, end = 0, len(lines)
        for part in path.split("/") if "/" in path else path.split("."):
            wanted.setdefault(start - 1)
            start, end = _part(lines, start, end, part, path)
        wanted.update(dict.fromkeys(range(start - 1, end)))
    return "".join(f"{lines[number]}\n" for number in sorted(wanted) if number >= 0)


def _part(lines: Sequence[str], start: int, end: int, part: str, path: str) -> tuple[int, int]:
    """First line inside a part, and the line after its last one; the line before the first is that of its name."""
    name = re.compile(rf"(?:- \{{?id: )?[\"']?{re.escape(part)}[\"']?(?=[:,}}]|$)")
    depth = min((_indent(line) for line in lines[start:end] if _says(line)), default=0)
    for number in range(start, end):
        if _indent(lines[number]) == depth and name.match(lines[number], depth):
            last = number + 1
            while last < end and not (_says(lines[last]) and _indent(lines[last]) <= depth):
                last += 1
            while not _says(lines[last - 1]):
                last -= 1
            return number + 1, last
    raise ExcerptError(f"there is no {path}")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _says(line: str) -> bool:
    """Whether a line holds more than a remark."""
    return line.strip() != "" and not line.lstrip().startswith("#")


def changed(text: str, change: str) -> str:
    r"""A file with some lines replaced: lines that begin with - go, and the lines with + after them take their place.

    What goes must stand in the file exactly once. Raises ExcerptError.

    >>> changed("a: 1\nb: 2\n", "-b: 2\n+b: 3\n+c: 4\n")
    'a: 1\nb: 3\nc: 4\n'
    """
    for block in re.findall(r"(?:^-.*\n)+(?:^\+.*\n)*", change, re.MULTILINE):
        old = "".join(f"{line[1:]}\n" for line in block.splitlines() if line.startswith("-"))
        new = "".join(f"{line[1:]}\n" for line in block.splitlines() if line.startswith("+"))
        if len(re.findall(rf"(?=^{re.escape(old)})", text, re.MULTILINE)) != 1:
            raise ExcerptError(f"this does not stand in the file once: {old}")
        text = f"\n{text}".replace(f"\n{old}", f"\n{new}")[1:]
    return text
