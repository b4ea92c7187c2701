from __future__ import annotations

from functools import cache

import pytest

from safeconduct.agreement.check import CheckReport, Finding, check_agreement
from safeconduct.agreement.diff import diff_agreements
from safeconduct.agreement.errors import AgreementFileError
from safeconduct.agreement.load import agreement_from_yaml
from safeconduct.agreement.model import Agreement
from safeconduct.testing.agreements import SAMPLE_AGREEMENT
from safeconduct.testing.faulty_agreements import DIFF, LOAD, FaultyAgreement, faulty_agreements, plain_text

FAULTY = faulty_agreements(SAMPLE_AGREEMENT)
SHOWN_BY_MOVEMENT = {"R01", "R07", "R10", "R11"}
SHOWN_BY_FILE_ALONE = {"R01": "contradictory", "R11": "obligation"}


@cache
def _good() -> tuple[Agreement, CheckReport]:
    agreement = agreement_from_yaml(plain_text(SAMPLE_AGREEMENT), "good.yaml")
    return agreement, check_agreement(agreement)


def _problems(error: AgreementFileError) -> bool:
    """Whether every problem of a file says where it is and what mends it."""
    return all(problem.where.startswith("faulty.yaml:") and problem.next_step for problem in error.problems)


def _new_findings(faulty: Agreement) -> list[Finding]:
    known = {(finding.code, finding.part, finding.what) for finding in _good()[1].findings}
    return [one for one in check_agreement(faulty).findings if (one.code, one.part, one.what) not in known]


def test_there_are_more_than_a_hundred_faults_of_every_sort() -> None:
    assert len({fault.name for fault in FAULTY}) == len(FAULTY) >= 100
    expected = {way for fault in FAULTY for way in fault.found_by}
    assert {LOAD, DIFF, "R01", "R05", "R06", "R07", "R08", "R09", "R10", "R11", "R12", "R13"} <= expected


def _loaded(fault: FaultyAgreement) -> Agreement | AgreementFileError:
    try:
        return agreement_from_yaml(fault.text, "faulty.yaml")
    except AgreementFileError as error:
        return error


@pytest.mark.parametrize("fault", FAULTY, ids=lambda fault: fault.name)
def test_every_fault_is_found_as_it_should_be(fault: FaultyAgreement) -> None:
    faulty = _loaded(fault)
    if isinstance(faulty, AgreementFileError):
        assert LOAD in fault.found_by
        assert _problems(faulty)
        return
    codes = fault.found_by - {LOAD, DIFF}
    found = [one for one in _new_findings(faulty) if one.code in codes] if codes else []
    assert found or (DIFF in fault.found_by and not diff_agreements(_good()[0], faulty).same)
    for finding in found:
        assert finding.line
        assert finding.mend
        if finding.code in SHOWN_BY_MOVEMENT and SHOWN_BY_FILE_ALONE.get(finding.code, "-") not in fault.name:
            assert finding.witness["words"]


def test_a_good_file_is_no_fault() -> None:
    good, _ = _good()
    assert _new_findings(good) == []
    assert diff_agreements(good, good).same
