"""A situation report of the road that does not exist: posts, supplies, an allegation with its denial, gaps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from safeconduct.assess.situation.allegations import CheckedDay, carried_in
from safeconduct.assess.situation.flows import day_end
from safeconduct.assess.situation.model import At, Said, Situation
from safeconduct.assess.situation.posts import Counts, PostTraffic
from safeconduct.assess.situation.report import SituationReport
from safeconduct.assess.situation.supplies import Service, Supplies, Supply
from safeconduct.assess.supply import Counted, Cut, Delivered, days_without, stock_days, use_between
from safeconduct.base.instant import US_PER_DAY
from safeconduct.facts.build import LogState
from tests.web.fixture_road import DAYS, FIRST, sample_situation

ALLEGED, DENIED = "mines-said", "mines-denied"


def spoken(log: str, who: str) -> Iterator[Said]:
    """Somebody said that mines were carried, somebody else denied it. who: after the name of each office."""
    source = "https://news.example/said"
    said = Said(ALLEGED, FIRST + 20, f"Office of the east {who}", "east", "allegation", f"Mines passed. {who}", source,
                At(log, 30), topic="mines-transported", value="yes")  # fmt: skip
    yield said
    yield replace(said, id=DENIED, day=FIRST + 30, speaker="Office of the west", type="denial", party="west",
                  wording="No mines passed.", entry=At(log, 31), denies=ALLEGED)  # fmt: skip


def checked_days(last: int, *, simulated: bool) -> list[CheckedDay]:
    """Forty days in which a tenth is checked, then nearly every vehicle; nobody watched on days 90 and 91."""
    found = []
    for day in range(last - FIRST + 1):
        checked = 10 if day < 40 else 98
        one = CheckedDay(FIRST + day, 100, 100, checked, checked, simulated=simulated)
        blind = CheckedDay(FIRST + day, None, hidden=100, simulated=simulated)
        found.append(blind if day in {90, 91} else one)
    return found


def _supplies(day: int, *, simulated: bool) -> Supplies:
    counts = [Counted(FIRST + at, 50_000 - 300 * at, "relief", simulated) for at in range(0, day - FIRST + 1, 20)]
    loads = [Delivered(day - 3, 12_500, weighed=False, simulated=simulated)]
    days, findings = stock_days(counts, loads, day)
    flour = Supply("flour", "east", tuple(counts), tuple(loads), use_between(counts, loads), days, findings)
    cuts = (Cut((FIRST + 5) * US_PER_DAY, None, said_by="the town"),)
    without = days_without(cuts, FIRST * US_PER_DAY, (day + 1) * US_PER_DAY)
    return Supplies(FIRST, day, (flour,), (Service("gas", "east", cuts, without),))


def sample_report(
    corridor: str, log: str, *, days: int = DAYS, simulated: bool = True, who: str = ""
) -> SituationReport:
    """The report of the road's day 120, or of an earlier one; who: see `spoken`."""
    situation = sample_situation(corridor, log, days=days, simulated=simulated)
    said = (*situation.said, *(one for one in spoken(log, who) if one.day <= situation.day))
    situation = replace(situation, said=tuple(sorted(said, key=lambda one: (one.day, one.id))))
    return report_about(situation, log, simulated=simulated)


def report_about(situation: Situation, log: str, *, simulated: bool) -> SituationReport:
    """The report of a situation."""
    counts = Counts(200, 180, 203, 3_600_000_000, simulated)
    supplies = _supplies(situation.day, simulated=simulated)
    return SituationReport(
        situation=replace(situation, supplies=supplies.now),
        supplies=supplies,
        posts=tuple(PostTraffic(post, counts, replace(counts, passed=1_400)) for post in situation.road.posts),
        carried=carried_in(situation.said, checked_days(situation.day, simulated=simulated)),
        disagreements=(),
        logs=(LogState(log, 300, "ab" * 32),),
        end_us=int(day_end(situation.day, situation.offset_minutes)),
        conformance=None,
        cannot_know=("Inbound voyages are not recorded.",),
    )
