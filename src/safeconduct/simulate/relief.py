"""Deliveries and stocks at the end of the road, in step with what the vehicles carry."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from safeconduct.base.instant import US_PER_MINUTE, day_of, day_start
from safeconduct.simulate.days import weekday
from safeconduct.simulate.drafts import Drafts
from safeconduct.simulate.journeys import NEVER, US_PER_HOUR, Journeys
from safeconduct.simulate.sections import WEEK
from safeconduct.simulate.seeded import stream
from safeconduct.simulate.traffic import Traffic

if TYPE_CHECKING:
    from numpy.random import Generator

_CARRIERS = "commercial carriers"
_RELIEF = "relief organisation"
_CONTINGENT = "peacekeeping contingent"
_MILLS = "mills at the place"
_WRITTEN = 10 * US_PER_MINUTE


class ReliefBook:
    """Writes the log of the relief organisation."""

    def __init__(self, traffic: Traffic, seed: int, journeys: Journeys) -> None:
        self.traffic = traffic
        self.journeys = journeys
        self.drafts = Drafts(traffic.relief.log)
        self._random: Generator = stream(seed, "relief")
        self._came: dict[tuple[int, str], int] = defaultdict(int)

    def write(self) -> Drafts:
        """All entries, in no order."""
        self._by_day()
        self._by_vehicle()
        self._made_there()
        self._stocks()
        return self.drafts

    def _deliver(self, at: int, commodity: str, kg: int, *, basis: str, by: str, movement: str = "") -> None:
        if kg <= 0 or at + _WRITTEN >= self.traffic.end_us:
            return
        day = day_of(at, self.traffic.offset_minutes)
        self._came[day, commodity] += kg
        body = {"commodity": commodity, "place": self.traffic.relief.place, "load_kg": kg, "basis": basis, "by": by}
        if movement:
            body["movement"] = movement
        self.drafts.add(at + _WRITTEN, at, "delivery", **body)

    def _by_day(self) -> None:
        """Ordinary days: one delivery of each commodity, as the carriers declare it."""
        journeys = self.journeys
        inward = (journeys.way == 0) & ~journeys.turned_back & (journeys.day < self.traffic.totals.from_)
        days = journeys.day[inward] - self.traffic.first
        kg = np.bincount(days, journeys.load_kg[inward]).astype(np.int64).tolist() if days.size else []
        for number, came in enumerate(kg):
            at = day_start(self.traffic.first + number, self.traffic.offset_minutes) + 20 * US_PER_HOUR
            shares = self.traffic.relief.commodities.items()
            for name, commodity in shares:
                self._deliver(at, name, came * commodity.before // 1000, basis="declared", by=_CARRIERS)

    def _by_vehicle(self) -> None:
        """Afterwards: one delivery for each loaded vehicle, an hour or so after the last post."""
        journeys = self.journeys
        last = journeys.stays[-1].leave
        later = journeys.day >= self.traffic.totals.from_
        those = np.flatnonzero(later & (journeys.way == 0) & (journeys.load_kg > 0) & (last != NEVER))
        names = list(self.traffic.relief.commodities)
        shares = np.array([one.after for one in self.traffic.relief.commodities.values()]) / 1000
        picks = self._random.choice(len(names), those.size, p=shares).tolist()
        minutes = self._random.integers(30, 120, those.size).tolist()
        military = self.traffic.categories.index("military")
        for each, pick, after in zip(those.tolist(), picks, minutes, strict=True):
            by_contingent = journeys.category[each] == military
            basis, by = ("declared", _CONTINGENT) if by_contingent else ("weighed", _RELIEF)
            at = int(last[each]) + after * US_PER_MINUTE
            kg = int(journeys.load_kg[each])
            self._deliver(at, names[pick], kg, basis=basis, by=by, movement=journeys.ids[each])

    def _made_there(self) -> None:
        """Goods made at the place, once a week."""
        local = self.traffic.relief.local
        for day in range(local.from_ + WEEK, self.traffic.last + 1, WEEK):
            at = day_start(day, self.traffic.offset_minutes) + 8 * US_PER_HOUR
            self._deliver(at, local.commodity, local.kg_a_day * WEEK, basis="estimated", by=_MILLS)

    def _stocks(self) -> None:
        """What is left at nine on every counting day; use shrinks with what is left once the road is shut."""
        relief, inflow = self.traffic.relief, self.traffic.figure(self.traffic.loads.inbound_kg_a_day)
        left = {name: float(one.kg) for name, one in relief.commodities.items()}
        for day in self.traffic.days:
            counted = day == self.traffic.first or weekday(day) == relief.count_weekday
            at = day_start(day, self.traffic.offset_minutes) + 9 * US_PER_HOUR
            for name, commodity in relief.commodities.items():
                error = 1 + relief.count_error_permille / 1000 * float(self._random.standard_normal())
                if counted:
                    self._count(at, name, round(left[name] * error / 100) * 100)
                use = inflow * commodity.before / 1000
                if day >= self.traffic.totals.from_:
                    use = min(use, left[name] / commodity.ration_days)
                left[name] = max(0.0, left[name] + self._came[day, name] - use)

    def _count(self, at: int, commodity: str, kg: int) -> None:
        body = {"commodity": commodity, "place": self.traffic.relief.place, "load_kg": kg, "basis": "weighed"}
        self.drafts.add(at + US_PER_HOUR, at, "stock", **body, by=_RELIEF)
