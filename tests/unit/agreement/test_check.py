from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from safeconduct.agreement.case import case_from_json
from safeconduct.agreement.cel import CodeList
from safeconduct.agreement.check import RULES, CheckReport, Finding, check_agreement
from safeconduct.agreement.check.codes import mend_code, why_nothing
from safeconduct.agreement.load import agreement_from_yaml
from safeconduct.agreement.logic import decide_at
from safeconduct.agreement.model import QUESTIONS, Agreement
from safeconduct.agreement.ruling import rulings
from safeconduct.agreement.timeline import always
from safeconduct.testing.agreements import SAMPLE_AGREEMENT, sample_agreement

HEAD = """\
format: safeconduct-agreement/1
id: road
version: 1
title: A road
time_zone: "+00:00"
sources:
  D: {what: Deal, date: 2022-07-01, kind: agreement, clauses: {"1": {says: All may pass.}}}
  S: {what: Statement, date: 2022-08-01, kind: statement, says: Not at night.}
parties:
  east: {name: East, role: party}
  west: {name: West, role: party}
route: {ends: {west: Westham, east: Easton}, inbound: west_to_east}
facts:
  at: {type: instant, from: passage.at}
  direction: {type: enum, of: [inbound, outbound], from: passage.direction}
  armed: {type: bool, from: check.armed}
  checked_by: {type: set(party), from: check.by}
  stopped_by: {type: party, from: check.stopped_by}
  delay_min: {type: int, min: 0, max: 1000, unit: minute, from: passage.delay_min}
  toll: {type: int, min: 0, max: 1000, from: passage.toll}
issues:
  night:
    asks: May vehicles pass at night?
    positions:
      may: {held_by: [east], basis: stated, cites: [D/1]}
      may_not: {held_by: [west], basis: stated, cites: [S]}
readings:
  east: {night: may}
  west: {night: may_not}
defaults: {movement: permitted, conduct: kept}
limits:
  most: [{from: 2022-07-01, value: 60, unit: minute, basis: assumed}]
"""
RULE = "- {{id: {0}, for: {1}, clause: [D/1], basis: agreed, when: '{2}', then: {3}, says: Said.{4}}}\n"
NIGHT = ("night", "movement", "armed", "hold", ", under: {night: [may_not]}")
LATE = ("late", "conduct", "delay_min > limit.most", "impeded", "")


def _road(*rules: tuple[str, ...], more: str = "", head: str = HEAD) -> Agreement:
    text = "".join(RULE.format(*(*rule, "")[:5]) for rule in (*rules, NIGHT, LATE))
    return agreement_from_yaml(f"{head}rules:\n{text}{more}", "road.yaml")


def _only(report: CheckReport, code: str) -> Finding:
    (found,) = report.of(code)
    return found


def _verdict(agreement: Agreement, movement: object, reading: str) -> dict[str, str]:
    facts = case_from_json(agreement, movement).views["all"]
    return {
        question: decide_at(rulings(agreement, question, agreement.readings[reading]), facts).verdict
        for question in QUESTIONS
    }


def test_a_good_road_has_no_errors() -> None:
    report = check_agreement(_road())
    assert report.complete
    assert report.count("error") == 0
    assert {finding.code for finding in report.findings} <= {"R03", "R06"}
    assert report.cells > 0


def test_a_shadowed_rule_is_shown_by_the_movement_that_another_decides() -> None:
    agreement = _road(
        ("wide", "movement", "delay_min > 3", "hold"), ("narrow", "movement", "delay_min > 7", "prohibited")
    )
    found = _only(check_agreement(agreement), "R01")
    assert (found.part, found.severity) == ("rule 'narrow'", "error")
    assert found.line == agreement.rule("narrow").line
    assert found.witness["decided_by"] == "wide"
    assert "delay_min: 8 minute" in str(found.witness["words"])
    assert _verdict(agreement, found.witness["movement"], "east")["movement"] == "hold"


def test_a_contradictory_rule_can_never_decide() -> None:
    found = _only(check_agreement(_road(("odd", "movement", "delay_min > 7 && delay_min < 8", "hold"))), "R01")
    assert "no movement" in found.what


def test_rules_that_decide_only_together_are_not_shadowed() -> None:
    rules = (("a", "movement", "delay_min > 7", "hold"), ("b", "movement", "delay_min > 3", "hold"))
    assert check_agreement(_road(*rules)).of("R01") == ()


def test_a_question_without_default() -> None:
    found = _only(check_agreement(replace(_road(), defaults={"movement": "permitted"})), "R02")
    assert "conduct" in found.what


def test_an_overlap_is_noted_until_its_reason_is_given() -> None:
    rules = (("a", "conduct", "armed", "breach"), ("b", "conduct", "toll > 5", "impeded"))
    found = check_agreement(_road(*rules)).of("R03")
    assert [one.part for one in found] == ["rule 'a'"]
    assert found[0].severity == "notice"
    reason = (", before: {b: Arms are worse than a toll, late: Worse too.}",)
    assert check_agreement(_road((*rules[0], *reason), rules[1])).of("R03") == ()


AMENDMENT = (
    "amendments:\n- {{id: toll, from: 2022-09-01, by: [east], kind: unilateral, recognised_by: [east], "
    "does: {{add: [rules.pay]}}, cites: [S]{}}}\n"
)
PAY = ("pay", "movement", "toll == 0", "hold")


def test_an_amendment_of_one_side_without_issue_is_a_hidden_disagreement() -> None:
    report = check_agreement(_road(PAY, more=AMENDMENT.format(", contested_by: [west]")))
    hidden = _only(report, "R04")
    assert hidden.part == "amendment 'toll'"
    assert hidden.witness["verdicts"] == {"east": "hold", "west": "permitted"}
    assert "2022-09-01" in str(hidden.witness["words"])
    assert _only(report, "R12").witness["missing"] == ["west"]
    tied = check_agreement(_road(PAY, more=AMENDMENT.format(", contested_by: [west], issue: night")))
    assert tied.of("R04") == tied.of("R12") == ()


def test_an_amendment_on_which_a_reading_is_not_known_leaves_movements_undecided() -> None:
    found = _only(check_agreement(_road(PAY, more=AMENDMENT.format(", issue: night"))), "R07")
    assert found.part == "rule 'pay'"
    assert "west" in found.what
    assert found.witness["verdict"] == "indeterminate (permitted or hold)"


def test_a_silent_reading_is_no_fault() -> None:
    agreement = _road(head=HEAD.replace("west: {night: may_not}", "west: {night: silent}"))
    assert check_agreement(agreement).of("R07") == ()


def test_a_limit_without_a_row_for_a_position_leaves_movements_undecided() -> None:
    head = HEAD.replace("basis: assumed}]", "basis: assumed, under: {night: [may]}}]")
    found = _only(check_agreement(_road(head=head)), "R07")
    assert "most" in found.what
    assert "reading west" in found.what


def test_an_issue_and_a_position_that_change_nothing() -> None:
    idle = HEAD.replace("issues:\n", "issues:\n  rain: {asks: Rain?, positions: {yes: POSITION, no: POSITION}}\n")
    idle = idle.replace("POSITION", "{held_by: [], basis: assumed, cites: [S]}").replace("yes:", '"yes_":')
    idle = idle.replace("no: {held", "no_: {held").replace("{night: may}", "{night: may, rain: silent}")
    idle = idle.replace("{night: may_not}", "{night: may_not, rain: no_}")
    found = _only(check_agreement(_road(head=idle)), "R05")
    assert (found.part, found.severity) == ("issue 'rain'", "warning")
    third = HEAD.replace("      may_not:", "      perhaps: {held_by: [], basis: assumed, cites: [S]}\n      may_not:")
    assert _only(check_agreement(_road(head=third)), "R05").witness["positions"] == ["may", "perhaps"]


def test_facts_that_nothing_uses_or_records() -> None:
    head = HEAD.replace("from: check.armed", "from: consent.armed").replace("passage.delay_min", "passagge.delay_min")
    found = {one.part: one for one in check_agreement(_road(head=head)).of("R06")}
    assert found["fact 'toll'"].what == "nothing in the file uses it"
    assert "planned" in found["fact 'armed'"].what
    assert found["fact 'delay_min'"].mend.startswith("Did you mean pass")


def test_a_clause_that_nothing_applies() -> None:
    head = HEAD.replace('"1": {says: All may pass.}', '"1": {says: All may pass.}, "2": {says: Sing.}')
    assert _only(check_agreement(_road(head=head)), "R08").part == "clause D/2"
    assert check_agreement(_road(head=head.replace("Sing.", "Sing., no_rule: Of no weight."))).of("R08") == ()


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("from: 2022-07-01, value", "from: 2022-08-01, value", "limit 'most'"),
        ("held_by: [west]", "held_by: [west, east]", "issue 'night'"),
        ("west: {night: may_not}", "west: {night: may}", "reading 'west'"),
        (
            "held_by: [west]",
            "held_by: [{party: west, from: 2023-01-01}, {party: west, until: 2022-12-01}]",
            "issue 'night'",
        ),
    ],
)
def test_dates_that_do_not_meet(old: str, new: str, part: str) -> None:
    found = check_agreement(_road(head=HEAD.replace(old, new))).of("R09")
    assert [one.part for one in found] == [part]
    assert found[0].witness["at"]


def test_direction_swap() -> None:
    rule = ("in-only", "movement", 'armed && direction == "inbound"', "prohibited")
    found = _only(check_agreement(_road(rule)), "R10")
    assert (found.part, found.severity) == ("rule 'in-only'", "error")
    assert "direction: inbound" in str(found.witness["words"])
    exchanged = found.witness["exchanged"]
    assert isinstance(exchanged, dict)
    assert "direction: outbound" in str(exchanged["words"])
    assert check_agreement(_road((*rule, ", asymmetric: D/1"))).of("R10") == ()
    mirror = ("out-only", "movement", 'armed && direction == "outbound"', "prohibited")
    assert check_agreement(_road(rule, mirror)).of("R10") == ()


EAST = ("east-stops", "conduct", 'stopped_by == "east" || "east" in checked_by', "breach")
WEST = ("west-stops", "conduct", 'stopped_by == "west" || "west" in checked_by', "breach")


def test_party_swap() -> None:
    found = _only(check_agreement(_road(EAST)), "R11")
    assert found.part == "rule 'east-stops'"
    assert "East and West exchanged" in found.what
    assert check_agreement(_road(EAST, WEST)).of("R11") == ()
    assert check_agreement(_road((*EAST, ", asymmetric: D/1"))).of("R11") == ()
    assert check_agreement(_road((*EAST, ", under: {night: [may]}"))).of("R11") == ()


def test_a_rule_that_always_blames_one_party_is_one_sided() -> None:
    rule = ("stop", "conduct", "delay_min > 500", "breach", ", breach_by: [east]")
    found = _only(check_agreement(_road(rule)), "R11")
    assert "names the same party" in found.what
    assert check_agreement(_road((*rule[:4], ", breach_by: [stopped_by]"))).of("R11") == ()
    blamed = [
        (f"{party}-stops", "conduct", f'stopped_by == "{party}"', "breach", f", breach_by: [{party}]")
        for party in ("east", "west")
    ]
    assert check_agreement(_road(*blamed)).of("R11") == ()


def test_a_duty_of_one_side_is_noted() -> None:
    duty = "obligations:\n- {id: sweep, by: [east], clause: [D/1], basis: agreed, kind: continuous, BY}\n"
    duty = duty.replace("BY", "scored_by_person: true")
    found = _only(check_agreement(_road(more=duty)), "R11")
    assert (found.part, found.severity) == ("obligation 'sweep'", "notice")
    assert check_agreement(_road(more=duty.replace("D/1]", "D/1], asymmetric: D/1"))).of("R11") == ()


@pytest.mark.parametrize(
    "code", ["hs:98", "hs:77", "hs:0001", "un_number:9999", "un_class:1.7", "ml:ML23", "un_class:6.3."]
)
def test_codes_that_match_nothing(code: str) -> None:
    assert why_nothing(code)
    assert mend_code(code)


@pytest.mark.parametrize(
    "code", ["hs:93", "hs:9", "un_number:1203", "un_class:1.4S", "un_class:1.", "ml:ML4.a", "own:flour"]
)
def test_codes_that_match_something(code: str) -> None:
    assert why_nothing(code) == ""


def test_a_list_of_codes_that_do_not_exist() -> None:
    sample = sample_agreement()
    lists = {**sample.lists, "arms": replace(sample.lists["arms"], versions=always(CodeList((), ("hs:99",))))}
    assert _only(check_agreement(replace(sample, lists=lists)), "R13").part == "list 'arms'"


def test_checks_that_could_not_look_everywhere_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("safeconduct.agreement.region.table.REGION_CELLS_MAX", 2)
    report = check_agreement(sample_agreement())
    assert not report.complete
    assert report.of("R00")
    assert report.of("R01") == ()


def test_sums_of_facts_are_reported_as_not_complete() -> None:
    report = check_agreement(_road(("sum", "conduct", "delay_min + toll > 100", "impeded")))
    assert not report.complete
    assert "delay_min, toll" in report.of("R00")[0].what


def test_a_choice_over_very_many_facts_is_left_out_in_bounded_time() -> None:
    facts = "".join(f"  b{number}: {{type: bool, from: check.b{number}}}\n" for number in range(22))
    choice = " || ".join(f"b{number}" for number in range(22))
    head = HEAD.replace("issues:\n", facts + "issues:\n")
    report = check_agreement(_road(("many", "movement", f"({choice} ? toll : delay_min) > 7", "hold"), head=head))
    assert not report.complete
    assert "too many combinations" in report.of("R00")[0].what


def test_long_sums_are_left_out_in_bounded_time() -> None:
    facts = "".join(f"  n{number}: {{type: int, min: 0, max: 9, from: check.n}}\n" for number in range(12))
    total = " + ".join(f"n{number}" for number in range(12))
    head = HEAD.replace("issues:\n", facts + "issues:\n")
    assert not check_agreement(_road(("sum", "movement", f"{total} > 7", "hold"), head=head)).complete


def test_every_witness_is_a_case_that_the_agreement_takes() -> None:
    agreement = sample_agreement()
    for finding in check_agreement(agreement).findings:
        movement = finding.witness.get("movement")
        if movement is not None:
            assert case_from_json(agreement, movement).views


def test_the_report_as_json_and_its_shares() -> None:
    report = check_agreement(sample_agreement())
    told = json.loads(json.dumps(report.to_json()))
    assert told["complete"] is True
    assert {finding["code"] for finding in told["findings"]} <= {*RULES}
    assert told["bases"]["rules"] == {"agreed": 3, "stated": 2, "inferred": 2, "assumed": 1}
    assert 0 < sum(told["permille"].values()) <= 1000


def test_findings_stand_in_the_order_of_the_file_errors_first() -> None:
    findings = check_agreement(
        agreement_from_yaml(SAMPLE_AGREEMENT.replace("issue: control, cites", "cites"), "x")
    ).findings
    order = [("error", "warning", "notice").index(one.severity) for one in findings]
    assert order == sorted(order)
    assert findings[0].severity == "error"


SHIPPED = sorted((Path(__file__).parents[3] / "src" / "safeconduct" / "corridors").glob("*/agreement.yaml"))


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.parent.name)
def test_a_shipped_agreement_passes_its_checks(file: Path) -> None:
    report = check_agreement(agreement_from_yaml(file.read_bytes(), file.name))
    assert report.complete
    assert [finding.to_json() for finding in report.findings if finding.severity == "error"] == []
