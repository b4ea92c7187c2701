"""The whole published record of the Black Sea corridor and all 45 claims about it, as one bundle."""

from __future__ import annotations

import csv
import hashlib
import io
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from safeconduct.assess.bundle import verify_bundle
from safeconduct.base.instant import Instant, day_from_text, day_start
from safeconduct.entries.envelope import Envelope, entry_to_bytes
from safeconduct.log import create_log, create_sign_once, open_reader, open_writer
from safeconduct.notes.keys import Signer
from safeconduct.testing import FakeClock
from tests.unit.assess.bundle.sample import NOW, bundle_of, claims

CORRIDOR = "black-sea-2022"
SIGNER = Signer.from_seed("desk.example/black-sea-2022/e1", bytes([5]) * 32)
OFFSET_MINUTES = 180


def _entry(kind: str, at: int, body: dict[str, object]) -> bytes:
    return entry_to_bytes(Envelope(at=Instant(at), body=body, corridor=CORRIDOR, kind=kind, recorded=NOW))


def _charter() -> bytes:
    until = "2023-03-18"
    body: dict[str, object] = {
        "title": {"en": "Black Sea Grain Initiative"},
        "offsets": [{"from": "2022-01-01T00:00:00.000Z", "minutes": OFFSET_MINUTES}],
        "evidence": "published",
        "organisation": "desk.example",
        "party": "none",
        "role": "desk",
        "names": {"movement": {"vessel": "vehicle", "imo": "vehicle_ref", "port": "place", "voyage_no": "number"}},
        "tables": {"inspection": "check"},
        "coverage": [
            {"table": "movement", "column": "departed_on", "until": until, "says": "All sailings."},
            {"table": "check", "column": "inspected_on", "until": until, "says": "All inspections."},
        ],
        "scope": [{"column": "direction", "recorded": ["outbound"], "missing": ["inbound"], "says": "Only outbound."}],
        "missing": [
            {"table": "movement", "column": "applied_on", "type": "date", "says": "No applications."},
            {"table": "movement", "column": "arrived_on", "type": "date", "says": "No arrivals."},
        ],
        "empty": [{"table": "check", "column": "inspected_on", "means": "not_yet", "says": "Not yet."}],
        "cannot_know": ["what was aboard beyond what was declared"],
    }
    return _entry("charter", NOW, body)


def _voyage(number: str, rows: list[tuple[int, dict[str, str]]]) -> Iterator[bytes]:
    first = rows[0][1]
    at = day_start(day_from_text(first["departed_on"]), OFFSET_MINUTES)
    shared: dict[str, object] = {
        "movement": hashlib.sha256(number.encode()).hexdigest()[:32],
        "precision": "day",
        "source": {"sha256": "0" * 64, "rows": [row for row, _ in rows]},
    }
    lines = [
        {
            "line": int(row["cargo_line"]),
            "commodity": row["commodity"],
            "destination": row["destination"],
            "load_kg": int(row["tonnes"]) * 1000,
        }
        for _, row in rows
    ]
    place = {"direction": "outbound", "category": "vessel", "place": first["port"]}
    vessel = {"vehicle": first["vessel"], "vehicle_ref": first["imo"]}
    yield _entry("notification", at, {**shared, **place, **vessel, "number": int(number), "lines": lines})
    yield _entry("passage", at, {**shared, **place, "event": "departed"})
    if first["inspected_on"]:
        inspected = day_start(day_from_text(first["inspected_on"]), OFFSET_MINUTES)
        yield _entry("check", inspected, {**shared, "method": "unstated", "result": "unstated"})


def record(path: Path) -> list[bytes]:
    """The record as entries, one notification and passage a voyage, one check if there was one."""
    voyages: dict[str, list[tuple[int, dict[str, str]]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            voyages.setdefault(row["voyage_no"], []).append((number, row))
    return [_charter(), *(entry for number, rows in voyages.items() for entry in _voyage(number, rows))]


@pytest.mark.shared
@pytest.mark.slow
def test_the_whole_record_and_all_claims_are_checked_from_a_file_and_damage_is_named(
    shared: Path, tmp_path: Path
) -> None:
    folder = shared / "data" / "black-sea"
    create_log(tmp_path / "log.sqlite", SIGNER.vkey)
    sign_once = create_sign_once(tmp_path / "signed.sqlite")
    with open_writer(tmp_path / "log.sqlite", SIGNER, sign_once, FakeClock(NOW)) as writer:
        writer.append(record(folder / "voyages.csv"))
        writer.sign()
    sign_once.close()
    place = tmp_path / "answer.scz"
    with open_reader(tmp_path / "log.sqlite") as reader:
        claims_file = claims((folder / "claims.yaml").read_text(encoding="utf-8"))
        place.write_bytes(bundle_of(reader, claims_file=claims_file))
    with place.open("rb") as file:
        report = verify_bundle(file, trusted_keys=[SIGNER.vkey])
    assert report.ok
    assert len(report.answers) == 45
    assert all(answer.matches for answer in report.answers)
    assert report.logs[0].trusted
    _damage_is_found(place.read_bytes())


def _damage_is_found(bundle: bytes) -> None:
    chance = random.Random(45)
    for _ in range(20):
        data = bytearray(bundle)
        data[chance.randrange(len(data))] ^= chance.randrange(1, 256)
        assert len(verify_bundle(bytes(data)).findings) == 1
    assert len(verify_bundle(io.BytesIO(bundle[:-1])).findings) == 1
