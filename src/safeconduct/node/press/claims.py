"""Claims in words alone, to which statements of reports take stances."""

from __future__ import annotations

from safeconduct.base.errors import SafeconductError
from safeconduct.node.config import OwnLog
from safeconduct.node.errors import NodeError
from safeconduct.node.node import Node
from safeconduct.node.press.append import Plan
from safeconduct.node.unfinished import require_none
from safeconduct.press.review import Body


def add_claim(node: Node, log: OwnLog, claim: str, statement: str, wording: str) -> bool:
    """Record a claim that a statement makes; False if the log has it. Raises NodeError if it has another of that id."""
    body = Body("claim", claim, {"id": claim, "statement": statement, "wording": " ".join(wording.split())})
    with node.writing(log) as writer:
        require_none(node.layout.importing(log.corridor))
        now = node.world.clock.now()
        plan = Plan(writer.reader(), log.corridor, now)
        plan.take(body, "", now)
        if not plan.entries:
            _require_same(node, log, body)
            return False
        writer.append(plan.entries)
        node.publish(log, writer)
    return True


def _require_same(node: Node, log: OwnLog, body: Body) -> None:
    from safeconduct.node.claimbook import read_claimbook

    with node.reader(log) as reader:
        held = read_claimbook(reader).claims[body.id].entry.body
    if held.get("wording") != body.body["wording"]:
        raise _other(body.id)


def _other(claim: str) -> SafeconductError:
    return NodeError(
        f"the log holds another claim {claim!r}", where="wording", next_step="Choose another id, or correct that claim."
    )
