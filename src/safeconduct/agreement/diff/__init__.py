"""R14: what changes between two versions of an agreement, in the file and in the verdicts."""

from __future__ import annotations

from collections.abc import Iterable

from safeconduct.agreement.cel.evaluate import Facts
from safeconduct.agreement.diff.model import Change, Difference, Matrix, Witness
from safeconduct.agreement.diff.structure import changes
from safeconduct.agreement.diff.verdicts import Comparison, pair_of
from safeconduct.agreement.model import Agreement

__all__ = ["Change", "Difference", "Matrix", "Witness", "diff_agreements"]


def diff_agreements(old: Agreement, new: Agreement, movements: Iterable[Facts] = ()) -> Difference:
    """Compare two versions: their files part by part, and the verdicts under every reading that both have.

    movements: the facts of recorded movements, on which verdicts are counted too.
    """
    comparison = Comparison(pair_of(old, new))
    matrices = tuple(comparison.matrices(movements))
    return Difference(old.digest, new.digest, changes(old, new), matrices, tuple(comparison.not_compared))
