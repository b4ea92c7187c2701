"""Totals of a record, its weeks, its words, and what it lacks."""

from __future__ import annotations

from fractions import Fraction

from safeconduct.base.instant import day_to_text
from safeconduct.intake.map_file import map_from_yaml
from safeconduct.intake.table_map import TableMap
from safeconduct.node.config import OwnLog
from safeconduct.node.importing import import_table
from safeconduct.node.node import Node
from safeconduct.node.overview import Overview, overview_of
from safeconduct.node.recording import add_claims
from safeconduct.node.status import status_of
from safeconduct.node.tables import open_tables
from tests.unit.node.road import MAP, TABLE, claims, table_file


def overview(node: Node, log: OwnLog) -> Overview:
    with open_tables(node, log) as facts:
        return overview_of(facts)


def test_totals_are_counted_from_the_log(node: Node, log: OwnLog, table: TableMap) -> None:
    import_table(node, log, table_file(), table)
    found = overview(node, log)
    assert (found.movements, found.lines, found.passages) == (3, 3, 3)
    assert found.tonnes == Fraction(81, 2)
    assert (found.noun, found.directions) == ("movements", ("north",))
    assert [day_to_text(day) for day in (found.first, found.last) if day is not None] == ["2024-03-01", "2024-03-02"]


def test_movements_of_ships_are_voyages(node: Node, log: OwnLog) -> None:
    ships = map_from_yaml(MAP.replace("category: truck", "category: vessel"), "map.yaml")
    import_table(node, log, table_file(), ships)
    assert overview(node, log).noun == "voyages"


def test_an_empty_record_has_no_days_and_no_load(node: Node, log: OwnLog) -> None:
    found = overview(node, log)
    assert (found.movements, found.load_kg, found.first, found.weeks) == (0, None, None, ())


def test_a_week_without_a_row_is_zero_only_where_the_record_is_complete(
    node: Node, log: OwnLog, table: TableMap
) -> None:
    # Mondays: 26 February, 4, 11, 18, 25 March, 1, 8 April. The charter vouches for March only.
    import_table(node, log, table_file(f"{TABLE}4,Rice,1,2024-03-20\n5,Rice,1,2024-04-10\n"), table)
    weeks = [(day_to_text(week.monday), week.rows) for week in overview(node, log).weeks]
    assert weeks == [
        ("2024-02-26", 3),
        ("2024-03-04", 0),
        ("2024-03-11", 0),
        ("2024-03-18", 1),
        ("2024-03-25", 0),
        ("2024-04-01", None),
        ("2024-04-08", 1),
    ]


def test_the_status_names_what_claims_can_be_about(node: Node, log: OwnLog, table: TableMap) -> None:
    import_table(node, log, table_file(), table)
    add_claims(node, log, claims())
    found = status_of(node, log)
    assert [(one.size, one.signed_size) for one in found.logs] == [(11, 11)]
    assert found.words == {"claim": 2, "statement": 1}
    assert {one.table: one.rows for one in found.tables} == {"movement": 3, "cargo": 3, "passage": 3}
    cargo = found.tables[1]
    assert {"commodity", "tonnes", "departed_on"} <= set(cargo.columns)
    assert "inspected_on" not in cargo.columns
    assert [(days.column, days.first, days.last) for days in cargo.days] == [
        ("departed_on", "2024-03-01", "2024-03-02")
    ]
    assert found.gaps == ()


def test_the_status_of_an_empty_record_says_that_nothing_was_imported(node: Node, log: OwnLog) -> None:
    found = status_of(node, log)
    assert found.tables == ()
    assert "Nothing has been imported yet" in found.gaps[0]
