"""Reading a log: runs of entries, one with its proof, a copy of its files, and the check of all of it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from safeconduct.intake.table_map import TableMap
from safeconduct.log import ExportError, LogError
from safeconduct.merkle.proof import verify_inclusion
from safeconduct.node.checking import KEY_NOT_TRUSTED, check_folder, check_log
from safeconduct.node.config import OwnLog
from safeconduct.node.errors import InputFileError, NodeError, NodeFolderError
from safeconduct.node.importing import import_table
from safeconduct.node.node import Node
from safeconduct.node.reading import entries, export, proven
from safeconduct.node.recording import add_claims
from safeconduct.notes.keys import Signer
from tests.unit.node.road import CLAIMS, claims, table_file

STRANGER = Signer.from_seed("road.example/high-road/hq/e1", bytes(32)).vkey


@pytest.fixture(autouse=True)
def imported(node: Node, log: OwnLog, table: TableMap) -> None:
    """The table is in the log."""
    import_table(node, log, table_file(), table)


def test_entries_are_found_by_kind(node: Node, log: OwnLog) -> None:
    with node.signed(log) as reader:
        assert [one.index for one in entries(reader, 0, reader.size, "passage")] == [3, 5, 7]
        assert [one.index for one in entries(reader, 4, 6)] == [4, 5]


def test_a_kind_is_not_found_inside_a_text(node: Node, log: OwnLog) -> None:
    wording = "wording: Three trucks went north in March"
    add_claims(node, log, claims(CLAIMS.replace(wording, """wording: 'He said "kind":"passage"'""")))
    with node.signed(log) as reader:
        assert [one.index for one in entries(reader, 0, reader.size, "passage")] == [3, 5, 7]


def test_an_entry_comes_with_a_proof_that_holds(node: Node, log: OwnLog) -> None:
    with node.signed(log) as reader:
        found = proven(reader, 4)
        verify_inclusion(4, reader.size, found.entry.leaf, found.proof, reader.root)
        assert found.receipt.startswith(b"c2sp.org/tlog-proof@v1\n")
        with pytest.raises(LogError):
            proven(reader, 8)


def test_a_copy_of_the_files_can_be_checked_by_whoever_has_the_key(node: Node, log: OwnLog, tmp_path: Path) -> None:
    written = export(node, log, tmp_path / "copy")
    assert written == len([path for path in (tmp_path / "copy").rglob("*") if path.is_file()])
    found = check_folder(tmp_path / "copy", [log.vkey], node.world)
    assert (found.findings, found.logs[0].size) == ((), 8)
    with pytest.raises(NodeError, match="its key was not named"):
        check_folder(tmp_path / "copy", [], node.world)
    assert check_folder(tmp_path / "copy", [STRANGER], node.world).findings != ()


def test_a_copy_is_brought_up_to_date_and_never_overwritten(node: Node, log: OwnLog, tmp_path: Path) -> None:
    export(node, log, tmp_path / "copy")
    assert export(node, log, tmp_path / "copy") == 0
    (tmp_path / "copy" / "tile" / "0" / "000.p" / "8").write_bytes(bytes(256))
    add_claims(node, log, claims())
    export(node, log, tmp_path / "copy")
    (tmp_path / "copy" / "checkpoint").write_bytes(b"something else\n")
    with pytest.raises(ExportError):
        export(node, log, tmp_path / "copy")


def test_a_copy_that_cannot_be_written_is_told(node: Node, log: OwnLog, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NodeFolderError, match="cannot be written"):
        export(node, log, tmp_path / "file" / "copy")


def test_a_sound_node_has_no_findings(node: Node, log: OwnLog) -> None:
    assert check_log(node, log).findings == ()
    assert check_folder(node.layout.root, [log.vkey], node.world).to_json()["ok"]


def test_a_changed_byte_in_the_public_files_is_found_and_named(node: Node, log: OwnLog) -> None:
    place = node.layout.tiles("high-road") / "tile" / "entries" / "000.p" / "8"
    data = bytearray(place.read_bytes())
    data[100] ^= 1
    place.write_bytes(data)
    found = check_log(node, log).findings[0]
    assert (found.where, found.what) == ("tile/0/000.p/8", "the entry and its stored leaf hash differ")


def test_a_changed_byte_in_the_database_is_found(node: Node, log: OwnLog) -> None:
    with sqlite3.connect(node.layout.log("high-road")) as connection:
        connection.execute("DROP TRIGGER piece_UPDATE")
        connection.execute("UPDATE piece SET bundle = zeroblob(length(bundle)) WHERE start = 1")
    connection.close()
    assert check_log(node, log).findings != ()


def test_a_key_that_nobody_trusts_is_a_finding(node: Node) -> None:
    found = check_folder(node.layout.root, [STRANGER], node.world)
    assert [finding.code for finding in found.findings] == [KEY_NOT_TRUSTED]


def test_another_folder_is_told_apart(tmp_path: Path, node: Node) -> None:
    (tmp_path / "other").mkdir()
    with pytest.raises(InputFileError, match="neither a node nor the files of a log"):
        check_folder(tmp_path / "other", [], node.world)
