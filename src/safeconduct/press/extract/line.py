"""One paragraph as words and marks, each with its characters; lists side by side, because they are walked a lot."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from safeconduct.press.model import Span

# Letters with inner hyphens, apostrophes and stops (U.S., e-mail, don't); numbers; anything else alone.
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}+|\d++(?:[.,:]\d++)*+\w*+|\w++(?:[-'’&]\w++)*+|''|``|\S")
_TITLE_WORDS = 40
_LONGEST = 64
"""Characters of a word that are looked at; longer ones are in no table."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: the words at `opens` and `closes` are its marks.

    unclosed: it runs to the end of the paragraph, and `closes` is one past the last word.
    """

    opens: int
    closes: int
    unclosed: bool = False


@dataclass(slots=True)
class Line:
    """The words of one paragraph.

    depth: how many quotations each word stands in. quotes: in order, and by the word of either mark. All of these are
    filled by `marks`. titled: Most Words Begin With a Capital, so that capitals tell nothing.
    """

    text: str
    starts: list[int]
    ends: list[int]
    lows: list[str]
    capital: list[bool]
    depth: list[int] = field(default_factory=list)
    quotes: tuple[Quote, ...] = ()
    opened: dict[int, Quote] = field(default_factory=dict)
    closed: dict[int, Quote] = field(default_factory=dict)
    titled: bool = False
    headline: bool = False

    def __len__(self) -> int:
        return len(self.starts)

    def span(self, first: int, last: int) -> Span:
        """The characters of the words first to last, both included."""
        return Span(self.starts[first], self.ends[last])

    def spaced_before(self, i: int) -> bool:
        """Whether a space, or nothing, stands before a word."""
        return i == 0 or self.ends[i - 1] < self.starts[i]

    def spaced_after(self, i: int) -> bool:
        """Whether a space, or nothing, stands after a word."""
        return i + 1 >= len(self.starts) or self.ends[i] < self.starts[i + 1]


def read_line(text: str, where: Span, abbreviations: frozenset[str] = frozenset()) -> Line:
    """The words of a paragraph; the stop of an abbreviation or an initial belongs to its word.

    >>> read_line("The U.S. didn’t agree.", Span(0, 22)).lows
    ['the', 'u.s.', "didn't", 'agree', '.']
    >>> read_line("Mr. J. Doe", Span(0, 10), frozenset({"mr"})).lows
    ['mr.', 'j.', 'doe']
    """
    starts: list[int] = []
    ends: list[int] = []
    lows: list[str] = []
    capital: list[bool] = []
    for found in _WORD.finditer(text, where.start, where.end):
        start, end = found.span()
        word = text[start : min(end, start + _LONGEST)]
        if word == "." and ends and ends[-1] == start and _abbreviated(lows[-1], capital[-1], abbreviations):
            ends[-1] = end
            lows[-1] += "."
            continue
        starts.append(start)
        ends.append(end)
        lows.append(word.lower().replace("’", "'") if end - start > 1 else word.lower())
        capital.append(word[0].isupper())
    return Line(text, starts, ends, lows, capital, [0] * len(starts), titled=_titled(lows, capital))


def _titled(lows: list[str], capital: list[bool]) -> bool:
    long_words = [capital[i] for i, low in enumerate(lows[:_TITLE_WORDS]) if len(low) > 3]
    return sum(long_words) * 10 > len(long_words) * 7


def _abbreviated(low: str, capital: bool, abbreviations: frozenset[str]) -> bool:
    return low in abbreviations or (len(low) == 1 and capital)
