"""Quotation marks, paired within one paragraph. A mark that finds no partner is an apostrophe or a slip: no quotation.

Curly, straight and angled marks may mix. A second opening mark before the first is closed drops the first, so that a
stray mark costs the words up to the next quotation at most. In a paragraph that opens a quotation and never closes it
the quotation runs to its end if the next paragraph opens again (a quotation continued).
"""

from __future__ import annotations

from safeconduct.press.extract.line import Line, Quote

_OPENS = frozenset({"“", "„", "«", "‟", "``"})
_CLOSES = frozenset("”»")
_DOUBLE = _OPENS | _CLOSES | {'"', "\uff02", "''"}
_SINGLE_OPENS = frozenset("‘\u201a\u2039")
_SINGLE = _SINGLE_OPENS | {"'", "’", "\u203a"}
_BEFORE = frozenset("([{—–-/")
_INSIDE_LAST = frozenset(".,!?…;:")
_SINGLE_LONGEST = 120
"""Words a quotation in single marks may hold."""
MARKS = _DOUBLE | _SINGLE


def opens_with_mark(line: Line) -> bool:
    """Whether the first word of a paragraph is an opening mark."""
    return bool(line.lows) and line.lows[0] in _DOUBLE and line.lows[0] not in _CLOSES


def pair_marks(line: Line, next_opens: bool) -> None:
    """Find the quotations of a paragraph and count for each word how many it stands in.

    next_opens: the next paragraph begins with an opening mark.
    """
    if MARKS.isdisjoint(line.lows):
        return
    doubles = _doubles(line, next_opens)
    singles = _singles(line)
    line.quotes = tuple(sorted(_without_crossings(doubles, singles), key=lambda quote: (quote.opens, -quote.closes)))
    line.opened = {quote.opens: quote for quote in line.quotes}
    line.closed = {quote.closes: quote for quote in line.quotes}
    for quote in line.quotes:
        for i in range(quote.opens + 1, min(quote.closes, len(line))):
            line.depth[i] += 1


def _doubles(line: Line, next_opens: bool) -> list[Quote]:
    found: list[Quote] = []
    opened = -1
    for i, mark in enumerate(line.lows):
        if mark not in _DOUBLE:
            continue
        if _is_opening(line, i, opened):
            opened = i
        elif opened >= 0:
            if i > opened + 1:
                found.append(Quote(opened, i))
            opened = -1
    if opened >= 0 and next_opens and _may_run_on(line, opened):
        found.append(Quote(opened, len(line)))
    return found


def _may_run_on(line: Line, opened: int) -> bool:
    """An unclosed quotation at the start of the paragraph, or after `said:` and the like."""
    return opened + 1 < len(line) and (opened == 0 or line.lows[opened - 1] in {":", ",", ".", "”", '"'})


def _is_opening(line: Line, i: int, opened: int) -> bool:
    mark = line.lows[i]
    before = i == 0 or line.spaced_before(i) or line.lows[i - 1] in _BEFORE or line.lows[i - 1] in _SINGLE
    after = not line.spaced_after(i)
    if mark == "“" and opened >= 0 and line.lows[opened] == "„":
        return False
    if mark in _OPENS and mark != "«":
        return True
    if mark in {"«", "»"} or mark in _CLOSES:
        return opened < 0 and before and after if mark != "«" else opened < 0 or line.lows[opened] != "»"
    if before and after:
        return opened < 0 or line.lows[i - 1] not in _INSIDE_LAST | _SINGLE
    if before != after:
        return before
    return opened < 0


def _singles(line: Line) -> list[Quote]:
    found: dict[int, Quote] = {}
    opened = -1
    for i, mark in enumerate(line.lows):
        if mark not in _SINGLE:
            continue
        if _opens_single(line, i):
            opened = i
        elif opened >= 0 and i - opened <= _SINGLE_LONGEST and _closes_single(line, i):
            if _likely_plural(line, i):
                found.setdefault(opened, Quote(opened, i))
            else:
                found[opened] = Quote(opened, i)
                opened = -1
    return [quote for quote in found.values() if quote.closes > quote.opens + 1]


def _opens_single(line: Line, i: int) -> bool:
    if line.spaced_after(i) or line.lows[i] == "’":
        return False
    before = line.spaced_before(i) or line.lows[i - 1] in _BEFORE or line.lows[i - 1] in _DOUBLE
    word = line.lows[i + 1]
    return before and not word[0].isdigit() and word not in {"s", "em", "til", "cause", "n"}


def _closes_single(line: Line, i: int) -> bool:
    following = line.spaced_after(i) or not line.lows[i + 1][0].isalnum()
    return line.lows[i] not in _SINGLE_OPENS and not line.spaced_before(i) and following


def _likely_plural(line: Line, i: int) -> bool:
    """`the workers’ corridor`: after an s, before a word in lower case; it closes only if nothing later does."""
    return (
        line.lows[i - 1].endswith("s") and i + 1 < len(line) and line.lows[i + 1].isalpha() and not line.capital[i + 1]
    )


def _without_crossings(doubles: list[Quote], singles: list[Quote]) -> list[Quote]:
    """Double marks win: a single one that would cross them is an apostrophe. Both lists are in order."""
    kept, at = [*doubles], 0
    for single in singles:
        while at < len(doubles) and doubles[at].closes < single.opens:
            at += 1
        if not _crosses(single, doubles[at : at + 2]):
            kept.append(single)
    return kept


def _crosses(single: Quote, near: list[Quote]) -> bool:
    for double in near:
        inside = double.opens < single.opens and single.closes < double.closes
        around = single.opens < double.opens and double.closes < single.closes
        apart = single.closes < double.opens or double.closes < single.opens
        if not (inside or around or apart):
            return True
    return False
