"""Text cells of CSV files that people will open in a spreadsheet."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def text_cell(text: str) -> str:
    """A text as a cell: one that a spreadsheet would run as a formula gets an apostrophe before it.

    >>> text_cell("=1+1"), text_cell("1+1")
    ("'=1+1", '1+1')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text
