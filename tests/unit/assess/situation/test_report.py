"""The situation report: the figures of the pages and no others, gaps included."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace

import pytest

from safeconduct.assess.situation.flows import day_end
from safeconduct.assess.situation.page import situation_to_json
from safeconduct.assess.situation.read import situation_of
from safeconduct.assess.situation.report import SituationReport, report_to_json
from safeconduct.assess.situation.supplies import read_supplies
from safeconduct.base.instant import US_PER_DAY
from safeconduct.facts.agreed.views import kept_logs
from safeconduct.node.reporting import report_from
from safeconduct.node.situation import shown_from
from tests.unit.assess.situation.world import FIRST, GATE, OFFSET, World, facts_of, logs_of, passing
from tests.web.fixture_agreement import sample_record

STOCK = tuple(
    (day, "stock", {"commodity": "flour", "place": "bridge", "load_kg": load, "basis": "weighed", "by": "relief"})
    for day, load in ((20, 60_000), (30, 50_000), (50, 30_000))
)
LOADS = tuple(
    (day, "delivery", {"commodity": "flour", "place": "bridge", "load_kg": 4_000, "basis": "weighed"})
    for day in (40, 56, 58)
)
FELL = (55, "incident", {"id": "i-1", "class": "obstruction", "says": "A tree fell.", "said_by": "Guard",
                         "cites": ["https://x.example/"]})  # fmt: skip


def report(world: World, *, shuffled: bool = False) -> SituationReport:
    facts = facts_of(world, shuffled=shuffled)
    with closing(facts.con):
        found = report_from(facts, shown_from(facts))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def ordinary() -> SituationReport:
    return report(World(said=(*STOCK, *LOADS, FELL)))


def test_its_figures_are_those_of_the_pages() -> None:
    world = World(said=(*STOCK, *LOADS, FELL))
    facts = facts_of(world)
    with closing(facts.con):
        situation = situation_of(facts)
        found = report_from(facts, shown_from(facts))
        assert situation is not None
        assert found is not None
        assert found.situation == situation
        assert report_to_json(found)["situation"] == situation_to_json(situation)
        assert found.supplies == read_supplies(facts, situation.first, situation.day)
    assert found.checked[0] == situation.checked(7)
    assert found.vehicles[0].now == situation.ways[0].flow[-1].total
    assert found.band[0][1] == situation.ways[0].status[-14:]


def test_changes_are_against_the_same_weekday_a_week_before(ordinary: SituationReport) -> None:
    flow = ordinary.situation.ways[0].flow
    assert ordinary.vehicles[0].before == flow[-8].total
    assert ordinary.vehicles[0].change == (flow[-1].total or 0) - (flow[-8].total or 0)
    assert ordinary.checked == ((174, 348), (166, 332))


def test_the_main_post_has_the_vehicles_of_the_road(ordinary: SituationReport) -> None:
    (post,) = ordinary.posts
    assert post.day.passed == sum(one.now or 0 for one in ordinary.vehicles)
    assert post.week.passed == 348
    assert post.week.checked == 174
    assert post.week.counted == 348


def test_a_year_counts_its_reports_from_the_first_day(ordinary: SituationReport) -> None:
    assert (ordinary.number, ordinary.day) == (60, FIRST + 59)
    assert ordinary.end_us == day_end(FIRST + 59, OFFSET)


def test_supply_has_its_week_before(ordinary: SituationReport) -> None:
    assert ordinary.supply is not None
    now, before = ordinary.supply
    assert before is not None
    assert now == ordinary.situation.supplies[0]
    assert (now.commodity, before.commodity) == ("flour", "flour")
    goods = report_to_json(ordinary)["supplies"][0]
    assert (goods["deliveries"], goods["delivered_kg"]) == (2, 8_000)


def test_what_happened_is_that_of_the_week(ordinary: SituationReport) -> None:
    assert [one.id for one in ordinary.happenings] == ["i-1"]
    earlier = tuple(replace(one, day=one.day - 3) for one in ordinary.situation.happenings)
    assert replace(ordinary, situation=replace(ordinary.situation, happenings=earlier)).happenings == ()
    lasting = tuple(replace(one, end_day=ordinary.day - 6) for one in earlier)
    assert replace(ordinary, situation=replace(ordinary.situation, happenings=lasting)).happenings == lasting


def test_a_whole_record_has_no_gaps(ordinary: SituationReport) -> None:
    gaps = ordinary.gaps
    assert (gaps.posts, gaps.apart, gaps.late) == ((), (), 0)
    assert [days for _, days in gaps.unrecorded] == [(), ()]


def test_a_silent_day_is_a_gap_and_no_zero() -> None:
    found = report(World(silent=frozenset({59, 55})))
    assert [one.now for one in found.vehicles] == [None, None]
    assert [one.change for one in found.vehicles] == [None, None]
    assert found.posts[0].day.passed is None
    (gap,) = found.gaps.posts
    assert (gap.post, gap.watched, gap.blind_us, gap.behind) == ("G1", "silent", 24 * 3_600_000_000, True)
    assert found.gaps.unrecorded[0][1] == (FIRST + 55, FIRST + 59)


def test_a_sensor_that_counts_far_more_is_named_and_nothing_is_averaged() -> None:
    (one, other) = report(World(more={57: 30})).gaps.apart
    assert (one.day, one.recorded, one.counted) == (FIRST + 57, 24, 54)
    assert other.direction == "westwards"


def test_the_order_of_logs_changes_nothing(ordinary: SituationReport) -> None:
    other = report(World(said=(*STOCK, *LOADS, FELL)), shuffled=True)
    assert report_to_json(other) == report_to_json(ordinary)


def test_an_earlier_day_is_told_as_it_was_known_then() -> None:
    facts = facts_of(World(late=(50, 54), arrives=58))
    with closing(facts.con):
        until = day_end(FIRST + 54, OFFSET)
        earlier = facts.as_of(facts.known_at(until), until)
        with closing(earlier.con):
            found = report_from(earlier, shown_from(earlier))
    assert found is not None
    assert found.day == FIRST + 54
    assert [one.now for one in found.vehicles] == [None, None]
    assert found.gaps.posts[0].behind
    whole, known = ({log.origin: log.size for log in logs} for logs in (facts.stamp, found.logs))
    assert known[GATE] < whole[GATE]


def test_without_an_agreement_no_clause_is_judged_and_that_is_said(ordinary: SituationReport) -> None:
    assert ordinary.conformance is None
    assert report_to_json(ordinary)["conformance"] == {"not_computed": "the charter names no agreement"}


def test_an_agreement_is_put_to_each_movement_of_a_small_record() -> None:
    agreement = sample_record("x.example/log", "road").agreement
    world = World(days=3)
    facts = facts_of(world)
    with closing(facts.con):
        found = report_from(facts, shown_from(facts), agreement, kept_logs([*logs_of(world)]))
    assert found is not None
    assert found.conformance is not None
    assert found.conformance.movements == sum(2 * passing(world, day, "eastwards") for day in range(3))
    assert found.conformance.since is None
    assert found.conformance.as_of == found.end_us
    assert report_to_json(found)["conformance"]["readings"] == [*agreement.readings]


def test_an_agreement_is_put_to_the_newest_days_of_a_large_record(monkeypatch: pytest.MonkeyPatch) -> None:
    agreement = sample_record("x.example/log", "road").agreement
    world = World(days=3)
    newest = 2 * passing(world, 2, "eastwards")
    monkeypatch.setattr("safeconduct.node.reporting.REPORT_MOVEMENTS_MAX", newest + 1)
    facts = facts_of(world)
    with closing(facts.con):
        found = report_from(facts, shown_from(facts), agreement, kept_logs([*logs_of(world)]))
    assert found is not None
    assert found.conformance is not None
    assert found.conformance.movements == newest
    assert found.conformance.since is not None
    assert found.end_us - US_PER_DAY <= found.conformance.since < found.end_us


def test_simulated_rows_mark_the_report(ordinary: SituationReport) -> None:
    assert report(World(days=20, evidence="simulated")).simulated
    assert not ordinary.simulated


def test_the_object_holds_no_floats(ordinary: SituationReport) -> None:
    text = json.dumps(report_to_json(ordinary))
    assert not [value for value in _values(json.loads(text)) if isinstance(value, float)]


def _values(value: object) -> list[object]:
    if isinstance(value, dict):
        return [found for one in value.values() for found in _values(one)]
    if isinstance(value, list):
        return [found for one in value for found in _values(one)]
    return [value]
