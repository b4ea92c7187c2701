"""Tables are made once for each log state, can be lost, and are read by many."""

from __future__ import annotations

import pytest

from safeconduct.intake.table_map import TableMap
from safeconduct.node import tables
from safeconduct.node.config import OwnLog
from safeconduct.node.importing import import_table
from safeconduct.node.node import Node
from safeconduct.node.tables import open_tables, stamp_of
from tests.unit.node.road import TABLE, table_file


def kept(node: Node) -> list[str]:
    return sorted(path.name for path in node.layout.facts("high-road").iterdir() if path.name != "lock")


def rows(node: Node, log: OwnLog) -> int:
    with open_tables(node, log) as facts:
        facts.need("movement")
        (count,) = facts.con.execute("SELECT COUNT(*) FROM movement").fetchone() or (0,)
    return int(count)


def forbid_building(monkeypatch: pytest.MonkeyPatch) -> None:
    def built(*_: object, **__: object) -> None:
        raise AssertionError("the tables were made again")

    monkeypatch.setattr(tables, "build_facts", built)


def test_tables_are_made_once(node: Node, log: OwnLog, table: TableMap, monkeypatch: pytest.MonkeyPatch) -> None:
    import_table(node, log, table_file(), table)
    assert rows(node, log) == 3
    forbid_building(monkeypatch)
    assert rows(node, log) == 3
    with node.signed(log) as reader:
        assert kept(node) == [f"{stamp_of([reader])}.duckdb"]


def test_a_grown_log_has_new_tables_and_the_old_ones_go(node: Node, log: OwnLog, table: TableMap) -> None:
    import_table(node, log, table_file(), table)
    rows(node, log)
    old = kept(node)
    import_table(node, log, table_file(f"{TABLE}4,Rice,1,2024-03-05\n"), table)
    assert rows(node, log) == 4
    assert len(kept(node)) == 1
    assert kept(node) != old


def test_entries_that_are_not_signed_do_not_count(node: Node, log: OwnLog, table: TableMap) -> None:
    import_table(node, log, table_file(), table)
    with node.reader(log) as reader:
        copy = reader.entry(2)
    with node.writing(log) as writer:
        writer.append([copy.replace(b'"number":1', b'"number":9')])
    with open_tables(node, log) as facts:
        assert facts.stamp[0].size == 8


@pytest.mark.parametrize("left", ["draft", "damaged", "gone"])
def test_lost_damaged_or_half_made_tables_are_made_again(node: Node, log: OwnLog, table: TableMap, left: str) -> None:
    import_table(node, log, table_file(), table)
    rows(node, log)
    folder = node.layout.facts("high-road")
    place = folder / kept(node)[0]
    if left == "draft":
        place.rename(folder / "draft")
    elif left == "damaged":
        place.write_bytes(b"not a database")
    else:
        place.unlink()
    assert rows(node, log) == 3
    assert kept(node) == [place.name]


def test_many_read_the_tables_at_once(node: Node, log: OwnLog, table: TableMap) -> None:
    import_table(node, log, table_file(), table)
    with open_tables(node, log) as one, open_tables(node, log) as other:
        one.need("cargo")
        other.need("passage")
        assert one.con.execute("SELECT COUNT(*) FROM cargo").fetchone() == (3,)
        assert other.con.execute("SELECT COUNT(*) FROM passage").fetchone() == (3,)


def test_where_tables_cannot_be_kept_they_are_made_in_memory(node: Node, log: OwnLog, table: TableMap) -> None:
    import_table(node, log, table_file(), table)
    node.layout.facts("high-road").write_text("a file where the folder should be")
    assert rows(node, log) == 3
