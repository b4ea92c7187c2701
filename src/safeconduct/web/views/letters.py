"""How wide a text is drawn, so that labels of a drawing can be laid out without a browser.

Widths are estimates for the fonts of the pages and rather too large: what fits by them fits on the page.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_NARROW = frozenset(" .,:;·'|()ijlI/")
_EM_NARROW, _EM_SMALL, _EM_LARGE, _EM_CURSIVE = 0.37, 0.64, 0.8, 0.62
_CURSIVE = range(0x0600, 0x0700)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is at most, in units of its size.

    >>> text_width("il", 10) < text_width("mm", 10) < text_width("mm", 10, bold=True)
    True
    """
    return round(size * sum(map(_ems, text)) * (1.06 if bold else 1), 1)


def _ems(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if letter in _NARROW:
        return _EM_NARROW
    if ord(letter) in _CURSIVE:
        return _EM_CURSIVE
    return _EM_LARGE if letter.isupper() or letter in "mwшщжмюыф→←" else _EM_SMALL


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a drawing; y runs downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box, apart: float = 0.0) -> bool:
        """Whether two rectangles overlap, or stand less than so far apart."""
        aside = self.right + apart <= other.left or other.right + apart <= self.left
        return not (aside or self.bottom + apart <= other.top or other.bottom + apart <= self.top)
