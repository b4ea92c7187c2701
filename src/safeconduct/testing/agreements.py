"""A small agreement for tests: two parties, a neutral controller, and something of everything the format has."""

from __future__ import annotations

from functools import cache

from safeconduct.agreement.load import agreement_from_yaml
from safeconduct.agreement.model import Agreement

SAMPLE_AGREEMENT = """\
format: safeconduct-agreement/1
id: sample-road
version: 1
title: {en: The sample road, ru: Учебная дорога, ar: الطريق التدريبي}
time_zone: "+03:00"
sources:
  DEAL:
    what: Agreement on the road
    date: 2022-07-01
    kind: agreement
    signed_by: [east, west]
    clauses:
      "1": {says: Food may pass in both directions.}
      "2": {says: Nobody but the observers checks a vehicle.}
      "3": {says: Both sides agree to every convoy.}
      "4": {says: Fuel waits until the observers have seen it.}
      "5": {says: The road is kept in repair., no_rule: Nobody records repairs here.}
  EAST1: {what: Statement of the east, date: 2022-09-01, kind: statement, says: It opened a checkpoint of its own.}
  WEST1: {what: Statement of the west, date: 2022-09-02, kind: statement, says: The checkpoint breaks clause 2.}
parties:
  east: {name: {en: East, ru: Восток, ar: الشرق}, role: party}
  west: {name: {en: West, ru: Запад, ar: الغرب}, role: party}
  obs: {name: {en: Observers, ru: Наблюдатели, ar: المراقبون}, role: neutral_controller}
route:
  ends: {west: Westham, east: Easton}
  inbound: west_to_east
  places:
    Westham: {lat: "10.5", lon: "20.5"}
    Easton: {lat: "10.6", lon: "20.9"}
    Bridge: {between: [Westham, Easton]}
  posts:
    P1: {place: Bridge, by: obs, from: 2022-07-01, basis: agreed}
    E1: {place: Bridge, by: east, from: 2022-09-01, basis: stated}
lists:
  arms:
    basis: assumed
    versions: [{from: 2022-07-01, any_of: [{scheme: hs, prefix: ["93"]}, {scheme: un_class, prefix: ["1"]}]}]
  fuel:
    basis: agreed
    clause: [DEAL/4]
    versions:
      - {from: 2022-07-01, any_of: [{scheme: hs, prefix: ["2710"]}]}
      - {from: 2023-01-01, any_of: [{scheme: hs, prefix: ["2710", "2711"]}, {scheme: un_number, in: ["1203"]}]}
facts:
  at: {type: instant, from: passage.at}
  direction: {type: enum, of: [inbound, outbound], from: passage.direction}
  carrier: {type: party, open: true, from: movement.carrier}
  armed: {type: bool, open: true, from: check.armed}
  convoy: {type: bool, from: movement.convoy}
  cargo: {type: list(code), open: true, from: check.cargo, else: notification.cargo}
  checked_by: {type: set(party), open: true, from: check.by}
  consents: {type: set(party), open: true, from: consent.given}
  refusals: {type: set(party), open: true, from: consent.refused}
  delay_min: {type: int, min: 0, max: 100000, unit: minute, open: true, from: passage.delay_min}
  flow.asked: {type: int, min: 0, max: 1000000, per: window}
  flow.passed: {type: int, min: 0, max: 1000000, per: window, open: true}
issues:
  control:
    asks: {en: Who may check vehicles on the road?, ru: Кто может проверять машины на дороге?, ar: من يفتش المركبات؟}
    positions:
      observers: {held_by: [west], basis: stated, cites: [DEAL/2, WEST1]}
      owner: {held_by: [{party: east, from: 2022-09-01}], basis: stated, cites: [EAST1]}
  fuel_rule:
    asks: Does fuel wait for the observers?
    positions:
      waits: {held_by: [west], basis: inferred, cites: [DEAL/4]}
      passes: {held_by: [east], basis: inferred, cites: [DEAL/1]}
readings:
  west: {control: observers, fuel_rule: waits}
  east: {control: [{from: 2022-07-01, position: observers}, {from: 2022-09-01, position: owner}], fuel_rule: passes}
  obs: {control: observers, fuel_rule: silent}
defaults: {movement: permitted, conduct: kept}
rules:
  - id: arms
    for: movement
    clause: [DEAL/1]
    basis: inferred
    when: cargo.exists(c, c in list.arms)
    then: prohibited
    says: {en: Arms may not pass., ru: Оружие не пропускается., ar: لا يجوز مرور السلاح.}
  - id: armed-persons
    for: movement
    clause: [DEAL/2]
    basis: inferred
    when: armed && carrier != "obs"
    then: prohibited
    says: Only the observers carry arms.
  - id: convoy-consent
    for: movement
    clause: [DEAL/3]
    basis: agreed
    when: convoy
    needs_consent: {of: [east, west], missing: hold, refused: prohibited}
    says: A convoy needs the consent of both sides.
  - id: fuel-waits
    for: movement
    clause: [DEAL/4]
    basis: stated
    when: '!("obs" in checked_by) && cargo.exists(c, c in list.fuel)'
    then: hold
    under: {fuel_rule: [waits]}
    says: Fuel waits until the observers have seen it.
  - id: east-check-first
    for: movement
    clause: [EAST1]
    basis: stated
    when: '!("east" in checked_by) && carrier != "obs"'
    then: hold
    asymmetric: EAST1
    says: A vehicle passes the checkpoint first.
  - id: party-check
    for: conduct
    clause: [DEAL/2, WEST1]
    basis: agreed
    when: '"east" in checked_by || "west" in checked_by'
    then: breach
    breach_by: [checked_by]
    under: {control: [observers]}
    says: No side checks vehicles by itself.
  - id: unchecked
    for: conduct
    clause: [DEAL/2]
    basis: agreed
    when: '!("obs" in checked_by) && direction == "inbound"'
    then: coverage_gap
    asymmetric: DEAL/2
    says: The observers check what comes in.
  - id: delay
    for: conduct
    clause: [DEAL/1]
    basis: assumed
    when: delay_min > limit.max_delay_min
    then: impeded
    says: Traffic is not held up beyond a reasonable time.
limits:
  max_delay_min:
    - {from: 2022-07-01, value: 120, unit: minute, basis: assumed}
    - {from: 2022-12-01, value: 60, unit: minute, clause: [WEST1], basis: stated, under: {control: [observers]}}
    - {from: 2022-12-01, value: 90, unit: minute, clause: [EAST1], basis: stated, under: {control: [owner]}}
obligations:
  - id: open-road
    by: [east, west]
    clause: [DEAL/1]
    basis: agreed
    kind: continuous
    from: 2022-07-01
    met_when: status == "open"
    says: The road is kept open.
  - id: observers-check
    by: [obs]
    clause: [DEAL/2]
    basis: agreed
    kind: continuous
    from: 2022-07-01
    met_when: '"obs" in checked_by'
    share_permille: 950
    share_basis: assumed
    says: The observers check vehicles.
status:
  window: P1D
  per: [direction]
  lines:
    - {is: closed, when: flow.passed == 0 && flow.asked > 0}
    - {is: restricted, when: flow.passed * 2 < flow.asked}
    - {is: open, when: flow.asked > 0}
  otherwise: unknown
  basis: assumed
amendments:
  - id: east-checkpoint
    from: 2022-09-01
    by: [east]
    kind: unilateral
    recognised_by: [east]
    contested_by: [west]
    does: {add: [rules.east-check-first, route.posts.E1]}
    issue: control
    cites: [EAST1, WEST1]
heartbeats:
  P1: {every: PT15M, grace: PT10M, hours: all, basis: assumed}
open_questions:
  - Which list of arms do the sides use?
"""
"""The sample as its file would say it."""


@cache
def sample_agreement() -> Agreement:
    """The sample, loaded once."""
    return agreement_from_yaml(SAMPLE_AGREEMENT, "sample.yaml")
