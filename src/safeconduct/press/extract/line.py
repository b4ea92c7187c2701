"""One paragraph as words and marks, each with its characters; lists side by side, because they are walked a lot."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from safeconduct.press.model import Span

# Letters with inner hyphens, apostrophes and stops (U.S., e-mail, don't); numbers; anything else alone.
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,:]\d+)*\w*|\w+(?:[-'’&]\w+)*|''|``|\S")
"""Nothing follows an alternative, so nothing is ever read twice. No possessive groups: Python before 3.11.5 reads a
character too many in them (python/cpython#101955)."""
_TITLE_WORDS = 40
_LONGEST = 64
"""Characters of a word that are looked at; longer ones are in no table."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: the words at `opens` and `closes` are its marks.

    One that is never closed runs to the end of the paragraph, and `closes` is one past the last word.
    """

    opens: int
    closes: int


@dataclass(slots=True)
class Line:
    """The words of one paragraph.

    depth: how many quotations each word stands in. quotes: in order, and by the word of either mark. All of these are
    filled by `marks`; inner, the innermost quotation of each word, by those of Russian only. titled: Most Words Begin
    With a Capital, so that capitals tell nothing.
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
    inner: list[Quote | None] = field(default_factory=list)
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
    spans = [found.span() for found in _WORD.finditer(text, where.start, where.end)]
    words = [text[start:end] if end - start < _LONGEST else text[start : start + _LONGEST] for start, end in spans]
    lows = [word.lower() for word in words]
    if "’" in text:
        lows = [low.replace("’", "'") if "’" in low and len(low) > 1 else low for low in lows]
    capital = [word[0].isupper() for word in words]
    line = Line(text, [span[0] for span in spans], [span[1] for span in spans], lows, capital)
    _join_abbreviations(line, abbreviations)
    line.depth = [0] * len(line)
    line.titled = _titled(line.lows, line.capital)
    return line


def _join_abbreviations(line: Line, abbreviations: frozenset[str]) -> None:
    """Give the stop of each abbreviation to the word before it."""
    dropped = [i for i, low in enumerate(line.lows) if low == "." and i and _abbreviated(line, i, abbreviations)]
    if not dropped:
        return
    for i in dropped:
        line.ends[i - 1] = line.ends[i]
        line.lows[i - 1] += "."
    gone = frozenset(dropped)
    kept = [i for i in range(len(line)) if i not in gone]
    line.starts, line.ends = [line.starts[i] for i in kept], [line.ends[i] for i in kept]
    line.lows, line.capital = [line.lows[i] for i in kept], [line.capital[i] for i in kept]


def _abbreviated(line: Line, i: int, abbreviations: frozenset[str]) -> bool:
    """Whether the stop at a word ends an abbreviation or an initial."""
    if line.ends[i - 1] < line.starts[i]:
        return False
    before = line.lows[i - 1]
    return before in abbreviations or (len(before) == 1 and line.capital[i - 1])


def _titled(lows: list[str], capital: list[bool]) -> bool:
    long_words = [capital[i] for i, low in enumerate(lows[:_TITLE_WORDS]) if len(low) > 3]
    return sum(long_words) * 10 > len(long_words) * 7
