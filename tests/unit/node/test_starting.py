"""Making a node and setting up a corridor: whole or not at all, and never over something that is there."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from safeconduct.entries.envelope import entry_from_bytes
from safeconduct.entries.errors import BodyError
from safeconduct.intake.corridor_file import corridor_from_yaml
from safeconduct.log import LogWriter, check_database
from safeconduct.node import starting
from safeconduct.node.errors import NodeError, NodeFolderError, NoNodeError
from safeconduct.node.node import Node, open_node
from safeconduct.node.starting import add_corridor, create_node
from safeconduct.node.world import World
from tests.unit.node.road import CORRIDOR, kinds

DEFINITION = corridor_from_yaml(CORRIDOR, "corridor.yaml")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_corridor_has_a_signed_log_whose_first_entry_is_the_charter(node: Node) -> None:
    log = node.log("high-road")
    assert log.origin == "road.example/high-road/hq/e1"
    with node.signed(log) as reader:
        assert (reader.size, reader.vkey) == (1, log.vkey)
        charter = entry_from_bytes(reader.entry(0))
    assert charter.kind == "charter"
    assert charter.body == DEFINITION.charter
    assert (node.layout.tiles("high-road") / "checkpoint").is_file()


def test_keys_and_the_sign_once_store_are_for_their_owner_alone(node: Node) -> None:
    assert mode(node.layout.seed("high-road.e1")) == 0o600
    assert mode(node.layout.root / "keys") == 0o700
    assert mode(node.layout.root / "signonce") == 0o700


def test_the_same_world_makes_the_same_node(tmp_path: Path, world: World, node: Node) -> None:
    assert node.log("high-road").vkey.startswith("road.example/high-road/hq/e1+")
    again = open_node(node.layout.root, world)
    assert again.config == node.config


def test_setting_up_the_same_corridor_again_changes_nothing(node: Node) -> None:
    again = add_corridor(node, DEFINITION.id, DEFINITION.charter)
    assert again.config == node.config
    assert kinds(again, again.log()) == ["charter"]


def test_a_charter_that_no_log_takes_leaves_nothing_behind(empty: Node) -> None:
    with pytest.raises(BodyError):
        add_corridor(empty, "low-road", {**DEFINITION.charter, "evidence": "heard"})
    assert list((empty.layout.root / "corridors").iterdir()) == []
    assert open_node(empty.layout.root, empty.world).config.logs == ()


@pytest.mark.parametrize("cut_at", ["create_key", "create_log", "open_writer", "sync_folder", "write_durably"])
def test_an_interrupted_set_up_is_mended_by_the_next(empty: Node, monkeypatch: pytest.MonkeyPatch, cut_at: str) -> None:
    def cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(starting, cut_at, cut)
        with pytest.raises(KeyboardInterrupt):
            add_corridor(empty, DEFINITION.id, DEFINITION.charter)
    assert open_node(empty.layout.root, empty.world).config.logs == ()
    node = add_corridor(empty, DEFINITION.id, DEFINITION.charter)
    assert kinds(node, node.log()) == ["charter"]
    assert check_database(node.layout.log("high-road")) == []
    with node.writing(node.log()) as writer:
        assert writer.state.value == "ready"


def test_a_set_up_interrupted_while_signing_is_mended_by_the_next(empty: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(LogWriter, "publish", cut)
        with pytest.raises(KeyboardInterrupt):
            add_corridor(empty, DEFINITION.id, DEFINITION.charter)
    node = add_corridor(empty, DEFINITION.id, DEFINITION.charter)
    assert kinds(node, node.log()) == ["charter"]


def test_a_node_is_not_made_over_another(node: Node, world: World) -> None:
    with pytest.raises(NodeFolderError, match="there is a node in this folder already"):
        create_node(node.layout.root, world, organisation="road.example", name="hq")


def test_a_node_is_not_made_among_other_things(tmp_path: Path, world: World) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(NodeFolderError, match=r"other things, such as 'letter\.txt'"):
        create_node(tmp_path, world, organisation="road.example", name="hq")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_node_is_not_made_where_a_file_stands(tmp_path: Path, world: World) -> None:
    place = tmp_path / "node"
    place.write_text("")
    with pytest.raises(NodeFolderError, match="this is a file"):
        create_node(place, world, organisation="road.example", name="hq")


def test_logs_whose_settings_are_lost_are_not_taken_for_leftovers(node: Node, world: World) -> None:
    node.layout.config.unlink()
    with pytest.raises(NodeFolderError, match="settings of their node are missing"):
        create_node(node.layout.root, world, organisation="road.example", name="hq")
    assert node.layout.log("high-road").is_file()


def test_an_interrupted_start_is_taken_up(tmp_path: Path, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    root = tmp_path / "node"
    with monkeypatch.context() as patch:
        patch.setattr(starting, "write_durably", cut)
        with pytest.raises(KeyboardInterrupt):
            create_node(root, world, organisation="road.example", name="hq")
    with pytest.raises(NoNodeError):
        open_node(root, world)
    create_node(root, world, organisation="road.example", name="hq")
    assert open_node(root, world).config.organisation == "road.example"


@pytest.mark.parametrize("name", ["", "a b", "a+b", "Ä.example", "UPPER", "-a", "a/b", "x" * 80])
def test_a_name_that_cannot_stand_in_an_origin_is_refused(tmp_path: Path, world: World, name: str) -> None:
    with pytest.raises(NodeError, match="cannot stand in the name of a log"):
        create_node(tmp_path / "node", world, organisation=name, name="hq")
    assert not (tmp_path / "node").exists()
