"""What was decided at a post about a vehicle: let through, hold, turn back.

A person decides; what the rules suggested, and why the decision differs from it, are recorded beside it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from safeconduct.entries.fields import Body, Hex32, Line, Prose, Texts
from safeconduct.entries.kind import KindSpec, require
from safeconduct.entries.personal import extra_fields, refuse_personal

Outcome = Literal["let_through", "hold", "turn_back"]


class Decision(Body, kw_only=True, frozen=True):
    """The body of a decision."""

    movement: Annotated[Hex32, Meta(description="id of the movement")]
    journey: Annotated[Hex32, Meta(description="one vehicle's trip, if the movement has several")] | UnsetType = UNSET
    outcome: Annotated[Outcome, Meta(description="what was decided")]
    post: Annotated[Line, Meta(description="post of the corridor")] | UnsetType = UNSET
    by: Annotated[Line, Meta(description="role and organisation that decided")] | UnsetType = UNSET
    clauses: Annotated[Texts, Meta(description="clauses cited")] | UnsetType = UNSET
    suggested: Annotated[Outcome, Meta(description="what the rules suggested")] | UnsetType = UNSET
    reason: Annotated[Prose, Meta(description="why it differs from what was suggested")] | UnsetType = UNSET


def _check(body: Decision) -> None:
    if not isinstance(body.suggested, UnsetType) and body.suggested != body.outcome:
        require(not isinstance(body.reason, UnsetType), "a decision against the rules needs a reason", "reason")
    refuse_personal((("by", body.by), ("post", body.post), ("reason", body.reason), *extra_fields(body.extra)))


KIND = KindSpec("decision", "let through, hold or turn back: what was decided at a post", Decision, _check)
