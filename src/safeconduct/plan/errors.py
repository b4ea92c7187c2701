"""Errors of planning. What is wrong inside a plan file is a YamlError, with line and column.

SafeconductError
 +- PlanError            a plan that cannot be worked out: the record lacks an input, the post could never clear
     +- QueueError       a closed form was asked for a queue that has none: unstable, or no such queue
     +- RecordError      the record for a plan cannot be read
"""

from __future__ import annotations

from safeconduct.base.errors import SafeconductError


class PlanError(SafeconductError):
    """A plan that cannot be worked out, though its file is in order."""

    code = "SC-PLN-01"


class QueueError(PlanError):
    """A queue without a steady state, or with numbers that no queue has."""

    code = "SC-PLN-02"


class RecordError(PlanError):
    """A record for a plan that is not in format safeconduct-plan-record/1."""

    code = "SC-PLN-03"
