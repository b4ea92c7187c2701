"""The text of one condition and where it stands, so that every message can point at its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from safeconduct.agreement.cel.errors import ConditionError

_NEWLINE = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Source:
    """A condition as its author wrote it.

    text: the condition. where: file and line for messages, such as ``claims.yaml:14``; may be empty.
    """

    text: str
    where: str = ""

    def error(self, code: str, offset: int, what: str, next_step: str = "") -> ConditionError:
        """The error to raise for a fault that begins `offset` characters into the text."""
        line, column = self.place(offset)
        place = f"line {line}, column {column}" if _NEWLINE.search(self.text) else f"column {column}"
        where = f"{self.where}, {place}" if self.where else place
        return ConditionError(code, what, line=line, column=column, where=where, next_step=next_step)

    def place(self, offset: int) -> tuple[int, int]:
        r"""Line and column of an offset, both from 1.

        >>> Source("a &&\n  b").place(7)
        (2, 3)
        """
        breaks = [match.end() for match in _NEWLINE.finditer(self.text, 0, offset)]
        return len(breaks) + 1, offset - (breaks[-1] if breaks else 0) + 1
