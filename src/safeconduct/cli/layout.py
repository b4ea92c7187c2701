"""Lines of text that fit a width: wrapped paragraphs, columns, labelled values. Widths are in terminal cells."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence

WIDTH_PIPED = 100
WIDTH_MIN, WIDTH_MAX = 60, 120


def width() -> int:
    """How wide a line may be: ``COLUMNS``, else the terminal's, else 100."""
    if not sys.stdout.isatty() and "COLUMNS" not in os.environ:
        return WIDTH_PIPED
    return min(max(shutil.get_terminal_size((WIDTH_PIPED, 24)).columns, WIDTH_MIN), WIDTH_MAX)


def cells(text: str) -> int:
    """How many terminal cells a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def wrapped(text: str, wide: int, *, indent: str = "", first: str | None = None) -> Iterator[str]:
    """A text as lines of at most `wide` cells, each after `indent`, the first after `first` if given.

    >>> list(wrapped("one two three", 9, indent="  ", first="- "))
    ['- one two', '  three']
    """
    line, empty = (indent if first is None else first), True
    for word in text.split():
        more = word if empty else f" {word}"
        if not empty and cells(line) + cells(more) > wide:
            yield line
            line, more = indent, word
        line, empty = line + more, False
    yield line.rstrip() if empty else line


def columns(rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset()) -> list[str]:
    """Rows as lines with aligned columns, two spaces between them; columns in `right` end at one edge.

    >>> columns([["a", "1"], ["bcd", "20"]], right=frozenset({1}))
    ['a     1', 'bcd  20']
    """
    widths = [max(cells(row[i]) for row in rows) for i in range(len(rows[0]))] if rows else []
    return ["  ".join(_padded(row, widths, right)).rstrip() for row in rows]


def _padded(row: Sequence[str], widths: Sequence[int], right: frozenset[int]) -> Iterator[str]:
    for position, (text, wide) in enumerate(zip(row, widths, strict=True)):
        blank = " " * (wide - cells(text))
        yield blank + text if position in right else text + blank


def labelled(label: str, text: str, wide: int, *, margin: int = 14) -> Iterator[str]:
    """A label and its text, which may go on below at the same margin."""
    yield from wrapped(text, wide, indent=" " * margin, first=f"  {label}".ljust(margin))
