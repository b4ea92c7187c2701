"""Errors of the answers.

SafeconductError
 +- ClaimError       a claim that cannot be put to this record, with its line
 +- BundleError      a bundle that cannot be read at all (a bundle that fails its checks is a finding)
"""

from __future__ import annotations

from safeconduct.base.errors import SafeconductError


class ClaimError(SafeconductError):
    """A claim with an unknown word, a wrong type or a missing part; `where` is ``file:line``."""

    code = "SC-CLM-01"


class BundleError(SafeconductError):
    """A file that is not a bundle of this version."""

    code = "SC-BUN-01"
