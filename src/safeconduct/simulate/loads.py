"""What vehicles carry, so that the goods brought in add up to the published tonnes."""

from __future__ import annotations

import numpy as np

from safeconduct.simulate.checks import Reals
from safeconduct.simulate.days import periods, phase_on
from safeconduct.simulate.journeys import Flags, Ints, Journeys
from safeconduct.simulate.seeded import stream
from safeconduct.simulate.traffic import Traffic


def loaded(traffic: Traffic, seed: int, journeys: Journeys) -> Ints:
    """The goods in each vehicle, kg; 0 for none. Exact sums where tonnes are published, for vehicles let through."""
    random = stream(seed, "loads")
    weights = np.array([traffic.loads.carriers.get(name, 0) for name in traffic.categories], dtype=np.float64)
    uneven = weights[journeys.category] * random.gamma(4.0, 0.25, journeys.count)
    load = np.zeros(journeys.count, dtype=np.int64)
    ordinary = journeys.day < traffic.totals.from_
    _ordinary(traffic, journeys, load, uneven, ordinary)
    inward = (journeys.way == 0) & ~journeys.turned_back & ~ordinary & (uneven > 0)
    load[inward] = np.minimum(uneven[inward] / 1.5 * traffic.loads.mean_kg, traffic.loads.max_kg).astype(np.int64)
    for first, last, kg in periods(traffic, "kg"):
        those = np.flatnonzero(inward & (journeys.day >= first) & (journeys.day <= last))
        if those.size:
            load[those] = _shared(kg, uneven[those], traffic.loads.max_kg)
    return load


def _ordinary(traffic: Traffic, journeys: Journeys, load: Ints, uneven: Reals, ordinary: Flags) -> None:
    """Loads of ordinary days: trucks only, a mean that gives the published goods a day."""
    rates = traffic.rates(phase_on(traffic, traffic.first))
    figures = (traffic.loads.inbound_kg_a_day, traffic.loads.outbound_kg_a_day)
    truck = traffic.categories.index("truck")
    for way, figure in enumerate(figures):
        those = ordinary & (journeys.way == way) & (journeys.category == truck)
        mean = traffic.figure(figure) / max(rates.get((way, "truck"), 0.0), 1.0)
        heavy = uneven[those] / traffic.loads.carriers["truck"] * mean
        load[those] = np.clip(heavy, 100, traffic.loads.max_kg).astype(np.int64)


def _shared(kg: int, weights: Reals, most: int) -> Ints:
    """`kg` divided by weight into whole kilograms; nothing gets more than `most` unless all have as much."""
    shares = weights / weights.sum() * kg
    for _ in range(20):
        over = shares > most
        if not over.any() or over.all():
            break
        spare = (shares[over] - most).sum()
        shares = np.where(over, most, shares + np.where(over, 0, shares) / shares[~over].sum() * spare)
    whole: Ints = np.floor(shares).astype(np.int64)
    whole[np.argsort(whole, kind="stable")[: kg - int(whole.sum())]] += 1
    return whole
