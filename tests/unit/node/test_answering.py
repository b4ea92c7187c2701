"""Claims are answered from the signed record, together, and with what the record lacks as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from safeconduct.assess.bundle import BundleError, verify_bundle
from safeconduct.intake.table_map import TableMap
from safeconduct.node.answering import Checked, check_claims, claims_in_file, claims_on_record
from safeconduct.node.bundling import bundle_of, check_bundle, export_bundle
from safeconduct.node.config import OwnLog
from safeconduct.node.errors import InputFileError, StrictError, UnknownClaimError
from safeconduct.node.importing import import_table
from safeconduct.node.node import Node
from safeconduct.node.recording import add_claims
from tests.unit.node.road import CLAIMS, claims, table_file

WRONG = CLAIMS.replace('where: commodity == "Flour"', 'where: comodity == "Flour"')


@pytest.fixture(autouse=True)
def imported(node: Node, log: OwnLog, table: TableMap) -> None:
    """The table is in the log."""
    import_table(node, log, table_file(), table)


def verdicts(checked: Checked) -> dict[str, str]:
    return {answer.claim.id: answer.verdict.value for answer in checked.report.answers}


def test_a_file_is_answered_without_entering_the_record(node: Node, log: OwnLog) -> None:
    checked = check_claims(node, log, claims())
    assert verdicts(checked) == {"march-trucks": "supported", "march-flour": "contradicted"}
    assert checked.gaps == ()
    assert claims_on_record(node, log).claims == ()


def test_claims_on_record_get_the_same_answers_as_their_file(node: Node, log: OwnLog) -> None:
    add_claims(node, log, claims())
    filed = check_claims(node, log, claims()).report.to_json()
    recorded = check_claims(node, log, claims_on_record(node, log)).report.to_json()
    assert recorded == filed


def test_an_answer_does_not_depend_on_which_claims_are_shown(node: Node, log: OwnLog) -> None:
    every = check_claims(node, log, claims())
    one = check_claims(node, log, claims(), ids=["march-flour"])
    assert one.report.to_json()["claims"] == [every.report.to_json()["claims"][1]]
    assert one.whole == every.whole


def test_an_unknown_claim_is_answered_with_the_nearest(node: Node, log: OwnLog) -> None:
    with pytest.raises(UnknownClaimError, match="no claim 'march-truck'") as caught:
        check_claims(node, log, claims(), ids=["march-truck"])
    assert "march-trucks" in caught.value.next_step


def test_a_claim_that_cannot_be_asked_does_not_keep_the_others_from_an_answer(node: Node, log: OwnLog) -> None:
    checked = check_claims(node, log, claims(WRONG))
    assert verdicts(checked) == {"march-trucks": "supported"}
    assert [problem.where.split(",")[0] for problem in checked.report.problems] == ["claims.yaml:27"]
    assert check_claims(node, log, claims(WRONG), ids=["march-trucks"]).report.problems == ()
    assert check_claims(node, log, claims(WRONG), ids=["march-flour"]).report.problems != ()


def test_strict_answers_nothing_then(node: Node, log: OwnLog) -> None:
    with pytest.raises(StrictError, match="1 claims cannot be asked"):
        check_claims(node, log, claims(WRONG), strict=True)


def test_a_claims_file_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputFileError):
        claims_in_file(tmp_path / "no.yaml")


def test_a_bundle_verifies_and_gives_the_whole_answer(node: Node, log: OwnLog, tmp_path: Path) -> None:
    checked = check_claims(node, log, claims(), ids=["march-flour"])
    size = export_bundle(node, log, checked, tmp_path / "a.scz")
    assert size == (tmp_path / "a.scz").stat().st_size
    report = check_bundle(tmp_path / "a.scz", [log.vkey])
    assert report.ok
    assert [answer.id for answer in report.answers] == ["march-trucks", "march-flour"]
    assert report.logs[0].trusted


def test_a_bundle_of_an_older_state_is_not_made_of_a_newer_log(node: Node, log: OwnLog, tmp_path: Path) -> None:
    checked = check_claims(node, log, claims())
    assert verify_bundle(b"".join(bundle_of(node, log, checked))).ok
    add_claims(node, log, claims())
    with pytest.raises(BundleError, match="was not computed from these logs"):
        export_bundle(node, log, checked, tmp_path / "a.scz")
    assert list(tmp_path.glob("*.scz*")) == []


def test_a_place_where_no_bundle_can_be_written_is_told(node: Node, log: OwnLog, tmp_path: Path) -> None:
    checked = check_claims(node, log, claims())
    with pytest.raises(InputFileError, match="cannot be written"):
        export_bundle(node, log, checked, tmp_path / "no" / "a.scz")
