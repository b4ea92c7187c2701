"""Laws of importing: nothing twice, the log says what the last edition said, hostile bytes end in one of our errors."""

from __future__ import annotations

import io
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safeconduct.base.errors import SafeconductError
from safeconduct.base.instant import Instant, instant_from_text
from safeconduct.base.yaml_file import YamlError, read_yaml
from safeconduct.entries.correction import live_content
from safeconduct.entries.envelope import entry_from_bytes, entry_to_bytes
from safeconduct.intake.errors import IntakeError
from safeconduct.intake.existing import LogView
from safeconduct.intake.map_file import map_from_yaml
from safeconduct.intake.plan import ImportPlan, plan_import
from safeconduct.testing.samples import sample_writer

MAP = map_from_yaml(
    """\
format: safeconduct-map/1
corridor: lane
dataset: trips
complete: true
may_shrink: true
input: {format: csv}
columns:
  trip: {type: integer}
  ship: {type: text, differs: first}
  kg: {type: integer, min: 0}
  left: {type: date, formats: [YYYY-MM-DD]}
  checked: {type: date, formats: [YYYY-MM-DD], optional: true}
group: [trip]
entries:
  - kind: notification
    at: left
    columns: {number: trip, vehicle: ship}
    values: {direction: outbound, category: vessel}
    lines: {columns: {load_kg: kg}, values: {commodity: corn}}
  - {kind: check, at: checked, values: {method: seal, result: passed}}
""",
    "map.yaml",
)
RECORDED = instant_from_text("2023-01-01T00:00:00.000Z")
DAYS = st.sampled_from(["2022-08-01", "2022-08-02", "2022-08-03"])
TRIP = st.tuples(
    st.lists(st.tuples(st.sampled_from(["A", "B", 'C "x", y']), st.integers(0, 5)), min_size=1, max_size=3),
    DAYS,
    DAYS | st.just(""),
)
TABLES = st.dictionaries(st.integers(1, 5), TRIP, min_size=1, max_size=5)


def as_csv(table: dict[int, Any]) -> bytes:
    lines = ["trip,ship,kg,left,checked"]
    for trip, (rows, left, checked) in table.items():
        for ship, kg in rows:
            quoted = '"' + ship.replace('"', '""') + '"'
            lines.append(f"{trip},{quoted},{kg},{left},{checked}")
    return "\r\n".join(lines).encode()


def planned(data: bytes, log: LogView | None = None) -> ImportPlan:
    offsets = ((Instant(0), 180),)
    return plan_import(lambda: io.BytesIO(data), MAP, offsets=offsets, recorded=RECORDED, log=log)


def content(log: LogView) -> list[object]:
    """What a log says now, but for where it was read."""
    entries = [entry_from_bytes(data) for data in log.entries(0, log.size)]
    found = []
    for index, entry in enumerate(entries):
        if entry.kind in {"notification", "check"}:
            own = [e for e in entries if e.kind == "correction" and e.body["target"]["index"] == index]
            live = live_content(entry, own)
            if not live.withdrawn:
                body = {name: value for name, value in live.entry.body.items() if name != "source"}
                found.append((entry.kind, live.entry.at, sorted(body.items(), key=repr)))
    return sorted(found, key=repr)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TABLES, min_size=1, max_size=4))
def test_a_log_says_what_the_last_edition_says_whatever_came_before(editions: list[dict[int, Any]]) -> None:
    writer = sample_writer()
    for edition in editions:
        writer.append([each.data for each in planned(as_csv(edition), writer.reader()).entries()])
        assert list(planned(as_csv(edition), writer.reader()).entries()) == []
    fresh = sample_writer()
    fresh.append([each.data for each in planned(as_csv(editions[-1])).entries()])
    assert content(writer.reader()) == content(fresh.reader())


@settings(deadline=None)
@given(TABLES)
def test_all_rows_are_accounted_for_and_all_entries_are_valid(table: dict[int, Any]) -> None:
    made = planned(as_csv(table))
    entries = [entry_from_bytes(each.data) for each in made.entries()]
    notes = [entry for entry in entries if entry.kind == "notification"]
    assert [entry_to_bytes(entry) for entry in entries] == [each.data for each in made.entries()]
    assert sorted(row for note in notes for row in note.body["source"]["rows"]) == list(range(2, made.file.rows + 2))
    assert [len(note.body["lines"]) for note in notes] == [len(rows) for rows, _, _ in table.values()]


@settings(deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_read_or_refused_with_an_error_of_ours(data: bytes) -> None:
    try:
        made = planned(b"trip,ship,kg,left,checked\n" + data)
    except IntakeError:
        return
    assert len(list(made.entries())) <= 1 + 2 * made.movements


@settings(deadline=None)
@given(TABLES, st.data())
def test_one_changed_byte_never_breaks_the_reading(table: dict[int, Any], data: st.DataObject) -> None:
    raw = bytearray(as_csv(table))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        made = planned(bytes(raw))
    except IntakeError:
        return
    for each in made.entries():
        entry_from_bytes(each.data)


@settings(deadline=None)
@given(st.text(max_size=120) | st.text(st.sampled_from("a: -[]{}&*!?|>'\"\n#,%1."), max_size=60))
def test_any_text_is_yaml_or_is_refused_with_its_place(text: str) -> None:
    try:
        where = str(read_yaml(text, "f.yaml").place)
    except YamlError as error:
        where = error.where
    assert where.startswith("f.yaml")


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_a_mapping_with_a_line_taken_out_is_read_or_refused_with_its_place(data: st.DataObject) -> None:
    from safeconduct.intake.shipped import shipped_file

    lines = shipped_file("black-sea-2022", "map.yaml").decode().splitlines()
    del lines[data.draw(st.integers(0, len(lines) - 1))]
    where = "map.yaml:"
    try:
        map_from_yaml("\n".join(lines), "map.yaml")
    except SafeconductError as error:
        where = error.where
    assert where.startswith("map.yaml:")
