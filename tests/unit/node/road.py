"""A small corridor: three trucks on a road in March 2024, its agreement, and what its office said about them."""

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
AGREEMENT = """\
format: safeconduct-agreement/1
id: high-road
version: 1
title: High Road
time_zone: "+02:00"
sources:
  DEAL:
    what: Agreement on the road
    date: 2024-02-01
    kind: agreement
    signed_by: [hill, dale]
    clauses:
      term: {says: Runs until it is extended.}
      goods: {says: Food may pass.}
parties:
  hill: {name: {en: Hill}, role: party}
  dale: {name: {en: Dale}, role: party}
route:
  ends: {west: Hillock, east: Dalesend}
  inbound: west_to_east
  places: {Hillock: {lat: "1.0", lon: "1.0"}, Dalesend: {lat: "2.0", lon: "2.0"}}
lists:
  food:
    basis: agreed
    clause: [DEAL/goods]
    versions: [{from: 2024-02-01, any_of: [{scheme: hs, prefix: ["10", "11"]}]}]
facts:
  at: {type: instant, from: passage.at}
  cargo: {type: list(code), open: true, from: notification.cargo}
issues:
  length:
    asks: When did the term end?
    positions:
      short: {held_by: [dale], basis: stated, cites: [DEAL/term]}
      long: {held_by: [hill], basis: stated, cites: [DEAL/term]}
readings:
  hill: {length: long}
  dale: {length: short}
defaults: {movement: permitted, conduct: kept}
rules:
  - {id: late, for: movement, clause: [DEAL/term], basis: agreed, when: at >= limit.term_end, then: prohibited,
     says: Nothing moves after the term.}
  - {id: other-goods, for: movement, clause: [DEAL/goods], basis: agreed, when: '!cargo.all(c, c in list.food)',
     then: prohibited, says: Only food passes.}
limits:
  term_end:
    - {from: 2024-02-01, value: 2024-03-02, basis: agreed, clause: [DEAL/term], under: {length: [short]}}
    - {from: 2024-02-01, value: 2024-06-01, basis: agreed, clause: [DEAL/term], under: {length: [long]}}
"""
AGREED_CLAIMS = """\
version: 1
claims:
- id: in-term
  speaker: Road Office
  said_on: 2024-04-02
  as_of: 2024-03-31
  source: https://example.org/term
  wording: All three trucks passed within the term
  claim:
    measure: count
    table: movement
    where: departed_on < limit.term_end
    over: {column: departed_on, from: 2024-03-01, until: 2024-04-01}
    value: 3
    unit: trucks
- id: in-term-of-hill
  speaker: Hill
  said_on: 2024-04-02
  as_of: 2024-03-31
  source: https://example.org/term
  wording: All three trucks passed within the term as we read it
  claim:
    measure: count
    table: movement
    where: departed_on < limit.term_end
    over: {column: departed_on, from: 2024-03-01, until: 2024-04-01}
    value: 3
    unit: trucks
    reading: hill
- id: food
  speaker: Road Office
  said_on: 2024-04-02
  as_of: 2024-03-31
  source: https://example.org/term
  wording: Everything was on the list
  claim:
    measure: count
    table: cargo
    where: code in list.food
    over: {column: departed_on, from: 2024-03-01, until: 2024-04-01}
    value: 3
    unit: cargo lines
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
