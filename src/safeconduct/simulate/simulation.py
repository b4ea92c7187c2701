"""One simulation: the entries of every log, what the mission had seen of them, and the truth behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from safeconduct.entries.envelope import Envelope
from safeconduct.simulate.drafts import Drafts, Named
from safeconduct.simulate.journeys import NEVER, Journeys
from safeconduct.simulate.loads import loaded
from safeconduct.simulate.posts import PostBook
from safeconduct.simulate.relief import ReliefBook
from safeconduct.simulate.road import travelled
from safeconduct.simulate.seen import Seen, all_seen
from safeconduct.simulate.sensors import sensor_book
from safeconduct.simulate.signs import add_heartbeats
from safeconduct.simulate.traffic import Traffic
from safeconduct.simulate.truth import Truth, truth_of


@dataclass(frozen=True, slots=True)
class Simulated:
    """What a simulation yields.

    logs: name -> its entries in order of `recorded`, the charter not included. seen: what the mission had of them.
    truth: what really happened; for tests and calibration, never to be written to a log.
    """

    logs: Mapping[str, Sequence[Envelope]]
    seen: Sequence[Seen]
    truth: Truth


def simulate(traffic: Traffic, seed: int, origins: Mapping[str, str] | None = None, ahead: int = 1) -> Simulated:
    """All that follows from the parameters and a seed (a whole number from 0 up): same seed, same entries.

    origins: name of a log -> its origin, for corrections, which name what they correct; left out, the name itself.
    ahead: entries that stand in each log before the first of these (the charter).
    """
    journeys = travelled(traffic, seed)
    journeys.load_kg = loaded(traffic, seed, journeys)
    books = [*_post_books(traffic, seed, journeys), sensor_book(traffic, seed, journeys)]
    books.append(ReliefBook(traffic, seed, journeys).write())
    named = Named(traffic.corridor, dict(origins or {}), ahead)
    logs = {book.log: book.entries(named) for book in books}
    main = PostBook(traffic, seed, journeys, traffic.main)
    recorded = (main.stay.leave != NEVER) & main.visible(main.stay.leave)
    return Simulated(logs, all_seen(traffic, logs), truth_of(traffic, journeys, recorded))


def _post_books(traffic: Traffic, seed: int, journeys: Journeys) -> list[Drafts]:
    books = []
    for number, post in enumerate(traffic.road.posts):
        drafts = PostBook(traffic, seed, journeys, number).write()
        add_heartbeats(traffic, seed, drafts, post.id, post.from_)
        books.append(drafts)
    return books
