"""A record file becomes entries: each kind's id and sources stand where it has room, and every mistake has its line."""

from __future__ import annotations

import re
from itertools import permutations
from pathlib import Path

import pytest

from safeconduct.base.errors import SafeconductError
from safeconduct.base.instant import Instant, instant_from_text, instant_to_text
from safeconduct.base.yaml_file import YamlError
from safeconduct.entries.registry import validated
from safeconduct.intake.errors import RecordFileError
from safeconduct.intake.record_file import PROBLEMS_MAX, RecordFile, record_from_yaml

OFFSETS = ((Instant(0), 240),)
HEAD = "format: safeconduct-record/1\ncorridor: sample-lane\nentries:\n"
STATEMENT = """\
- id: north-2024-03-02
  kind: statement
  speaker: Minister of the north
  said_on: 2024-03-02
  party: north
  type: report
  topic: cargo
  value: "361"
  unit: t
  road: {status: open, direction: inbound, since: 2024-03-01}
  wording: 361 t are on the way.
  sources: ["https://example.org/1", "a printed report, 2 March 2024"]
  extra: {table_row: 7}
"""
INCIDENT = """\
- id: gate-2024-03-01
  kind: incident
  at: 2024-03-01T08:15:00.000Z
  class: closure
  says: The gate was closed to trucks.
  said_by: Gate office
  closes: [{status: closed, direction: inbound, category: truck}]
  sources: ["https://example.org/2"]
"""
OUTAGE = """\
- id: gas-2024-03-03
  kind: outage
  day: 2024-03-03
  end: 2024-03-05
  service: gas
  place: Town
  sources: ["https://example.org/3"]
"""
DELIVERY = """\
- id: flour-2024-03-04
  kind: delivery
  day: 2024-03-04
  commodity: flour
  place: Town
  load_kg: 15000
  basis: estimated
  sources: ["https://example.org/4"]
  extra: {road: other}
"""
ITEMS = (STATEMENT, INCIDENT, OUTAGE, DELIVERY)
TEXT = HEAD + "".join(ITEMS)


def read(text: str) -> RecordFile:
    return record_from_yaml(text, "record.yaml", OFFSETS)


def problems(text: str) -> tuple[SafeconductError, ...]:
    with pytest.raises(RecordFileError) as caught:
        read(text)
    return caught.value.problems


def test_entries_stand_in_order_of_time_and_are_valid_bodies() -> None:
    found = read(TEXT)
    assert found.corridor == "sample-lane"
    assert [(draft.kind, instant_to_text(draft.at)) for draft in found.entries] == [
        ("incident", "2024-03-01T08:15:00.000Z"),
        ("statement", "2024-03-01T20:00:00.000Z"),
        ("outage", "2024-03-02T20:00:00.000Z"),
        ("delivery", "2024-03-03T20:00:00.000Z"),
    ]
    for draft in found.entries:
        validated(draft.kind, draft.body)


def test_id_and_sources_stand_where_the_kind_has_room() -> None:
    incident, statement, outage, delivery = (draft.body for draft in read(TEXT).entries)
    assert incident["id"] == "gate-2024-03-01"
    assert incident["cites"] == ["https://example.org/2"]
    assert statement["source"] == "https://example.org/1 ; a printed report, 2 March 2024"
    assert statement["extra"] == {"table_row": 7}
    assert outage["extra"] == {"id": "gas-2024-03-03"}
    assert delivery["extra"] == {"road": "other", "id": "flour-2024-03-04", "cites": "https://example.org/4"}


def test_a_day_is_local_midnight_and_says_that_no_more_is_known() -> None:
    incident, statement, outage, _ = (draft.body for draft in read(TEXT).entries)
    assert outage["precision"] == "day"
    assert (outage["end"], outage["end_precision"]) == ("2024-03-04T20:00:00.000Z", "day")
    assert "precision" not in incident
    assert "precision" not in statement


def test_an_outage_may_end_at_an_instant() -> None:
    body = read(TEXT.replace("end: 2024-03-05", "end: 2024-03-05T03:00:00.000Z")).entries[2].body
    assert body["end"] == "2024-03-05T03:00:00.000Z"
    assert "end_precision" not in body


def test_the_offset_in_force_on_the_day_counts() -> None:
    offsets = ((Instant(0), 240), (instant_from_text("2024-03-01T00:00:00.000Z"), 60))
    found = record_from_yaml(HEAD + STATEMENT, "record.yaml", offsets)
    assert instant_to_text(found.entries[0].at) == "2024-03-01T23:00:00.000Z"


def test_the_order_of_the_file_changes_nothing() -> None:
    same_day = STATEMENT.replace("north-", "a-north-")
    found = {
        read(HEAD + "".join(items)).entries[:3] == read(TEXT + same_day).entries[:3]
        for items in permutations((*ITEMS, same_day))
    }
    assert found == {True}
    assert [draft.id for draft in read(TEXT + same_day).entries][1:3] == ["a-north-2024-03-02", "north-2024-03-02"]


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("kind: statement", "kind: statment", "record.yaml:5:9: 'statment' is not one of delivery, incident"),
        ("  kind: incident\n", "", "record.yaml:17:3: kind is missing here. Write one of"),
        ("kind: delivery", "kind: charter", "'charter' is not one of delivery"),
        ("id: gate-2024-03-01", "id: Gate", "record.yaml:17:7: an id is made of"),
        ('  sources: ["https://example.org/3"]\n', "", "record.yaml:25:3: sources is missing here"),
        ('["https://example.org/2"]', "[]", "record.yaml:24:12: an entry needs at least one source"),
        ('["https://example.org/2"]', "[7]", "record.yaml:24:13: text is expected here"),
        ("said_on: 2024-03-02", "said_on: 2 March", "record.yaml:7:12: '2 March' is not a day"),
        ("said_on: 2024-03-02", "day: 2024-03-02", "record.yaml:7:3: 'day' is not known here"),
        ("at: 2024-03-01T08:15:00.000Z", "at: 2024-03-01", "record.yaml:19:7: '2024-03-01' is not an instant"),
        ("day: 2024-03-03", "note: x", "record.yaml:27:3: 'note' is not known here"),
        ("  day: 2024-03-03\n", "", "record.yaml:25:3: either `at` or `day` is needed here"),
        ("day: 2024-03-03", "day: 2024-03-03\n  at: 2024-03-03T00:00:00.000Z", "either `at` or `day`"),
        ("end: 2024-03-05", "end: 2024-03-40", "record.yaml:28:8: '2024-03-40' is not a day"),
        ("end: 2024-03-05", "end: later", "record.yaml:28:3: an instant is expected"),
        ('value: "361"', "value: 361", "record.yaml:11:3: expected text, got an integer. Put it in quotes"),
        ("type: report", "type: rumour", "record.yaml:9:3: invalid enum value 'rumour'"),
        ("since: 2024-03-01", "since: 2024-03-09", "record.yaml:13:44: it speaks of a later day"),
        ("since: 2024-03-01", "sinse: 2024-03-01", "record.yaml:13:44: 'sinse' is not known here"),
        ("category: truck}", "categorie: truck}", "'categorie' is not known here"),
        ("load_kg: 15000", "load_kg: 15.5", "record.yaml:37:3: expected an integer"),
        ("says: The gate was", "says: Truck 34 AB 123 was", "record.yaml:21:3: the text looks like a number plate"),
        ("service: gas", "servise: gas", "record.yaml:29:3: 'servise' is not known here. Did you mean service?"),
        ("  class: closure\n", "", "record.yaml:17:3: object missing required field `class`"),
        ("{table_row: 7}", "[7]", "record.yaml:16:3: expected `object`"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(right: str, wrong: str, message: str) -> None:
    assert right in TEXT
    (problem,) = problems(TEXT.replace(right, wrong, 1))
    assert message in str(problem)
    assert re.match(r"record\.yaml:\d+:\d+$", problem.where)


def test_all_mistakes_are_named_at_once_in_the_order_of_the_file() -> None:
    text = TEXT.replace("type: report", "type: rumour").replace("day: 2024-03-04", "day: today") + STATEMENT
    found = problems(text)
    assert [int(problem.where.split(":")[1]) for problem in found] == [9, 34, 41]
    assert "the id 'north-2024-03-02' is used twice, first on line 4" in str(found[2])
    with pytest.raises(RecordFileError, match=r"invalid enum value 'rumour' \(and 2 more\)"):
        read(text)


def test_the_list_of_problems_is_bounded() -> None:
    assert len(problems(HEAD + "- {id: x}\n" * 300)) == PROBLEMS_MAX


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD + "[]", "not readable as YAML"),
        (HEAD.replace("record/1", "record/2") + STATEMENT, "record.yaml:1:9: 'safeconduct-record/2' is not one of"),
        (HEAD.replace("sample-lane", "Sample") + STATEMENT, "record.yaml:2:11: a corridor id looks like"),
        (HEAD.replace("entries:\n", "entries: []\n"), "record.yaml:3:10: the list of entries is empty"),
        (HEAD + "  north: 5\n", "record.yaml:4:3: a list is expected here"),
        (HEAD.replace("corridor: sample-lane\n", "") + STATEMENT, "corridor is missing here"),
        (TEXT + "note: x\n", "'note' is not known here"),
    ],
)
def test_a_broken_frame_is_refused_as_a_whole(text: str, message: str) -> None:
    with pytest.raises(YamlError) as caught:
        read(text)
    assert message in str(caught.value)


def test_an_item_that_is_no_mapping_is_one_problem_among_others() -> None:
    first, second = problems(HEAD + "- 5\n- {kind: incident}\n")
    assert "record.yaml:4:3: a mapping (key: value) is expected here" in str(first)
    assert "record.yaml:5:3: id, sources is missing here" in str(second)


def test_the_example_of_the_reference_can_be_read() -> None:
    page = Path(__file__).resolve().parents[3] / "docs" / "reference" / "record-file.md"
    example = page.read_text("utf-8").split("```yaml\n")[1].split("```")[0]
    assert [draft.kind for draft in read(example).entries] == ["incident", "statement", "outage"]
