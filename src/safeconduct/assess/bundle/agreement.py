"""The agreement of a bundle: the document whose SHA-256 the charter names, so that the log vouches for it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from safeconduct.agreement.load import agreement_from_yaml
from safeconduct.agreement.model import Agreement
from safeconduct.assess.bundle.contents import AGREEMENT
from safeconduct.assess.bundle.errors import MemberError
from safeconduct.assess.claims.agreed import used_by
from safeconduct.assess.claims.load import ClaimsFile
from safeconduct.assess.claims.model import Claim
from safeconduct.assess.claims.vocabulary import CODES, ClaimVocabulary
from safeconduct.assess.errors import BundleError, ClaimError
from safeconduct.base.errors import SafeconductError
from safeconduct.facts.build import Facts

_SHOWN_CHARS_MAX = 200
_WORD = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def agreement_to_bytes(agreement: Agreement | None, named: str) -> bytes:
    """The agreement as it lies in a bundle; empty if there is none and the charter names none.

    named: the digest in the charter. Raises BundleError if it is another one, or would not read back as it is.
    """
    if agreement is None:
        if named:
            raise BundleError(
                "the charter names an agreement, and the answer was computed without it",
                next_step=f"Answer the claims with the agreement whose digest is {named}.",
            )
        return b""
    if agreement.digest != named:
        raise BundleError(
            "the answer was computed with an agreement that the charter does not name",
            where=agreement.file,
            next_step=f"The charter names {named}." if named else "The charter names none.",
        )
    try:
        agreement_from_bytes(agreement.document, named)
    except MemberError as error:
        raise BundleError(f"this agreement cannot be put into a bundle: {error.what}", where=agreement.file) from error
    return agreement.document


def agreement_from_bytes(data: bytes, named: str) -> Agreement:
    """The agreement of a bundle.

    named: the digest in the charter; empty if it names none. Raises MemberError for any document but that one.
    """
    digest = hashlib.sha256(data).hexdigest()
    if digest != named:
        wanted = f"the charter in the log names {named}" if named else "the charter in the log names no agreement"
        raise MemberError(f"its SHA-256 is {digest}; {wanted}", where=AGREEMENT)
    try:
        agreement = agreement_from_yaml(data, AGREEMENT)
    except SafeconductError as error:
        raise MemberError(f"the agreement cannot be read: {error.what}", where=AGREEMENT) from error
    except (LookupError, ValueError, ArithmeticError, RecursionError) as error:
        # The charter can be a stranger's as well: whatever the reader trips over is his bundle's fault.
        what = f"the agreement cannot be read: {error!r}"[:_SHOWN_CHARS_MAX]
        raise MemberError(what, where=AGREEMENT) from error
    if agreement.document != data:
        raise MemberError("the agreement is not written as our writer writes it", where=AGREEMENT)
    return agreement


def check_not_needed(claims_file: ClaimsFile, facts: Facts, named: str) -> None:
    """Raise a MemberError if a claim needs the agreement of the charter, which the bundle leaves out.

    Bundles were written before agreements lay in them, and hold as long as no claim needs one.
    """
    vocabulary = ClaimVocabulary(facts, frozenset(claims_file.not_recorded))
    needing = next((claim for claim in claims_file.claims if named and _needs(claim, vocabulary)), None)
    if needing is not None:
        what = f"it is missing: the claim {needing.id!r} needs the agreement that the charter names, {named}"
        raise MemberError(what, where=AGREEMENT)


def _needs(claim: Claim, vocabulary: ClaimVocabulary) -> bool:
    """Whether a claim uses words that only an agreement gives it. vocabulary: has none."""
    proposition = claim.proposition
    if proposition.reading or used_by(proposition.where):
        return True
    try:
        table = vocabulary.table(proposition.table, "")
    except ClaimError:
        return False
    return any(word in CODES and vocabulary.find(table, word) is None for word in _words(claim))


def _words(claim: Claim) -> Iterable[str]:
    proposition = claim.proposition
    named = {column for condition in proposition.each for column, _ in condition}
    return {*_WORD.findall(proposition.where), *named, proposition.column or ""}
