"""What the record gives for each measure, and when it must stay open."""

from __future__ import annotations

from fractions import Fraction

import pytest

from safeconduct.assess.claims.answer import Answer
from safeconduct.assess.claims.check import answer_claims
from safeconduct.assess.claims.load import claims_from_yaml
from safeconduct.facts.build import build_facts
from safeconduct.testing.corridor import (
    SampleLog,
    SampleVoyage,
    sample_charter,
    sample_entry,
    sample_log,
    sample_report,
)

VOYAGES = [
    SampleVoyage(1, "2022-08-01", "2022-08-03", lines=(("Corn", 1000, "Farland"), ("Wheat", 500, "Midland"))),
    SampleVoyage(2, "2022-08-02", "2022-08-07", vehicle="BRAVE COMMANDER", place="South"),
    SampleVoyage(3, "2022-08-05", "2022-08-06", lines=(("Wheat", 2500, "Midland"),)),
    SampleVoyage(4, "2022-08-09", "", lines=(("Barley", 4000, "Türkiye"),)),
]


def ask(claim: str, *, charter: dict[str, object] | None = None, top: str = "") -> Answer:
    """Put one claim, written as a flow mapping, to the sample voyages."""
    text = f"{top}\nclaims:\n- {{id: q, speaker: S, as_of: 2022-08-31, claim: {{{claim}}}}}\n"
    report = sample_report(VOYAGES, text, charter)
    assert not report.problems, [str(problem) for problem in report.problems]
    return report.answers[0]


def recorded(claim: str) -> list[Fraction | None]:
    interval = ask(claim).recorded
    assert interval is not None
    return [interval.low, interval.high]


AUGUST = "over: {column: departed_on, from: 2022-08-01, until: 2022-08-11}"


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        (f"measure: count, table: movement, {AUGUST}, value: 4", 4),
        (f"measure: count, table: cargo, {AUGUST}, value: 5", 5),
        (f"measure: count, table: movement, where: 'port == \"South\"', {AUGUST}, value: 1", 1),
        (f"measure: sum, table: cargo, column: tonnes, {AUGUST}, value: 9000, unit: t", 9000),
        (f"measure: sum, table: cargo, column: tonnes, {AUGUST}, value: 9, unit: kt", 9),
        (f"measure: sum, table: cargo, column: load_kg, {AUGUST}, value: 9000000, unit: kg", 9_000_000),
        (f"measure: sum, table: cargo, column: tonnes, where: 'commodity == \"Wheat\"', {AUGUST}, value: 3000", 3000),
        (f"measure: share, table: cargo, column: tonnes, where: 'commodity == \"Wheat\"', {AUGUST}, value: 33", None),
        (f"measure: share, table: movement, where: 'port == \"South\"', {AUGUST}, value: 25", 25),
        (f"measure: mean, table: movement, column: tonnes, {AUGUST}, value: 2250", 2250),
        (f"measure: mean, table: movement, column: wait_days, where: has(inspected_on), {AUGUST}, value: 3", None),
        (f"measure: median, table: movement, column: wait_days, where: has(inspected_on), {AUGUST}, value: 2", 2),
        (f"measure: max, table: movement, column: tonnes, {AUGUST}, value: 4000", 4000),
        (f"measure: min, table: movement, column: tonnes, {AUGUST}, value: 1000", 1000),
        (f"measure: mean, table: movement, column: per_day, {AUGUST}, value: 0.4", Fraction(4, 10)),
        (f"measure: max, table: movement, column: per_day, {AUGUST}, value: 1", 1),
        (f"measure: none, table: cargo, where: 'commodity == \"Steel\"', {AUGUST}", 0),
        (f"measure: some, table: cargo, where: 'commodity == \"Barley\"', {AUGUST}", 1),
        ("measure: count, table: inspection, over: {column: inspected_on, until: 2022-08-07}, value: 2", 2),
        (f"measure: count, table: movement, where: 'destination == \"Midland\"', {AUGUST}, value: 2", 2),
        (f"measure: count, table: movement, where: 'wait_days > 1', {AUGUST}, value: 2", None),
    ],
)
def test_each_measure_gives_what_a_person_would_count(claim: str, value: int | Fraction | None) -> None:
    low, high = recorded(claim)
    if value is None:
        assert low is not None
        assert high is not None
    else:
        assert [low, high] == [Fraction(value), Fraction(value)]


def test_a_share_and_a_mean_are_exact_fractions() -> None:
    share = f"measure: share, table: cargo, column: tonnes, where: 'commodity == \"Wheat\"', {AUGUST}, value: 33"
    mean = f"measure: mean, table: movement, column: wait_days, where: has(inspected_on), {AUGUST}, value: 3"
    assert recorded(share)[0] == Fraction(100 * 3000, 9000)
    assert recorded(mean) == [Fraction(8, 3), Fraction(8, 3)]


def test_a_movement_without_the_value_widens_the_answer_instead_of_being_dropped() -> None:
    answer = ask(f"measure: mean, table: movement, column: wait_days, {AUGUST}, value: 3, unit: days")
    assert answer.recorded is not None
    assert answer.recorded.high is None
    assert answer.verdict.value == "undecidable"
    assert answer.reason_code == "unknown_rows"


def test_a_state_at_the_end_of_a_day_counts_who_had_come_and_not_left() -> None:
    state = "measure: count, table: movement, snapshot: {at: 2022-08-05, entered: departed_on, left: inspected_on}"
    assert recorded(f"{state}, value: 2") == [Fraction(2), Fraction(2)]


def test_a_voyage_not_inspected_by_the_end_of_the_record_is_still_waiting() -> None:
    state = "measure: count, table: movement, snapshot: {at: 2022-12-01, entered: departed_on, left: inspected_on}"
    assert recorded(f"{state}, value: 1") == [Fraction(1), Fraction(1)]


@pytest.mark.parametrize("claimed", [2, 4, 1000])
def test_a_part_of_the_world_that_is_not_recorded_leaves_a_count_open_above(claimed: int) -> None:
    where = 'where: \'direction in ["inbound", "outbound"]\''
    answer = ask(f"measure: count, table: movement, {where}, {AUGUST}, value: {claimed}, unit: voyages")
    assert answer.recorded is not None
    assert [answer.recorded.low, answer.recorded.high] == [Fraction(4), None]
    expected = "contradicted" if claimed < 4 else "undecidable"
    assert answer.verdict.value == expected
    if expected == "undecidable":
        assert answer.reason_code == "scope_missing"
        assert "inbound" in str(answer.reason)


def test_a_condition_that_no_unrecorded_row_can_satisfy_stays_decidable() -> None:
    answer = ask(f"measure: count, table: movement, where: 'direction == \"outbound\"', {AUGUST}, value: 4")
    assert answer.verdict.value == "supported"


def test_a_column_that_is_not_recorded_is_never_false() -> None:
    for where in ("applied_on > timestamp('2022-08-01T00:00:00Z')", "has(applied_on)"):
        answer = ask(f'measure: count, table: movement, where: "{where}", {AUGUST}, value: 900')
        assert answer.verdict.value == "undecidable"
        assert answer.reason_code == "not_recorded"
        assert "Nobody wrote it down." in str(answer.reason)


def test_a_period_or_a_state_on_an_unrecorded_date_cannot_be_decided() -> None:
    for when in (
        "over: {column: applied_on, until: 2022-09-01}",
        "snapshot: {at: 2022-08-05, entered: applied_on, left: inspected_on}",
    ):
        answer = ask(f"measure: count, table: movement, {when}, value: 1")
        assert answer.reason_code == "not_recorded"


def test_a_claims_file_may_declare_further_columns_as_not_recorded() -> None:
    claim = f"measure: count, table: movement, where: 'grade == \"A\"', {AUGUST}, value: 1"
    assert ask(claim, top="not_recorded: [grade]").reason_code == "not_recorded"


def test_days_outside_the_coverage_make_a_count_a_lower_bound() -> None:
    late = "over: {column: departed_on, until: 2023-02-01}"
    assert ask(f"measure: count, table: movement, {late}, value: 9").reason_code == "outside_coverage"
    assert ask(f"measure: count, table: movement, {late}, value: 3").verdict.value == "contradicted"
    assert ask(f"measure: count, table: movement, {late}, comparator: at_least, value: 3").verdict.value == "supported"


def test_without_any_stated_coverage_nothing_is_complete() -> None:
    answer = ask(
        f"measure: count, table: movement, {AUGUST}, value: 40",
        charter=sample_charter(coverage=[], empty=[]),
    )
    assert answer.reason_code == "no_coverage"


def test_a_name_that_differs_only_in_case_or_accents_is_read_as_the_record_writes_it() -> None:
    claim = f"measure: count, table: movement, where: 'vessel == \"Brave Commander\"', {AUGUST}, value: 1"
    answer = ask(claim)
    assert answer.verdict.value == "supported"
    assert any("BRAVE COMMANDER" in str(phrase) for phrase in answer.definition)


def test_a_name_that_may_be_another_spelling_contradicts_nobody() -> None:
    answer = ask(f"measure: count, table: movement, where: 'destination == \"Turkey\"', {AUGUST}, value: 1")
    assert answer.verdict.value == "undecidable"
    assert answer.reason_code == "value_unknown"
    assert "Türkiye" in str(answer.reason)


def test_names_in_each_are_found_however_they_were_printed() -> None:
    found = ask(
        "measure: some, table: movement, each: [{vessel: Brave-commander}, {vessel: ship 1}], "
        f"{AUGUST}, comparator: exactly, value: 2"
    )
    assert found.verdict.value == "supported"
    missing = ask(
        f"measure: some, table: movement, each: [{{vessel: TITANIC}}, {{vessel: SHIP 1}}], {AUGUST}, value: 2"
    )
    assert missing.verdict.value == "contradicted"
    assert missing.recorded is not None
    assert missing.recorded.low == 1


def test_an_open_end_of_the_period_is_the_day_the_claim_refers_to_and_is_listed() -> None:
    answer = ask("measure: count, table: movement, over: {column: departed_on, from: 2022-08-02}, value: 3")
    assert answer.verdict.value == "supported"
    assert any("names no end" in str(phrase) for phrase in answer.definition)


def test_simulated_entries_decide_no_claim() -> None:
    answer = ask(f"measure: count, table: movement, {AUGUST}, value: 4", charter=sample_charter(evidence="simulated"))
    assert answer.verdict.value == "undecidable"
    assert answer.reason_code == "simulated"


def test_the_corridors_own_columns_can_be_asked_about() -> None:
    voyages = [
        SampleVoyage(1, "2022-08-01", extra={"flag": "Palau", "crew": 20}),
        SampleVoyage(2, "2022-08-01", extra={"flag": "Malta", "crew": 10}),
    ]
    claims = """
claims:
- {id: a, speaker: S, claim: {measure: count, table: movement, where: 'flag == "Palau"', value: 1,
     over: {column: departed_on, until: 2022-09-01}}}
- {id: b, speaker: S, claim: {measure: count, table: cargo, where: 'crew > 15', value: 1,
     over: {column: departed_on, until: 2022-09-01}}}
"""
    report = sample_report(voyages, claims)
    assert [str(problem) for problem in report.problems] == []
    assert [answer.verdict.value for answer in report.answers] == ["supported", "supported"]


def test_an_unknown_unit_of_mass_is_an_error_and_not_a_thousand_times_off() -> None:
    text = f"claims:\n- {{id: q, speaker: S, claim: {{measure: sum, table: cargo, column: tonnes, {AUGUST}, value: 9, "
    report = sample_report(VOYAGES, text + "unit: million_tonnes}}\n")
    assert "Did you mean" in str(report.problems[0])


def test_a_sentence_without_a_unit_has_no_gap_before_its_stop() -> None:
    reason = str(ask(f"measure: count, table: movement, {AUGUST}, value: 7").reason)
    assert reason == "The record gives 4; the claim says 7."


def test_a_charter_cannot_name_a_table_that_does_not_exist() -> None:
    charter = sample_charter(tables={"movement": "nonsense", "journeys": "nowhere"})
    answer = ask(f"measure: count, table: movement, {AUGUST}, value: 4", charter=charter)
    assert answer.verdict.value == "supported"


@pytest.mark.parametrize(("left_out", "verdict"), [(0, "contradicted"), (3, "undecidable")])
def test_movements_left_out_of_an_import_make_a_count_a_lower_bound(left_out: int, verdict: str) -> None:
    log = sample_log(VOYAGES)
    document = {"sha256": "0" * 64, "name": "t.csv", "media": "text/csv", "bytes": 1, "dataset": "lane"}
    older = sample_entry("document", {**document, "left_out": 9})
    newer = sample_entry("document", {**document, "left_out": left_out} if left_out else document)
    claims = f"claims:\n- {{id: q, speaker: S, claim: {{measure: count, table: movement, {AUGUST}, value: 7}}}}\n"
    facts = build_facts([SampleLog(log.origin, [*log.data, older, newer])])
    (answer,) = answer_claims(facts, claims_from_yaml(claims, "claims.yaml")).answers
    assert answer.verdict.value == verdict
    if left_out:
        assert str(answer.reason).startswith("3 movements of an imported file could not be read")
