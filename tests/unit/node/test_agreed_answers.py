"""Claims that use the agreement of the corridor: answered with it, bundled with it, kept with their reading."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from safeconduct.intake.corridor_file import corridor_from_yaml
from safeconduct.intake.table_map import TableMap
from safeconduct.node.answering import Checked, check_claims, claims_on_record
from safeconduct.node.bundling import check_bundle, export_bundle
from safeconduct.node.config import OwnLog
from safeconduct.node.errors import NodeFolderError
from safeconduct.node.importing import import_table
from safeconduct.node.node import Node
from safeconduct.node.recording import add_claims
from safeconduct.node.shipped import begin_corridor
from tests.unit.node.road import AGREED_CLAIMS, AGREEMENT, CORRIDOR, claims, kinds, table_file


@pytest.fixture
def node(empty: Node) -> Node:
    """A node whose corridor has an agreement."""
    return begin_corridor(empty, corridor_from_yaml(CORRIDOR, "corridor.yaml"), AGREEMENT.encode())


@pytest.fixture(autouse=True)
def imported(node: Node, log: OwnLog, table: TableMap) -> None:
    """The table is in the log."""
    import_table(node, log, table_file(), table)


def verdicts(checked: Checked) -> dict[str, str]:
    return {answer.claim.id: answer.verdict.value for answer in checked.report.answers}


def test_lists_limits_and_readings_are_those_of_the_agreement_that_the_charter_names(node: Node, log: OwnLog) -> None:
    checked = check_claims(node, log, claims(AGREED_CLAIMS))
    assert checked.report.problems == ()
    assert verdicts(checked) == {"in-term": "undecidable", "in-term-of-hill": "supported", "food": "undecidable"}
    in_term = checked.report.answers[0]
    assert [(one.reading, one.verdict.value) for one in in_term.readings] == [
        ("dale", "contradicted"),
        ("hill", "supported"),
    ]


def test_a_reading_is_kept_on_record_and_can_be_corrected(node: Node, log: OwnLog) -> None:
    filed = claims(AGREED_CLAIMS)
    assert add_claims(node, log, filed).added == 3
    recorded = claims_on_record(node, log)
    assert [claim.proposition for claim in recorded.claims] == [claim.proposition for claim in filed.claims]
    assert (
        check_claims(node, log, recorded).report.to_json()["claims"]
        == check_claims(node, log, filed).report.to_json()["claims"]
    )
    assert add_claims(node, log, filed).unchanged == 3
    changed = claims(AGREED_CLAIMS.replace("reading: hill", "reading: dale"))
    assert (add_claims(node, log, changed).corrected, kinds(node, log)[-1]) == (1, "correction")
    assert verdicts(check_claims(node, log, claims_on_record(node, log)))["in-term-of-hill"] == "contradicted"


def test_a_bundle_carries_the_agreement_and_verifies_without_the_node(node: Node, log: OwnLog, tmp_path: Path) -> None:
    checked = check_claims(node, log, claims(AGREED_CLAIMS))
    assert checked.agreement is not None
    export_bundle(node, log, checked, tmp_path / "a.scz")
    report = check_bundle(tmp_path / "a.scz", [log.vkey])
    assert (report.ok, report.agreement, len(report.answers)) == (True, checked.agreement.digest, 3)


def test_the_file_of_the_agreement_may_be_laid_out_anew(node: Node, log: OwnLog) -> None:
    before = check_claims(node, log, claims(AGREED_CLAIMS)).report.to_json()
    document = check_claims(node, log, claims(AGREED_CLAIMS)).agreement
    assert document is not None
    node.layout.agreement(log.corridor).write_bytes(json.dumps(json.loads(document.document), indent=1).encode())
    assert check_claims(node, log, claims(AGREED_CLAIMS)).report.to_json() == before


@pytest.mark.parametrize("text", [None, AGREEMENT.replace("2024-06-01", "2024-07-01")], ids=["missing", "another"])
def test_without_the_agreement_that_the_charter_names_nothing_is_answered(
    node: Node, log: OwnLog, text: str | None
) -> None:
    path = node.layout.agreement(log.corridor)
    path.unlink()
    if text is not None:
        path.write_text(text)
    with pytest.raises(NodeFolderError) as refused:
        check_claims(node, log, claims(AGREED_CLAIMS))
    assert "Put back the file whose digest is" in refused.value.next_step
