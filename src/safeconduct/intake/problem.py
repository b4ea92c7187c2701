"""What is wrong with one row: a value with its place and, where one can be guessed, a suggestion."""

from __future__ import annotations

from dataclasses import dataclass

VALUE_CHARS_SHOWN_MAX = 80


class BadValueError(Exception):
    """A cell does not fit its column; caught where row and column are known."""

    def __init__(self, what: str, suggestion: str = "") -> None:
        self.what = what
        self.suggestion = suggestion
        super().__init__(what)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One problem, and the movement it keeps out.

    row: as the file counts, the header included. column: as in the header, empty for the whole row.
    value: the cell, escaped and cut. what: the problem. suggestion: what was perhaps meant, or empty.
    """

    row: int
    column: str
    value: str
    what: str
    suggestion: str = ""

    def __str__(self) -> str:
        place = f"row {self.row}, column {self.column}" if self.column else f"row {self.row}"
        value = f"{self.value} " if self.value else ""
        return f"{place}: {value}{self.what}" + (f" ({self.suggestion})" if self.suggestion else "")

    def to_json(self) -> dict[str, str | int]:
        """The problem as an object for ``--json`` output; empty parts are left out."""
        parts = {"column": self.column, "value": self.value, "what": self.what, "suggestion": self.suggestion}
        return {"row": self.row, **{name: part for name, part in parts.items() if part}}


def shown(value: object) -> str:
    r"""A cell for a message: in quotes, control characters escaped, long ones cut.

    >>> shown("a\x00"), shown("x" * 100)[-4:]
    ("'a\\x00'", "...'")
    """
    text = str(value)
    return ascii_controls(
        repr(text if len(text) <= VALUE_CHARS_SHOWN_MAX else text[: VALUE_CHARS_SHOWN_MAX - 3] + "...")
    )


def ascii_controls(text: str) -> str:
    """The text with every character that could disturb a terminal written as an escape."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
