"""Laws of the claims engine: what may never happen, whatever the rows."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safeconduct.assess.claims.check import Report, answer_claims
from safeconduct.assess.claims.load import claims_from_yaml
from safeconduct.facts.build import build_facts
from safeconduct.testing.corridor import SampleVoyage, sample_charter, sample_log, sample_report

EXAMPLES = int(os.environ.get("SAFECONDUCT_EXAMPLES", "6"))
FEW = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
START = dt.date(2022, 8, 1)


@st.composite
def voyage_lists(draw: st.DrawFn) -> list[SampleVoyage]:
    """Up to 14 voyages in August, some not inspected, one or two cargo lines each."""
    found = []
    for number in range(1, draw(st.integers(1, 14)) + 1):
        left = START + dt.timedelta(draw(st.integers(0, 20)))
        wait = draw(st.one_of(st.none(), st.integers(0, 12)))
        lines = draw(
            st.lists(
                st.tuples(st.sampled_from(["Corn", "Wheat"]), st.integers(1, 60_000), st.sampled_from(["A", "B"])),
                min_size=1,
                max_size=2,
            )
        )
        found.append(
            SampleVoyage(
                number,
                left.isoformat(),
                "" if wait is None else (left + dt.timedelta(wait)).isoformat(),
                place=draw(st.sampled_from(["North", "South"])),
                lines=tuple(lines),
            )
        )
    return found


CLAIMS = """
claims:
- {id: n, statement: s, speaker: S, claim: {measure: count, table: movement, where: 'port == "North"',
    over: {column: departed_on, from: 2022-08-03, until: 2022-08-13}, value: VALUE, unit: voyages}}
- {id: s, statement: s, speaker: S, claim: {measure: count, table: movement, where: 'port == "South"',
    over: {column: departed_on, from: 2022-08-03, until: 2022-08-13}, value: VALUE, unit: voyages}}
- {id: t, statement: s, speaker: S, claim: {measure: sum, table: cargo, column: tonnes, where: 'commodity == "Corn"',
    over: {column: departed_on, from: 2022-08-03, until: 2022-08-13}, value: 60000, unit: t}}
- {id: w, speaker: S, claim: {measure: count, table: movement,
    snapshot: {at: 2022-08-10, entered: departed_on, left: inspected_on}, value: VALUE}}
- {id: m, speaker: S, claim: {measure: mean, table: movement, column: wait_days, where: has(inspected_on),
    over: {column: departed_on, until: 2022-08-13}, comparator: about, value: 5, rounding: 2}}
"""


def claims(value: int) -> str:
    return CLAIMS.replace("VALUE", str(value))


def essence(report: Report) -> list[object]:
    """What must not depend on order: verdicts, intervals, reasons and reconciliations, without entry numbers."""
    return [
        (
            a.claim.id,
            a.verdict,
            a.recorded,
            str(a.reason),
            [(r.kind, r.value, r.arithmetic, sorted(row.label for row in r.rows)) for r in a.reconciliations],
        )
        for a in report.answers
    ] + [(f.speaker, f.best.convention, sorted(f.best.agree)) for f in report.conventions]


@FEW
@given(voyage_lists(), st.randoms(use_true_random=False), st.integers(0, 8))
def test_the_order_of_arrival_changes_nothing(voyages: list[SampleVoyage], random: object, value: int) -> None:
    mixed = list(voyages)
    random.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert essence(sample_report(voyages, claims(value))) == essence(sample_report(mixed, claims(value)))


@FEW
@given(voyage_lists(), st.integers(0, 8))
def test_two_logs_in_either_order_give_the_answer_of_one(voyages: list[SampleVoyage], value: int) -> None:
    half = len(voyages) // 2
    logs = [
        sample_log(voyages[:half], origin="a.example/lane/e1"),
        sample_log(voyages[half:], origin="b.example/lane/e1"),
    ]
    file = claims_from_yaml(claims(value), "claims.yaml")
    forwards = answer_claims(build_facts(logs), file)
    backwards = answer_claims(build_facts(list(reversed(logs))), file)
    assert forwards.to_json() == backwards.to_json()
    assert essence(forwards) == essence(sample_report(voyages, claims(value)))


@FEW
@given(voyage_lists(), st.integers(0, 8))
def test_swapping_two_names_swaps_the_answers(voyages: list[SampleVoyage], value: int) -> None:
    other = {"North": "South", "South": "North"}
    swapped = [replace(voyage, place=other[voyage.place]) for voyage in voyages]
    before = {a.claim.id: a for a in sample_report(voyages, claims(value)).answers}
    after = {a.claim.id: a for a in sample_report(swapped, claims(value)).answers}
    assert (before["n"].verdict, before["n"].recorded) == (after["s"].verdict, after["s"].recorded)
    assert (before["s"].verdict, before["s"].recorded) == (after["n"].verdict, after["n"].recorded)


@FEW
@given(voyage_lists(), st.integers(0, 8), st.data())
def test_the_interval_holds_the_truth_when_days_are_forgotten(
    voyages: list[SampleVoyage], value: int, data: st.DataObject
) -> None:
    charter = sample_charter(empty=[])
    forgotten = [
        replace(voyage, inspected_on="") if data.draw(st.booleans(), label="forget") else voyage for voyage in voyages
    ]
    inspected = f"""
claims:
- {{id: i, speaker: S, claim: {{measure: count, table: movement, value: {value},
    over: {{column: inspected_on, from: 2022-08-03, until: 2022-08-13}}}}}}
- {{id: w, speaker: S, claim: {{measure: count, table: movement, value: {value},
    snapshot: {{at: 2022-08-10, entered: departed_on, left: inspected_on}}}}}}
"""
    whole = [voyage for voyage in voyages if voyage.inspected_on]
    if not any(voyage.inspected_on for voyage in forgotten):
        return
    kept = [f for v, f in zip(voyages, forgotten, strict=True) if v.inspected_on]
    if not any(voyage.inspected_on for voyage in kept):
        return
    truth = sample_report(whole, inspected, charter).answers
    known = sample_report(kept, inspected, charter).answers
    for exact, bounded in zip(truth, known, strict=True):
        assert exact.recorded is not None
        assert bounded.recorded is not None
        assert exact.recorded.inside(bounded.recorded)
        if exact.verdict is not bounded.verdict:
            assert bounded.verdict.value == "undecidable"


@FEW
@given(voyage_lists(), st.integers(0, 8), st.integers(1, 25))
def test_less_coverage_never_turns_a_verdict_round(voyages: list[SampleVoyage], value: int, until: int) -> None:
    end = (START + dt.timedelta(until)).isoformat()
    less = sample_charter(
        coverage=[
            {"table": "movement", "column": "departed_on", "until": end, "says": "Part."},
            {"table": "check", "column": "inspected_on", "until": end, "says": "Part."},
        ]
    )
    full = sample_report(voyages, claims(value)).answers
    part = sample_report(voyages, claims(value), less).answers
    for before, after in zip(full, part, strict=True):
        assert after.verdict in {before.verdict, type(after.verdict).UNDECIDABLE}
