"""The honest states: silence, a contradicting sensor, a late log, an empty month, a single ambulance, said closures."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from safeconduct.assess.situation.flows import day_end
from safeconduct.assess.situation.model import Situation, Way
from safeconduct.assess.situation.page import situation_to_json
from safeconduct.assess.situation.read import situation_of
from safeconduct.facts.build import build_facts
from safeconduct.testing.corridor import sample_facts
from tests.unit.assess.situation.world import FIRST, OFFSET, World, facts_of


def shown(world: World, *, shuffled: bool = False) -> Situation:
    facts = facts_of(world, shuffled=shuffled)
    with closing(facts.con):
        found = situation_of(facts)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def quiet() -> Situation:
    return shown(World())


def east(found: Situation) -> Way:
    return found.ways[0]


def word(found: Situation, day: int) -> str:
    return east(found).status[day].status


def test_an_ordinary_road_is_open_once_there_are_days_to_compare_with(quiet: Situation) -> None:
    assert word(quiet, 5) == "unknown"
    assert word(quiet, 59) == "open"
    assert east(quiet).now.sources == 2
    assert quiet.sentence == "Open towards eastwards town, open towards westwards town"
    assert (quiet.day, len(east(quiet).status), len(east(quiet).flow)) == (FIRST + 59, 60, 60)


def test_flows_are_counted_by_direction_and_category(quiet: Situation) -> None:
    flow = east(quiet).flow[50]
    assert flow.total == 20
    assert flow.vehicles == {"truck": 5, "ambulance": 5, "car": 10}
    assert (flow.checked, flow.of, flow.counted) == (10, 20, 20)
    assert quiet.checked(7) == (174, 348)


def test_a_silent_post_is_unknown_and_its_day_is_not_a_zero() -> None:
    found = shown(World(silent=frozenset({50, 51, 52})))
    assert [word(found, day) for day in (49, 50, 51, 52)] == ["open", "unknown", "unknown", "unknown"]
    assert east(found).flow[51].total is None
    assert east(found).flow[51].blind_us == 24 * 3600 * 1_000_000


def test_a_closed_road_is_closed_and_its_zero_is_a_zero() -> None:
    found = shown(World(flow={(day, "eastwards"): 0 for day in range(50, 60)}))
    assert word(found, 50) == "closed"
    assert east(found).flow[50].total == 0
    assert found.ways[1].now.status == "open"
    assert found.sentence.startswith("Closed towards eastwards town, open towards")


def test_a_sensor_that_counts_far_more_than_the_post_leaves_the_day_unknown() -> None:
    found = shown(World(more={55: 30}))
    assert word(found, 55) == "unknown"
    assert "do not agree" in str(east(found).status[55].why)
    assert east(found).flow[55].counted == 50
    assert word(found, 56) == "open"


def test_a_month_without_any_entry_is_unknown_every_day() -> None:
    found = shown(World(days=90, silent=frozenset(range(40, 70))))
    assert {word(found, day) for day in range(40, 70)} == {"unknown"}
    assert {east(found).flow[day].total for day in range(40, 70)} == {None}


def test_a_day_with_a_single_ambulance_is_not_an_open_road() -> None:
    found = shown(World(flow={(day, "eastwards"): 1 for day in range(50, 60)}))
    assert word(found, 59) == "restricted"
    assert east(found).flow[59].vehicles == {"truck": 0, "ambulance": 1, "car": 0}


def test_where_few_are_usual_nothing_can_be_said_of_one_day() -> None:
    found = shown(World(flow={**{(day, "eastwards"): day % 2 for day in range(59)}, (59, "eastwards"): 0}))
    assert word(found, 59) == "unknown"


def test_a_late_log_is_unknown_as_it_was_known_then_and_known_once_it_came() -> None:
    world = World(late=(50, 54), arrives=58)
    with closing((facts := facts_of(world)).con):
        until = day_end(FIRST + 54, OFFSET)
        then = situation_of(facts.as_of(facts.known_at(until), until))
        now = situation_of(facts)
    assert then is not None
    assert now is not None
    assert [one.status for one in east(then).status[50:]] == ["unknown"] * 5
    assert [one.status for one in east(now).status[50:55]] == ["open"] * 5
    assert east(then).status[:50] == east(now).status[:50]


def closure(*, party: str, **more: object) -> tuple[int, str, dict[str, object]]:
    body: dict[str, object] = {
        "id": "i-1",
        "class": "obstruction",
        "says": "The road was closed.",
        "said_by": f"Office of {party}",
    }
    return (
        52,
        "incident",
        {**body, "party": party, "cites": ["https://x.example/"], "closes": [{"status": "closed"}], **more},
    )


def test_what_an_office_says_counts_with_its_name_and_for_three_days() -> None:
    found = shown(World(said=(closure(party="north"),)))
    day = east(found).status[52]
    assert day.status in {"closed", "restricted"}
    assert "Office of north" in str(day.why)
    assert word(found, 55) == "open"
    assert found.interrupted_on == FIRST + 52
    assert found.happenings[0].entry.index == 1


def test_the_order_of_logs_changes_nothing() -> None:
    world = World(silent=frozenset({50}), more={55: 30}, said=(closure(party="north"),))
    assert shown(world) == shown(world, shuffled=True)


def test_splitting_and_repeating_logs_changes_nothing(quiet: Situation) -> None:
    from tests.unit.assess.situation.world import logs_of

    logs = [*logs_of(World())]
    shorter = [replace(log, data=log.data[: len(log.data) // 2]) for log in logs]
    with closing((facts := build_facts([*logs, *shorter, *logs])).con):
        assert situation_of(facts) == quiet


def test_swapping_the_directions_swaps_the_results() -> None:
    closed = {(day, "eastwards"): 0 for day in range(50, 60)}
    one = shown(World(flow=closed))
    other = shown(World(flow={(day, "westwards"): count for (day, _), count in closed.items()}))
    assert [day.status for day in one.ways[0].status] == [day.status for day in other.ways[1].status]
    assert [day.status for day in one.ways[1].status] == [day.status for day in other.ways[0].status]
    assert [flow.total for flow in one.ways[0].flow] == [flow.total for flow in other.ways[1].flow]


def test_swapping_the_parties_changes_names_and_nothing_else() -> None:
    party, other = "north", "south"
    found = shown(World(party=party, said=(closure(party=party),)))
    swapped = shown(World(party=other, said=(closure(party=other),)))
    assert str(situation_to_json(found)).replace(party, other) == str(situation_to_json(swapped))
    assert repr(found).replace(party, other) == repr(swapped)


def test_statements_say_what_they_say_of_the_days_they_speak_of() -> None:
    body = {
        "id": "s-1", "speaker": "Office", "said_on": "2031-04-20", "source": "https://x.example/", "wording": "Open.",
        "party": "south", "type": "position", "road": {"status": "open", "since": "2031-04-10"},
    }  # fmt: skip
    found = shown(World(said=((48, "statement", body),)))
    (run,) = found.stated
    assert (run.party, run.status, run.last - run.first) == ("south", "open", 10)
    assert found.said[0].wording == "Open."
    assert word(found, 50) == "open"


def test_a_statement_of_one_speaker_with_an_id_keeps_it() -> None:
    body: dict[str, Any] = {
        "speaker": "Office",
        "said_on": "2031-04-20",
        "source": "https://x.example/",
        "wording": "Open.",
    }
    speakers = ([{"entity": "a-b"}], [{"entity": "a-b"}, {"entity": "c-d"}])
    bodies = [{**body, "id": f"s-{at}", "speakers": each} for at, each in enumerate(speakers)]
    found = shown(World(said=tuple((48, "statement", one) for one in (*bodies, {**body, "id": "s-9"}))))
    assert [one.entity for one in found.said] == ["a-b", "", ""]


def test_posts_tell_whether_they_watched_and_up_to_when_their_log_has_arrived(quiet: Situation) -> None:
    (post,) = quiet.road.posts
    assert (post.watched, post.in_force, quiet.posts_heard) == ("watching", True, 1)
    assert post.complete_until_us == day_end(FIRST + 59, OFFSET)
    (silent,) = shown(World(silent=frozenset({59}))).road.posts
    assert silent.watched == "silent"


def test_simulated_entries_are_marked_on_every_day() -> None:
    found = shown(World(days=40, evidence="simulated"))
    assert found.simulated
    assert all(flow.simulated for flow in east(found).flow)


def test_a_corridor_without_a_road_has_no_situation() -> None:
    with closing((facts := sample_facts([])).con):
        assert situation_of(facts) is None
