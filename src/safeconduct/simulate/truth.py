"""What really happened in a simulation: for tests and calibration, never written to a log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from safeconduct.base.instant import US_PER_DAY, US_PER_MINUTE, day_start
from safeconduct.simulate.journeys import NEVER, Flags, Journeys
from safeconduct.simulate.sections import Gap
from safeconduct.simulate.traffic import Traffic


@dataclass(frozen=True, slots=True)
class Cell:
    """One local day (of arrival at the main post), direction and category; counts of vehicles.

    vehicles: let through at the main post. recorded: of these, those whose passage it wrote down. turned_back: at the
    main post. checked: of `vehicles` and `turned_back`, at the main post. checked_any: at any post. carrying: with
    planted goods. found: of these, found at any post. silent_min: minutes of the day in which the main post wrote
    nothing. load_kg: goods in `vehicles`.
    """

    day: int
    direction: str
    category: str
    vehicles: int
    recorded: int
    turned_back: int
    checked: int
    checked_any: int
    carrying: int
    found: int
    silent_min: int
    load_kg: int


@dataclass(frozen=True, slots=True)
class Plant:
    """A vehicle with planted goods: which word, at which posts it was checked and at which they were found."""

    journey: str
    day: int
    direction: str
    category: str
    word: str
    checked_at: tuple[str, ...]
    found_at: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """All cells with a vehicle, all planted goods, and when each source did not watch.

    cells: by day, direction, category. gaps: as planned in the parameters, instants in µs UTC.
    """

    cells: tuple[Cell, ...]
    plants: tuple[Plant, ...]
    gaps: tuple[Gap, ...]

    def vehicles(self, first: int, last: int, direction: str = "") -> int:
        """Vehicles let through on the days from `first` to `last`, both included."""
        return sum(cell.vehicles for cell in self._between(first, last, direction))

    def load_kg(self, first: int, last: int, direction: str = "") -> int:
        """Goods in the vehicles let through on these days."""
        return sum(cell.load_kg for cell in self._between(first, last, direction))

    def _between(self, first: int, last: int, direction: str) -> Iterator[Cell]:
        return (c for c in self.cells if first <= c.day <= last and direction in {"", c.direction})


def blind_minutes(traffic: Traffic, source: str, day: int) -> int:
    """Minutes of a local day in which a source recorded nothing."""
    start = day_start(day, traffic.offset_minutes)
    hidden = [gap for gap in traffic.watch.gaps if gap.source == source and gap.state != "degraded"]
    overlaps = (min(gap.until, start + US_PER_DAY) - max(gap.from_, start) for gap in hidden)
    return int(sum(max(0, overlap) for overlap in overlaps) // US_PER_MINUTE)


def truth_of(traffic: Traffic, journeys: Journeys, recorded: Flags) -> Truth:
    """The truth behind journeys. recorded: whose passage the main post wrote down."""
    through = journeys.stays[traffic.main].leave != NEVER
    checked = journeys.stays[traffic.main].method >= 0
    checked_any = np.any([stay.method >= 0 for stay in journeys.stays], axis=0)
    found = np.any([stay.found for stay in journeys.stays], axis=0)
    counted = (through, recorded & through, journeys.turned_back, checked, checked_any, journeys.planted >= 0, found)
    key = (journeys.day * 2 + journeys.way) * len(traffic.categories) + journeys.category
    keys, place = np.unique(key, return_inverse=True)
    sums = [np.bincount(place, one, keys.size).astype(np.int64) for one in (*counted, journeys.load_kg * through)]
    blind = {day: blind_minutes(traffic, traffic.road.posts[traffic.main].id, day) for day in traffic.days}
    cells = []
    for row, each in enumerate(keys.tolist()):
        rest, category = divmod(each, len(traffic.categories))
        day, way = divmod(rest, 2)
        of = [int(column[row]) for column in sums]
        cells.append(
            Cell(
                day=day,
                direction=traffic.directions[way],
                category=traffic.categories[category],
                vehicles=of[0],
                recorded=of[1],
                turned_back=of[2],
                checked=of[3],
                checked_any=of[4],
                carrying=of[5],
                found=of[6],
                silent_min=blind[day],
                load_kg=of[7],
            )
        )
    return Truth(tuple(cells), tuple(_plants(traffic, journeys)), tuple(traffic.watch.gaps))


def _plants(traffic: Traffic, journeys: Journeys) -> Iterator[Plant]:
    posts = list(zip(traffic.road.posts, journeys.stays, strict=True))
    for each in np.flatnonzero(journeys.planted >= 0).tolist():
        yield Plant(
            journey=journeys.ids[each],
            day=int(journeys.day[each]),
            direction=traffic.directions[int(journeys.way[each])],
            category=traffic.categories[int(journeys.category[each])],
            word=traffic.planted.items[int(journeys.planted[each])].word,
            checked_at=tuple(post.id for post, stay in posts if stay.method[each] >= 0),
            found_at=tuple(post.id for post, stay in posts if stay.found[each]),
        )
