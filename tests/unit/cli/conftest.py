"""A node with the small corridor, its table and its claims."""

from __future__ import annotations

from pathlib import Path

import pytest

from safeconduct.intake.corridor_file import corridor_from_yaml
from safeconduct.intake.map_file import map_from_yaml
from safeconduct.node.importing import import_table
from safeconduct.node.node import Node
from safeconduct.node.recording import add_claims
from safeconduct.node.starting import add_corridor, create_node
from safeconduct.node.world import World
from safeconduct.testing import FakeClock, SeededRandom
from tests.unit.node.road import CORRIDOR, MAP, claims, table_file


@pytest.fixture
def node(tmp_path: Path) -> Node:
    """The node."""
    world = World(FakeClock("2024-05-01T12:00:00.000Z"), SeededRandom(1))
    empty = create_node(tmp_path / "node", world, organisation="road.example", name="hq")
    definition = corridor_from_yaml(CORRIDOR, "corridor.yaml")
    node = add_corridor(empty, definition.id, definition.charter)
    import_table(node, node.log(), table_file(), map_from_yaml(MAP, "map.yaml"))
    add_claims(node, node.log(), claims())
    return node
