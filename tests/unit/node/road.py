"""A small corridor: three trucks on a road in March 2024, and what its office said about them."""

from __future__ import annotations

import io

from safeconduct.assess.claims.load import ClaimsFile, claims_from_yaml
from safeconduct.entries.envelope import entry_from_bytes
from safeconduct.node.config import OwnLog
from safeconduct.node.importing import TableFile
from safeconduct.node.node import Node

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


def table_file(text: str = TABLE) -> TableFile:
    """A table in memory."""
    data = text.encode()
    return TableFile("trucks.csv", len(data), lambda: io.BytesIO(data))


def claims(text: str = CLAIMS) -> ClaimsFile:
    """A claims file."""
    return claims_from_yaml(text, "claims.yaml")


def kinds(node: Node, log: OwnLog) -> list[str]:
    """The kinds of all entries, in order."""
    with node.reader(log) as reader:
        return [entry_from_bytes(data).kind for data in reader.entries()]
