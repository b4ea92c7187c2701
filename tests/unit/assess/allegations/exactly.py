"""The chance of finding, by enumeration in fractions: slow, and right by inspection."""

from __future__ import annotations

from fractions import Fraction
from math import comb


def found_at_most(total: int, drawn: int, bad: int, found: int, sensitivity: Fraction) -> Fraction:
    """P(found <= x): every number of bad items in the sample, every number of those that is found."""
    chance = Fraction(0)
    for k in range(max(0, drawn + bad - total), min(drawn, bad) + 1):
        drawn_so = Fraction(comb(bad, k) * comb(total - bad, drawn - k), comb(total, drawn))
        for x in range(min(found, k) + 1):
            chance += drawn_so * comb(k, x) * sensitivity**x * (1 - sensitivity) ** (k - x)
    return chance


def largest_by_trying(total: int, drawn: int, found: int, sensitivity: Fraction, error: Fraction) -> int:
    """The largest number of bad items that is possible, each tried."""
    return max(bad for bad in range(total + 1) if found_at_most(total, drawn, bad, found, sensitivity) >= error)
