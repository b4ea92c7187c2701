"""The plan file: what it says, and each mistake with its place and a mend."""

from __future__ import annotations

import pytest

from safeconduct.base.yaml_file import YamlError
from safeconduct.plan import plan_from_yaml
from safeconduct.plan.model import Bin, FromRecord, Hourly, Observed, Shape, WhatIf
from safeconduct.plan.opening import Closure
from tests.unit.plan.plans import plan, text

HOUR = 3_600


def test_a_plan_is_read_as_it_is_written() -> None:
    found = plan()
    ambulance, truck, car = found.categories
    assert (found.title, found.days, found.seed, found.runs) == ("A bridge, inbound", 3, 7, 20)
    assert ambulance.arrivals == Hourly((500,) * 24)
    assert truck.arrivals == Hourly((0,) * 6 + (10_000,) * 12 + (0,) * 6)
    assert (ambulance.priority, truck.priority) == (1, 9)
    assert (truck.checked_permille, truck.unchecked, car.checked_permille, car.unchecked) == (400, "short", 0, "free")
    assert found.checks == {
        "short": Observed((Bin(60, 60, 1), Bin(120, 120, 1), Bin(150, 150, 1))),
        "full": Shape(1080, 540),
    }
    assert found.lanes == (3,) * 24
    assert (found.closure, found.what_if) == (None, WhatIf())


def test_so_many_a_day_are_spread_to_the_last_thousandth() -> None:
    arrivals = plan(("{per_day: 60}", "{per_day: 0.1, from: 22:00, until: 05:00}")).categories[2].arrivals
    assert isinstance(arrivals, Hourly)
    assert sum(arrivals.milli) == 100
    assert [hour for hour, milli in enumerate(arrivals.milli) if milli] == [0, 1, 2, 3, 4, 22, 23]
    assert max(arrivals.milli) - min(milli for milli in arrivals.milli if milli) == 1


def test_hours_may_be_listed() -> None:
    numbers = ", ".join(["0.5"] * 23 + ["2"])
    assert plan(("{per_day: 60}", f"[{numbers}]")).categories[2].arrivals == Hourly((500,) * 23 + (2_000,))
    assert plan(("lanes: 3", f"lanes: [{', '.join(['2'] * 24)}]")).lanes == (2,) * 24


def test_teams_add_up_within_the_opening_hours() -> None:
    teams = "teams:\n- {name: a, from: 04:00, until: 12:00, lanes: 2}\n- {from: 10:00, until: 02:00, lanes: 1}\n"
    found = plan(("lanes: 3\n", teams + "open: {from: 06:00, until: 23:00}\n"))
    assert found.lanes == (0,) * 6 + (2,) * 4 + (3,) * 2 + (1,) * 11 + (0,)
    assert found.varied(5, None).lanes == (0,) * 6 + (5,) * 17 + (0,)


def test_counted_durations_and_the_record() -> None:
    minutes = "{minutes: {0-5: 3, 5-20: 1}, source: the shift book}"
    found = plan(("{minutes: {mean: 18, spread: 9}}", minutes), ("{per_day: 60}", "from_record"))
    assert found.checks["full"] == Observed((Bin(0, 300, 3), Bin(300, 1200, 1)), "the shift book")
    assert isinstance(found.categories[2].arrivals, FromRecord)
    assert str(found.categories[2].arrivals.place) == "post.yaml:8:19"


def test_a_closure_and_a_comparison() -> None:
    what_if = "what_if: {lanes: [2, 4], checked_permille: [0, 1000], of: [truck]}\n"
    found = plan(more="closure: {from: day 1 06:30, until: day 3 00:00}\n" + what_if)
    assert found.closure == Closure(6 * HOUR + 1800, 48 * HOUR)
    assert found.what_if == WhatIf((2, 4), (0, 1000), ("truck",))
    assert [one.checked_permille for one in found.varied(None, 50).categories] == [1000, 50, 0]
    assert plan(more="what_if: {checked_permille: [5]}\n").what_if.of == ("ambulance", "truck", "car")


@pytest.mark.parametrize(
    ("old", "new", "place", "what"),
    [
        ("safeconduct-plan/1", "safeconduct-plan/2", "1:9", "is not one of"),
        ("days: 3", "days: 0", "3:7", "between 1 and 366"),
        ("days: 3", "days: 367", "3:7", "between 1 and 366"),
        ("days: 3", "day: 3", "3:1", "Did you mean days"),
        ("seed: 7", "seed: -1", "4:7", "between 0"),
        ("seed: 7", "runs: 19", "4:7", "between 20 and 1000"),
        ("check: short, priority", "check: shrt, priority", "6:47", "Did you mean short"),
        ("priority: 1", "priority: 0", "6:64", "between 1 and 9"),
        ("400, unchecked: short", "1001", "7:", "between 0 and 1000"),
        ("400, unchecked: short", "1000, unchecked: free", "7:", "Take out `unchecked`"),
        ("unchecked: short", "unchecked: fre", "7:", "Did you mean free"),
        ("{per_day: 60}", "{per_day: 0}", "8:19", "no vehicle arrives"),
        ("{per_day: 60}", "{per_day: 1.0001}", "8:29", "at most 3 decimals"),
        ("{per_day: 60}", "{per_day: -1}", "8:29", "from 0 up"),
        ("{per_day: 60}", "[1, 2]", "8:19", "one for each of the 24 hours"),
        ("{per_day: 60}", "record", "8:19", "Did you mean from_record"),
        ("{per_day: 60}", "{per_day: 60, from: 06:00}", "8:19", "go together"),
        ("from: 06:00", "from: 06:30", "7:", "full hour"),
        ("from: 06:00", "from: 18:00", "7:", "00:00 to 24:00"),
        ("  car:", "  Car:", "8:3", "lower-case"),
        ("  car:", "  free:", "8:3", "is no name"),
        ("  car:", "  all:", "8:3", "is no name"),
        ("[1, 2, 2.5]", "[]", "10:20", "at least one"),
        ("[1, 2, 2.5]", "[-1]", "10:21", "seven days"),
        ("{mean: 18, spread: 9}", "{mean: 18}", "11:19", "spread is missing"),
        ("{mean: 18, spread: 9}", "{mean: 0, spread: 9}", "11:26", "free instead"),
        ("{mean: 18, spread: 9}", "{0-5: 1, 5-5: 2}", "11:28", "LOW-HIGH"),
        ("{mean: 18, spread: 9}", "{0-5: 0}", "11:19", "above 0"),
        ("lanes: 3", "lanes: 0", "12:8", "between 1 and 500"),
        ("lanes: 3", "lanes: [1]", "12:8", "24 hours"),
        ("lanes: 3", "lanes: 501", "12:8", "between 1 and 500"),
        ("lanes: 3", "seed: 1", "12:1", "second time"),
        ("lanes: 3", "open: {from: 06:00, until: 08:00}", "1:1", "either lanes or teams"),
        ("lanes: 3", "lanes: 3\nclosure: {from: day 2 08:00, until: day 2 08:00}", "13:37", "later instant"),
        ("lanes: 3", "lanes: 3\nclosure: {from: day 2 08:00, until: day 4 08:00}", "13:37", "has 3 days"),
        ("lanes: 3", "lanes: 3\nclosure: {from: 2 08:00, until: day 2 09:00}", "13:17", "day 2 06:00"),
        ("lanes: 3", "lanes: 3\nwhat_if: {lanes: [0]}", "13:19", "between 1 and 500"),
        ("lanes: 3", "lanes: 3\nwhat_if: {of: [truck]}", "13:11", "Add checked_permille"),
        ("lanes: 3", "lanes: 3\nwhat_if: {checked_permille: [1], of: [bus]}", "13:39", "is not one of"),
        (
            "lanes: 3",
            "teams: [{from: 06:00, until: 08:00, lanes: 1}]\nopen: {from: 09:00, until: 10:00}",
            "12:8",
            "0 lanes are open",
        ),
    ],
)
def test_every_mistake_has_its_place_and_says_what_to_do(old: str, new: str, place: str, what: str) -> None:
    with pytest.raises(YamlError) as caught:
        plan_from_yaml(text((old, new)), "post.yaml")
    assert caught.value.where.startswith(f"post.yaml:{place}")
    assert what in str(caught.value)


def test_too_many_cases_are_refused() -> None:
    many = ", ".join(["1"] * 21)
    with pytest.raises(YamlError, match="At most 400"):
        plan(more=f"what_if: {{lanes: [{many}], checked_permille: [{many}]}}\n")


def test_a_plan_without_categories_or_checks_is_refused() -> None:
    short = "format: safeconduct-plan/1\ndays: 1\nlanes: 1\n"
    with pytest.raises(YamlError, match="0 category entries"):
        plan_from_yaml(short + "categories: {}\nchecks: {a: {minutes: [1]}}\n", "p")
    with pytest.raises(YamlError, match="0 check entries"):
        plan_from_yaml(short + "categories: {}\nchecks: {}\n", "p")
