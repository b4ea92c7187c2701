"""Errors of the facts layer.

SafeconductError
 +- FactsError      entries that cannot be made into tables, or a table that does not exist
"""

from __future__ import annotations

from safeconduct.base.errors import SafeconductError


class FactsError(SafeconductError):
    """Entries that cannot be made into tables: a log without a charter, or two charters that disagree."""

    code = "SC-FAC-01"
