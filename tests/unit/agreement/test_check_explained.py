from __future__ import annotations

import pytest

from safeconduct.agreement.check import CheckReport, check_agreement
from safeconduct.agreement.errors import AgreementFileError
from safeconduct.agreement.load import agreement_from_yaml
from safeconduct.testing.agreements import SAMPLE_AGREEMENT


def report(explained: str) -> CheckReport:
    return check_agreement(agreement_from_yaml(f"{SAMPLE_AGREEMENT}{explained}", "sample.yaml"))


def test_an_explained_finding_stays_in_the_report_and_is_no_longer_counted() -> None:
    plain = report("")
    told = report("explained: [{code: R06, parts: [fact consents, fact refusals], why: Consents are told by radio.}]\n")
    explained = [finding for finding in told.findings if finding.why]
    assert [(one.code, one.part) for one in explained] == [("R06", "fact 'consents'"), ("R06", "fact 'refusals'")]
    assert all(one.why == {"en": "Consents are told by radio."} for one in explained)
    assert [one.part for one in told.findings] == [one.part for one in plain.findings]
    assert told.count("warning") == plain.count("warning") - 2
    assert len(told.unexplained) == len(plain.findings) - 2
    assert explained[0].to_json()["explained"] == {"en": "Consents are told by radio."}


@pytest.mark.parametrize(
    "idle", ["{code: R06, parts: [fact at], why: x}", "{code: R01, parts: [fact consents], why: x}"]
)
def test_an_explanation_of_nothing_is_a_finding(idle: str) -> None:
    (found,) = report(f"explained: [{idle}]\n").of("R15")
    assert found.severity == "warning"
    assert found.line == len(SAMPLE_AGREEMENT.splitlines()) + 1


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ("{code: R6, parts: [fact at], why: x}", "is no code of a finding"),
        ("{code: R06, parts: [], why: x}", "empty list"),
        ("{code: R06, parts: [fact at]}", "`why` is missing"),
        ("{code: R06, part: fact at, why: x}", "'part' is not a key"),
    ],
)
def test_an_explanation_that_cannot_be_read_is_told(entry: str, what: str) -> None:
    with pytest.raises(AgreementFileError) as caught:
        report(f"explained: [{entry}]\n")
    assert any(what in problem.what for problem in caught.value.problems), caught.value.problems
