"""Answer the question of a bundle again, from its entries alone, and lay the two answers side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Any, NoReturn

import duckdb

from safeconduct import __version__
from safeconduct.agreement.model import Agreement
from safeconduct.assess.bundle.agreement import agreement_from_bytes, check_not_needed
from safeconduct.assess.bundle.contents import AGREEMENT, ANSWER, QUESTION
from safeconduct.assess.bundle.differences import differences
from safeconduct.assess.bundle.errors import MemberError
from safeconduct.assess.bundle.examine import Archive
from safeconduct.assess.bundle.logs import LogCheck
from safeconduct.assess.bundle.report import (
    AGREEMENT_DIFFERS,
    ANSWER_DIFFERS,
    NOT_ANSWERABLE,
    CheckedAnswer,
    Finding,
)
from safeconduct.assess.bundle.write import answer_bytes
from safeconduct.assess.claims.check import Report, answer_claims
from safeconduct.assess.claims.load import ClaimsFile
from safeconduct.assess.claims.question import question_from_bytes, question_to_bytes
from safeconduct.base.errors import SafeconductError
from safeconduct.base.limits import BUNDLE_DIFFERENCES_MAX, TILE_WIDTH
from safeconduct.entries.envelope import entry_from_bytes
from safeconduct.entries.errors import EntryError
from safeconduct.facts.build import FACTS_VERSION, Facts, build_facts
from safeconduct.log.storage import width_at
from safeconduct.merkle.tile import ENTRIES, Tile

_SHOWN_CHARS_MAX = 200
_SPARE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What answering again gave.

    report: None if the question cannot be put to these entries. unanswered: ids of claims without an answer.
    agreement: digest of the agreement that was used; empty for none.
    """

    findings: tuple[Finding, ...]
    report: Report | None = None
    answers: tuple[CheckedAnswer, ...] = ()
    unanswered: tuple[str, ...] = ()
    agreement: str = ""


def recompute(archive: Archive, logs: Sequence[LogCheck]) -> Recomputed:
    """Build the tables from the entries of sound logs, answer the question, compare with the answer."""
    try:
        claims_file = read_question(archive.read(QUESTION))
        report, agreement = _answered(archive, logs, claims_file)
    except MemberError as error:
        code = AGREEMENT_DIFFERS if error.where == AGREEMENT else NOT_ANSWERABLE
        return Recomputed((Finding(code, error.where, error.what),))
    stated, computed = archive.read(ANSWER), answer_bytes(report, left_out=0)
    told, unreadable = _read_answer(stated, len(computed))
    wanted = json.loads(computed)
    findings = tuple(unreadable or _compared(told, wanted, same_bytes=stated == computed, archive=archive))
    answers = _checked_answers(told, wanted)
    answered = {answer.id for answer in answers}
    unanswered = tuple(claim.id for claim in claims_file.claims if claim.id not in answered)
    return Recomputed(findings, report, answers, unanswered, agreement.digest if agreement else "")


def read_question(data: bytes) -> ClaimsFile:
    """The question of a bundle. Raises MemberError for what our writer would not have written."""
    try:
        claims_file = question_from_bytes(data, QUESTION)
        written = question_to_bytes(claims_file.claims, claims_file.not_recorded)
    except SafeconductError as error:
        raise MemberError(error.what, where=QUESTION) from error
    for problem in claims_file.problems:
        raise MemberError(problem.what, where=QUESTION)
    if written != data:
        raise MemberError("the claims are not written as our writer writes them", where=QUESTION)
    return claims_file


def _answered(archive: Archive, logs: Sequence[LogCheck], claims_file: ClaimsFile) -> tuple[Report, Agreement | None]:
    """The answer of the entries, and the agreement it was computed with.

    Raises MemberError if they cannot be made into tables, or not for these claims, or the agreement is another one.
    """
    try:
        facts = build_facts([log.reader() for log in logs])
        with closing(facts.con):
            agreement = _agreement(archive, claims_file, facts)
            return answer_claims(facts, claims_file, agreement), agreement
    except MemberError:
        raise
    except EntryError as error:
        _raise_at_entry(logs, error)
    except SafeconductError as error:
        raise MemberError(error.what, where=QUESTION) from error
    except (duckdb.Error, LookupError, ValueError, ArithmeticError) as error:
        # A stranger's charter reaches deep into the engine; whatever it trips over is his bundle's fault.
        raise MemberError(f"the tables cannot be made: {error!r}"[:_SHOWN_CHARS_MAX], where=QUESTION) from error


def _agreement(archive: Archive, claims_file: ClaimsFile, facts: Facts) -> Agreement | None:
    """The agreement of the bundle. Raises MemberError if it is not the one named, or missing where it is needed."""
    if any(member.name == AGREEMENT for member in archive.contents.members):
        return agreement_from_bytes(archive.read(AGREEMENT), facts.terms.agreement)
    check_not_needed(claims_file, facts, facts.terms.agreement)
    return None


def _raise_at_entry(logs: Sequence[LogCheck], error: EntryError) -> NoReturn:
    """Raise a MemberError that names the first entry that cannot be read, and the file that it lies in."""
    for log in logs:
        reader = log.reader()
        for number, entry in enumerate(reader.entries()):
            try:
                entry_from_bytes(entry)
            except EntryError as found:
                index = number // TILE_WIDTH
                path = Tile(ENTRIES, index, width_at(reader.size, ENTRIES, index)).path()
                raise MemberError(f"entry {number}: {found.what}", where=log.folder + path) from found
    raise MemberError(error.what, where=QUESTION) from error


def _read_answer(data: bytes, size_honest: int) -> tuple[Any, list[Finding]]:
    """The answer of the bundle as JSON; a finding if it is none, or far longer than any answer to this would be."""
    if len(data) > 4 * size_honest + _SPARE_BYTES:
        what = f"it has {len(data)} bytes, the answer of these entries {size_honest}"
        return None, [Finding(ANSWER_DIFFERS, ANSWER, what)]
    try:
        return json.loads(data.decode()), []
    except (ValueError, RecursionError) as error:
        return None, [Finding(ANSWER_DIFFERS, ANSWER, f"not JSON: {error}")]


def _compared(told: Any, wanted: Any, *, same_bytes: bool, archive: Archive) -> Iterator[Finding]:
    if same_bytes:
        return
    contents = archive.contents
    written_by, checked_by = (contents.code, contents.facts), (__version__, FACTS_VERSION)
    hint = "" if written_by == checked_by else f" (written by {', '.join(written_by)}; we are {', '.join(checked_by)})"
    found = [str(difference) for difference in islice(differences(told, wanted), BUNDLE_DIFFERENCES_MAX)]
    for what in found or ["it is not written as our writer writes it"]:
        yield Finding(ANSWER_DIFFERS, ANSWER, what + hint)


def _checked_answers(told: Any, wanted: Any) -> tuple[CheckedAnswer, ...]:
    """Each answer computed again, and whether the bundle gives the same."""
    claims = told.get("claims") if isinstance(told, dict) else None
    stated = {
        claim["id"]: claim
        for claim in (claims if isinstance(claims, list) else [])
        if isinstance(claim, dict) and isinstance(claim.get("id"), str)
    }
    return tuple(
        CheckedAnswer(claim["id"], claim["verdict"], not any(differences(stated.get(claim["id"]), claim)))
        for claim in wanted["claims"]
    )
