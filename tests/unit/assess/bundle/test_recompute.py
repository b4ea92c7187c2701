"""Question and answer: whatever a forger writes, only the answer that the entries give passes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from safeconduct.assess.bundle import VerifyReport, verify_bundle
from safeconduct.assess.bundle.contents import ANSWER, QUESTION, log_folder
from safeconduct.assess.bundle.differences import differences
from safeconduct.assess.bundle.report import ANSWER_DIFFERS, NOT_ANSWERABLE
from safeconduct.base import limits
from safeconduct.base.canonical import canonical_bytes, value_from_canonical
from safeconduct.entries.envelope import entry_from_bytes, entry_to_bytes
from safeconduct.log import log_files
from safeconduct.notes.keys import Signer
from tests.unit.assess.bundle.sample import (
    FOLDER,
    ORIGIN,
    bundle_of,
    edited,
    entries,
    forged,
    log_of,
    members_of,
    packed,
    sample_bundle,
)


def put(name: str, change: Callable[[bytes], bytes]) -> VerifyReport:
    report = verify_bundle(forged(lambda members: members.update({name: change(members[name])})))
    assert not report.ok
    return report


def answer_changed(change: Callable[[Any], object]) -> VerifyReport:
    report = put(ANSWER, lambda data: edited(data, change))
    assert {(finding.code, finding.member) for finding in report.findings} == {(ANSWER_DIFFERS, ANSWER)}
    return report


def test_a_verdict_replaced_is_found_and_both_are_shown() -> None:
    report = answer_changed(lambda answer: answer["claims"][0].update(verdict="supported"))
    assert [finding.what for finding in report.findings] == [
        'claims[ships-march].verdict: the bundle says "supported", its entries give "contradicted"'
    ]
    assert [(answer.id, answer.verdict, answer.matches) for answer in report.answers] == [
        ("ships-march", "contradicted", False),
        ("tonnes-alpha", "supported", True),
        ("waits", "contradicted", True),
    ]


def _of_type(answer: Any) -> None:
    answer["logs"][0]["size"] = 301.0


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda answer: answer.update(corridor="another"), "corridor:"),
        (lambda answer: answer.update(simulated=True), "simulated: the bundle says true, its entries give nothing"),
        (lambda answer: answer.update(extra="\x1b[2J\u202e"), "extra: the bundle says"),
        (lambda answer: answer.pop("conventions"), "conventions: the bundle says nothing"),
        (lambda answer: answer.pop("errors"), "errors: the bundle says nothing"),
        (lambda answer: answer["logs"][0].update(root="0" * 64), "logs[0].root:"),
        (_of_type, "logs[0].size: the bundle says 301.0, its entries give 301"),
        (lambda answer: answer["claims"].pop(1), "claims[tonnes-alpha]: the bundle says nothing"),
        (lambda answer: answer["claims"][2]["recorded"].update(low=4.9), "claims[waits].recorded.low:"),
        (lambda answer: answer["claims"][0]["evidence"]["items"].pop(), "claims[ships-march].evidence.items[46]:"),
        (lambda answer: answer["claims"].append(answer["claims"][0]), "claims[3]:"),
        (lambda answer: answer["claims"].reverse(), "not written as our writer writes it"),
    ],
)
def test_any_part_of_an_answer_replaced_is_found_and_its_place_named(
    change: Callable[[Any], object], where: str
) -> None:
    report = answer_changed(change)
    assert any(where in finding.what for finding in report.findings)
    assert all(str(finding).isprintable() for finding in report.findings)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b"{", b"{ ", 1),
        lambda data: data[:-1],
        lambda data: data + b"\n",
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.decode().encode("utf-16"),
        lambda data: data.replace(b'"claims"', b'"claims": [], "claims"', 1),
        lambda _: b"",
        lambda _: b"null\n",
        lambda _: b"[]\n",
        lambda _: b'{"claims": {"id": 1}}\n',
        lambda _: b'{"claims": [1, {"id": []}]}\n',
        lambda _: b"[" * 100_000,
        lambda _: b'{"claims":' * 900 + b"1" + b"}" * 900,
        lambda _: b"1" * 5_000,
        lambda _: b'"\\ud800"',
        lambda _: b"1e999",
    ],
)
def test_an_answer_in_another_spelling_or_no_answer_at_all_is_found(change: Callable[[bytes], bytes]) -> None:
    report = put(ANSWER, change)
    assert {(finding.code, finding.member) for finding in report.findings} == {(ANSWER_DIFFERS, ANSWER)}
    assert all(str(finding).isprintable() for finding in report.findings)


def test_an_answer_far_longer_than_an_honest_one_is_not_even_read() -> None:
    report = put(ANSWER, lambda data: data + b" " * (4 * len(data) + 1024 * 1024))
    assert [finding.member for finding in report.findings] == [ANSWER]
    assert "bytes, the answer of these entries" in report.findings[0].what


def test_no_more_differences_are_listed_than_a_person_would_read() -> None:
    def change(answer: Any) -> None:
        for item in answer["claims"][0]["evidence"]["items"]:
            item["label"] = "x"

    assert len(answer_changed(change).findings) == limits.BUNDLE_DIFFERENCES_MAX


def test_an_answer_by_another_version_says_so_beside_the_difference() -> None:
    members = members_of(sample_bundle())
    members[ANSWER] = edited(members[ANSWER], lambda answer: answer.update(corridor="another"))
    report = verify_bundle(packed(members, code="0.0.9"))
    assert report.code == "0.0.9"
    assert "written by 0.0.9, facts/" in report.findings[0].what


def test_the_version_alone_does_not_matter_if_the_answer_is_the_same() -> None:
    assert verify_bundle(packed(members_of(sample_bundle()), code="0.0.9")).ok


def question_edited(change: Callable[[Any], object]) -> Callable[[bytes], bytes]:
    def edit(data: bytes) -> bytes:
        value: Any = value_from_canonical(data)
        change(value)
        return canonical_bytes(value)

    return edit


def test_a_question_altered_has_another_answer() -> None:
    report = put(QUESTION, question_edited(lambda question: question["claims"][0]["claim"].update(value=47)))
    assert {finding.member for finding in report.findings} == {ANSWER}
    assert any("claims[ships-march].verdict" in finding.what for finding in report.findings)


def test_a_claim_left_out_of_the_question_has_another_answer() -> None:
    report = put(QUESTION, question_edited(lambda question: question["claims"].pop(1)))
    assert any("claims[tonnes-alpha]" in finding.what for finding in report.findings)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data + b"\n",
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: b" " + data,
        lambda data: data.replace(b'"version":1', b'"version": 1'),
        lambda data: data.replace(b',"version":1', b""),
        lambda data: data.replace(b'"value":"5.2"', b'"value":5.2'),
        lambda data: data.replace(b'"value":46', b'"value":"x"'),
        lambda data: data.replace(b'"id":"waits"', b'"id":"fuel"'),
        lambda _: b"",
        lambda _: b"claims: [",
        lambda _: b"\x00",
        lambda _: b'{"claims":[],"version":1}',
        lambda _: b"a: &a [*a]",
        lambda _: b"[" * 10_000,
    ],
)
def test_a_question_in_another_spelling_or_none_at_all_is_found(change: Callable[[bytes], bytes]) -> None:
    assert change(members_of(sample_bundle())[QUESTION]) != members_of(sample_bundle())[QUESTION]
    report = put(QUESTION, change)
    assert [(finding.code, finding.member) for finding in report.findings] == [(NOT_ANSWERABLE, QUESTION)]
    assert not report.recomputed


def test_a_claim_that_cannot_be_read_is_told_by_what_is_wrong_with_it() -> None:
    report = put(QUESTION, lambda data: data.replace(b'"value":46', b'"value":"x"'))
    assert "a number is expected here" in report.findings[0].what


def with_log(data: list[bytes]) -> VerifyReport:
    """The sample with another log, rightly signed, in place of its own."""
    reader = log_of(data)

    def change(members: dict[str, bytes]) -> None:
        for name in [name for name in members if name.startswith(FOLDER + "tile/")]:
            del members[name]
        members.update({FOLDER + path: content for path, content in log_files(reader)})

    return verify_bundle(forged(change))


def test_an_entry_that_cannot_be_read_is_named_with_its_number_and_its_file() -> None:
    data = entries()
    data[270] = b"not an entry"
    report = with_log(data)
    assert [(finding.code, finding.member) for finding in report.findings] == [
        (NOT_ANSWERABLE, FOLDER + "tile/entries/001.p/45")
    ]
    assert report.findings[0].what.startswith("entry 270: ")


@pytest.mark.parametrize("data", [[], entries()[1:]], ids=["empty", "no charter"])
def test_a_log_without_a_charter_answers_nothing(data: list[bytes]) -> None:
    report = with_log(data)
    assert [(finding.code, finding.member) for finding in report.findings] == [(NOT_ANSWERABLE, QUESTION)]
    assert "charter" in report.findings[0].what


@pytest.mark.parametrize(
    "terms",
    [
        {"tables": {"movement": "no_such_table", "cargo": "check"}},
        {"names": {"movement": {"port": "no_such_column"}, "no_such_table": {"a": "b"}}},
        {"missing": [{"table": "movement", "column": "departed_on", "type": "boolean", "says": "x"}]},
        {"scope": [{"column": "port", "recorded": [], "missing": ["Alpha"], "says": "x"}]},
        {"coverage": [{"table": "movement", "column": "port", "says": "x"}]},
    ],
    ids=lambda terms: next(iter(terms)),
)
def test_a_charter_that_makes_no_sense_does_no_harm(terms: dict[str, object]) -> None:
    first, *rest = entries()
    charter = entry_from_bytes(first)
    odd = entry_to_bytes(replace(charter, body={**charter.body, **terms}))
    report = with_log([odd, *rest])
    assert {finding.member for finding in report.findings} <= {ANSWER, QUESTION}
    assert report.findings


def test_other_entries_rightly_signed_give_another_answer() -> None:
    report = with_log(entries(90))
    assert {finding.member for finding in report.findings} == {ANSWER}


def test_a_sound_bundle_reports_what_was_checked() -> None:
    report = verify_bundle(sample_bundle())
    assert report.ok
    assert report.findings == ()
    assert (report.corridor, report.simulated, report.members) == ("strait-2031", False, 12)
    assert report.size_bytes == len(sample_bundle())
    assert [(log.origin, log.size) for log in report.logs] == [(ORIGIN, 301)]
    assert [answer.matches for answer in report.answers] == [True, True, True]
    assert report.unanswered == ("fuel",)


def test_the_report_of_the_docs_is_the_report_of_the_code() -> None:
    found = verify_bundle(sample_bundle()).to_json()
    assert set(found) == {
        *("ok", "bundle", "checked_by", "corridor", "logs"),
        *("recomputed", "answers", "unanswered", "findings"),
    }
    assert json.loads(json.dumps(found)) == found


def test_made_up_entries_are_called_so() -> None:
    report = verify_bundle(bundle_of(log_of(entries(evidence="simulated"))))
    assert report.ok
    assert report.simulated
    assert report.to_json()["simulated"] is True


def test_two_logs_are_answered_together() -> None:
    other = Signer.from_seed("post.example/strait-2031/e1", bytes([9]) * 32)
    bundle = bundle_of(log_of(entries(20)), log_of(entries(0), other))
    report = verify_bundle(bundle)
    assert report.ok
    assert sorted(log.origin for log in report.logs) == [ORIGIN, other.name]
    assert log_folder(other.name) + "tile/0/000.p/1" in members_of(bundle)


def test_differences_are_named_by_place_and_shown_in_short() -> None:
    left = {"a": [1, {"id": "x", "b": None}], "gone": "long" * 50, "\u202e": 1}
    right = {"a": [1.0, {"id": "x", "b": False}], "new": {}, "\u202e": 2}
    assert [str(found) for found in differences(left, right)] == [
        "a[0]: the bundle says 1, its entries give 1.0",
        "a[1].b: the bundle says null, its entries give false",
        "new: the bundle says nothing, its entries give {}",
        "\\u202e: the bundle says 1, its entries give 2",
        f'gone: the bundle says "{"long" * 19}lo…, its entries give nothing',
    ]
    assert list(differences(left, left)) == []
