"""Errors of the status of a road.

SafeconductError
 +- StatusError      counts, parameters or a reference that no status can be made of

A status that cannot be decided is not an error: it is `unknown`, with its reason.
"""

from __future__ import annotations

from safeconduct.base.errors import SafeconductError


class StatusError(SafeconductError):
    """A value outside what the method is made for; `where` names it."""

    code = "SC-STA-01"
