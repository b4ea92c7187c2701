"""A record of the sample agreement for the pages: three logs, kept by both sides and by the observers.

The logs differ on some facts, the readings on others; some movements lack facts. A second record is hostile:
markup, formulas, control characters and right-to-left text wherever the agreement or an entry may hold a text.
"""

from __future__ import annotations

from contextlib import closing
from functools import cache
from typing import Any

from safeconduct.agreement.load import agreement_from_yaml
from safeconduct.agreement.model import Agreement
from safeconduct.assess.conformance.report import Conformance, conformance
from safeconduct.base.ident import derived_id
from safeconduct.base.instant import Instant, day_from_text, day_start, instant_from_text
from safeconduct.entries.envelope import Envelope, entry_to_bytes
from safeconduct.facts.agreed.movements import agreed_facts
from safeconduct.facts.agreed.views import kept_logs
from safeconduct.facts.build import build_facts
from safeconduct.testing.agreements import SAMPLE_AGREEMENT
from safeconduct.testing.corridor import SampleLog, sample_charter
from safeconduct.web.judged import JudgedRecord

RECORDED = instant_from_text("2026-01-01T00:00:00.000Z")
MOVEMENTS = 64
EXTRA_SOURCE = """\
  COPIES:
    what: {en: Text of the deal in two copies, ru: Текст сделки в двух экземплярах}
    date: 2022-07-02
    kind: agreement
    signed_by: [west, east]
    clauses: {"2": {says: {en: Nobody but the observers checks., ru: Проверяют наблюдатели.}, no_rule: As above.}}
    versions:
      first: {lang: ru, url: "https://example.org/first", sha256: {digest}}
      second: {lang: en, url: "https://example.org/second", sha256: pending, note: Read on a page of a newspaper.}
    version_differences:
      - {clause: "2", versions: [first, second], says: The second copy leaves out the words on vehicles.}
""".replace("{digest}", "7f3a19c2e0b4d5a6" * 4)

EXTRA_FACTS = """\
  inspected: {type: bool, open: true, from: check.done, says: {en: a check is on record, ru: проверка записана}}
  wait_days: {type: int, min: 0, max: 400, unit: day, open: true, from: check.wait_days, says: days until the check}
"""
EXTRA_RULES = """\
  - {id: out-of-term, for: movement, clause: [DEAL/1], basis: agreed, when: at >= limit.term_end, then: prohibited,
     says: {en: Nothing passes after the term.}}
  - {id: long-wait, for: conduct, clause: [DEAL/2], basis: assumed, when: wait_days > limit.wait_days, then: impeded,
     says: A check follows soon.}
"""
EXTRA_LIMITS = """\
  term_end:
    - {from: 2022-07-01, value: "2022-11-01T00:00:00Z", clause: [DEAL/1], basis: agreed}
    - {from: 2022-11-05, value: "2023-02-01T00:00:00Z", clause: [WEST1], basis: stated, under: {fuel_rule: [waits]}}
    - {from: 2022-11-05, value: "2023-03-01T00:00:00Z", clause: [EAST1], basis: stated, under: {fuel_rule: [passes]}}
  wait_days: [{from: 2022-07-01, value: 2, unit: day, basis: assumed}]
"""
EXTRA_DUTIES = """\
  - {id: term, by: [west, east], clause: [DEAL/1], basis: agreed, kind: term, from: 2022-07-01, until: limit.term_end,
     renews: P120D, says: The deal runs until its end.}
  - {id: no-fire, by: [west, east], clause: [DEAL/1], basis: agreed, kind: continuous, from: 2022-07-01,
     scored_by_person: true, evidence: [incident], says: Nobody shoots at the road.}
  - {id: checked, by: [obs], clause: [DEAL/2], basis: agreed, kind: continuous, from: 2022-07-01, met_when: inspected,
     suspended: [{by: east, from: 2022-10-29, until: 2022-11-12, recognised_by: [east], cites: [EAST1]}],
     says: Every vehicle is checked.}
"""


def movement_id(number: int) -> str:
    """The id of a movement of these records."""
    return derived_id("page", str(number))


def agreement_text(**names: str) -> str:
    """The sample as a file, with a text in two copies. names: what a party is called instead."""
    text = SAMPLE_AGREEMENT.replace("  EAST1: {what", f"{EXTRA_SOURCE}  EAST1: {{what", 1)
    for block, extra in (("issues", EXTRA_FACTS), ("limits", EXTRA_RULES), ("obligations", EXTRA_LIMITS),
                         ("status", EXTRA_DUTIES)):  # fmt: skip
        text = text.replace(f"\n{block}:\n", f"\n{extra}{block}:\n", 1)
    for party, name in names.items():
        lines = text.splitlines()
        at = next(number for number, line in enumerate(lines) if line.startswith(f"  {party}: {{name: "))
        lines[at] = f"  {party}: {{name: {name}, role: party}}"
        text = "\n".join(lines) + "\n"
    return text


class AgreedFixture:
    """An agreement and a record under it."""

    def __init__(self, agreement: Agreement, logs: list[SampleLog]) -> None:
        self.agreement = agreement
        facts, kept = build_facts(logs), kept_logs(logs)
        with closing(facts.con):
            self._conformance = conformance(facts, agreement, logs=kept)
            self.record = JudgedRecord(agreed_facts(facts, agreement, logs=kept), lambda: self._conformance)

    @property
    def conformance(self) -> Conformance:
        return self._conformance


@cache
def sample_record(origin: str, corridor: str, *, keepers: tuple[str, ...] = ("obs",)) -> AgreedFixture:
    """The record of the sample; origin: of the observers' log. keepers: the parties whose logs there are."""
    return record_under(agreement_from_yaml(agreement_text(), "sample.yaml"), origin, corridor, keepers=keepers)


@cache
def hostile_record(origin: str, corridor: str, name: str, label: str) -> AgreedFixture:
    """An agreement whose texts are markup and formulas. name: what it puts everywhere; label: a vehicle's name."""
    quoted = "'" + name.replace("'", "''") + "'"
    text = agreement_text(east=quoted)
    for old in ("Food may pass in both directions.", "Arms may not pass.", "Does fuel wait for the observers?",
                "The observers check vehicles.", "Which list of arms do the sides use?",
                "Statement of the east", "Nobody records repairs here."):  # fmt: skip
        assert old in text, old
        text = text.replace(old, quoted)
    agreement = agreement_from_yaml(text, "hostile.yaml")
    return record_under(agreement, origin, corridor, label=label, keepers=("obs", "east", "west"))


def record_under(
    agreement: Agreement, origin: str, corridor: str, label: str = "SWIFT", keepers: tuple[str, ...] = ("obs",)
) -> AgreedFixture:
    """The same entries under any agreement with the facts of the sample."""
    logs = {
        "obs": [_entry(corridor, "charter", RECORDED, _charter("obs"))],
        "east": [_entry(corridor, "charter", RECORDED, _charter("east"))],
        "west": [_entry(corridor, "charter", RECORDED, _charter("west"))],
    }
    for number in range(1, MOVEMENTS + 1):
        for keeper, entries in _movement_entries(corridor, number, label).items():
            logs[keeper] += entries
    origins = {"obs": origin, "east": "east.example/log", "west": "west.example/log"}
    return AgreedFixture(agreement, [SampleLog(origins[party], logs[party]) for party in keepers])


def _charter(party: str) -> dict[str, Any]:
    silent: dict[str, Any] = {"coverage": [], "scope": [], "empty": [], "missing": [], "names": {}, "tables": {}}
    return sample_charter(party=party, evidence="observed", **silent)


def _movement_entries(corridor: str, number: int, label: str) -> dict[str, list[bytes]]:
    """A movement: who was asked and told what depends on its number alone."""
    movement = movement_id(number)
    day = day_from_text("2022-08-20") + 3 * number
    whole_day = number % 4 == 1
    at = day_start(day, 180) + (0 if whole_day else 8 * 3_600_000_000 + number)
    precision = {"precision": "day"} if whole_day else {}
    direction = "inbound" if number % 3 else "outbound"
    common = {"movement": movement, "direction": direction, "category": "vessel"}
    code = ("1001", "9301", "271012")[number % 3] if number % 7 else None
    line = {"line": 1, "commodity": "Goods", "load_kg": 1000, **({"hs": code} if code else {})}
    extra: dict[str, str | int] = {"convoy": "true" if number % 5 == 0 else "false"}
    if number % 6:
        extra["carrier"] = "none"
    note = {**common, "number": number, "vehicle": f"{label} {number}", "lines": [line], "extra": extra}
    passage = {**common, "event": "passed", "extra": {"delay_min": 200 if number % 2 else 40}, **precision}
    told: dict[str, list[bytes]] = {
        "obs": [
            _entry(corridor, "notification", at - 3_600_000_000, note),
            _entry(corridor, "passage", at, passage),
        ],
        "east": [],
        "west": [],
    }
    check = {"movement": movement, "method": "visual", "result": "passed", **precision}
    if number % 3 == 0:
        later = at + number % 5 * 86_400_000_000
        told["obs"].append(_entry(corridor, "check", later, {**check, "by": "obs", "extra": {"armed": "false"}}))
    if number % 4 == 0:
        told["east"].append(_entry(corridor, "check", at, {**check, "by": "east", "extra": {"armed": "true"}}))
    if number % 8 == 0:
        delay = {"delay_min": 20}
        told["west"].append(_entry(corridor, "passage", at, {**passage, "extra": delay}))
        told["west"].append(_entry(corridor, "check", at, {**check, "by": "west", "extra": {"armed": "false"}}))
    return told


def _entry(corridor: str, kind: str, at: int, body: dict[str, Any]) -> bytes:
    return entry_to_bytes(Envelope(at=Instant(at), body=body, corridor=corridor, kind=kind, recorded=RECORDED))
