"""How far a figure may be chance: percentile bootstrap over units, 95 %."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import astuple

import numpy as np

from safeconduct.press.score.counts import Counts, Unit, figures, summed

SEED = 20230228
MEASURED = (
    *("P", "R", "F1", "exact_P", "exact_R", "exact_F1", "speaker_acc"),
    *("e2e_P", "e2e_R", "e2e_F1", "date_acc", "party_acc"),
)


def intervals(units: Sequence[Unit], draws: int, *, by_doc: bool = False) -> Mapping[str, tuple[float, float]]:
    """Lower and upper bound of each figure over so many draws; of whole documents, or of units. Empty for 0 draws.

    The numbers are those of `tools/score_press.py`: Python's generator from the same seed, one choice for each group.
    """
    groups = _groups(units) if by_doc else [[unit] for unit in units]
    if not groups or not draws:
        return {}
    rows = np.array([astuple(summed(group)) for group in groups], dtype=np.int64)
    chance = random.Random(SEED)  # noqa: S311 - to be repeated, not to be secret
    found: dict[str, list[float]] = {name: [] for name in MEASURED}
    for _ in range(draws):
        chosen = chance.choices(range(len(groups)), k=len(groups))
        drawn = figures(Counts(*rows[chosen].sum(axis=0).tolist()))
        for name in MEASURED:
            found[name].append(drawn[name])
    return {name: _middle(sorted(values)) for name, values in found.items()}


def _groups(units: Sequence[Unit]) -> list[list[Unit]]:
    """The units of each document, documents in the order they first come."""
    groups: dict[str, list[Unit]] = {}
    for unit in units:
        groups.setdefault(unit.doc, []).append(unit)
    return list(groups.values())


def _middle(values: Sequence[float]) -> tuple[float, float]:
    count = len(values)
    return values[int(0.025 * count)], values[min(count - 1, int(0.975 * count))]
