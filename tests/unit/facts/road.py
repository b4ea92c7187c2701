"""A short road with two posts and a sensor: entries in few words, logs that facts can be built from."""

from __future__ import annotations

from typing import Any

from safeconduct.base.ident import derived_id
from safeconduct.base.instant import Instant, instant_from_text, instant_to_text
from safeconduct.entries.envelope import Envelope, entry_to_bytes
from safeconduct.facts.build import Facts, build_facts
from safeconduct.merkle.hashing import leaf_hash
from safeconduct.testing.corridor import CORRIDOR, SampleLog, sample_charter

US = 1_000_000
START = instant_from_text("2023-03-01T00:00:00.000Z")
HOUR0 = START // (3600 * US)
HOUR = 3600 * US
OFFSET = 240
ROUTE: dict[str, Any] = {
    "length_km": 40,
    "directions": [{"direction": "inbound", "name": {"en": "Town"}}, {"direction": "outbound", "name": {"en": "Gate"}}],
    "places": [{"id": "Gate", "name": {"en": "Gate"}, "km": 0}, {"id": "Town", "name": {"en": "Town"}, "km": 40}],
    "posts": [
        {"id": "G", "place": "Gate", "km": 0, "kept_by": "neutral", "by": "keepers", "main": True, "checks": True},
        {"id": "T", "place": "Town", "km": 40, "kept_by": "party", "by": "north"},
    ],
}
GATE, TOWN, EYE = "gate.example/road/e1", "town.example/road/e1", "eye.example/road/e1"


def road_charter(**changes: Any) -> dict[str, Any]:
    return sample_charter(
        **{"offsets": [{"from": "2022-01-01T00:00:00.000Z", "minutes": OFFSET}], "evidence": "observed", **changes}
    )


def at(minutes: int) -> Instant:
    return Instant(START + minutes * 60 * US)


def text_at(minutes: int) -> str:
    return instant_to_text(at(minutes))


def entry(kind: str, minutes: int, *, recorded: int | None = None, **body: Any) -> bytes:
    """An entry of something that happened so many minutes after the start, recorded then unless told otherwise."""
    written = at(minutes if recorded is None else recorded)
    return entry_to_bytes(Envelope(at=at(minutes), body=body, corridor=CORRIDOR, kind=kind, recorded=written))


def trip(name: str) -> str:
    return derived_id("trip", name)


def passage(name: str, post: str, event: str, minutes: int, **more: Any) -> bytes:
    said = {"movement": trip(name), "event": event, "direction": "inbound", "category": "car", "post": post}
    return entry("passage", minutes, **{**said, **more})


def check(name: str, post: str, minutes: int, **more: Any) -> bytes:
    said = {"movement": trip(name), "method": "visual", "result": "passed", "post": post, "found": []}
    return entry("check", minutes, **{**said, **more})


def count(minutes: int, until: int, n: int, **more: Any) -> bytes:
    said = {"sensor": "E", "post": "G", "direction": "inbound", "end": text_at(until), "n": n}
    return entry("count", minutes, **{**said, **more})


def beat(watcher: str, minutes: int, until: int, state: str = "watching", **more: Any) -> bytes:
    return entry("heartbeat", minutes, **{"watcher": watcher, "end": text_at(until), "state": state, **more})


def road_log(origin: str, *entries: bytes, **charter: Any) -> SampleLog:
    """A log whose charter names its host as the organisation; the gate's describes the road."""
    said = {"organisation": origin.split("/", maxsplit=1)[0], **({"route": ROUTE} if origin == GATE else {}), **charter}
    return SampleLog(origin, [entry("charter", 0, **road_charter(**said)), *entries])


def correct(log: SampleLog, index: int, *, recorded: int, **change: Any) -> SampleLog:
    """The log with a correction of one of its entries at its end."""
    target = {"log": log.origin, "index": index, "leaf": leaf_hash(log.data[index]).hex()}
    body = {"target": target, "reason": "a slip", **change}
    return SampleLog(log.origin, [*log.data, entry("correction", recorded, **body)])


def rows(facts: Facts, table: str, columns: str, where: str = "TRUE") -> list[Any]:
    facts.need(table)
    return facts.con.execute(f'SELECT {columns} FROM "{table}" WHERE {where} ORDER BY ALL NULLS FIRST').fetchall()


def road_facts(*logs: SampleLog, **options: Any) -> Facts:
    return build_facts(logs, **options)
