from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from safeconduct import __version__
from safeconduct.assess.bundle import BundleError, prepare_bundle, verify_bundle, write_bundle
from safeconduct.assess.bundle.contents import ANSWER, CONTENTS, QUESTION, README, contents_from_bytes
from safeconduct.assess.bundle.readme import readme_bytes
from safeconduct.assess.claims.check import Report
from safeconduct.assess.claims.question import question_to_bytes
from safeconduct.base import limits
from safeconduct.facts.build import FACTS_VERSION
from safeconduct.log import LogReader, LogWriter, UnsignedError, log_files
from safeconduct.log.memory import MemoryStorage
from safeconduct.notes.keys import Signer
from safeconduct.testing import FakeClock, MemorySignOnce
from tests.unit.assess.bundle.sample import (
    CLAIMS,
    FOLDER,
    NOW,
    ORIGIN,
    SIGNER,
    answered,
    bundle_of,
    claims,
    entries,
    log_of,
    members_of,
    sample_bundle,
)

ROOT = Path(__file__).resolve().parents[4]
PRINT_DIGEST = (
    "import hashlib; from tests.unit.assess.bundle.sample import bundle_of, entries, log_of;"
    "print(hashlib.sha256(bundle_of(log_of(entries(12)))).hexdigest())"
)


def test_a_bundle_holds_the_question_the_answer_and_the_log_as_it_is_published(report: Report) -> None:
    reader, claims_file = log_of(entries()), claims()
    members = members_of(write_bundle([reader], claims_file, report))
    published = {FOLDER + path: data for path, data in log_files(reader)}
    told = json.loads(members.pop(ANSWER))
    assert members == {
        README: readme_bytes(agreement=False),
        QUESTION: question_to_bytes(claims_file.claims),
        FOLDER + "origin": f"{ORIGIN}\n".encode(),
        FOLDER + "vkey": f"{SIGNER.vkey}\n".encode(),
        **published,
    }
    wanted = report.to_json()
    assert {key: told[key] for key in told if key != "errors"} == {
        key: wanted[key] for key in wanted if key != "errors"
    }


def test_numbers_that_are_not_whole_are_kept_to_the_last_digit() -> None:
    waits = json.loads(members_of(sample_bundle())[ANSWER])["claims"][2]
    assert waits["recorded"] == {"low": 4.936, "high": 4.937, "unit": "days"}
    assert b'"high": 4.937,' in members_of(sample_bundle())[ANSWER]


def test_the_comment_is_the_digest_of_the_contents_which_name_the_versions_and_every_other_member() -> None:
    bundle = sample_bundle()
    start = bundle.index(CONTENTS.encode()) + len(CONTENTS)
    size = int.from_bytes(bundle[22:26], "little")
    table = bundle[start : start + size]
    assert hashlib.sha256(table).hexdigest().encode() == bundle[-64:]
    contents = contents_from_bytes(table)
    assert (contents.code, contents.facts) == (__version__, FACTS_VERSION)
    assert [member.name for member in contents.members] == sorted(members_of(bundle))


def test_the_same_log_question_and_answer_give_the_same_bytes_in_every_process() -> None:
    digests = {hashlib.sha256(bundle_of(log_of(entries(12)))).hexdigest()}
    for seed in ("0", "4242"):
        done = subprocess.run(
            [sys.executable, "-c", PRINT_DIGEST],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"},
            capture_output=True,
            text=True,
            check=True,
        )
        digests.add(done.stdout.strip())
    assert len(digests) == 1


def test_the_size_is_known_first_and_the_file_comes_in_pieces(report: Report) -> None:
    bundle = prepare_bundle([log_of(entries())], claims(), report)
    pieces = list(bundle.pieces())
    assert sum(map(len, pieces)) == bundle.size_bytes
    assert b"".join(pieces) == sample_bundle()
    assert len(pieces) > 20


def test_the_order_of_the_logs_does_not_matter() -> None:
    other = Signer.from_seed("post.example/strait-2031/e1", bytes([9]) * 32)
    one, two = log_of(entries(20)), log_of(entries(3), other)
    assert bundle_of(one, two) == bundle_of(two, one)


def test_what_was_appended_after_the_last_signature_stays_out() -> None:
    writer = LogWriter(MemoryStorage(SIGNER.vkey), SIGNER, MemorySignOnce(), FakeClock(NOW))
    writer.append(entries(40))
    writer.sign()
    signed = bundle_of(writer.reader())
    writer.append(entries(60)[121:])
    assert bundle_of(writer.reader()) == signed
    writer.sign()
    assert bundle_of(writer.reader()) != signed


def test_claims_that_could_not_be_read_are_left_out_with_their_problems() -> None:
    broken = CLAIMS + "  - id: broken\n    speaker: Somebody\n    claim: {measure: count}\n"
    claims_file = claims(broken)
    assert len(claims_file.problems) == 1
    assert bundle_of(log_of(entries()), claims_file=claims_file) == sample_bundle()


def test_the_name_and_the_layout_of_the_claims_file_do_not_matter() -> None:
    claims_file = claims("# a comment\n\n" + CLAIMS, "another-name.yaml")
    assert bundle_of(log_of(entries()), claims_file=claims_file) == sample_bundle()


def test_columns_declared_as_not_recorded_are_part_of_the_question() -> None:
    claims_file = claims(CLAIMS + "not_recorded: [fuel_litres]\n")
    bundle = bundle_of(log_of(entries()), claims_file=claims_file)
    assert b'"not_recorded":["fuel_litres"]' in members_of(bundle)[QUESTION]
    assert [answer.verdict for answer in verify_bundle(bundle).answers][3] == "undecidable"


@pytest.fixture(scope="module")
def report() -> Report:
    """The answer to the claims of the sample."""
    return answered([log_of(entries())], claims())


def test_an_answer_from_other_logs_is_refused(report: Report) -> None:
    other = Signer.from_seed("post.example/strait-2031/e1", bytes([9]) * 32)
    reader = log_of(entries())
    for readers in ([], [log_of(entries(99))], [log_of(entries(), other)], [reader, log_of([], other)], [reader] * 2):
        with pytest.raises(BundleError, match="not computed from these logs"):
            write_bundle(readers, claims(), report)


def test_an_answer_that_counts_one_log_twice_is_refused() -> None:
    readers = [log_of(entries(3)), log_of(entries(3))]
    with pytest.raises(BundleError, match="not computed from these logs"):
        write_bundle(readers, claims(), answered(readers, claims()))


def test_a_log_that_has_not_signed_cannot_be_bundled(report: Report) -> None:
    with pytest.raises(UnsignedError):
        write_bundle([LogReader(MemoryStorage(SIGNER.vkey))], claims(), report)


def test_a_figure_of_thirty_six_digits_is_kept_exactly() -> None:
    precise = claims(CLAIMS.replace("value: 5.2", "value: 123456789012345678.123456789012345678"))
    members = members_of(bundle_of(log_of(entries()), claims_file=precise))
    assert b'"123456789012345678.123456789012345678"' in members[QUESTION]


@pytest.mark.parametrize("text", ["one \u2028 two", "one\x7ftwo", "x" * 20_000])
def test_a_text_that_the_reader_of_questions_would_not_give_back_is_refused(text: str, report: Report) -> None:
    claims_file = claims()
    odd = replace(claims_file, claims=(replace(claims_file.claims[0], wording=text), *claims_file.claims[1:]))
    with pytest.raises(BundleError, match=r"read back|cannot be put into a bundle"):
        write_bundle([log_of(entries())], odd, report)


def test_what_would_be_too_large_is_refused_before_it_is_written(
    monkeypatch: pytest.MonkeyPatch, report: Report
) -> None:
    monkeypatch.setattr(limits, "BUNDLE_BYTES_MAX", 150_000)
    with pytest.raises(BundleError, match="at most"):
        prepare_bundle([log_of(entries())], claims(), report)
