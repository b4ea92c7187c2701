"""Read a file of parameters, format ``safeconduct-traffic/1``, strictly: unknown keys and loose ends are refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import msgspec

from safeconduct.base.instant import (
    US_PER_MINUTE,
    InstantError,
    day_from_text,
    day_start,
    offset_from_text,
)
from safeconduct.base.limits import PLAN_RECORD_DAYS_MAX
from safeconduct.base.yaml_file import Node, YamlError, read_yaml
from safeconduct.simulate.sections import Figure, LocalDay, LocalTime
from safeconduct.simulate.traffic import FORMAT, Traffic

_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([01][0-9]|2[0-3]):([0-5][0-9])", re.ASCII)
_STEP = re.compile(r"\.?([^.\[\]`$]+)|\[([0-9]+)\]")
_VEHICLES_MAX = 20_000


def traffic_from_yaml(data: str | bytes, name: str) -> Traffic:
    """Read the parameters. Raises YamlError with ``name:line:column`` for anything that is not right."""
    root = read_yaml(data, name)
    top = root.mapping()
    for key in ("format", "offset"):
        if key not in top:
            raise root.error(f"{key} is missing here")
    top["format"].choice([FORMAT])
    try:
        offset = offset_from_text(top["offset"].text())
    except InstantError as error:
        raise top["offset"].error(error.what, error.next_step) from error
    traffic = _converted(root, offset)
    for place, what in _loose_ends(traffic):
        raise _node_at(root, place).error(what)
    return traffic


def _converted(root: Node, offset: int) -> Traffic:
    plain = root.plain()
    assert isinstance(plain, dict), "the root is a mapping"
    plain["offset_minutes"] = offset
    del plain["offset"]

    def hook(wanted: type, value: Any) -> Any:
        return LocalDay(day_from_text(str(value))) if wanted is LocalDay else _local_time(str(value), offset)

    try:
        return msgspec.convert(plain, Traffic, dec_hook=hook)
    except msgspec.ValidationError as error:
        what, _, path = str(error).partition(" - at ")
        raise _node_at(root, path).error(f"{what[:1].lower()}{what[1:]}") from error
    except InstantError as error:
        raise YamlError(error.what, where=root.place.name, next_step=error.next_step) from error


def _local_time(text: str, offset: int) -> LocalTime:
    match = _TIME.fullmatch(text)
    if not match:
        raise InstantError(f"{text!r} is not a local time", next_step="Write it as 2022-12-12T10:30.")
    minutes = int(match[2]) * 60 + int(match[3])
    return LocalTime(day_start(day_from_text(match[1]), offset) + minutes * US_PER_MINUTE)


def _node_at(root: Node, path: str) -> Node:
    """The deepest value of the file that a path such as ``$.phases.items[3].size`` leads to."""
    node = root
    for name, index in _STEP.findall(path):
        inside = node.value
        if name and isinstance(inside, dict) and name in inside:
            node = inside[name]
        elif index and isinstance(inside, tuple) and int(index) < len(inside):
            node = inside[int(index)]
    return node


def _loose_ends(traffic: Traffic) -> Iterator[tuple[str, str]]:
    """Places and what is wrong there: what types alone cannot say."""
    if not 0 <= traffic.last - traffic.first < PLAN_RECORD_DAYS_MAX:
        yield "last", f"the period has to have 1 to {PLAN_RECORD_DAYS_MAX} days"
    yield from _figures(traffic)
    yield from _posts_and_logs(traffic)
    yield from _phases(traffic)
    yield from _orders(traffic)
    for number, sums in enumerate(traffic.patterns.weekdays.items()):
        if sum(sums[1]) != 7000:
            yield f"patterns.weekdays.{sums[0]}", f"the seven shares add up to {sum(sums[1])}, not 7000 (row {number})"
    for name, choice in traffic.checking.choice.items():
        if sum(choice.values()) != 1000 or not choice.keys() <= traffic.checking.methods.keys():
            yield f"checking.choice.{name}", "the shares of known methods have to add up to 1000"
    for side in ("before", "after"):
        if sum(getattr(one, side) for one in traffic.relief.commodities.values()) != 1000:
            yield "relief.commodities", f"the shares {side} have to add up to 1000"


def _figures(traffic: Traffic) -> Iterator[tuple[str, str]]:
    """Names of figures that nobody published."""
    known = traffic.published.keys()
    sides = [(number, side) for number, one in enumerate(traffic.fixed.items) for side in (one.inbound, one.outbound)]
    used: list[tuple[str, Figure]] = [
        (f"fixed.items[{number}]", one) for number, side in sides for one in side.values()
    ]
    used += [(f"phases.items[{number}]", one.vehicles_a_day) for number, one in enumerate(traffic.phases.items)]
    for number, total in enumerate(traffic.totals.items):
        used += [(f"totals.items[{number}]", one) for one in (total.vehicles, total.kg)]
    used += [("loads", traffic.loads.inbound_kg_a_day), ("loads", traffic.loads.outbound_kg_a_day)]
    for place, one in used:
        if isinstance(one, str):
            yield from _unknown(place, (one,), known)


def _posts_and_logs(traffic: Traffic) -> Iterator[tuple[str, str]]:
    posts = {post.id: post for post in traffic.road.posts}
    logs = {post.log for post in traffic.road.posts} | {traffic.sensors.log, traffic.relief.log}
    if len(posts) != len(traffic.road.posts) or sum(post.main for post in traffic.road.posts) != 1:
        yield "road.posts", "every post has its own id, and one of them is the main post"
    if [post.km for post in traffic.road.posts] != sorted(post.km for post in traffic.road.posts):
        yield "road.posts", "the posts have to stand in the order of their kilometres"
    sources = posts.keys() | {sensor.id for sensor in traffic.sensors.items}
    yield from _unknown("watch.gaps", (gap.source for gap in traffic.watch.gaps), sources)
    yield from _unknown("sensors.items", (one.post for one in traffic.sensors.items), posts.keys())
    yield from _unknown("watch.clocks", (one.post for one in traffic.watch.clocks), posts.keys())
    yield from _unknown("watch.mistakes", (one.post for one in traffic.watch.mistakes), posts.keys())
    sensors = {sensor.id for sensor in traffic.sensors.items}
    yield from _unknown("watch.miscounts", (one.sensor for one in traffic.watch.miscounts), sensors)
    yield from _unknown("checking.shares", (one.post for one in traffic.checking.shares), posts.keys())
    yield from _unknown("mission.late", (one.log for one in traffic.mission.late), logs)
    for planting in traffic.planted.items:
        yield from _unknown("planted.items", planting.categories, traffic.categories)
    if traffic.mission.lag_min.keys() != logs:
        yield "mission.lag_min", f"a lag is needed for each of {', '.join(sorted(logs))}"
    if traffic.relief.local.commodity not in traffic.relief.commodities:
        yield "relief.local", f"{traffic.relief.local.commodity!r} is none of the commodities"


def _phases(traffic: Traffic) -> Iterator[tuple[str, str]]:
    if traffic.phases.items[0].from_ != traffic.first:
        yield "phases.items", "the first phase has to begin with the first day"
    for number, phase in enumerate(traffic.phases.items):
        place = f"phases.items[{number}]"
        yield from _unknown(place, (phase.hours,), traffic.patterns.hours.keys())
        weekdays = (phase.weekdays_inbound, phase.weekdays_outbound)
        yield from _unknown(place, weekdays, traffic.patterns.weekdays.keys())
        used = phase.categories.keys() | phase.inbound.keys() | phase.outbound.keys()
        yield from _unknown(place, used, traffic.categories)
        if bool(phase.vehicles_a_day) != bool(phase.categories):
            yield place, "vehicles_a_day and categories belong together"
        if sum(traffic.rates(phase).values()) > _VEHICLES_MAX:
            yield place, f"at most {_VEHICLES_MAX} vehicles a day are simulated"
        if not any(traffic.patterns.hours[phase.hours]):
            yield place, "an hour of the day has to have traffic"


def _orders(traffic: Traffic) -> Iterator[tuple[str, str]]:
    """What has to stand oldest first or grow."""
    if any(a.from_ >= b.from_ for a, b in pairwise(traffic.phases.items)):
        yield "phases.items", "phases stand oldest first"
    if any(a.until >= b.until for a, b in pairwise(traffic.totals.items)):
        yield "totals.items", "totals stand oldest first"
    for what in ("vehicles", "kg"):
        sums = [sum_ for one in traffic.totals.items if (sum_ := traffic.figure(getattr(one, what)))]
        if sums != sorted(sums):
            yield "totals.items", f"the {what} of a later day are fewer"
    watch, late = traffic.watch, traffic.mission.late
    spans = [(one.from_, one.until) for one in traffic.closings.items]
    spans += [(one.from_, one.until) for one in watch.gaps]
    spans += [(one.from_, one.until) for one in watch.clocks]
    spans += [(one.from_, one.until) for one in late]
    if any(begin >= end for begin, end in spans):
        yield "closings", "a closing, gap, clock fault or late log has to begin before it ends"


def _unknown(place: str, used: Iterable[str], known: Iterable[str]) -> Iterator[tuple[str, str]]:
    names = sorted(set(known))
    for name in used:
        if name not in names:
            yield place, f"{name!r} is none of {', '.join(names)}"
