"""The situation report of a corridor's day, from the tables of its logs."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace

from safeconduct.agreement.model import Agreement
from safeconduct.assess.conformance.report import Conformance, conformance
from safeconduct.assess.situation.allegations import read_carried
from safeconduct.assess.situation.flows import day_end
from safeconduct.assess.situation.model import Pinned, Situation
from safeconduct.assess.situation.posts import read_posts
from safeconduct.assess.situation.read import situation_of
from safeconduct.assess.situation.report import SituationReport
from safeconduct.assess.situation.supplies import read_supplies
from safeconduct.assess.sources import disagreements, told_in
from safeconduct.base.limits import REPORT_MOVEMENTS_MAX
from safeconduct.facts.agreed.views import KeptLog, kept_logs
from safeconduct.facts.build import Facts, LogState
from safeconduct.log import LogReader
from safeconduct.node.agreements import agreement_of
from safeconduct.node.config import OwnLog
from safeconduct.node.node import Node
from safeconduct.node.situation import NEWEST, as_pinned
from safeconduct.node.tables import open_tables


def report_of(node: Node, log: OwnLog, pinned: Pinned = NEWEST) -> SituationReport | None:
    """The report of a day; None where the charter describes no road or nothing was recorded by then.

    Of a record of more than `REPORT_MOVEMENTS_MAX` movements the agreement is not put to each; the report says so.
    Raises FactsError, and NodeFolderError if the agreement that the charter names is missing.
    """
    agreement = agreement_of(node, log)
    with node.all_signed(log.corridor) as readers, open_tables(node, log) as facts:
        kept = kept_logs(readers)
        if pinned == NEWEST:
            return report_from(facts, agreement, kept)
        earlier = as_pinned(facts, pinned)
        with closing(earlier.con):
            found = report_from(earlier, agreement, kept)
        return None if found is None else replace(found, logs=_with_roots(found.logs, readers))


def _with_roots(logs: Sequence[LogState], readers: Sequence[LogReader]) -> tuple[LogState, ...]:
    """The states of logs with their roots, also those of earlier sizes."""
    held = {reader.origin: reader for reader in readers}
    return tuple(replace(one, root=held[one.origin].root_at(one.size).hex()) for one in logs)


def report_from(
    facts: Facts, agreement: Agreement | None = None, kept: tuple[KeptLog, ...] = ()
) -> SituationReport | None:
    """The report as the tables have it: of their last day."""
    situation = situation_of(facts)
    if situation is None:
        return None
    facts.need("movement")
    row = facts.con.execute("SELECT COUNT(*) FROM movement").fetchone()
    movements = 0 if row is None else int(row[0])
    end = day_end(situation.day, situation.offset_minutes)
    judged = agreement is not None and movements <= REPORT_MOVEMENTS_MAX
    return SituationReport(
        situation=situation,
        supplies=read_supplies(facts, situation.first, situation.day),
        posts=tuple(read_posts(facts, situation.road.posts, situation.day)),
        carried=tuple(read_carried(facts, situation.said, situation.day)),
        disagreements=disagreements([one for one in told_in(facts) if one.said_on <= situation.day]),
        logs=facts.stamp,
        end_us=int(end),
        conformance=_conformance(facts, agreement, situation, kept) if agreement is not None and judged else None,
        agreed=agreement is not None,
        movements=movements,
        judged_max=REPORT_MOVEMENTS_MAX,
        cannot_know=facts.terms.cannot_know,
    )


def _conformance(facts: Facts, agreement: Agreement, situation: Situation, kept: tuple[KeptLog, ...]) -> Conformance:
    end = int(day_end(situation.day, situation.offset_minutes))
    return conformance(facts, agreement, end, logs=kept)
