"""A small corridor with a signed log, claims about it, an agreement, and the bundle of the answer; all of it made up.

100 voyages in 301 entries: more than one tile, so that a tile of a second level exists.
"""

from __future__ import annotations

import hashlib
import io
import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from safeconduct.agreement.load import agreement_from_yaml
from safeconduct.agreement.model import Agreement
from safeconduct.assess.bundle import write_bundle
from safeconduct.assess.bundle.archive import directory, lay_out, local_header
from safeconduct.assess.bundle.contents import CONTENTS, Contents, Member, json_to_bytes, log_folder
from safeconduct.assess.bundle.examine import examine
from safeconduct.assess.claims.check import Report, answer_claims
from safeconduct.assess.claims.load import ClaimsFile, claims_from_yaml
from safeconduct.base.instant import Instant, instant_from_text
from safeconduct.entries.envelope import Envelope, entry_to_bytes
from safeconduct.facts.build import FACTS_VERSION, build_facts
from safeconduct.log import LogReader, LogWriter
from safeconduct.log.memory import MemoryStorage
from safeconduct.notes.keys import Signer
from safeconduct.testing import FakeClock, MemorySignOnce

CORRIDOR = "strait-2031"
ORIGIN = "desk.example/strait-2031/e1"
SIGNER = Signer.from_seed(ORIGIN, bytes([7]) * 32)
OTHER_SIGNER = Signer.from_seed(ORIGIN, bytes([8]) * 32)
FOLDER = log_folder(ORIGIN)
NOW = instant_from_text("2031-06-01T00:00:00.000Z")
FIRST_DAY = instant_from_text("2031-02-28T21:00:00.000Z")  # local midnight of 1 March, three hours east
DAY_US = 86_400_000_000
PORTS = ("Alpha", "Bravo", "Ceres")

CLAIMS = """\
version: 1
claims:
  - id: ships-march
    speaker: Port Office
    said_on: 2031-04-01
    source: https://port.example/march
    wording: "46 ships left in March – ‘a record’, Порт said"
    claim: {measure: count, table: movement, value: 46,
            over: {column: departed_on, from: 2031-03-01, until: 2031-04-01}}
  - id: tonnes-alpha
    speaker: Port Office
    said_on: 2031-04-01
    wording: Alpha shipped more than 400,000 tonnes
    claim: {measure: sum, table: cargo, column: tonnes, where: port == "Alpha", comparator: more_than, value: 400000,
            over: {column: departed_on, from: 2031-03-01, until: 2031-04-01}, unit: tonnes}
  - id: waits
    speaker: Seamen's Union
    said_on: 2031-06-01
    wording: ships waited 5.2 days for a check on average
    claim: {measure: mean, table: movement, column: wait_days, value: 5.2, unit: days,
            over: {column: departed_on, from: 2031-03-01, until: 2031-04-01}}
  - id: fuel
    speaker: Seamen's Union
    said_on: 2031-06-01
    wording: a word that this corridor does not know
    claim: {measure: sum, table: movement, column: fuel_litres, value: 5}
"""
AGREEMENT_TEXT = """\
format: safeconduct-agreement/1
id: strait-2031
version: 1
title: The strait
time_zone: "+03:00"
sources:
  DEAL:
    what: Agreement on the strait
    date: 2031-02-01
    kind: agreement
    signed_by: [east, west]
    clauses:
      term: {says: Runs until it is extended.}
      goods: {says: Food may pass.}
parties:
  east: {name: {en: East}, role: party}
  west: {name: {en: West}, role: party}
route:
  ends: {west: Alpha, east: Bravo}
  inbound: west_to_east
  places: {Alpha: {lat: "1.0", lon: "1.0"}, Bravo: {lat: "2.0", lon: "2.0"}}
lists:
  food:
    basis: agreed
    clause: [DEAL/goods]
    versions: [{from: 2031-02-01, any_of: [{scheme: hs, prefix: ["10"]}]}]
facts:
  at: {type: instant, from: passage.at}
  cargo: {type: list(code), open: true, from: notification.cargo}
issues:
  length:
    asks: When did the term end?
    positions:
      short: {held_by: [west], basis: stated, cites: [DEAL/term]}
      long: {held_by: [east], basis: stated, cites: [DEAL/term]}
readings:
  west: {length: short}
  east: {length: long}
defaults: {movement: permitted, conduct: kept}
rules:
  - {id: late, for: movement, clause: [DEAL/term], basis: agreed, when: at >= limit.term_end, then: prohibited,
     says: Nothing moves after the term.}
  - {id: other-goods, for: movement, clause: [DEAL/goods], basis: agreed, when: '!cargo.all(c, c in list.food)',
     then: prohibited, says: Only food passes.}
limits:
  term_end:
    - {from: 2031-02-01, value: 2031-03-11, basis: agreed, clause: [DEAL/term], under: {length: [short]}}
    - {from: 2031-02-01, value: 2031-05-01, basis: agreed, clause: [DEAL/term], under: {length: [long]}}
"""
AGREED_CLAIMS = """\
version: 1
claims:
  - id: in-term
    speaker: Port Office
    said_on: 2031-04-01
    claim: {measure: count, table: movement, where: departed_on < limit.term_end, value: 47,
            over: {column: departed_on, from: 2031-03-01, until: 2031-04-01}}
  - id: in-term-of-west
    speaker: Seamen's Union
    said_on: 2031-04-01
    claim: {measure: count, table: movement, where: departed_on < limit.term_end, value: 15, reading: west,
            over: {column: departed_on, from: 2031-03-01, until: 2031-04-01}}
  - id: food
    speaker: Port Office
    said_on: 2031-04-01
    claim: {measure: count, table: cargo, where: code in list.food, value: 47,
            over: {column: departed_on, from: 2031-03-01, until: 2031-04-01}}
  - id: misspelt
    speaker: Port Office
    said_on: 2031-04-01
    claim: {measure: count, table: cargo, where: cod in list.food, value: 47}
  - id: ships
    speaker: Port Office
    said_on: 2031-04-01
    claim: {measure: count, table: movement, value: 46,
            over: {column: departed_on, from: 2031-03-01, until: 2031-04-01}}
"""


def _entry(kind: str, at: int, body: Mapping[str, object]) -> bytes:
    return entry_to_bytes(Envelope(at=Instant(at), body=dict(body), corridor=CORRIDOR, kind=kind, recorded=NOW))


def _charter(evidence: str, agreement: str) -> bytes:
    until = "2031-06-01"
    return _entry(
        "charter",
        NOW,
        {
            "title": {"en": "The strait"},
            "offsets": [{"from": "2031-01-01T00:00:00.000Z", "minutes": 180}],
            "evidence": evidence,
            "organisation": "desk.example",
            "party": "none",
            "role": "desk",
            "names": {"movement": {"vessel": "vehicle", "port": "place", "voyage_no": "number"}},
            "tables": {"inspection": "check"},
            "coverage": [
                {"table": "movement", "column": "departed_on", "from": "2031-03-01", "until": until, "says": "All."},
                {"table": "check", "column": "inspected_on", "from": "2031-03-01", "until": until, "says": "All."},
            ],
            "scope": [],
            "missing": [],
            "empty": [],
            "cannot_know": ["whether any ship exists"],
            **({"agreement": agreement} if agreement else {}),
        },
    )


def entries(voyages: int = 100, evidence: str = "published", agreement: str = "") -> list[bytes]:
    """A charter that names an agreement by its digest or none, then notification, passage and check of each voyage."""
    found = [_charter(evidence, agreement)]
    for number in range(voyages):
        at = FIRST_DAY + number * 2 // 3 * DAY_US
        movement = hashlib.sha256(str(number).encode()).hexdigest()[:32]
        source: dict[str, object] = {"sha256": "0" * 64, "rows": [number + 2]}
        shared = {"movement": movement, "precision": "day", "source": source}
        line = {"line": 1, "commodity": "grain", "load_kg": 1_000_000 * (20 + number % 17)}
        found.append(
            _entry(
                "notification",
                at,
                {**shared, "number": number + 1, "direction": "outbound", "category": "vessel"}
                | {"place": PORTS[number % 3], "vehicle": f"SHIP {number + 1}", "lines": [line]},
            )
        )
        passage = {**shared, "event": "departed", "direction": "outbound", "category": "vessel"}
        found.append(_entry("passage", at, passage))
        check = {**shared, "method": "unstated", "result": "unstated"}
        found.append(_entry("check", at + (3 + number % 5) * DAY_US, check))
    return found


def log_of(data: Iterable[bytes], signer: Signer = SIGNER) -> LogReader:
    """A signed log in memory."""
    writer = LogWriter(MemoryStorage(signer.vkey), signer, MemorySignOnce(), FakeClock(NOW))
    writer.append(list(data))
    writer.sign()
    return writer.reader()


def claims(text: str = CLAIMS, name: str = "claims.yaml") -> ClaimsFile:
    return claims_from_yaml(text, name)


def agreement(text: str = AGREEMENT_TEXT) -> Agreement:
    return agreement_from_yaml(text, "agreement.yaml")


def answered(readers: Iterable[LogReader], claims_file: ClaimsFile, agreed: Agreement | None = None) -> Report:
    facts = build_facts([reader.signed() for reader in readers])
    try:
        return answer_claims(facts, claims_file, agreed)
    finally:
        facts.con.close()


def bundle_of(*readers: LogReader, claims_file: ClaimsFile | None = None, agreed: Agreement | None = None) -> bytes:
    claims_file = claims_file or claims()
    return write_bundle(readers, claims_file, answered(readers, claims_file, agreed), agreed)


@cache
def sample_bundle() -> bytes:
    """The bundle that most tests look at."""
    return bundle_of(log_of(entries()))


@cache
def agreed_bundle() -> bytes:
    """The bundle of claims that use the agreement that the charter names."""
    agreed = agreement()
    return bundle_of(log_of(entries(agreement=agreed.digest)), claims_file=claims(AGREED_CLAIMS), agreed=agreed)


def members_of(bundle: bytes) -> dict[str, bytes]:
    """The members of a sound bundle but the table of contents, by name."""
    archive = examine(io.BytesIO(bundle)).archive
    assert archive is not None
    return {member.name: archive.read(member.name) for member in archive.contents.members}


def packed(members: Mapping[str, bytes], *, code: str = "0.1.0", facts: str = FACTS_VERSION) -> bytes:
    """A bundle whose digests all fit, whatever its members say: what a forger would make."""
    listed = [Member(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in sorted(members.items())]
    contents = Contents(code, facts, tuple(listed)).to_bytes()
    return archived({CONTENTS: contents, **members})


def archived(members: Mapping[str, bytes]) -> bytes:
    """An archive of members and of a table of contents that need not fit them."""
    listed = [Member(name, len(data), "") for name, data in sorted(members.items()) if name != CONTENTS]
    slots = lay_out(len(members[CONTENTS]), listed)
    crcs = {name: zlib.crc32(data) for name, data in members.items()}
    parts = [local_header(slot, crcs[slot.name]) + members[slot.name] for slot in slots]
    comment = hashlib.sha256(members[CONTENTS]).hexdigest().encode()
    return b"".join([*parts, directory(slots, crcs, comment)])


def forged(change: Callable[[dict[str, bytes]], object]) -> bytes:
    """The sample bundle after a change to its members, with all digests made to fit."""
    members = members_of(sample_bundle())
    change(members)
    return packed(members)


def edited(data: bytes, change: Callable[[Any], object]) -> bytes:
    """A JSON member after a change, written as our writer writes it."""
    value = json.loads(data)
    change(value)
    return json_to_bytes(value)
