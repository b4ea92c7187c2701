"""Russian sentences: those of a paragraph and those inside each quotation.

A stop before a dash ends nothing: "..., — сказал X. — ..." is one sentence.
"""

from __future__ import annotations

from collections.abc import Iterator

from safeconduct.press.extract.line import Line
from safeconduct.press.extract.russian.marks import MARKS
from safeconduct.press.extract.scopes import WORDS_MAX, Scope

STOPS = frozenset({".", "!", "?", "…"})
DASHES = frozenset({"—", "–", "-", "―"})
_QUOTE_WORDS_MIN = 4
_DEPTH_MAX = 2


def russian_scopes(line: Line) -> Iterator[Scope]:
    """The sentences of a paragraph in order, then those of the quotations in it."""
    yield from _cut(line, 0, len(line), 0)
    for quote in line.quotes:
        depth = line.depth[quote.opens] + 1
        if quote.closes - quote.opens > _QUOTE_WORDS_MIN and depth <= _DEPTH_MAX:
            yield from _cut(line, quote.opens + 1, min(quote.closes, len(line)), depth)


def _cut(line: Line, lo: int, hi: int, depth: int) -> Iterator[Scope]:
    start = lo
    for i in range(lo, hi):
        if i + 1 - start >= WORDS_MAX or (line.depth[i] == depth and _ends(line, i, hi)):
            yield Scope(line, start, i + 1, depth)
            start = i + 1
    if start < hi:
        yield Scope(line, start, hi, depth)


def _ends(line: Line, i: int, hi: int) -> bool:
    """Whether a sentence ends with this word: a stop, or a mark behind a stop, before a new beginning."""
    if i + 1 >= hi:
        return False
    low, following = line.lows[i], line.lows[i + 1]
    if low not in STOPS and not (i in line.closed and line.lows[i - 1] in STOPS):
        return False
    return line.capital[i + 1] or following[0].isdigit() or following in MARKS
