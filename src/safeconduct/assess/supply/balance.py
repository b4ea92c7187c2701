"""Whether as many vehicles come in as go out, over a window of days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Balance:
    """Vehicles each way over the days on which both were recorded. days: how many of the window these are, of all."""

    first: int
    other: int
    days: int
    of_days: int

    @property
    def imbalance_permille(self) -> int | None:
        """1000 x |in - out| / (in + out), cut; None if nothing passed."""
        total = self.first + self.other
        return abs(self.first - self.other) * 1000 // total if total else None


def balance_of(first: Sequence[int | None], other: Sequence[int | None]) -> Balance:
    """Daily vehicles each way, the same days in both; None is no record, and leaves the day out on both sides."""
    pairs = [(one, two) for one, two in zip(first, other, strict=True) if one is not None and two is not None]
    return Balance(sum(one for one, _ in pairs), sum(two for _, two in pairs), len(pairs), len(first))
