"""Journeys, incidents and supplies as a node answers them: several threads, earlier days, a record that grows."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from safeconduct.assess.situation.journeys import ANY, JourneyFilter
from safeconduct.assess.situation.model import Pinned
from safeconduct.base.instant import instant_from_text
from safeconduct.cli import road_pages
from safeconduct.cli.pages import NodePages
from safeconduct.entries.envelope import Envelope, entry_from_bytes, entry_to_bytes
from safeconduct.facts.build import Facts
from safeconduct.merkle.hashing import leaf_hash
from safeconduct.node.config import OwnLog
from safeconduct.node.node import Node
from safeconduct.node.starting import add_corridor, create_node
from safeconduct.node.tables import open_tables
from safeconduct.node.world import World as NodeWorld
from safeconduct.testing import FakeClock, SeededRandom
from safeconduct.testing.corridor import sample_charter
from tests.unit.assess.situation.world import FIRST, World, logs_of, noon

DAYS = 4
INCIDENT = {
    "id": "i-1", "class": "obstruction", "says": "A tree fell.", "said_by": "Office", "attributed_to": "The wind",
    "cites": ["https://x.example/wrong"], "closes": [{"status": "closed"}],
}  # fmt: skip
NOW = Pinned()


@pytest.fixture
def node(tmp_path: Path) -> Node:
    """A node with the small road: the gate's entries in one log, what was published in another."""
    made = create_node(
        tmp_path / "node", NodeWorld(FakeClock("2031-05-01T12:00:00.000Z"), SeededRandom(1)), organisation="r.example",
        name="hq",
    )  # fmt: skip
    stock = {"commodity": "flour", "place": "west", "load_kg": 900, "basis": "weighed", "by": "Relief"}
    gate, _, _, public = logs_of(World(days=DAYS, said=((1, "incident", INCIDENT), (2, "stock", stock))))
    for name, log in (("", gate), ("public", public)):
        charter = entry_from_bytes(log.data[0])
        made = add_corridor(made, "road", charter.body, name=name)
        append(made, own(made, name), log.data[1:])
    return made


def own(node: Node, name: str = "") -> OwnLog:
    return next(log for log in node.logs("road") if log.name == name)


def append(node: Node, log: OwnLog, entries: Any) -> None:
    with node.writing(log) as writer:
        writer.append([*entries])
        node.publish(log, writer)


@pytest.fixture
def pages(node: Node) -> Iterator[NodePages]:
    made = NodePages(node.layout.root, node.world)
    yield made
    made.close()


def test_a_corridor_with_a_route_has_a_road(pages: NodePages) -> None:
    assert [corridor.road for corridor in pages.corridors()] == [True]


def test_a_corridor_without_one_has_neither_journeys_nor_supplies(node: Node) -> None:
    add_corridor(node, "lane", sample_charter())
    pages = NodePages(node.layout.root, node.world)
    assert {corridor.id: corridor.road for corridor in pages.corridors()} == {"road": True, "lane": False}
    assert pages.journey_choices("lane", NOW) is None
    assert pages.journeys("lane", NOW, ANY, 0, 10).total == 0
    assert pages.journey("lane", NOW, "a" * 32) is None
    assert pages.supplies("lane", NOW) is None
    assert pages.incident_words("lane", NOW) == {}
    pages.close()


def test_a_page_and_a_journey_of_it(pages: NodePages) -> None:
    choices = pages.journey_choices("road", NOW)
    assert choices is not None
    page = pages.journeys("road", NOW, JourneyFilter(direction="eastwards"), 0, 5)
    assert (choices.total, len(page.rows)) == (2 * page.total, 5)
    told = pages.journey("road", NOW, page.rows[0].id)
    assert told is not None
    entry = told.entries[0].entry
    found = pages.entry(entry.log, entry.index)
    assert found is not None
    assert page.rows[0].id.encode() in found.entry.data
    assert pages.journey("road", NOW, "0" * 32) is None


def test_many_threads_get_the_same_answer(pages: NodePages) -> None:
    states = [NOW, Pinned(FIRST + 2), Pinned(FIRST + 1)]
    with ThreadPoolExecutor(6) as threads:
        found = [*threads.map(lambda n: pages.journeys("road", states[n % 3], ANY, 0, 1000), range(24))]
    assert all(found[number] == found[number % 3] for number in range(24))
    assert found[0].total > found[1].total > found[2].total > 0


def test_the_tables_of_the_newest_states_stay_open(pages: NodePages, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []

    def counted(node: Node, log: OwnLog) -> AbstractContextManager[Facts]:
        opened.append(log.name)
        return open_tables(node, log)

    monkeypatch.setattr(road_pages, "open_tables", counted)
    monkeypatch.setattr(road_pages, "TABLES_MAX", 2)
    for day in (1, 2, 1, 2):
        pages.journeys("road", Pinned(FIRST + day), ANY, 0, 1)
    assert len(opened) == 2
    pages.journeys("road", NOW, ANY, 0, 1)
    assert pages.journeys("road", Pinned(FIRST + 1), ANY, 0, 1).total > 0
    assert len(opened) == 4


def test_a_grown_record_is_read_anew(node: Node, pages: NodePages) -> None:
    before = pages.journeys("road", NOW, ANY, 0, 1).total
    body = {"movement": "ab" * 16, "event": "passed", "direction": "eastwards", "category": "bus", "post": "G1"}
    at = instant_from_text("2031-03-06T20:00:00.000Z")
    append(node, own(node), [entry_to_bytes(Envelope(at=at, body=body, corridor="road", kind="passage", recorded=at))])
    assert pages.journeys("road", NOW, ANY, 0, 1).total == before + 1


def test_incidents_are_read_with_their_corrections(node: Node, pages: NodePages) -> None:
    (words,) = pages.incident_words("road", NOW).values()
    assert (words.cites, words.attributed_to) == (("https://x.example/wrong",), "The wind")
    log = own(node, "public")
    with node.reader(log) as reader:
        target = {"log": log.origin, "index": 1, "leaf": leaf_hash(reader.entry(1)).hex()}
    change = {
        "target": target,
        "set": {"cites": ["https://x.example/right"]},
        "clear": ["attributed_to"],
        "reason": "r",
    }
    at = noon(3)
    append(node, log, [entry_to_bytes(Envelope(at=at, body=change, corridor="road", kind="correction", recorded=at))])
    (words,) = pages.incident_words("road", NOW).values()
    assert (words.cites, words.attributed_to, words.simulated) == (("https://x.example/right",), "", False)


def test_supplies_are_as_of_the_day(pages: NodePages) -> None:
    now, earlier = pages.supplies("road", NOW), pages.supplies("road", Pinned(FIRST + 1))
    assert now is not None
    assert earlier is not None
    assert [(one.commodity, one.load_kg, one.by) for one in now.inputs] == [("flour", 900, "Relief")]
    assert earlier.inputs == ()
