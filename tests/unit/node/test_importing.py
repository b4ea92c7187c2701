"""Importing: what was imported is not imported again, what was cut short is completed, and no half is signed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from safeconduct.intake.errors import RowsRefusedError
from safeconduct.intake.map_file import map_from_yaml
from safeconduct.intake.table_map import TableMap
from safeconduct.log import LogWriter
from safeconduct.node import importing
from safeconduct.node.answering import check_claims, claims_on_record
from safeconduct.node.config import OwnLog
from safeconduct.node.errors import CorridorError, NodeError, UnfinishedError
from safeconduct.node.importing import Imported, import_table, try_import, with_sheet
from safeconduct.node.node import Node
from safeconduct.node.progress import Progress
from safeconduct.node.recording import add_claims
from tests.unit.node.road import MAP, TABLE, claims, kinds, table_file

ONCE = ["charter", "document", "notification", "passage", "notification", "passage", "notification", "passage"]


def test_a_table_becomes_signed_and_published_entries(node: Node, log: OwnLog, table: TableMap) -> None:
    done = import_table(node, log, table_file(), table)
    assert (done.rows, done.movements, done.left_out) == (3, 3, 0)
    assert done.entries == {"document": 1, "new": 6}
    assert kinds(node, log) == ONCE
    with node.reader(log) as reader:
        assert reader.signed_state().size == reader.size


def test_the_same_table_again_adds_nothing(node: Node, log: OwnLog, table: TableMap) -> None:
    import_table(node, log, table_file(), table)
    assert import_table(node, log, table_file(), table).entries == {}
    assert kinds(node, log) == ONCE


def test_a_corrected_edition_becomes_corrections(node: Node, log: OwnLog, table: TableMap) -> None:
    import_table(node, log, table_file(), table)
    edition = TABLE.replace("8.5", "9.5").replace("2,Rice,12,2024-03-02\n", "")
    assert import_table(node, log, table_file(edition), table).entries == {
        "corrected": 1,
        "document": 1,
        "withdrawn": 2,
    }
    assert kinds(node, log)[:8] == ONCE


def test_bad_rows_are_left_out_and_reported_in_place(node: Node, log: OwnLog, table: TableMap) -> None:
    done = import_table(node, log, table_file(TABLE.replace("12,", "12 kh,")), table)
    assert (done.movements, done.left_out, done.problem_count) == (2, 1, 1)
    assert (done.problems[0].row, done.problems[0].column) == (3, "tonnes")


def test_strict_refuses_the_whole_table(node: Node, log: OwnLog, table: TableMap) -> None:
    with pytest.raises(RowsRefusedError):
        import_table(node, log, table_file(TABLE.replace("12,", "12 kh,")), table, strict=True)
    assert kinds(node, log) == ["charter"]
    assert not node.layout.importing("high-road").exists()


def test_trying_writes_nothing_and_foretells_the_same(node: Node, log: OwnLog, table: TableMap) -> None:
    foretold = try_import(node, log, table_file(), table)
    assert kinds(node, log) == ["charter"]
    assert foretold.to_json() == import_table(node, log, table_file(), table).to_json()


def test_a_mapping_of_another_corridor_is_refused(node: Node, log: OwnLog) -> None:
    other = map_from_yaml(MAP.replace("high-road", "low-road"), "map.yaml")
    with pytest.raises(CorridorError, match="'low-road', not for 'high-road'"):
        import_table(node, log, table_file(), other)


def test_a_sheet_is_for_spreadsheets(table: TableMap) -> None:
    with pytest.raises(NodeError, match="mapping is for text files"):
        with_sheet(table, "March")


def test_progress_counts_bytes_then_movements(node: Node, log: OwnLog) -> None:
    rows = "".join(f"{n},Flour,20,2024-03-01\n" for n in range(1, 2001))
    heard: list[Progress] = []
    table = map_from_yaml(MAP, "map.yaml")
    import_table(node, log, table_file("trip,goods,tonnes,left\n" + rows), table, listener=heard.append)
    assert heard[0].act == "check"
    assert heard[-1] == Progress("import", 2000, 2000, "movements")


class Cut:
    """Lets so many appends of a batch through, then pulls the plug."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
        self._left = after
        self._append = LogWriter.append
        monkeypatch.setattr(LogWriter, "append", self._once_more)
        monkeypatch.setattr(importing, "BATCH_ENTRIES_MAX", 2)

    @property
    def _once_more(self) -> object:
        def append(writer: LogWriter, entries: Sequence[bytes]) -> range:
            if entries:
                if not self._left:
                    raise KeyboardInterrupt
                self._left -= 1
            return self._append(writer, entries)

        return append


def cut_import(monkeypatch: pytest.MonkeyPatch, after: int, node: Node, log: OwnLog, table: TableMap) -> None:
    with monkeypatch.context() as patch:
        Cut(patch, after)
        with pytest.raises(KeyboardInterrupt):
            import_table(node, log, table_file(), table)


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_an_import_that_was_cut_short_is_completed_by_the_same_call(
    node: Node, log: OwnLog, table: TableMap, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    cut_import(monkeypatch, after, node, log, table)
    done = import_table(node, log, table_file(), table)
    assert sum(done.entries.values()) == 7 - 2 * after
    assert kinds(node, log) == ONCE
    assert not node.layout.importing("high-road").exists()


def test_half_an_import_is_neither_signed_nor_answered_from(
    node: Node, log: OwnLog, table: TableMap, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_claims(node, log, claims())
    before = len(kinds(node, log))
    cut_import(monkeypatch, 2, node, log, table)
    with node.signed(log) as reader:
        assert reader.size == before
    checked = check_claims(node, log, claims_on_record(node, log))
    assert checked.report.logs[0].size == before
    assert "An import of 'trucks' from trucks.csv" in checked.gaps[0]


def test_nobody_signs_the_half_before_it_is_completed(
    node: Node, log: OwnLog, table: TableMap, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_import(monkeypatch, 2, node, log, table)
    with pytest.raises(UnfinishedError, match=r"from trucks\.csv was cut short"):
        add_claims(node, log, claims())
    other = map_from_yaml(MAP.replace("dataset: trucks", "dataset: buses"), "map.yaml")
    with pytest.raises(UnfinishedError):
        import_table(node, log, table_file(), other)
    import_table(node, log, table_file(), table)
    assert add_claims(node, log, claims()).added == 2


def test_an_import_is_told_as_one_object() -> None:
    done = Imported("ab", 3, 2, 1, {"new": 4}, (), 0, ("note",))
    assert done.to_json()["file"] == {"sha256": "ab", "rows": 3}
    assert done.to_json()["entries"] == {"new": 4}


def test_before_anything_is_imported_answers_say_so(node: Node, log: OwnLog, table: TableMap) -> None:
    assert "Nothing has been imported yet" in check_claims(node, log, claims()).gaps[0]
    import_table(node, log, table_file(), table)
    assert check_claims(node, log, claims()).gaps == ()
