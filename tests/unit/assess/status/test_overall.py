"""Posts and categories put together, and the sentences about it."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from safeconduct.assess.status import (
    ALL_TRAFFIC,
    ClosureSaid,
    Overall,
    Part,
    Reason,
    Status,
    StatusDay,
    StatusError,
    WindowTest,
    overall,
    status_days,
)
from safeconduct.assess.status.overall import Basis
from safeconduct.assess.status.phrases import compared_with, sentence, why
from tests.unit.assess.status.roads import LEARN, ordinary, with_counts

OPEN, RESTRICTED, CLOSED, UNKNOWN = Status.OPEN, Status.RESTRICTED, Status.CLOSED, Status.UNKNOWN


def day(status: Status, sources: int = 2) -> StatusDay:
    return StatusDay(5, status, Reason.SILENT, 1000, sources)


def road(*parts: tuple[str, Status] | tuple[str, Status, str]) -> Overall:
    return overall([Part(part[0], day(part[1]), part[2] if len(part) == 3 else "") for part in parts])


@pytest.mark.parametrize("status", list(Status))
def test_alike_is_alike(status: Status) -> None:
    assert road((ALL_TRAFFIC, status), ("car", status)).status is status
    assert road(("bus", status), ("car", status)).status is status


@pytest.mark.parametrize(
    ("everything", "category", "whole"),
    [
        (OPEN, CLOSED, RESTRICTED),
        (OPEN, RESTRICTED, RESTRICTED),
        (OPEN, UNKNOWN, OPEN),
        (CLOSED, OPEN, RESTRICTED),
        (CLOSED, RESTRICTED, RESTRICTED),
        (CLOSED, UNKNOWN, CLOSED),
        (UNKNOWN, OPEN, UNKNOWN),
        (UNKNOWN, CLOSED, RESTRICTED),
        (RESTRICTED, OPEN, RESTRICTED),
        (RESTRICTED, CLOSED, RESTRICTED),
    ],
)
def test_all_traffic_decides_and_categories_that_differ_restrict(
    everything: Status, category: Status, whole: Status
) -> None:
    assert road((ALL_TRAFFIC, everything), ("car", category)).status is whole


def test_for_whom_is_told() -> None:
    found = road((ALL_TRAFFIC, OPEN), ("car", CLOSED), ("ambulance", OPEN), ("bus", UNKNOWN))
    assert (found.basis, found.below, found.open_to) == (Basis.CATEGORIES_DIFFER, ("car",), ("ambulance",))


@pytest.mark.parametrize(
    ("posts", "whole"),
    [
        ((OPEN, OPEN), OPEN),
        ((OPEN, UNKNOWN), UNKNOWN),
        ((OPEN, RESTRICTED), RESTRICTED),
        ((RESTRICTED, UNKNOWN), RESTRICTED),
        ((OPEN, CLOSED), CLOSED),
    ],
)
def test_without_journeys_from_end_to_end_the_worst_post_decides(posts: tuple[Status, ...], whole: Status) -> None:
    assert road(*((ALL_TRAFFIC, status, f"P{place}") for place, status in enumerate(posts))).status is whole


def test_journeys_from_end_to_end_say_more_than_a_silent_post() -> None:
    found = road((ALL_TRAFFIC, OPEN), (ALL_TRAFFIC, UNKNOWN, "P1"), (ALL_TRAFFIC, OPEN, "P2"))
    assert (found.status, found.posts, found.posts_asked) == (OPEN, 1, 2)


def test_a_post_that_stands_worse_than_the_journeys_restricts_the_road() -> None:
    found = road((ALL_TRAFFIC, OPEN), (ALL_TRAFFIC, CLOSED, "P1"), (ALL_TRAFFIC, OPEN, "P2"))
    assert (found.status, found.basis, found.deciding.deciding.post) == (RESTRICTED, Basis.POSTS_DIFFER, "P1")
    assert "post P1 is closed" in str(sentence(found, "A"))


def test_local_traffic_at_a_post_does_not_open_a_closed_road() -> None:
    assert road((ALL_TRAFFIC, CLOSED), (ALL_TRAFFIC, OPEN, "P1")).status is CLOSED


def test_unknown_journeys_leave_the_posts_to_decide() -> None:
    assert road((ALL_TRAFFIC, UNKNOWN), (ALL_TRAFFIC, OPEN, "P1")).status is OPEN
    assert road((ALL_TRAFFIC, UNKNOWN), (ALL_TRAFFIC, OPEN, "P1"), (ALL_TRAFFIC, UNKNOWN, "P2")).status is UNKNOWN


def test_categories_alone_are_never_open_with_one_unknown() -> None:
    assert road(("car", OPEN), ("bus", UNKNOWN)).status is UNKNOWN
    assert road(("car", OPEN), ("bus", CLOSED)).status is RESTRICTED


def test_no_road_is_open_when_all_its_traffic_is_not() -> None:
    for everything, *others in itertools.product(Status, repeat=4):
        found = road((ALL_TRAFFIC, everything), *zip(("bus", "car", "truck"), others, strict=True))
        assert found.status is not OPEN or everything is OPEN


def test_the_sources_are_those_of_the_part_that_decides() -> None:
    found = overall([Part(ALL_TRAFFIC, day(OPEN, 3)), Part("car", day(OPEN, 1))])
    assert found.sources == 3


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [Part("car", day(OPEN)), Part("car", day(CLOSED))],
        [Part("car", day(OPEN)), Part("bus", StatusDay(6, OPEN, Reason.SILENT, 0))],
    ],
    ids=["none", "twice", "two days"],
)
def test_parts_that_do_not_belong_together_are_refused(parts: list[Part]) -> None:
    with pytest.raises(StatusError):
        overall(parts)


def test_sentences_head_the_page() -> None:
    assert str(sentence(road((ALL_TRAFFIC, OPEN)), "Goris")) == "Open towards Goris"
    assert str(sentence(road((ALL_TRAFFIC, UNKNOWN)), "Goris")) == "Unknown towards Goris"
    but = road((ALL_TRAFFIC, CLOSED), ("ambulance", OPEN), ("car", CLOSED))
    assert str(sentence(but, "Goris")) == "Restricted towards Goris: closed, except for ambulance"
    some = road((ALL_TRAFFIC, OPEN), ("ambulance", OPEN), ("car", CLOSED))
    assert str(sentence(some, "Goris")) == "Restricted towards Goris: fewer than usual or none of car"


def test_no_restriction_seen_is_said_with_the_chance_of_seeing_one() -> None:
    one = status_days(ordinary(920, 80))[-1]
    words = str(why(one))
    assert words.startswith("No restriction seen. Journeys ")
    assert "would have been noticed with a chance of" in words
    assert str(compared_with(one)) == "Usual is what the record shows up to 7 days before."
    assert str(why(status_days(ordinary(920, 80, sources=1))[-1])).startswith("Open by one source only. No restriction")


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((0,), "Nothing passed on 1970-03-05;"),
        ((2,), "Journeys on 1970-03-05: 2;"),
        ((300, 310), "of the usual traffic (95 % interval)."),
        ((750, 740, 760, 740, 730, 750, 740), " days up to 1970-03-11: "),
    ],
)
def test_what_is_low_is_said_with_what_is_usual(counts: tuple[int, ...], words: str) -> None:
    one = status_days(with_counts(ordinary(920, LEARN + len(counts)), LEARN, counts))[-1]
    assert words in str(why(one))
    assert "are usual" in str(why(one))


def test_every_other_reason_has_its_words() -> None:
    for reason in (Reason.SILENT, Reason.CONTESTED, Reason.NO_BASELINE, Reason.HOLIDAY, Reason.DECAYED, Reason.TOO_FEW):
        assert str(why(StatusDay(5, UNKNOWN, reason, 0)))
    said = StatusDay(5, RESTRICTED, Reason.SAID, 0, said=ClosureSaid("A", RESTRICTED))
    assert str(why(said)) == "A says that the road is restricted."
    assert compared_with(said) is None


def test_the_object_names_every_category() -> None:
    found = road((ALL_TRAFFIC, OPEN), ("car", CLOSED)).to_json()
    assert found["status"] == "restricted"
    assert found["categories"] == [
        {"category": "all", "status": "open", "reason": "silent"},
        {"category": "car", "status": "closed", "reason": "silent"},
    ]


def test_where_nothing_passed_no_category_contradicts_the_closure() -> None:
    nothing = WindowTest(1, 0, 24_000, 1_200, 1, 2_500, 0, 1_000_000)
    closed = replace(day(CLOSED), reason=Reason.NOTHING_PASSED, test=nothing)
    assert overall([Part("all", closed), Part("ambulance", day(OPEN))]).status is CLOSED
    hardly = replace(closed, reason=Reason.HARDLY_ANY, test=replace(nothing, observed=1))
    assert overall([Part("all", hardly), Part("ambulance", day(OPEN))]).status is RESTRICTED
