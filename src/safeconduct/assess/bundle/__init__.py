"""Answers that travel with their proof: one file (`.scz`) that anyone can check without a node.

`write_bundle` packs the logs, the question and the answer; `verify_bundle` checks every byte, every signature and
every hash of it, answers the question again from the entries, and says what matched. The format is described in
docs/reference/bundle.md.
"""

from __future__ import annotations

from safeconduct.assess.bundle.errors import BundleVersionError, MemberError
from safeconduct.assess.bundle.report import CheckedAnswer, CheckedLog, Finding, VerifyReport
from safeconduct.assess.bundle.verify import verify_bundle
from safeconduct.assess.bundle.write import Bundle, prepare_bundle, write_bundle
from safeconduct.assess.errors import BundleError

__all__ = [
    "Bundle",
    "BundleError",
    "BundleVersionError",
    "CheckedAnswer",
    "CheckedLog",
    "Finding",
    "MemberError",
    "VerifyReport",
    "prepare_bundle",
    "verify_bundle",
    "write_bundle",
]
