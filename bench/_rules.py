"""The eight rules of the agreement benchmark: as an agreement, by hand in SQL, and in the peers' own languages."""

from __future__ import annotations

import datetime as dt
import importlib
import json
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any, TypeAlias

from safeconduct.base.instant import instant_from_text

Facts: TypeAlias = dict[str, Any]
Ask: TypeAlias = Callable[[], list[str] | list[bool]]

MUNITIONS = tuple(f"hs:93{number:02}{end}" for number in (1, 2, 3, 4, 5, 6, 7) for end in ("00", "10", "90"))
DUAL_USE = tuple(
    f"hs:{heading}{end}" for heading in ("2829", "3102", "8517", "8525", "8526", "8806") for end in ("10", "20", "90")
)
HARMLESS = tuple(
    f"hs:{chapter:02}{heading:02}{end}"
    for chapter in (2, 4, 7, 8, 10, 11, 15, 17, 19, 30)
    for heading in (1, 2, 4)
    for end in ("10", "90")
)
_CHECKPOINT = "2023-04-23T08:00:00.000Z"

RULES = {
    "munitions": ("prohibited", "cargo.exists(c, c in list.munitions)"),
    "armed-persons": ("prohibited", 'armed && carrier != "obs"'),
    "mission": ("hold", 'mission != "none" && !("north" in checked_by)'),
    "dual-use": ("hold", 'cargo.exists(c, c in list.dual_use) && !notified && !(carrier in ["obs", "relief"])'),
    "formalities": ("hold", f'at >= timestamp("{_CHECKPOINT}") && !("south" in checked_by) && carrier != "obs"'),
    "military": ("prohibited", 'vehicle == "military" && direction == "inbound"'),
    "stopped": ("hold", 'stopped_by in ["north", "south"] && !patient'),
    "delay": ("hold", 'delay_min > 120 && !("obs" in checked_by)'),
}
UNDER = {"dual-use": "{scope: [civil]}", "formalities": "{control: [owner]}"}
HEAD = """\
format: safeconduct-agreement/1
id: bench-road
version: 1
title: A road for measuring
time_zone: "+00:00"
sources:
  DEAL:
    {what: Agreement, date: 2020-11-09, kind: agreement, signed_by: [north, south], clauses: {"1": {says: All of it.}}}
parties:
  north: {name: North, role: party}
  south: {name: South, role: party}
  obs: {name: Observers, role: neutral_controller}
  relief: {name: Relief, role: humanitarian}
route:
  ends: {west: A, east: B}
  inbound: west_to_east
  places: {A: {lat: "1", lon: "1"}, B: {lat: "1", lon: "2"}}
  posts: {P: {place: A, by: obs, from: 2020-11-10, basis: agreed}}
lists:
  munitions: {basis: assumed, versions: [{from: 2020-11-10, any_of: [{scheme: hs, prefix: ["93"]}]}]}
  dual_use:
    basis: assumed
    versions:
      - {from: 2020-11-10, any_of: [{scheme: hs, prefix: ["2829", "3102", "8517", "8525", "8526", "8806"]}]}
facts:
  at: {type: instant, from: passage.at}
  direction: {type: enum, of: [inbound, outbound], from: passage.direction}
  vehicle: {type: enum, of: [car, truck, bus, ambulance, military], from: passage.category}
  carrier: {type: party, open: true, from: movement.carrier}
  armed: {type: bool, open: true, from: check.armed}
  cargo: {type: list(code), open: true, from: check.cargo}
  notified: {type: bool, from: movement.notified}
  checked_by: {type: set(party), open: true, from: check.by}
  stopped_by: {type: party, open: true, from: decision.by}
  delay_min: {type: int, min: 0, max: 100000, unit: minute, open: true, from: passage.delay_min}
  patient: {type: bool, from: movement.medical}
  mission: {type: enum, of: [none, un, other], from: movement.mission}
issues:
  scope:
    asks: Which goods?
    positions:
      civil: {held_by: [south], basis: stated, cites: [DEAL/1]}
      all: {held_by: [north], basis: stated, cites: [DEAL/1]}
  control:
    asks: Who checks?
    positions:
      owner: {held_by: [south], basis: stated, cites: [DEAL/1]}
      neutral: {held_by: [north], basis: stated, cites: [DEAL/1]}
readings:
  south: {scope: civil, control: owner}
  north: {scope: all, control: neutral}
defaults: {movement: permitted, conduct: kept}
rules:
"""
OTHERWISE = "permitted"
# The same rules in other languages: what holds of each movement. Parties of a set stand in the order of the file.
_NORTH, _OBS, _SOUTH = 1, 2, 8
_AT = instant_from_text(_CHECKPOINT)
BY_HAND = f"""\
CASE WHEN {{munitions}} THEN 2
 WHEN armed AND carrier <> 'obs' THEN 2
 WHEN mission <> 'none' AND ("checked_by.yes" & {_NORTH}) = 0 THEN 1
 WHEN {{dual_use}} AND NOT notified AND carrier NOT IN ('obs', 'relief') THEN 1
 WHEN "at" >= {_AT} AND ("checked_by.yes" & {_SOUTH}) = 0 AND carrier <> 'obs' THEN 1
 WHEN vehicle = 'military' AND direction = 'inbound' THEN 2
 WHEN stopped_by IN ('north', 'south') AND NOT patient THEN 1
 WHEN delay_min > 120 AND ("checked_by.yes" & {_OBS}) = 0 THEN 1
 ELSE 0 END"""
MASKS = {"munitions": '("cargo.in" & 1) <> 0', "dual_use": '("cargo.in" & 2) <> 0'}
LISTS = {
    "munitions": f"list_has_any(codes, {list(MUNITIONS)})",
    "dual_use": f"list_has_any(codes, {list(DUAL_USE)})",
}
IN_CEDAR = {
    "munitions": f"context.cargo.containsAny({json.dumps(MUNITIONS)})",
    "armed-persons": 'context.armed && context.carrier != "obs"',
    "mission": 'context.mission != "none" && !context.checked_by.contains("north")',
    "dual-use": f"context.cargo.containsAny({json.dumps(DUAL_USE)}) && !context.notified"
    ' && !["obs", "relief"].contains(context.carrier)',
    "formalities": f'context.at >= {_AT} && !context.checked_by.contains("south") && context.carrier != "obs"',
    "military": 'context.vehicle == "military" && context.direction == "inbound"',
    "stopped": '["north", "south"].contains(context.stopped_by) && !context.patient',
    "delay": 'context.delay_min > 120 && !context.checked_by.contains("obs")',
}
IN_ZEN = {
    "munitions": f"some(cargo, # in {json.dumps(MUNITIONS)})",
    "armed-persons": 'armed and carrier != "obs"',
    "mission": 'mission != "none" and not ("north" in checked_by)',
    "dual-use": f'some(cargo, # in {json.dumps(DUAL_USE)}) and not notified and carrier not in ["obs", "relief"]',
    "formalities": f'at >= {_AT} and not ("south" in checked_by) and carrier != "obs"',
    "military": 'vehicle == "military" and direction == "inbound"',
    "stopped": 'stopped_by in ["north", "south"] and not patient',
    "delay": 'delay_min > 120 and not ("obs" in checked_by)',
}


def _cel(facts: Sequence[Facts]) -> Ask:
    """cel-expr-python: one compiled expression, rule after rule."""
    cel = importlib.import_module("cel_expr_python.cel")
    kinds = {"at": "google.protobuf.Timestamp", "armed": "bool", "notified": "bool", "patient": "bool"}
    kinds |= {"cargo": "list<string>", "checked_by": "list<string>", "delay_min": "int"}
    env = cel.NewEnv(variables={name: cel.Type(kinds.get(name, "string")) for name in facts[0]})
    lists = {"c in list.munitions": 'c.startsWith("hs:93")', "c in list.dual_use": f"c in {json.dumps(DUAL_USE)}"}
    text = json.dumps(OTHERWISE)
    for verdict, when in reversed(RULES.values()):
        condition = reduce(lambda one, change: one.replace(*change), lists.items(), when)
        text = f"({condition}) ? {json.dumps(verdict)} : ({text})"
    compiled = env.compile(text)
    data = [{**each, "at": dt.datetime.fromtimestamp(each["at"] // 10**6, dt.UTC)} for each in facts]
    return lambda: [str(compiled.eval(data=each).plain_value()) for each in data]


def _cedar(facts: Sequence[Facts]) -> Ask:
    """cedarpy: allow unless a rule forbids; it cannot tell hold from prohibited."""
    cedar = importlib.import_module("cedarpy")
    forbidden = [f"forbid(principal, action, resource) when {{ {when} }};" for when in IN_CEDAR.values()]
    policies = cedar.PolicySet.from_str("permit(principal, action, resource);" + "".join(forbidden))
    entities = cedar.Entities.from_json_str("[]")
    names = {"principal": 'P::"p"', "action": 'Action::"pass"', "resource": 'R::"r"'}
    requests = [{**names, "context": each} for each in facts]
    return lambda: [bool(one.allowed) for one in cedar.is_authorized_batch(requests, policies, entities)]


def _zen(facts: Sequence[Facts]) -> Ask:
    """zen-engine: a decision table, first hit."""
    zen = importlib.import_module("zen")
    rows = [(IN_ZEN[name], verdict) for name, (verdict, _) in RULES.items()]
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": "i", "name": "when", "type": "expression"}],
        "outputs": [{"id": "o", "field": "verdict", "name": "verdict", "type": "expression"}],
        "rules": [
            {"_id": str(number), "i": when, "o": json.dumps(verdict)}
            for number, (when, verdict) in enumerate([*rows, ("", OTHERWISE)])
        ],
    }
    nodes: list[dict[str, Any]] = [
        {"id": "in", "type": "inputNode", "name": "in"},
        {"id": "table", "type": "decisionTableNode", "name": "table", "content": table},
        {"id": "out", "type": "outputNode", "name": "out"},
    ]
    edges = [
        {"id": f"{one}-{other}", "sourceId": one, "targetId": other, "type": "edge"}
        for one, other in (("in", "table"), ("table", "out"))
    ]
    placed = [{**node, "position": {"x": 0, "y": 0}} for node in nodes]
    content = {"contentType": "application/vnd.gorules.decision", "nodes": placed, "edges": edges}
    decision = zen.ZenEngine().create_decision(json.dumps(content))
    return lambda: [str(decision.evaluate(each)["result"]["verdict"]) for each in facts]


PEERS: Mapping[str, Callable[[Sequence[Facts]], Ask]] = {
    "cel-expr-python": _cel,
    "cedarpy": _cedar,
    "zen-engine": _zen,
}
"""Distribution -> what makes its engine ready for some movements. Raises ImportError if it is not installed."""
