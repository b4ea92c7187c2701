"""Put claims to the record of a corridor: the answers, and what is missing in the record itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from safeconduct.agreement.model import Agreement
from safeconduct.assess.claims.check import Report, answer_claims
from safeconduct.assess.claims.load import ClaimsFile, claims_from_yaml
from safeconduct.base import limits
from safeconduct.base.suggest import nearest
from safeconduct.node.agreements import agreement_of
from safeconduct.node.claimbook import read_claimbook
from safeconduct.node.config import OwnLog
from safeconduct.node.durable import read_input
from safeconduct.node.errors import StrictError, UnknownClaimError
from safeconduct.node.gaps import gaps_of
from safeconduct.node.node import Node
from safeconduct.node.tables import open_tables


@dataclass(frozen=True, slots=True)
class Checked:
    """Answers to claims. Claims of one source are answered together, since one can explain another.

    claims, whole: all claims of the source and their answers. report: the part that was asked for.
    gaps: sentences about what the record lacks as a whole. agreement: the one that the charter names, if any.
    """

    claims: ClaimsFile
    whole: Report
    report: Report
    gaps: tuple[str, ...]
    agreement: Agreement | None = None


def claims_on_record(node: Node, log: OwnLog) -> ClaimsFile:
    """The claims that stand in a log."""
    with node.signed(log) as reader:
        return read_claimbook(reader).claims_file()


def claims_in_file(path: Path) -> ClaimsFile:
    """The claims of a file. Raises InputFileError, YamlError, ClaimError."""
    return claims_from_yaml(read_input(path, limits.YAML_BYTES_MAX), path.name)


def check_claims(
    node: Node, log: OwnLog, claims: ClaimsFile, *, ids: Sequence[str] = (), strict: bool = False
) -> Checked:
    """Answer claims from the newest signed state: those of `ids`, or all.

    Raises UnknownClaimError, StrictError if `strict` and any claim of the source has a problem, NodeFolderError if the
    agreement that the charter names is not there.
    """
    _check_known(claims, ids)
    agreement = agreement_of(node, log)
    with open_tables(node, log) as facts:
        whole = answer_claims(facts, claims, agreement)
        gaps = gaps_of(node, log, facts)
    if strict and whole.problems:
        first = whole.problems[0]
        raise StrictError(
            f"{len(whole.problems)} claims cannot be asked; the first: {first.what}",
            where=first.where,
            next_step="No claim was answered. Correct them, or leave out --strict.",
        )
    return Checked(claims, whole, _part(whole, ids), gaps, agreement)


def _part(whole: Report, ids: Sequence[str]) -> Report:
    """The answers asked for, in the order asked; the problems only if one of them could not be given."""
    if not ids:
        return whole
    held = {answer.claim.id: answer for answer in whole.answers}
    answers = tuple(held[name] for name in dict.fromkeys(ids) if name in held)
    problems = () if held.keys() >= set(ids) else whole.problems
    return replace(whole, answers=answers, problems=problems)


def _check_known(claims: ClaimsFile, ids: Sequence[str]) -> None:
    held = [claim.id for claim in claims.claims]
    for claim_id in ids:
        if claim_id not in held:
            close = nearest(claim_id, held, 3)
            hint = f"Did you mean {' or '.join(close)}?" if close else "`safeconduct claim list` shows all."
            if claims.problems:
                hint += f" {len(claims.problems)} claims there could not be read."
            raise UnknownClaimError(f"there is no claim {claim_id!r}", where=claims.name, next_step=hint)
