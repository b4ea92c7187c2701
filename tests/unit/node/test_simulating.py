"""The shipped road with its simulated traffic, four days of it: set up, cut short, gone on with, shown as of a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import pytest

from safeconduct.assess.situation.model import Pinned
from safeconduct.base.instant import day_from_text
from safeconduct.entries.envelope import Envelope, entry_from_bytes, entry_to_bytes
from safeconduct.node import shipped, simulating
from safeconduct.node.checking import check_folder
from safeconduct.node.errors import CorridorError
from safeconduct.node.node import Node
from safeconduct.node.shipped import SetUp, set_up
from safeconduct.node.simulating import record_simulated
from safeconduct.node.situation import shown_of
from safeconduct.node.starting import create_node
from safeconduct.node.world import World
from safeconduct.simulate.read import traffic_from_yaml
from safeconduct.simulate.sections import LocalDay
from safeconduct.simulate.seen import Seen
from safeconduct.simulate.simulation import Simulated
from safeconduct.simulate.truth import Truth
from safeconduct.testing import FakeClock, SeededRandom

CORRIDOR = "lachin-2020"
FIRST, LAST = "2022-12-11", "2022-12-14"


def short(data: str | bytes, name: str) -> Any:
    """The shipped traffic, four days of it."""
    first, last = LocalDay(day_from_text(FIRST)), LocalDay(day_from_text(LAST))
    return msgspec.structs.replace(traffic_from_yaml(data, name), first=first, last=last)


@pytest.fixture(scope="module")
def world() -> World:
    return World(FakeClock("2026-11-01T12:00:00.000Z"), SeededRandom(1))


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory, world: World) -> Iterator[SetUp]:
    """The corridor, set up after being cut short in the middle of a log."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shipped, "traffic_from_yaml", short)
        node = create_node(tmp_path_factory.mktemp("lachin") / "node", world, organisation="road.example", name="hq")
        turns = count()

        def cut(entry: Envelope) -> bytes:
            if next(turns) == 7_000:
                raise KeyboardInterrupt
            return entry_to_bytes(entry)

        with patch.context() as inner:
            inner.setattr(simulating, "entry_to_bytes", cut)
            with pytest.raises(KeyboardInterrupt):
                set_up(node, CORRIDOR)
        yield set_up(node, CORRIDOR)


def test_what_was_cut_short_goes_on_and_gives_what_one_go_gives(done: SetUp, tmp_path: Path, world: World) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shipped, "traffic_from_yaml", short)
        other = set_up(create_node(tmp_path / "n", world, organisation="road.example", name="hq"), CORRIDOR)
        assert set_up(other.node, CORRIDOR).added == 0
    assert sizes(other.node) == sizes(done.node)
    assert bodies(other.node, "p4") == bodies(done.node, "p4")


def sizes(node: Node) -> dict[str, int]:
    found = {}
    for log in node.logs(CORRIDOR):
        with node.signed(log) as reader:
            found[log.name] = reader.size
    return found


def bodies(node: Node, name: str) -> Sequence[Mapping[str, Any]]:
    log = next(one for one in node.logs(CORRIDOR) if one.name == name)
    with node.signed(log) as reader:
        return [entry_from_bytes(data).body for data in reader.entries()]


def test_every_log_follows_from_its_entries(done: SetUp, world: World) -> None:
    checked = check_folder(done.node.layout.root, [], world)
    assert checked.findings == ()
    assert len(checked.logs) == 10


def test_the_mission_says_what_it_had_of_each_log_with_the_root_it_had(done: SetUp) -> None:
    beat = bodies(done.node, "mission")[-1]
    held = {log.origin: log for log in done.node.logs(CORRIDOR)}
    assert len(beat["heads"]) == 8
    for head in beat["heads"]:
        with done.node.signed(held[head["log"]]) as reader:
            assert reader.root_at(head["size"]).hex() == head["root"]


def test_every_simulated_entry_says_so_itself(done: SetUp) -> None:
    for name in ("p2", "sensors", "relief", "mission"):
        _, *made_up = bodies(done.node, name)
        assert all(body.get("extra") == {"simulated": 1} or "target" in body for body in made_up)


def test_the_road_is_shown_as_it_was_known_on_a_day(done: SetUp) -> None:
    log = done.node.log(CORRIDOR)
    now = shown_of(done.node, log)
    then = shown_of(done.node, log, Pinned(day_from_text("2022-12-12")))
    assert now.situation is not None
    assert then.situation is not None
    assert then.situation.day == day_from_text("2022-12-12")
    assert now.situation.simulated
    flow = {one.day: one.total for one in now.situation.ways[0].flow}
    assert flow[day_from_text(FIRST)]
    assert flow[day_from_text(LAST) + 2] is None
    assert {one.day for one in then.situation.said} <= set(range(then.situation.day + 1))


def test_claims_of_real_speakers_are_not_answered_from_simulated_entries(done: SetUp) -> None:
    from safeconduct.node.answering import check_claims, claims_on_record

    log = done.node.log(CORRIDOR)
    found = check_claims(done.node, log, claims_on_record(done.node, log)).whole
    assert found.answers
    assert {answer.verdict.value for answer in found.answers} == {"undecidable"}
    assert all("simulated" in str(answer.reason) for answer in found.answers)


def test_simulated_entries_are_never_put_beside_others(done: SetUp) -> None:
    first = done.node.log(CORRIDOR)
    nothing = Simulated({"p": ()}, (Seen(world_start(), {"p": 0}),), Truth((), (), ()))
    with pytest.raises(CorridorError, match="holds published entries"):
        record_simulated(done.node, {"p": first, "m": first}, nothing, mission="m")


def world_start() -> Any:
    return FakeClock("2022-12-11T00:00:00.000Z").now()


def test_in_the_view_of_one_party_only_its_logs_count(done: SetUp) -> None:
    log = done.node.log(CORRIDOR)
    whole = shown_of(done.node, log).situation
    mine = shown_of(done.node, log, Pinned(view="am")).situation
    assert whole is not None
    assert mine is not None
    assert {flow.total for flow in mine.ways[0].flow} == {None}
    assert mine.said == whole.said
