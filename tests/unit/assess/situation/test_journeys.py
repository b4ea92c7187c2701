"""Journeys a page at a time, one with all its entries, what did not see it; supplies with the entries behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from safeconduct.assess.situation.flows import day_end
from safeconduct.assess.situation.journeys import (
    ANY,
    NOT_KNOWN,
    Journey,
    JourneyFilter,
    read_choices,
    read_journeys,
)
from safeconduct.assess.situation.one_journey import JourneyTold, read_journey_told
from safeconduct.assess.situation.supply_record import read_supply_record
from safeconduct.base.ident import derived_id
from safeconduct.base.instant import Instant, instant_to_text
from safeconduct.facts.build import Facts
from tests.unit.assess.situation.world import FIRST, HOUR, OFFSET, PUBLIC, World, facts_of, logs_of, midnight, noon

MINUTE = HOUR // 60
SEEN, CHECKED, SPLIT, LONE = (derived_id("road", name) for name in ("seen", "checked", "split", "lone"))
POSTS: tuple[dict[str, Any], ...] = (
    {"id": "G0", "place": "west", "km": 2, "kept_by": "party", "by": "west"},
    {"id": "G2", "place": "bridge", "km": 14, "kept_by": "neutral", "by": "gate"},
    {"id": "G3", "place": "bridge", "km": 20, "kept_by": "neutral", "by": "gate"},
    {"id": "G4", "place": "bridge", "km": 28, "kept_by": "neutral", "by": "gate", "until": "2031-03-04T00:00:00.000Z"},
    {"id": "G5", "place": "bridge", "km": 29, "kept_by": "neutral", "by": "gate"},
)


def passage(journey: str, post: str, event: str, direction: str = "eastwards", category: str = "bus") -> dict[str, Any]:
    return {"movement": journey, "direction": direction, "category": category, "post": post, "event": event}


def check(journey: str, **more: Any) -> dict[str, Any]:
    return {"movement": journey, "method": "visual", "result": "passed", "post": "G0", **more}


def at(day: int, minutes: int) -> Instant:
    return Instant(noon(day) + minutes * MINUTE)


TOLD: tuple[tuple[Instant, str, dict[str, Any]], ...] = (
    (at(1, 0), "passage", passage(LONE, "G3", "passed")),
    (at(2, 0), "passage", passage(SEEN, "G0", "arrived")),
    (at(2, 5), "check", check(SEEN, found=["arms", "fuel"], result="failed", by="Guards")),
    (at(2, 6), "check", check(SEEN, method="document", found=[])),
    (
        at(2, 9),
        "decision",
        {"movement": SEEN, "outcome": "hold", "post": "G0", "suggested": "let_through", "reason": "r"},
    ),
    (at(2, 12), "passage", passage(SEEN, "G0", "passed")),
    (at(2, 40), "passage", passage(SEEN, "G3", "passed")),
    (at(2, 41), "passage", passage(SEEN, "G3", "passed")),
    (at(3, 0), "check", check(CHECKED, found=[])),
    (at(3, 30), "passage", passage(SPLIT, "G0", "passed")),
    (at(3, 50), "passage", passage(SPLIT, "G1", "passed", "westwards", "car")),
)
ROAD = World(days=6, told=TOLD, posts=POSTS)


@pytest.fixture(scope="module")
def facts() -> Iterator[Facts]:
    with closing((made := facts_of(ROAD)).con):
        yield made


def every(facts: Facts) -> tuple[Journey, ...]:
    return read_journeys(facts, ANY, 0, 10_000).rows


def told(facts: Facts, journey: str) -> JourneyTold:
    found = read_journey_told(facts, journey)
    assert found is not None
    return found


def test_pages_put_together_are_all_journeys_newest_first(facts: Facts) -> None:
    whole = read_journeys(facts, ANY, 0, 10_000)
    assert whole.total == len(whole.rows) == read_choices(facts).total
    parts = [read_journeys(facts, ANY, start, start + 50) for start in range(0, whole.total + 50, 50)]
    assert tuple(one for part in parts for one in part.rows) == whole.rows
    assert {part.total for part in parts} == {whole.total}
    assert [*whole.rows] == sorted(whole.rows, key=lambda one: (-one.at_us, one.id))
    assert read_journeys(facts, ANY, 10, 5).rows == ()


def local_day(one: Journey) -> int:
    return (one.at_us + OFFSET * 60 * 1_000_000) // (24 * HOUR)


@pytest.mark.parametrize(
    ("wanted", "keeps"),
    [
        (JourneyFilter(direction="westwards"), lambda one: one.direction == "westwards"),
        (JourneyFilter(direction=NOT_KNOWN), lambda one: one.direction is None),
        (JourneyFilter(category="bus"), lambda one: one.category == "bus"),
        (JourneyFilter(category=NOT_KNOWN), lambda one: one.category is None),
        (JourneyFilter(first=FIRST + 2, last=FIRST + 2), lambda one: local_day(one) == FIRST + 2),
        (JourneyFilter(first=FIRST + 4), lambda one: local_day(one) >= FIRST + 4),
        (JourneyFilter(last=FIRST), lambda one: local_day(one) <= FIRST),
        (JourneyFilter(checked="yes"), lambda one: one.checks > 0),
        (JourneyFilter(checked="no"), lambda one: one.checks == 0),
        (JourneyFilter(found="yes"), lambda one: one.id == SEEN),
        (JourneyFilter(found="no"), lambda one: one.id == CHECKED),
        (JourneyFilter(match="same_id"), lambda one: one.id in {SEEN, SPLIT}),
        (JourneyFilter(match="late"), lambda one: one.match == "late"),
        (JourneyFilter(post="G0"), lambda one: one.id in {SEEN, CHECKED, SPLIT}),
        (JourneyFilter(direction="westwards", checked="yes", last=FIRST + 1),
         lambda one: one.direction == "westwards" and one.checks > 0 and local_day(one) <= FIRST + 1),
    ],
)  # fmt: skip
def test_a_filter_chooses_what_it_says(facts: Facts, wanted: JourneyFilter, keeps: Callable[[Journey], bool]) -> None:
    kept = tuple(one for one in every(facts) if keeps(one))
    found = read_journeys(facts, wanted, 0, 10_000)
    assert found.rows == kept
    assert 0 < found.total == len(kept) < len(every(facts))


def test_a_choice_that_nothing_fits_is_empty(facts: Facts) -> None:
    assert read_journeys(facts, JourneyFilter(post="G9"), 0, 10).total == 0
    assert read_journeys(facts, JourneyFilter(direction="' OR 1=1 --"), 0, 10).total == 0


def test_the_choices_are_what_is_on_record(facts: Facts) -> None:
    choices = read_choices(facts)
    assert choices.directions == ("eastwards", "westwards", NOT_KNOWN)
    assert choices.categories == ("ambulance", "bus", "car", "truck", NOT_KNOWN)
    assert choices.posts == ("G0", "G1", "G3")
    assert (choices.first, choices.last) == (FIRST, FIRST + 5)


def test_what_is_not_recorded_is_none_and_not_zero(facts: Facts) -> None:
    found = {one.id: one for one in every(facts)}
    checked, split, seen = found[CHECKED], found[SPLIT], found[SEEN]
    assert (checked.in_us, checked.direction, checked.wait_us, checked.posts) == (None, None, None, 0)
    assert checked.at_us == at(3, 0)
    assert (split.direction, split.category, split.wait_us, split.waits) == (None, None, None, 0)
    assert (seen.wait_us, seen.waits, seen.posts) == (12 * MINUTE, 1, 2)
    assert (seen.checks, seen.stated, seen.found) == (2, 2, 1)
    assert (seen.in_post, seen.out_post, seen.offset_minutes) == ("G0", "G3", OFFSET)


def test_a_check_that_does_not_say_what_it_found_is_not_stated(facts: Facts) -> None:
    usual = [one for one in every(facts) if one.id not in {SEEN, CHECKED} and one.checks]
    assert usual
    assert {(one.stated, one.found) for one in usual} == {(0, 0)}


def test_one_journey_has_all_its_entries_in_order_of_time(facts: Facts) -> None:
    found = told(facts, SEEN)
    assert [(one.kind, one.word, one.post) for one in found.entries] == [
        ("passage", "arrived", "G0"),
        ("check", "visual", "G0"),
        ("check", "document", "G0"),
        ("decision", "hold", "G0"),
        ("passage", "passed", "G0"),
        ("passage", "passed", "G3"),
        ("passage", "passed", "G3"),
    ]
    assert [one.entry.index for one in found.entries] == [2, 3, 4, 5, 6, 7, 8]
    assert {one.entry.log for one in found.entries} == {PUBLIC}
    assert [one.found for one in found.entries][:4] == [None, ("arms", "fuel"), (), None]
    assert (found.entries[1].result, found.entries[1].by) == ("failed", "Guards")
    assert found.entries[3].result == "let_through"
    assert [one.state for one in found.entries] == ["counts"] * 6 + ["repeated"]


def test_waits_and_checks_stand_by_post(facts: Facts) -> None:
    first, last = told(facts, SEEN).visits
    assert (first.post, first.wait_us, first.checks, first.found, first.stated) == ("G0", 12 * MINUTE, 2, 1, 2)
    assert (last.post, last.arrived_us, last.passed_us, last.wait_us) == ("G3", None, at(2, 40), None)
    (only,) = told(facts, CHECKED).visits
    assert (only.post, only.passed_us, only.checks, only.stated, only.found) == ("G0", None, 1, 1, 0)


def test_posts_that_did_not_see_a_journey_are_named_with_what_their_watch_says(facts: Facts) -> None:
    unseen = {one.post: one for one in told(facts, SEEN).unseen}
    assert [*unseen] == ["G1", "G2", "G5"]
    assert [one.between for one in unseen.values()] == [True, True, False]
    assert [one.watch for one in unseen.values()] == ["watched", "blind", "blind"]


def test_a_post_counts_as_missing_only_while_it_stands(facts: Facts) -> None:
    before, after = told(facts, LONE), told(facts, SPLIT)
    assert "G4" not in {one.post for one in after.unseen}
    assert before.journey.at_us > midnight(1) + 2 * HOUR
    early = read_journeys(facts, JourneyFilter(last=FIRST), 0, 1).rows[0]
    assert "G4" in {one.post for one in told(facts, early.id).unseen}


def test_there_is_no_journey_of_another_name(facts: Facts) -> None:
    assert read_journey_told(facts, "f" * 32) is None
    assert read_journey_told(facts, "") is None


def test_the_order_of_logs_changes_nothing(facts: Facts) -> None:
    with closing((other := facts_of(ROAD, shuffled=True)).con):
        assert every(other) == every(facts)
        assert told(other, SEEN) == told(facts, SEEN)


def test_an_earlier_day_knows_fewer_journeys(facts: Facts) -> None:
    until = day_end(FIRST + 1, OFFSET)
    earlier = facts.as_of(facts.known_at(until), until)
    with closing(earlier.con):
        kept = {one.id for one in every(facts) if local_day(one) <= FIRST + 1}
        assert {one.id for one in every(earlier)} == kept
        assert read_journey_told(earlier, SEEN) is None
    assert read_journey_told(facts, SEEN) is not None


def test_corrected_and_withdrawn_entries_say_so() -> None:
    public = next(log for log in logs_of(ROAD) if log.origin == PUBLIC)
    wrong = _target(public.data[3], 3), _target(public.data[6], 6)
    told_later = (
        (at(4, 0), "correction", {"target": wrong[0], "set": {"found": []}, "reason": "misread"}),
        (at(4, 1), "correction", {"target": wrong[1], "withdrawn": True, "reason": "another vehicle"}),
    )
    with closing((made := facts_of(World(days=6, told=(*TOLD, *told_later), posts=POSTS))).con):
        found = told(made, SEEN)
    by_index = {one.entry.index: one for one in found.entries}
    assert (by_index[3].state, by_index[3].found) == ("corrected", ())
    assert by_index[3].corrected_by is not None
    assert by_index[3].corrected_by.index == len(TOLD) + 1
    assert by_index[6].state == "withdrawn"
    assert (found.journey.found, found.visits[0].passed_us, found.visits[0].wait_us) == (0, None, None)


def _target(data: bytes, index: int) -> dict[str, Any]:
    from safeconduct.merkle.hashing import leaf_hash

    return {"log": PUBLIC, "index": index, "leaf": leaf_hash(data).hex()}


def test_a_simulated_log_marks_every_journey_and_entry() -> None:
    with closing((made := facts_of(World(days=2, evidence="simulated"))).con):
        assert {one.simulated for one in every(made)} == {True}
        assert {one.evidence for one in told(made, every(made)[0].id).entries} == {"simulated"}


def test_supplies_name_the_entries_they_rest_on() -> None:
    def stock(kg: int) -> dict[str, Any]:
        return {"commodity": "flour", "place": "west", "load_kg": kg, "basis": "weighed", "by": "Relief"}

    seed = {"commodity": "seed", "place": "west", "load_kg": 40, "basis": "estimated"}
    outage = {"service": "gas", "place": "west", "said_by": "Office", "end": instant_to_text(midnight(3))}
    said = (
        (at(0, 0), "stock", stock(900)),
        (at(1, 0), "delivery", {**stock(60), "basis": "declared"}),
        (at(2, 0), "stock", stock(700)),
        (at(2, 1), "delivery", seed),
        (midnight(1), "outage", outage),
        (midnight(4), "outage", {"service": "gas", "place": "west", "said_by": "Office"}),
    )
    with closing((made := facts_of(World(days=6, told=said))).con):
        record = read_supply_record(made, FIRST, FIRST + 5)
        earlier = read_supply_record(made, FIRST, FIRST + 1)
    assert [(one.day - FIRST, one.load_kg, one.entry.index) for one in record.inputs_of("flour", "west", "count")] == [
        (0, 900, 1),
        (2, 700, 3),
    ]
    assert [(one.basis, one.by) for one in record.inputs_of("flour", "west", "delivery")] == [("declared", "Relief")]
    assert [one.commodity for one in record.uncounted] == ["seed"]
    assert [(one.first - FIRST, one.last) for one in record.outages] == [(1, FIRST + 2), (4, None)]
    assert [(one.days_low, one.days_high) for one in (service.without for service in record.supplies.services)] == [
        (2, 4)
    ]
    assert len(earlier.inputs) == 2
    assert [one.last for one in earlier.outages] == [FIRST + 2]
