from __future__ import annotations

from itertools import pairwise

import msgspec
import numpy as np
import pytest

from safeconduct.base.instant import US_PER_MINUTE, day_from_text
from safeconduct.simulate.journeys import NEVER, US_PER_HOUR, Journeys
from safeconduct.simulate.road import travelled
from safeconduct.simulate.traffic import Traffic
from tests.unit.simulate.conftest import SEED

_WINTER = day_from_text("2023-01-19"), day_from_text("2023-04-22")


def test_vehicles_meet_the_posts_in_the_order_of_their_direction(traffic: Traffic, journeys: Journeys) -> None:
    for way, order in ((0, journeys.stays), (1, journeys.stays[::-1])):
        those = (journeys.way == way) & ~journeys.turned_back
        for one, other in pairwise(order):
            assert (one.leave[those] < other.arrive[those]).all()
    km = traffic.road.posts[-1].km - traffic.road.posts[0].km
    through = ~journeys.turned_back
    hours = np.abs(journeys.stays[-1].arrive - journeys.stays[0].arrive)[through] / US_PER_HOUR
    assert np.median(hours) == pytest.approx(km / 42, rel=0.15)


def test_nobody_leaves_a_post_before_arriving_nor_is_checked_outside_the_stay(journeys: Journeys) -> None:
    for stay in journeys.stays:
        left = stay.leave != NEVER
        assert (stay.arrive[left] <= stay.leave[left]).all()
        checked = stay.method >= 0
        assert (stay.arrive[checked] <= stay.start[checked]).all()
        assert (stay.start[checked] < stay.end[checked]).all()
        assert (stay.end[checked & left] <= stay.leave[checked & left]).all()
        assert (stay.start[~checked] == NEVER).all()


def test_the_main_post_never_checks_more_vehicles_at_once_than_it_has_lanes(
    traffic: Traffic, journeys: Journeys
) -> None:
    stay, lanes = journeys.stays[traffic.main], traffic.road.posts[traffic.main].lanes
    for way in (0, 1):
        those = (stay.method >= 0) & (journeys.way == way)
        edges = sorted([(at, 1) for at in stay.start[those].tolist()] + [(at, -1) for at in stay.end[those].tolist()])
        assert max(np.cumsum([step for _, step in edges])) <= lanes


def test_whoever_is_turned_back_passes_no_later_post(traffic: Traffic, journeys: Journeys) -> None:
    inward, outward = (journeys.turned_back & (journeys.way == way) for way in (0, 1))
    assert inward.sum() > 20
    assert outward.sum() > 20
    assert (journeys.stays[traffic.main].leave[journeys.turned_back] == NEVER).all()
    assert (journeys.stays[-1].arrive[inward] == NEVER).all()
    assert (journeys.stays[0].arrive[outward] == NEVER).all()
    assert (journeys.stays[0].leave[inward] != NEVER).all()


def test_the_road_is_shut_when_it_is_said_to_be(traffic: Traffic, journeys: Journeys) -> None:
    left = journeys.stays[traffic.main].leave
    for closing in traffic.closings.items:
        inside = (journeys.arrive >= closing.from_) & (journeys.arrive < closing.until)
        assert not ((left[inside] != NEVER) & (left[inside] < closing.until)).any()
    held = journeys.waits_until > 0
    assert held.sum() > 50
    assert (left[held & ~journeys.turned_back] > journeys.waits_until[held & ~journeys.turned_back]).all()


def test_the_party_checkpoint_has_no_stay_before_it_exists(traffic: Traffic, journeys: Journeys) -> None:
    number = next(number for number, post in enumerate(traffic.road.posts) if post.id == "AZ1")
    stay, since = journeys.stays[number], traffic.road.posts[number].from_
    assert (stay.method >= 0).any()
    assert (stay.start[stay.method >= 0] >= since - US_PER_MINUTE).all()
    early = (journeys.day < day_from_text("2023-04-23")) & (stay.leave != NEVER)
    assert (stay.arrive[early] == stay.leave[early]).all()
    peacekeepers = journeys.category == traffic.categories.index("military")
    assert (stay.method[peacekeepers] == NEVER).all()


def test_nearly_all_are_checked_from_19_january_and_few_before_12_december(
    traffic: Traffic, journeys: Journeys
) -> None:
    checked = journeys.stays[traffic.main].method >= 0
    before = journeys.day < day_from_text("2022-12-12")
    after = (journeys.day >= _WINTER[0]) & (journeys.day <= _WINTER[1])
    assert 0.1 < checked[before].mean() < 0.25
    assert checked[after].mean() > 0.95


def test_before_19_january_the_choice_is_not_random(traffic: Traffic, journeys: Journeys) -> None:
    checked = journeys.stays[traffic.main].method >= 0
    before = journeys.day < day_from_text("2022-12-12")
    truck = journeys.category == traffic.categories.index("truck")
    assert checked[before & truck].mean() > 2 * checked[before & ~truck].mean()
    assert checked[before & (journeys.way == 0)].mean() > 1.5 * checked[before & (journeys.way == 1)].mean()


def test_goods_are_found_only_where_they_are_planted_and_somebody_looks(traffic: Traffic, journeys: Journeys) -> None:
    planted = journeys.planted >= 0
    assert planted.sum() == sum(one.carriers for one in traffic.planted.items)
    for stay in journeys.stays:
        assert not (stay.found & ~(planted & (stay.method >= 0))).any()
    found = np.any([stay.found for stay in journeys.stays], axis=0)
    assert 0 < found.sum() < planted.sum()
    methods = {
        name: msgspec.structs.replace(one, finds_permille=1000) for name, one in traffic.checking.methods.items()
    }
    sharp = msgspec.structs.replace(traffic, checking=msgspec.structs.replace(traffic.checking, methods=methods))
    for stay in travelled(sharp, SEED).stays:
        assert (stay.found == planted & (stay.method >= 0)).all()
    ordinary = [traffic.categories.index(name) for name in ("car", "truck", "bus")]
    assert np.isin(journeys.category[planted], ordinary).all()


def test_goods_add_up_to_the_published_tonnes(traffic: Traffic, journeys: Journeys) -> None:
    inward = (journeys.way == 0) & ~journeys.turned_back & (journeys.day >= day_from_text("2022-12-13"))
    for end, kg in (("2023-04-12", 4_089_000), ("2023-05-10", 4_623_000), ("2023-06-12", 5_574_000)):
        assert journeys.load_kg[inward & (journeys.day <= day_from_text(end))].sum() == kg
    ordinary = ~journeys.turned_back & (journeys.day < day_from_text("2022-12-12"))
    days = day_from_text("2022-12-12") - traffic.first
    for way, kg in ((0, 400_000), (1, 201_000)):
        assert journeys.load_kg[ordinary & (journeys.way == way)].sum() / days == pytest.approx(kg, rel=0.08)
    assert journeys.load_kg.max() <= traffic.loads.max_kg


def test_ids_are_32_hex_digits_and_none_stands_twice(journeys: Journeys) -> None:
    assert len(set(journeys.ids)) == journeys.count
    assert all(len(one) == 32 and set(one) <= set("0123456789abcdef") for one in journeys.ids)
