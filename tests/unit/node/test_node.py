"""Opening a node, finding a log in it, and the rule that a restored log is never continued."""

from __future__ import annotations

from pathlib import Path

import pytest

from safeconduct.intake.table_map import TableMap
from safeconduct.log import RestoredError, WriterBusyError
from safeconduct.node.config import OwnLog
from safeconduct.node.errors import CorridorError, NoNodeError
from safeconduct.node.importing import import_table
from safeconduct.node.node import Node, open_node
from safeconduct.node.recording import add_claims
from safeconduct.node.starting import add_corridor
from safeconduct.node.world import World, system_world
from tests.unit.node.road import claims, table_file


@pytest.mark.parametrize("name", ["missing", "file", "folder"])
def test_a_folder_without_a_node_is_told(tmp_path: Path, world: World, name: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    with pytest.raises(NoNodeError, match="there is no node in this folder") as caught:
        open_node(tmp_path / name, world)
    assert caught.value.where == str(tmp_path / name)


def test_the_only_corridor_needs_no_name(node: Node) -> None:
    assert node.log() == node.log("high-road")


def test_an_unknown_corridor_is_answered_with_the_nearest(node: Node) -> None:
    with pytest.raises(CorridorError, match="no corridor 'hihg-road'") as caught:
        node.log("hihg-road")
    assert caught.value.next_step == "Did you mean high-road?"


def test_among_several_corridors_one_has_to_be_named(node: Node) -> None:
    with node.reader(node.log()) as reader:
        charter = reader.entry(0)
    from safeconduct.entries.envelope import entry_from_bytes

    both = add_corridor(node, "low-road", entry_from_bytes(charter).body)
    assert both.log("low-road").origin == "road.example/low-road/hq/e1"
    with pytest.raises(CorridorError, match="several corridors") as caught:
        both.log()
    assert "high-road, low-road" in caught.value.next_step


def test_a_node_without_corridors_says_how_to_set_one_up(empty: Node) -> None:
    with pytest.raises(CorridorError, match="no corridor yet") as caught:
        empty.log()
    assert "safeconduct init --corridor" in caught.value.next_step


def test_a_log_is_written_by_one_process(node: Node, log: OwnLog) -> None:
    with node.writing(log), pytest.raises(WriterBusyError), node.writing(log):
        pass


def test_without_the_sign_once_store_a_log_is_read_and_not_continued(node: Node, log: OwnLog, table: TableMap) -> None:
    node.layout.sign_once.unlink()
    with pytest.raises(RestoredError):
        import_table(node, log, table_file(), table)
    with pytest.raises(RestoredError):
        add_claims(node, log, claims())
    with node.signed(log) as reader:
        assert reader.size == 1


def test_the_real_world_has_a_clock_that_runs_and_randomness_that_differs() -> None:
    world = system_world()
    assert world.clock.monotonic_us() <= world.clock.monotonic_us()
    assert world.clock.now() > 1_700_000_000_000_000
    assert world.random.random_bytes(32) != world.random.random_bytes(32)
