"""The family of errors of `merkle`.

MerkleError                 an argument that cannot be: an index, size or hash out of its range
 +- ProofError              a proof that does not prove what it is given for
 +- TileError               a tile path, tile or entry bundle that our writer would not have written
"""

from __future__ import annotations

from safeconduct.base.errors import SafeconductError


class MerkleError(SafeconductError):
    """An index, a size or a hash is out of its range."""

    code = "SC-MRK-01"


class ProofError(MerkleError):
    """A proof does not lead to the root it is checked against, or its shape is impossible."""

    code = "SC-MRK-02"


class TileError(MerkleError):
    """A tile path, a tile or an entry bundle is not what our writer would have written."""

    code = "SC-MRK-03"
