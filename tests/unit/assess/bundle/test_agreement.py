"""The agreement in a bundle: the log vouches for it, and only with it do claims get the answer that is stated."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from safeconduct.assess.bundle import BundleError, Finding, VerifyReport, verify_bundle, write_bundle
from safeconduct.assess.bundle.agreement import check_not_needed
from safeconduct.assess.bundle.contents import AGREEMENT, ANSWER, QUESTION, README
from safeconduct.assess.bundle.errors import MemberError
from safeconduct.assess.bundle.readme import readme_bytes
from safeconduct.assess.bundle.report import AGREEMENT_DIFFERS, ANSWER_DIFFERS, MEMBER_ODD
from safeconduct.base.canonical import canonical_bytes, value_from_canonical
from safeconduct.base.limits import YAML_BYTES_MAX
from safeconduct.facts.build import read_terms
from safeconduct.log import log_files
from safeconduct.notes.keys import Signer
from safeconduct.testing.corridor import SampleVoyage, sample_facts
from tests.unit.assess.bundle.sample import (
    AGREED_CLAIMS,
    AGREEMENT_TEXT,
    FOLDER,
    agreed_bundle,
    agreement,
    answered,
    bundle_of,
    claims,
    edited,
    entries,
    log_of,
    members_of,
    packed,
    sample_bundle,
)

DIGEST = agreement().digest


def forged(change: Callable[[dict[str, bytes]], object], bundle: bytes | None = None) -> VerifyReport:
    """What is found in the bundle after a change to its members, with all digests made to fit."""
    members = members_of(bundle or agreed_bundle())
    change(members)
    return verify_bundle(packed(members))


def without_agreement(members: dict[str, bytes]) -> None:
    del members[AGREEMENT]
    members[README] = readme_bytes(agreement=False)


def with_log(members: dict[str, bytes], data: list[bytes]) -> None:
    for name in [name for name in members if name.startswith(FOLDER + "tile/")]:
        del members[name]
    members.update({FOLDER + path: content for path, content in log_files(log_of(data))})


def found_in(report: VerifyReport) -> list[tuple[str, str]]:
    assert not report.ok
    return [(finding.code, finding.member) for finding in report.findings]


def only(report: VerifyReport) -> Finding:
    assert found_in(report) == [(AGREEMENT_DIFFERS, AGREEMENT)]
    assert (report.recomputed, report.agreement) == (False, "")
    return report.findings[0]


def test_the_member_is_the_document_whose_digest_the_charter_names() -> None:
    members = members_of(agreed_bundle())
    assert hashlib.sha256(members[AGREEMENT]).hexdigest() == DIGEST
    assert members[AGREEMENT] == agreement().document
    assert AGREEMENT.encode() in members[README]
    assert AGREEMENT not in members_of(sample_bundle())
    assert AGREEMENT.encode() not in members_of(sample_bundle())[README]


def test_claims_are_answered_again_with_the_agreement() -> None:
    report = verify_bundle(agreed_bundle())
    assert (report.ok, report.findings, report.agreement) == (True, (), DIGEST)
    assert report.to_json()["agreement"] == DIGEST
    assert {answer.id: answer.verdict for answer in report.answers} == {
        "in-term": "undecidable",
        "in-term-of-west": "supported",
        "food": "undecidable",
        "ships": "contradicted",
    }
    assert report.unanswered == ("misspelt",)
    stated = json.loads(members_of(agreed_bundle())[ANSWER])
    assert [(one["reading"], one["verdict"]) for one in stated["claims"][0]["readings"]] == [
        ("east", "supported"),
        ("west", "contradicted"),
    ]
    assert stated["errors"][0]["next"] == "Did you mean 'code'?"


def test_the_layout_of_the_agreement_file_does_not_matter() -> None:
    spaced = agreement(
        "# a comment\n\n" + AGREEMENT_TEXT.replace("{says: Food may pass.}", "\n        says: Food may pass.")
    )
    reader = log_of(entries(agreement=spaced.digest))
    assert bundle_of(reader, claims_file=claims(AGREED_CLAIMS), agreed=spaced) == agreed_bundle()


def test_another_agreement_is_found_however_well_its_digests_fit() -> None:
    other = agreement(AGREEMENT_TEXT.replace("2031-05-01", "2031-03-11"))
    found = only(forged(lambda members: members.update({AGREEMENT: other.document})))
    assert found.what == f"its SHA-256 is {other.digest}; the charter in the log names {DIGEST}"


@pytest.mark.parametrize("data", [b"", b"{}", AGREEMENT_TEXT.encode(), agreement().document + b"\n"])
def test_anything_else_in_its_place_is_found(data: bytes) -> None:
    assert "its SHA-256 is" in only(forged(lambda members: members.update({AGREEMENT: data}))).what


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "cannot be read"),
        (b"[" * 10_000, "cannot be read"),
        (b"\x00", "cannot be read"),
        (b"{}", "cannot be read"),
        (b'{"format":"safeconduct-agreement/1"}', "cannot be read"),
        (agreement().document.replace(b'"list(code)"', b'"list(cod)"'), "cannot be read"),
        (AGREEMENT_TEXT.encode(), "not written as our writer writes it"),
        (agreement().document + b"\n", "not written as our writer writes it"),
    ],
)
def test_a_charter_that_names_no_readable_agreement_does_no_harm(data: bytes, what: str) -> None:
    def change(members: dict[str, bytes]) -> None:
        with_log(members, entries(agreement=hashlib.sha256(data).hexdigest()))
        members[AGREEMENT] = data

    assert what in only(forged(change)).what


def test_an_agreement_that_no_charter_names_is_found() -> None:
    def change(members: dict[str, bytes]) -> None:
        members[AGREEMENT] = agreement().document
        members[README] = readme_bytes(agreement=True)

    assert "names no agreement" in only(forged(change, sample_bundle())).what


def asked(claim: str) -> bytes:
    """A question of one claim."""
    text = f"version: 1\nclaims:\n- {{id: q, speaker: S, said_on: 2031-04-01, claim: {{{claim}}}}}\n"
    return members_of(bundle_of(log_of(entries(3)), claims_file=claims(text)))[QUESTION]


@pytest.mark.parametrize(
    "claim",
    [
        "measure: count, table: movement, value: 1, where: departed_on < limit.term_end",
        "measure: count, table: cargo, value: 1, where: code in list.food",
        "measure: count, table: cargo, value: 1, where: 'code == \"hs:1001\"'",
        "measure: count, table: movement, value: 1, where: has(un_code)",
        "measure: some, table: cargo, value: 1, each: [{code: hs:1001}]",
        "measure: count, table: movement, value: 1, reading: west",
    ],
)
def test_an_agreement_left_out_is_found_if_a_claim_needs_it(claim: str) -> None:
    """Whatever the answer says: without the agreement there is none."""

    def change(members: dict[str, bytes]) -> None:
        without_agreement(members)
        members[QUESTION] = asked(claim)

    found = only(forged(change))
    assert found.what == f"it is missing: the claim 'q' needs the agreement that the charter names, {DIGEST}"


def test_a_bundle_without_the_agreement_holds_if_no_claim_needs_it() -> None:
    """As bundles were before agreements lay in them."""
    members = members_of(sample_bundle())
    reader = log_of(entries(agreement="0" * 64))
    with_log(members, entries(agreement="0" * 64))
    members[ANSWER] = edited(
        members[ANSWER], lambda answer: answer["logs"][0].update(size=reader.size, root=reader.root.hex())
    )
    report = verify_bundle(packed(members))
    assert (report.ok, report.findings, report.agreement) == (True, (), "")
    assert "agreement" not in report.to_json()


def test_a_column_of_the_corridor_that_is_called_code_needs_no_agreement() -> None:
    text = "claims:\n- {id: q, speaker: S, as_of: 2022-09-01, claim: {measure: count, table: movement, value: 1, "
    claims_file = claims(text + "where: 'code == \"x\"'}}\n")
    own = sample_facts([SampleVoyage(1, "2022-08-01", extra={"code": "x"})])
    check_not_needed(claims_file, own, DIGEST)
    plain = sample_facts([SampleVoyage(1, "2022-08-01")])
    check_not_needed(claims_file, plain, "")
    with pytest.raises(MemberError, match="'q' needs the agreement"):
        check_not_needed(claims_file, plain, DIGEST)


@pytest.mark.parametrize("bundle", [sample_bundle(), agreed_bundle()], ids=["plain", "agreed"])
def test_the_readme_of_the_other_kind_is_found(bundle: bytes) -> None:
    other = readme_bytes(agreement=AGREEMENT not in members_of(bundle))
    assert found_in(forged(lambda members: members.update({README: other}), bundle)) == [(MEMBER_ODD, README)]


def test_an_answer_under_a_reading_that_was_replaced_is_named_with_the_reading() -> None:
    def change(members: dict[str, bytes]) -> None:
        members[ANSWER] = edited(
            members[ANSWER], lambda answer: answer["claims"][0]["readings"][1].update(verdict="supported")
        )

    report = forged(change)
    assert found_in(report) == [(ANSWER_DIFFERS, ANSWER)]
    assert report.findings[0].what.startswith('claims[in-term].readings[west].verdict: the bundle says "supported"')


def test_a_reading_taken_out_of_the_question_gives_another_answer() -> None:
    def change(members: dict[str, bytes]) -> None:
        question: Any = value_from_canonical(members[QUESTION])
        del question["claims"][1]["claim"]["reading"]
        members[QUESTION] = canonical_bytes(question)

    report = forged(change)
    assert {member for _, member in found_in(report)} == {ANSWER}


def test_only_the_agreement_that_the_charter_names_goes_into_a_bundle() -> None:
    claims_file, other = claims(), agreement(AGREEMENT_TEXT.replace("2031-05-01", "2031-05-02"))
    for named, given, what in (
        (DIGEST, None, "was computed without it"),
        (DIGEST, other, "that the charter does not name"),
        ("", other, "that the charter does not name"),
    ):
        reader = log_of(entries(3, agreement=named))
        report = answered([reader], claims_file, given)
        with pytest.raises(BundleError, match=what) as refused:
            write_bundle([reader], claims_file, report, given)
        assert (named or "none") in refused.value.next_step


def test_an_agreement_that_would_not_read_back_is_refused() -> None:
    document = b'{"format":"safeconduct-agreement/2"}'
    odd = replace(agreement(), document=document, digest=hashlib.sha256(document).hexdigest())
    reader, claims_file = log_of(entries(3, agreement=odd.digest)), claims()
    with pytest.raises(BundleError, match="cannot be put into a bundle"):
        write_bundle([reader], claims_file, answered([reader], claims_file, odd), odd)


def test_a_member_larger_than_any_agreement_is_not_read() -> None:
    report = forged(lambda members: members.update({AGREEMENT: bytes(YAML_BYTES_MAX + 1)}))
    assert "agreement.json cannot have" in report.findings[0].what


def test_of_several_logs_the_charter_that_gives_the_terms_names_the_agreement() -> None:
    first, last = (Signer.from_seed(f"{name}.example/strait-2031/e1", bytes([9]) * 32) for name in ("a-post", "z-post"))
    named, unnamed = entries(3, agreement=DIGEST), entries(0)
    assert read_terms([log_of(named), log_of(unnamed, last)])[0].agreement == DIGEST
    assert read_terms([log_of(named), log_of(unnamed, first)])[0].agreement == ""
    assert read_terms([log_of(named), log_of([], first)])[0].agreement == DIGEST
