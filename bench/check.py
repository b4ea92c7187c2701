"""Check an agreement of fifty rules: loading, R01 to R13 over its whole region table, comparison with a version.

The file is synthetic and deterministic: two questions with 25 rules each, three readings, dated lists and limits.
Its checks must be complete and find the three mistakes that were put into it, or the run fails. The goal is two
seconds for a check; there is no peer that checks an agreement under several readings.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from typing import TypeAlias, TypeVar

from safeconduct.agreement.check import check_agreement
from safeconduct.agreement.diff import diff_agreements
from safeconduct.agreement.load import agreement_from_yaml

Row: TypeAlias = dict[str, str | int | float]
T = TypeVar("T")

RULES = 50
TURNS = 5
GOAL_SECONDS = 2.0
_HEAD = """\
format: safeconduct-agreement/1
id: bench-check
version: 1
title: A road with many rules
time_zone: "+00:00"
sources:
  D: {what: Deal, date: 2022-01-01, kind: agreement, clauses: {"1": {says: All of it.}}}
  S: {what: Statement, date: 2022-06-01, kind: statement, says: Something else.}
parties:
  east: {name: East, role: party}
  west: {name: West, role: party}
  obs: {name: Observers, role: neutral_controller}
  aid: {name: Relief, role: humanitarian}
route: {ends: {west: A, east: B}, inbound: west_to_east}
lists:
  arms: {basis: assumed, versions: [{from: 2022-01-01, any_of: [{scheme: hs, prefix: ["93", "8710"]}]}]}
  dual:
    basis: assumed
    versions:
      - {from: 2022-01-01, any_of: [{scheme: hs, prefix: ["2829", "8517"]}]}
      - {from: 2022-09-01, any_of: [{scheme: hs, prefix: ["2829", "3102", "8517"]}, {scheme: un_number, in: ["1942"]}]}
facts:
  at: {type: instant, from: passage.at}
  direction: {type: enum, of: [inbound, outbound], from: passage.direction}
  vehicle: {type: enum, of: [car, truck, bus, ambulance, military], from: passage.category}
  carrier: {type: party, open: true, from: movement.carrier}
  armed: {type: bool, open: true, from: check.armed}
  notified: {type: bool, from: movement.notified}
  sealed: {type: bool, open: true, from: check.sealed}
  patient: {type: bool, from: movement.medical}
  cargo: {type: list(code), open: true, from: check.cargo}
  checked_by: {type: set(party), open: true, from: check.by}
  stopped_by: {type: party, open: true, from: passage.stopped_by}
  delay_min: {type: int, min: 0, max: 100000, unit: minute, open: true, from: passage.delay_min}
  load_kg: {type: int, min: 0, max: 1000000, unit: kg, from: passage.load_kg}
issues:
  control:
    asks: Who may check?
    positions:
      observers: {held_by: [west], basis: stated, cites: [D/1]}
      owner: {held_by: [{party: east, from: 2022-06-01}], basis: stated, cites: [S]}
  goods:
    asks: Which goods wait?
    positions:
      few: {held_by: [west], basis: stated, cites: [D/1]}
      many: {held_by: [east], basis: stated, cites: [S]}
readings:
  west: {control: observers, goods: few}
  east: {control: [{from: 2022-01-01, position: observers}, {from: 2022-06-01, position: owner}], goods: many}
  obs: {control: silent, goods: silent}
defaults: {movement: permitted, conduct: kept}
limits:
  delay:
    - {from: 2022-01-01, value: 120, unit: minute, basis: assumed}
    - {from: 2022-10-01, value: 60, unit: minute, basis: assumed, under: {goods: [few]}}
    - {from: 2022-10-01, value: 240, unit: minute, basis: assumed, under: {goods: [many]}}
  load: [{from: 2022-01-01, value: 20000, unit: kg, basis: assumed}]
rules:
"""
_TESTS = (
    "cargo.exists(c, c in list.arms)",
    'armed && carrier != "obs"',
    "cargo.exists(c, c in list.dual) && !notified",
    'delay_min > limit.delay && vehicle != "military"',
    "load_kg > limit.load && !sealed",
    'carrier == "none" && !("obs" in checked_by)',
    'patient && vehicle == "ambulance"',
    '"east" in checked_by || "west" in checked_by',
    'stopped_by in ["east", "west"] && !armed',
    '!notified && vehicle == "truck"',
)
_THEN = {"movement": ("prohibited", "hold"), "conduct": ("breach", "impeded", "coverage_gap")}
_UNDER = ("", ", under: {control: [observers]}", "", ", under: {goods: [many]}")


def agreement_text(rules: int = RULES) -> str:
    """The file: rules that join two of ten tests each, and at the end three mistakes."""
    lines = []
    for question, verdicts in _THEN.items():
        for number in range(rules // 2 - 2 + (question == "movement")):
            one, other = _TESTS[number % 10], _TESTS[(number + 1 + number // 10 * 2) % 10]
            when = f"({one}) && ({other})"
            lines.append(
                _rule(f"{question}-{number}", question, when, verdicts[number % len(verdicts)], _UNDER[number % 4])
            )
    shadowed = 'cargo.exists(c, c in list.arms) && armed && carrier != "obs" && patient'
    lines.append(_rule("shadowed", "movement", shadowed, "hold", ""))
    lines.append(_rule("one-direction", "conduct", 'load_kg > 5 && direction == "inbound"', "impeded", ""))
    lines.append(_rule("one-sided", "conduct", 'stopped_by == "east"', "breach", ""))
    return _HEAD + "".join(lines)


def run(turns: int = TURNS) -> list[Row]:
    """Load, check and compare, the median of some turns. A check that misses a mistake fails the run."""
    text = agreement_text()
    agreement, loading = _timed(turns, lambda: agreement_from_yaml(text, "bench.yaml"))
    report, checking = _timed(turns, lambda: check_agreement(agreement))
    errors = {(finding.code, finding.part) for finding in report.findings if finding.severity == "error"}
    expected = {("R01", "rule 'shadowed'"), ("R10", "rule 'one-direction'"), ("R11", "rule 'one-sided'")}
    assert len(agreement.rules) == RULES
    assert report.complete
    assert expected <= errors, errors
    newer = agreement_from_yaml(text.replace("value: 120", "value: 121"), "newer.yaml")
    difference, comparing = _timed(turns, lambda: diff_agreements(agreement, newer))
    assert not difference.same_verdicts
    cells = f"{report.cells:,} cells"
    return [
        _row(f"load an agreement of {RULES} rules", loading, GOAL_SECONDS),
        _row(f"check an agreement of {RULES} rules, {cells}", checking, GOAL_SECONDS),
        _row(f"compare two versions of {RULES} rules", comparing, GOAL_SECONDS),
    ]


def _timed(turns: int, work: Callable[[], T]) -> tuple[T, float]:
    taken: list[float] = []
    found: list[T] = []
    while len(taken) < turns:
        begin = time.perf_counter()
        found = [work()]
        taken.append(time.perf_counter() - begin)
    return found[0], statistics.median(taken)


def _rule(name: str, question: str, when: str, then: str, more: str) -> str:
    head = f"id: {name}, for: {question}, clause: [D/1], basis: agreed, says: X"
    return f"  - {{{head}, when: '{when}', then: {then}{more}}}\n"


def _row(name: str, seconds: float, goal: float) -> Row:
    return {
        "name": name,
        "value": round(seconds, 3),
        "unit": "s",
        "ratio": round(goal / seconds, 2),
        "peer": f"goal: {goal:g} s",
    }


if __name__ == "__main__":
    for row in run():
        print(row, file=sys.stdout)
