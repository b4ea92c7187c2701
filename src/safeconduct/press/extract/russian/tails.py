"""Where the content of a Russian statement begins and ends."""

from __future__ import annotations

from collections.abc import Sequence

from safeconduct.press.extract.draft import Draft, Words
from safeconduct.press.extract.ends import unwrapped
from safeconduct.press.extract.russian.hits import RussianHit
from safeconduct.press.extract.russian.mentions import clause_end, mention_in
from safeconduct.press.extract.russian.scopes import DASHES, STOPS
from safeconduct.press.extract.russian.starts import start_of
from safeconduct.press.extract.russian.table import RussianWords
from safeconduct.press.extract.scopes import Scope

_JOINING = frozenset({"и", "а", "но", "также", "при", "этом", "затем", "еще", "однако", "ранее", "как"})
_TRIM = STOPS | DASHES | {",", ";", ":"}


def content_end(scope: Scope, start: int, hit: RussianHit, hits: Sequence[RussianHit], words: RussianWords) -> int:
    """The last word of a content that begins at `start`: the end of the sentence, or before the next reporting."""
    stop = scope.hi
    for other in hits:
        if other.first > start and (cut := _cut_before(scope, start, (hit, other), hits, words)) is not None:
            stop = cut
            break
    return stop - 1


def _cut_before(
    scope: Scope, start: int, pair: tuple[RussianHit, RussianHit], hits: Sequence[RussianHit], words: RussianWords
) -> int | None:
    """Where the content of one cue ends, because another goes on with the reporting; None if it does not."""
    lows, (hit, other) = scope.line.lows, pair
    k = other.first
    while k - 1 > start and scope.own(k - 1) and lows[k - 1] in _JOINING:
        k -= 1
    comma = scope.own(k - 1) and lows[k - 1] == ","
    first = k - 1 if comma else k
    if first <= start:
        return None
    begins = start_of(scope, other, hits, words)
    ahead = begins is not None
    if other.form.mood == "gerund":
        return first if comma and ahead else None
    joined = k < other.first or comma
    if joined and ahead and other.form.mood == hit.form.mood and k < other.first:
        return first
    if comma and (begins is None or not begins.link) and other.takes("tag"):
        end = clause_end(scope, other.last + 1)
        if mention_in(scope, other.last + 1, end, words) is not None or (other.paper and end > other.last + 1):
            return first
    return None


def trimmed(scope: Scope, first: int, last: int) -> Words | None:
    """The words of a content without the stops at its edges and the marks around the whole; None if none is left."""
    lows = scope.line.lows
    while first <= last and scope.own(first) and lows[first] in _TRIM:
        first += 1
    while last >= first and scope.own(last) and lows[last] in _TRIM:
        last -= 1
    if first > last:
        return None
    first, last = unwrapped(scope, first, last)
    return (first, last) if any(lows[k][0].isalnum() for k in range(first, last + 1)) else None


def beside(scope: Scope, first: int, end: int, drafts: Sequence[Draft], words: RussianWords) -> list[Words]:
    """The sentence without the phrase; inside a content already found only that content."""
    lows = scope.line.lows
    lo, hi = scope.lo, scope.hi - 1
    for draft in drafts:
        for begin, stop in draft.content:
            if begin <= first <= stop:
                lo, hi = begin, stop
    before = trimmed(scope, lo, first - 1) if first > lo and lows[first - 1] in {",", *DASHES} else None
    if before is None and any(lows[k][0].isalpha() and k - lo > 0 for k in range(lo, first)):
        return []
    if before is not None and all(lows[k] in words.openers | words.links for k in range(before[0], before[1] + 1)):
        before = None
    after = trimmed(scope, end, hi) if end <= hi else None
    return [run for run in (before, after) if run is not None]
