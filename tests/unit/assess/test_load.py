"""Claims files: what is accepted, and where each problem is said to be."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from safeconduct.assess.claims.load import claims_from_yaml
from safeconduct.assess.claims.question import question_from_bytes, question_to_bytes
from safeconduct.assess.errors import ClaimError
from safeconduct.base.yaml_file import YamlError
from safeconduct.testing.corridor import SampleVoyage, sample_report

GOOD = """version: 1
claims:
- id: a
  speaker: S
  said_on: 2022-08-17
  claim:
    measure: count
    table: movement
    where: 'true'
    over: {column: departed_on, from: 2022-08-01, until: 2022-08-16}
    comparator: about
    value: 21
    rounding: 0.5
    unit: voyages
"""


def problem_of(old: str, new: str) -> str:
    """The one problem of the good file after a change."""
    assert old in GOOD
    (problem,) = claims_from_yaml(GOOD.replace(old, new), "f.yaml").problems
    return str(problem)


def test_a_good_file_is_read_whole() -> None:
    (claim,) = claims_from_yaml(GOOD, "f.yaml").claims
    assert claim.statement == "a"
    assert claim.proposition.value == 21
    assert claim.proposition.rounding == Fraction(1, 2)
    assert claim.place == "f.yaml:3"
    assert claim.at("where") == "f.yaml:9"


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("measure: count", "measure: counts", 7, "Did you mean count?"),
        ("comparator: about", "comparator: circa", 11, "circa"),
        ("from: 2022-08-01", "from: 2022-02-30", 10, "is not a day"),
        ("until: 2022-08-16", "until: 2022-07-16", 10, "period is empty"),
        ("value: 21", "value: many", 12, "number"),
        ("value: 21", "valeu: 21", 12, "Did you mean value?"),
        ("rounding: 0.5", "rounding: 0", 13, "above zero"),
        ("measure: count", "measure: sum", 7, "needs a `column`"),
        ("unit: voyages", "each: [{vessel: X}]", 14, "goes with the measure `some`"),
        ("said_on: 2022-08-17", "said_on: last week", 5, "is not a day"),
    ],
)
def test_each_problem_names_its_line(old: str, new: str, line: int, says: str) -> None:
    text = problem_of(old, new)
    assert text.startswith(f"f.yaml:{line}:")
    assert says in text


def test_repeated_ids_refuse_the_file_and_name_both_lines() -> None:
    twice = GOOD + GOOD.split("claims:\n")[1]
    with pytest.raises(ClaimError, match="first on line 3") as caught:
        claims_from_yaml(twice, "f.yaml")
    assert caught.value.where.startswith("f.yaml:15")


@pytest.mark.parametrize(
    "text",
    [
        "claims: []\n",
        "claims:\n- &a {id: x}\n- *a\n",
        "version: 2\n" + GOOD.split("\n", 1)[1],
        "clams: []\n",
        "claims: {a: 1}\n",
        "",
        "\x00",
        "claims:\n- id: x\n  id: y\n",
    ],
)
def test_a_broken_frame_refuses_the_file(text: str) -> None:
    with pytest.raises((YamlError, ClaimError)):
        claims_from_yaml(text, "f.yaml")


def test_a_bad_claim_leaves_the_others_answered() -> None:
    other = GOOD.split("claims:\n")[1].replace("id: a", "id: b").replace("movement", "movements")
    report = sample_report([SampleVoyage(1, "2022-08-02")], GOOD + other)
    assert [answer.claim.id for answer in report.answers] == ["a"]
    (problem,) = report.problems
    assert str(problem) == "claims.yaml:20: there is no table 'movements'. Did you mean 'movement'?"


def test_a_wrong_column_name_gets_the_line_and_the_nearest_name() -> None:
    for where, line in (("where: 'prot == \"North\"'", 9), ("where: 'true'\n    column: departed", 10)):
        text = GOOD.replace("where: 'true'", where)
        (problem,) = sample_report([SampleVoyage(1, "2022-08-02")], text).problems
        assert f"claims.yaml:{line}" in str(problem)
        assert "Did you mean" in str(problem)


def test_claims_go_through_canonical_json_unchanged() -> None:
    read = claims_from_yaml(GOOD, "f.yaml")
    again = question_from_bytes(question_to_bytes(read.claims, ("grade",)), "question.json")
    assert again.claims[0].proposition == read.claims[0].proposition
    assert again.not_recorded == ("grade",)
    assert question_to_bytes(again.claims, again.not_recorded) == question_to_bytes(read.claims, ("grade",))


@pytest.mark.shared
def test_the_development_set_goes_through_canonical_json_unchanged(shared: Path) -> None:
    read = claims_from_yaml((shared / "data/black-sea/claims.yaml").read_bytes(), "claims.yaml")
    assert len(read.claims) == 45
    assert read.problems == ()
    data = question_to_bytes(read.claims)
    again = question_from_bytes(data, "question.json")
    assert [c.proposition for c in again.claims] == [c.proposition for c in read.claims]
    assert question_to_bytes(again.claims) == data
