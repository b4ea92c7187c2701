"""A mapping is checked whole when it is read; every mistake has its line."""

from __future__ import annotations

from decimal import Decimal

import pytest

from safeconduct.base.yaml_file import YamlError
from safeconduct.intake.columns import Column, Quantity
from safeconduct.intake.map_file import map_from_yaml
from safeconduct.intake.table_map import TableMap


def read(text: str) -> TableMap:
    return map_from_yaml(text, "map.yaml")


def column(text: str) -> Column:
    sample = "format: safeconduct-map/1\ncorridor: a\ndataset: b\ninput: {format: csv}\ncolumns:\n  day: {type: date, "
    sample += f"formats: [YYYY-MM-DD]}}\n  x: {text}\ngroup: [day]\nentries:\n  - kind: check\n    at: day\n"
    return read(sample + "    values: {method: seal, result: passed}\n").columns[1]


def test_a_mapping_is_read(map_text: str) -> None:
    table = read(map_text)
    assert (table.corridor, table.dataset, table.complete, table.group) == ("lane", "trips", True, ("trip",))
    assert (table.input.format, table.input.header, table.input.delimiter) == ("csv", 1, ",")
    assert (table.document.name, table.document.media) == ("trips.csv", "text/csv")
    assert not table.one_row_a_movement
    note, check = table.entries
    assert note.fields.columns == {"number": "trip", "place": "port", "vehicle": "ship"}
    assert note.fields.values == {"direction": "outbound", "category": "vessel"}
    assert note.lines is not None
    assert note.lines.columns["load_kg"] == "tonnes"
    assert (check.at, check.lines, check.shared()) == ("checked", None, ("checked",))


def test_columns_of_every_type_are_read() -> None:
    tonnes = column("{type: quantity, unit: t, min: 0.5, thousands: ',', header: Tonnage}")
    assert tonnes.header == "Tonnage"
    assert isinstance(tonnes.type, Quantity)
    assert (tonnes.type.low, tonnes.type.separators.thousands) == (Decimal("0.5"), ",")
    assert column("{type: integer, thousands: space}").type.value("1 000") == 1000
    assert column('{type: time, formats: [YYYY-MM-DD hh:mm], offset: "+03:00"}').says_when
    assert column("{type: choice, of: {Truck: truck}}").type.value("Truck") == "truck"
    assert column("{type: text, pattern: '[A-Z]{2}-?[0-9]+', chars: 9}").type.value("AB-12") == "AB-12"


MISTAKES = [
    ("safeconduct-map/1", "safeconduct-map/2", "map.yaml:1:9: 'safeconduct-map/2' is not one of safeconduct-map/1"),
    ("corridor: lane", "corridor: The Lane", "map.yaml:2:11"),
    ("dataset: trips", "datset: trips", "map.yaml:3:1: 'datset' is not known here. Did you mean dataset?"),
    ("complete: true", "complete: yes", "map.yaml:4:11: true or false is expected here, not the text 'yes'"),
    ("{format: csv}", "{format: xls}", "map.yaml:5:17: 'xls' is not one of csv, xlsx. Did you mean xlsx?"),
    ("{format: csv}", "{format: csv, header: 0}", "map.yaml:5:30: a whole number from 1 to 1000"),
    ("{format: csv}", "{format: csv, delimiter: ' '}", "map.yaml:5:33"),
    ("{format: csv}", "{format: csv, sheet: One}", "map.yaml:5:22: sheet is for xlsx files"),
    ("{format: csv}", "{format: xlsx, delimiter: tab}", "map.yaml:5:23: delimiter is for csv files"),
    ("  trip: {type: integer", "  Trip: {type: integer", "map.yaml:7:3: the text 'Trip'"),
    ("type: integer, min: 1}\n  line", "type: intger}\n  line", "map.yaml:7:16: 'intger' is not one of"),
    ("type: integer, min: 1}\n  line", "type: integer, mn: 1}\n  line", "map.yaml:7:25: 'mn' is not known here"),
    ("type: integer, min: 1}\n  line", "type: integer, min: 5, max: 1}\n  line", "map.yaml:7:38: max is below min"),
    ("of: [North, South]", "off: 1", "map.yaml:10:24: 'off' is not known here. Did you mean of?"),
    (", of: [North, South]", "", "map.yaml:10:16: a choice needs `of`"),
    ("of: [North, South]", "of: []", "map.yaml:10:28: there is nothing to choose from"),
    (", unit: t", "", "map.yaml:12:18: a quantity needs a unit"),
    ("unit: t", "unit: tonnes", "map.yaml:12:34: 'tonnes' is not one of"),
    ("unit: t", "unit: t, thousands: '.'", "map.yaml:12:48: thousands and decimal cannot be the same mark"),
    ("left: {type: date, formats: [YYYY-MM-DD]}", "left: {type: date}", "map.yaml:13:16: formats are needed"),
    ("[YYYY-MM-DD]}\n  checked", "[YYYY-MM]}\n  checked", "map.yaml:13:32: 'YYYY-MM' must name year"),
    ("[YYYY-MM-DD]}\n  checked", "[YYYY-MM-DD hh:mm]}\n  checked", "map.yaml:13:32: a date has no hh or mm"),
    ("[YYYY-MM-DD]}\n  checked", "[YYYY-MM-DD], min: 2022-02-30}\n  checked", "map.yaml:13:50: '2022-02-30' is not a"),
    ("group: [trip]", "group: [tripp]", "map.yaml:15:9: 'tripp' is not one of"),
    ("group: [trip]", "group: []", "map.yaml:15:8: at least one column"),
    ("group: [trip]", "group: [ship]", "map.yaml:15:9: 'ship' tells the movements apart"),
    ("group: [trip]", "group: [checked]", "map.yaml:15:9: 'checked' tells the movements apart"),
    ("kind: notification", "kind: notificaton", "map.yaml:17:11: 'notificaton' is not one of"),
    ("kind: notification", "kind: charter", "map.yaml:17:11: 'charter' is not one of"),
    ("kind: notification", "kind: passage", "map.yaml:17:5: the kind 'passage' has no lines"),
    ("at: left", "at: port", "map.yaml:18:9: 'port' is neither a date nor a time"),
    ("at: left", "at: lft", "map.yaml:18:9: 'lft' is not one of"),
    ("place: port", "plce: port", "map.yaml:19:29: 'plce' is not known here. Did you mean place?"),
    ("place: port", "number_: port", "map.yaml:19:29"),
    ("place: port", "persons: port", "map.yaml:19:38: 'persons' cannot hold 'port'"),
    ("place: port", "place: trip", "map.yaml:19:36: 'place' cannot hold 'trip'"),
    ("place: port", "movement: port", "map.yaml:19:29: 'movement' is not known here"),
    ("direction: outbound, ", "", "map.yaml:17:5: no column and no value for direction"),
    ("direction: outbound", "direction: Out bound", "map.yaml:20:25: the text 'Out bound' does not fit here"),
    ("direction: outbound", "direction: 5", "map.yaml:20:25: '5' does not fit here"),
    ("direction: outbound", "direction: [a]", "map.yaml:20:25: text or a whole number is expected"),
    ("category: vessel}", "category: vessel, number: 1}", "map.yaml:20:53: 'number' is not known here"),
    ("commodity: goods", "commodity: checked", "map.yaml:21:46: 'commodity' is needed in every entry"),
    ("line: line, commodity: goods, ", "line: line, ", "map.yaml:21:12: no column and no value for commodity"),
    ("kind: check", "kind: check\n    part: A b", "map.yaml:23:11"),
    ("kind: check", "kind: check\n    each_row: [lne]", "map.yaml:23:16: 'lne' is not one of"),
    ("method: unstated", "method: guess", "map.yaml:24:22: the text 'guess' does not fit here"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "message"), MISTAKES)
def test_a_mistake_is_named_with_its_line(map_text: str, right: str, wrong: str, message: str) -> None:
    assert right in map_text
    with pytest.raises(YamlError) as error:
        read(map_text.replace(right, wrong, 1))
    assert message in str(error.value)


def test_two_entries_of_one_kind_need_parts(map_text: str) -> None:
    second = "  - kind: check\n    at: left\n    values: {method: weigh, result: unstated}\n"
    with pytest.raises(YamlError, match="a second entry of kind 'check'"):
        read(map_text + second)
    assert len(read(map_text + second + "    part: weighing\n").entries) == 3


def test_two_columns_cannot_have_one_header(map_text: str) -> None:
    with pytest.raises(YamlError, match="two columns have the header 'line'"):
        read(map_text.replace("trip: {type: integer", "trip: {header: line, type: integer"))


@pytest.mark.parametrize(
    "text", ["(a+)+", "a|b", "(?=a)", "\\d+", "[a", "a{2,3}b{2,3}c{2,3}", "a*b*c+", "[^a]", ".", "a" * 201]
)
def test_patterns_that_can_take_long_or_mean_something_else_are_refused(text: str) -> None:
    with pytest.raises(YamlError, match="pattern"):
        column(f"{{type: text, pattern: '{text}'}}")


def test_document_facts_are_checked(map_text: str) -> None:
    for wrong in ("retrieved: 2023-02-30", "url: two words", "nme: x", "title: 5"):
        with pytest.raises(YamlError):
            read(map_text + f"document: {{{wrong}}}\n")
    table = read(map_text + "document: {name: a.csv, title: A table, retrieved: 2023-03-19}\n")
    assert table.document.name == "a.csv"
    assert table.document.facts == {"title": "A table", "retrieved": "2023-03-19"}
