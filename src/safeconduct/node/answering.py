"""Put claims to the record of a corridor: the answers, and what is missing in the record itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from safeconduct.assess.claims.check import Report, answer_claims
from safeconduct.assess.claims.load import ClaimsFile, claims_from_yaml
from safeconduct.base import limits
from safeconduct.node.claimbook import chosen, read_claimbook
from safeconduct.node.config import OwnLog
from safeconduct.node.durable import read_input
from safeconduct.node.errors import StrictError
from safeconduct.node.gaps import gaps_of
from safeconduct.node.node import Node
from safeconduct.node.tables import open_tables


@dataclass(frozen=True, slots=True)
class Checked:
    """Answers, the claims they answer, and gaps: sentences about what the record lacks as a whole."""

    report: Report
    claims: ClaimsFile
    gaps: tuple[str, ...]


def claims_on_record(node: Node, log: OwnLog, ids: Sequence[str] = ()) -> ClaimsFile:
    """The claims that stand in a log, all or some. Raises UnknownClaimError."""
    return chosen(read_claimbook(node.signed(log)).claims_file(), ids)


def claims_in_file(path: Path, ids: Sequence[str] = ()) -> ClaimsFile:
    """The claims of a file, all or some. Raises InputFileError, YamlError, ClaimError, UnknownClaimError."""
    return chosen(claims_from_yaml(read_input(path, limits.YAML_BYTES_MAX), path.name), ids)


def check_claims(node: Node, log: OwnLog, claims: ClaimsFile, *, strict: bool = False) -> Checked:
    """Answer claims from the newest signed state. Raises StrictError if `strict` and any has a problem."""
    with open_tables(node, log) as facts:
        report = answer_claims(facts, claims)
        gaps = gaps_of(node, log, facts)
    if strict and report.problems:
        first = report.problems[0]
        raise StrictError(
            f"{len(report.problems)} claims cannot be asked; the first: {first.what}",
            where=first.where,
            next_step="No claim was answered. Correct them, or leave out --strict.",
        )
    return Checked(report, claims, gaps)
