"""The corridor that ships: the files are those of its provenance, and they import as its publisher counted."""

from __future__ import annotations

import hashlib
import io
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from safeconduct.base.instant import instant_from_text, instant_to_text
from safeconduct.entries.envelope import Envelope, entry_from_bytes, entry_to_bytes
from safeconduct.intake.corridor_file import corridor_from_yaml
from safeconduct.intake.errors import IntakeError
from safeconduct.intake.map_file import map_from_yaml
from safeconduct.intake.plan import ImportPlan, plan_import
from safeconduct.intake.shipped import shipped_corridors, shipped_file

ID = "black-sea-2022"
RECORDED = instant_from_text("2023-03-19T00:00:00.000Z")


def imported(data: bytes, map_text: str = "") -> ImportPlan:
    corridor = corridor_from_yaml(shipped_file(ID, "corridor.yaml"), "corridor.yaml")
    offsets = [(instant_from_text(item["from"]), item["minutes"]) for item in corridor.charter["offsets"]]
    table = map_from_yaml(map_text or shipped_file(ID, "map.yaml").decode(), "map.yaml")
    return plan_import(lambda: io.BytesIO(data), table, offsets=offsets, recorded=RECORDED, strict=True)


@pytest.fixture(scope="module")
def plan() -> ImportPlan:
    return imported(shipped_file(ID, "voyages.csv"))


@pytest.fixture(scope="module")
def entries(plan: ImportPlan) -> list[Envelope]:
    return [entry_from_bytes(planned.data) for planned in plan.entries()]


def test_the_data_is_what_its_provenance_says() -> None:
    provenance = shipped_file(ID, "PROVENANCE.md").decode()
    for name in ("voyages.csv", "claims.yaml"):
        assert hashlib.sha256(shipped_file(ID, name)).hexdigest() in provenance


@pytest.mark.shared
def test_the_files_are_those_beside_the_checkout(shared: Path) -> None:
    beside = shared / "data" / "black-sea"
    for name in ("voyages.csv", "claims.yaml"):
        assert shipped_file(ID, name) == (beside / name).read_bytes()
    assert shipped_file(ID, "PROVENANCE.md").startswith((beside / "PROVENANCE.md").read_bytes())


def test_the_charter_can_be_written() -> None:
    corridor = corridor_from_yaml(shipped_file(ID, "corridor.yaml"), "corridor.yaml")
    data = entry_to_bytes(Envelope(RECORDED, corridor.charter, corridor.id, "charter", RECORDED))
    assert entry_from_bytes(data).body["title"].keys() == {"en", "ru", "ar"}


def test_the_whole_table_becomes_entries(plan: ImportPlan, entries: list[Envelope]) -> None:
    assert (plan.file.rows, plan.movements, plan.problem_count) == (936, 825, 0)
    assert plan.file.sha256 == "1f388e927894d35481c7123af297cf505fb613a95414eb1d94d5e937f80337d7"
    assert Counter(entry.kind for entry in entries) == {
        "document": 1, "notification": 825, "passage": 825, "check": 798,
    }  # fmt: skip
    lines = [line for entry in entries if entry.kind == "notification" for line in entry.body["lines"]]
    assert len(lines) == 936
    assert sum(line["load_kg"] for line in lines) == 25_012_238_000


def test_every_row_is_traceable_and_every_voyage_has_its_number(entries: list[Envelope]) -> None:
    notes = [entry.body for entry in entries if entry.kind == "notification"]
    assert [body["number"] for body in notes] == list(range(1, 826))
    assert sorted(row for body in notes for row in body["source"]["rows"]) == list(range(2, 938))
    assert len({body["movement"] for body in notes}) == 825


def test_the_first_ship_is_as_published(entries: list[Envelope]) -> None:
    document, note, passage, check = entries[:4]
    assert document.body["licence"].startswith("not confirmed")
    assert [line["destination"] for line in note.body["lines"]] == ["Türkiye", "Egypt"]
    assert (note.body["vehicle"], note.body["vehicle_ref"], note.body["place"]) == ("RAZONI", "9086526", "Odesa")
    assert instant_to_text(passage.at) == "2022-07-30T21:00:00.000Z"
    assert instant_to_text(check.at) == "2022-08-01T21:00:00.000Z"
    assert check.body["result"] == "unstated"


def test_the_voyage_with_two_names_keeps_both(entries: list[Envelope]) -> None:
    note = next(entry.body for entry in entries if entry.body.get("number") == 148)
    assert note["vehicle"] == "BLUE SHARK"
    assert [line.get("extra") for line in note["lines"]] == [None, {"vessel": "NAVIN VULTURE"}]


def test_a_workbook_of_the_same_table_says_the_same(entries: list[Envelope]) -> None:
    map_text = shipped_file(ID, "map.yaml").decode().replace("{format: csv, header: 1}", "{format: xlsx}")
    made = imported(_workbook(shipped_file(ID, "voyages.csv").decode()), map_text)
    again = [entry_from_bytes(planned.data) for planned in made.entries()]
    assert [_content(entry) for entry in again[1:]] == [_content(entry) for entry in entries[1:]]
    assert again[0].body["media"].endswith("spreadsheetml.sheet")


def test_what_does_not_ship_is_said_so() -> None:
    assert shipped_corridors() == [ID, "lachin-2020"]
    with pytest.raises(IntakeError, match="Did you mean black-sea-2022"):
        shipped_file("black-sea", "voyages.csv")
    for name in ("nothing.csv", "../__init__.py", ""):
        with pytest.raises(IntakeError, match="has no file"):
            shipped_file(ID, name)


def _content(entry: Envelope) -> tuple[object, ...]:
    source = {name: value for name, value in entry.body["source"].items() if name != "sha256"}
    return entry.kind, entry.at, {**entry.body, "source": source}


def _workbook(text: str) -> bytes:
    """The table with real number and date cells."""
    xlsxwriter: Any = pytest.importorskip("xlsxwriter")
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for row, line in enumerate(text.splitlines()):
            for column, cell in enumerate(line.split(",")):
                _writer(sheet, cell, day)(row, column, cell)
    return out.getvalue()


def _writer(sheet: Any, cell: str, day: Any) -> Callable[[int, int, str], object]:
    import datetime as dt

    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell):
        return lambda row, column, _: sheet.write_datetime(row, column, dt.date.fromisoformat(cell), day)
    if re.fullmatch(r"\d+", cell):
        return lambda row, column, _: sheet.write_number(row, column, int(cell))
    return lambda row, column, text: sheet.write_string(row, column, text) if text else None
