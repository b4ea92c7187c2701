"""Reports with nearly the same words: copies of one agency report under several mastheads, as far as words tell.

Two texts are compared by their runs of five words (shingles; Broder, 1997, "On the resemblance and containment of
documents"), furniture left out. What counts is the share of the shorter one's runs that the longer one has, too,
because outlets cut agency copy, and put a lead of their own before it. It only proposes: a person decides, because half
a report of one's own around agency copy has the same figures as a copy that somebody lengthened. The threshold was
chosen on invented texts, see docs/concepts/public-record.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from safeconduct.base import limits
from safeconduct.press.model import Text

RUN_WORDS = 5
PERCENT_MIN = 60
"""Share of the shorter report's runs from which two reports are proposed as copies."""
RUNS_MIN = 30
"""Runs that the shorter one has at least: below, one repeated quotation is most of a report."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Overlap:
    """Runs of five words that two reports share, and how many different ones each of them has."""

    shared: int
    one: int
    other: int

    @property
    def near(self) -> bool:
        """Whether the two are proposed as copies."""
        shorter = min(self.one, self.other)
        return shorter >= RUNS_MIN and 100 * self.shared >= PERCENT_MIN * shorter


def runs_of(text: Text) -> frozenset[str]:
    """The different runs of five words of a report, without case, marks and furniture."""
    used = (text.text[each.span.start : each.span.end] for each in text.blocks if each.use != "furniture")
    found = (word[0] for block in used for word in _WORD.finditer(block.casefold()))
    words = list(islice(found, limits.PRESS_COPY_WORDS_MAX))
    return frozenset(" ".join(words[at : at + RUN_WORDS]) for at in range(len(words) - RUN_WORDS + 1))


def overlap(one: frozenset[str], other: frozenset[str]) -> Overlap:
    """What two reports share.

    >>> overlap(frozenset({"a", "b"}), frozenset({"b"}))
    Overlap(shared=1, one=2, other=1)
    """
    return Overlap(len(one & other), len(one), len(other))
