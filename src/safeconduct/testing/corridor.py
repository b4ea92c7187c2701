"""A small corridor in memory: voyages in, entries, tables and answers out. For tests and for integrators' own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from safeconduct.assess.claims.check import Report, answer_claims
from safeconduct.assess.claims.load import claims_from_yaml
from safeconduct.base.ident import derived_id
from safeconduct.base.instant import Instant, day_from_text, day_start, instant_from_text
from safeconduct.entries.envelope import Envelope, entry_to_bytes
from safeconduct.facts.build import Facts, build_facts
from safeconduct.merkle.hashing import hash_leaves
from safeconduct.merkle.tree import root_from_leaves

CORRIDOR = "sample-lane"
OFFSET_MINUTES = 180
RECORDED = instant_from_text("2026-01-01T00:00:00.000Z")


@dataclass(frozen=True, slots=True)
class SampleVoyage:
    """A voyage. lines: (commodity, tonnes, destination); days as ``2022-08-01``, empty when not recorded."""

    number: int
    departed_on: str
    inspected_on: str = ""
    vehicle: str = ""
    place: str = "North"
    direction: str = "outbound"
    lines: tuple[tuple[str, int, str], ...] = (("Corn", 1000, "Farland"),)
    extra: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SampleLog:
    """Entries as a log that can be read; unsigned."""

    origin: str
    data: Sequence[bytes]

    @property
    def size(self) -> int:
        """Number of entries."""
        return len(self.data)

    @property
    def root(self) -> bytes:
        """Root hash of the entries."""
        return root_from_leaves(hash_leaves(self.data))

    def entries(self, lo: int, hi: int) -> Iterator[bytes]:
        """The entries of [lo, hi)."""
        return iter(self.data[lo:hi])


def sample_charter(**changes: Any) -> dict[str, Any]:
    """A charter's body; members given replace those of the sample, None takes one away."""
    body: dict[str, Any] = {
        "title": {"en": "Sample lane"},
        "offsets": [{"from": "2022-01-01T00:00:00.000Z", "minutes": OFFSET_MINUTES}],
        "evidence": "published",
        "party": "north",
        "organisation": "sample.example",
        "role": "desk",
        "names": {
            "movement": {"port": "place", "vessel": "vehicle", "voyage_no": "number"},
            "cargo": {"cargo_line": "line"},
        },
        "tables": {"inspection": "check"},
        "coverage": [
            {"table": "movement", "column": "departed_on", "until": "2023-01-01", "says": "Complete."},
            {"table": "check", "column": "inspected_on", "until": "2023-01-01", "says": "Complete."},
        ],
        "scope": [{"column": "direction", "recorded": ["outbound"], "missing": ["inbound"], "says": "Outbound only."}],
        "missing": [{"table": "movement", "column": "applied_on", "type": "date", "says": "Nobody wrote it down."}],
        "empty": [{"table": "check", "column": "inspected_on", "means": "not_yet", "says": "Still waiting."}],
        "cannot_know": ["What nobody wrote down."],
    }
    body |= changes
    return {name: value for name, value in body.items() if value is not None}


def sample_log(
    voyages: Iterable[SampleVoyage], charter: dict[str, Any] | None = None, *, origin: str = "sample.example/lane/e1"
) -> SampleLog:
    """A log with a charter and the entries of some voyages."""
    data = [_entry("charter", RECORDED, sample_charter() if charter is None else charter)]
    for voyage in voyages:
        data += _voyage_entries(voyage)
    return SampleLog(origin, data)


def sample_facts(voyages: Iterable[SampleVoyage], charter: dict[str, Any] | None = None) -> Facts:
    """Tables built from such a log."""
    return build_facts([sample_log(voyages, charter)])


def sample_report(
    voyages: Iterable[SampleVoyage], claims_yaml: str | bytes, charter: dict[str, Any] | None = None
) -> Report:
    """Answers to a claims file over such a log."""
    return answer_claims(sample_facts(voyages, charter), claims_from_yaml(claims_yaml, "claims.yaml"))


def _voyage_entries(voyage: SampleVoyage) -> list[bytes]:
    movement = derived_id("sample", str(voyage.number))
    left = day_start(day_from_text(voyage.departed_on), OFFSET_MINUTES) if voyage.departed_on else RECORDED
    note = {
        "movement": movement,
        "number": voyage.number,
        "direction": voyage.direction,
        "category": "vessel",
        "place": voyage.place,
        "vehicle": voyage.vehicle or f"SHIP {voyage.number}",
        "precision": "day",
        "lines": [
            {"line": i, "commodity": commodity, "load_kg": tonnes * 1000, "destination": destination}
            for i, (commodity, tonnes, destination) in enumerate(voyage.lines, 1)
        ],
    }
    entries = [_entry("notification", left, {**note, **({"extra": voyage.extra} if voyage.extra else {})})]
    if voyage.departed_on:
        passage = {"movement": movement, "event": "departed", "direction": voyage.direction, "category": "vessel"}
        entries.append(_entry("passage", left, {**passage, "place": voyage.place, "precision": "day"}))
    if voyage.inspected_on:
        at = day_start(day_from_text(voyage.inspected_on), OFFSET_MINUTES)
        check = {"movement": movement, "method": "unstated", "result": "unstated", "precision": "day"}
        entries.append(_entry("check", at, check))
    return entries


def sample_entry(kind: str, body: dict[str, Any]) -> bytes:
    """One more entry of the sample corridor."""
    return _entry(kind, RECORDED, body)


def _entry(kind: str, at: Instant, body: dict[str, Any]) -> bytes:
    return entry_to_bytes(Envelope(at=at, body=body, corridor=CORRIDOR, kind=kind, recorded=RECORDED))
