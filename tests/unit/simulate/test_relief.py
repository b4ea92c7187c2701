from __future__ import annotations

import pytest

from safeconduct.base.instant import day_from_text, day_of
from safeconduct.entries.envelope import Envelope
from safeconduct.simulate.days import weekday
from safeconduct.simulate.simulation import Simulated
from safeconduct.simulate.traffic import Traffic


def _of(simulated: Simulated, kind: str, first: str, last: str) -> list[Envelope]:
    days = range(day_from_text(first), day_from_text(last) + 1)
    return [entry for entry in simulated.logs["relief"] if entry.kind == kind and day_of(entry.at, 240) in days]


def _kg(entries: list[Envelope]) -> int:
    return sum(entry.body["load_kg"] for entry in entries)


def test_deliveries_add_up_to_the_published_tonnes(simulated: Simulated) -> None:
    assert _kg(_of(simulated, "delivery", "2022-12-13", "2023-05-10")) == pytest.approx(4_623_000, rel=0.01)
    assert _kg(_of(simulated, "delivery", "2022-12-13", "2023-06-12")) == pytest.approx(5_574_000, rel=0.01)
    assert _kg(_of(simulated, "delivery", "2022-11-01", "2022-12-11")) / 41 == pytest.approx(400_000, rel=0.08)


def test_later_deliveries_name_the_journey_that_brought_them(simulated: Simulated) -> None:
    journeys = {e.body["movement"] for e in simulated.logs["p3"] if e.kind == "passage"}
    later = _of(simulated, "delivery", "2022-12-13", "2023-06-14")
    assert len(later) > 500
    assert {entry.body["movement"] for entry in later} <= journeys
    assert {entry.body["basis"] for entry in later} == {"weighed", "declared"}


def test_nothing_is_delivered_by_road_while_it_is_shut(simulated: Simulated) -> None:
    assert {e.body["by"] for e in _of(simulated, "delivery", "2023-06-17", "2023-09-07")} == {"mills at the place"}


def test_all_four_goods_are_counted_every_monday_and_run_low(traffic: Traffic, simulated: Simulated) -> None:
    counts = _of(simulated, "stock", "2022-11-01", "2023-09-19")
    assert {weekday(day_of(entry.at, 240)) for entry in counts if day_of(entry.at, 240) > traffic.first} == {0}
    for name, commodity in traffic.relief.commodities.items():
        left = [entry.body["load_kg"] for entry in counts if entry.body["commodity"] == name]
        assert len(left) == 47
        assert left[0] == pytest.approx(commodity.kg, rel=0.06)
        assert 0 < left[-1] < left[0] / 2
