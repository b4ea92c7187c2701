"""Errors of bundles.

BundleError                 no bundle at all, or nothing that can be made into one (`assess.errors`)
 +- BundleVersionError      a bundle of a later version of the format
 +- MemberError             a member that our writer would not have written; `verify_bundle` reports it as a finding

A bundle that fails its checks is not an error: `verify_bundle` returns findings.
"""

from __future__ import annotations

from safeconduct.assess.errors import BundleError


class BundleVersionError(BundleError):
    """A bundle of a version of the format that this program does not know."""

    code = "SC-BUN-02"


class MemberError(BundleError):
    """A file inside a bundle that our writer would not have written; `where` is its name."""

    code = "SC-BUN-03"
