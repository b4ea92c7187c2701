"""Quotation marks of Russian print, paired within one paragraph: « » and „ “ nest, straight marks alternate.

Two closing marks that meet are often printed as one («Газета «Вести»); such a mark closes both. A mark that finds no
partner is a slip. A quotation at the head of a paragraph that is not closed runs to its end if the next paragraph
opens one, too.
"""

from __future__ import annotations

from safeconduct.press.extract.line import Line, Quote

_CLOSED_BY = {"«": "»", "„": "“”", "“": "”", "‹": "›", "‚": "‘"}
_STRAIGHT = frozenset({'"', "\uff02", "''", "``"})
_CLOSES = frozenset("»”“›‘")
_OPENS = frozenset(_CLOSED_BY)
_NEST_MAX = 6
_AFTER = frozenset(".,!?…;:)—–-")
MARKS = _OPENS | _CLOSES | _STRAIGHT


def opens_with_mark(line: Line) -> bool:
    """Whether a paragraph begins with an opening mark."""
    return bool(line.lows) and (line.lows[0] in _OPENS or line.lows[0] in _STRAIGHT)


def pair_russian(line: Line, next_opens: bool) -> None:
    """Find the quotations of a paragraph and count for each word how many it stands in."""
    found = sorted(_quotes(line, next_opens), key=lambda quote: (quote.opens, -quote.closes))
    line.quotes = tuple(found)
    line.opened, line.closed = {}, {}
    opens: dict[int, list[Quote]] = {}
    for quote in found:
        opens.setdefault(quote.opens, []).append(quote)
    for quote in reversed(found):  # of two that end together the outer one counts
        line.opened[quote.opens] = quote
        line.closed[quote.closes] = quote
    standing: list[Quote] = []
    line.inner = [None] * len(line)
    for i in range(len(line)):
        while standing and standing[-1].closes <= i:
            standing.pop()
        line.depth[i] = len(standing)
        line.inner[i] = standing[-1] if standing else None
        if i in opens:
            standing += opens[i]


def _quotes(line: Line, next_opens: bool) -> list[Quote]:
    lacking = sum(low == "«" for low in line.lows) - sum(low == "»" for low in line.lows)
    found: list[Quote] = []
    opened: list[int] = []
    for i, low in enumerate(line.lows):
        if low not in MARKS:
            continue
        if _is_opening(line, i, opened):
            opened = [*opened[-_NEST_MAX:], i]
            continue
        partner = next((k for k in range(len(opened) - 1, -1, -1) if _fit(line.lows[opened[k]], low)), None)
        if partner is None:
            continue
        start, opened = opened[partner], opened[:partner]
        found += [Quote(start, i)] if i > start + 1 else []
        while opened and lacking > 0 and low == "»" and line.lows[opened[-1]] == "«" and _ends_outer(line, i):
            found.append(Quote(opened.pop(), i))
            lacking -= 1
    if opened and opened[0] == 0 and next_opens and len(line) > 1:
        found.append(Quote(0, len(line)))
    return found


def _ends_outer(line: Line, i: int) -> bool:
    return i + 1 >= len(line) or line.lows[i + 1] in _AFTER


def _is_opening(line: Line, i: int, opened: list[int]) -> bool:
    low = line.lows[i]
    if low in _STRAIGHT:
        before = line.spaced_before(i) or line.lows[i - 1] in _OPENS | {"(", "[", "—", "–", "-"}
        after = line.spaced_after(i)
        within = any(line.lows[k] == low for k in opened)
        return not within if before == after else before
    if low == "“":
        return not any(line.lows[k] == "„" for k in opened) and not line.spaced_after(i)
    return low in _OPENS


def _fit(opening: str, closing: str) -> bool:
    return opening == closing if opening in _STRAIGHT else closing in _CLOSED_BY[opening]
