from __future__ import annotations

import pytest

from safeconduct.agreement.logic import Outcome
from safeconduct.agreement.split import Split, common_ground, split_of


def outcome(*possible: str, matched: tuple[str, ...] = ()) -> Outcome:
    return Outcome("conduct", possible, "", matched, ())


KEPT, BREACH, OPEN = outcome("kept"), outcome("breach"), outcome("kept", "breach")


@pytest.mark.parametrize(
    ("am_in_a", "az_in_a", "am_in_b", "az_in_b", "split"),
    [
        (KEPT, KEPT, KEPT, KEPT, "settled"),
        (OPEN, OPEN, OPEN, OPEN, "unknown"),
        (KEPT, KEPT, BREACH, BREACH, "facts"),
        (KEPT, BREACH, KEPT, BREACH, "interpretation"),
        (KEPT, BREACH, BREACH, BREACH, "mixed"),
        (OPEN, KEPT, OPEN, KEPT, "interpretation"),
        (OPEN, OPEN, KEPT, KEPT, "facts"),
    ],
)
def test_where_a_dispute_lies(
    am_in_a: Outcome, az_in_a: Outcome, am_in_b: Outcome, az_in_b: Outcome, split: Split
) -> None:
    cells = {("a", "am"): am_in_a, ("a", "az"): az_in_a, ("b", "am"): am_in_b, ("b", "az"): az_in_b}
    assert split_of(cells) == split
    renamed = {(view, {"am": "az", "az": "am"}[reading]): one for (view, reading), one in cells.items()}
    assert split_of(renamed) == split


def test_common_ground_is_what_holds_in_every_cell() -> None:
    cells = {
        ("a", "am"): outcome("breach", matched=("check", "delay", "load")),
        ("a", "az"): outcome("impeded", matched=("delay", "load")),
        ("b", "am"): outcome("breach", matched=("check", "load")),
    }
    assert common_ground(cells) == ("load",)
