"""A table is checked whole before anything is written; a movement comes in whole or not at all."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from safeconduct.base.instant import instant_from_text
from safeconduct.entries.envelope import Envelope, entry_from_bytes
from safeconduct.intake import rows, table_check
from safeconduct.intake.errors import ChangedError, HeaderError, RowsRefusedError, TableError
from safeconduct.intake.map_file import map_from_yaml
from safeconduct.intake.plan import ImportPlan, plan_import

Plan = Callable[..., ImportPlan]
EntriesOf = Callable[[ImportPlan], list[Envelope]]
Trips = Callable[..., str]

HEADER = "trip,line,ship,port,goods,tonnes,left,checked"
GOOD = f"""{HEADER}
1,1,RAZONI,North,Corn,1.5,2022-08-01,2022-08-03
1,2,RAZONI,North,Wheat,2,2022-08-01,2022-08-03
2,1,"BRAVE ""B"", ONE",South,Corn,3,2022-08-02,
"""
PLAIN = GOOD.replace('"BRAVE ""B"", ONE"', "B")


def test_rows_of_a_movement_become_one_entry_with_lines_traceable_to_rows(plan: Plan, entries_of: EntriesOf) -> None:
    made = plan(GOOD)
    document, note, check, second = entries_of(made)
    assert (made.movements, made.left_out, made.problems) == (2, 0, ())
    assert document.body == {
        "bytes": len(GOOD), "dataset": "trips", "media": "text/csv", "name": "trips.csv", "rows": 3,
        "sha256": made.file.sha256,
    }  # fmt: skip
    assert note.at == instant_from_text("2022-07-31T21:00:00.000Z")
    assert note.body == {
        "movement": note.body["movement"], "number": 1, "direction": "outbound", "category": "vessel",
        "place": "North", "vehicle": "RAZONI", "precision": "day",
        "source": {"sha256": made.file.sha256, "rows": [2, 3]},
        "lines": [
            {"line": 1, "commodity": "Corn", "load_kg": 1500},
            {"line": 2, "commodity": "Wheat", "load_kg": 2000},
        ],
    }  # fmt: skip
    assert (check.kind, check.body["source"]["rows"]) == ("check", [2, 3])
    assert second.body["vehicle"] == 'BRAVE "B", ONE'
    assert second.body["source"]["rows"] == [4]
    assert made.tally == {"document": 1, "new": 3}


def test_the_same_table_gives_the_same_bytes_in_any_order_of_columns(plan: Plan) -> None:
    first = [planned.data for planned in plan(GOOD).entries()]
    assert first == [planned.data for planned in plan(GOOD).entries()]
    swapped = "\n".join(",".join(reversed(line.split(","))) for line in PLAIN.splitlines())
    assert _bodies(plan(swapped), but="sha256") == _bodies(plan(PLAIN), but="sha256")


def test_rows_of_a_movement_may_stand_apart_in_a_small_file(plan: Plan, entries_of: EntriesOf) -> None:
    head, first, second, third = GOOD.splitlines()
    apart = entries_of(plan(f"{head}\n{first}\n{third}\n{second}"))
    assert [entry.body["source"]["rows"] for entry in apart[1:]] == [[2, 4], [2, 4], [3]]


def test_a_value_that_may_differ_is_kept_with_its_line(plan: Plan, entries_of: EntriesOf) -> None:
    note = entries_of(plan(GOOD.replace("1,2,RAZONI", "1,2,NAVIN VULTURE")))[1]
    assert note.body["vehicle"] == "RAZONI"
    assert [line.get("extra") for line in note.body["lines"]] == [None, {"ship": "NAVIN VULTURE"}]


def test_an_optional_date_that_is_empty_makes_no_entry(plan: Plan, entries_of: EntriesOf) -> None:
    assert [entry.kind for entry in entries_of(plan(GOOD))] == ["document", "notification", "check", "notification"]


def test_marks_and_unread_columns_are_noted(plan: Plan) -> None:
    wider = "\n".join(f"{line},{'flag' if number == 0 else 'TR'}" for number, line in enumerate(GOOD.splitlines()))
    made = plan(b"\xef\xbb\xbf" + wider.encode())
    assert made.movements == 2
    assert made.notes() == [
        "The file begins with a UTF-8 mark, which was skipped.",
        "Not imported, because the mapping does not name them: flag.",
    ]


BAD_CELLS = [
    ("1.5,2022-08-01", '"1.234,5",2022-08-01', (2, "tonnes"), "'1.234,5'", "is not a number"),
    ("1.5,2022-08-01", "\u0661\u0665,2022-08-01", (2, "tonnes"), "'\u0661\u0665'", "is not a number"),
    ("1.5,2022-08-01", "-5,2022-08-01", (2, "tonnes"), "'-5'", "is below 0 t"),
    ("1.5,2022-08-01", "1e9,2022-08-01", (2, "tonnes"), "'1e9'", "is not a number"),
    ("1.5,2022-08-01", "1001,2022-08-01", (2, "tonnes"), "'1001'", "is above 1000 t"),
    ("1.5,2022-08-01", "1.5,01.08.2022", (2, "left"), "'01.08.2022'", "is not a date"),
    ("1.5,2022-08-01", "1.5,", (2, "left"), "", "is empty"),
    ("1,1,RAZONI,North", "1,1,RAZONI,Nort", (2, "port"), "'Nort'", "is not a value of this column"),
    ("1,1,RAZONI,North", "1,1,RA\x1b[31mZONI,North", (2, "ship"), "'RA\\x1b[31mZONI'", "holds the character U+001B"),
    ("1,2,RAZONI", "1,1,RAZONI", (2, ""), "", "notification.lines: two cargo lines have the same number"),
    ("Wheat,2,2022-08-01", "Wheat,2,2022-08-02", (3, "left"), "'2022-08-02'", "differs from row 2"),
    ("Corn,3,", f"{'x' * 301},3,", (4, "goods"), "", "has 301 characters"),
    ("2,1,", "0,1,", (4, "trip"), "'0'", "is below 1"),
    ("2,1,", "2.5,1,", (4, "trip"), "'2.5'", "is not a whole number"),
]


@pytest.mark.parametrize(("right", "wrong", "place", "value", "what"), BAD_CELLS)
def test_a_bad_cell_is_reported_and_its_movement_left_out(  # noqa: PLR0917 - one argument a column
    plan: Plan, right: str, wrong: str, place: tuple[int, str], value: str, what: str
) -> None:
    table = GOOD.replace(right, wrong, 1)
    made = plan(table)
    problem = made.problems[0]
    assert (problem.row, problem.column) == place
    assert value in problem.value
    assert what in problem.what
    assert made.problem_count == 1
    assert {number for body in _bodies(made) for number in body["source"]["rows"]}.isdisjoint({problem.row})
    with pytest.raises(RowsRefusedError, match="Nothing was imported"):
        plan(table, strict=True)


def test_half_a_movement_is_never_imported(plan: Plan) -> None:
    made = plan(GOOD.replace("Wheat,2,", "Wheat,two,"))
    assert (made.movements, made.left_out) == (1, 1)
    assert [body["source"]["rows"] for body in _bodies(made)] == [[4]]


@pytest.mark.parametrize("bad", [1, 2, 3])
def test_that_holds_where_its_rows_stand_apart(plan: Plan, bad: int) -> None:
    head, first, second, third = PLAIN.splitlines()
    lines = [head, first, third, second]
    lines[bad] = lines[bad].replace(",1.5,", ",?,").replace(",2,2022", ",?,2022").replace(",3,2022", ",?,2022")
    made = plan("\n".join(lines))
    assert {body["number"] for body in _bodies(made) if "number" in body} == ({1} if bad == 2 else {2})
    assert made.problem_count == 1


def test_a_row_whose_movement_cannot_be_told_leaves_out_those_beside_it(plan: Plan, trips: Trips) -> None:
    made = plan(trips(*[(trip, 1, "A", 1, "2022-08-01", "") for trip in (1, 2, "x", 3, 4)]))
    assert (made.movements, made.left_out) == (2, 2)
    assert [body["number"] for body in _bodies(made)] == [1, 4]
    assert "Some rows could not be attributed to a movement" in made.notes()[0]


def test_a_row_of_another_width_is_a_problem(plan: Plan) -> None:
    made = plan(GOOD.replace("2022-08-01,2022-08-03\n1,2", "2022-08-01,2022-08-03,x\n1,2"))
    assert "has 9 cells; the header has 8" in made.problems[0].what
    assert made.movements == 1
    assert plan(GOOD.replace(",2022-08-03\n1,2", "\n1,2")).problem_count == 1


def test_blank_lines_are_counted_and_skipped(plan: Plan) -> None:
    made = plan(GOOD.replace("\n2,1", "\n\n\n2,1") + "\n\n")
    assert [body["source"]["rows"] for body in _bodies(made)] == [[2, 3], [2, 3], [6]]


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (HEADER.replace("tonnes", "Tonnage"), "row 1: there is no column 'tonnes'. Did you mean 'Tonnage'? Then set"),
        (HEADER.replace("left", "departure"), "there is no column 'left'. The header has 'trip', 'line'"),
        (HEADER.replace("checked", "left"), "the header has the column 'left' twice"),
        (HEADER.replace(",", ";"), "The header is one cell with ';' in it; set `delimiter` in the mapping"),
        ("", "the file is empty"),
        (",".join(f"c{number}" for number in range(513)), "the header has 513 columns; at most 512"),
    ],
)  # fmt: skip
def test_a_header_that_does_not_fit_is_refused_with_a_suggestion(plan: Plan, header: str, message: str) -> None:
    with pytest.raises(HeaderError) as error:
        plan(header + GOOD.removeprefix(HEADER) if header else "")
    assert message in str(error.value)


def test_a_header_further_down_and_other_delimiters_are_read(plan: Plan, map_text: str) -> None:
    table = "The table of trips\n\n" + PLAIN.replace(",", "\t")
    made = plan(table, map_text.replace("{format: csv}", "{format: csv, header: 3, delimiter: tab}"))
    assert (made.movements, made.file.rows) == (2, 3)
    assert _bodies(made)[0]["source"]["rows"] == [4, 5]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (GOOD.replace('"BRAVE', '"BRAVE"x ', 1), "the quotes or line ends are not those of a CSV file"),
        (GOOD + '3,1,"open', "the quotes or line ends are not those of a CSV file"),
        (GOOD + f'3,1,"{"x" * 1_000_000}",', "quotes or line ends"),
        (GOOD.encode("utf-16"), "the file is UTF-16"),
        (GOOD.replace("RAZONI", "Türkiye").encode("latin-1"), "line 2, byte 51: byte 0xfc is not UTF-8"),
        (GOOD.encode() + b"\x00", "the file holds a NUL byte"),
        (GOOD.encode()[:60] + b"\xc3", "is not UTF-8"),
    ],
)
def test_a_file_that_is_no_table_is_refused_whole(plan: Plan, table: str | bytes, message: str) -> None:
    with pytest.raises(TableError, match=message):
        plan(table)


def test_a_file_without_rows_adds_nothing_and_says_so(plan: Plan) -> None:
    made = plan(HEADER + "\n")
    assert list(made.entries()) == []
    assert made.notes() == ["The file has a header and no rows."]


def test_a_truncated_file_loses_its_last_row_loudly(plan: Plan) -> None:
    made = plan(GOOD[:-18])
    assert made.problem_count == 1
    assert made.problems[0].row == 4


def test_personal_data_and_names_of_other_vehicles_keep_a_movement_out(plan: Plan, map_text: str) -> None:
    trucks = map_text.replace("category: vessel", "category: truck")
    made = plan(GOOD, trucks)
    assert (made.movements, made.left_out) == (0, 2)
    assert "a vehicle of category 'truck' is named" in made.problems[0].what
    unnamed = trucks.replace(", vehicle: ship", "")
    assert plan(GOOD, unnamed).movements == 2
    plate = plan(GOOD.replace("Corn,3", "for 34 AB 123,3"), unnamed)
    assert "looks like a number plate" in plate.problems[0].what
    assert "AB 123" not in str(plate.problems[0])


def test_too_many_problems_stop_the_reading(plan: Plan, trips: Trips, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "PROBLEMS_MAX", 50)
    with pytest.raises(TableError, match="more than 50 problems; the first: row 2, column left"):
        plan(trips(*[(trip, 1, "A", 1, "01.08.2022", "") for trip in range(1, 60)]))


def test_problems_beyond_the_first_thousand_are_counted(
    plan: Plan, trips: Trips, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "PROBLEMS_KEPT_MAX", 10)
    made = plan(trips(*[(trip, 1, "A", 1, "01.08.2022", "") for trip in range(1, 31)]))
    assert (len(made.problems), made.problem_count, made.left_out) == (10, 30, 30)


def test_an_entry_that_would_be_too_large_is_a_problem(plan: Plan, trips: Trips) -> None:
    made = plan(trips(*[(1, line, "A" * 200, 1, "2022-08-01", "") for line in range(1, 1500)]))
    assert (made.movements, made.problem_count) == (0, 1)
    assert "make an entry of" in made.problems[0].what
    many = plan(trips(*[(1, line, "A", 1, "2022-08-01", "") for line in range(1, 4100)]))
    assert "a movement of 4099 rows; 4096 are the most" in many.problems[0].what


class TestLargeFiles:
    """Files with more rows than are kept in memory, with that bound at 10."""

    @pytest.fixture(autouse=True)
    def _few_rows_in_memory(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(table_check, "ROWS_IN_MEMORY_MAX", 10)

    @pytest.fixture
    def table(self, trips: Trips) -> str:
        return trips(*[(trip, line, f"S{trip}", 1, "2022-08-01", "") for trip in range(1, 21) for line in (1, 2)])

    def test_they_are_read_twice_with_the_same_result(
        self, plan: Plan, table: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        large = plan(table)
        entries = [planned.data for planned in large.entries()]
        monkeypatch.setattr(table_check, "ROWS_IN_MEMORY_MAX", 100)
        assert entries == [planned.data for planned in plan(table).entries()]
        assert (large.movements, large.file.rows, len(entries)) == (20, 40, 21)

    def test_bad_movements_are_left_out_of_the_second_reading(self, plan: Plan, table: str) -> None:
        made = plan(table.replace("7,2,S7,North,flour,1,", "7,2,S7,North,flour,x,").replace("\n9,2,", "\n?,2,"))
        assert (made.movements, made.left_out) == (17, 3)
        assert [body["number"] for body in _bodies(made)] == [*range(1, 7), 8, *range(11, 21)]

    def test_rows_of_a_movement_must_stand_together(self, plan: Plan, table: str) -> None:
        with pytest.raises(TableError, match="rows 4 and 42 belong to one movement") as error:
            plan(table + "2,3,S2,North,flour,1,2022-08-01,\n")
        assert "Sort the file by trip" in error.value.next_step

    def test_a_file_that_changes_in_between_is_noticed(self, map_text: str, table: str) -> None:
        editions = iter([table, table.replace("S20", "S21")])
        made = plan_import(
            lambda: io.BytesIO(next(editions).encode()),
            map_from_yaml(map_text, "map.yaml"),
            offsets=((instant_from_text("2022-01-01T00:00:00.000Z"), 180),),
            recorded=instant_from_text("2023-01-01T00:00:00.000Z"),
        )
        with pytest.raises(ChangedError):
            list(made.entries())

    def test_a_movement_of_too_many_rows_is_left_out(self, plan: Plan, trips: Trips) -> None:
        rows = [(1, line, "A", 1, "2022-08-01", "") for line in range(1, 4100)]
        made = plan(trips(*rows, (2, 1, "B", 1, "2022-08-01", "")))
        assert (made.movements, made.left_out) == (1, 1)
        assert "a movement of 4099 rows" in made.problems[0].what


EACH_ROW = """\
format: safeconduct-map/1
corridor: lane
dataset: checks
input: {format: csv}
columns:
  trip: {type: text}
  round: {type: integer}
  at: {type: time, formats: [YYYY-MM-DD hh:mm], offset: "+03:00"}
  how: {type: choice, of: {X-ray: scanner, Eyes: visual}}
  team: {type: text, optional: true, empty: ["-"]}
  dogs: {type: integer, optional: true}
group: [trip]
entries:
  - kind: check
    at: at
    each_row: [round]
    columns: {method: how}
    values: {result: unstated}
    extra: {team: team, dogs: dogs}
"""


def test_every_row_may_be_an_entry_of_its_own(plan: Plan, entries_of: EntriesOf) -> None:
    table = "trip,round,at,how,team,dogs\na,1,2022-08-01 02:30,Eyes,T1,\na,2,2022-08-01 12:00,X-ray,-,3\n"
    made = plan(table, EACH_ROW)
    first, second = entries_of(made)[1:]
    assert first.at == instant_from_text("2022-07-31T23:30:00.000Z")
    assert "precision" not in first.body
    assert first.body["source"] == {"sha256": made.file.sha256, "rows": [2], "part": "check/1"}
    assert (first.body["extra"], second.body["extra"]) == ({"team": "T1"}, {"dogs": 3})
    assert (second.body["method"], second.body["source"]["part"]) == ("scanner", "check/2")
    twice = plan(table.replace("a,2,", "a,1,"), EACH_ROW)
    assert "row 3: a second check/1 of the same movement" in str(twice.problems[0])


def _bodies(plan: ImportPlan, but: str = "") -> list[dict[str, Any]]:
    """The bodies of the entries but the document; of their source without the member `but`."""
    bodies = [entry_from_bytes(planned.data).body for planned in plan.entries() if planned.action != "document"]
    for body in bodies:
        body["source"].pop(but, None)
    return bodies
