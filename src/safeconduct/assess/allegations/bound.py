"""How many could have passed: the largest number that the checks leave possible.

Given N vehicles, n of them checked, x found, and a check that finds what is there with sensitivity s:

    d = the largest number of bad ones with P(found <= x | N, n, d, s) >= 1 - confidence
    found ~ Binomial(k, s), k ~ Hypergeometric(N, d, n)

This is the upper end of a one-sided exact interval (Clopper and Pearson 1934, for drawing without replacement). It
holds where vehicles are chosen for the check by chance; it holds nothing against somebody who knows which are not.
"""

from __future__ import annotations

import math

from safeconduct.assess.allegations.arguments import PPM, count, not_above, ppm
from safeconduct.assess.allegations.exact import chance_found_at_most

_TIE = 1e-9  # relative; a chance this near to its limit counts as reaching it, which makes the bound larger


def largest_undetected(
    passed: int | tuple[int, int], checked: int, found: int, sensitivity_ppm: int, confidence_ppm: int
) -> int:
    """The largest number of bad vehicles that the checks leave possible, those found included.

    passed: vehicles, or the interval (lowest, highest) of them, of which the highest counts. checked: of these, chosen
    by chance. found: of the checked. sensitivity_ppm: chance that a check finds what is there. confidence_ppm: chance
    that the bound holds, strictly between 0 and 1,000,000. Source: design, ANALYTICS 7.

    Raises AllegationError for counts that cannot be: found above checked, checked above passed.

    >>> largest_undetected(1_200, 984, 0, 900_000, 950_000), largest_undetected(1_200, 984, 0, 1_000_000, 950_000)
    (2, 1)
    >>> largest_undetected(1_200, 1_200, 0, 900_000, 950_000)  # every vehicle checked
    1
    """
    lowest, highest = passed if isinstance(passed, tuple) else (passed, passed)
    count("passed", highest)
    count("passed", lowest, most=highest)
    count("checked", checked)
    count("found", found)
    not_above("checked", checked, "passed", highest)
    not_above("found", found, "checked", checked)
    ppm("sensitivity_ppm", sensitivity_ppm)
    ppm("confidence_ppm", confidence_ppm, least=1, most=PPM - 1)
    return largest(highest, checked, found, sensitivity_ppm / PPM, (PPM - confidence_ppm) / PPM)


def largest(total: int, drawn: int, found: int, sensitivity: float, error: float) -> int:
    """The bound for arguments that have been checked; error is 1 - confidence.

    The chance falls as the number of bad vehicles grows, so the bound is bracketed from a first guess and bisected.
    """

    def possible(bad: int) -> bool:
        return chance_found_at_most(total, drawn, bad, found, sensitivity) >= error * (1 - _TIE)

    low, high = _bracket(total, drawn, found, sensitivity)
    step = max(1, high - low)
    while high <= total and possible(high):
        low, high, step = high, min(high + step, total + 1), step * 2
    step = max(1, high - low)
    while low > found and not possible(low):
        low, high, step = max(found, low - step), low, step * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if possible(middle) else (low, middle)
    return low


def _bracket(total: int, drawn: int, found: int, sensitivity: float) -> tuple[int, int]:
    """A first guess of the bound, `found` <= low < high <= total + 1; any would do."""
    rate = drawn * sensitivity / max(total, 1)
    if rate == 0:
        return total, total + 1
    spread = 1 + math.sqrt(found + 1)
    low = max(found, min(total, math.floor((found + spread) / rate)))
    return low, min(total + 1, low + 1 + math.floor(spread / rate))
