"""What the voyages of the Black Sea Grain Initiative show of its agreement, pinned figure by figure."""

from __future__ import annotations

import io
from fractions import Fraction

import pytest

from safeconduct.agreement.load import agreement_from_yaml
from safeconduct.agreement.model import Agreement
from safeconduct.agreement.obligations import Score
from safeconduct.assess.claims.answer import Answer
from safeconduct.assess.claims.check import answer_claims
from safeconduct.assess.claims.load import claims_from_yaml
from safeconduct.assess.conformance.report import Conformance, conformance
from safeconduct.base.canonical import canonical_bytes
from safeconduct.base.instant import day_from_text, instant_from_text
from safeconduct.entries.envelope import Envelope, entry_to_bytes
from safeconduct.facts.build import Facts, build_facts
from safeconduct.facts.terms import terms_from_charter
from safeconduct.intake.corridor_file import corridor_from_yaml
from safeconduct.intake.map_file import map_from_yaml
from safeconduct.intake.plan import plan_import
from safeconduct.intake.shipped import shipped_file
from safeconduct.testing.corridor import SampleLog

CORRIDOR = "black-sea-2022"
NOW = instant_from_text("2026-01-01T00:00:00.000Z")
READINGS = ("ru", "tr", "ua", "un")


@pytest.fixture(scope="module")
def agreement() -> Agreement:
    return agreement_from_yaml(shipped_file(CORRIDOR, "agreement.yaml"), "agreement.yaml")


@pytest.fixture(scope="module")
def facts() -> Facts:
    corridor = corridor_from_yaml(shipped_file(CORRIDOR, "corridor.yaml"), "corridor.yaml")
    charter = Envelope(at=NOW, body=corridor.charter, corridor=CORRIDOR, kind="charter", recorded=NOW)
    plan = plan_import(
        lambda: io.BytesIO(shipped_file(CORRIDOR, "voyages.csv")),
        map_from_yaml(shipped_file(CORRIDOR, "map.yaml"), "map.yaml"),
        offsets=terms_from_charter(CORRIDOR, corridor.charter).offsets,
        recorded=NOW,
    )
    data = [entry_to_bytes(charter), *(planned.data for planned in plan.entries())]
    return build_facts([SampleLog("sample.example/black-sea-2022/e1", data)])


@pytest.fixture(scope="module")
def found(facts: Facts, agreement: Agreement) -> Conformance:
    return conformance(facts, agreement)


def test_every_voyage_is_asked_about_up_to_the_end_of_the_record(found: Conformance) -> None:
    assert (found.movements, found.as_of) == (825, instant_from_text("2023-03-17T21:00:00.000Z"))
    assert sorted(found.readings) == sorted(READINGS)


def test_ports_are_known_and_goods_have_no_codes(found: Conformance) -> None:
    counts = {one.fact: one for one in found.facts}
    assert counts["port"].values == {"chornomorsk": 330, "odesa": 259, "yuzhny": 236}
    assert (counts["cargo"].known, counts["cargo"].unknown) == (0, 825)
    goods = found.goods
    assert (goods.lines, goods.with_code, goods.distinct) == (936, 0, 17)
    assert goods.names[0] == ("Corn", 343, 12_474_935_000)


def test_inspections_are_shown_and_who_inspected_is_not(found: Conformance) -> None:
    (waits,) = found.waits
    assert (waits.checked, waits.not_checked, waits.unknown) == (798, 27, 0)
    assert (waits.who, waits.why_not_who) == (0, "Which team inspected is not in the published file.")
    assert [waits.quantile(permille) for permille in (0, 500, 900, 1000)] == [1, 9, 17, 42]
    assert [waits.days[days] for days in (1, 2, 5, 8, 10)] == [1, 53, 64, 67, 67]
    assert waits.longest[0].label == "GOLDEN SHARK (337)"


def test_waits_against_the_assumed_limit(found: Conformance) -> None:
    for against in found.waits[0].against:
        assert (against.within, against.over, against.still_over, against.unknown) == (210, 588, 8, 0)
        assert [(row.value, row.basis) for row in against.rows] == [(5, "assumed")]
    conduct = {cell.reading: cell for cell in found.clause("INI/inspection").cells if cell.question == "conduct"}
    assert conduct["ua"].counts == {"kept": 210, "impeded": 588, "indeterminate": 27}
    assert (conduct["ua"].state, conduct["ua"].score and conduct["ua"].score.high) == ("not_kept", 1)
    assert (conduct["ru"].state, conduct["ru"].missing) == ("unknown", ("inspectors", "wait_days"))
    assert found.questions[1].ground == {"long-wait": 588}


def test_every_voyage_lies_inside_the_term_under_every_reading(found: Conformance) -> None:
    assert {one.reading: one.counts["all"] for one in found.terms} == dict.fromkeys(READINGS, (825, 0, 0))


def test_the_seams_of_the_term_lie_after_the_record(found: Conformance) -> None:
    seams = {one.reading: [(seam.kind, seam.departures["all"].covered) for seam in one.seams] for one in found.terms}
    assert seams == {
        "ru": [("overlap", "none"), ("overlap", "none")],
        "ua": [("overlap", "none"), ("overlap", "none")],
        "tr": [("undetermined", "none")],
        "un": [("undetermined", "none")],
    }


def test_inspections_went_on_during_the_suspension(found: Conformance) -> None:
    suspension = found.suspensions[0]
    assert {name: one.recognises for name, one in suspension.readings.items()} == {
        "ru": True,
        "ua": False,
        "tr": None,
        "un": None,
    }
    inside = suspension.departures["all"]
    assert (inside.certain, inside.possible, inside.checks, inside.covered) == (12, 9, 102, "all")
    assert inside.days == {
        day_from_text("2022-10-29"): (6, 12),
        day_from_text("2022-10-30"): (6, 46),
        day_from_text("2022-10-31"): (2, 36),
        day_from_text("2022-11-01"): (4, 6),
        day_from_text("2022-11-02"): (3, 2),
    }


def test_duties_differ_by_reading_and_stay_open_where_a_ship_still_waits(found: Conformance) -> None:
    duties = {duty.obligation: duty for duty in found.duties}
    inspection = {cell.reading: cell for cell in duties["joint-inspection"].cells}
    assert {name: cell.state for name, cell in inspection.items()} == dict.fromkeys(READINGS, "unknown")
    ours, theirs = inspection["ua"].tally, inspection["ru"].tally
    assert ours is not None
    assert theirs is not None
    assert (ours.met, ours.failed, ours.total) == (797, 0, 824)
    assert (theirs.met, theirs.failed, theirs.total, theirs.suspended) == (782, 0, 809, 15)
    assert (ours.covered, inspection["ua"].score) == (797, Score(3, 3))
    assert duties["joint-team"].state == "contested"
    team = {cell.reading: cell for cell in duties["joint-team"].cells}
    assert (team["ru"].state, team["ru"].reason, team["ru"].score) == ("unknown", "not_covered", None)
    assert team["ua"].state == "absent"


def test_the_rows_say_what_they_cannot_show(found: Conformance) -> None:
    why = {one.fact: one.why for one in found.cannot_show if one.fact}
    assert why["inspectors"] == "Which team inspected is not in the published file."
    assert why["cargo"].startswith("The cargo lines carry no code")
    assert why["registered"].endswith("The date of registration is not in the published file.")
    assert "incident.warship_nm" in why["warship_nm"]
    assert found.clause("PROC").cells[0].score is None


def test_no_movement_is_decided_by_what_is_not_recorded(found: Conformance) -> None:
    for question in found.questions:
        assert all(verdicts == {"indeterminate": 825} for verdicts in question.verdicts.values())


def test_the_answer_is_canonical(found: Conformance) -> None:
    assert canonical_bytes(found.to_json()) == canonical_bytes(found.to_json())


def ask(facts: Facts, agreement: Agreement, claim: str) -> Answer:
    text = f"claims:\n- {{id: q, speaker: S, as_of: 2023-03-17, claim: {{{claim}}}}}\n"
    report = answer_claims(facts, claims_from_yaml(text, "claims.yaml"), agreement)
    assert not report.problems, [str(problem) for problem in report.problems]
    return report.answers[0]


WHOLE = "over: {column: departed_on, until: 2023-03-18}"


def test_a_claim_about_goods_on_a_list_is_not_decided_by_their_names(facts: Facts, agreement: Agreement) -> None:
    answer = ask(facts, agreement, f"measure: count, table: cargo, where: code in list.authorised, {WHOLE}, value: 936")
    assert (answer.verdict.value, answer.reason_code) == ("undecidable", "not_recorded")
    assert "None is made up from a name" in str(answer.reason)


def test_a_claim_may_speak_of_a_limit(facts: Facts, agreement: Agreement) -> None:
    """588 ships waited longer; of 27 that still wait nobody knows yet."""
    where = "where: wait_days > limit.wait_days"
    answer = ask(
        facts, agreement, f"measure: count, table: movement, {where}, {WHOLE}, comparator: more_than, value: 500"
    )
    assert answer.recorded is not None
    assert (answer.verdict.value, answer.recorded.low, answer.recorded.high) == (
        "supported",
        Fraction(588),
        Fraction(615),
    )


def test_the_term_differs_between_readings_only_after_the_record(facts: Facts, agreement: Agreement) -> None:
    where = "where: departed_on < limit.term_end"
    answer = ask(facts, agreement, f"measure: count, table: movement, {where}, {WHOLE}, value: 825")
    assert (answer.verdict.value, answer.readings) == ("supported", ())
    assert any("the same under each" in str(part) for part in answer.definition)
