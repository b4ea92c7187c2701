"""An agreement for the sample lane, small enough to see through, and logs of two parties that keep its record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from safeconduct.agreement.load import agreement_from_yaml
from safeconduct.agreement.model import Agreement
from safeconduct.entries.envelope import Envelope, entry_from_bytes, entry_to_bytes
from safeconduct.facts.agreed.movements import AgreedFacts, agreed_facts
from safeconduct.facts.agreed.views import kept_logs
from safeconduct.facts.build import Facts, build_facts
from safeconduct.testing.corridor import SampleLog, SampleVoyage, sample_charter, sample_log

LANE = """\
format: safeconduct-agreement/1
id: sample-lane
version: 1
title: The sample lane
time_zone: "+03:00"
sources:
  DEAL:
    what: Agreement on the lane
    date: 2022-07-01
    kind: agreement
    signed_by: [north, south]
    clauses:
      term: {says: Runs until it is extended.}
      check: {says: Both sides check every ship together and without delay.}
      goods: {says: Food may pass.}
      repair: {says: The lane is dredged., no_rule: Nobody records it.}
  S1: {what: Statement of the south, date: 2022-09-01, kind: statement, says: The term ended in September.}
parties:
  north: {name: {en: North, ru: Север, ar: الشمال}, role: party}
  south: {name: {en: South, ru: Юг, ar: الجنوب}, role: party}
route:
  ends: {west: Farport, east: Nearport}
  inbound: west_to_east
  places:
    Farport: {lat: "1.0", lon: "1.0"}
    Nearport: {lat: "2.0", lon: "2.0"}
  posts:
    north_quay: {place: Nearport, by: north, from: 2022-07-01, basis: agreed, also_called: [North, Upper Quay]}
    south_quay: {place: Nearport, by: south, from: 2022-07-01, basis: agreed, also_called: [South]}
lists:
  food:
    basis: agreed
    clause: [DEAL/goods]
    versions:
      - {from: 2022-07-01, any_of: [{scheme: hs, prefix: ["10"]}]}
      - {from: 2022-08-03, any_of: [{scheme: hs, prefix: ["10", "1101"]}]}
facts:
  at: {type: instant, from: passage.at}
  direction: {type: enum, of: [inbound, outbound], from: passage.direction}
  quay: {type: enum, of: [north_quay, south_quay, other], from: movement.port}
  cargo: {type: list(code), open: true, from: check.cargo, else: notification.cargo}
  checked: {type: bool, open: true, from: check.done}
  checkers: {type: set(party), open: true, from: check.by}
  wait_days: {type: int, min: 0, max: 400, unit: day, open: true, from: passage.wait_days}
  armed: {type: bool, open: true, from: notification.armed}
  crew: {type: int, min: 0, max: 100, open: true, from: notification.crew}
  near: {type: bool, open: true, from: incident.near}
  unbound: {type: bool, open: true}
  flow.passed: {type: int, min: 0, max: 1000, per: window, open: true}
issues:
  length:
    asks: When did the term end?
    positions:
      short: {held_by: [south], basis: stated, cites: [S1]}
      long: {held_by: [north], basis: stated, cites: [DEAL/term]}
readings:
  north: {length: long}
  south: {length: short}
defaults: {movement: permitted, conduct: kept}
rules:
  - id: out-of-term
    for: movement
    clause: [DEAL/term]
    basis: agreed
    when: at >= limit.term_end
    then: prohibited
    says: Nothing moves after the term.
  - id: other-goods
    for: movement
    clause: [DEAL/goods]
    basis: agreed
    when: '!cargo.all(c, c in list.food)'
    then: prohibited
    says: Only food passes.
  - id: unchecked
    for: conduct
    clause: [DEAL/check]
    basis: agreed
    when: '!checked'
    then: coverage_gap
    says: Every ship is checked.
  - id: long-wait
    for: conduct
    clause: [DEAL/check]
    basis: assumed
    when: wait_days > limit.wait_days
    then: impeded
    says: The check follows soon.
limits:
  term_end:
    - {from: 2022-07-01, value: 2022-08-02, basis: agreed, clause: [DEAL/term], under: {length: [short]}}
    - {from: 2022-07-01, value: 2022-12-31, basis: agreed, clause: [DEAL/term], under: {length: [long]}}
  wait_days: [{from: 2022-07-01, value: 3, unit: day, basis: assumed}]
obligations:
  - id: check-all
    by: [north, south]
    clause: [DEAL/check]
    basis: agreed
    kind: continuous
    from: 2022-07-01
    met_when: checked
    says: Every ship is checked.
amendments:
  - id: south-away
    from: 2022-08-05
    until: 2022-08-08
    by: [south]
    kind: suspension
    recognised_by: [south]
    contested_by: [north]
    cites: [S1]
    issue: length
"""
NORTH, SOUTH = "north.example/lane/e1", "south.example/lane/e1"


def lane_agreement(text: str = LANE) -> Agreement:
    """The agreement of the lane."""
    return agreement_from_yaml(text, "lane.yaml")


def lane_log(origin: str, party: str, voyages: Sequence[SampleVoyage], **charter: Any) -> SampleLog:
    """A log that a party keeps."""
    return sample_log(voyages, sample_charter(party=party, **charter), origin=origin)


def lane_facts(*logs: SampleLog) -> Facts:
    """Tables of some logs."""
    return build_facts(logs)


def lane_agreed(*logs: SampleLog, agreement: Agreement | None = None, as_of: int | None = None) -> AgreedFacts:
    """The facts of the agreement in some logs."""
    kept = kept_logs(logs)
    return agreed_facts(lane_facts(*logs), agreement or lane_agreement(), logs=kept, as_of=as_of)


def with_body(log: SampleLog, kind: str, **change: Any) -> SampleLog:
    """The log with members of the bodies of every entry of a kind replaced."""
    return SampleLog(log.origin, [_changed(data, kind, change) for data in log.data])


def _changed(data: bytes, kind: str, change: dict[str, Any]) -> bytes:
    entry = entry_from_bytes(data)
    if entry.kind != kind:
        return data
    body = {**entry.body, **change}
    return entry_to_bytes(Envelope(at=entry.at, body=body, corridor=entry.corridor, kind=kind, recorded=entry.recorded))
