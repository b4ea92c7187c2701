"""A node in a temporary folder, in a world that does as it is told, and a small corridor to set up in it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from safeconduct.assess.claims.load import ClaimsFile, claims_from_yaml
from safeconduct.intake.corridor_file import corridor_from_yaml
from safeconduct.intake.map_file import map_from_yaml
from safeconduct.intake.table_map import TableMap
from safeconduct.node.config import OwnLog
from safeconduct.node.importing import TableFile
from safeconduct.node.node import Node
from safeconduct.node.starting import add_corridor, create_node
from safeconduct.node.world import World
from safeconduct.testing import FakeClock, SeededRandom

CORRIDOR = """\
format: safeconduct-corridor/1
id: high-road
title: {en: High Road}
offsets:
  - {from: 2024-01-01T00:00:00.000Z, offset: "+02:00"}
evidence: observed
party: Both sides
organisation: Road office
role: keeps the gate
coverage:
  - {table: movement, column: departed_on, from: 2024-03-01, until: 2024-04-01, says: Every truck in March.}
"""
MAP = """\
format: safeconduct-map/1
corridor: high-road
dataset: trucks
complete: true
input: {format: csv}
columns:
  trip: {type: integer, min: 1}
  goods: {type: text}
  tonnes: {type: quantity, unit: t, min: 0, max: 100}
  left: {type: date, formats: [YYYY-MM-DD]}
group: [trip]
entries:
  - kind: notification
    at: left
    columns: {number: trip}
    values: {direction: north, category: truck}
    lines:
      columns: {line: trip, commodity: goods, load_kg: tonnes}
  - kind: passage
    at: left
    values: {event: departed, direction: north, category: truck}
"""
TABLE = """\
trip,goods,tonnes,left
1,Flour,20,2024-03-01
2,Rice,12,2024-03-02
3,Flour,8.5,2024-03-02
"""
CLAIMS = """\
version: 1
claims:
- id: march-trucks
  statement: office-april
  speaker: Road Office
  said_on: 2024-04-02
  as_of: 2024-03-31
  source: https://example.org/april
  wording: Three trucks went north in March
  claim:
    measure: count
    table: movement
    over: {column: departed_on, from: 2024-03-01, until: 2024-04-01}
    value: 3
    unit: trucks
- id: march-flour
  statement: office-april
  speaker: Road Office
  said_on: 2024-04-02
  as_of: 2024-03-31
  source: https://example.org/april
  wording: They carried 30 t of flour
  claim:
    measure: sum
    table: cargo
    column: tonnes
    where: commodity == "Flour"
    over: {column: departed_on, from: 2024-03-01, until: 2024-04-01}
    value: 30
    unit: t
"""


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


def table_file(text: str = TABLE) -> TableFile:
    """A table in memory."""
    data = text.encode()
    return TableFile("trucks.csv", len(data), lambda: io.BytesIO(data))


def claims(text: str = CLAIMS) -> ClaimsFile:
    """A claims file."""
    return claims_from_yaml(text, "claims.yaml")


def kinds(node: Node, log: OwnLog) -> list[str]:
    """The kinds of all entries, in order."""
    from safeconduct.entries.envelope import entry_from_bytes

    with node.reader(log) as reader:
        return [entry_from_bytes(data).kind for data in reader.entries()]
