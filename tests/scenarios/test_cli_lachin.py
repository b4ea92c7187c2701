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
