"""A corridor whose record has several authors: a log each, one set of tables, one bundle."""

from __future__ import annotations

from pathlib import Path

import pytest

from safeconduct.base.instant import instant_from_text
from safeconduct.cli.pages import NodePages
from safeconduct.entries.envelope import Envelope, entry_to_bytes
from safeconduct.intake.corridor_file import corridor_from_yaml
from safeconduct.intake.map_file import map_from_yaml
from safeconduct.node.agreed import case_of_entry
from safeconduct.node.answering import check_claims, claims_on_record
from safeconduct.node.bundling import check_bundle, export_bundle
from safeconduct.node.checking import check_folder
from safeconduct.node.config import OwnLog
from safeconduct.node.errors import CorridorError
from safeconduct.node.importing import import_table
from safeconduct.node.node import Node, open_node
from safeconduct.node.recording import add_claims
from safeconduct.node.starting import add_corridor
from safeconduct.node.tables import open_tables
from tests.unit.node.road import CORRIDOR, MAP, claims, table_file

DEFINITION = corridor_from_yaml(CORRIDOR, "corridor.yaml")
AT = instant_from_text("2024-03-02T09:00:00.000Z")


@pytest.fixture
def both(node: Node) -> Node:
    """The road office's log, and one of the post at the gate, whose entries are made up."""
    charter = {**DEFINITION.charter, "evidence": "simulated", "party": "Gate"}
    node = add_corridor(node, "high-road", charter, name="gate")
    body = {"movement": "ab" * 16, "event": "passed", "direction": "north", "category": "truck", "post": "P1"}
    entry = entry_to_bytes(Envelope(at=AT, body=body, corridor="high-road", kind="passage", recorded=AT))
    with node.writing(gate(node)) as writer:
        writer.append([entry])
        node.publish(gate(node), writer)
    return node


def gate(node: Node) -> OwnLog:
    return next(log for log in node.logs("high-road") if log.name == "gate")


def test_a_further_log_has_its_own_key_name_and_folder(both: Node) -> None:
    first, further = both.logs("high-road")
    assert (first.name, further.name) == ("", "gate")
    assert further.origin == "road.example/high-road/hq/gate/e1"
    assert further.vkey != first.vkey
    assert both.layout.log("high-road", "gate").is_file()
    assert both.log("high-road") == first
    assert open_node(both.layout.root, both.world).config == both.config


def test_setting_it_up_again_changes_nothing(both: Node) -> None:
    again = add_corridor(both, "high-road", DEFINITION.charter, name="gate")
    assert again.config == both.config


def test_the_tables_hold_the_rows_of_all_logs_and_are_as_weak_as_the_weakest(both: Node) -> None:
    import_table(both, both.log("high-road"), table_file(), map_from_yaml(MAP, "map.yaml"))
    with open_tables(both, both.log("high-road")) as facts:
        facts.need("passage")
        assert facts.con.execute("SELECT COUNT(*), COUNT(DISTINCT log) FROM leaf_passage").fetchall() == [(4, 2)]
        assert facts.con.execute("SELECT party, evidence, size FROM log ORDER BY log").fetchall() == [
            ("Both sides", "observed", 8),
            ("Gate", "simulated", 2),
        ]
        assert facts.evidence == "simulated"


def test_every_log_of_a_node_is_checked(both: Node) -> None:
    checked = check_folder(both.layout.root, [], both.world)
    assert [log.size for log in checked.logs] == [1, 2]
    assert checked.findings == ()


def test_a_bundle_holds_every_log_behind_the_answers(both: Node, tmp_path: Path) -> None:
    first = both.log("high-road")
    import_table(both, first, table_file(), map_from_yaml(MAP, "map.yaml"))
    add_claims(both, first, claims())
    checked = check_claims(both, first, claims_on_record(both, first))
    assert {answer.verdict.value for answer in checked.whole.answers} == {"undecidable"}
    path = tmp_path / "answers.scz"
    export_bundle(both, first, checked, path)
    report = check_bundle(path)
    assert report.findings == ()
    assert report.simulated


def test_pages_show_each_log_with_what_it_consists_of(both: Node) -> None:
    pages = NodePages(both.layout.root, both.world)
    (corridor,) = pages.corridors()
    assert [(log.size, log.evidence) for log in corridor.logs] == [(1, "observed"), (2, "simulated")]
    proven = pages.entry(gate(both).origin, 1)
    assert proven is not None
    assert proven.log.origin == gate(both).origin
    assert len(pages.entries(gate(both).origin, 0, 2)) == 2
    pages.close()


def test_an_entry_is_found_by_the_name_of_its_log(both: Node) -> None:
    with pytest.raises(CorridorError, match="has no log elsewhere"):
        case_of_entry(both, both.log("high-road"), "elsewhere", 0)
    with pytest.raises(CorridorError, match="names no agreement"):
        case_of_entry(both, both.log("high-road"), gate(both).origin, 1)


def test_names_of_logs_are_in_the_settings_only_where_they_are_needed(both: Node) -> None:
    text = both.layout.config.read_text()
    assert text.count('"name":"gate"') == 1
    assert '"name":""' not in text
