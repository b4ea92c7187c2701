"""Claims that use the lists, limits and readings of the agreement."""

from __future__ import annotations

from typing import Any

import pytest

from safeconduct.assess.claims.answer import Answer
from safeconduct.assess.claims.check import Report, answer_claims
from safeconduct.assess.claims.interval import Verdict
from safeconduct.assess.claims.load import claims_from_yaml
from safeconduct.assess.claims.question import question_from_bytes, question_to_bytes
from safeconduct.facts.build import build_facts
from safeconduct.testing.corridor import SampleLog, SampleVoyage
from tests.unit.facts.agreed_lane import LANE, NORTH, lane_agreement, lane_log, with_body

VOYAGES = [
    SampleVoyage(1, "2022-08-01", "2022-08-03"),
    SampleVoyage(2, "2022-08-02", "2022-08-09"),
    SampleVoyage(3, "2022-08-05", "2022-08-06"),
]
AUGUST = "over: {column: departed_on, from: 2022-08-01, until: 2022-08-11}"


def plain() -> SampleLog:
    return lane_log(NORTH, "north", VOYAGES)


def coded(*lines: dict[str, str]) -> SampleLog:
    """The log with the same cargo lines, and their codes, on every ship."""
    listed = [{"line": i, "commodity": "Goods", "load_kg": 1000, **line} for i, line in enumerate(lines, 1)]
    return with_body(plain(), "notification", lines=listed)


def put(claim: str, log: SampleLog, text: str | None = LANE) -> Report:
    file = claims_from_yaml(f"claims:\n- {{id: q, speaker: S, as_of: 2022-08-31, claim: {{{claim}}}}}\n", "claims.yaml")
    return answer_claims(build_facts([log]), file, None if text is None else lane_agreement(text))


def ask(claim: str, log: SampleLog, text: str = LANE) -> Answer:
    report = put(claim, log, text)
    assert not report.problems, [str(problem) for problem in report.problems]
    return report.answers[0]


def count(where: str, value: int, **more: str) -> str:
    added = "".join(f", {name}: {text}" for name, text in more.items())
    return f"measure: count, table: cargo, where: '{where}', {AUGUST}, value: {value}{added}"


def recorded(answer: Answer) -> tuple[object, object]:
    assert answer.recorded is not None
    return answer.recorded.low, answer.recorded.high


def test_a_list_is_the_one_of_the_day_of_each_row() -> None:
    """Flour (1101) is on the list from 3 August on, so only on the third ship."""
    answer = ask(count("code in list.food", 1), coded({"hs": "110100"}))
    assert (answer.verdict, recorded(answer)) == (Verdict.SUPPORTED, (1, 1))
    assert "list.food: as the agreement has it on the day of each row" in [str(part) for part in answer.definition]


def test_a_list_holds_all_codes_with_its_beginning() -> None:
    assert recorded(ask(count("code in list.food", 3), coded({"hs": "1001910000"}))) == (3, 3)
    assert recorded(ask(count("!(code in list.food)", 3), coded({"hs": "2710"}))) == (3, 3)


def test_a_line_without_a_code_may_be_on_the_list_or_not() -> None:
    answer = ask(count("code in list.food", 3), coded({"hs": "1001"}, {}))
    assert (answer.verdict, recorded(answer)) == (Verdict.UNDECIDABLE, (3, 6))


def test_a_un_number_is_a_code_where_no_hs_code_is_given() -> None:
    log = coded({"un": "1005"}, {"un": "1005", "hs": "281410"})
    assert recorded(ask(count('code == "un_number:1005"', 3), log)) == (3, 3)
    assert recorded(ask(count('un_code == "un_number:1005"', 6), log)) == (6, 6)


def test_a_record_of_names_alone_cannot_answer_what_is_on_a_list() -> None:
    answer = ask(count("code in list.food", 3), plain())
    assert (answer.verdict, answer.reason_code) == (Verdict.UNDECIDABLE, "not_recorded")
    assert "None is made up from a name" in str(answer.reason)


def test_a_limit_stands_for_its_value() -> None:
    answer = ask(f"measure: count, table: movement, where: wait_days > limit.wait_days, {AUGUST}, value: 1", plain())
    assert (answer.verdict, recorded(answer)) == (Verdict.SUPPORTED, (1, 1))


def test_a_limit_is_the_one_of_the_day_of_each_row() -> None:
    longer = "wait_days: [{from: 2022-07-01, value: 1, basis: assumed}, {from: 2022-08-02, value: 9, basis: assumed}]"
    text = LANE.replace("wait_days: [{from: 2022-07-01, value: 3, unit: day, basis: assumed}]", longer)
    claim = f"measure: count, table: movement, where: wait_days > limit.wait_days, {AUGUST}, value: 1"
    assert recorded(ask(claim, plain(), text)) == (1, 1)


def test_before_a_limit_begins_nobody_knows() -> None:
    text = LANE.replace("wait_days: [{from: 2022-07-01", "wait_days: [{from: 2022-08-02")
    claim = f"measure: count, table: movement, where: wait_days > limit.wait_days, {AUGUST}, value: 1"
    assert recorded(ask(claim, plain(), text)) == (1, 2)


def test_a_limit_that_begins_within_a_day_leaves_that_day_open_where_it_matters() -> None:
    """On 2 August the limit rises from 3 to 9 at noon; a wait of 7 days is longer than one of the two."""
    noon = 'wait_days: [{from: 2022-07-01, value: 3, basis: assumed}, {from: "2022-08-02T12:00:00.000Z", value: 9, '
    longer = f"{noon}basis: assumed}}]"
    text = LANE.replace("wait_days: [{from: 2022-07-01, value: 3, unit: day, basis: assumed}]", longer)
    claim = f"measure: count, table: movement, where: wait_days > limit.wait_days, {AUGUST}, value: 1"
    assert recorded(ask(claim, plain(), text)) == (0, 1)


TERM = f"measure: count, table: movement, where: departed_on >= limit.term_end, {AUGUST}, value: 2"


@pytest.mark.parametrize(("reading", "verdict", "value"), [("south", "supported", 2), ("north", "contradicted", 0)])
def test_a_reading_decides_which_value_a_limit_has(reading: str, verdict: str, value: int) -> None:
    answer = ask(f"{TERM}, reading: {reading}", plain())
    assert (answer.verdict.value, recorded(answer)) == (verdict, (value, value))
    assert f"limits as the reading {reading} has them" in [str(part) for part in answer.definition]


def test_a_claim_that_names_no_reading_is_undecided_where_they_differ() -> None:
    answer = ask(TERM, plain())
    assert (answer.verdict, answer.reason_code) == (Verdict.UNDECIDABLE, "readings_differ")
    assert recorded(answer) == (0, 2)
    assert {(one.reading, one.verdict) for one in answer.readings} == {
        ("north", Verdict.CONTRADICTED),
        ("south", Verdict.SUPPORTED),
    }
    assert "under north 0 " in str(answer.reason)
    told: Any = answer.to_json()
    assert [one["reading"] for one in told["readings"]] == [one.reading for one in answer.readings]
    assert answer.claim.proposition.reading == ""


def test_a_claim_that_comes_to_the_same_under_each_reading_is_answered() -> None:
    early = "over: {column: departed_on, from: 2022-08-01, until: 2022-08-02}"
    claim = f"measure: count, table: movement, where: departed_on >= limit.term_end, {early}, value: 0"
    answer = ask(claim, plain())
    assert (answer.verdict, answer.readings) == (Verdict.SUPPORTED, ())
    assert any("the same under each" in str(part) for part in answer.definition)
    assert answer.claim.proposition.reading == ""


def test_answers_keep_the_order_of_the_claims() -> None:
    each = [TERM, "measure: count, table: movement, value: 3", TERM]
    listed = "".join(f"- {{id: q{i}, speaker: S, as_of: 2022-08-31, claim: {{{c}}}}}\n" for i, c in enumerate(each))
    report = answer_claims(build_facts([plain()]), claims_from_yaml("claims:\n" + listed, "c.yaml"), lane_agreement())
    assert [answer.claim.id for answer in report.answers] == ["q0", "q1", "q2"]


@pytest.mark.parametrize(
    ("claim", "text", "what"),
    [
        (f"{TERM}, reading: sout", LANE, "there is no reading 'sout'"),
        (f"{TERM}, reading: south", None, "uses the reading 'south'"),
        (TERM, None, "uses a list or limit"),
        (count("code in list.fod", 1), LANE, "list 'fod'"),
        (TERM.replace("term_end", "term_ende"), LANE, "limit.term_ende"),
        (TERM.replace("departed_on >=", "port =="), LANE, ""),
    ],
)
def test_what_the_agreement_does_not_have_is_a_problem_with_its_line(claim: str, text: str | None, what: str) -> None:
    log = coded({"hs": "1001"})
    (problem,) = put(claim, log, text).problems
    assert what in problem.what
    assert problem.where.startswith("claims.yaml:2")


def test_a_corridor_without_agreement_answers_as_before() -> None:
    claim = "measure: count, table: movement, where: 'port == \"North\"', value: 3"
    without, with_agreement = (put(claim, plain(), text).to_json() for text in (None, LANE))
    assert without == with_agreement


def test_a_reading_survives_the_way_through_an_entry() -> None:
    yaml = f"claims:\n- {{id: q, speaker: S, said_on: 2022-08-31, claim: {{{TERM}, reading: south}}}}\n"
    file = claims_from_yaml(yaml, "claims.yaml")
    again = question_from_bytes(question_to_bytes(file.claims), "claims.yaml")
    assert again.claims[0].proposition == file.claims[0].proposition
