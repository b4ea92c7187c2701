"""Claims in words alone, to which statements of reports take stances."""

from __future__ import annotations

from safeconduct.node.config import OwnLog
from safeconduct.node.errors import NodeError
from safeconduct.node.node import Node
from safeconduct.node.press.plan import Held, planned
from safeconduct.press.review import Body


def add_claim(node: Node, log: OwnLog, claim: str, statement: str, wording: str) -> bool:
    """Record a claim that a statement makes; False if the log has it.

    Raises NodeError if the log has another of that id, or has it withdrawn.
    """
    body = Body("claim", claim, {"id": claim, "statement": statement, "wording": " ".join(wording.split())})
    with planned(node, log) as plan:
        held = plan.known.get(("claim", claim))
        if held is not None:
            _require_same(held, body)
        plan.take(body, "", plan.now)
    return held is None


def _require_same(held: Held, body: Body) -> None:
    if held.withdrawn:
        raise NodeError(
            f"the claim {body.id!r} was withdrawn",
            where="claim",
            next_step="Choose another id, or make it count again by a correction.",
        )
    if held.entry.body.get("wording") != body.body["wording"]:
        raise NodeError(
            f"the log holds another claim {body.id!r}",
            where="wording",
            next_step="Choose another id, or correct that claim.",
        )
