"""What the record of the Black Sea Grain Initiative says of the 45 claims that ship with it, pinned one by one."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

import pytest

from safeconduct.assess.claims.check import answer_claims
from safeconduct.assess.claims.load import claims_from_yaml
from safeconduct.base.instant import instant_from_text
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
def report(facts: Facts) -> dict[str, Any]:
    return answer_claims(facts, claims_from_yaml(shipped_file(CORRIDOR, "claims.yaml"), "claims.yaml")).to_json()


@pytest.fixture(scope="module")
def answers(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    assert "errors" not in report
    return {answer["id"]: answer for answer in report["claims"]}


def test_the_record_holds_what_was_published(facts: Facts) -> None:
    facts.need("cargo")
    facts.need("check")
    voyages = facts.con.execute("SELECT COUNT(*), COUNT(departed_on) FROM movement").fetchone()
    lines = facts.con.execute("SELECT COUNT(*), CAST(SUM(load_kg) AS BIGINT) FROM cargo").fetchone()
    checks = facts.con.execute('SELECT COUNT(*) FROM "check"').fetchone()
    assert (voyages, lines, checks) == ((825, 825), (936, 25_012_238_000), (798,))


def test_few_claims_hold_as_stated(answers: dict[str, dict[str, Any]]) -> None:
    assert len(answers) == 45
    assert Counter(answer["verdict"] for answer in answers.values()) == {
        "contradicted": 29,
        "supported": 12,
        "undecidable": 4,
    }


SUPPORTED = {
    "d-aug15-sunflower-meal",
    "d-aug15-soya-beans",
    "d-aug15-sunflower-oil",
    "d-aug15-sunflower-seed",
    "d-aug15-port-yuzhny",
    "d-sep12-wheat",
    "d-sep12-sunflower",
    "d-sep12-soya",
    "d-oct10-waiting-tonnes",
    "d-oct24-total",
    "d-sepoct-wait-9",
    "d-nov01-day-ports",
}


def test_these_hold_as_stated(answers: dict[str, dict[str, Any]]) -> None:
    assert {name for name, answer in answers.items() if answer["verdict"] == "supported"} == SUPPORTED


@pytest.mark.parametrize(
    ("claim", "recorded", "claimed", "added"),
    [
        ("d-aug15-vessels", 19, 21, "19 + 1 (RAZONI (1)) + 1 (PROPUS (24)) = 21 voyages"),
        ("d-aug15-tonnes", 527679, 563317, "527,679 + 26,527 (RAZONI (1)) + 9,111 (PROPUS (24)) = 563,317 t"),
        ("d-aug15-corn", 424954, 451481, "424,954 + 26,527 (RAZONI (1)) = 451,481 t"),
        ("d-aug15-wheat", 32511, 41622, "32,511 + 9,111 (PROPUS (24)) = 41,622 t"),
    ],
)
def test_the_august_report_is_reconciled_by_two_named_ships(
    answers: dict[str, dict[str, Any]], claim: str, recorded: int, claimed: int, added: str
) -> None:
    answer = answers[claim]
    assert (answer["recorded"]["low"], answer["claimed"]["value"]) == (recorded, claimed)
    best = answer["reconciliations"][0]
    assert (best["kind"], best["exact"], best["residual"]) == ("rows", True, 0)
    assert [row["label"] for row in best["rows"]] == ["RAZONI (1)", "PROPUS (24)"]
    assert best["arithmetic"] == added
    assert best["statement"] == {"agree": 9, "of": 11}
    assert best["chance_permille"] <= 10


def test_the_ports_of_the_august_report_stay_apart(answers: dict[str, dict[str, Any]]) -> None:
    for claim in ("d-aug15-port-odesa", "d-aug15-port-chornomorsk"):
        assert answers[claim]["verdict"] == "contradicted"
        assert answers[claim]["reconciliations"] == []


@pytest.mark.parametrize(
    ("claim", "plain", "claimed", "change"),
    [
        ("d-aug22-tonnes", 723886, 721449, "the period ends one day earlier"),
        ("d-sep12-tonnes", 2872210, 2700000, "the period ends one day earlier"),
        ("d-sep12-corn", 53.727, 53, "the period ends one day earlier"),
        ("d-sep19-voyages", 178, 169, "the period ends one day earlier"),
        ("d-sep19-day-vessels", 9, 6, "the whole period lies one day earlier on departed_on"),
        ("d-sep19-day-tonnes", 200701, 212580, "the whole period lies one day earlier on departed_on"),
        ("d-oct04-voyages", 271, 268, "the period ends one day earlier"),
    ],
)
def test_totals_and_daily_sailings_agree_one_day_earlier(
    answers: dict[str, dict[str, Any]], claim: str, plain: float, claimed: int, change: str
) -> None:
    answer = answers[claim]
    assert answer["verdict"] == "contradicted"
    assert (answer["recorded"]["low"], answer["claimed"]["value"]) == (plain, claimed)
    assert answer["reconciliations"][0]["change"] == change
    assert answer["reconciliations"][0]["exact"]


def test_one_convention_explains_totals_and_daily_figures_alike(report: dict[str, Any]) -> None:
    found = {convention["speaker"]: convention for convention in report["conventions"]}
    centre = found["Joint Coordination Centre"]
    assert (centre["kind"], centre["column"], centre["days"]) == ("date_shift", "departed_on", 1)
    assert (centre["agree"], centre["of"], centre["agree_as_stated"]) == (17, 30, 10)
    assert centre["agree_held_out"] == 17
    assert {"d-aug22-tonnes", "d-sep19-voyages", "d-oct04-voyages", "d-sep12-tonnes"} <= set(centre["explains"])
    assert {"d-sep19-day-vessels", "d-sep19-day-tonnes"} <= set(centre["explains"])
    assert centre["runner_up"] == {"change": "every period ends one day earlier", "agree": 16}


def test_what_the_convention_leaves_is_listed_and_may_be_one_revised_quantity(report: dict[str, Any]) -> None:
    centre = next(c for c in report["conventions"] if c["speaker"] == "Joint Coordination Centre")
    left = {row["id"]: row for row in centre["unexplained"]}
    assert left["d-sep19-tonnes"]["residual"] == 509
    assert "A possibility, not a fact: QUEEN SARA (92), 11,091 to 11,600" in left["d-sep19-tonnes"]["note"]
    assert left["d-oct04-tonnes"]["residual"] == -15630
    assert "KARTERIA (219), 46,130 to 30,500" in left["d-oct04-tonnes"]["note"]


@pytest.mark.parametrize(("claim", "residual"), [("d-sep19-tonnes", 509), ("d-oct04-tonnes", -15630)])
def test_a_revised_quantity_is_named_as_a_residual(
    answers: dict[str, dict[str, Any]], claim: str, residual: int
) -> None:
    (only,) = answers[claim]["reconciliations"]
    assert only["kind"] == "date_shift+revised_quantity"
    assert (only["exact"], only["residual"]) == (False, residual)


def test_the_first_of_november_needs_a_day_and_one_ship(answers: dict[str, dict[str, Any]]) -> None:
    for claim in ("d-nov01-day-vessels", "d-nov01-day-tonnes", "d-nov01-day-destinations"):
        best = answers[claim]["reconciliations"][0]
        assert best["kind"] == "date_shift+rows"
        assert [row["label"] for row in best["rows"]] == ["SSI CHALLENGER (421)"]
        assert best["statement"] == {"agree": 4, "of": 4}
    assert answers["d-nov01-tonnes"]["reconciliations"][0]["residual"] == 500


@pytest.mark.parametrize(
    ("claim", "low"),
    [("d-oct06-inspections", 203), ("d-aug15-inspections", 16), ("d-sep19-all", 178), ("d-oct04-all", 271)],
)
def test_counts_of_both_directions_cannot_be_decided(answers: dict[str, dict[str, Any]], claim: str, low: int) -> None:
    answer = answers[claim]
    assert answer["verdict"] == "undecidable"
    assert (answer["recorded"]["low"], answer["recorded"]["high"]) == (low, None)
    assert "inbound is not" in answer["reason"]
    assert answer["reconciliations"] == []


def test_waits_and_backlog_come_with_their_definitions(answers: dict[str, dict[str, Any]]) -> None:
    wait, longer = answers["d-sepoct-wait-9"], answers["d-sepoct-wait-10"]
    assert (wait["verdict"], wait["recorded"]["low"]) == ("supported", 9.444)
    assert (longer["verdict"], longer["recorded"]["low"]) == ("contradicted", 12.117)
    said = " ".join(wait["definition"])
    assert "wait_days is inspected_on minus departed_on" in said
    assert "what the speaker measured may differ" in said
    backlog = answers["d-oct10-waiting"]
    assert (backlog["verdict"], backlog["recorded"]["low"]) == ("contradicted", 94)
    assert "departed_on on or before 2022-10-10, and inspected_on empty or after 2022-10-10" in backlog["definition"]
    assert answers["d-oct24-waiting-tonnes"]["recorded"]["low"] == 2403735


def test_every_answer_names_its_rows_and_what_cannot_be_known(answers: dict[str, dict[str, Any]]) -> None:
    for answer in answers.values():
        assert answer["cannot_know"]
        assert answer["definition"]
        if answer["recorded"]["low"]:
            assert answer["evidence"]["items"][0]["entries"]
