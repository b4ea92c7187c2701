"""What the record of a corridor lacks as a whole, as sentences: an answer from it is given with them."""

from __future__ import annotations

from safeconduct.facts.build import Facts
from safeconduct.node.config import OwnLog
from safeconduct.node.node import Node
from safeconduct.node.unfinished import unfinished


def gaps_of(node: Node, log: OwnLog, facts: Facts) -> tuple[str, ...]:
    """An import that was cut short, and a record without a row; empty if neither."""
    found = []
    waiting = unfinished(node.layout.importing(log.corridor))
    if waiting is not None:
        found.append(
            f"An import of {waiting.dataset!r} from {waiting.file} is under way or was cut short; nothing of it"
            " counts until it has been run to its end."
        )
    if not any(_has_rows(facts, table) for table in ("movement", "passage", "check")):
        found.append("Nothing has been imported yet: the log holds no movement, passage or check.")
    return tuple(found)


def _has_rows(facts: Facts, table: str) -> bool:
    facts.need(table)
    return facts.con.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone() is not None  # noqa: S608 - ours
