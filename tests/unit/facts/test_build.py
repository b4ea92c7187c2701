"""Tables from entries: corrections, withdrawals, disagreement between logs, and what they are stamped with."""

from __future__ import annotations

from typing import Any

import pytest

from safeconduct.base.ident import derived_id
from safeconduct.entries.envelope import Envelope, entry_from_bytes, entry_to_bytes
from safeconduct.facts.build import Facts, build_facts, states_of
from safeconduct.facts.errors import FactsError
from safeconduct.merkle.hashing import leaf_hash
from safeconduct.testing.corridor import CORRIDOR, RECORDED, SampleLog, SampleVoyage, sample_charter, sample_log

VOYAGES = [
    SampleVoyage(1, "2022-08-01", "2022-08-03", lines=(("Corn", 10, "A"), ("Wheat", 5, "B"))),
    SampleVoyage(2, "2022-08-02"),
]


def rows(facts: Facts, table: str, columns: str) -> list[Any]:
    facts.need(table)
    return facts.con.execute(f'SELECT {columns} FROM "{table}" ORDER BY 1 NULLS FIRST, 2 NULLS FIRST').fetchall()


def corrected(log: SampleLog, index: int, **change: Any) -> SampleLog:
    """The log with one correction of an entry at its end."""
    target = {"log": log.origin, "index": index, "leaf": leaf_hash(log.data[index]).hex()}
    body = {"target": target, "reason": "a new edition of the file", **change}
    entry = Envelope(at=RECORDED, body=body, corridor=CORRIDOR, kind="correction", recorded=RECORDED)
    return SampleLog(log.origin, [*log.data, entry_to_bytes(entry)])


def index_of(log: SampleLog, kind: str, number: int) -> int:
    """Index of the entry of a kind for a voyage."""
    movement = derived_id("sample", str(number))
    entries = [entry_from_bytes(data) for data in log.data]
    return next(i for i, e in enumerate(entries) if e.kind == kind and e.body.get("movement") == movement)


def test_a_movement_gathers_what_its_entries_say() -> None:
    facts = build_facts([sample_log(VOYAGES)])
    found = rows(facts, "movement", "number, load_kg, departed_on, inspected_on")
    assert found == [(1, 15_000, 19205, 19207), (2, 1_000_000, 19206, None)]


def test_a_correction_replaces_the_value_and_keeps_the_entry() -> None:
    log = sample_log(VOYAGES)
    at = index_of(log, "notification", 1)
    lines = [{"line": 1, "commodity": "Corn", "load_kg": 12_000, "destination": "A"}]
    facts = build_facts([corrected(log, at, set={"lines": lines})])
    assert rows(facts, "movement", "number, load_kg")[0] == (1, 12_000)
    assert rows(facts, "cargo", "number, load_kg") == [(1, 12_000), (2, 1_000_000)]
    assert rows(facts, "movement", "number, note_key")[0] == (1, at)


def test_a_corrected_time_moves_the_day() -> None:
    log = sample_log(VOYAGES)
    facts = build_facts([corrected(log, index_of(log, "passage", 2), at="2022-08-04T21:00:00.000Z")])
    assert rows(facts, "movement", "number, departed_on")[1] == (2, 19209)


def test_a_withdrawn_entry_no_longer_counts_and_can_return() -> None:
    log = sample_log(VOYAGES)
    at = index_of(log, "check", 1)
    gone = corrected(log, at, withdrawn=True)
    assert rows(build_facts([gone]), "check", "number, inspected_on") == []
    back = corrected(gone, at, withdrawn=False)
    assert rows(build_facts([back]), "check", "number, inspected_on") == [(1, 19207)]


def test_a_withdrawn_movement_disappears_whole() -> None:
    log = sample_log(VOYAGES)
    for kind in ("notification", "passage"):
        log = corrected(log, index_of(log, kind, 2), withdrawn=True)
    facts = build_facts([log])
    assert rows(facts, "movement", "number, load_kg") == [(1, 15_000)]
    assert [row[0] for row in rows(facts, "cargo", "number, line")] == [1, 1]


def test_nobody_corrects_another_log() -> None:
    log, other = sample_log(VOYAGES), sample_log([], origin="other.example/lane/e1")
    target = {"log": log.origin, "index": 1, "leaf": leaf_hash(log.data[1]).hex()}
    body = {"target": target, "reason": "mischief", "withdrawn": True}
    entry = entry_to_bytes(Envelope(at=RECORDED, body=body, corridor=CORRIDOR, kind="correction", recorded=RECORDED))
    facts = build_facts([log, SampleLog(other.origin, [*other.data, entry])])
    assert len(rows(facts, "movement", "number, load_kg")) == 2


def test_where_two_logs_disagree_the_value_is_unknown() -> None:
    north = sample_log([SampleVoyage(1, "2022-08-01", place="North")], origin="a.example/lane/e1")
    south = sample_log([SampleVoyage(1, "2022-08-01", place="South")], origin="b.example/lane/e1")
    facts = build_facts([north, south])
    assert rows(facts, "movement", "number, place") == [(1, None)]


def test_two_logs_that_date_a_departure_differently_leave_it_unknown() -> None:
    first = sample_log([SampleVoyage(1, "2022-08-01")], origin="a.example/lane/e1")
    second = sample_log([SampleVoyage(1, "2022-08-02")], origin="b.example/lane/e1")
    assert rows(build_facts([first, second]), "movement", "number, departed_on") == [(1, None)]


def test_the_stamp_names_every_log_by_sorted_origin() -> None:
    first, second = sample_log(VOYAGES, origin="b.example/e1"), sample_log([], origin="a.example/e1")
    facts = build_facts([first, second])
    assert facts.stamp == states_of([second, first])
    assert [state.origin for state in facts.stamp] == ["a.example/e1", "b.example/e1"]
    assert facts.stamp[1].root == first.root.hex()


def test_a_log_without_a_charter_makes_no_tables() -> None:
    with pytest.raises(FactsError, match="charter"):
        build_facts([SampleLog("x.example/e1", sample_log(VOYAGES).data[1:])])


def test_one_simulated_log_makes_the_figures_simulated() -> None:
    logs = [
        sample_log([], origin="a.example/e1"),
        sample_log([], sample_charter(evidence="simulated"), origin="b.example/e1"),
    ]
    assert build_facts(logs).evidence == "simulated"


def test_own_columns_become_columns_of_the_tables() -> None:
    facts = build_facts([sample_log([SampleVoyage(1, "2022-08-01", extra={"flag": "Palau", "crew": 7})])])
    assert facts.extras("movement") == {"crew": "BIGINT", "flag": "VARCHAR"}
    assert rows(facts, "movement", "x_flag, x_crew") == [("Palau", 7)]
    assert rows(facts, "cargo", "x_flag, x_crew") == [("Palau", 7)]


def test_the_engine_can_read_nothing_else_from_the_machine() -> None:
    facts = build_facts([sample_log(VOYAGES)])
    with pytest.raises(Exception, match="disabled"):
        facts.con.execute("SELECT * FROM read_csv('/etc/passwd')")
