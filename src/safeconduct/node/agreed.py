"""The record of a corridor under an agreement: one movement as a case, all of them, and conformance."""

from __future__ import annotations

from dataclasses import replace

from safeconduct.agreement.case import Case, EntryRef
from safeconduct.agreement.cel.evaluate import Facts as Values
from safeconduct.agreement.model import Agreement
from safeconduct.assess.conformance.report import Conformance, conformance
from safeconduct.base.limits import JUDGED_MOVEMENTS_MAX
from safeconduct.entries.envelope import entry_from_bytes
from safeconduct.facts.agreed.cases import case_of
from safeconduct.facts.agreed.movements import AgreedFacts, agreed_facts
from safeconduct.facts.agreed.views import ALL, kept_logs
from safeconduct.facts.build import Facts
from safeconduct.node.agreements import agreement_of
from safeconduct.node.config import OwnLog
from safeconduct.node.errors import CorridorError
from safeconduct.node.node import Node
from safeconduct.node.tables import open_tables

_BY_DAY = """
    SELECT MIN(at_us) AS first_us, COUNT(*) AS movements FROM (
      SELECT movement, MIN(day) AS day, MIN(at_us) AS at_us FROM leaf_passage
      WHERE movement IS NOT NULL GROUP BY movement
    ) GROUP BY day ORDER BY day DESC
"""


def case_of_entry(
    node: Node, log: OwnLog, origin: str, index: int, agreement: Agreement | None = None
) -> tuple[Agreement, Case]:
    """What the record holds on the movement that an entry is about, and the agreement to ask.

    origin: name of the log; may be empty. agreement: left out, the one that the charter names.
    Raises CorridorError for an entry that is not there or is about no movement, and without any agreement.
    """
    log = _log_of(node, log, origin)
    with node.signed(log) as reader:
        if index >= reader.size:
            raise CorridorError(f"the log has {reader.size} entries, so none is number {index}", where=log.origin)
        movement = entry_from_bytes(reader.entry(index)).body.get("movement")
    if not isinstance(movement, str):
        raise CorridorError(
            f"entry {index} is about no movement",
            where=log.origin,
            next_step="Name a notification, a clearance, a passage or a check.",
        )
    wanted = agreement or _named(node, log)
    case = case_of(agreed_record(node, log, wanted, only=movement), movement)
    return wanted, replace(case, movement=EntryRef(log.origin, index))


def _log_of(node: Node, log: OwnLog, origin: str) -> OwnLog:
    """The log of that name in the corridor of a log; without a name that log. Raises CorridorError."""
    held = {one.origin: one for one in node.logs(log.corridor)}
    if not origin or origin in held:
        return held.get(origin, log)
    known = ", ".join(held)
    raise CorridorError(f"{log.corridor} has no log {origin}", next_step=f"Its logs are {known}.")


def _named(node: Node, log: OwnLog) -> Agreement:
    found = agreement_of(node, log)
    if found is None:
        raise CorridorError(
            "the charter of this corridor names no agreement", where=log.corridor, next_step="Name an agreement FILE."
        )
    return found


def conformance_of(node: Node, log: OwnLog, agreement: Agreement | None = None) -> Conformance:
    """What the record shows of an agreement; left out, the one that the charter names. Raises CorridorError.

    Of a large record its newest days: see `recent`.
    """
    wanted = agreement or _named(node, log)
    with node.all_signed(log.corridor) as readers:
        kept = kept_logs(readers)
    with open_tables(node, log) as facts:
        return conformance(facts, wanted, logs=kept, since=recent(facts))


def recorded_facts(node: Node, log: OwnLog, agreement: Agreement) -> list[Values]:
    """The facts of every movement on record, as all logs together have them."""
    agreed = agreed_record(node, log, agreement)
    return [agreed.values_of(ALL, movement.id) for movement in agreed.movements]


def agreed_record(node: Node, log: OwnLog, agreement: Agreement, *, only: str = "") -> AgreedFacts:
    """The facts of an agreement for every movement on record, or of its newest days; only: of one.

    Raises FactsError.
    """
    with node.all_signed(log.corridor) as readers:
        kept = kept_logs(readers)
    with open_tables(node, log) as facts:
        return agreed_facts(facts, agreement, logs=kept, since=None if only else recent(facts), only=only)


def recent(facts: Facts, most: int = JUDGED_MOVEMENTS_MAX) -> int | None:
    """The instant from which on movements are judged one by one; None for a record that is judged whole.

    Judging takes some milliseconds a movement, so of a large record as many of the newest whole days are judged as
    hold no more than `most` movements, and the answer says since when.
    """
    rows = facts.con.execute(_BY_DAY).fetchall()
    held = 0
    since: int | None = None
    for first, movements in rows:
        if held + movements > most:
            return int(first) if since is None else since
        held, since = held + movements, int(first)
    return None
