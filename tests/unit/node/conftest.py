"""A node in a temporary folder, in a world that does as it is told, with a small corridor."""

from __future__ import annotations

from pathlib import Path

import pytest

from safeconduct.intake.corridor_file import corridor_from_yaml
from safeconduct.intake.map_file import map_from_yaml
from safeconduct.intake.table_map import TableMap
from safeconduct.node.config import OwnLog
from safeconduct.node.node import Node
from safeconduct.node.starting import add_corridor, create_node
from safeconduct.node.world import World
from safeconduct.testing import FakeClock, SeededRandom
from tests.unit.node.road import CORRIDOR, MAP


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands in May 2024."""
    return FakeClock("2024-05-01T12:00:00.000Z")


@pytest.fixture
def world(clock: FakeClock) -> World:
    """A world without surprises."""
    return World(clock, SeededRandom(1))


@pytest.fixture
def empty(tmp_path: Path, world: World) -> Node:
    """A node without a corridor."""
    return create_node(tmp_path / "node", world, organisation="road.example", name="hq")


@pytest.fixture
def node(empty: Node) -> Node:
    """A node with the corridor set up, nothing imported."""
    definition = corridor_from_yaml(CORRIDOR, "corridor.yaml")
    return add_corridor(empty, definition.id, definition.charter)


@pytest.fixture
def log(node: Node) -> OwnLog:
    """The log of the corridor."""
    return node.log("high-road")


@pytest.fixture
def table() -> TableMap:
    """The mapping of the table."""
    return map_from_yaml(MAP, "map.yaml")
