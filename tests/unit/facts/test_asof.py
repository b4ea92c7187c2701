"""Earlier states of the record: equal to tables made from the logs as they were, without reading them again."""

from __future__ import annotations

from pathlib import Path

import pytest

from safeconduct.base.instant import Instant
from safeconduct.facts.build import DERIVED, Facts, build_facts, open_facts
from safeconduct.facts.digest import rows_digest, table_digest
from safeconduct.facts.errors import FactsError
from safeconduct.testing.corridor import SampleLog, SampleVoyage, sample_log
from tests.unit.facts.road import (
    EYE,
    GATE,
    HOUR,
    TOWN,
    at,
    beat,
    correct,
    count,
    entry,
    passage,
    road_facts,
    road_log,
    rows,
)

MISSION = "mission.example/road/e1"


def digests(facts: Facts) -> dict[str, str]:
    for table in DERIVED:
        facts.need(table)
    return {table: table_digest(facts.con, table) for table in DERIVED}


def gate() -> SampleLog:
    log = road_log(GATE, passage("a", "G", "passed", 5), passage("b", "G", "passed", 6), beat("G", 0, 60))
    log = correct(log, 1, recorded=70, set={"category": "bus"})
    log = correct(log, 1, recorded=80, withdrawn=True)
    return correct(log, 2, recorded=90, at="2023-03-01T03:00:00.000Z")


@pytest.mark.parametrize(("size", "until"), [(1, None), (4, None), (5, at(30)), (6, None), (7, at(200))])
def test_an_earlier_state_is_that_of_the_log_as_it_was(size: int, until: Instant | None) -> None:
    town = road_log(TOWN, passage("a", "T", "passed", 50), count(0, 60, 2))
    horizon = {GATE: size, TOWN: 2}
    then = road_facts(gate(), town).as_of(horizon, until)
    assert digests(then) == digests(build_facts([gate(), town], horizon=horizon, until=until))
    assert [(state.origin, state.size) for state in then.stamp] == [(GATE, size), (TOWN, 2)]


def test_an_earlier_state_leaves_the_whole_record_as_it_is() -> None:
    facts = road_facts(gate())
    before = digests(facts)
    then = facts.as_of({GATE: 2})
    assert digests(then) != before
    then.con.close()
    assert digests(facts) == before == digests(facts.as_of())


def test_an_earlier_state_can_be_read_from_a_file_that_is_only_read(tmp_path: Path) -> None:
    path = str(tmp_path / "facts.duckdb")
    build_facts([gate()], path=path).con.close()
    facts = open_facts([gate()], path)
    assert digests(facts.as_of({GATE: 3})) == digests(build_facts([gate()], horizon={GATE: 3}))


def test_own_columns_follow_an_earlier_state() -> None:
    log = sample_log(
        [SampleVoyage(1, "2022-08-01", extra={"crew": 7}), SampleVoyage(2, "2022-08-02", extra={"crew": 8})]
    )
    facts = build_facts([log])
    assert rows(facts, "movement", "x_crew") == [(7,), (8,)]
    then = facts.as_of({log.origin: 3})
    assert rows(then, "movement", "x_crew") == [(7,)]
    assert then.extras("movement") == {"crew": "BIGINT"}
    assert rows(facts, "movement", "x_crew") == [(7,), (8,)]


def test_a_log_that_was_not_known_is_not_in_view_and_weakens_nothing() -> None:
    facts = road_facts(gate(), road_log(EYE, count(0, 60, 2), evidence="simulated"))
    assert facts.evidence == "simulated"
    then = facts.as_of({GATE: 4})
    assert then.evidence == "observed"
    assert rows(then, "tally", "counted") == []


def test_what_was_known_is_what_others_had_seen_of_a_log_or_what_it_had_recorded_itself() -> None:
    seen = [{"log": TOWN, "size": 2, "root": "0" * 64}, {"log": TOWN, "size": 1, "root": "0" * 64}]
    mission = road_log(
        MISSION,
        beat("mission", 0, 60, recorded=60, heads=seen[:1]),
        beat("mission", 60, 99, recorded=99, heads=[{"log": TOWN, "size": 9, "root": "0" * 64}]),
    )
    town = road_log(TOWN, passage("a", "T", "passed", 1), passage("b", "T", "passed", 2))
    facts = road_facts(gate(), mission, town)
    assert facts.known_at(at(59)) == {GATE: 4, MISSION: 1, TOWN: 0}
    assert facts.known_at(at(75)) == {GATE: 5, MISSION: 2, TOWN: 2}
    assert facts.known_at(at(99)) == {GATE: 7, MISSION: 3, TOWN: 3}
    assert facts.known_at(at(-1)) == {GATE: 1, MISSION: 1, TOWN: 0}


def test_of_several_states_of_a_log_the_largest_counts_and_contradictions_are_refused() -> None:
    log = gate()
    part = SampleLog(GATE, log.data[:3])
    assert digests(build_facts([part, log, log])) == digests(build_facts([log]))
    assert build_facts([part, log]).stamp == build_facts([log]).stamp
    forked = SampleLog(GATE, [*log.data[:2], passage("z", "G", "passed", 9)])
    with pytest.raises(FactsError, match="two states"):
        build_facts([forked, log])


def test_there_is_no_table_that_is_not_listed() -> None:
    with pytest.raises(FactsError, match="no derived table"):
        road_facts(gate()).need("secrets")


def test_a_digest_is_of_the_rows_whatever_their_order_and_of_the_names() -> None:
    table = [(1, "a"), (-1, None), (None, "")]
    assert rows_digest(["x", "y"], table) == rows_digest(["x", "y"], reversed(table))
    assert rows_digest(["x", "y"], table) != rows_digest(["x", "z"], table)
    assert rows_digest(["x", "y"], [(None, "")]) != rows_digest(["x", "y"], [("", None)])
    assert rows_digest(["x"], [("1",)]) != rows_digest(["x"], [(1,)])
    with pytest.raises(FactsError, match="float"):
        rows_digest(["x"], [(1.0,)])


def test_a_statement_counts_from_the_day_it_was_said_however_late_it_was_reviewed() -> None:
    later = 60 * 24 * 900
    said = entry("statement", later, id="st-1", speaker="Office", said_on="2023-03-02", source="paper")
    log = road_log(GATE, said)
    days = [Instant(at(0) + number * 24 * HOUR) for number in (1, 2)]
    facts = build_facts([log])
    assert [rows(facts.as_of(None, until), "statement", "id") for until in days] == [[], [("st-1",)]]
    assert [rows(build_facts([log], until=until), "statement", "id") for until in days] == [[], [("st-1",)]]
