"""The Lachin case from the command line: set up with its simulated traffic, asked about a day, planned for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scenarios.cli_process import Shell

pytestmark = pytest.mark.slow
NODE = ("--node", "n")
PLAN = """\
format: safeconduct-plan/1
title: The main post, inbound
days: 2
categories:
  truck: {arrivals: from_record, check: visual, checked_permille: 1000}
checks:
  visual: {minutes: {mean: 8, spread: 4}}
teams:
- {name: day, from: 06:00, until: 22:00, lanes: 2}
"""


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    found = Shell(tmp_path_factory.mktemp("lachin"))
    done = found.run("demo", "lachin-2020", *NODE, "--no-serve")
    assert done.code == 0, done.err
    return found


def test_the_demo_says_what_the_traffic_is(shell: Shell) -> None:
    again = shell.run("demo", "lachin-2020", *NODE, "--no-serve")
    assert again.code == 0
    assert "nothing to add, all of it was there" in again.out
    assert "(simulated traffic: nothing in it happened)" in again.out
    assert again.out.count("simulated") >= 2


def test_the_road_on_the_first_of_march(shell: Shell) -> None:
    found = shell.run("status", "lachin-2020", *NODE, "--asof", "2023-03-01")
    assert found.out.startswith(
        "Restricted towards Khankendi / Stepanakert, restricted towards Goris, 2023-03-01, as recorded by"
    )
    assert "SIMULATED DATA" in found.out
    road = shell.run("status", "lachin-2020", *NODE, "--asof", "2023-03-01", "--json").json()["road"]
    assert road["as_of"] == "2023-03-01"
    assert {way["status"] for way in road["directions"]} == {"restricted"}
    assert all(way["sources"] >= 2 for way in road["directions"])
    assert shell.run("status", "lachin-2020", *NODE, "--asof", "1 March").code == 2


def test_a_log_that_came_late_is_silent_on_the_days_before_it_came(shell: Shell) -> None:
    heard = {
        day: shell.run("status", "lachin-2020", *NODE, "--asof", day, "--json").json()["road"]["posts_heard"]
        for day in ("2023-03-01", "2023-03-10", "2023-03-24")
    }
    assert heard == {"2023-03-01": 5, "2023-03-10": 4, "2023-03-24": 5}
    gaps = shell.run("report", "2023-03-10", "lachin-2020", *NODE, "--json").json()["gaps"]["posts"]
    (late,) = [one for one in gaps if one["post"] == "P4"]
    assert late["watched"] == "silent"
    assert late["record_arrived_until"] == "2023-03-01T14:00:00.000Z"


def test_readings_of_who_may_check_come_to_different_ends(shell: Shell) -> None:
    found = shell.run("report", "2023-06-01", "lachin-2020", *NODE, "--json").json()["conformance"]
    assert found["simulated"]
    (clause,) = [one for one in found["clauses"] if one["clause"] == "AM0423"]
    states = {cell["reading"]: cell["state"] for cell in clause["cells"] if cell["view"] == "all"}
    assert states["am"] == states["ru"] == "not_kept"
    assert states["az"] == "not_held"


def test_the_record_is_large_and_says_what_of_it_is_simulated(shell: Shell) -> None:
    sizes = shell.run("status", "lachin-2020", *NODE, "--json").json()["logs"]
    assert sum(log["size"] for log in sizes) > 150_000
    assert {log["evidence"] for log in sizes} == {"published", "simulated"}


def test_a_plan_can_be_made_from_the_record(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN)
    plan = str(tmp_path / "plan.yaml")
    found = shell.run("plan", plan, "--corridor", "lachin-2020", "--direction", "inbound", "--days", "300", *NODE)
    assert found.code == 0, found.err
    assert "simulated" in found.out
    assert shell.run("plan", plan, "--corridor", "lachin-2020", *NODE).code == 2
    wrong = shell.run("plan", plan, "--corridor", "lachin-2020", "--direction", "north", *NODE)
    assert wrong.code == 1
    assert "inbound" in wrong.err
