"""The live state of a node's corridor: it follows the signed logs, and can always be made again."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from safeconduct.facts.live.compare import compare
from safeconduct.node import live
from safeconduct.node.live import feed, live_path, open_live
from safeconduct.node.node import Node
from safeconduct.node.starting import add_corridor
from safeconduct.node.tables import open_tables
from tests.unit.facts.road import GATE, ROUTE, TOWN, beat, passage, road_charter, road_log

ROAD = "sample-lane"
GATE_ENTRIES = road_log(GATE, passage("a", "G", "passed", 3), beat("G", 0, 60)).data
TOWN_ENTRIES = road_log(TOWN, passage("a", "T", "passed", 50), passage("b", "T", "passed", 55)).data[1:]


@pytest.fixture
def road(empty: Node) -> Node:
    """A corridor with two logs, the second empty but for its charter."""
    node = add_corridor(empty, ROAD, road_charter(route=ROUTE))
    node = add_corridor(node, ROAD, road_charter(organisation="town.example"), name="town")
    append(node, 0, *GATE_ENTRIES[1:])
    return node


def append(node: Node, number: int, *entries: bytes, sign: bool = True) -> None:
    log = node.logs(ROAD)[number]
    with node.writing(log) as writer:
        writer.append([*entries])
        if sign:
            node.publish(log, writer)


def observed(con: sqlite3.Connection) -> list[int]:
    return [n for (n,) in con.execute("SELECT observed FROM flow_day WHERE category = 'all' AND observed > 0")]


def same_as_tables(node: Node, con: sqlite3.Connection) -> bool:
    with open_tables(node, node.log(ROAD)) as facts:
        return compare(con, facts) == ()


def test_what_is_signed_is_counted_once_and_survives_closing(road: Node) -> None:
    with open_live(road, ROAD) as con:
        assert feed(road, ROAD, con).read == 4
        assert observed(con) == [1]
        append(road, 0, passage("c", "G", "passed", 9), sign=False)
        assert feed(road, ROAD, con).read == 0
        append(road, 1, *TOWN_ENTRIES)
    with open_live(road, ROAD) as con:
        fed = feed(road, ROAD, con)
        assert (fed.read, fed.dirty.entries, len(fed.dirty.journeys)) == (2, 2, 2)
        assert same_as_tables(road, con)
        assert feed(road, ROAD, con).read == 0


def test_a_long_log_is_read_in_several_transactions(road: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "FEED_ENTRIES_MAX", 2)
    with open_live(road, ROAD) as con:
        assert feed(road, ROAD, con).read == 4
        assert same_as_tables(road, con)


@pytest.mark.parametrize("damage", ["junk", "version", "other log", "gone log"])
def test_a_state_that_is_damaged_or_of_another_log_is_made_again(road: Node, damage: str) -> None:
    with open_live(road, ROAD) as con:
        feed(road, ROAD, con)
        change = {
            "version": "UPDATE kept SET value = 'live/0' WHERE name = 'version'",
            "other log": "UPDATE position SET root = x'00'",
            "gone log": "INSERT INTO position VALUES ('gone.example/road/e1', 1, x'00')",
        }.get(damage)
        if change:
            con.execute(change)
    if damage == "junk":
        _spoil(live_path(road, ROAD))
    with open_live(road, ROAD) as con:
        assert feed(road, ROAD, con).read == 4
        assert same_as_tables(road, con)


def _spoil(path: Path) -> None:
    for name in (f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)
    path.write_bytes(b"no database at all" * 999)


def test_a_state_that_cannot_be_written_says_so(road: Node) -> None:
    live_path(road, ROAD).mkdir()
    with pytest.raises(sqlite3.OperationalError), open_live(road, ROAD):
        pass


def test_nothing_half_counted_stays_after_a_failure(road: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: sqlite3.Connection) -> None:
        raise ZeroDivisionError

    with open_live(road, ROAD) as con:
        with monkeypatch.context() as patch:
            patch.setattr(live, "refresh", fails)
            with pytest.raises(ZeroDivisionError):
                feed(road, ROAD, con)
        assert con.execute("SELECT COUNT(*) FROM position").fetchone() == (0,)
        assert feed(road, ROAD, con).read == 4
        assert observed(con) == [1]
