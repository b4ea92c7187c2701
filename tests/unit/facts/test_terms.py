"""The road of a charter: read once, from the first log that describes it."""

from __future__ import annotations

from safeconduct.base.instant import instant_from_text
from safeconduct.facts.build import read_terms
from safeconduct.facts.terms import Place, Post, Route, Towards, terms_from_charter
from tests.unit.facts.road import EYE, GATE, ROUTE, road_charter, road_facts, road_log

BEGINS = instant_from_text("2023-01-01T00:00:00.000Z")


def test_the_road_is_read_from_the_charter() -> None:
    posts = [{**ROUTE["posts"][0], "from": "2023-01-01T00:00:00.000Z"}, ROUTE["posts"][1]]
    places = [{**ROUTE["places"][0], "lat": "39.5", "lon": "46.4", "near": True}, ROUTE["places"][1]]
    body = road_charter(route={**ROUTE, "posts": posts, "places": places, "approximate": True})
    assert terms_from_charter("c", body).route == Route(
        40,
        (Towards("inbound", {"en": "Town"}), Towards("outbound", {"en": "Gate"})),
        (Place("Gate", {"en": "Gate"}, 0, "39.5", "46.4", near=True), Place("Town", {"en": "Town"}, 40)),
        (
            Post("G", "Gate", 0, "neutral", "keepers", BEGINS, main=True, checks=True),
            Post("T", "Town", 40, "party", "north"),
        ),
        approximate=True,
    )
    assert terms_from_charter("c", road_charter()).route is None


def test_the_road_may_be_described_by_another_log_than_the_first() -> None:
    terms, _ = read_terms([road_log(GATE), road_log(EYE)])
    assert terms.route is not None
    assert read_terms([road_log(EYE)])[0].route is None


def test_posts_and_directions_are_staged() -> None:
    facts = road_facts(road_log(GATE))
    found = facts.con.execute("SELECT * FROM post ORDER BY km").fetchall()
    assert found == [
        ("G", "Gate", 0, "neutral", "keepers", None, None, 1, 1),
        ("T", "Town", 40, "party", "north", None, None, 0, 0),
    ]
    assert facts.con.execute("SELECT * FROM towards ORDER BY rank").fetchall() == [("inbound", 1), ("outbound", 2)]
    assert facts.con.execute("SELECT post FROM main_span").fetchall() == [("G",)]
