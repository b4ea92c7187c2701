"""The situation report of a corridor's day, from the tables of its logs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from safeconduct.agreement.model import Agreement
from safeconduct.assess.conformance.report import conformance
from safeconduct.assess.situation.allegations import read_carried
from safeconduct.assess.situation.flows import day_end
from safeconduct.assess.situation.posts import read_posts
from safeconduct.assess.situation.report import SituationReport
from safeconduct.assess.situation.supplies import read_supplies
from safeconduct.base.limits import REPORT_MOVEMENTS_MAX
from safeconduct.facts.agreed.views import KeptLog
from safeconduct.facts.build import Facts
from safeconduct.log import LogReader
from safeconduct.node.agreed import recent
from safeconduct.node.situation import Shown


def report_from(
    facts: Facts, shown: Shown, agreement: Agreement | None = None, kept: tuple[KeptLog, ...] = ()
) -> SituationReport | None:
    """The report as the tables have it, of their last day; None where nothing was recorded by then.

    shown: what the same tables show. The agreement is put to the movements of the newest whole days that hold no more
    than `REPORT_MOVEMENTS_MAX` of them, and the report says since when.
    """
    situation = shown.situation
    if situation is None:
        return None
    end = int(day_end(situation.day, situation.offset_minutes))
    since = recent(facts, REPORT_MOVEMENTS_MAX)
    return SituationReport(
        situation=situation,
        supplies=read_supplies(facts, situation.first, situation.day),
        posts=tuple(read_posts(facts, situation.road.posts, situation.day)),
        carried=tuple(read_carried(facts, situation.said, situation.day)),
        disagreements=shown.disagreements,
        logs=facts.stamp,
        end_us=end,
        conformance=None if agreement is None else conformance(facts, agreement, end, since=since, logs=kept),
        cannot_know=facts.terms.cannot_know,
    )


def rooted(report: SituationReport, readers: Sequence[LogReader]) -> SituationReport:
    """The report with the roots of its logs, also of those of earlier sizes."""
    held = {reader.origin: reader for reader in readers}
    return replace(
        report, logs=tuple(replace(one, root=held[one.origin].root_at(one.size).hex()) for one in report.logs)
    )
