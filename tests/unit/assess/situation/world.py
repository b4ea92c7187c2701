"""A small road: one main post, a sensor beside it, a mission that tells what it had heard; two months of traffic.

Ordinary days see 20 to 28 vehicles each way between 06:00 and 20:00 local time. What differs is asked for by day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from safeconduct.base.ident import derived_id
from safeconduct.base.instant import US_PER_DAY, US_PER_MINUTE, Instant, day_from_text, instant_to_text
from safeconduct.entries.envelope import Envelope, entry_to_bytes
from safeconduct.facts.build import Facts, build_facts
from safeconduct.merkle.hashing import hash_leaves
from safeconduct.merkle.tree import root_from_leaves
from safeconduct.testing.corridor import SampleLog, sample_charter

FIRST = day_from_text("2031-03-03")  # a Monday
OFFSET = 120
HOUR = 60 * US_PER_MINUTE
USUAL = 20
GATE, SENSOR, MISSION, PUBLIC = (f"{name}.example/road/e1" for name in ("gate", "sensor", "mission", "public"))


@dataclass(frozen=True, slots=True)
class World:
    """What is to be recorded. All days are numbers from 0.

    flow: vehicles by (day, direction), where it is not the usual number. silent: days without a sign of life of the
    gate; nothing that passed is on record. more: vehicles that the sensor counts and the gate did not see, by day.
    late: first and last day of which the gate's log arrives only after `arrives`. said: further entries of the public
    log (kind, body), at noon of a day. told: the same at any instant, after them. posts: further posts of the charter.
    party, other: who keeps the gate, and who the other side is.
    """

    days: int = 60
    flow: Mapping[tuple[int, str], int] = field(default_factory=dict)
    silent: frozenset[int] = frozenset()
    more: Mapping[int, int] = field(default_factory=dict)
    late: tuple[int, int] | None = None
    arrives: int = 0
    said: tuple[tuple[int, str, dict[str, Any]], ...] = ()
    told: tuple[tuple[Instant, str, dict[str, Any]], ...] = ()
    posts: tuple[dict[str, Any], ...] = ()
    party: str = "north"
    directions: tuple[str, str] = ("eastwards", "westwards")
    evidence: str = "observed"


def facts_of(world: World, *, shuffled: bool = False) -> Facts:
    """The tables of that record; shuffled: its logs are read in another order."""
    logs = [*logs_of(world)]
    return build_facts([*reversed(logs)] if shuffled else logs)


def logs_of(world: World) -> Iterator[SampleLog]:
    """The logs of that record."""
    gate = sorted(_gate(world), key=lambda entry: entry.recorded)
    sensor = sorted(_sensor(world), key=lambda entry: entry.recorded)
    yield _log(world, GATE, gate, organisation="gate.example", party=world.party)
    yield _log(world, SENSOR, sensor, organisation="sensor.example", party="observer")
    yield _log(world, MISSION, [*_mission(world, gate)], organisation="mission.example", party="observer")
    said = [_entry(kind, noon(day), body) for day, kind, body in world.said]
    said += [_entry(kind, at, body) for at, kind, body in world.told]
    yield _log(world, PUBLIC, said, organisation="public.example", party="public")


def noon(day: int) -> Instant:
    """Noon at the road."""
    return Instant((FIRST + day) * US_PER_DAY - OFFSET * US_PER_MINUTE + 12 * HOUR)


def midnight(day: int) -> Instant:
    """The beginning of a day at the road."""
    return Instant(noon(day) - 12 * HOUR)


def _charter(world: World, **own: str) -> dict[str, Any]:
    east, west = world.directions
    route = {
        "length_km": 30,
        "directions": [
            {"direction": east, "name": {"en": f"{east} town"}},
            {"direction": west, "name": {"en": f"{west} town"}},
        ],
        "places": [
            {"id": "west", "name": {"en": "West"}, "km": 0},
            {"id": "bridge", "name": {"en": "Bridge"}, "km": 12, "lat": "49.1", "lon": "12.2", "near": True},
        ],
        "posts": [
            {"id": "G1", "place": "bridge", "km": 12, "kept_by": "neutral", "by": "gate", "main": True, "checks": True},
            *world.posts,
        ],
    }
    return sample_charter(
        offsets=[{"from": "2031-01-01T00:00:00.000Z", "minutes": OFFSET}],
        evidence=world.evidence,
        route=route,
        coverage=[],
        scope=[],
        missing=[],
        empty=[],
        **own,
    )


def _log(world: World, origin: str, entries: list[Envelope], **own: str) -> SampleLog:
    charter = _entry("charter", midnight(0), _charter(world, **own))
    return SampleLog(origin, [entry_to_bytes(entry) for entry in (charter, *entries)])


def _gate(world: World) -> Iterator[Envelope]:
    for day in range(world.days):
        if day in world.silent:
            continue
        for part in range(4):
            at = Instant(midnight(day) + part * 6 * HOUR)
            body = {"watcher": "G1", "state": "watching", "end": instant_to_text(Instant(at + 6 * HOUR))}
            yield _entry("heartbeat", at, body, recorded=Instant(at + 6 * HOUR))
        for direction in world.directions:
            yield from _vehicles(world, day, direction)


def passing(world: World, day: int, direction: str) -> int:
    """How many vehicles really passed."""
    return world.flow.get((day, direction), USUAL + (day % 5) * 2)


def _vehicles(world: World, day: int, direction: str) -> Iterator[Envelope]:
    count = passing(world, day, direction)
    for number in range(count):
        at = Instant(midnight(day) + 6 * HOUR + (14 * HOUR * number) // max(count, 1))
        journey = derived_id("road", f"{day} {world.directions.index(direction)} {number}")
        category = "ambulance" if count == 1 else ("truck", "car", "car", "ambulance")[number % 4]
        way = {"movement": journey, "direction": direction, "category": category, "post": "G1"}
        yield _entry("passage", at, {**way, "event": "passed"})
        if number % 2 == 0:
            yield _entry("check", at, {"movement": journey, "method": "visual", "result": "passed", "post": "G1"})


def _sensor(world: World) -> Iterator[Envelope]:
    for day in range(world.days):
        for direction in world.directions:
            count = passing(world, day, direction) + world.more.get(day, 0)
            end = instant_to_text(midnight(day + 1))
            body = {"sensor": "S1", "post": "G1", "direction": direction, "end": end, "n": count}
            yield _entry("count", midnight(day), body, recorded=midnight(day + 1))


def _mission(world: World, gate: list[Envelope]) -> Iterator[Envelope]:
    """Each midnight: how much of the gate's log had arrived."""
    data = [
        entry_to_bytes(_entry("charter", midnight(0), _charter(world, organisation="gate.example", party=world.party)))
    ]
    data += [entry_to_bytes(entry) for entry in gate]
    for day in range(1, world.days + 1):
        known = day
        if world.late is not None and world.late[0] <= day - 1 and day <= world.arrives:
            known = world.late[0]
        size = 1 + sum(1 for entry in gate if entry.recorded <= midnight(known))
        head = {"log": GATE, "size": size, "root": root_from_leaves(hash_leaves(data[:size])).hex()}
        end = instant_to_text(Instant(midnight(day) + HOUR))
        body = {"watcher": "mission", "state": "watching", "end": end, "heads": [head]}
        yield _entry("heartbeat", midnight(day), body)


def _entry(kind: str, at: Instant, body: dict[str, Any], recorded: Instant | None = None) -> Envelope:
    return Envelope(at=at, body=body, corridor="road", kind=kind, recorded=at if recorded is None else recorded)
